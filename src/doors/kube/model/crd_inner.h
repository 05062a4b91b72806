/* SPDX-License-Identifier: Apache-2.0 */
/* What those who read a definition as a document share. */
#ifndef VD_DOORS_KUBE_MODEL_CRD_INNER_H
#define VD_DOORS_KUBE_MODEL_CRD_INNER_H

#include "doors/kube/model/crd.h"

/* The openAPIV3Schema of a version by its name; NULL: it has none, or there is no such version. */
const struct vd_json_value *vd_kube_crd_schema_of(const struct vd_json_value *doc,
                                                  struct vd_slice version);

#endif
