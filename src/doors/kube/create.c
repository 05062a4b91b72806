/* SPDX-License-Identifier: Apache-2.0 */
/*
 * POST of an object. A namespace is read first, and compared by the transaction, so that nothing is
 * made in one that is going. A made name that is taken is made anew, eight times as the original
 * does it.
 */
#include "doors/kube/write_inner.h"

#include "doors/kube/model/crd.h"
#include "doors/kube/model/defaults.h"
#include "doors/kube/model/judge.h"
#include "doors/kube/model/names.h"
#include "doors/kube/model/prepare.h"
#include "doors/kube/model/schema.h"

#include <errno.h>

/* --- forms -------------------------------------------------------------------------------------
 */

static bool custom_form(struct vd_kube_writing *w, struct vd_json_value *object)
{
    const struct vd_kube_schema *schema;

    if (vd_kube_write_failed(w, vd_kube_kind_schema(w->kind, &schema)))
        return false;
    return !schema ||
           !vd_kube_write_failed(w, vd_kube_schema_default(schema, &w->call->arena, object));
}

bool vd_kube_write_store_form(struct vd_kube_writing *w, struct vd_json_value *object)
{
    int rc;

    if (w->kind->custom) {
        if (!custom_form(w, object))
            return false;
    } else if (w->kind->traits & VD_KUBE_NAME_CRD) {
        if (vd_kube_write_failed(w, vd_kube_crd_default(&w->call->arena, object)))
            return false;
    } else {
        vd_kube_defaults(&w->doc, w->kind->group, w->kind->version, w->kind->kind, object);
        if (vd_kube_write_failed(w, w->doc.rc))
            return false;
    }
    rc = w->kind->to_stored ? w->kind->to_stored(w->kind, &w->call->arena, object) : 0;
    if (rc == VD_INVALID) {
        vd_kube_refuse_bad_request(w->call, "the object cannot be converted to the version in "
                                            "which it is stored");
        return false;
    }
    return !vd_kube_write_failed(w, rc);
}

/* --- names and namespaces ----------------------------------------------------------------------
 */

