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
#include "base/alloc.h"
#include "base/check.h"
#include "store/crc.h"
#include "store/history_check.h"

#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include <lmdb.h>

#define MAP_BYTES     (256ULL << 30)
#define MAP_MIN_BYTES (1ULL << 30)
#define INLINE_MAX    1900 /* of a row with its value; LMDB keeps up to 2038 bytes in a leaf */
#define ROW_HEAD      12   /* CRC and time */

struct lmdb_history {
    struct vd_history base;
    MDB_env *env;
    MDB_dbi events, values, side, meta;
};

struct lmdb_reader {
    struct vd_history_reader base;
    MDB_txn *txn; /* reset between uses, so its slot stays */
    MDB_cursor *cursor;
    bool begun;
};

struct lmdb_batch {
    struct vd_history_batch base;
    MDB_txn *txn;
    MDB_cursor *cursor;
};

struct row_key {
    uint64_t revision_be;
    uint32_t sub_be;
} __attribute__((packed));
_Static_assert(sizeof(struct row_key) == 12, "event key on disk");

struct identity_row {
    uint32_t crc;
    uint32_t format_version;
    uint64_t store_id, member_id, log_base;
    uint32_t wal_seed, zero;
};
_Static_assert(sizeof(struct identity_row) == 40, "identity on disk");

struct state_row {
    uint32_t crc;
    uint32_t head_sub;
    uint64_t applied_index;
    int64_t head_revision, head_time_ms, floor, compacted, compact_target, compact_at_revision;
    uint32_t compact_at_sub, zero;
};
_Static_assert(sizeof(struct state_row) == 72, "state on disk");

static struct lmdb_history *history_of(struct vd_history *history)
{
    return vd_container_of(history, struct lmdb_history, base);
}

static struct lmdb_reader *reader_of(struct vd_history_reader *reader)
{
    return vd_container_of(reader, struct lmdb_reader, base);
}

static struct lmdb_batch *batch_of(struct vd_history_batch *batch)
{
    return vd_container_of(batch, struct lmdb_batch, base);
}

static int from_lmdb(int rc)
{
    switch (rc) {
    case MDB_SUCCESS:
        return 0;
    case MDB_NOTFOUND:
        return VD_NOT_FOUND;
    case MDB_MAP_FULL:
    case MDB_TXN_FULL:
        return -ENOSPC;
    case MDB_CORRUPTED:
    case MDB_INVALID:
    case MDB_PAGE_NOTFOUND:
    case MDB_INCOMPATIBLE:
    case MDB_BAD_DBI:
    case MDB_BAD_VALSIZE:
    case MDB_BAD_TXN:
        return VD_CORRUPT;
    case MDB_VERSION_MISMATCH:
        return VD_INVALID;
    case MDB_READERS_FULL:
        return -EAGAIN;
    default:
        return rc > 0 ? -rc : -EIO;
    }
}

static struct row_key row_key(struct vd_pos pos)
{
    return (struct row_key){htobe64((uint64_t)pos.revision), htobe32(pos.sub)};
}

static uint32_t row_crc(const MDB_val *key, const void *after_crc, size_t len)
{
    return vd_crc32c(vd_crc32c(0, key->mv_data, key->mv_size), after_crc, len);
}

/* What follows the sum in a row, once the sum is right. */
static int open_row(const MDB_val *key, const MDB_val *row, struct vd_slice *out)
{
    uint32_t crc;

    if (row->mv_size < sizeof(crc))
        return VD_CORRUPT;
    memcpy(&crc, row->mv_data, sizeof(crc));
    *out = vd_slice((const uint8_t *)row->mv_data + sizeof(crc), row->mv_size - sizeof(crc));
    return crc == row_crc(key, out->ptr, out->len) ? 0 : VD_CORRUPT;
}

