/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every watch bug that etcd has had and written down, as far as it can happen on one node: one
 * deterministic test each, under the number of its issue. Whatever a watcher is shown here is also
 * held against the model (sim.h), so a test mostly brings about the situation and says how much
 * must arrive.
 *
 * Not here, because there is nothing here for them to happen to: #14571 (users and roles differ
 * between members: there are neither) and #14685 (a crash while the backend is defragmented in
 * place: LMDB files are never rewritten in place).
 */
#include "sim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct sim sim;

static void begin(unsigned loops, bool durable, size_t tail_bytes)
{
    struct sim_options options = {
        .seed = 42, .loops = loops, .durable = durable, .tail_bytes = tail_bytes};

    sim_init(&sim, &options);
}

static void end(void)
{
    sim_settle(&sim);
    sim_deinit(&sim);
}

static struct sim_watcher *watch(unsigned loop, const char *key, const char *end_key, int64_t from)
{
    struct sim_watcher *watcher = sim_watcher_new(&sim, loop, key, end_key);
    int rc = sim_watcher_open(watcher, (struct vd_pos){from, 0});

    assert_int_equal(rc, 0);
    return watcher;
}

static void pause_watcher(struct sim_watcher *watcher)
{
    watcher->paused_until = UINT64_MAX;
}

static void keep_until_idle(void)
{
    for (unsigned i = 0; i < 1000; i++) {
        sim.now_ms += 200;
        if (!sim_keep(&sim))
            return;
    }
    fail_msg("the keeper finds no end");
}

static bool is_live(const struct sim_watcher *watcher)
{
    struct vd_journal *journal = sim.loops[watcher->loop].journal;
    bool live;

    vd_kv_enter(sim.kv, watcher->loop);
    live = journal->ops->is_live(journal, &watcher->cursor);
    vd_kv_leave(sim.kv, watcher->loop);
    return live;
}

/* Progress was told at a revision whose events were still in the stream. */
static void etcd_15220_progress_waits_for_the_events_before_it(void **state)
{
    struct sim_watcher *watcher;

    begin(1, false, 1 << 20);
    watcher = watch(0, "a/0", NULL, 0);
    sim_settle(&sim);
    assert_true(is_live(watcher));
    pause_watcher(watcher);
    for (int i = 0; i < 10; i++) {
        sim_put(&sim, "a/0", "s=a;");
        assert_false(is_live(watcher));
    }
    /* One event at a time; every pull checks that progress is not ahead of what was shown. */
    watcher->max_bytes = 1;
    sim_settle(&sim);
    assert_int_equal(watcher->delivered, 10);
    assert_true(is_live(watcher));
    end();
}

/* After a partition healed, a watch went back in time. Here: it comes back to a loop that has not
 * seen what the other one has shown. */
static void etcd_15271_watch_that_moves_to_a_slower_loop_does_not_go_back(void **state)
{
    struct sim_watcher *watcher;

    begin(2, false, 1 << 20);
    watcher = watch(0, "a/", "a0", 0);
    for (int i = 0; i < 5; i++)
        sim_put(&sim, "a/0", "s=a;");
    for (int i = 0; i < 5; i++)
        sim_turn(&sim, 0);
    assert_int_equal(watcher->delivered, 5);
    sim_watcher_close(watcher);
    watcher->loop = 1; /* which has had no turn since the beginning */
    assert_int_equal(sim_watcher_open(watcher, watcher->covered), 0);
    sim_settle(&sim);
    assert_int_equal(watcher->delivered, 5);
    sim_put(&sim, "a/1", "s=b;");
    sim_settle(&sim);
    assert_int_equal(watcher->delivered, 6);
    end();
}

/* One change came twice. Here: a transaction that is judged twice, because a value it compares has
 * to be fetched from the disk first, happens once. */
static void etcd_17247_transaction_judged_twice_is_shown_once(void **state)
{
    static char large[3000];
    struct vd_compare compare = {.result = VD_CMP_EQUAL, .target = VD_CMP_VALUE};
    struct vd_op op = {.type = VD_OP_PUT};
    struct vd_txn txn = {
        .compares = &compare, .compare_count = 1, .success = &op, .success_count = 1};
    struct sim_watcher *watcher;
    struct sim_write *write;
    uint64_t jobs;

    memset(large, 'x', sizeof(large) - 1);
    begin(1, true, 4096);
    sim_put(&sim, "a/0", large);
    for (int i = 0; i < 50; i++)
        sim_put(&sim, "b/0", large);
    keep_until_idle(); /* the tail is trimmed; the value of a/0 is only on disk */
    watcher = watch(0, "a/", "a0", 0);
    compare.key = op.put.key = VD_SLICE("a/0");
    compare.value = vd_slice_str(large);
    op.put.value = VD_SLICE("s=c;");
    write = sim_write_new(&sim, 0);
    write->write.txn = &txn;
    jobs = sim.stats.jobs;
    sim_submit(&sim, write);
    sim_settle(&sim);
    assert_true(sim.stats.jobs > jobs);
    assert_int_equal(watcher->delivered, 1);
    end();
}

