/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what is stored to what is shown, without a document in between: resourceVersion is put in as
 * the first member of metadata, and where objects of several versions lie together apiVersion is
 * made the kind's. The rest is a copy.
 *
 * A value is *ours* if it was written by this door, which has made sure of its form; any other is
 * looked through first, and copied without white space and without a resourceVersion or selfLink of
 * its own. Kinds whose versions differ by more than their names go through documents instead
 * (vd_kube_splice_is_enough).
 */
#ifndef VD_DOORS_KUBE_MODEL_SPLICE_H
#define VD_DOORS_KUBE_MODEL_SPLICE_H

#include "doors/kube/model/kind.h"

/* False: kind->to_served is to be asked, for whole objects; metadata is the same in any version. */
bool vd_kube_splice_is_enough(const struct vd_kube_kind *kind);

/* Whether it can be shown as an object of the kind: JSON, an object with kind, apiVersion of its
 * group and metadata, each once. Of ours it is believed. */
bool vd_kube_splice_check(const struct vd_kube_kind *kind, struct vd_slice value, bool is_ours);

/* Of a value that was checked. revision 0: none is put in. Returns the place behind. */
size_t vd_kube_splice_bound(const struct vd_kube_kind *kind, size_t value_len);
uint8_t *vd_kube_splice_put(uint8_t *to, const struct vd_kube_kind *kind, struct vd_slice value,
                            bool is_ours, int64_t revision);
/* The same as PartialObjectMetadata; as bounded. */
uint8_t *vd_kube_splice_put_partial(uint8_t *to, struct vd_slice value, bool is_ours,
                                    int64_t revision, bool is_beta);

#endif
