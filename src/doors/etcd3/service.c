/* SPDX-License-Identifier: Apache-2.0 */
/* Every method that etcd v3 has, and which of them are served. */
#include "base/alloc.h"
#include "doors/etcd3/alarm.h"
#include "doors/etcd3/auth.h"
#include "doors/etcd3/cluster.h"
#include "doors/etcd3/election.h"
#include "doors/etcd3/etcd3.h"
#include "doors/etcd3/gateway.h"
#include "doors/etcd3/health.h"
#include "doors/etcd3/kv.h"
#include "doors/etcd3/lease.h"
#include "doors/etcd3/lock.h"
#include "doors/etcd3/maintenance.h"
#include "doors/etcd3/member.h"
#include "doors/etcd3/watch.h"
#include "rpc/server.h"
#include "wire/utf8.h"

#include <errno.h>

#define KV          "/etcdserverpb.KV/"
#define WATCH       "/etcdserverpb.Watch/"
#define LEASE       "/etcdserverpb.Lease/"
#define CLUSTER     "/etcdserverpb.Cluster/"
#define MAINTENANCE "/etcdserverpb.Maintenance/"
#define AUTH        "/etcdserverpb.Auth/"
#define LOCK        "/v3lockpb.Lock/"
#define ELECTION    "/v3electionpb.Election/"
#define HEALTH      "/grpc.health.v1.Health/"

static const struct vd_rpc_method METHODS[] = {
    {KV "Range", VD_RPC_UNARY, &VD_ETCD3_RANGE},
    {KV "RangeStream", VD_RPC_SERVER_STREAM, NULL},
    {KV "Put", VD_RPC_UNARY, &VD_ETCD3_PUT},
    {KV "DeleteRange", VD_RPC_UNARY, &VD_ETCD3_DELETE},
    {KV "Txn", VD_RPC_UNARY, &VD_ETCD3_TXN},
    {KV "Compact", VD_RPC_UNARY, &VD_ETCD3_COMPACT},

    {WATCH "Watch", VD_RPC_BIDI, &VD_ETCD3_WATCH},

    {LEASE "LeaseGrant", VD_RPC_UNARY, &VD_ETCD3_LEASE_GRANT},
    {LEASE "LeaseRevoke", VD_RPC_UNARY, &VD_ETCD3_LEASE_REVOKE},
    {LEASE "LeaseKeepAlive", VD_RPC_BIDI, &VD_ETCD3_LEASE_KEEP_ALIVE},
    {LEASE "LeaseTimeToLive", VD_RPC_UNARY, &VD_ETCD3_LEASE_TIME_TO_LIVE},
    {LEASE "LeaseLeases", VD_RPC_UNARY, &VD_ETCD3_LEASE_LEASES},

    {CLUSTER "MemberAdd", VD_RPC_UNARY, &VD_ETCD3_MEMBER_ADD},
    {CLUSTER "MemberRemove", VD_RPC_UNARY, &VD_ETCD3_MEMBER_REMOVE},
    {CLUSTER "MemberUpdate", VD_RPC_UNARY, &VD_ETCD3_MEMBER_UPDATE},
    {CLUSTER "MemberList", VD_RPC_UNARY, &VD_ETCD3_MEMBER_LIST},
    {CLUSTER "MemberPromote", VD_RPC_UNARY, &VD_ETCD3_MEMBER_PROMOTE},

    {MAINTENANCE "Alarm", VD_RPC_UNARY, &VD_ETCD3_ALARM},
    {MAINTENANCE "Status", VD_RPC_UNARY, &VD_ETCD3_STATUS},
    {MAINTENANCE "Defragment", VD_RPC_UNARY, &VD_ETCD3_DEFRAGMENT},
    {MAINTENANCE "Hash", VD_RPC_UNARY, &VD_ETCD3_HASH},
    {MAINTENANCE "HashKV", VD_RPC_UNARY, &VD_ETCD3_HASH_KV},
    {MAINTENANCE "Snapshot", VD_RPC_SERVER_STREAM, &VD_ETCD3_SNAPSHOT},
    {MAINTENANCE "MoveLeader", VD_RPC_UNARY, &VD_ETCD3_MOVE_LEADER},
    {MAINTENANCE "Downgrade", VD_RPC_UNARY, &VD_ETCD3_DOWNGRADE},

    {AUTH "AuthEnable", VD_RPC_UNARY, NULL},
    {AUTH "AuthDisable", VD_RPC_UNARY, &VD_ETCD3_AUTH_DISABLE},
    {AUTH "AuthStatus", VD_RPC_UNARY, &VD_ETCD3_AUTH_STATUS},
    {AUTH "Authenticate", VD_RPC_UNARY, &VD_ETCD3_AUTHENTICATE},
    {AUTH "UserAdd", VD_RPC_UNARY, NULL},
    {AUTH "UserGet", VD_RPC_UNARY, &VD_ETCD3_NO_SUCH_USER},
    {AUTH "UserList", VD_RPC_UNARY, &VD_ETCD3_NO_USERS},
    {AUTH "UserDelete", VD_RPC_UNARY, NULL},
    {AUTH "UserChangePassword", VD_RPC_UNARY, NULL},
    {AUTH "UserGrantRole", VD_RPC_UNARY, NULL},
    {AUTH "UserRevokeRole", VD_RPC_UNARY, NULL},
    {AUTH "RoleAdd", VD_RPC_UNARY, NULL},
    {AUTH "RoleGet", VD_RPC_UNARY, &VD_ETCD3_NO_SUCH_ROLE},
    {AUTH "RoleList", VD_RPC_UNARY, &VD_ETCD3_NO_ROLES},
    {AUTH "RoleDelete", VD_RPC_UNARY, NULL},
    {AUTH "RoleGrantPermission", VD_RPC_UNARY, NULL},
    {AUTH "RoleRevokePermission", VD_RPC_UNARY, NULL},

    {LOCK "Lock", VD_RPC_UNARY, &VD_ETCD3_LOCK},
    {LOCK "Unlock", VD_RPC_UNARY, &VD_ETCD3_UNLOCK},

    {ELECTION "Campaign", VD_RPC_UNARY, &VD_ETCD3_CAMPAIGN},
    {ELECTION "Proclaim", VD_RPC_UNARY, &VD_ETCD3_PROCLAIM},
    {ELECTION "Leader", VD_RPC_UNARY, &VD_ETCD3_LEADER},
    {ELECTION "Observe", VD_RPC_SERVER_STREAM, &VD_ETCD3_OBSERVE},
    {ELECTION "Resign", VD_RPC_UNARY, &VD_ETCD3_RESIGN},

    {HEALTH "Check", VD_RPC_UNARY, &VD_ETCD3_HEALTH_CHECK},
    {HEALTH "Watch", VD_RPC_SERVER_STREAM, &VD_ETCD3_HEALTH_WATCH},
};

