/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/live/pace.h"

enum { JITTER = 5 /* a fifth of the heartbeat */ };

static struct vd_loop *loop_of(const struct vd_live_pace *pace)
{
    return pace->live->env.loop;
}

/* Up to a fifth sooner, so that those who came together do not stay together. */
static void start_beat(struct vd_live_pace *pace)
{
    uint32_t ms = pace->heartbeat_ms - vd_live_random(pace->live, pace->heartbeat_ms / JITTER);

    pace->sent_ms = vd_loop_now_ms(loop_of(pace));
    vd_timer_start(loop_of(pace), &pace->beat, ms);
}

/* Nothing is done for it when something is sent: that is found out here. */
static void on_beat(struct vd_timer *timer)
{
    struct vd_live_pace *pace = vd_container_of(timer, struct vd_live_pace, beat);
    uint64_t silent_ms = vd_loop_now_ms(loop_of(pace)) - pace->sent_ms;
    uint64_t least_ms = pace->heartbeat_ms - pace->heartbeat_ms / JITTER;

    if (silent_ms < least_ms) {
        vd_timer_start(loop_of(pace), &pace->beat, least_ms - silent_ms);
        return;
    }
    start_beat(pace);
    pace->is_due = true;
    pace->wake(pace);
}

static void on_gap(struct vd_timer *timer)
{
    struct vd_live_pace *pace = vd_container_of(timer, struct vd_live_pace, gap);

    pace->is_held = false;
    pace->source->was_live = false; /* what has gathered is late because it was asked to be */
    pace->wake(pace);
}

void vd_live_pace_init(struct vd_live_pace *pace, struct vd_live *live,
                       struct vd_live_source *source, const struct vd_live_wish *wish)
{
    pace->live = live;
    pace->source = source;
    pace->heartbeat_ms = wish->heartbeat_ms;
    pace->gap_ms = wish->gap_ms;
    pace->beat.fire = on_beat;
    pace->gap.fire = on_gap;
}

void vd_live_pace_start(struct vd_live_pace *pace)
{
    start_beat(pace);
}

void vd_live_pace_stop(struct vd_live_pace *pace)
{
    vd_timer_stop(loop_of(pace), &pace->beat);
    vd_timer_stop(loop_of(pace), &pace->gap);
}

void vd_live_pace_given(struct vd_live_pace *pace, const struct vd_live_piece *piece)
{
    pace->has_gathered |= pace->gap_ms && piece->events;
    if (piece->is_last)
        vd_live_pace_said(pace);
    if (!piece->text.len)
        return;
    pace->sent_ms = vd_loop_now_ms(loop_of(pace));
    pace->is_due = false;
}

void vd_live_pace_said(struct vd_live_pace *pace)
{
    if (!pace->has_gathered)
        return;
    pace->has_gathered = false;
    pace->is_held = true;
    vd_timer_start(loop_of(pace), &pace->gap, pace->gap_ms);
}

bool vd_live_pace_take_due(struct vd_live_pace *pace)
{
    bool is_due = pace->is_due && !vd_live_source_is_listing(pace->source);

    if (is_due)
        pace->is_due = false;
    return is_due;
}
