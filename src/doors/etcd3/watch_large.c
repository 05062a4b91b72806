/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A response larger than anything that may be held: one revision of a million deletes, or a batch
 * that has to go in fragments. Its cursor walks the events twice, in slices: once to add up their
 * size, which is written first, then, from the same place, to write them. Memory is one slice.
 *
 * A revision never changes, so both walks see the same; if they do not after all (it was compacted
 * meanwhile), the message cannot be completed and the stream is broken off.
 */
#include "base/alloc.h"
#include "base/metrics.h"
#include "doors/etcd3/watch_stream.h"

#include <errno.h>

enum { MEASURE_BYTES = 65536, WRITE_MIN_BYTES = 2048, SLICES_PER_STEP = 16 };

/* Response messages of 2 GiB and more are beyond every client. */
static const size_t MESSAGE_MAX_BYTES = 0x7fffffff;

struct vd_etcd3_large {
    struct vd_etcd3_watch *watch;
    struct vd_pos from;  /* of the present message */
    struct vd_pos end;   /* of the present message, exclusive; known once it is measured */
    struct vd_pos until; /* of the response; revision 0: the end of from's revision */
    size_t bytes;        /* of events in the message: measured so far, or still to be written */
    int64_t revision;    /* for the header */
    bool is_writing;
    bool is_last;     /* no further fragment follows */
    bool has_written; /* a fragment is out: the others must follow it at once */
    bool is_canceled;
};

bool vd_etcd3_large_is_exclusive(const struct vd_etcd3_large *large)
{
    return large->is_writing || large->has_written;
}

bool vd_etcd3_large_is_of(const struct vd_etcd3_large *large, const struct vd_etcd3_watch *watch)
{
    return large->watch == watch;
}

void vd_etcd3_large_cancel(struct vd_etcd3_large *large)
{
    large->is_canceled = true;
}

void vd_etcd3_large_drop(struct vd_etcd3_stream *stream)
{
    vd_free(stream->large);
    stream->large = NULL;
}

static struct vd_journal *journal_of(struct vd_etcd3_stream *stream)
{
    return stream->door->env.store;
}

static void seek(struct vd_etcd3_stream *stream, struct vd_pos to)
{
    struct vd_journal *journal = journal_of(stream);

    journal->ops->seek(journal, &stream->large->watch->cursor, to);
}

int vd_etcd3_large_begin(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch,
                         struct vd_pos from, struct vd_pos until)
{
    struct vd_journal *journal = journal_of(stream);
    struct vd_etcd3_large *large = vd_alloc_zero(sizeof(*large));

    vd_assert(!stream->large);
    if (!large)
        return -ENOMEM;
    large->watch = watch;
    large->from = from;
    large->until = until;
    large->revision =
        watch->flags & VD_ETCD3_WATCH_BEHIND || until.revision ? journal->ops->head(journal) : 0;
    stream->large = large;
    seek(stream, from);
    return 0;
}

/* The response is out, or there was nothing to be sent of it. */
static void complete(struct vd_etcd3_stream *stream)
{
    struct vd_etcd3_watch *watch = stream->large->watch;
    bool is_canceled = stream->large->is_canceled;

    seek(stream, stream->large->end);
    vd_etcd3_large_drop(stream);
    if (is_canceled)
        vd_etcd3_stream_cancel(stream, watch);
    else
        vd_etcd3_stream_enqueue(stream, watch);
}

/* The position went away under it. */
static enum vd_etcd3_step fail(struct vd_etcd3_stream *stream, int rc)
{
    struct vd_etcd3_watch *watch = stream->large->watch;

    if (rc == VD_COMPACTED && !vd_etcd3_large_is_exclusive(stream->large)) {
        vd_etcd3_large_drop(stream);
        vd_etcd3_stream_lose(stream, watch);
        return VD_ETCD3_STEP_ON;
    }
    if (vd_etcd3_large_is_exclusive(stream->large))
        vd_call_break(vd_etcd3_stream_call(stream));
    else
        vd_etcd3_fail(vd_etcd3_stream_call(stream), vd_etcd3_error_of(rc));
    return VD_ETCD3_STEP_STALLED;
}

static int pull(struct vd_etcd3_stream *stream, size_t max_bytes, struct vd_batch *out_batch)
{
    struct vd_etcd3_watch *watch = stream->large->watch;
    struct vd_journal *journal = journal_of(stream);

    return journal->ops->pull(journal, &watch->cursor, max_bytes,
                              watch->flags & VD_ETCD3_PREV_KV ? VD_PULL_PREV : 0, out_batch);
}

/* --- measuring ------------------------------------------------------------------------------- */

/* Whether the response ends before this event. */
static bool is_beyond(const struct vd_etcd3_large *large, const struct vd_event *event)
{
    if (large->until.revision)
        return vd_pos_cmp(vd_event_pos(event), large->until) >= 0;
    return event->revision != large->from.revision;
}

/* Adds up a slice. True once the end of the message is known. */
static bool measure(struct vd_etcd3_stream *stream, const struct vd_batch *batch)
{
    struct vd_etcd3_large *large = stream->large;
    unsigned variant = large->watch->flags & VD_ETCD3_WATCH_VARIANT;
    bool fragment = large->watch->flags & VD_ETCD3_WATCH_FRAGMENT;
    size_t limit = stream->door->fragment_bytes - VD_ETCD3_RESPONSE_HEAD_BYTES;

    for (uint32_t i = 0; i < batch->count; i++) {
        const struct vd_event *event = batch->events[i];
        size_t size;

        large->end = vd_event_pos(event);
        large->is_last = is_beyond(large, event);
        if (large->is_last)
            return true;
        if (!vd_etcd3_wants(variant, event))
            continue;
        size = vd_etcd3_event_measure(event, batch->prevs ? batch->prevs[i] : NULL).field;
        if (fragment && large->bytes && large->bytes + size >= limit)
            return true;
        large->bytes += size;
    }
    large->end = batch->to;
    large->is_last = large->until.revision
                         ? vd_pos_cmp(batch->to, large->until) >= 0
                         : !batch->splits || batch->to.revision != large->from.revision;
    return large->is_last;
}

