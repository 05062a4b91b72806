/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What types say of merging, as a strategic merge patch asks it, and what becomes of what is only
 * added. Inner to the patches.
 */
#ifndef VD_DOORS_KUBE_MODEL_PATCH_MERGING_H
#define VD_DOORS_KUBE_MODEL_PATCH_MERGING_H

#include "doors/kube/model/patch_inner.h"

struct vd_kube_type;

/* What Go knows of a value's type. */
struct vd_kube_patch_shape {
    const struct vd_kube_type *type; /* of a struct of ours; NULL: of another, or no struct */
    struct vd_slice struct_name;     /* empty: it is none */
    const char *go_kind;
};

/* How a member is merged. */
struct vd_kube_merging {
    struct vd_kube_patch_shape shape; /* of the value, or of a list's elements */
    bool is_merge, is_replace;
    struct vd_slice key;
};

/* How the member `name` of a value of this shape is merged; is_list: the JSON is an array. False:
 * refused. */
bool vd_kube_merging_of(struct vd_kube_patching *patching, const struct vd_kube_patch_shape *shape,
                        struct vd_slice name, bool is_list, struct vd_kube_merging *out);

/* Takes out the members that are null, in all levels. */
void vd_kube_discard_nulls(struct vd_json_value *value);
/* Takes out the maps that are directives. False: this is one. */
bool vd_kube_remove_directives(struct vd_json_value *value);

#endif
