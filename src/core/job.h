/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Work that may wait for a disk page, and so must not run on a loop. core describes it, server
 * runs it on a thread of the reader pool (a simulation runs it when its schedule says so), and
 * `done` is called back on the loop that asked.
 */
#ifndef VD_CORE_JOB_H
#define VD_CORE_JOB_H

struct vd_job {
    struct vd_job *next; /* for whoever queues it */
    unsigned slot;       /* the loop that asked */
    /* On a pool thread, with the epoch slot of that thread, which is not entered. */
    void (*run)(struct vd_job *job, unsigned slot);
    /* On the loop that asked, in a turn. */
    void (*done)(struct vd_job *job);
};

#endif
