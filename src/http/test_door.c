/* SPDX-License-Identifier: Apache-2.0 */
#include "http/test_door.h"

#include "base/alloc.h"

#include <errno.h>
#include <stdlib.h>

struct state {
    struct vd_fake_door *door;
    struct vd_buf body;
    size_t at;
    bool grpc, echoes, started, is_later, is_ended;
};

static const struct vd_header text_plain[] = {
    {{(const uint8_t *)"content-type", 12}, {(const uint8_t *)"text/plain", 10}},
};
static const struct vd_header grpc_type[] = {
    {{(const uint8_t *)"content-type", 12}, {(const uint8_t *)"application/grpc", 16}},
};
static const struct vd_header grpc_trailers[] = {
    {{(const uint8_t *)"grpc-status", 11}, {(const uint8_t *)"0", 1}},
};

static const struct vd_head plain_head = {200, text_plain, 1};

uint8_t vd_fake_byte(size_t i)
{
    return (uint8_t)('a' + i * 31 % 26);
}

static void answer(struct vd_exchange *x, struct vd_slice body)
{
    vd_exchange_start(x, 200, text_plain, 1);
    if (vd_exchange_body(x, body))
        vd_exchange_reset(x, 2);
    else
        vd_exchange_finish(x, NULL, 0);
}

void vd_fake_answer(struct vd_exchange *x)
{
    answer(x, VD_SLICE("waited\n"));
}

static void on_body(struct vd_exchange *x, struct vd_slice piece)
{
    struct state *state = vd_exchange_user(x);

    state->door->bodies++;
    if (state->echoes)
        vd_buf_append_slice(&state->body, piece);
}

static void echo(struct vd_exchange *x)
{
    struct state *state = vd_exchange_user(x);

    vd_exchange_start(x, 200, state->grpc ? grpc_type : text_plain, 1);
    if (vd_buf_status(&state->body) || vd_exchange_body(x, vd_buf_slice(&state->body)))
        vd_exchange_reset(x, 2);
    else
        vd_exchange_finish(x, state->grpc ? grpc_trailers : NULL, state->grpc);
}

static void on_end(struct vd_exchange *x)
{
    struct state *state = vd_exchange_user(x);

    state->door->ends++;
    if (state->echoes)
        echo(x);
}

static void let_go(void *hold)
{
    free(hold);
}

static void give(struct state *state, struct vd_out *out)
{
    size_t n = VD_MIN(out->room, state->door->total - state->at);
    uint8_t *to = state->door->by_reference ? malloc(n + 1) : vd_out_take(out, n);

    vd_assert(to);
    for (size_t i = 0; i < n; i++)
        to[i] = vd_fake_byte(state->at + i);
    state->at += n;
    if (!state->door->by_reference)
        return;
    if (n && vd_out_can_ref(out, n))
        vd_out_add_ref(out, vd_slice(to, n), let_go, to);
    else
        free(to);
}

static enum vd_fill on_fill(struct vd_exchange *x, struct vd_out *out)
{
    struct state *state = vd_exchange_user(x);

    if (state->is_later && state->door->later) {
        state->door->later--;
        return VD_FILL_LATER;
    }
    if (state->at < state->door->total)
        give(state, out);
    if (state->at < state->door->total)
        return VD_FILL_MORE;
    if (!state->door->by_reference)
        vd_exchange_finish(x, NULL, 0);
    return VD_FILL_IDLE;
}

static void on_drain(struct vd_exchange *x)
{
    struct state *state = vd_exchange_user(x);

    state->door->drained++;
    if (state->started)
        vd_exchange_finish(x, NULL, 0);
    else
        vd_fake_answer(x);
}

static void on_closed(struct vd_exchange *x, bool aborted)
{
    struct state *state = vd_exchange_user(x);
    struct vd_fake_door *door = state->door;

    for (unsigned i = 0; i < door->waiting_count; i++)
        if (door->waiting[i] == x)
            door->waiting[i] = NULL;
    if (aborted)
        door->aborted++;
    else
        door->finished++;
    vd_buf_deinit(&state->body);
    vd_free(state);
}

