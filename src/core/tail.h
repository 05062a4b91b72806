/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The newest part of the log in memory: a ring of pointers to blocks, numbered in the order they
 * were made. Blocks are staged by the role while it applies, are published together, and leave at
 * the old end when the keeper trims. Readers search it without a lock, under an epoch pin.
 *
 * An event's place (block number and index) is what the key index keeps as a hint; a place that
 * was trimmed is found out by its number, so nobody has to be told of a trim.
 */
#ifndef VD_CORE_TAIL_H
#define VD_CORE_TAIL_H

#include "base/outcome.h"
#include "core/epoch.h"
#include "core/event.h"

#include <pthread.h>

struct vd_tail_ring;

struct vd_tail {
    int64_t base; /* every event above this revision has gone through here */
    _Atomic(struct vd_tail_ring *) ring;
    _Atomic uint64_t first; /* number of the oldest block */
    _Atomic uint64_t end;   /* one after the newest published */
    uint64_t staged_end;    /* one after the newest staged; the role's */
    pthread_mutex_t resize; /* the keeper's trim against the role's growth of the ring */
    _Atomic uint64_t bytes, events;
};

/* base: the head before the first block that will be staged. */
VD_MUST_CHECK int vd_tail_init(struct vd_tail *tail, int64_t base);
/* No readers are left. */
void vd_tail_deinit(struct vd_tail *tail);

/* The role: takes over one reference of the block, which may still be filled until it is
 * published. 0 or -ENOMEM. */
VD_MUST_CHECK int vd_tail_stage(struct vd_tail *tail, struct vd_block *block);
/* The role: the newest staged block again, taken back with its reference. */
struct vd_block *vd_tail_unstage(struct vd_tail *tail);
/* The role: everything staged is visible from now on. How many bytes that was. */
size_t vd_tail_publish(struct vd_tail *tail);

/* Keeper: takes the oldest block, which must be published, out of the tail and adds it to the list
 * (which must have room), to be retired by the caller. */
void vd_tail_trim(struct vd_tail *tail, struct vd_retire_list *list);

/* Where the tail begins: what is at or after it is there. head: the newest revision published. */
struct vd_pos vd_tail_start(const struct vd_tail *tail, int64_t head);
/* The published block of a number, or NULL: trimmed, or not published yet. */
struct vd_block *vd_tail_block(const struct vd_tail *tail, uint64_t number);
/* The role: the same, staged blocks too. */
struct vd_block *vd_tail_block_staged(const struct vd_tail *tail, uint64_t number);
/* The index of the first event of a block at or after pos; its count: none. */
uint32_t vd_block_find(const struct vd_block *block, struct vd_pos pos);
/*
 * The first event at or after pos. 0; VD_END: nothing published there; VD_WAIT: pos lies before the
 * oldest event of the tail, so what is wanted may be missing here.
 */
VD_MUST_CHECK int vd_tail_find(const struct vd_tail *tail, struct vd_pos pos, uint64_t *out_number,
                               struct vd_block **out_block, uint32_t *out_index);

#endif
