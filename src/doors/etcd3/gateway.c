/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/gateway.h"

#include "base/alloc.h"
#include "base/check.h"
#include "rpc/descriptors.h"
#include "rpc/json_call.h"

#include <errno.h>

#define KV          "/etcdserverpb.KV/"
#define WATCH       "/etcdserverpb.Watch/"
#define LEASE       "/etcdserverpb.Lease/"
#define CLUSTER     "/etcdserverpb.Cluster/"
#define MAINTENANCE "/etcdserverpb.Maintenance/"
#define AUTH        "/etcdserverpb.Auth/"
#define LOCK        "/v3lockpb.Lock/"
#define ELECTION    "/v3electionpb.Election/"

static const struct {
    const char *path, *method;
} ROWS[] = {
    {"kv/range", KV "Range"},
    {"kv/put", KV "Put"},
    {"kv/deleterange", KV "DeleteRange"},
    {"kv/txn", KV "Txn"},
    {"kv/compaction", KV "Compact"},

    {"watch", WATCH "Watch"},

    {"lease/grant", LEASE "LeaseGrant"},
    {"lease/revoke", LEASE "LeaseRevoke"},
    {"kv/lease/revoke", LEASE "LeaseRevoke"},
    {"lease/keepalive", LEASE "LeaseKeepAlive"},
    {"lease/timetolive", LEASE "LeaseTimeToLive"},
    {"kv/lease/timetolive", LEASE "LeaseTimeToLive"},
    {"lease/leases", LEASE "LeaseLeases"},
    {"kv/lease/leases", LEASE "LeaseLeases"},

    {"cluster/member/add", CLUSTER "MemberAdd"},
    {"cluster/member/remove", CLUSTER "MemberRemove"},
    {"cluster/member/update", CLUSTER "MemberUpdate"},
    {"cluster/member/list", CLUSTER "MemberList"},
    {"cluster/member/promote", CLUSTER "MemberPromote"},

    {"maintenance/alarm", MAINTENANCE "Alarm"},
    {"maintenance/status", MAINTENANCE "Status"},
    {"maintenance/defragment", MAINTENANCE "Defragment"},
    {"maintenance/hash", MAINTENANCE "Hash"},
    {"maintenance/hashkv", MAINTENANCE "HashKV"},
    {"maintenance/snapshot", MAINTENANCE "Snapshot"},
    {"maintenance/transfer-leadership", MAINTENANCE "MoveLeader"},
    {"maintenance/downgrade", MAINTENANCE "Downgrade"},

    {"auth/enable", AUTH "AuthEnable"},
    {"auth/disable", AUTH "AuthDisable"},
    {"auth/status", AUTH "AuthStatus"},
    {"auth/authenticate", AUTH "Authenticate"},
    {"auth/user/add", AUTH "UserAdd"},
    {"auth/user/get", AUTH "UserGet"},
    {"auth/user/list", AUTH "UserList"},
    {"auth/user/delete", AUTH "UserDelete"},
    {"auth/user/changepw", AUTH "UserChangePassword"},
    {"auth/user/grant", AUTH "UserGrantRole"},
    {"auth/user/revoke", AUTH "UserRevokeRole"},
    {"auth/role/add", AUTH "RoleAdd"},
    {"auth/role/get", AUTH "RoleGet"},
    {"auth/role/list", AUTH "RoleList"},
    {"auth/role/delete", AUTH "RoleDelete"},
    {"auth/role/grant", AUTH "RoleGrantPermission"},
    {"auth/role/revoke", AUTH "RoleRevokePermission"},

    {"lock/lock", LOCK "Lock"},
    {"lock/unlock", LOCK "Unlock"},

    {"election/campaign", ELECTION "Campaign"},
    {"election/proclaim", ELECTION "Proclaim"},
    {"election/leader", ELECTION "Leader"},
    {"election/observe", ELECTION "Observe"},
    {"election/resign", ELECTION "Resign"},
};

