/* SPDX-License-Identifier: Apache-2.0 */
/* /version, /health, /livez, /readyz and /metrics, as etcd answers them. */
#ifndef VD_DOORS_OPS_OPS_H
#define VD_DOORS_OPS_OPS_H

#include "doors/door.h"

extern const struct vd_door vd_door_ops;
/* /watchers, which tells of keys, and so is not on listeners for metrics. */
extern const struct vd_door vd_door_watchers;

#endif
