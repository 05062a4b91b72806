/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A quantity is a decimal number with a suffix. Its digits are taken to billionths in 128 bits; the
 * corners (a text that is kept as it is, a binary amount that prints as a decimal one) are those
 * of apimachinery's resource.Quantity, whose answers the tests have.
 */
#include "doors/kube/model/quantity.h"

#include "base/check.h"

#include <stdio.h>

enum {
    NANO_DIGITS = 9,
    DIGITS_MAX = 38,      /* of a number of nanos that fits */
    FRACTION_DIGITS = 18, /* of a binary amount; what is finer only rounds */
    EXPONENT_MAX = 100000,
    FAST_DIGITS = 18, /* up to here a real server keeps a number as it is written */
    FAST_BINARY_DIGITS = 14
};

static const __int128 NANO = 1000000000;
static const __int128 HUGE_NANO = (__int128)1000000000000000000 * 1000000000000000000 * 100;

struct parts {
    bool is_negative;
    struct vd_slice whole, fraction; /* digits, the first without leading zeros */
    enum vd_kube_quantity_format format;
    int64_t exponent; /* of ten, or of two for BINARY_SI */
};

static const char WRONG_FORM[] = "quantities must match the regular expression "
                                 "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
static const char WRONG_SUFFIX[] = "unable to parse quantity's suffix";

/* --- reading -------------------------------------------------------------------------------- */

static struct vd_slice take_digits(struct vd_slice *text)
{
    struct vd_slice digits = {text->ptr, 0};

    while (digits.len < text->len && digits.ptr[digits.len] >= '0' && digits.ptr[digits.len] <= '9')
        digits.len++;
    text->ptr += digits.len;
    text->len -= digits.len;
    return digits;
}

static bool take(struct vd_slice *text, char c)
{
    if (!text->len || text->ptr[0] != (uint8_t)c)
        return false;
    text->ptr++;
    text->len--;
    return true;
}

/* e3, E-6: any exponent that fits in 64 bits, which is cut to what makes a difference. */
static bool read_exponent(struct vd_slice text, int64_t *out_exponent)
{
    bool is_negative = take(&text, '-');
    struct vd_slice digits;
    int64_t value = 0;

    if (!is_negative)
        (void)take(&text, '+');
    digits = take_digits(&text);
    if (!digits.len || text.len)
        return false;
    for (size_t i = 0; i < digits.len; i++)
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, digits.ptr[i] - '0', &value))
            return false;
    value = VD_MIN(value, (int64_t)EXPONENT_MAX);
    *out_exponent = is_negative ? -value : value;
    return true;
}

static bool read_suffix(struct vd_slice suffix, struct parts *out)
{
    static const struct {
        struct vd_slice name;
        int exponent;
        enum vd_kube_quantity_format format;
    } SUFFIXES[] = {
        {VD_SLICE(""), 0, VD_KUBE_QUANTITY_DECIMAL_SI},
        {VD_SLICE("n"), -9, VD_KUBE_QUANTITY_DECIMAL_SI},
        {VD_SLICE("u"), -6, VD_KUBE_QUANTITY_DECIMAL_SI},
        {VD_SLICE("m"), -3, VD_KUBE_QUANTITY_DECIMAL_SI},
        {VD_SLICE("k"), 3, VD_KUBE_QUANTITY_DECIMAL_SI},
        {VD_SLICE("M"), 6, VD_KUBE_QUANTITY_DECIMAL_SI},
        {VD_SLICE("G"), 9, VD_KUBE_QUANTITY_DECIMAL_SI},
        {VD_SLICE("T"), 12, VD_KUBE_QUANTITY_DECIMAL_SI},
        {VD_SLICE("P"), 15, VD_KUBE_QUANTITY_DECIMAL_SI},
        {VD_SLICE("E"), 18, VD_KUBE_QUANTITY_DECIMAL_SI},
        {VD_SLICE("Ki"), 10, VD_KUBE_QUANTITY_BINARY_SI},
        {VD_SLICE("Mi"), 20, VD_KUBE_QUANTITY_BINARY_SI},
        {VD_SLICE("Gi"), 30, VD_KUBE_QUANTITY_BINARY_SI},
        {VD_SLICE("Ti"), 40, VD_KUBE_QUANTITY_BINARY_SI},
        {VD_SLICE("Pi"), 50, VD_KUBE_QUANTITY_BINARY_SI},
        {VD_SLICE("Ei"), 60, VD_KUBE_QUANTITY_BINARY_SI},
    };

    for (size_t i = 0; i < VD_COUNT(SUFFIXES); i++)
        if (vd_slice_eq(suffix, SUFFIXES[i].name)) {
            out->exponent = SUFFIXES[i].exponent;
            out->format = SUFFIXES[i].format;
            return true;
        }
    out->format = VD_KUBE_QUANTITY_DECIMAL_EXPONENT;
    return (take(&suffix, 'e') || take(&suffix, 'E')) && read_exponent(suffix, &out->exponent);
}

