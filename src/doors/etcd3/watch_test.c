/* SPDX-License-Identifier: Apache-2.0 */
/* The Watch service over a journal of the test's making; responses are read by protobuf-c. */
#include "base/alloc.h"
#include "doors/etcd3/test_journal.h"
#include "doors/etcd3/watch.h"
#include "doors/etcd3/watch_stream.h"
#include "rpc.pb-c.h"
#include "rpc/server.h"
#include "rpc/test_exchange.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ALL_ROOM = 1 << 20, MANY_ROUNDS = 1 << 20, RESPONSES_MAX = 1 << 16 };

typedef Etcdserverpb__WatchResponse response;

struct fixture {
    struct vd_loop loop;
    struct test_journal journal;
    struct vd_etcd3 door;
    struct vd_rpc_server *server;
    struct vd_exchange x;
    size_t at; /* what of the body has been read */
    response *got[RESPONSES_MAX];
    size_t count;
};

static const struct vd_rpc_method METHODS[] = {{"/t.T/Watch", VD_RPC_BIDI, &VD_ETCD3_WATCH}};
static const struct vd_rpc_service SERVICE = {METHODS, 1, NULL, VD_ETCD3_DEADLINE,
                                              VD_ETCD3_STOPPED};

static void open_stream(struct fixture *f)
{
    vd_test_exchange_init(&f->x, &f->loop);
    assert_int_equal(vd_test_open(&f->x, vd_rpc_server_open, f->server, "/t.T/Watch", NULL, 0), 0);
    f->at = 0;
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    vd_test_loop_init(&f->loop);
    test_journal_init(&f->journal);
    f->door = (struct vd_etcd3){.env = {.loop = &f->loop, .store = &f->journal.journal},
                                .identity = {11, 22, 33},
                                .progress_interval_ms = 1000,
                                .watches_per_stream = VD_ETCD3_WATCHES_MAX,
                                .large_pull_bytes = 1 << 20,
                                .fragment_bytes = 2097152};
    vd_runs_init(&f->door.runs, &vd_etcd3_events, NULL);
    vd_etcd3_listings_init(&f->door.listings, &f->loop);
    f->server = vd_rpc_server_new();
    assert_int_equal(vd_rpc_server_add(f->server, &SERVICE, &f->door), 0);
    open_stream(f);
    *state = f;
    return 0;
}

static void forget(struct fixture *f)
{
    for (size_t i = 0; i < f->count; i++)
        etcdserverpb__watch_response__free_unpacked(f->got[i], NULL);
    f->count = 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    forget(f);
    vd_test_exchange_deinit(&f->x);
    assert_int_equal(f->journal.open_count, 0);
    assert_int_equal(vd_test_loop_timers(&f->loop), 0);
    vd_etcd3_deinit(&f->door);
    vd_rpc_server_free(f->server);
    test_journal_deinit(&f->journal);
    free(f);
    return 0;
}

/* --- the client ---------------------------------------------------------------------------------
 */

static void send_request(struct fixture *f, Etcdserverpb__WatchRequest *request)
{
    size_t n = etcdserverpb__watch_request__get_packed_size(request);
    uint8_t *bytes = malloc(n + 1);

    etcdserverpb__watch_request__pack(request, bytes);
    vd_test_message(&f->x, vd_slice(bytes, n));
    free(bytes);
}

static Etcdserverpb__WatchCreateRequest watch_of(const char *key)
{
    Etcdserverpb__WatchCreateRequest create = ETCDSERVERPB__WATCH_CREATE_REQUEST__INIT;

    create.key = (ProtobufCBinaryData){strlen(key), (uint8_t *)(uintptr_t)key};
    return create;
}

static void create(struct fixture *f, Etcdserverpb__WatchCreateRequest what)
{
    Etcdserverpb__WatchRequest request = ETCDSERVERPB__WATCH_REQUEST__INIT;

    request.request_union_case = ETCDSERVERPB__WATCH_REQUEST__REQUEST_UNION_CREATE_REQUEST;
    request.create_request = &what;
    send_request(f, &request);
}

static void create_key(struct fixture *f, const char *key)
{
    create(f, watch_of(key));
}

static void create_range(struct fixture *f, const char *key, const char *end, int64_t start)
{
    Etcdserverpb__WatchCreateRequest what = watch_of(key);

    what.range_end = (ProtobufCBinaryData){end[0] ? strlen(end) : 1, (uint8_t *)(uintptr_t)end};
    what.start_revision = start;
    create(f, what);
}

static void cancel(struct fixture *f, int64_t id)
{
    Etcdserverpb__WatchRequest request = ETCDSERVERPB__WATCH_REQUEST__INIT;
    Etcdserverpb__WatchCancelRequest what = ETCDSERVERPB__WATCH_CANCEL_REQUEST__INIT;

    what.watch_id = id;
    request.request_union_case = ETCDSERVERPB__WATCH_REQUEST__REQUEST_UNION_CANCEL_REQUEST;
    request.cancel_request = &what;
    send_request(f, &request);
}

