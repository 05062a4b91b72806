/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What there is below /openapi/, written anew for each question: clients keep what they got by its
 * ETag. A document of version 3 is the paths of its kinds, as far as clients look at them (which
 * kind an operation is about, and that a PATCH takes fieldValidation), and the schemas.
 */
#include "doors/kube/openapi.h"

#include "base/check.h"
#include "base/hash.h"
#include "doors/kube/answer.h"
#include "doors/kube/openapi_schema.h"
#include "doors/kube/status.h"

#include <stdio.h>

#define JSON_TYPE "application/json"
#define V2_TYPE   "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"

/* The swagger "2.0", titled x: version. The least that passes for a document. */
static const uint8_t v2_document[] = {0x0a, 3,    '2', '.', '0', 0x12, 0x0a, 0x0a, 1,
                                      'x',  0x12, 5,   'v', '1', '.',  '3',  '7'};

/* --- version 2 -------------------------------------------------------------------------------- */

static bool has(struct vd_slice text, const char *word)
{
    return text.len > 0 && memmem(text.ptr, text.len, word, strlen(word)) != NULL;
}

static void answer_v2(struct vd_kube_call *call)
{
    if (has(call->accept, "application/json") && !has(call->accept, "proto-openapi"))
        vd_kube_answer_tagged(
            call, JSON_TYPE,
            VD_SLICE(
                "{\"swagger\":\"2.0\",\"info\":{\"title\":\"Kubernetes\",\"version\":\"v1.37\"},"
                "\"paths\":{},\"definitions\":{}}"));
    else
        vd_kube_answer_tagged(call, V2_TYPE, vd_slice(v2_document, sizeof(v2_document)));
}

/* --- the index -------------------------------------------------------------------------------- */

/* "api/v1", "apis/apps/v1" */
static void print_place(struct vd_buf *buf, const struct vd_kube_kind *kind)
{
    vd_buf_printf(buf, "%s/%.*s", kind->group.len ? "apis" : "api", (int)kind->api_version.len,
                  (const char *)kind->api_version.ptr);
}

static bool is_same_version(const struct vd_kube_kind *a, const struct vd_kube_kind *b)
{
    return a && b && vd_slice_eq(a->api_version, b->api_version);
}

/* Another one if a document of this version is another: built-in kinds never change. */
static uint64_t hash_version(struct vd_kube_kinds *kinds, size_t from)
{
    const struct vd_kube_kind *first = vd_kube_kinds_at(kinds, from), *kind;
    uint64_t hash = vd_hash(first->api_version);

    for (size_t i = from; (kind = vd_kube_kinds_at(kinds, i)) && is_same_version(kind, first); i++)
        if (kind->custom)
            hash = vd_hash_u64(hash ^ vd_kube_crd_print(kind->custom->crd));
    return hash;
}

static void write_index(struct vd_json *json, struct vd_kube_kinds *kinds)
{
    const struct vd_kube_kind *kind, *before = NULL;
    struct vd_buf place, url;

    vd_buf_init(&place, 0);
    vd_buf_init(&url, 0);
    vd_json_object(json);
    vd_json_name(json, "paths");
    vd_json_object(json);
    for (size_t i = 0; (kind = vd_kube_kinds_at(kinds, i)) != NULL; before = kind, i++) {
        if (is_same_version(kind, before))
            continue;
        vd_buf_clear(&place);
        vd_buf_clear(&url);
        print_place(&place, kind);
        vd_buf_printf(&url, "/openapi/v3/%.*s?hash=%016llX", (int)place.len,
                      (const char *)place.data, (unsigned long long)hash_version(kinds, i));
        if (vd_buf_status(&place) || vd_buf_status(&url))
            break;
        vd_json_name_of(json, vd_buf_slice(&place));
        vd_json_object(json);
        vd_json_add_string(json, "serverRelativeURL", vd_buf_slice(&url));
        vd_json_object_end(json);
    }
    vd_json_object_end(json);
    vd_json_object_end(json);
    vd_buf_deinit(&place);
    vd_buf_deinit(&url);
}

