/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/bytes.h"
#include "base/hash.h"
#include "base/list.h"
#include "base/outcome.h"
#include "base/pages.h"
#include "base/survey.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void hash_matches_siphash_1_3_and_depends_on_length(void **state)
{
    uint8_t bytes[16] = {0};

    /* SipHash-1-3 of nothing under the zero key, from an independent implementation. */
    assert_int_equal(vd_hash(VD_SLICE_EMPTY), 0xd1fba762150c532cULL);
    for (size_t i = 0; i < 16; i++)
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(vd_hash(vd_slice(bytes, i)), vd_hash(vd_slice(bytes, j)));
}

static void slice_order_is_bytes_then_length(void **state)
{
    assert_true(vd_slice_cmp(VD_SLICE("a"), VD_SLICE("b")) < 0);
    assert_true(vd_slice_cmp(VD_SLICE("a"), VD_SLICE("aa")) < 0);
    assert_true(vd_slice_cmp(VD_SLICE("\xff"), VD_SLICE("a")) > 0);
    assert_int_equal(vd_slice_cmp(VD_SLICE_EMPTY, VD_SLICE("")), 0);
    assert_true(vd_slice_starts_with(VD_SLICE("abc"), VD_SLICE("ab")));
    assert_false(vd_slice_starts_with(VD_SLICE("a"), VD_SLICE("ab")));
}

static void buf_refuses_growth_past_its_limit_and_stays_refused(void **state)
{
    struct vd_buf buf;

    vd_buf_init(&buf, 100);
    for (int i = 0; i < 10; i++)
        vd_buf_append(&buf, "0123456789", 10);
    assert_int_equal(vd_buf_status(&buf), 0);
    vd_buf_append(&buf, "x", buf.cap - buf.len + 1);
    assert_int_equal(vd_buf_status(&buf), VD_TOO_LARGE);
    vd_buf_append(&buf, "", 0);
    assert_int_equal(buf.len, 100);
    vd_buf_clear(&buf);
    vd_buf_printf(&buf, "%s-%d", "n", 7);
    vd_buf_consume(&buf, 2);
    assert_memory_equal(buf.data, "7", 1);
    vd_buf_deinit(&buf);
}

static void buf_reports_no_memory(void **state)
{
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    vd_alloc_fail_after(0);
    vd_buf_append(&buf, "a", 1);
    vd_alloc_fail_after(-1);
    assert_int_equal(vd_buf_status(&buf), -ENOMEM);
    vd_buf_deinit(&buf);
}

static void arena_hands_out_aligned_pieces_up_to_its_cap(void **state)
{
    struct vd_arena arena;
    size_t pieces = 0;
    uint8_t *last;

    vd_arena_init(&arena, 64 * 1024);
    while ((last = vd_arena_alloc(&arena, 24))) {
        assert_int_equal((uintptr_t)last % 16, 0);
        memset(last, 0xaa, 24);
        pieces++;
    }
    assert_in_range(pieces, 64 * 1024 / 32 - 1, 64 * 1024 / 24);
    assert_null(vd_arena_alloc(&arena, 70000));
    vd_arena_deinit(&arena);
    assert_non_null(vd_arena_alloc(&arena, 60000));
    vd_arena_deinit(&arena);
}

static void bytes_live_until_the_last_reference(void **state)
{
    struct vd_bytes *bytes = vd_bytes_copy(VD_SLICE("shared"));

    assert_non_null(bytes);
    vd_bytes_ref(bytes);
    vd_bytes_unref(bytes);
    assert_true(vd_slice_eq(vd_bytes_slice(bytes), VD_SLICE("shared")));
    vd_bytes_unref(bytes);
    vd_bytes_unref(NULL);
}

struct node {
    struct vd_list link;
    int n;
};

static void list_keeps_order_over_splice_and_removal(void **state)
{
    struct vd_list a, b;
    struct node nodes[6] = {0}, *pos, *tmp;
    int seen = 0;

    vd_list_init(&a);
    vd_list_init(&b);
    for (int i = 0; i < 6; i++) {
        nodes[i].n = i;
        vd_list_append(i < 3 ? &a : &b, &nodes[i].link);
    }
    vd_list_splice(&a, &b);
    assert_true(vd_list_is_empty(&b));
    vd_list_each(pos, tmp, &a, link)
    {
        assert_int_equal(pos->n, seen++);
        vd_list_remove(&pos->link);
        assert_false(vd_list_is_linked(&pos->link));
    }
    assert_int_equal(seen, 6);
    assert_true(vd_list_is_empty(&a));
}

