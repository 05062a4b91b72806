/* SPDX-License-Identifier: Apache-2.0 */
#include "core/kv_hash.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"
#include "core/kv_private.h"
#include "core/kv_world.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static char dir[64];

static int make_dir(void **state)
{
    strcpy(dir, "/tmp/vd-kv-hash-test-XXXXXX");
    return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
    char command[96];

    snprintf(command, sizeof(command), "rm -r %s", dir);
    return system(command);
}

static void open_disk(struct world *world, const char *name)
{
    struct vd_store_options options = {.segment_bytes = 1 << 20, .small_segment_bytes = 1 << 20};
    struct vd_store *store;
    struct vd_diag diag;
    char path[96];

    snprintf(path, sizeof(path), "%s/%s", dir, name);
    if (vd_store_open(vd_fs_posix(), path, &options, &diag, &store) != 0)
        fail_msg("%s", diag.text);
    world_init(world, store, NULL);
}

static void close_disk(struct world *world)
{
    struct vd_store *store = world->store;

    world_deinit(world);
    assert_int_equal(vd_store_close(store, true), 0);
}

static void on_ready(void *arg)
{
    ++*(unsigned *)arg;
}

static int start(struct world *world, int64_t revision, unsigned *readies,
                 struct vd_kv_hash **out_hash)
{
    int rc;

    *readies = 0;
    vd_kv_enter(world->kv, 0);
    rc = vd_kv_hash_open(world->kv, 0, NULL, revision, on_ready, readies, out_hash);
    vd_kv_leave(world->kv, 0);
    return rc;
}

static void step(struct world *world)
{
    if (!world_run_jobs(world))
        vd_kv_keeper_step(world->kv, world_keeper_slot(world), world->now_ms++);
}

static int try_hash(struct world *world, int64_t revision, struct vd_kv_hash_result *out)
{
    struct vd_kv_hash *hash;
    unsigned readies;
    int rc = start(world, revision, &readies, &hash);

    if (rc)
        return rc;
    while ((rc = vd_kv_hash_result(hash, out)) == VD_WAIT)
        step(world);
    assert_int_equal(readies, 1);
    vd_kv_hash_close(hash);
    return rc;
}

static uint32_t hash_at(struct world *world, int64_t revision)
{
    struct vd_kv_hash_result result;

    assert_int_equal(try_hash(world, revision, &result), 0);
    return result.hash;
}

/* The figures are those that etcd 3.4.23 and 3.6.4 answer after the same writes. */
static void it_is_what_etcd_computes(void **state)
{
    struct vd_kv_hash_result result;
    struct world world;

    world_init(&world, NULL, NULL);
    world_put(&world, "a", "1");
    world_put(&world, "a", "2");
    world_put(&world, "b", "3");
    world_delete(&world, "b", "");
    assert_int_equal(hash_at(&world, -1), 1084519789);
    assert_int_equal(hash_at(&world, 1), 1084519789);
    assert_int_equal(hash_at(&world, 2), 2587454935);
    assert_int_equal(try_hash(&world, 0, &result), 0);
    assert_int_equal(result.hash, 3072576826);
    assert_int_equal(result.revision, 5);
    assert_int_equal(result.floor, 0);
    assert_int_equal(world_compact(&world, 4), 0);
    assert_int_equal(try_hash(&world, 5, &result), 0);
    assert_int_equal(result.hash, 1702593555);
    assert_int_equal(result.floor, 4);
    world_deinit(&world);
}

static void compacted_and_future_revisions_are_refused(void **state)
{
    struct vd_kv_hash_result result;
    struct world world;

    world_init(&world, NULL, NULL);
    for (int i = 0; i < 5; i++)
        world_put(&world, "a", "1");
    assert_int_equal(world_compact(&world, 4), 0);
    assert_int_equal(try_hash(&world, 3, &result), VD_COMPACTED);
    assert_int_equal(try_hash(&world, 4, &result), 0);
    assert_int_equal(try_hash(&world, 7, &result), VD_FUTURE);
    world_deinit(&world);
}

/* --- whatever has happened to the bytes --------------------------------------------------------
 */

static uint64_t random_below(uint64_t *seed, uint64_t n)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (*seed >> 33) % n;
}

static void random_writes(struct world *world, uint64_t seed, int count)
{
    for (int i = 0; i < count; i++) {
        char key[8], end[8];
        uint64_t n = random_below(&seed, 40);

        snprintf(key, sizeof(key), "k%02u", (unsigned)n);
        snprintf(end, sizeof(end), "k%02u", (unsigned)(n + random_below(&seed, 4)));
        if (random_below(&seed, 4))
            world_put(world, key, end);
        else
            world_delete(world, key, random_below(&seed, 2) ? end : "");
    }
}

