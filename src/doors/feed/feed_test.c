/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/feed/feed.h"

#include "base/alloc.h"
#include "doors/feed/test_feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define LIST  "/proto.StreamServer/ListValue"
#define ROUTE "/proto.StreamServer/Route"
#define TALK  "/proto.Stream/Conversations"

enum { OK = 0, INVALID_ARGUMENT = 3, FAILED_PRECONDITION = 9, OUT_OF_RANGE = 11, INTERNAL = 13 };

static const char *const LATEST[] = {"latest", "true", NULL};
static const char *const POSITIONS[] = {"positions", "1", NULL};

static struct test_feed *feed;

static int setup(void **state)
{
    feed = calloc(1, sizeof(*feed));
    test_feed_init(feed, NULL);
    return 0;
}

static int teardown(void **state)
{
    test_feed_deinit(feed);
    free(feed);
    return 0;
}

static void subscribe(unsigned i, const char *topic, const char *const *metadata)
{
    test_feed_open(feed, i, LIST, metadata);
    test_feed_send_text(feed, i, topic);
    test_door_run(&feed->d);
}

static void subscribe_since(unsigned i, const char *topic, const char *since)
{
    const char *const metadata[] = {"since", since, NULL};

    subscribe(i, topic, metadata);
}

static void put(const char *key, const char *value)
{
    test_feed_put(feed, key, value);
    test_door_run(&feed->d);
}

static void put_bytes(const char *key, const void *value, size_t len)
{
    struct vd_op op = world_put_op(key, "");
    struct vd_txn txn = {.success = &op, .success_count = 1};
    struct vd_write write = world_txn_write(&feed->world, &txn);

    op.put.value = vd_slice(value, len);
    assert_int_equal(world_write(&feed->world, &write), 0);
    test_door_run(&feed->d);
}

static void expect(unsigned i, const char *value)
{
    struct vd_slice got;

    assert_true(test_feed_next(feed, i, &got, NULL));
    if (!vd_slice_eq(got, vd_slice_str(value)))
        fail_msg("call %u got '%.*s' and not '%s'", i, (int)got.len, (const char *)got.ptr, value);
}

static void expect_nothing(unsigned i)
{
    struct vd_slice got;

    if (test_feed_next(feed, i, &got, NULL))
        fail_msg("call %u got '%.*s'", i, (int)got.len, (const char *)got.ptr);
}

static void expect_goes_on(unsigned i)
{
    expect_nothing(i);
    assert_int_equal(test_door_status(&feed->d, i), -1);
}

static void expect_end(unsigned i, int status)
{
    expect_nothing(i);
    assert_int_equal(test_door_status(&feed->d, i), status);
}

/* With the store's id before it. */
static void expect_position(const char *got, const char *want)
{
    char whole[64];

    snprintf(whole, sizeof(whole), "%016llx:%s", (unsigned long long)feed->door.store_id, want);
    assert_string_equal(got ? got : "(none)", whole);
}

static void expect_begun_at(unsigned i, const char *want)
{
    expect_position(vd_test_header(&feed->d.x[i], "vedette-position"), want);
}

static void expect_ended_at(unsigned i, const char *want)
{
    expect_position(test_door_trailer(&feed->d, i, "vedette-position"), want);
}

static size_t cursors(void)
{
    struct vd_hub_stats stats;

    vd_hub_stats(feed->d.hub, &stats);
    return stats.cursors;
}

/* --- route -------------------------------------------------------------------------------------
 */

static void ask(const char *path, const char *topic)
{
    test_feed_open(feed, 0, path, NULL);
    test_feed_send_text(feed, 0, topic);
    test_door_run(&feed->d);
}

static void expect_body(unsigned i, const void *bytes, size_t len)
{
    assert_int_equal(feed->d.x[i].body.len, len);
    assert_memory_equal(feed->d.x[i].body.data, bytes, len);
}

