/* SPDX-License-Identifier: Apache-2.0 */
/* The first row of a range, for calls that ask the store before they answer. */
#ifndef VD_DOORS_ETCD3_LOOK_H
#define VD_DOORS_ETCD3_LOOK_H

#include "core/range.h"
#include "doors/etcd3/state.h"

/* In the state of a call, zeroed. */
struct vd_etcd3_look {
    struct vd_range_op op;
    struct vd_range *range; /* a look that has to wait for the disk, or whose row is borrowed */
};

/*
 * Inside fill. The row is borrowed until vd_etcd3_look_end or the end of the turn; out_head: the
 * revision it was looked for at. 0; VD_NOT_FOUND (and out_head); VD_WAIT: the call will be ready,
 * look again with the same op; else as vd_range_open and vd_range_next.
 */
VD_MUST_CHECK int vd_etcd3_look(struct vd_etcd3_look *look, struct vd_call *call,
                                const struct vd_range_op *op, struct vd_row *out_row,
                                int64_t *out_head);
void vd_etcd3_look_end(struct vd_etcd3_look *look);

#endif
