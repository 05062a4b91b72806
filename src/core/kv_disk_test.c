/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store journal on a simulated disk: when it is full, when it loses power, when history cannot
 * keep up; and what compaction leaves behind.
 */
#include "core/get.h"
#include "core/kv_disk_world.h"
#include "core/kv_private.h"
#include "core/peek.h"
#include "core/range.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define ALL VD_SLICE("\0"), VD_SLICE("\0")

static const struct vd_kv_options SMALL = {.tail_bytes = 4000, .cache_bytes = 8000};

static const struct vd_store_options STORE = {
    .segment_bytes = 64 << 10, .small_segment_bytes = 16 << 10, .batch_bytes = 32 << 10};

static struct vd_view view_of(struct world *world)
{
    struct vd_view view;

    vd_kv_enter(world->kv, 0);
    view = *vd_kv_view(world->kv, 0);
    vd_kv_leave(world->kv, 0);
    return view;
}

static struct vd_kv_stats stats_of(struct world *world)
{
    struct vd_kv_stats stats;

    vd_kv_enter(world->kv, 0);
    vd_kv_stats(world->kv, &stats);
    vd_kv_leave(world->kv, 0);
    return stats;
}

static int put(struct world *world, const char *key, const char *value)
{
    struct vd_op op = world_put_op(key, value);
    struct vd_txn txn = {.success = &op, .success_count = 1};
    struct vd_write write = world_txn_write(world, &txn);

    return world_write(world, &write);
}

static void no_ready(void *arg)
{
}

/* The value of a key at a revision, read through a range of one; NULL: not there. */
static const char *get(struct world *world, const char *key, int64_t revision)
{
    static char value[4096];
    struct vd_range_op op = {.key = vd_slice_str(key), .revision = revision};
    struct vd_range *range;
    struct vd_row row;
    size_t count = 0;
    int rc;

    vd_kv_enter(world->kv, 0);
    rc = vd_range_open(world->kv, 0, NULL, &op, (struct vd_pos){0, 0}, no_ready, NULL, &range);
    assert_int_equal(rc, 0);
    while ((rc = vd_range_next(range, true, &row, 1, SIZE_MAX, &count)) == VD_WAIT) {
        vd_kv_leave(world->kv, 0);
        world_run_jobs(world);
        vd_kv_enter(world->kv, 0);
    }
    if (!rc) {
        memcpy(value, row.value.ptr, row.value.len);
        value[row.value.len] = 0;
    }
    vd_range_close(range);
    vd_kv_leave(world->kv, 0);
    assert_true(rc == 0 || rc == VD_END);
    return rc ? NULL : value;
}

static const char *long_value(void)
{
    static char value[1001];

    memset(value, 'x', 1000);
    return value;
}

/* A keeper that finds no room for the next segment says so before the log is at its end. */
static void a_full_disk_refuses_writes_before_they_are_applied(void **state)
{
    struct disk disk;
    int writes = 0, rc;

    disk_open(&disk, &STORE, NULL);
    put(&disk.world, "first", "1");
    vd_fs_sim_limit(disk.sim, 1);
    do {
        world_keep(&disk.world);
        rc = put(&disk.world, "k", long_value());
    } while (rc == 0 && writes++ < 1000);
    assert_int_equal(rc, VD_OVER_QUOTA);
    assert_in_range(writes, 1, 999);
    assert_int_equal(view_of(&disk.world).head, writes + 2);
    assert_true(stats_of(&disk.world).no_space);
    assert_string_equal(get(&disk.world, "first", 0), "1");

    vd_fs_sim_limit(disk.sim, 0);
    world_keep(&disk.world);
    assert_false(stats_of(&disk.world).no_space);
    assert_int_equal(put(&disk.world, "k", "after"), 0);
    disk_reopen(&disk, false, NULL);
    assert_int_equal(view_of(&disk.world).head, writes + 3);
    assert_string_equal(get(&disk.world, "k", 0), "after");
    disk_close(&disk);
}

static void note_done(struct vd_write *write)
{
    write->private = write;
}

