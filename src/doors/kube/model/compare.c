/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two objects of one shape, gone through together. What is equal leaves nothing behind and takes no
 * memory; members that stand in the same order on both sides, as nearly all do, are not sorted.
 *
 * A place that was not there before is added with all below; where only one side of a declared
 * member is written, the other shows what Go's struct would (shape.h).
 */
#include "doors/kube/model/doc.h"
#include "doors/kube/model/merging.h"

#include <errno.h>

/* What was found below one place: added, modified, removed. */
enum { ADDED, MODIFIED, REMOVED, SIDES };

struct found {
    bool is_written; /* what is written counts, though Go would hide it */
    struct vd_kube_fields_maker below[SIDES];
    bool self[SIDES];
    bool is_leaf; /* nothing more is to be said of the place itself */
};

struct sides {
    const struct vd_json_value *old_value, *new_value; /* NULL: not there */
};

static int compare_place(struct vd_arena *arena, struct vd_kube_shape shape,
                         const struct vd_kube_step *step, struct sides sides, struct found *above);

static bool is_empty(const struct vd_json_value *value)
{
    return !value || value->count == 0;
}

/* Of what is owned as a whole: equal as Go's structs show it, if not as it is written. */
static int shows_same(struct vd_arena *arena, struct vd_kube_shape shape, struct sides sides,
                      bool *out_is_same)
{
    struct vd_json_value *a = vd_kube_clone(arena, sides.old_value);
    struct vd_json_value *b = vd_kube_clone(arena, sides.new_value);

    if (!a || !b)
        return -ENOMEM;
    vd_kube_drop_hidden(shape, a);
    vd_kube_drop_hidden(shape, b);
    *out_is_same = vd_kube_doc_equal(a, b);
    return 0;
}

static int compare_leaf(struct vd_arena *arena, struct vd_kube_shape shape, struct sides sides,
                        struct found *found)
{
    bool is_same;
    int rc = 0;

    found->is_leaf = true;
    if (!sides.old_value) {
        found->self[ADDED] = true;
    } else if (!sides.new_value) {
        found->self[REMOVED] = true;
    } else {
        is_same = vd_kube_doc_equal(sides.old_value, sides.new_value);
        if (!is_same && !found->is_written && sides.old_value->type == sides.new_value->type &&
            (sides.old_value->first || sides.new_value->first))
            rc = shows_same(arena, shape, sides, &is_same);
        if (!is_same)
            found->self[MODIFIED] = true;
    }
    return rc;
}

/* --- maps ----------------------------------------------------------------------------------- */

static const struct vd_json_value *shown(const struct found *found, struct vd_kube_shape shape,
                                         const struct vd_json_value *container,
                                         const struct vd_json_value *member)
{
    if (member && !found->is_written &&
        (vd_kube_shape_hides(shape, member) || vd_kube_shape_is_null(shape, member)))
        member = NULL;
    return member || !container ? member : vd_kube_shape_zero(shape);
}

/* A null in a map of Go's is a zero. */
static const struct vd_json_value *not_null(struct vd_kube_shape shape,
                                            const struct vd_json_value *value)
{
    return value && value->type == VD_JSON_NULL ? vd_kube_shape_zero(shape) : value;
}

static int compare_member(struct vd_arena *arena, struct vd_kube_shape shape, struct sides in,
                          const struct vd_json_value *old_member,
                          const struct vd_json_value *new_member, struct found *found)
{
    struct vd_kube_step step = vd_kube_step_field(old_member ? old_member->name : new_member->name);
    struct vd_kube_shape below;
    struct sides sides = {old_member, new_member};

    if (vd_kube_shape_member(shape, step.name, &below) == VD_KUBE_DECLARED) {
        sides.old_value = shown(found, below, in.old_value, old_member);
        if (!found->is_written) /* a configuration's struct shows what it was given */
            sides.new_value = shown(found, below, in.new_value, new_member);
    }
    if (below.source == VD_KUBE_SHAPE_ELEMENT && !found->is_written) {
        sides.old_value = not_null(below, sides.old_value);
        sides.new_value = not_null(below, sides.new_value);
    }
    if (!sides.old_value && !sides.new_value)
        return 0;
    return compare_place(arena, below, &step, sides, found);
}

