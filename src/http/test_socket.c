/* SPDX-License-Identifier: Apache-2.0 */
#include "http/test_socket.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static void on_message(struct vd_ws *ws, enum vd_ws_type type, struct vd_slice bytes)
{
    struct ws_world *w = vd_ws_user(ws);

    w->messages++;
    if (w->pauses)
        vd_ws_pause(ws, true);
    if (w->how == NEVER)
        return;
    if (w->how == BY_SEND) {
        (void)!vd_ws_send(ws, type, bytes);
        return;
    }
    assert_null(w->echo);
    w->echo = vd_bytes_copy(bytes);
    if (!w->echo) {
        vd_ws_close(ws, VD_WS_INTERNAL_ERROR, NULL);
        return;
    }
    w->echo_type = type;
    w->echo_at = 0;
    vd_ws_pause(ws, true);
    vd_ws_ready(ws, true);
}

/* In frames of at most so many bytes. */
static bool write_frames(struct ws_world *w, struct vd_out *out)
{
    enum { FRAME = 700 };
    struct vd_ws_frame frame;
    size_t n;

    while (w->echo_at < w->echo->len || !w->echo->len) {
        struct vd_slice left = {w->echo->data + w->echo_at, w->echo->len - w->echo_at};

        left.len = VD_MIN(left.len, (size_t)FRAME);
        if (!vd_ws_frame_begin(w->ws, out, &frame))
            return false;
        n = vd_out_copy(out, left);
        w->echo_at += n;
        vd_ws_frame_end(w->ws, out, &frame, w->echo_type, w->echo_at == w->echo->len);
        if (!w->echo->len)
            break;
    }
    return true;
}

static enum vd_fill on_fill(struct vd_ws *ws, struct vd_out *out)
{
    struct ws_world *w = vd_ws_user(ws);
    bool whole = true;

    if (w->abstains)
        return VD_FILL_IDLE;
    while (w->streamed < w->stream_to) {
        w->streamed++;
        if (!vd_ws_write(ws, out, VD_WS_TEXT, VD_SLICE("id:"), vd_bytes_slice(w->event), w->event))
            return VD_FILL_MORE;
    }
    if (!w->echo)
        return VD_FILL_IDLE;
    if (w->how == BY_WRITE)
        whole =
            vd_ws_write(ws, out, w->echo_type, VD_SLICE_EMPTY, vd_bytes_slice(w->echo), w->echo);
    else if (!write_frames(w, out))
        return VD_FILL_MORE;
    vd_bytes_unref(w->echo);
    w->echo = NULL;
    vd_ws_pause(ws, false);
    return whole ? VD_FILL_IDLE : VD_FILL_MORE;
}

static void on_closed(struct vd_ws *ws)
{
    struct ws_world *w = vd_ws_user(ws);

    w->closed++;
    w->ws = NULL;
}

static const char *const protocols[] = {"v2.vedette", "v1.vedette", NULL};

static const struct vd_ws_kind kind = {
    .protocols = protocols,
    .max_message_bytes = 100000,
    .message = on_message,
    .fill = on_fill,
    .closed = on_closed,
};

static int open_ws(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    struct ws_world *w = arg;
    int rc;

    assert_true(vd_ws_is_asked(request));
    rc = vd_ws_accept(x, request, &kind, w, &w->ws);
    return rc == VD_INVALID ? 0 : rc;
}

void ws_world_init(struct ws_world *w)
{
    const struct vd_route route = {.path = "/ws", .open = open_ws, .arg = w};

    *w = (struct ws_world){.how = BY_WRITE};
    vd_fake_loop_init(&w->loop);
    w->http = vd_http_new(NULL);
    assert_non_null(w->http);
    assert_int_equal(vd_http_route(w->http, &route), 0);
    assert_int_equal(vd_http_open(w->http, &w->loop, -1, NULL, NULL), 0);
    w->conn = w->loop.newest;
}

void ws_world_deinit(struct ws_world *w)
{
    vd_fake_free(w->conn);
    assert_true(vd_list_is_empty(&w->loop.timers));
    vd_http_free(w->http);
    vd_bytes_unref(w->echo);
    vd_bytes_unref(w->event);
}

