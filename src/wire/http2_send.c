/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writing side: control frames, ends of streams and of the connection, and windows given back.
 *
 * The ids of the last few streams that we have reset are remembered, because the peer may have sent
 * more for them before it knew: that is ignored. Frames for any other closed stream are a fault.
 */
#include "base/alloc.h"
#include "wire/hpack.h"
#include "wire/http2_inner.h"

void vd_http2_control(struct vd_http2_session *s, enum vd_http2_type type, unsigned flags,
                      uint32_t stream_id, struct vd_slice payload)
{
    uint8_t *to = vd_buf_reserve(s->control, VD_HTTP2_HEAD_BYTES + payload.len);

    if (!to)
        return;
    vd_http2_frame_put(to, payload.len, type, flags, stream_id);
    if (payload.len)
        memcpy(to + VD_HTTP2_HEAD_BYTES, payload.ptr, payload.len);
    vd_buf_advance(s->control, VD_HTTP2_HEAD_BYTES + payload.len);
}

static void put_goaway(struct vd_http2_session *s, uint32_t last_id, enum vd_http2_error error,
                       struct vd_slice why)
{
    uint8_t payload[8 + 64];

    why.len = VD_MIN(why.len, sizeof(payload) - 8);
    vd_http2_put_u32(payload, last_id);
    vd_http2_put_u32(payload + 4, error);
    if (why.len)
        memcpy(payload + 8, why.ptr, why.len);
    vd_http2_control(s, VD_HTTP2_GOAWAY, 0, 0, vd_slice(payload, 8 + why.len));
}

void vd_http2_fail(struct vd_http2_session *s, enum vd_http2_error error, const char *why)
{
    if (s->status)
        return;
    s->status = VD_END;
    put_goaway(s, VD_MIN(s->last_id, s->goaway_id), error, vd_slice_str(why));
}

void vd_http2_glitch(struct vd_http2_session *s, int32_t n)
{
    s->glitches -= n;
    if (s->glitches < 0)
        vd_http2_fail(s, VD_HTTP2_ENHANCE_YOUR_CALM, "too many streams reset");
}

void vd_http2_noise(struct vd_http2_session *s, int32_t n)
{
    s->noise -= n;
    if (s->noise < 0)
        vd_http2_fail(s, VD_HTTP2_ENHANCE_YOUR_CALM, "too many frames that carry nothing");
}

static void remember(struct vd_http2_session *s, uint32_t id)
{
    if (!s->recent)
        s->recent = vd_alloc_array(VD_HTTP2_RECENT, sizeof(*s->recent));
    if (s->recent)
        s->recent[s->recent_at++ % VD_HTTP2_RECENT] = id;
}

bool vd_http2_is_recent(const struct vd_http2_session *s, uint32_t id)
{
    for (size_t i = 0; s->recent && i < VD_HTTP2_RECENT; i++)
        if (s->recent[i] == id)
            return true;
    return false;
}

void vd_http2_reset_stream(struct vd_http2_session *s, uint32_t id, struct vd_http2_stream *stream,
                           enum vd_http2_error error)
{
    uint8_t payload[4];

    if (stream)
        vd_http2_table_remove(&s->streams, stream);
    if (!stream || !(stream->flags & VD_HTTP2_REMOTE_CLOSED))
        remember(s, id);
    vd_http2_put_u32(payload, error);
    vd_http2_control(s, VD_HTTP2_RST_STREAM, 0, id, vd_slice(payload, 4));
}

void vd_http2_stream_fault(struct vd_http2_session *s, uint32_t id, struct vd_http2_stream *stream,
                           enum vd_http2_error error)
{
    vd_http2_glitch(s, 1);
    if (s->status)
        return;
    vd_http2_reset_stream(s, id, stream, error);
    if (stream)
        s->ops->reset(s->owner, stream, error);
}

void vd_http2_detach(struct vd_http2_session *s, struct vd_http2_stream *stream,
                     enum vd_http2_error error)
{
    bool local = stream->flags & VD_HTTP2_LOCAL_CLOSED;
    bool remote = stream->flags & VD_HTTP2_REMOTE_CLOSED;

