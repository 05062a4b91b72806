/* SPDX-License-Identifier: Apache-2.0 */
#include "core/kv_world.h"

#include "base/alloc.h"
#include "core/defrag.h"
#include "core/get.h"
#include "core/kv_hash.h"
#include "core/peek.h"
#include "core/snapshot.h"
#include "store/wal.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define ALL VD_SLICE("\0"), VD_SLICE("\0")

static const struct vd_event *event_at(struct world *world, int64_t revision, uint32_t sub)
{
    const struct vd_event *event = NULL;
    int rc;

    vd_kv_enter(world->kv, 0);
    rc = vd_kv_event(world->kv, 0, (struct vd_pos){revision, sub}, &event);
    vd_kv_leave(world->kv, 0);
    assert_true(rc == 0 || rc == VD_NOT_FOUND);
    return rc ? NULL : event;
}

static struct vd_view view_of(struct world *world)
{
    struct vd_view view;

    vd_kv_enter(world->kv, 0);
    view = *vd_kv_view(world->kv, 0);
    vd_kv_leave(world->kv, 0);
    return view;
}

static void assert_slice(struct vd_slice slice, const char *text)
{
    assert_int_equal(slice.len, strlen(text));
    assert_memory_equal(slice.ptr, text, slice.len);
}

static void a_fresh_store_is_at_revision_1_and_the_first_put_makes_2(void **state)
{
    struct world world;
    const struct vd_event *event;

    world_init(&world, NULL, NULL);
    assert_int_equal(view_of(&world).head, 1);
    assert_int_equal(world_put(&world, "k", "v"), 2);
    assert_int_equal(view_of(&world).head, 2);
    event = event_at(&world, 2, 0);
    assert_slice(vd_event_key(event), "k");
    assert_slice(vd_event_value(event), "v");
    assert_int_equal(event->version, 1);
    assert_int_equal(event->create_revision, 2);
    assert_int_equal(event->prev_revision, 0);
    assert_int_equal(event->last, 1);
    assert_null(event_at(&world, 3, 0));
    assert_null(event_at(&world, 2, 1));
    world_deinit(&world);
}

static void putting_the_same_value_again_still_makes_a_revision(void **state)
{
    struct world world;

    world_init(&world, NULL, NULL);
    world_put(&world, "k", "v");
    assert_int_equal(world_put(&world, "k", "v"), 3);
    assert_int_equal(event_at(&world, 3, 0)->version, 2);
    assert_int_equal(event_at(&world, 3, 0)->create_revision, 2);
    assert_int_equal(event_at(&world, 3, 0)->prev_revision, 2);
    world_deinit(&world);
}

static void a_delete_of_nothing_makes_no_revision(void **state)
{
    struct world world;

    world_init(&world, NULL, NULL);
    world_put(&world, "k", "v");
    assert_int_equal(world_delete(&world, "x", ""), 0);
    assert_int_equal(world_delete(&world, "m", "a"), 0);
    assert_int_equal(view_of(&world).head, 2);
    world_deinit(&world);
}

static void a_deleted_key_starts_again_at_version_1(void **state)
{
    struct world world;

    world_init(&world, NULL, NULL);
    world_put(&world, "k", "1");
    world_put(&world, "k", "2");
    assert_int_equal(world_delete(&world, "k", ""), 1);
    assert_int_equal(event_at(&world, 4, 0)->type, VD_EVENT_DELETE);
    assert_int_equal(event_at(&world, 4, 0)->version, 0);
    assert_int_equal(event_at(&world, 4, 0)->prev_revision, 3);
    world_put(&world, "k", "3");
    assert_int_equal(event_at(&world, 5, 0)->version, 1);
    assert_int_equal(event_at(&world, 5, 0)->create_revision, 5);
    assert_int_equal(event_at(&world, 5, 0)->prev_revision, 0);
    world_deinit(&world);
}

