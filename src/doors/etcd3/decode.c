/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A transaction nests, and a peer writes it: its lists are counted before anything is made of them,
 * and the depth is bounded by what etcd's own limit leaves by default (every level spends at least
 * one of the operations that its parent may have).
 */
#include "doors/etcd3/decode.h"

#include "base/check.h"
#include "wire/protobuf.h"

#include <errno.h>

#define LEN(number)    VD_PB_TAG(number, VD_PB_LEN)
#define VARINT(number) VD_PB_TAG(number, VD_PB_VARINT)

/* Enums arrive as any 32-bit number; what is out of range is judged later, or means "unknown". */
static unsigned read_enum(uint64_t value)
{
    return (unsigned)(uint32_t)value;
}

int vd_etcd3_read_range(struct vd_slice message, struct vd_range_op *out_op)
{
    struct vd_range_op op = {0};
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        switch (field.tag) {
        case LEN(1):
            op.key = field.bytes;
            break;
        case LEN(2):
            op.end = field.bytes;
            break;
        case VARINT(3):
            op.limit = (int64_t)field.value;
            break;
        case VARINT(4):
            op.revision = (int64_t)field.value;
            break;
        case VARINT(5):
            op.order = (enum vd_sort_order)read_enum(field.value);
            break;
        case VARINT(6):
            op.target = (enum vd_sort_target)read_enum(field.value);
            break;
        case VARINT(8):
            op.keys_only = field.value != 0;
            break;
        case VARINT(9):
            op.count_only = field.value != 0;
            break;
        case VARINT(10):
            op.min_mod_revision = (int64_t)field.value;
            break;
        case VARINT(11):
            op.max_mod_revision = (int64_t)field.value;
            break;
        case VARINT(12):
            op.min_create_revision = (int64_t)field.value;
            break;
        case VARINT(13):
            op.max_create_revision = (int64_t)field.value;
            break;
        default:
            break;
        }
    *out_op = op;
    return vd_pb_status(&reader);
}

int vd_etcd3_read_put(struct vd_slice message, struct vd_put_op *out_op)
{
    struct vd_put_op op = {0};
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        switch (field.tag) {
        case LEN(1):
            op.key = field.bytes;
            break;
        case LEN(2):
            op.value = field.bytes;
            break;
        case VARINT(3):
            op.lease = (int64_t)field.value;
            break;
        case VARINT(4):
            op.prev_kv = field.value != 0;
            break;
        case VARINT(5):
            op.ignore_value = field.value != 0;
            break;
        case VARINT(6):
            op.ignore_lease = field.value != 0;
            break;
        default:
            break;
        }
    *out_op = op;
    return vd_pb_status(&reader);
}

int vd_etcd3_read_delete(struct vd_slice message, struct vd_delete_op *out_op)
{
    struct vd_delete_op op = {0};
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        switch (field.tag) {
        case LEN(1):
            op.key = field.bytes;
            break;
        case LEN(2):
            op.end = field.bytes;
            break;
        case VARINT(3):
            op.prev_kv = field.value != 0;
            break;
        default:
            break;
        }
    *out_op = op;
    return vd_pb_status(&reader);
}

/* The field of target_union that goes with each target. */
static uint32_t operand_tag(enum vd_compare_target target)
{
    switch (target) {
    case VD_CMP_VERSION:
        return VARINT(4);
    case VD_CMP_CREATE:
        return VARINT(5);
    case VD_CMP_MOD:
        return VARINT(6);
    case VD_CMP_VALUE:
        return LEN(7);
    case VD_CMP_LEASE:
        return VARINT(8);
    }
    return 0;
}

