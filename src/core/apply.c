/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every change is an event first and a version in the index second, so the events of the
 * transaction under way are at once the answer, the record of the log and the list of what would
 * have to be undone.
 */
#include "core/apply.h"

#include "base/check.h"
#include "core/lease_table.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

enum {
    BLOCK_BYTES_MIN = 4096,
    BLOCK_BYTES_MAX = 256 * 1024,
    DELETE_CHUNK = 256,
    REVOKE_CHUNK = 64,
    LOOKED_STEPS = 512, /* for a great many keys that are no longer the lease's */
    STEP_BYTES = 4096,  /* of a value, copied in the time of a step */
    EVENT_COST = 256    /* as etcd reckons beside key and value */
};

static const struct vd_pos NEWEST = {0, 0};

void vd_apply_begin(struct vd_apply *apply, size_t expect_bytes)
{
    apply->block = NULL;
    apply->next_bytes = VD_MIN(expect_bytes, (size_t)4 * BLOCK_BYTES_MAX);
}

static void drop_empty_block(struct vd_apply *apply)
{
    if (apply->block && !apply->block->count)
        vd_block_unref(vd_tail_unstage(&apply->values->tail));
    apply->block = NULL;
}

void vd_apply_end(struct vd_apply *apply)
{
    drop_empty_block(apply);
}

static size_t estimate_ops(const struct vd_op *ops, uint32_t count, size_t cause_bytes)
{
    size_t bytes = 0;

    for (uint32_t i = 0; i < count; i++) {
        const struct vd_put_op *put = &ops[i].put;

        if (ops[i].type == VD_OP_PUT)
            bytes += sizeof(struct vd_event) + put->key.len + put->value.len + cause_bytes +
                     (put->in_order ? VD_IN_ORDER_DIGITS + put->order_end.len : 0);
    }
    return bytes;
}

size_t vd_apply_estimate(const struct vd_txn *txn, size_t cause_bytes)
{
    size_t success = estimate_ops(txn->success, txn->success_count, cause_bytes);
    size_t failure = estimate_ops(txn->failure, txn->failure_count, cause_bytes);

    return VD_MAX(success, failure);
}

static size_t cost_of_ops(const struct vd_op *ops, uint32_t count)
{
    size_t cost = 0;

    for (uint32_t i = 0; i < count; i++) {
        if (ops[i].type == VD_OP_PUT)
            cost += EVENT_COST + ops[i].put.key.len + ops[i].put.value.len;
        else if (ops[i].type == VD_OP_TXN)
            cost += vd_apply_cost(ops[i].txn);
    }
    return cost;
}

size_t vd_apply_cost(const struct vd_txn *txn)
{
    size_t success = cost_of_ops(txn->success, txn->success_count);
    size_t failure = cost_of_ops(txn->failure, txn->failure_count);

    return VD_MAX(success, failure);
}

size_t vd_apply_cost_made(const struct vd_apply *apply)
{
    return (size_t)apply->sub * EVENT_COST + apply->bytes;
}

static int next_block(struct vd_apply *apply, size_t need)
{
    struct vd_block *block = vd_block_new(0, VD_MAX(need, apply->next_bytes));
    int rc;

    if (!block)
        return -ENOMEM;
    if (apply->block && !apply->block->count)
        drop_empty_block(apply);
    rc = vd_tail_stage(&apply->values->tail, block);
    if (rc) {
        vd_block_unref(block);
        return rc;
    }
    apply->block = block;
    apply->next_bytes =
        VD_MAX((size_t)BLOCK_BYTES_MIN, VD_MIN(2 * block->size_bytes, (size_t)BLOCK_BYTES_MAX));
    return 0;
}

static int new_event(struct vd_apply *apply, struct vd_slice key, struct vd_slice value,
                     struct vd_slice cause, struct vd_event **out_event)
{
    size_t need = sizeof(struct vd_event) + key.len + value.len + cause.len;
    struct vd_event *event = NULL;

    if (key.len > UINT32_MAX || value.len > UINT32_MAX || cause.len > UINT16_MAX)
        return VD_TOO_LARGE;
    if (apply->block && apply->block->count < VD_BLOCK_EVENTS_MAX)
        event = vd_block_add(apply->block, key, value, cause);
    if (!event) {
        int rc = next_block(apply, need);

        if (rc)
            return rc;
        event = vd_block_add(apply->block, key, value, cause);
        vd_assert(event);
    }
    *out_event = event;
    return 0;
}

