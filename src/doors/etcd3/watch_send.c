/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order of a stream's output: a message that was begun, replies, events, and when no events are
 * left, progress. So a reply never overtakes a reply, an event never its watch's creation, and
 * progress never an event.
 */
#include "base/alloc.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "doors/etcd3/watch_stream.h"

#include <stdio.h>

enum {
    REPLY_BYTES = 256,
    REPLIES_RESUME = 256,
    PULL_MIN_BYTES = 4096,
    PULL_MAX_BYTES = VD_RUN_BYTES,
    SAMPLE_EVERY = 32,
    STEPS = 1024, /* of one fill: watches that are sent nothing cost time too */
    SENT_ALIKE = VD_ETCD3_WATCH_VARIANT | VD_ETCD3_WATCH_FRAGMENT | VD_ETCD3_WATCH_BEHIND,

    WATCH_ID = 2,
    CREATED = 3,
    CANCELED = 4,
    COMPACT_REVISION = 5,
    CANCEL_REASON = 6,
    FRAGMENT = 7
};

uint8_t *vd_etcd3_response_head(struct vd_etcd3_stream *stream, uint8_t *to, int64_t id,
                                int64_t revision, bool fragment, size_t event_bytes)
{
    const struct vd_etcd3_header *header = vd_etcd3_header_of(stream->door, revision);
    uint8_t *p = to + VD_RPC_PREFIX_BYTES;

    memcpy(p, header->bytes, VD_ETCD3_HEADER_BYTES);
    p = vd_etcd3_int_put(p + header->len, WATCH_ID, id);
    if (fragment)
        p = vd_etcd3_int_put(p, FRAGMENT, 1);
    vd_call_put_prefix(to, (size_t)(p - to) - VD_RPC_PREFIX_BYTES + event_bytes);
    return p;
}

/* --- replies -----------------------------------------------------------------------------------
 */

/* Why a watch is canceled at its creation; empty: it is not. */
static struct vd_slice reason_of(enum vd_etcd3_reply_kind kind, char *text, size_t size)
{
    const struct vd_etcd3_error *denied;

    switch (kind) {
    case VD_ETCD3_NO_REPLY:
    case VD_ETCD3_CREATED:
    case VD_ETCD3_CANCELED:
    case VD_ETCD3_LOST:
        break;
    case VD_ETCD3_REFUSE_COMPACTED:
        return vd_slice_str(VD_ETCD3_COMPACTED.message);
    case VD_ETCD3_REFUSE_RANGE:
        return VD_SLICE(VD_ETCD3_WATCH_EMPTY_RANGE);
    case VD_ETCD3_REFUSE_ID:
        return VD_SLICE(VD_ETCD3_WATCH_DUPLICATE_ID);
    case VD_ETCD3_REFUSE_DENIED:
        denied = vd_etcd3_error_of(VD_DENIED);
        snprintf(text, size, "rpc error: code = %s desc = %s", vd_rpc_code_name(denied->code),
                 denied->message);
        return vd_slice_str(text);
    case VD_ETCD3_REFUSE_COUNT:
        return VD_SLICE("vedette: too many watches on this stream");
    case VD_ETCD3_REFUSE_MEMORY:
        return vd_slice_str(VD_ETCD3_NO_MEMORY.message);
    }
    return VD_SLICE_EMPTY;
}

static enum vd_etcd3_step write_reply(struct vd_etcd3_stream *stream, struct vd_out *out,
                                      const struct vd_etcd3_reply *reply)
{
    uint8_t bytes[VD_ETCD3_RESPONSE_HEAD_BYTES + REPLY_BYTES];
    bool is_lost = reply->kind == VD_ETCD3_LOST;
    char text[REPLY_BYTES / 2];
    struct vd_slice reason = reason_of(reply->kind, text, sizeof(text));
    uint8_t *p =
        vd_etcd3_response_head(stream, bytes, reply->id, is_lost ? 0 : reply->revision, false, 0);

    if (reply->kind == VD_ETCD3_CREATED || reason.len)
        p = vd_etcd3_int_put(p, CREATED, 1);
    if (reply->kind != VD_ETCD3_CREATED)
        p = vd_etcd3_int_put(p, CANCELED, 1);
    if (is_lost)
        p = vd_etcd3_int_put(p, COMPACT_REVISION, reply->revision);
    p = vd_etcd3_bytes_put(p, CANCEL_REASON, reason);
    vd_call_put_prefix(bytes, (size_t)(p - bytes) - VD_RPC_PREFIX_BYTES);
    return vd_call_write(vd_etcd3_stream_call(stream), out, vd_slice(bytes, (size_t)(p - bytes)),
                         NULL)
               ? VD_ETCD3_STEP_ON
               : VD_ETCD3_STEP_STALLED;
}

