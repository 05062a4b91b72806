/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Operations on sets, each a merge of two sorted runs of entries. What comes out of one side
 * unchanged is shared, not copied. An entry is kept only if it is a member or has something below.
 */
#include "doors/kube/model/fields_make.h"

#include <errno.h>

#define NONE (&(const struct vd_kube_fields_entry){.is_member = false})

enum rule { UNION, INTERSECTION, DIFFERENCE, WITHOUT };

int vd_kube_fields_room(struct vd_arena *arena, struct vd_kube_fields_maker *maker)
{
    uint32_t room = maker->room ? maker->room * 2 : 4;
    struct vd_kube_fields_entry *entries = vd_arena_alloc(arena, room * sizeof(*entries));

    if (!entries)
        return -ENOMEM;
    if (maker->count)
        memcpy(entries, maker->entries, maker->count * sizeof(*entries));
    maker->entries = entries;
    maker->room = room;
    return 0;
}

int vd_kube_fields_add(struct vd_arena *arena, struct vd_kube_fields_maker *maker,
                       const struct vd_kube_step *step, bool is_member,
                       const struct vd_kube_fields *below)
{
    if (!is_member && !below)
        return 0;
    if (maker->count == maker->room && vd_kube_fields_room(arena, maker))
        return -ENOMEM;
    maker->entries[maker->count++] = (struct vd_kube_fields_entry){*step, is_member, below};
    return 0;
}

int vd_kube_fields_made(struct vd_arena *arena, const struct vd_kube_fields_maker *maker,
                        const struct vd_kube_fields **out_set)
{
    struct vd_kube_fields *set;

    if (!maker->count) {
        *out_set = NULL;
        return 0;
    }
    set = vd_arena_alloc(arena, sizeof(*set));
    if (!set)
        return -ENOMEM;
    *set = (struct vd_kube_fields){maker->entries, maker->count};
    *out_set = set;
    return 0;
}

static int combine(struct vd_arena *arena, enum rule rule, const struct vd_kube_fields *a,
                   const struct vd_kube_fields *b, const struct vd_kube_fields **out_set);

/* Both sides' entries of one step; NONE for a side that has none. */
static int combine_entry(struct vd_arena *arena, enum rule rule, struct vd_kube_fields_maker *maker,
                         const struct vd_kube_step *step, const struct vd_kube_fields_entry *a,
                         const struct vd_kube_fields_entry *b)
{
    const struct vd_kube_fields *below = NULL;
    bool is_member = false;
    int rc = 0;

    switch (rule) {
    case UNION:
        is_member = a->is_member || b->is_member;
        break;
    case INTERSECTION:
        is_member = a->is_member && b->is_member;
        break;
    case WITHOUT:
        if (b->is_member)
            return 0;
        is_member = a->is_member;
        break;
    case DIFFERENCE:
        is_member = a->is_member && !b->is_member;
        break;
    }
    if (a->below || b->below)
        rc = combine(arena, rule, a->below, b->below, &below);
    return rc ? rc : vd_kube_fields_add(arena, maker, step, is_member, below);
}

static int merge_runs(struct vd_arena *arena, enum rule rule, const struct vd_kube_fields *a,
                      const struct vd_kube_fields *b, struct vd_kube_fields_maker *maker)
{
    uint32_t i = 0, k = 0;
    int rc = 0;

    while (!rc && (i < a->count || k < b->count)) {
        const struct vd_kube_fields_entry *x = i < a->count ? &a->entries[i] : NULL;
        const struct vd_kube_fields_entry *y = k < b->count ? &b->entries[k] : NULL;
        int c = !x ? 1 : !y ? -1 : vd_kube_step_cmp(&x->step, &y->step);

        rc = combine_entry(arena, rule, maker, c <= 0 ? &x->step : &y->step, c <= 0 ? x : NONE,
                           c >= 0 ? y : NONE);
        i += c <= 0;
        k += c >= 0;
    }
    return rc;
}

static int combine(struct vd_arena *arena, enum rule rule, const struct vd_kube_fields *a,
                   const struct vd_kube_fields *b, const struct vd_kube_fields **out_set)
{
    struct vd_kube_fields_maker maker = {0};
    int rc;

    if (vd_kube_fields_is_empty(b) || vd_kube_fields_is_empty(a)) {
        *out_set = rule == INTERSECTION         ? NULL
                   : vd_kube_fields_is_empty(b) ? a
                   : rule == UNION              ? b
                                                : NULL;
        return 0;
    }
    if (a == b && rule <= INTERSECTION) {
        *out_set = a;
        return 0;
    }
    rc = merge_runs(arena, rule, a, b, &maker);
    return rc ? rc : vd_kube_fields_made(arena, &maker, out_set);
}

int vd_kube_fields_union(struct vd_arena *arena, const struct vd_kube_fields *a,
                         const struct vd_kube_fields *b, const struct vd_kube_fields **out_set)
{
    return combine(arena, UNION, a, b, out_set);
}

int vd_kube_fields_intersection(struct vd_arena *arena, const struct vd_kube_fields *a,
                                const struct vd_kube_fields *b,
                                const struct vd_kube_fields **out_set)
{
    return combine(arena, INTERSECTION, a, b, out_set);
}

int vd_kube_fields_difference(struct vd_arena *arena, const struct vd_kube_fields *a,
                              const struct vd_kube_fields *b, const struct vd_kube_fields **out_set)
{
    return combine(arena, DIFFERENCE, a, b, out_set);
}

int vd_kube_fields_without(struct vd_arena *arena, const struct vd_kube_fields *a,
                           const struct vd_kube_fields *b, const struct vd_kube_fields **out_set)
{
    return combine(arena, WITHOUT, a, b, out_set);
}
