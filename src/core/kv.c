/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of the store journal and how it is published. One pointer is the whole published
 * state; the tail is published just before it, so whoever sees a head finds its events.
 */
#include "core/kv_private.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/metrics.h"
#include "core/access_txn.h"
#include "core/kv_recover.h"
#include "core/tally.h"

#include <errno.h>

enum {
    TAIL_BYTES = 64 << 20,
    CACHE_BYTES = 32 << 20,
    LAG_BYTES = 256 << 20,
    SLICE_STEPS = 2048,
    SLOTS_MAX = 64
};

bool vd_kv_role_try(struct vd_kv *kv)
{
    return !atomic_load_explicit(&kv->role, memory_order_relaxed) &&
           !atomic_exchange(&kv->role, true);
}

void vd_kv_role_release(struct vd_kv *kv)
{
    vd_assert(atomic_load(&kv->role));
    atomic_store(&kv->role, false);
}

const struct vd_view *vd_kv_published(const struct vd_kv *kv)
{
    return atomic_load_explicit(&kv->view, memory_order_acquire);
}

int vd_kv_prepare(struct vd_kv *kv)
{
    int rc = vd_index_begin(kv->index);

    if (!rc && !kv->retired.room)
        rc = vd_retire_list_reserve(&kv->retired, 1);
    if (rc)
        return rc;
    if (!kv->next_view)
        kv->next_view = vd_alloc(sizeof(*kv->next_view));
    return kv->next_view ? 0 : -ENOMEM;
}

void vd_kv_publish(struct vd_kv *kv)
{
    struct vd_view *old = atomic_load_explicit(&kv->view, memory_order_relaxed);

    vd_assert(!kv->is_stalled);
    vd_assert(kv->next_view && kv->apply.head >= (old ? old->head : 0));
    *kv->next_view = (struct vd_view){
        .root = vd_index_publish(kv->index),
        .head = kv->apply.head,
        .floor = kv->apply.floor,
        .log_index = kv->log_index,
        .time_ms = kv->apply.time_ms,
        .cost = kv->cost,
    };
    atomic_fetch_add(&kv->lag_bytes, vd_tail_publish(&kv->values.tail) + kv->side_bytes);
    kv->side_bytes = 0;
    atomic_store(&kv->view, kv->next_view);
    kv->next_view = NULL;
    vd_lease_table_publish(kv->leases);
    atomic_store(&kv->alarms, kv->raised);
    if (kv->apply.changes.count)
        atomic_store_explicit(&kv->has_changes, true, memory_order_relaxed);
    vd_index_reclaim(kv->index);
    if (old) {
        vd_retire_list_add(&kv->retired, old, vd_free);
        vd_epoch_retire(kv->epoch, &kv->retired);
    }
}

static struct vd_kv_options with_defaults(const struct vd_kv_options *options)
{
    struct vd_kv_options full = *options;

    if (!full.tail_bytes)
        full.tail_bytes = TAIL_BYTES;
    if (!full.cache_bytes)
        full.cache_bytes = CACHE_BYTES;
    if (!full.slice_steps)
        full.slice_steps = SLICE_STEPS;
    return full;
}

static int open_store(struct vd_kv *kv, struct vd_store *store)
{
    kv->store = store;
    if (!store) {
        int rc = vd_store_open_ephemeral(vd_fs_posix(), &kv->store);

        if (rc)
            return rc;
        kv->owns_store = true;
    }
    kv->wal = kv->store->wal;
    kv->fs = kv->store->dir.fs ? kv->store->dir.fs : vd_fs_posix();
    kv->history = kv->store->history;
    return 0;
}

static int init_parts(struct vd_kv *kv)
{
    int rc;

    kv->epoch = vd_epoch_new(kv->options.slots);
    if (!kv->epoch)
        return -ENOMEM;
    kv->index = vd_index_new(kv->epoch);
    kv->sequencer = kv->index ? vd_sequencer_local(kv) : NULL;
    if (!kv->sequencer)
        return -ENOMEM;
    kv->leases = vd_lease_table_new();
    if (!kv->leases)
        return -ENOMEM;
    rc = vd_side_queue_init(&kv->sides);
    if (!rc)
        rc = vd_values_init(&kv->values, kv->epoch, 1, kv->options.cache_bytes);
    kv->apply = (struct vd_apply){
        .index = kv->index, .values = &kv->values, .leases = kv->leases, .head = 1};
    return rc;
}

int vd_kv_open(struct vd_store *store, const struct vd_kv_options *options,
               const struct vd_kv_env *env, struct vd_kv **out_kv)
{
    struct vd_kv *kv = vd_alloc_zero(sizeof(*kv));
    int rc;

    vd_assert(options->slots <= SLOTS_MAX && options->loops <= options->slots);
    if (!kv)
        return -ENOMEM;
    kv->options = with_defaults(options);
    kv->lag_max_bytes = LAG_BYTES;
    kv->env = *env;
    kv->told_due_ms = INT64_MAX;
    kv->expire_after_ms = INT64_MIN;
    pthread_mutex_init(&kv->hold_lock, NULL);
    kv->holds.prev = kv->holds.next = &kv->holds;
    rc = open_store(kv, store);
    if (!rc)
        rc = init_parts(kv);
    if (!rc)
        rc = vd_kv_prepare(kv);
    if (!rc)
        rc = vd_kv_recover(kv);
    if (rc) {
        vd_kv_close(kv);
        return rc;
    }
    vd_kv_publish(kv);
    *out_kv = kv;
    return 0;
}

