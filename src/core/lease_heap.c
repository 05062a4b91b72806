/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lease_heap.h"

#include "base/check.h"

#include <errno.h>

enum { KIDS = 4 };

void vd_lease_heap_init(struct vd_lease_heap *heap)
{
    *heap = (struct vd_lease_heap){0};
    vd_pages_init(&heap->entries, sizeof(struct vd_lease_heap_entry));
}

void vd_lease_heap_deinit(struct vd_lease_heap *heap)
{
    vd_pages_deinit(&heap->entries);
}

int vd_lease_heap_reserve(struct vd_lease_heap *heap, size_t count)
{
    return count < VD_LEASE_UNHEAPED ? vd_pages_reserve(&heap->entries, count) : -ENOMEM;
}

void vd_lease_heap_trim(struct vd_lease_heap *heap, size_t count)
{
    vd_pages_trim(&heap->entries, VD_MAX(count, (size_t)heap->count));
}

static struct vd_lease_heap_entry *at(const struct vd_lease_heap *heap, size_t i)
{
    return vd_pages_at(&heap->entries, i);
}

const struct vd_lease_heap_entry *vd_lease_heap_first(const struct vd_lease_heap *heap)
{
    vd_assert(heap->count);
    return at(heap, 0);
}

static void place(struct vd_lease_heap *heap, uint32_t i, struct vd_lease_heap_entry entry)
{
    *at(heap, i) = entry;
    entry.lease->heap_at = i;
}

/* False: the entry belongs where it is, or further down. */
static bool rises(const struct vd_lease_heap *heap, uint32_t i, struct vd_lease_heap_entry entry)
{
    return i && at(heap, (i - 1) / KIDS)->due_ms > entry.due_ms;
}

static void rise(struct vd_lease_heap *heap, uint32_t i, struct vd_lease_heap_entry entry)
{
    for (; rises(heap, i, entry); i = (i - 1) / KIDS)
        place(heap, i, *at(heap, (i - 1) / KIDS));
    place(heap, i, entry);
}

static void sink(struct vd_lease_heap *heap, uint32_t i, struct vd_lease_heap_entry entry)
{
    for (;;) {
        size_t kid = (size_t)i * KIDS + 1, end = VD_MIN(kid + KIDS, (size_t)heap->count);
        size_t first = kid;

        for (size_t j = kid + 1; j < end; j++)
            if (at(heap, j)->due_ms < at(heap, first)->due_ms)
                first = j;
        if (kid >= end || at(heap, first)->due_ms >= entry.due_ms)
            break;
        place(heap, i, *at(heap, first));
        i = (uint32_t)first;
    }
    place(heap, i, entry);
}

void vd_lease_heap_add(struct vd_lease_heap *heap, struct vd_lease *lease, int64_t due_ms)
{
    vd_assert(heap->count < vd_pages_room(&heap->entries));
    vd_assert(lease->heap_at == VD_LEASE_UNHEAPED);
    heap->count++;
    rise(heap, heap->count - 1, (struct vd_lease_heap_entry){due_ms, lease});
}

void vd_lease_heap_remove(struct vd_lease_heap *heap, struct vd_lease *lease)
{
    uint32_t i = lease->heap_at;
    struct vd_lease_heap_entry last;

    vd_assert(i < heap->count && at(heap, i)->lease == lease);
    lease->heap_at = VD_LEASE_UNHEAPED;
    last = *at(heap, --heap->count);
    if (i == heap->count)
        return;
    if (rises(heap, i, last))
        rise(heap, i, last);
    else
        sink(heap, i, last);
}

void vd_lease_heap_delay_first(struct vd_lease_heap *heap, int64_t due_ms)
{
    struct vd_lease_heap_entry first = *vd_lease_heap_first(heap);

    vd_assert(due_ms >= first.due_ms);
    first.due_ms = due_ms;
    sink(heap, 0, first);
}
