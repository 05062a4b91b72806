/* SPDX-License-Identifier: Apache-2.0 */
/* How requests and connections end, and what ends them. */
#include "http/test_http2.h"

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

static void an_answer_before_the_end_of_the_body_is_whole(void **state)
{
    static uint8_t big[3000000];
    struct vd_slice body = {big, sizeof(big)};
    int32_t id = h2_ask("POST", "/hello", "", &body);

    h2.door.total = 0;
    h2_pump();
    assert_int_equal(h2_seen_of(id)->status, 200);
    assert_true(h2_seen_of(id)->ended);
    assert_true(h2_seen_of(id)->closed);
    assert_int_equal(h2_seen_of(id)->error, NGHTTP2_NO_ERROR);
    assert_int_equal(h2.goaways, 0);
}

/* A request that is answered at once, and whose body has not begun. */
static int32_t post_and_wait(void)
{
    nghttp2_nv nv[] = {h2_pair(":method", "POST"), h2_pair(":scheme", "http"),
                       h2_pair(":authority", "x"), h2_pair(":path", "/hello")};
    nghttp2_data_provider later = {.read_callback = read_later};
    int32_t id = nghttp2_submit_request(h2.client, NULL, nv, VD_COUNT(nv), &later, NULL);

    released = false;
    h2.door.total = 0;
    h2_pump();
    assert_true(h2_seen_of(id)->ended);
    assert_false(h2_seen_of(id)->closed);
    assert_int_equal(h2.door.finished, 1);
    return id;
}

static void a_request_may_end_after_its_answer(void **state)
{
    int32_t id = post_and_wait();

    released = true;
    nghttp2_session_resume_data(h2.client, id);
    h2_pump();
    h2_check_answer(id, 200, "hello\n");
    assert_int_equal(h2.door.bodies + h2.door.ends, 0);
    vd_fake_pass(&h2.door.loop, VD_HTTP_STUCK_MS);
    assert_true(vd_list_is_empty(&h2.door.loop.timers));
}

static void a_request_that_never_ends_is_let_go(void **state)
{
    int32_t id = post_and_wait();

    vd_fake_pass(&h2.door.loop, VD_HTTP_STUCK_MS);
    h2_pump();
    assert_false(h2_seen_of(id)->closed);
    vd_fake_pass(&h2.door.loop, VD_HTTP_STUCK_MS);
    h2_pump();
    h2_check_answer(id, 200, "hello\n");
    vd_fake_pass(&h2.door.loop, VD_HTTP_STUCK_MS);
    assert_true(vd_list_is_empty(&h2.door.loop.timers));
}

static void a_drain_does_not_wait_for_the_rest_of_a_request(void **state)
{
    int32_t id = post_and_wait();

    h2.conn->ops->drain(h2.conn);
    h2_pump();
    h2_check_answer(id, 200, "hello\n");
    assert_true(vd_fake_settle(h2.conn));
}

static void a_fault_after_the_answer_is_still_a_fault(void **state)
{
    int32_t id = post_and_wait();

    vd_fake_receive(h2.conn, VD_SLICE("\0\0\4\x8\0\0\0\0\1\x7f\xff\xff\xff"));
    h2_pump();
    assert_int_equal(h2_seen_of(id)->error, NGHTTP2_FLOW_CONTROL_ERROR);
    assert_int_equal(h2.door.aborted, 0);
}

static void a_door_can_break_off(void **state)
{
    int32_t id = h2_get("/reset");

    h2_pump();
    assert_true(h2_seen_of(id)->closed);
    assert_int_equal(h2_seen_of(id)->error, NGHTTP2_CANCEL);
    assert_int_equal(h2.door.aborted, 1);
}

static void a_reset_of_the_peer_closes_the_exchange(void **state)
{
    int32_t id = h2_get("/wait");

    h2_pump();
    nghttp2_submit_rst_stream(h2.client, NGHTTP2_FLAG_NONE, id, NGHTTP2_CANCEL);
    h2_pump();
    assert_int_equal(h2.door.aborted, 1);
    assert_null(h2.door.waiting[0]);
}

static void a_drain_lets_streams_finish_and_then_closes(void **state)
{
    int32_t id = h2_get("/wait"), other;

    h2.door.total = 0;
    h2_pump();
    h2.conn->ops->drain(h2.conn);
    assert_int_equal(h2.door.drained, 1);
    other = h2_get("/hello");
    h2_pump();
    h2_check_answer(id, 200, "waited\n");
    h2_check_answer(other, 200, "hello\n");
    assert_true(vd_fake_settle(h2.conn));
    assert_int_equal(h2.goaway_error, 0);
    assert_in_range(h2.goaways, 2, 3);
}

