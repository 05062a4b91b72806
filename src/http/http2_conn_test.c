/* SPDX-License-Identifier: Apache-2.0 */
/* The peer is a client of nghttp2; what it asks and sees is written down by stream. */
#include "base/alloc.h"
#include "http/http2_inner.h"
#include "http/test_door.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <nghttp2/nghttp2.h>

enum { STREAMS = 256 };

struct seen {
    unsigned status;
    size_t bytes;
    uint8_t first[40];
    bool ended, trailers, closed, wrong;
    uint32_t error;
};

static struct vd_fake_door door;
static struct vd_conn *conn;
static nghttp2_session *client;
static struct seen seen[STREAMS];
static uint32_t goaway_error;
static unsigned goaways;
static size_t room;
static int32_t order[64]; /* streams in the order of their first DATA frames */
static unsigned order_count;

static struct seen *of(int32_t id)
{
    return &seen[id / 2];
}

static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name,
                     size_t name_len, const uint8_t *value, size_t value_len, uint8_t flags,
                     void *arg)
{
    if (name_len == 7 && memcmp(name, ":status", 7) == 0)
        of(frame->hd.stream_id)->status = (unsigned)strtoul((const char *)value, NULL, 10);
    if (name_len == 11 && memcmp(name, "grpc-status", 11) == 0)
        of(frame->hd.stream_id)->trailers = true;
    return 0;
}

static int on_data(nghttp2_session *session, uint8_t flags, int32_t id, const uint8_t *data,
                   size_t len, void *arg)
{
    struct seen *s = of(id);

    if (order_count < VD_COUNT(order))
        order[order_count++] = id;
    for (size_t i = 0; i < len; i++, s->bytes++) {
        if (s->bytes < sizeof(s->first))
            s->first[s->bytes] = data[i];
        s->wrong |= door.total && data[i] != vd_fake_byte(s->bytes);
    }
    return 0;
}

static int on_frame(nghttp2_session *session, const nghttp2_frame *frame, void *arg)
{
    if (frame->hd.type == NGHTTP2_GOAWAY) {
        goaways++;
        goaway_error = frame->goaway.error_code;
    }
    if (frame->hd.type <= NGHTTP2_HEADERS && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM))
        of(frame->hd.stream_id)->ended = true;
    return 0;
}

static int on_invalid(nghttp2_session *session, const nghttp2_frame *frame, int error, void *arg)
{
    fail_msg("the client has found a fault: %s", nghttp2_strerror(error));
    return 0;
}

static int on_close(nghttp2_session *session, int32_t id, uint32_t error, void *arg)
{
    of(id)->closed = true;
    of(id)->error = error;
    return 0;
}

static void connect_client(void)
{
    nghttp2_session_callbacks *callbacks;

    memset(seen, 0, sizeof(seen));
    goaways = goaway_error = order_count = 0;
    conn = vd_fake_connect(&door);
    assert_int_equal(nghttp2_session_callbacks_new(&callbacks), 0);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks, on_invalid);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_close);
    assert_int_equal(nghttp2_session_client_new(&client, callbacks, NULL), 0);
    nghttp2_session_callbacks_del(callbacks);
    nghttp2_submit_settings(client, NGHTTP2_FLAG_NONE, NULL, 0);
}

static int setup(void **state)
{
    room = 65536;
    vd_fake_door_init(&door, NULL);
    connect_client();
    return 0;
}

static int teardown(void **state)
{
    nghttp2_session_del(client);
    vd_fake_free(conn);
    assert_int_equal(door.opened, door.finished + door.aborted);
    vd_fake_door_deinit(&door);
    return 0;
}

static void send_client(void)
{
    const uint8_t *bytes;
    ssize_t n;

    while ((n = nghttp2_session_mem_send(client, &bytes)) > 0)
        vd_fake_receive(conn, vd_slice(bytes, (size_t)n));
    assert_int_equal(n, 0);
}

static void recv_client(void)
{
    assert_int_equal(nghttp2_session_mem_recv(client, conn->sent.data, conn->sent.len),
                     conn->sent.len);
    vd_buf_clear(&conn->sent);
}

/* One turn each way, until nothing moves. */
static void pump(void)
{
    for (int i = 0; i < 100000; i++) {
        send_client();
        vd_fake_fill(conn, room, 1);
        if (!conn->sent.len && !nghttp2_session_want_write(client) &&
            (!conn->wants_fill || conn->closing))
            return;
        recv_client();
    }
    fail_msg("it goes on for ever");
}

