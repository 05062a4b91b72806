/* SPDX-License-Identifier: Apache-2.0 */
/* Each claim is tested of both histories, the one on disk and the one in memory. */
#include "base/alloc.h"
#include "base/check.h"
#include "store/crc.h"
#include "store/history.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const struct vd_history_identity fresh = {
    .wal_seed = 77, .store_id = 0x5707e, .member_id = 9, .log_base = 3};

static char dir[64];

static int make_dir(void **state)
{
    /* In memory where there is such a place: thousands of commits, and no power to fail. */
    strcpy(dir, access("/dev/shm", W_OK) == 0 ? "/dev/shm/vd-history-test-XXXXXX"
                                              : "/tmp/vd-history-test-XXXXXX");
    return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
    char command[96];

    snprintf(command, sizeof(command), "rm -r %s", dir);
    return system(command);
}

static struct vd_history *open_disk(void)
{
    struct vd_diag diag = {""};
    struct vd_history *history;

    if (vd_history_open_lmdb(dir, &fresh, NULL, &diag, &history) != 0)
        fail_msg("%s", diag.text);
    return history;
}

static struct vd_history *open_mem(void)
{
    struct vd_history *history;

    assert_int_equal(vd_history_open_mem(&fresh, &history), 0);
    return history;
}

static struct vd_history *open_kind(void **state)
{
    return *state ? open_mem() : open_disk();
}

static struct vd_history_batch *begin(struct vd_history *history)
{
    struct vd_history_batch *batch;

    assert_int_equal(vd_history_batch_begin(history, &batch), 0);
    return batch;
}

static struct vd_history_reader *reader_on(struct vd_history *history)
{
    struct vd_history_reader *reader;

    assert_int_equal(vd_history_reader_open(history, &reader), 0);
    assert_int_equal(vd_history_reader_begin(reader), 0);
    return reader;
}

static struct vd_history_state state_of(struct vd_history *history)
{
    struct vd_history_reader *reader = reader_on(history);
    struct vd_history_state state;

    assert_int_equal(vd_history_state(reader, &state), 0);
    vd_history_reader_reset(reader);
    vd_history_reader_close(reader);
    return state;
}

/* A put whose bytes follow from its position. */
static void put(struct vd_history_batch *batch, int64_t revision, uint32_t sub, const char *key,
                size_t value_len)
{
    uint8_t *value = malloc(value_len + 1);
    struct vd_entry entry = {
        .pos = {revision, sub},
        .create_revision = revision,
        .version = 1,
        .time_ms = 1000 + revision,
        .key = vd_slice_str(key),
        .value = vd_slice(value, value_len),
        .cause = VD_SLICE("c"),
        .last = true,
    };

    memset(value, (int)(revision % 251), value_len);
    vd_history_put(batch, &entry);
    free(value);
}

struct count {
    size_t entries, value_bytes, fetched;
    struct vd_pos last;
    size_t stop_after;
};

static int count_entry(void *arg, const struct vd_entry *entry)
{
    struct count *count = arg;

    assert_true(vd_pos_cmp(count->last, entry->pos) < 0);
    assert_int_equal(entry->time_ms, 1000 + entry->pos.revision);
    count->last = entry->pos;
    count->entries++;
    count->value_bytes += entry->value_len;
    count->fetched += entry->value.len;
    return count->entries == count->stop_after ? VD_WAIT : 0;
}

