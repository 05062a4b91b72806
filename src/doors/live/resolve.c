/* SPDX-License-Identifier: Apache-2.0 */
/* A lookup cannot be called back, so what it needs lives on its own until it has answered. */
#include "doors/live/resolve.h"

#include "base/alloc.h"
#include "core/moment.h"

#include <errno.h>

struct vd_live_resolving {
    struct vd_live *live;
    struct vd_live_span span;
    struct vd_moment since, until;
    unsigned waiting; /* moments */
    int rc;
    void (*done)(void *arg, int rc, const struct vd_live_span *span); /* NULL: nobody waits */
    void *arg;
};

/* A position: after a whole revision it is the next one that is wanted. */
static int take_position(const struct vd_live *live, const struct vd_live_point *point,
                         struct vd_pos *out_pos)
{
    if (point->has_store && point->store != live->store)
        return VD_COMPACTED;
    *out_pos = point->pos;
    return 0;
}

static void note(struct vd_live_resolving *resolving, const struct vd_moment *moment,
                 struct vd_pos *out_pos)
{
    if (moment->rc)
        resolving->rc = moment->rc;
    *out_pos = (struct vd_pos){moment->revision + 1, 0};
}

static void answered(struct vd_live_resolving *resolving)
{
    if (--resolving->waiting)
        return;
    if (resolving->done)
        resolving->done(resolving->arg, resolving->rc, &resolving->span);
    vd_free(resolving);
}

static void on_since(struct vd_moment *moment)
{
    struct vd_live_resolving *resolving = vd_container_of(moment, struct vd_live_resolving, since);

    note(resolving, moment, &resolving->span.from);
    answered(resolving);
}

static void on_until(struct vd_moment *moment)
{
    struct vd_live_resolving *resolving = vd_container_of(moment, struct vd_live_resolving, until);

    note(resolving, moment, &resolving->span.until);
    answered(resolving);
}

/* 0: the position is known; VD_WAIT: a job finds it. */
static int look_up(struct vd_live_resolving *resolving, const struct vd_live_point *point,
                   struct vd_moment *moment, void (*done)(struct vd_moment *moment),
                   struct vd_pos *out_pos)
{
    const struct vd_door_env *env = &resolving->live->env;
    int rc;

    if (point->kind != VD_LIVE_TIME)
        return 0;
    *moment = (struct vd_moment){.time_ms = point->time_ms, .done = done};
    rc = vd_moment_find(env->kv, env->slot, moment);
    if (rc == VD_WAIT)
        resolving->waiting++;
    else
        note(resolving, moment, out_pos);
    return rc;
}

static int resolve_times(struct vd_live_resolving *resolving, const struct vd_live_point *since,
                         const struct vd_live_point *until, struct vd_live_span *out_span,
                         struct vd_live_resolving **out_resolving)
{
    int first = look_up(resolving, since, &resolving->since, on_since, &resolving->span.from);
    int second = look_up(resolving, until, &resolving->until, on_until, &resolving->span.until);

    if (first == VD_WAIT || second == VD_WAIT) {
        *out_resolving = resolving;
        return VD_WAIT;
    }
    *out_span = resolving->span;
    vd_free(resolving);
    return 0;
}

int vd_live_resolve(struct vd_live *live, const struct vd_live_point *since,
                    const struct vd_live_point *until,
                    void (*done)(void *arg, int rc, const struct vd_live_span *span), void *arg,
                    struct vd_live_span *out_span, struct vd_live_resolving **out_resolving)
{
    struct vd_live_span span = {{0, 0}, {0, 0}};
    struct vd_live_resolving *resolving;
    int rc = take_position(live, since, &span.from);

    if (rc == 0)
        rc = take_position(live, until, &span.until);
    if (rc)
        return rc;
    if (since->kind != VD_LIVE_TIME && until->kind != VD_LIVE_TIME) {
        *out_span = span;
        return 0;
    }
    resolving = vd_alloc_zero(sizeof(*resolving));
    if (!resolving)
        return -ENOMEM;
    resolving->live = live;
    resolving->span = span;
    resolving->done = done;
    resolving->arg = arg;
    return resolve_times(resolving, since, until, out_span, out_resolving);
}

void vd_live_resolve_cancel(struct vd_live_resolving *resolving)
{
    if (resolving)
        resolving->done = NULL;
}
