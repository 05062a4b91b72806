/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LeaseKeepAlive: an answer to each request, in order. Nearly all are answered in the turn in which
 * they come. A lease that has run out, but is not revoked yet, is revoked before its answer says
 * so: after a TTL of 0 nobody can still see its keys. What comes behind it waits.
 */
#include "base/alloc.h"
#include "core/lease.h"
#include "doors/etcd3/decode.h"
#include "doors/etcd3/lease.h"
#include "doors/etcd3/submit.h"

enum {
    SECOND_MS = 1000,
    QUEUE_MIN = 4,
    QUEUE_MAX = 1024, /* a peer that asks and does not read is not listened to */
    ID = 2,
    TTL = 3,
    ANSWER_BYTES = VD_RPC_PREFIX_BYTES + VD_ETCD3_HEADER_BYTES + 2 * VD_ETCD3_FIELD_BYTES
};

/* A request, and once it is answerable its answer. */
struct entry {
    int64_t id, ttl_s, revision;
};

struct keep_alive {
    struct entry *queue; /* a ring; NULL while nothing waits */
    uint32_t head, count, cap;
    uint32_t answered;              /* of them, from the head on */
    struct vd_etcd3_submit *revoke; /* of the first one that is not answered; or NULL */
    bool has_ended, is_paused;
};

static struct entry *at(const struct keep_alive *state, uint32_t i)
{
    vd_assert(i < state->cap);
    return &state->queue[(state->head + i) % state->cap];
}

static int grow(struct keep_alive *state)
{
    uint32_t cap = state->cap ? state->cap * 2 : QUEUE_MIN;
    struct entry *queue = vd_alloc(cap * sizeof(*queue));

    if (!queue)
        return -1;
    for (uint32_t i = 0; i < state->count; i++)
        queue[i] = *at(state, i);
    vd_free(state->queue);
    state->queue = queue;
    state->head = 0;
    state->cap = cap;
    return 0;
}

static bool push(struct keep_alive *state, int64_t id)
{
    if (state->count == state->cap && grow(state) != 0)
        return false;
    *at(state, state->count++) = (struct entry){.id = id};
    return true;
}

static void pop(struct keep_alive *state)
{
    state->head = (state->head + 1) % state->cap;
    state->count--;
    state->answered--;
    if (state->count)
        return;
    vd_free(state->queue);
    state->queue = NULL;
    state->cap = 0;
}

static int revoke(struct vd_call *call, struct keep_alive *state, int64_t id)
{
    struct vd_etcd3_submit *submit = vd_alloc(sizeof(*submit));

    if (!submit)
        return -1;
    memset(submit, 0, sizeof(*submit));
    state->revoke = submit;
    if (vd_etcd3_submit_begin(submit, call) != 0)
        return -1;
    submit->write.kind = VD_WRITE_LEASE_REVOKE;
    submit->write.lease.id = id;
    vd_etcd3_submit(submit);
    return 0;
}

static void revoke_end(struct keep_alive *state)
{
    if (!state->revoke)
        return;
    vd_etcd3_submit_end(state->revoke);
    vd_free(state->revoke);
    state->revoke = NULL;
}

/* Answers as far as nothing has to be waited for. */
static void answer(struct vd_call *call, struct keep_alive *state)
{
    const struct vd_etcd3 *door = vd_call_arg(call);
    int64_t now_ms = (int64_t)vd_loop_now_ms(door->env.loop);

    if (state->revoke && !state->revoke->is_done)
        return;
    while (state->answered < state->count) {
        struct entry *entry = at(state, state->answered);
        int64_t ttl_ms = 0;
        int rc = VD_LEASE_GONE;

        if (state->revoke) /* it is gone, however that came about */
            revoke_end(state);
        else
            rc = vd_lease_renew(door->env.kv, door->env.slot, vd_call_principal(call), entry->id,
                                now_ms, &ttl_ms);
        if (rc == VD_WAIT) {
            if (revoke(call, state, entry->id) != 0)
                vd_etcd3_fail(call, &VD_ETCD3_NO_MEMORY);
            return;
        }
        if (rc && rc != VD_LEASE_GONE)
            return vd_etcd3_fail(call, vd_etcd3_error_of(rc));
        entry->ttl_s = rc ? 0 : ttl_ms / SECOND_MS;
        entry->revision = vd_etcd3_head(door);
        state->answered++;
    }
}

static void message(struct vd_call *call, struct vd_slice bytes)
{
    struct keep_alive *state = vd_call_state(call);
    struct vd_etcd3_lease_request request;

    if (vd_etcd3_read_lease(bytes, &request) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    if (!push(state, request.id))
        return vd_etcd3_fail(call, &VD_ETCD3_NO_MEMORY);
    answer(call, state);
    if (state->count >= QUEUE_MAX && !state->is_paused) {
        state->is_paused = true;
        vd_call_pause(call, true);
    }
    if (state->answered)
        vd_call_ready(call, true);
}

static void half_close(struct vd_call *call)
{
    struct keep_alive *state = vd_call_state(call);

    state->has_ended = true;
    vd_call_ready(call, true);
}

/* False: the room is used up. */
static bool put(struct vd_call *call, struct vd_out *out, const struct entry *entry)
{
    const struct vd_etcd3_header *header = vd_etcd3_header_of(vd_call_arg(call), entry->revision);
    uint8_t bytes[ANSWER_BYTES], *to = bytes + VD_RPC_PREFIX_BYTES;

    memcpy(to, header->bytes, header->len);
    to = vd_etcd3_int_put(to + header->len, ID, entry->id);
    to = vd_etcd3_int_put(to, TTL, entry->ttl_s);
    vd_call_put_prefix(bytes, (size_t)(to - bytes) - VD_RPC_PREFIX_BYTES);
    return vd_call_write(call, out, vd_slice(bytes, (size_t)(to - bytes)), NULL);
}

static enum vd_fill fill(struct vd_call *call, struct vd_out *out)
{
    struct keep_alive *state = vd_call_state(call);
    bool is_out = true;

    answer(call, state);
    if (!vd_call_is_open(call))
        return VD_FILL_IDLE;
    while (is_out && state->answered) {
        is_out = put(call, out, at(state, 0));
        pop(state);
    }
    if (state->is_paused && state->count < QUEUE_MAX / 2) {
        state->is_paused = false;
        vd_call_pause(call, false);
    }
    if (!is_out)
        return VD_FILL_MORE;
    if (state->has_ended && !state->count)
        vd_call_finish(call, VD_RPC_OK, NULL);
    return VD_FILL_IDLE;
}

static void release(struct vd_call *call)
{
    struct keep_alive *state = vd_call_state(call);

    revoke_end(state);
    vd_free(state->queue);
}

const struct vd_rpc_ops VD_ETCD3_LEASE_KEEP_ALIVE = {sizeof(struct keep_alive), message, fill,
                                                     release, half_close};
