/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP/1 on a connection: one exchange after the other. What a peer sends ahead (pipelining, or a
 * body while its door has paused) waits in `in`, and the connection is not read meanwhile.
 *
 * How a body ends is decided when its head is written: by a Content-Length if all of it is there
 * by then (or the door has said one), else in chunks, else (HTTP/1.0) by closing.
 */
#include "http/inner.h"

#include "base/alloc.h"
#include "base/metrics.h"
#include "wire/http1.h"

#include <errno.h>

enum {
    CHUNK_HEAD_BYTES = 6, /* "ffff\r\n" */
    CHUNK_TAIL_BYTES = 2,
    LAST_CHUNK_BYTES = 5, /* "0\r\n\r\n": its place is kept free */
    CHUNK_MAX_BYTES = 0xffff,
    ROOM_MIN_BYTES = 64 /* less is not worth a chunk */
};

/* Of a tunnel: until its peer ends it. */
#define ENDLESS UINT64_MAX

enum framing { BY_LENGTH, BY_CHUNKS, BY_CLOSING };

struct conn {
    struct vd_http_conn base;
    struct vd_buf in; /* bytes that came and are not taken */
    size_t scanned;   /* of `in`, for the end of a head */
    struct vd_exchange *x;
    uint64_t body_left; /* of its request */
    enum framing framing;
    bool is_1_1, keep_alive;
    bool says_length; /* the door's headers have a content-length */
    bool reading_paused, head_waits;
};

static struct conn *conn_of(struct vd_exchange *x)
{
    return vd_container_of(x->conn, struct conn, base);
}

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

static void put_head(struct vd_exchange *x, struct vd_buf *buf, unsigned status,
                     const struct vd_header *headers, uint32_t count)
{
    vd_buf_printf(buf, "HTTP/1.1 %u %s\r\n", status, vd_http_reason(status));
    for (uint32_t i = 0; i < count; i++) {
        if (vd_slice_eq(headers[i].name, VD_SLICE("content-length")))
            conn_of(x)->says_length = true;
        vd_buf_append_slice(buf, headers[i].name);
        vd_buf_append(buf, ": ", 2);
        put_value(buf, headers[i].value);
        vd_buf_append(buf, "\r\n", 2);
    }
}

/* HTTP/1.1 has them only where the peer asked, and none of ours does. */
static void put_trailers(struct vd_buf *buf, const struct vd_header *trailers, uint32_t count)
{
}

static void ready(struct vd_exchange *x, bool urgent)
{
    vd_conn_ready(x->conn->conn, urgent ? VD_CONN_URGENT : VD_CONN_STREAM);
}

static void resume(struct vd_exchange *x)
{
    struct conn *conn = conn_of(x);

    /* Not from here: a door is being called. The fill takes what waits. */
    vd_conn_ready(conn->base.conn, VD_CONN_URGENT);
}

/* What came behind the request waits for the fill, if this is not its `open`. */
static unsigned tunnel(struct vd_exchange *x)
{
    struct conn *conn = conn_of(x);

    conn->body_left = ENDLESS;
    conn->keep_alive = false;
    return 101;
}

static const struct vd_http_version version = {put_head, put_trailers, ready, resume, tunnel};

/* Answers what could not be read as a request, and closes. 0: it is not HTTP, so nothing is said.
 */
static void refuse(struct conn *conn, unsigned status)
{
    const char *reason = vd_http_reason(status);

    vd_metric_add(VD_M_HTTP_REFUSED, 1);
    conn->base.closing = true;
    vd_conn_ready(conn->base.conn, VD_CONN_URGENT);
    if (!status)
        return;
    vd_buf_printf(&conn->base.control,
                  "HTTP/1.1 %u %s\r\ncontent-type: text/plain\r\ncontent-length: %zu\r\n"
                  "connection: close\r\n\r\n%s\n",
                  status, reason, strlen(reason) + 1, reason);
}

