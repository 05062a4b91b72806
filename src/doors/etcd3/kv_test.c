/* SPDX-License-Identifier: Apache-2.0 */
/* The unary services over a store in memory; requests and responses are protobuf-c's. */
#include "base/alloc.h"
#include "core/kv_world.h"
#include "doors/etcd3/kv.h"
#include "doors/etcd3/member.h"
#include "rpc.pb-c.h"
#include "rpc/server.h"
#include "rpc/test_exchange.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ALL_ROOM = 1 << 20, MANY_ROUNDS = 1 << 20 };

struct fixture {
    struct vd_loop loop;
    struct world world;
    struct vd_etcd3 door;
    struct vd_rpc_server *server;
    struct vd_exchange x;
    struct vd_door_facts facts;
    const char *url;
};

static int set_up(void **state, unsigned slice_steps)
{
    struct vd_kv_options options = {.slice_steps = slice_steps};
    struct fixture *f = calloc(1, sizeof(*f));
    struct vd_door_env env = {.loop = &f->loop, .facts = &f->facts};

    vd_test_loop_init(&f->loop);
    world_init(&f->world, NULL, &options);
    env.kv = f->world.kv;
    f->url = "http://here:1";
    f->facts = (struct vd_door_facts){
        .client_urls = &f->url, .client_url_count = 1, .member_name = "me", .quota_bytes = 99};
    vd_etcd3_init(&f->door, &env);
    f->server = vd_rpc_server_new();
    assert_int_equal(vd_rpc_server_add(f->server, &VD_ETCD3_SERVICE, &f->door), 0);
    vd_test_exchange_init(&f->x, &f->loop);
    *state = f;
    return 0;
}

static int setup(void **state)
{
    return set_up(state, 0);
}

/* Little is done in a turn, so what is large for others is small here. */
static int setup_slices(void **state)
{
    return set_up(state, 2);
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    vd_test_exchange_deinit(&f->x);
    assert_int_equal(vd_test_loop_timers(&f->loop), 0);
    vd_rpc_server_free(f->server);
    vd_etcd3_deinit(&f->door);
    world_deinit(&f->world);
    free(f);
    return 0;
}

/* --- the client ------------------------------------------------------------------------------- */

static void pump(struct fixture *f, size_t room)
{
    vd_kv_enter(f->world.kv, 0);
    vd_test_pump(&f->x, room, MANY_ROUNDS);
    vd_kv_leave(f->world.kv, 0);
}

/* Turns until the call is over, or nothing moves any more. */
static void run(struct fixture *f, size_t room)
{
    for (int i = 0; i < 100 && !f->x.finished && !f->x.reset; i++) {
        world_turn(&f->world, 0);
        while (world_run_jobs(&f->world))
            ;
        pump(f, room);
    }
}

static void renew(struct fixture *f)
{
    vd_test_exchange_deinit(&f->x);
    vd_test_exchange_init(&f->x, &f->loop);
    assert_non_null(vd_buf_reserve(&f->x.body, 1 << 16));
}

static void send_call(struct fixture *f, const char *method, const ProtobufCMessage *request)
{
    size_t n = protobuf_c_message_get_packed_size(request);
    uint8_t *bytes = malloc(n + 1);
    char path[100];

    snprintf(path, sizeof(path), "/etcdserverpb.%s", method);
    protobuf_c_message_pack(request, bytes);
    if (vd_test_open(&f->x, vd_rpc_server_open, f->server, path, NULL, 0) == 0) {
        vd_kv_enter(f->world.kv, 0);
        vd_test_message(&f->x, vd_slice(bytes, n));
        vd_test_end(&f->x);
        vd_kv_leave(f->world.kv, 0);
    }
    free(bytes);
}

static void start(struct fixture *f, const char *method, const ProtobufCMessage *request)
{
    renew(f);
    send_call(f, method, request);
}

static const char *status(struct fixture *f)
{
    const char *code = vd_test_trailer(&f->x, "grpc-status");

    assert_true(f->x.finished);
    return code ? code : vd_test_header(&f->x, "grpc-status");
}

static struct vd_slice answer_in(struct fixture *f, size_t room)
{
    struct vd_slice message = VD_SLICE_EMPTY;
    size_t at = 0;

    run(f, room);
    assert_string_equal(status(f), "0");
    assert_true(vd_test_next_message(&f->x, &at, &message));
    assert_int_equal(at, f->x.body.len);
    return message;
}

static struct vd_slice call(struct fixture *f, const char *method, const void *request)
{
    start(f, method, request);
    return answer_in(f, ALL_ROOM);
}

