/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP/1 on a connection: one exchange after the other. What a peer sends ahead (pipelining, or a
 * body while its door has paused) waits in `in`, and the connection is not read meanwhile.
 *
 * A peer is waited for as long as it makes sense: between requests; for a head that has begun, as a
 * whole; for a body, as long as it comes at some pace. A door that has begun to answer says itself
 * how long it listens.
 */
#include "http/http1_inner.h"

#include "base/alloc.h"
#include "base/metrics.h"
#include "wire/http1.h"

#include <errno.h>

static void ready(struct vd_exchange *x, bool urgent)
{
    vd_conn_ready(x->conn->conn, urgent ? VD_CONN_URGENT : VD_CONN_STREAM);
}

static void resume(struct vd_exchange *x)
{
    /* Not from here: a door is being called. The fill takes what waits. */
    vd_conn_ready(x->conn->conn, VD_CONN_URGENT);
}

/* What came behind the request waits for the fill, if this is not its `open`. */
static unsigned tunnel(struct vd_exchange *x)
{
    struct vd_http1_conn *conn = vd_http1_conn_of(x);

    conn->body_left = VD_HTTP1_ENDLESS;
    conn->keep_alive = false;
    return 101;
}

static const struct vd_http_version version = {
    vd_http1_put_head, vd_http1_put_trailers, vd_http1_put_fields, ready, resume, tunnel};

/* --- refusals --------------------------------------------------------------------------------- */

/* Answers what could not be read as a request, and closes. 0: nothing is said. */
static void refuse(struct vd_http1_conn *conn, unsigned status)
{
    const char *reason = vd_http_reason(status);
    struct vd_buf *buf = &conn->base.control;
    struct vd_slice date = vd_http_date(conn->base.http);

    vd_metric_add(VD_M_HTTP_REFUSED, 1);
    conn->base.closing = true;
    vd_conn_ready(conn->base.conn, VD_CONN_URGENT);
    if (!status)
        return;
    vd_buf_printf(buf, "HTTP/1.1 %u %s\r\ncontent-type: text/plain\r\n", status, reason);
    if (date.len)
        vd_buf_printf(buf, "date: %.*s\r\n", (int)date.len, date.ptr);
    vd_buf_printf(buf, "content-length: %zu\r\nconnection: close\r\n\r\n%s\n", strlen(reason) + 1,
                  reason);
}

static void drop_chunks(struct vd_http1_conn *conn)
{
    vd_http1_chunks_free(conn->chunks);
    conn->chunks = NULL;
}

/* The body of a request is none. Where its answer has not begun this is the answer; an answer that
 * is complete goes out, and nothing after it. */
static void spoil(struct vd_http1_conn *conn, unsigned status)
{
    struct vd_exchange *x = conn->x;

    conn->deaf = true;
    conn->keep_alive = false;
    drop_chunks(conn);
    if (x->finished)
        return;
    refuse(conn, x->started ? 0 : status);
    conn->x = NULL;
    vd_exchange_free(x, true);
}

/* --- what comes ------------------------------------------------------------------------------- */

static void begin_body(struct vd_http1_conn *conn, const struct vd_http1_request *head)
{
    conn->body_left = head->chunked ? VD_HTTP1_ENDLESS : head->content_length;
    conn->body_seen = 0;
    if (head->chunked)
        conn->chunks = vd_http1_chunks_new();
}

static int open_exchange(struct vd_http1_conn *conn, const struct vd_http1_request *head)
{
    struct vd_request request = {
        .method = head->method,
        .authority = head->authority,
        .headers = head->headers,
        .header_count = head->header_count,
        .upgrade = head->upgrades ? VD_SLICE("websocket") : VD_SLICE_EMPTY,
        .content_length = head->chunked ? -1 : (int64_t)head->content_length,
        .ended = !head->chunked && head->content_length == 0,
    };

    begin_body(conn, head);
    if (head->chunked && !conn->chunks)
        return -ENOMEM;
    conn->x = vd_exchange_new(&conn->base);
    if (!conn->x)
        return -ENOMEM;
    conn->is_1_1 = head->is_1_1;
    conn->keep_alive = head->keep_alive && !conn->base.draining;
    conn->says_length = false;
    conn->stalls = 0;
    vd_router_open(conn->x, head->target, &request);
    if (head->expects_continue && !conn->x->finished && !conn->x->reset && conn->x->status < 300) {
        vd_buf_append_slice(&conn->base.control, VD_SLICE("HTTP/1.1 100 Continue\r\n\r\n"));
        vd_conn_ready(conn->base.conn, VD_CONN_URGENT);
    }
    return 0;
}

static void advance(struct vd_slice *bytes, size_t n)
{
    bytes->ptr += n;
    bytes->len -= n;
}