/* Without a keeper the flush itself meets the end of the disk. */
static void a_flush_without_room_waits_and_later_writes_are_refused(void **state)
{
    struct vd_op op = world_put_op("k", long_value());
    struct vd_txn txn = {.success = &op, .success_count = 1};
    struct vd_write first, second;
    struct disk disk;
    int64_t head;

    disk_open(&disk, &STORE, NULL);
    put(&disk.world, "a", "0");
    put(&disk.world, "a", "1");
    world_compact(&disk.world, 3);
    vd_fs_sim_limit(disk.sim, 1);
    do {
        head = view_of(&disk.world).head;
        first = world_txn_write(&disk.world, &txn);
        first.done = note_done;
        vd_kv_submit(disk.world.kv, &first);
        world_turn(&disk.world, 0);
    } while (first.private == &first && head < 1000);
    assert_null(first.private);
    world_keep(&disk.world); /* which has an index to purge, and must not publish with it */
    assert_int_equal(view_of(&disk.world).head, head);
    second = world_txn_write(&disk.world, &txn);
    second.done = note_done;
    vd_kv_submit(disk.world.kv, &second);
    world_turn(&disk.world, 0);
    assert_ptr_equal(second.private, &second);
    assert_int_equal(second.outcome, VD_OVER_QUOTA);
    assert_null(first.private);
    assert_string_equal(get(&disk.world, "a", 0), "1");
    if (*state) {
        disk_close_world(&disk, true);
        assert_int_equal(first.outcome, VD_UNAVAILABLE);
        vd_fs_sim_limit(disk.sim, 0);
        disk_open_world(&disk, NULL);
        assert_int_equal(view_of(&disk.world).head, head);
        disk_close(&disk);
        return;
    }

    vd_fs_sim_limit(disk.sim, 0);
    disk.world.leads = 0;
    world_keep(&disk.world);
    assert_int_not_equal(disk.world.leads, 0);
    world_turn(&disk.world, 0);
    assert_ptr_equal(first.private, &first);
    assert_int_equal(first.outcome, 0);
    assert_int_equal(view_of(&disk.world).head, head + 1);
    disk_close(&disk);
}

static void a_flush_without_room_is_taken_back_by_a_close(void **state)
{
    bool closes = true;
    void *argument = &closes;

    a_flush_without_room_waits_and_later_writes_are_refused(&argument);
}

static void writers_are_held_back_until_history_has_caught_up(void **state)
{
    struct vd_op op = world_put_op("k", long_value());
    struct vd_txn txn = {.success = &op, .success_count = 1};
    struct vd_write write;
    struct disk disk;
    int writes = 0;

    disk_open(&disk, &STORE, NULL);
    disk.world.kv->lag_max_bytes = 20000;
    do {
        write = world_txn_write(&disk.world, &txn);
        write.done = note_done;
        vd_kv_submit(disk.world.kv, &write);
        world_turn(&disk.world, 0);
    } while (write.private == &write && writes++ < 1000);
    assert_in_range(writes, 10, 30);
    disk.world.leads = 0;
    world_keep(&disk.world);
    assert_int_equal(disk.world.leads, 1);
    world_turn(&disk.world, 0);
    assert_ptr_equal(write.private, &write);
    assert_int_equal(write.outcome, 0);
    disk_close(&disk);
}

static int64_t index_size(struct world *world)
{
    int64_t size;

    vd_kv_enter(world->kv, 0);
    size = vd_index_size(vd_kv_view(world->kv, 0)->root);
    vd_kv_leave(world->kv, 0);
    return size;
}

static int event_rc(struct world *world, struct vd_pos pos, uint8_t *out_type)
{
    struct vd_block *block;
    unsigned slot = world_pool_slot(world);
    size_t count = 1;
    int rc = vd_kv_read_events(world->kv, slot, &pos, &count, 1, &block);

    assert_int_equal(rc, 0);
    rc = block->count ? 0 : VD_NOT_FOUND;
    if (!rc)
        *out_type = block->events[0].type;
    vd_block_unref(block);
    return rc;
}

