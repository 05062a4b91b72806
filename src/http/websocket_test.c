/* SPDX-License-Identifier: Apache-2.0 */
#include "http/websocket.h"

#include "base/alloc.h"
#include "http/http.h"
#include "http/test_io.h"
#include "wire/test_websocket.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ROOM = 65536, FILLS = 1000, LARGE = 20000 };

/* --- a door that gives back what comes ---------------------------------------------------------
 */

enum how { BY_WRITE, BY_SEND, BY_FRAMES, NEVER };

struct world {
    struct vd_loop loop;
    struct vd_http *http;
    struct vd_conn *conn;
    struct vd_ws *ws; /* the newest */
    enum how how;
    struct vd_bytes *echo; /* to be written; no other message is taken meanwhile */
    size_t echo_at;
    enum vd_ws_type echo_type;
    unsigned streamed, stream_to;
    struct vd_bytes *event; /* what `stream_to` are written of */
    unsigned messages, closed, drained;
    bool pauses;   /* after every message */
    bool abstains; /* fill gives nothing */
};

static void on_message(struct vd_ws *ws, enum vd_ws_type type, struct vd_slice bytes)
{
    struct world *w = vd_ws_user(ws);

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
static bool write_frames(struct world *w, struct vd_out *out)
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
    struct world *w = vd_ws_user(ws);
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
    struct world *w = vd_ws_user(ws);

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
    struct world *w = arg;
    int rc;

    assert_true(vd_ws_is_asked(request));
    rc = vd_ws_accept(x, request, &kind, w, &w->ws);
    return rc == VD_INVALID ? 0 : rc;
}

/* --- its peer ----------------------------------------------------------------------------------
 */

#define REQUEST                                                                                    \
    "GET /ws HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\n"
#define KEY     "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
#define VERSION "sec-websocket-version: 13\r\n"
#define ACCEPTED                                                                                   \
    "HTTP/1.1 101 Switching Protocols\r\n"                                                         \
    "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
#define SWITCHED "connection: Upgrade\r\nupgrade: websocket\r\n\r\n"

static void world_init(struct world *w)
{
    const struct vd_route route = {.path = "/ws", .open = open_ws, .arg = w};

    *w = (struct world){.how = BY_WRITE};
    vd_fake_loop_init(&w->loop);
    w->http = vd_http_new(NULL);
    assert_non_null(w->http);
    assert_int_equal(vd_http_route(w->http, &route), 0);
    assert_int_equal(vd_http_open(w->http, &w->loop, -1, NULL, NULL), 0);
    w->conn = w->loop.newest;
}

static void world_deinit(struct world *w)
{
    vd_fake_free(w->conn);
    assert_true(vd_list_is_empty(&w->loop.timers));
    vd_http_free(w->http);
    vd_bytes_unref(w->echo);
    vd_bytes_unref(w->event);
}

static void settle(struct world *w, size_t room)
{
    vd_fake_fill(w->conn, room, FILLS);
    vd_fake_settle(w->conn);
}

static void send_bytes(struct world *w, struct vd_slice bytes, size_t step, size_t room)
{
    while (bytes.len) {
        size_t n = VD_MIN(step, bytes.len);

        vd_fake_receive(w->conn, vd_slice(bytes.ptr, n));
        settle(w, room);
        bytes = vd_slice(bytes.ptr + n, bytes.len - n);
    }
}

/* A socket that is accepted; what was sent for that is forgotten. */
static void connect_ws(struct world *w)
{
    world_init(w);
    vd_fake_receive(w->conn, VD_SLICE(REQUEST KEY VERSION "\r\n"));
    settle(w, ROOM);
    assert_non_null(w->ws);
    assert_true(vd_slice_eq(vd_buf_slice(&w->conn->sent), VD_SLICE(ACCEPTED SWITCHED)));
    vd_buf_clear(&w->conn->sent);
}

/* What was sent since the last look. */
static void assert_told(struct world *w, const char *want)
{
    struct vd_buf said;

    vd_buf_init(&said, 0);
    vd_ws_peer_tell(vd_buf_slice(&w->conn->sent), &said);
    assert_string_equal((char *)said.data, want);
    vd_buf_deinit(&said);
    vd_buf_clear(&w->conn->sent);
}

