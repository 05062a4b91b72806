/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one exchange writes when its turn comes: its head, then one DATA frame of a small body that
 * is held for it or that its door writes straight into the output, then its end. A frame's nine
 * bytes are left free and written behind its body, and taken back if there was none.
 */
#include "http/http2_inner.h"

enum { FRAME_MIN_BYTES = VD_HTTP2_HEAD_BYTES + 64 }; /* less room is not worth a frame */

/* A header block is written in one piece: what does not fit the output goes through control. */
static bool write_block(struct vd_http2_conn *conn, struct vd_exchange *x, struct vd_slice block,
                        bool end, struct vd_out *out)
{
    size_t most = vd_http2_headers_bytes(block.len);
    uint8_t *to;

    if (most <= out->room) {
        to = vd_http2_put_headers(&conn->session, &x->stream, out->scratch + out->len, block, end);
        vd_out_take(out, (size_t)(to - (out->scratch + out->len)));
        return true;
    }
    if (out->len || !(to = vd_buf_reserve(&conn->base.control, most)))
        return false;
    most = (size_t)(vd_http2_put_headers(&conn->session, &x->stream, to, block, end) - to);
    vd_buf_advance(&conn->base.control, most);
    vd_http_conn_flush(&conn->base, out);
    return true;
}

/* True if our side ends with what is written next, once `left` bytes of body are out. */
static bool ends_with(const struct vd_exchange *x, size_t left)
{
    return x->no_body || (x->finished && left == 0 && !vd_pending_trailers(x->pending).len);
}

/* A stream that goes on holds nothing. */
static void forget_written(struct vd_exchange *x)
{
    if (!vd_pending_body(x->pending).len && !x->finished)
        vd_exchange_clear(x);
}

static bool write_head(struct vd_http2_conn *conn, struct vd_exchange *x, struct vd_out *out)
{
    struct vd_slice block = {x->pending->bytes, x->pending->head_len};

    if (!write_block(conn, x, block, ends_with(x, vd_pending_body(x->pending).len), out))
        return false;
    x->head_sent = true;
    forget_written(x);
    return true;
}

static enum vd_http2_turn write_body(struct vd_http2_conn *conn, struct vd_exchange *x,
                                     struct vd_out *out)
{
    struct vd_slice body = vd_pending_body(x->pending);
    size_t window = vd_http2_room(&conn->session, &x->stream);
    uint8_t *head;

    if (!window)
        return VD_TURN_SHUT;
    if (out->room < FRAME_MIN_BYTES)
        return VD_TURN_FULL;
    head = vd_out_take(out, VD_HTTP2_HEAD_BYTES);
    body.len = VD_MIN(body.len, VD_MIN(window, (size_t)VD_HTTP2_FRAME_MAX));
    body.len = vd_out_copy(out, body);
    x->pending->body_at += (uint32_t)body.len;
    vd_http2_put_data_head(&conn->session, &x->stream, head, body.len,
                           ends_with(x, vd_pending_body(x->pending).len));
    if (vd_pending_body(x->pending).len)
        return VD_TURN_MORE;
    forget_written(x);
    return VD_TURN_IDLE;
}

/* One DATA frame that the door writes straight into the output. */
static enum vd_http2_turn write_fill(struct vd_http2_conn *conn, struct vd_exchange *x,
                                     struct vd_out *out)
{
    size_t window = vd_http2_room(&conn->session, &x->stream), offered, rest, written;
    enum vd_fill more;
    uint8_t *head;

    if (!window)
        return VD_TURN_SHUT;
    if (out->room < FRAME_MIN_BYTES)
        return VD_TURN_FULL;
    head = vd_out_take(out, VD_HTTP2_HEAD_BYTES);
    offered = VD_MIN(out->room, VD_MIN(window, (size_t)VD_HTTP2_FRAME_MAX));
    rest = out->room - offered;
    out->room = offered;
    x->wants = false;
    more = x->handler->fill(x, out);
    written = offered - out->room;
    out->room += rest;
    x->wants |= more != VD_FILL_IDLE && !x->finished;
    if (!written) {
        vd_assert(out->scratch + out->len == head + VD_HTTP2_HEAD_BYTES);
        out->len -= VD_HTTP2_HEAD_BYTES;
        out->room += VD_HTTP2_HEAD_BYTES;
        if (!x->wants || more == VD_FILL_IDLE)
            return VD_TURN_IDLE;
        return more == VD_FILL_MORE ? VD_TURN_FULL : VD_TURN_LATER;
    }
    vd_http2_put_data_head(&conn->session, &x->stream, head, written,
                           ends_with(x, vd_pending_body(x->pending).len));
    return x->wants ? VD_TURN_MORE : VD_TURN_IDLE;
}

/* Our side is complete, or is made so; the exchange is over. */
static enum vd_http2_turn write_end(struct vd_http2_conn *conn, struct vd_exchange *x,
                                    struct vd_out *out)
{
    struct vd_slice trailers = vd_pending_trailers(x->pending);
    uint8_t *head;

    if (!(x->stream.flags & VD_HTTP2_LOCAL_CLOSED)) {
        if (trailers.len && !write_block(conn, x, trailers, true, out))
            return VD_TURN_FULL;
        if (!trailers.len) {
            head = vd_out_take(out, VD_HTTP2_HEAD_BYTES);
            if (!head)
                return VD_TURN_FULL;
            vd_http2_put_data_head(&conn->session, &x->stream, head, 0, true);
        }
    }
    vd_http2_conclude(conn, x);
    return VD_TURN_GONE;
}

static enum vd_http2_turn write_started(struct vd_http2_conn *conn, struct vd_exchange *x,
                                        struct vd_out *out)
{
    enum vd_http2_turn turn = VD_TURN_IDLE;

    if (!x->head_sent && !write_head(conn, x, out))
        return VD_TURN_FULL;
    if (x->stream.flags & VD_HTTP2_LOCAL_CLOSED)
        return write_end(conn, x, out);
    if (vd_pending_body(x->pending).len)
        turn = write_body(conn, x, out);
    if (turn == VD_TURN_IDLE && !x->finished && x->wants && x->handler && x->handler->fill)
        turn = write_fill(conn, x, out);
    if (turn != VD_TURN_IDLE || !x->finished)
        return turn;
    return write_end(conn, x, out);
}

enum vd_http2_turn vd_http2_write(struct vd_http2_conn *conn, struct vd_exchange *x,
                                  struct vd_out *out)
{
    enum vd_fill more = vd_exchange_asks(x) ? vd_exchange_ask(x, out) : VD_FILL_IDLE;

    if (x->reset || x->no_memory) {
        vd_http2_break_off(conn, x);
        return VD_TURN_GONE;
    }
    if (x->started)
        return write_started(conn, x, out);
    return more == VD_FILL_IDLE ? VD_TURN_IDLE : VD_TURN_LATER;
}
