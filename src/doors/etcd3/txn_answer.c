/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operations form a tree, as deep as the request's (which is bounded when it is read). It is
 * walked three times: to open what has to be read, to add up sizes from the leaves, and to lay down
 * the literals with the rows between them.
 */
#include "doors/etcd3/txn_answer.h"

#include <errno.h>

enum { RANGE_KVS = 2, PUT_PREV_KV = 2, DELETE_PREV_KVS = 3 };

struct vd_etcd3_node {
    const struct vd_op *op;
    const struct vd_op_result *result;
    struct vd_range_op before; /* what was there before a put or a delete */
    struct vd_range *range;    /* of a range: for the count; the rows own it */
    struct vd_etcd3_rows rows; /* unused if rows.range is NULL */
    struct vd_etcd3_node *nodes;
    size_t bytes; /* of its response, without tag and length */
};

static void on_ready(void *arg)
{
    struct vd_call *call = arg;

    vd_call_ready(call, true);
}

/* --- opening ------------------------------------------------------------------------------------
 */

static int open_range(struct vd_etcd3_txn_answer *answer, const struct vd_range_op *op,
                      struct vd_pos at, struct vd_range **out_range)
{
    const struct vd_etcd3 *door = vd_call_arg(answer->call);

    return vd_range_open(door->env.kv, door->env.slot, answer->write->principal, op, at, on_ready,
                         answer->call, out_range);
}

static int open_rows(struct vd_etcd3_txn_answer *answer, struct vd_etcd3_node *node)
{
    const struct vd_range_op *op = &node->op->range;
    int rc = open_range(answer, op, node->result->at, &node->range);

    if (rc == 0)
        vd_etcd3_answer_add(&answer->rows, &node->rows, node->range, RANGE_KVS, op->keys_only);
    return rc;
}

/* A put's value before is what its key had before the whole transaction: it can put a key once. */
static int open_before(struct vd_etcd3_txn_answer *answer, struct vd_etcd3_node *node,
                       struct vd_slice key, struct vd_slice end, struct vd_pos at, unsigned field)
{
    struct vd_range *range;
    int rc;

    node->before = (struct vd_range_op){.key = key, .end = end};
    rc = open_range(answer, &node->before, at, &range);
    if (rc == 0)
        vd_etcd3_answer_add(&answer->rows, &node->rows, range, field, false);
    return rc;
}

static int open_nodes(struct vd_etcd3_txn_answer *answer, const struct vd_txn *txn,
                      const struct vd_txn_result *result, struct vd_etcd3_node **out_nodes);

static int open_node(struct vd_etcd3_txn_answer *answer, struct vd_etcd3_node *node)
{
    const struct vd_op *op = node->op;

    switch (op->type) {
    case VD_OP_RANGE:
        return open_rows(answer, node);
    case VD_OP_PUT:
        if (!op->put.prev_kv || !node->result->prev.revision)
            return 0;
        return open_before(answer, node, op->put.key, VD_SLICE_EMPTY,
                           (struct vd_pos){answer->write->revision, 0}, PUT_PREV_KV);
    case VD_OP_DELETE:
        if (!op->del.prev_kv || !node->result->deleted)
            return 0;
        return open_before(answer, node, op->del.key, op->del.end, node->result->at,
                           DELETE_PREV_KVS);
    case VD_OP_TXN:
        return open_nodes(answer, op->txn, node->result->txn, &node->nodes);
    }
    return 0;
}

static int open_nodes(struct vd_etcd3_txn_answer *answer, const struct vd_txn *txn,
                      const struct vd_txn_result *result, struct vd_etcd3_node **out_nodes)
{
    struct vd_etcd3_node *nodes =
        vd_arena_alloc_zero(answer->write->arena, result->count * sizeof(*nodes));
    int rc = 0;

    if (!nodes)
        return -ENOMEM;
    *out_nodes = nodes;
    for (uint32_t i = 0; rc == 0 && i < result->count; i++) {
        nodes[i].op = result->succeeded ? &txn->success[i] : &txn->failure[i];
        nodes[i].result = &result->ops[i];
        rc = open_node(answer, &nodes[i]);
    }
    return rc;
}

int vd_etcd3_txn_answer_begin(struct vd_etcd3_txn_answer *answer, struct vd_call *call,
                              enum vd_etcd3_txn_shape shape, const struct vd_write *write)
{
    *answer = (struct vd_etcd3_txn_answer){.call = call, .write = write, .shape = shape};
    vd_etcd3_answer_init(&answer->rows);
    return open_nodes(answer, write->txn, &write->result, &answer->nodes);
}

void vd_etcd3_txn_answer_end(struct vd_etcd3_txn_answer *answer)
{
    vd_etcd3_answer_deinit(&answer->rows);
}

/* --- sizes -------------------------------------------------------------------------------------
 */

static size_t txn_bytes(struct vd_etcd3_node *nodes, const struct vd_txn_result *result,
                        int64_t revision);

static bool has_more(const struct vd_etcd3_node *node)
{
    return vd_range_has_more(node->range);
}