static void say(struct world *w, unsigned first, struct vd_slice payload)
{
    struct vd_buf bytes;

    vd_buf_init(&bytes, 0);
    vd_ws_peer_put(&bytes, first, payload);
    vd_fake_receive(w->conn, vd_buf_slice(&bytes));
    vd_buf_deinit(&bytes);
}

static void talk(struct world *w, unsigned first, struct vd_slice payload)
{
    say(w, first, payload);
    settle(w, ROOM);
}

/* --- the handshake ------------------------------------------------------------------------------
 */

static void a_handshake_is_answered_as_the_standard_has_it(void **state)
{
    struct world w;

    connect_ws(&w);
    assert_int_equal(vd_ws_protocol(w.ws), -1);
    assert_true(vd_ws_is_open(w.ws));
    world_deinit(&w);
    assert_int_equal(w.closed, 1);
}

static void a_handshake_that_makes_no_sense_is_refused(void **state)
{
    static const struct {
        const char *headers, *status;
    } rows[] = {
        {VERSION, "400"},
        {KEY, "400"},
        {KEY VERSION VERSION, "400"},
        {KEY KEY VERSION, "400"},
        {"sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ\r\n" VERSION, "400"},
        {"sec-websocket-key: \r\n" VERSION, "400"},
        {"sec-websocket-key: dGhlIHNhbXBsZSBub25jZXg=\r\n" VERSION, "400"},
        {KEY "sec-websocket-version: 8\r\n", "426"},
        {KEY "sec-websocket-version: 14\r\n", "426"},
        {KEY "sec-websocket-version: 13, 8\r\n", "426"},
    };

    for (size_t i = 0; i < VD_COUNT(rows); i++) {
        struct world w;
        const char *sent;

        world_init(&w);
        vd_fake_receive(w.conn, VD_SLICE(REQUEST));
        vd_fake_receive(w.conn, vd_slice_str(rows[i].headers));
        vd_fake_receive(w.conn, VD_SLICE("\r\n"));
        settle(&w, ROOM);
        vd_buf_append(&w.conn->sent, "", 1);
        sent = (const char *)w.conn->sent.data;
        assert_null(w.ws);
        assert_memory_equal(sent + 9, rows[i].status, 3);
        if (strcmp(rows[i].status, "426") == 0) {
            assert_non_null(strstr(sent, "\r\nsec-websocket-version: 13\r\n"));
            assert_non_null(strstr(sent, "\r\nupgrade: websocket\r\n"));
        }
        world_deinit(&w);
        assert_int_equal(w.closed, 0);
    }
}

static void the_first_subprotocol_that_is_spoken_is_chosen(void **state)
{
    static const struct {
        const char *offers, *chosen;
        int at;
    } rows[] = {
        {"sec-websocket-protocol: v1.vedette\r\n", "v1.vedette", 1},
        {"sec-websocket-protocol: other, v1.vedette ,v2.vedette\r\n", "v1.vedette", 1},
        {"sec-websocket-protocol: \t,,v2.vedette\r\n", "v2.vedette", 0},
        {"sec-websocket-protocol: a\r\nsec-websocket-protocol: v2.vedette\r\n", "v2.vedette", 0},
        {"sec-websocket-protocol: V1.vedette, v1.vedette2, v1\r\n", NULL, -1},
        {"sec-websocket-extensions: permessage-deflate; client_max_window_bits\r\n", NULL, -1},
    };

    for (size_t i = 0; i < VD_COUNT(rows); i++) {
        struct world w;
        char want[400];

        snprintf(want, sizeof(want), ACCEPTED "%s%s%s" SWITCHED,
                 rows[i].chosen ? "sec-websocket-protocol: " : "",
                 rows[i].chosen ? rows[i].chosen : "", rows[i].chosen ? "\r\n" : "");
        world_init(&w);
        vd_fake_receive(w.conn, VD_SLICE(REQUEST KEY VERSION));
        vd_fake_receive(w.conn, vd_slice_str(rows[i].offers));
        vd_fake_receive(w.conn, VD_SLICE("\r\n"));
        settle(&w, ROOM);
        assert_true(vd_slice_eq(vd_buf_slice(&w.conn->sent), vd_slice_str(want)));
        assert_int_equal(vd_ws_protocol(w.ws), rows[i].at);
        world_deinit(&w);
    }
}

/* --- messages -----------------------------------------------------------------------------------
 */

