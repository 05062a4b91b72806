/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP/2 on a connection: the session of wire/http2.h below, exchanges above.
 *
 * Writing: what the session has to say goes first; then, frame by frame, exchanges that somebody
 * waits for, and those that have events, in a ring: each gives one frame of at most 16 KiB and goes
 * to the end of the second list while it has more, so that a large answer holds up nobody. An
 * exchange whose window is shut stands in no list until the window opens; one that only lacks the
 * connection's stands in a list of its own, of which as many are looked at as that window, when it
 * opens, lets write: a peer that opens it byte by byte makes no more work than it says.
 */
#include "http/http2_inner.h"

#include "base/alloc.h"
#include "base/metrics.h"
#include "wire/hpack.h"

#include <errno.h>

enum {
    CONTROL_PAUSE_BYTES = 16 * 1024, /* unsent: the peer is not read any further */
    LINGER_BYTES = 256 * 1024        /* of a body that nobody wants any more */
};

static struct vd_http2_conn *conn_of(struct vd_exchange *x)
{
    return vd_container_of(x->conn, struct vd_http2_conn, base);
}

static struct vd_exchange *exchange_of(struct vd_http2_stream *stream)
{
    return vd_container_of(stream, struct vd_exchange, stream);
}

static void put_headers(struct vd_buf *buf, const struct vd_header *headers, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        vd_hpack_put(buf, headers[i].name, headers[i].value);
}

static void put_head(struct vd_exchange *x, struct vd_buf *buf, unsigned status,
                     const struct vd_header *headers, uint32_t count)
{
    vd_hpack_put_status(buf, status);
    put_headers(buf, headers, count);
}

static void line_up(struct vd_http2_conn *conn, struct vd_exchange *x, bool urgent)
{
    if (vd_list_is_linked(&x->link)) {
        if (!x->waits && (x->urgent || !urgent))
            return;
        vd_list_remove(&x->link);
    }
    x->waits = false;
    x->urgent = urgent;
    vd_list_append(urgent ? &conn->urgent : &conn->ready, &x->link);
}

static void ready(struct vd_exchange *x, bool urgent)
{
    if ((x->shut || x->waits) && !x->reset && !x->finished)
        return;
    line_up(conn_of(x), x, urgent);
    vd_conn_ready(x->conn->conn, urgent ? VD_CONN_URGENT : VD_CONN_STREAM);
}

static void ready_if_talking(struct vd_http2_conn *conn)
{
    if (conn->base.control.len || conn->session.status)
        vd_conn_ready(conn->base.conn, VD_CONN_URGENT);
}

static void resume(struct vd_exchange *x)
{
    struct vd_http2_conn *conn = conn_of(x);

    vd_http2_consumed(&conn->session, &x->stream, x->withheld);
    x->withheld = 0;
    ready_if_talking(conn);
}

static unsigned tunnel(struct vd_exchange *x)
{
    return 200;
}

static void put_more(struct vd_exchange *x, struct vd_buf *buf, const struct vd_header *headers,
                     uint32_t count)
{
    put_headers(buf, headers, count);
}

static const struct vd_http_version version = {put_head, put_headers, put_more,
                                               ready,    resume,      tunnel};

bool vd_exchange_is_http2(const struct vd_exchange *x)
{
    return x->conn->version == &version;
}

static struct vd_http2_stream *on_accept(void *owner)
{
    struct vd_http2_conn *conn = owner;
    struct vd_exchange *x = vd_exchange_new(&conn->base);

    return x ? &x->stream : NULL;
}

static struct vd_slice authority_of(const struct vd_http2_request *head)
{
    const struct vd_header *host;

    if (head->authority.len)
        return head->authority;
    host = vd_header_find(head->headers, head->header_count, VD_SLICE("host"));
    return host ? host->value : VD_SLICE_EMPTY;
}

static void on_request(void *owner, struct vd_http2_stream *stream,
                       const struct vd_http2_request *head, bool ended)
{
    struct vd_request request = {
        .method = head->method,
        .authority = authority_of(head),
        .headers = head->headers,
        .header_count = head->header_count,
        .content_length = head->content_length,
        .ended = ended,
    };

    exchange_of(stream)->is_connect = vd_slice_eq(head->method, VD_SLICE("CONNECT"));
    if (vd_slice_eq(head->protocol, VD_SLICE("websocket")))
        request.upgrade = head->protocol;
    vd_router_open(exchange_of(stream), head->path, &request);
}