static enum vd_rpc_code admit(const struct vd_request *request, const char **out_message)
{
    for (uint32_t i = 0; i < request->header_count; i++)
        if (vd_slice_eq(request->headers[i].name, VD_SLICE("client-api-version")) &&
            !vd_utf8_is_valid(request->headers[i].value)) {
            *out_message = VD_ETCD3_CLIENT_VERSION.message;
            return VD_ETCD3_CLIENT_VERSION.code;
        }
    return VD_RPC_OK;
}

const struct vd_rpc_service VD_ETCD3_SERVICE = {METHODS, VD_COUNT(METHODS), admit,
                                                VD_ETCD3_DEADLINE, VD_ETCD3_STOPPED};

static int door_open(const struct vd_door_env *env, void **out_state)
{
    struct vd_etcd3 *door = vd_alloc(sizeof(*door));
    int rc;

    if (!door)
        return -ENOMEM;
    vd_etcd3_init(door, env);
    rc = vd_rpc_server_add(env->rpc, &VD_ETCD3_SERVICE, door);
    if (rc == 0)
        rc = vd_etcd3_gateway_new(env->rpc, &door->gateway);
    if (rc) {
        vd_free(door);
        return rc < 0 ? rc : -EEXIST;
    }
    *out_state = door;
    return 0;
}

static void door_close(void *state)
{
    struct vd_etcd3 *door = state;

    vd_etcd3_gateway_free(door->gateway);
    vd_etcd3_deinit(door);
    vd_free(door);
}

static int open_gateway(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    const struct vd_etcd3 *door = arg;

    return vd_etcd3_gateway_open(door->gateway, x, request);
}

static const struct vd_route ROUTES[] = {{.path = "/v3/", .open = open_gateway},
                                         {.path = "/v3beta/", .open = open_gateway}};

const struct vd_door vd_door_etcd3 = {.name = "etcd3",
                                      .open = door_open,
                                      .routes = ROUTES,
                                      .route_count = VD_COUNT(ROUTES),
                                      .close = door_close};
