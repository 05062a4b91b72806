/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A look at all readers of all loops, for a door that wants to know how far behind they are. Each
 * loop looks at its own, some connections a turn, and the last one tells the loop that has asked.
 */
#ifndef VD_SERVER_SURVEY_H
#define VD_SERVER_SURVEY_H

#include "doors/door.h"

/* Who is looked at. Constant while loops run. */
struct vd_surveyed {
    struct vd_loop *const *loops;
    unsigned loop_count;
    const _Atomic bool *is_ending; /* then nothing is put off to another turn */
};

/* Begins it. 0: asked->done is called on asked->loop, in a later turn; -ENOMEM. */
VD_MUST_CHECK int vd_survey_begin(const struct vd_surveyed *whom, struct vd_door_survey *asked);

#endif
