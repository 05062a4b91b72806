/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Seats in the pass (core/hub_pass.c): a selector has one while cursors of it wait there. It holds
 * the selector's entry in the index of the pass, the cursors that wait, and the matches in the
 * present slice. A seat is *hot* while something is to be done about it when the slice ends.
 */
#include "core/hub_private.h"

#include "base/alloc.h"

static struct vd_seat *seat_new(struct vd_hub *hub, struct vd_selector *selector)
{
    struct vd_match_range range = vd_match_entry_range(&selector->entry);
    struct vd_seat *seat = vd_alloc(sizeof(*seat) + vd_match_entry_bytes(&range));

    if (!seat)
        return NULL;
    memset(seat, 0, sizeof(*seat));
    vd_list_init(&seat->waiting);
    vd_match_entry_init(&seat->entry, &range, selector->entry.terms);
    if (vd_match_insert(hub->pass.index, &seat->entry)) {
        vd_free(seat);
        return NULL;
    }
    seat->selector = selector;
    seat->from = hub->pass.at;
    seat->run.events = seat->few;
    seat->run.room = VD_RING_FEW;
    vd_run_begin(hub, &seat->run);
    selector->seat = seat;
    vd_list_append(&hub->pass.seats, &seat->link);
    hub->pass.seat_count++;
    return seat;
}

void vd_seat_free(struct vd_hub *hub, struct vd_seat *seat)
{
    vd_assert(vd_list_is_empty(&seat->waiting));
    vd_match_remove(hub->pass.index, &seat->entry);
    vd_list_remove(&seat->link);
    if (vd_list_is_linked(&seat->hot))
        vd_list_remove(&seat->hot);
    seat->selector->seat = NULL;
    hub->pass.seat_count--;
    vd_list_append(&hub->seat_garbage, &seat->link);
}

void vd_pass_recycle(struct vd_hub *hub)
{
    struct vd_seat *seat, *tmp;

    vd_list_each(seat, tmp, &hub->seat_garbage, link)
    {
        vd_list_remove(&seat->link);
        vd_run_deinit(&seat->run, seat->few);
        vd_free(seat);
    }
}

void vd_seat_heat(struct vd_hub *hub, struct vd_seat *seat)
{
    if (!vd_list_is_linked(&seat->hot))
        vd_list_append(&hub->pass.hot, &seat->hot);
}

void vd_pass_forget(struct vd_hub *hub, struct vd_selector *selector)
{
    if (selector->seat)
        vd_seat_free(hub, selector->seat);
}

/*
 * Coming and going of cursors.
 */

/* What has been passed already. */
static struct vd_pos passed(const struct vd_pass *pass)
{
    return pass->state == VD_PASS_SERVE ? pass->high : pass->at;
}

bool vd_seat_take(struct vd_hub *hub, struct vd_cursor *cursor)
{
    struct vd_selector *selector = cursor->selector;
    struct vd_seat *seat = selector->seat ? selector->seat : seat_new(hub, selector);

    if (!seat)
        return false;
    cursor->state = VD_CURSOR_PASS;
    vd_list_append(&seat->waiting, &cursor->link);
    seat->was_empty = false;
    hub->pass.waiting++;
    if (cursor->flags & VD_CURSOR_INSIDE) {
        seat->inside++;
        vd_seat_heat(hub, seat);
    }
    return true;
}

void vd_pass_join(struct vd_hub *hub, struct vd_cursor *cursor)
{
    struct vd_pass *pass = &hub->pass;

    vd_assert(cursor->state == VD_CURSOR_READY);
    vd_ring_leave(hub, cursor);
    vd_pass_served(hub, cursor);
    vd_hub_wake(hub);
    if (pass->state != VD_PASS_NONE && vd_pos_cmp(cursor->next, passed(pass)) >= 0 &&
        vd_seat_take(hub, cursor))
        return;
    cursor->state = VD_CURSOR_LATER;
    vd_list_append(&pass->later, &cursor->link);
}

/* Out of the seat; its next position is exact then. */
void vd_seat_release(struct vd_hub *hub, struct vd_seat *seat, struct vd_cursor *cursor,
                     struct vd_pos at)
{
    vd_list_remove(&cursor->link);
    cursor->next = vd_pos_max(cursor->next, at);
    hub->pass.waiting--;
    if (cursor->flags & VD_CURSOR_INSIDE)
        seat->inside--;
}

void vd_pass_leave(struct vd_hub *hub, struct vd_cursor *cursor)
{
    struct vd_seat *seat = cursor->selector->seat;

    if (cursor->state == VD_CURSOR_LATER) {
        vd_list_remove(&cursor->link);
        return;
    }
    vd_seat_release(hub, seat, cursor, passed(&hub->pass));
    if (vd_list_is_empty(&seat->waiting))
        vd_seat_heat(hub, seat);
}

void vd_pass_served(struct vd_hub *hub, struct vd_cursor *cursor)
{
    struct vd_pass *pass = &hub->pass;

    if (!cursor->tag || cursor->tag != pass->tag || cursor->state == VD_CURSOR_FUTURE)
        return;
    cursor->tag = 0;
    pass->pulled = true;
    if (pass->unpulled && --pass->unpulled == 0)
        vd_hub_wake(hub);
}

struct vd_run *vd_pass_run(struct vd_hub *hub, const struct vd_cursor *cursor)
{
    const struct vd_pass *pass = &hub->pass;
    struct vd_seat *seat = cursor->selector->seat;

    if (!seat || pass->state != VD_PASS_SERVE)
        return NULL;
    if (vd_pos_cmp(cursor->next, vd_pos_max(pass->low, seat->from)) < 0 ||
        vd_pos_cmp(cursor->next, pass->high) >= 0)
        return NULL;
    if (pass->is_tail && vd_pos_cmp(pass->low, vd_kv_tail_start(hub->kv, hub->slot)) < 0)
        return NULL;
    return &seat->run;
}

void vd_pass_return(struct vd_hub *hub, struct vd_cursor *cursor)
{
    if (cursor->tag || !vd_pass_run(hub, cursor))
        return;
    cursor->tag = hub->pass.tag;
    hub->pass.unpulled++;
}
