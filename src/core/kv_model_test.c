/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random transactions, deletes, leases and compactions against a naive model that keeps a copy of
 * the whole key space after every event. Outcomes, results, the events themselves, ranges at every
 * position that is not compacted, and what each lease has must agree, however little is done in a
 * slice. VD_SEED repeats a run.
 */
#include "core/kv_world.h"
#include "core/lease.h"
#include "core/range.h"
#include "core/tail.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"
#include "store/store.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { KEYS = 14, STATES = 16000, DEPTH = 3, OPS = 4, VALUES = 6, LONG = 3000, LEASES = 5 };

static uint64_t random_state;

static unsigned rnd(unsigned n)
{
    random_state += 0x9e3779b97f4a7c15ULL;
    return (unsigned)(vd_hash_u64(random_state) % n);
}

static const char *const KEY_NAMES[KEYS] = {"a",  "a/", "a/b", "a/c", "a0", "b",  "c",
                                            "ca", "cb", "d",   "dd",  "e",  "ee", "f\xff"};

struct model_key {
    bool exists;
    int64_t create, version, lease;
    struct vd_pos mod;
    const char *value;
};

struct model_state {
    struct model_key keys[KEYS];
};

/* states[i]: after the i-th event, whose position is at[i]; states[0] is the empty store. */
static struct model_state states[STATES];
static struct vd_pos at[STATES];
static unsigned state_count;
static int64_t model_head, model_floor;

/* The leases 1, 2, ... as they are now. */
struct model_lease {
    bool exists;
    int64_t ttl_ms, expires_ms;
};

static struct model_lease leases[LEASES + 1];
static int64_t model_clock_ms;

struct made {
    struct vd_txn txn;
    struct vd_op ops[2][OPS];
    struct vd_compare compares[2];
};

static struct made pool[128];
static unsigned pool_used;

static struct vd_slice key_slice(unsigned key)
{
    return vd_slice_str(KEY_NAMES[key]);
}

/* One key, up to another (maybe an earlier one), or everything from here on. */
static struct vd_slice random_end(void)
{
    switch (rnd(4)) {
    case 0:
        return key_slice(rnd(KEYS));
    case 1:
        return VD_SLICE("\0");
    default:
        return VD_SLICE_EMPTY;
    }
}

static bool in_range(unsigned key, struct vd_slice from, struct vd_slice end)
{
    if (!end.len)
        return vd_slice_eq(key_slice(key), from);
    if (vd_slice_cmp(key_slice(key), from) < 0)
        return false;
    return (end.len == 1 && !end.ptr[0]) || vd_slice_cmp(key_slice(key), end) < 0;
}

/* Short ones, and two that history keeps apart. */
static const char *random_value(void)
{
    static char long_values[2][LONG + 1];
    static const char *const values[VALUES] = {"", "v", "vw", "w", long_values[0], long_values[1]};

    memset(long_values[0], 'l', LONG);
    memset(long_values[1], 'm', LONG - 1);
    return values[rnd(VALUES)];
}

static void make_compare(struct vd_compare *compare)
{
    *compare = (struct vd_compare){
        .result = (enum vd_compare_result)rnd(5),
        .target = (enum vd_compare_target)rnd(5),
        .key = key_slice(rnd(KEYS)),
        .end = rnd(3) ? VD_SLICE_EMPTY : random_end(),
        .number = rnd(2) ? rnd(3) : rnd((unsigned)model_head + 1),
        .value = vd_slice_str(random_value()),
    };
}

static const struct vd_txn *make_txn(unsigned depth);

static void make_op(struct vd_op *op, unsigned depth)
{
    unsigned kind = rnd(20);

    if (kind < 9) {
        *op = world_put_op(KEY_NAMES[rnd(KEYS)], random_value());
        op->put.ignore_value = rnd(8) == 0;
        op->put.ignore_lease = rnd(8) == 0;
        op->put.lease = rnd(3) ? rnd(LEASES + 1) : 0;
        op->put.prev_kv = rnd(3) == 0;
    } else if (kind < 13) {
        *op = world_delete_op(key_slice(rnd(KEYS)), random_end());
        op->del.prev_kv = rnd(3) == 0;
    } else if (kind < 17 || depth == DEPTH || pool_used == VD_COUNT(pool)) {
        *op = world_range_op(key_slice(rnd(KEYS)), random_end());
        op->range.revision = rnd(8) ? 0 : rnd((unsigned)model_head + 3);
    } else {
        *op = (struct vd_op){.type = VD_OP_TXN};
        op->txn = make_txn(depth + 1);
    }
}