/* The bytes of all frames of a message that was sent, put together. */
static void gather(struct world *w, unsigned type, struct vd_buf *message)
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

static void echo(size_t len, enum how how, size_t step, size_t room)
{
    uint8_t *payload = malloc(len + 1);
    struct vd_buf bytes, message;
    struct world w;

    for (size_t i = 0; i < len; i++)
        payload[i] = (uint8_t)('a' + i % 26);
    connect_ws(&w);
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
    world_deinit(&w);
    free(payload);
}

static void messages_of_every_size_come_back_in_any_pieces(void **state)
{
    static const size_t sizes[] = {0,   1,   60,   125,   126,   127,  699,
                                   700, 701, 5000, 65535, 65536, 70000};

    for (size_t i = 0; i < VD_COUNT(sizes); i++) {
        for (enum how how = BY_WRITE; how <= BY_FRAMES; how++) {
            echo(sizes[i], how, SIZE_MAX, ROOM);
            echo(sizes[i], how, 1 + sizes[i] / 7, ROOM);
            echo(sizes[i], how, SIZE_MAX, 100 + sizes[i] / 11);
            if (sizes[i] < 1000)
                echo(sizes[i], how, 1, 64);
        }
    }
}

static void many_messages_in_one_piece_come_back_in_order(void **state)
{
    struct world w;
    struct vd_buf bytes;

    for (enum how how = BY_WRITE; how <= BY_FRAMES; how++) {
        connect_ws(&w);
        w.how = how;
        vd_buf_init(&bytes, 0);
        for (char c = 'a'; c <= 'f'; c++)
            vd_ws_peer_put(&bytes, 0x81, vd_slice(&c, 1));
        vd_fake_receive(w.conn, vd_buf_slice(&bytes));
        assert_true(how == BY_SEND || w.messages == 1);
        settle(&w, ROOM);
        assert_told(&w, "T1:a T1:b T1:c T1:d T1:e T1:f ");
        assert_false(w.conn->paused);
        assert_true(how == BY_SEND || w.loop.woken);
        vd_buf_deinit(&bytes);
        world_deinit(&w);
    }
}

static void a_door_that_pauses_gets_nothing_until_it_goes_on(void **state)
{
    struct world w;

    connect_ws(&w);
    w.pauses = true;
    w.how = BY_SEND;
    talk(&w, 0x81, VD_SLICE("a"));
    talk(&w, 0x81, VD_SLICE("b"));
    talk(&w, 0x81, VD_SLICE("c"));
    assert_told(&w, "T1:a ");
    assert_int_equal(w.messages, 1);
    for (unsigned i = 2; i <= 3; i++) {
        vd_ws_pause(w.ws, false);
        assert_int_equal(w.messages, i - 1);
        settle(&w, ROOM);
        assert_int_equal(w.messages, i);
    }
    assert_told(&w, "T1:b T1:c ");
    world_deinit(&w);
}

static void a_peer_that_asks_and_does_not_listen_is_held_up(void **state)
{
    uint8_t payload[1000] = {0};
    unsigned taken;
    struct world w;

    connect_ws(&w);
    w.how = BY_SEND;
    for (unsigned i = 0; i < 100; i++)
        say(&w, 0x82, vd_slice(payload, sizeof(payload)));
    taken = w.messages;
    assert_in_range(taken, 1, 2 + VD_WS_HELD_PAUSE / sizeof(payload));
    assert_true(w.conn->paused);
    settle(&w, ROOM);
    assert_int_equal(w.messages, 100);
    assert_false(w.conn->paused);
    world_deinit(&w);
}

static void what_is_held_has_an_end(void **state)
{
    static uint8_t payload[VD_WS_HELD_BYTES];
    struct world w;

    connect_ws(&w);
    assert_int_equal(vd_ws_send(w.ws, VD_WS_BINARY, vd_slice(payload, sizeof(payload))),
                     VD_TOO_MANY);
    assert_int_equal(vd_ws_send(w.ws, VD_WS_BINARY, vd_slice(payload, sizeof(payload) / 2)), 0);
    assert_int_equal(vd_ws_send(w.ws, VD_WS_BINARY, vd_slice(payload, sizeof(payload) / 2)),
                     VD_TOO_MANY);
    settle(&w, ROOM);
    vd_buf_clear(&w.conn->sent);
    assert_int_equal(vd_ws_send(w.ws, VD_WS_TEXT, VD_SLICE("small")), 0);
    settle(&w, ROOM);
    assert_told(&w, "T5:small ");
    world_deinit(&w);
}

