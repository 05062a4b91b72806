/* SPDX-License-Identifier: Apache-2.0 */
#include "server/pool.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { THREADS_MAX = 8 };

struct vd_pool {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct vd_job *first, **last; /* oldest first */
    void (*ended)(void *arg, struct vd_job *job);
    void *arg;
    bool stopping;
    unsigned count, first_slot;
    _Atomic unsigned started;
    pthread_t threads[THREADS_MAX];
};

/* The oldest job, or NULL: the pool ends. */
static struct vd_job *next_job(struct vd_pool *pool)
{
    struct vd_job *job;

    pthread_mutex_lock(&pool->lock);
    while (!pool->first && !pool->stopping)
        pthread_cond_wait(&pool->changed, &pool->lock);
    job = pool->first;
    if (job) {
        pool->first = job->next;
        if (!pool->first)
            pool->last = &pool->first;
    }
    pthread_mutex_unlock(&pool->lock);
    return job;
}

static void *run(void *arg)
{
    struct vd_pool *pool = arg;
    unsigned slot = pool->first_slot + atomic_fetch_add(&pool->started, 1);
    struct vd_job *job;

    while ((job = next_job(pool))) {
        job->run(job, slot);
        pool->ended(pool->arg, job);
    }
    return NULL;
}

int vd_pool_start(unsigned threads, unsigned first_slot,
                  void (*ended)(void *arg, struct vd_job *job), void *arg,
                  struct vd_pool **out_pool)
{
    struct vd_pool *pool = vd_alloc_zero(sizeof(*pool));
    int rc = 0;

    vd_assert(threads <= THREADS_MAX);
    if (!pool)
        return -ENOMEM;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->changed, NULL);
    pool->last = &pool->first;
    pool->ended = ended;
    pool->arg = arg;
    pool->first_slot = first_slot;
    for (; pool->count < threads && rc == 0; pool->count += rc == 0)
        rc = vd_thread_start(&pool->threads[pool->count], "reader", run, pool);
    if (rc) {
        vd_pool_stop(pool);
        return rc;
    }
    *out_pool = pool;
    return 0;
}

void vd_pool_submit(struct vd_pool *pool, struct vd_job *job)
{
    job->next = NULL;
    pthread_mutex_lock(&pool->lock);
    *pool->last = job;
    pool->last = &job->next;
    pthread_cond_signal(&pool->changed);
    pthread_mutex_unlock(&pool->lock);
}

void vd_pool_stop(struct vd_pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_cond_broadcast(&pool->changed);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->count; i++)
        pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->changed);
    pthread_mutex_destroy(&pool->lock);
    vd_free(pool);
}
