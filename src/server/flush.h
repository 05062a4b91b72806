/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing a flush of the log durably without making a loop wait: through io_uring (one ring a
 * loop), by one thread for all, or whichever of the two is faster at the time; where the kernel
 * refuses io_uring, by the thread. All call back on the loop that asked. There is at most one flush
 * under way in the whole process; that is the log's rule.
 */
#ifndef VD_SERVER_FLUSH_H
#define VD_SERVER_FLUSH_H

#include "io/loop.h"
#include "server/flush_choice.h"
#include "store/wal.h"

/* rc: 0 whole and durable, or -errno. Called on the flusher's loop, inside a turn. */
typedef void vd_flush_done(void *arg, int rc);

struct vd_flusher;
struct vd_flusher_ops {
    void (*write)(struct vd_flusher *flusher, const struct vd_wal_flush *flush);
    bool (*has_ended)(const struct vd_flusher *flusher);
    void (*look)(struct vd_flusher *flusher);
    void (*free)(struct vd_flusher *flusher);
};

/* One a loop. */
struct vd_flusher {
    const struct vd_flusher_ops *ops;
    vd_flush_done *done;
    void *arg;
};

/* -errno: the kernel does not let us (-ENOSYS, -EPERM, -ENOMEM, ...). On the main thread, before
 * the loop runs. */
VD_MUST_CHECK int vd_flush_uring_new(struct vd_loop *loop, vd_flush_done *done, void *arg,
                                     struct vd_flusher **out_flusher);

/* The thread that all loops share. */
struct vd_flush_thread;
VD_MUST_CHECK int vd_flush_thread_start(struct vd_flush_thread **out_thread);
/* No flush under way, no flusher of it left. NULL is fine. */
void vd_flush_thread_stop(struct vd_flush_thread *thread);
VD_MUST_CHECK int vd_flush_thread_new(struct vd_flush_thread *thread, struct vd_loop *loop,
                                      vd_flush_done *done, void *arg,
                                      struct vd_flusher **out_flusher);

/* Both. The choice is shared by all loops of a process. */
VD_MUST_CHECK int vd_flush_either_new(struct vd_flush_thread *thread,
                                      struct vd_flush_choice *choice, struct vd_loop *loop,
                                      vd_flush_done *done, void *arg,
                                      struct vd_flusher **out_flusher);

/* The bytes must stay as they are until done is called. None under way. */
static inline void vd_flusher_write(struct vd_flusher *flusher, const struct vd_wal_flush *flush)
{
    flusher->ops->write(flusher, flush);
}

/* Whether done is about to be called; costs next to nothing. One is under way. */
static inline bool vd_flusher_has_ended(const struct vd_flusher *flusher)
{
    return flusher->ops->has_ended(flusher);
}

/* Inside a turn: calls done if it has ended, where the loop would hear of it only when it polls
 * again. */
static inline void vd_flusher_look(struct vd_flusher *flusher)
{
    flusher->ops->look(flusher);
}

/* When its loop runs no more. NULL is fine. */
static inline void vd_flusher_free(struct vd_flusher *flusher)
{
    if (flusher)
        flusher->ops->free(flusher);
}

#endif