/* The members that Go shows of a struct of which nothing is written, or not these. */
static int compare_absent(struct vd_arena *arena, struct vd_kube_shape shape, struct sides in,
                          struct found *found)
{
    const struct vd_json_value *there = in.old_value ? in.old_value : in.new_value;
    struct vd_kube_shape below;
    struct vd_slice name;
    int rc = 0;

    for (size_t i = 0; !rc && vd_kube_shape_each(shape, i, &name, &below); i++) {
        const struct vd_json_value *zero = vd_kube_shape_zero(below);
        struct vd_kube_step step = vd_kube_step_field(name);

        if (zero && !vd_json_member(there, name))
            rc = compare_place(
                arena, below, &step,
                (struct sides){in.old_value ? zero : NULL, in.new_value ? zero : NULL}, found);
    }
    return rc;
}

static int compare_sorted(struct vd_arena *arena, struct vd_kube_shape shape, struct sides in,
                          const struct vd_json_value *old_first,
                          const struct vd_json_value *new_first, struct found *found)
{
    struct vd_kube_members a, b;
    uint32_t i = 0, k = 0;
    int rc = vd_kube_members_by_name(arena, old_first, &a);

    if (!rc)
        rc = vd_kube_members_by_name(arena, new_first, &b);
    while (!rc && (i < a.count || k < b.count)) {
        int c = i == a.count ? 1 : k == b.count ? -1 : vd_slice_cmp(a.at[i]->name, b.at[k]->name);

        rc = compare_member(arena, shape, in, c <= 0 ? a.at[i] : NULL, c >= 0 ? b.at[k] : NULL,
                            found);
        i += c <= 0;
        k += c >= 0;
    }
    return rc;
}

static int compare_members(struct vd_arena *arena, struct vd_kube_shape shape, struct sides in,
                           struct found *found)
{
    const struct vd_json_value *a = in.old_value ? in.old_value->first : NULL;
    const struct vd_json_value *b = in.new_value ? in.new_value->first : NULL;
    int rc = 0;

    if (a && b && !in.old_value->has_duplicates && !in.new_value->has_duplicates)
        for (; !rc && a && b && vd_slice_eq(a->name, b->name); a = a->next, b = b->next)
            rc = compare_member(arena, shape, in, a, b, found);
    if (!rc && (a || b))
        rc = compare_sorted(arena, shape, in, a, b, found);
    if (!rc && (found->is_written ? !in.new_value : !in.old_value || !in.new_value))
        rc = compare_absent(arena, shape, in, found);
    return rc;
}

/* --- lists ---------------------------------------------------------------------------------- */

static bool runs_equal(const struct vd_kube_element *a, const struct vd_kube_element *b,
                       uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!vd_kube_doc_equal(a[i].value, b[i].value))
            return false;
    return true;
}

static int mark(struct vd_arena *arena, struct found *found, int side,
                const struct vd_kube_step *step)
{
    return vd_kube_fields_add(arena, &found->below[side], step, true, NULL);
}

/* The elements of one step, of which there should be one on a side. */
static int compare_run(struct vd_arena *arena, struct vd_kube_shape below,
                       const struct vd_kube_element *a, uint32_t a_count,
                       const struct vd_kube_element *b, uint32_t b_count, struct found *found)
{
    const struct vd_kube_step *step = a_count ? &a->step : &b->step;
    struct sides sides = {a_count ? a->value : NULL, b_count ? b->value : NULL};
    int rc;

    if (a_count <= 1 && b_count <= 1)
        return compare_place(arena, below, step, sides, found);
    if (a_count > 1 && b_count > 1)
        return a_count == b_count && runs_equal(a, b, a_count) ? 0
                                                               : mark(arena, found, MODIFIED, step);
    *(a_count > 1 ? &sides.old_value : &sides.new_value) = NULL;
    rc = sides.old_value || sides.new_value ? compare_place(arena, below, step, sides, found) : 0;
    return rc ? rc : mark(arena, found, a_count > 1 ? REMOVED : ADDED, step);
}

static int compare_elements(struct vd_arena *arena, struct vd_kube_shape shape, struct sides in,
                            struct found *found)
{
    struct vd_kube_shape below = vd_kube_shape_element(shape);
    struct vd_kube_elements a, b;
    uint32_t i = 0, k = 0;
    int rc = vd_kube_elements_named(arena, shape, in.old_value, &a);

