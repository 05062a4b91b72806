/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests that concern a great many keys: each turn does a bounded piece of them, other loops and
 * other requests go on between two pieces, and what is not whole is not there. What is counted is
 * work and turns, never time.
 */
#include "core/kv_disk_world.h"
#include "core/kv_private.h"
#include "core/range.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define ALL VD_SLICE("\0"), VD_SLICE("\0")

enum { FILL = 1000 };

static struct vd_view view_of(struct world *world)
{
    struct vd_view view;

    vd_kv_enter(world->kv, 0);
    view = *vd_kv_view(world->kv, 0);
    vd_kv_leave(world->kv, 0);
    return view;
}

static int64_t keys_of(struct world *world)
{
    int64_t keys;

    vd_kv_enter(world->kv, 0);
    keys = vd_index_count(vd_kv_view(world->kv, 0)->root, ALL, (struct vd_pos){0, 0});
    vd_kv_leave(world->kv, 0);
    return keys;
}

/* "key/0000000" and so on, many in a transaction. */
static void fill(struct world *world, unsigned keys)
{
    static struct vd_op ops[FILL];
    static char names[FILL][16];

    for (unsigned i = 0; i < keys; i += FILL) {
        struct vd_txn txn = {.success = ops, .success_count = VD_MIN(keys - i, (unsigned)FILL)};
        struct vd_write write = world_txn_write(world, &txn);

        for (unsigned j = 0; j < txn.success_count; j++) {
            snprintf(names[j], sizeof(names[j]), "key/%07u", i + j);
            ops[j] = world_put_op(names[j], "v");
        }
        assert_int_equal(world_write(world, &write), 0);
        vd_arena_deinit(&world->arena);
    }
}

static bool is_done;

static void note_done(struct vd_write *write)
{
    is_done = true;
}

/* The transaction of one operation, of loop `slot`, submitted and no more. */
struct submitted {
    struct vd_op op;
    struct vd_txn txn;
    struct vd_write write;
    bool is_done;
};

static void on_done(struct vd_write *write)
{
    vd_container_of(write, struct submitted, write)->is_done = true;
}

static void submit(struct world *world, struct submitted *one, unsigned slot, struct vd_op op)
{
    *one = (struct submitted){.op = op};
    one->txn = (struct vd_txn){.success = &one->op, .success_count = 1};
    one->write = world_txn_write(world, &one->txn);
    one->write.slot = slot;
    one->write.done = on_done;
    vd_kv_enter(world->kv, slot);
    vd_kv_submit(world->kv, &one->write);
    vd_kv_leave(world->kv, slot);
}

static void a_million_deletes_leave_turns_to_others(void **state)
{
    enum { KEYS = 1000000, SLICE = 2048 };
    struct vd_kv_options options = {.loops = 2};
    struct submitted deletion, put;
    unsigned applying = 0, logging = 0;
    uint32_t made = 0;
    struct disk disk;
    struct world *world = &disk.world;
    int64_t head;

    disk_open(&disk, NULL, &options);
    fill(world, KEYS);
    head = view_of(world).head;
    submit(world, &deletion, 0, world_delete_op(VD_SLICE("key/"), VD_SLICE("key0")));
    world_turn(world, 0);
    submit(world, &put, 1, world_put_op("key/1", "meanwhile"));
    while (!deletion.is_done) {
        uint32_t now = world->kv->apply.sub;
        unsigned wakes = world->wakes[0];

        assert_true(now - made <= SLICE);
        applying += now > made;
        logging += now == made;
        made = now;
        /* Nothing of it is to be seen, and whoever has a turn gets it. */
        assert_int_equal(view_of(world).head, head);
        assert_false(put.is_done);
        world_turn(world, 0);
        assert_true(deletion.is_done || world->wakes[0] == wakes + 1);
    }
    assert_in_range(applying, KEYS / SLICE, KEYS / SLICE + 2);
    assert_in_range(logging, KEYS / SLICE - 1, KEYS / SLICE + 2);
    assert_int_equal(deletion.write.outcome, 0);
    assert_int_equal(deletion.write.revision, head + 1);
    assert_int_equal(deletion.write.result.ops[0].deleted, KEYS);
    assert_int_equal(keys_of(world), 0);
    world_turn(world, 1);
    world_turn(world, 1);
    assert_true(put.is_done);
    assert_int_equal(put.write.revision, head + 2);
    disk_reopen(&disk, false, &options);
    assert_int_equal(view_of(world).head, head + 2);
    assert_int_equal(keys_of(world), 1);
    disk_close(&disk);
}

