/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Schemas as kube-apiserver writes them, without descriptions: from the table of types for what is
 * built in, from the definition's own schema for what is custom. Clients merge lists by what the
 * patch extensions say (kubectl apply), so those are as important as the types.
 */
#include "doors/kube/openapi_schema.h"

#include "base/alloc.h"
#include "base/check.h"
#include "doors/kube/model/crd_inner.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/types.h"

#include <errno.h>

enum { WANTED = 1, WRITTEN = 2, READ_MAX_BYTES = 512 << 20 };

#define META     "io.k8s.apimachinery.pkg.apis.meta.v1."
#define REF_HEAD "#/components/schemas/"

/* Types that are no messages of fields. */
enum special { TIME, MICRO_TIME, DURATION, INT_OR_STRING, QUANTITY, RAW, FIELDS };

static const struct {
    const char *name, *schema;
} specials[] = {
    [TIME] = {META "Time", "{\"type\":\"string\",\"format\":\"date-time\"}"},
    [MICRO_TIME] = {META "MicroTime", "{\"type\":\"string\",\"format\":\"date-time\"}"},
    [DURATION] = {META "Duration", "{\"type\":\"string\"}"},
    [INT_OR_STRING] = {"io.k8s.apimachinery.pkg.util.intstr.IntOrString",
                       "{\"format\":\"int-or-string\",\"oneOf\":[{\"type\":\"integer\"},{\"type\":"
                       "\"string\"}]}"},
    [QUANTITY] = {"io.k8s.apimachinery.pkg.api.resource.Quantity",
                  "{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"number\"}]}"},
    [RAW] = {"io.k8s.apimachinery.pkg.runtime.RawExtension", "{\"type\":\"object\"}"},
    [FIELDS] = {META "FieldsV1", "{\"type\":\"object\"}"},
};

/* --- pieces ----------------------------------------------------------------------------------- */

void vd_kube_openapi_kind(struct vd_json *json, const struct vd_kube_kind *kind)
{
    vd_json_object(json);
    vd_json_add_string(json, "group", kind->group);
    vd_json_add_string(json, "version", kind->version);
    vd_json_add_string(json, "kind", kind->kind);
    vd_json_object_end(json);
}

static void add_kinds(struct vd_json *json, const struct vd_kube_kind *kind)
{
    vd_json_name(json, "x-kubernetes-group-version-kind");
    vd_json_array(json);
    vd_kube_openapi_kind(json, kind);
    vd_json_array_end(json);
}

/* "allOf":[{"$ref":…}]: a reference beside which other members may stand. */
static void add_ref(struct vd_json *json, struct vd_slice package, struct vd_slice name)
{
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    vd_buf_printf(&buf, REF_HEAD);
    if (package.len) {
        vd_buf_append_slice(&buf, package);
        vd_buf_append(&buf, ".", 1);
    }
    vd_buf_append_slice(&buf, name);
    vd_json_name(json, "allOf");
    vd_json_array(json);
    vd_json_object(json);
    vd_json_add_string(json, "$ref", vd_buf_slice(&buf));
    vd_json_object_end(json);
    vd_json_array_end(json);
    if (vd_buf_status(&buf))
        json->buf->status = vd_buf_status(&buf);
    vd_buf_deinit(&buf);
}

static size_t index_of(const struct vd_kube_type *type)
{
    return (size_t)(type - vd_kube_type_each(0));
}

static void want(struct vd_kube_openapi_schemas *schemas, const struct vd_kube_type *type)
{
    if (schemas->wanted && type)
        schemas->wanted[index_of(type)] |= WANTED;
}

static void add_type_ref(struct vd_kube_openapi_schemas *schemas, const struct vd_kube_type *type)
{
    want(schemas, type);
    add_ref(schemas->json, vd_kube_type_package(type), vd_kube_type_name(type));
}

static void add_special(struct vd_kube_openapi_schemas *schemas, enum special special)
{
    schemas->special |= 1u << special;
    add_ref(schemas->json, VD_SLICE_EMPTY, vd_slice_str(specials[special].name));
}

static void add_scalar(struct vd_json *json, const char *type, const char *format)
{
    vd_json_add_str(json, "type", type);
    if (format)
        vd_json_add_str(json, "format", format);
}

