/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/test_door.h"

#include "base/alloc.h"
#include "base/check.h"

#include <stdlib.h>

enum { ROUNDS = 1 << 16, TURNS_MAX = 20000, STEP_MS = 100, HEADERS_MAX = 8 };

static void enter(struct test_door *test)
{
    vd_kv_enter(test->world->kv, 0);
}

static void leave(struct test_door *test)
{
    vd_kv_leave(test->world->kv, 0);
}

/* What a peer does is between these two. A test that lets allocations fail by itself says no
 * fail_after, and is left alone. */
static void fail_begin(struct test_door *test)
{
    enter(test);
    if (test->fail_after >= 0)
        vd_alloc_fail_after(test->fail_after);
}

static void fail_end(struct test_door *test)
{
    if (test->fail_after >= 0) {
        test->has_failed |= vd_alloc_fail_hit();
        vd_alloc_fail_after(-1);
    }
    leave(test);
}

static void no_wake(void *arg)
{
    (void)arg;
}

/* --- from beginning to end ----------------------------------------------------------------------
 */

void test_door_begin(struct test_door *test, struct world *world, unsigned count)
{
    struct vd_hub_options hub = {
        .kv = world->kv, .submit_job = world_submit_job, .wake = no_wake, .arg = world};

    vd_assert(count <= TEST_PEERS_MAX);
    *test = (struct test_door){.world = world, .count = count, .fail_after = -1};
    vd_test_loop_init(&test->loop);
    world->clock_ms = (int64_t)test->loop.now_ms;
    enter(test);
    vd_kv_set_time(world->kv, world->clock_ms);
    vd_assert(vd_hub_new(&hub, &test->hub) == 0);
    leave(test);
    test->env = (struct vd_door_env){.loop = &test->loop,
                                     .kv = world->kv,
                                     .store = vd_hub_journal(test->hub),
                                     .facts = &test->facts};
    for (unsigned i = 0; i < count; i++) {
        vd_test_exchange_init(&test->x[i], &test->loop);
        test->rounds[i] = ROUNDS;
    }
    test_door_set_room(test, TEST_ROOM_BYTES);
}

void test_door_open(struct test_door *test, const struct vd_door *door)
{
    enter(test);
    vd_assert(door->open(&test->env, &test->state) == 0);
    leave(test);
    test->door = door;
}

void test_door_serve(struct test_door *test, const struct vd_rpc_service *service, void *state)
{
    test->state = state;
    test->server = vd_rpc_server_new();
    vd_assert(test->server && vd_rpc_server_add(test->server, service, state) == 0);
}

void test_door_let_go(struct test_door *test)
{
    struct vd_hub_stats stats;

    for (unsigned i = 0; i < test->count; i++)
        test_door_drop(test, i);
    test_door_run(test);
    vd_hub_stats(test->hub, &stats);
    vd_assert(stats.cursors <= test->own_cursors && vd_test_loop_timers(&test->loop) == 0);
    for (unsigned i = 0; i < test->count; i++)
        vd_test_exchange_deinit(&test->x[i]);
}

void test_door_end(struct test_door *test)
{
    if (test->door)
        test->door->close(test->state);
    vd_rpc_server_free(test->server);
    vd_hub_free(test->hub);
}

/* --- what peers do ------------------------------------------------------------------------------
 */

/* As http/router.c has it. */
static const struct vd_route *find_route(const struct vd_door *door, struct vd_slice path)
{
    for (uint32_t i = 0; i < door->route_count; i++) {
        struct vd_slice row = vd_slice_str(door->routes[i].path);

        if (row.ptr[row.len - 1] == '/' ? vd_slice_starts_with(path, row) : vd_slice_eq(path, row))
            return &door->routes[i];
    }
    return NULL;
}

static uint32_t split_headers(const char *text, struct vd_header headers[HEADERS_MAX])
{
    uint32_t count = 0;

    while (*text) {
        const char *end = strchr(text, '\n'), *colon = strchr(text, ':');

        vd_assert(count < HEADERS_MAX && end && colon && colon < end);
        headers[count++] = (struct vd_header){vd_slice(text, (size_t)(colon - text)),
                                              vd_slice(colon + 2, (size_t)(end - colon - 2))};
        text = end + 1;
    }
    return count;
}

static struct vd_slice slice_of(const char *text)
{
    return text ? vd_slice_str(text) : VD_SLICE_EMPTY;
}

static void open_request(struct test_door *test, unsigned i, const struct test_request *request)
{
    char *target = strdup(request->target);
    char *lines = strdup(request->headers ? request->headers : "");
    char *query = strchr(target, '?');
    struct vd_header headers[HEADERS_MAX];
    struct vd_request asked = {.method = vd_slice_str(request->method),
                               .path = query ? vd_slice(target, (size_t)(query - target))
                                             : vd_slice_str(target),
                               .query = query ? vd_slice_str(query + 1) : VD_SLICE_EMPTY,
                               .upgrade = slice_of(request->upgrade),
                               .content_type = slice_of(request->content_type),
                               .headers = headers,
                               .header_count = split_headers(lines, headers),
                               .content_length = request->is_open ? -1 : (int64_t)request->body.len,
                               .ended = !request->is_open && !request->body.ptr};
    const struct vd_route *route = find_route(test->door, asked.path);

    vd_assert(route);
    if (route->open(&test->x[i], &asked, test->state))
        test->x[i].reset = true;
    free(target);
    free(lines);
}

