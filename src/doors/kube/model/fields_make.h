/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a level of a set is put together: entries in any order, then sorted and made one set. Private
 * to the files that make sets.
 */
#ifndef VD_DOORS_KUBE_MODEL_FIELDS_MAKE_H
#define VD_DOORS_KUBE_MODEL_FIELDS_MAKE_H

#include "doors/kube/model/fields.h"

struct vd_kube_fields_maker {
    struct vd_kube_fields_entry *entries;
    uint32_t count, room;
};

/* What is no member and has nothing below is left out. 0; -ENOMEM. */
VD_MUST_CHECK int vd_kube_fields_add(struct vd_arena *arena, struct vd_kube_fields_maker *maker,
                                     const struct vd_kube_step *step, bool is_member,
                                     const struct vd_kube_fields *below);
VD_MUST_CHECK int vd_kube_fields_room(struct vd_arena *arena, struct vd_kube_fields_maker *maker);
/* The set of what was added in order, each step once. */
VD_MUST_CHECK int vd_kube_fields_made(struct vd_arena *arena,
                                      const struct vd_kube_fields_maker *maker,
                                      const struct vd_kube_fields **out_set);
/* The same of what was added in any order; of several of one step the union. */
VD_MUST_CHECK int vd_kube_fields_sorted(struct vd_arena *arena, struct vd_kube_fields_maker *maker,
                                        const struct vd_kube_fields **out_set);

/* A step as it stands in the text, and how a path says it. */
void vd_kube_step_write(struct vd_buf *buf, const struct vd_kube_step *step);
void vd_kube_step_print(struct vd_buf *buf, const struct vd_kube_step *step);

#endif
