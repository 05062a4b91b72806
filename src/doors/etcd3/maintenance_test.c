/* SPDX-License-Identifier: Apache-2.0 */
/* The Maintenance service over a store in memory; messages are protobuf-c's. */
#include "doors/etcd3/maintenance.h"

#include "base/sha256.h"
#include "core/kv_private.h"
#include "core/snapshot.h"
#include "doors/etcd3/test_calls.h"
#include "rpc.pb-c.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define SERVICE "etcdserverpb.Maintenance/"

static int setup(void **state)
{
    struct test_calls *calls = calloc(1, sizeof(*calls));

    test_calls_init(calls);
    *state = calls;
    return 0;
}

static int teardown(void **state)
{
    struct test_calls *calls = *state;

    test_calls_deinit(calls);
    free(calls);
    return 0;
}

static void start(struct test_calls *calls, unsigned i, const char *path, const void *request)
{
    uint8_t bytes[256];
    size_t n = protobuf_c_message_get_packed_size(request);

    assert_true(n <= sizeof(bytes));
    protobuf_c_message_pack(request, bytes);
    test_calls_open(calls, i, path);
    test_door_message(&calls->d, i, vd_slice(bytes, n));
    test_door_half_close(&calls->d, i);
}

/* Turns of everybody until the call is over. */
static void finish(struct test_calls *calls, unsigned i)
{
    for (int turns = 0; test_door_status(&calls->d, i) < 0; turns++) {
        assert_true(turns < 100000);
        test_calls_keep(calls);
        test_door_turn(&calls->d);
    }
}

static struct vd_slice answer(struct test_calls *calls, unsigned i)
{
    struct vd_slice message;

    finish(calls, i);
    if (test_door_status(&calls->d, i) != 0)
        fail_msg("%s", test_door_trailer(&calls->d, i, "grpc-message"));
    assert_true(test_door_next(&calls->d, i, &message));
    return message;
}

static void assert_fails(struct test_calls *calls, const char *path, const void *request,
                         int status, const char *text)
{
    start(calls, 0, path, request);
    finish(calls, 0);
    assert_int_equal(test_door_status(&calls->d, 0), status);
    assert_string_equal(test_door_trailer(&calls->d, 0, "grpc-message"), text);
}

/* --- Snapshot ----------------------------------------------------------------------------------
 */

static void fill(struct test_calls *calls, int count)
{
    static char value[100001];
    char key[16];

    memset(value, 'v', sizeof(value) - 1);
    for (int i = 0; i < count; i++) {
        snprintf(key, sizeof(key), "k%d", i);
        world_put(&calls->world, key, value);
    }
}

static void ask_for_snapshot(struct test_calls *calls, unsigned i)
{
    Etcdserverpb__SnapshotRequest request = ETCDSERVERPB__SNAPSHOT_REQUEST__INIT;

    start(calls, i, SERVICE "Snapshot", &request);
}

struct stream {
    uint64_t bytes, remaining;
    unsigned blobs;
    struct vd_sha256 *sum;
    bool ends; /* with the sum of what came before */
};

static void take_blob(struct stream *stream, const Etcdserverpb__SnapshotResponse *message)
{
    uint8_t digest[VD_SHA256_BYTES];

    assert_null(message->header);
    assert_string_equal(message->version, "3.6.0");
    assert_true(message->blob.len > 0 && message->blob.len <= 64 << 10);
    if (stream->blobs++ && !stream->remaining) {
        assert_int_equal(message->blob.len, VD_SHA256_BYTES);
        assert_int_equal(vd_sha256_end(stream->sum, digest), 0);
        assert_memory_equal(message->blob.data, digest, sizeof(digest));
        assert_false(stream->ends);
        stream->ends = true;
        return;
    }
    if (stream->blobs > 1)
        assert_int_equal(message->remaining_bytes + message->blob.len, stream->remaining);
    stream->remaining = message->remaining_bytes;
    stream->bytes += message->blob.len;
    assert_int_equal(vd_sha256_add(stream->sum, vd_slice(message->blob.data, message->blob.len)),
                     0);
}

