/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An object without some of its members and elements. A map or list that loses all it had becomes
 * null, as in Go; one that is owned as a whole is never taken apart.
 */
#include "doors/kube/model/doc.h"
#include "doors/kube/model/merging.h"

#include <errno.h>

/* A child that stays, or what is left of it. */
static int keep(struct vd_arena *arena, struct vd_kube_shape shape,
                const struct vd_json_value *child, const struct vd_kube_fields_entry *entry,
                struct vd_json_value *to)
{
    struct vd_json_value *value;
    int rc = 0;

    if (entry && entry->is_member)
        return 0;
    if (entry && entry->below)
        rc = vd_kube_remove(arena, shape, child, entry->below, &value);
    else
        value = vd_kube_clone(arena, child);
    if (!rc && !value)
        value = vd_kube_new(arena, VD_JSON_NULL);
    if (rc || !value)
        return -ENOMEM;
    value->name = child->name;
    value->is_duplicate = child->is_duplicate;
    vd_kube_append(to, value);
    return 0;
}

static int keep_members(struct vd_arena *arena, struct vd_kube_shape shape,
                        const struct vd_json_value *value, const struct vd_kube_fields *set,
                        struct vd_json_value *to)
{
    struct vd_json_value *at;
    int rc = 0;

    for (at = value->first; !rc && at; at = at->next) {
        struct vd_kube_step step = vd_kube_step_field(at->name);
        struct vd_kube_shape below;

        (void)vd_kube_shape_member(shape, at->name, &below);
        rc = keep(arena, below, at, vd_kube_fields_find(set, &step), to);
    }
    to->has_duplicates = value->has_duplicates;
    return rc;
}

static int keep_elements(struct vd_arena *arena, struct vd_kube_shape shape,
                         const struct vd_json_value *value, const struct vd_kube_fields *set,
                         struct vd_json_value *to)
{
    struct vd_kube_shape below = vd_kube_shape_element(shape);
    struct vd_json_value *at;
    int rc = 0;

    for (at = value->first; !rc && at; at = at->next) {
        struct vd_kube_step step;

        rc = vd_kube_element_step(arena, shape, at, &step);
        if (rc >= 0)
            rc = keep(arena, below, at, rc ? NULL : vd_kube_fields_find(set, &step), to);
    }
    return rc;
}

int vd_kube_remove(struct vd_arena *arena, struct vd_kube_shape shape,
                   const struct vd_json_value *value, const struct vd_kube_fields *set,
                   struct vd_json_value **out_value)
{
    enum vd_kube_merge merge = vd_kube_shape_merge(shape, value);
    bool is_map = value->type == VD_JSON_OBJECT;
    struct vd_json_value *left;
    int rc;

    if (merge == VD_KUBE_MERGE_LEAF || (!is_map && value->type != VD_JSON_ARRAY)) {
        *out_value = vd_kube_clone(arena, value);
        return *out_value ? 0 : -ENOMEM;
    }
    left = vd_kube_new(arena, value->type);
    if (!left)
        return -ENOMEM;
    rc = is_map ? keep_members(arena, shape, value, set, left)
                : keep_elements(arena, shape, value, set, left);
    *out_value = left->count ? left : NULL;
    return rc;
}

static void show_zero(struct vd_json_value *value, const struct vd_json_value *zero)
{
    value->type = zero->type;
    value->text = zero->text;
}

void vd_kube_drop_hidden(struct vd_kube_shape shape, struct vd_json_value *value)
{
    struct vd_kube_shape below;
    struct vd_json_value *at, *next;

    if (value->type == VD_JSON_ARRAY) {
        below = vd_kube_shape_element(shape);
        vd_kube_doc_each(at, value)
            vd_kube_drop_hidden(below, at);
        return;
    }
    for (at = value->first; at; at = next) {
        bool is_declared = vd_kube_shape_member(shape, at->name, &below) == VD_KUBE_DECLARED;

        next = at->next;
        if (is_declared && below.source == VD_KUBE_SHAPE_FIELD &&
            (at->type == VD_JSON_NULL || vd_kube_shape_hides(below, at)))
            vd_kube_doc_take(value, at);
        else if (at->type == VD_JSON_NULL && below.source == VD_KUBE_SHAPE_ELEMENT)
            show_zero(at, vd_kube_shape_zero(below));
        else
            vd_kube_drop_hidden(below, at);
    }
}
