/* SPDX-License-Identifier: Apache-2.0 */
/* The lease service, alarms, and the answers of an etcd that has no users and one member. */
#include "base/alloc.h"
#include "doors/etcd3/test_calls.h"
#include "rpc.pb-c.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { WAITS = -1 };

static struct test_calls calls;

static int setup(void **state)
{
    (void)state;
    test_calls_init(&calls);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    test_calls_deinit(&calls);
    return 0;
}

/* --- the client ------------------------------------------------------------------------------- */

static void send_message(unsigned i, const ProtobufCMessage *request)
{
    size_t n = protobuf_c_message_get_packed_size(request);
    uint8_t *bytes = malloc(n + 1);

    protobuf_c_message_pack(request, bytes);
    test_door_message(&calls.d, i, vd_slice(bytes, n));
    free(bytes);
}

static void request(unsigned i, const char *method, const ProtobufCMessage *message)
{
    char path[64];

    snprintf(path, sizeof(path), "etcdserverpb.%s", method);
    test_calls_open(&calls, i, path);
    send_message(i, message);
    test_door_run(&calls.d);
}

static void expect_status(unsigned i, int status, const char *message)
{
    assert_int_equal(test_door_status(&calls.d, i), status);
    assert_string_equal(test_door_trailer(&calls.d, i, "grpc-message"), message);
}

static struct vd_slice answer(unsigned i)
{
    struct vd_slice message;

    assert_true(test_door_next(&calls.d, i, &message));
    return message;
}

static void grant(int64_t id, int64_t ttl)
{
    Etcdserverpb__LeaseGrantRequest grant = ETCDSERVERPB__LEASE_GRANT_REQUEST__INIT;

    grant.id = id;
    grant.ttl = ttl;
    request(0, "Lease/LeaseGrant", &grant.base);
}

/* The TTL it was given; its id in *out_id if that is not NULL. */
static int64_t granted(int64_t *out_id)
{
    Etcdserverpb__LeaseGrantResponse *response;
    struct vd_slice message;
    int64_t ttl;

    expect_status(0, 0, "");
    message = answer(0);
    response = etcdserverpb__lease_grant_response__unpack(NULL, message.len, message.ptr);
    assert_non_null(response);
    assert_true(response->header->revision > 0);
    ttl = response->ttl;
    if (out_id)
        *out_id = response->id;
    etcdserverpb__lease_grant_response__free_unpacked(response, NULL);
    return ttl;
}

static void revoke(int64_t id)
{
    Etcdserverpb__LeaseRevokeRequest revoke = ETCDSERVERPB__LEASE_REVOKE_REQUEST__INIT;

    revoke.id = id;
    request(0, "Lease/LeaseRevoke", &revoke.base);
}

static void put(const char *key, int64_t lease)
{
    struct vd_op op = world_put_op(key, "v");
    struct vd_txn txn = {.success = &op, .success_count = 1};
    struct vd_write write = world_txn_write(&calls.world, &txn);

    op.put.lease = lease;
    assert_int_equal(world_write(&calls.world, &write), 0);
}

/* Freed by the caller. */
static Etcdserverpb__LeaseTimeToLiveResponse *time_to_live(int64_t id, bool keys)
{
    Etcdserverpb__LeaseTimeToLiveRequest ask = ETCDSERVERPB__LEASE_TIME_TO_LIVE_REQUEST__INIT;
    Etcdserverpb__LeaseTimeToLiveResponse *response;
    struct vd_slice message;

    ask.id = id;
    ask.keys = keys;
    request(1, "Lease/LeaseTimeToLive", &ask.base);
    expect_status(1, 0, "");
    message = answer(1);
    response = etcdserverpb__lease_time_to_live_response__unpack(NULL, message.len, message.ptr);
    assert_non_null(response);
    assert_int_equal(response->id, id);
    return response;
}

static void expect_ttl(int64_t id, int64_t ttl, int64_t granted_ttl)
{
    Etcdserverpb__LeaseTimeToLiveResponse *response = time_to_live(id, false);

    assert_int_equal(response->ttl, ttl);
    assert_int_equal(response->grantedttl, granted_ttl);
    assert_int_equal(response->n_keys, 0);
    etcdserverpb__lease_time_to_live_response__free_unpacked(response, NULL);
}

static void keep_alive(unsigned i, int64_t id)
{
    Etcdserverpb__LeaseKeepAliveRequest ask = ETCDSERVERPB__LEASE_KEEP_ALIVE_REQUEST__INIT;

    ask.id = id;
    send_message(i, &ask.base);
}

