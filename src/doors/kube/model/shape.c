/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The built-in types as shapes, and which of the three sources is asked. A field and an element of
 * it are told apart by the source, so that no shape needs memory of its own.
 */
#include "doors/kube/model/shape.h"

#include "base/check.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/kit.h"
#include "doors/kube/model/shape_schema.h"
#include "doors/kube/model/types.h"

#include <errno.h>

static const struct vd_json_value ZERO_OBJECT = {.type = VD_JSON_OBJECT};
static const struct vd_json_value ZERO_NULL = {.type = VD_JSON_NULL};
static const struct vd_json_value ZERO_STRING = {.type = VD_JSON_STRING};
static const struct vd_json_value ZERO_NUMBER = {.type = VD_JSON_NUMBER,
                                                 .text = {(const uint8_t *)"0", 1}};
static const struct vd_json_value ZERO_QUANTITY = {.type = VD_JSON_STRING,
                                                   .text = {(const uint8_t *)"0", 1}};
static const struct vd_json_value ZERO_DURATION = {.type = VD_JSON_STRING,
                                                   .text = {(const uint8_t *)"0s", 2}};
static const struct vd_json_value ZERO_BOOL = {.type = VD_JSON_BOOL};

struct vd_kube_shape vd_kube_shape_of_type(const struct vd_kube_type *type)
{
    return (struct vd_kube_shape){.source = VD_KUBE_SHAPE_TYPE, .type = type};
}

struct vd_kube_shape vd_kube_shape_of_custom(const struct vd_kube_schema *schema)
{
    if (!schema)
        return vd_kube_shape_deduced();
    return (struct vd_kube_shape){.source = VD_KUBE_SHAPE_ROOT,
                                  .is_open = vd_kube_schema_shape_is_open(schema),
                                  .schema = schema};
}

struct vd_kube_shape vd_kube_shape_deduced(void)
{
    return (struct vd_kube_shape){.source = VD_KUBE_SHAPE_DEDUCED};
}

static struct vd_kube_shape of_field(const struct vd_kube_shape *in,
                                     const struct vd_kube_field *field)
{
    return (struct vd_kube_shape){
        .source = VD_KUBE_SHAPE_FIELD, .is_plain = in->is_plain, .field = field};
}

static const struct vd_kube_type *object_meta(void)
{
    return vd_kube_type_named(VD_SLICE("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"));
}

static bool is_container(const struct vd_kube_shape *shape)
{
    return shape->source == VD_KUBE_SHAPE_FIELD &&
           (vd_kube_field_is_list(shape->field) || vd_kube_field_is_map(shape->field));
}

/* The message that one value of this place is, or NULL. */
static const struct vd_kube_type *message_of(const struct vd_kube_shape *shape)
{
    if (shape->source == VD_KUBE_SHAPE_TYPE)
        return shape->type;
    if (is_container(shape) || shape->field->form != VD_KUBE_MESSAGE)
        return NULL;
    return vd_kube_field_type(shape->field);
}

static bool is_free_form(enum vd_kube_form form)
{
    return form == VD_KUBE_FIELDS_V1 || form == VD_KUBE_ANY || form == VD_KUBE_SCHEMA_OR_BOOL ||
           form == VD_KUBE_SCHEMA_OR_ARRAY || form == VD_KUBE_SCHEMA_OR_STRINGS;
}

static enum vd_kube_merge deduce(const struct vd_json_value *value)
{
    return vd_kube_doc_is_null(value) || value->type == VD_JSON_OBJECT ? VD_KUBE_MERGE_MEMBERS
                                                                       : VD_KUBE_MERGE_LEAF;
}

static enum vd_kube_merge merge_of_list(const struct vd_kube_field *field)
{
    struct vd_slice key;

    switch ((enum vd_kube_list)field->list) {
    case VD_KUBE_LIST_ATOMIC:
        break;
    case VD_KUBE_LIST_SET:
        return VD_KUBE_MERGE_SET;
    case VD_KUBE_LIST_MAP:
        return vd_kube_field_list_key(field, 0, &key) ? VD_KUBE_MERGE_KEYED : VD_KUBE_MERGE_LEAF;
    }
    return VD_KUBE_MERGE_LEAF;
}

