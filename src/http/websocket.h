/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A WebSocket (RFC 6455; over HTTP/2, RFC 8441) in the tunnel of an exchange: whole messages come
 * in, messages go out, and how it ends is said in close codes.
 *
 * It is pulled like the exchange below it: a door says vd_ws_ready, and in its turn `fill` writes
 * messages. What does not fit of a message is kept here and goes first the next time, so that a
 * door never sees half of one. What the protocol itself has to say (pongs, a ping after a silence,
 * the closing handshake) goes out between frames and is nobody else's concern.
 *
 * permessage-deflate is never agreed to: what many get is encoded once and shared, and an idle
 * socket holds no compressor. Origin is the business of the guard in front of all doors.
 */
#ifndef VD_HTTP_WEBSOCKET_H
#define VD_HTTP_WEBSOCKET_H

#include "base/bytes.h"
#include "http/exchange.h"

struct vd_ws;

enum vd_ws_type { VD_WS_TEXT = 1, VD_WS_BINARY = 2 };

/* Close codes that may be sent (RFC 6455, 7.4.1 and the IANA registry); 3000 to 4999 are free for
 * protocols above. */
enum vd_ws_code {
    VD_WS_NORMAL = 1000,
    VD_WS_GOING_AWAY = 1001,
    VD_WS_PROTOCOL_ERROR = 1002,
    VD_WS_UNSUPPORTED_DATA = 1003,
    VD_WS_INVALID_DATA = 1007,
    VD_WS_POLICY = 1008,
    VD_WS_TOO_BIG = 1009,
    VD_WS_INTERNAL_ERROR = 1011,
    VD_WS_RESTART = 1012,
    VD_WS_TRY_AGAIN_LATER = 1013
};

enum {
    VD_WS_TICK_MS = 12500,    /* silent on both sides for one to two of these: a ping */
    VD_WS_PONG_TICKS = 5,     /* no byte from the peer for so long after it: broken off */
    VD_WS_CLOSING_MS = 10000, /* for the closing handshake */
    VD_WS_REASON_BYTES = 123, /* of a close */
    VD_WS_HELD_PAUSE = 16384, /* with more than this of vd_ws_send held, nothing is taken */
    VD_WS_HELD_BYTES = 1024 * 1024
};

/* What a door gives: constant functions; its state is the user pointer. */
struct vd_ws_kind {
    /* Subprotocols that are spoken, ended by NULL: the first that a client offers is chosen; one
     * that offers none of them goes on without. NULL: none. */
    const char *const *protocols;
    /* For who cannot list them: whether it speaks what a client offers; the first one that it does
     * is chosen, and vd_ws_protocol stays -1. NULL: protocols says it all. */
    bool (*speaks)(struct vd_slice offer);
    uint32_t max_message_bytes; /* of the peer; over it: 1009. 0: 2 MiB */
    /* A whole message, borrowed; text is UTF-8. */
    void (*message)(struct vd_ws *ws, enum vd_ws_type type, struct vd_slice bytes);
    /* Write what there is, with the functions below. Called after vd_ws_ready, until it answers
     * VD_FILL_IDLE, and never once either side has begun to close. */
    enum vd_fill (*fill)(struct vd_ws *ws, struct vd_out *out);
    /* The server is going down. NULL: closed with 1001. */
    void (*drain)(struct vd_ws *ws);
    /* Gone, by a close of either side or otherwise. The last call; ws is invalid after it. */
    void (*closed)(struct vd_ws *ws);
    /* How far behind its readers are. NULL: it has none. */
    void (*survey)(struct vd_ws *ws, struct vd_survey *survey);
};

/* Whether a request asks to go on as a WebSocket. (A door that has none need not look: over HTTP/1
 * it is a plain GET then, over HTTP/2 a CONNECT.) */
bool vd_ws_is_asked(const struct vd_request *request);

/*
 * Accepts a request for which vd_ws_is_asked, in a route's `open`.
 *   0           *out_ws; its messages may come at once, after `open`
 *   VD_INVALID  answered already (426 for a version that is not 13, 400): `open` returns 0, and
 *               `closed` is not called
 *   -ENOMEM     nothing is answered
 */
VD_MUST_CHECK int vd_ws_accept(struct vd_exchange *x, const struct vd_request *request,
                               const struct vd_ws_kind *kind, void *user, struct vd_ws **out_ws);

void *vd_ws_user(const struct vd_ws *ws);
struct vd_loop *vd_ws_loop(const struct vd_ws *ws);
const struct vd_principal *vd_ws_principal(const struct vd_ws *ws);
/* The subprotocol that was chosen: its place in kind->protocols; -1: none. */
int vd_ws_protocol(const struct vd_ws *ws);
/* False once either side has begun to close: nothing that a door writes goes out any more. */
bool vd_ws_is_open(const struct vd_ws *ws);

/* There is something to fill; urgent: somebody waits for it. */
void vd_ws_ready(struct vd_ws *ws, bool urgent);
/* Take no further messages (not even such as have come already), and go on. May be called inside
 * `message`; after going on, `message` is called in a later turn. */
void vd_ws_pause(struct vd_ws *ws, bool paused);
/*
 * Ends it: what is held or half written leaves, then a close frame with this code and reason (cut
 * to VD_WS_REASON_BYTES of whole characters) goes out. No message is taken any more. Of no effect
 * on one that is closing.
 */
void vd_ws_close(struct vd_ws *ws, unsigned code, const char *reason);

/*
 * A small message, copied and held until there is room: an answer to a message, from wherever it
 * comes to be known. Goes before what `fill` writes. While more than VD_WS_HELD_PAUSE are held no
 * message is taken, so a peer that asks and does not listen is held up. 0; -ENOMEM; VD_TOO_MANY:
 * more than VD_WS_HELD_BYTES would be held. Between the frames of one
 * message it waits. Of no effect (0) on one that is closing.
 */
VD_MUST_CHECK int vd_ws_send(struct vd_ws *ws, enum vd_ws_type type, struct vd_slice bytes);

/*
 * Inside fill: a whole message, head then body (by reference where it is large), as far as there is
 * room; the rest is kept: head is copied, and body too if it is a small part of `hold`, in which it
 * lies, or has no hold; else hold gets a reference. False: a rest is kept (or memory was short, and
 * it is broken off): write nothing more, and return VD_FILL_MORE.
 */
bool vd_ws_write(struct vd_ws *ws, struct vd_out *out, enum vd_ws_type type, struct vd_slice head,
                 struct vd_slice body, struct vd_bytes *hold);

/*
 * Inside fill: a frame whose bytes are written straight into out between these two calls, within
 * out->room. A message may be one frame, or many, over as many fills (and for one whose length is
 * not known beforehand): all but the last end with is_last false, and nothing else is written until
 * then. begin answers false if there is no room worth a frame: return VD_FILL_MORE. A frame without
 * bytes that is not the last is taken back.
 */
struct vd_ws_frame {
    size_t at, room, rest; /* of out: where its bytes begin; room given, and put aside */
    unsigned refs;
};
bool vd_ws_frame_begin(struct vd_ws *ws, struct vd_out *out, struct vd_ws_frame *out_frame);
void vd_ws_frame_end(struct vd_ws *ws, struct vd_out *out, const struct vd_ws_frame *frame,
                     enum vd_ws_type type, bool is_last);

#endif
