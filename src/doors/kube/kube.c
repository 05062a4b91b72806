/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/kube.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "doors/kube/kinds.h"
#include "doors/kube/mishap.h"
#include "doors/kube/route.h"
#include "doors/kube/show.h"
#include "doors/kube/state.h"
#include "doors/kube/steward.h"

#include <errno.h>

enum { HELD_MAX_BYTES = 64 << 20 };

static bool is_wanted(const struct vd_door_facts *facts)
{
    return facts->kube_prefix != NULL;
}

static int set_prefix(struct vd_kube *kube, const char *prefix)
{
    size_t len = strlen(prefix);
    char *copy = vd_alloc(len + 1);

    if (!copy)
        return -ENOMEM;
    memcpy(copy, prefix, len);
    copy[len] = '/';
    kube->prefix = vd_slice(copy, len + 1);
    return 0;
}

static void close_door(void *state)
{
    struct vd_kube *kube = state;

    vd_kube_steward_close(kube);
    vd_bytes_unref(kube->sent.piece.bytes);
    vd_runs_deinit(&kube->runs);
    vd_kube_kinds_close(kube->kinds);
    vd_buf_deinit(&kube->scratch);
    vd_buf_deinit(&kube->page);
    vd_free((void *)(uintptr_t)kube->prefix.ptr);
    vd_free(kube);
}

static void drain(void *state)
{
    struct vd_kube *kube = state;

    kube->is_draining = true;
    vd_kube_steward_drain(kube);
}

static int open_door(const struct vd_door_env *env, void **out_state)
{
    struct vd_kube *kube = vd_alloc_zero(sizeof(*kube));
    int rc;

    if (!kube)
        return -ENOMEM;
    kube->env = *env;
    kube->random = vd_hash(vd_slice(&kube, sizeof(kube)));
    kube->delivered.stamps = env->facts->stamps;
    kube->held_max_bytes = HELD_MAX_BYTES;
    vd_list_init(&kube->held);
    vd_list_init(&kube->extractors);
    for (unsigned i = 0; i < VD_KUBE_SHOW_BUCKETS; i++)
        vd_list_init(&kube->shows[i]);
    vd_runs_init(&kube->runs, &vd_kube_encoder, kube);
    vd_buf_init(&kube->scratch, 0);
    vd_buf_init(&kube->page, 0);
    rc = set_prefix(kube, env->facts->kube_prefix);
    if (rc == 0)
        rc = vd_kube_kinds_open(kube, &kube->kinds);
    if (rc) {
        close_door(kube);
        return rc;
    }
    *out_state = kube;
    return 0;
}

#define ROUTE(where)                                                                               \
    {                                                                                              \
        .path = where, .open = vd_kube_route_open, .methods = "GET, POST, PUT, PATCH, DELETE"      \
    }
static const struct vd_route routes[] = {
    ROUTE("/api"),
    ROUTE("/api/"),
    ROUTE("/apis"),
    ROUTE("/apis/"),
    ROUTE("/openapi/"),
    ROUTE("/swagger-2.0.0.pb-v1"),
    {.path = "/kube/faults", .open = vd_kube_mishap_open, .methods = "GET, PUT, DELETE"},
};

const struct vd_door vd_door_kube = {.name = "kube",
                                     .is_wanted = is_wanted,
                                     .open = open_door,
                                     .routes = routes,
                                     .route_count = VD_COUNT(routes),
                                     .drain = drain,
                                     .close = close_door};
