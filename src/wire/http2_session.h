/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an HTTP/2 connection holds, 200 bytes while it is idle and new, and the limits that a peer
 * meets. Owners embed it and read nothing of it but what http2.h offers.
 */
#ifndef VD_WIRE_HTTP2_SESSION_H
#define VD_WIRE_HTTP2_SESSION_H

#include "base/buf.h"
#include "wire/http2_frame.h"
#include "wire/http2_stream.h"

enum {
    VD_HTTP2_CONTINUATIONS = 8,       /* frames that continue one header block */
    VD_HTTP2_BLOCK_BYTES = 32 * 1024, /* of one header block, compressed */
    VD_HTTP2_SETTINGS_PER_FRAME = 32,
    VD_HTTP2_GLITCHES = 1000,     /* early resets by either side: burst, */
    VD_HTTP2_GLITCHES_PER_S = 33, /* and what is forgiven a second */
    VD_HTTP2_YOUNG_MS = 1000,     /* a stream reset after this, or after its answer, is none */
    VD_HTTP2_NOISE = 10000,       /* frames that carry nothing: burst, */
    VD_HTTP2_NOISE_PER_S = 1000,  /* forgiven a second; and one for each DATA frame sent */
    VD_HTTP2_CONTROL_BYTES = 1024 * 1024 /* the hard limit of `control`; pause reading far below */
};

struct nghttp2_hd_inflater;
struct vd_http2_config;
struct vd_http2_ops;

struct vd_http2_session {
    const struct vd_http2_ops *ops;
    const struct vd_http2_config *config;
    void *owner;
    struct vd_buf *control;
    struct nghttp2_hd_inflater *inflater; /* made for the first header block */
    struct vd_http2_table streams;
    uint8_t *partial;            /* the payload of a cut frame */
    struct vd_buf *block;        /* a header block that CONTINUATION goes on with */
    uint32_t *recent;            /* ids that we have reset lately */
    struct vd_http2_frame frame; /* the one being read */
    uint32_t partial_len;
    uint32_t data_left;    /* of a DATA frame's payload, padding included */
    uint32_t last_id;      /* the highest that the peer has opened */
    uint32_t skipped_from; /* the last ids it has jumped over: from here to before last_id's jump */
    uint32_t skipped_to;
    uint32_t block_stream;
    uint32_t goaway_id; /* streams above are not taken any more */
    int32_t send_window, recv_window;
    uint32_t unreturned;
    int32_t peer_stream_window;
    uint32_t now_ms, refilled_ms;
    uint32_t frames;         /* begun so far: tells a slow peer from a stuck one */
    int32_t glitches, noise; /* what is left of each allowance */
    int status;              /* 0, -errno, or VD_END once GOAWAY says an error */
    uint8_t head[VD_HTTP2_HEAD_BYTES];
    uint8_t head_len;
    uint8_t preface_len; /* of the client's 24 bytes */
    uint8_t phase;
    uint8_t pad; /* of the DATA frame being read */
    uint8_t block_flags;
    uint8_t continuations;
    uint8_t recent_at;
    bool has_settings; /* the client's first SETTINGS has come */
    bool shrink_table; /* our next header block must begin with a table size of 0 */
    bool table_shrunk;
    bool draining, peer_draining;
};

#endif
