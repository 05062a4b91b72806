/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WebSocket, the server's side of its frames (RFC 6455): messages out of bytes that come in any
 * pieces, the head before a message of ours, and the answer to a key. No I/O, no clock.
 *
 * What a peer can make us hold is one message up to its limit, in one run of memory whatever its
 * fragments, and one control frame; between messages nothing is held.
 */
#ifndef VD_WIRE_WEBSOCKET_H
#define VD_WIRE_WEBSOCKET_H

#include "base/outcome.h"
#include "base/slice.h"

enum {
    VD_WEBSOCKET_CONTINUATION = 0,
    VD_WEBSOCKET_TEXT = 1,
    VD_WEBSOCKET_BINARY = 2,
    VD_WEBSOCKET_CLOSE = 8,
    VD_WEBSOCKET_PING = 9,
    VD_WEBSOCKET_PONG = 10,
    VD_WEBSOCKET_FIN = 0x80
};

enum {
    VD_WEBSOCKET_HEAD_BYTES = 10, /* of a frame of ours, at most */
    VD_WEBSOCKET_CONTROL_BYTES = 125,
    VD_WEBSOCKET_NO_CODE = 1005,   /* of a close that says none; never sent */
    VD_WEBSOCKET_FRAGMENTS = 4096, /* of one message */
    VD_WEBSOCKET_TINY_BYTES = 64,  /* a fragment below it is tiny */
    VD_WEBSOCKET_TINY = 2000,      /* control frames, tiny fragments and empty messages: burst, */
    VD_WEBSOCKET_TINY_PER_S = 200, /* and what is forgiven a second */
    VD_WEBSOCKET_ACCEPT_BYTES = 28 /* base64 of a SHA-1 */
};

struct vd_websocket_reader {
    uint8_t *gathered; /* the message under way, unmasked */
    uint8_t *control;  /* the payload of a control frame */
    uint64_t left;     /* of the payload of the frame being read */
    const char *why;   /* after VD_INVALID */
    uint32_t filled, cap, max_bytes;
    uint32_t valid; /* whole characters at the front of a text */
    uint32_t fragments;
    uint32_t refilled_ms;
    int32_t tiny_left;
    uint16_t code;       /* after VD_INVALID: what to close with */
    uint8_t type;        /* of the message under way; 0: none */
    uint8_t control_len; /* filled of it */
    uint8_t head_len;    /* of the frame's head; */
    bool in_payload;     /* it is whole */
    uint8_t mask_at;     /* where in the mask the next byte stands */
    uint8_t mask[4];
    uint8_t head[VD_WEBSOCKET_HEAD_BYTES + 4];
};

/* A message, or a control frame. */
struct vd_websocket_item {
    uint8_t type;          /* TEXT, BINARY, CLOSE, PING, PONG */
    uint16_t code;         /* of a CLOSE; VD_WEBSOCKET_NO_CODE: it says none */
    struct vd_slice bytes; /* of a CLOSE: its reason. Borrowed until the next call */
};

void vd_websocket_reader_init(struct vd_websocket_reader *reader, uint32_t max_bytes,
                              uint64_t now_ms);
void vd_websocket_reader_deinit(struct vd_websocket_reader *reader);

/*
 * Takes bytes off the front of *input.
 *   0           an item; call again (not after a CLOSE)
 *   VD_WAIT     the input is used up; more is needed
 *   VD_INVALID  against the protocol or over a limit: reader->code and reader->why; the last call
 *   -ENOMEM     the last call
 * Text is found not to be UTF-8 as soon as its bytes are there, and a length over the limit as soon
 * as a head claims it.
 */
VD_MUST_CHECK int vd_websocket_next(struct vd_websocket_reader *reader, struct vd_slice *input,
                                    uint64_t now_ms, struct vd_websocket_item *out_item);

/* Whether a peer may close with this code (RFC 6455, 7.4, and what was registered since). */
bool vd_websocket_code_is_valid(unsigned code);

static inline size_t vd_websocket_head_bytes(size_t payload_bytes)
{
    return payload_bytes <= 125 ? 2 : payload_bytes <= 0xffff ? 4 : 10;
}

/* The head of a frame of ours; first: its type, and VD_WEBSOCKET_FIN. Returns its end. */
uint8_t *vd_websocket_put_head(uint8_t *to, unsigned first, size_t payload_bytes);

/* Sec-WebSocket-Accept for a Sec-WebSocket-Key. VD_INVALID: it is not the base64 of 16 bytes. */
VD_MUST_CHECK int vd_websocket_accept(struct vd_slice key,
                                      char out_accept[VD_WEBSOCKET_ACCEPT_BYTES]);

#endif