/* A watch may begin exactly at the floor, and has to see the delete that stands there. */
static void a_tombstone_at_the_floor_stays_and_one_below_goes(void **state)
{
    struct disk disk;
    uint8_t type;

    disk_open(&disk, &STORE, &SMALL);
    put(&disk.world, "a", "1");         /* 2 */
    put(&disk.world, "b", "1");         /* 3 */
    put(&disk.world, "c", "1");         /* 4 */
    put(&disk.world, "c", "2");         /* 5 */
    world_delete(&disk.world, "a", ""); /* 6 */
    world_delete(&disk.world, "b", ""); /* 7 */
    assert_int_equal(world_compact(&disk.world, 7), 0);
    world_keep(&disk.world);
    assert_int_equal(index_size(&disk.world), 2);
    assert_int_equal(event_rc(&disk.world, (struct vd_pos){7, 0}, &type), 0);
    assert_int_equal(type, VD_EVENT_DELETE);
    assert_int_equal(event_rc(&disk.world, (struct vd_pos){6, 0}, &type), VD_NOT_FOUND);
    assert_int_equal(event_rc(&disk.world, (struct vd_pos){4, 0}, &type), VD_NOT_FOUND);
    assert_int_equal(event_rc(&disk.world, (struct vd_pos){5, 0}, &type), 0);
    assert_string_equal(get(&disk.world, "c", 0), "2");
    disk_reopen(&disk, true, &SMALL);
    assert_int_equal(view_of(&disk.world).floor, 7);
    assert_int_equal(view_of(&disk.world).head, 7);
    assert_string_equal(get(&disk.world, "c", 7), "2");
    assert_int_equal(world_compact(&disk.world, 7), VD_COMPACTED);
    put(&disk.world, "d", "1");
    assert_int_equal(world_compact(&disk.world, 8), 0);
    world_keep(&disk.world);
    assert_int_equal(index_size(&disk.world), 2);
    disk_close(&disk);
}

static void an_open_range_keeps_what_was_compacted_meanwhile(void **state)
{
    struct vd_range_op op = {.key = VD_SLICE("k"), .revision = 2};
    struct vd_range *range;
    struct vd_row row;
    struct disk disk;
    size_t count;
    uint8_t type;
    int rc;

    disk_open(&disk, &STORE, &SMALL);
    put(&disk.world, "k", "old");
    vd_kv_enter(disk.world.kv, 0);
    rc = vd_range_open(disk.world.kv, 0, NULL, &op, (struct vd_pos){0, 0}, no_ready, NULL, &range);
    vd_kv_leave(disk.world.kv, 0);
    assert_int_equal(rc, 0);
    put(&disk.world, "k", "new");
    for (int i = 0; i < 20; i++)
        put(&disk.world, "other", long_value());
    assert_int_equal(world_compact(&disk.world, view_of(&disk.world).head), 0);
    world_keep(&disk.world);
    for (int i = 0; i < 3; i++) {
        vd_kv_enter(disk.world.kv, 0);
        rc = vd_range_next(range, true, &row, 1, SIZE_MAX, &count);
        if (!rc)
            assert_memory_equal(row.value.ptr, "old", 3);
        vd_kv_leave(disk.world.kv, 0);
        if (!rc)
            break;
        assert_int_equal(rc, VD_WAIT);
        world_run_jobs(&disk.world);
    }
    assert_int_equal(rc, 0);
    assert_int_equal(event_rc(&disk.world, (struct vd_pos){2, 0}, &type), 0);
    vd_range_close(range);
    world_keep(&disk.world);
    assert_int_equal(event_rc(&disk.world, (struct vd_pos){2, 0}, &type), VD_NOT_FOUND);
    disk_close(&disk);
}

static void count_ready(void *arg)
{
    ++*(unsigned *)arg;
}

