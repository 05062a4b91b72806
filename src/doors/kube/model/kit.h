/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small pieces that building results out of documents needs everywhere: bare values in an arena,
 * hung in without a look at what is there already, and steps.
 */
#ifndef VD_DOORS_KUBE_MODEL_KIT_H
#define VD_DOORS_KUBE_MODEL_KIT_H

#include "base/check.h"
#include "doors/kube/model/fields.h"

/* NULL: no memory, or the arena's cap. */
static inline struct vd_json_value *vd_kube_new(struct vd_arena *arena, enum vd_json_type type)
{
    struct vd_json_value *value = vd_arena_alloc_zero(arena, sizeof(*value));

    if (value)
        value->type = type;
    return value;
}

/* At the end; the caller knows that a member's name is new. */
static inline void vd_kube_append(struct vd_json_value *parent, struct vd_json_value *value)
{
    value->next = NULL;
    if (parent->last)
        parent->last->next = value;
    else
        parent->first = value;
    parent->last = value;
    parent->count++;
}

static inline struct vd_kube_step vd_kube_step_field(struct vd_slice name)
{
    return (struct vd_kube_step){.kind = VD_KUBE_STEP_FIELD, .name = name};
}

/* The key fields are copied and sorted. 0; -ENOMEM. */
VD_MUST_CHECK int vd_kube_step_of_keys(struct vd_arena *arena, const struct vd_kube_key *keys,
                                       uint32_t count, struct vd_kube_step *out_step);
VD_MUST_CHECK int vd_kube_step_of_value(struct vd_arena *arena, const struct vd_json_value *value,
                                        struct vd_kube_step *out_step);

#endif