static ssize_t read_body(nghttp2_session *session, int32_t id, uint8_t *to, size_t len,
                         uint32_t *flags, nghttp2_data_source *source, void *arg)
{
    struct vd_slice *rest = source->ptr;
    size_t n = VD_MIN(len, rest->len);

    memcpy(to, rest->ptr, n);
    rest->ptr += n;
    rest->len -= n;
    if (!rest->len)
        *flags |= NGHTTP2_DATA_FLAG_EOF;
    return (ssize_t)n;
}

static bool released;

static ssize_t read_later(nghttp2_session *session, int32_t id, uint8_t *to, size_t len,
                          uint32_t *flags, nghttp2_data_source *source, void *arg)
{
    if (!released)
        return NGHTTP2_ERR_DEFERRED;
    to[0] = 'z';
    *flags |= NGHTTP2_DATA_FLAG_EOF;
    return 1;
}

static nghttp2_nv pair(const char *name, const char *value)
{
    return (nghttp2_nv){(uint8_t *)(uintptr_t)name, (uint8_t *)(uintptr_t)value, strlen(name),
                        strlen(value), NGHTTP2_NV_FLAG_NONE};
}

static int32_t ask(const char *method, const char *path, const char *type, struct vd_slice *body)
{
    nghttp2_nv nv[] = {pair(":method", method), pair(":scheme", "http"), pair(":authority", "x"),
                       pair(":path", path), pair("content-type", type)};
    nghttp2_data_provider provider = {.source.ptr = body, .read_callback = read_body};
    int32_t id = nghttp2_submit_request(client, NULL, nv, VD_COUNT(nv) - !*type,
                                        body ? &provider : NULL, NULL);

    assert_in_range(id, 1, 2 * STREAMS - 1);
    return id;
}

static int32_t get(const char *path)
{
    return ask("GET", path, "", NULL);
}

static void check_answer(int32_t id, unsigned status, const char *body)
{
    assert_int_equal(of(id)->status, status);
    assert_int_equal(of(id)->bytes, strlen(body));
    assert_memory_equal(of(id)->first, body, strlen(body));
    assert_true(of(id)->ended);
    assert_true(of(id)->closed);
    assert_int_equal(of(id)->error, 0);
}

static void requests_are_answered_by_their_route(void **state)
{
    int32_t hello = get("/hello?a=b&c"), below = get("/tree/x/y"), nowhere = get("/nowhere"),
            failed = get("/fail"), head = ask("HEAD", "/hello", "", NULL), star = get("*");

    door.total = 0;
    pump();
    check_answer(hello, 200, "hello\n");
    check_answer(below, 200, "hello\n");
    check_answer(nowhere, 404, "nothing is served under this path\n");
    check_answer(failed, 500, "internal error\n");
    check_answer(head, 200, "");
    check_answer(star, 400, "the path must begin with a slash\n");
    assert_true(vd_slice_eq(vd_buf_slice(&door.seen),
                            VD_SLICE("GET /hello?a=b&c \nGET /tree/x/y? \nHEAD /hello? \n")));
}

static void grpc_is_routed_by_its_content_type(void **state)
{
    struct vd_slice one = VD_SLICE("abc"), two = VD_SLICE("abc"), three = VD_SLICE("abc");
    int32_t echo = ask("POST", "/grpc.Echo/Do", "application/grpc+proto", &one);
    int32_t unknown = ask("POST", "/other.Service/Do", "application/grpc", &two);
    int32_t plain = ask("POST", "/grpc.Echo/Do", "application/grpc-web", &three);

    door.total = 0;
    pump();
    check_answer(echo, 200, "abc");
    assert_true(of(echo)->trailers);
    check_answer(unknown, 200, "");
    assert_true(of(unknown)->trailers);
    check_answer(plain, 404, "nothing is served under this path\n");
}

/* What a tunnel says: some bytes, and its end when the test lets go. */
struct speech {
    struct vd_slice bytes;
    bool ends;
};

static ssize_t read_speech(nghttp2_session *session, int32_t id, uint8_t *to, size_t len,
                           uint32_t *flags, nghttp2_data_source *source, void *arg)
{
    struct speech *speech = source->ptr;
    size_t n = VD_MIN(len, speech->bytes.len);

    if (!n && !speech->ends)
        return NGHTTP2_ERR_DEFERRED;
    if (n)
        memcpy(to, speech->bytes.ptr, n);
    speech->bytes.ptr += n;
    speech->bytes.len -= n;
    if (!speech->bytes.len && speech->ends)
        *flags |= NGHTTP2_DATA_FLAG_EOF;
    return (ssize_t)n;
}

