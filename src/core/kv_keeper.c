/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keeper carries the tail into history in batches that are large enough to be cheap and rare
 * enough not to stall the log, whose flushes share the disk with theirs: one at most every second,
 * or when 4 MiB have gathered. That much is replayed from the log in milliseconds. A batch that
 * reaches the head that was published when it was begun says so (applied index, floor); one that
 * was cut short says nothing, and after a crash the log is replayed over it. The next one goes on
 * to the same head, so that history comes to a whole record however fast writes arrive.
 *
 * Without a disk there is no hurry: history takes over only what is about to leave the tail.
 */
#include "core/kv_keeper.h"

#include "base/check.h"
#include "core/kv_private.h"
#include "store/history.h"
#include "store/wal.h"

#include <errno.h>

enum { BATCH_BYTES = 4 << 20, BATCH_MS = 1000, TRIM_BLOCKS = 256 };

/* What is collected at a time; and how much of it is worth coming again soon. */
enum { COLLECT_ITEMS = 4096, COLLECT_MANY = 256 };

static bool is_pending(const struct vd_kv *kv, const struct vd_view *view)
{
    return view->log_index > kv->keeper.log_index;
}

static bool is_due(const struct vd_kv *kv, const struct vd_view *view, int64_t now_ms)
{
    if (!is_pending(kv, view))
        return false;
    if (vd_kv_wants_room(kv))
        return true;
    if (!kv->wal)
        return view->floor > kv->keeper.floor ||
               atomic_load(&kv->values.tail.bytes) > kv->options.tail_bytes;
    return atomic_load(&kv->lag_bytes) >= BATCH_BYTES || now_ms - kv->keeper.batch_ms >= BATCH_MS;
}

/* Where a batch has come to. */
struct carry {
    uint64_t block;
    uint32_t event;
    size_t bytes;
    bool is_whole; /* it has reached the head */
};

static void carry_block(struct vd_history_batch *batch, const struct vd_block *block, int64_t head,
                        struct carry *carry)
{
    for (; carry->event < block->count; carry->event++) {
        struct vd_entry entry = vd_entry_of(&block->events[carry->event]);

        if (entry.pos.revision > head) {
            carry->is_whole = true;
            return;
        }
        vd_history_put(batch, &entry);
    }
    carry->bytes += block->size_bytes;
    carry->block++;
    carry->event = 0;
}

static void carry_tail(struct vd_kv *kv, struct vd_history_batch *batch, int64_t head,
                       struct carry *carry)
{
    while (!carry->is_whole && carry->bytes < BATCH_BYTES) {
        const struct vd_block *block = vd_tail_block(&kv->values.tail, carry->block);

        if (block)
            carry_block(batch, block, head, carry);
        else
            carry->is_whole = true;
    }
}

static void note_failure(struct vd_kv *kv, int rc)
{
    atomic_store(&kv->keeper_rc, rc);
    if (rc == -ENOSPC)
        atomic_store(&kv->no_space, true);
}

void vd_kv_keeper_weigh(struct vd_kv *kv)
{
    struct vd_history_stats stats;

    if (vd_history_stats(kv->history, &stats))
        return;
    atomic_store(&kv->history_bytes, stats.used_bytes);
    atomic_store(&kv->history_file_bytes, stats.file_bytes);
}

static void batch_done(struct vd_kv *kv, const struct carry *carry)
{
    struct vd_kv_keeper *keeper = &kv->keeper;

    keeper->block = carry->block;
    keeper->event = carry->event;
    keeper->is_cut = !carry->is_whole;
    atomic_fetch_add_explicit(&kv->batches, 1, memory_order_relaxed);
    atomic_fetch_sub(&kv->lag_bytes, carry->bytes);
    atomic_store(&kv->history_full, false);
    atomic_store(&kv->keeper_rc, 0);
    vd_kv_keeper_weigh(kv);
    if (!carry->is_whole)
        return;
    vd_side_queue_drop(&kv->sides, keeper->goal.log_index);
    atomic_store(&kv->carried_cost, keeper->goal.cost);
    keeper->log_index = keeper->goal.log_index;
    keeper->floor = keeper->goal.floor;
    atomic_store(&kv->applied_index, keeper->log_index);
    if (kv->wal && !vd_store_settle_name(kv->store))
        vd_wal_set_applied(kv->wal, keeper->log_index);
}

static void put_side(void *arg, const struct vd_side *side)
{
    vd_history_put_side(arg, side);
}

/* What leases and alarms have become, up to the head. */
static void carry_sides(struct vd_kv *kv, struct vd_history_batch *batch, uint64_t log_index,
                        struct carry *carry)
{
    size_t count = vd_side_queue_walk(&kv->sides, log_index, put_side, batch);

