/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One flag is enough for the commas: after a value or the end of an object one stands before the
 * next value, after a name or a beginning none does.
 *
 * A string is a row of runs that are copied as they are, and of single characters that are not:
 * `next_special` finds where a run ends, `put_special` writes what ends it.
 */
#include "wire/json.h"

#include "base/check.h"
#include "wire/base64.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SPECIAL_BYTES = 6, SHORT_TEXT_BYTES = 512 };

/* --- strings -------------------------------------------------------------------------------- */

/* What ends a run that is copied: 1 an ASCII character that is escaped, 2 the first byte of a
 * longer character, which is looked at whole. */
static const uint8_t KINDS[256] = {
    [0 ... 0x1f] = 1, ['"'] = 1, ['\\'] = 1, ['<'] = 1, ['>'] = 1, ['&'] = 1, [0x80 ... 0xff] = 2};

static bool is_separator(const uint8_t *at, size_t left)
{
    return left >= 3 && at[0] == 0xe2 && at[1] == 0x80 && (at[2] | 1) == 0xa9;
}

/* How many bytes at the front are copied as they are. */
static size_t run_bytes(struct vd_slice text)
{
    size_t at = 0;

    while (at < text.len) {
        size_t n;

        if (KINDS[text.ptr[at]] == 0) {
            at++;
            continue;
        }
        if (KINDS[text.ptr[at]] == 1 || is_separator(text.ptr + at, text.len - at))
            break;
        n = vd_utf8_char(vd_slice(text.ptr + at, text.len - at));
        if (!n)
            break;
        at += n;
    }
    return at;
}

static uint8_t *put_escape(uint8_t *to, unsigned code)
{
    static const char HEX[] = "0123456789abcdef";

    *to++ = '\\';
    *to++ = 'u';
    for (int shift = 12; shift >= 0; shift -= 4)
        *to++ = (uint8_t)HEX[code >> shift & 15];
    return to;
}

static char short_escape(uint8_t c)
{
    switch (c) {
    case '"':
    case '\\':
        return (char)c;
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    default:
        return 0;
    }
}

/* Writes what stands for the character that ends a run, and says how many bytes it had. */
static uint8_t *put_special(uint8_t *to, struct vd_slice text, size_t *out_taken)
{
    uint8_t c = text.ptr[0];

    *out_taken = 1;
    if (is_separator(text.ptr, text.len)) {
        *out_taken = 3;
        return put_escape(to, 0x2000 | (text.ptr[2] & 0x3f));
    }
    if (c >= 0x80) {
        memcpy(to, "\xef\xbf\xbd", 3);
        return to + 3;
    }
    if (!short_escape(c))
        return put_escape(to, c);
    *to++ = '\\';
    *to++ = (uint8_t)short_escape(c);
    return to;
}

static struct vd_slice behind(struct vd_slice text, size_t n)
{
    return text.len == n ? VD_SLICE_EMPTY : vd_slice(text.ptr + n, text.len - n);
}

size_t vd_json_string_size(struct vd_slice text)
{
    uint8_t special[SPECIAL_BYTES];
    size_t size = 2, taken;

    while (text.len) {
        size_t run = run_bytes(text);

        size += run;
        text = behind(text, run);
        if (!text.len)
            break;
        size += (size_t)(put_special(special, text, &taken) - special);
        text = behind(text, taken);
    }
    return size;
}

uint8_t *vd_json_put_string(uint8_t *to, struct vd_slice text)
{
    size_t taken;

    *to++ = '"';
    while (text.len) {
        size_t run = run_bytes(text);

        if (run)
            memcpy(to, text.ptr, run);
        to += run;
        text = behind(text, run);
        if (!text.len)
            break;
        to = put_special(to, text, &taken);
        text = behind(text, taken);
    }
    *to++ = '"';
    return to;
}

/* --- numbers -------------------------------------------------------------------------------- */

uint8_t *vd_json_put_uint(uint8_t *to, uint64_t value)
{
    uint8_t digits[VD_JSON_INT_BYTES];
    unsigned n = 0;

    do
        digits[n++] = (uint8_t)('0' + value % 10);
    while (value /= 10);
    while (n)
        *to++ = digits[--n];
    return to;
}

uint8_t *vd_json_put_int(uint8_t *to, int64_t value)
{
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    if (value < 0)
        *to++ = '-';
    return vd_json_put_uint(to, magnitude);
}

/* --- values --------------------------------------------------------------------------------- */

void vd_json_init(struct vd_json *json, struct vd_buf *buf)
{
    *json = (struct vd_json){buf, false};
}

void vd_json_line(struct vd_json *json)
{
    vd_buf_append(json->buf, "\n", 1);
    json->comma = false;
}

/* Room for a value of at most n bytes, with the comma before it written; NULL: none. */
static uint8_t *begin(struct vd_json *json, size_t n)
{
    uint8_t *to = vd_buf_reserve(json->buf, n + 1);

    if (to && json->comma)
        *to++ = ',';
    json->comma = true;
    return to;
}

static void end(struct vd_json *json, const uint8_t *behind_value)
{
    vd_buf_advance(json->buf, (size_t)(behind_value - (json->buf->data + json->buf->len)));
}

