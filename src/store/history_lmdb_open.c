/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening the LMDB environment: its shape is checked before LMDB sees it, then its identity and
 * state, which are two rows of fixed size. A new one is given both in its first transaction, so an
 * environment without an identity is one whose making was cut short.
 */
#include "base/alloc.h"
#include "base/check.h"
#include "store/crc.h"
#include "store/history_check.h"
#include "store/history_lmdb.h"

#include <errno.h>
#include <stdio.h>

#define MAP_BYTES     (256ULL << 30)
#define MAP_MIN_BYTES (1ULL << 30)

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

int vd_lmdb_outcome(int rc)
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

uint32_t vd_lmdb_row_crc(const MDB_val *key, const void *after_crc, size_t len)
{
    return vd_crc32c(vd_crc32c(0, key->mv_data, key->mv_size), after_crc, len);
}

int vd_lmdb_open_row(const MDB_val *key, const MDB_val *row, struct vd_slice *out)
{
    uint32_t crc;

    if (row->mv_size < sizeof(crc))
        return VD_CORRUPT;
    memcpy(&crc, row->mv_data, sizeof(crc));
    *out = vd_slice((const uint8_t *)row->mv_data + sizeof(crc), row->mv_size - sizeof(crc));
    return crc == vd_lmdb_row_crc(key, out->ptr, out->len) ? 0 : VD_CORRUPT;
}

static int get_meta(const struct vd_lmdb_env *env, MDB_txn *txn, const char *name, void *out,
                    size_t size)
{
    MDB_val key = {strlen(name), (void *)(uintptr_t)name}, row;
    struct vd_slice bytes;
    int rc = vd_lmdb_outcome(mdb_get(txn, env->meta, &key, &row));

    if (rc)
        return rc;
    if (row.mv_size != size || vd_lmdb_open_row(&key, &row, &bytes))
        return VD_CORRUPT;
    memcpy(out, row.mv_data, size);
    return 0;
}

/* `bytes` begins with room for the sum. */
static int put_meta(const struct vd_lmdb_env *env, MDB_txn *txn, const char *name, void *bytes,
                    size_t size)
{
    MDB_val key = {strlen(name), (void *)(uintptr_t)name}, row = {size, bytes};
    uint32_t crc = vd_lmdb_row_crc(&key, (uint8_t *)bytes + sizeof(crc), size - sizeof(crc));

    memcpy(bytes, &crc, sizeof(crc));
    return vd_lmdb_outcome(mdb_put(txn, env->meta, &key, &row, 0));
}

