/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What came as a body becomes a document: JSON, YAML or protobuf, in the words of refusal of
 * apiserver's endpoints/handlers (transformDecodeError and its neighbours).
 */
#include "doors/kube/model/crd.h"
#include "doors/kube/model/protobuf.h"
#include "doors/kube/model/schema.h"
#include "doors/kube/model/tidy.h"
#include "doors/kube/model/type_check.h"
#include "doors/kube/write_inner.h"

#include "wire/yaml_read.h"

#include <errno.h>
#include <stdio.h>

#define JSON     "application/json"
#define YAML     "application/yaml"
#define PROTOBUF "application/vnd.kubernetes.protobuf"

enum { SUMMARY_BYTES = 30 };

struct vd_slice vd_kube_body_media(struct vd_kube_call *call)
{
    struct vd_slice type = call->content_type;
    const uint8_t *end = type.len ? memchr(type.ptr, ';', type.len) : NULL;
    uint8_t *lower;

    if (end)
        type.len = (size_t)(end - type.ptr);
    while (type.len && type.ptr[type.len - 1] == ' ')
        type.len--;
    while (type.len && type.ptr[0] == ' ')
        type = vd_slice(type.ptr + 1, type.len - 1);
    lower = vd_arena_alloc(&call->arena, type.len + 1);
    if (!lower)
        return type;
    for (size_t i = 0; i < type.len; i++)
        lower[i] = (uint8_t)(type.ptr[i] | (type.ptr[i] >= 'A' && type.ptr[i] <= 'Z' ? 0x20 : 0));
    return vd_slice(lower, type.len);
}

void vd_kube_refuse_media(struct vd_kube_call *call, const char *accepted)
{
    vd_kube_refuse(call, 415, "UnsupportedMediaType",
                   "the body of the request was in an unknown format - accepted media types "
                   "include: %s",
                   accepted);
}

/* --- reading -----------------------------------------------------------------------------------
 */

/* The beginning of a body that makes no sense, as it is shown. */
static struct vd_slice summary_of(struct vd_kube_call *call)
{
    struct vd_slice body = vd_buf_slice(&call->body);
    size_t shown = body.len < SUMMARY_BYTES ? body.len : SUMMARY_BYTES;
    const char *more = body.len > SUMMARY_BYTES ? " ..." : "";
    char hex[2 * SUMMARY_BYTES + 1] = "";

    if (!body.len)
        return VD_SLICE("<empty>");
    if (body.ptr[0] == '{')
        return vd_kube_text(call, "%.*s%s", (int)shown, (const char *)body.ptr, more);
    for (size_t i = 0; i < shown; i++)
        snprintf(hex + 2 * i, 3, "%02x", body.ptr[i]);
    return vd_kube_text(call, "%s%s", hex, more);
}

static void refuse_text(struct vd_kube_call *call, const char *kind, const char *what,
                        struct vd_slice fault)
{
    struct vd_slice summary = summary_of(call);

    vd_kube_refuse_bad_request(call,
                               "the object provided is unrecognized (must be of type %s): %s%.*s "
                               "(%.*s)",
                               kind, what, (int)fault.len, (const char *)fault.ptr,
                               (int)summary.len, (const char *)summary.ptr);
}

static bool read_failed(struct vd_kube_writing *w, int rc)
{
    if (rc != VD_TOO_LARGE)
        return vd_kube_write_failed(w, rc);
    vd_kube_refuse(w->call, 413, "RequestEntityTooLarge",
                   "Request entity too large: the document is too deep, or has too many values");
    return true;
}

static struct vd_json_value *read_json(struct vd_kube_writing *w, const char *kind)
{
    struct vd_slice text = vd_buf_slice(&w->call->body);
    struct vd_json_fault fault = {0, ""};
    struct vd_json_value *value = NULL;
    int rc = text.len ? vd_json_read(&w->call->arena, text, VD_KUBE_DOC_DEPTH_MAX, &value, &fault)
                      : VD_INVALID;

    if (rc == VD_INVALID) {
        refuse_text(w->call, kind, "couldn't get version/kind; json parse error: ",
                    text.len ? vd_slice_str(fault.message)
                             : VD_SLICE("unexpected end of JSON input"));
        return NULL;
    }
    return read_failed(w, rc) ? NULL : value;
}

static struct vd_json_value *read_yaml(struct vd_kube_writing *w, const char *kind,
                                       struct vd_slice *out_strict)
{
    struct vd_yaml_fault fault = {VD_SLICE_EMPTY};
    struct vd_json_value *value = NULL;
    int rc = vd_yaml_read(&w->call->arena, vd_buf_slice(&w->call->body), VD_KUBE_DOC_DEPTH_MAX,
                          &value, out_strict, &fault);

