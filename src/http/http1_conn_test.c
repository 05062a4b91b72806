/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "http/test_door.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define HOST "host: x\r\n"

static struct vd_fake_door door;

static void talk(const char *request, size_t step, size_t room, struct vd_buf *out_answer)
{
    struct vd_conn *conn = vd_fake_connect(&door);
    struct vd_slice rest = vd_slice_str(request);

    while (rest.len) {
        size_t n = VD_MIN(step ? step : rest.len, rest.len);

        vd_fake_receive(conn, vd_slice(rest.ptr, n));
        vd_fake_fill(conn, room, 100000);
        vd_fake_settle(conn);
        rest.ptr += n;
        rest.len -= n;
    }
    vd_buf_append_slice(out_answer, vd_buf_slice(&conn->sent));
    vd_buf_append(out_answer, conn->gone ? "|" : "", conn->gone);
    vd_fake_free(conn);
}

#define OK_HELLO "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 6\r\n\r\nhello\n"
#define DECIDED  "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 8\r\n\r\ndecided\n"
#define OK_HELLO_CLOSE                                                                             \
    "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 6\r\nconnection: "             \
    "close\r\n\r\n"                                                                                \
    "hello\n|"

#define UPGRADE(path)                                                                              \
    "GET " path " HTTP/1.1\r\n" HOST "connection: keep-alive, Upgrade\r\n"                         \
    "upgrade: h2c, WebSocket\r\n\r\n"
#define SWITCHED                                                                                   \
    "HTTP/1.1 101 Switching Protocols\r\nx-tunnel: yes\r\nconnection: Upgrade\r\n"                 \
    "upgrade: websocket\r\n\r\n"

#define CHUNKED(path) "POST " path " HTTP/1.1\r\n" HOST "transfer-encoding: chunked\r\n\r\n"
#define BAD_REQUEST                                                                                \
    "HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\ncontent-length: 12\r\n"               \
    "connection: close\r\n\r\nBad Request\n|"

