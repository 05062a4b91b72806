/* SPDX-License-Identifier: Apache-2.0 */
/* The schemas of a document of OpenAPI version 3: of kinds, and of all types that they use. */
#ifndef VD_DOORS_KUBE_OPENAPI_SCHEMA_H
#define VD_DOORS_KUBE_OPENAPI_SCHEMA_H

#include "doors/kube/model/kind.h"

struct vd_kube_openapi_schemas {
    struct vd_json *json;
    uint8_t *wanted; /* of each type: it is used, it was written */
    size_t types;
    uint32_t special; /* those that are no messages, a bit each */
    int rc;
};

/* Inside the object of components.schemas: begin, add kinds, end, which writes what they use.
 * Sticky. */
void vd_kube_openapi_begin(struct vd_kube_openapi_schemas *schemas, struct vd_json *json);
void vd_kube_openapi_add(struct vd_kube_openapi_schemas *schemas, const struct vd_kube_kind *kind);
/* 0, VD_TOO_LARGE, -ENOMEM. */
VD_MUST_CHECK int vd_kube_openapi_end(struct vd_kube_openapi_schemas *schemas);

/* {"group":…,"version":…,"kind":…} */
void vd_kube_openapi_kind(struct vd_json *json, const struct vd_kube_kind *kind);

#endif
