/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Encoded events, shared. What one watch is sent, its neighbours in the queue want too: most want
 * the same, some a little more or less of it. So encodings are kept as runs: consecutive events of
 * one selection, encoded once, end to end, with the place of each. Whatever piece of a run a batch
 * asks for lies there in one piece, and a batch that goes beyond its end makes it longer.
 *
 * The bytes are the `events` fields of a WatchResponse and nothing around them; what differs
 * between watches (header, id) goes before. One set a loop, bounded in bytes; the oldest runs go
 * first.
 */
#ifndef VD_DOORS_ETCD3_BATCHES_H
#define VD_DOORS_ETCD3_BATCHES_H

#include "base/bytes.h"
#include "core/journal.h"

/* How a watch wants its events; part of what an encoding is known by. */
enum vd_etcd3_variant {
    VD_ETCD3_PREV_KV = 1,
    VD_ETCD3_NO_PUT = 2,
    VD_ETCD3_NO_DELETE = 4,
    VD_ETCD3_VARIANTS = 7
};

enum {
    VD_ETCD3_RUN_BYTES = 16384, /* a run is no longer, unless one revision alone is */
    VD_ETCD3_BATCHES_BYTES = 1 << 20,
    VD_ETCD3_BATCHES_BUCKETS = 256
};

struct vd_etcd3_batches {
    struct vd_list buckets[VD_ETCD3_BATCHES_BUCKETS]; /* newest first */
    struct vd_list order;                             /* oldest first */
    size_t bytes;
};

/* A piece of a run; borrowed until the next call. A reference to `bytes` keeps the piece. */
struct vd_etcd3_encoding {
    struct vd_bytes *bytes;
    struct vd_slice piece; /* empty: all events were filtered out */
    uint32_t events;
    struct vd_pos to; /* it goes as far as this: the batch's own end, or less */
};

void vd_etcd3_batches_init(struct vd_etcd3_batches *batches);
void vd_etcd3_batches_deinit(struct vd_etcd3_batches *batches);

/* Whether a watch of this variant is shown the event. */
static inline bool vd_etcd3_wants(unsigned variant, const struct vd_event *event)
{
    return !(variant & (event->type == VD_EVENT_DELETE ? VD_ETCD3_NO_DELETE : VD_ETCD3_NO_PUT));
}

/*
 * The encoding of a batch that is not empty, or of the front of it, where one run ends (`to` is
 * always beyond the batch's beginning, but the piece may be empty). Then the cursor goes back to
 * `to`, which lies between revisions unless the batch splits one. 0, -ENOMEM.
 */
VD_MUST_CHECK int vd_etcd3_batches_get(struct vd_etcd3_batches *batches,
                                       const struct vd_batch *batch, unsigned variant,
                                       struct vd_etcd3_encoding *out_encoding);

#endif
