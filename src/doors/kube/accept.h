/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a client accepts (the header Accept), as Kubernetes negotiates it: a clause names a media
 * type, and may name with `as`, `g` and `v` a form that the answer is turned into. Of the clauses
 * that can be served the one of the highest q counts, and among equals the first.
 */
#ifndef VD_DOORS_KUBE_ACCEPT_H
#define VD_DOORS_KUBE_ACCEPT_H

#include "base/outcome.h"
#include "base/slice.h"

enum vd_kube_media { VD_KUBE_JSON, VD_KUBE_YAML };

/* As bits where sets of them are allowed. */
enum vd_kube_as {
    VD_KUBE_AS_OBJECT = 1,       /* as it is */
    VD_KUBE_AS_PARTIAL = 2,      /* as=PartialObjectMetadata: kind, apiVersion, metadata */
    VD_KUBE_AS_PARTIAL_LIST = 4, /* as=PartialObjectMetadataList */
    VD_KUBE_AS_TABLE = 8         /* as=Table */
};

/* How an answer is said. */
struct vd_kube_shown {
    enum vd_kube_media media;
    enum vd_kube_as as;
    bool is_beta; /* of meta.k8s.io: v1beta1, not v1 */
};

/*
 * forms: those that can be served, medias: bits (1 << enum vd_kube_media). An empty header accepts
 * anything. 0; VD_NOT_FOUND: nothing of it can be served (406).
 */
VD_MUST_CHECK int vd_kube_accept_parse(struct vd_slice header, unsigned forms, unsigned medias,
                                       struct vd_kube_shown *out_accept);

/*
 * For who serves other types (discovery): whether a clause of the header, in the order above, asks
 * for this type with these parameters. Goes through the clauses: *rest begins as the header's
 * value; a clause is type "application/json" and what stands behind it, "g=x;v=y;as=z". q is left
 * out; what is accepted with q=0 is passed over. False: there is no further one.
 * (Clauses come in the order of the header, not of q: nobody has been seen to send both.)
 */
bool vd_kube_accept_next(struct vd_slice *rest, struct vd_slice *out_type,
                         struct vd_slice *out_params);
/* The value of a parameter; empty: it is not there. */
struct vd_slice vd_kube_accept_param(struct vd_slice params, struct vd_slice name);

#endif
