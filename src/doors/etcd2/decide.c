/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order in which etcd looks for what is wrong is kept: the root, a file in the way, a node that
 * is missing or there, its kind, the comparison. What was seen is compared again by the
 * transaction, as little of it as will do: the revision of the node, that nothing lies below what
 * is no directory, that the directory above is still marked.
 */
#include "doors/etcd2/decide.h"

#include "base/check.h"

#include <errno.h>
#include <inttypes.h>

struct deciding {
    struct vd_arena *arena;
    const struct vd_etcd2_request *request;
    const struct vd_etcd2_target *target;
    bool has_children;
    int64_t expires_ms;
    struct vd_etcd2_plan *plan;
    struct vd_etcd2_cause cause;
    int rc;
};

/* --- refusals --------------------------------------------------------------------------------- */

static bool refuse(struct deciding *d, enum vd_etcd2_code code, struct vd_slice stem)
{
    d->plan->code = code;
    d->plan->stem = stem;
    return false;
}

/* False: the node is not there, and the plan says so. */
static bool is_there(struct deciding *d)
{
    const struct vd_etcd2_target *target = d->target;

    if (target->is_dir || target->is_file)
        return true;
    if (target->in_way.ptr)
        return refuse(d, VD_ETCD2_NOT_DIR, target->in_way);
    return refuse(d, VD_ETCD2_KEY_NOT_FOUND, target->missing);
}

static bool is_not_root(struct deciding *d)
{
    return !d->target->is_root || refuse(d, VD_ETCD2_ROOT_READ_ONLY, d->request->stem);
}

static void add_slice(struct vd_buf *buf, struct vd_slice a)
{
    vd_buf_append_slice(buf, a);
}

static bool compare_failed(struct deciding *d, bool value_holds, bool index_holds)
{
    const struct vd_etcd2_params *params = &d->request->params;
    const struct vd_etcd2_node *node = &d->target->node;
    struct vd_buf text;

    vd_buf_init(&text, 0);
    if (!value_holds) {
        vd_buf_append(&text, "[", 1);
        add_slice(&text, params->prev_value);
        vd_buf_append(&text, " != ", 4);
        add_slice(&text, node->value);
        vd_buf_append(&text, "]", 1);
    }
    if (!index_holds)
        vd_buf_printf(&text, "%s[%" PRIu64 " != %" PRId64 "]", value_holds ? "" : " ",
                      params->prev_index, node->modified);
    d->plan->code = VD_ETCD2_TEST_FAILED;
    d->rc = vd_buf_status(&text);
    if (!d->rc)
        d->rc = vd_arena_copy(d->arena, vd_buf_slice(&text), &d->plan->text);
    vd_buf_deinit(&text);
    return false;
}

/* A file that is as the request says. */
static bool compares(struct deciding *d)
{
    const struct vd_etcd2_params *params = &d->request->params;
    const struct vd_etcd2_node *node = &d->target->node;
    bool value_holds, index_holds;

    if (!is_there(d))
        return false;
    if (d->target->is_dir) {
        d->plan->text = vd_slice("", 0); /* what etcd says of the root */
        d->plan->text.ptr = d->target->is_root ? d->plan->text.ptr : NULL;
        return refuse(d, VD_ETCD2_NOT_FILE, d->request->stem);
    }
    value_holds = !params->prev_value.len || vd_slice_eq(params->prev_value, node->value);
    index_holds = !params->prev_index || params->prev_index == (uint64_t)node->modified;
    return (value_holds && index_holds) || compare_failed(d, value_holds, index_holds);
}

/* --- the transaction ---------------------------------------------------------------------------
 */

static void compare(struct deciding *d, enum vd_compare_target target,
                    enum vd_compare_result result, struct vd_slice key, struct vd_slice end,
                    int64_t number)
{
    struct vd_etcd2_plan *plan = d->plan;

    vd_assert(plan->txn.compare_count < VD_ETCD2_COMPARES);
    plan->compares[plan->txn.compare_count++] = (struct vd_compare){
        .result = result, .target = target, .key = key, .end = end, .number = number};
}

/* Makes keys of a node; the arena's failure is remembered. */
static struct vd_slice with_byte(struct deciding *d, struct vd_slice stem, char byte)
{
    uint8_t *key = vd_arena_alloc(d->arena, stem.len + 1);

