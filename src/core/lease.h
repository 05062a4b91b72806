/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Leases, as a door sees them: a time to live with a number, and the keys that go when it is over.
 *
 * Granting and revoking are writes (core/write.h): logged, in order with all others, visible once
 * they are durable. A put attaches its key to the lease that it names; a later put with another one
 * or none, and a delete, detach it. A revoke deletes what is attached, in the order of the keys, on
 * one revision; it makes none where nothing is.
 *
 * Renewing is not logged, so it costs no flush, and after a restart every lease has its full time
 * again. A lease that has run out is revoked by whoever leads next, each on a revision of its own:
 * never early, and late by what vd_kv_next_due rounds up to (a tenth of a second) and the leases
 * that are due before it. What could not be logged is tried again.
 *
 * All functions may be called from any loop; the slot must be entered. They see what is published
 * and take one short lock. Times are those of vd_kv_set_time.
 */
#ifndef VD_CORE_LEASE_H
#define VD_CORE_LEASE_H

#include "core/kv.h"

#define VD_LEASE_TTL_MAX_MS ((int64_t)1 << 53)

/*
 * The lease has its full time again, from now_ms. 0 and *out_ttl_ms, that time; VD_LEASE_GONE:
 * there is no such lease; VD_WAIT: it has run out (for good), or a revoke is under way: whoever
 * wants to know when it is gone submits a revoke of it, and may take any answer to that as a yes;
 * VD_DENIED.
 */
VD_MUST_CHECK int vd_lease_renew(struct vd_kv *kv, unsigned slot,
                                 const struct vd_principal *principal, int64_t id, int64_t now_ms,
                                 int64_t *out_ttl_ms);

struct vd_lease_info {
    int64_t ttl_ms;       /* as granted */
    int64_t remaining_ms; /* 0: it has run out, and will be revoked */
};

/* 0, VD_LEASE_GONE, VD_DENIED. */
VD_MUST_CHECK int vd_lease_info(struct vd_kv *kv, unsigned slot,
                                const struct vd_principal *principal, int64_t id, int64_t now_ms,
                                struct vd_lease_info *out_info);

/*
 * The next keys of a lease in order, above *after (empty: from the first; no key is), which is
 * moved on; at most max of them (keep it at a few hundred a turn). Keys and *after are borrowed
 * until the slot leaves: to go on in a later turn, keep a copy. 0: these were the last; VD_AGAIN:
 * there may be more, even if none were found now; VD_LEASE_GONE, VD_DENIED.
 */
VD_MUST_CHECK int vd_lease_keys(struct vd_kv *kv, unsigned slot,
                                const struct vd_principal *principal, int64_t id,
                                struct vd_slice *after, struct vd_slice *out_keys, size_t max,
                                size_t *out_count);

/*
 * All leases, in the order in which they run out. Gathered and sorted in pieces: those that were
 * there from the first step to the last are in it, others may be.
 */
struct vd_lease_list;

/* 0, VD_DENIED, -ENOMEM. */
VD_MUST_CHECK int vd_lease_list_new(struct vd_kv *kv, unsigned slot,
                                    const struct vd_principal *principal,
                                    struct vd_lease_list **out_list);
/* A bounded piece of work, a fraction of a millisecond. 0: it is ready; VD_WAIT: there is more to
 * do, in a later turn; -ENOMEM. */
VD_MUST_CHECK int vd_lease_list_step(struct vd_lease_list *list, struct vd_kv *kv, unsigned slot);
/* How many there are, and the next ones; once it is ready. 0: no more. */
size_t vd_lease_list_count(const struct vd_lease_list *list);
size_t vd_lease_list_next(struct vd_lease_list *list, int64_t *out_ids, size_t max);
/* NULL is fine. */
void vd_lease_list_free(struct vd_lease_list *list);

#endif
