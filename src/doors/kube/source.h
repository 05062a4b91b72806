/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a watch is told, whatever it is read by: first the present state if it wants that, as events
 * that say ADDED, then every change from that very revision on. A stream and a WebSocket each have
 * one, ask it for pieces while their peer takes bytes, and keep nothing of what they do not ask
 * for.
 *
 * Life: vd_kube_source_open; vd_kube_source_next until VD_WAIT; `ready`; next again ...; close.
 */
#ifndef VD_DOORS_KUBE_SOURCE_H
#define VD_DOORS_KUBE_SOURCE_H

#include "doors/kube/show.h"

struct vd_kube_listing;
struct vd_kube_status;

struct vd_kube_source {
    struct vd_cursor cursor;
    struct vd_kube_show *show; /* a reference */
    /* Something waits: ask for the next piece when there is room. Never from inside a call. */
    void (*ready)(struct vd_kube_source *source);
    struct vd_kube_listing *listing; /* NULL: it is not, or is no longer, in the present state */
    struct vd_list peers;            /* in the show's watches */
    struct vd_pos after;             /* everything before it was handed out */
    bool says_end;                   /* of the present state, by a bookmark of its own */
    bool is_open;
    bool has_columns; /* of a table: they were said, once is enough */
    bool was_live;    /* it had everything when it was last asked */
};

/* A piece of events, each of them whole and ending in a newline. */
struct vd_kube_piece {
    struct vd_slice text;   /* may be empty: ask again */
    struct vd_bytes *bytes; /* what text lies in, to be kept by a reference; NULL: it is borrowed
                             * until the next call for any source of this loop */
    uint32_t events;        /* changes; those of the present state are none */
    struct vd_pos first;    /* of the first of them */
    bool is_last;           /* nothing waits behind it: `ready` is armed as after a VD_WAIT */
};

/* Where a watch begins. */
struct vd_kube_start {
    bool has_state;     /* with the present state */
    bool says_end;      /* which ends in a bookmark */
    struct vd_pos from; /* without it; revision 0: from now on */
};

/*
 * `source` is zeroed memory but for `ready`; the show's reference is taken over, also on failure.
 * 0; VD_COMPACTED; VD_DENIED; -ENOMEM. Nothing is to be closed then.
 */
VD_MUST_CHECK int vd_kube_source_open(struct vd_kube_source *source, struct vd_kube_show *show,
                                      const struct vd_principal *principal,
                                      const struct vd_kube_start *start);
/* Also when it was not opened. */
void vd_kube_source_close(struct vd_kube_source *source);

/*
 * The next events, about max_bytes of them, one at least. 0; VD_WAIT: nothing now, `ready` will be
 * called; VD_AGAIN: nothing yet, ask again in a later turn; VD_END: its kind is no more;
 * VD_COMPACTED: what follows is gone; otherwise it failed. After the last three only close is left.
 */
VD_MUST_CHECK int vd_kube_source_next(struct vd_kube_source *source, size_t max_bytes,
                                      struct vd_kube_piece *out_piece);
/* The event at this position again, alone, which was handed out before; the source goes on behind
 * it. As vd_kube_source_next. */
VD_MUST_CHECK int vd_kube_source_again(struct vd_kube_source *source, struct vd_pos first,
                                       struct vd_kube_piece *out_piece);

/* The revision that a bookmark may say: all that is wanted up to it was handed out. 0: none, it is
 * within the present state or a revision. */
int64_t vd_kube_source_revision(const struct vd_kube_source *source);
bool vd_kube_source_is_live(const struct vd_kube_source *source);
void vd_kube_source_survey(struct vd_kube_source *source, struct vd_survey *survey, const char *by);

/* At the end of the buffer: a bookmark at this revision, a line; and a Status in an ERROR. */
void vd_kube_write_bookmark(struct vd_buf *buf, const struct vd_kube_show *show, int64_t revision,
                            bool is_end_of_state);
void vd_kube_write_error(struct vd_buf *buf, const struct vd_kube_status *status);

#endif
