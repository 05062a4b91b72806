/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of a strategic merge as arrays of their elements, and the order in which a server leaves
 * what was merged. Inner to the patches. All do nothing after a failure.
 */
#ifndef VD_DOORS_KUBE_MODEL_PATCH_LIST_H
#define VD_DOORS_KUBE_MODEL_PATCH_LIST_H

#include "doors/kube/model/patch_inner.h"

/* The elements, in the arena; borrowed from their array. */
struct vd_kube_elements {
    struct vd_json_value **at;
    size_t count;
};

/* As Go's reflection tells values apart. */
enum vd_kube_go_kind {
    VD_KUBE_GO_NIL,
    VD_KUBE_GO_BOOL,
    VD_KUBE_GO_INT,
    VD_KUBE_GO_FLOAT,
    VD_KUBE_GO_STRING,
    VD_KUBE_GO_SLICE,
    VD_KUBE_GO_MAP
};

enum vd_kube_go_kind vd_kube_go_kind(const struct vd_json_value *value);
/* Go's name of the type: map[string]interface {}. */
const char *vd_kube_go_name(const struct vd_json_value *value);
/* Go's ==, on what is no map or slice: those are never equal here. NULL is nil. */
bool vd_kube_go_equal(const struct vd_json_value *a, const struct vd_json_value *b);

/* What it costs to compare it with another. */
uint64_t vd_kube_compare_steps(const struct vd_json_value *value);

/* "expected a map, but received a string" */
void vd_kube_refused_type(struct vd_kube_patching *patching, const char *expected,
                          const struct vd_json_value *value);

/* The elements of an array (NULL: none), with room for `more`. */
struct vd_kube_elements vd_kube_elements_of(struct vd_kube_patching *patching,
                                            const struct vd_json_value *array, size_t more);
struct vd_kube_elements vd_kube_elements_new(struct vd_kube_patching *patching, size_t room);
/* The array is these elements from now on. */
void vd_kube_elements_fill(struct vd_json_value *array, struct vd_kube_elements list);

/* The value of the merge key in an element; NULL: refused, it is no map or has none. */
struct vd_json_value *vd_kube_elements_key(struct vd_kube_patching *patching,
                                           const struct vd_json_value *element,
                                           struct vd_slice key);
/* Where an element with this merge key stands; list.count: nowhere, or refused. */
size_t vd_kube_elements_find(struct vd_kube_patching *patching, struct vd_kube_elements list,
                             struct vd_slice key, const struct vd_json_value *key_value);
/* The kind that all elements have; refused if they have not, or there is none. */
enum vd_kube_go_kind vd_kube_elements_kind(struct vd_kube_patching *patching,
                                           struct vd_kube_elements a, struct vd_kube_elements b);

/*
 * What was merged, in order: what `patch_order` names, in its order; among it, where the order of
 * the server allows it, the others in theirs. `key` empty: scalars.
 */
struct vd_kube_elements vd_kube_elements_order(struct vd_kube_patching *patching,
                                               struct vd_kube_elements merged,
                                               struct vd_kube_elements patch_order,
                                               struct vd_kube_elements server_order,
                                               struct vd_slice key, enum vd_kube_go_kind kind);

#endif
