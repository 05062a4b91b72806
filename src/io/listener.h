/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Listening sockets. One loop accepts and hands the sockets out, one loop after the other.
 *
 * Beyond the limit of connections a socket is accepted, told so in a few bytes, and closed. When
 * descriptors run out, a reserved one is given up for a moment so that waiting peers are refused
 * as well, instead of spinning on a queue that cannot be emptied.
 */
#ifndef VD_IO_LISTENER_H
#define VD_IO_LISTENER_H

#include "io/loop.h"

struct vd_listener;

struct vd_listener_options {
    /* "ADDR:PORT" (an IPv6 address in brackets; a port of 0: a free one) or "unix:PATH". */
    const char *address;
    struct vd_loop *const *loops; /* the first one accepts; they outlive the listener */
    unsigned loop_count;
    unsigned max_connections; /* over all loops, whoever opened them; 0: no limit */
    struct vd_slice refusal;  /* what is said to those beyond it; static */
    /* A connected socket, on the loop that is to have it. Nonzero: it was not taken, and is
     * closed. */
    int (*accepted)(struct vd_loop *loop, int fd, void *arg);
    void *arg;
};

/*
 * Binds and listens; accepting begins when the first loop runs. 0; VD_INVALID: not an address;
 * -EADDRINUSE, -EACCES, ...: as bind and listen said. A Unix socket that nobody answers on is
 * replaced; one that somebody does is -EADDRINUSE.
 */
VD_MUST_CHECK int vd_listener_new(const struct vd_listener_options *options,
                                  struct vd_listener **out_listener);
/* Accepts no more. On the first loop's thread, or when it does not run. Sockets handed out already
 * still arrive. */
void vd_listener_close(struct vd_listener *listener);
/* After close, when no loop runs any more. NULL is fine. */
void vd_listener_free(struct vd_listener *listener);
/* TCP that only this machine reaches. */
bool vd_listener_is_loopback(const struct vd_listener *listener);
/* "127.0.0.1:2379", as bound, or "unix:PATH". */
const char *vd_listener_name(const struct vd_listener *listener);

#endif
