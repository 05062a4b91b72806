/* SPDX-License-Identifier: Apache-2.0 */
/* Requests, answers and tunnels. */
#include "http/test_http2.h"

static void requests_are_answered_by_their_route(void **state)
{
    int32_t hello = h2_get("/hello?a=b&c"), below = h2_get("/tree/x/y"),
            nowhere = h2_get("/nowhere"), failed = h2_get("/fail"),
            head = h2_ask("HEAD", "/hello", "", NULL), star = h2_get("*");

    h2.door.total = 0;
    h2_pump();
    h2_check_answer(hello, 200, "hello\n");
    h2_check_answer(below, 200, "hello\n");
    h2_check_answer(nowhere, 404, "nothing is served under this path\n");
    h2_check_answer(failed, 500, "internal error\n");
    h2_check_answer(head, 200, "");
    h2_check_answer(star, 400, "the path must begin with a slash\n");
    assert_true(vd_slice_eq(vd_buf_slice(&h2.door.seen),
                            VD_SLICE("GET /hello?a=b&c \nGET /tree/x/y? \nHEAD /hello? \n")));
}

static void grpc_is_routed_by_its_content_type(void **state)
{
    struct vd_slice one = VD_SLICE("abc"), two = VD_SLICE("abc"), three = VD_SLICE("abc");
    int32_t echo = h2_ask("POST", "/grpc.Echo/Do", "application/grpc+proto", &one);
    int32_t unknown = h2_ask("POST", "/other.Service/Do", "application/grpc", &two);
    int32_t plain = h2_ask("POST", "/grpc.Echo/Do", "application/grpc-web", &three);

    h2.door.total = 0;
    h2_pump();
    h2_check_answer(echo, 200, "abc");
    assert_true(h2_seen_of(echo)->trailers);
    h2_check_answer(unknown, 200, "");
    assert_true(h2_seen_of(unknown)->trailers);
    h2_check_answer(plain, 404, "nothing is served under this path\n");
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
    nghttp2_nv nv[] = {h2_pair(":method", "CONNECT"), h2_pair(":scheme", "http"),
                       h2_pair(":authority", "x"), h2_pair(":path", path),
                       h2_pair(":protocol", protocol)};
    nghttp2_data_provider provider = {.source.ptr = speech, .read_callback = read_speech};
    int32_t id = nghttp2_submit_request(h2.client, NULL, nv, VD_COUNT(nv), &provider, NULL);

    assert_in_range(id, 1, 2 * STREAMS - 1);
    return id;
}

static void a_stream_becomes_a_tunnel_both_ways(void **state)
{
    struct speech speech = {VD_SLICE("one"), false};
    int32_t id = dial("/tunnel", "websocket", &speech);

    h2.door.total = 0;
    h2_pump();
    assert_int_equal(h2_seen_of(id)->status, 200);
    assert_int_equal(h2_seen_of(id)->bytes, 3);
    assert_false(h2_seen_of(id)->ended);
    speech.bytes = VD_SLICE(" two");
    assert_int_equal(nghttp2_session_resume_data(h2.client, id), 0);
    h2_pump();
    assert_int_equal(h2_seen_of(id)->bytes, 7);
    assert_int_equal(h2.door.ends, 0);
    speech.ends = true;
    assert_int_equal(nghttp2_session_resume_data(h2.client, id), 0);
    h2_pump();
    h2_check_answer(id, 200, "one two");
    assert_int_equal(h2.door.ends, 1);
    assert_int_equal(h2.door.finished, 1);
}

static void a_tunnel_that_is_reset_is_gone(void **state)
{
    struct speech speech = {VD_SLICE("one"), false};
    int32_t id = dial("/tunnel", "websocket", &speech);

    h2.door.total = 0;
    h2_pump();
    nghttp2_submit_rst_stream(h2.client, NGHTTP2_FLAG_NONE, id, NGHTTP2_CANCEL);
    h2_pump();
    assert_int_equal(h2.door.ends, 0);
    assert_int_equal(h2.door.aborted, 1);
}

static void a_tunnel_that_is_not_spoken_is_not_said_to_begin(void **state)
{
    struct speech speech = {VD_SLICE(""), true};
    int32_t other = dial("/tunnel", "connect-udp", &speech);
    int32_t plain = dial("/hello", "websocket", &speech);
    int32_t nowhere = dial("/nowhere", "websocket", &speech);

    h2.door.total = 0;
    h2_pump();
    h2_check_answer(other, 501, "of tunnels only websocket is spoken\n");
    h2_check_answer(plain, 501, "");
    h2_check_answer(nowhere, 404, "nothing is served under this path\n");
}

