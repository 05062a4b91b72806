/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What etcd refuses by looking at a request alone: empty keys, contradicting flags, unknown sort
 * options, and transactions that are too long or write a key twice. NULL: nothing is wrong.
 */
#ifndef VD_DOORS_ETCD3_CHECK_H
#define VD_DOORS_ETCD3_CHECK_H

#include "base/check.h"
#include "core/write.h"
#include "doors/etcd3/errors.h"

const struct vd_etcd3_error *vd_etcd3_check_range(const struct vd_range_op *op);
const struct vd_etcd3_error *vd_etcd3_check_put(const struct vd_put_op *op);
const struct vd_etcd3_error *vd_etcd3_check_delete(const struct vd_delete_op *op);
/* Uses the arena for its tables. */
const struct vd_etcd3_error *vd_etcd3_check_txn(struct vd_arena *arena, const struct vd_txn *txn,
                                                uint32_t max_ops);

#endif
