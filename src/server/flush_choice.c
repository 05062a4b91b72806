/* SPDX-License-Identifier: Apache-2.0 */
#include "server/flush_choice.h"

#include "base/check.h"

enum {
    PERIOD = 256,            /* flushes, of which the last */
    TRIALS = 4,              /* go the other way */
    WEIGHT = 8,              /* of the mean against what comes */
    OUTLIER = 4,             /* means: what takes longer counts for so much */
    SMALL_BYTES = 256 * 1024 /* larger ones say more of the disk than of the way */
};

enum vd_flush_way vd_flush_choice_next(struct vd_flush_choice *choice)
{
    if (choice->count++ % PERIOD < PERIOD - TRIALS)
        return choice->way;
    return choice->way == VD_FLUSH_URING ? VD_FLUSH_THREAD : VD_FLUSH_URING;
}

static void decide(struct vd_flush_choice *choice)
{
    uint64_t uring_ns = choice->mean_ns[VD_FLUSH_URING];
    uint64_t thread_ns = choice->mean_ns[VD_FLUSH_THREAD];

    if (!uring_ns || !thread_ns)
        return;
    if (thread_ns < uring_ns / 4 * 3)
        choice->way = VD_FLUSH_THREAD;
    else if (uring_ns < thread_ns / 10 * 11)
        choice->way = VD_FLUSH_URING;
}

void vd_flush_choice_learn(struct vd_flush_choice *choice, enum vd_flush_way way, uint64_t ns,
                           size_t bytes)
{
    uint64_t *mean_ns = &choice->mean_ns[way];

    if (bytes > SMALL_BYTES)
        return;
    if (*mean_ns)
        *mean_ns = (*mean_ns * (WEIGHT - 1) + VD_MIN(ns, OUTLIER * *mean_ns)) / WEIGHT + 1;
    else
        *mean_ns = VD_MAX(ns, 1);
    decide(choice);
}
