/* SPDX-License-Identifier: Apache-2.0 */
/* The Cluster service of a single member that stays one. MemberList is in member.c. */
#ifndef VD_DOORS_ETCD3_CLUSTER_H
#define VD_DOORS_ETCD3_CLUSTER_H

#include "doors/etcd3/state.h"

extern const struct vd_rpc_ops VD_ETCD3_MEMBER_ADD, VD_ETCD3_MEMBER_REMOVE, VD_ETCD3_MEMBER_UPDATE,
    VD_ETCD3_MEMBER_PROMOTE;

#endif
