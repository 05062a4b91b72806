/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pulling: where the next events of a cursor come from, and how a batch is cut.
 *
 * A cursor asks in this order: the ring of its selector (it is nearly live); the slice of the
 * pass, if that is where it stands; the versions of its key, if it has but one; the index, whether
 * there is anything for it at all; and then it waits for the pass.
 *
 * A batch holds whole revisions. Only one that is alone larger than what was asked for is split,
 * and then nothing else is in the batches that carry it.
 */
#include "core/hub_private.h"

#include <errno.h>

enum {
    TRIES = 64,
    LOOKS = 2048, /* at events, to find some that a conflated reader is to have */
};

struct cut {
    uint32_t count;
    struct vd_pos to;
    bool splits;
};

static size_t event_size(const struct vd_event *event)
{
    return (size_t)event->key_len + event->value_len;
}

/* Where the source's events below its limit end. */
static uint32_t source_end(const struct vd_source *source)
{
    const struct vd_run *run = source->run;

    if (run->count && vd_pos_cmp(vd_event_pos(run->events[run->count - 1]), source->limit) < 0)
        return run->count;
    return vd_run_find(run, source->limit);
}

/* A piece of one revision: not more than max_bytes, but one event. */
static struct cut cut_piece(const struct vd_source *source, uint32_t end, size_t max_bytes)
{
    const struct vd_run *run = source->run;
    int64_t revision = run->events[source->first]->revision;
    size_t bytes = event_size(run->events[source->first]);
    uint32_t i = source->first + 1;
    struct cut cut = {.splits = true};

    while (i < end && run->events[i]->revision == revision &&
           bytes + event_size(run->events[i]) <= max_bytes)
        bytes += event_size(run->events[i++]);
    cut.count = i - source->first;
    if (i < end && run->events[i]->revision == revision)
        cut.to = vd_event_pos(run->events[i]);
    else if (source->limit.revision == revision)
        cut.to = source->limit;
    else
        cut = (struct cut){cut.count, {revision + 1, 0}, false};
    return cut;
}

static struct cut cut_batch(const struct vd_source *source, uint32_t end, size_t max_bytes,
                            bool inside)
{
    const struct vd_run *run = source->run;
    uint32_t whole = source->first;
    size_t bytes = 0;

    for (uint32_t i = source->first; i < end; i++) {
        const struct vd_event *event = run->events[i];

        bytes += event_size(event);
        if (bytes > max_bytes || event->revision >= source->limit.revision)
            break;
        if (i + 1 < end && run->events[i + 1]->revision == event->revision)
            continue;
        whole = i + 1;
        if (inside)
            break;
    }
    if (whole == source->first)
        return cut_piece(source, end, max_bytes);
    return (struct cut){whole - source->first, {run->events[whole - 1]->revision + 1, 0}, false};
}

/* What the neighbour has just cut is not cut again. */
static struct cut cut_cached(const struct vd_source *source, uint32_t end, size_t max_bytes,
                             bool inside)
{
    struct vd_run *run = source->run;
    struct cut cut;

    if (!inside && run->cut_count && run->cut_first == source->first && run->cut_seen == end &&
        run->cut_max == max_bytes) {
        const struct vd_event *last = run->events[source->first + run->cut_count - 1];

        return (struct cut){run->cut_count, {last->revision + 1, 0}, false};
    }
    cut = cut_batch(source, end, max_bytes, inside);
    if (!inside && !cut.splits) {
        run->cut_first = source->first;
        run->cut_count = cut.count;
        run->cut_seen = end;
        run->cut_max = max_bytes;
        run->prevs_turn = 0;
    }
    return cut;
}

/* What this batch needs and the last job brought, or did not find, the next one has to bring again:
 * its result takes the place of the other's. */
static void want_again(struct vd_hub *hub, const struct vd_event *const *events,
                       const struct vd_event *const *prevs, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct vd_pos pos = {events[i]->prev_revision, events[i]->prev_sub};

        if (vd_fetch_has(hub, events[i]))
            vd_fetch_want(hub, vd_event_pos(events[i]));
        if (pos.revision && (!prevs[i] || vd_fetch_has(hub, prevs[i])))
            vd_fetch_want(hub, pos);
    }
}