    if (!(stream->flags & VD_HTTP2_ATTACHED))
        return;
    if (s->status || (local && remote))
        vd_http2_table_remove(&s->streams, stream);
    else
        vd_http2_reset_stream(s, stream->id, stream, local ? VD_HTTP2_NO_ERROR : error);
}

/* Gives a window back once half of it has been used: few updates, and the peer never waits. */
static void give_back(struct vd_http2_session *s, uint32_t id, uint32_t *unreturned,
                      int32_t *window, uint32_t whole)
{
    uint8_t payload[4];

    if (*unreturned == 0 || *unreturned < whole / 2)
        return;
    vd_http2_put_u32(payload, *unreturned);
    *window += (int32_t)*unreturned;
    *unreturned = 0;
    vd_http2_control(s, VD_HTTP2_WINDOW_UPDATE, 0, id, vd_slice(payload, 4));
}

void vd_http2_consumed(struct vd_http2_session *s, struct vd_http2_stream *stream, size_t n)
{
    if (s->status || n == 0)
        return;
    s->unreturned += (uint32_t)n;
    give_back(s, 0, &s->unreturned, &s->recv_window, s->config->connection_window);
    if (!stream || (stream->flags & VD_HTTP2_REMOTE_CLOSED) || !(stream->flags & VD_HTTP2_ATTACHED))
        return;
    stream->unreturned += (uint32_t)n;
    give_back(s, stream->id, &stream->unreturned, &stream->recv_window, s->config->stream_window);
}

/* Our ping of a drain: what comes back tells that the peer has seen the first GOAWAY. */
static const struct vd_slice drain_ping = {(const uint8_t *)"vd-drain", 8};

void vd_http2_drain(struct vd_http2_session *s)
{
    if (s->draining || s->status)
        return;
    s->draining = true;
    put_goaway(s, 0x7fffffff, VD_HTTP2_NO_ERROR, VD_SLICE("going down"));
    vd_http2_control(s, VD_HTTP2_PING, 0, 0, drain_ping);
}

static void on_ping_ack(struct vd_http2_session *s, struct vd_slice payload)
{
    if (!s->draining || s->goaway_id != UINT32_MAX || !vd_slice_eq(payload, drain_ping)) {
        vd_http2_noise(s, 1);
        return;
    }
    s->goaway_id = s->last_id;
    put_goaway(s, s->last_id, VD_HTTP2_NO_ERROR, VD_SLICE("going down"));
}

void vd_http2_on_ping(struct vd_http2_session *s, struct vd_slice payload)
{
    if (s->frame.flags & VD_HTTP2_ACK) {
        on_ping_ack(s, payload);
        return;
    }
    vd_http2_noise(s, 1);
    if (!s->status)
        vd_http2_control(s, VD_HTTP2_PING, VD_HTTP2_ACK, 0, payload);
}

uint8_t *vd_http2_put_headers(struct vd_http2_session *s, struct vd_http2_stream *stream,
                              uint8_t *to, struct vd_slice block, bool end_stream)
{
    enum vd_http2_type type = VD_HTTP2_HEADERS;
    uint8_t *head = to;
    size_t extra = s->shrink_table, n;
    unsigned flags = end_stream ? VD_HTTP2_END_STREAM : 0;

    to += VD_HTTP2_HEAD_BYTES;
    if (s->shrink_table)
        *to++ = VD_HPACK_UPDATE_NONE_BYTE;
    s->shrink_table = false;
    for (;;) {
        n = VD_MIN(block.len, VD_HTTP2_FRAME_MAX - extra);
        if (n)
            memcpy(to, block.ptr, n);
        to += n;
        block.ptr += n;
        block.len -= n;
        if (!block.len)
            flags |= VD_HTTP2_END_HEADERS;
        vd_http2_frame_put(head, n + extra, type, flags, stream->id);
        if (!block.len)
            break;
        head = to;
        to += VD_HTTP2_HEAD_BYTES;
        type = VD_HTTP2_CONTINUATION;
        flags = 0;
        extra = 0;
    }
    if (end_stream)
        stream->flags |= VD_HTTP2_LOCAL_CLOSED;
    return to;
}
