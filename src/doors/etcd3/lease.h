/* SPDX-License-Identifier: Apache-2.0 */
/* The Lease service. */
#ifndef VD_DOORS_ETCD3_LEASE_H
#define VD_DOORS_ETCD3_LEASE_H

#include "doors/etcd3/state.h"

extern const struct vd_rpc_ops VD_ETCD3_LEASE_GRANT, VD_ETCD3_LEASE_REVOKE,
    VD_ETCD3_LEASE_KEEP_ALIVE, VD_ETCD3_LEASE_TIME_TO_LIVE, VD_ETCD3_LEASE_LEASES;

#endif