static void assert_fails(struct fixture *f, const char *method, const void *request,
                         const char *code, const char *text)
{
    const char *message;

    start(f, method, request);
    run(f, ALL_ROOM);
    assert_string_equal(status(f), code);
    message = vd_test_trailer(&f->x, "grpc-message");
    assert_string_equal(message ? message : vd_test_header(&f->x, "grpc-message"), text);
}

static ProtobufCBinaryData bytes_of(const char *text)
{
    return (ProtobufCBinaryData){strlen(text), (uint8_t *)(uintptr_t)text};
}

static void assert_data(ProtobufCBinaryData got, const char *want)
{
    assert_int_equal(got.len, strlen(want));
    assert_memory_equal(got.data, want, got.len);
}

static Etcdserverpb__RangeRequest range_of(const char *key, const char *end)
{
    Etcdserverpb__RangeRequest r = ETCDSERVERPB__RANGE_REQUEST__INIT;

    r.key = bytes_of(key);
    r.range_end = bytes_of(end);
    return r;
}

static Etcdserverpb__PutRequest put_of(const char *key, const char *value)
{
    Etcdserverpb__PutRequest r = ETCDSERVERPB__PUT_REQUEST__INIT;

    r.key = bytes_of(key);
    r.value = bytes_of(value);
    return r;
}

static Etcdserverpb__RangeResponse *range(struct fixture *f, const Etcdserverpb__RangeRequest *r)
{
    struct vd_slice m = call(f, "KV/Range", r);
    Etcdserverpb__RangeResponse *response =
        etcdserverpb__range_response__unpack(NULL, m.len, m.ptr);

    assert_non_null(response);
    return response;
}

static void free_range(Etcdserverpb__RangeResponse *r)
{
    etcdserverpb__range_response__free_unpacked(r, NULL);
}

/* --- put and range -------------------------------------------------------------------------------
 */

static void put_is_answered_with_its_revision(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__PutRequest p = put_of("k", "v");
    struct vd_slice m;
    Etcdserverpb__PutResponse *r;

    for (int64_t revision = 2; revision < 4; revision++) {
        m = call(f, "KV/Put", &p);
        r = etcdserverpb__put_response__unpack(NULL, m.len, m.ptr);
        assert_int_equal(r->header->revision, revision);
        assert_true(r->header->cluster_id == vd_kv_store_id(f->world.kv));
        assert_true(r->header->member_id == vd_kv_member_id(f->world.kv));
        assert_int_equal(r->header->raft_term, 1);
        assert_null(r->prev_kv);
        etcdserverpb__put_response__free_unpacked(r, NULL);
    }
}

static void put_is_not_answered_before_it_is_done(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__PutRequest p = put_of("k", "v");

    start(f, "KV/Put", &p.base);
    pump(f, ALL_ROOM);
    assert_int_equal(f->x.body.len, 0);
    assert_false(f->x.finished);
    run(f, ALL_ROOM);
    assert_string_equal(status(f), "0");
}

static void put_shows_the_value_before(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__PutRequest p = put_of("k", "one");
    static const size_t ROOMS[] = {1, 10, ALL_ROOM};
    Etcdserverpb__PutResponse *r;
    struct vd_slice m;

    p.prev_kv = 1;
    m = call(f, "KV/Put", &p);
    r = etcdserverpb__put_response__unpack(NULL, m.len, m.ptr);
    assert_null(r->prev_kv);
    etcdserverpb__put_response__free_unpacked(r, NULL);
    for (size_t i = 0; i < 3; i++) {
        start(f, "KV/Put", &p.base);
        m = answer_in(f, ROOMS[i]);
        r = etcdserverpb__put_response__unpack(NULL, m.len, m.ptr);
        assert_data(r->prev_kv->value, "one");
        assert_int_equal(r->prev_kv->version, i + 1);
        assert_int_equal(r->prev_kv->mod_revision, r->header->revision - 1);
        etcdserverpb__put_response__free_unpacked(r, NULL);
    }
}

