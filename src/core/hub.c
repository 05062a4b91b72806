/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The states of cursors, and the turn.
 *
 *   REST    has everything below the head. Not touched until its selector matches.
 *   FUTURE  begins above the head; rests when the head has come there.
 *   MIDWAY  has everything below the head, came to rest while a revision is being matched whose
 *           first events nobody recorded for it; ready when that revision is complete.
 *   READY   is to be pulled; `next` says where it stands. This is also what a stalled cursor is.
 *   PASS, LATER, FETCH   has been pulled, waits for history.
 *
 * `ready` is called for what became READY after a pull had said VD_WAIT (ARMED), from the end of
 * the turn and nowhere else, when all that belongs to the turn has been done. Resting cursors
 * become READY only then, each as it is called, so that a thousand of them are walked once.
 */
#include "core/hub_private.h"

#include "base/alloc.h"
#include "core/index.h"

#include <errno.h>

enum { ARENA_MAX = 256 << 20, HITS_FIRST = 64 };

static const struct vd_journal_ops hub_ops;

void vd_hub_wake(struct vd_hub *hub)
{
    if (hub->is_woken)
        return;
    hub->is_woken = true;
    hub->options.wake(hub->options.arg);
}

void vd_hub_wake_cursor(struct vd_hub *hub, struct vd_cursor *cursor)
{
    cursor->state = VD_CURSOR_READY;
    if (!(cursor->flags & VD_CURSOR_ARMED))
        return;
    cursor->flags |= VD_CURSOR_LISTED;
    vd_list_append(&hub->listed, &cursor->link);
    vd_hub_wake(hub);
}

void vd_hub_promote(struct vd_hub *hub, int64_t revision)
{
    while (hub->future_count && vd_future_due(hub->future[0]) <= revision) {
        struct vd_cursor *cursor = hub->future[0];

        vd_future_remove(hub, cursor);
        cursor->state = VD_CURSOR_READY;
        if (vd_pos_cmp(cursor->next, hub->matched) < 0)
            vd_hub_wake_cursor(hub, cursor);
        else
            vd_hub_rest(hub, cursor);
    }
}

/*
 * Resting and being taken out.
 */

void vd_hub_rest(struct vd_hub *hub, struct vd_cursor *cursor)
{
    struct vd_selector *selector = cursor->selector;
    bool covers = vd_ring_covers(hub, selector, cursor->next);

    vd_assert(cursor->state == VD_CURSOR_READY && !(cursor->flags & VD_CURSOR_INSIDE));
    vd_pass_served(hub, cursor);
    if (!covers && vd_pos_cmp(cursor->next, hub->matched) < 0) {
        cursor->state = VD_CURSOR_MIDWAY;
        vd_list_append(&hub->midway, &cursor->link);
        return;
    }
    if (covers)
        return vd_ring_rest(hub, cursor);
    cursor->state = VD_CURSOR_REST;
    vd_list_append(&selector->idle, &cursor->link);
}

void vd_hub_detach(struct vd_hub *hub, struct vd_cursor *cursor)
{
    switch ((enum vd_cursor_state)cursor->state) {
    case VD_CURSOR_REST:
    case VD_CURSOR_MIDWAY:
        vd_list_remove(&cursor->link);
        break;
    case VD_CURSOR_FUTURE:
        vd_future_remove(hub, cursor);
        break;
    case VD_CURSOR_READY:
        if (cursor->flags & VD_CURSOR_LISTED)
            vd_list_remove(&cursor->link);
        vd_ring_leave(hub, cursor);
        vd_pass_served(hub, cursor);
        break;
    case VD_CURSOR_PASS:
    case VD_CURSOR_LATER:
        vd_pass_leave(hub, cursor);
        break;
    case VD_CURSOR_FETCH:
        vd_fetch_leave(hub, cursor);
        vd_ring_leave(hub, cursor);
        vd_pass_served(hub, cursor);
        break;
    case VD_CURSOR_CLOSED:
        vd_assert(false && "a cursor is closed once");
    }
    vd_fetch_used(hub, cursor);
    cursor->flags &= (uint8_t) ~(VD_CURSOR_LISTED | VD_CURSOR_INSIDE);
    cursor->state = VD_CURSOR_READY;
}

