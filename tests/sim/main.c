/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim [--seed N] [--steps M] [--runs K] [--quiet]
 *
 * K runs with the seeds N, N + 1 ... of M steps each; everything about a run (how many loops, how
 * small the tail, what happens when) follows from its seed. Without --seed one is drawn. A failure
 * prints the seed and ends the program by a signal; a run in which too little happened fails too.
 */
#include "sim.h"

#include "base/check.h"
#include "base/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { WATCHERS_MAX = 40 };

static unsigned random_loop(struct sim *sim)
{
    return (unsigned)sim_roll(sim, sim->options.loops);
}

static struct sim_watcher *random_watcher(struct sim *sim)
{
    struct sim_watcher *watcher = sim->watchers;
    unsigned count = 0;

    for (const struct sim_watcher *w = sim->watchers; w; w = w->next)
        count++;
    for (uint64_t n = count ? sim_roll(sim, count) : 0; n > 0; n--)
        watcher = watcher->next;
    return watcher;
}

static struct sim_watcher *new_watcher(struct sim *sim)
{
    static const char *const ranges[][2] = {
        {"a/", "a0"},       {"b/", "b0"},
        {"pods/", "pods0"}, {"pods/d/", "pods/d0"},
        {"q", "r"},         {"pods/d/03", "pods/e"},
        {"a/3", "b/7"},     {"r", ""},
        {"", ""},           {"a", "b"},
        {"pods/e/", ""},    {"zzz", ""},
    };
    struct sim_watcher *watcher;
    unsigned kind = (unsigned)sim_roll(sim, 10), which;

    if (kind < 5) {
        which = (unsigned)sim_roll(sim, SIM_KEYS);
        watcher = sim_watcher_new(sim, random_loop(sim), (const char *)model_key(which).ptr, NULL);
    } else {
        which = (unsigned)sim_roll(sim, VD_COUNT(ranges));
        watcher = sim_watcher_new(sim, random_loop(sim), ranges[which][0], ranges[which][1]);
    }
    watcher->want_prev = sim_roll(sim, 3) == 0;
    watcher->max_bytes = sim_roll(sim, 4) ? 1 + sim_roll(sim, 8192) : 1;
    if (sim_roll(sim, 4) == 0) {
        static const char shades[] = "abcd";

        watcher->term = (struct vd_term){VD_SLICE("s"), vd_slice(shades + sim_roll(sim, 4), 1)};
        watcher->selection.terms = &watcher->term;
        watcher->selection.term_count = 1;
        watcher->selection.extractor = &sim_extractor;
    }
    if (sim_roll(sim, 6) == 0) {
        watcher->selection.residual_prev = sim_roll(sim, 2);
        watcher->selection.residual =
            watcher->selection.residual_prev ? sim_residual_grows : sim_residual_even;
    }
    return watcher;
}

static struct vd_pos random_start(struct sim *sim)
{
    const struct model *model = &sim->model;
    uint64_t what = sim_roll(sim, 10);
    int64_t back = (int64_t)sim_roll(sim, 200);

    if (what < 3)
        return (struct vd_pos){0, 0};
    if (what < 5)
        return (struct vd_pos){model->head + back / 4, 0};
    if (what < 6)
        return (struct vd_pos){VD_MAX(model->floor, 1), 0};
    if (what < 8 && model->count > 0)
        return model->events[sim_roll(sim, model->count)].pos; /* maybe inside a revision */
    return (struct vd_pos){VD_MAX(1, model->head - back), 0};
}

