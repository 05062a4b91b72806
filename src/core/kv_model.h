/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: a naive model of the store, that keeps a copy of the whole key space after every
 * event, and random transactions for it.
 */
#ifndef VD_CORE_KV_MODEL_H
#define VD_CORE_KV_MODEL_H

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"
#include "core/kv_world.h"
#include "core/lease.h"
#include "core/range.h"
#include "core/tail.h"
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { KEYS = 14, STATES = 16000, DEPTH = 3, OPS = 4, VALUES = 6, LONG = 3000, LEASES = 5 };

struct model_key {
    bool exists;
    int64_t create, version, lease;
    struct vd_pos mod;
    const char *value;
};

struct model_state {
    struct model_key keys[KEYS];
};

/* The leases 1, 2, ... as they are now. */
struct model_lease {
    bool exists;
    int64_t ttl_ms, expires_ms;
};

/* A transaction as it runs. */
struct model {
    struct model_state before, now;
    int64_t revision;
    uint32_t sub;
    unsigned added; /* states that this transaction has added */
};

extern uint64_t model_random_state; /* where a run's numbers begin; set by the test */
/* After the i-th event, whose position is model_at[i]; the first is the empty store. */
extern struct model_state model_states[STATES];
extern struct vd_pos model_at[STATES];
extern unsigned model_state_count;
extern int64_t model_head, model_floor;
extern struct model_lease model_leases[LEASES + 1];
extern int64_t model_clock_ms;
extern unsigned model_pool_used; /* of what transactions are made of; 0 begins anew */

/* Below n. */
unsigned model_rnd(unsigned n);
struct vd_slice model_key_slice(unsigned key);
/* One key, up to another (maybe an earlier one), or everything from here on. */
struct vd_slice model_random_end(void);

bool model_in_range(unsigned key, struct vd_slice from, struct vd_slice end);
/* A random one; borrowed until model_pool_used is set to 0. */
const struct vd_txn *model_make_txn(unsigned depth);
unsigned model_key_number(struct vd_slice key);
/* What a transaction is refused for before it runs; 0: it is not. */
int model_check(const struct model *model, const struct vd_txn *txn);
/* One more event: `now` is a state of its own. */
void model_event(struct model *model);
/* result NULL: the store has failed it, only the error is wanted. */
int model_run(struct model *model, const struct vd_txn *txn, const struct vd_txn_result *result);

#endif
