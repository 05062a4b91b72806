/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole core on one thread, under a schedule that a seed decides: loops, their hubs and
 * watchers, the pool, the keeper, and the moment at which each flush is done. Whatever a watcher is
 * shown and a write is answered is held against the model at once; what does not fit ends the
 * program with the seed, the step, and what is wrong.
 *
 * For what every watcher is promised (docs/guarantees.md): ordered, unique, reliable, atomic,
 * resumable, bookmarks never ahead, filters and values before right. And no wake-up is lost: once
 * nothing is left to do, everybody has everything.
 */
#ifndef SIM_H
#define SIM_H

#include "core/hub.h"
#include "core/kv.h"
#include "core/range.h"
#include "model.h"
#include "store/fs_sim.h"
#include "store/store.h"

enum { SIM_LOOPS_MAX = 4, SIM_JOBS_MAX = 4096, SIM_BATCHES_SEEN = 64, SIM_RETRY_MS = 600 };

struct sim_options {
    uint64_t seed;
    unsigned loops;
    size_t tail_bytes;    /* small: watchers have to read history */
    unsigned slice_steps; /* of a turn; few: a transaction takes several */
    bool small_log;       /* segments so small that a flush may need one of its own */
    bool durable;         /* a log and a history that survive crashes; else ephemeral */
    bool short_memory;    /* allocations fail now and then */
    bool bad_disk;        /* it is full at times, and the keeper's calls of it fail now and then */
};

struct sim_write {
    struct sim_write *next;
    struct sim *sim;
    struct vd_write write;
    struct vd_arena arena;
    uint64_t id;
    int64_t floor_before;  /* published when it was submitted */
    int64_t head_before;   /* the newest revision anybody was told of when it was submitted */
    int64_t learnt;        /* the revision it made, as the log says; 0: not seen there */
    uint64_t asked;        /* sim->told at that time */
    bool is_done, is_lost; /* lost: a crash came before its answer */
};

/* A batch that was handed out in this turn of a loop. */
struct sim_seen {
    uint64_t key;
    struct vd_pos from, to;
    uint64_t sum;
};

struct sim_loop {
    struct sim *sim;
    struct vd_hub *hub;
    struct vd_journal *journal;
    bool woken;
    int64_t head; /* the newest that its journal has told */
    struct sim_seen seen[SIM_BATCHES_SEEN];
    unsigned seen_count;
    struct vd_batch drained;           /* what drained a watcher of it last, but its events */
    struct vd_job *done[SIM_JOBS_MAX]; /* run, to be finished in a turn of this loop */
    unsigned done_count;
};

struct sim_stats {
    uint64_t writes, commits, refused, delivered, batches, waits, compacted, resumed, barriers;
    uint64_t grants, renewals, expired, revoked, leased, lease_keys;
    uint64_t prevs, splits, drains, repeats, seeks, jobs, restarts, spared, compactions, reads,
        rows, history, failures, refused_memory, ranges, refused_disk;
};

struct sim {
    struct sim_options options;
    uint64_t random, step;
    struct model model;
    struct vd_kv *kv;
    struct vd_fs_sim *disk; /* NULL: ephemeral */
    struct vd_history *history;
    struct vd_store *store;
    struct sim_loop loops[SIM_LOOPS_MAX];
    struct vd_job *jobs[SIM_JOBS_MAX];
    unsigned job_count;
    struct vd_wal_flush flush;
    bool flushing, crashing, settling;
    bool keeper_woken;
    bool is_full, was_full;   /* the disk; was: since it was last settled */
    struct sim_write *writes; /* whose fate is not known yet */
    struct sim_watcher *watchers;
    struct sim_reader *readers;
    struct sim_barrier *barriers;
    struct sim_lease *leases; /* newest first */
    uint64_t told;            /* counts what anybody asks or is told, to say what came first */
    int64_t due_ms;           /* when the first loop wants a turn for leases */
    uint64_t next_id;
    int64_t acked; /* the newest revision that anybody was told of */
    int64_t now_ms;
    struct sim_stats stats;
};

