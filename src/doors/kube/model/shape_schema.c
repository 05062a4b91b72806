/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Structural schemas as shapes, by the rules of kube-openapi's schemaconv: an object without
 * properties takes anything, one with properties only these, unless it or one above preserves
 * unknown fields; lists without a list type are atomic, maps without a map type granular.
 */
#include "doors/kube/model/shape_schema.h"

#include "doors/kube/model/doc.h"
#include "doors/kube/model/schema.h"

bool vd_kube_schema_shape_is_open(const struct vd_kube_schema *schema)
{
    return schema->flags & VD_KUBE_SCHEMA_PRESERVE;
}

static struct vd_kube_shape node(const struct vd_kube_schema *schema, bool is_open)
{
    if (!schema)
        return vd_kube_shape_deduced();
    return (struct vd_kube_shape){
        .source =
            schema->flags & VD_KUBE_SCHEMA_EMBEDDED ? VD_KUBE_SHAPE_ROOT : VD_KUBE_SHAPE_SCHEMA,
        .is_open = is_open || vd_kube_schema_shape_is_open(schema),
        .schema = schema,
    };
}

static enum vd_kube_merge merge_of_list(const struct vd_kube_schema *schema)
{
    if (schema->merge == VD_KUBE_SCHEMA_MERGE_SET)
        return VD_KUBE_MERGE_SET;
    return schema->merge == VD_KUBE_SCHEMA_MERGE_MAP && schema->key_count ? VD_KUBE_MERGE_KEYED
                                                                          : VD_KUBE_MERGE_LEAF;
}

enum vd_kube_merge vd_kube_schema_shape_merge(struct vd_kube_shape shape,
                                              const struct vd_json_value *value)
{
    const struct vd_kube_schema *schema = shape.schema;
    bool is_nothing = vd_kube_doc_is_null(value);

    switch ((enum vd_kube_schema_type)schema->type) {
    case VD_KUBE_SCHEMA_ANY:
        if (!is_nothing && value->type != VD_JSON_OBJECT)
            return value->type == VD_JSON_ARRAY ? merge_of_list(schema) : VD_KUBE_MERGE_LEAF;
        break;
    case VD_KUBE_SCHEMA_OBJECT:
        if (!is_nothing && value->type != VD_JSON_OBJECT)
            return VD_KUBE_MERGE_LEAF;
        break;
    case VD_KUBE_SCHEMA_ARRAY:
        return is_nothing || value->type == VD_JSON_ARRAY ? merge_of_list(schema)
                                                          : VD_KUBE_MERGE_LEAF;
    case VD_KUBE_SCHEMA_STRING:
    case VD_KUBE_SCHEMA_INTEGER:
    case VD_KUBE_SCHEMA_NUMBER:
    case VD_KUBE_SCHEMA_BOOLEAN:
        return VD_KUBE_MERGE_LEAF;
    }
    return schema->merge == VD_KUBE_SCHEMA_MERGE_ATOMIC ? VD_KUBE_MERGE_LEAF
                                                        : VD_KUBE_MERGE_MEMBERS;
}

static const struct vd_kube_schema *find(const struct vd_kube_schema *schema, struct vd_slice name)
{
    uint32_t low = 0, high = schema->member_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int c = vd_slice_cmp(schema->members[middle].name, name);

        if (!c)
            return schema->members[middle].schema;
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

enum vd_kube_member vd_kube_schema_shape_member(struct vd_kube_shape shape, struct vd_slice name,
                                                struct vd_kube_shape *out_shape)
{
    const struct vd_kube_schema *schema = shape.schema, *member = find(schema, name);

    *out_shape = node(member ? member : schema->others, shape.is_open);
    if (member)
        return VD_KUBE_DECLARED;
    if (schema->others || schema->flags & VD_KUBE_SCHEMA_ANY_MEMBER)
        return VD_KUBE_ANY_NAME;
    if (schema->flags & VD_KUBE_SCHEMA_NO_MEMBER)
        return VD_KUBE_UNKNOWN;
    return shape.is_open || !schema->member_count ? VD_KUBE_ANY_NAME : VD_KUBE_UNKNOWN;
}

struct vd_kube_shape vd_kube_schema_shape_element(struct vd_kube_shape shape)
{
    return node(shape.schema->items, shape.is_open);
}

bool vd_kube_schema_shape_key(struct vd_kube_shape shape, size_t index, struct vd_slice *out_name)
{
    if (index >= shape.schema->key_count)
        return false;
    *out_name = shape.schema->keys[index];
    return true;
}

const struct vd_json_value *vd_kube_schema_shape_default(struct vd_kube_shape shape,
                                                         struct vd_slice name)
{
    const struct vd_kube_schema *items = shape.schema->items, *member;

    member = items ? find(items, name) : NULL;
    return member ? member->preset : NULL;
}

enum vd_kube_takes vd_kube_schema_shape_takes(struct vd_kube_shape shape)
{
    switch ((enum vd_kube_schema_type)shape.schema->type) {
    case VD_KUBE_SCHEMA_ANY:
        break;
    case VD_KUBE_SCHEMA_OBJECT:
        return VD_KUBE_TAKES_MAP;
    case VD_KUBE_SCHEMA_ARRAY:
        return VD_KUBE_TAKES_LIST;
    case VD_KUBE_SCHEMA_STRING:
        return VD_KUBE_TAKES_STRING;
    case VD_KUBE_SCHEMA_INTEGER:
    case VD_KUBE_SCHEMA_NUMBER:
        return VD_KUBE_TAKES_NUMBER;
    case VD_KUBE_SCHEMA_BOOLEAN:
        return VD_KUBE_TAKES_BOOL;
    }
    return VD_KUBE_TAKES_ANY;
}
