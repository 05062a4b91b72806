/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "doors/etcd3/watch_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void one_watch_needs_no_memory_of_its_own(void **state)
{
    struct vd_etcd3_watch_table table = {0};

    vd_etcd3_watch_table_init(&table);
    vd_alloc_fail_after(0);
    assert_ptr_equal(vd_etcd3_watch_table_add(&table, 5), &table.first);
    assert_ptr_equal(vd_etcd3_watch_table_of(&table.first), &table);
    assert_ptr_equal(vd_etcd3_watch_table_find(&table, 5), &table.first);
    assert_null(vd_etcd3_watch_table_find(&table, 0));
    assert_null(vd_etcd3_watch_table_add(&table, 6));
    vd_etcd3_watch_table_remove(&table, &table.first);
    assert_null(vd_etcd3_watch_table_find(&table, 5));
    assert_non_null(vd_etcd3_watch_table_add(&table, 6));
    vd_alloc_fail_after(-1);
    vd_etcd3_watch_table_deinit(&table);
}

/* Random adds and removes of few ids against an array that is one slot an id. */
static void table_does_what_an_array_does(void **state)
{
    enum { IDS = 300, STEPS = 200000 };
    struct vd_etcd3_watch_table table = {0};
    struct vd_etcd3_watch *model[IDS] = {NULL};
    uint32_t count = 0;

    srand(1);
    vd_etcd3_watch_table_init(&table);
    for (int i = 0; i < STEPS; i++) {
        int at = rand() % IDS, fill = (i / 5000) % 2 ? 1 : 3;
        int64_t id = (int64_t)at * 0x100000001 - 50;

        assert_ptr_equal(vd_etcd3_watch_table_find(&table, id), model[at]);
        if (!model[at] && rand() % 4 < fill) {
            model[at] = vd_etcd3_watch_table_add(&table, id);
            assert_non_null(model[at]);
            assert_int_equal(model[at]->id, id);
            assert_ptr_equal(vd_etcd3_watch_table_at(&table, model[at]->slot), model[at]);
            assert_ptr_equal(vd_etcd3_watch_table_of(model[at]), &table);
            count++;
        } else if (model[at] && rand() % 4 >= fill) {
            vd_etcd3_watch_table_remove(&table, model[at]);
            model[at] = NULL;
            count--;
        }
        assert_int_equal(table.count, count);
    }
    assert_true(table.end <= IDS);
    vd_etcd3_watch_table_deinit(&table);
}

static void queued_watch_keeps_its_slot_until_it_is_freed(void **state)
{
    struct vd_etcd3_watch_table table = {0};
    struct vd_etcd3_watch *watch;

    vd_etcd3_watch_table_init(&table);
    watch = vd_etcd3_watch_table_add(&table, 1);
    watch->flags |= VD_ETCD3_WATCH_QUEUED;
    vd_etcd3_watch_table_remove(&table, watch);
    assert_null(vd_etcd3_watch_table_find(&table, 1));
    assert_true(vd_etcd3_watch_table_add(&table, 2) != watch);
    vd_etcd3_watch_table_free_slot(&table, watch);
    assert_ptr_equal(vd_etcd3_watch_table_add(&table, 3), watch);
    vd_etcd3_watch_table_deinit(&table);
}

static void hundred_thousand_watches_are_found_by_id(void **state)
{
    enum { WATCHES = 100000 };
    struct vd_etcd3_watch_table table = {0};

    vd_etcd3_watch_table_init(&table);
    for (int64_t id = 0; id < WATCHES; id++)
        assert_non_null(vd_etcd3_watch_table_add(&table, id));
    for (int64_t id = 0; id < WATCHES; id++)
        assert_int_equal(vd_etcd3_watch_table_find(&table, id)->id, id);
    assert_null(vd_etcd3_watch_table_find(&table, WATCHES));
    vd_etcd3_watch_table_deinit(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_watch_needs_no_memory_of_its_own),
        cmocka_unit_test(table_does_what_an_array_does),
        cmocka_unit_test(queued_watch_keeps_its_slot_until_it_is_freed),
        cmocka_unit_test(hundred_thousand_watches_are_found_by_id),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