static int32_t dial(const char *path, const char *protocol, struct speech *speech)
{
    nghttp2_nv nv[] = {pair(":method", "CONNECT"), pair(":scheme", "http"), pair(":authority", "x"),
                       pair(":path", path), pair(":protocol", protocol)};
    nghttp2_data_provider provider = {.source.ptr = speech, .read_callback = read_speech};
    int32_t id = nghttp2_submit_request(client, NULL, nv, VD_COUNT(nv), &provider, NULL);

    assert_in_range(id, 1, 2 * STREAMS - 1);
    return id;
}

static void a_stream_becomes_a_tunnel_both_ways(void **state)
{
    struct speech speech = {VD_SLICE("one"), false};
    int32_t id = dial("/tunnel", "websocket", &speech);

    door.total = 0;
    pump();
    assert_int_equal(of(id)->status, 200);
    assert_int_equal(of(id)->bytes, 3);
    assert_false(of(id)->ended);
    speech.bytes = VD_SLICE(" two");
    assert_int_equal(nghttp2_session_resume_data(client, id), 0);
    pump();
    assert_int_equal(of(id)->bytes, 7);
    assert_int_equal(door.ends, 0);
    speech.ends = true;
    assert_int_equal(nghttp2_session_resume_data(client, id), 0);
    pump();
    check_answer(id, 200, "one two");
    assert_int_equal(door.ends, 1);
    assert_int_equal(door.finished, 1);
}

static void a_tunnel_that_is_reset_is_gone(void **state)
{
    struct speech speech = {VD_SLICE("one"), false};
    int32_t id = dial("/tunnel", "websocket", &speech);

    door.total = 0;
    pump();
    nghttp2_submit_rst_stream(client, NGHTTP2_FLAG_NONE, id, NGHTTP2_CANCEL);
    pump();
    assert_int_equal(door.ends, 0);
    assert_int_equal(door.aborted, 1);
}

static void a_tunnel_that_is_not_spoken_is_not_said_to_begin(void **state)
{
    struct speech speech = {VD_SLICE(""), true};
    int32_t other = dial("/tunnel", "connect-udp", &speech);
    int32_t plain = dial("/hello", "websocket", &speech);
    int32_t nowhere = dial("/nowhere", "websocket", &speech);

    door.total = 0;
    pump();
    check_answer(other, 501, "of tunnels only websocket is spoken\n");
    check_answer(plain, 501, "");
    check_answer(nowhere, 404, "nothing is served under this path\n");
}

static void bodies_are_echoed_whatever_their_size(void **state)
{
    static uint8_t big[700000];
    struct vd_slice body = {big, sizeof(big)};
    int32_t id = ask("POST", "/echo", "", &body);

    for (size_t i = 0; i < sizeof(big); i++)
        big[i] = vd_fake_byte(i);
    pump();
    assert_int_equal(of(id)->bytes, sizeof(big));
    assert_false(of(id)->wrong);
    assert_true(of(id)->closed);
    assert_int_equal(door.ends, 1);
}

static void a_pulled_body_arrives_whole_through_any_room(void **state)
{
    static const size_t rooms[] = {65536, 16384, 4096, 200};

    for (size_t i = 0; i < 2 * VD_COUNT(rooms); i++) {
        int32_t id = get("/stream");

        door.by_reference = false;
        room = rooms[i / 2];
        pump();
        assert_int_equal(of(id)->bytes, door.total);
        assert_false(of(id)->wrong);
        assert_true(of(id)->closed);
    }
}

static void references_stand_in_their_place(void **state)
{
    int32_t id = get("/stream");

    door.by_reference = true;
    pump();
    assert_int_equal(of(id)->bytes, door.total);
    assert_false(of(id)->wrong);
}

static void streams_share_the_output_in_turns(void **state)
{
    int32_t ids[4];

    for (size_t i = 0; i < VD_COUNT(ids); i++)
        ids[i] = get("/stream");
    pump();
    for (size_t i = 0; i < VD_COUNT(ids); i++) {
        assert_int_equal(of(ids[i])->bytes, door.total);
        assert_int_equal(order[i], ids[i]);
    }
}

static void an_answer_passes_a_long_stream(void **state)
{
    int32_t hello;

    get("/stream");
    send_client();
    vd_fake_fill(conn, 40000, 1);
    recv_client();
    hello = get("/hello");
    send_client();
    vd_fake_fill(conn, 40000, 1);
    recv_client();
    assert_true(of(hello)->closed);
    assert_false(of(1)->closed);
    pump();
}

