/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A connection: a socket on a loop, and the protocol that speaks on it.
 *
 * No buffer belongs to an idle connection: reads land in the loop's buffer and are lent to the
 * protocol, output is written into the loop's scratch when its turn comes, and no more of it than
 * the socket has room for. What it did not take all the same is kept, exactly sized, and the
 * connection is not filled again until it has gone. Under TLS the same two buffers serve: what came
 * is opened into the scratch, what was filled is sealed into the loop's read buffer.
 */
#ifndef VD_IO_CONN_H
#define VD_IO_CONN_H

#include "base/survey.h"
#include "io/loop.h"

struct vd_conn;
struct vd_tls;
struct vd_tls_identity;

enum vd_fill {
    VD_FILL_IDLE, /* nothing further now */
    VD_FILL_MORE, /* more as soon as there is room */
    VD_FILL_LATER /* more in the next turn: it works on it, and others may write meanwhile */
};

struct vd_conn_ops {
    /* Bytes arrived; all of them are taken (the protocol keeps what it needs). Nonzero: close. */
    int (*bytes)(struct vd_conn *conn, struct vd_slice bytes);
    /* The peer has ended its side. Nonzero: close. */
    int (*eof)(struct vd_conn *conn);
    /* Its turn: write what there is, within out->room. */
    enum vd_fill (*fill)(struct vd_conn *conn, struct vd_out *out);
    /* The server is going down: say so to the peer, finish what runs, then vd_conn_close. */
    void (*drain)(struct vd_conn *conn);
    /* The peer has taken no byte of what is written for VD_CONN_STALL_MS; called once in each such
     * time. Nonzero: abort. NULL: wait for ever. */
    int (*stalled)(struct vd_conn *conn);
    /* The connection is gone: release the protocol's state. The last call. */
    void (*closed)(struct vd_conn *conn);
    /* How far behind its readers are: as many as the budget allows, at least one; within is set if
     * there are more, and this is called again. NULL: it has none. */
    void (*survey)(struct vd_conn *conn, struct vd_survey *survey);
    /* Bytes of a peer that was to speak TLS and does not: to be refused in its own words. Nonzero:
     * close. NULL: abort. */
    int (*clear)(struct vd_conn *conn, struct vd_slice bytes);
    /* The peer has ended its side, and while nothing is read the rest of what it has sent is not
     * known: asked once, and again after each fill. Nonzero: abort. NULL: `eof` tells in time. */
    int (*hung_up)(struct vd_conn *conn);
};

enum { VD_CONN_STALL_MS = 10000, VD_CONN_LINGER_MS = 1000, VD_CONN_ROOM_BYTES = 65536 };

/* How long a handshake of TLS may take, and then a record that has begun to come. */
enum { VD_CONN_HANDSHAKE_MS = 10000, VD_CONN_RECORD_MS = 10000 };

/* What the kernel may hold of a connection beyond what is on its way. Past the half of it there is
 * no fill: a reader that is slow is to be a position and no memory, not even the kernel's. */
enum { VD_CONN_UNSENT_BYTES = VD_CONN_ROOM_BYTES };

/*
 * Takes a connected socket over (made non-blocking, TCP_NODELAY). On the loop's thread. On failure
 * (-errno) fd is still the caller's.
 */
VD_MUST_CHECK int vd_conn_new(struct vd_loop *loop, int fd, const struct vd_conn_ops *ops,
                              void *state, struct vd_conn **out_conn);

/*
 * From its first byte on it speaks TLS: right after vd_conn_new. Nothing is heard of it before the
 * handshake is over, `bytes` and `fill` know nothing of it all, and who goes without the last words
 * is aborted, not ended. identity outlives the connection. -ENOMEM: it has to be closed.
 */
VD_MUST_CHECK int vd_conn_secure(struct vd_conn *conn, struct vd_tls_identity *identity);
/* What was agreed on, and with whom. NULL: in clear text. */
const struct vd_tls *vd_conn_tls(const struct vd_conn *conn);

enum vd_conn_ready { VD_CONN_URGENT, VD_CONN_STREAM };

/* There is something to fill: an answer (urgent), or events. Idempotent. Without effect inside of
 * `fill`, whose answer says whether there is more. */
void vd_conn_ready(struct vd_conn *conn, enum vd_conn_ready how);
/*
 * Closes after what is already written has left (or at once: abort). `closed` follows, never from
 * inside this call, and `bytes`, `eof` and `fill` are not called any more. Not aborted, it ends our
 * side first and reads on for a moment, so that a peer that is still sending gets the last words.
 */
void vd_conn_close(struct vd_conn *conn, bool abort);
/* Stop and go on reading: backpressure on the peer. */
void vd_conn_pause(struct vd_conn *conn, bool paused);

struct vd_loop *vd_conn_loop(const struct vd_conn *conn);
/* The protocol's own state. */
void *vd_conn_state(const struct vd_conn *conn);
void vd_conn_set_ops(struct vd_conn *conn, const struct vd_conn_ops *ops, void *state);

#endif
