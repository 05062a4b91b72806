/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A history that takes the place of the one in use. It is made beside it, under a name that the
 * next start removes; every batch of it is flushed. Then one rename puts it where the old one was:
 * whatever happens, a start finds the one or the other, both whole.
 *
 * But which of them is known only once the directory is flushed. Until then the log must be kept
 * back to what both have.
 */
#include "store/store.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <stdio.h>

#define NEW_FILE "new.mdb"
#define NEW_LOCK NEW_FILE "-lock" /* as LMDB calls it */

static char *history_path(const struct vd_store *store, const char *name)
{
    size_t size = strlen(store->path) + strlen(name) + sizeof("/history/");
    char *path = vd_alloc(size);

    if (path)
        snprintf(path, size, "%s/history/%s", store->path, name);
    return path;
}

static int open_dir(struct vd_store *store, struct vd_dir *out_dir)
{
    char *path = history_path(store, "");
    int rc = path ? vd_dir_open(store->dir.fs, path, out_dir) : -ENOMEM;

    vd_free(path);
    return rc;
}

static int remove_name(const struct vd_dir *dir, const char *name)
{
    int rc = vd_dir_unlink(dir, name);

    return rc == -ENOENT ? 0 : rc;
}

int vd_store_remove_new(const struct vd_dir *dir)
{
    int rc = remove_name(dir, NEW_FILE);

    return rc ? rc : remove_name(dir, NEW_LOCK);
}

static int remove_new(struct vd_store *store)
{
    struct vd_dir dir;
    int rc = open_dir(store, &dir);

    if (rc)
        return rc;
    rc = vd_store_remove_new(&dir);
    vd_dir_close(&dir);
    return rc;
}

int vd_store_new_history(struct vd_store *store, struct vd_history **out_history)
{
    struct vd_history_lmdb_options options = {.place = VD_HISTORY_BESIDE};
    char *path;
    int rc;

    if (!store->path)
        return VD_NOT_FOUND;
    rc = vd_store_check_room(store);
    if (!rc)
        rc = remove_new(store);
    path = rc ? NULL : history_path(store, NEW_FILE);
    if (!rc && !path)
        rc = -ENOMEM;
    if (!rc)
        rc = vd_history_open_lmdb(path, &store->history->identity, &options, NULL, out_history);
    vd_free(path);
    return rc;
}

void vd_store_drop_history(struct vd_store *store, struct vd_history *history)
{
    vd_history_close(history);
    (void)!remove_new(store);
}

static int rename_new(struct vd_store *store, const struct vd_dir *dir)
{
    int rc = vd_dir_rename(dir, NEW_FILE, "data.mdb");

    if (rc)
        return rc;
    store->is_name_open = true;
    (void)!vd_dir_rename(dir, NEW_LOCK,
                         "lock.mdb"); /* for people with tools; a start makes it anew */
    return 0;
}

int vd_store_replace_history(struct vd_store *store, struct vd_history *history)
{
    struct vd_dir dir;
    int rc = open_dir(store, &dir);

    vd_assert(!store->is_name_open);
    if (!rc) {
        rc = rename_new(store, &dir);
        vd_dir_close(&dir);
    }
    if (rc) {
        vd_store_drop_history(store, history);
        return rc;
    }
    vd_history_replace(store->history, history);
    return vd_store_settle_name(store);
}

int vd_store_settle_name(struct vd_store *store)
{
    struct vd_dir dir;
    int rc;

    if (!store->is_name_open)
        return 0;
    rc = open_dir(store, &dir);
    if (rc)
        return rc;
    rc = vd_dir_sync(&dir);
    vd_dir_close(&dir);
    store->is_name_open = rc != 0;
    return rc;
}
