/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames that carry no request: settings, windows, resets, priorities, GOAWAY.
 *
 * Each of them is cheap to send and could be sent for ever, so each is charged to an allowance,
 * except WINDOW_UPDATE that opens a window, which is what a reader of much does all the time.
 */
#include "wire/http2_inner.h"

/* Priorities are not used (RFC 9113, 5.3.2), but one that names itself is still called a fault. */
void vd_http2_on_priority(struct vd_http2_session *s, struct vd_slice payload)
{
    uint32_t id = s->frame.stream_id;

    vd_http2_noise(s, 1);
    if (s->status || (vd_http2_get_u32(payload.ptr) & 0x7fffffff) != id)
        return;
    if (id > s->last_id)
        vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "a stream that depends on itself");
    else
        vd_http2_stream_fault(s, id, vd_http2_table_find(&s->streams, id), VD_HTTP2_PROTOCOL_ERROR);
}

void vd_http2_on_rst_stream(struct vd_http2_session *s, struct vd_slice payload)
{
    struct vd_http2_stream *stream = vd_http2_table_find(&s->streams, s->frame.stream_id);

    if (s->frame.stream_id > s->last_id) {
        vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "RST_STREAM on an idle stream");
        return;
    }
    if (!stream) {
        vd_http2_noise(s, 1);
        return;
    }
    if (!(stream->flags & VD_HTTP2_LOCAL_CLOSED) &&
        s->now_ms - stream->opened_ms < VD_HTTP2_YOUNG_MS)
        vd_http2_glitch(s, 1);
    if (s->status)
        return;
    vd_http2_table_remove(&s->streams, stream);
    s->ops->reset(s->owner, stream, vd_http2_get_u32(payload.ptr));
}

struct shift {
    struct vd_http2_session *session;
    int64_t by;
};

static bool would_overflow(struct vd_http2_stream *stream, void *arg)
{
    return stream->send_window + ((struct shift *)arg)->by > VD_HTTP2_WINDOW_MAX ||
           stream->send_window + ((struct shift *)arg)->by < INT32_MIN;
}

static bool shift_window(struct vd_http2_stream *stream, void *arg)
{
    struct shift *shift = arg;
    bool was_shut = stream->send_window <= 0;

    stream->send_window += (int32_t)shift->by;
    if (was_shut && stream->send_window > 0)
        shift->session->ops->writable(shift->session->owner, stream);
    return false;
}

/* Applies to the streams that are open too, whose windows may become negative by it. */
static void set_stream_window(struct vd_http2_session *s, uint32_t value)
{
    struct shift shift = {s, (int64_t)value - s->peer_stream_window};

    if (value > VD_HTTP2_WINDOW_MAX) {
        vd_http2_fail(s, VD_HTTP2_FLOW_CONTROL_ERROR, "a window over 2^31-1");
        return;
    }
    if (shift.by == 0)
        return;
    vd_http2_noise(s, (int32_t)(s->streams.count / 64));
    if (!s->status && vd_http2_table_each(&s->streams, would_overflow, &shift))
        vd_http2_fail(s, VD_HTTP2_FLOW_CONTROL_ERROR, "a window over 2^31-1");
    if (s->status)
        return;
    vd_http2_table_each(&s->streams, shift_window, &shift);
    s->peer_stream_window = (int32_t)value;
}

