/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"

#include "base/alloc.h"
#include "base/check.h"

struct vd_bytes *vd_bytes_new(size_t len)
{
    struct vd_bytes *bytes;

    if (len > UINT32_MAX)
        return NULL;
    bytes = vd_alloc(sizeof(*bytes) + len);
    if (!bytes)
        return NULL;
    atomic_init(&bytes->refs, 1);
    bytes->len = (uint32_t)len;
    return bytes;
}

struct vd_bytes *vd_bytes_copy(struct vd_slice from)
{
    struct vd_bytes *bytes = vd_bytes_new(from.len);

    if (bytes && from.len)
        memcpy(bytes->data, from.ptr, from.len);
    return bytes;
}

struct vd_bytes *vd_bytes_ref(struct vd_bytes *bytes)
{
    uint32_t before = atomic_fetch_add_explicit(&bytes->refs, 1, memory_order_relaxed);

    vd_assert(before > 0);
    return bytes;
}

void vd_bytes_unref(struct vd_bytes *bytes)
{
    if (bytes && atomic_fetch_sub_explicit(&bytes->refs, 1, memory_order_acq_rel) == 1)
        vd_free(bytes);
}
