/* SPDX-License-Identifier: Apache-2.0 */
/* From each kind of history into a file, in pieces, while the source goes on. */
#include "store/history_copy.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { REVISIONS = 300 };

static const struct vd_history_identity fresh = {.wal_seed = 7, .store_id = 8, .member_id = 9};

static char dir[64], target[96];

static int make_dir(void **state)
{
    strcpy(dir, "/tmp/vd-history-copy-test-XXXXXX");
    snprintf(target, sizeof(target), "%s/copy", mkdtemp(dir) ? dir : "");
    return target[0] == '/' && target[1] != 'c' ? 0 : -1;
}

static int remove_dir(void **state)
{
    char command[96];

    snprintf(command, sizeof(command), "rm -r %s", dir);
    return system(command);
}

static struct vd_history *open_disk(const char *path, enum vd_history_place place)
{
    struct vd_history_lmdb_options options = {.place = place};
    struct vd_history *history;
    struct vd_diag diag = {""};

    if (vd_history_open_lmdb(path, place == VD_HISTORY_READ_ONLY ? NULL : &fresh, &options, &diag,
                             &history))
        fail_msg("%s", diag.text);
    return history;
}

static struct vd_history *open_kind(void **state)
{
    struct vd_history *history;

    if (!*state)
        return open_disk(dir, VD_HISTORY_DIR);
    assert_int_equal(vd_history_open_mem(&fresh, &history), 0);
    return history;
}

/* Revision r has r % 3 + 1 events, of which some have values that stand apart. */
static void fill(struct vd_history *history, int64_t from, int64_t to)
{
    static uint8_t value[5000];
    struct vd_history_batch *batch;

    assert_int_equal(vd_history_batch_begin(history, &batch), 0);
    for (int64_t revision = from; revision <= to; revision++) {
        for (uint32_t sub = 0; sub <= (uint32_t)(revision % 3); sub++) {
            struct vd_entry entry = {
                .pos = {revision, sub},
                .create_revision = revision,
                .version = 1,
                .lease = revision % 5,
                .time_ms = 1000 + revision,
                .key = vd_slice(&revision, sizeof(revision)),
                .value = vd_slice(value, (size_t)(revision * 37 + sub) % sizeof(value)),
                .cause = revision % 7 ? VD_SLICE_EMPTY : VD_SLICE("cause"),
                .last = sub == (uint32_t)(revision % 3),
            };

            memset(value, (int)(revision + sub), sizeof(value));
            vd_history_put(batch, &entry);
        }
    }
    for (uint8_t table = 0; table < 3; table++) {
        struct vd_side side = {.table = table, .key = vd_slice(&from, sizeof(from))};

        side.value = VD_SLICE("row");
        vd_history_put_side(batch, &side);
    }
    batch->state.applied_index = (uint64_t)to;
    assert_int_equal(vd_history_commit(batch), 0);
}

static struct vd_history_reader *reader_of(struct vd_history *history)
{
    struct vd_history_reader *reader;

    assert_int_equal(vd_history_reader_open(history, &reader), 0);
    return reader;
}

/* Whole copies only, however they are cut. */
static int copy_all(struct vd_history_copy *copy, struct vd_history_state *state, size_t piece)
{
    int rc = vd_history_copy_sides(copy, state);

    while (!rc)
        rc = vd_history_copy_events(copy, state->head.revision, piece);
    return rc == VD_END ? vd_history_copy_end(copy, state) : rc;
}

struct digest {
    char *text;
    size_t len;
    FILE *stream;
};

static int see_event(void *arg, const struct vd_entry *e)
{
    FILE *out = arg;

    fprintf(out, "%lld.%u %lld %lld %lld %lld %u %d ", (long long)e->pos.revision, e->pos.sub,
            (long long)e->create_revision, (long long)e->version, (long long)e->lease,
            (long long)e->time_ms, e->value_len, e->last);
    fwrite(e->key.ptr, 1, e->key.len, out);
    fwrite(e->value.ptr, 1, e->value.len, out);
    fwrite(e->cause.ptr, 1, e->cause.len, out);
    return 0;
}

static int see_side(void *arg, struct vd_slice key, struct vd_slice value)
{
    fwrite(key.ptr, 1, key.len, arg);
    fwrite(value.ptr, 1, value.len, arg);
    return 0;
}

/* Everything that a reader can see. */
static struct digest see(struct vd_history *history)
{
    struct vd_history_reader *reader = reader_of(history);
    struct vd_history_state state;
    struct digest digest = {NULL};

    digest.stream = open_memstream(&digest.text, &digest.len);
    assert_int_equal(vd_history_reader_begin(reader), 0);
    assert_int_equal(vd_history_state(reader, &state), 0);
    fprintf(digest.stream, "%llu %lld.%u %lld ", (unsigned long long)state.applied_index,
            (long long)state.head.revision, state.head.sub, (long long)state.head_time_ms);
    assert_int_equal(
        vd_history_scan(reader, (struct vd_pos){0, 0}, VD_HISTORY_VALUES, see_event, digest.stream),
        VD_END);
    for (unsigned table = 0; table <= UINT8_MAX; table++)
        assert_int_equal(vd_history_side_scan(reader, (uint8_t)table, see_side, digest.stream),
                         VD_END);
    vd_history_reader_reset(reader);
    vd_history_reader_close(reader);
    fclose(digest.stream);
    return digest;
}