static void route_answers_200_and_the_value_or_404_and_none(void **state)
{
    static const char *const paths[] = {ROUTE, "/StreamServer/Route", "/proto.Stream/Route",
                                        "/Stream/Route"};

    for (size_t i = 0; i < VD_COUNT(paths); i++) {
        ask(paths[i], "none");
        expect_body(0, "\0\0\0\0\3\x08\x94\3", 8);
        assert_int_equal(test_door_status(&feed->d, 0), OK);
        ask(paths[i], "");
        expect_body(0, "\0\0\0\0\3\x08\x94\3", 8);
        put("t", "one");
        ask(paths[i], "t");
        expect_body(0, "\0\0\0\0\x8\x08\xc8\1\x12\3one", 13);
        assert_int_equal(test_door_status(&feed->d, 0), OK);
        world_delete(&feed->world, "t", "");
    }
    put("t", "");
    ask(ROUTE, "t");
    expect_body(0, "\0\0\0\0\3\x08\xc8\1", 8);
    put_bytes("t", "\xff", 1);
    ask(ROUTE, "t");
    expect_end(0, FAILED_PRECONDITION);
}

static void unknown_fields_are_skipped_and_bad_messages_refused(void **state)
{
    put("t", "one");
    test_feed_open(feed, 0, ROUTE, NULL);
    test_door_message(&feed->d, 0, VD_SLICE("\x10\x07\x0a\1x\x1a\2no\x0a\1t"));
    test_door_run(&feed->d);
    assert_int_equal(feed->d.x[0].body.len, 13);
    for (size_t i = 0; i < 3; i++) {
        static const char *const paths[] = {ROUTE, LIST, TALK};

        test_feed_open(feed, 0, paths[i], NULL);
        test_door_message(&feed->d, 0, VD_SLICE("\x0a\5t"));
        test_door_run(&feed->d);
        expect_end(0, INTERNAL);
        test_feed_open(feed, 0, paths[i], NULL);
        test_door_message(&feed->d, 0, VD_SLICE("\x0a\1\xff"));
        test_door_run(&feed->d);
        expect_end(0, INTERNAL);
    }
}

/* --- the stream --------------------------------------------------------------------------------
 */

static void present_value_first_and_then_every_next_one(void **state)
{
    put("t", "one");
    subscribe(0, "t", NULL);
    subscribe(1, "t", NULL);
    expect_body(0, "\0\0\0\0\5\x0a\3one", 10);
    expect(0, "one");
    put("t", "two");
    put("other", "x");
    put("t", "");
    put("t", "two");
    for (unsigned i = 0; i < 2; i++) {
        if (i)
            expect(i, "one");
        expect(i, "two");
        expect(i, "");
        expect(i, "two");
        expect_goes_on(i);
    }
    assert_int_equal(feed->d.x[0].body.len, 10 + 10 + 5 + 10);
}

static void both_names_of_the_service_are_one(void **state)
{
    put("t", "one");
    test_feed_open(feed, 0, "/StreamServer/ListValue", NULL);
    test_feed_send_text(feed, 0, "t");
    test_door_run(&feed->d);
    expect(0, "one");
    put("t", "two");
    expect(0, "two");
    expect_goes_on(0);
}

static void absent_topic_is_waited_for_with_the_headers_sent(void **state)
{
    put("other", "x");
    test_feed_open(feed, 0, LIST, NULL);
    test_feed_send_text(feed, 0, "t");
    assert_true(feed->d.x[0].started);
    expect_begun_at(0, "2");
    test_door_run(&feed->d);
    expect_goes_on(0);
    put("t", "one");
    expect(0, "one");
    expect_goes_on(0);
}

static void deletion_ends_with_ok(void **state)
{
    put("t", "one");
    subscribe(0, "t", NULL);
    expect_begun_at(0, "1");
    world_put(&feed->world, "t", "two");
    world_delete(&feed->world, "t", "");
    world_put(&feed->world, "t", "three");
    test_door_run(&feed->d);
    expect(0, "one");
    expect(0, "two");
    expect_end(0, OK);
    expect_ended_at(0, "4");
    /* Behind the deletion there is more. */
    subscribe_since(0, "t", "4");
    expect(0, "three");
    expect_goes_on(0);
}

