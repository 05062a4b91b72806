/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Put, DeleteRange, Txn and Compact: a request becomes a write (core/write.h), and its result an
 * answer. A write that was submitted cannot be taken back, so the call is held until it is done,
 * whatever becomes of the exchange.
 */
#include "base/arena.h"
#include "doors/etcd3/check.h"
#include "doors/etcd3/decode.h"
#include "doors/etcd3/kv.h"
#include "doors/etcd3/txn_answer.h"

#include <errno.h>

enum {
    REQUEST_MAX_BYTES = 1572864, /* etcd's --max-request-bytes */
    ARENA_BYTES = 32 << 20,
    REQUEST_BYTES = 448 /* a small request and its result need no further memory */
};

struct write_call {
    struct vd_write write;
    struct vd_txn txn;
    struct vd_op op; /* of a single put or delete */
    struct vd_principal principal;
    struct vd_arena arena;
    struct vd_etcd3_txn_answer answer;
    bool has_arena, has_answer, is_done;
    uint8_t memory[REQUEST_BYTES]; /* where the arena begins */
};

static void on_done(struct vd_write *write)
{
    struct write_call *state = vd_container_of(write, struct write_call, write);
    struct vd_call *call = vd_call_of_state(state);

    state->is_done = true;
    vd_call_ready(call, true);
    vd_call_unhold(call);
}

/* The message is copied: what the write points to must outlive the call. */
static int begin(struct vd_call *call, struct vd_slice *message)
{
    struct write_call *state = vd_call_state(call);
    const struct vd_principal *principal = vd_call_principal(call);
    const struct vd_etcd3 *door = vd_call_arg(call);
    int rc;

    state->write.principal = &state->principal;
    state->write.arena = &state->arena;
    state->write.slot = door->env.slot;
    state->write.done = on_done;
    vd_arena_init_in(&state->arena, state->memory, sizeof(state->memory), ARENA_BYTES);
    state->has_arena = true;
    rc = vd_arena_copy(&state->arena, *message, message);
    if (rc == 0)
        rc = vd_arena_copy(&state->arena, principal->name, &state->principal.name);
    return rc;
}

static const struct vd_etcd3_error *check_size(struct vd_slice message)
{
    return message.len > REQUEST_MAX_BYTES ? &VD_ETCD3_REQUEST_TOO_LARGE : NULL;
}

static void submit(struct vd_call *call)
{
    struct write_call *state = vd_call_state(call);
    const struct vd_etcd3 *door = vd_call_arg(call);

    vd_call_hold(call);
    vd_kv_submit(door->env.kv, &state->write);
}

static void submit_op(struct vd_call *call)
{
    struct write_call *state = vd_call_state(call);

    state->txn = (struct vd_txn){.success = &state->op, .success_count = 1};
    state->write.kind = VD_WRITE_TXN;
    state->write.txn = &state->txn;
    submit(call);
}

static void put_message(struct vd_call *call, struct vd_slice message)
{
    struct write_call *state = vd_call_state(call);
    const struct vd_etcd3_error *error = check_size(message);

    if (!error && begin(call, &message) != 0)
        error = &VD_ETCD3_NO_MEMORY;
    state->op.type = VD_OP_PUT;
    if (!error && vd_etcd3_read_put(message, &state->op.put) != 0)
        error = &VD_ETCD3_BAD_MESSAGE;
    if (!error)
        error = vd_etcd3_check_put(&state->op.put);
    if (error)
        return vd_etcd3_fail(call, error);
    submit_op(call);
}

static void delete_message(struct vd_call *call, struct vd_slice message)
{
    struct write_call *state = vd_call_state(call);
    const struct vd_etcd3_error *error = check_size(message);

    if (!error && begin(call, &message) != 0)
        error = &VD_ETCD3_NO_MEMORY;
    state->op.type = VD_OP_DELETE;
    if (!error && vd_etcd3_read_delete(message, &state->op.del) != 0)
        error = &VD_ETCD3_BAD_MESSAGE;
    if (!error)
        error = vd_etcd3_check_delete(&state->op.del);
    if (error)
        return vd_etcd3_fail(call, error);
    submit_op(call);
}

static bool is_read_only(const struct vd_op *ops, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct vd_txn *txn = ops[i].type == VD_OP_TXN ? ops[i].txn : NULL;

        if (ops[i].type == VD_OP_PUT || ops[i].type == VD_OP_DELETE)
            return false;
        if (txn && (!is_read_only(txn->success, txn->success_count) ||
                    !is_read_only(txn->failure, txn->failure_count)))
            return false;
    }
    return true;
}

static const struct vd_etcd3_error *error_of_decoding(int rc)
{
    switch (rc) {
    case 0:
        return NULL;
    case VD_TOO_MANY:
        return &VD_ETCD3_TOO_MANY_OPS;
    case VD_NOT_FOUND:
        return &VD_ETCD3_KEY_NOT_FOUND;
    case -ENOMEM:
        return &VD_ETCD3_NO_MEMORY;
    default:
        return &VD_ETCD3_BAD_MESSAGE;
    }
}

