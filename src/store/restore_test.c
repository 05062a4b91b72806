/* SPDX-License-Identifier: Apache-2.0 */
#include "store/restore.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/sha256.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const struct vd_history_identity old = {.wal_seed = 7, .store_id = 8, .member_id = 9};

static char dir[64], file[96], data[96];
static struct vd_diag diag;

static int make_dir(void **state)
{
    strcpy(dir, "/tmp/vd-restore-test-XXXXXX");
    if (!mkdtemp(dir))
        return -1;
    snprintf(file, sizeof(file), "%s/snapshot", dir);
    snprintf(data, sizeof(data), "%s/data", dir);
    return setenv("D", dir, 1);
}

static int remove_dir(void **state)
{
    return system("rm -r $D");
}

static void shell(const char *command)
{
    assert_int_equal(system(command), 0);
}

static void put(struct vd_history_batch *batch, int64_t revision, uint32_t sub, bool last)
{
    struct vd_entry entry = {
        .pos = {revision, sub},
        .create_revision = revision,
        .version = 1,
        .time_ms = 1000 + revision,
        .key = vd_slice(&revision, sizeof(revision)),
        .value = VD_SLICE("value"),
        .last = last,
    };

    vd_history_put(batch, &entry);
}

/* Revisions 2 to 9; is_whole: the last of them is there with both of its events. */
static void make_history(bool is_whole)
{
    struct vd_history_lmdb_options options = {.place = VD_HISTORY_SCRATCH};
    struct vd_side side = {.table = VD_SIDE_LEASE, .key = VD_SLICE("l"), .value = VD_SLICE("x")};
    struct vd_history_batch *batch;
    struct vd_history *history;

    assert_int_equal(vd_history_open_lmdb(file, &old, &options, &diag, &history), 0);
    assert_int_equal(vd_history_batch_begin(history, &batch), 0);
    for (int64_t revision = 2; revision < 9; revision++)
        put(batch, revision, 0, true);
    put(batch, 9, 0, false);
    if (is_whole)
        put(batch, 9, 1, true);
    vd_history_put_side(batch, &side);
    batch->state.applied_index = 40;
    batch->state.floor = 2;
    assert_int_equal(vd_history_commit(batch), 0);
    vd_history_close(history);
}

/* As etcdctl does when it saves one. */
static void add_sum(void)
{
    struct vd_sha256 *sum = vd_sha256_new();
    uint8_t bytes[4096], digest[VD_SHA256_BYTES];
    int fd = open(file, O_RDWR | O_APPEND);
    ssize_t n;

    while ((n = read(fd, bytes, sizeof(bytes))) > 0)
        assert_int_equal(vd_sha256_add(sum, vd_slice(bytes, (size_t)n)), 0);
    assert_int_equal(vd_sha256_end(sum, digest), 0);
    assert_int_equal(write(fd, digest, sizeof(digest)), sizeof(digest));
    close(fd);
    vd_sha256_free(sum);
}

static int restore(bool skip_sum, struct vd_restored *out)
{
    struct vd_snapshot_file snapshot;
    int rc;

    diag.text[0] = 0;
    rc = vd_snapshot_file_open(file, skip_sum, &diag, &snapshot);
    if (rc)
        return rc;
    rc = vd_restore(vd_fs_posix(), &snapshot, data, &diag, out);
    vd_snapshot_file_close(&snapshot);
    return rc;
}

static void assert_says(const char *what)
{
    if (!strstr(diag.text, what))
        fail_msg("it says \"%s\", and not \"%s\"", diag.text, what);
}

static struct vd_store *open_data(void)
{
    struct vd_store_options options = {.segment_bytes = 64 << 10, .small_segment_bytes = 16 << 10};
    struct vd_store *store;

    if (vd_store_open(vd_fs_posix(), data, &options, &diag, &store) != 0)
        fail_msg("%s", diag.text);
    return store;
}

static int no_record(void *arg, const struct vd_wal_record *record)
{
    return VD_CORRUPT;
}

static struct vd_history_state state_of(struct vd_history *history)
{
    struct vd_history_reader *reader;
    struct vd_history_state state;

    assert_int_equal(vd_history_reader_open(history, &reader), 0);
    assert_int_equal(vd_history_reader_begin(reader), 0);
    assert_int_equal(vd_history_state(reader, &state), 0);
    vd_history_reader_reset(reader);
    vd_history_reader_close(reader);
    return state;
}

static void it_is_another_store_with_the_same_history(void **state)
{
    struct vd_slice piece = vd_slice("\0\0\0", 4);
    struct vd_history_state restored_state;
    struct vd_restored restored;
    struct vd_store *store;
    uint64_t index;

    make_history(true);
    add_sum();
    assert_int_equal(restore(false, &restored), 0);
    assert_int_equal(restored.revision, 9);
    assert_int_equal(restored.events, 9);
    store = open_data();
    assert_int_equal(store->history->identity.store_id, restored.identity.store_id);
    assert_int_not_equal(restored.identity.store_id, old.store_id);
    assert_int_not_equal(restored.identity.member_id, old.member_id);
    assert_int_not_equal(restored.identity.wal_seed, old.wal_seed);
    restored_state = state_of(store->history);
    assert_int_equal(restored_state.head.revision, 9);
    assert_int_equal(restored_state.head.sub, 1);
    assert_int_equal(restored_state.floor, 2);
    assert_int_equal(restored_state.applied_index, 40);
    /* The log goes on where the old one ended, and over a restart. */
    assert_int_equal(vd_store_recover(store, no_record, NULL), 0);
    assert_int_equal(vd_wal_append(store->wal, VD_RECORD_META, 1, &piece, 1, &index), 0);
    assert_int_equal(index, 41);
    assert_int_equal(vd_wal_flush_sync(store->wal), 0);
    assert_int_equal(vd_store_close(store, true), 0);
    store = open_data();
    assert_int_equal(vd_store_recover(store, no_record, NULL), VD_CORRUPT); /* it is there */
    vd_store_close(store, false);
}

