/* SPDX-License-Identifier: Apache-2.0 */
/*
 * etcd's JSON gateway: every RPC by POST or WebSocket under /v3/… (and /v3beta/…, as etcd 3.4 has
 * it). Which path is which method is a table; how it is said is rpc/json_call.h.
 */
#ifndef VD_DOORS_ETCD3_GATEWAY_H
#define VD_DOORS_ETCD3_GATEWAY_H

#include "http/exchange.h"
#include "rpc/server.h"

struct vd_etcd3_gateway;

/* The services are registered when it is first asked. 0; -ENOMEM. */
VD_MUST_CHECK int vd_etcd3_gateway_new(const struct vd_rpc_server *rpc,
                                       struct vd_etcd3_gateway **out_gateway);
void vd_etcd3_gateway_free(struct vd_etcd3_gateway *gateway);
/* For a path that begins with /v3/ or /v3beta/. As a route's `open`. */
int vd_etcd3_gateway_open(struct vd_etcd3_gateway *gateway, struct vd_exchange *x,
                          const struct vd_request *request);

/* Whether a method ("/package.Service/Method") has a path. */
bool vd_etcd3_gateway_has(const char *method);

#endif
