/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is the same for both versions of HTTP. An exchange is freed in three places only: when its
 * last byte has been written, when its peer resets it, and when its connection is gone; never while
 * a door is being called for it.
 */
#include "http/inner.h"

#include "base/alloc.h"
#include "base/metrics.h"

/* What has been freed and waits for its next use keeps the memory of a short answer. */
enum { SPARE_MAX = 256, SPARE_BUF_BYTES = 1024 };

static struct vd_exchange *spare_pop(struct vd_http *http)
{
    struct vd_exchange *x = http->spare;
    struct vd_buf bytes;

    if (!x)
        return vd_alloc_zero(sizeof(*x));
    http->spare = x->user;
    http->spare_count--;
    bytes = x->pending.bytes;
    *x = (struct vd_exchange){.pending.bytes = bytes};
    return x;
}

static void spare_push(struct vd_http *http, struct vd_exchange *x)
{
    if (http->spare_count == SPARE_MAX) {
        vd_buf_deinit(&x->pending.bytes);
        vd_free(x);
        return;
    }
    if (x->pending.bytes.cap > SPARE_BUF_BYTES)
        vd_buf_deinit(&x->pending.bytes);
    x->user = http->spare;
    http->spare = x;
    http->spare_count++;
}

void vd_exchange_drop_spare(struct vd_http *http)
{
    struct vd_exchange *x;

    while ((x = http->spare)) {
        http->spare = x->user;
        vd_buf_deinit(&x->pending.bytes);
        vd_free(x);
    }
}

struct vd_exchange *vd_exchange_new(struct vd_http_conn *conn)
{
    struct vd_exchange *x = spare_pop(conn->http);

    if (!x)
        return NULL;
    x->conn = conn;
    vd_buf_clear(&x->pending.bytes);
    x->pending.bytes.limit_bytes = SIZE_MAX;
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
    vd_list_remove(&x->all);
    spare_push(x->conn->http, x);
}

void vd_pending_clear(struct vd_pending *pending)
{
    vd_buf_deinit(&pending->bytes);
    vd_buf_init(&pending->bytes, 0);
    pending->head_len = pending->body_len = pending->body_at = 0;
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

void vd_exchange_start(struct vd_exchange *x, unsigned status, const struct vd_header *headers,
                       uint32_t count)
{
    vd_assert(!x->started);
    x->started = true;
    x->status = (uint16_t)status;
    x->no_body |= status == 204 || status == 304;
    x->conn->version->put_head(x, status, headers, count);
    x->pending.head_len = (uint32_t)x->pending.bytes.len;
    x->conn->version->ready(x, true);
}

int vd_exchange_body(struct vd_exchange *x, struct vd_slice body)
{
    vd_assert(x->started && !x->finished);
    vd_buf_append_slice(&x->pending.bytes, body);
    if (vd_buf_status(&x->pending.bytes))
        return vd_buf_status(&x->pending.bytes);
    x->pending.body_len += (uint32_t)body.len;
    x->conn->version->ready(x, true);
    return 0;
}

void vd_exchange_finish(struct vd_exchange *x, const struct vd_header *trailers, uint32_t count)
{
    vd_assert(x->started && !x->finished);
    x->finished = true;
    if (count)
        x->conn->version->put_trailers(x, trailers, count);
    x->conn->version->ready(x, true);
}

void vd_exchange_ready(struct vd_exchange *x, bool urgent)
{
    x->wants = true;
    if (x->started && !x->finished)
        x->conn->version->ready(x, urgent);
}

void vd_exchange_reset(struct vd_exchange *x, uint32_t h2_error)
{
    if (x->reset)
        return;
    x->reset = true;
    x->reset_error = h2_error;
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
