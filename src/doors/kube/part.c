/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Subresources that are something else than the object they belong to: how many replicas it has
 * (scale), where a pod runs (binding), its eviction; and those that need what this server has not:
 * a kubelet, tokens.
 */
#include "doors/kube/write_inner.h"

#include "doors/kube/model/crd.h"
#include "doors/kube/model/prepare.h"
#include "doors/kube/model/types.h"

#include <errno.h>
#include <stdio.h>

/* --- scale -------------------------------------------------------------------------------------
 */

static int64_t number_at(const struct vd_kube_jsonpath *path, const struct vd_json_value *object)
{
    const struct vd_json_value *value = path ? vd_kube_jsonpath_first(path, object) : NULL;
    int64_t number = 0;

    return vd_kube_doc_is_int(value, &number) ? number : 0;
}

/* a=b,c in (d,e),!f: as labels.Selector prints it, sorted as it is in the selector. */
static void write_expression(struct vd_buf *buf, const struct vd_json_value *expression)
{
    struct vd_slice key = vd_kube_doc_string(expression, "key");
    const struct vd_json_value *op = vd_kube_doc_get(expression, "operator"), *at;
    const char *between = "";

    if (vd_kube_doc_says(op, "DoesNotExist"))
        vd_buf_append(buf, "!", 1);
    vd_buf_append_slice(buf, key);
    if (!vd_kube_doc_says(op, "In") && !vd_kube_doc_says(op, "NotIn"))
        return;
    vd_buf_printf(buf, "%s", vd_kube_doc_says(op, "In") ? " in (" : " notin (");
    vd_kube_doc_each(at, vd_kube_doc_array(expression, "values")) {
        vd_buf_printf(buf, "%s", between);
        vd_buf_append_slice(buf, vd_kube_doc_text(at));
        between = ",";
    }
    vd_buf_append(buf, ")", 1);
}

static void write_labels(struct vd_buf *buf, const struct vd_json_value *labels)
{
    const struct vd_json_value *at;

    vd_kube_doc_each(at, labels) {
        if (buf->len)
            vd_buf_append(buf, ",", 1);
        vd_buf_append_slice(buf, at->name);
        vd_buf_append(buf, "=", 1);
        vd_buf_append_slice(buf, vd_kube_doc_text(at));
    }
}

static void write_selector(struct vd_buf *buf, const struct vd_kube_writing *w,
                           const struct vd_json_value *object)
{
    const struct vd_json_value *selector = vd_kube_doc_at(object, "spec", "selector", NULL), *at;

    if (vd_kube_kind_is(w->stored, "", "ReplicationController")) {
        write_labels(buf, vd_kube_doc_is(selector, VD_JSON_OBJECT) ? selector : NULL);
        return;
    }
    write_labels(buf, vd_kube_doc_object(selector, "matchLabels"));
    vd_kube_doc_each(at, vd_kube_doc_array(selector, "matchExpressions")) {
        if (buf->len)
            vd_buf_append(buf, ",", 1);
        write_expression(buf, at);
    }
}

static void set_scale_status(struct vd_kube_writing *w, struct vd_json_value *scale,
                             const struct vd_json_value *object)
{
    const struct vd_kube_custom *custom = w->kind->custom;
    struct vd_json_value *status = vd_kube_doc_ensure_object(&w->doc, scale, "status");
    const struct vd_json_value *there = vd_kube_doc_get(object, "status");
    const struct vd_json_value *text;
    struct vd_buf selector;

    vd_buf_init(&selector, 64 << 10);
    if (custom) {
        text =
            custom->scale_selector ? vd_kube_jsonpath_first(custom->scale_selector, object) : NULL;
        vd_buf_append_slice(&selector, vd_kube_doc_text(text));
        vd_kube_doc_set_int(&w->doc, status, "replicas", number_at(custom->scale_status, object));
    } else {
        write_selector(&selector, w, object);
        vd_kube_doc_set_int(&w->doc, status, "replicas", vd_kube_doc_int(there, "replicas", 0));
    }
    if (selector.len)
        vd_kube_doc_set_string(&w->doc, status, "selector", vd_buf_slice(&selector));
    vd_buf_deinit(&selector);
}

