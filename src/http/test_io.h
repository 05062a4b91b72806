/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connections and a loop in memory, in place of io's, for tests: the test is the peer and the
 * clock.
 */
#ifndef VD_HTTP_TEST_IO_H
#define VD_HTTP_TEST_IO_H

#include "base/buf.h"
#include "io/conn.h"

struct vd_loop {
    uint64_t now_ms;
    struct vd_list timers;
    struct vd_conn *newest; /* of vd_conn_new */
    bool woken;
};

struct vd_conn {
    struct vd_loop *loop;
    const struct vd_conn_ops *ops;
    void *state;
    struct vd_buf sent;
    bool wants_fill, urgent, filling, paused, closing, abort, gone;
    unsigned fills;
};

void vd_fake_loop_init(struct vd_loop *loop);
/* Fires timers that come due. */
void vd_fake_pass(struct vd_loop *loop, uint64_t ms);
/* Bytes of the peer; nothing happens on a connection that is closed. */
void vd_fake_receive(struct vd_conn *conn, struct vd_slice bytes);
void vd_fake_eof(struct vd_conn *conn);
/* Fills of at most `room` bytes each, while the connection is ready, at most `most` of them. */
void vd_fake_fill(struct vd_conn *conn, size_t room, unsigned most);
/* Ends what is to end; true if the connection is gone (its `closed` was called). */
bool vd_fake_settle(struct vd_conn *conn);
/* Ends the connection if need be, and frees it. */
void vd_fake_free(struct vd_conn *conn);

#endif
