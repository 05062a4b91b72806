/* SPDX-License-Identifier: Apache-2.0 */
#include "store/snapshot_file.h"

#include "base/alloc.h"
#include "base/sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK_BYTES = 512, READ_BYTES = 1 << 20, MAGIC_AT = 16 };

/* Where both LMDB and the store of etcd say what they are. */
#define MAGIC_LMDB 0xBEEFC0DEu
#define MAGIC_ETCD 0xED0CDAEDu

struct opening {
    const char *path;
    struct vd_diag *diag;
    int fd;
    uint64_t size_bytes; /* of the whole file */
    bool has_sum;
};

static int fail(struct opening *o, int rc, const char *what)
{
    vd_diag_set(o->diag, "%s: %s", o->path, what);
    return rc;
}

static int fail_errno(struct opening *o, const char *what)
{
    int rc = -errno;

    vd_diag_set(o->diag, "%s: %s: %s", o->path, what, vd_outcome_name(rc));
    return rc;
}

static int open_file(struct opening *o)
{
    struct stat st;

    /* A pipe is not waited for: it is no file. */
    o->fd = open(o->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (o->fd < 0)
        return fail_errno(o, "cannot be opened");
    if (fstat(o->fd, &st) < 0)
        return fail_errno(o, "cannot be looked at");
    if (!S_ISREG(st.st_mode))
        return fail(o, VD_INVALID, "not a file");
    o->size_bytes = (uint64_t)st.st_size;
    o->has_sum = o->size_bytes % BLOCK_BYTES == VD_SHA256_BYTES;
    return 0;
}

static int check_magic(struct opening *o)
{
    uint32_t magic = 0;

    if (pread(o->fd, &magic, sizeof(magic), MAGIC_AT) < 0)
        return fail_errno(o, "cannot be read");
    if (magic == MAGIC_ETCD)
        return fail(
            o, VD_INVALID,
            "a snapshot of etcd, whose format is another; restore it with etcdutl, and copy "
            "the keys with etcdctl make-mirror");
    return magic == MAGIC_LMDB ? 0 : fail(o, VD_INVALID, "not a snapshot");
}

static int add_file(struct opening *o, struct vd_sha256 *sum, uint8_t *buf)
{
    uint64_t left = o->size_bytes - VD_SHA256_BYTES, at = 0;

    while (left) {
        ssize_t n = pread(o->fd, buf, left < READ_BYTES ? left : READ_BYTES, (off_t)at);
        int rc;

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail_errno(o, "cannot be read");
        if (n == 0)
            return fail(o, VD_CORRUPT, "damaged: it has become shorter");
        rc = vd_sha256_add(sum, vd_slice(buf, (size_t)n));
        if (rc)
            return fail(o, rc, "no memory");
        at += (uint64_t)n;
        left -= (uint64_t)n;
    }
    return 0;
}

static int compare_sum(struct opening *o, struct vd_sha256 *sum)
{
    uint8_t is[VD_SHA256_BYTES], want[VD_SHA256_BYTES];
    int rc = vd_sha256_end(sum, is);

    if (rc)
        return fail(o, rc, "no memory");
    if (pread(o->fd, want, sizeof(want), (off_t)(o->size_bytes - sizeof(want))) != sizeof(want))
        return fail(o, VD_CORRUPT, "damaged: its checksum cannot be read");
    return memcmp(is, want, sizeof(is)) == 0
               ? 0
               : fail(o, VD_CORRUPT, "damaged: its checksum does not match");
}

static int check_sum(struct opening *o)
{
    struct vd_sha256 *sum;
    uint8_t *buf;
    int rc;

    if (!o->has_sum)
        return fail(o, VD_INVALID,
                    "no checksum at its end, so it was not saved whole; --skip-hash-check takes a "
                    "file that was copied from a data directory");
    sum = vd_sha256_new();
    buf = vd_alloc(READ_BYTES);
    rc = sum && buf ? add_file(o, sum, buf) : fail(o, -ENOMEM, "no memory");
    if (!rc)
        rc = compare_sum(o, sum);
    vd_sha256_free(sum);
    vd_free(buf);
    return rc;
}

int vd_snapshot_file_open(const char *path, bool skip_sum, struct vd_diag *diag,
                          struct vd_snapshot_file *out_file)
{
    struct vd_history_lmdb_options options = {.place = VD_HISTORY_READ_ONLY};
    struct opening o = {.path = path, .diag = diag, .fd = -1};
    struct vd_history *history;
    int rc = open_file(&o);

    if (!rc)
        rc = check_magic(&o);
    if (!rc && !skip_sum)
        rc = check_sum(&o);
    if (o.fd >= 0)
        close(o.fd);
    if (!rc)
        rc = vd_history_open_lmdb(path, NULL, &options, diag, &history);
    if (rc == VD_NOT_FOUND)
        rc = fail(&o, VD_INVALID, "not a snapshot of this program");
    if (rc)
        return rc;
    *out_file = (struct vd_snapshot_file){
        .history = history,
        .size_bytes = o.size_bytes - (o.has_sum ? VD_SHA256_BYTES : 0),
        .has_sum = o.has_sum,
    };
    return 0;
}

void vd_snapshot_file_close(struct vd_snapshot_file *file)
{
    vd_history_close(file->history);
    file->history = NULL;
}
