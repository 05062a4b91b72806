/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/health.h"

enum { STATUS = 1, SERVING = 1, SERVICE_UNKNOWN = 3 };

struct health_call {
    uint8_t status;
    bool is_told;
};

/* Whether the message asks for the service "". *out_ours is set only if it could be read. */
static int read_request(struct vd_slice message, bool *out_ours)
{
    struct vd_slice service = VD_SLICE_EMPTY;
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    int rc;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == VD_PB_TAG(1, VD_PB_LEN))
            service = field.bytes;
    rc = vd_pb_status(&reader);
    if (rc == 0)
        *out_ours = service.len == 0;
    return rc;
}

static void health_message(struct vd_call *call, struct vd_slice message)
{
    struct health_call *state = vd_call_state(call);
    bool ours;

    if (read_request(message, &ours) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    state->status = ours ? SERVING : SERVICE_UNKNOWN;
    vd_call_ready(call, true);
}

static void write_status(struct vd_call *call, struct vd_out *out, unsigned status)
{
    uint8_t bytes[VD_RPC_PREFIX_BYTES + VD_ETCD3_FIELD_BYTES];
    uint8_t *end = vd_etcd3_int_put(bytes + VD_RPC_PREFIX_BYTES, STATUS, (int64_t)status);

    vd_call_put_prefix(bytes, (size_t)(end - bytes) - VD_RPC_PREFIX_BYTES);
    (void)vd_call_write(call, out, vd_slice(bytes, (size_t)(end - bytes)), NULL);
}

static enum vd_fill check_fill(struct vd_call *call, struct vd_out *out)
{
    struct health_call *state = vd_call_state(call);

    if (state->status != SERVING) {
        vd_call_finish(call, VD_RPC_NOT_FOUND, "unknown service");
        return VD_FILL_IDLE;
    }
    write_status(call, out, SERVING);
    vd_call_finish(call, VD_RPC_OK, NULL);
    return VD_FILL_IDLE;
}

/* The status does not change while there is somebody to tell it; the stream stays. */
static enum vd_fill watch_fill(struct vd_call *call, struct vd_out *out)
{
    struct health_call *state = vd_call_state(call);

    if (!state->is_told)
        write_status(call, out, state->status);
    state->is_told = true;
    return VD_FILL_IDLE;
}

const struct vd_rpc_ops VD_ETCD3_HEALTH_CHECK = {sizeof(struct health_call), health_message,
                                                 check_fill, NULL, NULL};
const struct vd_rpc_ops VD_ETCD3_HEALTH_WATCH = {sizeof(struct health_call), health_message,
                                                 watch_fill, NULL, NULL};
