/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OpenAPI as far as clients need it (docs/doors/kube.md): version 3 as an index and one document a
 * group and version, with the schemas of its kinds and of all that they use; version 2 as the
 * smallest document that there is, for clients that insist on one.
 */
#ifndef VD_DOORS_KUBE_OPENAPI_H
#define VD_DOORS_KUBE_OPENAPI_H

#include "doors/kube/call.h"

/* A GET below /openapi/, or /swagger-2.0.0.pb-v1. The kinds have settled. */
void vd_kube_openapi_answer(struct vd_kube_call *call);

/* With an ETag of the bytes; 304 for who has them. (discovery.c) */
void vd_kube_answer_tagged(struct vd_kube_call *call, const char *type, struct vd_slice body);

#endif
