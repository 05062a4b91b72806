/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/steward.h"

#include "base/alloc.h"
#include "base/log.h"
#include "doors/kube/steward_inner.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>

enum { REFOUND_MS = 1000, BODY_BYTES = 128 };

static const char *const founded[VD_KUBE_FOUNDED] = {"default", "kube-system", "kube-public",
                                                     "kube-node-lease"};

/* --- founding --------------------------------------------------------------------------------- */

static void found(struct vd_kube_steward *steward);

/* Exactly one loop of the process. */
static bool takes_on(const struct vd_kube_steward *steward)
{
    return !atomic_exchange(steward->kube->env.facts->kube_steward, true);
}

static void release(struct vd_kube_steward *steward)
{
    while (!vd_list_is_empty(&steward->waits)) {
        struct vd_kube_steward_wait *wait =
            vd_list_first(&steward->waits, struct vd_kube_steward_wait, link);

        vd_list_remove(&wait->link);
        wait->done(wait);
    }
}

static void on_refound(struct vd_timer *timer)
{
    found(vd_container_of(timer, struct vd_kube_steward, refound));
}

static void serve(struct vd_kube_steward *steward)
{
    steward->has_warned = false;
    if (!steward->is_ending && !steward->is_on_duty && takes_on(steward))
        vd_kube_steward_follow(steward);
}

/* A store that takes no writes is still read from. */
static void on_all_founded(struct vd_kube_steward *steward)
{
    steward->is_founding = false;
    steward->is_founded = true;
    if (steward->is_refused && !steward->is_ending)
        vd_timer_start(steward->kube->env.loop, &steward->refound, REFOUND_MS);
    else if (!steward->is_refused)
        serve(steward);
    release(steward);
}

static void on_founded(struct vd_kube_chore *chore, unsigned status, struct vd_slice body)
{
    struct vd_kube_steward *steward = chore->kube->steward;

    if (status != 201 && status != 409) {
        if (!steward->has_warned)
            vd_log(VD_LOG_WARN, "the first namespaces cannot be made yet",
                   VD_F_INT("status", (int)status), VD_F_BYTES("answer", body));
        steward->is_refused = steward->has_warned = true;
    }
    if (--steward->founding_left == 0)
        on_all_founded(steward);
}

static void found(struct vd_kube_steward *steward)
{
    steward->is_founding = true;
    steward->is_refused = false;
    steward->founding_left = VD_KUBE_FOUNDED;
    for (unsigned i = 0; i < VD_KUBE_FOUNDED; i++) {
        char body[BODY_BYTES];

        snprintf(body, sizeof(body),
                 "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"%s\"}}",
                 founded[i]);
        steward->founding[i].done = on_founded;
        vd_kube_chore_send(steward->kube, &steward->founding[i], "POST",
                           VD_SLICE("/api/v1/namespaces"), "application/json", vd_slice_str(body));
    }
}

int vd_kube_steward_enter(struct vd_kube *kube, struct vd_kube_steward_wait *wait)
{
    struct vd_kube_steward *steward = kube->steward;

    if (!kube->env.facts->kube_steward)
        return 0;
    if (!steward) {
        steward = vd_alloc_zero(sizeof(*steward));
        if (!steward)
            return -ENOMEM;
        steward->kube = kube;
        steward->refound.fire = on_refound;
        vd_list_init(&steward->waits);
        kube->steward = steward;
    }
    if (steward->is_founded)
        return 0;
    vd_list_append(&steward->waits, &wait->link);
    if (!steward->is_founding)
        found(steward);
    return VD_WAIT;
}

void vd_kube_steward_unwait(struct vd_kube_steward_wait *wait)
{
    if (vd_list_is_linked(&wait->link))
        vd_list_remove(&wait->link);
}

/* --- its end ---------------------------------------------------------------------------------- */

void vd_kube_steward_drain(struct vd_kube *kube)
{
    if (!kube->steward)
        return;
    kube->steward->is_ending = true;
    vd_timer_stop(kube->env.loop, &kube->steward->refound);
}

void vd_kube_steward_close(struct vd_kube *kube)
{
    struct vd_kube_steward *steward = kube->steward;

    if (!steward)
        return;
    vd_timer_stop(kube->env.loop, &steward->refound);
    for (unsigned i = 0; i < VD_KUBE_FOUNDED; i++)
        vd_kube_chore_forget(&steward->founding[i]);
    vd_kube_steward_unfollow(steward);
    if (steward->is_on_duty) {
        vd_kube_looks_forget(steward);
        vd_arena_deinit(&steward->scratch);
        vd_free((void *)(uintptr_t)steward->end.ptr);
    }
    kube->steward = NULL;
    vd_free(steward);
}
