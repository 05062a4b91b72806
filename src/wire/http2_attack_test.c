/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each known way to make an HTTP/2 server work or store much for little, and the bound at which
 * it ends; and beside it what honest clients do a lot of, which must not end.
 */
#include "base/alloc.h"
#include "base/check.h"
#include "wire/hpack.h"
#include "wire/test_http2_rig.h"

#include <errno.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define GET  VD_RIG_GET
#define POST VD_RIG_POST

enum { FLOOD = 100000, EH = VD_HTTP2_END_HEADERS, ES = VD_HTTP2_END_STREAM };

static struct vd_rig rig;

static int setup(void **state)
{
    vd_rig_init(&rig, NULL);
    rig.quiet = true;
    return vd_rig_hello(&rig);
}

static int teardown(void **state)
{
    vd_rig_deinit(&rig);
    return 0;
}

static void frame(unsigned type, unsigned flags, uint32_t id, struct vd_slice payload)
{
    vd_rig_frame(&rig, type, flags, id, payload);
}

/* The error code of the GOAWAY that control ends with. */
static uint32_t last_words(void)
{
    struct vd_slice rest = vd_buf_slice(&rig.control);
    struct vd_http2_frame last = {0};
    const uint8_t *payload = NULL;

    while (rest.len) {
        last = vd_http2_frame_get(rest.ptr);
        payload = rest.ptr + VD_HTTP2_HEAD_BYTES;
        rest.ptr += VD_HTTP2_HEAD_BYTES + last.length;
        rest.len -= VD_HTTP2_HEAD_BYTES + last.length;
    }
    assert_int_equal(last.type, VD_HTTP2_GOAWAY);
    return vd_http2_get_u32(payload + 4);
}

/* Repeats what `once` sends until the session ends; fails unless that is within `most` times and
 * says ENHANCE_YOUR_CALM. The peer reads what we say only if `reads`. */
static size_t flood(void (*once)(size_t i), size_t most, bool reads)
{
    size_t control_max = 0;

    for (size_t i = 0; i < FLOOD; i++) {
        once(i);
        if (vd_rig_feed(&rig, 0) == VD_END) {
            assert_int_equal(last_words(), VD_HTTP2_ENHANCE_YOUR_CALM);
            assert_in_range(i, 0, most);
            assert_in_range(control_max, 0, VD_HTTP2_CONTROL_BYTES / 2);
            return i;
        }
        control_max = VD_MAX(control_max, rig.control.len);
        if (reads)
            vd_buf_clear(&rig.control);
    }
    fail_msg("never refused");
    return 0;
}

static uint32_t id_of(size_t i)
{
    return (uint32_t)(2 * i + 1);
}

static void open_and_reset(size_t i)
{
    frame(VD_HTTP2_HEADERS, EH | ES, id_of(i), VD_SLICE(GET));
    frame(VD_HTTP2_RST_STREAM, 0, id_of(i), VD_SLICE("\0\0\0\x8"));
}

static void rapid_reset_ends_after_a_thousand(void **state)
{
    flood(open_and_reset, VD_HTTP2_GLITCHES, true);
    assert_in_range(rig.requests, 0, VD_HTTP2_GLITCHES + 1);
    assert_int_equal(rig.session.streams.count, 1);
}

static void resets_at_the_forgiven_rate_go_on(void **state)
{
    for (size_t i = 0; i < 20000; i++) {
        open_and_reset(i);
        rig.now_ms += 31;
        assert_int_equal(vd_rig_feed(&rig, 0), 0);
    }
}

/* Watches that are given up after a while, all at once, are no attack. */
static void resets_of_streams_that_have_lived_are_free(void **state)
{
    for (size_t i = 0; i < 20000; i++) {
        frame(VD_HTTP2_HEADERS, EH, id_of(i), VD_SLICE(POST));
        if (i % 50 < 49)
            continue;
        assert_int_equal(vd_rig_feed(&rig, 0), 0);
        rig.now_ms += VD_HTTP2_YOUNG_MS;
        for (size_t k = 0; k < 50; k++)
            frame(VD_HTTP2_RST_STREAM, 0, id_of(i - k), VD_SLICE("\0\0\0\x8"));
        assert_int_equal(vd_rig_feed(&rig, 0), 0);
    }
    assert_int_equal(rig.resets, 20000);
}

static void open_post(size_t i)
{
    frame(VD_HTTP2_HEADERS, EH, id_of(i), VD_SLICE(POST));
}

