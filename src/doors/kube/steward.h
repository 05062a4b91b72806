/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people expect to happen by itself, from the first Kubernetes request on: the four standard
 * namespaces, a ServiceAccount `default` and a ConfigMap `kube-root-ca.crt` in each, namespaces and
 * definitions that finish deleting with all they hold, and garbage collection by owner references.
 * There is no other controller.
 *
 * Each loop founds the namespaces before it serves its first request (where they are there already,
 * that changes nothing). Everything after that is done by one loop of the process, the first that
 * was asked.
 */
#ifndef VD_DOORS_KUBE_STEWARD_H
#define VD_DOORS_KUBE_STEWARD_H

#include "doors/kube/state.h"

struct vd_kube_steward;

/* A request that waits; zeroed by the asker but for `done`, which is called once, in a later turn
 * with the slot entered. */
struct vd_kube_steward_wait {
    void (*done)(struct vd_kube_steward_wait *wait);
    struct vd_list link;
};

/* 0: go on; VD_WAIT: wait->done will be called, then go on; -ENOMEM. The slot is entered. */
VD_MUST_CHECK int vd_kube_steward_enter(struct vd_kube *kube, struct vd_kube_steward_wait *wait);
/* Fine for one that does not wait. */
void vd_kube_steward_unwait(struct vd_kube_steward_wait *wait);

/* The server is going down: nothing new is begun. */
void vd_kube_steward_drain(struct vd_kube *kube);
/* The loop has ended. */
void vd_kube_steward_close(struct vd_kube *kube);

#endif
