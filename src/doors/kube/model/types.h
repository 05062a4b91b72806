/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the built-in objects of Kubernetes are made of: a table of message types and their fields,
 * with what JSON, protobuf, merging and server-side apply need to know of each. Facts of the public
 * Go types (k8s.io/api and its neighbours), made by gen/ and committed as types_table.c. Constant
 * data of indices and offsets, nothing is computed at start.
 *
 * A type is a Go struct that is a message on the wire. Its fields stand in order of declaration. A
 * field with VD_KUBE_INLINE is a struct whose fields are its owner's in JSON, but which is a
 * message of its own in protobuf (or not there at all: number 0, as TypeMeta). Most readers want
 * the fields as JSON shows them: vd_kube_type_count, vd_kube_type_at and vd_kube_type_field, which
 * never answer an inlined one, but those within it in its place.
 *
 * The shape of a field's JSON: with VD_KUBE_MAP an object of any names whose values have its form,
 * with VD_KUBE_REPEATED an array of elements of its form, else one value of its form.
 */
#ifndef VD_DOORS_KUBE_MODEL_TYPES_H
#define VD_DOORS_KUBE_MODEL_TYPES_H

#include "base/slice.h"

enum vd_kube_form {
    VD_KUBE_STRING,
    VD_KUBE_BOOL,
    VD_KUBE_INT32,
    VD_KUBE_INT64,
    VD_KUBE_DOUBLE,
    VD_KUBE_BYTES,         /* base64 in JSON */
    VD_KUBE_MESSAGE,       /* an object of the type vd_kube_field_type */
    VD_KUBE_TIME,          /* RFC 3339 text, or null; the scalar of all that follow */
    VD_KUBE_MICRO_TIME,    /* the same with six digits of a second */
    VD_KUBE_DURATION,      /* text as 1h2m3s */
    VD_KUBE_INT_OR_STRING, /* number or text */
    VD_KUBE_QUANTITY,      /* text as 100Mi; numbers are taken too */
    VD_KUBE_RAW,           /* any object, in runtime.RawExtension */
    VD_KUBE_FIELDS_V1,     /* the object of a managed-fields entry */
    VD_KUBE_STRINGS,       /* an array of texts that is a message of its own on the wire; in maps */
    VD_KUBE_ANY,           /* any JSON value: the JSON type of apiextensions */
    VD_KUBE_SCHEMA_OR_BOOL,   /* of apiextensions: vd_kube_field_type says JSONSchemaProps */
    VD_KUBE_SCHEMA_OR_ARRAY,  /* one, or an array of them */
    VD_KUBE_SCHEMA_OR_STRINGS /* one, or an array of texts */
};

enum vd_kube_flag {
    VD_KUBE_REPEATED = 1 << 0,
    VD_KUBE_MAP = 1 << 1,
    VD_KUBE_POINTER = 1 << 2, /* its zero is a value that is kept: replicas: 0 */
    VD_KUBE_OMITEMPTY = 1 << 3,
    VD_KUBE_OMITZERO = 1 << 4, /* a struct that is left out when all of it is zero */
    VD_KUBE_INLINE = 1 << 5,
    VD_KUBE_REQUIRED = 1 << 6, /* as OpenAPI says it */
    VD_KUBE_ATOMIC = 1 << 7,   /* the field itself is marked: an apply owns it as a whole */
    /* Strategic merge; with neither, a list is replaced and the rest is merged. */
    VD_KUBE_PATCH_MERGE = 1 << 8,
    VD_KUBE_PATCH_REPLACE = 1 << 9,
    VD_KUBE_PATCH_RETAIN_KEYS = 1 << 10,
    VD_KUBE_GRANULAR = 1 << 11 /* marked as not atomic, though its type is */
};

/* How server-side apply sees a list. Lists without a mark are atomic. */
enum vd_kube_list { VD_KUBE_LIST_ATOMIC, VD_KUBE_LIST_SET, VD_KUBE_LIST_MAP };

/* Offsets are into the pool of texts, which begins with an empty one. Read them through the
 * functions below. */
struct vd_kube_field {
    uint16_t name;         /* in JSON; empty of an inlined one */
    uint16_t number;       /* in protobuf; 0: not on the wire */
    uint16_t flags;        /* enum vd_kube_flag */
    uint16_t type;         /* of MESSAGE and SCHEMA_OR_...: an index */
    uint16_t go_type;      /* as Go prints it, without the pointer: []v1.Container */
    uint16_t merge_key;    /* of strategic merge */
    uint16_t list_keys;    /* of LIST_MAP: containerPort,protocol */
    uint16_t default_json; /* what its owner assumes where it is missing, as JSON */
    uint8_t name_len;
    uint8_t form; /* enum vd_kube_form */
    uint8_t list; /* enum vd_kube_list */
    uint8_t flat; /* of an inlined one: how many fields JSON shows in its place */
};

