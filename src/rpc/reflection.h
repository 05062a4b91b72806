/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gRPC server reflection (grpc/doc/server-reflection.md), v1 and v1alpha, whose messages are the
 * same: which services are served here, and the descriptors of everything in proto/. So tools like
 * grpcurl need no .proto file. A stream takes its questions one after another and is not listened
 * to while answers wait for its window.
 */
#ifndef VD_RPC_REFLECTION_H
#define VD_RPC_REFLECTION_H

#include "rpc/server.h"

/* Adds both services; they list whatever is registered when they are asked, methods that are only
 * known by name left out. -ENOMEM, VD_EXISTS. */
VD_MUST_CHECK int vd_rpc_reflection_add(struct vd_rpc_server *server);

#endif