/* The next of the queue becomes the first. */
static void next_reply(struct vd_etcd3_stream *stream)
{
    struct vd_etcd3_replies *replies = stream->replies;

    stream->reply_kind = VD_ETCD3_NO_REPLY;
    if (!replies)
        return;
    vd_etcd3_stream_set_reply(stream, &replies->items[replies->first]);
    replies->first = (replies->first + 1) % replies->cap;
    if (--replies->count == 0) {
        vd_free(replies);
        stream->replies = NULL;
    }
    if (stream->is_paused && (!stream->replies || stream->replies->count <= REPLIES_RESUME)) {
        stream->is_paused = false;
        vd_call_pause(vd_etcd3_stream_call(stream), false);
    }
}

static enum vd_etcd3_step send_reply(struct vd_etcd3_stream *stream, struct vd_out *out)
{
    struct vd_etcd3_reply reply = {stream->reply_id, stream->reply_revision,
                                   (enum vd_etcd3_reply_kind)stream->reply_kind};

    next_reply(stream);
    return write_reply(stream, out, &reply);
}

/* --- events --------------------------------------------------------------------------------------
 */

/* What the header of an event response says: the revision of the last change where the watch is
 * live, the present one where it catches up. */
static int64_t revision_of(struct vd_etcd3_stream *stream, const struct vd_etcd3_watch *watch,
                           const struct vd_batch *batch, const struct vd_run_piece *encoding)
{
    struct vd_journal *journal = stream->door->env.store;
    int64_t last = batch->events[batch->count - 1]->revision;

    if (watch->flags & VD_ETCD3_WATCH_BEHIND)
        return VD_MAX(last, journal->ops->head(journal));
    return VD_MIN(last, encoding->to.revision - (encoding->to.sub == 0));
}

/* first: the revision of the oldest event. */
static void count_events(struct vd_etcd3_stream *stream, const struct vd_etcd3_watch *watch,
                         int64_t first, const struct vd_run_piece *encoding)
{
    vd_call_count_sent(vd_etcd3_stream_call(stream), 1);
    vd_metric_add(VD_M_EVENTS_SENT, encoding->events);
    vd_watching_sent(&stream->door->delivered, vd_etcd3_stream_door_id(stream), encoding->events,
                     first, !(watch->flags & VD_ETCD3_WATCH_BEHIND));
}

static enum vd_etcd3_step write_events(struct vd_etcd3_stream *stream, struct vd_out *out,
                                       struct vd_etcd3_watch *watch, int64_t revision,
                                       const struct vd_run_piece *encoding)
{
    struct vd_slice events = encoding->piece;
    uint8_t head[VD_ETCD3_RESPONSE_HEAD_BYTES], *end;

    watch->flags |= VD_ETCD3_WATCH_SENT;
    if (events.len < VD_OUT_REF_MIN_BYTES &&
        out->room >= VD_ETCD3_RESPONSE_HEAD_BYTES + events.len) {
        uint8_t *to = out->scratch + out->len;

        end = vd_etcd3_response_head(stream, to, watch->id, revision, false, events.len);
        memcpy(end, events.ptr, events.len);
        (void)vd_out_take(out, (size_t)(end - to) + events.len);
        return VD_ETCD3_STEP_ON;
    }
    end = vd_etcd3_response_head(stream, head, watch->id, revision, false, events.len);
    return vd_call_write_piece(vd_etcd3_stream_call(stream), out,
                               vd_slice(head, (size_t)(end - head)), events, encoding->bytes)
               ? VD_ETCD3_STEP_ON
               : VD_ETCD3_STEP_STALLED;
}

static bool wants_fragments(struct vd_etcd3_stream *stream, const struct vd_etcd3_watch *watch,
                            const struct vd_run_piece *encoding)
{
    return watch->flags & VD_ETCD3_WATCH_FRAGMENT && encoding->events > 1 &&
           encoding->piece.len + VD_ETCD3_RESPONSE_HEAD_BYTES >= stream->door->fragment_bytes;
}

/* The next events of a watch; a revision that does not fit a small pull gets a larger one. */
static int pull(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch, size_t room,
                struct vd_batch *out_batch)
{
    struct vd_etcd3 *door = stream->door;
    struct vd_journal *journal = door->env.store;
    size_t max_bytes = VD_MIN(VD_MAX(room, (size_t)PULL_MIN_BYTES), (size_t)PULL_MAX_BYTES);
    unsigned flags = VD_PULL_DRAIN | (watch->flags & VD_ETCD3_PREV_KV ? VD_PULL_PREV : 0);
    int rc = journal->ops->pull(journal, &watch->cursor, max_bytes, flags, out_batch);