static void ask_progress(struct fixture *f)
{
    Etcdserverpb__WatchRequest request = ETCDSERVERPB__WATCH_REQUEST__INIT;
    Etcdserverpb__WatchProgressRequest what = ETCDSERVERPB__WATCH_PROGRESS_REQUEST__INIT;

    request.request_union_case = ETCDSERVERPB__WATCH_REQUEST__REQUEST_UNION_PROGRESS_REQUEST;
    request.progress_request = &what;
    send_request(f, &request);
}

/* Reads what is whole in the body by now. */
static size_t read_responses(struct fixture *f)
{
    struct vd_slice message;

    forget(f);
    while (vd_test_next_message(&f->x, &f->at, &message)) {
        assert_true(f->count < RESPONSES_MAX);
        f->got[f->count] = etcdserverpb__watch_response__unpack(NULL, message.len, message.ptr);
        assert_non_null(f->got[f->count]);
        assert_int_equal(f->got[f->count]->header->cluster_id, 11);
        f->count++;
    }
    return f->count;
}

/* Everything the server has to say now. */
static size_t receive(struct fixture *f)
{
    vd_test_pump(&f->x, ALL_ROOM, MANY_ROUNDS);
    return read_responses(f);
}

static void assert_created(const response *r, int64_t id, int64_t revision)
{
    assert_true(r->created && !r->canceled);
    assert_int_equal(r->watch_id, id);
    assert_int_equal(r->header->revision, revision);
    assert_int_equal(r->n_events, 0);
    assert_int_equal(r->compact_revision, 0);
}

static void assert_refused(const response *r, const char *reason)
{
    assert_true(r->created && r->canceled);
    assert_int_equal(r->watch_id, -1);
    assert_string_equal(r->cancel_reason, reason);
    assert_int_equal(r->compact_revision, 0);
}

static void assert_canceled(const response *r, int64_t id, int64_t revision)
{
    assert_true(r->canceled && !r->created);
    assert_int_equal(r->watch_id, id);
    assert_int_equal(r->header->revision, revision);
    assert_string_equal(r->cancel_reason, "");
    assert_int_equal(r->compact_revision, 0);
}

static void assert_lost(const response *r, int64_t id, int64_t floor)
{
    assert_true(r->canceled && !r->created);
    assert_int_equal(r->watch_id, id);
    assert_int_equal(r->header->revision, 0);
    assert_int_equal(r->header->member_id, 22);
    assert_string_equal(r->cancel_reason, "");
    assert_int_equal(r->compact_revision, floor);
    assert_int_equal(r->n_events, 0);
}

static void assert_progress(const response *r, int64_t id, int64_t revision)
{
    assert_true(!r->created && !r->canceled && !r->n_events && !r->compact_revision);
    assert_int_equal(r->watch_id, id);
    assert_int_equal(r->header->revision, revision);
}

static void assert_put(const response *r, size_t i, const char *key, int64_t revision)
{
    assert_true(i < r->n_events);
    assert_int_equal(r->events[i]->type, MVCCPB__EVENT__EVENT_TYPE__PUT);
    assert_int_equal(r->events[i]->kv->key.len, strlen(key));
    assert_memory_equal(r->events[i]->kv->key.data, key, strlen(key));
    assert_int_equal(r->events[i]->kv->mod_revision, revision);
}

static void receive_created(struct fixture *f, size_t count)
{
    assert_int_equal(receive(f), count);
    for (size_t i = 0; i < count; i++)
        assert_true(f->got[i]->created && !f->got[i]->canceled);
}

/* --- creating and canceling ---------------------------------------------------------------------
 */

static void watch_is_created_and_sent_what_comes_after(void **state)
{
    struct fixture *f = *state;

    test_journal_put1(&f->journal, "k", "before");
    create_key(f, "k");
    assert_true(f->x.urgent);
    test_journal_put1(&f->journal, "k", "after");
    test_journal_put1(&f->journal, "other", "x");
    assert_int_equal(receive(f), 2);
    assert_created(f->got[0], 0, 2);
    assert_int_equal(f->got[1]->watch_id, 0);
    assert_int_equal(f->got[1]->n_events, 1);
    assert_put(f->got[1], 0, "k", 3);
    assert_int_equal(f->got[1]->header->revision, 3);
    assert_int_equal(f->got[1]->header->raft_term, 33);
    assert_memory_equal(f->got[1]->events[0]->kv->value.data, "after", 5);
    assert_int_equal(f->got[1]->events[0]->kv->version, 2);
    assert_false(f->x.ready);
}

