/* SPDX-License-Identifier: Apache-2.0 */
/* Puts, ranges, deletions and compactions, and answers of any size. */
#include "doors/etcd3/test_kv.h"

#include <stdio.h>
#include <stdlib.h>

/* --- put and range -------------------------------------------------------------------------------
 */

static void put_is_answered_with_its_revision(void **state)
{
    struct kv_fixture *f = *state;
    Etcdserverpb__PutRequest p = kv_put_of("k", "v");
    struct vd_slice m;
    Etcdserverpb__PutResponse *r;

    for (int64_t revision = 2; revision < 4; revision++) {
        m = kv_call(f, "KV/Put", &p);
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
    struct kv_fixture *f = *state;
    Etcdserverpb__PutRequest p = kv_put_of("k", "v");

    kv_start(f, "KV/Put", &p.base);
    kv_pump(f, ALL_ROOM);
    assert_int_equal(f->x.body.len, 0);
    assert_false(f->x.finished);
    kv_run(f, ALL_ROOM);
    assert_string_equal(kv_status(f), "0");
}

static void put_shows_the_value_before(void **state)
{
    struct kv_fixture *f = *state;
    Etcdserverpb__PutRequest p = kv_put_of("k", "one");
    static const size_t ROOMS[] = {1, 10, ALL_ROOM};
    Etcdserverpb__PutResponse *r;
    struct vd_slice m;

    p.prev_kv = 1;
    m = kv_call(f, "KV/Put", &p);
    r = etcdserverpb__put_response__unpack(NULL, m.len, m.ptr);
    assert_null(r->prev_kv);
    etcdserverpb__put_response__free_unpacked(r, NULL);
    for (size_t i = 0; i < 3; i++) {
        kv_start(f, "KV/Put", &p.base);
        m = kv_answer_in(f, ROOMS[i]);
        r = etcdserverpb__put_response__unpack(NULL, m.len, m.ptr);
        kv_assert_data(r->prev_kv->value, "one");
        assert_int_equal(r->prev_kv->version, i + 1);
        assert_int_equal(r->prev_kv->mod_revision, r->header->revision - 1);
        etcdserverpb__put_response__free_unpacked(r, NULL);
    }
}

static void range_answers_as_etcd_does(void **state)
{
    struct kv_fixture *f = *state;
    Etcdserverpb__RangeRequest q = kv_range_of("a", "z");
    Etcdserverpb__RangeResponse *r;

    world_put(&f->world, "a", "3");
    world_put(&f->world, "b", "2");
    world_put(&f->world, "c", "1");
    world_put(&f->world, "b", "22");

    r = kv_range(f, &q);
    assert_int_equal(r->header->revision, 5);
    assert_int_equal(r->count, 3);
    assert_int_equal(r->n_kvs, 3);
    assert_false(r->more);
    kv_assert_data(r->kvs[1]->key, "b");
    kv_assert_data(r->kvs[1]->value, "22");
    assert_int_equal(r->kvs[1]->create_revision, 3);
    assert_int_equal(r->kvs[1]->mod_revision, 5);
    assert_int_equal(r->kvs[1]->version, 2);
    kv_free_range(r);

    q.limit = 2;
    r = kv_range(f, &q);
    assert_int_equal(r->n_kvs, 2);
    assert_int_equal(r->count, 3);
    assert_true(r->more);
    kv_free_range(r);

    q.limit = 0;
    q.sort_order = ETCDSERVERPB__RANGE_REQUEST__SORT_ORDER__DESCEND;
    r = kv_range(f, &q);
    kv_assert_data(r->kvs[0]->key, "c");
    kv_free_range(r);

    q.min_mod_revision = 4;
    q.limit = 1;
    r = kv_range(f, &q);
    assert_int_equal(r->n_kvs, 1);
    assert_int_equal(r->count, 3);
    assert_true(r->more);
    kv_free_range(r);

    q = kv_range_of("a", "z");
    q.keys_only = 1;
    r = kv_range(f, &q);
    assert_int_equal(r->n_kvs, 3);
    assert_int_equal(r->kvs[0]->value.len, 0);
    assert_int_equal(r->kvs[0]->mod_revision, 2);
    kv_free_range(r);

    q.count_only = 1;
    r = kv_range(f, &q);
    assert_int_equal(r->n_kvs, 0);
    assert_int_equal(r->count, 3);
    assert_false(r->more);
    kv_free_range(r);

    q = kv_range_of("b", "");
    q.revision = 3;
    r = kv_range(f, &q);
    assert_int_equal(r->header->revision, 5);
    kv_assert_data(r->kvs[0]->value, "2");
    kv_free_range(r);

    q = kv_range_of("nope", "");
    r = kv_range(f, &q);
    assert_int_equal(r->n_kvs + (size_t)r->count, 0);
    kv_free_range(r);
}

static void requests_are_refused_in_etcds_words(void **state)
{
    struct kv_fixture *f = *state;
    Etcdserverpb__RangeRequest q = kv_range_of("", "");
    Etcdserverpb__PutRequest p = kv_put_of("", "v");
    Etcdserverpb__DeleteRangeRequest d = ETCDSERVERPB__DELETE_RANGE_REQUEST__INIT;
    Etcdserverpb__CompactionRequest c = ETCDSERVERPB__COMPACTION_REQUEST__INIT;
    char *big = malloc(1600000);

    kv_assert_fails(f, "KV/Range", &q, "3", "etcdserver: key is not provided");
    kv_assert_fails(f, "KV/Put", &p, "3", "etcdserver: key is not provided");
    kv_assert_fails(f, "KV/DeleteRange", &d, "3", "etcdserver: key is not provided");
    q = kv_range_of("k", "");
    q.revision = 2;
    kv_assert_fails(f, "KV/Range", &q, "11",
                    "etcdserver: mvcc: required revision is a future revision");
    q.revision = 0;
    q.sort_target = (Etcdserverpb__RangeRequest__SortTarget)9;
    kv_assert_fails(f, "KV/Range", &q, "3", "etcdserver: invalid sort option");
    p = kv_put_of("k", "");
    p.ignore_value = 1;
    kv_assert_fails(f, "KV/Put", &p, "3", "etcdserver: key not found");
    p.value = kv_bytes_of("v");
    kv_assert_fails(f, "KV/Put", &p, "3", "etcdserver: value is provided");
    p = kv_put_of("k", "");
    p.lease = 7;
    kv_assert_fails(f, "KV/Put", &p, "5", "etcdserver: requested lease not found");
    p.ignore_lease = 1;
    kv_assert_fails(f, "KV/Put", &p, "3", "etcdserver: lease is provided");
    memset(big, 'v', 1599999);
    big[1599999] = 0;
    p = kv_put_of("k", big);
    kv_assert_fails(f, "KV/Put", &p, "3", "etcdserver: request is too large");
    c.revision = 9;
    kv_assert_fails(f, "KV/Compact", &c, "11",
                    "etcdserver: mvcc: required revision is a future revision");
    kv_assert_fails(f, "KV/RangeStream", &q, "12",
                    "unknown method RangeStream for service etcdserverpb.KV");
    kv_assert_fails(f, "Auth/AuthEnable", &q, "12",
                    "unknown method AuthEnable for service etcdserverpb.Auth");
    free(big);
}

static void rubbish_is_refused_by_every_method(void **state)
{
    struct kv_fixture *f = *state;
    static const char *METHODS[] = {"KV/Range", "KV/Put", "KV/DeleteRange", "KV/Txn", "KV/Compact"};

    for (size_t i = 0; i < VD_COUNT(METHODS); i++) {
        char path[64];

        snprintf(path, sizeof(path), "/etcdserverpb.%s", METHODS[i]);
        vd_test_exchange_deinit(&f->x);
        vd_test_exchange_init(&f->x, &f->loop);
        assert_int_equal(vd_test_open(&f->x, vd_rpc_server_open, f->server, path, NULL, 0), 0);
        vd_test_message(&f->x, VD_SLICE("\x0a\x7fk"));
        kv_run(f, ALL_ROOM);
        assert_string_equal(kv_status(f), "13");
    }
}

static void physical_compaction_is_answered_when_the_space_is_free(void **state)
{
    struct kv_fixture *f = *state;
    Etcdserverpb__CompactionRequest c = ETCDSERVERPB__COMPACTION_REQUEST__INIT;

    for (int i = 0; i < 4; i++)
        world_put(&f->world, "k", "v");
    c.revision = 3;
    c.physical = 1;
    kv_start(f, "KV/Compact", &c.base);
    kv_run(f, ALL_ROOM);
    assert_false(f->x.finished);
    world_keep(&f->world);
    kv_run(f, ALL_ROOM);
    assert_string_equal(kv_status(f), "0");
    c.revision = 4;
    kv_start(f, "KV/Compact", &c.base);
    kv_run(f, ALL_ROOM);
    assert_false(f->x.finished); /* and whoever waited is gone before it is done */
}

static void compaction_moves_the_floor(void **state)
{
    struct kv_fixture *f = *state;
    Etcdserverpb__CompactionRequest c = ETCDSERVERPB__COMPACTION_REQUEST__INIT;
    Etcdserverpb__RangeRequest q = kv_range_of("k", "");
    Etcdserverpb__CompactionResponse *r;
    struct vd_slice m;

    for (int i = 0; i < 4; i++)
        world_put(&f->world, "k", "v");
    c.revision = 3;
    m = kv_call(f, "KV/Compact", &c);
    r = etcdserverpb__compaction_response__unpack(NULL, m.len, m.ptr);
    assert_int_equal(r->header->revision, 5);
    etcdserverpb__compaction_response__free_unpacked(r, NULL);
    kv_assert_fails(f, "KV/Compact", &c, "11",
                    "etcdserver: mvcc: required revision has been compacted");
    q.revision = 2;
    kv_assert_fails(f, "KV/Range", &q, "11",
                    "etcdserver: mvcc: required revision has been compacted");
    q.revision = 3;
    kv_free_range(kv_range(f, &q));
}

static void delete_tells_how_many_and_what_was_there(void **state)
{
    struct kv_fixture *f = *state;
    Etcdserverpb__DeleteRangeRequest d = ETCDSERVERPB__DELETE_RANGE_REQUEST__INIT;
    Etcdserverpb__DeleteRangeResponse *r;
    struct vd_slice m;

    world_put(&f->world, "a", "1");
    world_put(&f->world, "b", "2");
    d.key = kv_bytes_of("a");
    d.range_end = kv_bytes_of("z");
    d.prev_kv = 1;
    m = kv_call(f, "KV/DeleteRange", &d);
    r = etcdserverpb__delete_range_response__unpack(NULL, m.len, m.ptr);
    assert_int_equal(r->header->revision, 4);
    assert_int_equal(r->deleted, 2);
    assert_int_equal(r->n_prev_kvs, 2);
    kv_assert_data(r->prev_kvs[1]->key, "b");
    kv_assert_data(r->prev_kvs[1]->value, "2");
    etcdserverpb__delete_range_response__free_unpacked(r, NULL);
    m = kv_call(f, "KV/DeleteRange", &d);
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
    struct kv_fixture *f = *state;
    static const size_t ROOMS[] = {1, 100, 5000, 16384, ALL_ROOM};
    Etcdserverpb__RangeRequest q = kv_range_of("k", "l");
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
        kv_start(f, "KV/Range", &q.base);
        m = kv_answer_in(f, ROOMS[i]);
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
        kv_free_range(r);
    }
    free(value);
}

