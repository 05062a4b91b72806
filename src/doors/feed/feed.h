/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The feed door: a topic is a key, and a gRPC stream that asked for it once is told its value for
 * as long as it listens (docs/doors/feed.md).
 */
#ifndef VD_DOORS_FEED_FEED_H
#define VD_DOORS_FEED_FEED_H

#include "doors/door.h"

extern const struct vd_door vd_door_feed;

#endif
