/* SPDX-License-Identifier: Apache-2.0 */
#include "core/kv_model.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

uint64_t model_random_state;

unsigned model_rnd(unsigned n)
{
    model_random_state += 0x9e3779b97f4a7c15ULL;
    return (unsigned)(vd_hash_u64(model_random_state) % n);
}

static const char *const MODEL_KEY_NAMES[KEYS] = {"a",  "a/", "a/b", "a/c", "a0", "b",  "c",
                                                  "ca", "cb", "d",   "dd",  "e",  "ee", "f\xff"};

struct model_state model_states[STATES];

struct vd_pos model_at[STATES];

unsigned model_state_count;

int64_t model_head, model_floor;

struct model_lease model_leases[LEASES + 1];

int64_t model_clock_ms;

struct made {
    struct vd_txn txn;
    struct vd_op ops[2][OPS];
    struct vd_compare compares[2];
};

static struct made pool[128];

unsigned model_pool_used;

struct vd_slice model_key_slice(unsigned key)
{
    return vd_slice_str(MODEL_KEY_NAMES[key]);
}

struct vd_slice model_random_end(void)
{
    switch (model_rnd(4)) {
    case 0:
        return model_key_slice(model_rnd(KEYS));
    case 1:
        return VD_SLICE("\0");
    default:
        return VD_SLICE_EMPTY;
    }
}

bool model_in_range(unsigned key, struct vd_slice from, struct vd_slice end)
{
    if (!end.len)
        return vd_slice_eq(model_key_slice(key), from);
    if (vd_slice_cmp(model_key_slice(key), from) < 0)
        return false;
    return (end.len == 1 && !end.ptr[0]) || vd_slice_cmp(model_key_slice(key), end) < 0;
}

/* Short ones, and two that history keeps apart. */
static const char *random_value(void)
{
    static char long_values[2][LONG + 1];
    static const char *const values[VALUES] = {"", "v", "vw", "w", long_values[0], long_values[1]};

    memset(long_values[0], 'l', LONG);
    memset(long_values[1], 'm', LONG - 1);
    return values[model_rnd(VALUES)];
}

static void make_compare(struct vd_compare *compare)
{
    *compare = (struct vd_compare){
        .result = (enum vd_compare_result)model_rnd(5),
        .target = (enum vd_compare_target)model_rnd(5),
        .key = model_key_slice(model_rnd(KEYS)),
        .end = model_rnd(3) ? VD_SLICE_EMPTY : model_random_end(),
        .number = model_rnd(2) ? model_rnd(3) : model_rnd((unsigned)model_head + 1),
        .value = vd_slice_str(random_value()),
    };
}

static void make_op(struct vd_op *op, unsigned depth)
{
    unsigned kind = model_rnd(20);

    if (kind < 9) {
        *op = world_put_op(MODEL_KEY_NAMES[model_rnd(KEYS)], random_value());
        op->put.ignore_value = model_rnd(8) == 0;
        op->put.ignore_lease = model_rnd(8) == 0;
        op->put.lease = model_rnd(3) ? model_rnd(LEASES + 1) : 0;
        op->put.prev_kv = model_rnd(3) == 0;
    } else if (kind < 13) {
        *op = world_delete_op(model_key_slice(model_rnd(KEYS)), model_random_end());
        op->del.prev_kv = model_rnd(3) == 0;
    } else if (kind < 17 || depth == DEPTH || model_pool_used == VD_COUNT(pool)) {
        *op = world_range_op(model_key_slice(model_rnd(KEYS)), model_random_end());
        op->range.revision = model_rnd(8) ? 0 : model_rnd((unsigned)model_head + 3);
    } else {
        *op = (struct vd_op){.type = VD_OP_TXN};
        op->txn = model_make_txn(depth + 1);
    }
}

const struct vd_txn *model_make_txn(unsigned depth)
{
    struct made *made = &pool[model_pool_used++];

    made->txn = (struct vd_txn){
        .compares = made->compares,
        .success = made->ops[0],
        .failure = made->ops[1],
        .compare_count = model_rnd(3),
        .success_count = model_rnd(OPS + 1),
        .failure_count = model_rnd(OPS + 1),
    };
    for (unsigned i = 0; i < made->txn.compare_count; i++)
        make_compare(&made->compares[i]);
    for (unsigned i = 0; i < made->txn.success_count; i++)
        make_op(&made->ops[0][i], depth);
    for (unsigned i = 0; i < made->txn.failure_count; i++)
        make_op(&made->ops[1][i], depth);
    return &made->txn;
}

/* The model's answers. */

static bool ordered(enum vd_compare_result result, int order)
{
    return result == VD_CMP_ALWAYS || (result == VD_CMP_EQUAL && order == 0) ||
           (result == VD_CMP_NOT_EQUAL && order != 0) || (result == VD_CMP_LESS && order < 0) ||
           (result == VD_CMP_GREATER && order > 0);
}

static bool key_holds(const struct vd_compare *compare, const struct model_key *key)
{
    int64_t number = 0;

    if (compare->target == VD_CMP_VALUE)
        return key &&
               ordered(compare->result, strcmp(key->value, (const char *)compare->value.ptr));
    if (key && compare->target == VD_CMP_VERSION)
        number = key->version;
    if (key && compare->target == VD_CMP_CREATE)
        number = key->create;
    if (key && compare->target == VD_CMP_MOD)
        number = key->mod.revision;
    if (key && compare->target == VD_CMP_LEASE)
        number = key->lease;
    return ordered(compare->result, number < compare->number ? -1 : number > compare->number);
}

