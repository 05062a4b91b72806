/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/test_http2_rig.h"

#include "base/check.h"

#define NAMED(s) (int)(s).len, (const char *)(s).ptr

static struct vd_http2_stream *on_accept(void *owner)
{
    struct vd_rig *rig = owner;

    for (size_t i = 0; !rig->refuse && i < VD_RIG_STREAMS; i++) {
        if (!rig->used[i]) {
            rig->used[i] = true;
            return &rig->streams[i];
        }
    }
    return NULL;
}

static void release(struct vd_rig *rig, struct vd_http2_stream *stream)
{
    rig->used[stream - rig->streams] = false;
}

static void answer(struct vd_rig *rig, struct vd_http2_stream *stream)
{
    static const uint8_t status_200[] = {0x88};
    uint8_t frame[64], *end;

    end = vd_http2_put_headers(&rig->session, stream, frame, vd_slice(status_200, 1), true);
    vd_buf_append(&rig->control, frame, (size_t)(end - frame));
    vd_http2_detach(&rig->session, stream, VD_HTTP2_CANCEL);
    release(rig, stream);
}

static void on_request(void *owner, struct vd_http2_stream *stream,
                       const struct vd_http2_request *request, bool ended)
{
    struct vd_rig *rig = owner;

    rig->requests++;
    if (!rig->quiet) {
        vd_buf_printf(&rig->events, "request %u %.*s %.*s %.*s", stream->id, NAMED(request->method),
                      NAMED(request->authority), NAMED(request->path));
        if (request->protocol.len)
            vd_buf_printf(&rig->events, " protocol=%.*s", NAMED(request->protocol));
        for (uint32_t i = 0; i < request->header_count; i++)
            vd_buf_printf(&rig->events, " %.*s=%.*s", NAMED(request->headers[i].name),
                          NAMED(request->headers[i].value));
        vd_buf_printf(&rig->events, ended ? " ended\n" : "\n");
    }
    if (ended && rig->answer)
        answer(rig, stream);
}

/* Pieces of one body are written as one, so that the text does not depend on how they came. */
static void on_data(void *owner, struct vd_http2_stream *stream, struct vd_slice bytes, bool ended)
{
    struct vd_rig *rig = owner;

    for (size_t i = 0; !rig->quiet && i < bytes.len; i++)
        vd_buf_printf(&rig->events, "data %u %c\n", stream->id, bytes.ptr[i]);
    if (ended && !rig->quiet)
        vd_buf_printf(&rig->events, "end %u\n", stream->id);
    if (!rig->hold)
        vd_http2_consumed(&rig->session, stream, bytes.len);
    if (ended && rig->answer)
        answer(rig, stream);
}

static void on_trailers(void *owner, struct vd_http2_stream *stream,
                        const struct vd_header *headers, uint32_t count)
{
    struct vd_rig *rig = owner;

    vd_buf_printf(&rig->events, "trailers %u", stream->id);
    for (uint32_t i = 0; i < count; i++)
        vd_buf_printf(&rig->events, " %.*s=%.*s", NAMED(headers[i].name), NAMED(headers[i].value));
    vd_buf_printf(&rig->events, "\n");
}

static void on_reset(void *owner, struct vd_http2_stream *stream, uint32_t error)
{
    struct vd_rig *rig = owner;

    rig->resets++;
    if (!rig->quiet)
        vd_buf_printf(&rig->events, "reset %u %u\n", stream->id, error);
    release(rig, stream);
}

static void on_writable(void *owner, struct vd_http2_stream *stream)
{
    struct vd_rig *rig = owner;

    if (!rig->quiet)
        vd_buf_printf(&rig->events, "writable %u\n", stream ? stream->id : 0);
}

static const struct vd_http2_ops ops = {
    .accept = on_accept,
    .request = on_request,
    .data = on_data,
    .trailers = on_trailers,
    .reset = on_reset,
    .writable = on_writable,
};