static void fault_window_of_0(size_t i)
{
    open_post(i);
    frame(VD_HTTP2_WINDOW_UPDATE, 0, id_of(i), VD_SLICE("\0\0\0\0"));
}

static void fault_window_over_the_top(size_t i)
{
    open_post(i);
    frame(VD_HTTP2_WINDOW_UPDATE, 0, id_of(i), VD_SLICE("\x7f\xff\xff\xff"));
}

static void fault_data_after_the_end(size_t i)
{
    frame(VD_HTTP2_HEADERS, EH | ES, id_of(i), VD_SLICE(GET));
    frame(VD_HTTP2_DATA, 0, id_of(i), VD_SLICE("a"));
}

static void fault_headers_after_the_end(size_t i)
{
    frame(VD_HTTP2_HEADERS, EH | ES, id_of(i), VD_SLICE(GET));
    frame(VD_HTTP2_HEADERS, EH | ES, id_of(i), VD_SLICE(GET));
}

static void fault_priority_of_4_bytes(size_t i)
{
    open_post(i);
    frame(VD_HTTP2_PRIORITY, 0, id_of(i), VD_SLICE("\0\0\0\0"));
}

static void fault_priority_on_itself(size_t i)
{
    uint8_t payload[5] = {0};

    open_post(i);
    vd_http2_put_u32(payload, id_of(i));
    frame(VD_HTTP2_PRIORITY, 0, id_of(i), vd_slice(payload, 5));
}

static void fault_too_much_body(size_t i)
{
    frame(VD_HTTP2_HEADERS, EH, id_of(i), VD_SLICE(POST "\x0f\x0d\x01\x31"));
    frame(VD_HTTP2_DATA, ES, id_of(i), VD_SLICE("ab"));
}

static void fault_no_path(size_t i)
{
    frame(VD_HTTP2_HEADERS, EH | ES, id_of(i), VD_SLICE("\x82\x86\x41\x01x"));
}

static void fault_data_after_a_reset(size_t i)
{
    open_and_reset(i);
    frame(VD_HTTP2_DATA, 0, id_of(i), VD_SLICE("a"));
}

static void fault_too_many_fields(size_t i)
{
    uint8_t block[VD_HPACK_FIELDS + 10];

    memcpy(block, GET, 6);
    memset(block + 6, 0x90, sizeof(block) - 6);
    frame(VD_HTTP2_HEADERS, EH | ES, id_of(i), vd_slice(block, sizeof(block)));
}

static void made_you_reset_ends_after_a_thousand(void **state)
{
    static void (*const faults[])(size_t) = {
        fault_window_of_0,     fault_window_over_the_top,   fault_data_after_the_end,
        fault_no_path,         fault_headers_after_the_end, fault_priority_of_4_bytes,
        fault_too_much_body,   fault_priority_on_itself,    fault_data_after_a_reset,
        fault_too_many_fields,
    };

    for (size_t i = 0; i < VD_COUNT(faults); i++) {
        flood(faults[i], VD_HTTP2_GLITCHES, true);
        assert_in_range(rig.session.streams.count, 0, 1);
        teardown(NULL);
        setup(NULL);
    }
}

/* The advice of a peer about its headers does not make answers fail. */
static void a_tiny_header_list_of_the_peer_is_ignored(void **state)
{
    frame(VD_HTTP2_SETTINGS, 0, 0, VD_SLICE("\0\x6\0\0\0\0"));
    rig.answer = true;
    for (size_t i = 0; i < 5000; i++) {
        frame(VD_HTTP2_HEADERS, EH | ES, id_of(i), VD_SLICE(GET));
        assert_int_equal(vd_rig_feed(&rig, 0), 0);
        vd_buf_clear(&rig.control);
    }
    assert_int_equal(rig.resets, 0);
}

static void continuation_flood(struct vd_slice piece, size_t most_frames)
{
    size_t i = 0;
    int rc;

    frame(VD_HTTP2_HEADERS, 0, 1, VD_SLICE_EMPTY);
    do {
        frame(VD_HTTP2_CONTINUATION, 0, 1, piece);
        rc = vd_rig_feed(&rig, 0);
        i++;
    } while (!rc && i < FLOOD);
    assert_int_equal(rc, VD_END);
    assert_int_equal(last_words(), VD_HTTP2_ENHANCE_YOUR_CALM);
    assert_in_range(i, 1, most_frames);
    assert_int_equal(rig.requests, 0);
}

static void a_continuation_flood_of_empty_frames_ends_after_8(void **state)
{
    continuation_flood(VD_SLICE_EMPTY, VD_HTTP2_CONTINUATIONS + 1);
}

