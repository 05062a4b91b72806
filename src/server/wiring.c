/* SPDX-License-Identifier: Apache-2.0 */
#include "server/wiring.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "core/hub.h"
#include "doors/console/console.h"
#include "doors/etcd2/etcd2.h"
#include "doors/etcd3/etcd3.h"
#include "doors/feed/feed.h"
#include "doors/kube/kube.h"
#include "doors/live/live.h"
#include "doors/ops/ops.h"
#include "rpc/reflection.h"

#include <errno.h>

/* Every door, in the order in which they are asked. */
static const struct vd_door *const doors[] = {
    &vd_door_etcd3, &vd_door_etcd2, &vd_door_feed,     &vd_door_kube,
    &vd_door_live,  &vd_door_ops,   &vd_door_watchers, &vd_door_console,
};

struct vd_wiring {
    struct vd_wiring_options options;
    struct vd_door_env env;
    struct vd_hub *hub;
    struct vd_hub_stats counted; /* what the metrics have of it */
    struct vd_http *http;
    struct vd_http *metrics_http; /* has the routes of ops alone */
    void *states[VD_COUNT(doors)];
    unsigned door_count; /* opened, or not wanted */
};

static bool is_wanted(const struct vd_wiring *wiring, const struct vd_door *door)
{
    return !door->is_wanted || door->is_wanted(wiring->options.facts);
}

static int add_routes(struct vd_http *http, const struct vd_door *door, void *state)
{
    int rc = 0;

    for (uint32_t i = 0; rc == 0 && i < door->route_count; i++) {
        struct vd_route route = door->routes[i];

        route.arg = state;
        rc = vd_http_route(http, &route);
    }
    return rc;
}

static int open_doors(struct vd_wiring *wiring)
{
    struct vd_route grpc = {
        .grpc = true, .path = "", .open = vd_rpc_server_open, .arg = wiring->env.rpc};
    int rc = vd_http_route(wiring->http, &grpc);

    if (rc == 0)
        rc = vd_rpc_reflection_add(wiring->env.rpc);
    for (unsigned i = 0; rc == 0 && i < VD_COUNT(doors); i++) {
        if (!is_wanted(wiring, doors[i])) {
            wiring->door_count++;
            continue;
        }
        rc = doors[i]->open(&wiring->env, &wiring->states[i]);
        wiring->door_count += rc == 0;
        if (rc == 0)
            rc = add_routes(wiring->http, doors[i], wiring->states[i]);
        if (rc == 0 && doors[i] == &vd_door_ops)
            rc = add_routes(wiring->metrics_http, doors[i], wiring->states[i]);
    }
    return rc;
}

static void submit_job(void *arg, struct vd_job *job)
{
    struct vd_wiring *wiring = arg;

    wiring->options.submit_job(wiring->options.arg, job);
}

static void wake(void *arg)
{
    vd_loop_wake(((struct vd_wiring *)arg)->env.loop);
}

/* What a message may have beside what is written, as etcd has it. */
static uint32_t receive_max(const struct vd_door_facts *facts)
{
    return facts->max_request_bytes ? (uint32_t)(facts->max_request_bytes + (512 << 10)) : 0;
}

static int open_all(struct vd_wiring *wiring)
{
    const struct vd_http_config http = {.guard = wiring->options.guard,
                                        .wall_ms = vd_time_wall_ms,
                                        .max_streams = wiring->options.max_streams};
    struct vd_hub_options hub = {.kv = wiring->env.kv,
                                 .slot = wiring->env.slot,
                                 .submit_job = submit_job,
                                 .wake = wake,
                                 .arg = wiring};
    int rc = vd_hub_new(&hub, &wiring->hub);

    if (rc)
        return rc;
    wiring->env.store = vd_hub_journal(wiring->hub);
    wiring->env.rpc = vd_rpc_server_new();
    wiring->http = vd_http_new(&http);
    wiring->metrics_http = vd_http_new(&http);
    if (!wiring->env.rpc || !wiring->http || !wiring->metrics_http)
        return -ENOMEM;
    vd_rpc_server_set_receive_max(wiring->env.rpc, receive_max(wiring->options.facts));
    return open_doors(wiring);
}

int vd_wiring_new(const struct vd_wiring_options *options, struct vd_wiring **out_wiring)
{
    struct vd_wiring *wiring = vd_alloc_zero(sizeof(*wiring));
    int rc;

    if (!wiring)
        return -ENOMEM;
    wiring->options = *options;
    wiring->env = (struct vd_door_env){
        .loop = options->loop, .slot = options->slot, .kv = options->kv, .facts = options->facts};
    vd_kv_enter(options->kv, options->slot);
    rc = open_all(wiring);
    vd_kv_leave(options->kv, options->slot);
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
        if (is_wanted(wiring, doors[i]))
            doors[i]->close(wiring->states[i]);
    vd_http_free(wiring->http);
    vd_http_free(wiring->metrics_http);
    vd_rpc_server_free(wiring->env.rpc);
    vd_hub_free(wiring->hub);
    vd_free(wiring);
}

int vd_wiring_accept(struct vd_wiring *wiring, int fd, const struct vd_http_port *port)
{
    return vd_http_open(wiring->http, wiring->env.loop, fd, port, NULL);
}

int vd_wiring_accept_metrics(struct vd_wiring *wiring, int fd, const struct vd_http_port *port)
{
    return vd_http_open(wiring->metrics_http, wiring->env.loop, fd, port, NULL);
}

void vd_wiring_turn(struct vd_wiring *wiring)
{
    if (vd_hub_turn(wiring->hub))
        vd_loop_wake(wiring->env.loop);
}

static void count(struct vd_wiring *wiring, const struct vd_hub_stats *now)
{
    const struct vd_hub_stats *then = &wiring->counted;

    if (memcmp(now, then, sizeof(*now)) == 0)
        return;
    vd_metric_add(VD_M_WATCHERS, now->cursors - then->cursors);
    vd_metric_add(VD_M_SELECTORS, now->selectors - then->selectors);
    vd_metric_add(VD_M_MATCHED, now->matched - then->matched);
    vd_metric_add(VD_M_SLICES, now->slices - then->slices);
    vd_metric_add(VD_M_FETCHES, now->fetches - then->fetches);
    wiring->counted = *now;
}

bool vd_wiring_looks(struct vd_wiring *wiring)
{
    struct vd_hub_stats stats = {0};

    vd_hub_stats(wiring->hub, &stats);
    count(wiring, &stats);
    return stats.cursors > 0;
}

void vd_wiring_drain(struct vd_wiring *wiring)
{
    for (unsigned i = 0; i < wiring->door_count; i++)
        if (doors[i]->drain && is_wanted(wiring, doors[i]))
            doors[i]->drain(wiring->states[i]);
    vd_loop_drain(wiring->env.loop);
}