/* --- fields ----------------------------------------------------------------------------------- */

/* The members of the schema of one value of a field's form. */
static void add_form(struct vd_kube_openapi_schemas *schemas, const struct vd_kube_field *field)
{
    struct vd_json *json = schemas->json;

    switch ((enum vd_kube_form)field->form) {
    case VD_KUBE_STRING:
        add_scalar(json, "string", NULL);
        break;
    case VD_KUBE_BOOL:
        add_scalar(json, "boolean", NULL);
        break;
    case VD_KUBE_INT32:
        add_scalar(json, "integer", "int32");
        break;
    case VD_KUBE_INT64:
        add_scalar(json, "integer", "int64");
        break;
    case VD_KUBE_DOUBLE:
        add_scalar(json, "number", "double");
        break;
    case VD_KUBE_BYTES:
        add_scalar(json, "string", "byte");
        break;
    case VD_KUBE_MESSAGE:
        add_type_ref(schemas, vd_kube_field_type(field));
        break;
    case VD_KUBE_TIME:
        add_special(schemas, TIME);
        break;
    case VD_KUBE_MICRO_TIME:
        add_special(schemas, MICRO_TIME);
        break;
    case VD_KUBE_DURATION:
        add_special(schemas, DURATION);
        break;
    case VD_KUBE_INT_OR_STRING:
        add_special(schemas, INT_OR_STRING);
        break;
    case VD_KUBE_QUANTITY:
        add_special(schemas, QUANTITY);
        break;
    case VD_KUBE_RAW:
        add_special(schemas, RAW);
        break;
    case VD_KUBE_FIELDS_V1:
        add_special(schemas, FIELDS);
        break;
    case VD_KUBE_STRINGS:
        vd_json_add_str(json, "type", "array");
        vd_json_name(json, "items");
        vd_json_object(json);
        add_scalar(json, "string", NULL);
        vd_json_object_end(json);
        break;
    case VD_KUBE_ANY:
    case VD_KUBE_SCHEMA_OR_BOOL:
    case VD_KUBE_SCHEMA_OR_ARRAY:
    case VD_KUBE_SCHEMA_OR_STRINGS:
        vd_json_add_bool(json, "x-kubernetes-preserve-unknown-fields", true);
        break;
    }
}

static void add_list_keys(struct vd_json *json, const struct vd_kube_field *field)
{
    struct vd_slice key;

    vd_json_name(json, "x-kubernetes-list-map-keys");
    vd_json_array(json);
    for (size_t i = 0; vd_kube_field_list_key(field, i, &key); i++)
        vd_json_string(json, key);
    vd_json_array_end(json);
}

/* How its value is merged, by server-side apply and by strategic patches. */
static void add_merging(struct vd_json *json, const struct vd_kube_field *field)
{
    static const char *const lists[] = {"atomic", "set", "map"};
    unsigned patch =
        field->flags & (VD_KUBE_PATCH_MERGE | VD_KUBE_PATCH_REPLACE | VD_KUBE_PATCH_RETAIN_KEYS);

    if (vd_kube_field_is_list(field))
        vd_json_add_str(json, "x-kubernetes-list-type", lists[field->list]);
    else if (field->flags & (VD_KUBE_ATOMIC | VD_KUBE_GRANULAR))
        vd_json_add_str(json, "x-kubernetes-map-type",
                        field->flags & VD_KUBE_ATOMIC ? "atomic" : "granular");
    if (vd_kube_field_is_list(field) && field->list == VD_KUBE_LIST_MAP)
        add_list_keys(json, field);
    if (patch == (VD_KUBE_PATCH_MERGE | VD_KUBE_PATCH_RETAIN_KEYS))
        vd_json_add_str(json, "x-kubernetes-patch-strategy", "merge,retainKeys");
    else if (patch)
        vd_json_add_str(json, "x-kubernetes-patch-strategy",
                        patch & VD_KUBE_PATCH_MERGE     ? "merge"
                        : patch & VD_KUBE_PATCH_REPLACE ? "replace"
                                                        : "retainKeys");
    if (vd_kube_field_merge_key(field).len)
        vd_json_add_string(json, "x-kubernetes-patch-merge-key", vd_kube_field_merge_key(field));
}

