/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order of JSON values in which keys of list elements stand (structured-merge-diff's): numbers,
 * strings, booleans, arrays, objects, null; and how a value is said in a path.
 */
#ifndef VD_DOORS_KUBE_MODEL_VALUES_H
#define VD_DOORS_KUBE_MODEL_VALUES_H

#include "base/buf.h"
#include "wire/json_read.h"

int vd_kube_value_cmp(const struct vd_json_value *a, const struct vd_json_value *b);
/* "text" in quotes as Go writes them, numbers, true, null; arrays and objects in short. */
void vd_kube_value_print(struct vd_buf *buf, const struct vd_json_value *value);

#endif