    if (rc == VD_INVALID) {
        refuse_text(w->call, kind, "couldn't get version/kind; ", fault.message);
        return NULL;
    }
    return read_failed(w, rc) ? NULL : value;
}

static struct vd_json_value *read_protobuf(struct vd_kube_writing *w, struct vd_slice api_version,
                                           struct vd_slice kind)
{
    struct vd_json_value *value = NULL;
    struct vd_slice fault = VD_SLICE_EMPTY;
    int rc = vd_kube_protobuf_read(&w->call->arena, vd_buf_slice(&w->call->body), api_version, kind,
                                   &value, &fault);

    if (rc == VD_INVALID || rc == VD_NOT_FOUND) {
        vd_kube_refuse_bad_request(w->call,
                                   "the object provided is unrecognized (must be of type %.*s): "
                                   "%.*s",
                                   (int)kind.len, (const char *)kind.ptr, (int)fault.len,
                                   (const char *)fault.ptr);
        return NULL;
    }
    return read_failed(w, rc) ? NULL : value;
}

/* Whatever it is in. */
static struct vd_json_value *read_any(struct vd_kube_writing *w, struct vd_slice api_version,
                                      struct vd_slice kind, bool takes_protobuf,
                                      struct vd_slice *out_strict)
{
    struct vd_slice media = vd_kube_body_media(w->call);
    struct vd_slice name = vd_kube_text(w->call, "%.*s", (int)kind.len, (const char *)kind.ptr);
    const char *shown = name.len ? (const char *)name.ptr : "";

    *out_strict = VD_SLICE_EMPTY;
    if (!media.len || vd_slice_eq(media, VD_SLICE(JSON)))
        return read_json(w, shown);
    if (vd_slice_eq(media, VD_SLICE(YAML)))
        return read_yaml(w, shown, out_strict);
    if (takes_protobuf && vd_slice_eq(media, VD_SLICE(PROTOBUF)))
        return read_protobuf(w, api_version, kind);
    vd_kube_refuse_media(w->call, takes_protobuf ? JSON ", " YAML ", " PROTOBUF : JSON ", " YAML);
    return NULL;
}

/* --- judging -----------------------------------------------------------------------------------
 */

static void refuse_strict(struct vd_kube_writing *w, const struct vd_kube_kind *kind,
                          const struct vd_json_value *object, bool is_patched, struct vd_slice text)
{
    struct vd_kube_causes causes;
    struct vd_kube_path path = VD_KUBE_PATH(NULL, "patch");
    struct vd_kube_status_cause cause;
    struct vd_kube_status status = {
        .code = 422, .reason = "Invalid", .has_details = true, .causes = &cause, .cause_count = 1};
    struct vd_slice detail;

    if (!is_patched) {
        vd_kube_refuse_bad_request(
            w->call, "%.*s in version \"%.*s\" cannot be handled as a %.*s: %.*s",
            (int)kind->kind.len, (const char *)kind->kind.ptr, (int)kind->version.len,
            (const char *)kind->version.ptr, (int)kind->kind.len, (const char *)kind->kind.ptr,
            (int)text.len, (const char *)text.ptr);
        return;
    }
    detail = vd_kube_text(w->call, "%.*s", (int)text.len, (const char *)text.ptr);
    vd_kube_causes_init(&causes, &w->call->arena);
    vd_kube_invalid(&causes, &path, object, detail.len ? (const char *)detail.ptr : "");
    if (vd_kube_write_failed(w, vd_kube_causes_status(&causes)))
        return;
    cause = (struct vd_kube_status_cause){vd_kube_cause_reason(causes.first->type),
                                          causes.first->message, causes.first->field};
    status.message = vd_kube_text(w->call, " \"\" is invalid: patch: %.*s", (int)cause.message.len,
                                  (const char *)cause.message.ptr);
    vd_kube_refuse_with(w->call, &status);
}

/* What is unknown is told, or refused. */
static bool judge_strict(struct vd_kube_writing *w, const struct vd_kube_kind *kind,
                         const struct vd_json_value *object, bool is_patched,
                         const struct vd_kube_type_check *check)
{
    const struct vd_kube_strict *at;
    struct vd_slice text;

    if (!check->strict || w->options.validation == VD_KUBE_IGNORE)
        return true;
    if (w->options.validation == VD_KUBE_WARN) {
        for (at = check->strict; at; at = at->next)
            vd_kube_warn(w->call, "%.*s", (int)at->text.len, (const char *)at->text.ptr);
        return true;
    }
    if (!vd_kube_write_failed(w, vd_kube_type_check_strict(&w->call->arena, check, &text)))
        refuse_strict(w, kind, object, is_patched, text);
    return false;
}

