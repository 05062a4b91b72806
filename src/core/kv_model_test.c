/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random transactions, deletes, leases and compactions against the model. Outcomes, results, the
 * events themselves, ranges at every position that is not compacted, and what each lease has must
 * agree, however little is done in a slice. VD_SEED repeats a run.
 */
#include "core/kv_model.h"

#include <stdio.h>
#include <stdlib.h>

static void check_write(const struct vd_write *write)
{
    struct model model = {.revision = model_head + 1};
    int rc;

    model.before = model.now = model_states[model_state_count - 1];
    rc = model_check(&model, write->txn);
    if (!rc)
        rc = model_run(&model, write->txn, write->outcome ? NULL : &write->result);
    assert_int_equal(write->outcome, rc);
    if (rc)
        model.added = 0;
    assert_int_equal(write->changed, model.added > 0);
    model_head += model.added > 0;
    model_state_count += model.added;
    assert_int_equal(write->revision, model_head);
    if (!rc)
        assert_int_equal(write->result.revision, model_head);
}

/* Leases. */

/* All keys of a lease go on one revision; none: none is made. */
static void model_revoke(int64_t id)
{
    struct model model = {.revision = model_head + 1};

    model.now = model_states[model_state_count - 1];
    for (unsigned i = 0; i < KEYS; i++) {
        if (!model.now.keys[i].exists || model.now.keys[i].lease != id)
            continue;
        model.now.keys[i] = (struct model_key){0};
        model_event(&model);
    }
    model_leases[id].exists = false;
    model_head += model.added > 0;
    model_state_count += model.added;
}

static void check_lease_write(const struct vd_write *write)
{
    struct model_lease *lease = &model_leases[write->lease.id];
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
    struct vd_write write = {.kind = VD_WRITE_LEASE_REVOKE, .lease = {.id = 1 + model_rnd(LEASES)}};

    if (!model_leases[write.lease.id].exists || model_rnd(6) == 0)
        write.kind = VD_WRITE_LEASE_GRANT;
    write.lease.ttl_ms = 1 + model_rnd(3000);
    return write;
}

