/* SPDX-License-Identifier: Apache-2.0 */
#include "core/kv_recover.h"

#include "base/alloc.h"
#include "base/check.h"
#include "core/key_sort.h"
#include "core/kv_private.h"
#include "store/history.h"
#include "store/wal.h"

#include <errno.h>

/*
 * History comes in the order of time, and the index is in the order of keys: a million insertions
 * all over it would wait for memory a million times. So versions are gathered, and go in by
 * chunks, each sorted by key.
 */
enum { CHUNK_ROWS = 256 * 1024, CHUNK_KEY_BYTES = 16 << 20 };

struct chunk {
    struct vd_sort_item *items;
    struct vd_version *versions; /* by row */
    size_t count;
    struct vd_buf keys; /* the items' keys are offsets until it is complete */
};

struct recovery {
    struct vd_kv *kv;
    struct vd_history_state history;
    struct chunk chunk;
};

static int init_chunk(struct chunk *chunk)
{
    vd_buf_init(&chunk->keys, 0);
    chunk->items = vd_alloc_array(CHUNK_ROWS, sizeof(chunk->items[0]));
    chunk->versions = vd_alloc_array(CHUNK_ROWS, sizeof(chunk->versions[0]));
    return chunk->items && chunk->versions ? 0 : -ENOMEM;
}

static void deinit_chunk(struct chunk *chunk)
{
    vd_free(chunk->items);
    vd_free(chunk->versions);
    vd_buf_deinit(&chunk->keys);
}

static int index_chunk(struct recovery *recovery)
{
    struct chunk *chunk = &recovery->chunk;
    int rc = vd_buf_status(&chunk->keys);

    for (size_t i = 0; i < chunk->count && !rc; i++)
        chunk->items[i].key = chunk->keys.data + (uintptr_t)chunk->items[i].key;
    if (!rc)
        vd_key_sort(chunk->items, chunk->count);
    for (size_t i = 0; i < chunk->count && !rc; i++) {
        const struct vd_sort_item *item = &chunk->items[i];

        rc = vd_index_put(recovery->kv->index, vd_slice(item->key, item->len),
                          &chunk->versions[item->row], NULL);
    }
    chunk->count = 0;
    vd_buf_clear(&chunk->keys);
    return rc;
}

static int gather_entry(void *arg, const struct vd_entry *entry)
{
    struct recovery *recovery = arg;
    struct chunk *chunk = &recovery->chunk;

    chunk->items[chunk->count] = (struct vd_sort_item){
        .key = (const uint8_t *)chunk->keys.len,
        .len = (uint32_t)entry->key.len,
        .row = (uint32_t)chunk->count,
    };
    chunk->versions[chunk->count++] = vd_apply_version(entry);
    vd_buf_append_slice(&chunk->keys, entry->key);
    if (chunk->count == CHUNK_ROWS || chunk->keys.len >= CHUNK_KEY_BYTES)
        return index_chunk(recovery);
    return 0;
}

static int recover_lease(struct vd_kv *kv, const struct vd_side *side)
{
    struct vd_lease_op lease;
    int rc = vd_side_read_lease(side, &lease);

    if (rc)
        return rc;
    if (!side->removed)
        return vd_lease_table_recover(kv->leases, &lease);
    vd_lease_table_forget(kv->leases, lease.id);
    return 0;
}

static int recover_alarm(struct vd_kv *kv, const struct vd_side *side)
{
    enum vd_alarm alarm;
    int rc = vd_side_read_alarm(side, &alarm);

    if (rc)
        return rc;
    if (side->removed)
        kv->raised &= ~(1u << alarm);
    else
        kv->raised |= 1u << alarm;
    return 0;
}

static int recover_side(struct vd_kv *kv, const struct vd_side *side)
{
    if (side->table == VD_SIDE_LEASE)
        return recover_lease(kv, side);
    return side->table == VD_SIDE_ALARM ? recover_alarm(kv, side) : VD_CORRUPT;
}

static int each_lease(void *arg, struct vd_slice key, struct vd_slice value)
{
    return recover_lease(arg, &(struct vd_side){VD_SIDE_LEASE, false, key, value});
}

static int each_alarm(void *arg, struct vd_slice key, struct vd_slice value)
{
    return recover_alarm(arg, &(struct vd_side){VD_SIDE_ALARM, false, key, value});
}

static int scan_sides(struct vd_kv *kv, struct vd_history_reader *reader)
{
    int rc = vd_history_side_scan(reader, VD_SIDE_LEASE, each_lease, kv);

    if (rc == VD_END)
        rc = vd_history_side_scan(reader, VD_SIDE_ALARM, each_alarm, kv);
    if (rc == VD_CORRUPT)
        vd_diag_set(&kv->store->diag, "history: a lease or an alarm is damaged");
    return rc == VD_END ? 0 : rc;
}

