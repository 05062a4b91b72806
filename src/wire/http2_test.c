/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conversations: what a client sends, what the owner is told, what the session says. Each is run
 * whole, cut at every byte, byte by byte, and with each allocation failing.
 */
#include "base/alloc.h"
#include "base/check.h"
#include "wire/test_http2_rig.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum {
    DATA = VD_HTTP2_DATA,
    HEADERS = VD_HTTP2_HEADERS,
    PRIORITY = VD_HTTP2_PRIORITY,
    RST = VD_HTTP2_RST_STREAM,
    SETTINGS = VD_HTTP2_SETTINGS,
    PUSH = VD_HTTP2_PUSH_PROMISE,
    PING = VD_HTTP2_PING,
    GOAWAY = VD_HTTP2_GOAWAY,
    WINDOW = VD_HTTP2_WINDOW_UPDATE,
    CONTINUATION = VD_HTTP2_CONTINUATION,
    UNKNOWN = 0x77,
    ES = VD_HTTP2_END_STREAM,
    EH = VD_HTTP2_END_HEADERS,
    PAD = VD_HTTP2_PADDED,
    PRIO = VD_HTTP2_WITH_PRIORITY,
    ACK = VD_HTTP2_ACK
};

struct step {
    unsigned type, flags;
    uint32_t id;
    const char *payload;
    size_t len;
};

#define F(type, flags, id, payload)                                                                \
    {                                                                                              \
        type, flags, id, payload, sizeof(payload) - 1                                              \
    }

struct talk {
    const char *claim;
    struct step steps[6];
    const char *events, *said;
};

#define GET  VD_RIG_GET
#define POST VD_RIG_POST
#define CONNECT                                                                                    \
    "\x42\x07"                                                                                     \
    "CONNECT"
#define PROTOCOL   "\x40\x09:protocol\x09websocket"
#define OPEN_1     F(HEADERS, EH, 1, POST)
#define ENDED_1    F(HEADERS, EH | ES, 1, GET)
#define GOT_POST_1 "request 1 POST x /\n"
#define GOT_GET_1  "request 1 GET x / ended\n"

