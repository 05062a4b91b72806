/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/protobuf.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void varints_have_the_size_that_they_take(void **state)
{
    uint8_t bytes[VD_PB_VARINT_BYTES];
    struct vd_pb_reader reader;
    uint64_t back;

    for (unsigned bits = 0; bits < 64; bits++) {
        for (int delta = -1; delta <= 1; delta++) {
            uint64_t value = (UINT64_C(1) << bits) + (uint64_t)delta;
            size_t n = (size_t)(vd_pb_put_varint(bytes, value) - bytes);

            assert_int_equal(n, vd_pb_varint_size(value));
            vd_pb_reader_init(&reader, vd_slice(bytes, n));
            assert_true(vd_pb_next_varint(&reader, &back));
            assert_true(back == value);
            assert_false(vd_pb_next_varint(&reader, &back));
            assert_int_equal(vd_pb_status(&reader), 0);
        }
    }
}

static void what_is_written_is_read_back(void **state)
{
    struct vd_buf buf;
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    size_t begun;

    vd_buf_init(&buf, 0);
    vd_pb_add_uint(&buf, 1, 300);
    vd_pb_add_uint(&buf, 2, 0);
    vd_pb_add_bytes(&buf, 3, VD_SLICE("key"));
    vd_pb_add_bytes(&buf, 4, VD_SLICE_EMPTY);
    vd_pb_add_element(&buf, 4, VD_SLICE_EMPTY);
    begun = vd_pb_begin(&buf, 200);
    for (int i = 0; i < 100; i++)
        vd_pb_add_uint(&buf, 5, UINT64_MAX);
    vd_pb_end(&buf, begun);
    assert_int_equal(vd_buf_status(&buf), 0);

    vd_pb_reader_init(&reader, vd_buf_slice(&buf));
    assert_true(vd_pb_next(&reader, &field));
    assert_int_equal(field.tag, VD_PB_TAG(1, VD_PB_VARINT));
    assert_int_equal(field.value, 300);
    assert_true(vd_pb_next(&reader, &field));
    assert_int_equal(field.tag, VD_PB_TAG(3, VD_PB_LEN));
    assert_true(vd_slice_eq(field.bytes, VD_SLICE("key")));
    assert_true(vd_pb_next(&reader, &field));
    assert_int_equal(field.tag, VD_PB_TAG(4, VD_PB_LEN));
    assert_int_equal(field.bytes.len, 0);
    assert_true(vd_pb_next(&reader, &field));
    assert_int_equal(field.tag, VD_PB_TAG(200, VD_PB_LEN));
    assert_int_equal(field.bytes.len, 1100);
    assert_false(vd_pb_next(&reader, &field));
    assert_int_equal(vd_pb_status(&reader), 0);
    vd_buf_deinit(&buf);
}

static void sizes_and_puts_agree(void **state)
{
    static const uint32_t numbers[] = {1, 15, 16, 2047, 2048, (1 << 29) - 1};
    uint8_t bytes[600] = {0};

    for (size_t i = 0; i < VD_COUNT(numbers); i++) {
        for (size_t n = 0; n < 400; n += 57) {
            assert_int_equal(vd_pb_put_uint(bytes, numbers[i], n) - bytes,
                             vd_pb_uint_size(numbers[i], n));
            assert_int_equal(vd_pb_put_len(bytes, numbers[i], n) - bytes + (long)n,
                             vd_pb_bytes_size(numbers[i], n));
        }
    }
}

static void malformed_messages_are_refused(void **state)
{
    static const struct {
        const char *why;
        struct vd_slice bytes;
    } cases[] = {
        {"tag cut", {(const uint8_t *)"\x80", 1}},
        {"varint cut", {(const uint8_t *)"\x08\xff", 2}},
        {"no value", {(const uint8_t *)"\x08", 1}},
        {"varint of 11 bytes",
         {(const uint8_t *)"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12}},
        {"varint over 64 bits",
         {(const uint8_t *)"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 11}},
        {"tag over 32 bits", {(const uint8_t *)"\x80\x80\x80\x80\x10\x00", 6}},
        {"number 0", {(const uint8_t *)"\x00\x00", 2}},
        {"length over the rest", {(const uint8_t *)"\x0a\x02x", 3}},
        {"length near 2^64", {(const uint8_t *)"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11}},
        {"fixed64 cut",
         {(const uint8_t *)"\x09"
                           "1234567",
          8}},
        {"fixed32 cut",
         {(const uint8_t *)"\x0d"
                           "123",
          4}},
        {"group not closed", {(const uint8_t *)"\x0b\x08\x01", 3}},
        {"group closed by another", {(const uint8_t *)"\x0b\x14", 2}},
        {"group end alone", {(const uint8_t *)"\x0c", 1}},
        {"wire type 6", {(const uint8_t *)"\x0e", 1}},
        {"wire type 7", {(const uint8_t *)"\x0f", 1}},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        struct vd_pb_reader reader;
        struct vd_pb_field field;

        vd_pb_reader_init(&reader, cases[i].bytes);
        assert_false(vd_pb_next(&reader, &field));
        if (vd_pb_status(&reader) != VD_INVALID)
            fail_msg("%s", cases[i].why);
        assert_false(vd_pb_next(&reader, &field));
    }
}

static void groups_are_skipped_to_a_depth(void **state)
{
    uint8_t bytes[2 * VD_PB_GROUP_DEPTH + 4];
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    for (size_t depth = 1; depth <= VD_PB_GROUP_DEPTH + 1; depth++) {
        memset(bytes, 0x0b, depth);
        memset(bytes + depth, 0x0c, depth);
        memcpy(bytes + 2 * depth, "\x10\x07", 2);
        vd_pb_reader_init(&reader, vd_slice(bytes, 2 * depth + 2));
        assert_int_equal(vd_pb_next(&reader, &field), depth <= VD_PB_GROUP_DEPTH);
        assert_int_equal(vd_pb_status(&reader), depth <= VD_PB_GROUP_DEPTH ? 0 : VD_INVALID);
        if (depth <= VD_PB_GROUP_DEPTH)
            assert_int_equal(field.value, 7);
    }
}

static void no_memory_is_sticky_in_the_buffer(void **state)
{
    struct vd_buf buf;
    size_t begun;

    vd_buf_init(&buf, 0);
    vd_alloc_fail_after(0);
    begun = vd_pb_begin(&buf, 1);
    vd_pb_add_uint(&buf, 1, 1);
    vd_pb_end(&buf, begun);
    vd_alloc_fail_after(-1);
    assert_int_equal(vd_buf_status(&buf), -ENOMEM);
    vd_buf_deinit(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(varints_have_the_size_that_they_take),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(sizes_and_puts_agree),
        cmocka_unit_test(malformed_messages_are_refused),
        cmocka_unit_test(groups_are_skipped_to_a_depth),
        cmocka_unit_test(no_memory_is_sticky_in_the_buffer),
    };

    return cmocka_run_group_tests_name("protobuf", tests, NULL, NULL);
}