static void what_was_committed_is_read_in_order_and_after_a_reopen(void **state)
{
    static const size_t lens[] = {0, 10, 1500, 1900, 2100, 100000};
    struct vd_history *history = open_kind(state);
    struct vd_history_batch *batch = begin(history);
    struct vd_history_reader *reader;
    struct vd_entry entry;
    struct count count = {0};

    assert_true(history->made);
    assert_int_equal(state_of(history).applied_index, 3);
    for (size_t i = 0; i < VD_COUNT(lens); i++) {
        put(batch, (int64_t)i + 5, 0, "some/key", lens[i]);
        put(batch, (int64_t)i + 5, 1, "other", lens[i]);
    }
    batch->state.applied_index = 44;
    assert_int_equal(vd_history_commit(batch), 0);
    if (!*state) {
        vd_history_close(history);
        history = open_disk();
        assert_false(history->made);
        assert_int_equal(history->identity.store_id, 0x5707e);
        assert_int_equal(history->identity.wal_seed, 77);
        assert_int_equal(history->identity.log_base, 3);
    }
    assert_int_equal(state_of(history).applied_index, 44);
    assert_int_equal(state_of(history).head.revision, 10);
    assert_int_equal(state_of(history).head.sub, 1);
    assert_int_equal(state_of(history).head_time_ms, 1010);
    reader = reader_on(history);
    assert_int_equal(
        vd_history_scan(reader, (struct vd_pos){0, 0}, VD_HISTORY_VALUES, count_entry, &count),
        VD_END);
    assert_int_equal(count.entries, 12);
    assert_int_equal(count.value_bytes, 2 * (10 + 1500 + 1900 + 2100 + 100000));
    assert_int_equal(count.fetched, count.value_bytes);
    count = (struct count){.stop_after = 2};
    assert_int_equal(vd_history_scan(reader, (struct vd_pos){7, 1}, 0, count_entry, &count),
                     VD_WAIT);
    assert_int_equal(count.last.revision, 8);
    assert_int_equal(vd_history_get(reader, (struct vd_pos){9, 1}, &entry), 0);
    assert_int_equal(entry.value.len, 2100);
    assert_int_equal(entry.value.ptr[2099], 9);
    assert_true(vd_slice_eq(entry.key, VD_SLICE("other")));
    assert_true(vd_slice_eq(entry.cause, VD_SLICE("c")));
    assert_int_equal(vd_history_get(reader, (struct vd_pos){9, 2}, &entry), VD_NOT_FOUND);
    vd_history_reader_reset(reader);
    vd_history_reader_close(reader);
    vd_history_close(history);
}

static void an_aborted_batch_leaves_nothing(void **state)
{
    struct vd_history *history = open_kind(state);
    struct vd_history_batch *batch = begin(history);
    struct vd_history_stats stats;
    struct vd_side side = {.table = 1, .key = VD_SLICE("k"), .value = VD_SLICE("v")};

    put(batch, 1, 0, "a", 10);
    assert_int_equal(vd_history_commit(batch), 0);
    batch = begin(history);
    put(batch, 2, 0, "b", 10);
    vd_history_remove(batch, (struct vd_pos){1, 0});
    vd_history_put_side(batch, &side);
    batch->state.applied_index = 99;
    vd_history_abort(batch);
    assert_int_equal(vd_history_stats(history, &stats), 0);
    assert_int_equal(stats.entries, 1);
    assert_int_equal(state_of(history).head.revision, 1);
    assert_int_equal(state_of(history).applied_index, 3);
    batch = begin(history);
    put(batch, 2, 0, "b", 10);
    assert_int_equal(vd_history_commit(batch), 0);
    assert_int_equal(vd_history_stats(history, &stats), 0);
    assert_int_equal(stats.entries, 2);
    vd_history_close(history);
}

static void a_later_put_at_an_older_position_finds_its_place(void **state)
{
    struct vd_history *history = open_kind(state);
    struct vd_history_batch *batch = begin(history);
    struct vd_history_reader *reader;
    struct count count = {0};
    struct vd_history_stats stats;

    for (int64_t revision = 60; revision > 0; revision -= 2)
        put(batch, revision, 0, "k", 3000);
    assert_int_equal(vd_history_commit(batch), 0);
    batch = begin(history);
    for (int64_t revision = 1; revision < 60; revision += 2)
        put(batch, revision, 0, "k", 3);
    put(batch, 2, 0, "replaced", 3);
    assert_int_equal(vd_history_commit(batch), 0);
    reader = reader_on(history);
    assert_int_equal(
        vd_history_scan(reader, (struct vd_pos){1, 0}, VD_HISTORY_VALUES, count_entry, &count),
        VD_END);
    assert_int_equal(count.entries, 60);
    assert_int_equal(count.fetched, 29 * 3000 + 31 * 3);
    vd_history_reader_reset(reader);
    vd_history_reader_close(reader);
    assert_int_equal(state_of(history).head.revision, 60);
    assert_int_equal(vd_history_stats(history, &stats), 0);
    assert_int_equal(stats.entries, 60);
    vd_history_close(history);
}

