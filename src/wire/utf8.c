/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plain ASCII is passed over eight bytes at a time; everything else goes by the table of RFC 3629
 * section 4: what the first byte says is the range of the second and the length.
 */
#include "wire/utf8.h"

#define HIGH_BITS UINT64_C(0x8080808080808080)

static const uint8_t *skip_ascii(const uint8_t *at, const uint8_t *end)
{
    uint64_t eight;

    for (; end - at >= 8; at += 8) {
        memcpy(&eight, at, sizeof(eight));
        if (eight & HIGH_BITS)
            break;
    }
    while (at < end && *at < 0x80)
        at++;
    return at;
}

size_t vd_utf8_char(struct vd_slice text)
{
    const uint8_t *at = text.ptr;
    uint8_t first = at[0], low = 0x80, high = 0xbf;
    size_t n = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

    if (first < 0x80)
        return 1;
    if (first < 0xc2 || first > 0xf4 || text.len < n)
        return 0;
    if (first == 0xe0)
        low = 0xa0;
    else if (first == 0xed)
        high = 0x9f;
    else if (first == 0xf0)
        low = 0x90;
    else if (first == 0xf4)
        high = 0x8f;
    if (at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < n; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    return n;
}

size_t vd_utf8_span(struct vd_slice text)
{
    const uint8_t *at = text.ptr, *end = text.len ? text.ptr + text.len : text.ptr;

    for (;;) {
        size_t n;

        at = skip_ascii(at, end);
        if (at == end)
            return text.len;
        n = vd_utf8_char(vd_slice(at, (size_t)(end - at)));
        if (!n)
            return (size_t)(at - text.ptr);
        at += n;
    }
}