static void open_keep_alive(unsigned i)
{
    test_calls_open(&calls, i, "etcdserverpb.Lease/LeaseKeepAlive");
}

static void expect_kept(unsigned i, int64_t id, int64_t ttl)
{
    struct vd_slice message = answer(i);
    Etcdserverpb__LeaseKeepAliveResponse *response =
        etcdserverpb__lease_keep_alive_response__unpack(NULL, message.len, message.ptr);

    assert_non_null(response);
    assert_int_equal(response->id, id);
    assert_int_equal(response->ttl, ttl);
    assert_true(response->header->revision > 0);
    etcdserverpb__lease_keep_alive_response__free_unpacked(response, NULL);
}

static void expect_nothing(unsigned i)
{
    struct vd_slice message;

    assert_false(test_door_next(&calls.d, i, &message));
}

/* --- granting --------------------------------------------------------------------------------- */

static void grant_gives_the_ttl_that_etcd_gives(void **state)
{
    int64_t id = 0;

    (void)state;
    grant(5, 60);
    assert_int_equal(granted(&id), 60);
    assert_int_equal(id, 5);
    grant(5, 60);
    expect_status(0, 9, "etcdserver: lease already exists");
    grant(-9, -4);
    assert_int_equal(granted(&id), 2);
    assert_int_equal(id, -9);
    grant(0, 0);
    assert_int_equal(granted(&id), 2);
    assert_true(id > 0);
    grant(0, 9000000000);
    assert_int_equal(granted(NULL), 9000000000);
    grant(0, 9000000001);
    expect_status(0, 11, "etcdserver: too large lease TTL");
}

static void revoke_deletes_and_says_its_revision(void **state)
{
    Etcdserverpb__LeaseRevokeResponse *response;
    struct vd_slice message;

    (void)state;
    grant(5, 60);
    put("a", 5);
    put("b", 5);
    revoke(5);
    expect_status(0, 0, "");
    message = answer(0);
    response = etcdserverpb__lease_revoke_response__unpack(NULL, message.len, message.ptr);
    assert_int_equal(response->header->revision, 4);
    etcdserverpb__lease_revoke_response__free_unpacked(response, NULL);
    assert_int_equal(world_delete(&calls.world, "a", "c"), 0);
    revoke(5);
    expect_status(0, 5, "etcdserver: requested lease not found");
    expect_ttl(5, -1, 0);
}

/* --- time to live ----------------------------------------------------------------------------- */

static void ttl_counts_whole_seconds_down(void **state)
{
    (void)state;
    grant(5, 60);
    expect_ttl(5, 60, 60);
    test_door_pass(&calls.d, 500);
    expect_ttl(5, 59, 60);
    test_door_pass(&calls.d, 600);
    expect_ttl(5, 58, 60);
    expect_ttl(6, -1, 0);
}

static void ttl_names_every_key_of_a_large_lease_in_order(void **state)
{
    enum { KEYS = 3000 };
    Etcdserverpb__LeaseTimeToLiveResponse *response;
    char key[16];

    (void)state;
    grant(5, 60);
    for (int i = KEYS; i--;) {
        snprintf(key, sizeof(key), "k%05d", i);
        put(key, 5);
    }
    put("k00007", 0);
    for (size_t room = 1 << 20; room > 100; room /= 90) {
        test_door_set_room(&calls.d, room);
        response = time_to_live(5, true);
        assert_int_equal(response->n_keys, KEYS - 1);
        for (int i = 0; i < KEYS - 1; i++) {
            snprintf(key, sizeof(key), "k%05d", i < 7 ? i : i + 1);
            assert_int_equal(response->keys[i].len, 6);
            assert_memory_equal(response->keys[i].data, key, 6);
        }
        etcdserverpb__lease_time_to_live_response__free_unpacked(response, NULL);
    }
}

/* Ids from 1 on, in no order of time. */
static void grant_many(int64_t count)
{
    for (int64_t id = 1; id <= count; id++) {
        struct vd_write write = world_txn_write(&calls.world, NULL);

        write.kind = VD_WRITE_LEASE_GRANT;
        write.lease = (struct vd_lease_op){.id = id, .ttl_ms = (100 + id * 7919 % count) * 1000};
        assert_int_equal(world_write(&calls.world, &write), 0);
    }
}

