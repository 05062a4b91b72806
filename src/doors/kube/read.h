/* SPDX-License-Identifier: Apache-2.0 */
/* Everything that reads. Each takes a call of its verb, with its kind, and answers it. */
#ifndef VD_DOORS_KUBE_READ_H
#define VD_DOORS_KUBE_READ_H

#include "doors/kube/call.h"

/* What can be answered, for vd_kube_accept_parse. */
enum { VD_KUBE_MEDIA_JSON = 1 << VD_KUBE_JSON, VD_KUBE_MEDIA_ALL = 3 };

/* One object, or its status. */
void vd_kube_get_open(struct vd_kube_call *call);
void vd_kube_list_open(struct vd_kube_call *call);
/* Over HTTP, or a WebSocket. */
void vd_kube_watch_open(struct vd_kube_call *call);

#endif
