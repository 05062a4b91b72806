/* SPDX-License-Identifier: Apache-2.0 */
/* What the two files that judge the schemas of definitions share: how a schema is asked. */
#ifndef VD_DOORS_KUBE_MODEL_CRD_SCHEMA_INNER_H
#define VD_DOORS_KUBE_MODEL_CRD_SCHEMA_INNER_H

#include "doors/kube/model/causes.h"
#include "doors/kube/model/doc.h"

#define VD_KUBE_X_LIST_TYPE "x-kubernetes-list-type"
#define VD_KUBE_X_LIST_KEYS "x-kubernetes-list-map-keys"
#define VD_KUBE_X_MAP_TYPE  "x-kubernetes-map-type"
#define VD_KUBE_X_PRESERVE  "x-kubernetes-preserve-unknown-fields"
#define VD_KUBE_X_EMBEDDED  "x-kubernetes-embedded-resource"
#define VD_KUBE_X_INT_OR    "x-kubernetes-int-or-string"
#define VD_KUBE_X_RULES     "x-kubernetes-validations"

/* What all walks of one schema share. */
struct vd_kube_crd_walk {
    struct vd_arena *arena;
    struct vd_kube_causes *causes;
    bool has_rules;
    bool is_foreign;
    int rc;
};

static inline bool vd_kube_word_has(const struct vd_json_value *schema, const char *name)
{
    return !vd_kube_doc_is_null(vd_kube_doc_get(schema, name));
}

static inline bool vd_kube_word_is_true(const struct vd_json_value *schema, const char *name)
{
    return vd_kube_doc_bool(schema, name, false);
}

static inline bool vd_kube_word_has_members(const struct vd_json_value *schema, const char *name)
{
    const struct vd_json_value *value = vd_kube_doc_get(schema, name);

    return value && value->count > 0;
}

static inline bool vd_kube_word_is_type(const struct vd_json_value *schema, const char *type)
{
    return vd_kube_doc_says(vd_kube_doc_get(schema, "type"), type);
}

static inline bool vd_kube_word_is_list(const struct vd_json_value *schema, const char *type)
{
    return vd_kube_doc_says(vd_kube_doc_get(schema, VD_KUBE_X_LIST_TYPE), type);
}

/* "properties[name]" of a schema: two steps of a path. */
struct vd_kube_member_path {
    struct vd_kube_path properties, name;
};

static inline const struct vd_kube_path *vd_kube_member_of(struct vd_kube_member_path *path,
                                                           const struct vd_kube_path *parent,
                                                           struct vd_slice name)
{
    path->properties = VD_KUBE_PATH(parent, "properties");
    path->name = vd_kube_path_key(&path->properties, name);
    return &path->name;
}

/* What is not supported, or makes no sense, in this schema by itself (crd_schema_words.c). */
void vd_kube_crd_support(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                         const struct vd_kube_path *path);

#endif