static enum vd_kube_merge merge_of_single(const struct vd_kube_shape *shape,
                                          const struct vd_json_value *value)
{
    const struct vd_kube_type *type = message_of(shape);

    if (!type && is_free_form(shape->field->form))
        return deduce(value);
    if (!type || (shape->source == VD_KUBE_SHAPE_FIELD ? vd_kube_field_is_atomic(shape->field)
                                                       : type->is_atomic))
        return VD_KUBE_MERGE_LEAF;
    return vd_kube_doc_is_null(value) || value->type == VD_JSON_OBJECT ? VD_KUBE_MERGE_MEMBERS
                                                                       : VD_KUBE_MERGE_LEAF;
}

static enum vd_kube_merge merge_of_typed(const struct vd_kube_shape *shape,
                                         const struct vd_json_value *value)
{
    bool is_nothing = vd_kube_doc_is_null(value);

    if (!is_container(shape))
        return merge_of_single(shape, value);
    if (vd_kube_field_is_list(shape->field))
        return is_nothing || value->type == VD_JSON_ARRAY ? merge_of_list(shape->field)
                                                          : VD_KUBE_MERGE_LEAF;
    if (vd_kube_field_is_atomic(shape->field))
        return VD_KUBE_MERGE_LEAF;
    return is_nothing || value->type == VD_JSON_OBJECT ? VD_KUBE_MERGE_MEMBERS : VD_KUBE_MERGE_LEAF;
}

enum vd_kube_merge vd_kube_shape_merge(struct vd_kube_shape shape,
                                       const struct vd_json_value *value)
{
    switch (shape.source) {
    case VD_KUBE_SHAPE_DEDUCED:
        return deduce(value);
    case VD_KUBE_SHAPE_TYPE:
    case VD_KUBE_SHAPE_FIELD:
    case VD_KUBE_SHAPE_ELEMENT:
        return merge_of_typed(&shape, value);
    case VD_KUBE_SHAPE_SCHEMA:
    case VD_KUBE_SHAPE_ROOT:
        break;
    }
    return vd_kube_schema_shape_merge(shape, value);
}

static enum vd_kube_member member_of_typed(const struct vd_kube_shape *shape, struct vd_slice name,
                                           struct vd_kube_shape *out_shape)
{
    const struct vd_kube_type *type = message_of(shape);
    const struct vd_kube_field *field;

    if (!type) {
        bool is_map = is_container(shape) && vd_kube_field_is_map(shape->field);

        *out_shape = is_map ? (struct vd_kube_shape){.source = VD_KUBE_SHAPE_ELEMENT,
                                                     .is_plain = shape->is_plain,
                                                     .field = shape->field}
                            : vd_kube_shape_deduced();
        return VD_KUBE_ANY_NAME;
    }
    field = vd_kube_type_field(type, name);
    *out_shape = field ? of_field(shape, field) : vd_kube_shape_deduced();
    return field ? VD_KUBE_DECLARED : VD_KUBE_UNKNOWN;
}

static enum vd_kube_member member_of_root(const struct vd_kube_shape *shape, struct vd_slice name,
                                          struct vd_kube_shape *out_shape)
{
    const struct vd_kube_type *meta = object_meta();

    if (vd_slice_eq(name, VD_SLICE("metadata")) && meta) {
        *out_shape = vd_kube_shape_of_type(meta);
        out_shape->is_plain = true;
        return VD_KUBE_DECLARED;
    }
    *out_shape = vd_kube_shape_deduced();
    if (vd_slice_eq(name, VD_SLICE("apiVersion")) || vd_slice_eq(name, VD_SLICE("kind")))
        return VD_KUBE_DECLARED;
    return vd_kube_schema_shape_member(*shape, name, out_shape);
}

enum vd_kube_member vd_kube_shape_member(struct vd_kube_shape shape, struct vd_slice name,
                                         struct vd_kube_shape *out_shape)
{
    switch (shape.source) {
    case VD_KUBE_SHAPE_DEDUCED:
        break;
    case VD_KUBE_SHAPE_TYPE:
    case VD_KUBE_SHAPE_FIELD:
    case VD_KUBE_SHAPE_ELEMENT:
        return member_of_typed(&shape, name, out_shape);
    case VD_KUBE_SHAPE_SCHEMA:
        return vd_kube_schema_shape_member(shape, name, out_shape);
    case VD_KUBE_SHAPE_ROOT:
        return member_of_root(&shape, name, out_shape);
    }
    *out_shape = vd_kube_shape_deduced();
    return VD_KUBE_ANY_NAME;
}

static bool is_of_schema(const struct vd_kube_shape *shape)
{
    return shape->source == VD_KUBE_SHAPE_SCHEMA || shape->source == VD_KUBE_SHAPE_ROOT;
}

