/* SPDX-License-Identifier: Apache-2.0 */
/* Which keys are to be looked at: each is there once, in a table, whatever becomes of its look. */
#include "doors/kube/steward_inner.h"

#include "base/alloc.h"
#include "base/hash.h"

enum {
    REST_FIRST_MS = 20,
    REST_MAX_MS = 5000,
    REST_DOUBLINGS = 8,
    BEGUN_A_TURN = 256,
    AGAIN_MS = 1
};

static struct vd_list *bucket_of(struct vd_kube_steward *steward, struct vd_slice key)
{
    return &steward->looks[vd_hash(key) & (VD_KUBE_LOOK_BUCKETS - 1)];
}

static struct vd_kube_look *find(struct vd_kube_steward *steward, struct vd_slice key)
{
    struct vd_list *bucket = bucket_of(steward, key);

    for (struct vd_list *link = bucket->next; link != bucket; link = link->next) {
        struct vd_kube_look *look = vd_container_of(link, struct vd_kube_look, bucket);

        if (vd_slice_eq(look->key, key))
            return look;
    }
    return NULL;
}

static void queue(struct vd_kube_look *look)
{
    look->state = VD_KUBE_LOOK_QUEUED;
    vd_list_append(&look->steward->queue, &look->queue);
}

static void on_rested(struct vd_timer *timer)
{
    struct vd_kube_look *look = vd_container_of(timer, struct vd_kube_look, timer);

    queue(look);
    vd_kube_looks_go(look->steward);
}

static struct vd_kube_look *new_look(struct vd_kube_steward *steward, struct vd_slice key)
{
    struct vd_kube_look *look = vd_alloc_zero(sizeof(*look) + key.len);

    if (!look)
        return NULL;
    memcpy(look + 1, key.ptr, key.len);
    look->key = vd_slice(look + 1, key.len);
    look->steward = steward;
    look->timer.fire = on_rested;
    vd_list_append(bucket_of(steward, key), &look->bucket);
    return look;
}

/* From wherever it is but running. */
static void requeue(struct vd_kube_look *look)
{
    vd_timer_stop(look->steward->kube->env.loop, &look->timer);
    if (vd_list_is_linked(&look->blocked))
        vd_list_remove(&look->blocked);
    if (look->state != VD_KUBE_LOOK_QUEUED)
        queue(look);
}

void vd_kube_look_at(struct vd_kube_steward *steward, struct vd_slice key)
{
    struct vd_kube_look *look = key.len ? find(steward, key) : NULL;

    if (look && look->state == VD_KUBE_LOOK_RUNNING) {
        look->is_again = true;
    } else if (look) {
        requeue(look);
    } else if (key.len) {
        look = new_look(steward, key);
        if (look)
            queue(look);
    }
}

void vd_kube_look_again(struct vd_kube_steward *steward, struct vd_slice key)
{
    if (key.len && find(steward, key))
        vd_kube_look_at(steward, key);
}

void vd_kube_looks_anew(struct vd_kube_steward *steward)
{
    struct vd_kube_look *look, *next;

    for (unsigned i = 0; i < VD_KUBE_LOOK_BUCKETS; i++) {
        vd_list_each(look, next, &steward->looks[i], bucket)
        {
            if (look->state == VD_KUBE_LOOK_PARKED)
                requeue(look);
        }
    }
}

void vd_kube_looks_go(struct vd_kube_steward *steward)
{
    unsigned begun = 0;

    if (steward->is_going) /* what is done at once does not nest */
        return;
    steward->is_going = true;
    while (begun++ < BEGUN_A_TURN && !steward->is_ending && steward->is_read &&
           steward->running < VD_KUBE_LOOKS_AT_ONCE && !vd_list_is_empty(&steward->queue)) {
        struct vd_kube_look *look = vd_list_first(&steward->queue, struct vd_kube_look, queue);

        vd_list_remove(&look->queue);
        look->state = VD_KUBE_LOOK_RUNNING;
        look->is_again = false;
        steward->running++;
        vd_kube_look_begin(look);
    }
    steward->is_going = false;
    if (begun > BEGUN_A_TURN)
        vd_timer_start(steward->kube->env.loop, &steward->again, AGAIN_MS);
}

/* --- how one ends ------------------------------------------------------------------------------
 */

static void forget_memory(struct vd_kube_look *look)
{
    if (look->call)
        vd_kube_call_free(look->call);
    look->call = NULL;
    look->object = NULL;
}

static void forget(struct vd_kube_look *look)
{
    vd_timer_stop(look->steward->kube->env.loop, &look->timer);
    vd_kube_kinds_unwait(&look->kinds_wait);
    vd_kube_chore_forget(&look->chore);
    forget_memory(look);
    if (vd_list_is_linked(&look->queue))
        vd_list_remove(&look->queue);
    if (vd_list_is_linked(&look->blocked))
        vd_list_remove(&look->blocked);
    vd_list_remove(&look->bucket);
    vd_free(look);
}

/* True: it was asked for meanwhile, and is queued. */
static bool ends(struct vd_kube_look *look)
{
    forget_memory(look);
    look->steward->running--;
    if (look->is_again)
        queue(look);
    return look->is_again;
}

void vd_kube_look_done(struct vd_kube_look *look)
{
    struct vd_kube_steward *steward = look->steward;

    look->failures = 0;
    if (!ends(look))
        forget(look);
    vd_kube_looks_go(steward);
}

void vd_kube_look_park(struct vd_kube_look *look)
{
    look->failures = 0;
    if (!ends(look))
        look->state = VD_KUBE_LOOK_PARKED;
    vd_kube_looks_go(look->steward);
}

void vd_kube_look_park_for(struct vd_kube_look *look, struct vd_slice uid)
{
    if (uid.len > sizeof(look->uid)) {
        vd_kube_look_failed(look);
        return;
    }
    memcpy(look->uid, uid.ptr, uid.len);
    look->uid_bytes = uid.len;
    look->failures = 0;
    if (!ends(look)) {
        look->state = VD_KUBE_LOOK_PARKED;
        vd_list_append(&look->steward->blocked, &look->blocked);
    }
    vd_kube_looks_go(look->steward);
}

void vd_kube_look_unblock(struct vd_kube_steward *steward, struct vd_slice uid)
{
    struct vd_list *link = steward->blocked.next, *next;

    for (; link != &steward->blocked; link = next) {
        struct vd_kube_look *look = vd_container_of(link, struct vd_kube_look, blocked);

        next = link->next;
        if (vd_slice_eq(vd_slice(look->uid, look->uid_bytes), uid))
            requeue(look);
    }
}

void vd_kube_look_failed(struct vd_kube_look *look)
{
    uint64_t rest_ms = (uint64_t)REST_FIRST_MS
                       << (look->failures < REST_DOUBLINGS ? look->failures : REST_DOUBLINGS);

    look->failures++;
    if (!ends(look)) {
        look->state = VD_KUBE_LOOK_RESTING;
        vd_timer_start(look->steward->kube->env.loop, &look->timer,
                       rest_ms < REST_MAX_MS ? rest_ms : REST_MAX_MS);
    }
    vd_kube_looks_go(look->steward);
}

void vd_kube_looks_forget(struct vd_kube_steward *steward)
{
    for (unsigned i = 0; i < VD_KUBE_LOOK_BUCKETS; i++)
        while (!vd_list_is_empty(&steward->looks[i]))
            forget(vd_list_first(&steward->looks[i], struct vd_kube_look, bucket));
}
