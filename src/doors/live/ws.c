/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A socket: what its peer says is done at once, and what its watches have to say is asked of them
 * one after the other, a piece each, whenever there is room. A watch that has much to say, or is
 * slow to find it, keeps no other from being asked.
 */
#include "doors/live/ws_inner.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "wire/json.h"

#include <errno.h>

enum {
    STEPS = 64,                          /* of one fill */
    ARENA_BYTES = 1024,                  /* where most commands fit, */
    ARENA_MAX_BYTES = 12 * 1024 * 1024,  /* and the largest */
    MESSAGE_MAX_BYTES = 4 * 1024 * 1024, /* a value of 1.5 MiB and more in base64 */
    URL_ARENA_MAX_BYTES = 1 << 20
};

/* --- what is said about watches and requests ---------------------------------------------------
 */

void vd_live_ws_send(struct vd_live_ws *socket, const struct vd_buf *message)
{
    int rc = vd_buf_status(message);

    if (rc == 0)
        rc = vd_ws_send(socket->ws, VD_WS_TEXT, vd_buf_slice(message));
    if (rc)
        vd_ws_close(socket->ws, VD_WS_INTERNAL_ERROR, "out of memory");
}

void vd_live_ws_begin(struct vd_live_ws *socket, struct vd_json *json, struct vd_slice id,
                      const char *type)
{
    struct vd_buf *scratch = &socket->live->scratch;

    vd_buf_clear(scratch);
    vd_json_init(json, scratch);
    vd_json_object(json);
    if (id.len) {
        vd_json_name(json, "id");
        vd_json_raw(json, id);
    }
    vd_json_add_str(json, "type", type);
}

void vd_live_ws_fail(struct vd_live_ws *socket, struct vd_slice id,
                     const struct vd_live_problem *problem, const char *detail)
{
    struct vd_json json;

    vd_live_ws_begin(socket, &json, id, "error");
    vd_json_add_uint(&json, "status", problem->status);
    vd_json_add_str(&json, "code", problem->code);
    vd_json_add_str(&json, "detail", detail ? detail : problem->title);
    vd_json_object_end(&json);
    vd_live_ws_send(socket, json.buf);
}

void vd_live_ws_send_line(struct vd_live_ws *socket, struct vd_slice id)
{
    struct vd_buf *scratch = &socket->live->scratch;
    struct vd_slice line = vd_buf_slice(scratch);
    struct vd_buf message;

    vd_buf_init(&message, 0);
    if (line.len && id.len) {
        vd_buf_printf(&message, "{\"id\":%.*s,", (int)id.len, (const char *)id.ptr);
        line = vd_slice(line.ptr + 1, line.len - 1);
    }
    if (line.len)
        vd_buf_append(&message, line.ptr, line.len - 1);
    message.status |= vd_buf_status(scratch);
    vd_live_ws_send(socket, &message);
    vd_buf_deinit(&message);
}

void vd_live_ws_say_gone(struct vd_live_ws *socket, struct vd_slice id)
{
    struct vd_live *live = socket->live;
    struct vd_journal *journal = live->env.store;

    (void)vd_live_scratch(live);
    vd_live_add_gone(&live->scratch, VD_LIVE_NDJSON, journal->ops->floor(journal),
                     journal->ops->head(journal));
    vd_live_ws_send_line(socket, id);
}

void vd_live_ws_say_canceled(struct vd_live_ws *socket, struct vd_slice id)
{
    struct vd_json json;

    vd_live_ws_begin(socket, &json, id, "canceled");
    vd_json_object_end(&json);
    vd_live_ws_send(socket, json.buf);
}

/* --- what the peer says ------------------------------------------------------------------------
 */

/* A subscription that is for sockets. 0, VD_INVALID, -ENOMEM. */
static int parse_wish(struct vd_arena *arena, struct vd_slice key, struct vd_slice query,
                      struct vd_live_wish *out_wish, const char **out_what)
{
    int rc = vd_live_wish_parse(arena, key, query, vd_time_wall_ms(), out_wish, out_what);

    if (rc)
        return rc;
    if (out_wish->is_poll || out_wish->limit) {
        *out_what = "wait and limit are for polls";
        return VD_INVALID;
    }
    if (out_wish->last_id.len) {
        *out_what = "lastEventId is for EventSource; here it is since";
        return VD_INVALID;
    }
    return vd_live_wish_check(out_wish, out_what);
}