/* Reads only: judged at the published state at once. False: it has to wait for a value. */
static bool read_at_once(struct vd_call *call)
{
    struct write_call *state = vd_call_state(call);
    const struct vd_etcd3 *door = vd_call_arg(call);
    int rc = vd_kv_read_txn(door->env.kv, door->env.slot, &state->principal, &state->txn,
                            &state->arena, &state->write.result);

    if (rc == VD_WAIT)
        return false;
    state->write.outcome = rc;
    state->write.revision = state->write.result.revision;
    state->is_done = true;
    vd_call_ready(call, true);
    return true;
}

static void txn_message(struct vd_call *call, struct vd_slice message)
{
    struct write_call *state = vd_call_state(call);
    const struct vd_etcd3_error *error = check_size(message);

    if (!error && begin(call, &message) != 0)
        error = &VD_ETCD3_NO_MEMORY;
    if (!error)
        error = error_of_decoding(vd_etcd3_read_txn(&state->arena, message, &state->txn));
    if (!error)
        error = vd_etcd3_check_txn(&state->arena, &state->txn);
    if (error)
        return vd_etcd3_fail(call, error);
    state->write.kind = VD_WRITE_TXN;
    state->write.txn = &state->txn;
    if (is_read_only(state->txn.success, state->txn.success_count) &&
        is_read_only(state->txn.failure, state->txn.failure_count) && read_at_once(call))
        return;
    submit(call);
}

static void compact_message(struct vd_call *call, struct vd_slice message)
{
    struct write_call *state = vd_call_state(call);
    struct vd_etcd3_compaction compaction;

    if (begin(call, &message) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_NO_MEMORY);
    if (vd_etcd3_read_compaction(message, &compaction) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    state->write.kind = VD_WRITE_COMPACT;
    state->write.compact_revision = compaction.revision;
    submit(call);
}

/* --- answers -----------------------------------------------------------------------------------
 */

/* Nothing but a header. */
static enum vd_fill fill_header(struct vd_call *call, struct vd_out *out, int64_t revision)
{
    const struct vd_etcd3_header *header = vd_etcd3_header_of(vd_call_arg(call), revision);
    uint8_t bytes[VD_RPC_PREFIX_BYTES + VD_ETCD3_HEADER_BYTES];

    memcpy(vd_call_put_prefix(bytes, header->len), header->bytes, VD_ETCD3_HEADER_BYTES);
    (void)vd_call_write(call, out, vd_slice(bytes, VD_RPC_PREFIX_BYTES + header->len), NULL);
    vd_call_finish(call, VD_RPC_OK, NULL);
    return VD_FILL_IDLE;
}

static enum vd_fill fill_answer(struct vd_call *call, struct vd_out *out,
                                enum vd_etcd3_txn_shape shape)
{
    struct write_call *state = vd_call_state(call);
    int rc = 0;

    if (!state->has_answer) {
        rc = vd_etcd3_txn_answer_begin(&state->answer, call, shape, &state->write);
        state->has_answer = true;
    }
    if (rc == 0)
        return vd_etcd3_txn_answer_fill(&state->answer, out);
    vd_etcd3_fail(call, vd_etcd3_error_of(rc));
    return VD_FILL_IDLE;
}

/* True: there is something to answer with. */
static bool is_answerable(struct vd_call *call)
{
    struct write_call *state = vd_call_state(call);

    if (state->is_done && state->write.outcome)
        vd_etcd3_fail(call, vd_etcd3_error_of(state->write.outcome));
    return state->is_done && !state->write.outcome;
}

static enum vd_fill put_fill(struct vd_call *call, struct vd_out *out)
{
    struct write_call *state = vd_call_state(call);

    if (!is_answerable(call))
        return VD_FILL_IDLE;
    if (!state->op.put.prev_kv)
        return fill_header(call, out, state->write.revision);
    return fill_answer(call, out, VD_ETCD3_SHAPE_PUT);
}

static enum vd_fill delete_fill(struct vd_call *call, struct vd_out *out)
{
    return is_answerable(call) ? fill_answer(call, out, VD_ETCD3_SHAPE_DELETE) : VD_FILL_IDLE;
}

static enum vd_fill txn_fill(struct vd_call *call, struct vd_out *out)
{
    return is_answerable(call) ? fill_answer(call, out, VD_ETCD3_SHAPE_TXN) : VD_FILL_IDLE;
}

static enum vd_fill compact_fill(struct vd_call *call, struct vd_out *out)
{
    return is_answerable(call) ? fill_header(call, out, vd_etcd3_head(vd_call_arg(call)))
                               : VD_FILL_IDLE;
}

static void write_release(struct vd_call *call)
{
    struct write_call *state = vd_call_state(call);

    if (state->has_answer)
        vd_etcd3_txn_answer_end(&state->answer);
    if (state->has_arena)
        vd_arena_deinit(&state->arena);
}

const struct vd_rpc_ops VD_ETCD3_PUT = {sizeof(struct write_call), put_message, put_fill,
                                        write_release, NULL};
const struct vd_rpc_ops VD_ETCD3_DELETE = {sizeof(struct write_call), delete_message, delete_fill,
                                           write_release, NULL};
const struct vd_rpc_ops VD_ETCD3_TXN = {sizeof(struct write_call), txn_message, txn_fill,
                                        write_release, NULL};
const struct vd_rpc_ops VD_ETCD3_COMPACT = {sizeof(struct write_call), compact_message,
                                            compact_fill, write_release, NULL};