bool vd_hub_is_behind(struct vd_hub *hub, const struct vd_view *view,
                      const struct vd_cursor *cursor)
{
    uint8_t room[VD_SELECTOR_ROOM];
    struct vd_slice key, end;

    if (vd_pos_cmp(cursor->next, vd_hub_end(hub)) >= 0)
        return false;
    vd_selector_key_range(cursor->selector, room, &key, &end);
    return vd_index_changed_since(view->root, key, end, cursor->next.revision - 1);
}

/*
 * Opening and closing.
 */

static int selector_get(struct vd_hub *hub, const struct vd_selection *selection,
                        struct vd_selector **out_selector)
{
    struct vd_selector *selector;
    struct vd_match_range range;
    int rc = vd_match_range(selection->key, selection->end, &range);

    if (rc)
        return rc;
    selector = vd_selector_find(hub->index, &range, selection);
    if (!selector) {
        rc = vd_selector_new(&range, selection, &selector);
        if (rc)
            return rc;
        rc = vd_match_insert(hub->index, &selector->entry);
        if (rc) {
            vd_selector_free(selector);
            return rc;
        }
        hub->stats.selectors++;
    }
    selector->refs++;
    *out_selector = selector;
    return 0;
}

void vd_hub_put_selector(struct vd_hub *hub, struct vd_selector *selector)
{
    vd_assert(selector->refs > 0);
    if (--selector->refs)
        return;
    vd_match_remove(hub->index, &selector->entry);
    if (selector->ring) {
        if (vd_list_is_linked(&selector->ring->touched))
            vd_list_remove(&selector->ring->touched);
        vd_ring_drop(hub, selector);
    }
    vd_pass_forget(hub, selector);
    vd_selector_free(selector);
    hub->stats.selectors--;
}

/* Where a cursor goes that has just been opened. */
static int settle(struct vd_hub *hub, const struct vd_view *view, struct vd_cursor *cursor)
{
    if (cursor->next.revision > hub->head &&
        (cursor->next.sub || vd_pos_cmp(cursor->next, hub->matched) > 0))
        return vd_future_add(hub, cursor);
    if (vd_hub_is_behind(hub, view, cursor)) {
        vd_hub_wake_cursor(hub, cursor);
        return 0;
    }
    cursor->next = vd_pos_max(cursor->next, vd_hub_end(hub));
    vd_hub_rest(hub, cursor);
    return 0;
}

static int hub_open(struct vd_journal *journal, struct vd_cursor *cursor,
                    const struct vd_principal *principal, const struct vd_selection *selection,
                    struct vd_pos from, int64_t *out_now)
{
    struct vd_hub *hub = vd_hub_of(journal);
    const struct vd_view *view = vd_kv_view(hub->kv, hub->slot);
    struct vd_selector *selector;
    int rc = vd_access_check(principal, VD_ACCESS_WATCH, selection->key, selection->end);

    if (rc)
        return rc;
    if (from.revision && from.revision < view->floor)
        return VD_COMPACTED;
    rc = selector_get(hub, selection, &selector);
    if (rc)
        return rc;
    memset(&cursor->link, 0, sizeof(cursor->link));
    cursor->selector = selector;
    cursor->next = from.revision ? from : (struct vd_pos){view->head + 1, 0};
    /* A store begins at revision 1, which has no events. */
    cursor->next = vd_pos_max(cursor->next, (struct vd_pos){2, 0});
    cursor->state = VD_CURSOR_READY;
    cursor->flags = VD_CURSOR_ARMED;
    cursor->tag = 0;
    rc = settle(hub, view, cursor);
    if (rc) {
        vd_hub_put_selector(hub, selector);
        return rc;
    }
    hub->stats.cursors++;
    *out_now = view->head;
    return 0;
}

static void hub_close(struct vd_journal *journal, struct vd_cursor *cursor)
{
    struct vd_hub *hub = vd_hub_of(journal);

    vd_hub_detach(hub, cursor);
    cursor->state = VD_CURSOR_CLOSED;
    hub->stats.cursors--;
    vd_hub_put_selector(hub, cursor->selector);
}

