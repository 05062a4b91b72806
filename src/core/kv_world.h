/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: a store with its threads played by one, so that every schedule is the test's choice.
 * Jobs wait in a list until the test runs them; flushes are done at once or when the test says so.
 */
#ifndef VD_CORE_KV_WORLD_H
#define VD_CORE_KV_WORLD_H

#include "core/kv.h"

struct world {
    struct vd_kv *kv;
    struct vd_store *store;
    struct vd_fs *fs; /* where the store's flushes go; NULL: the system's files */
    struct vd_kv_options options;
    struct vd_job *jobs; /* submitted, not run; newest first */
    unsigned job_count;  /* ever submitted */
    unsigned wakes[64], leads;
    unsigned keeper_wakes;
    int64_t now_ms;
    int64_t clock_ms; /* monotonic; moved by the test alone */
    struct vd_arena arena;
    size_t done; /* writes answered */
};

/* loops slots for loops, then one for the pool, then the keeper's. */
void world_init(struct world *world, struct vd_store *store, const struct vd_kv_options *options);
int world_try_init(struct world *world, struct vd_store *store,
                   const struct vd_kv_options *options);
void world_deinit(struct world *world);
unsigned world_pool_slot(const struct world *world);
unsigned world_keeper_slot(const struct world *world);

/* One turn of a loop: lead (and flush), collect. */
void world_turn(struct world *world, unsigned slot);
/* Runs every job that waits; true: there was one. */
bool world_run_jobs(struct world *world);
/* Keeps a job for it; as the options of a kv and of a hub have it, with the world for arg. */
void world_submit_job(void *arg, struct vd_job *job);
/* Turns and jobs until this write is answered, now and then a step of the keeper; its outcome. */
int world_write(struct world *world, struct vd_write *write);
/* Keeper steps until there is nothing to do. */
void world_keep(struct world *world);

struct vd_write world_txn_write(struct world *world, const struct vd_txn *txn);
/* One put; the revision it made. */
int64_t world_put(struct world *world, const char *key, const char *value);
/* How many keys went. */
int64_t world_delete(struct world *world, const char *key, const char *end);
int world_compact(struct world *world, int64_t revision);
int world_grant(struct world *world, int64_t id, int64_t ttl_ms);
int world_revoke(struct world *world, int64_t id);
int world_alarm(struct world *world, enum vd_alarm alarm, bool raise);
/* One put with a lease; its outcome. */
int world_put_leased(struct world *world, const char *key, int64_t lease);
/* Time passes, and then the loops have turns until nothing that ran out is left. */
void world_pass(struct world *world, int64_t ms);
struct vd_op world_put_op(const char *key, const char *value);
struct vd_op world_delete_op(struct vd_slice key, struct vd_slice end);
struct vd_op world_range_op(struct vd_slice key, struct vd_slice end);

#endif
