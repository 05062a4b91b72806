/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the store journal share: its state, the role, publishing. Nobody else's. */
#ifndef VD_CORE_KV_PRIVATE_H
#define VD_CORE_KV_PRIVATE_H

#include "core/apply.h"
#include "core/kv.h"
#include "core/kv_copy.h"
#include "core/kv_defrag.h"
#include "core/kv_errand.h"
#include "core/kv_keeper.h"
#include "core/lease_table.h"
#include "core/sequencer.h"
#include "core/sides.h"
#include "store/store.h"

struct vd_kv {
    struct vd_kv_options options;
    struct vd_kv_env env;
    struct vd_store *store;
    bool owns_store;
    struct vd_wal *wal; /* the store's; NULL: nothing is durable */
    struct vd_fs *fs;   /* the store's */
    struct vd_history *history;
    struct vd_history_reader *readers[64]; /* of each slot that has read history */
    struct vd_epoch *epoch;

    _Atomic(struct vd_view *) view;
    struct vd_sequencer *sequencer;

    /* The role's. Who holds it may change all of it; from a flush begun until it is done nobody
     * may. */
    _Atomic bool role;
    struct vd_index *index;
    struct vd_apply apply;
    uint64_t log_index;
    bool is_stalled; /* what was applied could not be flushed yet: nothing may be published */
    struct vd_view *next_view; /* made beforehand, so that publishing cannot fail */
    struct vd_retire_list retired;
    struct vd_apply_walk logged; /* of a large record: the next event; is_drafting: there is one */
    bool is_drafting;

    struct vd_values values;

    struct vd_lease_table *leases;
    bool is_detached;         /* the role's: no key is still in the set of a lease it had before */
    _Atomic bool has_changes; /* some may be, and the keeper shall see to it */
    _Atomic int64_t told_due_ms;     /* what vd_kv_next_due has answered */
    _Atomic int64_t expire_after_ms; /* no lease is revoked before */

    unsigned raised;         /* the role's: alarms, bits as in vd_kv_alarms */
    _Atomic unsigned alarms; /* of them, what is published */
    struct vd_side_queue sides;
    size_t side_bytes; /* the role's: of rows queued and not published yet */

    /* About what writes have added, over all time, and what of it is in history_bytes already. */
    uint64_t cost;
    _Atomic uint64_t carried_cost, history_bytes;
    _Atomic uint64_t history_file_bytes;

    /* Where somebody makes room (options.makes_room). */
    _Atomic bool wants_room; /* a write has found the store full, and nothing was said since */
    _Atomic bool has_parked; /* the role's chain of such writes is not empty */
    _Atomic bool no_room;    /* there is none to be made */

    struct vd_kv_keeper keeper;
    struct vd_kv_errands errands;
    struct vd_kv_copies copies;
    struct vd_kv_defrags defrags;
    struct vd_kv_purge purge;
    _Atomic uint64_t lag_bytes;     /* published, not in history yet */
    _Atomic uint64_t applied_index; /* log records up to here are in history */
    uint64_t lag_max_bytes;         /* beyond it no group is led until history has caught up */
    _Atomic bool is_held_back;      /* writes wait until history has caught up */
    _Atomic bool is_called;         /* the keeper was woken and has not begun a step since */
    _Atomic bool awaits_segment;    /* the log's next flush waits for one that is made for it */
    _Atomic bool no_space;          /* the disk was full when it was last asked for more */
    _Atomic bool history_full;      /* and for a batch of history */
    _Atomic int keeper_rc;          /* of its last batch */

    /* Who needs what physically; purge_floor is what may be gone already. */
    pthread_mutex_t hold_lock;
    struct vd_kv_hold holds;
    int64_t purge_floor;

    _Atomic uint64_t writes, flushes, compactions, compacted_events, batches;
};