static void stream_without_a_topic_is_refused(void **state)
{
    test_feed_open(feed, 0, LIST, NULL);
    test_door_message(&feed->d, 0, VD_SLICE_EMPTY);
    test_door_run(&feed->d);
    expect_end(0, INVALID_ARGUMENT);
}

static void value_that_is_not_text_ends_the_stream_and_is_not_passed(void **state)
{
    put_bytes("t", "\xc3\x28", 2);
    subscribe(0, "t", NULL);
    expect_end(0, FAILED_PRECONDITION);
    expect_ended_at(0, "1");
    put("t", "one");
    subscribe(0, "t", NULL);
    expect(0, "one");
    world_put(&feed->world, "t", "two");
    put_bytes("t", "\xc3\x28", 2);
    expect(0, "two");
    expect_end(0, FAILED_PRECONDITION);
    expect_ended_at(0, "4");
    subscribe_since(0, "t", "4");
    expect_end(0, FAILED_PRECONDITION);
    put("t", "three");
    subscribe_since(0, "t", "5");
    expect(0, "three");
}

static void stream_that_is_cancelled_is_forgotten_at_once(void **state)
{
    put("t", "one");
    for (unsigned i = 0; i < 4; i++)
        subscribe(i, i % 2 ? "t" : "none", NULL);
    assert_int_equal(cursors(), 4);
    for (unsigned i = 0; i < 4; i++) {
        test_door_drop(&feed->d, i);
        assert_int_equal(cursors(), 3 - i);
    }
}

/* --- positions ---------------------------------------------------------------------------------
 */

static void stream_goes_on_behind_its_position(void **state)
{
    static const char *const values[] = {"one", "two", "three", "four"};
    struct vd_slice value, position;
    char tokens[VD_COUNT(values)][64];

    subscribe(0, "t", POSITIONS);
    for (size_t i = 0; i < VD_COUNT(values); i++) {
        put("t", values[i]);
        assert_true(test_feed_next(feed, 0, &value, &position));
        assert_true(vd_slice_eq(value, vd_slice_str(values[i])));
        snprintf(tokens[i], sizeof(tokens[i]), "%.*s", (int)position.len,
                 (const char *)position.ptr);
    }
    expect_position(tokens[0], "2");
    for (size_t i = 0; i < VD_COUNT(values); i++)
        for (size_t with_store = 0; with_store < 2; with_store++) {
            subscribe_since(1, "t", tokens[i] + (with_store ? 0 : 17));
            for (size_t k = i + 1; k < VD_COUNT(values); k++)
                expect(1, values[k]);
            expect_goes_on(1);
        }
    subscribe_since(1, "t", "0");
    expect(1, "one");
    /* One that is yet to come is waited for. */
    subscribe_since(1, "t", "6");
    put("t", "five");
    put("t", "six");
    expect(1, "six");
    /* The present value has a position too. */
    subscribe(2, "t", POSITIONS);
    assert_true(test_feed_next(feed, 2, &value, &position));
    assert_true(vd_slice_eq(value, VD_SLICE("six")));
    snprintf(tokens[0], sizeof(tokens[0]), "%.*s", (int)position.len, (const char *)position.ptr);
    expect_position(tokens[0], "7");
}

static void begun_anew_from_its_headers_a_stream_is_the_same(void **state)
{
    put("t", "one");
    put("other", "x");
    put("t", "two");
    put("other", "x");
    subscribe(0, "t", NULL);
    expect_begun_at(0, "3");
    expect(0, "two");
    subscribe_since(1, "t", "3");
    expect_begun_at(1, "3");
    expect(1, "two");
    expect_goes_on(1);
}

