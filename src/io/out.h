/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a connection's output of one turn is written: the loop's one scratch buffer, and references
 * to large pieces between runs of it. It leaves in one send; what the socket does not take is kept
 * by the connection (copied once, or still by reference), and the connection is not filled again
 * until that has gone.
 *
 * `room` is what may still be written. A layer that has less to give (a flow-control window, a
 * frame) lowers it, calls the layer above, and puts it back.
 */
#ifndef VD_IO_OUT_H
#define VD_IO_OUT_H

#include "base/check.h"
#include "base/slice.h"

enum { VD_OUT_REFS = 64, VD_OUT_REF_MIN_BYTES = 16384 };

/* A piece that is not copied: release(hold) is called once its bytes have left or the connection is
 * gone. */
struct vd_out_ref {
    size_t at; /* it stands before scratch byte `at` */
    struct vd_slice bytes;
    void (*release)(void *hold);
    void *hold;
};

struct vd_out {
    uint8_t *scratch;
    size_t len, cap; /* scratch bytes written, and there */
    size_t room; /* bytes that may still be written, of either kind; never more than cap - len */
    size_t ref_bytes;
    unsigned ref_count;
    struct vd_out_ref refs[VD_OUT_REFS];
};

/* n bytes to write into at once, or NULL if there is not the room. */
static inline uint8_t *vd_out_take(struct vd_out *out, size_t n)
{
    uint8_t *to;

    if (n > out->room)
        return NULL;
    to = out->scratch + out->len;
    out->len += n;
    out->room -= n;
    return to;
}

/* Copies as much as there is room for; returns how much. */
static inline size_t vd_out_copy(struct vd_out *out, struct vd_slice from)
{
    size_t n = VD_MIN(from.len, out->room);

    if (n)
        memcpy(vd_out_take(out, n), from.ptr, n);
    return n;
}

/* True if a reference may be added now; it takes its length from room. The caller splits at room.
 */
static inline bool vd_out_can_ref(const struct vd_out *out, size_t n)
{
    return n <= out->room && out->ref_count < VD_OUT_REFS;
}

static inline void vd_out_add_ref(struct vd_out *out, struct vd_slice bytes,
                                  void (*release)(void *hold), void *hold)
{
    vd_assert(vd_out_can_ref(out, bytes.len));
    out->refs[out->ref_count++] = (struct vd_out_ref){out->len, bytes, release, hold};
    out->room -= bytes.len;
    out->ref_bytes += bytes.len;
}

#endif
