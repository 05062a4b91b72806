/* SPDX-License-Identifier: Apache-2.0 */
#include "core/moment.h"

#include "core/kv_world.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { REVISIONS = 60 };

static const struct vd_kv_options SMALL = {.tail_bytes = 1000, .cache_bytes = 1000};

static unsigned answers;

static void on_done(struct vd_moment *moment)
{
    answers++;
}

/* As a loop asks: jobs run when the world lets them. */
static int find(struct world *world, int64_t time_ms, int64_t *out_revision)
{
    struct vd_moment moment = {.time_ms = time_ms, .done = on_done};
    unsigned before = answers;
    int rc;

    vd_kv_enter(world->kv, 0);
    rc = vd_moment_find(world->kv, 0, &moment);
    vd_kv_leave(world->kv, 0);
    assert_int_equal(answers, before);
    if (rc == VD_WAIT) {
        assert_true(world_run_jobs(world));
        assert_int_equal(answers, before + 1);
        rc = moment.rc;
    }
    *out_revision = moment.revision;
    return rc;
}

static int64_t time_of(struct world *world)
{
    int64_t time_ms;

    vd_kv_enter(world->kv, 0);
    time_ms = vd_kv_view(world->kv, 0)->time_ms;
    vd_kv_leave(world->kv, 0);
    return time_ms;
}

static void a_time_is_the_newest_revision_that_it_had_seen(void **state)
{
    int64_t times[REVISIONS + 2] = {0}, revision;
    struct world world;

    for (unsigned small = 0; small < 2; small++) {
        world_init(&world, NULL, small ? &SMALL : NULL);
        assert_int_equal(find(&world, 5, &revision), 0);
        assert_int_equal(revision, 1);
        for (int64_t r = 2; r < REVISIONS + 2; r++) {
            world.now_ms += 10 * (r % 3);
            world_put(&world, "key", "some value of some length");
            times[r] = time_of(&world);
        }
        if (small)
            world_keep(&world);
        for (int64_t t = times[2] - 3; t < times[REVISIONS + 1] + 20; t++) {
            int64_t wanted = 0;

            for (int64_t r = 2; r < REVISIONS + 2; r++)
                wanted = times[r] <= t ? r : wanted;
            assert_int_equal(find(&world, t, &revision), 0);
            assert_int_equal(revision, wanted);
        }
        world_deinit(&world);
    }
}

static void what_is_now_or_later_needs_no_job(void **state)
{
    struct world world;
    unsigned jobs;
    int64_t revision;

    world_init(&world, NULL, NULL);
    world_put(&world, "key", "1");
    jobs = world.job_count;
    assert_int_equal(find(&world, time_of(&world), &revision), 0);
    assert_int_equal(revision, 2);
    assert_int_equal(find(&world, INT64_MAX, &revision), 0);
    assert_int_equal(world.job_count, jobs);
    world_deinit(&world);
}

static void a_time_below_the_floor_is_gone_and_not_the_floor(void **state)
{
    int64_t times[12] = {0}, revision;
    struct world world;

    for (unsigned deleted = 0; deleted < 2; deleted++) {
        world_init(&world, NULL, NULL);
        for (int64_t r = 2; r < 12; r++) {
            world.now_ms += 100;
            if (deleted && r == 6)
                world_delete(&world, "key", "");
            else
                world_put(&world, "key", "value");
            times[r] = time_of(&world);
        }
        assert_int_equal(world_compact(&world, 6), 0);
        world_keep(&world);
        assert_int_equal(find(&world, times[5], &revision), VD_COMPACTED);
        assert_int_equal(find(&world, times[6] - 1, &revision), VD_COMPACTED);
        assert_int_equal(find(&world, times[6], &revision), 0);
        assert_int_equal(revision, 6);
        assert_int_equal(find(&world, times[7], &revision), 0);
        assert_int_equal(revision, 7);
        world_deinit(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_time_is_the_newest_revision_that_it_had_seen),
        cmocka_unit_test(what_is_now_or_later_needs_no_job),
        cmocka_unit_test(a_time_below_the_floor_is_gone_and_not_the_floor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
