/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lease_changes.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>

enum { CHUNK_CHANGES = 127 };

struct vd_lease_changes_chunk {
    struct vd_lease_changes_chunk *prev, *next;
    size_t end; /* above 0, but for a last chunk alone */
    struct vd_lease_change changes[CHUNK_CHANGES];
};

static int add_chunk(struct vd_lease_changes *changes)
{
    struct vd_lease_changes_chunk *chunk = vd_alloc(sizeof(*chunk));

    if (!chunk)
        return -ENOMEM;
    chunk->end = 0;
    chunk->next = NULL;
    chunk->prev = changes->last;
    if (changes->last)
        changes->last->next = chunk;
    else
        changes->first = chunk;
    changes->last = chunk;
    return 0;
}

static void remove_chunk(struct vd_lease_changes *changes, struct vd_lease_changes_chunk *chunk)
{
    if (chunk->prev)
        chunk->prev->next = chunk->next;
    else
        changes->first = chunk->next;
    if (chunk->next)
        chunk->next->prev = chunk->prev;
    else
        changes->last = chunk->prev;
    vd_free(chunk);
}

int vd_lease_changes_add(struct vd_lease_changes *changes, const struct vd_lease_change *change)
{
    if (!changes->last || changes->last->end == CHUNK_CHANGES) {
        int rc = add_chunk(changes);

        if (rc)
            return rc;
    }
    changes->last->changes[changes->last->end++] = *change;
    changes->count++;
    return 0;
}

struct vd_lease_change *vd_lease_changes_last(struct vd_lease_changes *changes)
{
    return changes->count ? &changes->last->changes[changes->last->end - 1] : NULL;
}

struct vd_lease_change *vd_lease_changes_first(struct vd_lease_changes *changes)
{
    return changes->count ? &changes->first->changes[changes->taken] : NULL;
}

/* One empty chunk is kept, for the next change. */
static void reset(struct vd_lease_changes *changes)
{
    vd_assert(changes->first == changes->last);
    changes->first->end = 0;
    changes->taken = 0;
}

void vd_lease_changes_drop_last(struct vd_lease_changes *changes)
{
    vd_assert(changes->count);
    changes->last->end--;
    if (changes->last != changes->first && !changes->last->end)
        remove_chunk(changes, changes->last);
    if (!--changes->count)
        reset(changes);
}

void vd_lease_changes_drop_first(struct vd_lease_changes *changes)
{
    vd_assert(changes->count);
    changes->taken++;
    if (changes->first != changes->last && changes->taken == CHUNK_CHANGES) {
        remove_chunk(changes, changes->first);
        changes->taken = 0;
    }
    if (!--changes->count)
        reset(changes);
}

void vd_lease_changes_deinit(struct vd_lease_changes *changes)
{
    while (changes->first)
        remove_chunk(changes, changes->first);
    *changes = (struct vd_lease_changes){0};
}
