/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/listing.h"

#include "base/alloc.h"
#include "base/check.h"
#include "doors/etcd3/state.h"

#include <errno.h>

enum { MAX_BYTES = 64 << 20, PATIENCE_MS = 10000 };

enum stage { WAITING, GATHERING, GATHERED };

static const struct vd_etcd3_error CUT_OFF = {
    VD_RPC_RESOURCE_EXHAUSTED, "vedette: the answer was not read while others waited"};

static void on_timer(struct vd_timer *timer);
static void let_go_unless_read(struct vd_etcd3_listing *listing);

void vd_etcd3_listings_init(struct vd_etcd3_listings *all, struct vd_loop *loop)
{
    *all = (struct vd_etcd3_listings){
        .loop = loop, .max_bytes = MAX_BYTES, .timer = {.fire = on_timer}};
    vd_list_init(&all->waiting);
    vd_list_init(&all->held);
}

void vd_etcd3_listings_deinit(struct vd_etcd3_listings *all)
{
    vd_assert(vd_list_is_empty(&all->waiting) && vd_list_is_empty(&all->held));
    vd_timer_stop(all->loop, &all->timer);
}

static bool has_room(const struct vd_etcd3_listings *all)
{
    return !all->gathering && all->held_bytes < all->max_bytes;
}

static void make_ready(struct vd_etcd3_listing *listing)
{
    struct vd_etcd3_reading *reading, *next;

    vd_list_each(reading, next, &listing->readings, link) vd_call_ready(reading->call, false);
}

/* Whose reader is the first to be filled begins. */
static void call_waiting(struct vd_etcd3_listings *all)
{
    struct vd_etcd3_listing *listing, *next;

    if (vd_list_is_empty(&all->waiting))
        vd_timer_stop(all->loop, &all->timer);
    if (!has_room(all))
        return;
    vd_list_each(listing, next, &all->waiting, link) make_ready(listing);
}

/* --- patience --------------------------------------------------------------------------------- */

/* What those that wait, wait for. NULL: nothing. */
static struct vd_etcd3_listing *in_the_way(const struct vd_etcd3_listings *all)
{
    if (all->held_bytes < all->max_bytes)
        return all->gathering;
    return vd_list_first(&all->held, struct vd_etcd3_listing, link);
}

static void await_room(struct vd_etcd3_listings *all)
{
    const struct vd_etcd3_listing *other = in_the_way(all);
    uint64_t now = vd_loop_now_ms(all->loop);

    if (!other || vd_list_is_linked(&all->timer.link))
        return;
    vd_timer_start(all->loop, &all->timer,
                   other->moved_ms + PATIENCE_MS - VD_MIN(now, other->moved_ms + PATIENCE_MS));
}

static void move_to_end(struct vd_etcd3_listing *listing)
{
    listing->moved_ms = vd_loop_now_ms(listing->all->loop);
    vd_list_remove(&listing->link);
    vd_list_append(&listing->all->held, &listing->link);
}

/* Its calls are over, and leave it as their exchanges go. May free it. */
static void end_all(struct vd_etcd3_listing *listing, const struct vd_etcd3_error *error)
{
    struct vd_etcd3_reading *reading, *next;

    listing->is_pinned = true;
    vd_list_each(reading, next, &listing->readings, link)
    {
        if (reading->reader.is_begun)
            vd_call_break(reading->call);
        else
            vd_etcd3_fail(reading->call, error);
    }
    listing->is_pinned = false;
    let_go_unless_read(listing);
}

static void on_timer(struct vd_timer *timer)
{
    struct vd_etcd3_listings *all = vd_container_of(timer, struct vd_etcd3_listings, timer);
    struct vd_etcd3_listing *other = in_the_way(all);

    if (!other || vd_list_is_empty(&all->waiting))
        return;
    if (other->moved_ms + PATIENCE_MS <= vd_loop_now_ms(all->loop)) {
        move_to_end(other); /* should it not go at once */
        end_all(other, &CUT_OFF);
    }
    await_room(all);
}

/* --- joining and leaving ---------------------------------------------------------------------- */

