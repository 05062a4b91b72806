/* SPDX-License-Identifier: Apache-2.0 */
#include "server/survey.h"

#include "base/alloc.h"
#include "server/figures.h"

#include <errno.h>

enum { SLICE_CONNECTIONS = 500 };

struct part {
    struct vd_loop_task task;
    struct round *round;
    struct vd_loop *loop;
    struct vd_survey result;
    unsigned left; /* connections */
};

struct round {
    const struct vd_surveyed *whom;
    struct vd_door_survey *asked;
    struct vd_loop_task end;
    _Atomic unsigned left; /* parts */
    struct part parts[];
};

static void end_round(struct vd_loop_task *task)
{
    struct round *round = vd_container_of(task, struct round, end);
    struct vd_door_survey *asked = round->asked;

    asked->result = (struct vd_survey){.max = 0};
    for (unsigned i = 0; i < round->whom->loop_count; i++)
        vd_survey_merge(&asked->result, &round->parts[i].result);
    vd_free(round);
    vd_figures_show_lag(&asked->result);
    asked->done(asked);
}

static void look(struct vd_loop_task *task)
{
    struct part *part = vd_container_of(task, struct part, task);
    struct round *round = part->round;
    unsigned count =
        atomic_load(round->whom->is_ending) ? part->left : VD_MIN(part->left, SLICE_CONNECTIONS);

    vd_loop_survey(part->loop, count, &part->result);
    part->left -= count;
    if (part->left)
        vd_loop_post(part->loop, &part->task);
    else if (atomic_fetch_sub(&round->left, 1) == 1)
        vd_loop_post(round->asked->loop, &round->end);
}

int vd_survey_begin(const struct vd_surveyed *whom, struct vd_door_survey *asked)
{
    struct round *round =
        vd_alloc_zero(sizeof(*round) + whom->loop_count * sizeof(round->parts[0]));

    if (!round)
        return -ENOMEM;
    round->whom = whom;
    round->asked = asked;
    round->end.run = end_round;
    atomic_init(&round->left, whom->loop_count);
    for (unsigned i = 0; i < whom->loop_count; i++) {
        struct part *part = &round->parts[i];

        part->task.run = look;
        part->round = round;
        part->loop = whom->loops[i];
        part->left = vd_loop_open_count(part->loop);
    }
    for (unsigned i = 0; i < whom->loop_count; i++)
        vd_loop_post(whom->loops[i], &round->parts[i].task);
    return 0;
}
