/* SPDX-License-Identifier: Apache-2.0 */
/* GET /watch/KEY as a WebSocket: many watches, and writes, on one socket. */
#ifndef VD_DOORS_LIVE_WS_H
#define VD_DOORS_LIVE_WS_H

#include "doors/live/state.h"
#include "http/exchange.h"

/* Takes over a request that asks for a WebSocket, and answers it. key: what stands behind
 * "/watch/", encoded; with neither a key nor a query the socket begins without a watch. */
void vd_live_ws_open(struct vd_live *live, struct vd_exchange *x, struct vd_slice key,
                     const struct vd_request *request);

#endif