static void two_restores_are_two_stores(void **state)
{
    struct vd_restored one, other;

    make_history(true);
    add_sum();
    assert_int_equal(restore(false, &one), 0);
    shell("rm -r $D/data");
    assert_int_equal(restore(false, &other), 0);
    assert_int_not_equal(one.identity.store_id, other.identity.store_id);
}

static void half_of_a_revision_is_left_out(void **state)
{
    struct vd_restored restored;
    struct vd_store *store;

    make_history(false);
    assert_int_equal(restore(true, &restored), 0);
    assert_int_equal(restored.revision, 8);
    store = open_data();
    assert_int_equal(state_of(store->history).head.revision, 8);
    assert_int_equal(state_of(store->history).head_time_ms, 1008);
    vd_store_close(store, false);
}

static void a_sum_that_is_missing_or_wrong_is_refused(void **state)
{
    struct vd_restored restored;

    make_history(true);
    assert_int_equal(restore(false, &restored), VD_INVALID);
    assert_says("--skip-hash-check");
    add_sum();
    shell("printf x | dd of=$D/snapshot bs=1 seek=9000 conv=notrunc status=none");
    assert_int_equal(restore(false, &restored), VD_CORRUPT);
    assert_says("checksum does not match");
    assert_int_not_equal(access(data, F_OK), 0);
}

/* The sum is right or not asked for, and a row's own sum is not. */
static void a_damaged_row_is_refused(void **state)
{
    struct vd_restored restored;

    make_history(true);
    shell("python3 - $D/snapshot <<'X'\n"
          "import sys\n"
          "data = bytearray(open(sys.argv[1], 'rb').read())\n"
          "at = data.index(b'value', data.index(b'value') + 1)\n"
          "data[at] ^= 1\n"
          "open(sys.argv[1], 'wb').write(data)\n"
          "X");
    assert_int_equal(restore(true, &restored), VD_CORRUPT);
    assert_says("damaged");
    assert_int_not_equal(access(data, F_OK), 0);
    add_sum();
    assert_int_equal(restore(false, &restored), VD_CORRUPT);
}

static void what_is_no_snapshot_is_refused(void **state)
{
    static const struct {
        const char *make, *says;
    } cases[] = {
        {"true", "cannot be opened"},
        {"mkdir $D/snapshot", "not a file"},
        {"rmdir $D/snapshot; mkfifo $D/snapshot", "not a file"},
        {"rm $D/snapshot; : >$D/snapshot", "not a snapshot"},
        {"head -c 100000 /dev/urandom >$D/snapshot", "not a snapshot"},
        {"printf '%16s\\355\\332\\014\\355' '' >$D/snapshot", "a snapshot of etcd"},
    };
    struct vd_restored restored;

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        shell(cases[i].make);
        assert_int_not_equal(restore(true, &restored), 0);
        assert_says(cases[i].says);
    }
    shell("rm $D/snapshot");
    make_history(true);
    shell("truncate -s 20000 $D/snapshot");
    assert_int_equal(restore(true, &restored), VD_CORRUPT);
}

static void a_directory_with_something_in_it_is_left_alone(void **state)
{
    struct vd_restored restored;

    make_history(true);
    add_sum();
    shell("mkdir $D/data && echo mine >$D/data/file");
    assert_int_equal(restore(false, &restored), VD_EXISTS);
    assert_says("there is file");
    shell("test $(ls $D/data) = file");
    shell("rm $D/data/file && mkdir $D/data/lost+found");
    assert_int_equal(restore(false, &restored), 0);
    assert_int_equal(restore(false, &restored), VD_EXISTS);
    assert_says("there is ");
}

static void what_was_cut_short_does_not_start_and_may_be_begun_again(void **state)
{
    struct vd_restored restored;
    struct vd_store *store;

    make_history(true);
    add_sum();
    shell("mkdir -p $D/data/history.part && echo rest >$D/data/history.part/data.mdb");
    assert_int_equal(vd_store_open(vd_fs_posix(), data, NULL, &diag, &store), VD_CORRUPT);
    assert_says("a restore into it was cut short");
    if (restore(false, &restored))
        fail_msg("%s", diag.text);
    store = open_data();
    assert_int_equal(state_of(store->history).head.revision, 9);
    vd_store_close(store, false);
}

static void every_failed_allocation_leaves_nothing_behind(void **state)
{
    struct vd_restored restored;
    int rc = -ENOMEM;

    make_history(true);
    add_sum();
    for (long after = 0; rc; after++) {
        vd_alloc_fail_after(after);
        rc = restore(false, &restored);
        vd_alloc_fail_after(-1);
        assert_true(rc == 0 || (rc == -ENOMEM && access(data, F_OK) < 0));
    }
}

#define TEST(test)                                                                                 \
    {                                                                                              \
#test, test, make_dir, remove_dir, NULL                                                    \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_is_another_store_with_the_same_history),
        TEST(two_restores_are_two_stores),
        TEST(half_of_a_revision_is_left_out),
        TEST(a_sum_that_is_missing_or_wrong_is_refused),
        TEST(a_damaged_row_is_refused),
        TEST(what_is_no_snapshot_is_refused),
        TEST(a_directory_with_something_in_it_is_left_alone),
        TEST(what_was_cut_short_does_not_start_and_may_be_begun_again),
        TEST(every_failed_allocation_leaves_nothing_behind),
    };

    return cmocka_run_group_tests_name("restore", tests, NULL, NULL);
}