static int see_side(void *arg, struct vd_slice key, struct vd_slice value)
{
    char *text = arg;

    sprintf(text + strlen(text), "%.*s=%.*s ", (int)key.len, key.ptr, (int)value.len, value.ptr);
    return 0;
}

static void put_side(struct vd_history_batch *batch, uint8_t table, const char *key,
                     const char *value)
{
    struct vd_side side = {
        .table = table,
        .removed = !value,
        .key = vd_slice_str(key),
        .value = value ? vd_slice_str(value) : VD_SLICE_EMPTY,
    };

    vd_history_put_side(batch, &side);
}

static void side_rows_are_kept_by_table_and_key(void **state)
{
    struct vd_history *history = open_kind(state);
    struct vd_history_batch *batch = begin(history);
    struct vd_history_reader *reader;
    char text[128] = "";

    put_side(batch, 1, "b", "1");
    put_side(batch, 1, "a", "2");
    put_side(batch, 2, "a", "other");
    put_side(batch, 1, "c", "3");
    put_side(batch, 1, "b", NULL);
    put_side(batch, 1, "none", NULL);
    assert_int_equal(vd_history_commit(batch), 0);
    batch = begin(history);
    put_side(batch, 1, "a", "4");
    put_side(batch, 1, "d", "");
    assert_int_equal(vd_history_commit(batch), 0);
    reader = reader_on(history);
    assert_int_equal(vd_history_side_scan(reader, 1, see_side, text), VD_END);
    assert_string_equal(text, "a=4 c=3 d= ");
    vd_history_reader_reset(reader);
    vd_history_reader_close(reader);
    vd_history_close(history);
}

/*
 * Compaction against a model that forgets nothing: after any number of steps, crashes and new
 * floors, what is visible at every revision from the compacted one on is what the model says, and
 * what nobody can reach any more is gone.
 */
#define MODEL_KEYS   6
#define MODEL_EVENTS 400

struct model {
    struct vd_entry events[MODEL_EVENTS];
    int count;
    int64_t revision;
    struct vd_pos newest[MODEL_KEYS];
    bool present[MODEL_EVENTS];
};

static const char *const model_keys[MODEL_KEYS] = {"a", "b", "c", "d", "e", "f"};

static void model_add(struct model *model, unsigned *seed, struct vd_history_batch *batch)
{
    int events = 1 + rand_r(seed) % 4;

    model->revision++;
    for (int sub = 0; sub < events && model->count < MODEL_EVENTS; sub++) {
        int key = rand_r(seed) % MODEL_KEYS;
        struct vd_entry *entry = &model->events[model->count++];

        *entry = (struct vd_entry){
            .pos = {model->revision, (uint32_t)sub},
            .prev = model->newest[key],
            .time_ms = 1000 + model->revision,
            .key = vd_slice_str(model_keys[key]),
            .value = VD_SLICE("value"),
            .create_revision = model->revision,
            .version = 1,
            .last = sub == events - 1,
        };
        model->newest[key] = entry->pos;
        if (entry->prev.revision && rand_r(seed) % 3 == 0) {
            entry->type = VD_ENTRY_DELETE;
            entry->create_revision = entry->version = 0;
            entry->value = VD_SLICE_EMPTY;
            model->newest[key] = (struct vd_pos){0, 0};
        }
        vd_history_put(batch, entry);
    }
}

static int mark_present(void *arg, const struct vd_entry *entry)
{
    struct model *model = arg;

    for (int i = 0; i < model->count; i++) {
        if (vd_pos_cmp(model->events[i].pos, entry->pos) == 0)
            model->present[i] = true;
    }
    return 0;
}

