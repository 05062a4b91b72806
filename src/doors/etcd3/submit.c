/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/submit.h"

enum { ARENA_BYTES = 32 << 20, ARENA_PER_BYTE = 4 };

static void on_done(struct vd_write *write)
{
    struct vd_etcd3_submit *submit = vd_container_of(write, struct vd_etcd3_submit, write);
    struct vd_call *call = submit->call;

    submit->is_done = true;
    vd_call_ready(call, true);
    vd_call_unhold(call);
}

int vd_etcd3_submit_begin(struct vd_etcd3_submit *submit, struct vd_call *call)
{
    const struct vd_etcd3 *door = vd_call_arg(call);

    submit->call = call;
    submit->write.principal = &submit->principal;
    submit->write.arena = &submit->arena;
    submit->write.slot = door->env.slot;
    submit->write.done = on_done;
    vd_arena_init_in(&submit->arena, submit->memory, sizeof(submit->memory),
                     VD_MAX((size_t)ARENA_BYTES, door->max_request_bytes * ARENA_PER_BYTE));
    submit->has_arena = true;
    return vd_arena_copy(&submit->arena, vd_call_principal(call)->name, &submit->principal.name);
}

void vd_etcd3_submit(struct vd_etcd3_submit *submit)
{
    const struct vd_etcd3 *door = vd_call_arg(submit->call);

    submit->is_done = false;
    vd_call_hold(submit->call);
    vd_kv_submit(door->env.kv, &submit->write);
    vd_loop_wake(door->env.loop);
}

bool vd_etcd3_submit_is_answerable(struct vd_etcd3_submit *submit)
{
    if (submit->is_done && submit->write.outcome)
        vd_etcd3_fail(submit->call, vd_etcd3_error_of(submit->write.outcome));
    return submit->is_done && !submit->write.outcome;
}

void vd_etcd3_submit_end(struct vd_etcd3_submit *submit)
{
    if (submit->has_arena)
        vd_arena_deinit(&submit->arena);
}
