/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From transactions to records of the log, and what happens when the disk is full.
 *
 * A full disk is met where it can still be refused: before a write is applied, by asking the log
 * for room. Where it is met later, at a flush, the batch stays whole and is tried again; its writes
 * wait, further ones are refused, reads go on.
 */
#include "core/kv_private.h"

#include "base/check.h"
#include "store/record.h"
#include "store/wal.h"

#include <errno.h>

enum { PIECES_EVENTS = 8, WRITE_SLACK = 4096 };

struct vd_entry vd_entry_of(const struct vd_event *event)
{
    return (struct vd_entry){
        .pos = {event->revision, event->sub},
        .prev = {event->prev_revision, event->prev_sub},
        .create_revision = event->create_revision,
        .version = event->version,
        .lease = event->lease,
        .time_ms = event->time_ms,
        .key = vd_event_key(event),
        .value = vd_event_value(event),
        .cause = vd_event_cause(event),
        .value_len = event->value_len,
        .type = event->type,
        .last = event->last,
    };
}

/* Key, value and cause stand one behind the other. */
static struct vd_slice body_of(const struct vd_event *event)
{
    return vd_slice(event->key, (size_t)event->key_len + event->value_len + event->cause_len);
}

static size_t encode_event_head(const struct vd_event *event, uint8_t out[VD_ENTRY_HEAD_MAX])
{
    struct vd_entry entry = vd_entry_of(event);

    return vd_entry_encode_head(&entry, out);
}

static int append(struct vd_kv *kv, uint8_t type, const struct vd_slice *pieces, size_t count)
{
    uint64_t index;
    int rc;

    if (!kv->wal) {
        kv->log_index++;
        return 0;
    }
    rc = vd_wal_append(kv->wal, type, kv->apply.time_ms, pieces, count, &index);
    vd_assert(rc != VD_WAIT);
    if (rc)
        return rc;
    kv->log_index = index;
    return 0;
}

/* Few events: the log copies them from where they are. */
static int append_pieces(struct vd_kv *kv, const struct vd_record_head *head)
{
    struct vd_apply_walk walk = vd_apply_walk(&kv->apply);
    uint8_t heads[PIECES_EVENTS][VD_ENTRY_HEAD_MAX], record[VD_RECORD_HEAD_MAX];
    struct vd_slice pieces[1 + 2 * PIECES_EVENTS];
    const struct vd_event *event;
    size_t count = 0, events = 0;

    pieces[count++] = vd_slice(record, vd_record_encode_head(head, record));
    while ((event = vd_apply_walk_next(&kv->apply, &walk))) {
        pieces[count++] = vd_slice(heads[events], encode_event_head(event, heads[events]));
        pieces[count++] = body_of(event);
        events++;
    }
    return append(kv, VD_RECORD_WRITE, pieces, count);
}

/* The next few events, at most *steps of them, behind what the record has. */
static int draft_some(struct vd_kv *kv, size_t *steps, size_t *out_count)
{
    uint8_t heads[PIECES_EVENTS][VD_ENTRY_HEAD_MAX];
    struct vd_slice pieces[2 * PIECES_EVENTS];
    struct vd_apply_walk walk = kv->logged;
    const struct vd_event *event;
    size_t events = 0, count = 0;
    int rc;

    while (events < VD_MIN((size_t)PIECES_EVENTS, *steps) &&
           (event = vd_apply_walk_next(&kv->apply, &walk))) {
        pieces[count++] = vd_slice(heads[events], encode_event_head(event, heads[events]));
        pieces[count++] = body_of(event);
        events++;
    }
    rc = vd_wal_draft_add(kv->wal, pieces, count);
    if (rc)
        return rc;
    kv->logged = walk;
    *steps -= events;
    *out_count = events;
    return 0;
}

static int draft_begin(struct vd_kv *kv, const struct vd_record_head *head)
{
    uint8_t record[VD_RECORD_HEAD_MAX];
    struct vd_slice piece = vd_slice(record, vd_record_encode_head(head, record));
    size_t expect = piece.len + (size_t)head->events * VD_ENTRY_HEAD_MAX + kv->apply.bytes;
    int rc = vd_wal_draft_begin(kv->wal, VD_RECORD_WRITE, kv->apply.time_ms, expect);

    vd_assert(rc != VD_WAIT);
    if (rc)
        return rc;
    kv->logged = vd_apply_walk(&kv->apply);
    kv->is_drafting = true;
    return vd_wal_draft_add(kv->wal, &piece, 1);
}

void vd_kv_log_drop(struct vd_kv *kv)
{
    if (kv->is_drafting)
        vd_wal_draft_drop(kv->wal);
    kv->is_drafting = false;
}

/* Many events: a few at a time. */
static int draft(struct vd_kv *kv, const struct vd_record_head *head, size_t *steps)
{
    size_t count = 1;
    int rc = kv->is_drafting ? 0 : draft_begin(kv, head);

    while (!rc && count)
        rc = *steps ? draft_some(kv, steps, &count) : VD_AGAIN;
    if (rc == VD_AGAIN)
        return rc;
    if (!rc)
        kv->log_index = vd_wal_draft_end(kv->wal);
    else
        vd_kv_log_drop(kv);
    kv->is_drafting = false;
    return rc;
}

bool vd_kv_log_takes(const struct vd_kv *kv)
{
    return !kv->wal || !vd_wal_is_full(kv->wal);
}

int vd_kv_log_txn(struct vd_kv *kv, size_t *steps)
{
    struct vd_record_head head = {.revision = kv->apply.revision, .events = kv->apply.sub};

    vd_assert(head.events > 0);
    if (!kv->wal)
        return append(kv, VD_RECORD_WRITE, NULL, 0);
    return head.events <= PIECES_EVENTS ? append_pieces(kv, &head) : draft(kv, &head, steps);
}

int vd_kv_log_compact(struct vd_kv *kv, int64_t revision)
{
    struct vd_record_head head = {.floor = revision};
    uint8_t record[VD_RECORD_HEAD_MAX];
    struct vd_slice piece = vd_slice(record, vd_record_encode_head(&head, record));

    return append(kv, VD_RECORD_COMPACT, &piece, 1);
}

int vd_kv_check_space(struct vd_kv *kv, const struct vd_write *write)
{
    size_t need = WRITE_SLACK;

    if (!kv->wal || !atomic_load_explicit(&kv->no_space, memory_order_relaxed))
        return 0;
    if (write->kind == VD_WRITE_TXN) {
        size_t puts = vd_apply_estimate(write->txn, write->cause.len);

        if (puts && atomic_load_explicit(&kv->history_full, memory_order_relaxed))
            return VD_OVER_QUOTA;
        need += puts;
    }
    return vd_wal_room(kv->wal) < need ? VD_OVER_QUOTA : 0;
}

int vd_kv_flush_begin(struct vd_kv *kv, struct vd_wal_flush *out_flush)
{
    int rc = vd_wal_flush_begin(kv->wal, out_flush);

    vd_assert(rc <= 0);
    if (rc)
        atomic_store(&kv->no_space, true);
    return rc ? VD_WAIT : 0;
}