static void position_inside_a_revision(void **state)
{
    struct vd_op ops[] = {world_put_op("a", "1"), world_put_op("b", "2")};
    struct vd_txn txn = {.success = ops, .success_count = 2};
    struct vd_write write = world_txn_write(&feed->world, &txn);

    assert_int_equal(world_write(&feed->world, &write), 0);
    subscribe_since(0, "b", "2.0");
    expect(0, "2");
    subscribe_since(0, "b", "2.1");
    expect_goes_on(0);
    subscribe_since(0, "a", "2.0");
    expect_goes_on(0);
}

static void position_that_is_gone_is_refused_with_what_there_is(void **state)
{
    for (unsigned i = 0; i < 9; i++)
        put("t", "v");
    assert_int_equal(world_compact(&feed->world, 7), 0);
    subscribe_since(0, "t", "3");
    expect_end(0, OUT_OF_RANGE);
    assert_non_null(strstr(test_door_trailer(&feed->d, 0, "grpc-message"), "oldest is 7"));
    assert_non_null(strstr(test_door_trailer(&feed->d, 0, "grpc-message"), "current 10"));
    expect_position(test_door_trailer(&feed->d, 0, "vedette-oldest"), "7");
    expect_position(test_door_trailer(&feed->d, 0, "vedette-current"), "10");
    subscribe_since(0, "t", "7");
    for (unsigned i = 0; i < 3; i++)
        expect(0, "v");
    expect_goes_on(0);
}

static void position_of_another_store_is_refused(void **state)
{
    put("t", "v");
    subscribe_since(0, "t", "0123456789abcdef:1");
    expect_end(0, OUT_OF_RANGE);
    assert_non_null(strstr(test_door_trailer(&feed->d, 0, "grpc-message"), "another store"));
    expect_position(test_door_trailer(&feed->d, 0, "vedette-current"), "2");
}

static void stream_that_stalled_too_long_is_told_so(void **state)
{
    char value[16];

    put("t", "first");
    subscribe(0, "t", NULL);
    expect(0, "first");
    feed->d.room[0] = 0;
    for (unsigned i = 0; i < 1000; i++) {
        snprintf(value, sizeof(value), "%u", i);
        test_feed_put(feed, "t", value);
        if (i % 50 == 0)
            test_door_turn(&feed->d);
    }
    assert_int_equal(world_compact(&feed->world, 900), 0);
    feed->d.room[0] = 1000;
    test_door_run(&feed->d);
    expect_end(0, OUT_OF_RANGE);
    expect_ended_at(0, "2");
}

static void metadata_that_makes_no_sense_is_refused(void **state)
{
    static const char *const rows[][5] = {
        {"since", "x", NULL},      {"since", "", NULL},      {"since", "1", "since", "1", NULL},
        {"latest", "maybe", NULL}, {"positions", "2", NULL},
    };

    for (size_t i = 0; i < VD_COUNT(rows); i++) {
        subscribe(0, "t", rows[i]);
        expect_end(0, INVALID_ARGUMENT);
        assert_non_null(strstr(test_door_trailer(&feed->d, 0, "grpc-message"), rows[i][0]));
    }
    /* What is not ours is nobody's business. */
    subscribe(0, "t", (const char *const[]){"x-since", "x", "latest", "false", NULL});
    expect_goes_on(0);
}

/* --- slow readers ------------------------------------------------------------------------------
 */

static void stalled_stream_goes_on_where_it_stopped(void **state)
{
    static const size_t rooms[] = {1, 7, 300, 5000, 1 << 20};
    enum { VALUES = 700 };

    for (size_t r = 0; r < VD_COUNT(rooms); r++) {
        char value[16];

        put("t", "first");
        subscribe(0, "t", NULL);
        feed->d.room[0] = 0;
        for (unsigned i = 0; i < VALUES; i++) {
            snprintf(value, sizeof(value), "%u", i);
            test_feed_put(feed, "t", value);
            if (i % 30 == 0)
                test_door_turn(&feed->d);
        }
        feed->d.room[0] = rooms[r];
        feed->d.rounds[0] = 1000;
        test_door_run(&feed->d);
        expect(0, "first");
        for (unsigned i = 0; i < VALUES; i++) {
            snprintf(value, sizeof(value), "%u", i);
            expect(0, value);
        }
        expect_goes_on(0);
        feed->d.room[0] = 1 << 20;
    }
}

