/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Built-in kinds that are served in several versions of one stored object: events (core v1, and
 * events.k8s.io v1 over it) and HorizontalPodAutoscalers (autoscaling v2, and v1 over it). As
 * struct vd_kube_kind says of to_served and to_stored. Facts: kubernetes
 * pkg/apis/events/v1/conversion.go, pkg/apis/autoscaling/v1/conversion.go.
 *
 * What autoscaling/v1 has no field for goes through annotations under
 * autoscaling.alpha.kubernetes.io as in a real server, but in the words of v2 (a real one
 * translates them once more, which nobody reads); so writing what was read loses nothing.
 */
#ifndef VD_DOORS_KUBE_MODEL_CONVERT_H
#define VD_DOORS_KUBE_MODEL_CONVERT_H

#include "doors/kube/model/kind.h"

/* events.k8s.io/v1 of v1, and back. */
VD_MUST_CHECK int vd_kube_event_to_served(const struct vd_kube_kind *kind, struct vd_arena *arena,
                                          struct vd_json_value *doc);
VD_MUST_CHECK int vd_kube_event_to_stored(const struct vd_kube_kind *kind, struct vd_arena *arena,
                                          struct vd_json_value *doc);
/* autoscaling/v1 of v2, and back. */
VD_MUST_CHECK int vd_kube_autoscaler_to_served(const struct vd_kube_kind *kind,
                                               struct vd_arena *arena, struct vd_json_value *doc);
VD_MUST_CHECK int vd_kube_autoscaler_to_stored(const struct vd_kube_kind *kind,
                                               struct vd_arena *arena, struct vd_json_value *doc);

#endif