    if (!key) {
        d->rc = -ENOMEM;
        return VD_SLICE_EMPTY;
    }
    if (stem.len)
        memcpy(key, stem.ptr, stem.len);
    key[stem.len] = (uint8_t)byte;
    return vd_slice(key, stem.len + 1);
}

/* Nothing lies in [key, stem + '0'). */
static void compare_empty(struct deciding *d, struct vd_slice stem, struct vd_slice key)
{
    compare(d, VD_CMP_CREATE, VD_CMP_EQUAL, key, with_byte(d, stem, '/' + 1), 0);
}

static struct vd_op *next_op(struct deciding *d, enum vd_op_type type)
{
    struct vd_etcd2_plan *plan = d->plan;
    struct vd_op *op;

    vd_assert(plan->txn.success_count < plan->op_max);
    op = &plan->ops[plan->txn.success_count++];
    *op = (struct vd_op){.type = type};
    return op;
}

static void put_op(struct deciding *d, struct vd_slice key, struct vd_slice value)
{
    struct vd_op *op = next_op(d, VD_OP_PUT);

    op->put = (struct vd_put_op){.key = key, .value = value};
}

static void delete_op(struct deciding *d, struct vd_slice key, struct vd_slice end)
{
    struct vd_op *op = next_op(d, VD_OP_DELETE);

    op->del = (struct vd_delete_op){.key = key, .end = end};
}

/* Markers of the directories from the first that is missing up to `last` and with it. */
static void make_dirs(struct deciding *d, struct vd_slice last)
{
    size_t len = d->target->missing.len;

    for (; len <= last.len; len++)
        if (len == last.len || last.ptr[len] == '/')
            put_op(d, with_byte(d, vd_slice(last.ptr, len), '/'), VD_SLICE_EMPTY);
}

static void guard_above(struct deciding *d)
{
    const struct vd_etcd2_target *target = d->target;

    if (target->above_has_marker)
        compare(d, VD_CMP_VERSION, VD_CMP_GREATER, with_byte(d, target->above, '/'), VD_SLICE_EMPTY,
                0);
}

/* What is missing is still missing: the first node on the way, with all below it. */
static void guard_missing(struct deciding *d)
{
    struct vd_slice missing = d->target->missing;

    compare(d, VD_CMP_MOD, VD_CMP_EQUAL, missing, VD_SLICE_EMPTY, 0);
    compare_empty(d, missing, with_byte(d, missing, '/'));
    guard_above(d);
}

static void guard_file(struct deciding *d)
{
    struct vd_slice stem = d->request->stem;

    compare(d, VD_CMP_MOD, VD_CMP_EQUAL, stem, VD_SLICE_EMPTY, d->target->file_revision);
    compare_empty(d, stem, with_byte(d, stem, '/'));
}

static void guard_dir(struct deciding *d)
{
    struct vd_slice stem = d->request->stem;

    compare(d, VD_CMP_MOD, VD_CMP_EQUAL, with_byte(d, stem, '/'), VD_SLICE_EMPTY,
            d->target->marker_revision);
}

/* What was there, as the answer will show it. */
static void keep_prev(struct deciding *d)
{
    const struct vd_etcd2_target *target = d->target;
    struct vd_etcd2_node *prev = &d->plan->prev;

    *prev = target->node;
    prev->stem = d->request->stem;
    if (prev->value.len && vd_arena_copy(d->arena, prev->value, &prev->value) != 0)
        d->rc = -ENOMEM;
    d->plan->has_prev = true;
    if (target->is_v2_lease)
        d->plan->old_lease = target->is_dir ? target->marker_lease : target->file_lease;
}

/* The last operation: the node itself. */
static void put_node(struct deciding *d, enum vd_etcd2_action action, bool dir,
                     struct vd_slice value, int64_t created)
{
    struct vd_etcd2_plan *plan = d->plan;
    struct vd_slice stem = d->request->stem;

    put_op(d, dir ? with_byte(d, stem, '/') : stem, dir ? VD_SLICE_EMPTY : value);
    plan->action = d->cause.action = action;
    d->cause.dir = dir;
    d->cause.created = created;
    d->cause.expires_ms = d->expires_ms;
    plan->node = (struct vd_etcd2_node){.stem = stem,
                                        .dir = dir,
                                        .has_value = !dir,
                                        .value = value,
                                        .expires_ms = d->expires_ms,
                                        .created = created};
}

