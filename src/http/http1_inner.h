/* SPDX-License-Identifier: Apache-2.0 */
/* An HTTP/1 connection, for the files that make it up. */
#ifndef VD_HTTP_HTTP1_INNER_H
#define VD_HTTP_HTTP1_INNER_H

#include "http/inner.h"
#include "wire/http1_chunks.h"

/* Of a body whose end its framing says, or of a tunnel, whose peer does. */
#define VD_HTTP1_ENDLESS UINT64_MAX

enum vd_http1_framing { VD_BY_LENGTH, VD_BY_CHUNKS, VD_BY_CLOSING };

/* What the peer is waited for, and for how long. */
enum vd_http1_pace { VD_PACE_NONE, VD_PACE_IDLE, VD_PACE_HEAD, VD_PACE_BODY };

struct vd_http1_conn {
    struct vd_http_conn base;
    struct vd_buf in; /* bytes that came, */
    size_t in_at;     /* of which so many are taken */
    size_t scanned;   /* of the rest, for the end of a head */
    struct vd_exchange *x;
    uint64_t body_left;             /* of its request, or VD_HTTP1_ENDLESS */
    struct vd_http1_chunks *chunks; /* of its body, while that goes on in them */
    uint32_t body_seen;             /* bytes since the pace was looked at last */
    uint8_t framing;                /* enum vd_http1_framing: of the answer */
    uint8_t pace;                   /* enum vd_http1_pace */
    uint8_t stalls;                 /* looks at an answer that is complete and not taken */
    bool is_1_1 : 1, keep_alive : 1;
    bool says_length : 1; /* the door's headers have a content-length */
    bool reading_paused : 1, head_waits : 1;
    bool deaf : 1; /* the peer has said what cannot be read: only the answer still goes out */
};

static inline struct vd_http1_conn *vd_http1_conn_of(struct vd_exchange *x)
{
    return vd_container_of(x->conn, struct vd_http1_conn, base);
}

/* http1_write.c: heads, as struct vd_http_version has them. */
void vd_http1_put_head(struct vd_exchange *x, struct vd_buf *buf, unsigned status,
                       const struct vd_header *headers, uint32_t count);
void vd_http1_put_fields(struct vd_exchange *x, struct vd_buf *buf, const struct vd_header *fields,
                         uint32_t count);
void vd_http1_put_trailers(struct vd_buf *buf, const struct vd_header *trailers, uint32_t count);
/* Lets the exchange write. IDLE: nothing further now, or the exchange is over (conn->x is NULL). */
enum vd_fill vd_http1_write(struct vd_http1_conn *conn, struct vd_out *out);

#endif
