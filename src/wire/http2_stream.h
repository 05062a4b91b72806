/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stream of HTTP/2, made to be embedded in whatever its owner calls a request, and the table in
 * which a connection finds it. The table owns no stream; it costs nothing while it holds few.
 */
#ifndef VD_WIRE_HTTP2_STREAM_H
#define VD_WIRE_HTTP2_STREAM_H

#include "base/slice.h"

enum {
    VD_HTTP2_REMOTE_CLOSED = 0x1, /* the peer has ended its side */
    VD_HTTP2_LOCAL_CLOSED = 0x2,  /* we have ended ours */
    VD_HTTP2_ATTACHED = 0x4       /* in the table */
};

/* All of it belongs to the session; owners read id only. */
struct vd_http2_stream {
    struct vd_http2_stream *next; /* in its bucket */
    int64_t body_left;            /* of the content-length, or -1 */
    uint32_t id;
    int32_t send_window; /* what we may send; negative after the peer lowered it */
    int32_t recv_window; /* what the peer may send */
    uint32_t unreturned; /* bytes taken, whose window is not given back yet */
    uint32_t opened_ms;  /* the low bits of the time it opened */
    uint8_t flags;
};

struct vd_http2_table {
    struct vd_http2_stream **buckets; /* NULL: the one bucket below */
    struct vd_http2_stream *one;
    uint32_t count, bits; /* 2^bits buckets */
    uint32_t factor;      /* odd and secret, so that no peer can choose ids that collide */
};

void vd_http2_table_init(struct vd_http2_table *table);
void vd_http2_table_deinit(struct vd_http2_table *table);
/* Never fails: without memory the chains only grow longer. */
void vd_http2_table_add(struct vd_http2_table *table, struct vd_http2_stream *stream);
void vd_http2_table_remove(struct vd_http2_table *table, struct vd_http2_stream *stream);
/* Any stream, or NULL, looking on from *from (0 at first): emptying a table is O(buckets) in all.
 */
struct vd_http2_stream *vd_http2_table_any(const struct vd_http2_table *table, size_t *from);
/* Calls each(stream, arg) until one says true, and says so then. each must not change the table. */
bool vd_http2_table_each(struct vd_http2_table *table,
                         bool (*each)(struct vd_http2_stream *stream, void *arg), void *arg);

static inline struct vd_http2_stream **vd_http2_table_bucket(struct vd_http2_table *table,
                                                             uint32_t id)
{
    return table->buckets ? &table->buckets[(id * table->factor) >> (32 - table->bits)]
                          : &table->one;
}

static inline struct vd_http2_stream *vd_http2_table_find(struct vd_http2_table *table, uint32_t id)
{
    struct vd_http2_stream *stream = *vd_http2_table_bucket(table, id);

    while (stream && stream->id != id)
        stream = stream->next;
    return stream;
}

#endif
