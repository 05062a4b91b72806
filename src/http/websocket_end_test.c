/* SPDX-License-Identifier: Apache-2.0 */
/* Pings, and how sockets end. */
#include "http/test_socket.h"

#include <stdio.h>
#include <stdlib.h>

/* --- pings --------------------------------------------------------------------------------------
 */

static void pings_are_answered_also_within_a_message(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    ws_talk(&w, 0x89, VD_SLICE(""));
    ws_talk(&w, 0x01, VD_SLICE("hel"));
    ws_talk(&w, 0x89, VD_SLICE("one"));
    ws_talk(&w, 0x80, VD_SLICE("lo"));
    ws_talk(&w, 0x8a, VD_SLICE("of nobody's ping"));
    ws_assert_told(&w, "O0: O3:one T5:hello ");
    ws_world_deinit(&w);
}

static void of_many_pings_the_latest_is_answered(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    for (char c = 'a'; c <= 'z'; c++)
        ws_say(&w, 0x89, vd_slice(&c, 1));
    ws_settle(&w, ROOM);
    ws_assert_told(&w, "O1:z ");
    ws_world_deinit(&w);
}

static void a_silent_socket_is_pinged_and_lives_as_long_as_it_answers(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    for (unsigned i = 0; i < 50; i++) {
        vd_fake_pass(&w.loop, VD_WS_TICK_MS);
        ws_settle(&w, ROOM);
        if (w.conn->sent.len) {
            ws_assert_told(&w, "P0: ");
            ws_talk(&w, 0x8a, VD_SLICE(""));
        }
        assert_non_null(w.ws);
    }
    ws_world_deinit(&w);
}

static void a_socket_that_does_not_answer_is_broken_off(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    vd_fake_pass(&w.loop, VD_WS_TICK_MS);
    vd_fake_pass(&w.loop, VD_WS_TICK_MS);
    ws_settle(&w, ROOM);
    ws_assert_told(&w, "P0: ");
    for (unsigned i = 0; i < VD_WS_PONG_TICKS; i++) {
        assert_non_null(w.ws);
        vd_fake_pass(&w.loop, VD_WS_TICK_MS);
        ws_settle(&w, ROOM);
    }
    assert_null(w.ws);
    assert_true(w.conn->gone);
    ws_assert_told(&w, "");
    ws_world_deinit(&w);
}

static void a_socket_that_is_written_to_is_not_pinged(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    for (unsigned i = 0; i < 10; i++) {
        assert_int_equal(vd_ws_send(w.ws, VD_WS_TEXT, VD_SLICE("x")), 0);
        ws_settle(&w, ROOM);
        ws_assert_told(&w, "T1:x ");
        vd_fake_pass(&w.loop, VD_WS_TICK_MS);
    }
    ws_world_deinit(&w);
}

static void a_reader_that_is_slow_is_not_taken_for_dead(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    ws_stream(&w, 100, 3);
    vd_fake_fill(w.conn, 50, 1);
    for (unsigned i = 0; i < 50; i++)
        vd_fake_pass(&w.loop, VD_WS_TICK_MS);
    assert_non_null(w.ws);
    ws_settle(&w, ROOM);
    assert_int_equal(w.streamed, 3);
    ws_world_deinit(&w);
}

static void a_peer_that_is_not_read_is_not_taken_for_dead(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    vd_ws_pause(w.ws, true);
    for (unsigned i = 0; i < 50; i++) {
        vd_fake_pass(&w.loop, VD_WS_TICK_MS);
        ws_settle(&w, ROOM);
    }
    assert_non_null(w.ws);
    ws_world_deinit(&w);
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
        struct ws_world w;

        ws_dial(&w);
        ws_talk(&w, 0x88, rows[i].payload);
        ws_assert_told(&w, rows[i].answer);
        assert_true(w.conn->gone && !w.conn->abort);
        assert_int_equal(w.closed, 1);
        ws_world_deinit(&w);
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
        struct ws_world w;

        ws_dial(&w);
        vd_fake_receive(w.conn, rows[i].bytes);
        ws_say(&w, 0x81, VD_SLICE("not taken any more"));
        ws_settle(&w, ROOM);
        ws_assert_told(&w, rows[i].answer);
        assert_int_equal(w.messages, 0);
        assert_true(w.conn->gone && !w.conn->abort);
        ws_world_deinit(&w);
    }
}

