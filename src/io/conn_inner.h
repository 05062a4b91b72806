/* SPDX-License-Identifier: Apache-2.0 */
/* A connection, for the files that make it up: conn.c (its life, what it reads) and conn_out.c
 * (what it writes). */
#ifndef VD_IO_CONN_INNER_H
#define VD_IO_CONN_INNER_H

#include "io/internal.h"

#include "io/secure.h"

enum { VD_CONN_SLICE_NS = 500000 }; /* of a turn, for what must not take all of it */

enum { VD_CONN_ASK_BYTES = 16384 }; /* with less credit than this the kernel is asked for more */

enum vd_conn_life { VD_CONN_OPEN, VD_CONN_CLOSING, VD_CONN_DYING, VD_CONN_LINGERING };

struct vd_conn {
    uv_poll_t poll;
    struct vd_loop *loop;
    const struct vd_conn_ops *ops;
    void *state;
    struct vd_list all;         /* in loop->conns */
    struct vd_list link;        /* in one of loop->urgent, stream, dying, greeting */
    struct vd_timer timer;      /* no progress in writing, or the end of lingering */
    struct vd_pieces *leftover; /* what the socket has not taken; NULL: nothing */
    uint64_t number;            /* of the loop's connections; never used again */
    struct vd_secure *secure;   /* NULL: clear text was asked for */
    int fd;
    uint32_t room_bytes;
    uint32_t credit_bytes; /* what the socket will take without being asked again */
    uint32_t held_bytes;   /* by the kernel, when it was looked at for progress */
    uint32_t surveyed;     /* the round that has been here last */
    uint8_t life;          /* enum vd_conn_life */
    uint8_t interest;      /* what uv polls for */
    bool full;             /* the socket is: no fill until it is writable */
    bool urgent, wants_fill, filling, paused, ended, abort, progress;
    bool greets;  /* in loop->greeting */
    bool hung_up; /* the peer has, and the protocol was asked */
};

/* conn.c */
void vd_conn_unqueue(struct vd_conn *conn);
void vd_conn_die(struct vd_conn *conn, bool abort);
void vd_conn_update_interest(struct vd_conn *conn);

/* In its handshake: nothing can be said or heard but that. */
static inline bool vd_conn_is_greeting(const struct vd_conn *conn)
{
    return conn->secure && conn->secure->phase == VD_SECURE_GREETING;
}

/* conn_out.c */
/* Sends what TLS itself has to say, if the socket takes anything. */
void vd_conn_send_control(struct vd_conn *conn);
void vd_conn_queue_fill(struct vd_conn *conn);
/* The socket takes bytes again. */
void vd_conn_writable(struct vd_conn *conn);
void vd_conn_drop_leftover(struct vd_conn *conn);
void vd_conn_on_stall(struct vd_timer *timer);

#endif
