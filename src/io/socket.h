/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A connected stream socket, as its connection sees it: what it takes, and what the kernel holds of
 * what it took.
 */
#ifndef VD_IO_SOCKET_H
#define VD_IO_SOCKET_H

#include "base/outcome.h"

#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

/* Of a socket that is not full. */
enum { VD_SOCKET_CREDIT_MIN_BYTES = 4096 };
enum { VD_SOCKET_PEER_BYTES = 56 };

/* No delay, and the bound on what it holds unsent (VD_CONN_UNSENT_BYTES), where it has such. */
void vd_socket_prepare(int fd);
/* Never waits. How many bytes went; 0: none now; -errno: it is broken. */
VD_MUST_CHECK ssize_t vd_socket_send(int fd, struct iovec *parts, unsigned count);
/*
 * How many bytes it will take: what makes those that it holds unsent VD_CONN_UNSENT_BYTES, and no
 * more than is free of its buffer, of which its own bookkeeping takes a part. 0: it is full, which
 * is said in no case in which the kernel calls it writable, so waiting for that is no busy loop.
 */
uint32_t vd_socket_credit(int fd);
/* What was written and the peer has not taken, in units of its own; 0 if the kernel does not say.
 */
uint32_t vd_socket_held(int fd);
/* Who is at the other end, as in "127.0.0.1:80", "[::1]:80" or "unix"; empty if it is gone. */
void vd_socket_peer(int fd, char out_text[VD_SOCKET_PEER_BYTES]);

#endif
