/* SPDX-License-Identifier: Apache-2.0 */
/* What a watch has whatever it is read by: an HTTP answer (watch_stream.c) or a WebSocket
 * (watch_ws.c). */
#ifndef VD_DOORS_KUBE_WATCH_H
#define VD_DOORS_KUBE_WATCH_H

#include "doors/kube/mishap.h"
#include "doors/kube/source.h"
#include "doors/kube/status.h"
#include "doors/rest.h"

struct vd_kube_watching {
    struct vd_kube_show *show; /* a reference, which goes over to who opens it */
    struct vd_kube_start start;
    uint32_t timeout_ms;
    bool wants_bookmarks;
    struct vd_kube_mishap fault; /* that befalls it */
};

/* Takes the call's exchange and ends the call. 0; VD_COMPACTED, VD_DENIED, -ENOMEM: the call is as
 * it was, to be answered; the show's reference is gone all the same. */
VD_MUST_CHECK int vd_kube_stream_open(struct vd_kube_call *call,
                                      const struct vd_kube_watching *watching);
VD_MUST_CHECK int vd_kube_ws_open(struct vd_kube_call *call,
                                  const struct vd_kube_watching *watching);
/* Answers the call with these events and no others; events: lines. */
void vd_kube_ws_say(struct vd_kube_call *call, struct vd_slice events);
void vd_kube_watch_say(struct vd_kube_call *call, struct vd_slice events);

/* "too old resource version"; text is the caller's memory for it. */
struct vd_kube_status vd_kube_status_expired(struct vd_kube *kube, int64_t revision, char *text,
                                             size_t size);

/* --- a reader --------------------------------------------------------------------------------- */

/*
 * What is written is asked of the source piece by piece. What readers that stall hold of large
 * events is bounded for the loop: beyond that, the oldest of them let go of their bytes, and the
 * event is made again when they go on.
 */
struct vd_kube_reader {
    struct vd_kube_source source;
    struct vd_rest rest;
    struct vd_list held;       /* in kube->held, while the rest is a large one */
    struct vd_pos line;        /* where that event is, */
    uint32_t line_bytes;       /* its length, */
    uint32_t line_at;          /* and of one that was let go: how much of it was written; or 0 */
    struct vd_timer timer;     /* for bookmarks, and the end */
    uint64_t until_ms;         /* the end */
    struct vd_kube_hurt *hurt; /* NULL: nothing befalls it */
    bool wants_bookmarks, is_due /* for one */, is_done /* what is left is the last of it */;
};

/* reader: zeroed, but for source.ready and timer.fire. As vd_kube_source_open. */
VD_MUST_CHECK int vd_kube_reader_open(struct vd_kube_reader *reader,
                                      const struct vd_kube_watching *watching,
                                      const struct vd_principal *principal);
void vd_kube_reader_close(struct vd_kube_reader *reader);
/* The timer has fired: something is to be said, or the end has come. */
void vd_kube_reader_tick(struct vd_kube_reader *reader);

/* The next piece, which may be an event that says why it ends. 0; VD_WAIT, VD_AGAIN; VD_END: all
 * was said; otherwise it failed. */
VD_MUST_CHECK int vd_kube_reader_next(struct vd_kube_reader *reader, size_t room,
                                      struct vd_kube_piece *out_piece);

#endif
