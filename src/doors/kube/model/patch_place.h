/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places that JSON patches name by pointers (RFC 6901), with the freedoms of evanphx/json-patch,
 * and what is done there. Inner to the patches. `why` is the library's word for what cannot be
 * done.
 */
#ifndef VD_DOORS_KUBE_MODEL_PATCH_PLACE_H
#define VD_DOORS_KUBE_MODEL_PATCH_PLACE_H

#include "doors/kube/model/patch_inner.h"

enum { VD_KUBE_UNPROCESSABLE = 422 };

struct vd_kube_patcher {
    struct vd_kube_patching base;
    struct vd_json_value *root;
    uint64_t copied_bytes;
};

/* Where a path leads: a member or element `key` of `container`, which need not be there. */
struct vd_kube_place {
    struct vd_json_value *container; /* NULL: there is no such way */
    struct vd_slice key;
    uint32_t depth; /* of what is put there */
};

struct vd_kube_place vd_kube_place_find(struct vd_kube_patcher *patcher, struct vd_slice path);
bool vd_kube_is_container(const struct vd_json_value *value);
/* The levels of a value, each of its parts a step. */
uint32_t vd_kube_patch_depth(struct vd_kube_patcher *patcher, const struct vd_json_value *value);

/* What is there: a member that is not is NULL. False: the key is no index of this array. */
bool vd_kube_place_get(struct vd_kube_patcher *patcher, const struct vd_json_value *container,
                       struct vd_slice key, struct vd_json_value **out_value, struct vd_slice *why);
/* False: refused, it would be too deep there. */
bool vd_kube_place_fits(struct vd_kube_patcher *patcher, const struct vd_kube_place *place,
                        const struct vd_json_value *value);
/* As a member, in place of what was there. */
void vd_kube_place_set(struct vd_kube_patcher *patcher, const struct vd_kube_place *place,
                       struct vd_json_value *value);
/* As a member, or an element before the one that is there. False: it cannot be. */
bool vd_kube_place_add(struct vd_kube_patcher *patcher, const struct vd_kube_place *place,
                       struct vd_json_value *value, struct vd_slice *why);
/* What was there, taken out; NULL: nothing is. */
struct vd_json_value *vd_kube_place_remove(struct vd_kube_patcher *patcher,
                                           const struct vd_kube_place *place, struct vd_slice *why);

#endif
