/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PATCH: what is there, in the version of the request and with its resourceVersion in, is patched,
 * and the result replaces it as a PUT would. A patch that does not name a version is applied anew
 * to what is there by then, if somebody else was first.
 */
#include "doors/kube/write_inner.h"

#include "doors/kube/model/managed.h"
#include "doors/kube/model/patch.h"
#include "doors/kube/model/type_check.h"

#include <errno.h>
#include <stdio.h>

enum form { JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH, NO_PATCH };

#define COMMON "application/json-patch+json, application/merge-patch+json, "

struct patching {
    enum form form;
    struct vd_json_value *patch;
    struct vd_kube_strict *strict; /* what is held against the patch as such */
    struct vd_slice yaml_strict;   /* the same of an applied configuration; empty: nothing */
};

static enum form form_of(const struct vd_kube_writing *w, struct vd_slice media)
{
    if (vd_slice_eq(media, VD_SLICE("application/json-patch+json")))
        return JSON_PATCH;
    if (vd_slice_eq(media, VD_SLICE("application/merge-patch+json")))
        return MERGE_PATCH;
    if (vd_slice_eq(media, VD_SLICE("application/apply-patch+yaml")))
        return APPLY_PATCH;
    if (!w->kind->custom && vd_slice_eq(media, VD_SLICE("application/strategic-merge-patch+json")))
        return STRATEGIC_PATCH;
    return NO_PATCH;
}

static void refuse_fault(struct vd_kube_writing *w, const struct vd_kube_fault *fault)
{
    struct vd_slice message = fault->message;
    struct vd_kube_status status = {.code = 422,
                                    .reason = "Invalid",
                                    .has_details = true,
                                    .message = VD_SLICE("the server rejected our request due to an "
                                                        "error in our request")};

    if (fault->status == 422)
        vd_kube_refuse_with(w->call, &status);
    else if (fault->status == 413)
        vd_kube_refuse(w->call, 413, "RequestEntityTooLarge", "Request entity too large: %.*s",
                       (int)message.len, (const char *)message.ptr);
    else if (fault->status == 500)
        vd_kube_refuse(w->call, 500, NULL, "%.*s", (int)message.len, (const char *)message.ptr);
    else
        vd_kube_refuse_bad_request(w->call, "%.*s", (int)message.len, (const char *)message.ptr);
}

/* --- what is patched ---------------------------------------------------------------------------
 */

/* What is there as the client sees it. It is read again: what was judged stays as it was. */
static struct vd_json_value *seen(struct vd_kube_writing *w)
{
    struct vd_json_value *object = vd_kube_doc_copy(&w->doc, w->old);
    char version[24];
    int rc;

    if (vd_kube_write_failed(w, w->doc.rc))
        return NULL;
    rc = w->kind->to_served ? w->kind->to_served(w->kind, &w->call->arena, object) : 0;
    if (rc == VD_INVALID) {
        vd_kube_refuse_stored(w->call, w->key);
        return NULL;
    }
    snprintf(version, sizeof(version), "%lld", (long long)w->old_revision);
    vd_kube_doc_set_first(&w->doc, vd_kube_meta_of(&w->doc, object), "resourceVersion",
                          vd_kube_doc_new_string(&w->doc, vd_slice_str(version)));
    return vd_kube_write_failed(w, rc ? rc : w->doc.rc) ? NULL : object;
}

struct vd_json_value *vd_kube_patch_made(struct vd_kube_writing *w, const struct vd_kube_type *type,
                                         const struct vd_json_value *object)
{
    const struct patching *patching = w->more;
    struct vd_kube_fault fault = {400, VD_SLICE_EMPTY};
    struct vd_arena *arena = &w->call->arena;
    struct vd_json_value *made = NULL;
    int rc;

    if (patching->form == JSON_PATCH)
        rc = vd_kube_patch_json(arena, object, patching->patch, &made, &fault);
    else if (patching->form == MERGE_PATCH)
        rc = vd_kube_patch_merge(arena, object, patching->patch, &made, &fault);
    else
        rc = vd_kube_patch_strategic(arena, type, object, patching->patch, &made, &fault);
    if (rc == VD_INVALID) {
        refuse_fault(w, &fault);
        return NULL;
    }
    if (vd_kube_write_failed(w, rc) || !vd_kube_body_judge_patch(w, made, patching->strict))
        return NULL;
    return made;
}