/* What was withheld on a stream that is gone still belongs to the connection's window. */
static void let_go(struct vd_http2_conn *conn, struct vd_exchange *x, bool aborted)
{
    if (!x->lingers)
        vd_http2_consumed(&conn->session, NULL, x->withheld);
    vd_exchange_free(x, aborted);
}

/* The exchange is over; if the peer has not ended its side, this says that it need not. */
static void finish(struct vd_http2_conn *conn, struct vd_exchange *x)
{
    vd_http2_detach(&conn->session, &x->stream, VD_HTTP2_CANCEL);
    let_go(conn, x, false);
}

/*
 * The answer is out before the request has ended. The peer most often ends it at once, and a stream
 * that is reset under its hands is a nuisance to some; so for a while and a few bytes it is let.
 */
static void linger(struct vd_http2_conn *conn, struct vd_exchange *x)
{
    vd_http2_consumed(&conn->session, &x->stream, x->withheld);
    vd_exchange_close(x, false);
    vd_exchange_clear(x);
    x->lingers = true;
    x->paused = x->stuck = x->shut = x->waits = false;
    x->withheld = 0;
    if (!vd_list_is_linked(&conn->stuck.link))
        vd_timer_start(vd_conn_loop(conn->base.conn), &conn->stuck, VD_HTTP_STUCK_MS);
}

void vd_http2_conclude(struct vd_http2_conn *conn, struct vd_exchange *x)
{
    if ((x->stream.flags & VD_HTTP2_REMOTE_CLOSED) || conn->base.draining)
        finish(conn, x);
    else
        linger(conn, x);
}

void vd_http2_break_off(struct vd_http2_conn *conn, struct vd_exchange *x)
{
    vd_metric_add(VD_M_HTTP2_RESETS, 1);
    vd_http2_detach(&conn->session, &x->stream,
                    x->reset ? (enum vd_http2_error)x->reset_error : VD_HTTP2_INTERNAL_ERROR);
    let_go(conn, x, true);
}

static void on_late_data(struct vd_http2_conn *conn, struct vd_exchange *x, size_t n, bool ended)
{
    vd_http2_consumed(&conn->session, &x->stream, n);
    x->withheld += (uint32_t)n;
    if (ended || x->withheld > LINGER_BYTES)
        finish(conn, x);
}

static void on_data(void *owner, struct vd_http2_stream *stream, struct vd_slice bytes, bool ended)
{
    struct vd_http2_conn *conn = owner;
    struct vd_exchange *x = exchange_of(stream);

    if (x->lingers) {
        on_late_data(conn, x, bytes.len, ended);
        return;
    }
    vd_exchange_took(x, bytes);
    if (x->paused)
        x->withheld += (uint32_t)bytes.len;
    else
        vd_http2_consumed(&conn->session, stream, bytes.len);
    if (ended)
        vd_exchange_ended(x);
}

static void on_trailers(void *owner, struct vd_http2_stream *stream,
                        const struct vd_header *headers, uint32_t count)
{
    struct vd_exchange *x = exchange_of(stream);

    if (x->lingers)
        finish(owner, x);
    else
        vd_exchange_ended(x);
}

static void on_reset(void *owner, struct vd_http2_stream *stream, uint32_t error)
{
    vd_metric_add(VD_M_HTTP2_RESETS, 1);
    let_go(owner, exchange_of(stream), true);
}

static void wait_for_connection(struct vd_http2_conn *conn, struct vd_exchange *x)
{
    x->waits = true;
    vd_list_append(&conn->waiting, &x->link);
}

static void on_writable(void *owner, struct vd_http2_stream *stream)
{
    struct vd_http2_conn *conn = owner;
    struct vd_exchange *x;

    if (!stream) {
        conn->opened = true;
        if (!vd_list_is_empty(&conn->waiting))
            vd_conn_ready(conn->base.conn, VD_CONN_STREAM);
        return;
    }
    x = exchange_of(stream);
    if (!x->shut)
        return;
    x->shut = x->stuck = false;
    if (vd_list_is_linked(&x->link))
        return;
    if (vd_http2_room(&conn->session, stream))
        ready(x, false);
    else
        wait_for_connection(conn, x);
}

static const struct vd_http2_ops session_ops = {
    .accept = on_accept,
    .request = on_request,
    .data = on_data,
    .trailers = on_trailers,
    .reset = on_reset,
    .writable = on_writable,
};

