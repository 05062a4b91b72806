/* SPDX-License-Identifier: Apache-2.0 */
#include "server/flush_choice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>

#include <cmocka.h>

enum { MANY = 4096, SMALL = 4096, LARGE = 8 << 20 };

/* Many flushes, which take so long on either way; how many of them went by the thread. */
static unsigned flush_many(struct vd_flush_choice *choice, uint64_t uring_ns, uint64_t thread_ns)
{
    unsigned by_thread = 0;

    for (unsigned i = 0; i < MANY; i++) {
        enum vd_flush_way way = vd_flush_choice_next(choice);

        by_thread += way == VD_FLUSH_THREAD;
        vd_flush_choice_learn(choice, way, way == VD_FLUSH_THREAD ? thread_ns : uring_ns, SMALL);
    }
    return by_thread;
}

static void io_uring_is_used_while_the_thread_is_not_clearly_faster(void **state)
{
    struct vd_flush_choice choice = {0};

    assert_in_range(flush_many(&choice, 100000, 150000), 1, MANY / 50);
    assert_in_range(flush_many(&choice, 100000, 100000), 1, MANY / 50);
    assert_in_range(flush_many(&choice, 100000, 65000), 1, MANY / 50);
}

static void the_thread_is_used_for_as_long_as_it_is_faster(void **state)
{
    struct vd_flush_choice choice = {0};

    flush_many(&choice, 3000000, 300000);
    assert_in_range(flush_many(&choice, 3000000, 300000), MANY - MANY / 50, MANY - 1);
    flush_many(&choice, 100000, 120000);
    assert_in_range(flush_many(&choice, 100000, 120000), 1, MANY / 50);
}

static void a_few_flushes_that_stall_decide_nothing(void **state)
{
    struct vd_flush_choice choice = {0};

    flush_many(&choice, 100000, 110000);
    for (unsigned i = 0; i < 3; i++)
        vd_flush_choice_learn(&choice, VD_FLUSH_URING, 5000000000, SMALL);
    assert_in_range(flush_many(&choice, 100000, 110000), 1, MANY / 50);
}

static void large_flushes_say_nothing_of_the_way(void **state)
{
    struct vd_flush_choice choice = {0};

    flush_many(&choice, 100000, 110000);
    for (unsigned i = 0; i < MANY; i++)
        vd_flush_choice_learn(&choice, VD_FLUSH_URING, 50000000, LARGE);
    assert_int_equal(vd_flush_choice_next(&choice), VD_FLUSH_URING);
    assert_in_range(flush_many(&choice, 100000, 110000), 1, MANY / 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(io_uring_is_used_while_the_thread_is_not_clearly_faster),
        cmocka_unit_test(the_thread_is_used_for_as_long_as_it_is_faster),
        cmocka_unit_test(a_few_flushes_that_stall_decide_nothing),
        cmocka_unit_test(large_flushes_say_nothing_of_the_way),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