struct vd_kube_shape vd_kube_shape_element(struct vd_kube_shape shape)
{
    if (is_of_schema(&shape))
        return vd_kube_schema_shape_element(shape);
    if (shape.source != VD_KUBE_SHAPE_FIELD)
        return vd_kube_shape_deduced();
    shape.source = VD_KUBE_SHAPE_ELEMENT;
    return shape;
}

bool vd_kube_shape_key(struct vd_kube_shape shape, size_t index, struct vd_slice *out_name)
{
    if (is_of_schema(&shape))
        return vd_kube_schema_shape_key(shape, index, out_name);
    return shape.source == VD_KUBE_SHAPE_FIELD &&
           vd_kube_field_list_key(shape.field, index, out_name);
}

static int value_of_default(struct vd_arena *arena, struct vd_slice json,
                            const struct vd_json_value **out_value)
{
    bool is_string = json.len > 1 && json.ptr[0] == '"';
    struct vd_json_value *value;

    if (!json.len)
        return 0;
    value = vd_kube_new(arena, is_string ? VD_JSON_STRING : VD_JSON_NUMBER);
    if (!value)
        return -ENOMEM;
    value->text = is_string ? vd_slice(json.ptr + 1, json.len - 2) : json;
    *out_value = value;
    return 0;
}

int vd_kube_shape_key_default(struct vd_arena *arena, struct vd_kube_shape shape,
                              struct vd_slice name, const struct vd_json_value **out_value)
{
    const struct vd_kube_type *type;
    const struct vd_kube_field *field;

    *out_value = NULL;
    if (is_of_schema(&shape)) {
        *out_value = vd_kube_schema_shape_default(shape, name);
        return 0;
    }
    type = shape.source == VD_KUBE_SHAPE_FIELD ? vd_kube_field_type(shape.field) : NULL;
    field = type ? vd_kube_type_field(type, name) : NULL;
    return field ? value_of_default(arena, vd_kube_field_default(field), out_value) : 0;
}

static const struct vd_json_value *zero_of_form(const struct vd_kube_field *field)
{
    switch ((enum vd_kube_form)field->form) {
    case VD_KUBE_STRING:
        return &ZERO_STRING;
    case VD_KUBE_BOOL:
        return &ZERO_BOOL;
    case VD_KUBE_INT32:
    case VD_KUBE_INT64:
    case VD_KUBE_DOUBLE:
    case VD_KUBE_INT_OR_STRING:
        return &ZERO_NUMBER;
    case VD_KUBE_QUANTITY:
        return &ZERO_QUANTITY;
    case VD_KUBE_MESSAGE:
        return &ZERO_OBJECT;
    case VD_KUBE_DURATION:
        return &ZERO_DURATION;
    case VD_KUBE_BYTES:
    case VD_KUBE_TIME:
    case VD_KUBE_MICRO_TIME:
    case VD_KUBE_RAW:
    case VD_KUBE_FIELDS_V1:
    case VD_KUBE_STRINGS:
    case VD_KUBE_ANY:
    case VD_KUBE_SCHEMA_OR_BOOL:
    case VD_KUBE_SCHEMA_OR_ARRAY:
    case VD_KUBE_SCHEMA_OR_STRINGS:
        break;
    }
    return &ZERO_NULL;
}

/* A struct by value, which Go shows though it is marked to be left out when empty. */
static bool is_struct(const struct vd_kube_field *field)
{
    static const uint32_t STRUCTS = 1u << VD_KUBE_MESSAGE | 1u << VD_KUBE_TIME |
                                    1u << VD_KUBE_MICRO_TIME | 1u << VD_KUBE_DURATION |
                                    1u << VD_KUBE_INT_OR_STRING | 1u << VD_KUBE_QUANTITY |
                                    1u << VD_KUBE_RAW | 1u << VD_KUBE_FIELDS_V1;

    return STRUCTS >> field->form & 1 &&
           !(field->flags & (VD_KUBE_POINTER | VD_KUBE_REPEATED | VD_KUBE_MAP));
}

const struct vd_json_value *vd_kube_shape_zero(struct vd_kube_shape shape)
{
    uint32_t flags;

    if (shape.source == VD_KUBE_SHAPE_TYPE) /* the metadata of a custom resource */
        return &ZERO_OBJECT;
    if (shape.source == VD_KUBE_SHAPE_ELEMENT)
        return zero_of_form(shape.field);
    if (shape.source != VD_KUBE_SHAPE_FIELD || shape.is_plain)
        return NULL;
    flags = shape.field->flags;
    if (flags & VD_KUBE_OMITZERO || (flags & VD_KUBE_OMITEMPTY && !is_struct(shape.field)))
        return NULL;
    if (flags & (VD_KUBE_POINTER | VD_KUBE_REPEATED | VD_KUBE_MAP))
        return &ZERO_NULL;
    return zero_of_form(shape.field);
}

