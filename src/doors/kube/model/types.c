/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the table of types: binary searches over constant arrays, nothing else. */
#include "doors/kube/model/types.h"

#include "base/check.h"
#include "doors/kube/model/types_table.h"

/* Rows are compared and copied by the thousand; their size is part of the table's promise. */
_Static_assert(sizeof(struct vd_kube_field) == 20, "a field is 20 bytes");
_Static_assert(sizeof(struct vd_kube_type) == 14, "a type is 14 bytes");

static struct vd_slice text(uint16_t offset)
{
    return vd_slice_str(vd_kube_texts + offset);
}

static int compare(uint16_t offset, struct vd_slice with)
{
    return vd_slice_cmp(text(offset), with);
}

static int compare_kind(const struct vd_kube_type_kind *row, struct vd_slice group,
                        struct vd_slice version, struct vd_slice kind)
{
    int order = compare(row->group, group);

    if (order == 0)
        order = compare(row->version, version);
    return order ? order : compare(row->kind, kind);
}

static const struct vd_kube_type *find_kind(struct vd_slice group, struct vd_slice version,
                                            struct vd_slice kind)
{
    size_t from = 0, to = vd_kube_type_kinds_count;

    while (from < to) {
        size_t middle = (from + to) / 2;
        int order = compare_kind(&vd_kube_type_kinds[middle], group, version, kind);

        if (order == 0)
            return &vd_kube_types[vd_kube_type_kinds[middle].type];
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

const struct vd_kube_type *vd_kube_type_of(struct vd_slice group, struct vd_slice version,
                                           struct vd_slice kind)
{
    const struct vd_kube_type *type = find_kind(group, version, kind);

    return type ? type : find_kind(VD_SLICE("meta.k8s.io"), VD_SLICE("v1"), kind);
}

const struct vd_kube_type *vd_kube_type_named(struct vd_slice full_name)
{
    size_t from = 0, to = vd_kube_types_count, dot = full_name.len;
    struct vd_slice package, name;

    while (dot && full_name.ptr[dot - 1] != '.')
        dot--;
    if (!dot)
        return NULL;
    package = vd_slice(full_name.ptr, dot - 1);
    name = vd_slice(full_name.ptr + dot, full_name.len - dot);
    while (from < to) {
        size_t middle = (from + to) / 2;
        const struct vd_kube_type *type = &vd_kube_types[middle];
        int order = compare(type->package, package);

        if (order == 0)
            order = compare(type->name, name);
        if (order == 0)
            return type;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

const struct vd_kube_type *vd_kube_type_each(size_t index)
{
    return index < vd_kube_types_count ? &vd_kube_types[index] : NULL;
}

const struct vd_kube_type_kind *vd_kube_type_kind_each(size_t index)
{
    return index < vd_kube_type_kinds_count ? &vd_kube_type_kinds[index] : NULL;
}

struct vd_slice vd_kube_type_kind_group(const struct vd_kube_type_kind *kind)
{
    return text(kind->group);
}

struct vd_slice vd_kube_type_kind_version(const struct vd_kube_type_kind *kind)
{
    return text(kind->version);
}

struct vd_slice vd_kube_type_kind_name(const struct vd_kube_type_kind *kind)
{
    return text(kind->kind);
}

const struct vd_kube_type *vd_kube_type_kind_type(const struct vd_kube_type_kind *kind)
{
    return &vd_kube_types[kind->type];
}

struct vd_slice vd_kube_type_name(const struct vd_kube_type *type)
{
    return text(type->name);
}

struct vd_slice vd_kube_type_package(const struct vd_kube_type *type)
{
    return text(type->package);
}

struct vd_slice vd_kube_type_go_package(const struct vd_kube_type *type)
{
    return text(type->go_package);
}

const struct vd_kube_field *vd_kube_type_at(const struct vd_kube_type *type, size_t index)
{
    vd_assert(index < type->flat_count);
    return &vd_kube_fields[vd_kube_flat[type->flat_first + index]];
}

const struct vd_kube_field *vd_kube_type_own(const struct vd_kube_type *type, size_t index)
{
    vd_assert(index < type->count);
    return &vd_kube_fields[type->first + index];
}

int vd_kube_type_index(const struct vd_kube_type *type, struct vd_slice name)
{
    const uint8_t *sorted = vd_kube_sorted + type->flat_first;
    size_t from = 0, to = type->flat_count;

    while (from < to) {
        size_t middle = (from + to) / 2;
        int order = vd_slice_cmp(vd_kube_field_name(vd_kube_type_at(type, sorted[middle])), name);

        if (order == 0)
            return sorted[middle];
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return -1;
}

const struct vd_kube_field *vd_kube_type_field(const struct vd_kube_type *type,
                                               struct vd_slice name)
{
    int index = vd_kube_type_index(type, name);

    return index < 0 ? NULL : vd_kube_type_at(type, (size_t)index);
}

struct vd_slice vd_kube_field_name(const struct vd_kube_field *field)
{
    return vd_slice(vd_kube_texts + field->name, field->name_len);
}

const struct vd_kube_type *vd_kube_field_type(const struct vd_kube_field *field)
{
    switch ((enum vd_kube_form)field->form) {
    case VD_KUBE_MESSAGE:
    case VD_KUBE_SCHEMA_OR_BOOL:
    case VD_KUBE_SCHEMA_OR_ARRAY:
    case VD_KUBE_SCHEMA_OR_STRINGS:
        return &vd_kube_types[field->type];
    case VD_KUBE_STRING:
    case VD_KUBE_BOOL:
    case VD_KUBE_INT32:
    case VD_KUBE_INT64:
    case VD_KUBE_DOUBLE:
    case VD_KUBE_BYTES:
    case VD_KUBE_TIME:
    case VD_KUBE_MICRO_TIME:
    case VD_KUBE_DURATION:
    case VD_KUBE_INT_OR_STRING:
    case VD_KUBE_QUANTITY:
    case VD_KUBE_RAW:
    case VD_KUBE_FIELDS_V1:
    case VD_KUBE_STRINGS:
    case VD_KUBE_ANY:
        break;
    }
    return NULL;
}

struct vd_slice vd_kube_field_go_type(const struct vd_kube_field *field)
{
    return text(field->go_type);
}

struct vd_slice vd_kube_field_merge_key(const struct vd_kube_field *field)
{
    return text(field->merge_key);
}

bool vd_kube_field_list_key(const struct vd_kube_field *field, size_t index,
                            struct vd_slice *out_key)
{
    const char *at = vd_kube_texts + field->list_keys;

    for (; index; index--) {
        at += strcspn(at, ",");
        at += *at == ',';
    }
    *out_key = vd_slice(at, strcspn(at, ","));
    return out_key->len != 0;
}

struct vd_slice vd_kube_field_default(const struct vd_kube_field *field)
{
    return text(field->default_json);
}

bool vd_kube_field_is_atomic(const struct vd_kube_field *field)
{
    if (field->flags & VD_KUBE_ATOMIC || field->form == VD_KUBE_RAW)
        return true;
    if (field->flags & (VD_KUBE_GRANULAR | VD_KUBE_REPEATED | VD_KUBE_MAP) ||
        field->form != VD_KUBE_MESSAGE)
        return false;
    return vd_kube_types[field->type].is_atomic;
}