/* It has to work on its answer for some turns: its neighbours write in each of them. */
static void who_has_more_in_the_next_turn_holds_up_nobody(void **state)
{
    int32_t later, ids[3];

    door.later = 5;
    door.total = 1000;
    later = get("/later");
    for (size_t i = 0; i < VD_COUNT(ids); i++)
        ids[i] = get(i % 2 ? "/hello" : "/stream");
    send_client();
    for (unsigned left = 5; left > 0; left--) {
        assert_int_equal(door.later, left);
        vd_fake_fill(conn, 40000, 1);
        recv_client();
        for (size_t i = 0; i < VD_COUNT(ids); i++)
            assert_true(of(ids[i])->closed);
        assert_int_equal(of(later)->bytes, 0);
    }
    vd_fake_fill(conn, 40000, 1);
    recv_client();
    assert_int_equal(of(later)->bytes, door.total);
    assert_true(of(later)->closed);
    vd_fake_fill(conn, 40000, 1);
    assert_false(conn->wants_fill);
}

static void a_shut_window_waits_and_asks_for_no_turn(void **state)
{
    nghttp2_settings_entry shut = {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 0};
    int32_t id, hello;

    nghttp2_submit_settings(client, NGHTTP2_FLAG_NONE, &shut, 1);
    id = get("/stream");
    hello = ask("HEAD", "/hello", "", NULL);
    pump();
    assert_int_equal(of(id)->status, 200);
    assert_int_equal(of(id)->bytes, 0);
    assert_true(of(hello)->closed);
    assert_false(conn->wants_fill);
    vd_exchange_ready(door.streaming, true);
    assert_false(conn->wants_fill);
    shut.value = 100;
    nghttp2_submit_settings(client, NGHTTP2_FLAG_NONE, &shut, 1);
    pump();
    assert_in_range(of(id)->bytes, 100, door.total);
    for (int i = 0; i < 10; i++) {
        nghttp2_submit_window_update(client, NGHTTP2_FLAG_NONE, id, 20000);
        pump();
    }
    assert_int_equal(of(id)->bytes, door.total);
    assert_false(of(id)->wrong);
}

static const struct vd_slice one_byte = VD_SLICE("\0\0\4\x8\0\0\0\0\0\0\0\0\1");

/* Streams that have been answered up to the end of the connection's window; the client does not
 * see what was sent, and so opens none. */
static void exhaust_the_connection(unsigned streams, size_t bytes)
{
    door.total = bytes;
    for (unsigned i = 0; i < streams; i++)
        get("/stream");
    send_client();
    vd_fake_fill(conn, room, 1000);
    assert_false(conn->wants_fill);
    assert_int_equal(((struct vd_http2_conn *)vd_conn_state(conn))->session.send_window, 0);
}

static void a_window_opened_byte_by_byte_makes_no_work_for_the_streams_that_wait(void **state)
{
    enum { WAITING = 250, UPDATES = 1000 };
    struct vd_http2_conn *http2;
    uint32_t turns;
    size_t sent;

    exhaust_the_connection(WAITING, 100000);
    http2 = vd_conn_state(conn);
    turns = http2->turns;
    sent = conn->sent.len;
    for (unsigned i = 0; i < UPDATES; i++) {
        vd_fake_receive(conn, one_byte);
        assert_true(conn->wants_fill);
        vd_fake_fill(conn, room, 10);
    }
    assert_int_equal(conn->sent.len, sent + UPDATES * (VD_HTTP2_HEAD_BYTES + 1));
    assert_in_range(http2->turns - turns, UPDATES, 3 * UPDATES);
}

static void all_that_waited_for_the_connection_is_sent(void **state)
{
    exhaust_the_connection(100, 1000);
    assert_int_equal(door.finished, 65);
    recv_client();
    pump();
    assert_int_equal(door.finished, 100);
    for (int32_t id = 1; id < 200; id += 2) {
        assert_int_equal(of(id)->bytes, 1000);
        assert_true(of(id)->closed);
        assert_false(of(id)->wrong);
    }
}

static void fill_all(void)
{
    send_client();
    vd_fake_fill(conn, room, 1000);
    assert_false(conn->wants_fill);
}