static void assert_same(struct vd_history *one, struct vd_history *other)
{
    struct digest a = see(one), b = see(other);

    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.text, b.text, a.len);
    free(a.text);
    free(b.text);
}

static void every_row_is_there_however_small_the_pieces(void **state)
{
    static const size_t pieces[] = {1, 5000, 1 << 20};
    struct vd_history *history = open_kind(state);

    fill(history, 2, REVISIONS);
    for (size_t i = 0; i < VD_COUNT(pieces); i++) {
        struct vd_history_copy copy = {.from = reader_of(history)};
        struct vd_history_state taken;

        copy.to = open_disk(target, VD_HISTORY_SCRATCH);
        assert_int_equal(copy_all(&copy, &taken, pieces[i]), 0);
        vd_history_close(copy.to);
        vd_history_reader_close(copy.from);
        copy.to = open_disk(target, VD_HISTORY_READ_ONLY);
        assert_same(history, copy.to);
        vd_history_close(copy.to);
        assert_int_equal(unlink(target), 0);
    }
    vd_history_close(history);
}

static void what_comes_meanwhile_is_left_out(void **state)
{
    struct vd_history *history = open_kind(state);
    struct vd_history_copy copy = {.from = reader_of(history)};
    struct vd_history_state taken;
    struct digest before, after;
    int64_t revision = 100;
    int rc;

    fill(history, 2, revision);
    before = see(history);
    copy.to = open_disk(target, VD_HISTORY_SCRATCH);
    assert_int_equal(vd_history_copy_sides(&copy, &taken), 0);
    while ((rc = vd_history_copy_events(&copy, taken.head.revision, 50000)) == 0) {
        fill(history, revision + 1, revision + 10);
        revision += 10;
    }
    assert_int_equal(rc, VD_END);
    assert_true(revision > 120);
    assert_int_equal(vd_history_copy_end(&copy, &taken), 0);
    after = see(copy.to);
    assert_int_equal(before.len, after.len);
    assert_memory_equal(before.text, after.text, before.len);
    free(before.text);
    free(after.text);
    vd_history_reader_close(copy.from);
    vd_history_close(copy.to);
    vd_history_close(history);
}

/* Flips a byte in the middle of a value, where no page's shape suffers. */
static void spoil_a_value(void)
{
    static const uint8_t pattern[] = {44, 44, 44, 44, 44, 44, 44, 44};
    char path[96];
    struct stat st;
    uint8_t *map, *at;
    int fd;

    snprintf(path, sizeof(path), "%s/data.mdb", dir);
    fd = open(path, O_RDWR);
    assert_true(fd >= 0 && fstat(fd, &st) == 0);
    map = mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    assert_ptr_not_equal(map, MAP_FAILED);
    at = memmem(map, (size_t)st.st_size, pattern, sizeof(pattern));
    assert_non_null(at);
    at[4] ^= 1;
    munmap(map, (size_t)st.st_size);
    close(fd);
}

static void damage_is_not_carried_on(void **state)
{
    struct vd_history *history = open_disk(dir, VD_HISTORY_DIR);
    struct vd_history_copy copy = {NULL};
    struct vd_history_state taken;

    fill(history, 2, 100);
    vd_history_close(history);
    spoil_a_value();
    history = open_disk(dir, VD_HISTORY_DIR);
    copy.from = reader_of(history);
    copy.to = open_disk(target, VD_HISTORY_SCRATCH);
    assert_int_equal(copy_all(&copy, &taken, 1 << 20), VD_CORRUPT);
    vd_history_reader_close(copy.from);
    vd_history_close(copy.to);
    vd_history_close(history);
}

static void without_memory_or_room_it_says_so(void **state)
{
    struct vd_history_lmdb_options small = {.map_bytes = 256 << 10, .place = VD_HISTORY_SCRATCH};
    struct vd_history *history = open_kind(state);
    struct vd_history_copy copy = {.from = reader_of(history)};
    struct vd_history_state taken;
    int rc = -ENOMEM;

    fill(history, 2, REVISIONS);
    for (long after = 0; rc == -ENOMEM; after++) {
        copy.next = (struct vd_pos){0, 0};
        copy.to = open_disk(target, VD_HISTORY_SCRATCH);
        vd_alloc_fail_after(after);
        rc = copy_all(&copy, &taken, 20000);
        vd_alloc_fail_after(-1);
        vd_history_close(copy.to);
        assert_int_equal(unlink(target), 0);
    }
    assert_int_equal(rc, 0);
    assert_int_equal(vd_history_open_lmdb(target, &fresh, &small, NULL, &copy.to), 0);
    copy.next = (struct vd_pos){0, 0};
    assert_int_equal(copy_all(&copy, &taken, 20000), -ENOSPC);
    vd_history_close(copy.to);
    vd_history_reader_close(copy.from);
    vd_history_close(history);
}

#define BOTH(test)                                                                                 \
    {#test "_on_disk", test, make_dir, remove_dir, NULL},                                          \
    {                                                                                              \
#test "_in_memory", test, make_dir, remove_dir, (void *)1                                  \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(every_row_is_there_however_small_the_pieces),
        BOTH(what_comes_meanwhile_is_left_out),
        BOTH(without_memory_or_room_it_says_so),
        {"damage_is_not_carried_on", damage_is_not_carried_on, make_dir, remove_dir, NULL},
    };

    return cmocka_run_group_tests_name("history_copy", tests, NULL, NULL);
}
