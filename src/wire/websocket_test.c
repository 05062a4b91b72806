/* SPDX-License-Identifier: Apache-2.0 */
/* Every case is read whole and cut at every place: what comes of it is the same. */
#include "wire/websocket.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/check.h"
#include "wire/test_websocket.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LIMIT = 100000, NOW_MS = 1000 };

/* --- what comes of it ------------------------------------------------------------------------- */

/* Items as text: "T5:hello P0: C1000:why " and at the end "!1002" or "?" in the middle of one. */
static void read_in(struct vd_slice bytes, size_t step, struct vd_buf *said)
{
    static const char names[] = "-TB-----CPO";
    struct vd_websocket_reader reader;
    struct vd_websocket_item item;
    int rc = VD_WAIT;

    vd_websocket_reader_init(&reader, LIMIT, NOW_MS);
    while (bytes.len && rc == VD_WAIT) {
        size_t n = VD_MIN(step, bytes.len);
        uint8_t *copy = malloc(n);
        struct vd_slice piece = {copy, n};

        vd_assert(copy);
        memcpy(copy, bytes.ptr, n);
        bytes = vd_slice(bytes.ptr + n, bytes.len - n);
        while ((rc = vd_websocket_next(&reader, &piece, NOW_MS, &item)) == 0) {
            if (item.type == VD_WEBSOCKET_CLOSE)
                vd_buf_printf(said, "C%u:", item.code);
            else
                vd_buf_printf(said, "%c%zu:", names[item.type], item.bytes.len);
            vd_buf_append_slice(said, item.bytes);
            vd_buf_append(said, " ", 1);
            if (item.type == VD_WEBSOCKET_CLOSE) {
                bytes.len = piece.len = 0;
                break;
            }
        }
        assert_true(rc != VD_WAIT || !piece.len);
        free(copy);
    }
    if (rc == VD_INVALID) {
        assert_non_null(reader.why);
        vd_buf_printf(said, "!%u", reader.code);
    } else if (reader.head_len || reader.type) {
        vd_buf_append(said, "?", 1);
    } else {
        assert_null(reader.gathered);
    }
    vd_websocket_reader_deinit(&reader);
}

static void assert_said(struct vd_slice bytes, const char *want)
{
    struct vd_buf said;

    for (size_t step = 1; step <= bytes.len + 1; step += bytes.len > 4096 ? bytes.len / 3 : 1) {
        vd_buf_init(&said, 0);
        read_in(bytes, step, &said);
        vd_buf_append(&said, "", 1);
        assert_int_equal(vd_buf_status(&said), 0);
        assert_string_equal((char *)said.data, want);
        vd_buf_deinit(&said);
    }
}

/* --- cases ------------------------------------------------------------------------------------ */

struct frame {
    unsigned first, len_bytes;
    struct vd_slice payload;
};

struct row {
    const char *want;
    struct frame frames[6];
};

#define F(first, literal) LONG(first, 1, literal)
#define LONG(first, size, literal)                                                                 \
    {                                                                                              \
        first, size, VD_SLICE(literal)                                                             \
    }
#define TEXT_125                                                                                   \
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"  \
    "1234567890123456789012345678901234"