static void leases_are_listed_in_the_order_they_run_out(void **state)
{
    enum { LEASES = 9000 };
    Etcdserverpb__LeaseLeasesRequest ask = ETCDSERVERPB__LEASE_LEASES_REQUEST__INIT;
    Etcdserverpb__LeaseLeasesResponse *response;
    struct vd_slice message;

    (void)state;
    grant_many(LEASES);
    request(1, "Lease/LeaseLeases", &ask.base);
    expect_status(1, 0, "");
    message = answer(1);
    response = etcdserverpb__lease_leases_response__unpack(NULL, message.len, message.ptr);
    assert_int_equal(response->n_leases, LEASES);
    for (size_t i = 1; i < LEASES; i++)
        assert_true(response->leases[i - 1]->id * 7919 % LEASES <
                    response->leases[i]->id * 7919 % LEASES);
    etcdserverpb__lease_leases_response__free_unpacked(response, NULL);
}

/* --- long lists ------------------------------------------------------------------------------- */

enum { MANY = 3000 };

static void ask_for_leases(unsigned i)
{
    Etcdserverpb__LeaseLeasesRequest ask = ETCDSERVERPB__LEASE_LEASES_REQUEST__INIT;

    test_calls_open(&calls, i, "etcdserverpb.Lease/LeaseLeases");
    send_message(i, &ask.base);
}

static void ask_for_keys(unsigned i, int64_t id)
{
    Etcdserverpb__LeaseTimeToLiveRequest ask = ETCDSERVERPB__LEASE_TIME_TO_LIVE_REQUEST__INIT;

    ask.id = id;
    ask.keys = true;
    test_calls_open(&calls, i, "etcdserverpb.Lease/LeaseTimeToLive");
    send_message(i, &ask.base);
}

/* Call 0 has a list of which it takes no more, and that is all that may be held. */
static void hold_a_list(void)
{
    calls.door.listings.max_bytes = 1;
    ask_for_leases(0);
    vd_kv_enter(calls.world.kv, 0);
    while (!calls.d.x[0].body.len)
        vd_test_fill(&calls.d.x[0], 1);
    vd_kv_leave(calls.world.kv, 0);
    calls.d.x[0].ready = false;
}

static size_t lists_held(void)
{
    size_t count = 0;

    for (struct vd_list *at = calls.door.listings.held.next; at != &calls.door.listings.held;
         at = at->next)
        count++;
    return count;
}

static void assert_all_leases(unsigned i)
{
    Etcdserverpb__LeaseLeasesResponse *response;
    struct vd_slice message;

    expect_status(i, 0, "");
    message = answer(i);
    response = etcdserverpb__lease_leases_response__unpack(NULL, message.len, message.ptr);
    assert_int_equal(response->n_leases, MANY);
    etcdserverpb__lease_leases_response__free_unpacked(response, NULL);
}

static void many_who_ask_for_a_long_list_hold_one(void **state)
{
    (void)state;
    grant_many(MANY);
    hold_a_list();
    for (unsigned i = 1; i < TEST_CALLS; i++)
        ask_for_leases(i);
    test_door_run(&calls.d);
    assert_int_equal(lists_held(), 1);
    test_door_drop(&calls.d, 0);
    test_door_run(&calls.d);
    assert_int_equal(lists_held(), 1);
    for (unsigned i = 1; i < TEST_CALLS; i++)
        assert_all_leases(i);
}

static void who_does_not_read_a_long_list_is_cut_off_when_others_wait(void **state)
{
    (void)state;
    grant_many(MANY);
    hold_a_list();
    test_door_pass(&calls.d, 60000);
    assert_false(calls.d.x[0].reset); /* nobody waited */
    calls.door.listings.max_bytes = 64 << 20;
    ask_for_leases(1);
    test_door_run(&calls.d);
    assert_all_leases(1);
    test_door_drop(&calls.d, 0);
    test_door_drop(&calls.d, 1);

    hold_a_list();
    test_door_pass(&calls.d, 5000);
    ask_for_leases(2);
    ask_for_keys(3, 1); /* a short one does not wait */
    test_door_pass(&calls.d, 4000);
    assert_int_equal(test_door_status(&calls.d, 2), WAITS);
    expect_status(3, 0, "");
    assert_false(calls.d.x[0].reset);
    test_door_pass(&calls.d, 2000);
    assert_true(calls.d.x[0].reset);
    test_door_drop(&calls.d, 0); /* as the reset does it */
    test_door_run(&calls.d);
    assert_all_leases(2);
}

