/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/lock.h"

#include "doors/etcd3/contest.h"
#include "doors/etcd3/decode.h"

enum { LOCK_KEY = 2 };

static void lock_message(struct vd_call *call, struct vd_slice message)
{
    struct vd_etcd3_contest_request request;

    if (vd_etcd3_read_contest(message, &request) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    vd_etcd3_contest_begin(vd_call_state(call), call, request.name, request.lease, VD_SLICE_EMPTY);
}

static enum vd_fill lock_fill(struct vd_call *call, struct vd_out *out)
{
    struct vd_etcd3_contest *contest = vd_call_state(call);
    const struct vd_etcd3_header *header;
    struct vd_buf body;

    if (!vd_etcd3_contest_go(contest, "mutex: session is expired"))
        return VD_FILL_IDLE;
    header = vd_etcd3_header_of(vd_call_arg(call), contest->head);
    vd_buf_init(&body, 0);
    vd_buf_append(&body, header->bytes, header->len);
    vd_pb_add_bytes(&body, LOCK_KEY, contest->key);
    contest->is_answered = vd_buf_status(&body) == 0;
    return vd_etcd3_reply(call, out, &body);
}

static void lock_release(struct vd_call *call)
{
    vd_etcd3_contest_end(vd_call_state(call));
}

/* --- unlock ----------------------------------------------------------------------------------- */

struct unlock_call {
    struct vd_etcd3_submit submit;
    struct vd_op op;
    struct vd_txn txn;
};

static void unlock_message(struct vd_call *call, struct vd_slice message)
{
    struct unlock_call *state = vd_call_state(call);
    struct vd_etcd3_contest_request request;
    int rc;

    if (vd_etcd3_read_contest(message, &request) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    if (!request.name.len)
        return vd_call_finish(call, VD_RPC_UNKNOWN, VD_ETCD3_EMPTY_KEY.message);
    rc = vd_etcd3_submit_begin(&state->submit, call);
    if (rc == 0)
        rc = vd_arena_copy(&state->submit.arena, request.name, &state->op.del.key);
    if (rc)
        return vd_etcd3_contest_fail(call, rc);
    state->op.type = VD_OP_DELETE;
    state->txn = (struct vd_txn){.success = &state->op, .success_count = 1};
    state->submit.write.kind = VD_WRITE_TXN;
    state->submit.write.txn = &state->txn;
    vd_etcd3_submit(&state->submit);
}

static enum vd_fill unlock_fill(struct vd_call *call, struct vd_out *out)
{
    struct unlock_call *state = vd_call_state(call);

    if (!state->submit.is_done)
        return VD_FILL_IDLE;
    if (!state->submit.write.outcome)
        return vd_etcd3_reply_header(call, out, state->submit.write.revision);
    vd_etcd3_contest_fail(call, state->submit.write.outcome);
    return VD_FILL_IDLE;
}

static void unlock_release(struct vd_call *call)
{
    struct unlock_call *state = vd_call_state(call);

    vd_etcd3_submit_end(&state->submit);
}

const struct vd_rpc_ops VD_ETCD3_LOCK = {sizeof(struct vd_etcd3_contest), lock_message, lock_fill,
                                         lock_release, NULL};
const struct vd_rpc_ops VD_ETCD3_UNLOCK = {sizeof(struct unlock_call), unlock_message, unlock_fill,
                                           unlock_release, NULL};
