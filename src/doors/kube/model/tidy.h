/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A built-in object as a Go server would have it after decoding: what its type does not know is
 * gone, null is not there, of members with one name the last stays. Order and texts are kept.
 */
#ifndef VD_DOORS_KUBE_MODEL_TIDY_H
#define VD_DOORS_KUBE_MODEL_TIDY_H

#include "doors/kube/model/types.h"
#include "wire/json_read.h"

/* In place; of a document that vd_kube_type_check took. */
void vd_kube_tidy(const struct vd_kube_type *type, struct vd_json_value *document);

#endif