/* The first of two streams lacks its own window, and the second uses the connection's up. */
static void what_lacks_both_windows_needs_both(void **state)
{
    nghttp2_settings_entry shut = {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 0};

    for (int connection_first = 0; connection_first < 2; connection_first++) {
        int32_t one, two;

        nghttp2_submit_settings(client, NGHTTP2_FLAG_NONE, &shut, 1);
        one = get("/stream");
        two = get("/stream");
        fill_all();
        nghttp2_submit_window_update(client, NGHTTP2_FLAG_NONE, two, 65535);
        fill_all();
        if (connection_first)
            recv_client();
        nghttp2_submit_window_update(client, NGHTTP2_FLAG_NONE, one, (int32_t)door.total);
        fill_all();
        if (!connection_first)
            recv_client();
        pump();
        assert_int_equal(of(one)->bytes, door.total);
        assert_int_equal(of(two)->bytes, door.total);
        assert_true(of(one)->closed && of(two)->closed);
        nghttp2_session_del(client);
        vd_fake_free(conn);
        connect_client();
    }
}

/* A complete answer holds memory for a peer that does not take it; a stream that waits does not. */
static void an_answer_that_nobody_takes_is_given_up(void **state)
{
    nghttp2_settings_entry shut = {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 0};
    int32_t hello, stream, slow;

    nghttp2_submit_settings(client, NGHTTP2_FLAG_NONE, &shut, 1);
    hello = get("/hello");
    stream = get("/stream");
    slow = get("/hello");
    pump();
    for (int i = 0; i < 5; i++) {
        vd_fake_pass(&door.loop, VD_HTTP_STUCK_MS);
        nghttp2_submit_window_update(client, NGHTTP2_FLAG_NONE, slow, 1);
        pump();
        assert_int_equal(of(hello)->closed, i > 0);
    }
    assert_int_equal(of(hello)->error, NGHTTP2_CANCEL);
    assert_false(of(stream)->closed);
    assert_int_equal(of(slow)->bytes, 6);
    assert_int_equal(of(slow)->error, 0);
}

static void an_answer_that_waits_for_a_connection_that_stays_shut_is_given_up(void **state)
{
    exhaust_the_connection(66, 1000);
    get("/hello");
    send_client();
    vd_fake_fill(conn, room, 10);
    vd_fake_pass(&door.loop, VD_HTTP_STUCK_MS);
    for (int i = 0; i < 3; i++) { /* the stream before it takes these */
        vd_fake_receive(conn, one_byte);
        vd_fake_fill(conn, room, 10);
        vd_fake_pass(&door.loop, VD_HTTP_STUCK_MS);
        assert_false(conn->wants_fill);
    }
    vd_fake_pass(&door.loop, VD_HTTP_STUCK_MS);
    assert_false(conn->wants_fill);
    vd_fake_pass(&door.loop, VD_HTTP_STUCK_MS);
    vd_fake_fill(conn, room, 10);
    assert_int_equal(door.aborted, 1);
    assert_int_equal(door.finished, 65);
}

static void trailers_follow_the_body(void **state)
{
    int32_t id = get("/trail");

    door.total = 0;
    pump();
    check_answer(id, 200, "x");
    assert_true(of(id)->trailers);
}

static void a_door_may_start_now_and_answer_later(void **state)
{
    int32_t id = get("/head");

    door.total = 0;
    pump();
    assert_int_equal(of(id)->status, 200);
    assert_false(of(id)->ended);
    assert_int_equal(vd_exchange_body(door.waiting[0], VD_SLICE("one ")), 0);
    pump();
    assert_int_equal(vd_exchange_body(door.waiting[0], VD_SLICE("two")), 0);
    vd_exchange_finish(door.waiting[0], NULL, 0);
    pump();
    check_answer(id, 200, "one two");
}

static void a_door_may_decide_how_to_begin_when_its_turn_comes(void **state)
{
    int32_t one = get("/decides"), two = get("/decides");

    pump();
    check_answer(one, 200, "decided\n");
    check_answer(two, 200, "decided\n");
}

/* Its fill begins the answer, and finds no window for it. */
static void what_is_decided_with_a_shut_window_waits_for_it(void **state)
{
    int32_t ids[3];

    exhaust_the_connection(1, 100000);
    for (size_t i = 0; i < VD_COUNT(ids); i++)
        ids[i] = get("/decides");
    send_client();
    vd_fake_fill(conn, room, 1000);
    assert_false(conn->wants_fill);
    recv_client();
    pump();
    assert_int_equal(of(1)->bytes, door.total);
    for (size_t i = 0; i < VD_COUNT(ids); i++) {
        assert_int_equal(of(ids[i])->status, 200);
        assert_int_equal(of(ids[i])->bytes, 8);
        assert_true(of(ids[i])->closed);
    }
}

