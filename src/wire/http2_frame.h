/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames of HTTP/2 (RFC 9113, section 4 and 6): the nine bytes before each, and the rules that a
 * frame's type alone decides. No state.
 */
#ifndef VD_WIRE_HTTP2_FRAME_H
#define VD_WIRE_HTTP2_FRAME_H

#include "base/slice.h"

enum {
    VD_HTTP2_HEAD_BYTES = 9,
    VD_HTTP2_FRAME_MAX = 16384,       /* SETTINGS_MAX_FRAME_SIZE: the default, in both directions */
    VD_HTTP2_WINDOW_MAX = 0x7fffffff, /* RFC 9113, 6.9.1 */
    VD_HTTP2_WINDOW_DEFAULT = 65535,
};

enum vd_http2_type {
    VD_HTTP2_DATA,
    VD_HTTP2_HEADERS,
    VD_HTTP2_PRIORITY,
    VD_HTTP2_RST_STREAM,
    VD_HTTP2_SETTINGS,
    VD_HTTP2_PUSH_PROMISE,
    VD_HTTP2_PING,
    VD_HTTP2_GOAWAY,
    VD_HTTP2_WINDOW_UPDATE,
    VD_HTTP2_CONTINUATION,
    VD_HTTP2_TYPES
};

enum {
    VD_HTTP2_END_STREAM = 0x1,
    VD_HTTP2_ACK = 0x1,
    VD_HTTP2_END_HEADERS = 0x4,
    VD_HTTP2_PADDED = 0x8,
    VD_HTTP2_WITH_PRIORITY = 0x20
};

enum vd_http2_setting {
    VD_HTTP2_HEADER_TABLE_SIZE = 1,
    VD_HTTP2_ENABLE_PUSH = 2,
    VD_HTTP2_MAX_CONCURRENT_STREAMS = 3,
    VD_HTTP2_INITIAL_WINDOW_SIZE = 4,
    VD_HTTP2_MAX_FRAME_SIZE = 5,
    VD_HTTP2_MAX_HEADER_LIST_SIZE = 6,
    VD_HTTP2_ENABLE_CONNECT_PROTOCOL = 8, /* RFC 8441 */
    VD_HTTP2_NO_RFC7540_PRIORITIES = 9
};

/* Error codes (RFC 9113, section 7). */
enum vd_http2_error {
    VD_HTTP2_NO_ERROR,
    VD_HTTP2_PROTOCOL_ERROR,
    VD_HTTP2_INTERNAL_ERROR,
    VD_HTTP2_FLOW_CONTROL_ERROR,
    VD_HTTP2_SETTINGS_TIMEOUT,
    VD_HTTP2_STREAM_CLOSED,
    VD_HTTP2_FRAME_SIZE_ERROR,
    VD_HTTP2_REFUSED_STREAM,
    VD_HTTP2_CANCEL,
    VD_HTTP2_COMPRESSION_ERROR,
    VD_HTTP2_CONNECT_ERROR,
    VD_HTTP2_ENHANCE_YOUR_CALM,
    VD_HTTP2_INADEQUATE_SECURITY,
    VD_HTTP2_HTTP_1_1_REQUIRED
};

struct vd_http2_frame {
    uint32_t length;
    uint32_t stream_id;
    uint8_t type, flags;
};

static inline uint32_t vd_http2_get_u32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline void vd_http2_put_u32(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)(v >> 24);
    p[1] = (uint8_t)(v >> 16);
    p[2] = (uint8_t)(v >> 8);
    p[3] = (uint8_t)v;
}

static inline struct vd_http2_frame vd_http2_frame_get(const uint8_t *p)
{
    return (struct vd_http2_frame){.length = vd_http2_get_u32(p) >> 8,
                                   .type = p[3],
                                   .flags = p[4],
                                   .stream_id = vd_http2_get_u32(p + 5) & 0x7fffffff};
}

static inline void vd_http2_frame_put(uint8_t *p, size_t length, enum vd_http2_type type,
                                      unsigned flags, uint32_t stream_id)
{
    vd_http2_put_u32(p, (uint32_t)length << 8 | (uint32_t)type);
    p[4] = (uint8_t)flags;
    vd_http2_put_u32(p + 5, stream_id);
}

/*
 * What is wrong with a frame as such: its size, or a stream number where none may be or one must.
 * VD_HTTP2_NO_ERROR when nothing is. *out_stream_only: the fault concerns its stream alone; else
 * the connection ends. Unknown types have no rules but the size.
 */
enum vd_http2_error vd_http2_frame_check(const struct vd_http2_frame *frame, bool *out_stream_only);

#endif