/* Events were lost when a stream was starved by its reader. */
static void etcd_17529_starved_reader_gets_everything(void **state)
{
    struct sim_watcher *slow, *behind[8];

    begin(1, true, 4096);
    slow = watch(0, "a/", "a0", 0);
    slow->max_bytes = 1;
    pause_watcher(slow);
    for (unsigned i = 0; i < 8; i++) {
        behind[i] = watch(0, i % 2 ? "a/0" : "a/", i % 2 ? NULL : "a0", 2);
        behind[i]->max_bytes = 1;
        pause_watcher(behind[i]);
    }
    for (int i = 0; i < 600; i++) {
        sim_put(&sim, i % 3 ? "a/0" : "a/1", "s=a;some bytes so that the tail is soon too small");
        if (i % 50 == 0)
            keep_until_idle();
        /* Now and then one of them takes a single event. */
        if (i % 7 == 0)
            behind[i % 8]->paused_until = 0;
        sim_turn(&sim, 0);
        pause_watcher(behind[i % 8]);
    }
    sim_settle(&sim);
    assert_int_equal(slow->delivered, 600);
    for (unsigned i = 0; i < 8; i++)
        assert_int_equal(behind[i]->delivered, i % 2 ? 400 : 600);
    end();
}

/* The floor is put exactly at a deletion that a reader has still to see. */
static void etcd_18089_deletion_at_the_floor_is_not_dropped(void **state)
{
    for (unsigned kind = 0; kind < 4; kind++) {
        struct sim_watcher *one, *many;
        int64_t deleted;

        begin(1, true, kind & 1 ? 1 : 1 << 20);
        sim_put(&sim, "a/0", "s=a;");
        sim_put(&sim, "a/1", "s=a;");
        deleted = sim_delete(&sim, "a/0", NULL);
        one = watch(0, "a/0", NULL, deleted);
        many = watch(0, "a/", "a0", deleted);
        pause_watcher(one);
        pause_watcher(many);
        sim_put(&sim, "a/1", "s=b;");
        assert_int_equal(sim_compact(&sim, deleted), 0);
        keep_until_idle();
        if (kind & 2) {
            sim_restart(&sim, SIM_STOP);
            assert_int_equal(sim_watcher_open(one, one->covered), 0);
            assert_int_equal(sim_watcher_open(many, many->covered), 0);
        }
        sim_settle(&sim);
        assert_int_equal(one->delivered, 1);
        assert_int_equal(many->delivered, 2);
        end();
    }
}

/* A watch that is opened at the compacted revision itself did not show its deletion. */
static void etcd_19179_watch_from_the_floor_shows_the_deletion_there(void **state)
{
    for (unsigned kind = 0; kind < 4; kind++) {
        struct sim_watcher *one, *many, *late;
        int64_t deleted;

        begin(1, true, kind & 1 ? 1 : 1 << 20);
        sim_put(&sim, "a/0", "s=a;");
        sim_put(&sim, "a/1", "s=a;");
        deleted = sim_delete(&sim, "a/", "a0");
        sim_put(&sim, "b/0", "s=a;");
        assert_int_equal(sim_compact(&sim, deleted), 0);
        keep_until_idle();
        if (kind & 2)
            sim_restart(&sim, SIM_POWER);
        one = watch(0, "a/0", NULL, deleted);
        many = watch(0, "a/", "a0", deleted);
        late = sim_watcher_new(&sim, 0, "a/0", NULL);
        assert_int_equal(sim_watcher_open(late, (struct vd_pos){deleted - 1, 0}), VD_COMPACTED);
        sim_settle(&sim);
        assert_int_equal(one->delivered, 1);
        assert_int_equal(many->delivered, 2);
        /* And once the floor is above it, it is gone for good. */
        assert_int_equal(sim_compact(&sim, deleted + 1), 0);
        keep_until_idle();
        assert_int_equal(sim_watcher_open(late, (struct vd_pos){deleted, 0}), VD_COMPACTED);
        end();
    }
}

/* A watch from a revision that is still to come was shown older events. */
static void etcd_20221_watch_from_the_future_shows_nothing_before_it(void **state)
{
    struct sim_watcher *one, *many;
    int64_t start;

    begin(1, false, 1 << 20);
    sim_put(&sim, "a/0", "s=a;");
    start = sim.model.head + 4;
    one = watch(0, "a/0", NULL, start);
    many = watch(0, "a/", "a0", start);
    for (int i = 0; i < 3; i++) {
        sim_put(&sim, "a/0", "s=b;");
        sim_settle(&sim);
    }
    assert_int_equal(one->delivered, 0);
    assert_int_equal(many->delivered, 0);
    for (int i = 0; i < 2; i++)
        sim_put(&sim, "a/0", "s=c;");
    sim_settle(&sim);
    assert_int_equal(one->delivered, 2);
    assert_int_equal(many->delivered, 2);
    end();
}

