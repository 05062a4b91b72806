/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Put, DeleteRange, Txn and Compact: a request becomes a write (core/write.h), and its result an
 * answer. A write that was submitted cannot be taken back, so the call is held until it is done,
 * whatever becomes of the exchange.
 */
#include "base/alloc.h"
#include "core/kv_errand.h"
#include "doors/etcd3/check.h"
#include "doors/etcd3/decode.h"
#include "doors/etcd3/kv.h"
#include "doors/etcd3/submit.h"
#include "doors/etcd3/txn_answer.h"

#include <errno.h>

struct write_call {
    struct vd_etcd3_submit submit;
    struct vd_txn txn;
    struct vd_op op; /* of a single put or delete */
    struct vd_etcd3_txn_answer answer;
    bool has_answer;
};

/* What a physical compaction waits for: that the space is free. Its own memory, for it may end long
 * after the call. */
struct purge {
    struct vd_errand errand;
    struct vd_call *call; /* NULL: gone */
};

struct compact_call {
    struct vd_etcd3_submit submit;
    struct purge *purge; /* while it is under way */
    bool is_physical;    /* and not purged yet */
};

/* The message is copied: what the write points to must outlive the call. */
static int begin(struct vd_call *call, struct vd_slice *message)
{
    struct write_call *state = vd_call_state(call);
    int rc = vd_etcd3_submit_begin(&state->submit, call);

    return rc ? rc : vd_arena_copy(&state->submit.arena, *message, message);
}

static const struct vd_etcd3_error *check_size(struct vd_call *call, struct vd_slice message)
{
    const struct vd_etcd3 *door = vd_call_arg(call);

    return message.len > door->max_request_bytes ? &VD_ETCD3_REQUEST_TOO_LARGE : NULL;
}

static void submit_op(struct write_call *state)
{
    state->txn = (struct vd_txn){.success = &state->op, .success_count = 1};
    state->submit.write.kind = VD_WRITE_TXN;
    state->submit.write.txn = &state->txn;
    vd_etcd3_submit(&state->submit);
}

static void put_message(struct vd_call *call, struct vd_slice message)
{
    struct write_call *state = vd_call_state(call);
    const struct vd_etcd3_error *error = check_size(call, message);

    if (!error && begin(call, &message) != 0)
        error = &VD_ETCD3_NO_MEMORY;
    state->op.type = VD_OP_PUT;
    if (!error && vd_etcd3_read_put(message, &state->op.put) != 0)
        error = &VD_ETCD3_BAD_MESSAGE;
    if (!error)
        error = vd_etcd3_check_put(&state->op.put);
    if (error)
        return vd_etcd3_fail(call, error);
    submit_op(state);
}

static void delete_message(struct vd_call *call, struct vd_slice message)
{
    struct write_call *state = vd_call_state(call);
    const struct vd_etcd3_error *error = check_size(call, message);

    if (!error && begin(call, &message) != 0)
        error = &VD_ETCD3_NO_MEMORY;
    state->op.type = VD_OP_DELETE;
    if (!error && vd_etcd3_read_delete(message, &state->op.del) != 0)
        error = &VD_ETCD3_BAD_MESSAGE;
    if (!error)
        error = vd_etcd3_check_delete(&state->op.del);
    if (error)
        return vd_etcd3_fail(call, error);
    submit_op(state);
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
    int rc = vd_kv_read_txn(door->env.kv, door->env.slot, &state->submit.principal, &state->txn,
                            &state->submit.arena, &state->submit.write.result);

    if (rc == VD_WAIT)
        return false;
    state->submit.write.outcome = rc;
    state->submit.write.revision = state->submit.write.result.revision;
    state->submit.is_done = true;
    vd_call_ready(call, true);
    return true;
}

static void txn_message(struct vd_call *call, struct vd_slice message)
{
    const struct vd_etcd3 *door = vd_call_arg(call);
    struct write_call *state = vd_call_state(call);
    const struct vd_etcd3_error *error = check_size(call, message);

    if (!error && begin(call, &message) != 0)
        error = &VD_ETCD3_NO_MEMORY;
    if (!error)
        error = error_of_decoding(
            vd_etcd3_read_txn(&state->submit.arena, message, door->max_txn_ops, &state->txn));
    if (!error)
        error = vd_etcd3_check_txn(&state->submit.arena, &state->txn, door->max_txn_ops);
    if (error)
        return vd_etcd3_fail(call, error);
    state->submit.write.kind = VD_WRITE_TXN;
    state->submit.write.txn = &state->txn;
    if (is_read_only(state->txn.success, state->txn.success_count) &&
        is_read_only(state->txn.failure, state->txn.failure_count) && read_at_once(call))
        return;
    vd_etcd3_submit(&state->submit);
}