static struct vd_json_value *scale_of(struct vd_kube_writing *w, const struct vd_json_value *object,
                                      int64_t revision)
{
    static const char *const copied[] = {"name", "namespace", "uid", "creationTimestamp"};
    const struct vd_json_value *meta = vd_kube_doc_get(object, "metadata");
    struct vd_json_value *scale = vd_kube_doc_new_object(&w->doc), *to;
    char version[24];

    vd_kube_doc_set_str(&w->doc, scale, "kind", "Scale");
    vd_kube_doc_set_str(&w->doc, scale, "apiVersion", "autoscaling/v1");
    to = vd_kube_doc_ensure_object(&w->doc, scale, "metadata");
    for (size_t i = 0; i < VD_COUNT(copied); i++)
        if (vd_kube_doc_string(meta, copied[i]).len)
            vd_kube_doc_set_string(&w->doc, to, copied[i], vd_kube_doc_string(meta, copied[i]));
    snprintf(version, sizeof(version), "%lld", (long long)revision);
    vd_kube_doc_set_str(&w->doc, to, "resourceVersion", version);
    to = vd_kube_doc_ensure_object(&w->doc, scale, "spec");
    vd_kube_doc_set_int(&w->doc, to, "replicas",
                        w->kind->custom
                            ? number_at(w->kind->custom->scale_spec, object)
                            : vd_kube_doc_int(vd_kube_doc_get(object, "spec"), "replicas", 0));
    set_scale_status(w, scale, object);
    return vd_kube_write_failed(w, w->doc.rc) ? NULL : scale;
}

static void set_replicas(struct vd_kube_writing *w, struct vd_json_value *object, int64_t replicas)
{
    const struct vd_slice *names;
    struct vd_json_value *at = object;
    size_t count;

    if (!w->kind->custom) {
        vd_kube_doc_set_int(&w->doc, vd_kube_doc_ensure_object(&w->doc, object, "spec"), "replicas",
                            replicas);
        return;
    }
    names = vd_kube_jsonpath_names(w->kind->custom->scale_spec, &count);
    for (size_t i = 0; i + 1 < count; i++) {
        struct vd_json_value *next = vd_kube_doc_get_slice(at, names[i]);

        if (!vd_kube_doc_is(next, VD_JSON_OBJECT)) {
            next = vd_kube_doc_new_object(&w->doc);
            vd_kube_doc_set_slice(&w->doc, at, names[i], next);
        }
        at = next;
    }
    if (count)
        vd_kube_doc_set_slice(&w->doc, at, names[count - 1],
                              vd_kube_doc_new_int(&w->doc, replicas));
}

static void answer_scale(struct vd_kube_writing *w, const struct vd_json_value *object,
                         int64_t revision)
{
    struct vd_json_value *scale = scale_of(w, object, revision);

    if (scale)
        vd_kube_answer_document(w->call, 200, scale);
}

/* What is wrong with a scale is said of a Scale. */
static bool is_scale(struct vd_kube_writing *w, const struct vd_json_value *scale,
                     int64_t *out_replicas)
{
    struct vd_kube_status_cause cause = {"FieldValueInvalid", VD_SLICE_EMPTY,
                                         VD_SLICE("spec.replicas")};
    struct vd_kube_status status = {.code = 422,
                                    .reason = "Invalid",
                                    .has_details = true,
                                    .name = w->call->name,
                                    .group = VD_SLICE("autoscaling"),
                                    .kind = VD_SLICE("Scale"),
                                    .causes = &cause,
                                    .cause_count = 1};
    struct vd_slice version =
        vd_kube_doc_string(vd_kube_doc_get(scale, "metadata"), "resourceVersion");
    int64_t revision;

    *out_replicas = vd_kube_doc_int(vd_kube_doc_get(scale, "spec"), "replicas", 0);
    if (*out_replicas >= 0 && *out_replicas <= INT32_MAX) {
        if (!version.len || (vd_json_number_int(version, &revision) &&
                             (revision == w->old_revision || revision == 0)))
            return true;
        vd_kube_refuse_conflict(w->call, "the object has been modified; please apply your changes "
                                         "to the latest version and try again");
        return false;
    }
    cause.message = vd_kube_text(w->call, "Invalid value: %lld: must be greater than or equal to 0",
                                 (long long)*out_replicas);
    status.message = vd_kube_text(w->call,
                                  "Scale.autoscaling \"%.*s\" is invalid: spec.replicas: "
                                  "%.*s",
                                  (int)w->call->name.len, (const char *)w->call->name.ptr,
                                  (int)cause.message.len, (const char *)cause.message.ptr);
    vd_kube_refuse_with(w->call, &status);
    return false;
}

static void on_scale(struct vd_kube_call *call);

