/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sets of field paths, as metadata.managedFields names who wrote what: a tree of steps, each of
 * which may be a member, have steps below it, or both. The text is Kubernetes' FieldsV1:
 *
 *     {"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{…}}}}
 *
 * A set is immutable once made; its pieces lie in the arena, and results share pieces with what
 * they were made from. Steps are kept in one order (fields by name, then keys, values, indices), so
 * that every operation is a merge and the text is canonical. The rules are those of
 * structured-merge-diff v6, fieldpath.
 */
#ifndef VD_DOORS_KUBE_MODEL_FIELDS_H
#define VD_DOORS_KUBE_MODEL_FIELDS_H

#include "base/arena.h"
#include "base/outcome.h"
#include "wire/json_read.h"

enum vd_kube_step_kind {
    VD_KUBE_STEP_FIELD, /* f:name       a member of an object */
    VD_KUBE_STEP_KEY, /* k:{…}        the element of a list with these values in its key fields */
    VD_KUBE_STEP_VALUE, /* v:value      the element of a list that is this value */
    VD_KUBE_STEP_INDEX  /* i:0          the element at this place */
};

struct vd_kube_key {
    struct vd_slice name;
    const struct vd_json_value *value;
};

struct vd_kube_step {
    enum vd_kube_step_kind kind;
    uint32_t key_count;
    struct vd_slice name;           /* of FIELD */
    int64_t index;                  /* of INDEX */
    const struct vd_kube_key *keys; /* of KEY, sorted by name; of VALUE one, without a name */
};

struct vd_kube_fields {
    struct vd_kube_fields_entry *entries;
    uint32_t count;
};

struct vd_kube_fields_entry {
    struct vd_kube_step step;
    bool is_member;
    const struct vd_kube_fields *below; /* NULL: nothing */
};

int vd_kube_step_cmp(const struct vd_kube_step *a, const struct vd_kube_step *b);

/* The set that a fieldsV1 object is. 0; VD_INVALID: it is none; VD_TOO_LARGE, -ENOMEM. Steps of a
 * kind that nobody knows are left out. */
VD_MUST_CHECK int vd_kube_fields_read(struct vd_arena *arena, const struct vd_json_value *json,
                                      const struct vd_kube_fields **out_set);
/* The same set as a document, in canonical order. NULL: no memory, or the arena's cap. */
struct vd_json_value *vd_kube_fields_document(struct vd_arena *arena,
                                              const struct vd_kube_fields *set);

/* NULL is the empty set for all that follow, as argument and as result. Each that makes a set
 * returns 0 or -ENOMEM (no memory, or the arena's cap). */
bool vd_kube_fields_is_empty(const struct vd_kube_fields *set);
bool vd_kube_fields_equal(const struct vd_kube_fields *a, const struct vd_kube_fields *b);
/* The entry of a step, or NULL. */
const struct vd_kube_fields_entry *vd_kube_fields_find(const struct vd_kube_fields *set,
                                                       const struct vd_kube_step *step);
bool vd_kube_fields_has(const struct vd_kube_fields *set, const struct vd_kube_step *path,
                        size_t steps);
VD_MUST_CHECK int vd_kube_fields_union(struct vd_arena *arena, const struct vd_kube_fields *a,
                                       const struct vd_kube_fields *b,
                                       const struct vd_kube_fields **out_set);
VD_MUST_CHECK int vd_kube_fields_intersection(struct vd_arena *arena,
                                              const struct vd_kube_fields *a,
                                              const struct vd_kube_fields *b,
                                              const struct vd_kube_fields **out_set);
/* Members of a that are no members of b; what lies below a member of b stays. */
VD_MUST_CHECK int vd_kube_fields_difference(struct vd_arena *arena, const struct vd_kube_fields *a,
                                            const struct vd_kube_fields *b,
                                            const struct vd_kube_fields **out_set);
/* The same, with all that lies below a member of b. */
VD_MUST_CHECK int vd_kube_fields_without(struct vd_arena *arena, const struct vd_kube_fields *a,
                                         const struct vd_kube_fields *b,
                                         const struct vd_kube_fields **out_set);

/* Each member, with its path: first the members of a place, then what lies below, as conflicts are
 * listed. A result other than 0 ends the walk and is returned. */
typedef int vd_kube_fields_visit(void *arg, const struct vd_kube_step *path, size_t steps);
VD_MUST_CHECK int vd_kube_fields_each(const struct vd_kube_fields *set, vd_kube_fields_visit *visit,
                                      void *arg);
/* The path as people read it: .spec.containers[name="c"].image */
void vd_kube_fields_print(struct vd_buf *buf, const struct vd_kube_step *path, size_t steps);

#endif
