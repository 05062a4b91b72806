/* SPDX-License-Identifier: Apache-2.0 */
/* Responses too large to hold, and memory that is short. */
#include "doors/etcd3/test_watch.h"

#include <stdio.h>

static void delete_many(struct watch_fixture *f, int count)
{
    char key[32];

    for (int i = 0; i < count; i++) {
        snprintf(key, sizeof(key), "k%08d", i);
        test_journal_delete(&f->journal, key);
    }
    test_journal_commit(&f->journal);
}

static void assert_deletes(const watch_response *r, int first, int count, int64_t revision)
{
    char key[32];

    assert_int_equal(r->n_events, count);
    for (int i = 0; i < count; i++) {
        snprintf(key, sizeof(key), "k%08d", first + i);
        assert_memory_equal(r->events[i]->kv->key.data, key, strlen(key));
        assert_int_equal(r->events[i]->kv->mod_revision, revision);
    }
}

/* A revision beyond every buffer is one message, measured first, then written in slices. */
static void large_revision_is_one_message_in_any_room(void **state)
{
    struct watch_fixture *f = *state;
    static const size_t ROOMS[] = {1, 7, 1000, 16384, ALL_ROOM};
    enum { COUNT = 30000 };

    f->door.large_pull_bytes = 65536;
    for (size_t r = 0; r < sizeof(ROOMS) / sizeof(ROOMS[0]); r++) {
        int64_t revision = f->journal.head + 2;

        vd_test_exchange_deinit(&f->x);
        watch_open_stream(f);
        watch_create_range(f, "a", "z", 0);
        test_journal_put1(&f->journal, "before", "x");
        delete_many(f, COUNT);
        test_journal_put1(&f->journal, "later", "x");
        vd_test_pump(&f->x, ROOMS[r], (size_t)MANY_ROUNDS * 2);
        assert_int_equal(watch_read_responses(f), 4);
        watch_assert_put(f->got[1], 0, "before", revision - 1);
        assert_deletes(f->got[2], 0, COUNT, revision);
        assert_int_equal(f->got[2]->header->revision, revision);
        assert_false(f->got[2]->fragment);
        watch_assert_put(f->got[3], 0, "later", revision + 1);
        assert_int_equal(f->at, f->x.body.len);
    }
    assert_true(f->journal.largest_pull_bytes <= 65536);
}

static void large_revision_that_is_filtered_out_is_nothing(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest__FilterType filters[] = {
        ETCDSERVERPB__WATCH_CREATE_REQUEST__FILTER_TYPE__NODELETE};
    Etcdserverpb__WatchCreateRequest what = watch_of("a");

    f->door.large_pull_bytes = 65536;
    what.range_end = (ProtobufCBinaryData){1, (uint8_t *)(uintptr_t) "z"};
    what.filters = filters;
    what.n_filters = 1;
    watch_create(f, what);
    watch_receive_created(f, 1);
    delete_many(f, 20000);
    test_journal_put1(&f->journal, "later", "x");
    assert_int_equal(watch_receive(f), 1);
    watch_assert_put(f->got[0], 0, "later", 3);
}