/* printf-like; prints where we are and ends the program. */
_Noreturn void sim_fail(const struct sim *sim, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
#define sim_check(sim, what, ...)                                                                  \
    do {                                                                                           \
        if (!(what))                                                                               \
            sim_fail(sim, __VA_ARGS__);                                                            \
    } while (0)

/* A number below n. */
uint64_t sim_roll(struct sim *sim, uint64_t n);

/* Between the two, an allocation may fail, if this run is to be short of memory. */
void sim_short_memory(struct sim *sim);
void sim_enough_memory(struct sim *sim);

void sim_init(struct sim *sim, const struct sim_options *options);
/* Nothing may be waiting (sim_settle). */
void sim_deinit(struct sim *sim);

/* The steps that a schedule is made of. */
void sim_turn(struct sim *sim, unsigned loop);
void sim_flush_done(struct sim *sim);
bool sim_run_job(struct sim *sim, unsigned which);
bool sim_keep(struct sim *sim);
/* From here on the disk has no room, or has some again. */
void sim_fill_disk(struct sim *sim, bool is_full);
/* An end, and a new beginning: what was answered or shown must be there again. */
enum sim_end {
    SIM_STOP,  /* in order */
    SIM_KILL,  /* the process only: what it wrote is there, flushed or not */
    SIM_POWER, /* the machine: of what was not flushed, any part is there */
};
void sim_restart(struct sim *sim, enum sim_end end);
/* Everything that can happen without a new request happens; then every watcher must have all. */
void sim_settle(struct sim *sim);

/* A transaction, whose memory is sim_write_new's arena, goes to a loop. */
struct sim_write *sim_write_new(struct sim *sim, unsigned loop);
void sim_submit(struct sim *sim, struct sim_write *write);
/* For tests that are told step by step: submitted, committed, answered. The revision. */
int64_t sim_put(struct sim *sim, const char *key, const char *value);
int64_t sim_delete(struct sim *sim, const char *key, const char *end);
int sim_compact(struct sim *sim, int64_t revision);

/* Reads: a whole revision through the index, and a run of history. */
void sim_check_read(struct sim *sim, unsigned loop, int64_t revision);
void sim_check_history(struct sim *sim, struct vd_pos from);

/* A random range at a revision that is readable now, read in pieces in the turns of its loop. */
void sim_reader_open(struct sim *sim, unsigned loop);
/* In a turn of the loop: a piece for each of its readers. */
void sim_readers_turn(struct sim *sim, unsigned loop);
bool sim_readers_want(const struct sim *sim, unsigned loop);
void sim_readers_close(struct sim *sim);

/* A barrier: what anybody was told of before is visible to the loop after. */
void sim_barrier(struct sim *sim, unsigned loop);

/*
 * A lease: what can be said of it from outside. Each is granted once, and no id comes again.
 */
struct sim_lease {
    struct sim_lease *next;
    int64_t id, ttl_ms;
    /* When (in sim->told) it was known to be there, somebody asked for its end, and it was known to
     * be gone; 0: not yet. */
    uint64_t known, ending, gone;
    unsigned endings;       /* revokes of it that are under way */
    int64_t min_expires_ms; /* it has not run out before */
    int64_t max_expires_ms; /* it has, or will have been seen to soon */
};

/* A lease more or less, a renewal; and what a loop says of one. */
void sim_step_lease(struct sim *sim, unsigned loop);
void sim_check_lease(struct sim *sim, unsigned loop, struct sim_lease *lease);
/* One to put a key to, 0: none. */
int64_t sim_random_lease(struct sim *sim);
/* For model_judge, of a write. */
enum model_lease sim_lease_state(void *write, int64_t id);
/* A revision was made by the end of the lease that its first key had. */
void sim_learn_expiry(struct sim *sim, int64_t revision, struct sim_write *write);
void sim_lease_answered(struct sim_write *write);
/* Or nothing was done, for want of memory or room. */
void sim_lease_refused(struct sim_write *write);
/* After a new beginning; after everything has settled. */
void sim_leases_restarted(struct sim *sim);
void sim_leases_settled(struct sim *sim);

/* A random transaction. */
void sim_random_txn(struct sim *sim, struct sim_write *write);

/* A watcher that checks what it is shown. */
struct sim_watcher {
    struct sim_watcher *next;
    struct sim *sim;
    struct vd_cursor cursor;
    unsigned loop;
    struct vd_selection selection;
    struct vd_term term;
    char key[32], end[32];
    bool is_open, ready, want_prev, was_refused;
    bool seek_always; /* every batch is pulled twice; otherwise one in fifty */
    bool went_back;
    struct vd_pos covered; /* all that matches from its start up to here was shown to it */
    uint64_t paused_until;
    size_t max_bytes;
    uint64_t delivered;
};

/* end NULL: the one key; otherwise as in core/access.h, with "" for no end at all. */
struct sim_watcher *sim_watcher_new(struct sim *sim, unsigned loop, const char *key,
                                    const char *end);
void sim_watcher_free(struct sim_watcher *watcher);
/* From revision 0: what comes after now. 0 or VD_COMPACTED, which must be true. */
int sim_watcher_open(struct sim_watcher *watcher, struct vd_pos from);
void sim_watcher_close(struct sim_watcher *watcher);
/* Pulls once, in a turn of its loop. True: there may be more. */
bool sim_watcher_pull(struct sim_watcher *watcher);
/* Nothing that matches up to the published head is missing. */
bool sim_watcher_has_all(const struct sim_watcher *watcher);

/* Between the files of the simulation. */

unsigned sim_pool_slot(const struct sim *sim);
unsigned sim_keeper_slot(const struct sim *sim);
/* A life of the store; at its end no cursor is open, no job and no flush under way. */
void sim_start(struct sim *sim);
void sim_stop(struct sim *sim, bool clean);
/* Calls done of the jobs of a loop that were run. */
void sim_finish_jobs(struct sim *sim, struct sim_loop *loop);
/* Writes the flush that is under way. */
int sim_write_flush(struct sim *sim);
/* What the log says was committed becomes the model's. */
void sim_learn(struct sim *sim);
void sim_check_event(struct sim *sim, const struct vd_event *event,
                     const struct model_event *expected, const char *where);
/* An event, from memory or else from the disk; *out_block is to be unreferenced. */
const struct vd_event *sim_find_event(struct sim *sim, struct vd_pos pos,
                                      struct vd_block **out_block);
bool sim_has_unanswered(const struct sim *sim);
/* Answered writes, and those that a crash has lost for good. */
void sim_forget_writes(struct sim *sim);

#endif
