/* SPDX-License-Identifier: Apache-2.0 */
#ifndef VD_DOORS_KUBE_ROUTE_H
#define VD_DOORS_KUBE_ROUTE_H

#include "http/exchange.h"

/* Every request of this door (arg: its struct vd_kube). As vd_route.open. */
int vd_kube_route_open(struct vd_exchange *x, const struct vd_request *request, void *arg);

#endif
