/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where copies of a store are put: a file that loses its name as soon as it is open, so nothing is
 * left of it whatever happens. What a crash leaves in between is removed at the next start.
 */
#include "store/store.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { SPARE_BYTES = 16 << 20 }; /* of the disk, for everybody else */

/* The log stands on the same disk, and it must not run out of room because of a copy. */
static int check_room(const struct statvfs *fs, struct vd_history *history)
{
    struct vd_history_stats stats;
    int rc = vd_history_stats(history, &stats);

    if (rc)
        return rc;
    return (uint64_t)fs->f_bavail * fs->f_frsize < stats.used_bytes + SPARE_BYTES ? -ENOSPC : 0;
}

int vd_store_check_room(struct vd_store *store)
{
    struct statvfs fs;

    vd_assert(store->path);
    return statvfs(store->path, &fs) < 0 ? -errno : check_room(&fs, store->history);
}

static int check_room_of(int fd, struct vd_history *history)
{
    struct statvfs fs;

    return fstatvfs(fd, &fs) < 0 ? -errno : check_room(&fs, history);
}

static int make(struct vd_store *store, const char *path, struct vd_history **out_history,
                int *out_fd)
{
    struct vd_history_lmdb_options options = {.place = VD_HISTORY_SCRATCH};
    struct vd_history_identity identity = store->history->identity;
    int fd, rc;

    identity.wal_seed = 0; /* told to nobody */
    rc = vd_history_open_lmdb(path, &identity, &options, NULL, out_history);
    if (rc)
        return rc;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    rc = fd < 0 ? -errno : check_room_of(fd, store->history);
    if (rc) {
        vd_history_close(*out_history);
        if (fd >= 0)
            close(fd);
        return rc;
    }
    *out_fd = fd;
    return 0;
}

/* In a directory of its own where others may write. */
static int make_elsewhere(struct vd_store *store, struct vd_history **out_history, int *out_fd)
{
    const char *tmp = getenv("TMPDIR");
    size_t size = strlen(tmp && *tmp ? tmp : "/tmp") + sizeof("/vedette-XXXXXX/copy");
    char *path = vd_alloc(size);
    int rc;

    if (!path)
        return -ENOMEM;
    snprintf(path, size, "%s/vedette-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(path)) {
        rc = -errno;
    } else {
        strcat(path, "/copy");
        rc = make(store, path, out_history, out_fd);
        (void)unlink(path);
        *strrchr(path, '/') = 0;
        (void)rmdir(path);
    }
    vd_free(path);
    return rc;
}

int vd_store_scratch(struct vd_store *store, struct vd_history **out_history, int *out_fd)
{
    size_t size;
    char *path;
    int rc;

    if (!store->path)
        return make_elsewhere(store, out_history, out_fd);
    size = strlen(store->path) + sizeof("/" VD_STORE_SCRATCH_NAME);
    path = vd_alloc(size);
    if (!path)
        return -ENOMEM;
    snprintf(path, size, "%s/%s", store->path, VD_STORE_SCRATCH_NAME);
    (void)unlink(path);
    rc = make(store, path, out_history, out_fd);
    (void)unlink(path);
    vd_free(path);
    return rc;
}