/* The event of the next change of this transaction; its position and time are set. */
static int make_event(struct vd_apply *apply, struct vd_slice key, struct vd_slice value,
                      struct vd_event **out_event)
{
    struct vd_event *event;
    int rc;

    if (apply->sub == UINT32_MAX)
        return VD_TOO_LARGE;
    rc = new_event(apply, key, value, apply->cause, &event);
    if (rc)
        return rc;
    event->revision = apply->revision;
    event->sub = apply->sub++;
    event->time_ms = apply->time_ms;
    apply->bytes += (size_t)event->key_len + event->value_len + event->cause_len;
    *out_event = event;
    return 0;
}

static struct vd_version version_of(const struct vd_event *event)
{
    return (struct vd_version){
        .revision = event->revision,
        .create_revision = event->create_revision,
        .version = event->version,
        .lease = event->lease,
        .sub = event->sub,
        .value_len = event->value_len,
    };
}

static void follow(struct vd_event *event, const struct vd_index_hit *before)
{
    event->prev_revision = before->version->revision;
    event->prev_sub = before->version->sub;
}

/* What ignore_value keeps. The plan has seen to it that the value is at hand. */
static int put_value(const struct vd_judge *judge, const struct vd_put_op *put,
                     const struct vd_index_hit *before, struct vd_slice *out_value)
{
    if (!put->ignore_value) {
        *out_value = put->value;
        return 0;
    }
    return vd_judge_value(judge, before->key, before->version, out_value);
}

struct putting {
    struct vd_apply *apply;
    const struct vd_judge *judge;
    const struct vd_put_op *put;
    struct vd_event *event;
    int64_t lease_before;
};

/* The event of a put, once the index has found what it follows. */
static int make_put(void *arg, const struct vd_index_hit *before, struct vd_version *out_version)
{
    struct putting *putting = arg;
    const struct vd_put_op *put = putting->put;
    int64_t revision = putting->apply->revision;
    bool exists = before->version && before->version->version;
    struct vd_event *event;
    struct vd_slice value;
    int rc;

    if (!exists && (put->ignore_value || put->ignore_lease))
        return VD_NOT_FOUND;
    rc = put_value(putting->judge, put, before, &value);
    if (!rc)
        rc = make_event(putting->apply, put->key, value, &event);
    if (rc)
        return rc;
    event->type = VD_EVENT_PUT;
    event->create_revision = exists ? before->version->create_revision : revision;
    event->version = exists ? before->version->version + 1 : 1;
    event->lease = put->ignore_lease ? before->version->lease : put->lease;
    if (exists) {
        follow(event, before);
        putting->lease_before = before->version->lease;
    }
    putting->event = event;
    *out_version = version_of(event);
    return 0;
}

/* The key of an event has another lease than before. */
static int change_lease(struct vd_apply *apply, struct vd_key *key, int64_t from,
                        const struct vd_event *event)
{
    struct vd_lease_change change = {.key = key, .from = from, .sub = event->sub};
    int rc = vd_lease_changes_add(&apply->changes, &change);

    if (rc || !event->lease)
        return rc;
    rc = vd_lease_table_attach(apply->leases, event->lease, key);
    vd_lease_changes_last(&apply->changes)->is_new = !rc;
    return rc == VD_EXISTS ? 0 : rc;
}

static int apply_put(struct vd_apply *apply, const struct vd_put_op *put,
                     struct vd_op_result *result, size_t *steps)
{
    struct putting putting = {.apply = apply, .judge = &apply->plan.judge, .put = put};
    struct vd_key *key;
    int rc = vd_index_put_made(apply->index, put->key, make_put, &putting, &key);

    if (rc)
        return rc;
    result->prev = (struct vd_pos){putting.event->prev_revision, putting.event->prev_sub};
    vd_values_set(apply->values, key, apply->block->count - 1);
    apply->indexed++;
    *steps -= VD_MIN(*steps, putting.event->value_len / STEP_BYTES);
    if (putting.event->lease == putting.lease_before)
        return 0;
    return change_lease(apply, key, putting.lease_before, putting.event);
}

/* The arena may be full, which is not the machine's fault. */
static int apply_put_in_order(struct vd_apply *apply, const struct vd_put_op *put,
                              struct vd_op_result *result, size_t *steps)
{
    size_t digits_end = put->key.len + VD_IN_ORDER_DIGITS, len = digits_end + put->order_end.len;
    uint8_t *key = vd_arena_alloc(apply->write->arena, len + 1);
    struct vd_put_op made = *put;
    struct vd_index_hit hit;