static void take_blobs(struct test_calls *calls, unsigned i, struct stream *stream)
{
    struct vd_slice message;

    while (test_door_next(&calls->d, i, &message)) {
        Etcdserverpb__SnapshotResponse *response =
            etcdserverpb__snapshot_response__unpack(NULL, message.len, message.ptr);

        assert_non_null(response);
        take_blob(stream, response);
        etcdserverpb__snapshot_response__free_unpacked(response, NULL);
    }
}

static void a_snapshot_comes_in_blobs_and_ends_with_its_sum(void **state)
{
    static const size_t rooms[] = {1 << 20, 70000, 4096, 17};
    struct test_calls *calls = *state;

    fill(calls, 12);
    for (size_t i = 0; i < VD_COUNT(rooms); i++) {
        struct stream stream = {.sum = vd_sha256_new()};

        test_door_set_room(&calls->d, rooms[i]);
        ask_for_snapshot(calls, 0);
        finish(calls, 0);
        assert_int_equal(test_door_status(&calls->d, 0), 0);
        take_blobs(calls, 0, &stream);
        assert_true(stream.ends);
        assert_true(stream.bytes > 1200000);
        assert_int_equal(stream.bytes % 512, 0);
        vd_sha256_free(stream.sum);
    }
}

/* Its window is closed: one piece waits in the call, one is read ahead, and nothing else happens.
 */
static void a_reader_that_stalls_has_one_piece_read_ahead(void **state)
{
    struct test_calls *calls = *state;

    fill(calls, 30);
    test_door_set_room(&calls->d, 0);
    ask_for_snapshot(calls, 0);
    for (int i = 0; i < 100; i++) {
        test_calls_keep(calls);
        test_door_turn(&calls->d);
    }
    assert_int_equal(test_door_status(&calls->d, 0), -1);
    assert_int_equal(calls->world.job_count, 2); /* the copy's answer, and the reading */
    test_door_set_room(&calls->d, 1 << 20);
    finish(calls, 0);
    assert_int_equal(test_door_status(&calls->d, 0), 0);
}

static void a_client_that_goes_away_leaves_no_file(void **state)
{
    struct test_calls *calls = *state;

    fill(calls, 30);
    for (int stay = 0; stay < 30; stay++) {
        test_door_set_room(&calls->d, 30000);
        ask_for_snapshot(calls, 0);
        for (int i = 0; i < stay; i++) {
            test_calls_keep(calls);
            test_door_turn(&calls->d);
        }
        test_door_drop(&calls->d, 0);
        test_door_run(&calls->d);
        for (int i = 0; i < 10; i++) {
            test_calls_keep(calls);
            world_run_jobs(&calls->world);
        }
        assert_null(calls->world.kv->copies.live);
        assert_false(vd_kv_copy_is_under_way(calls->world.kv));
    }
}

static void too_many_snapshots_are_refused(void **state)
{
    struct test_calls *calls = *state;

    for (unsigned i = 0; i <= VD_COPIES_MAX; i++) {
        fill(calls, 10);
        test_door_set_room(&calls->d, 0);
        ask_for_snapshot(calls, i);
        for (int k = 0; k < 20; k++) {
            test_calls_keep(calls);
            test_door_turn(&calls->d);
        }
    }
    test_door_set_room(&calls->d, 1 << 20);
    finish(calls, VD_COPIES_MAX);
    assert_int_equal(test_door_status(&calls->d, VD_COPIES_MAX), 8);
    assert_string_equal(test_door_trailer(&calls->d, VD_COPIES_MAX, "grpc-message"),
                        "etcdserver: too many requests");
}

/* --- Hash, HashKV ------------------------------------------------------------------------------
 */

