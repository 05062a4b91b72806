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

enum { PIECES_EVENTS = 8, WRITE_SLACK = 4096, SIDE_COST = 64 };

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

/* What a row takes in a record: three pieces. */
static size_t side_pieces(const struct vd_side_row *row, uint8_t head[VD_SIDE_HEAD_MAX],
                          struct vd_slice *out_pieces)
{
    struct vd_side side = vd_side_of_row(row);

    out_pieces[0] = vd_slice(head, vd_side_encode_head(&side, head));
    out_pieces[1] = side.key;
    out_pieces[2] = side.value;
    return 3;
}

/* What the write under way is, in the log. */
struct record {
    uint8_t type;
    struct vd_record_head head;
    const struct vd_side_row *row; /* or NULL */
};

/* Few events: the log copies them from where they are. */
static int append_pieces(struct vd_kv *kv, const struct record *what)
{
    struct vd_apply_walk walk = vd_apply_walk(&kv->apply);
    uint8_t heads[PIECES_EVENTS][VD_ENTRY_HEAD_MAX], record[VD_RECORD_HEAD_MAX];
    uint8_t side[VD_SIDE_HEAD_MAX];
    struct vd_slice pieces[1 + 2 * PIECES_EVENTS + 3];
    const struct vd_event *event;
    size_t count = 0, events = 0;

    pieces[count++] = vd_slice(record, vd_record_encode_head(&what->head, record));
    while (events < what->head.events && (event = vd_apply_walk_next(&kv->apply, &walk))) {
        pieces[count++] = vd_slice(heads[events], encode_event_head(event, heads[events]));
        pieces[count++] = body_of(event);
        events++;
    }
    if (what->row)
        count += side_pieces(what->row, side, pieces + count);
    return append(kv, what->type, pieces, count);
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

static int draft_begin(struct vd_kv *kv, const struct record *what)
{
    uint8_t record[VD_RECORD_HEAD_MAX];
    struct vd_slice piece = vd_slice(record, vd_record_encode_head(&what->head, record));
    size_t expect = piece.len + (size_t)what->head.events * VD_ENTRY_HEAD_MAX + kv->apply.bytes +
                    sizeof(*what->row) + VD_SIDE_HEAD_MAX;
    int rc = vd_wal_draft_begin(kv->wal, what->type, kv->apply.time_ms, expect);

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

static int draft_row(struct vd_kv *kv, const struct vd_side_row *row)
{
    uint8_t head[VD_SIDE_HEAD_MAX];
    struct vd_slice pieces[3];

    return vd_wal_draft_add(kv->wal, pieces, side_pieces(row, head, pieces));
}

/* Many events: a few at a time. */
static int draft(struct vd_kv *kv, const struct record *what, size_t *steps)
{
    size_t count = 1;
    int rc = kv->is_drafting ? 0 : draft_begin(kv, what);

    while (!rc && count)
        rc = *steps ? draft_some(kv, steps, &count) : VD_AGAIN;
    if (rc == VD_AGAIN)
        return rc;
    if (!rc && what->row)
        rc = draft_row(kv, what->row);
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

static int log_write(struct vd_kv *kv, const struct record *what, size_t *steps)
{
    vd_assert(what->head.events || what->row);
    if (!kv->wal)
        return append(kv, what->type, NULL, 0);
    return what->head.events <= PIECES_EVENTS ? append_pieces(kv, what) : draft(kv, what, steps);
}

/* A record without events has no revision. */
static struct vd_record_head head_of(const struct vd_kv *kv, bool has_row)
{
    uint32_t events = kv->apply.sub;

    return (struct vd_record_head){
        .revision = events ? kv->apply.revision : 0, .events = events, .sides = has_row};
}

void vd_kv_queue_side(struct vd_kv *kv, const struct vd_side_row *row, uint64_t log_index)
{
    struct vd_side_row queued = *row;

    if (!kv->wal)
        return;
    queued.log_index = log_index;
    vd_side_queue_append(&kv->sides, &queued);
    kv->side_bytes += sizeof(queued);
    kv->cost += SIDE_COST;
}

static int log_row(struct vd_kv *kv, const struct record *what, size_t *steps)
{
    int rc = vd_side_queue_reserve(&kv->sides);

    if (!rc)
        rc = log_write(kv, what, steps);
    if (!rc)
        vd_kv_queue_side(kv, what->row, kv->log_index);
    return rc;
}

int vd_kv_log_txn(struct vd_kv *kv, size_t *steps)
{
    const struct vd_write *write = kv->apply.write;
    struct vd_side_row row;

    if (write->kind == VD_WRITE_TXN)
        return log_write(kv, &(struct record){VD_RECORD_WRITE, head_of(kv, false), NULL}, steps);
    vd_assert(write->kind == VD_WRITE_LEASE_REVOKE);
    row = vd_side_row_lease(&(struct vd_lease_op){.id = write->lease.id});
    return log_row(kv, &(struct record){VD_RECORD_LEASE_REVOKE, head_of(kv, true), &row}, steps);
}

int vd_kv_log_side(struct vd_kv *kv, uint8_t type, const struct vd_side_row *row)
{
    struct record what = {type, {.sides = 1}, row};

    return log_row(kv, &what, NULL);
}

int vd_kv_log_compact(struct vd_kv *kv, int64_t revision)
{
    struct vd_record_head head = {.floor = revision};
    uint8_t record[VD_RECORD_HEAD_MAX];
    struct vd_slice piece = vd_slice(record, vd_record_encode_head(&head, record));

    return append(kv, VD_RECORD_COMPACT, &piece, 1);
}

/* What it may add to the store, as etcd counts it; 0: it adds nothing. */
static size_t cost_of(const struct vd_write *write)
{
    if (write->kind == VD_WRITE_TXN)
        return vd_apply_cost(write->txn);
    return write->kind == VD_WRITE_LEASE_GRANT ? SIDE_COST : 0;
}

static bool is_over_quota(const struct vd_kv *kv, size_t cost)
{
    uint64_t used = atomic_load_explicit(&kv->history_bytes, memory_order_relaxed) + kv->cost -
                    atomic_load_explicit(&kv->carried_cost, memory_order_relaxed);

    return kv->options.quota_bytes && used + cost > kv->options.quota_bytes;
}

static int check_disk(struct vd_kv *kv, const struct vd_write *write, size_t cost)
{
    size_t need = WRITE_SLACK;

    if (!kv->wal || !atomic_load_explicit(&kv->no_space, memory_order_relaxed))
        return 0;
    if (cost && atomic_load_explicit(&kv->history_full, memory_order_relaxed))
        return VD_OVER_QUOTA;
    if (write->kind == VD_WRITE_TXN)
        need += vd_apply_estimate(write->txn, write->cause.len);
    return vd_wal_room(kv->wal) < need ? VD_OVER_QUOTA : 0;
}

int vd_kv_check_space(struct vd_kv *kv, const struct vd_write *write, bool *out_raise)
{
    size_t cost;

    *out_raise = false;
    if (write->kind == VD_WRITE_ALARM)
        return 0;
    if (kv->raised & 1u << VD_ALARM_CORRUPT)
        return VD_CORRUPT;
    cost = cost_of(write);
    if (cost && kv->raised & 1u << VD_ALARM_NOSPACE)
        return VD_OVER_QUOTA;
    *out_raise = cost && is_over_quota(kv, cost);
    if (cost && !*out_raise && atomic_load_explicit(&kv->no_room, memory_order_relaxed))
        atomic_store(&kv->no_room, false); /* there is some again */
    return *out_raise ? VD_OVER_QUOTA : check_disk(kv, write, cost);
}

int vd_kv_flush_begin(struct vd_kv *kv, struct vd_wal_flush *out_flush)
{
    int rc = vd_wal_flush_begin(kv->wal, out_flush);

    vd_assert(rc <= 0 || rc == VD_AGAIN);
    atomic_store(&kv->awaits_segment, rc == VD_AGAIN);
    if (rc == VD_AGAIN)
        vd_kv_call_keeper(kv);
    else if (rc)
        atomic_store(&kv->no_space, true);
    return rc ? VD_WAIT : 0;
}

bool vd_kv_flush_may_begin(const struct vd_kv *kv)
{
    return !atomic_load(&kv->no_space) &&
           (!atomic_load(&kv->awaits_segment) || vd_wal_has_large(kv->wal));
}