static void a_continuation_flood_of_single_bytes_ends_after_8(void **state)
{
    continuation_flood(VD_SLICE("\x82"), VD_HTTP2_CONTINUATIONS + 1);
}

static void a_continuation_flood_of_full_frames_ends_after_32_kib(void **state)
{
    static uint8_t piece[VD_HTTP2_FRAME_MAX];

    memset(piece, 0x82, sizeof(piece));
    continuation_flood(vd_slice(piece, sizeof(piece)), 3);
}

static size_t memory_in_use(void)
{
    return mallinfo2().uordblks;
}

/* One byte a field, thousands of fields: the connection ends, and nothing was stored for it. */
static void a_bomb_of_indexed_fields_ends_at_once(void **state)
{
    uint8_t block[4000];
    size_t before;

    memcpy(block, GET, 6);
    memset(block + 6, 0x90, sizeof(block) - 6);
    before = memory_in_use();
    frame(VD_HTTP2_HEADERS, EH | ES, 1, vd_slice(block, sizeof(block)));
    assert_int_equal(vd_rig_feed(&rig, 0), VD_END);
    assert_int_equal(last_words(), VD_HTTP2_ENHANCE_YOUR_CALM);
    assert_in_range(memory_in_use(), 0, before + 32 * 1024);
}

/* 128 crumbs are a request; one more is answered with 431, and the connection goes on. */
static void cookie_crumbs_are_counted_one_by_one(void **state)
{
    uint8_t block[6 + VD_HPACK_FIELDS];
    struct vd_buf said;

    rig.quiet = false;
    memcpy(block, GET, 6);
    memset(block + 6, 0xa0, sizeof(block) - 6); /* cookie, of the static table */
    frame(VD_HTTP2_HEADERS, EH | ES, 1, vd_slice(block, 6 + VD_HPACK_FIELDS - 4));
    frame(VD_HTTP2_HEADERS, EH, 3, vd_slice(block, 6 + VD_HPACK_FIELDS - 3));
    frame(VD_HTTP2_HEADERS, EH | ES, 5, VD_SLICE(GET));
    assert_int_equal(vd_rig_feed(&rig, 0), 0);
    assert_int_equal(rig.requests, 2);
    vd_buf_init(&said, 0);
    vd_rig_said(&rig, &said);
    assert_true(vd_slice_eq(vd_buf_slice(&said), VD_SLICE("HEADERS 3 end\nRST 3 0\n")));
    vd_buf_deinit(&said);
}

/* A value of 4 KB in the table, named again by single bytes. */
static void a_bomb_of_a_large_value_ends_within_its_budget(void **state)
{
    static uint8_t block[6 + 6 + 4000 + 1000];

    memcpy(block, GET "\x40\x01z\x7f\xa1\x1e", 12);
    memset(block + 12, 'v', 4000);
    memset(block + 12 + 4000, 0xbe, 1000);
    frame(VD_HTTP2_HEADERS, EH | ES, 1, vd_slice(block, sizeof(block)));
    assert_int_equal(vd_rig_feed(&rig, 0), VD_END);
    assert_int_equal(last_words(), VD_HTTP2_ENHANCE_YOUR_CALM);
    assert_int_equal(rig.requests, 0);
}

/* Sizes of the table that jump between 0 and 4096 fill whole blocks; they cost nothing to keep. */
static void table_size_games_store_nothing(void **state)
{
    static uint8_t block[16000 + 6];
    size_t before = 0;

    for (size_t i = 0; i < 16000; i += 4)
        memcpy(block + i, "\x20\x3f\xe1\x1f", 4);
    memcpy(block + 16000, GET, 6);
    rig.answer = true;
    for (size_t i = 0; i < 50; i++) {
        frame(VD_HTTP2_HEADERS, EH | ES, id_of(i), vd_slice(block, sizeof(block)));
        assert_int_equal(vd_rig_feed(&rig, 0), 0);
        vd_buf_clear(&rig.control);
        before = i ? before : memory_in_use();
    }
    assert_in_range(memory_in_use(), 0, before + 4096);
}

static void ping(size_t i)
{
    frame(VD_HTTP2_PING, 0, 0, VD_SLICE("12345678"));
}

static void ping_ack(size_t i)
{
    frame(VD_HTTP2_PING, VD_HTTP2_ACK, 0, VD_SLICE("12345678"));
}

static void settings(size_t i)
{
    frame(VD_HTTP2_SETTINGS, 0, 0, VD_SLICE("\0\x3\0\0\0\x1"));
}

