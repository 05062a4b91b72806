/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a transaction will do, decided before it does anything: which branches run, and whether
 * every operation on that path may. Both are judged against the state before the transaction,
 * those of nested transactions too; so an error is found while nothing has changed.
 *
 * The plan is the result tree itself: branch chosen, one zeroed result an operation.
 *
 * A comparison may look at a million keys, so planning goes in steps: a key that is looked at is
 * one, and so is an operation. While the state that is judged stays as it is, a plan can be left at
 * any step and gone on with later.
 */
#ifndef VD_CORE_PLAN_H
#define VD_CORE_PLAN_H

#include "core/index.h"
#include "core/values.h"
#include "core/write.h"

struct vd_lease_table;

/* Deeper nesting is answered VD_TOO_LARGE; doors stop long before. */
enum { VD_TXN_DEPTH_MAX = 64 };

/* Keys and values that one transaction may fetch. */
enum { VD_WANTED_BYTES_MAX = 64 << 20 };

/* Events whose values had to be looked at and are not in memory. */
struct vd_wanted {
    struct vd_pos *positions;
    size_t count, cap, bytes; /* bytes: of keys and values */
};

/* The state that is judged. */
struct vd_judge {
    const struct vd_index_root *root;
    const struct vd_values *values;
    bool is_role; /* what is staged but not published counts too */
    int64_t head, floor;
    const struct vd_block *fetched; /* values fetched for this transaction, or NULL */
    struct vd_lease_table *leases;  /* that a put may name; the role's */
    struct vd_arena *arena;         /* for the result */
    struct vd_wanted *wanted;       /* NULL: nobody will fetch them */
};

/* A transaction on the way to the innermost one under way. */
struct vd_txn_frame {
    const struct vd_txn *txn;
    struct vd_txn_result *result;
    uint32_t at;    /* the next comparison, or, once the branch is chosen, operation */
    bool is_chosen; /* the branch */
    bool waits;     /* a value that it looks at is missing */
};

/* Large; only what is used of it is ever written. */
struct vd_plan {
    struct vd_judge judge;
    struct vd_txn_result result;
    unsigned depth; /* frames; 0: it is over */
    bool in_range;  /* in the middle of a comparison over a range: */
    bool any, range_waits;
    struct vd_index_iter iter;
    struct vd_txn_frame frames[VD_TXN_DEPTH_MAX];
};

void vd_wanted_deinit(struct vd_wanted *wanted);
/* Brings them into ascending order, each one once. */
void vd_wanted_sort(struct vd_wanted *wanted);
/* Everything in `more` too. 0, VD_TOO_LARGE, -ENOMEM. */
VD_MUST_CHECK int vd_wanted_add(struct vd_wanted *wanted, const struct vd_wanted *more);

void vd_plan_begin(struct vd_plan *plan, const struct vd_judge *judge, const struct vd_txn *txn);
/*
 * At most about *steps steps, which it counts down. 0, and the plan is in plan->result; VD_AGAIN:
 * no step is left, go on from here; VD_WAIT: values are missing, those of judge->wanted;
 * VD_COMPACTED, VD_FUTURE (a range); VD_NOT_FOUND (ignore_value, ignore_lease); VD_LEASE_GONE;
 * VD_TOO_LARGE (results over the arena's cap, nesting, or values over what one transaction may
 * fetch); -ENOMEM.
 */
VD_MUST_CHECK int vd_plan_step(struct vd_plan *plan, size_t *steps);
/* For who walks a transaction as it was planned: one frame more, the next operation the first. */
void vd_plan_enter(struct vd_plan *plan, const struct vd_txn *txn, struct vd_txn_result *result);

/* The value of a version of a key. 0, or VD_WAIT (and it is wanted), VD_TOO_LARGE, -ENOMEM. */
VD_MUST_CHECK int vd_judge_value(const struct vd_judge *judge, const struct vd_key *key,
                                 const struct vd_version *version, struct vd_slice *out_value);

#endif
