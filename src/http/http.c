/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Routes, and a connection's beginning: until its first bytes say which version it speaks, it is
 * the few bytes of a struct sniff.
 */
#include "http/http.h"

#include "base/alloc.h"
#include "http/inner.h"
#include "wire/http1.h"
#include "wire/tls.h"

#include <errno.h>

struct sniff {
    struct vd_http_conn base;
    uint8_t first[16];
    uint8_t len;
};

/* How a version takes a connection over, and its bytes. */
struct beginning {
    int (*begin)(const struct vd_http_conn *old);
    int (*bytes)(struct vd_conn *io, struct vd_slice bytes);
};

static const struct vd_principal nobody;
static const struct vd_http_port somewhere;

struct vd_http *vd_http_new(const struct vd_http_config *config)
{
    static const struct vd_http_config usual = {.stream_window = 256 * 1024,
                                                .connection_window = 1024 * 1024};
    struct vd_http *http = vd_alloc_zero(sizeof(*http));

    if (!http)
        return NULL;
    config = config ? config : &usual;
    http->guard = config->guard;
    http->wall_ms = config->wall_ms;
    vd_buf_init(&http->making, 0);
    http->http2 = (struct vd_http2_config){
        .stream_window = config->stream_window ? config->stream_window : usual.stream_window,
        .connection_window =
            config->connection_window ? config->connection_window : usual.connection_window,
        .max_streams = config->max_streams ? config->max_streams : VD_HTTP_STREAMS,
        .announced_streams = config->max_streams,
    };
    return http;
}

void vd_http_free(struct vd_http *http)
{
    if (!http)
        return;
    vd_exchange_drop_spare(http);
    vd_free(http->routes);
    vd_free(http);
}

int vd_http_route(struct vd_http *http, const struct vd_route *route)
{
    struct vd_http_route *routes =
        vd_realloc(http->routes, (http->route_count + 1) * sizeof(*http->routes));

    if (!routes)
        return -ENOMEM;
    http->routes = routes;
    http->routes[http->route_count++] = (struct vd_http_route){*route, vd_slice_str(route->path)};
    return 0;
}

/* False: there is more of it to look at. */
static bool survey_exchange(struct vd_exchange *x, struct vd_survey *survey)
{
    bool conn_stalled = survey->stalled;

    survey->from = survey->place.stream == x->stream.id ? survey->resume : 0;
    survey->resume = 0;
    survey->place.stream = x->stream.id;
    survey->stalled |= x->shut || x->waits;
    if (x->handler && x->handler->survey && !x->finished && !x->reset)
        x->handler->survey(x, survey);
    survey->stalled = conn_stalled;
    return survey->resume == 0;
}

/* Those that were looked at go to the end of the list. */
void vd_http_conn_survey(struct vd_conn *io, struct vd_survey *survey)
{
    struct vd_http_conn *conn = vd_conn_state(io);

    if (!survey->within) {
        conn->surveyed = !conn->surveyed;
        survey->resume = 0;
    }
    survey->within = true;
    while (!vd_list_is_empty(&conn->exchanges)) {
        struct vd_exchange *x = vd_list_first(&conn->exchanges, struct vd_exchange, all);

        if (x->surveyed == conn->surveyed)
            break;
        if (!survey->budget || !survey_exchange(x, survey))
            return;
        survey->budget -= survey->budget != 0;
        x->surveyed = conn->surveyed;
        vd_list_remove(&x->all);
        vd_list_append(&conn->exchanges, &x->all);
    }
    survey->within = false;
}

static void on_slow(struct vd_timer *timer)
{
    struct vd_http_conn *conn = vd_container_of(timer, struct vd_http_conn, timer);

    vd_conn_close(conn->conn, true);
}

void vd_http_conn_init(struct vd_http_conn *conn, const struct vd_http_conn *like)
{
    *conn = (struct vd_http_conn){
        .http = like->http,
        .conn = like->conn,
        .port = like->port,
        .principal = like->principal,
        .version = like->version,
        .timer.fire = on_slow,
    };
    vd_list_init(&conn->exchanges);
    vd_buf_init(&conn->control, 0);
}

void vd_http_conn_deinit(struct vd_http_conn *conn)
{
    vd_assert(vd_list_is_empty(&conn->exchanges));
    vd_http_conn_expect(conn, 0);
    vd_buf_deinit(&conn->control);
}

void vd_http_conn_expect(struct vd_http_conn *conn, uint32_t within_ms)
{
    if (within_ms)
        vd_timer_start(vd_conn_loop(conn->conn), &conn->timer, within_ms);
    else
        vd_timer_stop(vd_conn_loop(conn->conn), &conn->timer);
}

