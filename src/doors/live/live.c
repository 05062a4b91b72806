/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/live/live.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "doors/live/filter.h"
#include "doors/live/kv.h"
#include "doors/live/state.h"
#include "doors/live/watch.h"

#include <errno.h>

enum { DEFAULT_REQUEST_BYTES = 1536 << 10, HELD_MAX_BYTES = 64 << 20 };

static int open_door(const struct vd_door_env *env, void **out_state)
{
    struct vd_live *live = vd_alloc_zero(sizeof(*live));

    if (!live)
        return -ENOMEM;
    live->env = *env;
    live->store = vd_kv_store_id(env->kv);
    live->random = vd_hash(vd_slice(&live, sizeof(live)));
    live->delivered.stamps = env->facts->stamps;
    live->max_request_bytes =
        env->facts->max_request_bytes ? env->facts->max_request_bytes : DEFAULT_REQUEST_BYTES;
    live->held_max_bytes = HELD_MAX_BYTES;
    vd_list_init(&live->held);
    vd_match_table_init(&live->filters, vd_live_filter_hash);
    vd_buf_init(&live->scratch, 0);
    vd_runs_init(&live->runs, &vd_live_encoder, &live->store);
    *out_state = live;
    return 0;
}

static void close_door(void *state)
{
    struct vd_live *live = state;

    vd_assert(!vd_match_table_count(&live->filters) && vd_list_is_empty(&live->held));
    vd_match_table_deinit(&live->filters);
    vd_bytes_unref(live->sent.piece.bytes);
    vd_runs_deinit(&live->runs);
    vd_buf_deinit(&live->scratch);
    vd_free(live);
}

#define NOT_ALLOWED "{\"title\":\"Method not allowed\",\"status\":405,\"code\":\"method\"}\n"

static const struct vd_route routes[] = {
    {.path = "/watch/",
     .open = vd_live_open_watch,
     .methods = "GET",
     .refusal = NOT_ALLOWED,
     .refusal_type = "application/problem+json"},
    {.path = "/kv/",
     .open = vd_live_open_kv,
     .methods = "GET, PUT, DELETE",
     .refusal = NOT_ALLOWED,
     .refusal_type = "application/problem+json"},
};

const struct vd_door vd_door_live = {.name = "live",
                                     .open = open_door,
                                     .routes = routes,
                                     .route_count = VD_COUNT(routes),
                                     .close = close_door};