static int scan(struct recovery *recovery, struct vd_history_reader *reader)
{
    int rc = vd_history_state(reader, &recovery->history);

    if (!rc)
        rc = scan_sides(recovery->kv, reader);
    if (rc)
        return rc;
    rc = vd_history_scan(reader, (struct vd_pos){0, 0}, 0, gather_entry, recovery);
    if (rc == VD_CORRUPT)
        vd_diag_set(&recovery->kv->store->diag, "history: an event is damaged");
    return rc == VD_END ? index_chunk(recovery) : rc;
}

static int scan_history(struct recovery *recovery)
{
    struct vd_history_reader *reader;
    int rc = vd_history_reader_open(recovery->kv->history, &reader);

    if (rc)
        return rc;
    rc = init_chunk(&recovery->chunk);
    if (!rc)
        rc = vd_history_reader_begin(reader);
    if (!rc) {
        rc = scan(recovery, reader);
        vd_history_reader_reset(reader);
    }
    deinit_chunk(&recovery->chunk);
    vd_history_reader_close(reader);
    return rc;
}

/* Of the record that history had already taken in part, only the rest is new. */
static int replay_events(struct recovery *recovery, struct vd_record_reader *reader)
{
    struct vd_apply *apply = &recovery->kv->apply;
    struct vd_entry entry;
    int rc;

    while ((rc = vd_record_next_event(reader, &entry)) == 0) {
        if (vd_pos_cmp(entry.pos, recovery->history.head) <= 0)
            continue;
        rc = vd_apply_recorded(apply, &entry);
        if (rc)
            return rc;
    }
    return rc;
}

/* History has not got them, so they wait for it as if they were new. */
static int replay_sides(struct vd_kv *kv, struct vd_record_reader *reader, uint64_t log_index)
{
    struct vd_side side;
    int rc;

    while ((rc = vd_record_next_side(reader, &side)) == 0) {
        struct vd_side_row row;

        rc = recover_side(kv, &side);
        if (!rc)
            rc = vd_side_queue_reserve(&kv->sides);
        if (rc)
            return rc;
        row = vd_side_row_copy(&side);
        vd_kv_queue_side(kv, &row, log_index);
    }
    return rc;
}

static int replay(void *arg, const struct vd_wal_record *record)
{
    struct recovery *recovery = arg;
    struct vd_apply *apply = &recovery->kv->apply;
    struct vd_record_reader reader;
    int rc = vd_record_reader_init(&reader, record->payload, record->time_ms);

    if (!rc)
        rc = replay_events(recovery, &reader);
    if (rc == VD_END)
        rc = replay_sides(recovery->kv, &reader, record->index);
    if (rc == VD_CORRUPT)
        vd_diag_set(&recovery->kv->store->diag,
                    "log: record %llu is not a record, or does not follow revision %lld",
                    (unsigned long long)record->index, (long long)apply->head);
    if (rc != VD_END)
        return rc;
    apply->floor = VD_MAX(apply->floor, reader.head.floor);
    apply->time_ms = VD_MAX(apply->time_ms, record->time_ms);
    recovery->kv->log_index = record->index;
    return 0;
}

static void know_history(struct vd_kv *kv, const struct vd_history_state *state)
{
    kv->apply.head = VD_MAX(kv->apply.head, state->head.revision);
    kv->apply.floor = state->floor;
    kv->apply.time_ms = state->head_time_ms;
    kv->values.tail.base = kv->apply.head;
    kv->log_index = state->applied_index;
    kv->purge_floor = state->compact_target ? state->compact_target : state->compacted;
    kv->keeper.log_index = state->applied_index;
    kv->keeper.floor = state->floor;
    kv->keeper.history_floor = state->compacted;
    kv->keeper.history_compacts = state->compact_target != 0;
    atomic_store(&kv->applied_index, state->applied_index);
}

/* In the order of the keys, so that each lease gets its own in order. */
static int attach_keys(struct vd_kv *kv)
{
    struct vd_lease_counts counts;
    struct vd_index_iter iter;
    struct vd_index_hit hit;
    int rc = 0;

    vd_lease_table_counts(kv->leases, &counts);
    if (!counts.leases)
        return 0;
    vd_index_iter_init(&iter, vd_index_working(kv->index), VD_SLICE("\0"), VD_SLICE("\0"),
                       (struct vd_pos){0, 0});
    while (!rc && vd_index_iter_next(&iter, &hit))
        if (hit.version->lease)
            rc = vd_lease_table_recover_key(kv->leases, hit.version->lease, hit.key);
    return rc;
}

int vd_kv_recover(struct vd_kv *kv)
{
    struct recovery recovery = {.kv = kv};
    int rc = scan_history(&recovery);

    if (rc)
        return rc;
    know_history(kv, &recovery.history);
    if (!kv->wal)
        return 0;
    vd_apply_begin(&kv->apply, 0);
    rc = vd_store_recover(kv->store, replay, &recovery);
    vd_apply_end(&kv->apply);
    if (!rc)
        rc = attach_keys(kv);
    vd_kv_keeper_weigh(kv);
    if (!rc)
        kv->apply.time_ms = VD_MAX(kv->apply.time_ms, vd_wal_last_time_ms(kv->wal));
    return rc;
}
