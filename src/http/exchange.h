/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An exchange: one HTTP request and its response, over HTTP/1 or HTTP/2; a door need not know
 * which.
 *
 * The response is pulled. A door says "I have something" (vd_exchange_ready); when the connection's
 * turn comes and the windows allow, `fill` is called and writes straight into the connection's
 * output. What does not fit stays what it was: a position in the door. Nothing is queued here.
 */
#ifndef VD_HTTP_EXCHANGE_H
#define VD_HTTP_EXCHANGE_H

#include "base/outcome.h"
#include "base/principal.h"
#include "io/conn.h"
#include "wire/header.h"

struct vd_exchange;

/* Borrowed during `open` only; a door copies what it needs. path begins with '/', query without
 * '?'. */
struct vd_request {
    struct vd_slice method, path, query, authority, content_type;
    /* "websocket": the peer asks to go on in it, see vd_exchange_tunnel; method is GET then,
     * whichever version of HTTP it came by. Empty: it does not, or asks for something else. */
    struct vd_slice upgrade;
    const struct vd_header *headers; /* without pseudo headers */
    uint32_t header_count;
    int64_t content_length; /* of the body that follows; -1: not said */
    bool ended;             /* no body follows, and handler->end is not called */
};

/* What a door gives for an exchange that it took: constant functions; its state is in the
 * exchange's user pointer. */
struct vd_handler {
    /* A piece of the request body, borrowed. Its window is given back when this returns, unless the
     * exchange is paused. NULL: no body is wanted; what comes is passed over. */
    void (*body)(struct vd_exchange *x, struct vd_slice piece);
    /* The request's body is complete (half-close: the response may go on). NULL: nobody asks. */
    void (*end)(struct vd_exchange *x);
    /* Write the response body into out, within out->room, however little that is (a message may be
     * cut anywhere). Called after vd_exchange_start, until vd_exchange_finish. */
    enum vd_fill (*fill)(struct vd_exchange *x, struct vd_out *out);
    /* The server is going down: end it in your protocol's words (at once or soon). NULL: an answer
     * is on its way, and ends by itself. */
    void (*drain)(struct vd_exchange *x);
    /* Gone: finished, reset by the peer, or connection lost (`aborted` unless finished). The last
     * call; x is invalid after it. NULL: there is nothing to free. */
    void (*closed)(struct vd_exchange *x, bool aborted);
    /* How far behind its readers are. NULL: it has none. */
    void (*survey)(struct vd_exchange *x, struct vd_survey *survey);
    /* fill decides how the answer begins: after vd_exchange_ready it is also called before
     * vd_exchange_start, with no room, and may call that then. */
    bool fill_starts;
};

/* The response's status and headers. Once. */
void vd_exchange_start(struct vd_exchange *x, unsigned status, const struct vd_header *headers,
                       uint32_t count);
/* The same with a head that many begin with: it lives as long as the program, and nothing is held
 * for it. */
struct vd_head {
    unsigned status;
    const struct vd_header *headers;
    uint32_t count;
};
void vd_exchange_start_with(struct vd_exchange *x, const struct vd_head *head);
/*
 * In place of vd_exchange_start, for a request with `upgrade`: accepts it (101 on HTTP/1, with
 * Upgrade and Connection; 200 on HTTP/2). From then on handler->body gets the peer's raw bytes, the
 * first of which may have come with the request; handler->end is the end of its side, which does
 * not end ours; fill writes raw bytes; and vd_exchange_finish ends our side, and with it the
 * exchange. A peer that is not read (vd_exchange_pause) is not heard to end either.
 */
void vd_exchange_tunnel(struct vd_exchange *x, const struct vd_header *headers, uint32_t count);
/* The body has more to give. urgent: an answer somebody waits for; otherwise events. Idempotent. */
void vd_exchange_ready(struct vd_exchange *x, bool urgent);
/*
 * The body is complete once what `fill` has written left; trailers (copied) follow it on HTTP/2.
 * Once. May be called inside fill. A short answer needs no fill: start, vd_exchange_body, finish.
 */
void vd_exchange_finish(struct vd_exchange *x, const struct vd_header *trailers, uint32_t count);
/* A small whole body, copied. */
VD_MUST_CHECK int vd_exchange_body(struct vd_exchange *x, struct vd_slice body);
/* Breaks it off: RST_STREAM with this HTTP/2 error code, or the connection's end. `closed` follows,
 * not from inside. */
void vd_exchange_reset(struct vd_exchange *x, uint32_t h2_error);
/* Stop taking body bytes (no window is given back), and go on. */
void vd_exchange_pause(struct vd_exchange *x, bool paused);

void vd_exchange_set(struct vd_exchange *x, const struct vd_handler *handler, void *user);
void *vd_exchange_user(const struct vd_exchange *x);
struct vd_loop *vd_exchange_loop(const struct vd_exchange *x);
const struct vd_principal *vd_exchange_principal(const struct vd_exchange *x);
bool vd_exchange_is_http2(const struct vd_exchange *x);

/*
 * Who takes a request: asked in order of registration, the first that says yes has it. `open` calls
 * vd_exchange_set and may answer at once. grpc: a content-type of application/grpc, HTTP/2 only.
 */
struct vd_route {
    bool grpc;
    const char *path; /* exact; with a trailing '/': everything below it (but "/" is the one
                       * page); "": everything */
    int (*open)(struct vd_exchange *x, const struct vd_request *request,
                void *arg); /* 0, or nonzero: 500 */
    void *arg;
    /* "GET, PUT": what it answers (HEAD where GET is named, and OPTIONS, are added); other methods
     * are told so with 405. NULL: whatever comes. */
    const char *methods;
    /* What 405 says, and its content type; NULL: a line of plain text. */
    const char *refusal, *refusal_type;
};

#endif
