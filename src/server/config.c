/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A flag is a row of a table. `--flag value` and `--flag=value` are the same. There are no operands
 * and no abbreviations: what is not exactly a flag is an error, before anything is opened. The file
 * of --config has the same names without their dashes, one on a line; the command line has the last
 * word.
 */
#include "server/config.h"

#include "base/alloc.h"
#include "base/check.h"
#include "doors/kube/model/mishaps.h"
#include "server/config_parts.h"

#include <stdio.h>
#include <unistd.h>

#define AT(member) VD_OPTION_AT(member)

static const struct vd_option options[] = {
    {"--listen", VD_OPTION_LIST, AT(listen), 0, 0, "ADDR:PORT|unix:PATH|none",
     "where to serve; may be repeated (127.0.0.1:2379)"},
    {"--listen-plain", VD_OPTION_LIST, AT(plain), 0, 0, "ADDR:PORT|unix:PATH",
     "where to serve in clear text beside --cert; may be repeated"},
    {"--cert", VD_OPTION_TEXT, AT(cert_file), 0, 0, "FILE",
     "speak TLS on every --listen, with this certificate and those that vouch for it (PEM); read "
     "anew on SIGHUP, as are the next two"},
    {"--key", VD_OPTION_TEXT, AT(key_file), 0, 0, "FILE", "its private key (PEM)"},
    {"--client-ca", VD_OPTION_TEXT, AT(client_ca_file), 0, 0, "FILE",
     "whom only to serve there: clients with a certificate that one of these vouches for (PEM)"},
    {"--listen-metrics", VD_OPTION_LIST, AT(metrics), 0, 0, "ADDR:PORT|unix:PATH",
     "where /metrics, /health, /livez, /readyz and /version are served and nothing else; may be "
     "repeated"},
    {"--advertise", VD_OPTION_LIST, AT(advertise), 0, 0, "URL",
     "what clients are told to reach us at (the listeners)"},
    {"--allowed-hosts", VD_OPTION_NAMES, AT(allowed_hosts), 0, 0, "NAME,...",
     "by what names we are called in URLs, beside addresses and localhost; * for any; may be "
     "repeated (any, but on loopback none)"},
    {"--cors", VD_OPTION_NAMES, AT(cors), 0, 0, "ORIGIN,...",
     "web pages from elsewhere that may use us, like https://app.example.com; * for all; may be "
     "repeated (none)"},
    {"--config", VD_OPTION_TEXT, AT(config_file), 0, 0, "FILE",
     "options from a file, one on a line, without their dashes; # begins a comment"},
    {"--data", VD_OPTION_TEXT, AT(data_dir), 0, 0, "DIR",
     "where the data is kept (./vedette.data)"},
    {"--ephemeral", VD_OPTION_TRUTH, AT(ephemeral), 0, 0, "",
     "keep everything in memory, nothing on disk"},
    {"--v2-root", VD_OPTION_TEXT, AT(v2_root), 0, 0, "PREFIX/",
     "what stands before the names of etcd v2's nodes in keys; with / the node /foo is the key "
     "/foo "
     "(nothing: it is foo)"},
    {"--no-kube", VD_OPTION_TRUTH, AT(no_kube), 0, 0, "", "do not serve the Kubernetes API"},
    {"--kube-prefix", VD_OPTION_TEXT, AT(kube_prefix), 0, 0, "PREFIX",
     "what the keys of Kubernetes objects begin with (/registry)"},
    {"--kube-accept", VD_OPTION_TEXT, AT(kube_accept), 0, 0, "webhooks,cel",
     "Kubernetes objects that are stored though nothing enforces them (none: they are refused)"},
    {"--kube-faults", VD_OPTION_TEXT, AT(kube_faults), 0, 0, "RULE;...",
     "faults that Kubernetes clients meet on purpose, like: watch pods after=3 expire; "
     "docs/doors/kube.md has the rules (none)"},
    {"--name", VD_OPTION_TEXT, AT(name), 0, 0, "NAME", "what this member is called (vedette)"},
    {"--retain", VD_OPTION_RETAIN, AT(retention), 0, 0, "AGE|SIZE|REVISIONS|all",
     "how much history is kept: 24h, 1GiB, 100000rev or all (until it fills half of the quota, "
     "then "
     "its older half goes)"},
    {"--auto-compaction-mode", VD_OPTION_TEXT, AT(compaction_mode), 0, 0, "periodic|revision",
     "the same as etcd has it (periodic)"},
    {"--auto-compaction-retention", VD_OPTION_TEXT, AT(compaction_retention), 0, 0, "LENGTH",
     "hours, a time like 30m, or for revision how many; 0: everything is kept"},
    {"--quota", VD_OPTION_BYTES, AT(quota_bytes), 0, UINT64_MAX, "SIZE",
     "how large the store may become; 0 for no limit (2GiB)"},
    {"--quota-backend-bytes", VD_OPTION_BYTES, AT(quota_bytes), 0, UINT64_MAX, "SIZE",
     "the same, as etcd calls it"},
    {"--max-request-bytes", VD_OPTION_BYTES, AT(max_request_bytes), 1024,
     VD_CONFIG_REQUEST_MAX_BYTES, "SIZE", "of a request that writes (1.5MiB)"},
    {"--max-txn-ops", VD_OPTION_COUNT, AT(max_txn_ops), 1, VD_CONFIG_TXN_OPS_MAX, "N",
     "operations in a list of a transaction (128)"},
    {"--progress-interval", VD_OPTION_TIME, AT(progress_interval_ms), 100, 86400000, "TIME",
     "how often idle etcd watches that ask are told where they stand (10m)"},
    {"--watch-progress-notify-interval", VD_OPTION_TIME, AT(progress_interval_ms), 100, 86400000,
     "TIME", "the same, as etcd calls it"},
    {"--threads", VD_OPTION_COUNT, AT(threads), 1, 60, "N",
     "loops (one less than the cores, at least 1 and at most 8)"},
    {"--tail-bytes", VD_OPTION_BYTES, AT(tail_bytes), 65536, UINT64_MAX, "SIZE",
     "newest changes kept in memory (64MiB)"},
    {"--cache-bytes", VD_OPTION_BYTES, AT(cache_bytes), 0, UINT64_MAX, "SIZE",
     "newest values kept in memory beyond those (32MiB)"},
    {"--max-connections", VD_OPTION_COUNT, AT(max_connections), 0, UINT32_MAX, "N",
     "refuse connections beyond so many; 0 for no limit (as many as descriptors allow)"},
    {"--max-concurrent-streams", VD_OPTION_COUNT, AT(max_streams), 0, UINT32_MAX, "N",
     "streams of an HTTP/2 connection, which its peer is told; 0 for 131072, which it is not (0)"},
    {"--drain", VD_OPTION_TIME, AT(drain_ms), 0, 3600000, "TIME",
     "how long clients have to end when we stop (3s)"},
    {"--log-level", VD_OPTION_LEVEL, AT(log_level), 0, 0, "error|warn|info|debug", "(info)"},
};

