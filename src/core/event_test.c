/* SPDX-License-Identifier: Apache-2.0 */
#include "core/event.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void block_holds_what_it_was_made_for_and_no_more(void **state)
{
    struct vd_block *block = vd_block_new(3, 3 * 9);
    struct vd_event *event;

    assert_non_null(block);
    for (int i = 0; i < 3; i++) {
        event = vd_block_add(block, VD_SLICE("key"), VD_SLICE("value"), VD_SLICE("c"));
        assert_non_null(event);
        assert_ptr_equal(event, &block->events[i]);
        event->revision = i + 2;
    }
    assert_null(vd_block_add(block, VD_SLICE(""), VD_SLICE(""), VD_SLICE("")));
    assert_int_equal(block->count, 3);
    assert_true(block->front == block->back);
    for (int i = 0; i < 3; i++) {
        event = &block->events[i];
        assert_int_equal(event->revision, i + 2);
        assert_ptr_equal(event->block, block);
        assert_true(vd_slice_eq(vd_event_key(event), VD_SLICE("key")));
        assert_true(vd_slice_eq(vd_event_value(event), VD_SLICE("value")));
        assert_true(vd_slice_eq(vd_event_cause(event), VD_SLICE("c")));
    }
    vd_block_unref(block);
}

static void block_refuses_bytes_it_has_no_room_for(void **state)
{
    struct vd_block *block = vd_block_new(2, 8);

    assert_non_null(block);
    assert_null(vd_block_add(block, VD_SLICE("0123456789012345678901234567890123456789"),
                             VD_SLICE("0123456789012345678901234567890123456789"),
                             VD_SLICE("0123456789012345678901234567890123456789")));
    assert_int_equal(block->count, 0);
    assert_non_null(vd_block_add(block, VD_SLICE("k"), VD_SLICE(""), VD_SLICE("")));
    vd_block_unref(block);
}

static void block_lives_until_its_last_reference(void **state)
{
    struct vd_block *block = vd_block_new(1, 1);

    assert_non_null(block);
    assert_non_null(vd_block_add(block, VD_SLICE("k"), VD_SLICE(""), VD_SLICE("")));
    assert_ptr_equal(vd_block_ref(block), block);
    vd_block_unref(block);
    assert_true(vd_slice_eq(vd_event_key(&block->events[0]), VD_SLICE("k")));
    vd_block_unref(block);
    vd_block_unref(NULL);
}

static void block_of_impossible_size_is_refused(void **state)
{
    assert_null(vd_block_new(SIZE_MAX / 8, 1));
    assert_null(vd_block_new(1, SIZE_MAX - 8));
    vd_alloc_fail_after(0);
    assert_null(vd_block_new(1, 1));
    vd_alloc_fail_after(-1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(block_holds_what_it_was_made_for_and_no_more),
        cmocka_unit_test(block_refuses_bytes_it_has_no_room_for),
        cmocka_unit_test(block_lives_until_its_last_reference),
        cmocka_unit_test(block_of_impossible_size_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