static void let_go_unless_read(struct vd_etcd3_listing *listing)
{
    struct vd_etcd3_listings *all = listing->all;

    if (listing->is_pinned || !vd_list_is_empty(&listing->readings))
        return;
    vd_list_remove(&listing->link);
    all->held_bytes -= listing->gather.held_bytes;
    if (all->gathering == listing)
        all->gathering = NULL;
    listing->ops->release(listing);
    vd_etcd3_gather_end(&listing->gather);
    vd_free(listing);
    call_waiting(all);
}

/* Others may see only what they may see themselves. */
static bool is_of(const struct vd_etcd3_listing *listing, const struct vd_call *call)
{
    const struct vd_principal *own = vd_call_principal(call), *other;

    other =
        vd_call_principal(vd_list_first(&listing->readings, struct vd_etcd3_reading, link)->call);
    return own && other && vd_slice_eq(own->name, other->name);
}

static struct vd_etcd3_listing *find(const struct vd_etcd3_listings *all,
                                     const struct vd_call *call,
                                     const struct vd_etcd3_listing_ops *ops, int64_t id)
{
    struct vd_etcd3_listing *listing, *next;

    vd_list_each(listing, next, &all->waiting, link)
    {
        if (listing->ops == ops && listing->id == id && is_of(listing, call))
            return listing;
    }
    return NULL;
}

bool vd_etcd3_listing_waits(const struct vd_etcd3_listings *all, const struct vd_call *call,
                            const struct vd_etcd3_listing_ops *ops, int64_t id)
{
    return find(all, call, ops, id);
}

static struct vd_etcd3_listing *make(struct vd_etcd3_listings *all,
                                     const struct vd_etcd3_listing_ops *ops, int64_t id)
{
    struct vd_etcd3_listing *listing = vd_alloc_zero(sizeof(*listing) + ops->state_bytes);

    if (!listing)
        return NULL;
    listing->all = all;
    listing->ops = ops;
    listing->id = id;
    vd_list_init(&listing->readings);
    vd_list_append(&all->waiting, &listing->link);
    return listing;
}

int vd_etcd3_listing_join(struct vd_etcd3_listings *all, struct vd_etcd3_reading *reading,
                          struct vd_call *call, const struct vd_etcd3_listing_ops *ops, int64_t id)
{
    struct vd_etcd3_listing *listing = find(all, call, ops, id);

    if (!listing)
        listing = make(all, ops, id);
    if (!listing)
        return -ENOMEM;
    reading->call = call;
    reading->listing = listing;
    vd_list_append(&listing->readings, &reading->link);
    return 0;
}

void vd_etcd3_listing_leave(struct vd_etcd3_reading *reading)
{
    struct vd_etcd3_listing *listing = reading->listing;

    if (!listing)
        return;
    reading->listing = NULL;
    vd_list_remove(&reading->link);
    let_go_unless_read(listing);
}

/* --- gathering -------------------------------------------------------------------------------- */

static void begin(struct vd_etcd3_listing *listing)
{
    listing->stage = GATHERING;
    listing->all->gathering = listing;
    move_to_end(listing);
    make_ready(listing);
}

/* False: it has failed, and with it all who want it. */
static bool go_on(struct vd_etcd3_listing *listing, struct vd_call *call)
{
    struct vd_etcd3_listings *all = listing->all;
    size_t held = listing->gather.held_bytes;
    int rc = listing->ops->step(call, listing);

    all->held_bytes += listing->gather.held_bytes - held;
    if (listing->gather.is_failed)
        rc = -ENOMEM;
    move_to_end(listing);
    if (rc == VD_AGAIN)
        return true;
    listing->stage = GATHERED;
    all->gathering = NULL;
    if (rc)
        end_all(listing, vd_etcd3_error_of(rc));
    call_waiting(all);
    return rc == 0;
}

enum vd_fill vd_etcd3_listing_fill(struct vd_etcd3_reading *reading, struct vd_out *out)
{
    struct vd_etcd3_listing *listing = reading->listing;

    if (listing->stage == WAITING && !has_room(listing->all)) {
        await_room(listing->all);
        return VD_FILL_IDLE;
    }
    if (listing->stage == WAITING)
        begin(listing);
    if (listing->stage == GATHERING && !go_on(listing, reading->call))
        return VD_FILL_IDLE;
    return listing->stage == GATHERED
               ? vd_etcd3_gather_fill(&listing->gather, &reading->reader, reading->call, out)
               : VD_FILL_MORE;
}