void vd_json_raw(struct vd_json *json, struct vd_slice text)
{
    uint8_t *to = begin(json, text.len);

    if (!to)
        return;
    if (text.len)
        memcpy(to, text.ptr, text.len);
    end(json, to + text.len);
}

void vd_json_object(struct vd_json *json)
{
    vd_json_raw(json, VD_SLICE("{"));
    json->comma = false;
}

void vd_json_array(struct vd_json *json)
{
    vd_json_raw(json, VD_SLICE("["));
    json->comma = false;
}

void vd_json_object_end(struct vd_json *json)
{
    vd_buf_append(json->buf, "}", 1);
    json->comma = true;
}

void vd_json_array_end(struct vd_json *json)
{
    vd_buf_append(json->buf, "]", 1);
    json->comma = true;
}

void vd_json_name(struct vd_json *json, const char *name)
{
    size_t n = strlen(name);
    uint8_t *to = begin(json, n + 3);

    json->comma = false;
    if (!to)
        return;
    *to++ = '"';
    memcpy(to, name, n);
    to += n;
    *to++ = '"';
    *to++ = ':';
    end(json, to);
}

void vd_json_name_of(struct vd_json *json, struct vd_slice name)
{
    vd_json_string(json, name);
    vd_buf_append(json->buf, ":", 1);
    json->comma = false;
}

/* Where there is room for the worst, nobody has to count first. */
static size_t room_for(const struct vd_json *json, struct vd_slice text)
{
    const struct vd_buf *buf = json->buf;

    if (text.len <= SHORT_TEXT_BYTES && buf->cap - buf->len > 6 * text.len + 3)
        return 6 * text.len + 2;
    return vd_json_string_size(text);
}

void vd_json_string(struct vd_json *json, struct vd_slice text)
{
    uint8_t *to = begin(json, room_for(json, text));

    if (to)
        end(json, vd_json_put_string(to, text));
}

void vd_json_base64(struct vd_json *json, struct vd_slice bytes)
{
    uint8_t *to = begin(json, vd_base64_size(bytes.len) + 2);

    if (!to)
        return;
    *to++ = '"';
    to = vd_base64_put(to, bytes);
    *to++ = '"';
    end(json, to);
}

void vd_json_int(struct vd_json *json, int64_t value)
{
    uint8_t *to = begin(json, VD_JSON_INT_BYTES);

    if (to)
        end(json, vd_json_put_int(to, value));
}

void vd_json_uint(struct vd_json *json, uint64_t value)
{
    uint8_t *to = begin(json, VD_JSON_INT_BYTES);

    if (to)
        end(json, vd_json_put_uint(to, value));
}

void vd_json_int_string(struct vd_json *json, int64_t value)
{
    uint8_t *to = begin(json, VD_JSON_INT_BYTES + 2);

    if (!to)
        return;
    *to++ = '"';
    to = vd_json_put_int(to, value);
    *to++ = '"';
    end(json, to);
}

void vd_json_uint_string(struct vd_json *json, uint64_t value)
{
    uint8_t *to = begin(json, VD_JSON_INT_BYTES + 2);

    if (!to)
        return;
    *to++ = '"';
    to = vd_json_put_uint(to, value);
    *to++ = '"';
    end(json, to);
}

void vd_json_double(struct vd_json *json, double value)
{
    char text[32];
    int n = 0;

    if (!isfinite(value)) {
        vd_json_null(json);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        n = snprintf(text, sizeof(text), "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    vd_json_raw(json, vd_slice(text, (size_t)n));
}

void vd_json_bool(struct vd_json *json, bool value)
{
    vd_json_raw(json, value ? VD_SLICE("true") : VD_SLICE("false"));
}

void vd_json_null(struct vd_json *json)
{
    vd_json_raw(json, VD_SLICE("null"));
}

/* --- members -------------------------------------------------------------------------------- */

void vd_json_add_string(struct vd_json *json, const char *name, struct vd_slice text)
{
    vd_json_name(json, name);
    vd_json_string(json, text);
}

void vd_json_add_str(struct vd_json *json, const char *name, const char *text)
{
    vd_json_add_string(json, name, vd_slice_str(text));
}

void vd_json_add_base64(struct vd_json *json, const char *name, struct vd_slice bytes)
{
    vd_json_name(json, name);
    vd_json_base64(json, bytes);
}

void vd_json_add_int(struct vd_json *json, const char *name, int64_t value)
{
    vd_json_name(json, name);
    vd_json_int(json, value);
}

void vd_json_add_uint(struct vd_json *json, const char *name, uint64_t value)
{
    vd_json_name(json, name);
    vd_json_uint(json, value);
}

void vd_json_add_int_string(struct vd_json *json, const char *name, int64_t value)
{
    vd_json_name(json, name);
    vd_json_int_string(json, value);
}

void vd_json_add_uint_string(struct vd_json *json, const char *name, uint64_t value)
{
    vd_json_name(json, name);
    vd_json_uint_string(json, value);
}

void vd_json_add_double(struct vd_json *json, const char *name, double value)
{
    vd_json_name(json, name);
    vd_json_double(json, value);
}

void vd_json_add_bool(struct vd_json *json, const char *name, bool value)
{
    vd_json_name(json, name);
    vd_json_bool(json, value);
}
