/* SPDX-License-Identifier: Apache-2.0 */
/* What both histories have in common: the calls into them, replaying a record, compaction. */
#include "store/history.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>

void vd_history_close(struct vd_history *history)
{
    if (history)
        history->ops->close(history);
}

int vd_history_reader_open(struct vd_history *history, struct vd_history_reader **out_reader)
{
    return history->ops->reader_open(history, out_reader);
}

int vd_history_reader_begin(struct vd_history_reader *reader)
{
    return reader->history->ops->reader_begin(reader);
}

void vd_history_reader_reset(struct vd_history_reader *reader)
{
    reader->history->ops->reader_reset(reader);
}

void vd_history_reader_close(struct vd_history_reader *reader)
{
    if (reader)
        reader->history->ops->reader_close(reader);
}

int vd_history_state(struct vd_history_reader *reader, struct vd_history_state *out_state)
{
    return reader->history->ops->state(reader, out_state);
}

int vd_history_scan(struct vd_history_reader *reader, struct vd_pos from, unsigned flags,
                    vd_history_entry_fn *each, void *arg)
{
    return reader->history->ops->scan(reader, from, flags, each, arg);
}

int vd_history_get(struct vd_history_reader *reader, struct vd_pos pos, struct vd_entry *out_entry)
{
    return reader->history->ops->get(reader, pos, out_entry);
}

int vd_history_side_scan(struct vd_history_reader *reader, uint8_t table, vd_history_side_fn *each,
                         void *arg)
{
    return reader->history->ops->side_scan(reader, table, each, arg);
}

int vd_history_batch_begin(struct vd_history *history, struct vd_history_batch **out_batch)
{
    return history->ops->batch_begin(history, out_batch);
}

void vd_history_put(struct vd_history_batch *batch, const struct vd_entry *entry)
{
    vd_assert(entry->pos.revision > 0);
    if (batch->status)
        return;
    batch->status = batch->history->ops->batch_put(batch, entry);
    if (vd_pos_cmp(entry->pos, batch->state.head) > 0) {
        batch->state.head = entry->pos;
        batch->state.head_time_ms = entry->time_ms;
    }
}

void vd_history_remove(struct vd_history_batch *batch, struct vd_pos pos)
{
    if (!batch->status)
        batch->status = batch->history->ops->batch_remove(batch, pos);
}

void vd_history_put_side(struct vd_history_batch *batch, const struct vd_side *side)
{
    vd_assert(side->key.len <= VD_SIDE_KEY_MAX);
    if (!batch->status)
        batch->status = batch->history->ops->batch_side(batch, side);
}

int vd_history_apply(struct vd_history_batch *batch, uint64_t index, int64_t time_ms,
                     struct vd_slice payload)
{
    struct vd_record_reader reader;
    struct vd_entry entry;
    struct vd_side side;
    int rc;

    vd_assert(index == batch->state.applied_index + 1);
    rc = vd_record_reader_init(&reader, payload, time_ms);
    if (rc)
        return rc;
    while ((rc = vd_record_next_event(&reader, &entry)) == 0)
        vd_history_put(batch, &entry);
    if (rc != VD_END)
        return rc;
    while ((rc = vd_record_next_side(&reader, &side)) == 0)
        vd_history_put_side(batch, &side);
    if (rc != VD_END)
        return rc;
    batch->state.floor = VD_MAX(batch->state.floor, reader.head.floor);
    batch->state.applied_index = index;
    return batch->status;
}

/*
 * Compaction from `compacted` (F) to `compact_target` (T) walks the events of revisions F to T in
 * order. What an event supersedes was reachable up to now and is not from T on, so it goes, unless
 * it is of revision T itself: a reader may still begin there. A tombstone before T goes when it is
 * met. Revision F is walked again for exactly the two things that were spared at F: its
 * tombstones, and what was superseded within it.
 *
 * Rows are changed only between two readings, never under a cursor.
 */
#define COMPACT_CHUNK 128

struct compact_chunk {
    struct vd_pos gone[2 * COMPACT_CHUNK];
    size_t count, seen, max;
    int64_t from, to;
    struct vd_pos next;
};

static int compact_see(void *arg, const struct vd_entry *entry)
{
    struct compact_chunk *chunk = arg;

    if (entry->pos.revision > chunk->to)
        return VD_END;
    if (chunk->seen == chunk->max)
        return VD_WAIT;
    chunk->seen++;
    chunk->next = (struct vd_pos){entry->pos.revision, entry->pos.sub + 1};
    if (entry->prev.revision && entry->prev.revision < chunk->to &&
        (entry->pos.revision > chunk->from || entry->prev.revision == chunk->from))
        chunk->gone[chunk->count++] = entry->prev;
    if (entry->type == VD_ENTRY_DELETE && entry->pos.revision < chunk->to)
        chunk->gone[chunk->count++] = entry->pos;
    return 0;
}

/* One chunk: reads, then removes. VD_WAIT: the pass is not at its end. */
static int compact_chunk(struct vd_history_batch *batch, size_t max_events, size_t *out_seen)
{
    struct vd_history_state *state = &batch->state;
    struct compact_chunk chunk = {
        .max = VD_MIN(max_events, (size_t)COMPACT_CHUNK),
        .from = state->compacted,
        .to = state->compact_target,
        .next = state->compact_at,
    };
    int rc;

    rc = batch->history->ops->batch_scan(batch, state->compact_at, compact_see, &chunk);
    for (size_t i = 0; i < chunk.count; i++)
        vd_history_remove(batch, chunk.gone[i]);
    state->compact_at = chunk.next;
    *out_seen = chunk.seen;
    return rc;
}

int vd_history_compact_step(struct vd_history_batch *batch, size_t max_events)
{
    struct vd_history_state *state = &batch->state;
    size_t seen;
    int rc = VD_WAIT;

    vd_assert(max_events > 0);
    if (batch->status)
        return batch->status;
    if (!state->compact_target) {
        if (state->floor <= state->compacted)
            return VD_END;
        state->compact_target = state->floor;
        state->compact_at = (struct vd_pos){state->compacted, 0};
    }
    while (rc == VD_WAIT && max_events && !batch->status) {
        rc = compact_chunk(batch, max_events, &seen);
        max_events -= seen;
    }
    if (batch->status)
        return batch->status;
    if (rc != VD_WAIT && rc != VD_END)
        return batch->status = rc;
    if (rc == VD_END) {
        state->compacted = state->compact_target;
        state->compact_target = 0;
        return state->floor > state->compacted ? 0 : VD_END;
    }
    return 0;
}

int vd_history_commit(struct vd_history_batch *batch)
{
    int rc = batch->status;

    if (!rc)
        return batch->history->ops->batch_commit(batch);
    vd_history_abort(batch);
    return rc;
}

void vd_history_abort(struct vd_history_batch *batch)
{
    if (batch)
        batch->history->ops->batch_abort(batch);
}

int vd_history_stats(struct vd_history *history, struct vd_history_stats *out_stats)
{
    return history->ops->stats(history, out_stats);
}

void vd_history_replace(struct vd_history *history, struct vd_history *other)
{
    vd_assert(history->ops == other->ops && history->ops->replace);
    history->ops->replace(history, other);
}

bool vd_history_settle(struct vd_history *history)
{
    return history->ops->settle ? history->ops->settle(history) : true;
}