static void ids_count_up_from_zero_over_those_in_use(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest two = watch_of("k"), seven = watch_of("k");

    two.watch_id = 2;
    seven.watch_id = 7;
    create_key(f, "a");
    create(f, two);
    create_key(f, "a");
    create_key(f, "a");
    create(f, seven);
    create(f, seven);
    assert_int_equal(receive(f), 6);
    assert_created(f->got[0], 0, 1);
    assert_created(f->got[1], 2, 1);
    assert_created(f->got[2], 1, 1);
    assert_created(f->got[3], 3, 1);
    assert_created(f->got[4], 7, 1);
    assert_refused(f->got[5], "mvcc: duplicate watch ID provided on the WatchStream");
    /* An id of the client's may come again once it is free; ours do not. */
    cancel(f, 7);
    cancel(f, 3);
    create(f, seven);
    create_key(f, "a");
    assert_int_equal(receive(f), 4);
    assert_canceled(f->got[0], 7, 1);
    assert_canceled(f->got[1], 3, 1);
    assert_created(f->got[2], 7, 1);
    assert_created(f->got[3], 4, 1);
}

static void neighbours_are_sent_what_one_was_each_with_its_id(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest far = watch_of("k");

    far.watch_id = 1000000; /* its response is longer */
    create_key(f, "k");
    create(f, far);
    create_key(f, "k");
    create_key(f, "l");
    receive_created(f, 4);
    for (size_t n = 1; n <= 2; n++) {
        int64_t revision = test_journal_put1(&f->journal, "k", "v");

        assert_int_equal(receive(f), 3);
        for (size_t i = 0; i < 3; i++) {
            assert_int_equal(f->got[i]->watch_id, i == 1 ? far.watch_id : 1 - (int64_t)i / 2);
            assert_int_equal(f->got[i]->header->revision, revision);
            assert_int_equal(f->got[i]->n_events, 1);
            assert_put(f->got[i], 0, "k", revision);
        }
        assert_int_equal(f->journal.pulls, n);
        assert_int_equal(f->journal.repeats, n * 2);
    }
}

static void a_neighbour_that_has_more_or_wants_it_otherwise_is_sent_its_own(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest prev = watch_of("k"), old = watch_of("k");

    test_journal_put1(&f->journal, "k", "1");
    prev.prev_kv = true;
    old.start_revision = 2;
    create_key(f, "k");
    create(f, prev);
    create(f, old);
    vd_test_pump(&f->x, 0, 1);
    test_journal_put1(&f->journal, "k", "2");
    assert_int_equal(receive(f), 6);
    for (size_t i = 3; i < 6; i++)
        assert_int_equal(f->got[i]->n_events, f->got[i]->watch_id == 2 ? 2 : 1);
    for (size_t i = 3; i < 6; i++)
        assert_int_equal(!!f->got[i]->events[0]->prev_kv, f->got[i]->watch_id == 1);
    assert_int_equal(f->journal.repeats, 0);
}

static void cancel_ends_the_events_and_unknown_ids_get_no_answer(void **state)
{
    struct fixture *f = *state;

    create_key(f, "k");
    receive_created(f, 1);
    test_journal_put1(&f->journal, "k", "pending");
    cancel(f, 5);
    cancel(f, 0);
    cancel(f, 0);
    test_journal_put1(&f->journal, "k", "late");
    assert_int_equal(receive(f), 1);
    assert_canceled(f->got[0], 0, 2);
    assert_int_equal(f->journal.open_count, 0);
    assert_false(f->x.finished);
}

static void bad_watches_are_created_and_canceled_at_once(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest negative = watch_of("k");

    negative.start_revision = -1;
    create(f, negative);
    create_range(f, "b", "a", 0);
    create_range(f, "b", "b", 0);
    f->journal.deny = true;
    create_key(f, "k");
    f->journal.deny = false;
    f->door.watches_per_stream = 1;
    create_key(f, "k");
    create_key(f, "k");
    assert_int_equal(receive(f), 6);
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
    struct fixture *f = *state;

    create_range(f, "", "", 0); /* the end is one byte of zero */
    test_journal_put1(&f->journal, "anything", "x");
    assert_int_equal(receive(f), 2);
    assert_put(f->got[1], 0, "anything", 2);
}

static void request_of_no_kind_is_ignored_and_rubbish_ends_the_stream(void **state)
{
    struct fixture *f = *state;

    vd_test_message(&f->x, VD_SLICE_EMPTY);
    vd_test_message(&f->x, VD_SLICE("\x22\x00"));
    assert_int_equal(receive(f), 0);
    assert_false(f->x.finished);
    vd_test_message(&f->x, VD_SLICE("\x0a\x05k"));
    assert_true(f->x.finished);
    assert_string_equal(vd_test_header(&f->x, "grpc-status"), "13");
}

static void half_close_leaves_the_stream_open(void **state)
{
    struct fixture *f = *state;

    create_key(f, "k");
    vd_test_end(&f->x);
    test_journal_put1(&f->journal, "k", "x");
    assert_int_equal(receive(f), 2);
    assert_put(f->got[1], 0, "k", 2);
    assert_false(f->x.finished);
}

