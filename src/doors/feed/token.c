/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/feed/token.h"

enum { STORE_DIGITS = 16, NUMBER_DIGITS = 20 };

static uint8_t *put_number(uint8_t *to, uint64_t n)
{
    uint8_t digits[NUMBER_DIGITS];
    size_t count = 0;

    do
        digits[count++] = (uint8_t)('0' + n % 10);
    while (n /= 10);
    while (count)
        *to++ = digits[--count];
    return to;
}

size_t vd_feed_token_put(uint8_t to[VD_FEED_TOKEN_BYTES], uint64_t store_id, struct vd_pos next)
{
    uint8_t *at = to;

    for (int shift = 4 * (STORE_DIGITS - 1); shift >= 0; shift -= 4)
        *at++ = (uint8_t) "0123456789abcdef"[store_id >> shift & 15];
    *at++ = ':';
    if (!next.sub)
        return (size_t)(put_number(at, (uint64_t)next.revision - 1) - to);
    at = put_number(at, (uint64_t)next.revision);
    *at++ = '.';
    return (size_t)(put_number(at, next.sub - 1) - to);
}

static int digit_of(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Takes decimal digits off the front; false: none, or more than max. */
static bool take_number(struct vd_slice *text, uint64_t max, uint64_t *out)
{
    uint64_t n = 0;
    size_t i = 0;

    for (; i < text->len && text->ptr[i] >= '0' && text->ptr[i] <= '9'; i++) {
        uint64_t digit = text->ptr[i] - (uint64_t)'0';

        if (n > (max - digit) / 10)
            return false;
        n = n * 10 + digit;
    }
    *text = vd_slice(text->ptr + i, text->len - i);
    *out = n;
    return i > 0;
}

static bool take(struct vd_slice *text, uint8_t c)
{
    if (!text->len || text->ptr[0] != c)
        return false;
    *text = vd_slice(text->ptr + 1, text->len - 1);
    return true;
}

/* Takes "STORE:" off the front, if it is there. */
static bool take_store(struct vd_slice *text, uint64_t *out_id)
{
    struct vd_slice rest;
    uint64_t id = 0;

    if (text->len <= STORE_DIGITS || text->ptr[STORE_DIGITS] != ':')
        return false;
    for (size_t i = 0; i < STORE_DIGITS; i++) {
        int digit = digit_of(text->ptr[i]);

        if (digit < 0)
            return false;
        id = id << 4 | (uint64_t)digit;
    }
    rest = vd_slice(text->ptr + STORE_DIGITS + 1, text->len - STORE_DIGITS - 1);
    *text = rest;
    *out_id = id;
    return true;
}

int vd_feed_token_read(struct vd_slice text, uint64_t store_id, struct vd_pos *out_next)
{
    uint64_t revision, sub, id = store_id;
    struct vd_pos next;

    (void)take_store(&text, &id);
    if (!take_number(&text, INT64_MAX - 1, &revision))
        return VD_INVALID;
    next = (struct vd_pos){(int64_t)revision + 1, 0};
    if (take(&text, '.')) {
        if (!take_number(&text, UINT32_MAX - 1, &sub) || !revision)
            return VD_INVALID;
        next = (struct vd_pos){(int64_t)revision, (uint32_t)sub + 1};
    }
    if (text.len)
        return VD_INVALID;
    if (id != store_id)
        return VD_COMPACTED;
    *out_next = next;
    return 0;
}
