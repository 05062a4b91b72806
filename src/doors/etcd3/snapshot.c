/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Maintenance.Snapshot: the bytes of a snapshot in blobs, each with what remains after it, then
 * their SHA-256 in one last message. Blobs are taken as the reader's window allows; one piece of
 * the file is in memory, and one is being read.
 */
#include "doors/etcd3/maintenance.h"

#include "base/clock.h"
#include "base/metrics.h"
#include "core/snapshot.h"

enum { BLOB_BYTES = 64 << 10, HEAD_BYTES = VD_RPC_PREFIX_BYTES + 3 * VD_ETCD3_FIELD_BYTES + 16 };

struct snapshot_call {
    struct vd_snapshot *snapshot;
    struct vd_bytes *piece;
    size_t at; /* what of the piece is written */
    uint64_t sent;
    uint64_t begun_ns;
};

static void on_ready(void *arg)
{
    vd_call_ready(arg, false);
}

static void snapshot_message(struct vd_call *call, struct vd_slice message)
{
    struct snapshot_call *state = vd_call_state(call);
    const struct vd_etcd3 *door = vd_call_arg(call);
    int rc;

    state->begun_ns = vd_time_monotonic_ns();
    rc = vd_snapshot_open(door->env.kv, door->env.slot, vd_call_principal(call), on_ready, call,
                          &state->snapshot);

    if (rc)
        vd_etcd3_fail(call, vd_etcd3_error_of(rc));
}

/* What stands before a blob of n bytes; the version comes first, as nothing may follow the blob. */
static struct vd_slice put_head(uint8_t head[HEAD_BYTES], uint64_t remaining, size_t n)
{
    enum { REMAINING_BYTES = 2, BLOB = 3, VERSION = 4 };
    uint8_t *to = head + VD_RPC_PREFIX_BYTES;

    to = vd_etcd3_int_put(to, REMAINING_BYTES, (int64_t)remaining);
    to = vd_etcd3_bytes_put(to, VERSION, VD_SLICE(VD_DOOR_ETCD_CLUSTER_VERSION));
    to = vd_etcd3_len_put(to, BLOB, n);
    vd_call_put_prefix(head, (size_t)(to - head) - VD_RPC_PREFIX_BYTES + n);
    return vd_slice(head, (size_t)(to - head));
}

/* False: no more room. */
static bool write_blob(struct vd_call *call, struct vd_out *out)
{
    struct snapshot_call *state = vd_call_state(call);
    struct vd_bytes *piece = state->piece;
    size_t n = VD_MIN(piece->len - state->at, (size_t)BLOB_BYTES);
    struct vd_slice blob = vd_slice(piece->data + state->at, n);
    uint8_t head[HEAD_BYTES];
    bool is_out;

    state->at += n;
    state->sent += n;
    vd_call_count_sent(call, 1);
    is_out = vd_call_write_piece(
        call, out, put_head(head, vd_snapshot_size(state->snapshot) - state->sent, n), blob, piece);
    if (state->at == piece->len) {
        vd_bytes_unref(piece);
        state->piece = NULL;
        state->at = 0;
    }
    return is_out;
}

static void write_digest(struct vd_call *call, struct vd_out *out)
{
    struct snapshot_call *state = vd_call_state(call);
    struct vd_slice digest = vd_snapshot_digest(state->snapshot);
    uint8_t message[HEAD_BYTES + VD_SHA256_BYTES];
    struct vd_slice head = put_head(message, 0, digest.len);

    memcpy(message + head.len, digest.ptr, digest.len);
    (void)vd_call_write(call, out, vd_slice(message, head.len + digest.len), NULL);
    vd_metric_observe_us(VD_H_SNAPSHOT, (vd_time_monotonic_ns() - state->begun_ns) / 1000);
    vd_call_finish(call, VD_RPC_OK, NULL);
}

/* The next piece is there, or the call waits or has come to its end. */
static bool take_piece(struct vd_call *call, struct vd_out *out)
{
    struct snapshot_call *state = vd_call_state(call);
    int rc = vd_snapshot_next(state->snapshot, &state->piece);

    if (rc == VD_END)
        write_digest(call, out);
    else if (rc && rc != VD_WAIT)
        vd_etcd3_fail(call, vd_etcd3_maintenance_error_of(rc));
    return rc == 0;
}

static enum vd_fill snapshot_fill(struct vd_call *call, struct vd_out *out)
{
    struct snapshot_call *state = vd_call_state(call);

    while (out->room) {
        if (!state->piece && !take_piece(call, out))
            return VD_FILL_IDLE;
        if (!write_blob(call, out))
            break;
    }
    return VD_FILL_MORE;
}

static void snapshot_release(struct vd_call *call)
{
    struct snapshot_call *state = vd_call_state(call);

    vd_snapshot_close(state->snapshot);
    vd_bytes_unref(state->piece);
}

const struct vd_rpc_ops VD_ETCD3_SNAPSHOT = {sizeof(struct snapshot_call), snapshot_message,
                                             snapshot_fill, snapshot_release, NULL};
