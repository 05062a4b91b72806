/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/state.h"

#include "doors/etcd3/decode.h"
#include "doors/etcd3/watch_table.h"

enum {
    PROGRESS_INTERVAL_MS = 600000,
    LARGE_PULL_BYTES = 1 << 20,
    REQUEST_BYTES = 3 << 19,
    ENVELOPE_BYTES = 512 << 10
};

const struct vd_etcd3_header *vd_etcd3_header_of(struct vd_etcd3 *door, int64_t revision)
{
    if (door->header.revision != revision || !door->header.len)
        vd_etcd3_header_make(&door->identity, revision, &door->header);
    return &door->header;
}

int64_t vd_etcd3_head(const struct vd_etcd3 *door)
{
    return vd_kv_view(door->env.kv, door->env.slot)->head;
}

void vd_etcd3_fail(struct vd_call *call, const struct vd_etcd3_error *error)
{
    vd_call_finish(call, error->code, error->message);
}

static void write_message(struct vd_call *call, struct vd_out *out, struct vd_bytes *bytes)
{
    uint8_t prefix[VD_RPC_PREFIX_BYTES];

    vd_call_put_prefix(prefix, bytes->len);
    (void)vd_call_write(call, out, vd_slice(prefix, sizeof(prefix)), bytes);
    vd_call_finish(call, VD_RPC_OK, NULL);
}

enum vd_fill vd_etcd3_reply(struct vd_call *call, struct vd_out *out, struct vd_buf *body)
{
    struct vd_bytes *bytes = vd_buf_status(body) == 0 ? vd_bytes_copy(vd_buf_slice(body)) : NULL;

    if (bytes)
        write_message(call, out, bytes);
    else
        vd_etcd3_fail(call, &VD_ETCD3_NO_MEMORY);
    vd_bytes_unref(bytes);
    vd_buf_deinit(body);
    return VD_FILL_IDLE;
}

enum vd_fill vd_etcd3_reply_header(struct vd_call *call, struct vd_out *out, int64_t revision)
{
    const struct vd_etcd3_header *header = vd_etcd3_header_of(vd_call_arg(call), revision);
    uint8_t bytes[VD_RPC_PREFIX_BYTES + VD_ETCD3_HEADER_BYTES];

    memcpy(vd_call_put_prefix(bytes, header->len), header->bytes, VD_ETCD3_HEADER_BYTES);
    (void)vd_call_write(call, out, vd_slice(bytes, VD_RPC_PREFIX_BYTES + header->len), NULL);
    vd_call_finish(call, VD_RPC_OK, NULL);
    return VD_FILL_IDLE;
}

enum vd_fill vd_etcd3_no_fill(struct vd_call *call, struct vd_out *out)
{
    (void)call;
    (void)out;
    return VD_FILL_IDLE;
}

void vd_etcd3_init(struct vd_etcd3 *door, const struct vd_door_env *env)
{
    *door = (struct vd_etcd3){.env = *env,
                              .identity = {vd_kv_store_id(env->kv), vd_kv_member_id(env->kv), 1},
                              .progress_interval_ms = env->facts->progress_interval_ms,
                              .watches_per_stream = VD_ETCD3_WATCHES_MAX,
                              .max_request_bytes = env->facts->max_request_bytes,
                              .max_txn_ops = (uint32_t)env->facts->max_txn_ops,
                              .large_pull_bytes = LARGE_PULL_BYTES};
    vd_runs_init(&door->runs, &vd_etcd3_events, NULL);
    vd_etcd3_listings_init(&door->listings, env->loop);
    door->delivered.stamps = env->facts->stamps;
    if (!door->progress_interval_ms)
        door->progress_interval_ms = PROGRESS_INTERVAL_MS;
    if (!door->max_request_bytes)
        door->max_request_bytes = REQUEST_BYTES;
    if (!door->max_txn_ops)
        door->max_txn_ops = VD_ETCD3_TXN_OPS;
    door->fragment_bytes = door->max_request_bytes + ENVELOPE_BYTES;
}

void vd_etcd3_deinit(struct vd_etcd3 *door)
{
    vd_bytes_unref(door->sent.encoding.bytes);
    door->sent.encoding.bytes = NULL;
    vd_runs_deinit(&door->runs);
    vd_etcd3_listings_deinit(&door->listings);
}
