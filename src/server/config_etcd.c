/* SPDX-License-Identifier: Apache-2.0 */
#include "server/config_etcd.h"

#include "base/check.h"
#include "server/config_parts.h"
#include "server/etcd_flags.h"

#include <ctype.h>
#include <stdio.h>

enum { NAME_BYTES = 80 };

struct reader {
    struct vd_config *config;
    char *error;
};

static int set(struct reader *reader, struct vd_slice name, const char *value)
{
    const struct vd_etcd_flag *flag = vd_etcd_flag_find(name);

    if (!flag)
        return vd_option_fail(reader->error,
                              "--%.*s: etcd has no such flag; see vedette etcd --help",
                              (int)VD_MIN(name.len, (size_t)NAME_BYTES), (const char *)name.ptr);
    return vd_etcd_flag_set(flag, reader->config, value, reader->error);
}

/* --- the environment -------------------------------------------------------------------------- */

/* ETCD_DATA_DIR is data-dir. Other programs' variables begin like that too, so what is no flag is
 * none of our business. */
static int read_variable(struct reader *reader, const char *variable)
{
    static const char prefix[] = "ETCD_";
    const char *equals = strchr(variable, '=');
    const struct vd_etcd_flag *flag;
    char name[NAME_BYTES];
    size_t len = 0;

    if (!equals || strncmp(variable, prefix, strlen(prefix)) != 0 || !equals[1])
        return 0;
    for (const char *at = variable + strlen(prefix); at < equals && len < sizeof(name); at++)
        name[len++] = (char)(*at == '_' ? '-' : tolower((unsigned char)*at));
    flag = vd_etcd_flag_find(vd_slice(name, len));
    return flag ? vd_etcd_flag_set(flag, reader->config, equals + 1, reader->error) : 0;
}

/* --- the command line ------------------------------------------------------------------------- */

struct arguments {
    int argc, at;
    char **argv;
    const char *file;
};

/* With one dash or two. */
static bool is_flag(const char *argument, const char *name)
{
    size_t dashes = strspn(argument, "-");

    return dashes > 0 && dashes <= 2 && strcmp(argument + dashes, name) == 0;
}

static int read_argument(struct reader *reader, struct arguments *arguments)
{
    const char *argument = arguments->argv[arguments->at++];
    size_t dashes = strspn(argument, "-");
    const char *name = argument + dashes, *equals = strchr(name, '='), *value;
    struct vd_slice slice = vd_slice(name, equals ? (size_t)(equals - name) : strlen(name));
    bool is_file = vd_slice_eq(slice, VD_SLICE("config-file"));
    const struct vd_etcd_flag *flag = vd_etcd_flag_find(slice);

    if (dashes == 0 || dashes > 2 || !slice.len)
        return vd_option_fail(reader->error, "%.100s: not a flag; see vedette etcd --help",
                              argument);
    if (equals)
        value = equals + 1;
    else if (flag && flag->is_bool)
        value = "true";
    else if (!flag && !is_file)
        value = "";
    else if (arguments->at < arguments->argc)
        value = arguments->argv[arguments->at++];
    else
        return vd_option_fail(reader->error, "--%s: needs a value", name);
    if (!is_file)
        return set(reader, slice, value);
    arguments->file = value;
    return 0;
}

/* --- the file --------------------------------------------------------------------------------- */

/* The one line of YAML that files of etcd are made of: "key: value". Quotes, brackets and what
 * follows " #" are taken off in place. */
static char *plain(char *value)
{
    size_t len;
    char *hash = *value == '#' ? value : strstr(value, " #");

    if (hash)
        *hash = '\0';
    value += strspn(value, " \t");
    for (len = strlen(value); len && strchr(" \t\r", value[len - 1]); len--)
        value[len - 1] = '\0';
    while (len >= 2 &&
           ((*value == '\'' && value[len - 1] == '\'') ||
            (*value == '"' && value[len - 1] == '"') || (*value == '[' && value[len - 1] == ']'))) {
        value[len - 1] = '\0';
        value++;
        len -= 2;
    }
    return value;
}

/* What the keys of a section are called as flags. NULL: it is no section. */
static const char *section_prefix(struct vd_slice key)
{
    if (vd_slice_eq(key, VD_SLICE("client-transport-security")))
        return "";
    return vd_slice_eq(key, VD_SLICE("peer-transport-security")) ? "peer-" : NULL;
}

static int read_line(struct reader *reader, char *line, const char **prefix)
{
    char *colon = strchr(line, ':'), name[NAME_BYTES];
    size_t indent = strspn(line, " ");
    struct vd_slice key;
    char *value;

    if (!line[indent] || line[indent] == '#' || line[indent] == '\r')
        return 0;
    if (!colon || line[indent] == '-')
        return vd_option_fail(reader->error, "%.60s: not understood; write it like name: value",
                              line);
    key = vd_slice(line + indent, (size_t)(colon - line) - indent);
    value = plain(colon + 1);
    if (!indent) {
        *prefix = section_prefix(key);
        if (*prefix)
            return 0;
    }
    if (!*value)
        return 0;
    snprintf(name, sizeof(name), "%s%.*s", indent && *prefix ? *prefix : "",
             (int)VD_MIN(key.len, sizeof(name)), (const char *)key.ptr);
    return set(reader, vd_slice_str(name), value);
}

