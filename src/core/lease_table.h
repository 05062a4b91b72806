/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The leases of a store, in memory: by id, and by the time when they run out. One mutex guards it;
 * it is held for a bounded handful of leases or keys at a time, never across I/O.
 *
 * Nothing is seen before it is durable: a lease carries the log index of its grant and of its
 * revoke, and a reader says which index it stands at. A change is *staged* by the role, then
 * accepted with its index or undone, and published with its group: only then does a lease begin to
 * run, and only then is a revoked one gone.
 *
 * The keys of a lease are hints. The truth is the index: a key is attached to the lease that its
 * newest version names. The role attaches while it applies and detaches after publishing, so a set
 * holds at least what any reader may see, and each key is looked up in the reader's index. A key
 * must have left every set before it is freed, and for that the lock is enough: no hint leaves it.
 *
 * Times are monotonic milliseconds. What was recovered runs from the first time that is told.
 */
#ifndef VD_CORE_LEASE_TABLE_H
#define VD_CORE_LEASE_TABLE_H

#include "core/index.h"
#include "core/lease.h"

struct vd_lease_table;

/* NULL: no memory. */
struct vd_lease_table *vd_lease_table_new(void);
void vd_lease_table_free(struct vd_lease_table *table);

/*
 * Recovery. The ttl was checked. 0, -ENOMEM; a lease that is there takes the new ttl.
 */
VD_MUST_CHECK int vd_lease_table_recover(struct vd_lease_table *table,
                                         const struct vd_lease_op *op);
/* Removing what is not there is no failure. */
void vd_lease_table_forget(struct vd_lease_table *table, int64_t id);
/* Once all leases are there: of a key whose newest version names one. 0, -ENOMEM. */
VD_MUST_CHECK int vd_lease_table_recover_key(struct vd_lease_table *table, int64_t id,
                                             struct vd_key *key);

/*
 * The role's.
 */

/* Stages one change; vd_lease_table_accept or _undo must follow before the next. */
VD_MUST_CHECK int vd_lease_table_grant(struct vd_lease_table *table,
                                       const struct vd_lease_op *op); /* 0, VD_EXISTS, -ENOMEM */
VD_MUST_CHECK int vd_lease_table_revoke(struct vd_lease_table *table,
                                        int64_t id); /* 0, VD_LEASE_GONE, -ENOMEM */
void vd_lease_table_accept(struct vd_lease_table *table, uint64_t log_index);
void vd_lease_table_undo(struct vd_lease_table *table);
/* All that was accepted is published. Cannot fail. */
void vd_lease_table_publish(struct vd_lease_table *table);

/* Whether everything that begins with a key of it goes with the key. */
bool vd_lease_table_takes_subtrees(struct vd_lease_table *table, int64_t id);
/* Whether a put may name it. */
bool vd_lease_table_has(struct vd_lease_table *table, int64_t id);
/* 0; VD_EXISTS: it was attached before; -ENOMEM. The lease must be there. */
VD_MUST_CHECK int vd_lease_table_attach(struct vd_lease_table *table, int64_t id,
                                        struct vd_key *key);
/* Neither lease nor key need be there. */
void vd_lease_table_detach(struct vd_lease_table *table, int64_t id, const struct vd_key *key);

/*
 * A lease that has run out by now_ms and is not being revoked; from now on it cannot be renewed.
 * Unless it is gone by then, it comes again in half a second. 0; VD_END: there is none now;
 * VD_WAIT: many that were due had been renewed, look again soon.
 */
VD_MUST_CHECK int vd_lease_table_next_due(struct vd_lease_table *table, int64_t now_ms,
                                          int64_t *out_id);

/*
 * Any thread's.
 */

/* The time is at least this. */
void vd_lease_table_set_time(struct vd_lease_table *table, int64_t now_ms);
int64_t vd_lease_table_time(const struct vd_lease_table *table);
/* When vd_lease_table_next_due is worth a call; INT64_MAX: no lease is there. */
int64_t vd_lease_table_due_at(const struct vd_lease_table *table);

/* For a reader at log_index; core/lease.h says what they answer. */
VD_MUST_CHECK int vd_lease_table_renew(struct vd_lease_table *table, uint64_t log_index, int64_t id,
                                       int64_t now_ms, int64_t *out_ttl_ms);
VD_MUST_CHECK int vd_lease_table_info(struct vd_lease_table *table, uint64_t log_index, int64_t id,
                                      int64_t now_ms, struct vd_lease_info *out_info);
/* The log index of who sees all that is staged: the role. */
#define VD_LEASE_STAGED (UINT64_MAX - 1)
/*
 * The next keys of a lease in order, above *after (empty: from the first), which is moved on and
 * then borrowed from the index, as are the hits. root: of the reader's view, or the role's working
 * one. 0: these were the last; VD_AGAIN: max were found, or a thousand looked at; VD_LEASE_GONE.
 */
VD_MUST_CHECK int vd_lease_table_keys(struct vd_lease_table *table, uint64_t log_index,
                                      const struct vd_index_root *root, int64_t id,
                                      struct vd_slice *after, struct vd_index_hit *out_hits,
                                      size_t max, size_t *out_count);

struct vd_lease_row {
    int64_t expires_ms, id;
};

/*
 * The next leases in an order that does not change while they come and go: *cursor begins at 0 and
 * is moved on. Fills rows with at most max of them and *out_count; only whole buckets, so that
 * nothing at all may fit when max is small (give 256, and more if that is not enough). True: that
 * was all.
 */
bool vd_lease_table_scan(struct vd_lease_table *table, uint64_t log_index, uint64_t *cursor,
                         struct vd_lease_row *rows, size_t max, size_t *out_count);

struct vd_lease_counts {
    uint64_t leases, granted, revoked, expired, renewed;
};
void vd_lease_table_counts(struct vd_lease_table *table, struct vd_lease_counts *out_counts);

#endif
