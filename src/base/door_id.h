/* SPDX-License-Identifier: Apache-2.0 */
/* The doors by number, for what is counted of each. A new door has its row here, and nothing else
 * in this room knows what a door is. */
#ifndef VD_BASE_DOOR_ID_H
#define VD_BASE_DOOR_ID_H

/* X(id, name): the name is what /watchers and the label `door` of metrics say. */
#define VD_DOOR_IDS(X)                                                                             \
    X(ETCD3, "etcd3")                                                                              \
    X(GATEWAY, "gateway")                                                                          \
    X(ETCD2, "etcd2")                                                                              \
    X(LIVE, "live")                                                                                \
    X(FEED, "feed")                                                                                \
    X(KUBE, "kube")

#define VD_DOOR_ID_ENUM(id, name) VD_DOOR_##id,
enum vd_door_id { VD_DOOR_IDS(VD_DOOR_ID_ENUM) VD_DOOR_ID_COUNT };
#undef VD_DOOR_ID_ENUM

const char *vd_door_id_name(enum vd_door_id door);

#endif
