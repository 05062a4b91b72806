/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which revision a time was, for readers that begin at a time: found by bisection of the commit
 * times, at once where nothing was committed since, otherwise by a job, since what lies in history
 * is on disk.
 */
#ifndef VD_CORE_MOMENT_H
#define VD_CORE_MOMENT_H

#include "core/kv.h"

/* The caller's; it stays until `done` was called. */
struct vd_moment {
    int64_t time_ms;                        /* since 1970 */
    void (*done)(struct vd_moment *moment); /* on the slot's loop, after a VD_WAIT */

    /* The answer. rc: 0; VD_COMPACTED: the time lies before the oldest history, or it cannot be
     * told that it does not; VD_CORRUPT, -errno. */
    int rc;
    int64_t revision; /* the newest of that time or before; 0: the time is before all of them */

    struct vd_kv *kv; /* core's own */
    struct vd_job job;
};

/* From a loop whose slot is entered. 0: the answer is there; VD_WAIT: done will be called, never
 * from here. */
VD_MUST_CHECK int vd_moment_find(struct vd_kv *kv, unsigned slot, struct vd_moment *moment);

#endif
