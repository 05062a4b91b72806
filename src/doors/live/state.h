/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers and requests of this door share on a loop. */
#ifndef VD_DOORS_LIVE_STATE_H
#define VD_DOORS_LIVE_STATE_H

#include "base/buf.h"
#include "core/match_table.h"
#include "doors/door.h"
#include "doors/live/lines.h"
#include "doors/runs.h"
#include "doors/watching.h"

/* What a live reader was given last: its neighbours want the same. */
struct vd_live_sent {
    struct vd_batch batch;     /* its key, from and to; the events are gone with the turn */
    struct vd_run_piece piece; /* with a reference to its bytes; NULL: nothing was */
    int64_t first;             /* revision of the oldest event in it */
    unsigned alike;            /* how its reader wants its changes */
};

enum { VD_LIVE_SCRATCH_BYTES = 256 << 10 };

struct vd_live {
    struct vd_door_env env;
    uint64_t store;
    struct vd_runs runs;
    struct vd_live_sent sent;
    struct vd_list held; /* large rests of streams, the oldest first */
    size_t held_bytes, held_max_bytes;
    struct vd_match_table filters; /* of patterns, shared by readers of equal ones */
    struct vd_buf scratch;         /* lines that are no changes, until the next are made */
    struct vd_watching_sent delivered;
    uint64_t random; /* for jitter; nothing hangs on its quality */
    size_t max_request_bytes;
    bool is_draining;
};

/* The scratch, empty; what one large row made of it is given back. */
static inline struct vd_buf *vd_live_scratch(struct vd_live *live)
{
    if (live->scratch.cap > VD_LIVE_SCRATCH_BYTES) {
        vd_buf_deinit(&live->scratch);
        vd_buf_init(&live->scratch, 0);
    }
    vd_buf_clear(&live->scratch);
    return &live->scratch;
}

/* A number below `bound`, which is not 0. */
static inline uint32_t vd_live_random(struct vd_live *live, uint32_t bound)
{
    live->random = live->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((live->random >> 33) % bound);
}

#endif
