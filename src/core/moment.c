/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A time below the floor must not be taken for the floor: what lay between them is gone. The event
 * of the newest compacted revision tells them apart; where it cannot be found the time is said to
 * be gone, which may refuse one that is not, and never skips.
 */
#include "core/moment.h"

#include "base/check.h"
#include "core/kv_private.h"

/* Whether the floor's own event is there, and not of a later time. */
static int check_floor(struct vd_moment *moment, unsigned slot)
{
    struct vd_block *block;
    bool is_there;
    int rc = vd_kv_read_history(moment->kv, slot, (struct vd_pos){moment->revision, 0}, 1, &block);

    if (rc == VD_END)
        return VD_COMPACTED;
    if (rc)
        return rc;
    is_there = block->events[0].revision == moment->revision &&
               block->events[0].time_ms <= moment->time_ms;
    vd_block_unref(block);
    return is_there ? 0 : VD_COMPACTED;
}

static void run(struct vd_job *job, unsigned slot)
{
    struct vd_moment *moment = vd_container_of(job, struct vd_moment, job);
    int64_t floor;
    bool pinned;

    moment->rc = vd_kv_revision_at(moment->kv, slot, moment->time_ms, &moment->revision);
    if (moment->rc)
        return;
    pinned = vd_kv_pin(moment->kv, slot);
    floor = vd_kv_view(moment->kv, slot)->floor;
    vd_kv_unpin(moment->kv, slot, pinned);
    if (moment->revision < floor)
        moment->rc = VD_COMPACTED;
    else if (floor && moment->revision == floor)
        moment->rc = check_floor(moment, slot);
}

static void done(struct vd_job *job)
{
    struct vd_moment *moment = vd_container_of(job, struct vd_moment, job);

    moment->done(moment);
}

int vd_moment_find(struct vd_kv *kv, unsigned slot, struct vd_moment *moment)
{
    const struct vd_view *view = vd_kv_view(kv, slot);

    moment->kv = kv;
    moment->rc = 0;
    moment->revision = view->head;
    if (view->head == 1 || moment->time_ms >= view->time_ms)
        return 0;
    moment->job = (struct vd_job){.slot = slot, .run = run, .done = done};
    kv->env.submit_job(kv->env.arg, &moment->job);
    return VD_WAIT;
}
