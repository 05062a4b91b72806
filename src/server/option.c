/* SPDX-License-Identifier: Apache-2.0 */
#include "server/option.h"

#include "base/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const struct vd_option_unit byte_units[] = {
    {"", 1},          {"B", 1},           {"K", 1 << 10},   {"KB", 1000},
    {"KiB", 1 << 10}, {"M", 1 << 20},     {"MB", 1000000},  {"MiB", 1 << 20},
    {"G", 1 << 30},   {"GB", 1000000000}, {"GiB", 1 << 30}, {NULL, 0}};
static const struct vd_option_unit no_units[] = {{"", 1}, {NULL, 0}};

int vd_option_fail(char error[VD_CONFIG_ERROR_BYTES], const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(error, VD_CONFIG_ERROR_BYTES, format, args);
    va_end(args);
    return VD_INVALID;
}

int vd_option_number(const char *text, const struct vd_option_unit *units, uint64_t *out)
{
    uint64_t n = 0;

    if (*text < '0' || *text > '9')
        return VD_INVALID;
    for (; *text >= '0' && *text <= '9'; text++)
        if (__builtin_mul_overflow(n, 10, &n) ||
            __builtin_add_overflow(n, (uint64_t)(*text - '0'), &n))
            return VD_INVALID;
    for (; units->name; units++)
        if (strcmp(text, units->name) == 0)
            return __builtin_mul_overflow(n, units->factor, out) ? VD_INVALID : 0;
    return VD_INVALID;
}

/* --- durations -------------------------------------------------------------------------------- */

/* Longer names first: "ms" is no "m". In nanoseconds. */
static const struct vd_option_unit time_units[] = {{"ns", 1},
                                                   {"us", 1000},
                                                   {"ms", 1000000},
                                                   {"s", 1000000000},
                                                   {"m", 60000000000},
                                                   {"h", 3600000000000ull},
                                                   {"d", 86400000000000ull},
                                                   {NULL, 0}};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A number and its unit off the front of *text, in nanoseconds. */
static int take_time(const char **text, uint64_t bare_ns, long double *out_ns)
{
    const struct vd_option_unit *unit = time_units;
    const char *end = *text;
    long double n;

    while (is_digit(*end) || *end == '.')
        end++;
    if (end == *text || !is_digit(**text))
        return VD_INVALID;
    n = strtold(*text, NULL); /* nothing but digits and points: it stops at a second point */
    if (memchr(*text, '.', (size_t)(end - *text)) != memrchr(*text, '.', (size_t)(end - *text)))
        return VD_INVALID;
    while (unit->name && strncmp(end, unit->name, strlen(unit->name)) != 0)
        unit++;
    if (!unit->name && (*end || !bare_ns))
        return VD_INVALID;
    *out_ns = n * (long double)(unit->name ? unit->factor : bare_ns);
    *text = end + (unit->name ? strlen(unit->name) : 0);
    return 0;
}

int vd_option_duration(const char *text, uint64_t bare_ms, uint64_t *out_ms)
{
    long double sum_ns = 0, ns = 0;
    const char *at = text;
    int rc = *text ? 0 : VD_INVALID;

    while (rc == 0 && *at) {
        rc = take_time(&at, at == text ? bare_ms * 1000000 : 0, &ns);
        sum_ns += ns;
    }
    if (rc || sum_ns >= (long double)INT64_MAX)
        return VD_INVALID;
    *out_ms = (uint64_t)(sum_ns / 1000000);
    return 0;
}

/* --- retention -------------------------------------------------------------------------------- */

static int read_retention(const char *text, struct vd_retention *out)
{
    static const struct vd_option_unit revisions[] = {{"rev", 1}, {NULL, 0}};
    size_t len = strlen(text);
    uint64_t amount;

    if (strcmp(text, "all") == 0) {
        *out = (struct vd_retention){VD_RETAIN_ALL, 0};
        return 0;
    }
    if (vd_option_number(text, revisions, &amount) == 0)
        *out = (struct vd_retention){VD_RETAIN_REVISIONS, amount};
    else if (len && text[len - 1] == 'B' && vd_option_number(text, byte_units, &amount) == 0)
        *out = (struct vd_retention){VD_RETAIN_BYTES, amount};
    else if (vd_option_duration(text, 0, &amount) == 0)
        *out = (struct vd_retention){VD_RETAIN_AGE, amount};
    else
        return VD_INVALID;
    return amount ? 0 : VD_INVALID;
}

