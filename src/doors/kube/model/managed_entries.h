/* SPDX-License-Identifier: Apache-2.0 */
/*
 * metadata.managedFields as a list of owners. Private to the files that keep it.
 */
#ifndef VD_DOORS_KUBE_MODEL_MANAGED_ENTRIES_H
#define VD_DOORS_KUBE_MODEL_MANAGED_ENTRIES_H

#include "doors/kube/model/managed.h"
#include "doors/kube/model/merging.h"

/* An owner is told apart by manager, operation and subresource; one that updates also by version.
 */
struct vd_kube_owner {
    struct vd_slice manager, api_version, subresource;
    struct vd_slice time; /* RFC 3339; empty: none */
    const struct vd_kube_fields *set;
    bool is_apply;
};

struct vd_kube_owners {
    struct vd_kube_owner *at;
    uint32_t count, room;
};

/* 0; VD_INVALID: it is not what managed fields look like; -ENOMEM. NULL or null: none. */
VD_MUST_CHECK int vd_kube_owners_read(struct vd_arena *arena, const struct vd_json_value *array,
                                      struct vd_kube_owners *out_owners);
/* Puts them into the object's metadata, at the end, in the order of Kubernetes; takes them out if
 * there are none. 0; -ENOMEM. */
VD_MUST_CHECK int vd_kube_owners_store(struct vd_arena *arena, struct vd_kube_owners *owners,
                                       struct vd_json_value *object);
/* What an object has there; NULL: nothing. */
struct vd_json_value *vd_kube_owners_of(const struct vd_json_value *object);

/* The owner that this one is, or NULL. */
struct vd_kube_owner *vd_kube_owners_find(struct vd_kube_owners *owners,
                                          const struct vd_kube_owner *like);
/* Replaces the one that it is, or comes behind all. 0; -ENOMEM. */
VD_MUST_CHECK int vd_kube_owners_put(struct vd_arena *arena, struct vd_kube_owners *owners,
                                     const struct vd_kube_owner *owner);
void vd_kube_owners_drop(struct vd_kube_owners *owners, struct vd_kube_owner *owner);
/* Those who own nothing are none. */
void vd_kube_owners_drop_empty(struct vd_kube_owners *owners);

/* A writer whose texts lie in the arena, as what is made with them does. 0; -ENOMEM. */
VD_MUST_CHECK int vd_kube_writer_keep(struct vd_arena *arena, const struct vd_kube_writer *writer,
                                      struct vd_kube_writer *out_writer);
/* Fields of those who wrote when the schema of a custom resource was another: what is one value now
 * belongs to who owned something in it. 0; -ENOMEM. */
VD_MUST_CHECK int vd_kube_owners_reconcile(struct vd_arena *arena, struct vd_kube_shape shape,
                                           struct vd_kube_owners *owners);
/* Whom a writer is: without time and fields. */
struct vd_kube_owner vd_kube_owner_of(const struct vd_kube_writer *writer, bool is_apply);
/* What nobody owns: names, times and all else that the server keeps. */
const struct vd_kube_fields *vd_kube_never_owned(void);
/* The set without what the resource resets. */
VD_MUST_CHECK int vd_kube_reset(struct vd_arena *arena, vd_kube_resets resets,
                                const struct vd_kube_fields **set);
/* The same of all three sets. */
VD_MUST_CHECK int vd_kube_reset_diff(struct vd_arena *arena, vd_kube_resets resets,
                                     struct vd_kube_diff *diff);
/* Takes from all but `self` (may be NULL) what was changed, added or removed. */
VD_MUST_CHECK int vd_kube_owners_lose(struct vd_arena *arena, struct vd_kube_owners *owners,
                                      const struct vd_kube_owner *self,
                                      const struct vd_kube_diff *diff);
/* What an update did: the writer owns it, besides what it owned. 0; -ENOMEM. */
VD_MUST_CHECK int vd_kube_owners_update(struct vd_arena *arena, struct vd_kube_shape shape,
                                        const struct vd_json_value *old,
                                        const struct vd_json_value *changed,
                                        const struct vd_kube_writer *writer,
                                        struct vd_kube_owners *owners);
/* Lists and words a conflict: who owns what of it. VD_CONFLICT; -ENOMEM. */
VD_MUST_CHECK int vd_kube_conflicts_say(struct vd_arena *arena, struct vd_kube_owners *conflicts,
                                        struct vd_kube_applied *out);
/* As the texts are ordered by which Go tells owners apart: one without a subresource comes last. */
int vd_kube_subresource_cmp(struct vd_slice a, struct vd_slice b);
/* -ENOMEM is VD_TOO_LARGE when it was the arena's cap. */
int vd_kube_why(const struct vd_arena *arena, int rc);

#endif
