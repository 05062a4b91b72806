/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A configuration laid over the live object. Members keep the live order, new ones come behind in
 * the configuration's. Elements of a list come in the live order where the configuration says
 * nothing of them, and those that both have in the configuration's.
 */
#include "doors/kube/model/doc.h"
#include "doors/kube/model/merging.h"

#include <errno.h>

/* An element of one side, and where it is on the other. */
struct side {
    const struct vd_json_value *value;
    uint32_t other; /* NOWHERE: not there */
    bool is_doubled;
    bool is_done;
};

struct lists {
    struct side *live, *config;
    uint32_t live_count, config_count;
    uint32_t shared; /* the next of the configuration that live has too, in its order */
};

enum { NOWHERE = UINT32_MAX };

static int merge_place(struct vd_arena *arena, struct vd_kube_shape shape,
                       const struct vd_json_value *live, const struct vd_json_value *config,
                       struct vd_json_value **out_value);

static int add_merged(struct vd_arena *arena, struct vd_kube_shape shape,
                      const struct vd_json_value *live, const struct vd_json_value *config,
                      struct vd_json_value *to)
{
    struct vd_json_value *value;
    int rc = merge_place(arena, shape, live, config, &value);

    if (rc)
        return rc;
    value->name = live ? live->name : config->name;
    value->is_duplicate = false;
    vd_kube_append(to, value);
    return 0;
}

/* --- maps ----------------------------------------------------------------------------------- */

static int add_side(struct vd_arena *arena, struct vd_kube_shape shape,
                    const struct vd_json_value *from, const struct vd_json_value *other,
                    bool is_live, struct vd_json_value *to)
{
    struct vd_kube_index own, index;
    struct vd_json_value *at;
    int rc = 0;

    vd_kube_index_init(&own, from);
    vd_kube_index_init(&index, other);
    for (at = from->first; !rc && at; at = at->next) {
        const struct vd_json_value *last =
            from->has_duplicates ? vd_kube_index_find(&own, at->name) : at;
        const struct vd_json_value *twin = vd_kube_index_find(&index, at->name);
        struct vd_kube_shape below;

        if (at->is_duplicate || (twin && !is_live))
            continue; /* the first of a name holds the place, the last the value */
        (void)vd_kube_shape_member(shape, at->name, &below);
        rc = add_merged(arena, below, is_live ? last : NULL, is_live ? twin : last, to);
    }
    vd_kube_index_deinit(&own);
    vd_kube_index_deinit(&index);
    return rc;
}

static int merge_maps(struct vd_arena *arena, struct vd_kube_shape shape,
                      const struct vd_json_value *live, const struct vd_json_value *config,
                      struct vd_json_value **out_value)
{
    struct vd_json_value *value = vd_kube_new(arena, VD_JSON_OBJECT);
    int rc = value ? add_side(arena, shape, live, config, true, value) : -ENOMEM;

    if (!rc)
        rc = add_side(arena, shape, config, live, false, value);
    *out_value = value;
    return rc;
}

/* --- lists ---------------------------------------------------------------------------------- */

static struct side *side_of(struct vd_arena *arena, const struct vd_kube_elements *elements)
{
    struct side *side = vd_arena_alloc(arena, (elements->count + 1) * sizeof(*side));

    for (uint32_t i = 0; side && i < elements->count; i++)
        side[i] = (struct side){.value = elements->at[i].value, .other = NOWHERE};
    return side;
}

static void pair_up(struct lists *lists, const struct vd_kube_elements *live,
                    const struct vd_kube_elements *config)
{
    for (uint32_t i = 0, k = 0; i < live->count && k < config->count;) {
        int c = vd_kube_step_cmp(&live->at[i].step, &config->at[k].step);

        if (c < 0) {
            i++;
        } else if (c > 0) {
            k++;
        } else {
            struct side *twin = &lists->config[config->at[k].place];

            twin->is_doubled = twin->other != NOWHERE;
            twin->other = live->at[i].place;
            lists->live[live->at[i].place].other = config->at[k].place;
            i++; /* live may have several of one step, the configuration has one */
        }
    }
}

