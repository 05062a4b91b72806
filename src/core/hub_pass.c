/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pass: one reading of history for all cursors that are behind.
 *
 * It goes from slice to slice: finds the events (in the tail, or by a job that reads them from
 * disk), matches each once against the selectors that take part (their *seats*), wakes those
 * cursors for which there is something, and goes on when these have pulled it. Cursors for which
 * there is nothing are not touched. Where the pass arrives at the head, all that wait in it are
 * live.
 *
 * A cursor that stands behind the pass waits for the next one. One that does not pull its part of
 * a slice leaves when others wait for the pass and nobody has pulled for a number of turns; it
 * comes back when it pulls again. So a slow reader costs the others a few turns, once.
 *
 * A slice ends with a revision, if one ends in it. Only a revision that is larger than a slice is
 * matched in pieces, and cursors that have seen a piece are told where it ends.
 */
#include "core/hub_private.h"

#include "base/alloc.h"

#include <errno.h>

enum {
    LINEAR_SEATS = 8, /* up to here testing each is cheaper than the index */
    TURN_SLICES = 4,
    EMPTY_READS_MAX = 16,
    EVENTS_AHEAD = 8,
    LINE_BYTES = 64,
};

static void read_run(struct vd_job *job, unsigned slot)
{
    struct vd_pass *pass = vd_container_of(job, struct vd_pass, job);
    struct vd_hub *hub = vd_container_of(pass, struct vd_hub, pass);

    pass->job_rc =
        vd_kv_read_history(hub->kv, slot, pass->job_from, VD_SLICE_BYTES, &pass->job_block);
}

static void read_done(struct vd_job *job)
{
    struct vd_pass *pass = vd_container_of(job, struct vd_pass, job);
    struct vd_hub *hub = vd_container_of(pass, struct vd_hub, pass);

    pass->is_reading = false;
    pass->is_read = true;
    if (pass->state == VD_PASS_JOB)
        pass->state = VD_PASS_READ;
    vd_hub_wake(hub);
}

static void read_start(struct vd_hub *hub, struct vd_pos from)
{
    struct vd_pass *pass = &hub->pass;

    vd_assert(!pass->is_reading && !pass->is_read);
    pass->is_reading = true;
    pass->job_from = from;
    pass->job_rc = 0;
    hub->options.submit_job(hub->options.arg, &pass->job);
}

static void read_drop(struct vd_pass *pass)
{
    if (pass->job_block)
        vd_block_unref(pass->job_block);
    pass->job_block = NULL;
    pass->is_read = false;
}

void vd_pass_init(struct vd_hub *hub)
{
    struct vd_pass *pass = &hub->pass;

    pass->job = (struct vd_job){.slot = hub->slot, .run = read_run, .done = read_done};
    vd_list_init(&pass->seats);
    vd_list_init(&pass->hot);
    vd_list_init(&pass->later);
}

void vd_pass_deinit(struct vd_hub *hub)
{
    struct vd_pass *pass = &hub->pass;

    vd_assert(!pass->seat_count && !pass->is_reading);
    if (pass->block)
        vd_block_unref(pass->block);
    read_drop(pass);
    vd_match_free(pass->index);
}

/*
 * The slice.
 */

static void wake_seat(struct vd_hub *hub, struct vd_seat *seat, struct vd_cursor *cursor,
                      struct vd_pos at)
{
    vd_seat_release(hub, seat, cursor, at);
    cursor->tag = hub->pass.tag;
    hub->pass.unpulled++;
    vd_hub_wake_cursor(hub, cursor);
}

/* Wakes the cursors of a seat for which there is something in the slice. */
static void seat_mark(struct vd_hub *hub, struct vd_seat *seat)
{
    struct vd_pass *pass = &hub->pass;
    uint32_t end = vd_run_find(&seat->run, pass->high);
    struct vd_cursor *cursor, *tmp;

    if (!end && !seat->inside)
        return;
    vd_list_each(cursor, tmp, &seat->waiting, link)
    {
        struct vd_pos next = vd_pos_max(cursor->next, pass->low);
        bool ends = cursor->flags & VD_CURSOR_INSIDE && next.revision < pass->high.revision;

        /* Nearly always all of it is after the cursor. */
        if (ends || (end && vd_pos_cmp(next, vd_event_pos(seat->run.events[end - 1])) <= 0))
            wake_seat(hub, seat, cursor, pass->low);
    }
}

/* Everything that matches in [low, high) is in the runs: time to pull. */
static void slice_close(struct vd_hub *hub, struct vd_pos high)
{
    struct vd_pass *pass = &hub->pass;
    struct vd_seat *seat, *tmp;

    pass->high = high;
    pass->state = VD_PASS_SERVE;
    pass->tag = vd_hub_new_tag(hub);
    pass->unpulled = 0;
    pass->quiet = 0;
    pass->pulled = false;
    hub->stats.slices++;
    if (!pass->is_tail && !pass->is_reading && !pass->is_read &&
        vd_pos_cmp(high, vd_hub_end(hub)) < 0)
        read_start(hub, high);
    vd_list_each(seat, tmp, &pass->hot, hot) seat_mark(hub, seat);
}