    if (rc || !out_batch->splits)
        return rc;
    journal->ops->seek(journal, &watch->cursor, out_batch->from);
    return journal->ops->pull(journal, &watch->cursor, door->large_pull_bytes, flags, out_batch);
}

/* 0: what the watch is sent of the batch, if it is sent at once; VD_TOO_LARGE: it is a response in
 * two passes, which has begun. */
static int encode_batch(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch,
                        const struct vd_batch *batch, struct vd_run_piece *out_encoding)
{
    struct vd_etcd3 *door = stream->door;
    struct vd_pos until = {0, 0};
    int rc;

    if (!batch->splits) {
        rc = vd_etcd3_events_get(&door->runs, batch, watch->flags & VD_ETCD3_WATCH_VARIANT,
                                 out_encoding);
        if (rc || !wants_fragments(stream, watch, out_encoding))
            return rc;
        until = out_encoding->to;
    }
    rc = vd_etcd3_large_begin(stream, watch, vd_event_pos(batch->events[0]), until);
    return rc ? rc : VD_TOO_LARGE;
}

static void keep_sent(struct vd_etcd3 *door, const struct vd_etcd3_watch *watch,
                      const struct vd_batch *batch, const struct vd_run_piece *encoding,
                      int64_t revision)
{
    struct vd_bytes *before = door->sent.encoding.bytes;

    door->sent = (struct vd_etcd3_sent){*batch, *encoding, revision, batch->events[0]->revision,
                                        watch->flags & SENT_ALIKE};
    vd_bytes_ref(encoding->bytes);
    vd_bytes_unref(before);
}

/* Whether the watch is to be sent what another one was; then its cursor has taken it. */
static bool is_sent_alike(const struct vd_etcd3 *door, struct vd_etcd3_watch *watch)
{
    struct vd_journal *journal = door->env.store;

    return door->sent.encoding.bytes && (watch->flags & SENT_ALIKE) == door->sent.flags &&
           journal->ops->repeat(journal, &watch->cursor, &door->sent.batch);
}

static enum vd_etcd3_step send_batch(struct vd_etcd3_stream *stream, struct vd_out *out,
                                     struct vd_etcd3_watch *watch, struct vd_batch *batch)
{
    struct vd_journal *journal = stream->door->env.store;
    struct vd_run_piece encoding;
    int64_t revision;
    int rc = encode_batch(stream, watch, batch, &encoding);

    if (rc == VD_TOO_LARGE)
        return VD_ETCD3_STEP_ON;
    if (rc) {
        vd_etcd3_fail(vd_etcd3_stream_call(stream), &VD_ETCD3_NO_MEMORY);
        return VD_ETCD3_STEP_STALLED;
    }
    if (vd_pos_cmp(encoding.to, batch->to) < 0) {
        journal->ops->seek(journal, &watch->cursor, encoding.to);
        batch->drained = false;
    }
    if (!encoding.events)
        return VD_ETCD3_STEP_ON;
    revision = revision_of(stream, watch, batch, &encoding);
    if (batch->drained && journal->ops->repeat && !(watch->flags & VD_ETCD3_WATCH_BEHIND))
        keep_sent(stream->door, watch, batch, &encoding, revision);
    count_events(stream, watch, batch->events[0]->revision, &encoding);
    return write_events(stream, out, watch, revision, &encoding);
}

static enum vd_etcd3_step send_events(struct vd_etcd3_stream *stream, struct vd_out *out)
{
    struct vd_etcd3_watch *watch = vd_etcd3_stream_dequeue(stream);
    enum vd_etcd3_step step;
    struct vd_batch batch;
    int rc;

    if (!watch)
        return VD_ETCD3_STEP_ON;
    if (is_sent_alike(stream->door, watch)) {
        const struct vd_etcd3_sent *sent = &stream->door->sent;

        count_events(stream, watch, sent->first, &sent->encoding);
        return write_events(stream, out, watch, sent->revision, &sent->encoding);
    }
    rc = pull(stream, watch, out->room, &batch);
    if (rc == VD_WAIT) {
        vd_etcd3_stream_settle(stream, watch);
        return VD_ETCD3_STEP_ON;
    }
    if (rc == VD_COMPACTED) {
        vd_etcd3_stream_lose(stream, watch);
        return VD_ETCD3_STEP_ON;
    }
    if (rc) {
        vd_etcd3_fail(vd_etcd3_stream_call(stream), vd_etcd3_error_of(rc));
        return VD_ETCD3_STEP_STALLED;
    }
    /* An empty one ends a revision that was split. */
    step = batch.count ? send_batch(stream, out, watch, &batch) : VD_ETCD3_STEP_ON;
    if (!batch.drained || stream->large)
        vd_etcd3_stream_enqueue(stream, watch);
    else if (watch->flags & VD_ETCD3_WATCH_BEHIND && !(watch->flags & VD_ETCD3_WATCH_QUEUED))
        vd_etcd3_stream_settle(stream, watch); /* one that was live is */
    return step;
}

