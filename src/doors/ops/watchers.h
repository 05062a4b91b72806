/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /watchers: every watch of every door, in JSON (docs/doors/ops.md). A bounded number of them
 * is named, those that are furthest behind unless it is paged through; the answer is made as it is
 * sent.
 */
#ifndef VD_DOORS_OPS_WATCHERS_H
#define VD_DOORS_OPS_WATCHERS_H

#include "doors/door.h"

/* As struct vd_route has it; arg is the loop's environment. */
int vd_ops_open_watchers(struct vd_exchange *x, const struct vd_request *request, void *arg);

#endif
