/* SPDX-License-Identifier: Apache-2.0 */
/* The metrics that nobody counts because somebody knows them: the process's, the store's, the
 * loops'. */
#ifndef VD_SERVER_FIGURES_H
#define VD_SERVER_FIGURES_H

#include "base/survey.h"
#include "core/kv.h"
#include "io/loop.h"

struct vd_figures_of {
    struct vd_kv *kv;
    struct vd_loop *const *loops;
    unsigned loop_count;
    uint64_t quota_bytes;
};

/* The newest answer to how many watches there are, and how far behind. */
void vd_figures_show_survey(const struct vd_survey_sum *sum);
/* Before the loops run: from now on /metrics has them, asked on a loop, in its turn. `of` outlives
 * the loops; NULL: no more, once none runs. */
void vd_figures_watch(const struct vd_figures_of *of);

#endif