static void stream(struct world *w, size_t bytes, unsigned count)
{
    w->event = vd_bytes_new(bytes);
    assert_non_null(w->event);
    memset(w->event->data, 'e', bytes);
    w->stream_to = count;
    vd_ws_ready(w->ws, false);
}

static void events_are_whole_messages_whatever_the_room(void **state)
{
    for (size_t room = 64; room < 120; room += 7) {
        struct vd_slice sent, payload;
        unsigned first, count = 0;
        struct world w;

        connect_ws(&w);
        stream(&w, 20, 30);
        settle(&w, room);
        sent = vd_buf_slice(&w.conn->sent);
        while (vd_ws_peer_next(&sent, &first, &payload)) {
            assert_int_equal(first, 0x81);
            assert_true(vd_slice_eq(payload, VD_SLICE("id:eeeeeeeeeeeeeeeeeeee")));
            count++;
        }
        assert_int_equal(count, 30);
        assert_int_equal(sent.len, 0);
        world_deinit(&w);
    }
}

static void a_large_event_is_shared_by_those_who_are_slow(void **state)
{
    struct world w;

    connect_ws(&w);
    stream(&w, LARGE, 1);
    vd_fake_fill(w.conn, 1000, 1);
    assert_int_equal(w.event->refs, 2);
    vd_fake_fill(w.conn, LARGE - 900, 1);
    assert_int_equal(w.event->refs, 1);
    settle(&w, ROOM);
    assert_int_equal(w.conn->sent.len, 4 + 3 + LARGE);
    world_deinit(&w);
}

static void control_frames_go_between_the_frames_of_a_message(void **state)
{
    struct world w;

    connect_ws(&w);
    w.how = BY_FRAMES;
    say(&w, 0x81,
        VD_SLICE("0123456789012345678901234567890123456789012345678901234567890123456789"
                 "0123456789012345678901234567890123456789"));
    vd_fake_fill(w.conn, 70, 1);
    vd_ws_pause(w.ws, false);
    say(&w, 0x89, VD_SLICE("p"));
    assert_int_equal(vd_ws_send(w.ws, VD_WS_TEXT, VD_SLICE("later")), 0);
    settle(&w, ROOM);
    assert_told(&w, "t66:012345678901234567890123456789012345678901234567890123456789012345 "
                    "O1:p N44:67890123456789012345678901234567890123456789 T5:later ");
    world_deinit(&w);
}

/* --- pings --------------------------------------------------------------------------------------
 */

static void pings_are_answered_also_within_a_message(void **state)
{
    struct world w;

    connect_ws(&w);
    talk(&w, 0x89, VD_SLICE(""));
    talk(&w, 0x01, VD_SLICE("hel"));
    talk(&w, 0x89, VD_SLICE("one"));
    talk(&w, 0x80, VD_SLICE("lo"));
    talk(&w, 0x8a, VD_SLICE("of nobody's ping"));
    assert_told(&w, "O0: O3:one T5:hello ");
    world_deinit(&w);
}

static void of_many_pings_the_latest_is_answered(void **state)
{
    struct world w;

    connect_ws(&w);
    for (char c = 'a'; c <= 'z'; c++)
        say(&w, 0x89, vd_slice(&c, 1));
    settle(&w, ROOM);
    assert_told(&w, "O1:z ");
    world_deinit(&w);
}

static void a_silent_socket_is_pinged_and_lives_as_long_as_it_answers(void **state)
{
    struct world w;

    connect_ws(&w);
    for (unsigned i = 0; i < 50; i++) {
        vd_fake_pass(&w.loop, VD_WS_TICK_MS);
        settle(&w, ROOM);
        if (w.conn->sent.len) {
            assert_told(&w, "P0: ");
            talk(&w, 0x8a, VD_SLICE(""));
        }
        assert_non_null(w.ws);
    }
    world_deinit(&w);
}

