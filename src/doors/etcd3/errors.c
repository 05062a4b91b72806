/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/errors.h"

#include "base/check.h"

#include <errno.h>

const struct vd_etcd3_error VD_ETCD3_EMPTY_KEY = {VD_RPC_INVALID_ARGUMENT,
                                                  "etcdserver: key is not provided"};
const struct vd_etcd3_error VD_ETCD3_KEY_NOT_FOUND = {VD_RPC_INVALID_ARGUMENT,
                                                      "etcdserver: key not found"};
const struct vd_etcd3_error VD_ETCD3_VALUE_PROVIDED = {VD_RPC_INVALID_ARGUMENT,
                                                       "etcdserver: value is provided"};
const struct vd_etcd3_error VD_ETCD3_LEASE_PROVIDED = {VD_RPC_INVALID_ARGUMENT,
                                                       "etcdserver: lease is provided"};
const struct vd_etcd3_error VD_ETCD3_TOO_MANY_OPS = {
    VD_RPC_INVALID_ARGUMENT, "etcdserver: too many operations in txn request"};
const struct vd_etcd3_error VD_ETCD3_DUPLICATE_KEY = {
    VD_RPC_INVALID_ARGUMENT, "etcdserver: duplicate key given in txn request"};
const struct vd_etcd3_error VD_ETCD3_SORT_OPTION = {VD_RPC_INVALID_ARGUMENT,
                                                    "etcdserver: invalid sort option"};
const struct vd_etcd3_error VD_ETCD3_CLIENT_VERSION = {VD_RPC_INVALID_ARGUMENT,
                                                       "etcdserver: invalid client api version"};
const struct vd_etcd3_error VD_ETCD3_REQUEST_TOO_LARGE = {VD_RPC_INVALID_ARGUMENT,
                                                          "etcdserver: request is too large"};
const struct vd_etcd3_error VD_ETCD3_BAD_MESSAGE = {
    VD_RPC_INTERNAL, "grpc: error unmarshalling request: malformed protocol buffer"};
const struct vd_etcd3_error VD_ETCD3_COMPACTED = {
    VD_RPC_OUT_OF_RANGE, "etcdserver: mvcc: required revision has been compacted"};
const struct vd_etcd3_error VD_ETCD3_FUTURE = {
    VD_RPC_OUT_OF_RANGE, "etcdserver: mvcc: required revision is a future revision"};
const struct vd_etcd3_error VD_ETCD3_TTL_TOO_LARGE = {VD_RPC_OUT_OF_RANGE,
                                                      "etcdserver: too large lease TTL"};
const struct vd_etcd3_error VD_ETCD3_NO_MEMORY = {VD_RPC_RESOURCE_EXHAUSTED,
                                                  "vedette: out of memory"};

static const struct vd_etcd3_error LEASE_NOT_FOUND = {VD_RPC_NOT_FOUND,
                                                      "etcdserver: requested lease not found"};
static const struct vd_etcd3_error LEASE_EXISTS = {VD_RPC_FAILED_PRECONDITION,
                                                   "etcdserver: lease already exists"};
static const struct vd_etcd3_error TOO_MANY_REQUESTS = {VD_RPC_RESOURCE_EXHAUSTED,
                                                        "etcdserver: too many requests"};
static const struct vd_etcd3_error NO_SPACE = {VD_RPC_RESOURCE_EXHAUSTED,
                                               "etcdserver: mvcc: database space exceeded"};
static const struct vd_etcd3_error DENIED = {VD_RPC_PERMISSION_DENIED,
                                             "etcdserver: permission denied"};
static const struct vd_etcd3_error NOT_CAPABLE = {VD_RPC_FAILED_PRECONDITION,
                                                  "etcdserver: not capable"};
static const struct vd_etcd3_error CORRUPT = {VD_RPC_DATA_LOSS, "etcdserver: corrupt cluster"};
static const struct vd_etcd3_error STOPPED = {VD_RPC_UNAVAILABLE, VD_ETCD3_STOPPED};
/* Outcomes that no call of this door can end with, and failures of the machine. */
static const struct vd_etcd3_error INTERNAL = {VD_RPC_UNKNOWN, "vedette: internal error"};

static const struct vd_etcd3_error *error_of_outcome(enum vd_outcome outcome)
{
    switch (outcome) {
    case VD_COMPACTED:
        return &VD_ETCD3_COMPACTED;
    case VD_FUTURE:
        return &VD_ETCD3_FUTURE;
    case VD_NOT_FOUND:
        return &VD_ETCD3_KEY_NOT_FOUND;
    case VD_EXISTS:
        return &LEASE_EXISTS;
    case VD_INVALID:
        return &VD_ETCD3_SORT_OPTION;
    case VD_LEASE_GONE:
        return &LEASE_NOT_FOUND;
    case VD_TOO_LARGE:
        return &VD_ETCD3_REQUEST_TOO_LARGE;
    case VD_TOO_MANY:
        return &TOO_MANY_REQUESTS;
    case VD_OVER_QUOTA:
        return &NO_SPACE;
    case VD_DENIED:
        return &DENIED;
    case VD_READ_ONLY:
        return &NOT_CAPABLE;
    case VD_CORRUPT:
        return &CORRUPT;
    case VD_UNAVAILABLE:
        return &STOPPED;
    case VD_OK:
    case VD_WAIT:
    case VD_AGAIN:
    case VD_END:
    case VD_CONFLICT:
        return &INTERNAL;
    }
    return &INTERNAL;
}

const struct vd_etcd3_error *vd_etcd3_error_of(int rc)
{
    if (rc == -ENOMEM)
        return &VD_ETCD3_NO_MEMORY;
    if (rc < 0)
        return &INTERNAL;
    return error_of_outcome((enum vd_outcome)rc);
}
