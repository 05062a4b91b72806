/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is counted of each method: the four families that dashboards of gRPC servers read
 * (grpc_server_*_total). A loop counts in entries of its own, without a lock and without sharing
 * a cache line; who asks for the metrics adds them up. Every method has its rows from the start.
 */
#ifndef VD_RPC_COUNTS_H
#define VD_RPC_COUNTS_H

#include "base/list.h"
#include "rpc/status.h"

#include <stdatomic.h>

struct vd_rpc_server;

struct vd_rpc_counts {
    _Atomic uint64_t started, received, sent;
    _Atomic uint64_t handled[VD_RPC_CODES];
};

/* On the thread whose counts they are. */
static inline void vd_rpc_count(_Atomic uint64_t *count, uint64_t n)
{
    atomic_store_explicit(count, atomic_load_explicit(count, memory_order_relaxed) + n,
                          memory_order_relaxed);
}

/* How many calls of a method ("/package.Service/Method") are open now, of all loops. Any thread. */
uint64_t vd_rpc_counts_open(const char *path);

/* How many of them have ended otherwise than well or canceled. */
uint64_t vd_rpc_counts_failed(const char *path);
/* How many calls of a kind (enum vd_rpc_kind) were ever begun, of all methods and loops. */
uint64_t vd_rpc_counts_started(unsigned kind);

/* A server whose entries are in the sum. */
struct vd_rpc_counted {
    struct vd_list link;
    const struct vd_rpc_server *server;
};

void vd_rpc_counts_join(struct vd_rpc_counted *counted, const struct vd_rpc_server *server);
void vd_rpc_counts_leave(struct vd_rpc_counted *counted);

#endif
