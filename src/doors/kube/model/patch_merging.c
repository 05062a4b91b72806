/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A server asks Go's reflection how a field is merged, and quotes it where it cannot be. The table
 * of types answers the same.
 */
#include "doors/kube/model/patch_merging.h"

#include "base/check.h"
#include "doors/kube/model/types.h"

/* --- what the types say --------------------------------------------------------------------- */

/* The name behind the last dot: Container of []v1.Container. */
static struct vd_slice last_name(struct vd_slice go_type)
{
    size_t at = go_type.len;

    while (at > 0 && go_type.ptr[at - 1] != '.')
        at--;
    return vd_slice(go_type.ptr + at, go_type.len - at);
}

/* Of the field's one value. */
static struct vd_kube_patch_shape shape_of(const struct vd_kube_field *field)
{
    switch ((enum vd_kube_form)field->form) {
    case VD_KUBE_STRING:
        return (struct vd_kube_patch_shape){.go_kind = "string"};
    case VD_KUBE_BOOL:
        return (struct vd_kube_patch_shape){.go_kind = "bool"};
    case VD_KUBE_INT32:
        return (struct vd_kube_patch_shape){.go_kind = "int32"};
    case VD_KUBE_INT64:
        return (struct vd_kube_patch_shape){.go_kind = "int64"};
    case VD_KUBE_DOUBLE:
        return (struct vd_kube_patch_shape){.go_kind = "float64"};
    case VD_KUBE_BYTES:
    case VD_KUBE_STRINGS:
        return (struct vd_kube_patch_shape){.go_kind = "slice"};
    case VD_KUBE_MESSAGE:
        return (struct vd_kube_patch_shape){vd_kube_field_type(field),
                                            vd_kube_type_name(vd_kube_field_type(field)), "struct"};
    case VD_KUBE_TIME:
    case VD_KUBE_MICRO_TIME:
    case VD_KUBE_DURATION:
    case VD_KUBE_INT_OR_STRING:
    case VD_KUBE_QUANTITY:
    case VD_KUBE_RAW:
    case VD_KUBE_FIELDS_V1:
    case VD_KUBE_ANY:
    case VD_KUBE_SCHEMA_OR_BOOL:
    case VD_KUBE_SCHEMA_OR_ARRAY:
    case VD_KUBE_SCHEMA_OR_STRINGS:
        break;
    }
    return (struct vd_kube_patch_shape){NULL, last_name(vd_kube_field_go_type(field)), "struct"};
}

/* NULL: refused. */
static const struct vd_kube_field *find_field(struct vd_kube_patching *patching,
                                              const struct vd_kube_patch_shape *shape,
                                              struct vd_slice name)
{
    const struct vd_kube_field *field = shape->type ? vd_kube_type_field(shape->type, name) : NULL;

    if (!shape->struct_name.len)
        vd_kube_refused(patching, 500,
                        "merging an object in json but data type is not struct, instead is: %s",
                        shape->go_kind);
    else if (!field)
        vd_kube_refused(patching, 500,
                        "unable to find api field in struct %.*s for the json field \"%.*s\"",
                        VD_KUBE_TEXT(shape->struct_name), VD_KUBE_TEXT(name));
    return field;
}

bool vd_kube_merging_of(struct vd_kube_patching *patching, const struct vd_kube_patch_shape *shape,
                        struct vd_slice name, bool is_list, struct vd_kube_merging *out)
{
    const struct vd_kube_field *field = find_field(patching, shape, name);
    bool has_elements, has_names;

    if (!field)
        return false;
    has_elements = vd_kube_field_is_list(field);
    has_names = vd_kube_field_is_map(field);
    *out = (struct vd_kube_merging){.shape = shape_of(field),
                                    .is_merge = field->flags & VD_KUBE_PATCH_MERGE,
                                    .is_replace = field->flags & VD_KUBE_PATCH_REPLACE,
                                    .key = vd_kube_field_merge_key(field)};
    if (is_list && !has_elements && !(field->flags & VD_KUBE_POINTER)) {
        vd_kube_refused(patching, 500, "expected slice or array type, but got: struct");
        return false;
    }
    if (has_names || (has_elements && !is_list))
        out->shape = (struct vd_kube_patch_shape){.go_kind = has_names ? "map" : "slice"};
    else if (has_elements && field->form == VD_KUBE_STRINGS)
        out->shape = (struct vd_kube_patch_shape){.go_kind = "string"};
    return true;
}

/* --- what is only added --------------------------------------------------------------------- */

void vd_kube_discard_nulls(struct vd_json_value *value)
{
    struct vd_json_value *at = value->first, *next;

    if (value->type == VD_JSON_OBJECT) {
        vd_kube_doc_clear(value);
        for (; at; at = next) {
            next = at->next;
            if (at->type != VD_JSON_NULL)
                vd_kube_doc_add(value, at);
        }
    }
    vd_kube_doc_each(at, value)
        vd_kube_discard_nulls(at);
}

bool vd_kube_remove_directives(struct vd_json_value *value)
{
    struct vd_json_value *at = value->first, *next;

    if (vd_kube_doc_get(value, "$patch"))
        return false;
    if (value->type != VD_JSON_OBJECT && value->type != VD_JSON_ARRAY)
        return true;
    vd_kube_doc_clear(value);
    for (; at; at = next) {
        next = at->next;
        if (vd_kube_remove_directives(at))
            vd_kube_doc_add(value, at);
    }
    return true;
}