static void who_leaves_a_long_list_leaves_nothing(void **state)
{
    (void)state;
    grant_many(MANY);
    for (unsigned turns = 0; turns < 6; turns++) {
        hold_a_list();
        ask_for_leases(1);
        ask_for_leases(2);
        ask_for_keys(3, 1);
        for (unsigned i = 0; i < turns; i++)
            test_door_turn(&calls.d);
        test_door_drop(&calls.d, turns % 3);
        test_door_set_room(&calls.d, 10);
        test_door_turn(&calls.d);
        for (unsigned i = 0; i < 4; i++)
            test_door_drop(&calls.d, i);
        assert_true(vd_list_is_empty(&calls.door.listings.held));
        assert_true(vd_list_is_empty(&calls.door.listings.waiting));
        assert_int_equal(calls.door.listings.held_bytes, 0);
        assert_null(calls.door.listings.gathering);
    }
}

static void short_memory_ends_long_lists_with_a_status(void **state)
{
    char key[16];

    (void)state;
    grant_many(MANY);
    for (int i = 0; i < 600; i++) {
        snprintf(key, sizeof(key), "k%03d", i);
        put(key, 5);
    }
    for (long n = 0; n < 40; n++) {
        ask_for_keys(1, 5);
        ask_for_leases(2);
        vd_alloc_fail_after(n);
        test_door_turn(&calls.d);
        test_door_turn(&calls.d);
        vd_alloc_fail_after(-1);
        test_door_run(&calls.d);
        assert_true(calls.d.x[1].reset || test_door_status(&calls.d, 1) != WAITS);
        assert_true(calls.d.x[2].reset || test_door_status(&calls.d, 2) != WAITS);
    }
    expect_status(1, 0, "");
    assert_all_leases(2);
}

/* --- keeping alive ---------------------------------------------------------------------------- */

static void keep_alive_answers_each_request_in_order(void **state)
{
    (void)state;
    grant(5, 60);
    grant(6, 30);
    test_door_pass(&calls.d, 10000);
    open_keep_alive(2);
    keep_alive(2, 6);
    keep_alive(2, 77);
    keep_alive(2, 5);
    test_door_run(&calls.d);
    expect_kept(2, 6, 30);
    expect_kept(2, 77, 0);
    expect_kept(2, 5, 60);
    expect_ttl(5, 60, 60);
    expect_ttl(6, 30, 30);
    assert_int_equal(test_door_status(&calls.d, 2), WAITS);
    test_door_half_close(&calls.d, 2);
    test_door_run(&calls.d);
    expect_status(2, 0, "");
}

static void lease_that_is_kept_alive_lives_and_one_that_is_not_goes(void **state)
{
    (void)state;
    grant(5, 2);
    grant(6, 2);
    put("kept", 5);
    put("left", 6);
    open_keep_alive(2);
    for (int i = 0; i < 10; i++) {
        keep_alive(2, 5);
        test_door_pass(&calls.d, 1000);
        expect_kept(2, 5, 2);
    }
    expect_ttl(6, -1, 0);
    assert_int_equal(world_delete(&calls.world, "left", ""), 0);
    assert_int_equal(world_delete(&calls.world, "kept", ""), 1);
}

static void keep_alive_of_what_ran_out_says_so_once_its_keys_are_gone(void **state)
{
    (void)state;
    grant(5, 2);
    grant(6, 60);
    put("a", 5);
    open_keep_alive(2);
    /* Time goes on without a turn that would revoke it. */
    calls.d.loop.now_ms += 5000;
    keep_alive(2, 5);
    keep_alive(2, 6);
    expect_nothing(2);
    test_door_run(&calls.d);
    expect_kept(2, 5, 0);
    expect_kept(2, 6, 60);
    assert_int_equal(world_delete(&calls.world, "a", ""), 0);
}

static void peer_that_asks_and_does_not_read_is_paused(void **state)
{
    enum { ASKED = 5000 };
    int sent = 0;

    (void)state;
    grant(5, 60);
    open_keep_alive(2);
    test_door_set_room(&calls.d, 0);
    while (sent < ASKED && !calls.d.x[2].paused) {
        keep_alive(2, 5);
        sent++;
    }
    assert_true(sent < ASKED);
    test_door_set_room(&calls.d, 30);
    test_door_run(&calls.d);
    assert_false(calls.d.x[2].paused);
    for (int i = 0; i < sent; i++)
        expect_kept(2, 5, 60);
    expect_nothing(2);
}

