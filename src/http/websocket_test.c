/* SPDX-License-Identifier: Apache-2.0 */
/* Handshakes and messages. */
#include "http/test_socket.h"

#include <stdio.h>

static void a_handshake_is_answered_as_the_standard_has_it(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    assert_int_equal(vd_ws_protocol(w.ws), -1);
    assert_true(vd_ws_is_open(w.ws));
    ws_world_deinit(&w);
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
        struct ws_world w;
        const char *sent;

        ws_world_init(&w);
        vd_fake_receive(w.conn, VD_SLICE(REQUEST));
        vd_fake_receive(w.conn, vd_slice_str(rows[i].headers));
        vd_fake_receive(w.conn, VD_SLICE("\r\n"));
        ws_settle(&w, ROOM);
        vd_buf_append(&w.conn->sent, "", 1);
        sent = (const char *)w.conn->sent.data;
        assert_null(w.ws);
        assert_memory_equal(sent + 9, rows[i].status, 3);
        if (strcmp(rows[i].status, "426") == 0) {
            assert_non_null(strstr(sent, "\r\nsec-websocket-version: 13\r\n"));
            assert_non_null(strstr(sent, "\r\nupgrade: websocket\r\n"));
        }
        ws_world_deinit(&w);
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
        struct ws_world w;
        char want[400];

        snprintf(want, sizeof(want), ACCEPTED "%s%s%s" SWITCHED,
                 rows[i].chosen ? "sec-websocket-protocol: " : "",
                 rows[i].chosen ? rows[i].chosen : "", rows[i].chosen ? "\r\n" : "");
        ws_world_init(&w);
        vd_fake_receive(w.conn, VD_SLICE(REQUEST KEY VERSION));
        vd_fake_receive(w.conn, vd_slice_str(rows[i].offers));
        vd_fake_receive(w.conn, VD_SLICE("\r\n"));
        ws_settle(&w, ROOM);
        assert_true(vd_slice_eq(vd_buf_slice(&w.conn->sent), vd_slice_str(want)));
        assert_int_equal(vd_ws_protocol(w.ws), rows[i].at);
        ws_world_deinit(&w);
    }
}

static void messages_of_every_size_come_back_in_any_pieces(void **state)
{
    static const size_t sizes[] = {0,   1,   60,   125,   126,   127,  699,
                                   700, 701, 5000, 65535, 65536, 70000};

    for (size_t i = 0; i < VD_COUNT(sizes); i++) {
        for (enum how how = BY_WRITE; how <= BY_FRAMES; how++) {
            ws_echo(sizes[i], how, SIZE_MAX, ROOM);
            ws_echo(sizes[i], how, 1 + sizes[i] / 7, ROOM);
            ws_echo(sizes[i], how, SIZE_MAX, 100 + sizes[i] / 11);
            if (sizes[i] < 1000)
                ws_echo(sizes[i], how, 1, 64);
        }
    }
}

static void many_messages_in_one_piece_come_back_in_order(void **state)
{
    struct ws_world w;
    struct vd_buf bytes;

    for (enum how how = BY_WRITE; how <= BY_FRAMES; how++) {
        ws_dial(&w);
        w.how = how;
        vd_buf_init(&bytes, 0);
        for (char c = 'a'; c <= 'f'; c++)
            vd_ws_peer_put(&bytes, 0x81, vd_slice(&c, 1));
        vd_fake_receive(w.conn, vd_buf_slice(&bytes));
        assert_true(how == BY_SEND || w.messages == 1);
        ws_settle(&w, ROOM);
        ws_assert_told(&w, "T1:a T1:b T1:c T1:d T1:e T1:f ");
        assert_false(w.conn->paused);
        assert_true(how == BY_SEND || w.loop.woken);
        vd_buf_deinit(&bytes);
        ws_world_deinit(&w);
    }
}

static void a_door_that_pauses_gets_nothing_until_it_goes_on(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    w.pauses = true;
    w.how = BY_SEND;
    ws_talk(&w, 0x81, VD_SLICE("a"));
    ws_talk(&w, 0x81, VD_SLICE("b"));
    ws_talk(&w, 0x81, VD_SLICE("c"));
    ws_assert_told(&w, "T1:a ");
    assert_int_equal(w.messages, 1);
    for (unsigned i = 2; i <= 3; i++) {
        vd_ws_pause(w.ws, false);
        assert_int_equal(w.messages, i - 1);
        ws_settle(&w, ROOM);
        assert_int_equal(w.messages, i);
    }
    ws_assert_told(&w, "T1:b T1:c ");
    ws_world_deinit(&w);
}

