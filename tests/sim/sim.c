/* SPDX-License-Identifier: Apache-2.0 */
#include "sim.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void sim_fail(const struct sim *sim, const char *format, ...)
{
    va_list args;

    fprintf(stderr, "sim: seed %llu, step %llu: ", (unsigned long long)sim->options.seed,
            (unsigned long long)sim->step);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    abort();
}

uint64_t sim_roll(struct sim *sim, uint64_t n)
{
    return vd_hash_u64(++sim->random * 0x9e3779b97f4a7c15ULL) % n;
}

void sim_short_memory(struct sim *sim)
{
    if (sim->options.short_memory && !sim->settling && sim_roll(sim, 4) == 0)
        vd_alloc_fail_after((long)sim_roll(sim, 12));
}

void sim_enough_memory(struct sim *sim)
{
    sim->stats.refused_memory += (uint64_t)vd_alloc_fail_hit();
    vd_alloc_fail_after(-1);
}

unsigned sim_pool_slot(const struct sim *sim)
{
    return sim->options.loops;
}

unsigned sim_keeper_slot(const struct sim *sim)
{
    return sim->options.loops + 1;
}

static void on_wake(void *arg, unsigned slot)
{
    ((struct sim *)arg)->loops[slot].woken = true;
}

static void on_job(void *arg, struct vd_job *job)
{
    struct sim *sim = arg;

    sim_check(sim, sim->job_count < SIM_JOBS_MAX, "jobs without end");
    sim->jobs[sim->job_count++] = job;
}

static void on_hub_wake(void *arg)
{
    ((struct sim_loop *)arg)->woken = true;
}

static void on_hub_job(void *arg, struct vd_job *job)
{
    on_job(((struct sim_loop *)arg)->sim, job);
}

static void on_wake_keeper(void *arg)
{
    ((struct sim *)arg)->keeper_woken = true;
}

static void open_store(struct sim *sim)
{
    struct vd_store_options options = {
        .segment_bytes = sim->options.small_log ? 8 << 10 : 32 << 10,
        .small_segment_bytes = sim->options.small_log ? 4 << 10 : 8 << 10,
        .history = sim->history,
    };
    struct vd_diag diag = {0};
    int rc = vd_store_open(vd_fs_sim_fs(sim->disk), "data", &options, &diag, &sim->store);

    sim_check(sim, rc == 0, "the store does not open: %s", vd_outcome_name(rc));
}

void sim_start(struct sim *sim)
{
    struct vd_kv_options options = {
        .slots = sim->options.loops + 2,
        .loops = sim->options.loops,
        .tail_bytes = sim->options.tail_bytes,
        .cache_bytes = sim->options.tail_bytes,
        .quota_bytes = 1 << 30,
        .slice_steps = sim->options.slice_steps,
    };
    struct vd_kv_env env = {
        .arg = sim,
        .wake = on_wake,
        .lead = on_wake,
        .submit_job = on_job,
        .wake_keeper = on_wake_keeper,
    };
    int rc;

    if (sim->disk)
        open_store(sim);
    rc = vd_kv_open(sim->store, &options, &env, &sim->kv);
    sim_check(sim, rc == 0, "the store is not recovered: %s", vd_outcome_name(rc));
    vd_kv_set_time(sim->kv, sim->now_ms);
    sim->due_ms = INT64_MIN;
    for (unsigned i = 0; i < sim->options.loops; i++) {
        struct sim_loop *loop = &sim->loops[i];
        struct vd_hub_options hub = {
            .kv = sim->kv,
            .slot = i,
            .wake = on_hub_wake,
            .submit_job = on_hub_job,
            .arg = loop,
        };

        *loop = (struct sim_loop){.sim = sim, .woken = true};
        vd_kv_enter(sim->kv, i);
        rc = vd_hub_new(&hub, &loop->hub);
        sim_check(sim, rc == 0, "no hub: %s", vd_outcome_name(rc));
        loop->journal = vd_hub_journal(loop->hub);
        vd_kv_leave(sim->kv, i);
    }
}

void sim_init(struct sim *sim, const struct sim_options *options)
{
    *sim = (struct sim){.options = *options, .random = options->seed << 20, .now_ms = 1000000};
    vd_assert(options->loops >= 1 && options->loops <= SIM_LOOPS_MAX);
    model_init(&sim->model);
    sim->acked = 1;
    if (options->durable) {
        struct vd_history_identity identity = {
            .format_version = VD_HISTORY_FORMAT_VERSION,
            .wal_seed = (uint32_t)options->seed,
            .store_id = options->seed + 1,
            .member_id = options->seed + 2,
        };
        int rc = vd_history_open_mem(&identity, &sim->history);

        sim->disk = vd_fs_sim_new(options->seed);
        vd_assert(rc == 0 && sim->disk);
    }
    sim_start(sim);
}