static Etcdserverpb__HashKVResponse *hash_kv(struct test_calls *calls, int64_t revision)
{
    Etcdserverpb__HashKVRequest request = ETCDSERVERPB__HASH_KVREQUEST__INIT;
    Etcdserverpb__HashKVResponse *response;
    struct vd_slice message;

    request.revision = revision;
    start(calls, 0, SERVICE "HashKV", &request);
    message = answer(calls, 0);
    response = etcdserverpb__hash_kvresponse__unpack(NULL, message.len, message.ptr);
    assert_non_null(response);
    return response;
}

static void a_hash_says_what_it_covers(void **state)
{
    Etcdserverpb__HashKVRequest request = ETCDSERVERPB__HASH_KVREQUEST__INIT;
    Etcdserverpb__HashRequest plain = ETCDSERVERPB__HASH_REQUEST__INIT;
    Etcdserverpb__HashKVResponse *response;
    Etcdserverpb__HashResponse *whole;
    struct test_calls *calls = *state;
    struct vd_slice message;

    world_put(&calls->world, "a", "1");
    world_put(&calls->world, "a", "2");
    world_put(&calls->world, "b", "3");
    world_delete(&calls->world, "b", "");
    response = hash_kv(calls, 2);
    assert_int_equal(response->hash, 2587454935);
    assert_int_equal(response->compact_revision, -1);
    assert_int_equal(response->hash_revision, 2);
    assert_int_equal(response->header->revision, 5);
    etcdserverpb__hash_kvresponse__free_unpacked(response, NULL);
    assert_int_equal(world_compact(&calls->world, 4), 0);
    response = hash_kv(calls, 0);
    assert_int_equal(response->hash, 1702593555);
    assert_int_equal(response->compact_revision, 4);
    assert_int_equal(response->hash_revision, 5);
    etcdserverpb__hash_kvresponse__free_unpacked(response, NULL);

    start(calls, 0, SERVICE "Hash", &plain);
    message = answer(calls, 0);
    whole = etcdserverpb__hash_response__unpack(NULL, message.len, message.ptr);
    assert_int_equal(whole->hash, 1702593555);
    assert_int_equal(whole->header->revision, 5);
    etcdserverpb__hash_response__free_unpacked(whole, NULL);

    request.revision = 3;
    assert_fails(calls, SERVICE "HashKV", &request, 11,
                 "etcdserver: mvcc: required revision has been compacted");
    request.revision = 6;
    assert_fails(calls, SERVICE "HashKV", &request, 11,
                 "etcdserver: mvcc: required revision is a future revision");
}

static void a_hash_that_nobody_waits_for_leaves_nothing(void **state)
{
    Etcdserverpb__HashRequest request = ETCDSERVERPB__HASH_REQUEST__INIT;
    struct test_calls *calls = *state;

    fill(calls, 30);
    for (int stay = 0; stay < 8; stay++) {
        start(calls, 0, SERVICE "Hash", &request);
        for (int i = 0; i < stay; i++) {
            test_calls_keep(calls);
            test_door_turn(&calls->d);
        }
        test_door_drop(&calls->d, 0);
    }
}

/* --- Defragment --------------------------------------------------------------------------------
 */

static void a_defragmentation_is_answered_with_nothing(void **state)
{
    Etcdserverpb__DefragmentRequest request = ETCDSERVERPB__DEFRAGMENT_REQUEST__INIT;
    struct test_calls *calls = *state;

    fill(calls, 3);
    start(calls, 0, SERVICE "Defragment", &request);
    assert_int_equal(answer(calls, 0).len, 0);
    start(calls, 0, SERVICE "Defragment", &request);
    test_door_drop(&calls->d, 0); /* and nobody is left to be told */
}

/* --- MoveLeader, Downgrade ---------------------------------------------------------------------
 */

static void the_one_member_leads_and_nobody_else_can(void **state)
{
    Etcdserverpb__MoveLeaderRequest request = ETCDSERVERPB__MOVE_LEADER_REQUEST__INIT;
    struct test_calls *calls = *state;

    assert_fails(calls, SERVICE "MoveLeader", &request, 9, "etcdserver: bad leader transferee");
    request.targetid = 5;
    assert_fails(calls, SERVICE "MoveLeader", &request, 9, "etcdserver: bad leader transferee");
    request.targetid = vd_kv_member_id(calls->world.kv);
    start(calls, 0, SERVICE "MoveLeader", &request);
    assert_int_equal(answer(calls, 0).len, 0);
}

