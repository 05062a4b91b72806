/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Applying transactions, in order, to the working index and to blocks of events that are staged in
 * the tail. The role holder's; nothing here is visible to a reader before it is published.
 *
 * A transaction is applied whole or not at all: vd_apply_txn_step leaves its events staged, and
 * either vd_apply_accept makes them final or vd_apply_txn_fail takes them back. Between the two its
 * record is written to the log, which may refuse it.
 *
 * One request may delete a million keys, and nobody shall wait for that: a transaction goes in
 * steps, about one for each key that is looked at, changed or taken back, and may be left at any of
 * them and gone on with later. The index and the tail may not be changed by anybody else until
 * then.
 */
#ifndef VD_CORE_APPLY_H
#define VD_CORE_APPLY_H

#include "core/lease_changes.h"
#include "core/plan.h"
#include "store/entry.h"
#include "store/varint.h"

enum vd_apply_phase { VD_APPLY_NONE, VD_APPLY_PLAN, VD_APPLY_OPS, VD_APPLY_UNDO };

struct vd_apply {
    struct vd_index *index;
    struct vd_values *values;
    struct vd_lease_table *leases;
    struct vd_lease_changes changes; /* of this transaction, behind those of others before it */
    int64_t head, floor, time_ms;    /* of what was accepted */

    struct vd_block *block; /* the newest staged one, still being filled; NULL: none */
    size_t next_bytes;      /* how large to make the next one, at least */

    /* The transaction under way. */
    struct vd_write *write;
    enum vd_apply_phase phase;
    int failure; /* UNDO: what it is answered */
    int64_t revision;
    uint32_t sub;     /* events made */
    uint32_t indexed; /* of them in the index */
    size_t bytes;     /* their keys, values and causes */
    struct vd_slice cause;
    uint64_t first_block; /* where its events begin */
    uint32_t first_event;
    bool in_delete;             /* in the middle of a range of keys */
    bool takes_subtrees;        /* a lease that does is being revoked */
    struct vd_slice revoked_to; /* of a lease being revoked: the keys up to here are deleted; in
                                 * the middle of a subtree, its key */
    uint8_t subtree_cause[1 + VD_VARINT_MAX];
    size_t changes_before;
    struct vd_plan plan;
};

/* The index batch must be open. expect_bytes: about what the events of the coming transactions
 * will need (vd_apply_estimate); 0: unknown. */
void vd_apply_begin(struct vd_apply *apply, size_t expect_bytes);
/* What is left of the last block is closed. */
void vd_apply_end(struct vd_apply *apply);
/* What the puts of a transaction take in a block. */
size_t vd_apply_estimate(const struct vd_txn *txn, size_t cause_bytes);
/* What the puts of a transaction, nested ones too, are reckoned to add to the store; 0: none is in
 * there. And what the one that was applied has. */
size_t vd_apply_cost(const struct vd_txn *txn);
size_t vd_apply_cost_made(const struct vd_apply *apply);

/*
 * Judges and applies write->txn; fills write->result, changed and revision. fetched, wanted: see
 * core/plan.h; all of it must stay until the last step. Or the revoke of a lease, which deletes its
 * keys; the lease itself is the caller's.
 */
void vd_apply_txn_begin(struct vd_apply *apply, struct vd_write *write,
                        const struct vd_block *fetched, struct vd_wanted *wanted);
/*
 * At most about *steps steps, which it counts down. VD_AGAIN: no step is left, go on from here;
 * otherwise what vd_plan_step answers, or VD_DENIED (a key of a lease); and on anything but 0
 * nothing has changed. On 0 with write->changed, accept or fail must follow; the events are to be
 * walked with vd_apply_walk.
 */
VD_MUST_CHECK int vd_apply_txn_step(struct vd_apply *apply, size_t *steps);
/* The events of the transaction under way in order; at {0, 0}: from the first. NULL: no more. */
struct vd_apply_walk {
    uint64_t block;
    uint32_t event;
};
struct vd_apply_walk vd_apply_walk(const struct vd_apply *apply);
const struct vd_event *vd_apply_walk_next(const struct vd_apply *apply, struct vd_apply_walk *walk);

void vd_apply_accept(struct vd_apply *apply);
/* Gives the transaction up, applied or not: the steps from here on take back what it has changed,
 * and then answer rc. */
void vd_apply_txn_fail(struct vd_apply *apply, int rc);

/*
 * Applies one event as it was recorded (recovery, or an order made elsewhere): into a block and the
 * index; a new revision moves head. 0; VD_CORRUPT: it does not follow what is there; -ENOMEM, after
 * which the revision is not whole and nothing further may be applied.
 */
VD_MUST_CHECK int vd_apply_recorded(struct vd_apply *apply, const struct vd_entry *entry);
/* What an entry says of an event whose key, value and cause are there already. */
void vd_apply_fill(struct vd_event *event, const struct vd_entry *entry);
/* What the index keeps of an event. */
struct vd_version vd_apply_version(const struct vd_entry *entry);

#endif
