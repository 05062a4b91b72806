/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The annotation in which kubectl's client-side apply keeps its configuration.
 */
#ifndef VD_DOORS_KUBE_MODEL_LAST_APPLIED_H
#define VD_DOORS_KUBE_MODEL_LAST_APPLIED_H

#include "doors/kube/model/merging.h"

/* The fields in which that configuration and the object agree. 0; VD_NOT_FOUND: there is none, or
 * it is of no use; -ENOMEM. */
VD_MUST_CHECK int vd_kube_last_applied_fields(struct vd_arena *arena, struct vd_kube_shape shape,
                                              const struct vd_json_value *object,
                                              struct vd_slice api_version,
                                              const struct vd_kube_fields **out_set);
/* If the object has such an annotation, it becomes this configuration's. 0; -ENOMEM. */
VD_MUST_CHECK int vd_kube_last_applied_update(struct vd_arena *arena, struct vd_json_value *object,
                                              const struct vd_json_value *config);

#endif
