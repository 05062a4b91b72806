/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reading side: from bytes to frames, and the DATA frames themselves.
 *
 * A frame's nine bytes are checked as soon as they are there, before any of its payload is waited
 * for or stored. DATA is handed on piece by piece as it arrives; unknown types are skipped; every
 * other frame is handled once it is whole, out of the caller's bytes if it is whole there.
 */
#include "wire/http2.h"

#include "base/alloc.h"
#include "wire/hpack.h"
#include "wire/http2_inner.h"

#include <errno.h>

enum phase { AT_PREFACE, AT_HEAD, AT_PAD_LENGTH, AT_DATA, AT_SKIP, AT_PAYLOAD };

static const struct vd_slice preface = {(const uint8_t *)"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 24};

static void (*const handlers[VD_HTTP2_TYPES])(struct vd_http2_session *, struct vd_slice) = {
    [VD_HTTP2_HEADERS] = vd_http2_on_headers,
    [VD_HTTP2_PRIORITY] = vd_http2_on_priority,
    [VD_HTTP2_RST_STREAM] = vd_http2_on_rst_stream,
    [VD_HTTP2_SETTINGS] = vd_http2_on_settings,
    [VD_HTTP2_PUSH_PROMISE] = vd_http2_on_push_promise,
    [VD_HTTP2_PING] = vd_http2_on_ping,
    [VD_HTTP2_GOAWAY] = vd_http2_on_goaway,
    [VD_HTTP2_WINDOW_UPDATE] = vd_http2_on_window_update,
    [VD_HTTP2_CONTINUATION] = vd_http2_on_continuation,
};

static size_t read_preface(struct vd_http2_session *s, struct vd_slice in)
{
    size_t n = VD_MIN(in.len, preface.len - s->preface_len);

    if (memcmp(in.ptr, preface.ptr + s->preface_len, n) != 0) {
        vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "not the HTTP/2 preface");
        return n;
    }
    s->preface_len += (uint8_t)n;
    if (s->preface_len == preface.len)
        s->phase = AT_HEAD;
    return n;
}

/* The payload of the frame comes next; without a stream that takes it, it is thrown away and its
 * window goes back. */
static void begin_payload(struct vd_http2_session *s)
{
    s->pad = 0;
    s->data_left = s->frame.length;
    s->phase = s->frame.flags & VD_HTTP2_PADDED ? AT_PAD_LENGTH : AT_DATA;
}

/* DATA for a stream that is not in the table. */
static void stray_data(struct vd_http2_session *s)
{
    if (s->frame.stream_id > s->last_id) {
        vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "DATA on an idle stream");
        return;
    }
    if (vd_http2_is_recent(s, s->frame.stream_id) || s->frame.stream_id > s->goaway_id)
        vd_http2_noise(s, 1);
    else
        vd_http2_stream_fault(s, s->frame.stream_id, NULL, VD_HTTP2_STREAM_CLOSED);
}

/* More body than the content-length said (RFC 9113, 8.1.1). */
static bool is_too_long(const struct vd_http2_stream *stream, size_t n)
{
    return stream->body_left >= 0 && (int64_t)n > stream->body_left;
}

static void begin_data(struct vd_http2_session *s)
{
    struct vd_http2_stream *stream = vd_http2_table_find(&s->streams, s->frame.stream_id);
    uint32_t length = s->frame.length;
    bool padded = s->frame.flags & VD_HTTP2_PADDED;

    if ((int64_t)length > s->recv_window) {
        vd_http2_fail(s, VD_HTTP2_FLOW_CONTROL_ERROR, "over the connection's window");
        return;
    }
    if (padded && length == 0) {
        vd_http2_fail(s, VD_HTTP2_FRAME_SIZE_ERROR, "no room for the padding's length");
        return;
    }
    s->recv_window -= (int32_t)length;
    begin_payload(s);
    if (!stream) {
        stray_data(s);
    } else if (stream->flags & VD_HTTP2_REMOTE_CLOSED) {
        vd_http2_stream_fault(s, stream->id, stream, VD_HTTP2_STREAM_CLOSED);
    } else if ((int64_t)length > stream->recv_window) {
        vd_http2_stream_fault(s, stream->id, stream, VD_HTTP2_FLOW_CONTROL_ERROR);
    } else if (!padded && is_too_long(stream, length)) {
        vd_http2_stream_fault(s, stream->id, stream, VD_HTTP2_PROTOCOL_ERROR);
    } else {
        stream->recv_window -= (int32_t)length;
        if (length == 0 && !(s->frame.flags & VD_HTTP2_END_STREAM))
            vd_http2_noise(s, 1);
    }
}

