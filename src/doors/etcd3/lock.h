/* SPDX-License-Identifier: Apache-2.0 */
/* v3lockpb.Lock: a name is locked by who is first in its line (contest.h). */
#ifndef VD_DOORS_ETCD3_LOCK_H
#define VD_DOORS_ETCD3_LOCK_H

#include "doors/etcd3/state.h"

extern const struct vd_rpc_ops VD_ETCD3_LOCK, VD_ETCD3_UNLOCK;

#endif
