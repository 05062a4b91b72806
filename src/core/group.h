/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writes of one commit, applied one after another: what the local sequencer (core/sequencer.c)
 * does with the role, and nobody else. Behind those that loops have asked for come the leases that
 * have run out, a bounded number in a group.
 *
 * A group ends when it is large enough for a flush, or its slice is used up. A write that is more
 * than a slice (a million keys to delete, or to compare) is a group of its own, and takes as many
 * calls as it has slices; no write that came before it waits for it.
 */
#ifndef VD_CORE_GROUP_H
#define VD_CORE_GROUP_H

#include "core/chain.h"
#include "core/kv_private.h"

struct vd_group {
    struct vd_kv *kv;
    struct vd_chain pending;  /* not applied yet */
    struct vd_chain parked;   /* found the store full, and wait for room */
    struct vd_chain finished; /* to be answered with the group */
    bool is_logged;           /* there is something to make durable and publish */
    /* A write that waited for a value is told here, on its loop; see core/companion.h. */
    void (*fetched)(struct vd_sequencer *sequencer, struct vd_write *write, int rc);

    /* The transaction that is being applied. */
    struct vd_write *write; /* NULL: none */
    bool is_applied;        /* and its record is being made */
    struct vd_wanted wanted;
    bool is_staged; /* the revoke of its lease */

    struct vd_write expiry; /* the revoke of a lease that has run out */
    bool expires;           /* it is pending, or under way */
};

/* Applies what is pending, with vd_kv_prepare done. 0: the group is complete; VD_AGAIN: go on with
 * the next slice. */
VD_MUST_CHECK int vd_group_apply(struct vd_group *group);
VD_MUST_CHECK int vd_group_go_on(struct vd_group *group);
/* What is pending and nobody waits for is given up. */
void vd_group_forget_own(struct vd_group *group);
/* After VD_AGAIN, at the end of everything: nothing is applied any more (what was goes with the
 * index and the tail), and the write is finished, without an outcome. */
void vd_group_abandon(struct vd_group *group);

#endif
