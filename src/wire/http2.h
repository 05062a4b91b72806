/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP/2, the server's side of one connection (RFC 9113): bytes in, events out, and helpers that
 * write frames where the caller wants them. No I/O, no clock, no thread.
 *
 * In:  vd_http2_input takes whatever arrived, in any pieces. A frame that is whole in there is
 *      never copied, and data never is; only a frame that is cut is gathered.
 * Out: what the protocol itself has to say (SETTINGS, acknowledgements, window updates, resets,
 *      GOAWAY) is appended to `control`, which the caller sends before anything else. Responses
 *      are pulled: the caller asks how much may go (vd_http2_room), writes into its own memory,
 *      and accounts for it (vd_http2_put_data_head).
 *
 * What a peer can make us do is bounded: see the limits below and http2_test.c for each attack.
 */
#ifndef VD_WIRE_HTTP2_H
#define VD_WIRE_HTTP2_H

#include "base/buf.h"
#include "base/check.h"
#include "wire/header.h"
#include "wire/http2_session.h"

struct vd_http2_session;

/* A request's head; everything is borrowed during the call. */
struct vd_http2_request {
    struct vd_slice method, scheme, authority, path; /* path is empty for a plain CONNECT only */
    struct vd_slice protocol; /* of a CONNECT that asks for a tunnel to us (RFC 8441); else empty */
    const struct vd_header *headers; /* without pseudo headers */
    uint32_t header_count;
    int64_t content_length; /* -1: not said */
};

/*
 * What the session tells its owner, always from inside vd_http2_input (or vd_http2_session_deinit:
 * reset only). Any function of the session may be called from there.
 */
struct vd_http2_ops {
    /* Gives the stream for a request to come (its storage lives until it is detached), or NULL to
     * refuse it with REFUSED_STREAM. */
    struct vd_http2_stream *(*accept)(void *owner);
    /* The request on it; ended: no body follows. It may be answered at once. */
    void (*request)(void *owner, struct vd_http2_stream *stream,
                    const struct vd_http2_request *request, bool ended);
    /* A piece of the body, borrowed; may be empty when it ended. Give back its window with
     * vd_http2_consumed, here or later. */
    void (*data)(void *owner, struct vd_http2_stream *stream, struct vd_slice bytes, bool ended);
    /* The body ended with these trailers. */
    void (*trailers)(void *owner, struct vd_http2_stream *stream, const struct vd_header *headers,
                     uint32_t count);
    /* Broken off by the peer, or by us for the peer's fault; the stream is detached already. */
    void (*reset)(void *owner, struct vd_http2_stream *stream, uint32_t error);
    /* A window that was shut has opened: of this stream, or of the connection (NULL), and only
     * both together let anything out. No stream may be detached in here. */
    void (*writable)(void *owner, struct vd_http2_stream *stream);
};

/* Shared by all connections. */
struct vd_http2_config {
    uint32_t stream_window;     /* what a peer may send ahead on a stream */
    uint32_t connection_window; /* and on all of them together; both at least 65,535, so that what
                                 * a peer sends before it knows them is never too much */
    uint32_t max_streams;       /* at once; 0: no limit */
    uint32_t announced_streams; /* what SETTINGS say of it; 0: nothing */
};

/* control: where control frames go; the owner's, and stays his. It is given its limit here. The
 * server's SETTINGS are appended at once. */
void vd_http2_session_init(struct vd_http2_session *session, const struct vd_http2_ops *ops,
                           const struct vd_http2_config *config, void *owner,
                           struct vd_buf *control, uint64_t now_ms);
/* Calls ops.reset for every stream that is attached. */
void vd_http2_session_deinit(struct vd_http2_session *session);

/*
 * All of `bytes` is taken.
 *   0       go on
 *   VD_END  the connection is over: send `control` (it ends with GOAWAY), then close
 *   -ENOMEM close
 */
VD_MUST_CHECK int vd_http2_input(struct vd_http2_session *session, struct vd_slice bytes,
                                 uint64_t now_ms);

/* n bytes of a stream's body (NULL: of one that is gone) are dealt with. Window updates go out in
 * one go, when half a window has been used. */
void vd_http2_consumed(struct vd_http2_session *session, struct vd_http2_stream *stream, size_t n);

/*
 * The owner is done with a stream: detaches it, with RST_STREAM if either side is still open (with
 * NO_ERROR when our side is complete: the peer need not send the rest). Nothing is called back.
 */
void vd_http2_detach(struct vd_http2_session *session, struct vd_http2_stream *stream,
                     enum vd_http2_error error);

/* Charges n early resets to the peer: for work that it causes and a session cannot see. */
void vd_http2_glitch(struct vd_http2_session *session, int32_t n);

/* First "no more new streams soon", then (on the answer to a ping) "none from here". Streams that
 * run go on; the session is drained when none is left. */
void vd_http2_drain(struct vd_http2_session *session);
/* Ends the connection with this error, as if the peer had caused it. */
void vd_http2_fail(struct vd_http2_session *session, enum vd_http2_error error, const char *why);

static inline bool vd_http2_is_drained(const struct vd_http2_session *session)
{
    return (session->draining || session->peer_draining) && session->streams.count == 0;
}

/* True in the middle of the preface, of a frame, or of a header block: a peer that stays there is
 * slow on purpose. */
bool vd_http2_is_mid_frame(const struct vd_http2_session *session);

/* Body bytes that may be sent on the stream now, over all frames. */
static inline size_t vd_http2_room(const struct vd_http2_session *session,
                                   const struct vd_http2_stream *stream)
{
    int32_t room = VD_MIN(session->send_window, stream->send_window);

    return room > 0 ? (size_t)room : 0;
}

/*
 * Writes the nine bytes before n body bytes (at most VD_HTTP2_FRAME_MAX, and vd_http2_room) and
 * charges the windows. Leave the nine bytes free, write the body, then call this. end_stream: our
 * side is complete.
 */
static inline void vd_http2_put_data_head(struct vd_http2_session *session,
                                          struct vd_http2_stream *stream, uint8_t *head, size_t n,
                                          bool end_stream)
{
    vd_assert(n <= VD_HTTP2_FRAME_MAX && n <= vd_http2_room(session, stream));
    vd_http2_frame_put(head, n, VD_HTTP2_DATA, end_stream ? VD_HTTP2_END_STREAM : 0, stream->id);
    session->send_window -= (int32_t)n;
    stream->send_window -= (int32_t)n;
    session->noise += session->noise < VD_HTTP2_NOISE;
    if (end_stream)
        stream->flags |= VD_HTTP2_LOCAL_CLOSED;
}

/* How many bytes vd_http2_put_headers writes at most. */
static inline size_t vd_http2_headers_bytes(size_t block_bytes)
{
    return block_bytes + 1 + VD_HTTP2_HEAD_BYTES * (block_bytes / VD_HTTP2_FRAME_MAX + 2);
}

/* A header block (hpack.h), as HEADERS and as many CONTINUATION as it takes; returns its end. */
uint8_t *vd_http2_put_headers(struct vd_http2_session *session, struct vd_http2_stream *stream,
                              uint8_t *to, struct vd_slice block, bool end_stream);

#endif