static void what_is_on_disk_is_fetched_a_few_at_a_time(void **state)
{
    static const char *const keys[] = {"a", "b", "c"};
    struct vd_lookup *fetch;
    struct vd_peek peeks[3];
    unsigned ready = 0;
    struct disk disk;

    disk_open(&disk, &STORE, &SMALL);
    for (int i = 0; i < 3; i++)
        put(&disk.world, keys[i], "");
    for (int i = 0; i < 20; i++)
        put(&disk.world, "other", long_value());
    world_keep(&disk.world);
    fetch = vd_lookup_new(disk.world.kv, 0, count_ready, &ready);
    vd_kv_enter(disk.world.kv, 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(vd_kv_peek(disk.world.kv, 0, NULL, vd_slice_str(keys[i]), &peeks[i]), 0);
        assert_null(peeks[i].event);
    }
    assert_true(vd_lookup_want(fetch, &peeks[2]));
    assert_int_equal(vd_lookup_begin(fetch), VD_WAIT);
    vd_kv_leave(disk.world.kv, 0);
    assert_true(vd_lookup_is_busy(fetch));
    assert_true(world_run_jobs(&disk.world));
    vd_kv_enter(disk.world.kv, 0);
    assert_int_equal(ready, 1);
    assert_non_null(vd_lookup_find(fetch, peeks[2].pos));
    assert_null(vd_lookup_find(fetch, peeks[1].pos));
    assert_int_equal(vd_kv_peek(disk.world.kv, 0, NULL, VD_SLICE("c"), &peeks[2]), 0);
    assert_non_null(peeks[2].event); /* it is kept */
    assert_true(vd_lookup_want(fetch, &peeks[0]));
    assert_true(vd_lookup_want(fetch, &peeks[2]));
    assert_int_equal(vd_lookup_begin(fetch), VD_WAIT);
    vd_kv_leave(disk.world.kv, 0);
    world_run_jobs(&disk.world);
    vd_kv_enter(disk.world.kv, 0);
    assert_non_null(vd_lookup_find(fetch, peeks[0].pos));
    assert_non_null(vd_lookup_find(fetch, peeks[2].pos));
    assert_int_equal(vd_lookup_begin(fetch), VD_CORRUPT);
    vd_lookup_clear(fetch);
    assert_null(vd_lookup_find(fetch, peeks[0].pos));
    assert_true(vd_lookup_want(fetch, &peeks[1]));
    assert_int_equal(vd_lookup_begin(fetch), VD_WAIT);
    vd_kv_leave(disk.world.kv, 0);
    vd_lookup_free(fetch); /* its job has it */
    world_run_jobs(&disk.world);
    assert_int_equal(ready, 2);
    disk_close(&disk);
}

/* The result of a transaction names a state that the very next write compacts away. */
static struct world *answering;
static const char *answered_value;

static void read_answer(struct vd_write *write)
{
    struct vd_range_op op = {.key = VD_SLICE("k")};
    struct vd_range *range;
    struct vd_row row;
    size_t count;
    int rc;

    vd_kv_leave(answering->kv, 0);
    world_keep(answering); /* as if the keeper had been quicker than this loop */
    vd_kv_enter(answering->kv, 0);
    rc =
        vd_range_open(answering->kv, 0, NULL, &op, write->result.ops[0].at, no_ready, NULL, &range);
    assert_int_equal(rc, 0);
    assert_int_equal(vd_range_next(range, true, &row, 1, SIZE_MAX, &count), 0);
    answered_value = row.value.len == 3 && !memcmp(row.value.ptr, "old", 3) ? "old" : "?";
    vd_range_close(range);
}

static void results_stay_readable_until_their_door_has_seen_them(void **state)
{
    struct vd_op ops[] = {world_delete_op(ALL), world_put_op("k", "new")};
    struct vd_txn txns[2] = {{.success = &ops[0], .success_count = 1},
                             {.success = &ops[1], .success_count = 1}};
    struct vd_write writes[3];
    struct vd_kv_options options = {0};
    struct disk disk;

    disk_open(&disk, &STORE, &options);
    put(&disk.world, "k", "old"); /* 2 */
    ops[0].del.prev_kv = true;
    for (int i = 0; i < 2; i++) {
        writes[i] = world_txn_write(&disk.world, &txns[i]);
        writes[i].done = i ? note_done : read_answer;
        vd_kv_submit(disk.world.kv, &writes[i]);
    }
    writes[2] =
        (struct vd_write){.kind = VD_WRITE_COMPACT, .compact_revision = 4, .done = note_done};
    vd_kv_submit(disk.world.kv, &writes[2]);
    answering = &disk.world;
    world_turn(&disk.world, 0);
    assert_int_equal(view_of(&disk.world).floor, 4);
    assert_string_equal(answered_value, "old");
    disk_close(&disk);
}

