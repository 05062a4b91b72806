/* SPDX-License-Identifier: Apache-2.0 */
#include "core/access.h"

#include <stdatomic.h>

static _Atomic(vd_access_hook) access_hook;

int vd_access_check(const struct vd_principal *principal, enum vd_access access,
                    struct vd_slice key, struct vd_slice end)
{
    vd_access_hook hook = atomic_load_explicit(&access_hook, memory_order_relaxed);

    return hook ? hook(principal, access, key, end) : 0;
}

void vd_access_set_hook(vd_access_hook hook)
{
    atomic_store_explicit(&access_hook, hook, memory_order_relaxed);
}
