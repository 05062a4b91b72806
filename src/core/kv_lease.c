/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Leases and the clock: what doors ask of them, when a loop must have a turn for them, and the
 * role's part that is not in a write.
 */
#include "core/lease.h"

#include "base/check.h"
#include "base/metrics.h"
#include "core/kv_private.h"
#include "core/lease_table.h"

enum { DUE_STEP_MS = 100, KEYS_PIECE = 64, RETRY_MS = 500 };

void vd_kv_set_time(struct vd_kv *kv, int64_t monotonic_ms)
{
    vd_lease_table_set_time(kv->leases, monotonic_ms);
}

/* What could not be revoked is not tried again at once. */
static int64_t due_at(const struct vd_kv *kv)
{
    int64_t due = vd_lease_table_due_at(kv->leases);

    if (atomic_load_explicit(&kv->alarms, memory_order_relaxed) & 1u << VD_ALARM_CORRUPT)
        return INT64_MAX;
    return VD_MAX(due, atomic_load_explicit(&kv->expire_after_ms, memory_order_relaxed));
}

bool vd_kv_has_due(const struct vd_kv *kv)
{
    int64_t now = vd_lease_table_time(kv->leases);

    return now != INT64_MIN && due_at(kv) <= now;
}

/* Those that are due at nearly the same time share a turn. */
static int64_t rounded(int64_t due)
{
    return due == INT64_MIN || due > INT64_MAX - DUE_STEP_MS
               ? due
               : (due + DUE_STEP_MS - 1) / DUE_STEP_MS * DUE_STEP_MS;
}

/* What is due already was seen to in this turn, or waits for whoever has the role, who gives
 * somebody a turn when it is done. */
static int64_t wanted_at(const struct vd_kv *kv)
{
    return vd_kv_has_due(kv) ? INT64_MAX : rounded(due_at(kv));
}

/* Who makes it earlier looks at what was answered here, after that; so one of the two sees the
 * other. */
int64_t vd_kv_next_due(struct vd_kv *kv)
{
    int64_t told;

    do {
        told = wanted_at(kv);
        atomic_store(&kv->told_due_ms, told);
    } while (wanted_at(kv) < told);
    return told;
}

void vd_kv_tell_due(struct vd_kv *kv)
{
    if (wanted_at(kv) < atomic_load(&kv->told_due_ms))
        kv->env.lead(kv->env.arg, 0);
}

void vd_kv_expire_later(struct vd_kv *kv)
{
    atomic_store(&kv->expire_after_ms, vd_lease_table_time(kv->leases) + RETRY_MS);
}

/* The lease that the newest version of a key names, 0: none. */
static int64_t lease_now(const struct vd_kv *kv, const struct vd_key *key)
{
    struct vd_index_hit hit;

    return vd_index_get(vd_index_working(kv->index), vd_key_slice(key), (struct vd_pos){0, 0}, &hit)
               ? hit.version->lease
               : 0;
}

bool vd_kv_detach_some(struct vd_kv *kv)
{
    struct vd_lease_changes *changes = &kv->apply.changes;
    const struct vd_lease_change *change;

    for (unsigned i = 0; i < kv->options.slice_steps && (change = vd_lease_changes_first(changes));
         i++) {
        if (change->from && lease_now(kv, change->key) != change->from)
            vd_lease_table_detach(kv->leases, change->from, change->key);
        vd_lease_changes_drop_first(changes);
    }
    kv->is_detached = !changes->count;
    return kv->is_detached;
}

int vd_lease_renew(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal,
                   int64_t id, int64_t now_ms, int64_t *out_ttl_ms)
{
    int rc = vd_access_check(principal, VD_ACCESS_WRITE, VD_SLICE_EMPTY, VD_SLICE_EMPTY);

    if (!rc)
        rc = vd_lease_table_renew(kv->leases, vd_kv_view(kv, slot)->log_index, id, now_ms,
                                  out_ttl_ms);
    if (!rc)
        vd_metric_add(VD_M_LEASES_RENEWED, 1);
    return rc;
}

int vd_lease_info(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal, int64_t id,
                  int64_t now_ms, struct vd_lease_info *out_info)
{
    int rc = vd_access_check(principal, VD_ACCESS_READ, VD_SLICE_EMPTY, VD_SLICE_EMPTY);

    return rc ? rc
              : vd_lease_table_info(kv->leases, vd_kv_view(kv, slot)->log_index, id, now_ms,
                                    out_info);
}

static int check_keys(const struct vd_principal *principal, const struct vd_slice *keys,
                      size_t count)
{
    int rc = 0;

    for (size_t i = 0; i < count && !rc; i++)
        rc = vd_access_check(principal, VD_ACCESS_READ, keys[i], VD_SLICE_EMPTY);
    return rc;
}

int vd_lease_keys(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal, int64_t id,
                  struct vd_slice *after, struct vd_slice *out_keys, size_t max, size_t *out_count)
{
    const struct vd_view *view = vd_kv_view(kv, slot);
    struct vd_index_hit hits[KEYS_PIECE];
    size_t count = 0, n;
    int rc = vd_access_check(principal, VD_ACCESS_READ, VD_SLICE_EMPTY, VD_SLICE_EMPTY);

    if (rc)
        return rc;
    do {
        rc = vd_lease_table_keys(kv->leases, view->log_index, view->root, id, after, hits,
                                 VD_MIN((size_t)KEYS_PIECE, max - count), &n);
        if (rc && rc != VD_AGAIN)
            return rc;
        for (size_t i = 0; i < n; i++)
            out_keys[count++] = vd_key_slice(hits[i].key);
    } while (rc == VD_AGAIN && n == KEYS_PIECE && count < max);
    *out_count = count;
    return check_keys(principal, out_keys, count) ? VD_DENIED : rc;
}
