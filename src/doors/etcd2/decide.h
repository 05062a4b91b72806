/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a request that writes is to do, decided on what stands at its node: a transaction that does
 * it if all is still so, with its cause; or how it is refused. Nothing here waits, and nothing is
 * sent.
 */
#ifndef VD_DOORS_ETCD2_DECIDE_H
#define VD_DOORS_ETCD2_DECIDE_H

#include "core/write.h"
#include "doors/etcd2/look.h"
#include "doors/etcd2/request.h"

enum { VD_ETCD2_COMPARES = 5 };

struct vd_etcd2_plan {
    struct vd_txn txn;
    struct vd_compare compares[VD_ETCD2_COMPARES];
    struct vd_op *ops;
    uint32_t op_max;
    uint8_t cause[VD_ETCD2_CAUSE_BYTES];
    size_t cause_len;

    enum vd_etcd2_action action;
    bool has_prev, in_order;
    struct vd_etcd2_node node, prev; /* indices of the node: 0 is the revision to be made */
    int64_t old_lease;               /* of v2's making, which nothing will need after it; 0: none */

    /* Refused. */
    enum vd_etcd2_code code; /* 0: it is not */
    struct vd_slice stem;    /* the cause is this node, ... */
    struct vd_slice text;    /* ... or this text, if its ptr is not NULL */
};

/* Whether it must be known if a directory has children. */
bool vd_etcd2_decide_needs_children(const struct vd_etcd2_request *request,
                                    const struct vd_etcd2_target *target);

/*
 * expires_ms: of the node, 0: never; lease: that says so, which its put names. has_children: where
 * it had to be known. Everything is in the arena. 0, -ENOMEM.
 */
VD_MUST_CHECK int vd_etcd2_decide(struct vd_arena *arena, const struct vd_etcd2_request *request,
                                  const struct vd_etcd2_target *target, bool has_children,
                                  int64_t expires_ms, struct vd_etcd2_plan *out_plan);
/* The lease of what is put. */
void vd_etcd2_plan_set_lease(struct vd_etcd2_plan *plan, int64_t lease);

#endif
