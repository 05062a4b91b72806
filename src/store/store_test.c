/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
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

static const struct vd_store_options options = {
    .segment_bytes = 64 << 10,
    .small_segment_bytes = 16 << 10,
};

static char dir[64], path[80];
static struct vd_diag diag;

static int make_dir(void **state)
{
    strcpy(dir, "/tmp/vd-store-test-XXXXXX");
    if (!mkdtemp(dir))
        return -1;
    snprintf(path, sizeof(path), "%s/data", dir);
    diag.text[0] = 0;
    return 0;
}

/* $D is the data directory. */
static void shell(const char *command)
{
    assert_int_equal(setenv("D", path, 1), 0);
    assert_int_equal(system(command), 0);
}

static int remove_dir(void **state)
{
    char command[96];

    snprintf(command, sizeof(command), "rm -r %s", dir);
    return system(command);
}

static int count_record(void *arg, const struct vd_wal_record *record)
{
    ++*(int *)arg;
    return 0;
}

static struct vd_store *open_store(int *out_replayed)
{
    struct vd_store *store;

    *out_replayed = 0;
    if (vd_store_open(vd_fs_posix(), path, &options, &diag, &store) != 0)
        fail_msg("%s", diag.text);
    if (vd_store_recover(store, count_record, out_replayed) != 0)
        fail_msg("%s", store->diag.text);
    return store;
}

static void append(struct vd_store *store, int count)
{
    static const char payload[] = "\0\0\0";
    struct vd_slice piece = vd_slice(payload, 4);
    uint64_t index;

    for (int i = 0; i < count; i++) {
        assert_int_equal(vd_wal_append(store->wal, VD_RECORD_META, 1, &piece, 1, &index), 0);
        assert_int_equal(vd_wal_flush_sync(store->wal), 0);
    }
}

static void apply_up_to(struct vd_store *store, uint64_t index)
{
    struct vd_history_batch *batch;

    assert_int_equal(vd_history_batch_begin(store->history, &batch), 0);
    while (batch->state.applied_index < index)
        assert_int_equal(
            vd_history_apply(batch, batch->state.applied_index + 1, 1, vd_slice("\0\0\0", 4)), 0);
    assert_int_equal(vd_history_commit(batch), 0);
}

static void recovery_replays_what_history_has_not_got(void **state)
{
    int replayed;
    struct vd_store *store = open_store(&replayed);
    uint64_t id = vd_store_id(store);
    struct stat st;

    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_int_equal(replayed, 0);
    append(store, 10);
    apply_up_to(store, 4);
    assert_int_equal(vd_store_close(store, false), 0);
    store = open_store(&replayed);
    assert_int_equal(replayed, 6);
    assert_int_equal(vd_store_id(store), id);
    append(store, 1);
    apply_up_to(store, 11);
    assert_int_equal(vd_store_close(store, true), 0);
    store = open_store(&replayed);
    assert_int_equal(replayed, 0);
    vd_store_close(store, true);
}

static void a_second_process_is_told_that_the_directory_is_locked(void **state)
{
    int replayed;
    struct vd_store *store = open_store(&replayed), *second;

    assert_int_equal(vd_store_open(vd_fs_posix(), path, &options, &diag, &second), VD_CONFLICT);
    assert_non_null(strstr(diag.text, "is locked by another process"));
    vd_store_close(store, true);
    store = open_store(&replayed);
    vd_store_close(store, true);
}

static int refused(void)
{
    struct vd_store *store;
    int replayed = 0, rc = vd_store_open(vd_fs_posix(), path, &options, &diag, &store);

    if (rc)
        return rc;
    rc = vd_store_recover(store, count_record, &replayed);
    diag = store->diag;
    vd_store_close(store, false);
    return rc;
}

static void make_used(int records, uint64_t applied)
{
    int replayed;
    struct vd_store *store = open_store(&replayed);

    append(store, records);
    apply_up_to(store, applied);
    vd_store_close(store, true);
}

static void a_log_without_its_history_is_refused_and_left_alone(void **state)
{
    make_used(3, 1);
    shell("rm $D/history/data.mdb");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(refused(), VD_CORRUPT);
        assert_non_null(strstr(diag.text, "its history is missing"));
    }
    shell("truncate -s 0 $D/history/data.mdb");
    assert_int_equal(refused(), VD_CORRUPT);
}

static void a_history_without_its_log_is_refused(void **state)
{
    make_used(3, 1);
    shell("rm $D/wal/*.wal");
    assert_int_equal(refused(), VD_CORRUPT);
    assert_non_null(strstr(diag.text, "history has records up to 1"));
}

static void the_log_of_another_store_is_refused(void **state)
{
    make_used(3, 0);
    shell("mv $D $D.other");
    make_used(3, 0);
    shell("rm -r $D/wal && mv $D.other/wal $D/");
    assert_int_equal(refused(), VD_INVALID);
    assert_non_null(strstr(diag.text, "belongs to store"));
}

static void a_directory_that_cannot_be_opened_is_named(void **state)
{
    shell("touch $D");
    assert_int_equal(refused(), -ENOTDIR);
    assert_non_null(strstr(diag.text, path));
    assert_non_null(strstr(diag.text, "Not a directory"));
}

static void an_ephemeral_store_has_a_history_and_no_log(void **state)
{
    struct vd_store *store;
    int replayed = 0;

    assert_int_equal(vd_store_open_ephemeral(vd_fs_posix(), &store), 0);
    assert_null(store->wal);
    assert_int_equal(vd_store_recover(store, count_record, &replayed), 0);
    assert_int_not_equal(vd_store_id(store), 0);
    assert_int_equal(vd_store_close(store, true), 0);
}

static void every_failed_allocation_leaves_a_directory_that_opens(void **state)
{
    struct vd_store *store;
    int rc = -ENOMEM, replayed = 0;
    long n = 0;

    for (; rc == -ENOMEM; n++) {
        vd_alloc_fail_after(n);
        rc = vd_store_open(vd_fs_posix(), path, &options, &diag, &store);
        assert_true(rc == 0 || diag.text[0]);
        if (!rc) {
            rc = vd_store_recover(store, count_record, &replayed);
            vd_store_close(store, false);
        }
        vd_alloc_fail_after(-1);
    }
    assert_int_equal(rc, 0);
    assert_true(n > 8);
    store = open_store(&replayed);
    vd_store_close(store, true);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_dir, remove_dir)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(recovery_replays_what_history_has_not_got),
        TEST(a_second_process_is_told_that_the_directory_is_locked),
        TEST(a_log_without_its_history_is_refused_and_left_alone),
        TEST(a_history_without_its_log_is_refused),
        TEST(the_log_of_another_store_is_refused),
        TEST(a_directory_that_cannot_be_opened_is_named),
        TEST(an_ephemeral_store_has_a_history_and_no_log),
        TEST(every_failed_allocation_leaves_a_directory_that_opens),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
