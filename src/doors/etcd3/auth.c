/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/auth.h"

static const struct vd_etcd3_error NOT_ENABLED = {VD_RPC_FAILED_PRECONDITION,
                                                  "etcdserver: authentication is not enabled"};
static const struct vd_etcd3_error NO_USER = {VD_RPC_FAILED_PRECONDITION,
                                              "etcdserver: user name not found"};
static const struct vd_etcd3_error NO_ROLE = {VD_RPC_FAILED_PRECONDITION,
                                              "etcdserver: role name not found"};

/* Whatever is asked, the answer is the same. */
static void any_message(struct vd_call *call, struct vd_slice message)
{
    (void)message;
    vd_call_ready(call, true);
}

static void say_not_enabled(struct vd_call *call, struct vd_slice message)
{
    (void)message;
    vd_etcd3_fail(call, &NOT_ENABLED);
}

static void say_no_user(struct vd_call *call, struct vd_slice message)
{
    (void)message;
    vd_etcd3_fail(call, &NO_USER);
}

static void say_no_role(struct vd_call *call, struct vd_slice message)
{
    (void)message;
    vd_etcd3_fail(call, &NO_ROLE);
}

static enum vd_fill empty_fill(struct vd_call *call, struct vd_out *out)
{
    return vd_etcd3_reply_header(call, out, vd_etcd3_head(vd_call_arg(call)));
}

/* Disabled, at the revision that etcd's user store begins with. */
static enum vd_fill status_fill(struct vd_call *call, struct vd_out *out)
{
    enum { AUTH_REVISION = 3 };
    struct vd_etcd3 *door = vd_call_arg(call);
    const struct vd_etcd3_header *header = vd_etcd3_header_of(door, vd_etcd3_head(door));
    struct vd_buf body;

    vd_buf_init(&body, 0);
    vd_buf_append(&body, header->bytes, header->len);
    vd_pb_add_uint(&body, AUTH_REVISION, 1);
    return vd_etcd3_reply(call, out, &body);
}

const struct vd_rpc_ops VD_ETCD3_AUTH_STATUS = {0, any_message, status_fill, NULL, NULL};
const struct vd_rpc_ops VD_ETCD3_AUTH_DISABLE = {0, any_message, empty_fill, NULL, NULL};
const struct vd_rpc_ops VD_ETCD3_AUTHENTICATE = {0, say_not_enabled, vd_etcd3_no_fill, NULL, NULL};
const struct vd_rpc_ops VD_ETCD3_NO_USERS = {0, any_message, empty_fill, NULL, NULL};
const struct vd_rpc_ops VD_ETCD3_NO_ROLES = {0, any_message, empty_fill, NULL, NULL};
const struct vd_rpc_ops VD_ETCD3_NO_SUCH_USER = {0, say_no_user, vd_etcd3_no_fill, NULL, NULL};
const struct vd_rpc_ops VD_ETCD3_NO_SUCH_ROLE = {0, say_no_role, vd_etcd3_no_fill, NULL, NULL};