static const struct talk talks[] = {
    {"a_request_without_body", {ENDED_1}, GOT_GET_1, ""},
    {"a_request_with_body_in_two_frames",
     {OPEN_1, F(DATA, 0, 1, "ab"), F(DATA, ES, 1, "c")},
     GOT_POST_1 "data 1 a\ndata 1 b\ndata 1 c\nend 1\n",
     ""},
    {"an_empty_end", {OPEN_1, F(DATA, ES, 1, "")}, GOT_POST_1 "end 1\n", ""},
    {"padding_is_taken_off",
     {F(HEADERS, EH | PAD, 1, "\x03" POST "\0\0\0"), F(DATA, PAD | ES, 1, "\x02z\0\0")},
     GOT_POST_1 "data 1 z\nend 1\n",
     ""},
    {"padding_alone_ends_a_stream",
     {OPEN_1, F(DATA, PAD | ES, 1, "\x02\0\0")},
     GOT_POST_1 "end 1\n",
     ""},
    {"priority_is_taken_off", {F(HEADERS, EH | ES | PRIO, 1, "\0\0\0\0\x10" GET)}, GOT_GET_1, ""},
    {"padding_and_priority",
     {F(HEADERS, EH | ES | PRIO | PAD, 1, "\x01\0\0\0\0\x10" GET "\0")},
     GOT_GET_1,
     ""},
    {"a_head_in_three_frames",
     {F(HEADERS, ES, 1, "\x82\x86"), F(CONTINUATION, 0, 1, ""),
      F(CONTINUATION, EH, 1, "\x84\x41\x01x")},
     GOT_GET_1,
     ""},
    {"trailers_end_a_request",
     {OPEN_1, F(DATA, 0, 1, "a"), F(HEADERS, EH | ES, 1, "\x40\x01t\x01v")},
     GOT_POST_1 "data 1 a\ntrailers 1 t=v\n",
     ""},
    {"regular_fields_arrive",
     {F(HEADERS, EH | ES, 1,
        GET "\x40\x02te\x08trailers\x00\x01"
            "a\x00")},
     "request 1 GET x / te=trailers a= ended\n",
     ""},
    {"a_ping_is_answered", {F(PING, 0, 0, "12345678")}, "", "PING 0 12345678 ack\n"},
    {"an_answer_to_a_ping_is_not", {F(PING, ACK, 0, "12345678")}, "", ""},
    {"settings_are_acknowledged", {F(SETTINGS, 0, 0, "\0\x3\0\0\0\x1")}, "", "SETTINGS 0 ack\n"},
    {"unknown_settings_are_ignored",
     {F(SETTINGS, 0, 0, "\0\x77\0\0\0\x1")},
     "",
     "SETTINGS 0 ack\n"},
    {"an_acknowledgement_is_not_acknowledged", {F(SETTINGS, ACK, 0, "")}, "", ""},
    {"unknown_frames_are_ignored",
     {F(UNKNOWN, 0xff, 0, "whatever"), F(UNKNOWN, 0, 9, ""), ENDED_1},
     GOT_GET_1,
     ""},
    {"priorities_are_ignored", {F(PRIORITY, 0, 3, "\0\0\0\x1\x10"), ENDED_1}, GOT_GET_1, ""},
    {"a_reset_is_told", {OPEN_1, F(RST, 0, 1, "\0\0\0\x8")}, GOT_POST_1 "reset 1 8\n", ""},
    {"late_window_updates_and_resets_of_a_closed_stream_are_ignored",
     {OPEN_1, F(RST, 0, 1, "\0\0\0\x8"), F(WINDOW, 0, 1, "\0\0\0\x8"), F(RST, 0, 1, "\0\0\0\x8")},
     GOT_POST_1 "reset 1 8\n",
     ""},
    {"streams_may_skip_numbers",
     {F(HEADERS, EH | ES, 7, GET), F(HEADERS, EH | ES, 9, GET)},
     "request 7 GET x / ended\nrequest 9 GET x / ended\n",
     ""},
    {"goaway_of_the_peer_lets_streams_go_on",
     {OPEN_1, F(GOAWAY, 0, 0, "\0\0\0\0\0\0\0\0bye"), F(DATA, ES, 1, "a")},
     GOT_POST_1 "data 1 a\nend 1\n",
     ""},
    {"content_length_that_is_kept",
     {F(HEADERS, EH, 1, POST "\x0f\x0d\x01\x32"), F(DATA, ES, 1, "ab")},
     "request 1 POST x / content-length=2\ndata 1 a\ndata 1 b\nend 1\n",
     ""},
    {"connect_is_a_request",
     {F(HEADERS, EH | ES, 1,
        "\x42\x07"
        "CONNECT\x41\x01x")},
     "request 1 CONNECT x  ended\n",
     ""},
    {"connect_with_a_protocol_names_all",
     {F(HEADERS, EH, 1, CONNECT "\x84\x86\x41\x01x" PROTOCOL), F(DATA, 0, 1, "a"),
      F(DATA, ES, 1, "")},
     "request 1 CONNECT x / protocol=websocket\ndata 1 a\nend 1\n",
     ""},

    /* Faults of one stream. */
    {"content_length_too_small",
     {F(HEADERS, EH, 1, POST "\x0f\x0d\x01\x31"), F(DATA, 0, 1, ""), F(DATA, ES, 1, "ab")},
     "request 1 POST x / content-length=1\nreset 1 1\n",
     "RST 1 1\n"},
    {"content_length_too_large",
     {F(HEADERS, EH, 1, POST "\x0f\x0d\x01\x33"), F(DATA, ES, 1, "")},
     "request 1 POST x / content-length=3\nreset 1 1\n",
     "RST 1 1\n"},
    {"content_length_of_no_body",
     {F(HEADERS, EH | ES, 1, POST "\x0f\x0d\x01\x33")},
     "",
     "RST 1 1\n"},
    {"content_length_twice",
     {F(HEADERS, EH, 1, POST "\x0f\x0d\x01\x33\x0f\x0d\x01\x34")},
     "",
     "RST 1 1\n"},
    {"content_length_that_is_none", {F(HEADERS, EH, 1, POST "\x0f\x0d\x02-1")}, "", "RST 1 1\n"},
    {"data_after_the_end", {ENDED_1, F(DATA, ES, 1, "a")}, GOT_GET_1 "reset 1 5\n", "RST 1 5\n"},
    {"headers_after_the_end",
     {ENDED_1, F(HEADERS, EH | ES, 1, GET)},
     GOT_GET_1 "reset 1 5\n",
     "RST 1 5\n"},
    {"data_after_a_reset",
     {OPEN_1, F(RST, 0, 1, "\0\0\0\x8"), F(DATA, ES, 1, "a")},
     GOT_POST_1 "reset 1 8\n",
     "RST 1 5\n"},
    {"what_follows_our_reset_is_ignored",
     {F(HEADERS, EH, 1, "\x82"), F(DATA, 0, 1, "a"), F(HEADERS, EH | ES, 1, "\x40\x01t\x01v"),
      F(HEADERS, EH | ES, 3, GET "\xbf")},
     "request 3 GET x / t=v ended\n",
     "RST 1 1\n"},
    {"more_padding_than_data_of_a_closed_stream",
     {OPEN_1, F(RST, 0, 1, "\0\0\0\x8"), F(DATA, PAD, 1, "\x02z")},
     GOT_POST_1 "reset 1 8\n",
     "RST 1 5\nGOAWAY 0 1 1\n"},
    {"a_window_update_of_0_of_a_closed_stream",
     {OPEN_1, F(RST, 0, 1, "\0\0\0\x8"), F(WINDOW, 0, 1, "\0\0\0\0")},
     GOT_POST_1 "reset 1 8\n",
     "RST 1 1\n"},
    {"trailers_that_do_not_end",
     {OPEN_1, F(HEADERS, EH, 1, "\x40\x01t\x01v")},
     GOT_POST_1 "reset 1 1\n",
     "RST 1 1\n"},
    {"trailers_with_a_pseudo_header",
     {OPEN_1, F(HEADERS, EH | ES, 1, "\x82")},
     GOT_POST_1 "reset 1 1\n",
     "RST 1 1\n"},
    {"a_window_update_of_0",
     {OPEN_1, F(WINDOW, 0, 1, "\0\0\0\0")},
     GOT_POST_1 "reset 1 1\n",
     "RST 1 1\n"},
    {"a_window_update_over_the_top",
     {OPEN_1, F(WINDOW, 0, 1, "\x7f\xff\xff\xff")},
     GOT_POST_1 "reset 1 3\n",
     "RST 1 3\n"},
    {"a_priority_of_4_bytes",
     {OPEN_1, F(PRIORITY, 0, 1, "\0\0\0\0")},
     GOT_POST_1 "reset 1 6\n",
     "RST 1 6\n"},
    {"a_priority_on_itself",
     {OPEN_1, F(PRIORITY, 0, 1, "\0\0\0\x1\x10")},
     GOT_POST_1 "reset 1 1\n",
     "RST 1 1\n"},
    {"no_method", {F(HEADERS, EH | ES, 1, "\x86\x84\x41\x01x")}, "", "RST 1 1\n"},
    {"no_scheme", {F(HEADERS, EH | ES, 1, "\x82\x84\x41\x01x")}, "", "RST 1 1\n"},
    {"no_path", {F(HEADERS, EH | ES, 1, "\x82\x86\x41\x01x")}, "", "RST 1 1\n"},
    {"an_empty_path", {F(HEADERS, EH | ES, 1, "\x82\x86\x44\x00\x41\x01x")}, "", "RST 1 1\n"},
    {"two_methods", {F(HEADERS, EH | ES, 1, "\x82" GET)}, "", "RST 1 1\n"},
    {"two_paths", {F(HEADERS, EH | ES, 1, "\x84" GET)}, "", "RST 1 1\n"},
    {"an_unknown_pseudo_header", {F(HEADERS, EH | ES, 1, GET "\x40\x02:z\x01v")}, "", "RST 1 1\n"},
    {"a_status_in_a_request", {F(HEADERS, EH | ES, 1, GET "\x88")}, "", "RST 1 1\n"},
    {"a_pseudo_header_behind_others",
     {F(HEADERS, EH | ES, 1,
        "\x82\x86\x84\x40\x01"
        "a\x01v\x41\x01x")},
     "",
     "RST 1 1\n"},
    {"a_capital_in_a_name",
     {F(HEADERS, EH | ES, 1,
        GET "\x40\x01"
            "A\x01v")},
     "",
     "RST 1 1\n"},
    {"an_empty_name", {F(HEADERS, EH | ES, 1, GET "\x40\x00\x01v")}, "", "RST 1 1\n"},
    {"a_line_end_in_a_value",
     {F(HEADERS, EH | ES, 1,
        GET "\x40\x01"
            "a\x02\r\n")},
     "",
     "RST 1 1\n"},
    {"a_nul_in_a_value",
     {F(HEADERS, EH | ES, 1,
        GET "\x40\x01"
            "a\x01\0")},
     "",
     "RST 1 1\n"},
    {"a_blank_before_a_value",
     {F(HEADERS, EH | ES, 1,
        GET "\x40\x01"
            "a\x02 v")},
     "",
     "RST 1 1\n"},
    {"a_connection_header",
     {F(HEADERS, EH | ES, 1,
        GET "\x40\x0a"
            "connection\x05"
            "close")},
     "",
     "RST 1 1\n"},
    {"te_other_than_trailers", {F(HEADERS, EH | ES, 1, GET "\x40\x02te\x04gzip")}, "", "RST 1 1\n"},
    {"connect_with_a_protocol_and_no_path",
     {F(HEADERS, EH, 1, CONNECT "\x86\x41\x01x" PROTOCOL)},
     "",
     "RST 1 1\n"},
    {"connect_with_a_protocol_and_no_scheme",
     {F(HEADERS, EH, 1, CONNECT "\x84\x41\x01x" PROTOCOL)},
     "",
     "RST 1 1\n"},
    {"connect_with_a_protocol_and_no_authority",
     {F(HEADERS, EH, 1, CONNECT "\x84\x86" PROTOCOL)},
     "",
     "RST 1 1\n"},
    {"connect_with_two_protocols",
     {F(HEADERS, EH, 1, CONNECT "\x84\x86\x41\x01x" PROTOCOL PROTOCOL)},
     "",
     "RST 1 1\n"},
    {"connect_with_an_empty_protocol",
     {F(HEADERS, EH, 1, CONNECT "\x84\x86\x41\x01x\x40\x09:protocol\x00")},
     "",
     "RST 1 1\n"},
    {"get_with_a_protocol", {F(HEADERS, EH, 1, GET PROTOCOL)}, "", "RST 1 1\n"},
    {"connect_with_a_path",
     {F(HEADERS, EH | ES, 1,
        "\x42\x07"
        "CONNECT\x84\x41\x01x")},
     "",
     "RST 1 1\n"},

    /* Faults that end the connection. */
    {"an_even_stream", {F(HEADERS, EH | ES, 2, GET)}, "", "GOAWAY 0 0 1\n"},
    {"a_smaller_stream",
     {F(HEADERS, EH | ES, 5, GET), F(HEADERS, EH | ES, 3, GET)},
     "request 5 GET x / ended\n",
     "GOAWAY 0 5 1\n"},
    {"headers_after_a_reset",
     {OPEN_1, F(RST, 0, 1, "\0\0\0\x8"), F(HEADERS, EH | ES, 1, GET)},
     GOT_POST_1 "reset 1 8\n",
     "GOAWAY 0 1 5\n"},
    {"data_on_an_idle_stream", {F(DATA, ES, 1, "a")}, "", "GOAWAY 0 0 1\n"},
    {"a_reset_of_an_idle_stream", {F(RST, 0, 1, "\0\0\0\x8")}, "", "GOAWAY 0 0 1\n"},
    {"a_window_update_of_an_idle_stream", {F(WINDOW, 0, 1, "\0\0\0\x8")}, "", "GOAWAY 0 0 1\n"},
    {"a_continuation_of_nothing", {F(CONTINUATION, EH, 1, GET)}, "", "GOAWAY 0 0 1\n"},
    {"a_continuation_of_another_stream",
     {F(HEADERS, ES, 1, "\x82"), F(CONTINUATION, EH, 3, GET)},
     "",
     "GOAWAY 0 0 1\n"},
    {"a_frame_inside_a_header_block",
     {F(HEADERS, ES, 1, "\x82"), F(PING, 0, 0, "12345678")},
     "",
     "GOAWAY 0 0 1\n"},
    {"an_unknown_frame_inside_a_header_block",
     {F(HEADERS, ES, 1, "\x82"), F(UNKNOWN, 0, 0, "")},
     "",
     "GOAWAY 0 0 1\n"},
    {"headers_on_stream_0", {F(HEADERS, EH | ES, 0, GET)}, "", "GOAWAY 0 0 1\n"},
    {"data_on_stream_0", {F(DATA, 0, 0, "a")}, "", "GOAWAY 0 0 1\n"},
    {"priority_on_stream_0", {F(PRIORITY, 0, 0, "\0\0\0\x1\x10")}, "", "GOAWAY 0 0 1\n"},
    {"reset_on_stream_0", {F(RST, 0, 0, "\0\0\0\x8")}, "", "GOAWAY 0 0 1\n"},
    {"settings_on_a_stream", {F(SETTINGS, 0, 1, "")}, "", "GOAWAY 0 0 1\n"},
    {"ping_on_a_stream", {F(PING, 0, 1, "12345678")}, "", "GOAWAY 0 0 1\n"},
    {"goaway_on_a_stream", {F(GOAWAY, 0, 1, "\0\0\0\0\0\0\0\0")}, "", "GOAWAY 0 0 1\n"},
    {"a_push_of_a_client", {F(PUSH, EH, 1, "\0\0\0\x2")}, "", "GOAWAY 0 0 1\n"},
    {"a_ping_of_7_bytes", {F(PING, 0, 0, "1234567")}, "", "GOAWAY 0 0 6\n"},
    {"a_reset_of_3_bytes", {OPEN_1, F(RST, 0, 1, "\0\0\0")}, GOT_POST_1, "GOAWAY 0 1 6\n"},
    {"a_window_update_of_3_bytes", {F(WINDOW, 0, 0, "\0\0\0")}, "", "GOAWAY 0 0 6\n"},
    {"settings_of_5_bytes", {F(SETTINGS, 0, 0, "\0\x3\0\0\0")}, "", "GOAWAY 0 0 6\n"},
    {"an_acknowledgement_with_payload",
     {F(SETTINGS, ACK, 0, "\0\x3\0\0\0\0")},
     "",
     "GOAWAY 0 0 6\n"},
    {"goaway_of_7_bytes", {F(GOAWAY, 0, 0, "\0\0\0\0\0\0\0")}, "", "GOAWAY 0 0 6\n"},
    {"enable_push_of_2", {F(SETTINGS, 0, 0, "\0\x2\0\0\0\x2")}, "", "GOAWAY 0 0 1\n"},
    {"a_window_setting_over_the_top", {F(SETTINGS, 0, 0, "\0\x4\x80\0\0\0")}, "", "GOAWAY 0 0 3\n"},
    {"connect_protocol_of_2", {F(SETTINGS, 0, 0, "\0\x8\0\0\0\x2")}, "", "GOAWAY 0 0 1\n"},
    {"a_frame_size_too_small", {F(SETTINGS, 0, 0, "\0\x5\0\0\x3f\xff")}, "", "GOAWAY 0 0 1\n"},
    {"a_frame_size_too_large", {F(SETTINGS, 0, 0, "\0\x5\x01\0\0\0")}, "", "GOAWAY 0 0 1\n"},
    {"a_window_update_of_0_of_the_connection", {F(WINDOW, 0, 0, "\0\0\0\0")}, "", "GOAWAY 0 0 1\n"},
    {"a_window_over_the_top_of_the_connection",
     {F(WINDOW, 0, 0, "\x7f\xff\xff\xff")},
     "",
     "GOAWAY 0 0 3\n"},
    {"a_setting_that_takes_a_stream_over_the_top",
     {OPEN_1, F(WINDOW, 0, 1, "\x7f\xff\0\0"), F(SETTINGS, 0, 0, "\0\x4\0\x1\xff\xff")},
     GOT_POST_1,
     "GOAWAY 0 1 3\n"},
    {"more_padding_than_data", {OPEN_1, F(DATA, PAD, 1, "\x02z")}, GOT_POST_1, "GOAWAY 0 1 1\n"},
    {"padded_data_without_a_byte", {OPEN_1, F(DATA, PAD, 1, "")}, GOT_POST_1, "GOAWAY 0 1 6\n"},
    {"more_padding_than_headers", {F(HEADERS, EH | ES | PAD, 1, "\x09" GET)}, "", "GOAWAY 0 0 1\n"},
    {"headers_too_short_for_a_priority", {F(HEADERS, EH | PRIO, 1, "\0\0")}, "", "GOAWAY 0 0 1\n"},
    {"headers_that_depend_on_themselves",
     {F(HEADERS, EH | ES | PRIO, 1, "\0\0\0\x1\x10" GET)},
     "",
     "GOAWAY 0 0 1\n"},
    {"a_block_that_is_not_hpack", {F(HEADERS, EH | ES, 1, "\x80")}, "", "GOAWAY 0 1 9\n"},
    {"trailers_that_are_not_hpack",
     {OPEN_1, F(HEADERS, EH | ES, 1, "\x80")},
     GOT_POST_1,
     "GOAWAY 0 1 9\n"},
};