/* "|": the connection is closed then. */
static const struct {
    const char *request, *answer;
} talks[] = {
    {"GET /hello HTTP/1.1\r\n" HOST "\r\n", OK_HELLO},
    {"GET /hello HTTP/1.1\r\n" HOST "\r\nGET /hello HTTP/1.1\r\n" HOST "\r\n", OK_HELLO OK_HELLO},
    {"GET http://x/hello HTTP/1.1\r\n" HOST "\r\n", OK_HELLO},
    {"GET /hello HTTP/1.1\r\nconnection: close\r\n" HOST "\r\n", OK_HELLO_CLOSE},
    {"GET /hello HTTP/1.0\r\n\r\n", OK_HELLO_CLOSE},
    {"GET /hello HTTP/1.0\r\nconnection: keep-alive\r\n\r\n",
     "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 6\r\n"
     "connection: keep-alive\r\n\r\nhello\n"},
    {"HEAD /hello HTTP/1.1\r\n" HOST "\r\nGET /tree/a HTTP/1.1\r\n" HOST "\r\n",
     "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 6\r\n\r\n" OK_HELLO},
    {"POST /echo HTTP/1.1\r\ncontent-length: 5\r\n" HOST "\r\nabcdeGET /hello HTTP/1.1\r\n" HOST
     "\r\n",
     "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 5\r\n\r\nabcde" OK_HELLO},
    {CHUNKED("/echo") "3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nA: b\r\n\r\nGET /hello HTTP/1.1\r\n" HOST
                      "\r\n",
     "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 5\r\n\r\nabcde" OK_HELLO},
    {CHUNKED("/echo") "0\r\n\r\n",
     "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 0\r\n\r\n"},
    {CHUNKED("/echo") "3\r\nabc\n0\r\n\r\nGET /hello HTTP/1.1\r\n" HOST "\r\n", BAD_REQUEST},
    {CHUNKED("/wait") "ffffffffffffffff\r\nabc",
     "HTTP/1.1 413 Content Too Large\r\ncontent-type: text/plain\r\ncontent-length: 18\r\n"
     "connection: close\r\n\r\nContent Too Large\n|"},
    {CHUNKED("/hello") "x\r\n\r\nGET /hello HTTP/1.1\r\n" HOST "\r\n", OK_HELLO_CLOSE},
    {"POST /hello HTTP/1.1\r\ncontent-length: 2\r\nexpect: 100-continue\r\n" HOST "\r\n",
     OK_HELLO_CLOSE},
    {"POST /echo HTTP/1.1\r\ncontent-length: 2\r\nexpect: nothing\r\n" HOST "\r\nab",
     "HTTP/1.1 417 Expectation Failed\r\ncontent-type: text/plain\r\ncontent-length: 19\r\n"
     "connection: close\r\n\r\nExpectation Failed\n|"},
    {"POST /echo HTTP/1.1\r\ncontent-length: 2\r\nexpect: 100-continue\r\n" HOST "\r\nab",
     "HTTP/1.1 100 Continue\r\n\r\n"
     "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nab"},
    {"GET /trail HTTP/1.1\r\n" HOST "\r\n",
     "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 1\r\n\r\nx"},
    {"GET /nowhere HTTP/1.1\r\n" HOST "\r\n",
     "HTTP/1.1 404 Not Found\r\ncontent-type: text/plain\r\ncontent-length: 34\r\n\r\n"
     "nothing is served under this path\n"},
    {"GET /tree HTTP/1.1\r\n" HOST "\r\n",
     "HTTP/1.1 404 Not Found\r\ncontent-type: text/plain\r\ncontent-length: 34\r\n\r\n"
     "nothing is served under this path\n"},
    {"OPTIONS * HTTP/1.1\r\n" HOST "\r\n",
     "HTTP/1.1 204 No Content\r\nallow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n\r\n"},
    {"GET /fail HTTP/1.1\r\n" HOST "\r\n",
     "HTTP/1.1 500 Internal Server Error\r\ncontent-type: text/plain\r\ncontent-length: 15\r\n\r\n"
     "internal error\n"},
    {"GET /decides HTTP/1.1\r\n" HOST "\r\nGET /decides HTTP/1.1\r\n" HOST
     "\r\nGET /hello HTTP/1.1\r\n" HOST "\r\n",
     DECIDED DECIDED OK_HELLO},
    {"GET /reset HTTP/1.1\r\n" HOST "\r\n", "|"},
    {"GET /hello HTTP/1.1\r\n\r\n", BAD_REQUEST},
    {"GET /hello HTTP/3.0\r\n" HOST "\r\n",
     "HTTP/1.1 505 HTTP Version Not Supported\r\ncontent-type: text/plain\r\n"
     "content-length: 27\r\nconnection: close\r\n\r\nHTTP Version Not Supported\n|"},
    {"DELETE /some HTTP/1.1\r\n" HOST "\r\n",
     "HTTP/1.1 405 Method Not Allowed\r\nallow: GET, PUT, HEAD, OPTIONS\r\n"
     "content-type: text/plain\r\ncontent-length: 31\r\n\r\nthis method is not served here\n"},
    {"OPTIONS /some HTTP/1.1\r\n" HOST "\r\n",
     "HTTP/1.1 204 No Content\r\nallow: GET, PUT, HEAD, OPTIONS\r\n\r\n"},
    {"HEAD /some HTTP/1.1\r\n" HOST "\r\nPUT /some HTTP/1.1\r\n" HOST "\r\n",
     "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 6\r\n\r\n" OK_HELLO},
    {UPGRADE("/tunnel") "ab\r\n\r\nGET ", SWITCHED "ab\r\n\r\nGET "},
    {"GET /tunnel HTTP/1.1\r\n" HOST "connection: upgrade\r\nupgrade: h2c\r\n\r\n", OK_HELLO},
    {"GET /tunnel HTTP/1.1\r\n" HOST "upgrade: websocket\r\n\r\n", OK_HELLO},
    {"GET /tunnel HTTP/1.0\r\n" HOST "connection: upgrade\r\nupgrade: websocket\r\n\r\n",
     OK_HELLO_CLOSE},
    {"this is not http\r\n\r\n", "|"},
};

static void run_talks(size_t step, size_t room)
{
    struct vd_buf answer;

    for (size_t i = 0; i < VD_COUNT(talks); i++) {
        vd_fake_door_init(&door, NULL);
        vd_buf_init(&answer, 0);
        talk(talks[i].request, step, room, &answer);
        if (!vd_slice_eq(vd_buf_slice(&answer), vd_slice_str(talks[i].answer)))
            fail_msg("%s(%zu, %zu):\n%.*s", talks[i].request, step, room, (int)answer.len,
                     answer.data);
        vd_buf_deinit(&answer);
        vd_fake_door_deinit(&door);
    }
}

