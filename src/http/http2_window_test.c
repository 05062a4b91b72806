/* SPDX-License-Identifier: Apache-2.0 */
/* Who is written when: turns, and windows that are shut. */
#include "http/test_http2.h"

static void streams_share_the_output_in_turns(void **state)
{
    int32_t ids[4];

    for (size_t i = 0; i < VD_COUNT(ids); i++)
        ids[i] = h2_get("/stream");
    h2_pump();
    for (size_t i = 0; i < VD_COUNT(ids); i++) {
        assert_int_equal(h2_seen_of(ids[i])->bytes, h2.door.total);
        assert_int_equal(h2.order[i], ids[i]);
    }
}

static void an_answer_passes_a_long_stream(void **state)
{
    int32_t hello;

    h2_get("/stream");
    h2_send_client();
    vd_fake_fill(h2.conn, 40000, 1);
    h2_recv_client();
    hello = h2_get("/hello");
    h2_send_client();
    vd_fake_fill(h2.conn, 40000, 1);
    h2_recv_client();
    assert_true(h2_seen_of(hello)->closed);
    assert_false(h2_seen_of(1)->closed);
    h2_pump();
}

/* It has to work on its answer for some turns: its neighbours write in each of them. */
static void who_has_more_in_the_next_turn_holds_up_nobody(void **state)
{
    int32_t later, ids[3];

    h2.door.later = 5;
    h2.door.total = 1000;
    later = h2_get("/later");
    for (size_t i = 0; i < VD_COUNT(ids); i++)
        ids[i] = h2_get(i % 2 ? "/hello" : "/stream");
    h2_send_client();
    for (unsigned left = 5; left > 0; left--) {
        assert_int_equal(h2.door.later, left);
        vd_fake_fill(h2.conn, 40000, 1);
        h2_recv_client();
        for (size_t i = 0; i < VD_COUNT(ids); i++)
            assert_true(h2_seen_of(ids[i])->closed);
        assert_int_equal(h2_seen_of(later)->bytes, 0);
    }
    vd_fake_fill(h2.conn, 40000, 1);
    h2_recv_client();
    assert_int_equal(h2_seen_of(later)->bytes, h2.door.total);
    assert_true(h2_seen_of(later)->closed);
    vd_fake_fill(h2.conn, 40000, 1);
    assert_false(h2.conn->wants_fill);
}

static void a_shut_window_waits_and_asks_for_no_turn(void **state)
{
    nghttp2_settings_entry shut = {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 0};
    int32_t id, hello;

    nghttp2_submit_settings(h2.client, NGHTTP2_FLAG_NONE, &shut, 1);
    id = h2_get("/stream");
    hello = h2_ask("HEAD", "/hello", "", NULL);
    h2_pump();
    assert_int_equal(h2_seen_of(id)->status, 200);
    assert_int_equal(h2_seen_of(id)->bytes, 0);
    assert_true(h2_seen_of(hello)->closed);
    assert_false(h2.conn->wants_fill);
    vd_exchange_ready(h2.door.streaming, true);
    assert_false(h2.conn->wants_fill);
    shut.value = 100;
    nghttp2_submit_settings(h2.client, NGHTTP2_FLAG_NONE, &shut, 1);
    h2_pump();
    assert_in_range(h2_seen_of(id)->bytes, 100, h2.door.total);
    for (int i = 0; i < 10; i++) {
        nghttp2_submit_window_update(h2.client, NGHTTP2_FLAG_NONE, id, 20000);
        h2_pump();
    }
    assert_int_equal(h2_seen_of(id)->bytes, h2.door.total);
    assert_false(h2_seen_of(id)->wrong);
}

static const struct vd_slice one_byte = VD_SLICE("\0\0\4\x8\0\0\0\0\0\0\0\0\1");

/* Streams that have been answered up to the end of the connection's window; the client does not
 * see what was sent, and so opens none. */
static void exhaust_the_connection(unsigned streams, size_t bytes)
{
    h2.door.total = bytes;
    for (unsigned i = 0; i < streams; i++)
        h2_get("/stream");
    h2_send_client();
    vd_fake_fill(h2.conn, h2.room, 1000);
    assert_false(h2.conn->wants_fill);
    assert_int_equal(((struct vd_http2_conn *)vd_conn_state(h2.conn))->session.send_window, 0);
}