static const struct row ROWS[] = {
    /* Whole messages. */
    {"T5:hello ", {F(0x81, "hello")}},
    {"T0: ", {F(0x81, "")}},
    {"B0: ", {F(0x82, "")}},
    {"B3:\xff\xfe\xfd ", {F(0x82, "\xff\xfe\xfd")}},
    {"T2:hi B1:x T2:ho ", {F(0x81, "hi"), F(0x82, "x"), F(0x81, "ho")}},
    /* Fragments, and control frames between them. */
    {"T5:hello ", {F(0x01, "hel"), F(0x80, "lo")}},
    {"B5:hello ", {F(0x02, "h"), F(0x00, "ell"), F(0x80, "o")}},
    {"T0: ", {F(0x01, ""), F(0x00, ""), F(0x80, "")}},
    {"T3:mid ", {F(0x01, ""), F(0x00, "mid"), F(0x80, "")}},
    {"P4:ping T5:hello ", {F(0x01, "hel"), F(0x89, "ping"), F(0x80, "lo")}},
    {"P1:a O1:b T4:xyzw ", {F(0x01, "x"), F(0x89, "a"), F(0x00, "yz"), F(0x8a, "b"), F(0x80, "w")}},
    {"C1000:bye ?",
     {F(0x01, "hel"), F(0x88, "\x03\xe8"
                              "bye")}},
    {"?", {F(0x01, "hel")}},
    {"!1002", {F(0x00, "x")}},
    {"!1002", {F(0x80, "x")}},
    {"T1:x !1002", {F(0x81, "x"), F(0x80, "y")}},
    {"!1002", {F(0x01, "x"), F(0x81, "y")}},
    {"!1002", {F(0x01, "x"), F(0x02, "y")}},
    {"!1002", {F(0x02, "x"), F(0x01, "y")}},
    /* Control frames. */
    {"P0: ", {F(0x89, "")}},
    {"O0: ", {F(0x8a, "")}},
    {"P125:" TEXT_125 " ", {F(0x89, TEXT_125)}},
    {"!1002", {F(0x89, TEXT_125 "x")}},
    {"!1002", {F(0x8a, TEXT_125 "x")}},
    {"!1002", {F(0x88, TEXT_125 "x")}},
    {"!1002", {F(0x09, "ping")}},
    {"!1002", {F(0x0a, "pong")}},
    {"!1002", {F(0x08, "")}},
    {"P1:1 P1:2 P1:3 P1:4 T1:x ",
     {F(0x89, "1"), F(0x89, "2"), F(0x89, "3"), F(0x89, "4"), F(0x81, "x")}},
    /* Reserved bits and types. */
    {"!1002", {F(0xc1, "x")}},
    {"!1002", {F(0xa1, "x")}},
    {"!1002", {F(0x91, "x")}},
    {"!1002", {F(0xf1, "x")}},
    {"!1002", {F(0xc9, "x")}},
    {"!1002", {F(0xd8, "")}},
    {"!1002", {F(0x01, "x"), F(0xc0, "y")}},
    {"T1:x !1002", {F(0x81, "x"), F(0xc1, "y")}},
    {"!1002", {F(0x83, "x")}},
    {"!1002", {F(0x84, "x")}},
    {"!1002", {F(0x85, "x")}},
    {"!1002", {F(0x86, "x")}},
    {"!1002", {F(0x87, "x")}},
    {"!1002", {F(0x8b, "x")}},
    {"!1002", {F(0x8c, "x")}},
    {"!1002", {F(0x8d, "x")}},
    {"!1002", {F(0x8e, "x")}},
    {"!1002", {F(0x8f, "x")}},
    {"!1002", {F(0x0b, "")}},
    {"!1002", {F(0x01, "x"), F(0x83, "y")}},
    /* Lengths that could be shorter. */
    {"T"
     "126:" TEXT_125 "x ",
     {LONG(0x81, 2, TEXT_125 "x")}},
    {"!1002", {LONG(0x81, 2, TEXT_125)}},
    {"!1002", {LONG(0x81, 2, "")}},
    {"!1002", {LONG(0x81, 8, TEXT_125 "x")}},
    {"!1002", {LONG(0x82, 8, "")}},
    {"!1002", {LONG(0x89, 2, "ping")}},
    /* Text that is UTF-8, and text that is not. */
    {"T11:\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5 ",
     {F(0x81, "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5")}},
    {"T4:\xf0\x9f\x98\x80 ", {F(0x01, "\xf0"), F(0x00, "\x9f"), F(0x00, "\x98"), F(0x80, "\x80")}},
    {"P0: T4:\xf4\x8f\xbf\xbf ", {F(0x01, "\xf4\x8f"), F(0x89, ""), F(0x80, "\xbf\xbf")}},
    {"T3:\xed\x9f\xbf ", {F(0x01, "\xed"), F(0x80, "\x9f\xbf")}},
    {"T3:\xe0\xa0\x80 ", {F(0x01, "\xe0"), F(0x80, "\xa0\x80")}},
    {"T1:\x7f T3:\xef\xbf\xbf ", {F(0x81, "\x7f"), F(0x81, "\xef\xbf\xbf")}},
    {"!1007", {F(0x81, "\xff")}},
    {"!1007", {F(0x81, "abc\x80")}},
    {"!1007",
     {F(0x81, "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80"
              "edited")}},
    {"!1007", {F(0x81, "\xc0\xaf")}},
    {"!1007", {F(0x81, "\xe0\x80\xaf")}},
    {"!1007", {F(0x81, "\xf0\x80\x80\xaf")}},
    {"!1007", {F(0x81, "\xf4\x90\x80\x80")}},
    {"!1007", {F(0x81, "\xf5")}},
    {"!1007", {F(0x81, "\xce\xba\xe1\xbd")}},
    {"!1007", {F(0x01, "\xce\xba\xe1"), F(0x80, "")}},
    {"!1007", {F(0x01, "\xf4"), F(0x00, "\x90")}},
    {"!1007", {F(0x01, "\xed"), F(0x00, "\xa0")}},
    {"!1007", {F(0x01, "\xe0\x9f")}},
    {"!1007", {F(0x01, "\xf0\x8f")}},
    {"!1007", {F(0x01, "ok\xf8")}},
    {"!1007", {F(0x01, "\xe2\x82"), F(0x00, "x")}},
    {"B2:\xc0\xaf ", {F(0x82, "\xc0\xaf")}},
    {"B4:\xff\xff\xff\xff T1:x ", {F(0x02, "\xff\xff"), F(0x80, "\xff\xff"), F(0x81, "x")}},
    /* Closes. */
    {"C1005: ", {F(0x88, "")}},
    {"C1000: ", {F(0x88, "\x03\xe8")}},
    {"C1000:bye ",
     {F(0x88, "\x03\xe8"
              "bye"),
      F(0x81, "not read")}},
    {"C1001:\xe2\x82\xac ", {F(0x88, "\x03\xe9\xe2\x82\xac")}},
    {"!1002", {F(0x88, "\x03")}},
    {"!1007", {F(0x88, "\x03\xe8\xff")}},
    {"!1007", {F(0x88, "\x03\xe8\xe2\x82")}},
    {"T1:x C1000: ", {F(0x81, "x"), F(0x88, "\x03\xe8")}},
};

