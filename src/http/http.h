/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The HTTP side of a loop: its routes, and the connections that speak HTTP/1 or HTTP/2 on one
 * port. The first bytes of a connection decide which (prior knowledge; `Upgrade: h2c` is ignored),
 * unless its ends have agreed on one under TLS.
 * One of these belongs to each loop; nothing in it is shared between threads.
 */
#ifndef VD_HTTP_HTTP_H
#define VD_HTTP_HTTP_H

#include "http/exchange.h"

enum {
    VD_HTTP_FIRST_BYTE_MS = 60000,  /* a new connection may be silent for so long */
    VD_HTTP_HEAD_MS = 10000,        /* a request's head, or a frame, that has begun must be whole */
    VD_HTTP_BODY_MIN_BYTES = 1024,  /* what of a body must come in as long, if not its end */
    VD_HTTP_KEEP_ALIVE_MS = 120000, /* an HTTP/1 connection between two requests */
    VD_HTTP_STUCK_MS = 30000,       /* an answer that is complete, and whose window stays shut for
                                     * once or twice as long, is given up */
    VD_HTTP_STREAMS = 131072        /* at once on a connection, where nothing else is configured */
};

struct vd_http;

struct vd_tls_identity;

/* What is the same for all connections of one listener, which it outlives. */
struct vd_http_port {
    bool is_loopback;            /* TCP that only this machine reaches: Host is checked */
    struct vd_tls_identity *tls; /* clear text is refused; NULL: it is what is spoken */
};

/* Whom browsers may speak for. The strings outlive the vd_http. */
struct vd_http_guard {
    const char *const *allowed_hosts; /* names by which we may be called, beside the obvious */
    const char *const *cors_origins;  /* "https://example.com", or "*" */
    uint32_t allowed_host_count, cors_origin_count;
};

/* Zeros stand for the defaults. */
struct vd_http_config {
    struct vd_http_guard guard;
    int64_t (*wall_ms)(void);   /* for the Date of answers; NULL: they have none */
    uint32_t stream_window;     /* what a peer may send ahead on an HTTP/2 stream */
    uint32_t connection_window; /* and on all of a connection's; at least 65,535 */
    uint32_t max_streams; /* at once on a connection, and said to peers; 0: VD_HTTP_STREAMS, and
                           * nothing is said, because etcd's clients take any number for a bound */
};

/* config: NULL for the defaults. NULL: no memory. */
struct vd_http *vd_http_new(const struct vd_http_config *config);
/* No connection may be left. */
void vd_http_free(struct vd_http *http);
/* Routes are asked in the order of these calls. The route is copied; its path is not. -ENOMEM. */
VD_MUST_CHECK int vd_http_route(struct vd_http *http, const struct vd_route *route);
/*
 * Takes a connected socket over, on the loop's thread. port and principal outlive the connection;
 * NULL: one of which nothing is known, and nobody. Under TLS the principal is who the peer's
 * certificate says it is. On failure (-errno) fd is still the caller's.
 */
VD_MUST_CHECK int vd_http_open(struct vd_http *http, struct vd_loop *loop, int fd,
                               const struct vd_http_port *port,
                               const struct vd_principal *principal);

#endif