static void there_is_nothing_to_downgrade_to(void **state)
{
    static char good[][16] = {"3.5",        "3.5.0",     "3.5.7",     "3.6", "03.5",
                              "3.5.0-rc.1", "3.5.0+x-1", "3.5.0-a+b", "2.9", "3.5.0-"};
    static char bad[][32] = {
        "",     "3",      "3.",     "x",       "v3.5",    " 3.5",      "3.5.x",
        "3..5", "3.5-rc", "3.5.0 ", "3.5.0.1", "3.5.0-_", "3.5.0+a+b", "3.99999999999999999999"};
    Etcdserverpb__DowngradeRequest request = ETCDSERVERPB__DOWNGRADE_REQUEST__INIT;
    struct test_calls *calls = *state;

    for (unsigned action = 0; action < 2; action++) {
        request.action = action;
        for (size_t i = 0; i < VD_COUNT(good); i++) {
            request.version = good[i];
            assert_fails(calls, SERVICE "Downgrade", &request, 3,
                         "etcdserver: invalid downgrade target version");
        }
        for (size_t i = 0; i < VD_COUNT(bad); i++) {
            request.version = bad[i];
            assert_fails(calls, SERVICE "Downgrade", &request, 3,
                         "etcdserver: wrong downgrade target version format");
        }
    }
    request.action = 7;
    assert_fails(calls, SERVICE "Downgrade", &request, 2, "etcdserver: unknown method");
}

static void a_downgrade_that_is_not_under_way_is_canceled(void **state)
{
    Etcdserverpb__DowngradeRequest request = ETCDSERVERPB__DOWNGRADE_REQUEST__INIT;
    Etcdserverpb__DowngradeResponse *response;
    struct test_calls *calls = *state;
    struct vd_slice message;

    world_put(&calls->world, "a", "1");
    request.action = ETCDSERVERPB__DOWNGRADE_REQUEST__DOWNGRADE_ACTION__CANCEL;
    start(calls, 0, SERVICE "Downgrade", &request);
    message = answer(calls, 0);
    response = etcdserverpb__downgrade_response__unpack(NULL, message.len, message.ptr);
    assert_string_equal(response->version, "3.6");
    assert_int_equal(response->header->revision, 2);
    etcdserverpb__downgrade_response__free_unpacked(response, NULL);
}

static void what_is_no_message_is_refused(void **state)
{
    static const char *const methods[] = {"HashKV", "MoveLeader", "Downgrade"};
    struct test_calls *calls = *state;
    char path[64];

    for (size_t i = 0; i < VD_COUNT(methods); i++) {
        snprintf(path, sizeof(path), SERVICE "%s", methods[i]);
        test_calls_open(calls, 0, path);
        test_door_message(&calls->d, 0, VD_SLICE("\xff\xff"));
        finish(calls, 0);
        assert_int_equal(test_door_status(&calls->d, 0), 13);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_snapshot_comes_in_blobs_and_ends_with_its_sum, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_reader_that_stalls_has_one_piece_read_ahead, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_client_that_goes_away_leaves_no_file, setup, teardown),
        cmocka_unit_test_setup_teardown(too_many_snapshots_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_hash_says_what_it_covers, setup, teardown),
        cmocka_unit_test_setup_teardown(a_hash_that_nobody_waits_for_leaves_nothing, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_defragmentation_is_answered_with_nothing, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_one_member_leads_and_nobody_else_can, setup, teardown),
        cmocka_unit_test_setup_teardown(there_is_nothing_to_downgrade_to, setup, teardown),
        cmocka_unit_test_setup_teardown(a_downgrade_that_is_not_under_way_is_canceled, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_is_no_message_is_refused, setup, teardown),
    };

    return cmocka_run_group_tests_name("maintenance", tests, NULL, NULL);
}
