/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Order is a role: whichever loop finds writes and no commit in flight leads, starts the flush on
 * its own ring, and goes on. When the flush has ended it publishes, in the reading part of a turn,
 * so that the same turn leads the next commit and sends the answers of this one.
 */
#include "server/turn.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "server/wiring.h"
#include "store/wal.h"

#include <stdio.h>
#include <unistd.h>

/* The furthest that a timer is set. */
static const int64_t DUE_MAX_MS = 3600000;

enum { SLOW_APPLY_NS = 100000000 };

static _Thread_local unsigned thread_slot;

unsigned vd_server_slot(void)
{
    return thread_slot;
}

/* Nothing may be acknowledged any more, and nothing may be tried again: what is on the disk is
 * unknown. The next start finds out. */
static _Noreturn void end_on_failed_flush(int rc)
{
    vd_log(VD_LOG_ERROR, "the log could not be written; ending, start again once the disk works",
           VD_F_STR("error", vd_outcome_name(rc)));
    _exit(1);
}

static void stamp(struct vd_server_loop *loop, uint64_t now_ns)
{
    vd_stamps_put(loop->stamps, vd_kv_view(loop->kv, loop->slot)->head, now_ns);
}

static void on_flushed(void *arg, int rc)
{
    struct vd_server_loop *loop = arg;
    uint64_t now_ns = vd_time_monotonic_ns();

    if (rc)
        end_on_failed_flush(rc);
    vd_metric_observe_us(VD_H_FLUSH, (now_ns - loop->flush_began_ns) / 1000);
    vd_kv_flushed(loop->kv, 0);
    stamp(loop, now_ns);
    atomic_store(&loop->is_flushing, false);
}

static void count_apply(uint64_t ns)
{
    vd_metric_observe_us(VD_H_APPLY, ns / 1000);
    if (ns > SLOW_APPLY_NS)
        vd_metric_add(VD_M_SLOW_APPLY, 1);
}

static void lead(struct vd_server_loop *loop)
{
    uint64_t index = vd_kv_view(loop->kv, loop->slot)->log_index;
    uint64_t begun_ns = vd_time_monotonic_ns(), now_ns;
    struct vd_wal_flush flush;
    int rc = vd_kv_lead(loop->kv, loop->slot, vd_time_wall_ms(), &flush);
    bool published = vd_kv_view(loop->kv, loop->slot)->log_index != index;

    if (rc == VD_WAIT && !published)
        return;
    now_ns = vd_time_monotonic_ns();
    count_apply(now_ns - begun_ns);
    if (published) /* by an ephemeral store, which does not wait for a disk */
        stamp(loop, now_ns);
    if (rc == VD_WAIT)
        return;
    if (rc)
        end_on_failed_flush(rc);
    vd_metric_add(VD_M_FLUSHED_BYTES, flush.len);
    loop->flush_began_ns = now_ns;
    atomic_store(&loop->is_flushing, true);
    vd_flusher_write(loop->flusher, &flush);
}

static void finish_jobs(struct vd_server_loop *loop)
{
    struct vd_job *job, *in_order = NULL;

    if (!atomic_load_explicit(&loop->ended_jobs, memory_order_relaxed))
        return;
    job = atomic_exchange_explicit(&loop->ended_jobs, NULL, memory_order_acquire);
    while (job) {
        struct vd_job *next = job->next;

        job->next = in_order;
        in_order = job;
        job = next;
    }
    while (in_order) {
        job = in_order;
        in_order = job->next;
        job->done(job);
    }
}

static void on_begin(void *arg)
{
    struct vd_server_loop *loop = arg;

    vd_kv_enter(loop->kv, loop->slot);
}

static void on_turn(void *arg)
{
    struct vd_server_loop *loop = arg;

    finish_jobs(loop);
    if (atomic_load_explicit(&loop->is_flushing, memory_order_relaxed))
        vd_flusher_look(loop->flusher);
    vd_kv_set_time(loop->kv, (int64_t)vd_loop_now_ms(loop->loop));
    lead(loop);
    vd_kv_collect(loop->kv, loop->slot);
    loop->seen_index = vd_kv_view(loop->kv, loop->slot)->log_index;
    vd_wiring_turn(loop->wiring);
}

/* Answers come before the fan-out: when the flush has ended, what it made durable is published and
 * answered first, and the next one begins. */
