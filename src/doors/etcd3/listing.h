/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A long answer that is in memory whole, and that calls share: all leases, the keys of one.
 *
 * Who asks before one is begun gets the same one, so what is held does not grow with the number of
 * those who ask. Of a loop, one is gathered at a time, and a new one is begun only while those that
 * are held take less than a bound. If they take more, the next one waits: readers that come to
 * their end make room, and who has one for ten seconds is cut off, the oldest first. So at most the
 * bound and one listing are held, and nobody waits for a reader that does not read.
 */
#ifndef VD_DOORS_ETCD3_LISTING_H
#define VD_DOORS_ETCD3_LISTING_H

#include "base/list.h"
#include "doors/etcd3/gather.h"

struct vd_etcd3_listing;

/* How one is gathered. */
struct vd_etcd3_listing_ops {
    size_t state_bytes; /* zeroed at the start */
    /* Inside the fill of a call that wants it: a bounded piece. 0: that was all; VD_AGAIN; else how
     * all who want it fail. */
    int (*step)(struct vd_call *call, struct vd_etcd3_listing *listing);
    void (*release)(struct vd_etcd3_listing *listing);
};

struct vd_etcd3_listing {
    struct vd_list link; /* of those that wait, or of those that are held */
    struct vd_list readings;
    struct vd_etcd3_listings *all;
    const struct vd_etcd3_listing_ops *ops;
    int64_t id; /* of what */
    struct vd_etcd3_gather gather;
    uint64_t moved_ms; /* a held one: when it was gathered, or a piece of it */
    uint8_t stage;
    bool is_pinned; /* it stays, though nobody may be left */
    _Alignas(8) uint8_t state[];
};

/* Of a loop. */
struct vd_etcd3_listings {
    struct vd_loop *loop;
    struct vd_list waiting;
    struct vd_list held; /* begun; by moved_ms */
    struct vd_etcd3_listing *gathering;
    size_t held_bytes, max_bytes;
    struct vd_timer timer; /* while some wait */
};

/* A call's part in one; in its state, zeroed. */
struct vd_etcd3_reading {
    struct vd_list link;
    struct vd_etcd3_listing *listing; /* NULL: it has none */
    struct vd_call *call;
    struct vd_etcd3_gather_reader reader;
};

void vd_etcd3_listings_init(struct vd_etcd3_listings *all, struct vd_loop *loop);
/* No call is left. */
void vd_etcd3_listings_deinit(struct vd_etcd3_listings *all);

/* Whether one that the call could share waits to be begun. */
bool vd_etcd3_listing_waits(const struct vd_etcd3_listings *all, const struct vd_call *call,
                            const struct vd_etcd3_listing_ops *ops, int64_t id);
/* 0, -ENOMEM. Go on with vd_etcd3_listing_fill. */
VD_MUST_CHECK int vd_etcd3_listing_join(struct vd_etcd3_listings *all,
                                        struct vd_etcd3_reading *reading, struct vd_call *call,
                                        const struct vd_etcd3_listing_ops *ops, int64_t id);
/* The call's fill; ends the call. */
enum vd_fill vd_etcd3_listing_fill(struct vd_etcd3_reading *reading, struct vd_out *out);
/* In the call's release. */
void vd_etcd3_listing_leave(struct vd_etcd3_reading *reading);

#endif
