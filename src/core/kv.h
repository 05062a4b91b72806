/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store journal: keys and values with their whole history on one line of revisions.
 *
 * Who may call what: a *slot* is a thread that reads (a loop, a pool thread, the keeper). Each
 * slot pins an epoch for one turn (vd_kv_enter .. vd_kv_leave); pointers into the view, the index
 * and the tail hold until it leaves. Order is a role, not a thread: whoever calls vd_kv_lead and
 * finds no commit in flight has it. No clock, no thread, no loop in here: times come in, wake-ups
 * go out through struct vd_kv_env.
 *
 * Nothing is published, and so nothing answered or delivered, before its flush is done.
 */
#ifndef VD_CORE_KV_H
#define VD_CORE_KV_H

#include "core/event.h"
#include "core/job.h"
#include "core/write.h"

struct vd_kv;
struct vd_index_root;
struct vd_store;
struct vd_wal_flush; /* store/wal.h */

/* How core reaches the threads that it has not. */
struct vd_kv_env {
    void *arg;
    /* Writes of this slot are done: have a turn soon on its thread, with vd_kv_lead and
     * vd_kv_collect. Any thread. */
    void (*wake)(void *arg, unsigned slot);
    /* A view was published, and nothing else is to be done for this loop: the same, unless it shows
     * nobody what changes. Any thread. NULL: wake is called. */
    void (*published)(void *arg, unsigned slot);
    /* Writes wait and no commit is in flight: somebody call vd_kv_lead. Any thread; slot: whose. */
    void (*lead)(void *arg, unsigned slot);
    void (*submit_job)(void *arg, struct vd_job *job);
    /* The keeper has work (vd_kv_keeper_step). Any thread. */
    void (*wake_keeper)(void *arg);
    /* The same, and somebody waits for it: at once. NULL: wake_keeper is called. */
    void (*urge_keeper)(void *arg);
};

struct vd_kv_options {
    unsigned slots;     /* how many threads read; at most 64 */
    unsigned loops;     /* slots 0 .. loops-1 are loops and are woken at each publication */
    size_t tail_bytes;  /* 0: 64 MiB */
    size_t cache_bytes; /* newest values kept in memory beyond the tail; 0: 32 MiB */
    /* What a put would lift above this raises the alarm NOSPACE. 0: no limit. */
    uint64_t quota_bytes;
    /* Somebody compacts when history fills the quota: a write that finds the store full waits for
     * vd_kv_say_room, and is refused only if that says so. */
    bool makes_room;
    /* How much is done of one thing before others have their turn, about a key or an event a step;
     * 0: 2,048. */
    unsigned slice_steps;
};

/* One published state of the store. Borrowed, until the slot leaves. */
struct vd_view {
    const struct vd_index_root *root;
    int64_t head;  /* newest revision; 1 when nothing was ever written */
    int64_t floor; /* newest compacted revision; 0: none */
    uint64_t log_index;
    int64_t time_ms;
    uint64_t cost; /* core's own */
};

/* Recovers from the store, which was opened and not recovered, and stays the caller's (NULL:
 * ephemeral, in memory only). *out_kv on 0; VD_CORRUPT: store->diag says what; -errno. */
VD_MUST_CHECK int vd_kv_open(struct vd_store *store, const struct vd_kv_options *options,
                             const struct vd_kv_env *env, struct vd_kv **out_kv);
/* No slot may be entered, no flush or job in flight. What still waits is answered VD_UNAVAILABLE.
 * Everything led was flushed, so the store may be closed as clean after this. */
void vd_kv_close(struct vd_kv *kv);
uint64_t vd_kv_store_id(const struct vd_kv *kv);
uint64_t vd_kv_member_id(const struct vd_kv *kv);

void vd_kv_enter(struct vd_kv *kv, unsigned slot);
void vd_kv_leave(struct vd_kv *kv, unsigned slot);
/* The newest published state; the slot must be entered. */
const struct vd_view *vd_kv_view(struct vd_kv *kv, unsigned slot);

/* Queues a write from loop write->slot, which calls vd_kv_lead after that in the same turn, or has
 * another; its done is called from vd_kv_collect. */
