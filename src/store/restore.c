/* SPDX-License-Identifier: Apache-2.0 */
#include "store/restore.h"

#include "base/alloc.h"
#include "store/history_copy.h"
#include "store/store.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

enum { PIECE_BYTES = 16 << 20 };

struct restore {
    struct vd_fs *fs;
    const char *path;
    char *part; /* the history's directory, until it is whole */
    struct vd_diag *diag;
    struct vd_dir dir, part_dir;
    struct vd_file lock;
    bool made_dir, has_dir, has_part_dir, has_lock;
    struct vd_history_copy copy;
    struct vd_history_state state;
};

static int fail(struct restore *r, int rc, const char *what)
{
    vd_diag_set(r->diag, "%s: %s: %s", r->path, what, vd_outcome_name(rc));
    return rc;
}

/* lost+found is on a volume that was never used. */
static int refuse_name(void *arg, const char *name)
{
    static const char *const fine[] = {"lock", VD_STORE_PART_NAME, "lost+found"};
    struct restore *r = arg;

    for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
        if (strcmp(name, fine[i]) == 0)
            return 0;
    vd_diag_set(r->diag, "%s: not empty: there is %.100s; choose a new directory", r->path, name);
    return VD_EXISTS;
}

static int take_dir(struct restore *r)
{
    int rc;

    r->made_dir = access(r->path, F_OK) < 0;
    rc = vd_dir_open(r->fs, r->path, &r->dir);
    if (rc)
        return fail(r, rc, "cannot be made");
    r->has_dir = true;
    rc = vd_dir_list(&r->dir, refuse_name, r);
    if (rc)
        return rc == VD_EXISTS ? rc : fail(r, rc, "cannot be listed");
    rc = vd_file_open(&r->dir, "lock", VD_FS_CREATE, &r->lock);
    if (rc)
        return fail(r, rc, "its lock cannot be made");
    r->has_lock = true;
    rc = vd_file_lock(&r->lock);
    if (rc == VD_CONFLICT) {
        vd_diag_set(r->diag, "%s: locked by another process", r->path);
        return rc;
    }
    return rc ? fail(r, rc, "cannot be locked") : 0;
}

static int remove_name(void *arg, const char *name)
{
    return vd_dir_unlink(arg, name);
}

/* An empty place for the history; what an earlier restore left there goes. */
static int take_part(struct restore *r)
{
    size_t size = strlen(r->path) + sizeof("/" VD_STORE_PART_NAME);
    int rc;

    r->part = vd_alloc(size);
    if (!r->part)
        return fail(r, -ENOMEM, "cannot be restored into");
    snprintf(r->part, size, "%s/%s", r->path, VD_STORE_PART_NAME);
    rc = vd_dir_open(r->fs, r->part, &r->part_dir);
    if (!rc) {
        r->has_part_dir = true;
        rc = vd_dir_list(&r->part_dir, remove_name, &r->part_dir);
    }
    return rc ? fail(r, rc, "no place for its history") : 0;
}

/* Of a file that was copied from a data directory the last revision may be there in part; nobody
 * was told of it by the log that is missing here. */
static int find_last_whole(struct vd_history_reader *from, int64_t *out_revision)
{
    struct vd_history_state state;
    struct vd_entry entry = {.last = true};
    int rc = vd_history_reader_begin(from);

    if (rc)
        return rc;
    rc = vd_history_state(from, &state);
    if (!rc && state.head.revision)
        rc = vd_history_get(from, state.head, &entry);
    vd_history_reader_reset(from);
    if (rc == VD_NOT_FOUND)
        rc = VD_CORRUPT;
    if (!rc)
        *out_revision = state.head.revision - (entry.last ? 0 : 1);
    return rc;
}

