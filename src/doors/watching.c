/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/watching.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/metrics.h"

enum { SAMPLE_EVERY = 32 };

uint64_t vd_watching_behind(struct vd_journal *journal, const struct vd_cursor *cursor)
{
    int64_t head = journal->ops->head(journal);

    if (journal->ops->is_live(journal, cursor) || cursor->next.revision > head)
        return 0;
    return (uint64_t)(head - cursor->next.revision + 1);
}

void vd_watching_name(struct vd_survey *survey, struct vd_journal *journal,
                      const struct vd_cursor *cursor, uint64_t behind,
                      const struct vd_watching *watching)
{
    struct vd_survey_watch watch = {.slot = watching->slot,
                                    .by = watching->by,
                                    .id = watching->id,
                                    .options = watching->options};
    uint8_t room[VD_JOURNAL_ROOM];

    journal->ops->range(journal, cursor, room, &watch.key, &watch.end);
    if (behind || cursor->next.revision > journal->ops->head(journal) + 1)
        watch.next = cursor->next;
    vd_survey_name(survey, &watch);
}

void vd_watching_survey(struct vd_survey *survey, struct vd_journal *journal,
                        const struct vd_cursor *cursor, const struct vd_watching *watching)
{
    uint64_t behind = vd_watching_behind(journal, cursor);

    if (vd_survey_add(survey, watching->door, behind, watching->paused))
        vd_watching_name(survey, journal, cursor, behind, watching);
}

#define DELIVERED(id, name) [VD_DOOR_##id] = VD_M_DELIVERED_##id,
#define DELAY(id, name)     [VD_DOOR_##id] = VD_H_DELIVERY_##id,
static const enum vd_metric delivered[] = {VD_DOOR_IDS(DELIVERED)};
static const enum vd_histogram delay[] = {VD_DOOR_IDS(DELAY)};

void vd_watching_sent(struct vd_watching_sent *sent, enum vd_door_id door, uint64_t events,
                      int64_t revision, bool is_live)
{
    uint64_t time_ns, now_ns;

    vd_metric_add(delivered[door], events);
    if (!is_live || !sent->stamps ||
        (++sent->count % SAMPLE_EVERY != 0 && sent->sampled == revision))
        return;
    sent->sampled = revision;
    now_ns = vd_time_monotonic_ns();
    if (vd_stamps_find(sent->stamps, revision, &time_ns) && now_ns > time_ns)
        vd_metric_observe_us(delay[door], (now_ns - time_ns) / 1000);
}