static enum vd_etcd3_step begin_message(struct vd_etcd3_stream *stream, struct vd_out *out)
{
    uint8_t head[VD_ETCD3_RESPONSE_HEAD_BYTES], *end;
    struct vd_etcd3_large *large = stream->large;

    if (!large->bytes && large->is_last && !large->has_written) {
        complete(stream);
        return VD_ETCD3_STEP_ON;
    }
    if (large->bytes > MESSAGE_MAX_BYTES - VD_ETCD3_RESPONSE_HEAD_BYTES) {
        vd_call_finish(vd_etcd3_stream_call(stream), VD_RPC_RESOURCE_EXHAUSTED,
                       "grpc: trying to send message larger than max (2147483647)");
        return VD_ETCD3_STEP_STALLED;
    }
    large->is_writing = true;
    large->watch->flags |= VD_ETCD3_WATCH_SENT;
    seek(stream, large->from);
    end = vd_etcd3_response_head(stream, head, large->watch->id,
                                 large->revision ? large->revision : large->from.revision,
                                 !large->is_last, large->bytes);
    return vd_call_write(vd_etcd3_stream_call(stream), out, vd_slice(head, (size_t)(end - head)),
                         NULL)
               ? VD_ETCD3_STEP_ON
               : VD_ETCD3_STEP_STALLED;
}

static enum vd_etcd3_step measure_step(struct vd_etcd3_stream *stream, struct vd_out *out)
{
    for (int i = 0; i < SLICES_PER_STEP; i++) {
        struct vd_batch batch;
        int rc = pull(stream, MEASURE_BYTES, &batch);

        if (rc)
            return rc == VD_WAIT ? VD_ETCD3_STEP_WAIT : fail(stream, rc);
        if (measure(stream, &batch))
            return begin_message(stream, out);
    }
    /* As if stalled: the turn has other things to do. */
    return VD_ETCD3_STEP_STALLED;
}

/* --- writing --------------------------------------------------------------------------------- */

/* Takes off the events of a slice that are not of the message. */
static void cut_at_end(const struct vd_etcd3_large *large, struct vd_batch *batch)
{
    if (vd_pos_cmp(batch->to, large->end) <= 0)
        return;
    while (batch->count > 0 &&
           vd_pos_cmp(vd_event_pos(batch->events[batch->count - 1]), large->end) >= 0)
        batch->count--;
    batch->to = large->end;
    batch->splits = true;
}

static void end_message(struct vd_etcd3_stream *stream)
{
    struct vd_etcd3_large *large = stream->large;

    if (large->is_last || large->is_canceled) {
        complete(stream);
        return;
    }
    large->from = large->end;
    large->is_writing = false;
    large->has_written = true;
    seek(stream, large->from);
}

/* 0: the next piece of the message is in *out_encoding. */
static int next_piece(struct vd_etcd3_stream *stream, size_t room,
                      struct vd_run_piece *out_encoding)
{
    struct vd_etcd3_large *large = stream->large;
    struct vd_batch batch;
    /* What small events need besides keys and values is as much again. */
    int rc =
        pull(stream, VD_MIN(VD_MAX(room / 2, (size_t)WRITE_MIN_BYTES), (size_t)VD_RUN_BYTES / 2),
             &batch);

    if (rc)
        return rc;
    cut_at_end(large, &batch);
    if (!batch.count)
        return VD_COMPACTED;
    rc = vd_etcd3_events_get(&stream->door->runs, &batch,
                             large->watch->flags & VD_ETCD3_WATCH_VARIANT, out_encoding);
    if (rc == 0 && out_encoding->piece.len > large->bytes)
        return VD_COMPACTED;
    if (rc == 0 && vd_pos_cmp(out_encoding->to, batch.to) < 0)
        seek(stream, out_encoding->to);
    return rc;
}

static enum vd_etcd3_step write_step(struct vd_etcd3_stream *stream, struct vd_out *out)
{
    struct vd_etcd3_large *large = stream->large;
    struct vd_run_piece encoding;
    int rc;

    if (!large->bytes) {
        end_message(stream);
        return VD_ETCD3_STEP_ON;
    }
    rc = next_piece(stream, out->room, &encoding);
    if (rc)
        return rc == VD_WAIT ? VD_ETCD3_STEP_WAIT : fail(stream, rc);
    large->bytes -= encoding.piece.len;
    vd_metric_add(VD_M_EVENTS_SENT, encoding.events);
    vd_watching_sent(&stream->door->delivered, vd_etcd3_stream_door_id(stream), encoding.events, 0,
                     false);
    return vd_call_write_piece(vd_etcd3_stream_call(stream), out, VD_SLICE_EMPTY, encoding.piece,
                               encoding.bytes)
               ? VD_ETCD3_STEP_ON
               : VD_ETCD3_STEP_STALLED;
}

enum vd_etcd3_step vd_etcd3_large_step(struct vd_etcd3_stream *stream, struct vd_out *out)
{
    return stream->large->is_writing ? write_step(stream, out) : measure_step(stream, out);
}
