/* SPDX-License-Identifier: Apache-2.0 */
#include "core/sides.h"

#include "base/alloc.h"
#include "base/check.h"
#include "core/lease.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void a_lease_and_an_alarm_come_back_from_their_rows(void **state)
{
    static const int64_t ids[] = {1, -1, 7, INT64_MAX, INT64_MIN};
    static const int64_t ttls[] = {1, 127, 128, 2000, VD_LEASE_TTL_MAX_MS};

    for (unsigned i = 0; i < VD_COUNT(ids); i++) {
        struct vd_lease_op given = {ids[i], ttls[i], i % 2}, read = {0};
        struct vd_side_row row = vd_side_row_lease(&given);
        struct vd_side side = vd_side_of_row(&row);

        assert_int_equal(vd_side_read_lease(&side, &read), 0);
        assert_int_equal(read.id, ids[i]);
        assert_int_equal(read.ttl_ms, ttls[i]);
        assert_int_equal(read.subtree, i % 2);
        assert_false(side.removed);
    }
    for (int alarm = VD_ALARM_NOSPACE; alarm <= VD_ALARM_CORRUPT; alarm++) {
        struct vd_side_row row = vd_side_row_alarm((enum vd_alarm)alarm, alarm == VD_ALARM_CORRUPT);
        struct vd_side side = vd_side_of_row(&row);
        enum vd_alarm read;

        assert_int_equal(vd_side_read_alarm(&side, &read), 0);
        assert_int_equal(read, alarm);
        assert_int_equal(side.removed, alarm == VD_ALARM_NOSPACE);
    }
}

/* The bytes of docs/format.md. */
static void the_bytes_of_a_row_are_those_of_the_format(void **state)
{
    struct vd_lease_op lease = {0x0102030405060708, 300, false};
    struct vd_side_row row = vd_side_row_lease(&lease);
    struct vd_side side = vd_side_of_row(&row);

    assert_int_equal(side.table, 1);
    assert_int_equal(side.key.len, 8);
    assert_memory_equal(side.key.ptr, "\1\2\3\4\5\6\7\10", 8);
    assert_int_equal(side.value.len, 2);
    assert_memory_equal(side.value.ptr, "\xac\x02", 2);
    lease.subtree = true;
    row = vd_side_row_lease(&lease);
    side = vd_side_of_row(&row);
    assert_int_equal(side.value.len, 3);
    assert_memory_equal(side.value.ptr, "\xac\x02\x01", 3);
    row = vd_side_row_alarm(VD_ALARM_NOSPACE, true);
    side = vd_side_of_row(&row);
    assert_int_equal(side.table, 2);
    assert_int_equal(side.key.len, 1);
    assert_int_equal(side.key.ptr[0], 1);
    assert_int_equal(side.value.len, 0);
}

static void a_row_that_makes_no_sense_is_damage(void **state)
{
    static const struct vd_side leases[] = {
        {.table = 1, .key = VD_SLICE("1234567"), .value = VD_SLICE("\1")},
        {.table = 1, .key = VD_SLICE("123456789"), .value = VD_SLICE("\1")},
        {.table = 1, .key = VD_SLICE("\0\0\0\0\0\0\0\0"), .value = VD_SLICE("\1")},
        {.table = 1, .key = VD_SLICE("12345678"), .value = VD_SLICE("")},
        {.table = 1, .key = VD_SLICE("12345678"), .value = VD_SLICE("\0")},
        {.table = 1, .key = VD_SLICE("12345678"), .value = VD_SLICE("\1\2")},
        {.table = 1, .key = VD_SLICE("12345678"), .value = VD_SLICE("\1\1\1")},
        {.table = 1, .key = VD_SLICE("12345678"), .value = VD_SLICE("\1\0\1")},
        {.table = 1, .key = VD_SLICE("12345678"), .value = VD_SLICE("\x81")},
        {.table = 1,
         .key = VD_SLICE("12345678"),
         .value = VD_SLICE("\x81\x80\x80\x80\x80\x80\x80\x10")},
    };
    static const struct vd_side alarms[] = {
        {.table = 2, .key = VD_SLICE("")},
        {.table = 2, .key = VD_SLICE("\0")},
        {.table = 2, .key = VD_SLICE("\3")},
        {.table = 2, .key = VD_SLICE("\1\1")},
        {.table = 2, .key = VD_SLICE("\1"), .value = VD_SLICE("1")},
    };
    struct vd_lease_op lease;
    enum vd_alarm alarm;

    for (unsigned i = 0; i < VD_COUNT(leases); i++)
        assert_int_equal(vd_side_read_lease(&leases[i], &lease), VD_CORRUPT);
    for (unsigned i = 0; i < VD_COUNT(alarms); i++)
        assert_int_equal(vd_side_read_alarm(&alarms[i], &alarm), VD_CORRUPT);
}

