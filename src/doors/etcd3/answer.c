/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/answer.h"

#include "doors/etcd3/encode.h"
#include "doors/etcd3/state.h"

#include <errno.h>

enum {
    ROWS = 64,
    MEASURE_PULLS = 64, /* of ROWS each, in one turn */
    WRITE_MIN_BYTES = 512
};

/* The length of a gRPC message is 32 bits, and clients take half of that. */
static const size_t ANSWER_MAX_BYTES = 0x7fffffff;

void vd_etcd3_answer_init(struct vd_etcd3_answer *answer)
{
    *answer = (struct vd_etcd3_answer){0};
    vd_buf_init(&answer->literals, 0);
}

void vd_etcd3_answer_deinit(struct vd_etcd3_answer *answer)
{
    for (struct vd_etcd3_rows *rows = answer->first; rows; rows = rows->next)
        vd_range_close(rows->range);
    vd_buf_deinit(&answer->literals);
    vd_etcd3_answer_init(answer);
}

void vd_etcd3_answer_add(struct vd_etcd3_answer *answer, struct vd_etcd3_rows *rows,
                         struct vd_range *range, unsigned field, bool keys_only)
{
    *rows = (struct vd_etcd3_rows){.range = range, .field = (uint8_t)field, .keys_only = keys_only};
    if (answer->last)
        answer->last->next = rows;
    else
        answer->first = answer->at = rows;
    answer->last = rows;
}

/* --- measuring -------------------------------------------------------------------------------- */

static void drop_value(const struct vd_etcd3_rows *rows, struct vd_row *row)
{
    if (rows->keys_only)
        row->value = VD_SLICE_EMPTY;
}

int vd_etcd3_answer_measure(struct vd_etcd3_answer *answer)
{
    struct vd_row batch[ROWS];
    size_t count;

    for (int pulls = 0; answer->at; pulls++) {
        struct vd_etcd3_rows *rows = answer->at;
        int rc;

        if (pulls == MEASURE_PULLS)
            return VD_AGAIN;
        rc = vd_range_next(rows->range, false, batch, ROWS, SIZE_MAX / 2, &count);
        if (rc == VD_END) {
            vd_range_rewind(rows->range);
            rows->left = rows->bytes;
            answer->at = rows->next;
            continue;
        }
        if (rc)
            return rc;
        for (size_t i = 0; i < count; i++) {
            drop_value(rows, &batch[i]);
            rows->bytes += vd_etcd3_field_size(vd_etcd3_row_size(&batch[i]));
        }
    }
    answer->at = answer->first;
    answer->is_measured = true;
    return 0;
}

/* --- literals ----------------------------------------------------------------------------------
 */

static void advance(struct vd_etcd3_answer *answer, const uint8_t *from, const uint8_t *to)
{
    if (from)
        vd_buf_advance(&answer->literals, (size_t)(to - from));
}

void vd_etcd3_answer_int(struct vd_etcd3_answer *answer, unsigned field, int64_t value)
{
    uint8_t *to = vd_buf_reserve(&answer->literals, VD_ETCD3_FIELD_BYTES);

    if (to)
        advance(answer, to, vd_etcd3_int_put(to, field, value));
}

void vd_etcd3_answer_len(struct vd_etcd3_answer *answer, unsigned field, size_t n)
{
    uint8_t *to = vd_buf_reserve(&answer->literals, VD_ETCD3_FIELD_BYTES);

    if (to)
        advance(answer, to, vd_etcd3_len_put(to, field, n));
}

void vd_etcd3_answer_part_header(struct vd_etcd3_answer *answer, int64_t revision)
{
    uint8_t *to = vd_buf_reserve(&answer->literals, VD_ETCD3_HEADER_BYTES);

    if (to)
        advance(answer, to, vd_etcd3_part_header_put(to, revision));
}

void vd_etcd3_answer_rows(struct vd_etcd3_answer *answer, struct vd_etcd3_rows *rows)
{
    rows->literal_at = answer->literals.len;
}

/* --- writing -----------------------------------------------------------------------------------
 */

static int begin(struct vd_etcd3_answer *answer, struct vd_call *call, struct vd_out *out)
{
    uint8_t prefix[VD_RPC_PREFIX_BYTES];
    size_t bytes = answer->literals.len;

    for (const struct vd_etcd3_rows *rows = answer->first; rows; rows = rows->next)
        bytes += rows->bytes;
    if (vd_buf_status(&answer->literals) != 0)
        return -ENOMEM;
    if (bytes > ANSWER_MAX_BYTES)
        return -EMSGSIZE;
    answer->is_begun = true;
    vd_call_put_prefix(prefix, bytes);
    return vd_call_write(call, out, vd_slice(prefix, sizeof(prefix)), NULL) ? 0 : VD_TOO_MANY;
}

