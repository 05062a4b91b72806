/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A watch on a WebSocket: an event a message, in JSON. What the peer sends is passed over. A token
 * may come as a subprotocol, which is not the one that is spoken (client-go, and browsers, which
 * have no other way).
 */
#include "base/alloc.h"
#include "doors/kube/call_inner.h"
#include "doors/kube/watch.h"
#include "http/websocket.h"

#include <errno.h>

enum { STEPS = 64, MESSAGE_MAX_BYTES = 65536 };

struct socket {
    struct vd_kube_reader reader;
    struct vd_ws *ws;
};

static void on_ready(struct vd_kube_source *source)
{
    struct socket *socket = vd_container_of(source, struct socket, reader.source);

    vd_ws_ready(socket->ws, false);
}

static void on_timer(struct vd_timer *timer)
{
    struct socket *socket = vd_container_of(timer, struct socket, reader.timer);

    vd_kube_reader_tick(&socket->reader);
    vd_ws_ready(socket->ws, false);
}

/* Takes a line off the front. */
static struct vd_slice next_line(struct vd_slice *lines)
{
    const uint8_t *end = memchr(lines->ptr, '\n', lines->len);
    size_t n = end ? (size_t)(end - lines->ptr) : lines->len;
    struct vd_slice line = vd_slice(lines->ptr, n);

    *lines = vd_slice(lines->ptr + n + (end != NULL), lines->len - n - (end != NULL));
    return line;
}

/* False: there is no room for more. */
static bool write_lines(struct socket *socket, struct vd_out *out)
{
    struct vd_rest *rest = &socket->reader.rest;
    bool has_room = true;

    while (has_room && rest->text.len) {
        struct vd_slice line = next_line(&rest->text);

        has_room = vd_ws_write(socket->ws, out, VD_WS_TEXT, VD_SLICE_EMPTY, line, rest->bytes);
    }
    if (!rest->text.len)
        vd_rest_drop(rest);
    return has_room;
}

static enum vd_fill fill(struct vd_ws *ws, struct vd_out *out)
{
    struct socket *socket = vd_ws_user(ws);

    for (unsigned i = 0; i < STEPS; i++) {
        struct vd_kube_piece piece;
        int rc;

        if (!vd_rest_is_empty(&socket->reader.rest) && !write_lines(socket, out))
            return VD_FILL_MORE;
        if (!out->room && !socket->reader.is_done)
            return VD_FILL_MORE;
        rc = vd_kube_reader_next(&socket->reader, out->room, &piece);
        if (rc == 0 && piece.text.len)
            rc = vd_rest_set(&socket->reader.rest, piece.text, piece.bytes);
        if (rc == VD_WAIT)
            return VD_FILL_IDLE;
        if (rc == VD_AGAIN)
            return VD_FILL_LATER;
        if (rc)
            vd_ws_close(ws, rc == VD_END ? VD_WS_NORMAL : VD_WS_INTERNAL_ERROR, "");
        if (rc)
            return VD_FILL_IDLE;
    }
    return VD_FILL_LATER;
}

/* --- its life ----------------------------------------------------------------------------------
 */

static void ignore(struct vd_ws *ws, enum vd_ws_type type, struct vd_slice bytes)
{
    (void)ws;
    (void)type;
    (void)bytes;
}

static bool speaks(struct vd_slice offer)
{
    return !vd_slice_starts_with(offer, VD_SLICE("base64url.bearer.authorization.k8s.io."));
}

static void closed(struct vd_ws *ws)
{
    struct socket *socket = vd_ws_user(ws);

    vd_kube_reader_close(&socket->reader);
    vd_free(socket);
}

static void survey(struct vd_ws *ws, struct vd_survey *survey)
{
    struct socket *socket = vd_ws_user(ws);

    vd_kube_source_survey(&socket->reader.source, survey, "websocket");
}

static const struct vd_ws_kind kind = {.speaks = speaks,
                                       .max_message_bytes = MESSAGE_MAX_BYTES,
                                       .message = ignore,
                                       .fill = fill,
                                       .closed = closed,
                                       .survey = survey};

static int accept(struct vd_kube_call *call, struct socket *socket)
{
    const struct vd_request request = {.method = VD_SLICE("GET"),
                                       .headers = call->ws_headers,
                                       .header_count = call->ws_header_count,
                                       .ended = call->is_body_complete};

    return vd_ws_accept(call->x, &request, &kind, socket, &socket->ws);
}

static int open_reader(struct socket *socket, struct vd_kube_call *call,
                       const struct vd_kube_watching *watching)
{
    if (!socket) {
        vd_kube_show_drop(watching->show);
        return -ENOMEM;
    }
    socket->reader.source.ready = on_ready;
    socket->reader.timer.fire = on_timer;
    return vd_kube_reader_open(&socket->reader, watching, vd_exchange_principal(call->x));
}

int vd_kube_ws_open(struct vd_kube_call *call, const struct vd_kube_watching *watching)
{
    struct socket *socket = vd_alloc_zero(sizeof(*socket));
    int rc = open_reader(socket, call, watching);

    if (rc == 0)
        rc = accept(call, socket);
    if (rc == 0) {
        vd_kube_call_free(call);
        vd_ws_ready(socket->ws, true);
        return 0;
    }
    if (socket)
        vd_kube_reader_close(&socket->reader);
    vd_free(socket);
    if (rc == VD_INVALID) /* which was said */
        call->is_answered = true;
    return rc == VD_INVALID ? 0 : rc;
}

/* What is told is said before it ends, and there is nothing to read from. */
void vd_kube_ws_say(struct vd_kube_call *call, struct vd_slice events)
{
    struct socket *socket = vd_alloc_zero(sizeof(*socket));
    int rc = socket ? accept(call, socket) : -ENOMEM;

    if (rc) {
        vd_free(socket);
        if (rc != VD_INVALID)
            vd_kube_call_break_off(call);
        call->is_answered = true;
        return;
    }
    vd_kube_call_free(call);
    while (rc == 0 && events.len)
        rc = vd_ws_send(socket->ws, VD_WS_TEXT, next_line(&events));
    vd_ws_close(socket->ws, VD_WS_NORMAL, "");
}
