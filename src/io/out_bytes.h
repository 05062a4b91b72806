/* SPDX-License-Identifier: Apache-2.0 */
/* Shared bytes into a connection's output: copied where they are small, by reference where not. */
#ifndef VD_IO_OUT_BYTES_H
#define VD_IO_OUT_BYTES_H

#include "base/bytes.h"
#include "io/out.h"

static inline void vd_out_release_bytes(void *hold)
{
    vd_bytes_unref((struct vd_bytes *)hold);
}

/* Writes the front of text, as far as there is room, and returns how much. hold: what text lies in;
 * NULL: it is copied. */
static inline size_t vd_out_bytes(struct vd_out *out, struct vd_slice text, struct vd_bytes *hold)
{
    size_t n = VD_MIN(text.len, out->room);

    if (!hold || n < VD_OUT_REF_MIN_BYTES || !vd_out_can_ref(out, n))
        return vd_out_copy(out, text);
    vd_out_add_ref(out, vd_slice(text.ptr, n), vd_out_release_bytes, vd_bytes_ref(hold));
    return n;
}

/* The same, and takes it off. */
static inline void vd_out_take_bytes(struct vd_out *out, struct vd_slice *text,
                                     struct vd_bytes *hold)
{
    size_t n = vd_out_bytes(out, *text, hold);

    if (n)
        *text = vd_slice(text->ptr + n, text->len - n);
}

#endif