static struct vd_slice value_of(const struct deciding *d)
{
    return d->request->params.refresh ? d->plan->prev.value : d->request->params.value;
}

/* --- the actions --------------------------------------------------------------------------------
 */

static void create_node(struct deciding *d, enum vd_etcd2_action action)
{
    const struct vd_etcd2_params *params = &d->request->params;
    struct vd_slice parent = vd_slice(d->request->stem.ptr, d->request->stem.len);

    while (parent.len > d->target->missing.len && parent.ptr[parent.len - 1] != '/')
        parent.len--;
    guard_missing(d);
    if (parent.len > d->target->missing.len)
        make_dirs(d, vd_slice(parent.ptr, parent.len - 1));
    put_node(d, action, params->dir, params->value, 0);
}

static void decide_set(struct deciding *d)
{
    const struct vd_etcd2_params *params = &d->request->params;
    const struct vd_etcd2_target *target = d->target;

    if (!is_not_root(d))
        return;
    if (!target->is_dir && !target->is_file) {
        if ((target->in_way.ptr || params->refresh) && !is_there(d))
            return;
        create_node(d, VD_ETCD2_SET);
        return;
    }
    if (target->is_dir) {
        refuse(d, VD_ETCD2_NOT_FILE, d->request->stem);
        return;
    }
    keep_prev(d);
    guard_file(d);
    if (params->dir)
        delete_op(d, d->request->stem, VD_SLICE_EMPTY);
    d->cause.refresh = params->refresh;
    put_node(d, VD_ETCD2_SET, params->dir, value_of(d), 0);
}

static void decide_create(struct deciding *d)
{
    const struct vd_etcd2_target *target = d->target;

    if (!is_not_root(d))
        return;
    if (target->in_way.ptr)
        refuse(d, VD_ETCD2_NOT_DIR, target->in_way);
    else if (target->is_dir || target->is_file)
        refuse(d, VD_ETCD2_NODE_EXISTS, d->request->stem);
    else
        create_node(d, VD_ETCD2_CREATE);
}

static void decide_update(struct deciding *d)
{
    const struct vd_etcd2_target *target = d->target;

    if (!is_not_root(d) || !is_there(d))
        return;
    if (target->is_dir && d->request->params.value.len) {
        refuse(d, VD_ETCD2_NOT_FILE, d->request->stem);
        return;
    }
    keep_prev(d);
    if (target->is_dir)
        guard_dir(d);
    else
        guard_file(d);
    d->cause.refresh = d->request->params.refresh;
    put_node(d, VD_ETCD2_UPDATE, target->is_dir, value_of(d), target->node.created);
}

static void decide_swap(struct deciding *d)
{
    if (!is_not_root(d) || !compares(d))
        return;
    keep_prev(d);
    guard_file(d);
    d->cause.refresh = d->request->params.refresh;
    put_node(d, VD_ETCD2_CAS, false, value_of(d), d->target->node.created);
}

/* The node is the directory in which one will be made. */
static void decide_in_order(struct deciding *d)
{
    const struct vd_etcd2_params *params = &d->request->params;
    const struct vd_etcd2_target *target = d->target;
    struct vd_slice stem = d->request->stem;
    struct vd_op *op;

    if (target->in_way.ptr || target->is_file) {
        refuse(d, VD_ETCD2_NOT_DIR, target->in_way.ptr ? target->in_way : stem);
        return;
    }
    if (!target->is_dir) {
        guard_missing(d);
        make_dirs(d, stem);
    } else if (target->marker_revision) {
        compare(d, VD_CMP_VERSION, VD_CMP_GREATER, with_byte(d, stem, '/'), VD_SLICE_EMPTY, 0);
    }
    put_node(d, VD_ETCD2_CREATE, params->dir, params->value, 0);
    op = &d->plan->ops[d->plan->txn.success_count - 1];
    op->put.key = target->is_root ? stem : with_byte(d, stem, '/');
    op->put.in_order = true;
    op->put.order_end = params->dir ? VD_SLICE("/") : VD_SLICE_EMPTY;
    d->plan->in_order = true;
}

