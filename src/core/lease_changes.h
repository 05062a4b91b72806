/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which keys have changed hands between leases: from the put or delete that did it until, some time
 * after it was published, the key is taken out of the set of the lease it had before.
 *
 * The role's. It adds at the end while it applies, takes back from there what it undoes, and works
 * off the front between two groups, a bounded piece at a time. The keys in here are never freed:
 * what is purged waits (core/kv_compact.c).
 */
#ifndef VD_CORE_LEASE_CHANGES_H
#define VD_CORE_LEASE_CHANGES_H

#include "base/outcome.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vd_key;
struct vd_lease_changes_chunk;

struct vd_lease_change {
    struct vd_key *key;
    int64_t from; /* the lease before; 0: none */
    uint32_t sub; /* of the event that did it */
    bool is_new;  /* the key was not in the set of the lease that it has now */
};

/* Zeroed is empty. */
struct vd_lease_changes {
    struct vd_lease_changes_chunk *first, *last;
    size_t taken; /* of the first */
    size_t count; /* in all */
};

VD_MUST_CHECK int vd_lease_changes_add(struct vd_lease_changes *changes,
                                       const struct vd_lease_change *change); /* 0, -ENOMEM */
/* NULL: it is empty. */
struct vd_lease_change *vd_lease_changes_last(struct vd_lease_changes *changes);
struct vd_lease_change *vd_lease_changes_first(struct vd_lease_changes *changes);
void vd_lease_changes_drop_last(struct vd_lease_changes *changes);
void vd_lease_changes_drop_first(struct vd_lease_changes *changes);
void vd_lease_changes_deinit(struct vd_lease_changes *changes);

#endif
