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
            add(line, "\\x%02x", c);
    }
    add(line, bytes.len > VALUE_BYTES ? "...\"" : "\"");
}

void vd_log_set_level(enum vd_log_level level)
{
    threshold = level;
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

void vd_log_write(enum vd_log_level level, const char *message, const struct vd_log_field *fields)
{
    struct line line = {.len = 0};
    struct timespec now;
    struct tm tm;

    if (level > threshold)
        return;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &tm);
    line.len = strftime(line.text, sizeof(line.text), "time=%Y-%m-%dT%H:%M:%S", &tm);
    add(&line, ".%03ldZ level=%s msg=", now.tv_nsec / 1000000, level_names[level]);
    add_quoted(&line, vd_slice_str(message));
    for (; fields->kind != VD_LOG_END; fields++) {
        add(&line, " %s=", fields->name);
        if (fields->kind == VD_LOG_INT)
            add(&line, "%lld", (long long)fields->integer);
        else if (fields->kind == VD_LOG_STR)
            add_quoted(&line, vd_slice_str(fields->str ? fields->str : ""));
        else
            add_quoted(&line, fields->bytes);
    }
    line.text[line.len++] = '\n';
    if (write(STDERR_FILENO, line.text, line.len) < 0)
        return; /* nowhere left to say so */
}
