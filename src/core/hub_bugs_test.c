/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What has gone wrong in watch servers before (etcd's issues by their numbers), and what the hub
 * promises about memory, attributes, and revisions that are larger than anything.
 */
#include "base/alloc.h"
#include "core/hub_world.h"

#include <errno.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct vd_kv_options SMALL = {.tail_bytes = 3000, .cache_bytes = 1};

static void put_n(struct hub_world *hw, const char *key, unsigned n)
{
    while (n--)
        hw->kit.ops->put(&hw->kit, key, "value");
}

static void etcd_17529_a_starved_stream_loses_nothing(void **state)
{
    enum { COUNT = 50 };
    struct reader *readers = calloc(COUNT, sizeof(*readers));
    struct hub_world hw;

    hub_world_init(&hw, NULL, &SMALL);
    for (unsigned i = 0; i < COUNT; i++) {
        readers[i].is_paused = i % 2;
        reader_open(&hw.kit, &readers[i], "k", i % 3 ? "l" : "", 0);
    }
    for (unsigned round = 0; round < 40; round++) {
        put_n(&hw, "k", 30);
        kit_turn(&hw.kit);
        hw.kit.ops->elsewhere(&hw.kit);
        world_keep(&hw.world);
    }
    for (unsigned i = 0; i < COUNT; i++)
        readers[i].is_paused = false;
    kit_settle(&hw.kit);
    for (unsigned i = 0; i < COUNT; i++) {
        assert_int_equal(readers[i].events, 1200);
        reader_assert_complete(&readers[i]);
        reader_close(&readers[i]);
    }
    hub_world_deinit(&hw);
    free(readers);
}

static void etcd_17247_catching_up_among_new_events_repeats_none(void **state)
{
    struct reader one = {.max_bytes = 50}, range = {.max_bytes = 50}, live = {0};
    struct hub_world hw;

    for (int small = 0; small < 2; small++) {
        hub_world_init(&hw, NULL, small ? &SMALL : NULL);
        one.events = range.events = live.events = 0;
        reader_open(&hw.kit, &live, "k", "l", 0);
        put_n(&hw, "k", 500);
        reader_open(&hw.kit, &one, "k", "", 1);
        reader_open(&hw.kit, &range, "k", "l", 1);
        for (unsigned i = 0; i < 300; i++) {
            put_n(&hw, i % 3 ? "k" : "k2", 1 + i % 2);
            kit_turn(&hw.kit);
            if (i % 3)
                hw.kit.ops->elsewhere(&hw.kit);
            if (small && i % 5 == 0)
                world_keep(&hw.world);
        }
        kit_settle(&hw.kit);
        /* The kit has held every batch against the log; here it is the sum once more. */
        assert_int_equal(live.events, hw.kit.log_count);
        assert_int_equal(range.events, hw.kit.log_count);
        reader_assert_complete(&one);
        reader_close(&one);
        reader_close(&range);
        reader_close(&live);
        hub_world_deinit(&hw);
    }
}

static void etcd_20221_a_future_start_shows_nothing_older(void **state)
{
    struct reader readers[8] = {0};
    struct hub_world hw;

    hub_world_init(&hw, NULL, NULL);
    put_n(&hw, "k", 5);
    for (int i = 0; i < 8; i++) {
        /* Some are opened between publication and matching. */
        if (i % 2)
            kit_turn(&hw.kit);
        reader_open(&hw.kit, &readers[i], "k", i % 3 ? "" : "l", kit_head(&hw.kit) + 1 + i);
        put_n(&hw, "k", 1);
    }
    put_n(&hw, "k", 600);
    kit_settle(&hw.kit);
    for (int i = 0; i < 8; i++) {
        assert_int_equal(readers[i].events, 600 + 8 - 2 * i);
        reader_assert_complete(&readers[i]);
        reader_close(&readers[i]);
    }
    hub_world_deinit(&hw);
}

/* key: deleted at the floor. range_end NULL: the key alone. */
static void delete_at_floor(const struct vd_kv_options *options, const char *end, bool was_behind)
{
    struct reader reader = {.is_paused = was_behind, .flags = VD_PULL_PREV};
    struct hub_world hw;
    int64_t revision;

    hub_world_init(&hw, NULL, options);
    hw.keeps = true;
    put_n(&hw, "k", 3);
    hw.kit.ops->put(&hw.kit, "other", "value");
    revision = hw.kit.ops->remove(&hw.kit, "k");
    if (was_behind)
        reader_open(&hw.kit, &reader, "k", end, revision);
    put_n(&hw, "other", 100);
    hw.kit.ops->compact(&hw.kit, revision);
    world_keep(&hw.world);
    if (!was_behind)
        reader_open(&hw.kit, &reader, "k", end, revision);
    reader.is_paused = false;
    kit_settle(&hw.kit);
    assert_true(reader.events >= 1);
    reader_assert_complete(&reader);
    reader_close(&reader);
    hub_world_deinit(&hw);
}

static void etcd_19179_a_watch_from_the_compacted_revision_sees_its_delete(void **state)
{
    for (int small = 0; small < 2; small++) {
        delete_at_floor(small ? &SMALL : NULL, "", false);
        delete_at_floor(small ? &SMALL : NULL, "l", false);
        delete_at_floor(small ? &SMALL : NULL, "kk", false);
    }
}

static void etcd_18089_a_watch_behind_keeps_the_delete_that_is_compacted(void **state)
{
    for (int small = 0; small < 2; small++) {
        delete_at_floor(small ? &SMALL : NULL, "", true);
        delete_at_floor(small ? &SMALL : NULL, "l", true);
    }
}

static void a_live_cursor_survives_a_compaction_right_after_its_events(void **state)
{
    struct reader one = {0}, range = {0};
    struct hub_world hw;

    hub_world_init(&hw, NULL, NULL);
    reader_open(&hw.kit, &one, "k", "", 0);
    reader_open(&hw.kit, &range, "a", "z", 0);
    put_n(&hw, "k", 4);
    hw.kit.ops->compact(&hw.kit, kit_head(&hw.kit));
    world_keep(&hw.world);
    kit_settle(&hw.kit);
    assert_int_equal(one.events, 4);
    assert_int_equal(range.events, 4);
    reader_close(&one);
    reader_close(&range);
    hub_world_deinit(&hw);
}

/* A ring points into the tail. What a live cursor has not pulled when the tail leaves it behind
 * lies in memory that other events have taken since, of the same size. */
static void a_live_cursor_that_the_tail_has_passed_reads_history(void **state)
{
    struct reader one = {.is_paused = true}, range = {.is_paused = true};
    struct hub_world hw;

    hub_world_init(&hw, NULL, &SMALL);
    reader_open(&hw.kit, &one, "k", "", 0);
    reader_open(&hw.kit, &range, "k", "l", 0);
    put_n(&hw, "k", 3);
    kit_turn(&hw.kit);
    for (int i = 0; i < 60; i++) {
        put_n(&hw, "o", 1);
        kit_turn(&hw.kit);
        world_keep(&hw.world);
    }
    one.is_paused = range.is_paused = false;
    kit_settle(&hw.kit);
    assert_int_equal(one.events, 3);
    assert_int_equal(range.events, 3);
    reader_assert_complete(&one);
    reader_assert_complete(&range);
    reader_close(&one);
    reader_close(&range);
    hub_world_deinit(&hw);
}

/* Memory that is in use after the hub's turn and the pulls more than before, over all rounds. */
static long grown;

static void measured_turn(struct hub_world *hw)
{
    grown -= (long)mallinfo2().uordblks;
    kit_turn(&hw->kit);
    grown += (long)mallinfo2().uordblks;
}

static void ten_thousand_stalled_cursors_cost_nothing_but_themselves(void **state)
{
    enum { COUNT = 10000, KEYS = 20 };
    struct reader *readers = calloc(COUNT, sizeof(*readers)), fast = {0};
    struct vd_hub_stats stats;
    struct hub_world hw;
    char keys[KEYS][16];
    long first;

    hub_world_init(&hw, NULL, &SMALL);
    for (unsigned k = 0; k < KEYS; k++)
        snprintf(keys[k], sizeof(keys[k]), "k/%02u", k);
    for (unsigned i = 0; i < COUNT; i++) {
        readers[i].is_paused = true;
        reader_open(&hw.kit, &readers[i], i % 7 ? keys[i % KEYS] : "k/", i % 7 ? "" : "k0", 0);
    }
    reader_open(&hw.kit, &fast, "k/", "k0", 0);
    grown = 0;
    first = 0;
    for (unsigned round = 0; round < 600; round++) {
        for (unsigned k = 0; k < KEYS; k++)
            hw.kit.ops->put(&hw.kit, keys[k], "value");
        measured_turn(&hw);
        world_keep(&hw.world);
        if (round == 299)
            first = grown;
    }
    vd_hub_stats(hw.hub, &stats);
    assert_int_equal(stats.cursors, COUNT + 1);
    assert_int_equal(stats.rings, 0);
    assert_int_equal(stats.seats, 0);
    /* A few pieces of the store that the keeper frees; not a byte a cursor and round. */
    assert_true(grown - first < 300 * COUNT / 10);
    kit_settle(&hw.kit);
    assert_int_equal(fast.events, 600 * KEYS);
    for (unsigned i = 0; i < COUNT; i++) {
        if (i % 500 == 0) {
            readers[i].is_paused = false;
            kit_settle(&hw.kit);
            reader_assert_complete(&readers[i]);
        }
        reader_close(&readers[i]);
    }
    reader_close(&fast);
    hub_world_deinit(&hw);
    free(readers);
}

static void a_stalled_cursor_does_not_hold_up_those_that_catch_up_with_it(void **state)
{
    struct reader stalled = {.is_paused = true}, fast = {0}, other = {0};
    struct hub_world hw;

    hub_world_init(&hw, NULL, &SMALL);
    put_n(&hw, "k", 9000);
    world_keep(&hw.world);
    reader_open(&hw.kit, &stalled, "k", "l", 1);
    reader_open(&hw.kit, &fast, "k", "m", 1);
    reader_open(&hw.kit, &other, "j", "m", 1);
    kit_settle(&hw.kit);
    assert_int_equal(stalled.events, 0);
    assert_int_equal(fast.events, 9000);
    reader_assert_complete(&fast);
    reader_assert_complete(&other);
    stalled.is_paused = false;
    kit_settle(&hw.kit);
    reader_assert_complete(&stalled);
    reader_close(&stalled);
    reader_close(&fast);
    reader_close(&other);
    hub_world_deinit(&hw);
}

/* A cursor that stops in the middle of a slice, again and again, and comes back. */
static void a_cursor_that_left_the_pass_comes_back(void **state)
{
    struct reader slow = {.max_bytes = 3000}, fast = {0};
    struct hub_world hw;

    hub_world_init(&hw, NULL, &SMALL);
    put_n(&hw, "k", 9000);
    world_keep(&hw.world);
    reader_open(&hw.kit, &slow, "k", "l", 1);
    for (unsigned round = 0; slow.events < 9000; round++) {
        if (round % 5 == 0) {
            fast.events = 0;
            reader_open(&hw.kit, &fast, "k", "m", 1);
        }
        slow.is_paused = false;
        for (unsigned i = 0; i < 3; i++) {
            kit_turn(&hw.kit);
            hw.kit.ops->elsewhere(&hw.kit);
        }
        slow.is_paused = true;
        for (unsigned i = 0; i < 150; i++) {
            kit_turn(&hw.kit);
            hw.kit.ops->elsewhere(&hw.kit);
        }
        if (round % 5 == 4) {
            reader_assert_complete(&fast);
            reader_close(&fast);
        }
        assert_true(round < 10000);
    }
    if (fast.is_open)
        reader_close(&fast);
    slow.is_paused = false;
    kit_settle(&hw.kit);
    reader_assert_complete(&slow);
    reader_close(&slow);
    hub_world_deinit(&hw);
}

static void a_revision_larger_than_a_turn_is_seen_whole(void **state)
{
    enum { KEYS = 30000 };
    char(*names)[16] = calloc(KEYS, 16);
    const char **keys = calloc(KEYS, sizeof(char *));
    struct reader live = {.max_bytes = 65536}, sparse = {0}, late = {.max_bytes = 65536},
                  late_sparse = {0}, between = {0}, last = {0},
                  stalled = {.is_paused = true, .flags = VD_PULL_DRAIN};
    struct hub_world hw;
    int64_t revision;

    for (unsigned i = 0; i < KEYS; i++) {
        snprintf(names[i], 16, "k/%05u", i);
        keys[i] = names[i];
    }
    for (int small = 0; small < 2; small++) {
        hub_world_init(&hw, NULL, small ? &SMALL : NULL);
        live.events = sparse.events = late.events = late_sparse.events = between.events = 0;
        last.events = stalled.events = 0;
        stalled.is_paused = true;
        reader_open(&hw.kit, &live, "k/", "k0", 0);
        reader_open(&hw.kit, &sparse, "k/00001", "k/00003", 0);
        reader_open(&hw.kit, &stalled, "k/0", "k/1", 0);
        put_n(&hw, "k/00001", 2);
        revision = hw.kit.ops->put_many(&hw.kit, keys, KEYS, "value");
        put_n(&hw, "k/29999", 2);
        kit_turn(&hw.kit);
        /* The revision is being matched just now. */
        reader_open(&hw.kit, &between, "k/00", "k/01", revision);
        reader_open(&hw.kit, &last, "k/29999", "", revision - 1);
        kit_turn(&hw.kit);
        reader_open(&hw.kit, &late, "k/", "k0", 1);
        reader_open(&hw.kit, &late_sparse, "k/00001", "k/00003", 1);
        kit_settle(&hw.kit);
        if (small)
            world_keep(&hw.world);
        stalled.is_paused = false;
        kit_settle(&hw.kit);
        assert_int_equal(live.events, KEYS + 4);
        assert_int_equal(late.events, KEYS + 4);
        assert_int_equal(sparse.events, 4);
        assert_int_equal(late_sparse.events, 4);
        assert_int_equal(between.events, 1000);
        assert_int_equal(last.events, 3);
        assert_int_equal(stalled.events, 10002);
        reader_assert_complete(&live);
        reader_assert_complete(&sparse);
        reader_assert_complete(&late_sparse);
        reader_assert_complete(&between);
        if (small) {
            late.events = late_sparse.events = 0;
            reader_seek(&late, (struct vd_pos){revision, 0});
            reader_seek(&late_sparse, (struct vd_pos){revision, 2});
            kit_settle(&hw.kit);
            assert_int_equal(late.events, KEYS + 2);
            assert_int_equal(late_sparse.events, 1);
        }
        reader_close(&live);
        reader_close(&sparse);
        reader_close(&stalled);
        reader_close(&late);
        reader_close(&late_sparse);
        reader_close(&between);
        reader_close(&last);
        hub_world_deinit(&hw);
    }
    free(names);
    free(keys);
}

/*
 * Attributes: the first letter of a value is its "node".
 */

static unsigned extractions;

static int extract_node(const struct vd_extractor *extractor, const struct vd_event *event,
                        struct vd_arena *arena, const struct vd_term **out_terms,
                        uint32_t *out_count)
{
    struct vd_term *term = vd_arena_alloc(arena, sizeof(*term));

    extractions++;
    if (!term)
        return -ENOMEM;
    term->name = VD_SLICE("node");
    term->value = vd_slice(vd_event_value(event).ptr, VD_MIN(event->value_len, 1u));
    *out_terms = term;
    *out_count = 1;
    return 0;
}

static const struct vd_extractor node_extractor = {extract_node};

static bool value_is_on(const struct kit_event *event, char node)
{
    return event && !event->is_delete && event->value.len && event->value.ptr[0] == node;
}

static bool on_node(const struct reader *reader, const struct kit_event *event)
{
    const struct kit *kit = reader->kit;
    const struct kit_event *prev = NULL;
    char node = *(const char *)reader->arg;

    for (size_t i = 0; event->prev.revision && i < kit->log_count; i++)
        if (!vd_pos_cmp(kit->log[i].pos, event->prev))
            prev = &kit->log[i];
    return value_is_on(event, node) || value_is_on(prev, node);
}

static bool residual_on_node(const struct vd_event *event, const struct vd_event *prev, void *arg)
{
    char node = *(const char *)arg;
    struct vd_slice now = vd_event_value(event),
                    before = prev ? vd_event_value(prev) : VD_SLICE_EMPTY;

    return (now.len && now.ptr[0] == node) || (before.len && before.ptr[0] == node);
}

static void open_on_node(struct hub_world *hw, struct reader *reader, const char *key,
                         const char *end, const char *node, bool by_term, int64_t from)
{
    struct vd_term term = {VD_SLICE("node"), vd_slice(node, 1)};
    struct vd_selection selection = {.key = vd_slice_str(key), .end = vd_slice_str(end)};

    if (by_term) {
        selection.terms = &term;
        selection.term_count = 1;
        selection.extractor = &node_extractor;
    } else {
        selection.residual = residual_on_node;
        selection.residual_arg = (void *)(uintptr_t)node;
        selection.residual_prev = true;
    }
    *reader = (struct reader){.accepts = on_node, .arg = (void *)(uintptr_t)node};
    assert_int_equal(reader_try_open(&hw->kit, reader, &selection, (struct vd_pos){from, 0}), 0);
}

static void terms_and_residuals_see_what_comes_goes_and_stays(void **state)
{
    enum { COUNT = 24 };
    static const char nodes[] = "abcd";
    struct reader readers[COUNT];
    struct hub_world hw;
    uint64_t draw = 12345;

    for (int small = 0; small < 2; small++) {
        hub_world_init(&hw, NULL, small ? &SMALL : NULL);
        hw.keeps = small;
        for (int i = 0; i < COUNT / 2; i++)
            open_on_node(&hw, &readers[i], i % 3 ? "k/" : "k/3", i % 3 ? "k0" : "", &nodes[i % 4],
                         i % 2, 0);
        for (int i = 0; i < 1500; i++) {
            char key[8], value[8];

            draw = draw * 6364136223846793005ULL + 1442695040888963407ULL;
            snprintf(key, sizeof(key), "k/%u", (unsigned)(draw >> 33) % 9);
            snprintf(value, sizeof(value), "%cxxx", "abcde"[(draw >> 40) % 5]);
            if ((draw >> 50) % 8 == 0) {
                world_delete(&hw.world, key, "");
                hub_world_log(&hw);
            } else {
                hw.kit.ops->put(&hw.kit, key, value);
            }
            if ((draw >> 45) % 4 == 0)
                kit_turn(&hw.kit);
            if ((draw >> 46) % 8 == 0)
                hw.kit.ops->elsewhere(&hw.kit);
            if (i == 700)
                for (int k = COUNT / 2; k < COUNT; k++)
                    open_on_node(&hw, &readers[k], k % 3 ? "k/" : "k/3", k % 3 ? "k0" : "",
                                 &nodes[k % 4], k % 2, 1 + k * 20);
        }
        kit_settle(&hw.kit);
        for (int i = 0; i < COUNT; i++) {
            assert_true(readers[i].events > 20);
            reader_assert_complete(&readers[i]);
            reader_close(&readers[i]);
        }
        hub_world_deinit(&hw);
    }
}

static void many_terms_under_one_prefix_cost_one_extraction(void **state)
{
    enum { COUNT = 26 };
    static const char nodes[] = "abcdefghijklmnopqrstuvwxyz";
    struct reader readers[COUNT];
    struct hub_world hw;

    hub_world_init(&hw, NULL, NULL);
    for (int i = 0; i < COUNT; i++)
        open_on_node(&hw, &readers[i], "pods/", "pods0", &nodes[i], true, 0);
    hw.kit.ops->put(&hw.kit, "pods/1", "c");
    hw.kit.ops->put(&hw.kit, "other", "c");
    extractions = 0;
    kit_settle(&hw.kit);
    assert_int_equal(extractions, 1);
    hw.kit.ops->put(&hw.kit, "pods/1", "d");
    kit_settle(&hw.kit);
    assert_int_equal(extractions, 3);
    assert_int_equal(readers[2].events, 2);
    assert_int_equal(readers[3].events, 1);
    assert_int_equal(readers[4].ready_calls, 0);
    for (int i = 0; i < COUNT; i++)
        reader_close(&readers[i]);
    hub_world_deinit(&hw);
}

/*
 * No memory: nothing is lost, it only comes later.
 */
static void an_allocation_that_fails_loses_no_event(void **state)
{
    static const char node = 'v';
    unsigned refused = 0;

    for (long after = 0; after < 40; after++) {
        struct reader readers[6] = {0};
        struct hub_world hw;

        hub_world_init(&hw, NULL, &SMALL);
        reader_open(&hw.kit, &readers[0], "k", "", 0);
        reader_open(&hw.kit, &readers[1], "k", "l", 0);
        open_on_node(&hw, &readers[2], "k", "l", &node, true, 0);
        put_n(&hw, "k", 300);
        world_keep(&hw.world);
        put_n(&hw, "k2", 30);
        readers[3].flags = readers[4].flags = VD_PULL_PREV;
        reader_open(&hw.kit, &readers[3], "k", "", 1);
        reader_open(&hw.kit, &readers[4], "k", "l", 1);
        open_on_node(&hw, &readers[5], "j", "l", &node, true, 1);
        for (unsigned i = 0; i < 30; i++) {
            put_n(&hw, "k", 2);
            vd_alloc_fail_after(after);
            kit_turn(&hw.kit);
            refused += (unsigned)vd_alloc_fail_hit();
            vd_alloc_fail_after(-1);
            if (i % 4 == 0)
                hw.kit.ops->elsewhere(&hw.kit);
        }
        kit_settle(&hw.kit);
        for (unsigned i = 0; i < 6; i++) {
            reader_assert_complete(&readers[i]);
            reader_close(&readers[i]);
        }
        hub_world_deinit(&hw);
    }
    assert_true(refused > 100);
}

static void an_open_that_fails_leaves_nothing_behind(void **state)
{
    struct vd_hub_stats stats;
    struct hub_world hw;
    unsigned failed = 0;

    hub_world_init(&hw, NULL, NULL);
    put_n(&hw, "k", 10);
    for (long after = 0; after < 12; after++)
        for (int kind = 0; kind < 4; kind++) {
            struct vd_term term = {VD_SLICE("node"), VD_SLICE("v")};
            struct vd_selection selection = {
                .key = VD_SLICE("k"),
                .end = kind & 1 ? VD_SLICE("k5") : VD_SLICE_EMPTY,
                .terms = &term,
                .term_count = kind & 2 ? 1 : 0,
                .extractor = &node_extractor,
            };
            struct reader reader = {0};
            int rc;

            vd_alloc_fail_after(after);
            rc = reader_try_open(&hw.kit, &reader, &selection,
                                 (struct vd_pos){after % 2 ? 100 : 1, 0});
            vd_alloc_fail_after(-1);
            if (!rc) {
                reader_close(&reader);
                continue;
            }
            assert_int_equal(rc, -ENOMEM);
            failed++;
        }
    assert_true(failed > 6);
    vd_hub_stats(hw.hub, &stats);
    assert_int_equal(stats.cursors, 0);
    assert_int_equal(stats.selectors, 0);
    hub_world_deinit(&hw);
}

/* More values before the events of one revision than a job may bring, and that of the first event
 * is the last in the order in which they are read. */
static void values_before_that_no_job_brings_at_once_all_come(void **state)
{
    enum { KEYS = 70, VALUE = 1 << 20 };
    struct reader reader = {.is_paused = true, .flags = VD_PULL_PREV, .max_bytes = 1 << 20};
    char *value = calloc(1, VALUE + 1), key[16];
    struct hub_world hw;

    memset(value, 'v', VALUE);
    hub_world_init(&hw, NULL, &SMALL);
    for (int i = KEYS; i > 0; i--) {
        snprintf(key, sizeof(key), "k/%02d", i);
        hw.kit.ops->put(&hw.kit, key, value);
        world_keep(&hw.world);
    }
    reader_open(&hw.kit, &reader, "k/", "k0", 0);
    assert_int_equal(world_delete(&hw.world, "k/", "k0"), KEYS);
    hub_world_log(&hw);
    world_keep(&hw.world);
    reader.is_paused = false;
    kit_settle(&hw.kit);
    assert_int_equal(reader.events, KEYS);
    reader_assert_complete(&reader);
    reader_close(&reader);
    hub_world_deinit(&hw);
    free(value);
}

static void reached(void *arg)
{
    ++*(unsigned *)arg;
}

static void a_barrier_is_reached_when_all_before_it_is_visible(void **state)
{
    struct vd_journal *journal;
    struct reader reader = {0};
    struct hub_world hw;
    unsigned calls = 0;

    hub_world_init(&hw, NULL, NULL);
    journal = hw.kit.journal;
    reader_open(&hw.kit, &reader, "k", "", 0);
    hw.kit.ops->enter(&hw.kit);
    assert_int_equal(journal->ops->barrier(journal, reached, &calls), 0);
    hw.kit.ops->leave(&hw.kit);
    put_n(&hw, "k", 3);
    hw.kit.ops->enter(&hw.kit);
    assert_int_equal(journal->ops->barrier(journal, reached, &calls), VD_WAIT);
    hw.kit.ops->leave(&hw.kit);
    assert_int_equal(calls, 0);
    kit_turn(&hw.kit);
    assert_int_equal(calls, 1);
    hw.kit.ops->enter(&hw.kit);
    assert_int_equal(journal->ops->head(journal), kit_head(&hw.kit));
    hw.kit.ops->leave(&hw.kit);
    reader_close(&reader);
    hub_world_deinit(&hw);
}

static void neighbours_share_the_key_of_a_batch(void **state)
{
    struct reader a = {0}, b = {0}, other = {0};
    struct hub_world hw;
    uint64_t before;

    hub_world_init(&hw, NULL, NULL);
    reader_open(&hw.kit, &a, "k", "", 0);
    reader_open(&hw.kit, &b, "k", "", 0);
    reader_open(&hw.kit, &other, "k", "l", 0);
    put_n(&hw, "k", 3);
    kit_settle(&hw.kit);
    assert_true(a.last_key != 0);
    assert_int_equal(a.last_key, b.last_key);
    assert_int_not_equal(a.last_key, other.last_key);
    before = a.last_key;
    put_n(&hw, "other", 3);
    put_n(&hw, "k", 3);
    kit_settle(&hw.kit);
    assert_int_equal(a.last_key, before);
    assert_int_equal(b.last_key, before);
    assert_true(a.goes_on && b.goes_on && other.goes_on);
    reader_close(&a);
    reader_close(&b);
    reader_close(&other);
    hub_world_deinit(&hw);
}

static void only_a_few_rings_are_kept_for_batches_to_go_on(void **state)
{
    enum { COUNT = 200 };
    struct reader *readers = calloc(COUNT, sizeof(*readers));
    static char keys[COUNT][8];
    struct vd_hub_stats stats;
    struct hub_world hw;

    hub_world_init(&hw, NULL, NULL);
    for (unsigned i = 0; i < COUNT; i++) {
        snprintf(keys[i], sizeof(keys[i]), "k%u", i);
        reader_open(&hw.kit, &readers[i], keys[i], "", 0);
    }
    for (unsigned round = 0; round < 2; round++)
        for (unsigned i = 0; i < COUNT; i++) {
            put_n(&hw, keys[i], 1);
            kit_settle(&hw.kit);
            assert_false(readers[i].goes_on);
        }
    put_n(&hw, keys[COUNT - 1], 1);
    kit_settle(&hw.kit);
    assert_true(readers[COUNT - 1].goes_on);
    vd_hub_stats(hw.hub, &stats);
    assert_int_equal(stats.rings, 0);
    for (unsigned i = 0; i < COUNT; i++) {
        reader_assert_complete(&readers[i]);
        reader_close(&readers[i]);
    }
    hub_world_deinit(&hw);
    free(readers);
}

static void a_ring_that_was_kept_too_long_begins_anew(void **state)
{
    struct reader reader = {0};
    struct vd_hub_stats before, after;
    struct hub_world hw;

    hub_world_init(&hw, NULL, &SMALL);
    reader_open(&hw.kit, &reader, "k", "l", 0);
    put_n(&hw, "k", 1);
    kit_settle(&hw.kit);
    for (unsigned i = 0; i < 20; i++) {
        put_n(&hw, "other", 10);
        kit_settle(&hw.kit);
        world_keep(&hw.world);
    }
    vd_hub_stats(hw.hub, &before);
    put_n(&hw, "k", 1);
    kit_settle(&hw.kit);
    vd_hub_stats(hw.hub, &after);
    assert_int_equal(reader.events, 2);
    assert_false(reader.goes_on);
    /* It is served like any live one. */
    assert_int_equal(after.slices, before.slices);
    assert_int_equal(after.fetches, before.fetches);
    reader_close(&reader);
    hub_world_deinit(&hw);
}

static void a_range_that_holds_nothing_is_refused(void **state)
{
    struct vd_selection selection = {.key = VD_SLICE("b"), .end = VD_SLICE("a")};
    struct reader reader = {0};
    struct hub_world hw;

    hub_world_init(&hw, NULL, NULL);
    assert_int_equal(reader_try_open(&hw.kit, &reader, &selection, (struct vd_pos){0, 0}),
                     VD_INVALID);
    hub_world_deinit(&hw);
}

/* A peer may name any place inside a revision. */
static void a_position_behind_the_last_event_of_a_revision_is_its_end(void **state)
{
    static const char *const keys[] = {"k", "k2"};
    struct hub_world hw;

    for (unsigned i = 0; i < 8; i++) {
        struct vd_selection selection = {.key = VD_SLICE("k"),
                                         .end = i & 1 ? VD_SLICE("l") : VD_SLICE_EMPTY};
        struct reader reader = {0};
        int64_t revision;

        hub_world_init(&hw, NULL, i & 2 ? &SMALL : NULL);
        put_n(&hw, "k", 100);
        revision = hw.kit.ops->put_many(&hw.kit, keys, 2, "value");
        kit_settle(&hw.kit);
        if (i & 2)
            world_keep(&hw.world);
        if (i & 4)
            put_n(&hw, "k", 1);
        assert_int_equal(
            reader_try_open(&hw.kit, &reader, &selection, (struct vd_pos){revision, 7}), 0);
        kit_settle(&hw.kit);
        put_n(&hw, "k", 3);
        kit_settle(&hw.kit);
        assert_int_equal(reader.events, i & 4 ? 4 : 3);
        reader_assert_complete(&reader);
        reader_close(&reader);
        hub_world_deinit(&hw);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(etcd_17529_a_starved_stream_loses_nothing),
        cmocka_unit_test(etcd_17247_catching_up_among_new_events_repeats_none),
        cmocka_unit_test(etcd_20221_a_future_start_shows_nothing_older),
        cmocka_unit_test(etcd_19179_a_watch_from_the_compacted_revision_sees_its_delete),
        cmocka_unit_test(etcd_18089_a_watch_behind_keeps_the_delete_that_is_compacted),
        cmocka_unit_test(a_live_cursor_survives_a_compaction_right_after_its_events),
        cmocka_unit_test(a_live_cursor_that_the_tail_has_passed_reads_history),
        cmocka_unit_test(ten_thousand_stalled_cursors_cost_nothing_but_themselves),
        cmocka_unit_test(a_stalled_cursor_does_not_hold_up_those_that_catch_up_with_it),
        cmocka_unit_test(a_cursor_that_left_the_pass_comes_back),
        cmocka_unit_test(a_revision_larger_than_a_turn_is_seen_whole),
        cmocka_unit_test(terms_and_residuals_see_what_comes_goes_and_stays),
        cmocka_unit_test(many_terms_under_one_prefix_cost_one_extraction),
        cmocka_unit_test(an_allocation_that_fails_loses_no_event),
        cmocka_unit_test(an_open_that_fails_leaves_nothing_behind),
        cmocka_unit_test(values_before_that_no_job_brings_at_once_all_come),
        cmocka_unit_test(a_barrier_is_reached_when_all_before_it_is_visible),
        cmocka_unit_test(neighbours_share_the_key_of_a_batch),
        cmocka_unit_test(only_a_few_rings_are_kept_for_batches_to_go_on),
        cmocka_unit_test(a_ring_that_was_kept_too_long_begins_anew),
        cmocka_unit_test(a_range_that_holds_nothing_is_refused),
        cmocka_unit_test(a_position_behind_the_last_event_of_a_revision_is_its_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
