/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Epoch-based reclamation (after Fraser, "Practical lock-freedom", 2004, with one word a reader).
 *
 * There is one count, `now`. Entering writes it into the slot; retiring stamps a list with it and
 * then increments it. So a slot whose word is above a stamp entered after that list was made
 * unreachable, and a list may be freed once every entered slot has a word above its stamp. The
 * stamps in the queue only grow, because they are drawn under the lock that guards the queue.
 *
 * The one subtle case is a slot that is just being entered while a collector looks at it: the
 * full fences on both sides make sure that either the collector sees the slot's word, or the
 * reader sees the new pointer.
 */
#include "core/epoch.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

enum { CHUNK_ITEMS = 62, LINE_BYTES = 64 };

struct vd_retire_chunk {
    struct vd_retire_chunk *next;
    uint64_t stamp;
    size_t count;
    struct {
        void *ptr;
        void (*free_fn)(void *ptr);
    } items[CHUNK_ITEMS];
};

struct slot {
    alignas(LINE_BYTES) _Atomic uint64_t entered; /* 0: not */
};

struct vd_epoch {
    alignas(LINE_BYTES) _Atomic uint64_t now;
    alignas(LINE_BYTES) pthread_mutex_t lock; /* of the queue */
    struct vd_retire_chunk *first, *last;
    size_t pending;
    unsigned slots;
    struct slot slot[];
};

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define NO_FENCES 1
#endif
#elif defined(__SANITIZE_THREAD__)
#define NO_FENCES 1
#endif

/* ThreadSanitizer does not know fences; it gets the same order from the sequentially consistent
 * accesses that surround them. */
static inline void full_fence(void)
{
#ifndef NO_FENCES
    atomic_thread_fence(memory_order_seq_cst);
#endif
}

struct vd_epoch *vd_epoch_new(unsigned slots)
{
    size_t size = sizeof(struct vd_epoch) + slots * sizeof(struct slot);
    struct vd_epoch *epoch = vd_alloc_aligned(LINE_BYTES, size);

    if (!epoch)
        return NULL;
    memset(epoch, 0, size);
    if (pthread_mutex_init(&epoch->lock, NULL)) {
        vd_free(epoch);
        return NULL;
    }
    atomic_init(&epoch->now, 1);
    epoch->slots = slots;
    return epoch;
}

static size_t free_chunks(struct vd_retire_chunk *chunk)
{
    size_t freed = 0;

    while (chunk) {
        struct vd_retire_chunk *next = chunk->next;

        for (size_t i = 0; i < chunk->count; i++)
            chunk->items[i].free_fn(chunk->items[i].ptr);
        freed += chunk->count;
        vd_free(chunk);
        chunk = next;
    }
    return freed;
}

void vd_epoch_free(struct vd_epoch *epoch)
{
    if (!epoch)
        return;
    for (unsigned i = 0; i < epoch->slots; i++)
        vd_assert(atomic_load(&epoch->slot[i].entered) == 0);
    free_chunks(epoch->first);
    pthread_mutex_destroy(&epoch->lock);
    vd_free(epoch);
}

void vd_epoch_enter(struct vd_epoch *epoch, unsigned slot)
{
    uint64_t now = atomic_load(&epoch->now);

    vd_assert(slot < epoch->slots);
    vd_assert(atomic_load_explicit(&epoch->slot[slot].entered, memory_order_relaxed) == 0);
    atomic_store(&epoch->slot[slot].entered, now);
    full_fence();
}

void vd_epoch_leave(struct vd_epoch *epoch, unsigned slot)
{
    vd_assert(slot < epoch->slots);
    vd_assert(atomic_load_explicit(&epoch->slot[slot].entered, memory_order_relaxed) != 0);
    atomic_store_explicit(&epoch->slot[slot].entered, 0, memory_order_release);
}

bool vd_epoch_is_entered(const struct vd_epoch *epoch, unsigned slot)
{
    vd_assert(slot < epoch->slots);
    return atomic_load_explicit(&epoch->slot[slot].entered, memory_order_relaxed) != 0;
}