static void bodies_are_echoed_whatever_their_size(void **state)
{
    static uint8_t big[700000];
    struct vd_slice body = {big, sizeof(big)};
    int32_t id = h2_ask("POST", "/echo", "", &body);

    for (size_t i = 0; i < sizeof(big); i++)
        big[i] = vd_fake_byte(i);
    h2_pump();
    assert_int_equal(h2_seen_of(id)->bytes, sizeof(big));
    assert_false(h2_seen_of(id)->wrong);
    assert_true(h2_seen_of(id)->closed);
    assert_int_equal(h2.door.ends, 1);
}

static void a_pulled_body_arrives_whole_through_any_room(void **state)
{
    static const size_t rooms[] = {65536, 16384, 4096, 200};

    for (size_t i = 0; i < 2 * VD_COUNT(rooms); i++) {
        int32_t id = h2_get("/stream");

        h2.door.by_reference = false;
        h2.room = rooms[i / 2];
        h2_pump();
        assert_int_equal(h2_seen_of(id)->bytes, h2.door.total);
        assert_false(h2_seen_of(id)->wrong);
        assert_true(h2_seen_of(id)->closed);
    }
}

static void references_stand_in_their_place(void **state)
{
    int32_t id = h2_get("/stream");

    h2.door.by_reference = true;
    h2_pump();
    assert_int_equal(h2_seen_of(id)->bytes, h2.door.total);
    assert_false(h2_seen_of(id)->wrong);
}

static void trailers_follow_the_body(void **state)
{
    int32_t id = h2_get("/trail");

    h2.door.total = 0;
    h2_pump();
    h2_check_answer(id, 200, "x");
    assert_true(h2_seen_of(id)->trailers);
}

static void a_door_may_start_now_and_answer_later(void **state)
{
    int32_t id = h2_get("/head");

    h2.door.total = 0;
    h2_pump();
    assert_int_equal(h2_seen_of(id)->status, 200);
    assert_false(h2_seen_of(id)->ended);
    assert_int_equal(vd_exchange_body(h2.door.waiting[0], VD_SLICE("one ")), 0);
    h2_pump();
    assert_int_equal(vd_exchange_body(h2.door.waiting[0], VD_SLICE("two")), 0);
    vd_exchange_finish(h2.door.waiting[0], NULL, 0);
    h2_pump();
    h2_check_answer(id, 200, "one two");
}

static void a_door_may_decide_how_to_begin_when_its_turn_comes(void **state)
{
    int32_t one = h2_get("/decides"), two = h2_get("/decides");

    h2_pump();
    h2_check_answer(one, 200, "decided\n");
    h2_check_answer(two, 200, "decided\n");
}

/* Nor has it held anything: what is freed beside what stays leaves a hole in the heap. */
static void a_stream_that_waits_holds_nothing(void **state)
{
    int32_t one = h2_get("/head"), two = h2_get("/head");
    const struct vd_pending *shared;

    h2_send_client();
    assert_int_equal(h2.door.waiting_count, 2);
    shared = h2.door.waiting[0]->pending;
    assert_true(shared->is_shared);
    assert_ptr_equal(h2.door.waiting[1]->pending, shared);
    h2_pump();
    for (int i = 0; i < 2; i++) {
        assert_null(h2.door.waiting[i]->pending);
        vd_exchange_finish(h2.door.waiting[i], NULL, 0);
    }
    h2_pump();
    h2_check_answer(one, 200, "");
    h2_check_answer(two, 200, "");
    assert_int_equal(h2.door.http->pending.spare_count, 0);
}

static void ten_thousand_requests_leave_nothing_behind(void **state)
{
    h2.door.total = 0;
    for (int i = 0; i < 40; i++) {
        for (int k = 0; k < 250; k++)
            h2_get("/hello");
        h2_pump();
        for (int k = 0; k < 250; k++)
            h2_check_answer(1 + 2 * k, 200, "hello\n");
        nghttp2_session_del(h2.client);
        vd_fake_free(h2.conn);
        h2_connect_client();
    }
    assert_int_equal(h2.door.finished, 10000);
    assert_true(vd_list_is_empty(&h2.door.loop.timers) ||
                h2.door.loop.timers.next->next == &h2.door.loop.timers);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, h2_setup, h2_teardown)

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
        CASE(trailers_follow_the_body),
        CASE(a_door_may_start_now_and_answer_later),
        CASE(a_door_may_decide_how_to_begin_when_its_turn_comes),
        CASE(a_stream_that_waits_holds_nothing),
        CASE(ten_thousand_requests_leave_nothing_behind),
    };

    return cmocka_run_group_tests_name("http2_conn", tests, NULL, NULL);
}