enum { OPTIONS = VD_COUNT(options), FILE_MAX_BYTES = 64 << 10, TEXTS_MAX_BYTES = 1 << 20 };

struct parser {
    int argc, at;
    char **argv;
    struct vd_config *config;
    char *error;
    bool seen[OPTIONS]; /* on the command line */
};

static const struct vd_option *find_option(struct vd_slice name, size_t skip)
{
    for (size_t i = 0; i < OPTIONS; i++)
        if (vd_slice_eq(vd_slice_str(options[i].name + skip), name))
            return &options[i];
    return NULL;
}

/* --- the command line ------------------------------------------------------------------------- */

/* A list on the command line takes the place of the file's. */
static void begin_list(struct parser *parser, const struct vd_option *option)
{
    size_t i = (size_t)(option - options);

    if ((option->kind == VD_OPTION_LIST || option->kind == VD_OPTION_NAMES) && !parser->seen[i])
        *(struct vd_config_list *)((char *)parser->config + option->at) =
            (struct vd_config_list){.count = 0};
    parser->seen[i] = true;
}

/* The value of an argument whose flag is known: behind '=', or the next one. NULL: none. */
static const char *take_value(struct parser *parser, const struct vd_option *option,
                              const char *equals)
{
    if (equals)
        return equals + 1;
    if (option->kind == VD_OPTION_TRUTH || parser->at == parser->argc)
        return NULL;
    return parser->argv[parser->at++];
}