/* Those that stood before it in the queue are answered at once, and it is not begun twice over. */
static void writes_before_a_large_one_do_not_wait_for_it(void **state)
{
    struct vd_kv_options options = {.slice_steps = 10};
    struct submitted first, large, last;
    struct disk disk;
    struct world *world = &disk.world;
    int64_t head;

    disk_open(&disk, NULL, &options);
    fill(world, 100);
    head = view_of(world).head;
    submit(world, &first, 0, world_put_op("first", "1"));
    submit(world, &large, 0, world_delete_op(VD_SLICE("key/"), VD_SLICE("key0")));
    submit(world, &last, 0, world_put_op("last", "1"));
    world_turn(world, 0);
    assert_true(first.is_done);
    assert_false(large.is_done);
    assert_int_equal(view_of(world).head, head + 1);
    while (!large.is_done) {
        assert_false(last.is_done);
        world_turn(world, 0);
    }
    world_turn(world, 0);
    assert_true(last.is_done);
    assert_int_equal(large.write.result.ops[0].deleted, 100);
    assert_int_equal(large.write.revision, head + 2);
    assert_int_equal(last.write.revision, head + 3);
    disk_close(&disk);
}

/* The loop that has begun it may have its hands full: any other goes on where it stopped. */
static void a_large_write_is_gone_on_with_by_whichever_loop_has_a_turn(void **state)
{
    struct vd_kv_options options = {.loops = 3, .slice_steps = 10};
    struct submitted large;
    struct world world;
    unsigned turns = 0;

    world_init(&world, NULL, &options);
    fill(&world, 100);
    submit(&world, &large, 0, world_delete_op(VD_SLICE("key/"), VD_SLICE("key0")));
    for (; keys_of(&world); turns++)
        world_turn(&world, turns % 2 + 1);
    assert_true(turns >= 10);
    assert_false(large.is_done); /* it is answered on its own loop */
    world_turn(&world, 0);
    assert_true(large.is_done);
    assert_int_equal(large.write.result.ops[0].deleted, 100);
    world_deinit(&world);
}

/* Ends in the middle: while it is applied, while its record is made. Nothing of it is there. */
static void a_large_write_that_is_not_through_at_the_end_never_was(void **state)
{
    struct vd_kv_options options = {.slice_steps = 10};

    for (unsigned turns = 1; turns < 20; turns++) {
        struct submitted put, large;
        struct disk disk;
        int64_t head;

        disk_open(&disk, NULL, &options);
        fill(&disk.world, 100);
        submit(&disk.world, &put, 0, world_put_op("first", "1"));
        submit(&disk.world, &large, 0, world_delete_op(VD_SLICE("key/"), VD_SLICE("key0")));
        world_turn(&disk.world, 0);
        head = view_of(&disk.world).head;
        for (unsigned i = 0; i < turns; i++)
            world_turn(&disk.world, 0);
        assert_false(large.is_done);
        vd_kv_close(disk.world.kv);
        assert_true(large.is_done);
        assert_int_equal(large.write.outcome, VD_UNAVAILABLE);
        assert_false(large.write.changed);
        vd_arena_deinit(&disk.world.arena);
        assert_int_equal(vd_store_close(disk.world.store, true), 0);
        disk_open_world(&disk, &options);
        assert_int_equal(view_of(&disk.world).head, head);
        assert_int_equal(keys_of(&disk.world), 101);
        disk_close(&disk);
    }
}

/* The zeros of a segment for it are not written by a loop: others are served, and wait for their
 * turn. After that, or at the end of it all, everything is as it should be. */
