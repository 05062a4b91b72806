/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/check.h"
#include "store/record.h"
#include "store/varint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void put_entry(struct vd_buf *buf, const struct vd_entry *entry)
{
    uint8_t head[VD_ENTRY_HEAD_MAX];

    vd_buf_append(buf, head, vd_entry_encode_head(entry, head));
    vd_buf_append_slice(buf, entry->key);
    vd_buf_append_slice(buf, entry->value);
    vd_buf_append_slice(buf, entry->cause);
}

static void put_side(struct vd_buf *buf, const struct vd_side *side)
{
    uint8_t head[VD_SIDE_HEAD_MAX];

    vd_buf_append(buf, head, vd_side_encode_head(side, head));
    vd_buf_append_slice(buf, side->key);
    vd_buf_append_slice(buf, side->value);
}

static const struct vd_entry entries[] = {
    {.pos = {70, 0},
     .create_revision = 70,
     .version = 1,
     .key = {(const uint8_t *)"a", 1},
     .value = {(const uint8_t *)"value", 5}},
    {.pos = {70, 1},
     .create_revision = 3,
     .version = 900,
     .prev = {69, 4000000000u},
     .lease = -5,
     .key = {(const uint8_t *)"key", 3},
     .cause = {(const uint8_t *)"because", 7}},
    {.pos = {70, 2}, .type = VD_ENTRY_DELETE, .prev = {1, 0}, .key = {(const uint8_t *)"gone", 4}},
    {.pos = {70, 3}, .create_revision = 70, .version = 2, .prev = {70, 0}, .last = true},
};

static const struct vd_side sides[] = {
    {.table = VD_SIDE_LEASE,
     .key = {(const uint8_t *)"12345678", 8},
     .value = {(const uint8_t *)"ttl", 3}},
    {.table = VD_SIDE_LEASE, .key = {(const uint8_t *)"87654321", 8}, .removed = true},
    {.table = VD_SIDE_META, .key = {(const uint8_t *)"k", 1}},
};

static void put_record(struct vd_buf *buf)
{
    struct vd_record_head head = {70, 12, VD_COUNT(entries), VD_COUNT(sides)};
    uint8_t bytes[VD_RECORD_HEAD_MAX];

    vd_buf_init(buf, 0);
    vd_buf_append(buf, bytes, vd_record_encode_head(&head, bytes));
    for (size_t i = 0; i < VD_COUNT(entries); i++)
        put_entry(buf, &entries[i]);
    for (size_t i = 0; i < VD_COUNT(sides); i++)
        put_side(buf, &sides[i]);
    assert_int_equal(vd_buf_status(buf), 0);
}

/* Reads a whole record; 0, or the first thing that is wrong with it. */
static int read_record(struct vd_slice payload, uint32_t *out_events, uint32_t *out_sides)
{
    struct vd_record_reader reader;
    struct vd_entry entry;
    struct vd_side side;
    int rc = vd_record_reader_init(&reader, payload, 5);

    *out_events = *out_sides = 0;
    while (rc == 0 && (rc = vd_record_next_event(&reader, &entry)) == 0)
        ++*out_events;
    if (rc != VD_END)
        return rc;
    while ((rc = vd_record_next_side(&reader, &side)) == 0)
        ++*out_sides;
    return rc == VD_END ? 0 : rc;
}

static void assert_same(const struct vd_entry *got, const struct vd_entry *want)
{
    assert_int_equal(vd_pos_cmp(got->pos, want->pos), 0);
    assert_int_equal(vd_pos_cmp(got->prev, want->prev), 0);
    assert_int_equal(got->create_revision, want->create_revision);
    assert_int_equal(got->version, want->version);
    assert_int_equal(got->lease, want->lease);
    assert_int_equal(got->type, want->type);
    assert_int_equal(got->last, want->last);
    assert_int_equal(got->value_len, want->value.len);
    assert_true(vd_slice_eq(got->key, want->key));
    assert_true(vd_slice_eq(got->value, want->value));
    assert_true(vd_slice_eq(got->cause, want->cause));
}

static void a_record_reads_back_as_it_was_written(void **state)
{
    struct vd_record_reader reader;
    struct vd_entry entry;
    struct vd_side side;
    struct vd_buf buf;

    put_record(&buf);
    assert_int_equal(vd_record_reader_init(&reader, vd_buf_slice(&buf), 1234), 0);
    assert_int_equal(reader.head.revision, 70);
    assert_int_equal(reader.head.floor, 12);
    for (size_t i = 0; i < VD_COUNT(entries); i++) {
        assert_int_equal(vd_record_next_event(&reader, &entry), 0);
        assert_int_equal(entry.time_ms, 1234);
        assert_same(&entry, &entries[i]);
    }
    assert_int_equal(vd_record_next_event(&reader, &entry), VD_END);
    for (size_t i = 0; i < VD_COUNT(sides); i++) {
        assert_int_equal(vd_record_next_side(&reader, &side), 0);
        assert_int_equal(side.table, sides[i].table);
        assert_int_equal(side.removed, sides[i].removed);
        assert_true(vd_slice_eq(side.key, sides[i].key));
        assert_true(vd_slice_eq(side.value, sides[i].value));
    }
    assert_int_equal(vd_record_next_side(&reader, &side), VD_END);
    vd_buf_deinit(&buf);
}

