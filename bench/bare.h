/* SPDX-License-Identifier: Apache-2.0 */
/* What the two bare servers share. */
#ifndef BENCH_BARE_H
#define BENCH_BARE_H

#include <stddef.h>
#include <stdint.h>

/* Listens on a free port of 127.0.0.1, says so on stdout, and adds the socket to the epoll set with
 * a NULL pointer. -1: it cannot. */
int bare_listen(int epoll_fd);
/* Sends all of it, waiting where the socket is full. */
void bare_send_all(int fd, const uint8_t *p, size_t n);

/* The HTTP/1.1 server; gather: so many values a write, 0: those of a turn. */
int bare_push(unsigned gather);

#endif
