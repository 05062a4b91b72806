/* SPDX-License-Identifier: Apache-2.0 */
/* Objects that are shown as more than a copy: made of documents, at the end of a buffer. */
#ifndef VD_DOORS_KUBE_RENDER_H
#define VD_DOORS_KUBE_RENDER_H

#include "doors/kube/show.h"

/* One object of a show that is not spliced: converted to the version that is served; of a table,
 * its row. */
void vd_kube_render(struct vd_kube_show *show, struct vd_buf *buf, struct vd_slice value,
                    bool is_ours, int64_t revision);

/*
 * The row of a stored object, in a table of its kind: the object in the row is whole, its metadata,
 * or none. Scratch memory is taken from the arena. 0; VD_INVALID, VD_TOO_LARGE, -ENOMEM; the
 * buffer's status is the caller's to check.
 */
VD_MUST_CHECK int vd_kube_render_row(const struct vd_kube_kind *kind, struct vd_arena *arena,
                                     enum vd_kube_with with, bool is_beta, struct vd_slice value,
                                     bool is_ours, int64_t revision, struct vd_buf *buf);

/* A stored object as the document that is served, its resourceVersion in it. 0; VD_INVALID: it is
 * no object of the kind; VD_TOO_LARGE; -ENOMEM. */
VD_MUST_CHECK int vd_kube_render_document(const struct vd_kube_kind *kind, struct vd_arena *arena,
                                          struct vd_slice value, int64_t revision,
                                          struct vd_json_value **out_document);

#endif