static void a_socket_that_does_not_answer_is_broken_off(void **state)
{
    struct world w;

    connect_ws(&w);
    vd_fake_pass(&w.loop, VD_WS_TICK_MS);
    vd_fake_pass(&w.loop, VD_WS_TICK_MS);
    settle(&w, ROOM);
    assert_told(&w, "P0: ");
    for (unsigned i = 0; i < VD_WS_PONG_TICKS; i++) {
        assert_non_null(w.ws);
        vd_fake_pass(&w.loop, VD_WS_TICK_MS);
        settle(&w, ROOM);
    }
    assert_null(w.ws);
    assert_true(w.conn->gone);
    assert_told(&w, "");
    world_deinit(&w);
}

static void a_socket_that_is_written_to_is_not_pinged(void **state)
{
    struct world w;

    connect_ws(&w);
    for (unsigned i = 0; i < 10; i++) {
        assert_int_equal(vd_ws_send(w.ws, VD_WS_TEXT, VD_SLICE("x")), 0);
        settle(&w, ROOM);
        assert_told(&w, "T1:x ");
        vd_fake_pass(&w.loop, VD_WS_TICK_MS);
    }
    world_deinit(&w);
}

static void a_reader_that_is_slow_is_not_taken_for_dead(void **state)
{
    struct world w;

    connect_ws(&w);
    stream(&w, 100, 3);
    vd_fake_fill(w.conn, 50, 1);
    for (unsigned i = 0; i < 50; i++)
        vd_fake_pass(&w.loop, VD_WS_TICK_MS);
    assert_non_null(w.ws);
    settle(&w, ROOM);
    assert_int_equal(w.streamed, 3);
    world_deinit(&w);
}

static void a_peer_that_is_not_read_is_not_taken_for_dead(void **state)
{
    struct world w;

    connect_ws(&w);
    vd_ws_pause(w.ws, true);
    for (unsigned i = 0; i < 50; i++) {
        vd_fake_pass(&w.loop, VD_WS_TICK_MS);
        settle(&w, ROOM);
    }
    assert_non_null(w.ws);
    world_deinit(&w);
}

/* --- the end ------------------------------------------------------------------------------------
 */

static void a_close_is_answered_with_its_code(void **state)
{
    static const struct {
        struct vd_slice payload;
        const char *answer;
    } rows[] = {
        {VD_SLICE(""), "C0: "},
        {VD_SLICE("\x03\xe8"), "C1000: "},
        {VD_SLICE("\x03\xe9gone"), "C1001: "},
        {VD_SLICE("\x0b\xb8"), "C3000: "},
        {VD_SLICE("\x13\x87"), "C4999: "},
        {VD_SLICE("\x03"), "C1002:half of a close code "},
        {VD_SLICE("\x03\xed"), "C1002:a close code that may not be sent "},
        {VD_SLICE("\x03\xe8\xff"), "C1007:a reason that is not UTF-8 "},
    };

    for (size_t i = 0; i < VD_COUNT(rows); i++) {
        struct world w;

        connect_ws(&w);
        talk(&w, 0x88, rows[i].payload);
        assert_told(&w, rows[i].answer);
        assert_true(w.conn->gone && !w.conn->abort);
        assert_int_equal(w.closed, 1);
        world_deinit(&w);
    }
}

static void what_breaks_the_rules_is_told_which(void **state)
{
    static const struct {
        struct vd_slice bytes;
        const char *answer;
    } rows[] = {
        {VD_SLICE("\x81\x01x"), "C1002:a frame that is not masked "},
        {VD_SLICE("\xc1\x80mask"), "C1002:a reserved bit is set "},
        {VD_SLICE("\x83\x80mask"), "C1002:a frame of unknown type "},
        {VD_SLICE("\x80\x80mask"), "C1002:a continuation of nothing "},
        {VD_SLICE("\x09\x80mask"), "C1002:a control frame in fragments "},
        {VD_SLICE("\x89\xfe"), "C1002:a control frame over 125 bytes "},
        {VD_SLICE("\x81\x81\0\0\0\0\xff"), "C1007:text that is not UTF-8 "},
        {VD_SLICE("\x82\xff\0\0\0\0\0\1\x86\xa1mask"), "C1009:the message is too large "},
    };

    for (size_t i = 0; i < VD_COUNT(rows); i++) {
        struct world w;

        connect_ws(&w);
        vd_fake_receive(w.conn, rows[i].bytes);
        say(&w, 0x81, VD_SLICE("not taken any more"));
        settle(&w, ROOM);
        assert_told(&w, rows[i].answer);
        assert_int_equal(w.messages, 0);
        assert_true(w.conn->gone && !w.conn->abort);
        world_deinit(&w);
    }
}