    if (!rc)
        rc = vd_kube_elements_sort(arena, &a);
    if (!rc)
        rc = vd_kube_elements_named(arena, shape, in.new_value, &b);
    if (!rc)
        rc = vd_kube_elements_sort(arena, &b);
    while (!rc && (i < a.count || k < b.count)) {
        int c = i == a.count   ? 1
                : k == b.count ? -1
                               : vd_kube_step_cmp(&a.at[i].step, &b.at[k].step);
        uint32_t m = c <= 0 ? vd_kube_elements_run(&a, i) : 0;
        uint32_t n = c >= 0 ? vd_kube_elements_run(&b, k) : 0;

        rc = compare_run(arena, below, m ? &a.at[i] : NULL, m, n ? &b.at[k] : NULL, n, found);
        i += m;
        k += n;
    }
    return rc;
}

/* --- places --------------------------------------------------------------------------------- */

static int compare_as(struct vd_arena *arena, struct vd_kube_shape shape, enum vd_kube_merge merge,
                      struct sides sides, struct found *found)
{
    bool is_list = merge == VD_KUBE_MERGE_SET || merge == VD_KUBE_MERGE_KEYED;
    enum vd_json_type type = is_list ? VD_JSON_ARRAY : VD_JSON_OBJECT;
    struct sides inner = sides;

    if (merge == VD_KUBE_MERGE_LEAF || (is_empty(sides.old_value) && is_empty(sides.new_value) &&
                                        sides.old_value && sides.new_value))
        return compare_leaf(arena, shape, sides, found);

    if (inner.old_value && inner.old_value->type != type)
        inner.old_value = NULL;
    if (inner.new_value && inner.new_value->type != type)
        inner.new_value = NULL;
    return is_list ? compare_elements(arena, shape, inner, found)
                   : compare_members(arena, shape, inner, found);
}

static int hand_up(struct vd_arena *arena, const struct vd_kube_step *step, struct found *found,
                   struct found *above)
{
    for (int side = 0; side < SIDES; side++) {
        const struct vd_kube_fields *below;
        int rc;

        if (!found->self[side] && !found->below[side].count)
            continue;
        rc = vd_kube_fields_sorted(arena, &found->below[side], &below);
        if (!rc)
            rc = vd_kube_fields_add(arena, &above->below[side], step, found->self[side], below);
        if (rc)
            return rc;
    }
    return 0;
}

static int compare_inside(struct vd_arena *arena, struct vd_kube_shape shape, struct sides sides,
                          struct found *found)
{
    enum vd_kube_merge was = vd_kube_shape_merge(shape, sides.old_value);
    enum vd_kube_merge is = vd_kube_shape_merge(shape, sides.new_value);
    int rc = 0;

    if (!sides.new_value)
        return compare_as(arena, shape, was, sides, found);
    if (sides.old_value && was != is) {
        rc = compare_as(arena, shape, was, sides, found);
        found->is_leaf = false;
    }
    return rc ? rc : compare_as(arena, shape, is, sides, found);
}

static int compare_place(struct vd_arena *arena, struct vd_kube_shape shape,
                         const struct vd_kube_step *step, struct sides sides, struct found *above)
{
    struct found found = {.is_written = above->is_written};
    int rc = compare_inside(arena, shape, sides, &found);

    if (rc)
        return rc;
    if (!found.is_leaf && !sides.old_value)
        found.self[ADDED] = true;
    else if (!found.is_leaf && !sides.new_value)
        found.self[REMOVED] = true;
    return hand_up(arena, step, &found, above);
}

int vd_kube_compare(struct vd_arena *arena, struct vd_kube_shape shape,
                    const struct vd_json_value *old_value, const struct vd_json_value *new_value,
                    bool is_written, struct vd_kube_diff *out_diff)
{
    static const struct vd_json_value NOTHING = {.type = VD_JSON_OBJECT};
    struct found found = {.is_written = is_written};
    struct vd_kube_diff diff;
    int rc;

    rc = compare_inside(arena, shape, (struct sides){old_value ? old_value : &NOTHING, new_value},
                        &found);
    if (!rc)
        rc = vd_kube_fields_sorted(arena, &found.below[ADDED], &diff.added);
    if (!rc)
        rc = vd_kube_fields_sorted(arena, &found.below[MODIFIED], &diff.modified);
    if (!rc)
        rc = vd_kube_fields_sorted(arena, &found.below[REMOVED], &diff.removed);
    if (!rc)
        *out_diff = diff;
    return rc;
}
