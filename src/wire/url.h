/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands in a URL and in a form: percent-encoding (RFC 3986 section 2.1), and names with
 * values (a query, or a body of application/x-www-form-urlencoded). Any bytes may come out, zero
 * bytes and what is not UTF-8 too. Strict: a '%' without two hex digits behind it is an error, not
 * a '%'. Nothing is allocated but what goes into an arena.
 */
#ifndef VD_WIRE_URL_H
#define VD_WIRE_URL_H

#include "base/arena.h"
#include "base/buf.h"

enum vd_url_part {
    VD_URL_PATH, /* '+' is a plus */
    VD_URL_FORM  /* of a query or a form: '+' is a space */
};

/*
 * Decodes into `to`, which has room for from.len bytes and may be the very place of `from`; it is
 * never longer. 0 and *out_len; VD_INVALID: a '%' that is not followed by two hex digits (`to` has
 * the part before it).
 */
VD_MUST_CHECK int vd_url_decode(enum vd_url_part part, struct vd_slice from, uint8_t *to,
                                size_t *out_len);
/* The same into the arena; what has nothing to decode is lent as it is. 0, VD_INVALID, -ENOMEM. */
VD_MUST_CHECK int vd_url_decode_in(struct vd_arena *arena, enum vd_url_part part,
                                   struct vd_slice from, struct vd_slice *out);
/* Appends: unreserved characters and '/' as they are, everything else as %XX. */
void vd_url_encode(struct vd_buf *buf, struct vd_slice bytes);

/* A name and a value as they came: borrowed, still encoded. */
struct vd_url_pair {
    struct vd_slice name, value;
    bool has_value; /* there was a '=' */
};

/* Takes the next pair off the front of *rest; empty ones ("a=1&&b") are passed over. False: there
 * is none. Only '&' separates. */
bool vd_url_next(struct vd_slice *rest, struct vd_url_pair *out_pair);
/* Whether an encoded piece of a form, decoded, is these bytes. What does not decode is nothing. */
bool vd_url_is(struct vd_slice encoded, struct vd_slice plain);
/* A flag: without a value, empty, "1" and "true" are true; "0" and "false" are false. 0,
 * VD_INVALID. */
VD_MUST_CHECK int vd_url_flag(const struct vd_url_pair *pair, bool *out_flag);

#endif
