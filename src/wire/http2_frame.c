/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/http2_frame.h"

enum where { ON_STREAM, ON_CONNECTION, ON_EITHER };

static const struct {
    enum where where;
    uint16_t min, max, multiple;
} rules[VD_HTTP2_TYPES] = {
    [VD_HTTP2_DATA] = {ON_STREAM, 0, VD_HTTP2_FRAME_MAX, 1},
    [VD_HTTP2_HEADERS] = {ON_STREAM, 0, VD_HTTP2_FRAME_MAX, 1},
    [VD_HTTP2_PRIORITY] = {ON_STREAM, 5, 5, 1},
    [VD_HTTP2_RST_STREAM] = {ON_STREAM, 4, 4, 1},
    [VD_HTTP2_SETTINGS] = {ON_CONNECTION, 0, VD_HTTP2_FRAME_MAX, 6},
    [VD_HTTP2_PUSH_PROMISE] = {ON_STREAM, 4, VD_HTTP2_FRAME_MAX, 1},
    [VD_HTTP2_PING] = {ON_CONNECTION, 8, 8, 1},
    [VD_HTTP2_GOAWAY] = {ON_CONNECTION, 8, VD_HTTP2_FRAME_MAX, 1},
    [VD_HTTP2_WINDOW_UPDATE] = {ON_EITHER, 4, 4, 1},
    [VD_HTTP2_CONTINUATION] = {ON_STREAM, 0, VD_HTTP2_FRAME_MAX, 1},
};

static bool has_bad_size(const struct vd_http2_frame *frame)
{
    if (frame->length > VD_HTTP2_FRAME_MAX)
        return true;
    if (frame->type >= VD_HTTP2_TYPES)
        return false;
    if (frame->type == VD_HTTP2_SETTINGS && (frame->flags & VD_HTTP2_ACK))
        return frame->length != 0;
    return frame->length < rules[frame->type].min || frame->length > rules[frame->type].max ||
           frame->length % rules[frame->type].multiple != 0;
}

enum vd_http2_error vd_http2_frame_check(const struct vd_http2_frame *frame, bool *out_stream_only)
{
    *out_stream_only = false;
    if (frame->type < VD_HTTP2_TYPES && rules[frame->type].where != ON_EITHER &&
        (rules[frame->type].where == ON_STREAM) != (frame->stream_id != 0))
        return VD_HTTP2_PROTOCOL_ERROR;
    if (has_bad_size(frame)) {
        *out_stream_only = frame->type == VD_HTTP2_PRIORITY && frame->length <= VD_HTTP2_FRAME_MAX;
        return VD_HTTP2_FRAME_SIZE_ERROR;
    }
    return VD_HTTP2_NO_ERROR;
}