static void compact_message(struct vd_call *call, struct vd_slice message)
{
    struct compact_call *state = vd_call_state(call);
    struct vd_etcd3_compaction compaction;

    if (vd_etcd3_read_compaction(message, &compaction) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    if (vd_etcd3_submit_begin(&state->submit, call) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_NO_MEMORY);
    state->is_physical = compaction.physical;
    state->submit.write.kind = VD_WRITE_COMPACT;
    state->submit.write.compact_revision = compaction.revision;
    vd_etcd3_submit(&state->submit);
}

/* --- answers -----------------------------------------------------------------------------------
 */

static enum vd_fill fill_answer(struct vd_call *call, struct vd_out *out,
                                enum vd_etcd3_txn_shape shape)
{
    struct write_call *state = vd_call_state(call);
    int rc = 0;

    if (!state->has_answer) {
        rc = vd_etcd3_txn_answer_begin(&state->answer, call, shape, &state->submit.write);
        state->has_answer = true;
    }
    if (rc == 0)
        return vd_etcd3_txn_answer_fill(&state->answer, out);
    vd_etcd3_fail(call, vd_etcd3_error_of(rc));
    return VD_FILL_IDLE;
}

static enum vd_fill put_fill(struct vd_call *call, struct vd_out *out)
{
    struct write_call *state = vd_call_state(call);

    if (!vd_etcd3_submit_is_answerable(&state->submit))
        return VD_FILL_IDLE;
    if (!state->op.put.prev_kv)
        return vd_etcd3_reply_header(call, out, state->submit.write.revision);
    return fill_answer(call, out, VD_ETCD3_SHAPE_PUT);
}

static enum vd_fill delete_fill(struct vd_call *call, struct vd_out *out)
{
    struct write_call *state = vd_call_state(call);

    return vd_etcd3_submit_is_answerable(&state->submit)
               ? fill_answer(call, out, VD_ETCD3_SHAPE_DELETE)
               : VD_FILL_IDLE;
}

static enum vd_fill txn_fill(struct vd_call *call, struct vd_out *out)
{
    struct write_call *state = vd_call_state(call);

    return vd_etcd3_submit_is_answerable(&state->submit)
               ? fill_answer(call, out, VD_ETCD3_SHAPE_TXN)
               : VD_FILL_IDLE;
}

/* However the errand ended: the compaction itself is done. */
static void on_purged(struct vd_job *job)
{
    struct vd_errand *errand = vd_container_of(job, struct vd_errand, job);
    struct purge *purge = vd_container_of(errand, struct purge, errand);

    if (purge->call) {
        struct compact_call *state = vd_call_state(purge->call);

        state->purge = NULL;
        state->is_physical = false;
        vd_call_ready(purge->call, true);
    }
    vd_free(purge);
}

static int wait_for_purge(struct vd_call *call, struct compact_call *state)
{
    const struct vd_etcd3 *door = vd_call_arg(call);

    if (state->purge)
        return 0;
    state->purge = vd_alloc(sizeof(*state->purge));
    if (!state->purge)
        return -ENOMEM;
    *state->purge = (struct purge){
        .errand = {.kind = VD_ERRAND_PURGE, .floor = state->submit.write.compact_revision},
        .call = call};
    vd_errand_post(door->env.kv, door->env.slot, &state->purge->errand, on_purged);
    return 0;
}

static enum vd_fill compact_fill(struct vd_call *call, struct vd_out *out)
{
    struct compact_call *state = vd_call_state(call);

    if (!vd_etcd3_submit_is_answerable(&state->submit))
        return VD_FILL_IDLE;
    if (!state->is_physical)
        return vd_etcd3_reply_header(call, out, vd_etcd3_head(vd_call_arg(call)));
    if (wait_for_purge(call, state) != 0)
        vd_etcd3_fail(call, &VD_ETCD3_NO_MEMORY);
    return VD_FILL_IDLE;
}

static void compact_release(struct vd_call *call)
{
    struct compact_call *state = vd_call_state(call);

    if (state->purge) {
        state->purge->call = NULL;
        vd_errand_drop(&state->purge->errand);
    }
    vd_etcd3_submit_end(&state->submit);
}

static void write_release(struct vd_call *call)
{
    struct write_call *state = vd_call_state(call);

    if (state->has_answer)
        vd_etcd3_txn_answer_end(&state->answer);
    vd_etcd3_submit_end(&state->submit);
}

const struct vd_rpc_ops VD_ETCD3_PUT = {sizeof(struct write_call), put_message, put_fill,
                                        write_release, NULL};
const struct vd_rpc_ops VD_ETCD3_DELETE = {sizeof(struct write_call), delete_message, delete_fill,
                                           write_release, NULL};
const struct vd_rpc_ops VD_ETCD3_TXN = {sizeof(struct write_call), txn_message, txn_fill,
                                        write_release, NULL};
const struct vd_rpc_ops VD_ETCD3_COMPACT = {sizeof(struct compact_call), compact_message,
                                            compact_fill, compact_release, NULL};