static void add_field(struct vd_kube_openapi_schemas *schemas, const struct vd_kube_field *field)
{
    struct vd_json *json = schemas->json;
    bool is_many = field->flags & (VD_KUBE_REPEATED | VD_KUBE_MAP);

    vd_json_name_of(json, vd_kube_field_name(field));
    vd_json_object(json);
    if (is_many) {
        bool is_map = vd_kube_field_is_map(field);

        vd_json_add_str(json, "type", is_map ? "object" : "array");
        vd_json_name(json, is_map ? "additionalProperties" : "items");
        vd_json_object(json);
    }
    add_form(schemas, field);
    if (is_many)
        vd_json_object_end(json);
    if (vd_kube_field_default(field).len) {
        vd_json_name(json, "default");
        vd_json_raw(json, vd_kube_field_default(field));
    } else if (field->form == VD_KUBE_MESSAGE && !is_many && !(field->flags & VD_KUBE_POINTER)) {
        vd_json_name(json, "default");
        vd_json_raw(json, VD_SLICE("{}"));
    }
    add_merging(json, field);
    vd_json_object_end(json);
}

/* --- types ------------------------------------------------------------------------------------ */

static void add_required(struct vd_json *json, const struct vd_kube_type *type)
{
    bool has_any = false;

    for (size_t i = 0; i < vd_kube_type_count(type); i++) {
        const struct vd_kube_field *field = vd_kube_type_at(type, i);

        if (!(field->flags & VD_KUBE_REQUIRED))
            continue;
        if (!has_any) {
            vd_json_name(json, "required");
            vd_json_array(json);
        }
        has_any = true;
        vd_json_string(json, vd_kube_field_name(field));
    }
    if (has_any)
        vd_json_array_end(json);
}

/* kind: whose type it is; NULL: one that others use. */
static void add_type(struct vd_kube_openapi_schemas *schemas, const struct vd_kube_type *type,
                     const struct vd_kube_kind *kind)
{
    struct vd_json *json = schemas->json;
    struct vd_buf name;

    schemas->wanted[index_of(type)] |= WRITTEN;
    vd_buf_init(&name, 0);
    vd_buf_append_slice(&name, vd_kube_type_package(type));
    vd_buf_append(&name, ".", 1);
    vd_buf_append_slice(&name, vd_kube_type_name(type));
    vd_json_name_of(json, vd_buf_slice(&name));
    if (vd_buf_status(&name))
        schemas->rc = -ENOMEM;
    vd_buf_deinit(&name);
    vd_json_object(json);
    vd_json_add_str(json, "type", "object");
    if (vd_kube_type_count(type) > 0) {
        vd_json_name(json, "properties");
        vd_json_object(json);
        for (size_t i = 0; i < vd_kube_type_count(type); i++)
            add_field(schemas, vd_kube_type_at(type, i));
        vd_json_object_end(json);
    }
    add_required(json, type);
    if (type->is_atomic)
        vd_json_add_str(json, "x-kubernetes-map-type", "atomic");
    if (kind)
        add_kinds(json, kind);
    vd_json_object_end(json);
}

/* Types of which several write the same (they are used in each other) come until none is left. */
static void add_wanted(struct vd_kube_openapi_schemas *schemas)
{
    bool has_more = true;

    while (has_more) {
        has_more = false;
        for (size_t i = 0; i < schemas->types; i++)
            if (schemas->wanted[i] == WANTED) {
                add_type(schemas, vd_kube_type_each(i), NULL);
                has_more = true;
            }
    }
}

/* --- custom kinds ----------------------------------------------------------------------------- */

/* "com.example.stable.v1.CronTab": the group backwards. */
static void print_custom(struct vd_buf *buf, const struct vd_kube_kind *kind)
{
    struct vd_slice group = kind->group;

    while (group.len > 0) {
        size_t from = group.len;

        while (from > 0 && group.ptr[from - 1] != '.')
            from--;
        vd_buf_append(buf, group.ptr + from, group.len - from);
        vd_buf_append(buf, ".", 1);
        group.len = from > 0 ? from - 1 : 0;
    }
    vd_buf_append_slice(buf, kind->version);
    vd_buf_append(buf, ".", 1);
    vd_buf_append_slice(buf, kind->kind);
}

