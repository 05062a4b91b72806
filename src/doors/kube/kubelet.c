/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a kubelet would answer: logs, exec, attach, port-forward, proxy. There is none, so nothing
 * runs. What kube-apiserver itself says before it would ask one is said here too: that there is no
 * such pod or container, that the pod is on no node (its log is empty then); the rest is 501.
 */
#include "doors/kube/write_inner.h"

#include <errno.h>

static void refuse_here(struct vd_kube_writing *w)
{
    vd_kube_refuse(w->call, 501, "NotImplemented",
                   "%.*s is not served: nothing runs here, this server keeps objects and has no "
                   "kubelets",
                   (int)w->call->subresource.len, (const char *)w->call->subresource.ptr);
}

static bool has_container(const struct vd_json_value *spec, struct vd_slice name)
{
    return vd_kube_doc_find(vd_kube_doc_array(spec, "containers"), "name", name) ||
           vd_kube_doc_find(vd_kube_doc_array(spec, "initContainers"), "name", name) ||
           vd_kube_doc_find(vd_kube_doc_array(spec, "ephemeralContainers"), "name", name);
}

static void add_names(struct vd_buf *buf, const struct vd_json_value *list)
{
    const struct vd_json_value *at;

    vd_kube_doc_each(at, list) {
        vd_buf_printf(buf, "%s", buf->len ? " " : "");
        vd_buf_append_slice(buf, vd_kube_doc_string(at, "name"));
    }
}

static void refuse_unnamed(struct vd_kube_writing *w, const struct vd_json_value *spec)
{
    struct vd_buf names;

    vd_buf_init(&names, 4096);
    add_names(&names, vd_kube_doc_array(spec, "initContainers"));
    add_names(&names, vd_kube_doc_array(spec, "containers"));
    add_names(&names, vd_kube_doc_array(spec, "ephemeralContainers"));
    vd_kube_refuse_bad_request(
        w->call, "a container name must be specified for pod %.*s, choose one of: [%.*s]",
        (int)w->call->name.len, (const char *)w->call->name.ptr, (int)names.len,
        (const char *)names.data);
    vd_buf_deinit(&names);
}

/* The one that is asked for, or the only one. */
static bool is_container(struct vd_kube_writing *w, const struct vd_json_value *spec)
{
    const struct vd_json_value *list = vd_kube_doc_array(spec, "containers");
    struct vd_slice name;
    int rc = vd_kube_query(w->call, VD_SLICE("container"), &name);

    if (rc && rc != VD_NOT_FOUND && rc != VD_INVALID) {
        vd_kube_refuse_outcome(w->call, rc);
        return false;
    }
    if (rc || !name.len) {
        if (list && list->count == 1)
            return true;
        refuse_unnamed(w, spec);
        return false;
    }
    if (has_container(spec, name))
        return true;
    vd_kube_refuse_bad_request(w->call, "container %.*s is not valid for pod %.*s", (int)name.len,
                               (const char *)name.ptr, (int)w->call->name.len,
                               (const char *)w->call->name.ptr);
    return false;
}

static void on_pod(struct vd_kube_call *call)
{
    static const struct vd_header text = {VD_SLICE("content-type"), VD_SLICE("text/plain")};
    struct vd_kube_writing *w = vd_kube_writing_of(call);
    const struct vd_json_value *spec;

    if (!vd_kube_write_old(w))
        return;
    if (!w->old) {
        vd_kube_refuse_not_found(call);
        return;
    }
    spec = vd_kube_doc_get(w->old, "spec");
    if (w->sub != VD_KUBE_SUB_PORTFORWARD && !is_container(w, spec))
        return;
    if (vd_kube_doc_string(spec, "nodeName").len)
        refuse_here(w);
    else if (w->sub == VD_KUBE_SUB_LOG)
        vd_kube_answer_bytes(call, 200, &text, 1, VD_SLICE_EMPTY);
    else
        vd_kube_refuse_bad_request(call, "pod %.*s does not have a host assigned",
                                   (int)call->name.len, (const char *)call->name.ptr);
}

void vd_kube_kubelet_open(struct vd_kube_writing *w)
{
    if (w->sub == VD_KUBE_SUB_PROXY)
        refuse_here(w);
    else
        vd_kube_load(w->call, w->key, on_pod);
}
