/* SPDX-License-Identifier: Apache-2.0 */
#include "sim.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"
#include "core/index.h"

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

static unsigned pool_slot(const struct sim *sim)
{
    return sim->options.loops;
}

static unsigned keeper_slot(const struct sim *sim)
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
    (void)arg;
}

static void open_store(struct sim *sim)
{
    struct vd_store_options options = {
        .segment_bytes = 256 << 10,
        .small_segment_bytes = 64 << 10,
        .history = sim->history,
    };
    struct vd_diag diag = {0};
    int rc = vd_store_open(vd_fs_sim_fs(sim->disk), "data", &options, &diag, &sim->store);

    sim_check(sim, rc == 0, "the store does not open: %s", vd_outcome_name(rc));
}

static void start(struct sim *sim)
{
    struct vd_kv_options options = {
        .slots = sim->options.loops + 2,
        .loops = sim->options.loops,
        .tail_bytes = sim->options.tail_bytes,
        .cache_bytes = sim->options.tail_bytes,
        .quota_bytes = 1 << 30,
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
    start(sim);
}

static void write_free(struct sim_write *write)
{
    vd_arena_deinit(&write->arena);
    free(write);
}

/* No cursor is open, no job and no flush under way. */
static void stop(struct sim *sim, bool clean)
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
    stop(sim, true);
    if (sim->disk) {
        vd_history_close(sim->history);
        vd_fs_sim_free(sim->disk);
    }
    while (sim->writes) {
        struct sim_write *write = sim->writes;

        sim->writes = write->next;
        write_free(write);
    }
    model_deinit(&sim->model);
}

/*
 * What the log says was committed becomes the model's. Each event names the write that made it, so
 * this also finds out which unanswered writes a crash has spared.
 */

static struct sim_write *write_of(struct sim *sim, const struct vd_event *event)
{
    struct vd_slice cause = vd_event_cause(event);
    struct sim_write *write;
    uint64_t id = 0;

    sim_check(sim, cause.len == sizeof(id), "revision %lld has a cause of %zu bytes",
              (long long)event->revision, cause.len);
    memcpy(&id, cause.ptr, sizeof(id));
    for (write = sim->writes; write; write = write->next)
        if (write->id == id)
            break;
    sim_check(sim, write, "revision %lld was made by no write that is under way",
              (long long)event->revision);
    sim_check(sim, write->write.kind == VD_WRITE_TXN && write->learnt == 0,
              "write %llu was applied twice", (unsigned long long)id);
    return write;
}

static void check_event(struct sim *sim, const struct vd_event *event,
                        const struct model_event *expected, const char *where)
{
    int64_t prev_revision = 0;
    uint32_t prev_sub = 0;

    if (expected->prev >= 0) {
        prev_revision = sim->model.events[expected->prev].pos.revision;
        prev_sub = sim->model.events[expected->prev].pos.sub;
    }
    sim_check(sim, vd_pos_cmp(vd_event_pos(event), expected->pos) == 0,
              "%s: event %lld.%u instead of %lld.%u", where, (long long)event->revision, event->sub,
              (long long)expected->pos.revision, expected->pos.sub);
    sim_check(sim, vd_slice_eq(vd_event_key(event), model_key(expected->key)),
              "%s: event %lld.%u has the wrong key", where, (long long)event->revision, event->sub);
    sim_check(sim,
              event->type == expected->type && event->last == expected->last &&
                  event->create_revision == expected->create_revision &&
                  event->version == expected->version && event->lease == 0,
              "%s: event %lld.%u: type %u last %u create %lld version %lld", where,
              (long long)event->revision, event->sub, event->type, event->last,
              (long long)event->create_revision, (long long)event->version);
    sim_check(sim, event->prev_revision == prev_revision && event->prev_sub == prev_sub,
              "%s: event %lld.%u: before it %lld.%u, not %lld.%u", where,
              (long long)event->revision, event->sub, (long long)event->prev_revision,
              event->prev_sub, (long long)prev_revision, prev_sub);
    sim_check(sim, vd_slice_eq(vd_event_value(event), expected->value),
              "%s: event %lld.%u has the wrong value", where, (long long)event->revision,
              event->sub);
}

/* The event at a position, as the pool would read it. */
static struct vd_block *read_event(struct sim *sim, struct vd_pos pos)
{
    struct vd_block *block = NULL;
    int rc;