/* --- paths ------------------------------------------------------------------------------------ */

static void add_parameter(struct vd_json *json, const char *in, const char *name)
{
    vd_json_object(json);
    vd_json_add_str(json, "name", name);
    vd_json_add_str(json, "in", in);
    if (strcmp(in, "path") == 0)
        vd_json_add_bool(json, "required", true);
    vd_json_name(json, "schema");
    vd_json_object(json);
    vd_json_add_str(json, "type", "string");
    vd_json_object_end(json);
    vd_json_object_end(json);
}

static void add_operation(struct vd_json *json, const struct vd_kube_kind *kind, const char *method,
                          const char *action, bool is_write)
{
    vd_json_name(json, method);
    vd_json_object(json);
    if (is_write) {
        vd_json_name(json, "parameters");
        vd_json_array(json);
        add_parameter(json, "query", "dryRun");
        add_parameter(json, "query", "fieldManager");
        add_parameter(json, "query", "fieldValidation");
        vd_json_array_end(json);
    }
    vd_json_name(json, "responses");
    vd_json_object(json);
    vd_json_name(json, "200");
    vd_json_object(json);
    vd_json_add_str(json, "description", "OK");
    vd_json_object_end(json);
    vd_json_object_end(json);
    vd_json_add_str(json, "x-kubernetes-action", action);
    vd_json_name(json, "x-kubernetes-group-version-kind");
    vd_kube_openapi_kind(json, kind);
    vd_json_object_end(json);
}

struct operation {
    uint32_t may;
    const char *method, *action;
    bool is_write;
};

static const struct operation of_collection[] = {
    {VD_KUBE_MAY_LIST, "get", "list", false},
    {VD_KUBE_MAY_CREATE, "post", "post", true},
    {VD_KUBE_MAY_DELETE_COLLECTION, "delete", "deletecollection", false},
};
static const struct operation of_name[] = {
    {VD_KUBE_MAY_GET, "get", "get", false},
    {VD_KUBE_MAY_UPDATE, "put", "put", true},
    {VD_KUBE_MAY_PATCH, "patch", "patch", true},
    {VD_KUBE_MAY_DELETE, "delete", "delete", false},
};

static void add_path(struct vd_json *json, struct vd_buf *path, const struct vd_kube_kind *kind,
                     const struct operation *operations, size_t count, bool is_named)
{
    vd_buf_clear(path);
    vd_buf_printf(path, "/");
    print_place(path, kind);
    vd_buf_printf(path, "/%s%.*s%s", kind->namespaced ? "namespaces/{namespace}/" : "",
                  (int)kind->plural.len, (const char *)kind->plural.ptr, is_named ? "/{name}" : "");
    vd_json_name_of(json, vd_buf_slice(path));
    vd_json_object(json);
    if (kind->namespaced || is_named) {
        vd_json_name(json, "parameters");
        vd_json_array(json);
        if (kind->namespaced)
            add_parameter(json, "path", "namespace");
        if (is_named)
            add_parameter(json, "path", "name");
        vd_json_array_end(json);
    }
    for (size_t i = 0; i < count; i++)
        if (kind->verbs & operations[i].may)
            add_operation(json, kind, operations[i].method, operations[i].action,
                          operations[i].is_write);
    vd_json_object_end(json);
}

static void add_paths(struct vd_json *json, struct vd_kube_kinds *kinds, size_t from)
{
    const struct vd_kube_kind *first = vd_kube_kinds_at(kinds, from), *kind;
    struct vd_buf path;

    vd_buf_init(&path, 0);
    vd_json_name(json, "paths");
    vd_json_object(json);
    for (size_t i = from; is_same_version(kind = vd_kube_kinds_at(kinds, i), first); i++) {
        add_path(json, &path, kind, of_collection, VD_COUNT(of_collection), false);
        if (kind->verbs != VD_KUBE_MAY_CREATE)
            add_path(json, &path, kind, of_name, VD_COUNT(of_name), true);
    }
    vd_json_object_end(json);
    if (vd_buf_status(&path))
        json->buf->status = vd_buf_status(&path);
    vd_buf_deinit(&path);
}

