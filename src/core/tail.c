/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ring, and why a reader without a lock is right.
 *
 * Numbers only grow: first <= end <= staged_end, and a slot holds the block whose number modulo the
 * ring's size is the slot. Publishing stores `end` after the slots and the ring, so who sees an end
 * sees everything below it. Trimming moves `first` before it empties the slot, and a slot is used
 * again only by a role that has seen that `first`; so a reader that looks at `first` once more
 * after it has read a slot knows whether the slot was still its own. The blocks themselves are kept
 * by the epoch. Rings that were outgrown are kept until the end: together they are smaller than the
 * present one, and a reader may still look at them.
 */
#include "core/tail.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>

enum { RING_MIN = 1024 };

struct vd_tail_ring {
    struct vd_tail_ring *older;
    uint64_t mask;
    _Atomic(struct vd_block *) slots[];
};

static struct vd_tail_ring *ring_new(uint64_t size, struct vd_tail_ring *older)
{
    struct vd_tail_ring *ring =
        vd_alloc_zero(sizeof(*ring) + (size_t)size * sizeof(ring->slots[0]));

    if (ring) {
        ring->mask = size - 1;
        ring->older = older;
    }
    return ring;
}

static struct vd_tail_ring *ring_of(const struct vd_tail *tail)
{
    return atomic_load_explicit(&tail->ring, memory_order_acquire);
}

static _Atomic(struct vd_block *) *slot_of(struct vd_tail_ring *ring, uint64_t number)
{
    return &ring->slots[number & ring->mask];
}

int vd_tail_init(struct vd_tail *tail, int64_t base)
{
    struct vd_tail_ring *ring = ring_new(RING_MIN, NULL);

    if (!ring)
        return -ENOMEM;
    *tail = (struct vd_tail){.base = base};
    atomic_init(&tail->ring, ring);
    pthread_mutex_init(&tail->resize, NULL);
    return 0;
}

void vd_tail_deinit(struct vd_tail *tail)
{
    struct vd_tail_ring *ring = ring_of(tail);

    if (!ring)
        return;
    for (uint64_t n = atomic_load(&tail->first); n < tail->staged_end; n++)
        vd_block_unref(*slot_of(ring, n));
    while (ring) {
        struct vd_tail_ring *older = ring->older;

        vd_free(ring);
        ring = older;
    }
    pthread_mutex_destroy(&tail->resize);
    atomic_store(&tail->ring, NULL);
}

static int ring_grow(struct vd_tail *tail, struct vd_tail_ring *ring)
{
    struct vd_tail_ring *larger = ring_new(2 * (ring->mask + 1), ring);

    if (!larger)
        return -ENOMEM;
    pthread_mutex_lock(&tail->resize);
    for (uint64_t n = atomic_load(&tail->first); n < tail->staged_end; n++)
        atomic_store_explicit(slot_of(larger, n), *slot_of(ring, n), memory_order_relaxed);
    atomic_store_explicit(&tail->ring, larger, memory_order_release);
    pthread_mutex_unlock(&tail->resize);
    return 0;
}

int vd_tail_stage(struct vd_tail *tail, struct vd_block *block)
{
    struct vd_tail_ring *ring = ring_of(tail);
    uint64_t first = atomic_load_explicit(&tail->first, memory_order_acquire);

    vd_assert(tail->staged_end >= first);
    if (tail->staged_end - first > ring->mask) {
        int rc = ring_grow(tail, ring);

        if (rc)
            return rc;
        ring = ring_of(tail);
    }
    atomic_store_explicit(slot_of(ring, tail->staged_end), block, memory_order_release);
    tail->staged_end++;
    return 0;
}

struct vd_block *vd_tail_unstage(struct vd_tail *tail)
{
    _Atomic(struct vd_block *) *slot;
    struct vd_block *block;

    vd_assert(tail->staged_end > atomic_load(&tail->end));
    tail->staged_end--;
    slot = slot_of(ring_of(tail), tail->staged_end);
    block = *slot;
    *slot = NULL;
    return block;
}

size_t vd_tail_publish(struct vd_tail *tail)
{
    uint64_t bytes = 0, events = 0;

    for (uint64_t n = atomic_load(&tail->end); n < tail->staged_end; n++) {
        const struct vd_block *block = *slot_of(ring_of(tail), n);

        vd_assert(block->count > 0);
        bytes += block->size_bytes;
        events += block->count;
    }
    atomic_fetch_add_explicit(&tail->bytes, bytes, memory_order_relaxed);
    atomic_fetch_add_explicit(&tail->events, events, memory_order_relaxed);
    atomic_store_explicit(&tail->end, tail->staged_end, memory_order_release);
    return bytes;
}

