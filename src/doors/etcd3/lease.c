/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LeaseGrant and LeaseRevoke. Keeping alive is keepalive.c, and what is asked about leases is
 * lease_lists.c. Times are whole seconds on the wire, and milliseconds in core.
 */
#include "doors/etcd3/lease.h"

#include "doors/etcd3/decode.h"
#include "doors/etcd3/submit.h"

enum {
    SECOND_MS = 1000,
    TTL_MIN_S = 2 /* what etcd raises shorter ones to */
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

const struct vd_rpc_ops VD_ETCD3_LEASE_GRANT = {sizeof(struct vd_etcd3_submit), grant_message,
                                                grant_fill, submit_release, NULL};
const struct vd_rpc_ops VD_ETCD3_LEASE_REVOKE = {sizeof(struct vd_etcd3_submit), revoke_message,
                                                 revoke_fill, submit_release, NULL};