    if (!key)
        return VD_TOO_LARGE;
    if (put->key.len)
        memcpy(key, put->key.ptr, put->key.len);
    snprintf((char *)key + put->key.len, VD_IN_ORDER_DIGITS + 1, "%020" PRId64, apply->revision);
    if (put->order_end.len)
        memcpy(key + digits_end, put->order_end.ptr, put->order_end.len);
    made.key = vd_slice(key, len);
    if (vd_index_get(vd_index_working(apply->index), made.key, NEWEST, &hit))
        return VD_EXISTS;
    return apply_put(apply, &made, result, steps);
}

/* Tombstones for everything that was made into an event but is not in the index yet. */
static int index_pending(struct vd_apply *apply, const struct vd_event *const *events,
                         uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct vd_version version = version_of(events[i]);
        int rc = vd_index_put(apply->index, vd_event_key(events[i]), &version, NULL);

        if (rc)
            return rc;
        apply->indexed++;
    }
    return 0;
}

static struct vd_event *last_event(const struct vd_apply *apply)
{
    return &apply->block->events[apply->block->count - 1];
}

static int make_delete(struct vd_apply *apply, const struct vd_index_hit *hit,
                       const struct vd_event **out_event)
{
    struct vd_event *event;
    int rc = make_event(apply, vd_key_slice(hit->key), VD_SLICE_EMPTY, &event);

    if (rc)
        return rc;
    event->type = VD_EVENT_DELETE;
    follow(event, hit);
    *out_event = event;
    return 0;
}

/*
 * What the index finds holds only until its next change, so keys are deleted in chunks: first the
 * events of a chunk, which copy the keys, then the index, then a new search behind the last key.
 */
static int delete_chunk(struct vd_apply *apply, const struct vd_delete_op *del, bool is_first,
                        uint32_t max_count, uint32_t *out_count)
{
    const struct vd_event *chunk[DELETE_CHUNK];
    struct vd_index_iter iter;
    struct vd_index_hit hit;
    uint32_t count;

    vd_index_iter_init(&iter, vd_index_working(apply->index), del->key, del->end, NEWEST);
    if (!is_first)
        vd_index_iter_seek_after(&iter, vd_event_key(last_event(apply)));
    for (count = 0; count < max_count && vd_index_iter_next(&iter, &hit); count++) {
        int rc = make_delete(apply, &hit, &chunk[count]);

        if (!rc && hit.version->lease)
            rc = change_lease(apply, hit.key, hit.version->lease, chunk[count]);
        if (rc)
            return rc;
    }
    *out_count = count;
    return index_pending(apply, chunk, count);
}

static int apply_delete(struct vd_apply *apply, const struct vd_delete_op *del,
                        struct vd_op_result *result, size_t *steps)
{
    uint32_t asked, count;

    if (!apply->in_delete)
        result->at = (struct vd_pos){apply->revision, apply->sub};
    apply->in_delete = true;
    do {
        int rc;

        asked = (uint32_t)VD_MIN((size_t)DELETE_CHUNK, *steps);
        if (!asked)
            return VD_AGAIN;
        rc = delete_chunk(apply, del, !result->deleted, asked, &count);
        if (rc)
            return rc;
        result->deleted += count;
        *steps -= count;
    } while (count == asked);
    apply->in_delete = false;
    result->head = apply->sub ? apply->revision : apply->head;
    return 0;
}

static void apply_range(const struct vd_apply *apply, const struct vd_range_op *range,
                        struct vd_op_result *result)
{
    result->head = apply->sub ? apply->revision : apply->head;
    if (range->revision <= 0)
        result->at = (struct vd_pos){apply->revision, apply->sub};
}

static int apply_op(struct vd_apply *apply, const struct vd_op *op, struct vd_op_result *result,
                    size_t *steps)
{
    switch (op->type) {
    case VD_OP_RANGE:
        apply_range(apply, &op->range, result);
        break;
    case VD_OP_PUT:
        return op->put.in_order ? apply_put_in_order(apply, &op->put, result, steps)
                                : apply_put(apply, &op->put, result, steps);
    case VD_OP_DELETE:
        return apply_delete(apply, &op->del, result, steps);
    case VD_OP_TXN:
        vd_plan_enter(&apply->plan, op->txn, result->txn);
        break;
    }
    return 0;
}

