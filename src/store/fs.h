/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The small file interface that everything durable goes through, except LMDB, which has its own.
 *
 * Two implementations: fs_posix.c, and fs_sim.c (tests only), a disk in memory that can lose power.
 * The rules they share, and on which the log builds:
 *
 *   - a write is durable once vd_file_sync returned after it, or if it was a durable write;
 *   - a created, renamed or removed name is durable once vd_dir_sync returned after it;
 *   - until then a crash may keep any 512-byte sectors and any names, in any order;
 *   - a write or sync that failed leaves the bytes unknown and must not be tried again.
 *
 * Every function answers 0 or -errno unless it says otherwise. Handles may be used by several
 * threads at once as far as their ranges do not overlap.
 */
#ifndef VD_STORE_FS_H
#define VD_STORE_FS_H

#include "base/outcome.h"
#include "base/slice.h"

#define VD_FS_BLOCK 4096 /* offsets, lengths and memory of direct I/O are multiples of this */

enum vd_fs_flag {
    VD_FS_CREATE = 1,    /* make it if it is missing, mode 0600 */
    VD_FS_EXCLUSIVE = 2, /* with CREATE: -EEXIST if it is there */
    VD_FS_DIRECT = 4,    /* past the page cache where the file system can */
};

struct vd_fs;

typedef int vd_fs_name_fn(void *arg, const char *name);

struct vd_fs_ops {
    int (*dir_open)(struct vd_fs *fs, const char *path, int *out_dir);
    void (*dir_close)(struct vd_fs *fs, int dir);
    int (*dir_sync)(struct vd_fs *fs, int dir);
    int (*dir_list)(struct vd_fs *fs, int dir, vd_fs_name_fn *each, void *arg);
    int (*rename)(struct vd_fs *fs, int dir, const char *from, const char *to);
    int (*unlink)(struct vd_fs *fs, int dir, const char *name);
    int (*open)(struct vd_fs *fs, int dir, const char *name, unsigned flags, int *out_file,
                bool *out_direct);
    void (*close)(struct vd_fs *fs, int file);
    int (*lock)(struct vd_fs *fs, int file);
    int (*size)(struct vd_fs *fs, int file, uint64_t *out_bytes);
    int (*read)(struct vd_fs *fs, int file, void *buf, size_t len, uint64_t offset,
                size_t *out_len);
    int (*write)(struct vd_fs *fs, int file, const void *buf, size_t len, uint64_t offset,
                 bool durable);
    int (*truncate)(struct vd_fs *fs, int file, uint64_t size_bytes);
    int (*sync)(struct vd_fs *fs, int file);
    uint64_t (*random)(struct vd_fs *fs);
};

struct vd_fs {
    const struct vd_fs_ops *ops;
};

struct vd_dir {
    struct vd_fs *fs;
    int handle;
};

struct vd_file {
    struct vd_fs *fs;
    int handle; /* of fs_posix: the file descriptor */
    bool direct;
};

/* The operating system's files. Stateless, never closed. */
struct vd_fs *vd_fs_posix(void);

/* Opens a directory, making it 0700 (and its name durable) if it is missing. */
VD_MUST_CHECK static inline int vd_dir_open(struct vd_fs *fs, const char *path,
                                            struct vd_dir *out_dir)
{
    out_dir->fs = fs;
    return fs->ops->dir_open(fs, path, &out_dir->handle);
}

static inline void vd_dir_close(struct vd_dir *dir)
{
    dir->fs->ops->dir_close(dir->fs, dir->handle);
}

VD_MUST_CHECK static inline int vd_dir_sync(const struct vd_dir *dir)
{
    return dir->fs->ops->dir_sync(dir->fs, dir->handle);
}

/* Calls each for every name but . and .. in no order, until it answers other than 0. */
VD_MUST_CHECK static inline int vd_dir_list(const struct vd_dir *dir, vd_fs_name_fn *each,
                                            void *arg)
{
    return dir->fs->ops->dir_list(dir->fs, dir->handle, each, arg);
}

/* Replaces `to` if it is there. */
VD_MUST_CHECK static inline int vd_dir_rename(const struct vd_dir *dir, const char *from,
                                              const char *to)
{
    return dir->fs->ops->rename(dir->fs, dir->handle, from, to);
}

VD_MUST_CHECK static inline int vd_dir_unlink(const struct vd_dir *dir, const char *name)
{
    return dir->fs->ops->unlink(dir->fs, dir->handle, name);
}

/* flags: of enum vd_fs_flag. For reading and writing. Refuses what is not a regular file. */
VD_MUST_CHECK static inline int vd_file_open(const struct vd_dir *dir, const char *name,
                                             unsigned flags, struct vd_file *out_file)
{
    out_file->fs = dir->fs;
    return dir->fs->ops->open(dir->fs, dir->handle, name, flags, &out_file->handle,
                              &out_file->direct);
}

static inline void vd_file_close(struct vd_file *file)
{
    file->fs->ops->close(file->fs, file->handle);
}

/* For this process alone until it closes the file or ends; VD_CONFLICT: another one has it. */
VD_MUST_CHECK static inline int vd_file_lock(const struct vd_file *file)
{
    return file->fs->ops->lock(file->fs, file->handle);
}

VD_MUST_CHECK static inline int vd_file_size(const struct vd_file *file, uint64_t *out_bytes)
{
    return file->fs->ops->size(file->fs, file->handle, out_bytes);
}

/* Reads len bytes, fewer only at the end of the file. */
VD_MUST_CHECK static inline int vd_file_read(const struct vd_file *file, void *buf, size_t len,
                                             uint64_t offset, size_t *out_len)
{
    return file->fs->ops->read(file->fs, file->handle, buf, len, offset, out_len);
}

/* Writes all or fails. */
VD_MUST_CHECK static inline int vd_file_write(const struct vd_file *file, const void *buf,
                                              size_t len, uint64_t offset)
{
    return file->fs->ops->write(file->fs, file->handle, buf, len, offset, false);
}

/* The same, and on the disk (with what is needed to find it again) before it returns. */
VD_MUST_CHECK static inline int vd_file_write_durable(const struct vd_file *file, const void *buf,
                                                      size_t len, uint64_t offset)
{
    return file->fs->ops->write(file->fs, file->handle, buf, len, offset, true);
}

/* New bytes read as zeros; whether they have room on the disk is not said. */
VD_MUST_CHECK static inline int vd_file_truncate(const struct vd_file *file, uint64_t size_bytes)
{
    return file->fs->ops->truncate(file->fs, file->handle, size_bytes);
}

/* Data and size (fdatasync). */
VD_MUST_CHECK static inline int vd_file_sync(const struct vd_file *file)
{
    return file->fs->ops->sync(file->fs, file->handle);
}

/* From the kernel, or from the seed of a simulation. Never 0. */
static inline uint64_t vd_fs_random(struct vd_fs *fs)
{
    uint64_t n = fs->ops->random(fs);

    return n ? n : 1;
}

#endif