static const struct vd_txn *make_txn(unsigned depth)
{
    struct made *made = &pool[pool_used++];

    made->txn = (struct vd_txn){
        .compares = made->compares,
        .success = made->ops[0],
        .failure = made->ops[1],
        .compare_count = rnd(3),
        .success_count = rnd(OPS + 1),
        .failure_count = rnd(OPS + 1),
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
        if (!state->keys[i].exists || !in_range(i, compare->key, compare->end))
            continue;
        any = true;
        if (!key_holds(compare, &state->keys[i]))
            return false;
    }
    return any || key_holds(compare, NULL);
}

static unsigned key_number(struct vd_slice key)
{
    for (unsigned i = 0; i < KEYS; i++)
        if (vd_slice_eq(key_slice(i), key))
            return i;
    fail_msg("%s", "a key that was never put");
    return 0;
}

struct model {
    struct model_state before, now;
    int64_t revision;
    uint32_t sub;
    unsigned states; /* states that this transaction has added */
};

static bool chooses_success(const struct model *model, const struct vd_txn *txn)
{
    for (uint32_t i = 0; i < txn->compare_count; i++)
        if (!model_holds(&model->before, &txn->compares[i]))
            return false;
    return true;
}

static int model_check(const struct model *model, const struct vd_txn *txn)
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
                 !leases[put->lease].exists)
            rc = VD_LEASE_GONE;
        else if (ops[i].type == VD_OP_PUT && (put->ignore_value || put->ignore_lease) &&
                 !model->before.keys[key_number(put->key)].exists)
            rc = VD_NOT_FOUND;
        else if (ops[i].type == VD_OP_TXN)
            rc = model_check(model, ops[i].txn);
        if (rc)
            return rc;
    }
    return 0;
}

static void model_event(struct model *model)
{
    unsigned i = state_count + model->states++;

    vd_assert(i < STATES);
    states[i] = model->now;
    at[i] = (struct vd_pos){model->revision, model->sub++};
}

static int model_put(struct model *model, const struct vd_put_op *put,
                     const struct vd_op_result *result)
{
    struct model_key *key = &model->now.keys[key_number(put->key)];

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
        if (!model->now.keys[i].exists || !in_range(i, del->key, del->end))
            continue;
        model->now.keys[i] = (struct model_key){0};
        deleted++;
        model_event(model);
    }
    if (result)
        assert_int_equal(result->deleted, deleted);
}

/* result NULL: the store has failed it, only the error is wanted. */
static int model_run(struct model *model, const struct vd_txn *txn,
                     const struct vd_txn_result *result)
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

static void check_write(const struct vd_write *write)
{
    struct model model = {.revision = model_head + 1};
    int rc;

    model.before = model.now = states[state_count - 1];
    rc = model_check(&model, write->txn);
    if (!rc)
        rc = model_run(&model, write->txn, write->outcome ? NULL : &write->result);
    assert_int_equal(write->outcome, rc);
    if (rc)
        model.states = 0;
    assert_int_equal(write->changed, model.states > 0);
    model_head += model.states > 0;
    state_count += model.states;
    assert_int_equal(write->revision, model_head);
    if (!rc)
        assert_int_equal(write->result.revision, model_head);
}

/* Leases. */

/* All keys of a lease go on one revision; none: none is made. */
static void model_revoke(int64_t id)
{
    struct model model = {.revision = model_head + 1};

    model.now = states[state_count - 1];
    for (unsigned i = 0; i < KEYS; i++) {
        if (!model.now.keys[i].exists || model.now.keys[i].lease != id)
            continue;
        model.now.keys[i] = (struct model_key){0};
        model_event(&model);
    }
    leases[id].exists = false;
    model_head += model.states > 0;
    state_count += model.states;
}