/* The operations that the plan has chosen, in order; the frame of one that is done is left. */
static int apply_ops(struct vd_apply *apply, size_t *steps)
{
    struct vd_plan *plan = &apply->plan;

    while (plan->depth) {
        struct vd_txn_frame *frame = &plan->frames[plan->depth - 1];
        struct vd_txn_result *result = frame->result;
        const struct vd_op *ops = result->succeeded ? frame->txn->success : frame->txn->failure;
        uint32_t at = frame->at;
        int rc;

        if (at == result->count) {
            plan->depth--;
            continue;
        }
        if (!*steps)
            return VD_AGAIN;
        rc = apply_op(apply, &ops[at], &result->ops[at], steps);
        if (rc)
            return rc;
        frame->at++;
        *steps -= *steps > 0;
    }
    return 0;
}

static int revoke_chunk(struct vd_apply *apply, const struct vd_index_hit *hits, size_t count)
{
    const struct vd_event *chunk[REVOKE_CHUNK];
    const struct vd_write *write = apply->write;

    for (size_t i = 0; i < count; i++) {
        int rc = write->is_internal ? 0
                                    : vd_access_check(write->principal, VD_ACCESS_WRITE,
                                                      vd_key_slice(hits[i].key), VD_SLICE_EMPTY);

        if (!rc)
            rc = make_delete(apply, &hits[i], &chunk[i]);
        if (rc)
            return rc;
    }
    return index_pending(apply, chunk, (uint32_t)count);
}

/* What begins with the key that revoked_to is, the key first. */
static int subtree_chunk(struct vd_apply *apply, size_t max_count, size_t *out_count)
{
    const struct vd_event *chunk[REVOKE_CHUNK];
    const struct vd_write *write = apply->write;
    struct vd_index_iter iter;
    struct vd_index_hit hit;
    size_t count = 0;

    vd_index_iter_init(&iter, vd_index_working(apply->index), apply->revoked_to, VD_SLICE("\0"),
                       NEWEST);
    if (apply->sub && vd_slice_starts_with(vd_event_key(last_event(apply)), apply->revoked_to))
        vd_index_iter_seek_after(&iter, vd_event_key(last_event(apply)));
    while (count < max_count && vd_index_iter_next(&iter, &hit) &&
           vd_slice_starts_with(vd_key_slice(hit.key), apply->revoked_to)) {
        int rc = write->is_internal ? 0
                                    : vd_access_check(write->principal, VD_ACCESS_WRITE,
                                                      vd_key_slice(hit.key), VD_SLICE_EMPTY);

        if (!rc)
            rc = make_delete(apply, &hit, &chunk[count]);
        if (!rc && hit.version->lease && hit.version->lease != write->lease.id)
            rc = change_lease(apply, hit.key, hit.version->lease, chunk[count]);
        if (rc)
            return rc;
        count++;
    }
    *out_count = count;
    return index_pending(apply, chunk, (uint32_t)count);
}

/* Everything below the key that revoked_to is. */
static int revoke_subtree(struct vd_apply *apply, size_t *steps)
{
    size_t asked, count;

    apply->in_delete = true;
    if (apply->write->is_internal) {
        apply->subtree_cause[0] = VD_CAUSE_EXPIRED;
        count = 1 + vd_varint_put(apply->subtree_cause + 1, apply->revoked_to.len);
        apply->cause = vd_slice(apply->subtree_cause, count);
    }
    do {
        int rc;

        asked = VD_MIN((size_t)REVOKE_CHUNK, *steps);
        if (!asked)
            return VD_AGAIN;
        rc = subtree_chunk(apply, asked, &count);
        if (rc)
            return rc;
        *steps -= count;
    } while (count == asked);
    apply->in_delete = false;
    return 0;
}

/* The keys of the lease, in order, each with what begins with it. */
static int apply_revoke_subtrees(struct vd_apply *apply, size_t *steps)
{
    for (;;) {
        struct vd_index_hit hit;
        size_t count;
        int rc = 0, more;

        if (apply->in_delete) {
            rc = revoke_subtree(apply, steps);
            if (rc)
                return rc;
        }
        if (!*steps)
            return VD_AGAIN;
        more = vd_lease_table_keys(apply->leases, VD_LEASE_STAGED, vd_index_working(apply->index),
                                   apply->write->lease.id, &apply->revoked_to, &hit, 1, &count);
        if (more && more != VD_AGAIN)
            return more;
        *steps -= VD_MIN(*steps, count ? (size_t)1 : (size_t)LOOKED_STEPS);
        if (count) {
            apply->revoked_to = vd_key_slice(hit.key);
            rc = revoke_subtree(apply, steps);
        }
        if (rc || !more)
            return rc;
    }
}

