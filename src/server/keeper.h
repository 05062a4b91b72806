/* SPDX-License-Identifier: Apache-2.0 */
/* The keeper's thread: does the store's background work in steps, paced, and sleeps otherwise. */
#ifndef VD_SERVER_KEEPER_H
#define VD_SERVER_KEEPER_H

#include "core/kv.h"

struct vd_keeper;

/* Its thread has this slot. chore(arg) is called in each round, after the store's own work, and
 * says in how many milliseconds it wants to be called again, at the latest (0: soon). NULL: there
 * is none. */
VD_MUST_CHECK int vd_keeper_start(struct vd_kv *kv, unsigned slot, uint64_t (*chore)(void *arg),
                                  void *arg, struct vd_keeper **out_keeper);
/* There is work. Any thread; cheap when it knows already. */
void vd_keeper_wake(struct vd_keeper *keeper);
/* There is, and somebody waits for it: no pause before it. Any thread. */
void vd_keeper_urge(struct vd_keeper *keeper);
/* Ends after the present step. NULL is fine. */
void vd_keeper_stop(struct vd_keeper *keeper);

#endif
