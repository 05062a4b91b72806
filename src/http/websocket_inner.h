/* SPDX-License-Identifier: Apache-2.0 */
/* A WebSocket, for the files that make it up. */
#ifndef VD_HTTP_WEBSOCKET_INNER_H
#define VD_HTTP_WEBSOCKET_INNER_H

#include "base/buf.h"
#include "http/websocket.h"
#include "io/out_rest.h"
#include "wire/websocket.h"

struct vd_ws {
    struct vd_exchange *x;
    const struct vd_ws_kind *kind;
    void *user;
    struct vd_websocket_reader reader;
    struct vd_timer timer;    /* ticks; once it closes: until the handshake is given up */
    struct vd_out_rest *rest; /* NULL: nothing is half written */
    uint8_t *pong, *close;    /* control frames to be written, whole; NULL: none */
    struct vd_buf held;       /* frames of vd_ws_send, the first of which may be half out */
    struct vd_buf kept;       /* what came while no message is taken */
    int8_t protocol;
    uint8_t unheard_ticks;   /* since a ping */
    bool wants : 1;          /* the door has said that it has something */
    bool is_paused : 1;      /* by the door */
    bool is_mid_message : 1; /* some of its frames are out */
    bool is_active : 1;      /* since the last tick */
    bool ping_due : 1, is_pinged : 1;
    bool close_sent : 1;
    bool is_deaf : 1; /* nothing more is read: the peer has closed, or broken the rules */
    bool is_over : 1; /* and nothing written */
};

/* Writes what goes before a door's messages, as far as there is room. False: some is left. */
bool vd_ws_write_rest(struct vd_ws *ws, struct vd_out *out);
bool vd_ws_write_held(struct vd_ws *ws, struct vd_out *out);
/* A control frame, freed once it is out. False: there is not the room for it. */
bool vd_ws_write_control(struct vd_out *out, uint8_t **frame);
/* A control frame of its own memory; NULL: there is none. */
uint8_t *vd_ws_make_control(unsigned type, struct vd_slice payload);
void vd_ws_break_off(struct vd_ws *ws);

/* In two steps, because headers are chosen in between: NULL is no memory; then it is the exchange's
 * handler, and accepts it. */
struct vd_ws *vd_ws_new(struct vd_exchange *x, const struct vd_ws_kind *kind, void *user);
void vd_ws_begin(struct vd_ws *ws, const struct vd_header *headers, uint32_t count);

#endif