bool vd_kube_shape_hides(struct vd_kube_shape shape, const struct vd_json_value *value)
{
    if (shape.source != VD_KUBE_SHAPE_FIELD ||
        !(shape.field->flags & (VD_KUBE_OMITEMPTY | VD_KUBE_OMITZERO)) || is_struct(shape.field))
        return false;
    if (value->type == VD_JSON_NULL)
        return true;
    if (is_container(&shape))
        return value->count == 0;
    if (shape.field->flags & VD_KUBE_POINTER)
        return false;
    switch (value->type) {
    case VD_JSON_BOOL:
        return !value->is_true;
    case VD_JSON_NUMBER:
        return vd_slice_eq(value->text, VD_SLICE("0"));
    case VD_JSON_STRING:
        return value->text.len == 0;
    case VD_JSON_NULL:
    case VD_JSON_ARRAY:
    case VD_JSON_OBJECT:
        break;
    }
    return false;
}

bool vd_kube_shape_is_null(struct vd_kube_shape shape, const struct vd_json_value *value)
{
    return value->type == VD_JSON_NULL && shape.source == VD_KUBE_SHAPE_FIELD;
}

bool vd_kube_shape_each(struct vd_kube_shape shape, size_t index, struct vd_slice *out_name,
                        struct vd_kube_shape *out_shape)
{
    const struct vd_kube_type *type;
    const struct vd_kube_field *field;

    if (shape.is_plain ||
        (shape.source != VD_KUBE_SHAPE_TYPE && shape.source != VD_KUBE_SHAPE_FIELD &&
         shape.source != VD_KUBE_SHAPE_ELEMENT))
        return false;
    type = message_of(&shape);
    if (!type || index >= vd_kube_type_count(type))
        return false;
    field = vd_kube_type_at(type, index);
    *out_name = vd_kube_field_name(field);
    *out_shape = of_field(&shape, field);
    return true;
}

static enum vd_kube_takes takes_of_form(const struct vd_kube_shape *shape)
{
    switch ((enum vd_kube_form)shape->field->form) {
    case VD_KUBE_STRING:
    case VD_KUBE_BYTES:
        return VD_KUBE_TAKES_STRING;
    case VD_KUBE_BOOL:
        return VD_KUBE_TAKES_BOOL;
    case VD_KUBE_INT32:
    case VD_KUBE_INT64:
    case VD_KUBE_DOUBLE:
        return VD_KUBE_TAKES_NUMBER;
    case VD_KUBE_MESSAGE:
    case VD_KUBE_FIELDS_V1:
        return VD_KUBE_TAKES_MAP;
    case VD_KUBE_TIME:
    case VD_KUBE_MICRO_TIME:
    case VD_KUBE_DURATION:
    case VD_KUBE_INT_OR_STRING:
    case VD_KUBE_QUANTITY:
        return VD_KUBE_TAKES_SCALAR;
    case VD_KUBE_STRINGS:
        return VD_KUBE_TAKES_LIST;
    case VD_KUBE_RAW:
    case VD_KUBE_ANY:
    case VD_KUBE_SCHEMA_OR_BOOL:
    case VD_KUBE_SCHEMA_OR_ARRAY:
    case VD_KUBE_SCHEMA_OR_STRINGS:
        break;
    }
    return VD_KUBE_TAKES_ANY;
}

enum vd_kube_takes vd_kube_shape_takes(struct vd_kube_shape shape)
{
    switch (shape.source) {
    case VD_KUBE_SHAPE_DEDUCED:
        return VD_KUBE_TAKES_ANY;
    case VD_KUBE_SHAPE_TYPE:
        return VD_KUBE_TAKES_MAP;
    case VD_KUBE_SHAPE_FIELD:
        if (is_container(&shape))
            return vd_kube_field_is_list(shape.field) ? VD_KUBE_TAKES_LIST : VD_KUBE_TAKES_MAP;
        break;
    case VD_KUBE_SHAPE_ELEMENT:
        break;
    case VD_KUBE_SHAPE_ROOT:
    case VD_KUBE_SHAPE_SCHEMA:
        return vd_kube_schema_shape_takes(shape);
    }
    return takes_of_form(&shape);
}
