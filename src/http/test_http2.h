/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: a connection of HTTP/2 whose peer is a client of nghttp2; what it asks and sees is
 * written down by stream.
 */
#ifndef VD_HTTP_TEST_HTTP2_H
#define VD_HTTP_TEST_HTTP2_H

#include "base/alloc.h"
#include "http/http2_inner.h"
#include "http/test_door.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <nghttp2/nghttp2.h>

enum { STREAMS = 256 };

struct h2_seen {
    unsigned status;
    size_t bytes;
    uint8_t first[40];
    bool ended, trailers, closed, wrong;
    uint32_t error;
};

/* One for each test; h2_setup begins it anew. */
struct h2_world {
    struct vd_fake_door door;
    struct vd_conn *conn;
    nghttp2_session *client;
    struct h2_seen seen[STREAMS];
    uint32_t goaway_error;
    unsigned goaways;
    size_t room;
    int32_t order[64]; /* streams in the order of their first DATA frames */
    unsigned order_count;
};

extern struct h2_world h2;

struct h2_seen *h2_seen_of(int32_t id);
void h2_connect_client(void);
int h2_setup(void **state);
int h2_teardown(void **state);
void h2_send_client(void);
void h2_recv_client(void);
/* One turn each way, until nothing moves. */
void h2_pump(void);

nghttp2_nv h2_pair(const char *name, const char *value);
int32_t h2_ask(const char *method, const char *path, const char *type, struct vd_slice *body);
int32_t h2_get(const char *path);
void h2_check_answer(int32_t id, unsigned status, const char *body);

#endif