static void a_window_opened_byte_by_byte_makes_no_work_for_the_streams_that_wait(void **state)
{
    enum { WAITING = 250, UPDATES = 1000 };
    struct vd_http2_conn *http2;
    uint32_t turns;
    size_t sent;

    exhaust_the_connection(WAITING, 100000);
    http2 = vd_conn_state(h2.conn);
    turns = http2->turns;
    sent = h2.conn->sent.len;
    for (unsigned i = 0; i < UPDATES; i++) {
        vd_fake_receive(h2.conn, one_byte);
        assert_true(h2.conn->wants_fill);
        vd_fake_fill(h2.conn, h2.room, 10);
    }
    assert_int_equal(h2.conn->sent.len, sent + UPDATES * (VD_HTTP2_HEAD_BYTES + 1));
    assert_in_range(http2->turns - turns, UPDATES, 3 * UPDATES);
}

static void all_that_waited_for_the_connection_is_sent(void **state)
{
    exhaust_the_connection(100, 1000);
    assert_int_equal(h2.door.finished, 65);
    h2_recv_client();
    h2_pump();
    assert_int_equal(h2.door.finished, 100);
    for (int32_t id = 1; id < 200; id += 2) {
        assert_int_equal(h2_seen_of(id)->bytes, 1000);
        assert_true(h2_seen_of(id)->closed);
        assert_false(h2_seen_of(id)->wrong);
    }
}

static void fill_all(void)
{
    h2_send_client();
    vd_fake_fill(h2.conn, h2.room, 1000);
    assert_false(h2.conn->wants_fill);
}

/* The first of two streams lacks its own window, and the second uses the connection's up. */
static void what_lacks_both_windows_needs_both(void **state)
{
    nghttp2_settings_entry shut = {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 0};

    for (int connection_first = 0; connection_first < 2; connection_first++) {
        int32_t one, two;

        nghttp2_submit_settings(h2.client, NGHTTP2_FLAG_NONE, &shut, 1);
        one = h2_get("/stream");
        two = h2_get("/stream");
        fill_all();
        nghttp2_submit_window_update(h2.client, NGHTTP2_FLAG_NONE, two, 65535);
        fill_all();
        if (connection_first)
            h2_recv_client();
        nghttp2_submit_window_update(h2.client, NGHTTP2_FLAG_NONE, one, (int32_t)h2.door.total);
        fill_all();
        if (!connection_first)
            h2_recv_client();
        h2_pump();
        assert_int_equal(h2_seen_of(one)->bytes, h2.door.total);
        assert_int_equal(h2_seen_of(two)->bytes, h2.door.total);
        assert_true(h2_seen_of(one)->closed && h2_seen_of(two)->closed);
        nghttp2_session_del(h2.client);
        vd_fake_free(h2.conn);
        h2_connect_client();
    }
}

/* A complete answer holds memory for a peer that does not take it; a stream that waits does not. */
static void an_answer_that_nobody_takes_is_given_up(void **state)
{
    nghttp2_settings_entry shut = {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 0};
    int32_t hello, stream, slow;

    nghttp2_submit_settings(h2.client, NGHTTP2_FLAG_NONE, &shut, 1);
    hello = h2_get("/hello");
    stream = h2_get("/stream");
    slow = h2_get("/hello");
    h2_pump();
    for (int i = 0; i < 5; i++) {
        vd_fake_pass(&h2.door.loop, VD_HTTP_STUCK_MS);
        nghttp2_submit_window_update(h2.client, NGHTTP2_FLAG_NONE, slow, 1);
        h2_pump();
        assert_int_equal(h2_seen_of(hello)->closed, i > 0);
    }
    assert_int_equal(h2_seen_of(hello)->error, NGHTTP2_CANCEL);
    assert_false(h2_seen_of(stream)->closed);
    assert_int_equal(h2_seen_of(slow)->bytes, 6);
    assert_int_equal(h2_seen_of(slow)->error, 0);
}

static void an_answer_that_waits_for_a_connection_that_stays_shut_is_given_up(void **state)
{
    exhaust_the_connection(66, 1000);
    h2_get("/hello");
    h2_send_client();
    vd_fake_fill(h2.conn, h2.room, 10);
    vd_fake_pass(&h2.door.loop, VD_HTTP_STUCK_MS);
    for (int i = 0; i < 3; i++) { /* the stream before it takes these */
        vd_fake_receive(h2.conn, one_byte);
        vd_fake_fill(h2.conn, h2.room, 10);
        vd_fake_pass(&h2.door.loop, VD_HTTP_STUCK_MS);
        assert_false(h2.conn->wants_fill);
    }
    vd_fake_pass(&h2.door.loop, VD_HTTP_STUCK_MS);
    assert_false(h2.conn->wants_fill);
    vd_fake_pass(&h2.door.loop, VD_HTTP_STUCK_MS);
    vd_fake_fill(h2.conn, h2.room, 10);
    assert_int_equal(h2.door.aborted, 1);
    assert_int_equal(h2.door.finished, 65);
}

