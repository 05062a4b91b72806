/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/chore.h"

#include "doors/kube/call_inner.h"
#include "doors/kube/route.h"

#include <errno.h>

/* In the words of managedFields, and of whoever reads them. */
static const struct vd_slice AGENT = VD_SLICE("vedette");
static const struct vd_principal ourselves = {VD_SLICE_EMPTY};

static void on_answered(struct vd_kube_call *call, unsigned status)
{
    struct vd_kube_chore *chore = call->state_of_chore;

    chore->status = status;
    vd_loop_post(call->kube->env.loop, &chore->task);
}

static void tell(struct vd_loop_task *task)
{
    struct vd_kube_chore *chore = vd_container_of(task, struct vd_kube_chore, task);
    struct vd_kube_call *call = chore->call;
    struct vd_slice body = VD_SLICE_EMPTY;

    if (call && vd_buf_status(&call->answer) == 0)
        body = vd_buf_slice(&call->answer);
    chore->call = NULL;
    chore->done(chore, chore->status, body);
    if (call)
        vd_kube_call_free(call);
}

static void never(struct vd_kube_call *call, unsigned status)
{
    (void)call;
    (void)status;
}

struct vd_kube_call *vd_kube_chore_call(struct vd_kube *kube)
{
    struct vd_kube_call *call = vd_kube_call_new(kube, NULL);

    if (call) {
        call->principal = &ourselves;
        call->answered = never;
    }
    return call;
}

static int fill_in(struct vd_kube_call *call, const char *method, struct vd_slice path,
                   const char *content_type, struct vd_slice body)
{
    int rc = vd_arena_copy(&call->arena, path, &call->path);

    call->method = vd_slice_str(method);
    call->content_type = vd_slice_str(content_type);
    call->user_agent = AGENT;
    call->has_body = body.len > 0;
    call->is_body_complete = true;
    vd_buf_append_slice(&call->body, body);
    return rc ? rc : vd_buf_status(&call->body);
}

void vd_kube_chore_fail(struct vd_kube *kube, struct vd_kube_chore *chore)
{
    chore->kube = kube;
    chore->task = (struct vd_loop_task){.run = tell};
    chore->call = NULL;
    chore->status = 0;
    vd_loop_post(kube->env.loop, &chore->task);
}

void vd_kube_chore_send(struct vd_kube *kube, struct vd_kube_chore *chore, const char *method,
                        struct vd_slice path, const char *content_type, struct vd_slice body)
{
    struct vd_kube_call *call = vd_kube_chore_call(kube);

    chore->kube = kube;
    chore->task = (struct vd_loop_task){.run = tell};
    chore->call = call;
    chore->status = 0;
    if (!call || fill_in(call, method, path, content_type, body)) {
        vd_loop_post(kube->env.loop, &chore->task);
        return;
    }
    call->answered = on_answered;
    call->state_of_chore = chore;
    vd_kube_route(call);
}

void vd_kube_chore_forget(struct vd_kube_chore *chore)
{
    if (!chore->call)
        return;
    vd_kube_kinds_unwait(&chore->call->kinds_wait);
    vd_kube_call_free(chore->call);
    chore->call = NULL;
}
