/* SPDX-License-Identifier: Apache-2.0 */
/* Transactions, and the lives of calls. */
#include "doors/etcd3/test_kv.h"

#include <stdio.h>

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
                            .put = kv_put_of("a", "new"),
                            .put_c = kv_put_of("c", "new"),
                            .range = kv_range_of("a", "z"),
                            .get = kv_range_of("a", "")};
    t->compare.key = kv_bytes_of("a");
    t->compare.target_union_case = ETCDSERVERPB__COMPARE__TARGET_UNION_VERSION;
    t->compare.version = 1;
    t->compares[0] = &t->compare;
    t->put_c.prev_kv = 1;
    t->del.key = kv_bytes_of("b");
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
    kv_assert_data(range->kvs[0]->value, "new");
    kv_assert_data(range->kvs[1]->value, "old b");
    assert_part_header(r->responses[2]->response_delete_range->header, 5);
    assert_int_equal(r->responses[2]->response_delete_range->deleted, 1);
    kv_assert_data(r->responses[2]->response_delete_range->prev_kvs[0]->value, "old b");
    inner = r->responses[3]->response_txn;
    assert_part_header(inner->header, 0);
    assert_true(inner->succeeded);
    assert_int_equal(inner->n_responses, 1);
    assert_part_header(inner->responses[0]->response_put->header, 5);
    kv_assert_data(inner->responses[0]->response_put->prev_kv->value, "old c");
}

static void put_abc(struct kv_fixture *f)
{
    world_put(&f->world, "a", "old a");
    world_put(&f->world, "b", "old b");
    world_put(&f->world, "c", "old c");
}

static void txn_is_answered_part_by_part(void **state)
{
    struct kv_fixture *f = *state;
    struct txn_parts t;
    Etcdserverpb__TxnResponse *r;
    struct vd_slice m;

    make_txn(&t);
    put_abc(f);
    m = kv_call(f, "KV/Txn", &t.txn);
    r = etcdserverpb__txn_response__unpack(NULL, m.len, m.ptr);
    assert_non_null(r);
    check_txn(r);
    assert_int_equal(etcdserverpb__txn_response__get_packed_size(r), m.len);
    etcdserverpb__txn_response__free_unpacked(r, NULL);
    /* The second time its condition fails, and it changes nothing. */
    m = kv_call(f, "KV/Txn", &t.txn);
    r = etcdserverpb__txn_response__unpack(NULL, m.len, m.ptr);
    assert_false(r->succeeded);
    assert_int_equal(r->header->revision, 5);
    assert_int_equal(r->n_responses, 1);
    kv_assert_data(r->responses[0]->response_range->kvs[0]->value, "new");
    etcdserverpb__txn_response__free_unpacked(r, NULL);
}

static void txn_is_whole_in_any_room(void **state)
{
    struct kv_fixture *f = *state;
    struct txn_parts t;
    Etcdserverpb__TxnResponse *r;
    struct vd_slice m;

    make_txn(&t);
    put_abc(f);
    kv_start(f, "KV/Txn", &t.txn.base);
    m = kv_answer_in(f, 1);
    r = etcdserverpb__txn_response__unpack(NULL, m.len, m.ptr);
    assert_non_null(r);
    check_txn(r);
    etcdserverpb__txn_response__free_unpacked(r, NULL);
}

static void txn_of_reads_is_answered_at_once(void **state)
{
    struct kv_fixture *f = *state;
    struct txn_parts t;
    Etcdserverpb__TxnResponse *r;
    struct vd_slice m;
    size_t at = 0;

    make_txn(&t);
    put_abc(f);
    t.txn.n_success = 0;
    t.compare.version = 2;
    kv_start(f, "KV/Txn", &t.txn.base);
    kv_pump(f, ALL_ROOM);
    assert_string_equal(kv_status(f), "0");
    assert_true(vd_test_next_message(&f->x, &at, &m));
    r = etcdserverpb__txn_response__unpack(NULL, m.len, m.ptr);
    assert_false(r->succeeded);
    assert_int_equal(r->header->revision, 4);
    kv_assert_data(r->responses[0]->response_range->kvs[0]->value, "old a");
    assert_part_header(r->responses[0]->response_range->header, 4);
    etcdserverpb__txn_response__free_unpacked(r, NULL);
}

