/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gRPC services of a loop: a request's path is looked up, its headers are checked, and it
 * becomes a call or is refused with a status. Closed to everything it does not know.
 */
#ifndef VD_RPC_SERVER_H
#define VD_RPC_SERVER_H

#include "rpc/call.h"

struct vd_rpc_server;

/* NULL: no memory. No call may be open when it is freed. */
struct vd_rpc_server *vd_rpc_server_new(void);
void vd_rpc_server_free(struct vd_rpc_server *server);
/* The largest message of a peer that services added from now on take; 0:
 * VD_RPC_RECEIVE_MAX_BYTES, as it is at first. */
void vd_rpc_server_set_receive_max(struct vd_rpc_server *server, uint32_t bytes);
/* The service's methods answer with `arg` from now on. -ENOMEM, VD_EXISTS (nothing was added). */
VD_MUST_CHECK int vd_rpc_server_add(struct vd_rpc_server *server,
                                    const struct vd_rpc_service *service, void *arg);
/* The first of all methods, in the order of registration; NULL: none. */
const struct vd_rpc_entry *vd_rpc_server_first(const struct vd_rpc_server *server);
/* NULL: it is not registered. */
const struct vd_rpc_entry *vd_rpc_server_find(const struct vd_rpc_server *server,
                                              struct vd_slice path);
/* "/package.Service/Method" without its slashes and its method. */
struct vd_slice vd_rpc_service_of(const char *path);

/*
 * `open` of a struct vd_route (http/exchange.h), with the server as arg. Refuses: a method other
 * than POST (405); a content-type that is not gRPC (415); and with a status: unknown services and
 * methods, a path without its slash, compressed requests (UNIMPLEMENTED), a deadline that cannot be
 * read (INTERNAL).
 */
int vd_rpc_server_open(struct vd_exchange *x, const struct vd_request *request, void *arg);

#endif