static size_t read_pad_length(struct vd_http2_session *s, struct vd_slice in)
{
    struct vd_http2_stream *stream = vd_http2_table_find(&s->streams, s->frame.stream_id);

    s->pad = in.ptr[0];
    s->data_left--;
    if (s->pad > s->data_left) {
        vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "more padding than frame");
        return 1;
    }
    vd_http2_consumed(s, stream, (size_t)s->pad + 1);
    s->phase = AT_DATA;
    if (stream && is_too_long(stream, s->data_left - s->pad))
        vd_http2_stream_fault(s, stream->id, stream, VD_HTTP2_PROTOCOL_ERROR);
    else if (s->pad == s->data_left && !(s->frame.flags & VD_HTTP2_END_STREAM))
        vd_http2_noise(s, 1);
    return 1;
}

static void deliver(struct vd_http2_session *s, struct vd_http2_stream *stream,
                    struct vd_slice piece, bool ended)
{
    if (stream->body_left >= 0)
        stream->body_left -= (int64_t)piece.len;
    if (ended && !vd_http2_end_remote(s, stream))
        vd_http2_consumed(s, NULL, piece.len);
    else if (piece.len || ended)
        s->ops->data(s->owner, stream, piece, ended);
}

/* A run of a DATA frame's payload; the last data_left bytes, as many as `pad`, are padding. */
static size_t read_data(struct vd_http2_session *s, struct vd_slice in)
{
    struct vd_http2_stream *stream = vd_http2_table_find(&s->streams, s->frame.stream_id);
    size_t n = VD_MIN(in.len, s->data_left);
    size_t body_left = s->data_left > s->pad ? s->data_left - s->pad : 0;
    struct vd_slice piece = {in.ptr, VD_MIN(n, body_left)};
    bool ended = false;

    s->data_left -= (uint32_t)n;
    if (s->data_left == 0) {
        s->phase = AT_HEAD;
        ended = s->frame.flags & VD_HTTP2_END_STREAM;
    }
    if (stream)
        deliver(s, stream, piece, ended);
    else
        vd_http2_consumed(s, NULL, piece.len);
    return n;
}

static size_t read_skip(struct vd_http2_session *s, struct vd_slice in)
{
    size_t n = VD_MIN(in.len, s->data_left);

    s->data_left -= (uint32_t)n;
    if (s->data_left == 0)
        s->phase = AT_HEAD;
    return n;
}

/* False: the frame may not come here. */
static bool check_order(struct vd_http2_session *s)
{
    if (!s->has_settings && s->frame.type != VD_HTTP2_SETTINGS)
        vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "the first frame must be SETTINGS");
    else if (s->block && s->frame.type != VD_HTTP2_CONTINUATION)
        vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "a frame inside a header block");
    else if (!s->block && s->frame.type == VD_HTTP2_CONTINUATION)
        vd_http2_fail(s, VD_HTTP2_PROTOCOL_ERROR, "CONTINUATION of nothing");
    return !s->status;
}

/* A bad size that concerns the stream alone; an idle stream cannot be reset, so that is fatal. */
static void bad_stream_frame(struct vd_http2_session *s, enum vd_http2_error error)
{
    uint32_t id = s->frame.stream_id;

    if (id > s->last_id) {
        vd_http2_fail(s, error, "a frame of a wrong size");
        return;
    }
    vd_http2_stream_fault(s, id, vd_http2_table_find(&s->streams, id), error);
    s->data_left = s->frame.length;
    s->phase = s->data_left ? AT_SKIP : AT_HEAD;
}

