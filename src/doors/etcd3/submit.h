/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A write of a call (core/write.h) with the memory it points into. What was submitted cannot be
 * taken back, so the call is held until it is done, whatever becomes of the exchange.
 */
#ifndef VD_DOORS_ETCD3_SUBMIT_H
#define VD_DOORS_ETCD3_SUBMIT_H

#include "base/arena.h"
#include "doors/etcd3/state.h"

enum { VD_ETCD3_SUBMIT_BYTES = 448 /* a small request and its result need no further memory */ };

/* In the state of a call, zeroed. */
struct vd_etcd3_submit {
    struct vd_write write; /* kind and what belongs to it are the caller's to fill */
    struct vd_call *call;
    struct vd_principal principal;
    struct vd_arena arena;
    bool has_arena, is_done;
    uint8_t memory[VD_ETCD3_SUBMIT_BYTES];
};

/* Before the first write: the arena is there, and the principal in it. 0, -ENOMEM. */
VD_MUST_CHECK int vd_etcd3_submit_begin(struct vd_etcd3_submit *submit, struct vd_call *call);
/* Hands the write over. Once it is done, is_done is set and the call is ready; then the same may
 * hold another. */
void vd_etcd3_submit(struct vd_etcd3_submit *submit);
/* Inside fill: true if it is done and went well; a failure ends the call. */
bool vd_etcd3_submit_is_answerable(struct vd_etcd3_submit *submit);
/* In the call's release. */
void vd_etcd3_submit_end(struct vd_etcd3_submit *submit);

#endif
