/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Watch service: each watch is a cursor in the store journal, and the stream is pulled.
 *
 * What a client may rely on: replies to requests come in their order; no event of a watch comes
 * before the reply that it is created, or after the reply that it is canceled; the events of one
 * revision come in one response, or in fragments of one; a progress response of revision R comes
 * after everything at or below R.
 */
#ifndef VD_DOORS_ETCD3_WATCH_H
#define VD_DOORS_ETCD3_WATCH_H

#include "doors/etcd3/state.h"

extern const struct vd_rpc_ops VD_ETCD3_WATCH;

#endif