/* False: somebody else has it. */
bool vd_kv_role_try(struct vd_kv *kv);
/* Gives it back. Writes may wait: wake every loop, or nudge the sequencer, after that. */
void vd_kv_role_release(struct vd_kv *kv);

/* The role: what publishing will need. Must have succeeded once since the last publication. */
VD_MUST_CHECK int vd_kv_prepare(struct vd_kv *kv);
/* The role: everything applied becomes the published state. */
void vd_kv_publish(struct vd_kv *kv);
/* For whoever is entered, or has the role. */
const struct vd_view *vd_kv_published(const struct vd_kv *kv);

/* The role: whether the log takes a record now, or wants a flush first. */
bool vd_kv_log_takes(const struct vd_kv *kv);
/* The role: the transaction or revoke under way, a compaction, or a change of a side table becomes
 * a record of the log, which takes one. 0; VD_AGAIN: no step is left, call again; VD_TOO_LARGE;
 * -errno. Rows of side tables are queued for history. */
VD_MUST_CHECK int vd_kv_log_txn(struct vd_kv *kv, size_t *steps);
VD_MUST_CHECK int vd_kv_log_compact(struct vd_kv *kv, int64_t revision);
VD_MUST_CHECK int vd_kv_log_side(struct vd_kv *kv, uint8_t type, const struct vd_side_row *row);
/* The role, and recovery: a row that was logged with log_index; there must be room in the queue. */
void vd_kv_queue_side(struct vd_kv *kv, const struct vd_side_row *row, uint64_t log_index);
/* The role: the record under way, if there is one, is given up. */
void vd_kv_log_drop(struct vd_kv *kv);
/* The role: whether alarms, quota and disk let a write be tried. 0, VD_CORRUPT, VD_OVER_QUOTA;
 * *out_raise: and the alarm NOSPACE is to be raised. */
VD_MUST_CHECK int vd_kv_check_space(struct vd_kv *kv, const struct vd_write *write,
                                    bool *out_raise);
/* The role: a write that would raise NOSPACE waits for room instead. */
bool vd_kv_may_get_room(const struct vd_kv *kv);
/* The role: 0, or VD_WAIT: the disk is full, or the keeper has to make room, and it is to be tried
 * again once vd_kv_flush_may_begin. */
VD_MUST_CHECK int vd_kv_flush_begin(struct vd_kv *kv, struct vd_wal_flush *out_flush);
/* Any thread. */
bool vd_kv_flush_may_begin(const struct vd_kv *kv);

/* Enters a slot that is not entered; what it returns goes to vd_kv_unpin. For pool threads. */
bool vd_kv_pin(struct vd_kv *kv, unsigned slot);
void vd_kv_unpin(struct vd_kv *kv, unsigned slot, bool pinned);

/* The history reader of a slot, made when it is first needed; not begun. */
VD_MUST_CHECK int vd_kv_reader(struct vd_kv *kv, unsigned slot,
                               struct vd_history_reader **out_reader);

struct vd_entry vd_entry_of(const struct vd_event *event);

/* Whether a lease is to be revoked now; the role, when one could not be: nor can others, for a
 * while. */
bool vd_kv_has_due(const struct vd_kv *kv);
void vd_kv_expire_later(struct vd_kv *kv);
/* After publishing: the clock shall know of a lease that is due earlier than it was told. */
void vd_kv_tell_due(struct vd_kv *kv);
/* The role, with nothing staged: takes keys out of the sets of leases that they had before, a
 * bounded number. True: all of them. */
bool vd_kv_detach_some(struct vd_kv *kv);

/* The keeper shall have a look. */
void vd_kv_call_keeper(struct vd_kv *kv);

/* As vd_kv_hold, but for what was compacted and is still there too, and for what is not published
 * yet. 0 or VD_COMPACTED. */
VD_MUST_CHECK int vd_kv_hold_physical(struct vd_kv *kv, int64_t at, struct vd_kv_hold *hold);

#endif
