/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the keeper knows: how far history has followed the tail, and how far compaction has come.
 * One thread's. Each step function does a bounded piece and says whether there is more to do now.
 */
#ifndef VD_CORE_KV_KEEPER_H
#define VD_CORE_KV_KEEPER_H

#include "base/buf.h"
#include "core/event.h"

#include <stdbool.h>

struct vd_kv;

struct vd_kv_keeper {
    uint64_t block; /* of the tail: everything before this block and event is in history */
    uint32_t event;
    uint64_t log_index; /* the records up to here are in history */
    int64_t floor;      /* that history knows of */
    int64_t batch_ms;   /* when the last batch was written */
    int batch_rc;       /* what came of it */
    bool is_cut;        /* it did not reach `goal`: history is not at a whole record */
    struct {
        uint64_t log_index;
        int64_t head, floor;
        uint64_t cost;
    } goal; /* what the batches are about to reach */

    bool history_compacts; /* a pass over history is under way, to purge_floor */
    int64_t history_floor; /* that history was compacted to */
    bool index_waits;      /* the index comes after it */
};

/* A pass over the index. Whoever has the role goes on with it while is_due; only the keeper begins
 * one, when none is due. */
struct vd_kv_purge {
    _Atomic bool is_due;
    int64_t floor; /* of this pass, or the last one */
    struct vd_buf from;
};

/* The next events of the tail into history, when it is time, much has gathered, or somebody waits
 * for it (in_need). */
bool vd_kv_keeper_batch(struct vd_kv *kv, unsigned slot, int64_t now_ms, bool in_need);
/* History has another size now. */
void vd_kv_keeper_weigh(struct vd_kv *kv);
/* A slice of what a compaction has made unreachable: rows of history, versions of the index. */
bool vd_kv_keeper_compact(struct vd_kv *kv, unsigned slot);

/* Nothing is left, in history or in the index, that a compaction at `floor` made unreachable. */
bool vd_kv_is_purged(const struct vd_kv *kv, int64_t floor);

/* The role, with an index batch open: a slice of the pass. True: something was done. */
bool vd_kv_purge_some(struct vd_kv *kv, size_t max_keys);

#endif
