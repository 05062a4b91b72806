/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether bytes are UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
 */
#ifndef VD_WIRE_UTF8_H
#define VD_WIRE_UTF8_H

#include "base/slice.h"

/* The length of the character at the front (text is not empty); 0: it is malformed or cut. */
size_t vd_utf8_char(struct vd_slice text);
/* How many bytes at the front are whole, well-formed characters. */
size_t vd_utf8_span(struct vd_slice text);

static inline bool vd_utf8_is_valid(struct vd_slice text)
{
    return vd_utf8_span(text) == text.len;
}

#endif
