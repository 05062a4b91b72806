/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log as it should be: every event that a simulation's transactions make, worked out in the
 * simplest way there is. What a watcher was shown and what a read answered is held against it.
 *
 * Nothing is ever compacted in here; `floor` only says what the store may have forgotten.
 */
#ifndef SIM_MODEL_H
#define SIM_MODEL_H

#include "core/journal.h"
#include "core/write.h"

enum { SIM_KEYS = 64 };

struct model_event {
    struct vd_pos pos;
    enum vd_event_type type;
    bool last;
    unsigned key;
    int64_t create_revision, version, lease;
    long older; /* the event of that key before, -1: none */
    long prev;  /* the same if it is a value, else -1 */
    uint64_t write_id;
    struct vd_slice value; /* the model's own bytes */
};

struct model {
    struct model_event *events;
    size_t count, cap;
    long newest[SIM_KEYS]; /* event of a key, -1: none */
    int64_t head, floor;
};

void model_init(struct model *model);
void model_deinit(struct model *model);

/* The names of the keys, in order. */
struct vd_slice model_key(unsigned key);
bool model_in_range(unsigned key, struct vd_slice from, struct vd_slice end);

/* The first event at or after a position; model->count: none. */
size_t model_find(const struct model *model, struct vd_pos pos);
/* What a key was with everything before a position applied; -1: it is not there. */
long model_at(const struct model *model, unsigned key, struct vd_pos before);
int64_t model_count(const struct model *model, struct vd_slice key, struct vd_slice end,
                    struct vd_pos before);

/* The attributes of the simulation's values, "s=X;...", for selections with terms. */
extern const struct vd_extractor sim_extractor;
/* Residual predicates, by the value alone and by both. arg is not used. */
bool sim_residual_even(const struct vd_event *event, const struct vd_event *prev, void *arg);
bool sim_residual_grows(const struct vd_event *event, const struct vd_event *prev, void *arg);

/*
 * Whether a selection shows an event. Of an event at the floor the value before may be gone, and
 * if the answer depends on it, either is right.
 */
enum model_match { MODEL_HIDDEN, MODEL_EITHER, MODEL_SHOWN };
enum model_match model_match(const struct model *model, const struct model_event *event,
                             const struct vd_selection *selection);
/* The first event from number `from` on and before `to` that is shown, or may be; -1: none. */
long model_next_match(const struct model *model, const struct vd_selection *selection, size_t from,
                      struct vd_pos to, enum model_match at_least);

/* What is known of a lease at the moment when somebody names it. */
enum model_lease { MODEL_GONE, MODEL_MAYBE, MODEL_THERE };

struct model_judged {
    int outcome;      /* that it must have: 0, VD_NOT_FOUND or VD_LEASE_GONE */
    bool may_be_gone; /* or it may be VD_LEASE_GONE */
    bool changes;     /* whether it changes anything */
};

/* Judges a transaction at the state after `revision` (at most head). */
struct model_judged model_judge(const struct model *model, const struct vd_txn *txn,
                                int64_t revision, enum model_lease (*lease)(void *arg, int64_t id),
                                void *arg);
/* Applies it as the next revision. */
void model_apply(struct model *model, const struct vd_txn *txn, uint64_t write_id);
/* The same for the end of a lease: all its keys. False: it has none. */
bool model_revoke(struct model *model, int64_t lease, uint64_t write_id);
/* Whether a key has that lease at the head. */
bool model_has_lease(const struct model *model, unsigned key, int64_t lease);
/* Holds the answer of a transaction that was judged after `revision` (and made revision + 1, if it
 * changed anything; then it must have been applied) against the model. NULL: it is right; otherwise
 * what is wrong. `count` answers how many keys the store has in a range before a position. */
const char *model_check_result(const struct model *model, const struct vd_txn *txn,
                               const struct vd_txn_result *result, int64_t revision,
                               int64_t (*count)(void *arg, struct vd_slice key, struct vd_slice end,
                                                struct vd_pos before),
                               void *arg);

#endif
