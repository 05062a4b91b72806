/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Defragmentation of a store on a real disk: LMDB has files of its own. Crashes are processes that
 * end at a step of the file interface, and directories as they may be found after a loss of power.
 */
#include "core/defrag.h"

#include "base/alloc.h"
#include "base/check.h"
#include "core/kv_hash.h"
#include "core/kv_private.h"
#include "core/kv_world.h"
#include "core/snapshot.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char dir[64], data[80];

static int make_dir(void **state)
{
    /* In memory where there is such a place: thousands of flushes, and no power to fail. */
    strcpy(dir, access("/dev/shm", W_OK) == 0 ? "/dev/shm/vd-defrag-test-XXXXXX"
                                              : "/tmp/vd-defrag-test-XXXXXX");
    if (!mkdtemp(dir))
        return -1;
    snprintf(data, sizeof(data), "%s/data", dir);
    return setenv("D", data, 1);
}

static int remove_dir(void **state)
{
    char command[96];

    snprintf(command, sizeof(command), "rm -r %s", dir);
    return system(command);
}

static void shell(const char *command)
{
    assert_int_equal(system(command), 0);
}

/* --- the file interface, with faults -----------------------------------------------------------
 */

static struct {
    struct vd_fs_ops ops;
    struct vd_fs fs;
    int left;      /* calls that change names until the fault; negative: none comes */
    bool is_crash; /* the fault is the end of the process */
    bool is_sync;  /* only flushes of history's directory count, and all fail after it */
    int history;   /* the handle of that directory, while it is open */
} faulty;

static bool is_fault(void)
{
    if (faulty.left < 0 || faulty.left-- > 0)
        return false;
    if (faulty.is_crash)
        _exit(77);
    faulty.left = faulty.is_sync ? 0 : -1;
    return true;
}

static int faulty_rename(struct vd_fs *fs, int handle, const char *from, const char *to)
{
    if (!faulty.is_sync && is_fault())
        return -EIO;
    return vd_fs_posix()->ops->rename(fs, handle, from, to);
}

static int faulty_unlink(struct vd_fs *fs, int handle, const char *name)
{
    if (!faulty.is_sync && is_fault())
        return -EIO;
    return vd_fs_posix()->ops->unlink(fs, handle, name);
}

static int faulty_dir_open(struct vd_fs *fs, const char *path, int *out_handle)
{
    int rc = vd_fs_posix()->ops->dir_open(fs, path, out_handle);

    if (!rc && strstr(path, "/history"))
        faulty.history = *out_handle;
    else if (!rc && faulty.history == *out_handle)
        faulty.history = -1;
    return rc;
}

static int faulty_dir_sync(struct vd_fs *fs, int handle)
{
    if ((!faulty.is_sync || handle == faulty.history) && is_fault())
        return -EIO;
    return vd_fs_posix()->ops->dir_sync(fs, handle);
}

static struct vd_fs *faulty_fs(void)
{
    faulty.ops = *vd_fs_posix()->ops;
    faulty.ops.rename = faulty_rename;
    faulty.ops.unlink = faulty_unlink;
    faulty.ops.dir_open = faulty_dir_open;
    faulty.ops.dir_sync = faulty_dir_sync;
    faulty.fs.ops = &faulty.ops;
    faulty.left = -1;
    faulty.is_crash = faulty.is_sync = false;
    return &faulty.fs;
}

/* --- a store -----------------------------------------------------------------------------------
 */

static void open_world(struct world *world)
{
    struct vd_store_options options = {.segment_bytes = 1 << 20, .small_segment_bytes = 1 << 20};
    struct vd_kv_options small = {.tail_bytes = 4000, .cache_bytes = 8000};
    struct vd_store *store;
    struct vd_diag diag;

    if (vd_store_open(faulty_fs(), data, &options, &diag, &store) != 0)
        fail_msg("%s", diag.text);
    world_init(world, store, &small);
}

static void close_world(struct world *world, bool clean)
{
    struct vd_store *store = world->store;

    world_deinit(world);
    assert_int_equal(vd_store_close(store, clean), 0);
}

