/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each reader goes through its text as Go's does, as far as it must to name the place where Go
 * stops. Values are not kept.
 */
#include "doors/kube/model/go_words.h"

#include "base/check.h"
#include "wire/json.h"
#include "wire/utf8.h"

#include <stdio.h>

/* --- words ------------------------------------------------------------------------------------ */

void vd_kube_words_add(struct vd_kube_words *words, struct vd_slice text)
{
    size_t room = VD_KUBE_WORDS_BYTES - words->len;

    if (words->is_full || !text.len)
        return;
    if (text.len > room) {
        words->is_full = true;
        text.len = room;
        while (text.len && (text.ptr[text.len] & 0xc0) == 0x80)
            text.len--; /* no half characters */
    }
    memcpy(words->text + words->len, text.ptr, text.len);
    words->len += text.len;
}

void vd_kube_words_str(struct vd_kube_words *words, const char *text)
{
    vd_kube_words_add(words, vd_slice_str(text));
}

void vd_kube_words_uint(struct vd_kube_words *words, uint64_t value)
{
    uint8_t digits[VD_JSON_INT_BYTES];

    vd_kube_words_add(words, vd_slice(digits, (size_t)(vd_json_put_uint(digits, value) - digits)));
}

static void quote_control(struct vd_kube_words *words, uint8_t c)
{
    static const char NAMED[] = "\a\b\f\n\r\t\v", LETTERS[] = "abfnrtv";
    const char *named = c ? strchr(NAMED, c) : NULL;
    char text[8];

    if (named)
        (void)snprintf(text, sizeof(text), "\\%c", LETTERS[named - NAMED]);
    else
        (void)snprintf(text, sizeof(text), "\\x%02x", c);
    vd_kube_words_str(words, text);
}