/* Empty until a loop is asked in JSON for the first time: few are. */
struct vd_etcd3_gateway {
    const struct vd_rpc_server *rpc;
    struct vd_schema *schema;
    struct vd_json_calls *calls;                   /* NULL: empty */
    struct vd_json_method methods[VD_COUNT(ROWS)]; /* of the row at the same place */
};

void vd_etcd3_gateway_free(struct vd_etcd3_gateway *gateway)
{
    if (!gateway)
        return;
    for (size_t i = 0; i < VD_COUNT(ROWS); i++)
        vd_json_method_deinit(&gateway->methods[i]);
    vd_json_calls_free(gateway->calls);
    vd_schema_free(gateway->schema);
    vd_free(gateway);
}

static int fill_in(struct vd_etcd3_gateway *gateway)
{
    int rc = gateway->schema ? 0 : vd_schema_new(vd_rpc_descriptors, &gateway->schema);

    vd_assert(rc <= 0); /* it is our own */
    if (rc)
        return rc;
    gateway->calls = vd_json_calls_new(gateway->schema);
    if (!gateway->calls)
        return -ENOMEM;
    for (size_t i = 0; i < VD_COUNT(ROWS); i++) {
        const struct vd_rpc_entry *entry =
            vd_rpc_server_find(gateway->rpc, vd_slice_str(ROWS[i].method));

        vd_assert(entry);
        rc = vd_json_method_init(&gateway->methods[i], gateway->calls, entry);
        vd_assert(rc == 0);
    }
    return 0;
}

int vd_etcd3_gateway_new(const struct vd_rpc_server *rpc, struct vd_etcd3_gateway **out_gateway)
{
    struct vd_etcd3_gateway *gateway = vd_alloc_zero(sizeof(*gateway));

    if (!gateway)
        return -ENOMEM;
    gateway->rpc = rpc;
    *out_gateway = gateway;
    return 0;
}

/* What follows /v3/ or /v3beta/. */
static struct vd_slice below(struct vd_slice path)
{
    static const struct vd_slice PREFIXES[] = {VD_SLICE("/v3/"), VD_SLICE("/v3beta/")};

    for (size_t i = 0; i < VD_COUNT(PREFIXES); i++)
        if (vd_slice_starts_with(path, PREFIXES[i]))
            return vd_slice(path.ptr + PREFIXES[i].len, path.len - PREFIXES[i].len);
    return VD_SLICE_EMPTY;
}

static void answer_options(struct vd_exchange *x)
{
    static const struct vd_header ALLOW = {VD_SLICE("allow"), VD_SLICE("POST, OPTIONS")};

    vd_exchange_start(x, 200, &ALLOW, 1);
    vd_exchange_finish(x, NULL, 0);
}

int vd_etcd3_gateway_open(struct vd_etcd3_gateway *gateway, struct vd_exchange *x,
                          const struct vd_request *request)
{
    struct vd_slice path = below(request->path);
    int rc = gateway->calls ? 0 : fill_in(gateway);

    if (rc)
        return rc;
    for (size_t i = 0; i < VD_COUNT(ROWS); i++)
        if (vd_slice_eq(vd_slice_str(ROWS[i].path), path)) {
            if (vd_slice_eq(request->method, VD_SLICE("POST")) || request->upgrade.len)
                return vd_json_method_open(&gateway->methods[i], x, request);
            if (vd_slice_eq(request->method, VD_SLICE("OPTIONS")))
                answer_options(x);
            else
                vd_json_refuse(x, 405, VD_RPC_UNIMPLEMENTED, VD_SLICE("Method Not Allowed"));
            return 0;
        }
    vd_json_refuse(x, 404, VD_RPC_NOT_FOUND, VD_SLICE("Not Found"));
    return 0;
}

bool vd_etcd3_gateway_has(const char *method)
{
    for (size_t i = 0; i < VD_COUNT(ROWS); i++)
        if (strcmp(ROWS[i].method, method) == 0)
            return true;
    return false;
}
