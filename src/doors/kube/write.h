/* SPDX-License-Identifier: Apache-2.0 */
/* Everything that writes. */
#ifndef VD_DOORS_KUBE_WRITE_H
#define VD_DOORS_KUBE_WRITE_H

#include "doors/kube/call.h"

/* A call of a verb that writes (VD_KUBE_CREATE ... VD_KUBE_DELETE_COLLECTION), with its kind; also
 * of subresources. Its body may still be to come (vd_kube_call_body). Answers it, now or later. */
void vd_kube_write_open(struct vd_kube_call *call);
/* A GET of a subresource other than status (scale; and log, exec … which are refused). */
void vd_kube_subresource_open(struct vd_kube_call *call);

#endif
