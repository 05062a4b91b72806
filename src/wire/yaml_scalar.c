/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/yaml_scalar.h"

#include "base/check.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { NUMBER_MAX = 400 };

/* --- words ---------------------------------------------------------------------------------- */

static const struct {
    struct vd_slice word;
    struct vd_yaml_scalar is;
} WORDS[] = {
    {VD_SLICE(""), {.kind = VD_YAML_NULL}},
    {VD_SLICE("~"), {.kind = VD_YAML_NULL}},
    {VD_SLICE("null"), {.kind = VD_YAML_NULL}},
    {VD_SLICE("Null"), {.kind = VD_YAML_NULL}},
    {VD_SLICE("NULL"), {.kind = VD_YAML_NULL}},
    {VD_SLICE("y"), {.kind = VD_YAML_BOOL, .is_true = true}},
    {VD_SLICE("Y"), {.kind = VD_YAML_BOOL, .is_true = true}},
    {VD_SLICE("yes"), {.kind = VD_YAML_BOOL, .is_true = true}},
    {VD_SLICE("Yes"), {.kind = VD_YAML_BOOL, .is_true = true}},
    {VD_SLICE("YES"), {.kind = VD_YAML_BOOL, .is_true = true}},
    {VD_SLICE("true"), {.kind = VD_YAML_BOOL, .is_true = true}},
    {VD_SLICE("True"), {.kind = VD_YAML_BOOL, .is_true = true}},
    {VD_SLICE("TRUE"), {.kind = VD_YAML_BOOL, .is_true = true}},
    {VD_SLICE("on"), {.kind = VD_YAML_BOOL, .is_true = true}},
    {VD_SLICE("On"), {.kind = VD_YAML_BOOL, .is_true = true}},
    {VD_SLICE("ON"), {.kind = VD_YAML_BOOL, .is_true = true}},
    {VD_SLICE("n"), {.kind = VD_YAML_BOOL}},
    {VD_SLICE("N"), {.kind = VD_YAML_BOOL}},
    {VD_SLICE("no"), {.kind = VD_YAML_BOOL}},
    {VD_SLICE("No"), {.kind = VD_YAML_BOOL}},
    {VD_SLICE("NO"), {.kind = VD_YAML_BOOL}},
    {VD_SLICE("false"), {.kind = VD_YAML_BOOL}},
    {VD_SLICE("False"), {.kind = VD_YAML_BOOL}},
    {VD_SLICE("FALSE"), {.kind = VD_YAML_BOOL}},
    {VD_SLICE("off"), {.kind = VD_YAML_BOOL}},
    {VD_SLICE("Off"), {.kind = VD_YAML_BOOL}},
    {VD_SLICE("OFF"), {.kind = VD_YAML_BOOL}},
    {VD_SLICE(".nan"), {.kind = VD_YAML_FLOAT, .number = NAN}},
    {VD_SLICE(".NaN"), {.kind = VD_YAML_FLOAT, .number = NAN}},
    {VD_SLICE(".NAN"), {.kind = VD_YAML_FLOAT, .number = NAN}},
    {VD_SLICE(".inf"), {.kind = VD_YAML_FLOAT, .number = INFINITY}},
    {VD_SLICE(".Inf"), {.kind = VD_YAML_FLOAT, .number = INFINITY}},
    {VD_SLICE(".INF"), {.kind = VD_YAML_FLOAT, .number = INFINITY}},
    {VD_SLICE("+.inf"), {.kind = VD_YAML_FLOAT, .number = INFINITY}},
    {VD_SLICE("+.Inf"), {.kind = VD_YAML_FLOAT, .number = INFINITY}},
    {VD_SLICE("+.INF"), {.kind = VD_YAML_FLOAT, .number = INFINITY}},
    {VD_SLICE("-.inf"), {.kind = VD_YAML_FLOAT, .number = -INFINITY}},
    {VD_SLICE("-.Inf"), {.kind = VD_YAML_FLOAT, .number = -INFINITY}},
    {VD_SLICE("-.INF"), {.kind = VD_YAML_FLOAT, .number = -INFINITY}},
};

enum { WORD_MAX = 5 };

static bool is_word(struct vd_slice text, struct vd_yaml_scalar *out)
{
    for (size_t i = 0; i < VD_COUNT(WORDS) && text.len <= WORD_MAX; i++)
        if (vd_slice_eq(WORDS[i].word, text)) {
            *out = WORDS[i].is;
            return true;
        }
    return false;
}

/* --- numbers -------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *skip_digits(const char *at)
{
    while (is_digit(*at))
        at++;
    return at;
}

/* [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? */
static bool looks_like_float(const char *at)
{
    const char *digits;

    if (*at == '-' || *at == '+')
        at++;
    digits = at;
    at = skip_digits(at);
    if (at == digits && (*at != '.' || !is_digit(at[1])))
        return false;
    if (*at == '.')
        at = skip_digits(at + 1);
    if (*at == 'e' || *at == 'E') {
        at++;
        if (*at == '-' || *at == '+')
            at++;
        if (!is_digit(*at))
            return false;
        at = skip_digits(at);
    }
    return !*at;
}