static void each_case_of_the_protocol_is_judged_the_same_in_any_pieces(void **state)
{
    for (size_t i = 0; i < VD_COUNT(ROWS); i++) {
        struct vd_buf bytes;

        vd_buf_init(&bytes, 0);
        for (size_t k = 0; k < VD_COUNT(ROWS[i].frames) && ROWS[i].frames[k].len_bytes; k++)
            vd_ws_peer_put_as(&bytes, ROWS[i].frames[k].first, ROWS[i].frames[k].len_bytes,
                              ROWS[i].frames[k].payload);
        assert_said(vd_buf_slice(&bytes), ROWS[i].want);
        vd_buf_deinit(&bytes);
    }
}

static void messages_of_every_length_are_read(void **state)
{
    static const size_t sizes[] = {1,   2,    7,     8,     9,     15,    124,   125,  126,
                                   127, 1000, 65534, 65535, 65536, 65537, 99999, LIMIT};
    char *payload = malloc(LIMIT), *want = malloc(LIMIT + 32);

    for (size_t i = 0; i < LIMIT; i++)
        payload[i] = (char)('a' + i % 26);
    for (size_t i = 0; i < VD_COUNT(sizes); i++) {
        struct vd_buf bytes;
        int n = sprintf(want, "B%zu:", sizes[i]);

        memcpy(want + n, payload, sizes[i]);
        strcpy(want + n + sizes[i], " ");
        vd_buf_init(&bytes, 0);
        vd_ws_peer_put(&bytes, 0x82, vd_slice(payload, sizes[i]));
        assert_said(vd_buf_slice(&bytes), want);
        want[0] = 'T';
        vd_buf_clear(&bytes);
        vd_ws_peer_put(&bytes, 0x01, vd_slice(payload, sizes[i] / 3));
        vd_ws_peer_put(&bytes, 0x80, vd_slice(payload + sizes[i] / 3, sizes[i] - sizes[i] / 3));
        assert_said(vd_buf_slice(&bytes), want);
        vd_buf_deinit(&bytes);
    }
    free(payload);
    free(want);
}

