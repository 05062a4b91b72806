/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/feed/errors.h"

#include "base/outcome.h"

#include <errno.h>

static enum vd_rpc_code code_of_outcome(enum vd_outcome outcome, const char **out_message)
{
    switch (outcome) {
    case VD_COMPACTED:
        *out_message = "the position is gone";
        return VD_RPC_OUT_OF_RANGE;
    case VD_DENIED:
        *out_message = "permission denied";
        return VD_RPC_PERMISSION_DENIED;
    case VD_INVALID:
        *out_message = "the request makes no sense";
        return VD_RPC_INVALID_ARGUMENT;
    case VD_TOO_LARGE:
    case VD_TOO_MANY:
        *out_message = "too much is asked for";
        return VD_RPC_RESOURCE_EXHAUSTED;
    case VD_CORRUPT:
        *out_message = "the store is damaged";
        return VD_RPC_DATA_LOSS;
    case VD_UNAVAILABLE:
        *out_message = VD_FEED_STOPPED;
        return VD_RPC_UNAVAILABLE;
    case VD_NOT_FOUND:
        *out_message = "there is no such topic";
        return VD_RPC_NOT_FOUND;
    /* Nothing here writes, and nothing ends with these. */
    case VD_OK:
    case VD_WAIT:
    case VD_AGAIN:
    case VD_END:
    case VD_FUTURE:
    case VD_CONFLICT:
    case VD_EXISTS:
    case VD_LEASE_GONE:
    case VD_OVER_QUOTA:
    case VD_READ_ONLY:
        break;
    }
    *out_message = "internal error";
    return VD_RPC_INTERNAL;
}

enum vd_rpc_code vd_feed_code_of(int rc, const char **out_message)
{
    if (rc == -ENOMEM) {
        *out_message = VD_FEED_NO_MEMORY;
        return VD_RPC_RESOURCE_EXHAUSTED;
    }
    return code_of_outcome(rc < 0 ? VD_OK : (enum vd_outcome)rc, out_message);
}