static void a_drain_of_an_idle_connection_closes_it(void **state)
{
    h2_pump();
    h2.conn->ops->drain(h2.conn);
    h2_pump();
    assert_true(vd_fake_settle(h2.conn));
    assert_int_equal(h2.goaway_error, 0);
    assert_in_range(h2.goaways, 2, 2);
}

static void a_lost_connection_aborts_what_runs(void **state)
{
    h2_get("/wait");
    h2_get("/stream");
    h2_get("/head");
    h2_send_client();
    vd_fake_eof(h2.conn);
    assert_true(vd_fake_settle(h2.conn));
    assert_int_equal(h2.door.aborted, 3);
}

static void a_fault_is_said_before_the_connection_closes(void **state)
{
    h2_pump();
    vd_fake_receive(h2.conn, VD_SLICE("\0\0\1\6\0\0\0\0\0x"));
    vd_fake_fill(h2.conn, h2.room, 10);
    h2_recv_client();
    assert_int_equal(h2.goaway_error, NGHTTP2_FRAME_SIZE_ERROR);
    assert_true(vd_fake_settle(h2.conn));
}

static void a_frame_that_does_not_end_is_cut(void **state)
{
    h2_pump();
    vd_fake_receive(h2.conn, VD_SLICE("\0\0\x8\6\0\0\0\0\0x"));
    for (int i = 0; i < 9; i++) {
        vd_fake_pass(&h2.door.loop, 1000);
        vd_fake_receive(h2.conn, vd_slice("x", i < 4));
    }
    assert_false(vd_fake_settle(h2.conn));
    vd_fake_pass(&h2.door.loop, 1000);
    assert_true(vd_fake_settle(h2.conn));
}

static void an_idle_connection_is_not_slow(void **state)
{
    h2_get("/wait");
    h2_pump();
    vd_fake_pass(&h2.door.loop, 24 * 3600 * 1000);
    assert_false(vd_fake_settle(h2.conn));
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
    h2_pump();
    vd_fake_receive(h2.conn, vd_slice(pings, sizeof(pings)));
    assert_true(h2.conn->paused);
    assert_int_equal(h2.conn->sent.len, 0);
    vd_fake_fill(h2.conn, h2.room, 1);
    assert_false(h2.conn->paused);
    h2_recv_client();
}

static void no_memory_closes_and_leaks_nothing(void **state)
{
    h2_teardown(NULL);
    for (long after = 0;; after++) {
        struct vd_slice body = VD_SLICE("abcdef");
        bool hit;

        h2_setup(NULL);
        vd_buf_printf(&h2.conn->sent, "%200000s", "");
        vd_buf_printf(&h2.door.seen, "%1000s", "");
        vd_buf_clear(&h2.conn->sent);
        h2_ask("POST", "/echo", "", &body);
        h2_get("/trail");
        h2_get("/stream");
        h2_get("/nowhere");
        vd_alloc_fail_after(after);
        h2_send_client();
        vd_fake_fill(h2.conn, h2.room, 20);
        hit = vd_alloc_fail_hit();
        vd_alloc_fail_after(-1);
        if (!hit)
            break;
        h2_teardown(NULL);
    }
    h2_pump();
    assert_int_equal(h2.door.finished, 3);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, h2_setup, h2_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(an_answer_before_the_end_of_the_body_is_whole),
        CASE(a_request_may_end_after_its_answer),
        CASE(a_request_that_never_ends_is_let_go),
        CASE(a_drain_does_not_wait_for_the_rest_of_a_request),
        CASE(a_fault_after_the_answer_is_still_a_fault),
        CASE(a_door_can_break_off),
        CASE(a_reset_of_the_peer_closes_the_exchange),
        CASE(a_drain_lets_streams_finish_and_then_closes),
        CASE(a_drain_of_an_idle_connection_closes_it),
        CASE(a_lost_connection_aborts_what_runs),
        CASE(a_fault_is_said_before_the_connection_closes),
        CASE(a_frame_that_does_not_end_is_cut),
        CASE(an_idle_connection_is_not_slow),
        CASE(a_ping_flood_without_reading_is_not_read),
        CASE(no_memory_closes_and_leaks_nothing),
    };

    return cmocka_run_group_tests_name("http2_end", tests, NULL, NULL);
}
