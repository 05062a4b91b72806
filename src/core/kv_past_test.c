/* SPDX-License-Identifier: Apache-2.0 */
#include "core/ages.h"
#include "core/kv_world.h"

#include "base/check.h"
#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { REVISIONS = 300 };

static int64_t revision_at(struct world *world, int64_t time_ms)
{
    int64_t revision = -1;

    assert_int_equal(vd_kv_revision_at(world->kv, world_keeper_slot(world), time_ms, &revision), 0);
    return revision;
}

static int64_t put_at(struct world *world, const char *key)
{
    int64_t time_ms;

    world_put(world, key, "some value of some length");
    vd_kv_enter(world->kv, 0);
    time_ms = vd_kv_view(world->kv, 0)->time_ms;
    vd_kv_leave(world->kv, 0);
    return time_ms;
}

static void *ages_asked;

static void on_ages(struct vd_ages *ages)
{
    ages_asked = ages;
}

static void the_time_of_a_revision_comes_from_memory_or_disk(void **state)
{
    static const struct vd_kv_options options = {.tail_bytes = 4000, .cache_bytes = 4000};
    int64_t times[REVISIONS + 2] = {0}, values[] = {2, 2, 0, REVISIONS + 1, 150, REVISIONS + 2};
    struct vd_ages ages = {.values = values, .count = VD_COUNT(values), .done = on_ages};
    struct world world;

    world_init(&world, NULL, &options);
    for (int64_t r = 2; r < REVISIONS + 2; r++) {
        world.now_ms = 1000 + r * 10;
        times[r] = put_at(&world, "key");
        if (r % 50 == 0)
            world_keep(&world);
    }
    ages.kv = world.kv;
    vd_ages_find(&ages);
    world_run_jobs(&world);
    assert_ptr_equal(ages_asked, &ages);
    assert_int_equal(values[0], times[2]);
    assert_int_equal(values[1], times[2]);
    assert_int_equal(values[2], 0);
    assert_int_equal(values[3], times[REVISIONS + 1]);
    assert_int_equal(values[4], times[150]);
    assert_int_equal(values[5], 0); /* yet to come */
    world_deinit(&world);
}

/* Times that stand still and leap, in a tail of a few events, so most of it is in history. */
static void a_time_is_the_newest_revision_of_it_or_before(void **state)
{
    static const struct vd_kv_options options = {.tail_bytes = 4000, .cache_bytes = 4000};
    int64_t times[REVISIONS + 2] = {0};
    uint64_t seed = 7;
    struct world world;

    world_init(&world, NULL, &options);
    for (int64_t r = 2; r < REVISIONS + 2; r++) {
        world.now_ms = VD_MAX(times[r - 1], 1000) + (int64_t)(vd_hash_u64(seed++) % 4) * 10;
        times[r] = put_at(&world, "key");
        if (r % 50 == 0)
            world_keep(&world);
    }
    for (int64_t floor = 0; floor < REVISIONS; floor += 120) {
        if (floor) {
            assert_int_equal(world_compact(&world, floor), 0);
            world_keep(&world);
        }
        for (int64_t t = times[2] - 5; t < times[REVISIONS + 1] + 10; t += 5) {
            int64_t wanted = floor;

            for (int64_t r = 2; r < REVISIONS + 2; r++)
                if (times[r] <= t && r > wanted)
                    wanted = r;
            assert_int_equal(revision_at(&world, t), wanted);
        }
    }
    world_deinit(&world);
}

static void a_store_without_writes_has_no_time(void **state)
{
    static const struct vd_kv_options options = {0};
    struct world world;
    int64_t time_ms;

    world_init(&world, NULL, &options);
    assert_int_equal(revision_at(&world, INT64_MAX), 0);
    time_ms = put_at(&world, "a");
    assert_int_equal(revision_at(&world, time_ms - 1), 0);
    assert_int_equal(revision_at(&world, time_ms), 2);
    assert_int_equal(world_compact(&world, 2), 0);
    assert_int_equal(revision_at(&world, 0), 2);
    world_deinit(&world);
}

static struct vd_kv_past past_of(struct world *world)
{
    struct vd_kv_past past;

    vd_kv_keeper_past(world->kv, world_keeper_slot(world), &past);
    return past;
}