static const char *detail_of(int rc)
{
    switch (rc) {
    case VD_EXISTS:
        return "there is a watch of this id on the socket";
    case VD_TOO_MANY:
        return "there are too many watches on the socket";
    case VD_INVALID:
        return "glob is not a pattern: a set or a backslash is open";
    default:
        return NULL;
    }
}

static void subscribe(struct vd_live_ws *socket, struct vd_arena *arena,
                      const struct vd_live_ws_command *command)
{
    struct vd_live_wish wish;
    const char *what = NULL;
    int rc = parse_wish(arena, command->key, command->query, &wish, &what);

    if (rc == 0) {
        rc = vd_live_ws_subscribe(socket, vd_ws_principal(socket->ws), command->id, &wish);
        what = detail_of(rc);
    }
    if (rc == VD_COMPACTED) {
        vd_live_ws_say_gone(socket, command->id);
        vd_live_ws_say_canceled(socket, command->id);
    } else if (rc) {
        vd_live_ws_fail(socket, command->id,
                        rc == VD_EXISTS ? &VD_LIVE_BAD_REQUEST : vd_live_problem_of(rc), what);
    }
}

static void control(struct vd_live_ws *socket, const struct vd_live_ws_command *command)
{
    struct vd_live_ws_watch *watch = vd_live_ws_find(socket, command->id);

    if (!watch) {
        vd_live_ws_fail(socket, command->id, &VD_LIVE_NOT_FOUND,
                        "there is no watch of this id on the socket");
        return;
    }
    if (command->verb != VD_LIVE_WS_CANCEL) {
        vd_live_ws_watch_pause(watch, command->verb == VD_LIVE_WS_PAUSE);
        return;
    }
    vd_live_ws_watch_free(watch);
    vd_live_ws_say_canceled(socket, command->id);
}

static void obey(struct vd_live_ws *socket, struct vd_arena *arena,
                 const struct vd_live_ws_command *command)
{
    int rc;

    switch (command->verb) {
    case VD_LIVE_WS_SUBSCRIBE:
        subscribe(socket, arena, command);
        return;
    case VD_LIVE_WS_CANCEL:
    case VD_LIVE_WS_PAUSE:
    case VD_LIVE_WS_RESUME:
        control(socket, command);
        return;
    case VD_LIVE_WS_PUT:
    case VD_LIVE_WS_DELETE:
        break;
    }
    rc = vd_live_ws_submit(socket, command);
    if (rc)
        vd_live_ws_fail(socket, command->id, vd_live_problem_of(rc), NULL);
}

static void on_message(struct vd_ws *ws, enum vd_ws_type type, struct vd_slice bytes)
{
    struct vd_live_ws *socket = vd_ws_user(ws);
    struct vd_live_ws_command command;
    uint8_t memory[ARENA_BYTES];
    struct vd_arena arena;
    const char *what;
    int rc;

    if (type != VD_WS_TEXT) {
        vd_ws_close(ws, VD_WS_UNSUPPORTED_DATA, "messages here are text, of JSON");
        return;
    }
    vd_arena_init_in(&arena, memory, sizeof(memory), ARENA_MAX_BYTES);
    rc = vd_live_ws_command_parse(&arena, bytes, &command, &what);
    if (rc)
        vd_live_ws_fail(socket, command.id, vd_live_problem_of(rc), rc == VD_INVALID ? what : NULL);
    else
        obey(socket, &arena, &command);
    vd_arena_deinit(&arena);
}

/* --- what its watches say -----------------------------------------------------------------------
 */

/* Those that work on it are put aside until the next turn. */
static enum vd_fill write_watches(struct vd_live_ws *socket, struct vd_out *out,
                                  struct vd_list *later)
{
    struct vd_live_ws_watch *watch;

