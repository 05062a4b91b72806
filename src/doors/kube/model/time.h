/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times and durations as Kubernetes writes them. A time here is microseconds since 1970, UTC; the
 * clock is somebody else's.
 */
#ifndef VD_DOORS_KUBE_MODEL_TIME_H
#define VD_DOORS_KUBE_MODEL_TIME_H

#include "base/outcome.h"
#include "base/slice.h"

enum {
    VD_KUBE_TIME_BYTES = 20,       /* 2006-01-02T15:04:05Z */
    VD_KUBE_MICRO_TIME_BYTES = 27, /* 2006-01-02T15:04:05.000000Z */
    VD_KUBE_DURATION_BYTES = 24
};

/* RFC 3339 with any fraction and zone. 0; VD_INVALID: it is none, or not of the years 0 to 9999 in
 * UTC. */
VD_MUST_CHECK int vd_kube_time_parse(struct vd_slice text, int64_t *out_us);
/* metav1.Time and metav1.MicroTime; of the years 0 to 9999. No NUL. */
void vd_kube_time_print(int64_t us, char out_text[VD_KUBE_TIME_BYTES]);
void vd_kube_micro_time_print(int64_t us, char out_text[VD_KUBE_MICRO_TIME_BYTES]);

/* A duration as kubectl's AGE shows it: 5s, 4m30s, 3d4h, 2y10d; <invalid> of a future. Returns its
 * length, no NUL. */
size_t vd_kube_age_print(int64_t seconds, char out_text[VD_KUBE_DURATION_BYTES]);

/* Go's durations, 1h2m3.5s, in nanoseconds. 0; VD_INVALID. */
VD_MUST_CHECK int vd_kube_duration_parse(struct vd_slice text, int64_t *out_ns);
size_t vd_kube_duration_print(int64_t ns, char out_text[VD_KUBE_DURATION_BYTES + 8]);

#endif