static void drain_ends_the_stream_with_unavailable(void **state)
{
    struct fixture *f = *state;

    create_key(f, "k");
    receive_created(f, 1);
    f->x.handler->drain(&f->x);
    assert_string_equal(vd_test_trailer(&f->x, "grpc-status"), "14");
    assert_string_equal(vd_test_trailer(&f->x, "grpc-message"), "etcdserver: server stopped");
}

/* A client that asks and does not read is paused, and loses no reply. */
static void replies_that_are_not_read_pause_the_requests(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < 3000; i++)
        create_key(f, "k");
    assert_true(f->x.paused);
    assert_int_equal(receive(f), 3000);
    for (int i = 0; i < 3000; i++)
        assert_created(f->got[i], i, 1);
    assert_false(f->x.paused);
}

/* --- positions -----------------------------------------------------------------------------------
 */

static void history_is_replayed_from_the_start_revision(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");

    for (int i = 0; i < 5; i++)
        test_journal_put1(&f->journal, "k", "v");
    what.start_revision = 4;
    f->journal.stalled = true; /* it reads a disk */
    create(f, what);
    receive_created(f, 1);
    test_journal_resume(&f->journal);
    assert_int_equal(receive(f), 1);
    assert_int_equal(f->got[0]->n_events, 3);
    for (int i = 0; i < 3; i++)
        assert_put(f->got[0], (size_t)i, "k", 4 + i);
    assert_int_equal(f->got[0]->header->revision, 6);
}

static void start_below_the_floor_is_created_and_then_canceled(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");

    for (int i = 0; i < 8; i++)
        test_journal_put1(&f->journal, "k", "v");
    f->journal.floor = 6;
    what.start_revision = 5;
    create(f, what);
    assert_int_equal(receive(f), 2);
    assert_created(f->got[0], 0, 9);
    assert_lost(f->got[1], 0, 6);
    /* The id is taken until the client says cancel, as clients do. */
    test_journal_put1(&f->journal, "k", "v");
    ask_progress(f);
    assert_int_equal(receive(f), 1);
    assert_progress(f->got[0], -1, 10);
    cancel(f, 0);
    assert_int_equal(receive(f), 1);
    assert_canceled(f->got[0], 0, 10);
    cancel(f, 0);
    assert_int_equal(receive(f), 0);
    what.start_revision = 6;
    create(f, what);
    assert_int_equal(receive(f), 2);
    assert_put(f->got[1], 0, "k", 6);
}

static void watch_that_falls_below_the_floor_is_told(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");

    for (int i = 0; i < 8; i++)
        test_journal_put1(&f->journal, "k", "v");
    what.start_revision = 2;
    create(f, what);
    f->journal.floor = 5;
    assert_int_equal(receive(f), 2);
    assert_created(f->got[0], 0, 9);
    assert_lost(f->got[1], 0, 5);
    assert_int_equal(f->journal.open_count, 0);
    cancel(f, 0);
    assert_int_equal(receive(f), 1);
    assert_canceled(f->got[0], 0, 9);
}

static void future_start_shows_nothing_before_it(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");

    what.start_revision = 4;
    create(f, what);
    assert_int_equal(receive(f), 1);
    assert_created(f->got[0], 0, 1);
    for (int i = 0; i < 2; i++) {
        test_journal_put1(&f->journal, "k", "early");
        ask_progress(f);
        assert_int_equal(receive(f), 0);
    }
    test_journal_put1(&f->journal, "k", "v");
    ask_progress(f);
    assert_int_equal(receive(f), 2);
    assert_put(f->got[0], 0, "k", 4);
    assert_progress(f->got[1], -1, 4);
}

/* --- what is shown -------------------------------------------------------------------------------
 */

static void filters_drop_events_and_send_nothing_for_nothing(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest__FilterType filters[] = {
        ETCDSERVERPB__WATCH_CREATE_REQUEST__FILTER_TYPE__NOPUT,
        ETCDSERVERPB__WATCH_CREATE_REQUEST__FILTER_TYPE__NODELETE};
    Etcdserverpb__WatchCreateRequest what = watch_of("k");

    what.filters = filters;
    what.n_filters = 1;
    create(f, what);
    what.filters = filters + 1;
    create(f, what);
    what.filters = filters;
    what.n_filters = 2;
    create(f, what);
    receive_created(f, 3);
    test_journal_put1(&f->journal, "k", "v");
    assert_int_equal(receive(f), 1);
    assert_int_equal(f->got[0]->watch_id, 1);
    test_journal_delete(&f->journal, "k");
    test_journal_commit(&f->journal);
    assert_int_equal(receive(f), 1);
    assert_int_equal(f->got[0]->watch_id, 0);
    assert_int_equal(f->got[0]->events[0]->type, MVCCPB__EVENT__EVENT_TYPE__DELETE);
    assert_int_equal(f->got[0]->events[0]->kv->mod_revision, 3);
    assert_int_equal(f->got[0]->events[0]->kv->value.len, 0);
}

