/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which keys a wish is about: a range for core's index, and beyond it a filter, where a pattern or
 * a type says more than a range can. Readers of one filter share it, so that they share a selector
 * as well.
 */
#ifndef VD_DOORS_LIVE_FILTER_H
#define VD_DOORS_LIVE_FILTER_H

#include "doors/live/state.h"
#include "doors/live/wish.h"

struct vd_live_filter;

/* 0: *out_filter, with a reference, or NULL: a range says it all; VD_INVALID, VD_TOO_LARGE: the
 * pattern; -ENOMEM. */
VD_MUST_CHECK int vd_live_filter_take(struct vd_live *live, const struct vd_live_wish *wish,
                                      struct vd_live_filter **out_filter);
/* After the last cursor that has it as its residual's argument. NULL is fine. */
void vd_live_filter_drop(struct vd_live_filter *filter);
bool vd_live_filter_has_glob(const struct vd_live_filter *filter);
/* As struct vd_match_table has it. */
uint64_t vd_live_filter_hash(const void *item);
/* Of what is there, not of a change. */
bool vd_live_filter_admits(const struct vd_live_filter *filter, struct vd_slice key);
/* As struct vd_selection has it; arg: the filter. */
bool vd_live_filter_residual(const struct vd_event *event, const struct vd_event *prev, void *arg);

/* The keys of a wish as core has ranges: both ends lie in one allocation, which is the caller's to
 * free. */
struct vd_live_bounds {
    uint8_t *memory;
    struct vd_slice key, end;
};
/* filter: of the same wish, or NULL. 0, -ENOMEM. */
VD_MUST_CHECK int vd_live_bounds_make(const struct vd_live_filter *filter,
                                      const struct vd_live_wish *wish,
                                      struct vd_live_bounds *bounds);

#endif
