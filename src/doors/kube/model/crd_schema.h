/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether an openAPIV3Schema may be one of a definition: structural, of what is supported, with
 * defaults that keep to it. Facts: apiextensions-apiserver pkg/apis/apiextensions/validation
 * (ValidateCustomResourceDefinitionOpenAPISchema), pkg/apiserver/schema/validation.go and
 * defaulting/validation.go, whose words these are.
 */
#ifndef VD_DOORS_KUBE_MODEL_CRD_SCHEMA_H
#define VD_DOORS_KUBE_MODEL_CRD_SCHEMA_H

#include "doors/kube/model/causes.h"

/* path: of the schema. *out_has_rules: it has x-kubernetes-validations somewhere. 0, -ENOMEM. */
VD_MUST_CHECK int vd_kube_crd_schema_judge(struct vd_arena *arena,
                                           const struct vd_json_value *schema,
                                           const struct vd_kube_path *path,
                                           struct vd_kube_causes *causes, bool *out_has_rules);

#endif