/* A number for a value, or the number of another target, counts as not given: 0, or empty. */
static int read_compare(struct vd_slice message, struct vd_compare *out_compare)
{
    struct vd_compare compare = {0};
    struct vd_pb_field operand = {0}, field;
    struct vd_pb_reader reader;
    unsigned result = 0, target = 0;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        switch (field.tag) {
        case VARINT(1):
            result = read_enum(field.value);
            break;
        case VARINT(2):
            target = read_enum(field.value);
            break;
        case LEN(3):
            compare.key = field.bytes;
            break;
        case VARINT(4):
        case VARINT(5):
        case VARINT(6):
        case LEN(7):
        case VARINT(8):
            operand = field;
            break;
        case LEN(64):
            compare.end = field.bytes;
            break;
        default:
            break;
        }
    compare.result = result < VD_CMP_ALWAYS && target <= VD_CMP_LEASE
                         ? (enum vd_compare_result)result
                         : VD_CMP_ALWAYS;
    compare.target = target <= VD_CMP_LEASE ? (enum vd_compare_target)target : VD_CMP_VERSION;
    if (operand.tag == operand_tag(compare.target)) {
        compare.number = compare.target == VD_CMP_VALUE ? 0 : (int64_t)operand.value;
        compare.value = compare.target == VD_CMP_VALUE ? operand.bytes : VD_SLICE_EMPTY;
    }
    *out_compare = compare;
    return vd_pb_status(&reader);
}

struct txn_reader {
    struct vd_arena *arena;
    unsigned ops_left;
    uint32_t max_ops; /* in one list */
};

static int read_txn(struct txn_reader *txn_reader, struct vd_slice message, unsigned depth,
                    struct vd_txn *out_txn);

static int read_nested(struct txn_reader *txn_reader, struct vd_slice message, unsigned depth,
                       const struct vd_txn **out_txn)
{
    struct vd_txn *txn = vd_arena_alloc(txn_reader->arena, sizeof(*txn));

    if (!txn)
        return -ENOMEM;
    *out_txn = txn;
    return read_txn(txn_reader, message, depth + 1, txn);
}

/* Of several requests in one operation the last counts, as with any oneof. */
static int read_op(struct txn_reader *txn_reader, struct vd_slice message, unsigned depth,
                   struct vd_op *out_op)
{
    struct vd_pb_field field, chosen = {0};
    struct vd_pb_reader reader;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == LEN(1) || field.tag == LEN(2) || field.tag == LEN(3) ||
            field.tag == LEN(4))
            chosen = field;
    if (vd_pb_status(&reader) != 0)
        return VD_INVALID;
    switch (chosen.tag) {
    case LEN(1):
        out_op->type = VD_OP_RANGE;
        return vd_etcd3_read_range(chosen.bytes, &out_op->range);
    case LEN(2):
        out_op->type = VD_OP_PUT;
        return vd_etcd3_read_put(chosen.bytes, &out_op->put);
    case LEN(3):
        out_op->type = VD_OP_DELETE;
        return vd_etcd3_read_delete(chosen.bytes, &out_op->del);
    case LEN(4):
        out_op->type = VD_OP_TXN;
        return read_nested(txn_reader, chosen.bytes, depth, &out_op->txn);
    default:
        return VD_NOT_FOUND;
    }
}

/* How many of each list there are: 1 compares, 2 success, 3 failure. */
static int count_lists(struct vd_slice message, uint32_t counts[4])
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == LEN(1) || field.tag == LEN(2) || field.tag == LEN(3))
            counts[field.tag >> 3]++;
    return vd_pb_status(&reader);
}

static int read_txn(struct txn_reader *txn_reader, struct vd_slice message, unsigned depth,
                    struct vd_txn *out_txn)
{
    uint32_t counts[4] = {0};
    struct vd_compare *compares;
    struct vd_op *ops[4] = {NULL};
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    int rc = count_lists(message, counts);

    if (rc)
        return rc;
    if (depth > VD_ETCD3_TXN_DEPTH || counts[2] + counts[3] > txn_reader->ops_left)
        return VD_TOO_MANY;
    for (size_t list = 1; list < VD_COUNT(counts); list++)
        if (counts[list] > txn_reader->max_ops)
            return VD_TOO_MANY;
    txn_reader->ops_left -= counts[2] + counts[3];
    compares = vd_arena_alloc(txn_reader->arena, counts[1] * sizeof(*compares));
    ops[2] = vd_arena_alloc_zero(txn_reader->arena, counts[2] * sizeof(struct vd_op));
    ops[3] = vd_arena_alloc_zero(txn_reader->arena, counts[3] * sizeof(struct vd_op));
    if (!compares || !ops[2] || !ops[3])
        return -ENOMEM;
    *out_txn = (struct vd_txn){compares, ops[2], ops[3], counts[1], counts[2], counts[3]};
    vd_pb_reader_init(&reader, message);
    while (rc == 0 && vd_pb_next(&reader, &field)) {
        if (field.tag == LEN(1))
            rc = read_compare(field.bytes, compares++);
        else if (field.tag == LEN(2) || field.tag == LEN(3))
            rc = read_op(txn_reader, field.bytes, depth, ops[field.tag >> 3]++);
    }
    return rc;
}

