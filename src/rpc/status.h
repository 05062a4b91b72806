/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a gRPC call ends: one of these codes (gRPC's statuscodes page) and a text.
 */
#ifndef VD_RPC_STATUS_H
#define VD_RPC_STATUS_H

#include "base/slice.h"

enum vd_rpc_code {
    VD_RPC_OK,
    VD_RPC_CANCELED,
    VD_RPC_UNKNOWN,
    VD_RPC_INVALID_ARGUMENT,
    VD_RPC_DEADLINE_EXCEEDED,
    VD_RPC_NOT_FOUND,
    VD_RPC_ALREADY_EXISTS,
    VD_RPC_PERMISSION_DENIED,
    VD_RPC_RESOURCE_EXHAUSTED,
    VD_RPC_FAILED_PRECONDITION,
    VD_RPC_ABORTED,
    VD_RPC_OUT_OF_RANGE,
    VD_RPC_UNIMPLEMENTED,
    VD_RPC_INTERNAL,
    VD_RPC_UNAVAILABLE,
    VD_RPC_DATA_LOSS,
    VD_RPC_UNAUTHENTICATED,
    VD_RPC_CODES
};

/* The code as a header value ("0" to "16"); static. */
struct vd_slice vd_rpc_code_digits(enum vd_rpc_code code);
/* The code as gRPC's own Go library spells it ("PermissionDenied"); static. */
const char *vd_rpc_code_name(enum vd_rpc_code code);

#endif