/* Of a type, which may be NULL: then anything is taken. */
static bool judge_type(struct vd_kube_writing *w, const struct vd_kube_kind *kind,
                       const struct vd_kube_type *type, struct vd_json_value *object,
                       bool is_patched)
{
    struct vd_kube_type_check check;
    int rc;

    if (!type)
        return true;
    rc = vd_kube_type_check(&w->call->arena, type, object, &check);
    if (rc == VD_INVALID) {
        refuse_strict(w, kind, object, is_patched, check.fault);
        return false;
    }
    if (vd_kube_write_failed(w, rc) || !judge_strict(w, kind, object, is_patched, &check))
        return false;
    vd_kube_tidy(type, object);
    return true;
}

/* --- custom objects ----------------------------------------------------------------------------
 */

struct unknown {
    struct vd_kube_writing *w;
    struct vd_kube_type_check check;
    struct vd_kube_strict *last;
    int rc;
};

static void on_unknown(void *arg, struct vd_slice path)
{
    struct unknown *unknown = arg;
    struct vd_kube_strict *strict;

    if (unknown->check.strict_count >= VD_KUBE_STRICT_MAX || unknown->rc)
        return;
    strict = vd_arena_alloc_zero(&unknown->w->call->arena, sizeof(*strict));
    if (strict)
        strict->text = vd_kube_text(unknown->w->call, "unknown field \"%.*s\"", (int)path.len,
                                    (const char *)path.ptr);
    if (!strict || !strict->text.len) {
        unknown->rc = -ENOMEM;
        return;
    }
    if (unknown->last)
        unknown->last->next = strict;
    else
        unknown->check.strict = strict;
    unknown->last = strict;
    unknown->check.strict_count++;
}

static bool judge_custom(struct vd_kube_writing *w, const struct vd_kube_kind *kind,
                         struct vd_json_value *object, bool is_patched)
{
    struct unknown unknown = {.w = w};
    const struct vd_kube_schema *schema;
    struct vd_json_value *meta = vd_kube_doc_get(object, "metadata");

    if (meta &&
        !judge_type(w, kind,
                    vd_kube_type_named(VD_SLICE("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")),
                    meta, is_patched))
        return false;
    vd_kube_doc_drop_duplicates(object);
    if (vd_kube_write_failed(w, vd_kube_kind_schema(kind, &schema)))
        return false;
    if (schema && !kind->custom->preserves)
        vd_kube_schema_prune(schema, object, on_unknown, &unknown);
    if (kind->custom->deprecation.len)
        vd_kube_warn(w->call, "%.*s", (int)kind->custom->deprecation.len,
                     (const char *)kind->custom->deprecation.ptr);
    return !vd_kube_write_failed(w, unknown.rc) &&
           judge_strict(w, kind, object, is_patched, &unknown.check);
}

/* --- bodies ------------------------------------------------------------------------------------
 */

static struct vd_json_value *not_an_object(struct vd_kube_writing *w, struct vd_slice kind)
{
    struct vd_slice name = vd_kube_text(w->call, "%.*s", (int)kind.len, (const char *)kind.ptr);

    refuse_text(w->call, name.len ? (const char *)name.ptr : "",
                "couldn't get version/kind; json parse error: ",
                VD_SLICE("json: cannot unmarshal into Go value of type struct"));
    return NULL;
}

/* What it says it is is what the path says, or nothing; then it is said for it. */
static bool name_it(struct vd_kube_writing *w, struct vd_json_value *object,
                    struct vd_slice api_version, struct vd_slice kind, bool any_version)
{
    struct vd_slice version = vd_kube_doc_string(object, "apiVersion");
    struct vd_slice name = vd_kube_doc_string(object, "kind");

