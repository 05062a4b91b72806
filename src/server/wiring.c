/* SPDX-License-Identifier: Apache-2.0 */
#include "server/wiring.h"

#include "base/alloc.h"
#include "doors/etcd3/etcd3.h"
#include "doors/ops/ops.h"
#include "http/http.h"
#include "rpc/server.h"

#include <errno.h>

/* Every door, in the order in which they are asked. */
static const struct vd_door *const doors[] = {
    &vd_door_etcd3,
    &vd_door_ops,
};

struct vd_wiring {
    struct vd_door_env env;
    struct vd_http *http;
    void *states[VD_COUNT(doors)];
    unsigned door_count; /* opened */
};

static int add_routes(struct vd_wiring *wiring, const struct vd_door *door, void *state)
{
    int rc = 0;

    for (uint32_t i = 0; rc == 0 && i < door->route_count; i++) {
        struct vd_route route = door->routes[i];

        route.arg = state;
        rc = vd_http_route(wiring->http, &route);
    }
    return rc;
}

static int open_doors(struct vd_wiring *wiring)
{
    struct vd_route grpc = {
        .grpc = true, .path = "", .open = vd_rpc_server_open, .arg = wiring->env.rpc};
    int rc = vd_http_route(wiring->http, &grpc);

    for (unsigned i = 0; rc == 0 && i < VD_COUNT(doors); i++) {
        rc = doors[i]->open(&wiring->env, &wiring->states[i]);
        wiring->door_count += rc == 0;
        if (rc == 0)
            rc = add_routes(wiring, doors[i], wiring->states[i]);
    }
    return rc;
}

int vd_wiring_new(const struct vd_wiring_options *options, struct vd_wiring **out_wiring)
{
    struct vd_wiring *wiring = vd_alloc_zero(sizeof(*wiring));
    int rc;

    if (!wiring)
        return -ENOMEM;
    wiring->env = (struct vd_door_env){.loop = options->loop,
                                       .slot = options->slot,
                                       .kv = options->kv,
                                       .rpc = vd_rpc_server_new(),
                                       .facts = options->facts};
    wiring->http = vd_http_new(NULL);
    rc = wiring->env.rpc && wiring->http ? open_doors(wiring) : -ENOMEM;
    if (rc) {
        vd_wiring_free(wiring);
        return rc;
    }
    *out_wiring = wiring;
    return 0;
}

void vd_wiring_free(struct vd_wiring *wiring)
{
    if (!wiring)
        return;
    for (unsigned i = wiring->door_count; i-- > 0;)
        doors[i]->close(wiring->states[i]);
    vd_http_free(wiring->http);
    vd_rpc_server_free(wiring->env.rpc);
    vd_free(wiring);
}

int vd_wiring_accept(struct vd_wiring *wiring, int fd)
{
    return vd_http_open(wiring->http, wiring->env.loop, fd, NULL);
}

void vd_wiring_turn(struct vd_wiring *wiring)
{
    (void)wiring;
}

bool vd_wiring_looks(const struct vd_wiring *wiring)
{
    (void)wiring;
    return false;
}

void vd_wiring_drain(struct vd_wiring *wiring)
{
    for (unsigned i = 0; i < wiring->door_count; i++)
        if (doors[i]->drain)
            doors[i]->drain(wiring->states[i]);
    vd_loop_drain(wiring->env.loop);
}
