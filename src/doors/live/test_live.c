/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/live/test_live.h"

#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROOM_BYTES = 1 << 20, ROUNDS = 1 << 16, TURNS_MAX = 2000, STEP_MS = 100, HEADERS = 8 };

static void fail_begin(const struct test_live *test)
{
    vd_alloc_fail_after(test->fail_after);
}

static void fail_end(struct test_live *test)
{
    test->has_failed |= vd_alloc_fail_hit();
    vd_alloc_fail_after(-1);
}

static void no_wake(void *arg)
{
    (void)arg;
}

void test_live_init(struct test_live *test, const struct vd_kv_options *options)
{
    struct vd_door_env env = {.loop = &test->loop, .facts = &test->facts};
    struct vd_hub_options hub = {
        .submit_job = world_submit_job, .wake = no_wake, .arg = &test->world};
    void *state;

    *test = (struct test_live){.room = ROOM_BYTES, .fail_after = -1};
    vd_test_loop_init(&test->loop);
    world_init(&test->world, NULL, options);
    hub.kv = env.kv = test->world.kv;
    vd_kv_enter(env.kv, 0);
    vd_kv_set_time(env.kv, (int64_t)test->loop.now_ms);
    vd_assert(vd_hub_new(&hub, &test->hub) == 0);
    vd_kv_leave(env.kv, 0);
    env.store = vd_hub_journal(test->hub);
    vd_assert(vd_door_live.open(&env, &state) == 0);
    test->live = state;
    for (unsigned i = 0; i < TEST_REQUESTS; i++)
        vd_test_exchange_init(&test->x[i], &test->loop);
}

void test_live_drop(struct test_live *test, unsigned i)
{
    vd_kv_enter(test->world.kv, 0);
    vd_test_exchange_deinit(&test->x[i]);
    vd_kv_leave(test->world.kv, 0);
    vd_test_exchange_init(&test->x[i], &test->loop);
    test->read_at[i] = 0;
}

void test_live_deinit(struct test_live *test)
{
    for (unsigned i = 0; i < TEST_REQUESTS; i++)
        test_live_drop(test, i);
    test_live_run(test);
    for (unsigned i = 0; i < TEST_REQUESTS; i++)
        vd_test_exchange_deinit(&test->x[i]);
    vd_assert(vd_test_loop_timers(&test->loop) == 0);
    vd_door_live.close(test->live);
    vd_hub_free(test->hub);
    world_deinit(&test->world);
}

static const struct vd_route *find_route(struct vd_slice path)
{
    for (uint32_t i = 0; i < vd_door_live.route_count; i++)
        if (vd_slice_starts_with(path, vd_slice_str(vd_door_live.routes[i].path)))
            return &vd_door_live.routes[i];
    return NULL;
}

static uint32_t split_headers(const char *text, struct vd_header headers[HEADERS])
{
    uint32_t count = 0;

    while (text && *text) {
        const char *end = strchr(text, '\n'), *colon = strchr(text, ':');

        vd_assert(count < HEADERS && end && colon && colon < end);
        headers[count++] = (struct vd_header){vd_slice(text, (size_t)(colon - text)),
                                              vd_slice(colon + 2, (size_t)(end - colon - 2))};
        text = end + 1;
    }
    return count;
}

/* The request lies in memory of its own, which is gone when it was opened. */
static void open_request(struct test_live *test, unsigned i, const char *method, const char *target,
                         const char *headers, const char *upgrade, int64_t content_length)
{
    char *copy = strdup(target), *lines = strdup(headers ? headers : "");
    struct vd_header split[HEADERS];
    char *query = strchr(copy, '?');
    struct vd_request request = {.method = vd_slice_str(method),
                                 .path = query ? vd_slice(copy, (size_t)(query - copy))
                                               : vd_slice_str(copy),
                                 .query = query ? vd_slice_str(query + 1) : VD_SLICE_EMPTY,
                                 .upgrade = vd_slice_str(upgrade),
                                 .headers = split,
                                 .header_count = split_headers(lines, split),
                                 .content_length = content_length,
                                 .ended = content_length == 0};
    const struct vd_route *route = find_route(request.path);

    vd_assert(route);
    test_live_drop(test, i);
    vd_kv_enter(test->world.kv, 0);
    fail_begin(test);
    vd_assert(route->open(&test->x[i], &request, test->live) == 0);
    fail_end(test);
    vd_kv_leave(test->world.kv, 0);
    free(copy);
    free(lines);
}