static void a_record_larger_than_a_segment_waits_for_the_keeper(void **state)
{
    const struct vd_store_options store = {.segment_bytes = 16 << 10,
                                           .small_segment_bytes = 4 << 10};
    enum { KEYS = 3000 };

    for (int ends = 0; ends < 2; ends++) {
        struct submitted large, put;
        struct disk disk;
        struct world *world = &disk.world;
        int64_t head;

        disk_open(&disk, &store, NULL);
        fill(world, KEYS);
        head = view_of(world).head;
        submit(world, &large, 0, world_delete_op(VD_SLICE("key/"), VD_SLICE("key0")));
        for (int i = 0; i < 50; i++)
            world_turn(world, 0);
        assert_false(large.is_done);
        submit(world, &put, 0, world_put_op("later", "v"));
        world_turn(world, 0);
        assert_false(put.is_done); /* nor refused: there is room */
        assert_int_equal(keys_of(world), KEYS);
        if (ends) {
            disk_close_world(&disk, true);
            assert_int_equal(large.write.outcome, VD_UNAVAILABLE);
            assert_int_equal(put.write.outcome, VD_UNAVAILABLE);
            disk_open_world(&disk, NULL);
            assert_int_equal(view_of(world).head, head);
        } else {
            unsigned leads = world->leads;

            world_keep(world);
            assert_true(world->leads > leads);
            world_turn(world, 0);
            assert_true(large.is_done);
            world_turn(world, 0);
            assert_int_equal(put.write.revision, head + 2);
            disk_reopen(&disk, false, NULL);
            assert_int_equal(keys_of(world), 1);
        }
        disk_close(&disk);
    }
}

/* A put, a deletion of all, and something new, in a transaction inside another: with each
 * allocation failing in turn, and for slices of every size, all of it is there or nothing. */
static void without_memory_a_sliced_write_is_whole_or_not_at_all(void **state)
{
    static const unsigned slices[] = {1, 2, 7, 40};
    struct vd_op inner_ops[] = {world_delete_op(VD_SLICE("key/"), VD_SLICE("key0")),
                                world_put_op("key/new", "2")};
    struct vd_compare compare = {
        .target = VD_CMP_VERSION, .key = VD_SLICE("key/"), .end = VD_SLICE("key0"), .number = 1};
    struct vd_txn inner = {&compare, inner_ops, NULL, 1, 2, 0};
    struct vd_op ops[] = {world_put_op("key/0000003", "1"), {.type = VD_OP_TXN, .txn = &inner}};
    struct vd_txn txn = {.success = ops, .success_count = 2};

    for (unsigned i = 0; i < VD_COUNT(slices); i++) {
        struct vd_kv_options options = {.slice_steps = slices[i]};
        bool hit = true;

        for (long after = 0; hit; after++) {
            struct vd_write write;
            struct disk disk;
            int64_t head;

            disk_open(&disk, NULL, &options);
            fill(&disk.world, 30);
            head = view_of(&disk.world).head;
            write = world_txn_write(&disk.world, &txn);
            vd_alloc_fail_after(after);
            world_write(&disk.world, &write);
            hit = vd_alloc_fail_hit();
            vd_alloc_fail_after(-1);
            assert_true(write.outcome == 0 || (hit && write.outcome == -ENOMEM));
            for (int life = 0; life < 2; life++) {
                assert_int_equal(view_of(&disk.world).head, head + !write.outcome);
                assert_int_equal(keys_of(&disk.world), write.outcome ? 30 : 1);
                disk_reopen(&disk, false, &options);
            }
            assert_int_equal(world_put(&disk.world, "next", "v"), head + !write.outcome + 1);
            disk_close(&disk);
        }
    }
}

/* All keys but the last are what they should be, so every one of them has to be looked at. */
static void a_comparison_of_many_keys_goes_in_slices(void **state)
{
    enum { KEYS = 5000, SLICE = 100 };
    struct vd_kv_options options = {.slice_steps = SLICE};
    struct vd_compare compare = {
        .target = VD_CMP_VERSION, .key = VD_SLICE("key/"), .end = VD_SLICE("key0"), .number = 1};
    struct vd_op op = world_put_op("new", "1");
    struct vd_txn reads = {&compare, NULL, NULL, 1, 0, 0};
    struct vd_txn txn = {&compare, &op, NULL, 1, 1, 0};
    struct vd_txn_result result;
    struct vd_write write;
    struct world world;

    world_init(&world, NULL, &options);
    fill(&world, KEYS);
    for (int is_changed = 0; is_changed < 2; is_changed++) {
        unsigned turns = 0;

        if (is_changed)
            world_put(&world, "key/0004999", "again");
        vd_kv_enter(world.kv, 0);
        assert_int_equal(vd_kv_read_txn(world.kv, 0, NULL, &reads, &world.arena, &result), VD_WAIT);
        vd_kv_leave(world.kv, 0);
        write = world_txn_write(&world, is_changed ? &reads : &txn);
        write.done = note_done;
        is_done = false;
        vd_kv_submit(world.kv, &write);
        for (; !is_done; turns++)
            world_turn(&world, 0);
        assert_in_range(turns, KEYS / SLICE, KEYS / SLICE + 2);
        assert_int_equal(write.outcome, 0);
        assert_int_equal(write.result.succeeded, !is_changed);
    }
    world_deinit(&world);
}