static void settings_ack(size_t i)
{
    frame(VD_HTTP2_SETTINGS, VD_HTTP2_ACK, 0, VD_SLICE_EMPTY);
}

static void priority(size_t i)
{
    frame(VD_HTTP2_PRIORITY, 0, id_of(i), VD_SLICE("\0\0\0\0\x10"));
}

static void unknown(size_t i)
{
    frame(0xbb, 0, 0, VD_SLICE_EMPTY);
}

static void goaway(size_t i)
{
    frame(VD_HTTP2_GOAWAY, 0, 0, VD_SLICE("\0\0\0\0\0\0\0\0"));
}

static void empty_data(size_t i)
{
    if (i == 0)
        open_post(0);
    frame(VD_HTTP2_DATA, 0, 1, VD_SLICE_EMPTY);
}

static void padding_only(size_t i)
{
    if (i == 0)
        open_post(0);
    frame(VD_HTTP2_DATA, VD_HTTP2_PADDED, 1, VD_SLICE("\x02\0\0"));
}

static void reset_of_a_closed_stream(size_t i)
{
    if (i == 0)
        open_and_reset(0);
    frame(VD_HTTP2_RST_STREAM, 0, 1, VD_SLICE("\0\0\0\x8"));
}

static void trailers_of_a_stream_that_we_reset(size_t i)
{
    if (i == 0)
        fault_no_path(0);
    frame(VD_HTTP2_HEADERS, EH | ES, 1, VD_SLICE("\x90"));
}

static void data_of_a_stream_that_we_reset(size_t i)
{
    if (i == 0)
        fault_no_path(0);
    frame(VD_HTTP2_DATA, 0, 1, VD_SLICE("a"));
}

static void floods_of_frames_that_carry_nothing_end(void **state)
{
    static void (*const floods[])(size_t) = {
        ping,
        ping_ack,
        settings,
        settings_ack,
        priority,
        unknown,
        goaway,
        empty_data,
        padding_only,
        reset_of_a_closed_stream,
        trailers_of_a_stream_that_we_reset,
        data_of_a_stream_that_we_reset,
    };

    for (size_t i = 0; i < VD_COUNT(floods); i++) {
        for (int reads = 0; reads < 2; reads++) {
            flood(floods[i], VD_HTTP2_NOISE + 1, reads);
            teardown(NULL);
            setup(NULL);
        }
    }
}

static void settings_of_33_entries_end_the_connection(void **state)
{
    static uint8_t payload[6 * (VD_HTTP2_SETTINGS_PER_FRAME + 1)];

    for (size_t i = 0; i < sizeof(payload); i += 6)
        memcpy(payload + i, "\0\x3\0\0\0\x1", 6);
    frame(VD_HTTP2_SETTINGS, 0, 0, vd_slice(payload, sizeof(payload) - 6));
    assert_int_equal(vd_rig_feed(&rig, 0), 0);
    frame(VD_HTTP2_SETTINGS, 0, 0, vd_slice(payload, sizeof(payload)));
    assert_int_equal(vd_rig_feed(&rig, 0), VD_END);
    assert_int_equal(last_words(), VD_HTTP2_ENHANCE_YOUR_CALM);
}

/* A window setting touches every stream, so it is charged by their number. */
static void flip_window(size_t i)
{
    frame(VD_HTTP2_SETTINGS, 0, 0, i % 2 ? VD_SLICE("\0\x4\0\0\0\0") : VD_SLICE("\0\x4\0\0\0\x1"));
}

static struct vd_http2_stream many[64 * 100];
static size_t many_used;

static void settings_over_many_streams_are_charged_by_the_stream(void **state)
{
    many_used = VD_COUNT(many);
    for (size_t i = 0; i < many_used; i++) {
        many[i] = (struct vd_http2_stream){.id = id_of(i) + 100000};
        vd_http2_table_add(&rig.session.streams, &many[i]);
    }
    flood(flip_window, VD_HTTP2_NOISE / 100, true);
    for (size_t i = 0; i < many_used; i++)
        vd_http2_table_remove(&rig.session.streams, &many[i]);
}

static void keepalive_pings_go_on_for_ever(void **state)
{
    for (size_t i = 0; i < FLOOD; i++) {
        ping(i);
        rig.now_ms += 2;
        assert_int_equal(vd_rig_feed(&rig, 0), 0);
        vd_buf_clear(&rig.control);
    }
}

