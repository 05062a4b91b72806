/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order of steps, and what is asked of a set. Everything that makes one is in fields_ops.c,
 * the text in fields_json.c.
 */
#include "doors/kube/model/fields_make.h"

#include "base/check.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/values.h"

enum { PATH_MAX = VD_KUBE_DOC_DEPTH_MAX };

static int cmp_keys(const struct vd_kube_step *a, const struct vd_kube_step *b)
{
    for (uint32_t i = 0; i < a->key_count && i < b->key_count; i++) {
        int c = vd_slice_cmp(a->keys[i].name, b->keys[i].name);

        if (!c)
            c = vd_kube_value_cmp(a->keys[i].value, b->keys[i].value);
        if (c)
            return c;
    }
    return (a->key_count > b->key_count) - (a->key_count < b->key_count);
}

int vd_kube_step_cmp(const struct vd_kube_step *a, const struct vd_kube_step *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    switch (a->kind) {
    case VD_KUBE_STEP_FIELD:
        return vd_slice_cmp(a->name, b->name);
    case VD_KUBE_STEP_KEY:
    case VD_KUBE_STEP_VALUE:
        return cmp_keys(a, b);
    case VD_KUBE_STEP_INDEX:
        break;
    }
    return (a->index > b->index) - (a->index < b->index);
}

bool vd_kube_fields_is_empty(const struct vd_kube_fields *set)
{
    return !set || set->count == 0; /* nothing keeps an entry without a member at or below it */
}

const struct vd_kube_fields_entry *vd_kube_fields_find(const struct vd_kube_fields *set,
                                                       const struct vd_kube_step *step)
{
    uint32_t low = 0, high = set ? set->count : 0;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int c = vd_kube_step_cmp(&set->entries[middle].step, step);

        if (!c)
            return &set->entries[middle];
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

bool vd_kube_fields_has(const struct vd_kube_fields *set, const struct vd_kube_step *path,
                        size_t steps)
{
    const struct vd_kube_fields_entry *entry = NULL;

    for (size_t i = 0; i < steps; i++) {
        entry = vd_kube_fields_find(set, &path[i]);
        if (!entry)
            return false;
        set = entry->below;
    }
    return entry && entry->is_member;
}

bool vd_kube_fields_equal(const struct vd_kube_fields *a, const struct vd_kube_fields *b)
{
    if (vd_kube_fields_is_empty(a) || vd_kube_fields_is_empty(b))
        return vd_kube_fields_is_empty(a) && vd_kube_fields_is_empty(b);
    if (a == b)
        return true;
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (a->entries[i].is_member != b->entries[i].is_member ||
            vd_kube_step_cmp(&a->entries[i].step, &b->entries[i].step) ||
            !vd_kube_fields_equal(a->entries[i].below, b->entries[i].below))
            return false;
    return true;
}

struct walk {
    vd_kube_fields_visit *visit;
    void *arg;
    struct vd_kube_step path[PATH_MAX];
};

static int walk_set(struct walk *walk, const struct vd_kube_fields *set, size_t steps)
{
    int rc = 0;

    if (!set || steps == PATH_MAX)
        return 0;
    for (uint32_t i = 0; !rc && i < set->count; i++) {
        walk->path[steps] = set->entries[i].step;
        if (set->entries[i].is_member)
            rc = walk->visit(walk->arg, walk->path, steps + 1);
    }
    for (uint32_t i = 0; !rc && i < set->count; i++) {
        walk->path[steps] = set->entries[i].step;
        rc = walk_set(walk, set->entries[i].below, steps + 1);
    }
    return rc;
}

int vd_kube_fields_each(const struct vd_kube_fields *set, vd_kube_fields_visit *visit, void *arg)
{
    struct walk walk = {.visit = visit, .arg = arg};

    return walk_set(&walk, set, 0);
}

void vd_kube_step_print(struct vd_buf *buf, const struct vd_kube_step *step)
{
    switch (step->kind) {
    case VD_KUBE_STEP_FIELD:
        vd_buf_append(buf, ".", 1);
        vd_buf_append_slice(buf, step->name);
        return;
    case VD_KUBE_STEP_INDEX:
        vd_buf_printf(buf, "[%lld]", (long long)step->index);
        return;
    case VD_KUBE_STEP_KEY:
    case VD_KUBE_STEP_VALUE:
        break;
    }
    for (uint32_t i = 0; i < step->key_count; i++) {
        vd_buf_append(buf, i ? "," : "[", 1);
        vd_buf_append_slice(buf, step->keys[i].name);
        vd_buf_append(buf, "=", 1);
        vd_kube_value_print(buf, step->keys[i].value);
    }
    vd_buf_append(buf, "]", 1);
}

void vd_kube_fields_print(struct vd_buf *buf, const struct vd_kube_step *path, size_t steps)
{
    for (size_t i = 0; i < steps; i++)
        vd_kube_step_print(buf, &path[i]);
}