static int read_file(struct reader *reader, const char *path)
{
    const char *prefix = NULL;
    unsigned number = 0;
    char *text = NULL, *line;
    int rc = vd_config_read_file(reader->config, path, &text, reader->error);

    while (rc == 0 && (line = strsep(&text, "\n"))) {
        char why[VD_CONFIG_ERROR_BYTES];

        number++;
        rc = read_line(reader, line, &prefix);
        if (rc == 0)
            continue;
        memcpy(why, reader->error, sizeof(why));
        return vd_option_fail(reader->error, "%.100s:%u: %.300s", path, number, why);
    }
    return rc;
}

/* --- the whole -------------------------------------------------------------------------------- */

static int check_cluster(const struct vd_config *config, char *error)
{
    const char *cluster = config->initial_cluster;
    size_t len = cluster ? strcspn(cluster, "=") : 0;

    if (!cluster || (strlen(config->name) == len && memcmp(config->name, cluster, len) == 0))
        return 0;
    return vd_option_fail(error,
                          "--initial-cluster %.100s: does not name this member, --name %.60s",
                          cluster, config->name);
}

static int add_further(struct vd_config_list *listen, const struct vd_config_list *further,
                       unsigned i, char *error)
{
    int rc = vd_option_add_item(listen, "--listen-client-http-urls", further->items[i], error);

    if (rc == 0)
        listen->secure[listen->count - 1] = further->secure[i];
    return rc;
}

static bool has_secure(const struct vd_config_list *list)
{
    for (unsigned i = 0; i < list->count; i++)
        if (list->secure[i])
            return true;
    return false;
}

static int check_files(const struct vd_config *config, char *error)
{
    bool is_secure = has_secure(&config->listen) || has_secure(&config->metrics);

    if (is_secure && (!config->cert_file || !config->key_file))
        return vd_option_fail(error, "a URL with https needs --cert-file and --key-file");
    if (config->client_cert_auth && !config->client_ca_file)
        return vd_option_fail(error, "--client-cert-auth: needs --trusted-ca-file");
    return 0;
}

static int finish(struct vd_config *config, char *error)
{
    static const char suffix[] = ".etcd";
    struct vd_config_list *listen = &config->listen;
    int rc = check_cluster(config, error);

    if (rc == 0)
        rc = vd_config_set_compaction(config, error);
    if (rc == 0)
        rc = vd_config_check_cors(config, error);
    if (rc == 0 && !listen->count)
        listen->items[listen->count++] = "localhost:2379";
    for (unsigned i = 0; rc == 0 && i < config->listen_http.count; i++)
        rc = add_further(listen, &config->listen_http, i, error);
    if (rc == 0)
        rc = check_files(config, error);
    if (rc == 0 && !config->data_dir) {
        size_t len = strlen(config->name);
        char *path = vd_arena_alloc_zero(&config->texts, len + sizeof(suffix));

        if (!path)
            return vd_option_fail(error, "--name: too long");
        memcpy(path, config->name, len);
        memcpy(path + len, suffix, sizeof(suffix));
        config->data_dir = path;
    }
    return rc;
}

static void set_etcd_defaults(struct vd_config *config)
{
    vd_config_set_defaults(config);
    config->is_etcd = true;
    config->no_kube = true; /* a kube-apiserver may be what it is started for */
    config->name = "default";
    config->data_dir = NULL;
    config->log_format = VD_LOG_JSON;
}

static int read_all(struct reader *reader, struct arguments *arguments, char **environment)
{
    int rc = 0;

    for (char **variable = environment; rc == 0 && *variable; variable++)
        rc = read_variable(reader, *variable);
    while (rc == 0 && arguments->at < arguments->argc)
        rc = read_argument(reader, arguments);
    return rc;
}

/* As etcd has it: where a file is named, nothing else counts. */
static int start_over(struct reader *reader, const char *path)
{
    vd_config_deinit(reader->config);
    set_etcd_defaults(reader->config);
    return read_file(reader, path);
}

int vd_config_parse_etcd(int argc, char **argv, char **environment, struct vd_config *out_config,
                         char out_error[VD_CONFIG_ERROR_BYTES])
{
    struct vd_config config;
    struct reader reader = {&config, out_error};
    struct arguments arguments = {.argc = argc, .argv = argv};
    int rc;

    for (int i = 0; i < argc; i++) {
        if (is_flag(argv[i], "help") || is_flag(argv[i], "h"))
            return VD_END;
        if (is_flag(argv[i], "version"))
            return VD_NOT_FOUND;
    }
    set_etcd_defaults(&config);
    rc = read_all(&reader, &arguments, environment);
    if (rc == 0 && arguments.file)
        rc = start_over(&reader, arguments.file);
    if (rc == 0)
        rc = finish(&config, out_error);
    if (rc == 0)
        *out_config = config;
    else
        vd_config_deinit(&config);
    return rc;
}

static void print_flags(enum vd_etcd_meaning meaning)
{
    for (unsigned i = 0; i < vd_etcd_flag_count; i++)
        if (vd_etcd_flags[i].meaning == meaning)
            printf("  --%s\n      %s\n", vd_etcd_flags[i].name, vd_etcd_flags[i].why);
}

void vd_config_print_etcd_help(void)
{
    printf("usage: vedette etcd [FLAG]...\n\nServes as an etcd of one member does, started with "
           "etcd's own flags or its\nETCD_ variables.\n\nFlags that are obeyed:\n");
    print_flags(VD_ETCD_OBEYED);
    printf("  --config-file\n      flags from a file of lines like name: value, in place of all "
           "others\n\nFlags that are taken and change nothing:\n");
    print_flags(VD_ETCD_WITHOUT_EFFECT);
    printf("\nFlags that are refused if they ask for something:\n");
    print_flags(VD_ETCD_REFUSED);
}
