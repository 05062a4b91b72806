/* SPDX-License-Identifier: Apache-2.0 */
#include "server/survey.h"

#include "base/alloc.h"
#include "server/figures.h"

#include <errno.h>

/* What a loop looks at in a turn: 10 to 100 ns each. */
enum { SLICE = 2000 };

/* A loop's share. */
struct part {
    struct vd_loop_task task;
    struct vd_survey_round *round;
    struct vd_loop *loop;
    struct vd_survey survey;
    struct vd_survey_list list; /* if names are wanted */
};

/* Made when somebody asks, so that nothing is needed later. */
struct vd_survey_round {
    struct vd_surveyed *whom;
    struct vd_door_survey *asked;
    struct vd_list all;             /* in whom->all, until it is answered */
    struct vd_survey_round *next;   /* of those that wait */
    struct vd_survey_round *shares; /* the next that is answered by this one's look */
    struct vd_loop_task end;
    struct vd_survey_sum sum;
    _Atomic unsigned left; /* parts */
    unsigned joined;       /* lists of parts */
    unsigned part_count;
    struct part parts[];
};

static void round_free(struct vd_survey_round *round)
{
    for (unsigned i = 0; i < round->part_count; i++)
        vd_survey_list_deinit(&round->parts[i].list);
    vd_free(round);
}

static void answer(struct vd_survey_round *round)
{
    struct vd_surveyed *whom = round->whom;
    struct vd_door_survey *asked = round->asked;

    pthread_mutex_lock(&whom->lock);
    vd_list_remove(&round->all);
    pthread_mutex_unlock(&whom->lock);
    asked->result = round->sum;
    round_free(round);
    asked->done(asked);
}

/* On the loop that has asked: joins the lists, one a turn. */
static void end_round(struct vd_loop_task *task)
{
    struct vd_survey_round *round = vd_container_of(task, struct vd_survey_round, end);
    struct vd_door_survey *asked = round->asked;
    bool puts_off = !atomic_load(round->whom->is_ending);

    while (asked->wish && round->joined < round->part_count) {
        vd_survey_list_join(&asked->list, &round->parts[round->joined++].list);
        if (puts_off && round->joined < round->part_count) {
            vd_loop_post(asked->loop, task);
            return;
        }
    }
    vd_survey_list_sort(&asked->list);
    answer(round);
}

/* With the lock. */
static void begin_next(struct vd_surveyed *whom)
{
    struct vd_survey_round *round = whom->waiting, **link;

    whom->now = round;
    if (!round)
        return;
    whom->waiting = round->next;
    for (link = &whom->waiting; *link;) {
        struct vd_survey_round *other = *link;

        if (other->asked->wish) {
            link = &other->next;
            continue;
        }
        *link = other->next;
        other->shares = round->shares;
        round->shares = other;
    }
    whom->number += whom->number == UINT32_MAX ? 2 : 1;
    for (unsigned i = 0; i < whom->loop_count; i++)
        round->parts[i].survey.round = whom->number;
    for (unsigned i = 0; i < whom->loop_count; i++)
        vd_loop_post(whom->loops[i], &round->parts[i].task);
}

/* On the loop that was last. */
static void end_look(struct vd_survey_round *round)
{
    struct vd_surveyed *whom = round->whom;
    struct vd_survey_round *sharing = round;

    for (unsigned i = 0; i < round->part_count; i++)
        vd_survey_merge(&round->sum, &round->parts[i].survey.sum);
    vd_figures_show_survey(&round->sum);
    for (struct vd_survey_round *other = round->shares; other; other = other->shares)
        other->sum = round->sum;
    pthread_mutex_lock(&whom->lock);
    begin_next(whom);
    pthread_mutex_unlock(&whom->lock);
    while (sharing) {
        struct vd_survey_round *next = sharing->shares;

        vd_loop_post(sharing->asked->loop, &sharing->end);
        sharing = next;
    }
}

static void look(struct vd_loop_task *task)
{
    struct part *part = vd_container_of(task, struct part, task);
    struct vd_survey_round *round = part->round;
    bool all = atomic_load(round->whom->is_ending), done;

    do {
        part->survey.budget = SLICE;
        done = vd_loop_survey(part->loop, &part->survey);
    } while (!done && all);
    if (!done)
        vd_loop_post(part->loop, &part->task);
    else if (atomic_fetch_sub(&round->left, 1) == 1)
        end_look(round);
}

static void part_init(struct vd_survey_round *round, unsigned i)
{
    struct part *part = &round->parts[i];

    part->task.run = look;
    part->round = round;
    part->loop = round->whom->loops[i];
    part->survey.place.loop = i;
    if (!round->asked->wish)
        return;
    vd_survey_list_init(&part->list, round->asked->wish);
    part->survey.list = &part->list;
}

int vd_survey_begin(struct vd_surveyed *whom, struct vd_door_survey *asked)
{
    struct vd_survey_round *round =
        vd_alloc_zero(sizeof(*round) + whom->loop_count * sizeof(round->parts[0]));
    struct vd_survey_round **last;

    if (!round)
        return -ENOMEM;
    round->whom = whom;
    round->asked = asked;
    round->end.run = end_round;
    round->part_count = whom->loop_count;
    atomic_init(&round->left, whom->loop_count);
    for (unsigned i = 0; i < whom->loop_count; i++)
        part_init(round, i);
    asked->list = (struct vd_survey_list){.count = 0};
    if (asked->wish)
        vd_survey_list_init(&asked->list, asked->wish);
    pthread_mutex_lock(&whom->lock);
    for (last = &whom->waiting; *last; last = &(*last)->next)
        ;
    *last = round;
    vd_list_append(&whom->all, &round->all);
    if (!whom->now)
        begin_next(whom);
    pthread_mutex_unlock(&whom->lock);
    return 0;
}

void vd_surveyed_init(struct vd_surveyed *whom, struct vd_loop *const *loops, unsigned loop_count,
                      const _Atomic bool *is_ending)
{
    *whom = (struct vd_surveyed){.loops = loops, .loop_count = loop_count, .is_ending = is_ending};
    vd_list_init(&whom->all);
    pthread_mutex_init(&whom->lock, NULL);
}

void vd_surveyed_deinit(struct vd_surveyed *whom)
{
    if (!whom->loops)
        return;
    while (!vd_list_is_empty(&whom->all))
        answer(vd_list_first(&whom->all, struct vd_survey_round, all));
    pthread_mutex_destroy(&whom->lock);
}
