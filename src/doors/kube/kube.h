/* SPDX-License-Identifier: Apache-2.0 */
/* The Kubernetes door: list, watch and write of objects as kube-apiserver serves them
 * (docs/doors/kube.md). */
#ifndef VD_DOORS_KUBE_KUBE_H
#define VD_DOORS_KUBE_KUBE_H

#include "doors/door.h"

extern const struct vd_door vd_door_kube;

#endif