static void what_is_decided_with_a_shut_window_of_its_own_waits_for_it(void **state)
{
    nghttp2_settings_entry shut = {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 0};
    int32_t one, two;

    nghttp2_submit_settings(client, NGHTTP2_FLAG_NONE, &shut, 1);
    one = get("/decides");
    two = get("/decides");
    fill_all();
    pump();
    assert_int_equal(of(one)->bytes, 0);
    nghttp2_submit_window_update(client, NGHTTP2_FLAG_NONE, one, 100);
    nghttp2_submit_window_update(client, NGHTTP2_FLAG_NONE, two, 100);
    pump();
    check_answer(one, 200, "decided\n");
    check_answer(two, 200, "decided\n");
}

/* Nor has it held anything: what is freed beside what stays leaves a hole in the heap. */
static void a_stream_that_waits_holds_nothing(void **state)
{
    int32_t one = get("/head"), two = get("/head");
    const struct vd_pending *shared;

    send_client();
    assert_int_equal(door.waiting_count, 2);
    shared = door.waiting[0]->pending;
    assert_true(shared->is_shared);
    assert_ptr_equal(door.waiting[1]->pending, shared);
    pump();
    for (int i = 0; i < 2; i++) {
        assert_null(door.waiting[i]->pending);
        vd_exchange_finish(door.waiting[i], NULL, 0);
    }
    pump();
    check_answer(one, 200, "");
    check_answer(two, 200, "");
    assert_int_equal(door.http->pending.spare_count, 0);
}

static void an_answer_before_the_end_of_the_body_is_whole(void **state)
{
    static uint8_t big[3000000];
    struct vd_slice body = {big, sizeof(big)};
    int32_t id = ask("POST", "/hello", "", &body);

    door.total = 0;
    pump();
    assert_int_equal(of(id)->status, 200);
    assert_true(of(id)->ended);
    assert_true(of(id)->closed);
    assert_int_equal(of(id)->error, NGHTTP2_NO_ERROR);
    assert_int_equal(goaways, 0);
}

/* A request that is answered at once, and whose body has not begun. */
static int32_t post_and_wait(void)
{
    nghttp2_nv nv[] = {pair(":method", "POST"), pair(":scheme", "http"), pair(":authority", "x"),
                       pair(":path", "/hello")};
    nghttp2_data_provider later = {.read_callback = read_later};
    int32_t id = nghttp2_submit_request(client, NULL, nv, VD_COUNT(nv), &later, NULL);

    released = false;
    door.total = 0;
    pump();
    assert_true(of(id)->ended);
    assert_false(of(id)->closed);
    assert_int_equal(door.finished, 1);
    return id;
}

static void a_request_may_end_after_its_answer(void **state)
{
    int32_t id = post_and_wait();

    released = true;
    nghttp2_session_resume_data(client, id);
    pump();
    check_answer(id, 200, "hello\n");
    assert_int_equal(door.bodies + door.ends, 0);
    vd_fake_pass(&door.loop, VD_HTTP_STUCK_MS);
    assert_true(vd_list_is_empty(&door.loop.timers));
}

static void a_request_that_never_ends_is_let_go(void **state)
{
    int32_t id = post_and_wait();

    vd_fake_pass(&door.loop, VD_HTTP_STUCK_MS);
    pump();
    assert_false(of(id)->closed);
    vd_fake_pass(&door.loop, VD_HTTP_STUCK_MS);
    pump();
    check_answer(id, 200, "hello\n");
    vd_fake_pass(&door.loop, VD_HTTP_STUCK_MS);
    assert_true(vd_list_is_empty(&door.loop.timers));
}

static void a_drain_does_not_wait_for_the_rest_of_a_request(void **state)
{
    int32_t id = post_and_wait();

    conn->ops->drain(conn);
    pump();
    check_answer(id, 200, "hello\n");
    assert_true(vd_fake_settle(conn));
}

static void a_fault_after_the_answer_is_still_a_fault(void **state)
{
    int32_t id = post_and_wait();

    vd_fake_receive(conn, VD_SLICE("\0\0\4\x8\0\0\0\0\1\x7f\xff\xff\xff"));
    pump();
    assert_int_equal(of(id)->error, NGHTTP2_FLOW_CONTROL_ERROR);
    assert_int_equal(door.aborted, 0);
}