static void unref_block(void *block)
{
    vd_block_unref(block);
}

void vd_tail_trim(struct vd_tail *tail, struct vd_retire_list *list)
{
    uint64_t first = atomic_load(&tail->first);
    struct vd_block *block;

    pthread_mutex_lock(&tail->resize);
    vd_assert(first < atomic_load(&tail->end));
    block = *slot_of(ring_of(tail), first);
    atomic_store(&tail->first, first + 1);
    atomic_store(slot_of(ring_of(tail), first), NULL);
    pthread_mutex_unlock(&tail->resize);

    atomic_fetch_sub_explicit(&tail->bytes, block->size_bytes, memory_order_relaxed);
    atomic_fetch_sub_explicit(&tail->events, block->count, memory_order_relaxed);
    vd_retire_list_add(list, block, unref_block);
}

struct vd_pos vd_tail_start(const struct vd_tail *tail, int64_t head)
{
    uint64_t first = atomic_load_explicit(&tail->first, memory_order_acquire);
    struct vd_block *block;

    if (!first)
        return (struct vd_pos){tail->base + 1, 0};
    while (first < atomic_load_explicit(&tail->end, memory_order_acquire)) {
        block = vd_tail_block(tail, first);
        if (block)
            return vd_event_pos(&block->events[0]);
        first = atomic_load_explicit(&tail->first, memory_order_acquire);
    }
    return (struct vd_pos){head + 1, 0};
}

struct vd_block *vd_tail_block(const struct vd_tail *tail, uint64_t number)
{
    struct vd_block *block;

    if (number >= atomic_load_explicit(&tail->end, memory_order_acquire) ||
        number < atomic_load_explicit(&tail->first, memory_order_acquire))
        return NULL;
    block = atomic_load_explicit(slot_of(ring_of(tail), number), memory_order_acquire);
    if (number < atomic_load_explicit(&tail->first, memory_order_acquire))
        return NULL;
    return block;
}

struct vd_block *vd_tail_block_staged(const struct vd_tail *tail, uint64_t number)
{
    if (number >= atomic_load_explicit(&tail->end, memory_order_acquire))
        return number < tail->staged_end ? *slot_of(ring_of(tail), number) : NULL;
    return vd_tail_block(tail, number);
}

uint32_t vd_block_find(const struct vd_block *block, struct vd_pos pos)
{
    uint32_t low = 0, high = block->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (vd_pos_cmp(vd_event_pos(&block->events[middle]), pos) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The newest block that begins at or before pos, in [*first, end); end: there is none. A block that
 * vanishes meanwhile was the oldest, and moves *first. Most look for what has just been published:
 * the steps double from the newest on, until one has gone too far. */
static uint64_t search(const struct vd_tail *tail, struct vd_pos pos, uint64_t *first, uint64_t end)
{
    uint64_t low = *first, high = end, step = 1;

    while (low < high) {
        uint64_t middle = step && step < high - low ? high - step : low + (high - low) / 2;
        struct vd_block *block = vd_tail_block(tail, middle);

        if (block && vd_pos_cmp(vd_event_pos(&block->events[0]), pos) > 0) {
            high = middle;
            step *= 2;
            continue;
        }
        low = middle + 1;
        step = 0;
        if (!block)
            *first = low;
    }
    return low > *first ? low - 1 : end;
}

int vd_tail_find(const struct vd_tail *tail, struct vd_pos pos, uint64_t *out_number,
                 struct vd_block **out_block, uint32_t *out_index)
{
    uint64_t end = atomic_load_explicit(&tail->end, memory_order_acquire);
    uint64_t first = atomic_load_explicit(&tail->first, memory_order_acquire);
    uint64_t number = search(tail, pos, &first, end);
    struct vd_block *block;
    uint32_t index = 0;

    if (number == end) {
        if (first > 0 || pos.revision <= tail->base)
            return VD_WAIT;
        number = 0;
    }
    block = number < end ? vd_tail_block(tail, number) : NULL;
    if (block)
        index = vd_block_find(block, pos);
    if (block && index == block->count) {
        block = ++number < end ? vd_tail_block(tail, number) : NULL;
        index = 0;
    }
    if (!block)
        return number < end ? VD_WAIT : VD_END;
    *out_number = number;
    *out_block = block;
    *out_index = index;
    return 0;
}