/*
 * The values before the events of a batch. The batch becomes shorter if only its first revisions
 * have theirs in memory; if not even those, the cursor waits for a job that fetches them all.
 */
static int collect_prevs(struct vd_hub *hub, struct vd_cursor *cursor,
                         const struct vd_source *source, struct cut *cut,
                         const struct vd_event *const **out_prevs)
{
    const struct vd_event *const *events = &source->run->events[source->first];
    const struct vd_event **prevs =
        vd_arena_alloc_zero(&hub->arena, cut->count * sizeof(struct vd_event *));
    uint32_t missing = cut->count, keep;

    if (!prevs)
        return -ENOMEM;
    for (uint32_t i = 0; i < cut->count; i++) {
        struct vd_pos pos = {events[i]->prev_revision, events[i]->prev_sub};
        int rc = pos.revision ? vd_fetch_event(hub, pos, &prevs[i]) : 0;

        if (rc < 0)
            return rc;
        if (rc == VD_WAIT)
            missing = VD_MIN(missing, i);
    }
    *out_prevs = prevs;
    if (missing == cut->count)
        return 0;
    for (keep = missing; keep && events[keep - 1]->revision == events[missing]->revision;)
        keep--;
    if (keep) {
        *cut = (struct cut){keep, {events[keep - 1]->revision + 1, 0}, false};
        return 0;
    }
    if (missing && cursor->flags & VD_CURSOR_FETCHED) {
        /* More than one job brings: better in pieces than never. */
        *cut = (struct cut){missing, vd_event_pos(events[missing]), true};
        return 0;
    }
    want_again(hub, events, prevs, cut->count);
    vd_fetch_join(hub, cursor);
    return VD_WAIT;
}

static int prevs_cached(struct vd_hub *hub, struct vd_cursor *cursor,
                        const struct vd_source *source, struct cut *cut,
                        const struct vd_event *const **out_prevs)
{
    struct vd_run *run = source->run;
    bool is_cached = run->cut_first == source->first && run->cut_count == cut->count;
    int rc;

    if (is_cached && run->prevs_turn == hub->turn) {
        *out_prevs = run->prevs;
        return 0;
    }
    rc = collect_prevs(hub, cursor, source, cut, out_prevs);
    if (!rc && is_cached && run->cut_count == cut->count) {
        run->prevs = *out_prevs;
        run->prevs_turn = hub->turn;
    }
    return rc;
}

/* A slice may end inside a revision that has nothing for this cursor: whoever goes back to where
 * the batch begins must not be told of the end of that revision. */
static struct vd_pos batch_start(const struct vd_cursor *cursor, const struct vd_source *source)
{
    struct vd_pos next = cursor->next;

    if (next.sub && source->run->events[source->first]->revision > next.revision)
        next = (struct vd_pos){next.revision + 1, 0};
    return next;
}

/* Hands out what the source has for the cursor, which is something, and moves the cursor on. */
int vd_pull_serve(struct vd_hub *hub, struct vd_cursor *cursor, const struct vd_source *source,
                  size_t max_bytes, unsigned flags, struct vd_batch *out_batch)
{
    bool inside = cursor->flags & VD_CURSOR_INSIDE;
    uint32_t end = source_end(source);
    struct cut cut = cut_cached(source, end, max_bytes, inside);
    const struct vd_event *const *prevs = NULL;

    if (flags & VD_PULL_PREV) {
        int rc = prevs_cached(hub, cursor, source, &cut, &prevs);

        if (rc)
            return rc;
    }
    *out_batch = (struct vd_batch){
        .events = &source->run->events[source->first],
        .prevs = prevs,
        .count = cut.count,
        .from = batch_start(cursor, source),
        .to = cut.to,
        .since = source->since,
        .key = source->run->key,
        .splits = cut.splits,
    };
    cursor->next = cut.to;
    cursor->flags &= (uint8_t)~VD_CURSOR_INSIDE;
    if (cut.splits)
        cursor->flags |= VD_CURSOR_INSIDE;
    return 0;
}