/* No cursor is open, no job and no flush under way. */
void sim_stop(struct sim *sim, bool clean)
{
    int rc;

    for (unsigned i = 0; i < sim->options.loops; i++) {
        vd_kv_enter(sim->kv, i);
        vd_hub_free(sim->loops[i].hub);
        vd_kv_leave(sim->kv, i);
    }
    vd_kv_close(sim->kv);
    if (sim->store) {
        rc = vd_store_close(sim->store, clean);
        sim_check(sim, rc == 0 || !clean, "the store does not close: %s", vd_outcome_name(rc));
        sim->store = NULL;
    }
}

void sim_deinit(struct sim *sim)
{
    while (sim->watchers)
        sim_watcher_free(sim->watchers);
    sim_settle(sim);
    sim_stop(sim, true);
    if (sim->disk) {
        vd_history_close(sim->history);
        vd_fs_sim_free(sim->disk);
    }
    sim_forget_writes(sim);
    while (sim->leases) {
        struct sim_lease *lease = sim->leases;

        sim->leases = lease->next;
        free(lease);
    }
    model_deinit(&sim->model);
}

bool sim_has_unanswered(const struct sim *sim)
{
    for (const struct sim_write *write = sim->writes; write; write = write->next)
        if (!write->is_done)
            return true;
    return false;
}

void sim_finish_jobs(struct sim *sim, struct sim_loop *loop)
{
    /* More may come to wait meanwhile; they are for the next turn. */
    unsigned count = loop->done_count;

    for (unsigned i = 0; i < count; i++)
        loop->done[i]->done(loop->done[i]);
    memmove(loop->done, loop->done + count, (loop->done_count - count) * sizeof(*loop->done));
    loop->done_count -= count;
}

static void check_journal(struct sim *sim, struct sim_loop *loop)
{
    int64_t head = loop->journal->ops->head(loop->journal);

    sim_check(sim, head >= loop->head, "a journal's head went back from %lld to %lld",
              (long long)loop->head, (long long)head);
    sim_check(sim, head <= sim->model.head, "a journal is at %lld, the log at %lld",
              (long long)head, (long long)sim->model.head);
    loop->head = head;
}

/* Lead, collect, match, and let the watchers that may take something take a little. */
void sim_turn(struct sim *sim, unsigned slot)
{
    struct sim_loop *loop = &sim->loops[slot];
    bool more;
    int rc;

    loop->woken = false;
    loop->seen_count = 0;
    vd_kv_enter(sim->kv, slot);
    sim_finish_jobs(sim, loop);
    vd_kv_set_time(sim->kv, sim->now_ms);
    if (!sim->flushing) {
        sim_short_memory(sim);
        rc = vd_kv_lead(sim->kv, slot, sim->now_ms, &sim->flush);
        sim_enough_memory(sim);
        sim_check(sim, rc == 0 || rc == VD_WAIT, "lead: %s", vd_outcome_name(rc));
        sim->flushing = rc == 0;
        sim_learn(sim);
    }
    vd_kv_collect(sim->kv, slot);
    sim_short_memory(sim);
    more = vd_hub_turn(loop->hub);
    sim_enough_memory(sim);
    check_journal(sim, loop);
    for (struct sim_watcher *watcher = sim->watchers; watcher; watcher = watcher->next) {
        if (!watcher->is_open || watcher->loop != slot || !watcher->ready ||
            watcher->paused_until > sim->step)
            continue;
        for (uint64_t pulls = 1 + sim_roll(sim, 4); pulls > 0; pulls--)
            if (!sim_watcher_pull(watcher))
                break;
    }
    sim_readers_turn(sim, slot);
    if (slot == 0)
        sim->due_ms = vd_kv_next_due(sim->kv);
    vd_kv_leave(sim->kv, slot);
    if (more)
        loop->woken = true;
    sim_forget_writes(sim);
}

int sim_write_flush(struct sim *sim)
{
    struct vd_file file = {.fs = vd_fs_sim_fs(sim->disk), .handle = sim->flush.fd};

    return vd_file_write_durable(&file, sim->flush.buf, sim->flush.len,
                                 (uint64_t)sim->flush.offset);
}