static void a_range_at_the_largest_revision_is_in_the_future(void **state)
{
    struct vd_op op = world_range_op(VD_SLICE("a"), VD_SLICE_EMPTY);
    struct vd_range *range;
    struct world world;

    world_init(&world, NULL, NULL);
    op.range.revision = INT64_MAX;
    vd_kv_enter(world.kv, 0);
    assert_int_equal(
        vd_range_open(world.kv, 0, NULL, &op.range, (struct vd_pos){0, 0}, NULL, NULL, &range),
        VD_FUTURE);
    vd_kv_leave(world.kv, 0);
    world_deinit(&world);
}

static void range_delete_goes_in_key_order_on_one_revision(void **state)
{
    struct world world;
    enum { KEYS = 1000 };

    world_init(&world, NULL, NULL);
    for (int i = KEYS - 1; i >= 0; i--) {
        char key[16];

        snprintf(key, sizeof(key), "k%04d", i);
        world_put(&world, key, "v");
    }
    assert_int_equal(world_delete(&world, "k", "l"), KEYS);
    for (uint32_t i = 0; i < KEYS; i++) {
        const struct vd_event *event = event_at(&world, KEYS + 2, i);
        char key[16];

        snprintf(key, sizeof(key), "k%04d", (int)i);
        assert_slice(vd_event_key(event), key);
        assert_int_equal(event->last, i == KEYS - 1);
        assert_int_equal(event->prev_revision, KEYS + 1 - i);
    }
    assert_int_equal(view_of(&world).head, KEYS + 2);
    world_deinit(&world);
}

static void nested_compares_see_the_state_before_the_transaction(void **state)
{
    struct world world;
    struct vd_compare missing = {.target = VD_CMP_VERSION, .key = VD_SLICE("k")};
    struct vd_op inner_put = world_put_op("inner", "ran");
    struct vd_txn inner = {&missing, &inner_put, NULL, 1, 1, 0};
    struct vd_op ops[] = {world_put_op("k", "v"), {.type = VD_OP_TXN, .txn = &inner}};
    struct vd_txn txn = {.success = ops, .success_count = 2};
    struct vd_write write;

    world_init(&world, NULL, NULL);
    write = world_txn_write(&world, &txn);
    assert_int_equal(world_write(&world, &write), 0);
    assert_true(write.result.ops[1].txn->succeeded);
    assert_slice(vd_event_key(event_at(&world, 2, 1)), "inner");
    write = world_txn_write(&world, &txn);
    assert_int_equal(world_write(&world, &write), 0);
    assert_false(write.result.ops[1].txn->succeeded);
    assert_int_equal(write.result.ops[1].txn->count, 0);
    world_deinit(&world);
}

static void an_error_of_a_later_operation_changes_nothing(void **state)
{
    struct world world;
    struct vd_op ops[] = {world_put_op("a", "1"), world_put_op("b", "2")};
    struct vd_txn txn = {.success = ops, .success_count = 2};
    struct vd_write write;

    world_init(&world, NULL, NULL);
    ops[1].put.lease = 7;
    write = world_txn_write(&world, &txn);
    assert_int_equal(world_write(&world, &write), VD_LEASE_GONE);
    ops[1] = world_put_op("b", "");
    ops[1].put.ignore_value = true;
    assert_int_equal(world_write(&world, &write), VD_NOT_FOUND);
    ops[1] = world_range_op(VD_SLICE("a"), VD_SLICE_EMPTY);
    ops[1].range.revision = 2;
    assert_int_equal(world_write(&world, &write), VD_FUTURE);
    assert_false(write.changed);
    assert_int_equal(write.revision, 1);
    assert_int_equal(view_of(&world).head, 1);
    assert_null(event_at(&world, 2, 0));
    world_deinit(&world);
}