/* Letters of suffixes, a sign, digits: nothing else may follow the number. */
static bool is_suffix_like(struct vd_slice text)
{
    while (text.len && strchr("eEinumkKMGTP", text.ptr[0]) && text.ptr[0])
        (void)take(&text, (char)text.ptr[0]);
    if (!take(&text, '-'))
        (void)take(&text, '+');
    (void)take_digits(&text);
    return text.len == 0;
}

/* NULL: done; else what is wrong. */
static const char *split(struct vd_slice text, struct parts *out)
{
    *out = (struct parts){0};
    if (!text.len)
        return WRONG_FORM;
    out->is_negative = take(&text, '-');
    if (!out->is_negative)
        (void)take(&text, '+');
    while (take(&text, '0'))
        ;
    out->whole = take_digits(&text);
    if (take(&text, '.'))
        out->fraction = take_digits(&text);
    if (!is_suffix_like(text))
        return WRONG_FORM;
    return read_suffix(text, out) ? NULL : WRONG_SUFFIX;
}

const char *vd_kube_quantity_fault(struct vd_slice text)
{
    struct parts parts;

    return split(text, &parts);
}

/* --- value ---------------------------------------------------------------------------------- */

static uint8_t digit_at(const struct parts *parts, size_t i)
{
    if (i < parts->whole.len)
        return (uint8_t)(parts->whole.ptr[i] - '0');
    return (uint8_t)(parts->fraction.ptr[i - parts->whole.len] - '0');
}

/* False: it does not fit. */
static bool decimal_nano(const struct parts *parts, __int128 *out_nano)
{
    size_t count = parts->whole.len + parts->fraction.len, first = 0;
    int64_t shift = NANO_DIGITS + parts->exponent - (int64_t)parts->fraction.len;
    int64_t kept = (int64_t)count + shift; /* digits down to billionths */
    __int128 nano = 0;
    bool rounds = false;

    while (first < count && !digit_at(parts, first))
        first++;
    if (first == count) {
        *out_nano = 0;
        return true;
    }
    if (kept - (int64_t)first > DIGITS_MAX)
        return false;
    for (size_t i = first; i < count; i++)
        if ((int64_t)i < kept)
            nano = nano * 10 + digit_at(parts, i);
        else
            rounds |= digit_at(parts, i) != 0;
    for (int64_t i = VD_MAX((int64_t)count, (int64_t)first); i < kept; i++)
        nano *= 10;
    *out_nano = nano + rounds;
    return *out_nano <= HUGE_NANO;
}

/* Capped at 2^63 - 1, as binary amounts are. */
static __int128 binary_nano(const struct parts *parts)
{
    const __int128 cap = (__int128)INT64_MAX * NANO;
    __int128 whole = 0, part = 0, scale = 1, left, nano;
    bool rounds = false;

    for (size_t i = 0; i < parts->whole.len; i++) {
        whole = whole * 10 + (parts->whole.ptr[i] - '0');
        if (whole > INT64_MAX)
            return cap;
    }
    for (size_t i = 0; i < parts->fraction.len; i++)
        if (i < FRACTION_DIGITS) {
            part = part * 10 + (parts->fraction.ptr[i] - '0');
            scale *= 10;
        } else {
            rounds |= parts->fraction.ptr[i] != '0';
        }
    if (whole > (INT64_MAX >> parts->exponent))
        return cap;
    part <<= parts->exponent;
    left = part % scale * NANO;
    nano = (whole << parts->exponent) * NANO + part / scale * NANO + left / scale;
    nano += left % scale || rounds;
    return VD_MIN(nano, cap);
}

int vd_kube_quantity_parse(struct vd_slice text, struct vd_kube_quantity *out)
{
    struct vd_kube_quantity quantity;
    struct parts parts;

    if (split(text, &parts))
        return VD_INVALID;
    quantity.format = parts.format;
    if (parts.format == VD_KUBE_QUANTITY_BINARY_SI)
        quantity.nano = binary_nano(&parts);
    else if (!decimal_nano(&parts, &quantity.nano))
        quantity.nano = HUGE_NANO;
    if (parts.is_negative)
        quantity.nano = -quantity.nano;
    *out = quantity;
    return 0;
}

int vd_kube_quantity_compare(const struct vd_kube_quantity *a, const struct vd_kube_quantity *b)
{
    return (a->nano > b->nano) - (a->nano < b->nano);
}

