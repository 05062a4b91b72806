/* SPDX-License-Identifier: Apache-2.0 */
/* What history_lmdb.c (rows, readers, batches) and history_lmdb_open.c (opening, meta rows) share.
 */
#ifndef VD_STORE_HISTORY_LMDB_H
#define VD_STORE_HISTORY_LMDB_H

#include "store/history.h"

#include "base/list.h"

#include <lmdb.h>
#include <pthread.h>
#include <stdatomic.h>

/* A file of LMDB, open. */
struct vd_lmdb_env {
    MDB_env *env;
    MDB_dbi events, values, side, meta;
    unsigned readers; /* that have a transaction in it; under the history's lock */
};

/*
 * A history's file may be replaced by another one while it is read: new transactions are begun in
 * the new one, and the old one is closed when its last reader has left it.
 */
struct vd_lmdb_history {
    struct vd_history base;
    _Atomic(struct vd_lmdb_env *) env;
    pthread_mutex_t lock;        /* of what follows, and to enter an env */
    struct vd_lmdb_env *leaving; /* the one before, until nobody reads it */
    struct vd_list readers;      /* all that are open */
};

/* Where a reader is: between two uses, in one, or being taken out of an env that is left. */
enum vd_lmdb_use { VD_LMDB_IDLE, VD_LMDB_BEGUN, VD_LMDB_MOVING };

struct vd_lmdb_reader {
    struct vd_history_reader base;
    struct vd_list link;
    struct vd_lmdb_env *env; /* NULL: in none */
    MDB_txn *txn;            /* reset between uses, so its slot stays */
    MDB_cursor *cursor;
    _Atomic int use; /* enum vd_lmdb_use */
};

extern const struct vd_history_ops vd_lmdb_ops;

int vd_lmdb_reader_open(struct vd_history *history, struct vd_history_reader **out_reader);
void vd_lmdb_reader_close(struct vd_history_reader *reader);
/* The reader is to be used: its transaction, which is reset, lies in the present env. */
VD_MUST_CHECK int vd_lmdb_reader_claim(struct vd_lmdb_reader *reader);
void vd_lmdb_reader_let_go(struct vd_lmdb_reader *reader);
static inline bool vd_lmdb_reader_is_begun(const struct vd_lmdb_reader *reader)
{
    return atomic_load_explicit(&reader->use, memory_order_relaxed) == VD_LMDB_BEGUN;
}

void vd_lmdb_replace(struct vd_history *history, struct vd_history *other);
bool vd_lmdb_settle(struct vd_history *history);
void vd_lmdb_close(struct vd_history *history);

/* An answer of LMDB in our words. */
int vd_lmdb_outcome(int rc);
/* The sum of a row: over its key and what follows the sum. */
uint32_t vd_lmdb_row_crc(const MDB_val *key, const void *after_crc, size_t len);
/* What follows the sum in a row, once the sum is right. VD_CORRUPT. */
VD_MUST_CHECK int vd_lmdb_open_row(const MDB_val *key, const MDB_val *row, struct vd_slice *out);
VD_MUST_CHECK int vd_lmdb_get_state(const struct vd_lmdb_env *env, MDB_txn *txn,
                                    struct vd_history_state *out_state);
VD_MUST_CHECK int vd_lmdb_put_state(const struct vd_lmdb_env *env, MDB_txn *txn,
                                    const struct vd_history_state *state);

#endif
