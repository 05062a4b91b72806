/* SPDX-License-Identifier: Apache-2.0 */
/* What the calls of this door share on a loop. */
#ifndef VD_DOORS_FEED_STATE_H
#define VD_DOORS_FEED_STATE_H

#include "core/range.h"
#include "doors/door.h"
#include "doors/feed/errors.h"
#include "doors/feed/pages.h"
#include "doors/feed/token.h"
#include "doors/watching.h"
#include "rpc/server.h"

struct vd_feed {
    struct vd_door_env env;
    uint64_t store_id;
    struct vd_feed_pages pages;
    struct vd_watching_sent sent;
    /* What trailers borrow until they are copied. */
    uint8_t tokens[3][VD_FEED_TOKEN_BYTES];
};

void vd_feed_init(struct vd_feed *door, const struct vd_door_env *env);
void vd_feed_deinit(struct vd_feed *door);

extern const struct vd_rpc_service VD_FEED_SERVICE;
extern const struct vd_rpc_ops VD_FEED_ROUTE, VD_FEED_LIST_VALUE, VD_FEED_CONVERSATIONS;

/* Ends the call with an outcome. */
void vd_feed_fail(struct vd_call *call, int rc);

/* Field 1 of a message, a string, empty if it is not there. VD_INVALID: it cannot be read, or the
 * field is not UTF-8. */
VD_MUST_CHECK int vd_feed_read_text(struct vd_slice message, struct vd_slice *out_text);
/* Inside fill: the whole of some message, which may be kept. False: a rest is kept. */
bool vd_feed_write(struct vd_call *call, struct vd_out *out, struct vd_slice piece,
                   struct vd_bytes *bytes);

/* A topic whose present value is looked for. */
struct vd_feed_ask {
    struct vd_range_op op;
    struct vd_range *range; /* a value that comes from the disk */
    struct vd_call *call;
    size_t key_len;
    uint8_t key[];
};

/* NULL: no memory. */
struct vd_feed_ask *vd_feed_ask_new(struct vd_call *call, struct vd_slice key);
/* NULL is fine. */
void vd_feed_ask_free(struct vd_feed_ask *ask);
/*
 * Inside fill. out_next: a cursor from there sees every change behind this state of the topic, and
 * no other. The row is borrowed until the next call or the end of the turn. 0; VD_NOT_FOUND (and
 * out_next); VD_WAIT: the call will be ready, look again; else what the store says.
 */
VD_MUST_CHECK int vd_feed_look(struct vd_feed_ask *ask, struct vd_row *out_row,
                               struct vd_pos *out_next);
/* Forgets what it has found, to look anew. */
void vd_feed_look_again(struct vd_feed_ask *ask);

#endif