/* In units of `unit` nanos, away from zero. */
static int64_t scaled(const struct vd_kube_quantity *quantity, __int128 unit)
{
    __int128 value = quantity->nano / unit, left = quantity->nano % unit;

    value += (left > 0) - (left < 0);
    if (value > INT64_MAX)
        return INT64_MAX;
    return value < INT64_MIN ? INT64_MIN : (int64_t)value;
}

int64_t vd_kube_quantity_value(const struct vd_kube_quantity *quantity)
{
    return scaled(quantity, NANO);
}

int64_t vd_kube_quantity_milli(const struct vd_kube_quantity *quantity)
{
    return scaled(quantity, NANO / 1000);
}

/* --- writing -------------------------------------------------------------------------------- */

static size_t print_number(__int128 value, char *to)
{
    unsigned __int128 left = value < 0 ? -(unsigned __int128)value : (unsigned __int128)value;
    char digits[DIGITS_MAX + 2];
    size_t count = 0, len = 0;

    do {
        digits[count++] = (char)('0' + (int)(left % 10));
        left /= 10;
    } while (left);
    if (value < 0)
        to[len++] = '-';
    while (count)
        to[len++] = digits[--count];
    return len;
}

static size_t print_decimal(const struct vd_kube_quantity *quantity, bool has_letters, char *to)
{
    static const char LETTERS[][2] = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
    __int128 value = quantity->nano;
    int exponent = -NANO_DIGITS;
    size_t len;

    while (value % 10 == 0) {
        value /= 10;
        exponent++;
    }
    for (; exponent % 3; exponent--)
        value *= 10;
    for (; has_letters && exponent > 18; exponent -= 3)
        value *= 1000;
    len = print_number(value, to);
    if (has_letters)
        len += (size_t)sprintf(to + len, "%s", LETTERS[(exponent + NANO_DIGITS) / 3]);
    else if (exponent)
        len += (size_t)sprintf(to + len, "e%d", exponent);
    return len;
}

static size_t print_binary(const struct vd_kube_quantity *quantity, char *to)
{
    static const char LETTERS[][3] = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    __int128 value = quantity->nano / NANO;
    size_t power = 0, len;

    while (value % 1024 == 0 && power + 1 < VD_COUNT(LETTERS)) {
        value /= 1024;
        power++;
    }
    len = print_number(value, to);
    return len + (size_t)sprintf(to + len, "%s", LETTERS[power]);
}

size_t vd_kube_quantity_print(const struct vd_kube_quantity *quantity,
                              char out_text[VD_KUBE_QUANTITY_BYTES])
{
    __int128 size = quantity->nano < 0 ? -quantity->nano : quantity->nano;

    if (!size) {
        out_text[0] = '0';
        return 1;
    }
    if (quantity->format == VD_KUBE_QUANTITY_DECIMAL_EXPONENT)
        return print_decimal(quantity, false, out_text);
    /* A small binary amount, or one with a fraction, prints as a decimal one. */
    if (quantity->format == VD_KUBE_QUANTITY_DECIMAL_SI || size < 1024 * NANO || size % NANO)
        return print_decimal(quantity, true, out_text);
    return print_binary(quantity, out_text);
}

/* A real server prints a number that fits its fast path as it was written. */
static bool is_kept(const struct parts *parts)
{
    size_t whole = VD_MAX(parts->whole.len, (size_t)1), count = whole + parts->fraction.len;
    int64_t scale = parts->exponent - (int64_t)parts->fraction.len;
    int zeros = 0;

    if (parts->format == VD_KUBE_QUANTITY_BINARY_SI) {
        uint8_t last = parts->whole.len ? parts->whole.ptr[parts->whole.len - 1] : '0';
        uint64_t value = 0;

        for (size_t i = 0; i < parts->whole.len && parts->whole.len <= FAST_BINARY_DIGITS; i++)
            value = value * 10 + (uint64_t)(parts->whole.ptr[i] - '0');
        return last && !parts->fraction.len && (value & 7) &&
               FAST_BINARY_DIGITS - (int64_t)whole - parts->exponent * 3 / 10 >= 0;
    }
    for (size_t i = parts->whole.len + parts->fraction.len; i > 0 && !digit_at(parts, i - 1); i--)
        zeros++;
    return count <= FAST_DIGITS && scale >= -NANO_DIGITS && scale % 3 == 0 && zeros < 3 &&
           parts->whole.len;
}

struct vd_slice vd_kube_quantity_canonical(struct vd_slice text,
                                           char memory[VD_KUBE_QUANTITY_BYTES])
{
    struct vd_kube_quantity quantity;
    struct parts parts;

    if (split(text, &parts) || vd_kube_quantity_parse(text, &quantity))
        return VD_SLICE_EMPTY;
    if (is_kept(&parts) || quantity.nano == HUGE_NANO || quantity.nano == -HUGE_NANO)
        return text;
    return vd_slice(memory, vd_kube_quantity_print(&quantity, memory));
}