static void a_frame_without_a_mask_is_refused_by_its_second_byte(void **state)
{
    assert_said(VD_SLICE("\x81\x05"), "!1002");
    assert_said(VD_SLICE("\x88\x00"), "!1002");
}

static void a_control_frame_too_long_is_refused_by_its_second_byte(void **state)
{
    assert_said(VD_SLICE("\x89\xfe"), "!1002");
    assert_said(VD_SLICE("\x89\xff"), "!1002");
}

static void a_length_beyond_63_bits_is_refused(void **state)
{
    assert_said(VD_SLICE("\x82\xff\x80\0\0\0\0\0\0\0mask"), "!1002");
    assert_said(VD_SLICE("\x82\xff\xff\xff\xff\xff\xff\xff\xff\xffmask"), "!1002");
}

/* LIMIT is 0x186a0. */
static void a_message_over_the_limit_is_refused_by_its_head(void **state)
{
    struct vd_buf bytes;

    assert_said(VD_SLICE("\x82\xff\0\0\0\0\0\1\x86\xa1mask"), "!1009");
    assert_said(VD_SLICE("\x82\xff\0\0\0\0\0\1\x86\xa0mask"), "?");
    assert_said(VD_SLICE("\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xffmask"), "!1009");
    vd_buf_init(&bytes, 0);
    vd_ws_peer_put(&bytes, 0x02, VD_SLICE("x"));
    vd_buf_append_slice(&bytes, VD_SLICE("\x80\xff\0\0\0\0\0\1\x86\xa0mask"));
    assert_said(vd_buf_slice(&bytes), "!1009");
    vd_buf_deinit(&bytes);
}

static void a_claimed_length_costs_no_memory(void **state)
{
    struct vd_websocket_reader reader;
    struct vd_websocket_item item;
    struct vd_slice input = VD_SLICE("\x82\xff\0\0\0\0\0\1\x86\xa0maskxyz");

    vd_websocket_reader_init(&reader, LIMIT, NOW_MS);
    assert_int_equal(vd_websocket_next(&reader, &input, NOW_MS, &item), VD_WAIT);
    assert_int_equal(reader.filled, 3);
    assert_in_range(reader.cap, 3, 1024);
    vd_websocket_reader_deinit(&reader);
}

/* So many frames, one after the other, as they come at now_ms. */
static int read_many(struct vd_websocket_reader *reader, unsigned first, struct vd_slice payload,
                     unsigned count, uint64_t now_ms)
{
    struct vd_websocket_item item;
    struct vd_buf bytes;
    int rc = 0;

    vd_buf_init(&bytes, 0);
    vd_ws_peer_put(&bytes, first, payload);
    for (; count && (rc == 0 || rc == VD_WAIT); count--) {
        struct vd_slice input = vd_buf_slice(&bytes);

        rc = vd_websocket_next(reader, &input, now_ms, &item);
    }
    vd_buf_deinit(&bytes);
    return rc;
}

