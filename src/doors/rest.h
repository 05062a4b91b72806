/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was begun and did not fit: the end of a piece of lines, until there is room for it. A small
 * end of something large is copied, so that nobody holds much for little.
 */
#ifndef VD_DOORS_REST_H
#define VD_DOORS_REST_H

#include "base/bytes.h"
#include "base/outcome.h"
#include "io/out.h"

struct vd_rest {
    struct vd_bytes *bytes; /* NULL: nothing is left */
    struct vd_slice text;   /* in bytes */
};

static inline bool vd_rest_is_empty(const struct vd_rest *rest)
{
    return rest->bytes == NULL;
}

void vd_rest_drop(struct vd_rest *rest);
/* Keeps text to be written later; nothing was left. bytes: what it lies in, or NULL: it is copied.
 * 0, -ENOMEM. */
VD_MUST_CHECK int vd_rest_set(struct vd_rest *rest, struct vd_slice text, struct vd_bytes *bytes);
/* Writes what is left, as far as there is room. */
void vd_rest_write(struct vd_rest *rest, struct vd_out *out);
/* Writes text, by reference where that is cheaper, and keeps what does not fit. As above. */
VD_MUST_CHECK int vd_rest_begin(struct vd_rest *rest, struct vd_out *out, struct vd_slice text,
                                struct vd_bytes *bytes);

#endif