struct vd_kube_type {
    uint16_t name;       /* PodSpec */
    uint16_t package;    /* io.k8s.api.core.v1 */
    uint16_t go_package; /* v1 */
    uint16_t first;      /* of its own fields, inlined ones among them */
    uint16_t count;
    uint16_t flat_first; /* of the fields as JSON shows them */
    uint8_t flat_count;
    uint8_t is_atomic; /* server-side apply owns it as a whole */
};

/* A kind that has a type: group, version and kind as a document names them. */
struct vd_kube_type_kind {
    uint16_t group, version, kind; /* in the pool */
    uint16_t type;
};

/* The type of a kind of a group ("" is core) and version; NULL: none is known. What every group has
 * (DeleteOptions, Status, WatchEvent ...) is found under each. */
const struct vd_kube_type *vd_kube_type_of(struct vd_slice group, struct vd_slice version,
                                           struct vd_slice kind);
/* By its full name: io.k8s.api.core.v1.PodSpec. NULL: none. */
const struct vd_kube_type *vd_kube_type_named(struct vd_slice full_name);
/* All types, for those who write them out: NULL behind the last one. Packages stand together. */
const struct vd_kube_type *vd_kube_type_each(size_t index);
/* All kinds, in order of group, version, kind; NULL behind the last one. */
const struct vd_kube_type_kind *vd_kube_type_kind_each(size_t index);
struct vd_slice vd_kube_type_kind_group(const struct vd_kube_type_kind *kind);
struct vd_slice vd_kube_type_kind_version(const struct vd_kube_type_kind *kind);
struct vd_slice vd_kube_type_kind_name(const struct vd_kube_type_kind *kind);
const struct vd_kube_type *vd_kube_type_kind_type(const struct vd_kube_type_kind *kind);

struct vd_slice vd_kube_type_name(const struct vd_kube_type *type);
struct vd_slice vd_kube_type_package(const struct vd_kube_type *type);
struct vd_slice vd_kube_type_go_package(const struct vd_kube_type *type);

/* Fields as JSON shows them, in the order in which Go prints them. */
static inline size_t vd_kube_type_count(const struct vd_kube_type *type)
{
    return type->flat_count;
}
const struct vd_kube_field *vd_kube_type_at(const struct vd_kube_type *type, size_t index);
/* By name in JSON, as it is written (case counts), through inlined ones. NULL: none. */
const struct vd_kube_field *vd_kube_type_field(const struct vd_kube_type *type,
                                               struct vd_slice name);
/* The same, as an index for vd_kube_type_at; negative: none. */
int vd_kube_type_index(const struct vd_kube_type *type, struct vd_slice name);
/* Its own fields as Go declares them, for those who follow the wire. index < type->count. */
const struct vd_kube_field *vd_kube_type_own(const struct vd_kube_type *type, size_t index);

struct vd_slice vd_kube_field_name(const struct vd_kube_field *field);
/* The type of MESSAGE, and of elements and values of lists and maps of it; NULL of other forms. */
const struct vd_kube_type *vd_kube_field_type(const struct vd_kube_field *field);
struct vd_slice vd_kube_field_go_type(const struct vd_kube_field *field);
/* Empty: strategic merge knows no key (of a list of scalars with PATCH_MERGE: merged as a set). */
struct vd_slice vd_kube_field_merge_key(const struct vd_kube_field *field);
/* The index-th key of a LIST_MAP; false: there are no more. */
bool vd_kube_field_list_key(const struct vd_kube_field *field, size_t index,
                            struct vd_slice *out_key);
/* JSON; empty: nothing is assumed. A scalar that is always written (no pointer, no omitempty) is
 * assumed to be its zero, as the schemas of Kubernetes say it. */
struct vd_slice vd_kube_field_default(const struct vd_kube_field *field);

static inline bool vd_kube_field_is_list(const struct vd_kube_field *field)
{
    return field->flags & VD_KUBE_REPEATED ||
           (field->form == VD_KUBE_STRINGS && !(field->flags & VD_KUBE_MAP));
}

static inline bool vd_kube_field_is_map(const struct vd_kube_field *field)
{
    return field->flags & VD_KUBE_MAP;
}

/* Whether server-side apply owns the field's value as a whole, by its own mark or its type's. Of a
 * list, see field->list. */
bool vd_kube_field_is_atomic(const struct vd_kube_field *field);

#endif
