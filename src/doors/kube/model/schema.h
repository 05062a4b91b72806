/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The structural schema of a custom resource: compiled once from a definition's openAPIV3Schema,
 * then asked to prune, to fill in defaults, to judge, and how a list or map is merged
 * (apiextensions-apiserver pkg/apiserver/schema; messages as its validation says them).
 *
 * A schema is somebody else's: it is bounded in depth and size, its patterns run with a bound on
 * their steps, and one that is too costly is refused when it is compiled. Object metadata is not
 * the schema's business and is left alone, at the root and in embedded resources.
 */
#ifndef VD_DOORS_KUBE_MODEL_SCHEMA_H
#define VD_DOORS_KUBE_MODEL_SCHEMA_H

#include "doors/kube/model/causes.h"

struct vd_kube_schema;
struct vd_kube_schema_rules;

enum vd_kube_schema_type {
    VD_KUBE_SCHEMA_ANY, /* no type said */
    VD_KUBE_SCHEMA_OBJECT,
    VD_KUBE_SCHEMA_ARRAY,
    VD_KUBE_SCHEMA_STRING,
    VD_KUBE_SCHEMA_INTEGER,
    VD_KUBE_SCHEMA_NUMBER,
    VD_KUBE_SCHEMA_BOOLEAN,
};

enum vd_kube_schema_flags {
    VD_KUBE_SCHEMA_NULLABLE = 1 << 0,
    VD_KUBE_SCHEMA_PRESERVE = 1 << 1,       /* x-kubernetes-preserve-unknown-fields */
    VD_KUBE_SCHEMA_EMBEDDED = 1 << 2,       /* x-kubernetes-embedded-resource */
    VD_KUBE_SCHEMA_INT_OR_STRING = 1 << 3,  /* x-kubernetes-int-or-string */
    VD_KUBE_SCHEMA_UNIQUE = 1 << 4,         /* uniqueItems */
    VD_KUBE_SCHEMA_ABOVE_MINIMUM = 1 << 5,  /* exclusiveMinimum */
    VD_KUBE_SCHEMA_BELOW_MAXIMUM = 1 << 6,  /* exclusiveMaximum */
    VD_KUBE_SCHEMA_ANY_MEMBER = 1 << 7,     /* additionalProperties: true, or without a schema */
    VD_KUBE_SCHEMA_NO_MEMBER = 1 << 8,      /* additionalProperties: false */
    VD_KUBE_SCHEMA_DEFAULTS_BELOW = 1 << 9, /* this one or one below it has a default */
};

/* x-kubernetes-list-type, -map-type: how server-side apply merges. */
enum vd_kube_schema_merge {
    VD_KUBE_SCHEMA_MERGE_UNSAID,
    VD_KUBE_SCHEMA_MERGE_ATOMIC,
    VD_KUBE_SCHEMA_MERGE_SET,
    VD_KUBE_SCHEMA_MERGE_MAP,
    VD_KUBE_SCHEMA_MERGE_GRANULAR
};

struct vd_kube_schema_member {
    struct vd_slice name;
    const struct vd_kube_schema *schema;
};

/* One node. Everything in it is in the arena that it was compiled into. */
struct vd_kube_schema {
    uint8_t type;  /* enum vd_kube_schema_type */
    uint8_t merge; /* enum vd_kube_schema_merge */
    uint16_t flags;
    uint32_t member_count, required_count, key_count, enum_count;
    const struct vd_kube_schema_member *members; /* in the order of their names */
    const struct vd_slice *required;
    const struct vd_slice *keys;         /* x-kubernetes-list-map-keys */
    const struct vd_kube_schema *others; /* additionalProperties */
    const struct vd_kube_schema *items;
    const struct vd_json_value *preset;       /* default; NULL: none */
    const struct vd_kube_schema_rules *rules; /* bounds, patterns, enum, combinations; NULL: none */
};

/* Of an openAPIV3Schema. 0; VD_INVALID: it makes no sense (crd.h says before what); VD_TOO_LARGE:
 * deeper than 64, or over 50,000 nodes; -ENOMEM. */
VD_MUST_CHECK int vd_kube_schema_read(struct vd_arena *arena, const struct vd_json_value *doc,
                                      const struct vd_kube_schema **out_schema);
/* The schema of a member by its name, also through additionalProperties; NULL: nothing is said of
 * it. */
const struct vd_kube_schema *vd_kube_schema_member(const struct vd_kube_schema *schema,
                                                   struct vd_slice name);

/* Takes out what the schema does not know, but apiVersion, kind and metadata of the root. Each
 * one's path
 * ("spec.foo[2].bar") goes to unknown, if that is not NULL: it is called with a text that lives
 * for the call. */
void vd_kube_schema_prune(const struct vd_kube_schema *schema, struct vd_json_value *doc,
                          void (*unknown)(void *arg, struct vd_slice path), void *arg);
/* The same for a part of a document, which has no metadata of its own unless the schema says so. */
void vd_kube_schema_prune_part(const struct vd_kube_schema *schema, struct vd_json_value *value);
/* Takes out nulls that may not be and have no default; fills in defaults where a member is absent,
 * or null where it may not be. 0, -ENOMEM. */
VD_MUST_CHECK int vd_kube_schema_default(const struct vd_kube_schema *schema,
                                         struct vd_arena *arena, struct vd_json_value *doc);
/* Every breach, as the causes of a 422. 0 (and causes->count tells), -ENOMEM. */
VD_MUST_CHECK int vd_kube_schema_judge(const struct vd_kube_schema *schema,
                                       const struct vd_json_value *doc,
                                       struct vd_kube_causes *causes);

#endif
