/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A transaction may write a key once. Which writes meet is decided as etcd does, list by list:
 * deletes of the list first; then its nested transactions in order, each one's puts against what
 * was seen so far, and only then its deletes are added; then the puts of the list itself. The two
 * branches of one nested transaction exclude each other, so they may share a put.
 */
#include "doors/etcd3/check.h"

#include "base/hash.h"
#include "doors/etcd3/decode.h"

const struct vd_etcd3_error *vd_etcd3_check_range(const struct vd_range_op *op)
{
    if (!op->key.len)
        return &VD_ETCD3_EMPTY_KEY;
    if ((unsigned)op->order > VD_SORT_DESCEND || (unsigned)op->target > VD_SORT_BY_VALUE)
        return &VD_ETCD3_SORT_OPTION;
    return NULL;
}

const struct vd_etcd3_error *vd_etcd3_check_put(const struct vd_put_op *op)
{
    if (!op->key.len)
        return &VD_ETCD3_EMPTY_KEY;
    if (op->ignore_value && op->value.len)
        return &VD_ETCD3_VALUE_PROVIDED;
    if (op->ignore_lease && op->lease)
        return &VD_ETCD3_LEASE_PROVIDED;
    return NULL;
}

const struct vd_etcd3_error *vd_etcd3_check_delete(const struct vd_delete_op *op)
{
    return op->key.len ? NULL : &VD_ETCD3_EMPTY_KEY;
}

static const struct vd_etcd3_error *check_lists(const struct vd_txn *txn, uint32_t budget);

static const struct vd_etcd3_error *check_op(const struct vd_op *op, uint32_t budget)
{
    switch (op->type) {
    case VD_OP_RANGE:
        return vd_etcd3_check_range(&op->range);
    case VD_OP_PUT:
        return vd_etcd3_check_put(&op->put);
    case VD_OP_DELETE:
        return vd_etcd3_check_delete(&op->del);
    case VD_OP_TXN:
        return check_lists(op->txn, budget);
    }
    return &VD_ETCD3_KEY_NOT_FOUND;
}

static const struct vd_etcd3_error *check_lists(const struct vd_txn *txn, uint32_t budget)
{
    uint32_t longest = VD_MAX(txn->compare_count, VD_MAX(txn->success_count, txn->failure_count));
    const struct vd_etcd3_error *error = NULL;

    if (longest > budget)
        return &VD_ETCD3_TOO_MANY_OPS;
    for (uint32_t i = 0; i < txn->compare_count; i++)
        if (!txn->compares[i].key.len)
            return &VD_ETCD3_EMPTY_KEY;
    for (uint32_t i = 0; !error && i < txn->success_count; i++)
        error = check_op(&txn->success[i], budget - longest);
    for (uint32_t i = 0; !error && i < txn->failure_count; i++)
        error = check_op(&txn->failure[i], budget - longest);
    return error;
}

/* --- keys written twice ----------------------------------------------------------------------- */

/* A put that was seen, and which branch of which nested transaction it stands in. */
struct put {
    struct put *next; /* in its bucket */
    struct put *all;  /* of its list */
    struct vd_slice key;
    const struct vd_txn *safe_beside; /* its `then` holds the key: `else` may put it too */
};

struct interval {
    struct interval *next;
    struct vd_slice key, end;
};

enum { BUCKETS = 64 };

/* The puts and deletes of one list of operations and everything below it. */
struct written {
    struct put *buckets[BUCKETS];
    struct put *puts;
    struct interval *deletes;
};

/* As etcd compares them, to whom an open end ("\0") is a byte like any other here: it covers
 * nothing. */
static bool covers(const struct interval *interval, struct vd_slice key)
{
    if (!interval->end.len)
        return vd_slice_eq(interval->key, key);
    return vd_slice_cmp(key, interval->key) >= 0 && vd_slice_cmp(key, interval->end) < 0;
}

static bool is_deleted(const struct written *written, struct vd_slice key)
{
    for (const struct interval *i = written->deletes; i; i = i->next)
        if (covers(i, key))
            return true;
    return false;
}

static struct put *find_put(const struct written *written, struct vd_slice key)
{
    for (struct put *put = written->buckets[vd_hash(key) % BUCKETS]; put; put = put->next)
        if (vd_slice_eq(put->key, key))
            return put;
    return NULL;
}

