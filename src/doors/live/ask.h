/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A GET of /watch/: the wish of its URL, and what its headers say about it and about the way it is
 * to be answered.
 */
#ifndef VD_DOORS_LIVE_ASK_H
#define VD_DOORS_LIVE_ASK_H

#include "doors/live/wish.h"
#include "http/exchange.h"

struct vd_live_ask {
    struct vd_live_wish wish;
    enum vd_live_format format; /* of a stream */
    bool is_navigation;         /* a browser shows it: as plain text */
    bool is_resumed;            /* by Last-Event-ID */
    bool has_validator;         /* If-None-Match: 304 where nothing came */
    bool has_preference;        /* Prefer: wait */
};

/* key: what stands behind "/watch/", encoded. As vd_live_wish_parse. */
VD_MUST_CHECK int vd_live_ask_parse(struct vd_arena *arena, struct vd_slice key,
                                    const struct vd_request *request, int64_t now_ms,
                                    struct vd_live_ask *out_ask, const char **out_what);
/* The next entity tag of a list (RFC 9110 section 8.8.3), without its quotes, taken off *rest; what
 * is not quoted is taken up to the next comma. False: there is none. */
bool vd_live_tag_next(struct vd_slice *rest, struct vd_slice *out_tag);

#endif
