/* SPDX-License-Identifier: Apache-2.0 */
/* Alarms, the quota that raises one, and the full disk that shows as one. */
#include "core/kv_disk_world.h"
#include "core/kv_private.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define NOSPACE (1u << VD_ALARM_NOSPACE)
#define CORRUPT (1u << VD_ALARM_CORRUPT)

static int put(struct world *world, size_t len)
{
    static char value[100000];
    struct vd_op op = world_put_op("k", "");
    struct vd_txn txn = {.success = &op, .success_count = 1};
    struct vd_write write = world_txn_write(world, &txn);

    op.put.value = vd_slice(value, len);
    return world_write(world, &write);
}

/* A transaction with a put in the branch that does not run, and in a transaction inside it. */
static int put_nested(struct world *world)
{
    struct vd_op op = world_put_op("k", "");
    struct vd_txn inner = {.success = &op, .success_count = 1};
    struct vd_op nested = {.type = VD_OP_TXN, .txn = &inner};
    struct vd_txn txn = {.failure = &nested, .failure_count = 1};
    struct vd_write write = world_txn_write(world, &txn);

    return world_write(world, &write);
}

static void while_nospace_is_raised_only_what_adds_is_refused(void **state)
{
    struct world world;

    world_init(&world, NULL, NULL);
    world_grant(&world, 7, 5000);
    world_grant(&world, 8, 5000);
    world_put_leased(&world, "a", 7);
    world_put_leased(&world, "b", 8);
    world_put(&world, "c", "v");
    assert_int_equal(world_alarm(&world, VD_ALARM_NOSPACE, true), 0);
    assert_int_equal(vd_kv_alarms(world.kv), NOSPACE);
    assert_int_equal(put(&world, 1), VD_OVER_QUOTA);
    assert_int_equal(put_nested(&world), VD_OVER_QUOTA);
    assert_int_equal(world_grant(&world, 9, 5000), VD_OVER_QUOTA);
    assert_int_equal(world_delete(&world, "c", ""), 1);
    assert_int_equal(world_revoke(&world, 7), 0);
    assert_int_equal(world_compact(&world, 5), 0);
    world_pass(&world, 5000);
    assert_int_equal(world.kv->apply.head, 7);
    assert_int_equal(world_alarm(&world, VD_ALARM_NOSPACE, false), 0);
    assert_int_equal(vd_kv_alarms(world.kv), 0);
    assert_int_equal(put(&world, 1), 0);
    assert_int_equal(put_nested(&world), 0);
    world_deinit(&world);
}

static void while_corrupt_is_raised_nothing_is_written(void **state)
{
    struct world world;

    world_init(&world, NULL, NULL);
    world_grant(&world, 7, 5000);
    world_put_leased(&world, "a", 7);
    assert_int_equal(world_alarm(&world, VD_ALARM_CORRUPT, true), 0);
    assert_int_equal(vd_kv_alarms(world.kv), CORRUPT);
    assert_int_equal(put(&world, 1), VD_CORRUPT);
    assert_int_equal(world_revoke(&world, 7), VD_CORRUPT);
    assert_int_equal(world_compact(&world, 2), VD_CORRUPT);
    world_pass(&world, 9000);
    assert_int_equal(world.kv->apply.head, 2);
    assert_int_equal(vd_kv_next_due(world.kv), INT64_MAX);
    world.leads = 0;
    assert_int_equal(world_alarm(&world, VD_ALARM_CORRUPT, false), 0);
    assert_true(world.leads > 0); /* what has run out goes now */
    world_pass(&world, 0);
    assert_int_equal(world.kv->apply.head, 3);
    world_deinit(&world);
}

static void an_alarm_lasts_over_a_restart_and_is_told_once(void **state)
{
    struct vd_write write = {.kind = VD_WRITE_ALARM, .alarm = {VD_ALARM_NOSPACE, true}};
    struct disk disk;
    struct world *world = &disk.world;

    for (int kept = 0; kept < 2; kept++) {
        disk_open(&disk, NULL, NULL);
        assert_int_equal(world_write(world, &write), 0);
        assert_true(write.changed);
        assert_int_equal(world_write(world, &write), 0);
        assert_false(write.changed);
        world_alarm(world, VD_ALARM_CORRUPT, true);
        if (kept)
            world_keep(world);
        disk_reopen(&disk, false, NULL);
        assert_int_equal(vd_kv_alarms(world->kv), NOSPACE | CORRUPT);
        world_alarm(world, VD_ALARM_CORRUPT, false);
        assert_int_equal(put(world, 1), VD_OVER_QUOTA);
        world_alarm(world, VD_ALARM_NOSPACE, false);
        if (kept)
            world_keep(world);
        disk_reopen(&disk, true, NULL);
        assert_int_equal(vd_kv_alarms(world->kv), 0);
        assert_int_equal(put(world, 1), 0);
        disk_close(&disk);
    }
}

