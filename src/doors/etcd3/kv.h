/* SPDX-License-Identifier: Apache-2.0 */
/* The KV service: reads answer from the published state, writes when they are durable. */
#ifndef VD_DOORS_ETCD3_KV_H
#define VD_DOORS_ETCD3_KV_H

#include "doors/etcd3/state.h"

extern const struct vd_rpc_ops VD_ETCD3_RANGE, VD_ETCD3_PUT, VD_ETCD3_DELETE, VD_ETCD3_TXN,
    VD_ETCD3_COMPACT;

#endif