static void a_delete_of_many_keys_is_one_revision_over_a_restart(void **state)
{
    enum { KEYS = 30000 };
    struct disk disk;
    struct vd_view view;

    disk_open(&disk, &STORE, NULL);
    for (int i = 0; i < KEYS; i += 100) {
        struct vd_op ops[100];
        char keys[100][16];
        struct vd_txn txn = {.success = ops, .success_count = 100};
        struct vd_write write = world_txn_write(&disk.world, &txn);

        for (int j = 0; j < 100; j++) {
            snprintf(keys[j], sizeof(keys[j]), "key/%06d", i + j);
            ops[j] = world_put_op(keys[j], "v");
        }
        assert_int_equal(world_write(&disk.world, &write), 0);
        vd_arena_deinit(&disk.world.arena);
        world_keep(&disk.world);
    }
    assert_int_equal(stats_of(&disk.world).keys, KEYS);
    assert_int_equal(world_delete(&disk.world, "key/", "key0"), KEYS);
    view = view_of(&disk.world);
    assert_int_equal(view.head, KEYS / 100 + 2);
    disk_reopen(&disk, false, NULL);
    assert_int_equal(view_of(&disk.world).head, view.head);
    assert_int_equal(stats_of(&disk.world).keys, 0);
    world_keep(&disk.world);
    disk_reopen(&disk, false, NULL);
    assert_int_equal(view_of(&disk.world).head, view.head);
    assert_int_equal(stats_of(&disk.world).keys, 0);
    disk_close(&disk);
}

/* One write after another until the power fails. How many were acknowledged. */
static int64_t write_until_cut(struct disk *disk, unsigned seed)
{
    struct world *world = &disk->world;
    struct vd_file file = {.fs = vd_fs_sim_fs(disk->sim)};
    int64_t acknowledged = view_of(world).head;

    for (unsigned i = 0; i < 200; i++) {
        static struct vd_write write; /* outlives the crash in the sequencer's hands */
        static struct vd_op op;
        static const struct vd_txn txn = {.success = &op, .success_count = 1};
        struct vd_wal_flush flush;
        char value[32];
        int rc;

        write = world_txn_write(world, &txn);
        snprintf(value, sizeof(value), "%lld", (long long)acknowledged + 1);
        op = world_put_op(i % 3 ? "a" : "b", value);
        write.done = note_done;
        vd_kv_enter(world->kv, 0);
        vd_kv_submit(world->kv, &write);
        rc = vd_kv_lead(world->kv, 0, world->now_ms++, &flush);
        vd_kv_leave(world->kv, 0);
        file.handle = flush.fd;
        if (rc || vd_file_write_durable(&file, flush.buf, flush.len, (uint64_t)flush.offset))
            return acknowledged;
        vd_kv_flushed(world->kv, 0);
        world_turn(world, 0);
        acknowledged++;
        if (vd_hash_u64(seed * 1000 + i) % 8 == 0)
            world_keep(world);
        if (vd_fs_sim_is_cut(disk->sim))
            return acknowledged;
    }
    return acknowledged;
}

static void what_was_acknowledged_survives_power_loss_at_any_step(void **state)
{
    for (unsigned seed = 1; seed <= 60; seed++) {
        struct disk disk;
        int64_t acknowledged, head;
        char value[32];

        disk_open(&disk, &STORE, &SMALL);
        vd_fs_sim_cut_at(disk.sim, vd_fs_sim_steps(disk.sim) + 1 + vd_hash_u64(seed) % 120);
        acknowledged = write_until_cut(&disk, seed);
        disk_crash(&disk, (enum vd_fs_sim_loss)(seed % 3));
        disk_open_world(&disk, &SMALL);
        head = view_of(&disk.world).head;
        assert_in_range(head, acknowledged, acknowledged + 1);
        if (head > 1) {
            const char *a = get(&disk.world, "a", 0), *b;
            char copy[32];

            snprintf(copy, sizeof(copy), "%s", a ? a : "");
            b = get(&disk.world, "b", 0);
            snprintf(value, sizeof(value), "%lld", (long long)head);
            assert_true(!strcmp(copy, value) || (b && !strcmp(b, value)));
        }
        put(&disk.world, "c", "goes on");
        assert_int_equal(view_of(&disk.world).head, head + 1);
        disk_close(&disk);
    }
}

static int get_now(struct world *world, const char *key)
{
    struct vd_row row;
    int rc;

    vd_kv_enter(world->kv, 0);
    rc = vd_kv_get(world->kv, 0, NULL, vd_slice_str(key), true, &row);
    vd_kv_leave(world->kv, 0);
    return rc;
}

