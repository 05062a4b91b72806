/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/live/test_live.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct test_live test;

static int set_up(void **state)
{
    test_live_init(&test, NULL);
    return 0;
}

static int tear_down(void **state)
{
    test_live_deinit(&test);
    return 0;
}

static void put(const char *key, const char *value)
{
    world_put(&test.world, key, value);
    test_door_run(&test.d);
}

static bool has(unsigned i, const char *text)
{
    return strstr(test_door_body(&test.d, i), text) != NULL;
}

/* "next", without the store id. */
static int64_t next_of(unsigned i)
{
    const char *at = strstr(test_door_body(&test.d, i), "\"next\":\"");

    return at ? atoll(at + strlen("\"next\":\"0123456789abcdef:")) : -1;
}

static void what_is_there_is_answered_at_once(void **state)
{
    char tag[64];

    put("k", "1");
    put("k", "2");
    put("other", "3");
    test_live_get(&test, 0, "/watch/k?since=0&wait=30s", NULL);
    assert_true(test.d.x[0].finished);
    assert_int_equal(test.d.x[0].status, 200);
    assert_true(has(0, "\"value\":\"1\"") && has(0, "\"value\":\"2\""));
    assert_int_equal(next_of(0), 4);
    snprintf(tag, sizeof(tag), "\"%016llx:4\"", (unsigned long long)test.live->store);
    assert_string_equal(vd_test_header(&test.d.x[0], "etag"), tag);
}

static void the_first_change_ends_the_wait(void **state)
{
    test_live_get(&test, 0, "/watch/k?wait=30s", NULL);
    put("other", "1");
    assert_false(test.d.x[0].started);
    put("k", "2");
    assert_true(test.d.x[0].finished);
    assert_true(has(0, "\"value\":\"2\""));
    assert_int_equal(next_of(0), 3);
}

static void a_wait_that_is_over_says_how_far_it_saw(void **state)
{
    test_live_get(&test, 0, "/watch/k?since=1&wait=10s", NULL);
    test_live_get(&test, 1, "/watch/k?since=1&wait=0", NULL);
    test_live_get(&test, 2, "/watch/k?since=70&wait=0", NULL);
    assert_true(test.d.x[1].finished && test.d.x[2].finished);
    assert_int_equal(next_of(1), 1);
    assert_int_equal(next_of(2), 70);
    put("other", "1");
    put("other", "2");
    test_door_pass(&test.d, 9300);
    assert_false(test.d.x[0].started);
    test_door_pass(&test.d, 800);
    assert_true(test.d.x[0].finished);
    assert_true(has(0, "\"events\":[],"));
    assert_int_equal(next_of(0), 3);
}

static void a_validator_is_a_position(void **state)
{
    put("k", "1");
    test_live_get(&test, 0, "/watch/k", "if-none-match: \"1\"\n");
    assert_int_equal(test.d.x[0].status, 200);
    assert_int_equal(next_of(0), 2);
    test_live_get(&test, 0, "/watch/k", "if-none-match: \"2\"\n");
    test_door_pass(&test.d, 31000);
    assert_int_equal(test.d.x[0].status, 304);
    assert_non_null(vd_test_header(&test.d.x[0], "etag"));
    assert_null(vd_test_header(&test.d.x[0], "content-type"));
    assert_true(test.d.x[0].finished);
    test_live_get(&test, 0, "/watch/k", "if-none-match: \"0123456789abcdef:2\"\n");
    assert_int_equal(test.d.x[0].status, 410);
}

static void a_preference_is_said_to_be_heeded(void **state)
{
    put("k", "1");
    test_live_get(&test, 0, "/watch/k?since=0", "prefer: wait=5\n");
    assert_string_equal(vd_test_header(&test.d.x[0], "preference-applied"), "wait=5");
    test_live_get(&test, 0, "/watch/k?since=0&wait=5", NULL);
    assert_null(vd_test_header(&test.d.x[0], "preference-applied"));
}

static void a_limit_cuts_also_inside_a_revision(void **state)
{
    struct vd_op ops[3] = {world_put_op("a", "1"), world_put_op("b", "2"), world_put_op("c", "3")};
    struct vd_txn txn = {.success = ops, .success_count = 3};
    struct vd_write write = world_txn_write(&test.world, &txn);
    char since[64] = "0";

    assert_int_equal(world_write(&test.world, &write), 0);
    put("d", "4");
    for (unsigned i = 0; i < 4; i++) {
        char target[128], value[32];
        const char *at;

        snprintf(target, sizeof(target), "/watch/?prefix&wait=0&limit=1&since=%s", since);
        test_live_get(&test, 0, target, NULL);
        snprintf(value, sizeof(value), "\"value\":\"%u\"", i + 1);
        assert_true(has(0, value));
        at = strstr(test_door_body(&test.d, 0), "\"next\":\"");
        assert_non_null(at);
        snprintf(since, sizeof(since), "%.*s", (int)strcspn(at + 8, "\""), at + 8);
    }
    assert_non_null(strstr(since, ":3"));
}

