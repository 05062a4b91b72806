/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Output on its way to a socket: runs of bytes in order, each borrowed from scratch or held by a
 * reference that is released once its bytes have left. What a socket did not take is kept in one
 * allocation of exactly its size.
 */
#ifndef VD_IO_PIECES_H
#define VD_IO_PIECES_H

#include "io/out.h"

#include <sys/uio.h>

enum { VD_PIECES_MAX = 2 * VD_OUT_REFS + 1 }; /* of one fill */

struct vd_piece {
    struct vd_slice bytes;
    void (*release)(void *hold); /* NULL: not a reference */
    void *hold;
};

/* items[first .. count) have not left. */
struct vd_pieces {
    struct vd_piece *items;
    unsigned first, count;
};

static inline bool vd_pieces_is_empty(const struct vd_pieces *pieces)
{
    return pieces->first == pieces->count;
}

/* How many bytes have not left. */
size_t vd_pieces_bytes(const struct vd_pieces *pieces);

/* What a fill has written; the references are the pieces' now. */
void vd_pieces_init(struct vd_pieces *pieces, struct vd_piece items[VD_PIECES_MAX],
                    const struct vd_out *out);
/* For sendmsg; returns how many parts, at most VD_PIECES_MAX. */
unsigned vd_pieces_iov(const struct vd_pieces *pieces, struct iovec parts[VD_PIECES_MAX]);
/* The first `sent` bytes have left. */
void vd_pieces_sent(struct vd_pieces *pieces, size_t sent);
/* Releases what has not left. */
void vd_pieces_drop(struct vd_pieces *pieces);
/*
 * Moves what has not left into memory of its own, scratch bytes copied. NULL: no memory, and
 * everything is released. Free it with vd_free once it is empty or dropped.
 */
struct vd_pieces *vd_pieces_keep(struct vd_pieces *pieces);

#endif
