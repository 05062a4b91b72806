/* SPDX-License-Identifier: Apache-2.0 */
/* Watches: how they begin and end, where they begin, and what they are shown. */
#include "doors/etcd3/test_watch.h"

#include <stdlib.h>

/* --- the client ---------------------------------------------------------------------------------
 */

static void assert_created(const watch_response *r, int64_t id, int64_t revision)
{
    assert_true(r->created && !r->canceled);
    assert_int_equal(r->watch_id, id);
    assert_int_equal(r->header->revision, revision);
    assert_int_equal(r->n_events, 0);
    assert_int_equal(r->compact_revision, 0);
}

static void assert_refused(const watch_response *r, const char *reason)
{
    assert_true(r->created && r->canceled);
    assert_int_equal(r->watch_id, -1);
    assert_string_equal(r->cancel_reason, reason);
    assert_int_equal(r->compact_revision, 0);
}

/* --- creating and canceling ---------------------------------------------------------------------
 */

static void watch_is_created_and_sent_what_comes_after(void **state)
{
    struct watch_fixture *f = *state;

    test_journal_put1(&f->journal, "k", "before");
    watch_create_key(f, "k");
    assert_true(f->x.urgent);
    test_journal_put1(&f->journal, "k", "after");
    test_journal_put1(&f->journal, "other", "x");
    assert_int_equal(watch_receive(f), 2);
    assert_created(f->got[0], 0, 2);
    assert_int_equal(f->got[1]->watch_id, 0);
    assert_int_equal(f->got[1]->n_events, 1);
    watch_assert_put(f->got[1], 0, "k", 3);
    assert_int_equal(f->got[1]->header->revision, 3);
    assert_int_equal(f->got[1]->header->raft_term, 33);
    assert_memory_equal(f->got[1]->events[0]->kv->value.data, "after", 5);
    assert_int_equal(f->got[1]->events[0]->kv->version, 2);
    assert_false(f->x.ready);
}

static void ids_count_up_from_zero_over_those_in_use(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest two = watch_of("k"), seven = watch_of("k");

    two.watch_id = 2;
    seven.watch_id = 7;
    watch_create_key(f, "a");
    watch_create(f, two);
    watch_create_key(f, "a");
    watch_create_key(f, "a");
    watch_create(f, seven);
    watch_create(f, seven);
    assert_int_equal(watch_receive(f), 6);
    assert_created(f->got[0], 0, 1);
    assert_created(f->got[1], 2, 1);
    assert_created(f->got[2], 1, 1);
    assert_created(f->got[3], 3, 1);
    assert_created(f->got[4], 7, 1);
    assert_refused(f->got[5], "mvcc: duplicate watch ID provided on the WatchStream");
    /* An id of the client's may come again once it is free; ours do not. */
    watch_cancel(f, 7);
    watch_cancel(f, 3);
    watch_create(f, seven);
    watch_create_key(f, "a");
    assert_int_equal(watch_receive(f), 4);
    watch_assert_canceled(f->got[0], 7, 1);
    watch_assert_canceled(f->got[1], 3, 1);
    assert_created(f->got[2], 7, 1);
    assert_created(f->got[3], 4, 1);
}

static void neighbours_are_sent_what_one_was_each_with_its_id(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest far = watch_of("k");

    far.watch_id = 1000000; /* its response is longer */
    watch_create_key(f, "k");
    watch_create(f, far);
    watch_create_key(f, "k");
    watch_create_key(f, "l");
    watch_receive_created(f, 4);
    for (size_t n = 1; n <= 2; n++) {
        int64_t revision = test_journal_put1(&f->journal, "k", "v");

        assert_int_equal(watch_receive(f), 3);
        for (size_t i = 0; i < 3; i++) {
            assert_int_equal(f->got[i]->watch_id, i == 1 ? far.watch_id : 1 - (int64_t)i / 2);
            assert_int_equal(f->got[i]->header->revision, revision);
            assert_int_equal(f->got[i]->n_events, 1);
            watch_assert_put(f->got[i], 0, "k", revision);
        }
        assert_int_equal(f->journal.pulls, n);
        assert_int_equal(f->journal.repeats, n * 2);
    }
}

