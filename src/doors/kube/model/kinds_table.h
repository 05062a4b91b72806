/* SPDX-License-Identifier: Apache-2.0 */
/* The table itself, for kind.c, which is how everybody else sees it. */
#ifndef VD_DOORS_KUBE_MODEL_KINDS_TABLE_H
#define VD_DOORS_KUBE_MODEL_KINDS_TABLE_H

#include "doors/kube/model/kind.h"

extern const struct vd_kube_kind vd_kube_kinds_table[];
extern const size_t vd_kube_kinds_table_count;

#endif