static uint32_t code_point(const uint8_t *at, size_t n)
{
    static const uint8_t FIRST[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t value = at[0] & FIRST[n];

    for (size_t i = 1; i < n; i++)
        value = value << 6 | (at[i] & 0x3f);
    return value;
}

/* What Go prints as it is, but for those that no Unicode of today assigns. */
static bool is_printable(uint32_t c)
{
    static const struct {
        uint32_t from, to;
    } NOT[] = {{0x7f, 0xa0},     {0xad, 0xad},       {0x061c, 0x061c},   {0x1680, 0x1680},
               {0x180e, 0x180e}, {0x2000, 0x200f},   {0x2028, 0x202f},   {0x205f, 0x206f},
               {0x3000, 0x3000}, {0xe000, 0xf8ff},   {0xfeff, 0xfeff},   {0xfff0, 0xfffb},
               {0xfffe, 0xffff}, {0xe0000, 0xe00ff}, {0xf0000, 0x10ffff}};

    for (size_t i = 0; i < VD_COUNT(NOT); i++)
        if (c >= NOT[i].from && c <= NOT[i].to)
            return false;
    return true;
}

static void quote_strange(struct vd_kube_words *words, uint32_t c)
{
    char text[16];

    (void)snprintf(text, sizeof(text), c > 0xffff ? "\\U%08x" : "\\u%04x", c);
    vd_kube_words_str(words, text);
}

void vd_kube_words_quote(struct vd_kube_words *words, struct vd_slice text)
{
    vd_kube_words_str(words, "\"");
    for (size_t i = 0, n; i < text.len && !words->is_full; i += n) {
        uint8_t c = text.ptr[i];

        n = VD_MAX(vd_utf8_char(vd_slice(text.ptr + i, text.len - i)), (size_t)1);
        if (c < ' ' || c == 0x7f)
            quote_control(words, c);
        else if (n > 1 && !is_printable(code_point(text.ptr + i, n)))
            quote_strange(words, code_point(text.ptr + i, n));
        else if (c == '"' || c == '\\')
            vd_kube_words_add(words, vd_slice((const char[]){'\\', (char)c}, 2));
        else
            vd_kube_words_add(words, vd_slice(text.ptr + i, n));
    }
    vd_kube_words_str(words, "\"");
}

/* As Go's package time quotes: bytes, where a text is not plain. */
static void quote_bytes(struct vd_kube_words *words, struct vd_slice text)
{
    vd_kube_words_str(words, "\"");
    for (size_t i = 0; i < text.len && !words->is_full; i++) {
        uint8_t c = text.ptr[i];
        char hex[8];

        (void)snprintf(hex, sizeof(hex), "\\x%02x", c);
        if (c < ' ' || c >= 0x80)
            vd_kube_words_str(words, hex);
        else if (c == '"' || c == '\\')
            vd_kube_words_add(words, vd_slice((const char[]){'\\', (char)c}, 2));
        else
            vd_kube_words_add(words, vd_slice(text.ptr + i, 1));
    }
    vd_kube_words_str(words, "\"");
}

/* --- taking texts apart ----------------------------------------------------------------------- */

static bool is_digit_at(struct vd_slice text, size_t i)
{
    return i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9';
}

static struct vd_slice behind(struct vd_slice text, size_t n)
{
    return vd_slice(text.ptr + n, text.len - n);
}

static size_t digits_at(struct vd_slice text, size_t from)
{
    size_t n = 0;

    while (is_digit_at(text, from + n))
        n++;
    return n;
}

/* --- times ------------------------------------------------------------------------------------ */

/* An element of a layout: the literal before it, its own text, digits and the range of its value.
 */
struct part {
    const char *literal, *element, *range_name;
    unsigned digits_min, digits_max;
    unsigned least, most;
};

static const struct part PARTS[] = {
    {"", "2006", "year", 4, 4, 0, 9999}, {"-", "01", "month", 2, 2, 1, 12},
    {"-", "02", "day", 2, 2, 0, 99},     {"T", "15", "hour", 1, 2, 0, 23},
    {":", "04", "minute", 2, 2, 0, 59},  {":", "05", "second", 2, 2, 0, 59},
};

struct moment {
    struct vd_slice whole;
    const char *layout;
    struct vd_kube_words *words;
};

static bool refuse_as(const struct moment *moment, struct vd_slice rest, const char *element)
{
    vd_kube_words_str(moment->words, "parsing time ");
    quote_bytes(moment->words, moment->whole);
    vd_kube_words_str(moment->words, " as ");
    quote_bytes(moment->words, vd_slice_str(moment->layout));
    vd_kube_words_str(moment->words, ": cannot parse ");
    quote_bytes(moment->words, rest);
    vd_kube_words_str(moment->words, " as ");
    quote_bytes(moment->words, vd_slice_str(element));
    return false;
}

static bool refuse_range(const struct moment *moment, const char *name)
{
    vd_kube_words_str(moment->words, "parsing time ");
    quote_bytes(moment->words, moment->whole);
    vd_kube_words_str(moment->words, ": ");
    vd_kube_words_str(moment->words, name);
    vd_kube_words_str(moment->words, " out of range");
    return false;
}

static bool take_part(const struct moment *moment, const struct part *part, struct vd_slice *rest,
                      unsigned *out_value)
{
    size_t digits;

    if (part->literal[0]) {
        if (!rest->len || rest->ptr[0] != (uint8_t)part->literal[0])
            return refuse_as(moment, *rest, part->literal);
        *rest = behind(*rest, 1);
    }
    digits = VD_MIN(digits_at(*rest, 0), (size_t)part->digits_max);
    if (digits < part->digits_min)
        return refuse_as(moment, *rest, part->element);
    *out_value = 0;
    for (size_t i = 0; i < digits; i++)
        *out_value = *out_value * 10 + (rest->ptr[i] - '0');
    *rest = behind(*rest, digits);
    if (*out_value < part->least || *out_value > part->most)
        return refuse_range(moment, part->range_name);
    return true;
}

static bool take_fraction(const struct moment *moment, bool is_micro, struct vd_slice *rest)
{
    static const char ELEMENT[] = ".000000";
    bool has_point = rest->len && (rest->ptr[0] == '.' || rest->ptr[0] == ',');

    if (is_micro) {
        if (!has_point || digits_at(*rest, 1) < 6)
            return refuse_as(moment, *rest, ELEMENT);
        *rest = behind(*rest, 7);
    } else if (has_point && is_digit_at(*rest, 1)) {
        *rest = behind(*rest, 1 + digits_at(*rest, 1));
    }
    return true;
}

static bool take_zone(const struct moment *moment, struct vd_slice *rest)
{
    static const char ELEMENT[] = "Z07:00";
    struct vd_slice at = *rest;

    if (at.len && at.ptr[0] == 'Z') {
        *rest = behind(at, 1);
        return true;
    }
    if (at.len < 6 || at.ptr[3] != ':' || !is_digit_at(at, 1) || !is_digit_at(at, 2) ||
        !is_digit_at(at, 4) || !is_digit_at(at, 5) || (at.ptr[0] != '+' && at.ptr[0] != '-'))
        return refuse_as(moment, at, ELEMENT);
    if ((at.ptr[1] - '0') * 10 + at.ptr[2] - '0' > 24)
        return refuse_range(moment, "time zone offset hour");
    if ((at.ptr[4] - '0') * 10 + at.ptr[5] - '0' > 60)
        return refuse_range(moment, "time zone offset minute");
    *rest = behind(at, 6);
    return true;
}

static unsigned days_in(unsigned month, unsigned year)
{
    static const uint8_t DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return DAYS[month - 1] + (month == 2 && is_leap ? 1u : 0u);
}

bool vd_kube_go_time(struct vd_slice text, bool is_micro, struct vd_kube_words *words)
{
    struct moment moment = {
        text, is_micro ? "2006-01-02T15:04:05.000000Z07:00" : "2006-01-02T15:04:05Z07:00", words};
    unsigned values[VD_COUNT(PARTS)];

    for (size_t i = 0; i < VD_COUNT(PARTS); i++)
        if (!take_part(&moment, &PARTS[i], &text, &values[i]))
            return false;
    if (!take_fraction(&moment, is_micro, &text) || !take_zone(&moment, &text))
        return false;
    if (text.len) {
        vd_kube_words_str(words, "parsing time ");
        quote_bytes(words, moment.whole);
        vd_kube_words_str(words, ": extra text: ");
        quote_bytes(words, text);
        return false;
    }
    if (values[2] < 1 || values[2] > days_in(values[1], values[0]))
        return refuse_range(&moment, "day");
    return true;
}

/* --- durations -------------------------------------------------------------------------------- */

static bool refuse_duration(struct vd_kube_words *words, const char *what, struct vd_slice text)
{
    vd_kube_words_str(words, what);
    quote_bytes(words, text);
    return false;
}

/* Nanoseconds of a unit; 0: there is none. */
static uint64_t unit_ns(struct vd_slice unit)
{
    static const struct {
        const char *name;
        uint64_t ns;
    } UNITS[] = {{"ns", 1},       {"us", 1000},      {"\u00b5s", 1000},  {"\u03bcs", 1000},
                 {"ms", 1000000}, {"s", 1000000000}, {"m", 60000000000}, {"h", 3600000000000}};

    for (size_t i = 0; i < VD_COUNT(UNITS); i++)
        if (vd_slice_eq(unit, vd_slice_str(UNITS[i].name)))
            return UNITS[i].ns;
    return 0;
}

/* The whole part of a number; false: it is above 2^63. */
static bool whole_of(struct vd_slice digits, uint64_t *out_value)
{
    const uint64_t most = (uint64_t)1 << 63;
    uint64_t value = 0;

    for (size_t i = 0; i < digits.len; i++) {
        if (value > most / 10)
            return false;
        value = value * 10 + (digits.ptr[i] - '0');
        if (value > most)
            return false;
    }
    *out_value = value;
    return true;
}

bool vd_kube_go_duration(struct vd_slice text, struct vd_kube_words *words)
{
    const uint64_t most = (uint64_t)1 << 63;
    const char *invalid = "time: invalid duration ";
    struct vd_slice rest = text;
    bool is_negative = rest.len && rest.ptr[0] == '-';
    uint64_t sum = 0;

    if (rest.len && (rest.ptr[0] == '-' || rest.ptr[0] == '+'))
        rest = behind(rest, 1);
    if (vd_slice_eq(rest, VD_SLICE("0")))
        return true;
    if (!rest.len)
        return refuse_duration(words, invalid, text);
    while (rest.len) {
        size_t before = digits_at(rest, 0), after = 0, unit = 0;
        uint64_t value, ns;

        if (!whole_of(vd_slice(rest.ptr, before), &value))
            return refuse_duration(words, invalid, text);
        rest = behind(rest, before);
        if (rest.len && rest.ptr[0] == '.') {
            after = digits_at(rest, 1);
            rest = behind(rest, after + 1);
        }
        if (!before && !after)
            return refuse_duration(words, invalid, text);
        while (unit < rest.len && rest.ptr[unit] != '.' && !is_digit_at(rest, unit))
            unit++;
        if (!unit)
            return refuse_duration(words, "time: missing unit in duration ", text);
        ns = unit_ns(vd_slice(rest.ptr, unit));
        if (!ns) {
            (void)refuse_duration(words, "time: unknown unit ", vd_slice(rest.ptr, unit));
            return refuse_duration(words, " in duration ", text);
        }
        if (value > most / ns || __builtin_add_overflow(sum, value * ns, &sum) || sum > most)
            return refuse_duration(words, invalid, text);
        rest = behind(rest, unit);
    }
    if (sum == most && !is_negative)
        return refuse_duration(words, invalid, text);
    return true;
}

/* --- base64 ----------------------------------------------------------------------------------- */

static bool is_base64(uint8_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
}

static size_t skip_ends(struct vd_slice text, size_t at)
{
    while (at < text.len && (text.ptr[at] == '\n' || text.ptr[at] == '\r'))
        at++;
    return at;
}

static bool stop_at(size_t at, size_t *out_stop)
{
    *out_stop = at;
    return false;
}

bool vd_kube_go_base64(struct vd_slice text, size_t *out_stop)
{
    size_t at = 0, digits = 0;

    for (; (at = skip_ends(text, at)) < text.len && is_base64(text.ptr[at]); at++)
        digits = (digits + 1) % 4;
    if (at == text.len)
        return digits == 0 || stop_at(at - digits, out_stop);
    if (text.ptr[at] != '=' || digits < 2)
        return stop_at(at, out_stop);
    at++;
    if (digits == 2) {
        at = skip_ends(text, at);
        if (at == text.len)
            return stop_at(at, out_stop);
        if (text.ptr[at] != '=')
            return stop_at(at - 1, out_stop);
        at++;
    }
    at = skip_ends(text, at);
    return at == text.len || stop_at(at, out_stop);
}