static void a_neighbour_that_has_more_or_wants_it_otherwise_is_sent_its_own(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest prev = watch_of("k"), old = watch_of("k");

    test_journal_put1(&f->journal, "k", "1");
    prev.prev_kv = true;
    old.start_revision = 2;
    watch_create_key(f, "k");
    watch_create(f, prev);
    watch_create(f, old);
    vd_test_pump(&f->x, 0, 1);
    test_journal_put1(&f->journal, "k", "2");
    assert_int_equal(watch_receive(f), 6);
    for (size_t i = 3; i < 6; i++)
        assert_int_equal(f->got[i]->n_events, f->got[i]->watch_id == 2 ? 2 : 1);
    for (size_t i = 3; i < 6; i++)
        assert_int_equal(!!f->got[i]->events[0]->prev_kv, f->got[i]->watch_id == 1);
    assert_int_equal(f->journal.repeats, 0);
}

static void cancel_ends_the_events_and_unknown_ids_get_no_answer(void **state)
{
    struct watch_fixture *f = *state;

    watch_create_key(f, "k");
    watch_receive_created(f, 1);
    test_journal_put1(&f->journal, "k", "pending");
    watch_cancel(f, 5);
    watch_cancel(f, 0);
    watch_cancel(f, 0);
    test_journal_put1(&f->journal, "k", "late");
    assert_int_equal(watch_receive(f), 1);
    watch_assert_canceled(f->got[0], 0, 2);
    assert_int_equal(f->journal.open_count, 0);
    assert_false(f->x.finished);
}

static void bad_watches_are_created_and_canceled_at_once(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest negative = watch_of("k");

    negative.start_revision = -1;
    watch_create(f, negative);
    watch_create_range(f, "b", "a", 0);
    watch_create_range(f, "b", "b", 0);
    f->journal.deny = true;
    watch_create_key(f, "k");
    f->journal.deny = false;
    f->door.watches_per_stream = 1;
    watch_create_key(f, "k");
    watch_create_key(f, "k");
    assert_int_equal(watch_receive(f), 6);
    assert_refused(f->got[0], "etcdserver: mvcc: required revision has been compacted");
    assert_refused(f->got[1], "mvcc: watcher range is empty");
    assert_refused(f->got[2], "mvcc: watcher range is empty");
    assert_refused(f->got[3],
                   "rpc error: code = PermissionDenied desc = etcdserver: permission denied");
    assert_true(f->got[4]->created && !f->got[4]->canceled);
    assert_refused(f->got[5], "vedette: too many watches on this stream");
    assert_int_equal(f->journal.open_count, 1);
}

static void empty_key_means_the_first_key(void **state)
{
    struct watch_fixture *f = *state;

    watch_create_range(f, "", "", 0); /* the end is one byte of zero */
    test_journal_put1(&f->journal, "anything", "x");
    assert_int_equal(watch_receive(f), 2);
    watch_assert_put(f->got[1], 0, "anything", 2);
}

static void request_of_no_kind_is_ignored_and_rubbish_ends_the_stream(void **state)
{
    struct watch_fixture *f = *state;

    vd_test_message(&f->x, VD_SLICE_EMPTY);
    vd_test_message(&f->x, VD_SLICE("\x22\x00"));
    assert_int_equal(watch_receive(f), 0);
    assert_false(f->x.finished);
    vd_test_message(&f->x, VD_SLICE("\x0a\x05k"));
    assert_true(f->x.finished);
    assert_string_equal(vd_test_header(&f->x, "grpc-status"), "13");
}

