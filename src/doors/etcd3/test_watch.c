/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/test_watch.h"

#include <stdio.h>
#include <stdlib.h>

static const struct vd_rpc_method METHODS[] = {{"/t.T/Watch", VD_RPC_BIDI, &VD_ETCD3_WATCH}};

static const struct vd_rpc_service SERVICE = {METHODS, 1, NULL, VD_ETCD3_DEADLINE,
                                              VD_ETCD3_STOPPED};

void watch_open_stream(struct watch_fixture *f)
{
    vd_test_exchange_init(&f->x, &f->loop);
    assert_int_equal(vd_test_open(&f->x, vd_rpc_server_open, f->server, "/t.T/Watch", NULL, 0), 0);
    f->at = 0;
}

int watch_setup(void **state)
{
    struct watch_fixture *f = calloc(1, sizeof(*f));

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
    watch_open_stream(f);
    *state = f;
    return 0;
}

void watch_forget(struct watch_fixture *f)
{
    for (size_t i = 0; i < f->count; i++)
        etcdserverpb__watch_response__free_unpacked(f->got[i], NULL);
    f->count = 0;
}

int watch_teardown(void **state)
{
    struct watch_fixture *f = *state;

    watch_forget(f);
    vd_test_exchange_deinit(&f->x);
    assert_int_equal(f->journal.open_count, 0);
    assert_int_equal(vd_test_loop_timers(&f->loop), 0);
    vd_etcd3_deinit(&f->door);
    vd_rpc_server_free(f->server);
    test_journal_deinit(&f->journal);
    free(f);
    return 0;
}

static void send_request(struct watch_fixture *f, Etcdserverpb__WatchRequest *request)
{
    size_t n = etcdserverpb__watch_request__get_packed_size(request);
    uint8_t *bytes = malloc(n + 1);

    etcdserverpb__watch_request__pack(request, bytes);
    vd_test_message(&f->x, vd_slice(bytes, n));
    free(bytes);
}

Etcdserverpb__WatchCreateRequest watch_of(const char *key)
{
    Etcdserverpb__WatchCreateRequest create = ETCDSERVERPB__WATCH_CREATE_REQUEST__INIT;

    create.key = (ProtobufCBinaryData){strlen(key), (uint8_t *)(uintptr_t)key};
    return create;
}

void watch_create(struct watch_fixture *f, Etcdserverpb__WatchCreateRequest what)
{
    Etcdserverpb__WatchRequest request = ETCDSERVERPB__WATCH_REQUEST__INIT;

    request.request_union_case = ETCDSERVERPB__WATCH_REQUEST__REQUEST_UNION_CREATE_REQUEST;
    request.create_request = &what;
    send_request(f, &request);
}

void watch_create_key(struct watch_fixture *f, const char *key)
{
    watch_create(f, watch_of(key));
}

void watch_create_range(struct watch_fixture *f, const char *key, const char *end, int64_t start)
{
    Etcdserverpb__WatchCreateRequest what = watch_of(key);

    what.range_end = (ProtobufCBinaryData){end[0] ? strlen(end) : 1, (uint8_t *)(uintptr_t)end};
    what.start_revision = start;
    watch_create(f, what);
}

void watch_cancel(struct watch_fixture *f, int64_t id)
{
    Etcdserverpb__WatchRequest request = ETCDSERVERPB__WATCH_REQUEST__INIT;
    Etcdserverpb__WatchCancelRequest what = ETCDSERVERPB__WATCH_CANCEL_REQUEST__INIT;

    what.watch_id = id;
    request.request_union_case = ETCDSERVERPB__WATCH_REQUEST__REQUEST_UNION_CANCEL_REQUEST;
    request.cancel_request = &what;
    send_request(f, &request);
}

void watch_ask_progress(struct watch_fixture *f)
{
    Etcdserverpb__WatchRequest request = ETCDSERVERPB__WATCH_REQUEST__INIT;
    Etcdserverpb__WatchProgressRequest what = ETCDSERVERPB__WATCH_PROGRESS_REQUEST__INIT;

    request.request_union_case = ETCDSERVERPB__WATCH_REQUEST__REQUEST_UNION_PROGRESS_REQUEST;
    request.progress_request = &what;
    send_request(f, &request);
}

size_t watch_read_responses(struct watch_fixture *f)
{
    struct vd_slice message;

    watch_forget(f);
    while (vd_test_next_message(&f->x, &f->at, &message)) {
        assert_true(f->count < RESPONSES_MAX);
        f->got[f->count] = etcdserverpb__watch_response__unpack(NULL, message.len, message.ptr);
        assert_non_null(f->got[f->count]);
        assert_int_equal(f->got[f->count]->header->cluster_id, 11);
        f->count++;
    }
    return f->count;
}

size_t watch_receive(struct watch_fixture *f)
{
    vd_test_pump(&f->x, ALL_ROOM, MANY_ROUNDS);
    return watch_read_responses(f);
}

void watch_assert_canceled(const watch_response *r, int64_t id, int64_t revision)
{
    assert_true(r->canceled && !r->created);
    assert_int_equal(r->watch_id, id);
    assert_int_equal(r->header->revision, revision);
    assert_string_equal(r->cancel_reason, "");
    assert_int_equal(r->compact_revision, 0);
}

void watch_assert_lost(const watch_response *r, int64_t id, int64_t floor)
{
    assert_true(r->canceled && !r->created);
    assert_int_equal(r->watch_id, id);
    assert_int_equal(r->header->revision, 0);
    assert_int_equal(r->header->member_id, 22);
    assert_string_equal(r->cancel_reason, "");
    assert_int_equal(r->compact_revision, floor);
    assert_int_equal(r->n_events, 0);
}

void watch_assert_progress(const watch_response *r, int64_t id, int64_t revision)
{
    assert_true(!r->created && !r->canceled && !r->n_events && !r->compact_revision);
    assert_int_equal(r->watch_id, id);
    assert_int_equal(r->header->revision, revision);
}

void watch_assert_put(const watch_response *r, size_t i, const char *key, int64_t revision)
{
    assert_true(i < r->n_events);
    assert_int_equal(r->events[i]->type, MVCCPB__EVENT__EVENT_TYPE__PUT);
    assert_int_equal(r->events[i]->kv->key.len, strlen(key));
    assert_memory_equal(r->events[i]->kv->key.data, key, strlen(key));
    assert_int_equal(r->events[i]->kv->mod_revision, revision);
}

void watch_receive_created(struct watch_fixture *f, size_t count)
{
    assert_int_equal(watch_receive(f), count);
    for (size_t i = 0; i < count; i++)
        assert_true(f->got[i]->created && !f->got[i]->canceled);
}
