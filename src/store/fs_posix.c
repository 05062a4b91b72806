/* SPDX-License-Identifier: Apache-2.0 */
/* The file interface over the operating system. No state: a handle is a file descriptor. */
#include "base/check.h"
#include "store/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int result(int rc)
{
    return rc < 0 ? -errno : 0;
}

/* The name of a directory is an entry of its parent, so that is what has to be flushed. */
static int sync_parent(int dir)
{
    int parent = openat(dir, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int rc;

    if (parent < 0)
        return -errno;
    rc = result(fsync(parent));
    close(parent);
    return rc;
}

static int posix_dir_open(struct vd_fs *fs, const char *path, int *out_dir)
{
    int made = mkdir(path, 0700);
    int dir, rc = 0;

    if (made < 0 && errno != EEXIST)
        return -errno;
    dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0)
        return -errno;
    if (made == 0)
        rc = sync_parent(dir);
    if (rc) {
        close(dir);
        return rc;
    }
    *out_dir = dir;
    return 0;
}

static void posix_close(struct vd_fs *fs, int handle)
{
    close(handle);
}

static int posix_dir_sync(struct vd_fs *fs, int dir)
{
    return result(fsync(dir));
}

static int posix_dir_list(struct vd_fs *fs, int dir, vd_fs_name_fn *each, void *arg)
{
    int copy = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const struct dirent *entry;
    int rc = 0;
    DIR *stream;

    if (copy < 0)
        return -errno;
    stream = fdopendir(copy);
    if (!stream) {
        rc = -errno;
        close(copy);
        return rc;
    }
    while (!rc && (errno = 0, entry = readdir(stream))) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            rc = each(arg, entry->d_name);
    }
    if (!rc)
        rc = -errno;
    closedir(stream);
    return rc;
}

static int posix_rename(struct vd_fs *fs, int dir, const char *from, const char *to)
{
    return result(renameat(dir, from, dir, to));
}

static int posix_unlink(struct vd_fs *fs, int dir, const char *name)
{
    return result(unlinkat(dir, name, 0));
}

static int posix_open(struct vd_fs *fs, int dir, const char *name, unsigned flags, int *out_file,
                      bool *out_direct)
{
    int mode = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
    bool direct = flags & VD_FS_DIRECT;
    struct stat st;
    int file;

    mode |= flags & VD_FS_CREATE ? O_CREAT : 0;
    mode |= flags & VD_FS_EXCLUSIVE ? O_EXCL : 0;
    file = openat(dir, name, mode | (direct ? O_DIRECT : 0), 0600);
    if (file < 0 && errno == EINVAL && direct) {
        /* This file system has no direct I/O. The name may have been made before it said so. */
        direct = false;
        file = openat(dir, name, mode & ~O_EXCL, 0600);
    }
    if (file < 0)
        return -errno;
    if (fstat(file, &st) < 0 || !S_ISREG(st.st_mode)) {
        close(file);
        return -EINVAL;
    }
    *out_file = file;
    *out_direct = direct;
    return 0;
}

static int posix_lock(struct vd_fs *fs, int file)
{
    if (flock(file, LOCK_EX | LOCK_NB) == 0)
        return 0;
    return errno == EWOULDBLOCK ? VD_CONFLICT : -errno;
}

static int posix_size(struct vd_fs *fs, int file, uint64_t *out_bytes)
{
    struct stat st;

    if (fstat(file, &st) < 0)
        return -errno;
    *out_bytes = (uint64_t)st.st_size;
    return 0;
}

static int posix_read(struct vd_fs *fs, int file, void *buf, size_t len, uint64_t offset,
                      size_t *out_len)
{
    size_t done = 0;

    while (done < len) {
        ssize_t n = pread(file, (char *)buf + done, len - done, (off_t)(offset + done));

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        if (n == 0)
            break;
        done += (size_t)n;
        if (done % VD_FS_BLOCK) /* only the end of a file is not aligned */
            break;
    }
    *out_len = done;
    return 0;
}

static ssize_t write_some(int file, const struct iovec *part, uint64_t offset, bool *durable)
{
    ssize_t n = pwritev2(file, part, 1, (off_t)offset, *durable ? RWF_DSYNC : 0);

    if (n < 0 && *durable && (errno == EOPNOTSUPP || errno == ENOSYS)) {
        *durable = false;
        n = pwritev2(file, part, 1, (off_t)offset, 0);
    }
    return n;
}

static int posix_write(struct vd_fs *fs, int file, const void *buf, size_t len, uint64_t offset,
                       bool durable)
{
    bool with_flag = durable;
    size_t done = 0;

    while (done < len) {
        struct iovec part = {(char *)(uintptr_t)buf + done, len - done};
        ssize_t n = write_some(file, &part, offset + done, &with_flag);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        if (n == 0)
            return -EIO;
        done += (size_t)n;
    }
    return durable && !with_flag ? result(fdatasync(file)) : 0;
}

static int posix_truncate(struct vd_fs *fs, int file, uint64_t size_bytes)
{
    return result(ftruncate(file, (off_t)size_bytes));
}

static int posix_sync(struct vd_fs *fs, int file)
{
    return result(fdatasync(file));
}

static uint64_t posix_random(struct vd_fs *fs)
{
    uint64_t n = 0;

    /* Cannot fail for 8 bytes once the kernel's pool is up, and blocks until then. */
    vd_assert(getrandom(&n, sizeof(n), 0) == sizeof(n));
    return n;
}

static const struct vd_fs_ops posix_ops = {
    .dir_open = posix_dir_open,
    .dir_close = posix_close,
    .dir_sync = posix_dir_sync,
    .dir_list = posix_dir_list,
    .rename = posix_rename,
    .unlink = posix_unlink,
    .open = posix_open,
    .close = posix_close,
    .lock = posix_lock,
    .size = posix_size,
    .read = posix_read,
    .write = posix_write,
    .truncate = posix_truncate,
    .sync = posix_sync,
    .random = posix_random,
};

struct vd_fs *vd_fs_posix(void)
{
    static struct vd_fs fs = {&posix_ops};

    return &fs;
}