/* Whether an event may still be asked for: it is at or above the floor, or the newest put below. */
static bool model_reachable(const struct model *model, int i, int64_t floor)
{
    const struct vd_entry *entry = &model->events[i];

    if (entry->pos.revision >= floor)
        return true;
    for (int j = i + 1; j < model->count; j++) {
        if (model->events[j].pos.revision <= floor && vd_slice_eq(model->events[j].key, entry->key))
            return false;
    }
    return entry->type == VD_ENTRY_PUT;
}

static void model_check(struct model *model, struct vd_history *history)
{
    struct vd_history_state now = state_of(history);
    struct vd_history_reader *reader = reader_on(history);
    bool settled = now.compact_target == 0;

    memset(model->present, 0, sizeof(model->present));
    assert_int_equal(vd_history_scan(reader, (struct vd_pos){0, 0}, 0, mark_present, model),
                     VD_END);
    for (int i = 0; i < model->count; i++) {
        int64_t floor = settled ? now.compacted : now.compact_target;

        if (model_reachable(model, i, floor))
            assert_true(model->present[i]);
        else if (settled)
            assert_false(model->present[i]);
    }
    vd_history_reader_reset(reader);
    vd_history_reader_close(reader);
}

static void compact_to_the_end(struct vd_history *history)
{
    int rc;

    do {
        struct vd_history_batch *batch = begin(history);

        rc = vd_history_compact_step(batch, 7);
        assert_true(rc == 0 || rc == VD_END);
        assert_int_equal(vd_history_commit(batch), 0);
    } while (rc == 0);
    assert_int_equal(state_of(history).compacted, state_of(history).floor);
}

static void compaction_removes_what_nobody_can_reach_and_nothing_else(void **state)
{
    for (unsigned seed = 1; seed <= 30; seed++) {
        struct vd_history *history = open_mem();
        struct model *model = calloc(1, sizeof(*model));
        unsigned random = seed;
        int passes = 0;

        if (!*state) {
            vd_history_close(history);
            remove_dir(NULL);
            make_dir(NULL);
            history = open_disk();
        }
        while (model->count < MODEL_EVENTS) {
            struct vd_history_batch *batch = begin(history);
            int64_t floor;
            int rc;

            for (int i = rand_r(&random) % 20; i >= 0; i--)
                model_add(model, &random, batch);
            floor = model->revision - rand_r(&random) % 8;
            if (floor > batch->state.floor)
                batch->state.floor = floor;
            for (int i = rand_r(&random) % 4; i > 0; i--) {
                rc = vd_history_compact_step(batch, 1 + (size_t)rand_r(&random) % 40);
                assert_true(rc == 0 || rc == VD_END);
            }
            passes += batch->state.compact_target == 0 && batch->state.compacted > 0;
            assert_int_equal(vd_history_commit(batch), 0);
            model_check(model, history);
        }
        assert_true(passes > 0);
        compact_to_the_end(history);
        model_check(model, history);
        free(model);
        vd_history_close(history);
    }
}

static void a_compaction_at_a_delete_keeps_the_delete_until_the_next(void **state)
{
    struct vd_history *history = open_kind(state);
    struct vd_history_batch *batch = begin(history);
    struct vd_history_reader *reader;
    struct vd_entry entry = {.pos = {2, 0},
                             .prev = {1, 0},
                             .type = VD_ENTRY_DELETE,
                             .time_ms = 1002,
                             .key = VD_SLICE("a")};

    put(batch, 1, 0, "a", 1);
    vd_history_put(batch, &entry);
    put(batch, 3, 0, "b", 1);
    batch->state.floor = 2;
    assert_int_equal(vd_history_compact_step(batch, 100), VD_END);
    assert_int_equal(vd_history_commit(batch), 0);
    reader = reader_on(history);
    assert_int_equal(vd_history_get(reader, (struct vd_pos){1, 0}, &entry), VD_NOT_FOUND);
    assert_int_equal(vd_history_get(reader, (struct vd_pos){2, 0}, &entry), 0);
    vd_history_reader_reset(reader);
    batch = begin(history);
    batch->state.floor = 3;
    assert_int_equal(vd_history_compact_step(batch, 100), VD_END);
    assert_int_equal(vd_history_commit(batch), 0);
    assert_int_equal(vd_history_reader_begin(reader), 0);
    assert_int_equal(vd_history_get(reader, (struct vd_pos){2, 0}, &entry), VD_NOT_FOUND);
    assert_int_equal(vd_history_get(reader, (struct vd_pos){3, 0}, &entry), 0);
    vd_history_reader_reset(reader);
    vd_history_reader_close(reader);
    vd_history_close(history);
}