static void stream_that_goes_while_a_revoke_is_under_way_leaves_nothing(void **state)
{
    (void)state;
    grant(5, 2);
    open_keep_alive(2);
    calls.d.loop.now_ms += 5000;
    keep_alive(2, 5);
    test_door_drop(&calls.d, 2);
    test_door_run(&calls.d);
    expect_ttl(5, -1, 0);
}

/* --- alarms, users, members ------------------------------------------------------------------- */

static size_t alarm_answer(unsigned action, unsigned alarm)
{
    Etcdserverpb__AlarmRequest ask = ETCDSERVERPB__ALARM_REQUEST__INIT;
    Etcdserverpb__AlarmResponse *response;
    struct vd_slice message;
    size_t count;

    ask.action = (Etcdserverpb__AlarmRequest__AlarmAction)action;
    ask.alarm = (Etcdserverpb__AlarmType)alarm;
    request(1, "Maintenance/Alarm", &ask.base);
    expect_status(1, 0, "");
    message = answer(1);
    response = etcdserverpb__alarm_response__unpack(NULL, message.len, message.ptr);
    count = response->n_alarms;
    for (size_t i = 0; i < count; i++)
        assert_int_equal(response->alarms[i]->memberid, calls.door.identity.member_id);
    etcdserverpb__alarm_response__free_unpacked(response, NULL);
    return count;
}

static void alarm_is_raised_listed_and_taken_back(void **state)
{
    (void)state;
    assert_int_equal(alarm_answer(0, 0), 0);
    assert_int_equal(alarm_answer(1, 1), 1);
    assert_int_equal(alarm_answer(1, 1), 1);
    assert_int_equal(alarm_answer(0, 0), 1);
    assert_int_equal(alarm_answer(0, 1), 1);
    assert_int_equal(alarm_answer(0, 2), 0);
    assert_int_equal(alarm_answer(0, 99), 0);
    grant(5, 60);
    expect_status(0, 8, "etcdserver: mvcc: database space exceeded");
    assert_int_equal(alarm_answer(2, 0), 0);
    assert_int_equal(alarm_answer(9, 1), 0);
    assert_int_equal(alarm_answer(2, 1), 1);
    assert_int_equal(alarm_answer(2, 1), 0);
    grant(5, 60);
    assert_int_equal(granted(NULL), 60);
}

static void auth_is_off_and_cannot_be_turned_on(void **state)
{
    static const struct {
        const char *method;
        int status;
        const char *message;
    } ROWS[] = {
        {"Auth/AuthStatus", 0, ""},
        {"Auth/AuthDisable", 0, ""},
        {"Auth/UserList", 0, ""},
        {"Auth/RoleList", 0, ""},
        {"Auth/Authenticate", 9, "etcdserver: authentication is not enabled"},
        {"Auth/UserGet", 9, "etcdserver: user name not found"},
        {"Auth/RoleGet", 9, "etcdserver: role name not found"},
        {"Auth/AuthEnable", 12, "unknown method AuthEnable for service etcdserverpb.Auth"},
        {"Auth/UserAdd", 12, "unknown method UserAdd for service etcdserverpb.Auth"},
    };
    Etcdserverpb__AuthStatusRequest ask = ETCDSERVERPB__AUTH_STATUS_REQUEST__INIT;

    (void)state;
    for (size_t i = 0; i < VD_COUNT(ROWS); i++) {
        request(1, ROWS[i].method, &ask.base);
        expect_status(1, ROWS[i].status, ROWS[i].message);
    }
}

static void cluster_stays_this_one_member(void **state)
{
    Etcdserverpb__MemberAddRequest add = ETCDSERVERPB__MEMBER_ADD_REQUEST__INIT;
    Etcdserverpb__MemberRemoveRequest take = ETCDSERVERPB__MEMBER_REMOVE_REQUEST__INIT;
    char good[] = "http://127.0.0.1:1", bad[] = "foo";
    char *urls[] = {good, bad};

    (void)state;
    add.peerurls = urls;
    request(1, "Cluster/MemberAdd", &add.base);
    expect_status(1, 3, "etcdserver: given member URLs are invalid");
    add.n_peerurls = 2;
    request(1, "Cluster/MemberAdd", &add.base);
    expect_status(1, 3, "etcdserver: given member URLs are invalid");
    add.n_peerurls = 1;
    request(1, "Cluster/MemberAdd", &add.base);
    expect_status(1, 12, "vedette: the cluster is this one member");
    take.id = 4;
    request(1, "Cluster/MemberRemove", &take.base);
    expect_status(1, 5, "etcdserver: member not found");
    request(1, "Cluster/MemberPromote", &take.base);
    expect_status(1, 5, "etcdserver: member not found");
    take.id = calls.door.identity.member_id;
    request(1, "Cluster/MemberRemove", &take.base);
    expect_status(1, 2, "etcdserver: re-configuration failed due to not enough started members");
    request(1, "Cluster/MemberPromote", &take.base);
    expect_status(1, 9, "etcdserver: can only promote a learner member");
}