/* The second put finds its key gone only while it is applied: what the first did is taken back. */
static void a_transaction_that_fails_half_way_is_taken_back(void **state)
{
    struct world world;
    struct vd_op ops[] = {world_put_op("a", "new"), world_delete_op(ALL), world_put_op("b", "")};
    struct vd_txn txn = {.success = ops, .success_count = 3};
    struct vd_write write;

    world_init(&world, NULL, NULL);
    world_put(&world, "a", "old");
    world_put(&world, "b", "old");
    ops[2].put.ignore_value = true;
    write = world_txn_write(&world, &txn);
    assert_int_equal(world_write(&world, &write), VD_NOT_FOUND);
    assert_int_equal(view_of(&world).head, 3);
    assert_int_equal(world_put(&world, "a", "next"), 4);
    assert_int_equal(event_at(&world, 4, 0)->version, 2);
    assert_int_equal(event_at(&world, 4, 0)->prev_revision, 2);
    assert_int_equal(world_delete(&world, "a", "z"), 2);
    world_deinit(&world);
}

static void ignore_value_keeps_the_value_and_ignore_lease_the_lease(void **state)
{
    struct world world;
    struct vd_op op = world_put_op("k", "");
    struct vd_txn txn = {.success = &op, .success_count = 1};
    struct vd_write write;

    world_init(&world, NULL, NULL);
    world_put(&world, "k", "kept");
    op.put.ignore_value = true;
    write = world_txn_write(&world, &txn);
    assert_int_equal(world_write(&world, &write), 0);
    assert_slice(vd_event_value(event_at(&world, 3, 0)), "kept");
    assert_int_equal(write.result.ops[0].prev.revision, 2);
    op = world_put_op("k", "new");
    op.put.ignore_lease = true;
    op.put.lease = 99;
    assert_int_equal(world_write(&world, &write), 0);
    assert_slice(vd_event_value(event_at(&world, 4, 0)), "new");
    world_deinit(&world);
}

static void value_of_a_missing_key_never_compares_true(void **state)
{
    struct world world;
    struct vd_compare compare = {.target = VD_CMP_VALUE, .key = VD_SLICE("k")};
    struct vd_txn txn = {.compares = &compare, .compare_count = 1};
    struct vd_txn_result result;

    world_init(&world, NULL, NULL);
    vd_kv_enter(world.kv, 0);
    for (int i = VD_CMP_EQUAL; i <= VD_CMP_ALWAYS; i++) {
        compare.result = (enum vd_compare_result)i;
        compare.end = VD_SLICE_EMPTY;
        assert_int_equal(vd_kv_read_txn(world.kv, 0, NULL, &txn, &world.arena, &result), 0);
        assert_false(result.succeeded);
        compare.end = VD_SLICE("z");
        assert_int_equal(vd_kv_read_txn(world.kv, 0, NULL, &txn, &world.arena, &result), 0);
        assert_false(result.succeeded);
    }
    compare.target = VD_CMP_CREATE;
    compare.result = VD_CMP_EQUAL;
    assert_int_equal(vd_kv_read_txn(world.kv, 0, NULL, &txn, &world.arena, &result), 0);
    assert_true(result.succeeded);
    vd_kv_leave(world.kv, 0);
    world_deinit(&world);
}

static const struct vd_write *done_order[4];
static unsigned done_count;

static void note_done(struct vd_write *write)
{
    done_order[done_count++] = write;
}

static void a_group_is_answered_in_order_to_the_loop_that_asked(void **state)
{
    struct vd_kv_options options = {.loops = 2};
    struct vd_op ops[4] = {world_put_op("a", "1"), world_put_op("b", "2"), world_put_op("c", "3"),
                           world_put_op("d", "4")};
    struct vd_txn txns[4];
    struct vd_write writes[4];
    struct vd_wal_flush flush;
    struct world world;

    world_init(&world, NULL, &options);
    vd_kv_enter(world.kv, 0);
    vd_kv_enter(world.kv, 1);
    for (unsigned i = 0; i < 4; i++) {
        txns[i] = (struct vd_txn){.success = &ops[i], .success_count = 1};
        writes[i] = world_txn_write(&world, &txns[i]);
        writes[i].slot = i % 2;
        writes[i].done = note_done;
        vd_kv_submit(world.kv, &writes[i]);
    }
    assert_int_equal(vd_kv_view(world.kv, 0)->head, 1);
    assert_int_equal(vd_kv_lead(world.kv, 0, 5, &flush), VD_WAIT);
    assert_int_equal(vd_kv_view(world.kv, 1)->head, 5);
    assert_int_equal(world.wakes[1], 1);
    assert_int_equal(world.wakes[0], 0); /* it collects in the turn in which it leads */
    vd_kv_leave(world.kv, 0);
    vd_kv_leave(world.kv, 1);
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(writes[i].revision, i + 2);
        assert_int_equal(event_at(&world, i + 2, 0)->time_ms, 5);
    }
    assert_int_equal(done_count, 0);
    world_turn(&world, 1);
    assert_int_equal(done_count, 2);
    assert_ptr_equal(done_order[0], &writes[1]);
    assert_ptr_equal(done_order[1], &writes[3]);
    world_turn(&world, 0);
    assert_ptr_equal(done_order[2], &writes[0]);
    assert_ptr_equal(done_order[3], &writes[2]);
    world_deinit(&world);
}