static int decode_event(const MDB_val *key, const MDB_val *row, struct vd_entry *out_entry)
{
    struct vd_entry entry;
    struct row_key raw;
    struct vd_slice bytes;
    int rc;

    if (key->mv_size != sizeof(raw))
        return VD_CORRUPT;
    memcpy(&raw, key->mv_data, sizeof(raw));
    entry.pos.revision = (int64_t)be64toh(raw.revision_be);
    entry.pos.sub = be32toh(raw.sub_be);
    rc = open_row(key, row, &bytes);
    if (rc || bytes.len < 8 || entry.pos.revision <= 0)
        return VD_CORRUPT;
    memcpy(&entry.time_ms, bytes.ptr, 8);
    bytes = vd_slice(bytes.ptr + 8, bytes.len - 8);
    rc = vd_entry_decode(&bytes, &entry);
    if (rc || bytes.len)
        return VD_CORRUPT;
    *out_entry = entry;
    return 0;
}

static int fetch_value(struct lmdb_history *history, MDB_txn *txn, struct vd_entry *entry)
{
    struct row_key raw = row_key(entry->pos);
    MDB_val key = {sizeof(raw), &raw}, row;
    struct vd_slice value;
    int rc = mdb_get(txn, history->values, &key, &row);

    if (rc)
        return rc == MDB_NOTFOUND ? VD_CORRUPT : from_lmdb(rc);
    rc = open_row(&key, &row, &value);
    if (rc || value.len != entry->value_len)
        return VD_CORRUPT;
    entry->value = value;
    return 0;
}

static int scan(struct lmdb_history *history, MDB_txn *txn, MDB_cursor *cursor, struct vd_pos from,
                unsigned flags, vd_history_entry_fn *each, void *arg)
{
    struct row_key raw = row_key(from);
    MDB_val key = {sizeof(raw), &raw}, row;
    struct vd_entry entry;
    int rc;

    for (MDB_cursor_op op = MDB_SET_RANGE;; op = MDB_NEXT) {
        rc = mdb_cursor_get(cursor, &key, &row, op);
        if (rc)
            return rc == MDB_NOTFOUND ? VD_END : from_lmdb(rc);
        rc = decode_event(&key, &row, &entry);
        if (!rc && entry.apart && (flags & VD_HISTORY_VALUES))
            rc = fetch_value(history, txn, &entry);
        if (!rc)
            rc = each(arg, &entry);
        if (rc)
            return rc;
    }
}

static int lmdb_scan(struct vd_history_reader *base, struct vd_pos from, unsigned flags,
                     vd_history_entry_fn *each, void *arg)
{
    struct lmdb_reader *reader = reader_of(base);

    vd_assert(reader->begun);
    return scan(history_of(base->history), reader->txn, reader->cursor, from, flags, each, arg);
}

static int lmdb_get(struct vd_history_reader *base, struct vd_pos pos, struct vd_entry *out_entry)
{
    struct lmdb_history *history = history_of(base->history);
    struct lmdb_reader *reader = reader_of(base);
    struct row_key raw = row_key(pos);
    MDB_val key = {sizeof(raw), &raw}, row;
    struct vd_entry entry;
    int rc;

    vd_assert(reader->begun);
    rc = from_lmdb(mdb_get(reader->txn, history->events, &key, &row));
    if (!rc)
        rc = decode_event(&key, &row, &entry);
    if (!rc && entry.apart)
        rc = fetch_value(history, reader->txn, &entry);
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
            return rc == MDB_NOTFOUND ? VD_END : from_lmdb(rc);
        if (key.mv_size < 1)
            return VD_CORRUPT;
        if (*(const uint8_t *)key.mv_data != table)
            return VD_END;
        rc = open_row(&key, &row, &value);
        if (!rc)
            rc = each(arg, vd_slice((const uint8_t *)key.mv_data + 1, key.mv_size - 1), value);
        if (rc)
            return rc;
    }
}

