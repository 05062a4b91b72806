/* SPDX-License-Identifier: Apache-2.0 */
/* The client's side of WebSocket frames, for tests. */
#ifndef VD_WIRE_TEST_WEBSOCKET_H
#define VD_WIRE_TEST_WEBSOCKET_H

#include "base/buf.h"

/* A frame as a client sends it, masked, with any first byte and a length written in `len_bytes` (2,
 * 8, or 1: as short as it can be). */
void vd_ws_peer_put_as(struct vd_buf *buf, unsigned first, unsigned len_bytes,
                       struct vd_slice payload);
void vd_ws_peer_put(struct vd_buf *buf, unsigned first, struct vd_slice payload);

/* Takes a whole frame of a server off the front. False: there is none, or it is none. */
bool vd_ws_peer_next(struct vd_slice *bytes, unsigned *out_first, struct vd_slice *out_payload);

/* A server's frames as words: "T5:hello t3:hel c2:lo B1:x P0: O4:ping C1000:why " (small letters:
 * to be continued), then "?" if something is left. The buffer ends with a NUL that it does not
 * count. */
void vd_ws_peer_tell(struct vd_slice bytes, struct vd_buf *said);

#endif
