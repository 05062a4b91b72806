/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reader is shown, whatever it is read by: first the present state if it wants that, then
 * every change from that very revision on, as lines in shared memory. A stream, a poll and a watch
 * of a WebSocket each have one, ask it for pieces while their peer takes bytes, and keep nothing of
 * what they do not ask for.
 *
 * Life: vd_live_source_open; vd_live_source_next until VD_WAIT; `ready`; next again ...; close.
 */
#ifndef VD_DOORS_LIVE_SOURCE_H
#define VD_DOORS_LIVE_SOURCE_H

#include "base/bytes.h"
#include "doors/live/state.h"
#include "doors/live/wish.h"

struct vd_live_filter;
struct vd_live_listing;
struct vd_live_fence;

struct vd_live_source {
    struct vd_cursor cursor;
    struct vd_live *live;
    const struct vd_principal *principal;
    /* Something waits: ask for the next piece when there is room. Never from inside a call. */
    void (*ready)(struct vd_live_source *source);
    struct vd_live_filter *filter;   /* NULL: no pattern */
    struct vd_live_listing *listing; /* NULL: it is not, or is no longer, in a list */
    struct vd_live_fence *fence;     /* NULL: the end is not waited for */
    struct vd_pos after;             /* everything before it was handed out */
    struct vd_pos until;             /* revision 0: it has no end */
    uint8_t how;                     /* VD_LIVE_KEYS ... */
    bool latest, is_open;
    bool was_live; /* it had everything when it was last asked */
};

/* Where a reader begins and ends, times turned into revisions (doors/live/resolve.h). */
struct vd_live_span {
    struct vd_pos from;  /* revision 0: from now on */
    struct vd_pos until; /* revision 0: never */
};

/* A piece of lines, each of them whole. */
struct vd_live_piece {
    struct vd_slice text;   /* may be empty: ask again */
    struct vd_bytes *bytes; /* what text lies in, to be kept by a reference; NULL: it is borrowed
                             * until the next call for any source of this loop */
    uint32_t events;        /* changes; rows of a list are none */
    struct vd_pos first;    /* of the first of them */
    bool is_last;           /* nothing waits behind it: `ready` is armed as after a VD_WAIT */
};

/*
 * `source` is zeroed memory but for `ready`. The wish may go afterwards.
 * 0; VD_COMPACTED; VD_FUTURE: a list at a revision that is yet to come; VD_DENIED; VD_INVALID or
 * VD_TOO_LARGE: the pattern; -ENOMEM. Nothing is to be closed then.
 */
VD_MUST_CHECK int vd_live_source_open(struct vd_live_source *source, struct vd_live *live,
                                      const struct vd_principal *principal,
                                      const struct vd_live_wish *wish,
                                      const struct vd_live_span *span);
/* Also when it was not opened. */
void vd_live_source_close(struct vd_live_source *source);

/*
 * The next lines, about max_bytes of them and at most max_events changes (0: any number), one line
 * at least. All pieces of a source are in one format.
 * 0; VD_WAIT: nothing now, `ready` will be called; VD_AGAIN: nothing yet, ask again in a later
 * turn; VD_END: the end that was wished for is reached; VD_COMPACTED: what follows is gone;
 * otherwise it failed. After the last three only close is left.
 */
VD_MUST_CHECK int vd_live_source_next(struct vd_live_source *source, enum vd_live_format format,
                                      size_t max_bytes, uint32_t max_events,
                                      struct vd_live_piece *out_piece);

/*
 * The change at this position again, alone, which was handed out before; the source goes on behind
 * it. As vd_live_source_next; VD_WAIT: ask again when `ready` was called.
 */
VD_MUST_CHECK int vd_live_source_again(struct vd_live_source *source, enum vd_live_format format,
                                       struct vd_pos first, struct vd_live_piece *out_piece);

/* The position to go on from: everything before it that the reader wants was handed out. In a list:
 * the one that the list is made at. */
struct vd_pos vd_live_source_position(const struct vd_live_source *source);
/* Within a list there is no position to go on from. */
static inline bool vd_live_source_is_listing(const struct vd_live_source *source)
{
    return source->listing != NULL;
}
/* It has had everything up to the present head. */
bool vd_live_source_is_live(const struct vd_live_source *source);
/* Tells a survey of it, if it is open. */
void vd_live_source_survey(struct vd_live_source *source, struct vd_survey *survey,
                           const struct vd_watching *watching);

#endif