    if (!vd_live_ws_write_rest(socket, out))
        return VD_FILL_MORE;
    for (unsigned i = 0; i < STEPS; i++) {
        if (vd_list_is_empty(&socket->ready))
            return VD_FILL_IDLE;
        if (!out->room || !vd_ws_is_open(socket->ws))
            return VD_FILL_MORE;
        watch = vd_live_ws_watch_take(&socket->ready);
        switch (vd_live_ws_watch_write(watch, out)) {
        case VD_LIVE_WS_IDLE:
        case VD_LIVE_WS_GONE:
            break;
        case VD_LIVE_WS_MORE:
            vd_live_ws_watch_append(watch, &socket->ready);
            break;
        case VD_LIVE_WS_LATER:
            vd_live_ws_watch_append(watch, later);
            break;
        case VD_LIVE_WS_FULL:
            vd_live_ws_watch_append(watch, &socket->ready);
            return VD_FILL_MORE;
        }
    }
    return VD_FILL_LATER;
}

static enum vd_fill on_fill(struct vd_ws *ws, struct vd_out *out)
{
    struct vd_live_ws *socket = vd_ws_user(ws);
    struct vd_list later;
    enum vd_fill more;

    vd_list_init(&later);
    more = write_watches(socket, out, &later);
    if (vd_list_is_empty(&later))
        return more;
    vd_list_splice(&socket->ready, &later);
    return more == VD_FILL_IDLE ? VD_FILL_LATER : more;
}

/* --- its life ----------------------------------------------------------------------------------
 */

static void socket_free(struct vd_live_ws *socket)
{
    while (!vd_list_is_empty(&socket->watches))
        vd_live_ws_watch_free(vd_live_ws_first(socket));
    vd_live_ws_forget_writes(socket);
    vd_free(socket);
}

static void on_closed(struct vd_ws *ws)
{
    socket_free(vd_ws_user(ws));
}

static void on_survey(struct vd_ws *ws, struct vd_survey *survey)
{
    vd_live_ws_survey_watches(vd_ws_user(ws), survey);
}

static const struct vd_ws_kind kind = {
    .max_message_bytes = MESSAGE_MAX_BYTES,
    .message = on_message,
    .fill = on_fill,
    .closed = on_closed,
    .survey = on_survey,
};

static struct vd_live_ws *socket_new(struct vd_live *live)
{
    struct vd_live_ws *socket = vd_alloc_zero(sizeof(*socket));

    if (!socket)
        return NULL;
    socket->live = live;
    vd_list_init(&socket->watches);
    vd_list_init(&socket->ready);
    vd_list_init(&socket->writes);
    return socket;
}

/* What a browser cannot see of an answer that refuses, it is told on the socket. */
static void begin(struct vd_live_ws *socket, int rc)
{
    if (rc == VD_COMPACTED) {
        vd_live_ws_say_gone(socket, VD_SLICE_EMPTY);
        vd_ws_close(socket->ws, VD_LIVE_WS_CODE_GONE, "the position is gone");
        return;
    }
    vd_ws_ready(socket->ws, true);
}

/* 0: it is accepted, or answered otherwise. */
static int accept(struct vd_live_ws *socket, struct vd_exchange *x,
                  const struct vd_request *request, const struct vd_live_wish *wish)
{
    int opened = 0, rc;

    if (wish)
        opened = vd_live_ws_subscribe(socket, vd_exchange_principal(x), VD_SLICE_EMPTY, wish);
    if (opened && opened != VD_COMPACTED) {
        socket_free(socket);
        return opened;
    }
    rc = vd_ws_accept(x, request, &kind, socket, &socket->ws);
    if (rc)
        socket_free(socket);
    else
        begin(socket, opened);
    return rc == VD_INVALID ? 0 : rc;
}

void vd_live_ws_open(struct vd_live *live, struct vd_exchange *x, struct vd_slice key,
                     const struct vd_request *request)
{
    bool has_watch = key.len || request->query.len;
    uint8_t memory[ARENA_BYTES];
    struct vd_live_wish wish;
    struct vd_live_ws *socket;
    struct vd_arena arena;
    const char *what = NULL;
    int rc = 0;

    vd_arena_init_in(&arena, memory, sizeof(memory), URL_ARENA_MAX_BYTES);
    if (has_watch)
        rc = parse_wish(&arena, key, request->query, &wish, &what);
    if (rc == 0) {
        socket = socket_new(live);
        rc = socket ? accept(socket, x, request, has_watch ? &wish : NULL) : -ENOMEM;
        what = detail_of(rc);
    }
    if (rc)
        vd_live_refuse(live, x, vd_live_problem_of(rc), what);
    vd_arena_deinit(&arena);
}