static void conflated_stream_gets_the_newest(void **state)
{
    char value[16];

    subscribe(0, "t", LATEST);
    put("t", "a");
    put("t", "b");
    expect(0, "a");
    expect(0, "b");
    feed->d.room[0] = 0;
    for (unsigned i = 0; i < 1000; i++) {
        snprintf(value, sizeof(value), "%u", i);
        test_feed_put(feed, "t", value);
        if (i % 100 == 0)
            test_door_turn(&feed->d);
    }
    feed->d.room[0] = 1000;
    test_door_run(&feed->d);
    expect(0, "999");
    expect_goes_on(0);
    feed->d.room[0] = 0;
    world_put(&feed->world, "t", "c");
    world_delete(&feed->world, "t", "");
    world_put(&feed->world, "t", "d");
    feed->d.room[0] = 1000;
    test_door_run(&feed->d);
    expect(0, "d");
    world_put(&feed->world, "t", "e");
    world_delete(&feed->world, "t", "");
    test_door_run(&feed->d);
    expect_end(0, OK);
    /* From the beginning of history it is one value too. */
    world_put(&feed->world, "t", "f");
    subscribe(0, "t", (const char *const[]){"since", "0", "latest", "1", NULL});
    expect(0, "f");
    expect_goes_on(0);
}

static void large_value_comes_in_any_pieces(void **state)
{
    enum { BYTES = 300000 };
    char *large = malloc(BYTES + 1);

    memset(large, 'x', BYTES);
    large[BYTES] = 0;
    put("t", large);
    feed->d.rounds[0] = 50;
    feed->d.room[0] = 16384;
    feed->d.rounds[1] = 2000;
    feed->d.room[1] = 333;
    subscribe(0, "t", NULL);
    subscribe(1, "t", NULL);
    put("t", large);
    put("t", "small");
    for (unsigned i = 0; i < 2; i++) {
        expect(i, large);
        expect(i, large);
        expect(i, "small");
        expect_goes_on(i);
    }
    free(large);
}

static void value_is_encoded_once_for_all(void **state)
{
    uint64_t made;

    put("t", "first");
    for (unsigned i = 0; i < TEST_CALLS; i++)
        subscribe(i, "t", i % 3 ? NULL : LATEST);
    made = feed->door.pages.made;
    put("t", "next");
    put("t", "last");
    /* Once for those who want all, and once for those who want the newest. */
    assert_int_equal(feed->door.pages.made - made, 4);
    for (unsigned i = 0; i < TEST_CALLS; i++) {
        expect(i, "first");
        expect(i, "next");
        expect(i, "last");
    }
    /* Conflated streams that stopped here and there share what they are given. */
    for (unsigned i = 0; i < TEST_CALLS; i++)
        subscribe(i, "t", LATEST);
    for (unsigned n = 0; n < TEST_CALLS; n++) {
        char value[16];

        feed->d.room[n] = 0;
        snprintf(value, sizeof(value), "%u", n);
        put("t", value);
    }
    for (unsigned i = 0; i < TEST_CALLS; i++)
        feed->d.room[i] = 100;
    made = feed->door.pages.made;
    test_door_run(&feed->d);
    assert_int_equal(feed->door.pages.made - made, 1);
}

