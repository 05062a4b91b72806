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

#include "base/outcome.h"
#include "base/slice.h"
#include "wire/json_read.h"

struct vd_kube_type;
struct vd_kube_field;
struct vd_kube_schema;

enum vd_kube_shape_source {
    VD_KUBE_SHAPE_DEDUCED, /* no schema: maps granular, lists atomic */
    VD_KUBE_SHAPE_TYPE,    /* a message of the built-in table */
    VD_KUBE_SHAPE_FIELD,   /* a field of one: what it holds, list or map and all */
    VD_KUBE_SHAPE_ELEMENT, /* an element of the list or map that such a field is */
    VD_KUBE_SHAPE_SCHEMA,  /* a node of a structural schema */
    VD_KUBE_SHAPE_ROOT     /* the root of one: apiVersion, kind and metadata are known besides */
};

struct vd_kube_shape {
    enum vd_kube_shape_source source;
    bool is_open;  /* of SCHEMA: something above keeps what it does not know */
    bool is_plain; /* of built-in types: of a custom resource, whose structs show nothing */
    union {
        const struct vd_kube_type *type;
        const struct vd_kube_field *field;
        const struct vd_kube_schema *schema;
    };
};

struct vd_kube_shape vd_kube_shape_of_type(const struct vd_kube_type *type);
/* schema NULL: deduced. */
struct vd_kube_shape vd_kube_shape_of_custom(const struct vd_kube_schema *schema);
struct vd_kube_shape vd_kube_shape_deduced(void);

/* --- what merging asks ---------------------------------------------------------------------- */

enum vd_kube_merge {
    VD_KUBE_MERGE_LEAF,    /* owned as a whole: a scalar, an atomic list or map */
    VD_KUBE_MERGE_MEMBERS, /* a map or an object: each member by itself */
    VD_KUBE_MERGE_SET,     /* a list of scalars: each value by itself */
    VD_KUBE_MERGE_KEYED    /* a list of objects, told apart by their keys */
};

/* How a value (NULL: any) at this place is merged. What is not of the place's shape is a leaf. */
enum vd_kube_merge vd_kube_shape_merge(struct vd_kube_shape shape,
                                       const struct vd_json_value *value);

enum vd_kube_member {
    VD_KUBE_UNKNOWN,  /* the schema has no such member; its shape is deduced */
    VD_KUBE_DECLARED, /* named by the schema */
    VD_KUBE_ANY_NAME  /* the schema takes members of any name here, as maps do */
};

/* The shape of a member of a place that is MEMBERS. */
enum vd_kube_member vd_kube_shape_member(struct vd_kube_shape shape, struct vd_slice name,
                                         struct vd_kube_shape *out_shape);
/* The shape of the elements of a list. */
struct vd_kube_shape vd_kube_shape_element(struct vd_kube_shape shape);
/* The index-th key of a KEYED list; false: there are no more. */
bool vd_kube_shape_key(struct vd_kube_shape shape, size_t index, struct vd_slice *out_name);
/* What an element without this key is taken to have there; NULL: nothing. 0; -ENOMEM. */
VD_MUST_CHECK int vd_kube_shape_key_default(struct vd_arena *arena, struct vd_kube_shape shape,
                                            struct vd_slice name,
                                            const struct vd_json_value **out_value);

/*
 * Go's structs show some fields when nobody has set them (resources: {}), and hide others when they
 * are zero (hostNetwork: false); ownership is counted as they show it. Of the shape of a declared
 * member: what it shows when it is absent (NULL: nothing), and whether it hides this value. Of an
 * element: what it shows when it is null.
 */
const struct vd_json_value *vd_kube_shape_zero(struct vd_kube_shape shape);
bool vd_kube_shape_hides(struct vd_kube_shape shape, const struct vd_json_value *value);
/* Whether a null here is as good as nothing, and nothing is what shape_zero says. */
bool vd_kube_shape_is_null(struct vd_kube_shape shape, const struct vd_json_value *value);
/* The index-th declared member of a place of the built-in types, for those who look for absent
 * ones; false: there are no more, or the place is of another kind. */
bool vd_kube_shape_each(struct vd_kube_shape shape, size_t index, struct vd_slice *out_name,
                        struct vd_kube_shape *out_shape);

/* What JSON a place takes, to refuse what is not. */
enum vd_kube_takes {
    VD_KUBE_TAKES_ANY,
    VD_KUBE_TAKES_SCALAR, /* any of the three that follow */
    VD_KUBE_TAKES_STRING,
    VD_KUBE_TAKES_NUMBER,
    VD_KUBE_TAKES_BOOL,
    VD_KUBE_TAKES_LIST,
    VD_KUBE_TAKES_MAP
};
enum vd_kube_takes vd_kube_shape_takes(struct vd_kube_shape shape);

#endif