static void tail_blocks_are_found_by_position(void **state)
{
    struct world world;
    struct vd_block *block;
    struct vd_pos next = {0, 0};
    uint32_t first;
    int count = 0;

    world_init(&world, NULL, NULL);
    for (int i = 0; i < 3000; i++)
        world_put(&world, "k", "v");
    next = (struct vd_pos){2, 0};
    vd_kv_enter(world.kv, 0);
    while (!vd_kv_tail_block(world.kv, 0, next, &block, &first)) {
        assert_int_equal(block->events[first].revision, 2 + count);
        for (; first < block->count; first++, count++)
            next = (struct vd_pos){block->events[first].revision, block->events[first].sub + 1};
    }
    assert_int_equal(vd_kv_tail_block(world.kv, 0, next, &block, &first), VD_END);
    vd_kv_leave(world.kv, 0);
    assert_int_equal(count, 3000);
    world_deinit(&world);
}

static void compaction_is_judged_and_moves_the_floor(void **state)
{
    struct world world;
    struct vd_kv_hold hold;

    world_init(&world, NULL, NULL);
    assert_int_equal(world_compact(&world, 0), 0);
    world_put(&world, "k", "1");
    world_put(&world, "k", "2");
    assert_int_equal(world_compact(&world, 4), VD_FUTURE);
    assert_int_equal(world_compact(&world, 3), 0);
    assert_int_equal(view_of(&world).floor, 3);
    assert_int_equal(world_compact(&world, 3), VD_COMPACTED);
    assert_int_equal(world_compact(&world, 0), VD_COMPACTED);
    vd_kv_enter(world.kv, 0);
    assert_int_equal(vd_kv_hold(world.kv, 2, &hold), VD_COMPACTED);
    assert_int_equal(vd_kv_hold(world.kv, 4, &hold), VD_FUTURE);
    assert_int_equal(vd_kv_hold(world.kv, 3, &hold), 0);
    vd_kv_release(world.kv, &hold);
    vd_kv_leave(world.kv, 0);
    world_deinit(&world);
}

static void one_key_is_read_as_it_is_now(void **state)
{
    struct world world;
    struct vd_row row;

    world_init(&world, NULL, NULL);
    world_put(&world, "k", "1");
    world_put(&world, "k", "22");
    world_put(&world, "empty", "");
    world_put(&world, "gone", "1");
    world_delete(&world, "gone", "");
    vd_kv_enter(world.kv, 0);
    assert_int_equal(vd_kv_get(world.kv, 0, NULL, VD_SLICE("k"), true, &row), 0);
    assert_slice(row.key, "k");
    assert_slice(row.value, "22");
    assert_int_equal(row.create_revision, 2);
    assert_int_equal(row.mod_revision, 3);
    assert_int_equal(row.version, 2);
    assert_int_equal(vd_kv_get(world.kv, 0, NULL, VD_SLICE("k"), false, &row), 0);
    assert_null(row.value.ptr);
    assert_int_equal(row.value.len, 2);
    assert_int_equal(vd_kv_get(world.kv, 0, NULL, VD_SLICE("empty"), true, &row), 0);
    assert_int_equal(row.value.len, 0);
    assert_int_equal(vd_kv_get(world.kv, 0, NULL, VD_SLICE("gone"), true, &row), VD_NOT_FOUND);
    assert_int_equal(vd_kv_get(world.kv, 0, NULL, VD_SLICE("never"), true, &row), VD_NOT_FOUND);
    vd_kv_leave(world.kv, 0);
    world_deinit(&world);
}

