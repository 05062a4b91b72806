/* SPDX-License-Identifier: Apache-2.0 */
/* How far behind the watches of a stream are, and which they are. Where nothing waits and nobody
 * wants their names, nothing is looked at. */
#include "doors/etcd3/watch_stream.h"
#include "doors/watching.h"

#include <stdio.h>

enum { OPTIONS_BYTES = 48 };

static void add_word(char *text, const char *word, bool on)
{
    if (!on)
        return;
    if (*text)
        strcat(text, " ");
    strcat(text, word);
}

static void name(struct vd_survey *survey, struct vd_etcd3_stream *stream,
                 const struct vd_etcd3_watch *watch, uint64_t behind)
{
    char id[24], options[OPTIONS_BYTES] = "";
    struct vd_watching watching = {.door = vd_etcd3_stream_door_id(stream),
                                   .by = vd_call_by(vd_etcd3_stream_call(stream)),
                                   .slot = watch->slot};

    snprintf(id, sizeof(id), "%lld", (long long)watch->id);
    add_word(options, "prev", watch->flags & VD_ETCD3_PREV_KV);
    add_word(options, "noput", watch->flags & VD_ETCD3_NO_PUT);
    add_word(options, "nodelete", watch->flags & VD_ETCD3_NO_DELETE);
    add_word(options, "fragment", watch->flags & VD_ETCD3_WATCH_FRAGMENT);
    add_word(options, "progress", watch->flags & VD_ETCD3_WATCH_NOTIFY);
    watching.id = vd_slice_str(id);
    watching.options = vd_slice_str(options);
    vd_watching_name(survey, stream->door->env.store, &watch->cursor, behind, &watching);
}

static void look_at(struct vd_survey *survey, struct vd_etcd3_stream *stream,
                    const struct vd_etcd3_watch *watch)
{
    uint64_t behind;

    if (!(watch->flags & VD_ETCD3_WATCH_USED) || watch->flags & VD_ETCD3_WATCH_GONE)
        return;
    behind = vd_watching_behind(stream->door->env.store, &watch->cursor);
    if (vd_survey_add(survey, vd_etcd3_stream_door_id(stream), behind, false))
        name(survey, stream, watch, behind);
}

static bool has_nothing_waiting(const struct vd_etcd3_stream *stream)
{
    return stream->queue_first == VD_ETCD3_NO_SLOT && !stream->table.behind && !stream->large;
}

void vd_etcd3_stream_survey(struct vd_call *call, struct vd_survey *survey)
{
    struct vd_etcd3_stream *stream = vd_call_state(call);
    const struct vd_etcd3_watch_table *table = &stream->table;

    if (!stream->is_open)
        return;
    if (!survey->from && !vd_survey_is_naming(survey) && has_nothing_waiting(stream)) {
        vd_survey_add_current(survey, vd_etcd3_stream_door_id(stream), table->count);
        return;
    }
    for (uint32_t slot = survey->from; slot < table->end; slot++) {
        if (!vd_survey_goes_on(survey)) {
            survey->resume = slot;
            return;
        }
        look_at(survey, stream, vd_etcd3_watch_table_at(table, slot));
    }
}