static void half_close_leaves_the_stream_open(void **state)
{
    struct watch_fixture *f = *state;

    watch_create_key(f, "k");
    vd_test_end(&f->x);
    test_journal_put1(&f->journal, "k", "x");
    assert_int_equal(watch_receive(f), 2);
    watch_assert_put(f->got[1], 0, "k", 2);
    assert_false(f->x.finished);
}

static void drain_ends_the_stream_with_unavailable(void **state)
{
    struct watch_fixture *f = *state;

    watch_create_key(f, "k");
    watch_receive_created(f, 1);
    f->x.handler->drain(&f->x);
    assert_string_equal(vd_test_trailer(&f->x, "grpc-status"), "14");
    assert_string_equal(vd_test_trailer(&f->x, "grpc-message"), "etcdserver: server stopped");
}

/* A client that asks and does not read is paused, and loses no reply. */
static void replies_that_are_not_read_pause_the_requests(void **state)
{
    struct watch_fixture *f = *state;

    for (int i = 0; i < 3000; i++)
        watch_create_key(f, "k");
    assert_true(f->x.paused);
    assert_int_equal(watch_receive(f), 3000);
    for (int i = 0; i < 3000; i++)
        assert_created(f->got[i], i, 1);
    assert_false(f->x.paused);
}

/* --- positions -----------------------------------------------------------------------------------
 */

static void history_is_replayed_from_the_start_revision(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");

    for (int i = 0; i < 5; i++)
        test_journal_put1(&f->journal, "k", "v");
    what.start_revision = 4;
    f->journal.stalled = true; /* it reads a disk */
    watch_create(f, what);
    watch_receive_created(f, 1);
    test_journal_resume(&f->journal);
    assert_int_equal(watch_receive(f), 1);
    assert_int_equal(f->got[0]->n_events, 3);
    for (int i = 0; i < 3; i++)
        watch_assert_put(f->got[0], (size_t)i, "k", 4 + i);
    assert_int_equal(f->got[0]->header->revision, 6);
}

static void start_below_the_floor_is_created_and_then_canceled(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");

    for (int i = 0; i < 8; i++)
        test_journal_put1(&f->journal, "k", "v");
    f->journal.floor = 6;
    what.start_revision = 5;
    watch_create(f, what);
    assert_int_equal(watch_receive(f), 2);
    assert_created(f->got[0], 0, 9);
    watch_assert_lost(f->got[1], 0, 6);
    /* The id is taken until the client says cancel, as clients do. */
    test_journal_put1(&f->journal, "k", "v");
    watch_ask_progress(f);
    assert_int_equal(watch_receive(f), 1);
    watch_assert_progress(f->got[0], -1, 10);
    watch_cancel(f, 0);
    assert_int_equal(watch_receive(f), 1);
    watch_assert_canceled(f->got[0], 0, 10);
    watch_cancel(f, 0);
    assert_int_equal(watch_receive(f), 0);
    what.start_revision = 6;
    watch_create(f, what);
    assert_int_equal(watch_receive(f), 2);
    watch_assert_put(f->got[1], 0, "k", 6);
}

static void watch_that_falls_below_the_floor_is_told(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");

    for (int i = 0; i < 8; i++)
        test_journal_put1(&f->journal, "k", "v");
    what.start_revision = 2;
    watch_create(f, what);
    f->journal.floor = 5;
    assert_int_equal(watch_receive(f), 2);
    assert_created(f->got[0], 0, 9);
    watch_assert_lost(f->got[1], 0, 5);
    assert_int_equal(f->journal.open_count, 0);
    watch_cancel(f, 0);
    assert_int_equal(watch_receive(f), 1);
    watch_assert_canceled(f->got[0], 0, 9);
}

