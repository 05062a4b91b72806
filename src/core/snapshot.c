/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One piece is read ahead, and no more: a reader that stalls costs a piece and an open file.
 */
#include "core/snapshot.h"

#include "base/alloc.h"
#include "base/check.h"
#include "core/access.h"
#include "core/kv_copy.h"
#include "core/kv_private.h"

#include <errno.h>
#include <unistd.h>

struct vd_snapshot {
    struct vd_kv *kv;
    void (*ready)(void *arg);
    void *arg;
    struct vd_errand errand;
    struct vd_copy *copy;
    struct vd_sha256 *sum;
    struct vd_job job;
    struct vd_bytes *piece; /* read, not taken yet */
    uint64_t offset;        /* of what is read next */
    int rc;
    bool is_busy, is_closed; /* the errand, or a read, is under way */
    uint8_t digest[VD_SHA256_BYTES];
};

static void destroy(struct vd_snapshot *snapshot)
{
    vd_bytes_unref(snapshot->piece);
    vd_sha256_free(snapshot->sum);
    vd_copy_unref(snapshot->kv, snapshot->copy);
    vd_free(snapshot);
}

static int read_all(int fd, uint8_t *to, size_t len, uint64_t offset)
{
    while (len) {
        ssize_t n = pread(fd, to, len, (off_t)offset);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n ? -errno : -EIO;
        to += n;
        len -= (size_t)n;
        offset += (uint64_t)n;
    }
    return 0;
}

static int read_piece(struct vd_snapshot *snapshot)
{
    uint64_t left = snapshot->copy->size_bytes - snapshot->offset;
    struct vd_bytes *piece = vd_bytes_new(VD_MIN(left, (uint64_t)VD_SNAPSHOT_PIECE_BYTES));
    int rc;

    if (!piece)
        return -ENOMEM;
    rc = read_all(snapshot->copy->fd, piece->data, piece->len, snapshot->offset);
    if (!rc)
        rc = vd_sha256_add(snapshot->sum, vd_bytes_slice(piece));
    if (!rc && piece->len == left)
        rc = vd_sha256_end(snapshot->sum, snapshot->digest);
    if (rc) {
        vd_bytes_unref(piece);
        return rc;
    }
    snapshot->offset += piece->len;
    snapshot->piece = piece;
    return 0;
}

static void read_run(struct vd_job *job, unsigned slot)
{
    struct vd_snapshot *snapshot = vd_container_of(job, struct vd_snapshot, job);

    snapshot->rc = read_piece(snapshot);
}

static void read_done(struct vd_job *job)
{
    struct vd_snapshot *snapshot = vd_container_of(job, struct vd_snapshot, job);

    snapshot->is_busy = false;
    if (snapshot->is_closed)
        destroy(snapshot);
    else
        snapshot->ready(snapshot->arg);
}

static void read_ahead(struct vd_snapshot *snapshot)
{
    struct vd_kv_env *env = &snapshot->kv->env;

    if (snapshot->is_busy || snapshot->piece || snapshot->offset == snapshot->copy->size_bytes)
        return;
    snapshot->is_busy = true;
    env->submit_job(env->arg, &snapshot->job);
}

static void copy_done(struct vd_job *job)
{
    struct vd_snapshot *snapshot = vd_container_of(job, struct vd_snapshot, errand.job);

    snapshot->is_busy = false;
    snapshot->copy = snapshot->errand.copy;
    snapshot->rc = snapshot->errand.rc;
    if (snapshot->is_closed)
        destroy(snapshot);
    else if (snapshot->rc)
        snapshot->ready(snapshot->arg);
    else
        read_ahead(snapshot);
}

int vd_snapshot_open(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal,
                     void (*ready)(void *arg), void *arg, struct vd_snapshot **out_snapshot)
{
    struct vd_snapshot *snapshot;
    int rc = vd_access_check(principal, VD_ACCESS_ADMIN, VD_SLICE_EMPTY, VD_SLICE_EMPTY);

    if (rc)
        return rc;
    snapshot = vd_alloc_zero(sizeof(*snapshot));
    if (!snapshot)
        return -ENOMEM;
    snapshot->kv = kv;
    snapshot->ready = ready;
    snapshot->arg = arg;
    snapshot->job = (struct vd_job){.slot = slot, .run = read_run, .done = read_done};
    snapshot->sum = vd_sha256_new();
    if (!snapshot->sum) {
        destroy(snapshot);
        return -ENOMEM;
    }
    snapshot->is_busy = true;
    snapshot->errand.kind = VD_ERRAND_COPY;
    vd_errand_post(kv, slot, &snapshot->errand, copy_done);
    *out_snapshot = snapshot;
    return 0;
}

void vd_snapshot_close(struct vd_snapshot *snapshot)
{
    if (!snapshot)
        return;
    snapshot->is_closed = true;
    vd_errand_drop(&snapshot->errand);
    if (!snapshot->is_busy)
        destroy(snapshot);
}

int vd_snapshot_next(struct vd_snapshot *snapshot, struct vd_bytes **out_piece)
{
    if (snapshot->is_busy)
        return VD_WAIT;
    if (snapshot->rc)
        return snapshot->rc;
    if (!snapshot->piece) {
        vd_assert(snapshot->offset == snapshot->copy->size_bytes);
        return VD_END;
    }
    *out_piece = snapshot->piece;
    snapshot->piece = NULL;
    read_ahead(snapshot);
    return 0;
}

uint64_t vd_snapshot_size(const struct vd_snapshot *snapshot)
{
    return snapshot->copy->size_bytes;
}

struct vd_slice vd_snapshot_digest(const struct vd_snapshot *snapshot)
{
    vd_assert(snapshot->offset == snapshot->copy->size_bytes);
    return vd_slice(snapshot->digest, sizeof(snapshot->digest));
}
