/* SPDX-License-Identifier: Apache-2.0 */
#include "core/stamps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void a_revision_has_the_time_of_the_first_publication_that_holds_it(void **state)
{
    static struct vd_stamps stamps;
    uint64_t time_ns;

    vd_stamps_put(&stamps, 5, 50);
    vd_stamps_put(&stamps, 8, 80); /* 6, 7 and 8 in one commit */
    vd_stamps_put(&stamps, 9, 90);
    assert_true(vd_stamps_find(&stamps, 9, &time_ns));
    assert_int_equal(time_ns, 90);
    for (int64_t r = 6; r <= 8; r++) {
        assert_true(vd_stamps_find(&stamps, r, &time_ns));
        assert_int_equal(time_ns, 80);
    }
    assert_false(vd_stamps_find(&stamps, 10, &time_ns)); /* not yet */
}

static void what_has_left_the_ring_is_not_found(void **state)
{
    static struct vd_stamps stamps;
    uint64_t time_ns;

    for (int64_t r = 2; r < 2 + 3 * VD_STAMPS; r++)
        vd_stamps_put(&stamps, r, (uint64_t)r * 10);
    assert_false(vd_stamps_find(&stamps, 2, &time_ns));
    assert_false(vd_stamps_find(&stamps, 2 + 2 * VD_STAMPS, &time_ns));
    assert_true(vd_stamps_find(&stamps, 3 + 2 * VD_STAMPS, &time_ns));
    assert_int_equal(time_ns, (3 + 2 * VD_STAMPS) * 10);
}

static void without_a_stamp_nothing_is_found(void **state)
{
    static struct vd_stamps stamps;
    uint64_t time_ns;

    assert_false(vd_stamps_find(&stamps, 1, &time_ns));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_revision_has_the_time_of_the_first_publication_that_holds_it),
        cmocka_unit_test(what_has_left_the_ring_is_not_found),
        cmocka_unit_test(without_a_stamp_nothing_is_found),
    };

    return cmocka_run_group_tests_name("stamps", tests, NULL, NULL);
}