static void future_start_shows_nothing_before_it(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");

    what.start_revision = 4;
    watch_create(f, what);
    assert_int_equal(watch_receive(f), 1);
    assert_created(f->got[0], 0, 1);
    for (int i = 0; i < 2; i++) {
        test_journal_put1(&f->journal, "k", "early");
        watch_ask_progress(f);
        assert_int_equal(watch_receive(f), 0);
    }
    test_journal_put1(&f->journal, "k", "v");
    watch_ask_progress(f);
    assert_int_equal(watch_receive(f), 2);
    watch_assert_put(f->got[0], 0, "k", 4);
    watch_assert_progress(f->got[1], -1, 4);
}

/* --- what is shown -------------------------------------------------------------------------------
 */

static void filters_drop_events_and_send_nothing_for_nothing(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest__FilterType filters[] = {
        ETCDSERVERPB__WATCH_CREATE_REQUEST__FILTER_TYPE__NOPUT,
        ETCDSERVERPB__WATCH_CREATE_REQUEST__FILTER_TYPE__NODELETE};
    Etcdserverpb__WatchCreateRequest what = watch_of("k");

    what.filters = filters;
    what.n_filters = 1;
    watch_create(f, what);
    what.filters = filters + 1;
    watch_create(f, what);
    what.filters = filters;
    what.n_filters = 2;
    watch_create(f, what);
    watch_receive_created(f, 3);
    test_journal_put1(&f->journal, "k", "v");
    assert_int_equal(watch_receive(f), 1);
    assert_int_equal(f->got[0]->watch_id, 1);
    test_journal_delete(&f->journal, "k");
    test_journal_commit(&f->journal);
    assert_int_equal(watch_receive(f), 1);
    assert_int_equal(f->got[0]->watch_id, 0);
    assert_int_equal(f->got[0]->events[0]->type, MVCCPB__EVENT__EVENT_TYPE__DELETE);
    assert_int_equal(f->got[0]->events[0]->kv->mod_revision, 3);
    assert_int_equal(f->got[0]->events[0]->kv->value.len, 0);
}

/* Watches of the same key share encodings; one that did not ask must not see what others did. */
static void prev_kv_is_shown_only_to_those_who_asked(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");

    f->journal.batch_key = 5;
    watch_create(f, what);
    what.prev_kv = 1;
    watch_create(f, what);
    what.prev_kv = 0;
    watch_create(f, what);
    watch_receive_created(f, 3);
    test_journal_put1(&f->journal, "k", "one");
    test_journal_put1(&f->journal, "k", "two");
    test_journal_delete(&f->journal, "k");
    test_journal_commit(&f->journal);
    assert_int_equal(watch_receive(f), 3);
    for (int i = 0; i < 3; i++) {
        const watch_response *r = f->got[i];

        assert_int_equal(r->n_events, 3);
        assert_null(r->events[0]->prev_kv);
        if (r->watch_id != 1) {
            assert_null(r->events[1]->prev_kv);
            assert_null(r->events[2]->prev_kv);
            continue;
        }
        assert_memory_equal(r->events[1]->prev_kv->value.data, "one", 3);
        assert_int_equal(r->events[1]->prev_kv->mod_revision, 2);
        assert_memory_equal(r->events[2]->prev_kv->value.data, "two", 3);
        assert_int_equal(r->events[2]->prev_kv->version, 2);
    }
}

/* One transaction is one response, in order. */
static void events_of_one_revision_come_together(void **state)
{
    struct watch_fixture *f = *state;

    watch_create_range(f, "a", "z", 0);
    watch_receive_created(f, 1);
    test_journal_put(&f->journal, "b", VD_SLICE("1"));
    test_journal_put(&f->journal, "a", VD_SLICE("2"));
    test_journal_delete(&f->journal, "c");
    test_journal_commit(&f->journal);
    assert_int_equal(watch_receive(f), 1);
    assert_int_equal(f->got[0]->n_events, 3);
    watch_assert_put(f->got[0], 0, "b", 2);
    watch_assert_put(f->got[0], 1, "a", 2);
    assert_int_equal(f->got[0]->header->revision, 2);
}

/* The events that a watch pulls at once may lie in two shared runs: it is sent the second part too,
 * though the journal has nothing further for it. */
