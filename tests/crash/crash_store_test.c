/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store on a disk that loses power (store/fs_sim.h), against a model of what was promised.
 *
 * A life appends records, flushes them, lets the keeper work and moves records into history, all
 * from one seed, until the power fails at a chosen step. Then the disk is what a crash may leave,
 * the store is opened again, and the model is asked: is everything there that was acknowledged, is
 * everything that is there whole and in its place, and does life go on? A record's bytes follow
 * from its index and a nonce of the life that wrote it, so a record of an abandoned life that came
 * back would show.
 *
 * VD_CRASH_SEED=n runs one seed of the random test; VD_CRASH_SEEDS=n that many.
 */
#include "base/check.h"
#include "store/fs_sim.h"
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define RECORDS_MAX 20000
#define SEGMENT     (16u << 10)
#define SMALL       (12u << 10)

/* A sanitizer takes its time: it gets every seventh byte and fewer lives. */
#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define SHARE 7
#else
#define SHARE 1
#endif

struct world {
    struct vd_fs_sim *sim;
    struct vd_history *history;
    struct vd_store *store;
    uint64_t random;
    uint64_t nonces[RECORDS_MAX]; /* of the record that was last appended at this index */
    uint64_t appended, acknowledged, replayed;
    int64_t revision_seen;
};

