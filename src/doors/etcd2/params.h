/* SPDX-License-Identifier: Apache-2.0 */
/* What a request to /v2/keys asks for: its query, and the form in its body. */
#ifndef VD_DOORS_ETCD2_PARAMS_H
#define VD_DOORS_ETCD2_PARAMS_H

#include "base/arena.h"
#include "doors/etcd2/errors.h"

enum vd_etcd2_method {
    VD_ETCD2_M_HEAD,
    VD_ETCD2_M_GET,
    VD_ETCD2_M_PUT,
    VD_ETCD2_M_POST,
    VD_ETCD2_M_DELETE
};

struct vd_etcd2_params {
    struct vd_slice value, prev_value; /* borrowed from the arena, or from what was parsed */
    uint64_t prev_index, wait_index;
    uint64_t ttl_s;
    bool has_ttl;
    bool has_prev_exist, prev_exist;
    bool refresh, recursive, sorted, wait, dir, quorum, stream, no_value_on_success;
};

/* Of two names the first counts, and those of the form come before those of the query. form: empty
 * where none came. On anything but NULL, which is good, it is the answer. */
const struct vd_etcd2_error *vd_etcd2_params_read(struct vd_arena *arena,
                                                  enum vd_etcd2_method method,
                                                  struct vd_slice query, struct vd_slice form,
                                                  struct vd_etcd2_params *out_params);

#endif