/* The literals up to `end`. */
static int write_literals(struct vd_etcd3_answer *answer, struct vd_out *out, size_t end)
{
    answer->literal_at += vd_out_copy(
        out, vd_slice(answer->literals.data + answer->literal_at, end - answer->literal_at));
    return answer->literal_at == end ? 0 : VD_TOO_MANY;
}

static uint8_t *put_row(uint8_t *to, const struct vd_etcd3_rows *rows, const struct vd_row *row,
                        size_t row_bytes)
{
    return vd_etcd3_row_put(vd_etcd3_len_put(to, rows->field, row_bytes), row);
}

/* Rows for which there is no room: encoded aside, and left to the call. */
static int write_aside(struct vd_etcd3_rows *rows, struct vd_call *call, struct vd_out *out,
                       const struct vd_row *batch, size_t count)
{
    struct vd_bytes *bytes;
    size_t size = 0;
    uint8_t *to;
    bool is_out;

    for (size_t i = 0; i < count; i++)
        size += vd_etcd3_field_size(vd_etcd3_row_size(&batch[i]));
    if (size > rows->left)
        return -EIO;
    bytes = vd_bytes_new(size);
    if (!bytes)
        return -ENOMEM;
    to = bytes->data;
    for (size_t i = 0; i < count; i++)
        to = put_row(to, rows, &batch[i], vd_etcd3_row_size(&batch[i]));
    rows->left -= size;
    is_out = vd_call_write(call, out, VD_SLICE_EMPTY, bytes);
    vd_bytes_unref(bytes);
    return is_out ? 0 : VD_TOO_MANY;
}

static int write_batch(struct vd_etcd3_rows *rows, struct vd_call *call, struct vd_out *out,
                       struct vd_row *batch, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t row_bytes, size;

        drop_value(rows, &batch[i]);
        row_bytes = vd_etcd3_row_size(&batch[i]);
        size = vd_etcd3_field_size(row_bytes);
        if (size > out->room) {
            for (size_t k = i + 1; k < count; k++)
                drop_value(rows, &batch[k]);
            return write_aside(rows, call, out, batch + i, count - i);
        }
        if (size > rows->left)
            return -EIO;
        put_row(vd_out_take(out, size), rows, &batch[i], row_bytes);
        rows->left -= size;
    }
    return 0;
}

/* 0: all rows are written. */
static int write_rows(struct vd_etcd3_rows *rows, struct vd_call *call, struct vd_out *out)
{
    struct vd_row batch[ROWS];
    size_t count;

    while (rows->left) {
        int rc;

        if (!out->room)
            return VD_TOO_MANY;
        rc = vd_range_next(rows->range, !rows->keys_only, batch, ROWS,
                           VD_MAX(out->room, (size_t)WRITE_MIN_BYTES), &count);
        if (rc == VD_END)
            return -EIO;
        if (rc == 0)
            rc = write_batch(rows, call, out, batch, count);
        if (rc)
            return rc;
    }
    return 0;
}

int vd_etcd3_answer_write(struct vd_etcd3_answer *answer, struct vd_call *call, struct vd_out *out)
{
    int rc = answer->is_begun ? 0 : begin(answer, call, out);

    while (rc == 0 && answer->at) {
        rc = write_literals(answer, out, answer->at->literal_at);
        if (rc == 0)
            rc = write_rows(answer->at, call, out);
        if (rc == 0)
            answer->at = answer->at->next;
    }
    return rc ? rc : write_literals(answer, out, answer->literals.len);
}

enum vd_fill vd_etcd3_answer_stop(struct vd_call *call, int rc)
{
    if (rc == VD_AGAIN)
        return VD_FILL_LATER;
    if (rc != VD_WAIT)
        vd_etcd3_fail(call, vd_etcd3_error_of(rc));
    return VD_FILL_IDLE;
}

enum vd_fill vd_etcd3_answer_fill(struct vd_etcd3_answer *answer, struct vd_call *call,
                                  struct vd_out *out)
{
    int rc = vd_etcd3_answer_write(answer, call, out);

    if (rc == VD_TOO_MANY)
        return VD_FILL_MORE;
    if (rc == VD_WAIT || rc == VD_AGAIN || (rc && rc != -EMSGSIZE && !answer->is_begun))
        return vd_etcd3_answer_stop(call, rc);
    if (rc == 0)
        vd_call_finish(call, VD_RPC_OK, NULL);
    else if (rc == -EMSGSIZE)
        vd_call_finish(call, VD_RPC_RESOURCE_EXHAUSTED,
                       "grpc: trying to send message larger than max (2147483647)");
    else
        vd_call_break(call);
    return VD_FILL_IDLE;
}
