/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every door does with a watch of the store beside translating it: it tells a survey about it,
 * and counts what it delivers.
 *
 * A door has in its handler (or the ops of its gRPC method)
 *
 *     static void survey(struct vd_exchange *x, struct vd_survey *survey)
 *     {
 *         struct poll *poll = vd_exchange_user(x);
 *
 *         vd_watching_survey(survey, poll->door->env.store, &poll->cursor,
 *                            &(struct vd_watching){.door = VD_DOOR_LIVE, .by = "poll"});
 *     }
 *
 * and where it has written events of a watch
 *
 *     vd_watching_sent(&door->sent, VD_DOOR_LIVE, batch.count, first_revision, is_live);
 *
 * Then /watchers shows it, and the metrics that have the label `door` count it.
 */
#ifndef VD_DOORS_WATCHING_H
#define VD_DOORS_WATCHING_H

#include "base/survey.h"
#include "core/journal.h"
#include "core/stamps.h"

/* How far a cursor is behind its journal's head, in revisions. */
uint64_t vd_watching_behind(struct vd_journal *journal, const struct vd_cursor *cursor);

/* A watch, as its door knows it; borrowed for the call. */
struct vd_watching {
    enum vd_door_id door;
    const char *by; /* as in struct vd_survey_watch, and so are the next three */
    struct vd_slice id;
    struct vd_slice options;
    uint32_t slot;
    bool paused;
};

/* Tells of one watch, whose cursor is open. */
void vd_watching_survey(struct vd_survey *survey, struct vd_journal *journal,
                        const struct vd_cursor *cursor, const struct vd_watching *watching);
/* The second half of it, for who has called vd_survey_add and was told to go on. */
void vd_watching_name(struct vd_survey *survey, struct vd_journal *journal,
                      const struct vd_cursor *cursor, uint64_t behind,
                      const struct vd_watching *watching);

/* Of a door on a loop. */
struct vd_watching_sent {
    const struct vd_stamps *stamps; /* vd_door_facts.stamps */
    int64_t sampled;                /* the newest revision whose delay was taken */
    uint32_t count;
};

/*
 * `events` of a watch were written, the oldest of them of this revision. is_live: it was up to
 * date before them, so that their age is ours; the first that tells of a revision is a sample of
 * the delay from commit to delivery, and one in many. Cheap.
 */
void vd_watching_sent(struct vd_watching_sent *sent, enum vd_door_id door, uint64_t events,
                      int64_t revision, bool is_live);

#endif
