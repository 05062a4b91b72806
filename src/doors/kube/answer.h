/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a call is answered with. Each of these answers it, also when memory is short (then it is
 * broken off), and the call is not to be touched afterwards.
 *
 * Objects are answered as the client accepts them (call->form): whole or in part, as a table, in
 * JSON or YAML, pretty or not. Errors are in status.h.
 */
#ifndef VD_DOORS_KUBE_ANSWER_H
#define VD_DOORS_KUBE_ANSWER_H

#include "doors/kube/call.h"
#include "wire/json_read.h"

/* An object of the call's kind as it is stored (in the kind's stored version, without a
 * resourceVersion), which is put in. revision: its mod revision; 0: it has none (a dry run's). */
void vd_kube_answer_stored(struct vd_kube_call *call, unsigned status, struct vd_slice stored,
                           int64_t revision);
/* What vd_kube_load has found at the call's key; where that is nothing, or no object, it is said.
 */
void vd_kube_answer_loaded(struct vd_kube_call *call);
/* A document that says all it has to: reviews, Scale, objects with their resourceVersion in. It is
 * of the served version already. */
void vd_kube_answer_document(struct vd_kube_call *call, unsigned status,
                             const struct vd_json_value *document);
/* A text of JSON that is answered as it is, or pretty, or as YAML; is no object of the kind. */
void vd_kube_answer_json(struct vd_kube_call *call, unsigned status, struct vd_slice text);
/* Any bytes with any headers: (names in lower case; content-length is added). 304 has no body. */
void vd_kube_answer_bytes(struct vd_kube_call *call, unsigned status,
                          const struct vd_header *headers, uint32_t count, struct vd_slice bytes);

#endif