bool vd_http_conn_flush(struct vd_http_conn *conn, struct vd_out *out)
{
    size_t limit_bytes = conn->control.limit_bytes;

    if (!conn->control.len)
        return true;
    vd_buf_consume(&conn->control, vd_out_copy(out, vd_buf_slice(&conn->control)));
    if (conn->control.len)
        return false;
    /* An idle connection holds no buffer. */
    vd_buf_deinit(&conn->control);
    vd_buf_init(&conn->control, limit_bytes);
    return true;
}

static void sniff_free(struct sniff *sniff)
{
    vd_http_conn_deinit(&sniff->base);
    vd_free(sniff);
}

static const struct beginning http1 = {vd_http1_begin, vd_http1_bytes};
static const struct beginning http2 = {vd_http2_begin, vd_http2_bytes};

/* Hands the connection over, with the bytes that have come. */
static int go_on(struct sniff *sniff, const struct beginning *as, struct vd_slice bytes)
{
    struct vd_conn *io = sniff->base.conn;
    int rc = as->begin(&sniff->base);

    if (rc)
        return rc;
    if (sniff->len)
        rc = as->bytes(io, vd_slice(sniff->first, sniff->len));
    sniff_free(sniff);
    return rc ? rc : as->bytes(io, bytes);
}

/* As long as the preface is not whole, the few bytes that have come are kept. */
static int choose(struct sniff *sniff, const struct beginning *one, const struct beginning *two,
                  struct vd_slice bytes)
{
    size_t n = VD_MIN(bytes.len, sizeof(sniff->first) - sniff->len);
    enum vd_sniff what;

    memcpy(sniff->first + sniff->len, bytes.ptr, n);
    what = vd_http_sniff(vd_slice(sniff->first, sniff->len + n));
    if (what != VD_SNIFF_MORE)
        return go_on(sniff, what == VD_SNIFF_HTTP2 ? two : one, bytes);
    sniff->len = (uint8_t)(sniff->len + n);
    return 0;
}

/* What was agreed on is what is spoken: whoever goes on to speak the other version is refused by
 * this one. */
static int sniff_bytes(struct vd_conn *io, struct vd_slice bytes)
{
    struct sniff *sniff = vd_conn_state(io);
    const struct vd_tls *tls = vd_conn_tls(io);

    if (!tls)
        return choose(sniff, &http1, &http2, bytes);
    sniff->base.principal = vd_tls_peer(tls);
    switch (vd_tls_alpn(tls)) {
    case VD_TLS_ALPN_HTTP1:
        return go_on(sniff, &http1, bytes);
    case VD_TLS_ALPN_HTTP2:
        return go_on(sniff, &http2, bytes);
    case VD_TLS_ALPN_NONE:
        break;
    }
    return choose(sniff, &http1, &http2, bytes);
}

static int sniff_clear(struct vd_conn *io, struct vd_slice bytes)
{
    static const struct beginning as_http1 = {vd_http1_refuse_clear, vd_http_clear_bytes};
    static const struct beginning as_http2 = {vd_http2_refuse_clear, vd_http_clear_bytes};

    return choose(vd_conn_state(io), &as_http1, &as_http2, bytes);
}

static int sniff_eof(struct vd_conn *io)
{
    return -ECONNRESET;
}

static enum vd_fill sniff_fill(struct vd_conn *io, struct vd_out *out)
{
    return VD_FILL_IDLE;
}

static void sniff_drain(struct vd_conn *io)
{
    vd_conn_close(io, false);
}

static void sniff_closed(struct vd_conn *io)
{
    sniff_free(vd_conn_state(io));
}

static const struct vd_conn_ops sniff_ops = {
    .bytes = sniff_bytes,
    .eof = sniff_eof,
    .fill = sniff_fill,
    .drain = sniff_drain,
    .closed = sniff_closed,
    .clear = sniff_clear,
};

int vd_http_open(struct vd_http *http, struct vd_loop *loop, int fd,
                 const struct vd_http_port *port, const struct vd_principal *principal)
{
    struct vd_http_conn begin = {.http = http,
                                 .port = port ? port : &somewhere,
                                 .principal = principal ? principal : &nobody};
    struct sniff *sniff = vd_alloc_zero(sizeof(*sniff));
    int rc;

    if (!sniff)
        return -ENOMEM;
    rc = vd_conn_new(loop, fd, &sniff_ops, sniff, &begin.conn);
    if (rc) {
        vd_free(sniff);
        return rc;
    }
    vd_http_conn_init(&sniff->base, &begin);
    vd_http_conn_expect(&sniff->base, VD_HTTP_FIRST_BYTE_MS);
    if (begin.port->tls && vd_conn_secure(begin.conn, begin.port->tls))
        vd_conn_close(begin.conn, true);
    return 0;
}
