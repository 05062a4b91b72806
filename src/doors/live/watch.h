/* SPDX-License-Identifier: Apache-2.0 */
/* GET /watch/KEY: what is asked for, and by which way it is answered. */
#ifndef VD_DOORS_LIVE_WATCH_H
#define VD_DOORS_LIVE_WATCH_H

#include "http/exchange.h"

/* A route's open; arg: struct vd_live. */
VD_MUST_CHECK int vd_live_open_watch(struct vd_exchange *x, const struct vd_request *request,
                                     void *arg);

#endif