static void fragments_of_a_message_are_counted(void **state)
{
    struct vd_websocket_reader reader;
    uint8_t payload[VD_WEBSOCKET_TINY_BYTES] = {0};
    struct vd_slice piece = {payload, sizeof(payload)};

    vd_websocket_reader_init(&reader, UINT32_MAX, NOW_MS);
    assert_int_equal(read_many(&reader, 0x02, piece, 1, NOW_MS), VD_WAIT);
    assert_int_equal(read_many(&reader, 0x00, piece, VD_WEBSOCKET_FRAGMENTS - 1, NOW_MS), VD_WAIT);
    assert_int_equal(read_many(&reader, 0x80, piece, 1, NOW_MS), VD_INVALID);
    assert_int_equal(reader.code, 1008);
    vd_websocket_reader_deinit(&reader);
}

static void tiny_frames_are_taken_at_a_bounded_rate(void **state)
{
    static const struct {
        unsigned first, begin;
        const char *payload;
    } kinds[] = {{0x89, 0, "x"}, {0x8a, 0, ""}, {0x00, 0x02, "x"}, {0x81, 0, ""}};

    for (size_t i = 0; i < VD_COUNT(kinds); i++) {
        struct vd_websocket_reader reader;
        struct vd_slice payload = vd_slice_str(kinds[i].payload);
        unsigned burst = VD_WEBSOCKET_TINY, later = NOW_MS + 1000;
        int want = kinds[i].begin ? VD_WAIT : 0;

        vd_websocket_reader_init(&reader, LIMIT, NOW_MS);
        if (kinds[i].begin)
            assert_int_equal(read_many(&reader, kinds[i].begin, payload, 1, NOW_MS), VD_WAIT);
        burst -= kinds[i].begin != 0;
        assert_int_equal(read_many(&reader, kinds[i].first, payload, burst, NOW_MS), want);
        assert_int_equal(
            read_many(&reader, kinds[i].first, payload, VD_WEBSOCKET_TINY_PER_S, later), want);
        assert_int_equal(read_many(&reader, kinds[i].first, payload, 1, later), VD_INVALID);
        assert_int_equal(reader.code, 1008);
        vd_websocket_reader_deinit(&reader);
    }
}

static void small_whole_messages_are_not_tiny(void **state)
{
    struct vd_websocket_reader reader;

    vd_websocket_reader_init(&reader, LIMIT, NOW_MS);
    assert_int_equal(read_many(&reader, 0x81, VD_SLICE("x"), 4 * VD_WEBSOCKET_TINY, NOW_MS), 0);
    vd_websocket_reader_deinit(&reader);
}

static void close_codes_are_those_of_the_registry(void **state)
{
    for (unsigned code = 0; code < 6000; code++) {
        uint8_t payload[2] = {(uint8_t)(code >> 8), (uint8_t)code};
        bool valid = (code >= 1000 && code < 1015 && !(code >= 1004 && code <= 1006)) ||
                     (code >= 3000 && code <= 4999);
        struct vd_buf bytes;
        char want[16];

        vd_buf_init(&bytes, 0);
        vd_ws_peer_put(&bytes, 0x88, vd_slice(payload, 2));
        snprintf(want, sizeof(want), valid ? "C%u: " : "!1002", code);
        assert_said(vd_buf_slice(&bytes), want);
        vd_buf_deinit(&bytes);
    }
}

static void without_memory_it_says_so_and_holds_nothing(void **state)
{
    struct vd_buf bytes;
    int rc = -ENOMEM;

    vd_buf_init(&bytes, 0);
    vd_ws_peer_put(&bytes, 0x01, VD_SLICE("hel"));
    vd_ws_peer_put(&bytes, 0x89, VD_SLICE("ping"));
    vd_ws_peer_put(&bytes, 0x80, VD_SLICE("lo"));
    for (long after = 0; rc == -ENOMEM; after++) {
        struct vd_websocket_reader reader;
        struct vd_websocket_item item;
        struct vd_slice input = vd_buf_slice(&bytes);

        vd_websocket_reader_init(&reader, LIMIT, NOW_MS);
        vd_alloc_fail_after(after);
        do
            rc = vd_websocket_next(&reader, &input, NOW_MS, &item);
        while (rc == 0);
        assert_int_equal(rc, vd_alloc_fail_hit() ? -ENOMEM : VD_WAIT);
        vd_alloc_fail_after(-1);
        vd_websocket_reader_deinit(&reader);
    }
    vd_buf_deinit(&bytes);
}