/* VD_WAIT: the head is not whole yet. */
static int take_head(struct vd_http1_conn *conn, struct vd_slice *bytes)
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

static void take_chunked(struct vd_http1_conn *conn, struct vd_slice *bytes)
{
    struct vd_slice piece;
    size_t before = bytes->len;
    int rc = vd_http1_chunks_next(conn->chunks, bytes, &piece);

    conn->body_seen += (uint32_t)(before - bytes->len);
    if (rc == VD_INVALID || rc == VD_TOO_LARGE) {
        spoil(conn, rc == VD_INVALID ? 400 : 413);
        return;
    }
    vd_exchange_took(conn->x, piece);
    if (rc != VD_END)
        return;
    drop_chunks(conn);
    conn->body_left = 0;
    vd_exchange_ended(conn->x);
}

static void take_body(struct vd_http1_conn *conn, struct vd_slice *bytes)
{
    struct vd_slice piece = {bytes->ptr, (size_t)VD_MIN((uint64_t)bytes->len, conn->body_left)};

    if (conn->chunks) {
        take_chunked(conn, bytes);
        return;
    }
    conn->body_seen += (uint32_t)piece.len;
    conn->body_left -= conn->x->is_tunnel ? 0 : piece.len;
    advance(bytes, piece.len);
    vd_exchange_took(conn->x, piece);
    if (!conn->body_left)
        vd_exchange_ended(conn->x);
}

/* Takes as much as can be taken now. */
static int take(struct vd_http1_conn *conn, struct vd_slice *bytes)
{
    int rc = 0;

    conn->head_waits = false;
    while (bytes->len && !rc && !conn->base.closing && !conn->deaf) {
        if (!conn->x)
            rc = take_head(conn, bytes);
        else if (conn->body_left && !conn->x->paused)
            take_body(conn, bytes);
        else
            break;
    }
    if (conn->deaf || conn->base.closing)
        bytes->len = 0;
    conn->head_waits = rc == VD_WAIT;
    return conn->head_waits ? 0 : rc;
}

/* --- at what pace ----------------------------------------------------------------------------- */

static enum vd_http1_pace pace_of(const struct vd_http1_conn *conn)
{
    if (!conn->x)
        return conn->head_waits ? VD_PACE_HEAD : VD_PACE_IDLE;
    return conn->body_left && !conn->deaf && !conn->x->started && !conn->x->paused ? VD_PACE_BODY
                                                                                   : VD_PACE_NONE;
}

/* Reads on unless something waits that only the exchange under way can make room for. */
static void set_pace(struct vd_http1_conn *conn)
{
    static const uint32_t within_ms[] = {
        [VD_PACE_NONE] = 0,
        [VD_PACE_IDLE] = VD_HTTP_KEEP_ALIVE_MS,
        [VD_PACE_HEAD] = VD_HTTP_HEAD_MS,
        [VD_PACE_BODY] = VD_HTTP_HEAD_MS,
    };
    bool pause = conn->in.len > conn->in_at && !conn->head_waits;
    enum vd_http1_pace pace = conn->base.closing ? VD_PACE_NONE : pace_of(conn);

    if (pause != conn->reading_paused) {
        conn->reading_paused = pause;
        vd_conn_pause(conn->base.conn, pause);
    }
    if (pace == conn->pace)
        return;
    conn->pace = (uint8_t)pace;
    vd_http_conn_expect(&conn->base, within_ms[pace]);
}

static void on_slow(struct vd_timer *timer)
{
    struct vd_http1_conn *conn = vd_container_of(timer, struct vd_http1_conn, base.timer);
    bool goes_on = conn->pace == VD_PACE_BODY && conn->body_seen >= VD_HTTP_BODY_MIN_BYTES;

    conn->body_seen = 0;
    if (goes_on)
        vd_http_conn_expect(&conn->base, VD_HTTP_HEAD_MS);
    else if (conn->pace == VD_PACE_BODY && !conn->x->started)
        spoil(conn, 408);
    else if (conn->pace == VD_PACE_HEAD)
        refuse(conn, 408);
    else if (conn->pace == VD_PACE_IDLE)
        vd_conn_close(conn->base.conn, false);
    if (!goes_on)
        conn->pace = VD_PACE_NONE;
}

/* --- the connection --------------------------------------------------------------------------- */

static void forget_taken(struct vd_http1_conn *conn)
{
    vd_buf_consume(&conn->in, conn->in_at);
    conn->in_at = 0;
}

static int take_waiting(struct vd_http1_conn *conn)
{
    struct vd_slice bytes =
        vd_slice(vd_buf_slice(&conn->in).ptr + conn->in_at, conn->in.len - conn->in_at);
    int rc = take(conn, &bytes);

    conn->in_at = conn->in.len - bytes.len;
    if (!bytes.len) {
        vd_buf_deinit(&conn->in);
        vd_buf_init(&conn->in, 0);
        conn->in_at = 0;
    }
    set_pace(conn);
    return rc;
}

