/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PUT, and what a patch has made: an object that replaces the one that is there. In the order of
 * apiserver's registry/generic: which version is meant, what may not change, what the kind makes of
 * it, what is wrong with it. One that changes nothing is not written; one that takes the last
 * finalizer off an object that was to be deleted deletes it.
 */
#include "doors/kube/write_inner.h"

#include "doors/kube/model/crd.h"
#include "doors/kube/model/judge.h"
#include "doors/kube/model/managed.h"
#include "doors/kube/model/prepare.h"

#include <errno.h>
#include <stdio.h>

#define MODIFIED                                                                                   \
    "the object has been modified; please apply your changes to the latest version and try again"

/* --- which one is meant ------------------------------------------------------------------------
 */

static bool has_its_name(struct vd_kube_writing *w, const struct vd_json_value *meta)
{
    struct vd_slice name = vd_kube_doc_string(meta, "name");

    if (vd_slice_eq(name, w->call->name))
        return true;
    vd_kube_refuse_bad_request(w->call,
                               "the name of the object (%.*s) does not match the name on the URL "
                               "(%.*s)",
                               (int)name.len, (const char *)name.ptr, (int)w->call->name.len,
                               (const char *)w->call->name.ptr);
    return false;
}

static bool has_its_namespace(struct vd_kube_writing *w, struct vd_json_value *meta)
{
    struct vd_slice given = vd_kube_doc_string(meta, "namespace");
    struct vd_slice wanted = w->kind->namespaced ? w->call->name_space : VD_SLICE_EMPTY;

    if (given.len && wanted.len && !vd_slice_eq(given, wanted)) {
        vd_kube_refuse_bad_request(w->call, "the namespace of the provided object does not match "
                                            "the namespace sent on the request");
        return false;
    }
    if (wanted.len)
        vd_kube_doc_set_string(&w->doc, meta, "namespace", wanted);
    else
        (void)vd_kube_doc_remove(meta, "namespace");
    return true;
}

/* A kind may ask for a version; the resource's name stands where the kind would. */
static void refuse_no_version(struct vd_kube_writing *w)
{
    struct vd_kube_status_cause cause = {"FieldValueInvalid",
                                         VD_SLICE("Invalid value: 0: must be specified for an "
                                                  "update"),
                                         VD_SLICE("metadata.resourceVersion")};
    struct vd_kube_status status = {.code = 422,
                                    .reason = "Invalid",
                                    .has_details = true,
                                    .name = w->call->name,
                                    .group = w->kind->group,
                                    .kind = w->kind->plural,
                                    .causes = &cause,
                                    .cause_count = 1};

    status.message = vd_kube_text(
        w->call,
        "%.*s%s%.*s \"%.*s\" is invalid: metadata.resourceVersion: Invalid value: 0: must be "
        "specified for an update",
        (int)status.kind.len, (const char *)status.kind.ptr, status.group.len ? "." : "",
        (int)status.group.len, (const char *)status.group.ptr, (int)status.name.len,
        (const char *)status.name.ptr);
    vd_kube_refuse_with(w->call, &status);
}

static bool is_its_version(struct vd_kube_writing *w, const struct vd_json_value *meta)
{
    struct vd_slice given = vd_kube_doc_string(meta, "resourceVersion");
    int64_t revision = 0;
    bool is_given = given.len && !vd_slice_eq(given, VD_SLICE("0"));

    /* A patch carries the version of what it was applied to. */
    w->is_versioned = is_given && w->call->verb == VD_KUBE_UPDATE && w->sub != VD_KUBE_SUB_SCALE;
    if (!is_given) {
        if (w->kind->traits & VD_KUBE_UNCONDITIONAL_UPDATE)
            return true;
        refuse_no_version(w);
        return false;
    }
    if (!vd_json_number_int(given, &revision)) {
        vd_kube_refuse_bad_request(w->call, "invalid resource version \"%.*s\"", (int)given.len,
                                   (const char *)given.ptr);
        return false;
    }
    if (revision == w->old_revision)
        return true;
    vd_kube_refuse_conflict(w->call, MODIFIED);
    return false;
}

static bool has_its_uid(struct vd_kube_writing *w, const struct vd_json_value *meta)
{
    struct vd_slice given = vd_kube_doc_string(meta, "uid"), there = vd_kube_meta_uid(w->old);

    if (!given.len || vd_slice_eq(given, there) || w->call->verb == VD_KUBE_PATCH)
        return true;
    vd_kube_refuse_conflict(w->call,
                            "Precondition failed: UID in precondition: %.*s, UID in object meta: "
                            "%.*s",
                            (int)given.len, (const char *)given.ptr, (int)there.len,
                            (const char *)there.ptr);
    return false;
}

/* --- what becomes of it ------------------------------------------------------------------------
 */