void vd_kv_submit(struct vd_kv *kv, struct vd_write *write);
/*
 * Takes the role if writes wait and no commit is in flight: applies what is queued and hands out
 * the flush that makes it durable. 0: *out_flush must be written and then vd_kv_flushed be called,
 * by any thread, once; VD_WAIT: nothing to flush now (nothing queued, somebody else leads, or an
 * ephemeral store that has published already). The slot must be entered.
 *
 * A write that takes long is applied in slices, one a call: VD_WAIT then, and wake is called for
 * the slot. No other commit begins until it is through, and any loop may be the one that goes on.
 */
VD_MUST_CHECK int vd_kv_lead(struct vd_kv *kv, unsigned slot, int64_t now_ms,
                             struct vd_wal_flush *out_flush);
/* The flush is done: publishes, wakes every loop. rc must be 0: a failed flush ends the process
 * before this. */
void vd_kv_flushed(struct vd_kv *kv, int rc);
/* Calls done for every finished write of this slot. The slot must be entered. Returns how many. */
size_t vd_kv_collect(struct vd_kv *kv, unsigned slot);

/*
 * The time, for leases (core/lease.h): monotonic milliseconds, told in each turn of a loop before
 * vd_kv_lead, which then revokes what is due. Any thread.
 */
void vd_kv_set_time(struct vd_kv *kv, int64_t monotonic_ms);
/*
 * When, on that clock, a loop must have a turn because a lease may be due; INT64_MAX: never. For
 * the loop of slot 0, at the end of each of its turns; where it becomes earlier after that,
 * env.lead gives that loop one more.
 */
int64_t vd_kv_next_due(struct vd_kv *kv);

/*
 * The alarms that are raised, as a set of bits (1 << alarm). NOSPACE is in it as well while the
 * disk is full, which nobody has to take back.
 */
unsigned vd_kv_alarms(const struct vd_kv *kv);

/*
 * A transaction that cannot change anything (assert: no put, no delete in it), judged at the
 * published view, with results in the arena. What it may answer is what a write's outcome may be,
 * and VD_WAIT: a value that it compares is not in memory, or it compares a great many; then submit
 * it as a write, which waits or goes in slices, and changes nothing.
 */
VD_MUST_CHECK int vd_kv_read_txn(struct vd_kv *kv, unsigned slot,
                                 const struct vd_principal *principal, const struct vd_txn *txn,
                                 struct vd_arena *arena, struct vd_txn_result *out_result);

/* A bounded piece of keeper work (batches into history, segments, compaction, tail and cache
 * trimming). True: there is more to do now; false: nothing before wake_keeper, or before a second
 * have passed. On the keeper's thread only, whose slot is given and not entered. It waits for the
 * disk.
 */
bool vd_kv_keeper_step(struct vd_kv *kv, unsigned slot, int64_t now_ms);

/*
 * Keeps revision `at` and all above readable until released, whatever is compacted meanwhile, for
 * an answer that takes several turns. The slot must be entered. 0, VD_COMPACTED, VD_FUTURE.
 */
struct vd_kv_hold {
    struct vd_kv_hold *prev, *next;
    int64_t revision;
};
VD_MUST_CHECK int vd_kv_hold(struct vd_kv *kv, int64_t at, struct vd_kv_hold *hold);
void vd_kv_release(struct vd_kv *kv, struct vd_kv_hold *hold);

/*
 * The event at a position, if it is in memory (tail or cache): borrowed until the slot leaves.
 * 0; VD_WAIT: it is only on disk, fetch it with a job; VD_NOT_FOUND: there is no such event.
 */
VD_MUST_CHECK int vd_kv_event(struct vd_kv *kv, unsigned slot, struct vd_pos pos,
                              const struct vd_event **out_event);

/*
 * History from `from` on, for readers that are behind: events in order into blocks.
 * vd_kv_tail_block is for loops: the block of the tail that holds `from` or the first after it (0),
 * or VD_END: nothing published at or after it; VD_WAIT: older than the tail, use
 * vd_kv_read_history. It may hold events above the head of a view taken earlier, and it knows
 * nothing of the floor: what is in the tail is there for a loop that has yet to deliver it, even if
 * it was compacted a moment after it was written. vd_kv_read_history is for pool threads, whose
 * slot need not be entered: events from `from` on in a new block of about max_bytes (one event at
 * least), which the caller owns; VD_END; VD_COMPACTED; VD_CORRUPT; -errno.
 */