static void apply(struct vd_http2_session *s, unsigned id, uint32_t value)
{
    switch (id) {
    case VD_HTTP2_HEADER_TABLE_SIZE:
        /* Ours is unused. Said once, a size of 0 holds for good. */
        if (value < 4096 && !s->table_shrunk)
            s->shrink_table = s->table_shrunk = true;
        break;
    case VD_HTTP2_ENABLE_PUSH:
        if (value > 1)
            vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "ENABLE_PUSH is 0 or 1");
        break;
    case VD_HTTP2_INITIAL_WINDOW_SIZE:
        set_stream_window(s, value);
        break;
    case VD_HTTP2_MAX_FRAME_SIZE:
        /* Ours are never larger than every peer must take. */
        if (value < VD_HTTP2_FRAME_MAX || value > 0xffffff)
            vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "a MAX_FRAME_SIZE that may not be");
        break;
    case VD_HTTP2_ENABLE_CONNECT_PROTOCOL:
        if (value > 1)
            vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "ENABLE_CONNECT_PROTOCOL is 0 or 1");
        break;
    case VD_HTTP2_NO_RFC7540_PRIORITIES:
        if (value > 1)
            vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "NO_RFC7540_PRIORITIES is 0 or 1");
        break;
    default:
        break;
    }
}

void vd_http2_on_settings(struct vd_http2_session *s, struct vd_slice payload)
{
    s->has_settings = true;
    vd_http2_noise(s, 1);
    if (s->status || (s->frame.flags & VD_HTTP2_ACK))
        return;
    if (payload.len > 6 * VD_HTTP2_SETTINGS_PER_FRAME) {
        vd_http2_fail(s, VD_HTTP2_ENHANCE_YOUR_CALM, "too many settings");
        return;
    }
    for (; payload.len && !s->status; payload.ptr += 6, payload.len -= 6)
        apply(s, (unsigned)payload.ptr[0] << 8 | payload.ptr[1], vd_http2_get_u32(payload.ptr + 2));
    if (!s->status)
        vd_http2_control(s, VD_HTTP2_SETTINGS, VD_HTTP2_ACK, 0, VD_SLICE_EMPTY);
}

void vd_http2_on_push_promise(struct vd_http2_session *s, struct vd_slice payload)
{
    vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "a client does not push");
}

void vd_http2_on_goaway(struct vd_http2_session *s, struct vd_slice payload)
{
    vd_http2_noise(s, 1);
    s->peer_draining = true;
}

/* True if the window was shut and is not any more; *out_over: it would be too large. */
static bool widen(int32_t *window, uint32_t by, bool *out_over)
{
    bool was_shut = *window <= 0;

    *out_over = (int64_t)*window + by > VD_HTTP2_WINDOW_MAX;
    if (*out_over)
        return false;
    *window += (int32_t)by;
    return was_shut && *window > 0;
}

static void widen_connection(struct vd_http2_session *s, uint32_t by)
{
    bool over, opened;

    if (by == 0) {
        vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "a window update of 0");
        return;
    }
    opened = widen(&s->send_window, by, &over);
    if (over)
        vd_http2_fail(s, VD_HTTP2_FLOW_CONTROL_ERROR, "a window over 2^31-1");
    else if (opened)
        s->ops->writable(s->owner, NULL);
}

static void widen_stream(struct vd_http2_session *s, struct vd_http2_stream *stream, uint32_t by)
{
    bool over, opened;

    if (by == 0) {
        vd_http2_stream_fault(s, stream->id, stream, VD_HTTP2_PROTOCOL_ERROR);
        return;
    }
    opened = widen(&stream->send_window, by, &over);
    if (over)
        vd_http2_stream_fault(s, stream->id, stream, VD_HTTP2_FLOW_CONTROL_ERROR);
    else if (opened)
        s->ops->writable(s->owner, stream);
}

void vd_http2_on_window_update(struct vd_http2_session *s, struct vd_slice payload)
{
    uint32_t by = vd_http2_get_u32(payload.ptr) & 0x7fffffff;
    struct vd_http2_stream *stream;

    if (s->frame.stream_id == 0) {
        widen_connection(s, by);
        return;
    }
    stream = vd_http2_table_find(&s->streams, s->frame.stream_id);
    if (stream)
        widen_stream(s, stream, by);
    else if (s->frame.stream_id > s->last_id)
        vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "WINDOW_UPDATE on an idle stream");
    else if (by == 0)
        vd_http2_stream_fault(s, s->frame.stream_id, NULL, VD_HTTP2_PROTOCOL_ERROR);
}