/* The same when it falls behind before its revision comes, and has to read history. */
static void etcd_20221_watch_from_the_future_that_falls_behind_shows_nothing_before_it(void **state)
{
    struct sim_watcher *one, *many;
    int64_t start;

    begin(1, true, 4096);
    sim_put(&sim, "a/0", "s=a;");
    start = sim.model.head + 300;
    one = watch(0, "a/0", NULL, start);
    many = watch(0, "a/", "a0", start);
    pause_watcher(one);
    pause_watcher(many);
    for (int i = 0; i < 600; i++) {
        sim_put(&sim, "a/0", "s=b;some bytes so that the tail is soon too small");
        if (i % 20 == 0)
            keep_until_idle();
    }
    sim_settle(&sim);
    assert_int_equal(one->delivered, 301);
    assert_int_equal(many->delivered, 301);
    end();
}

/* A single node acknowledged a write before it was on the disk. */
static void etcd_14370_nothing_is_told_before_it_is_durable(void **state)
{
    struct vd_op op = {.type = VD_OP_PUT};
    struct vd_txn txn = {.success = &op, .success_count = 1};
    struct sim_watcher *watcher;
    struct sim_write *write;
    int64_t told;

    op.put = (struct vd_put_op){.key = VD_SLICE("a/0"), .value = VD_SLICE("s=a;")};
    begin(1, true, 1 << 20);
    told = sim_put(&sim, "a/1", "s=a;");
    watcher = watch(0, "a/0", NULL, 0);
    sim_settle(&sim);
    write = sim_write_new(&sim, 0);
    write->write.txn = &txn;
    sim_submit(&sim, write);
    for (int i = 0; i < 10; i++)
        sim_turn(&sim, 0);
    assert_true(sim.flushing);
    assert_false(write->is_done);
    assert_int_equal(watcher->delivered, 0);
    assert_int_equal(sim.model.head, told);
    sim_flush_done(&sim);
    sim_turn(&sim, 0);
    assert_int_equal(sim.model.head, told + 1);
    assert_int_equal(watcher->delivered, 1);
    /* Whatever the power failure leaves, that is there; sim_restart looks. */
    for (int i = 0; i < 20; i++) {
        sim_restart(&sim, SIM_POWER);
        assert_true(sim.model.head >= told + 1);
        told = sim_put(&sim, "a/1", "s=b;") - 1;
    }
    end();
}

/* The newest revision went down after a crash while entries were applied to the backend. */
static void etcd_13766_revision_does_not_decrease_after_a_crash_while_applying(void **state)
{
    begin(1, true, 4096);
    for (int i = 0; i < 60; i++) {
        int64_t head = sim_put(&sim, i % 2 ? "a/0" : "a/1", "s=a;some bytes");

        /* A different piece of the keeper's work every time. */
        for (int j = 0; j < i % 7; j++) {
            sim.now_ms += 200;
            sim_keep(&sim);
        }
        sim_restart(&sim, i % 3 ? SIM_POWER : SIM_KILL);
        assert_int_equal(sim.model.head, head);
        sim_check_read(&sim, 0, head);
    }
    end();
}

/* ... and while compacting, when the newest event is a deletion that is dropped. */
static void etcd_17780_revision_does_not_decrease_after_a_crash_while_compacting(void **state)
{
    int64_t head = 0;

    begin(1, true, 4096);
    for (int i = 0; i < 60; i++) {
        sim_put(&sim, "a/0", "s=a;");
        sim_put(&sim, "a/1", "s=a;");
        head = sim_delete(&sim, "a/", "a0");
        assert_int_equal(sim_compact(&sim, head), 0);
        for (int j = 0; j < i % 9; j++) {
            sim.now_ms += 200;
            sim_keep(&sim);
        }
        sim_restart(&sim, i % 3 ? SIM_POWER : SIM_KILL);
        assert_int_equal(sim.model.head, head);
        assert_int_equal(sim.model.floor, head);
    }
    keep_until_idle();
    sim_restart(&sim, SIM_STOP);
    assert_int_equal(sim.model.head, head);
    assert_int_equal(sim_put(&sim, "a/0", "s=b;"), head + 1);
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(etcd_15220_progress_waits_for_the_events_before_it),
        cmocka_unit_test(etcd_15271_watch_that_moves_to_a_slower_loop_does_not_go_back),
        cmocka_unit_test(etcd_17247_transaction_judged_twice_is_shown_once),
        cmocka_unit_test(etcd_17529_starved_reader_gets_everything),
        cmocka_unit_test(etcd_18089_deletion_at_the_floor_is_not_dropped),
        cmocka_unit_test(etcd_19179_watch_from_the_floor_shows_the_deletion_there),
        cmocka_unit_test(etcd_20221_watch_from_the_future_shows_nothing_before_it),
        cmocka_unit_test(
            etcd_20221_watch_from_the_future_that_falls_behind_shows_nothing_before_it),
        cmocka_unit_test(etcd_14370_nothing_is_told_before_it_is_durable),
        cmocka_unit_test(etcd_13766_revision_does_not_decrease_after_a_crash_while_applying),
        cmocka_unit_test(etcd_17780_revision_does_not_decrease_after_a_crash_while_compacting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
