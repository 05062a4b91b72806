/* SPDX-License-Identifier: Apache-2.0 */
/* Reading what has left the tail, while it is leaving. */
#include "core/kv_private.h"
#include "core/kv_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static char dir[64];

static int make_dir(void **state)
{
    strcpy(dir, "/tmp/vd-kv-history-test-XXXXXX");
    return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
    char command[96];

    snprintf(command, sizeof(command), "rm -r %s", dir);
    return system(command);
}

static void open_disk(struct world *world)
{
    struct vd_store_options options = {.segment_bytes = 1 << 20, .small_segment_bytes = 1 << 20};
    struct vd_kv_options small = {.tail_bytes = 4000, .cache_bytes = 4000};
    struct vd_store *store;
    struct vd_diag diag;
    char path[96];

    snprintf(path, sizeof(path), "%s/data", dir);
    if (vd_store_open(vd_fs_posix(), path, &options, &diag, &store) != 0)
        fail_msg("%s", diag.text);
    world_init(world, store, &small);
}

static void close_disk(struct world *world)
{
    struct vd_store *store = world->store;

    world_deinit(world);
    assert_int_equal(vd_store_close(store, true), 0);
}

static void put_of(struct world *world, size_t len)
{
    static char value[8000];

    memset(value, 'v', len);
    value[len] = '\0';
    world_put(world, "k", value);
}

static void put_long(struct world *world, int count)
{
    for (int i = 0; i < count; i++)
        put_of(world, 3000);
}

/* --- a keeper that works right after a scan of history -----------------------------------------
 */

static struct {
    const struct vd_history_ops *ops;
    struct world *world;
    int left; /* scans after which it works */
} between;

static int scan_and_keep(struct vd_history_reader *reader, struct vd_pos from, unsigned flags,
                         vd_history_entry_fn *each, void *arg)
{
    int rc = between.ops->scan(reader, from, flags, each, arg);

    if (between.left > 0) {
        between.left--;
        between.world->now_ms += 2000;
        world_keep(between.world);
        put_long(between.world, 4);
    }
    return rc;
}

/* The reader has begun, and sees nothing of what is wanted; then that is carried into history and
 * leaves the tail before the tail is looked at. */
static void nothing_is_skipped_between_history_and_a_tail_that_moves(void **state)
{
    for (int moves = 1; moves < 4; moves++) {
        struct vd_history_ops ops;
        struct vd_block *block;
        struct world world;

        open_disk(&world);
        put_long(&world, 5);
        world_keep(&world);
        put_long(&world, 4); /* revisions 7 to 10 are in the tail only */
        ops = *world.kv->history->ops;
        ops.scan = scan_and_keep;
        between.ops = world.kv->history->ops;
        between.world = &world;
        between.left = moves;
        world.kv->history->ops = &ops;
        assert_int_equal(vd_kv_read_history(world.kv, world_pool_slot(&world),
                                            (struct vd_pos){7, 0}, 1000, &block),
                         0);
        world.kv->history->ops = between.ops;
        assert_int_equal(block->events[0].revision, 7);
        vd_block_unref(block);
        close_disk(&world);
        remove_dir(NULL);
        make_dir(NULL);
    }
}

static void what_is_read_goes_on_from_history_into_the_tail(void **state)
{
    struct vd_pos from = {2, 0};
    struct vd_block *block;
    struct world world;
    int64_t seen = 1;

    open_disk(&world);
    put_long(&world, 5);
    world_keep(&world);
    put_long(&world, 4);
    while (vd_kv_read_history(world.kv, world_pool_slot(&world), from, 7000, &block) == 0) {
        for (uint32_t i = 0; i < block->count; i++)
            assert_int_equal(block->events[i].revision, ++seen);
        from.revision = seen + 1;
        vd_block_unref(block);
    }
    assert_int_equal(seen, 10);
    close_disk(&world);
}

/* A value larger than the tail leaves it empty: after it is the end, with no tail to ask. */
static void the_end_is_the_end_when_the_tail_is_empty(void **state)
{
    struct vd_block *block;
    struct world world;

    open_disk(&world);
    put_of(&world, 5000);
    world.now_ms += 2000;
    world_keep(&world);
    assert_int_equal(atomic_load(&world.kv->values.tail.events), 0);
    assert_int_equal(
        vd_kv_read_history(world.kv, world_pool_slot(&world), (struct vd_pos){2, 1}, 1000, &block),
        VD_END);
    close_disk(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_is_skipped_between_history_and_a_tail_that_moves,
                                        make_dir, remove_dir),
        cmocka_unit_test_setup_teardown(what_is_read_goes_on_from_history_into_the_tail, make_dir,
                                        remove_dir),
        cmocka_unit_test_setup_teardown(the_end_is_the_end_when_the_tail_is_empty, make_dir,
                                        remove_dir),
    };

    return cmocka_run_group_tests_name("kv_history", tests, NULL, NULL);
}
