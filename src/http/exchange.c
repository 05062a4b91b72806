/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is the same for both versions of HTTP. An exchange is freed in three places only: when its
 * last byte has been written, when its peer resets it, and when its connection is gone; never while
 * a door is being called for it.
 */
#include "http/inner.h"

#include "base/alloc.h"
#include "base/metrics.h"
#include "http/guard.h"

enum { SPARE_MAX = 256, NOT_IMPLEMENTED = 501 };

static struct vd_exchange *spare_pop(struct vd_http *http)
{
    struct vd_exchange *x = http->spare;

    if (!x)
        return vd_alloc_zero(sizeof(*x));
    http->spare = x->user;
    http->spare_count--;
    *x = (struct vd_exchange){0};
    return x;
}

static void spare_push(struct vd_http *http, struct vd_exchange *x)
{
    if (http->spare_count == SPARE_MAX) {
        vd_free(x);
        return;
    }
    x->user = http->spare;
    http->spare = x;
    http->spare_count++;
}

void vd_exchange_drop_spare(struct vd_http *http)
{
    struct vd_exchange *x;

    while ((x = http->spare)) {
        http->spare = x->user;
        vd_free(x);
    }
    for (size_t i = 0; i < VD_HTTP_HEADS; i++)
        vd_free(http->heads[i].made);
    vd_pending_pool_deinit(&http->pending);
    vd_buf_deinit(&http->making);
}

struct vd_exchange *vd_exchange_new(struct vd_http_conn *conn)
{
    struct vd_exchange *x = spare_pop(conn->http);

    if (!x)
        return NULL;
    x->conn = conn;
    x->surveyed = conn->surveyed;
    vd_list_append(&conn->exchanges, &x->all);
    vd_metric_add(VD_M_HTTP_REQUESTS, 1);
    return x;
}

void vd_exchange_close(struct vd_exchange *x, bool aborted)
{
    if (vd_list_is_linked(&x->link))
        vd_list_remove(&x->link);
    if (x->handler && x->handler->closed)
        x->handler->closed(x, aborted);
    x->handler = NULL;
}

void vd_exchange_free(struct vd_exchange *x, bool aborted)
{
    vd_exchange_close(x, aborted);
    vd_exchange_clear(x);
    vd_list_remove(&x->all);
    spare_push(x->conn->http, x);
}

void vd_exchange_clear(struct vd_exchange *x)
{
    vd_pending_drop(&x->conn->http->pending, &x->pending);
}

void vd_exchange_set(struct vd_exchange *x, const struct vd_handler *handler, void *user)
{
    x->handler = handler;
    x->user = user;
}

void *vd_exchange_user(const struct vd_exchange *x)
{
    return x->user;
}

struct vd_loop *vd_exchange_loop(const struct vd_exchange *x)
{
    return vd_conn_loop(x->conn->conn);
}

const struct vd_principal *vd_exchange_principal(const struct vd_exchange *x)
{
    return x->conn->principal;
}

/* Where a head or trailers are made. */
static struct vd_buf *making(struct vd_exchange *x)
{
    struct vd_buf *buf = &x->conn->http->making;

    vd_buf_clear(buf);
    return buf;
}

/* What was made is pending now. */
static void hold(struct vd_exchange *x, const struct vd_buf *made)
{
    x->no_memory |= vd_buf_status(made) ||
                    vd_pending_append(&x->conn->http->pending, &x->pending, vd_buf_slice(made));
}

static void count_response(const struct vd_exchange *x, unsigned status)
{
    unsigned first = vd_exchange_is_http2(x) ? VD_M_HTTP2_1XX : VD_M_HTTP1_1XX;

    _Static_assert(VD_M_HTTP1_5XX - VD_M_HTTP1_1XX == 4, "the classes stand in their order");
    _Static_assert(VD_M_HTTP2_5XX - VD_M_HTTP2_1XX == 4, "here too");
    vd_assert(status >= 100 && status < 600);
    vd_metric_add((enum vd_metric)(first + status / 100 - 1), 1);
}

static void begin(struct vd_exchange *x, unsigned status)
{
    vd_assert(!x->started);
    count_response(x, status);
    x->started = true;
    x->status = (uint16_t)status;
    x->no_body |= status == 204 || status == 304;
}

/* A door that knows nothing of tunnels and answers a CONNECT as it would a GET has not done what
 * was asked, and must not say so (RFC 8441, 4). */
static void put_date(struct vd_exchange *x, struct vd_buf *buf)
{
    struct vd_header date = {VD_SLICE("date"), VD_SLICE_EMPTY};

    if (!x->is_dated || x->is_tunnel)
        return;
    date.value = vd_http_date(x->conn->http);
    x->conn->version->put_more(x, buf, &date, 1);
}