static void check_lease_write(const struct vd_write *write)
{
    struct model_lease *lease = &leases[write->lease.id];
    bool grants = write->kind == VD_WRITE_LEASE_GRANT;
    int64_t head = model_head;

    if (lease->exists == grants) {
        assert_int_equal(write->outcome, grants ? VD_EXISTS : VD_LEASE_GONE);
    } else {
        assert_int_equal(write->outcome, 0);
        if (grants)
            *lease = (struct model_lease){true, write->lease.ttl_ms,
                                          model_clock_ms + write->lease.ttl_ms};
        else
            model_revoke(write->lease.id);
    }
    assert_int_equal(write->changed, model_head > head);
    assert_int_equal(write->revision, model_head);
}

static struct vd_write random_lease_write(void)
{
    struct vd_write write = {.kind = VD_WRITE_LEASE_REVOKE, .lease = {.id = 1 + rnd(LEASES)}};

    if (!leases[write.lease.id].exists || rnd(6) == 0)
        write.kind = VD_WRITE_LEASE_GRANT;
    write.lease.ttl_ms = 1 + rnd(3000);
    return write;
}

/* What readers are told of each lease. */
static void check_leases(struct world *world)
{
    const struct model_state *now = &states[state_count - 1];

    vd_kv_enter(world->kv, 0);
    for (int64_t id = 1; id <= LEASES; id++) {
        struct vd_slice after = VD_SLICE_EMPTY, keys[KEYS + 1];
        struct vd_lease_info info;
        unsigned seen = 0;
        size_t count;
        int rc = vd_lease_info(world->kv, 0, NULL, id, model_clock_ms, &info);

        assert_int_equal(rc, leases[id].exists ? 0 : VD_LEASE_GONE);
        if (rc)
            continue;
        assert_int_equal(info.ttl_ms, leases[id].ttl_ms);
        assert_int_equal(info.remaining_ms, leases[id].expires_ms - model_clock_ms);
        rc = vd_lease_keys(world->kv, 0, NULL, id, &after, keys, KEYS + 1, &count);
        assert_int_equal(rc, 0);
        for (unsigned i = 0; i < KEYS; i++)
            if (now->keys[i].exists && now->keys[i].lease == id) {
                assert_true(seen < count);
                assert_true(vd_slice_eq(keys[seen++], key_slice(i)));
            }
        assert_int_equal(seen, count);
    }
    vd_kv_leave(world->kv, 0);
}

static void renew(struct world *world, int64_t id)
{
    int64_t ttl_ms;
    int rc;

    vd_kv_enter(world->kv, 0);
    rc = vd_lease_renew(world->kv, 0, NULL, id, model_clock_ms, &ttl_ms);
    vd_kv_leave(world->kv, 0);
    assert_int_equal(rc, leases[id].exists ? 0 : VD_LEASE_GONE);
    if (!rc)
        leases[id].expires_ms = model_clock_ms + ttl_ms;
}

/* The lease whose expiry has made a revision, which the model has not. */
static int64_t lease_of_revision(struct world *world, int64_t revision)
{
    const struct vd_event *event;
    int64_t lease;
    int rc;

    vd_kv_enter(world->kv, 0);
    rc = vd_kv_event(world->kv, 0, (struct vd_pos){revision, 0}, &event);
    assert_int_equal(rc, 0);
    lease = states[state_count - 1].keys[key_number(vd_event_key(event))].lease;
    vd_kv_leave(world->kv, 0);
    return lease;
}

/* Time passes, and what runs out goes, each on a revision of its own, in whatever order; what does
 * not stays. */
static void pass(struct world *world, int64_t ms)
{
    struct vd_view view;

    world_pass(world, ms);
    model_clock_ms = world->clock_ms;
    vd_kv_enter(world->kv, 0);
    view = *vd_kv_view(world->kv, 0);
    vd_kv_leave(world->kv, 0);
    while (model_head < view.head) {
        int64_t id = lease_of_revision(world, model_head + 1);

        assert_true(id && leases[id].exists && leases[id].expires_ms <= model_clock_ms);
        model_revoke(id);
    }
    for (int64_t id = 1; id <= LEASES; id++)
        if (leases[id].exists && leases[id].expires_ms <= model_clock_ms) {
            model_revoke(id);
            assert_int_equal(model_head, view.head); /* it had no keys */
        }
    check_leases(world);
}

