/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order of opening is the argument here. The lock comes first. History comes before the log,
 * because it holds the identity that the log's segments must carry, and its identity is durable
 * before the log's first byte; so a log without a history is damage, and never the beginning of a
 * new store on top of an old one's log.
 */
#include "store/store.h"

#include "base/alloc.h"
#include "base/check.h"
#include "store/wal_private.h"

#include <errno.h>
#include <stdio.h>

struct opening {
    struct vd_fs *fs;
    const struct vd_store_options *options;
    struct vd_diag *diag;
    struct vd_store *store;
    const char *path;
    char *history_path, *wal_path;
    bool has_log;
};

static struct vd_history_identity fresh_identity(struct vd_fs *fs)
{
    return (struct vd_history_identity){
        .wal_seed = (uint32_t)vd_fs_random(fs),
        .store_id = vd_fs_random(fs),
        .member_id = vd_fs_random(fs),
    };
}

static int fail(struct opening *o, int rc, const char *what)
{
    vd_diag_set(o->diag, "%s: %s: %s", o->path, what, vd_outcome_name(rc));
    return rc;
}

static char *join(const char *path, const char *name)
{
    size_t size = strlen(path) + strlen(name) + 2;
    char *joined = vd_alloc(size);

    if (joined)
        snprintf(joined, size, "%s/%s", path, name);
    return joined;
}

static int take_lock(struct opening *o)
{
    struct vd_store *store = o->store;
    int rc = vd_dir_open(o->fs, o->path, &store->dir);

    if (rc)
        return fail(o, rc, "cannot open the data directory");
    store->has_dir = true;
    rc = vd_file_open(&store->dir, "lock", VD_FS_CREATE, &store->lock);
    if (rc)
        return fail(o, rc, "cannot open the lock of the data directory");
    store->has_lock = true;
    rc = vd_file_lock(&store->lock);
    if (rc == VD_CONFLICT) {
        vd_diag_set(o->diag, "data directory %s is locked by another process", o->path);
        return rc;
    }
    return rc ? fail(o, rc, "cannot lock the data directory") : 0;
}

static int see_log(void *arg, const char *name)
{
    struct opening *o = arg;

    o->has_log |= vd_wal_file_number(name) != 0;
    return 0;
}

static int look_for_log(struct opening *o)
{
    struct vd_dir dir;
    int rc = vd_dir_open(o->fs, o->wal_path, &dir);

    if (!rc) {
        rc = vd_dir_list(&dir, see_log, o);
        vd_dir_close(&dir);
    }
    return rc ? fail(o, rc, "cannot open its log directory") : 0;
}

/* LMDB makes its file but does not flush the directory that names it. */
static int open_lmdb(struct opening *o, const struct vd_history_identity *fresh)
{
    struct vd_history_lmdb_options options = {.map_bytes = o->options->map_bytes};
    struct vd_dir dir;
    int rc = vd_dir_open(o->fs, o->history_path, &dir);

    if (rc)
        return fail(o, rc, "cannot open its history directory");
    rc = vd_store_remove_new(&dir);
    if (rc) {
        vd_dir_close(&dir);
        return fail(o, rc, "cannot remove what is left of a defragmentation");
    }
    rc = vd_history_open_lmdb(o->history_path, fresh, &options, o->diag, &o->store->history);
    if (!rc) {
        o->store->owns_history = true;
        rc = vd_dir_sync(&dir);
        if (rc)
            (void)fail(o, rc, "cannot flush its history directory");
    }
    vd_dir_close(&dir);
    return rc;
}

static int refuse_part(void *arg, const char *name)
{
    return strcmp(name, VD_STORE_PART_NAME) == 0 ? VD_EXISTS : 0;
}

/* What a crash may have left of a copy that was just begun; and of a restore, which must not start
 * as the empty store that it looks like. */
static int look_for_remains(struct opening *o)
{
    int rc = vd_dir_list(&o->store->dir, refuse_part, NULL);

    if (rc == VD_EXISTS) {
        vd_diag_set(o->diag, "%s: damaged: a restore into it was cut short; begin it again",
                    o->path);
        return VD_CORRUPT;
    }
    if (rc)
        return fail(o, rc, "cannot list the data directory");
    o->store->path = vd_alloc(strlen(o->path) + 1);
    if (!o->store->path)
        return -ENOMEM;
    strcpy(o->store->path, o->path);
    rc = vd_dir_unlink(&o->store->dir, VD_STORE_SCRATCH_NAME);
    return rc && rc != -ENOENT ? fail(o, rc, "cannot remove " VD_STORE_SCRATCH_NAME) : 0;
}