/* Its fill begins the answer, and finds no window for it. */
static void what_is_decided_with_a_shut_window_waits_for_it(void **state)
{
    int32_t ids[3];

    exhaust_the_connection(1, 100000);
    for (size_t i = 0; i < VD_COUNT(ids); i++)
        ids[i] = h2_get("/decides");
    h2_send_client();
    vd_fake_fill(h2.conn, h2.room, 1000);
    assert_false(h2.conn->wants_fill);
    h2_recv_client();
    h2_pump();
    assert_int_equal(h2_seen_of(1)->bytes, h2.door.total);
    for (size_t i = 0; i < VD_COUNT(ids); i++) {
        assert_int_equal(h2_seen_of(ids[i])->status, 200);
        assert_int_equal(h2_seen_of(ids[i])->bytes, 8);
        assert_true(h2_seen_of(ids[i])->closed);
    }
}

static void what_is_decided_with_a_shut_window_of_its_own_waits_for_it(void **state)
{
    nghttp2_settings_entry shut = {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 0};
    int32_t one, two;

    nghttp2_submit_settings(h2.client, NGHTTP2_FLAG_NONE, &shut, 1);
    one = h2_get("/decides");
    two = h2_get("/decides");
    fill_all();
    h2_pump();
    assert_int_equal(h2_seen_of(one)->bytes, 0);
    nghttp2_submit_window_update(h2.client, NGHTTP2_FLAG_NONE, one, 100);
    nghttp2_submit_window_update(h2.client, NGHTTP2_FLAG_NONE, two, 100);
    h2_pump();
    h2_check_answer(one, 200, "decided\n");
    h2_check_answer(two, 200, "decided\n");
}

static void a_paused_body_stops_at_its_window(void **state)
{
    static uint8_t big[1000000];
    struct vd_slice body = {big, sizeof(big)}, small = VD_SLICE("abc");
    int32_t id = h2_ask("POST", "/pause", "", &body), other;

    h2_pump();
    assert_in_range(body.len, sizeof(big) - 256 * 1024, sizeof(big) - 65535);
    other = h2_ask("POST", "/echo", "", &small);
    h2_pump();
    assert_int_equal(h2_seen_of(other)->bytes, 3);
    vd_exchange_pause(h2.door.waiting[0], false);
    h2_pump();
    assert_int_equal(body.len, 0);
    assert_int_equal(h2.door.ends, 2);
    vd_fake_answer(h2.door.waiting[0]);
    h2_pump();
    assert_int_equal(h2_seen_of(id)->status, 200);
}

/* What a paused exchange has withheld returns to the connection when it is gone. */
static void withheld_window_is_not_lost_with_its_stream(void **state)
{
    static uint8_t big[300000];
    int32_t widest = nghttp2_session_get_remote_window_size(h2.client);

    for (int i = 0; i < 20; i++) {
        struct vd_slice body = {big, sizeof(big)};
        int32_t id = h2_ask("POST", "/pause", "", &body);

        h2_pump();
        nghttp2_submit_rst_stream(h2.client, NGHTTP2_FLAG_NONE, id, NGHTTP2_CANCEL);
        h2_pump();
    }
    assert_in_range(nghttp2_session_get_remote_window_size(h2.client), 1024 * 1024 / 2, 1 << 30);
    assert_in_range(widest, 1, 1 << 30);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, h2_setup, h2_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(streams_share_the_output_in_turns),
        CASE(an_answer_passes_a_long_stream),
        CASE(who_has_more_in_the_next_turn_holds_up_nobody),
        CASE(a_shut_window_waits_and_asks_for_no_turn),
        CASE(a_window_opened_byte_by_byte_makes_no_work_for_the_streams_that_wait),
        CASE(all_that_waited_for_the_connection_is_sent),
        CASE(what_lacks_both_windows_needs_both),
        CASE(an_answer_that_nobody_takes_is_given_up),
        CASE(an_answer_that_waits_for_a_connection_that_stays_shut_is_given_up),
        CASE(what_is_decided_with_a_shut_window_waits_for_it),
        CASE(what_is_decided_with_a_shut_window_of_its_own_waits_for_it),
        CASE(a_paused_body_stops_at_its_window),
        CASE(withheld_window_is_not_lost_with_its_stream),
    };

    return cmocka_run_group_tests_name("http2_window", tests, NULL, NULL);
}