static void watch_for_stuck(struct vd_http2_conn *conn)
{
    if (!vd_list_is_linked(&conn->stuck.link))
        vd_timer_start(vd_conn_loop(conn->base.conn), &conn->stuck, VD_HTTP_STUCK_MS);
}

/* Whether it is to be given up if it is found so again. */
static bool is_stuck(const struct vd_http2_conn *conn, const struct vd_exchange *x)
{
    if (x->waits)
        return x->finished && !conn->opened;
    return x->lingers || (x->shut && x->finished);
}

/* Twice the same look at an answer that nobody takes, or at a request that does not end: then it is
 * given up. */
static void on_stuck(struct vd_timer *timer)
{
    struct vd_http2_conn *conn = vd_container_of(timer, struct vd_http2_conn, stuck);
    struct vd_exchange *x, *tmp;
    bool again = false;

    vd_list_each(x, tmp, &conn->base.exchanges, all)
    {
        again |= x->waits && x->finished;
        if (!is_stuck(conn, x)) {
            x->stuck = false;
            continue;
        }
        if (x->stuck && x->lingers) {
            finish(conn, x);
            continue;
        }
        if (x->stuck)
            vd_exchange_reset(x, VD_HTTP2_CANCEL);
        x->stuck = again = true;
    }
    conn->opened = false;
    if (again)
        watch_for_stuck(conn);
    ready_if_talking(conn);
}

static void wait_for_window(struct vd_http2_conn *conn, struct vd_exchange *x)
{
    if (vd_list_is_linked(&x->link)) /* its fill has begun the answer, and lined it up */
        vd_list_remove(&x->link);
    x->urgent = false;
    if (x->stream.send_window > 0)
        wait_for_connection(conn, x);
    else
        x->shut = true;
    if (x->finished)
        watch_for_stuck(conn);
}

/* Lets the first of a list write. False: the output is full. */
static bool write_first(struct vd_http2_conn *conn, struct vd_list *list, struct vd_out *out)
{
    struct vd_exchange *x = vd_list_first(list, struct vd_exchange, link);

    vd_list_remove(&x->link);
    x->waits = false;
    conn->turns++;
    switch (vd_http2_write(conn, x, out)) {
    case VD_TURN_MORE:
        line_up(conn, x, false);
        break;
    case VD_TURN_LATER:
        if (vd_list_is_linked(&x->link))
            vd_list_remove(&x->link);
        x->urgent = false;
        vd_list_append(&conn->later, &x->link);
        break;
    case VD_TURN_FULL:
        if (vd_list_is_linked(&x->link))
            vd_list_remove(&x->link);
        vd_list_prepend(list, &x->link);
        x->urgent = list == &conn->urgent;
        x->waits = list == &conn->waiting;
        return false;
    case VD_TURN_SHUT:
        wait_for_window(conn, x);
        break;
    case VD_TURN_IDLE:
    case VD_TURN_GONE:
        break;
    }
    return true;
}

static bool can_go_on(const struct vd_http2_conn *conn)
{
    return conn->session.send_window > 0 && !vd_list_is_empty(&conn->waiting);
}

/* Those that waited for the connection's window have done so for longer than those with events. */
static void write_exchanges(struct vd_http2_conn *conn, struct vd_out *out)
{
    bool has_room = true;

    while (has_room && !vd_list_is_empty(&conn->urgent))
        has_room = write_first(conn, &conn->urgent, out);
    while (has_room && can_go_on(conn))
        has_room = write_first(conn, &conn->waiting, out);
    while (has_room && !vd_list_is_empty(&conn->ready))
        has_room = write_first(conn, &conn->ready, out);
    vd_list_splice(&conn->ready, &conn->later);
}

/* The last stream of a drain has gone: say the last word, which names what was taken. */
static void end_drain(struct vd_http2_conn *conn)
{
    if (conn->base.draining && !conn->session.status && vd_list_is_empty(&conn->base.exchanges))
        vd_http2_fail(&conn->session, VD_HTTP2_NO_ERROR, "going down");
}

static void read_on(struct vd_http2_conn *conn)
{
    if (!conn->reading_paused || conn->base.control.len > CONTROL_PAUSE_BYTES)
        return;
    conn->reading_paused = false;
    vd_conn_pause(conn->base.conn, false);
}

static enum vd_fill on_fill(struct vd_conn *io, struct vd_out *out)
{
    struct vd_http2_conn *conn = vd_conn_state(io);
    bool flushed = vd_http_conn_flush(&conn->base, out);