/* Without the header. */
static size_t node_fields_bytes(const struct vd_etcd3_node *node)
{
    switch (node->op->type) {
    case VD_OP_RANGE:
        return node->rows.bytes + vd_etcd3_int_size(has_more(node)) +
               vd_etcd3_int_size(vd_range_count(node->range));
    case VD_OP_PUT:
        return node->rows.bytes;
    case VD_OP_DELETE:
        return node->rows.bytes + vd_etcd3_int_size(node->result->deleted);
    case VD_OP_TXN:
        break;
    }
    return 0;
}

/* A delete that found nothing, before any change of its transaction, tells the revision before it.
 */
static int64_t node_revision(const struct vd_etcd3_node *node, int64_t revision)
{
    return node->op->type == VD_OP_PUT ? revision : node->result->head;
}

static size_t node_bytes(struct vd_etcd3_node *node, int64_t revision)
{
    if (node->op->type == VD_OP_TXN)
        node->bytes =
            vd_etcd3_part_header_size(0) + txn_bytes(node->nodes, node->result->txn, revision);
    else
        node->bytes =
            vd_etcd3_part_header_size(node_revision(node, revision)) + node_fields_bytes(node);
    return node->bytes;
}

/* Of a TxnResponse without its header. */
static size_t txn_bytes(struct vd_etcd3_node *nodes, const struct vd_txn_result *result,
                        int64_t revision)
{
    size_t bytes = vd_etcd3_int_size(result->succeeded);

    for (uint32_t i = 0; i < result->count; i++)
        bytes += vd_etcd3_field_size(vd_etcd3_field_size(node_bytes(&nodes[i], revision)));
    return bytes;
}

/* --- literals ----------------------------------------------------------------------------------
 */

static void put_txn(struct vd_etcd3_answer *rows, struct vd_etcd3_node *nodes,
                    const struct vd_txn_result *result, int64_t revision);

static void put_fields(struct vd_etcd3_answer *rows, struct vd_etcd3_node *node)
{
    enum { RANGE_MORE = 3, RANGE_COUNT = 4, DELETED = 2 };

    if (node->op->type == VD_OP_DELETE)
        vd_etcd3_answer_int(rows, DELETED, node->result->deleted);
    if (node->rows.range)
        vd_etcd3_answer_rows(rows, &node->rows);
    if (node->op->type != VD_OP_RANGE)
        return;
    vd_etcd3_answer_int(rows, RANGE_MORE, has_more(node));
    vd_etcd3_answer_int(rows, RANGE_COUNT, vd_range_count(node->range));
}

/* Field of ResponseOp. */
static unsigned response_field(enum vd_op_type type)
{
    enum { RANGE = 1, PUT = 2, DELETE = 3, TXN = 4 };

    switch (type) {
    case VD_OP_RANGE:
        return RANGE;
    case VD_OP_PUT:
        return PUT;
    case VD_OP_DELETE:
        return DELETE;
    case VD_OP_TXN:
        return TXN;
    }
    return 0;
}

static void put_node(struct vd_etcd3_answer *rows, struct vd_etcd3_node *node, int64_t revision)
{
    enum { RESPONSES = 3 };

    vd_etcd3_answer_len(rows, RESPONSES, vd_etcd3_field_size(node->bytes));
    vd_etcd3_answer_len(rows, response_field(node->op->type), node->bytes);
    if (node->op->type == VD_OP_TXN) {
        vd_etcd3_answer_part_header(rows, 0);
        put_txn(rows, node->nodes, node->result->txn, revision);
        return;
    }
    vd_etcd3_answer_part_header(rows, node_revision(node, revision));
    put_fields(rows, node);
}

static void put_txn(struct vd_etcd3_answer *rows, struct vd_etcd3_node *nodes,
                    const struct vd_txn_result *result, int64_t revision)
{
    enum { SUCCEEDED = 2 };

    vd_etcd3_answer_int(rows, SUCCEEDED, result->succeeded);
    for (uint32_t i = 0; i < result->count; i++)
        put_node(rows, &nodes[i], revision);
}

static void lay_down(struct vd_etcd3_txn_answer *answer)
{
    const struct vd_txn_result *result = &answer->write->result;
    int64_t revision = answer->write->revision;
    const struct vd_etcd3_header *header = vd_etcd3_header_of(vd_call_arg(answer->call), revision);

    vd_buf_append(&answer->rows.literals, header->bytes, header->len);
    if (answer->shape != VD_ETCD3_SHAPE_TXN) {
        put_fields(&answer->rows, &answer->nodes[0]);
        return;
    }
    (void)txn_bytes(answer->nodes, result, revision);
    put_txn(&answer->rows, answer->nodes, result, revision);
}

enum vd_fill vd_etcd3_txn_answer_fill(struct vd_etcd3_txn_answer *answer, struct vd_out *out)
{
    if (!answer->rows.is_measured) {
        int rc = vd_etcd3_answer_measure(&answer->rows);

        if (rc)
            return vd_etcd3_answer_stop(answer->call, rc);
        lay_down(answer);
    }
    return vd_etcd3_answer_fill(&answer->rows, answer->call, out);
}
