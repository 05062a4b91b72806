/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The leases by id. There can be several of one id: revoked and granted again, while the former
 * ones are not gone yet. The lease table's own; its mutex is held around everything here.
 */
#ifndef VD_CORE_LEASE_IDS_H
#define VD_CORE_LEASE_IDS_H

#include "base/outcome.h"
#include "core/lease_heap.h"

struct vd_lease_ids {
    struct vd_pages buckets; /* struct vd_lease *: a chain */
    size_t bucket_count;
    size_t count; /* leases */
};

VD_MUST_CHECK int vd_lease_ids_init(struct vd_lease_ids *ids);
void vd_lease_ids_deinit(struct vd_lease_ids *ids, void (*free_lease)(struct vd_lease *lease));
/* One of that id, and another one of the same. NULL: there is none. */
struct vd_lease *vd_lease_ids_find(const struct vd_lease_ids *ids, int64_t id);
struct vd_lease *vd_lease_ids_another(const struct vd_lease *lease);
/* Cannot fail: what could not grow is slower. */
void vd_lease_ids_add(struct vd_lease_ids *ids, struct vd_lease *lease);
void vd_lease_ids_remove(struct vd_lease_ids *ids, struct vd_lease *lease);

/*
 * A walk that sees what is there from its beginning to its end exactly once, and of what comes or
 * goes meanwhile each at most once. The leases of the bucket at the cursor (at first 0); *out_next
 * is the cursor behind it, 0: it was the last.
 */
const struct vd_lease *vd_lease_ids_from(const struct vd_lease_ids *ids, uint64_t cursor,
                                         uint64_t *out_next);
/* The next one of the same bucket, or NULL. */
const struct vd_lease *vd_lease_ids_next(const struct vd_lease *lease, uint64_t cursor);

#endif