int vd_lmdb_get_state(const struct vd_lmdb_env *env, MDB_txn *txn,
                      struct vd_history_state *out_state)
{
    struct state_row row;
    int rc = get_meta(env, txn, "state", &row, sizeof(row));

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

int vd_lmdb_put_state(const struct vd_lmdb_env *env, MDB_txn *txn,
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

    return put_meta(env, txn, "state", &row, sizeof(row));
}

static unsigned flags_of(enum vd_history_place place)
{
    switch (place) {
    case VD_HISTORY_SCRATCH:
        return MDB_NOTLS | MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOSYNC;
    case VD_HISTORY_READ_ONLY:
        return MDB_NOTLS | MDB_NOSUBDIR | MDB_NOLOCK | MDB_RDONLY;
    case VD_HISTORY_BESIDE:
        return MDB_NOTLS | MDB_NOSUBDIR;
    case VD_HISTORY_DIR:
        break;
    }
    return MDB_NOTLS;
}

static int open_env(struct vd_lmdb_env *env, const char *path, unsigned flags, uint64_t map_bytes)
{
    int rc;

    for (;;) {
        rc = mdb_env_create(&env->env);
        if (!rc)
            rc = mdb_env_set_maxdbs(env->env, 8);
        if (!rc)
            rc = mdb_env_set_mapsize(env->env, map_bytes);
        if (!rc)
            rc = mdb_env_open(env->env, path, flags, 0600);
        if (rc != ENOMEM || map_bytes <= MAP_MIN_BYTES)
            return rc;
        /* Less address space than hoped for (ulimit -v, 32-bit). */
        mdb_env_close(env->env);
        env->env = NULL;
        map_bytes /= 2;
    }
}

static int open_trees(struct vd_lmdb_env *env, MDB_txn *txn, unsigned flags)
{
    int rc = mdb_dbi_open(txn, "events", flags, &env->events);

    if (!rc)
        rc = mdb_dbi_open(txn, "values", flags, &env->values);
    if (!rc)
        rc = mdb_dbi_open(txn, "side", flags, &env->side);
    if (!rc)
        rc = mdb_dbi_open(txn, "meta", flags, &env->meta);
    return vd_lmdb_outcome(rc);
}

static int make(struct vd_lmdb_history *history, MDB_txn *txn,
                const struct vd_history_identity *fresh)
{
    const struct vd_lmdb_env *env = atomic_load(&history->env);
    struct vd_history_state state = {.applied_index = fresh->log_base};
    struct identity_row row = {
        .format_version = VD_HISTORY_FORMAT_VERSION,
        .store_id = fresh->store_id,
        .member_id = fresh->member_id,
        .log_base = fresh->log_base,
        .wal_seed = fresh->wal_seed,
    };
    int rc = put_meta(env, txn, "identity", &row, sizeof(row));

    if (rc)
        return rc;
    history->base.identity = *fresh;
    history->base.identity.format_version = VD_HISTORY_FORMAT_VERSION;
    history->base.made = true;
    return vd_lmdb_put_state(env, txn, &state);
}

static int identify(struct vd_lmdb_history *history, MDB_txn *txn, const char *path,
                    const struct vd_history_identity *fresh, struct vd_diag *diag)
{
    const struct vd_lmdb_env *env = atomic_load(&history->env);
    struct vd_history_state state;
    struct identity_row row;
    int rc = get_meta(env, txn, "identity", &row, sizeof(row));

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
    return vd_lmdb_get_state(env, txn, &state);
}

static int open_history(struct vd_lmdb_history *history, const char *path, bool read_only,
                        const struct vd_history_identity *fresh, struct vd_diag *diag)
{
    struct vd_lmdb_env *env = atomic_load(&history->env);
    MDB_txn *txn;
    int dead, rc;

    rc = vd_lmdb_outcome(mdb_reader_check(env->env, &dead));
    if (!rc)
        rc = vd_lmdb_outcome(mdb_txn_begin(env->env, NULL, read_only ? MDB_RDONLY : 0, &txn));
    if (rc)
        return rc;
    rc = open_trees(env, txn, read_only ? 0 : MDB_CREATE);
    if (!rc)
        rc = identify(history, txn, path, fresh, diag);
    if (rc) {
        mdb_txn_abort(txn);
        return rc;
    }
    return vd_lmdb_outcome(mdb_txn_commit(txn));
}

/* Before LMDB sees it. */
static int check_shape(const char *path, enum vd_history_place place, struct vd_diag *diag)
{
    char *file;
    int rc;

    if (place != VD_HISTORY_DIR)
        return vd_history_check(path, diag);
    file = vd_alloc(strlen(path) + sizeof("/data.mdb"));
    if (!file)
        return -ENOMEM;
    sprintf(file, "%s/data.mdb", path);
    rc = vd_history_check(file, diag);
    vd_free(file);
    return rc;
}

static int open_checked(struct vd_lmdb_history *history, const char *path,
                        const struct vd_history_identity *fresh,
                        const struct vd_history_lmdb_options *options, struct vd_diag *diag)
{
    struct vd_lmdb_env *env = vd_alloc_zero(sizeof(*env));
    int rc;

    if (!env)
        return -ENOMEM;
    atomic_store(&history->env, env);
    rc = check_shape(path, options->place, diag);
    if (!rc)
        rc = vd_lmdb_outcome(open_env(env, path, flags_of(options->place),
                                      options->map_bytes ? options->map_bytes : MAP_BYTES));
    if (!rc)
        rc = open_history(history, path, options->place == VD_HISTORY_READ_ONLY, fresh, diag);
    return rc;
}

int vd_history_open_lmdb(const char *path, const struct vd_history_identity *fresh,
                         const struct vd_history_lmdb_options *options, struct vd_diag *diag,
                         struct vd_history **out_history)
{
    static const struct vd_history_lmdb_options defaults;
    struct vd_lmdb_history *history = vd_alloc_zero(sizeof(*history));
    struct vd_diag own = {""};
    int rc;

    if (!history)
        return -ENOMEM;
    history->base.ops = &vd_lmdb_ops;
    pthread_mutex_init(&history->lock, NULL);
    vd_list_init(&history->readers);
    rc = open_checked(history, path, fresh, options ? options : &defaults, &own);
    if (rc) {
        if (!own.text[0])
            vd_diag_set(&own, "%s: %s: %s", path, rc > 0 ? "damaged" : "cannot open",
                        vd_outcome_name(rc));
        if (diag)
            *diag = own;
        vd_lmdb_ops.close(&history->base);
        return rc;
    }
    *out_history = &history->base;
    return 0;
}
