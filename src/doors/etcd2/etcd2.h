/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The etcd v2 door: /v2/keys and what stands beside it, over HTTP. A node of a tree is a view of
 * the one key space; docs/doors/etcd2.md says what that can show and what it cannot.
 */
#ifndef VD_DOORS_ETCD2_ETCD2_H
#define VD_DOORS_ETCD2_ETCD2_H

#include "doors/door.h"

extern const struct vd_door vd_door_etcd2;

#endif
