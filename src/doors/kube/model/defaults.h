/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a built-in object says when its author does not: replicas, strategies, restart policies,
 * protocols. Clients rely on these being written out, so they are filled in before an object is
 * judged and stored, as kube-apiserver fills them in when it decodes one.
 *
 * The table (defaults_pod.c, defaults_kinds.c) holds facts of kubernetes 1.37: pkg/apis/<group>/
 * <version>/defaults.go and zz_generated.defaults.go, with the default feature gates. Not in it:
 * rounding of quantities to thousandths, requests of a pod as a whole, volumes that no longer exist
 * in clusters (RBD, ScaleIO, ISCSI, AzureDisk), and what DRA adds.
 */
#ifndef VD_DOORS_KUBE_MODEL_DEFAULTS_H
#define VD_DOORS_KUBE_MODEL_DEFAULTS_H

#include "doors/kube/model/doc.h"

/* Fills in an object of a built-in kind, in the version in which it came; a kind that has none is
 * left alone. In place; doc->rc says whether memory sufficed. Values of a wrong type are left. */
void vd_kube_defaults(struct vd_kube_doc *doc, struct vd_slice group, struct vd_slice version,
                      struct vd_slice kind, struct vd_json_value *object);

#endif