static void rubbish_is_refused_by_every_method(void **state)
{
    static const char *const METHODS[] = {
        "etcdserverpb.Lease/LeaseGrant",
        "etcdserverpb.Lease/LeaseRevoke",
        "etcdserverpb.Lease/LeaseKeepAlive",
        "etcdserverpb.Lease/LeaseTimeToLive",
        "etcdserverpb.Maintenance/Alarm",
        "etcdserverpb.Cluster/MemberAdd",
        "etcdserverpb.Cluster/MemberRemove",
        "v3lockpb.Lock/Lock",
        "v3lockpb.Lock/Unlock",
        "v3electionpb.Election/Campaign",
        "v3electionpb.Election/Proclaim",
        "v3electionpb.Election/Resign",
        "v3electionpb.Election/Leader",
        "v3electionpb.Election/Observe",
    };

    (void)state;
    for (size_t i = 0; i < VD_COUNT(METHODS); i++) {
        test_calls_open(&calls, 1, METHODS[i]);
        test_door_message(&calls.d, 1, VD_SLICE("\x0a\xff\xff\xff\xff\x0f"));
        test_door_run(&calls.d);
        expect_status(1, 13, "grpc: error unmarshalling request: malformed protocol buffer");
    }
}

/* Every allocation fails in turn: each call ends with a status, or goes on as if nothing was. */
static void short_memory_ends_calls_with_a_status(void **state)
{
    (void)state;
    grant(5, 60);
    put("a", 5);
    for (long n = 0; n < 60; n++) {
        Etcdserverpb__LeaseTimeToLiveRequest ask = ETCDSERVERPB__LEASE_TIME_TO_LIVE_REQUEST__INIT;
        Etcdserverpb__LeaseLeasesRequest list = ETCDSERVERPB__LEASE_LEASES_REQUEST__INIT;

        ask.id = 5;
        ask.keys = true;
        test_calls_open(&calls, 1, "etcdserverpb.Lease/LeaseTimeToLive");
        test_calls_open(&calls, 2, "etcdserverpb.Lease/LeaseLeases");
        open_keep_alive(3);
        vd_alloc_fail_after(n);
        send_message(1, &ask.base);
        send_message(2, &list.base);
        keep_alive(3, 5);
        test_door_turn(&calls.d);
        vd_alloc_fail_after(-1);
        test_door_run(&calls.d);
        assert_true(calls.d.x[1].reset || test_door_status(&calls.d, 1) != WAITS);
        assert_true(calls.d.x[2].reset || test_door_status(&calls.d, 2) != WAITS);
    }
    expect_status(1, 0, "");
    expect_status(2, 0, "");
    expect_kept(3, 5, 60);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(grant_gives_the_ttl_that_etcd_gives),
        T(revoke_deletes_and_says_its_revision),
        T(ttl_counts_whole_seconds_down),
        T(ttl_names_every_key_of_a_large_lease_in_order),
        T(leases_are_listed_in_the_order_they_run_out),
        T(many_who_ask_for_a_long_list_hold_one),
        T(who_does_not_read_a_long_list_is_cut_off_when_others_wait),
        T(who_leaves_a_long_list_leaves_nothing),
        T(short_memory_ends_long_lists_with_a_status),
        T(keep_alive_answers_each_request_in_order),
        T(lease_that_is_kept_alive_lives_and_one_that_is_not_goes),
        T(keep_alive_of_what_ran_out_says_so_once_its_keys_are_gone),
        T(peer_that_asks_and_does_not_read_is_paused),
        T(stream_that_goes_while_a_revoke_is_under_way_leaves_nothing),
        T(alarm_is_raised_listed_and_taken_back),
        T(auth_is_off_and_cannot_be_turned_on),
        T(cluster_stays_this_one_member),
        T(rubbish_is_refused_by_every_method),
        T(short_memory_ends_calls_with_a_status),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
