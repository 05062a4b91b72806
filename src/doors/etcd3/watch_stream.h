/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A Watch stream: what its three files share. watch.c takes requests and keeps the watches,
 * watch_send.c writes responses, watch_large.c writes those that are too large to be held.
 *
 * A stream at rest is this struct and its watches; everything else exists only while it is used.
 */
#ifndef VD_DOORS_ETCD3_WATCH_STREAM_H
#define VD_DOORS_ETCD3_WATCH_STREAM_H

#include "base/door_id.h"
#include "doors/etcd3/state.h"
#include "doors/etcd3/watch_table.h"

/* Replies that are not events, in the order in which they go out. */
enum vd_etcd3_reply_kind {
    VD_ETCD3_NO_REPLY,
    VD_ETCD3_CREATED,
    VD_ETCD3_CANCELED,
    VD_ETCD3_LOST,             /* canceled by us: compacted; revision is the floor */
    VD_ETCD3_REFUSE_COMPACTED, /* created and canceled at once, as are all below */
    VD_ETCD3_REFUSE_RANGE,
    VD_ETCD3_REFUSE_ID,
    VD_ETCD3_REFUSE_DENIED,
    VD_ETCD3_REFUSE_COUNT,
    VD_ETCD3_REFUSE_MEMORY
};

struct vd_etcd3_reply {
    int64_t id, revision;
    enum vd_etcd3_reply_kind kind;
};

/* A queue in one allocation; freed when it is empty. The first reply is none of it. */
struct vd_etcd3_replies {
    uint32_t first, count, cap;
    struct vd_etcd3_reply items[];
};

/* Watches that start at a revision to come: the revision, by slot; 0 for the others. */
struct vd_etcd3_futures {
    uint32_t cap;
    uint32_t at; /* a slot that was found still to come */
    int64_t starts[];
};

struct vd_etcd3_ticker {
    struct vd_timer timer;
    struct vd_etcd3_stream *stream;
    uint64_t interval_ms;
    uint32_t at; /* slot that the present tick has come to */
    bool due;
};

struct vd_etcd3_large;

/* First what a delivery looks at, with the first watch beside it: to a stream that was idle, most
 * of what a delivery costs is memory that has to be fetched. */
struct vd_etcd3_stream {
    struct vd_etcd3 *door;
    struct vd_etcd3_large *large;
    struct vd_etcd3_ticker *ticker;
    uint32_t queue_first, queue_last; /* slots of watches that have something */
    uint32_t behind_at;               /* where the last one that is behind was found */
    uint16_t progress_wanted;         /* requests to be answered once the queue is empty */
    uint8_t reply_kind;               /* 0: there is no reply */
    bool is_open : 1;                 /* initialised */
    bool has_chosen_ids : 1;          /* the client has chosen an id itself */
    bool is_signalled : 1;            /* fill will be called */
    bool is_paused : 1;
    struct vd_etcd3_watch_table table;
    struct vd_etcd3_replies *replies; /* behind the first */
    struct vd_etcd3_futures *futures;
    int64_t next_id;
    int64_t reply_id, reply_revision; /* the first reply; most of the time it is the only one */
};

_Static_assert(sizeof(struct vd_etcd3_stream) <= 176, "an idle stream is to be cheap");

/* How a step of fill went. */
enum vd_etcd3_step {
    VD_ETCD3_STEP_ON,      /* go on */
    VD_ETCD3_STEP_STALLED, /* out of room: a rest is kept */
    VD_ETCD3_STEP_WAIT     /* nothing until a cursor is ready */
};

static inline struct vd_call *vd_etcd3_stream_call(struct vd_etcd3_stream *stream)
{
    return vd_call_of_state(stream);
}

/* Whose readers its watches are. */
static inline enum vd_door_id vd_etcd3_stream_door_id(struct vd_etcd3_stream *stream)
{
    return vd_call_entry(vd_etcd3_stream_call(stream))->face ? VD_DOOR_GATEWAY : VD_DOOR_ETCD3;
}

static inline void vd_etcd3_stream_set_reply(struct vd_etcd3_stream *stream,
                                             const struct vd_etcd3_reply *reply)
{
    stream->reply_kind = (uint8_t)reply->kind;
    stream->reply_id = reply->id;
    stream->reply_revision = reply->revision;
}

/* --- watch.c: the queue, and what becomes of watches --------------------------------------- */

/* At its end, once. */
void vd_etcd3_stream_enqueue(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch);
/* The first one; NULL: there is none, though there may have been canceled ones. */
struct vd_etcd3_watch *vd_etcd3_stream_dequeue(struct vd_etcd3_stream *stream);
/* It has been pulled dry: notes whether it is live now. */
void vd_etcd3_stream_settle(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch);
/* Its position was compacted: says so, and closes its cursor. */
void vd_etcd3_stream_lose(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch);
/* Closes a watch and replies that it is canceled. */
void vd_etcd3_stream_cancel(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch);
/* Whether every watch is live, and has reached its start at revision `head`. */
bool vd_etcd3_stream_is_live(struct vd_etcd3_stream *stream, int64_t head);
/* Whether this one is, and has. */
bool vd_etcd3_watch_is_live(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch,
                            int64_t head);
/* There is something to fill. */
void vd_etcd3_stream_signal(struct vd_etcd3_stream *stream, bool urgent);

/* --- watch_survey.c */
void vd_etcd3_stream_survey(struct vd_call *call, struct vd_survey *survey);

/* --- watch_send.c --------------------------------------------------------------------------- */

enum { VD_ETCD3_RESPONSE_HEAD_BYTES = VD_RPC_PREFIX_BYTES + VD_ETCD3_HEADER_BYTES + 16 };

/*
 * Writes what stands before the events of a response that has `event_bytes` of them: prefix,
 * header, id, fragment. At most VD_ETCD3_RESPONSE_HEAD_BYTES; returns the end.
 */
uint8_t *vd_etcd3_response_head(struct vd_etcd3_stream *stream, uint8_t *to, int64_t id,
                                int64_t revision, bool fragment, size_t event_bytes);
enum vd_fill vd_etcd3_stream_fill(struct vd_call *call, struct vd_out *out);

/* --- watch_large.c -------------------------------------------------------------------------- */

/*
 * Begins a response that is not held whole: the events of the watch from `from` on, to the end of
 * that revision, or until `until` if that is set; in fragments if the watch wants them. The cursor
 * has pulled from `from`. -ENOMEM.
 */
VD_MUST_CHECK int vd_etcd3_large_begin(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch,
                                       struct vd_pos from, struct vd_pos until);
enum vd_etcd3_step vd_etcd3_large_step(struct vd_etcd3_stream *stream, struct vd_out *out);
/* Nothing else may be written now: inside a message, or between fragments of one response. */
bool vd_etcd3_large_is_exclusive(const struct vd_etcd3_large *large);
bool vd_etcd3_large_is_of(const struct vd_etcd3_large *large, const struct vd_etcd3_watch *watch);
/* Cancels the watch when the message is complete. */
void vd_etcd3_large_cancel(struct vd_etcd3_large *large);
/* Gives it up; what was written stays incomplete. */
void vd_etcd3_large_drop(struct vd_etcd3_stream *stream);

#endif
