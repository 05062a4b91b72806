/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: a session whose owner writes down what it is told, frames to feed it, and what it says
 * back, both as short lines of text.
 */
#ifndef VD_WIRE_TEST_HTTP2_RIG_H
#define VD_WIRE_TEST_HTTP2_RIG_H

#include "wire/http2.h"

enum { VD_RIG_STREAMS = 64 };

struct vd_rig {
    struct vd_http2_session session;
    struct vd_buf control; /* what the session has to say */
    struct vd_buf events;  /* what the owner was told, as text */
    struct vd_buf input;   /* frames to feed */
    struct vd_http2_stream streams[VD_RIG_STREAMS];
    bool used[VD_RIG_STREAMS];
    bool hold;   /* bodies are not consumed */
    bool answer; /* each request is answered (200, no body) and detached once it ended */
    bool quiet;  /* no events are written down */
    bool refuse;
    size_t requests, resets;
    uint64_t now_ms;
};

/* A GET and a POST of "/" for authority x, as header blocks. */
#define VD_RIG_GET  "\x82\x86\x84\x41\x01x"
#define VD_RIG_POST "\x83\x86\x84\x41\x01x"

void vd_rig_init(struct vd_rig *rig, const struct vd_http2_config *config);
void vd_rig_deinit(struct vd_rig *rig);
/* Appends a frame to the input. */
void vd_rig_frame(struct vd_rig *rig, unsigned type, unsigned flags, uint32_t id,
                  struct vd_slice payload);
/* The preface and an empty SETTINGS; forgets what the session said to them. */
int vd_rig_hello(struct vd_rig *rig);
/* Feeds the input in pieces of at most `step` bytes (0: whole) and forgets it. */
int vd_rig_feed(struct vd_rig *rig, size_t step);
/* What control holds, a frame a line; and forgets it. */
void vd_rig_said(struct vd_rig *rig, struct vd_buf *out_text);

#endif
