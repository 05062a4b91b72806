/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A flag is a row: its name, its kind, where its value goes, and what --help says. `--flag value`
 * and `--flag=value` are the same; a flag of kind TRUTH needs no value. There are no operands and
 * no abbreviations: what is not exactly a flag is an error, before anything is opened.
 */
#include "server/config.h"

#include "base/check.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum kind { TEXT, LIST, TRUTH, COUNT, BYTES, TIME, LEVEL };

struct flag {
    const char *name;
    enum kind kind;
    size_t at; /* offset in struct vd_config */
    uint64_t min, max;
    const char *value, *help;
};

#define AT(member) offsetof(struct vd_config, member)

static const struct flag flags[] = {
    {"--listen", LIST, AT(listen), 0, 0, "ADDR:PORT|unix:PATH|none",
     "where to serve; may be repeated (127.0.0.1:2379)"},
    {"--advertise", LIST, AT(advertise), 0, 0, "URL",
     "what clients are told to reach us at (the listeners)"},
    {"--data", TEXT, AT(data_dir), 0, 0, "DIR", "where the data is kept (./vedette.data)"},
    {"--ephemeral", TRUTH, AT(ephemeral), 0, 0, "", "keep everything in memory, nothing on disk"},
    {"--name", TEXT, AT(name), 0, 0, "NAME", "what this member is called (vedette)"},
    {"--threads", COUNT, AT(threads), 1, 60, "N",
     "loops (one less than the cores, at least 1 and at most 8)"},
    {"--tail-bytes", BYTES, AT(tail_bytes), 65536, UINT64_MAX, "SIZE",
     "newest changes kept in memory (64MiB)"},
    {"--cache-bytes", BYTES, AT(cache_bytes), 0, UINT64_MAX, "SIZE",
     "newest values kept in memory beyond those (32MiB)"},
    {"--quota-backend-bytes", BYTES, AT(quota_bytes), 0, UINT64_MAX, "SIZE",
     "how large the store may become (2GiB)"},
    {"--watch-progress-notify-interval", TIME, AT(progress_interval_ms), 100, 86400000, "TIME",
     "how often idle etcd watches that ask are told where they stand (10m)"},
    {"--max-connections", COUNT, AT(max_connections), 0, UINT32_MAX, "N",
     "refuse connections beyond so many; 0 for no limit (as many as descriptors allow)"},
    {"--drain", TIME, AT(drain_ms), 0, 3600000, "TIME",
     "how long clients have to end when we stop (3s)"},
    {"--log-level", LEVEL, AT(log_level), 0, 0, "error|warn|info|debug", "(info)"},
};