static void a_close_of_ours_waits_for_the_peers(void **state)
{
    struct world w;

    connect_ws(&w);
    assert_int_equal(vd_ws_send(w.ws, VD_WS_TEXT, VD_SLICE("last words")), 0);
    vd_ws_close(w.ws, VD_WS_RESTART, "back soon");
    vd_ws_close(w.ws, VD_WS_NORMAL, "of no effect");
    assert_false(vd_ws_is_open(w.ws));
    assert_int_equal(vd_ws_send(w.ws, VD_WS_TEXT, VD_SLICE("too late")), 0);
    settle(&w, ROOM);
    assert_told(&w, "T10:last words C1012:back soon ");
    talk(&w, 0x81, VD_SLICE("crossed it on its way"));
    talk(&w, 0x89, VD_SLICE("this too"));
    assert_int_equal(w.messages, 0);
    assert_non_null(w.ws);
    talk(&w, 0x88, VD_SLICE("\x03\xf4"));
    assert_told(&w, "");
    assert_true(w.conn->gone && !w.conn->abort);
    world_deinit(&w);
}

static void a_close_that_is_not_answered_ends_by_itself(void **state)
{
    struct world w;

    connect_ws(&w);
    vd_ws_close(w.ws, VD_WS_NORMAL, NULL);
    settle(&w, ROOM);
    assert_told(&w, "C1000: ");
    vd_fake_pass(&w.loop, VD_WS_CLOSING_MS - 1);
    settle(&w, ROOM);
    assert_non_null(w.ws);
    vd_fake_pass(&w.loop, 1);
    settle(&w, ROOM);
    assert_true(w.conn->gone && !w.conn->abort);
    world_deinit(&w);
}

static void a_close_that_nobody_reads_ends_by_itself(void **state)
{
    struct world w;

    connect_ws(&w);
    stream(&w, 100, 1);
    vd_fake_fill(w.conn, 50, 1);
    vd_ws_close(w.ws, VD_WS_NORMAL, NULL);
    vd_fake_pass(&w.loop, VD_WS_CLOSING_MS);
    vd_fake_fill(w.conn, 0, 1);
    vd_fake_settle(w.conn);
    assert_true(w.conn->gone && w.conn->abort);
    assert_int_equal(w.closed, 1);
    world_deinit(&w);
}

#define SIXTY "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"

static void a_half_written_message_is_completed_before_a_close(void **state)
{
    struct world w;

    connect_ws(&w);
    stream(&w, 60, 5);
    vd_fake_fill(w.conn, 80, 1);
    vd_ws_close(w.ws, VD_WS_POLICY, "enough");
    settle(&w, 64);
    assert_told(&w, "T63:id:" SIXTY " T63:id:" SIXTY " C1008:enough ");
    world_deinit(&w);
}

static void a_reason_is_cut_at_a_character(void **state)
{
    char reason[200], want[200];
    struct world w;

    connect_ws(&w);
    memset(reason, 'r', sizeof(reason));
    memcpy(reason + 122, "\xe2\x82\xac", 4);
    snprintf(want, sizeof(want), "C4000:%.122s ", reason);
    vd_ws_close(w.ws, 4000, reason);
    settle(&w, ROOM);
    assert_told(&w, want);
    world_deinit(&w);
}

static void the_end_of_the_server_is_told(void **state)
{
    struct world w;

    connect_ws(&w);
    w.conn->ops->drain(w.conn);
    settle(&w, ROOM);
    assert_told(&w, "C1001:the server is going down ");
    talk(&w, 0x88, VD_SLICE("\x03\xe9"));
    assert_true(w.conn->gone && !w.conn->abort);
    world_deinit(&w);
}

static void a_peer_that_vanishes_is_forgotten_at_once(void **state)
{
    struct world w;

    connect_ws(&w);
    talk(&w, 0x01, VD_SLICE("half of"));
    vd_fake_eof(w.conn);
    settle(&w, ROOM);
    assert_true(w.conn->gone);
    assert_int_equal(w.closed, 1);
    world_deinit(&w);
}