static void send_steps(struct vd_rig *rig, const struct talk *talk)
{
    for (size_t i = 0; i < VD_COUNT(talk->steps) && talk->steps[i].payload; i++)
        vd_rig_frame(rig, talk->steps[i].type, talk->steps[i].flags, talk->steps[i].id,
                     vd_slice(talk->steps[i].payload, talk->steps[i].len));
}

static void compare(const struct talk *talk, const char *what, struct vd_slice got,
                    const char *expected)
{
    if (!vd_slice_eq(got, vd_slice_str(expected)))
        fail_msg("%s: %s:\n%.*sexpected:\n%s", talk->claim, what, (int)got.len,
                 (const char *)got.ptr, expected);
}

static void check(struct vd_rig *rig, const struct talk *talk, int rc)
{
    struct vd_buf said;

    assert_int_equal(rc, strstr(talk->said, "GOAWAY") ? VD_END : 0);
    vd_buf_init(&said, 0);
    vd_rig_said(rig, &said);
    compare(talk, "said", vd_buf_slice(&said), talk->said);
    compare(talk, "events", vd_buf_slice(&rig->events), talk->events);
    vd_buf_deinit(&said);
}

static void run_in_steps_of(const struct talk *talk, size_t step)
{
    struct vd_rig rig;

    vd_rig_init(&rig, NULL);
    assert_int_equal(vd_rig_hello(&rig), 0);
    send_steps(&rig, talk);
    check(&rig, talk, vd_rig_feed(&rig, step));
    vd_rig_deinit(&rig);
}

