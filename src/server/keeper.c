/* SPDX-License-Identifier: Apache-2.0 */
/*
 * While there is news it makes a round of steps every ROUND_MS or so, without being woken: a
 * wake-up is a system call on the path of a put. Without news it goes to sleep for ever longer, and
 * only then has to be woken; unless somebody waits for what it is asked for.
 */
#include "server/keeper.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "server/thread.h"

#include <errno.h>
#include <stdatomic.h>

enum { BUSY_MS = 10, ROUND_MS = 100, AWAKE_ROUNDS = 20, SELDOM_MS = 10000 };

struct vd_keeper {
    struct vd_kv *kv;
    unsigned slot;
    uint64_t (*chore)(void *arg);
    void *chore_arg;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    /* A waker sets wanted and then looks at asleep; the keeper sets asleep and then looks at
     * wanted.
     */
    atomic_bool wanted, asleep;
    bool stopping, urged;
};

static bool is_stopping(struct vd_keeper *keeper)
{
    bool stopping;

    pthread_mutex_lock(&keeper->lock);
    stopping = keeper->stopping;
    pthread_mutex_unlock(&keeper->lock);
    return stopping;
}

/* Until the time is over, or the end, or (asleep) somebody wakes us. */
static void wait(struct vd_keeper *keeper, uint64_t ms, bool asleep)
{
    uint64_t until_ns = vd_time_monotonic_ns() + ms * 1000000;
    struct timespec until = {(time_t)(until_ns / 1000000000), (long)(until_ns % 1000000000)};
    int rc = 0;

    pthread_mutex_lock(&keeper->lock);
    atomic_store(&keeper->asleep, asleep);
    while (rc == 0 && !keeper->stopping && !keeper->urged &&
           !(asleep && atomic_load(&keeper->wanted)))
        rc = pthread_cond_timedwait(&keeper->changed, &keeper->lock, &until);
    atomic_store(&keeper->asleep, false);
    keeper->urged = false;
    pthread_mutex_unlock(&keeper->lock);
}

/* Steps until there is nothing to do now. Whether there was more than a look. */
static bool step(struct vd_keeper *keeper)
{
    uint64_t begun_ns = vd_time_monotonic_ns(), batches = vd_kv_batches(keeper->kv);
    bool more = vd_kv_keeper_step(keeper->kv, keeper->slot, vd_time_wall_ms());

    if (vd_kv_batches(keeper->kv) != batches)
        vd_metric_observe_us(VD_H_BATCH, (vd_time_monotonic_ns() - begun_ns) / 1000);
    return more;
}

static bool make_round(struct vd_keeper *keeper)
{
    bool busy = false;

    while (!is_stopping(keeper) && step(keeper))
        busy = true;
    return busy;
}

static void *run(void *arg)
{
    struct vd_keeper *keeper = arg;
    unsigned quiet = 0; /* rounds without news */

    while (!is_stopping(keeper)) {
        bool news = atomic_exchange(&keeper->wanted, false);
        bool busy = make_round(keeper);
        uint64_t chore_ms = keeper->chore ? keeper->chore(keeper->chore_arg) : SELDOM_MS;

        quiet = news || busy ? 0 : quiet + 1;
        if (quiet > AWAKE_ROUNDS)
            wait(keeper, VD_MAX(VD_MIN(chore_ms, (uint64_t)SELDOM_MS), (uint64_t)ROUND_MS), true);
        else
            wait(keeper, busy || !chore_ms ? BUSY_MS : ROUND_MS, false);
    }
    return NULL;
}

int vd_keeper_start(struct vd_kv *kv, unsigned slot, uint64_t (*chore)(void *arg), void *arg,
                    struct vd_keeper **out_keeper)
{
    struct vd_keeper *keeper = vd_alloc_zero(sizeof(*keeper));
    pthread_condattr_t attributes;
    int rc;

    if (!keeper)
        return -ENOMEM;
    keeper->kv = kv;
    keeper->slot = slot;
    keeper->chore = chore;
    keeper->chore_arg = arg;
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
    atomic_store(&keeper->wanted, true);
    if (!atomic_load(&keeper->asleep))
        return;
    pthread_mutex_lock(&keeper->lock);
    pthread_cond_signal(&keeper->changed);
    pthread_mutex_unlock(&keeper->lock);
}

void vd_keeper_urge(struct vd_keeper *keeper)
{
    pthread_mutex_lock(&keeper->lock);
    keeper->urged = true;
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
