/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd2/stats.h"

#include "base/metrics.h"
#include "wire/json.h"

static const struct {
    const char *success_name, *fail_name;
    enum vd_metric success, fail;
} STATS[VD_ETCD2_STATS] = {
    {"getsSuccess", "getsFail", VD_M_V2_GETS, VD_M_V2_GETS_FAILED},
    {"setsSuccess", "setsFail", VD_M_V2_SETS, VD_M_V2_SETS_FAILED},
    {"deleteSuccess", "deleteFail", VD_M_V2_DELETES, VD_M_V2_DELETES_FAILED},
    {"updateSuccess", "updateFail", VD_M_V2_UPDATES, VD_M_V2_UPDATES_FAILED},
    {"createSuccess", "createFail", VD_M_V2_CREATES, VD_M_V2_CREATES_FAILED},
    {"compareAndSwapSuccess", "compareAndSwapFail", VD_M_V2_SWAPS, VD_M_V2_SWAPS_FAILED},
    {"compareAndDeleteSuccess", "compareAndDeleteFail", VD_M_V2_COMPARE_DELETES,
     VD_M_V2_COMPARE_DELETES_FAILED},
};

static enum vd_etcd2_stat of_put(const struct vd_etcd2_params *params)
{
    if (params->has_prev_exist && !params->prev_exist)
        return VD_ETCD2_STAT_CREATE;
    if (params->prev_index || params->prev_value.len)
        return VD_ETCD2_STAT_CAS;
    return params->has_prev_exist ? VD_ETCD2_STAT_UPDATE : VD_ETCD2_STAT_SETS;
}

enum vd_etcd2_stat vd_etcd2_stats_of(const struct vd_etcd2_request *request)
{
    const struct vd_etcd2_params *params = &request->params;

    switch (request->method) {
    case VD_ETCD2_M_HEAD:
    case VD_ETCD2_M_GET:
        return VD_ETCD2_STAT_GETS;
    case VD_ETCD2_M_PUT:
        return of_put(params);
    case VD_ETCD2_M_POST:
        return VD_ETCD2_STAT_CREATE;
    case VD_ETCD2_M_DELETE:
        break;
    }
    return params->prev_index || params->prev_value.len ? VD_ETCD2_STAT_CAD : VD_ETCD2_STAT_DELETE;
}

void vd_etcd2_stats_count(enum vd_etcd2_stat stat, bool success)
{
    vd_metric_add(success ? STATS[stat].success : STATS[stat].fail, 1);
}

void vd_etcd2_stats_watch(bool begins)
{
    if (begins) {
        vd_metric_add(VD_M_V2_WATCHES, 1);
        vd_metric_add(VD_M_V2_WATCHERS, 1);
    } else {
        vd_metric_sub(VD_M_V2_WATCHERS, 1);
    }
}

void vd_etcd2_stats_write(struct vd_buf *buf, struct vd_etcd2 *door)
{
    struct vd_kv_stats stats;
    struct vd_json json;

    vd_kv_stats(door->env.kv, &stats);
    vd_json_init(&json, buf);
    vd_json_object(&json);
    for (unsigned i = 0; i < VD_ETCD2_STATS; i++) {
        vd_json_add_uint(&json, STATS[i].success_name, vd_metric_read(STATS[i].success));
        vd_json_add_uint(&json, STATS[i].fail_name, vd_metric_read(STATS[i].fail));
    }
    vd_json_add_uint(&json, "expireCount", stats.leases_expired);
    vd_json_add_uint(&json, "watchers", vd_metric_read(VD_M_V2_WATCHERS));
    vd_json_object_end(&json);
}
