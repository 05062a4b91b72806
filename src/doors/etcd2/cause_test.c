/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd2/cause.h"

#include "base/check.h"
#include "base/hash.h"
#include "core/write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct vd_etcd2_cause read_back(struct vd_slice key, struct vd_slice bytes,
                                       enum vd_event_type type)
{
    struct vd_block *block = vd_block_new(1, 4096);
    struct vd_event *event = vd_block_add(block, key, VD_SLICE("value"), bytes);
    struct vd_etcd2_cause cause;

    event->type = (uint8_t)type;
    vd_etcd2_cause_read(event, &cause);
    vd_block_unref(block);
    return cause;
}

static void a_cause_is_read_as_it_was_written(void **state)
{
    const struct vd_etcd2_cause causes[] = {
        {true, VD_ETCD2_SET, false, false, 0, 0, 0, 0},
        {true, VD_ETCD2_UPDATE, true, true, 77, 1700000000123, 0, 0},
        {true, VD_ETCD2_DELETE, false, true, INT64_MAX, 0, 3, 9999999999999},
        {true, VD_ETCD2_CAD, false, false, 5, 0, 8, 0},
    };

    for (size_t i = 0; i < VD_COUNT(causes); i++) {
        uint8_t bytes[VD_ETCD2_CAUSE_BYTES];
        size_t len = vd_etcd2_cause_write(&causes[i], bytes);
        struct vd_etcd2_cause read =
            read_back(VD_SLICE("some/key"), vd_slice(bytes, len),
                      causes[i].action >= VD_ETCD2_DELETE ? VD_EVENT_DELETE : VD_EVENT_PUT);

        assert_true(len <= sizeof(bytes));
        assert_true(read.is_v2);
        assert_int_equal(read.action, causes[i].action);
        assert_int_equal(read.refresh, causes[i].refresh);
        assert_int_equal(read.dir, causes[i].dir);
        assert_int_equal(read.created, causes[i].created);
        assert_int_equal(read.expires_ms, causes[i].expires_ms);
        assert_int_equal(read.stem_len, causes[i].stem_len);
        assert_int_equal(read.prev_expires_ms, causes[i].prev_expires_ms);
    }
}

static void events_of_others_are_sets_and_deletes_and_ends_of_leases(void **state)
{
    struct vd_etcd2_cause cause;

    assert_int_equal(read_back(VD_SLICE("a"), VD_SLICE_EMPTY, VD_EVENT_PUT).action, VD_ETCD2_SET);
    assert_int_equal(read_back(VD_SLICE("a"), VD_SLICE_EMPTY, VD_EVENT_DELETE).action,
                     VD_ETCD2_DELETE);
    assert_int_equal(read_back(VD_SLICE("a"), VD_SLICE("other"), VD_EVENT_PUT).action,
                     VD_ETCD2_SET);
    cause = read_back(VD_SLICE("a/b"), VD_SLICE("\x01"), VD_EVENT_DELETE);
    assert_int_equal(cause.action, VD_ETCD2_EXPIRE);
    assert_int_equal(cause.stem_len, 0);
    cause = read_back(VD_SLICE("a/b"), VD_SLICE("\x01\x02"), VD_EVENT_DELETE);
    assert_int_equal(cause.action, VD_ETCD2_EXPIRE);
    assert_int_equal(cause.stem_len, 1);
    assert_true(cause.dir);
    assert_false(cause.is_v2);
}

/* What is stored may be anything; a length never goes beyond the key. */
static void any_bytes_are_a_cause(void **state)
{
    uint64_t seed = 1;

    for (int i = 0; i < 100000; i++) {
        uint8_t bytes[16];
        size_t len;
        struct vd_etcd2_cause cause;

        seed = vd_hash_u64(seed + (uint64_t)i);
        memcpy(bytes, &seed, 8);
        memcpy(bytes + 8, &seed, 8);
        bytes[0] = seed & 1 ? VD_CAUSE_ETCD2 : VD_CAUSE_EXPIRED;
        len = (seed >> 8) % sizeof(bytes);
        cause = read_back(VD_SLICE("a/b/"), vd_slice(bytes, len),
                          seed & 2 ? VD_EVENT_DELETE : VD_EVENT_PUT);
        assert_true(cause.stem_len <= 4);
        assert_non_null(vd_etcd2_action_name(cause.action));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cause_is_read_as_it_was_written),
        cmocka_unit_test(events_of_others_are_sets_and_deletes_and_ends_of_leases),
        cmocka_unit_test(any_bytes_are_a_cause),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
