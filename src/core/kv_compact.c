/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The physical side of a compaction. Readers are told of the new floor at once; what lies below it
 * goes in slices, history first and the index after it, since the index is what finds things.
 *
 * A pass begins only when nobody holds a revision below the floor; from then on such a hold is
 * refused. The index is purged under the role, which is free for the loops between two slices.
 */
#include "core/kv_keeper.h"
#include "core/kv_private.h"

#include "base/check.h"
#include "store/history.h"

#include <errno.h>

enum { HISTORY_EVENTS = 20000, INDEX_ROWS = 2048, INDEX_KEYS = 256 };

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

static bool compact_history(struct vd_kv *kv)
{
    struct vd_kv_keeper *keeper = &kv->keeper;
    struct vd_history_batch *batch;
    int64_t compacted = 0;
    int rc = vd_history_batch_begin(kv->history, &batch);

    if (rc)
        return false;
    rc = vd_history_compact_step(batch, HISTORY_EVENTS);
    if (rc && rc != VD_END) {
        vd_history_abort(batch);
        return false;
    }
    compacted = batch->state.compacted;
    if (vd_history_commit(batch))
        return false;
    keeper->history_floor = compacted;
    keeper->history_compacts = compacted < kv->purge_floor;
    return true;
}

/* One slice; where the next one begins is in purge_from. */
static int purge_slice(struct vd_kv *kv, bool *out_is_end)
{
    struct vd_kv_keeper *keeper = &kv->keeper;
    struct vd_key *found[INDEX_KEYS], *removed;
    const struct vd_key *next;
    struct vd_buf from = {0};
    size_t count;
    int rc = 0;

    count = vd_index_purgeable(vd_index_working(kv->index), vd_buf_slice(&keeper->purge_from),
                               kv->purge_floor, INDEX_ROWS, found, INDEX_KEYS, &next);
    vd_buf_init(&from, 0);
    if (next)
        vd_buf_append_slice(&from, vd_key_slice(next));
    rc = vd_buf_status(&from);
    for (size_t i = 0; i < count && !rc; i++)
        rc = vd_index_purge_key(kv->index, vd_key_slice(found[i]), kv->purge_floor, &removed);
    if (rc) {
        vd_buf_deinit(&from);
        return rc;
    }
    vd_buf_deinit(&keeper->purge_from);
    keeper->purge_from = from;
    *out_is_end = !next;
    return 0;
}

static bool purge_index(struct vd_kv *kv)
{
    bool is_end = false;
    int rc;

    if (!vd_kv_role_try(kv))
        return true;
    rc = vd_kv_prepare(kv);
    if (!rc) {
        rc = purge_slice(kv, &is_end);
        vd_kv_publish(kv);
    }
    vd_kv_role_release(kv);
    kv->sequencer->ops->nudge(kv->sequencer);
    if (!rc && is_end) {
        kv->keeper.index_purges = false;
        kv->keeper.index_floor = kv->purge_floor;
        atomic_fetch_add_explicit(&kv->compactions, 1, memory_order_relaxed);
    }
    return !rc;
}

/* keeper.floor is what history knows of, with every event up to it. */
static void begin_pass(struct vd_kv *kv)
{
    struct vd_kv_keeper *keeper = &kv->keeper;

    if (keeper->floor <= VD_MIN(keeper->history_floor, keeper->index_floor) ||
        !claim(kv, keeper->floor))
        return;
    keeper->history_compacts = keeper->history_floor < kv->purge_floor;
    keeper->index_purges = keeper->index_floor < kv->purge_floor;
    vd_buf_clear(&keeper->purge_from);
}

bool vd_kv_keeper_compact(struct vd_kv *kv, unsigned slot)
{
    struct vd_kv_keeper *keeper = &kv->keeper;

    if (!keeper->history_compacts && !keeper->index_purges)
        begin_pass(kv);
    if (keeper->history_compacts)
        return compact_history(kv);
    return keeper->index_purges && purge_index(kv);
}
