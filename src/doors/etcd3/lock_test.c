/* SPDX-License-Identifier: Apache-2.0 */
/* Locks and elections, several callers at a time; requests and responses are protobuf-c's. */
#include "base/alloc.h"
#include "doors/etcd3/test_calls.h"
#include "election.pb-c.h"
#include "lock.pb-c.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define LOCK     "v3lockpb.Lock/Lock"
#define UNLOCK   "v3lockpb.Lock/Unlock"
#define CAMPAIGN "v3electionpb.Election/Campaign"
#define PROCLAIM "v3electionpb.Election/Proclaim"
#define RESIGN   "v3electionpb.Election/Resign"
#define LEADER   "v3electionpb.Election/Leader"
#define OBSERVE  "v3electionpb.Election/Observe"

enum { OK = 0, UNKNOWN = 2, WAITS = -1 };

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

static ProtobufCBinaryData data_of(const char *text)
{
    return (ProtobufCBinaryData){strlen(text), (uint8_t *)(uintptr_t)text};
}

static void send_request(unsigned i, const char *path, const ProtobufCMessage *request)
{
    size_t n = protobuf_c_message_get_packed_size(request);
    uint8_t *bytes = malloc(n + 1);

    protobuf_c_message_pack(request, bytes);
    test_calls_open(&calls, i, path);
    test_door_message(&calls.d, i, vd_slice(bytes, n));
    test_door_run(&calls.d);
    free(bytes);
}

static void lock_as(unsigned i, const char *name, int64_t lease)
{
    V3lockpb__LockRequest request = V3LOCKPB__LOCK_REQUEST__INIT;

    request.name = data_of(name);
    request.lease = lease;
    send_request(i, LOCK, &request.base);
}

static void unlock(unsigned i, const char *key)
{
    V3lockpb__UnlockRequest request = V3LOCKPB__UNLOCK_REQUEST__INIT;

    request.key = data_of(key);
    send_request(i, UNLOCK, &request.base);
}

static void campaign(unsigned i, const char *name, int64_t lease, const char *value)
{
    V3electionpb__CampaignRequest request = V3ELECTIONPB__CAMPAIGN_REQUEST__INIT;

    request.name = data_of(name);
    request.lease = lease;
    request.value = data_of(value);
    send_request(i, CAMPAIGN, &request.base);
}

static V3electionpb__LeaderKey leader_key(const char *key, int64_t rev, int64_t lease)
{
    V3electionpb__LeaderKey leader = V3ELECTIONPB__LEADER_KEY__INIT;

    leader.key = data_of(key);
    leader.rev = rev;
    leader.lease = lease;
    return leader;
}

static void proclaim(unsigned i, V3electionpb__LeaderKey *leader, const char *value)
{
    V3electionpb__ProclaimRequest request = V3ELECTIONPB__PROCLAIM_REQUEST__INIT;

    request.leader = leader;
    request.value = data_of(value);
    send_request(i, PROCLAIM, &request.base);
}

static void resign(unsigned i, V3electionpb__LeaderKey *leader)
{
    V3electionpb__ResignRequest request = V3ELECTIONPB__RESIGN_REQUEST__INIT;

    request.leader = leader;
    send_request(i, RESIGN, &request.base);
}

static void ask_leader(unsigned i, const char *path, const char *name)
{
    V3electionpb__LeaderRequest request = V3ELECTIONPB__LEADER_REQUEST__INIT;

    request.name = data_of(name);
    send_request(i, path, &request.base);
}

static void expect_status(unsigned i, int status, const char *message)
{
    assert_int_equal(test_door_status(&calls.d, i), status);
    assert_string_equal(test_door_trailer(&calls.d, i, "grpc-message"), message);
}

static void expect_waits(unsigned i)
{
    assert_int_equal(test_door_status(&calls.d, i), WAITS);
}

static void assert_data(ProtobufCBinaryData data, const char *want)
{
    assert_int_equal(data.len, strlen(want));
    assert_memory_equal(data.data, want, data.len);
}

static void expect_locked(unsigned i, const char *key)
{
    V3lockpb__LockResponse *response;
    struct vd_slice message;

    expect_status(i, OK, "");
    assert_true(test_door_next(&calls.d, i, &message));
    response = v3lockpb__lock_response__unpack(NULL, message.len, message.ptr);
    assert_non_null(response);
    assert_data(response->key, key);
    assert_true(response->header->revision > 1);
    v3lockpb__lock_response__free_unpacked(response, NULL);
}