static void a_peer_that_closes_and_hangs_up_is_answered(void **state)
{
    struct world w;

    connect_ws(&w);
    say(&w, 0x88, VD_SLICE("\x03\xe8"));
    vd_fake_eof(w.conn);
    settle(&w, ROOM);
    assert_told(&w, "C1000: ");
    assert_true(w.conn->gone && !w.conn->abort);
    world_deinit(&w);
}

/* --- memory -------------------------------------------------------------------------------------
 */

static void live(struct world *w)
{
    struct vd_buf bytes;
    static const char frames[] = "\x01\x83\0\0\0\0hel\x89\x82\0\0\0\0hi\x80\x82\0\0\0\0lo"
                                 "\x81\x82\0\0\0\0ab\x81\x82\0\0\0\0cd";

    vd_fake_receive(w->conn,
                    VD_SLICE(REQUEST KEY VERSION "sec-websocket-protocol: v1.vedette\r\n\r\n"));
    vd_fake_fill(w->conn, 64, 20);
    vd_fake_receive(w->conn, vd_slice(frames, sizeof(frames) - 1));
    if (w->ws && !w->conn->closing)
        vd_ws_ready(w->ws, false);
    vd_fake_fill(w->conn, 64, 40);
    vd_buf_init(&bytes, 0);
    if (w->ws && !w->conn->closing)
        vd_ws_close(w->ws, VD_WS_NORMAL, "bye");
    vd_fake_fill(w->conn, 64, 40);
    vd_fake_settle(w->conn);
    vd_buf_deinit(&bytes);
}

static void without_memory_it_ends_and_leaks_nothing(void **state)
{
    for (enum how how = BY_WRITE; how <= BY_FRAMES; how++) {
        bool hit = true;

        for (long after = 0; hit; after++) {
            struct world w;

            world_init(&w);
            w.how = how;
            w.event = vd_bytes_copy(VD_SLICE(SIXTY SIXTY));
            w.stream_to = 2;
            vd_alloc_fail_after(after);
            live(&w);
            hit = vd_alloc_fail_hit();
            vd_alloc_fail_after(-1);
            if (!hit)
                assert_int_equal(w.messages, 3);
            world_deinit(&w);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_handshake_is_answered_as_the_standard_has_it),
        cmocka_unit_test(a_handshake_that_makes_no_sense_is_refused),
        cmocka_unit_test(the_first_subprotocol_that_is_spoken_is_chosen),
        cmocka_unit_test(messages_of_every_size_come_back_in_any_pieces),
        cmocka_unit_test(many_messages_in_one_piece_come_back_in_order),
        cmocka_unit_test(a_door_that_pauses_gets_nothing_until_it_goes_on),
        cmocka_unit_test(a_peer_that_asks_and_does_not_listen_is_held_up),
        cmocka_unit_test(what_is_held_has_an_end),
        cmocka_unit_test(events_are_whole_messages_whatever_the_room),
        cmocka_unit_test(a_large_event_is_shared_by_those_who_are_slow),
        cmocka_unit_test(control_frames_go_between_the_frames_of_a_message),
        cmocka_unit_test(pings_are_answered_also_within_a_message),
        cmocka_unit_test(of_many_pings_the_latest_is_answered),
        cmocka_unit_test(a_silent_socket_is_pinged_and_lives_as_long_as_it_answers),
        cmocka_unit_test(a_socket_that_does_not_answer_is_broken_off),
        cmocka_unit_test(a_socket_that_is_written_to_is_not_pinged),
        cmocka_unit_test(a_reader_that_is_slow_is_not_taken_for_dead),
        cmocka_unit_test(a_peer_that_is_not_read_is_not_taken_for_dead),
        cmocka_unit_test(a_close_is_answered_with_its_code),
        cmocka_unit_test(what_breaks_the_rules_is_told_which),
        cmocka_unit_test(a_close_of_ours_waits_for_the_peers),
        cmocka_unit_test(a_close_that_is_not_answered_ends_by_itself),
        cmocka_unit_test(a_close_that_nobody_reads_ends_by_itself),
        cmocka_unit_test(a_half_written_message_is_completed_before_a_close),
        cmocka_unit_test(a_reason_is_cut_at_a_character),
        cmocka_unit_test(the_end_of_the_server_is_told),
        cmocka_unit_test(a_peer_that_vanishes_is_forgotten_at_once),
        cmocka_unit_test(a_peer_that_closes_and_hangs_up_is_answered),
        cmocka_unit_test(without_memory_it_ends_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