/* Whether what it is being served from holds that position too. */
static bool stays(struct vd_hub *hub, const struct vd_cursor *cursor, struct vd_pos to)
{
    const struct vd_ring *ring = cursor->selector->ring;

    if (cursor->state != VD_CURSOR_READY || cursor->flags & VD_CURSOR_LISTED || !cursor->tag)
        return false;
    return ring && cursor->tag == ring->tag
               ? vd_pos_cmp(to, ring->base) >= 0
               : cursor->tag == hub->pass.tag && vd_pos_cmp(to, hub->pass.low) >= 0;
}

static void hub_seek(struct vd_journal *journal, struct vd_cursor *cursor, struct vd_pos to)
{
    struct vd_hub *hub = vd_hub_of(journal);

    if (!stays(hub, cursor, to))
        vd_hub_detach(hub, cursor);
    cursor->flags &= (uint8_t) ~(VD_CURSOR_ARMED | VD_CURSOR_INSIDE);
    cursor->next = to;
    if (to.sub)
        cursor->flags |= VD_CURSOR_INSIDE;
    vd_pass_return(hub, cursor);
}

static int64_t hub_head(struct vd_journal *journal)
{
    return vd_hub_of(journal)->head;
}

static int64_t hub_floor(struct vd_journal *journal)
{
    struct vd_hub *hub = vd_hub_of(journal);

    return vd_kv_view(hub->kv, hub->slot)->floor;
}

static bool hub_is_live(struct vd_journal *journal, const struct vd_cursor *cursor)
{
    struct vd_hub *hub = vd_hub_of(journal);

    switch ((enum vd_cursor_state)cursor->state) {
    case VD_CURSOR_REST:
        return !vd_ring_is_to_wake(hub, cursor);
    case VD_CURSOR_FUTURE:
    case VD_CURSOR_MIDWAY:
        return true;
    case VD_CURSOR_READY:
        return vd_pos_cmp(cursor->next, vd_hub_end(hub)) >= 0;
    case VD_CURSOR_PASS:
    case VD_CURSOR_LATER:
    case VD_CURSOR_FETCH:
    case VD_CURSOR_CLOSED:
        break;
    }
    return false;
}

static int hub_barrier(struct vd_journal *journal, void (*reached)(void *arg), void *arg)
{
    struct vd_hub *hub = vd_hub_of(journal);
    const struct vd_view *view = vd_kv_view(hub->kv, hub->slot);
    struct vd_hub_barrier *barrier;

    if (hub->head >= view->head)
        return 0;
    barrier = vd_alloc(sizeof(*barrier));
    if (!barrier)
        return -ENOMEM;
    *barrier = (struct vd_hub_barrier){.revision = view->head, .reached = reached, .arg = arg};
    vd_list_append(&hub->barriers, &barrier->link);
    vd_hub_wake(hub);
    return VD_WAIT;
}

static void hub_range(struct vd_journal *journal, const struct vd_cursor *cursor,
                      uint8_t room[VD_JOURNAL_ROOM], struct vd_slice *out_key,
                      struct vd_slice *out_end)
{
    (void)journal;
    vd_selector_key_range(cursor->selector, room, out_key, out_end);
}

static const struct vd_journal_ops hub_ops = {
    .head = hub_head,
    .floor = hub_floor,
    .barrier = hub_barrier,
    .open = hub_open,
    .pull = vd_hub_pull,
    .repeat = vd_hub_repeat,
    .seek = hub_seek,
    .is_live = hub_is_live,
    .close = hub_close,
    .range = hub_range,
};

/*
 * The turn.
 */

/* Callbacks may close, open and pull: what is left of the list is right after each of them. */
static void call_ready(struct vd_hub *hub)
{
    struct vd_list now;

    vd_list_init(&now);
    vd_list_splice(&now, &hub->listed);
    while (!vd_list_is_empty(&now)) {
        struct vd_cursor *cursor = vd_list_first(&now, struct vd_cursor, link);

        vd_list_remove(&cursor->link);
        cursor->flags &= (uint8_t) ~(VD_CURSOR_LISTED | VD_CURSOR_ARMED);
        cursor->ready(cursor);
    }
}