/* "http://host/path" names the same as "/path" (RFC 9112, 3.2.2). */
static struct vd_slice origin_form(struct vd_slice target)
{
    struct vd_slice scheme = VD_SLICE("http://"), rest;
    const uint8_t *slash;

    if (!vd_slice_starts_with(target, scheme))
        return target;
    rest = vd_slice(target.ptr + scheme.len, target.len - scheme.len);
    slash = rest.len ? memchr(rest.ptr, '/', rest.len) : NULL;
    return slash ? vd_slice(slash, (size_t)(target.ptr + target.len - slash)) : VD_SLICE("/");
}

static int open_exchange(struct conn *conn, const struct vd_http1_request *head)
{
    const struct vd_header *host =
        vd_header_find(head->headers, head->header_count, VD_SLICE("host"));
    struct vd_request request = {
        .method = head->method,
        .authority = host ? host->value : VD_SLICE_EMPTY,
        .headers = head->headers,
        .header_count = head->header_count,
        .upgrade = head->upgrades ? VD_SLICE("websocket") : VD_SLICE_EMPTY,
        .content_length = (int64_t)head->content_length,
        .ended = head->content_length == 0,
    };

    conn->x = vd_exchange_new(&conn->base);
    if (!conn->x)
        return -ENOMEM;
    conn->is_1_1 = head->is_1_1;
    conn->keep_alive = head->keep_alive && !conn->base.draining;
    conn->says_length = false;
    conn->body_left = head->content_length;
    if (head->expects_continue && head->content_length) {
        vd_buf_append_slice(&conn->base.control, VD_SLICE("HTTP/1.1 100 Continue\r\n\r\n"));
        vd_conn_ready(conn->base.conn, VD_CONN_URGENT);
    }
    vd_router_open(conn->x, origin_form(head->target), &request);
    return 0;
}

static void advance(struct vd_slice *bytes, size_t n)
{
    bytes->ptr += n;
    bytes->len -= n;
}

/* VD_WAIT: the head is not whole yet. */
static int take_head(struct conn *conn, struct vd_slice *bytes)
{
    struct vd_http1_request head;
    int rc = vd_http1_parse(*bytes, &conn->scanned, &head);

    if (rc == VD_INVALID) {
        refuse(conn, head.refusal);
        return 0;
    }
    if (rc)
        return rc;
    rc = open_exchange(conn, &head);
    advance(bytes, head.head_bytes);
    return rc;
}

static void take_body(struct conn *conn, struct vd_slice *bytes)
{
    struct vd_slice piece = {bytes->ptr, (size_t)VD_MIN((uint64_t)bytes->len, conn->body_left)};

    conn->body_left -= conn->x->is_tunnel ? 0 : piece.len;
    advance(bytes, piece.len);
    vd_exchange_took(conn->x, piece);
    if (!conn->body_left)
        vd_exchange_ended(conn->x);
}

/* Takes as much as can be taken now. */
static int take(struct conn *conn, struct vd_slice *bytes)
{
    int rc = 0;

    conn->head_waits = false;
    while (bytes->len && !rc && !conn->base.closing) {
        if (!conn->x)
            rc = take_head(conn, bytes);
        else if (conn->body_left && !conn->x->paused)
            take_body(conn, bytes);
        else
            break;
    }
    conn->head_waits = rc == VD_WAIT;
    return conn->head_waits ? 0 : rc;
}

/* Reads on unless something waits that only the exchange under way can make room for. */
static void set_pace(struct conn *conn, bool head_waited)
{
    bool pause = conn->in.len && !conn->head_waits;

    if (pause != conn->reading_paused) {
        conn->reading_paused = pause;
        vd_conn_pause(conn->base.conn, pause);
    }
    if (conn->x)
        vd_http_conn_expect(&conn->base,
                            conn->body_left && !conn->x->is_tunnel && !pause ? VD_HTTP_HEAD_MS : 0);
    else if (!conn->head_waits)
        vd_http_conn_expect(&conn->base, VD_HTTP_KEEP_ALIVE_MS);
    else if (!head_waited)
        vd_http_conn_expect(&conn->base, VD_HTTP_HEAD_MS);
}