    vd_kv_enter(sim->kv, pool_slot(sim));
    rc = vd_kv_read_events(sim->kv, pool_slot(sim), &pos, 1, &block);
    vd_kv_leave(sim->kv, pool_slot(sim));
    sim_check(sim, rc == 0 && block->count == 1, "event %lld.%u cannot be read: %s",
              (long long)pos.revision, pos.sub, vd_outcome_name(rc));
    return block;
}

/* An event, from memory or else from the disk; *out_block is to be unreferenced. */
static const struct vd_event *find_event(struct sim *sim, struct vd_pos pos,
                                         struct vd_block **out_block)
{
    const struct vd_event *event;
    int rc;

    *out_block = NULL;
    vd_kv_enter(sim->kv, keeper_slot(sim));
    rc = vd_kv_event(sim->kv, keeper_slot(sim), pos, &event);
    if (!rc)
        *out_block = vd_block_ref(event->block);
    vd_kv_leave(sim->kv, keeper_slot(sim));
    if (!rc)
        return event;
    sim_check(sim, rc == VD_WAIT, "event %lld.%u: %s", (long long)pos.revision, pos.sub,
              vd_outcome_name(rc));
    *out_block = read_event(sim, pos);
    return &(*out_block)->events[0];
}

static void learn_revision(struct sim *sim, int64_t revision)
{
    struct vd_block *block;
    const struct vd_event *event = find_event(sim, (struct vd_pos){revision, 0}, &block);
    struct sim_write *write = write_of(sim, event);
    bool changes;

    sim_check(sim, write->is_lost || revision > write->head_before,
              "revision %lld is older than the request that made it", (long long)revision);
    sim_check(sim,
              model_judge(&sim->model, write->write.txn, revision - 1, &changes) == 0 && changes,
              "revision %lld should not have been made", (long long)revision);
    write->learnt = revision;
    model_apply(&sim->model, write->write.txn, write->id);
    sim->stats.commits++;
    vd_block_unref(block);
}

/* Every event of the new revisions, as the log has them. */
static void check_new_events(struct sim *sim, size_t from)
{
    for (size_t i = from; i < sim->model.count; i++) {
        struct vd_block *block;
        const struct vd_event *event = find_event(sim, sim->model.events[i].pos, &block);

        check_event(sim, event, &sim->model.events[i], "log");
        vd_block_unref(block);
    }
}

static void learn(struct sim *sim)
{
    size_t known = sim->model.count;
    const struct vd_view *view;
    int64_t head, floor;

    vd_kv_enter(sim->kv, keeper_slot(sim));
    view = vd_kv_view(sim->kv, keeper_slot(sim));
    head = view->head;
    floor = view->floor;
    vd_kv_leave(sim->kv, keeper_slot(sim));
    sim_check(sim, head >= sim->model.head, "the head went back from %lld to %lld",
              (long long)sim->model.head, (long long)head);
    sim_check(sim, floor >= sim->model.floor && floor <= head, "the floor went from %lld to %lld",
              (long long)sim->model.floor, (long long)floor);
    while (sim->model.head < head)
        learn_revision(sim, sim->model.head + 1);
    sim->model.floor = floor;
    check_new_events(sim, known);
}

/* Writes. */

struct sim_write *sim_write_new(struct sim *sim, unsigned loop)
{
    struct sim_write *write = calloc(1, sizeof(*write));

    vd_assert(write);
    vd_arena_init(&write->arena, 64 << 20);
    write->sim = sim;
    write->id = ++sim->next_id;
    write->write.kind = VD_WRITE_TXN;
    write->write.slot = loop;
    write->write.arena = &write->arena;
    return write;
}

static int64_t count_at(void *arg, struct vd_slice key, struct vd_slice end, struct vd_pos before)
{
    struct sim_write *write = arg;
    const struct vd_view *view = vd_kv_view(write->sim->kv, write->write.slot);

    return vd_index_count(view->root, key, end, before);
}