static void range_answers_as_etcd_does(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__RangeRequest q = range_of("a", "z");
    Etcdserverpb__RangeResponse *r;

    world_put(&f->world, "a", "3");
    world_put(&f->world, "b", "2");
    world_put(&f->world, "c", "1");
    world_put(&f->world, "b", "22");

    r = range(f, &q);
    assert_int_equal(r->header->revision, 5);
    assert_int_equal(r->count, 3);
    assert_int_equal(r->n_kvs, 3);
    assert_false(r->more);
    assert_data(r->kvs[1]->key, "b");
    assert_data(r->kvs[1]->value, "22");
    assert_int_equal(r->kvs[1]->create_revision, 3);
    assert_int_equal(r->kvs[1]->mod_revision, 5);
    assert_int_equal(r->kvs[1]->version, 2);
    free_range(r);

    q.limit = 2;
    r = range(f, &q);
    assert_int_equal(r->n_kvs, 2);
    assert_int_equal(r->count, 3);
    assert_true(r->more);
    free_range(r);

    q.limit = 0;
    q.sort_order = ETCDSERVERPB__RANGE_REQUEST__SORT_ORDER__DESCEND;
    r = range(f, &q);
    assert_data(r->kvs[0]->key, "c");
    free_range(r);

    q.min_mod_revision = 4;
    q.limit = 1;
    r = range(f, &q);
    assert_int_equal(r->n_kvs, 1);
    assert_int_equal(r->count, 3);
    assert_true(r->more);
    free_range(r);

    q = range_of("a", "z");
    q.keys_only = 1;
    r = range(f, &q);
    assert_int_equal(r->n_kvs, 3);
    assert_int_equal(r->kvs[0]->value.len, 0);
    assert_int_equal(r->kvs[0]->mod_revision, 2);
    free_range(r);

    q.count_only = 1;
    r = range(f, &q);
    assert_int_equal(r->n_kvs, 0);
    assert_int_equal(r->count, 3);
    assert_false(r->more);
    free_range(r);

    q = range_of("b", "");
    q.revision = 3;
    r = range(f, &q);
    assert_int_equal(r->header->revision, 5);
    assert_data(r->kvs[0]->value, "2");
    free_range(r);

    q = range_of("nope", "");
    r = range(f, &q);
    assert_int_equal(r->n_kvs + (size_t)r->count, 0);
    free_range(r);
}

static void requests_are_refused_in_etcds_words(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__RangeRequest q = range_of("", "");
    Etcdserverpb__PutRequest p = put_of("", "v");
    Etcdserverpb__DeleteRangeRequest d = ETCDSERVERPB__DELETE_RANGE_REQUEST__INIT;
    Etcdserverpb__CompactionRequest c = ETCDSERVERPB__COMPACTION_REQUEST__INIT;
    char *big = malloc(1600000);

    assert_fails(f, "KV/Range", &q, "3", "etcdserver: key is not provided");
    assert_fails(f, "KV/Put", &p, "3", "etcdserver: key is not provided");
    assert_fails(f, "KV/DeleteRange", &d, "3", "etcdserver: key is not provided");
    q = range_of("k", "");
    q.revision = 2;
    assert_fails(f, "KV/Range", &q, "11",
                 "etcdserver: mvcc: required revision is a future revision");
    q.revision = 0;
    q.sort_target = (Etcdserverpb__RangeRequest__SortTarget)9;
    assert_fails(f, "KV/Range", &q, "3", "etcdserver: invalid sort option");
    p = put_of("k", "");
    p.ignore_value = 1;
    assert_fails(f, "KV/Put", &p, "3", "etcdserver: key not found");
    p.value = bytes_of("v");
    assert_fails(f, "KV/Put", &p, "3", "etcdserver: value is provided");
    p = put_of("k", "");
    p.lease = 7;
    assert_fails(f, "KV/Put", &p, "5", "etcdserver: requested lease not found");
    p.ignore_lease = 1;
    assert_fails(f, "KV/Put", &p, "3", "etcdserver: lease is provided");
    memset(big, 'v', 1599999);
    big[1599999] = 0;
    p = put_of("k", big);
    assert_fails(f, "KV/Put", &p, "3", "etcdserver: request is too large");
    c.revision = 9;
    assert_fails(f, "KV/Compact", &c, "11",
                 "etcdserver: mvcc: required revision is a future revision");
    assert_fails(f, "KV/RangeStream", &q, "12",
                 "unknown method RangeStream for service etcdserverpb.KV");
    assert_fails(f, "Auth/AuthEnable", &q, "12",
                 "unknown method AuthEnable for service etcdserverpb.Auth");
    free(big);
}

static void rubbish_is_refused_by_every_method(void **state)
{
    struct fixture *f = *state;
    static const char *METHODS[] = {"KV/Range", "KV/Put", "KV/DeleteRange", "KV/Txn", "KV/Compact"};

    for (size_t i = 0; i < VD_COUNT(METHODS); i++) {
        char path[64];

        snprintf(path, sizeof(path), "/etcdserverpb.%s", METHODS[i]);
        vd_test_exchange_deinit(&f->x);
        vd_test_exchange_init(&f->x, &f->loop);
        assert_int_equal(vd_test_open(&f->x, vd_rpc_server_open, f->server, path, NULL, 0), 0);
        vd_test_message(&f->x, VD_SLICE("\x0a\x7fk"));
        run(f, ALL_ROOM);
        assert_string_equal(status(f), "13");
    }
}

