/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LeaseGrant, LeaseRevoke, LeaseTimeToLive and LeaseLeases. Keeping alive is keepalive.c. Times are
 * whole seconds on the wire, and milliseconds in core.
 */
#include "doors/etcd3/lease.h"

#include "base/alloc.h"
#include "core/lease.h"
#include "doors/etcd3/decode.h"
#include "doors/etcd3/gather.h"
#include "doors/etcd3/submit.h"

enum {
    SECOND_MS = 1000,
    TTL_MIN_S = 2, /* what etcd raises shorter ones to */
    KEYS_A_TURN = 256,
    IDS_A_TURN = 4096
};

static const int64_t TTL_MAX_S = 9000000000;

/* --- grant and revoke ------------------------------------------------------------------------- */

static void submit(struct vd_call *call, enum vd_write_kind kind, struct vd_lease_op op)
{
    struct vd_etcd3_submit *state = vd_call_state(call);

    if (vd_etcd3_submit_begin(state, call) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_NO_MEMORY);
    state->write.kind = kind;
    state->write.lease = op;
    vd_etcd3_submit(state);
}

static void grant_message(struct vd_call *call, struct vd_slice message)
{
    struct vd_etcd3_lease_request request;

    if (vd_etcd3_read_lease_grant(message, &request) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    if (request.ttl_s > TTL_MAX_S)
        return vd_etcd3_fail(call, &VD_ETCD3_TTL_TOO_LARGE);
    submit(call, VD_WRITE_LEASE_GRANT,
           (struct vd_lease_op){.id = request.id,
                                .ttl_ms = VD_MAX(request.ttl_s, (int64_t)TTL_MIN_S) * SECOND_MS});
}

static enum vd_fill grant_fill(struct vd_call *call, struct vd_out *out)
{
    enum { ID = 2, TTL = 3 };
    struct vd_etcd3_submit *state = vd_call_state(call);
    const struct vd_etcd3_header *header;
    struct vd_buf body;

    if (!vd_etcd3_submit_is_answerable(state))
        return VD_FILL_IDLE;
    header = vd_etcd3_header_of(vd_call_arg(call), state->write.revision);
    vd_buf_init(&body, 0);
    vd_buf_append(&body, header->bytes, header->len);
    vd_pb_add_uint(&body, ID, (uint64_t)state->write.lease.id);
    vd_pb_add_uint(&body, TTL, (uint64_t)(state->write.lease.ttl_ms / SECOND_MS));
    return vd_etcd3_reply(call, out, &body);
}

static void revoke_message(struct vd_call *call, struct vd_slice message)
{
    struct vd_etcd3_lease_request request;

    if (vd_etcd3_read_lease(message, &request) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    submit(call, VD_WRITE_LEASE_REVOKE, (struct vd_lease_op){.id = request.id});
}

static enum vd_fill revoke_fill(struct vd_call *call, struct vd_out *out)
{
    struct vd_etcd3_submit *state = vd_call_state(call);

    return vd_etcd3_submit_is_answerable(state)
               ? vd_etcd3_reply_header(call, out, state->write.revision)
               : VD_FILL_IDLE;
}

static void submit_release(struct vd_call *call)
{
    vd_etcd3_submit_end(vd_call_state(call));
}

/* --- time to live ----------------------------------------------------------------------------- */

struct ttl_call {
    struct vd_etcd3_lease_request request;
    struct vd_etcd3_gather gather;
    struct vd_buf last; /* the newest key that was looked at; empty: none, for no key is */
    bool is_begun, is_gathered;
};

static void ttl_message(struct vd_call *call, struct vd_slice message)
{
    struct ttl_call *state = vd_call_state(call);

    vd_buf_init(&state->last, 0);
    if (vd_etcd3_read_lease(message, &state->request) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    vd_call_ready(call, true);
}

/* 0; VD_LEASE_GONE, which is no failure: it says -1; VD_DENIED. */
static int begin_ttl(struct vd_call *call, struct ttl_call *state)
{
    enum { ID = 2, TTL = 3, GRANTED = 4 };
    struct vd_etcd3 *door = vd_call_arg(call);
    struct vd_etcd3_gather *gather = &state->gather;
    struct vd_lease_info info;
    int rc = vd_lease_info(door->env.kv, door->env.slot, vd_call_principal(call), state->request.id,
                           (int64_t)vd_loop_now_ms(door->env.loop), &info);

    if (rc && rc != VD_LEASE_GONE)
        return rc;
    vd_etcd3_gather_header(gather, vd_etcd3_header_of(door, vd_etcd3_head(door)));
    vd_etcd3_gather_int(gather, ID, state->request.id);
    vd_etcd3_gather_int(gather, TTL, rc ? -1 : info.remaining_ms / SECOND_MS);
    if (rc == 0)
        vd_etcd3_gather_int(gather, GRANTED, info.ttl_ms / SECOND_MS);
    state->is_begun = true;
    state->is_gathered = rc || !state->request.keys;
    return 0;
}

/* 0: some, or all of them if is_gathered; -ENOMEM, VD_DENIED. A lease that goes meanwhile had these
 * keys. */
static int gather_keys(struct vd_call *call, struct ttl_call *state)
{
    enum { KEYS = 5 };
    const struct vd_etcd3 *door = vd_call_arg(call);
    struct vd_slice keys[KEYS_A_TURN], last = vd_buf_slice(&state->last);
    size_t count = 0;
    int rc = vd_lease_keys(door->env.kv, door->env.slot, vd_call_principal(call), state->request.id,
                           &last, keys, KEYS_A_TURN, &count);

    if (rc && rc != VD_AGAIN && rc != VD_LEASE_GONE)
        return rc;
    for (size_t i = 0; i < count; i++)
        vd_etcd3_gather_bytes(&state->gather, KEYS, keys[i]);
    state->is_gathered = rc != VD_AGAIN;
    if (state->is_gathered)
        return 0;
    vd_buf_clear(&state->last);
    vd_buf_append_slice(&state->last, last);
    return vd_buf_status(&state->last);
}

static enum vd_fill ttl_fill(struct vd_call *call, struct vd_out *out)
{
    struct ttl_call *state = vd_call_state(call);
    int rc = state->is_begun ? 0 : begin_ttl(call, state);

    if (rc == 0 && !state->is_gathered)
        rc = gather_keys(call, state);
    if (rc) {
        vd_etcd3_fail(call, vd_etcd3_error_of(rc));
        return VD_FILL_IDLE;
    }
    return state->is_gathered ? vd_etcd3_gather_fill(&state->gather, call, out) : VD_FILL_MORE;
}

static void ttl_release(struct vd_call *call)
{
    struct ttl_call *state = vd_call_state(call);

    vd_etcd3_gather_end(&state->gather);
    vd_buf_deinit(&state->last);
}

/* --- all leases ------------------------------------------------------------------------------- */

struct leases_call {
    struct vd_lease_list *list; /* until it is gathered */
    struct vd_etcd3_gather gather;
    bool is_sorted, is_gathered;
};

static void leases_message(struct vd_call *call, struct vd_slice message)
{
    const struct vd_etcd3 *door = vd_call_arg(call);
    struct leases_call *state = vd_call_state(call);
    int rc = vd_lease_list_new(door->env.kv, door->env.slot, vd_call_principal(call), &state->list);

    (void)message;
    if (rc)
        return vd_etcd3_fail(call, vd_etcd3_error_of(rc));
    vd_call_ready(call, true);
}

static void gather_ids(struct leases_call *state)
{
    enum { LEASES = 2, ID = 1 };
    int64_t ids[IDS_A_TURN];
    size_t count = vd_lease_list_next(state->list, ids, IDS_A_TURN);

    for (size_t i = 0; i < count; i++) {
        size_t n = vd_etcd3_int_size(ids[i]);
        uint8_t *to = vd_etcd3_gather_take(&state->gather, vd_etcd3_field_size(n));

        if (to)
            vd_etcd3_int_put(vd_etcd3_len_put(to, LEASES, n), ID, ids[i]);
    }
    if (count)
        return;
    state->is_gathered = true;
    vd_lease_list_free(state->list);
    state->list = NULL;
}

/* 0: everything is gathered; VD_WAIT: call again. */
static int gather_leases(struct vd_etcd3 *door, struct leases_call *state)
{
    int rc;

    if (state->is_gathered)
        return 0;
    if (state->is_sorted) {
        gather_ids(state);
        return state->is_gathered ? 0 : VD_WAIT;
    }
    rc = vd_lease_list_step(state->list, door->env.kv, door->env.slot);
    if (rc)
        return rc;
    state->is_sorted = true;
    vd_etcd3_gather_header(&state->gather, vd_etcd3_header_of(door, vd_etcd3_head(door)));
    gather_ids(state);
    return state->is_gathered ? 0 : VD_WAIT;
}

static enum vd_fill leases_fill(struct vd_call *call, struct vd_out *out)
{
    struct leases_call *state = vd_call_state(call);
    int rc = gather_leases(vd_call_arg(call), state);

    if (rc == VD_WAIT)
        return VD_FILL_MORE;
    if (rc == 0)
        return vd_etcd3_gather_fill(&state->gather, call, out);
    vd_etcd3_fail(call, vd_etcd3_error_of(rc));
    return VD_FILL_IDLE;
}

static void leases_release(struct vd_call *call)
{
    struct leases_call *state = vd_call_state(call);

    vd_lease_list_free(state->list);
    vd_etcd3_gather_end(&state->gather);
}

const struct vd_rpc_ops VD_ETCD3_LEASE_GRANT = {sizeof(struct vd_etcd3_submit), grant_message,
                                                grant_fill, submit_release, NULL};
const struct vd_rpc_ops VD_ETCD3_LEASE_REVOKE = {sizeof(struct vd_etcd3_submit), revoke_message,
                                                 revoke_fill, submit_release, NULL};
const struct vd_rpc_ops VD_ETCD3_LEASE_TIME_TO_LIVE = {sizeof(struct ttl_call), ttl_message,
                                                       ttl_fill, ttl_release, NULL};
const struct vd_rpc_ops VD_ETCD3_LEASE_LEASES = {sizeof(struct leases_call), leases_message,
                                                 leases_fill, leases_release, NULL};