void vd_kv_close(struct vd_kv *kv)
{
    if (!kv)
        return;
    vd_kv_errands_close(kv);
    if (kv->sequencer)
        kv->sequencer->ops->close(kv->sequencer);
    vd_assert(!atomic_load(&kv->role));
    vd_buf_deinit(&kv->purge.from);
    for (unsigned slot = 0; slot < VD_COUNT(kv->readers); slot++)
        vd_history_reader_close(kv->readers[slot]);
    vd_values_deinit(&kv->values);
    vd_index_free(kv->index);
    vd_retire_list_free_now(&kv->retired);
    vd_lease_changes_deinit(&kv->apply.changes);
    vd_lease_table_free(kv->leases);
    vd_side_queue_deinit(&kv->sides);
    vd_epoch_free(kv->epoch);
    vd_free(kv->next_view);
    vd_free(atomic_load(&kv->view));
    pthread_mutex_destroy(&kv->hold_lock);
    if (kv->owns_store)
        vd_store_close(kv->store, false);
    vd_free(kv);
}

uint64_t vd_kv_store_id(const struct vd_kv *kv)
{
    return vd_store_id(kv->store);
}

uint64_t vd_kv_member_id(const struct vd_kv *kv)
{
    return vd_store_member_id(kv->store);
}

void vd_kv_enter(struct vd_kv *kv, unsigned slot)
{
    vd_epoch_enter(kv->epoch, slot);
}

void vd_kv_leave(struct vd_kv *kv, unsigned slot)
{
    vd_epoch_leave(kv->epoch, slot);
}

bool vd_kv_pin(struct vd_kv *kv, unsigned slot)
{
    if (vd_epoch_is_entered(kv->epoch, slot))
        return false;
    vd_epoch_enter(kv->epoch, slot);
    return true;
}

void vd_kv_unpin(struct vd_kv *kv, unsigned slot, bool pinned)
{
    if (pinned)
        vd_epoch_leave(kv->epoch, slot);
}

const struct vd_view *vd_kv_view(struct vd_kv *kv, unsigned slot)
{
    vd_assert(vd_epoch_is_entered(kv->epoch, slot));
    return vd_kv_published(kv);
}

void vd_kv_submit(struct vd_kv *kv, struct vd_write *write)
{
    vd_metric_add(VD_M_PENDING, 1);
    kv->sequencer->ops->submit(kv->sequencer, write);
}

int vd_kv_lead(struct vd_kv *kv, unsigned slot, int64_t now_ms, struct vd_wal_flush *out_flush)
{
    return kv->sequencer->ops->lead(kv->sequencer, slot, now_ms, out_flush);
}

void vd_kv_flushed(struct vd_kv *kv, int rc)
{
    kv->sequencer->ops->flushed(kv->sequencer, rc);
}

size_t vd_kv_collect(struct vd_kv *kv, unsigned slot)
{
    size_t count = kv->sequencer->ops->collect(kv->sequencer, slot);

    if (count)
        vd_metric_sub(VD_M_PENDING, count);
    return count;
}

int vd_kv_read_txn(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal,
                   const struct vd_txn *txn, struct vd_arena *arena,
                   struct vd_txn_result *out_result)
{
    const struct vd_view *view = vd_kv_view(kv, slot);
    struct vd_judge judge = {
        .root = view->root,
        .values = &kv->values,
        .head = view->head,
        .floor = view->floor,
        .arena = arena,
    };
    size_t steps = kv->options.slice_steps;
    struct vd_plan plan;
    int rc = vd_access_check_txn(principal, txn);

    if (rc)
        return rc;
    vd_assert(!vd_txn_has_writes(txn));
    vd_plan_begin(&plan, &judge, txn);
    rc = vd_plan_step(&plan, &steps);
    if (!rc) {
        *out_result = plan.result;
        vd_tally_txn(txn, out_result);
    }
    return rc == VD_AGAIN ? VD_WAIT : rc;
}

int vd_kv_hold_physical(struct vd_kv *kv, int64_t at, struct vd_kv_hold *hold)
{
    int rc = VD_COMPACTED;

    pthread_mutex_lock(&kv->hold_lock);
    if (at >= kv->purge_floor) {
        hold->revision = at;
        hold->prev = kv->holds.prev;
        hold->next = &kv->holds;
        hold->prev->next = hold;
        kv->holds.prev = hold;
        rc = 0;
    }
    pthread_mutex_unlock(&kv->hold_lock);
    return rc;
}

