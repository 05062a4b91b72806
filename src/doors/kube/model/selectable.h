/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fields by which objects may be selected, a table for the built-in kinds (kubernetes,
 * pkg/apis: the field label conversions of each version, and pkg/registry: the strategies'
 * selectable fields), and what the definition says for others.
 */
#ifndef VD_DOORS_KUBE_MODEL_SELECTABLE_H
#define VD_DOORS_KUBE_MODEL_SELECTABLE_H

#include "doors/kube/model/crd.h"
#include "doors/kube/model/kind.h"

/* Where a field's value comes from. */
enum vd_kube_selectable_from {
    VD_KUBE_FROM_NAME,      /* of the key */
    VD_KUBE_FROM_NAMESPACE, /* of the key */
    VD_KUBE_FROM_PATH
};

struct vd_kube_selectable {
    struct vd_slice label; /* as it is asked for */
    enum vd_kube_selectable_from from;
    struct vd_slice path;      /* in what is stored */
    struct vd_slice otherwise; /* another path, for where nothing is there; may be empty */
    struct vd_slice absent;    /* what it is if nothing is there */
};

/* All of a kind, one after the other; false: there are no more. */
bool vd_kube_selectable_at(const struct vd_kube_kind *kind, uint32_t index,
                           struct vd_kube_selectable *out);
/* The one of this label; false: it is not supported. */
bool vd_kube_selectable_find(const struct vd_kube_kind *kind, struct vd_slice label,
                             struct vd_kube_selectable *out);

#endif
