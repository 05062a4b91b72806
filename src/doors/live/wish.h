/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reader asks for: the key of a path and the parameters of a query (docs/doors/live.md), as
 * values. Headers that say the same are added by who reads them.
 */
#ifndef VD_DOORS_LIVE_WISH_H
#define VD_DOORS_LIVE_WISH_H

#include "base/arena.h"
#include "doors/live/lines.h"
#include "doors/live/position.h"

enum {
    VD_LIVE_HEARTBEAT_MS = 25000,
    VD_LIVE_WAIT_MS = 30000, /* of a poll that does not say */
    VD_LIVE_WAIT_MAX_MS = 55000
};

struct vd_live_wish {
    struct vd_slice key;  /* of the path, decoded; not empty but with is_prefix or has_glob */
    struct vd_slice glob; /* what follows the key must match it */
    bool is_prefix, has_glob;
    bool list, latest, is_poll;
    unsigned how; /* VD_LIVE_KEYS ... VD_LIVE_NO_DELETE */
    struct vd_live_point since, until;
    struct vd_slice last_id; /* lastEventId, which is read with the header of that meaning */
    uint32_t gap_ms;         /* between two looks at the events, by `rate`; 0: none */
    uint32_t heartbeat_ms;
    uint32_t wait_ms; /* of a poll */
    uint32_t limit;   /* of a poll: events; 0: none */
};

/*
 * key: what stands behind "/watch/" in the path, still encoded. Slices are in the arena, or of
 * `key` and `query`. now_ms: since 1970.
 * 0; VD_INVALID: *out_what says in a sentence what is wrong; -ENOMEM.
 */
VD_MUST_CHECK int vd_live_wish_parse(struct vd_arena *arena, struct vd_slice key,
                                     struct vd_slice query, int64_t now_ms,
                                     struct vd_live_wish *out_wish, const char **out_what);
/* Whether its parts go together; once all of them are there. 0, VD_INVALID as above. */
VD_MUST_CHECK int vd_live_wish_check(const struct vd_live_wish *wish, const char **out_what);

/* A sentence of a parameter that is refused: `before`, its name as it came, `after`. In the arena;
 * where it cannot be told (no memory, a name that is no plain text), `instead`. */
const char *vd_live_wish_named(struct vd_arena *arena, const char *before, struct vd_slice name,
                               const char *after, const char *instead);

/* The first key behind all that begin with the prefix, made in `room`, which is as long; "\0",
 * which core takes for no end, if there is none. */
struct vd_slice vd_live_prefix_end(struct vd_slice prefix, uint8_t *room);

#endif
