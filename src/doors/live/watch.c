/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Most requests are answered at once. One that names a time waits until its revision is found, and
 * until then it is an opening: a copy of what was asked, and nothing that was said.
 */
#include "doors/live/watch.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "doors/live/errors.h"
#include "doors/live/reader.h"
#include "doors/live/resolve.h"
#include "doors/live/ws.h"
#include "http/websocket.h"

#include <errno.h>

enum { ARENA_BYTES = 1024, ARENA_MAX_BYTES = 1 << 20 };

static const struct vd_slice PATH = VD_SLICE("/watch/");

struct opening {
    struct vd_live *live;
    struct vd_exchange *x;
    struct vd_live_resolving *resolving;
    struct vd_live_ask ask; /* its slices are in the arena */
    struct vd_arena arena;
};

/* A reader of SSE that was shown everything is not to come again. */
static bool is_over(const struct vd_live_ask *ask, const struct vd_live_span *span)
{
    return ask->is_resumed && ask->format == VD_LIVE_SSE && span->until.revision &&
           vd_pos_cmp(span->from, span->until) >= 0;
}

/* The exchange is answered, or its reader's. */
static void begin(struct vd_live *live, struct vd_exchange *x, const struct vd_live_ask *ask,
                  const struct vd_live_span *span)
{
    int rc;

    if (is_over(ask, span)) {
        vd_exchange_start(x, 204, NULL, 0);
        vd_exchange_finish(x, NULL, 0);
        return;
    }
    rc = ask->wish.is_poll ? vd_live_poll_open(live, x, ask, span)
                           : vd_live_stream_open(live, x, ask, span);
    if (rc)
        vd_live_refuse(live, x, vd_live_problem_of(rc),
                       rc == VD_INVALID ? "glob is not a pattern: a set or a backslash is open"
                                        : NULL);
}

/* --- openings ----------------------------------------------------------------------------------
 */

static void opening_free(struct opening *opening)
{
    vd_live_resolve_cancel(opening->resolving);
    vd_arena_deinit(&opening->arena);
    vd_free(opening);
}

static enum vd_fill nothing(struct vd_exchange *x, struct vd_out *out)
{
    (void)x;
    (void)out;
    return VD_FILL_IDLE;
}

static void closed(struct vd_exchange *x, bool aborted)
{
    (void)aborted;
    opening_free(vd_exchange_user(x));
}

static const struct vd_handler opening_handler = {.fill = nothing, .closed = closed};
/* Of what is answered with a few words: there is nothing to free. */
static const struct vd_handler done_handler = {.fill = nothing};

static void on_resolved(void *arg, int rc, const struct vd_live_span *span)
{
    struct opening *opening = arg;
    struct vd_exchange *x = opening->x;

    opening->resolving = NULL;
    vd_exchange_set(x, &done_handler, NULL);
    if (rc)
        vd_live_refuse(opening->live, x, vd_live_problem_of(rc), NULL);
    else
        begin(opening->live, x, &opening->ask, span);
    opening_free(opening);
}

/* What the opening goes on needing of the request. */
static int keep_ask(struct opening *opening, const struct vd_live_ask *ask)
{
    struct vd_live_wish *wish = &opening->ask.wish;
    int rc;

    opening->ask = *ask;
    rc = vd_arena_copy(&opening->arena, ask->wish.key, &wish->key);
    return rc ? rc : vd_arena_copy(&opening->arena, ask->wish.glob, &wish->glob);
}

static int open_later(struct vd_live *live, struct vd_exchange *x, const struct vd_live_ask *ask)
{
    struct opening *opening = vd_alloc_zero(sizeof(*opening));
    struct vd_live_span span;
    int rc;

    if (!opening)
        return -ENOMEM;
    opening->live = live;
    opening->x = x;
    vd_arena_init(&opening->arena, ARENA_MAX_BYTES);
    rc = keep_ask(opening, ask);
    if (rc == 0)
        rc = vd_live_resolve(live, &ask->wish.since, &ask->wish.until, on_resolved, opening, &span,
                             &opening->resolving);
    if (rc == VD_WAIT) {
        vd_exchange_set(x, &opening_handler, opening);
        return 0;
    }
    opening_free(opening);
    if (rc == 0)
        begin(live, x, ask, &span);
    return rc;
}

/* --- the request -------------------------------------------------------------------------------
 */

static bool needs_lookup(const struct vd_live_wish *wish)
{
    return wish->since.kind == VD_LIVE_TIME || wish->until.kind == VD_LIVE_TIME;
}

static void open_now(struct vd_live *live, struct vd_exchange *x, const struct vd_live_ask *ask)
{
    struct vd_live_span span;
    int rc = 0;

    if (needs_lookup(&ask->wish)) {
        rc = open_later(live, x, ask);
    } else {
        rc = vd_live_resolve(live, &ask->wish.since, &ask->wish.until, NULL, NULL, &span, NULL);
        if (rc == 0)
            begin(live, x, ask, &span);
    }
    if (rc)
        vd_live_refuse(live, x, vd_live_problem_of(rc),
                       rc == VD_COMPACTED ? "the position is of another store" : NULL);
}

int vd_live_open_watch(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    struct vd_slice key = vd_slice(request->path.ptr + PATH.len, request->path.len - PATH.len);
    struct vd_live *live = arg;
    uint8_t memory[ARENA_BYTES];
    struct vd_arena arena;
    struct vd_live_ask ask;
    const char *what;
    int rc;

    if (vd_ws_is_asked(request)) {
        vd_live_ws_open(live, x, key, request);
        return 0;
    }
    vd_arena_init_in(&arena, memory, sizeof(memory), ARENA_MAX_BYTES);
    rc = vd_live_ask_parse(&arena, key, request, vd_time_wall_ms(), &ask, &what);
    if (rc)
        vd_live_refuse(live, x, vd_live_problem_of(rc), rc == VD_INVALID ? what : NULL);
    else if (vd_slice_eq(request->method, VD_SLICE("HEAD")))
        vd_live_stream_head(x, &ask);
    else
        open_now(live, x, &ask);
    vd_arena_deinit(&arena);
    return 0;
}
