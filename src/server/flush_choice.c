/* SPDX-License-Identifier: Apache-2.0 */
#include "server/flush_choice.h"

#include "base/check.h"

enum {
    PERIOD = 256,            /* flushes, of which the last */
    TRIALS = 4,              /* go the other way */
    STEPS = 8,               /* what was usual moves by such a part of itself */
    SMALL_BYTES = 256 * 1024 /* larger flushes say more of the disk than of the way */
};

enum vd_flush_way vd_flush_choice_next(struct vd_flush_choice *choice)
{
    if (choice->count++ % PERIOD < PERIOD - TRIALS)
        return choice->way;
    return choice->way == VD_FLUSH_URING ? VD_FLUSH_THREAD : VD_FLUSH_URING;
}

/* Half of the flushes take longer and half less: a few that stall say nothing. */
static void follow(uint64_t *usual_ns, uint64_t ns)
{
    uint64_t step = *usual_ns / STEPS;

    if (*usual_ns == 0)
        *usual_ns = VD_MAX(ns, STEPS);
    else if (ns > *usual_ns)
        *usual_ns += step;
    else
        *usual_ns = VD_MAX(*usual_ns - step, STEPS);
}

/* The thread costs two switches of contexts more, which is much where little is written; so it has
 * to be twice as fast, and may stay while it is half as fast again. */
static void decide(struct vd_flush_choice *choice)
{
    uint64_t uring_ns = choice->usual_ns[VD_FLUSH_URING];
    uint64_t thread_ns = choice->usual_ns[VD_FLUSH_THREAD];

    if (!uring_ns || !thread_ns)
        return;
    if (uring_ns / 2 > thread_ns)
        choice->way = VD_FLUSH_THREAD;
    else if (uring_ns / 3 < thread_ns / 2)
        choice->way = VD_FLUSH_URING;
}

void vd_flush_choice_learn(struct vd_flush_choice *choice, enum vd_flush_way way, uint64_t ns,
                           size_t bytes)
{
    if (bytes > SMALL_BYTES)
        return;
    follow(&choice->usual_ns[way], ns);
    decide(choice);
}