/* Ranges. */

static unsigned state_before(struct vd_pos pos)
{
    unsigned i = state_count - 1;

    while (i > 0 && vd_pos_cmp(at[i], pos) >= 0)
        i--;
    return i;
}

static const struct vd_range_op *order_op;
static const struct model_state *order_state;

static int compare_rows(const void *a, const void *b)
{
    unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;
    const struct model_key *k = &order_state->keys[x], *l = &order_state->keys[y];
    int order = 0;

    if (order_op->target == VD_SORT_BY_VERSION)
        order = k->version < l->version ? -1 : k->version > l->version;
    if (order_op->target == VD_SORT_BY_CREATE)
        order = k->create < l->create ? -1 : k->create > l->create;
    if (order_op->target == VD_SORT_BY_MOD)
        order = k->mod.revision < l->mod.revision ? -1 : k->mod.revision > l->mod.revision;
    if (order_op->target == VD_SORT_BY_VALUE)
        order = strcmp(k->value, l->value);
    if (order_op->target == VD_SORT_BY_KEY)
        order = x < y ? -1 : 1;
    if (order_op->order == VD_SORT_DESCEND)
        order = -order;
    return order ? order : (x < y ? -1 : 1);
}

static bool admits(const struct vd_range_op *op, const struct model_key *key)
{
    return (!op->min_mod_revision || key->mod.revision >= op->min_mod_revision) &&
           (!op->max_mod_revision || key->mod.revision <= op->max_mod_revision) &&
           (!op->min_create_revision || key->create >= op->min_create_revision) &&
           (!op->max_create_revision || key->create <= op->max_create_revision);
}

static void set_ready(void *arg)
{
    *(bool *)arg = true;
}

/* Rows one turn at a time, the jobs between them. */
static unsigned read_rows(struct world *world, struct vd_range *range, bool *ready, bool values,
                          const unsigned *expected, const struct model_state *state,
                          const struct vd_range_op *op)
{
    unsigned seen = 0;
    int rc;

    do {
        struct vd_row rows[5];
        size_t count = 0;

        vd_kv_enter(world->kv, 0);
        rc = vd_range_next(range, values, rows, 1 + rnd(5), 1 + rnd(64), &count);
        for (size_t i = 0; i < count; i++, seen++) {
            const struct model_key *key = &state->keys[expected[seen]];

            assert_true(vd_slice_eq(rows[i].key, key_slice(expected[seen])));
            assert_int_equal(rows[i].value.len, op->keys_only ? 0 : strlen(key->value));
            if (values && rows[i].value.len)
                assert_memory_equal(rows[i].value.ptr, key->value, rows[i].value.len);
            assert_int_equal(rows[i].mod_revision, key->mod.revision);
            assert_int_equal(rows[i].create_revision, key->create);
            assert_int_equal(rows[i].version, key->version);
            assert_int_equal(rows[i].lease, key->lease);
        }
        vd_kv_leave(world->kv, 0);
        if (rc == VD_WAIT) {
            *ready = false;
            assert_true(world_run_jobs(world));
            assert_true(*ready);
        }
    } while (rc == 0 || rc == VD_WAIT || rc == VD_AGAIN);
    assert_int_equal(rc, VD_END);
    return seen;
}

/* Whether a limit takes the first keys before they are sorted. */
static bool limit_first(const struct vd_range_op *op)
{
    return op->limit > 0 && op->order == VD_SORT_NONE && op->target != VD_SORT_BY_KEY &&
           op->min_mod_revision <= 0 && op->max_mod_revision <= 0 && op->min_create_revision <= 0 &&
           op->max_create_revision <= 0;
}