static void value_that_is_only_on_disk_is_fetched(void **state)
{
    const struct vd_kv_options small = {.tail_bytes = 2000, .cache_bytes = 1};
    char value[200];

    test_feed_deinit(feed);
    test_feed_init(feed, &small);
    memset(value, 'v', sizeof(value));
    value[sizeof(value) - 1] = 0;
    put("t", value);
    for (unsigned i = 0; i < 100; i++)
        test_feed_put(feed, "other", value);
    world_keep(&feed->world);
    test_feed_open(feed, 0, LIST, NULL);
    test_feed_send_text(feed, 0, "t");
    /* The job waits; meanwhile the value changes, and what it was the state of is compacted. */
    vd_kv_enter(feed->world.kv, 0);
    vd_test_pump(&feed->d.x[0], 1000, 10);
    vd_kv_leave(feed->world.kv, 0);
    expect_goes_on(0);
    assert_non_null(feed->world.jobs);
    test_feed_open(feed, 1, ROUTE, NULL);
    test_feed_send_text(feed, 1, "t");
    test_door_run(&feed->d);
    expect(0, value);
    assert_int_equal(test_door_status(&feed->d, 1), OK);
    assert_int_equal(feed->d.x[1].body.len, 5 + 3 + 3 + 199);
    put("t", "next");
    expect(0, "next");
    expect_goes_on(0);
}

/* --- conversations -----------------------------------------------------------------------------
 */

static void questions_are_answered_with_their_number(void **state)
{
    char question[32], answer[80];

    test_feed_open(feed, 0, TALK, NULL);
    feed->d.room[0] = 9;
    feed->d.rounds[0] = 1000;
    for (unsigned i = 1; i <= 30; i++) {
        snprintf(question, sizeof(question), "q%u", i);
        test_feed_send_text(feed, 0, question);
        assert_true(feed->d.x[0].paused);
        if (i % 7)
            continue;
        test_door_run(&feed->d);
        assert_false(feed->d.x[0].paused);
    }
    test_feed_send_text(feed, 0, "");
    test_door_half_close(&feed->d, 0);
    test_door_run(&feed->d);
    for (unsigned i = 1; i <= 30; i++) {
        snprintf(answer, sizeof(answer), "from stream server answer: the %u question is q%u", i, i);
        expect(0, answer);
    }
    expect(0, "from stream server answer: the 31 question is ");
    expect_end(0, OK);
}

/* --- everything at once ------------------------------------------------------------------------
 */

enum { TOPICS = 3, HISTORY = 1 << 14 };

static uint64_t rng;

static unsigned below(unsigned n)
{
    rng ^= rng << 13;
    rng ^= rng >> 7;
    rng ^= rng << 17;
    return (unsigned)(rng >> 11) % n;
}

/* What happened to a topic, by revision; -1: it was deleted; 0: nothing. */
static struct past {
    int value[HISTORY];
} pasts[TOPICS];
static int64_t now;

struct follower {
    unsigned topic;
    bool is_open, is_conflated;
    int64_t seen;  /* up to this revision, by what it was handed */
    size_t values; /* ever */
};

static const char *topic_name(unsigned topic)
{
    static const char *const names[TOPICS] = {"a", "b", "c"};

    return names[topic];
}

static void write_some(void)
{
    unsigned topic = below(TOPICS);
    const char *key = topic_name(topic);
    char value[300];

    if (below(15) == 0) {
        if (world_delete(&feed->world, key, ""))
            pasts[topic].value[++now] = -1;
        return;
    }
    memset(value, 'v', sizeof(value));
    snprintf(value + below(200), 60, "%d", (int)now + 1);
    pasts[topic].value[world_put(&feed->world, key, value)] = (int)now + 1;
    now++;
}

/* The revision that a value was put at: the digits behind the v's. */
static int64_t revision_of(struct vd_slice value)
{
    size_t i = 0;
    int64_t n = 0;

    while (i < value.len && value.ptr[i] == 'v')
        i++;
    for (; i < value.len; i++)
        n = n * 10 + value.ptr[i] - '0';
    return n;
}

