/* SPDX-License-Identifier: Apache-2.0 */
/* Windows in both directions, and the ends of streams, of requests' heads and of connections. */
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

#define GET  VD_RIG_GET
#define POST VD_RIG_POST

static struct vd_http2_stream *open_stream(struct vd_rig *rig, uint32_t id)
{
    vd_rig_frame(rig, HEADERS, EH, id, VD_SLICE(POST));
    assert_int_equal(vd_rig_feed(rig, 0), 0);
    return vd_http2_table_find(&rig->session.streams, id);
}

static void send_data(struct vd_rig *rig, uint32_t id, size_t n, unsigned flags)
{
    static const uint8_t zeros[VD_HTTP2_FRAME_MAX];

    vd_rig_frame(rig, DATA, flags, id, vd_slice(zeros, n));
}

static void window_updates_come_when_half_is_used(void **state)
{
    static const struct vd_http2_config config = {65535, 200000, 0};
    struct vd_rig rig;
    struct vd_buf said;

    vd_rig_init(&rig, &config);
    rig.quiet = true;
    assert_int_equal(vd_rig_hello(&rig), 0);
    open_stream(&rig, 1);
    vd_buf_init(&said, 0);
    for (int i = 0; i < 12; i++)
        send_data(&rig, 1, 10000, 0);
    assert_int_equal(vd_rig_feed(&rig, 0), 0);
    vd_rig_said(&rig, &said);
    assert_true(vd_slice_eq(vd_buf_slice(&said),
                            VD_SLICE("WINDOW 1 40000\nWINDOW 1 40000\nWINDOW 0 100000\n"
                                     "WINDOW 1 40000\n")));
    vd_buf_deinit(&said);
    vd_rig_deinit(&rig);
}

static void a_stream_that_has_ended_needs_no_window(void **state)
{
    struct vd_rig rig;

    vd_rig_init(&rig, NULL);
    rig.quiet = true;
    assert_int_equal(vd_rig_hello(&rig), 0);
    open_stream(&rig, 1);
    send_data(&rig, 1, 16000, 0);
    send_data(&rig, 1, 16000, 0);
    send_data(&rig, 1, 10, ES);
    assert_int_equal(vd_rig_feed(&rig, 0), 0);
    assert_int_equal(rig.control.len, 0);
    vd_rig_deinit(&rig);
}

static void data_over_the_window_of_a_stream_resets_it(void **state)
{
    static const struct vd_http2_config config = {65535, 1 << 20, 0};
    struct vd_rig rig;
    struct vd_buf said;

    vd_rig_init(&rig, &config);
    rig.hold = rig.quiet = true;
    assert_int_equal(vd_rig_hello(&rig), 0);
    open_stream(&rig, 1);
    for (int i = 0; i < 5; i++)
        send_data(&rig, 1, 13107, 0);
    send_data(&rig, 1, 1, 0);
    send_data(&rig, 1, 10000, 0);
    assert_int_equal(vd_rig_feed(&rig, 0), 0);
    vd_buf_init(&said, 0);
    vd_rig_said(&rig, &said);
    assert_true(vd_slice_eq(vd_buf_slice(&said), VD_SLICE("RST 1 3\n")));
    assert_int_equal(rig.resets, 1);
    vd_buf_deinit(&said);
    vd_rig_deinit(&rig);
}

static void data_over_the_window_of_the_connection_ends_it(void **state)
{
    static const struct vd_http2_config config = {1 << 20, 65535, 0};
    struct vd_rig rig;

    vd_rig_init(&rig, &config);
    rig.hold = rig.quiet = true;
    assert_int_equal(vd_rig_hello(&rig), 0);
    open_stream(&rig, 1);
    for (int i = 0; i < 4; i++)
        send_data(&rig, 1, 16383, 0);
    send_data(&rig, 1, 3, 0);
    assert_int_equal(vd_rig_feed(&rig, 0), 0);
    send_data(&rig, 1, 1, 0);
    assert_int_equal(vd_rig_feed(&rig, 0), VD_END);
    vd_rig_deinit(&rig);
}