static void a_put_over_the_quota_is_refused_and_raises_nospace_until_it_is_taken_back(void **state)
{
    const struct vd_kv_options options = {.quota_bytes = 100000};
    struct disk disk;
    struct world *world = &disk.world;
    int puts = 0, rc;

    disk_open(&disk, NULL, &options);
    while ((rc = put(world, 1000)) == 0 && puts < 1000) {
        puts++;
        world_keep(world);
    }
    assert_int_equal(rc, VD_OVER_QUOTA);
    assert_in_range(puts, 60, 100);
    assert_int_equal(vd_kv_alarms(world->kv), NOSPACE);
    assert_int_equal(put(world, 0), VD_OVER_QUOTA);
    disk_reopen(&disk, false, &options);
    assert_int_equal(vd_kv_alarms(world->kv), NOSPACE);
    /* Room alone does not take it back, and taking it back makes no room. */
    world_alarm(world, VD_ALARM_NOSPACE, false);
    assert_int_equal(put(world, 5000), VD_OVER_QUOTA);
    assert_int_equal(vd_kv_alarms(world->kv), NOSPACE);
    assert_int_equal(world_compact(world, puts + 1), 0);
    world_keep(world);
    assert_int_equal(put(world, 1000), VD_OVER_QUOTA);
    world_alarm(world, VD_ALARM_NOSPACE, false);
    assert_int_equal(put(world, 1000), 0);
    disk_close(&disk);
}

/* What is not in history yet counts as well, and what was refused does not. */
static void a_quota_holds_for_what_is_only_in_the_log(void **state)
{
    const struct vd_kv_options options = {.quota_bytes = 100000};
    struct vd_compare never = {.target = VD_CMP_VERSION, .key = VD_SLICE("no"), .number = 1};
    struct vd_op op = world_put_op("k", "v");
    struct vd_txn txn = {&never, &op, NULL, 1, 1, 0};
    struct disk disk;
    struct world *world = &disk.world;
    int puts = 0, rc;

    disk_open(&disk, NULL, &options);
    for (int i = 0; i < 1000; i++) {
        struct vd_write write = world_txn_write(world, &txn);

        assert_int_equal(world_write(world, &write), 0);
    }
    while ((rc = put(world, 1000)) == 0 && puts < 1000)
        puts++;
    assert_int_equal(rc, VD_OVER_QUOTA);
    assert_in_range(puts, 60, 100);
    disk_close(&disk);
}

/* Nobody raised it, and nobody has to take it back. */
static void a_full_disk_shows_as_nospace_while_it_is_full(void **state)
{
    const struct vd_store_options small = {
        .segment_bytes = 64 << 10, .small_segment_bytes = 16 << 10, .batch_bytes = 32 << 10};
    struct disk disk;
    struct world *world = &disk.world;
    int rc;

    disk_open(&disk, &small, NULL);
    vd_fs_sim_limit(disk.sim, 1);
    do {
        world_keep(world);
        rc = put(world, 1000);
    } while (rc == 0);
    assert_int_equal(rc, VD_OVER_QUOTA);
    assert_int_equal(vd_kv_alarms(world->kv), NOSPACE);
    assert_int_equal(world_alarm(world, VD_ALARM_NOSPACE, false), 0);
    assert_int_equal(vd_kv_alarms(world->kv), NOSPACE);
    vd_fs_sim_limit(disk.sim, 0);
    world_keep(world);
    assert_int_equal(vd_kv_alarms(world->kv), 0);
    assert_int_equal(put(world, 1000), 0);
    disk_close(&disk);
}

/* With each allocation failing in turn, a put over the quota is refused, and the alarm is raised
 * though perhaps not for longer than this process. */
static void without_memory_the_quota_holds(void **state)
{
    const struct vd_kv_options options = {.quota_bytes = 1000};

    for (long after = 0;; after++) {
        struct disk disk;
        struct world *world = &disk.world;
        bool hit;
        int rc;

        disk_open(&disk, NULL, &options);
        vd_alloc_fail_after(after);
        rc = put(world, 2000);
        hit = vd_alloc_fail_hit();
        vd_alloc_fail_after(-1);
        assert_true(rc == VD_OVER_QUOTA || (hit && rc == -ENOMEM));
        assert_int_equal(vd_kv_alarms(world->kv), rc == VD_OVER_QUOTA ? NOSPACE : 0);
        disk_close(&disk);
        if (!hit)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(while_nospace_is_raised_only_what_adds_is_refused),
        cmocka_unit_test(while_corrupt_is_raised_nothing_is_written),
        cmocka_unit_test(an_alarm_lasts_over_a_restart_and_is_told_once),
        cmocka_unit_test(a_put_over_the_quota_is_refused_and_raises_nospace_until_it_is_taken_back),
        cmocka_unit_test(a_quota_holds_for_what_is_only_in_the_log),
        cmocka_unit_test(a_full_disk_shows_as_nospace_while_it_is_full),
        cmocka_unit_test(without_memory_the_quota_holds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
