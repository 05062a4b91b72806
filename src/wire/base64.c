/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/base64.h"

enum { BAD = 64, URL_SAFE = 128 };

static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

uint8_t *vd_base64_put(uint8_t *to, struct vd_slice bytes)
{
    const uint8_t *from = bytes.ptr;
    size_t left = bytes.len;

    for (; left >= 3; left -= 3, from += 3) {
        uint32_t three = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];

        *to++ = (uint8_t)ALPHABET[three >> 18];
        *to++ = (uint8_t)ALPHABET[three >> 12 & 63];
        *to++ = (uint8_t)ALPHABET[three >> 6 & 63];
        *to++ = (uint8_t)ALPHABET[three & 63];
    }
    if (left) {
        uint32_t rest = (uint32_t)from[0] << 16 | (left == 2 ? (uint32_t)from[1] << 8 : 0);

        *to++ = (uint8_t)ALPHABET[rest >> 18];
        *to++ = (uint8_t)ALPHABET[rest >> 12 & 63];
        *to++ = left == 2 ? (uint8_t)ALPHABET[rest >> 6 & 63] : '=';
        *to++ = '=';
    }
    return to;
}

/* The six bits of a character, with URL_SAFE set for the two that only that alphabet has, or BAD.
 */
static uint8_t six_bits(uint8_t c)
{
    if (c >= 'A' && c <= 'Z')
        return (uint8_t)(c - 'A');
    if (c >= 'a' && c <= 'z')
        return (uint8_t)(c - 'a' + 26);
    if (c >= '0' && c <= '9')
        return (uint8_t)(c - '0' + 52);
    switch (c) {
    case '+':
        return 62;
    case '/':
        return 63;
    case '-':
        return 62 | URL_SAFE;
    case '_':
        return 63 | URL_SAFE;
    default:
        return BAD;
    }
}

/* Up to four characters; false: one of them is wrong. */
static bool decode_group(const uint8_t *from, size_t n, uint32_t *out_bits, unsigned *seen)
{
    uint32_t bits = 0;

    for (size_t i = 0; i < 4; i++) {
        uint8_t six = i < n ? six_bits(from[i]) : 0;

        if (six == BAD)
            return false;
        if (i < n && (six & 63) >= 62)
            *seen |= six & URL_SAFE ? 2 : 1;
        bits = bits << 6 | (six & 63);
    }
    *out_bits = bits;
    return true;
}

/* What is left when the padding is taken off; false: it is padding of a wrong length. */
static bool strip_padding(struct vd_slice *text)
{
    size_t pad = 0;

    while (pad < 2 && pad < text->len && text->ptr[text->len - 1 - pad] == '=')
        pad++;
    if (pad && text->len % 4 != 0)
        return false;
    text->len -= pad;
    return text->len % 4 != 1;
}

int vd_base64_decode(struct vd_slice text, uint8_t *out, size_t *out_len)
{
    uint8_t *to = out;
    unsigned seen = 0; /* bit 0: '+' or '/'; bit 1: '-' or '_' */

    if (!strip_padding(&text))
        return VD_INVALID;
    for (size_t at = 0; at < text.len; at += 4) {
        size_t n = text.len - at < 4 ? text.len - at : 4;
        uint32_t bits;

        if (!decode_group(text.ptr + at, n, &bits, &seen))
            return VD_INVALID;
        *to++ = (uint8_t)(bits >> 16);
        if (n > 2)
            *to++ = (uint8_t)(bits >> 8);
        if (n > 3)
            *to++ = (uint8_t)bits;
    }
    if (seen == 3)
        return VD_INVALID;
    *out_len = (size_t)(to - out);
    return 0;
}