int vd_retire_list_reserve(struct vd_retire_list *list, size_t n)
{
    struct vd_retire_chunk *first = NULL, *last = NULL;
    size_t room = list->room;

    for (; room < n; room += CHUNK_ITEMS) {
        struct vd_retire_chunk *chunk = vd_alloc(sizeof(*chunk));

        if (!chunk) {
            free_chunks(first);
            return -ENOMEM;
        }
        chunk->next = first;
        chunk->count = 0;
        first = chunk;
        last = last ? last : chunk;
    }
    if (!first)
        return 0;
    if (list->last)
        list->last->next = first;
    else
        list->first = list->filling = first;
    list->last = last;
    list->room = room;
    return 0;
}

void vd_retire_list_add(struct vd_retire_list *list, void *ptr, void (*free_fn)(void *ptr))
{
    struct vd_retire_chunk *chunk = list->filling;

    vd_assert(list->room > 0);
    if (chunk->count == CHUNK_ITEMS)
        chunk = list->filling = chunk->next;
    chunk->items[chunk->count].ptr = ptr;
    chunk->items[chunk->count].free_fn = free_fn;
    chunk->count++;
    list->count++;
    list->room--;
}

void vd_retire_list_free_now(struct vd_retire_list *list)
{
    free_chunks(list->first);
    *list = (struct vd_retire_list){0};
}

void vd_epoch_retire(struct vd_epoch *epoch, struct vd_retire_list *list)
{
    struct vd_retire_chunk *first = list->first, *last = list->filling, *spare;
    uint64_t stamp;

    if (list->count == 0)
        return;
    spare = last->next;
    last->next = NULL;

    pthread_mutex_lock(&epoch->lock);
    stamp = atomic_fetch_add(&epoch->now, 1);
    for (struct vd_retire_chunk *chunk = first; chunk; chunk = chunk->next)
        chunk->stamp = stamp;
    if (epoch->last)
        epoch->last->next = first;
    else
        epoch->first = first;
    epoch->last = last;
    epoch->pending += list->count;
    pthread_mutex_unlock(&epoch->lock);

    *list = (struct vd_retire_list){.first = spare, .filling = spare};
    for (struct vd_retire_chunk *chunk = spare; chunk; chunk = chunk->next) {
        list->last = chunk;
        list->room += CHUNK_ITEMS;
    }
}

int vd_epoch_retire_one(struct vd_epoch *epoch, void *ptr, void (*free_fn)(void *ptr))
{
    struct vd_retire_list list = {0};
    int rc = vd_retire_list_reserve(&list, 1);

    if (rc)
        return rc;
    vd_retire_list_add(&list, ptr, free_fn);
    vd_epoch_retire(epoch, &list);
    return 0;
}

/* The oldest epoch that some slot is in; all stamps below it are free to go. */
static uint64_t oldest_entered(const struct vd_epoch *epoch)
{
    uint64_t oldest = UINT64_MAX;

    full_fence();
    for (unsigned i = 0; i < epoch->slots; i++) {
        uint64_t entered = atomic_load(&epoch->slot[i].entered);

        if (entered && entered < oldest)
            oldest = entered;
    }
    return oldest;
}

size_t vd_epoch_collect(struct vd_epoch *epoch, size_t max_items)
{
    struct vd_retire_chunk *first, *last = NULL;
    size_t taken = 0;

    pthread_mutex_lock(&epoch->lock);
    first = epoch->first;
    if (first) {
        uint64_t oldest = oldest_entered(epoch);

        for (struct vd_retire_chunk *chunk = first;
             chunk && chunk->stamp < oldest && taken < max_items; chunk = chunk->next) {
            taken += chunk->count;
            last = chunk;
        }
    }
    if (last) {
        epoch->first = last->next;
        if (!epoch->first)
            epoch->last = NULL;
        epoch->pending -= taken;
        last->next = NULL;
    }
    pthread_mutex_unlock(&epoch->lock);

    return last ? free_chunks(first) : 0;
}

size_t vd_epoch_pending(struct vd_epoch *epoch)
{
    size_t pending;

    pthread_mutex_lock(&epoch->lock);
    pending = epoch->pending;
    pthread_mutex_unlock(&epoch->lock);
    return pending;
}