static void talks_go_as_written(void **state)
{
    run_talks(0, 65536);
}

static void talks_go_the_same_in_pieces(void **state)
{
    for (size_t step = 1; step < 40; step += 3)
        run_talks(step, 65536);
    run_talks(0, 100);
    run_talks(1, 64);
}

/* Takes chunks apart; returns the bytes of the body, or fails. */
static size_t check_chunks(struct vd_slice body)
{
    size_t sum = 0;

    for (;;) {
        size_t n = strtoul((const char *)body.ptr, NULL, 16);
        const uint8_t *line = memmem(body.ptr, body.len, "\r\n", 2);

        assert_non_null(line);
        body.len -= (size_t)(line + 2 - body.ptr);
        body.ptr = line + 2;
        assert_in_range(n + 2, 2, body.len);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(body.ptr[i], vd_fake_byte(sum + i));
        assert_memory_equal(body.ptr + n, "\r\n", 2);
        sum += n;
        body.ptr += n + 2;
        body.len -= n + 2;
        if (!n)
            return body.len ? SIZE_MAX : sum;
    }
}

static void a_pulled_body_goes_in_chunks(void **state)
{
    static const size_t rooms[] = {65536, 4096, 1000, 100, 64};

    for (size_t i = 0; i < VD_COUNT(rooms); i++) {
        struct vd_buf answer;
        const uint8_t *body;

        vd_fake_door_init(&door, NULL);
        vd_buf_init(&answer, 0);
        door.later = 3;
        talk("GET /later HTTP/1.1\r\n" HOST "\r\n", 0, rooms[i], &answer);
        assert_int_equal(door.later, 0);
        body = memmem(answer.data, answer.len, "\r\n\r\n", 4);
        assert_non_null(memmem(answer.data, answer.len, "transfer-encoding: chunked", 26));
        assert_int_equal(
            check_chunks(vd_slice(body + 4, (size_t)(answer.data + answer.len - body - 4))),
            100000);
        assert_int_equal(door.finished, 1);
        vd_buf_deinit(&answer);
        vd_fake_door_deinit(&door);
    }
}

static void a_pulled_body_of_http_1_0_ends_with_the_connection(void **state)
{
    struct vd_buf answer;
    const uint8_t *body;

    vd_fake_door_init(&door, NULL);
    vd_buf_init(&answer, 0);
    talk("GET /stream HTTP/1.0\r\n\r\n", 0, 4096, &answer);
    body = memmem(answer.data, answer.len, "\r\n\r\n", 4);
    assert_int_equal(answer.data + answer.len - body - 4, 100001);
    assert_int_equal(answer.data[answer.len - 1], '|');
    vd_buf_deinit(&answer);
    vd_fake_door_deinit(&door);
}

static void a_peer_that_goes_away_ends_the_exchange(void **state)
{
    struct vd_conn *conn;

    vd_fake_door_init(&door, NULL);
    conn = vd_fake_connect(&door);
    vd_fake_receive(conn, VD_SLICE("GET /wait HTTP/1.1\r\n" HOST "\r\n"));
    vd_fake_eof(conn);
    assert_true(vd_fake_settle(conn));
    assert_int_equal(door.aborted, 1);
    vd_fake_free(conn);
    vd_fake_door_deinit(&door);
}

