/* SPDX-License-Identifier: Apache-2.0 */
/* Decoding goes byte by byte through one reader, so that what is compared and what is copied can
 * never be decoded differently. */
#include "wire/url.h"

#include "base/check.h"

#include <errno.h>

/* -1: not a hex digit. */
static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The next decoded byte, taken off *from, which is not empty; -1: it is malformed. */
static int next_byte(enum vd_url_part part, struct vd_slice *from)
{
    uint8_t c = *from->ptr;
    size_t taken = 1;
    int byte = c == '+' && part == VD_URL_FORM ? ' ' : c;

    if (c == '%') {
        int high = from->len >= 3 ? hex_digit(from->ptr[1]) : -1;
        int low = from->len >= 3 ? hex_digit(from->ptr[2]) : -1;

        if (high < 0 || low < 0)
            return -1;
        byte = high << 4 | low;
        taken = 3;
    }
    *from = vd_slice(from->ptr + taken, from->len - taken);
    return byte;
}

int vd_url_decode(enum vd_url_part part, struct vd_slice from, uint8_t *to, size_t *out_len)
{
    size_t len = 0;

    while (from.len) {
        int byte = next_byte(part, &from);

        if (byte < 0)
            return VD_INVALID;
        to[len++] = (uint8_t)byte;
    }
    *out_len = len;
    return 0;
}

static bool is_plain(enum vd_url_part part, struct vd_slice from)
{
    return !from.len || (!memchr(from.ptr, '%', from.len) &&
                         (part == VD_URL_PATH || !memchr(from.ptr, '+', from.len)));
}

int vd_url_decode_in(struct vd_arena *arena, enum vd_url_part part, struct vd_slice from,
                     struct vd_slice *out)
{
    uint8_t *to;
    size_t len;
    int rc;

    if (is_plain(part, from)) {
        *out = from;
        return 0;
    }
    to = vd_arena_alloc(arena, from.len);
    if (!to)
        return -ENOMEM;
    rc = vd_url_decode(part, from, to, &len);
    if (rc == 0)
        *out = vd_slice(to, len);
    return rc;
}

static bool is_unreserved(uint8_t c)
{
    uint8_t lower = c | 0x20;

    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || (c && memchr("-._~/", c, 5));
}

void vd_url_encode(struct vd_buf *buf, struct vd_slice bytes)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < bytes.len; i++) {
        uint8_t c = bytes.ptr[i];
        char coded[3] = {'%', digits[c >> 4], digits[c & 15]};

        if (is_unreserved(c))
            vd_buf_append(buf, &c, 1);
        else
            vd_buf_append(buf, coded, sizeof(coded));
    }
}

/* Everything before the first `mark` of *rest, which is taken with it; all of it where there is
 * none. */
static struct vd_slice cut(struct vd_slice *rest, char mark, bool *out_found)
{
    const uint8_t *at = rest->len ? memchr(rest->ptr, mark, rest->len) : NULL;
    struct vd_slice before = *rest;

    *out_found = at != NULL;
    if (!at) {
        *rest = VD_SLICE_EMPTY;
        return before;
    }
    before.len = (size_t)(at - rest->ptr);
    *rest = vd_slice(at + 1, rest->len - before.len - 1);
    return before;
}

bool vd_url_next(struct vd_slice *rest, struct vd_url_pair *out_pair)
{
    while (rest->len) {
        bool more;
        struct vd_slice piece = cut(rest, '&', &more);

        if (!piece.len)
            continue;
        out_pair->name = cut(&piece, '=', &out_pair->has_value);
        out_pair->value = piece;
        return true;
    }
    return false;
}

bool vd_url_is(struct vd_slice encoded, struct vd_slice plain)
{
    size_t at = 0;

    while (encoded.len) {
        int byte = next_byte(VD_URL_FORM, &encoded);

        if (byte < 0 || at == plain.len || plain.ptr[at++] != byte)
            return false;
    }
    return at == plain.len;
}

int vd_url_flag(const struct vd_url_pair *pair, bool *out_flag)
{
    struct vd_slice value = pair->value;

    if (!value.len || vd_url_is(value, VD_SLICE("1")) || vd_url_is(value, VD_SLICE("true")))
        *out_flag = true;
    else if (vd_url_is(value, VD_SLICE("0")) || vd_url_is(value, VD_SLICE("false")))
        *out_flag = false;
    else
        return VD_INVALID;
    return 0;
}