    carry->bytes += count * sizeof(struct vd_side_row);
}

static int carry_batch(struct vd_kv *kv, struct carry *carry)
{
    struct vd_history_batch *batch;
    int rc = vd_history_batch_begin(kv->history, &batch);

    if (rc)
        return rc;
    carry_tail(kv, batch, kv->keeper.goal.head, carry);
    if (carry->is_whole) {
        carry_sides(kv, batch, kv->keeper.goal.log_index, carry);
        batch->state.applied_index = kv->keeper.goal.log_index;
        batch->state.floor = kv->keeper.goal.floor;
    }
    return vd_history_commit(batch);
}

/* The present view is where the next batches go. False: they need not. */
static bool set_goal(struct vd_kv *kv, unsigned slot, int64_t now_ms, bool in_need)
{
    struct vd_kv_keeper *keeper = &kv->keeper;
    const struct vd_view *view;
    bool due;

    vd_kv_enter(kv, slot);
    view = vd_kv_view(kv, slot);
    due = is_due(kv, view, now_ms) || (in_need && is_pending(kv, view));
    keeper->goal.log_index = view->log_index;
    keeper->goal.head = view->head;
    keeper->goal.floor = view->floor;
    keeper->goal.cost = view->cost;
    vd_kv_leave(kv, slot);
    return due;
}

/* The tail is not trimmed beyond what was carried, so its blocks need no pin for this. */
bool vd_kv_keeper_batch(struct vd_kv *kv, unsigned slot, int64_t now_ms, bool in_need)
{
    struct carry carry = {.block = kv->keeper.block, .event = kv->keeper.event};
    int rc;

    kv->keeper.batch_rc = 0;
    if (!kv->keeper.is_cut && !set_goal(kv, slot, now_ms, in_need))
        return false;
    kv->keeper.batch_ms = now_ms;
    rc = carry_batch(kv, &carry);
    kv->keeper.batch_rc = rc;
    if (rc) {
        note_failure(kv, rc);
        atomic_store(&kv->history_full, rc == -ENOSPC);
        return false;
    }
    batch_done(kv, &carry);
    return !carry.is_whole;
}

/* Log segments: prepared ahead, recycled behind. */
static bool step_log(struct vd_kv *kv)
{
    int rc = kv->wal ? vd_wal_step(kv->wal) : VD_WAIT;
    bool was_full = false;

    if (rc < 0)
        note_failure(kv, rc);
    else if (!atomic_load(&kv->history_full))
        was_full = atomic_exchange(&kv->no_space, false);
    if (was_full || (atomic_load(&kv->awaits_segment) && vd_kv_flush_may_begin(kv)))
        kv->sequencer->ops->nudge(kv->sequencer);
    return rc == 0;
}

static bool trim(struct vd_kv *kv, unsigned slot)
{
    size_t blocks;

    vd_kv_enter(kv, slot);
    blocks = vd_values_trim(&kv->values, vd_kv_view(kv, slot)->root, kv->options.tail_bytes,
                            kv->keeper.block, TRIM_BLOCKS);
    vd_kv_leave(kv, slot);
    return blocks == TRIM_BLOCKS;
}

/* Writers that were held back because history lagged too far behind. */
static void let_go(struct vd_kv *kv)
{
    if (atomic_load(&kv->is_held_back) && atomic_load(&kv->lag_bytes) < kv->lag_max_bytes) {
        atomic_store(&kv->is_held_back, false);
        kv->sequencer->ops->nudge(kv->sequencer);
    }
}

/* Sets of leases that still hold keys which are another's or nobody's, when nobody writes. */
static bool detach(struct vd_kv *kv)
{
    bool more;

    if (!atomic_load_explicit(&kv->has_changes, memory_order_relaxed) || !vd_kv_role_try(kv))
        return false;
    more = !kv->is_stalled && !vd_kv_detach_some(kv);
    if (!more && !kv->is_stalled)
        atomic_store_explicit(&kv->has_changes, false, memory_order_relaxed);
    vd_kv_role_release(kv);
    kv->sequencer->ops->nudge(kv->sequencer);
    return more;
}

bool vd_kv_keeper_step(struct vd_kv *kv, unsigned slot, int64_t now_ms)
{
    bool more;

    atomic_store(&kv->is_called, false);
    more = vd_kv_keeper_batch(kv, slot, now_ms, vd_kv_errands_take(kv));
    let_go(kv);
    more |= step_log(kv);
    more |= vd_kv_keeper_compact(kv, slot);
    more |= vd_kv_errands_step(kv, slot);
    more |= detach(kv);
    more |= trim(kv, slot);
    more |= vd_epoch_collect(kv->epoch, COLLECT_ITEMS) >= COLLECT_MANY;
    return more;
}