static void step_watchers(struct sim *sim)
{
    struct sim_watcher *watcher = random_watcher(sim);
    unsigned count = 0;

    for (const struct sim_watcher *w = sim->watchers; w; w = w->next)
        count++;
    if (count < WATCHERS_MAX && sim_roll(sim, 4) == 0) {
        watcher = new_watcher(sim);
        if (sim_watcher_open(watcher, random_start(sim)))
            sim_watcher_free(watcher);
        return;
    }
    if (!watcher)
        return;
    if (!watcher->is_open) {
        struct vd_pos from = watcher->covered;

        /* One that was told that it is too late reads everything and goes on from there. */
        if (watcher->was_refused)
            from = (struct vd_pos){sim->model.head + 1, 0};
        watcher->was_refused = sim_watcher_open(watcher, from) == VD_COMPACTED;
        sim->stats.resumed += watcher->is_open;
        return;
    }
    switch (sim_roll(sim, 6)) {
    case 0:
        if (sim_roll(sim, 3) == 0)
            sim_watcher_free(watcher);
        break;
    case 1: /* connection lost; it comes back, to some loop */
    case 2:
        sim_watcher_close(watcher);
        watcher->loop = random_loop(sim);
        break;
    case 3: /* a reader that stalls */
        watcher->paused_until = sim->step + sim_roll(sim, 3000);
        break;
    case 4:
        watcher->paused_until = 0;
        break;
    case 5:
        watcher->max_bytes = sim_roll(sim, 4) ? 1 + sim_roll(sim, 8192) : 100000;
        break;
    }
}

static void step_compact(struct sim *sim)
{
    const struct model *model = &sim->model;
    struct sim_write *write = sim_write_new(sim, random_loop(sim));
    int64_t span = model->head - model->floor;

    write->write.kind = VD_WRITE_COMPACT;
    write->write.compact_revision = model->floor + (int64_t)sim_roll(sim, (uint64_t)span + 2);
    if (sim_roll(sim, 3))
        write->write.compact_revision = model->floor + span / 2;
    sim_submit(sim, write);
}

static void step(struct sim *sim)
{
    uint64_t what = sim_roll(sim, 1000);

    sim->step++;
    sim->now_ms += (int64_t)sim_roll(sim, 20);
    if (what < 30) {
        sim_step_lease(sim, random_loop(sim));
    } else if (what < 225) {
        struct sim_write *write = sim_write_new(sim, random_loop(sim));

        sim_random_txn(sim, write);
        sim_submit(sim, write);
    } else if (what < 500) {
        sim_turn(sim, random_loop(sim));
    } else if (what < 620) {
        sim_flush_done(sim);
    } else if (what < 720) {
        if (sim->job_count)
            sim_run_job(sim, (unsigned)sim_roll(sim, sim->job_count));
    } else if (what < 800) {
        sim_keep(sim);
    } else if (what < 940) {
        step_watchers(sim);
    } else if (what < 945) {
        step_compact(sim);
    } else if (what < 960) {
        sim_barrier(sim, random_loop(sim));
    } else if (what < 970) {
        sim_check_read(
            sim, random_loop(sim),
            sim->model.floor +
                (int64_t)sim_roll(sim, (uint64_t)(sim->model.head - sim->model.floor) + 1));
    } else if (what < 980) {
        sim_reader_open(sim, random_loop(sim));
    } else if (what < 985) {
        struct vd_pos from = random_start(sim);

        if (from.revision)
            sim_check_history(sim, from);
    } else if (what < 986) {
        sim_settle(sim);
    } else if (what < 987) {
        if (sim->options.bad_disk)
            sim_fill_disk(sim, !sim->is_full);
    } else if (what < 989) {
        sim_restart(sim, (enum sim_end)sim_roll(sim, 3));
    }
}

/* A property of a whole run, below n. */
static uint64_t draw(uint64_t seed, uint64_t which, uint64_t n)
{
    return vd_hash_u64((seed * 16 + which) * 0x9e3779b97f4a7c15ULL) % n;
}

static void add(struct sim_stats *total, const struct sim_stats *stats)
{
    uint64_t *to = (uint64_t *)total;
    const uint64_t *from = (const uint64_t *)stats;

    for (size_t i = 0; i < sizeof(*total) / sizeof(*to); i++)
        to[i] += from[i];
}

/* Runs in which little happens prove little: what an average one must have seen. One alone may be
 * unlucky, so a few are not judged. */
static bool is_enough(const struct sim_stats *total, uint64_t runs, uint64_t steps)
{
    if (steps < 10000 || runs < 10)
        return true;
    return total->commits > runs * steps / 40 && total->delivered > runs * steps / 8 &&
           total->resumed > runs * steps / 500 && total->compactions > 5 * runs &&
           total->compacted > runs && total->rows > 100 * runs && total->history > 100 * runs &&
           total->barriers > 50 * runs && total->ranges > 50 * runs && total->prevs > 100 * runs &&
           total->grants > 15 * runs && total->renewals > 3 * runs && total->expired > 2 * runs &&
           total->revoked > runs && total->lease_keys > 10 * runs;
}