static void check_range(struct world *world, const struct vd_range_op *op, struct vd_pos pos)
{
    struct vd_pos before = pos.revision ? pos : (struct vd_pos){op->revision + 1, 0};
    unsigned expected[KEYS], count = 0, total = 0, shown;
    const struct model_state *state;
    struct vd_range *range;
    bool ready = false;
    int rc;

    if (!pos.revision && op->revision <= 0)
        before.revision = model_head + 1;
    state = &states[state_before(before)];
    for (unsigned i = 0; i < KEYS; i++) {
        if (!state->keys[i].exists || !in_range(i, op->key, op->end))
            continue;
        total++;
        if (admits(op, &state->keys[i]))
            expected[count++] = i;
    }
    order_op = op;
    order_state = state;
    qsort(expected, limit_first(op) && (unsigned)op->limit < count ? (size_t)op->limit + 1 : count,
          sizeof(expected[0]), compare_rows);
    shown = op->limit > 0 && (unsigned)op->limit < count ? (unsigned)op->limit : count;
    if (op->count_only)
        shown = count = 0;

    vd_kv_enter(world->kv, 0);
    rc = vd_range_open(world->kv, 0, NULL, op, pos, set_ready, &ready, &range);
    vd_kv_leave(world->kv, 0);
    if (op->revision > model_head) {
        assert_int_equal(rc, VD_FUTURE);
        return;
    }
    if (!pos.revision && op->revision > 0 && op->revision < model_floor) {
        assert_int_equal(rc, VD_COMPACTED);
        return;
    }
    assert_int_equal(rc, 0);
    for (rc = VD_AGAIN; rc == VD_AGAIN;) {
        vd_kv_enter(world->kv, 0);
        rc = vd_range_settle(range);
        vd_kv_leave(world->kv, 0);
    }
    assert_int_equal(rc, 0);
    assert_int_equal(vd_range_count(range), total);
    assert_int_equal(read_rows(world, range, &ready, false, expected, state, op), shown);
    vd_range_rewind(range);
    assert_int_equal(read_rows(world, range, &ready, true, expected, state, op), shown);
    assert_int_equal(vd_range_has_more(range), shown < count);
    vd_range_close(range);
}

static void random_range(struct world *world)
{
    struct vd_range_op op = {
        .key = key_slice(rnd(KEYS)),
        .end = random_end(),
        .limit = rnd(2) ? 0 : rnd(5),
        .revision = rnd(4) ? rnd((unsigned)model_head + 2) : 0,
        .order = (enum vd_sort_order)rnd(3),
        .target = rnd(2) ? VD_SORT_BY_KEY : (enum vd_sort_target)rnd(5),
        .keys_only = rnd(8) == 0,
        .count_only = rnd(8) == 0,
    };

    if (rnd(4) == 0)
        op.min_mod_revision = rnd((unsigned)model_head + 1);
    if (rnd(4) == 0)
        op.max_mod_revision = rnd((unsigned)model_head + 1);
    if (rnd(8) == 0)
        op.min_create_revision = rnd((unsigned)model_head + 1);
    if (rnd(8) == 0)
        op.max_create_revision = rnd((unsigned)model_head + 1);
    check_range(world, &op, (struct vd_pos){0, 0});
}

/* What a transaction's results name must be there while it is answered. */
static void check_results(struct world *world, const struct vd_txn *txn,
                          const struct vd_txn_result *result)
{
    const struct vd_op *ops = result->succeeded ? txn->success : txn->failure;

    for (uint32_t i = 0; i < result->count; i++) {
        if (ops[i].type == VD_OP_TXN) {
            check_results(world, ops[i].txn, result->ops[i].txn);
        } else if (ops[i].type == VD_OP_RANGE) {
            struct vd_range_op op = ops[i].range;

            op.revision = 0;
            check_range(world, &op, result->ops[i].at);
        } else if (ops[i].type == VD_OP_DELETE && ops[i].del.prev_kv) {
            struct vd_range_op op = {.key = ops[i].del.key, .end = ops[i].del.end};

            check_range(world, &op, result->ops[i].at);
        }
    }
}

static void check_event(const struct vd_event *event, unsigned i)
{
    unsigned number = key_number(vd_event_key(event));
    const struct model_key *key = &states[i].keys[number];
    const struct model_key *before = &states[i - 1].keys[number];

    assert_int_equal(event->revision, at[i].revision);
    assert_int_equal(event->sub, at[i].sub);
    assert_int_equal(event->type, key->exists ? VD_EVENT_PUT : VD_EVENT_DELETE);
    assert_int_equal(event->version, key->version);
    assert_int_equal(event->create_revision, key->create);
    assert_int_equal(event->lease, key->lease);
    assert_int_equal(event->prev_revision, before->mod.revision);
    assert_int_equal(event->prev_sub, before->mod.sub);
    assert_int_equal(event->value_len, key->exists ? strlen(key->value) : 0);
    if (event->value_len)
        assert_memory_equal(vd_event_value(event).ptr, key->value, event->value_len);
    assert_int_equal(event->last, i + 1 == state_count || at[i + 1].revision != at[i].revision);
}

