/* SPDX-License-Identifier: Apache-2.0 */
#include "core/hub.h"

#include "base/alloc.h"
#include "core/hub_world.h"

#include <errno.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* So little memory that nearly all history is read by jobs. */
static const struct vd_kv_options SMALL = {.tail_bytes = 3000, .cache_bytes = 1};

static uint64_t rng = 1;

static unsigned below(unsigned n)
{
    rng ^= rng << 13;
    rng ^= rng >> 7;
    rng ^= rng << 17;
    return (unsigned)(rng >> 11) % n;
}

static uint64_t seed_of_run(void)
{
    const char *seed = getenv("VD_SEED");
    uint64_t n = seed ? strtoull(seed, NULL, 10) : (uint64_t)(uintptr_t)&seed >> 4;

    print_message("VD_SEED=%llu\n", (unsigned long long)n);
    return n * 2 + 1;
}

/*
 * The claims of every journal, with all history in memory and with nearly none.
 */

#define CLAIM(claim)                                                                               \
    static void hub_##claim(void **state)                                                          \
    {                                                                                              \
        for (int small = 0; small < 2; small++) {                                                  \
            struct hub_world hw;                                                                   \
                                                                                                   \
            hub_world_init(&hw, NULL, small ? &SMALL : NULL);                                      \
            hw.keeps = small;                                                                      \
            kit_claim_##claim(&hw.kit);                                                            \
            hub_world_deinit(&hw);                                                                 \
        }                                                                                          \
    }

CLAIM(now_is_exact)
CLAIM(history_is_replayed)
CLAIM(latest_leaves_out_what_has_a_newer_one)
CLAIM(latest_of_a_revision_that_is_split)
CLAIM(ready_is_called_once)
CLAIM(future_shows_nothing_before)
CLAIM(compacted_is_refused)
CLAIM(seek_shows_the_same_again)
CLAIM(revisions_stay_whole)
CLAIM(large_revision_is_split)
CLAIM(close_in_ready_is_safe)
CLAIM(pull_in_ready_is_safe)
CLAIM(repeat_is_what_a_pull_would_be)

/* What conflated readers of a range get, and how they get it. */
static void conflated_neighbours_share_what_was_left(void **state)
{
    enum { SHARERS = 3 };
    struct vd_batch batches[SHARERS], plain;
    struct reader readers[SHARERS] = {0}, all = {0};
    struct hub_world hw;
    struct vd_journal *journal;

    hub_world_init(&hw, NULL, NULL);
    journal = hw.kit.journal;
    all.is_paused = true;
    reader_open(&hw.kit, &all, "k/", "k0", 0);
    for (size_t i = 0; i < SHARERS; i++) {
        readers[i].is_paused = true;
        reader_open(&hw.kit, &readers[i], "k/", "k0", 0);
    }
    for (unsigned i = 0; i < 30; i++)
        hw.kit.ops->put(&hw.kit, i % 3 ? "k/a" : "k/b", "v");
    kit_turn(&hw.kit);
    hw.kit.ops->enter(&hw.kit);
    assert_int_equal(journal->ops->pull(journal, &all.cursor, 4000, 0, &plain), 0);
    for (size_t i = 0; i < SHARERS; i++) {
        assert_int_equal(
            journal->ops->pull(journal, &readers[i].cursor, 4000, VD_PULL_LATEST, &batches[i]), 0);
        assert_int_equal(batches[i].count, 2);
        assert_int_equal(batches[i].key, batches[0].key);
        assert_ptr_equal(batches[i].events, batches[0].events);
    }
    assert_int_equal(plain.count, 30);
    assert_true(plain.key && batches[0].key && plain.key != batches[0].key);
    hw.kit.ops->leave(&hw.kit);
    for (size_t i = 0; i < SHARERS; i++)
        reader_close(&readers[i]);
    reader_close(&all);
    hub_world_deinit(&hw);
}

/* A reader that wants deletions only: what is newer is not for it, so nothing is kept from it. */
static bool is_deletion(const struct vd_event *event, const struct vd_event *prev, void *arg)
{
    return event->type == VD_EVENT_DELETE;
}

static bool accepts_deletion(const struct reader *reader, const struct kit_event *event)
{
    return event->is_delete;
}

static void latest_leaves_out_only_for_what_the_reader_wants(void **state)
{
    for (int small = 0; small < 2; small++) {
        struct vd_selection selection = {
            .key = VD_SLICE("k/"), .end = VD_SLICE("k0"), .residual = is_deletion};
        struct reader reader = {.flags = VD_PULL_LATEST, .accepts = accepts_deletion};
        struct hub_world hw;

        hub_world_init(&hw, NULL, small ? &SMALL : NULL);
        hw.keeps = small;
        for (unsigned i = 0; i < 300; i++) {
            hw.kit.ops->put(&hw.kit, "k/a", "v");
            hw.kit.ops->remove(&hw.kit, "k/a");
        }
        hw.kit.ops->put(&hw.kit, "k/b", "v");
        hw.kit.ops->remove(&hw.kit, "k/b");
        hw.kit.ops->put(&hw.kit, "k/b", "v");
        assert_int_equal(reader_try_open(&hw.kit, &reader, &selection, (struct vd_pos){1, 0}), 0);
        kit_settle(&hw.kit);
        /* The newest of k/a is a deletion, and the others are left out; that of k/b is not. */
        assert_int_equal(reader.events, 2);
        reader_assert_complete(&reader);
        reader_close(&reader);
        hub_world_deinit(&hw);
    }
}