/* The object with as many replicas as the scale says goes the way of an update. */
static void rescale(struct vd_kube_writing *w, const struct vd_json_value *scale)
{
    struct vd_json_value *object = vd_kube_doc_copy(&w->doc, w->old);
    int64_t replicas;
    char version[24];
    int rc;

    if (!is_scale(w, scale, &replicas) || vd_kube_write_failed(w, w->doc.rc))
        return;
    rc = w->kind->to_served ? w->kind->to_served(w->kind, &w->call->arena, object) : 0;
    snprintf(version, sizeof(version), "%lld", (long long)w->old_revision);
    vd_kube_doc_set_str(&w->doc, vd_kube_meta_of(&w->doc, object), "resourceVersion", version);
    set_replicas(w, object, replicas);
    if (vd_kube_write_failed(w, rc ? rc : w->doc.rc))
        return;
    w->object = object;
    w->saved = answer_scale;
    vd_kube_update_object(w, on_scale);
}

static void on_scale(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);
    struct vd_json_value *scale;

    if (!vd_kube_write_old(w))
        return;
    if (!w->old) {
        vd_kube_refuse_not_found(call);
    } else if (call->verb == VD_KUBE_GET) {
        answer_scale(w, w->old, w->old_revision);
    } else if (call->verb == VD_KUBE_UPDATE) {
        scale = vd_kube_body_message(w, "autoscaling", "v1", "Scale");
        if (scale)
            rescale(w, scale);
    } else {
        scale = scale_of(w, w->old, w->old_revision);
        scale = scale ? vd_kube_patch_made(w,
                                           vd_kube_type_of(VD_SLICE("autoscaling"), VD_SLICE("v1"),
                                                           VD_SLICE("Scale")),
                                           scale)
                      : NULL;
        if (scale)
            rescale(w, scale);
    }
}

static void open_scale(struct vd_kube_writing *w)
{
    bool is_apply = false;

    if (w->call->verb == VD_KUBE_PATCH && !vd_kube_patch_read(w, &is_apply))
        return;
    if (w->call->verb == VD_KUBE_UPDATE && !vd_kube_write_options_read(w, "UpdateOptions", false))
        return;
    if (is_apply)
        vd_kube_refuse(w->call, 501, "NotImplemented",
                       "server-side apply of a scale is not served; patch it");
    else
        vd_kube_load(w->call, w->key, on_scale);
}

/* --- binding -----------------------------------------------------------------------------------
 */

static void answer_success(struct vd_kube_writing *w, const struct vd_json_value *object,
                           int64_t revision)
{
    (void)object;
    (void)revision;
    vd_kube_answer_json(w->call, 201,
                        VD_SLICE("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},"
                                 "\"status\":\"Success\",\"code\":201}"));
}

static void set_scheduled(struct vd_kube_writing *w, struct vd_json_value *pod)
{
    struct vd_json_value *status = vd_kube_doc_ensure_object(&w->doc, pod, "status");
    struct vd_json_value *conditions = vd_kube_doc_ensure_array(&w->doc, status, "conditions");
    struct vd_json_value *condition =
        vd_kube_doc_find(conditions, "type", VD_SLICE("PodScheduled"));

    if (!condition) {
        condition = vd_kube_doc_new_object(&w->doc);
        vd_kube_doc_append(&w->doc, conditions, condition);
    }
    vd_kube_doc_set_str(&w->doc, condition, "type", "PodScheduled");
    vd_kube_doc_set_str(&w->doc, condition, "status", "True");
    vd_kube_doc_set_string(&w->doc, condition, "lastTransitionTime", w->now);
    (void)vd_kube_doc_remove(condition, "reason");
    (void)vd_kube_doc_remove(condition, "message");
}

static void on_bind_committed(struct vd_kube_call *call);

static void on_bind(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);
    struct vd_slice node, there;

    if (!vd_kube_write_old(w))
        return;
    if (!w->old) {
        vd_kube_refuse_not_found(call);
        return;
    }
    node = *(const struct vd_slice *)w->more;
    there = vd_kube_doc_string(vd_kube_doc_get(w->old, "spec"), "nodeName");
    if (there.len) {
        vd_kube_refuse_conflict(call, "pod %.*s is already assigned to node \"%.*s\"",
                                (int)call->name.len, (const char *)call->name.ptr, (int)there.len,
                                (const char *)there.ptr);
        return;
    }
    if (vd_kube_meta_is_ending(w->old)) {
        vd_kube_refuse_conflict(call, "pod %.*s is being deleted, cannot be assigned to a host",
                                (int)call->name.len, (const char *)call->name.ptr);
        return;
    }
    w->object = vd_kube_doc_copy(&w->doc, w->old);
    vd_kube_doc_set_string(&w->doc, vd_kube_doc_ensure_object(&w->doc, w->object, "spec"),
                           "nodeName", node);
    set_scheduled(w, w->object);
    if (!vd_kube_write_failed(w, w->doc.rc) && vd_kube_write_text(w))
        vd_kube_commit_put(w, on_bind_committed);
}