/* What a reader that stalls in the middle sees is what was there when it asked. */
static void large_range_does_not_see_later_writes(void **state)
{
    struct kv_fixture *f = *state;
    Etcdserverpb__RangeRequest q = kv_range_of("k", "l");
    Etcdserverpb__RangeResponse *r;
    struct vd_slice m;
    char key[32];

    for (int i = 0; i < 500; i++) {
        snprintf(key, sizeof(key), "k%05d", i);
        world_put(&f->world, key, "old");
    }
    kv_start(f, "KV/Range", &q.base);
    vd_kv_enter(f->world.kv, 0);
    vd_test_pump(&f->x, 1000, 3);
    vd_kv_leave(f->world.kv, 0);
    world_delete(&f->world, "k", "l");
    for (int i = 0; i < 500; i++)
        world_put(&f->world, "k00499", "a new and longer value");
    assert_int_equal(world_compact(&f->world, 900), 0);
    world_keep(&f->world);
    m = kv_answer_in(f, 1000);
    r = etcdserverpb__range_response__unpack(NULL, m.len, m.ptr);
    assert_int_equal(r->header->revision, 501);
    assert_int_equal(r->n_kvs, 500);
    for (int i = 0; i < 500; i++)
        kv_assert_data(r->kvs[i]->value, "old");
    kv_free_range(r);
}

