/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two objects mostly have their members in the same order; the index is made for those that do not.
 * Each value is compared once, so what it costs is bounded by what the smaller one holds.
 */
#include "doors/kube/model/doc.h"

#include "base/alloc.h"
#include "base/hash.h"

enum { FEW = 16, SLOTS_MIN = 64 };

/* The slot of this name, or the empty one where it belongs. */
static struct vd_json_value **slot_of(const struct vd_kube_index *index, struct vd_slice name)
{
    size_t at = (size_t)vd_hash(name) & index->mask;

    while (index->slots[at] && !vd_slice_eq(index->slots[at]->name, name))
        at = (at + 1) & index->mask;
    return &index->slots[at];
}

void vd_kube_index_init(struct vd_kube_index *index, const struct vd_json_value *object)
{
    struct vd_json_value *at;
    size_t size = SLOTS_MIN;

    *index = (struct vd_kube_index){object, NULL, 0};
    if (!vd_kube_doc_is(object, VD_JSON_OBJECT) || object->count <= FEW)
        return;
    while (size < (size_t)object->count * 2)
        size *= 2;
    index->slots = vd_alloc_zero(size * sizeof(struct vd_json_value *));
    if (!index->slots)
        return;
    index->mask = size - 1;
    vd_kube_doc_each(at, object)
        *slot_of(index, at->name) = at; /* the last of a name stays */
}

void vd_kube_index_deinit(struct vd_kube_index *index)
{
    vd_free(index->slots);
}

struct vd_json_value *vd_kube_index_find(const struct vd_kube_index *index, struct vd_slice name)
{
    if (!index->slots)
        return vd_kube_doc_get_slice(index->object, name);
    return *slot_of(index, name);
}

static uint32_t names_in(const struct vd_json_value *object)
{
    uint32_t count = object->count;
    struct vd_json_value *at;

    if (object->has_duplicates)
        vd_kube_doc_each(at, object)
            count -= at->is_duplicate;
    return count;
}

static bool equal_in_order(const struct vd_json_value *a, const struct vd_json_value *b)
{
    const struct vd_json_value *y = b->first;

    for (const struct vd_json_value *x = a->first; x; x = x->next, y = y->next)
        if (!vd_kube_doc_equal(x, y))
            return false;
    return true;
}

static bool equal_by_name(const struct vd_json_value *a, const struct vd_json_value *b)
{
    struct vd_kube_index of_a, of_b;
    const struct vd_json_value *x;
    bool is_equal = true;

    vd_kube_index_init(&of_a, a);
    vd_kube_index_init(&of_b, b);
    vd_kube_doc_each(x, a) {
        const struct vd_json_value *y;

        if (x->is_duplicate)
            continue; /* judged with the first of its name */
        y = vd_kube_index_find(&of_b, x->name);
        is_equal = y && vd_kube_doc_equal(vd_kube_index_find(&of_a, x->name), y);
        if (!is_equal)
            break;
    }
    vd_kube_index_deinit(&of_a);
    vd_kube_index_deinit(&of_b);
    return is_equal;
}

static bool equal_objects(const struct vd_json_value *a, const struct vd_json_value *b)
{
    const struct vd_json_value *x, *y;

    if (names_in(a) != names_in(b))
        return false;
    if (a->has_duplicates || b->has_duplicates)
        return equal_by_name(a, b);
    for (x = a->first, y = b->first; x; x = x->next, y = y->next)
        if (!vd_slice_eq(x->name, y->name))
            return equal_by_name(a, b);
    return equal_in_order(a, b);
}

bool vd_kube_doc_equal(const struct vd_json_value *a, const struct vd_json_value *b)
{
    if (!a || !b)
        return a == b;
    if (a->type != b->type)
        return false;
    switch (a->type) {
    case VD_JSON_NULL:
        return true;
    case VD_JSON_BOOL:
        return a->is_true == b->is_true;
    case VD_JSON_NUMBER:
        return vd_json_number_equal(a->text, b->text);
    case VD_JSON_STRING:
        return vd_slice_eq(a->text, b->text);
    case VD_JSON_ARRAY:
        return a->count == b->count && equal_in_order(a, b);
    case VD_JSON_OBJECT:
        return equal_objects(a, b);
    }
    return false;
}
