/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/answer.h"
#include "doors/kube/read.h"
#include "doors/kube/status.h"

static void on_loaded(struct vd_kube_call *call)
{
    const struct vd_kube_stored *stored = &call->loaded;

    if (stored->rc)
        vd_kube_refuse_outcome(call, stored->rc);
    else
        vd_kube_answer_stored(call, 200, stored->value, stored->mod_revision);
}

void vd_kube_get_open(struct vd_kube_call *call)
{
    vd_kube_load(call, vd_kube_call_key(call), on_loaded);
}

void vd_kube_list_open(struct vd_kube_call *call)
{
    vd_kube_refuse(call, 501, "NotImplemented", "lists are not served yet");
}

void vd_kube_watch_open(struct vd_kube_call *call)
{
    vd_kube_refuse(call, 501, "NotImplemented", "watches are not served yet");
}