static void values_that_are_asked_for_stay_in_memory(void **state)
{
    struct disk disk;
    unsigned jobs;

    disk_open(&disk, &STORE, &SMALL);
    put(&disk.world, "asked", "1");
    put(&disk.world, "unasked", "2");
    assert_string_equal(get(&disk.world, "asked", 0), "1");
    for (int i = 0; i < 20; i++)
        put(&disk.world, "other", long_value());
    world_keep(&disk.world);
    assert_true(stats_of(&disk.world).tail_bytes <= SMALL.tail_bytes);
    jobs = disk.world.job_count;
    assert_string_equal(get(&disk.world, "asked", 0), "1");
    assert_int_equal(disk.world.job_count, jobs);
    assert_int_equal(get_now(&disk.world, "unasked"), VD_WAIT);
    assert_string_equal(get(&disk.world, "unasked", 0), "2");
    assert_int_equal(disk.world.job_count, jobs + 1);
    assert_int_equal(get_now(&disk.world, "unasked"), 0);
    assert_string_equal(get(&disk.world, "unasked", 0), "2");
    assert_int_equal(disk.world.job_count, jobs + 1);
    disk_close(&disk);
}

/* What a watch asks for when a key is put that was quiet for long: the value before. */
static void a_value_that_stays_in_memory_is_still_there_once_it_is_replaced(void **state)
{
    enum { KEYS = 20 };
    const struct vd_event *event;
    struct disk disk;
    unsigned found = 0;
    char key[16];

    disk_open(&disk, &STORE, &SMALL);
    for (int i = 0; i < KEYS; i++) {
        snprintf(key, sizeof(key), "k%02d", i);
        put(&disk.world, key, key);
        assert_string_equal(get(&disk.world, key, 0), key);
    }
    put(&disk.world, "unasked", "v");
    for (int i = 0; i < 20; i++)
        put(&disk.world, "other", long_value());
    world_keep(&disk.world);
    for (int i = 0; i < KEYS; i++) {
        snprintf(key, sizeof(key), "k%02d", i);
        put(&disk.world, key, "next");
    }
    vd_kv_enter(disk.world.kv, 0);
    for (int i = 0; i < KEYS; i++) {
        struct vd_pos pos = {2 + i, 0};
        int rc = vd_kv_event(disk.world.kv, 0, pos, &event);

        assert_true(rc == 0 || rc == VD_WAIT);
        if (rc)
            continue;
        found++;
        assert_int_equal(vd_pos_cmp(vd_event_pos(event), pos), 0);
        snprintf(key, sizeof(key), "k%02d", i);
        assert_memory_equal(vd_event_value(event).ptr, key, strlen(key));
    }
    assert_true(found > KEYS * 3 / 4); /* hints are few for a position */
    assert_int_equal(vd_kv_event(disk.world.kv, 0, (struct vd_pos){2 + KEYS, 0}, &event), VD_WAIT);
    vd_kv_leave(disk.world.kv, 0);
    disk_close(&disk);
}

/* The rest of them is asked for from where it stopped. */
static void events_are_read_up_to_a_size(void **state)
{
    enum { EVENTS = 40, LIMIT = 3000 };
    struct vd_pos positions[EVENTS];
    size_t at = 0, reads = 0;
    struct disk disk;
    unsigned slot;

    disk_open(&disk, &STORE, &SMALL);
    slot = world_pool_slot(&disk.world);
    for (int i = 0; i < EVENTS; i++) {
        put(&disk.world, "k", i % 10 ? "v" : long_value());
        positions[i] = (struct vd_pos){2 + i, i % 4 == 3}; /* some are not there */
    }
    world_keep(&disk.world);
    for (size_t limit = 1; limit <= LIMIT; limit *= LIMIT) {
        for (at = reads = 0; at < EVENTS; reads++) {
            size_t count = EVENTS - at;
            struct vd_block *block;

            assert_int_equal(
                vd_kv_read_events(disk.world.kv, slot, positions + at, &count, limit, &block), 0);
            assert_in_range(count, 1, EVENTS - at);
            assert_true(limit > 1 ? block->size_bytes <= sizeof(*block) + LIMIT
                                  : block->count <= 1);
            for (uint32_t i = 0; i < block->count; i++)
                assert_int_equal(block->events[i].sub, 0);
            at += count;
            vd_block_unref(block);
        }
        assert_int_equal(at, EVENTS);
        if (limit == 1)
            assert_in_range(reads, EVENTS * 3 / 4, EVENTS);
        else
            assert_in_range(reads, 2, 4);
    }
    disk_close(&disk);
}

