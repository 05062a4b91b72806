/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Does a JSON document fit the Go type that a real API server would decode it into? What it
 * refuses, and what it would only say under strict decoding, in its decoder's own words
 * (sigs.k8s.io/json and the types' own UnmarshalJSON), which go into the message of a Status or
 * into Warning headers:
 *
 *   json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type
 * []v1.Container unknown field "spec.containers[0].foo" duplicate field "metadata.name"
 *
 * The server puts before an error of either kind, as a BadRequest:
 *   Pod in version "v1" cannot be handled as a Pod: TEXT
 * where TEXT is the first form, or `strict decoding error: ` and the others joined by `, `
 * (vd_kube_type_check_strict makes that). With fieldValidation=Warn each of the others is a Warning
 * of its own.
 */
#ifndef VD_DOORS_KUBE_MODEL_TYPE_CHECK_H
#define VD_DOORS_KUBE_MODEL_TYPE_CHECK_H

#include "base/arena.h"
#include "base/outcome.h"
#include "doors/kube/model/types.h"
#include "wire/json_read.h"

/* As many as the real server remembers; further ones are not said. */
enum { VD_KUBE_STRICT_MAX = 100 };

struct vd_kube_strict {
    struct vd_slice text;
    struct vd_kube_strict *next;
};

struct vd_kube_type_check {
    struct vd_slice fault;         /* of VD_INVALID: what the decoder says */
    struct vd_kube_strict *strict; /* in order of the document, each text once; NULL: none */
    uint32_t strict_count;
};

/*
 * 0: it can be decoded, and `strict` says what is unknown or double; VD_INVALID: it cannot, `fault`
 * says why; VD_TOO_LARGE, -ENOMEM: the arena. Texts are in the arena. apiVersion and kind are not
 * compared with the type. Levels are those that vd_json_read let through.
 */
VD_MUST_CHECK int vd_kube_type_check(struct vd_arena *arena, const struct vd_kube_type *type,
                                     const struct vd_json_value *document,
                                     struct vd_kube_type_check *out_check);

/* `strict decoding error: unknown field "a", duplicate field "b"`; 0, -ENOMEM. */
VD_MUST_CHECK int vd_kube_type_check_strict(struct vd_arena *arena,
                                            const struct vd_kube_type_check *check,
                                            struct vd_slice *out_text);

#endif
