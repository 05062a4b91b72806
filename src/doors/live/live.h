/* SPDX-License-Identifier: Apache-2.0 */
/* The live door: /watch/ and /kv/, for everything that speaks HTTP (docs/doors/live.md). */
#ifndef VD_DOORS_LIVE_LIVE_H
#define VD_DOORS_LIVE_LIVE_H

#include "doors/door.h"

extern const struct vd_door vd_door_live;

#endif
