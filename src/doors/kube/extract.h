/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Equality in selectors as the hub matches it: labels and fields are read out of an event once for
 * all watches of a kind, and looked up among what they want, however many they are.
 */
#ifndef VD_DOORS_KUBE_EXTRACT_H
#define VD_DOORS_KUBE_EXTRACT_H

#include "doors/kube/show.h"

/* Finds what of the show's selector are equalities; the rest is has_rest. 0, -ENOMEM. */
VD_MUST_CHECK int vd_kube_show_set_terms(struct vd_kube_show *show);

void vd_kube_extractor_drop(struct vd_kube_extractor *extractor); /* NULL is fine */
const struct vd_extractor *vd_kube_extractor_base(const struct vd_kube_extractor *extractor);

#endif