static void physical_compaction_is_answered_when_the_space_is_free(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__CompactionRequest c = ETCDSERVERPB__COMPACTION_REQUEST__INIT;

    for (int i = 0; i < 4; i++)
        world_put(&f->world, "k", "v");
    c.revision = 3;
    c.physical = 1;
    start(f, "KV/Compact", &c.base);
    run(f, ALL_ROOM);
    assert_false(f->x.finished);
    world_keep(&f->world);
    run(f, ALL_ROOM);
    assert_string_equal(status(f), "0");
    c.revision = 4;
    start(f, "KV/Compact", &c.base);
    run(f, ALL_ROOM);
    assert_false(f->x.finished); /* and whoever waited is gone before it is done */
}

static void compaction_moves_the_floor(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__CompactionRequest c = ETCDSERVERPB__COMPACTION_REQUEST__INIT;
    Etcdserverpb__RangeRequest q = range_of("k", "");
    Etcdserverpb__CompactionResponse *r;
    struct vd_slice m;

    for (int i = 0; i < 4; i++)
        world_put(&f->world, "k", "v");
    c.revision = 3;
    m = call(f, "KV/Compact", &c);
    r = etcdserverpb__compaction_response__unpack(NULL, m.len, m.ptr);
    assert_int_equal(r->header->revision, 5);
    etcdserverpb__compaction_response__free_unpacked(r, NULL);
    assert_fails(f, "KV/Compact", &c, "11",
                 "etcdserver: mvcc: required revision has been compacted");
    q.revision = 2;
    assert_fails(f, "KV/Range", &q, "11", "etcdserver: mvcc: required revision has been compacted");
    q.revision = 3;
    free_range(range(f, &q));
}

static void delete_tells_how_many_and_what_was_there(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__DeleteRangeRequest d = ETCDSERVERPB__DELETE_RANGE_REQUEST__INIT;
    Etcdserverpb__DeleteRangeResponse *r;
    struct vd_slice m;

    world_put(&f->world, "a", "1");
    world_put(&f->world, "b", "2");
    d.key = bytes_of("a");
    d.range_end = bytes_of("z");
    d.prev_kv = 1;
    m = call(f, "KV/DeleteRange", &d);
    r = etcdserverpb__delete_range_response__unpack(NULL, m.len, m.ptr);
    assert_int_equal(r->header->revision, 4);
    assert_int_equal(r->deleted, 2);
    assert_int_equal(r->n_prev_kvs, 2);
    assert_data(r->prev_kvs[1]->key, "b");
    assert_data(r->prev_kvs[1]->value, "2");
    etcdserverpb__delete_range_response__free_unpacked(r, NULL);
    m = call(f, "KV/DeleteRange", &d);
    r = etcdserverpb__delete_range_response__unpack(NULL, m.len, m.ptr);
    assert_int_equal(r->header->revision, 4);
    assert_int_equal(r->deleted, 0);
    assert_int_equal(r->n_prev_kvs, 0);
    etcdserverpb__delete_range_response__free_unpacked(r, NULL);
}

/* --- answers of any size -------------------------------------------------------------------------
 */

static void large_range_is_whole_in_any_room(void **state)
{
    struct fixture *f = *state;
    static const size_t ROOMS[] = {1, 100, 5000, 16384, ALL_ROOM};
    Etcdserverpb__RangeRequest q = range_of("k", "l");
    enum { KEYS = 3000, BIG = 10 };
    char *value = calloc(1, 50001);

    memset(value, 'v', 50000);
    for (int i = 0; i < KEYS; i++) {
        char key[32];

        snprintf(key, sizeof(key), "k%05d", i);
        world_put(&f->world, key, i % (KEYS / BIG) ? "a small value" : value);
    }
    for (size_t i = 0; i < VD_COUNT(ROOMS); i++) {
        Etcdserverpb__RangeResponse *r;
        struct vd_slice m;

        q.limit = i % 2 ? 0 : KEYS - 1;
        q.keys_only = i == 2;
        start(f, "KV/Range", &q.base);
        m = answer_in(f, ROOMS[i]);
        r = etcdserverpb__range_response__unpack(NULL, m.len, m.ptr);
        assert_non_null(r);
        assert_int_equal(r->count, KEYS);
        assert_int_equal(r->more, q.limit != 0);
        assert_int_equal(r->n_kvs, q.limit ? KEYS - 1 : KEYS);
        for (size_t k = 0; k < r->n_kvs; k++) {
            size_t len = k % (KEYS / BIG) ? 13 : 50000;

            assert_int_equal(r->kvs[k]->mod_revision, k + 2);
            assert_int_equal(r->kvs[k]->value.len, q.keys_only ? 0 : len);
        }
        free_range(r);
    }
    free(value);
}