/* grpc-go measures with a ping for each DATA frame that it gets. */
static void a_ping_for_each_data_frame_goes_on_for_ever(void **state)
{
    struct vd_http2_stream *stream;
    uint8_t head[VD_HTTP2_HEAD_BYTES];

    open_post(0);
    assert_int_equal(vd_rig_feed(&rig, 0), 0);
    stream = vd_http2_table_find(&rig.session.streams, 1);
    for (size_t i = 0; i < FLOOD; i++) {
        vd_http2_put_data_head(&rig.session, stream, head, 0, false);
        ping(i);
        assert_int_equal(vd_rig_feed(&rig, 0), 0);
        vd_buf_clear(&rig.control);
    }
}

/* Nor are requests that are simply answered. */
static void requests_go_on_for_ever(void **state)
{
    rig.answer = true;
    for (size_t i = 0; i < FLOOD; i++) {
        frame(VD_HTTP2_HEADERS, EH, id_of(i), VD_SLICE(POST));
        frame(VD_HTTP2_DATA, ES, id_of(i), VD_SLICE("abc"));
        frame(VD_HTTP2_WINDOW_UPDATE, 0, id_of(i), VD_SLICE("\0\0\0\x3"));
        assert_int_equal(vd_rig_feed(&rig, 0), 0);
        vd_buf_clear(&rig.control);
    }
    assert_int_equal(rig.requests, FLOOD);
}

static void streams_over_the_limit_are_refused(void **state)
{
    static const struct vd_http2_config config = {65535, 65535, 3};
    struct vd_buf said;

    teardown(NULL);
    vd_rig_init(&rig, &config);
    assert_int_equal(vd_rig_hello(&rig), 0);
    for (size_t i = 0; i < 5; i++)
        open_post(i);
    assert_int_equal(vd_rig_feed(&rig, 0), 0);
    assert_int_equal(rig.requests, 3);
    vd_buf_init(&said, 0);
    vd_rig_said(&rig, &said);
    assert_true(vd_slice_eq(vd_buf_slice(&said), VD_SLICE("RST 7 7\nRST 9 7\n")));
    vd_buf_deinit(&said);
}

static void a_peer_cannot_choose_ids_that_collide(void **state)
{
    static struct vd_http2_stream streams[2048];
    struct vd_http2_table table;
    size_t longest = 0;

    vd_http2_table_init(&table);
    for (size_t i = 0; i < VD_COUNT(streams); i++) {
        streams[i].id = (uint32_t)(i << 19 | 1);
        vd_http2_table_add(&table, &streams[i]);
    }
    for (size_t b = 0; b < (size_t)1 << table.bits; b++) {
        size_t n = 0;

        for (struct vd_http2_stream *s = table.buckets[b]; s; s = s->next)
            n++;
        longest = VD_MAX(longest, n);
    }
    assert_in_range(longest, 1, 64);
    for (size_t i = 0; i < VD_COUNT(streams); i++) {
        assert_ptr_equal(vd_http2_table_find(&table, streams[i].id), &streams[i]);
        vd_http2_table_remove(&table, &streams[i]);
    }
    vd_http2_table_deinit(&table);
}

#define ATTACK(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ATTACK(rapid_reset_ends_after_a_thousand),
        ATTACK(resets_at_the_forgiven_rate_go_on),
        ATTACK(resets_of_streams_that_have_lived_are_free),
        ATTACK(made_you_reset_ends_after_a_thousand),
        ATTACK(a_tiny_header_list_of_the_peer_is_ignored),
        ATTACK(a_continuation_flood_of_empty_frames_ends_after_8),
        ATTACK(a_continuation_flood_of_single_bytes_ends_after_8),
        ATTACK(a_continuation_flood_of_full_frames_ends_after_32_kib),
        ATTACK(a_bomb_of_indexed_fields_ends_at_once),
        ATTACK(cookie_crumbs_are_counted_one_by_one),
        ATTACK(a_bomb_of_a_large_value_ends_within_its_budget),
        ATTACK(table_size_games_store_nothing),
        ATTACK(floods_of_frames_that_carry_nothing_end),
        ATTACK(settings_of_33_entries_end_the_connection),
        ATTACK(settings_over_many_streams_are_charged_by_the_stream),
        ATTACK(keepalive_pings_go_on_for_ever),
        ATTACK(a_ping_for_each_data_frame_goes_on_for_ever),
        ATTACK(requests_go_on_for_ever),
        ATTACK(streams_over_the_limit_are_refused),
        ATTACK(a_peer_cannot_choose_ids_that_collide),
    };

    return cmocka_run_group_tests_name("http2_attack", tests, NULL, NULL);
}
