/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Within the protobuf reader: single values. Scalars and those types that have a text or a JSON of
 * their own; messages stand in protobuf.c.
 */
#ifndef VD_DOORS_KUBE_MODEL_PROTOBUF_VALUE_H
#define VD_DOORS_KUBE_MODEL_PROTOBUF_VALUE_H

#include "doors/kube/model/doc.h"
#include "doors/kube/model/protobuf.h"
#include "wire/protobuf.h"

struct vd_kube_protobuf {
    struct vd_kube_doc doc;
    struct vd_slice fault; /* set with VD_INVALID and VD_TOO_LARGE */
};

/* Sets the fault and returns VD_INVALID (or what the arena says). */
VD_MUST_CHECK int vd_kube_protobuf_refuse(struct vd_kube_protobuf *pb, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* On the wire a value of this form has this wire type. */
enum vd_pb_type vd_kube_protobuf_wire(enum vd_kube_form form);

/*
 * A value of any form but MESSAGE and SCHEMA_OR_... . `depth`: levels of JSON around it. 0;
 * VD_INVALID, VD_TOO_LARGE, -ENOMEM.
 */
VD_MUST_CHECK int vd_kube_protobuf_value(struct vd_kube_protobuf *pb,
                                         const struct vd_kube_field *field,
                                         const struct vd_pb_field *wire, uint32_t depth,
                                         struct vd_json_value **out_value);
/* What Go prints for a value of these forms that nobody set; NULL: no memory. */
struct vd_json_value *vd_kube_protobuf_zero(struct vd_kube_protobuf *pb, enum vd_kube_form form);
/* Whether it is the zero that omitempty leaves out. */
bool vd_kube_protobuf_is_zero(enum vd_kube_form form, const struct vd_json_value *value);

#endif
