/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Integers out of the text of JSON numbers. The digits are those of the whole part and the
 * fraction, the exponent says where the point belongs; what stands behind it must be zero.
 */
#include "wire/json_read.h"

enum { EXPONENT_MAX = 100000 };

struct number {
    bool is_negative;
    struct vd_slice whole, fraction; /* digits */
    int64_t exponent;
};

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

static bool take_exponent(struct vd_slice *text, int64_t *out_exponent)
{
    bool is_negative = take(text, '-');
    struct vd_slice digits;
    int64_t value = 0;

    if (!is_negative)
        (void)take(text, '+');
    digits = take_digits(text);
    for (size_t i = 0; i < digits.len; i++)
        value = value < EXPONENT_MAX ? value * 10 + (digits.ptr[i] - '0') : EXPONENT_MAX;
    *out_exponent = is_negative ? -value : value;
    return digits.len != 0;
}

/* False: it is not a number as JSON has it. */
static bool split(struct vd_slice text, struct number *out)
{
    *out = (struct number){.is_negative = take(&text, '-')};
    out->whole = take_digits(&text);
    if (!out->whole.len || (out->whole.len > 1 && out->whole.ptr[0] == '0'))
        return false;
    if (take(&text, '.')) {
        out->fraction = take_digits(&text);
        if (!out->fraction.len)
            return false;
    }
    if ((take(&text, 'e') || take(&text, 'E')) && !take_exponent(&text, &out->exponent))
        return false;
    return text.len == 0;
}

static uint8_t digit_at(const struct number *number, size_t i)
{
    size_t whole = number->whole.len;

    if (i < whole)
        return (uint8_t)(number->whole.ptr[i] - '0');
    return i - whole < number->fraction.len ? (uint8_t)(number->fraction.ptr[i - whole] - '0') : 0;
}

/* The magnitude; false: it is no integer, or does not fit. */
static bool magnitude(const struct number *number, uint64_t *out_value)
{
    size_t digits = number->whole.len + number->fraction.len;
    int64_t point = (int64_t)number->whole.len + number->exponent;
    uint64_t value = 0;
    size_t i;

    for (i = 0; (int64_t)i < point; i++) {
        if (i >= digits && value == 0)
            break;
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, digit_at(number, i), &value))
            return false;
    }
    for (; i < digits; i++)
        if (digit_at(number, i))
            return false;
    *out_value = value;
    return true;
}

bool vd_json_number_uint(struct vd_slice text, uint64_t *out_value)
{
    struct number number;
    uint64_t value;

    if (!split(text, &number) || !magnitude(&number, &value) || (number.is_negative && value))
        return false;
    *out_value = value;
    return true;
}

bool vd_json_number_int(struct vd_slice text, int64_t *out_value)
{
    struct number number;
    uint64_t value;

    if (!split(text, &number) || !magnitude(&number, &value) ||
        value > (uint64_t)INT64_MAX + number.is_negative)
        return false;
    *out_value = (int64_t)(number.is_negative ? 0 - value : value);
    return true;
}

/* Where the digits that matter begin and end, and where the point stands before the first of them.
 */
struct significant {
    size_t first, end;
    int64_t point;
};

static struct significant significant_of(const struct number *number)
{
    size_t first = 0, end = number->whole.len + number->fraction.len;

    while (first < end && !digit_at(number, first))
        first++;
    while (end > first && !digit_at(number, end - 1))
        end--;
    return (struct significant){first, end,
                                (int64_t)number->whole.len - (int64_t)first + number->exponent};
}

bool vd_json_number_equal(struct vd_slice a, struct vd_slice b)
{
    struct significant one, other;
    struct number x, y;

    if (vd_slice_eq(a, b))
        return true;
    if (!split(a, &x) || !split(b, &y))
        return false;
    one = significant_of(&x);
    other = significant_of(&y);
    if (one.end - one.first != other.end - other.first)
        return false;
    if (one.first == one.end)
        return true; /* zero has no sign */
    for (size_t i = 0; i < one.end - one.first; i++)
        if (digit_at(&x, one.first + i) != digit_at(&y, other.first + i))
            return false;
    return x.is_negative == y.is_negative && one.point == other.point &&
           x.exponent < EXPONENT_MAX && y.exponent < EXPONENT_MAX && x.exponent > -EXPONENT_MAX &&
           y.exponent > -EXPONENT_MAX;
}
