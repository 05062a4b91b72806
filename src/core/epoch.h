/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When memory that readers use without a lock may be freed.
 *
 * Each reading thread has a slot: one word on a cache line of its own. It enters before it loads
 * a published pointer and leaves when it keeps nothing of what it found; a slot that is not
 * entered holds nothing back. A writer first makes the old thing unreachable (stores the new
 * pointer), then retires it; it is freed once every slot that was entered at that time has left.
 *
 * Nothing here waits, and readers never touch the lock that guards what was retired. A retire
 * list collects beforehand, so that a writer can fail for lack of memory while it can still turn
 * back, and retiring itself cannot fail.
 */
#ifndef VD_CORE_EPOCH_H
#define VD_CORE_EPOCH_H

#include "base/outcome.h"

#include <stdbool.h>
#include <stddef.h>

struct vd_epoch;
struct vd_retire_chunk;

/* Things that will be unreachable together. One writer's, no lock; zeroed is empty. */
struct vd_retire_list {
    struct vd_retire_chunk *first, *filling, *last;
    size_t count; /* added */
    size_t room;  /* how many more can be added without an allocation */
};

/* slots: how many threads read. NULL: no memory. */
struct vd_epoch *vd_epoch_new(unsigned slots);
/* Frees everything retired; no slot may be entered. NULL is fine. */
void vd_epoch_free(struct vd_epoch *epoch);

/* A slot belongs to one thread at a time. It cannot be entered twice. */
void vd_epoch_enter(struct vd_epoch *epoch, unsigned slot);
void vd_epoch_leave(struct vd_epoch *epoch, unsigned slot);
bool vd_epoch_is_entered(const struct vd_epoch *epoch, unsigned slot);

/* Room for n more additions. 0; -ENOMEM: nothing changed. */
VD_MUST_CHECK int vd_retire_list_reserve(struct vd_retire_list *list, size_t n);
/* Room must have been reserved. free_fn(ptr) is called once, on the thread that collects. */
void vd_retire_list_add(struct vd_retire_list *list, void *ptr, void (*free_fn)(void *ptr));
/* Frees everything in it at once, for a list that was never published. It is empty after. */
void vd_retire_list_free_now(struct vd_retire_list *list);

/*
 * Takes over what is in the list, which is empty after. Every thing in it must be unreachable
 * for a slot that enters from now on. Any thread.
 */
void vd_epoch_retire(struct vd_epoch *epoch, struct vd_retire_list *list);
/* The same for one thing. 0; -ENOMEM: it was not taken over. */
VD_MUST_CHECK int vd_epoch_retire_one(struct vd_epoch *epoch, void *ptr,
                                      void (*free_fn)(void *ptr));
/*
 * Frees what no slot can see any more: whole lists, oldest first, until at least max_items things
 * were freed. Any thread, entered or not. Returns how many; 0: nothing is free to go.
 */
size_t vd_epoch_collect(struct vd_epoch *epoch, size_t max_items);
/* How many things wait to be freed. Any thread. */
size_t vd_epoch_pending(struct vd_epoch *epoch);

#endif