static bool is_meta(struct vd_slice name)
{
    return vd_slice_eq(name, VD_SLICE("metadata")) || vd_slice_eq(name, VD_SLICE("apiVersion")) ||
           vd_slice_eq(name, VD_SLICE("kind"));
}

static void add_member(struct vd_json *json, const struct vd_json_value *member)
{
    vd_json_name_of(json, member->name);
    vd_json_write(json, member);
}

/* What every object has, and what this one's schema says. */
static void add_properties(struct vd_kube_openapi_schemas *schemas,
                           const struct vd_json_value *schema)
{
    static const char *const names[] = {"apiVersion", "kind"};
    struct vd_json *json = schemas->json;
    const struct vd_json_value *at;

    vd_json_name(json, "properties");
    vd_json_object(json);
    for (size_t i = 0; i < VD_COUNT(names); i++) {
        vd_json_name(json, names[i]);
        vd_json_object(json);
        add_scalar(json, "string", NULL);
        vd_json_object_end(json);
    }
    vd_json_name(json, "metadata");
    vd_json_object(json);
    add_type_ref(schemas, vd_kube_type_named(VD_SLICE(META "ObjectMeta")));
    vd_json_object_end(json);
    vd_kube_doc_each(at, vd_kube_doc_object(schema, "properties"))
        if (!is_meta(at->name))
            add_member(json, at);
    vd_json_object_end(json);
}

static void write_custom(struct vd_kube_openapi_schemas *schemas, const struct vd_kube_kind *kind,
                         const struct vd_json_value *schema)
{
    struct vd_json *json = schemas->json;
    const struct vd_json_value *at;
    struct vd_buf name;

    vd_buf_init(&name, 0);
    print_custom(&name, kind);
    vd_json_name_of(json, vd_buf_slice(&name));
    if (vd_buf_status(&name))
        schemas->rc = -ENOMEM;
    vd_buf_deinit(&name);
    vd_json_object(json);
    if (!vd_kube_doc_get(schema, "type"))
        vd_json_add_str(json, "type", "object");
    add_properties(schemas, schema);
    vd_kube_doc_each(at, schema)
        if (!vd_slice_eq(at->name, VD_SLICE("properties")))
            add_member(json, at);
    add_kinds(json, kind);
    vd_json_object_end(json);
}

static void add_custom(struct vd_kube_openapi_schemas *schemas, const struct vd_kube_kind *kind)
{
    struct vd_json_value *doc;
    struct vd_arena arena;
    int rc;

    vd_arena_init(&arena, READ_MAX_BYTES);
    rc = vd_json_read(&arena, vd_kube_crd_text(kind->custom->crd), VD_KUBE_DOC_DEPTH_MAX, &doc,
                      NULL);
    if (rc == 0)
        write_custom(schemas, kind, vd_kube_crd_schema_of(doc, kind->version));
    else
        schemas->rc = rc;
    vd_arena_deinit(&arena);
}

/* --- the whole -------------------------------------------------------------------------------- */

void vd_kube_openapi_begin(struct vd_kube_openapi_schemas *schemas, struct vd_json *json)
{
    size_t count = 0;

    while (vd_kube_type_each(count))
        count++;
    *schemas = (struct vd_kube_openapi_schemas){.json = json, .types = count};
    schemas->wanted = vd_alloc_zero(count);
    if (!schemas->wanted)
        schemas->rc = -ENOMEM;
}

void vd_kube_openapi_add(struct vd_kube_openapi_schemas *schemas, const struct vd_kube_kind *kind)
{
    const struct vd_kube_type *type = vd_kube_kind_type(kind);

    if (schemas->rc)
        return;
    if (kind->custom)
        add_custom(schemas, kind);
    else if (type)
        add_type(schemas, type, kind);
}

int vd_kube_openapi_end(struct vd_kube_openapi_schemas *schemas)
{
    if (!schemas->rc)
        add_wanted(schemas);
    for (unsigned i = 0; i < VD_COUNT(specials); i++)
        if (schemas->special >> i & 1) {
            vd_json_name(schemas->json, specials[i].name);
            vd_json_raw(schemas->json, vd_slice_str(specials[i].schema));
        }
    vd_free(schemas->wanted);
    return schemas->rc;
}