static void requests_sent_ahead_wait_and_the_peer_is_not_read(void **state)
{
    struct vd_conn *conn;

    vd_fake_door_init(&door, NULL);
    conn = vd_fake_connect(&door);
    vd_fake_receive(conn, VD_SLICE("GET /wait HTTP/1.1\r\n" HOST "\r\nGET /hello HTTP/1.1\r\n" HOST
                                   "\r\nGET /wait HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(door.opened, 1);
    assert_true(conn->paused);
    vd_fake_answer(door.waiting[0]);
    vd_fake_fill(conn, 65536, 100);
    assert_int_equal(door.opened, 3);
    assert_int_equal(door.finished, 2);
    assert_false(conn->paused);
    assert_true(door.loop.woken);
    vd_fake_free(conn);
    assert_int_equal(door.aborted, 1);
    vd_fake_door_deinit(&door);
}

/* It is not read meanwhile, so its end is not seen as such. */
static void a_peer_that_goes_away_with_requests_sent_ahead_ends_the_exchange(void **state)
{
    struct vd_conn *conn;

    vd_fake_door_init(&door, NULL);
    conn = vd_fake_connect(&door);
    vd_fake_receive(conn, VD_SLICE("GET /wait HTTP/1.1\r\n" HOST "\r\nGET /hello HTTP/1.1\r\n" HOST
                                   "\r\nGET /hello HTTP/1.1\r\n" HOST "\r\n"));
    assert_true(conn->paused);
    assert_true(conn->ops->hung_up(conn) != 0);
    vd_fake_answer(door.waiting[0]); /* what is answered in time leaves, and the rest too */
    assert_int_equal(conn->ops->hung_up(conn), 0);
    vd_fake_fill(conn, 65536, 100);
    assert_int_equal(door.finished, 3);
    vd_fake_free(conn);
    vd_fake_door_deinit(&door);
}

static void a_paused_door_gets_its_body_later(void **state)
{
    struct vd_conn *conn;

    vd_fake_door_init(&door, NULL);
    conn = vd_fake_connect(&door);
    vd_fake_receive(conn, VD_SLICE("POST /pause HTTP/1.1\r\ncontent-length: 4\r\n" HOST "\r\nab"));
    assert_int_equal(door.bodies, 0);
    assert_true(conn->paused);
    vd_exchange_pause(door.waiting[0], false);
    vd_fake_fill(conn, 65536, 10);
    assert_int_equal(door.bodies, 1);
    assert_false(conn->paused);
    vd_fake_receive(conn, VD_SLICE("cd"));
    assert_int_equal(door.bodies, 2);
    assert_int_equal(door.ends, 1);
    vd_fake_free(conn);
    vd_fake_door_deinit(&door);
}

/* The peer has sent its first frame with the handshake, ends its side, and still gets everything.
 */
static void a_tunnel_that_is_accepted_later_has_lost_nothing(void **state)
{
    static const char request[] = UPGRADE("/tunnel/later") "first";
    struct vd_conn *conn;

    vd_fake_door_init(&door, NULL);
    conn = vd_fake_connect(&door);
    vd_fake_receive(conn, vd_slice_str(request));
    assert_true(conn->paused);
    assert_int_equal(door.bodies, 0);
    vd_fake_tunnel(door.waiting[0]);
    vd_fake_fill(conn, 100, 10);
    assert_false(conn->paused);
    vd_fake_receive(conn, VD_SLICE(" second"));
    vd_fake_pass(&door.loop, 3600 * 1000);
    vd_fake_eof(conn);
    assert_false(vd_fake_settle(conn));
    vd_fake_fill(conn, 100, 10);
    assert_true(vd_fake_settle(conn));
    assert_int_equal(door.ends, 1);
    assert_int_equal(door.finished, 1);
    assert_true(vd_slice_eq(vd_buf_slice(&conn->sent), VD_SLICE(SWITCHED "first second")));
    vd_fake_free(conn);
    vd_fake_door_deinit(&door);
}

static void a_tunnel_pushes_back(void **state)
{
    struct vd_conn *conn;

    vd_fake_door_init(&door, NULL);
    conn = vd_fake_connect(&door);
    vd_fake_receive(conn, VD_SLICE(UPGRADE("/tunnel/later")));
    vd_fake_tunnel(door.waiting[0]);
    vd_exchange_pause(door.waiting[0], true);
    vd_fake_receive(conn, VD_SLICE("waits"));
    assert_true(conn->paused);
    assert_int_equal(door.bodies, 0);
    vd_exchange_pause(door.waiting[0], false);
    vd_fake_fill(conn, 1000, 10);
    assert_false(conn->paused);
    assert_true(vd_slice_eq(vd_buf_slice(&conn->sent), VD_SLICE(SWITCHED "waits")));
    conn->ops->drain(conn);
    vd_fake_fill(conn, 1000, 10);
    assert_true(vd_fake_settle(conn));
    assert_int_equal(door.drained, 1);
    vd_fake_free(conn);
    vd_fake_door_deinit(&door);
}

static void an_answer_before_the_body_ends_the_connection(void **state)
{
    struct vd_conn *conn;

    vd_fake_door_init(&door, NULL);
    conn = vd_fake_connect(&door);
    vd_fake_receive(conn, VD_SLICE("POST /hello HTTP/1.1\r\ncontent-length: 4\r\n" HOST "\r\nab"));
    vd_fake_fill(conn, 65536, 10);
    assert_true(vd_fake_settle(conn));
    assert_non_null(memmem(conn->sent.data, conn->sent.len, "connection: close", 17));
    vd_fake_free(conn);
    vd_fake_door_deinit(&door);
}

static void a_stream_that_ends_before_the_body_ends_the_connection(void **state)
{
    struct vd_conn *conn;

    vd_fake_door_init(&door, NULL);
    conn = vd_fake_connect(&door);
    vd_fake_receive(conn, VD_SLICE("POST /stream HTTP/1.1\r\ncontent-length: 4\r\n" HOST "\r\nab"));
    vd_fake_fill(conn, 65536, 10);
    assert_int_equal(door.finished, 1);
    assert_true(vd_fake_settle(conn));
    vd_fake_free(conn);
    vd_fake_door_deinit(&door);
}

#define TIMED_OUT                                                                                  \
    "HTTP/1.1 408 Request Timeout\r\ncontent-type: text/plain\r\ncontent-length: 16\r\n"           \
    "connection: close\r\n\r\nRequest Timeout\n"

static void slow_peers_are_cut(void **state)
{
    static const struct {
        const char *sent;
        unsigned most_ms;
        const char *told;
    } cases[] = {
        {"", VD_HTTP_FIRST_BYTE_MS, ""},
        {"PRI * HT", VD_HTTP_FIRST_BYTE_MS, ""},
        {"GET / HT", VD_HTTP_HEAD_MS, TIMED_OUT},
        {"\r\n", VD_HTTP_HEAD_MS, TIMED_OUT},
        {"POST /echo HTTP/1.1\r\ncontent-length: 4\r\n" HOST "\r\nab", VD_HTTP_HEAD_MS, TIMED_OUT},
        {CHUNKED("/echo"), VD_HTTP_HEAD_MS, TIMED_OUT},
        {CHUNKED("/echo") "4\r\nabcd\r\n0\r\n", VD_HTTP_HEAD_MS, TIMED_OUT},
        {"GET /hello HTTP/1.1\r\n" HOST "\r\n", VD_HTTP_KEEP_ALIVE_MS, ""},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        struct vd_conn *conn;

        vd_fake_door_init(&door, NULL);
        conn = vd_fake_connect(&door);
        vd_fake_receive(conn, vd_slice_str(cases[i].sent));
        vd_fake_fill(conn, 65536, 10);
        vd_fake_pass(&door.loop, cases[i].most_ms - 1);
        assert_false(vd_fake_settle(conn) || conn->wants_fill);
        vd_buf_clear(&conn->sent);
        vd_fake_pass(&door.loop, 1);
        vd_fake_fill(conn, 65536, 10);
        assert_true(vd_fake_settle(conn));
        assert_true(vd_slice_eq(vd_buf_slice(&conn->sent), vd_slice_str(cases[i].told)));
        assert_int_equal(door.finished + door.aborted, door.opened);
        vd_fake_free(conn);
        vd_fake_door_deinit(&door);
    }
}

/* A byte now and then does not keep a head that has begun alive. */
static void a_head_that_dribbles_is_cut(void **state)
{
    struct vd_conn *conn;

    vd_fake_door_init(&door, NULL);
    conn = vd_fake_connect(&door);
    vd_fake_receive(conn, VD_SLICE("GET /hello HTTP/1.1\r\n"));
    for (int i = 0; i < 10 && !conn->closing; i++) {
        vd_fake_pass(&door.loop, 1000);
        vd_fake_receive(conn, VD_SLICE("a"));
    }
    vd_fake_fill(conn, 65536, 10);
    assert_true(vd_fake_settle(conn));
    vd_fake_free(conn);
    vd_fake_door_deinit(&door);
}

/* As slow as that it may be for as long as it likes, and no slower. */
static void a_body_that_dribbles_is_cut(void **state)
{
    static char some[VD_HTTP_BODY_MIN_BYTES];
    struct vd_conn *conn;

    vd_fake_door_init(&door, NULL);
    conn = vd_fake_connect(&door);
    vd_fake_receive(conn,
                    VD_SLICE("POST /wait HTTP/1.1\r\n" HOST "content-length: 1000000\r\n\r\n"));
    for (int i = 0; i < 50; i++) {
        vd_fake_receive(conn, vd_slice(some, sizeof(some)));
        vd_fake_pass(&door.loop, VD_HTTP_HEAD_MS);
        vd_fake_fill(conn, 65536, 10);
        assert_false(vd_fake_settle(conn));
    }
    for (int i = 0; i < 10; i++) {
        vd_fake_receive(conn, vd_slice(some, 1));
        vd_fake_pass(&door.loop, VD_HTTP_HEAD_MS / 10);
    }
    vd_fake_fill(conn, 65536, 10);
    assert_true(vd_fake_settle(conn));
    assert_true(vd_slice_eq(vd_buf_slice(&conn->sent), VD_SLICE(TIMED_OUT)));
    assert_int_equal(door.aborted, 1);
    vd_fake_free(conn);
    vd_fake_door_deinit(&door);
}

/* Whoever has an answer under way may take his time with the rest of what he says. */
static void a_body_beside_an_answer_may_be_slow(void **state)
{
    struct vd_conn *conn;

    vd_fake_door_init(&door, NULL);
    conn = vd_fake_connect(&door);
    vd_fake_receive(conn, VD_SLICE(CHUNKED("/head")));
    vd_fake_fill(conn, 65536, 10);
    vd_fake_pass(&door.loop, 3600 * 1000);
    vd_fake_receive(conn, VD_SLICE("3\r\nabc\r\n"));
    assert_int_equal(door.bodies, 1);
    assert_false(vd_fake_settle(conn));
    vd_fake_receive(conn, VD_SLICE("x")); /* and an answer that has begun cannot be taken back */
    vd_fake_fill(conn, 65536, 10);
    assert_true(vd_fake_settle(conn));
    assert_null(memmem(conn->sent.data, conn->sent.len, "400", 3));
    assert_int_equal(door.aborted, 1);
    vd_fake_free(conn);
    vd_fake_door_deinit(&door);
}

static void an_answer_that_nobody_takes_is_given_up(void **state)
{
    struct vd_conn *conn;

    vd_fake_door_init(&door, NULL);
    conn = vd_fake_connect(&door);
    vd_fake_receive(conn, VD_SLICE("GET /stream HTTP/1.1\r\n" HOST "\r\n"));
    vd_fake_fill(conn, 4096, 1);
    for (int i = 0; i < 100; i++)
        assert_int_equal(conn->ops->stalled(conn), 0); /* a stream waits */
    vd_fake_free(conn);
    conn = vd_fake_connect(&door);
    vd_fake_receive(conn, VD_SLICE("GET /hello HTTP/1.1\r\n" HOST "\r\n"));
    for (int i = 1; i < VD_HTTP_STUCK_MS / VD_CONN_STALL_MS; i++)
        assert_int_equal(conn->ops->stalled(conn), 0);
    assert_int_not_equal(conn->ops->stalled(conn), 0);
    vd_fake_free(conn);
    vd_fake_door_deinit(&door);
}

/* A read full of requests is answered in the order they came, however little room there is. */
static void a_flood_of_requests_is_answered_one_by_one(void **state)
{
    enum { REQUESTS = 1000 };
    struct vd_buf flood;
    struct vd_conn *conn;
    size_t answers = 0;

    vd_buf_init(&flood, 0);
    for (int i = 0; i < REQUESTS; i++)
        vd_buf_printf(&flood, "GET /hello HTTP/1.1\r\n" HOST "\r\n");
    vd_fake_door_init(&door, NULL);
    conn = vd_fake_connect(&door);
    vd_fake_receive(conn, vd_buf_slice(&flood));
    assert_true(conn->paused);
    vd_fake_fill(conn, 1000, 100000);
    assert_false(conn->paused);
    assert_int_equal(door.finished, REQUESTS);
    for (size_t at = 0; at < conn->sent.len; at += strlen(OK_HELLO), answers++)
        assert_memory_equal(conn->sent.data + at, OK_HELLO, strlen(OK_HELLO));
    assert_int_equal(answers, REQUESTS);
    vd_buf_deinit(&flood);
    vd_fake_free(conn);
    vd_fake_door_deinit(&door);
}

static void a_waiting_exchange_is_not_slow(void **state)
{
    struct vd_conn *conn;

    vd_fake_door_init(&door, NULL);
    conn = vd_fake_connect(&door);
    vd_fake_receive(conn, VD_SLICE("GET /wait HTTP/1.1\r\n" HOST "\r\n"));
    vd_fake_pass(&door.loop, 3600 * 1000);
    assert_false(vd_fake_settle(conn));
    vd_fake_free(conn);
    vd_fake_door_deinit(&door);
}

static void a_drain_answers_what_runs_and_closes(void **state)
{
    struct vd_conn *idle, *busy;

    vd_fake_door_init(&door, NULL);
    idle = vd_fake_connect(&door);
    vd_fake_receive(idle, VD_SLICE("GET /hello HTTP/1.1\r\n" HOST "\r\n"));
    vd_fake_fill(idle, 65536, 10);
    busy = vd_fake_connect(&door);
    vd_fake_receive(busy, VD_SLICE("GET /wait HTTP/1.1\r\n" HOST "\r\n"));
    idle->ops->drain(idle);
    busy->ops->drain(busy);
    vd_fake_fill(busy, 65536, 10);
    assert_true(vd_fake_settle(idle));
    assert_true(vd_fake_settle(busy));
    assert_int_equal(door.drained, 1);
    assert_int_equal(door.finished, 2);
    vd_fake_free(idle);
    vd_fake_free(busy);
    vd_fake_door_deinit(&door);
}

static void no_memory_closes_and_leaks_nothing(void **state)
{
    static const char request[] = CHUNKED("/echo") "5\r\nabcde\r\n0\r\n\r\n"
                                                   "GET /stream HTTP/1.1\r\n" HOST "\r\n";

    for (long after = 0;; after++) {
        struct vd_conn *conn;
        bool hit;

        vd_fake_door_init(&door, NULL);
        conn = vd_fake_connect(&door);
        vd_buf_printf(&conn->sent, "%110000s", "");
        vd_buf_printf(&door.seen, "%1000s", "");
        vd_alloc_fail_after(after);
        vd_fake_receive(conn, vd_slice(request, 60));
        vd_fake_receive(conn, vd_slice(request + 60, sizeof(request) - 61));
        vd_fake_fill(conn, 65536, 100);
        hit = vd_alloc_fail_hit();
        vd_alloc_fail_after(-1);
        if (!hit)
            assert_int_equal(door.finished, 2);
        vd_fake_free(conn);
        vd_fake_door_deinit(&door);
        if (!hit)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(talks_go_as_written),
        cmocka_unit_test(talks_go_the_same_in_pieces),
        cmocka_unit_test(a_pulled_body_goes_in_chunks),
        cmocka_unit_test(a_pulled_body_of_http_1_0_ends_with_the_connection),
        cmocka_unit_test(a_peer_that_goes_away_ends_the_exchange),
        cmocka_unit_test(requests_sent_ahead_wait_and_the_peer_is_not_read),
        cmocka_unit_test(a_peer_that_goes_away_with_requests_sent_ahead_ends_the_exchange),
        cmocka_unit_test(a_paused_door_gets_its_body_later),
        cmocka_unit_test(a_tunnel_that_is_accepted_later_has_lost_nothing),
        cmocka_unit_test(a_tunnel_pushes_back),
        cmocka_unit_test(an_answer_before_the_body_ends_the_connection),
        cmocka_unit_test(a_stream_that_ends_before_the_body_ends_the_connection),
        cmocka_unit_test(slow_peers_are_cut),
        cmocka_unit_test(a_head_that_dribbles_is_cut),
        cmocka_unit_test(a_body_that_dribbles_is_cut),
        cmocka_unit_test(a_body_beside_an_answer_may_be_slow),
        cmocka_unit_test(an_answer_that_nobody_takes_is_given_up),
        cmocka_unit_test(a_flood_of_requests_is_answered_one_by_one),
        cmocka_unit_test(a_waiting_exchange_is_not_slow),
        cmocka_unit_test(a_drain_answers_what_runs_and_closes),
        cmocka_unit_test(no_memory_closes_and_leaks_nothing),
    };

    return cmocka_run_group_tests_name("http1_conn", tests, NULL, NULL);
}
