/* SPDX-License-Identifier: Apache-2.0 */
/* What gen/ makes and types.c reads: the arrays behind types.h. */
#ifndef VD_DOORS_KUBE_MODEL_TYPES_TABLE_H
#define VD_DOORS_KUBE_MODEL_TYPES_TABLE_H

#include "doors/kube/model/types.h"

/* Texts, each ended by a zero; every uint16_t offset of types.h is into them. */
extern const char vd_kube_texts[];
/* The own fields of all types, type after type. */
extern const struct vd_kube_field vd_kube_fields[];
/* The fields of all types as JSON shows them: indices into vd_kube_fields. */
extern const uint16_t vd_kube_flat[];
/* Beside vd_kube_flat: each type's own indices into its part, in order of names. */
extern const uint8_t vd_kube_sorted[];
/* In order of package and name. */
extern const struct vd_kube_type vd_kube_types[];
extern const size_t vd_kube_types_count;
/* In order of group, version and kind. */
extern const struct vd_kube_type_kind vd_kube_type_kinds[];
extern const size_t vd_kube_type_kinds_count;

#endif