static const struct vd_option *take_option(struct parser *parser, const char **out_equals)
{
    const char *arg = parser->argv[parser->at++];

    *out_equals = strchr(arg, '=');
    return find_option(vd_slice(arg, *out_equals ? (size_t)(*out_equals - arg) : strlen(arg)), 0);
}

static int parse_one(struct parser *parser)
{
    const char *arg = parser->argv[parser->at], *equals;
    const struct vd_option *option = take_option(parser, &equals);

    if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0)
        return VD_END;
    if (!option && *arg != '-')
        return vd_option_fail(parser->error,
                              "%.100s: serve takes flags only; see vedette serve --help", arg);
    if (!option)
        return vd_option_fail(parser->error, "%.100s: no such flag; see vedette serve --help", arg);
    begin_list(parser, option);
    return vd_option_set(option, parser->config, take_value(parser, option, equals), parser->error);
}

/* --- the file --------------------------------------------------------------------------------- */

static char *trimmed(char *text)
{
    size_t len;

    text += strspn(text, " \t\r");
    for (len = strlen(text); len && strchr(" \t\r", text[len - 1]); len--)
        text[len - 1] = '\0';
    return text;
}

static int set_line(struct parser *parser, char *line)
{
    size_t len = strcspn(line, " \t=");
    const struct vd_option *option = find_option(vd_slice(line, len), 2);
    char *value = trimmed(line + len);

    if (*value == '=')
        value = trimmed(value + 1);
    if (!option || option->at == AT(config_file))
        return vd_option_fail(parser->error, "%.*s: no such option", (int)VD_MIN(len, (size_t)100),
                              line);
    return vd_option_set(option, parser->config, *value ? value : NULL, parser->error);
}

static int parse_text(struct parser *parser, const char *path, char *text)
{
    unsigned number = 0;
    char *line;

    while ((line = strsep(&text, "\n"))) {
        char why[VD_CONFIG_ERROR_BYTES];

        number++;
        line = trimmed(line);
        if (!*line || *line == '#' || set_line(parser, line) == 0)
            continue;
        memcpy(why, parser->error, sizeof(why));
        return vd_option_fail(parser->error, "%.100s:%u: %.300s", path, number, why);
    }
    return 0;
}

int vd_config_read_file(struct vd_config *config, const char *path, char **out_text,
                        char error[VD_CONFIG_ERROR_BYTES])
{
    FILE *file = fopen(path, "r");
    char *text = vd_arena_alloc_zero(&config->texts, FILE_MAX_BYTES + 1);
    size_t n = file && text ? fread(text, 1, FILE_MAX_BYTES, file) : 0;
    bool is_read = file && text && !ferror(file) && n < FILE_MAX_BYTES;

    if (file)
        fclose(file);
    if (!is_read)
        return vd_option_fail(error, "%.200s: cannot be read as a file of options", path);
    *out_text = text;
    return 0;
}

/* Before the command line, wherever on it the file is named. */
static int parse_file(struct parser *parser)
{
    struct parser ahead = *parser;
    const char *path = NULL;
    char *text;
    int rc;

    while (ahead.at < ahead.argc) {
        const char *equals, *value;
        const struct vd_option *option = take_option(&ahead, &equals);

        if (!option)
            continue;
        value = take_value(&ahead, option, equals);
        if (option->at == AT(config_file) && value && *value)
            path = value;
    }
    if (!path)
        return 0;
    rc = vd_config_read_file(parser->config, path, &text, parser->error);
    return rc ? rc : parse_text(parser, path, text);
}

/* --- the whole -------------------------------------------------------------------------------- */

static int check_listen(struct vd_config *config, char *error)
{
    struct vd_config_list *listen = &config->listen;
    int rc = 0;

    if (listen->count == 0)
        listen->items[listen->count++] = "127.0.0.1:2379";
    for (unsigned i = 0; i < listen->count; i++)
        if (strcmp(listen->items[i], "none") == 0 && listen->count > 1)
            return vd_option_fail(error, "--listen none: cannot stand beside another --listen");
    if (strcmp(listen->items[0], "none") == 0)
        listen->count = 0;
    for (unsigned i = 0; i < listen->count; i++)
        listen->secure[i] = config->cert_file != NULL;
    for (unsigned i = 0; rc == 0 && i < config->plain.count; i++)
        rc = vd_option_add_item(listen, "--listen-plain", config->plain.items[i], error);
    return rc;
}