static void talks_go_as_written(void **state)
{
    for (size_t i = 0; i < VD_COUNT(talks); i++)
        run_in_steps_of(&talks[i], 0);
}

static void talks_go_the_same_cut_anywhere(void **state)
{
    for (size_t i = 0; i < VD_COUNT(talks); i++)
        for (size_t step = 1; step < 80; step++)
            run_in_steps_of(&talks[i], step);
}

static void talks_survive_each_allocation_failing(void **state)
{
    size_t refused = 0;

    for (size_t i = 0; i < VD_COUNT(talks); i++) {
        for (long after = 0;; after++) {
            struct vd_rig rig;
            int rc;
            bool hit;

            vd_rig_init(&rig, NULL);
            assert_int_equal(vd_rig_hello(&rig), 0);
            send_steps(&rig, &talks[i]);
            vd_buf_printf(&rig.events, "%200s", "");
            vd_buf_clear(&rig.events);
            vd_alloc_fail_after(after);
            rc = vd_rig_feed(&rig, 5);
            hit = vd_alloc_fail_hit();
            vd_alloc_fail_after(-1);
            refused += rc == -ENOMEM;
            assert_true(rc == -ENOMEM || rc == 0 || rc == VD_END);
            if (!hit)
                check(&rig, &talks[i], rc);
            vd_rig_deinit(&rig);
            if (!hit)
                break;
        }
    }
    assert_in_range(refused, VD_COUNT(talks), 100000);
}