void sim_flush_done(struct sim *sim)
{
    int rc;

    if (!sim->flushing)
        return;
    rc = sim_write_flush(sim);
    sim_check(sim, rc == 0, "a flush fails: %s", vd_outcome_name(rc));
    sim->flushing = false;
    vd_kv_flushed(sim->kv, 0);
    sim_learn(sim);
}

bool sim_run_job(struct sim *sim, unsigned which)
{
    struct vd_job *job;
    struct sim_loop *loop;

    if (which >= sim->job_count)
        return false;
    job = sim->jobs[which];
    sim->jobs[which] = sim->jobs[--sim->job_count];
    vd_kv_enter(sim->kv, sim_pool_slot(sim));
    sim_short_memory(sim);
    job->run(job, sim_pool_slot(sim));
    sim_enough_memory(sim);
    vd_kv_leave(sim->kv, sim_pool_slot(sim));
    loop = &sim->loops[job->slot];
    sim_check(sim, loop->done_count < SIM_JOBS_MAX, "jobs without end");
    loop->done[loop->done_count++] = job;
    loop->woken = true;
    sim->stats.jobs++;
    return true;
}

bool sim_keep(struct sim *sim)
{
    bool more, fails = sim->options.bad_disk && !sim->settling && sim_roll(sim, 10) == 0;

    if (fails)
        vd_fs_sim_fail_at(sim->disk, vd_fs_sim_steps(sim->disk) + 1 + sim_roll(sim, 3), EIO);
    sim->keeper_woken = false;
    sim_short_memory(sim);
    more = vd_kv_keeper_step(sim->kv, sim_keeper_slot(sim), sim->now_ms);
    sim_enough_memory(sim);
    if (fails)
        vd_fs_sim_fail_at(sim->disk, 0, 0);
    return more;
}

void sim_fill_disk(struct sim *sim, bool is_full)
{
    vd_fs_sim_limit(sim->disk, is_full ? 1 : 0);
    sim->is_full = is_full;
    sim->was_full |= is_full;
}

/* The kv, the hub or a reader that can take something have asked for a turn. */
static bool has_reason(const struct sim *sim, unsigned slot)
{
    if (sim->loops[slot].woken || sim->loops[slot].done_count || sim_readers_want(sim, slot))
        return true;
    if (slot == 0 && sim->due_ms <= sim->now_ms)
        return true;
    for (const struct sim_watcher *watcher = sim->watchers; watcher; watcher = watcher->next)
        if (watcher->is_open && watcher->loop == slot && watcher->ready &&
            watcher->paused_until <= sim->step)
            return true;
    return false;
}

static bool is_quiet(const struct sim *sim)
{
    for (unsigned i = 0; i < sim->options.loops; i++)
        if (has_reason(sim, i))
            return false;
    return !sim->flushing && !sim->job_count;
}

void sim_settle(struct sim *sim)
{
    unsigned rounds = 0;
    bool more;

    for (struct sim_watcher *watcher = sim->watchers; watcher; watcher = watcher->next)
        watcher->paused_until = 0;
    sim->settling = true;
    if (sim->is_full)
        sim_fill_disk(sim, false);
    sim->now_ms += SIM_RETRY_MS; /* what could not be done is tried again by then */
    do {
        sim_check(sim, rounds++ < 100000, "it never comes to rest");
        sim->now_ms += 100;
        more = sim_keep(sim);
        sim_flush_done(sim);
        while (sim_run_job(sim, 0))
            continue;
        /* Only those that were woken: a wake-up that is lost is found out below. */
        for (unsigned i = 0; i < sim->options.loops; i++)
            if (has_reason(sim, i))
                sim_turn(sim, i);
    } while (more || sim->keeper_woken || !is_quiet(sim));
    sim->settling = sim->was_full = false;
    sim_check(sim, !sim->readers, "a range waits for ever");
    sim_check(sim, !sim->barriers, "a barrier waits for ever");
    sim_check(sim, !sim_has_unanswered(sim), "a write is never answered");
    for (const struct sim_watcher *watcher = sim->watchers; watcher; watcher = watcher->next)
        sim_check(sim, !watcher->is_open || sim_watcher_has_all(watcher),
                  "a watcher of \"%s\" sleeps at %lld.%u, the head is %lld", watcher->key,
                  (long long)watcher->covered.revision, watcher->covered.sub,
                  (long long)sim->model.head);
    sim_leases_settled(sim);
}
