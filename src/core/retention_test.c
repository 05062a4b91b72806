/* SPDX-License-Identifier: Apache-2.0 */
#include "core/retention.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { MINUTE = 60000, HOUR = 3600000 };

static const int64_t NOW = 1700000000000;

static int64_t out;

static enum vd_retention_verdict look(enum vd_retention_kind kind, uint64_t amount,
                                      const struct vd_retention_facts *facts)
{
    struct vd_retention retention = {kind, amount};
    struct vd_retention_state state = {0};

    out = -1;
    return vd_retention_look(&retention, &state, facts, &out);
}

static void all_is_kept_whatever_there_is(void **state)
{
    struct vd_retention_facts facts = {.now_ms = NOW,
                                       .head = 1000000,
                                       .is_settled = true,
                                       .used_bytes = 1000,
                                       .events = 1000000,
                                       .keys = 1,
                                       .quota_bytes = 1000};

    assert_int_equal(look(VD_RETAIN_ALL, 0, &facts), VD_RETAIN_NOTHING);
}

static void half_of_the_quota_makes_the_older_half_go(void **state)
{
    struct vd_retention_facts facts = {.now_ms = NOW,
                                       .head = 1001,
                                       .floor = 101,
                                       .is_settled = true,
                                       .used_bytes = 501,
                                       .events = 900,
                                       .keys = 10,
                                       .quota_bytes = 1000};

    assert_int_equal(look(VD_RETAIN_HALF, 0, &facts), VD_RETAIN_FROM_REVISION);
    assert_int_equal(out, 551);
    facts.used_bytes = 500;
    assert_int_equal(look(VD_RETAIN_HALF, 0, &facts), VD_RETAIN_NOTHING);
    facts.used_bytes = 1u << 30;
    facts.quota_bytes = 0; /* no quota, nothing to fill */
    assert_int_equal(look(VD_RETAIN_HALF, 0, &facts), VD_RETAIN_NOTHING);
}

static void bytes_are_a_bound_of_their_own(void **state)
{
    struct vd_retention_facts facts = {.now_ms = NOW,
                                       .head = 101,
                                       .floor = 1,
                                       .is_settled = true,
                                       .used_bytes = 501,
                                       .events = 100,
                                       .keys = 10,
                                       .quota_bytes = 0};

    assert_int_equal(look(VD_RETAIN_BYTES, 500, &facts), VD_RETAIN_FROM_REVISION);
    assert_int_equal(out, 51);
    assert_int_equal(look(VD_RETAIN_BYTES, 501, &facts), VD_RETAIN_NOTHING);
}

static void a_compaction_under_way_is_waited_for(void **state)
{
    struct vd_retention_facts facts = {.now_ms = NOW,
                                       .head = 1001,
                                       .is_settled = false,
                                       .used_bytes = 999,
                                       .events = 900,
                                       .quota_bytes = 1000};

    assert_int_equal(look(VD_RETAIN_HALF, 0, &facts), VD_RETAIN_NOTHING);
}

static void where_the_keys_fill_the_space_nothing_is_tried_again_and_again(void **state)
{
    struct vd_retention_facts facts = {.now_ms = NOW,
                                       .head = 5000,
                                       .floor = 10,
                                       .is_settled = true,
                                       .used_bytes = 999,
                                       .events = 1050,
                                       .keys = 1000,
                                       .quota_bytes = 1000};

    assert_int_equal(look(VD_RETAIN_HALF, 0, &facts), VD_RETAIN_NOTHING);
    facts.events = 1100; /* now a sixteenth of them can go */
    assert_int_equal(look(VD_RETAIN_HALF, 0, &facts), VD_RETAIN_FROM_REVISION);
    facts.floor = 4999; /* nothing between the floor and the head */
    assert_int_equal(look(VD_RETAIN_HALF, 0, &facts), VD_RETAIN_NOTHING);
}

static void an_age_names_a_time(void **state)
{
    struct vd_retention_facts facts = {.now_ms = NOW, .head = 10, .floor = 5};

    assert_int_equal(look(VD_RETAIN_AGE, 24 * HOUR, &facts), VD_RETAIN_FROM_TIME);
    assert_int_equal(out, NOW - 24 * HOUR);
    assert_int_equal(look(VD_RETAIN_PERIODIC, 10 * MINUTE, &facts), VD_RETAIN_FROM_TIME);
    assert_int_equal(out, NOW - 10 * MINUTE);
    assert_int_equal(look(VD_RETAIN_AGE, UINT64_MAX, &facts), VD_RETAIN_NOTHING);
    facts.floor = 10;
    assert_int_equal(look(VD_RETAIN_AGE, 24 * HOUR, &facts), VD_RETAIN_NOTHING);
}

static void of_revisions_an_eighth_more_is_kept_before_the_next_compaction(void **state)
{
    struct vd_retention_facts facts = {.now_ms = NOW, .head = 10900, .floor = 2000};

    assert_int_equal(look(VD_RETAIN_REVISIONS, 8000, &facts), VD_RETAIN_NOTHING);
    facts.head = 11000;
    assert_int_equal(look(VD_RETAIN_REVISIONS, 8000, &facts), VD_RETAIN_NOTHING);
    facts.head = 11001;
    assert_int_equal(look(VD_RETAIN_REVISIONS, 8000, &facts), VD_RETAIN_FROM_REVISION);
    assert_int_equal(out, 3001);
}

