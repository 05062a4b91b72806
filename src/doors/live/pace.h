/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a reader that does not end is told something though nothing has changed, and nothing though
 * something has: its heartbeat, and the gaps between what a `rate` lets through. Both stand beside
 * its source: the reader tells the pace what it was given, and asks it before it asks the source.
 */
#ifndef VD_DOORS_LIVE_PACE_H
#define VD_DOORS_LIVE_PACE_H

#include "doors/live/source.h"

struct vd_live_pace {
    struct vd_live *live;
    struct vd_live_source *source;
    /* A bookmark is due, or a gap is over. */
    void (*wake)(struct vd_live_pace *pace);
    struct vd_timer beat, gap; /* the gap's only with a rate */
    uint64_t sent_ms;          /* when it was last sent something */
    uint32_t heartbeat_ms, gap_ms;
    bool is_due;       /* for a bookmark, unless something else is sent first */
    bool has_gathered; /* it is saying what has come since the gap before */
    bool is_held;      /* until the gap is over */
};

/* Zeroed memory but for `wake`. The source may be opened later, but before the pace is started. */
void vd_live_pace_init(struct vd_live_pace *pace, struct vd_live *live,
                       struct vd_live_source *source, const struct vd_live_wish *wish);
/* The heartbeat begins. */
void vd_live_pace_start(struct vd_live_pace *pace);
void vd_live_pace_stop(struct vd_live_pace *pace);

/* The source has given this. */
void vd_live_pace_given(struct vd_live_pace *pace, const struct vd_live_piece *piece);
/* The source has nothing more: what had gathered is said. */
void vd_live_pace_said(struct vd_live_pace *pace);
/* Whether the next thing to be said is a bookmark; then it is not due any more. */
bool vd_live_pace_take_due(struct vd_live_pace *pace);

#endif