static void a_door_can_break_off(void **state)
{
    int32_t id = get("/reset");

    pump();
    assert_true(of(id)->closed);
    assert_int_equal(of(id)->error, NGHTTP2_CANCEL);
    assert_int_equal(door.aborted, 1);
}

static void a_reset_of_the_peer_closes_the_exchange(void **state)
{
    int32_t id = get("/wait");

    pump();
    nghttp2_submit_rst_stream(client, NGHTTP2_FLAG_NONE, id, NGHTTP2_CANCEL);
    pump();
    assert_int_equal(door.aborted, 1);
    assert_null(door.waiting[0]);
}

static void a_paused_body_stops_at_its_window(void **state)
{
    static uint8_t big[1000000];
    struct vd_slice body = {big, sizeof(big)}, small = VD_SLICE("abc");
    int32_t id = ask("POST", "/pause", "", &body), other;

    pump();
    assert_in_range(body.len, sizeof(big) - 256 * 1024, sizeof(big) - 65535);
    other = ask("POST", "/echo", "", &small);
    pump();
    assert_int_equal(of(other)->bytes, 3);
    vd_exchange_pause(door.waiting[0], false);
    pump();
    assert_int_equal(body.len, 0);
    assert_int_equal(door.ends, 2);
    vd_fake_answer(door.waiting[0]);
    pump();
    assert_int_equal(of(id)->status, 200);
}

/* What a paused exchange has withheld returns to the connection when it is gone. */
static void withheld_window_is_not_lost_with_its_stream(void **state)
{
    static uint8_t big[300000];
    int32_t widest = nghttp2_session_get_remote_window_size(client);

    for (int i = 0; i < 20; i++) {
        struct vd_slice body = {big, sizeof(big)};
        int32_t id = ask("POST", "/pause", "", &body);

        pump();
        nghttp2_submit_rst_stream(client, NGHTTP2_FLAG_NONE, id, NGHTTP2_CANCEL);
        pump();
    }
    assert_in_range(nghttp2_session_get_remote_window_size(client), 1024 * 1024 / 2, 1 << 30);
    assert_in_range(widest, 1, 1 << 30);
}

static void a_drain_lets_streams_finish_and_then_closes(void **state)
{
    int32_t id = get("/wait"), other;

    door.total = 0;
    pump();
    conn->ops->drain(conn);
    assert_int_equal(door.drained, 1);
    other = get("/hello");
    pump();
    check_answer(id, 200, "waited\n");
    check_answer(other, 200, "hello\n");
    assert_true(vd_fake_settle(conn));
    assert_int_equal(goaway_error, 0);
    assert_in_range(goaways, 2, 3);
}

static void a_drain_of_an_idle_connection_closes_it(void **state)
{
    pump();
    conn->ops->drain(conn);
    pump();
    assert_true(vd_fake_settle(conn));
    assert_int_equal(goaway_error, 0);
    assert_in_range(goaways, 2, 2);
}

static void a_lost_connection_aborts_what_runs(void **state)
{
    get("/wait");
    get("/stream");
    get("/head");
    send_client();
    vd_fake_eof(conn);
    assert_true(vd_fake_settle(conn));
    assert_int_equal(door.aborted, 3);
}

static void a_fault_is_said_before_the_connection_closes(void **state)
{
    pump();
    vd_fake_receive(conn, VD_SLICE("\0\0\1\6\0\0\0\0\0x"));
    vd_fake_fill(conn, room, 10);
    recv_client();
    assert_int_equal(goaway_error, NGHTTP2_FRAME_SIZE_ERROR);
    assert_true(vd_fake_settle(conn));
}

static void a_frame_that_does_not_end_is_cut(void **state)
{
    pump();
    vd_fake_receive(conn, VD_SLICE("\0\0\x8\6\0\0\0\0\0x"));
    for (int i = 0; i < 9; i++) {
        vd_fake_pass(&door.loop, 1000);
        vd_fake_receive(conn, vd_slice("x", i < 4));
    }
    assert_false(vd_fake_settle(conn));
    vd_fake_pass(&door.loop, 1000);
    assert_true(vd_fake_settle(conn));
}

static void an_idle_connection_is_not_slow(void **state)
{
    get("/wait");
    pump();
    vd_fake_pass(&door.loop, 24 * 3600 * 1000);
    assert_false(vd_fake_settle(conn));
}

