/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd2/errors.h"

#include "base/check.h"

#include <errno.h>

struct row {
    enum vd_etcd2_code code;
    unsigned status;
    const char *message;
};

static const struct row ROWS[] = {
    {VD_ETCD2_KEY_NOT_FOUND, 404, "Key not found"},
    {VD_ETCD2_TEST_FAILED, 412, "Compare failed"},
    {VD_ETCD2_NOT_FILE, 403, "Not a file"},
    {VD_ETCD2_NOT_DIR, 400, "Not a directory"},
    {VD_ETCD2_NODE_EXISTS, 412, "Key already exists"},
    {VD_ETCD2_ROOT_READ_ONLY, 400, "Root is read only"},
    {VD_ETCD2_DIR_NOT_EMPTY, 403, "Directory not empty"},
    {VD_ETCD2_UNAUTHORIZED, 401, "The request requires user authentication"},
    {VD_ETCD2_PREV_VALUE_REQUIRED, 400, "PrevValue is Required in POST form"},
    {VD_ETCD2_TTL_NAN, 400, "The given TTL in POST form is not a number"},
    {VD_ETCD2_INDEX_NAN, 400, "The given index in POST form is not a number"},
    {VD_ETCD2_INVALID_FIELD, 400, "Invalid field"},
    {VD_ETCD2_INVALID_FORM, 400, "Invalid POST form"},
    {VD_ETCD2_REFRESH_VALUE, 400, "Value provided on refresh"},
    {VD_ETCD2_REFRESH_TTL, 400, "A TTL must be provided on refresh"},
    {VD_ETCD2_INTERNAL, 500, "Raft Internal Error"},
    {VD_ETCD2_CLEARED, 400, "The event in requested index is outdated and cleared"},
};

static const struct row *row_of(enum vd_etcd2_code code)
{
    for (size_t i = 0; i < VD_COUNT(ROWS); i++)
        if (ROWS[i].code == code)
            return &ROWS[i];
    vd_assert(false); /* every code has a row */
    return NULL;
}

const char *vd_etcd2_message(enum vd_etcd2_code code)
{
    return row_of(code)->message;
}

unsigned vd_etcd2_status(enum vd_etcd2_code code)
{
    return row_of(code)->status;
}

static const struct vd_etcd2_error COMPACTED = {VD_ETCD2_CLEARED,
                                                "the requested history has been cleared"};
static const struct vd_etcd2_error EXISTS = {VD_ETCD2_NODE_EXISTS, ""};
static const struct vd_etcd2_error GONE = {VD_ETCD2_KEY_NOT_FOUND, ""};
/* Which etcd takes; its client asks the next server where it reads 500. */
static const struct vd_etcd2_error TOO_LARGE = {VD_ETCD2_INVALID_FORM,
                                                "etcdserver: request is too large", 413};
static const struct vd_etcd2_error TOO_MANY = {VD_ETCD2_INTERNAL, "etcdserver: too many requests"};
static const struct vd_etcd2_error NO_SPACE = {VD_ETCD2_INTERNAL,
                                               "etcdserver: mvcc: database space exceeded"};
static const struct vd_etcd2_error DENIED = {VD_ETCD2_UNAUTHORIZED, "Insufficient credentials"};
static const struct vd_etcd2_error NOT_CAPABLE = {VD_ETCD2_INTERNAL, "etcdserver: not capable"};
static const struct vd_etcd2_error CORRUPT = {VD_ETCD2_INTERNAL, "etcdserver: corrupt cluster"};
static const struct vd_etcd2_error STOPPED = {VD_ETCD2_INTERNAL, "etcdserver: server stopped"};
static const struct vd_etcd2_error NO_MEMORY = {VD_ETCD2_INTERNAL, "vedette: out of memory"};
/* Outcomes that no request of this door can end with, and failures of the machine. */
static const struct vd_etcd2_error FAILED = {VD_ETCD2_INTERNAL, "vedette: internal error"};

static const struct vd_etcd2_error *error_of_outcome(enum vd_outcome outcome)
{
    switch (outcome) {
    case VD_COMPACTED:
        return &COMPACTED;
    case VD_NOT_FOUND:
        return &GONE;
    case VD_EXISTS:
        return &EXISTS;
    case VD_TOO_LARGE:
        return &TOO_LARGE;
    case VD_TOO_MANY:
        return &TOO_MANY;
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
    case VD_FUTURE:
    case VD_CONFLICT:
    case VD_INVALID:
    case VD_LEASE_GONE:
        return &FAILED;
    }
    return &FAILED;
}

const struct vd_etcd2_error *vd_etcd2_error_of(int rc)
{
    if (rc == -ENOMEM)
        return &NO_MEMORY;
    if (rc < 0)
        return &FAILED;
    return error_of_outcome((enum vd_outcome)rc);
}
