/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looking things up in documents: what is not there is answered like nothing.
 */
#include "base/check.h"
#include "doors/kube/model/doc.h"

#include <stdarg.h>

struct vd_json_value *vd_kube_doc_get_slice(const struct vd_json_value *object,
                                            struct vd_slice name)
{
    return object ? vd_json_member(object, name) : NULL;
}

struct vd_json_value *vd_kube_doc_get(const struct vd_json_value *object, const char *name)
{
    return vd_kube_doc_get_slice(object, vd_slice_str(name));
}

struct vd_json_value *vd_kube_doc_at(const struct vd_json_value *value, ...)
{
    struct vd_json_value *at = (struct vd_json_value *)value;
    const char *name;
    va_list names;

    va_start(names, value);
    while ((name = va_arg(names, const char *)))
        at = vd_kube_doc_get(at, name);
    va_end(names);
    return at;
}

bool vd_kube_doc_is(const struct vd_json_value *value, enum vd_json_type type)
{
    return value && value->type == type;
}

bool vd_kube_doc_is_null(const struct vd_json_value *value)
{
    return !value || value->type == VD_JSON_NULL;
}

struct vd_slice vd_kube_doc_text(const struct vd_json_value *value)
{
    return vd_kube_doc_is(value, VD_JSON_STRING) ? value->text : VD_SLICE_EMPTY;
}

bool vd_kube_doc_is_int(const struct vd_json_value *value, int64_t *out_value)
{
    return vd_kube_doc_is(value, VD_JSON_NUMBER) && vd_json_number_int(value->text, out_value);
}

bool vd_kube_doc_says(const struct vd_json_value *value, const char *text)
{
    return vd_kube_doc_is(value, VD_JSON_STRING) && vd_slice_eq(value->text, vd_slice_str(text));
}

static struct vd_json_value *member_of_type(const struct vd_json_value *object, const char *name,
                                            enum vd_json_type type)
{
    struct vd_json_value *member = vd_kube_doc_get(object, name);

    return vd_kube_doc_is(member, type) ? member : NULL;
}

struct vd_json_value *vd_kube_doc_object(const struct vd_json_value *object, const char *name)
{
    return member_of_type(object, name, VD_JSON_OBJECT);
}

struct vd_json_value *vd_kube_doc_array(const struct vd_json_value *object, const char *name)
{
    return member_of_type(object, name, VD_JSON_ARRAY);
}

struct vd_slice vd_kube_doc_string(const struct vd_json_value *object, const char *name)
{
    return vd_kube_doc_text(vd_kube_doc_get(object, name));
}

int64_t vd_kube_doc_int(const struct vd_json_value *object, const char *name, int64_t otherwise)
{
    int64_t value = otherwise;

    (void)vd_kube_doc_is_int(vd_kube_doc_get(object, name), &value);
    return value;
}

bool vd_kube_doc_bool(const struct vd_json_value *object, const char *name, bool otherwise)
{
    const struct vd_json_value *member = member_of_type(object, name, VD_JSON_BOOL);

    return member ? member->is_true : otherwise;
}

struct vd_json_value *vd_kube_doc_element(const struct vd_json_value *array, size_t index)
{
    struct vd_json_value *at;

    if (!vd_kube_doc_is(array, VD_JSON_ARRAY) || index >= array->count)
        return NULL;
    for (at = array->first; index; index--)
        at = at->next;
    return at;
}

struct vd_json_value *vd_kube_doc_find(const struct vd_json_value *array, const char *name,
                                       struct vd_slice text)
{
    struct vd_json_value *at;

    vd_kube_doc_each(at, array) {
        const struct vd_json_value *member = member_of_type(at, name, VD_JSON_STRING);

        if (member && vd_slice_eq(member->text, text))
            break;
    }
    return at;
}

struct vd_json_value *vd_kube_doc_find_string(const struct vd_json_value *array,
                                              struct vd_slice text)
{
    struct vd_json_value *at;

    vd_kube_doc_each(at, array)
        if (at->type == VD_JSON_STRING && vd_slice_eq(at->text, text))
            break;
    return at;
}

uint32_t vd_kube_doc_depth(const struct vd_json_value *value, uint32_t most)
{
    const struct vd_json_value *at;
    uint32_t deepest = 0;

    if (!value || (value->type != VD_JSON_ARRAY && value->type != VD_JSON_OBJECT))
        return 0;
    if (most == 0)
        return 1;
    vd_kube_doc_each(at, value) {
        uint32_t depth = vd_kube_doc_depth(at, most - 1);

        deepest = VD_MAX(deepest, depth);
    }
    return deepest + 1;
}