static void rows_have_the_cause_of_their_event(void **state)
{
    const struct vd_op op = world_put_op("k", "v");
    const struct vd_txn txn = {.success = &op, .success_count = 1};
    const struct vd_range_op all = {.key = VD_SLICE("a"), .end = VD_SLICE("z")};
    struct vd_range *range;
    struct vd_write write;
    struct world world;
    struct vd_row rows[2];
    size_t count;

    (void)state;
    world_init(&world, NULL, NULL);
    (void)world_put(&world, "b", "w");
    write = world_txn_write(&world, &txn);
    write.cause = VD_SLICE("\3");
    assert_int_equal(world_write(&world, &write), 0);
    vd_kv_enter(world.kv, 0);
    assert_int_equal(vd_kv_get(world.kv, 0, NULL, VD_SLICE("k"), true, rows), 0);
    assert_true(vd_slice_eq(rows[0].cause, VD_SLICE("\3")));
    assert_int_equal(
        vd_range_open(world.kv, 0, NULL, &all, (struct vd_pos){0, 0}, NULL, NULL, &range), 0);
    assert_int_equal(vd_range_next(range, true, rows, 2, 1 << 20, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].cause.len, 0);
    assert_true(vd_slice_eq(rows[1].cause, VD_SLICE("\3")));
    vd_range_close(range);
    vd_kv_leave(world.kv, 0);
    world_deinit(&world);
}

static void a_key_in_order_has_the_revision_of_its_transaction(void **state)
{
    struct vd_op ops[] = {world_put_op("q/", "1"), world_put_op("q/", "2"), world_put_op("", "3")};
    struct vd_txn txn = {.success = ops, .success_count = 2};
    struct vd_write write;
    struct vd_row row;
    struct world world;

    world_init(&world, NULL, NULL);
    ops[1].put.in_order = ops[2].put.in_order = true;
    ops[2].put.order_end = VD_SLICE("/z");
    write = world_txn_write(&world, &txn);
    assert_int_equal(world_write(&world, &write), 0);
    assert_int_equal(write.revision, 2);
    txn = (struct vd_txn){.success = &ops[2], .success_count = 1};
    write = world_txn_write(&world, &txn);
    assert_int_equal(world_write(&world, &write), 0);
    vd_kv_enter(world.kv, 0);
    assert_int_equal(vd_kv_get(world.kv, 0, NULL, VD_SLICE("q/"), true, &row), 0);
    assert_memory_equal(row.value.ptr, "1", 1);
    assert_int_equal(vd_kv_get(world.kv, 0, NULL, VD_SLICE("q/00000000000000000002"), true, &row),
                     0);
    assert_memory_equal(row.value.ptr, "2", 1);
    assert_int_equal(vd_kv_get(world.kv, 0, NULL, VD_SLICE("00000000000000000003/z"), true, &row),
                     0);
    vd_kv_leave(world.kv, 0);
    world_put(&world, "q/00000000000000000005", "there");
    txn = (struct vd_txn){.success = ops, .success_count = 2};
    write = world_txn_write(&world, &txn);
    assert_int_equal(world_write(&world, &write), VD_EXISTS);
    assert_int_equal(view_of(&world).head, 4);
    world_deinit(&world);
}

