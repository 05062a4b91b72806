/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/write.h"

#include "doors/kube/status.h"

void vd_kube_write_open(struct vd_kube_call *call)
{
    vd_kube_refuse(call, 501, "NotImplemented", "writes are not served yet");
}

void vd_kube_subresource_open(struct vd_kube_call *call)
{
    vd_kube_refuse(call, 501, "NotImplemented", "this subresource is not served yet");
}