/* The one of the path, which the object may repeat and not contradict. */
static bool settle_namespace(struct vd_kube_writing *w, struct vd_json_value *meta)
{
    struct vd_slice given = vd_kube_doc_string(meta, "namespace");
    struct vd_slice wanted = w->kind->namespaced ? w->call->name_space : VD_SLICE_EMPTY;

    if (vd_slice_eq(given, wanted))
        return true;
    if (given.len && wanted.len) {
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

static void make_name(struct vd_kube_writing *w, struct vd_json_value *meta)
{
    uint8_t name[VD_KUBE_MADE_BYTES];
    size_t len;

    if (vd_kube_doc_string(meta, "name").len || !vd_kube_doc_string(meta, "generateName").len)
        return;
    len = vd_kube_name_make(vd_kube_doc_string(meta, "generateName"), vd_kube_write_random(), name);
    vd_kube_doc_set_string(&w->doc, meta, "name", vd_slice(name, len));
    w->is_made_name = true;
}

static void bear(struct vd_kube_writing *w, struct vd_json_value *meta)
{
    uint64_t random[2] = {vd_kube_write_random(), vd_kube_write_random()};
    uint8_t uid[VD_KUBE_UID_BYTES];
    struct vd_kube_birth birth = {vd_slice(uid, sizeof(uid)), w->now};

    vd_kube_uid_make(random, uid);
    vd_kube_meta_wipe(meta);
    vd_kube_meta_born(&w->doc, w->stored, meta, &birth);
}

static void refuse_space_ending(struct vd_kube_call *call)
{
    struct vd_kube_status_cause cause = {"NamespaceTerminating",
                                         vd_kube_text(call, "namespace %.*s is being terminated",
                                                      (int)call->name_space.len,
                                                      (const char *)call->name_space.ptr),
                                         VD_SLICE("metadata.namespace")};
    struct vd_kube_writing *w = vd_kube_writing_of(call);
    struct vd_kube_status status = {.code = 403,
                                    .reason = "Forbidden",
                                    .has_details = true,
                                    .name = w->name,
                                    .group = call->kind->group,
                                    .kind = call->kind->plural,
                                    .causes = &cause,
                                    .cause_count = 1};

    status.message = vd_kube_text(
        call,
        "%.*s%s%.*s \"%.*s\" is forbidden: unable to create new content in namespace %.*s because "
        "it is being terminated",
        (int)status.kind.len, (const char *)status.kind.ptr, status.group.len ? "." : "",
        (int)status.group.len, (const char *)status.group.ptr, (int)w->name.len,
        (const char *)w->name.ptr, (int)call->name_space.len, (const char *)call->name_space.ptr);
    vd_kube_refuse_with(call, &status);
}

static void refuse_no_space(struct vd_kube_call *call)
{
    struct vd_kube_status status = {.code = 404,
                                    .reason = "NotFound",
                                    .has_details = true,
                                    .name = call->name_space,
                                    .kind = VD_SLICE("namespaces")};

    status.message = vd_kube_text(call, "namespaces \"%.*s\" not found", (int)call->name_space.len,
                                  (const char *)call->name_space.ptr);
    vd_kube_refuse_with(call, &status);
}

/* --- making ------------------------------------------------------------------------------------
 */

static void refuse_made_name(struct vd_kube_writing *w)
{
    struct vd_kube_call *call = w->call;
    struct vd_kube_status status = {.code = 409,
                                    .reason = "AlreadyExists",
                                    .has_details = true,
                                    .name = w->name,
                                    .group = w->kind->group,
                                    .kind = w->kind->plural,
                                    .retry_after_s = 1};

    status.message =
        vd_kube_text(call,
                     "%.*s%s%.*s \"%.*s\" already exists, the server was not able to generate a "
                     "unique name for the object",
                     (int)status.kind.len, (const char *)status.kind.ptr,
                     status.group.len ? "." : "", (int)status.group.len,
                     (const char *)status.group.ptr, (int)w->name.len, (const char *)w->name.ptr);
    vd_kube_refuse_with(call, &status);
}

static void refuse_exists(struct vd_kube_writing *w, const struct vd_json_value *there)
{
    struct vd_slice deleting =
        vd_kube_meta_is_ending(there) ? VD_SLICE("object is being deleted: ") : VD_SLICE_EMPTY;
    struct vd_kube_status status = {.code = 409,
                                    .reason = "AlreadyExists",
                                    .has_details = true,
                                    .name = w->name,
                                    .group = w->kind->group,
                                    .kind = w->kind->plural};

    status.message = vd_kube_text(
        w->call, "%.*s%.*s%s%.*s \"%.*s\" already exists", (int)deleting.len,
        (const char *)deleting.ptr, (int)status.kind.len, (const char *)status.kind.ptr,
        status.group.len ? "." : "", (int)status.group.len, (const char *)status.group.ptr,
        (int)w->name.len, (const char *)w->name.ptr);
    vd_kube_refuse_with(w->call, &status);
}

static void enter_namespace(struct vd_kube_writing *w);

static void refuse_race(struct vd_kube_call *call)
{
    call->name = vd_kube_writing_of(call)->name;
    vd_kube_refuse_conflict(call, "the object has been modified; please apply your changes to the "
                                  "latest version and try again");
}

/* Something stood against it: the name is taken, or something else is not what it was. */
static void on_there(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);
    int rc = call->loaded.rc;

    if (rc && rc != VD_NOT_FOUND) {
        vd_kube_refuse_outcome(call, rc);
    } else if (rc == VD_NOT_FOUND) {
        if (++w->tries < VD_KUBE_WRITE_TRIES)
            enter_namespace(w);
        else
            refuse_race(call);
    } else if (w->is_made_name && ++w->tries < VD_KUBE_NAME_TRIES) {
        w->is_made_name = false;
        call->warning_count = 0;
        w->object = vd_kube_body_object(w, w->kind);
        if (w->object)
            vd_kube_create_object(w);
    } else if (w->is_made_name) {
        refuse_made_name(w);
    } else {
        rc = vd_json_read(&call->arena, call->loaded.value, VD_KUBE_DOC_DEPTH_MAX, &w->old, NULL);
        refuse_exists(w, rc ? NULL : w->old);
    }
}

static void on_committed(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);
    bool is_refused;

    if (vd_kube_committed(w, &is_refused))
        vd_kube_answer_stored(call, 201, w->text, vd_kube_write_revision(w));
    else if (!is_refused)
        vd_kube_load(call, w->key, on_there);
}

/* A dry run has no transaction that finds the name taken. */
static void on_dry(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);

    if (call->loaded.rc == VD_NOT_FOUND)
        vd_kube_commit_put(w, on_committed);
    else
        on_there(call);
}

static void on_last(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);

    if (!vd_kube_write_text(w))
        return;
    if (w->options.is_dry_run)
        vd_kube_load(call, w->key, on_dry);
    else
        vd_kube_commit_put(w, on_committed);
}

/* What is stored and nobody acts on is not taken silently. */
static bool refuses(struct vd_kube_writing *w)
{
    uint32_t traits = w->kind->traits;
    const char *what = traits & VD_KUBE_NEEDS_WEBHOOKS ? "webhooks"
                       : traits & VD_KUBE_NEEDS_CEL    ? "cel"
                                                       : NULL;
    unsigned accepted = w->call->kube->env.facts->kube_accept;
    bool is_accepted = traits & VD_KUBE_NEEDS_WEBHOOKS ? accepted & VD_KUBE_ACCEPT_WEBHOOKS
                                                       : accepted & VD_KUBE_ACCEPT_CEL;

    if (traits & VD_KUBE_NEEDS_AGGREGATION &&
        !vd_kube_doc_is_null(vd_kube_doc_at(w->object, "spec", "service", NULL))) {
        vd_kube_refuse(w->call, 403, "Forbidden",
                       "this server does not proxy to aggregated API servers: an APIService with a "
                       "spec.service is not taken");
        return true;
    }
    if (!what)
        return false;
    if (is_accepted) {
        vd_kube_warn(w->call, "this server stores %.*s and does not enforce it",
                     (int)w->kind->kind.len, (const char *)w->kind->kind.ptr);
        return false;
    }
    vd_kube_refuse(w->call, 403, "Forbidden",
                   "this server would not enforce a %.*s, so it does not take one; start it with "
                   "--kube-accept %s to have it stored",
                   (int)w->kind->kind.len, (const char *)w->kind->kind.ptr, what);
    return true;
}