static void peeking_walks_from_key_to_key_at_a_revision(void **state)
{
    struct vd_kv_hold hold;
    struct vd_peek peek;
    struct world world;
    size_t rows = 3;

    world_init(&world, NULL, NULL);
    world_put(&world, "a", "1"); /* 2 */
    world_put(&world, "b", "1");
    world_put(&world, "c", "1");
    vd_kv_enter(world.kv, 0);
    assert_int_equal(vd_kv_hold(world.kv, 4, &hold), 0);
    vd_kv_leave(world.kv, 0);
    world_delete(&world, "a", "c"); /* 5 */
    world_put(&world, "c", "22");
    vd_kv_enter(world.kv, 0);
    assert_int_equal(vd_kv_peek(world.kv, 0, NULL, VD_SLICE("a"), &peek), VD_NOT_FOUND);
    assert_int_equal(vd_kv_peek(world.kv, 0, NULL, VD_SLICE("c"), &peek), 0);
    assert_int_equal(peek.pos.revision, 6);
    assert_int_equal(peek.create_revision, 4);
    assert_int_equal(peek.value_len, 2);
    assert_memory_equal(vd_event_value(peek.event).ptr, "22", 2);
    assert_int_equal(vd_kv_peek_first(world.kv, 0, NULL, ALL, 0, &rows, &peek), 0);
    assert_true(vd_slice_eq(peek.key, VD_SLICE("c")));
    assert_int_equal(rows, 0);
    rows = 2;
    assert_int_equal(vd_kv_peek_first(world.kv, 0, NULL, ALL, 0, &rows, &peek), VD_AGAIN);
    assert_true(vd_slice_eq(peek.key, VD_SLICE("b")));
    rows = 9;
    assert_int_equal(vd_kv_peek_first(world.kv, 0, NULL, ALL, 4, &rows, &peek), 0);
    assert_true(vd_slice_eq(peek.key, VD_SLICE("a")));
    assert_int_equal(rows, 8);
    assert_int_equal(
        vd_kv_peek_first(world.kv, 0, NULL, VD_SLICE("d"), VD_SLICE("\0"), 4, &rows, &peek),
        VD_NOT_FOUND);
    vd_kv_release(world.kv, &hold);
    vd_kv_leave(world.kv, 0);
    world_deinit(&world);
}

static int deny(const struct vd_principal *principal, enum vd_access access, struct vd_slice key,
                struct vd_slice end)
{
    return VD_DENIED;
}

static void every_entry_asks_whether_it_may(void **state)
{
    struct world world;
    struct vd_op ops[] = {world_put_op("a", "1"), world_delete_op(ALL), world_range_op(ALL)};
    struct vd_compare compare = {.key = VD_SLICE("k")};
    struct vd_txn txn = {.success_count = 1};
    struct vd_txn compares = {.compares = &compare, .compare_count = 1};
    struct vd_snapshot *snapshot;
    struct vd_defrag *defrag;
    struct vd_kv_hash *hash;
    struct vd_txn_result result;
    struct vd_range *range;
    struct vd_write write;
    struct vd_peek peek;
    struct vd_row row;
    size_t rows = 1;

    world_init(&world, NULL, NULL);
    world_put(&world, "k", "1");
    vd_access_set_hook(deny);
    for (unsigned i = 0; i < 3; i++) {
        txn.success = &ops[i];
        write = world_txn_write(&world, &txn);
        assert_int_equal(world_write(&world, &write), VD_DENIED);
    }
    write = world_txn_write(&world, &compares);
    assert_int_equal(world_write(&world, &write), VD_DENIED);
    assert_int_equal(world_compact(&world, 2), VD_DENIED);
    vd_kv_enter(world.kv, 0);
    assert_int_equal(vd_kv_read_txn(world.kv, 0, NULL, &compares, &world.arena, &result),
                     VD_DENIED);
    assert_int_equal(
        vd_range_open(world.kv, 0, NULL, &ops[2].range, (struct vd_pos){0, 0}, NULL, NULL, &range),
        VD_DENIED);
    assert_int_equal(vd_kv_get(world.kv, 0, NULL, VD_SLICE("k"), true, &row), VD_DENIED);
    assert_int_equal(vd_kv_peek(world.kv, 0, NULL, VD_SLICE("k"), &peek), VD_DENIED);
    assert_int_equal(vd_kv_peek_first(world.kv, 0, NULL, ALL, 0, &rows, &peek), VD_DENIED);
    assert_int_equal(vd_snapshot_open(world.kv, 0, NULL, NULL, NULL, &snapshot), VD_DENIED);
    assert_int_equal(vd_defrag_open(world.kv, 0, NULL, NULL, NULL, &defrag), VD_DENIED);
    assert_int_equal(vd_kv_hash_open(world.kv, 0, NULL, 0, NULL, NULL, &hash), VD_DENIED);
    vd_kv_leave(world.kv, 0);
    vd_access_set_hook(NULL);
    assert_int_equal(view_of(&world).head, 2);
    assert_int_equal(view_of(&world).floor, 0);
    world_deinit(&world);
}