/* The create revision that it leads by. */
static int64_t expect_leads(unsigned i, const char *name, const char *key, int64_t lease)
{
    V3electionpb__CampaignResponse *response;
    struct vd_slice message;
    int64_t revision;

    expect_status(i, OK, "");
    assert_true(test_door_next(&calls.d, i, &message));
    response = v3electionpb__campaign_response__unpack(NULL, message.len, message.ptr);
    assert_non_null(response);
    assert_data(response->leader->name, name);
    assert_data(response->leader->key, key);
    assert_int_equal(response->leader->lease, lease);
    revision = response->leader->rev;
    v3electionpb__campaign_response__free_unpacked(response, NULL);
    return revision;
}

static void expect_leader(unsigned i, const char *value, int64_t revision)
{
    V3electionpb__LeaderResponse *response;
    struct vd_slice message;

    assert_true(test_door_next(&calls.d, i, &message));
    response = v3electionpb__leader_response__unpack(NULL, message.len, message.ptr);
    assert_non_null(response);
    assert_data(response->kv->value, value);
    assert_int_equal(response->header->revision, revision);
    v3electionpb__leader_response__free_unpacked(response, NULL);
}

static void expect_nothing(unsigned i)
{
    struct vd_slice message;

    assert_false(test_door_next(&calls.d, i, &message));
}

/* How many keys stand in the line of a name; it is empty afterwards. */
static int64_t take_line(const char *name)
{
    char key[32], end[32];

    snprintf(key, sizeof(key), "%s/", name);
    snprintf(end, sizeof(end), "%s0", name);
    return world_delete(&calls.world, key, end);
}

static void grant(int64_t id)
{
    struct vd_write write = world_txn_write(&calls.world, NULL);

    write.kind = VD_WRITE_LEASE_GRANT;
    write.lease = (struct vd_lease_op){.id = id, .ttl_ms = 60000};
    assert_int_equal(world_write(&calls.world, &write), 0);
}

static void revoke(int64_t id)
{
    struct vd_write write = world_txn_write(&calls.world, NULL);

    write.kind = VD_WRITE_LEASE_REVOKE;
    write.lease = (struct vd_lease_op){.id = id};
    assert_int_equal(world_write(&calls.world, &write), 0);
    test_door_run(&calls.d);
}

/* --- locks ------------------------------------------------------------------------------------ */

static void lock_goes_to_who_came_first_and_then_down_the_line(void **state)
{
    (void)state;
    for (int64_t id = 0xa; id <= 0xd; id++)
        grant(id);
    lock_as(0, "m", 0xa);
    expect_locked(0, "m/a");
    lock_as(1, "m", 0xb);
    lock_as(2, "m", 0xc);
    lock_as(3, "m", 0xd);
    expect_waits(1);
    unlock(4, "m/a");
    expect_status(4, OK, "");
    expect_locked(1, "m/b");
    expect_waits(2);
    expect_waits(3);
    revoke(0xb);
    expect_locked(2, "m/c");
    expect_waits(3);
}

static void lock_that_leaves_the_line_does_not_let_the_next_one_pass(void **state)
{
    (void)state;
    for (int64_t id = 1; id <= 3; id++)
        grant(id);
    lock_as(0, "m", 1);
    lock_as(1, "m", 2);
    lock_as(2, "m", 3);
    test_door_drop(&calls.d, 1);
    test_door_run(&calls.d);
    expect_waits(2);
    unlock(3, "m/1");
    expect_locked(2, "m/3");
    assert_int_equal(take_line("m"), 1);
}

static void lock_given_up_at_any_step_leaves_no_key(void **state)
{
    (void)state;
    grant(1);
    grant(2);
    lock_as(0, "m", 1);
    for (int steps = 0; steps < 6; steps++) {
        V3lockpb__LockRequest request = V3LOCKPB__LOCK_REQUEST__INIT;
        uint8_t bytes[32];
        size_t n;

        request.name = data_of("m");
        request.lease = 2;
        n = v3lockpb__lock_request__pack(&request, bytes);
        test_calls_open(&calls, 1, LOCK);
        test_door_message(&calls.d, 1, vd_slice(bytes, n));
        for (int i = 0; i < steps; i++)
            test_door_turn(&calls.d);
        test_door_drop(&calls.d, 1);
        test_door_run(&calls.d);
    }
    assert_int_equal(take_line("m"), 1);
}

