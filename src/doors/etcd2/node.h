/* SPDX-License-Identifier: Apache-2.0 */
/* A node as answers show it, and how it is written. */
#ifndef VD_DOORS_ETCD2_NODE_H
#define VD_DOORS_ETCD2_NODE_H

#include "core/peek.h"
#include "doors/etcd2/cause.h"
#include "doors/etcd2/state.h"
#include "wire/json.h"

/* Slices are borrowed. */
struct vd_etcd2_node {
    struct vd_slice stem;
    struct vd_slice value;
    bool dir, has_value; /* a file has one, unless it is gone */
    int64_t expires_ms;  /* since 1970; 0: never */
    int64_t at_ms;       /* what its time to live is counted from */
    int64_t modified, created;
};

/* What the event of a put made, seen at a time. A directory is modified when it is created. */
void vd_etcd2_node_of_event(const struct vd_event *event, struct vd_slice stem, bool is_marker,
                            int64_t at_ms, struct vd_etcd2_node *out_node);
/* A directory that nobody made, seen in a key below it. */
void vd_etcd2_node_implied(const struct vd_peek *first, struct vd_slice stem,
                           struct vd_etcd2_node *out_node);
/* When its lease says that it runs out, which may be later than it was told. */
void vd_etcd2_node_ask_lease(struct vd_etcd2_node *node, struct vd_etcd2 *door,
                             const struct vd_principal *principal, int64_t lease);

/* The object up to its children, and what follows them. */
void vd_etcd2_node_begin(struct vd_json *json, struct vd_etcd2 *door,
                         const struct vd_etcd2_node *node);
void vd_etcd2_node_end(struct vd_json *json, const struct vd_etcd2_node *node);

/* The whole text of an event; either node may be NULL. */
void vd_etcd2_event_write(struct vd_buf *buf, struct vd_etcd2 *door, enum vd_etcd2_action action,
                          const struct vd_etcd2_node *node, const struct vd_etcd2_node *prev);

#endif