/* Many answers of bounded size show a long history whole. */
static void a_long_history_is_shown_answer_by_answer(void **state)
{
    static char value[3001];
    int64_t since = 0;
    unsigned events = 0, answers = 0;

    memset(value, 'v', sizeof(value) - 1);
    for (unsigned i = 0; i < 100; i++)
        world_put(&test.world, "k", value);
    while (since < 101) {
        char target[64];
        const char *at;

        snprintf(target, sizeof(target), "/watch/k?wait=0&since=%lld", (long long)since);
        test_live_get(&test, 0, target, NULL);
        assert_int_equal(test.d.x[0].status, 200);
        assert_true(test.d.x[0].body.len < 100000);
        for (at = test_door_body(&test.d, 0); (at = strstr(at, "\"rev\":")); at++) {
            assert_int_equal(atoll(at + 6), events + 2);
            events++;
        }
        since = next_of(0);
        answers++;
    }
    assert_int_equal(events, 100);
    assert_in_range(answers, 4, 20);
}

static void a_list_is_the_state_and_does_not_wait(void **state)
{
    put("a", "1");
    put("b", "2");
    for (size_t room = 1; room < 1000; room *= 3) {
        test_door_set_room(&test.d, room);
        test_live_get(&test, 0, "/watch/?prefix&list&wait=30s", NULL);
        assert_true(test.d.x[0].finished);
        assert_true(has(0, "\"key\":\"a\"") && has(0, "\"key\":\"b\"") && has(0, "\"synced\""));
        assert_true(has(0, "\"count\":2}\n],\"next\":"));
        assert_int_equal(next_of(0), 3);
    }
}

static void an_answer_is_the_same_in_rooms_of_every_size(void **state)
{
    struct vd_buf expected;

    for (unsigned i = 0; i < 50; i++)
        put("k", "some value");
    test_live_get(&test, 0, "/watch/k?since=0&wait=0", NULL);
    vd_buf_init(&expected, 0);
    vd_buf_append_slice(&expected, vd_buf_slice(&test.d.x[0].body));
    for (size_t room = 1; room < 10000; room = room * 2 + 1) {
        test_door_set_room(&test.d, room);
        test_live_get(&test, 1, "/watch/k?since=0&wait=0", NULL);
        assert_true(vd_slice_eq(vd_buf_slice(&test.d.x[1].body), vd_buf_slice(&expected)));
    }
    vd_buf_deinit(&expected);
}

static void a_time_is_turned_into_a_revision(void **state)
{
    /* The world's clock begins in 1970, so everything lies long before five minutes ago. */
    put("k", "1");
    test_live_get(&test, 0, "/watch/k?since=1970-01-01T00:00:00Z&wait=0", NULL);
    assert_true(has(0, "\"value\":\"1\""));
    test_live_get(&test, 0, "/watch/k?since=-5m&wait=0", NULL);
    assert_int_equal(next_of(0), 2);
    assert_false(has(0, "\"value\""));
    /* Asked, and gone before it was answered. */
    vd_kv_enter(test.world.kv, 0);
    vd_kv_leave(test.world.kv, 0);
    test_live_get(&test, 0, "/watch/k?since=1970-01-01T00:00:00Z&until=1970-01-01T00:00:00Z", NULL);
    assert_true(test.d.x[0].finished);
}

static void an_end_of_the_server_answers_with_what_there_is(void **state)
{
    test_live_get(&test, 0, "/watch/k?wait=30s", NULL);
    assert_false(test.d.x[0].started);
    test_live_drain(&test, 0);
    assert_true(test.d.x[0].finished);
    assert_int_equal(test.d.x[0].status, 200);
    assert_int_equal(next_of(0), 1);
}

static void an_answer_that_nobody_takes_is_given_up(void **state)
{
    put("k", "1");
    test_door_set_room(&test.d, 10);
    test_live_get(&test, 0, "/watch/k?since=0&wait=0", NULL);
    assert_true(test.d.x[0].finished);
    test_door_set_room(&test.d, 0);
    test_live_get(&test, 0, "/watch/k?since=0&wait=0", NULL);
    vd_kv_enter(test.world.kv, 0);
    vd_test_fill(&test.d.x[0], 0); /* looks */
    vd_test_fill(&test.d.x[0], 5);
    vd_kv_leave(test.world.kv, 0);
    test_door_pass(&test.d, 59000);
    assert_false(test.d.x[0].reset);
    test_door_pass(&test.d, 2000);
    assert_true(test.d.x[0].reset);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_there_is_answered_at_once),
        TEST(the_first_change_ends_the_wait),
        TEST(a_wait_that_is_over_says_how_far_it_saw),
        TEST(a_validator_is_a_position),
        TEST(a_preference_is_said_to_be_heeded),
        TEST(a_limit_cuts_also_inside_a_revision),
        TEST(a_long_history_is_shown_answer_by_answer),
        TEST(a_list_is_the_state_and_does_not_wait),
        TEST(an_answer_is_the_same_in_rooms_of_every_size),
        TEST(a_time_is_turned_into_a_revision),
        TEST(an_end_of_the_server_answers_with_what_there_is),
        TEST(an_answer_that_nobody_takes_is_given_up),
    };
#undef TEST

    return cmocka_run_group_tests(tests, NULL, NULL);
}
