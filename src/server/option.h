/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An option: its name, its kind, and where its value goes in struct vd_config. The command line,
 * the file of --config and etcd's flags are tables of them, and what a kind accepts is decided
 * here, once.
 */
#ifndef VD_SERVER_OPTION_H
#define VD_SERVER_OPTION_H

#include "server/config.h"

#include <stddef.h>

enum vd_option_kind {
    VD_OPTION_TEXT,   /* const char *, not empty */
    VD_OPTION_LIST,   /* struct vd_config_list, one more item */
    VD_OPTION_NAMES,  /* the same, items with commas between them */
    VD_OPTION_TRUTH,  /* bool; has no value */
    VD_OPTION_COUNT,  /* uint64_t */
    VD_OPTION_BYTES,  /* uint64_t: 1000, 64KiB, 1GB */
    VD_OPTION_TIME,   /* uint64_t, milliseconds: 500ms, 10m, 1h30m; a bare number is seconds */
    VD_OPTION_LEVEL,  /* enum vd_log_level */
    VD_OPTION_RETAIN, /* struct vd_retention: all, 24h, 1GiB, 100000rev */
};

struct vd_option {
    const char *name;
    enum vd_option_kind kind;
    size_t at;         /* offset in struct vd_config */
    uint64_t min, max; /* of numbers */
    const char *value, *help;
};

#define VD_OPTION_AT(member) offsetof(struct vd_config, member)

/* What is wrong, in one line. Answers VD_INVALID. */
__attribute__((format(printf, 2, 3))) int vd_option_fail(char error[VD_CONFIG_ERROR_BYTES],
                                                         const char *format, ...);
/* value: NULL where none was given. 0, or VD_INVALID and what is wrong. */
VD_MUST_CHECK int vd_option_set(const struct vd_option *option, struct vd_config *config,
                                const char *value, char error[VD_CONFIG_ERROR_BYTES]);
VD_MUST_CHECK int vd_option_add_item(struct vd_config_list *list, const char *name,
                                     const char *value, char error[VD_CONFIG_ERROR_BYTES]);

/* Items with commas between them; the config owns the pieces. 0, VD_INVALID. */
VD_MUST_CHECK int vd_option_add_names(struct vd_config *config, struct vd_config_list *list,
                                      const char *name, const char *value,
                                      char error[VD_CONFIG_ERROR_BYTES]);

/* A number with one of these units behind it, the last of which has no name. 0, VD_INVALID. */
struct vd_option_unit {
    const char *name;
    uint64_t factor;
};
VD_MUST_CHECK int vd_option_number(const char *text, const struct vd_option_unit *units,
                                   uint64_t *out);
/* Numbers, with or without a fraction, each with its unit (ms, s, m, h, d; us and ns), as Go writes
 * durations. bare_ms: what a number without a unit counts in; 0: it must have one. 0, VD_INVALID.
 */
VD_MUST_CHECK int vd_option_duration(const char *text, uint64_t bare_ms, uint64_t *out_ms);

#endif
