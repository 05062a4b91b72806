/* SPDX-License-Identifier: Apache-2.0 */
/* /kv/KEY: values as they are, and lists of them. What its files share. */
#ifndef VD_DOORS_LIVE_KV_H
#define VD_DOORS_LIVE_KV_H

#include "base/arena.h"
#include "doors/live/errors.h"
#include "doors/live/state.h"

enum { VD_LIVE_H2_ERROR = 2 }; /* INTERNAL_ERROR */

/* What a URL asks for; slices of it or of an arena. */
struct vd_live_kv_ask {
    struct vd_slice key;
    struct vd_slice after; /* of a list: only what is behind it */
    bool is_prefix, is_keys_only, has_after;
    int64_t revision; /* 0: the newest */
    int64_t limit;    /* 0: none */
    int64_t ttl_ms, lease;
};

/* A route's open; arg: struct vd_live. */
VD_MUST_CHECK int vd_live_open_kv(struct vd_exchange *x, const struct vd_request *request,
                                  void *arg);

/* Both preconditions of a request (RFC 9110 section 13.1), as they came. */
struct vd_live_conditions {
    struct vd_slice if_match, if_none_match; /* empty: none */
};

struct vd_live_conditions vd_live_conditions_of(const struct vd_request *request);
/* Whether they hold for a key that was last changed at this revision; 0: it is not there. With
 * if_none_match alone false: *out_unchanged. */
bool vd_live_conditions_hold(const struct vd_live *live,
                             const struct vd_live_conditions *conditions, int64_t revision,
                             bool *out_unchanged);

/* Each takes the exchange over and answers it. 0; an outcome or -errno, and nothing was answered.
 */
VD_MUST_CHECK int vd_live_kv_get(struct vd_live *live, struct vd_exchange *x,
                                 const struct vd_request *request,
                                 const struct vd_live_kv_ask *ask);
VD_MUST_CHECK int vd_live_kv_list(struct vd_live *live, struct vd_exchange *x,
                                  const struct vd_live_kv_ask *ask);
VD_MUST_CHECK int vd_live_kv_write(struct vd_live *live, struct vd_exchange *x,
                                   const struct vd_request *request,
                                   const struct vd_live_kv_ask *ask);

#endif
