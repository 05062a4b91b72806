/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What apply and ownership do with objects of a shape: compare two, name the fields of one, merge
 * two, take fields out of one. The rules of structured-merge-diff v6, typed. None of them changes
 * what it is given; results share texts with it, and sets also values.
 */
#ifndef VD_DOORS_KUBE_MODEL_MERGING_H
#define VD_DOORS_KUBE_MODEL_MERGING_H

#include "doors/kube/model/fields_make.h"
#include "doors/kube/model/kit.h"
#include "doors/kube/model/shape.h"

struct vd_kube_diff {
    const struct vd_kube_fields *added, *modified, *removed;
};

/* What differs; old NULL: nothing was there. Members that Go's structs hide are taken for absent,
 * unless is_written: then one side is a configuration, in which they count. 0; -ENOMEM. */
VD_MUST_CHECK int vd_kube_compare(struct vd_arena *arena, struct vd_kube_shape shape,
                                  const struct vd_json_value *old_value,
                                  const struct vd_json_value *new_value, bool is_written,
                                  struct vd_kube_diff *out_diff);

/* Every leaf and every element that a value has. 0; -ENOMEM. */
VD_MUST_CHECK int vd_kube_collect(struct vd_arena *arena, struct vd_kube_shape shape,
                                  const struct vd_json_value *value,
                                  const struct vd_kube_fields **out_set);
/* The set, with the members that the schema names and that have something in it below. */
VD_MUST_CHECK int vd_kube_fields_named(struct vd_arena *arena, struct vd_kube_shape shape,
                                       const struct vd_kube_fields *set,
                                       const struct vd_kube_fields **out_set);

/* The set, in which what is owned as a whole is a member and has nothing below; *out_set is `set`
 * if that was so. */
VD_MUST_CHECK int vd_kube_fields_whole(struct vd_arena *arena, struct vd_kube_shape shape,
                                       const struct vd_kube_fields *set,
                                       const struct vd_kube_fields **out_set);

/* Both in one, where both have a leaf the second's. NULL: no memory. Lists of the second tell
 * their elements apart (vd_kube_check has seen to it). */
struct vd_json_value *vd_kube_merge(struct vd_arena *arena, struct vd_kube_shape shape,
                                    const struct vd_json_value *live,
                                    const struct vd_json_value *config);
/* The value without these members and elements. 0; -ENOMEM. NULL: nothing is left. */
VD_MUST_CHECK int vd_kube_remove(struct vd_arena *arena, struct vd_kube_shape shape,
                                 const struct vd_json_value *value,
                                 const struct vd_kube_fields *set,
                                 struct vd_json_value **out_value);

/* Whether the value is of the shape, as structured-merge-diff says what is wrong: nothing is
 * written if all is well. The buffer's status is the caller's to check. */
void vd_kube_check(struct vd_arena *arena, struct vd_kube_shape shape,
                   const struct vd_json_value *value, struct vd_buf *faults);

/* A value and all below, texts shared; NULL: no memory. */
struct vd_json_value *vd_kube_clone(struct vd_arena *arena, const struct vd_json_value *value);

/* Takes out, in place, the members that Go's structs hide, and those that are null. */
void vd_kube_drop_hidden(struct vd_kube_shape shape, struct vd_json_value *value);

/* The members from `first` on, by name; of several of one name the last. 0; -ENOMEM. */
struct vd_kube_members {
    const struct vd_json_value **at;
    uint32_t count;
};
VD_MUST_CHECK int vd_kube_members_by_name(struct vd_arena *arena, const struct vd_json_value *first,
                                          struct vd_kube_members *out_members);

/* The elements of a list that is a SET or KEYED, each with the step that names it, in order of the
 * list; what has no name (null, an object without its keys) is left out. */
struct vd_kube_element {
    struct vd_kube_step step;
    const struct vd_json_value *value;
    uint32_t place; /* among the named ones of the list */
};
struct vd_kube_elements {
    struct vd_kube_element *at;
    uint32_t count;
};
VD_MUST_CHECK int vd_kube_elements_named(struct vd_arena *arena, struct vd_kube_shape shape,
                                         const struct vd_json_value *list,
                                         struct vd_kube_elements *out_elements);
/* The same, sorted by step; those of one step in order of the list. */
VD_MUST_CHECK int vd_kube_elements_sort(struct vd_arena *arena, struct vd_kube_elements *elements);
/* How many from index on have the same step. */
uint32_t vd_kube_elements_run(const struct vd_kube_elements *elements, uint32_t index);
/* One element's step. 0; VD_INVALID: it has no name; -ENOMEM. */
VD_MUST_CHECK int vd_kube_element_step(struct vd_arena *arena, struct vd_kube_shape shape,
                                       const struct vd_json_value *element,
                                       struct vd_kube_step *out_step);

#endif
