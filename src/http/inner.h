/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share; for them alone. */
#ifndef VD_HTTP_INNER_H
#define VD_HTTP_INNER_H

#include "base/buf.h"
#include "http/http.h"
#include "http/pending.h"
#include "wire/http2.h"

struct vd_http_conn;

/* How the two versions of HTTP differ, below an exchange. */
struct vd_http_version {
    /* A status and headers, and trailers, as they are sent. */
    void (*put_head)(struct vd_exchange *x, struct vd_buf *buf, unsigned status,
                     const struct vd_header *headers, uint32_t count);
    void (*put_trailers)(struct vd_buf *buf, const struct vd_header *trailers, uint32_t count);
    /* More headers behind a head. */
    void (*put_more)(struct vd_exchange *x, struct vd_buf *buf, const struct vd_header *headers,
                     uint32_t count);
    /* The exchange has something to write. */
    void (*ready)(struct vd_exchange *x, bool urgent);
    /* The door takes body bytes again. */
    void (*resume)(struct vd_exchange *x);
    /* The exchange is a tunnel from now on; its head is made next. The status to say so with. */
    unsigned (*tunnel)(struct vd_exchange *x);
};

struct vd_exchange {
    struct vd_http2_stream stream; /* HTTP/2 only; first, so that one is the other */
    struct vd_http_conn *conn;
    const struct vd_handler *handler;
    void *user;
    struct vd_list all;         /* in conn->exchanges */
    struct vd_list link;        /* in one of the lists of those that have something to write */
    struct vd_pending *pending; /* NULL: nothing waits to be written but what the door has */
    uint32_t withheld; /* body bytes whose window is not given back, while paused; or, while it
                        * lingers, bytes thrown away */
    uint16_t reset_error;
    uint16_t status;
    uint8_t cors; /* what lets a page from elsewhere be told the answer (guard.h); 0: nothing */
    bool started : 1, head_sent : 1, finished : 1, paused : 1, reset : 1;
    bool no_memory : 1;         /* for what is pending: it is broken off */
    bool wants : 1, urgent : 1; /* the door has said that it has something */
    bool shut : 1;              /* it waits for its own window, in no list, */
    bool waits : 1;             /* or for the connection's, in the list of those that do; */
    bool stuck : 1;             /* and has done so at the last look */
    bool request_ended : 1;
    bool lingers : 1;    /* answered and told so; only the rest of its request is waited for */
    bool no_body : 1;    /* HEAD, or a status that has none */
    bool is_tunnel : 1;  /* raw bytes both ways */
    bool is_dated : 1;   /* its answer says when it was made */
    bool is_connect : 1; /* HTTP/2: a success would say that a tunnel begins */
    bool surveyed : 1;   /* as conn->surveyed is: in the present round */
};

_Static_assert(sizeof(struct vd_exchange) <= 120, "an idle stream is to be cheap");

struct vd_http_conn {
    struct vd_http *http;
    struct vd_conn *conn;
    const struct vd_http_port *port;
    const struct vd_principal *principal;
    const struct vd_http_version *version; /* NULL: not known yet */
    struct vd_list exchanges;
    struct vd_buf control; /* goes before anything else, in any pieces */
    struct vd_timer timer; /* the peer is slow to say something whole */
    bool draining, closing;
    bool surveyed; /* changes with every round of a survey */
};

struct vd_http_route {
    struct vd_route route;
    struct vd_slice path;
};

enum { VD_HTTP_HEADS = 4, VD_HTTP_DATE_BYTES = 32 };

/* A head that doors begin with again and again, made once for HTTP/2. */
struct vd_http_head {
    const struct vd_head *head;
    struct vd_pending *made;
};

struct vd_http {
    struct vd_http2_config http2;
    struct vd_http_guard guard;
    int64_t (*wall_ms)(void);
    int64_t date_s; /* what `date` says */
    char date[VD_HTTP_DATE_BYTES];
    struct vd_http_route *routes;
    uint32_t route_count, spare_count;
    struct vd_exchange *spare; /* freed exchanges, linked by their user pointer */
    struct vd_pending_pool pending;
    struct vd_buf making; /* a head or trailers, until they are pending */
    struct vd_http_head heads[VD_HTTP_HEADS];
};

/* One of the same http, socket, port and principal; its version is set then. */
void vd_http_conn_init(struct vd_http_conn *conn, const struct vd_http_conn *like);
/* No exchange is left. */
void vd_http_conn_deinit(struct vd_http_conn *conn);
/* Writes as much of conn->control as there is room for. False: some is left. */
bool vd_http_conn_flush(struct vd_http_conn *conn, struct vd_out *out);
/* As struct vd_conn_ops has it. */
void vd_http_conn_survey(struct vd_conn *io, struct vd_survey *survey);
/* Aborts the connection unless something whole comes in time; 0 stops waiting. */
void vd_http_conn_expect(struct vd_http_conn *conn, uint32_t within_ms);

struct vd_exchange *vd_exchange_new(struct vd_http_conn *conn);
/* Tells the handler that it is over, once. */
void vd_exchange_close(struct vd_exchange *x, bool aborted);
/* The same, and frees. */
void vd_exchange_free(struct vd_exchange *x, bool aborted);
/* Nothing is pending any more. */
void vd_exchange_clear(struct vd_exchange *x);
/* The time of day as HTTP writes it; good until the next call. Empty: there is no clock. */
struct vd_slice vd_http_date(struct vd_http *http);

/* Frees what is kept for exchanges to come. */
void vd_exchange_drop_spare(struct vd_http *http);
void vd_exchange_ended(struct vd_exchange *x);
/* Its handler has something, and decides in its fill how to begin. */
static inline bool vd_exchange_asks(const struct vd_exchange *x)
{
    return !x->started && x->wants && x->handler && x->handler->fill_starts;
}
/* Calls that fill. */
enum vd_fill vd_exchange_ask(struct vd_exchange *x, struct vd_out *out);
void vd_exchange_took(struct vd_exchange *x, struct vd_slice piece);

/* Finds the route and opens it, or answers. target: as it came, path and query, which are filled in
 * as the content type is; all else of the request is there. */
void vd_router_open(struct vd_exchange *x, struct vd_slice target, struct vd_request *request);

/* Makes a connection speak it from now on: its ops and its state are new, and the caller frees the
 * old ones. -errno: nothing has changed. */
VD_MUST_CHECK int vd_http1_begin(const struct vd_http_conn *old);
VD_MUST_CHECK int vd_http2_begin(const struct vd_http_conn *old);
/* The same for a peer that was to speak TLS: it is told so in its version's words, and left. */
VD_MUST_CHECK int vd_http1_refuse_clear(const struct vd_http_conn *old);
VD_MUST_CHECK int vd_http2_refuse_clear(const struct vd_http_conn *old);
int vd_http1_bytes(struct vd_conn *io, struct vd_slice bytes);
int vd_http2_bytes(struct vd_conn *io, struct vd_slice bytes);
int vd_http_clear_bytes(struct vd_conn *io, struct vd_slice bytes);

#endif
