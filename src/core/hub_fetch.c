/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Single events that are only on disk: values before others, and the versions of keys.
 *
 * Whoever misses some names their positions and waits; one job at a time brings all that were
 * named meanwhile. What it brought stays until everybody who waited for it has looked, or the
 * last of them has been silent for a while; then the next job goes. A position that was asked for
 * and is not among what came does not exist.
 *
 * What one job brings is bounded in bytes. It goes through the positions in their order, and the
 * next job begins where it stopped: whoever waits comes to his turn, however much others want.
 */
#include "core/hub_private.h"

#include "base/alloc.h"

#include <errno.h>
#include <stdlib.h>

enum { FETCH_BYTES = 64 << 20 };

static void fetch_run(struct vd_job *job, unsigned slot)
{
    struct vd_fetch *fetch = vd_container_of(job, struct vd_fetch, job);
    struct vd_hub *hub = vd_container_of(fetch, struct vd_hub, fetch);
    struct vd_fetch_result *coming = &fetch->coming;
    const struct vd_pos *asked = coming->asked + coming->asked_first;
    size_t count = coming->asked_count;

    coming->rc = vd_kv_read_events(hub->kv, slot, asked, &count, FETCH_BYTES, &coming->block);
    if (coming->rc)
        return;
    /* Positions that it did not come to are as if they had not been asked for. */
    fetch->last = count < coming->asked_count ? asked[count - 1] : (struct vd_pos){0, 0};
    coming->asked_count = count;
}

static void result_drop(struct vd_fetch_result *result)
{
    if (result->block)
        vd_block_unref(result->block);
    vd_free(result->asked);
    *result = (struct vd_fetch_result){0};
}

static void fetch_done(struct vd_job *job)
{
    struct vd_fetch *fetch = vd_container_of(job, struct vd_fetch, job);
    struct vd_hub *hub = vd_container_of(fetch, struct vd_hub, fetch);
    struct vd_cursor *cursor, *tmp;

    result_drop(&fetch->result);
    /* No memory for it now: it will be asked for again. */
    if (fetch->coming.rc == -ENOMEM)
        result_drop(&fetch->coming);
    fetch->result = fetch->coming;
    fetch->coming = (struct vd_fetch_result){0};
    fetch->is_running = false;
    fetch->match_waits = fetch->pass_waits = false;
    fetch->quiet = 0;
    fetch->users = 0;
    vd_list_each(cursor, tmp, &fetch->running, link)
    {
        vd_list_remove(&cursor->link);
        cursor->flags |= VD_CURSOR_FETCHED;
        fetch->users++;
        vd_hub_wake_cursor(hub, cursor);
    }
    vd_hub_wake(hub);
}

void vd_fetch_init(struct vd_hub *hub)
{
    struct vd_fetch *fetch = &hub->fetch;

    fetch->job = (struct vd_job){.slot = hub->slot, .run = fetch_run, .done = fetch_done};
    vd_list_init(&fetch->waiting);
    vd_list_init(&fetch->crowded);
    vd_list_init(&fetch->running);
}

void vd_fetch_deinit(struct vd_hub *hub)
{
    vd_assert(!hub->fetch.is_running);
    result_drop(&hub->fetch.result);
    vd_free(hub->fetch.wanted);
}

static int pos_order(const void *a, const void *b)
{
    return vd_pos_cmp(*(const struct vd_pos *)a, *(const struct vd_pos *)b);
}

/* Ascending, each once. */
static void wanted_sort(struct vd_fetch *fetch)
{
    size_t count = 0;

    qsort(fetch->wanted, fetch->wanted_count, sizeof(struct vd_pos), pos_order);
    for (size_t i = 0; i < fetch->wanted_count; i++)
        if (!count || vd_pos_cmp(fetch->wanted[count - 1], fetch->wanted[i]))
            fetch->wanted[count++] = fetch->wanted[i];
    fetch->wanted_count = count;
}

/* At most so many as will find room, or all would ask for each other's turn. */
static void wake_crowded(struct vd_hub *hub)
{
    struct vd_list *crowded = &hub->fetch.crowded;

    for (unsigned i = 0; i < VD_FETCH_MAX && !vd_list_is_empty(crowded); i++) {
        struct vd_cursor *cursor = vd_list_first(crowded, struct vd_cursor, link);

        vd_list_remove(&cursor->link);
        vd_hub_wake_cursor(hub, cursor);
    }
}

