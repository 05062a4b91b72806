/* SPDX-License-Identifier: Apache-2.0 */
/*
 * History in LMDB: four trees in one environment.
 *
 *   events  revision 8, sub 4 (big-endian, so in order) -> CRC 4, time 8, the event (entry.h)
 *   values  the same key -> CRC 4, value: what would not fit half a page beside its event, so
 *           that a start-up that reads every event reads no value
 *   side    table 1, key -> CRC 4, value
 *   meta    "identity", "state" -> CRC 4, the integers
 *
 * The CRC is of the key and what follows it. A commit is one LMDB transaction with full
 * synchronisation; LMDB never writes over a page that the last commit refers to, so a crash shows
 * the state before or after it. Never MDB_WRITEMAP nor MDB_NOSYNC, which give that up.
 *
 * What it refuses: a file that LMDB or history_check.c finds damaged, and a row whose sum is wrong.
 * Nothing here repairs.
 */
#include "store/history_lmdb.h"

#include "base/alloc.h"
#include "base/check.h"

#include <endian.h>
#include <errno.h>

#define INLINE_MAX 1900 /* of a row with its value; LMDB keeps up to 2038 bytes in a leaf */
#define ROW_HEAD   12   /* CRC and time */

struct lmdb_batch {
    struct vd_history_batch base;
    const struct vd_lmdb_env *env;
    MDB_txn *txn;
    MDB_cursor *cursor;
};

struct row_key {
    uint64_t revision_be;
    uint32_t sub_be;
} __attribute__((packed));
_Static_assert(sizeof(struct row_key) == 12, "event key on disk");

static struct vd_lmdb_history *history_of(struct vd_history *history)
{
    return vd_container_of(history, struct vd_lmdb_history, base);
}

static struct vd_lmdb_reader *reader_of(struct vd_history_reader *reader)
{
    return vd_container_of(reader, struct vd_lmdb_reader, base);
}

static struct lmdb_batch *batch_of(struct vd_history_batch *batch)
{
    return vd_container_of(batch, struct lmdb_batch, base);
}

static struct row_key row_key(struct vd_pos pos)
{
    return (struct row_key){htobe64((uint64_t)pos.revision), htobe32(pos.sub)};
}

/* In place, because copying what was just put together waits for it. In pieces after a failure. */
static int decode_event(const MDB_val *key, const MDB_val *row, struct vd_entry *entry)
{
    struct row_key raw;
    struct vd_slice bytes;
    int rc;

    if (key->mv_size != sizeof(raw))
        return VD_CORRUPT;
    memcpy(&raw, key->mv_data, sizeof(raw));
    entry->pos.revision = (int64_t)be64toh(raw.revision_be);
    entry->pos.sub = be32toh(raw.sub_be);
    rc = vd_lmdb_open_row(key, row, &bytes);
    if (rc || bytes.len < 8 || entry->pos.revision <= 0)
        return VD_CORRUPT;
    memcpy(&entry->time_ms, bytes.ptr, 8);
    bytes = vd_slice(bytes.ptr + 8, bytes.len - 8);
    rc = vd_entry_decode(&bytes, entry);
    return rc || bytes.len ? VD_CORRUPT : 0;
}

static int fetch_value(const struct vd_lmdb_env *env, MDB_txn *txn, struct vd_entry *entry)
{
    struct row_key raw = row_key(entry->pos);
    MDB_val key = {sizeof(raw), &raw}, row;
    struct vd_slice value;
    int rc = mdb_get(txn, env->values, &key, &row);

    if (rc)
        return rc == MDB_NOTFOUND ? VD_CORRUPT : vd_lmdb_outcome(rc);
    rc = vd_lmdb_open_row(&key, &row, &value);
    if (rc || value.len != entry->value_len)
        return VD_CORRUPT;
    entry->value = value;
    return 0;
}

static int scan(const struct vd_lmdb_env *env, MDB_txn *txn, MDB_cursor *cursor, struct vd_pos from,
                unsigned flags, vd_history_entry_fn *each, void *arg)
{
    struct row_key raw = row_key(from);
    MDB_val key = {sizeof(raw), &raw}, row;
    struct vd_entry entry;
    int rc;

    for (MDB_cursor_op op = MDB_SET_RANGE;; op = MDB_NEXT) {
        rc = mdb_cursor_get(cursor, &key, &row, op);
        if (rc)
            return rc == MDB_NOTFOUND ? VD_END : vd_lmdb_outcome(rc);
        rc = decode_event(&key, &row, &entry);
        if (!rc && entry.apart && (flags & VD_HISTORY_VALUES))
            rc = fetch_value(env, txn, &entry);
        if (!rc)
            rc = each(arg, &entry);
        if (rc)
            return rc;
    }
}

