/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames into the output. Theirs are the only bytes that are copied for each reader: two to ten
 * before a message, whose own bytes may be shared. A message that is cut goes on where it was
 * before anything else is written.
 */
#include "http/websocket_inner.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>

enum {
    FRAME_HEAD_BYTES = 4, /* what is put aside for a frame whose length is not known yet, */
    FRAME_MAX_BYTES = 0xffff,
    FRAME_ROOM_MIN = FRAME_HEAD_BYTES + 60, /* and what is not worth one */
    SHORT_HEAD_BYTES = 2,
    SHORT_MAX_BYTES = 125
};

static bool copy_front(struct vd_out *out, struct vd_slice *bytes)
{
    vd_out_take_bytes(out, bytes, NULL);
    return bytes->len == 0;
}

bool vd_ws_write(struct vd_ws *ws, struct vd_out *out, enum vd_ws_type type, struct vd_slice head,
                 struct vd_slice body, struct vd_bytes *hold)
{
    uint8_t bytes[VD_WEBSOCKET_HEAD_BYTES];
    uint8_t *end = vd_websocket_put_head(bytes, VD_WEBSOCKET_FIN | type, head.len + body.len);
    struct vd_slice frame = {bytes, (size_t)(end - bytes)};

    vd_assert(!ws->rest && !ws->is_mid_message);
    if (copy_front(out, &frame) && copy_front(out, &head) && body.len)
        vd_out_take_bytes(out, &body, hold);
    if (!frame.len && !head.len && !body.len)
        return true;
    ws->rest = vd_out_rest_new(frame, head, body, hold);
    if (!ws->rest)
        vd_ws_break_off(ws);
    return false;
}

bool vd_ws_write_rest(struct vd_ws *ws, struct vd_out *out)
{
    if (!ws->rest)
        return true;
    if (!vd_out_rest_write(ws->rest, out))
        return false;
    vd_out_rest_free(ws->rest);
    ws->rest = NULL;
    return true;
}

/* --- frames of unknown length ------------------------------------------------------------------
 */

bool vd_ws_frame_begin(struct vd_ws *ws, struct vd_out *out, struct vd_ws_frame *out_frame)
{
    size_t room = out->room;

    vd_assert(!ws->rest);
    if (room < FRAME_ROOM_MIN)
        return false;
    vd_out_take(out, FRAME_HEAD_BYTES);
    *out_frame = (struct vd_ws_frame){.at = out->len, .refs = out->ref_count};
    out->room = VD_MIN(out->room, (size_t)FRAME_MAX_BYTES);
    out_frame->room = out->room;
    out_frame->rest = room - FRAME_HEAD_BYTES - out->room;
    return true;
}

/* Moves what was written back over n bytes of the head. */
static void close_up(struct vd_out *out, const struct vd_ws_frame *frame, size_t n)
{
    memmove(out->scratch + frame->at - n, out->scratch + frame->at, out->len - frame->at);
    for (unsigned i = frame->refs; i < out->ref_count; i++)
        out->refs[i].at -= n;
    out->len -= n;
    out->room += n;
}

void vd_ws_frame_end(struct vd_ws *ws, struct vd_out *out, const struct vd_ws_frame *frame,
                     enum vd_ws_type type, bool is_last)
{
    size_t len = frame->room - out->room, unused = 0;
    unsigned first = ws->is_mid_message ? VD_WEBSOCKET_CONTINUATION : type;

    out->room += frame->rest;
    if (!len && !is_last) {
        close_up(out, frame, FRAME_HEAD_BYTES);
        return;
    }
    if (len <= SHORT_MAX_BYTES)
        unused = FRAME_HEAD_BYTES - SHORT_HEAD_BYTES;
    if (unused)
        close_up(out, frame, unused);
    vd_websocket_put_head(out->scratch + frame->at - FRAME_HEAD_BYTES,
                          first | (is_last ? VD_WEBSOCKET_FIN : 0U), len);
    ws->is_mid_message = !is_last;
}

/* --- what is held ------------------------------------------------------------------------------
 */

int vd_ws_send(struct vd_ws *ws, enum vd_ws_type type, struct vd_slice bytes)
{
    size_t n = vd_websocket_head_bytes(bytes.len);
    uint8_t *to;

    if (!vd_ws_is_open(ws))
        return 0;
    if (ws->held.len + n + bytes.len > VD_WS_HELD_BYTES)
        return VD_TOO_MANY;
    to = vd_buf_reserve(&ws->held, n + bytes.len);
    if (!to) {
        vd_ws_break_off(ws);
        return -ENOMEM;
    }
    vd_websocket_put_head(to, VD_WEBSOCKET_FIN | type, bytes.len);
    if (bytes.len)
        memcpy(to + n, bytes.ptr, bytes.len);
    vd_buf_advance(&ws->held, n + bytes.len);
    vd_exchange_ready(ws->x, true);
    return 0;
}

bool vd_ws_write_held(struct vd_ws *ws, struct vd_out *out)
{
    if (!ws->held.len || ws->is_mid_message)
        return true;
    vd_buf_consume(&ws->held, vd_out_copy(out, vd_buf_slice(&ws->held)));
    if (ws->held.len)
        return false;
    /* An idle socket holds no buffer. */
    vd_buf_deinit(&ws->held);
    vd_buf_init(&ws->held, 0);
    return true;
}

uint8_t *vd_ws_make_control(unsigned type, struct vd_slice payload)
{
    uint8_t *frame = vd_alloc(SHORT_HEAD_BYTES + payload.len);

    vd_assert(payload.len <= SHORT_MAX_BYTES);
    if (!frame)
        return NULL;
    vd_websocket_put_head(frame, VD_WEBSOCKET_FIN | type, payload.len);
    if (payload.len)
        memcpy(frame + SHORT_HEAD_BYTES, payload.ptr, payload.len);
    return frame;
}

bool vd_ws_write_control(struct vd_out *out, uint8_t **frame)
{
    size_t len = SHORT_HEAD_BYTES + (size_t)(*frame)[1];
    uint8_t *to = vd_out_take(out, len);

    if (!to)
        return false;
    memcpy(to, *frame, len);
    vd_free(*frame);
    *frame = NULL;
    return true;
}
