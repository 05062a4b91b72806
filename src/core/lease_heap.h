/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a lease is in memory, and the heap that says which one runs out next. The lease table's
 * own; its mutex is held around everything here.
 *
 * A renewal does not touch the heap. It only moves expires_ms, which is never earlier than the time
 * the heap knows; the lease is put where it belongs when its old time has come.
 */
#ifndef VD_CORE_LEASE_HEAP_H
#define VD_CORE_LEASE_HEAP_H

#include "base/pages.h"
#include "core/lease_keys.h"

#include <stdbool.h>

struct vd_lease {
    struct vd_lease *next; /* in its bucket */
    int64_t id, ttl_ms;
    int64_t expires_ms;        /* INT64_MAX: it does not run yet */
    uint64_t granted, revoked; /* log indices */
    struct vd_lease_keys keys;
    uint32_t heap_at; /* VD_LEASE_UNHEAPED: not in the heap */
    bool has_expired; /* and somebody has been told so */
    bool takes_subtrees;
};

#define VD_LEASE_UNHEAPED UINT32_MAX

struct vd_lease_heap_entry {
    int64_t due_ms;
    struct vd_lease *lease;
};

struct vd_lease_heap {
    struct vd_pages entries; /* a parent is never due later than its four kids */
    uint32_t count;
};

void vd_lease_heap_init(struct vd_lease_heap *heap);
void vd_lease_heap_deinit(struct vd_lease_heap *heap);
/* Room for `count` leases in all. 0, -ENOMEM. */
VD_MUST_CHECK int vd_lease_heap_reserve(struct vd_lease_heap *heap, size_t count);
/* Gives back what is more than that. */
void vd_lease_heap_trim(struct vd_lease_heap *heap, size_t count);
/* The one that is due first. There must be one. */
const struct vd_lease_heap_entry *vd_lease_heap_first(const struct vd_lease_heap *heap);
/* There must be room. */
void vd_lease_heap_add(struct vd_lease_heap *heap, struct vd_lease *lease, int64_t due_ms);
void vd_lease_heap_remove(struct vd_lease_heap *heap, struct vd_lease *lease);
/* The first one is due later than it was. */
void vd_lease_heap_delay_first(struct vd_lease_heap *heap, int64_t due_ms);

#endif
