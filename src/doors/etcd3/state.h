/* SPDX-License-Identifier: Apache-2.0 */
/* What the calls of this door share on a loop. */
#ifndef VD_DOORS_ETCD3_STATE_H
#define VD_DOORS_ETCD3_STATE_H

#include "base/buf.h"
#include "doors/door.h"
#include "doors/etcd3/encode.h"
#include "doors/etcd3/errors.h"
#include "doors/etcd3/events.h"
#include "doors/etcd3/listing.h"
#include "doors/watching.h"
#include "rpc/call.h"

/* What a live watch was sent last: its neighbours want the same, each with its own id. */
struct vd_etcd3_sent {
    struct vd_batch batch;        /* its key, from and to; the events are gone with the turn */
    struct vd_run_piece encoding; /* with a reference to its bytes; NULL: nothing was sent */
    int64_t revision;
    int64_t first;  /* of the oldest event in it */
    unsigned flags; /* of the watch: how it wants its events */
};

struct vd_etcd3 {
    struct vd_door_env env;
    struct vd_etcd3_identity identity;
    struct vd_etcd3_header header; /* the last one that was made: neighbours want the same */
    struct vd_runs runs;
    struct vd_etcd3_listings listings;
    struct vd_etcd3_sent sent;
    struct vd_watching_sent delivered;
    uint32_t fill_count;           /* of watch streams */
    uint64_t progress_interval_ms; /* of progress_notify; jitter of up to a tenth comes on top */
    uint32_t watches_per_stream;
    size_t max_request_bytes; /* of a request that writes; a little more may come in a message */
    uint32_t max_txn_ops;     /* in a list of a transaction */
    size_t large_pull_bytes;  /* a revision that a pull of so much does not hold takes two passes */
    struct vd_etcd3_gateway *gateway; /* NULL: none */
    size_t fragment_bytes; /* a response of so much is fragmented where that was asked for */
};

/* Valid until the next call. */
const struct vd_etcd3_header *vd_etcd3_header_of(struct vd_etcd3 *door, int64_t revision);
/* The newest published revision. */
int64_t vd_etcd3_head(const struct vd_etcd3 *door);

/* Defaults, and nothing allocated. */
void vd_etcd3_init(struct vd_etcd3 *door, const struct vd_door_env *env);
void vd_etcd3_deinit(struct vd_etcd3 *door);

extern const struct vd_rpc_service VD_ETCD3_SERVICE;

/* Inside fill, the whole answer of a unary call, which ends with it: a message that is small enough
 * to stand in memory (the buffer is released), and one that is nothing but a header. */
enum vd_fill vd_etcd3_reply(struct vd_call *call, struct vd_out *out, struct vd_buf *body);
enum vd_fill vd_etcd3_reply_header(struct vd_call *call, struct vd_out *out, int64_t revision);
/* Of methods that only refuse: a call that has ended is not filled. */
enum vd_fill vd_etcd3_no_fill(struct vd_call *call, struct vd_out *out);

/* Ends the call with it. */
void vd_etcd3_fail(struct vd_call *call, const struct vd_etcd3_error *error);

#endif