/* What readers are told of each lease. */
static void check_leases(struct world *world)
{
    const struct model_state *now = &model_states[model_state_count - 1];

    vd_kv_enter(world->kv, 0);
    for (int64_t id = 1; id <= LEASES; id++) {
        struct vd_slice after = VD_SLICE_EMPTY, keys[KEYS + 1];
        struct vd_lease_info info;
        unsigned seen = 0;
        size_t count;
        int rc = vd_lease_info(world->kv, 0, NULL, id, model_clock_ms, &info);

        assert_int_equal(rc, model_leases[id].exists ? 0 : VD_LEASE_GONE);
        if (rc)
            continue;
        assert_int_equal(info.ttl_ms, model_leases[id].ttl_ms);
        assert_int_equal(info.remaining_ms, model_leases[id].expires_ms - model_clock_ms);
        rc = vd_lease_keys(world->kv, 0, NULL, id, &after, keys, KEYS + 1, &count);
        assert_int_equal(rc, 0);
        for (unsigned i = 0; i < KEYS; i++)
            if (now->keys[i].exists && now->keys[i].lease == id) {
                assert_true(seen < count);
                assert_true(vd_slice_eq(keys[seen++], model_key_slice(i)));
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
    assert_int_equal(rc, model_leases[id].exists ? 0 : VD_LEASE_GONE);
    if (!rc)
        model_leases[id].expires_ms = model_clock_ms + ttl_ms;
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
    lease = model_states[model_state_count - 1].keys[model_key_number(vd_event_key(event))].lease;
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

        assert_true(id && model_leases[id].exists && model_leases[id].expires_ms <= model_clock_ms);
        model_revoke(id);
    }
    for (int64_t id = 1; id <= LEASES; id++)
        if (model_leases[id].exists && model_leases[id].expires_ms <= model_clock_ms) {
            model_revoke(id);
            assert_int_equal(model_head, view.head); /* it had no keys */
        }
    check_leases(world);
}

/* Ranges. */

static unsigned state_before(struct vd_pos pos)
{
    unsigned i = model_state_count - 1;

    while (i > 0 && vd_pos_cmp(model_at[i], pos) >= 0)
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
        rc = vd_range_next(range, values, rows, 1 + model_rnd(5), 1 + model_rnd(64), &count);
        for (size_t i = 0; i < count; i++, seen++) {
            const struct model_key *key = &state->keys[expected[seen]];

            assert_true(vd_slice_eq(rows[i].key, model_key_slice(expected[seen])));
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
    state = &model_states[state_before(before)];
    for (unsigned i = 0; i < KEYS; i++) {
        if (!state->keys[i].exists || !model_in_range(i, op->key, op->end))
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
        .key = model_key_slice(model_rnd(KEYS)),
        .end = model_random_end(),
        .limit = model_rnd(2) ? 0 : model_rnd(5),
        .revision = model_rnd(4) ? model_rnd((unsigned)model_head + 2) : 0,
        .order = (enum vd_sort_order)model_rnd(3),
        .target = model_rnd(2) ? VD_SORT_BY_KEY : (enum vd_sort_target)model_rnd(5),
        .keys_only = model_rnd(8) == 0,
        .count_only = model_rnd(8) == 0,
    };

    if (model_rnd(4) == 0)
        op.min_mod_revision = model_rnd((unsigned)model_head + 1);
    if (model_rnd(4) == 0)
        op.max_mod_revision = model_rnd((unsigned)model_head + 1);
    if (model_rnd(8) == 0)
        op.min_create_revision = model_rnd((unsigned)model_head + 1);
    if (model_rnd(8) == 0)
        op.max_create_revision = model_rnd((unsigned)model_head + 1);
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
    unsigned number = model_key_number(vd_event_key(event));
    const struct model_key *key = &model_states[i].keys[number];
    const struct model_key *before = &model_states[i - 1].keys[number];

    assert_int_equal(event->revision, model_at[i].revision);
    assert_int_equal(event->sub, model_at[i].sub);
    assert_int_equal(event->type, key->exists ? VD_EVENT_PUT : VD_EVENT_DELETE);
    assert_int_equal(event->version, key->version);
    assert_int_equal(event->create_revision, key->create);
    assert_int_equal(event->lease, key->lease);
    assert_int_equal(event->prev_revision, before->mod.revision);
    assert_int_equal(event->prev_sub, before->mod.sub);
    assert_int_equal(event->value_len, key->exists ? strlen(key->value) : 0);
    if (event->value_len)
        assert_memory_equal(vd_event_value(event).ptr, key->value, event->value_len);
    assert_int_equal(event->last, i + 1 == model_state_count ||
                                      model_at[i + 1].revision != model_at[i].revision);
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
        rc = vd_kv_read_history(world->kv, slot, from, 1 + model_rnd(2000), &block);
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

    while (i < model_state_count && model_at[i].revision <= model_floor)
        i++;
    while ((block = next_block(world, from))) {
        for (uint32_t j = vd_block_find(block, from); j < block->count; j++) {
            check_event(&block->events[j], i++);
            from = (struct vd_pos){block->events[j].revision, block->events[j].sub + 1};
        }
        vd_block_unref(block);
    }
    assert_int_equal(i, model_state_count);
}

static void random_txn(struct world *world)
{
    struct vd_write write;

    model_pool_used = 0;
    write = world_txn_write(world, model_make_txn(0));
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
    unsigned count = 1 + model_rnd(6);

    model_pool_used = 0;
    group_done = 0;
    vd_kv_enter(world->kv, 0);
    for (unsigned i = 0; i < count; i++) {
        writes[i] =
            model_rnd(4) ? world_txn_write(world, model_make_txn(DEPTH - 1)) : random_lease_write();
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
    int64_t to = model_rnd((unsigned)model_head + 2);
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
    if (model_rnd(compact_every) == 0)
        compact(world);
    if (model_rnd(keep_every) == 0)
        world_keep(world);
    if (model_rnd(3) == 0)
        renew(world, 1 + model_rnd(LEASES));
    if (model_rnd(4) == 0)
        pass(world, model_rnd(300));
}

/* Slices of a step or two leave every loop of the engine in its middle. */
static struct vd_kv_options random_slices(struct vd_kv_options options)
{
    static const unsigned steps[] = {0, 1, 2, 3, 5, 20};

    options.slice_steps = steps[model_rnd(VD_COUNT(steps))];
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
    model_state_count = 1;
    model_head = 1;
    model_floor = 0;
    model_clock_ms = 1;
    memset(model_leases, 0, sizeof(model_leases));
}

static void random_transactions_agree_with_the_model(void **state)
{
    uint64_t seed = seed_of_run();

    for (uint64_t round = 0; round < 8; round++) {
        struct vd_kv_options options;
        struct world world;

        model_random_state = seed + round;
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
    vd_store_close(store, model_rnd(2));
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
        model_leases[id].expires_ms = model_clock_ms + model_leases[id].ttl_ms;
    check_leases(world);
}

static void a_durable_store_agrees_with_the_model_over_restarts(void **state)
{
    uint64_t seed = seed_of_run();

    for (uint64_t round = 0; round < 3; round++) {
        struct world world;

        model_random_state = seed + 100 + round;
        begin_model();
        snprintf(dir, sizeof(dir), "/tmp/vd-kv-test-XXXXXX");
        assert_non_null(mkdtemp(dir));
        snprintf(path, sizeof(path), "%s/data", dir);
        world_init(&world, open_store(), &SMALL);
        for (int i = 0; i < 300; i++) {
            random_step(&world, 60, 6);
            if (model_rnd(40) == 0)
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

    model_random_state = seed_of_run() + 200;
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
