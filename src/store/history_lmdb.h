/* SPDX-License-Identifier: Apache-2.0 */
/* What history_lmdb.c (rows, readers, batches) and history_lmdb_open.c (opening, meta rows) share.
 */
#ifndef VD_STORE_HISTORY_LMDB_H
#define VD_STORE_HISTORY_LMDB_H

#include "store/history.h"

#include <lmdb.h>

struct vd_lmdb_history {
    struct vd_history base;
    MDB_env *env;
    MDB_dbi events, values, side, meta;
};

extern const struct vd_history_ops vd_lmdb_ops;

/* An answer of LMDB in our words. */
int vd_lmdb_outcome(int rc);
/* The sum of a row: over its key and what follows the sum. */
uint32_t vd_lmdb_row_crc(const MDB_val *key, const void *after_crc, size_t len);
/* What follows the sum in a row, once the sum is right. VD_CORRUPT. */
VD_MUST_CHECK int vd_lmdb_open_row(const MDB_val *key, const MDB_val *row, struct vd_slice *out);
VD_MUST_CHECK int vd_lmdb_get_state(struct vd_lmdb_history *history, MDB_txn *txn,
                                    struct vd_history_state *out_state);
VD_MUST_CHECK int vd_lmdb_put_state(struct vd_lmdb_history *history, MDB_txn *txn,
                                    const struct vd_history_state *state);

#endif
