/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a write has done, as an answer: the operations that ran, each with what it read. The result
 * holds positions; the rows are read here, after the commit, as they were at those positions.
 */
#ifndef VD_DOORS_ETCD3_TXN_ANSWER_H
#define VD_DOORS_ETCD3_TXN_ANSWER_H

#include "doors/etcd3/answer.h"
#include "doors/etcd3/state.h"

/* Which response: a transaction's, or that of its one operation alone. */
enum vd_etcd3_txn_shape { VD_ETCD3_SHAPE_TXN, VD_ETCD3_SHAPE_PUT, VD_ETCD3_SHAPE_DELETE };

struct vd_etcd3_node;

struct vd_etcd3_txn_answer {
    struct vd_etcd3_answer rows;
    struct vd_call *call;
    const struct vd_write *write;
    struct vd_etcd3_node *nodes; /* of the operations that ran; in the write's arena */
    enum vd_etcd3_txn_shape shape;
};

/*
 * Opens everything that the answer has to read; `write` is done, without failure, and lives as long
 * as the answer. On failure too it has to be ended. 0; VD_COMPACTED (since); -ENOMEM.
 */
VD_MUST_CHECK int vd_etcd3_txn_answer_begin(struct vd_etcd3_txn_answer *answer,
                                            struct vd_call *call, enum vd_etcd3_txn_shape shape,
                                            const struct vd_write *write);
void vd_etcd3_txn_answer_end(struct vd_etcd3_txn_answer *answer);

/* The call's fill; ends the call. */
enum vd_fill vd_etcd3_txn_answer_fill(struct vd_etcd3_txn_answer *answer, struct vd_out *out);

#endif