static int take_waiting(struct conn *conn)
{
    struct vd_slice bytes = vd_buf_slice(&conn->in);
    bool head_waited = conn->head_waits;
    int rc = take(conn, &bytes);

    vd_buf_consume(&conn->in, conn->in.len - bytes.len);
    if (!conn->in.len) {
        vd_buf_deinit(&conn->in);
        vd_buf_init(&conn->in, 0);
    }
    set_pace(conn, head_waited);
    return rc;
}

int vd_http1_bytes(struct vd_conn *io, struct vd_slice bytes)
{
    struct conn *conn = vd_conn_state(io);
    bool head_waited = conn->head_waits;
    int rc;

    if (conn->base.closing)
        return 0;
    if (conn->in.len) {
        vd_buf_append_slice(&conn->in, bytes);
        rc = vd_buf_status(&conn->in);
        return rc ? rc : take_waiting(conn);
    }
    rc = take(conn, &bytes);
    if (rc)
        return rc;
    vd_buf_append_slice(&conn->in, bytes);
    set_pace(conn, head_waited);
    return vd_buf_status(&conn->in);
}

static void choose_framing(struct conn *conn, struct vd_exchange *x, struct vd_buf *buf)
{
    conn->framing = x->is_tunnel ? BY_CLOSING : BY_LENGTH;
    if (x->is_tunnel || conn->says_length || x->status == 204 || x->status == 304)
        return;
    if (x->finished) {
        vd_buf_printf(buf, "content-length: %u\r\n", x->pending->body_len);
    } else if (conn->is_1_1) {
        conn->framing = BY_CHUNKS;
        vd_buf_append_slice(buf, VD_SLICE("transfer-encoding: chunked\r\n"));
    } else {
        conn->framing = BY_CLOSING;
        conn->keep_alive = false;
    }
}

/* The rest of a request's body is not waited for, so the connection cannot go on. */
static void write_head(struct conn *conn, struct vd_exchange *x, struct vd_out *out)
{
    struct vd_buf *buf = &conn->base.control;

    if (x->finished && conn->body_left)
        conn->keep_alive = false;
    vd_buf_append(buf, x->pending->bytes, x->pending->head_len);
    choose_framing(conn, x, buf);
    if (x->is_tunnel)
        vd_buf_append_slice(buf, VD_SLICE("connection: Upgrade\r\nupgrade: websocket\r\n"));
    else if (!conn->keep_alive)
        vd_buf_append_slice(buf, VD_SLICE("connection: close\r\n"));
    else if (!conn->is_1_1)
        vd_buf_append_slice(buf, VD_SLICE("connection: keep-alive\r\n"));
    vd_buf_append(buf, "\r\n", 2);
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
static enum vd_fill write_body(struct conn *conn, struct vd_exchange *x, struct vd_out *out)
{
    size_t before;

    do {
        if (out->room < ROOM_MIN_BYTES)
            return VD_FILL_MORE;
        before = out->room;
        if ((conn->framing == BY_CHUNKS ? give_chunk(x, out) : give(x, out)) == VD_FILL_IDLE)
            return VD_FILL_IDLE;
    } while (out->room < before);
    return VD_FILL_MORE;
}

static void complete(struct conn *conn)
{
    vd_exchange_free(conn->x, false);
    conn->x = NULL;
    if (conn->body_left || !conn->keep_alive)
        conn->base.closing = true;
}

/* IDLE: nothing further now, or the exchange is over (conn->x is NULL). */
static enum vd_fill write_exchange(struct conn *conn, struct vd_out *out)
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
    if (conn->framing == BY_CHUNKS && !x->no_body)
        memcpy(vd_out_take(out, LAST_CHUNK_BYTES), "0\r\n\r\n", LAST_CHUNK_BYTES);
    complete(conn);
    return VD_FILL_IDLE;
}