static void a_reader_keeps_seeing_what_it_began_with(void **state)
{
    struct vd_history *history = open_disk();
    struct vd_history_batch *batch = begin(history);
    struct vd_history_reader *reader;
    struct count count = {0};

    put(batch, 1, 0, "a", 10);
    assert_int_equal(vd_history_commit(batch), 0);
    reader = reader_on(history);
    batch = begin(history);
    vd_history_remove(batch, (struct vd_pos){1, 0});
    put(batch, 2, 0, "a", 10);
    assert_int_equal(vd_history_commit(batch), 0);
    assert_int_equal(vd_history_scan(reader, (struct vd_pos){0, 0}, 0, count_entry, &count),
                     VD_END);
    assert_int_equal(count.last.revision, 1);
    vd_history_reader_reset(reader);
    vd_history_reader_close(reader);
    vd_history_close(history);
}

static void a_full_map_is_no_space_and_the_batch_before_it_stands(void **state)
{
    struct vd_history_lmdb_options small = {.map_bytes = 1 << 20};
    struct vd_history *history;
    struct vd_history_batch *batch;
    struct vd_history_stats stats;

    assert_int_equal(vd_history_open_lmdb(dir, &fresh, &small, NULL, &history), 0);
    batch = begin(history);
    put(batch, 1, 0, "a", 1000);
    assert_int_equal(vd_history_commit(batch), 0);
    batch = begin(history);
    for (int64_t revision = 2; revision < 2000; revision++)
        put(batch, revision, 0, "a", 1000);
    assert_int_equal(vd_history_commit(batch), -ENOSPC);
    assert_int_equal(vd_history_stats(history, &stats), 0);
    assert_int_equal(stats.entries, 1);
    batch = begin(history);
    put(batch, 2, 0, "a", 1000);
    assert_int_equal(vd_history_commit(batch), 0);
    vd_history_close(history);
}

static int life(bool mem, uint64_t *out_entries)
{
    struct vd_history_batch *batch;
    struct vd_history_reader *reader;
    struct vd_history_stats stats;
    struct vd_history *history;
    struct count count = {0};
    int rc = mem ? vd_history_open_mem(&fresh, &history)
                 : vd_history_open_lmdb(dir, &fresh, NULL, NULL, &history);

    if (rc)
        return rc;
    for (int64_t revision = 1; revision < 4 && !rc; revision++) {
        rc = vd_history_batch_begin(history, &batch);
        if (rc)
            break;
        put(batch, revision, 0, "a", 3000);
        put_side(batch, 1, "k", "v");
        rc = vd_history_commit(batch);
    }
    if (!rc)
        rc = vd_history_reader_open(history, &reader);
    if (!rc) {
        rc = vd_history_reader_begin(reader);
        assert_int_equal(rc, 0);
        rc = vd_history_scan(reader, (struct vd_pos){0, 0}, 0, count_entry, &count);
        vd_history_reader_reset(reader);
        vd_history_reader_close(reader);
    }
    (void)!vd_history_stats(history, &stats);
    *out_entries = stats.entries;
    vd_history_close(history);
    return rc;
}

