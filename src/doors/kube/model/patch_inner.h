/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the patches share: one sticky failure for memory, refusals and work. A peer may send lists
 * that are compared each with each; so every step is counted, and there are only so many.
 */
#ifndef VD_DOORS_KUBE_MODEL_PATCH_INNER_H
#define VD_DOORS_KUBE_MODEL_PATCH_INNER_H

#include "doors/kube/model/patch.h"

enum { VD_KUBE_PATCH_STEPS_MAX = 20000000 };

struct vd_kube_patching {
    struct vd_kube_doc doc; /* rc: of all, VD_INVALID too */
    struct vd_kube_fault fault;
    uint64_t steps; /* left */
};

/* Copies of the object and the patch that may be changed, without duplicates. */
void vd_kube_patching_begin(struct vd_kube_patching *patching, struct vd_arena *arena,
                            const struct vd_json_value *object, const struct vd_json_value *patch,
                            struct vd_json_value **out_object, struct vd_json_value **out_patch);
/* What a patch returns. */
int vd_kube_patching_end(const struct vd_kube_patching *patching, struct vd_json_value *value,
                         struct vd_json_value **out_value, struct vd_kube_fault *out_fault);

/* False: there are not as many left, or something failed before. */
bool vd_kube_patching_step(struct vd_kube_patching *patching, uint64_t steps);
/* Refuses, unless something failed before. The slice may be any text. */
void vd_kube_refused(struct vd_kube_patching *patching, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A text in the arena; empty after a failure. */
struct vd_slice vd_kube_patching_text(struct vd_kube_patching *patching, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* For %.*s. */
#define VD_KUBE_TEXT(slice) (int)(slice).len, (const char *)(slice).ptr

/* As Go's %v prints it, in the arena: map[a:1 b:[x y]]. */
struct vd_slice vd_kube_go_text(struct vd_kube_patching *patching,
                                const struct vd_json_value *value);
/* As Go's encoding/json names what it did not expect: array, object, string, number, bool. */
const char *vd_kube_json_kind(const struct vd_json_value *value);

#endif