static void batch_that_ends_behind_a_run_is_sent_to_its_end(void **state)
{
    struct watch_fixture *f = *state;
    static const uint8_t value[200];
    int64_t revision = 2;

    watch_create_key(f, "k");
    watch_receive_created(f, 1);
    for (int i = 0; i < 20; i++) {
        for (int k = 0; k < i; k++) {
            test_journal_put(&f->journal, "k", vd_slice(value, sizeof(value)));
            test_journal_commit(&f->journal);
        }
        watch_receive(f);
        for (size_t r = 0; r < f->count; r++)
            for (size_t e = 0; e < f->got[r]->n_events; e++)
                watch_assert_put(f->got[r], e, "k", revision++);
        assert_int_equal(revision, f->journal.head + 1);
    }
}

/* --- any room ------------------------------------------------------------------------------------
 */

/* Events of all watches, seen through a window of any size, are the same and in the same order. */
static void output_is_whole_in_any_room(void **state)
{
    struct watch_fixture *f = *state;
    static const size_t ROOMS[] = {1, 2, 3, 5, 64, 100, 1000, 16384, 100000};
    enum { WATCHES = 7, REVISIONS = 30 };
    static uint8_t value[20000];

    for (size_t r = 0; r < sizeof(ROOMS) / sizeof(ROOMS[0]); r++) {
        int64_t seen[WATCHES], start = f->journal.head;
        size_t created = 0, events = 0;

        vd_test_exchange_deinit(&f->x);
        watch_open_stream(f);
        for (int i = 0; i < WATCHES; i++) {
            watch_create_range(f, "a", "z", 0);
            seen[i] = start;
        }
        for (int i = 0; i < REVISIONS; i++) {
            test_journal_put(&f->journal, "k", vd_slice(value, (size_t)(i * i * 20)));
            test_journal_commit(&f->journal);
            if (i % 3 == 0)
                vd_test_fill(&f->x, ROOMS[r]);
        }
        vd_test_pump(&f->x, ROOMS[r], MANY_ROUNDS * 4);
        watch_read_responses(f);
        assert_int_equal(f->at, f->x.body.len);
        for (size_t i = 0; i < f->count; i++) {
            created += f->got[i]->created != 0;
            for (size_t k = 0; k < f->got[i]->n_events; k++, events++)
                assert_int_equal(f->got[i]->events[k]->kv->mod_revision,
                                 ++seen[f->got[i]->watch_id]);
        }
        assert_int_equal(created, WATCHES);
        assert_int_equal(events, WATCHES * REVISIONS);
    }
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, watch_setup, watch_teardown)
    const struct CMUnitTest tests[] = {
        T(watch_is_created_and_sent_what_comes_after),
        T(ids_count_up_from_zero_over_those_in_use),
        T(neighbours_are_sent_what_one_was_each_with_its_id),
        T(a_neighbour_that_has_more_or_wants_it_otherwise_is_sent_its_own),
        T(cancel_ends_the_events_and_unknown_ids_get_no_answer),
        T(bad_watches_are_created_and_canceled_at_once),
        T(empty_key_means_the_first_key),
        T(request_of_no_kind_is_ignored_and_rubbish_ends_the_stream),
        T(half_close_leaves_the_stream_open),
        T(drain_ends_the_stream_with_unavailable),
        T(replies_that_are_not_read_pause_the_requests),
        T(history_is_replayed_from_the_start_revision),
        T(start_below_the_floor_is_created_and_then_canceled),
        T(watch_that_falls_below_the_floor_is_told),
        T(future_start_shows_nothing_before_it),
        T(filters_drop_events_and_send_nothing_for_nothing),
        T(prev_kv_is_shown_only_to_those_who_asked),
        T(events_of_one_revision_come_together),
        T(batch_that_ends_behind_a_run_is_sent_to_its_end),
        T(output_is_whole_in_any_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
