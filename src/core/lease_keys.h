/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys of one lease, in order: a sorted set of pointers to keys of the index. One key takes no
 * memory of its own; of many, each takes about twelve bytes, and adding or removing one moves a
 * few hundred pointers at most in a chunk.
 *
 * The caller sees to it that no key is freed while it is in a set.
 */
#ifndef VD_CORE_LEASE_KEYS_H
#define VD_CORE_LEASE_KEYS_H

#include "core/index.h"

struct vd_lease_chunk;

/* Zeroed is empty. */
struct vd_lease_keys {
    union {
        struct vd_key *one;             /* cap 0: it, or NULL */
        struct vd_lease_chunk **chunks; /* in order, none of them empty */
    };
    uint32_t count, cap; /* of chunks */
};

/* 0; VD_EXISTS: it is in there; -ENOMEM: nothing has changed. */
VD_MUST_CHECK int vd_lease_keys_add(struct vd_lease_keys *keys, struct vd_key *key);
/* False: it was not in there. */
bool vd_lease_keys_remove(struct vd_lease_keys *keys, const struct vd_key *key);
/* The next ones in order: above *after, or from the first (NULL). Fewer than max: these were the
 * last. */
size_t vd_lease_keys_after(const struct vd_lease_keys *keys, const struct vd_slice *after,
                           struct vd_key **out_keys, size_t max);
void vd_lease_keys_deinit(struct vd_lease_keys *keys);

#endif
