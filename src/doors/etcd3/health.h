/* SPDX-License-Identifier: Apache-2.0 */
/* grpc.health.v1.Health: the one service, "", is serving for as long as it can answer. */
#ifndef VD_DOORS_ETCD3_HEALTH_H
#define VD_DOORS_ETCD3_HEALTH_H

#include "doors/etcd3/state.h"

extern const struct vd_rpc_ops VD_ETCD3_HEALTH_CHECK, VD_ETCD3_HEALTH_WATCH;

#endif
