/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/grpc.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { STREAM_MAX = 8192, COUNT = 4 };

static const uint32_t lengths[COUNT] = {0, 1, 3000, 7};

static size_t make_stream(uint8_t *to)
{
    uint8_t *at = to;

    for (size_t m = 0; m < COUNT; m++) {
        vd_grpc_put_prefix(at, lengths[m]);
        at += VD_GRPC_PREFIX_BYTES;
        for (uint32_t i = 0; i < lengths[m]; i++)
            *at++ = (uint8_t)(m * 31 + i);
    }
    return (size_t)(at - to);
}

static void check_message(struct vd_slice bytes, size_t m)
{
    assert_int_equal(bytes.len, lengths[m]);
    for (uint32_t i = 0; i < lengths[m]; i++)
        assert_int_equal(bytes.ptr[i], (uint8_t)(m * 31 + i));
}

/* Feeds one run; returns the outcome that ended it. */
static int feed(struct vd_grpc_reader *reader, struct vd_slice input, size_t *seen)
{
    struct vd_grpc_message message;
    int rc;

    while ((rc = vd_grpc_next(reader, &input, &message)) == 0)
        check_message(message.bytes, (*seen)++);
    return rc;
}

static void messages_come_out_whole_however_the_bytes_are_cut(void **state)
{
    uint8_t stream[STREAM_MAX];
    size_t len = make_stream(stream);

    for (size_t cut = 0; cut <= len; cut++) {
        struct vd_grpc_reader reader;
        size_t seen = 0;

        vd_grpc_reader_init(&reader, VD_GRPC_MESSAGE_MAX);
        assert_int_equal(feed(&reader, vd_slice(stream, cut), &seen), VD_WAIT);
        assert_int_equal(feed(&reader, vd_slice(stream + cut, len - cut), &seen), VD_WAIT);
        assert_int_equal(seen, COUNT);
        assert_false(vd_grpc_is_mid_message(&reader));
        vd_grpc_reader_deinit(&reader);
    }
}

static void messages_come_out_whole_byte_by_byte(void **state)
{
    uint8_t stream[STREAM_MAX];
    size_t len = make_stream(stream), seen = 0;
    struct vd_grpc_reader reader;

    vd_grpc_reader_init(&reader, VD_GRPC_MESSAGE_MAX);
    for (size_t i = 0; i < len; i++)
        assert_int_equal(feed(&reader, vd_slice(stream + i, 1), &seen), VD_WAIT);
    assert_int_equal(seen, COUNT);
    vd_grpc_reader_deinit(&reader);
}

static void a_whole_message_is_lent_from_the_input(void **state)
{
    uint8_t stream[STREAM_MAX];
    struct vd_slice input = {stream, make_stream(stream)};
    struct vd_grpc_reader reader;
    struct vd_grpc_message message;

    vd_grpc_reader_init(&reader, VD_GRPC_MESSAGE_MAX);
    vd_alloc_fail_after(0);
    for (size_t m = 0; m < COUNT; m++) {
        assert_int_equal(vd_grpc_next(&reader, &input, &message), 0);
        assert_in_range((uintptr_t)message.bytes.ptr, (uintptr_t)stream,
                        (uintptr_t)stream + STREAM_MAX);
    }
    assert_false(vd_alloc_fail_hit());
    vd_alloc_fail_after(-1);
    vd_grpc_reader_deinit(&reader);
}

static void memory_follows_the_bytes_and_not_the_claim(void **state)
{
    uint8_t prefix[VD_GRPC_PREFIX_BYTES + 1] = {0};
    struct vd_slice input = {prefix, sizeof(prefix)};
    struct vd_grpc_reader reader;
    struct vd_grpc_message message;

    vd_grpc_reader_init(&reader, VD_GRPC_MESSAGE_MAX);
    vd_grpc_put_prefix(prefix, VD_GRPC_MESSAGE_MAX);
    assert_int_equal(vd_grpc_next(&reader, &input, &message), VD_WAIT);
    assert_in_range(reader.cap, 1, 4096);
    assert_true(vd_grpc_is_mid_message(&reader));
    vd_grpc_reader_deinit(&reader);
}