/* The next block of events from `from` on, from wherever it is: referenced. */
static struct vd_block *next_block(struct world *world, struct vd_pos from)
{
    unsigned slot = world_pool_slot(world);
    struct vd_block *block = NULL;
    uint32_t first;
    int rc;

    vd_kv_enter(world->kv, slot);
    rc = vd_kv_tail_block(world->kv, slot, from, &block, &first);
    if (!rc)
        vd_block_ref(block);
    else if (rc == VD_WAIT)
        rc = vd_kv_read_history(world->kv, slot, from, 1 + rnd(2000), &block);
    assert_true(rc == 0 || rc == VD_END);
    vd_kv_leave(world->kv, slot);
    return rc ? NULL : block;
}

/* Every event above the floor, in order, from tail and history. */
static void check_events(struct world *world)
{
    struct vd_pos from = {model_floor + 1, 0};
    struct vd_block *block;
    unsigned i = 1;

    while (i < state_count && at[i].revision <= model_floor)
        i++;
    while ((block = next_block(world, from))) {
        for (uint32_t j = vd_block_find(block, from); j < block->count; j++) {
            check_event(&block->events[j], i++);
            from = (struct vd_pos){block->events[j].revision, block->events[j].sub + 1};
        }
        vd_block_unref(block);
    }
    assert_int_equal(i, state_count);
}

static void random_txn(struct world *world)
{
    struct vd_write write;

    pool_used = 0;
    write = world_txn_write(world, make_txn(0));
    world_write(world, &write);
    check_write(&write);
    if (!write.outcome)
        check_results(world, write.txn, &write.result);
    vd_arena_deinit(&world->arena);
}

/* Several transactions in one group; answers of one loop come in the order of the log. */
static unsigned group_done;

static void check_of_group(struct vd_write *write)
{
    if (write->kind == VD_WRITE_TXN)
        check_write(write);
    else
        check_lease_write(write);
    group_done++;
}

static void random_group(struct world *world)
{
    struct vd_write writes[6];
    unsigned count = 1 + rnd(6);

    pool_used = 0;
    group_done = 0;
    vd_kv_enter(world->kv, 0);
    for (unsigned i = 0; i < count; i++) {
        writes[i] = rnd(4) ? world_txn_write(world, make_txn(DEPTH - 1)) : random_lease_write();
        writes[i].done = check_of_group;
        vd_kv_submit(world->kv, &writes[i]);
    }
    vd_kv_leave(world->kv, 0);
    while (group_done < count) {
        world_turn(world, 0);
        world_run_jobs(world);
    }
    vd_arena_deinit(&world->arena);
    check_leases(world);
}

static void compact(struct world *world)
{
    int64_t to = rnd((unsigned)model_head + 2);
    int rc = world_compact(world, to);

    if (to == 0 && model_floor == 0) {
        assert_int_equal(rc, 0);
    } else if (to <= model_floor) {
        assert_int_equal(rc, VD_COMPACTED);
    } else if (to > model_head) {
        assert_int_equal(rc, VD_FUTURE);
    } else {
        assert_int_equal(rc, 0);
        model_floor = to;
    }
}

/* One thing or another, as in every run. */
static void random_step(struct world *world, unsigned compact_every, unsigned keep_every)
{
    random_txn(world);
    random_group(world);
    random_range(world);
    if (rnd(compact_every) == 0)
        compact(world);
    if (rnd(keep_every) == 0)
        world_keep(world);
    if (rnd(3) == 0)
        renew(world, 1 + rnd(LEASES));
    if (rnd(4) == 0)
        pass(world, rnd(300));
}

/* Slices of a step or two leave every loop of the engine in its middle. */
static struct vd_kv_options random_slices(struct vd_kv_options options)
{
    static const unsigned steps[] = {0, 1, 2, 3, 5, 20};