static const struct unit {
    const char *name;
    uint64_t factor;
} byte_units[] = {{"", 1},          {"B", 1},           {"K", 1 << 10},   {"KB", 1000},
                  {"KiB", 1 << 10}, {"M", 1 << 20},     {"MB", 1000000},  {"MiB", 1 << 20},
                  {"G", 1 << 30},   {"GB", 1000000000}, {"GiB", 1 << 30}, {NULL, 0}},
  time_units[] = {{"", 1000}, {"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}, {NULL, 0}},
  no_units[] = {{"", 1}, {NULL, 0}};

struct parser {
    int argc, at;
    char **argv;
    struct vd_config *config;
    char *error;
};

__attribute__((format(printf, 2, 3))) static int fail(struct parser *parser, const char *format,
                                                      ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(parser->error, VD_CONFIG_ERROR_BYTES, format, args);
    va_end(args);
    return VD_INVALID;
}

static const struct flag *find_flag(const char *text, size_t len)
{
    for (size_t i = 0; i < VD_COUNT(flags); i++)
        if (strlen(flags[i].name) == len && memcmp(flags[i].name, text, len) == 0)
            return &flags[i];
    return NULL;
}

static int parse_number(const char *text, const struct unit *units, uint64_t *out)
{
    char *end;
    uint64_t n;

    if (*text < '0' || *text > '9')
        return VD_INVALID;
    n = strtoull(text, &end, 10);
    for (; units->name; units++)
        if (strcmp(end, units->name) == 0)
            return __builtin_mul_overflow(n, units->factor, out) ? VD_INVALID : 0;
    return VD_INVALID;
}

static int set_number(struct parser *parser, const struct flag *flag, const char *value)
{
    const struct unit *units = flag->kind == BYTES  ? byte_units
                               : flag->kind == TIME ? time_units
                                                    : no_units;
    static const char *const likes[] = {[COUNT] = "8", [BYTES] = "64MiB", [TIME] = "3s"};
    uint64_t n;

    if (parse_number(value, units, &n))
        return fail(parser, "%s %s: not understood; write it like %s %s", flag->name, value,
                    flag->name, likes[flag->kind]);
    if (n < flag->min || n > flag->max)
        return fail(parser, "%s %s: must lie between %llu and %llu", flag->name, value,
                    (unsigned long long)flag->min, (unsigned long long)flag->max);
    *(uint64_t *)((char *)parser->config + flag->at) = n;
    return 0;
}

static int add_item(struct parser *parser, const struct flag *flag, const char *value)
{
    struct vd_config_list *list = (struct vd_config_list *)((char *)parser->config + flag->at);

    if (list->count == VD_CONFIG_LISTEN_MAX)
        return fail(parser, "%s: given more than %d times", flag->name, VD_CONFIG_LISTEN_MAX);
    list->items[list->count++] = value;
    return 0;
}

static int set_value(struct parser *parser, const struct flag *flag, const char *value)
{
    switch (flag->kind) {
    case TEXT:
        if (!*value)
            return fail(parser, "%s: its value is empty", flag->name);
        *(const char **)((char *)parser->config + flag->at) = value;
        return 0;
    case LIST:
        return add_item(parser, flag, value);
    case TRUTH:
        *(bool *)((char *)parser->config + flag->at) = true;
        return 0;
    case LEVEL:
        if (vd_log_level_parse(value, &parser->config->log_level))
            return fail(parser, "%s %s: must be error, warn, info or debug", flag->name, value);
        return 0;
    case COUNT:
    case BYTES:
    case TIME:
        return set_number(parser, flag, value);
    }
    return 0;
}

static int parse_one(struct parser *parser)
{
    const char *arg = parser->argv[parser->at++];
    const char *equals = strchr(arg, '=');
    size_t len = equals ? (size_t)(equals - arg) : strlen(arg);
    const struct flag *flag = find_flag(arg, len);

    if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0)
        return VD_END;
    if (!flag && *arg != '-')
        return fail(parser, "%.100s: serve takes flags only; see vedette serve --help", arg);
    if (!flag)
        return fail(parser, "%.100s: no such flag; see vedette serve --help", arg);
    if (flag->kind == TRUTH && equals)
        return fail(parser, "%s: takes no value", flag->name);
    if (flag->kind == TRUTH)
        return set_value(parser, flag, "");
    if (equals)
        return set_value(parser, flag, equals + 1);
    if (parser->at == parser->argc)
        return fail(parser, "%s: needs a value (%s)", flag->name, flag->value);
    return set_value(parser, flag, parser->argv[parser->at++]);
}

static int check_listen(struct parser *parser)
{
    struct vd_config_list *listen = &parser->config->listen;

    if (listen->count == 0)
        listen->items[listen->count++] = "127.0.0.1:2379";
    for (unsigned i = 0; i < listen->count; i++)
        if (strcmp(listen->items[i], "none") == 0 && listen->count > 1)
            return fail(parser, "--listen none: cannot stand beside another --listen");
    if (strcmp(listen->items[0], "none") == 0)
        listen->count = 0;
    return 0;
}

static int check_advertise(struct parser *parser)
{
    const struct vd_config_list *urls = &parser->config->advertise;

    for (unsigned i = 0; i < urls->count; i++)
        if (strncmp(urls->items[i], "http://", 7) != 0 &&
            strncmp(urls->items[i], "https://", 8) != 0 && strncmp(urls->items[i], "unix:", 5) != 0)
            return fail(parser, "--advertise %.100s: not a URL; write it like http://10.0.0.1:2379",
                        urls->items[i]);
    return 0;
}

/* One core is left to the kernel, whose part in a send and a flush is larger than ours, and to the
 * keeper: a loop that has to take turns with them waits for a time slice, not for work. */
static uint64_t default_threads(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    return cores <= 2 ? 1 : VD_MIN((uint64_t)cores - 1, 8);
}

static void set_defaults(struct vd_config *config)
{
    *config = (struct vd_config){.data_dir = "./vedette.data",
                                 .name = "vedette",
                                 .threads = default_threads(),
                                 .drain_ms = 3000,
                                 .tail_bytes = 64u << 20,
                                 .cache_bytes = 32u << 20,
                                 .quota_bytes = (uint64_t)2 << 30,
                                 .log_level = VD_LOG_INFO};
}

int vd_config_parse(int argc, char **argv, struct vd_config *out_config,
                    char out_error[VD_CONFIG_ERROR_BYTES])
{
    struct vd_config config;
    struct parser parser = {.argc = argc, .argv = argv, .config = &config, .error = out_error};
    int rc = 0;

    set_defaults(&config);
    while (rc == 0 && parser.at < argc)
        rc = parse_one(&parser);
    if (rc == 0)
        rc = check_listen(&parser);
    if (rc == 0)
        rc = check_advertise(&parser);
    if (rc == 0)
        *out_config = config;
    return rc;
}

void vd_config_print_help(void)
{
    printf("usage: vedette serve [FLAG]...\n\nServes until SIGTERM. Flags, and what holds without "
           "them:\n");
    for (size_t i = 0; i < VD_COUNT(flags); i++)
        printf("  %s %s\n      %s\n", flags[i].name, flags[i].value, flags[i].help);
}