static void next_shared(struct lists *lists, uint32_t from)
{
    while (from < lists->config_count && lists->config[from].other == NOWHERE)
        from++;
    lists->shared = from;
}

/* An element that the configuration has, over what live has of it. */
static int take_config(struct vd_arena *arena, struct vd_kube_shape below, struct lists *lists,
                       uint32_t index, struct vd_json_value *to)
{
    struct side *config = &lists->config[index];
    bool has_live = config->other != NOWHERE && !config->is_doubled;

    config->is_done = true;
    if (index == lists->shared)
        next_shared(lists, index + 1);
    return add_merged(arena, below, has_live ? lists->live[config->other].value : NULL,
                      config->value, to);
}

static int weave(struct vd_arena *arena, struct vd_kube_shape below, struct lists *lists,
                 struct vd_json_value *to)
{
    uint32_t i = 0, k = 0;
    int rc = 0;

    while (!rc && (i < lists->live_count || k < lists->config_count)) {
        struct side *live = i < lists->live_count ? &lists->live[i] : NULL;

        if (live && live->other == NOWHERE) {
            rc = add_merged(arena, below, live->value, NULL, to);
            i++;
        } else if (live && k < lists->config_count && live->other == k) {
            rc = take_config(arena, below, lists, k++, to);
            i++;
        } else if (live && k < lists->config_count && lists->shared < lists->config_count &&
                   live->other != lists->shared) {
            i++; /* both have it, but it is not its turn in the configuration's order */
        } else {
            i += live && lists->config[live->other].is_done;
            if (k < lists->config_count)
                rc = take_config(arena, below, lists, k++, to);
        }
    }
    return rc;
}

static int merge_lists(struct vd_arena *arena, struct vd_kube_shape shape,
                       const struct vd_json_value *live, const struct vd_json_value *config,
                       struct vd_json_value **out_value)
{
    struct vd_json_value *value = vd_kube_new(arena, VD_JSON_ARRAY);
    struct vd_kube_elements a, b;
    struct lists lists;

    if (!value || vd_kube_elements_named(arena, shape, live, &a) ||
        vd_kube_elements_named(arena, shape, config, &b))
        return -ENOMEM;
    lists = (struct lists){.live = side_of(arena, &a),
                           .config = side_of(arena, &b),
                           .live_count = a.count,
                           .config_count = b.count};
    if (!lists.live || !lists.config || vd_kube_elements_sort(arena, &a) ||
        vd_kube_elements_sort(arena, &b))
        return -ENOMEM;
    pair_up(&lists, &a, &b);
    next_shared(&lists, 0);
    *out_value = value;
    return weave(arena, vd_kube_shape_element(shape), &lists, value);
}

/* --- places --------------------------------------------------------------------------------- */

static int merge_place(struct vd_arena *arena, struct vd_kube_shape shape,
                       const struct vd_json_value *live, const struct vd_json_value *config,
                       struct vd_json_value **out_value)
{
    enum vd_kube_merge merge = vd_kube_shape_merge(shape, config ? config : live);

    if (live && config && live->type == config->type && (live->count || config->count)) {
        if (merge == VD_KUBE_MERGE_MEMBERS)
            return merge_maps(arena, shape, live, config, out_value);
        if (merge != VD_KUBE_MERGE_LEAF)
            return merge_lists(arena, shape, live, config, out_value);
    }
    if (live && config && merge != VD_KUBE_MERGE_LEAF && config->type == VD_JSON_NULL &&
        live->count &&
        live->type == (merge == VD_KUBE_MERGE_MEMBERS ? VD_JSON_OBJECT : VD_JSON_ARRAY))
        config = live; /* null is an empty map or list, which takes nothing away */
    *out_value = vd_kube_clone(arena, config ? config : live);
    return *out_value ? 0 : -ENOMEM;
}

struct vd_json_value *vd_kube_merge(struct vd_arena *arena, struct vd_kube_shape shape,
                                    const struct vd_json_value *live,
                                    const struct vd_json_value *config)
{
    struct vd_json_value *value;

    return merge_place(arena, shape, live, config, &value) ? NULL : value;
}
