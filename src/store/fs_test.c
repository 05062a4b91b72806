/* SPDX-License-Identifier: Apache-2.0 */
/* Each claim is tested of the operating system's files and of the simulated disk. */
#include "base/alloc.h"
#include "store/fs_sim.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char place[64];
static struct vd_fs_sim *sim;

static int begin(void **state)
{
    strcpy(place, "/tmp/vd-fs-test-XXXXXX");
    sim = vd_fs_sim_new(1);
    return mkdtemp(place) ? 0 : -1;
}

static int end(void **state)
{
    vd_fs_sim_free(sim);
    setenv("PLACE", place, 1);
    return system("rm -r \"$PLACE\"");
}

static struct vd_dir open_dir(void **state)
{
    struct vd_fs *fs = *state ? vd_fs_sim_fs(sim) : vd_fs_posix();
    struct vd_dir dir;
    char path[80];

    snprintf(path, sizeof(path), "%s/dir", place);
    assert_int_equal(vd_dir_open(fs, path, &dir), 0);
    return dir;
}

static struct vd_file make(const struct vd_dir *dir, const char *name, unsigned flags)
{
    struct vd_file file;

    assert_int_equal(vd_file_open(dir, name, VD_FS_CREATE | flags, &file), 0);
    return file;
}

static void what_is_written_is_read_and_reading_stops_at_the_end(void **state)
{
    struct vd_dir dir = open_dir(state);
    struct vd_file file = make(&dir, "f", 0);
    char buf[16] = "";
    uint64_t size;
    size_t len;

    assert_int_equal(vd_file_write(&file, "hello", 5, 3), 0);
    assert_int_equal(vd_file_write_durable(&file, "HE", 2, 3), 0);
    assert_int_equal(vd_file_sync(&file), 0);
    assert_int_equal(vd_file_size(&file, &size), 0);
    assert_int_equal(size, 8);
    assert_int_equal(vd_file_read(&file, buf, sizeof(buf), 0, &len), 0);
    assert_int_equal(len, 8);
    assert_memory_equal(buf, "\0\0\0HEllo", 8);
    assert_int_equal(vd_file_read(&file, buf, sizeof(buf), 100, &len), 0);
    assert_int_equal(len, 0);
    assert_int_equal(vd_file_truncate(&file, 5), 0);
    assert_int_equal(vd_file_truncate(&file, 7), 0);
    assert_int_equal(vd_file_read(&file, buf, sizeof(buf), 3, &len), 0);
    assert_int_equal(len, 4);
    assert_memory_equal(buf, "HE\0\0", 4);
    vd_file_close(&file);
    vd_dir_close(&dir);
}

static void direct_files_take_whole_blocks(void **state)
{
    struct vd_dir dir = open_dir(state);
    struct vd_file file = make(&dir, "f", VD_FS_DIRECT);
    uint8_t *block = vd_alloc_aligned(VD_FS_BLOCK, 2 * VD_FS_BLOCK);
    size_t len;

    memset(block, 'x', 2 * VD_FS_BLOCK);
    assert_int_equal(vd_file_write_durable(&file, block, 2 * VD_FS_BLOCK, VD_FS_BLOCK), 0);
    memset(block, 0, 2 * VD_FS_BLOCK);
    assert_int_equal(vd_file_read(&file, block, 2 * VD_FS_BLOCK, 2 * VD_FS_BLOCK, &len), 0);
    assert_int_equal(len, VD_FS_BLOCK);
    assert_int_equal(block[VD_FS_BLOCK - 1], 'x');
    vd_free(block);
    vd_file_close(&file);
    vd_dir_close(&dir);
}

static int gather(void *arg, const char *name)
{
    char *text = arg;

    assert_true(strlen(name) == 1);
    text[name[0] - 'a'] = name[0];
    return name[0] == 'z' ? VD_END : 0;
}

static void names_are_made_listed_renamed_and_removed(void **state)
{
    struct vd_dir dir = open_dir(state);
    char text[27] = "..........................";
    struct vd_file file;

    for (const char *name = "abc"; *name; name++) {
        file = make(&dir, (char[]){*name, 0}, 0);
        vd_file_close(&file);
    }
    assert_int_equal(vd_file_open(&dir, "a", VD_FS_CREATE | VD_FS_EXCLUSIVE, &file), -EEXIST);
    assert_int_equal(vd_file_open(&dir, "x", 0, &file), -ENOENT);
    assert_int_equal(vd_dir_rename(&dir, "a", "d"), 0);
    assert_int_equal(vd_dir_rename(&dir, "b", "c"), 0);
    assert_int_equal(vd_dir_rename(&dir, "b", "c"), -ENOENT);
    assert_int_equal(vd_dir_sync(&dir), 0);
    assert_int_equal(vd_dir_list(&dir, gather, text), 0);
    assert_string_equal(text, "..cd......................");
    assert_int_equal(vd_dir_unlink(&dir, "c"), 0);
    assert_int_equal(vd_dir_unlink(&dir, "c"), -ENOENT);
    assert_int_equal(vd_dir_rename(&dir, "d", "z"), 0);
    assert_int_equal(vd_dir_list(&dir, gather, text), VD_END);
    vd_dir_close(&dir);
}

static void a_lock_is_held_by_one_handle_until_it_is_closed(void **state)
{
    struct vd_dir dir = open_dir(state);
    struct vd_file first = make(&dir, "lock", 0), second = make(&dir, "lock", 0);

    assert_int_equal(vd_file_lock(&first), 0);
    assert_int_equal(vd_file_lock(&second), VD_CONFLICT);
    vd_file_close(&first);
    assert_int_equal(vd_file_lock(&second), 0);
    vd_file_close(&second);
    vd_dir_close(&dir);
}

static void only_regular_files_of_ones_own_directory_are_opened(void **state)
{
    struct vd_dir dir = open_dir(state);
    struct vd_file file;
    struct stat st;
    char name[96];

    snprintf(name, sizeof(name), "%s/dir", place);
    assert_int_equal(stat(name, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    snprintf(name, sizeof(name), "%s/dir/link", place);
    assert_int_equal(symlink("/etc/passwd", name), 0);
    assert_int_equal(vd_file_open(&dir, "link", 0, &file), -ELOOP);
    snprintf(name, sizeof(name), "%s/dir/pipe", place);
    assert_int_equal(mkfifo(name, 0600), 0);
    assert_int_equal(vd_file_open(&dir, "pipe", VD_FS_CREATE, &file), -EINVAL);
    vd_dir_close(&dir);
}

#define BOTH(name)                                                                                 \
    {#name " (real)", name, begin, end, NULL},                                                     \
    {                                                                                              \
#name " (simulated)", name, begin, end, (void *)1                                          \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(what_is_written_is_read_and_reading_stops_at_the_end),
        BOTH(direct_files_take_whole_blocks),
        BOTH(names_are_made_listed_renamed_and_removed),
        BOTH(a_lock_is_held_by_one_handle_until_it_is_closed),
        cmocka_unit_test_setup_teardown(only_regular_files_of_ones_own_directory_are_opened, begin,
                                        end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