static void txn_is_refused_in_etcds_words(void **state)
{
    struct kv_fixture *f = *state;
    struct txn_parts t;
    Etcdserverpb__RequestOp *many[129];

    make_txn(&t);
    t.then[3] = t.then[0];
    kv_assert_fails(f, "KV/Txn", &t.txn, "3", "etcdserver: duplicate key given in txn request");
    make_txn(&t);
    for (int i = 0; i < 129; i++)
        many[i] = &t.ops[4];
    t.txn.success = many;
    t.txn.n_success = 129;
    kv_assert_fails(f, "KV/Txn", &t.txn, "3", "etcdserver: too many operations in txn request");
    make_txn(&t);
    t.ops[0].request_case = ETCDSERVERPB__REQUEST_OP__REQUEST__NOT_SET;
    kv_assert_fails(f, "KV/Txn", &t.txn, "3", "etcdserver: key not found");
    make_txn(&t);
    t.range.revision = 100;
    t.compare.version = 0;
    kv_assert_fails(f, "KV/Txn", &t.txn, "11",
                    "etcdserver: mvcc: required revision is a future revision");
}

/* --- lives of calls
 * ---------------------------------------------------------------------------------- */

static void write_goes_on_when_its_caller_is_gone(void **state)
{
    struct kv_fixture *f = *state;
    Etcdserverpb__PutRequest p = kv_put_of("k", "v");
    Etcdserverpb__RangeRequest q = kv_range_of("k", "");
    Etcdserverpb__RangeResponse *r;

    kv_start(f, "KV/Put", &p.base);
    vd_test_close(&f->x);
    world_turn(&f->world, 0);
    r = kv_range(f, &q);
    assert_int_equal(r->n_kvs, 1);
    kv_free_range(r);
}

static void deadline_of_a_write_is_answered_and_the_write_goes_on(void **state)
{
    struct kv_fixture *f = *state;
    struct vd_header header = {VD_SLICE("grpc-timeout"), VD_SLICE("5m")};

    assert_int_equal(
        vd_test_open(&f->x, vd_rpc_server_open, f->server, "/etcdserverpb.KV/Put", &header, 1), 0);
    vd_kv_enter(f->world.kv, 0);
    vd_test_message(&f->x, VD_SLICE("\x0a\x01k"));
    vd_kv_leave(f->world.kv, 0);
    vd_test_loop_pass(&f->loop, 5);
    assert_string_equal(kv_status(f), "4");
    assert_string_equal(vd_test_header(&f->x, "grpc-message"),
                        "etcdserver: context deadline exceeded");
    kv_run(f, ALL_ROOM);
    world_turn(&f->world, 0);
}

static void client_version_that_is_not_text_is_refused(void **state)
{
    struct kv_fixture *f = *state;
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
        assert_string_equal(kv_status(f), "3");
        assert_string_equal(vd_test_header(&f->x, "grpc-message"),
                            "etcdserver: invalid client api version");
    }
}

static void status_says_what_clients_look_at(void **state)
{
    struct kv_fixture *f = *state;
    Etcdserverpb__StatusRequest q = ETCDSERVERPB__STATUS_REQUEST__INIT;
    Etcdserverpb__StatusResponse *r;
    struct vd_slice m;

    world_put(&f->world, "k", "v");
    m = kv_call(f, "Maintenance/Status", &q);
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
    struct kv_fixture *f = *state;
    Etcdserverpb__MemberListRequest q = ETCDSERVERPB__MEMBER_LIST_REQUEST__INIT;
    struct vd_slice m = kv_call(f, "Cluster/MemberList", &q);
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
    struct kv_fixture *f = *state;
    Etcdserverpb__RangeRequest q = kv_range_of("k", "l");
    Etcdserverpb__PutRequest p = kv_put_of("a", "v");
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

            kv_renew(f);
            vd_alloc_fail_after(n);
            kv_send_call(f, CALLS[i].method, CALLS[i].request);
            kv_run(f, 700);
            hit = vd_alloc_fail_hit();
            vd_alloc_fail_after(-1);
            assert_true(!f->x.handler || f->x.finished || f->x.reset);
            if (!hit) {
                assert_string_equal(kv_status(f), "0");
                break;
            }
        }
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, kv_setup, kv_teardown)
#define S(name) cmocka_unit_test_setup_teardown(name, kv_setup_slices, kv_teardown)
    const struct CMUnitTest tests[] = {
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
        S(txn_is_answered_part_by_part),
        S(txn_is_whole_in_any_room),
        S(short_memory_ends_a_call),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
