/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of kubectl's JSONPath that printer columns, scale paths and selectable fields use
 * (client-go util/jsonpath): `.spec.a`, `.spec['a.b']`, `.list[0]`, `.list[-1]`, `.list[1:3]`,
 * `.list[*]`, `.map.*`, `..name`, `.list[?(@.type=="Ready")].status` (==, !=, <, <=, >, >=, or only
 * that it is there; text in either quotes, numbers, true, false). A filter looks along names and
 * indices only.
 *
 * A path is compiled once; looking never fails on a document, it only finds nothing, and looks at a
 * bounded number of values.
 */
#ifndef VD_DOORS_KUBE_MODEL_JSONPATH_H
#define VD_DOORS_KUBE_MODEL_JSONPATH_H

#include "wire/json_read.h"

struct vd_kube_jsonpath;

/* `.a.b`, with or without the braces around it. Lives in the arena. 0; VD_INVALID: it makes no
 * sense, or is more than this; VD_TOO_LARGE: over 64 steps; -ENOMEM. */
VD_MUST_CHECK int vd_kube_jsonpath_read(struct vd_arena *arena, struct vd_slice text,
                                        const struct vd_kube_jsonpath **out_path);
/* Only members by name, no filters, no indices: what scale paths and selectable fields must be. */
bool vd_kube_jsonpath_is_simple(const struct vd_kube_jsonpath *path);
/* The names of a simple path, in order; NULL behind the last. */
const struct vd_slice *vd_kube_jsonpath_names(const struct vd_kube_jsonpath *path,
                                              size_t *out_count);

/* Up to `room` values that it leads to, in order; borrowed from the document. Returns how many. */
size_t vd_kube_jsonpath_look(const struct vd_kube_jsonpath *path, const struct vd_json_value *doc,
                             const struct vd_json_value **out_values, size_t room);
/* The first one, or NULL. */
const struct vd_json_value *vd_kube_jsonpath_first(const struct vd_kube_jsonpath *path,
                                                   const struct vd_json_value *doc);

#endif
