/* SPDX-License-Identifier: Apache-2.0 */
/* How far behind the watches of a stream are. Where nothing waits nothing is looked at. */
#include "doors/etcd3/watch_stream.h"

static uint64_t behind(struct vd_journal *journal, const struct vd_etcd3_watch *watch, int64_t head)
{
    if (journal->ops->is_live(journal, &watch->cursor) || watch->cursor.next.revision > head)
        return 0;
    return (uint64_t)(head - watch->cursor.next.revision + 1);
}

void vd_etcd3_stream_survey(struct vd_call *call, struct vd_survey *survey)
{
    struct vd_etcd3_stream *stream = vd_call_state(call);
    const struct vd_etcd3_watch_table *table = &stream->table;
    struct vd_journal *journal;
    int64_t head;

    if (!stream->is_open)
        return;
    if (stream->queue_first == VD_ETCD3_NO_SLOT && !table->behind && !stream->large) {
        vd_survey_add_current(survey, table->count);
        return;
    }
    journal = stream->door->env.store;
    head = journal->ops->head(journal);
    for (uint32_t slot = 0; slot < table->end; slot++) {
        const struct vd_etcd3_watch *watch = vd_etcd3_watch_table_at(table, slot);

        if (watch->flags & VD_ETCD3_WATCH_USED && !(watch->flags & VD_ETCD3_WATCH_GONE))
            vd_survey_add(survey, behind(journal, watch, head));
    }
}
