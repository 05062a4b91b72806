/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A protobuf body of a Kubernetes client (application/vnd.kubernetes.protobuf) as the document that
 * the Go server's own JSON of the same object is: members in the order of the Go types, what is
 * omitted there omitted here, maps in order of their names, bytes in base64, times as text.
 *
 * The body is four bytes "k8s\0" and a message that names apiVersion and kind and holds the object.
 * What the type table does not know on the wire is skipped, as every protobuf reader does. Bytes
 * that make no sense are refused: a wrong wire type, a text that is not UTF-8, raw JSON that is
 * none, levels without end. Memory is the arena's, which bounds it.
 */
#ifndef VD_DOORS_KUBE_MODEL_PROTOBUF_H
#define VD_DOORS_KUBE_MODEL_PROTOBUF_H

#include "base/arena.h"
#include "base/outcome.h"
#include "doors/kube/model/types.h"
#include "wire/json_read.h"

/* Messages in messages, and levels of raw JSON within: as deep as a document may be. */
enum { VD_KUBE_PROTOBUF_DEPTH_MAX = 256 };

struct vd_kube_envelope {
    struct vd_slice api_version, kind; /* of the object; either may be empty */
    struct vd_slice object;            /* its message */
};

/*
 * The envelope alone. 0; VD_INVALID: it is none, or its content is encoded or of another type than
 * protobuf; the fault is a static text then (may be NULL). Slices are of the body.
 */
VD_MUST_CHECK int vd_kube_envelope_read(struct vd_slice body, struct vd_kube_envelope *out_envelope,
                                        const char **out_fault);

/*
 * The whole body. Where the envelope names no apiVersion or kind, the given ones are taken; both
 * stand first in the document, kind before apiVersion, as Go prints them. Nothing in the document
 * refers to the body.
 *
 * 0; VD_NOT_FOUND: no type is known for its kind; VD_INVALID; VD_TOO_LARGE: too deep, or the
 * arena's cap; -ENOMEM. Of the outcomes, the fault (may be NULL) is a text for the client, in the
 * arena or static.
 */
VD_MUST_CHECK int vd_kube_protobuf_read(struct vd_arena *arena, struct vd_slice body,
                                        struct vd_slice api_version, struct vd_slice kind,
                                        struct vd_json_value **out_document,
                                        struct vd_slice *out_fault);

#endif
