/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader pool: a few threads that may wait for a disk page. A job runs on one of them, and is
 * handed back to the loop that asked (its slot).
 */
#ifndef VD_SERVER_POOL_H
#define VD_SERVER_POOL_H

#include "core/job.h"
#include "server/thread.h"

struct vd_pool;

/* Its threads have the slots first_slot, first_slot + 1, ...; ended(arg, job) is called on them
 * when a job has run. */
VD_MUST_CHECK int vd_pool_start(unsigned threads, unsigned first_slot,
                                void (*ended)(void *arg, struct vd_job *job), void *arg,
                                struct vd_pool **out_pool);
/* Any thread. */
void vd_pool_submit(struct vd_pool *pool, struct vd_job *job);
/* Runs what is queued, then ends the threads. */
void vd_pool_stop(struct vd_pool *pool);

#endif