VD_MUST_CHECK int vd_kv_tail_block(struct vd_kv *kv, unsigned slot, struct vd_pos from,
                                   struct vd_block **out_block, uint32_t *out_first);
/* The same, with the block's number; and the block of a number, to go on from one to the next
 * without a search. NULL: it is not published yet, or has left the tail. */
VD_MUST_CHECK int vd_kv_tail_find(struct vd_kv *kv, unsigned slot, struct vd_pos from,
                                  uint64_t *out_number, struct vd_block **out_block,
                                  uint32_t *out_first);
struct vd_block *vd_kv_tail_number(struct vd_kv *kv, unsigned slot, uint64_t number);
/* The oldest position of the tail: what is at or after it stays where it is in memory until the
 * slot leaves. */
struct vd_pos vd_kv_tail_start(struct vd_kv *kv, unsigned slot);
VD_MUST_CHECK int vd_kv_read_history(struct vd_kv *kv, unsigned slot, struct vd_pos from,
                                     size_t max_bytes, struct vd_block **out_block);
/*
 * Pool threads: these events (positions ascending, none twice) from disk into a new block of about
 * max_bytes (one event at least); missing ones are left out. *count: how many positions there are;
 * after 0, how many of them it has come to, to be gone on with behind them. VD_CORRUPT, -errno.
 */
VD_MUST_CHECK int vd_kv_read_events(struct vd_kv *kv, unsigned slot, const struct vd_pos *positions,
                                    size_t *count, size_t max_bytes, struct vd_block **out_block);

/*
 * For who decides how much of the past is kept (core/retention.h), on the keeper's thread, whose
 * slot is not entered; both may wait for the disk.
 */
struct vd_kv_past {
    int64_t head, floor;
    uint64_t keys;                     /* that exist */
    uint64_t events;                   /* in history, without those that are in memory only */
    uint64_t used_bytes;               /* by history, free pages apart */
    bool is_settled;                   /* everything up to the floor is gone from history */
    uint64_t log_index, carried_index; /* of the newest record, and of the newest in history */
};
void vd_kv_keeper_past(struct vd_kv *kv, unsigned slot, struct vd_kv_past *out_past);
/* How many batches of changes were carried into history. Any thread. */
uint64_t vd_kv_batches(const struct vd_kv *kv);
/* Whether writes wait for room. Any thread. */
bool vd_kv_wants_room(const struct vd_kv *kv);
/* All that history can let go of now is gone: they are tried again. may_come: who finds the store
 * full still waits for more; otherwise it is refused, and the alarm NOSPACE raised. */
void vd_kv_say_room(struct vd_kv *kv, bool may_come);
/* The newest revision of that time or before, at least the floor (0: there is none). Pool threads
 * too. 0, VD_CORRUPT, -errno. */
VD_MUST_CHECK int vd_kv_revision_at(struct vd_kv *kv, unsigned slot, int64_t time_ms,
                                    int64_t *out_revision);

struct vd_kv_stats {
    uint64_t keys, events_in_tail, tail_bytes, cache_bytes;
    uint64_t history_bytes;               /* its file, or what it takes in memory */
    uint64_t disk_bytes, disk_used_bytes; /* with the log's; of it, by history's rows */
    uint64_t log_index, applied_index, writes, flushes, compactions;
    uint64_t compacted_events; /* that are gone from history */
    uint64_t lag_bytes;        /* published and not in history yet */
    bool no_space;             /* the disk is full: writes are answered VD_OVER_QUOTA */
    int keeper_rc;             /* what the keeper's newest batch into history answered */
    uint64_t leases;           /* that exist now; the others since the start */
    uint64_t leases_granted, leases_revoked, leases_expired, leases_renewed;
};
/* From a thread whose slot is entered. */
void vd_kv_stats(struct vd_kv *kv, struct vd_kv_stats *out_stats);

#endif
