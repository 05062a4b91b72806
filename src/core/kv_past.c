/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a policy of retention asks of the store: how much past there is, and which revision a time
 * was; and what it says of room for writes. Commits are stamped with times that never go backwards,
 * so a time is found by bisection.
 */
#include "core/kv_private.h"

#include "store/history.h"

static const struct vd_pos NEWEST = {0, 0};

/* When the first event at or after this revision was committed. */
static int time_of(struct vd_kv *kv, unsigned slot, int64_t revision, int64_t *out_ms)
{
    struct vd_block *block;
    int rc = vd_kv_read_history(kv, slot, (struct vd_pos){revision, 0}, 1, &block);

    if (rc)
        return rc;
    *out_ms = block->events[0].time_ms;
    vd_block_unref(block);
    return 0;
}

static struct vd_view view_of(struct vd_kv *kv, unsigned slot)
{
    bool pinned = vd_kv_pin(kv, slot);
    struct vd_view view = *vd_kv_view(kv, slot);

    vd_kv_unpin(kv, slot, pinned);
    return view;
}

int vd_kv_revision_at(struct vd_kv *kv, unsigned slot, int64_t time_ms, int64_t *out_revision)
{
    struct vd_view view = view_of(kv, slot);
    int64_t low = view.floor, high = view.head;

    if (high == 1) /* nothing was ever written, so nothing has a time */
        high = low;
    while (low < high) {
        int64_t middle = low + (high - low + 1) / 2, at_ms;
        int rc = time_of(kv, slot, middle, &at_ms);

        if (rc == VD_COMPACTED) /* meanwhile; what was not is above */
            low = middle;
        else if (rc)
            return rc;
        else if (at_ms <= time_ms)
            low = middle;
        else
            high = middle - 1;
    }
    *out_revision = low;
    return 0;
}

static uint64_t keys_of(struct vd_kv *kv, unsigned slot)
{
    bool pinned = vd_kv_pin(kv, slot);
    int64_t keys =
        vd_index_count(vd_kv_view(kv, slot)->root, VD_SLICE("\0"), VD_SLICE("\0"), NEWEST);

    vd_kv_unpin(kv, slot, pinned);
    return (uint64_t)keys;
}

bool vd_kv_may_get_room(const struct vd_kv *kv)
{
    return kv->options.makes_room && !atomic_load(&kv->no_room);
}

uint64_t vd_kv_batches(const struct vd_kv *kv)
{
    return atomic_load_explicit(&kv->batches, memory_order_relaxed);
}

bool vd_kv_wants_room(const struct vd_kv *kv)
{
    return atomic_load_explicit(&kv->wants_room, memory_order_relaxed);
}

void vd_kv_say_room(struct vd_kv *kv, bool may_come)
{
    atomic_store(&kv->no_room, !may_come);
    atomic_store(&kv->wants_room, false);
    kv->sequencer->ops->nudge(kv->sequencer);
}

void vd_kv_keeper_past(struct vd_kv *kv, unsigned slot, struct vd_kv_past *out_past)
{
    struct vd_view view = view_of(kv, slot);
    struct vd_history_stats history;

    if (vd_history_stats(kv->history, &history))
        history = (struct vd_history_stats){0};
    *out_past = (struct vd_kv_past){
        .head = view.head,
        .floor = view.floor,
        .keys = keys_of(kv, slot),
        .events = history.entries,
        .used_bytes = history.used_bytes,
        .is_settled = kv->keeper.history_floor >= view.floor && kv->keeper.floor >= view.floor,
        .log_index = view.log_index,
        .carried_index = kv->keeper.log_index,
    };
}
