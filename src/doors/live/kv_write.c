/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A PUT or a DELETE. With conditions it reads, decides, and writes on the condition that what it
 * read is still so; if it is not, it begins again. A time to live is a lease that is granted before
 * and, if nothing comes of it, taken back.
 *
 * What was submitted cannot be called back, so the state stays until the write is done, whatever
 * becomes of the exchange.
 */
#include "doors/live/kv.h"

#include "base/alloc.h"
#include "core/get.h"
#include "core/lease.h"
#include "doors/live/wish.h"

#include <errno.h>
#include <stdio.h>

enum { ARENA_BYTES = 1 << 20, TEXT_BYTES = 80, TRIES = 64 };

enum stage { BODY, GRANTING, WRITING, REVOKING };

struct kv_write {
    struct vd_live *live;
    struct vd_exchange *x; /* NULL: gone */
    struct vd_write write;
    struct vd_txn txn;
    struct vd_compare compare;
    struct vd_op op;
    struct vd_arena arena; /* what was asked, and results */
    struct vd_buf body;
    struct vd_principal principal;
    struct vd_live_kv_ask ask;
    struct vd_live_conditions conditions;
    enum stage stage;
    bool is_put, is_busy, is_refused;
    size_t thrown_bytes; /* of a body that is too large */
    unsigned tries;
    int rc; /* what to say once the lease is taken back */
};

static void write_free(struct kv_write *write)
{
    vd_buf_deinit(&write->body);
    vd_arena_deinit(&write->arena);
    vd_free(write);
}

/* --- answers -----------------------------------------------------------------------------------
 */

static void answer(struct kv_write *write, unsigned status, const char *text)
{
    uint8_t tag[VD_LIVE_FULL_POS_BYTES + 2], *end = tag;
    char length[24];
    struct vd_header headers[] = {
        {VD_SLICE("content-type"), VD_SLICE("application/json")},
        {VD_SLICE("x-content-type-options"), VD_SLICE("nosniff")},
        {VD_SLICE("content-length"), VD_SLICE_EMPTY},
        {VD_SLICE("vedette-position"), VD_SLICE_EMPTY},
        {VD_SLICE("etag"), VD_SLICE_EMPTY},
    };

    *end++ = '"';
    end = vd_live_full_pos_put(end, write->live->store,
                               (struct vd_pos){write->write.revision + 1, 0});
    *end++ = '"';
    snprintf(length, sizeof(length), "%zu", strlen(text));
    headers[2].value = vd_slice_str(length);
    headers[3].value = vd_slice(tag + 1, (size_t)(end - tag) - 2);
    headers[4].value = vd_slice(tag, (size_t)(end - tag));
    vd_exchange_start(write->x, status, headers, write->is_put ? 5 : 4);
    if (vd_exchange_body(write->x, vd_slice_str(text)))
        vd_exchange_reset(write->x, VD_LIVE_H2_ERROR);
    else
        vd_exchange_finish(write->x, NULL, 0);
}

static void refuse(struct kv_write *write, int rc)
{
    write->is_refused = true;
    vd_live_refuse(write->live, write->x, vd_live_problem_of(rc), NULL);
}

static void answer_done(struct kv_write *write)
{
    const struct vd_op_result *result = &write->write.result.ops[0];
    char text[TEXT_BYTES];

    if (write->is_put) {
        snprintf(text, sizeof(text), "{\"rev\":%lld}\n", (long long)write->write.revision);
        answer(write, result->prev.revision ? 200 : 201, text);
    } else if (!result->deleted && !write->ask.is_prefix) {
        refuse(write, VD_NOT_FOUND);
    } else {
        snprintf(text, sizeof(text), "{\"rev\":%lld,\"deleted\":%lld}\n",
                 (long long)write->write.revision, (long long)result->deleted);
        answer(write, 200, text);
    }
}

/* --- writes ------------------------------------------------------------------------------------
 */

static void on_done(struct vd_write *done);