static int append(struct vd_side_queue *queue, uint64_t log_index)
{
    struct vd_lease_op lease = {.id = (int64_t)log_index, .ttl_ms = 1000};
    struct vd_side_row row = vd_side_row_lease(&lease);
    int rc = vd_side_queue_reserve(queue);

    row.log_index = log_index;
    if (!rc)
        vd_side_queue_append(queue, &row);
    return rc;
}

static void note(void *arg, const struct vd_side *side)
{
    struct vd_lease_op lease;
    int64_t *last = arg;

    assert_int_equal(vd_side_read_lease(side, &lease), 0);
    assert_int_equal(lease.id, *last + 1);
    *last = lease.id;
}

static void rows_are_walked_up_to_an_index_until_they_are_dropped(void **state)
{
    struct vd_side_queue queue;
    uint64_t appended = 0, dropped = 0;

    assert_int_equal(vd_side_queue_init(&queue), 0);
    for (unsigned round = 0; round < 200; round++) {
        int64_t last = (int64_t)dropped;
        uint64_t upto;

        for (unsigned i = 0; i < round * 7 % 300; i++)
            assert_int_equal(append(&queue, ++appended), 0);
        upto = dropped + (appended - dropped) * (round % 5) / 4;
        assert_int_equal(vd_side_queue_walk(&queue, upto, note, &last), upto - dropped);
        assert_int_equal(last, upto);
        if (round % 3) {
            vd_side_queue_drop(&queue, upto);
            dropped = upto;
        }
    }
    assert_true(appended > 10000);
    vd_side_queue_deinit(&queue);
}

static void without_memory_a_row_is_refused_and_the_others_stay(void **state)
{
    struct vd_side_queue queue;
    int64_t last = 0;
    unsigned refused = 0;

    vd_alloc_fail_after(0);
    assert_int_equal(vd_side_queue_init(&queue), -ENOMEM);
    vd_alloc_fail_after(1);
    assert_int_equal(vd_side_queue_init(&queue), 0);
    for (uint64_t i = 1; i <= VD_SIDE_CHUNK_ROWS + 3; i++)
        refused += append(&queue, i) == -ENOMEM;
    vd_alloc_fail_after(-1);
    assert_int_equal(refused, 3);
    assert_int_equal(append(&queue, VD_SIDE_CHUNK_ROWS + 1), 0);
    assert_int_equal(vd_side_queue_walk(&queue, UINT64_MAX, note, &last), VD_SIDE_CHUNK_ROWS + 1);
    vd_side_queue_deinit(&queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lease_and_an_alarm_come_back_from_their_rows),
        cmocka_unit_test(the_bytes_of_a_row_are_those_of_the_format),
        cmocka_unit_test(a_row_that_makes_no_sense_is_damage),
        cmocka_unit_test(rows_are_walked_up_to_an_index_until_they_are_dropped),
        cmocka_unit_test(without_memory_a_row_is_refused_and_the_others_stay),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