static int lmdb_side_scan(struct vd_history_reader *base, uint8_t table, vd_history_side_fn *each,
                          void *arg)
{
    struct lmdb_reader *reader = reader_of(base);
    MDB_cursor *cursor;
    int rc;

    vd_assert(reader->begun);
    rc = mdb_cursor_open(reader->txn, history_of(base->history)->side, &cursor);
    if (rc)
        return from_lmdb(rc);
    rc = each_side(cursor, table, each, arg);
    mdb_cursor_close(cursor);
    return rc;
}

static int get_meta(struct lmdb_history *history, MDB_txn *txn, const char *name, void *out,
                    size_t size)
{
    MDB_val key = {strlen(name), (void *)(uintptr_t)name}, row;
    struct vd_slice bytes;
    int rc = from_lmdb(mdb_get(txn, history->meta, &key, &row));

    if (rc)
        return rc;
    if (row.mv_size != size || open_row(&key, &row, &bytes))
        return VD_CORRUPT;
    memcpy(out, row.mv_data, size);
    return 0;
}

/* `bytes` begins with room for the sum. */
static int put_meta(struct lmdb_history *history, MDB_txn *txn, const char *name, void *bytes,
                    size_t size)
{
    MDB_val key = {strlen(name), (void *)(uintptr_t)name}, row = {size, bytes};
    uint32_t crc = row_crc(&key, (uint8_t *)bytes + sizeof(crc), size - sizeof(crc));

    memcpy(bytes, &crc, sizeof(crc));
    return from_lmdb(mdb_put(txn, history->meta, &key, &row, 0));
}

static int get_state(struct lmdb_history *history, MDB_txn *txn, struct vd_history_state *out_state)
{
    struct state_row row;
    int rc = get_meta(history, txn, "state", &row, sizeof(row));

    if (rc)
        return rc == VD_NOT_FOUND ? VD_CORRUPT : rc;
    *out_state = (struct vd_history_state){
        .applied_index = row.applied_index,
        .head = {row.head_revision, row.head_sub},
        .head_time_ms = row.head_time_ms,
        .floor = row.floor,
        .compacted = row.compacted,
        .compact_target = row.compact_target,
        .compact_at = {row.compact_at_revision, row.compact_at_sub},
    };
    return 0;
}

static int put_state(struct lmdb_history *history, MDB_txn *txn,
                     const struct vd_history_state *state)
{
    struct state_row row = {
        .head_sub = state->head.sub,
        .applied_index = state->applied_index,
        .head_revision = state->head.revision,
        .head_time_ms = state->head_time_ms,
        .floor = state->floor,
        .compacted = state->compacted,
        .compact_target = state->compact_target,
        .compact_at_revision = state->compact_at.revision,
        .compact_at_sub = state->compact_at.sub,
    };

    return put_meta(history, txn, "state", &row, sizeof(row));
}

static void lmdb_reader_close(struct vd_history_reader *base)
{
    struct lmdb_reader *reader = reader_of(base);

    if (reader->cursor)
        mdb_cursor_close(reader->cursor);
    if (reader->txn)
        mdb_txn_abort(reader->txn);
    vd_free(reader);
}

static int lmdb_reader_open(struct vd_history *base, struct vd_history_reader **out_reader)
{
    struct lmdb_history *history = history_of(base);
    struct lmdb_reader *reader = vd_alloc_zero(sizeof(*reader));
    int rc;

    if (!reader)
        return -ENOMEM;
    reader->base.history = base;
    rc = mdb_txn_begin(history->env, NULL, MDB_RDONLY, &reader->txn);
    if (!rc)
        rc = mdb_cursor_open(reader->txn, history->events, &reader->cursor);
    if (rc) {
        lmdb_reader_close(&reader->base);
        return from_lmdb(rc);
    }
    mdb_txn_reset(reader->txn);
    *out_reader = &reader->base;
    return 0;
}

