/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rounds of steps, at least PACE_MS apart, so that a busy writer does not wake this thread at each
 * commit. Without news it looks for what only time brings, ever more seldom.
 */
#include "server/keeper.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/clock.h"
#include "server/thread.h"

#include <errno.h>
#include <stdatomic.h>

enum { PACE_MS = 10, SOON_MS = 100, SELDOM_MS = 3200 };

struct vd_keeper {
    struct vd_kv *kv;
    unsigned slot;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    atomic_bool wanted;
    bool stopping;
};

static bool is_stopping(struct vd_keeper *keeper)
{
    bool stopping;

    pthread_mutex_lock(&keeper->lock);
    stopping = keeper->stopping;
    pthread_mutex_unlock(&keeper->lock);
    return stopping;
}

/* Until the time is over, or the end, or (if that counts) somebody wakes us. */
static void wait(struct vd_keeper *keeper, uint64_t ms, bool until_wanted)
{
    uint64_t until_ns = vd_time_monotonic_ns() + ms * 1000000;
    struct timespec until = {(time_t)(until_ns / 1000000000), (long)(until_ns % 1000000000)};
    int rc = 0;

    pthread_mutex_lock(&keeper->lock);
    while (rc == 0 && !keeper->stopping &&
           !(until_wanted && atomic_load_explicit(&keeper->wanted, memory_order_relaxed)))
        rc = pthread_cond_timedwait(&keeper->changed, &keeper->lock, &until);
    pthread_mutex_unlock(&keeper->lock);
}

static void *run(void *arg)
{
    struct vd_keeper *keeper = arg;
    uint64_t idle_ms = SOON_MS;

    while (!is_stopping(keeper)) {
        if (atomic_exchange(&keeper->wanted, false))
            idle_ms = SOON_MS;
        while (vd_kv_keeper_step(keeper->kv, keeper->slot, vd_time_wall_ms()) &&
               !is_stopping(keeper))
            ;
        wait(keeper, PACE_MS, false);
        wait(keeper, idle_ms, true);
        idle_ms = VD_MIN(idle_ms * 2, (uint64_t)SELDOM_MS);
    }
    return NULL;
}

int vd_keeper_start(struct vd_kv *kv, unsigned slot, struct vd_keeper **out_keeper)
{
    struct vd_keeper *keeper = vd_alloc_zero(sizeof(*keeper));
    pthread_condattr_t attributes;
    int rc;

    if (!keeper)
        return -ENOMEM;
    keeper->kv = kv;
    keeper->slot = slot;
    pthread_mutex_init(&keeper->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&keeper->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    rc = vd_thread_start(&keeper->thread, "keeper", run, keeper);
    if (rc) {
        vd_free(keeper);
        return rc;
    }
    *out_keeper = keeper;
    return 0;
}

void vd_keeper_wake(struct vd_keeper *keeper)
{
    if (atomic_exchange(&keeper->wanted, true))
        return;
    pthread_mutex_lock(&keeper->lock);
    pthread_cond_signal(&keeper->changed);
    pthread_mutex_unlock(&keeper->lock);
}

void vd_keeper_stop(struct vd_keeper *keeper)
{
    if (!keeper)
        return;
    pthread_mutex_lock(&keeper->lock);
    keeper->stopping = true;
    pthread_cond_signal(&keeper->changed);
    pthread_mutex_unlock(&keeper->lock);
    pthread_join(keeper->thread, NULL);
    pthread_cond_destroy(&keeper->changed);
    pthread_mutex_destroy(&keeper->lock);
    vd_free(keeper);
}