static void submit(struct kv_write *write, enum vd_write_kind kind, enum stage stage)
{
    const struct vd_door_env *env = &write->live->env;

    write->stage = stage;
    write->is_busy = true;
    write->write.kind = kind;
    write->write.principal = &write->principal;
    write->write.arena = &write->arena;
    write->write.slot = env->slot;
    write->write.done = on_done;
    vd_kv_submit(env->kv, &write->write);
    vd_loop_wake(env->loop);
}

/* It came to nothing: what was granted for it goes before that is said. */
static void give_up(struct kv_write *write, int rc)
{
    if (!write->ask.ttl_ms || !write->write.lease.id) {
        refuse(write, rc);
        return;
    }
    write->rc = rc;
    submit(write, VD_WRITE_LEASE_REVOKE, REVOKING);
}

/* The revision of the key's last change; 0: it is not there. */
static int look(const struct kv_write *write, int64_t *out_revision)
{
    const struct vd_door_env *env = &write->live->env;
    struct vd_row row = {.mod_revision = 0};
    int rc = vd_kv_get(env->kv, env->slot, &write->principal, write->ask.key, false, &row);

    *out_revision = rc == VD_NOT_FOUND ? 0 : row.mod_revision;
    return rc == VD_NOT_FOUND ? 0 : rc;
}

/* Decides on what is there, and writes if that has not changed. */
static void submit_change(struct kv_write *write)
{
    bool is_conditional = write->conditions.if_match.len || write->conditions.if_none_match.len;
    bool is_unchanged;
    int64_t revision;
    int rc = is_conditional ? look(write, &revision) : 0;

    write->txn = (struct vd_txn){.success = &write->op, .success_count = 1};
    if (is_conditional && rc == 0) {
        if (!vd_live_conditions_hold(write->live, &write->conditions, revision, &is_unchanged))
            rc = VD_CONFLICT;
        write->compare = (struct vd_compare){.result = VD_CMP_EQUAL,
                                             .target = VD_CMP_MOD,
                                             .key = write->ask.key,
                                             .number = revision};
        write->txn.compares = &write->compare;
        write->txn.compare_count = 1;
    }
    if (rc) {
        give_up(write, rc);
        return;
    }
    write->write.txn = &write->txn;
    submit(write, VD_WRITE_TXN, WRITING);
}

static void go_on(struct kv_write *write)
{
    int rc = write->write.outcome;

    switch (write->stage) {
    case BODY:
        break;
    case GRANTING:
        write->op.put.lease = write->write.lease.id;
        if (rc)
            refuse(write, rc);
        else
            submit_change(write);
        break;
    case WRITING:
        if (rc)
            give_up(write, rc);
        else if (write->write.result.succeeded)
            answer_done(write);
        else if (++write->tries < TRIES)
            submit_change(write);
        else
            give_up(write, VD_TOO_MANY);
        break;
    case REVOKING:
        refuse(write, write->rc);
        break;
    }
}

/* Who is gone is not answered, but what was granted for it is taken back. */
static void finish_alone(struct kv_write *write)
{
    bool is_unused = write->stage == GRANTING ? !write->write.outcome
                     : write->stage == WRITING
                         ? write->write.outcome || !write->write.result.succeeded
                         : false;

    if (is_unused && write->ask.ttl_ms && write->write.lease.id)
        submit(write, VD_WRITE_LEASE_REVOKE, REVOKING);
    else
        write_free(write);
}

static void on_done(struct vd_write *done)
{
    struct kv_write *write = vd_container_of(done, struct kv_write, write);

    write->is_busy = false;
    if (write->x)
        go_on(write);
    else
        finish_alone(write);
}

static void begin(struct kv_write *write)
{
    if (!write->is_put) {
        write->op.type = VD_OP_DELETE;
        write->op.del = (struct vd_delete_op){.key = write->ask.key, .end = write->ask.after};
        submit_change(write);
        return;
    }
    write->op.type = VD_OP_PUT;
    write->op.put = (struct vd_put_op){
        .key = write->ask.key, .value = vd_buf_slice(&write->body), .lease = write->ask.lease};
    if (!write->ask.ttl_ms) {
        submit_change(write);
        return;
    }
    write->write.lease = (struct vd_lease_op){.ttl_ms = write->ask.ttl_ms};
    submit(write, VD_WRITE_LEASE_GRANT, GRANTING);
}