/* The head is the newest event that was copied. */
static int end_copy(struct restore *r)
{
    struct vd_history_reader *reader;
    struct vd_history_state copied;
    int rc = vd_history_reader_open(r->copy.to, &reader);

    if (rc)
        return rc;
    rc = vd_history_reader_begin(reader);
    if (!rc) {
        rc = vd_history_state(reader, &copied);
        vd_history_reader_reset(reader);
    }
    vd_history_reader_close(reader);
    if (rc)
        return rc;
    r->state.head = copied.head;
    r->state.head_time_ms = copied.head_time_ms;
    return vd_history_copy_end(&r->copy, &r->state);
}

static int copy_rows(struct restore *r)
{
    int64_t last;
    int rc = find_last_whole(r->copy.from, &last);

    if (!rc)
        rc = vd_history_copy_sides(&r->copy, &r->state);
    while (!rc)
        rc = vd_history_copy_events(&r->copy, last, PIECE_BYTES);
    return rc == VD_END ? end_copy(r) : rc;
}

static int identify(struct restore *r, struct vd_history_identity *out)
{
    struct vd_history_state state;
    int rc = vd_history_reader_begin(r->copy.from);

    if (rc)
        return rc;
    rc = vd_history_state(r->copy.from, &state);
    vd_history_reader_reset(r->copy.from);
    if (rc)
        return rc;
    *out = (struct vd_history_identity){
        .wal_seed = (uint32_t)vd_fs_random(r->fs),
        .store_id = vd_fs_random(r->fs),
        .member_id = vd_fs_random(r->fs),
        .log_base = state.applied_index,
    };
    return 0;
}

static int copy_history(struct restore *r, struct vd_history *from, struct vd_restored *out)
{
    struct vd_history_stats stats;
    int rc = vd_history_reader_open(from, &r->copy.from);

    if (rc)
        return fail(r, rc, "cannot be restored into");
    rc = identify(r, &out->identity);
    if (!rc)
        rc = vd_history_open_lmdb(r->part, &out->identity, NULL, r->diag, &r->copy.to);
    if (!rc)
        rc = copy_rows(r);
    if (!rc)
        rc = vd_history_stats(r->copy.to, &stats);
    vd_history_reader_close(r->copy.from);
    vd_history_close(r->copy.to);
    if (rc == VD_CORRUPT) {
        vd_diag_set(r->diag, "the snapshot is damaged: a row's checksum does not match");
        return rc;
    }
    if (rc)
        return fail(r, rc, "its history cannot be written");
    out->revision = r->state.head.revision;
    out->events = stats.entries;
    return 0;
}

static int name_it(struct restore *r)
{
    int rc = vd_dir_sync(&r->part_dir);

    if (!rc)
        rc = vd_dir_rename(&r->dir, VD_STORE_PART_NAME, "history");
    if (!rc)
        rc = vd_dir_sync(&r->dir);
    return rc ? fail(r, rc, "its history cannot be given its name") : 0;
}

/* A restore that failed leaves the directory as it was. */
static void clean_up(struct restore *r)
{
    if (r->has_part_dir) {
        (void)!vd_dir_list(&r->part_dir, remove_name, &r->part_dir);
        (void)rmdir(r->part);
    }
    if (r->made_dir && r->has_dir) {
        (void)!vd_dir_unlink(&r->dir, "lock");
        (void)rmdir(r->path);
    }
}

static void let_go(struct restore *r)
{
    if (r->has_part_dir)
        vd_dir_close(&r->part_dir);
    if (r->has_lock)
        vd_file_close(&r->lock);
    if (r->has_dir)
        vd_dir_close(&r->dir);
    vd_free(r->part);
}

int vd_restore(struct vd_fs *fs, const struct vd_snapshot_file *file, const char *dir,
               struct vd_diag *diag, struct vd_restored *out_restored)
{
    struct restore r = {.fs = fs, .path = dir, .diag = diag};
    struct vd_restored restored;
    int rc = take_dir(&r);

    if (!rc)
        rc = take_part(&r);
    if (!rc)
        rc = copy_history(&r, file->history, &restored);
    if (!rc)
        rc = name_it(&r);
    if (rc)
        clean_up(&r);
    let_go(&r);
    if (!rc)
        *out_restored = restored;
    return rc;
}
