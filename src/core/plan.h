/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a transaction will do, decided before it does anything: which branches run, and whether
 * every operation on that path may. Both are judged against the state before the transaction,
 * those of nested transactions too; so an error is found while nothing has changed.
 *
 * The plan is the result tree itself: branch chosen, one zeroed result an operation.
 */
#ifndef VD_CORE_PLAN_H
#define VD_CORE_PLAN_H

#include "core/values.h"
#include "core/write.h"

/* Deeper nesting is answered VD_TOO_LARGE; doors stop long before. */
enum { VD_TXN_DEPTH_MAX = 64 };

/* Events whose values had to be looked at and are not in memory. */
struct vd_wanted {
    struct vd_pos *positions;
    size_t count, cap, value_bytes;
};

/* The state that is judged. */
struct vd_judge {
    const struct vd_index_root *root;
    const struct vd_values *values;
    bool is_role; /* what is staged but not published counts too */
    int64_t head, floor;
    const struct vd_block *fetched; /* values fetched for this transaction, or NULL */
    struct vd_arena *arena;         /* for the result */
    struct vd_wanted *wanted;       /* NULL: nobody will fetch them */
};

void vd_wanted_deinit(struct vd_wanted *wanted);
/* Brings them into ascending order, each one once. */
void vd_wanted_sort(struct vd_wanted *wanted);
/* Everything in `more` too, in order. 0, VD_TOO_LARGE, -ENOMEM. */
VD_MUST_CHECK int vd_wanted_add(struct vd_wanted *wanted, const struct vd_wanted *more);

/*
 * 0; VD_WAIT: values are missing, those of judge->wanted; VD_COMPACTED, VD_FUTURE (a range);
 * VD_NOT_FOUND (ignore_value, ignore_lease); VD_LEASE_GONE; VD_TOO_LARGE (results over the arena's
 * cap, nesting, or values over what one transaction may fetch); -ENOMEM.
 */
VD_MUST_CHECK int vd_plan_txn(const struct vd_judge *judge, const struct vd_txn *txn,
                              struct vd_txn_result *out_result);

/* The value of a version of a key. 0, or VD_WAIT (and it is wanted), VD_TOO_LARGE, -ENOMEM. */
VD_MUST_CHECK int vd_judge_value(const struct vd_judge *judge, const struct vd_key *key,
                                 const struct vd_version *version, struct vd_slice *out_value);

#endif
