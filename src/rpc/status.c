/* SPDX-License-Identifier: Apache-2.0 */
#include "rpc/status.h"

#include "base/check.h"

static const struct {
    const char *digits, *name;
} CODES[VD_RPC_CODES] = {
    [VD_RPC_OK] = {"0", "OK"},
    [VD_RPC_CANCELED] = {"1", "Canceled"},
    [VD_RPC_UNKNOWN] = {"2", "Unknown"},
    [VD_RPC_INVALID_ARGUMENT] = {"3", "InvalidArgument"},
    [VD_RPC_DEADLINE_EXCEEDED] = {"4", "DeadlineExceeded"},
    [VD_RPC_NOT_FOUND] = {"5", "NotFound"},
    [VD_RPC_ALREADY_EXISTS] = {"6", "AlreadyExists"},
    [VD_RPC_PERMISSION_DENIED] = {"7", "PermissionDenied"},
    [VD_RPC_RESOURCE_EXHAUSTED] = {"8", "ResourceExhausted"},
    [VD_RPC_FAILED_PRECONDITION] = {"9", "FailedPrecondition"},
    [VD_RPC_ABORTED] = {"10", "Aborted"},
    [VD_RPC_OUT_OF_RANGE] = {"11", "OutOfRange"},
    [VD_RPC_UNIMPLEMENTED] = {"12", "Unimplemented"},
    [VD_RPC_INTERNAL] = {"13", "Internal"},
    [VD_RPC_UNAVAILABLE] = {"14", "Unavailable"},
    [VD_RPC_DATA_LOSS] = {"15", "DataLoss"},
    [VD_RPC_UNAUTHENTICATED] = {"16", "Unauthenticated"},
};

struct vd_slice vd_rpc_code_digits(enum vd_rpc_code code)
{
    vd_assert(code < VD_RPC_CODES);
    return vd_slice_str(CODES[code].digits);
}

const char *vd_rpc_code_name(enum vd_rpc_code code)
{
    vd_assert(code < VD_RPC_CODES);
    return CODES[code].name;
}