static void prepare(struct vd_kube_writing *w)
{
    switch ((int)w->sub) {
    case VD_KUBE_SUB_STATUS:
        vd_kube_prepare_status(&w->doc, w->stored, w->object, w->old);
        return;
    case VD_KUBE_SUB_APPROVAL:
        vd_kube_prepare_part(&w->doc, w->object, w->old, "status", "conditions");
        return;
    case VD_KUBE_SUB_FINALIZE:
        vd_kube_prepare_part(&w->doc, w->object, w->old, "spec", "finalizers");
        return;
    case VD_KUBE_SUB_EPHEMERALCONTAINERS:
        vd_kube_prepare_part(&w->doc, w->object, w->old, "spec", "ephemeralContainers");
        return;
    case VD_KUBE_SUB_RESIZE:
        vd_kube_prepare_part(&w->doc, w->object, w->old, "spec", "containers");
        return;
    default:
        vd_kube_prepare_update(&w->doc, w->stored, w->object, w->old);
    }
}

static bool is_fine(struct vd_kube_writing *w)
{
    struct vd_kube_causes causes;

    vd_kube_causes_init(&causes, &w->call->arena);
    vd_kube_judge_update(w->stored, w->object, w->old, w->sub != VD_KUBE_SUB_NONE, &causes);
    if (!vd_kube_write_judge_more(w, &causes) ||
        vd_kube_write_failed(w, vd_kube_causes_status(&causes)))
        return false;
    if (vd_kube_causes_has(&causes))
        vd_kube_refuse_invalid(w->call, &causes);
    return !vd_kube_causes_has(&causes);
}

/* A namespace is held by its spec too. */
static bool lets_go(const struct vd_kube_writing *w)
{
    const struct vd_json_value *held = vd_kube_doc_at(w->object, "spec", "finalizers", NULL);

    if (vd_kube_kind_is(w->stored, "", "Namespace") && held && held->first)
        return false;
    return vd_kube_meta_lets_go(w->object, w->old);
}

/* --- the transaction ---------------------------------------------------------------------------
 */

static void answer(struct vd_kube_writing *w, const struct vd_json_value *object,
                   struct vd_slice text, int64_t revision)
{
    if (w->saved)
        w->saved(w, object, revision);
    else
        vd_kube_answer_stored(w->call, 200, text, revision);
}

static void on_turn(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);

    vd_kube_load(call, w->key, w->again);
}

static void on_committed(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);
    bool is_refused;

    if (vd_kube_committed(w, &is_refused)) {
        answer(w, w->object, w->text, vd_kube_write_revision(w));
        return;
    }
    if (is_refused)
        return;
    if (w->is_versioned || ++w->tries >= VD_KUBE_WRITE_TRIES)
        vd_kube_refuse_conflict(call, MODIFIED);
    else
        vd_kube_turn_take(w, on_turn);
}

static void on_last(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);

    if (vd_kube_managed_settle(w->old, w->object) && !lets_go(w)) {
        answer(w, w->old, w->old_text, w->old_revision);
        return;
    }
    if (!vd_kube_write_text(w))
        return;
    if (lets_go(w))
        vd_kube_commit_delete(w, on_committed);
    else
        vd_kube_commit_put(w, on_committed);
}

void vd_kube_update_object(struct vd_kube_writing *w, vd_kube_step *again)
{
    struct vd_json_value *meta = vd_kube_meta_of(&w->doc, w->object);
    struct vd_slice uids;

    w->again = again;
    if (vd_kube_write_failed(w, w->doc.rc) || !has_its_namespace(w, meta) ||
        !has_its_name(w, meta) || !has_its_uid(w, meta) || !is_its_version(w, meta))
        return;
    if (vd_kube_meta_drop_owners(&w->doc, meta, &uids))
        vd_kube_warn(w->call, ".metadata.ownerReferences contains duplicate entries: %.*s",
                     (int)uids.len, (const char *)uids.ptr);
    if (!vd_kube_write_store_form(w, w->object) || !vd_kube_write_manage(w))
        return;
    vd_kube_meta_keep(&w->doc, meta, vd_kube_doc_get(w->old, "metadata"));
    prepare(w);
    if (!vd_kube_write_failed(w, w->doc.rc) && is_fine(w))
        vd_kube_write_last(w, on_last);
}

/* --- PUT ---------------------------------------------------------------------------------------
 */

static void on_loaded(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);

    if (!vd_kube_write_old(w))
        return;
    call->warning_count = 0;
    w->object = vd_kube_body_object(w, w->kind);
    if (!w->object)
        return;
    if (w->old) {
        vd_kube_update_object(w, on_loaded);
        return;
    }
    if (!(w->kind->traits & VD_KUBE_CREATE_ON_UPDATE) || w->sub != VD_KUBE_SUB_NONE) {
        vd_kube_refuse_not_found(call);
        return;
    }
    if (has_its_name(w, vd_kube_doc_get(w->object, "metadata")))
        vd_kube_create_object(w);
}

void vd_kube_update_open(struct vd_kube_writing *w)
{
    if (!vd_kube_write_options_read(w, "UpdateOptions", false))
        return;
    w->key = vd_kube_call_key(w->call);
    if (!vd_kube_write_failed(w, w->key.len ? 0 : -ENOMEM))
        vd_kube_load(w->call, w->key, on_loaded);
}
