/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Members and elements in order, so that two sides are gone through together whatever order a peer
 * wrote them in: cost is that of sorting, never each with each.
 */
#include "doors/kube/model/doc.h"
#include "doors/kube/model/merging.h"

#include <errno.h>

enum { RUN = 16, KEYS_MAX = 32 };

typedef int cmp_fn(const void *a, const void *b);

static void sort_run(const void **at, size_t count, cmp_fn *cmp)
{
    for (size_t i = 1; i < count; i++) {
        const void *item = at[i];
        size_t k = i;

        for (; k && cmp(at[k - 1], item) > 0; k--)
            at[k] = at[k - 1];
        at[k] = item;
    }
}

static void merge_runs(const void **to, const void **from, size_t middle, size_t end, cmp_fn *cmp)
{
    size_t i = 0, k = middle;

    for (size_t n = 0; n < end; n++) {
        bool is_first = k >= end || (i < middle && cmp(from[i], from[k]) <= 0);

        to[n] = from[is_first ? i++ : k++];
    }
}

/* Stable. The result is `at` or `spare`, which has the same room. */
static const void **sort(const void **at, const void **spare, size_t count, cmp_fn *cmp)
{
    for (size_t i = 0; i < count; i += RUN)
        sort_run(at + i, VD_MIN(count - i, (size_t)RUN), cmp);
    for (size_t width = RUN; width < count; width *= 2) {
        const void **swap = at;

        for (size_t i = 0; i < count; i += 2 * width)
            merge_runs(spare + i, at + i, VD_MIN(width, count - i), VD_MIN(2 * width, count - i),
                       cmp);
        at = spare;
        spare = swap;
    }
    return at;
}

/* Room for pointers, twice if they are too many for one run. */
static const void **pointers(struct vd_arena *arena, size_t count)
{
    return vd_arena_alloc(arena, (count > RUN ? 2 : 1) * count * sizeof(void *));
}

static int cmp_names(const void *a, const void *b)
{
    return vd_slice_cmp(((const struct vd_json_value *)a)->name,
                        ((const struct vd_json_value *)b)->name);
}

int vd_kube_members_by_name(struct vd_arena *arena, const struct vd_json_value *first,
                            struct vd_kube_members *out_members)
{
    uint32_t count = 0, kept = 0;
    const void **at;

    for (const struct vd_json_value *member = first; member; member = member->next)
        count++;
    *out_members = (struct vd_kube_members){0};
    if (!count)
        return 0;
    at = pointers(arena, count);
    if (!at)
        return -ENOMEM;
    count = 0;
    for (const struct vd_json_value *member = first; member; member = member->next)
        at[count++] = member;
    at = sort(at, at + count, count, cmp_names);
    for (uint32_t i = 1; i < count; i++) {
        kept += cmp_names(at[kept], at[i]) != 0;
        at[kept] = at[i];
    }
    *out_members = (struct vd_kube_members){(const struct vd_json_value **)at, kept + 1};
    return 0;
}

static int step_of_object(struct vd_arena *arena, struct vd_kube_shape shape,
                          const struct vd_json_value *element, struct vd_kube_step *out_step)
{
    struct vd_kube_key keys[KEYS_MAX];
    struct vd_slice name;
    uint32_t count = 0;

    for (size_t i = 0; count < KEYS_MAX && vd_kube_shape_key(shape, i, &name); i++) {
        const struct vd_json_value *value = vd_kube_doc_get_slice(element, name);

        if (value && vd_kube_shape_is_null(shape, value))
            value = NULL;
        if (!value && vd_kube_shape_key_default(arena, shape, name, &value))
            return -ENOMEM;
        if (value)
            keys[count++] = (struct vd_kube_key){name, value};
    }
    return count ? vd_kube_step_of_keys(arena, keys, count, out_step) : VD_INVALID;
}

int vd_kube_element_step(struct vd_arena *arena, struct vd_kube_shape shape,
                         const struct vd_json_value *element, struct vd_kube_step *out_step)
{
    bool is_set = vd_kube_shape_merge(shape, NULL) == VD_KUBE_MERGE_SET;

    if (element->type == VD_JSON_OBJECT)
        return is_set ? VD_INVALID : step_of_object(arena, shape, element, out_step);
    if (!is_set || element->type == VD_JSON_ARRAY || element->type == VD_JSON_NULL)
        return VD_INVALID;
    return vd_kube_step_of_value(arena, element, out_step);
}

int vd_kube_elements_named(struct vd_arena *arena, struct vd_kube_shape shape,
                           const struct vd_json_value *list, struct vd_kube_elements *out_elements)
{
    struct vd_kube_elements elements = {0};
    struct vd_json_value *at;

    *out_elements = elements;
    if (!list || !list->count)
        return 0;
    elements.at = vd_arena_alloc(arena, list->count * sizeof(*elements.at));
    if (!elements.at)
        return -ENOMEM;
    vd_kube_doc_each(at, list) {
        int rc = vd_kube_element_step(arena, shape, at, &elements.at[elements.count].step);

        if (rc < 0)
            return rc;
        elements.at[elements.count].value = at;
        elements.at[elements.count].place = elements.count;
        elements.count += rc == 0;
    }
    *out_elements = elements;
    return 0;
}

static int cmp_elements(const void *a, const void *b)
{
    return vd_kube_step_cmp(&((const struct vd_kube_element *)a)->step,
                            &((const struct vd_kube_element *)b)->step);
}

int vd_kube_elements_sort(struct vd_arena *arena, struct vd_kube_elements *elements)
{
    uint32_t count = elements->count;
    struct vd_kube_element *sorted;
    const void **at;

    if (count < 2)
        return 0;
    at = pointers(arena, count);
    sorted = vd_arena_alloc(arena, count * sizeof(*sorted));
    if (!at || !sorted)
        return -ENOMEM;
    for (uint32_t i = 0; i < count; i++)
        at[i] = &elements->at[i];
    at = sort(at, at + count, count, cmp_elements);
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = *(const struct vd_kube_element *)at[i];
    elements->at = sorted;
    return 0;
}

uint32_t vd_kube_elements_run(const struct vd_kube_elements *elements, uint32_t index)
{
    uint32_t end = index;

    while (end < elements->count &&
           !vd_kube_step_cmp(&elements->at[index].step, &elements->at[end].step))
        end++;
    return end - index;
}

struct vd_json_value *vd_kube_clone(struct vd_arena *arena, const struct vd_json_value *value)
{
    struct vd_json_value *copy = vd_arena_alloc(arena, sizeof(*copy));
    struct vd_json_value *at;

    if (!copy)
        return NULL;
    *copy = *value;
    copy->next = copy->first = copy->last = NULL;
    copy->count = 0;
    vd_kube_doc_each(at, value) {
        struct vd_json_value *child = vd_kube_clone(arena, at);

        if (!child)
            return NULL;
        vd_kube_append(copy, child);
    }
    return copy;
}