static void every_failed_allocation_is_passed_up(void **state)
{
    bool mem = *state;
    uint64_t entries = 0;
    int rc = -ENOMEM;
    long n = 0;

    for (; rc == -ENOMEM; n++) {
        remove_dir(NULL);
        make_dir(NULL);
        vd_alloc_fail_after(n);
        rc = life(mem, &entries);
        vd_alloc_fail_after(-1);
    }
    assert_int_equal(rc, VD_END);
    assert_int_equal(entries, 3);
    assert_true(n > 4);
}

/* A history with pages of every kind: deep trees, values apart, side rows, free pages. */
static size_t build_varied(void)
{
    struct vd_history *history = open_disk();
    struct stat st;
    char name[96];

    for (int64_t round = 0; round < 4; round++) {
        struct vd_history_batch *batch = begin(history);

        for (int64_t i = 1; i <= 100; i++)
            put(batch, round * 100 + i, 0, "key", i % 25 == 0 ? 5000 : 120);
        put_side(batch, 1, "lease", "row");
        batch->state.floor = round * 100;
        for (int64_t i = 1; i < 90 && round; i++)
            vd_history_remove(batch, (struct vd_pos){(round - 1) * 100 + i, 0});
        assert_int_equal(vd_history_commit(batch), 0);
    }
    vd_history_close(history);
    snprintf(name, sizeof(name), "%s/data.mdb", dir);
    assert_int_equal(stat(name, &st), 0);
    return (size_t)st.st_size;
}

/* Reads and writes everything there is. Any outcome but a crash will do. */
static int exercise(void)
{
    struct vd_diag diag = {""};
    struct vd_history_reader *reader;
    struct vd_history_batch *batch;
    struct vd_history *history;
    struct vd_history_state now;
    struct count count = {0};
    char text[256] = "";
    int rc = vd_history_open_lmdb(dir, &fresh, NULL, &diag, &history);

    if (rc) {
        assert_true(rc == VD_CORRUPT || rc == VD_INVALID || rc < 0);
        assert_true(diag.text[0]);
        return rc;
    }
    rc = vd_history_reader_open(history, &reader);
    if (!rc) {
        rc = vd_history_reader_begin(reader);
        if (!rc)
            rc = vd_history_state(reader, &now);
        if (!rc)
            rc = vd_history_scan(reader, (struct vd_pos){0, 0}, VD_HISTORY_VALUES, count_entry,
                                 &count);
        if (rc == VD_END)
            rc = vd_history_side_scan(reader, 1, see_side, text);
        vd_history_reader_reset(reader);
        vd_history_reader_close(reader);
    }
    if (rc == VD_END) {
        rc = vd_history_batch_begin(history, &batch);
        if (!rc) {
            for (int64_t i = 1; i < 60; i++)
                put(batch, 1000 + i, 0, "more", 100);
            rc = vd_history_commit(batch);
        }
        if (!rc)
            rc = count.entries == 133 && strcmp(text, "lease=row ") == 0 ? 0 : VD_CORRUPT;
    }
    vd_history_close(history);
    return rc;
}

static void restore(const uint8_t *bytes, size_t len)
{
    char name[96];
    int fd;

    snprintf(name, sizeof(name), "%s/data.mdb", dir);
    fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(write(fd, bytes, len), len);
    close(fd);
}

static uint8_t *slurp(size_t len)
{
    uint8_t *bytes = malloc(len);
    char name[96];
    int fd;

    snprintf(name, sizeof(name), "%s/data.mdb", dir);
    fd = open(name, O_RDONLY);
    assert_int_equal(read(fd, bytes, len), len);
    close(fd);
    return bytes;
}

/* VD_SEED and VD_ROUNDS make the next test longer, or another one. */
static unsigned knob(const char *name, unsigned otherwise)
{
    const char *text = getenv(name);

    return text ? (unsigned)strtoul(text, NULL, 10) : otherwise;
}