static void run(uint64_t seed, uint64_t steps, bool quiet, struct sim_stats *total)
{
    struct sim *sim = malloc(sizeof(*sim));
    struct sim_options options = {.seed = seed};
    const struct sim_stats *stats;

    vd_assert(sim);
    options.loops = 1 + (unsigned)draw(seed, 1, 3);
    options.short_memory = draw(seed, 4, 4) == 0;
    options.durable = draw(seed, 2, 4) != 0;
    options.bad_disk = options.durable && draw(seed, 5, 3) == 0;
    options.tail_bytes = draw(seed, 3, 3) ? 16384 : 1 << 20;
    options.small_log = draw(seed, 8, 2);
    options.slice_steps = (unsigned)(draw(seed, 6, 2) ? 1 + draw(seed, 7, 12) : 0);
    sim_init(sim, &options);
    while (sim->step < steps)
        step(sim);
    sim_settle(sim);
    stats = &sim->stats;
    if (!quiet)
        printf(
            "seed %llu: %llu revisions, %llu events, %llu delivered in %llu batches (%llu "
            "values before, %llu splits, %llu drains, %llu repeats, %llu seeks), %llu resumed, "
            "%llu compacted, "
            "%llu "
            "compactions, %llu jobs, %llu rows read, %llu events of history, %llu barriers, "
            "%llu refused, %llu restarts that spared %llu, %llu allocations failed, %llu ranges, "
            "%llu refused by the disk, %llu grants, %llu renewals, %llu ends and %llu revokes of "
            "leases\n",
            (unsigned long long)seed, (unsigned long long)stats->commits,
            (unsigned long long)sim->model.count, (unsigned long long)stats->delivered,
            (unsigned long long)stats->batches, (unsigned long long)stats->prevs,
            (unsigned long long)stats->splits, (unsigned long long)stats->drains,
            (unsigned long long)stats->repeats, (unsigned long long)stats->seeks,
            (unsigned long long)stats->resumed, (unsigned long long)stats->compacted,
            (unsigned long long)stats->compactions, (unsigned long long)stats->jobs,
            (unsigned long long)stats->rows, (unsigned long long)stats->history,
            (unsigned long long)stats->barriers, (unsigned long long)stats->refused,
            (unsigned long long)stats->restarts, (unsigned long long)stats->spared,
            (unsigned long long)stats->refused_memory, (unsigned long long)stats->ranges,
            (unsigned long long)stats->refused_disk, (unsigned long long)stats->grants,
            (unsigned long long)stats->renewals, (unsigned long long)stats->expired,
            (unsigned long long)stats->revoked);
    fflush(stdout);
    add(total, stats);
    sim_deinit(sim);
    free(sim);
}

static uint64_t number(const char *text)
{
    char *rest;
    uint64_t n = strtoull(text, &rest, 10);

    if (*rest || rest == text) {
        fprintf(stderr, "sim: not a number: %s\n", text);
        exit(2);
    }
    return n;
}

int main(int argc, char **argv)
{
    uint64_t seed = (uint64_t)time(NULL), steps = 20000, runs = 1;
    struct sim_stats total = {0};
    bool quiet = false;

    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--quiet")) {
            quiet = true;
        } else if (i + 1 < argc && !strcmp(argv[i], "--seed")) {
            seed = number(argv[++i]);
        } else if (i + 1 < argc && !strcmp(argv[i], "--steps")) {
            steps = number(argv[++i]);
        } else if (i + 1 < argc && !strcmp(argv[i], "--runs")) {
            runs = number(argv[++i]);
        } else {
            fprintf(stderr, "usage: sim [--seed N] [--steps M] [--runs K] [--quiet]\n");
            return 2;
        }
    }
    printf("sim: seeds from %llu, %llu steps each\n", (unsigned long long)seed,
           (unsigned long long)steps);
    fflush(stdout);
    for (uint64_t i = 0; i < runs; i++)
        run(seed + i, steps, quiet, &total);
    if (!is_enough(&total, runs, steps)) {
        printf("sim: something that should happen did not, or too rarely\n");
        return 1;
    }
    printf("sim: %llu passed, 0 failed\n", (unsigned long long)runs);
    return 0;
}