bool vd_kube_write_judge_more(struct vd_kube_writing *w, struct vd_kube_causes *causes)
{
    const struct vd_kube_schema *schema;

    if (w->kind->traits & VD_KUBE_NAME_CRD)
        return vd_kube_definition_judge(w, causes);
    if (!w->kind->custom)
        return true;
    if (vd_kube_write_failed(w, vd_kube_kind_schema(w->kind, &schema)))
        return false;
    return !schema || !vd_kube_write_failed(w, vd_kube_schema_judge(schema, w->object, causes));
}

static bool is_fine(struct vd_kube_writing *w)
{
    struct vd_kube_causes causes;

    vd_kube_causes_init(&causes, &w->call->arena);
    vd_kube_judge_create(w->stored, w->object, &causes);
    if (!vd_kube_write_judge_more(w, &causes) ||
        vd_kube_write_failed(w, vd_kube_causes_status(&causes)))
        return false;
    if (!vd_kube_causes_has(&causes))
        return true;
    w->call->name = w->name;
    vd_kube_refuse_invalid(w->call, &causes);
    return false;
}

/* All that is judged and made before anything is asked of the store. */
static bool work_out(struct vd_kube_writing *w)
{
    struct vd_json_value *meta = vd_kube_meta_of(&w->doc, w->object);

    make_name(w, meta);
    bear(w, meta);
    w->name = vd_kube_doc_string(meta, "name");
    vd_kube_prepare_create(&w->doc, w->stored, w->object);
    if (vd_kube_write_failed(w, w->doc.rc) || !is_fine(w))
        return false;
    w->key = vd_kube_key(w->call, w->stored,
                         w->kind->namespaced ? w->call->name_space : VD_SLICE_EMPTY, w->name);
    return !vd_kube_write_failed(w, w->key.len ? 0 : -ENOMEM);
}

static void on_namespace(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);
    struct vd_json_value *space;
    int rc = call->loaded.rc;

    if (rc == VD_NOT_FOUND) {
        refuse_no_space(call);
        return;
    }
    if (rc == 0)
        rc = vd_json_read(&call->arena, call->loaded.value, VD_KUBE_DOC_DEPTH_MAX, &space, NULL);
    if (rc == VD_INVALID) {
        vd_kube_refuse_stored(call, w->space_key);
        return;
    }
    if (vd_kube_write_failed(w, rc))
        return;
    w->space_revision = call->loaded.mod_revision;
    if (vd_kube_meta_is_ending(space))
        refuse_space_ending(call);
    else
        vd_kube_write_last(w, on_last);
}

static void enter_namespace(struct vd_kube_writing *w)
{
    const struct vd_kube_kind *spaces =
        vd_kube_builtin_find(VD_SLICE(""), VD_SLICE("v1"), VD_SLICE("namespaces"));

    if (!w->kind->namespaced) {
        vd_kube_write_last(w, on_last);
        return;
    }
    w->space_key = vd_kube_key(w->call, spaces, VD_SLICE_EMPTY, w->call->name_space);
    if (!vd_kube_write_failed(w, w->space_key.len ? 0 : -ENOMEM))
        vd_kube_load(w->call, w->space_key, on_namespace);
}

void vd_kube_create_object(struct vd_kube_writing *w)
{
    struct vd_json_value *meta = vd_kube_meta_of(&w->doc, w->object);
    struct vd_slice uids;

    if (vd_kube_write_failed(w, w->doc.rc) || refuses(w) || !settle_namespace(w, meta))
        return;
    if (vd_kube_meta_drop_owners(&w->doc, meta, &uids))
        vd_kube_warn(w->call,
                     ".metadata.ownerReferences contains duplicate entries; API server dedups "
                     "owner references in 1.20+, and may reject such requests as early as 1.24; "
                     "please fix your requests; duplicate UID(s) observed: %.*s",
                     (int)uids.len, (const char *)uids.ptr);
    w->old = NULL;
    w->old_revision = w->old_lease = 0;
    if (vd_kube_write_store_form(w, w->object) && vd_kube_write_manage(w) && work_out(w))
        enter_namespace(w);
}

void vd_kube_create_open(struct vd_kube_writing *w)
{
    if (!vd_kube_write_options_read(w, "CreateOptions", false))
        return;
    w->object = vd_kube_body_object(w, w->kind);
    if (!w->object)
        return;
    if (vd_kube_doc_string(vd_kube_doc_get(w->object, "metadata"), "resourceVersion").len)
        vd_kube_refuse_bad_request(w->call,
                                   "resourceVersion should not be set on objects to be created");
    else
        vd_kube_create_object(w);
}