static void on_loaded(struct vd_kube_call *call);

static void patch_object(struct vd_kube_writing *w)
{
    struct vd_json_value *object = seen(w);

    if (!object)
        return;
    w->object = vd_kube_patch_made(w, vd_kube_kind_type(w->kind), object);
    if (w->object && vd_kube_body_check(w, w->kind, w->object, true))
        vd_kube_update_object(w, on_loaded);
}

/* --- apply -------------------------------------------------------------------------------------
 */

static void refuse_conflicts(struct vd_kube_writing *w, const struct vd_kube_applied *applied)
{
    enum { CONFLICTS_MAX = 32 };
    struct vd_kube_status_cause causes[CONFLICTS_MAX];
    struct vd_kube_status status = {.code = 409,
                                    .reason = "Conflict",
                                    .has_details = true,
                                    .message = applied->message,
                                    .causes = causes};
    const struct vd_kube_conflict *at;

    for (at = applied->conflicts; at && status.cause_count < CONFLICTS_MAX; at = at->next)
        causes[status.cause_count++] = (struct vd_kube_status_cause){
            "FieldManagerConflict",
            vd_kube_text(w->call, "conflict with %.*s", (int)at->manager.len,
                         (const char *)at->manager.ptr),
            at->field};
    vd_kube_refuse_with(w->call, &status);
}

static void refuse_config(struct vd_kube_writing *w, const struct vd_kube_applied *applied)
{
    if (applied->code == 400)
        vd_kube_refuse_bad_request(w->call, "%.*s", (int)applied->message.len,
                                   (const char *)applied->message.ptr);
    else
        vd_kube_refuse(w->call, 500, NULL, "%.*s", (int)applied->message.len,
                       (const char *)applied->message.ptr);
}

/* Keys that come twice in its YAML. False: refused. */
static bool judge_config(struct vd_kube_writing *w, struct vd_slice strict)
{
    if (!strict.len || w->options.validation == VD_KUBE_IGNORE)
        return true;
    if (w->options.validation == VD_KUBE_STRICT)
        vd_kube_refuse_bad_request(
            w->call, "error strict decoding patch: error converting YAML to JSON: %.*s",
            (int)strict.len, (const char *)strict.ptr);
    else
        vd_kube_warn(w->call, "error converting YAML to JSON: %.*s", (int)strict.len,
                     (const char *)strict.ptr);
    return w->options.validation != VD_KUBE_STRICT;
}

/* The version that the configuration says, which does not come into the result. */
static void keep_version(struct vd_kube_writing *w, const struct vd_json_value *config)
{
    struct vd_slice given =
        vd_kube_doc_string(vd_kube_doc_get(config, "metadata"), "resourceVersion");
    char version[24];

    if (!given.len && !w->old)
        return;
    snprintf(version, sizeof(version), "%lld", (long long)w->old_revision);
    vd_kube_doc_set_string(&w->doc, vd_kube_meta_of(&w->doc, w->object), "resourceVersion",
                           given.len ? given : vd_slice_str(version));
}