static struct reader called[3];

/* Pulls at once; those that are to be called after it have what it had, and are not live. */
static void look_at_others(struct vd_cursor *cursor)
{
    struct reader *reader = vd_container_of(cursor, struct reader, cursor);
    struct vd_journal *journal = reader->kit->journal;

    reader->is_armed = false;
    reader->ready_calls++;
    while (!reader_pull(reader))
        ;
    for (size_t i = 0; i < VD_COUNT(called); i++)
        assert_int_equal(journal->ops->is_live(journal, &called[i].cursor),
                         called[i].ready_calls == reader->ready_calls);
}

static void a_cursor_that_is_yet_to_be_called_is_not_live(void **state)
{
    enum { KEYS = 9000 }; /* more than are matched in one turn */
    static char names[KEYS][8];
    static const char *keys[KEYS];
    struct hub_world hw;

    for (size_t i = 0; i < KEYS; i++) {
        snprintf(names[i], sizeof(names[i]), "a/%04zu", i);
        keys[i] = names[i];
    }
    hub_world_init(&hw, NULL, NULL);
    memset(called, 0, sizeof(called));
    for (size_t i = 0; i < VD_COUNT(called); i++) {
        called[i].flags = VD_PULL_DRAIN;
        reader_open(&hw.kit, &called[i], "a", "a/0010", 0);
        called[i].cursor.ready = look_at_others;
    }
    hw.kit.ops->put(&hw.kit, "a", "v");
    kit_turn(&hw.kit);
    /* The same when the next revision has begun to be matched. */
    hw.kit.ops->put(&hw.kit, "a", "v");
    hw.kit.ops->put_many(&hw.kit, keys, KEYS, "v");
    kit_turn(&hw.kit);
    for (size_t i = 0; i < VD_COUNT(called); i++) {
        assert_int_equal(called[i].ready_calls, 2);
        assert_int_equal(called[i].events, 2);
    }
    kit_turn(&hw.kit);
    for (size_t i = 0; i < VD_COUNT(called); i++) {
        assert_int_equal(called[i].ready_calls, 3);
        assert_int_equal(called[i].events, 12);
        reader_close(&called[i]);
    }
    hub_world_deinit(&hw);
}

/*
 * Random writers and readers against the log.
 */

enum { READERS = 40 };

static const char *const names[] = {"a", "a/b", "a/b/c", "b", "b/a", "c/1", "c/2", "c/3", "d"};

static const char *some_name(void)
{
    return names[below(VD_COUNT(names))];
}

static void open_some(struct kit *kit, struct reader *reader)
{
    static const char *const ranges[][2] = {{"a", "b"},     {"a/", "a0"}, {"c/", "c0"}, {"", "zz"},
                                            {"a/b", "c/2"}, {"b", "d"},   {"x", "y"}};
    struct vd_selection selection;
    struct vd_pos from = {0, 0};
    const char *const *range = ranges[below(VD_COUNT(ranges))];
    int64_t head = kit_head(kit);
    int rc;

    *reader =
        (struct reader){.max_bytes = 1 + below(below(2) ? 40 : 2000),
                        .repeats = below(2),
                        .flags = (below(3) ? 0 : VD_PULL_PREV) | (below(2) ? 0 : VD_PULL_DRAIN) |
                                 (below(3) ? 0 : VD_PULL_LATEST)};
    if (below(2))
        selection = (struct vd_selection){.key = vd_slice_str(some_name())};
    else
        selection =
            (struct vd_selection){.key = vd_slice_str(range[0]), .end = vd_slice_str(range[1])};
    if (below(3))
        from.revision = 1 + below((unsigned)head + 5);
    if (from.revision && !below(4))
        from.sub = below(3);
    rc = reader_try_open(kit, reader, &selection, from);
    if (rc) {
        assert_int_equal(rc, VD_COMPACTED);
        kit->ops->enter(kit);
        assert_true(from.revision < kit->journal->ops->floor(kit->journal));
        kit->ops->leave(kit);
    }
}

static void write_some(struct hub_world *hw, int64_t *floor)
{
    struct kit *kit = &hw->kit;
    const char *keys[12];
    static char many[12][8];
    char value[64];
    size_t count = 2 + below(10);

    memset(value, 'v', sizeof(value));
    value[below(60)] = 0;
    value[60] = 0;
    switch (below(10)) {
    case 0:
        for (size_t i = 0; i < count; i++) {
            snprintf(many[i], sizeof(many[i]), "%c/%zu", "ac"[below(2)], i);
            keys[i] = many[i];
        }
        kit->ops->put_many(kit, keys, count, value);
        break;
    case 1:
        world_delete(&hw->world, some_name(), "");
        hub_world_log(hw);
        break;
    case 2:
        world_delete(&hw->world, "a", "b/");
        hub_world_log(hw);
        break;
    case 3:
        if (below(40) == 0 && *floor < kit_head(kit)) {
            *floor += 1 + below((unsigned)(kit_head(kit) - *floor));
            kit->ops->compact(kit, *floor);
        }
        break;
    default:
        kit->ops->put(kit, some_name(), value);
    }
}