static void put_cors(struct vd_exchange *x, struct vd_buf *buf)
{
    struct vd_header headers[VD_GUARD_CORS_HEADERS];

    if (!x->cors)
        return;
    vd_guard_cors(&x->conn->http->guard, x->cors, headers);
    x->conn->version->put_more(x, buf, headers, VD_COUNT(headers));
}

void vd_exchange_start(struct vd_exchange *x, unsigned status, const struct vd_header *headers,
                       uint32_t count)
{
    struct vd_buf *buf = making(x);

    if (x->is_connect && !x->is_tunnel && status / 100 == 2) {
        status = NOT_IMPLEMENTED;
        count = 0;
        x->no_body = true;
    }
    begin(x, status);
    x->conn->version->put_head(x, buf, status, headers, count);
    put_date(x, buf);
    put_cors(x, buf);
    hold(x, buf);
    if (x->pending)
        x->pending->head_len = x->pending->len;
    x->conn->version->ready(x, true);
}

void vd_exchange_tunnel(struct vd_exchange *x, const struct vd_header *headers, uint32_t count)
{
    vd_assert(!x->started);
    x->is_tunnel = true;
    x->no_body = x->request_ended = false;
    vd_exchange_start(x, x->conn->version->tunnel(x), headers, count);
}

/* The head as it is made, if it has a place among those that are kept. */
static struct vd_pending *find_head(struct vd_exchange *x, const struct vd_head *head)
{
    struct vd_http_head *kept = x->conn->http->heads, *end = kept + VD_HTTP_HEADS;
    struct vd_buf *buf = making(x);

    while (kept < end && kept->made && kept->head != head)
        kept++;
    if (kept == end || kept->made)
        return kept == end ? NULL : kept->made;
    x->conn->version->put_head(x, buf, head->status, head->headers, head->count);
    kept->head = head;
    kept->made = vd_buf_status(buf) ? NULL : vd_pending_share(vd_buf_slice(buf));
    return kept->made;
}

void vd_exchange_start_with(struct vd_exchange *x, const struct vd_head *head)
{
    struct vd_pending *made = NULL;

    if (vd_exchange_is_http2(x) && !x->is_connect && !x->is_dated && !x->cors)
        made = find_head(x, head);
    if (!made) {
        vd_exchange_start(x, head->status, head->headers, head->count);
        return;
    }
    begin(x, head->status);
    x->pending = made;
    x->conn->version->ready(x, true);
}

int vd_exchange_body(struct vd_exchange *x, struct vd_slice body)
{
    int rc;

    vd_assert(x->started && !x->finished);
    rc = vd_pending_append(&x->conn->http->pending, &x->pending, body);
    x->no_memory |= rc != 0;
    if (rc)
        return rc;
    x->pending->body_len += (uint32_t)body.len;
    x->conn->version->ready(x, true);
    return 0;
}

void vd_exchange_finish(struct vd_exchange *x, const struct vd_header *trailers, uint32_t count)
{
    struct vd_buf *buf = making(x);

    vd_assert(x->started && !x->finished);
    x->finished = true;
    if (count) {
        x->conn->version->put_trailers(buf, trailers, count);
        hold(x, buf);
    }
    x->conn->version->ready(x, true);
}

void vd_exchange_ready(struct vd_exchange *x, bool urgent)
{
    x->wants = true;
    if ((x->started || vd_exchange_asks(x)) && !x->finished)
        x->conn->version->ready(x, urgent);
}

enum vd_fill vd_exchange_ask(struct vd_exchange *x, struct vd_out *out)
{
    size_t room = out->room;
    enum vd_fill more;

    out->room = 0;
    x->wants = false;
    more = x->handler->fill(x, out);
    out->room = room;
    x->wants |= more != VD_FILL_IDLE && !x->finished;
    return more;
}

void vd_exchange_reset(struct vd_exchange *x, uint32_t h2_error)
{
    if (x->reset)
        return;
    x->reset = true;
    x->reset_error = (uint16_t)h2_error;
    x->conn->version->ready(x, true);
}

void vd_exchange_pause(struct vd_exchange *x, bool paused)
{
    bool resumes = x->paused && !paused;

    x->paused = paused;
    if (resumes)
        x->conn->version->resume(x);
}

void vd_exchange_took(struct vd_exchange *x, struct vd_slice piece)
{
    if (piece.len && x->handler && x->handler->body && !x->reset && !x->finished)
        x->handler->body(x, piece);
}

void vd_exchange_ended(struct vd_exchange *x)
{
    x->request_ended = true;
    if (x->handler && x->handler->end && !x->reset && !x->finished)
        x->handler->end(x);
}