    options.slice_steps = steps[rnd(VD_COUNT(steps))];
    return options;
}

static uint64_t seed_of_run(void)
{
    const char *seed = getenv("VD_SEED");
    uint64_t n = seed ? strtoull(seed, NULL, 10) : (uint64_t)(uintptr_t)&seed >> 4;

    printf("VD_SEED=%llu\n", (unsigned long long)n);
    fflush(stdout); /* a run that hangs has said so too */
    return n;
}

static void begin_model(void)
{
    state_count = 1;
    model_head = 1;
    model_floor = 0;
    model_clock_ms = 1;
    memset(leases, 0, sizeof(leases));
}

static void random_transactions_agree_with_the_model(void **state)
{
    uint64_t seed = seed_of_run();

    for (uint64_t round = 0; round < 8; round++) {
        struct vd_kv_options options;
        struct world world;

        random_state = seed + round;
        begin_model();
        options = random_slices((struct vd_kv_options){0});
        world_init(&world, NULL, &options);
        for (int i = 0; i < 400; i++)
            random_step(&world, 100, 20);
        check_events(&world);
        world_deinit(&world);
    }
}

static char dir[64], path[80];

static struct vd_store *open_store(void)
{
    static const struct vd_store_options options = {
        .segment_bytes = 64 << 10,
        .small_segment_bytes = 32 << 10,
        .batch_bytes = 16 << 10,
        .map_bytes = 64 << 20,
    };
    struct vd_store *store;
    struct vd_diag diag;

    if (vd_store_open(vd_fs_posix(), path, &options, &diag, &store))
        fail_msg("%s", diag.text);
    return store;
}

/* So little memory that most values are on disk only. */
static const struct vd_kv_options SMALL = {.tail_bytes = 4000, .cache_bytes = 20000};

static void restart(struct world *world)
{
    struct vd_kv_options options = random_slices(SMALL);
    struct vd_store *store = world->store;
    int64_t now_ms = world->now_ms;
    struct vd_view view;

    world_deinit(world);
    vd_store_close(store, rnd(2));
    world_init(world, open_store(), &options);
    world->now_ms = now_ms;
    vd_kv_enter(world->kv, 0);
    view = *vd_kv_view(world->kv, 0);
    vd_kv_leave(world->kv, 0);
    assert_int_equal(view.head, model_head);
    assert_int_equal(view.floor, model_floor);
    check_events(world);
    model_clock_ms = world->clock_ms;
    for (int64_t id = 1; id <= LEASES; id++)
        leases[id].expires_ms = model_clock_ms + leases[id].ttl_ms;
    check_leases(world);
}

static void a_durable_store_agrees_with_the_model_over_restarts(void **state)
{
    uint64_t seed = seed_of_run();

    for (uint64_t round = 0; round < 3; round++) {
        struct world world;

        random_state = seed + 100 + round;
        begin_model();
        snprintf(dir, sizeof(dir), "/tmp/vd-kv-test-XXXXXX");
        assert_non_null(mkdtemp(dir));
        snprintf(path, sizeof(path), "%s/data", dir);
        world_init(&world, open_store(), &SMALL);
        for (int i = 0; i < 300; i++) {
            random_step(&world, 60, 6);
            if (rnd(40) == 0)
                restart(&world);
        }
        check_events(&world);
        world_deinit(&world);
        vd_store_close(world.store, true);
        snprintf(path, sizeof(path), "rm -r %s", dir);
        assert_int_equal(system(path), 0);
    }
}

/* Without a disk what leaves the tail is kept by the history in memory. */
static void a_small_tail_without_a_disk_agrees_with_the_model(void **state)
{
    struct vd_kv_options options;
    struct world world;

    random_state = seed_of_run() + 200;
    begin_model();
    options = random_slices(SMALL);
    world_init(&world, NULL, &options);
    for (int i = 0; i < 400; i++)
        random_step(&world, 60, 6);
    check_events(&world);
    world_deinit(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_transactions_agree_with_the_model),
        cmocka_unit_test(a_durable_store_agrees_with_the_model_over_restarts),
        cmocka_unit_test(a_small_tail_without_a_disk_agrees_with_the_model),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