static void disturb(struct kit *kit, struct reader *reader)
{
    if (!reader->is_open) {
        open_some(kit, reader);
        return;
    }
    if (reader->is_gone) {
        reader_close(reader);
        return;
    }
    switch (below(12)) {
    case 0:
        reader_close(reader);
        break;
    case 1:
    case 2:
    case 3:
        reader->is_paused = !reader->is_paused;
        break;
    case 4:
        if (reader->batches && reader->next.revision > 3 && !reader->is_inside) {
            int64_t back = reader->next.revision - 1 - below(3);

            kit->ops->enter(kit);
            back = VD_MAX(back, kit->journal->ops->floor(kit->journal));
            kit->ops->leave(kit);
            if (back >= 2 && back < reader->next.revision)
                reader_seek(reader, (struct vd_pos){back, 0});
        }
        break;
    default:
        break;
    }
}

static void run_random(struct vd_kv_options *options, unsigned steps)
{
    struct reader *readers = calloc(READERS, sizeof(*readers));
    struct vd_hub_stats stats;
    struct hub_world hw;
    int64_t floor = 0;

    hub_world_init(&hw, NULL, options);
    for (unsigned step = 0; step < steps; step++) {
        unsigned burst = below(20) ? 1 + below(4) : 400;

        for (unsigned i = 0; i < burst; i++)
            write_some(&hw, &floor);
        for (unsigned i = 0; i < 4; i++)
            disturb(&hw.kit, &readers[below(READERS)]);
        if (below(3))
            kit_turn(&hw.kit);
        if (below(3))
            world_run_jobs(&hw.world);
        if (below(4) == 0)
            world_keep(&hw.world);
    }
    for (unsigned i = 0; i < READERS; i++)
        readers[i].is_paused = false;
    kit_settle(&hw.kit);
    for (unsigned i = 0; i < READERS; i++) {
        if (!readers[i].is_open)
            continue;
        if (!readers[i].is_gone)
            reader_assert_complete(&readers[i]);
        reader_close(&readers[i]);
    }
    vd_hub_stats(hw.hub, &stats);
    print_message("%zu events seen, %zu repeats, %llu slices, %llu fetches\n", hw.kit.events,
                  hw.kit.repeats, (unsigned long long)stats.slices,
                  (unsigned long long)stats.fetches);
    assert_true(hw.kit.events > 10 * steps);
    assert_true(hw.kit.repeats > 10);
    assert_true(stats.slices > 10);
    assert_int_equal(stats.cursors, 0);
    assert_int_equal(stats.selectors, 0);
    assert_int_equal(stats.rings, 0);
    assert_int_equal(stats.seats, 0);
    if (options)
        assert_true(stats.fetches > 0);
    hub_world_deinit(&hw);
    free(readers);
}

static void random_readers_see_the_log_from_memory(void **state)
{
    uint64_t seed = seed_of_run();

    for (unsigned round = 0; round < 4; round++) {
        rng = seed + round * 1000;
        run_random(NULL, 1200);
    }
}

static void random_readers_see_the_log_from_history(void **state)
{
    uint64_t seed = seed_of_run();
    struct vd_kv_options options = SMALL;

    for (unsigned round = 0; round < 4; round++) {
        rng = seed + round * 1000 + 500;
        run_random(&options, 1200);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hub_now_is_exact),
        cmocka_unit_test(hub_history_is_replayed),
        cmocka_unit_test(hub_latest_leaves_out_what_has_a_newer_one),
        cmocka_unit_test(hub_latest_of_a_revision_that_is_split),
        cmocka_unit_test(hub_ready_is_called_once),
        cmocka_unit_test(hub_future_shows_nothing_before),
        cmocka_unit_test(hub_compacted_is_refused),
        cmocka_unit_test(hub_seek_shows_the_same_again),
        cmocka_unit_test(hub_revisions_stay_whole),
        cmocka_unit_test(hub_large_revision_is_split),
        cmocka_unit_test(hub_close_in_ready_is_safe),
        cmocka_unit_test(hub_pull_in_ready_is_safe),
        cmocka_unit_test(hub_repeat_is_what_a_pull_would_be),
        cmocka_unit_test(conflated_neighbours_share_what_was_left),
        cmocka_unit_test(latest_leaves_out_only_for_what_the_reader_wants),
        cmocka_unit_test(a_cursor_that_is_yet_to_be_called_is_not_live),
        cmocka_unit_test(random_readers_see_the_log_from_memory),
        cmocka_unit_test(random_readers_see_the_log_from_history),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
