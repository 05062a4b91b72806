/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole store as a stream of bytes, for a client that carries it away: a history in one file
 * (docs/format.md), in pieces, and the SHA-256 of it all. It holds everything that was published
 * when it was asked for. Making it holds up no write and no reader; nothing of it is read on a
 * loop.
 *
 * On one loop, whose slot is entered.
 */
#ifndef VD_CORE_SNAPSHOT_H
#define VD_CORE_SNAPSHOT_H

#include "base/bytes.h"
#include "base/outcome.h"
#include "base/sha256.h"
#include "core/kv.h"

enum { VD_SNAPSHOT_PIECE_BYTES = 256 << 10 };

struct vd_snapshot;

/* ready(arg): ask again; on this loop, in a later turn. 0, VD_DENIED, -ENOMEM. */
VD_MUST_CHECK int vd_snapshot_open(struct vd_kv *kv, unsigned slot,
                                   const struct vd_principal *principal, void (*ready)(void *arg),
                                   void *arg, struct vd_snapshot **out_snapshot);
/* ready is not called after this. NULL is fine. */
void vd_snapshot_close(struct vd_snapshot *snapshot);
/*
 * The next piece, with a reference, none of them empty. 0; VD_WAIT: `ready` comes first; VD_END:
 * that was all; VD_TOO_MANY: too many snapshots are being read; VD_UNAVAILABLE: the store closes;
 * VD_CORRUPT; -ENOSPC: no room for it on the disk; -errno.
 */
VD_MUST_CHECK int vd_snapshot_next(struct vd_snapshot *snapshot, struct vd_bytes **out_piece);
/* Of all pieces together. Once the first has come. */
uint64_t vd_snapshot_size(const struct vd_snapshot *snapshot);
/* VD_SHA256_BYTES, after VD_END. */
struct vd_slice vd_snapshot_digest(const struct vd_snapshot *snapshot);

#endif