/* Forgets the slice. A seat that nobody came back to since the one before goes. */
static void slice_drop(struct vd_hub *hub)
{
    struct vd_pass *pass = &hub->pass;
    struct vd_seat *seat, *tmp;

    vd_list_each(seat, tmp, &pass->hot, hot)
    {
        bool is_empty = vd_list_is_empty(&seat->waiting);

        vd_run_begin(hub, &seat->run);
        if (is_empty && seat->was_empty) {
            vd_seat_free(hub, seat);
            continue;
        }
        seat->was_empty = is_empty;
        if (!is_empty && !seat->inside)
            vd_list_remove(&seat->hot);
    }
    if (pass->block)
        vd_block_unref(pass->block);
    pass->block = NULL;
    pass->tag = 0;
    pass->unpulled = 0;
}

static int collect_linear(struct vd_hub *hub, const struct vd_event *event, size_t *out_count)
{
    struct vd_seat *seat, *tmp;
    size_t count = 0;

    vd_list_each(seat, tmp, &hub->pass.seats, link)
    {
        struct vd_match_range range = vd_match_entry_range(&seat->entry);
        bool passes;
        int rc;

        if (!vd_match_range_has(&range, vd_event_key(event)))
            continue;
        rc = vd_hub_event_passes(hub, seat->selector, true, &passes);
        if (rc)
            return rc;
        if (passes)
            hub->hits[count++] = seat;
    }
    *out_count = count;
    return 0;
}

static int collect_indexed(struct vd_hub *hub, size_t *out_count)
{
    struct vd_match_entry *const *entries;
    size_t count, kept = 0;
    int rc = vd_hub_event_hits(hub, hub->pass.index, &entries, &count);

    if (!rc)
        rc = vd_hub_hits_reserve(hub, count);
    for (size_t i = 0; !rc && i < count; i++) {
        struct vd_seat *seat = vd_container_of(entries[i], struct vd_seat, entry);
        bool passes;

        rc = vd_hub_event_passes(hub, seat->selector, false, &passes);
        if (!rc && passes)
            hub->hits[kept++] = seat;
    }
    *out_count = kept;
    return rc;
}

static int slice_event(struct vd_hub *hub, const struct vd_event *event)
{
    struct vd_pass *pass = &hub->pass;
    size_t count;
    int rc;

    vd_hub_event_begin(hub, event);
    rc = pass->seat_count <= LINEAR_SEATS ? collect_linear(hub, event, &count)
                                          : collect_indexed(hub, &count);
    for (size_t i = 0; !rc && i < count; i++) {
        struct vd_seat *seat = hub->hits[i];

        rc = vd_run_reserve(&seat->run, seat->few);
    }
    for (size_t i = 0; !rc && i < count; i++) {
        struct vd_seat *seat = hub->hits[i];

        seat->run.events[seat->run.count++] = event;
        vd_seat_heat(hub, seat);
    }
    pass->matches += rc ? 0 : count;
    return rc;
}

static bool slice_is_full(const struct vd_pass *pass)
{
    return (pass->is_tail && pass->events >= VD_SLICE_EVENTS) || pass->matches >= VD_SLICE_MATCHES;
}

/* History is cold: the key of an event is compared soon, and where its neighbours match, its value
 * is encoded soon. */
static void prefetch(const struct vd_event *event, bool with_value)
{
    __builtin_prefetch(event->key);
    if (!with_value)
        return;
    __builtin_prefetch(event->key + LINE_BYTES);
    __builtin_prefetch(event->key + 2 * LINE_BYTES);
}

/* Matches the events of a block from `at` on, until the slice is full. 0; VD_WAIT; -ENOMEM. */
static int slice_block(struct vd_hub *hub, const struct vd_block *block, uint32_t i)
{
    struct vd_pass *pass = &hub->pass;
    size_t matches = pass->matches;

    for (; i < block->count && !slice_is_full(pass); i++) {
        const struct vd_event *event = &block->events[i];
        int rc;

        if (i + EVENTS_AHEAD < block->count)
            prefetch(&block->events[i + EVENTS_AHEAD], pass->matches > matches);
        matches = pass->matches;
        if (event->revision > hub->head) {
            pass->at = pass->boundary = vd_hub_end(hub);
            return 0;
        }
        if (event->revision > pass->at.revision)
            pass->boundary = (struct vd_pos){event->revision, 0};
        rc = slice_event(hub, event);
        if (rc == VD_WAIT) {
            vd_fetch_must(hub, (struct vd_pos){event->prev_revision, event->prev_sub});
            hub->fetch.pass_waits = true;
        }
        if (rc)
            return rc;
        pass->at = vd_event_after(event);
        if (event->last)
            pass->boundary = pass->at;
        pass->events++;
    }
    return 0;
}

