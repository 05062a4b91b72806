/* SPDX-License-Identifier: Apache-2.0 */
/* An HTTP/2 connection, for the files that make it up. */
#ifndef VD_HTTP_HTTP2_INNER_H
#define VD_HTTP_HTTP2_INNER_H

#include "http/inner.h"

struct vd_http2_conn {
    struct vd_http_conn base;
    struct vd_http2_session session;
    struct vd_list urgent, ready; /* exchanges that have something to write */
    struct vd_list waiting;       /* those that the connection's window alone keeps from it */
    struct vd_list later;         /* those that have more in the next turn, during a fill */
    struct vd_timer stuck;        /* runs while a complete answer waits for its window, or a
                                   * request has not ended after its answer */
    uint32_t frames_seen;         /* at the last look, to tell slow from stuck */
    uint32_t turns;               /* exchanges that were let write, which bounds the work */
    bool reading_paused;
    bool opened; /* the connection's window has, since `stuck` last fired */
};

/* What came of letting an exchange write. */
enum vd_http2_turn {
    VD_TURN_IDLE,  /* nothing further now */
    VD_TURN_MORE,  /* it goes on */
    VD_TURN_LATER, /* in the next turn */
    VD_TURN_SHUT,  /* its window is used up */
    VD_TURN_FULL,  /* the output is */
    VD_TURN_GONE   /* it is over, and may be freed */
};

/* http2_write.c: at most its head, one frame of its body, and its end. */
enum vd_http2_turn vd_http2_write(struct vd_http2_conn *conn, struct vd_exchange *x,
                                  struct vd_out *out);

/* http2_conn.c: the ends of an exchange. Its answer is out: */
void vd_http2_conclude(struct vd_http2_conn *conn, struct vd_exchange *x);
/* or never will be: */
void vd_http2_break_off(struct vd_http2_conn *conn, struct vd_exchange *x);

#endif
