/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A watch as an HTTP answer: events for as long as the peer listens or has asked for, an event a
 * line. At rest it is this struct; what it writes comes straight from memory that all watches of
 * the loop share, and only of an event that is larger than the room is a rest held.
 */
#include "base/alloc.h"
#include "doors/kube/answer.h"
#include "doors/kube/call_inner.h"
#include "doors/kube/watch.h"

#include <errno.h>

enum {
    STEPS = 64,             /* of one fill */
    HELD_MIN_BYTES = 32768, /* of a rest; smaller ones are not counted */
    H2_INTERNAL_ERROR = 2
};

struct stream {
    struct vd_kube_reader reader;
    struct vd_exchange *x;
};

/* --- large rests -------------------------------------------------------------------------------
 */

static void unhold(struct stream *stream)
{
    struct vd_kube_reader *reader = &stream->reader;

    if (!vd_list_is_linked(&reader->held))
        return;
    vd_list_remove(&reader->held);
    reader->source.show->kube->held_bytes -= reader->line_bytes;
}

/* What cannot be made again is broken off: its client comes again. */
static void let_go(struct stream *stream)
{
    struct vd_kube_reader *reader = &stream->reader;

    unhold(stream);
    reader->line_at = reader->line_bytes - (uint32_t)reader->rest.text.len;
    vd_rest_drop(&reader->rest);
    if (reader->line.revision)
        return;
    reader->line_at = 0;
    reader->is_done = true;
    vd_exchange_reset(stream->x, H2_INTERNAL_ERROR);
}

/* A rest is left of a piece that is larger than the room. A change by itself can be made again. */
static void hold_rest(struct stream *stream, const struct vd_kube_piece *piece)
{
    struct vd_kube_reader *reader = &stream->reader;
    struct vd_kube *kube = reader->source.show->kube;

    if (vd_rest_is_empty(&reader->rest) || reader->rest.text.len < HELD_MIN_BYTES)
        return;
    reader->line = (struct vd_pos){0, 0};
    if (piece->bytes && piece->events == 1)
        reader->line = piece->first;
    reader->line_bytes = (uint32_t)piece->text.len;
    vd_list_append(&kube->held, &reader->held);
    kube->held_bytes += piece->text.len;
    while (kube->held_bytes > kube->held_max_bytes)
        let_go(vd_container_of(kube->held.next, struct stream, reader.held));
}

/* An event that was let go is made again, and goes on where it was. */
static int write_again(struct stream *stream, struct vd_out *out)
{
    struct vd_kube_reader *reader = &stream->reader;
    struct vd_kube_piece piece;
    struct vd_slice text;
    int rc = vd_kube_source_again(&reader->source, reader->line, &piece);

    if (rc)
        return rc == VD_WAIT || rc == VD_AGAIN ? rc : -EIO;
    if (piece.text.len != reader->line_bytes || vd_pos_cmp(piece.first, reader->line) != 0)
        return -EIO;
    text = vd_slice(piece.text.ptr + reader->line_at, piece.text.len - reader->line_at);
    reader->line_at = 0;
    rc = vd_rest_begin(&reader->rest, out, text, piece.bytes);
    if (rc == 0)
        hold_rest(stream, &piece);
    return rc;
}

/* --- writing -----------------------------------------------------------------------------------
 */

static void on_ready(struct vd_kube_source *source)
{
    struct stream *stream = vd_container_of(source, struct stream, reader.source);

    vd_exchange_ready(stream->x, false);
}

static void on_timer(struct vd_timer *timer)
{
    struct stream *stream = vd_container_of(timer, struct stream, reader.timer);

    vd_kube_reader_tick(&stream->reader);
    vd_exchange_ready(stream->x, false);
}

/* The next piece. 0: go on; VD_WAIT: nothing is left for now; VD_AGAIN; VD_END; otherwise it
 * failed. */