static void the_cache_keeps_to_its_size_and_lets_go_of_what_nobody_asks_for(void **state)
{
    struct disk disk;
    unsigned jobs;
    char key[16];

    disk_open(&disk, &STORE, &SMALL);
    for (int i = 0; i < 100; i++) {
        snprintf(key, sizeof(key), "k%02d", i);
        put(&disk.world, key, "value");
    }
    for (int i = 0; i < 20; i++)
        put(&disk.world, "other", long_value());
    world_keep(&disk.world);
    for (int i = 0; i < 100; i++) {
        snprintf(key, sizeof(key), "k%02d", i);
        assert_string_equal(get(&disk.world, key, 0), "value");
        assert_string_equal(get(&disk.world, "k00", 0), "value");
        assert_true(stats_of(&disk.world).cache_bytes <= SMALL.cache_bytes);
    }
    jobs = disk.world.job_count;
    assert_string_equal(get(&disk.world, "k00", 0), "value");
    assert_int_equal(disk.world.job_count, jobs);
    assert_string_equal(get(&disk.world, "k01", 0), "value");
    assert_int_equal(disk.world.job_count, jobs + 1);
    disk_close(&disk);
}

static void a_long_range_takes_but_a_part_of_the_cache(void **state)
{
    struct vd_range_op op = {.key = VD_SLICE("k"), .end = VD_SLICE("l")};
    struct vd_range *range;
    struct vd_row rows[10];
    size_t count, seen = 0;
    struct disk disk;
    char key[16];
    int rc;

    disk_open(&disk, &STORE, &SMALL);
    for (int i = 0; i < 100; i++) {
        snprintf(key, sizeof(key), "k%02d", i);
        put(&disk.world, key, "value");
    }
    for (int i = 0; i < 20; i++)
        put(&disk.world, "other", long_value());
    world_keep(&disk.world);
    vd_kv_enter(disk.world.kv, 0);
    rc = vd_range_open(disk.world.kv, 0, NULL, &op, (struct vd_pos){0, 0}, no_ready, NULL, &range);
    assert_int_equal(rc, 0);
    while ((rc = vd_range_next(range, true, rows, 10, SIZE_MAX, &count)) != VD_END) {
        assert_true(rc == 0 || rc == VD_WAIT);
        seen += rc == 0 ? count : 0;
        vd_kv_leave(disk.world.kv, 0);
        world_run_jobs(&disk.world);
        vd_kv_enter(disk.world.kv, 0);
    }
    vd_range_close(range);
    vd_kv_leave(disk.world.kv, 0);
    assert_int_equal(seen, 100);
    assert_in_range(stats_of(&disk.world).cache_bytes, 1, SMALL.cache_bytes / 4);
    disk_close(&disk);
}

static void a_comparison_with_a_value_on_disk_waits_for_it_and_nobody_else_does(void **state)
{
    struct vd_compare compare = {
        .target = VD_CMP_VALUE, .key = VD_SLICE("k"), .value = VD_SLICE("v")};
    struct vd_op op = world_put_op("k", "next");
    struct vd_txn txn = {&compare, &op, NULL, 1, 1, 0};
    struct vd_txn reads = {&compare, NULL, NULL, 1, 0, 0};
    struct vd_txn_result result;
    struct vd_write write;
    struct disk disk;
    int64_t head;

    disk_open(&disk, &STORE, &SMALL);
    put(&disk.world, "k", "v");
    for (int i = 0; i < 20; i++)
        put(&disk.world, "other", long_value());
    world_keep(&disk.world);
    vd_kv_enter(disk.world.kv, 0);
    assert_int_equal(vd_kv_read_txn(disk.world.kv, 0, NULL, &reads, &disk.world.arena, &result),
                     VD_WAIT);
    vd_kv_leave(disk.world.kv, 0);
    write = world_txn_write(&disk.world, &txn);
    write.done = note_done;
    vd_kv_submit(disk.world.kv, &write);
    world_turn(&disk.world, 0);
    assert_ptr_not_equal(write.private, &write);
    assert_int_equal(put(&disk.world, "other", "meanwhile"), 0);
    head = view_of(&disk.world).head;
    while (write.private != &write) {
        world_run_jobs(&disk.world);
        world_turn(&disk.world, 0);
    }
    assert_int_equal(write.outcome, 0);
    assert_true(write.result.succeeded);
    assert_int_equal(write.revision, head + 1);
    disk_close(&disk);
}

