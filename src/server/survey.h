/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A look at all readers of all loops, for a door that wants to know how far behind they are, or
 * which they are. Each loop looks at its own, a slice a turn, and the last one tells the loop that
 * has asked. One round goes at a time, however many ask: who only wants the sums shares the next
 * one, who wants names has one of his own.
 */
#ifndef VD_SERVER_SURVEY_H
#define VD_SERVER_SURVEY_H

#include "doors/door.h"

#include <pthread.h>

struct vd_survey_round;

/* Who is looked at. The first three are constant while loops run. */
struct vd_surveyed {
    struct vd_loop *const *loops;
    unsigned loop_count;
    const _Atomic bool *is_ending; /* then nothing is put off to another turn */
    pthread_mutex_t lock;          /* of what follows */
    struct vd_list all;            /* rounds that are not answered yet */
    struct vd_survey_round *now;   /* NULL: nobody asks */
    struct vd_survey_round *waiting;
    uint32_t number; /* of the newest round */
};

void vd_surveyed_init(struct vd_surveyed *whom, struct vd_loop *const *loops, unsigned loop_count,
                      const _Atomic bool *is_ending);
/* The loops have ended: who still waits is told what was found so far. */
void vd_surveyed_deinit(struct vd_surveyed *whom);
/* Asks. 0: asked->done is called on asked->loop, in a later turn; -ENOMEM. Any loop's thread. */
VD_MUST_CHECK int vd_survey_begin(struct vd_surveyed *whom, struct vd_door_survey *asked);

#endif
