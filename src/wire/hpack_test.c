/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/hpack.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct vd_hpack_block block;

static void what_is_encoded_is_decoded(void **state)
{
    static const struct vd_header fields[] = {
        {{(const uint8_t *)"content-type", 12}, {(const uint8_t *)"application/grpc", 16}},
        {{(const uint8_t *)"grpc-status", 11}, {(const uint8_t *)"0", 1}},
        {{(const uint8_t *)"location", 8}, {NULL, 0}},
        {{(const uint8_t *)"x-etcd-index", 12}, {(const uint8_t *)"12345", 5}},
    };
    struct nghttp2_hd_inflater *inflater = vd_hpack_new();
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    for (unsigned status = 100; status < 600; status++) {
        char digits[4];

        vd_buf_clear(&buf);
        vd_hpack_put_status(&buf, status);
        for (size_t i = 0; i < VD_COUNT(fields); i++)
            vd_hpack_put(&buf, fields[i].name, fields[i].value);
        assert_int_equal(vd_hpack_decode(inflater, vd_buf_slice(&buf), &block), 0);
        assert_int_equal(block.count, VD_COUNT(fields) + 1);
        snprintf(digits, sizeof(digits), "%u", status);
        assert_true(vd_slice_eq(block.headers[0].name, VD_SLICE(":status")));
        assert_true(vd_slice_eq(block.headers[0].value, vd_slice_str(digits)));
        for (size_t i = 0; i < VD_COUNT(fields); i++) {
            assert_true(vd_slice_eq(block.headers[i + 1].name, fields[i].name));
            assert_true(vd_slice_eq(block.headers[i + 1].value, fields[i].value));
        }
    }
    vd_buf_deinit(&buf);
    vd_hpack_free(inflater);
}

static void long_values_take_long_integers(void **state)
{
    struct nghttp2_hd_inflater *inflater = vd_hpack_new();
    static uint8_t value[20000];
    struct vd_buf buf;

    memset(value, 'v', sizeof(value));
    vd_buf_init(&buf, 0);
    for (size_t n = 0; n < sizeof(value); n = n * 2 + 1) {
        vd_buf_clear(&buf);
        vd_hpack_put(&buf, VD_SLICE("x-name"), vd_slice(value, n));
        assert_int_equal(vd_hpack_decode(inflater, vd_buf_slice(&buf), &block), 0);
        assert_int_equal(block.headers[0].value.len, n);
    }
    vd_buf_deinit(&buf);
    vd_hpack_free(inflater);
}

/* One field of the static table, one byte each: the cheapest to send. */
static int decode_indexed(struct nghttp2_hd_inflater *inflater, size_t count)
{
    uint8_t bytes[VD_HPACK_GIVE_UP_FACTOR * VD_HPACK_FIELDS + 1];

    assert_true(count <= sizeof(bytes));
    memset(bytes, 0x82, count);
    return vd_hpack_decode(inflater, vd_slice(bytes, count), &block);
}

static void fields_over_the_limit_are_refused_and_the_table_stays_right(void **state)
{
    struct nghttp2_hd_inflater *inflater = vd_hpack_new();
    /* x: y into the table; then a block over the limit that puts a: b before it. */
    static const uint8_t add_x[] = "\x40\x01x\x01y", indexed[] = "\xbe\xbf";
    uint8_t large[6 + VD_HPACK_FIELDS + 1] = "\x40\x01"
                                             "a\x01"
                                             "b";

    assert_int_equal(decode_indexed(inflater, VD_HPACK_FIELDS), 0);
    assert_int_equal(block.count, VD_HPACK_FIELDS);
    assert_int_equal(vd_hpack_decode(inflater, vd_slice(add_x, 5), &block), 0);
    memset(large + 5, 0x82, VD_HPACK_FIELDS);
    assert_int_equal(vd_hpack_decode(inflater, vd_slice(large, 5 + VD_HPACK_FIELDS), &block),
                     VD_TOO_LARGE);
    assert_int_equal(vd_hpack_decode(inflater, vd_slice(indexed, 2), &block), 0);
    assert_true(vd_slice_eq(block.headers[0].name, VD_SLICE("a")));
    assert_true(vd_slice_eq(block.headers[1].name, VD_SLICE("x")));
    vd_hpack_free(inflater);
}

static void far_over_the_limit_decoding_stops(void **state)
{
    struct nghttp2_hd_inflater *inflater = vd_hpack_new();

    assert_int_equal(decode_indexed(inflater, VD_HPACK_GIVE_UP_FACTOR * VD_HPACK_FIELDS),
                     VD_TOO_LARGE);
    assert_int_equal(decode_indexed(inflater, VD_HPACK_GIVE_UP_FACTOR * VD_HPACK_FIELDS + 1),
                     VD_TOO_MANY);
    vd_hpack_free(inflater);
}

