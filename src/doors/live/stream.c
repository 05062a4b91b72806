/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stream: lines for as long as the peer listens. At rest it is this struct and what its source
 * has; what it writes comes straight from memory that all readers share, as many whole lines as
 * there is room for, and only of a line that is larger than the room is a rest held.
 *
 * What readers that stall hold of large lines is bounded for the loop: beyond that, the oldest of
 * them let go of their bytes, and the line is made again when they go on.
 *
 * The heartbeat is a line like any other: it goes out when nothing else does, so it finds out
 * whether the peer is there, and never overtakes a change.
 */
#include "doors/live/reader.h"

#include "base/alloc.h"
#include "doors/live/pace.h"
#include "doors/live/rest.h"

#include <errno.h>
#include <stdio.h>

enum {
    STEPS = 64,            /* of one fill */
    RETRY_MS = 2000,       /* of SSE, and up to as much again */
    HELD_MIN_BYTES = 32768 /* of a line; smaller ones are not counted */
};

struct stream {
    struct vd_live_source source;
    struct vd_exchange *x;
    struct vd_rest rest;
    struct vd_list held; /* in live->held, while the rest is a large one */
    struct vd_pos line;  /* where that line's change is, */
    size_t line_bytes;   /* its length, */
    size_t line_at;      /* and of one that was let go: how much of it was written; or 0 */
    struct vd_live_pace pace;
    uint8_t format; /* enum vd_live_format */
    bool is_done;   /* what is left is the last of it */
    bool is_navigation;
};

#define COMMON_HEADERS                                                                             \
    {VD_SLICE("cache-control"), VD_SLICE("no-store")},                                             \
        {VD_SLICE("x-accel-buffering"), VD_SLICE("no")},                                           \
        {VD_SLICE("x-content-type-options"), VD_SLICE("nosniff")},                                 \
    {                                                                                              \
        VD_SLICE("vary"), VD_SLICE("accept")                                                       \
    }

static const struct vd_header ndjson_headers[] = {
    {VD_SLICE("content-type"), VD_SLICE("application/x-ndjson")}, COMMON_HEADERS};
static const struct vd_header sse_headers[] = {
    {VD_SLICE("content-type"), VD_SLICE("text/event-stream")}, COMMON_HEADERS};
static const struct vd_header text_headers[] = {
    {VD_SLICE("content-type"), VD_SLICE("text/plain; charset=utf-8")}, COMMON_HEADERS};
static const struct vd_head ndjson_head = {200, ndjson_headers, VD_COUNT(ndjson_headers)};
static const struct vd_head sse_head = {200, sse_headers, VD_COUNT(sse_headers)};
static const struct vd_head text_head = {200, text_headers, VD_COUNT(text_headers)};

static const struct vd_head *head_of(enum vd_live_format format, bool is_navigation)
{
    if (format == VD_LIVE_SSE)
        return &sse_head;
    return is_navigation ? &text_head : &ndjson_head;
}

void vd_live_stream_head(struct vd_exchange *x, const struct vd_live_ask *ask)
{
    vd_exchange_start_with(x, head_of(ask->format, ask->is_navigation));
    vd_exchange_finish(x, NULL, 0);
}

static void on_wake(struct vd_live_pace *pace)
{
    struct stream *stream = vd_container_of(pace, struct stream, pace);

    vd_exchange_ready(stream->x, false);
}

static void on_ready(struct vd_live_source *source)
{
    struct stream *stream = vd_container_of(source, struct stream, source);

    if (!stream->pace.is_held)
        vd_exchange_ready(stream->x, false);
}

/* --- writing -----------------------------------------------------------------------------------
 */

static void unhold(struct stream *stream)
{
    struct vd_live *live = stream->source.live;

    if (!vd_list_is_linked(&stream->held))
        return;
    vd_list_remove(&stream->held);
    live->held_bytes -= stream->line_bytes;
}

static void let_go(struct stream *stream)
{
    unhold(stream);
    stream->line_at = stream->line_bytes - stream->rest.text.len;
    vd_rest_drop(&stream->rest);
}