/* What a reader that stalls in the middle sees is what was there when it asked. */
static void large_range_does_not_see_later_writes(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__RangeRequest q = range_of("k", "l");
    Etcdserverpb__RangeResponse *r;
    struct vd_slice m;
    char key[32];

    for (int i = 0; i < 500; i++) {
        snprintf(key, sizeof(key), "k%05d", i);
        world_put(&f->world, key, "old");
    }
    start(f, "KV/Range", &q.base);
    vd_kv_enter(f->world.kv, 0);
    vd_test_pump(&f->x, 1000, 3);
    vd_kv_leave(f->world.kv, 0);
    world_delete(&f->world, "k", "l");
    for (int i = 0; i < 500; i++)
        world_put(&f->world, "k00499", "a new and longer value");
    assert_int_equal(world_compact(&f->world, 900), 0);
    world_keep(&f->world);
    m = answer_in(f, 1000);
    r = etcdserverpb__range_response__unpack(NULL, m.len, m.ptr);
    assert_int_equal(r->header->revision, 501);
    assert_int_equal(r->n_kvs, 500);
    for (int i = 0; i < 500; i++)
        assert_data(r->kvs[i]->value, "old");
    free_range(r);
}

/* What has to be looked at to count, and to find the rows that a filter leaves, takes many turns;
 * in none of them is anything written, and all of it comes out right. */
static void a_search_over_many_keys_gives_way_in_every_turn(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__RangeRequest q = range_of("k", "l");
    enum { KEYS = 600 };
    static const size_t rows[] = {0, 1, 1, 2};
    char key[32];

    for (int i = 0; i < 2 * KEYS; i++) {
        snprintf(key, sizeof(key), "k%05d", i % KEYS);
        world_put(&f->world, key, i < KEYS ? "old" : "new");
    }
    for (int i = 0; i < 4; i++) {
        Etcdserverpb__RangeResponse *r;
        struct vd_slice m;
        int turns = 0;

        q.revision = KEYS + 1;
        q.count_only = i == 0;
        q.min_mod_revision = i == 1 ? KEYS + 1 : 0;
        q.max_mod_revision = i == 2 ? 2 : 0;
        q.limit = i == 3 ? 2 : 0;
        start(f, "KV/Range", &q.base);
        vd_kv_enter(f->world.kv, 0);
        for (; !f->x.body.len; turns++) {
            vd_test_fill(&f->x, ALL_ROOM);
            assert_true(f->x.ready || f->x.finished);
        }
        vd_kv_leave(f->world.kv, 0);
        assert_true(turns > KEYS / 4);
        m = answer_in(f, ALL_ROOM);
        r = etcdserverpb__range_response__unpack(NULL, m.len, m.ptr);
        assert_int_equal(r->count, KEYS);
        assert_int_equal(r->n_kvs, rows[i]);
        assert_int_equal(r->more, i == 3);
        if (i == 3)
            assert_data(r->kvs[1]->value, "old");
        free_range(r);
    }
}

/* --- txn
 * ------------------------------------------------------------------------------------------- */

/* if version("a") == 1: put a, range [a, z), delete b with prev, nested {put c with prev}; else
 * range a. */
struct txn_parts {
    Etcdserverpb__TxnRequest txn, inner;
    Etcdserverpb__Compare compare, *compares[1];
    Etcdserverpb__RequestOp ops[6], *then[4], *other[1], *nested[1];
    Etcdserverpb__PutRequest put, put_c;
    Etcdserverpb__RangeRequest range, get;
    Etcdserverpb__DeleteRangeRequest del;
};

static void make_txn(struct txn_parts *t)
{
    Etcdserverpb__RequestOp op = ETCDSERVERPB__REQUEST_OP__INIT;

    *t = (struct txn_parts){.txn = ETCDSERVERPB__TXN_REQUEST__INIT,
                            .inner = ETCDSERVERPB__TXN_REQUEST__INIT,
                            .compare = ETCDSERVERPB__COMPARE__INIT,
                            .del = ETCDSERVERPB__DELETE_RANGE_REQUEST__INIT,
                            .put = put_of("a", "new"),
                            .put_c = put_of("c", "new"),
                            .range = range_of("a", "z"),
                            .get = range_of("a", "")};
    t->compare.key = bytes_of("a");
    t->compare.target_union_case = ETCDSERVERPB__COMPARE__TARGET_UNION_VERSION;
    t->compare.version = 1;
    t->compares[0] = &t->compare;
    t->put_c.prev_kv = 1;
    t->del.key = bytes_of("b");
    t->del.prev_kv = 1;
    for (int i = 0; i < 6; i++)
        t->ops[i] = op;
    t->ops[0].request_case = ETCDSERVERPB__REQUEST_OP__REQUEST_REQUEST_PUT;
    t->ops[0].request_put = &t->put;
    t->ops[1].request_case = ETCDSERVERPB__REQUEST_OP__REQUEST_REQUEST_RANGE;
    t->ops[1].request_range = &t->range;
    t->ops[2].request_case = ETCDSERVERPB__REQUEST_OP__REQUEST_REQUEST_DELETE_RANGE;
    t->ops[2].request_delete_range = &t->del;
    t->ops[3].request_case = ETCDSERVERPB__REQUEST_OP__REQUEST_REQUEST_TXN;
    t->ops[3].request_txn = &t->inner;
    t->ops[4].request_case = ETCDSERVERPB__REQUEST_OP__REQUEST_REQUEST_RANGE;
    t->ops[4].request_range = &t->get;
    t->ops[5].request_case = ETCDSERVERPB__REQUEST_OP__REQUEST_REQUEST_PUT;
    t->ops[5].request_put = &t->put_c;
    for (int i = 0; i < 4; i++)
        t->then[i] = &t->ops[i];
    t->other[0] = &t->ops[4];
    t->nested[0] = &t->ops[5];
    t->inner.success = t->nested;
    t->inner.n_success = 1;
    t->txn.compare = t->compares;
    t->txn.n_compare = 1;
    t->txn.success = t->then;
    t->txn.n_success = 4;
    t->txn.failure = t->other;
    t->txn.n_failure = 1;
}

