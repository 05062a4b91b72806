/* SPDX-License-Identifier: Apache-2.0 */
/* Campaign, Proclaim and Resign; who only asks is served in observe.c. */
#include "doors/etcd3/election.h"

#include "doors/etcd3/contest.h"
#include "doors/etcd3/decode.h"

#define NOT_LEADER "election: not leader"

enum { LEADER = 2, NAME = 1, KEY = 2, REV = 3, LEASE = 4 };

/* --- campaign --------------------------------------------------------------------------------- */

static void campaign_message(struct vd_call *call, struct vd_slice message)
{
    struct vd_etcd3_contest_request request;

    if (vd_etcd3_read_contest(message, &request) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    vd_etcd3_contest_begin(vd_call_state(call), call, request.name, request.lease, request.value);
}

static void add_leader(struct vd_buf *body, const struct vd_etcd3_contest *contest)
{
    struct vd_slice name = vd_slice(contest->prefix.ptr, contest->prefix.len - 1);
    size_t begun = vd_pb_begin(body, LEADER);

    vd_pb_add_bytes(body, NAME, name);
    vd_pb_add_bytes(body, KEY, contest->key);
    vd_pb_add_uint(body, REV, (uint64_t)contest->revision);
    vd_pb_add_uint(body, LEASE, (uint64_t)contest->lease);
    vd_pb_end(body, begun);
}

static enum vd_fill campaign_fill(struct vd_call *call, struct vd_out *out)
{
    struct vd_etcd3_contest *contest = vd_call_state(call);
    const struct vd_etcd3_header *header;
    struct vd_buf body;

    if (!vd_etcd3_contest_go(contest, NOT_LEADER))
        return VD_FILL_IDLE;
    header = vd_etcd3_header_of(vd_call_arg(call), contest->head);
    vd_buf_init(&body, 0);
    vd_buf_append(&body, header->bytes, header->len);
    add_leader(&body, contest);
    contest->is_answered = vd_buf_status(&body) == 0;
    return vd_etcd3_reply(call, out, &body);
}

static void campaign_release(struct vd_call *call)
{
    vd_etcd3_contest_end(vd_call_state(call));
}

/* --- proclaim and resign ---------------------------------------------------------------------- */

struct leader_call {
    struct vd_etcd3_submit submit;
    struct vd_compare is_ours;
    struct vd_op op;
    struct vd_txn txn;
};

/* Something of its own key, if the key is still the one that it put. */
static void leader_message(struct vd_call *call, struct vd_slice message, enum vd_op_type type)
{
    struct leader_call *state = vd_call_state(call);
    struct vd_arena *arena = &state->submit.arena;
    struct vd_etcd3_leader_request request;
    int rc;

    if (vd_etcd3_read_leader(message, &request) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    if (!request.has_leader)
        return vd_call_finish(call, VD_RPC_UNKNOWN, "\"leader\" field must be provided");
    if (!request.key.len)
        return vd_call_finish(call, VD_RPC_UNKNOWN, VD_ETCD3_EMPTY_KEY.message);
    rc = vd_etcd3_submit_begin(&state->submit, call);
    if (rc == 0)
        rc = vd_arena_copy(arena, request.key, &request.key);
    if (rc == 0)
        rc = vd_arena_copy(arena, request.value, &request.value);
    if (rc)
        return vd_etcd3_contest_fail(call, rc);
    state->is_ours = (struct vd_compare){.target = VD_CMP_CREATE,
                                         .result = VD_CMP_EQUAL,
                                         .key = request.key,
                                         .number = request.revision};
    state->op.type = type;
    if (type == VD_OP_PUT)
        state->op.put =
            (struct vd_put_op){.key = request.key, .value = request.value, .lease = request.lease};
    else
        state->op.del = (struct vd_delete_op){.key = request.key};
    state->txn = (struct vd_txn){
        .compares = &state->is_ours, .compare_count = 1, .success = &state->op, .success_count = 1};
    state->submit.write.kind = VD_WRITE_TXN;
    state->submit.write.txn = &state->txn;
    vd_etcd3_submit(&state->submit);
}

static void proclaim_message(struct vd_call *call, struct vd_slice message)
{
    leader_message(call, message, VD_OP_PUT);
}

/* Whoever has nothing to give up has resigned. */
static void resign_message(struct vd_call *call, struct vd_slice message)
{
    leader_message(call, message, VD_OP_DELETE);
}

static enum vd_fill leader_fill(struct vd_call *call, struct vd_out *out, const char *not_ours)
{
    struct leader_call *state = vd_call_state(call);
    const struct vd_write *write = &state->submit.write;

    if (!state->submit.is_done)
        return VD_FILL_IDLE;
    if (write->outcome)
        vd_etcd3_contest_fail(call, write->outcome);
    else if (not_ours && !write->result.succeeded)
        vd_call_finish(call, VD_RPC_UNKNOWN, not_ours);
    else
        return vd_etcd3_reply_header(call, out, write->revision);
    return VD_FILL_IDLE;
}

static enum vd_fill proclaim_fill(struct vd_call *call, struct vd_out *out)
{
    return leader_fill(call, out, NOT_LEADER);
}

static enum vd_fill resign_fill(struct vd_call *call, struct vd_out *out)
{
    return leader_fill(call, out, NULL);
}

static void leader_release(struct vd_call *call)
{
    struct leader_call *state = vd_call_state(call);

    vd_etcd3_submit_end(&state->submit);
}

const struct vd_rpc_ops VD_ETCD3_CAMPAIGN = {sizeof(struct vd_etcd3_contest), campaign_message,
                                             campaign_fill, campaign_release, NULL};
const struct vd_rpc_ops VD_ETCD3_PROCLAIM = {sizeof(struct leader_call), proclaim_message,
                                             proclaim_fill, leader_release, NULL};
const struct vd_rpc_ops VD_ETCD3_RESIGN = {sizeof(struct leader_call), resign_message, resign_fill,
                                           leader_release, NULL};