/* A value of nearly the whole table, then a byte for each time that it is named again. */
static void a_large_value_named_again_and_again_counts_in_full(void **state)
{
    struct nghttp2_hd_inflater *inflater = vd_hpack_new();
    static uint8_t bytes[4 + 4000 + 100];
    size_t head = 4000 + 6, again;

    memcpy(bytes, "\x40\x01x\x7f\xa1\x1e", 6);
    memset(bytes + 6, 'v', 4000);
    again = 6;
    memset(bytes + head, 0xbe, 90);
    assert_int_equal(vd_hpack_decode(inflater, vd_slice(bytes, head + again), &block), 0);
    assert_int_equal(vd_hpack_decode(inflater, vd_slice(bytes, head + 9), &block), VD_TOO_LARGE);
    assert_in_range(block.used_bytes, 0, VD_HPACK_BYTES);
    assert_int_equal(vd_hpack_decode(inflater, vd_slice(bytes, head + 90), &block), VD_TOO_MANY);
    vd_hpack_free(inflater);
}

static bool is_copied(struct vd_slice s)
{
    return s.ptr >= block.bytes && s.ptr + s.len <= block.bytes + sizeof(block.bytes);
}

/* What a later field of the block can drive out of the table does not stay lent from it. */
static void fields_are_lent_only_while_the_table_keeps_them(void **state)
{
    static uint8_t large[5 + 6 + 4000];
    struct nghttp2_hd_inflater *inflater = vd_hpack_new();

    assert_int_equal(vd_hpack_decode(inflater,
                                     VD_SLICE("\x40\x01x\x01y\x00\x01"
                                              "a\x01"
                                              "b"),
                                     &block),
                     0);
    assert_true(is_copied(block.headers[0].value) && is_copied(block.headers[1].value));
    assert_int_equal(vd_hpack_decode(inflater, VD_SLICE("\xbe\xbe"), &block), 0);
    assert_false(is_copied(block.headers[0].value));
    assert_true(vd_slice_eq(block.headers[1].value, VD_SLICE("y")));
    memcpy(large, "\xbe\xbe\x40\x01z\x7f\xa1\x1e", 8);
    memset(large + 8, 'v', 4000);
    assert_int_equal(vd_hpack_decode(inflater, vd_slice(large, 4008), &block), 0);
    assert_int_equal(block.count, 3);
    for (size_t i = 0; i < 2; i++) {
        assert_true(is_copied(block.headers[i].name) && is_copied(block.headers[i].value));
        assert_true(vd_slice_eq(block.headers[i].name, VD_SLICE("x")));
        assert_true(vd_slice_eq(block.headers[i].value, VD_SLICE("y")));
    }
    assert_true(is_copied(block.headers[2].value));
    vd_hpack_free(inflater);
}

static void what_is_not_hpack_is_invalid(void **state)
{
    static const struct vd_slice cases[] = {
        {(const uint8_t *)"\x80", 1},                     /* index 0 */
        {(const uint8_t *)"\xbe", 1},                     /* past the tables */
        {(const uint8_t *)"\x40\x05x", 3},                /* a name that is cut */
        {(const uint8_t *)"\x40\x01x", 3},                /* no value */
        {(const uint8_t *)"\x82\x20", 2},                 /* a size update behind a field */
        {(const uint8_t *)"\x3f\xe2\x1f", 3},             /* a size of 4097 */
        {(const uint8_t *)"\xff\xff\xff\xff\xff\xff", 6}, /* an integer that does not end */
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        struct nghttp2_hd_inflater *inflater = vd_hpack_new();

        assert_int_equal(vd_hpack_decode(inflater, cases[i], &block), VD_INVALID);
        vd_hpack_free(inflater);
    }
}

static void no_memory_is_reported_and_leaks_nothing(void **state)
{
    static const uint8_t add[] = "\x40\x01x\x01y";
    int rc = -ENOMEM;

    for (long after = 0; rc; after++) {
        struct nghttp2_hd_inflater *inflater;

        vd_alloc_fail_after(after);
        inflater = vd_hpack_new();
        if (inflater)
            rc = vd_hpack_decode(inflater, vd_slice(add, 5), &block);
        vd_alloc_fail_after(-1);
        vd_hpack_free(inflater);
        assert_true(rc == 0 || rc == -ENOMEM);
        assert_in_range(after, 0, 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_encoded_is_decoded),
        cmocka_unit_test(long_values_take_long_integers),
        cmocka_unit_test(fields_over_the_limit_are_refused_and_the_table_stays_right),
        cmocka_unit_test(far_over_the_limit_decoding_stops),
        cmocka_unit_test(a_large_value_named_again_and_again_counts_in_full),
        cmocka_unit_test(fields_are_lent_only_while_the_table_keeps_them),
        cmocka_unit_test(what_is_not_hpack_is_invalid),
        cmocka_unit_test(no_memory_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests_name("hpack", tests, NULL, NULL);
}