int vd_kv_hold(struct vd_kv *kv, int64_t at, struct vd_kv_hold *hold)
{
    const struct vd_view *view = vd_kv_published(kv);

    if (at > view->head)
        return VD_FUTURE;
    return at < view->floor ? VD_COMPACTED : vd_kv_hold_physical(kv, at, hold);
}

void vd_kv_release(struct vd_kv *kv, struct vd_kv_hold *hold)
{
    pthread_mutex_lock(&kv->hold_lock);
    vd_assert(hold->next && hold->prev);
    hold->prev->next = hold->next;
    hold->next->prev = hold->prev;
    hold->prev = hold->next = NULL;
    pthread_mutex_unlock(&kv->hold_lock);
}

int vd_kv_event(struct vd_kv *kv, unsigned slot, struct vd_pos pos,
                const struct vd_event **out_event)
{
    const struct vd_view *view = vd_kv_view(kv, slot);
    struct vd_block *block;
    uint64_t number;
    uint32_t index;
    int rc;

    if (pos.revision > view->head)
        return VD_NOT_FOUND;
    rc = vd_tail_find(&kv->values.tail, pos, &number, &block, &index);
    if (rc == VD_WAIT) {
        const struct vd_event *event = vd_values_cached(&kv->values, pos);

        if (!event)
            return VD_WAIT;
        *out_event = event;
        return 0;
    }
    if (rc || vd_pos_cmp(vd_event_pos(&block->events[index]), pos))
        return VD_NOT_FOUND;
    *out_event = &block->events[index];
    return 0;
}

int vd_kv_tail_find(struct vd_kv *kv, unsigned slot, struct vd_pos from, uint64_t *out_number,
                    struct vd_block **out_block, uint32_t *out_first)
{
    const struct vd_view *view = vd_kv_view(kv, slot);

    if (from.revision > view->head)
        return VD_END;
    return vd_tail_find(&kv->values.tail, from, out_number, out_block, out_first);
}

int vd_kv_tail_block(struct vd_kv *kv, unsigned slot, struct vd_pos from,
                     struct vd_block **out_block, uint32_t *out_first)
{
    uint64_t number;

    return vd_kv_tail_find(kv, slot, from, &number, out_block, out_first);
}

struct vd_block *vd_kv_tail_number(struct vd_kv *kv, unsigned slot, uint64_t number)
{
    vd_assert(vd_epoch_is_entered(kv->epoch, slot));
    return vd_tail_block(&kv->values.tail, number);
}

struct vd_pos vd_kv_tail_start(struct vd_kv *kv, unsigned slot)
{
    const struct vd_view *view = vd_kv_view(kv, slot);

    return vd_tail_start(&kv->values.tail, view->head);
}

void vd_kv_call_keeper(struct vd_kv *kv)
{
    if (!atomic_exchange(&kv->is_called, true))
        kv->env.wake_keeper(kv->env.arg);
}

unsigned vd_kv_alarms(const struct vd_kv *kv)
{
    bool is_full = atomic_load_explicit(&kv->no_space, memory_order_relaxed);

    return atomic_load_explicit(&kv->alarms, memory_order_relaxed) |
           (is_full ? 1u << VD_ALARM_NOSPACE : 0);
}

void vd_kv_stats(struct vd_kv *kv, struct vd_kv_stats *out_stats)
{
    const struct vd_view *view = vd_kv_published(kv);
    uint64_t history_bytes = atomic_load(&kv->history_file_bytes);
    struct vd_wal_stats log = {0};
    struct vd_lease_counts leases;

    if (kv->wal)
        vd_wal_stats(kv->wal, &log);
    vd_lease_table_counts(kv->leases, &leases);
    *out_stats = (struct vd_kv_stats){
        .keys = (uint64_t)vd_index_count(view->root, VD_SLICE("\0"), VD_SLICE("\0"),
                                         (struct vd_pos){0}),
        .events_in_tail = atomic_load(&kv->values.tail.events),
        .tail_bytes = atomic_load(&kv->values.tail.bytes),
        .cache_bytes = atomic_load(&kv->values.bytes),
        .history_bytes = history_bytes,
        .disk_bytes = kv->wal ? history_bytes + log.disk_bytes : 0,
        .disk_used_bytes = atomic_load(&kv->history_bytes),
        .log_index = view->log_index,
        .applied_index = atomic_load(&kv->applied_index),
        .lag_bytes = atomic_load(&kv->lag_bytes),
        .no_space = atomic_load(&kv->no_space),
        .keeper_rc = atomic_load(&kv->keeper_rc),
        .writes = atomic_load(&kv->writes),
        .flushes = atomic_load(&kv->flushes),
        .compactions = atomic_load(&kv->compactions),
        .compacted_events = atomic_load(&kv->compacted_events),
        .leases = leases.leases,
        .leases_granted = leases.granted,
        .leases_revoked = leases.revoked,
        .leases_expired = leases.expired,
        .leases_renewed = leases.renewed,
    };
}