static void fragments_are_below_the_limit_and_follow_each_other(void **state)
{
    struct watch_fixture *f = *state;
    static const size_t ROOMS[] = {11, 1000, ALL_ROOM};
    enum { COUNT = 20000, LIMIT = 20000 };

    f->door.large_pull_bytes = 65536;
    f->door.fragment_bytes = LIMIT;
    for (size_t r = 0; r < sizeof(ROOMS) / sizeof(ROOMS[0]); r++) {
        Etcdserverpb__WatchCreateRequest what = watch_of("a");
        int64_t revision = f->journal.head + 1;
        int seen = 0;

        vd_test_exchange_deinit(&f->x);
        watch_open_stream(f);
        what.range_end = (ProtobufCBinaryData){1, (uint8_t *)(uintptr_t) "z"};
        what.fragment = 1;
        watch_create(f, what);
        watch_receive_created(f, 1);
        delete_many(f, COUNT);
        vd_test_fill(&f->x, ROOMS[r]);
        watch_create_key(f, "other");
        vd_test_pump(&f->x, ROOMS[r], MANY_ROUNDS);
        watch_read_responses(f);
        assert_true(f->count > COUNT * 15 / LIMIT);
        for (size_t i = 0; i < f->count; i++) {
            const watch_response *m = f->got[i];

            if (m->created) {
                assert_true(seen == 0 || seen == COUNT);
                continue;
            }
            assert_true(etcdserverpb__watch_response__get_packed_size(m) < LIMIT);
            assert_int_equal(m->header->revision, revision);
            assert_int_equal(m->watch_id, 0);
            assert_deletes(m, seen, (int)m->n_events, revision);
            seen += (int)m->n_events;
            assert_int_equal(m->fragment, seen < COUNT);
            /* Greedy: one more would not have fitted. */
            if (m->fragment)
                assert_true(etcdserverpb__watch_response__get_packed_size(m) + 120 > LIMIT);
        }
        assert_int_equal(seen, COUNT);
    }
}

static void single_event_over_the_limit_is_not_fragmented(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");
    static uint8_t value[5000];

    f->door.fragment_bytes = 1000;
    what.fragment = 1;
    watch_create(f, what);
    watch_receive_created(f, 1);
    test_journal_put(&f->journal, "k", vd_slice(value, sizeof(value)));
    test_journal_commit(&f->journal);
    test_journal_put(&f->journal, "k", vd_slice(value, sizeof(value)));
    test_journal_commit(&f->journal);
    assert_int_equal(watch_receive(f), 2);
    assert_int_equal(f->got[0]->n_events, 1);
    assert_true(f->got[0]->fragment);
    assert_int_equal(f->got[1]->n_events, 1);
    assert_false(f->got[1]->fragment);
}

/* The journal reads a disk between any two slices. */
static void large_revision_waits_for_the_journal(void **state)
{
    struct watch_fixture *f = *state;
    enum { COUNT = 30000 };

    f->door.large_pull_bytes = 65536;
    watch_create_range(f, "a", "z", 0);
    watch_receive_created(f, 1);
    delete_many(f, COUNT);
    for (int i = 0; i < 2000 && (f->x.ready || i < 2); i++) {
        f->journal.stalled = i % 2;
        vd_test_fill(&f->x, 1000);
        if (f->journal.stalled)
            test_journal_resume(&f->journal);
    }
    assert_int_equal(watch_receive(f), 1);
    assert_deletes(f->got[0], 0, COUNT, 2);
}

static void replies_go_out_while_a_large_revision_is_measured(void **state)
{
    struct watch_fixture *f = *state;

    f->door.large_pull_bytes = 65536;
    watch_create_range(f, "a", "z", 0);
    watch_receive_created(f, 1);
    delete_many(f, 30000);
    vd_test_fill(&f->x, 20);
    f->journal.stalled = true;
    if (f->x.body.len == f->at) {
        watch_create_key(f, "b");
        assert_int_equal(watch_receive(f), 1);
        assert_true(f->got[0]->created);
    }
    test_journal_resume(&f->journal);
    vd_test_pump(&f->x, 1000, MANY_ROUNDS);
    watch_read_responses(f);
    assert_deletes(f->got[f->count - 1], 0, 30000, 2);
}

static void compaction_under_a_large_message_breaks_the_stream(void **state)
{
    struct watch_fixture *f = *state;

    f->door.large_pull_bytes = 65536;
    watch_create_range(f, "a", "z", 2);
    watch_receive_created(f, 1);
    delete_many(f, 30000);
    vd_test_pump(&f->x, 1000, 20);
    assert_true(f->x.body.len > 10000);
    f->journal.floor = 3;
    vd_test_pump(&f->x, 100000, 100);
    assert_true(f->x.reset);
    assert_int_equal(f->x.reset_error, 2);
}