static int lmdb_reader_begin(struct vd_history_reader *base)
{
    struct lmdb_reader *reader = reader_of(base);
    int rc;

    vd_assert(!reader->begun);
    rc = mdb_txn_renew(reader->txn);
    if (!rc)
        rc = mdb_cursor_renew(reader->txn, reader->cursor);
    reader->begun = rc == 0;
    return from_lmdb(rc);
}

static void lmdb_reader_reset(struct vd_history_reader *base)
{
    struct lmdb_reader *reader = reader_of(base);

    vd_assert(reader->begun);
    mdb_txn_reset(reader->txn);
    reader->begun = false;
}

static int lmdb_state(struct vd_history_reader *base, struct vd_history_state *out_state)
{
    vd_assert(reader_of(base)->begun);
    return get_state(history_of(base->history), reader_of(base)->txn, out_state);
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
    struct lmdb_history *history = history_of(base);
    struct lmdb_batch *batch = vd_alloc_zero(sizeof(*batch));
    int rc;

    if (!batch)
        return -ENOMEM;
    batch->base.history = base;
    rc = from_lmdb(mdb_txn_begin(history->env, NULL, 0, &batch->txn));
    if (!rc)
        rc = from_lmdb(mdb_cursor_open(batch->txn, history->events, &batch->cursor));
    if (!rc)
        rc = get_state(history, batch->txn, &batch->base.state);
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
    uint32_t crc = row_crc(key, bytes + sizeof(crc), row->mv_size - sizeof(crc));

    memcpy(bytes, &crc, sizeof(crc));
}

static uint8_t *append(uint8_t *to, struct vd_slice bytes)
{
    if (bytes.len)
        memcpy(to, bytes.ptr, bytes.len);
    return to + bytes.len;
}

static int put_value(struct lmdb_history *history, MDB_txn *txn, MDB_val *key,
                     struct vd_slice value)
{
    MDB_val row = {sizeof(uint32_t) + value.len, NULL};
    int rc = mdb_put(txn, history->values, key, &row, MDB_RESERVE);

    if (rc)
        return from_lmdb(rc);
    append((uint8_t *)row.mv_data + sizeof(uint32_t), value);
    seal_row(key, &row);
    return 0;
}

static int lmdb_batch_remove(struct vd_history_batch *base, struct vd_pos pos)
{
    struct lmdb_history *history = history_of(base->history);
    struct row_key raw = row_key(pos);
    MDB_val key = {sizeof(raw), &raw}, row;
    struct lmdb_batch *batch = batch_of(base);
    struct vd_entry entry;
    int rc = mdb_cursor_get(batch->cursor, &key, &row, MDB_SET);

    if (rc)
        return rc == MDB_NOTFOUND ? 0 : from_lmdb(rc);
    rc = decode_event(&key, &row, &entry);
    if (rc)
        return rc;
    if (entry.apart) {
        key = (MDB_val){sizeof(raw), &raw};
        rc = mdb_del(batch->txn, history->values, &key, NULL);
    }
    if (rc == 0 || rc == MDB_NOTFOUND)
        rc = mdb_cursor_del(batch->cursor, 0);
    return from_lmdb(rc);
}

static int lmdb_batch_put(struct vd_history_batch *base, const struct vd_entry *given)
{
    struct lmdb_history *history = history_of(base->history);
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
        rc = put_value(history, batch->txn, &key, entry.value);
    if (rc)
        return rc;
    row.mv_size = ROW_HEAD + head_len + entry.key.len + entry.cause.len;
    row.mv_size += entry.apart ? 0 : entry.value.len;
    rc = mdb_cursor_put(batch->cursor, &key, &row, MDB_RESERVE | append_flag);
    if (rc)
        return from_lmdb(rc);
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
    struct lmdb_history *history = history_of(base->history);
    struct lmdb_batch *batch = batch_of(base);
    uint8_t raw[1 + VD_SIDE_KEY_MAX];
    MDB_val key = {1 + side->key.len, raw}, row = {sizeof(uint32_t) + side->value.len, NULL};
    int rc;

    raw[0] = side->table;
    append(raw + 1, side->key);
    if (side->removed) {
        rc = mdb_del(batch->txn, history->side, &key, NULL);
        return rc == MDB_NOTFOUND ? 0 : from_lmdb(rc);
    }
    rc = mdb_put(batch->txn, history->side, &key, &row, MDB_RESERVE);
    if (rc)
        return from_lmdb(rc);
    append((uint8_t *)row.mv_data + sizeof(uint32_t), side->value);
    seal_row(&key, &row);
    return 0;
}

