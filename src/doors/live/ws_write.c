/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Puts and deletes of a socket. They are submitted in the order in which they come, and each is
 * answered once it is durable. While too many are under way, no message is taken. A time to live is
 * a lease that is granted before, which nothing overtakes, and taken back if nothing comes of the
 * put.
 */
#include "doors/live/ws_inner.h"

#include "base/alloc.h"
#include "core/write.h"
#include "wire/json.h"

#include <errno.h>

enum { RESULT_BYTES = 4096 };

enum stage { GRANTING, WRITING, REVOKING };

struct ws_write {
    struct vd_write write;
    struct vd_txn txn;
    struct vd_compare compare;
    struct vd_op op;
    struct vd_arena arena; /* results */
    struct vd_principal principal;
    struct vd_live *live;
    struct vd_live_ws *socket; /* NULL: gone */
    struct vd_list link;       /* in the socket's */
    size_t bytes;
    struct vd_slice id;
    enum stage stage;
    int rc;           /* what it has come to, once that is known */
    uint8_t memory[]; /* what the slices are of */
};

static void set_pace(struct vd_live_ws *socket)
{
    vd_ws_pause(socket->ws, socket->is_granting || socket->write_count >= VD_LIVE_WS_WRITES ||
                                socket->write_bytes >= VD_LIVE_WS_WRITE_BYTES);
}

static void say_done(struct ws_write *w)
{
    const struct vd_op_result *result = &w->write.result.ops[0];
    struct vd_json json;

    vd_live_ws_begin(w->socket, &json, w->id, "written");
    vd_json_add_int(&json, "rev", w->write.revision);
    if (w->op.type == VD_OP_DELETE)
        vd_json_add_int(&json, "deleted", result->deleted);
    else
        vd_json_add_bool(&json, "created", !result->prev.revision);
    vd_json_object_end(&json);
    vd_live_ws_send(w->socket, json.buf);
}

static void answer(struct ws_write *w)
{
    if (w->rc)
        vd_live_ws_fail(w->socket, w->id, vd_live_problem_of(w->rc), NULL);
    else
        say_done(w);
}

static void forget(struct ws_write *w)
{
    vd_list_remove(&w->link);
    w->socket->write_count--;
    w->socket->write_bytes -= w->bytes;
    w->socket = NULL;
}

static void finish(struct ws_write *w)
{
    struct vd_live_ws *socket = w->socket;

    if (socket) {
        answer(w);
        forget(w);
        set_pace(socket);
    }
    vd_arena_deinit(&w->arena);
    vd_free(w);
}

static void submit(struct ws_write *w, enum vd_write_kind kind, enum stage stage);

static void after_grant(struct ws_write *w)
{
    struct vd_live_ws *socket = w->socket;

    if (socket)
        socket->is_granting = false;
    if (w->write.outcome) {
        w->rc = w->write.outcome;
        finish(w);
        return;
    }
    w->op.put.lease = w->write.lease.id;
    submit(w, VD_WRITE_TXN, WRITING);
    if (socket)
        set_pace(socket);
}

static void after_write(struct ws_write *w)
{
    w->rc = w->write.outcome ? w->write.outcome : w->write.result.succeeded ? 0 : VD_CONFLICT;
    if (w->rc && w->write.lease.id)
        submit(w, VD_WRITE_LEASE_REVOKE, REVOKING);
    else
        finish(w);
}

static void on_done(struct vd_write *done)
{
    struct ws_write *w = vd_container_of(done, struct ws_write, write);

    switch (w->stage) {
    case GRANTING:
        after_grant(w);
        break;
    case WRITING:
        after_write(w);
        break;
    case REVOKING:
        finish(w);
        break;
    }
}

static struct vd_slice keep(uint8_t **at, struct vd_slice bytes)
{
    uint8_t *to = *at;

    if (bytes.len)
        memcpy(to, bytes.ptr, bytes.len);
    *at += bytes.len;
    return vd_slice(to, bytes.len);
}

static void make_op(struct ws_write *w, const struct vd_live_ws_command *command, uint8_t **at)
{
    struct vd_slice key = keep(at, command->key);

    if (command->verb == VD_LIVE_WS_PUT) {
        w->op.type = VD_OP_PUT;
        w->op.put = (struct vd_put_op){
            .key = key, .value = keep(at, command->value), .lease = command->lease};
    } else {
        w->op.type = VD_OP_DELETE;
        w->op.del = (struct vd_delete_op){.key = key};
        if (command->is_prefix)
            w->op.del.end = vd_live_prefix_end(key, *at);
        if (command->is_prefix && !key.len)
            w->op.del.key = VD_SLICE("\0");
    }
    w->txn = (struct vd_txn){.success = &w->op, .success_count = 1};
    if (!command->is_conditional)
        return;
    w->compare = (struct vd_compare){
        .result = VD_CMP_EQUAL, .target = VD_CMP_MOD, .key = key, .number = command->revision};
    w->txn.compares = &w->compare;
    w->txn.compare_count = 1;
}

static void submit(struct ws_write *w, enum vd_write_kind kind, enum stage stage)
{
    const struct vd_door_env *env = &w->live->env;

    w->stage = stage;
    w->write.kind = kind;
    w->write.txn = &w->txn;
    w->write.principal = &w->principal;
    w->write.arena = &w->arena;
    w->write.slot = env->slot;
    w->write.done = on_done;
    vd_kv_submit(env->kv, &w->write);
    vd_loop_wake(env->loop);
}

int vd_live_ws_submit(struct vd_live_ws *socket, const struct vd_live_ws_command *command)
{
    struct vd_slice name = vd_ws_principal(socket->ws)->name;
    /* The end of a prefix is as long as the prefix. */
    size_t bytes = command->id.len + 2 * command->key.len + command->value.len + name.len + 1;
    struct ws_write *w;
    uint8_t *at;

    if (command->key.len + command->value.len > socket->live->max_request_bytes)
        return VD_TOO_LARGE;
    w = vd_alloc(sizeof(*w) + bytes);
    if (!w)
        return -ENOMEM;
    *w = (struct ws_write){.live = socket->live, .socket = socket, .bytes = sizeof(*w) + bytes};
    at = w->memory;
    w->id = keep(&at, command->id);
    w->principal.name = keep(&at, name);
    make_op(w, command, &at);
    w->write.lease.ttl_ms = command->ttl_ms;
    vd_arena_init(&w->arena, RESULT_BYTES);
    vd_list_append(&socket->writes, &w->link);
    socket->write_count++;
    socket->write_bytes += w->bytes;
    socket->is_granting = command->ttl_ms != 0;
    set_pace(socket);
    if (command->ttl_ms)
        submit(w, VD_WRITE_LEASE_GRANT, GRANTING);
    else
        submit(w, VD_WRITE_TXN, WRITING);
    return 0;
}

void vd_live_ws_forget_writes(struct vd_live_ws *socket)
{
    struct ws_write *w, *next;

    vd_list_each(w, next, &socket->writes, link) forget(w);
}