void test_door_ask(struct test_door *test, unsigned i, const struct test_request *request)
{
    struct vd_exchange *x = &test->x[i];
    struct vd_slice body = request->body;
    size_t half = body.len / 2;

    test_door_drop(test, i);
    fail_begin(test);
    open_request(test, i, request);
    if (body.ptr && !x->finished && !x->reset) {
        vd_test_body(x, vd_slice(body.ptr, half));
        vd_test_body(x, vd_slice(body.ptr + half, body.len - half));
        vd_test_end(x);
    }
    fail_end(test);
}

void test_door_call(struct test_door *test, unsigned i, const char *path,
                    const struct vd_header *headers, uint32_t count)
{
    test_door_drop(test, i);
    enter(test);
    vd_assert(vd_test_open(&test->x[i], vd_rpc_server_open, test->server, path, headers, count) ==
              0);
    leave(test);
}

void test_door_bytes(struct test_door *test, unsigned i, struct vd_slice bytes)
{
    fail_begin(test);
    vd_test_body(&test->x[i], bytes);
    fail_end(test);
}

void test_door_message(struct test_door *test, unsigned i, struct vd_slice message)
{
    fail_begin(test);
    vd_test_message(&test->x[i], message);
    fail_end(test);
}

void test_door_half_close(struct test_door *test, unsigned i)
{
    fail_begin(test);
    vd_test_end(&test->x[i]);
    fail_end(test);
}

void test_door_drop(struct test_door *test, unsigned i)
{
    enter(test);
    vd_test_exchange_deinit(&test->x[i]);
    leave(test);
    vd_test_exchange_init(&test->x[i], &test->loop);
    test->read_at[i] = 0;
}

void test_door_drain(struct test_door *test, unsigned i)
{
    enter(test);
    if (test->x[i].handler->drain)
        test->x[i].handler->drain(&test->x[i]);
    leave(test);
}

/* --- turns and time -----------------------------------------------------------------------------
 */

void test_door_set_room(struct test_door *test, size_t room)
{
    for (unsigned i = 0; i < test->count; i++)
        test->room[i] = room;
}

static bool fill(struct test_door *test, unsigned i)
{
    struct vd_exchange *x = &test->x[i];
    bool moves = test->room[i] && x->ready && !x->finished && !x->reset && !x->closed;
    size_t before = x->body.len;

    if (moves)
        vd_test_pump(x, test->room[i], test->rounds[i]);
    test->turns_written += x->body.len > before;
    return moves;
}

/* A commit without an answer, of a lease that has run out, moves too. */
static bool commit(struct test_door *test)
{
    struct world *world = test->world;
    size_t done = world->done;
    uint64_t index;
    bool moved;

    world->clock_ms = (int64_t)test->loop.now_ms;
    enter(test);
    index = vd_kv_view(world->kv, 0)->log_index;
    leave(test);
    world_turn(world, 0);
    enter(test);
    moved = world->done != done || vd_kv_view(world->kv, 0)->log_index != index;
    leave(test);
    return moved;
}

bool test_door_turn(struct test_door *test)
{
    bool moved = world_run_jobs(test->world);

    moved |= commit(test);
    enter(test);
    moved |= vd_test_loop_tasks(&test->loop);
    moved |= vd_hub_turn(test->hub);
    leave(test);
    fail_begin(test);
    for (unsigned i = 0; i < test->count; i++)
        moved |= fill(test, i);
    fail_end(test);
    return moved;
}

/* A turn in which nothing moves may still have submitted what the next one leads. */
void test_door_run(struct test_door *test)
{
    for (int quiet = 0, turns = 0; quiet < 3; turns++) {
        vd_assert(turns < TURNS_MAX);
        quiet = test_door_turn(test) ? 0 : quiet + 1;
    }
}

void test_door_pass(struct test_door *test, uint64_t ms)
{
    while (ms) {
        uint64_t step_ms = VD_MIN(ms, (uint64_t)STEP_MS);

        enter(test);
        vd_test_loop_pass(&test->loop, step_ms);
        leave(test);
        test_door_run(test);
        ms -= step_ms;
    }
}

/* --- what was answered --------------------------------------------------------------------------
 */

static const char *kept(const void *text, size_t len)
{
    static char *copy;

    free(copy);
    copy = text ? strndup(text, len) : NULL;
    return copy;
}

const char *test_door_body(struct test_door *test, unsigned i)
{
    const struct vd_buf *body = &test->x[i].body;

    return kept(body->len ? (const char *)body->data : "", body->len);
}

const char *test_door_line(struct test_door *test, unsigned i)
{
    const struct vd_buf *body = &test->x[i].body;
    size_t left = body->len - test->read_at[i];
    const uint8_t *from = left ? body->data + test->read_at[i] : NULL;
    const uint8_t *end = left ? memchr(from, '\n', left) : NULL;

    if (!end)
        return kept(NULL, 0);
    test->read_at[i] += (size_t)(end - from) + 1;
    return kept(from, (size_t)(end - from));
}

bool test_door_next(struct test_door *test, unsigned i, struct vd_slice *out_message)
{
    return vd_test_next_message(&test->x[i], &test->read_at[i], out_message);
}

const char *test_door_trailer(struct test_door *test, unsigned i, const char *name)
{
    const struct vd_exchange *x = &test->x[i];
    const char *value =
        vd_test_trailer(x, "grpc-status") ? vd_test_trailer(x, name) : vd_test_header(x, name);

    return value ? value : "";
}

int test_door_status(struct test_door *test, unsigned i)
{
    const char *code = test->x[i].finished ? test_door_trailer(test, i, "grpc-status") : "";

    return *code ? atoi(code) : -1;
}