static int lmdb_batch_scan(struct vd_history_batch *base, struct vd_pos from,
                           vd_history_entry_fn *each, void *arg)
{
    struct lmdb_batch *batch = batch_of(base);

    return scan(history_of(base->history), batch->txn, batch->cursor, from, 0, each, arg);
}

static int lmdb_batch_commit(struct vd_history_batch *base)
{
    struct lmdb_batch *batch = batch_of(base);
    int rc = put_state(history_of(base->history), batch->txn, &base->state);

    if (!rc) {
        mdb_cursor_close(batch->cursor); /* a write transaction's end would leave it dangling */
        batch->cursor = NULL;
        rc = from_lmdb(mdb_txn_commit(batch->txn));
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
    struct lmdb_history *history = history_of(base);
    MDB_stat events = {0}, values = {0}, side = {0};
    MDB_envinfo info;
    MDB_txn *txn;
    int rc = mdb_txn_begin(history->env, NULL, MDB_RDONLY, &txn);

    if (rc)
        return from_lmdb(rc);
    rc = mdb_stat(txn, history->events, &events);
    if (!rc)
        rc = mdb_stat(txn, history->values, &values);
    if (!rc)
        rc = mdb_stat(txn, history->side, &side);
    mdb_txn_abort(txn);
    if (!rc)
        rc = mdb_env_info(history->env, &info);
    if (rc)
        return from_lmdb(rc);
    out_stats->entries = events.ms_entries;
    out_stats->used_bytes =
        (pages_of(&events) + pages_of(&values) + pages_of(&side)) * events.ms_psize;
    out_stats->file_bytes = (info.me_last_pgno + 1) * (uint64_t)events.ms_psize;
    return 0;
}

static int lmdb_copy(struct vd_history *base, int fd)
{
    return from_lmdb(mdb_env_copyfd2(history_of(base)->env, fd, MDB_CP_COMPACT));
}

static void lmdb_close(struct vd_history *base)
{
    struct lmdb_history *history = history_of(base);

    if (history->env)
        mdb_env_close(history->env);
    vd_free(history);
}

static const struct vd_history_ops lmdb_ops = {
    .reader_open = lmdb_reader_open,
    .reader_begin = lmdb_reader_begin,
    .reader_reset = lmdb_reader_reset,
    .reader_close = lmdb_reader_close,
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
    .copy = lmdb_copy,
    .close = lmdb_close,
};

static int open_env(struct lmdb_history *history, const char *path, uint64_t map_bytes)
{
    int rc;

    for (;;) {
        rc = mdb_env_create(&history->env);
        if (!rc)
            rc = mdb_env_set_maxdbs(history->env, 8);
        if (!rc)
            rc = mdb_env_set_mapsize(history->env, map_bytes);
        if (!rc)
            rc = mdb_env_open(history->env, path, MDB_NOTLS, 0600);
        if (rc != ENOMEM || map_bytes <= MAP_MIN_BYTES)
            return rc;
        /* Less address space than hoped for (ulimit -v, 32-bit). */
        mdb_env_close(history->env);
        history->env = NULL;
        map_bytes /= 2;
    }
}

static int open_trees(struct lmdb_history *history, MDB_txn *txn)
{
    int rc = mdb_dbi_open(txn, "events", MDB_CREATE, &history->events);

    if (!rc)
        rc = mdb_dbi_open(txn, "values", MDB_CREATE, &history->values);
    if (!rc)
        rc = mdb_dbi_open(txn, "side", MDB_CREATE, &history->side);
    if (!rc)
        rc = mdb_dbi_open(txn, "meta", MDB_CREATE, &history->meta);
    return from_lmdb(rc);
}

static int make(struct lmdb_history *history, MDB_txn *txn, const struct vd_history_identity *fresh)
{
    struct vd_history_state state = {.applied_index = fresh->log_base};
    struct identity_row row = {
        .format_version = VD_HISTORY_FORMAT_VERSION,
        .store_id = fresh->store_id,
        .member_id = fresh->member_id,
        .log_base = fresh->log_base,
        .wal_seed = fresh->wal_seed,
    };
    int rc = put_meta(history, txn, "identity", &row, sizeof(row));

    if (rc)
        return rc;
    history->base.identity = *fresh;
    history->base.identity.format_version = VD_HISTORY_FORMAT_VERSION;
    history->base.made = true;
    return put_state(history, txn, &state);
}

static int identify(struct lmdb_history *history, MDB_txn *txn, const char *path,
                    const struct vd_history_identity *fresh, struct vd_diag *diag)
{
    struct vd_history_state state;
    struct identity_row row;
    int rc = get_meta(history, txn, "identity", &row, sizeof(row));

    if (rc == VD_NOT_FOUND)
        return fresh ? make(history, txn, fresh) : rc;
    if (rc)
        return rc;
    if (row.format_version != VD_HISTORY_FORMAT_VERSION) {
        vd_diag_set(diag, "%s: made by a newer format %u, this program knows %u", path,
                    row.format_version, VD_HISTORY_FORMAT_VERSION);
        return VD_INVALID;
    }
    history->base.identity = (struct vd_history_identity){
        .format_version = row.format_version,
        .wal_seed = row.wal_seed,
        .store_id = row.store_id,
        .member_id = row.member_id,
        .log_base = row.log_base,
    };
    return get_state(history, txn, &state);
}

static int open_history(struct lmdb_history *history, const char *path,
                        const struct vd_history_identity *fresh, struct vd_diag *diag)
{
    MDB_txn *txn;
    int dead, rc;

    rc = from_lmdb(mdb_reader_check(history->env, &dead));
    if (!rc)
        rc = from_lmdb(mdb_txn_begin(history->env, NULL, 0, &txn));
    if (rc)
        return rc;
    rc = open_trees(history, txn);
    if (!rc)
        rc = identify(history, txn, path, fresh, diag);
    if (rc) {
        mdb_txn_abort(txn);
        return rc;
    }
    return from_lmdb(mdb_txn_commit(txn));
}

int vd_history_open_lmdb(const char *path, const struct vd_history_identity *fresh,
                         const struct vd_history_lmdb_options *options, struct vd_diag *diag,
                         struct vd_history **out_history)
{
    struct lmdb_history *history = vd_alloc_zero(sizeof(*history));
    struct vd_diag own = {""};
    int rc;

    if (!history)
        return -ENOMEM;
    history->base.ops = &lmdb_ops;
    rc = vd_history_check(path, &own);
    if (!rc)
        rc = from_lmdb(open_env(history, path,
                                options && options->map_bytes ? options->map_bytes : MAP_BYTES));
    if (!rc)
        rc = open_history(history, path, fresh, &own);
    if (rc) {
        if (!own.text[0])
            vd_diag_set(&own, "%s: %s: %s", path, rc > 0 ? "damaged" : "cannot open",
                        vd_outcome_name(rc));
        if (diag)
            *diag = own;
        lmdb_close(&history->base);
        return rc;
    }
    *out_history = &history->base;
    return 0;
}
