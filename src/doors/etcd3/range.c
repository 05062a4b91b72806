/* SPDX-License-Identifier: Apache-2.0 */
/*
 * KV.Range. What fits the room at hand is read once and written at once; anything else is an answer
 * in two passes.
 */
#include "base/alloc.h"
#include "base/metrics.h"
#include "core/get.h"
#include "doors/etcd3/answer.h"
#include "doors/etcd3/check.h"
#include "doors/etcd3/decode.h"
#include "doors/etcd3/kv.h"

enum {
    SMALL_ROWS = 64,
    SMALL_BYTES = 8192,
    SMALL_MESSAGE_BYTES = 128,
    KVS = 2,
    MORE = 3,
    COUNT = 4
};

struct range_call {
    struct vd_range_op op;
    uint8_t *message; /* what op's slices point into */
    struct vd_range *range;
    struct vd_etcd3_answer answer;
    struct vd_etcd3_rows rows;
    bool is_large; /* two passes; the range belongs to the answer */
    uint8_t small[SMALL_MESSAGE_BYTES];
};

static void on_ready(void *arg)
{
    struct vd_call *call = arg;

    vd_call_ready(call, true);
}

static void range_message(struct vd_call *call, struct vd_slice message)
{
    struct range_call *state = vd_call_state(call);
    const struct vd_etcd3_error *error;

    state->message = message.len <= sizeof(state->small) ? state->small : vd_alloc(message.len);
    if (!state->message)
        return vd_etcd3_fail(call, &VD_ETCD3_NO_MEMORY);
    if (message.len)
        memcpy(state->message, message.ptr, message.len);
    if (vd_etcd3_read_range(vd_slice(state->message, message.len), &state->op) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    error = vd_etcd3_check_range(&state->op);
    if (error)
        return vd_etcd3_fail(call, error);
    vd_metric_add(VD_M_RANGES, 1);
    vd_call_ready(call, true);
}

/* Whether what limit leaves is known from the count alone. */
static bool is_filtered(const struct vd_range_op *op)
{
    return op->min_mod_revision || op->max_mod_revision || op->min_create_revision ||
           op->max_create_revision;
}

static uint64_t rows_expected(const struct range_call *state)
{
    uint64_t count = (uint64_t)vd_range_count(state->range);

    if (state->op.count_only)
        return 0;
    return state->op.limit > 0 ? VD_MIN(count, (uint64_t)state->op.limit) : count;
}

/* An answer that is written in one go. */
struct small {
    int64_t head;
    int64_t total; /* keys in the range */
    const struct vd_row *rows;
    size_t count;
    bool count_only;
};

/* What stands behind the rows. */
static uint8_t *put_tail(uint8_t *to, const struct small *small)
{
    to = vd_etcd3_int_put(to, MORE, !small->count_only && small->total > (int64_t)small->count);
    return vd_etcd3_int_put(to, COUNT, small->total);
}

/* False: there is not the room. */
static bool write_small(struct vd_call *call, const struct small *small, struct vd_out *out)
{
    const struct vd_etcd3_header *header = vd_etcd3_header_of(vd_call_arg(call), small->head);
    const struct vd_row *rows = small->rows;
    uint8_t tail[2 * VD_ETCD3_FIELD_BYTES], *to;
    size_t tail_bytes = (size_t)(put_tail(tail, small) - tail);
    size_t size = header->len + tail_bytes;

    for (size_t i = 0; i < small->count; i++)
        size += vd_etcd3_field_size(vd_etcd3_row_size(&rows[i]));
    to = vd_out_take(out, VD_RPC_PREFIX_BYTES + size);
    if (!to)
        return false;
    to = vd_call_put_prefix(to, size);
    memcpy(to, header->bytes, header->len);
    to += header->len;
    for (size_t i = 0; i < small->count; i++)
        to = vd_etcd3_row_put(vd_etcd3_len_put(to, KVS, vd_etcd3_row_size(&rows[i])), &rows[i]);
    memcpy(to, tail, tail_bytes);
    return true;
}

/* One key as it is now, or how many there are of it. */
static bool is_single(const struct vd_range_op *op)
{
    return op->end.len == 0 && op->revision <= 0 && !is_filtered(op);
}

/* 0: answered; VD_WAIT, VD_TOO_LARGE: a range is needed; else it failed. */
static int try_single(struct vd_call *call, const struct vd_range_op *op, struct vd_out *out)
{
    const struct vd_door_env *env = &((struct vd_etcd3 *)vd_call_arg(call))->env;
    struct small small = {.head = vd_kv_view(env->kv, env->slot)->head,
                          .count_only = op->count_only};
    bool with_value = !op->keys_only && !op->count_only;
    struct vd_row row;
    int rc = vd_kv_get(env->kv, env->slot, vd_call_principal(call), op->key, with_value, &row);

    if (rc && rc != VD_NOT_FOUND)
        return rc;
    if (rc == 0 && !with_value)
        row.value = VD_SLICE_EMPTY;
    small.total = rc == 0;
    small.rows = &row;
    small.count = op->count_only ? 0 : (size_t)small.total;
    return write_small(call, &small, out) ? 0 : VD_TOO_LARGE;
}

/* 0: answered; VD_WAIT, VD_AGAIN; VD_TOO_LARGE: it takes two passes; else it failed. */
static int try_small(struct vd_call *call, struct range_call *state, struct vd_out *out)
{
    struct vd_row rows[SMALL_ROWS];
    struct small small = {.head = vd_range_head(state->range),
                          .total = vd_range_count(state->range),
                          .rows = rows,
                          .count_only = state->op.count_only};
    uint64_t expected = rows_expected(state);
    size_t count = 0;
    int rc = 0;

    if (is_filtered(&state->op) || expected > SMALL_ROWS)
        return VD_TOO_LARGE;
    if (expected)
        rc = vd_range_next(state->range, !state->op.keys_only, rows, SMALL_ROWS, SMALL_BYTES,
                           &count);
    if (rc == VD_END)
        rc = 0;
    if (rc)
        return rc;
    for (size_t i = 0; state->op.keys_only && i < count; i++)
        rows[i].value = VD_SLICE_EMPTY;
    small.count = count;
    if (count == expected && write_small(call, &small, out))
        return 0;
    vd_range_rewind(state->range);
    return VD_TOO_LARGE;
}

static void begin_large(struct range_call *state)
{
    state->is_large = true;
    vd_etcd3_answer_init(&state->answer);
    vd_etcd3_answer_add(&state->answer, &state->rows, state->range, KVS, state->op.keys_only);
}

static enum vd_fill fill_large(struct vd_call *call, struct range_call *state, struct vd_out *out)
{
    struct vd_etcd3_answer *answer = &state->answer;

    if (!answer->is_measured) {
        const struct vd_etcd3_header *header =
            vd_etcd3_header_of(vd_call_arg(call), vd_range_head(state->range));
        int rc = vd_etcd3_answer_measure(answer);

        if (rc)
            return vd_etcd3_answer_stop(call, rc);
        vd_buf_append(&answer->literals, header->bytes, header->len);
        vd_etcd3_answer_rows(answer, &state->rows);
        if (!state->op.count_only)
            vd_etcd3_answer_int(answer, MORE, vd_range_has_more(state->range));
        vd_etcd3_answer_int(answer, COUNT, vd_range_count(state->range));
    }
    return vd_etcd3_answer_fill(answer, call, out);
}

static int open_range(struct vd_call *call, struct range_call *state)
{
    struct vd_etcd3 *door = vd_call_arg(call);

    if (state->range)
        return 0;
    return vd_range_open(door->env.kv, door->env.slot, vd_call_principal(call), &state->op,
                         (struct vd_pos){0, 0}, on_ready, call, &state->range);
}

/* 0: answered; VD_WAIT, VD_AGAIN; VD_TOO_LARGE: it takes two passes; else it failed. */
static int try_at_once(struct vd_call *call, struct range_call *state, struct vd_out *out)
{
    int rc = VD_TOO_LARGE;

    if (!state->range && is_single(&state->op))
        rc = try_single(call, &state->op, out);
    if (rc != VD_TOO_LARGE && rc != VD_WAIT)
        return rc;
    rc = open_range(call, state);
    if (rc == 0)
        rc = vd_range_settle(state->range);
    return rc ? rc : try_small(call, state, out);
}

static enum vd_fill range_fill(struct vd_call *call, struct vd_out *out)
{
    struct range_call *state = vd_call_state(call);
    int rc = state->is_large ? VD_TOO_LARGE : try_at_once(call, state, out);

    if (rc == 0) {
        vd_call_finish(call, VD_RPC_OK, NULL);
        return VD_FILL_IDLE;
    }
    if (rc != VD_TOO_LARGE)
        return vd_etcd3_answer_stop(call, rc);
    if (!state->is_large)
        begin_large(state);
    return fill_large(call, state, out);
}

static void range_release(struct vd_call *call)
{
    struct range_call *state = vd_call_state(call);

    if (state->is_large)
        vd_etcd3_answer_deinit(&state->answer);
    else
        vd_range_close(state->range);
    if (state->message != state->small)
        vd_free(state->message);
}

const struct vd_rpc_ops VD_ETCD3_RANGE = {sizeof(struct range_call), range_message, range_fill,
                                          range_release, NULL};