static void compaction_before_the_first_byte_is_told(void **state)
{
    struct watch_fixture *f = *state;

    f->door.large_pull_bytes = 65536;
    watch_create_range(f, "a", "z", 2);
    watch_receive_created(f, 1);
    delete_many(f, 400000); /* measured in more than one fill */
    vd_test_fill(&f->x, 100);
    assert_int_equal(f->x.body.len, f->at);
    f->journal.floor = 3;
    assert_int_equal(watch_receive(f), 1);
    watch_assert_lost(f->got[0], 0, 3);
    assert_false(f->x.reset);
}

static void cancel_under_a_large_message_waits_for_its_end(void **state)
{
    struct watch_fixture *f = *state;

    f->door.large_pull_bytes = 65536;
    watch_create_range(f, "a", "z", 0);
    watch_receive_created(f, 1);
    delete_many(f, 30000);
    vd_test_pump(&f->x, 1000, 20);
    watch_cancel(f, 0);
    test_journal_put1(&f->journal, "k", "late");
    assert_int_equal(watch_receive(f), 2);
    assert_deletes(f->got[0], 0, 30000, 2);
    watch_assert_canceled(f->got[1], 0, 3);
}

static void cancel_while_it_is_measured_drops_it(void **state)
{
    struct watch_fixture *f = *state;

    f->door.large_pull_bytes = 65536;
    watch_create_range(f, "a", "z", 0);
    watch_receive_created(f, 1);
    delete_many(f, 400000);
    vd_test_fill(&f->x, 1000);
    watch_cancel(f, 0);
    assert_int_equal(watch_receive(f), 1);
    watch_assert_canceled(f->got[0], 0, 2);
}

/* Each allocation fails in turn: the stream ends with a status or a reset, or goes on; nothing
 * leaks, nothing is sent twice or in the wrong order. */
static void short_memory_is_survived(void **state)
{
    struct watch_fixture *f = *state;
    enum { COUNT = 5000 };

    f->door.large_pull_bytes = 65536;
    delete_many(f, COUNT);
    for (long n = 0;; n++) {
        Etcdserverpb__WatchCreateRequest what = watch_of("k");
        bool hit;

        watch_forget(f);
        vd_test_exchange_deinit(&f->x);
        vd_etcd3_deinit(&f->door);
        watch_open_stream(f);
        assert_non_null(vd_buf_reserve(&f->x.body, 1 << 20));
        vd_alloc_fail_after(n);
        watch_create_range(f, "a", "z", 2);
        what.progress_notify = 1;
        what.start_revision = 1000000;
        watch_create(f, what);
        watch_create_key(f, "l");
        watch_cancel(f, 2);
        watch_ask_progress(f);
        vd_test_pump(&f->x, 777, 10000);
        hit = vd_alloc_fail_hit();
        vd_alloc_fail_after(-1);
        watch_read_responses(f);
        for (size_t i = 0; i < f->count; i++)
            if (f->got[i]->n_events)
                assert_deletes(f->got[i], 0, COUNT, 2);
        if (!hit) {
            assert_int_equal(f->count, 5);
            break;
        }
    }
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, watch_setup, watch_teardown)
    const struct CMUnitTest tests[] = {
        T(large_revision_is_one_message_in_any_room),
        T(large_revision_that_is_filtered_out_is_nothing),
        T(fragments_are_below_the_limit_and_follow_each_other),
        T(single_event_over_the_limit_is_not_fragmented),
        T(large_revision_waits_for_the_journal),
        T(replies_go_out_while_a_large_revision_is_measured),
        T(compaction_under_a_large_message_breaks_the_stream),
        T(compaction_before_the_first_byte_is_told),
        T(cancel_under_a_large_message_waits_for_its_end),
        T(cancel_while_it_is_measured_drops_it),
        T(short_memory_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
