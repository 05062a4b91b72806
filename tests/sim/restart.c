/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Barriers, and the end of a life of the store: in order, by a killed process, or by a machine that
 * loses power. What was answered or shown must be there in the next life.
 */
#include "sim.h"

#include "base/check.h"

#include <errno.h>
#include <stdlib.h>

struct sim_barrier {
    struct sim_barrier *next;
    struct sim *sim;
    unsigned loop;
    int64_t told;
};

static void barrier_free(struct sim_barrier *barrier)
{
    struct sim_barrier **link = &barrier->sim->barriers;

    while (*link != barrier)
        link = &(*link)->next;
    *link = barrier->next;
    free(barrier);
}

static void on_reached(void *arg)
{
    struct sim_barrier *barrier = arg;
    struct sim *sim = barrier->sim;
    struct vd_journal *journal = sim->loops[barrier->loop].journal;

    sim_check(sim, journal->ops->head(journal) >= barrier->told,
              "a barrier is reached at %lld, before %lld", (long long)journal->ops->head(journal),
              (long long)barrier->told);
    sim->stats.barriers++;
    barrier_free(barrier);
}

void sim_barrier(struct sim *sim, unsigned loop)
{
    struct sim_barrier *barrier = malloc(sizeof(*barrier));
    struct vd_journal *journal = sim->loops[loop].journal;
    int rc;

    vd_assert(barrier);
    *barrier = (struct sim_barrier){sim->barriers, sim, loop, sim->acked};
    sim->barriers = barrier;
    vd_kv_enter(sim->kv, loop);
    sim_short_memory(sim);
    rc = journal->ops->barrier(journal, on_reached, barrier);
    sim_enough_memory(sim);
    sim_check(sim, rc == 0 || rc == VD_WAIT || (rc == -ENOMEM && sim->options.short_memory),
              "barrier: %s", vd_outcome_name(rc));
    if (rc == 0)
        on_reached(barrier);
    else if (rc != VD_WAIT)
        barrier_free(barrier);
    vd_kv_leave(sim->kv, loop);
}

/* Every job is run and done, so that nothing is under way; nobody looks at what they find. */
static void drain_jobs(struct sim *sim)
{
    bool any;

    do {
        any = false;
        while (sim_run_job(sim, 0))
            continue;
        for (unsigned i = 0; i < sim->options.loops; i++) {
            any |= sim->loops[i].done_count > 0;
            vd_kv_enter(sim->kv, i);
            sim_finish_jobs(sim, &sim->loops[i]);
            vd_kv_leave(sim->kv, i);
        }
    } while (any || sim->job_count);
}

/*
 * The disk answers nothing from here on. A flush that is under way may have got anywhere; to the
 * rest of this life, which is torn down without being looked at, it is done.
 */
static void pull_the_plug(struct sim *sim, enum sim_end end)
{
    uint64_t steps = vd_fs_sim_steps(sim->disk);
    bool whole = sim_roll(sim, 2);
    int rc;

    if (end == SIM_KILL && sim->flushing && whole)
        rc = sim_write_flush(sim);
    steps = vd_fs_sim_steps(sim->disk);
    vd_fs_sim_cut_at(sim->disk, steps + 1);
    if (end == SIM_POWER && sim->flushing)
        rc = sim_write_flush(sim); /* into the cut */
    (void)rc;
    if (sim->flushing)
        vd_kv_flushed(sim->kv, 0);
    sim->flushing = false;
}

void sim_restart(struct sim *sim, enum sim_end end)
{
    int64_t head = sim->model.head;

    if (!sim->disk)
        return;
    for (struct sim_watcher *watcher = sim->watchers; watcher; watcher = watcher->next)
        if (watcher->is_open)
            sim_watcher_close(watcher);
    if (end == SIM_STOP)
        sim_settle(sim);
    sim->crashing = true;
    drain_jobs(sim);
    sim_readers_close(sim);
    while (sim->barriers)
        barrier_free(sim->barriers);
    if (end != SIM_STOP)
        pull_the_plug(sim, end);
    sim_stop(sim, end == SIM_STOP);
    if (end != SIM_STOP) {
        vd_fs_sim_crash(sim->disk, end == SIM_KILL    ? VD_FS_SIM_KEEP_ALL
                                   : sim_roll(sim, 4) ? VD_FS_SIM_RANDOM
                                                      : VD_FS_SIM_LOSE_ALL);
        vd_history_mem_crash(sim->history);
    }
    for (struct sim_write *write = sim->writes; write; write = write->next)
        write->is_lost = true;
    sim->crashing = false;
    /* A log needs a little room to begin with; without it the store says so and does not open. */
    if (sim->is_full)
        sim_fill_disk(sim, false);
    sim_start(sim);
    sim_learn(sim);
    sim_leases_restarted(sim);
    sim_forget_writes(sim);
    sim->stats.restarts++;
    sim->stats.spared += (uint64_t)(sim->model.head - head);
}
