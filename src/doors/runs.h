/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Encoded events, shared by the readers of a loop. What one is sent, its neighbours in the queue
 * want too: most want the same, some a little more or less of it. So encodings are kept as runs:
 * consecutive events of one selection in one variant, encoded once, end to end, with the place of
 * each. Whatever piece of a run a batch asks for lies there in one piece, and a batch that goes
 * beyond its end makes it longer.
 *
 * One set a loop and a door, bounded in bytes; the oldest runs go first.
 */
#ifndef VD_DOORS_RUNS_H
#define VD_DOORS_RUNS_H

#include "base/bytes.h"
#include "core/journal.h"

enum {
    VD_RUN_BYTES = 16384, /* a run is no longer, unless one event (or revision) alone is */
    VD_RUNS_BYTES = 1 << 20,
    VD_RUNS_BUCKETS = 256
};

/* How events are said: a constant of a door. variant: a number, as the door means it. prev: the
 * event before, if the batch has it. */
struct vd_run_encoder {
    /* At most so many bytes; 0: this variant is not shown the event. */
    size_t (*bound)(unsigned variant, const struct vd_event *event, const struct vd_event *prev);
    /* Writes it, or nothing after all, and returns the place behind. */
    uint8_t *(*write)(void *arg, unsigned variant, uint8_t *to, const struct vd_event *event,
                      const struct vd_event *prev);
    /* How many bytes that will be, for who can tell without writing it; asked where the bound does
     * not fit into what is left of a run. NULL: the bound is near enough. */
    size_t (*size)(unsigned variant, const struct vd_event *event, const struct vd_event *prev);
    /* A piece ends between revisions, unless its batch splits one. */
    bool whole_revisions;
};

struct vd_runs {
    const struct vd_run_encoder *encoder;
    void *arg;
    struct vd_list buckets[VD_RUNS_BUCKETS]; /* newest first */
    struct vd_list order;                    /* oldest first */
    size_t bytes;
};

/* A piece of a run; borrowed until the next call. A reference to `bytes` keeps it. */
struct vd_run_piece {
    struct vd_bytes *bytes;
    struct vd_slice piece; /* empty: no event of the batch is shown */
    uint32_t events;
    struct vd_pos first; /* of its first event, if there is one */
    struct vd_pos to;    /* it goes as far as this: the batch's own end, or less */
};

void vd_runs_init(struct vd_runs *runs, const struct vd_run_encoder *encoder, void *arg);
void vd_runs_deinit(struct vd_runs *runs);

/*
 * The encoding of a batch that is not empty, or of the front of it: where one run ends, and no more
 * than max_bytes and max_events (each at least 1), but one event at least. `to` is always beyond
 * the batch's beginning, and may lie inside a revision; the cursor goes back to it. Whole revisions
 * are not cut: for them both are without a bound (SIZE_MAX, UINT32_MAX). 0, -ENOMEM.
 */
VD_MUST_CHECK int vd_runs_get(struct vd_runs *runs, const struct vd_batch *batch, unsigned variant,
                              size_t max_bytes, uint32_t max_events,
                              struct vd_run_piece *out_piece);

#endif
