/* SPDX-License-Identifier: Apache-2.0 */
#include "core/access_txn.h"

#include "core/plan.h"

static int check_txn(const struct vd_principal *principal, const struct vd_txn *txn,
                     unsigned depth);

static int check_op(const struct vd_principal *principal, const struct vd_op *op, unsigned depth)
{
    const struct vd_put_op *put = &op->put;
    int rc;

    switch (op->type) {
    case VD_OP_RANGE:
        return vd_access_check(principal, VD_ACCESS_READ, op->range.key, op->range.end);
    case VD_OP_PUT:
        rc = vd_access_check(principal, VD_ACCESS_WRITE, put->key, VD_SLICE_EMPTY);
        if (!rc && put->prev_kv)
            rc = vd_access_check(principal, VD_ACCESS_READ, put->key, VD_SLICE_EMPTY);
        return rc;
    case VD_OP_DELETE:
        rc = vd_access_check(principal, VD_ACCESS_WRITE, op->del.key, op->del.end);
        if (!rc && op->del.prev_kv)
            rc = vd_access_check(principal, VD_ACCESS_READ, op->del.key, op->del.end);
        return rc;
    case VD_OP_TXN:
        break;
    }
    return check_txn(principal, op->txn, depth + 1);
}

static int check_ops(const struct vd_principal *principal, const struct vd_op *ops, uint32_t count,
                     unsigned depth)
{
    int rc = 0;

    for (uint32_t i = 0; i < count && !rc; i++)
        rc = check_op(principal, &ops[i], depth);
    return rc;
}

static int check_txn(const struct vd_principal *principal, const struct vd_txn *txn, unsigned depth)
{
    int rc = depth < VD_TXN_DEPTH_MAX ? 0 : VD_TOO_LARGE;

    for (uint32_t i = 0; i < txn->compare_count && !rc; i++)
        rc = vd_access_check(principal, VD_ACCESS_READ, txn->compares[i].key, txn->compares[i].end);
    if (!rc)
        rc = check_ops(principal, txn->success, txn->success_count, depth);
    return rc ? rc : check_ops(principal, txn->failure, txn->failure_count, depth);
}

int vd_access_check_txn(const struct vd_principal *principal, const struct vd_txn *txn)
{
    return check_txn(principal, txn, 0);
}

static bool ops_write(const struct vd_op *ops, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (ops[i].type == VD_OP_PUT || ops[i].type == VD_OP_DELETE ||
            (ops[i].type == VD_OP_TXN && vd_txn_has_writes(ops[i].txn)))
            return true;
    return false;
}

bool vd_txn_has_writes(const struct vd_txn *txn)
{
    return ops_write(txn->success, txn->success_count) ||
           ops_write(txn->failure, txn->failure_count);
}
