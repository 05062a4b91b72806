/* SPDX-License-Identifier: Apache-2.0 */
/* Objects that are shown as more than a copy: made of documents, at the end of a buffer. */
#ifndef VD_DOORS_KUBE_RENDER_H
#define VD_DOORS_KUBE_RENDER_H

#include "doors/kube/show.h"

/* One object of a show that is not spliced: converted to the version that is served; of a table,
 * its row. */
void vd_kube_render(struct vd_kube_show *show, struct vd_buf *buf, struct vd_slice value,
                    bool is_ours, int64_t revision);

/* A stored object as the document that is served, its resourceVersion in it. 0; VD_INVALID: it is
 * no object of the kind; VD_TOO_LARGE; -ENOMEM. */
VD_MUST_CHECK int vd_kube_render_document(const struct vd_kube_kind *kind, struct vd_arena *arena,
                                          struct vd_slice value, int64_t revision,
                                          struct vd_json_value **out_document);

#endif