static bool is_broken(const struct conn *conn)
{
    return vd_buf_status(&conn->base.control) ||
           (conn->x && (conn->x->reset || conn->x->no_memory));
}

/* What waits, now that the exchange is over or has resumed. Doors may be called, and the loop's
 * turn is past the point where it looks after them: so it takes another. */
static int take_next(struct conn *conn)
{
    if (conn->base.closing || (conn->x && !conn->in.len))
        return 0;
    if (conn->in.len)
        vd_loop_wake(vd_conn_loop(conn->base.conn));
    return take_waiting(conn);
}

/* Exchange by exchange, as long as each is answered at once and the output has room. */
static enum vd_fill write_exchanges(struct conn *conn, struct vd_out *out)
{
    do {
        if (!vd_http_conn_flush(&conn->base, out))
            return VD_FILL_MORE;
        if (conn->base.closing)
            return VD_FILL_IDLE;
        if (conn->x && write_exchange(conn, out) == VD_FILL_MORE)
            return VD_FILL_MORE;
        if (is_broken(conn) || take_next(conn)) {
            vd_conn_close(conn->base.conn, true);
            return VD_FILL_IDLE;
        }
    } while (
        (conn->x && ((conn->x->started && !conn->x->head_sent) || vd_exchange_asks(conn->x))) ||
        conn->base.control.len);
    return VD_FILL_IDLE;
}

static enum vd_fill on_fill(struct vd_conn *io, struct vd_out *out)
{
    struct conn *conn = vd_conn_state(io);
    enum vd_fill more;

    if (is_broken(conn)) {
        vd_conn_close(io, true);
        return VD_FILL_IDLE;
    }
    more = write_exchanges(conn, out);
    if (more == VD_FILL_IDLE && conn->base.closing)
        vd_conn_close(io, false);
    return more;
}

/* A peer that has gone away says it in no other way, so what was not answered yet is given up; but
 * a tunnel has two ends. */
static int on_eof(struct vd_conn *io)
{
    struct conn *conn = vd_conn_state(io);

    if (conn->x && conn->x->is_tunnel) {
        conn->body_left = 0;
        vd_exchange_ended(conn->x);
        return 0;
    }
    if (!conn->x || !conn->x->finished)
        return conn->base.closing ? 0 : -ECONNRESET;
    conn->keep_alive = false;
    return 0;
}

static void on_drain(struct vd_conn *io)
{
    struct conn *conn = vd_conn_state(io);

    conn->base.draining = true;
    conn->keep_alive = false;
    if (!conn->x)
        vd_conn_close(io, false);
    else if (conn->x->handler && conn->x->handler->drain && !conn->x->finished && !conn->x->reset)
        conn->x->handler->drain(conn->x);
}

static int on_stalled(struct vd_conn *io)
{
    struct conn *conn = vd_conn_state(io);

    return conn->x ? 0 : -ETIMEDOUT;
}

static void on_closed(struct vd_conn *io)
{
    struct conn *conn = vd_conn_state(io);

    if (conn->x)
        vd_exchange_free(conn->x, true);
    vd_buf_deinit(&conn->in);
    vd_http_conn_deinit(&conn->base);
    vd_free(conn);
}

static const struct vd_conn_ops conn_ops = {
    .bytes = vd_http1_bytes,
    .eof = on_eof,
    .fill = on_fill,
    .drain = on_drain,
    .stalled = on_stalled,
    .closed = on_closed,
    .survey = vd_http_conn_survey,
};

int vd_http1_begin(const struct vd_http_conn *old)
{
    struct conn *conn = vd_alloc_zero(sizeof(*conn));

    if (!conn)
        return -ENOMEM;
    vd_http_conn_init(&conn->base, old);
    conn->base.version = &version;
    vd_buf_init(&conn->in, 0);
    vd_conn_set_ops(old->conn, &conn_ops, conn);
    return 0;
}