/* What has to be looked at to count, and to find the rows that a filter leaves, takes many turns;
 * in none of them is anything written, and all of it comes out right. */
static void a_search_over_many_keys_gives_way_in_every_turn(void **state)
{
    struct kv_fixture *f = *state;
    Etcdserverpb__RangeRequest q = kv_range_of("k", "l");
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
        kv_start(f, "KV/Range", &q.base);
        vd_kv_enter(f->world.kv, 0);
        for (; !f->x.body.len; turns++) {
            vd_test_fill(&f->x, ALL_ROOM);
            assert_true(f->x.ready || f->x.finished);
        }
        vd_kv_leave(f->world.kv, 0);
        assert_true(turns > KEYS / 4);
        m = kv_answer_in(f, ALL_ROOM);
        r = etcdserverpb__range_response__unpack(NULL, m.len, m.ptr);
        assert_int_equal(r->count, KEYS);
        assert_int_equal(r->n_kvs, rows[i]);
        assert_int_equal(r->more, i == 3);
        if (i == 3)
            kv_assert_data(r->kvs[1]->value, "old");
        kv_free_range(r);
    }
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, kv_setup, kv_teardown)
#define S(name) cmocka_unit_test_setup_teardown(name, kv_setup_slices, kv_teardown)
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
        S(put_shows_the_value_before),
        S(range_answers_as_etcd_does),
        S(delete_tells_how_many_and_what_was_there),
        S(large_range_is_whole_in_any_room),
        S(large_range_does_not_see_later_writes),
        S(a_search_over_many_keys_gives_way_in_every_turn),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
