/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: a door that gives back what comes on its WebSocket, in one way or another, and the
 * peer of that, as bytes.
 */
#ifndef VD_HTTP_TEST_SOCKET_H
#define VD_HTTP_TEST_SOCKET_H

#include "base/alloc.h"
#include "http/http.h"
#include "http/test_io.h"
#include "http/websocket.h"
#include "wire/test_websocket.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { ROOM = 65536, FILLS = 1000, LARGE = 20000 };

enum how { BY_WRITE, BY_SEND, BY_FRAMES, NEVER };

struct ws_world {
    struct vd_loop loop;
    struct vd_http *http;
    struct vd_conn *conn;
    struct vd_ws *ws; /* the newest */
    enum how how;
    struct vd_bytes *echo; /* to be written; no other message is taken meanwhile */
    size_t echo_at;
    enum vd_ws_type echo_type;
    unsigned streamed, stream_to;
    struct vd_bytes *event; /* what `stream_to` are written of */
    unsigned messages, closed, drained;
    bool pauses;   /* after every message */
    bool abstains; /* fill gives nothing */
};

#define REQUEST                                                                                    \
    "GET /ws HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\n"

#define KEY "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

#define VERSION "sec-websocket-version: 13\r\n"

#define ACCEPTED                                                                                   \
    "HTTP/1.1 101 Switching Protocols\r\n"                                                         \
    "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"

#define SWITCHED "connection: Upgrade\r\nupgrade: websocket\r\n\r\n"

void ws_world_init(struct ws_world *w);
void ws_world_deinit(struct ws_world *w);
void ws_settle(struct ws_world *w, size_t room);
/* A socket that is accepted; what was sent for that is forgotten. */
void ws_dial(struct ws_world *w);

/* What was sent since the last look. */
void ws_assert_told(struct ws_world *w, const char *want);

void ws_say(struct ws_world *w, unsigned first, struct vd_slice payload);
void ws_talk(struct ws_world *w, unsigned first, struct vd_slice payload);
void ws_echo(size_t len, enum how how, size_t step, size_t room);
void ws_stream(struct ws_world *w, size_t bytes, unsigned count);

#endif
