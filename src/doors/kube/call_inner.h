/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that read have of a call between them. */
#ifndef VD_DOORS_KUBE_CALL_INNER_H
#define VD_DOORS_KUBE_CALL_INNER_H

#include "doors/kube/call.h"

enum { VD_KUBE_AUDIT_BYTES = 40, VD_KUBE_HEADERS_MAX = 12 + VD_KUBE_WARNINGS_MAX };

/* Takes the exchange, if there is one. NULL: no memory. */
struct vd_kube_call *vd_kube_call_new(struct vd_kube *kube, struct vd_exchange *x);
/* Whose exchange is another's now (of a reader), or gone. */
void vd_kube_call_free(struct vd_kube_call *call);
/* It is answered in that nothing (more) is said. */
void vd_kube_call_break_off(struct vd_kube_call *call);
/* What every answer begins with: Audit-Id (another UUID each time), Cache-Control, the warnings of
 * the call; and the type of JSON. Returns how many; borrowed from the call and `audit`. */
uint32_t vd_kube_answer_headers(struct vd_kube_call *call,
                                struct vd_header headers[VD_KUBE_HEADERS_MAX],
                                char audit[VD_KUBE_AUDIT_BYTES]);

#endif
