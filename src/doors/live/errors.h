/* SPDX-License-Identifier: Apache-2.0 */
/* Errors in HTTP's words: problem details (RFC 9457). */
#ifndef VD_DOORS_LIVE_ERRORS_H
#define VD_DOORS_LIVE_ERRORS_H

#include "doors/live/state.h"

struct vd_live_problem {
    unsigned status;
    const char *code, *title;
};

/* What a request can be refused for before core sees it. */
extern const struct vd_live_problem VD_LIVE_BAD_REQUEST, VD_LIVE_GONE, VD_LIVE_NOT_FOUND,
    VD_LIVE_PRECONDITION, VD_LIVE_TOO_LARGE;

/* What core answered. Never for 0. */
const struct vd_live_problem *vd_live_problem_of(int rc);

/* Answers with it, and says no more; with what is gone go the positions that are not. detail: a
 * sentence of ours, or NULL. */
void vd_live_refuse(struct vd_live *live, struct vd_exchange *x,
                    const struct vd_live_problem *problem, const char *detail);

#endif