void test_live_get(struct test_live *test, unsigned i, const char *target, const char *headers)
{
    open_request(test, i, "GET", target, headers, "", 0);
    test_live_run(test);
}

void test_live_send(struct test_live *test, unsigned i, const char *method, const char *target,
                    const char *headers, struct vd_slice body)
{
    size_t half = body.len / 2;

    open_request(test, i, method, target, headers, "", body.ptr ? (int64_t)body.len : 0);
    if (body.ptr && !test->x[i].finished) {
        vd_kv_enter(test->world.kv, 0);
        fail_begin(test);
        vd_test_body(&test->x[i], vd_slice(body.ptr, half));
        vd_test_body(&test->x[i], vd_slice(body.ptr + half, body.len - half));
        vd_test_end(&test->x[i]);
        fail_end(test);
        vd_kv_leave(test->world.kv, 0);
    }
    test_live_run(test);
}

void test_live_dial(struct test_live *test, unsigned i, const char *target)
{
    open_request(test, i, "GET", target, "sec-websocket-version: 13\n", "websocket", -1);
    test_live_run(test);
}

void test_live_bytes(struct test_live *test, unsigned i, struct vd_slice bytes)
{
    vd_kv_enter(test->world.kv, 0);
    fail_begin(test);
    vd_test_body(&test->x[i], bytes);
    fail_end(test);
    vd_kv_leave(test->world.kv, 0);
    test_live_run(test);
}

void test_live_begin(struct test_live *test, unsigned i, const char *method, const char *target)
{
    open_request(test, i, method, target, NULL, "", -1);
}

void test_live_end(struct test_live *test, unsigned i)
{
    vd_kv_enter(test->world.kv, 0);
    vd_test_end(&test->x[i]);
    vd_kv_leave(test->world.kv, 0);
    test_live_run(test);
}

void test_live_drain(struct test_live *test, unsigned i)
{
    vd_kv_enter(test->world.kv, 0);
    test->x[i].handler->drain(&test->x[i]);
    vd_kv_leave(test->world.kv, 0);
    test_live_run(test);
}

static bool is_fillable(const struct vd_exchange *x)
{
    return x->ready && !x->finished && !x->reset && !x->closed;
}

static bool turn(struct test_live *test)
{
    bool moved = world_run_jobs(&test->world);
    size_t done = test->world.done;
    struct vd_kv *kv = test->world.kv;

    vd_kv_set_time(kv, (int64_t)test->loop.now_ms);
    world_turn(&test->world, 0);
    moved |= test->world.done != done;
    vd_kv_enter(kv, 0);
    moved |= vd_hub_turn(test->hub);
    fail_begin(test);
    for (unsigned i = 0; test->room && i < TEST_REQUESTS; i++) {
        moved |= is_fillable(&test->x[i]);
        vd_test_pump(&test->x[i], test->room, ROUNDS);
    }
    fail_end(test);
    vd_kv_leave(kv, 0);
    return moved;
}

void test_live_run(struct test_live *test)
{
    for (int quiet = 0, turns = 0; quiet < 3; turns++) {
        vd_assert(turns < TURNS_MAX);
        quiet = turn(test) ? 0 : quiet + 1;
    }
}

void test_live_pass(struct test_live *test, uint64_t ms)
{
    while (ms) {
        uint64_t step_ms = VD_MIN(ms, (uint64_t)STEP_MS);

        vd_kv_enter(test->world.kv, 0);
        vd_test_loop_pass(&test->loop, step_ms);
        vd_kv_leave(test->world.kv, 0);
        test_live_run(test);
        ms -= step_ms;
    }
}

void test_live_keep(struct test_live *test)
{
    world_keep(&test->world);
    test_live_run(test);
}

const char *test_live_line(struct test_live *test, unsigned i)
{
    static char *line;
    const struct vd_buf *body = &test->x[i].body;
    const uint8_t *from = body->data + test->read_at[i];
    const uint8_t *end = memchr(from, '\n', body->len - test->read_at[i]);
    size_t len;

    free(line);
    line = NULL;
    if (!end)
        return NULL;
    len = (size_t)(end - from);
    test->read_at[i] += len + 1;
    line = strndup((const char *)from, len);
    return line;
}

const char *test_live_body(struct test_live *test, unsigned i)
{
    static char *body;

    free(body);
    body = strndup((const char *)test->x[i].body.data, test->x[i].body.len);
    return body;
}