static void data_that_nobody_reads_gives_the_connection_its_window_back(void **state)
{
    struct vd_rig rig;

    vd_rig_init(&rig, NULL);
    rig.quiet = true;
    assert_int_equal(vd_rig_hello(&rig), 0);
    vd_http2_detach(&rig.session, open_stream(&rig, 1), VD_HTTP2_CANCEL);
    for (int i = 0; i < 1000; i++) {
        send_data(&rig, 1, 16384, 0);
        assert_int_equal(vd_rig_feed(&rig, 1000), 0);
    }
    vd_rig_deinit(&rig);
}

static void padding_is_given_back_to_the_byte(void **state)
{
    struct vd_rig rig;

    vd_rig_init(&rig, NULL);
    rig.quiet = true;
    assert_int_equal(vd_rig_hello(&rig), 0);
    open_stream(&rig, 1);
    for (int i = 0; i < 70000; i++) {
        vd_rig_frame(&rig, DATA, PAD, 1, VD_SLICE("\x01z\0"));
        assert_int_equal(vd_rig_feed(&rig, 0), 0);
        vd_buf_clear(&rig.control);
    }
    assert_int_equal(rig.resets, 0);
    vd_rig_deinit(&rig);
}

static void send_windows_follow_settings_and_updates(void **state)
{
    struct vd_http2_stream *stream;
    uint8_t head[VD_HTTP2_HEAD_BYTES];
    struct vd_rig rig;

    vd_rig_init(&rig, NULL);
    assert_int_equal(vd_rig_hello(&rig), 0);
    stream = open_stream(&rig, 1);
    vd_buf_clear(&rig.events);
    assert_int_equal(vd_http2_room(&rig.session, stream), 65535);
    vd_http2_put_data_head(&rig.session, stream, head, 10000, false);
    assert_int_equal(vd_http2_room(&rig.session, stream), 55535);
    /* Down to a window that has been overdrawn. */
    vd_rig_frame(&rig, SETTINGS, 0, 0, VD_SLICE("\0\x4\0\0\0\x64"));
    assert_int_equal(vd_rig_feed(&rig, 0), 0);
    assert_int_equal(stream->send_window, 100 - 10000);
    assert_int_equal(vd_http2_room(&rig.session, stream), 0);
    vd_rig_frame(&rig, WINDOW, 0, 1, VD_SLICE("\0\0\x26\xac"));
    assert_int_equal(vd_rig_feed(&rig, 0), 0);
    assert_int_equal(stream->send_window, 0);
    assert_int_equal(rig.events.len, 0);
    vd_rig_frame(&rig, WINDOW, 0, 1, VD_SLICE("\0\0\0\x1"));
    assert_int_equal(vd_rig_feed(&rig, 0), 0);
    assert_int_equal(vd_http2_room(&rig.session, stream), 1);
    assert_true(vd_slice_eq(vd_buf_slice(&rig.events), VD_SLICE("writable 1\n")));
    /* Up again: told of each stream whose window it opens. */
    vd_buf_clear(&rig.events);
    vd_http2_put_data_head(&rig.session, stream, head, 1, false);
    vd_rig_frame(&rig, SETTINGS, 0, 0, VD_SLICE("\0\x4\0\0\0\xc8"));
    assert_int_equal(vd_rig_feed(&rig, 0), 0);
    assert_int_equal(vd_http2_room(&rig.session, stream), 100);
    assert_true(vd_slice_eq(vd_buf_slice(&rig.events), VD_SLICE("writable 1\n")));
    vd_rig_deinit(&rig);
}

static void the_connection_window_shuts_and_opens_all_streams(void **state)
{
    struct vd_http2_stream *one, *three;
    uint8_t head[VD_HTTP2_HEAD_BYTES];
    struct vd_rig rig;

    vd_rig_init(&rig, NULL);
    assert_int_equal(vd_rig_hello(&rig), 0);
    one = open_stream(&rig, 1);
    three = open_stream(&rig, 3);
    for (int i = 0; i < 5; i++)
        vd_http2_put_data_head(&rig.session, one, head, 13107, false);
    assert_int_equal(vd_http2_room(&rig.session, one), 0);
    assert_int_equal(vd_http2_room(&rig.session, three), 0);
    vd_buf_clear(&rig.events);
    vd_rig_frame(&rig, WINDOW, 0, 0, VD_SLICE("\0\0\0\x5"));
    assert_int_equal(vd_rig_feed(&rig, 0), 0);
    assert_int_equal(vd_http2_room(&rig.session, one), 0);
    assert_int_equal(vd_http2_room(&rig.session, three), 5);
    assert_true(vd_slice_eq(vd_buf_slice(&rig.events), VD_SLICE("writable 0\n")));
    vd_rig_deinit(&rig);
}

