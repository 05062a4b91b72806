/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a CustomResourceDefinition gets in the write that makes or changes it, since no controller
 * comes after it: whether its names are free, and with that whether it is served; and the finalizer
 * that holds it until its objects are gone. The registry is asked once it knows everything that was
 * applied before.
 */
#include "doors/kube/write_inner.h"

#include "doors/kube/kinds.h"
#include "doors/kube/model/crd.h"

bool vd_kube_definition_judge(struct vd_kube_writing *w, struct vd_kube_causes *causes)
{
    struct vd_kube_call *call = w->call;
    struct vd_slice refusal, warning;

    if (w->sub != VD_KUBE_SUB_NONE)
        return true;
    if (vd_kube_write_failed(w, vd_kube_crd_judge(&call->arena, w->object, w->old,
                                                  call->kube->env.facts->kube_accept, causes,
                                                  &refusal, &warning)))
        return false;
    if (warning.len)
        vd_kube_warn(call, "%.*s", (int)warning.len, (const char *)warning.ptr);
    if (!refusal.len || vd_kube_causes_has(causes))
        return true;
    vd_kube_refuse(call, 403, "Forbidden", "%.*s", (int)refusal.len, (const char *)refusal.ptr);
    return false;
}

static void put_finalizer(struct vd_kube_writing *w)
{
    struct vd_json_value *meta = vd_kube_meta_of(&w->doc, w->object), *list;

    if (w->old || vd_kube_meta_has_finalizer(w->object, VD_KUBE_CRD_FINALIZER))
        return;
    list = vd_kube_doc_ensure_array(&w->doc, meta, "finalizers");
    vd_kube_doc_append_string(&w->doc, list, VD_SLICE(VD_KUBE_CRD_FINALIZER));
}

static void settle(struct vd_kube_call *call);

static void on_kinds(struct vd_kube_kinds_wait *wait)
{
    settle(vd_container_of(wait, struct vd_kube_call, kinds_wait));
}

static void settle(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);
    struct vd_kube_kinds *kinds = call->kube->kinds;
    int rc = vd_kube_kinds_settle(kinds, &call->kinds_wait);

    if (rc == VD_WAIT)
        return;
    if (rc == 0)
        rc =
            vd_kube_crd_settle(&call->arena, w->object, w->old, vd_kube_kinds_names(kinds), w->now);
    put_finalizer(w);
    if (!vd_kube_write_failed(w, rc ? rc : w->doc.rc))
        w->settled(call);
}

void vd_kube_write_last(struct vd_kube_writing *w, vd_kube_step *step)
{
    if (!(w->kind->traits & VD_KUBE_NAME_CRD) || w->sub != VD_KUBE_SUB_NONE) {
        vd_kube_service_allocate(w, step);
        return;
    }
    w->settled = step;
    w->call->kinds_wait = (struct vd_kube_kinds_wait){.done = on_kinds};
    settle(w->call);
}
