/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/test_calls.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROOM_BYTES = 1 << 20, ROUNDS = 1 << 16, TURNS_MAX = 200, STEP_MS = 100 };

static void no_more_jobs(void *arg)
{
    (void)arg;
}

void test_calls_init(struct test_calls *calls)
{
    struct vd_door_env env = {.loop = &calls->loop, .facts = &calls->facts};
    struct vd_hub_options hub = {
        .submit_job = world_submit_job, .wake = no_more_jobs, .arg = &calls->world};

    *calls = (struct test_calls){.url = "http://here:1", .room = ROOM_BYTES};
    vd_test_loop_init(&calls->loop);
    world_init(&calls->world, NULL, NULL);
    hub.kv = env.kv = calls->world.kv;
    vd_kv_enter(env.kv, 0);
    vd_kv_set_time(env.kv, (int64_t)calls->loop.now_ms);
    vd_assert(vd_hub_new(&hub, &calls->hub) == 0);
    vd_kv_leave(env.kv, 0);
    env.store = vd_hub_journal(calls->hub);
    calls->facts = (struct vd_door_facts){
        .client_urls = &calls->url, .client_url_count = 1, .member_name = "me"};
    vd_etcd3_init(&calls->door, &env);
    calls->server = vd_rpc_server_new();
    vd_assert(calls->server &&
              vd_rpc_server_add(calls->server, &VD_ETCD3_SERVICE, &calls->door) == 0);
    for (unsigned i = 0; i < TEST_CALLS; i++)
        vd_test_exchange_init(&calls->x[i], &calls->loop);
}

void test_calls_drop(struct test_calls *calls, unsigned i)
{
    vd_kv_enter(calls->world.kv, 0);
    vd_test_exchange_deinit(&calls->x[i]);
    vd_kv_leave(calls->world.kv, 0);
    vd_test_exchange_init(&calls->x[i], &calls->loop);
    calls->read_at[i] = 0;
}

void test_calls_deinit(struct test_calls *calls)
{
    for (unsigned i = 0; i < TEST_CALLS; i++)
        test_calls_drop(calls, i);
    test_calls_run(calls);
    for (unsigned i = 0; i < TEST_CALLS; i++)
        vd_test_exchange_deinit(&calls->x[i]);
    vd_assert(vd_test_loop_timers(&calls->loop) == 0);
    vd_rpc_server_free(calls->server);
    vd_etcd3_deinit(&calls->door);
    vd_hub_free(calls->hub);
    world_deinit(&calls->world);
}

void test_calls_open(struct test_calls *calls, unsigned i, const char *path)
{
    char full[100];

    test_calls_drop(calls, i);
    snprintf(full, sizeof(full), "/%s", path);
    vd_kv_enter(calls->world.kv, 0);
    vd_assert(vd_test_open(&calls->x[i], vd_rpc_server_open, calls->server, full, NULL, 0) == 0);
    vd_kv_leave(calls->world.kv, 0);
}

void test_calls_send(struct test_calls *calls, unsigned i, struct vd_slice message)
{
    vd_kv_enter(calls->world.kv, 0);
    vd_test_message(&calls->x[i], message);
    vd_kv_leave(calls->world.kv, 0);
}

void test_calls_half_close(struct test_calls *calls, unsigned i)
{
    vd_kv_enter(calls->world.kv, 0);
    vd_test_end(&calls->x[i]);
    vd_kv_leave(calls->world.kv, 0);
}

static bool is_fillable(const struct vd_exchange *x)
{
    return x->ready && !x->finished && !x->reset && !x->closed;
}

bool test_calls_turn(struct test_calls *calls)
{
    bool moved = world_run_jobs(&calls->world);
    size_t done = calls->world.done;
    struct vd_kv *kv = calls->world.kv;

    vd_kv_set_time(kv, (int64_t)calls->loop.now_ms);
    world_turn(&calls->world, 0);
    moved |= calls->world.done != done;
    vd_kv_enter(kv, 0);
    moved |= vd_hub_turn(calls->hub);
    for (unsigned i = 0; calls->room && i < TEST_CALLS; i++) {
        moved |= is_fillable(&calls->x[i]);
        vd_test_pump(&calls->x[i], calls->room, ROUNDS);
    }
    vd_kv_leave(kv, 0);
    return moved;
}

/* A turn in which nothing moves may still have submitted what the next one leads. */
void test_calls_run(struct test_calls *calls)
{
    for (int quiet = 0, turns = 0; quiet < 3; turns++) {
        vd_assert(turns < TURNS_MAX);
        quiet = test_calls_turn(calls) ? 0 : quiet + 1;
    }
}

void test_calls_keep(struct test_calls *calls)
{
    struct world *world = &calls->world;

    (void)vd_kv_keeper_step(world->kv, world_keeper_slot(world), world->now_ms++);
}

void test_calls_pass(struct test_calls *calls, uint64_t ms)
{
    while (ms) {
        uint64_t step_ms = VD_MIN(ms, (uint64_t)STEP_MS);

        vd_kv_enter(calls->world.kv, 0);
        vd_test_loop_pass(&calls->loop, step_ms);
        vd_kv_leave(calls->world.kv, 0);
        test_calls_run(calls);
        ms -= step_ms;
    }
}

bool test_calls_next(struct test_calls *calls, unsigned i, struct vd_slice *out_message)
{
    return vd_test_next_message(&calls->x[i], &calls->read_at[i], out_message);
}

int test_calls_status(struct test_calls *calls, unsigned i)
{
    const char *code;

    if (!calls->x[i].finished)
        return -1;
    code = vd_test_trailer(&calls->x[i], "grpc-status");
    code = code ? code : vd_test_header(&calls->x[i], "grpc-status");
    return code ? atoi(code) : -1;
}

const char *test_calls_message(struct test_calls *calls, unsigned i)
{
    const char *message = vd_test_trailer(&calls->x[i], "grpc-message");

    message = message ? message : vd_test_header(&calls->x[i], "grpc-message");
    return message ? message : "";
}