/* Two puts, and a delete of three keys of which one is new: with each allocation failing in turn
 * either all of it is there or nothing. */
static void without_memory_a_transaction_is_whole_or_not_at_all(void **state)
{
    for (long after = 0;; after++) {
        struct vd_op ops[] = {world_put_op("a", "1"), world_put_op("c", "2"),
                              world_delete_op(VD_SLICE("a"), VD_SLICE("d"))};
        struct vd_txn txn = {.success = ops, .success_count = 3};
        struct vd_write write;
        struct world world;
        bool hit;

        world_init(&world, NULL, NULL);
        world_put(&world, "a", "0");
        world_put(&world, "b", "0");
        write = world_txn_write(&world, &txn);
        vd_alloc_fail_after(after);
        world_write(&world, &write);
        hit = vd_alloc_fail_hit();
        vd_alloc_fail_after(-1);
        if (write.outcome) {
            assert_true(hit);
            assert_int_equal(write.outcome, -ENOMEM);
            assert_int_equal(view_of(&world).head, 3);
            assert_int_equal(world_delete(&world, "a", "z"), 2);
        } else {
            assert_int_equal(write.revision, 4);
            assert_int_equal(world_delete(&world, "a", "z"), 0);
        }
        world_deinit(&world);
        if (!hit)
            break;
    }
}

static void opening_without_memory_is_refused_and_leaks_nothing(void **state)
{
    for (long after = 0;; after++) {
        struct world world;
        int rc;

        vd_alloc_fail_after(after);
        rc = world_try_init(&world, NULL, NULL);
        if (!vd_alloc_fail_hit()) {
            vd_alloc_fail_after(-1);
            assert_int_equal(rc, 0);
            world_deinit(&world);
            break;
        }
        vd_alloc_fail_after(-1);
        assert_int_equal(rc, -ENOMEM);
        vd_arena_deinit(&world.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fresh_store_is_at_revision_1_and_the_first_put_makes_2),
        cmocka_unit_test(putting_the_same_value_again_still_makes_a_revision),
        cmocka_unit_test(a_delete_of_nothing_makes_no_revision),
        cmocka_unit_test(a_deleted_key_starts_again_at_version_1),
        cmocka_unit_test(a_range_at_the_largest_revision_is_in_the_future),
        cmocka_unit_test(range_delete_goes_in_key_order_on_one_revision),
        cmocka_unit_test(nested_compares_see_the_state_before_the_transaction),
        cmocka_unit_test(an_error_of_a_later_operation_changes_nothing),
        cmocka_unit_test(a_transaction_that_fails_half_way_is_taken_back),
        cmocka_unit_test(ignore_value_keeps_the_value_and_ignore_lease_the_lease),
        cmocka_unit_test(value_of_a_missing_key_never_compares_true),
        cmocka_unit_test(a_group_is_answered_in_order_to_the_loop_that_asked),
        cmocka_unit_test(tail_blocks_are_found_by_position),
        cmocka_unit_test(compaction_is_judged_and_moves_the_floor),
        cmocka_unit_test(one_key_is_read_as_it_is_now),
        cmocka_unit_test(rows_have_the_cause_of_their_event),
        cmocka_unit_test(a_key_in_order_has_the_revision_of_its_transaction),
        cmocka_unit_test(peeking_walks_from_key_to_key_at_a_revision),
        cmocka_unit_test(every_entry_asks_whether_it_may),
        cmocka_unit_test(without_memory_a_transaction_is_whole_or_not_at_all),
        cmocka_unit_test(opening_without_memory_is_refused_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
