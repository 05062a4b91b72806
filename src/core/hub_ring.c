/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs of matches, and rings: the run of what live cursors of one selector have not pulled.
 *
 * A ring says: everything that matched from `base` on is here. So a cursor whose next position is
 * not below base needs nothing else, and any other one is behind. The events belong to the tail;
 * they are there as long as the tail reaches back to base, which is asked before any of them is
 * looked at. (References to blocks would let one stalled reader hold the tail; positions instead of
 * pointers would cost a search an event on the path where every nanosecond is multiplied by the
 * number of watchers.) A full ring begins anew: those who have not pulled it by then read history.
 *
 * Cursors that stand in the ring hold its tag and are counted. One that stalled before the ring
 * began anew holds an old tag and keeps nothing. When none is left the ring would have served; but
 * a few are kept, the last that were used, because batches of one ring go on where the one before
 * ended, and what a door has made of them goes on too.
 */
#include "core/hub_private.h"

#include "base/alloc.h"

#include <errno.h>

enum { SPARE_MAX = 1024 };

uint32_t vd_run_find(const struct vd_run *run, struct vd_pos pos)
{
    uint32_t low = 0, high = run->count;

    /* What was cut last is what the neighbour asks for. */
    if (run->cut_first < high && !vd_pos_cmp(vd_event_pos(run->events[run->cut_first]), pos))
        return run->cut_first;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (vd_pos_cmp(vd_event_pos(run->events[middle]), pos) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int vd_run_reserve(struct vd_run *run, const struct vd_event **few)
{
    uint32_t room = run->room * 4;
    const struct vd_event **events;

    if (run->count < run->room)
        return 0;
    events = vd_alloc_array(room, sizeof(*events));
    if (!events)
        return -ENOMEM;
    memcpy(events, run->events, run->count * sizeof(*events));
    if (run->events != few)
        vd_free(run->events);
    run->events = events;
    run->room = room;
    return 0;
}

void vd_run_begin(struct vd_hub *hub, struct vd_run *run)
{
    run->count = 0;
    run->cut_first = run->cut_count = 0;
    run->prevs_turn = 0;
    run->key = ++hub->next_key;
}

void vd_run_deinit(struct vd_run *run, const struct vd_event **few)
{
    if (run->events != few)
        vd_free(run->events);
}

static void ring_free(struct vd_ring *ring)
{
    vd_run_deinit(&ring->run, ring->few);
    vd_free(ring);
}

/* Begins at a position that nothing matched has passed yet. */
static void ring_begin(struct vd_hub *hub, struct vd_ring *ring, struct vd_pos base)
{
    vd_run_begin(hub, &ring->run);
    ring->base = base;
    ring->last = ring->before = (struct vd_pos){0, 0};
    ring->last_first = 0;
    ring->users = 0;
    ring->tag = vd_hub_new_tag(hub);
}

static struct vd_ring *ring_new(struct vd_hub *hub, struct vd_selector *selector,
                                struct vd_pos base)
{
    struct vd_ring *ring = hub->spare;

    if (ring) {
        hub->spare = (struct vd_ring *)(void *)ring->selector;
        hub->spare_count--;
    } else {
        ring = vd_alloc(sizeof(*ring));
        if (!ring)
            return NULL;
    }
    memset(ring, 0, offsetof(struct vd_ring, few));
    ring->run.events = ring->few;
    ring->run.room = VD_RING_FEW;
    ring->selector = selector;
    ring_begin(hub, ring, base);
    hub->stats.rings++;
    return ring;
}

static bool is_kept(const struct vd_ring *ring)
{
    return vd_list_is_linked(&ring->kept);
}

static void ring_use(struct vd_hub *hub, struct vd_ring *ring)
{
    if (!is_kept(ring))
        return;
    vd_list_remove(&ring->kept);
    hub->kept_count--;
    hub->stats.rings++;
}

/* Batches of this turn may still be looked at, so it goes with the turn. */
static void ring_discard(struct vd_hub *hub, struct vd_ring *ring)
{
    vd_assert(!vd_list_is_linked(&ring->touched));
    ring_use(hub, ring);
    ring->selector->ring = NULL;
    ring->selector = NULL;
    vd_list_append(&hub->garbage, &ring->touched);
    hub->stats.rings--;
}

static void ring_keep_if_unused(struct vd_hub *hub, struct vd_ring *ring)
{
    if (ring->users || vd_list_is_linked(&ring->touched))
        return;
    if (hub->kept_count == VD_RINGS_KEPT)
        ring_discard(hub, vd_list_first(&hub->kept, struct vd_ring, kept));
    vd_list_append(&hub->kept, &ring->kept);
    hub->kept_count++;
    hub->stats.rings--;
}

void vd_ring_recycle(struct vd_hub *hub)
{
    struct vd_ring *ring, *tmp;

    vd_list_each(ring, tmp, &hub->garbage, touched)
    {
        vd_list_remove(&ring->touched);
        if (ring->run.events != ring->few || hub->spare_count >= SPARE_MAX) {
            ring_free(ring);
            continue;
        }
        ring->selector = (struct vd_selector *)(void *)hub->spare;
        hub->spare = ring;
        hub->spare_count++;
    }
}

void vd_ring_free_spare(struct vd_hub *hub)
{
    struct vd_ring *ring;

    while ((ring = hub->spare)) {
        hub->spare = (struct vd_ring *)(void *)ring->selector;
        ring_free(ring);
    }
}

/* The tail has moved on, and with it what the ring points to. */
static bool is_stale(struct vd_hub *hub, const struct vd_ring *ring)
{
    return ring->run.count && vd_pos_cmp(ring->base, vd_kv_tail_start(hub->kv, hub->slot)) < 0;
}

int vd_ring_reserve(struct vd_hub *hub, struct vd_selector *selector, const struct vd_event *event)
{
    struct vd_ring *ring = selector->ring;

    if (!ring) {
        ring = ring_new(hub, selector, vd_event_pos(event));
        if (!ring)
            return -ENOMEM;
        selector->ring = ring;
    } else if (ring->run.count == VD_RING_MAX || (is_kept(ring) && is_stale(hub, ring))) {
        ring_begin(hub, ring, vd_event_pos(event));
    }
    return vd_run_reserve(&ring->run, ring->few);
}

void vd_ring_record(struct vd_hub *hub, struct vd_selector *selector, const struct vd_event *event)
{
    struct vd_ring *ring = selector->ring;

    vd_assert(ring->run.count < ring->run.room);
    if (ring->last.revision != event->revision) {
        ring->before = ring->last;
        ring->last_first = ring->run.count;
    }
    ring->run.events[ring->run.count++] = event;
    ring->last = vd_event_pos(event);
    if (!vd_list_is_empty(&selector->idle) && !vd_list_is_linked(&ring->touched))
        vd_ring_touch(hub, ring, vd_event_pos(event));
}

void vd_ring_drop(struct vd_hub *hub, struct vd_selector *selector)
{
    struct vd_ring *ring = selector->ring;

    if (!ring)
        return;
    ring_begin(hub, ring, hub->matched);
    if (!vd_list_is_linked(&ring->touched))
        ring_discard(hub, ring);
}

bool vd_ring_is_needed(struct vd_hub *hub, struct vd_selector *selector)
{
    struct vd_ring *ring = selector->ring;

    if (!vd_list_is_empty(&selector->idle))
        return true;
    if (ring && !vd_list_is_linked(&ring->touched) &&
        (is_kept(ring) || ring->run.count == VD_RING_MAX)) {
        /* Nobody's; or full, and nobody has pulled: to begin anew would be for nobody. */
        vd_ring_drop(hub, selector);
        return false;
    }
    return ring != NULL;
}

/* Most want the newest revision. The events before it are as cold as the ring is old. */
uint32_t vd_ring_find(const struct vd_ring *ring, struct vd_pos pos, struct vd_pos *out_since)
{
    struct vd_pos before = ring->before;
    uint32_t first = ring->last_first;

    if (vd_pos_cmp(pos, before) <= 0 ||
        vd_pos_cmp(pos, (struct vd_pos){ring->last.revision, 0}) > 0) {
        first = vd_run_find(&ring->run, pos);
        if (first)
            before = vd_event_pos(ring->run.events[first - 1]);
    }
    *out_since = first ? (struct vd_pos){before.revision, before.sub + 1} : (struct vd_pos){0, 0};
    return first;
}

bool vd_ring_covers(struct vd_hub *hub, struct vd_selector *selector, struct vd_pos pos)
{
    struct vd_ring *ring = selector->ring;

    if (!ring)
        return false;
    if (is_stale(hub, ring)) {
        vd_ring_drop(hub, selector);
        return false;
    }
    return vd_pos_cmp(pos, ring->base) >= 0;
}

static void ring_take(struct vd_hub *hub, struct vd_ring *ring, struct vd_cursor *cursor)
{
    ring_use(hub, ring);
    cursor->tag = ring->tag;
    ring->users++;
}

void vd_ring_join(struct vd_hub *hub, struct vd_cursor *cursor)
{
    struct vd_ring *ring = cursor->selector->ring;

    if (cursor->tag == ring->tag)
        return;
    vd_pass_served(hub, cursor);
    ring_take(hub, ring, cursor);
}

void vd_ring_leave(struct vd_hub *hub, struct vd_cursor *cursor)
{
    struct vd_ring *ring = cursor->selector->ring;

    if (!ring || cursor->tag != ring->tag || !ring->users)
        return;
    cursor->tag = 0;
    ring->users--;
    ring_keep_if_unused(hub, ring);
}

void vd_ring_rest(struct vd_hub *hub, struct vd_cursor *cursor)
{
    struct vd_ring *ring = cursor->selector->ring;
    const struct vd_run *run = &ring->run;

    cursor->state = VD_CURSOR_REST;
    vd_list_append(&cursor->selector->idle, &cursor->link);
    if (vd_pos_cmp(ring->last, cursor->next) >= 0)
        vd_ring_touch(hub, ring, vd_event_pos(run->events[vd_run_find(run, cursor->next)]));
    vd_ring_leave(hub, cursor);
}

void vd_ring_touch(struct vd_hub *hub, struct vd_ring *ring, struct vd_pos from)
{
    if (vd_list_is_linked(&ring->touched))
        return;
    ring_use(hub, ring);
    ring->touched_from = from;
    vd_list_append(&hub->touched, &ring->touched);
}

bool vd_ring_is_to_wake(const struct vd_hub *hub, const struct vd_cursor *cursor)
{
    const struct vd_ring *ring = cursor->selector->ring;
    struct vd_pos newest; /* that is visible */

    if (!ring || !vd_list_is_linked(&ring->touched))
        return false;
    newest = ring->last.revision <= hub->head ? ring->last : ring->before;
    return vd_pos_cmp(cursor->next, newest) <= 0;
}

/*
 * Calls `ready` for all that are idle. The selector and the ring (which is in a list) stay whatever
 * the callbacks do. A cursor that rests again while others still wait to be called finds the ring
 * touched, so what it has not seen yet is looked for at the end.
 */
static void ring_wake_idle(struct vd_hub *hub, struct vd_ring *ring)
{
    struct vd_selector *selector = ring->selector;
    struct vd_list idle;

    selector->refs++;
    vd_list_init(&idle);
    vd_list_splice(&idle, &selector->idle);
    while (!vd_list_is_empty(&idle)) {
        struct vd_cursor *cursor = vd_list_first(&idle, struct vd_cursor, link);

        vd_list_remove(&cursor->link);
        /* One that came to rest after the first match has a later position of its own. */
        cursor->next = vd_pos_max(cursor->next, ring->touched_from);
        cursor->tag = 0;
        if (vd_pos_cmp(cursor->next, ring->base) >= 0)
            ring_take(hub, ring, cursor);
        vd_assert(cursor->flags & VD_CURSOR_ARMED);
        cursor->state = VD_CURSOR_READY;
        cursor->flags &= (uint8_t)~VD_CURSOR_ARMED;
        cursor->ready(cursor);
    }
    vd_list_remove(&ring->touched);
    if (ring->last.revision > hub->head)
        vd_ring_touch(hub, ring, vd_hub_end(hub));
    ring_keep_if_unused(hub, ring);
    vd_hub_put_selector(hub, selector);
}

void vd_ring_wake(struct vd_hub *hub)
{
    struct vd_list touched;

    vd_list_init(&touched);
    vd_list_splice(&touched, &hub->touched);
    while (!vd_list_is_empty(&touched)) {
        struct vd_ring *ring = vd_list_first(&touched, struct vd_ring, touched);

        if (ring->touched_from.revision <= hub->head) {
            ring_wake_idle(hub, ring);
            continue;
        }
        /* It waits for the end of the revision that is being matched. */
        vd_list_remove(&ring->touched);
        vd_list_append(&hub->touched, &ring->touched);
    }
}
