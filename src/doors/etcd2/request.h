/* SPDX-License-Identifier: Apache-2.0 */
/* A request to /v2/keys once it is complete, and the three that take it from there. */
#ifndef VD_DOORS_ETCD2_REQUEST_H
#define VD_DOORS_ETCD2_REQUEST_H

#include "doors/etcd2/params.h"
#include "doors/etcd2/state.h"

enum { VD_ETCD2_REQUEST_BYTES = 512 };

struct vd_etcd2_request {
    struct vd_etcd2 *door;
    struct vd_exchange *x; /* NULL: gone */
    enum vd_etcd2_method method;
    struct vd_principal principal; /* outlives the connection */
    struct vd_slice stem;          /* of the node */
    struct vd_etcd2_params params;
    struct vd_arena arena; /* has all of the above */
    struct vd_buf body;    /* which params may point into */
    struct vd_slice encoded_path, query;
    bool is_form, is_too_large;
    uint8_t memory[VD_ETCD2_REQUEST_BYTES];
};

void vd_etcd2_request_free(struct vd_etcd2_request *request);

/* Each has the request from then on, and sets the exchange's handler. 0; -ENOMEM, and the request
 * is still the caller's. */
VD_MUST_CHECK int vd_etcd2_get_begin(struct vd_etcd2_request *request);
VD_MUST_CHECK int vd_etcd2_write_begin(struct vd_etcd2_request *request);
VD_MUST_CHECK int vd_etcd2_watch_begin(struct vd_etcd2_request *request);

/* keys.c: the route. */
int vd_etcd2_keys_open(struct vd_exchange *x, const struct vd_request *request, void *arg);
/* other.c: everything that is not a key. */
int vd_etcd2_other_open(struct vd_exchange *x, const struct vd_request *request, void *arg);

#endif