/* --- the exchange ------------------------------------------------------------------------------
 */

/* Too much is said at the end of the body, if that comes soon: who is still sending may not listen.
 */
static void throw_away(struct kv_write *write, struct vd_slice piece)
{
    vd_buf_deinit(&write->body);
    write->thrown_bytes += piece.len;
    if (write->thrown_bytes > write->live->max_request_bytes)
        refuse(write, VD_TOO_LARGE);
}

static void on_body(struct vd_exchange *x, struct vd_slice piece)
{
    struct kv_write *write = vd_exchange_user(x);
    int rc;

    if (write->is_refused || !write->is_put)
        return;
    if (write->thrown_bytes) {
        throw_away(write, piece);
        return;
    }
    vd_buf_append_slice(&write->body, piece);
    rc = vd_buf_status(&write->body);
    if (rc == VD_TOO_LARGE)
        throw_away(write, piece);
    else if (rc)
        refuse(write, rc);
}

static void on_end(struct vd_exchange *x)
{
    struct kv_write *write = vd_exchange_user(x);

    if (write->is_refused || write->is_busy)
        return;
    if (write->thrown_bytes)
        refuse(write, VD_TOO_LARGE);
    else
        begin(write);
}

static enum vd_fill nothing(struct vd_exchange *x, struct vd_out *out)
{
    (void)x;
    (void)out;
    return VD_FILL_IDLE;
}

static void closed(struct vd_exchange *x, bool aborted)
{
    struct kv_write *write = vd_exchange_user(x);

    (void)aborted;
    write->x = NULL;
    if (!write->is_busy)
        write_free(write);
}

static const struct vd_handler handler = {
    .body = on_body, .end = on_end, .fill = nothing, .closed = closed};

/* A copy of everything that outlives the request. Of a prefix, `after` is its end. */
static int keep(struct kv_write *write, const struct vd_request *request,
                const struct vd_live_kv_ask *ask)
{
    struct vd_live_conditions conditions = vd_live_conditions_of(request);
    uint8_t *room = vd_arena_alloc(&write->arena, ask->key.len + 1);
    int rc = room ? vd_arena_copy(&write->arena, ask->key, &write->ask.key) : -ENOMEM;

    if (rc == 0)
        rc = vd_arena_copy(&write->arena, conditions.if_match, &write->conditions.if_match);
    if (rc == 0)
        rc = vd_arena_copy(&write->arena, conditions.if_none_match,
                           &write->conditions.if_none_match);
    if (rc == 0)
        rc = vd_arena_copy(&write->arena, vd_exchange_principal(write->x)->name,
                           &write->principal.name);
    if (rc == 0 && ask->is_prefix) {
        write->ask.after = vd_live_prefix_end(ask->key, room);
        if (!ask->key.len)
            write->ask.key = VD_SLICE("\0");
    }
    return rc;
}

int vd_live_kv_write(struct vd_live *live, struct vd_exchange *x, const struct vd_request *request,
                     const struct vd_live_kv_ask *ask)
{
    bool is_put = vd_slice_eq(request->method, VD_SLICE("PUT"));
    struct kv_write *write;
    int rc;

    if (is_put && request->content_length > (int64_t)live->max_request_bytes)
        return VD_TOO_LARGE;
    write = vd_alloc_zero(sizeof(*write));
    if (!write)
        return -ENOMEM;
    write->live = live;
    write->x = x;
    write->is_put = is_put;
    write->ask = *ask;
    vd_arena_init(&write->arena, ARENA_BYTES);
    vd_buf_init(&write->body, live->max_request_bytes);
    rc = keep(write, request, ask);
    if (rc) {
        write_free(write);
        return rc;
    }
    vd_exchange_set(x, &handler, write);
    if (request->ended)
        begin(write);
    return 0;
}