static void on_bind_committed(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);
    bool is_refused;

    if (vd_kube_committed(w, &is_refused))
        answer_success(w, NULL, 0);
    else if (!is_refused && ++w->tries < VD_KUBE_WRITE_TRIES)
        vd_kube_load(call, w->key, on_bind);
    else if (!is_refused)
        vd_kube_refuse_conflict(call, "the object has been modified; please apply your changes to "
                                      "the latest version and try again");
}

void vd_kube_binding_object(struct vd_kube_writing *w, struct vd_slice pod)
{
    const struct vd_kube_kind *pods =
        vd_kube_builtin_find(VD_SLICE(""), VD_SLICE("v1"), VD_SLICE("pods"));
    struct vd_kube_path target = VD_KUBE_PATH(NULL, "target");
    struct vd_kube_path name = VD_KUBE_PATH(&target, "name");
    struct vd_slice *node = vd_arena_alloc(&w->call->arena, sizeof(*node));
    struct vd_kube_causes causes;

    if (vd_kube_write_failed(w, node ? 0 : -ENOMEM))
        return;
    vd_kube_causes_init(&causes, &w->call->arena);
    *node = vd_kube_doc_string(vd_kube_doc_get(w->object, "target"), "name");
    w->more = node;
    if (!node->len)
        vd_kube_required(&causes, &name, "");
    if (vd_kube_causes_has(&causes)) {
        vd_kube_refuse_invalid(w->call, &causes);
        return;
    }
    w->stored = pods;
    w->call->name = pod;
    w->key = vd_kube_key(w->call, pods, w->call->name_space, pod);
    if (!vd_kube_write_failed(w, w->key.len ? vd_kube_causes_status(&causes) : -ENOMEM))
        vd_kube_load(w->call, w->key, on_bind);
}

static void open_binding(struct vd_kube_writing *w)
{
    struct vd_slice given;

    if (!vd_kube_write_options_read(w, "CreateOptions", false))
        return;
    w->object = vd_kube_body_message(w, "", "v1", "Binding");
    if (!w->object)
        return;
    given = vd_kube_meta_name(w->object);
    if (given.len && !vd_slice_eq(given, w->call->name))
        vd_kube_refuse_bad_request(w->call, "name in URL does not match name in Binding object");
    else
        vd_kube_binding_object(w, w->call->name);
}

/* --- eviction ----------------------------------------------------------------------------------
 */

static void evicted(struct vd_kube_writing *w, bool is_deleted)
{
    (void)is_deleted;
    answer_success(w, NULL, 0);
}

static void on_evict(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);

    if (!vd_kube_write_old(w))
        return;
    if (!w->old)
        vd_kube_refuse_not_found(call);
    else
        vd_kube_delete_object(w, on_evict);
}

static void open_eviction(struct vd_kube_writing *w)
{
    struct vd_slice given;

    if (!vd_kube_write_options_read(w, "CreateOptions", false))
        return;
    w->object = vd_kube_body_message(w, "policy", "v1", "Eviction");
    if (!w->object)
        return;
    given = vd_kube_meta_name(w->object);
    if (given.len && !vd_slice_eq(given, w->call->name)) {
        vd_kube_refuse_bad_request(w->call, "name in URL does not match name in Eviction object");
        return;
    }
    if (!vd_kube_delete_options_of(w, vd_kube_doc_get(w->object, "deleteOptions")))
        return;
    w->ended = evicted;
    vd_kube_load(w->call, w->key, on_evict);
}

/* --- all ---------------------------------------------------------------------------------------
 */

void vd_kube_part_open(struct vd_kube_writing *w)
{
    w->key = vd_kube_call_key(w->call);
    if (vd_kube_write_failed(w, w->key.len ? 0 : -ENOMEM))
        return;
    switch ((int)w->sub) {
    case VD_KUBE_SUB_SCALE:
        open_scale(w);
        return;
    case VD_KUBE_SUB_BINDING:
        open_binding(w);
        return;
    case VD_KUBE_SUB_EVICTION:
        open_eviction(w);
        return;
    case VD_KUBE_SUB_TOKEN:
        vd_kube_refuse(w->call, 501, "NotImplemented",
                       "this server issues no tokens: it asks nobody for one");
        return;
    default:
        vd_kube_kubelet_open(w);
    }
}