static void begin_frame(struct vd_http2_session *s, const uint8_t *head)
{
    enum vd_http2_error error;
    bool stream_only;

    s->frame = vd_http2_frame_get(head);
    s->head_len = 0;
    s->frames++;
    if (!check_order(s))
        return;
    error = vd_http2_frame_check(&s->frame, &stream_only);
    if (error && stream_only) {
        bad_stream_frame(s, error);
    } else if (error) {
        vd_http2_fail(s, error, "a frame of a wrong size or on a wrong stream");
    } else if (s->frame.type == VD_HTTP2_DATA) {
        begin_data(s);
    } else if (s->frame.type >= VD_HTTP2_TYPES) {
        vd_http2_noise(s, 1);
        s->data_left = s->frame.length;
        s->phase = s->data_left ? AT_SKIP : AT_HEAD;
    } else {
        s->phase = AT_PAYLOAD;
    }
}

static size_t read_head(struct vd_http2_session *s, struct vd_slice in)
{
    size_t n = VD_MIN(in.len, (size_t)VD_HTTP2_HEAD_BYTES - s->head_len);

    if (n == VD_HTTP2_HEAD_BYTES) {
        begin_frame(s, in.ptr);
        return n;
    }
    memcpy(s->head + s->head_len, in.ptr, n);
    s->head_len += (uint8_t)n;
    if (s->head_len == VD_HTTP2_HEAD_BYTES)
        begin_frame(s, s->head);
    return n;
}

static void handle(struct vd_http2_session *s, struct vd_slice payload)
{
    s->phase = AT_HEAD;
    handlers[s->frame.type](s, payload);
}

/* Gathers a frame that is cut. */
static size_t read_partial(struct vd_http2_session *s, struct vd_slice in)
{
    size_t n = VD_MIN(in.len, s->frame.length - s->partial_len);
    uint8_t *whole;

    if (!s->partial)
        s->partial = vd_alloc(s->frame.length);
    if (!s->partial) {
        s->status = -ENOMEM;
        return n;
    }
    memcpy(s->partial + s->partial_len, in.ptr, n);
    s->partial_len += (uint32_t)n;
    if (s->partial_len == s->frame.length) {
        whole = s->partial;
        s->partial = NULL;
        s->partial_len = 0;
        handle(s, vd_slice(whole, s->frame.length));
        vd_free(whole);
    }
    return n;
}

static size_t read_payload(struct vd_http2_session *s, struct vd_slice in)
{
    if (!s->partial && in.len >= s->frame.length) {
        handle(s, vd_slice(in.ptr, s->frame.length));
        return s->frame.length;
    }
    return in.len ? read_partial(s, in) : 0;
}

static size_t (*const readers[])(struct vd_http2_session *, struct vd_slice) = {
    [AT_PREFACE] = read_preface, [AT_HEAD] = read_head, [AT_PAD_LENGTH] = read_pad_length,
    [AT_DATA] = read_data,       [AT_SKIP] = read_skip, [AT_PAYLOAD] = read_payload,
};

/* Frames without payload end with the head, so these phases go on without a byte. */
static bool needs_no_byte(const struct vd_http2_session *s)
{
    return (s->phase == AT_PAYLOAD && s->frame.length == 0) ||
           (s->phase == AT_DATA && s->data_left == 0);
}

static void forgive(int32_t *left, int32_t most, uint64_t amount)
{
    *left = (int32_t)VD_MIN((uint64_t)most, amount + (uint64_t)VD_MAX(*left, 0));
}

/* Allowances come back with time; what is left of a step smaller than one is not lost. */
static void refill(struct vd_http2_session *s, uint32_t now_ms)
{
    uint32_t passed_ms = now_ms - s->refilled_ms;

    s->now_ms = now_ms;
    if (passed_ms < 100)
        return;
    s->refilled_ms = now_ms;
    forgive(&s->glitches, VD_HTTP2_GLITCHES,
            ((uint64_t)passed_ms * VD_HTTP2_GLITCHES_PER_S + 999) / 1000);
    forgive(&s->noise, VD_HTTP2_NOISE, (uint64_t)passed_ms * VD_HTTP2_NOISE_PER_S / 1000);
}

int vd_http2_input(struct vd_http2_session *s, struct vd_slice bytes, uint64_t now_ms)
{
    size_t n;

    refill(s, (uint32_t)now_ms);
    while (!s->status && (bytes.len || needs_no_byte(s))) {
        n = readers[s->phase](s, bytes);
        bytes.ptr += n;
        bytes.len -= n;
        if (vd_buf_status(s->control))
            s->status = vd_buf_status(s->control) < 0 ? vd_buf_status(s->control) : VD_END;
    }
    return s->status;
}