static void detaching_says_what_is_needed_and_no_more(void **state)
{
    static const struct {
        unsigned sent;
        bool answered;
        const char *said;
    } cases[] = {
        {ES, true, ""},
        {ES, false, "RST 1 8\n"},
        {0, true, "RST 1 0\n"},
        {0, false, "RST 1 8\n"},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        struct vd_http2_stream *stream;
        uint8_t head[VD_HTTP2_HEAD_BYTES];
        struct vd_rig rig;
        struct vd_buf said;

        vd_rig_init(&rig, NULL);
        assert_int_equal(vd_rig_hello(&rig), 0);
        stream = open_stream(&rig, 1);
        if (cases[i].sent)
            send_data(&rig, 1, 0, ES);
        assert_int_equal(vd_rig_feed(&rig, 0), 0);
        if (cases[i].answered)
            vd_http2_put_data_head(&rig.session, stream, head, 0, true);
        vd_http2_detach(&rig.session, stream, VD_HTTP2_CANCEL);
        vd_buf_init(&said, 0);
        vd_rig_said(&rig, &said);
        assert_true(vd_slice_eq(vd_buf_slice(&said), vd_slice_str(cases[i].said)));
        assert_null(vd_http2_table_find(&rig.session.streams, 1));
        vd_buf_deinit(&said);
        vd_rig_deinit(&rig);
    }
}

static void a_drain_takes_what_is_under_way_and_then_no_more(void **state)
{
    struct vd_rig rig;
    struct vd_buf said;

    vd_rig_init(&rig, NULL);
    vd_buf_init(&said, 0);
    assert_int_equal(vd_rig_hello(&rig), 0);
    open_stream(&rig, 1);
    vd_http2_drain(&rig.session);
    vd_http2_drain(&rig.session);
    assert_false(vd_http2_is_drained(&rig.session));
    open_stream(&rig, 3);
    vd_rig_frame(&rig, PING, ACK, 0, VD_SLICE("vd-drain"));
    vd_rig_frame(&rig, HEADERS, EH | ES, 5, VD_SLICE(GET "\x40\x01t\x01v"));
    vd_rig_frame(&rig, HEADERS, EH, 7, VD_SLICE(GET "\xbf"));
    vd_rig_frame(&rig, DATA, 0, 7, VD_SLICE("a"));
    send_data(&rig, 1, 0, ES);
    send_data(&rig, 3, 0, ES);
    assert_int_equal(vd_rig_feed(&rig, 0), 0);
    vd_rig_said(&rig, &said);
    assert_true(vd_slice_eq(vd_buf_slice(&said),
                            VD_SLICE("GOAWAY 0 2147483647 0\nPING 0 vd-drain\nGOAWAY 0 3 0\n")));
    assert_true(vd_slice_eq(vd_buf_slice(&rig.events),
                            VD_SLICE("request 1 POST x /\nrequest 3 POST x /\nend 1\nend 3\n")));
    vd_http2_detach(&rig.session, vd_http2_table_find(&rig.session.streams, 1), VD_HTTP2_CANCEL);
    assert_false(vd_http2_is_drained(&rig.session));
    vd_http2_detach(&rig.session, vd_http2_table_find(&rig.session.streams, 3), VD_HTTP2_CANCEL);
    assert_true(vd_http2_is_drained(&rig.session));
    vd_buf_deinit(&said);
    vd_rig_deinit(&rig);
}

static void the_end_of_a_session_is_told_to_every_stream(void **state)
{
    struct vd_rig rig;

    vd_rig_init(&rig, NULL);
    assert_int_equal(vd_rig_hello(&rig), 0);
    for (uint32_t id = 1; id < 80; id += 2)
        open_stream(&rig, id);
    vd_http2_session_deinit(&rig.session);
    assert_int_equal(rig.resets, 40);
    vd_buf_deinit(&rig.control);
    vd_buf_deinit(&rig.events);
    vd_buf_deinit(&rig.input);
}