static void delete_node(struct deciding *d, enum vd_etcd2_action action)
{
    struct vd_etcd2_plan *plan = d->plan;
    struct vd_slice stem = d->request->stem;

    keep_prev(d);
    plan->action = d->cause.action = action;
    d->cause.dir = d->target->is_dir;
    d->cause.created = d->target->node.created;
    d->cause.stem_len = stem.len;
    d->cause.prev_expires_ms = d->target->node.expires_ms;
    plan->node = (struct vd_etcd2_node){
        .stem = stem, .dir = d->target->is_dir, .created = d->target->node.created};
    if (d->target->is_dir)
        delete_op(d, with_byte(d, stem, '/'), with_byte(d, stem, '/' + 1));
    if (d->target->file_revision)
        delete_op(d, stem, VD_SLICE_EMPTY);
}

static void decide_delete(struct deciding *d)
{
    const struct vd_etcd2_params *params = &d->request->params;
    const struct vd_etcd2_target *target = d->target;
    struct vd_slice stem = d->request->stem;

    if (!is_not_root(d) || !is_there(d))
        return;
    if (target->is_dir && !params->dir && !params->recursive) {
        refuse(d, VD_ETCD2_NOT_FILE, stem);
        return;
    }
    if (target->is_dir && !params->recursive && d->has_children) {
        refuse(d, VD_ETCD2_DIR_NOT_EMPTY, stem);
        return;
    }
    if (!target->is_dir) {
        guard_file(d);
    } else {
        guard_dir(d);
        compare(d, VD_CMP_MOD, VD_CMP_EQUAL, stem, VD_SLICE_EMPTY, target->file_revision);
    }
    if (target->is_dir && !params->recursive)
        compare_empty(d, stem, with_byte(d, with_byte(d, stem, '/'), 0));
    delete_node(d, VD_ETCD2_DELETE);
}

static void decide_compare_delete(struct deciding *d)
{
    if (!compares(d))
        return;
    guard_file(d);
    delete_node(d, VD_ETCD2_CAD);
}

static bool has_condition(const struct vd_etcd2_params *params)
{
    return params->prev_index || params->prev_value.len;
}

static void decide_put(struct deciding *d)
{
    const struct vd_etcd2_params *params = &d->request->params;

    if (params->has_prev_exist && !params->prev_exist)
        decide_create(d);
    else if (has_condition(params))
        decide_swap(d);
    else if (params->has_prev_exist)
        decide_update(d);
    else
        decide_set(d);
}

bool vd_etcd2_decide_needs_children(const struct vd_etcd2_request *request,
                                    const struct vd_etcd2_target *target)
{
    return request->method == VD_ETCD2_M_DELETE && target->is_dir && !target->is_root &&
           request->params.dir && !request->params.recursive && !has_condition(&request->params);
}

static int make_ops(struct deciding *d)
{
    struct vd_etcd2_plan *plan = d->plan;

    /* A marker for each part of the path, the node, and what it replaces. */
    plan->op_max = 3;
    for (size_t i = 0; i < d->request->stem.len; i++)
        plan->op_max += d->request->stem.ptr[i] == '/';
    plan->ops = vd_arena_alloc(d->arena, plan->op_max * sizeof(plan->ops[0]));
    return plan->ops ? 0 : -ENOMEM;
}

int vd_etcd2_decide(struct vd_arena *arena, const struct vd_etcd2_request *request,
                    const struct vd_etcd2_target *target, bool has_children, int64_t expires_ms,
                    struct vd_etcd2_plan *out_plan)
{
    struct deciding d = {.arena = arena,
                         .request = request,
                         .target = target,
                         .has_children = has_children,
                         .expires_ms = expires_ms,
                         .plan = out_plan};

    *out_plan = (struct vd_etcd2_plan){0};
    d.rc = make_ops(&d);
    if (d.rc)
        return d.rc;
    if (request->method == VD_ETCD2_M_PUT)
        decide_put(&d);
    else if (request->method == VD_ETCD2_M_POST)
        decide_in_order(&d);
    else if (has_condition(&request->params))
        decide_compare_delete(&d);
    else
        decide_delete(&d);
    out_plan->txn.compares = out_plan->compares;
    out_plan->txn.success = out_plan->ops;
    out_plan->cause_len = vd_etcd2_cause_write(&d.cause, out_plan->cause);
    return d.rc;
}

void vd_etcd2_plan_set_lease(struct vd_etcd2_plan *plan, int64_t lease)
{
    struct vd_op *op = &plan->ops[plan->txn.success_count - 1];

    if (op->type == VD_OP_PUT)
        op->put.lease = lease;
}
