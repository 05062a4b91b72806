/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/discovery.h"

#include "doors/kube/status.h"

void vd_kube_discovery_open(struct vd_kube_call *call)
{
    vd_kube_refuse(call, 501, "NotImplemented", "discovery is not served yet");
}