static void a_garbled_file_is_diagnosed_and_never_a_crash(void **state)
{
    size_t len = build_varied();
    uint8_t *bytes = slurp(len);
    unsigned random = knob("VD_SEED", 7), refused = 0, rounds = knob("VD_ROUNDS", 1500);

    assert_int_equal(exercise(), 0);
    for (unsigned i = 0; i < rounds; i++) {
        size_t page = (size_t)rand_r(&random) % (len / 4096) * 4096;
        /* Half of the time in the headers, where LMDB trusts most. */
        size_t at = page + (size_t)rand_r(&random) % (i % 2 ? 4096 : 200);
        uint8_t was[8];

        memcpy(was, bytes + at - at % 8, 8);
        if (i % 3)
            bytes[at] ^= (uint8_t)(1u << rand_r(&random) % 8);
        else
            memset(bytes + at - at % 8, rand_r(&random), 8);
        restore(bytes, len);
        refused += exercise() != 0;
        memcpy(bytes + at - at % 8, was, 8);
    }
    assert_true(refused > rounds / 8);
    free(bytes);
}

static void a_truncated_file_is_refused(void **state)
{
    size_t len = build_varied();
    uint8_t *bytes = slurp(len);

    for (size_t cut = 1; cut < len - 4096; cut += 1331) {
        restore(bytes, cut);
        assert_true(exercise() != 0);
    }
    free(bytes);
}

static void a_page_number_without_an_address_is_refused(void **state)
{
    enum { ROOT_AT = 128, META_PAGES = 2 }; /* of the main tree, in a meta page */
    size_t len = build_varied();
    uint8_t *bytes = slurp(len);

    for (size_t page = 0; page < META_PAGES; page++)
        bytes[page * 4096 + ROOT_AT + 6] = 0x0f;
    restore(bytes, len);
    assert_int_equal(exercise(), VD_CORRUPT);
    free(bytes);
}

static void a_newer_format_is_refused_by_name(void **state)
{
    struct vd_diag diag = {""};
    struct vd_history *history = open_disk();
    uint8_t *bytes;
    struct stat st;
    char name[96];
    size_t found = 0;

    vd_history_close(history);
    snprintf(name, sizeof(name), "%s/data.mdb", dir);
    assert_int_equal(stat(name, &st), 0);
    bytes = slurp((size_t)st.st_size);
    for (size_t i = 8; i + 32 <= (size_t)st.st_size; i++) {
        uint32_t crc;

        if (memcmp(bytes + i, "\x7e\x70\x05\0\0\0\0\0\x09", 9) != 0)
            continue;
        bytes[i - 4] = 2;
        crc = vd_crc32c(vd_crc32c(0, "identity", 8), bytes + i - 4, 36);
        memcpy(bytes + i - 8, &crc, 4);
        found++;
    }
    assert_true(found > 0);
    restore(bytes, (size_t)st.st_size);
    assert_int_equal(vd_history_open_lmdb(dir, &fresh, NULL, &diag, &history), VD_INVALID);
    assert_non_null(strstr(diag.text, "newer format 2"));
    free(bytes);
}

#define BOTH(name)                                                                                 \
    {#name " (disk)", name, make_dir, remove_dir, NULL},                                           \
    {                                                                                              \
#name " (memory)", name, make_dir, remove_dir, (void *)1                                   \
    }
#define DISK(name)                                                                                 \
    {                                                                                              \
#name, name, make_dir, remove_dir, NULL                                                    \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(what_was_committed_is_read_in_order_and_after_a_reopen),
        BOTH(an_aborted_batch_leaves_nothing),
        BOTH(a_later_put_at_an_older_position_finds_its_place),
        BOTH(side_rows_are_kept_by_table_and_key),
        BOTH(compaction_removes_what_nobody_can_reach_and_nothing_else),
        BOTH(a_compaction_at_a_delete_keeps_the_delete_until_the_next),
        DISK(a_reader_keeps_seeing_what_it_began_with),
        DISK(a_full_map_is_no_space_and_the_batch_before_it_stands),
        BOTH(every_failed_allocation_is_passed_up),
        DISK(a_garbled_file_is_diagnosed_and_never_a_crash),
        DISK(a_truncated_file_is_refused),
        DISK(a_page_number_without_an_address_is_refused),
        DISK(a_newer_format_is_refused_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
