/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests that can be refused in etcd's words are; what etcd would do and we cannot (a second
 * member, other peer addresses) is refused as not implemented.
 */
#include "doors/etcd3/cluster.h"

#include "wire/protobuf.h"

#define LEN(number)    VD_PB_TAG(number, VD_PB_LEN)
#define VARINT(number) VD_PB_TAG(number, VD_PB_VARINT)

static const struct vd_etcd3_error BAD_URLS = {VD_RPC_INVALID_ARGUMENT,
                                               "etcdserver: given member URLs are invalid"};
static const struct vd_etcd3_error NO_MEMBER = {VD_RPC_NOT_FOUND, "etcdserver: member not found"};
static const struct vd_etcd3_error LAST_MEMBER = {
    VD_RPC_UNKNOWN, "etcdserver: re-configuration failed due to not enough started members"};
static const struct vd_etcd3_error NO_LEARNER = {VD_RPC_FAILED_PRECONDITION,
                                                 "etcdserver: can only promote a learner member"};
static const struct vd_etcd3_error ONE_MEMBER = {VD_RPC_UNIMPLEMENTED,
                                                 "vedette: the cluster is this one member"};

/* SCHEME://HOST:PORT, as etcd wants the addresses of peers. */
static bool is_url(struct vd_slice url)
{
    static const char *const SCHEMES[] = {"http://", "https://", "unix://", "unixs://"};

    for (size_t i = 0; i < VD_COUNT(SCHEMES); i++) {
        size_t n = strlen(SCHEMES[i]);

        if (url.len > n && !memcmp(url.ptr, SCHEMES[i], n))
            return memchr(url.ptr + n, ':', url.len - n) != NULL;
    }
    return false;
}

static void add_message(struct vd_call *call, struct vd_slice message)
{
    bool is_valid = false, has_bad = false;
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == LEN(1)) {
            is_valid = true;
            has_bad |= !is_url(field.bytes);
        }
    if (vd_pb_status(&reader) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    vd_etcd3_fail(call, is_valid && !has_bad ? &ONE_MEMBER : &BAD_URLS);
}

/* For another member than this one: there is none. */
static void refuse(struct vd_call *call, struct vd_slice message,
                   const struct vd_etcd3_error *for_this_one)
{
    const struct vd_etcd3 *door = vd_call_arg(call);
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    uint64_t id = 0;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == VARINT(1))
            id = field.value;
    if (vd_pb_status(&reader) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    vd_etcd3_fail(call, id == door->identity.member_id ? for_this_one : &NO_MEMBER);
}

static void remove_message(struct vd_call *call, struct vd_slice message)
{
    refuse(call, message, &LAST_MEMBER);
}

static void update_message(struct vd_call *call, struct vd_slice message)
{
    refuse(call, message, &ONE_MEMBER);
}

static void promote_message(struct vd_call *call, struct vd_slice message)
{
    refuse(call, message, &NO_LEARNER);
}

const struct vd_rpc_ops VD_ETCD3_MEMBER_ADD = {0, add_message, vd_etcd3_no_fill, NULL, NULL};
const struct vd_rpc_ops VD_ETCD3_MEMBER_REMOVE = {0, remove_message, vd_etcd3_no_fill, NULL, NULL};
const struct vd_rpc_ops VD_ETCD3_MEMBER_UPDATE = {0, update_message, vd_etcd3_no_fill, NULL, NULL};
const struct vd_rpc_ops VD_ETCD3_MEMBER_PROMOTE = {0, promote_message, vd_etcd3_no_fill, NULL,
                                                   NULL};