static void heads_are_as_short_as_they_can_be(void **state)
{
    static const struct {
        size_t len;
        struct vd_slice head;
    } rows[] = {
        {0, VD_SLICE("\x81\0")},
        {125, VD_SLICE("\x81\x7d")},
        {126, VD_SLICE("\x81\x7e\0\x7e")},
        {65535, VD_SLICE("\x81\x7e\xff\xff")},
        {65536, VD_SLICE("\x81\x7f\0\0\0\0\0\1\0\0")},
        {0x123456789, VD_SLICE("\x81\x7f\0\0\0\1\x23\x45\x67\x89")},
    };
    uint8_t head[VD_WEBSOCKET_HEAD_BYTES];

    for (size_t i = 0; i < VD_COUNT(rows); i++) {
        uint8_t *end =
            vd_websocket_put_head(head, VD_WEBSOCKET_FIN | VD_WEBSOCKET_TEXT, rows[i].len);

        assert_int_equal(end - head, rows[i].head.len);
        assert_int_equal(vd_websocket_head_bytes(rows[i].len), rows[i].head.len);
        assert_memory_equal(head, rows[i].head.ptr, rows[i].head.len);
    }
}

/* RFC 6455, 1.3. */
static void a_key_is_answered_as_in_the_standard(void **state)
{
    char accept[VD_WEBSOCKET_ACCEPT_BYTES];

    assert_int_equal(vd_websocket_accept(VD_SLICE("dGhlIHNhbXBsZSBub25jZQ=="), accept), 0);
    assert_memory_equal(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", sizeof(accept));
}

static void a_key_that_is_not_16_bytes_is_refused(void **state)
{
    static const char *const keys[] = {"",
                                       "dGhlIHNhbXBsZSBub25jZQ",
                                       "dGhlIHNhbXBsZSBub25jZQ= ",
                                       "dGhlIHNhbXBsZSBub25jZ===",
                                       "dGhlIHNhbXBsZSBub25jZQ===",
                                       "dGhlIHNhbXBsZSBub25jZXg=",
                                       "dGhl*HNhbXBsZSBub25jZQ==",
                                       "dGhlIHNhbXBsZSBub25jZXh4"};
    char accept[VD_WEBSOCKET_ACCEPT_BYTES];

    for (size_t i = 0; i < VD_COUNT(keys); i++)
        assert_int_equal(vd_websocket_accept(vd_slice_str(keys[i]), accept), VD_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_case_of_the_protocol_is_judged_the_same_in_any_pieces),
        cmocka_unit_test(messages_of_every_length_are_read),
        cmocka_unit_test(a_frame_without_a_mask_is_refused_by_its_second_byte),
        cmocka_unit_test(a_control_frame_too_long_is_refused_by_its_second_byte),
        cmocka_unit_test(a_length_beyond_63_bits_is_refused),
        cmocka_unit_test(a_message_over_the_limit_is_refused_by_its_head),
        cmocka_unit_test(a_claimed_length_costs_no_memory),
        cmocka_unit_test(fragments_of_a_message_are_counted),
        cmocka_unit_test(tiny_frames_are_taken_at_a_bounded_rate),
        cmocka_unit_test(small_whole_messages_are_not_tiny),
        cmocka_unit_test(close_codes_are_those_of_the_registry),
        cmocka_unit_test(without_memory_it_says_so_and_holds_nothing),
        cmocka_unit_test(heads_are_as_short_as_they_can_be),
        cmocka_unit_test(a_key_is_answered_as_in_the_standard),
        cmocka_unit_test(a_key_that_is_not_16_bytes_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
