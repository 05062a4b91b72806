/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The physical side of a compaction. Readers are told of the new floor at once; what lies below it
 * goes in slices, history first and the index after it, since the index is what finds things.
 *
 * A pass begins only when nobody holds a revision below the floor; from then on such a hold is
 * refused. The index is purged by whoever has the role: a leader with each group, or the keeper
 * while nobody writes. Purging frees keys, so it waits until none of those that are gone is still
 * in the set of a lease.
 */
#include "core/kv_keeper.h"
#include "core/kv_private.h"

#include "base/check.h"
#include "store/history.h"

#include <errno.h>

enum { HISTORY_EVENTS = 20000, SLICE_ROWS = 2048, SLICE_KEYS = 256 };

/* Everything below the floor may go from now on; false: somebody still needs it. */
static bool claim(struct vd_kv *kv, int64_t floor)
{
    bool is_free = true;

    pthread_mutex_lock(&kv->hold_lock);
    for (const struct vd_kv_hold *hold = kv->holds.next; hold != &kv->holds && is_free;
         hold = hold->next)
        is_free = hold->revision >= floor;
    if (is_free)
        kv->purge_floor = VD_MAX(kv->purge_floor, floor);
    pthread_mutex_unlock(&kv->hold_lock);
    return is_free;
}

/* History may know of a higher floor by now than the one that was claimed, and somebody may need
 * what lies between: the pass goes to what was claimed. */
static void aim(const struct vd_kv *kv, struct vd_history_state *state)
{
    if (state->compact_target || state->compacted >= kv->purge_floor)
        return;
    vd_assert(kv->purge_floor <= state->floor);
    state->compact_target = kv->purge_floor;
    state->compact_at = (struct vd_pos){state->compacted, 0};
}

static uint64_t history_events(struct vd_kv *kv)
{
    struct vd_history_stats stats;

    return vd_history_stats(kv->history, &stats) ? 0 : stats.entries;
}

static bool compact_history(struct vd_kv *kv)
{
    struct vd_kv_keeper *keeper = &kv->keeper;
    struct vd_history_batch *batch;
    uint64_t events = history_events(kv), left;
    int64_t compacted = 0;
    int rc = vd_history_batch_begin(kv->history, &batch);

    if (rc)
        return false;
    aim(kv, &batch->state);
    rc = vd_history_compact_step(batch, HISTORY_EVENTS);
    if (rc && rc != VD_END) {
        vd_history_abort(batch);
        return false;
    }
    compacted = batch->state.compacted;
    if (vd_history_commit(batch))
        return false;
    left = history_events(kv);
    atomic_fetch_add_explicit(&kv->compacted_events, events > left ? events - left : 0,
                              memory_order_relaxed);
    vd_kv_keeper_weigh(kv);
    keeper->history_floor = compacted;
    keeper->history_compacts = compacted < kv->purge_floor;
    return true;
}

/* One slice; where the next one begins is in purge.from. */
static int purge_slice(struct vd_kv *kv, size_t max_keys, bool *out_is_end)
{
    struct vd_key *found[SLICE_KEYS], *removed;
    struct vd_kv_purge *purge = &kv->purge;
    const struct vd_key *next;
    struct vd_buf from;
    size_t count;
    int rc;

    vd_assert(max_keys <= SLICE_KEYS);
    count = vd_index_purgeable(vd_index_working(kv->index), vd_buf_slice(&purge->from),
                               purge->floor, SLICE_ROWS, found, max_keys, &next);
    vd_buf_init(&from, 0);
    if (next)
        vd_buf_append_slice(&from, vd_key_slice(next));
    rc = vd_buf_status(&from);
    for (size_t i = 0; i < count && !rc; i++)
        rc = vd_index_purge_key(kv->index, vd_key_slice(found[i]), purge->floor, &removed);
    if (rc) {
        vd_buf_deinit(&from);
        return rc;
    }
    vd_buf_deinit(&purge->from);
    purge->from = from;
    *out_is_end = !next;
    return 0;
}

bool vd_kv_purge_some(struct vd_kv *kv, size_t max_keys)
{
    bool is_end = false;

    if (!atomic_load_explicit(&kv->purge.is_due, memory_order_acquire) || !kv->is_detached ||
        purge_slice(kv, max_keys, &is_end))
        return false;
    if (is_end) {
        atomic_fetch_add_explicit(&kv->compactions, 1, memory_order_relaxed);
        atomic_store_explicit(&kv->purge.is_due, false, memory_order_release);
        vd_kv_call_keeper(kv); /* somebody may wait for the end */
    }
    return true;
}

bool vd_kv_is_purged(const struct vd_kv *kv, int64_t floor)
{
    return kv->keeper.history_floor >= floor && kv->purge.floor >= floor &&
           !atomic_load_explicit(&kv->purge.is_due, memory_order_acquire);
}

/* When nobody writes. Otherwise whoever leads takes a slice along, and we need not wait for a
 * moment between two commits. */
static bool purge_index(struct vd_kv *kv)
{
    bool did = false;

    if (!vd_kv_role_try(kv))
        return false;
    if (!kv->is_stalled && !vd_kv_prepare(kv)) {
        did = !vd_kv_detach_some(kv) || vd_kv_purge_some(kv, SLICE_KEYS);
        vd_kv_publish(kv);
    }
    vd_kv_role_release(kv);
    kv->sequencer->ops->nudge(kv->sequencer);
    return did;
}

/* keeper.floor is what history knows of, with every event up to it. */
static void begin_pass(struct vd_kv *kv)
{
    struct vd_kv_keeper *keeper = &kv->keeper;

    if (keeper->floor <= VD_MIN(keeper->history_floor, kv->purge.floor) ||
        !claim(kv, keeper->floor))
        return;
    keeper->history_compacts = keeper->history_floor < kv->purge_floor;
    keeper->index_waits = kv->purge.floor < kv->purge_floor;
}

bool vd_kv_keeper_compact(struct vd_kv *kv, unsigned slot)
{
    struct vd_kv_keeper *keeper = &kv->keeper;

    if (atomic_load_explicit(&kv->purge.is_due, memory_order_acquire))
        return purge_index(kv);
    if (vd_kv_copy_is_under_way(kv) || vd_kv_defrag_is_under_way(kv))
        return false;
    if (!keeper->history_compacts && !keeper->index_waits)
        begin_pass(kv);
    if (keeper->history_compacts)
        return compact_history(kv);
    if (!keeper->index_waits)
        return false;
    keeper->index_waits = false;
    kv->purge.floor = kv->purge_floor;
    vd_buf_clear(&kv->purge.from);
    atomic_store_explicit(&kv->purge.is_due, true, memory_order_release);
    return true;
}
