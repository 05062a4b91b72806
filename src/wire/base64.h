/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Base64 (RFC 4648). Written in the standard alphabet with padding; read in the standard or the
 * URL-safe one, with padding or without, as protobuf's JSON has it.
 */
#ifndef VD_WIRE_BASE64_H
#define VD_WIRE_BASE64_H

#include "base/outcome.h"
#include "base/slice.h"

static inline size_t vd_base64_size(size_t bytes)
{
    return (bytes + 2) / 3 * 4;
}

/* Writes vd_base64_size(bytes.len) characters at `to` and returns the place behind. */
uint8_t *vd_base64_put(uint8_t *to, struct vd_slice bytes);

/* Enough for what a text of this length decodes to. */
static inline size_t vd_base64_decoded_max(size_t text_len)
{
    return text_len / 4 * 3 + 2;
}

/* May decode in place (out == text.ptr). 0; VD_INVALID: a character of neither alphabet or of both
 * alphabets mixed, a wrong length or padding. */
VD_MUST_CHECK int vd_base64_decode(struct vd_slice text, uint8_t *out, size_t *out_len);

#endif
