/* SPDX-License-Identifier: Apache-2.0 */
/* Maintenance.Status and Cluster.MemberList. */
#ifndef VD_DOORS_ETCD3_MEMBER_H
#define VD_DOORS_ETCD3_MEMBER_H

#include "doors/etcd3/state.h"

extern const struct vd_rpc_ops VD_ETCD3_STATUS, VD_ETCD3_MEMBER_LIST;

#endif