void vd_rig_init(struct vd_rig *rig, const struct vd_http2_config *config)
{
    static const struct vd_http2_config plain = {65535, 65535, 0};

    *rig = (struct vd_rig){.now_ms = 1000};
    vd_buf_init(&rig->control, 0);
    vd_buf_init(&rig->events, 0);
    vd_buf_init(&rig->input, 0);
    vd_http2_session_init(&rig->session, &ops, config ? config : &plain, rig, &rig->control,
                          rig->now_ms);
}

void vd_rig_deinit(struct vd_rig *rig)
{
    vd_http2_session_deinit(&rig->session);
    vd_buf_deinit(&rig->control);
    vd_buf_deinit(&rig->events);
    vd_buf_deinit(&rig->input);
}

void vd_rig_frame(struct vd_rig *rig, unsigned type, unsigned flags, uint32_t id,
                  struct vd_slice payload)
{
    uint8_t head[VD_HTTP2_HEAD_BYTES];

    vd_http2_frame_put(head, payload.len, (enum vd_http2_type)type, flags, id);
    vd_buf_append(&rig->input, head, sizeof(head));
    vd_buf_append_slice(&rig->input, payload);
}

int vd_rig_hello(struct vd_rig *rig)
{
    int rc;

    vd_buf_append_slice(&rig->input, VD_SLICE("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    vd_rig_frame(rig, VD_HTTP2_SETTINGS, 0, 0, VD_SLICE_EMPTY);
    rc = vd_rig_feed(rig, 0);
    vd_buf_clear(&rig->control);
    return rc;
}

int vd_rig_feed(struct vd_rig *rig, size_t step)
{
    size_t at = 0, n;
    int rc = rig->session.status;

    while (!rc && at < rig->input.len) {
        n = VD_MIN(step ? step : rig->input.len, rig->input.len - at);
        rc = vd_http2_input(&rig->session, vd_slice(rig->input.data + at, n), rig->now_ms);
        at += n;
    }
    vd_buf_clear(&rig->input);
    return rc;
}

static void describe(const struct vd_http2_frame *frame, const uint8_t *payload,
                     struct vd_buf *text)
{
    static const char *const names[VD_HTTP2_TYPES] = {
        "DATA", "HEADERS", "PRIORITY", "RST",    "SETTINGS",
        "PUSH", "PING",    "GOAWAY",   "WINDOW", "CONTINUATION",
    };

    vd_assert(frame->type < VD_HTTP2_TYPES);
    vd_buf_printf(text, "%s %u", names[frame->type], frame->stream_id);
    if (frame->type == VD_HTTP2_RST_STREAM || frame->type == VD_HTTP2_WINDOW_UPDATE)
        vd_buf_printf(text, " %u", vd_http2_get_u32(payload));
    if (frame->type == VD_HTTP2_GOAWAY)
        vd_buf_printf(text, " %u %u", vd_http2_get_u32(payload), vd_http2_get_u32(payload + 4));
    if (frame->type == VD_HTTP2_PING)
        vd_buf_printf(text, " %.8s", (const char *)payload);
    if ((frame->type == VD_HTTP2_SETTINGS || frame->type == VD_HTTP2_PING) &&
        (frame->flags & VD_HTTP2_ACK))
        vd_buf_printf(text, " ack");
    if (frame->type <= VD_HTTP2_HEADERS && (frame->flags & VD_HTTP2_END_STREAM))
        vd_buf_printf(text, " end");
    vd_buf_printf(text, "\n");
}

void vd_rig_said(struct vd_rig *rig, struct vd_buf *out_text)
{
    struct vd_slice rest = vd_buf_slice(&rig->control);
    struct vd_http2_frame frame;

    while (rest.len) {
        vd_assert(rest.len >= VD_HTTP2_HEAD_BYTES);
        frame = vd_http2_frame_get(rest.ptr);
        vd_assert(rest.len >= VD_HTTP2_HEAD_BYTES + frame.length);
        describe(&frame, rest.ptr + VD_HTTP2_HEAD_BYTES, out_text);
        rest.ptr += VD_HTTP2_HEAD_BYTES + frame.length;
        rest.len -= VD_HTTP2_HEAD_BYTES + frame.length;
    }
    vd_buf_clear(&rig->control);
}
