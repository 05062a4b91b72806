/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matching what was published, each event once. An event is taken whole: everything that could
 * fail or must wait is done first, then it is recorded for all, so that it can be tried again.
 */
#include "core/hub_private.h"

#include "base/alloc.h"

#include <errno.h>

enum { LOOK_AHEAD = 256 };

void vd_hub_event_begin(struct vd_hub *hub, const struct vd_event *event)
{
    hub->event = event;
    if (!hub->attributes)
        return;
    hub->attributes = NULL;
    vd_arena_deinit(&hub->attribute_arena);
}

int vd_hub_event_prev(struct vd_hub *hub, const struct vd_event *event,
                      const struct vd_event **out_prev)
{
    struct vd_pos pos = {event->prev_revision, event->prev_sub};
    int rc;

    *out_prev = NULL;
    if (!pos.revision)
        return 0;
    rc = vd_fetch_event(hub, pos, out_prev);
    if (rc == VD_WAIT)
        vd_fetch_want(hub, pos);
    /* What cannot be read counts as absent: to stop all cursors of the loop would be worse. */
    return rc == VD_WAIT || rc == -ENOMEM ? rc : 0;
}

static int extract(struct vd_hub *hub, const struct vd_extractor *extractor,
                   const struct vd_event *event, const struct vd_term **terms, uint32_t *count)
{
    if (!event || event->type != VD_EVENT_PUT)
        return 0;
    return extractor->extract(extractor, event, &hub->attribute_arena, terms, count);
}

/* The attributes of hub->event, worked out when first asked for. */
static int event_attributes(void *arg, const struct vd_extractor *extractor,
                            struct vd_match_attributes *out_attributes)
{
    struct vd_hub *hub = arg;
    struct vd_hub_attributes *known = hub->attributes;
    const struct vd_event *prev;
    int rc;

    while (known && known->extractor != extractor)
        known = known->next;
    if (known) {
        *out_attributes = known->set;
        return 0;
    }
    rc = vd_hub_event_prev(hub, hub->event, &prev);
    if (rc)
        return rc;
    known = vd_arena_alloc_zero(&hub->attribute_arena, sizeof(*known));
    if (!known)
        return -ENOMEM;
    rc = extract(hub, extractor, hub->event, &known->set.now, &known->set.now_count);
    if (!rc)
        rc = extract(hub, extractor, prev, &known->set.before, &known->set.before_count);
    if (rc)
        return rc;
    known->extractor = extractor;
    known->next = hub->attributes;
    hub->attributes = known;
    *out_attributes = known->set;
    return 0;
}

int vd_hub_event_hits(struct vd_hub *hub, struct vd_match *index,
                      struct vd_match_entry *const **out_hits, size_t *out_count)
{
    const struct vd_match_probe probe = {event_attributes, hub};

    return vd_match_lookup(index, vd_event_key(hub->event), &probe, out_hits, out_count);
}

int vd_hub_event_passes(struct vd_hub *hub, const struct vd_selector *selector, bool with_terms,
                        bool *out_passes)
{
    const struct vd_selector_extra *extra = selector->extra;
    struct vd_match_attributes attributes;
    const struct vd_event *prev = NULL;
    int rc = 0;

    *out_passes = true;
    if (!extra)
        return 0;
    if (with_terms && extra->terms.count) {
        rc = event_attributes(hub, extra->terms.extractor, &attributes);
        if (rc)
            return rc;
        *out_passes = vd_match_terms_hold(&extra->terms, &attributes);
    }
    if (!*out_passes || !extra->residual)
        return 0;
    if (extra->residual_prev)
        rc = vd_hub_event_prev(hub, hub->event, &prev);
    if (!rc)
        *out_passes = extra->residual(hub->event, prev, extra->residual_arg);
    return rc;
}

int vd_hub_hits_reserve(struct vd_hub *hub, size_t count)
{
    void **hits;

    if (count <= hub->hit_room)
        return 0;
    count = VD_MAX(count, hub->hit_room * 2);
    hits = vd_realloc(hub->hits, count * sizeof(*hits));
    if (!hits)
        return -ENOMEM;
    hub->hits = hits;
    hub->hit_room = count;
    return 0;
}