/* A rest is left of a piece: of a change that is larger than the room. */
static void hold_rest(struct stream *stream, const struct vd_live_piece *piece)
{
    struct vd_live *live = stream->source.live;

    if (piece->events != 1 || piece->text.len < HELD_MIN_BYTES)
        return;
    stream->line = piece->first;
    stream->line_bytes = piece->text.len;
    vd_list_append(&live->held, &stream->held);
    live->held_bytes += piece->text.len;
    while (live->held_bytes > live->held_max_bytes)
        let_go(vd_list_first(&live->held, struct stream, held));
}

/* It cannot be ended as it should be, because something of it is missing. */
static enum vd_fill break_off(struct stream *stream)
{
    stream->is_done = true;
    vd_exchange_reset(stream->x, VD_LIVE_H2_INTERNAL_ERROR);
    return VD_FILL_IDLE;
}

static int write_scratch(struct stream *stream, struct vd_out *out)
{
    struct vd_buf *scratch = &stream->source.live->scratch;
    int rc = vd_buf_status(scratch);

    return rc ? rc : vd_rest_begin(&stream->rest, out, vd_buf_slice(scratch), NULL);
}

static int write_bookmark(struct stream *stream, struct vd_out *out)
{
    struct vd_live *live = stream->source.live;

    (void)vd_live_scratch(live);
    vd_live_add_bookmark(&live->scratch, (enum vd_live_format)stream->format, live->store,
                         vd_live_source_position(&stream->source));
    return write_scratch(stream, out);
}

static int write_gone(struct stream *stream, struct vd_out *out)
{
    struct vd_live *live = stream->source.live;
    struct vd_journal *journal = live->env.store;

    (void)vd_live_scratch(live);
    vd_live_add_gone(&live->scratch, (enum vd_live_format)stream->format,
                     journal->ops->floor(journal), journal->ops->head(journal));
    return write_scratch(stream, out);
}

/* 0: it was written; VD_END, and the lines that say so. */
static int write_end(struct stream *stream, struct vd_out *out, int rc)
{
    stream->is_done = true;
    if (rc == VD_END)
        return write_bookmark(stream, out);
    return rc == VD_COMPACTED ? write_gone(stream, out) : rc;
}

/* A line that was let go is made again, and goes on where it was. 0; VD_WAIT, VD_AGAIN; otherwise
 * it failed. */
static int write_again(struct stream *stream, struct vd_out *out)
{
    struct vd_live_piece piece;
    struct vd_slice text;
    int rc = vd_live_source_again(&stream->source, (enum vd_live_format)stream->format,
                                  stream->line, &piece);

    if (rc)
        return rc == VD_WAIT || rc == VD_AGAIN ? rc : -EIO;
    if (piece.events != 1 || piece.text.len != stream->line_bytes ||
        vd_pos_cmp(piece.first, stream->line) != 0)
        return -EIO;
    text = vd_slice(piece.text.ptr + stream->line_at, piece.text.len - stream->line_at);
    stream->line_at = 0;
    rc = vd_rest_begin(&stream->rest, out, text, piece.bytes);
    if (rc == 0 && !vd_rest_is_empty(&stream->rest))
        hold_rest(stream, &piece);
    return rc;
}

/* The next piece. 0: go on; VD_WAIT: nothing is left for now; VD_AGAIN; otherwise it failed. */
static int write_next(struct stream *stream, struct vd_out *out)
{
    struct vd_live_piece piece;
    int rc = stream->pace.is_held
                 ? VD_WAIT
                 : vd_live_source_next(&stream->source, (enum vd_live_format)stream->format,
                                       out->room, 0, &piece);

    if (rc == VD_WAIT) {
        vd_live_pace_said(&stream->pace);
        return vd_live_pace_take_due(&stream->pace) ? write_bookmark(stream, out) : VD_WAIT;
    }
    if (rc == VD_AGAIN)
        return rc;
    if (rc)
        return write_end(stream, out, rc);
    vd_live_pace_given(&stream->pace, &piece);
    if (!piece.text.len)
        return piece.is_last ? VD_WAIT : 0;
    rc = vd_rest_begin(&stream->rest, out, piece.text, piece.bytes);
    if (rc == 0 && !vd_rest_is_empty(&stream->rest))
        hold_rest(stream, &piece);
    return rc == 0 && piece.is_last ? VD_WAIT : rc;
}

