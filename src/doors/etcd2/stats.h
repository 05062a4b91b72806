/* SPDX-License-Identifier: Apache-2.0 */
/* What /v2/stats/store counts: requests by their action, and how they ended. */
#ifndef VD_DOORS_ETCD2_STATS_H
#define VD_DOORS_ETCD2_STATS_H

#include "base/buf.h"
#include "doors/etcd2/request.h"

enum vd_etcd2_stat {
    VD_ETCD2_STAT_GETS,
    VD_ETCD2_STAT_SETS,
    VD_ETCD2_STAT_DELETE,
    VD_ETCD2_STAT_UPDATE,
    VD_ETCD2_STAT_CREATE,
    VD_ETCD2_STAT_CAS,
    VD_ETCD2_STAT_CAD,
    VD_ETCD2_STATS
};

enum vd_etcd2_stat vd_etcd2_stats_of(const struct vd_etcd2_request *request);
void vd_etcd2_stats_count(enum vd_etcd2_stat stat, bool success);
void vd_etcd2_stats_watch(bool begins);
/* The whole text. */
void vd_etcd2_stats_write(struct vd_buf *buf, struct vd_etcd2 *door);

#endif
