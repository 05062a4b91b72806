/* SPDX-License-Identifier: Apache-2.0 */
#include "http/pending.h"

#include "base/alloc.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct vd_pending_pool pool;
static struct vd_pending *pending;

static int setup(void **state)
{
    memset(&pool, 0, sizeof(pool));
    pending = NULL;
    return 0;
}

static int teardown(void **state)
{
    vd_pending_drop(&pool, &pending);
    vd_pending_pool_deinit(&pool);
    return 0;
}

static void add(const char *text)
{
    assert_int_equal(vd_pending_append(&pool, &pending, vd_slice_str(text)), 0);
}

static void expect(struct vd_slice got, const char *text)
{
    assert_true(vd_slice_eq(got, vd_slice_str(text)));
}

static void nothing_has_no_body_and_no_trailers(void **state)
{
    assert_int_equal(vd_pending_body(NULL).len, 0);
    assert_int_equal(vd_pending_trailers(NULL).len, 0);
}

static void what_is_added_stands_in_order(void **state)
{
    add("head");
    pending->head_len = pending->len;
    add("the body");
    pending->body_len = 8;
    pending->body_at = 4;
    add("trailers");
    expect(vd_slice(pending->bytes, pending->head_len), "head");
    expect(vd_pending_body(pending), "body");
    expect(vd_pending_trailers(pending), "trailers");
}

static void it_grows_and_keeps_what_it_has(void **state)
{
    enum { PIECES = 10000 };

    for (unsigned i = 0; i < PIECES; i++)
        add("abcdefg");
    pending->body_len = pending->len;
    assert_int_equal(vd_pending_body(pending).len, 7 * PIECES);
    for (size_t i = 0; i < pending->len; i++)
        assert_int_equal(pending->bytes[i], "abcdefg"[i % 7]);
}

static void a_small_one_is_used_again_and_a_large_one_is_not_kept(void **state)
{
    static uint8_t large[5000];
    struct vd_pending *first;

    add("small");
    first = pending;
    vd_pending_drop(&pool, &pending);
    assert_null(pending);
    assert_int_equal(pool.spare_count, 1);
    add("again");
    assert_ptr_equal(pending, first);
    assert_int_equal(pending->len, 5);
    assert_int_equal(vd_pending_append(&pool, &pending, vd_slice(large, sizeof(large))), 0);
    assert_int_equal(pool.spare_count, 1);
    vd_pending_drop(&pool, &pending);
    assert_int_equal(pool.spare_count, 1);
}

static void whoever_adds_to_a_shared_head_has_one_of_his_own(void **state)
{
    struct vd_pending *shared = vd_pending_share(VD_SLICE("head"));

    assert_non_null(shared);
    pending = shared;
    vd_pending_drop(&pool, &pending);
    assert_int_equal(pool.spare_count, 0);
    pending = shared;
    add("trailers");
    assert_ptr_not_equal(pending, shared);
    assert_false(pending->is_shared);
    expect(vd_slice(pending->bytes, pending->head_len), "head");
    expect(vd_pending_trailers(pending), "trailers");
    expect(vd_slice(shared->bytes, shared->len), "head");
    vd_free(shared);
}

static void without_memory_what_was_there_stays(void **state)
{
    static uint8_t large[5000];

    add("head");
    vd_alloc_fail_after(0);
    assert_int_equal(vd_pending_append(&pool, &pending, vd_slice(large, sizeof(large))), -ENOMEM);
    assert_null(vd_pending_share(VD_SLICE("x")));
    vd_alloc_fail_after(-1);
    expect(vd_slice(pending->bytes, pending->len), "head");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(nothing_has_no_body_and_no_trailers),
        CASE(what_is_added_stands_in_order),
        CASE(it_grows_and_keeps_what_it_has),
        CASE(a_small_one_is_used_again_and_a_large_one_is_not_kept),
        CASE(whoever_adds_to_a_shared_head_has_one_of_his_own),
        CASE(without_memory_what_was_there_stays),
    };

    return cmocka_run_group_tests_name("pending", tests, NULL, NULL);
}
