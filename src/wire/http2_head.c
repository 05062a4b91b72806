/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Header blocks: gathered when CONTINUATION goes on with them, decoded once they are whole, and
 * made into a new request or into the trailers of one.
 *
 * A block is decoded even where its stream is refused or gone, since the next block needs the
 * table. What a block may cost is bounded by its compressed bytes, its CONTINUATION frames, and
 * what comes out of it (hpack.h); over the first two, or far over the third, the connection ends.
 */
#include "wire/http2_inner.h"

#include "base/alloc.h"
#include "wire/hpack.h"

#include <errno.h>

/* Where a header block belongs. */
enum target { TO_NOBODY, TO_NEW, TO_TRAILERS, TO_FAULT };

static bool was_skipped(const struct vd_http2_session *s, uint32_t id)
{
    return id >= s->skipped_from && id < s->skipped_to;
}

/* The stream is neither open nor new. */
static enum target classify_closed(struct vd_http2_session *s, uint32_t id)
{
    if (vd_http2_is_recent(s, id) || id > s->goaway_id) {
        vd_http2_noise(s, 1);
        return TO_NOBODY;
    }
    if (was_skipped(s, id))
        vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "stream numbers must grow");
    else
        vd_http2_fail(s, VD_HTTP2_STREAM_CLOSED, "HEADERS on a closed stream");
    return TO_NOBODY;
}

static enum target classify_new(struct vd_http2_session *s, uint32_t id)
{
    if (id > s->last_id + 2) {
        s->skipped_from = s->last_id + 1;
        s->skipped_to = id;
    }
    s->last_id = id;
    return id > s->goaway_id ? TO_NOBODY : TO_NEW;
}

static enum target classify(struct vd_http2_session *s, uint32_t id)
{
    struct vd_http2_stream *stream = vd_http2_table_find(&s->streams, id);

    if (id % 2 == 0) {
        vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "an even stream number");
        return TO_NOBODY;
    }
    if (stream)
        return stream->flags & VD_HTTP2_REMOTE_CLOSED ? TO_FAULT : TO_TRAILERS;
    return id > s->last_id ? classify_new(s, id) : classify_closed(s, id);
}

/* 431 in one frame: the block was too large to be read as a request, yet the connection is well. */
static void answer_too_large(struct vd_http2_session *s, uint32_t id, bool ended)
{
    struct vd_http2_stream stream = {.id = id};
    uint8_t frame[64], *end;
    static const uint8_t status_431[] = {0x08, 3, '4', '3', '1'};

    vd_http2_glitch(s, 1);
    if (s->status)
        return;
    _Static_assert(sizeof(frame) >= sizeof(status_431) + 1 + 2 * VD_HTTP2_HEAD_BYTES, "fits");
    end = vd_http2_put_headers(s, &stream, frame, vd_slice(status_431, sizeof(status_431)), true);
    vd_buf_append(s->control, frame, (size_t)(end - frame));
    if (!ended)
        vd_http2_reset_stream(s, id, NULL, VD_HTTP2_NO_ERROR);
}

static void attach(struct vd_http2_session *s, struct vd_http2_stream *stream, uint32_t id,
                   const struct vd_http2_request *request, bool ended)
{
    *stream = (struct vd_http2_stream){
        .id = id,
        .body_left = ended ? -1 : request->content_length,
        .send_window = s->peer_stream_window,
        .recv_window = (int32_t)s->config->stream_window,
        .opened_ms = s->now_ms,
        .flags = ended ? VD_HTTP2_REMOTE_CLOSED : 0,
    };
    vd_http2_table_add(&s->streams, stream);
}

static void new_request(struct vd_http2_session *s, uint32_t id, bool ended,
                        const struct vd_hpack_block *block)
{
    struct vd_http2_request request;
    struct vd_http2_stream *stream;

    if (vd_http2_request_read(block->headers, block->count, &request) ||
        (ended && request.content_length > 0)) {
        vd_http2_stream_fault(s, id, NULL, VD_HTTP2_PROTOCOL_ERROR);
        return;
    }
    if (s->config->max_streams && s->streams.count >= s->config->max_streams) {
        vd_http2_stream_fault(s, id, NULL, VD_HTTP2_REFUSED_STREAM);
        return;
    }
    stream = s->ops->accept(s->owner);
    if (!stream) {
        vd_http2_stream_fault(s, id, NULL, VD_HTTP2_REFUSED_STREAM);
        return;
    }
    attach(s, stream, id, &request, ended);
    s->ops->request(s->owner, stream, &request, ended);
}

static void trailers(struct vd_http2_session *s, struct vd_http2_stream *stream, bool ended,
                     const struct vd_hpack_block *block)
{
    if (!ended || vd_http2_trailers_check(block->headers, block->count))
        vd_http2_stream_fault(s, stream->id, stream, VD_HTTP2_PROTOCOL_ERROR);
    else if (vd_http2_end_remote(s, stream))
        s->ops->trailers(s->owner, stream, block->headers, block->count);
}

