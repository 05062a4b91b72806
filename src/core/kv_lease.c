/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lease.h"

#include "base/alloc.h"
#include "core/kv_private.h"

#include <errno.h>

struct vd_lease_list {
    size_t count;
};

void vd_kv_set_time(struct vd_kv *kv, int64_t monotonic_ms)
{
}

int64_t vd_kv_next_due(struct vd_kv *kv)
{
    return INT64_MAX;
}

unsigned vd_kv_alarms(const struct vd_kv *kv)
{
    return atomic_load_explicit(&kv->no_space, memory_order_relaxed) ? 1u << VD_ALARM_NOSPACE : 0;
}

int vd_lease_renew(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal,
                   int64_t id, int64_t now_ms, int64_t *out_ttl_ms)
{
    int rc = vd_access_check(principal, VD_ACCESS_WRITE, VD_SLICE_EMPTY, VD_SLICE_EMPTY);

    return rc ? rc : VD_LEASE_GONE;
}

int vd_lease_info(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal, int64_t id,
                  int64_t now_ms, struct vd_lease_info *out_info)
{
    int rc = vd_access_check(principal, VD_ACCESS_READ, VD_SLICE_EMPTY, VD_SLICE_EMPTY);

    return rc ? rc : VD_LEASE_GONE;
}

int vd_lease_keys(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal, int64_t id,
                  const struct vd_slice *after, struct vd_slice *out_keys, size_t max,
                  size_t *out_count)
{
    int rc = vd_access_check(principal, VD_ACCESS_READ, VD_SLICE_EMPTY, VD_SLICE_EMPTY);

    return rc ? rc : VD_LEASE_GONE;
}

int vd_lease_list_new(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal,
                      struct vd_lease_list **out_list)
{
    struct vd_lease_list *list;
    int rc = vd_access_check(principal, VD_ACCESS_READ, VD_SLICE_EMPTY, VD_SLICE_EMPTY);

    if (rc)
        return rc;
    list = vd_alloc_zero(sizeof(*list));
    if (!list)
        return -ENOMEM;
    *out_list = list;
    return 0;
}

int vd_lease_list_step(struct vd_lease_list *list, struct vd_kv *kv, unsigned slot)
{
    return 0;
}

size_t vd_lease_list_count(const struct vd_lease_list *list)
{
    return list->count;
}

size_t vd_lease_list_next(struct vd_lease_list *list, int64_t *out_ids, size_t max)
{
    return 0;
}

void vd_lease_list_free(struct vd_lease_list *list)
{
    vd_free(list);
}
