/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/errand.h"

#include "doors/kube/call_inner.h"
#include "doors/kube/route.h"

#include <errno.h>

/* In the words of managedFields, and of whoever reads them. */
static const struct vd_slice AGENT = VD_SLICE("vedette");
static const struct vd_principal ourselves = {VD_SLICE_EMPTY};

static void on_answered(struct vd_kube_call *call, unsigned status)
{
    struct vd_kube_errand *errand = call->state_of_errand;

    errand->status = status;
    vd_loop_post(call->kube->env.loop, &errand->task);
}

static void tell(struct vd_loop_task *task)
{
    struct vd_kube_errand *errand = vd_container_of(task, struct vd_kube_errand, task);
    struct vd_kube_call *call = errand->call;
    struct vd_slice body = VD_SLICE_EMPTY;

    if (call && vd_buf_status(&call->answer) == 0)
        body = vd_buf_slice(&call->answer);
    errand->call = NULL;
    errand->done(errand, errand->status, body);
    if (call)
        vd_kube_call_free(call);
}

static void never(struct vd_kube_call *call, unsigned status)
{
    (void)call;
    (void)status;
}

struct vd_kube_call *vd_kube_errand_call(struct vd_kube *kube)
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

void vd_kube_errand_send(struct vd_kube *kube, struct vd_kube_errand *errand, const char *method,
                         struct vd_slice path, const char *content_type, struct vd_slice body)
{
    struct vd_kube_call *call = vd_kube_errand_call(kube);

    errand->kube = kube;
    errand->task = (struct vd_loop_task){.run = tell};
    errand->call = call;
    errand->status = 0;
    if (!call || fill_in(call, method, path, content_type, body)) {
        vd_loop_post(kube->env.loop, &errand->task);
        return;
    }
    call->answered = on_answered;
    call->state_of_errand = errand;
    vd_kube_route(call);
}

void vd_kube_errand_forget(struct vd_kube_errand *errand)
{
    if (!errand->call)
        return;
    vd_kube_kinds_unwait(&errand->call->kinds_wait);
    vd_kube_call_free(errand->call);
    errand->call = NULL;
}
