/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A kubeconfig is YAML; its texts are written as JSON's, which YAML reads. Files are named by where
 * they are from the root on, since who reads a kubeconfig looks for others beside it, wherever it
 * is kept. The server is not asked for anything.
 */
#include "server/kubeconfig_command.h"

#include "base/buf.h"
#include "base/check.h"
#include "wire/json.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DONE = 0, FAILED = 1, BAD_USAGE = 2 };

struct arguments {
    const char *endpoint, *name, *name_space, *token;
    const char *authority, *certificate, *key;
};

static const struct flag {
    const char *name;
    size_t at;
    const char *value, *help;
} flags[] = {
    {"--endpoint", offsetof(struct arguments, endpoint), "URL",
     "where the server is reached (http://127.0.0.1:2379)"},
    {"--certificate-authority", offsetof(struct arguments, authority), "FILE",
     "who vouches for its certificate (PEM)"},
    {"--client-certificate", offsetof(struct arguments, certificate), "FILE",
     "what clients show of themselves (PEM); needs --client-key"},
    {"--client-key", offsetof(struct arguments, key), "FILE", "its private key (PEM)"},
    {"--token", offsetof(struct arguments, token), "TEXT",
     "a bearer token; kubectl sends it with https only"},
    {"--namespace", offsetof(struct arguments, name_space), "NAME",
     "where objects are that name no namespace (default)"},
    {"--name", offsetof(struct arguments, name), "NAME",
     "of the cluster, the user and the context (vedette)"},
};

__attribute__((format(printf, 2, 3))) static int say(int status, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fputs("vedette: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return status;
}

/* --- what is printed ---------------------------------------------------------------------------
 */

static void add_text(struct vd_buf *buf, const char *before, const char *text)
{
    struct vd_json json;

    if (!text)
        return;
    vd_buf_printf(buf, "%s: ", before);
    vd_json_init(&json, buf);
    vd_json_string(&json, vd_slice_str(text));
    vd_buf_append(buf, "\n", 1);
}

static void add_user(struct vd_buf *buf, const struct arguments *arguments)
{
    if (!arguments->certificate && !arguments->token) {
        vd_buf_printf(buf, "  user: {}\n");
        return;
    }
    vd_buf_printf(buf, "  user:\n");
    add_text(buf, "    client-certificate", arguments->certificate);
    add_text(buf, "    client-key", arguments->key);
    add_text(buf, "    token", arguments->token);
}

static void add_config(struct vd_buf *buf, const struct arguments *arguments)
{
    vd_buf_printf(buf, "apiVersion: v1\nkind: Config\nclusters:\n");
    add_text(buf, "- name", arguments->name);
    vd_buf_printf(buf, "  cluster:\n");
    add_text(buf, "    server", arguments->endpoint);
    add_text(buf, "    certificate-authority", arguments->authority);
    if (strncmp(arguments->endpoint, "http://", 7) == 0) /* else npm's client wants https */
        vd_buf_printf(buf, "    insecure-skip-tls-verify: true\n");
    vd_buf_printf(buf, "users:\n");
    add_text(buf, "- name", arguments->name);
    add_user(buf, arguments);
    vd_buf_printf(buf, "contexts:\n");
    add_text(buf, "- name", arguments->name);
    vd_buf_printf(buf, "  context:\n");
    add_text(buf, "    cluster", arguments->name);
    add_text(buf, "    user", arguments->name);
    add_text(buf, "    namespace", arguments->name_space);
    add_text(buf, "current-context", arguments->name);
}

static int print(const struct arguments *arguments)
{
    struct vd_buf buf;
    int rc = DONE;

    vd_buf_init(&buf, 0);
    add_config(&buf, arguments);
    if (vd_buf_status(&buf))
        rc = say(FAILED, "no memory");
    else if (fwrite(buf.data, 1, buf.len, stdout) != buf.len || fflush(stdout))
        rc = say(FAILED, "cannot write to standard output");
    vd_buf_deinit(&buf);
    return rc;
}

/* --- arguments ---------------------------------------------------------------------------------
 */

static int help(void)
{
    puts("usage: vedette kubeconfig [FLAG]...\n\nPrints a kubeconfig on standard output: vedette "
         "kubeconfig >vedette.yaml, and then kubectl\n--kubeconfig vedette.yaml get pods. Flags, "
         "and what holds without them:");
    for (size_t i = 0; i < VD_COUNT(flags); i++)
        printf("  %s %s\n      %s\n", flags[i].name, flags[i].value, flags[i].help);
    return DONE;
}

static const struct flag *find_flag(const char *arg, size_t len)
{
    for (size_t i = 0; i < VD_COUNT(flags); i++)
        if (strlen(flags[i].name) == len && memcmp(flags[i].name, arg, len) == 0)
            return &flags[i];
    return NULL;
}

static int take_argument(struct arguments *arguments, int argc, char **argv, int *at)
{
    const char *arg = argv[(*at)++];
    size_t len = strcspn(arg, "=");
    const struct flag *flag = find_flag(arg, len);
    const char *value = arg[len] ? arg + len + 1 : NULL;

    if (!flag && *arg != '-')
        return say(BAD_USAGE, "%.100s: kubeconfig takes flags only; see vedette kubeconfig --help",
                   arg);
    if (!flag)
        return say(BAD_USAGE, "%.100s: no such flag; see vedette kubeconfig --help", arg);
    if (!value && *at < argc)
        value = argv[(*at)++];
    if (!value || !*value)
        return say(BAD_USAGE, "%s: needs a value (%s)", flag->name, flag->value);
    *(const char **)((char *)arguments + flag->at) = value;
    return DONE;
}

static int check(const struct arguments *arguments)
{
    const char *endpoint = arguments->endpoint;
    bool is_https = strncmp(endpoint, "https://", 8) == 0;

    if ((!is_https && strncmp(endpoint, "http://", 7) != 0) || !strstr(endpoint, "://")[3])
        return say(BAD_USAGE, "--endpoint %.100s: not a URL; write it like http://127.0.0.1:2379",
                   endpoint);
    if (!is_https && (arguments->authority || arguments->certificate))
        return say(BAD_USAGE, "--endpoint %.100s: certificates are for https", endpoint);
    if (!arguments->certificate != !arguments->key)
        return say(BAD_USAGE, "--client-certificate and --client-key: the one needs the other");
    return DONE;
}

/* In the place of its name, from the root on, if it is given. */
static int find_file(const char **name, char path[PATH_MAX])
{
    if (!*name)
        return DONE;
    if (!realpath(*name, path))
        return say(FAILED, "%.200s: %s", *name, strerror(errno));
    *name = path;
    return DONE;
}

int vd_kubeconfig_command(int argc, char **argv)
{
    struct arguments arguments = {.endpoint = "http://127.0.0.1:2379", .name = "vedette"};
    char paths[3][PATH_MAX];
    int rc = DONE;

    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return help();
    for (int at = 0; at < argc && rc == DONE;)
        rc = take_argument(&arguments, argc, argv, &at);
    if (rc == DONE)
        rc = check(&arguments);
    if (rc == DONE)
        rc = find_file(&arguments.authority, paths[0]);
    if (rc == DONE)
        rc = find_file(&arguments.certificate, paths[1]);
    if (rc == DONE)
        rc = find_file(&arguments.key, paths[2]);
    return rc ? rc : print(&arguments);
}
