/* SPDX-License-Identifier: Apache-2.0 */
#include "http/pending.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>

enum { SPARE_MAX = 256, SPARE_BYTES = 1024, LEAST_BYTES = 88 };

static struct vd_pending *make(struct vd_pending_pool *pool, size_t cap)
{
    struct vd_pending *pending = pool->spare;

    if (pending && pending->cap >= cap) {
        pool->spare = pending->next;
        pool->spare_count--;
        return pending;
    }
    cap = VD_MAX(cap, (size_t)LEAST_BYTES);
    pending = vd_alloc(sizeof(*pending) + cap);
    if (pending)
        pending->cap = (uint32_t)cap;
    return pending;
}

static void let_go(struct vd_pending_pool *pool, struct vd_pending *pending)
{
    if (pending->is_shared)
        return;
    if (pool->spare_count == SPARE_MAX || pending->cap > SPARE_BYTES) {
        vd_free(pending);
        return;
    }
    pending->next = pool->spare;
    pool->spare = pending;
    pool->spare_count++;
}

void vd_pending_pool_deinit(struct vd_pending_pool *pool)
{
    struct vd_pending *pending;

    while ((pending = pool->spare)) {
        pool->spare = pending->next;
        vd_free(pending);
    }
    pool->spare_count = 0;
}

void vd_pending_drop(struct vd_pending_pool *pool, struct vd_pending **pending)
{
    if (*pending)
        let_go(pool, *pending);
    *pending = NULL;
}

/* One of its own, in which there is room for n bytes more. */
static struct vd_pending *enlarge(struct vd_pending_pool *pool, struct vd_pending *old, size_t n)
{
    size_t cap = old ? VD_MAX(old->len + n, (size_t)old->cap + old->cap / 2) : n;
    struct vd_pending *pending = make(pool, VD_MIN(cap, (size_t)UINT32_MAX));

    if (!pending)
        return NULL;
    pending->is_shared = false;
    pending->len = pending->head_len = pending->body_len = pending->body_at = 0;
    if (!old)
        return pending;
    pending->len = old->len;
    pending->head_len = old->head_len;
    pending->body_len = old->body_len;
    pending->body_at = old->body_at;
    memcpy(pending->bytes, old->bytes, old->len);
    let_go(pool, old);
    return pending;
}

int vd_pending_append(struct vd_pending_pool *pool, struct vd_pending **pending,
                      struct vd_slice bytes)
{
    struct vd_pending *p = *pending;

    if (bytes.len > UINT32_MAX - (p ? p->len : 0))
        return VD_TOO_LARGE;
    if (!p || p->is_shared || bytes.len > p->cap - p->len) {
        p = enlarge(pool, p, bytes.len);
        if (!p)
            return -ENOMEM;
        *pending = p;
    }
    if (bytes.len)
        memcpy(p->bytes + p->len, bytes.ptr, bytes.len);
    p->len += (uint32_t)bytes.len;
    return 0;
}

struct vd_pending *vd_pending_share(struct vd_slice head)
{
    struct vd_pending *pending = vd_alloc_zero(sizeof(*pending) + head.len);

    if (!pending)
        return NULL;
    memcpy(pending->bytes, head.ptr, head.len);
    pending->cap = pending->len = pending->head_len = (uint32_t)head.len;
    pending->is_shared = true;
    return pending;
}