static void messages_over_the_limit_and_bad_flags_are_refused(void **state)
{
    uint8_t prefix[VD_GRPC_PREFIX_BYTES];
    struct vd_slice input = {prefix, sizeof(prefix)};
    struct vd_grpc_reader reader;
    struct vd_grpc_message message;
    struct vd_buf text;

    vd_grpc_reader_init(&reader, VD_GRPC_MESSAGE_MAX);
    vd_grpc_put_prefix(prefix, VD_GRPC_MESSAGE_MAX + 1);
    assert_int_equal(vd_grpc_next(&reader, &input, &message), VD_TOO_LARGE);
    vd_buf_init(&text, 0);
    vd_grpc_put_too_large(&text, reader.len, reader.max_bytes);
    assert_true(
        vd_slice_eq(vd_buf_slice(&text),
                    VD_SLICE("grpc: received message larger than max (2097153 vs. 2097152)")));
    vd_buf_deinit(&text);

    vd_grpc_reader_init(&reader, VD_GRPC_MESSAGE_MAX);
    vd_grpc_put_prefix(prefix, 0);
    prefix[0] = 2;
    input = vd_slice(prefix, sizeof(prefix));
    assert_int_equal(vd_grpc_next(&reader, &input, &message), VD_INVALID);

    vd_grpc_reader_init(&reader, VD_GRPC_MESSAGE_MAX);
    prefix[0] = 1;
    input = vd_slice(prefix, sizeof(prefix));
    assert_int_equal(vd_grpc_next(&reader, &input, &message), 0);
    assert_true(message.compressed);
}

static void no_memory_is_reported_and_leaks_nothing(void **state)
{
    uint8_t stream[STREAM_MAX];
    size_t len = make_stream(stream), seen = 0;
    struct vd_grpc_reader reader;

    for (long after = 0;; after++) {
        int rc = VD_WAIT;

        vd_grpc_reader_init(&reader, VD_GRPC_MESSAGE_MAX);
        vd_alloc_fail_after(after);
        seen = 0;
        for (size_t i = 0; rc == VD_WAIT && i < len; i += 100)
            rc = feed(&reader, vd_slice(stream + i, VD_MIN((size_t)100, len - i)), &seen);
        vd_alloc_fail_after(-1);
        vd_grpc_reader_deinit(&reader);
        if (rc == VD_WAIT)
            break;
        assert_int_equal(rc, -ENOMEM);
    }
    assert_int_equal(seen, COUNT);
}

static void timeouts_are_parsed_as_the_protocol_says(void **state)
{
    static const struct {
        const char *text;
        int rc;
        uint64_t ns;
    } cases[] = {
        {"1S", 0, 1000000000},
        {"250m", 0, 250000000},
        {"7u", 0, 7000},
        {"9n", 0, 9},
        {"2M", 0, 120000000000},
        {"1H", 0, 3600000000000},
        {"99999999H", 0, UINT64_MAX},
        {"", VD_INVALID, 0},
        {"S", VD_INVALID, 0},
        {"1", VD_INVALID, 0},
        {"1s", VD_INVALID, 0},
        {"-1S", VD_INVALID, 0},
        {"100000000S", VD_INVALID, 0},
        {"1 S", VD_INVALID, 0},
    };
    uint64_t ns;

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        assert_int_equal(vd_grpc_timeout_parse(vd_slice_str(cases[i].text), &ns), cases[i].rc);
        if (!cases[i].rc)
            assert_true(ns == cases[i].ns);
    }
}

static void status_messages_are_percent_encoded(void **state)
{
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    vd_grpc_put_message(&buf, VD_SLICE("a b~\r\n%\xc3\xa9\x7f"));
    assert_true(vd_slice_eq(vd_buf_slice(&buf), VD_SLICE("a b~%0D%0A%25%C3%A9%7F")));
    vd_buf_deinit(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_come_out_whole_however_the_bytes_are_cut),
        cmocka_unit_test(messages_come_out_whole_byte_by_byte),
        cmocka_unit_test(a_whole_message_is_lent_from_the_input),
        cmocka_unit_test(memory_follows_the_bytes_and_not_the_claim),
        cmocka_unit_test(messages_over_the_limit_and_bad_flags_are_refused),
        cmocka_unit_test(no_memory_is_reported_and_leaks_nothing),
        cmocka_unit_test(timeouts_are_parsed_as_the_protocol_says),
        cmocka_unit_test(status_messages_are_percent_encoded),
    };

    return cmocka_run_group_tests_name("grpc", tests, NULL, NULL);
}
