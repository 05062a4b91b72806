/* SPDX-License-Identifier: Apache-2.0 */
#include "core/retention.h"

#include "base/check.h"

enum {
    LOOK_MS = 1000,       /* how often at most, where nothing else is said */
    AGE_LOOK_MS = 300000, /* how seldom at most, where the age decides */
    HOUR_MS = 3600000,
    FIVE_MINUTES_MS = 300000,
    WORTH = 16 /* a pass over history pays off when a part of so many of it can go */
};

static int64_t interval_ms(const struct vd_retention *retention)
{
    switch (retention->kind) {
    case VD_RETAIN_HALF:
    case VD_RETAIN_ALL:
    case VD_RETAIN_BYTES:
    case VD_RETAIN_REVISIONS:
        break;
    case VD_RETAIN_AGE:
        return (int64_t)VD_MAX(VD_MIN(retention->amount / 10, (uint64_t)AGE_LOOK_MS),
                               (uint64_t)LOOK_MS);
    case VD_RETAIN_PERIODIC:
        return (int64_t)VD_MAX(VD_MIN(retention->amount, (uint64_t)HOUR_MS), (uint64_t)LOOK_MS);
    case VD_RETAIN_EVERY_5M:
        return FIVE_MINUTES_MS;
    }
    return LOOK_MS;
}

static enum vd_retention_verdict keep_since(const struct vd_retention_facts *facts, uint64_t age_ms,
                                            int64_t *out)
{
    if (facts->head <= facts->floor || age_ms >= (uint64_t)facts->now_ms)
        return VD_RETAIN_NOTHING;
    *out = facts->now_ms - (int64_t)age_ms;
    return VD_RETAIN_FROM_TIME;
}

/* The newest `count`, once there are `slack` more. */
static enum vd_retention_verdict keep_newest(const struct vd_retention_facts *facts, uint64_t count,
                                             uint64_t slack, int64_t *out)
{
    uint64_t above = (uint64_t)(facts->head - facts->floor);

    if (above <= count || above - count <= slack)
        return VD_RETAIN_NOTHING;
    *out = facts->head - (int64_t)count;
    return VD_RETAIN_FROM_REVISION;
}

/* Halving does not help where what is used is the keys themselves: then it waits until there is
 * enough to be gained again. */
static enum vd_retention_verdict keep_below(const struct vd_retention_facts *facts, uint64_t bytes,
                                            int64_t *out)
{
    uint64_t gone = facts->events > facts->keys ? facts->events - facts->keys : 0;

    if (!facts->is_settled || facts->used_bytes <= bytes || facts->head - facts->floor < 2 ||
        gone < facts->events / WORTH)
        return VD_RETAIN_NOTHING;
    *out = facts->floor + (facts->head - facts->floor) / 2;
    return VD_RETAIN_FROM_REVISION;
}

bool vd_retention_is_due(const struct vd_retention *retention,
                         const struct vd_retention_state *state, int64_t now_ms)
{
    return now_ms >= state->next_ms || state->next_ms - now_ms > interval_ms(retention);
}

enum vd_retention_verdict vd_retention_look(const struct vd_retention *retention,
                                            struct vd_retention_state *state,
                                            const struct vd_retention_facts *facts, int64_t *out)
{
    vd_assert(facts->floor <= facts->head);
    if (!vd_retention_is_due(retention, state, facts->now_ms))
        return VD_RETAIN_NOTHING;
    state->next_ms = facts->now_ms + interval_ms(retention);
    switch (retention->kind) {
    case VD_RETAIN_ALL:
        break;
    case VD_RETAIN_HALF:
        return facts->quota_bytes ? keep_below(facts, facts->quota_bytes / 2, out)
                                  : VD_RETAIN_NOTHING;
    case VD_RETAIN_BYTES:
        return keep_below(facts, retention->amount, out);
    case VD_RETAIN_AGE:
    case VD_RETAIN_PERIODIC:
        return keep_since(facts, retention->amount, out);
    case VD_RETAIN_REVISIONS:
        return keep_newest(facts, retention->amount, retention->amount / 8, out);
    case VD_RETAIN_EVERY_5M:
        return keep_newest(facts, retention->amount, 0, out);
    }
    return VD_RETAIN_NOTHING;
}
