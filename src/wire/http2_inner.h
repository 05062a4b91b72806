/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the HTTP/2 session share; for them alone. */
#ifndef VD_WIRE_HTTP2_INNER_H
#define VD_WIRE_HTTP2_INNER_H

#include "wire/http2.h"

enum { VD_HTTP2_RECENT = 32 };

/* A frame of control, whole. payload may be empty. */
void vd_http2_control(struct vd_http2_session *s, enum vd_http2_type type, unsigned flags,
                      uint32_t stream_id, struct vd_slice payload);

/* RST_STREAM for the peer's fault: charged, detached, told to the owner. stream may be NULL for
 * one that is gone. */
void vd_http2_stream_fault(struct vd_http2_session *s, uint32_t id, struct vd_http2_stream *stream,
                           enum vd_http2_error error);
/* Detaches, remembers the id among the recent ones, sends RST_STREAM. */
void vd_http2_reset_stream(struct vd_http2_session *s, uint32_t id, struct vd_http2_stream *stream,
                           enum vd_http2_error error);
/* True if we have reset this stream lately, so frames for it may still be under way. */
bool vd_http2_is_recent(const struct vd_http2_session *s, uint32_t id);
/* Frames that carry nothing; the connection ends when the allowance is spent. */
void vd_http2_noise(struct vd_http2_session *s, int32_t n);

/* The peer has ended its side of the stream; false: it sent less body than it had said. */
bool vd_http2_end_remote(struct vd_http2_session *s, struct vd_http2_stream *stream);

/* Frames by type, whole, that have passed vd_http2_frame_check. http2_control.c: */
void vd_http2_on_priority(struct vd_http2_session *s, struct vd_slice payload);
void vd_http2_on_rst_stream(struct vd_http2_session *s, struct vd_slice payload);
void vd_http2_on_settings(struct vd_http2_session *s, struct vd_slice payload);
void vd_http2_on_push_promise(struct vd_http2_session *s, struct vd_slice payload);
void vd_http2_on_ping(struct vd_http2_session *s, struct vd_slice payload);
void vd_http2_on_goaway(struct vd_http2_session *s, struct vd_slice payload);
void vd_http2_on_window_update(struct vd_http2_session *s, struct vd_slice payload);
/* http2_head.c: */
void vd_http2_on_headers(struct vd_http2_session *s, struct vd_slice payload);
void vd_http2_on_continuation(struct vd_http2_session *s, struct vd_slice payload);

/* http2_request.c: sorts pseudo headers from others and checks both (RFC 9113, 8.2 and 8.3).
 * VD_INVALID: malformed. */
VD_MUST_CHECK int vd_http2_request_read(const struct vd_header *headers, uint32_t count,
                                        struct vd_http2_request *out_request);
VD_MUST_CHECK int vd_http2_trailers_check(const struct vd_header *headers, uint32_t count);

#endif
