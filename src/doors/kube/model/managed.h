/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who owns which field: metadata.managedFields kept as Kubernetes' field manager keeps it, and
 * server-side apply on top of it. Pure functions on documents in an arena; the time comes in.
 *
 * The rules are those of apimachinery's managedfields and of structured-merge-diff v6 (the tests
 * compare with both): a write by other means than apply owns what it changed and takes it from
 * others; apply owns all that its configuration says, conflicts where another owns a field to which
 * it gives another value, and removes what it owned before, says no longer, and nobody else owns.
 */
#ifndef VD_DOORS_KUBE_MODEL_MANAGED_H
#define VD_DOORS_KUBE_MODEL_MANAGED_H

#include "base/arena.h"
#include "base/outcome.h"
#include "doors/kube/model/shape.h"
#include "wire/json_read.h"

/* Fields that a resource resets, so that writing there owns nothing ("status" of a main resource,
 * "spec" of its status): paths with dots, ended by NULL; "metadata.labels". */
typedef const char *const *vd_kube_resets;

/* Of a kind's resource ("pods", group "") or subresource ("" is the main one). has_status: the kind
 * has a status subresource. Never NULL. */
vd_kube_resets vd_kube_resets_of(struct vd_slice group, struct vd_slice plural,
                                 struct vd_slice subresource, bool has_status, bool is_custom);

/* One request that writes. */
struct vd_kube_writer {
    struct vd_slice manager;     /* fieldManager, else vd_kube_manager_of; empty is "unknown" */
    struct vd_slice api_version; /* of the request: "apps/v1" */
    struct vd_slice kind;        /* "Deployment" */
    struct vd_slice subresource; /* empty: the main resource */
    struct vd_slice time;        /* now, RFC 3339 in UTC with seconds: "2026-11-20T18:00:00Z" */
    vd_kube_resets resets;
};

enum { VD_KUBE_MANAGER_MAX_BYTES = 128 };
/* The manager of a client that names none: its User-Agent up to the first '/', what cannot be
 * printed left out, cut at VD_KUBE_MANAGER_MAX_BYTES. Written into `memory`. */
struct vd_slice vd_kube_manager_of(struct vd_slice user_agent,
                                   char memory[VD_KUBE_MANAGER_MAX_BYTES]);

/*
 * After a create (old NULL), an update or a patch other than apply has been worked out, defaults
 * and all that the server sets included: sets `changed`'s metadata.managedFields from what `old`
 * and `changed` have there and from what differs. It is the last thing before the object is
 * written. An object that never had managed fields keeps none; [] and [{}] in a main resource's
 * request clear them; what cannot be read there is replaced by the old object's.
 *
 * 0; VD_TOO_LARGE; -ENOMEM: no memory, or the arena's cap.
 */
VD_MUST_CHECK int vd_kube_managed_update(struct vd_arena *arena, struct vd_kube_shape shape,
                                         const struct vd_json_value *old,
                                         struct vd_json_value *changed,
                                         const struct vd_kube_writer *writer);

/*
 * A write that changed nothing but times in managedFields has changed nothing: puts the old times
 * back and returns true if all else is equal, so that the caller can leave the write out. Both
 * objects as they would be stored.
 */
bool vd_kube_managed_settle(const struct vd_json_value *old, struct vd_json_value *changed);

struct vd_kube_conflict {
    struct vd_slice manager; /* as it is said: "kubectl" with subresource "scale" using apps/v1 */
    struct vd_slice field;   /* .spec.replicas */
    struct vd_kube_conflict *next;
};

struct vd_kube_applied {
    struct vd_json_value *object; /* with metadata.managedFields; new, or the live one changed */
    struct vd_slice message;      /* of a refusal: the Status' message */
    /* Of VD_CONFLICT, in order. A cause is reason FieldManagerConflict, message
     * `conflict with MANAGER`, field FIELD. */
    struct vd_kube_conflict *conflicts;
    int code; /* of VD_INVALID: 400 (BadRequest), or 500 (no reason) as the real server has it */
};

/*
 * Applies a configuration to the live object (NULL: there is none, and the configuration makes it).
 * The live object is not changed; the result shares what it can with both. What the server sets by
 * itself (uid, times, generation) and defaults come after it, and managed fields are not touched
 * again then. metadata.resourceVersion of the configuration is the caller's to compare; it does not
 * come into the result.
 *
 * 0; VD_CONFLICT: others own fields that would change (409, reason Conflict; message and conflicts
 * are set); VD_INVALID: the configuration is not of this kind's shape, or has managedFields
 * (message, code); VD_TOO_LARGE; -ENOMEM.
 */
VD_MUST_CHECK int vd_kube_apply(struct vd_arena *arena, struct vd_kube_shape shape,
                                const struct vd_json_value *live,
                                const struct vd_json_value *config,
                                const struct vd_kube_writer *writer, bool is_forced,
                                struct vd_kube_applied *out_applied);

#endif