static void check_txn_answer(struct sim_write *write)
{
    struct sim *sim = write->sim;
    const struct vd_write *answer = &write->write;
    int64_t judged = answer->changed ? answer->revision - 1 : answer->revision;
    const char *wrong;
    bool changes;
    int rc;

    sim_check(sim, judged <= sim->model.head && judged >= write->head_before - 1,
              "write %llu was judged at %lld", (unsigned long long)write->id, (long long)judged);
    sim_check(sim,
              answer->changed == (write->learnt != 0) &&
                  (!answer->changed || answer->revision == write->learnt),
              "write %llu says revision %lld, the log says %lld", (unsigned long long)write->id,
              (long long)answer->revision, (long long)write->learnt);
    sim_check(sim, answer->changed || answer->revision >= write->head_before,
              "write %llu was judged before it was asked", (unsigned long long)write->id);
    if (answer->outcome == VD_COMPACTED || answer->outcome == VD_FUTURE)
        return; /* a range of it that the generator put where it may be */
    rc = model_judge(&sim->model, answer->txn, judged, &changes);
    sim_check(sim, rc == answer->outcome, "write %llu: %s instead of %s",
              (unsigned long long)write->id, vd_outcome_name(answer->outcome), vd_outcome_name(rc));
    if (rc) {
        sim->stats.refused++;
        return;
    }
    sim_check(sim, changes == answer->changed, "write %llu changed nothing, or should not have",
              (unsigned long long)write->id);
    wrong = model_check_result(&sim->model, answer->txn, &answer->result, judged, count_at, write);
    sim_check(sim, !wrong, "write %llu: %s", (unsigned long long)write->id, wrong);
}

static void check_compact_answer(struct sim_write *write)
{
    struct sim *sim = write->sim;
    const struct vd_write *answer = &write->write;

    switch (answer->outcome) {
    case 0:
        sim_check(sim, sim->model.floor >= answer->compact_revision, "compacted, but %lld is not",
                  (long long)answer->compact_revision);
        sim->stats.compactions++;
        break;
    case VD_COMPACTED:
        sim_check(sim, sim->model.floor >= answer->compact_revision, "%lld is not compacted",
                  (long long)answer->compact_revision);
        break;
    case VD_FUTURE:
        sim_check(sim, answer->compact_revision > write->head_before, "%lld is no future",
                  (long long)answer->compact_revision);
        break;
    default:
        sim_fail(sim, "a compaction answers %s", vd_outcome_name(answer->outcome));
    }
}

static void on_done(struct vd_write *answer)
{
    struct sim_write *write = vd_container_of(answer, struct sim_write, write);
    struct sim *sim = write->sim;

    if (sim->crashing)
        return;
    sim_check(sim, !write->is_done, "write %llu is answered twice", (unsigned long long)write->id);
    write->is_done = true;
    sim->stats.writes++;
    if (answer->outcome == -ENOMEM) {
        sim_check(sim, !answer->changed && write->learnt == 0,
                  "a write without memory changed something");
        sim->stats.failures++;
        return;
    }
    if (answer->kind == VD_WRITE_TXN)
        check_txn_answer(write);
    else
        check_compact_answer(write);
    if (answer->revision > sim->acked)
        sim->acked = answer->revision;
}

void sim_submit(struct sim *sim, struct sim_write *write)
{
    write->write.done = on_done;
    write->write.cause = vd_slice(&write->id, sizeof(write->id));
    write->head_before = sim->acked;
    write->next = sim->writes;
    sim->writes = write;
    vd_kv_enter(sim->kv, write->write.slot);
    vd_kv_submit(sim->kv, &write->write);
    vd_kv_leave(sim->kv, write->write.slot);
    sim->loops[write->write.slot].woken = true;
}

/* Answered writes are forgotten; those lost in a crash when the log has shown that it ends before
 * them (they cannot come back: revisions are made from then on by others). */
static void forget_writes(struct sim *sim)
{
    struct sim_write **link = &sim->writes;

    while (*link) {
        struct sim_write *write = *link;

        if (write->is_done || write->is_lost) {
            *link = write->next;
            write_free(write);
        } else {
            link = &write->next;
        }
    }
}

/* Steps. */

static bool has_unanswered(const struct sim *sim)
{
    for (const struct sim_write *write = sim->writes; write; write = write->next)
        if (!write->is_done)
            return true;
    return false;
}

static void finish_jobs(struct sim *sim, struct sim_loop *loop)
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
    finish_jobs(sim, loop);
    if (!sim->flushing) {
        sim_short_memory(sim);
        rc = vd_kv_lead(sim->kv, slot, sim->now_ms, &sim->flush);
        sim_enough_memory(sim);
        sim_check(sim, rc == 0 || rc == VD_WAIT, "lead: %s", vd_outcome_name(rc));
        sim->flushing = rc == 0;
        learn(sim);
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
    vd_kv_leave(sim->kv, slot);
    if (more)
        loop->woken = true;
    forget_writes(sim);
}

static int write_flush(struct sim *sim)
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
    rc = write_flush(sim);
    sim_check(sim, rc == 0, "a flush fails: %s", vd_outcome_name(rc));
    sim->flushing = false;
    vd_kv_flushed(sim->kv, 0);
    learn(sim);
}

