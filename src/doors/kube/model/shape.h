/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of a place in an object, as far as merging and ownership need it: whether it is one
 * value, a map whose members have owners of their own, or a list, and by what its elements are told
 * apart. It is known from one of three: the table of the built-in types, the structural schema of a
 * custom resource, or nothing (deduced: maps are taken apart, lists are one value).
 *
 * A shape is a small value, passed and copied; what it points to is static or outlives the request.
 */
#ifndef VD_DOORS_KUBE_MODEL_SHAPE_H
#define VD_DOORS_KUBE_MODEL_SHAPE_H

#include "base/slice.h"
#include "wire/json_read.h"

struct vd_kube_type;
struct vd_kube_field;
struct vd_kube_schema;

enum vd_kube_shape_source {
    VD_KUBE_SHAPE_DEDUCED, /* no schema: maps granular, lists atomic */
    VD_KUBE_SHAPE_ATOMIC,  /* one value, whatever lies in it */
    VD_KUBE_SHAPE_TYPE,    /* a message of the built-in table */
    VD_KUBE_SHAPE_FIELD,   /* a field of one: what it holds, list or map and all */
    VD_KUBE_SHAPE_ELEMENT, /* an element of the list or map that such a field is */
    VD_KUBE_SHAPE_SCHEMA,  /* a node of a structural schema */
    VD_KUBE_SHAPE_ROOT     /* the root of one: apiVersion, kind and metadata are known besides */
};

struct vd_kube_shape {
    enum vd_kube_shape_source source;
    union {
        const struct vd_kube_type *type;
        const struct vd_kube_field *field;
        const struct vd_kube_schema *schema;
    };
};

struct vd_kube_shape vd_kube_shape_of_type(const struct vd_kube_type *type);
/* schema NULL: deduced, but for metadata. */
struct vd_kube_shape vd_kube_shape_of_custom(const struct vd_kube_schema *schema);
struct vd_kube_shape vd_kube_shape_deduced(void);

#endif