/* The revision that the cursor stands inside has nothing more for it. */
int vd_pull_serve_end(struct vd_cursor *cursor, struct vd_batch *out_batch)
{
    struct vd_pos to = {cursor->next.revision + 1, 0};

    *out_batch = (struct vd_batch){.from = cursor->next, .to = to};
    cursor->next = to;
    cursor->flags &= (uint8_t)~VD_CURSOR_INSIDE;
    return 0;
}

/* Whether the next event of a source (count: none) is not of the revision the cursor is inside. */
bool vd_pull_has_left(const struct vd_cursor *cursor, const struct vd_source *source)
{
    return cursor->flags & VD_CURSOR_INSIDE && source->limit.revision > cursor->next.revision &&
           (source->first >= source->run->count ||
            source->run->events[source->first]->revision > cursor->next.revision);
}

static bool source_is_empty(const struct vd_source *source)
{
    return source->first >= source->run->count ||
           vd_pos_cmp(vd_event_pos(source->run->events[source->first]), source->limit) >= 0;
}

/* The batch was the last of what there is: saying so spares each live cursor a second pull. */
static void come_to_rest(struct vd_hub *hub, struct vd_cursor *cursor, struct vd_batch *out_batch)
{
    vd_ring_rest(hub, cursor);
    cursor->flags |= VD_CURSOR_ARMED;
    out_batch->drained = true;
}

/* Looks at no event, which may be gone by now: the batch says where it ended, and the ring where
 * its last event is. */
bool vd_hub_repeat(struct vd_journal *journal, struct vd_cursor *cursor,
                   const struct vd_batch *batch)
{
    const struct vd_ring *ring = cursor->selector->ring;

    if (cursor->state != VD_CURSOR_READY || cursor->flags || !ring || ring->run.key != batch->key ||
        vd_pos_cmp(cursor->next, batch->from) != 0 || vd_pos_cmp(ring->last, batch->to) >= 0)
        return false;
    vd_ring_join(vd_hub_of(journal), cursor);
    cursor->next = batch->to;
    vd_ring_rest(vd_hub_of(journal), cursor);
    cursor->flags = VD_CURSOR_ARMED;
    return true;
}

static int pull_ring(struct vd_hub *hub, struct vd_cursor *cursor, size_t max_bytes, unsigned flags,
                     struct vd_batch *out_batch)
{
    struct vd_ring *ring = cursor->selector->ring;
    struct vd_source source = {.run = &ring->run, .limit = vd_hub_end(hub)};
    int rc;

    source.first = vd_ring_find(ring, cursor->next, &source.since);
    if (vd_pull_has_left(cursor, &source))
        return vd_pull_serve_end(cursor, out_batch);
    if (source_is_empty(&source)) {
        vd_hub_rest(hub, cursor);
        return VD_WAIT;
    }
    vd_ring_join(hub, cursor);
    rc = vd_pull_serve(hub, cursor, &source, max_bytes, flags, out_batch);
    if (!rc && flags & VD_PULL_DRAIN && !out_batch->splits &&
        source.first + out_batch->count >= source_end(&source))
        come_to_rest(hub, cursor, out_batch);
    return rc;
}

static int pull_slice(struct vd_hub *hub, struct vd_cursor *cursor, struct vd_run *run,
                      size_t max_bytes, unsigned flags, struct vd_batch *out_batch)
{
    struct vd_source source = {
        .run = run, .limit = hub->pass.high, .first = vd_run_find(run, cursor->next)};
    int rc;

    hub->pass.pulled = true;
    if (vd_pull_has_left(cursor, &source))
        return vd_pull_serve_end(cursor, out_batch);
    if (source_is_empty(&source)) {
        cursor->next = hub->pass.high;
        vd_pass_served(hub, cursor);
        return VD_PULL_AGAIN;
    }
    rc = vd_pull_serve(hub, cursor, &source, max_bytes, flags, out_batch);
    if (!rc && vd_pos_cmp(cursor->next, hub->pass.high) >= 0)
        vd_pass_served(hub, cursor);
    return rc;
}