/* All keys of the lease, in order. */
static int apply_revoke(struct vd_apply *apply, size_t *steps)
{
    struct vd_index_hit hits[REVOKE_CHUNK];
    int more;

    do {
        size_t asked = VD_MIN((size_t)REVOKE_CHUNK, *steps), count;
        int rc;

        if (!asked)
            return VD_AGAIN;
        more = vd_lease_table_keys(apply->leases, VD_LEASE_STAGED, vd_index_working(apply->index),
                                   apply->write->lease.id, &apply->revoked_to, hits, asked, &count);
        if (more && more != VD_AGAIN)
            return more;
        rc = revoke_chunk(apply, hits, count);
        if (rc)
            return rc;
        *steps -= VD_MIN(*steps, more && count < asked ? LOOKED_STEPS : VD_MAX(count, (size_t)1));
    } while (more);
    return 0;
}

static void set_revision(struct vd_txn_result *result, int64_t revision)
{
    result->revision = revision;
    for (uint32_t i = 0; i < result->count; i++)
        if (result->ops[i].type == VD_OP_TXN)
            set_revision(result->ops[i].txn, revision);
}

static void remove_event(struct vd_block *block)
{
    const struct vd_event *event = &block->events[block->count - 1];

    block->back += (size_t)event->key_len + event->value_len + event->cause_len;
    block->front -= sizeof(*event);
    block->count--;
}

/* The key of an event belongs to nobody new. */
static void undo_lease(struct vd_apply *apply, const struct vd_event *event)
{
    const struct vd_lease_change *change = vd_lease_changes_last(&apply->changes);

    if (apply->changes.count == apply->changes_before || change->sub != event->sub)
        return;
    if (change->is_new)
        vd_lease_table_detach(apply->leases, event->lease, change->key);
    vd_lease_changes_drop_last(&apply->changes);
}

/* Event after event, from the last one back. */
static int undo(struct vd_apply *apply, size_t *steps)
{
    struct vd_tail *tail = &apply->values->tail;

    while (apply->sub > 0) {
        vd_assert(apply->block && tail->staged_end > apply->first_block);
        if (!apply->block->count) {
            vd_block_unref(vd_tail_unstage(tail));
            apply->block = vd_tail_block_staged(tail, tail->staged_end - 1);
            continue;
        }
        if (!*steps)
            return VD_AGAIN;
        --*steps;
        undo_lease(apply, last_event(apply));
        if (apply->sub <= apply->indexed)
            vd_index_undo(apply->index, vd_event_key(last_event(apply)));
        apply->sub--;
        remove_event(apply->block);
    }
    apply->indexed = 0;
    apply->phase = VD_APPLY_NONE;
    return apply->failure;
}

void vd_apply_txn_fail(struct vd_apply *apply, int rc)
{
    vd_assert(rc != 0);
    apply->write->changed = false;
    apply->failure = rc;
    apply->phase = VD_APPLY_UNDO;
}

void vd_apply_txn_begin(struct vd_apply *apply, struct vd_write *write,
                        const struct vd_block *fetched, struct vd_wanted *wanted)
{
    struct vd_judge judge = {
        .root = vd_index_working(apply->index),
        .values = apply->values,
        .leases = apply->leases,
        .is_role = true,
        .head = apply->head,
        .floor = apply->floor,
        .fetched = fetched,
        .arena = write->arena,
        .wanted = wanted,
    };

    vd_assert(!apply->sub);
    if (write->kind == VD_WRITE_TXN)
        vd_plan_begin(&apply->plan, &judge, write->txn);
    apply->write = write;
    apply->phase = VD_APPLY_PLAN;
}

/* Everything may be done that it wants: what it will do follows the plan. */
static void begin_ops(struct vd_apply *apply)
{
    struct vd_write *write = apply->write;

    if (write->kind == VD_WRITE_TXN) {
        write->result = apply->plan.result;
        vd_plan_enter(&apply->plan, write->txn, &write->result);
    }
    apply->revision = apply->head + 1;
    apply->sub = apply->indexed = 0;
    apply->bytes = 0;
    apply->in_delete = false;
    apply->takes_subtrees = write->kind == VD_WRITE_LEASE_REVOKE &&
                            vd_lease_table_takes_subtrees(apply->leases, write->lease.id);
    apply->revoked_to = VD_SLICE_EMPTY;
    apply->changes_before = apply->changes.count;
    apply->cause = write->cause;
    apply->first_block = apply->values->tail.staged_end;
    apply->first_event = 0;
    if (apply->block) {
        apply->first_block--;
        apply->first_event = apply->block->count;
    }
    apply->phase = VD_APPLY_OPS;
}