static int lmdb_scan(struct vd_history_reader *base, struct vd_pos from, unsigned flags,
                     vd_history_entry_fn *each, void *arg)
{
    struct vd_lmdb_reader *reader = reader_of(base);

    vd_assert(vd_lmdb_reader_is_begun(reader));
    return scan(reader->env, reader->txn, reader->cursor, from, flags, each, arg);
}

static int lmdb_get(struct vd_history_reader *base, struct vd_pos pos, struct vd_entry *out_entry)
{
    struct vd_lmdb_reader *reader = reader_of(base);
    struct row_key raw = row_key(pos);
    MDB_val key = {sizeof(raw), &raw}, row;
    struct vd_entry entry;
    int rc;

    vd_assert(vd_lmdb_reader_is_begun(reader));
    rc = vd_lmdb_outcome(mdb_get(reader->txn, reader->env->events, &key, &row));
    if (!rc)
        rc = decode_event(&key, &row, &entry);
    if (!rc && entry.apart)
        rc = fetch_value(reader->env, reader->txn, &entry);
    if (!rc)
        *out_entry = entry;
    return rc;
}

static int each_side(MDB_cursor *cursor, uint8_t table, vd_history_side_fn *each, void *arg)
{
    MDB_val key = {1, &table}, row;
    struct vd_slice value;
    int rc;

    for (MDB_cursor_op op = MDB_SET_RANGE;; op = MDB_NEXT) {
        rc = mdb_cursor_get(cursor, &key, &row, op);
        if (rc)
            return rc == MDB_NOTFOUND ? VD_END : vd_lmdb_outcome(rc);
        if (key.mv_size < 1)
            return VD_CORRUPT;
        if (*(const uint8_t *)key.mv_data != table)
            return VD_END;
        rc = vd_lmdb_open_row(&key, &row, &value);
        if (!rc)
            rc = each(arg, vd_slice((const uint8_t *)key.mv_data + 1, key.mv_size - 1), value);
        if (rc)
            return rc;
    }
}

static int lmdb_side_scan(struct vd_history_reader *base, uint8_t table, vd_history_side_fn *each,
                          void *arg)
{
    struct vd_lmdb_reader *reader = reader_of(base);
    MDB_cursor *cursor;
    int rc;

    vd_assert(vd_lmdb_reader_is_begun(reader));
    rc = mdb_cursor_open(reader->txn, reader->env->side, &cursor);
    if (rc)
        return vd_lmdb_outcome(rc);
    rc = each_side(cursor, table, each, arg);
    mdb_cursor_close(cursor);
    return rc;
}

static int lmdb_reader_begin(struct vd_history_reader *base)
{
    struct vd_lmdb_reader *reader = reader_of(base);
    int rc = vd_lmdb_reader_claim(reader);

    if (rc)
        return rc;
    rc = mdb_txn_renew(reader->txn);
    if (!rc)
        rc = mdb_cursor_renew(reader->txn, reader->cursor);
    if (rc)
        vd_lmdb_reader_let_go(reader);
    return vd_lmdb_outcome(rc);
}

static void lmdb_reader_reset(struct vd_history_reader *base)
{
    struct vd_lmdb_reader *reader = reader_of(base);

    vd_assert(vd_lmdb_reader_is_begun(reader));
    mdb_txn_reset(reader->txn);
    vd_lmdb_reader_let_go(reader);
}

static int lmdb_state(struct vd_history_reader *base, struct vd_history_state *out_state)
{
    struct vd_lmdb_reader *reader = reader_of(base);

    vd_assert(vd_lmdb_reader_is_begun(reader));
    return vd_lmdb_get_state(reader->env, reader->txn, out_state);
}

static void lmdb_batch_abort(struct vd_history_batch *base)
{
    struct lmdb_batch *batch = batch_of(base);

    if (batch->cursor)
        mdb_cursor_close(batch->cursor);
    if (batch->txn)
        mdb_txn_abort(batch->txn);
    vd_free(batch);
}

