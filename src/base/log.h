/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log: logfmt, one line an event on stderr, written with one write(2). Only doors and
 * server log; everything below returns. User bytes are escaped and cut at 128 bytes.
 */
#ifndef VD_BASE_LOG_H
#define VD_BASE_LOG_H

#include "base/slice.h"

enum vd_log_level { VD_LOG_ERROR, VD_LOG_WARN, VD_LOG_INFO, VD_LOG_DEBUG };

enum vd_log_kind { VD_LOG_END, VD_LOG_STR, VD_LOG_INT, VD_LOG_BYTES };

struct vd_log_field {
    enum vd_log_kind kind;
    const char *name;
    const char *str;
    int64_t integer;
    struct vd_slice bytes;
};

#define VD_F_STR(n, v)                                                                             \
    {                                                                                              \
        .kind = VD_LOG_STR, .name = (n), .str = (v)                                                \
    }
#define VD_F_INT(n, v)                                                                             \
    {                                                                                              \
        .kind = VD_LOG_INT, .name = (n), .integer = (int64_t)(v)                                   \
    }
#define VD_F_BYTES(n, v)                                                                           \
    {                                                                                              \
        .kind = VD_LOG_BYTES, .name = (n), .bytes = (v)                                            \
    }

/* JSON is for who stands where another program's logs are read: a line is an object with level, ts
 * and msg, and then the fields. */
enum vd_log_format { VD_LOG_LOGFMT, VD_LOG_JSON };

/* Both before threads. */
void vd_log_set_level(enum vd_log_level level);
void vd_log_set_format(enum vd_log_format format);
/* 0, or VD_NOT_FOUND for a name that is none of error, warn, info, debug. */
int vd_log_level_parse(const char *name, enum vd_log_level *out_level);
/* fields: ended by one of kind VD_LOG_END. */
void vd_log_write(enum vd_log_level level, const char *message, const struct vd_log_field *fields);

/* vd_log(VD_LOG_INFO, "compacted", VD_F_INT("revision", r), VD_F_STR("by", "keeper")); */
#define vd_log(level, message, ...)                                                                \
    vd_log_write((level), (message),                                                               \
                 (const struct vd_log_field[]){__VA_ARGS__ __VA_OPT__(, ){.kind = VD_LOG_END}})

#endif
