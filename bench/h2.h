/* SPDX-License-Identifier: Apache-2.0 */
/* The client side of HTTP/2 that the load generator needs and no more: prior knowledge, one request
 * header block a connection (spelled out once with indexing, then repeated as indices, as real gRPC
 * clients do), flow control both ways, and DATA handed on as it arrives. Response header blocks are
 * not decoded: what an answer says is in its message, and a stream that ends without one failed.
 * Against the bare writer the same reader is used; only the opening differs. */
#ifndef BENCH_H2_H
#define BENCH_H2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { H2_BLOCK_MAX = 512 };

struct h2_conn;

struct h2_events {
    /* DATA of a stream; false fails the connection. */
    bool (*data)(struct h2_conn *c, uint32_t stream, const uint8_t *p, size_t n);
    /* END_STREAM or RST_STREAM arrived. */
    bool (*end)(struct h2_conn *c, uint32_t stream, bool reset);
    /* The peer's first SETTINGS arrived. */
    void (*ready)(struct h2_conn *c);
    /* A larger window arrived, or (stream 0, no bytes) other settings or room in the socket: what
     * waited may go on. */
    void (*window)(struct h2_conn *c, uint32_t stream, uint32_t bytes);
};

struct h2_conn {
    int fd, poll_fd;
    const struct h2_events *events;
    void *owner;
    const char *path;
    const char *authority;
    const char *metadata; /* a name whose value is "1"; NULL: none */
    bool bare;

    uint8_t *out;
    size_t out_size, out_cap, out_off;
    bool dirty;       /* on the load's flush list */
    bool wants_write; /* EPOLLOUT is asked for */
    bool deaf;        /* never read again: a stalled reader */

    bool ready; /* the peer's first SETTINGS have arrived */
    bool spelled_out, may_index;
    int64_t window; /* bytes we may still send on the connection */
    uint32_t peer_stream_window, peer_max_streams;
    uint32_t next_stream;
    uint64_t unacked; /* DATA bytes received since our last WINDOW_UPDATE */
    bool no_updates;  /* a reader that stalls by its window: it reads and never gives back */

    uint8_t head[9];
    uint8_t head_size;
    uint8_t type, flags;
    uint32_t left, stream;
    uint8_t ctl[H2_BLOCK_MAX]; /* of a frame that is not DATA */
    uint32_t ctl_size;
};

struct h2_options {
    const char *host;
    int port;
    unsigned source;        /* index of a loopback source address, so that ports never run out */
    int rcvbuf;             /* 0: the kernel's */
    bool small_windows;     /* 65 535 bytes a stream, never given back */
    uint32_t stream_window; /* of each stream at first; 0: as large as can be */
};

/* Connects and queues the preface. Returns 0 or -errno. */
int h2_open(struct h2_conn *c, const struct h2_options *opt);
void h2_close(struct h2_conn *c);

/* Opens a stream with its HEADERS and returns its id. */
uint32_t h2_request(struct h2_conn *c);

/* Queues DATA; the caller has checked the windows. */
void h2_data(struct h2_conn *c, uint32_t stream, const uint8_t *p, size_t n, bool end);

/* Reserves n bytes of output and counts them as queued. */
uint8_t *h2_reserve(struct h2_conn *c, size_t n);

/* Gives a stream n bytes of window. */
void h2_grant(struct h2_conn *c, uint32_t stream, uint32_t n);

/* Reads once into the shared buffer and dispatches. 1 more may come, 0 would block, -errno, or
 * -EPROTO with h2_error() saying what. */
int h2_read(struct h2_conn *c);

/* Writes what is queued. 0 all gone, 1 the socket is full, -errno. */
int h2_flush(struct h2_conn *c);

/* What the header block that just ended a stream says, as far as it can be read without those
 * before it: "name: value" pairs in a static buffer. For the text of an error, nothing else. */
const char *h2_last_headers(const struct h2_conn *c);

const char *h2_error(void);
void h2_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
