/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What this server says of itself: Maintenance.Status and Cluster.MemberList. There is one member,
 * always, and it leads.
 */
#include "doors/etcd3/member.h"

#include "doors/etcd3/alarm.h"

/* Neither request says anything that we would do differently for. */
static void any_message(struct vd_call *call, struct vd_slice message)
{
    vd_call_ready(call, true);
}

static enum vd_fill status_fill(struct vd_call *call, struct vd_out *out)
{
    enum {
        VERSION = 2,
        DB_SIZE = 3,
        LEADER = 4,
        RAFT_INDEX = 5,
        RAFT_TERM = 6,
        RAFT_APPLIED_INDEX = 7,
        ERRORS = 8,
        DB_SIZE_IN_USE = 9,
        STORAGE_VERSION = 11,
        DB_SIZE_QUOTA = 12,
        DOWNGRADE_INFO = 13
    };
    struct vd_etcd3 *door = vd_call_arg(call);
    const struct vd_etcd3_header *header = vd_etcd3_header_of(door, vd_etcd3_head(door));
    struct vd_kv_stats stats;
    struct vd_buf body;

    vd_kv_stats(door->env.kv, &stats);
    vd_buf_init(&body, 0);
    vd_buf_append(&body, header->bytes, header->len);
    vd_pb_add_bytes(&body, VERSION, VD_SLICE(VD_DOOR_ETCD_VERSION));
    vd_pb_add_uint(&body, DB_SIZE, stats.history_bytes);
    vd_pb_add_uint(&body, LEADER, door->identity.member_id);
    vd_pb_add_uint(&body, RAFT_INDEX, stats.log_index);
    vd_pb_add_uint(&body, RAFT_TERM, door->identity.term);
    vd_pb_add_uint(&body, RAFT_APPLIED_INDEX, stats.log_index);
    vd_etcd3_alarm_add_errors(&body, ERRORS, door);
    vd_pb_add_uint(&body, DB_SIZE_IN_USE, stats.disk_used_bytes);
    vd_pb_add_bytes(&body, STORAGE_VERSION, VD_SLICE(VD_DOOR_ETCD_CLUSTER_VERSION));
    vd_pb_add_uint(&body, DB_SIZE_QUOTA, door->env.facts->quota_bytes);
    vd_pb_add_element(&body, DOWNGRADE_INFO, VD_SLICE_EMPTY);
    return vd_etcd3_reply(call, out, &body);
}

static int add_member(struct vd_buf *body, const struct vd_etcd3 *door)
{
    enum { MEMBERS = 2, ID = 1, NAME = 2, CLIENT_URLS = 4 };
    const struct vd_door_facts *facts = door->env.facts;
    struct vd_buf member;
    int rc;

    vd_buf_init(&member, 0);
    vd_pb_add_uint(&member, ID, door->identity.member_id);
    vd_pb_add_bytes(&member, NAME, vd_slice_str(facts->member_name));
    for (unsigned i = 0; i < facts->client_url_count; i++)
        vd_pb_add_element(&member, CLIENT_URLS, vd_slice_str(facts->client_urls[i]));
    rc = vd_buf_status(&member);
    if (rc == 0)
        vd_pb_add_element(body, MEMBERS, vd_buf_slice(&member));
    vd_buf_deinit(&member);
    return rc;
}

static enum vd_fill member_list_fill(struct vd_call *call, struct vd_out *out)
{
    struct vd_etcd3 *door = vd_call_arg(call);
    struct vd_etcd3_header header;
    struct vd_buf body;

    /* The headers of this service carry no revision. */
    vd_etcd3_header_make(&door->identity, 0, &header);
    vd_buf_init(&body, 0);
    vd_buf_append(&body, header.bytes, header.len);
    if (add_member(&body, door) != 0) {
        vd_buf_deinit(&body);
        vd_etcd3_fail(call, &VD_ETCD3_NO_MEMORY);
        return VD_FILL_IDLE;
    }
    return vd_etcd3_reply(call, out, &body);
}

const struct vd_rpc_ops VD_ETCD3_STATUS = {0, any_message, status_fill, NULL, NULL};
const struct vd_rpc_ops VD_ETCD3_MEMBER_LIST = {0, any_message, member_list_fill, NULL, NULL};
