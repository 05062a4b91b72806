/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a loop asks of the keeper: a long piece of work that needs everything published so far to
 * be in history. The keeper does it in steps beside its other work, and the answer comes back to
 * the loop as a job that has nothing to run.
 *
 * An errand cannot be taken back; who wants it no more drops it, and lets go of it when it is
 * done.
 */
#ifndef VD_CORE_KV_ERRAND_H
#define VD_CORE_KV_ERRAND_H

#include "core/job.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct vd_kv;
struct vd_copy;

enum vd_errand_kind {
    VD_ERRAND_CARRY,  /* history has it all: nothing else */
    VD_ERRAND_COPY,   /* a copy of it in a file */
    VD_ERRAND_DEFRAG, /* its file without holes */
    VD_ERRAND_PURGE   /* what a compaction made unreachable is gone */
};

struct vd_errand {
    struct vd_errand *next;
    enum vd_errand_kind kind;
    uint64_t log_index; /* the newest record when it was asked for */
    int64_t floor;      /* PURGE: the revision of the compaction */
    _Atomic bool is_dropped;
    int rc;
    struct vd_copy *copy; /* the answer to COPY, with a reference */
    struct vd_job job;
};

/* The keeper's. */
struct vd_kv_errands {
    _Atomic(struct vd_errand *) posted; /* newest first; any loop's */
    struct vd_errand *waiting;          /* for history to come so far */
};

/* On loop `slot`, entered. done(&errand->job) is called in a later turn of that loop, with
 * errand->rc: 0, VD_UNAVAILABLE (the store is closing), -errno, or what its kind can answer. */
void vd_errand_post(struct vd_kv *kv, unsigned slot, struct vd_errand *errand,
                    void (*done)(struct vd_job *job));
static inline void vd_errand_drop(struct vd_errand *errand)
{
    atomic_store(&errand->is_dropped, true);
}

/* The keeper: takes what was posted. True: something waits for records that history lacks. */
bool vd_kv_errands_take(struct vd_kv *kv);
/* The keeper, after a batch: what history has now come far enough for goes on. */
bool vd_kv_errands_step(struct vd_kv *kv, unsigned slot);
/* Sends an errand back, or a list of them, which is empty then. */
void vd_errand_end(struct vd_kv *kv, struct vd_errand *errand, int rc);
void vd_errands_end(struct vd_kv *kv, struct vd_errand **list, int rc);
/* The store closes: answered VD_UNAVAILABLE, here and now. */
void vd_errands_abandon(struct vd_errand **list);
/* All of them, with what is under way for them. */
void vd_kv_errands_close(struct vd_kv *kv);

#endif
