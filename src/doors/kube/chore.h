/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request of the door's own, that nobody has sent: what happens by itself is done by the same
 * requests that a client would make, and so by the same rules.
 */
#ifndef VD_DOORS_KUBE_CHORE_H
#define VD_DOORS_KUBE_CHORE_H

#include "doors/kube/call.h"

struct vd_kube_chore {
    /* Called once, in a later turn, with the slot entered; body: the answer, until it returns. It
     * may send the chore again. status 0: there was no memory to ask. */
    void (*done)(struct vd_kube_chore *chore, unsigned status, struct vd_slice body);
    struct vd_kube *kube; /* this and what follows: the chore's */
    struct vd_kube_call *call;
    struct vd_loop_task task;
    unsigned status;
};

/* `path` is encoded as in a URL; all is copied. */
void vd_kube_chore_send(struct vd_kube *kube, struct vd_kube_chore *chore, const char *method,
                        struct vd_slice path, const char *content_type, struct vd_slice body);
/* As if there were no memory to ask. */
void vd_kube_chore_fail(struct vd_kube *kube, struct vd_kube_chore *chore);
/* The loop has ended: `done` is not called any more. */
void vd_kube_chore_forget(struct vd_kube_chore *chore);

/* A call that is no request: for what it can load, and its memory. NULL: no memory. The caller's to
 * free (call_inner.h), when nothing is under way. */
struct vd_kube_call *vd_kube_chore_call(struct vd_kube *kube);

#endif
