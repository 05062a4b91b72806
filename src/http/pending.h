/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an exchange holds until it can be written: its head, a small body, its trailers, one behind
 * the other. It is there from the first of them until the last has been written, and comes from a
 * pool of a few: a stream that goes on holds nothing, and leaves no hole in the heap where it had
 * something for a moment. A head that many send alike is made once and shared.
 */
#ifndef VD_HTTP_PENDING_H
#define VD_HTTP_PENDING_H

#include "base/buf.h"

struct vd_pending {
    struct vd_pending *next; /* in the pool */
    uint32_t cap, len;
    uint32_t head_len, body_len, body_at;
    bool is_shared; /* a head alone, which is another's */
    uint8_t bytes[];
};

struct vd_pending_pool {
    struct vd_pending *spare;
    uint32_t spare_count;
};

/* Nothing of it is in use. */
void vd_pending_pool_deinit(struct vd_pending_pool *pool);

/* Adds to what is pending (NULL: nothing), whose place may change. 0; -ENOMEM; VD_TOO_LARGE. */
VD_MUST_CHECK int vd_pending_append(struct vd_pending_pool *pool, struct vd_pending **pending,
                                    struct vd_slice bytes);
/* Forgets it; *pending becomes NULL. */
void vd_pending_drop(struct vd_pending_pool *pool, struct vd_pending **pending);

/* A head to be shared, which its maker frees with vd_free. NULL: no memory. */
struct vd_pending *vd_pending_share(struct vd_slice head);

/* What is left of the body; what follows it. NULL: nothing is pending. */
static inline struct vd_slice vd_pending_body(const struct vd_pending *pending)
{
    return pending ? vd_slice(pending->bytes + pending->head_len + pending->body_at,
                              pending->body_len - pending->body_at)
                   : VD_SLICE_EMPTY;
}

static inline struct vd_slice vd_pending_trailers(const struct vd_pending *pending)
{
    uint32_t at = pending ? pending->head_len + pending->body_len : 0;

    return pending ? vd_slice(pending->bytes + at, pending->len - at) : VD_SLICE_EMPTY;
}

#endif
