/* SPDX-License-Identifier: Apache-2.0 */
/* The built-in kinds alone. */
#include "doors/kube/kinds.h"

int vd_kube_kinds_open(struct vd_kube *kube, struct vd_kube_kinds **out_kinds)
{
    (void)kube;
    *out_kinds = NULL;
    return 0;
}

void vd_kube_kinds_close(struct vd_kube_kinds *kinds)
{
    (void)kinds;
}

int vd_kube_kinds_find(struct vd_kube_kinds *kinds, struct vd_slice group, struct vd_slice version,
                       struct vd_slice plural, struct vd_kube_kinds_wait *wait,
                       const struct vd_kube_kind **out_kind)
{
    const struct vd_kube_kind *kind = vd_kube_builtin_find(group, version, plural);

    (void)kinds;
    (void)wait;
    if (!kind)
        return VD_NOT_FOUND;
    *out_kind = kind;
    return 0;
}

void vd_kube_kinds_unwait(struct vd_kube_kinds_wait *wait)
{
    (void)wait;
}