static uint32_t block_find(const struct vd_block *block, struct vd_pos pos)
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

/* Nothing is published at or after its position, which may lie behind the last event of a revision:
 * a peer may have made it up. */
static void revision_ends(struct vd_pass *pass)
{
    if (pass->at.sub)
        pass->at = pass->boundary = (struct vd_pos){pass->at.revision + 1, 0};
}

/* 0: the slice is matched; VD_WAIT; VD_COMPACTED: the tail has moved away under it; -ENOMEM. */
static int slice_match(struct vd_hub *hub)
{
    struct vd_pass *pass = &hub->pass;
    struct vd_block *block = pass->block;
    uint64_t number;
    uint32_t first;
    int rc = 0;

    if (!pass->is_tail) {
        rc = slice_block(hub, block, block_find(block, pass->at));
        vd_hub_event_begin(hub, NULL);
        return rc;
    }
    if (vd_pos_cmp(pass->low, vd_kv_tail_start(hub->kv, hub->slot)) < 0)
        return VD_COMPACTED;
    if (vd_kv_tail_find(hub->kv, hub->slot, pass->at, &number, &block, &first)) {
        revision_ends(pass);
        return 0;
    }
    while (block && !rc && !slice_is_full(pass) && pass->at.revision <= hub->head) {
        struct vd_block *next = vd_kv_tail_number(hub->kv, hub->slot, ++number);

        /* Blocks of single events lie all over the memory. */
        __builtin_prefetch(next);
        __builtin_prefetch((const char *)next + 64);
        __builtin_prefetch((const char *)next + 128);
        rc = slice_block(hub, block, first);
        block = next;
        first = 0;
    }
    vd_hub_event_begin(hub, NULL);
    return rc;
}

static struct vd_pos slice_end(const struct vd_pass *pass)
{
    return vd_pos_cmp(pass->boundary, pass->low) > 0 ? pass->boundary : pass->at;
}

/*
 * From slice to slice.
 */

/* Cursors that never came into the slice, to whom the floor has come meanwhile. */
static void wake_compacted(struct vd_hub *hub, int64_t floor)
{
    struct vd_pass *pass = &hub->pass;
    struct vd_seat *seat, *tmp;
    struct vd_cursor *cursor, *tmp2;

    vd_list_each(seat, tmp, &pass->seats, link)
    {
        vd_list_each(cursor, tmp2, &seat->waiting, link)
        {
            struct vd_pos next = vd_pos_max(cursor->next, pass->at);

            if (next.revision >= floor)
                continue;
            vd_seat_release(hub, seat, cursor, pass->at);
            vd_hub_wake_cursor(hub, cursor);
        }
        if (vd_list_is_empty(&seat->waiting))
            vd_seat_heat(hub, seat);
    }
    pass->at = (struct vd_pos){floor, 0};
}

/* All that wait get the answer that reading gave. */
static void wake_all(struct vd_hub *hub)
{
    struct vd_pass *pass = &hub->pass;
    struct vd_seat *seat, *tmp;
    struct vd_cursor *cursor, *tmp2;

    vd_list_each(seat, tmp, &pass->seats, link)
    {
        vd_list_each(cursor, tmp2, &seat->waiting, link)
        {
            vd_seat_release(hub, seat, cursor, pass->at);
            cursor->flags |= VD_CURSOR_FAILED;
            vd_hub_wake_cursor(hub, cursor);
        }
    }
}

static void pass_end(struct vd_hub *hub)
{
    struct vd_pass *pass = &hub->pass;
    struct vd_seat *seat, *tmp;
    struct vd_cursor *cursor, *tmp2;

    vd_list_each(seat, tmp, &pass->seats, link)
    {
        vd_list_each(cursor, tmp2, &seat->waiting, link)
        {
            vd_seat_release(hub, seat, cursor, pass->at);
            cursor->state = VD_CURSOR_READY;
            vd_hub_rest(hub, cursor);
        }
        vd_seat_free(hub, seat);
    }
    slice_drop(hub);
    pass->state = VD_PASS_NONE;
}

static void pass_begin(struct vd_hub *hub)
{
    struct vd_pass *pass = &hub->pass;
    struct vd_cursor *cursor, *tmp;
    struct vd_pos at = {INT64_MAX, 0};
    struct vd_list later;

    vd_list_each(cursor, tmp, &pass->later, link) if (vd_pos_cmp(cursor->next, at) < 0) at =
        cursor->next;
    pass->at = at;
    pass->state = VD_PASS_READ;
    pass->empty_reads = 0;
    vd_list_init(&later);
    vd_list_splice(&later, &pass->later);
    vd_list_each(cursor, tmp, &later, link)
    {
        vd_list_remove(&cursor->link);
        if (!vd_seat_take(hub, cursor))
            vd_list_append(&pass->later, &cursor->link);
    }
    if (!pass->seat_count)
        pass->state = VD_PASS_NONE;
}

