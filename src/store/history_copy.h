/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copying one history into another, piece by piece, beside whoever uses the first one: for
 * snapshots, restores and defragmentation. Every row's sum is checked on the way, so damage is not
 * carried on, and what comes out is as compact as it can be.
 *
 * No reader stays begun between two pieces, so nothing is pinned and the source may get new events
 * meanwhile. But nothing may be removed from it: no compaction until the copy is done. Side rows
 * and the state are taken at one moment, which is the moment of the copy.
 */
#ifndef VD_STORE_HISTORY_COPY_H
#define VD_STORE_HISTORY_COPY_H

#include "store/history.h"

struct vd_history_copy {
    struct vd_history_reader *from; /* borrowed; not begun between two calls */
    struct vd_history *to;          /* empty at first */
    struct vd_pos next;             /* the first event that may be missing there */
};

/* Events from `next` on up to revision `until`, about max_bytes of them, as one batch. 0: there
 * may be more; VD_END: that was all; VD_CORRUPT; -errno. */
VD_MUST_CHECK int vd_history_copy_events(struct vd_history_copy *copy, int64_t until,
                                         size_t max_bytes);
/* All side rows, as one batch; *out_state: what was beside them in the source. 0, VD_CORRUPT,
 * -errno. */
VD_MUST_CHECK int vd_history_copy_sides(struct vd_history_copy *copy,
                                        struct vd_history_state *out_state);
/* The copy is whole, and this is its state. 0 or -errno. */
VD_MUST_CHECK int vd_history_copy_end(struct vd_history_copy *copy,
                                      const struct vd_history_state *state);

#endif