static void a_peer_that_asks_and_does_not_listen_is_held_up(void **state)
{
    uint8_t payload[1000] = {0};
    unsigned taken;
    struct ws_world w;

    ws_dial(&w);
    w.how = BY_SEND;
    for (unsigned i = 0; i < 100; i++)
        ws_say(&w, 0x82, vd_slice(payload, sizeof(payload)));
    taken = w.messages;
    assert_in_range(taken, 1, 2 + VD_WS_HELD_PAUSE / sizeof(payload));
    assert_true(w.conn->paused);
    ws_settle(&w, ROOM);
    assert_int_equal(w.messages, 100);
    assert_false(w.conn->paused);
    ws_world_deinit(&w);
}

static void what_is_held_has_an_end(void **state)
{
    static uint8_t payload[VD_WS_HELD_BYTES];
    struct ws_world w;

    ws_dial(&w);
    assert_int_equal(vd_ws_send(w.ws, VD_WS_BINARY, vd_slice(payload, sizeof(payload))),
                     VD_TOO_MANY);
    assert_int_equal(vd_ws_send(w.ws, VD_WS_BINARY, vd_slice(payload, sizeof(payload) / 2)), 0);
    assert_int_equal(vd_ws_send(w.ws, VD_WS_BINARY, vd_slice(payload, sizeof(payload) / 2)),
                     VD_TOO_MANY);
    ws_settle(&w, ROOM);
    vd_buf_clear(&w.conn->sent);
    assert_int_equal(vd_ws_send(w.ws, VD_WS_TEXT, VD_SLICE("small")), 0);
    ws_settle(&w, ROOM);
    ws_assert_told(&w, "T5:small ");
    ws_world_deinit(&w);
}

static void events_are_whole_messages_whatever_the_room(void **state)
{
    for (size_t room = 64; room < 120; room += 7) {
        struct vd_slice sent, payload;
        unsigned first, count = 0;
        struct ws_world w;

        ws_dial(&w);
        ws_stream(&w, 20, 30);
        ws_settle(&w, room);
        sent = vd_buf_slice(&w.conn->sent);
        while (vd_ws_peer_next(&sent, &first, &payload)) {
            assert_int_equal(first, 0x81);
            assert_true(vd_slice_eq(payload, VD_SLICE("id:eeeeeeeeeeeeeeeeeeee")));
            count++;
        }
        assert_int_equal(count, 30);
        assert_int_equal(sent.len, 0);
        ws_world_deinit(&w);
    }
}

static void a_large_event_is_shared_by_those_who_are_slow(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    ws_stream(&w, LARGE, 1);
    vd_fake_fill(w.conn, 1000, 1);
    assert_int_equal(w.event->refs, 2);
    vd_fake_fill(w.conn, LARGE - 900, 1);
    assert_int_equal(w.event->refs, 1);
    ws_settle(&w, ROOM);
    assert_int_equal(w.conn->sent.len, 4 + 3 + LARGE);
    ws_world_deinit(&w);
}

static void control_frames_go_between_the_frames_of_a_message(void **state)
{
    struct ws_world w;

    ws_dial(&w);
    w.how = BY_FRAMES;
    ws_say(&w, 0x81,
           VD_SLICE("0123456789012345678901234567890123456789012345678901234567890123456789"
                    "0123456789012345678901234567890123456789"));
    vd_fake_fill(w.conn, 70, 1);
    vd_ws_pause(w.ws, false);
    ws_say(&w, 0x89, VD_SLICE("p"));
    assert_int_equal(vd_ws_send(w.ws, VD_WS_TEXT, VD_SLICE("later")), 0);
    ws_settle(&w, ROOM);
    ws_assert_told(&w, "t66:012345678901234567890123456789012345678901234567890123456789012345 "
                       "O1:p N44:67890123456789012345678901234567890123456789 T5:later ");
    ws_world_deinit(&w);
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
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