static bool read_float(const char *text, struct vd_yaml_scalar *out)
{
    double number;

    if (!looks_like_float(text))
        return false;
    number = strtod(text, NULL);
    if (!isfinite(number))
        return false;
    *out = (struct vd_yaml_scalar){.kind = VD_YAML_FLOAT, .number = number};
    return true;
}

/* The base that a prefix says, which is skipped. */
static unsigned take_base(const char **at)
{
    const char *text = *at;

    if (text[0] != '0')
        return 10;
    if (text[1] == 'x' || text[1] == 'X' || text[1] == 'o' || text[1] == 'O' || text[1] == 'b' ||
        text[1] == 'B') {
        *at += 2;
        return text[1] == 'x' || text[1] == 'X' ? 16 : text[1] == 'o' || text[1] == 'O' ? 8 : 2;
    }
    if (!text[1])
        return 10;
    *at += 1;
    return 8;
}

static bool read_int(const char *at, struct vd_yaml_scalar *out)
{
    bool is_signed = *at == '-' || *at == '+', is_negative = *at == '-';
    uint64_t value = 0;
    unsigned base;

    at += is_signed;
    base = take_base(&at);
    if (!*at)
        return false;
    for (; *at; at++) {
        int lower = *at | 0x20;
        unsigned digit = is_digit(*at)                  ? (unsigned)(*at - '0')
                         : lower >= 'a' && lower <= 'f' ? (unsigned)(lower - 'a') + 10
                                                        : 99;

        if (digit >= base || __builtin_mul_overflow(value, base, &value) ||
            __builtin_add_overflow(value, digit, &value))
            return false;
    }
    if (is_signed && value > (uint64_t)INT64_MAX + is_negative)
        return false;
    *out = (struct vd_yaml_scalar){
        .kind = VD_YAML_INT, .is_negative = is_negative && value, .magnitude = value};
    return true;
}

/* --- times ---------------------------------------------------------------------------------- */

/* One digit or two. */
static bool take_number(const char **at, int least, int most)
{
    int value = 0, digits = 0;

    for (; digits < 2 && is_digit(**at); digits++)
        value = value * 10 + *(*at)++ - '0';
    return digits && value >= least && value <= most;
}

static bool take(const char **at, char c)
{
    if (**at != c)
        return false;
    (*at)++;
    return true;
}

static bool take_zone(const char **at)
{
    if (take(at, 'Z'))
        return true;
    return (take(at, '+') || take(at, '-')) && is_digit((*at)[0]) && is_digit((*at)[1]) &&
           take_number(at, 0, 24) && take(at, ':') && is_digit((*at)[0]) && is_digit((*at)[1]) &&
           take_number(at, 0, 60);
}

