/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Encoded events, shared: what one watch was sent is nearly always what its neighbours in the queue
 * want next, so the last encodings are kept, one set a loop. They are the `events` fields of a
 * WatchResponse without anything around them; what differs between watches (header, id) goes
 * before.
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
    VD_ETCD3_BATCH_SLOTS = 64,
    VD_ETCD3_BATCH_SLOT_BYTES = 16384 /* what a slot keeps; larger ones share a single slot */
};

struct vd_etcd3_encoding {
    uint64_t key;
    struct vd_pos from, to;
    struct vd_bytes *bytes; /* NULL: all events were filtered out */
    uint32_t events;        /* in it */
    unsigned variant;
};

struct vd_etcd3_batches {
    struct vd_etcd3_encoding slots[VD_ETCD3_BATCH_SLOTS];
    struct vd_etcd3_encoding large;
};

void vd_etcd3_batches_deinit(struct vd_etcd3_batches *batches);

/* Whether a watch of this variant is shown the event. */
static inline bool vd_etcd3_wants(unsigned variant, const struct vd_event *event)
{
    return !(variant & (event->type == VD_EVENT_DELETE ? VD_ETCD3_NO_DELETE : VD_ETCD3_NO_PUT));
}

/*
 * The encoding of a batch, kept or made now. Its bytes are borrowed until the next call; take a
 * reference to hold them longer. 0, -ENOMEM.
 */
VD_MUST_CHECK int vd_etcd3_batches_get(struct vd_etcd3_batches *batches,
                                       const struct vd_batch *batch, unsigned variant,
                                       const struct vd_etcd3_encoding **out_encoding);

/* Events first .. end-1 of a batch; never kept. *out_bytes NULL: all were filtered out. */
VD_MUST_CHECK int vd_etcd3_encode_events(const struct vd_batch *batch, uint32_t first, uint32_t end,
                                         unsigned variant, struct vd_bytes **out_bytes,
                                         uint32_t *out_events);

#endif