static void start(struct vd_hub *hub)
{
    struct vd_fetch *fetch = &hub->fetch;

    size_t first = 0;

    wanted_sort(fetch);
    while (first < fetch->wanted_count && vd_pos_cmp(fetch->wanted[first], fetch->last) <= 0)
        first++;
    if (first == fetch->wanted_count)
        first = 0;
    fetch->coming = (struct vd_fetch_result){
        .asked = fetch->wanted, .asked_first = first, .asked_count = fetch->wanted_count - first};
    fetch->wanted = NULL;
    fetch->wanted_count = 0;
    fetch->is_full = false;
    vd_list_splice(&fetch->running, &fetch->waiting);
    fetch->is_running = true;
    hub->stats.fetches++;
    hub->options.submit_job(hub->options.arg, &fetch->job);
    wake_crowded(hub);
}

/* Nothing could be written down: who waits has to ask again. */
static void wake_waiting(struct vd_hub *hub)
{
    struct vd_cursor *cursor, *tmp;

    vd_list_each(cursor, tmp, &hub->fetch.waiting, link)
    {
        vd_list_remove(&cursor->link);
        vd_hub_wake_cursor(hub, cursor);
    }
}

bool vd_fetch_turn(struct vd_hub *hub)
{
    struct vd_fetch *fetch = &hub->fetch;

    if (fetch->is_running ||
        (vd_list_is_empty(&fetch->waiting) && vd_list_is_empty(&fetch->crowded) &&
         !fetch->match_waits && !fetch->pass_waits))
        return false;
    if (fetch->users && fetch->quiet++ < VD_PATIENCE)
        return true;
    if (fetch->wanted_count) {
        start(hub);
        return false;
    }
    wake_waiting(hub);
    fetch->match_waits = fetch->pass_waits = false;
    return true;
}

void vd_fetch_want(struct vd_hub *hub, struct vd_pos pos)
{
    struct vd_fetch *fetch = &hub->fetch;

    if (!fetch->wanted)
        fetch->wanted = vd_alloc_array(VD_FETCH_MAX, sizeof(struct vd_pos));
    if (!fetch->wanted || fetch->is_full)
        return;
    if (fetch->wanted_count == VD_FETCH_MAX) {
        wanted_sort(fetch);
        fetch->is_full = fetch->wanted_count > VD_FETCH_MAX / 2;
    }
    if (!fetch->is_full)
        fetch->wanted[fetch->wanted_count++] = pos;
}

void vd_fetch_must(struct vd_hub *hub, struct vd_pos pos)
{
    struct vd_fetch *fetch = &hub->fetch;

    vd_fetch_want(hub, pos);
    if (fetch->is_full)
        fetch->wanted[0] = pos;
}

void vd_fetch_join(struct vd_hub *hub, struct vd_cursor *cursor)
{
    vd_assert(cursor->state == VD_CURSOR_READY);
    /* What it stands in, ring or slice, waits with it. */
    vd_fetch_used(hub, cursor);
    cursor->state = VD_CURSOR_FETCH;
    vd_list_append(hub->fetch.is_full ? &hub->fetch.crowded : &hub->fetch.waiting, &cursor->link);
    vd_hub_wake(hub);
}

void vd_fetch_leave(struct vd_hub *hub, struct vd_cursor *cursor)
{
    vd_assert(cursor->state == VD_CURSOR_FETCH);
    vd_list_remove(&cursor->link);
}

void vd_fetch_used(struct vd_hub *hub, struct vd_cursor *cursor)
{
    if (!(cursor->flags & VD_CURSOR_FETCHED))
        return;
    cursor->flags &= (uint8_t)~VD_CURSOR_FETCHED;
    hub->fetch.quiet = 0;
    if (hub->fetch.users)
        hub->fetch.users--;
}

static bool was_asked(const struct vd_fetch_result *result, struct vd_pos pos)
{
    return result->asked && bsearch(&pos, result->asked + result->asked_first, result->asked_count,
                                    sizeof(pos), pos_order);
}

static int event_order(const void *pos, const void *event)
{
    return vd_pos_cmp(*(const struct vd_pos *)pos, vd_event_pos(event));
}

int vd_fetch_event(struct vd_hub *hub, struct vd_pos pos, const struct vd_event **out_event)
{
    const struct vd_fetch_result *result = &hub->fetch.result;
    const struct vd_event *event;
    int rc = vd_kv_event(hub->kv, hub->slot, pos, out_event);

    if (rc != VD_WAIT || !was_asked(result, pos))
        return rc;
    if (result->rc)
        return result->rc < 0 ? result->rc : -EIO;
    event = bsearch(&pos, result->block->events, result->block->count, sizeof(struct vd_event),
                    event_order);
    if (!event)
        return VD_NOT_FOUND;
    *out_event = event;
    return 0;
}
