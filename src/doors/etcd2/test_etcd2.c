/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd2/test_etcd2.h"

#include "base/alloc.h"
#include "base/check.h"

#include <stdlib.h>

enum { ROOM_BYTES = 1 << 20, TURNS_MAX = 20000, STEP_MS = 100 };

static const struct vd_kv_options SMALL = {.tail_bytes = 4000, .cache_bytes = 8000};
static const struct vd_store_options STORE = {
    .segment_bytes = 1 << 20, .small_segment_bytes = 64 << 10, .batch_bytes = 32 << 10};

struct world *test_etcd2_world(struct test_etcd2 *test)
{
    return &test->disk.world;
}

static struct vd_kv *kv_of(struct test_etcd2 *test)
{
    return test->disk.world.kv;
}

static void no_wake(void *arg)
{
    (void)arg;
}

void test_etcd2_init(struct test_etcd2 *test, const char *root)
{
    struct vd_door_env env = {.loop = &test->loop, .facts = &test->facts};
    struct vd_hub_options hub = {.submit_job = world_submit_job, .wake = no_wake};
    static const char *const urls[] = {"http://127.0.0.1:2379"};
    void *state;

    *test = (struct test_etcd2){.room = ROOM_BYTES, .fail_after = -1};
    test->facts = (struct vd_door_facts){
        .v2_root = root, .member_name = "test", .client_urls = urls, .client_url_count = 1};
    vd_test_loop_init(&test->loop);
    disk_open(&test->disk, &STORE, &SMALL);
    hub.arg = &test->disk.world;
    hub.kv = env.kv = kv_of(test);
    vd_kv_enter(env.kv, 0);
    vd_kv_set_time(env.kv, (int64_t)test->loop.now_ms);
    vd_assert(vd_hub_new(&hub, &test->hub) == 0);
    env.store = vd_hub_journal(test->hub);
    vd_assert(vd_door_etcd2.open(&env, &state) == 0);
    vd_kv_leave(env.kv, 0);
    test->door = state;
    for (unsigned i = 0; i < TEST_REQUESTS; i++)
        vd_test_exchange_init(&test->x[i], &test->loop);
}

void test_etcd2_drop(struct test_etcd2 *test, unsigned i)
{
    vd_kv_enter(kv_of(test), 0);
    vd_test_exchange_deinit(&test->x[i]);
    vd_kv_leave(kv_of(test), 0);
    vd_test_exchange_init(&test->x[i], &test->loop);
}

void test_etcd2_deinit(struct test_etcd2 *test)
{
    for (unsigned i = 0; i < TEST_REQUESTS; i++)
        test_etcd2_drop(test, i);
    test_etcd2_run(test);
    for (unsigned i = 0; i < TEST_REQUESTS; i++)
        vd_test_exchange_deinit(&test->x[i]);
    vd_door_etcd2.close(test->door);
    vd_hub_free(test->hub);
    disk_close(&test->disk);
}

static const struct vd_route *find_route(struct vd_slice path)
{
    for (uint32_t i = 0; i < vd_door_etcd2.route_count; i++) {
        struct vd_slice row = vd_slice_str(vd_door_etcd2.routes[i].path);

        if (row.ptr[row.len - 1] == '/' ? vd_slice_starts_with(path, row) : vd_slice_eq(path, row))
            return &vd_door_etcd2.routes[i];
    }
    return NULL;
}

/* The request lies in memory of its own, which is gone when it was opened. */
static void open_request(struct test_etcd2 *test, unsigned i, const char *method,
                         const char *target, const char *form)
{
    char *copy = strdup(target), *query = strchr(copy, '?');
    struct vd_request request = {
        .method = vd_slice_str(method),
        .path = query ? vd_slice(copy, (size_t)(query - copy)) : vd_slice_str(copy),
        .query = query ? vd_slice_str(query + 1) : VD_SLICE_EMPTY,
        .content_type = form ? VD_SLICE("application/x-www-form-urlencoded") : VD_SLICE_EMPTY,
        .content_length = form ? (int64_t)strlen(form) : 0,
        .ended = !form};
    const struct vd_route *route = find_route(request.path);

    vd_assert(route);
    if (route->open(&test->x[i], &request, test->door))
        test->x[i].reset = true;
    free(copy);
}

void test_etcd2_begin(struct test_etcd2 *test, unsigned i, const char *method, const char *target,
                      const char *form)
{
    struct vd_exchange *x = &test->x[i];

    test_etcd2_drop(test, i);
    vd_kv_enter(kv_of(test), 0);
    vd_alloc_fail_after(test->fail_after);
    open_request(test, i, method, target, form);
    if (form && !x->finished && !x->reset) {
        size_t half = strlen(form) / 2;

        vd_test_body(x, vd_slice(form, half));
        vd_test_body(x, vd_slice_str(form + half));
        vd_test_end(x);
    }
    test->has_failed |= vd_alloc_fail_hit();
    vd_alloc_fail_after(-1);
    vd_kv_leave(kv_of(test), 0);
}

void test_etcd2_ask(struct test_etcd2 *test, unsigned i, const char *method, const char *target,
                    const char *form)
{
    test_etcd2_begin(test, i, method, target, form);
    test_etcd2_run(test);
}

static bool fill(struct test_etcd2 *test, struct vd_exchange *x)
{
    bool moved = x->ready && !x->finished && !x->reset && !x->closed;

    if (moved)
        test->fills += vd_test_fill(x, test->room) > 0;
    return moved;
}

static bool turn(struct test_etcd2 *test)
{
    struct world *world = &test->disk.world;
    bool moved = world_run_jobs(world);
    size_t done = world->done;
    uint64_t index;

    world->clock_ms = (int64_t)test->loop.now_ms;
    vd_kv_enter(world->kv, 0);
    vd_kv_set_time(world->kv, world->clock_ms);
    index = vd_kv_view(world->kv, 0)->log_index;
    vd_kv_leave(world->kv, 0);
    world_turn(world, 0);
    moved |= world->done != done;
    vd_kv_enter(world->kv, 0);
    moved |= vd_kv_view(world->kv, 0)->log_index != index;
    moved |= vd_hub_turn(test->hub);
    vd_alloc_fail_after(test->fail_after);
    for (unsigned i = 0; i < TEST_REQUESTS; i++)
        moved |= fill(test, &test->x[i]);
    test->has_failed |= vd_alloc_fail_hit();
    vd_alloc_fail_after(-1);
    vd_kv_leave(world->kv, 0);
    return moved;
}

void test_etcd2_run(struct test_etcd2 *test)
{
    for (int quiet = 0, turns = 0; quiet < 3; turns++) {
        vd_assert(turns < TURNS_MAX);
        quiet = turn(test) ? 0 : quiet + 1;
    }
}

void test_etcd2_pass(struct test_etcd2 *test, uint64_t ms)
{
    for (; ms; ms -= VD_MIN(ms, (uint64_t)STEP_MS)) {
        test->loop.now_ms += VD_MIN(ms, (uint64_t)STEP_MS);
        test_etcd2_run(test);
    }
}

void test_etcd2_drain(struct test_etcd2 *test, unsigned i)
{
    vd_kv_enter(kv_of(test), 0);
    test->x[i].handler->drain(&test->x[i]);
    vd_kv_leave(kv_of(test), 0);
    test_etcd2_run(test);
}

const char *test_etcd2_body(struct test_etcd2 *test, unsigned i)
{
    static char *body;

    free(body);
    body = strndup((const char *)test->x[i].body.data, test->x[i].body.len);
    return body;
}