static int64_t head_of(struct world *world)
{
    int64_t head;

    vd_kv_enter(world->kv, 0);
    head = vd_kv_view(world->kv, 0)->head;
    vd_kv_leave(world->kv, 0);
    return head;
}

/* One store has it all in the tail, the next in history, or in both, or was compacted in steps, or
 * was started again; they answer the same at every revision. */
static void it_does_not_depend_on_how_far_anything_has_come(void **state)
{
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct world plain, busy;
        int64_t head, floor;

        world_init(&plain, NULL, NULL);
        open_disk(&busy, "busy");
        random_writes(&plain, seed, 150);
        random_writes(&busy, seed, 150);
        head = head_of(&plain);
        floor = head / 2;
        for (int64_t at = 1 + (int64_t)(seed % 7); at < floor; at += 17) {
            (void)!world_compact(&busy, at);
            if (seed % 2)
                world_keep(&busy);
        }
        assert_int_equal(world_compact(&busy, floor), 0);
        assert_int_equal(world_compact(&plain, floor), 0);
        if (seed % 3 == 0) {
            close_disk(&busy);
            open_disk(&busy, "busy");
        }
        for (int64_t at = floor; at <= head; at++) {
            assert_int_equal(hash_at(&busy, at), hash_at(&plain, at));
            if (at == floor + 9)
                world_keep(&busy);
            if (at == floor + 20)
                world_keep(&plain);
        }
        close_disk(&busy);
        world_deinit(&plain);
        remove_dir(NULL);
        make_dir(NULL);
    }
}

static void many_slices_say_the_same_as_few_and_let_others_go_on(void **state)
{
    struct vd_kv_hash_result result;
    struct vd_kv_hash *hash;
    struct world world;
    unsigned readies, jobs;
    uint32_t before;
    int64_t head;
    int rc;

    world_init(&world, NULL, NULL);
    random_writes(&world, 5, 30000);
    head = head_of(&world);
    before = hash_at(&world, head);
    jobs = world.job_count;
    assert_int_equal(start(&world, head, &readies, &hash), 0);
    while ((rc = vd_kv_hash_result(hash, &result)) == VD_WAIT) {
        random_writes(&world, 6, 3);
        assert_int_equal(world_compact(&world, head_of(&world)), 0);
        step(&world);
    }
    assert_int_equal(rc, 0);
    assert_true(world.job_count - jobs >= 4);
    assert_int_equal(result.hash, before);
    assert_int_equal(world.kv->purge_floor, 0); /* compaction had to wait for it */
    vd_kv_hash_close(hash);
    world_keep(&world);
    assert_true(world.kv->purge_floor > head);
    world_deinit(&world);
}

static void it_may_be_given_up_at_any_time(void **state)
{
    struct vd_kv_hash_result result;
    bool was_end = false;

    for (unsigned stay = 0; !was_end; stay++) {
        struct vd_kv_hash *hash;
        struct world world;
        unsigned readies;

        assert_true(stay < 100);
        world_init(&world, NULL, NULL);
        random_writes(&world, 7, 9000);
        assert_int_equal(start(&world, 0, &readies, &hash), 0);
        for (unsigned i = 0; i < stay && !was_end; i++) {
            step(&world);
            was_end = vd_kv_hash_result(hash, &result) != VD_WAIT;
        }
        vd_kv_hash_close(hash);
        if (stay % 2)
            while (world_run_jobs(&world))
                ;
        world_deinit(&world);
        assert_true(was_end || readies == 0);
    }
}

static void without_memory_it_says_so(void **state)
{
    struct vd_kv_hash_result result;
    int rc = -ENOMEM;

    for (long after = 0; rc == -ENOMEM; after++) {
        struct world world;
        uint32_t want;

        open_disk(&world, "data");
        random_writes(&world, 8, 20);
        vd_alloc_fail_after(after);
        rc = try_hash(&world, 0, &result);
        vd_alloc_fail_after(-1);
        want = hash_at(&world, 0);
        assert_true(rc == -ENOMEM || (rc == 0 && result.hash == want));
        close_disk(&world);
        remove_dir(NULL);
        make_dir(NULL);
    }
    assert_int_equal(rc, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_what_etcd_computes),
        cmocka_unit_test(compacted_and_future_revisions_are_refused),
        cmocka_unit_test_setup_teardown(it_does_not_depend_on_how_far_anything_has_come, make_dir,
                                        remove_dir),
        cmocka_unit_test(many_slices_say_the_same_as_few_and_let_others_go_on),
        cmocka_unit_test(it_may_be_given_up_at_any_time),
        cmocka_unit_test_setup_teardown(without_memory_it_says_so, make_dir, remove_dir),
    };

    return cmocka_run_group_tests_name("kv_hash", tests, NULL, NULL);
}
