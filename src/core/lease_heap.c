/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lease_heap.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>

enum { KIDS = 4, CAP_MIN = 16 };

int vd_lease_heap_reserve(struct vd_lease_heap *heap, size_t count)
{
    struct vd_lease_heap_entry *larger;
    size_t cap = VD_MAX(2 * (size_t)heap->cap, (size_t)CAP_MIN);

    if (count <= heap->cap)
        return 0;
    vd_assert(count <= cap);
    if (cap >= VD_LEASE_UNHEAPED)
        return -ENOMEM;
    larger = vd_realloc(heap->entries, cap * sizeof(*larger));
    if (!larger)
        return -ENOMEM;
    heap->entries = larger;
    heap->cap = (uint32_t)cap;
    return 0;
}

static void place(struct vd_lease_heap *heap, uint32_t at, struct vd_lease_heap_entry entry)
{
    heap->entries[at] = entry;
    entry.lease->heap_at = at;
}

static void rise(struct vd_lease_heap *heap, uint32_t at, struct vd_lease_heap_entry entry)
{
    while (at && heap->entries[(at - 1) / KIDS].due_ms > entry.due_ms) {
        place(heap, at, heap->entries[(at - 1) / KIDS]);
        at = (at - 1) / KIDS;
    }
    place(heap, at, entry);
}

static void sink(struct vd_lease_heap *heap, uint32_t at, struct vd_lease_heap_entry entry)
{
    for (;;) {
        size_t kid = (size_t)at * KIDS + 1, end = VD_MIN(kid + KIDS, (size_t)heap->count);
        size_t first = kid;

        for (size_t i = kid + 1; i < end; i++)
            if (heap->entries[i].due_ms < heap->entries[first].due_ms)
                first = i;
        if (kid >= end || heap->entries[first].due_ms >= entry.due_ms)
            break;
        place(heap, at, heap->entries[first]);
        at = (uint32_t)first;
    }
    place(heap, at, entry);
}

void vd_lease_heap_add(struct vd_lease_heap *heap, struct vd_lease *lease, int64_t due_ms)
{
    vd_assert(heap->count < heap->cap && lease->heap_at == VD_LEASE_UNHEAPED);
    heap->count++;
    rise(heap, heap->count - 1, (struct vd_lease_heap_entry){due_ms, lease});
}

void vd_lease_heap_shrink(struct vd_lease_heap *heap)
{
    struct vd_lease_heap_entry *smaller;

    if (heap->cap <= CAP_MIN || heap->count > heap->cap / 4)
        return;
    smaller = vd_realloc(heap->entries, heap->cap / 2 * sizeof(*smaller));
    if (smaller) {
        heap->entries = smaller;
        heap->cap /= 2;
    }
}

void vd_lease_heap_remove(struct vd_lease_heap *heap, struct vd_lease *lease)
{
    uint32_t at = lease->heap_at;
    struct vd_lease_heap_entry last;

    vd_assert(at < heap->count && heap->entries[at].lease == lease);
    lease->heap_at = VD_LEASE_UNHEAPED;
    last = heap->entries[--heap->count];
    if (at == heap->count)
        return;
    if (at && heap->entries[(at - 1) / KIDS].due_ms > last.due_ms)
        rise(heap, at, last);
    else
        sink(heap, at, last);
}

void vd_lease_heap_delay_first(struct vd_lease_heap *heap, int64_t due_ms)
{
    struct vd_lease_heap_entry first = heap->entries[0];

    vd_assert(heap->count && due_ms >= first.due_ms);
    first.due_ms = due_ms;
    sink(heap, 0, first);
}

void vd_lease_heap_deinit(struct vd_lease_heap *heap)
{
    vd_free(heap->entries);
    *heap = (struct vd_lease_heap){0};
}