bool sim_run_job(struct sim *sim, unsigned which)
{
    struct vd_job *job;
    struct sim_loop *loop;

    if (which >= sim->job_count)
        return false;
    job = sim->jobs[which];
    sim->jobs[which] = sim->jobs[--sim->job_count];
    vd_kv_enter(sim->kv, pool_slot(sim));
    sim_short_memory(sim);
    job->run(job, pool_slot(sim));
    sim_enough_memory(sim);
    vd_kv_leave(sim->kv, pool_slot(sim));
    loop = &sim->loops[job->slot];
    sim_check(sim, loop->done_count < SIM_JOBS_MAX, "jobs without end");
    loop->done[loop->done_count++] = job;
    loop->woken = true;
    sim->stats.jobs++;
    return true;
}

bool sim_keep(struct sim *sim)
{
    bool more;

    sim_short_memory(sim);
    more = vd_kv_keeper_step(sim->kv, keeper_slot(sim), sim->now_ms);
    sim_enough_memory(sim);
    return more;
}

/* The kv, the hub or a reader that can take something have asked for a turn. */
static bool has_reason(const struct sim *sim, unsigned slot)
{
    if (sim->loops[slot].woken || sim->loops[slot].done_count)
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

    for (struct sim_watcher *watcher = sim->watchers; watcher; watcher = watcher->next)
        watcher->paused_until = 0;
    sim->settling = true;
    do {
        sim_check(sim, rounds++ < 100000, "it never comes to rest");
        sim_flush_done(sim);
        while (sim_run_job(sim, 0))
            continue;
        /* Only those that were woken: a wake-up that is lost is found out below. */
        for (unsigned i = 0; i < sim->options.loops; i++)
            if (has_reason(sim, i))
                sim_turn(sim, i);
    } while (!is_quiet(sim));
    sim->settling = false;
    sim_check(sim, !has_unanswered(sim), "a write is never answered");
    for (const struct sim_watcher *watcher = sim->watchers; watcher; watcher = watcher->next)
        sim_check(sim, !watcher->is_open || sim_watcher_has_all(watcher),
                  "a watcher of \"%s\" sleeps at %lld.%u, the head is %lld", watcher->key,
                  (long long)watcher->covered.revision, watcher->covered.sub,
                  (long long)sim->model.head);
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
            finish_jobs(sim, &sim->loops[i]);
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
        rc = write_flush(sim);
    steps = vd_fs_sim_steps(sim->disk);
    vd_fs_sim_cut_at(sim->disk, steps + 1);
    if (end == SIM_POWER && sim->flushing)
        rc = write_flush(sim); /* into the cut */
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
    if (end != SIM_STOP)
        pull_the_plug(sim, end);
    stop(sim, end == SIM_STOP);
    if (end != SIM_STOP) {
        vd_fs_sim_crash(sim->disk, end == SIM_KILL    ? VD_FS_SIM_KEEP_ALL
                                   : sim_roll(sim, 4) ? VD_FS_SIM_RANDOM
                                                      : VD_FS_SIM_LOSE_ALL);
        vd_history_mem_crash(sim->history);
    }
    for (struct sim_write *write = sim->writes; write; write = write->next)
        write->is_lost = true;
    sim->crashing = false;
    start(sim);
    learn(sim);
    forget_writes(sim);
    sim->stats.restarts++;
    sim->stats.spared += (uint64_t)(sim->model.head - head);
}

/* Told step by step. */

static struct sim_write *one_op(struct sim *sim, const struct vd_op *op)
{
    struct sim_write *write = sim_write_new(sim, 0);
    struct vd_op *copy = vd_arena_alloc(&write->arena, sizeof(*copy));
    struct vd_txn *txn = vd_arena_alloc_zero(&write->arena, sizeof(*txn));

    vd_assert(copy && txn);
    *copy = *op;
    txn->success = copy;
    txn->success_count = 1;
    write->write.txn = txn;
    return write;
}

static void commit(struct sim *sim, struct sim_write *write)
{
    const struct sim_write *first = write;

    sim_submit(sim, write);
    for (unsigned i = 0; i < 1000 && sim->writes; i++) {
        sim_turn(sim, 0);
        sim_flush_done(sim);
        while (sim_run_job(sim, 0))
            continue;
    }
    sim_check(sim, sim->writes != first, "a write is never answered");
}