static void slice_begin(struct vd_pass *pass, bool is_tail)
{
    pass->state = VD_PASS_MATCH;
    pass->is_tail = is_tail;
    pass->low = pass->boundary = pass->at;
    pass->matches = 0;
    pass->events = 0;
}

/* What the job has brought. Compaction is seen by itself, and memory may be there next time. */
static void take_read(struct vd_hub *hub)
{
    struct vd_pass *pass = &hub->pass;

    pass->is_read = false;
    switch (pass->job_rc) {
    case 0:
        pass->block = pass->job_block;
        pass->job_block = NULL;
        slice_begin(pass, false);
        break;
    case VD_COMPACTED:
    case -ENOMEM:
        break;
    case VD_END:
        if (pass->at.sub) {
            slice_begin(pass, false);
            revision_ends(pass);
            slice_close(hub, pass->boundary);
        } else if (++pass->empty_reads > EMPTY_READS_MAX) {
            wake_all(hub);
        }
        break;
    default:
        wake_all(hub);
    }
}

/* False: it waits. */
static bool step_read(struct vd_hub *hub, const struct vd_view *view)
{
    struct vd_pass *pass = &hub->pass;
    struct vd_block *block;
    uint32_t first;
    int rc;

    if (pass->is_read) {
        if (vd_pos_cmp(pass->job_from, pass->at))
            read_drop(pass);
        else
            take_read(hub);
        return true;
    }
    if (pass->at.revision < view->floor)
        wake_compacted(hub, view->floor);
    if (!pass->waiting || vd_pos_cmp(pass->at, vd_hub_end(hub)) >= 0) {
        pass_end(hub);
        return true;
    }
    rc = vd_kv_tail_block(hub->kv, hub->slot, pass->at, &block, &first);
    if (rc != VD_WAIT) {
        slice_begin(pass, true);
        return true;
    }
    pass->state = VD_PASS_JOB;
    if (!pass->is_reading)
        read_start(hub, pass->at);
    return false;
}

static bool step_match(struct vd_hub *hub, bool *out_more)
{
    struct vd_pass *pass = &hub->pass;
    int rc;

    if (hub->fetch.pass_waits)
        return false;
    rc = slice_match(hub);
    switch (rc) {
    case 0:
        if (vd_pos_cmp(slice_end(pass), pass->low) > 0) {
            pass->empty_reads = 0;
            slice_close(hub, slice_end(pass));
            return true;
        }
        slice_drop(hub);
        pass->state = VD_PASS_READ;
        if (++pass->empty_reads > EMPTY_READS_MAX)
            wake_all(hub);
        *out_more = true;
        return false;
    case VD_WAIT:
        return false;
    case VD_COMPACTED:
        pass->at = pass->low;
        slice_drop(hub);
        pass->state = VD_PASS_READ;
        return true;
    default:
        *out_more = true; /* no memory now */
        return false;
    }
}

static bool step_serve(struct vd_hub *hub, bool *out_more)
{
    struct vd_pass *pass = &hub->pass;

    if (pass->unpulled) {
        pass->quiet = pass->pulled ? 0 : pass->quiet + 1;
        pass->pulled = false;
        if (!pass->waiting && vd_list_is_empty(&pass->later))
            return false;
        if (pass->quiet < VD_PATIENCE) {
            *out_more = true;
            return false;
        }
    }
    pass->at = pass->high;
    slice_drop(hub);
    pass->state = VD_PASS_READ;
    return true;
}

bool vd_pass_turn(struct vd_hub *hub, const struct vd_view *view)
{
    struct vd_pass *pass = &hub->pass;
    uint64_t slices = hub->stats.slices + TURN_SLICES;
    bool more = false, goes_on = true;

    while (goes_on && hub->stats.slices < slices) {
        switch (pass->state) {
        case VD_PASS_NONE:
            if (vd_list_is_empty(&pass->later))
                return false;
            pass_begin(hub);
            if (pass->state == VD_PASS_NONE)
                return true; /* no memory now */
            break;
        case VD_PASS_READ:
            goes_on = step_read(hub, view);
            break;
        case VD_PASS_JOB:
            goes_on = false;
            break;
        case VD_PASS_MATCH:
            goes_on = step_match(hub, &more);
            break;
        case VD_PASS_SERVE:
            goes_on = step_serve(hub, &more);
            break;
        }
    }
    return more || goes_on;
}