static void too_large(struct vd_http2_session *s, enum target target, uint32_t id, bool ended)
{
    if (target == TO_NEW)
        answer_too_large(s, id, ended);
    else if (target == TO_TRAILERS)
        vd_http2_stream_fault(s, id, vd_http2_table_find(&s->streams, id),
                              VD_HTTP2_ENHANCE_YOUR_CALM);
}

static void dispatch(struct vd_http2_session *s, enum target target, bool ended,
                     const struct vd_hpack_block *block)
{
    uint32_t id = s->frame.stream_id;
    struct vd_http2_stream *stream = vd_http2_table_find(&s->streams, id);

    if (target == TO_NEW)
        new_request(s, id, ended, block);
    else if (target == TO_TRAILERS)
        trailers(s, stream, ended, block);
    else if (target == TO_FAULT)
        vd_http2_stream_fault(s, id, stream, VD_HTTP2_STREAM_CLOSED);
}

static bool make_inflater(struct vd_http2_session *s)
{
    if (!s->inflater)
        s->inflater = vd_hpack_new();
    if (!s->inflater)
        s->status = -ENOMEM;
    return s->inflater;
}

/* A whole block. */
static void complete(struct vd_http2_session *s, struct vd_slice bytes, uint8_t flags)
{
    struct vd_hpack_block block;
    bool ended = flags & VD_HTTP2_END_STREAM;
    enum target target = classify(s, s->frame.stream_id);
    int rc;

    if (s->status || !make_inflater(s))
        return;
    rc = vd_hpack_decode(s->inflater, bytes, &block);
    if (rc < 0)
        s->status = rc;
    else if (rc == VD_TOO_LARGE)
        too_large(s, target, s->frame.stream_id, ended);
    else if (rc == VD_TOO_MANY)
        vd_http2_fail(s, VD_HTTP2_ENHANCE_YOUR_CALM, "far too many header fields");
    else if (rc)
        vd_http2_fail(s, VD_HTTP2_COMPRESSION_ERROR, "a header block that is not HPACK");
    else
        dispatch(s, target, ended, &block);
}

static void gather(struct vd_http2_session *s, struct vd_slice fragment)
{
    vd_buf_append_slice(s->block, fragment);
    if (vd_buf_status(s->block) < 0)
        s->status = vd_buf_status(s->block);
    else if (vd_buf_status(s->block))
        vd_http2_fail(s, VD_HTTP2_ENHANCE_YOUR_CALM, "a header block too large");
}

static void begin_block(struct vd_http2_session *s, struct vd_slice fragment)
{
    s->block = vd_alloc(sizeof(*s->block));
    if (!s->block) {
        s->status = -ENOMEM;
        return;
    }
    vd_buf_init(s->block, VD_HTTP2_BLOCK_BYTES);
    s->block_stream = s->frame.stream_id;
    s->block_flags = s->frame.flags;
    s->continuations = 0;
    gather(s, fragment);
}

/* Takes padding and priority off. False: they do not fit the frame. */
static bool strip(const struct vd_http2_frame *frame, struct vd_slice *payload,
                  uint32_t *out_depends_on)
{
    size_t pad = 0;

    *out_depends_on = 0;
    if (frame->flags & VD_HTTP2_PADDED) {
        if (payload->len < 1)
            return false;
        pad = *payload->ptr++;
        payload->len--;
    }
    if (frame->flags & VD_HTTP2_WITH_PRIORITY) {
        if (payload->len < 5)
            return false;
        *out_depends_on = vd_http2_get_u32(payload->ptr) & 0x7fffffff;
        payload->ptr += 5;
        payload->len -= 5;
    }
    if (pad > payload->len)
        return false;
    payload->len -= pad;
    return true;
}

void vd_http2_on_headers(struct vd_http2_session *s, struct vd_slice payload)
{
    uint32_t depends_on;

    if (!strip(&s->frame, &payload, &depends_on)) {
        vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "more padding than frame");
        return;
    }
    if (depends_on == s->frame.stream_id) {
        vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "a stream that depends on itself");
        return;
    }
    if (s->frame.flags & VD_HTTP2_END_HEADERS)
        complete(s, payload, s->frame.flags);
    else
        begin_block(s, payload);
}

void vd_http2_on_continuation(struct vd_http2_session *s, struct vd_slice payload)
{
    struct vd_buf *block = s->block;

    if (s->frame.stream_id != s->block_stream) {
        vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "CONTINUATION of another stream");
        return;
    }
    if (++s->continuations > VD_HTTP2_CONTINUATIONS) {
        vd_http2_fail(s, VD_HTTP2_ENHANCE_YOUR_CALM, "a header block in too many pieces");
        return;
    }
    gather(s, payload);
    if (s->status || !(s->frame.flags & VD_HTTP2_END_HEADERS))
        return;
    s->block = NULL;
    complete(s, vd_buf_slice(block), s->block_flags);
    vd_buf_deinit(block);
    vd_free(block);
}