static int check_files(const struct vd_config *config, char *error)
{
    if (config->cert_file && !config->key_file)
        return vd_option_fail(error, "--cert %.100s: needs the --key that belongs to it",
                              config->cert_file);
    if (config->key_file && !config->cert_file)
        return vd_option_fail(error, "--key %.100s: needs the --cert that it belongs to",
                              config->key_file);
    if (config->client_ca_file && !config->cert_file)
        return vd_option_fail(error, "--client-ca %.100s: needs --cert and --key",
                              config->client_ca_file);
    return 0;
}

static int check_advertise(const struct vd_config *config, char *error)
{
    const struct vd_config_list *urls = &config->advertise;

    for (unsigned i = 0; i < urls->count; i++)
        if (strncmp(urls->items[i], "http://", 7) != 0 &&
            strncmp(urls->items[i], "https://", 8) != 0 && strncmp(urls->items[i], "unix:", 5) != 0)
            return vd_option_fail(
                error, "--advertise %.100s: not a URL; write it like http://10.0.0.1:2379",
                urls->items[i]);
    return 0;
}

/* As a browser writes it: a scheme, a host in lower case, and a port that is not the usual one. */
static bool is_origin(const char *text)
{
    const char *host = strstr(text, "://");

    if (strcmp(text, "*") == 0 || strcmp(text, "null") == 0)
        return true;
    return host && host > text && host[3] && !strpbrk(host + 3, "/?#@* ") &&
           strcspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(text);
}

int vd_config_check_cors(const struct vd_config *config, char error[VD_CONFIG_ERROR_BYTES])
{
    for (unsigned i = 0; i < config->cors.count; i++)
        if (!is_origin(config->cors.items[i]))
            return vd_option_fail(error,
                                  "--cors %.100s: not an origin; write it like "
                                  "https://app.example.com, or * for every page",
                                  config->cors.items[i]);
    return 0;
}

static int check_v2_root(const struct vd_config *config, char *error)
{
    const char *root = config->v2_root;

    if (root && root[strlen(root) - 1] != '/')
        return vd_option_fail(error, "--v2-root %.100s: must end in a slash; write it like /",
                              root);
    return 0;
}

static int check_kube_prefix(const struct vd_config *config, char *error)
{
    const char *prefix = config->kube_prefix;

    if (prefix[0] != '/' || prefix[strlen(prefix) - 1] == '/')
        return vd_option_fail(error,
                              "--kube-prefix %.100s: must begin with a slash and not end in one; "
                              "write it like /registry",
                              prefix);
    return 0;
}

/* A list of words, parted by commas, becomes bits. */
static int check_kube_accept(struct vd_config *config, char *error)
{
    const char *at = config->kube_accept ? config->kube_accept : "";

    while (*at) {
        size_t len = strcspn(at, ",");

        if (len == 8 && memcmp(at, "webhooks", len) == 0)
            config->kube_accepts |= VD_KUBE_ACCEPT_WEBHOOKS;
        else if (len == 3 && memcmp(at, "cel", len) == 0)
            config->kube_accepts |= VD_KUBE_ACCEPT_CEL;
        else
            return vd_option_fail(error, "--kube-accept %.100s: must be webhooks, cel or both",
                                  config->kube_accept);
        at += len + (at[len] == ',');
    }
    return 0;
}

/* They are understood, or the server does not start. */
static int check_kube_faults(const struct vd_config *config, char *error)
{
    char why[VD_KUBE_MISHAPS_ERROR_BYTES] = "no memory";
    struct vd_kube_mishaps *faults;
    int rc;

    if (!config->kube_faults)
        return 0;
    faults = vd_alloc(sizeof(*faults));
    rc =
        faults ? vd_kube_mishaps_parse(vd_slice_str(config->kube_faults), faults, why) : VD_INVALID;
    vd_free(faults);
    return rc ? vd_option_fail(error, "--kube-faults: %s", why) : 0;
}

