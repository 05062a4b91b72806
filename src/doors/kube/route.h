/* SPDX-License-Identifier: Apache-2.0 */
#ifndef VD_DOORS_KUBE_ROUTE_H
#define VD_DOORS_KUBE_ROUTE_H

#include "doors/kube/call.h"

/* Every request of this door (arg: its struct vd_kube). As vd_route.open. */
int vd_kube_route_open(struct vd_exchange *x, const struct vd_request *request, void *arg);
/* The bit of a resource's verb in enum vd_kube_may. */
uint32_t vd_kube_may_of(enum vd_kube_verb verb);
/* Goes on with a call whose method, path and headers are set. */
void vd_kube_route(struct vd_kube_call *call);

#endif
