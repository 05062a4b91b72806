/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conflation: pulls that leave out an event whose key has a newer one.
 *
 * Nothing is kept for a reader. The index knows the newest version of each key, and is asked when a
 * batch is about to be handed out; so a reader that comes back after a million changes of a
 * hundred keys gets a hundred events, and the last of each key is always among them, because
 * nothing is newer. What cannot be shown to be superseded (its newer event was a deletion that has
 * been compacted, or may not be wanted by this selection) is handed out: too much is harmless, in
 * order as it is.
 *
 * A cursor of one key does not even look at what lies between: it is moved to the newest version,
 * and pulls on from there as any other, so it shares its batches with all.
 */
#include "core/hub_private.h"

#include "core/index.h"

static bool is_plain_key(const struct vd_selector *selector)
{
    return selector->entry.kind == VD_MATCH_KEY && !selector->extra;
}

/* The newest event of the one key that is visible, {0, 0}: not known. */
static struct vd_pos newest_of_key(struct vd_hub *hub, const struct vd_cursor *cursor)
{
    const struct vd_match_entry *entry = &cursor->selector->entry;
    const struct vd_ring *ring;
    struct vd_index_hit hit;

    if (vd_ring_covers(hub, cursor->selector, cursor->next)) {
        ring = cursor->selector->ring;
        return ring->last.revision <= hub->head ? ring->last : ring->before;
    }
    vd_index_get(vd_kv_view(hub->kv, hub->slot)->root, vd_slice(entry->bytes, entry->key_len),
                 vd_hub_end(hub), &hit);
    return hit.version ? vd_version_pos(hit.version) : (struct vd_pos){0, 0};
}

void vd_latest_skip(struct vd_hub *hub, struct vd_cursor *cursor)
{
    if (cursor->flags & VD_CURSOR_INSIDE || !is_plain_key(cursor->selector))
        return;
    cursor->next = vd_pos_max(cursor->next, newest_of_key(hub, cursor));
}

/* Whether a version is surely to be seen by whoever has this selection. */
static bool is_wanted(struct vd_hub *hub, const struct vd_selector *selector,
                      const struct vd_version *version)
{
    const struct vd_event *event;
    bool passes = false;

    if (!selector->extra)
        return true;
    if (vd_fetch_event(hub, vd_version_pos(version), &event))
        return false;
    vd_hub_event_begin(hub, event);
    if (vd_hub_event_passes(hub, selector, true, &passes))
        passes = false;
    vd_hub_event_begin(hub, NULL);
    return passes;
}

static bool is_superseded(struct vd_hub *hub, const struct vd_index_root *root,
                          const struct vd_selector *selector, const struct vd_event *event)
{
    struct vd_index_hit hit;

    vd_index_get(root, vd_event_key(event), vd_hub_end(hub), &hit);
    return hit.version && vd_pos_cmp(vd_version_pos(hit.version), vd_event_pos(event)) > 0 &&
           is_wanted(hub, selector, hit.version);
}

/* The batch without what is superseded; as it was, if there is no memory for another. */
static void leave_out(struct vd_hub *hub, const struct vd_selector *selector,
                      struct vd_batch *batch)
{
    const struct vd_index_root *root = vd_kv_view(hub->kv, hub->slot)->root;
    size_t room = batch->count * sizeof(struct vd_event *);
    const struct vd_event **events = vd_arena_alloc(&hub->arena, room);
    const struct vd_event **prevs =
        events && batch->prevs ? vd_arena_alloc(&hub->arena, room) : NULL;
    uint32_t kept = 0;

    if (!events || (batch->prevs && !prevs))
        return;
    for (uint32_t i = 0; i < batch->count; i++) {
        if (is_superseded(hub, root, selector, batch->events[i]))
            continue;
        if (prevs)
            prevs[kept] = batch->prevs[i];
        events[kept++] = batch->events[i];
    }
    if (kept == batch->count)
        return;
    batch->events = events;
    batch->prevs = prevs;
    batch->count = kept;
    batch->key = ++hub->next_key;
}

uint32_t vd_latest_filter(struct vd_hub *hub, const struct vd_cursor *cursor,
                          struct vd_batch *batch)
{
    struct vd_latest *known = &hub->latest;
    bool is_known;

    if (!batch->count || is_plain_key(cursor->selector))
        return 0;
    is_known = batch->key && known->turn == hub->turn && known->key == batch->key &&
               known->events == batch->events && known->prevs == batch->prevs &&
               known->count == batch->count;
    if (!is_known) {
        *known = (struct vd_latest){hub->turn,    batch->key,   batch->events,
                                    batch->prevs, batch->count, {0}};
        leave_out(hub, cursor->selector, batch);
        known->left = *batch;
        return known->count;
    }
    batch->events = known->left.events;
    batch->prevs = known->left.prevs;
    batch->count = known->left.count;
    batch->key = known->left.key;
    return 0;
}