int vd_etcd3_read_txn(struct vd_arena *arena, struct vd_slice message, uint32_t max_ops,
                      struct vd_txn *out_txn)
{
    struct txn_reader txn_reader = {arena, VD_MAX(2 * max_ops, (uint32_t)VD_ETCD3_TXN_OPS_IN_ALL),
                                    max_ops};

    return read_txn(&txn_reader, message, 1, out_txn);
}

int vd_etcd3_read_compaction(struct vd_slice message, struct vd_etcd3_compaction *out_compaction)
{
    struct vd_etcd3_compaction compaction = {0};
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == VARINT(1))
            compaction.revision = (int64_t)field.value;
        else if (field.tag == VARINT(2))
            compaction.physical = field.value != 0;
    *out_compaction = compaction;
    return vd_pb_status(&reader);
}

static void add_filter(struct vd_etcd3_watch_request *request, uint64_t filter)
{
    if (read_enum(filter) == 0)
        request->no_put = true;
    else if (read_enum(filter) == 1)
        request->no_delete = true;
}

static int add_packed_filters(struct vd_etcd3_watch_request *request, struct vd_slice packed)
{
    struct vd_pb_reader reader;
    uint64_t filter;

    vd_pb_reader_init(&reader, packed);
    while (vd_pb_next_varint(&reader, &filter))
        add_filter(request, filter);
    return vd_pb_status(&reader);
}

static int read_watch_create(struct vd_slice message, struct vd_etcd3_watch_request *request)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    int rc = 0;

    vd_pb_reader_init(&reader, message);
    while (rc == 0 && vd_pb_next(&reader, &field))
        switch (field.tag) {
        case LEN(1):
            request->key = field.bytes;
            break;
        case LEN(2):
            request->end = field.bytes;
            break;
        case VARINT(3):
            request->start_revision = (int64_t)field.value;
            break;
        case VARINT(4):
            request->progress_notify = field.value != 0;
            break;
        case VARINT(5):
            add_filter(request, field.value);
            break;
        case LEN(5):
            rc = add_packed_filters(request, field.bytes);
            break;
        case VARINT(6):
            request->prev_kv = field.value != 0;
            break;
        case VARINT(7):
            request->watch_id = (int64_t)field.value;
            break;
        case VARINT(8):
            request->fragment = field.value != 0;
            break;
        default:
            break;
        }
    return rc ? rc : vd_pb_status(&reader);
}

static int read_watch_cancel(struct vd_slice message, struct vd_etcd3_watch_request *request)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == VARINT(1))
            request->watch_id = (int64_t)field.value;
    return vd_pb_status(&reader);
}

int vd_etcd3_read_watch(struct vd_slice message, struct vd_etcd3_watch_request *out_request)
{
    struct vd_etcd3_watch_request request = {0};
    struct vd_pb_field field, chosen = {0};
    struct vd_pb_reader reader;
    int rc = 0;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == LEN(1) || field.tag == LEN(2) || field.tag == LEN(3))
            chosen = field;
    if (vd_pb_status(&reader) != 0)
        return VD_INVALID;
    if (chosen.tag == LEN(1)) {
        request.kind = VD_ETCD3_WATCH_CREATE;
        rc = read_watch_create(chosen.bytes, &request);
    } else if (chosen.tag == LEN(2)) {
        request.kind = VD_ETCD3_WATCH_CANCEL;
        rc = read_watch_cancel(chosen.bytes, &request);
    } else if (chosen.tag == LEN(3)) {
        request.kind = VD_ETCD3_WATCH_PROGRESS;
    }
    *out_request = request;
    return rc;
}
