/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A peer that speaks clear text where TLS was asked for. It learns that, in the words of the
 * version that it speaks, and nothing else: no request of it is looked at.
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

static int on_eof(struct vd_conn *io)
{
    return -ECONNRESET;
}

static enum vd_fill on_fill(struct vd_conn *io, struct vd_out *out)
{
    struct vd_http_conn *conn = vd_conn_state(io);

    if (!vd_http_conn_flush(conn, out))
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
    struct vd_http_conn *conn = vd_conn_state(io);

    vd_http_conn_deinit(conn);
    vd_free(conn);
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

static int refuse(const struct vd_http_conn *old, struct vd_slice words)
{
    struct vd_http_conn *conn = vd_alloc(sizeof(*conn));

    if (!conn)
        return -ENOMEM;
    vd_http_conn_init(conn, old);
    vd_buf_append_slice(&conn->control, words);
    if (vd_buf_status(&conn->control)) {
        vd_http_conn_deinit(conn);
        vd_free(conn);
        return -ENOMEM;
    }
    vd_metric_add(VD_M_HTTP_REFUSED, 1);
    vd_http_conn_expect(conn, VD_HTTP_HEAD_MS);
    vd_conn_set_ops(conn->conn, &refusing_ops, conn);
    vd_conn_ready(conn->conn, VD_CONN_URGENT);
    return 0;
}

int vd_http1_refuse_clear(const struct vd_http_conn *old)
{
    return refuse(old, vd_slice(http1_words, sizeof(http1_words) - 1));
}

int vd_http2_refuse_clear(const struct vd_http_conn *old)
{
    return refuse(old, vd_slice(http2_words, sizeof(http2_words) - 1));
}
