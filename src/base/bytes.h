/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shared immutable bytes: one allocation, one atomic count. For what many readers hold at
 * once (an encoding, a large value); everything else borrows slices.
 */
#ifndef VD_BASE_BYTES_H
#define VD_BASE_BYTES_H

#include "base/slice.h"

#include <stdatomic.h>

struct vd_bytes {
    _Atomic uint32_t refs;
    uint32_t len;
    uint8_t data[];
};

/* New bytes with one reference, contents unset (fill before sharing); NULL: no memory. */
struct vd_bytes *vd_bytes_new(size_t len);
struct vd_bytes *vd_bytes_copy(struct vd_slice from);
struct vd_bytes *vd_bytes_ref(struct vd_bytes *bytes);
void vd_bytes_unref(struct vd_bytes *bytes);

static inline struct vd_slice vd_bytes_slice(const struct vd_bytes *bytes)
{
    return vd_slice(bytes->data, bytes->len);
}

#endif
