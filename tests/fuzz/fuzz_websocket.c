/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a WebSocket's peer says is read the same however it is cut; and an echo over a tunnel takes
 * it in pieces, answers in any room, and says nothing that is not a frame, or after its close. The
 * first two bytes say how it is cut and how much room there is.
 */
#include "base/check.h"
#include "http/http.h"
#include "http/test_io.h"
#include "http/websocket.h"
#include "wire/test_websocket.h"
#include "wire/utf8.h"
#include "wire/websocket.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

enum { LIMIT = 3000, ROOM_MIN = 64, FILLS = 200 };

/* --- the reader --------------------------------------------------------------------------------
 */

struct sum {
    size_t items, bytes;
    uint32_t hash;
    uint16_t code;
    int rc;
};

static void add_item(struct sum *sum, const struct vd_websocket_item *item)
{
    bool is_control = item->type >= VD_WEBSOCKET_CLOSE;

    vd_assert(item->bytes.len <= (is_control ? (size_t)VD_WEBSOCKET_CONTROL_BYTES : LIMIT));
    vd_assert(item->type != VD_WEBSOCKET_TEXT || vd_utf8_is_valid(item->bytes));
    vd_assert(item->type != VD_WEBSOCKET_CLOSE || item->code == VD_WEBSOCKET_NO_CODE ||
              vd_websocket_code_is_valid(item->code));
    sum->items++;
    sum->bytes += item->bytes.len;
    sum->hash = sum->hash * 31 + item->type;
    for (size_t i = 0; i < item->bytes.len; i++)
        sum->hash = sum->hash * 31 + item->bytes.ptr[i];
}

static void read_piece(struct vd_websocket_reader *reader, struct vd_slice piece, struct sum *sum)
{
    struct vd_websocket_item item = {.type = 0};

    while ((sum->rc = vd_websocket_next(reader, &piece, 0, &item)) == 0) {
        add_item(sum, &item);
        if (item.type == VD_WEBSOCKET_CLOSE) {
            sum->rc = VD_END;
            return;
        }
    }
    vd_assert(sum->rc != VD_WAIT || !piece.len);
    vd_assert(sum->rc != VD_INVALID || (reader->why && reader->code));
}

static struct sum read_all(struct vd_slice bytes, size_t step)
{
    struct vd_websocket_reader reader;
    struct sum sum = {.rc = VD_WAIT};

    vd_websocket_reader_init(&reader, LIMIT, 0);
    while (bytes.len && sum.rc == VD_WAIT) {
        struct vd_slice piece = {bytes.ptr, VD_MIN(step, bytes.len)};

        bytes = vd_slice(bytes.ptr + piece.len, bytes.len - piece.len);
        read_piece(&reader, piece, &sum);
    }
    sum.code = reader.code;
    vd_websocket_reader_deinit(&reader);
    return sum;
}

static void compare(struct vd_slice bytes, size_t step)
{
    struct sum whole = read_all(bytes, SIZE_MAX), pieces = read_all(bytes, step);

    vd_assert(whole.items == pieces.items && whole.bytes == pieces.bytes);
    vd_assert(whole.hash == pieces.hash && whole.rc == pieces.rc && whole.code == pieces.code);
}

/* --- the socket --------------------------------------------------------------------------------
 */

/* Gives messages back, one way or another, and pauses meanwhile. */
struct echo {
    struct vd_ws *ws;
    struct vd_bytes *bytes;
    enum vd_ws_type type;
    unsigned messages;
};

static void on_message(struct vd_ws *ws, enum vd_ws_type type, struct vd_slice bytes)
{
    struct echo *echo = vd_ws_user(ws);

    vd_assert(!echo->bytes);
    if (echo->messages++ % 3 == 0) {
        vd_assert(vd_ws_send(ws, type, bytes) == 0);
        return;
    }
    echo->bytes = vd_bytes_copy(bytes);
    vd_assert(echo->bytes);
    echo->type = type;
    vd_ws_pause(ws, true);
    vd_ws_ready(ws, false);
}