static void arena_begins_in_memory_of_the_caller(void **state)
{
    uint8_t memory[200];
    struct vd_arena arena;
    uint8_t *first;

    for (size_t skip = 0; skip < 20; skip++) {
        vd_arena_init_in(&arena, memory + skip, sizeof(memory) - skip, 64 * 1024);
        vd_alloc_fail_after(0);
        first = vd_arena_alloc(&arena, 100);
        assert_non_null(first);
        assert_int_equal((uintptr_t)first % 16, 0);
        assert_true(first >= memory + skip && first + 100 <= memory + sizeof(memory));
        assert_null(vd_arena_alloc(&arena, 100));
        vd_alloc_fail_after(-1);
        assert_non_null(vd_arena_alloc(&arena, 100));
        vd_arena_deinit(&arena);
    }
    vd_arena_init_in(&arena, memory, 10, 64 * 1024);
    assert_non_null(vd_arena_alloc(&arena, 1));
    vd_arena_deinit(&arena);
}

static void pages_grow_and_shrink_and_move_nothing(void **state)
{
    struct vd_pages pages;
    uint64_t *first;

    vd_pages_init(&pages, sizeof(uint64_t));
    assert_int_equal(vd_pages_reserve(&pages, 1), 0);
    first = vd_pages_at(&pages, 0);
    for (uint64_t i = 0; i < 10000; i++) {
        assert_int_equal(vd_pages_reserve(&pages, i + 1), 0);
        *(uint64_t *)vd_pages_at(&pages, i) = i;
    }
    assert_ptr_equal(vd_pages_at(&pages, 0), first);
    for (uint64_t i = 0; i < 10000; i++)
        assert_int_equal(*(uint64_t *)vd_pages_at(&pages, i), i);
    vd_pages_trim(&pages, 600);
    assert_int_equal(vd_pages_room(&pages), 3 * VD_PAGE_ITEMS);
    assert_int_equal(*(uint64_t *)vd_pages_at(&pages, 600), 600);
    vd_alloc_fail_after(0);
    assert_int_equal(vd_pages_reserve(&pages, 3 * VD_PAGE_ITEMS), 0);
    assert_int_equal(vd_pages_reserve(&pages, 3 * VD_PAGE_ITEMS + 1), -ENOMEM);
    vd_alloc_fail_after(-1);
    assert_int_equal(vd_pages_room(&pages), 3 * VD_PAGE_ITEMS);
    vd_pages_deinit(&pages);
}

static void a_survey_counts_each_reader_once_by_how_far_it_is_behind(void **state)
{
    static const struct {
        uint64_t behind;
        unsigned bucket;
    } rows[] = {{0, 0},   {1, 1},        {2, 2},        {10, 2},        {11, 3},
                {100, 3}, {10000000, 8}, {10000001, 9}, {UINT64_MAX, 9}};
    struct vd_survey_sum all = {.max = 0};
    struct vd_survey current = {.list = NULL};

    for (size_t i = 0; i < VD_COUNT(rows); i++) {
        struct vd_survey one = {.list = NULL};

        assert_false(vd_survey_add(&one, VD_DOOR_ETCD3, rows[i].behind, false));
        assert_int_equal(one.sum.counts[rows[i].bucket], 1);
        assert_true(one.sum.max == rows[i].behind);
        assert_true(rows[i].behind <= vd_survey_bound(rows[i].bucket));
        vd_survey_merge(&all, &one.sum);
    }
    vd_survey_add_current(&current, VD_DOOR_ETCD3, 5);
    vd_survey_merge(&all, &current.sum);
    assert_int_equal(all.counts[0], 6);
    assert_int_equal(all.counts[9], 2);
    assert_int_equal(all.watches[VD_DOOR_ETCD3][VD_SURVEY_LIVE], 6);
    assert_int_equal(all.watches[VD_DOOR_ETCD3][VD_SURVEY_BEHIND], 8);
    assert_true(all.max == UINT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hash_matches_siphash_1_3_and_depends_on_length),
        cmocka_unit_test(slice_order_is_bytes_then_length),
        cmocka_unit_test(buf_refuses_growth_past_its_limit_and_stays_refused),
        cmocka_unit_test(buf_reports_no_memory),
        cmocka_unit_test(arena_hands_out_aligned_pieces_up_to_its_cap),
        cmocka_unit_test(arena_begins_in_memory_of_the_caller),
        cmocka_unit_test(bytes_live_until_the_last_reference),
        cmocka_unit_test(pages_grow_and_shrink_and_move_nothing),
        cmocka_unit_test(list_keeps_order_over_splice_and_removal),
        cmocka_unit_test(a_survey_counts_each_reader_once_by_how_far_it_is_behind),
    };

    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