static int write_next(struct stream *stream, struct vd_out *out)
{
    struct vd_kube_piece piece;
    int rc;

    if (stream->reader.line_at)
        return write_again(stream, out);
    rc = vd_kube_reader_next(&stream->reader, out->room, &piece);
    if (rc)
        return rc;
    if (piece.text.len)
        rc = vd_rest_begin(&stream->reader.rest, out, piece.text, piece.bytes);
    if (rc)
        return rc;
    hold_rest(stream, &piece);
    return piece.is_last && vd_rest_is_empty(&stream->reader.rest) && !stream->reader.is_due
               ? VD_WAIT
               : 0;
}

static enum vd_fill fill(struct vd_exchange *x, struct vd_out *out)
{
    struct stream *stream = vd_exchange_user(x);
    struct vd_rest *rest = &stream->reader.rest;

    for (unsigned i = 0; i < STEPS; i++) {
        int rc;

        if (!vd_rest_is_empty(rest))
            vd_rest_write(rest, out);
        if (vd_rest_is_empty(rest))
            unhold(stream);
        if (!vd_rest_is_empty(rest) || (!out->room && !stream->reader.is_done))
            return VD_FILL_MORE;
        rc = write_next(stream, out);
        if (rc == VD_WAIT)
            return VD_FILL_IDLE;
        if (rc == VD_AGAIN)
            return VD_FILL_LATER;
        if (rc == VD_END)
            vd_exchange_finish(x, NULL, 0);
        else if (rc)
            vd_exchange_reset(x, H2_INTERNAL_ERROR);
        if (rc)
            return VD_FILL_IDLE;
    }
    return VD_FILL_LATER;
}

/* --- its life ----------------------------------------------------------------------------------
 */

/* What was begun is completed, and the body ends as it should: clients come again, elsewhere. */
static void drain(struct vd_exchange *x)
{
    struct stream *stream = vd_exchange_user(x);

    stream->reader.is_done = true;
    vd_exchange_ready(x, true);
}

static void closed(struct vd_exchange *x, bool aborted)
{
    struct stream *stream = vd_exchange_user(x);

    (void)aborted;
    unhold(stream);
    vd_kube_reader_close(&stream->reader);
    vd_free(stream);
}

static void survey(struct vd_exchange *x, struct vd_survey *survey)
{
    struct stream *stream = vd_exchange_user(x);

    vd_kube_source_survey(&stream->reader.source, survey, "chunks");
}

static const struct vd_handler handler = {
    .fill = fill, .drain = drain, .closed = closed, .survey = survey};

static void start(struct vd_kube_call *call)
{
    struct vd_header headers[VD_KUBE_HEADERS_MAX];
    char audit[VD_KUBE_AUDIT_BYTES];
    uint32_t count = vd_kube_answer_headers(call, headers, audit);

    vd_exchange_start(call->x, 200, headers, count);
}

int vd_kube_stream_open(struct vd_kube_call *call, const struct vd_kube_watching *watching)
{
    struct stream *stream = vd_alloc_zero(sizeof(*stream));
    struct vd_exchange *x = call->x;
    int rc;

    if (!stream) {
        vd_kube_show_drop(watching->show);
        return -ENOMEM;
    }
    stream->x = x;
    stream->reader.source.ready = on_ready;
    stream->reader.timer.fire = on_timer;
    rc = vd_kube_reader_open(&stream->reader, watching, vd_exchange_principal(x));
    if (rc) {
        vd_free(stream);
        return rc;
    }
    start(call);
    vd_exchange_set(x, &handler, stream);
    vd_kube_call_free(call);
    vd_exchange_ready(x, true);
    return 0;
}

/* --- an answer of events alone ------------------------------------------------------------------
 */

void vd_kube_watch_say(struct vd_kube_call *call, struct vd_slice events)
{
    static const struct vd_header type = {VD_SLICE("content-type"), VD_SLICE("application/json")};

    if (call->is_websocket)
        vd_kube_ws_say(call, events);
    else
        vd_kube_answer_bytes(call, 200, &type, 1, events);
}
