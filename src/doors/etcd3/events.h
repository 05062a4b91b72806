/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events as watches are sent them: the `events` fields of a WatchResponse and nothing around them,
 * so that all who want them alike share the bytes (doors/runs.h); what differs between watches
 * (header, id) goes before.
 */
#ifndef VD_DOORS_ETCD3_EVENTS_H
#define VD_DOORS_ETCD3_EVENTS_H

#include "doors/runs.h"

/* How a watch wants its events; part of what an encoding is known by. */
enum vd_etcd3_variant { VD_ETCD3_PREV_KV = 1, VD_ETCD3_NO_PUT = 2, VD_ETCD3_NO_DELETE = 4 };

/* Whether a watch of this variant is shown the event. */
static inline bool vd_etcd3_wants(unsigned variant, const struct vd_event *event)
{
    return !(variant & (event->type == VD_EVENT_DELETE ? VD_ETCD3_NO_DELETE : VD_ETCD3_NO_PUT));
}

/* For vd_runs; of no arg. */
extern const struct vd_run_encoder vd_etcd3_events;

/* The encoding of a batch, or of whole revisions at its front; as vd_runs_get. */
VD_MUST_CHECK static inline int vd_etcd3_events_get(struct vd_runs *runs,
                                                    const struct vd_batch *batch, unsigned variant,
                                                    struct vd_run_piece *out_piece)
{
    return vd_runs_get(runs, batch, variant, SIZE_MAX, UINT32_MAX, out_piece);
}

#endif