static enum vd_fill fill(struct vd_exchange *x, struct vd_out *out)
{
    struct stream *stream = vd_exchange_user(x);

    for (unsigned i = 0; i < STEPS; i++) {
        int rc;

        if (!vd_rest_is_empty(&stream->rest))
            vd_rest_write(&stream->rest, out);
        if (vd_rest_is_empty(&stream->rest))
            unhold(stream);
        if (!vd_rest_is_empty(&stream->rest) || (!out->room && !stream->is_done))
            return VD_FILL_MORE;
        if (stream->is_done && !stream->line_at) {
            vd_exchange_finish(x, NULL, 0);
            return VD_FILL_IDLE;
        }
        rc = stream->line_at ? write_again(stream, out) : write_next(stream, out);
        if (rc == VD_WAIT && vd_rest_is_empty(&stream->rest))
            return VD_FILL_IDLE;
        if (rc == VD_AGAIN)
            return VD_FILL_LATER;
        if (rc && rc != VD_WAIT)
            return break_off(stream);
    }
    return VD_FILL_LATER;
}

/* --- its life ----------------------------------------------------------------------------------
 */

/* What was begun is completed, and the body ends as it should. */
static void drain(struct vd_exchange *x)
{
    struct stream *stream = vd_exchange_user(x);

    stream->is_done = true;
    vd_exchange_ready(x, true);
}

static void closed(struct vd_exchange *x, bool aborted)
{
    struct stream *stream = vd_exchange_user(x);

    (void)aborted;
    vd_live_pace_stop(&stream->pace);
    unhold(stream);
    vd_live_source_close(&stream->source);
    vd_rest_drop(&stream->rest);
    vd_free(stream);
}

static void survey(struct vd_exchange *x, struct vd_survey *survey)
{
    struct stream *stream = vd_exchange_user(x);

    vd_live_source_survey(
        &stream->source, survey,
        &(struct vd_watching){.door = VD_DOOR_LIVE,
                              .by = stream->format == VD_LIVE_SSE ? "sse" : "ndjson"});
}

static const struct vd_handler handler = {
    .fill = fill, .drain = drain, .closed = closed, .survey = survey};

/* What is sent at once: of SSE also how soon to come again, for each a little different. */
static int write_opening(struct stream *stream, const struct vd_live_wish *wish)
{
    struct vd_live *live = stream->source.live;
    struct vd_buf *buf = vd_live_scratch(live);
    int rc;

    if (stream->format == VD_LIVE_SSE)
        vd_buf_printf(buf, "retry: %u\n", RETRY_MS + vd_live_random(live, RETRY_MS));
    vd_live_add_open(buf, (enum vd_live_format)stream->format, live->store, stream->source.after,
                     live->env.store->ops->head(live->env.store), !wish->list);
    rc = vd_buf_status(buf);
    if (rc)
        return rc;
    vd_exchange_start_with(stream->x,
                           head_of((enum vd_live_format)stream->format, stream->is_navigation));
    return vd_exchange_body(stream->x, vd_buf_slice(buf));
}

int vd_live_stream_open(struct vd_live *live, struct vd_exchange *x, const struct vd_live_ask *ask,
                        const struct vd_live_span *span)
{
    struct stream *stream = vd_alloc_zero(sizeof(*stream));
    int rc;

    if (!stream)
        return -ENOMEM;
    stream->x = x;
    stream->format = (uint8_t)ask->format;
    stream->is_navigation = ask->is_navigation;
    stream->pace.wake = on_wake;
    vd_live_pace_init(&stream->pace, live, &stream->source, &ask->wish);
    stream->source.ready = on_ready;
    rc = vd_live_source_open(&stream->source, live, vd_exchange_principal(x), &ask->wish, span);
    if (rc) {
        vd_free(stream);
        return rc;
    }
    vd_exchange_set(x, &handler, stream);
    rc = write_opening(stream, &ask->wish);
    if (rc) {
        vd_exchange_reset(x, VD_LIVE_H2_INTERNAL_ERROR);
        return 0;
    }
    vd_live_pace_start(&stream->pace);
    vd_exchange_ready(x, true);
    return 0;
}
