/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The etcd v3 door: its gRPC services, translated to the store journal (docs/doors/etcd3.md says
 * which of them are served).
 */
#ifndef VD_DOORS_ETCD3_ETCD3_H
#define VD_DOORS_ETCD3_ETCD3_H

#include "doors/door.h"

extern const struct vd_door vd_door_etcd3;

#endif