/* All values since what it has seen, in order, none twice; or if it is conflated, newer ones. */
static void check(unsigned i, struct follower *follower)
{
    const struct past *past = &pasts[follower->topic];
    struct vd_slice value, position;

    while (test_feed_next(feed, i, &value, &position)) {
        int64_t revision = revision_of(value);
        char text[64];

        assert_true(revision > follower->seen && past->value[revision] == revision);
        for (int64_t r = follower->seen + 1; !follower->is_conflated && r < revision; r++)
            if (past->value[r])
                fail_msg("revision %lld of %s was left out", (long long)r,
                         topic_name(follower->topic));
        snprintf(text, sizeof(text), "%.*s", (int)position.len, (const char *)position.ptr);
        follower->seen = strtoll(strchr(text, ':') + 1, NULL, 10);
        assert_true(follower->seen >= revision);
        follower->values++;
    }
    if (test_door_status(&feed->d, i) < 0)
        return;
    /* Nothing is gone here, so it was deleted. */
    assert_int_equal(test_door_status(&feed->d, i), OK);
    follower->is_open = false;
    follower->seen =
        strtoll(strchr(test_door_trailer(&feed->d, i, "vedette-position"), ':') + 1, NULL, 10);
    assert_int_equal(past->value[follower->seen], -1);
}

static void follow(unsigned i, struct follower *follower)
{
    char since[32];
    const char *metadata[] = {
        "positions", "1", "since", since, "latest", follower->is_conflated ? "1" : "0", NULL};

    snprintf(since, sizeof(since), "%lld", (long long)follower->seen);
    feed->d.room[i] = 1 + below(below(2) ? 100 : 3000);
    feed->d.rounds[i] = 1 + below(20);
    test_feed_open(feed, i, LIST, metadata);
    test_feed_send_text(feed, i, topic_name(follower->topic));
    follower->is_open = true;
}

static void random_followers_see_each_value_once(void **state)
{
    const struct vd_kv_options small = {.tail_bytes = 20000, .cache_bytes = 1};
    static struct follower followers[TEST_CALLS];
    const char *seed = getenv("VD_SEED");
    size_t values = 0, conflated = 0;

    rng = (seed ? strtoull(seed, NULL, 10) : (uint64_t)(uintptr_t)&seed >> 4) * 2 + 1;
    print_message("VD_SEED=%llu\n", (unsigned long long)rng / 2);
    test_feed_deinit(feed);
    test_feed_init(feed, &small);
    memset(pasts, 0, sizeof(pasts));
    memset(followers, 0, sizeof(followers));
    now = 1;
    for (unsigned i = 0; i < TEST_CALLS; i++)
        followers[i] = (struct follower){.topic = i % TOPICS, .is_conflated = i % 4 == 3};
    for (unsigned step = 0; step < 3000; step++) {
        unsigned i = below(TEST_CALLS), burst = below(100) ? below(4) : 150;

        for (unsigned n = 0; n < burst && now < HISTORY - 2; n++)
            write_some();
        if (below(3) == 0)
            test_door_turn(&feed->d);
        if (below(20) == 0)
            world_keep(&feed->world);
        check(i, &followers[i]);
        if (!followers[i].is_open)
            follow(i, &followers[i]);
        else if (below(10) == 0)
            follow(i, &followers[i]); /* cut off, and on from where it is */
        else if (below(4) == 0)
            feed->d.room[i] = below(3) ? 1 + below(2000) : 0;
    }
    for (unsigned i = 0; i < TEST_CALLS; i++)
        feed->d.room[i] = feed->d.rounds[i] = 4000;
    for (unsigned open = 0; open < TEST_CALLS;) {
        test_door_run(&feed->d);
        open = 0;
        for (unsigned i = 0; i < TEST_CALLS; i++) {
            check(i, &followers[i]);
            if (!followers[i].is_open)
                follow(i, &followers[i]);
            else
                open++;
        }
    }
    for (unsigned i = 0; i < TEST_CALLS; i++) {
        for (int64_t r = followers[i].seen + 1; r <= now; r++)
            if (pasts[followers[i].topic].value[r] > 0)
                fail_msg("call %u did not see revision %lld", i, (long long)r);
        *(followers[i].is_conflated ? &conflated : &values) += followers[i].values;
    }
    print_message("%zu values seen, %zu conflated, %lld revisions\n", values, conflated,
                  (long long)now);
    assert_true(values > 10000 && conflated > 500);
}