static int match_event(struct vd_hub *hub, const struct vd_event *event)
{
    struct vd_match_entry *const *entries;
    size_t count, kept = 0;
    int rc;

    vd_hub_event_begin(hub, event);
    rc = vd_hub_event_hits(hub, hub->index, &entries, &count);
    if (!rc)
        rc = vd_hub_hits_reserve(hub, count);
    for (size_t i = 0; !rc && i < count; i++) {
        struct vd_selector *selector = vd_selector_of(entries[i]);
        bool passes;

        if (!vd_ring_is_needed(hub, selector))
            continue;
        rc = vd_hub_event_passes(hub, selector, false, &passes);
        if (rc || !passes)
            continue;
        rc = vd_ring_reserve(hub, selector, event);
        hub->hits[kept++] = selector;
    }
    for (size_t i = 0; !rc && i < kept; i++)
        vd_ring_record(hub, hub->hits[i], event);
    return rc;
}

/* An event waits for a value on disk: what the events after it need comes with the same job. */
static void look_ahead(struct vd_hub *hub, const struct vd_block *block, uint32_t at, int64_t head)
{
    const struct vd_event *event = &block->events[at];
    struct vd_match_entry *const *entries;
    uint32_t end = VD_MIN(block->count, at + LOOK_AHEAD);
    size_t count;

    vd_fetch_must(hub, (struct vd_pos){event->prev_revision, event->prev_sub});
    for (uint32_t i = at + 1; i < end && block->events[i].revision <= head; i++) {
        vd_hub_event_begin(hub, &block->events[i]);
        (void)!vd_hub_event_hits(hub, hub->index, &entries, &count);
    }
    hub->fetch.match_waits = true;
}

/* 0; or why an event could not be taken. */
static int match_block(struct vd_hub *hub, const struct vd_block *block, uint32_t i, int64_t head,
                       unsigned *budget)
{
    for (; i < block->count && *budget; i++, (*budget)--) {
        const struct vd_event *event = &block->events[i];
        int rc;

        if (event->revision > head)
            return 0;
        if (hub->future_count)
            vd_hub_promote(hub, event->revision);
        rc = match_event(hub, event);
        if (rc == VD_WAIT)
            look_ahead(hub, block, i, head);
        if (rc)
            return rc;
        hub->matched = vd_event_after(event);
        hub->head = hub->matched.revision - 1;
        hub->stats.matched++;
    }
    return 0;
}

static int orphan(void *arg, struct vd_match_entry *entry)
{
    struct vd_selector *selector = vd_selector_of(entry);
    struct vd_hub *hub = arg;
    struct vd_cursor *cursor, *tmp;
    struct vd_pos from = hub->matched;

    if (selector->ring && vd_list_is_linked(&selector->ring->touched)) {
        from = selector->ring->touched_from;
        vd_list_remove(&selector->ring->touched);
    }
    vd_list_each(cursor, tmp, &selector->idle, link)
    {
        vd_list_remove(&cursor->link);
        cursor->next = vd_pos_max(cursor->next, from);
        vd_hub_wake_cursor(hub, cursor);
    }
    vd_ring_drop(hub, selector);
    return 0;
}

/*
 * The loop slept so long that the tail has moved on: all its cursors are behind. Whoever has
 * missed nothing finds that out by one look into the index.
 */
static void give_up_tail(struct vd_hub *hub, int64_t head)
{
    vd_match_each(hub->index, orphan, hub);
    hub->head = head;
    hub->matched = vd_hub_end(hub);
    vd_hub_promote(hub, hub->matched.revision);
    hub->stats.gaps++;
}

bool vd_hub_match(struct vd_hub *hub, const struct vd_view *view)
{
    unsigned budget = VD_TURN_EVENTS;
    struct vd_block *block;
    uint64_t number;
    uint32_t first;
    int rc;

    if (hub->fetch.match_waits)
        return false;
    if (!vd_match_count(hub->index)) {
        hub->head = VD_MAX(hub->head, view->head);
        hub->matched = vd_hub_end(hub);
        return false;
    }
    if (hub->matched.revision > view->head)
        return false;
    rc = vd_kv_tail_find(hub->kv, hub->slot, hub->matched, &number, &block, &first);
    if (rc == VD_END)
        return false;
    if (rc)
        give_up_tail(hub, view->head);
    while (!rc && block && budget && hub->matched.revision <= view->head) {
        rc = match_block(hub, block, first, view->head, &budget);
        block = vd_kv_tail_number(hub->kv, hub->slot, ++number);
        first = 0;
    }
    vd_hub_event_begin(hub, NULL);
    if (!hub->matched.sub)
        vd_hub_promote(hub, hub->matched.revision);
    /* What waits for a value is told by its job. */
    return rc != VD_WAIT && hub->matched.revision <= view->head;
}