/* Opening, the keeper's work and a sorted range, with each allocation failing in turn. */
static void without_memory_nothing_is_lost(void **state)
{
    struct disk disk;

    disk_open(&disk, &STORE, &SMALL);
    for (int i = 0; i < 40; i++)
        put(&disk.world, i % 2 ? "a" : "b", long_value());
    world_compact(&disk.world, 30);
    for (long after = 0; after < 300; after++) {
        vd_alloc_fail_after(after);
        world_keep(&disk.world);
        vd_alloc_fail_after(-1);
        if (after % 3 == 0)
            put(&disk.world, "a", long_value());
        assert_string_equal(get(&disk.world, "b", 0), long_value());
    }
    world_keep(&disk.world);
    assert_int_equal(stats_of(&disk.world).lag_bytes, 0);
    disk_reopen(&disk, true, &SMALL);
    assert_int_equal(view_of(&disk.world).head, 141);
    disk_close(&disk);
}

static void recovery_without_memory_is_refused_and_may_be_tried_again(void **state)
{
    struct disk disk;
    struct world failed;
    long after;

    disk_open(&disk, &STORE, &SMALL);
    for (int i = 0; i < 5; i++)
        put(&disk.world, i % 2 ? "a" : "b", "v");
    world_keep(&disk.world);
    put(&disk.world, "c", "v");
    for (after = 0;; after++) {
        struct vd_store *store;
        int rc, hit;

        disk_close_world(&disk, true);
        store = disk_open_store(&disk);
        vd_alloc_fail_after(after);
        rc = world_try_init(&failed, store, &SMALL);
        hit = vd_alloc_fail_hit();
        vd_alloc_fail_after(-1);
        if (!rc)
            world_deinit(&failed);
        else
            vd_arena_deinit(&failed.arena);
        assert_true(rc == 0 || (hit && rc == -ENOMEM));
        vd_store_close(store, false);
        disk_open_world(&disk, &SMALL);
        assert_int_equal(view_of(&disk.world).head, 7);
        if (!hit)
            break;
    }
    disk_close(&disk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_refuses_writes_before_they_are_applied),
        cmocka_unit_test(a_flush_without_room_waits_and_later_writes_are_refused),
        cmocka_unit_test(a_flush_without_room_is_taken_back_by_a_close),
        cmocka_unit_test(writers_are_held_back_until_history_has_caught_up),
        cmocka_unit_test(a_tombstone_at_the_floor_stays_and_one_below_goes),
        cmocka_unit_test(an_open_range_keeps_what_was_compacted_meanwhile),
        cmocka_unit_test(what_is_on_disk_is_fetched_a_few_at_a_time),
        cmocka_unit_test(results_stay_readable_until_their_door_has_seen_them),
        cmocka_unit_test(a_delete_of_many_keys_is_one_revision_over_a_restart),
        cmocka_unit_test(what_was_acknowledged_survives_power_loss_at_any_step),
        cmocka_unit_test(values_that_are_asked_for_stay_in_memory),
        cmocka_unit_test(a_value_that_stays_in_memory_is_still_there_once_it_is_replaced),
        cmocka_unit_test(events_are_read_up_to_a_size),
        cmocka_unit_test(the_cache_keeps_to_its_size_and_lets_go_of_what_nobody_asks_for),
        cmocka_unit_test(a_long_range_takes_but_a_part_of_the_cache),
        cmocka_unit_test(a_comparison_with_a_value_on_disk_waits_for_it_and_nobody_else_does),
        cmocka_unit_test(without_memory_nothing_is_lost),
        cmocka_unit_test(recovery_without_memory_is_refused_and_may_be_tried_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