static void a_close_of_ours_waits_for_the_peers(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    assert_int_equal(vd_ws_send(w.ws, VD_WS_TEXT, VD_SLICE("last words")), 0);
    vd_ws_close(w.ws, VD_WS_RESTART, "back soon");
    vd_ws_close(w.ws, VD_WS_NORMAL, "of no effect");
    assert_false(vd_ws_is_open(w.ws));
    assert_int_equal(vd_ws_send(w.ws, VD_WS_TEXT, VD_SLICE("too late")), 0);
    ws_settle(&w, ROOM);
    ws_assert_told(&w, "T10:last words C1012:back soon ");
    ws_talk(&w, 0x81, VD_SLICE("crossed it on its way"));
    ws_talk(&w, 0x89, VD_SLICE("this too"));
    assert_int_equal(w.messages, 0);
    assert_non_null(w.ws);
    ws_talk(&w, 0x88, VD_SLICE("\x03\xf4"));
    ws_assert_told(&w, "");
    assert_true(w.conn->gone && !w.conn->abort);
    ws_world_deinit(&w);
}

static void a_close_that_is_not_answered_ends_by_itself(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    vd_ws_close(w.ws, VD_WS_NORMAL, NULL);
    ws_settle(&w, ROOM);
    ws_assert_told(&w, "C1000: ");
    vd_fake_pass(&w.loop, VD_WS_CLOSING_MS - 1);
    ws_settle(&w, ROOM);
    assert_non_null(w.ws);
    vd_fake_pass(&w.loop, 1);
    ws_settle(&w, ROOM);
    assert_true(w.conn->gone && !w.conn->abort);
    ws_world_deinit(&w);
}

static void a_close_that_nobody_reads_ends_by_itself(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    ws_stream(&w, 100, 1);
    vd_fake_fill(w.conn, 50, 1);
    vd_ws_close(w.ws, VD_WS_NORMAL, NULL);
    vd_fake_pass(&w.loop, VD_WS_CLOSING_MS);
    vd_fake_fill(w.conn, 0, 1);
    vd_fake_settle(w.conn);
    assert_true(w.conn->gone && w.conn->abort);
    assert_int_equal(w.closed, 1);
    ws_world_deinit(&w);
}

#define SIXTY "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"

static void a_half_written_message_is_completed_before_a_close(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    ws_stream(&w, 60, 5);
    vd_fake_fill(w.conn, 80, 1);
    vd_ws_close(w.ws, VD_WS_POLICY, "enough");
    ws_settle(&w, 64);
    ws_assert_told(&w, "T63:id:" SIXTY " T63:id:" SIXTY " C1008:enough ");
    ws_world_deinit(&w);
}

static void a_reason_is_cut_at_a_character(void **state)
{
    char reason[200], want[200];
    struct ws_world w;

    ws_dial(&w);
    memset(reason, 'r', sizeof(reason));
    memcpy(reason + 122, "\xe2\x82\xac", 4);
    snprintf(want, sizeof(want), "C4000:%.122s ", reason);
    vd_ws_close(w.ws, 4000, reason);
    ws_settle(&w, ROOM);
    ws_assert_told(&w, want);
    ws_world_deinit(&w);
}

static void the_end_of_the_server_is_told(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    w.conn->ops->drain(w.conn);
    ws_settle(&w, ROOM);
    ws_assert_told(&w, "C1001:the server is going down ");
    ws_talk(&w, 0x88, VD_SLICE("\x03\xe9"));
    assert_true(w.conn->gone && !w.conn->abort);
    ws_world_deinit(&w);
}

static void a_peer_that_vanishes_is_forgotten_at_once(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    ws_talk(&w, 0x01, VD_SLICE("half of"));
    vd_fake_eof(w.conn);
    ws_settle(&w, ROOM);
    assert_true(w.conn->gone);
    assert_int_equal(w.closed, 1);
    ws_world_deinit(&w);
}

static void a_peer_that_closes_and_hangs_up_is_answered(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    ws_say(&w, 0x88, VD_SLICE("\x03\xe8"));
    vd_fake_eof(w.conn);
    ws_settle(&w, ROOM);
    ws_assert_told(&w, "C1000: ");
    assert_true(w.conn->gone && !w.conn->abort);
    ws_world_deinit(&w);
}

/* --- memory -------------------------------------------------------------------------------------
 */

static void live(struct ws_world *w)
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
            struct ws_world w;

            ws_world_init(&w);
            w.how = how;
            w.event = vd_bytes_copy(VD_SLICE(SIXTY SIXTY));
            w.stream_to = 2;
            vd_alloc_fail_after(after);
            live(&w);
            hit = vd_alloc_fail_hit();
            vd_alloc_fail_after(-1);
            if (!hit)
                assert_int_equal(w.messages, 3);
            ws_world_deinit(&w);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
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