static int days_of(int year, int month)
{
    bool is_leap = (year % 4 == 0 && year % 100) || year % 400 == 0;

    if (month == 2)
        return is_leap ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* YYYY-M-D, alone; with T or t, a time and a zone; or with a space and a time. */
static bool is_timestamp(const char *at)
{
    int year = 0, month;
    const char *digits;
    char between;

    for (int i = 0; i < 4; i++)
        if (!is_digit(at[i]))
            return false;
        else
            year = year * 10 + at[i] - '0';
    at += 4;
    if (!take(&at, '-'))
        return false;
    digits = at;
    if (!take_number(&at, 1, 12))
        return false;
    month = atoi(digits);
    if (!take(&at, '-') || !take_number(&at, 1, days_of(year, month)))
        return false;
    between = *at;
    if (!between)
        return true;
    at++;
    if ((between != 'T' && between != 't' && between != ' ') || !take_number(&at, 0, 23) ||
        !take(&at, ':') || !take_number(&at, 0, 59) || !take(&at, ':') || !take_number(&at, 0, 59))
        return false;
    if ((*at == '.' || *at == ',') && is_digit(at[1]))
        at = skip_digits(at + 1);
    return (between == ' ' || take_zone(&at)) && !*at;
}

/* --- which ---------------------------------------------------------------------------------- */

/* Takes the underscores out. False: one of them is not between digits. */
static bool drop_underscores(char *text)
{
    char *to = text;

    for (const char *at = text; *at; at++) {
        if (*at != '_')
            *to++ = *at;
        else if (at == text || !is_digit(at[-1]) || !is_digit(at[1]))
            return false;
    }
    *to = 0;
    return true;
}

/* What begins with a digit or a sign. */
static void resolve_number(const char *text, struct vd_yaml_scalar *out)
{
    char plain[NUMBER_MAX];
    size_t len = 0;

    if (is_timestamp(text)) {
        out->kind = VD_YAML_TIMESTAMP;
        return;
    }
    for (const char *at = text; *at; at++)
        if (*at != '_')
            plain[len++] = *at;
    plain[len] = 0;
    if (!read_int(plain, out))
        (void)read_float(plain, out);
}

void vd_yaml_resolve(struct vd_slice text, struct vd_yaml_scalar *out)
{
    char copy[NUMBER_MAX];
    uint8_t first = text.len ? text.ptr[0] : 0;

    *out = (struct vd_yaml_scalar){.kind = VD_YAML_TEXT};
    if (is_word(text, out) || text.len >= sizeof(copy) ||
        (text.len && memchr(text.ptr, 0, text.len)))
        return;
    if (text.len)
        memcpy(copy, text.ptr, text.len);
    copy[text.len] = 0;
    if (first == '.') {
        if (drop_underscores(copy))
            (void)read_float(copy, out);
    } else if (first == '+' || first == '-' || is_digit((char)first)) {
        resolve_number(copy, out);
    }
}

bool vd_yaml_is_base60(struct vd_slice text)
{
    const uint8_t *at = text.ptr, *end = text.ptr + text.len;
    bool has_colon = false;

    if (at < end && (*at == '-' || *at == '+'))
        at++;
    if (at == end || !is_digit((char)*at))
        return false;
    while (at < end && (is_digit((char)*at) || *at == '_'))
        at++;
    while (at < end && *at == ':') { /* :[0-5]?[0-9] */
        at++;
        if (at == end || !is_digit((char)*at))
            return false;
        if (*at <= '5' && at + 1 < end && is_digit((char)at[1]))
            at++;
        at++;
        has_colon = true;
    }
    if (at < end && *at == '.') {
        at++;
        while (at < end && (is_digit((char)*at) || *at == '_'))
            at++;
    }
    return has_colon && at == end;
}

/* --- floats --------------------------------------------------------------------------------- */

/* The fewest digits that read back the same, without a point; where the point is. */
static int shortest(double number, bool is_single, char digits[32], int *out_point)
{
    char text[40];
    int count;

    for (int precision = 0; precision <= 16; precision++) {
        (void)snprintf(text, sizeof(text), "%.*e", precision, fabs(number));
        if (is_single ? strtof(text, NULL) == (float)fabs(number)
                      : strtod(text, NULL) == fabs(number))
            break;
    }
    *out_point = atoi(strchr(text, 'e') + 1) + 1;
    count = 0;
    for (const char *at = text; *at != 'e'; at++)
        if (*at != '.')
            digits[count++] = *at;
    while (count > 1 && digits[count - 1] == '0')
        count--;
    digits[count] = 0;
    return count;
}

static void print_exponent(char *to, const char *digits, int count, int exponent, int least)
{
    (void)snprintf(to, VD_YAML_FLOAT_BYTES - 1, "%.1s%s%se%c%0*d", digits, count > 1 ? "." : "",
                   digits + 1, exponent < 0 ? '-' : '+', least, abs(exponent));
}

static void print_plain(char *to, const char *digits, int count, int point)
{
    if (point <= 0)
        (void)snprintf(to, VD_YAML_FLOAT_BYTES - 1, "0.%.*s%s", -point, "00000000000000000000000",
                       digits);
    else if (point >= count)
        (void)snprintf(to, VD_YAML_FLOAT_BYTES - 1, "%s%.*s", digits, point - count,
                       "0000000000000000000000");
    else
        (void)snprintf(to, VD_YAML_FLOAT_BYTES - 1, "%.*s.%s", point, digits, digits + point);
}

void vd_yaml_float_json(double number, char out_text[VD_YAML_FLOAT_BYTES])
{
    char digits[32];
    int count, point;

    vd_assert(isfinite(number));
    count = shortest(number, false, digits, &point);
    if (signbit(number))
        *out_text++ = '-';
    if (number != 0 && (fabs(number) < 1e-6 || fabs(number) >= 1e21))
        print_exponent(out_text, digits, count, point - 1, point - 1 < 0 ? 1 : 2);
    else
        print_plain(out_text, digits, count, number == 0 ? 1 : point);
}

void vd_yaml_float_g(double number, bool is_single, char out_text[VD_YAML_FLOAT_BYTES])
{
    char digits[32];
    int count, point;

    if (is_single)
        number = (double)(float)number;
    if (!isfinite(number)) {
        (void)strcpy(out_text, isnan(number) ? ".nan" : number > 0 ? ".inf" : "-.inf");
        return;
    }
    count = shortest(number, is_single, digits, &point);
    if (signbit(number))
        *out_text++ = '-';
    if (number == 0)
        (void)strcpy(out_text, "0");
    else if (point - 1 < -4 || point - 1 >= 6)
        print_exponent(out_text, digits, count, point - 1, 2);
    else
        print_plain(out_text, digits, count, point);
}