static void assert_part_header(const Etcdserverpb__ResponseHeader *header, int64_t revision)
{
    assert_non_null(header);
    assert_int_equal(header->revision, revision);
    assert_int_equal(header->cluster_id + header->member_id + header->raft_term, 0);
}

static void check_txn(const Etcdserverpb__TxnResponse *r)
{
    const Etcdserverpb__RangeResponse *range;
    const Etcdserverpb__TxnResponse *inner;

    assert_true(r->succeeded);
    assert_int_equal(r->header->revision, 5);
    assert_true(r->header->cluster_id != 0);
    assert_int_equal(r->n_responses, 4);
    assert_part_header(r->responses[0]->response_put->header, 5);
    range = r->responses[1]->response_range;
    assert_part_header(range->header, 5);
    assert_int_equal(range->n_kvs, 3);
    assert_int_equal(range->count, 3);
    assert_data(range->kvs[0]->value, "new");
    assert_data(range->kvs[1]->value, "old b");
    assert_part_header(r->responses[2]->response_delete_range->header, 5);
    assert_int_equal(r->responses[2]->response_delete_range->deleted, 1);
    assert_data(r->responses[2]->response_delete_range->prev_kvs[0]->value, "old b");
    inner = r->responses[3]->response_txn;
    assert_part_header(inner->header, 0);
    assert_true(inner->succeeded);
    assert_int_equal(inner->n_responses, 1);
    assert_part_header(inner->responses[0]->response_put->header, 5);
    assert_data(inner->responses[0]->response_put->prev_kv->value, "old c");
}

static void put_abc(struct fixture *f)
{
    world_put(&f->world, "a", "old a");
    world_put(&f->world, "b", "old b");
    world_put(&f->world, "c", "old c");
}

static void txn_is_answered_part_by_part(void **state)
{
    struct fixture *f = *state;
    struct txn_parts t;
    Etcdserverpb__TxnResponse *r;
    struct vd_slice m;

    make_txn(&t);
    put_abc(f);
    m = call(f, "KV/Txn", &t.txn);
    r = etcdserverpb__txn_response__unpack(NULL, m.len, m.ptr);
    assert_non_null(r);
    check_txn(r);
    assert_int_equal(etcdserverpb__txn_response__get_packed_size(r), m.len);
    etcdserverpb__txn_response__free_unpacked(r, NULL);
    /* The second time its condition fails, and it changes nothing. */
    m = call(f, "KV/Txn", &t.txn);
    r = etcdserverpb__txn_response__unpack(NULL, m.len, m.ptr);
    assert_false(r->succeeded);
    assert_int_equal(r->header->revision, 5);
    assert_int_equal(r->n_responses, 1);
    assert_data(r->responses[0]->response_range->kvs[0]->value, "new");
    etcdserverpb__txn_response__free_unpacked(r, NULL);
}

static void txn_is_whole_in_any_room(void **state)
{
    struct fixture *f = *state;
    struct txn_parts t;
    Etcdserverpb__TxnResponse *r;
    struct vd_slice m;

    make_txn(&t);
    put_abc(f);
    start(f, "KV/Txn", &t.txn.base);
    m = answer_in(f, 1);
    r = etcdserverpb__txn_response__unpack(NULL, m.len, m.ptr);
    assert_non_null(r);
    check_txn(r);
    etcdserverpb__txn_response__free_unpacked(r, NULL);
}

