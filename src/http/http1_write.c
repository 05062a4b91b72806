/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Responses of HTTP/1. How a body ends is decided when its head is written: by a Content-Length if
 * all of it is there by then (or the door has said one), else in chunks, else (HTTP/1.0) by
 * closing. What a fill gives is one chunk: eight bytes around it, and nothing is moved.
 */
#include "http/http1_inner.h"

#include "wire/http1.h"

enum {
    CHUNK_HEAD_BYTES = 6, /* "ffff\r\n" */
    CHUNK_TAIL_BYTES = 2,
    LAST_CHUNK_BYTES = 5, /* "0\r\n\r\n": its place is kept free */
    CHUNK_MAX_BYTES = 0xffff,
    ROOM_MIN_BYTES = 64 /* less is not worth a chunk */
};

/* A line end in a value would end the field. */
static void put_value(struct vd_buf *buf, struct vd_slice value)
{
    uint8_t *to = vd_buf_reserve(buf, value.len + 1);

    if (!to)
        return;
    for (size_t i = 0; i < value.len; i++)
        to[i] = value.ptr[i] < 0x20 && value.ptr[i] != '\t' ? ' ' : value.ptr[i];
    vd_buf_advance(buf, value.len);
}

void vd_http1_put_fields(struct vd_exchange *x, struct vd_buf *buf, const struct vd_header *fields,
                         uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (vd_slice_eq(fields[i].name, VD_SLICE("content-length")))
            vd_http1_conn_of(x)->says_length = true;
        vd_buf_append_slice(buf, fields[i].name);
        vd_buf_append(buf, ": ", 2);
        put_value(buf, fields[i].value);
        vd_buf_append(buf, "\r\n", 2);
    }
}

void vd_http1_put_head(struct vd_exchange *x, struct vd_buf *buf, unsigned status,
                       const struct vd_header *headers, uint32_t count)
{
    vd_buf_printf(buf, "HTTP/1.1 %u %s\r\n", status, vd_http_reason(status));
    vd_http1_put_fields(x, buf, headers, count);
}

/* HTTP/1.1 has them only where the peer asked, and none of ours does. */
void vd_http1_put_trailers(struct vd_buf *buf, const struct vd_header *trailers, uint32_t count)
{
}

static void choose_framing(struct vd_http1_conn *conn, struct vd_exchange *x, struct vd_buf *buf)
{
    conn->framing = x->is_tunnel ? VD_BY_CLOSING : VD_BY_LENGTH;
    if (x->is_tunnel || conn->says_length || x->status == 204 || x->status == 304)
        return;
    if (x->finished) {
        vd_buf_printf(buf, "content-length: %u\r\n", x->pending->body_len);
    } else if (conn->is_1_1) {
        conn->framing = VD_BY_CHUNKS;
        vd_buf_append_slice(buf, VD_SLICE("transfer-encoding: chunked\r\n"));
    } else {
        conn->framing = VD_BY_CLOSING;
        conn->keep_alive = false;
    }
}

static struct vd_slice connection_fields(const struct vd_http1_conn *conn)
{
    if (conn->x->is_tunnel)
        return VD_SLICE("connection: Upgrade\r\nupgrade: websocket\r\n\r\n");
    if (!conn->keep_alive)
        return VD_SLICE("connection: close\r\n\r\n");
    return conn->is_1_1 ? VD_SLICE("\r\n") : VD_SLICE("connection: keep-alive\r\n\r\n");
}

/* The rest of a request's body is not waited for, nor wanted after a refusal, so the connection
 * cannot go on. */
static void write_head(struct vd_http1_conn *conn, struct vd_exchange *x, struct vd_out *out)
{
    struct vd_buf *buf = &conn->base.control;

    if (conn->body_left && !x->is_tunnel && (x->finished || x->status >= 300))
        conn->keep_alive = false;
    vd_buf_append(buf, x->pending->bytes, x->pending->head_len);
    choose_framing(conn, x, buf);
    vd_buf_append_slice(buf, connection_fields(conn));
    x->head_sent = true;
    x->finished |= x->no_body;
    if (x->no_body)
        x->pending->body_at = x->pending->body_len;
    vd_http_conn_flush(&conn->base, out);
}