/* As docs/format.md has it: a change here is a change of the format. */
static void the_bytes_of_a_record_are_those_of_the_format(void **state)
{
    static const uint8_t want[] =
        {
            70,   12,   4,    3, /* revision, floor, events, sides */
            0x10, 1,    5,    'a',  'v',  'a',  'l',  'u',  'e', /* created */
            0x0e, 3,    0,    7,    67,   0x84, 0x07, 0xfb, 0xff, 0xff,
            0xff, 0xff, 0xff, 0xff, 0xff,                              /* lease */
            1,    0x80, 0xd0, 0xac, 0xf3, 0x0e,                        /* prev */
            'k',  'e',  'y',  'b',  'e',  'c',  'a',  'u',  's',  'e', /* no value, a cause */
            0x09, 4,    69,   0,    'g',  'o',  'n',  'e',             /* a delete */
            0x28, 0,    0,    0,    2,    0,    0, /* the last; no key, version 2, prev in this
                                                      revision */
            1,    8,    4,    '1',  '2',  '3',  '4',  '5',  '6',  '7',
            '8',  't',  't',  'l',  1,    8,    0,    '8',  '7',  '6',
            '5',  '4',  '3',  '2',  '1',  0,    1,    1,    'k',
        };
    struct vd_buf buf;

    put_record(&buf);
    assert_int_equal(buf.len, sizeof(want));
    assert_memory_equal(buf.data, want, sizeof(want));
    vd_buf_deinit(&buf);
}

static void a_record_cut_off_or_with_bytes_left_over_is_corrupt(void **state)
{
    uint32_t events, count;
    struct vd_buf buf;

    put_record(&buf);
    for (size_t len = 0; len < buf.len; len++) {
        uint8_t *copy = malloc(len + 1); /* so that a sanitizer sees every byte too far */

        memcpy(copy, buf.data, len);
        assert_int_equal(read_record(vd_slice(copy, len), &events, &count), VD_CORRUPT);
        free(copy);
    }
    assert_int_equal(read_record(vd_buf_slice(&buf), &events, &count), 0);
    vd_buf_append(&buf, "", 1);
    assert_int_equal(read_record(vd_buf_slice(&buf), &events, &count), VD_CORRUPT);
    vd_buf_deinit(&buf);
}

static void every_flipped_bit_is_corrupt_or_another_sane_record(void **state)
{
    uint32_t events, count, sane = 0, corrupt = 0;
    struct vd_buf buf;

    put_record(&buf);
    for (size_t bit = 0; bit < buf.len * 8; bit++) {
        int rc;

        buf.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
        rc = read_record(vd_buf_slice(&buf), &events, &count);
        assert_true(rc == 0 || rc == VD_CORRUPT);
        if (rc)
            corrupt++;
        else
            sane++;
        buf.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    assert_true(corrupt > 100 && sane > 50);
    vd_buf_deinit(&buf);
}

static void counts_that_the_bytes_cannot_hold_are_refused_before_any_work(void **state)
{
    struct vd_record_head head = {1, 0, UINT32_MAX, UINT32_MAX};
    uint8_t bytes[VD_RECORD_HEAD_MAX];
    struct vd_record_reader reader;
    size_t len = vd_record_encode_head(&head, bytes);

    assert_int_equal(vd_record_reader_init(&reader, vd_slice(bytes, len), 0), VD_CORRUPT);
}

static void a_number_has_one_form_and_64_bits(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
        bool ok;
        uint64_t want;
    } rows[] = {
        {"\x00", 1, true, 0},
        {"\x7f", 1, true, 127},
        {"\x80\x01", 2, true, 128},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10, true, UINT64_MAX},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10, false, 0},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\x00", 11, false, 0},
        {"\x80\x00", 2, false, 0},
        {"\x80", 1, false, 0},
        {"", 0, false, 0},
    };

    for (size_t i = 0; i < VD_COUNT(rows); i++) {
        struct vd_bytes_reader reader = vd_bytes_reader(vd_slice(rows[i].bytes, rows[i].len));

        assert_int_equal(vd_bytes_varint(&reader, UINT64_MAX), rows[i].want);
        assert_int_equal(!reader.failed, rows[i].ok);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_reads_back_as_it_was_written),
        cmocka_unit_test(the_bytes_of_a_record_are_those_of_the_format),
        cmocka_unit_test(a_record_cut_off_or_with_bytes_left_over_is_corrupt),
        cmocka_unit_test(every_flipped_bit_is_corrupt_or_another_sane_record),
        cmocka_unit_test(counts_that_the_bytes_cannot_hold_are_refused_before_any_work),
        cmocka_unit_test(a_number_has_one_form_and_64_bits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
