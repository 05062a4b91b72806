/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far behind its readers a server is: what a look at all of them adds up to. A reader that has
 * everything is 0 behind.
 */
#ifndef VD_BASE_SURVEY_H
#define VD_BASE_SURVEY_H

#include <stdint.h>

/* Up to 1, 10, 100, ... behind, and any number. */
enum { VD_SURVEY_BUCKETS = 9 };

struct vd_survey {
    uint64_t counts[1 + VD_SURVEY_BUCKETS]; /* [0]: those that are 0 behind; each counts once */
    uint64_t max;
};

void vd_survey_add(struct vd_survey *survey, uint64_t behind);
/* So many that have everything. */
void vd_survey_add_current(struct vd_survey *survey, uint64_t count);
void vd_survey_merge(struct vd_survey *into, const struct vd_survey *from);
/* What is at most so far behind is in counts[0 .. i]: 0, 1, 10, 100, ...; UINT64_MAX for the last.
 */
uint64_t vd_survey_bound(unsigned i);

#endif