static void lock_without_a_lease_gets_one_of_a_minute(void **state)
{
    V3lockpb__LockResponse *response;
    struct vd_slice message;

    (void)state;
    lock_as(0, "m", 0);
    expect_status(0, OK, "");
    assert_true(test_door_next(&calls.d, 0, &message));
    response = v3lockpb__lock_response__unpack(NULL, message.len, message.ptr);
    assert_true(response->key.len > 3);
    assert_memory_equal(response->key.data, "m/", 2);
    v3lockpb__lock_response__free_unpacked(response, NULL);
    grant(5);
    lock_as(1, "m", 5);
    test_door_pass(&calls.d, 59000);
    expect_waits(1);
    test_door_pass(&calls.d, 3000);
    /* Its own lease of a minute, granted at the same time, went with the other. */
    expect_status(1, UNKNOWN, "mutex: session is expired");
}

static void lock_whose_key_was_taken_away_has_no_session(void **state)
{
    (void)state;
    grant(1);
    grant(2);
    lock_as(0, "m", 1);
    lock_as(1, "m", 2);
    expect_waits(1);
    unlock(2, "m/2");
    unlock(2, "m/1");
    expect_status(1, UNKNOWN, "mutex: session is expired");
}

static void lock_that_is_held_is_given_to_its_holder_again(void **state)
{
    (void)state;
    grant(1);
    lock_as(0, "m", 1);
    lock_as(1, "m", 1);
    expect_locked(1, "m/1");
}

static void names_and_leases_make_the_keys_of_etcd(void **state)
{
    (void)state;
    grant(-9);
    grant(0x7fffffffffffffff);
    lock_as(0, "", -9);
    expect_locked(0, "/-9");
    lock_as(1, "a/b", 0x7fffffffffffffff);
    expect_locked(1, "a/b/7fffffffffffffff");
}

static void errors_are_unknown_with_etcds_words(void **state)
{
    (void)state;
    lock_as(0, "m", 77);
    expect_status(0, UNKNOWN, "etcdserver: requested lease not found");
    unlock(0, "");
    expect_status(0, UNKNOWN, "etcdserver: key is not provided");
    unlock(0, "none");
    expect_status(0, OK, "");
    proclaim(0, NULL, "v");
    expect_status(0, UNKNOWN, "\"leader\" field must be provided");
    resign(0, NULL);
    expect_status(0, UNKNOWN, "\"leader\" field must be provided");
    ask_leader(0, LEADER, "nobody");
    expect_status(0, UNKNOWN, "election: no leader");
}

/* --- elections -------------------------------------------------------------------------------- */

static void campaign_proclaim_resign_pass_the_leadership_on(void **state)
{
    V3electionpb__LeaderKey first, wrong;
    int64_t revision;

    (void)state;
    grant(1);
    grant(2);
    campaign(0, "e", 1, "one");
    revision = expect_leads(0, "e", "e/1", 1);
    campaign(1, "e", 2, "two");
    expect_waits(1);
    ask_leader(2, LEADER, "e");
    expect_leader(2, "one", revision + 1);
    first = leader_key("e/1", revision, 1);
    proclaim(3, &first, "one more");
    expect_status(3, OK, "");
    ask_leader(2, LEADER, "e");
    expect_leader(2, "one more", revision + 2);
    wrong = leader_key("e/1", revision + 1, 1);
    proclaim(3, &wrong, "no");
    expect_status(3, UNKNOWN, "election: not leader");
    resign(3, &wrong);
    expect_status(3, OK, "");
    expect_waits(1);
    resign(3, &first);
    expect_status(3, OK, "");
    assert_int_equal(expect_leads(1, "e", "e/2", 2), revision + 1);
}

static void campaign_again_replaces_the_value_and_keeps_the_place(void **state)
{
    int64_t revision;

    (void)state;
    grant(1);
    campaign(0, "e", 1, "one");
    revision = expect_leads(0, "e", "e/1", 1);
    campaign(1, "e", 1, "two");
    assert_int_equal(expect_leads(1, "e", "e/1", 1), revision);
    campaign(1, "e", 1, "two");
    assert_int_equal(expect_leads(1, "e", "e/1", 1), revision);
    ask_leader(2, LEADER, "e");
    expect_leader(2, "two", revision + 1);
}