bool vd_http2_end_remote(struct vd_http2_session *s, struct vd_http2_stream *stream)
{
    stream->flags |= VD_HTTP2_REMOTE_CLOSED;
    if (stream->body_left > 0) {
        vd_http2_stream_fault(s, stream->id, stream, VD_HTTP2_PROTOCOL_ERROR);
        return false;
    }
    return true;
}

bool vd_http2_is_mid_frame(const struct vd_http2_session *s)
{
    return s->phase != AT_HEAD || s->head_len || s->block || !s->has_settings;
}

static void put_setting(uint8_t *at, enum vd_http2_setting id, uint32_t value)
{
    at[0] = 0;
    at[1] = (uint8_t)id;
    vd_http2_put_u32(at + 2, value);
}

static void put_settings(struct vd_http2_session *s)
{
    uint8_t payload[5 * 6], increment[4];
    size_t n = 0;

    put_setting(payload + 6 * n++, VD_HTTP2_INITIAL_WINDOW_SIZE, s->config->stream_window);
    put_setting(payload + 6 * n++, VD_HTTP2_MAX_HEADER_LIST_SIZE, VD_HPACK_BYTES);
    put_setting(payload + 6 * n++, VD_HTTP2_ENABLE_CONNECT_PROTOCOL, 1);
    put_setting(payload + 6 * n++, VD_HTTP2_NO_RFC7540_PRIORITIES, 1);
    if (s->config->announced_streams)
        put_setting(payload + 6 * n++, VD_HTTP2_MAX_CONCURRENT_STREAMS,
                    s->config->announced_streams);
    vd_http2_control(s, VD_HTTP2_SETTINGS, 0, 0, vd_slice(payload, 6 * n));
    if (s->config->connection_window > VD_HTTP2_WINDOW_DEFAULT) {
        vd_http2_put_u32(increment, s->config->connection_window - VD_HTTP2_WINDOW_DEFAULT);
        vd_http2_control(s, VD_HTTP2_WINDOW_UPDATE, 0, 0, vd_slice(increment, 4));
    }
}

void vd_http2_session_init(struct vd_http2_session *s, const struct vd_http2_ops *ops,
                           const struct vd_http2_config *config, void *owner,
                           struct vd_buf *control, uint64_t now_ms)
{
    vd_assert(config->stream_window >= VD_HTTP2_WINDOW_DEFAULT &&
              config->stream_window <= VD_HTTP2_WINDOW_MAX);
    vd_assert(config->connection_window >= VD_HTTP2_WINDOW_DEFAULT &&
              config->connection_window <= VD_HTTP2_WINDOW_MAX);
    *s = (struct vd_http2_session){
        .ops = ops,
        .config = config,
        .owner = owner,
        .control = control,
        .send_window = VD_HTTP2_WINDOW_DEFAULT,
        .recv_window = (int32_t)config->connection_window,
        .peer_stream_window = VD_HTTP2_WINDOW_DEFAULT,
        .goaway_id = UINT32_MAX,
        .now_ms = (uint32_t)now_ms,
        .refilled_ms = (uint32_t)now_ms,
        .glitches = VD_HTTP2_GLITCHES,
        .noise = VD_HTTP2_NOISE,
        .phase = AT_PREFACE,
    };
    control->limit_bytes = VD_HTTP2_CONTROL_BYTES;
    vd_http2_table_init(&s->streams);
    put_settings(s);
}

void vd_http2_session_deinit(struct vd_http2_session *s)
{
    struct vd_http2_stream *stream;
    size_t from = 0;

    s->status = s->status ? s->status : VD_END;
    while ((stream = vd_http2_table_any(&s->streams, &from))) {
        vd_http2_table_remove(&s->streams, stream);
        s->ops->reset(s->owner, stream, VD_HTTP2_CANCEL);
    }
    vd_http2_table_deinit(&s->streams);
    vd_hpack_free(s->inflater);
    vd_free(s->partial);
    vd_free(s->recent);
    if (s->block)
        vd_buf_deinit(s->block);
    vd_free(s->block);
}