static void revision_mode_of_etcd_keeps_exactly_so_many(void **state)
{
    struct vd_retention_facts facts = {.now_ms = NOW, .head = 1500, .floor = 400};

    assert_int_equal(look(VD_RETAIN_EVERY_5M, 1000, &facts), VD_RETAIN_FROM_REVISION);
    assert_int_equal(out, 500);
    facts.floor = 500;
    assert_int_equal(look(VD_RETAIN_EVERY_5M, 1000, &facts), VD_RETAIN_NOTHING);
    facts.floor = 0;
    facts.head = 1000;
    assert_int_equal(look(VD_RETAIN_EVERY_5M, 1000, &facts), VD_RETAIN_NOTHING);
}

static void each_kind_is_looked_after_in_its_own_time(void **state)
{
    static const struct {
        struct vd_retention retention;
        int64_t interval_ms;
    } rows[] = {
        {{VD_RETAIN_HALF, 0}, 1000},
        {{VD_RETAIN_BYTES, 500}, 1000},
        {{VD_RETAIN_REVISIONS, 10}, 1000},
        {{VD_RETAIN_AGE, 5000}, 1000},
        {{VD_RETAIN_AGE, 10 * MINUTE}, MINUTE},
        {{VD_RETAIN_AGE, 24 * HOUR}, 5 * MINUTE},
        {{VD_RETAIN_PERIODIC, 10 * MINUTE}, 10 * MINUTE},
        {{VD_RETAIN_PERIODIC, HOUR}, HOUR},
        {{VD_RETAIN_PERIODIC, 10 * (uint64_t)HOUR}, HOUR},
        {{VD_RETAIN_EVERY_5M, 10}, 5 * MINUTE},
    };
    const struct vd_retention_facts due = {.now_ms = NOW,
                                           .head = 1000,
                                           .is_settled = true,
                                           .used_bytes = 1000,
                                           .events = 1000,
                                           .quota_bytes = 1000};

    for (size_t i = 0; i < VD_COUNT(rows); i++) {
        struct vd_retention_state now = {0};
        struct vd_retention_facts facts = due;

        assert_int_not_equal(vd_retention_look(&rows[i].retention, &now, &facts, &out),
                             VD_RETAIN_NOTHING);
        facts.now_ms = NOW + rows[i].interval_ms - 1;
        assert_int_equal(vd_retention_look(&rows[i].retention, &now, &facts, &out),
                         VD_RETAIN_NOTHING);
        facts.now_ms++;
        assert_int_not_equal(vd_retention_look(&rows[i].retention, &now, &facts, &out),
                             VD_RETAIN_NOTHING);
    }
}

static void a_clock_that_is_set_back_delays_nothing(void **state)
{
    const struct vd_retention retention = {VD_RETAIN_PERIODIC, HOUR};
    struct vd_retention_state now = {0};
    struct vd_retention_facts facts = {.now_ms = NOW, .head = 10};

    assert_int_equal(vd_retention_look(&retention, &now, &facts, &out), VD_RETAIN_FROM_TIME);
    assert_false(vd_retention_is_due(&retention, &now, NOW));
    facts.now_ms = NOW - 1;
    assert_true(vd_retention_is_due(&retention, &now, facts.now_ms));
    assert_int_equal(vd_retention_look(&retention, &now, &facts, &out), VD_RETAIN_FROM_TIME);
    assert_int_equal(now.next_ms, NOW - 1 + HOUR);
}

/* Halving by revisions comes below the bound, whatever is left of each. */
static void a_store_that_grows_for_ever_stays_below_its_bound(void **state)
{
    struct vd_retention retention = {VD_RETAIN_HALF, 0};
    struct vd_retention_state now = {0};
    struct vd_retention_facts facts = {
        .now_ms = NOW, .head = 1, .is_settled = true, .keys = 100, .quota_bytes = 1 << 20};
    unsigned compactions = 0;

    for (int i = 0; i < 100000; i++) {
        facts.now_ms += 1000;
        facts.head += 10;
        facts.events = (uint64_t)(facts.head - facts.floor) + facts.keys;
        facts.used_bytes = facts.events * 100;
        if (vd_retention_look(&retention, &now, &facts, &out) == VD_RETAIN_FROM_REVISION) {
            facts.floor = out;
            compactions++;
        }
        assert_true(facts.used_bytes <= (1 << 19) + 1000);
    }
    assert_in_range(compactions, 100, 1000); /* of about 5,200 revisions, half each time */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_is_kept_whatever_there_is),
        cmocka_unit_test(half_of_the_quota_makes_the_older_half_go),
        cmocka_unit_test(bytes_are_a_bound_of_their_own),
        cmocka_unit_test(a_compaction_under_way_is_waited_for),
        cmocka_unit_test(where_the_keys_fill_the_space_nothing_is_tried_again_and_again),
        cmocka_unit_test(an_age_names_a_time),
        cmocka_unit_test(of_revisions_an_eighth_more_is_kept_before_the_next_compaction),
        cmocka_unit_test(revision_mode_of_etcd_keeps_exactly_so_many),
        cmocka_unit_test(each_kind_is_looked_after_in_its_own_time),
        cmocka_unit_test(a_clock_that_is_set_back_delays_nothing),
        cmocka_unit_test(a_store_that_grows_for_ever_stays_below_its_bound),
    };

    return cmocka_run_group_tests_name("retention", tests, NULL, NULL);
}