static void apply_object(struct vd_kube_writing *w)
{
    const struct patching *patching = w->more;
    struct vd_kube_applied applied = {.code = 400};
    struct vd_json_value *live = w->old ? seen(w) : NULL;
    struct vd_kube_writer writer;
    struct vd_kube_shape shape;
    int rc;

    if ((w->old && !live) || !vd_kube_write_shape(w, &shape))
        return;
    writer = vd_kube_write_writer(w);
    (void)vd_kube_doc_remove(vd_kube_doc_get(live, "metadata"), "resourceVersion");
    rc = vd_kube_apply(&w->call->arena, shape, live, patching->patch, &writer, w->options.is_forced,
                       &applied);
    if (rc == VD_CONFLICT) {
        refuse_conflicts(w, &applied);
        return;
    }
    if (rc == VD_INVALID) {
        refuse_config(w, &applied);
        return;
    }
    if (vd_kube_write_failed(w, rc))
        return;
    if (!judge_config(w, patching->yaml_strict))
        return;
    w->object = applied.object;
    w->is_applied = true;
    keep_version(w, patching->patch);
    if (vd_kube_write_failed(w, w->doc.rc) || !vd_kube_body_check(w, w->kind, w->object, false))
        return;
    if (w->old)
        vd_kube_update_object(w, on_loaded);
    else
        vd_kube_create_object(w);
}

/* A configuration is of the kind that it is applied to, and called as the path says. */
static bool is_config(struct vd_kube_writing *w, struct vd_json_value *config)
{
    struct vd_slice name;

    if (!vd_kube_doc_is(config, VD_JSON_OBJECT)) {
        vd_kube_refuse_bad_request(w->call, "error decoding YAML: the configuration is no object");
        return false;
    }
    name = vd_kube_meta_name(config);
    if (name.len && !vd_slice_eq(name, w->call->name)) {
        vd_kube_refuse_bad_request(w->call,
                                   "the name of the object (%.*s) does not match the name on the "
                                   "URL (%.*s)",
                                   (int)name.len, (const char *)name.ptr, (int)w->call->name.len,
                                   (const char *)w->call->name.ptr);
        return false;
    }
    vd_kube_doc_set_string(&w->doc, vd_kube_meta_of(&w->doc, config), "name", w->call->name);
    return !vd_kube_write_failed(w, w->doc.rc);
}

/* --- the way -----------------------------------------------------------------------------------
 */

static void on_loaded(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);
    const struct patching *patching = w->more;

    if (!vd_kube_write_old(w))
        return;
    call->warning_count = 0;
    if (patching->form == APPLY_PATCH && (w->old || w->sub == VD_KUBE_SUB_NONE))
        apply_object(w);
    else if (!w->old)
        vd_kube_refuse_not_found(call);
    else
        patch_object(w);
}

bool vd_kube_patch_read(struct vd_kube_writing *w, bool *out_is_apply)
{
    struct patching *patching = vd_arena_alloc(&w->call->arena, sizeof(*patching));
    enum form form = form_of(w, vd_kube_body_media(w->call));

    *out_is_apply = form == APPLY_PATCH;
    if (vd_kube_write_failed(w, patching ? 0 : -ENOMEM))
        return false;
    if (form == NO_PATCH) {
        vd_kube_refuse_media(w->call, w->kind->custom ? COMMON "application/apply-patch+yaml"
                                                      : COMMON
                                          "application/strategic-merge-patch+json, "
                                          "application/apply-patch+yaml");
        return false;
    }
    if (!vd_kube_write_options_read(w, "PatchOptions", form == APPLY_PATCH))
        return false;
    w->more = patching;
    patching->form = form;
    patching->strict = NULL;
    patching->patch = vd_kube_body_patch(w, form == APPLY_PATCH, &patching->yaml_strict);
    if (!patching->patch)
        return false;
    if (form == APPLY_PATCH)
        return is_config(w, patching->patch);
    return !vd_kube_write_failed(w, vd_kube_patch_strict(&w->call->arena, form == JSON_PATCH,
                                                         patching->patch, &patching->strict));
}

void vd_kube_patch_open(struct vd_kube_writing *w)
{
    bool is_apply;

    if (!vd_kube_patch_read(w, &is_apply))
        return;
    w->key = vd_kube_call_key(w->call);
    if (!vd_kube_write_failed(w, w->key.len ? 0 : -ENOMEM))
        vd_kube_load(w->call, w->key, on_loaded);
}