static void observer_sees_each_leader_and_each_word_of_it(void **state)
{
    V3electionpb__LeaderKey first;
    int64_t revision;

    (void)state;
    grant(1);
    grant(2);
    ask_leader(7, OBSERVE, "e");
    expect_waits(7);
    expect_nothing(7);
    campaign(0, "e", 1, "one");
    revision = expect_leads(0, "e", "e/1", 1);
    expect_leader(7, "one", revision);
    campaign(1, "e", 2, "two");
    expect_nothing(7);
    first = leader_key("e/1", revision, 1);
    proclaim(2, &first, "uno");
    expect_leader(7, "uno", revision + 2);
    resign(2, &first);
    expect_leader(7, "two", revision + 3);
    revoke(2);
    expect_nothing(7);
    grant(3);
    campaign(3, "e", 3, "three");
    expect_leader(7, "three", revision + 5);
    ask_leader(6, OBSERVE, "e");
    expect_leader(6, "three", revision + 5);
}

static void slow_observer_gets_every_word_in_small_pieces(void **state)
{
    int64_t revision;
    char value[32];

    (void)state;
    grant(1);
    campaign(0, "e", 1, "one");
    revision = expect_leads(0, "e", "e/1", 1);
    ask_leader(7, OBSERVE, "e");
    expect_leader(7, "one", revision);
    test_door_set_room(&calls.d, 0);
    for (int i = 0; i < 20; i++) {
        struct vd_op op;
        struct vd_txn txn = {.success = &op, .success_count = 1};
        struct vd_write write = world_txn_write(&calls.world, &txn);

        snprintf(value, sizeof(value), "word %d", i);
        op = world_put_op("e/1", value);
        assert_int_equal(world_write(&calls.world, &write), 0);
    }
    test_door_set_room(&calls.d, 7);
    test_door_run(&calls.d);
    for (int i = 0; i < 20; i++) {
        snprintf(value, sizeof(value), "word %d", i);
        expect_leader(7, value, revision + 1 + i);
    }
    expect_nothing(7);
}

static void candidate_that_goes_is_taken_out_of_the_line(void **state)
{
    (void)state;
    grant(1);
    grant(2);
    grant(3);
    campaign(0, "e", 1, "one");
    campaign(1, "e", 2, "two");
    campaign(2, "e", 3, "three");
    test_door_drop(&calls.d, 1);
    test_door_run(&calls.d);
    revoke(1);
    assert_true(expect_leads(2, "e", "e/3", 3) > 0);
    assert_int_equal(take_line("e"), 1);
}

/* Every allocation fails in turn: a call ends with a status, and no key is left of one that failed.
 */
static void short_memory_ends_a_call_and_leaves_nothing(void **state)
{
    int status = UNKNOWN;

    (void)state;
    grant(1);
    for (long n = 0; status != OK && n < 200; n++) {
        V3lockpb__LockRequest request = V3LOCKPB__LOCK_REQUEST__INIT;
        uint8_t bytes[32];

        request.name = data_of("m");
        request.lease = 1;
        test_calls_open(&calls, 0, LOCK);
        vd_alloc_fail_after(n);
        test_door_message(&calls.d, 0,
                          vd_slice(bytes, v3lockpb__lock_request__pack(&request, bytes)));
        test_door_turn(&calls.d);
        test_door_turn(&calls.d);
        vd_alloc_fail_after(-1);
        test_door_run(&calls.d);
        status = calls.d.x[0].reset ? UNKNOWN : test_door_status(&calls.d, 0);
        assert_int_not_equal(status, WAITS);
    }
    assert_int_equal(status, OK);
    expect_locked(0, "m/1");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(lock_goes_to_who_came_first_and_then_down_the_line),
        T(lock_that_leaves_the_line_does_not_let_the_next_one_pass),
        T(lock_given_up_at_any_step_leaves_no_key),
        T(lock_without_a_lease_gets_one_of_a_minute),
        T(lock_whose_key_was_taken_away_has_no_session),
        T(lock_that_is_held_is_given_to_its_holder_again),
        T(names_and_leases_make_the_keys_of_etcd),
        T(errors_are_unknown_with_etcds_words),
        T(campaign_proclaim_resign_pass_the_leadership_on),
        T(campaign_again_replaces_the_value_and_keeps_the_place),
        T(observer_sees_each_leader_and_each_word_of_it),
        T(slow_observer_gets_every_word_in_small_pieces),
        T(candidate_that_goes_is_taken_out_of_the_line),
        T(short_memory_ends_a_call_and_leaves_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