void ws_settle(struct ws_world *w, size_t room)
{
    vd_fake_fill(w->conn, room, FILLS);
    vd_fake_settle(w->conn);
}

static void send_bytes(struct ws_world *w, struct vd_slice bytes, size_t step, size_t room)
{
    while (bytes.len) {
        size_t n = VD_MIN(step, bytes.len);

        vd_fake_receive(w->conn, vd_slice(bytes.ptr, n));
        ws_settle(w, room);
        bytes = vd_slice(bytes.ptr + n, bytes.len - n);
    }
}

void ws_dial(struct ws_world *w)
{
    ws_world_init(w);
    vd_fake_receive(w->conn, VD_SLICE(REQUEST KEY VERSION "\r\n"));
    ws_settle(w, ROOM);
    assert_non_null(w->ws);
    assert_true(vd_slice_eq(vd_buf_slice(&w->conn->sent), VD_SLICE(ACCEPTED SWITCHED)));
    vd_buf_clear(&w->conn->sent);
}

void ws_assert_told(struct ws_world *w, const char *want)
{
    struct vd_buf said;

    vd_buf_init(&said, 0);
    vd_ws_peer_tell(vd_buf_slice(&w->conn->sent), &said);
    assert_string_equal((char *)said.data, want);
    vd_buf_deinit(&said);
    vd_buf_clear(&w->conn->sent);
}

void ws_say(struct ws_world *w, unsigned first, struct vd_slice payload)
{
    struct vd_buf bytes;

    vd_buf_init(&bytes, 0);
    vd_ws_peer_put(&bytes, first, payload);
    vd_fake_receive(w->conn, vd_buf_slice(&bytes));
    vd_buf_deinit(&bytes);
}

void ws_talk(struct ws_world *w, unsigned first, struct vd_slice payload)
{
    ws_say(w, first, payload);
    ws_settle(w, ROOM);
}

/* The bytes of all frames of a message that was sent, put together. */
static void gather(struct ws_world *w, unsigned type, struct vd_buf *message)
{
    struct vd_slice bytes = vd_buf_slice(&w->conn->sent), payload;
    unsigned first = 0, want = type;

    while (!(first & 0x80)) {
        assert_true(vd_ws_peer_next(&bytes, &first, &payload));
        assert_int_equal(first & 0x7f, want);
        vd_buf_append_slice(message, payload);
        want = 0;
    }
    assert_int_equal(bytes.len, 0);
    vd_buf_clear(&w->conn->sent);
}

void ws_echo(size_t len, enum how how, size_t step, size_t room)
{
    uint8_t *payload = malloc(len + 1);
    struct vd_buf bytes, message;
    struct ws_world w;

    for (size_t i = 0; i < len; i++)
        payload[i] = (uint8_t)('a' + i % 26);
    ws_dial(&w);
    w.how = how;
    vd_buf_init(&bytes, 0);
    vd_buf_init(&message, 0);
    vd_ws_peer_put(&bytes, 0x81, vd_slice(payload, len));
    send_bytes(&w, vd_buf_slice(&bytes), step, room);
    gather(&w, VD_WS_TEXT, &message);
    assert_true(vd_slice_eq(vd_buf_slice(&message), vd_slice(payload, len)));
    vd_buf_clear(&message);
    vd_buf_clear(&bytes);
    vd_ws_peer_put(&bytes, 0x02, vd_slice(payload, len / 2));
    vd_ws_peer_put(&bytes, 0x80, vd_slice(payload + len / 2, len - len / 2));
    send_bytes(&w, vd_buf_slice(&bytes), step, room);
    gather(&w, VD_WS_BINARY, &message);
    assert_true(vd_slice_eq(vd_buf_slice(&message), vd_slice(payload, len)));
    vd_buf_deinit(&message);
    vd_buf_deinit(&bytes);
    ws_world_deinit(&w);
    free(payload);
}

void ws_stream(struct ws_world *w, size_t bytes, unsigned count)
{
    w->event = vd_bytes_new(bytes);
    assert_non_null(w->event);
    memset(w->event->data, 'e', bytes);
    w->stream_to = count;
    vd_ws_ready(w->ws, false);
}
