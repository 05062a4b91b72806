/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include "base/check.h"
#include "base/outcome.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { LINE_BYTES = 2048, VALUE_BYTES = 128 };

static const char *const level_names[] = {"error", "warn", "info", "debug"};
static enum vd_log_level threshold = VD_LOG_INFO;
static enum vd_log_format log_format = VD_LOG_LOGFMT;

struct line {
    char text[LINE_BYTES];
    size_t len;
};

__attribute__((format(printf, 2, 3))) static void add(struct line *line, const char *format, ...)
{
    size_t room = sizeof(line->text) - 1 - line->len; /* one byte stays for the newline */
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(line->text + line->len, room, format, args);
    va_end(args);
    if (n > 0)
        line->len += VD_MIN((size_t)n, room - 1);
}

static void add_quoted(struct line *line, struct vd_slice bytes)
{
    add(line, "\"");
    for (size_t i = 0; i < bytes.len && i < VALUE_BYTES; i++) {
        uint8_t c = bytes.ptr[i];

        if (c == '"' || c == '\\')
            add(line, "\\%c", c);
        else if (c >= 0x20 && c < 0x7f)
            add(line, "%c", c);
        else
            add(line, log_format == VD_LOG_JSON ? "\\u%04x" : "\\x%02x", c);
    }
    add(line, bytes.len > VALUE_BYTES ? "...\"" : "\"");
}

void vd_log_set_level(enum vd_log_level level)
{
    threshold = level;
}

void vd_log_set_format(enum vd_log_format format)
{
    log_format = format;
}

int vd_log_level_parse(const char *name, enum vd_log_level *out_level)
{
    for (size_t i = 0; i < VD_COUNT(level_names); i++) {
        if (strcmp(name, level_names[i]) == 0) {
            *out_level = (enum vd_log_level)i;
            return 0;
        }
    }
    return VD_NOT_FOUND;
}

static void add_value(struct line *line, const struct vd_log_field *field)
{
    if (field->kind == VD_LOG_INT)
        add(line, "%lld", (long long)field->integer);
    else if (field->kind == VD_LOG_STR)
        add_quoted(line, vd_slice_str(field->str ? field->str : ""));
    else
        add_quoted(line, field->bytes);
}

static void add_logfmt(struct line *line, const char *time, const char *level, const char *message,
                       const struct vd_log_field *fields)
{
    add(line, "time=%s level=%s msg=", time, level);
    add_quoted(line, vd_slice_str(message));
    for (; fields->kind != VD_LOG_END; fields++) {
        add(line, " %s=", fields->name);
        add_value(line, fields);
    }
}

static void add_json(struct line *line, const char *time, const char *level, const char *message,
                     const struct vd_log_field *fields)
{
    add(line, "{\"level\":\"%s\",\"ts\":\"%s\",\"msg\":", level, time);
    add_quoted(line, vd_slice_str(message));
    for (; fields->kind != VD_LOG_END; fields++) {
        add(line, ",\"%s\":", fields->name);
        add_value(line, fields);
    }
    add(line, "}");
}

void vd_log_write(enum vd_log_level level, const char *message, const struct vd_log_field *fields)
{
    struct line line = {.len = 0};
    struct timespec now;
    struct tm tm;
    char second[32], time[48];

    if (level > threshold)
        return;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &tm);
    strftime(second, sizeof(second), "%Y-%m-%dT%H:%M:%S", &tm);
    snprintf(time, sizeof(time), "%s.%03ldZ", second, now.tv_nsec / 1000000);
    (log_format == VD_LOG_JSON ? add_json : add_logfmt)(&line, time, level_names[level], message,
                                                        fields);
    line.text[line.len++] = '\n';
    if (write(STDERR_FILENO, line.text, line.len) < 0)
        return; /* nowhere left to say so */
}
