/* SPDX-License-Identifier: Apache-2.0 */
/* Hash and HashKV: the same sum of the key space; Hash is that of the newest revision. */
#include "core/kv_hash.h"
#include "doors/etcd3/maintenance.h"

#define VARINT(number) VD_PB_TAG(number, VD_PB_VARINT)

enum { HASH = 2, COMPACT_REVISION = 3, HASH_REVISION = 4 };

struct hash_call {
    struct vd_kv_hash *hash;
};

static void on_ready(void *arg)
{
    vd_call_ready(arg, true);
}

static void begin(struct vd_call *call, int64_t revision)
{
    struct hash_call *state = vd_call_state(call);
    const struct vd_etcd3 *door = vd_call_arg(call);
    int rc = vd_kv_hash_open(door->env.kv, door->env.slot, vd_call_principal(call), revision,
                             on_ready, call, &state->hash);

    if (rc)
        vd_etcd3_fail(call, vd_etcd3_error_of(rc));
}

static void hash_message(struct vd_call *call, struct vd_slice message)
{
    begin(call, 0);
}

static void hash_kv_message(struct vd_call *call, struct vd_slice message)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    int64_t revision = 0;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == VARINT(1))
            revision = (int64_t)field.value;
    if (vd_pb_status(&reader) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    begin(call, revision);
}

/* True: there is something to answer with, and *body has its beginning. */
static bool begin_answer(struct vd_call *call, struct vd_kv_hash_result *result,
                         struct vd_buf *body)
{
    struct hash_call *state = vd_call_state(call);
    struct vd_etcd3 *door = vd_call_arg(call);
    const struct vd_etcd3_header *header = vd_etcd3_header_of(door, vd_etcd3_head(door));
    int rc = vd_kv_hash_result(state->hash, result);

    if (rc && rc != VD_WAIT)
        vd_etcd3_fail(call, vd_etcd3_error_of(rc));
    if (rc)
        return false;
    vd_buf_init(body, 0);
    vd_buf_append(body, header->bytes, header->len);
    vd_pb_add_uint(body, HASH, result->hash);
    return true;
}

static enum vd_fill hash_fill(struct vd_call *call, struct vd_out *out)
{
    struct vd_kv_hash_result result;
    struct vd_buf body;

    return begin_answer(call, &result, &body) ? vd_etcd3_reply(call, out, &body) : VD_FILL_IDLE;
}

/* A store that was never compacted says -1, as etcd's does. */
static enum vd_fill hash_kv_fill(struct vd_call *call, struct vd_out *out)
{
    struct vd_kv_hash_result result;
    struct vd_buf body;

    if (!begin_answer(call, &result, &body))
        return VD_FILL_IDLE;
    vd_pb_add_uint(&body, COMPACT_REVISION, result.floor ? (uint64_t)result.floor : UINT64_MAX);
    vd_pb_add_uint(&body, HASH_REVISION, (uint64_t)result.revision);
    return vd_etcd3_reply(call, out, &body);
}

static void hash_release(struct vd_call *call)
{
    struct hash_call *state = vd_call_state(call);

    vd_kv_hash_close(state->hash);
}

const struct vd_rpc_ops VD_ETCD3_HASH = {sizeof(struct hash_call), hash_message, hash_fill,
                                         hash_release, NULL};
const struct vd_rpc_ops VD_ETCD3_HASH_KV = {sizeof(struct hash_call), hash_kv_message, hash_kv_fill,
                                            hash_release, NULL};
