/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What shape.c asks of a node of a structural schema. Apart from it, since the words for types of
 * built-in objects and of schemas are the same. Arguments and answers as in shape.h.
 */
#ifndef VD_DOORS_KUBE_MODEL_SHAPE_SCHEMA_H
#define VD_DOORS_KUBE_MODEL_SHAPE_SCHEMA_H

#include "doors/kube/model/shape.h"

/* Whether a schema keeps what it does not know, and so do all below. */
bool vd_kube_schema_shape_is_open(const struct vd_kube_schema *schema);
enum vd_kube_merge vd_kube_schema_shape_merge(struct vd_kube_shape shape,
                                              const struct vd_json_value *value);
enum vd_kube_member vd_kube_schema_shape_member(struct vd_kube_shape shape, struct vd_slice name,
                                                struct vd_kube_shape *out_shape);
struct vd_kube_shape vd_kube_schema_shape_element(struct vd_kube_shape shape);
bool vd_kube_schema_shape_key(struct vd_kube_shape shape, size_t index, struct vd_slice *out_name);
const struct vd_json_value *vd_kube_schema_shape_default(struct vd_kube_shape shape,
                                                         struct vd_slice name);
enum vd_kube_takes vd_kube_schema_shape_takes(struct vd_kube_shape shape);

#endif
