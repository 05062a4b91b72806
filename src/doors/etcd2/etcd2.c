/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd2/etcd2.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/clock.h"
#include "doors/etcd2/request.h"

#include <errno.h>
#include <inttypes.h>

enum { REQUEST_BYTES = 3 << 19 };

static int door_open(const struct vd_door_env *env, void **out_state)
{
    struct vd_etcd2 *door = vd_alloc_zero(sizeof(*door));
    const char *root = env->facts->v2_root;

    if (!door)
        return -ENOMEM;
    door->env = *env;
    door->root = root ? vd_slice_str(root) : VD_SLICE_EMPTY;
    vd_assert(!door->root.len || door->root.ptr[door->root.len - 1] == '/');
    snprintf(door->cluster_id, sizeof(door->cluster_id), "%" PRIx64, vd_kv_store_id(env->kv));
    snprintf(door->member_id, sizeof(door->member_id), "%" PRIx64, vd_kv_member_id(env->kv));
    door->max_request_bytes = env->facts->max_request_bytes;
    if (!door->max_request_bytes)
        door->max_request_bytes = REQUEST_BYTES;
    door->delivered.stamps = env->facts->stamps;
    door->started_ms = vd_time_wall_ms();
    vd_buf_init(&door->scratch, 0);
    *out_state = door;
    return 0;
}

static void door_close(void *state)
{
    struct vd_etcd2 *door = state;

    vd_buf_deinit(&door->scratch);
    vd_free(door);
}

static const struct vd_route ROUTES[] = {
    {.path = "/v2/keys", .open = vd_etcd2_keys_open},
    {.path = "/v2/keys/", .open = vd_etcd2_keys_open},
    {.path = "/v2/", .open = vd_etcd2_other_open},
};

const struct vd_door vd_door_etcd2 = {.name = "etcd2",
                                      .open = door_open,
                                      .routes = ROUTES,
                                      .route_count = VD_COUNT(ROUTES),
                                      .close = door_close};