static void on_tunnel_body(struct vd_exchange *x, struct vd_slice piece)
{
    struct state *state = vd_exchange_user(x);

    state->door->bodies++;
    vd_buf_append_slice(&state->body, piece);
    vd_exchange_ready(x, true);
}

static void on_tunnel_end(struct vd_exchange *x)
{
    struct state *state = vd_exchange_user(x);

    state->door->ends++;
    state->is_ended = true;
    vd_exchange_ready(x, true);
}

static enum vd_fill fill_tunnel(struct vd_exchange *x, struct vd_out *out)
{
    struct state *state = vd_exchange_user(x);

    vd_buf_consume(&state->body, vd_out_copy(out, vd_buf_slice(&state->body)));
    if (state->body.len)
        return VD_FILL_MORE;
    if (state->is_ended)
        vd_exchange_finish(x, NULL, 0);
    return VD_FILL_IDLE;
}

static const struct vd_handler handler = {on_body, on_end, on_fill, on_drain, on_closed};

static const struct vd_handler tunnel_handler = {on_tunnel_body, on_tunnel_end, fill_tunnel,
                                                 on_drain, on_closed};

/* Decides at its second look, and says so in a body that is not to be asked for then. */
static enum vd_fill fill_decides(struct vd_exchange *x, struct vd_out *out)
{
    struct state *state = vd_exchange_user(x);

    vd_assert(!out->room && !state->started);
    state->started = state->is_later;
    state->is_later = true;
    if (!state->started)
        return VD_FILL_LATER;
    answer(x, VD_SLICE("decided\n"));
    return VD_FILL_IDLE;
}

static const struct vd_handler deciding_handler = {on_body,  on_end,    fill_decides,
                                                   on_drain, on_closed, .fill_starts = true};

static int take(struct vd_exchange *x, const struct vd_request *request, struct vd_fake_door *door,
                struct state **out_state)
{
    struct state *state = vd_alloc_zero(sizeof(*state));

    if (!state)
        return -ENOMEM;
    state->door = door;
    vd_buf_init(&state->body, 0);
    vd_buf_printf(
        &door->seen, "%.*s %.*s?%.*s %.*s\n", (int)request->method.len, request->method.ptr,
        (int)request->path.len, request->path.ptr, (int)request->query.len,
        request->query.len ? (const char *)request->query.ptr : "", (int)request->content_type.len,
        request->content_type.len ? (const char *)request->content_type.ptr : "");
    door->opened++;
    vd_exchange_set(x, &handler, state);
    *out_state = state;
    return 0;
}

static int open_hello(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    struct state *state;
    int rc = take(x, request, arg, &state);

    if (!rc)
        answer(x, VD_SLICE("hello\n"));
    return rc;
}

static int open_echo(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    struct state *state;
    int rc = take(x, request, arg, &state);

    if (rc)
        return rc;
    state->grpc = vd_slice_starts_with(request->path, VD_SLICE("/grpc"));
    state->echoes = true;
    if (request->ended)
        echo(x);
    return 0;
}

static int open_stream(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    struct state *state;
    int rc = take(x, request, arg, &state);

    if (rc)
        return rc;
    state->started = true;
    state->is_later = vd_slice_eq(request->path, VD_SLICE("/later"));
    state->door->streaming = x;
    vd_exchange_start_with(x, &plain_head);
    vd_exchange_ready(x, false);
    return 0;
}

static int open_decides(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    struct state *state;
    int rc = take(x, request, arg, &state);

    if (rc)
        return rc;
    vd_exchange_set(x, &deciding_handler, state);
    vd_exchange_ready(x, true);
    return 0;
}

