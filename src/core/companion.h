/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What some writes need beside themselves while a sequencer has them (write->private): values
 * fetched for them from the disk, and a hold that keeps readable what their results name until
 * their door has seen it. Most writes have none.
 */
#ifndef VD_CORE_COMPANION_H
#define VD_CORE_COMPANION_H

#include "core/kv_private.h"

struct vd_companion;

/* The values that were fetched, or NULL. */
const struct vd_block *vd_companion_fetched(const struct vd_write *write);
/*
 * Lets a job fetch what the write wants now and has wanted before (wanted is emptied); then calls
 * fetched on the write's loop, with 0 or what the job met. VD_WAIT: under way, and the write must
 * not be touched any more; VD_CORRUPT: it has asked too often for what is nowhere; VD_TOO_LARGE;
 * -ENOMEM.
 */
VD_MUST_CHECK int
vd_companion_fetch(struct vd_kv *kv, struct vd_write *write, struct vd_wanted *wanted,
                   void (*fetched)(struct vd_sequencer *sequencer, struct vd_write *write, int rc));
/* Holds what reading the results of an applied transaction will need; head: the newest revision
 * before it. 0, VD_COMPACTED, -ENOMEM. */
VD_MUST_CHECK int vd_companion_hold(struct vd_kv *kv, struct vd_write *write, int64_t head);
/* Takes it off the write, which its door may free after that. NULL: there was none. */
struct vd_companion *vd_companion_take(struct vd_write *write);
void vd_companion_free(struct vd_kv *kv, struct vd_companion *companion);

#endif