/* --- a document ------------------------------------------------------------------------------- */

static int write_document(struct vd_json *json, struct vd_kube_kinds *kinds, size_t from)
{
    const struct vd_kube_kind *first = vd_kube_kinds_at(kinds, from), *kind;
    struct vd_kube_openapi_schemas schemas;
    int rc;

    vd_json_object(json);
    vd_json_add_str(json, "openapi", "3.0.0");
    vd_json_name(json, "info");
    vd_json_object(json);
    vd_json_add_str(json, "title", "Kubernetes");
    vd_json_add_str(json, "version", "v1.37");
    vd_json_object_end(json);
    add_paths(json, kinds, from);
    vd_json_name(json, "components");
    vd_json_object(json);
    vd_json_name(json, "schemas");
    vd_json_object(json);
    vd_kube_openapi_begin(&schemas, json);
    for (size_t i = from; is_same_version(kind = vd_kube_kinds_at(kinds, i), first); i++)
        vd_kube_openapi_add(&schemas, kind);
    rc = vd_kube_openapi_end(&schemas);
    vd_json_object_end(json);
    vd_json_object_end(json);
    vd_json_object_end(json);
    return rc ? rc : vd_buf_status(json->buf);
}

static bool find_place(struct vd_kube_kinds *kinds, struct vd_slice place, size_t *out_index)
{
    const struct vd_kube_kind *kind;
    bool is_found = false;
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    for (size_t i = 0; !is_found && (kind = vd_kube_kinds_at(kinds, i)) != NULL; i++) {
        vd_buf_clear(&buf);
        print_place(&buf, kind);
        is_found = vd_buf_status(&buf) == 0 && vd_slice_eq(vd_buf_slice(&buf), place);
        if (is_found)
            *out_index = i;
    }
    vd_buf_deinit(&buf);
    return is_found;
}

static struct vd_slice behind(struct vd_slice path, const char *head)
{
    size_t len = strlen(head);

    path = vd_slice(path.ptr + len, path.len - len);
    while (path.len && path.ptr[0] == '/')
        path = vd_slice(path.ptr + 1, path.len - 1);
    while (path.len && path.ptr[path.len - 1] == '/')
        path.len--;
    return path;
}

static void answer_v3(struct vd_kube_call *call)
{
    struct vd_slice place = behind(call->path, "/openapi/v3");
    struct vd_buf *buf = vd_kube_scratch(call->kube);
    struct vd_json json;
    size_t from;
    int rc;

    vd_json_init(&json, buf);
    if (!place.len) {
        write_index(&json, call->kube->kinds);
        rc = vd_buf_status(buf);
    } else if (find_place(call->kube->kinds, place, &from)) {
        rc = write_document(&json, call->kube->kinds, from);
    } else {
        vd_kube_refuse_unknown(call);
        return;
    }
    if (rc)
        vd_kube_refuse_outcome(call, rc);
    else
        vd_kube_answer_tagged(call, JSON_TYPE, vd_buf_slice(buf));
}

void vd_kube_openapi_answer(struct vd_kube_call *call)
{
    if (vd_slice_starts_with(call->path, VD_SLICE("/openapi/v3")))
        answer_v3(call);
    else if (vd_slice_eq(call->path, VD_SLICE("/openapi/v2")) ||
             vd_slice_starts_with(call->path, VD_SLICE("/swagger-2.0.0.pb-v1")))
        answer_v2(call);
    else
        vd_kube_refuse_unknown(call);
}