static int lmdb_batch_begin(struct vd_history *base, struct vd_history_batch **out_batch)
{
    const struct vd_lmdb_env *env = atomic_load(&history_of(base)->env);
    struct lmdb_batch *batch = vd_alloc_zero(sizeof(*batch));
    int rc;

    if (!batch)
        return -ENOMEM;
    batch->base.history = base;
    batch->env = env;
    rc = vd_lmdb_outcome(mdb_txn_begin(env->env, NULL, 0, &batch->txn));
    if (!rc)
        rc = vd_lmdb_outcome(mdb_cursor_open(batch->txn, env->events, &batch->cursor));
    if (!rc)
        rc = vd_lmdb_get_state(env, batch->txn, &batch->base.state);
    if (rc) {
        lmdb_batch_abort(&batch->base);
        return rc;
    }
    *out_batch = &batch->base;
    return 0;
}

static void seal_row(const MDB_val *key, MDB_val *row)
{
    uint8_t *bytes = row->mv_data;
    uint32_t crc = vd_lmdb_row_crc(key, bytes + sizeof(crc), row->mv_size - sizeof(crc));

    memcpy(bytes, &crc, sizeof(crc));
}

static uint8_t *append(uint8_t *to, struct vd_slice bytes)
{
    if (bytes.len)
        memcpy(to, bytes.ptr, bytes.len);
    return to + bytes.len;
}

static int put_value(const struct vd_lmdb_env *env, MDB_txn *txn, MDB_val *key,
                     struct vd_slice value)
{
    MDB_val row = {sizeof(uint32_t) + value.len, NULL};
    int rc = mdb_put(txn, env->values, key, &row, MDB_RESERVE);

    if (rc)
        return vd_lmdb_outcome(rc);
    append((uint8_t *)row.mv_data + sizeof(uint32_t), value);
    seal_row(key, &row);
    return 0;
}

static int lmdb_batch_remove(struct vd_history_batch *base, struct vd_pos pos)
{
    struct row_key raw = row_key(pos);
    MDB_val key = {sizeof(raw), &raw}, row;
    struct lmdb_batch *batch = batch_of(base);
    struct vd_entry entry;
    int rc = mdb_cursor_get(batch->cursor, &key, &row, MDB_SET);

    if (rc)
        return rc == MDB_NOTFOUND ? 0 : vd_lmdb_outcome(rc);
    rc = decode_event(&key, &row, &entry);
    if (rc)
        return rc;
    if (entry.apart) {
        key = (MDB_val){sizeof(raw), &raw};
        rc = mdb_del(batch->txn, batch->env->values, &key, NULL);
    }
    if (rc == 0 || rc == MDB_NOTFOUND)
        rc = mdb_cursor_del(batch->cursor, 0);
    return vd_lmdb_outcome(rc);
}

static int lmdb_batch_put(struct vd_history_batch *base, const struct vd_entry *given)
{
    struct lmdb_batch *batch = batch_of(base);
    unsigned append_flag = vd_pos_cmp(given->pos, base->state.head) > 0 ? MDB_APPEND : 0;
    struct row_key raw = row_key(given->pos);
    MDB_val key = {sizeof(raw), &raw}, row;
    struct vd_entry entry = *given;
    uint8_t head[VD_ENTRY_HEAD_MAX], *at;
    size_t head_len;
    int rc = 0;

    entry.value_len = (uint32_t)entry.value.len;
    entry.apart =
        entry.value.len &&
        ROW_HEAD + sizeof(head) + entry.key.len + entry.value.len + entry.cause.len > INLINE_MAX;
    head_len = vd_entry_encode_head(&entry, head);
    if (!append_flag) /* what stands there may have a value apart */
        rc = lmdb_batch_remove(base, given->pos);
    if (!rc && entry.apart)
        rc = put_value(batch->env, batch->txn, &key, entry.value);
    if (rc)
        return rc;
    row.mv_size = ROW_HEAD + head_len + entry.key.len + entry.cause.len;
    row.mv_size += entry.apart ? 0 : entry.value.len;
    rc = mdb_cursor_put(batch->cursor, &key, &row, MDB_RESERVE | append_flag);
    if (rc)
        return vd_lmdb_outcome(rc);
    memcpy((uint8_t *)row.mv_data + 4, &entry.time_ms, 8);
    at = append((uint8_t *)row.mv_data + ROW_HEAD, vd_slice(head, head_len));
    at = append(at, entry.key);
    if (!entry.apart)
        at = append(at, entry.value);
    append(at, entry.cause);
    seal_row(&key, &row);
    return 0;
}