int vd_config_set_compaction(struct vd_config *config, char error[VD_CONFIG_ERROR_BYTES])
{
    static const struct vd_option_unit plain[] = {{"", 1}, {NULL, 0}};
    const char *mode = config->compaction_mode ? config->compaction_mode : "periodic";
    const char *length = config->compaction_retention ? config->compaction_retention : "0";
    bool by_revision = strcmp(mode, "revision") == 0;
    uint64_t amount;
    int rc;

    if (!by_revision && strcmp(mode, "periodic") != 0)
        return vd_option_fail(error, "--auto-compaction-mode %.60s: must be periodic or revision",
                              mode);
    rc = by_revision ? vd_option_number(length, plain, &amount)
                     : vd_option_duration(length, 3600000, &amount);
    if (rc || amount > INT64_MAX)
        return vd_option_fail(
            error, "--auto-compaction-retention %.60s: not understood; write %s", length,
            by_revision ? "how many revisions, like 1000" : "hours, like 1, or a time, like 30m");
    config->retention = (struct vd_retention){VD_RETAIN_ALL, 0};
    if (amount)
        config->retention =
            (struct vd_retention){by_revision ? VD_RETAIN_EVERY_5M : VD_RETAIN_PERIODIC, amount};
    return 0;
}

static int check_retention(struct vd_config *config, char *error)
{
    if (!config->compaction_mode && !config->compaction_retention)
        return 0;
    if (config->retention.kind != VD_RETAIN_HALF)
        return vd_option_fail(error,
                              "--retain: cannot stand beside --auto-compaction-mode or -retention");
    return vd_config_set_compaction(config, error);
}

/* One core is left to the kernel, whose part in a send and a flush is larger than ours, and to the
 * keeper: a loop that has to take turns with them waits for a time slice, not for work. */
static uint64_t default_threads(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    return cores <= 2 ? 1 : VD_MIN((uint64_t)cores - 1, 8);
}

void vd_config_set_defaults(struct vd_config *config)
{
    *config = (struct vd_config){.data_dir = "./vedette.data",
                                 .name = "vedette",
                                 .kube_prefix = "/registry",
                                 .threads = default_threads(),
                                 .drain_ms = 3000,
                                 .tail_bytes = 64u << 20,
                                 .cache_bytes = 32u << 20,
                                 .quota_bytes = VD_CONFIG_QUOTA_BYTES,
                                 .max_request_bytes = 3 << 19,
                                 .max_txn_ops = 128,
                                 .log_level = VD_LOG_INFO};
    vd_arena_init(&config->texts, TEXTS_MAX_BYTES);
}

void vd_config_deinit(struct vd_config *config)
{
    vd_arena_deinit(&config->texts);
}

int vd_config_parse(int argc, char **argv, struct vd_config *out_config,
                    char out_error[VD_CONFIG_ERROR_BYTES])
{
    struct vd_config config;
    struct parser parser = {.argc = argc, .argv = argv, .config = &config, .error = out_error};
    int rc;

    vd_config_set_defaults(&config);
    rc = parse_file(&parser);
    while (rc == 0 && parser.at < argc)
        rc = parse_one(&parser);
    if (rc == 0)
        rc = check_listen(&config, out_error);
    if (rc == 0)
        rc = check_files(&config, out_error);
    if (rc == 0)
        rc = check_advertise(&config, out_error);
    if (rc == 0)
        rc = check_v2_root(&config, out_error);
    if (rc == 0)
        rc = check_kube_prefix(&config, out_error);
    if (rc == 0)
        rc = check_kube_accept(&config, out_error);
    if (rc == 0)
        rc = check_kube_faults(&config, out_error);
    if (rc == 0)
        rc = vd_config_check_cors(&config, out_error);
    if (rc == 0)
        rc = check_retention(&config, out_error);
    if (rc == 0)
        *out_config = config;
    else
        vd_config_deinit(&config);
    return rc;
}

void vd_config_print_help(void)
{
    printf("usage: vedette serve [FLAG]...\n\nServes until SIGTERM. Flags, and what holds without "
           "them:\n");
    for (size_t i = 0; i < OPTIONS; i++)
        printf("  %s%s%s\n      %s\n", options[i].name, *options[i].value ? " " : "",
               options[i].value, options[i].help);
}
