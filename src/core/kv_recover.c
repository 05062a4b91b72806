/* SPDX-License-Identifier: Apache-2.0 */
#include "core/kv_recover.h"

#include "base/check.h"
#include "core/kv_private.h"
#include "store/history.h"
#include "store/wal.h"

#include <errno.h>

struct recovery {
    struct vd_kv *kv;
    struct vd_history_state history;
};

static int index_entry(void *arg, const struct vd_entry *entry)
{
    struct recovery *recovery = arg;

    return vd_apply_indexed(&recovery->kv->apply, entry);
}

static int scan_history(struct recovery *recovery)
{
    struct vd_kv *kv = recovery->kv;
    struct vd_history_reader *reader;
    int rc = vd_history_reader_open(kv->history, &reader);

    if (rc)
        return rc;
    rc = vd_history_reader_begin(reader);
    if (!rc) {
        rc = vd_history_state(reader, &recovery->history);
        if (!rc)
            rc = vd_history_scan(reader, (struct vd_pos){0, 0}, 0, index_entry, recovery);
        vd_history_reader_reset(reader);
    }
    vd_history_reader_close(reader);
    if (rc == VD_CORRUPT)
        vd_diag_set(&recovery->kv->store->diag,
                    "history: an event at or after revision %lld is damaged",
                    (long long)kv->apply.head);
    return rc == VD_END ? 0 : rc;
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

static int replay(void *arg, const struct vd_wal_record *record)
{
    struct recovery *recovery = arg;
    struct vd_apply *apply = &recovery->kv->apply;
    struct vd_record_reader reader;
    int rc = vd_record_reader_init(&reader, record->payload, record->time_ms);

    if (!rc)
        rc = replay_events(recovery, &reader);
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
        kv->apply.time_ms = VD_MAX(kv->apply.time_ms, vd_wal_last_time_ms(kv->wal));
    return rc;
}
