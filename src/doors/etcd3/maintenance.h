/* SPDX-License-Identifier: Apache-2.0 */
/* The Maintenance service, but for Status (member.h) and Alarm (alarm.h). */
#ifndef VD_DOORS_ETCD3_MAINTENANCE_H
#define VD_DOORS_ETCD3_MAINTENANCE_H

#include "doors/etcd3/state.h"

extern const struct vd_rpc_ops VD_ETCD3_DEFRAGMENT, VD_ETCD3_HASH, VD_ETCD3_HASH_KV,
    VD_ETCD3_SNAPSHOT, VD_ETCD3_MOVE_LEADER, VD_ETCD3_DOWNGRADE;

/* What core answered to a snapshot or a defragmentation. Never for 0. */
const struct vd_etcd3_error *vd_etcd3_maintenance_error_of(int rc);

#endif
