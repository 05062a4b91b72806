/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hub: the cursors of one loop on the store, as a journal (core/journal.h).
 *
 * Every turn it matches what was published since its last one, each event once, against its live
 * selectors, and marks their cursors. A cursor that is behind reads history instead: the versions
 * of its key, if it has but one and they lie far apart; otherwise the pass that all cursors
 * behind share. What either finds on disk comes by a job; no loop waits.
 *
 * Memory: a cursor is its struct. What waits for live cursors is a ring of pointers into the
 * tail, of at most 256, dropped when it is full (its cursors are behind then), when the tail has
 * moved on, or when nobody needs it; a pointer is used only after the tail was seen to reach back
 * to the ring's first event, so nothing holds a block and no stalled reader holds the tail. The
 * pass has one slice of history for the whole hub.
 */
#ifndef VD_CORE_HUB_H
#define VD_CORE_HUB_H

#include "core/journal.h"
#include "core/kv.h"

struct vd_hub;

struct vd_hub_options {
    struct vd_kv *kv;
    unsigned slot; /* the loop's */
    void (*submit_job)(void *arg, struct vd_job *job);
    void (*wake)(void *arg); /* vd_hub_turn has work again: let the loop have a turn soon */
    void *arg;
};

/* The slot must be entered: the hub begins at the published head. 0, -ENOMEM. */
VD_MUST_CHECK int vd_hub_new(const struct vd_hub_options *options, struct vd_hub **out_hub);
/* Every cursor must be closed, and no job of it be under way. NULL is fine. */
void vd_hub_free(struct vd_hub *hub);
/* How many of its jobs are under way. */
unsigned vd_hub_jobs(const struct vd_hub *hub);

/* All of these, and the journal itself, only with the slot entered. */
struct vd_journal *vd_hub_journal(struct vd_hub *hub);

/*
 * Once a turn, after vd_kv_collect and before the loop fills connections: matches what is new,
 * calls `ready`, moves the pass on. All of it bounded. True: there is more to do, have another
 * turn without sleeping. `ready` is called from here and nowhere else, and may do anything.
 */
bool vd_hub_turn(struct vd_hub *hub);

struct vd_hub_stats {
    size_t cursors, selectors;
    size_t rings; /* selectors with matches that some live cursor has not pulled */
    size_t seats; /* selectors in the pass */
    uint64_t matched, slices, fetches, gaps;
};
void vd_hub_stats(const struct vd_hub *hub, struct vd_hub_stats *out_stats);

#endif
