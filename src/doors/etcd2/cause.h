/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What v2 has to remember of a change that the key space has no place for: the cause of its
 * events. All events of a revision have the same one, those of missing parents too: the node that
 * the request was about is the last event of a put, and what a deletion names by its length.
 *
 *   VD_CAUSE_ETCD2, action | flags, created index, expiration in ms, [stem length, expiration
 *   before]: varints; the last two of deletions
 */
#ifndef VD_DOORS_ETCD2_CAUSE_H
#define VD_DOORS_ETCD2_CAUSE_H

#include "core/event.h"

enum vd_etcd2_action {
    VD_ETCD2_GET,
    VD_ETCD2_SET,
    VD_ETCD2_CREATE,
    VD_ETCD2_UPDATE,
    VD_ETCD2_CAS,
    VD_ETCD2_DELETE,
    VD_ETCD2_CAD,
    VD_ETCD2_EXPIRE,
    VD_ETCD2_ACTIONS
};

const char *vd_etcd2_action_name(enum vd_etcd2_action action);

struct vd_etcd2_cause {
    bool is_v2; /* a request of v2 */
    enum vd_etcd2_action action;
    bool refresh, dir;
    int64_t created;         /* index; 0: the event's own revision */
    int64_t expires_ms;      /* since 1970, 0: never */
    size_t stem_len;         /* of a deletion: of what was deleted; 0: of the event's key alone */
    int64_t prev_expires_ms; /* of what was deleted */
};

enum { VD_ETCD2_CAUSE_BYTES = 2 + 4 * 10 };

/* Returns the length. */
size_t vd_etcd2_cause_write(const struct vd_etcd2_cause *cause, uint8_t *to);
/* Of any event; a cause of somebody else, or none, is a set or a delete. */
void vd_etcd2_cause_read(const struct vd_event *event, struct vd_etcd2_cause *out_cause);

#endif
