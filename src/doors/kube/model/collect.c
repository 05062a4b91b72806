/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fields that a configuration names: every leaf, every element of a list whose elements have
 * owners, and every member of a map that the schema does not name.
 */
#include "doors/kube/model/doc.h"
#include "doors/kube/model/merging.h"

#include <errno.h>

/* One place: its members below, and whether it is one itself. */
struct place {
    struct vd_kube_fields_maker below;
    bool is_member;
};

static int collect_place(struct vd_arena *arena, struct vd_kube_shape shape,
                         const struct vd_json_value *value, struct place *place);

static int add(struct vd_arena *arena, struct place *above, const struct vd_kube_step *step,
               struct place *place)
{
    const struct vd_kube_fields *below;
    int rc = vd_kube_fields_sorted(arena, &place->below, &below);

    return rc ? rc : vd_kube_fields_add(arena, &above->below, step, place->is_member, below);
}

static bool is_empty_map(const struct vd_json_value *value)
{
    return value->type == VD_JSON_NULL || (value->type == VD_JSON_OBJECT && !value->count);
}

static int collect_members(struct vd_arena *arena, struct vd_kube_shape shape,
                           const struct vd_json_value *value, struct place *above)
{
    struct vd_kube_members members;
    int rc = vd_kube_members_by_name(arena, value->first, &members);

    for (uint32_t i = 0; !rc && i < members.count; i++) {
        const struct vd_json_value *member = members.at[i];
        struct vd_kube_step step = vd_kube_step_field(member->name);
        struct vd_kube_shape below;
        struct place place = {0};
        bool is_declared = vd_kube_shape_member(shape, member->name, &below) == VD_KUBE_DECLARED;

        rc = collect_place(arena, below, member, &place);
        if (rc)
            return rc;
        if (!is_declared || is_empty_map(member))
            place.is_member = true;
        rc = add(arena, above, &step, &place);
    }
    return rc;
}

static int collect_elements(struct vd_arena *arena, struct vd_kube_shape shape,
                            const struct vd_json_value *value, struct place *above)
{
    struct vd_kube_shape below = vd_kube_shape_element(shape);
    struct vd_kube_elements elements;
    int rc = vd_kube_elements_named(arena, shape, value, &elements);

    if (!rc)
        rc = vd_kube_elements_sort(arena, &elements);
    for (uint32_t i = 0, run; !rc && i < elements.count; i += run) {
        struct place place = {.is_member = true};

        run = vd_kube_elements_run(&elements, i);
        if (run == 1)
            rc = collect_place(arena, below, elements.at[i].value, &place);
        place.is_member = true;
        if (!rc)
            rc = add(arena, above, &elements.at[i].step, &place);
    }
    return rc;
}

static int collect_place(struct vd_arena *arena, struct vd_kube_shape shape,
                         const struct vd_json_value *value, struct place *place)
{
    switch (vd_kube_shape_merge(shape, value)) {
    case VD_KUBE_MERGE_LEAF:
        place->is_member = true;
        return 0;
    case VD_KUBE_MERGE_MEMBERS:
        return value->type == VD_JSON_OBJECT ? collect_members(arena, shape, value, place) : 0;
    case VD_KUBE_MERGE_SET:
    case VD_KUBE_MERGE_KEYED:
        break;
    }
    return value->type == VD_JSON_ARRAY ? collect_elements(arena, shape, value, place) : 0;
}

int vd_kube_collect(struct vd_arena *arena, struct vd_kube_shape shape,
                    const struct vd_json_value *value, const struct vd_kube_fields **out_set)
{
    struct place place = {0};
    int rc = collect_place(arena, shape, value, &place);

    return rc ? rc : vd_kube_fields_sorted(arena, &place.below, out_set);
}

/* Without a value, places are what the schema says of them; deduced ones are maps if named so. */
int vd_kube_fields_named(struct vd_arena *arena, struct vd_kube_shape shape,
                         const struct vd_kube_fields *set, const struct vd_kube_fields **out_set)
{
    struct vd_kube_fields_maker maker = {0};
    int rc = 0;

    for (uint32_t i = 0; !rc && set && i < set->count; i++) {
        const struct vd_kube_fields_entry *entry = &set->entries[i];
        const struct vd_kube_fields *inside = NULL;
        struct vd_kube_shape below = vd_kube_shape_deduced();
        bool is_member = entry->is_member;

        if (entry->step.kind == VD_KUBE_STEP_FIELD)
            is_member |=
                vd_kube_shape_member(shape, entry->step.name, &below) == VD_KUBE_DECLARED &&
                entry->below;
        else
            below = vd_kube_shape_element(shape);
        if (entry->below)
            rc = vd_kube_fields_named(arena, below, entry->below, &inside);
        if (!rc)
            rc = vd_kube_fields_add(arena, &maker, &entry->step, is_member, inside);
    }
    return rc ? rc : vd_kube_fields_made(arena, &maker, out_set);
}

/* An atomic list or map; a scalar has nothing below, whoever says so. */
static bool is_whole(struct vd_kube_shape shape)
{
    enum vd_kube_takes takes = vd_kube_shape_takes(shape);

    return (takes == VD_KUBE_TAKES_LIST || takes == VD_KUBE_TAKES_MAP) &&
           vd_kube_shape_merge(shape, NULL) == VD_KUBE_MERGE_LEAF;
}

static struct vd_kube_shape shape_at(struct vd_kube_shape shape, const struct vd_kube_step *step)
{
    struct vd_kube_shape below;

    if (step->kind != VD_KUBE_STEP_FIELD)
        return vd_kube_shape_element(shape);
    (void)vd_kube_shape_member(shape, step->name, &below);
    return below;
}

int vd_kube_fields_whole(struct vd_arena *arena, struct vd_kube_shape shape,
                         const struct vd_kube_fields *set, const struct vd_kube_fields **out_set)
{
    struct vd_kube_fields_maker maker = {0};
    bool has_changed = false;
    int rc = 0;

    for (uint32_t i = 0; !rc && set && i < set->count; i++) {
        const struct vd_kube_fields_entry *entry = &set->entries[i];
        struct vd_kube_shape below = shape_at(shape, &entry->step);
        const struct vd_kube_fields *inside = NULL;
        bool becomes_whole = entry->below && is_whole(below);

        if (entry->below && !becomes_whole)
            rc = vd_kube_fields_whole(arena, below, entry->below, &inside);
        has_changed |= inside != entry->below;
        if (!rc)
            rc = vd_kube_fields_add(arena, &maker, &entry->step, entry->is_member || becomes_whole,
                                    inside);
    }
    if (rc || !has_changed) {
        *out_set = set;
        return rc;
    }
    return vd_kube_fields_made(arena, &maker, out_set);
}
