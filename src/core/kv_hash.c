/* SPDX-License-Identifier: Apache-2.0 */
/*
 * History is first brought to what is published, so that everything is in one place; then it is
 * read through, a slice a job. What it may have lost already to a compaction is nothing that
 * counts, and a hold on the floor keeps it from losing more.
 */
#include "core/kv_hash.h"

#include "base/alloc.h"
#include "base/check.h"
#include "core/access.h"
#include "core/index.h"
#include "core/kv_errand.h"
#include "core/kv_private.h"
#include "store/crc.h"
#include "store/varint.h"

#include <endian.h>
#include <errno.h>

enum { SLICE_BYTES = 1 << 20, SLICE_EVENTS = 8192, ENTRY_BYTES = 128 };

struct vd_kv_hash {
    struct vd_kv *kv;
    void (*ready)(void *arg);
    void *arg;
    struct vd_errand errand;
    struct vd_kv_hold hold;
    struct vd_job job;
    struct vd_kv_hash_result result;
    struct vd_pos next;
    int64_t newest_at; /* what lies at or below the floor counts if it is the newest up to here */
    int rc;
    bool is_busy, is_closed, is_held;
};

static void destroy(struct vd_kv_hash *hash)
{
    if (hash->is_held)
        vd_kv_release(hash->kv, &hash->hold);
    vd_free(hash);
}

/* It is over, one way or the other. */
static void conclude(struct vd_kv_hash *hash, int rc)
{
    hash->rc = rc;
    hash->is_busy = false;
    vd_kv_release(hash->kv, &hash->hold);
    hash->is_held = false;
    vd_kv_call_keeper(hash->kv); /* a compaction may have waited */
    if (hash->is_closed)
        destroy(hash);
    else
        hash->ready(hash->arg);
}

/* --- a slice ----------------------------------------------------------------------------------
 */

struct slice {
    struct vd_kv_hash *hash;
    const struct vd_index_root *root;
    size_t events, bytes;
};

static bool counts(const struct slice *slice, const struct vd_entry *entry)
{
    const struct vd_kv_hash *hash = slice->hash;
    struct vd_index_hit hit;

    if (entry->pos.revision > hash->result.floor)
        return true;
    if (entry->type == VD_ENTRY_DELETE)
        return false;
    return vd_index_get(slice->root, entry->key, (struct vd_pos){hash->newest_at + 1, 0}, &hit) &&
           vd_pos_cmp(vd_version_pos(hit.version), entry->pos) == 0;
}

static uint8_t *put_place(uint8_t *to, const struct vd_entry *entry)
{
    uint64_t revision = htobe64((uint64_t)entry->pos.revision), sub = htobe64(entry->pos.sub);

    memcpy(to, &revision, 8);
    to[8] = '_';
    memcpy(to + 9, &sub, 8);
    to[17] = 't';
    return to + (entry->type == VD_ENTRY_DELETE ? 18 : 17);
}

static uint8_t *put_int(uint8_t *to, unsigned field, int64_t value)
{
    if (!value)
        return to;
    *to++ = (uint8_t)(field << 3);
    return to + vd_varint_put(to, (uint64_t)value);
}

static uint8_t *put_len(uint8_t *to, unsigned field, size_t len)
{
    *to++ = (uint8_t)(field << 3 | 2);
    return to + vd_varint_put(to, len);
}

static uint32_t add(uint32_t crc, const struct vd_entry *entry)
{
    enum { KEY = 1, CREATE_REVISION, MOD_REVISION, VERSION, VALUE, LEASE };
    uint8_t bytes[ENTRY_BYTES], *to = put_len(put_place(bytes, entry), KEY, entry->key.len);

    crc = vd_crc32c(crc, bytes, (size_t)(to - bytes));
    crc = vd_crc32c(crc, entry->key.ptr, entry->key.len);
    if (entry->type == VD_ENTRY_DELETE)
        return crc;
    to = put_int(bytes, CREATE_REVISION, entry->create_revision);
    to = put_int(to, MOD_REVISION, entry->pos.revision);
    to = put_int(to, VERSION, entry->version);
    if (entry->value.len)
        to = put_len(to, VALUE, entry->value.len);
    crc = vd_crc32c(crc, bytes, (size_t)(to - bytes));
    crc = vd_crc32c(crc, entry->value.ptr, entry->value.len);
    to = put_int(bytes, LEASE, entry->lease);
    return vd_crc32c(crc, bytes, (size_t)(to - bytes));
}

static int see(void *arg, const struct vd_entry *entry)
{
    struct slice *slice = arg;
    struct vd_kv_hash *hash = slice->hash;

    if (entry->pos.revision > hash->result.revision)
        return VD_END;
    if (slice->bytes >= SLICE_BYTES || slice->events == SLICE_EVENTS)
        return VD_WAIT;
    slice->events++;
    slice->bytes += entry->key.len + entry->value.len;
    hash->next = (struct vd_pos){entry->pos.revision, entry->pos.sub + 1};
    if (counts(slice, entry))
        hash->result.hash = add(hash->result.hash, entry);
    return 0;
}