    if (flushed && !conn->session.status) {
        write_exchanges(conn, out);
        end_drain(conn);
        flushed = vd_http_conn_flush(&conn->base, out);
    }
    read_on(conn);
    if (flushed && conn->session.status) {
        vd_conn_close(io, false);
        return VD_FILL_IDLE;
    }
    return flushed && vd_list_is_empty(&conn->urgent) && vd_list_is_empty(&conn->ready) &&
                   !can_go_on(conn)
               ? VD_FILL_IDLE
               : VD_FILL_MORE;
}

/* A peer that has begun to say something must finish it. */
static void watch_pace(struct vd_http2_conn *conn)
{
    bool mid = vd_http2_is_mid_frame(&conn->session);

    if (!mid)
        vd_http_conn_expect(&conn->base, 0);
    else if (conn->frames_seen != conn->session.frames ||
             !vd_list_is_linked(&conn->base.timer.link))
        vd_http_conn_expect(&conn->base, VD_HTTP_HEAD_MS);
    conn->frames_seen = conn->session.frames;
}

int vd_http2_bytes(struct vd_conn *io, struct vd_slice bytes)
{
    struct vd_http2_conn *conn = vd_conn_state(io);
    int rc;

    if (conn->session.status)
        return 0;
    rc = vd_http2_input(&conn->session, bytes, vd_loop_now_ms(vd_conn_loop(io)));
    if (rc < 0)
        return rc;
    if (rc)
        vd_metric_add(VD_M_HTTP_REFUSED, 1);
    ready_if_talking(conn);
    watch_pace(conn);
    if (conn->base.control.len > CONTROL_PAUSE_BYTES && !conn->reading_paused) {
        conn->reading_paused = true;
        vd_conn_pause(io, true);
    }
    return 0;
}

static int on_eof(struct vd_conn *io)
{
    return -ECONNRESET;
}

static void on_drain(struct vd_conn *io)
{
    struct vd_http2_conn *conn = vd_conn_state(io);
    struct vd_exchange *x, *tmp;

    if (conn->base.draining)
        return;
    conn->base.draining = true;
    vd_http2_drain(&conn->session);
    vd_list_each(x, tmp, &conn->base.exchanges, all)
    {
        if (x->lingers)
            finish(conn, x);
        else if (x->handler && x->handler->drain && !x->finished && !x->reset)
            x->handler->drain(x);
    }
    vd_conn_ready(io, VD_CONN_URGENT);
}

/* Events wait for a slow reader as long as it likes; with nothing under way it is of no use. */
static int on_stalled(struct vd_conn *io)
{
    struct vd_http2_conn *conn = vd_conn_state(io);

    return vd_list_is_empty(&conn->base.exchanges) ? -ETIMEDOUT : 0;
}

static void on_closed(struct vd_conn *io)
{
    struct vd_http2_conn *conn = vd_conn_state(io);

    vd_http2_session_deinit(&conn->session);
    vd_timer_stop(vd_conn_loop(io), &conn->stuck);
    vd_http_conn_deinit(&conn->base);
    vd_free(conn);
}

static const struct vd_conn_ops conn_ops = {
    .bytes = vd_http2_bytes,
    .eof = on_eof,
    .fill = on_fill,
    .drain = on_drain,
    .stalled = on_stalled,
    .closed = on_closed,
    .survey = vd_http_conn_survey,
};

int vd_http2_begin(const struct vd_http_conn *old)
{
    struct vd_http2_conn *conn = vd_alloc(sizeof(*conn));

    if (!conn)
        return -ENOMEM;
    vd_http_conn_init(&conn->base, old);
    conn->base.version = &version;
    vd_list_init(&conn->urgent);
    vd_list_init(&conn->ready);
    vd_list_init(&conn->waiting);
    vd_list_init(&conn->later);
    conn->stuck = (struct vd_timer){.fire = on_stuck};
    conn->frames_seen = conn->turns = 0;
    conn->reading_paused = conn->opened = false;
    vd_http2_session_init(&conn->session, &session_ops, &old->http->http2, conn,
                          &conn->base.control, vd_loop_now_ms(vd_conn_loop(old->conn)));
    vd_conn_set_ops(old->conn, &conn_ops, conn);
    vd_conn_ready(old->conn, VD_CONN_URGENT);
    return 0;
}