/* Answers that a peer does not read stop the reading of what it sends. */
static void a_ping_flood_without_reading_is_not_read(void **state)
{
    static uint8_t pings[17 * 2000];

    for (size_t i = 0; i < sizeof(pings); i += 17)
        memcpy(pings + i,
               "\0\0\x8\6\0\0\0\0\0"
               "12345678",
               17);
    pump();
    vd_fake_receive(conn, vd_slice(pings, sizeof(pings)));
    assert_true(conn->paused);
    assert_int_equal(conn->sent.len, 0);
    vd_fake_fill(conn, room, 1);
    assert_false(conn->paused);
    recv_client();
}

static void no_memory_closes_and_leaks_nothing(void **state)
{
    teardown(NULL);
    for (long after = 0;; after++) {
        struct vd_slice body = VD_SLICE("abcdef");
        bool hit;

        setup(NULL);
        vd_buf_printf(&conn->sent, "%200000s", "");
        vd_buf_printf(&door.seen, "%1000s", "");
        vd_buf_clear(&conn->sent);
        ask("POST", "/echo", "", &body);
        get("/trail");
        get("/stream");
        get("/nowhere");
        vd_alloc_fail_after(after);
        send_client();
        vd_fake_fill(conn, room, 20);
        hit = vd_alloc_fail_hit();
        vd_alloc_fail_after(-1);
        if (!hit)
            break;
        teardown(NULL);
    }
    pump();
    assert_int_equal(door.finished, 3);
}

static void ten_thousand_requests_leave_nothing_behind(void **state)
{
    door.total = 0;
    for (int i = 0; i < 40; i++) {
        for (int k = 0; k < 250; k++)
            get("/hello");
        pump();
        for (int k = 0; k < 250; k++)
            check_answer(1 + 2 * k, 200, "hello\n");
        nghttp2_session_del(client);
        vd_fake_free(conn);
        connect_client();
    }
    assert_int_equal(door.finished, 10000);
    assert_true(vd_list_is_empty(&door.loop.timers) ||
                door.loop.timers.next->next == &door.loop.timers);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(requests_are_answered_by_their_route),
        CASE(grpc_is_routed_by_its_content_type),
        CASE(a_stream_becomes_a_tunnel_both_ways),
        CASE(a_tunnel_that_is_reset_is_gone),
        CASE(a_tunnel_that_is_not_spoken_is_not_said_to_begin),
        CASE(bodies_are_echoed_whatever_their_size),
        CASE(a_pulled_body_arrives_whole_through_any_room),
        CASE(references_stand_in_their_place),
        CASE(streams_share_the_output_in_turns),
        CASE(an_answer_passes_a_long_stream),
        CASE(who_has_more_in_the_next_turn_holds_up_nobody),
        CASE(a_shut_window_waits_and_asks_for_no_turn),
        CASE(a_window_opened_byte_by_byte_makes_no_work_for_the_streams_that_wait),
        CASE(all_that_waited_for_the_connection_is_sent),
        CASE(what_lacks_both_windows_needs_both),
        CASE(an_answer_that_nobody_takes_is_given_up),
        CASE(an_answer_that_waits_for_a_connection_that_stays_shut_is_given_up),
        CASE(trailers_follow_the_body),
        CASE(a_door_may_start_now_and_answer_later),
        CASE(a_door_may_decide_how_to_begin_when_its_turn_comes),
        CASE(what_is_decided_with_a_shut_window_waits_for_it),
        CASE(what_is_decided_with_a_shut_window_of_its_own_waits_for_it),
        CASE(a_stream_that_waits_holds_nothing),
        CASE(an_answer_before_the_end_of_the_body_is_whole),
        CASE(a_request_may_end_after_its_answer),
        CASE(a_request_that_never_ends_is_let_go),
        CASE(a_drain_does_not_wait_for_the_rest_of_a_request),
        CASE(a_fault_after_the_answer_is_still_a_fault),
        CASE(a_door_can_break_off),
        CASE(a_reset_of_the_peer_closes_the_exchange),
        CASE(a_paused_body_stops_at_its_window),
        CASE(withheld_window_is_not_lost_with_its_stream),
        CASE(a_drain_lets_streams_finish_and_then_closes),
        CASE(a_drain_of_an_idle_connection_closes_it),
        CASE(a_lost_connection_aborts_what_runs),
        CASE(a_fault_is_said_before_the_connection_closes),
        CASE(a_frame_that_does_not_end_is_cut),
        CASE(an_idle_connection_is_not_slow),
        CASE(a_ping_flood_without_reading_is_not_read),
        CASE(no_memory_closes_and_leaks_nothing),
        CASE(ten_thousand_requests_leave_nothing_behind),
    };

    return cmocka_run_group_tests_name("http2_conn", tests, NULL, NULL);
}