static bool model_holds(const struct model_state *state, const struct vd_compare *compare)
{
    bool any = false;

    for (unsigned i = 0; i < KEYS; i++) {
        if (!state->keys[i].exists || !model_in_range(i, compare->key, compare->end))
            continue;
        any = true;
        if (!key_holds(compare, &state->keys[i]))
            return false;
    }
    return any || key_holds(compare, NULL);
}

unsigned model_key_number(struct vd_slice key)
{
    for (unsigned i = 0; i < KEYS; i++)
        if (vd_slice_eq(model_key_slice(i), key))
            return i;
    fail_msg("%s", "a key that was never put");
    return 0;
}

static bool chooses_success(const struct model *model, const struct vd_txn *txn)
{
    for (uint32_t i = 0; i < txn->compare_count; i++)
        if (!model_holds(&model->before, &txn->compares[i]))
            return false;
    return true;
}

int model_check(const struct model *model, const struct vd_txn *txn)
{
    bool success = chooses_success(model, txn);
    const struct vd_op *ops = success ? txn->success : txn->failure;
    uint32_t count = success ? txn->success_count : txn->failure_count;

    for (uint32_t i = 0; i < count; i++) {
        const struct vd_put_op *put = &ops[i].put;
        int rc = 0;

        if (ops[i].type == VD_OP_RANGE && ops[i].range.revision > model_head)
            rc = VD_FUTURE;
        else if (ops[i].type == VD_OP_RANGE && ops[i].range.revision > 0 &&
                 ops[i].range.revision < model_floor)
            rc = VD_COMPACTED;
        else if (ops[i].type == VD_OP_PUT && put->lease && !put->ignore_lease &&
                 !model_leases[put->lease].exists)
            rc = VD_LEASE_GONE;
        else if (ops[i].type == VD_OP_PUT && (put->ignore_value || put->ignore_lease) &&
                 !model->before.keys[model_key_number(put->key)].exists)
            rc = VD_NOT_FOUND;
        else if (ops[i].type == VD_OP_TXN)
            rc = model_check(model, ops[i].txn);
        if (rc)
            return rc;
    }
    return 0;
}

void model_event(struct model *model)
{
    unsigned i = model_state_count + model->added++;

    vd_assert(i < STATES);
    model_states[i] = model->now;
    model_at[i] = (struct vd_pos){model->revision, model->sub++};
}

static int model_put(struct model *model, const struct vd_put_op *put,
                     const struct vd_op_result *result)
{
    struct model_key *key = &model->now.keys[model_key_number(put->key)];

    if (!key->exists && (put->ignore_value || put->ignore_lease))
        return VD_NOT_FOUND;
    if (result) {
        assert_int_equal(result->prev.revision, key->exists ? key->mod.revision : 0);
        assert_int_equal(result->prev.sub, key->exists ? key->mod.sub : 0);
    }
    if (!key->exists)
        *key = (struct model_key){.exists = true, .create = model->revision};
    key->version++;
    key->mod = (struct vd_pos){model->revision, model->sub};
    if (!put->ignore_value)
        key->value = (const char *)put->value.ptr;
    if (!put->ignore_lease)
        key->lease = put->lease;
    model_event(model);
    return 0;
}

static void model_delete(struct model *model, const struct vd_delete_op *del,
                         const struct vd_op_result *result)
{
    int64_t deleted = 0;

    if (result) {
        assert_int_equal(result->at.revision, model->revision);
        assert_int_equal(result->at.sub, model->sub);
    }
    for (unsigned i = 0; i < KEYS; i++) {
        if (!model->now.keys[i].exists || !model_in_range(i, del->key, del->end))
            continue;
        model->now.keys[i] = (struct model_key){0};
        deleted++;
        model_event(model);
    }
    if (result)
        assert_int_equal(result->deleted, deleted);
}

int model_run(struct model *model, const struct vd_txn *txn, const struct vd_txn_result *result)
{
    bool success = chooses_success(model, txn);
    const struct vd_op *ops = success ? txn->success : txn->failure;
    uint32_t count = success ? txn->success_count : txn->failure_count;
    int rc = 0;

    if (result) {
        assert_int_equal(result->succeeded, success);
        assert_int_equal(result->count, count);
    }
    for (uint32_t i = 0; i < count && !rc; i++) {
        const struct vd_op_result *one = result ? &result->ops[i] : NULL;

        if (one)
            assert_int_equal(one->type, ops[i].type);
        if (ops[i].type == VD_OP_PUT)
            rc = model_put(model, &ops[i].put, one);
        else if (ops[i].type == VD_OP_DELETE)
            model_delete(model, &ops[i].del, one);
        else if (ops[i].type == VD_OP_TXN)
            rc = model_run(model, ops[i].txn, one ? one->txn : NULL);
        else if (one && ops[i].range.revision > 0)
            assert_int_equal(one->at.revision, ops[i].range.revision + 1);
        else if (one)
            assert_true(one->at.revision == model->revision && one->at.sub == model->sub);
        if (one && (ops[i].type == VD_OP_RANGE || ops[i].type == VD_OP_DELETE))
            assert_int_equal(one->head, model_head + (model->sub > 0));
    }
    return rc;
}
