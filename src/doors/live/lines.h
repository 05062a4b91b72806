/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What readers are told, line by line (docs/doors/live.md, "Lines"), in the three shapes in which
 * it goes out. No byte of a key or a value can end a line, an event or a string: JSON escapes all
 * that could.
 */
#ifndef VD_DOORS_LIVE_LINES_H
#define VD_DOORS_LIVE_LINES_H

#include "base/buf.h"
#include "core/range.h"
#include "doors/live/position.h"
#include "doors/runs.h"

/* A line is a whole JSON object. */
enum vd_live_format {
    VD_LIVE_NDJSON = 0, /* the line, "\n" */
    VD_LIVE_SSE = 1,    /* "id: ...", "event: ...", "data: " and the line, "\n\n" */
    VD_LIVE_ARRAY = 2   /* the line, ",\n": inside of a JSON array, but for the last two bytes */
};

/* How a reader wants its changes; what is said of them is the same for all of one variant. */
enum {
    VD_LIVE_KEYS = 1, /* no values */
    VD_LIVE_PREV = 2, /* the values before */
    VD_LIVE_NO_PUT = 4,
    VD_LIVE_NO_DELETE = 8,
    VD_LIVE_FORMAT_SHIFT = 4, /* and the format above them */
    VD_LIVE_VARIANT_BITS = 15
};

static inline unsigned vd_live_variant(unsigned how, enum vd_live_format format)
{
    return (how & VD_LIVE_VARIANT_BITS) | (unsigned)format << VD_LIVE_FORMAT_SHIFT;
}

/* For vd_runs: the changes. Its arg is a `const uint64_t *`, the store id. */
extern const struct vd_run_encoder vd_live_encoder;

/* All append one line; whether that went well the buffer knows. */
void vd_live_add_row(struct vd_buf *buf, unsigned variant, const struct vd_row *row);
/* pos: what follows begins there. has_id: who reads the line may go on from it. */
void vd_live_add_open(struct vd_buf *buf, enum vd_live_format format, uint64_t store,
                      struct vd_pos pos, int64_t head, bool has_id);
void vd_live_add_synced(struct vd_buf *buf, enum vd_live_format format, uint64_t store,
                        struct vd_pos pos, int64_t count);
void vd_live_add_bookmark(struct vd_buf *buf, enum vd_live_format format, uint64_t store,
                          struct vd_pos pos);
void vd_live_add_gone(struct vd_buf *buf, enum vd_live_format format, int64_t oldest,
                      int64_t current);

#endif