/* child: the nested transaction it comes from; is_then: from its success list. */
static const struct vd_etcd3_error *add_put(struct vd_arena *arena, struct written *written,
                                            struct vd_slice key, const struct vd_txn *child,
                                            bool is_then)
{
    struct put **bucket = &written->buckets[vd_hash(key) % BUCKETS];
    struct put *put = find_put(written, key);

    if (put && (is_then || !child || put->safe_beside != child))
        return &VD_ETCD3_DUPLICATE_KEY;
    if (is_deleted(written, key))
        return &VD_ETCD3_DUPLICATE_KEY;
    if (put)
        return NULL;
    put = vd_arena_alloc(arena, sizeof(*put));
    if (!put)
        return &VD_ETCD3_TOO_MANY_OPS;
    *put = (struct put){*bucket, written->puts, key, is_then ? child : NULL};
    *bucket = written->puts = put;
    return NULL;
}

static const struct vd_etcd3_error *add_puts(struct vd_arena *arena, struct written *written,
                                             const struct written *from, const struct vd_txn *child,
                                             bool is_then)
{
    const struct vd_etcd3_error *error = NULL;

    for (const struct put *put = from->puts; !error && put; put = put->all)
        error = add_put(arena, written, put->key, child, is_then);
    return error;
}

static void add_deletes(struct written *written, struct written *from)
{
    while (from->deletes) {
        struct interval *interval = from->deletes;

        from->deletes = interval->next;
        interval->next = written->deletes;
        written->deletes = interval;
    }
}

static const struct vd_etcd3_error *check_writes(struct vd_arena *arena, const struct vd_op *ops,
                                                 uint32_t count, struct written **out_written);

static const struct vd_etcd3_error *add_nested(struct vd_arena *arena, struct written *written,
                                               const struct vd_txn *child)
{
    struct written *then, *other;
    const struct vd_etcd3_error *error =
        check_writes(arena, child->success, child->success_count, &then);

    if (!error)
        error = check_writes(arena, child->failure, child->failure_count, &other);
    if (!error)
        error = add_puts(arena, written, then, child, true);
    if (!error)
        error = add_puts(arena, written, other, child, false);
    if (error)
        return error;
    add_deletes(written, then);
    add_deletes(written, other);
    return NULL;
}

static const struct vd_etcd3_error *check_writes(struct vd_arena *arena, const struct vd_op *ops,
                                                 uint32_t count, struct written **out_written)
{
    struct written *written = vd_arena_alloc_zero(arena, sizeof(*written));
    const struct vd_etcd3_error *error = NULL;

    if (!written)
        return &VD_ETCD3_TOO_MANY_OPS;
    for (uint32_t i = 0; i < count; i++) {
        struct interval *interval;

        if (ops[i].type != VD_OP_DELETE)
            continue;
        interval = vd_arena_alloc(arena, sizeof(*interval));
        if (!interval)
            return &VD_ETCD3_TOO_MANY_OPS;
        *interval = (struct interval){written->deletes, ops[i].del.key, ops[i].del.end};
        written->deletes = interval;
    }
    for (uint32_t i = 0; !error && i < count; i++)
        if (ops[i].type == VD_OP_TXN)
            error = add_nested(arena, written, ops[i].txn);
    for (uint32_t i = 0; !error && i < count; i++)
        if (ops[i].type == VD_OP_PUT)
            error = add_put(arena, written, ops[i].put.key, NULL, false);
    *out_written = written;
    return error;
}

/* One put, or no put at all, cannot meet another: most transactions. */
static uint32_t count_writes(const struct vd_op *ops, uint32_t count)
{
    uint32_t writes = 0;

    for (uint32_t i = 0; i < count; i++)
        writes += ops[i].type == VD_OP_TXN ? 2 : ops[i].type != VD_OP_RANGE;
    return writes;
}

const struct vd_etcd3_error *vd_etcd3_check_txn(struct vd_arena *arena, const struct vd_txn *txn,
                                                uint32_t max_ops)
{
    const struct vd_etcd3_error *error = check_lists(txn, max_ops);
    struct written *written;

    if (!error && count_writes(txn->success, txn->success_count) > 1)
        error = check_writes(arena, txn->success, txn->success_count, &written);
    if (!error && count_writes(txn->failure, txn->failure_count) > 1)
        error = check_writes(arena, txn->failure, txn->failure_count, &written);
    return error;
}