static int open_history(struct opening *o)
{
    struct vd_history_identity fresh = fresh_identity(o->fs);
    int rc = 0;

    if (o->options->history)
        o->store->history = o->options->history;
    else
        rc = open_lmdb(o, o->has_log ? NULL : &fresh);
    if (rc == VD_NOT_FOUND || (!rc && o->has_log && o->store->history->made)) {
        vd_diag_set(o->diag, "%s: damaged: there is a log, but its history is missing", o->path);
        return VD_CORRUPT;
    }
    return rc;
}

static int open_log(struct opening *o)
{
    const struct vd_history_identity *identity = &o->store->history->identity;
    struct vd_wal_options options = {
        .store_id = identity->store_id,
        .crc_seed = identity->wal_seed,
        .first_index = identity->log_base + 1,
        .segment_bytes = o->options->segment_bytes,
        .small_segment_bytes = o->options->small_segment_bytes,
        .batch_bytes = o->options->batch_bytes,
    };

    return vd_wal_open(o->fs, o->wal_path, &options, o->diag, &o->store->wal);
}

static int open_all(struct opening *o)
{
    int rc;

    o->history_path = join(o->path, "history");
    o->wal_path = join(o->path, "wal");
    if (!o->history_path || !o->wal_path)
        return fail(o, -ENOMEM, "cannot open");
    rc = take_lock(o);
    if (!rc && !o->options->history)
        rc = look_for_remains(o);
    if (!rc)
        rc = look_for_log(o);
    if (!rc)
        rc = open_history(o);
    if (!rc)
        rc = open_log(o);
    return rc;
}

int vd_store_open(struct vd_fs *fs, const char *path, const struct vd_store_options *options,
                  struct vd_diag *out_diag, struct vd_store **out_store)
{
    static const struct vd_store_options defaults;
    struct opening o = {
        .fs = fs,
        .options = options ? options : &defaults,
        .diag = out_diag,
        .store = vd_alloc_zero(sizeof(*o.store)),
        .path = path,
    };
    int rc;

    vd_diag_set(out_diag, "%s", "");
    if (!o.store)
        return fail(&o, -ENOMEM, "cannot open");
    rc = open_all(&o);
    if (rc && out_diag && !out_diag->text[0])
        (void)fail(&o, rc, "cannot open");
    vd_free(o.history_path);
    vd_free(o.wal_path);
    if (rc) {
        vd_store_close(o.store, false);
        return rc;
    }
    *out_store = o.store;
    return 0;
}

int vd_store_open_ephemeral(struct vd_fs *fs, struct vd_store **out_store)
{
    struct vd_history_identity fresh = fresh_identity(fs);
    struct vd_store *store = vd_alloc_zero(sizeof(*store));
    int rc;

    if (!store)
        return -ENOMEM;
    rc = vd_history_open_mem(&fresh, &store->history);
    if (rc) {
        vd_free(store);
        return rc;
    }
    store->owns_history = true;
    *out_store = store;
    return 0;
}

int vd_store_open_history(struct vd_history *history, struct vd_store **out_store)
{
    struct vd_store *store = vd_alloc_zero(sizeof(*store));

    if (!store)
        return -ENOMEM;
    store->history = history;
    store->owns_history = true;
    *out_store = store;
    return 0;
}

static int applied_index(struct vd_store *store, uint64_t *out_index)
{
    struct vd_history_reader *reader;
    struct vd_history_state state;
    int rc = vd_history_reader_open(store->history, &reader);

    if (rc)
        return rc;
    rc = vd_history_reader_begin(reader);
    if (!rc) {
        rc = vd_history_state(reader, &state);
        vd_history_reader_reset(reader);
    }
    vd_history_reader_close(reader);
    if (!rc)
        *out_index = state.applied_index;
    return rc;
}

int vd_store_recover(struct vd_store *store, vd_wal_record_fn *each, void *arg)
{
    uint64_t index;
    int rc;

    if (!store->wal)
        return 0;
    rc = applied_index(store, &index);
    if (rc) {
        vd_diag_set(&store->diag, "cannot read the state of history: %s", vd_outcome_name(rc));
        return rc;
    }
    vd_diag_set(&store->diag, "a log record cannot be replayed");
    return vd_wal_recover(store->wal, index, each, arg, &store->diag);
}

int vd_store_close(struct vd_store *store, bool clean)
{
    int rc = 0;

    if (!store)
        return 0;
    if (store->wal)
        rc = vd_wal_close(store->wal, clean);
    if (store->owns_history)
        vd_history_close(store->history);
    else if (store->history)
        store->history->made = false; /* it will be lent again */
    if (store->has_lock)
        vd_file_close(&store->lock);
    if (store->has_dir)
        vd_dir_close(&store->dir);
    vd_free(store->path);
    vd_free(store);
    return rc;
}