static bool write_frame(struct echo *echo, struct vd_out *out)
{
    struct vd_ws_frame frame;

    if (!vd_ws_frame_begin(echo->ws, out, &frame))
        return false;
    (void)vd_out_copy(out, vd_bytes_slice(echo->bytes));
    vd_ws_frame_end(echo->ws, out, &frame, echo->type, true);
    return true;
}

static enum vd_fill on_fill(struct vd_ws *ws, struct vd_out *out)
{
    struct echo *echo = vd_ws_user(ws);
    bool whole = true;

    if (!echo->bytes)
        return VD_FILL_IDLE;
    if (echo->messages % 3 == 0)
        whole = vd_ws_write(ws, out, echo->type, VD_SLICE("head"), vd_bytes_slice(echo->bytes),
                            echo->bytes);
    else if (!write_frame(echo, out))
        return VD_FILL_MORE;
    vd_bytes_unref(echo->bytes);
    echo->bytes = NULL;
    vd_ws_pause(ws, false);
    return whole ? VD_FILL_IDLE : VD_FILL_MORE;
}

static void on_closed(struct vd_ws *ws)
{
    struct echo *echo = vd_ws_user(ws);

    echo->ws = NULL;
}

static const struct vd_ws_kind kind = {
    .max_message_bytes = LIMIT, .message = on_message, .fill = on_fill, .closed = on_closed};

static int open_ws(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    struct echo *echo = arg;

    return vd_ws_accept(x, request, &kind, echo, &echo->ws);
}

/* A frame that is cut at the end is none if the connection was broken off; else it is a fault. */
static void check_sent(const struct vd_conn *conn, size_t from)
{
    struct vd_slice sent = {conn->sent.data + from, conn->sent.len - from}, payload;
    unsigned first = 0;

    while (vd_ws_peer_next(&sent, &first, &payload)) {
        vd_assert((first & 0x70) == 0);
        if ((first & 15) == VD_WEBSOCKET_CLOSE)
            break;
    }
    vd_assert(!sent.len || conn->abort);
}

static void talk(struct vd_slice bytes, size_t step, size_t room)
{
    const struct vd_slice request = VD_SLICE(
        "GET /ws HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
        "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    struct echo echo = {.bytes = NULL};
    const struct vd_route route = {.path = "/ws", .open = open_ws, .arg = &echo};
    struct vd_http *http = vd_http_new(NULL);
    struct vd_loop loop;
    struct vd_conn *conn;
    size_t head;

    vd_fake_loop_init(&loop);
    vd_assert(http && vd_http_route(http, &route) == 0);
    vd_assert(vd_http_open(http, &loop, -1, NULL, NULL) == 0);
    conn = loop.newest;
    vd_fake_receive(conn, request);
    vd_fake_fill(conn, 65536, FILLS);
    vd_assert(echo.ws);
    head = conn->sent.len;
    while (bytes.len) {
        size_t n = VD_MIN(step, bytes.len);

        vd_fake_receive(conn, vd_slice(bytes.ptr, n));
        vd_fake_fill(conn, room, 1 + (unsigned)n % 3);
        bytes = vd_slice(bytes.ptr + n, bytes.len - n);
    }
    vd_fake_fill(conn, room, FILLS * 10);
    vd_fake_eof(conn);
    vd_fake_fill(conn, room, FILLS);
    vd_fake_settle(conn);
    vd_assert(conn->gone && !echo.ws);
    check_sent(conn, head);
    vd_fake_free(conn);
    vd_bytes_unref(echo.bytes);
    vd_assert(vd_list_is_empty(&loop.timers));
    vd_http_free(http);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct vd_slice rest;
    size_t step;

    if (len < 2)
        return 0;
    rest = vd_slice(bytes + 2, len - 2);
    step = 1 + bytes[0] % 61;
    compare(rest, 1);
    compare(rest, step);
    for (size_t cut = 1; cut < rest.len && rest.len <= 200; cut++)
        compare(rest, cut);
    talk(rest, step, ROOM_MIN + 4 * (size_t)bytes[1]);
    return 0;
}