/* --- values ----------------------------------------------------------------------------------- */

static int set_number(const struct vd_option *option, void *place, const char *value, char *error)
{
    static const char *const likes[] = {
        [VD_OPTION_COUNT] = "8", [VD_OPTION_BYTES] = "64MiB", [VD_OPTION_TIME] = "3s"};
    uint64_t n;
    int rc =
        option->kind == VD_OPTION_TIME
            ? vd_option_duration(value, 1000, &n)
            : vd_option_number(value, option->kind == VD_OPTION_BYTES ? byte_units : no_units, &n);

    if (rc)
        return vd_option_fail(error, "%s %.60s: not understood; write it like %s %s", option->name,
                              value, option->name, likes[option->kind]);
    if (n < option->min || n > option->max)
        return vd_option_fail(error, "%s %.60s: must lie between %llu and %llu%s", option->name,
                              value, (unsigned long long)option->min,
                              (unsigned long long)option->max,
                              option->kind == VD_OPTION_TIME ? " ms" : "");
    *(uint64_t *)place = n;
    return 0;
}

int vd_option_add_item(struct vd_config_list *list, const char *name, const char *value,
                       char error[VD_CONFIG_ERROR_BYTES])
{
    if (list->count == VD_CONFIG_LISTEN_MAX)
        return vd_option_fail(error, "%s: given more than %d times", name, VD_CONFIG_LISTEN_MAX);
    list->secure[list->count] = false;
    list->items[list->count++] = value;
    return 0;
}

static int set_value(const struct vd_option *option, void *place, const char *value, char *error)
{
    switch (option->kind) {
    case VD_OPTION_TEXT:
        if (!*value)
            return vd_option_fail(error, "%s: its value is empty", option->name);
        *(const char **)place = value;
        return 0;
    case VD_OPTION_NAMES:
    case VD_OPTION_LIST:
        return vd_option_add_item(place, option->name, value, error);
    case VD_OPTION_TRUTH:
        *(bool *)place = true;
        return 0;
    case VD_OPTION_LEVEL:
        if (vd_log_level_parse(value, place))
            return vd_option_fail(error, "%s %.60s: must be error, warn, info or debug",
                                  option->name, value);
        return 0;
    case VD_OPTION_RETAIN:
        if (read_retention(value, place))
            return vd_option_fail(error,
                                  "%s %.60s: not understood; write an age (24h), a size (1GiB), "
                                  "revisions (100000rev) or all",
                                  option->name, value);
        return 0;
    case VD_OPTION_COUNT:
    case VD_OPTION_BYTES:
    case VD_OPTION_TIME:
        return set_number(option, place, value, error);
    }
    return 0;
}

int vd_option_add_names(struct vd_config *config, struct vd_config_list *list, const char *name,
                        const char *value, char error[VD_CONFIG_ERROR_BYTES])
{
    int rc = *value ? 0 : vd_option_fail(error, "%s: its value is empty", name);

    while (rc == 0 && *value) {
        size_t len = strcspn(value, ",");
        char *text = vd_arena_alloc_zero(&config->texts, len + 1);

        if (!len || !text)
            return vd_option_fail(error, "%s: %s", name, len ? "too long" : "an empty name");
        memcpy(text, value, len);
        rc = vd_option_add_item(list, name, text, error);
        value += len + (value[len] == ',');
    }
    return rc;
}

int vd_option_set(const struct vd_option *option, struct vd_config *config, const char *value,
                  char error[VD_CONFIG_ERROR_BYTES])
{
    if (option->kind == VD_OPTION_TRUTH && value)
        return vd_option_fail(error, "%s: takes no value", option->name);
    if (option->kind != VD_OPTION_TRUTH && !value)
        return vd_option_fail(error, "%s: needs a value (%s)", option->name, option->value);
    if (option->kind == VD_OPTION_NAMES)
        return vd_option_add_names(config, (struct vd_config_list *)((char *)config + option->at),
                                   option->name, value, error);
    return set_value(option, (char *)config + option->at, value, error);
}
