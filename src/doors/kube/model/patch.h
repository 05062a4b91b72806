/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The three patches of a Kubernetes API server, which behave as its own do (evanphx/json-patch 4
 * and apimachinery's strategicpatch, with the texts of their refusals): JSON patch (RFC 6902),
 * merge patch (RFC 7386) and strategic merge patch. None changes the object or the patch that it is
 * given.
 *
 * All return 0; VD_INVALID: refused, and the fault says why; VD_TOO_LARGE: the arena's cap, or more
 * work than a patch may cost; -ENOMEM. What comes out may be no object (JSON patch can replace the
 * whole): the decoder judges it. It is never deeper than VD_KUBE_DOC_DEPTH_MAX. Of members of one
 * name the last one counts, and the others are gone from what comes out.
 */
#ifndef VD_DOORS_KUBE_MODEL_PATCH_H
#define VD_DOORS_KUBE_MODEL_PATCH_H

#include "doors/kube/model/doc.h"

struct vd_kube_strict; /* type_check.h */
struct vd_kube_type;

enum { VD_KUBE_PATCH_OPERATIONS_MAX = 10000, VD_KUBE_PATCH_COPY_BYTES_MAX = 3 << 20 };

/*
 * Why something of a peer was refused. 400 BadRequest and 413 RequestEntityTooLarge say the message
 * as it is. With 422 a real server says only "the server rejected our request due to an error in
 * our request" (reason Invalid) and keeps the message to itself; it helps as a cause. 500 is what
 * it answers to patches that do not fit their type.
 */
struct vd_kube_fault {
    int status;              /* HTTP's: 400, 413, 422, 500 */
    struct vd_slice message; /* in the arena, or ours */
};

VD_MUST_CHECK int vd_kube_patch_json(struct vd_arena *arena, const struct vd_json_value *object,
                                     const struct vd_json_value *patch,
                                     struct vd_json_value **out_value,
                                     struct vd_kube_fault *out_fault);

VD_MUST_CHECK int vd_kube_patch_merge(struct vd_arena *arena, const struct vd_json_value *object,
                                      const struct vd_json_value *patch,
                                      struct vd_json_value **out_value,
                                      struct vd_kube_fault *out_fault);

/* By what the type's fields say of merging. */
VD_MUST_CHECK int vd_kube_patch_strategic(struct vd_arena *arena, const struct vd_kube_type *type,
                                          const struct vd_json_value *object,
                                          const struct vd_json_value *patch,
                                          struct vd_json_value **out_value,
                                          struct vd_kube_fault *out_fault);

/*
 * What a strict reader holds against a patch as such, each text once (at most VD_KUBE_STRICT_MAX):
 * members that come twice, and those of a JSON patch's operations that none of them has. 0;
 * VD_TOO_LARGE, -ENOMEM: the arena.
 */
VD_MUST_CHECK int vd_kube_patch_strict(struct vd_arena *arena, bool is_json_patch,
                                       const struct vd_json_value *patch,
                                       struct vd_kube_strict **out_strict);

/* For the authors of refusals: VD_INVALID, with this fault; or what the arena refused. */
VD_MUST_CHECK int vd_kube_fault_set(struct vd_arena *arena, struct vd_kube_fault *fault, int status,
                                    const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