static void txn_of_reads_is_answered_at_once(void **state)
{
    struct fixture *f = *state;
    struct txn_parts t;
    Etcdserverpb__TxnResponse *r;
    struct vd_slice m;
    size_t at = 0;

    make_txn(&t);
    put_abc(f);
    t.txn.n_success = 0;
    t.compare.version = 2;
    start(f, "KV/Txn", &t.txn.base);
    pump(f, ALL_ROOM);
    assert_string_equal(status(f), "0");
    assert_true(vd_test_next_message(&f->x, &at, &m));
    r = etcdserverpb__txn_response__unpack(NULL, m.len, m.ptr);
    assert_false(r->succeeded);
    assert_int_equal(r->header->revision, 4);
    assert_data(r->responses[0]->response_range->kvs[0]->value, "old a");
    assert_part_header(r->responses[0]->response_range->header, 4);
    etcdserverpb__txn_response__free_unpacked(r, NULL);
}

static void txn_is_refused_in_etcds_words(void **state)
{
    struct fixture *f = *state;
    struct txn_parts t;
    Etcdserverpb__RequestOp *many[129];

    make_txn(&t);
    t.then[3] = t.then[0];
    assert_fails(f, "KV/Txn", &t.txn, "3", "etcdserver: duplicate key given in txn request");
    make_txn(&t);
    for (int i = 0; i < 129; i++)
        many[i] = &t.ops[4];
    t.txn.success = many;
    t.txn.n_success = 129;
    assert_fails(f, "KV/Txn", &t.txn, "3", "etcdserver: too many operations in txn request");
    make_txn(&t);
    t.ops[0].request_case = ETCDSERVERPB__REQUEST_OP__REQUEST__NOT_SET;
    assert_fails(f, "KV/Txn", &t.txn, "3", "etcdserver: key not found");
    make_txn(&t);
    t.range.revision = 100;
    t.compare.version = 0;
    assert_fails(f, "KV/Txn", &t.txn, "11",
                 "etcdserver: mvcc: required revision is a future revision");
}

/* --- lives of calls
 * ---------------------------------------------------------------------------------- */

static void write_goes_on_when_its_caller_is_gone(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__PutRequest p = put_of("k", "v");
    Etcdserverpb__RangeRequest q = range_of("k", "");
    Etcdserverpb__RangeResponse *r;

    start(f, "KV/Put", &p.base);
    vd_test_close(&f->x);
    world_turn(&f->world, 0);
    r = range(f, &q);
    assert_int_equal(r->n_kvs, 1);
    free_range(r);
}

static void deadline_of_a_write_is_answered_and_the_write_goes_on(void **state)
{
    struct fixture *f = *state;
    struct vd_header header = {VD_SLICE("grpc-timeout"), VD_SLICE("5m")};

    assert_int_equal(
        vd_test_open(&f->x, vd_rpc_server_open, f->server, "/etcdserverpb.KV/Put", &header, 1), 0);
    vd_kv_enter(f->world.kv, 0);
    vd_test_message(&f->x, VD_SLICE("\x0a\x01k"));
    vd_kv_leave(f->world.kv, 0);
    vd_test_loop_pass(&f->loop, 5);
    assert_string_equal(status(f), "4");
    assert_string_equal(vd_test_header(&f->x, "grpc-message"),
                        "etcdserver: context deadline exceeded");
    run(f, ALL_ROOM);
    world_turn(&f->world, 0);
}

static void client_version_that_is_not_text_is_refused(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *value;
        bool ok;
    } CASES[] = {{"3.5.0", true},
                 {"", true},
                 {"\xc3\xa9", true},
                 {"\xe2\x82\xac", true},
                 {"\xff", false},
                 {"\xc3", false},
                 {"\xc0\xaf", false},
                 {"\xed\xa0\x80", false},
                 {"\xf4\x90\x80\x80", false},
                 {"\xf0\x9f\x90\x9f", true}};

    for (size_t i = 0; i < VD_COUNT(CASES); i++) {
        struct vd_header header = {VD_SLICE("client-api-version"), vd_slice_str(CASES[i].value)};

        vd_test_exchange_deinit(&f->x);
        vd_test_exchange_init(&f->x, &f->loop);
        assert_int_equal(
            vd_test_open(&f->x, vd_rpc_server_open, f->server, "/etcdserverpb.KV/Put", &header, 1),
            0);
        assert_int_equal(f->x.finished, !CASES[i].ok);
        if (CASES[i].ok)
            continue;
        assert_string_equal(status(f), "3");
        assert_string_equal(vd_test_header(&f->x, "grpc-message"),
                            "etcdserver: invalid client api version");
    }
}

