/* SPDX-License-Identifier: Apache-2.0 */
#include "base/survey.h"

#include "base/check.h"

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

void vd_survey_add(struct vd_survey *survey, uint64_t behind)
{
    unsigned i = 0;

    while (behind > vd_survey_bound(i))
        i++;
    survey->counts[i]++;
    survey->max = VD_MAX(survey->max, behind);
}

void vd_survey_add_current(struct vd_survey *survey, uint64_t count)
{
    survey->counts[0] += count;
}

void vd_survey_merge(struct vd_survey *into, const struct vd_survey *from)
{
    for (unsigned i = 0; i < VD_COUNT(into->counts); i++)
        into->counts[i] += from->counts[i];
    into->max = VD_MAX(into->max, from->max);
}
