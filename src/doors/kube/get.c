/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/answer.h"
#include "doors/kube/options.h"
#include "doors/kube/read.h"
#include "doors/kube/status.h"

#include <errno.h>

static void on_awaited(struct vd_kube_call *call)
{
    if (call->is_too_new)
        vd_kube_refuse_too_new(call);
    else
        vd_kube_load(call, vd_kube_call_key(call), vd_kube_answer_loaded);
}

/* At a revision or any newer one. */
void vd_kube_get_open(struct vd_kube_call *call)
{
    int64_t revision;

    if (vd_kube_options_revision(call, &revision))
        vd_kube_call_await(call, revision, on_awaited);
}
