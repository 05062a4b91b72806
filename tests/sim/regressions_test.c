/* SPDX-License-Identifier: Apache-2.0 */
/* What the simulation has found, told step by step, so that it stays found when seeds change. */
#include "sim.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct sim sim;

static void begin(bool durable, size_t tail_bytes)
{
    struct sim_options options = {
        .seed = 7, .loops = 1, .durable = durable, .tail_bytes = tail_bytes};

    sim_init(&sim, &options);
}

static void end(void)
{
    sim_settle(&sim);
    sim_deinit(&sim);
}

static void keep(unsigned times)
{
    while (times-- > 0) {
        sim.now_ms += 1000;
        sim_keep(&sim);
    }
}

static size_t rows_at(struct vd_range *range)
{
    struct vd_row rows[8];
    size_t count, all = 0;
    int rc;

    do {
        vd_kv_enter(sim.kv, 0);
        rc = vd_range_next(range, true, rows, VD_COUNT(rows), 1 << 20, &count);
        vd_kv_leave(sim.kv, 0);
        all += rc == 0 ? count : 0;
        if (rc == VD_WAIT) {
            while (sim_run_job(&sim, 0))
                continue;
            sim_turn(&sim, 0);
        }
    } while (rc == 0 || rc == VD_WAIT);
    assert_int_equal(rc, VD_END);
    return all;
}

static void on_ready(void *arg)
{
}

/*
 * A compaction of history that had failed went on to the floor of that day and not to the one it
 * had asked for, past a reader that had come in between.
 */
static void retried_compaction_spares_who_came_meanwhile(void **state)
{
    for (long fail = 0; fail < 40; fail++) {
        struct vd_range_op op = {.key = VD_SLICE("a/0"), .end = VD_SLICE("b")};
        struct vd_principal nobody = {0};
        struct vd_range *range;
        int64_t held;

        begin(fail % 2, 1);
        sim_put(&sim, "a/0", "s=a;");
        held = sim_put(&sim, "a/1", "s=a;");
        assert_int_equal(sim_compact(&sim, held), 0);
        sim.now_ms += 1000;
        vd_alloc_fail_after(fail);
        sim_keep(&sim);
        vd_alloc_fail_after(-1);

        op.revision = held;
        vd_kv_enter(sim.kv, 0);
        assert_int_equal(
            vd_range_open(sim.kv, 0, &nobody, &op, (struct vd_pos){0, 0}, on_ready, NULL, &range),
            0);
        vd_kv_leave(sim.kv, 0);
        sim_put(&sim, "a/0", "s=b;");
        assert_int_equal(sim_compact(&sim, sim_put(&sim, "a/1", "s=b;")), 0);
        keep(10);
        assert_int_equal(rows_at(range), 2);
        vd_kv_enter(sim.kv, 0);
        vd_range_close(range);
        vd_kv_leave(sim.kv, 0);
        keep(10);
        end();
    }
}

/* A batch that began inside a revision of others could not be gone back to without an empty one,
 * which a door tells as progress. */
static void batch_can_be_gone_back_to(void **state)
{
    struct vd_op ops[40];
    struct vd_txn txn = {.success = ops, .success_count = VD_COUNT(ops)};
    static char large[20000];
    struct sim_watcher *watcher;

    memset(large, 'x', sizeof(large) - 1);
    begin(true, 1);
    /* A revision too large for one slice of history, of which the watcher wants nothing. */
    for (unsigned i = 0; i < VD_COUNT(ops); i++) {
        ops[i] = (struct vd_op){.type = VD_OP_PUT};
        ops[i].put.key = model_key(i);
        ops[i].put.value = vd_slice_str(large);
    }
    for (unsigned round = 0; round < 3; round++) {
        struct sim_write *write = sim_write_new(&sim, 0);

        write->write.txn = &txn;
        sim_submit(&sim, write);
        sim_settle(&sim);
        sim_put(&sim, "v", "s=a;");
    }
    keep(20);
    watcher = sim_watcher_new(&sim, 0, "u", "");
    watcher->seek_always = true;
    assert_int_equal(sim_watcher_open(watcher, (struct vd_pos){2, 0}), 0);
    sim_settle(&sim);
    assert_int_equal(watcher->delivered, 3);
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(retried_compaction_spares_who_came_meanwhile),
        cmocka_unit_test(batch_can_be_gone_back_to),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