static int lmdb_batch_side(struct vd_history_batch *base, const struct vd_side *side)
{
    struct lmdb_batch *batch = batch_of(base);
    uint8_t raw[1 + VD_SIDE_KEY_MAX];
    MDB_val key = {1 + side->key.len, raw}, row = {sizeof(uint32_t) + side->value.len, NULL};
    int rc;

    raw[0] = side->table;
    append(raw + 1, side->key);
    if (side->removed) {
        rc = mdb_del(batch->txn, batch->env->side, &key, NULL);
        return rc == MDB_NOTFOUND ? 0 : vd_lmdb_outcome(rc);
    }
    rc = mdb_put(batch->txn, batch->env->side, &key, &row, MDB_RESERVE);
    if (rc)
        return vd_lmdb_outcome(rc);
    append((uint8_t *)row.mv_data + sizeof(uint32_t), side->value);
    seal_row(&key, &row);
    return 0;
}

static int lmdb_batch_scan(struct vd_history_batch *base, struct vd_pos from,
                           vd_history_entry_fn *each, void *arg)
{
    struct lmdb_batch *batch = batch_of(base);

    return scan(batch->env, batch->txn, batch->cursor, from, 0, each, arg);
}

static int lmdb_batch_commit(struct vd_history_batch *base)
{
    struct lmdb_batch *batch = batch_of(base);
    int rc = vd_lmdb_put_state(batch->env, batch->txn, &base->state);

    if (!rc) {
        mdb_cursor_close(batch->cursor); /* a write transaction's end would leave it dangling */
        batch->cursor = NULL;
        rc = vd_lmdb_outcome(mdb_txn_commit(batch->txn));
        batch->txn = NULL;
    }
    lmdb_batch_abort(base);
    return rc;
}

static uint64_t pages_of(const MDB_stat *stat)
{
    return stat->ms_branch_pages + stat->ms_leaf_pages + stat->ms_overflow_pages;
}

static int lmdb_stats(struct vd_history *base, struct vd_history_stats *out_stats)
{
    const struct vd_lmdb_env *env = atomic_load(&history_of(base)->env);
    MDB_stat events = {0}, values = {0}, side = {0};
    MDB_envinfo info;
    MDB_txn *txn;
    int rc = mdb_txn_begin(env->env, NULL, MDB_RDONLY, &txn);

    if (rc)
        return vd_lmdb_outcome(rc);
    rc = mdb_stat(txn, env->events, &events);
    if (!rc)
        rc = mdb_stat(txn, env->values, &values);
    if (!rc)
        rc = mdb_stat(txn, env->side, &side);
    mdb_txn_abort(txn);
    if (!rc)
        rc = mdb_env_info(env->env, &info);
    if (rc)
        return vd_lmdb_outcome(rc);
    out_stats->entries = events.ms_entries;
    out_stats->used_bytes =
        (pages_of(&events) + pages_of(&values) + pages_of(&side)) * events.ms_psize;
    out_stats->file_bytes = (info.me_last_pgno + 1) * (uint64_t)events.ms_psize;
    return 0;
}

const struct vd_history_ops vd_lmdb_ops = {
    .reader_open = vd_lmdb_reader_open,
    .reader_begin = lmdb_reader_begin,
    .reader_reset = lmdb_reader_reset,
    .reader_close = vd_lmdb_reader_close,
    .state = lmdb_state,
    .scan = lmdb_scan,
    .get = lmdb_get,
    .side_scan = lmdb_side_scan,
    .batch_begin = lmdb_batch_begin,
    .batch_put = lmdb_batch_put,
    .batch_remove = lmdb_batch_remove,
    .batch_side = lmdb_batch_side,
    .batch_scan = lmdb_batch_scan,
    .batch_commit = lmdb_batch_commit,
    .batch_abort = lmdb_batch_abort,
    .stats = lmdb_stats,
    .replace = vd_lmdb_replace,
    .settle = vd_lmdb_settle,
    .close = vd_lmdb_close,
};
