/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every change is an event first and a version in the index second, so the events of the
 * transaction under way are at once the answer, the record of the log and the list of what would
 * have to be undone.
 */
#include "core/apply.h"

#include "base/check.h"

#include <errno.h>

enum { BLOCK_BYTES_MIN = 4096, BLOCK_BYTES_MAX = 256 * 1024, DELETE_CHUNK = 256 };

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
            bytes += sizeof(struct vd_event) + put->key.len + put->value.len + cause_bytes;
    }
    return bytes;
}

size_t vd_apply_estimate(const struct vd_txn *txn, size_t cause_bytes)
{
    size_t success = estimate_ops(txn->success, txn->success_count, cause_bytes);
    size_t failure = estimate_ops(txn->failure, txn->failure_count, cause_bytes);

    return VD_MAX(success, failure);
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
    if (exists)
        follow(event, before);
    putting->event = event;
    *out_version = version_of(event);
    return 0;
}

static int apply_put(struct vd_apply *apply, const struct vd_judge *judge,
                     const struct vd_put_op *put, struct vd_op_result *result)
{
    struct putting putting = {.apply = apply, .judge = judge, .put = put};
    struct vd_key *key;
    int rc = vd_index_put_made(apply->index, put->key, make_put, &putting, &key);

    if (rc)
        return rc;
    result->prev = (struct vd_pos){putting.event->prev_revision, putting.event->prev_sub};
    vd_values_set(apply->values, key, apply->block->count - 1);
    apply->indexed++;
    return 0;
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

/*
 * What the index finds holds only until its next change, so keys are deleted in chunks: first the
 * events of a chunk, which copy the keys, then the index, then a new search behind the last key.
 */
static int apply_delete(struct vd_apply *apply, const struct vd_delete_op *del,
                        struct vd_op_result *result)
{
    const struct vd_event *chunk[DELETE_CHUNK];
    uint32_t count = 0;

    result->at = (struct vd_pos){apply->revision, apply->sub};
    do {
        const struct vd_event *last = count ? chunk[count - 1] : NULL;
        struct vd_index_iter iter;
        struct vd_index_hit hit;
        int rc;

        vd_index_iter_init(&iter, vd_index_working(apply->index), del->key, del->end, NEWEST);
        if (last)
            vd_index_iter_seek_after(&iter, vd_event_key(last));
        for (count = 0; count < DELETE_CHUNK && vd_index_iter_next(&iter, &hit); count++) {
            struct vd_event *event;

            rc = make_event(apply, vd_key_slice(hit.key), VD_SLICE_EMPTY, &event);
            if (rc)
                return rc;
            event->type = VD_EVENT_DELETE;
            follow(event, &hit);
            chunk[count] = event;
        }
        rc = index_pending(apply, chunk, count);
        if (rc)
            return rc;
        result->deleted += count;
    } while (count == DELETE_CHUNK);
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

static int apply_ops(struct vd_apply *apply, const struct vd_judge *judge, const struct vd_txn *txn,
                     struct vd_txn_result *result, unsigned depth)
{
    const struct vd_op *ops = result->succeeded ? txn->success : txn->failure;
    int rc = 0;

    vd_assert(depth < VD_TXN_DEPTH_MAX);
    for (uint32_t i = 0; i < result->count && !rc; i++) {
        switch (ops[i].type) {
        case VD_OP_RANGE:
            apply_range(apply, &ops[i].range, &result->ops[i]);
            break;
        case VD_OP_PUT:
            rc = apply_put(apply, judge, &ops[i].put, &result->ops[i]);
            break;
        case VD_OP_DELETE:
            rc = apply_delete(apply, &ops[i].del, &result->ops[i]);
            break;
        case VD_OP_TXN:
            rc = apply_ops(apply, judge, ops[i].txn, result->ops[i].txn, depth + 1);
            break;
        }
    }
    return rc;
}

static void set_revision(struct vd_txn_result *result, int64_t revision)
{
    result->revision = revision;
    for (uint32_t i = 0; i < result->count; i++)
        if (result->ops[i].type == VD_OP_TXN)
            set_revision(result->ops[i].txn, revision);
}

static void open_txn(struct vd_apply *apply, struct vd_slice cause)
{
    apply->revision = apply->head + 1;
    apply->sub = apply->indexed = 0;
    apply->cause = cause;
    apply->first_block = apply->values->tail.staged_end;
    apply->first_event = 0;
    if (apply->block) {
        apply->first_block--;
        apply->first_event = apply->block->count;
    }
}

static struct vd_event *last_event(const struct vd_apply *apply)
{
    return &apply->block->events[apply->block->count - 1];
}

int vd_apply_txn(struct vd_apply *apply, struct vd_write *write, const struct vd_block *fetched,
                 struct vd_wanted *wanted)
{
    struct vd_judge judge = {
        .root = vd_index_working(apply->index),
        .values = apply->values,
        .is_role = true,
        .head = apply->head,
        .floor = apply->floor,
        .fetched = fetched,
        .arena = write->arena,
        .wanted = wanted,
    };
    int rc = vd_plan_txn(&judge, write->txn, &write->result);

    if (rc)
        return rc;
    open_txn(apply, write->cause);
    rc = apply_ops(apply, &judge, write->txn, &write->result, 0);
    if (rc) {
        vd_apply_undo(apply);
        return rc;
    }
    write->changed = apply->sub > 0;
    write->revision = write->changed ? apply->revision : apply->head;
    set_revision(&write->result, write->revision);
    if (write->changed)
        last_event(apply)->last = 1;
    return 0;
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

static void remove_event(struct vd_block *block)
{
    const struct vd_event *event = &block->events[block->count - 1];

    block->back += (size_t)event->key_len + event->value_len + event->cause_len;
    block->front -= sizeof(*event);
    block->count--;
}

void vd_apply_undo(struct vd_apply *apply)
{
    struct vd_tail *tail = &apply->values->tail;

    while (apply->sub > 0) {
        vd_assert(apply->block && tail->staged_end > apply->first_block);
        if (!apply->block->count) {
            vd_block_unref(vd_tail_unstage(tail));
            apply->block = vd_tail_block_staged(tail, tail->staged_end - 1);
            continue;
        }
        if (apply->sub <= apply->indexed)
            vd_index_undo(apply->index, vd_event_key(last_event(apply)));
        apply->sub--;
        remove_event(apply->block);
    }
    apply->indexed = 0;
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