static void call_barriers(struct vd_hub *hub)
{
    while (!vd_list_is_empty(&hub->barriers)) {
        struct vd_hub_barrier *barrier = vd_list_first(&hub->barriers, struct vd_hub_barrier, link);
        void (*reached)(void *arg) = barrier->reached;
        void *arg = barrier->arg;

        if (barrier->revision > hub->head)
            return;
        vd_list_remove(&barrier->link);
        vd_free(barrier);
        reached(arg);
    }
}

static void wake_midway(struct vd_hub *hub)
{
    struct vd_cursor *cursor, *tmp;

    if (vd_list_is_empty(&hub->midway) || hub->matched.sub)
        return;
    vd_list_each(cursor, tmp, &hub->midway, link)
    {
        vd_list_remove(&cursor->link);
        vd_hub_wake_cursor(hub, cursor);
    }
}

bool vd_hub_turn(struct vd_hub *hub)
{
    const struct vd_view *view = vd_kv_view(hub->kv, hub->slot);
    bool more;

    hub->turn++;
    hub->is_woken = true; /* what is found here is told by the answer */
    vd_ring_recycle(hub);
    vd_pass_recycle(hub);
    if (hub->arena.total_bytes)
        vd_arena_deinit(&hub->arena);
    more = vd_hub_match(hub, view);
    wake_midway(hub);
    more |= vd_pass_turn(hub, view);
    more |= vd_fetch_turn(hub);
    hub->is_woken = false;
    call_ready(hub);
    vd_ring_wake(hub);
    call_barriers(hub);
    return more || !vd_list_is_empty(&hub->listed);
}

int vd_hub_new(const struct vd_hub_options *options, struct vd_hub **out_hub)
{
    const struct vd_view *view = vd_kv_view(options->kv, options->slot);
    struct vd_hub *hub = vd_alloc_zero(sizeof(*hub));

    if (!hub)
        return -ENOMEM;
    hub->journal.ops = &hub_ops;
    hub->options = *options;
    hub->kv = options->kv;
    hub->slot = options->slot;
    hub->head = view->head;
    hub->matched = vd_hub_end(hub);
    vd_list_init(&hub->touched);
    vd_list_init(&hub->kept);
    vd_list_init(&hub->listed);
    vd_list_init(&hub->midway);
    vd_list_init(&hub->barriers);
    vd_list_init(&hub->garbage);
    vd_list_init(&hub->seat_garbage);
    vd_arena_init(&hub->arena, ARENA_MAX);
    vd_arena_init(&hub->attribute_arena, ARENA_MAX);
    vd_fetch_init(hub);
    vd_pass_init(hub);
    hub->index = vd_match_new();
    hub->pass.index = vd_match_new();
    if (!hub->index || !hub->pass.index || vd_hub_hits_reserve(hub, HITS_FIRST)) {
        vd_hub_free(hub);
        return -ENOMEM;
    }
    *out_hub = hub;
    return 0;
}

void vd_hub_free(struct vd_hub *hub)
{
    struct vd_hub_barrier *barrier, *tmp;

    if (!hub)
        return;
    vd_assert(!hub->stats.cursors && !vd_hub_jobs(hub));
    vd_list_each(barrier, tmp, &hub->barriers, link) vd_free(barrier);
    vd_ring_recycle(hub);
    vd_pass_recycle(hub);
    vd_ring_free_spare(hub);
    vd_fetch_deinit(hub);
    vd_pass_deinit(hub);
    vd_arena_deinit(&hub->arena);
    vd_arena_deinit(&hub->attribute_arena);
    vd_match_free(hub->index);
    vd_free(hub->future);
    vd_free(hub->hits);
    vd_free(hub);
}

unsigned vd_hub_jobs(const struct vd_hub *hub)
{
    return (unsigned)hub->fetch.is_running + hub->pass.is_reading;
}

struct vd_journal *vd_hub_journal(struct vd_hub *hub)
{
    return &hub->journal;
}

void vd_hub_stats(const struct vd_hub *hub, struct vd_hub_stats *out_stats)
{
    *out_stats = hub->stats;
    out_stats->seats = hub->pass.seat_count;
}