    if (name.len && !vd_slice_eq(name, kind)) {
        vd_kube_refuse_bad_request(
            w->call,
            "%.*s in version \"%.*s\" cannot be handled as a %.*s: no kind \"%.*s\" is "
            "served here",
            (int)name.len, (const char *)name.ptr, (int)version.len, (const char *)version.ptr,
            (int)kind.len, (const char *)kind.ptr, (int)name.len, (const char *)name.ptr);
        return false;
    }
    if (version.len && !any_version && !vd_slice_eq(version, api_version)) {
        vd_kube_refuse_bad_request(w->call,
                                   "the API version in the data (%.*s) does not match the expected "
                                   "API version (%.*s)",
                                   (int)version.len, (const char *)version.ptr,
                                   (int)api_version.len, (const char *)api_version.ptr);
        return false;
    }
    if (!version.len)
        vd_kube_doc_set_first(&w->doc, object, "apiVersion",
                              vd_kube_doc_new_string(&w->doc, api_version));
    if (!name.len)
        vd_kube_doc_set_first(&w->doc, object, "kind", vd_kube_doc_new_string(&w->doc, kind));
    return !vd_kube_write_failed(w, w->doc.rc);
}

bool vd_kube_body_check(struct vd_kube_writing *w, const struct vd_kube_kind *kind,
                        struct vd_json_value *object, bool is_patched)
{
    if (!vd_kube_doc_is(object, VD_JSON_OBJECT))
        return not_an_object(w, kind->kind) != NULL;
    if (!name_it(w, object, kind->api_version, kind->kind, false))
        return false;
    return kind->custom ? judge_custom(w, kind, object, is_patched)
                        : judge_type(w, kind, vd_kube_kind_type(kind), object, is_patched);
}

static bool judge_yaml(struct vd_kube_writing *w, const struct vd_kube_kind *kind,
                       struct vd_slice strict)
{
    if (!strict.len || w->options.validation == VD_KUBE_IGNORE)
        return true;
    if (w->options.validation == VD_KUBE_WARN) {
        vd_kube_warn(w->call, "%.*s", (int)strict.len, (const char *)strict.ptr);
        return true;
    }
    refuse_strict(w, kind, NULL, false,
                  vd_kube_text(w->call, "strict decoding error: %.*s", (int)strict.len,
                               (const char *)strict.ptr));
    return false;
}

struct vd_json_value *vd_kube_body_object(struct vd_kube_writing *w,
                                          const struct vd_kube_kind *kind)
{
    struct vd_slice strict;
    struct vd_json_value *object =
        read_any(w, kind->api_version, kind->kind, !kind->custom, &strict);

    if (!object || !judge_yaml(w, kind, strict) || !vd_kube_body_check(w, kind, object, false))
        return NULL;
    return object;
}

struct vd_json_value *vd_kube_body_message(struct vd_kube_writing *w, const char *group,
                                           const char *version, const char *kind)
{
    struct vd_kube_kind like = {
        .group = vd_slice_str(group), .version = vd_slice_str(version), .kind = vd_slice_str(kind)};
    struct vd_slice strict;
    struct vd_json_value *object;

    like.api_version = *group ? vd_kube_text(w->call, "%s/%s", group, version) : like.version;
    object = read_any(w, like.api_version, like.kind, true, &strict);
    if (!object)
        return NULL;
    if (!vd_kube_doc_is(object, VD_JSON_OBJECT))
        return not_an_object(w, like.kind);
    if (!name_it(w, object, like.api_version, like.kind, true) ||
        !judge_type(w, &like, vd_kube_type_of(like.group, like.version, like.kind), object, false))
        return NULL;
    return object;
}

bool vd_kube_body_judge_patch(struct vd_kube_writing *w, const struct vd_json_value *made,
                              struct vd_kube_strict *strict)
{
    struct vd_kube_type_check check = {.strict = strict};

    return judge_strict(w, w->kind, made, true, &check);
}

struct vd_json_value *vd_kube_body_patch(struct vd_kube_writing *w, bool is_yaml,
                                         struct vd_slice *out_strict)
{
    struct vd_slice text = vd_buf_slice(&w->call->body);
    struct vd_yaml_fault fault = {VD_SLICE_EMPTY};
    struct vd_json_value *patch = NULL;
    int rc;

    *out_strict = VD_SLICE_EMPTY;
    rc = is_yaml ? vd_yaml_read(&w->call->arena, text, VD_KUBE_DOC_DEPTH_MAX, &patch, out_strict,
                                &fault)
                 : vd_json_read(&w->call->arena, text, VD_KUBE_DOC_DEPTH_MAX, &patch, NULL);
    if (rc == VD_INVALID && is_yaml)
        vd_kube_refuse_bad_request(w->call, "error encoding patch: %.*s", (int)fault.message.len,
                                   (const char *)fault.message.ptr);
    else if (rc == VD_INVALID)
        vd_kube_refuse_bad_request(w->call, "invalid JSON patch");
    return rc == VD_INVALID || read_failed(w, rc) ? NULL : patch;
}