/* --- progress ------------------------------------------------------------------------------------
 */

static enum vd_etcd3_step write_progress(struct vd_etcd3_stream *stream, struct vd_out *out,
                                         int64_t id, int64_t revision)
{
    uint8_t head[VD_ETCD3_RESPONSE_HEAD_BYTES];
    uint8_t *end = vd_etcd3_response_head(stream, head, id, revision, false, 0);

    return vd_call_write(vd_etcd3_stream_call(stream), out, vd_slice(head, (size_t)(end - head)),
                         NULL)
               ? VD_ETCD3_STEP_ON
               : VD_ETCD3_STEP_STALLED;
}

static enum vd_etcd3_step send_progress(struct vd_etcd3_stream *stream, struct vd_out *out)
{
    struct vd_journal *journal = stream->door->env.store;
    int64_t head = journal->ops->head(journal);

    stream->progress_wanted--;
    if (!stream->table.count || !vd_etcd3_stream_is_live(stream, head))
        return VD_ETCD3_STEP_ON;
    return write_progress(stream, out, -1, head);
}

/* One step of a tick: the next watch that is to be told. */
static enum vd_etcd3_step send_tick(struct vd_etcd3_stream *stream, struct vd_out *out)
{
    struct vd_journal *journal = stream->door->env.store;
    int64_t head = journal->ops->head(journal);
    struct vd_etcd3_ticker *ticker = stream->ticker;

    while (ticker->at < stream->table.end) {
        struct vd_etcd3_watch *watch = vd_etcd3_watch_table_at(&stream->table, ticker->at++);
        bool was_sent = watch->flags & VD_ETCD3_WATCH_SENT;

        if (!(watch->flags & VD_ETCD3_WATCH_USED) || !(watch->flags & VD_ETCD3_WATCH_NOTIFY))
            continue;
        if (was_sent)
            watch->flags ^= VD_ETCD3_WATCH_SENT;
        else if (vd_etcd3_watch_is_live(stream, watch, head))
            return write_progress(stream, out, watch->id, head);
    }
    ticker->due = false;
    return VD_ETCD3_STEP_ON;
}

/* --- the whole
 * ------------------------------------------------------------------------------------- */

static enum vd_fill fill_stream(struct vd_call *call, struct vd_out *out)
{
    struct vd_etcd3_stream *stream = vd_call_state(call);

    stream->is_signalled = false;
    for (int i = 0; i < STEPS; i++) {
        enum vd_etcd3_step step;

        if (!out->room || !vd_call_is_open(call))
            return VD_FILL_MORE;
        if (stream->large && vd_etcd3_large_is_exclusive(stream->large))
            step = vd_etcd3_large_step(stream, out);
        else if (stream->reply_kind != VD_ETCD3_NO_REPLY)
            step = send_reply(stream, out);
        else if (stream->large)
            step = vd_etcd3_large_step(stream, out);
        else if (stream->queue_first != VD_ETCD3_NO_SLOT)
            step = send_events(stream, out);
        else if (stream->progress_wanted)
            step = send_progress(stream, out);
        else if (stream->ticker && stream->ticker->due)
            step = send_tick(stream, out);
        else
            return VD_FILL_IDLE;
        if (step != VD_ETCD3_STEP_ON)
            return step == VD_ETCD3_STEP_WAIT ? VD_FILL_IDLE : VD_FILL_MORE;
    }
    return VD_FILL_MORE;
}

/* A clock is looked at for one in many. */
enum vd_fill vd_etcd3_stream_fill(struct vd_call *call, struct vd_out *out)
{
    struct vd_etcd3 *door = vd_call_arg(call);
    enum vd_fill more;
    uint64_t began_ns;

    if (++door->fill_count % SAMPLE_EVERY != 0)
        return fill_stream(call, out);
    began_ns = vd_time_monotonic_ns();
    more = fill_stream(call, out);
    vd_metric_observe_us(VD_H_SEND_LOOP, (vd_time_monotonic_ns() - began_ns) / 1000);
    return more;
}
