/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Retention at work: the policy (core/retention.h) is asked on the keeper's thread, and what it
 * says becomes an ordinary compaction, ordered like those of clients. One at a time, and a line in
 * the log for each.
 */
#ifndef VD_SERVER_RETAIN_H
#define VD_SERVER_RETAIN_H

#include "core/kv.h"
#include "core/retention.h"
#include "io/loop.h"

struct vd_retain;

struct vd_retain_options {
    struct vd_kv *kv;
    unsigned keeper_slot;
    struct vd_loop *loop; /* the one of slot 0 */
    struct vd_retention retention;
    uint64_t quota_bytes;
};

VD_MUST_CHECK int vd_retain_new(const struct vd_retain_options *options,
                                struct vd_retain **out_retain);
/* After vd_kv_close, when neither the keeper nor a loop runs. NULL is fine. */
void vd_retain_free(struct vd_retain *retain);
/* Whether it compacts when history fills the quota (options.makes_room of the kv). */
bool vd_retain_makes_room(const struct vd_retention *retention);
/* On the keeper's thread; may wait for the disk. In how many milliseconds it wants to be called
 * again, at the latest. */
uint64_t vd_retain_look(void *retain);

#endif