static int pull_once(struct vd_hub *hub, struct vd_cursor *cursor, size_t max_bytes, unsigned flags,
                     struct vd_batch *out_batch)
{
    const struct vd_view *view;
    struct vd_run *run;

    if (vd_pos_cmp(cursor->next, vd_hub_end(hub)) >= 0) {
        vd_hub_rest(hub, cursor);
        return VD_WAIT;
    }
    if (vd_ring_covers(hub, cursor->selector, cursor->next))
        return pull_ring(hub, cursor, max_bytes, flags, out_batch);
    view = vd_kv_view(hub->kv, hub->slot);
    if (cursor->next.revision < view->floor)
        return VD_COMPACTED;
    if (cursor->flags & VD_CURSOR_FAILED)
        return -EIO;
    run = vd_pass_run(hub, cursor);
    if (run)
        return pull_slice(hub, cursor, run, max_bytes, flags, out_batch);
    vd_pass_served(hub, cursor);
    if (cursor->selector->entry.kind == VD_MATCH_KEY)
        return vd_pull_key(hub, view, cursor, max_bytes, flags, out_batch);
    if (!(cursor->flags & VD_CURSOR_INSIDE) && !vd_hub_is_behind(hub, view, cursor)) {
        cursor->next = vd_hub_end(hub);
        return VD_PULL_AGAIN;
    }
    vd_pass_join(hub, cursor);
    return VD_WAIT;
}

/* As pull_once, for VD_PULL_LATEST. Only a piece of a revision is handed out when nothing is left
 * of it: somebody may have the pieces before it. */
static int pull_latest(struct vd_hub *hub, struct vd_cursor *cursor, size_t max_bytes,
                       unsigned flags, uint32_t *looks, struct vd_batch *out_batch)
{
    bool was_inside = cursor->flags & VD_CURSOR_INSIDE;
    int rc;

    vd_latest_skip(hub, cursor);
    rc = pull_once(hub, cursor, max_bytes, flags, out_batch);
    if (rc)
        return rc;
    *looks += vd_latest_filter(hub, cursor, out_batch);
    if (out_batch->count || out_batch->splits || was_inside)
        return 0;
    return out_batch->drained ? VD_WAIT : VD_PULL_AGAIN;
}

int vd_hub_pull(struct vd_journal *journal, struct vd_cursor *cursor, size_t max_bytes,
                unsigned flags, struct vd_batch *out_batch)
{
    struct vd_hub *hub = vd_hub_of(journal);
    int rc = cursor->state == VD_CURSOR_READY ? VD_PULL_AGAIN : VD_WAIT;
    uint32_t looks = 0;

    if (cursor->flags & VD_CURSOR_LISTED) {
        vd_list_remove(&cursor->link);
        cursor->flags &= (uint8_t) ~(VD_CURSOR_LISTED | VD_CURSOR_ARMED);
    }
    for (unsigned tries = 0; rc == VD_PULL_AGAIN && tries < TRIES && looks < LOOKS; tries++)
        rc = flags & VD_PULL_LATEST ? pull_latest(hub, cursor, max_bytes, flags, &looks, out_batch)
                                    : pull_once(hub, cursor, max_bytes, flags, out_batch);
    if (cursor->flags & VD_CURSOR_FETCHED && cursor->state != VD_CURSOR_FETCH)
        vd_fetch_used(hub, cursor);
    if (rc == VD_PULL_AGAIN) {
        /* Much was looked at and nothing found: go on in the next turn. */
        cursor->flags |= VD_CURSOR_ARMED;
        vd_hub_wake_cursor(hub, cursor);
        return VD_WAIT;
    }
    if (rc == VD_WAIT)
        cursor->flags |= VD_CURSOR_ARMED;
    return rc;
}
