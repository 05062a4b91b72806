/* SPDX-License-Identifier: Apache-2.0 */
/* What there is: /api, /apis and below them down to a group's version, /openapi/. */
#ifndef VD_DOORS_KUBE_DISCOVERY_H
#define VD_DOORS_KUBE_DISCOVERY_H

#include "doors/kube/call.h"

/* A GET whose path (call->path) is no resource's. call->verb is VD_KUBE_OTHER; group and version
 * are set of /apis/G and /apis/G/V. Answers it, now or later; 404 for what is none of its. */
void vd_kube_discovery_open(struct vd_kube_call *call);

#endif
