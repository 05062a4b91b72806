/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions that are posted and answered, and never stored. There is no authorization here: who
 * reaches the server may do everything, and that is what is answered. A token is not known to this
 * server, so none is said to be authentic.
 */
#include "doors/kube/write_inner.h"

#include "doors/kube/model/prepare.h"

#include <errno.h>

#define AUTHORIZATION  "authorization.k8s.io"
#define AUTHENTICATION "authentication.k8s.io"

static bool is_said(const struct vd_json_value *spec, const char *name)
{
    return !vd_kube_doc_is_null(vd_kube_doc_get(spec, name));
}

static bool is_fine(struct vd_kube_writing *w, const struct vd_json_value *spec)
{
    struct vd_kube_path at = VD_KUBE_PATH(NULL, "spec");
    struct vd_kube_path attributes = VD_KUBE_PATH(&at, "resourceAttributes");
    struct vd_kube_path user = VD_KUBE_PATH(&at, "user");
    struct vd_kube_causes causes;

    vd_kube_causes_init(&causes, &w->call->arena);
    if (is_said(spec, "resourceAttributes") == is_said(spec, "nonResourceAttributes"))
        vd_kube_cause_add(&causes, VD_KUBE_VALUE_INVALID, &attributes,
                          "%s: exactly one of nonResourceAttributes or resourceAttributes must be "
                          "specified",
                          is_said(spec, "resourceAttributes") ? "{}" : "null");
    if (!vd_kube_kind_is(w->kind, AUTHORIZATION, "SelfSubjectAccessReview") &&
        !vd_kube_doc_string(spec, "user").len && !vd_kube_doc_array(spec, "groups"))
        vd_kube_cause_add(&causes, VD_KUBE_VALUE_INVALID, &user,
                          "\"\": at least one of user or group must be specified");
    if (vd_kube_write_failed(w, vd_kube_causes_status(&causes)))
        return false;
    if (vd_kube_causes_has(&causes))
        vd_kube_refuse_invalid(w->call, &causes);
    return !vd_kube_causes_has(&causes);
}

static void answer(struct vd_kube_writing *w, const char *status)
{
    struct vd_json_value *value;

    if (vd_kube_write_failed(w, vd_json_read(&w->call->arena, vd_slice_str(status),
                                             VD_KUBE_DOC_DEPTH_MAX, &value, NULL)))
        return;
    (void)vd_kube_meta_of(&w->doc, w->object);
    vd_kube_doc_set(&w->doc, w->object, "status", value);
    if (!vd_kube_write_failed(w, w->doc.rc))
        vd_kube_answer_document(w->call, 201, w->object);
}

static void answer_user(struct vd_kube_writing *w)
{
    struct vd_slice name = w->principal.name;
    struct vd_json_value *status = vd_kube_doc_ensure_object(&w->doc, w->object, "status");
    struct vd_json_value *user = vd_kube_doc_ensure_object(&w->doc, status, "userInfo");
    struct vd_json_value *groups = vd_kube_doc_new_array(&w->doc);

    vd_kube_doc_set_string(&w->doc, user, "username",
                           name.len ? name : VD_SLICE("system:anonymous"));
    vd_kube_doc_append_string(&w->doc, groups,
                              name.len ? VD_SLICE("system:authenticated")
                                       : VD_SLICE("system:unauthenticated"));
    vd_kube_doc_set(&w->doc, user, "groups", groups);
    (void)vd_kube_meta_of(&w->doc, w->object);
    if (!vd_kube_write_failed(w, w->doc.rc))
        vd_kube_answer_document(w->call, 201, w->object);
}

void vd_kube_review_open(struct vd_kube_writing *w)
{
    const struct vd_json_value *spec;

    if (!vd_kube_write_options_read(w, "CreateOptions", false))
        return;
    w->object = vd_kube_body_object(w, w->kind);
    if (!w->object)
        return;
    spec = vd_kube_doc_get(w->object, "spec");
    if (vd_kube_kind_is(w->kind, "", "Binding")) {
        vd_kube_binding_object(w, vd_kube_meta_name(w->object));
    } else if (vd_kube_kind_is(w->kind, AUTHORIZATION, "SelfSubjectRulesReview")) {
        if (!vd_kube_doc_string(spec, "namespace").len)
            vd_kube_refuse_bad_request(w->call, "no namespace on request");
        else
            answer(w, "{\"resourceRules\":[{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],"
                      "\"resources\":[\"*\"]}],\"nonResourceRules\":[{\"verbs\":[\"*\"],"
                      "\"nonResourceURLs\":[\"*\"]}],\"incomplete\":false}");
    } else if (vd_kube_kind_is(w->kind, AUTHENTICATION, "SelfSubjectReview")) {
        answer_user(w);
    } else if (vd_kube_kind_is(w->kind, AUTHENTICATION, "TokenReview")) {
        answer(w, "{\"user\":{},\"error\":\"this server knows no tokens\"}");
    } else if (is_fine(w, spec)) {
        answer(w, "{\"allowed\":true,\"reason\":\"this server has no authorization: everything is "
                  "allowed\"}");
    }
}