static void the_past_shrinks_when_a_compaction_has_settled(void **state)
{
    static const struct vd_kv_options options = {.tail_bytes = 4000, .cache_bytes = 4000};
    struct vd_kv_past before, after;
    struct world world;

    world_init(&world, NULL, &options);
    for (int i = 0; i < REVISIONS; i++)
        world_put(&world, i % 2 ? "one" : "two", "some value of some length");
    world_keep(&world);
    before = past_of(&world);
    assert_int_equal(before.head, REVISIONS + 1);
    assert_int_equal(before.keys, 2);
    assert_true(before.events > REVISIONS / 2 && before.used_bytes > 0 && before.is_settled);
    assert_int_equal(world_compact(&world, REVISIONS), 0);
    assert_false(past_of(&world).is_settled);
    world_keep(&world);
    after = past_of(&world);
    assert_true(after.is_settled && after.events < 10 && after.used_bytes < before.used_bytes);
    assert_int_equal(after.floor, REVISIONS);
    world_deinit(&world);
}

/* --- room ------------------------------------------------------------------------------------- */

static const struct vd_kv_options FULL = {
    .tail_bytes = 4000, .cache_bytes = 4000, .quota_bytes = 60000, .makes_room = true};

struct put {
    char value[1001];
    struct vd_op op;
    struct vd_txn txn;
    struct vd_write write;
    bool is_done;
};

static void on_put(struct vd_write *write)
{
    vd_container_of(write, struct put, write)->is_done = true;
}

/* Of one key; not answered yet. */
static void submit_put(struct world *world, struct put *put)
{
    memset(put->value, 'v', sizeof(put->value) - 1);
    put->value[sizeof(put->value) - 1] = '\0';
    put->op = world_put_op("key", put->value);
    put->txn = (struct vd_txn){.success = &put->op, .success_count = 1};
    put->write = world_txn_write(world, &put->txn);
    put->write.done = on_put;
    put->is_done = false;
    vd_kv_enter(world->kv, 0);
    vd_kv_submit(world->kv, &put->write);
    vd_kv_leave(world->kv, 0);
    world_turn(world, 0);
}

/* Puts until one of them waits; how many did not. */
static int put_until_full(struct world *world, struct put *put)
{
    int count = 0;

    for (; count < 1000; count++) {
        submit_put(world, put);
        if (!put->is_done)
            break;
        assert_int_equal(put->write.outcome, 0);
    }
    return count;
}

static void a_write_that_finds_the_store_full_waits_for_room(void **state)
{
    struct world world;
    struct put put;

    world_init(&world, NULL, &FULL);
    assert_in_range(put_until_full(&world, &put), 20, 100);
    assert_true(vd_kv_wants_room(world.kv));
    assert_int_equal(world_delete(&world, "none", "nonf"), 0); /* others need no room */
    world_turn(&world, 0);
    assert_false(put.is_done);
    assert_int_equal(world_compact(&world, 20), 0);
    world_keep(&world);
    world_turn(&world, 0);
    assert_false(put.is_done);
    vd_kv_say_room(world.kv, true);
    assert_false(vd_kv_wants_room(world.kv));
    world_turn(&world, 0);
    assert_true(put.is_done);
    assert_int_equal(put.write.outcome, 0);
    assert_int_equal(vd_kv_alarms(world.kv), 0);
    world_deinit(&world);
}

static void a_write_is_refused_where_no_room_can_be_made(void **state)
{
    struct world world;
    struct put put;

    world_init(&world, NULL, &FULL);
    put_until_full(&world, &put);
    vd_kv_say_room(world.kv, false);
    world_turn(&world, 0);
    assert_true(put.is_done);
    assert_int_equal(put.write.outcome, VD_OVER_QUOTA);
    assert_int_equal(vd_kv_alarms(world.kv), 1u << VD_ALARM_NOSPACE);
    submit_put(&world, &put);
    assert_true(put.is_done);
    assert_int_equal(put.write.outcome, VD_OVER_QUOTA);
    world_deinit(&world);
}

static void a_write_that_waits_for_room_is_answered_at_the_end(void **state)
{
    struct world world;
    struct put put;

    world_init(&world, NULL, &FULL);
    put_until_full(&world, &put);
    world_deinit(&world);
    assert_true(put.is_done);
    assert_int_equal(put.write.outcome, VD_UNAVAILABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_time_of_a_revision_comes_from_memory_or_disk),
        cmocka_unit_test(a_time_is_the_newest_revision_of_it_or_before),
        cmocka_unit_test(a_store_without_writes_has_no_time),
        cmocka_unit_test(the_past_shrinks_when_a_compaction_has_settled),
        cmocka_unit_test(a_write_that_finds_the_store_full_waits_for_room),
        cmocka_unit_test(a_write_is_refused_where_no_room_can_be_made),
        cmocka_unit_test(a_write_that_waits_for_room_is_answered_at_the_end),
    };

    return cmocka_run_group_tests_name("kv_past", tests, NULL, NULL);
}