/* Watches of the same key share encodings; one that did not ask must not see what others did. */
static void prev_kv_is_shown_only_to_those_who_asked(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");

    f->journal.batch_key = 5;
    create(f, what);
    what.prev_kv = 1;
    create(f, what);
    what.prev_kv = 0;
    create(f, what);
    receive_created(f, 3);
    test_journal_put1(&f->journal, "k", "one");
    test_journal_put1(&f->journal, "k", "two");
    test_journal_delete(&f->journal, "k");
    test_journal_commit(&f->journal);
    assert_int_equal(receive(f), 3);
    for (int i = 0; i < 3; i++) {
        const response *r = f->got[i];

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
    struct fixture *f = *state;

    create_range(f, "a", "z", 0);
    receive_created(f, 1);
    test_journal_put(&f->journal, "b", VD_SLICE("1"));
    test_journal_put(&f->journal, "a", VD_SLICE("2"));
    test_journal_delete(&f->journal, "c");
    test_journal_commit(&f->journal);
    assert_int_equal(receive(f), 1);
    assert_int_equal(f->got[0]->n_events, 3);
    assert_put(f->got[0], 0, "b", 2);
    assert_put(f->got[0], 1, "a", 2);
    assert_int_equal(f->got[0]->header->revision, 2);
}

/* The events that a watch pulls at once may lie in two shared runs: it is sent the second part too,
 * though the journal has nothing further for it. */
static void batch_that_ends_behind_a_run_is_sent_to_its_end(void **state)
{
    struct fixture *f = *state;
    static const uint8_t value[200];
    int64_t revision = 2;

    create_key(f, "k");
    receive_created(f, 1);
    for (int i = 0; i < 20; i++) {
        for (int k = 0; k < i; k++) {
            test_journal_put(&f->journal, "k", vd_slice(value, sizeof(value)));
            test_journal_commit(&f->journal);
        }
        receive(f);
        for (size_t r = 0; r < f->count; r++)
            for (size_t e = 0; e < f->got[r]->n_events; e++)
                assert_put(f->got[r], e, "k", revision++);
        assert_int_equal(revision, f->journal.head + 1);
    }
}

/* --- any room ------------------------------------------------------------------------------------
 */

/* Events of all watches, seen through a window of any size, are the same and in the same order. */
static void output_is_whole_in_any_room(void **state)
{
    struct fixture *f = *state;
    static const size_t ROOMS[] = {1, 2, 3, 5, 64, 100, 1000, 16384, 100000};
    enum { WATCHES = 7, REVISIONS = 30 };
    static uint8_t value[20000];

    for (size_t r = 0; r < sizeof(ROOMS) / sizeof(ROOMS[0]); r++) {
        int64_t seen[WATCHES], start = f->journal.head;
        size_t created = 0, events = 0;

        vd_test_exchange_deinit(&f->x);
        open_stream(f);
        for (int i = 0; i < WATCHES; i++) {
            create_range(f, "a", "z", 0);
            seen[i] = start;
        }
        for (int i = 0; i < REVISIONS; i++) {
            test_journal_put(&f->journal, "k", vd_slice(value, (size_t)(i * i * 20)));
            test_journal_commit(&f->journal);
            if (i % 3 == 0)
                vd_test_fill(&f->x, ROOMS[r]);
        }
        vd_test_pump(&f->x, ROOMS[r], MANY_ROUNDS * 4);
        read_responses(f);
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

/* --- responses too large to hold -------------------------------------------------------------- */

static void delete_many(struct fixture *f, int count)
{
    char key[32];

    for (int i = 0; i < count; i++) {
        snprintf(key, sizeof(key), "k%08d", i);
        test_journal_delete(&f->journal, key);
    }
    test_journal_commit(&f->journal);
}

static void assert_deletes(const response *r, int first, int count, int64_t revision)
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
    struct fixture *f = *state;
    static const size_t ROOMS[] = {1, 7, 1000, 16384, ALL_ROOM};
    enum { COUNT = 30000 };

    f->door.large_pull_bytes = 65536;
    for (size_t r = 0; r < sizeof(ROOMS) / sizeof(ROOMS[0]); r++) {
        int64_t revision = f->journal.head + 2;

        vd_test_exchange_deinit(&f->x);
        open_stream(f);
        create_range(f, "a", "z", 0);
        test_journal_put1(&f->journal, "before", "x");
        delete_many(f, COUNT);
        test_journal_put1(&f->journal, "later", "x");
        vd_test_pump(&f->x, ROOMS[r], (size_t)MANY_ROUNDS * 2);
        assert_int_equal(read_responses(f), 4);
        assert_put(f->got[1], 0, "before", revision - 1);
        assert_deletes(f->got[2], 0, COUNT, revision);
        assert_int_equal(f->got[2]->header->revision, revision);
        assert_false(f->got[2]->fragment);
        assert_put(f->got[3], 0, "later", revision + 1);
        assert_int_equal(f->at, f->x.body.len);
    }
    assert_true(f->journal.largest_pull_bytes <= 65536);
}

static void large_revision_that_is_filtered_out_is_nothing(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest__FilterType filters[] = {
        ETCDSERVERPB__WATCH_CREATE_REQUEST__FILTER_TYPE__NODELETE};
    Etcdserverpb__WatchCreateRequest what = watch_of("a");

    f->door.large_pull_bytes = 65536;
    what.range_end = (ProtobufCBinaryData){1, (uint8_t *)(uintptr_t) "z"};
    what.filters = filters;
    what.n_filters = 1;
    create(f, what);
    receive_created(f, 1);
    delete_many(f, 20000);
    test_journal_put1(&f->journal, "later", "x");
    assert_int_equal(receive(f), 1);
    assert_put(f->got[0], 0, "later", 3);
}

static void fragments_are_below_the_limit_and_follow_each_other(void **state)
{
    struct fixture *f = *state;
    static const size_t ROOMS[] = {11, 1000, ALL_ROOM};
    enum { COUNT = 20000, LIMIT = 20000 };

    f->door.large_pull_bytes = 65536;
    f->door.fragment_bytes = LIMIT;
    for (size_t r = 0; r < sizeof(ROOMS) / sizeof(ROOMS[0]); r++) {
        Etcdserverpb__WatchCreateRequest what = watch_of("a");
        int64_t revision = f->journal.head + 1;
        int seen = 0;

        vd_test_exchange_deinit(&f->x);
        open_stream(f);
        what.range_end = (ProtobufCBinaryData){1, (uint8_t *)(uintptr_t) "z"};
        what.fragment = 1;
        create(f, what);
        receive_created(f, 1);
        delete_many(f, COUNT);
        vd_test_fill(&f->x, ROOMS[r]);
        create_key(f, "other");
        vd_test_pump(&f->x, ROOMS[r], MANY_ROUNDS);
        read_responses(f);
        assert_true(f->count > COUNT * 15 / LIMIT);
        for (size_t i = 0; i < f->count; i++) {
            const response *m = f->got[i];

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
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");
    static uint8_t value[5000];

    f->door.fragment_bytes = 1000;
    what.fragment = 1;
    create(f, what);
    receive_created(f, 1);
    test_journal_put(&f->journal, "k", vd_slice(value, sizeof(value)));
    test_journal_commit(&f->journal);
    test_journal_put(&f->journal, "k", vd_slice(value, sizeof(value)));
    test_journal_commit(&f->journal);
    assert_int_equal(receive(f), 2);
    assert_int_equal(f->got[0]->n_events, 1);
    assert_true(f->got[0]->fragment);
    assert_int_equal(f->got[1]->n_events, 1);
    assert_false(f->got[1]->fragment);
}

/* The journal reads a disk between any two slices. */
static void large_revision_waits_for_the_journal(void **state)
{
    struct fixture *f = *state;
    enum { COUNT = 30000 };

    f->door.large_pull_bytes = 65536;
    create_range(f, "a", "z", 0);
    receive_created(f, 1);
    delete_many(f, COUNT);
    for (int i = 0; i < 2000 && (f->x.ready || i < 2); i++) {
        f->journal.stalled = i % 2;
        vd_test_fill(&f->x, 1000);
        if (f->journal.stalled)
            test_journal_resume(&f->journal);
    }
    assert_int_equal(receive(f), 1);
    assert_deletes(f->got[0], 0, COUNT, 2);
}

static void replies_go_out_while_a_large_revision_is_measured(void **state)
{
    struct fixture *f = *state;

    f->door.large_pull_bytes = 65536;
    create_range(f, "a", "z", 0);
    receive_created(f, 1);
    delete_many(f, 30000);
    vd_test_fill(&f->x, 20);
    f->journal.stalled = true;
    if (f->x.body.len == f->at) {
        create_key(f, "b");
        assert_int_equal(receive(f), 1);
        assert_true(f->got[0]->created);
    }
    test_journal_resume(&f->journal);
    vd_test_pump(&f->x, 1000, MANY_ROUNDS);
    read_responses(f);
    assert_deletes(f->got[f->count - 1], 0, 30000, 2);
}

static void compaction_under_a_large_message_breaks_the_stream(void **state)
{
    struct fixture *f = *state;

    f->door.large_pull_bytes = 65536;
    create_range(f, "a", "z", 2);
    receive_created(f, 1);
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
    struct fixture *f = *state;

    f->door.large_pull_bytes = 65536;
    create_range(f, "a", "z", 2);
    receive_created(f, 1);
    delete_many(f, 400000); /* measured in more than one fill */
    vd_test_fill(&f->x, 100);
    assert_int_equal(f->x.body.len, f->at);
    f->journal.floor = 3;
    assert_int_equal(receive(f), 1);
    assert_lost(f->got[0], 0, 3);
    assert_false(f->x.reset);
}

static void cancel_under_a_large_message_waits_for_its_end(void **state)
{
    struct fixture *f = *state;

    f->door.large_pull_bytes = 65536;
    create_range(f, "a", "z", 0);
    receive_created(f, 1);
    delete_many(f, 30000);
    vd_test_pump(&f->x, 1000, 20);
    cancel(f, 0);
    test_journal_put1(&f->journal, "k", "late");
    assert_int_equal(receive(f), 2);
    assert_deletes(f->got[0], 0, 30000, 2);
    assert_canceled(f->got[1], 0, 3);
}

static void cancel_while_it_is_measured_drops_it(void **state)
{
    struct fixture *f = *state;

    f->door.large_pull_bytes = 65536;
    create_range(f, "a", "z", 0);
    receive_created(f, 1);
    delete_many(f, 400000);
    vd_test_fill(&f->x, 1000);
    cancel(f, 0);
    assert_int_equal(receive(f), 1);
    assert_canceled(f->got[0], 0, 2);
}

/* --- progress
 * -------------------------------------------------------------------------------------- */

static void progress_comes_after_the_events(void **state)
{
    struct fixture *f = *state;

    create_key(f, "k");
    create_key(f, "l");
    receive_created(f, 2);
    test_journal_put1(&f->journal, "k", "v");
    ask_progress(f);
    test_journal_put1(&f->journal, "l", "v");
    vd_test_pump(&f->x, 50, MANY_ROUNDS);
    assert_int_equal(read_responses(f), 3);
    assert_int_equal(f->got[0]->n_events, 1);
    assert_int_equal(f->got[1]->n_events, 1);
    assert_progress(f->got[2], -1, 3);
    ask_progress(f);
    ask_progress(f);
    assert_int_equal(receive(f), 2);
    assert_progress(f->got[0], -1, 3);
    assert_progress(f->got[1], -1, 3);
}

static void progress_without_a_watch_or_behind_is_not_answered(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");

    ask_progress(f);
    assert_int_equal(receive(f), 0);
    test_journal_put1(&f->journal, "k", "v");
    f->journal.stalled = true;
    create_key(f, "other");
    what.start_revision = 2;
    create(f, what);
    ask_progress(f);
    receive_created(f, 2);
    test_journal_resume(&f->journal);
    assert_int_equal(receive(f), 1);
    assert_put(f->got[0], 0, "k", 2);
    ask_progress(f);
    assert_int_equal(receive(f), 1);
    assert_progress(f->got[0], -1, 2);
}

static struct vd_survey_sum survey_of(struct fixture *f)
{
    struct vd_survey survey = {.budget = 100};

    f->x.handler->survey(&f->x, &survey);
    return survey.sum;
}

static void a_survey_counts_watches_by_how_far_they_are_behind(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");
    struct vd_survey_sum sum;

    assert_int_equal(survey_of(f).counts[0], 0);
    for (int i = 0; i < 20; i++) /* revisions 2 to 21 */
        test_journal_put1(&f->journal, "k", "v");
    create_key(f, "one");
    create_key(f, "two");
    receive_created(f, 2);
    sum = survey_of(f);
    assert_int_equal(sum.counts[0], 2);
    assert_int_equal(sum.watches[VD_DOOR_ETCD3][VD_SURVEY_LIVE], 2);
    assert_int_equal(sum.max, 0);
    what.start_revision = 20;
    create(f, what);
    what.start_revision = 2;
    create(f, what);
    f->journal.stalled = true;
    sum = survey_of(f);
    assert_int_equal(sum.max, 20); /* 2 to 21 */
    f->journal.stalled = false;
    sum = survey_of(f);
    assert_int_equal(sum.counts[0] + sum.counts[1] + sum.counts[2] + sum.counts[3], 4);
    assert_int_equal(sum.max, 20);
    receive(f);
    receive(f);
    sum = survey_of(f);
    assert_int_equal(sum.counts[0], 4);
    assert_int_equal(sum.max, 0);
}

static void a_survey_names_watches_in_slices(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");
    struct vd_survey_wish wish = {.order = VD_SURVEY_BY_PLACE, .limit = 9, .doors = ~0u};
    struct vd_survey_list list;
    struct vd_survey survey = {.list = &list};
    unsigned slices = 0;

    create_key(f, "one");
    what.range_end = (ProtobufCBinaryData){1, (uint8_t *)(uintptr_t) "l"};
    what.prev_kv = what.progress_notify = true;
    what.watch_id = 77;
    create(f, what);
    create_key(f, "three");
    vd_survey_list_init(&list, &wish);
    do {
        survey.from = survey.resume;
        survey.resume = 0;
        survey.budget = 1;
        f->x.handler->survey(&f->x, &survey);
        slices++;
    } while (survey.resume);
    assert_int_equal(slices, 3);
    vd_survey_list_sort(&list);
    assert_int_equal(list.count, 3);
    assert_memory_equal(list.items[0]->key.ptr, "one", 3);
    assert_int_equal(list.items[0]->end.len, 0);
    assert_memory_equal(list.items[1]->end.ptr, "l", 1);
    assert_memory_equal(list.items[1]->id.ptr, "77", 2);
    assert_memory_equal(list.items[1]->options.ptr, "prev progress", 13);
    assert_string_equal(list.items[1]->by, "grpc");
    assert_memory_equal(list.items[2]->key.ptr, "three", 5);
    vd_survey_list_deinit(&list);
}

static void progress_notify_comes_at_ticks_without_events(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");
    uint64_t interval;

    create_key(f, "k");
    assert_int_equal(vd_test_loop_timers(&f->loop), 0);
    what.progress_notify = 1;
    create(f, what);
    what.key.data = (uint8_t *)(uintptr_t) "l";
    create(f, what);
    assert_int_equal(vd_test_loop_timers(&f->loop), 1);
    receive_created(f, 3);
    interval = ((struct vd_timer *)vd_list_first(&f->loop.timers, struct vd_timer, link))->due_ms -
               f->loop.now_ms;
    assert_in_range(interval, 1000, 1100);
    vd_test_loop_pass(&f->loop, interval - 1);
    assert_int_equal(receive(f), 0);
    vd_test_loop_pass(&f->loop, 1);
    assert_int_equal(receive(f), 2);
    assert_progress(f->got[0], 1, 1);
    assert_progress(f->got[1], 2, 1);
    test_journal_put1(&f->journal, "k", "v");
    assert_int_equal(receive(f), 2);
    vd_test_loop_pass(&f->loop, interval);
    assert_int_equal(receive(f), 1);
    assert_progress(f->got[0], 2, 2);
    vd_test_loop_pass(&f->loop, interval);
    assert_int_equal(receive(f), 2);
}

static void progress_notify_waits_until_the_watch_is_live(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");

    test_journal_put1(&f->journal, "k", "v");
    f->journal.stalled = true;
    what.progress_notify = 1;
    what.start_revision = 1;
    create(f, what);
    what.key.data = (uint8_t *)(uintptr_t) "l";
    what.start_revision = 100;
    f->journal.stalled = false;
    create(f, what);
    f->journal.stalled = true;
    receive_created(f, 2);
    vd_test_loop_pass(&f->loop, 1100);
    assert_int_equal(receive(f), 0);
    test_journal_resume(&f->journal);
    assert_int_equal(receive(f), 1);
    vd_test_loop_pass(&f->loop, 1100);
    assert_int_equal(receive(f), 0);
    vd_test_loop_pass(&f->loop, 1100);
    assert_int_equal(receive(f), 1);
    assert_progress(f->got[0], 0, 2);
}

/* --- memory
 * --------------------------------------------------------------------------------------- */

static void idle_stream_is_small(void **state)
{
    assert_true(sizeof(struct vd_etcd3_stream) <= 192);
    assert_true(sizeof(struct vd_etcd3_watch) <= 88);
}

static void stream_at_rest_holds_nothing_but_its_watches(void **state)
{
    struct fixture *f = *state;
    struct vd_etcd3_stream *stream = vd_call_state(f->x.user);

    create_key(f, "k");
    test_journal_put1(&f->journal, "k", "v");
    receive(f);
    assert_null(stream->replies);
    assert_int_equal(stream->reply_kind, VD_ETCD3_NO_REPLY);
    assert_null(stream->large);
    assert_null(stream->ticker);
    assert_null(stream->futures);
    assert_null(stream->table.more);
}

/* Each allocation fails in turn: the stream ends with a status or a reset, or goes on; nothing
 * leaks, nothing is sent twice or in the wrong order. */
static void short_memory_is_survived(void **state)
{
    struct fixture *f = *state;
    enum { COUNT = 5000 };

    f->door.large_pull_bytes = 65536;
    delete_many(f, COUNT);
    for (long n = 0;; n++) {
        Etcdserverpb__WatchCreateRequest what = watch_of("k");
        bool hit;

        forget(f);
        vd_test_exchange_deinit(&f->x);
        vd_etcd3_deinit(&f->door);
        open_stream(f);
        assert_non_null(vd_buf_reserve(&f->x.body, 1 << 20));
        vd_alloc_fail_after(n);
        create_range(f, "a", "z", 2);
        what.progress_notify = 1;
        what.start_revision = 1000000;
        create(f, what);
        create_key(f, "l");
        cancel(f, 2);
        ask_progress(f);
        vd_test_pump(&f->x, 777, 10000);
        hit = vd_alloc_fail_hit();
        vd_alloc_fail_after(-1);
        read_responses(f);
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
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
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
        T(progress_comes_after_the_events),
        T(progress_without_a_watch_or_behind_is_not_answered),
        T(a_survey_counts_watches_by_how_far_they_are_behind),
        T(a_survey_names_watches_in_slices),
        T(progress_notify_comes_at_ticks_without_events),
        T(progress_notify_waits_until_the_watch_is_live),
        T(idle_stream_is_small),
        T(stream_at_rest_holds_nothing_but_its_watches),
        T(short_memory_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