/* Wherever memory is short, a stream shows what is right and ends with a status, or goes on. */
static void short_memory_ends_a_stream_and_shows_nothing_wrong(void **state)
{
    for (long n = 0;; n++) {
        static const char *const values[] = {"one", "two", "three"};
        struct vd_slice value;
        size_t at = 0;
        bool hit;

        put("t", "one");
        test_door_drop(&feed->d, 0);
        vd_alloc_fail_after(n);
        vd_kv_enter(feed->world.kv, 0);
        (void)!vd_test_open(&feed->d.x[0], vd_rpc_server_open, feed->d.server, LIST, NULL, 0);
        if (feed->d.x[0].handler)
            vd_test_message(&feed->d.x[0], VD_SLICE("\x0a\1t"));
        for (unsigned i = 0; feed->d.x[0].handler && i < 50; i++)
            vd_test_fill(&feed->d.x[0], 3);
        vd_kv_leave(feed->world.kv, 0);
        hit = vd_alloc_fail_hit();
        vd_alloc_fail_after(-1);
        world_put(&feed->world, "t", "two");
        world_put(&feed->world, "t", "three");
        vd_kv_enter(feed->world.kv, 0);
        (void)vd_hub_turn(feed->d.hub);
        vd_alloc_fail_after(n);
        for (unsigned i = 0; feed->d.x[0].handler && i < 50; i++)
            vd_test_fill(&feed->d.x[0], 9);
        hit |= vd_alloc_fail_hit();
        vd_alloc_fail_after(-1);
        vd_kv_leave(feed->world.kv, 0);
        test_door_run(&feed->d);
        while (test_feed_next(feed, 0, &value, NULL)) {
            assert_true(at < VD_COUNT(values));
            assert_true(vd_slice_eq(value, vd_slice_str(values[at++])));
        }
        if (feed->d.x[0].handler && !feed->d.x[0].finished && !feed->d.x[0].reset)
            assert_int_equal(at, VD_COUNT(values));
        if (!hit) {
            assert_int_equal(at, VD_COUNT(values));
            return;
        }
    }
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(route_answers_200_and_the_value_or_404_and_none),
        T(unknown_fields_are_skipped_and_bad_messages_refused),
        T(present_value_first_and_then_every_next_one),
        T(both_names_of_the_service_are_one),
        T(absent_topic_is_waited_for_with_the_headers_sent),
        T(deletion_ends_with_ok),
        T(stream_without_a_topic_is_refused),
        T(value_that_is_not_text_ends_the_stream_and_is_not_passed),
        T(stream_that_is_cancelled_is_forgotten_at_once),
        T(stream_goes_on_behind_its_position),
        T(begun_anew_from_its_headers_a_stream_is_the_same),
        T(position_inside_a_revision),
        T(position_that_is_gone_is_refused_with_what_there_is),
        T(position_of_another_store_is_refused),
        T(stream_that_stalled_too_long_is_told_so),
        T(metadata_that_makes_no_sense_is_refused),
        T(stalled_stream_goes_on_where_it_stopped),
        T(conflated_stream_gets_the_newest),
        T(large_value_comes_in_any_pieces),
        T(value_is_encoded_once_for_all),
        T(value_that_is_only_on_disk_is_fetched),
        T(questions_are_answered_with_their_number),
        T(random_followers_see_each_value_once),
        T(short_memory_ends_a_stream_and_shows_nothing_wrong),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