static void put_round(struct world *world, int round, int count)
{
    static char value[3001];
    char key[16];

    memset(value, 'a' + round % 26, sizeof(value) - 1);
    for (int i = 0; i < count; i++) {
        snprintf(key, sizeof(key), "key-%04d", i);
        value[i % 3000] = 0; /* lengths of all kinds */
        world_put(world, key, value);
        value[i % 3000] = 'x';
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

/* Two rounds of puts of which a compaction leaves the second: half of the file is free. */
static void make_holes(struct world *world, int keys)
{
    put_round(world, 1, keys);
    put_round(world, 2, keys);
    world_keep(world);
    assert_int_equal(world_compact(world, head_of(world)), 0);
    world_keep(world);
}

static uint64_t file_bytes(struct world *world)
{
    struct vd_kv_stats stats;

    vd_kv_enter(world->kv, 0);
    vd_kv_stats(world->kv, &stats);
    vd_kv_leave(world->kv, 0);
    assert_true(stats.history_bytes >= stats.disk_used_bytes);
    return stats.history_bytes;
}

static void on_ready(void *arg)
{
}

static void keep_once(struct world *world)
{
    vd_kv_keeper_step(world->kv, world_keeper_slot(world), world->now_ms += 100);
}

/* Of everything that can be read, through history alone. */
static uint32_t hash_of(struct world *world)
{
    struct vd_kv_hash_result result;
    struct vd_kv_hash *hash;
    int rc;

    vd_kv_enter(world->kv, 0);
    assert_int_equal(vd_kv_hash_open(world->kv, 0, NULL, 0, on_ready, NULL, &hash), 0);
    vd_kv_leave(world->kv, 0);
    while ((rc = vd_kv_hash_result(hash, &result)) == VD_WAIT)
        if (!world_run_jobs(world))
            keep_once(world);
    assert_int_equal(rc, 0);
    vd_kv_hash_close(hash);
    return result.hash;
}

static int start(struct world *world, struct vd_defrag **out_defrag)
{
    int rc;

    vd_kv_enter(world->kv, 0);
    rc = vd_defrag_open(world->kv, 0, NULL, on_ready, NULL, out_defrag);
    vd_kv_leave(world->kv, 0);
    return rc;
}

static void turn(struct world *world)
{
    keep_once(world);
    world_run_jobs(world);
}

static int finish(struct world *world, struct vd_defrag *defrag)
{
    int rc;

    for (int turns = 0; (rc = vd_defrag_result(defrag)) == VD_WAIT; turns++) {
        assert_true(turns < 10000);
        turn(world);
    }
    vd_defrag_close(defrag);
    return rc;
}

static int defragment(struct world *world)
{
    struct vd_defrag *defrag;
    int rc = start(world, &defrag);

    return rc ? rc : finish(world, defrag);
}

/* --- tests -------------------------------------------------------------------------------------
 */

static void the_file_shrinks_and_nothing_else_changes(void **state)
{
    struct world world;
    uint64_t before;
    uint32_t hash;

    open_world(&world);
    make_holes(&world, 600);
    before = file_bytes(&world);
    hash = hash_of(&world);
    assert_int_equal(defragment(&world), 0);
    assert_true(file_bytes(&world) < before * 2 / 3);
    assert_int_equal(hash_of(&world), hash);
    world_put(&world, "more", "1");
    hash = hash_of(&world);
    close_world(&world, true);
    open_world(&world);
    assert_int_equal(hash_of(&world), hash);
    assert_true(file_bytes(&world) < before * 2 / 3);
    shell("test \"$(ls $D/history | sort | tr '\\n' ' ')\" = 'data.mdb lock.mdb '");
    close_world(&world, true);
}

static void what_is_written_meanwhile_is_in_the_new_file_too(void **state)
{
    struct world world, again;
    struct vd_defrag *defrag;
    uint32_t hash;
    int rounds = 0;

    open_world(&world);
    for (int i = 0; i < 5; i++)
        put_round(&world, i, 2600);
    assert_int_equal(start(&world, &defrag), 0);
    while (!vd_kv_defrag_is_under_way(world.kv))
        turn(&world);
    for (; vd_kv_defrag_is_under_way(world.kv); rounds++) {
        put_round(&world, rounds, 20);
        assert_int_equal(world_compact(&world, head_of(&world) - 1), 0);
        turn(&world);
    }
    assert_true(rounds >= 3); /* or it was no test */
    assert_int_equal(world.kv->keeper.history_floor, 0);
    assert_int_equal(finish(&world, defrag), 0);
    world_keep(&world);
    assert_true(world.kv->keeper.history_floor > 13000); /* compaction goes on */
    hash = hash_of(&world);
    close_world(&world, false);
    open_world(&again);
    assert_int_equal(hash_of(&again), hash);
    close_world(&again, true);
}

static unsigned deleted_files(void)
{
    unsigned count = 0;
    FILE *pipe;
    char command[80];

    snprintf(command, sizeof(command), "ls -l /proc/%d/fd | grep -c 'deleted' || true", getpid());
    pipe = popen(command, "r");
    assert_int_equal(fscanf(pipe, "%u", &count), 1);
    pclose(pipe);
    return count;
}

/* One slot is in the middle of a piece of work, one has read before and rests, one never has. */
static void readers_move_over_and_the_old_file_is_closed_after_the_last(void **state)
{
    struct vd_history_reader *busy, *idle;
    struct vd_entry entry;
    struct vd_history_state before, after;
    struct world world;

    open_world(&world);
    make_holes(&world, 600);
    assert_int_equal(vd_kv_reader(world.kv, world_pool_slot(&world), &busy), 0);
    assert_int_equal(vd_kv_reader(world.kv, 0, &idle), 0);
    assert_int_equal(vd_history_reader_begin(idle), 0);
    vd_history_reader_reset(idle);
    assert_int_equal(vd_history_reader_begin(busy), 0);
    assert_int_equal(vd_history_state(busy, &before), 0);
    assert_int_equal(deleted_files(), 0);
    assert_int_equal(defragment(&world), 0);
    assert_true(deleted_files() > 0); /* somebody is still in it */
    assert_int_equal(vd_history_get(busy, before.head, &entry), 0);
    world_put(&world, "new", "1");
    world_keep(&world);
    assert_int_equal(vd_history_state(busy, &after), 0);
    assert_int_equal(after.head.revision, before.head.revision);
    vd_history_reader_reset(busy);
    keep_once(&world);
    assert_int_equal(deleted_files(), 0);
    assert_int_equal(vd_history_reader_begin(busy), 0);
    assert_int_equal(vd_history_state(busy, &after), 0);
    assert_int_equal(after.head.revision, before.head.revision + 1);
    vd_history_reader_reset(busy);
    close_world(&world, true);
}

static void again_and_again_and_beside_a_snapshot(void **state)
{
    struct vd_defrag *one, *other;
    struct vd_snapshot *snapshot;
    struct vd_bytes *piece;
    struct world world;
    uint64_t size;
    int rc;

    open_world(&world);
    make_holes(&world, 600);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(start(&world, &one), 0);
        assert_int_equal(start(&world, &other), 0);
        vd_kv_enter(world.kv, 0);
        assert_int_equal(vd_snapshot_open(world.kv, 0, NULL, on_ready, NULL, &snapshot), 0);
        vd_kv_leave(world.kv, 0);
        assert_int_equal(finish(&world, one), 0);
        assert_int_equal(finish(&world, other), 0);
        while ((rc = vd_snapshot_next(snapshot, &piece)) != VD_END) {
            if (rc == VD_WAIT)
                turn(&world);
            else
                vd_bytes_unref(piece);
        }
        vd_snapshot_close(snapshot);
        world_put(&world, "x", "y");
        size = file_bytes(&world);
    }
    assert_int_equal(defragment(&world), 0);
    assert_true(file_bytes(&world) <= size);
    close_world(&world, true);
}

static void a_store_in_memory_has_nothing_to_do(void **state)
{
    struct world world;

    world_init(&world, NULL, NULL);
    world_put(&world, "a", "1");
    assert_int_equal(defragment(&world), 0);
    world_deinit(&world);
}

static void who_goes_away_does_not_end_it_and_a_store_that_closes_does(void **state)
{
    struct vd_defrag *defrag;
    struct world world;
    uint64_t before;

    open_world(&world);
    make_holes(&world, 600);
    before = file_bytes(&world);
    assert_int_equal(start(&world, &defrag), 0);
    vd_defrag_close(defrag);
    world_keep(&world);
    world_run_jobs(&world);
    assert_true(file_bytes(&world) < before * 2 / 3);
    for (int stay = 0; stay < 3; stay++) {
        assert_int_equal(start(&world, &defrag), 0);
        vd_defrag_close(defrag);
        for (int i = 0; i < stay; i++)
            keep_once(&world);
        close_world(&world, true);
        shell("test \"$(ls $D/history | sort | tr '\\n' ' ')\" = 'data.mdb lock.mdb '");
        open_world(&world);
    }
    close_world(&world, true);
}

/* The process ends at every step that changes a name, or flushes one. */
static void a_crash_at_any_step_leaves_one_whole_file(void **state)
{
    bool was_end = false;
    int crashes = 0;

    for (int at = 0; !was_end; at++) {
        struct world world;
        uint32_t hash;
        int status;
        pid_t child;

        open_world(&world);
        make_holes(&world, 40);
        hash = hash_of(&world);
        close_world(&world, true);
        child = fork();
        if (child == 0) {
            open_world(&world);
            put_round(&world, 3, 10); /* in the log only, or in history, when it ends */
            faulty.is_crash = true;
            faulty.left = at;
            (void)!defragment(&world);
            _exit(0);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        was_end = WEXITSTATUS(status) == 0;
        assert_true(was_end || WEXITSTATUS(status) == 77);
        crashes += !was_end;
        open_world(&world);
        assert_int_equal(head_of(&world), 91);
        assert_int_not_equal(hash_of(&world), hash);
        shell("test \"$(ls $D/history | sort | tr '\\n' ' ')\" = 'data.mdb lock.mdb '");
        assert_int_equal(defragment(&world), 0);
        close_world(&world, true);
        remove_dir(NULL);
        make_dir(NULL);
    }
    assert_true(crashes >= 4);
}

static void a_step_that_fails_is_passed_up_and_the_store_goes_on(void **state)
{
    int failures = 0, rc = 1;

    for (int at = 0; rc; at++) {
        struct world world;
        uint32_t hash;

        assert_true(at < 50);
        open_world(&world);
        make_holes(&world, 40);
        hash = hash_of(&world);
        faulty.left = at;
        rc = defragment(&world);
        faulty.left = -1;
        assert_true(rc == 0 || rc == -EIO);
        failures += rc != 0;
        assert_int_equal(hash_of(&world), hash);
        world_put(&world, "later", "1");
        hash = hash_of(&world);
        assert_int_equal(defragment(&world), 0);
        close_world(&world, false);
        open_world(&world);
        assert_int_equal(hash_of(&world), hash);
        close_world(&world, true);
        remove_dir(NULL);
        make_dir(NULL);
    }
    assert_true(failures >= 2);
}

/* The directory cannot be flushed: after a loss of power the old file may stand there again. Then
 * the log must still have everything that has come since. */
static void the_log_is_kept_until_the_new_name_is_sure(void **state)
{
    for (int heals = 0; heals < 2; heals++) {
        struct world world;
        uint32_t hash;

        open_world(&world);
        make_holes(&world, 40);
        shell("cp $D/history/data.mdb $D/../old");
        faulty.is_sync = true;
        faulty.left = 0;
        assert_int_equal(defragment(&world), -EIO);
        for (int round = 0; round < 3; round++) {
            put_round(&world, round, 2600); /* several segments of the log */
            world_keep(&world);
        }
        if (heals)
            faulty.left = -1;
        world_put(&world, "last", "1");
        hash = hash_of(&world);
        close_world(&world, false);
        if (!heals)
            shell("cp $D/../old $D/history/data.mdb");
        open_world(&world);
        assert_int_equal(hash_of(&world), hash);
        close_world(&world, true);
        remove_dir(NULL);
        make_dir(NULL);
    }
}

static void without_memory_it_fails_and_the_store_goes_on(void **state)
{
    int rc = -ENOMEM;

    for (long after = 0; rc == -ENOMEM; after++) {
        struct world world;
        uint32_t hash;

        open_world(&world);
        put_round(&world, 1, 5);
        world_keep(&world);
        hash = hash_of(&world);
        vd_alloc_fail_after(after);
        rc = defragment(&world);
        vd_alloc_fail_after(-1);
        assert_true(rc == 0 || rc == -ENOMEM);
        assert_int_equal(hash_of(&world), hash);
        close_world(&world, true);
        remove_dir(NULL);
        make_dir(NULL);
    }
}

#define TEST(test)                                                                                 \
    {                                                                                              \
#test, test, make_dir, remove_dir, NULL                                                    \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_file_shrinks_and_nothing_else_changes),
        TEST(what_is_written_meanwhile_is_in_the_new_file_too),
        TEST(readers_move_over_and_the_old_file_is_closed_after_the_last),
        TEST(again_and_again_and_beside_a_snapshot),
        TEST(a_store_in_memory_has_nothing_to_do),
        TEST(who_goes_away_does_not_end_it_and_a_store_that_closes_does),
        TEST(a_crash_at_any_step_leaves_one_whole_file),
        TEST(a_step_that_fails_is_passed_up_and_the_store_goes_on),
        TEST(the_log_is_kept_until_the_new_name_is_sure),
        TEST(without_memory_it_fails_and_the_store_goes_on),
    };

    return cmocka_run_group_tests_name("defrag", tests, NULL, NULL);
}
