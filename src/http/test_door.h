/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: doors that echo, stream, wait or fail by path, over the connections of test_io.h, and
 * what they were told.
 *
 *   /hello   answers "hello\n" at once        /echo    answers with the body that came, at its end
 *   /stream  `total` bytes, pulled            /wait    answers when the test says
 *   /trail   "x" and trailers                 /reset   breaks off        /fail   its open fails
 *   /pause   pauses before the body           /head    starts, and answers later
 *   /later   like /stream, once `later` of its fills have given nothing
 *   /tunnel  a tunnel for those who ask for one: gives back what comes, and ends with its peer;
 *            /tunnel/later: when the test says. Others are answered "hello\n"
 *   /some    names its methods: GET and PUT
 *   gRPC:    /grpc.Echo/ like /echo, with trailers
 */
#ifndef VD_HTTP_TEST_DOOR_H
#define VD_HTTP_TEST_DOOR_H

#include "base/buf.h"
#include "http/http.h"
#include "http/test_io.h"

enum { VD_FAKE_EXCHANGES = 512 };

struct vd_fake_door {
    struct vd_loop loop;
    struct vd_http *http;
    struct vd_exchange *waiting[VD_FAKE_EXCHANGES]; /* of /wait, /pause, /head, by order */
    unsigned waiting_count;
    struct vd_exchange *streaming;   /* of the newest /stream */
    const struct vd_http_port *port; /* of connections to come */
    unsigned opened, finished, aborted, drained, bodies, ends;
    size_t total;   /* of /stream */
    unsigned later; /* fills of /later that give nothing */
    bool by_reference;
    struct vd_buf seen; /* "METHOD path?query type\n" of each request */
};

void vd_fake_door_init(struct vd_fake_door *door, const struct vd_http_config *config);
void vd_fake_door_deinit(struct vd_fake_door *door);
/* A fresh connection. */
struct vd_conn *vd_fake_connect(struct vd_fake_door *door);
/* Byte i of /stream. */
uint8_t vd_fake_byte(size_t i);
/* "waited\n", 200. */
void vd_fake_answer(struct vd_exchange *x);
/* Accepts the tunnel of a /tunnel/later. */
void vd_fake_tunnel(struct vd_exchange *x);

#endif