static bool on_presses(void *arg)
{
    const struct vd_server_loop *loop = arg;

    return atomic_load_explicit(&loop->is_flushing, memory_order_relaxed) &&
           vd_flusher_has_ended(loop->flusher);
}

static void update_looks(struct vd_server_loop *loop)
{
    bool looks = vd_wiring_looks(loop->wiring);

    if (looks == atomic_load_explicit(&loop->looks, memory_order_relaxed))
        return;
    atomic_store(&loop->looks, looks);
    if (looks && vd_kv_view(loop->kv, loop->slot)->log_index != loop->seen_index)
        vd_loop_wake(loop->loop);
}

static void on_due(struct vd_timer *timer)
{
    vd_container_of(timer, struct vd_server_loop, due)->due_ms = INT64_MAX; /* and a turn follows */
}

static void set_due(struct vd_server_loop *loop)
{
    int64_t now_ms = (int64_t)vd_loop_now_ms(loop->loop), due_ms = vd_kv_next_due(loop->kv);

    if (due_ms == loop->due_ms)
        return;
    loop->due_ms = due_ms;
    if (due_ms == INT64_MAX)
        vd_timer_stop(loop->loop, &loop->due);
    else
        vd_timer_start(loop->loop, &loop->due,
                       (uint64_t)VD_MIN(VD_MAX(due_ms - now_ms, (int64_t)0), DUE_MAX_MS));
}

static void on_after(void *arg)
{
    struct vd_server_loop *loop = arg;

    update_looks(loop);
    if (loop->slot == 0)
        set_due(loop);
    vd_kv_leave(loop->kv, loop->slot);
}

int vd_server_loop_init(struct vd_server_loop *loop, unsigned slot)
{
    struct vd_loop_hooks hooks = {
        .arg = loop, .begin = on_begin, .turn = on_turn, .presses = on_presses, .after = on_after};

    *loop = (struct vd_server_loop){.slot = slot, .due = {.fire = on_due}, .due_ms = INT64_MAX};
    return vd_loop_new(&hooks, &loop->loop);
}

void vd_server_loop_deinit(struct vd_server_loop *loop)
{
    vd_flusher_free(loop->flusher);
    vd_loop_free(loop->loop);
}

int vd_server_loop_add_flusher(struct vd_server_loop *loop, struct vd_flush_thread *thread,
                               struct vd_flush_choice *choice)
{
    if (!thread)
        return vd_flush_uring_new(loop->loop, on_flushed, loop, &loop->flusher);
    if (!choice)
        return vd_flush_thread_new(thread, loop->loop, on_flushed, loop, &loop->flusher);
    return vd_flush_either_new(thread, choice, loop->loop, on_flushed, loop, &loop->flusher);
}

static void *run(void *arg)
{
    struct vd_server_loop *loop = arg;

    thread_slot = loop->slot;
    vd_loop_run(loop->loop);
    return NULL;
}

int vd_server_loop_start(struct vd_server_loop *loop)
{
    char name[16];
    int rc;

    snprintf(name, sizeof(name), "loop-%u", loop->slot);
    vd_loop_wake(loop->loop); /* for a first turn: leases run from then on */
    rc = vd_thread_start(&loop->thread, name, run, loop);
    loop->running = rc == 0;
    return rc;
}

void vd_server_loop_stop(struct vd_server_loop *loop)
{
    if (!loop->running)
        return;
    vd_loop_stop(loop->loop);
    pthread_join(loop->thread, NULL);
    loop->running = false;
}

void vd_server_loop_published(struct vd_server_loop *loop)
{
    if (atomic_load(&loop->looks))
        vd_loop_wake(loop->loop);
}

void vd_server_loop_last_turn(struct vd_server_loop *loop)
{
    if (!loop->kv)
        return;
    vd_kv_enter(loop->kv, loop->slot);
    while (atomic_load(&loop->ended_jobs)) /* one may ask for another */
        finish_jobs(loop);
    vd_kv_collect(loop->kv, loop->slot);
    vd_kv_leave(loop->kv, loop->slot);
}

void vd_server_loop_job_ended(struct vd_server_loop *loop, struct vd_job *job)
{
    struct vd_job *newest = atomic_load_explicit(&loop->ended_jobs, memory_order_relaxed);

    do
        job->next = newest;
    while (!atomic_compare_exchange_weak_explicit(&loop->ended_jobs, &newest, job,
                                                  memory_order_release, memory_order_relaxed));
    vd_loop_wake(loop->loop);
}