static void a_response_head_splits_into_continuations(void **state)
{
    static uint8_t block[3 * VD_HTTP2_FRAME_MAX], out[4 * VD_HTTP2_FRAME_MAX];
    static const size_t sizes[] = {0, 1, 16383, 16384, 16385, 32768, 40000};
    struct vd_http2_stream *stream;
    struct vd_http2_frame frame;
    struct vd_rig rig;

    vd_rig_init(&rig, NULL);
    assert_int_equal(vd_rig_hello(&rig), 0);
    stream = open_stream(&rig, 1);
    for (size_t i = 0; i < VD_COUNT(sizes); i++) {
        for (int shrink = 0; shrink < 2; shrink++) {
            uint8_t *end, *at = out;
            size_t sum = 0;

            rig.session.shrink_table = shrink;
            end = vd_http2_put_headers(&rig.session, stream, out, vd_slice(block, sizes[i]), true);
            assert_in_range(end - out, 9, vd_http2_headers_bytes(sizes[i]));
            if (shrink)
                assert_int_equal(out[VD_HTTP2_HEAD_BYTES], 0x20);
            do {
                frame = vd_http2_frame_get(at);
                assert_int_equal(frame.type, at == out ? HEADERS : CONTINUATION);
                assert_in_range(frame.length, 0, VD_HTTP2_FRAME_MAX);
                sum += frame.length;
                at += VD_HTTP2_HEAD_BYTES + frame.length;
                assert_int_equal(!!(frame.flags & EH), at == end);
            } while (at < end);
            assert_ptr_equal(at, end);
            assert_int_equal(sum, sizes[i] + (size_t)shrink);
        }
    }
    vd_rig_deinit(&rig);
}

static void a_smaller_table_of_the_peer_is_answered_once(void **state)
{
    uint8_t out[64];
    struct vd_rig rig;
    struct vd_http2_stream *stream;

    vd_rig_init(&rig, NULL);
    assert_int_equal(vd_rig_hello(&rig), 0);
    stream = open_stream(&rig, 1);
    vd_rig_frame(&rig, SETTINGS, 0, 0, VD_SLICE("\0\x1\0\0\0\0"));
    vd_rig_frame(&rig, SETTINGS, 0, 0, VD_SLICE("\0\x1\0\0\x10\0"));
    assert_int_equal(vd_rig_feed(&rig, 0), 0);
    assert_int_equal(vd_http2_put_headers(&rig.session, stream, out, VD_SLICE("\x88"), false) - out,
                     11);
    vd_rig_frame(&rig, SETTINGS, 0, 0, VD_SLICE("\0\x1\0\0\0\0"));
    assert_int_equal(vd_rig_feed(&rig, 0), 0);
    assert_int_equal(vd_http2_put_headers(&rig.session, stream, out, VD_SLICE("\x88"), false) - out,
                     10);
    vd_rig_deinit(&rig);
}

static void a_session_is_small(void **state)
{
    assert_in_range(sizeof(struct vd_http2_stream), 1, 48);
    assert_in_range(sizeof(struct vd_http2_session), 1, 208);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(window_updates_come_when_half_is_used),
        cmocka_unit_test(a_stream_that_has_ended_needs_no_window),
        cmocka_unit_test(data_over_the_window_of_a_stream_resets_it),
        cmocka_unit_test(data_over_the_window_of_the_connection_ends_it),
        cmocka_unit_test(data_that_nobody_reads_gives_the_connection_its_window_back),
        cmocka_unit_test(padding_is_given_back_to_the_byte),
        cmocka_unit_test(send_windows_follow_settings_and_updates),
        cmocka_unit_test(the_connection_window_shuts_and_opens_all_streams),
        cmocka_unit_test(detaching_says_what_is_needed_and_no_more),
        cmocka_unit_test(a_drain_takes_what_is_under_way_and_then_no_more),
        cmocka_unit_test(the_end_of_a_session_is_told_to_every_stream),
        cmocka_unit_test(a_response_head_splits_into_continuations),
        cmocka_unit_test(a_smaller_table_of_the_peer_is_answered_once),
        cmocka_unit_test(a_session_is_small),
    };

    return cmocka_run_group_tests_name("http2_window", tests, NULL, NULL);
}