static void status_says_what_clients_look_at(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__StatusRequest q = ETCDSERVERPB__STATUS_REQUEST__INIT;
    Etcdserverpb__StatusResponse *r;
    struct vd_slice m;

    world_put(&f->world, "k", "v");
    m = call(f, "Maintenance/Status", &q);
    r = etcdserverpb__status_response__unpack(NULL, m.len, m.ptr);
    assert_int_equal(r->header->revision, 2);
    assert_string_equal(r->version, VD_DOOR_ETCD_VERSION);
    assert_true(r->leader == vd_kv_member_id(f->world.kv));
    assert_true(r->raftindex > 0 && r->raftindex == r->raftappliedindex);
    assert_int_equal(r->raftterm, 1);
    assert_int_equal(r->n_errors, 0);
    assert_int_equal(r->dbsizequota, 99);
    assert_non_null(r->downgradeinfo);
    etcdserverpb__status_response__free_unpacked(r, NULL);
}

static void member_list_names_the_one_member(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__MemberListRequest q = ETCDSERVERPB__MEMBER_LIST_REQUEST__INIT;
    struct vd_slice m = call(f, "Cluster/MemberList", &q);
    Etcdserverpb__MemberListResponse *r =
        etcdserverpb__member_list_response__unpack(NULL, m.len, m.ptr);

    assert_int_equal(r->header->revision, 0);
    assert_true(r->header->cluster_id != 0);
    assert_int_equal(r->n_members, 1);
    assert_true(r->members[0]->id == r->header->member_id);
    assert_string_equal(r->members[0]->name, "me");
    assert_int_equal(r->members[0]->n_clienturls, 1);
    assert_string_equal(r->members[0]->clienturls[0], "http://here:1");
    etcdserverpb__member_list_response__free_unpacked(r, NULL);
}

/* Each allocation of a call fails in turn: it ends with a status or a reset, and leaks nothing. */
static void short_memory_ends_a_call(void **state)
{
    struct fixture *f = *state;
    Etcdserverpb__RangeRequest q = range_of("k", "l");
    Etcdserverpb__PutRequest p = put_of("a", "v");
    Etcdserverpb__StatusRequest s = ETCDSERVERPB__STATUS_REQUEST__INIT;
    Etcdserverpb__MemberListRequest l = ETCDSERVERPB__MEMBER_LIST_REQUEST__INIT;
    struct txn_parts t;
    const struct {
        const char *method;
        const ProtobufCMessage *request;
    } CALLS[] = {{"KV/Range", &q.base},
                 {"KV/Put", &p.base},
                 {"KV/Txn", &t.txn.base},
                 {"Maintenance/Status", &s.base},
                 {"Cluster/MemberList", &l.base}};
    char key[32];

    make_txn(&t);
    p.prev_kv = 1;
    put_abc(f);
    for (int i = 0; i < 200; i++) {
        snprintf(key, sizeof(key), "k%05d", i);
        world_put(&f->world, key, "v");
    }
    for (size_t i = 0; i < VD_COUNT(CALLS); i++)
        for (long n = 0;; n++) {
            bool hit;

            renew(f);
            vd_alloc_fail_after(n);
            send_call(f, CALLS[i].method, CALLS[i].request);
            run(f, 700);
            hit = vd_alloc_fail_hit();
            vd_alloc_fail_after(-1);
            assert_true(!f->x.handler || f->x.finished || f->x.reset);
            if (!hit) {
                assert_string_equal(status(f), "0");
                break;
            }
        }
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
#define S(name) cmocka_unit_test_setup_teardown(name, setup_slices, teardown)
    const struct CMUnitTest tests[] = {
        T(put_is_answered_with_its_revision),
        T(put_is_not_answered_before_it_is_done),
        T(put_shows_the_value_before),
        T(range_answers_as_etcd_does),
        T(requests_are_refused_in_etcds_words),
        T(rubbish_is_refused_by_every_method),
        T(compaction_moves_the_floor),
        T(physical_compaction_is_answered_when_the_space_is_free),
        T(delete_tells_how_many_and_what_was_there),
        T(large_range_is_whole_in_any_room),
        T(large_range_does_not_see_later_writes),
        T(txn_is_answered_part_by_part),
        T(txn_is_whole_in_any_room),
        T(txn_of_reads_is_answered_at_once),
        T(txn_is_refused_in_etcds_words),
        T(write_goes_on_when_its_caller_is_gone),
        T(deadline_of_a_write_is_answered_and_the_write_goes_on),
        T(client_version_that_is_not_text_is_refused),
        T(status_says_what_clients_look_at),
        T(member_list_names_the_one_member),
        T(short_memory_ends_a_call),
        S(put_shows_the_value_before),
        S(range_answers_as_etcd_does),
        S(delete_tells_how_many_and_what_was_there),
        S(large_range_is_whole_in_any_room),
        S(large_range_does_not_see_later_writes),
        S(a_search_over_many_keys_gives_way_in_every_turn),
        S(txn_is_answered_part_by_part),
        S(txn_is_whole_in_any_room),
        S(short_memory_ends_a_call),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
