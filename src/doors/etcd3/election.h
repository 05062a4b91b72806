/* SPDX-License-Identifier: Apache-2.0 */
/* v3electionpb.Election: who is first in a name's line (contest.h) leads, and says what stands in
 * its key; everybody may watch who it is. */
#ifndef VD_DOORS_ETCD3_ELECTION_H
#define VD_DOORS_ETCD3_ELECTION_H

#include "doors/etcd3/state.h"

extern const struct vd_rpc_ops VD_ETCD3_CAMPAIGN, VD_ETCD3_PROCLAIM, VD_ETCD3_RESIGN,
    VD_ETCD3_LEADER, VD_ETCD3_OBSERVE;

#endif
