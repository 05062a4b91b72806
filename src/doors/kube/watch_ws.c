/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/watch.h"

int vd_kube_ws_open(struct vd_kube_call *call, const struct vd_kube_watching *watching)
{
    (void)call;
    vd_kube_show_drop(watching->show);
    return VD_UNAVAILABLE;
}