static int open_trail(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    struct state *state;
    int rc = take(x, request, arg, &state);

    if (rc)
        return rc;
    vd_exchange_start(x, 200, text_plain, 1);
    rc = vd_exchange_body(x, VD_SLICE("x"));
    if (!rc)
        vd_exchange_finish(x, grpc_trailers, 1);
    return rc;
}

static int open_reset(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    struct state *state;
    int rc = take(x, request, arg, &state);

    vd_exchange_reset(x, 8);
    return rc;
}

static int open_fail(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    return -EIO;
}

static int open_wait(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    struct vd_fake_door *door = arg;
    struct state *state;
    int rc = take(x, request, arg, &state);

    if (rc)
        return rc;
    if (door->waiting_count < VD_FAKE_EXCHANGES)
        door->waiting[door->waiting_count++] = x;
    if (vd_slice_eq(request->path, VD_SLICE("/pause")))
        vd_exchange_pause(x, true);
    state->started = vd_slice_eq(request->path, VD_SLICE("/head"));
    if (state->started)
        vd_exchange_start_with(x, &plain_head);
    return 0;
}

void vd_fake_tunnel(struct vd_exchange *x)
{
    static const struct vd_header header = {{(const uint8_t *)"x-tunnel", 8},
                                            {(const uint8_t *)"yes", 3}};
    struct state *state = vd_exchange_user(x);

    state->started = true;
    vd_exchange_tunnel(x, &header, 1);
}

static int open_tunnel(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    struct vd_fake_door *door = arg;
    struct state *state;
    int rc = take(x, request, arg, &state);

    if (rc)
        return rc;
    if (!vd_slice_eq(request->upgrade, VD_SLICE("websocket"))) {
        answer(x, VD_SLICE("hello\n"));
        return 0;
    }
    vd_exchange_set(x, &tunnel_handler, state);
    if (vd_slice_eq(request->path, VD_SLICE("/tunnel")))
        vd_fake_tunnel(x);
    else if (door->waiting_count < VD_FAKE_EXCHANGES)
        door->waiting[door->waiting_count++] = x;
    return 0;
}

static const struct vd_route routes[] = {
    {false, "/hello", open_hello, NULL},    {false, "/echo", open_echo, NULL},
    {false, "/stream", open_stream, NULL},  {false, "/trail", open_trail, NULL},
    {false, "/reset", open_reset, NULL},    {false, "/fail", open_fail, NULL},
    {false, "/wait", open_wait, NULL},      {false, "/pause", open_wait, NULL},
    {false, "/head", open_wait, NULL},      {false, "/tree/", open_hello, NULL},
    {false, "/later", open_stream, NULL},   {false, "/decides", open_decides, NULL},
    {true, "/grpc.Echo/", open_echo, NULL}, {false, "/tunnel", open_tunnel, NULL},
    {false, "/tunnel/", open_tunnel, NULL}, {false, "/some", open_hello, NULL, "GET, PUT"},
};

void vd_fake_door_init(struct vd_fake_door *door, const struct vd_http_config *config)
{
    *door = (struct vd_fake_door){.total = 100000};
    vd_fake_loop_init(&door->loop);
    vd_buf_init(&door->seen, 0);
    door->http = vd_http_new(config);
    vd_assert(door->http);
    for (size_t i = 0; i < VD_COUNT(routes); i++) {
        struct vd_route route = routes[i];

        route.arg = door;
        vd_assert(vd_http_route(door->http, &route) == 0);
    }
}

void vd_fake_door_deinit(struct vd_fake_door *door)
{
    vd_assert(vd_list_is_empty(&door->loop.timers));
    vd_http_free(door->http);
    vd_buf_deinit(&door->seen);
}

struct vd_conn *vd_fake_connect(struct vd_fake_door *door)
{
    vd_assert(vd_http_open(door->http, &door->loop, -1, door->port, NULL) == 0);
    return door->loop.newest;
}