int64_t sim_put(struct sim *sim, const char *key, const char *value)
{
    struct vd_op op = {.type = VD_OP_PUT};

    op.put = (struct vd_put_op){.key = vd_slice_str(key), .value = vd_slice_str(value)};
    commit(sim, one_op(sim, &op));
    return sim->model.head;
}

int64_t sim_delete(struct sim *sim, const char *key, const char *end)
{
    struct vd_op op = {.type = VD_OP_DELETE};

    op.del = (struct vd_delete_op){.key = vd_slice_str(key),
                                   .end = end ? vd_slice_str(end) : VD_SLICE_EMPTY};
    commit(sim, one_op(sim, &op));
    return sim->model.head;
}

int sim_compact(struct sim *sim, int64_t revision)
{
    struct sim_write *write = sim_write_new(sim, 0);
    int64_t floor = sim->model.floor;

    write->write.kind = VD_WRITE_COMPACT;
    write->write.compact_revision = revision;
    commit(sim, write);
    if (revision <= floor)
        return VD_COMPACTED;
    return revision > sim->model.head ? VD_FUTURE : 0;
}

/* Reads. */

static void check_row(struct sim *sim, const struct vd_index_hit *hit,
                      const struct model_event *expected)
{
    const struct vd_version *version = hit->version;
    struct vd_block *block;
    const struct vd_event *event;

    sim_check(sim,
              vd_slice_eq(vd_key_slice(hit->key), model_key(expected->key)) &&
                  vd_pos_cmp(vd_version_pos(version), expected->pos) == 0 &&
                  version->create_revision == expected->create_revision &&
                  version->version == expected->version &&
                  version->value_len == expected->value.len,
              "the index has another version of \"%.*s\"", (int)hit->key->len, hit->key->bytes);
    event = find_event(sim, expected->pos, &block);
    check_event(sim, event, expected, "read");
    vd_block_unref(block);
    sim->stats.rows++;
}

void sim_check_read(struct sim *sim, unsigned slot, int64_t revision)
{
    struct vd_pos before = {revision + 1, 0};
    struct vd_index_iter iter;
    struct vd_index_hit hit;
    const struct vd_view *view;

    vd_kv_enter(sim->kv, slot);
    view = vd_kv_view(sim->kv, slot);
    sim_check(sim, revision >= view->floor && revision <= view->head, "no revision to read");
    vd_index_iter_init(&iter, view->root, VD_SLICE(""), VD_SLICE("\0"), before);
    for (unsigned key = 0; key < SIM_KEYS; key++) {
        long at = model_at(&sim->model, key, before);

        if (at < 0)
            continue;
        sim_check(sim, vd_index_iter_next(&iter, &hit), "\"%s\" is missing at %lld",
                  (const char *)model_key(key).ptr, (long long)revision);
        check_row(sim, &hit, &sim->model.events[at]);
    }
    sim_check(sim, !vd_index_iter_next(&iter, &hit), "\"%.*s\" is there at %lld", (int)hit.key->len,
              hit.key->bytes, (long long)revision);
    vd_kv_leave(sim->kv, slot);
    sim->stats.reads++;
}

void sim_check_history(struct sim *sim, struct vd_pos from)
{
    struct vd_block *block = NULL;
    size_t at = model_find(&sim->model, from);
    uint32_t first;
    int rc;

    vd_kv_enter(sim->kv, pool_slot(sim));
    rc = vd_kv_read_history(sim->kv, pool_slot(sim), from, 1 + sim_roll(sim, 20000), &block);
    vd_kv_leave(sim->kv, pool_slot(sim));
    if (rc == VD_COMPACTED) {
        sim_check(sim, from.revision < sim->model.floor, "%lld is not compacted",
                  (long long)from.revision);
        return;
    }
    if (rc == VD_END) {
        sim_check(sim, at == sim->model.count, "history ends before %lld.%u",
                  (long long)from.revision, from.sub);
        return;
    }
    sim_check(sim, rc == 0 && block->count > 0, "history: %s", vd_outcome_name(rc));
    first = vd_pos_cmp(vd_event_pos(&block->events[0]), from) < 0 ? 1 : 0;
    while (first && first < block->count &&
           vd_pos_cmp(vd_event_pos(&block->events[first]), from) < 0)
        first++;
    for (uint32_t i = first; i < block->count; i++, at++) {
        sim_check(sim, at < sim->model.count, "history has more than there is");
        check_event(sim, &block->events[i], &sim->model.events[at], "history");
        sim->stats.history++;
    }
    vd_block_unref(block);
}
