/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who depends on whom: objects (by their keys) that name owners (by their uids) in
 * metadata.ownerReferences. Objects that name none cost nothing, and an owner need not be known:
 * it is there as long as somebody names it.
 */
#ifndef VD_DOORS_KUBE_MODEL_OWNERS_H
#define VD_DOORS_KUBE_MODEL_OWNERS_H

#include "base/list.h"
#include "base/outcome.h"
#include "wire/json_read.h"

struct vd_kube_owners;

/* 0, -ENOMEM. */
VD_MUST_CHECK int vd_kube_owners_new(struct vd_kube_owners **out_owners);
void vd_kube_owners_free(struct vd_kube_owners *owners); /* NULL is fine */

/* What the object at this key says now, in place of what it said before; NULL: there is none any
 * more. 0, -ENOMEM: it is as if it had said nothing. */
VD_MUST_CHECK int vd_kube_owners_set(struct vd_kube_owners *owners, struct vd_slice key,
                                     const struct vd_json_value *object);
/* Whether the object at this key names an owner; and whether anybody does. */
bool vd_kube_owners_has(const struct vd_kube_owners *owners, struct vd_slice key);
bool vd_kube_owners_is_empty(const struct vd_kube_owners *owners);

/* A dependent of an owner, and whether it is to be gone before its owner goes. */
struct vd_kube_dependent {
    struct vd_list of_owner, of_object; /* where it stands in both */
    struct vd_kube_owned *object;
    struct vd_kube_owner *owner;
    bool blocks;
};
struct vd_slice vd_kube_dependent_key(const struct vd_kube_dependent *dependent);
/* Whether it is itself being deleted in the foreground. */
bool vd_kube_dependent_is_leaving(const struct vd_kube_dependent *dependent);
/* The first and the next dependent of a uid; NULL: no more. Until the next vd_kube_owners_set. */
const struct vd_kube_dependent *vd_kube_owners_first(const struct vd_kube_owners *owners,
                                                     struct vd_slice uid);
const struct vd_kube_dependent *vd_kube_owners_next(const struct vd_kube_dependent *dependent);

/* The uids that the object at this key names, one after the other: index from 0; empty: no more.
 * Until the next vd_kube_owners_set. */
struct vd_slice vd_kube_owners_uid(const struct vd_kube_owners *owners, struct vd_slice key,
                                   size_t index);

#endif