static void not_ready(void *arg)
{
    fail_msg("%s", "nothing of this is on a disk");
}

/* What a range came to, and in how many turns at least. */
struct read {
    int64_t count;
    unsigned rows, turns;
    bool more;
};

static struct read read_all(struct world *world, const struct vd_range_op *op)
{
    struct vd_range *range;
    struct read read = {0};
    int rc;

    vd_kv_enter(world->kv, 0);
    rc = vd_range_open(world->kv, 0, NULL, op, (struct vd_pos){0, 0}, not_ready, NULL, &range);
    assert_int_equal(rc, 0);
    while ((rc = vd_range_next(range, true, (struct vd_row[9]){0}, 9, SIZE_MAX, &(size_t){0})) !=
           VD_END) {
        read.turns += rc == VD_AGAIN;
        read.rows += rc == 0;
        vd_kv_leave(world->kv, 0);
        vd_kv_enter(world->kv, 0);
    }
    read.count = vd_range_count(range);
    read.more = vd_range_has_more(range);
    vd_range_close(range);
    vd_kv_leave(world->kv, 0);
    return read;
}

/* Whatever is asked for, a turn looks at no more keys than a slice has. */
static void a_range_that_looks_at_many_keys_gives_way(void **state)
{
    enum { KEYS = 20000, SLICE = 500, SLICES = KEYS / SLICE };
    struct vd_kv_options options = {.slice_steps = SLICE};
    struct vd_range_op op = {.key = VD_SLICE("key/"), .end = VD_SLICE("key0")};
    struct world world;
    struct read read;
    int64_t old;

    world_init(&world, NULL, &options);
    world_put(&world, "before", "any of it");
    fill(&world, KEYS);
    old = view_of(&world).head;
    fill(&world, KEYS); /* so that nothing is known of the old revision as a whole */

    op.count_only = true;
    op.revision = old;
    read = read_all(&world, &op);
    assert_int_equal(read.count, KEYS);
    assert_in_range(read.turns, SLICES - 2, SLICES);

    op.count_only = false;
    op.revision = 2; /* when none of them was there */
    read = read_all(&world, &op);
    assert_int_equal(read.count, 0);
    assert_int_equal(read.rows, 0);
    assert_in_range(read.turns, 2 * (SLICES - 2), 2 * SLICES);

    op.revision = 0;
    for (int backward = 0; backward < 2; backward++) {
        op.order = backward ? VD_SORT_DESCEND : VD_SORT_ASCEND;
        op.min_mod_revision = old + KEYS; /* none */
        op.max_mod_revision = op.limit = 0;
        read = read_all(&world, &op);
        assert_int_equal(read.rows, 0);
        assert_in_range(read.turns, SLICES - 2, SLICES);

        /* The first keys of one end pass; that none of the others does is still to be seen. */
        op.min_mod_revision = backward ? view_of(&world).head : 0;
        op.max_mod_revision = backward ? 0 : old + 1;
        op.limit = FILL;
        read = read_all(&world, &op);
        assert_in_range(read.rows, FILL / 9, FILL);
        assert_false(read.more);
        assert_in_range(read.turns, SLICES - 5, SLICES);
    }
    world_deinit(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_million_deletes_leave_turns_to_others),
        cmocka_unit_test(writes_before_a_large_one_do_not_wait_for_it),
        cmocka_unit_test(a_large_write_is_gone_on_with_by_whichever_loop_has_a_turn),
        cmocka_unit_test(a_large_write_that_is_not_through_at_the_end_never_was),
        cmocka_unit_test(a_record_larger_than_a_segment_waits_for_the_keeper),
        cmocka_unit_test(without_memory_a_sliced_write_is_whole_or_not_at_all),
        cmocka_unit_test(a_comparison_of_many_keys_goes_in_slices),
        cmocka_unit_test(a_range_that_looks_at_many_keys_gives_way),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
