/* SPDX-License-Identifier: Apache-2.0 */
/* One thread and one place for the flush that is under way; its end is posted to the loop. */
#include "base/alloc.h"
#include "server/flush.h"
#include "server/thread.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/uio.h>

struct thread_flusher {
    struct vd_flusher base;
    struct vd_flush_thread *thread;
    struct vd_loop *loop;
    struct vd_loop_task ended;
    struct vd_wal_flush flush;
    int rc;
    atomic_bool has_ended; /* the task is posted, or about to be */
};

struct vd_flush_thread {
    pthread_t id;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct thread_flusher *work; /* NULL: none */
    bool stopping;
};

static int write_durably(const struct vd_wal_flush *flush)
{
    const uint8_t *from = flush->buf;
    size_t left = flush->len;
    off_t at = flush->offset;

    while (left) {
        struct iovec part = {(void *)(uintptr_t)from, left};
        ssize_t wrote = pwritev2(flush->fd, &part, 1, at, RWF_DSYNC);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return wrote ? -errno : -EIO;
        from += wrote;
        at += wrote;
        left -= (size_t)wrote;
    }
    return 0;
}

static void *run(void *arg)
{
    struct vd_flush_thread *thread = arg;

    pthread_mutex_lock(&thread->lock);
    while (!thread->stopping) {
        struct thread_flusher *work = thread->work;

        if (!work) {
            pthread_cond_wait(&thread->changed, &thread->lock);
            continue;
        }
        thread->work = NULL;
        pthread_mutex_unlock(&thread->lock);
        work->rc = write_durably(&work->flush);
        atomic_store_explicit(&work->has_ended, true, memory_order_relaxed);
        vd_loop_post(work->loop, &work->ended);
        pthread_mutex_lock(&thread->lock);
    }
    pthread_mutex_unlock(&thread->lock);
    return NULL;
}

int vd_flush_thread_start(struct vd_flush_thread **out_thread)
{
    struct vd_flush_thread *thread = vd_alloc_zero(sizeof(*thread));
    int rc;

    if (!thread)
        return -ENOMEM;
    pthread_mutex_init(&thread->lock, NULL);
    pthread_cond_init(&thread->changed, NULL);
    rc = vd_thread_start(&thread->id, "flush", run, thread);
    if (rc) {
        vd_free(thread);
        return rc;
    }
    *out_thread = thread;
    return 0;
}

void vd_flush_thread_stop(struct vd_flush_thread *thread)
{
    if (!thread)
        return;
    pthread_mutex_lock(&thread->lock);
    thread->stopping = true;
    pthread_cond_signal(&thread->changed);
    pthread_mutex_unlock(&thread->lock);
    pthread_join(thread->id, NULL);
    pthread_cond_destroy(&thread->changed);
    pthread_mutex_destroy(&thread->lock);
    vd_free(thread);
}

static void on_ended(struct vd_loop_task *task)
{
    struct thread_flusher *flusher = vd_container_of(task, struct thread_flusher, ended);

    flusher->base.done(flusher->base.arg, flusher->rc);
}

static void thread_write(struct vd_flusher *base, const struct vd_wal_flush *flush)
{
    struct thread_flusher *flusher = vd_container_of(base, struct thread_flusher, base);
    struct vd_flush_thread *thread = flusher->thread;

    flusher->flush = *flush;
    atomic_store_explicit(&flusher->has_ended, false, memory_order_relaxed);
    pthread_mutex_lock(&thread->lock);
    vd_assert(!thread->work);
    thread->work = flusher;
    pthread_cond_signal(&thread->changed);
    pthread_mutex_unlock(&thread->lock);
}

static bool thread_has_ended(const struct vd_flusher *base)
{
    const struct thread_flusher *flusher = vd_container_of(base, const struct thread_flusher, base);

    return atomic_load_explicit(&flusher->has_ended, memory_order_relaxed);
}

/* The turn has run what was posted already. */
static void thread_look(struct vd_flusher *base)
{
    (void)base;
}

static void thread_free(struct vd_flusher *base)
{
    vd_free(vd_container_of(base, struct thread_flusher, base));
}

static const struct vd_flusher_ops thread_ops = {thread_write, thread_has_ended, thread_look,
                                                 thread_free};

int vd_flush_thread_new(struct vd_flush_thread *thread, struct vd_loop *loop, vd_flush_done *done,
                        void *arg, struct vd_flusher **out_flusher)
{
    struct thread_flusher *flusher = vd_alloc_zero(sizeof(*flusher));

    if (!flusher)
        return -ENOMEM;
    flusher->base = (struct vd_flusher){&thread_ops, done, arg};
    flusher->thread = thread;
    flusher->loop = loop;
    flusher->ended.run = on_ended;
    *out_flusher = &flusher->base;
    return 0;
}
