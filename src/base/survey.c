/* SPDX-License-Identifier: Apache-2.0 */
#include "base/survey.h"

#include "base/check.h"
#include "base/survey_list.h"

#define NAME(id, name) [VD_DOOR_##id] = name,
static const char *const door_names[] = {VD_DOOR_IDS(NAME)};
#undef NAME

const char *vd_door_id_name(enum vd_door_id door)
{
    vd_assert(door < VD_DOOR_ID_COUNT);
    return door_names[door];
}

const char *vd_survey_state_name(enum vd_survey_state state)
{
    static const char *const names[] = {[VD_SURVEY_LIVE] = "live",
                                        [VD_SURVEY_BEHIND] = "behind",
                                        [VD_SURVEY_PAUSED] = "paused",
                                        [VD_SURVEY_STALLED] = "stalled"};

    vd_assert(state < VD_SURVEY_STATES);
    return names[state];
}

uint64_t vd_survey_bound(unsigned i)
{
    uint64_t bound = 1;

    if (i == 0)
        return 0;
    if (i == VD_SURVEY_BUCKETS)
        return UINT64_MAX;
    while (--i)
        bound *= 10;
    return bound;
}

static enum vd_survey_state state_of(const struct vd_survey *survey, uint64_t behind, bool paused)
{
    if (paused)
        return VD_SURVEY_PAUSED;
    if (!behind)
        return VD_SURVEY_LIVE;
    return survey->stalled ? VD_SURVEY_STALLED : VD_SURVEY_BEHIND;
}

static enum vd_door_id counted_for(const struct vd_survey *survey, enum vd_door_id door)
{
    return survey->as ? (enum vd_door_id)(survey->as - 1) : door;
}

bool vd_survey_add(struct vd_survey *survey, enum vd_door_id door, uint64_t behind, bool paused)
{
    enum vd_survey_state state = state_of(survey, behind, paused);
    unsigned i = 0;

    door = counted_for(survey, door);
    while (behind > vd_survey_bound(i))
        i++;
    survey->sum.counts[i]++;
    survey->sum.max = VD_MAX(survey->sum.max, behind);
    survey->sum.total += behind;
    survey->sum.watches[door][state]++;
    if (!survey->list || !(survey->list->wish.doors & 1u << door))
        return false;
    survey->list->behind = behind;
    survey->list->door = (uint8_t)door;
    survey->list->state = (uint8_t)state;
    return true;
}

void vd_survey_add_current(struct vd_survey *survey, enum vd_door_id door, uint64_t count)
{
    vd_assert(!survey->list);
    survey->sum.counts[0] += count;
    survey->sum.watches[counted_for(survey, door)][VD_SURVEY_LIVE] += count;
}

void vd_survey_merge(struct vd_survey_sum *into, const struct vd_survey_sum *from)
{
    for (unsigned i = 0; i < VD_COUNT(into->counts); i++)
        into->counts[i] += from->counts[i];
    for (unsigned door = 0; door < VD_DOOR_ID_COUNT; door++)
        for (unsigned state = 0; state < VD_SURVEY_STATES; state++)
            into->watches[door][state] += from->watches[door][state];
    into->max = VD_MAX(into->max, from->max);
    into->total += from->total;
}
