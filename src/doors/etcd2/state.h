/* SPDX-License-Identifier: Apache-2.0 */
/* What the requests of this door share on a loop, and how they answer. */
#ifndef VD_DOORS_ETCD2_STATE_H
#define VD_DOORS_ETCD2_STATE_H

#include "base/buf.h"
#include "doors/door.h"
#include "doors/etcd2/errors.h"
#include "doors/watching.h"

#include <stdio.h>

enum { VD_ETCD2_ID_BYTES = 17 };

struct vd_etcd2 {
    struct vd_door_env env;
    struct vd_slice root; /* what stands before the names of nodes in keys */
    char cluster_id[VD_ETCD2_ID_BYTES], member_id[VD_ETCD2_ID_BYTES];
    size_t max_request_bytes;
    struct vd_watching_sent delivered;
    struct vd_buf scratch; /* for the making of a key */
    int64_t started_ms;
};

/* --- numbers -------------------------------------------------------------------------------- */

int64_t vd_etcd2_head(const struct vd_etcd2 *door);
/* An id for a lease that nobody can have guessed. */
int64_t vd_etcd2_lease_id(void);

/* --- answers: of any request whose handler is not needed any more ------------------------------
 */

struct vd_etcd2_headers {
    char texts[3][24];
    struct vd_header fields[8];
    uint32_t count;
};

/* Content type, cluster id; then the index of an event, with what raft would say. */
void vd_etcd2_headers_init(struct vd_etcd2_headers *headers, struct vd_etcd2 *door);
void vd_etcd2_headers_index(struct vd_etcd2_headers *headers, struct vd_etcd2 *door, int64_t index);

/* Starts and finishes with a whole body (or, for HEAD, its length), which is released. If there is
 * no memory for it the exchange is broken off. */
void vd_etcd2_answer(struct vd_exchange *x, unsigned status, const struct vd_etcd2_headers *headers,
                     struct vd_buf *body);

/* index: 0 where the request could not be read. cause: of a node (a stem, which gets its slash), or
 * text. */
void vd_etcd2_fail(struct vd_exchange *x, struct vd_etcd2 *door, enum vd_etcd2_code code,
                   struct vd_slice cause, int64_t index);
void vd_etcd2_fail_at(struct vd_exchange *x, struct vd_etcd2 *door, enum vd_etcd2_code code,
                      struct vd_slice stem, int64_t index);
void vd_etcd2_fail_with(struct vd_exchange *x, struct vd_etcd2 *door,
                        const struct vd_etcd2_error *error, int64_t index);

#endif