static void end_ops(struct vd_apply *apply)
{
    struct vd_write *write = apply->write;

    write->changed = apply->sub > 0;
    write->revision = write->changed ? apply->revision : apply->head;
    set_revision(&write->result, write->revision);
    if (write->changed)
        last_event(apply)->last = 1;
    apply->phase = VD_APPLY_NONE;
}

static int plan(struct vd_apply *apply, size_t *steps)
{
    const struct vd_write *write = apply->write;

    if (write->kind == VD_WRITE_TXN)
        return vd_plan_step(&apply->plan, steps);
    vd_assert(write->kind == VD_WRITE_LEASE_REVOKE);
    return vd_lease_table_has(apply->leases, write->lease.id) ? 0 : VD_LEASE_GONE;
}

static int run_ops(struct vd_apply *apply, size_t *steps)
{
    if (apply->write->kind == VD_WRITE_TXN)
        return apply_ops(apply, steps);
    return apply->takes_subtrees ? apply_revoke_subtrees(apply, steps) : apply_revoke(apply, steps);
}

int vd_apply_txn_step(struct vd_apply *apply, size_t *steps)
{
    int rc;

    vd_assert(apply->phase != VD_APPLY_NONE);
    if (apply->phase == VD_APPLY_PLAN) {
        rc = plan(apply, steps);
        if (rc)
            return rc;
        begin_ops(apply);
    }
    if (apply->phase == VD_APPLY_OPS) {
        rc = run_ops(apply, steps);
        if (rc == VD_AGAIN)
            return rc;
        if (!rc) {
            end_ops(apply);
            return 0;
        }
        vd_apply_txn_fail(apply, rc);
    }
    return undo(apply, steps);
}

struct vd_apply_walk vd_apply_walk(const struct vd_apply *apply)
{
    return (struct vd_apply_walk){apply->first_block, apply->first_event};
}

const struct vd_event *vd_apply_walk_next(const struct vd_apply *apply, struct vd_apply_walk *walk)
{
    struct vd_block *block = vd_tail_block_staged(&apply->values->tail, walk->block);

    if (block && walk->event == block->count) {
        block = vd_tail_block_staged(&apply->values->tail, ++walk->block);
        walk->event = 0;
    }
    return block && walk->event < block->count ? &block->events[walk->event++] : NULL;
}

void vd_apply_accept(struct vd_apply *apply)
{
    vd_assert(apply->sub > 0 && apply->indexed == apply->sub);
    apply->head = apply->revision;
    apply->sub = apply->indexed = 0;
}

void vd_apply_fill(struct vd_event *event, const struct vd_entry *entry)
{
    event->revision = entry->pos.revision;
    event->sub = entry->pos.sub;
    event->prev_revision = entry->prev.revision;
    event->prev_sub = entry->prev.sub;
    event->create_revision = entry->create_revision;
    event->version = entry->version;
    event->lease = entry->lease;
    event->time_ms = entry->time_ms;
    event->type = entry->type;
    event->last = entry->last;
}

struct vd_version vd_apply_version(const struct vd_entry *entry)
{
    return (struct vd_version){
        .revision = entry->pos.revision,
        .create_revision = entry->create_revision,
        .version = entry->version,
        .lease = entry->lease,
        .sub = entry->pos.sub,
        .value_len = entry->value_len,
    };
}

static bool is_next(const struct vd_apply *apply, struct vd_pos pos)
{
    return pos.revision == apply->head || (pos.revision == apply->head + 1 && !pos.sub);
}

int vd_apply_recorded(struct vd_apply *apply, const struct vd_entry *entry)
{
    struct vd_version version = vd_apply_version(entry);
    struct vd_event *event;
    struct vd_key *key;
    int rc;

    if (!is_next(apply, entry->pos))
        return VD_CORRUPT;
    rc = new_event(apply, entry->key, entry->value, entry->cause, &event);
    if (rc)
        return rc;
    vd_apply_fill(event, entry);
    rc = vd_index_put(apply->index, entry->key, &version, &key);
    if (rc)
        return rc;
    if (event->type == VD_EVENT_PUT)
        vd_values_set(apply->values, key, apply->block->count - 1);
    apply->head = entry->pos.revision;
    return 0;
}