static enum vd_fill give(struct vd_exchange *x, struct vd_out *out)
{
    struct vd_slice rest = vd_pending_body(x->pending);
    enum vd_fill more;

    if (rest.len) {
        x->pending->body_at += (uint32_t)vd_out_copy(out, rest);
        return VD_FILL_MORE;
    }
    if (x->finished || !x->wants || !x->handler || !x->handler->fill)
        return VD_FILL_IDLE;
    x->wants = false;
    more = x->handler->fill(x, out);
    x->wants |= more != VD_FILL_IDLE && !x->finished;
    return x->wants ? VD_FILL_MORE : VD_FILL_IDLE;
}

/* What `give` writes, as one chunk. */
static enum vd_fill give_chunk(struct vd_exchange *x, struct vd_out *out)
{
    static const char hex[] = "0123456789abcdef";
    uint8_t *head = vd_out_take(out, CHUNK_HEAD_BYTES), *tail;
    size_t offered = out->room - CHUNK_TAIL_BYTES - LAST_CHUNK_BYTES, n;
    size_t rest = out->room;
    enum vd_fill more;

    offered = VD_MIN(offered, (size_t)CHUNK_MAX_BYTES);
    rest -= offered;
    out->room = offered;
    more = give(x, out);
    n = offered - out->room;
    out->room += rest;
    if (!n) {
        vd_assert(out->scratch + out->len == head + CHUNK_HEAD_BYTES);
        out->len -= CHUNK_HEAD_BYTES;
        out->room += CHUNK_HEAD_BYTES;
        return more;
    }
    for (int i = 0; i < 4; i++)
        head[i] = (uint8_t)hex[n >> (12 - 4 * i) & 15];
    head[4] = '\r';
    head[5] = '\n';
    tail = vd_out_take(out, CHUNK_TAIL_BYTES);
    tail[0] = '\r';
    tail[1] = '\n';
    return more;
}

/* MORE: the output is full. IDLE: the exchange has nothing further now. */
static enum vd_fill write_body(struct vd_http1_conn *conn, struct vd_exchange *x,
                               struct vd_out *out)
{
    size_t before;
    enum vd_fill more;

    do {
        if (out->room < ROOM_MIN_BYTES)
            return VD_FILL_MORE;
        before = out->room;
        more = conn->framing == VD_BY_CHUNKS ? give_chunk(x, out) : give(x, out);
        if (more == VD_FILL_IDLE)
            return VD_FILL_IDLE;
    } while (out->room < before);
    return VD_FILL_MORE;
}

static void complete(struct vd_http1_conn *conn)
{
    vd_exchange_free(conn->x, false);
    conn->x = NULL;
    vd_http1_chunks_free(conn->chunks);
    conn->chunks = NULL;
    if (conn->body_left || !conn->keep_alive)
        conn->base.closing = true;
}

enum vd_fill vd_http1_write(struct vd_http1_conn *conn, struct vd_out *out)
{
    struct vd_exchange *x = conn->x;

    if (vd_exchange_asks(x) && vd_exchange_ask(x, out) != VD_FILL_IDLE && !x->started)
        return VD_FILL_MORE;
    if (!x->started || x->reset || x->no_memory)
        return VD_FILL_IDLE;
    if (!x->head_sent)
        write_head(conn, x, out);
    if (conn->base.control.len)
        return VD_FILL_MORE;
    if (write_body(conn, x, out) == VD_FILL_MORE)
        return VD_FILL_MORE;
    if (!x->finished) {
        vd_exchange_clear(x);
        return VD_FILL_IDLE;
    }
    if (conn->framing == VD_BY_CHUNKS && !x->no_body)
        memcpy(vd_out_take(out, LAST_CHUNK_BYTES), "0\r\n\r\n", LAST_CHUNK_BYTES);
    complete(conn);
    return VD_FILL_IDLE;
}
