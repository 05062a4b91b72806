/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One write with RWF_DSYNC is the whole flush, unless it is very large: the pages of a write are
 * pinned when it is submitted, and the loop shall not stand still for that. A write that was cut
 * short is gone on with where it stopped; anything else that is not success is reported and ends
 * the process.
 */
#include "base/alloc.h"
#include "server/flush.h"

#include <errno.h>
#include <liburing.h>
#include <sys/uio.h>

enum { ENTRIES = 4, WRITE_BYTES = 16 << 20 };

struct uring_flusher {
    struct vd_flusher base;
    struct io_uring ring;
    struct vd_watch_fd *watch;
    struct vd_wal_flush rest; /* what is not written yet */
};

static int submit_rest(struct uring_flusher *flusher)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(&flusher->ring);
    const struct vd_wal_flush *rest = &flusher->rest;
    int n;

    vd_assert(sqe); /* one at a time */
    io_uring_prep_write(sqe, rest->fd, rest->buf, (unsigned)VD_MIN(rest->len, (size_t)WRITE_BYTES),
                        (uint64_t)rest->offset);
    sqe->rw_flags = RWF_DSYNC;
    do
        n = io_uring_submit(&flusher->ring);
    while (n == -EINTR || n == -EAGAIN);
    return n < 0 ? n : 0;
}

static void finish(struct uring_flusher *flusher, int rc)
{
    flusher->base.done(flusher->base.arg, rc);
}

static void on_completion(struct uring_flusher *flusher, int wrote)
{
    struct vd_wal_flush *rest = &flusher->rest;
    int rc;

    if (wrote == -EINTR || wrote == -EAGAIN)
        wrote = 0;
    else if (wrote <= 0)
        wrote = wrote ? wrote : -EIO;
    if (wrote < 0) {
        finish(flusher, wrote);
        return;
    }
    rest->buf = (const uint8_t *)rest->buf + wrote;
    rest->offset += wrote;
    rest->len -= (size_t)wrote;
    rc = rest->len ? submit_rest(flusher) : 0;
    if (rc || rest->len == 0)
        finish(flusher, rc);
}

static void take_completions(struct uring_flusher *flusher)
{
    struct io_uring_cqe *cqe;

    while (io_uring_peek_cqe(&flusher->ring, &cqe) == 0) {
        int wrote = cqe->res;

        io_uring_cqe_seen(&flusher->ring, cqe);
        on_completion(flusher, wrote);
    }
}

static void on_readable(void *arg)
{
    take_completions(arg);
}

static bool uring_has_ended(const struct vd_flusher *base)
{
    return io_uring_cq_ready(&vd_container_of(base, const struct uring_flusher, base)->ring) > 0;
}

static void uring_look(struct vd_flusher *base)
{
    take_completions(vd_container_of(base, struct uring_flusher, base));
}

static void uring_write(struct vd_flusher *base, const struct vd_wal_flush *flush)
{
    struct uring_flusher *flusher = vd_container_of(base, struct uring_flusher, base);
    int rc;

    flusher->rest = *flush;
    rc = submit_rest(flusher);
    if (rc)
        finish(flusher, rc);
}

static void uring_free(struct vd_flusher *base)
{
    struct uring_flusher *flusher = vd_container_of(base, struct uring_flusher, base);

    vd_watch_fd_free(flusher->watch);
    io_uring_queue_exit(&flusher->ring);
    vd_free(flusher);
}

static const struct vd_flusher_ops uring_ops = {uring_write, uring_has_ended, uring_look,
                                                uring_free};

/* A completion is delivered on the thread that submitted. A loop at work is not to be interrupted
 * for it: it is in and out of the kernel all the time, and takes it there. Older kernels cannot. */
static int init_ring(struct io_uring *ring)
{
    int rc = io_uring_queue_init(ENTRIES, ring, IORING_SETUP_COOP_TASKRUN);

    return rc == -EINVAL ? io_uring_queue_init(ENTRIES, ring, 0) : rc;
}

int vd_flush_uring_new(struct vd_loop *loop, vd_flush_done *done, void *arg,
                       struct vd_flusher **out_flusher)
{
    struct uring_flusher *flusher = vd_alloc_zero(sizeof(*flusher));
    int rc;

    if (!flusher)
        return -ENOMEM;
    flusher->base = (struct vd_flusher){&uring_ops, done, arg};
    rc = init_ring(&flusher->ring);
    if (rc) {
        vd_free(flusher);
        return rc;
    }
    rc = vd_watch_fd_new(loop, flusher->ring.ring_fd, on_readable, flusher, &flusher->watch);
    if (rc) {
        io_uring_queue_exit(&flusher->ring);
        vd_free(flusher);
        return rc;
    }
    *out_flusher = &flusher->base;
    return 0;
}
