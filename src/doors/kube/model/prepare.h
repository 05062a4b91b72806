/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a kind makes of an object on its way to the store, whatever its author wrote: a status that
 * is not his to set, generations, the finalizer of namespaces, the selector of jobs. Facts of
 * kubernetes 1.37, pkg/registry/<group>/<kind>/strategy.go. Objects are in the kind's stored
 * version, with their defaults.
 */
#ifndef VD_DOORS_KUBE_MODEL_PREPARE_H
#define VD_DOORS_KUBE_MODEL_PREPARE_H

#include "doors/kube/model/doc.h"
#include "doors/kube/model/kind.h"

/* Whether it is this kind of this group. */
bool vd_kube_kind_is(const struct vd_kube_kind *kind, const char *group, const char *name);

/* A new one; its name and uid are set. */
void vd_kube_prepare_create(struct vd_kube_doc *doc, const struct vd_kube_kind *kind,
                            struct vd_json_value *object);
/* One that replaces `old` through the main resource. */
void vd_kube_prepare_update(struct vd_kube_doc *doc, const struct vd_kube_kind *kind,
                            struct vd_json_value *object, const struct vd_json_value *old);
/* One that came through …/status: everything but the status (and, of built-in kinds, labels and
 * annotations) becomes that of `old`. */
void vd_kube_prepare_status(struct vd_kube_doc *doc, const struct vd_kube_kind *kind,
                            struct vd_json_value *object, const struct vd_json_value *old);
/* One that came through another subresource, of which only the member `member` of its `within` (or
 * of itself, if that is NULL) counts; with it the managed fields. */
void vd_kube_prepare_part(struct vd_kube_doc *doc, struct vd_json_value *object,
                          const struct vd_json_value *old, const char *within, const char *member);

/* How a pod is served when there is not enough for all. */
const char *vd_kube_pod_quality(const struct vd_json_value *pod);

#endif
