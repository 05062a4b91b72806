/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A peer that speaks clear text where TLS was asked for. It learns that, in the words of the
 * version that it speaks, and nothing else: no request of it is looked at.
 *
 * Over HTTP/2 it waits a moment for that: gRPC's clients come again at once after a GOAWAY, for as
 * long as their calls have time, and would spend a core of ours and of theirs.
 */
#include "http/inner.h"

#include "base/alloc.h"
#include "base/metrics.h"

#include <errno.h>

/* The preface of a server, SETTINGS without any, and GOAWAY: no stream was taken,
 * INADEQUATE_SECURITY (RFC 9113, 7). */
static const char http2_words[] = "\0\0\0\4\0\0\0\0\0"
                                  "\0\0\x1c\7\0\0\0\0\0\0\0\0\0\0\0\0\xc"
                                  "this port speaks TLS";
static const char http1_words[] = "HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\n"
                                  "content-length: 32\r\nconnection: close\r\n\r\n"
                                  "this port speaks TLS; use https\n";

enum { WAIT_MS = 1000 };

struct refusal {
    struct vd_http_conn base;
    struct vd_slice words;
    struct vd_timer wait;
};

static int on_eof(struct vd_conn *io)
{
    return -ECONNRESET;
}

static enum vd_fill on_fill(struct vd_conn *io, struct vd_out *out)
{
    struct refusal *refusal = vd_conn_state(io);
    size_t n;

    if (vd_list_is_linked(&refusal->wait.link))
        return VD_FILL_IDLE;
    n = vd_out_copy(out, refusal->words);
    refusal->words = vd_slice(refusal->words.ptr + n, refusal->words.len - n);
    if (refusal->words.len)
        return VD_FILL_MORE;
    vd_conn_close(io, false);
    return VD_FILL_IDLE;
}

static void on_drain(struct vd_conn *io)
{
    vd_conn_close(io, false);
}

static int on_stalled(struct vd_conn *io)
{
    return -ETIMEDOUT;
}

static void on_closed(struct vd_conn *io)
{
    struct refusal *refusal = vd_conn_state(io);

    vd_timer_stop(vd_conn_loop(io), &refusal->wait);
    vd_http_conn_deinit(&refusal->base);
    vd_free(refusal);
}

static void on_waited(struct vd_timer *timer)
{
    struct refusal *refusal = vd_container_of(timer, struct refusal, wait);

    vd_conn_ready(refusal->base.conn, VD_CONN_URGENT);
}

static const struct vd_conn_ops refusing_ops = {
    .bytes = vd_http_clear_bytes,
    .eof = on_eof,
    .fill = on_fill,
    .drain = on_drain,
    .stalled = on_stalled,
    .closed = on_closed,
    .clear = vd_http_clear_bytes,
};

int vd_http_clear_bytes(struct vd_conn *io, struct vd_slice bytes)
{
    return 0;
}

static int refuse(const struct vd_http_conn *old, struct vd_slice words, uint32_t wait_ms)
{
    struct refusal *refusal = vd_alloc_zero(sizeof(*refusal));

    if (!refusal)
        return -ENOMEM;
    vd_http_conn_init(&refusal->base, old);
    refusal->words = words;
    refusal->wait.fire = on_waited;
    vd_metric_add(VD_M_HTTP_REFUSED, 1);
    vd_http_conn_expect(&refusal->base, VD_HTTP_HEAD_MS);
    vd_conn_set_ops(old->conn, &refusing_ops, refusal);
    if (wait_ms)
        vd_timer_start(vd_conn_loop(old->conn), &refusal->wait, wait_ms);
    else
        vd_conn_ready(old->conn, VD_CONN_URGENT);
    return 0;
}

int vd_http1_refuse_clear(const struct vd_http_conn *old)
{
    return refuse(old, vd_slice(http1_words, sizeof(http1_words) - 1), 0);
}

int vd_http2_refuse_clear(const struct vd_http_conn *old)
{
    return refuse(old, vd_slice(http2_words, sizeof(http2_words) - 1), WAIT_MS);
}