/* etcd looks at what is the newest at the floor instead where nothing is left at the revision. */
static void choose_newest_at(struct vd_kv_hash *hash, const struct vd_index_root *root)
{
    struct vd_index_iter iter;
    struct vd_index_hit hit;

    vd_index_iter_init(&iter, root, VD_SLICE("\0"), VD_SLICE("\0"),
                       (struct vd_pos){hash->result.revision + 1, 0});
    hash->newest_at = vd_index_iter_next(&iter, &hit) ? hash->result.revision : hash->result.floor;
}

static int run_slice(struct vd_kv_hash *hash, unsigned slot)
{
    struct slice slice = {.hash = hash, .root = vd_kv_view(hash->kv, slot)->root};
    struct vd_history_reader *reader;
    int rc = vd_kv_reader(hash->kv, slot, &reader);

    if (!rc)
        rc = vd_history_reader_begin(reader);
    if (rc)
        return rc;
    if (!hash->newest_at)
        choose_newest_at(hash, slice.root);
    rc = vd_history_scan(reader, hash->next, VD_HISTORY_VALUES, see, &slice);
    vd_history_reader_reset(reader);
    return rc;
}

static void slice_run(struct vd_job *job, unsigned slot)
{
    struct vd_kv_hash *hash = vd_container_of(job, struct vd_kv_hash, job);
    bool pinned = vd_kv_pin(hash->kv, slot);

    hash->rc = run_slice(hash, slot);
    vd_kv_unpin(hash->kv, slot, pinned);
}

static void slice_done(struct vd_job *job)
{
    struct vd_kv_hash *hash = vd_container_of(job, struct vd_kv_hash, job);
    struct vd_kv_env *env = &hash->kv->env;

    if (hash->rc == VD_WAIT && !hash->is_closed) {
        env->submit_job(env->arg, &hash->job);
        return;
    }
    if (hash->rc == VD_END)
        hash->result.hash = ~hash->result.hash;
    conclude(hash, hash->rc == VD_END ? 0 : hash->rc);
}

/* --- from the beginning to the end -------------------------------------------------------------
 */

static void carried(struct vd_job *job)
{
    struct vd_kv_hash *hash = vd_container_of(job, struct vd_kv_hash, errand.job);
    struct vd_kv_env *env = &hash->kv->env;

    if (hash->errand.rc || hash->is_closed)
        conclude(hash, hash->errand.rc);
    else
        env->submit_job(env->arg, &hash->job);
}

static int check_revision(const struct vd_view *view, int64_t revision)
{
    if (revision > view->head)
        return VD_FUTURE;
    return revision > 0 && revision < view->floor ? VD_COMPACTED : 0;
}

/* The floor may rise between the look at it and the hold: then there is a newer one. */
static int hold_floor(struct vd_kv_hash *hash, unsigned slot, int64_t revision)
{
    const struct vd_view *view;
    int rc;

    do {
        view = vd_kv_view(hash->kv, slot);
        rc = check_revision(view, revision);
        if (rc)
            return rc;
        hash->result.floor = view->floor;
        hash->result.revision = revision ? revision : view->head;
        rc = vd_kv_hold(hash->kv, view->floor, &hash->hold);
    } while (rc == VD_COMPACTED);
    return rc;
}

int vd_kv_hash_open(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal,
                    int64_t revision, void (*ready)(void *arg), void *arg,
                    struct vd_kv_hash **out_hash)
{
    static const char begin[] = "key"; /* how etcd begins */
    struct vd_kv_hash *hash;
    int rc = vd_access_check(principal, VD_ACCESS_ADMIN, VD_SLICE_EMPTY, VD_SLICE_EMPTY);

    if (rc)
        return rc;
    hash = vd_alloc_zero(sizeof(*hash));
    if (!hash)
        return -ENOMEM;
    hash->kv = kv;
    hash->ready = ready;
    hash->arg = arg;
    hash->result.hash = vd_crc32c(~0u, begin, sizeof(begin) - 1);
    rc = hold_floor(hash, slot, revision);
    if (rc) {
        vd_free(hash);
        return rc;
    }
    hash->is_held = hash->is_busy = true;
    hash->job = (struct vd_job){.slot = slot, .run = slice_run, .done = slice_done};
    hash->errand.kind = VD_ERRAND_CARRY;
    vd_errand_post(kv, slot, &hash->errand, carried);
    *out_hash = hash;
    return 0;
}

void vd_kv_hash_close(struct vd_kv_hash *hash)
{
    if (!hash)
        return;
    hash->is_closed = true;
    if (!hash->is_busy)
        destroy(hash);
}

int vd_kv_hash_result(const struct vd_kv_hash *hash, struct vd_kv_hash_result *out_result)
{
    if (hash->is_busy)
        return VD_WAIT;
    if (!hash->rc)
        *out_result = hash->result;
    return hash->rc;
}
