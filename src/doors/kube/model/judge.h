/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is wrong with a built-in object beyond its types: what is required, what goes together, what
 * may not be changed. It is what clients and controllers rely on, in the words of kubernetes 1.37
 * (pkg/apis/<group>/validation), and not all of it: docs/doors/kube.md says which kinds are judged.
 * Of the others, and of custom kinds, only metadata is.
 *
 * Objects are in their kind's stored version, with defaults, and fit their type. Nothing is
 * changed. Faults beyond VD_KUBE_CAUSES_MAX are counted only.
 */
#ifndef VD_DOORS_KUBE_MODEL_JUDGE_H
#define VD_DOORS_KUBE_MODEL_JUDGE_H

#include "doors/kube/model/causes.h"
#include "doors/kube/model/kind.h"

void vd_kube_judge_create(const struct vd_kube_kind *kind, const struct vd_json_value *object,
                          struct vd_kube_causes *causes);
/* Through the main resource; through …/status with is_status: only its metadata. */
void vd_kube_judge_update(const struct vd_kube_kind *kind, const struct vd_json_value *object,
                          const struct vd_json_value *old, bool is_status,
                          struct vd_kube_causes *causes);

#endif