int vd_http1_bytes(struct vd_conn *io, struct vd_slice bytes)
{
    struct vd_http1_conn *conn = vd_conn_state(io);
    int rc;

    if (conn->base.closing || conn->deaf)
        return 0;
    if (conn->in.len) {
        forget_taken(conn);
        vd_buf_append_slice(&conn->in, bytes);
        rc = vd_buf_status(&conn->in);
        return rc ? rc : take_waiting(conn);
    }
    rc = take(conn, &bytes);
    if (rc)
        return rc;
    vd_buf_append_slice(&conn->in, bytes);
    set_pace(conn);
    return vd_buf_status(&conn->in);
}

static bool is_broken(const struct vd_http1_conn *conn)
{
    return vd_buf_status(&conn->base.control) ||
           (conn->x && (conn->x->reset || conn->x->no_memory));
}

/* What waits, now that the exchange is over or has resumed. Doors may be called, and the loop's
 * turn is past the point where it looks after them: so it takes another. */
static int take_next(struct vd_http1_conn *conn)
{
    if (conn->base.closing || (conn->x && !conn->in.len))
        return 0;
    if (conn->in.len)
        vd_loop_wake(vd_conn_loop(conn->base.conn));
    return take_waiting(conn);
}

/* What was taken within a fill has asked for nothing that io heard: whether its exchange has
 * something now, which it had not when it was let write last. */
static bool has_more(const struct vd_http1_conn *conn)
{
    const struct vd_exchange *x = conn->x;

    if (conn->base.control.len)
        return true;
    if (!x || !x->started)
        return x && (x->reset || vd_exchange_asks(x));
    return !x->head_sent || x->finished || x->reset || vd_pending_body(x->pending).len ||
           (x->wants && x->handler && x->handler->fill);
}

/* Exchange by exchange, as long as each is answered at once and the output has room. */
static enum vd_fill write_exchanges(struct vd_http1_conn *conn, struct vd_out *out)
{
    do {
        if (!vd_http_conn_flush(&conn->base, out))
            return VD_FILL_MORE;
        if (conn->base.closing)
            return VD_FILL_IDLE;
        if (conn->x && vd_http1_write(conn, out) == VD_FILL_MORE)
            return VD_FILL_MORE;
        if (is_broken(conn) || take_next(conn)) {
            vd_conn_close(conn->base.conn, true);
            return VD_FILL_IDLE;
        }
    } while (has_more(conn));
    return VD_FILL_IDLE;
}

static enum vd_fill on_fill(struct vd_conn *io, struct vd_out *out)
{
    struct vd_http1_conn *conn = vd_conn_state(io);
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
    struct vd_http1_conn *conn = vd_conn_state(io);

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

/* What it has sent ahead has still to be taken, but not before what it does not wait for. */
static int on_hangup(struct vd_conn *io)
{
    struct vd_http1_conn *conn = vd_conn_state(io);

    return conn->x && !conn->x->finished && !conn->x->is_tunnel ? -ECONNRESET : 0;
}

static void on_drain(struct vd_conn *io)
{
    struct vd_http1_conn *conn = vd_conn_state(io);

    conn->base.draining = true;
    conn->keep_alive = false;
    if (!conn->x)
        vd_conn_close(io, false);
    else if (conn->x->handler && conn->x->handler->drain && !conn->x->finished && !conn->x->reset)
        conn->x->handler->drain(conn->x);
}

/* Events wait for a slow reader as long as it likes; an answer that is complete, for a while. */
static int on_stalled(struct vd_conn *io)
{
    struct vd_http1_conn *conn = vd_conn_state(io);

    if (conn->x && !conn->x->finished)
        return 0;
    return conn->x && ++conn->stalls < VD_HTTP_STUCK_MS / VD_CONN_STALL_MS ? 0 : -ETIMEDOUT;
}

static void on_closed(struct vd_conn *io)
{
    struct vd_http1_conn *conn = vd_conn_state(io);

    if (conn->x)
        vd_exchange_free(conn->x, true);
    drop_chunks(conn);
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
    .hung_up = on_hangup,
};

int vd_http1_begin(const struct vd_http_conn *old)
{
    struct vd_http1_conn *conn = vd_alloc_zero(sizeof(*conn));

    if (!conn)
        return -ENOMEM;
    vd_http_conn_init(&conn->base, old);
    conn->base.version = &version;
    conn->base.timer.fire = on_slow;
    vd_buf_init(&conn->in, 0);
    vd_conn_set_ops(old->conn, &conn_ops, conn);
    return 0;
}
