/* SPDX-License-Identifier: Apache-2.0 */
/* What the two faces of a JSON call share (HTTP in json_call.c, WebSocket in json_ws.c); for them
 * alone. */
#ifndef VD_RPC_JSON_INNER_H
#define VD_RPC_JSON_INNER_H

#include "http/websocket.h"
#include "rpc/json_call.h"
#include "rpc/json_in.h"
#include "rpc/json_out.h"

enum { VD_JSON_FRAMES_BYTES = 4096 }; /* pulled at first, when nobody has said how much room */

/* How a call ended. */
struct vd_json_ending {
    enum vd_rpc_code code;
    size_t len;
    uint8_t message[];
};

/* What is half written. */
struct vd_json_work {
    struct vd_json_out out;
    struct vd_buf text; /* to be written, from `at` on */
    size_t at;
    uint8_t prefix[VD_RPC_PREFIX_BYTES];
    uint8_t prefix_len; /* of the frame that has begun */
};

/* Behind the method's state. */
struct vd_json_state {
    struct vd_json_in *in;         /* NULL: nothing of a message has come */
    struct vd_json_work *work;     /* NULL: nothing is half written */
    struct vd_json_ending *ending; /* NULL: it goes on */
    struct vd_ws *ws;              /* NULL: HTTP */
    bool wants;                    /* the method has said that it has something */
    bool has_begun;                /* some of the answer has been given away */
    bool has_message;              /* of those that take one */
    bool is_broken;
};

struct vd_json_method *vd_json_method_of(const struct vd_call *call);

/* Bytes of the peer; none follow. */
void vd_json_state_take(struct vd_call *call, struct vd_slice piece);
void vd_json_state_end(struct vd_call *call);
/* Makes more text of what the method has, of about room bytes, if it has said so. How the method
 * goes on; look at work, ending and is_broken. */
enum vd_fill vd_json_state_pull(struct vd_call *call, size_t room);
/* What is left to write; empty: nothing. */
struct vd_slice vd_json_state_text(const struct vd_json_state *state);
/* So much of it was written. */
void vd_json_state_wrote(struct vd_call *call, size_t n);
/* Appends how it ended, as a line. False: no memory. */
bool vd_json_state_add_error(struct vd_call *call);
/* json_error.c: of an answer that has not begun, and the last of a stream that has. */
void vd_json_put_error(struct vd_buf *buf, enum vd_rpc_code code, struct vd_slice message);
void vd_json_put_stream_error(struct vd_buf *buf, enum vd_rpc_code code, struct vd_slice message);
/* faces' finish: keeps the ending. */
void vd_json_state_finish(struct vd_call *call, enum vd_rpc_code code, struct vd_slice message);
/* Gives up what it has, and tells the call. */
void vd_json_state_closed(struct vd_call *call);

/* json_ws.c */
extern const struct vd_call_face vd_json_ws_face;
VD_MUST_CHECK int vd_json_ws_open(struct vd_json_method *method, struct vd_exchange *x,
                                  const struct vd_request *request, uint64_t timeout_ms);

#endif