/* A value of every length, with a line end at every place of it, then with none. */
static void a_control_octet_is_found_wherever_it_stands(void **state)
{
    uint8_t block[60];
    uint32_t id = 1;
    struct vd_rig rig;

    for (uint8_t len = 1; len < 40; len++) {
        for (uint8_t at = 0; at <= len; at++, id += 2) {
            size_t requests;

            if (id % 1001 == 1 || id == 1) {
                if (id > 1)
                    vd_rig_deinit(&rig);
                vd_rig_init(&rig, NULL);
                rig.quiet = rig.answer = true;
                assert_int_equal(vd_rig_hello(&rig), 0);
            }
            requests = rig.requests;
            memcpy(block,
                   VD_RIG_GET "\x00\x01"
                              "a",
                   9);
            block[9] = len;
            memset(block + 10, 'v', len);
            if (at < len)
                block[10 + at] = at % 2 ? '\n' : 0x7f;
            vd_rig_frame(&rig, HEADERS, EH | ES, id, vd_slice(block, 10u + len));
            assert_int_equal(vd_rig_feed(&rig, 0), 0);
            assert_int_equal(rig.requests - requests, at == len);
        }
    }
    vd_rig_deinit(&rig);
}

static void the_first_frame_must_be_settings(void **state)
{
    struct vd_rig rig;

    vd_rig_init(&rig, NULL);
    vd_buf_append_slice(&rig.input, VD_SLICE("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    vd_rig_frame(&rig, PING, 0, 0, VD_SLICE("12345678"));
    assert_int_equal(vd_rig_feed(&rig, 1), VD_END);
    vd_rig_deinit(&rig);
}

static void another_preface_is_refused(void **state)
{
    struct vd_rig rig;

    vd_rig_init(&rig, NULL);
    vd_buf_append_slice(&rig.input, VD_SLICE("PRI * HTTP/2.0\r\n\r\nSM\r\n\rX"));
    assert_int_equal(vd_rig_feed(&rig, 5), VD_END);
    vd_rig_deinit(&rig);
}

static void the_server_announces_itself_at_once(void **state)
{
    static const struct vd_http2_config config = {1 << 20, 1 << 21, 7, 7};
    struct vd_rig rig;
    struct vd_buf said;

    vd_rig_init(&rig, &config);
    assert_int_equal(rig.control.data[3], SETTINGS);
    assert_non_null(memmem(rig.control.data, rig.control.len, "\0\x3\0\0\0\x7", 6));
    assert_non_null(memmem(rig.control.data, rig.control.len, "\0\x8\0\0\0\x1", 6));
    vd_buf_init(&said, 0);
    vd_rig_said(&rig, &said);
    assert_true(vd_slice_eq(vd_buf_slice(&said), VD_SLICE("SETTINGS 0\nWINDOW 0 2031617\n")));
    vd_buf_deinit(&said);
    vd_rig_deinit(&rig);
}

static void frames_over_16_kib_are_refused_before_their_payload(void **state)
{
    static const unsigned types[] = {DATA, HEADERS, SETTINGS, PING, GOAWAY, CONTINUATION, UNKNOWN};

    for (size_t i = 0; i < VD_COUNT(types); i++) {
        uint8_t head[VD_HTTP2_HEAD_BYTES];
        struct vd_rig rig;

        vd_rig_init(&rig, NULL);
        assert_int_equal(vd_rig_hello(&rig), 0);
        vd_http2_frame_put(head, VD_HTTP2_FRAME_MAX + 6, (enum vd_http2_type)types[i], 0,
                           types[i] == UNKNOWN);
        vd_buf_append(&rig.input, head, sizeof(head));
        assert_int_equal(vd_rig_feed(&rig, 0), VD_END);
        vd_rig_deinit(&rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(talks_go_as_written),
        cmocka_unit_test(talks_go_the_same_cut_anywhere),
        cmocka_unit_test(talks_survive_each_allocation_failing),
        cmocka_unit_test(the_first_frame_must_be_settings),
        cmocka_unit_test(another_preface_is_refused),
        cmocka_unit_test(the_server_announces_itself_at_once),
        cmocka_unit_test(frames_over_16_kib_are_refused_before_their_payload),
        cmocka_unit_test(a_control_octet_is_found_wherever_it_stands),
    };

    return cmocka_run_group_tests_name("http2", tests, NULL, NULL);
}