static uint64_t draw(struct world *world)
{
    uint64_t x = (world->random += 0x9e3779b97f4a7c15ULL);

    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

static size_t size_of(uint64_t index, uint64_t nonce)
{
    uint64_t x = (index * 7919 + nonce) * 0x9e3779b97f4a7c15ULL >> 40;

    switch (x % 16) {
    case 0:
        return x % 40000; /* more than a segment at times */
    case 1:
    case 2:
    case 3:
        return x % 5000;
    default:
        return x % 200;
    }
}

/* The payload of a record: one event, at the revision of its index, whose value is the nonce over
 * and over. */
static size_t build(uint64_t index, uint64_t nonce, uint8_t *out)
{
    struct vd_record_head head = {.revision = (int64_t)index, .events = 1};
    size_t value_len = size_of(index, nonce), len;
    struct vd_entry entry = {
        .pos = {(int64_t)index, 0},
        .create_revision = (int64_t)index,
        .version = 1,
        .key = VD_SLICE("key"),
        .value = vd_slice(out, value_len),
    };

    len = vd_record_encode_head(&head, out);
    len += vd_entry_encode_head(&entry, out + len);
    memcpy(out + len, "key", 3);
    len += 3;
    for (size_t i = 0; i < value_len; i++)
        out[len++] = (uint8_t)(nonce >> (i % 8 * 8));
    return len;
}

static void assert_record(struct world *world, const struct vd_wal_record *record)
{
    static uint8_t want[50000];
    size_t len;

    assert_in_range(record->index, 1, world->appended);
    len = build(record->index, world->nonces[record->index], want);
    assert_int_equal(record->payload.len, len);
    assert_memory_equal(record->payload.ptr, want, len);
    assert_int_equal(record->type, VD_RECORD_WRITE);
    assert_int_equal(record->time_ms, (int64_t)record->index * 3);
}

static int replay(void *arg, const struct vd_wal_record *record)
{
    struct world *world = arg;

    assert_int_equal(record->index, world->replayed + 1);
    assert_record(world, record);
    world->replayed = record->index;
    return 0;
}

static uint64_t applied_index(struct world *world)
{
    struct vd_history_reader *reader;
    struct vd_history_state state;

    assert_int_equal(vd_history_reader_open(world->history, &reader), 0);
    assert_int_equal(vd_history_reader_begin(reader), 0);
    assert_int_equal(vd_history_state(reader, &state), 0);
    vd_history_reader_reset(reader);
    vd_history_reader_close(reader);
    return state.applied_index;
}

/* Opens and recovers. 0, or the refusal with its words. */
static int try_open(struct world *world, struct vd_diag *diag)
{
    struct vd_store_options options = {
        .segment_bytes = SEGMENT,
        .small_segment_bytes = SMALL,
        .history = world->history,
    };
    int rc = vd_store_open(vd_fs_sim_fs(world->sim), "data", &options, diag, &world->store);

    if (rc)
        return rc;
    world->replayed = applied_index(world);
    rc = vd_store_recover(world->store, replay, world);
    if (rc) {
        *diag = world->store->diag;
        vd_store_close(world->store, false);
        world->store = NULL;
    }
    return rc;
}

static struct world *world_new(uint64_t seed)
{
    struct vd_history_identity fresh = {.wal_seed = 99, .store_id = 7, .member_id = 8};
    struct world *world = calloc(1, sizeof(*world));

    world->sim = vd_fs_sim_new(seed);
    world->random = seed;
    assert_int_equal(vd_history_open_mem(&fresh, &world->history), 0);
    return world;
}

static void world_free(struct world *world)
{
    vd_store_close(world->store, false);
    vd_history_close(world->history);
    vd_fs_sim_free(world->sim);
    free(world);
}

static int flush(struct world *world)
{
    int rc = vd_wal_flush_sync(world->store->wal);

    if (!rc)
        world->acknowledged = world->appended;
    return rc;
}

static int append(struct world *world)
{
    static uint8_t payload[50000];
    uint64_t index = world->appended + 1, got, nonce = draw(world) | 1;
    struct vd_slice piece;
    int rc;

    piece = vd_slice(payload, build(index, nonce, payload));
    rc = vd_wal_append(world->store->wal, VD_RECORD_WRITE, (int64_t)index * 3, &piece, 1, &got);
    if (rc)
        return rc;
    assert_int_equal(got, index);
    world->nonces[index] = nonce;
    world->appended = index;
    return 0;
}

/* The keeper moves some of what is durable into history. */
static int apply_some(struct world *world)
{
    static uint8_t payload[50000];
    uint64_t to, durable = vd_wal_durable_index(world->store->wal);
    struct vd_history_batch *batch;

    assert_int_equal(vd_history_batch_begin(world->history, &batch), 0);
    to = batch->state.applied_index;
    to += (durable - to) * (draw(world) % 5) / 4;
    for (uint64_t i = batch->state.applied_index + 1; i <= to; i++) {
        size_t len = build(i, world->nonces[i], payload);

        assert_int_equal(vd_history_apply(batch, i, (int64_t)i * 3, vd_slice(payload, len)), 0);
    }
    assert_int_equal(vd_history_commit(batch), 0);
    vd_wal_set_applied(world->store->wal, to);
    return 0;
}

/* A flush that takes its time: records are appended and the keeper works before it is done. */
static int flush_slowly(struct world *world)
{
    struct vd_file file = {.fs = vd_fs_sim_fs(world->sim)};
    uint64_t flushed = world->appended;
    struct vd_wal_flush out;
    int rc = vd_wal_flush_begin(world->store->wal, &out);

    if (rc)
        return rc == VD_END ? 0 : rc;
    for (uint64_t i = draw(world) % 4; i && rc >= 0; i--)
        rc = draw(world) % 2 ? vd_wal_step(world->store->wal) : apply_some(world);
    if (rc >= 0)
        rc = append(world);
    if (rc >= 0) {
        file.handle = out.fd;
        rc = vd_file_write_durable(&file, out.buf, out.len, (uint64_t)out.offset);
    }
    vd_wal_flush_done(world->store->wal, rc);
    if (!rc)
        world->acknowledged = flushed;
    return rc;
}

static int reopen_clean(struct world *world)
{
    struct vd_diag diag = {""};
    int rc = flush(world);

    if (rc)
        return rc;
    rc = vd_store_close(world->store, true);
    world->store = NULL;
    if (!rc)
        rc = try_open(world, &diag);
    if (rc && !vd_fs_sim_is_cut(world->sim))
        fail_msg("after a clean stop: %s", diag.text);
    return rc;
}

/* One thing that may happen. Negative once the power is off. */
static int act(struct world *world)
{
    uint64_t kind = draw(world) % 20;
    int rc = 0;

    if (kind < 9) {
        for (uint64_t i = draw(world) % 3; !rc; i--) {
            rc = append(world);
            if (i == 0)
                break;
        }
        return rc ? rc : flush(world);
    }
    if (kind < 10)
        return append(world);
    if (kind < 12)
        return flush_slowly(world);
    if (kind < 17)
        return vd_wal_step(world->store->wal);
    if (kind < 19)
        return apply_some(world);
    return reopen_clean(world);
}

static void live(struct world *world, int acts)
{
    int rc = 0;

    for (int i = 0; i < acts && rc >= 0 && world->appended < RECORDS_MAX - 10; i++)
        rc = act(world);
    assert_true(rc >= 0 || vd_fs_sim_is_cut(world->sim));
}

static int check_entry(void *arg, const struct vd_entry *entry)
{
    struct world *world = arg;

    assert_int_equal(entry->pos.revision, world->revision_seen + 1);
    assert_int_equal(entry->value_len,
                     size_of((uint64_t)entry->pos.revision, world->nonces[entry->pos.revision]));
    world->revision_seen = entry->pos.revision;
    return 0;
}

/* After a crash: opens, and holds the store against what was promised. */
static void survive(struct world *world, enum vd_fs_sim_loss loss)
{
    struct vd_history_reader *reader;
    struct vd_diag diag = {""};

    if (world->store)
        vd_store_close(world->store, false);
    world->store = NULL;
    vd_fs_sim_crash(world->sim, loss);
    vd_history_mem_crash(world->history);
    if (try_open(world, &diag) != 0)
        fail_msg("after a crash: %s", diag.text);
    assert_in_range(world->replayed, world->acknowledged, world->appended);
    assert_int_equal(vd_wal_last_index(world->store->wal), world->replayed);
    world->appended = world->acknowledged = world->replayed;
    world->revision_seen = 0;
    assert_int_equal(vd_history_reader_open(world->history, &reader), 0);
    assert_int_equal(vd_history_reader_begin(reader), 0);
    assert_int_equal(vd_history_scan(reader, (struct vd_pos){0, 0}, 0, check_entry, world), VD_END);
    vd_history_reader_reset(reader);
    vd_history_reader_close(reader);
    assert_int_equal(world->revision_seen, (int64_t)applied_index(world));
}

/* Steps of a whole life that nothing interrupts. */
static uint64_t steps_of(uint64_t seed, int acts)
{
    struct world *world = world_new(seed);
    struct vd_diag diag;
    uint64_t steps;

    assert_int_equal(try_open(world, &diag), 0);
    live(world, acts);
    steps = vd_fs_sim_steps(world->sim);
    world_free(world);
    return steps;
}

static void cut_once(uint64_t seed, int acts, uint64_t step, uint64_t again)
{
    static const enum vd_fs_sim_loss losses[] = {VD_FS_SIM_LOSE_ALL, VD_FS_SIM_KEEP_ALL,
                                                 VD_FS_SIM_RANDOM, VD_FS_SIM_RANDOM};
    struct world *world = world_new(seed + (again << 32));
    struct vd_diag diag;

    world->random = seed;
    vd_fs_sim_cut_at(world->sim, step);
    if (try_open(world, &diag) == 0)
        live(world, acts);
    assert_true(vd_fs_sim_is_cut(world->sim));
    survive(world, losses[again % 4]);
    live(world, 4);
    survive(world, losses[(again / 4 + 2) % 4]);
    live(world, 2);
    world_free(world);
}

static void power_may_fail_at_every_write_and_flush_of_a_short_life(void **state)
{
    uint64_t cuts = 0;

    for (uint64_t seed = 1; seed <= (SHARE == 1 ? 6 : 1); seed++) {
        uint64_t steps = steps_of(seed, 40);

        for (uint64_t step = 1; step <= steps; step++) {
            for (uint64_t again = 0; again < 8; again++, cuts++)
                cut_once(seed, 40, step, again);
        }
    }
    assert_true(cuts > 3000 / 6);
}

static void one_long_life(uint64_t seed)
{
    struct world *world = world_new(seed);
    struct vd_diag diag;

    assert_int_equal(try_open(world, &diag), 0);
    for (int life = 0; life < 12; life++) {
        uint64_t loss = draw(world) % 4;

        vd_fs_sim_cut_at(world->sim, vd_fs_sim_steps(world->sim) + 1 + draw(world) % 120);
        live(world, 60);
        survive(world, loss == 0   ? VD_FS_SIM_LOSE_ALL
                       : loss == 1 ? VD_FS_SIM_KEEP_ALL
                                   : VD_FS_SIM_RANDOM);
    }
    world_free(world);
}

static void power_may_fail_again_and_again_in_a_long_life(void **state)
{
    const char *one = getenv("VD_CRASH_SEED"), *many = getenv("VD_CRASH_SEEDS");
    uint64_t from = one ? strtoull(one, NULL, 10) : 1;
    uint64_t to = one ? from : many ? strtoull(many, NULL, 10) : 400 / SHARE;

    for (uint64_t seed = from; seed <= to; seed++) {
        if (one || many)
            print_message("seed %llu\n", (unsigned long long)seed);
        one_long_life(seed);
    }
}

/* A small log of several segments, the last two flushes of which begin at known indices. */
struct log {
    struct world *world;
    uint64_t last, before_last_flush;
};

static struct log make_log(bool clean)
{
    struct log log = {.world = world_new(3)};
    struct world *world = log.world;
    struct vd_diag diag;

    assert_int_equal(try_open(world, &diag), 0);
    for (int i = 0; i < 9; i++) {
        log.before_last_flush = world->appended;
        assert_int_equal(append(world), 0);
        if (i % 2 == 0)
            assert_int_equal(append(world), 0);
        assert_int_equal(flush(world), 0);
    }
    log.last = world->appended;
    assert_int_equal(vd_store_close(world->store, clean), 0);
    world->store = NULL;
    vd_fs_sim_crash(world->sim, VD_FS_SIM_LOSE_ALL);
    return log;
}

struct files {
    char names[16][32];
    int count;
};

static int see_file(void *arg, const char *name)
{
    struct files *files = arg;

    snprintf(files->names[files->count++], sizeof(files->names[0]), "%s", name);
    return 0;
}

static struct files files_of(struct world *world)
{
    struct files files = {.count = 0};
    struct vd_dir dir;

    assert_int_equal(vd_dir_open(vd_fs_sim_fs(world->sim), "data/wal", &dir), 0);
    assert_int_equal(vd_dir_list(&dir, see_file, &files), 0);
    vd_dir_close(&dir);
    assert_true(files.count >= 2);
    return files;
}

/* Opens a spoiled copy of the log: refused with words, or everything but at most the last flush of
 * an unclean end is there. Says whether it was refused. */
static bool refused_or_all_there(const struct log *log, struct vd_fs_sim *spoiled, bool clean)
{
    struct world *world = log->world;
    struct vd_fs_sim *sound = world->sim;
    struct vd_diag diag = {""};
    int rc;

    world->sim = spoiled;
    rc = try_open(world, &diag);
    if (rc == 0) {
        assert_true(world->replayed >= (clean ? log->last : log->before_last_flush));
        vd_store_close(world->store, false);
        world->store = NULL;
    } else {
        assert_true(rc == VD_CORRUPT || rc == VD_INVALID);
        assert_non_null(strstr(diag.text, "data/wal"));
    }
    vd_fs_sim_free(spoiled);
    world->sim = sound;
    return rc != 0;
}

static void flip_every_byte(bool clean)
{
    struct log log = make_log(clean);
    struct files files = files_of(log.world);
    size_t refused = 0, tried = 0, len;

    for (int i = 0; i < files.count; i++) {
        assert_non_null(vd_fs_sim_bytes(log.world->sim, "data/wal", files.names[i], &len));
        for (size_t at = 0; at < len; at += SHARE) {
            struct vd_fs_sim *spoiled = vd_fs_sim_clone(log.world->sim, at);
            uint8_t byte = vd_fs_sim_bytes(spoiled, "data/wal", files.names[i], &len)[at];

            byte ^= (uint8_t)(1u << at % 8);
            vd_fs_sim_spoil(spoiled, "data/wal", files.names[i], at, &byte, 1);
            refused += refused_or_all_there(&log, spoiled, clean);
            tried++;
        }
    }
    assert_true(refused > 2000 / SHARE && tried > 100000 / SHARE);
    world_free(log.world);
}

static void a_flipped_bit_is_diagnosed_unless_it_is_in_the_last_flush(void **state)
{
    flip_every_byte(false);
}

static void after_a_clean_stop_a_flipped_bit_loses_nothing_in_silence(void **state)
{
    flip_every_byte(true);
}

/* A lost sector: zeros where bytes were. */
static void a_sector_of_zeros_is_diagnosed_unless_it_is_in_the_last_flush(void **state)
{
    static const uint8_t zeros[512];

    for (int clean = 0; clean < 2; clean++) {
        struct log log = make_log(clean);
        struct files files = files_of(log.world);
        size_t refused = 0, len;

        for (int i = 0; i < files.count; i++) {
            vd_fs_sim_bytes(log.world->sim, "data/wal", files.names[i], &len);
            for (size_t at = 0; at < len; at += 512) {
                struct vd_fs_sim *spoiled = vd_fs_sim_clone(log.world->sim, at);

                vd_fs_sim_spoil(spoiled, "data/wal", files.names[i], at, zeros, 512);
                refused += refused_or_all_there(&log, spoiled, clean);
            }
        }
        assert_true(refused > 5);
        world_free(log.world);
    }
}

static void a_header_block_that_is_gone_is_refused(void **state)
{
    struct log log = make_log(true);
    struct files files = files_of(log.world);
    size_t refused = 0;

    for (int i = 0; i < files.count; i++) {
        for (uint8_t what = 0; what < 2; what++) {
            struct vd_fs_sim *spoiled = vd_fs_sim_clone(log.world->sim, 1);
            uint8_t block[4096];

            memset(block, what, sizeof(block));
            vd_fs_sim_spoil(spoiled, "data/wal", files.names[i], 0, block, sizeof(block));
            refused += refused_or_all_there(&log, spoiled, true);
        }
    }
    assert_int_equal(refused, 2 * files.count);
    world_free(log.world);
}

static void a_truncated_segment_is_refused(void **state)
{
    struct log log = make_log(true);
    struct files files = files_of(log.world);
    size_t len;

    for (int i = 0; i < files.count; i++) {
        vd_fs_sim_bytes(log.world->sim, "data/wal", files.names[i], &len);
        for (size_t at = 0; at < len; at += at % 512 < 2 || at % 512 > 509 ? 1 : 37 * SHARE) {
            struct vd_fs_sim *spoiled = vd_fs_sim_clone(log.world->sim, at);

            vd_fs_sim_resize(spoiled, "data/wal", files.names[i], at);
            assert_true(refused_or_all_there(&log, spoiled, true));
        }
    }
    world_free(log.world);
}

static void a_lost_segment_is_refused_unless_it_is_the_newest(void **state)
{
    struct log log = make_log(true);
    struct files files = files_of(log.world);
    struct vd_dir dir;
    int refused = 0;

    for (int i = 0; i < files.count; i++) {
        struct vd_fs_sim *spoiled = vd_fs_sim_clone(log.world->sim, 1);
        struct vd_fs_sim *sound = log.world->sim;
        struct vd_diag diag = {""};

        assert_int_equal(vd_dir_open(vd_fs_sim_fs(spoiled), "data/wal", &dir), 0);
        assert_int_equal(vd_dir_unlink(&dir, files.names[i]), 0);
        log.world->sim = spoiled;
        if (try_open(log.world, &diag) != 0)
            refused++;
        vd_store_close(log.world->store, false);
        log.world->store = NULL;
        log.world->sim = sound;
        vd_fs_sim_free(spoiled);
    }
    assert_int_equal(refused, files.count - 1);
    world_free(log.world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(power_may_fail_at_every_write_and_flush_of_a_short_life),
        cmocka_unit_test(power_may_fail_again_and_again_in_a_long_life),
        cmocka_unit_test(a_flipped_bit_is_diagnosed_unless_it_is_in_the_last_flush),
        cmocka_unit_test(after_a_clean_stop_a_flipped_bit_loses_nothing_in_silence),
        cmocka_unit_test(a_sector_of_zeros_is_diagnosed_unless_it_is_in_the_last_flush),
        cmocka_unit_test(a_header_block_that_is_gone_is_refused),
        cmocka_unit_test(a_truncated_segment_is_refused),
        cmocka_unit_test(a_lost_segment_is_refused_unless_it_is_the_newest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
