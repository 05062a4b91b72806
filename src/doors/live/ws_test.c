/* SPDX-License-Identifier: Apache-2.0 */
/* The WebSocket of the live door, over a store in memory: the test is the peer. */
#include "doors/live/test_live.h"
#include "wire/test_websocket.h"

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

/* --- the peer -----------------------------------------------------------------------------------
 */

static void say(unsigned i, const char *text)
{
    struct vd_buf frame;

    vd_buf_init(&frame, 0);
    vd_ws_peer_put(&frame, 0x81, vd_slice_str(text));
    test_live_bytes(&test, i, vd_buf_slice(&frame));
    vd_buf_deinit(&frame);
}

/* The next message as a string; a close as "C" and its code; NULL: there is none. Times and the
 * store's id, which no test can know, are cut out. */
static const char *told(unsigned i)
{
    static char text[4096];
    struct vd_slice bytes = {test.d.x[i].body.data + test.d.read_at[i],
                             test.d.x[i].body.len - test.d.read_at[i]};
    struct vd_slice payload;
    size_t before = bytes.len;
    unsigned first;
    char *at;

    if (!vd_ws_peer_next(&bytes, &first, &payload))
        return NULL;
    test.d.read_at[i] += before - bytes.len;
    if (first == 0x88) {
        snprintf(text, sizeof(text), "C%u", payload.ptr[0] << 8 | payload.ptr[1]);
        return text;
    }
    assert_int_equal(first, 0x81);
    snprintf(text, sizeof(text), "%.*s", (int)payload.len, (const char *)payload.ptr);
    at = strstr(text, ",\"time\":");
    if (at)
        strcpy(at, "}");
    at = strstr(text, ",\"store\":");
    if (at)
        memmove(at, at + 27, strlen(at + 27) + 1);
    return text;
}

#define assert_told(i, want) assert_told_at((i), (want), __LINE__)
static void assert_told_at(unsigned i, const char *want, int line)
{
    const char *got = told(i);

    if (!got || strcmp(got, want) != 0)
        fail_msg("line %d: got %s, want %s", line, got ? got : "nothing", want);
}

static void assert_quiet(unsigned i)
{
    const char *got = told(i);

    if (got)
        fail_msg("it says %s", got);
}

static void put(const char *key, const char *value)
{
    world_put(&test.world, key, value);
    test_door_run(&test.d);
}

#define OPEN_A(pos) "{\"id\":\"a\",\"type\":\"open\",\"pos\":\"" pos "\",\"head\":\"" pos "\"}"

/* --- watches ------------------------------------------------------------------------------------
 */

static void the_watch_of_the_url_has_no_id(void **state)
{
    put("hello", "before");
    test_live_dial(&test, 0, "/watch/hello");
    assert_int_equal(test.d.x[0].status, 200);
    assert_told(0, "{\"type\":\"open\",\"pos\":\"2\",\"head\":\"2\"}");
    assert_quiet(0);
    put("other", "x");
    assert_quiet(0);
    put("hello", "haha");
    assert_told(0, "{\"type\":\"put\",\"key\":\"hello\",\"value\":\"haha\",\"rev\":4,\"pos\":\"4\","
                   "\"create\":2,\"version\":2}");
    assert_quiet(0);
}

static void each_line_says_whose_it_is(void **state)
{
    test_live_dial(&test, 0, "/watch/");
    assert_quiet(0);
    say(0, "{\"type\":\"subscribe\",\"id\":\"a\",\"key\":\"k\"}");
    assert_told(0, OPEN_A("1"));
    say(0, "{\"type\":\"subscribe\",\"id\":2,\"key\":\"k\",\"keys\":true}");
    assert_told(0, "{\"id\":2,\"type\":\"open\",\"pos\":\"1\",\"head\":\"1\"}");
    put("k", "v");
    assert_told(0, "{\"id\":\"a\",\"type\":\"put\",\"key\":\"k\",\"value\":\"v\",\"rev\":2,"
                   "\"pos\":\"2\",\"create\":2,\"version\":1}");
    assert_told(0, "{\"id\":2,\"type\":\"put\",\"key\":\"k\",\"rev\":2,\"pos\":\"2\",\"create\":2,"
                   "\"version\":1}");
    say(0, "{\"type\":\"cancel\",\"id\":2}");
    assert_told(0, "{\"id\":2,\"type\":\"canceled\"}");
    world_delete(&test.world, "k", "");
    test_door_run(&test.d);
    assert_told(0, "{\"id\":\"a\",\"type\":\"delete\",\"key\":\"k\",\"rev\":3,\"pos\":\"3\"}");
    assert_quiet(0);
}

static void a_list_comes_first_and_nothing_is_lost_behind_it(void **state)
{
    put("s/1", "one");
    put("s/2", "two");
    test_live_dial(&test, 0, "/watch/");
    say(0, "{\"type\":\"subscribe\",\"id\":\"a\",\"key\":\"s/\",\"prefix\":true,\"list\":true,"
           "\"keys\":true}");
    put("s/3", "three");
    assert_told(0, OPEN_A("3"));
    assert_told(0, "{\"id\":\"a\",\"type\":\"put\",\"key\":\"s/1\",\"rev\":2,\"create\":2,"
                   "\"version\":1}");
    assert_told(0, "{\"id\":\"a\",\"type\":\"put\",\"key\":\"s/2\",\"rev\":3,\"create\":3,"
                   "\"version\":1}");
    assert_told(0, "{\"id\":\"a\",\"type\":\"synced\",\"pos\":\"3\",\"count\":2}");
    assert_told(0, "{\"id\":\"a\",\"type\":\"put\",\"key\":\"s/3\",\"rev\":4,\"pos\":\"4\","
                   "\"create\":4,\"version\":1}");
}

static void a_paused_watch_is_a_position(void **state)
{
    test_live_dial(&test, 0, "/watch/");
    say(0, "{\"type\":\"subscribe\",\"id\":\"a\",\"key\":\"k\",\"keys\":true}");
    assert_told(0, OPEN_A("1"));
    say(0, "{\"type\":\"pause\",\"id\":\"a\"}");
    assert_told(0, "{\"id\":\"a\",\"type\":\"paused\",\"pos\":\"1\"}");
    put("k", "1");
    put("k", "2");
    test_door_pass(&test.d, 60000);
    while (test.d.read_at[0] < test.d.x[0].body.len &&
           test.d.x[0].body.data[test.d.read_at[0]] == 0x89)
        test.d.read_at[0] += 2; /* pings */
    assert_quiet(0);
    say(0, "{\"type\":\"resume\",\"id\":\"a\"}");
    assert_told(0, "{\"id\":\"a\",\"type\":\"resumed\",\"pos\":\"1\"}");
    assert_told(0, "{\"id\":\"a\",\"type\":\"put\",\"key\":\"k\",\"rev\":2,\"pos\":\"2\","
                   "\"create\":2,\"version\":1}");
    assert_told(0, "{\"id\":\"a\",\"type\":\"put\",\"key\":\"k\",\"rev\":3,\"pos\":\"3\","
                   "\"create\":2,\"version\":2}");
}

static void messages_are_whole_however_little_room_there_is(void **state)
{
    for (size_t room = 1; room < 500; room += 1 + room / 2) {
        int64_t before = world_put(&test.world, "other", "x");

        test_door_set_room(&test.d, room);
        test_live_dial(&test, 0, "/watch/k?keys");
        say(0, "{\"type\":\"subscribe\",\"id\":\"a\",\"key\":\"k\",\"keys\":true}");
        for (int i = 0; i < 20; i++)
            world_put(&test.world, "k", "v");
        test_door_run(&test.d);
        assert_non_null(told(0));
        assert_non_null(told(0));
        for (int i = 0, plain = 0, named = 0; i < 40; i++) {
            const char *line = told(0);
            char want[64];

            assert_non_null(line);
            snprintf(want, sizeof(want), "\"rev\":%lld,",
                     (long long)before + 1 + (line[2] == 'i' ? named : plain));
            assert_non_null(strstr(line, want));
            *(line[2] == 'i' ? &named : &plain) += 1;
        }
        assert_quiet(0);
        assert_int_equal(test.d.read_at[0], test.d.x[0].body.len);
    }
}

static void one_that_has_much_to_say_lets_the_others_speak(void **state)
{
    unsigned of_many = 0;

    for (int i = 0; i < 2000; i++)
        world_put(&test.world, "many", "a value of some length, to make it many pieces");
    put("few", "x");
    test_door_set_room(&test.d, 4096);
    test_live_dial(&test, 0, "/watch/");
    say(0, "{\"type\":\"pause\"}");
    assert_non_null(strstr(told(0), "\"status\":404"));
    test_door_set_room(&test.d, 0);
    say(0, "{\"type\":\"subscribe\",\"id\":\"a\",\"key\":\"many\",\"since\":\"1\"}");
    say(0, "{\"type\":\"subscribe\",\"id\":\"b\",\"key\":\"few\",\"since\":\"1\"}");
    test_door_set_room(&test.d, 4096);
    test_door_run(&test.d);
    for (const char *line; (line = told(0)) && !strstr(line, "\"key\":\"few\"");)
        of_many += strstr(line, "\"key\":\"many\"") != NULL;
    assert_in_range(of_many, 0, 300);
    while (told(0))
        of_many++;
    assert_int_equal(of_many, 2000);
}

static void a_canceled_watch_says_nothing_more(void **state)
{
    bool is_canceled = false;

    for (int i = 0; i < 50; i++)
        world_put(&test.world, "k", "v");
    test_door_run(&test.d);
    test_door_set_room(&test.d, 300);
    test_live_dial(&test, 0, "/watch/");
    test_door_set_room(&test.d, 0);
    say(0, "{\"type\":\"subscribe\",\"id\":\"a\",\"key\":\"k\",\"since\":\"1\"}");
    vd_kv_enter(test.world.kv, 0);
    vd_test_pump(&test.d.x[0], 700, 3);
    vd_kv_leave(test.world.kv, 0);
    say(0, "{\"type\":\"cancel\",\"id\":\"a\"}");
    test_door_set_room(&test.d, 1000);
    test_door_run(&test.d);
    assert_non_null(strstr(told(0), "\"open\""));
    for (const char *line; !is_canceled; is_canceled = strstr(line, "\"canceled\"") != NULL)
        assert_non_null(line = told(0));
    assert_quiet(0);
    assert_int_equal(test.d.read_at[0], test.d.x[0].body.len);
}

static void a_bookmark_says_whose_it_is(void **state)
{
    test_live_dial(&test, 0, "/watch/");
    say(0, "{\"type\":\"subscribe\",\"id\":\"a\",\"key\":\"k\",\"heartbeat\":\"5s\"}");
    assert_told(0, OPEN_A("1"));
    put("other", "x");
    test_door_pass(&test.d, 5100);
    assert_told(0, "{\"id\":\"a\",\"type\":\"bookmark\",\"pos\":\"2\"}");
}

static void a_rate_gathers(void **state)
{
    test_live_dial(&test, 0, "/watch/k?rate=1&keys");
    assert_non_null(told(0));
    put("k", "1");
    assert_non_null(strstr(told(0), "\"rev\":2"));
    put("k", "2");
    put("k", "3");
    assert_quiet(0);
    test_door_pass(&test.d, 1100);
    assert_non_null(strstr(told(0), "\"rev\":3"));
    assert_non_null(strstr(told(0), "\"rev\":4"));
}

/* --- ends ---------------------------------------------------------------------------------------
 */

static void the_end_of_the_only_watch_ends_the_socket(void **state)
{
    put("k", "1");
    put("k", "2");
    test_live_dial(&test, 0, "/watch/k?keys&since=1&until=2");
    assert_non_null(strstr(told(0), "\"open\""));
    assert_non_null(strstr(told(0), "\"rev\":2"));
    assert_told(0, "{\"type\":\"bookmark\",\"pos\":\"2\"}");
    assert_told(0, "C1000");
    assert_quiet(0);
}

static void a_watch_that_ends_leaves_the_others(void **state)
{
    put("k", "1");
    put("k", "2");
    test_live_dial(&test, 0, "/watch/k");
    assert_non_null(told(0));
    say(0, "{\"type\":\"subscribe\",\"id\":\"a\",\"key\":\"k\",\"keys\":true,\"since\":1,\"until\":"
           "2}");
    assert_non_null(strstr(told(0), "\"open\""));
    assert_non_null(strstr(told(0), "\"rev\":2"));
    assert_told(0, "{\"id\":\"a\",\"type\":\"bookmark\",\"pos\":\"2\"}");
    assert_told(0, "{\"id\":\"a\",\"type\":\"canceled\"}");
    put("k", "3");
    assert_non_null(strstr(told(0), "\"rev\":4"));
}

static void a_position_that_is_gone_is_told(void **state)
{
    for (int i = 0; i < 9; i++)
        put("k", "v");
    assert_int_equal(world_compact(&test.world, 8), 0);
    test_door_run(&test.d);
    test_live_dial(&test, 0, "/watch/k?since=2");
    assert_told(0, "{\"type\":\"gone\",\"oldest\":\"8\",\"current\":\"10\"}");
    assert_told(0, "C4410");
    test_live_dial(&test, 1, "/watch/");
    say(1, "{\"type\":\"subscribe\",\"id\":\"a\",\"key\":\"k\",\"since\":2}");
    assert_told(1, "{\"id\":\"a\",\"type\":\"gone\",\"oldest\":\"8\",\"current\":\"10\"}");
    assert_told(1, "{\"id\":\"a\",\"type\":\"canceled\"}");
    /* Of another store: it is not even looked for. */
    say(1, "{\"type\":\"subscribe\",\"id\":\"a\",\"key\":\"k\",\"since\":\"0123456789abcdef:9\"}");
    assert_told(1, "{\"id\":\"a\",\"type\":\"gone\",\"oldest\":\"8\",\"current\":\"10\"}");
    assert_told(1, "{\"id\":\"a\",\"type\":\"canceled\"}");
    say(1, "{\"type\":\"subscribe\",\"id\":\"a\",\"key\":\"k\",\"since\":8,\"keys\":true}");
    assert_non_null(strstr(told(1), "\"open\""));
    assert_non_null(strstr(told(1), "\"rev\":9"));
}

static void a_time_is_looked_up(void **state)
{
    put("k", "1");
    test_live_dial(&test, 0, "/watch/k?since=1970-01-01T00:00:00Z&keys");
    assert_told(0, "{\"type\":\"open\",\"pos\":\"0\",\"head\":\"2\"}");
    assert_non_null(strstr(told(0), "\"rev\":2"));
    test_live_dial(&test, 1, "/watch/k?since=1970-01-01T00:00:00Z");
    test_door_drop(&test.d, 1);
}

static void the_end_of_the_server_is_told(void **state)
{
    test_live_dial(&test, 0, "/watch/k");
    assert_non_null(told(0));
    test_live_drain(&test, 0);
    assert_told(0, "C1001");
}

static void what_a_url_cannot_mean_is_refused(void **state)
{
    static const char *const targets[] = {"/watch/?since=1",   "/watch/k?wait=1s",
                                          "/watch/k?limit=5",  "/watch/k?what",
                                          "/watch/k?glob=%5B", "/watch/k?lastEventId=1"};

    for (size_t i = 0; i < VD_COUNT(targets); i++) {
        test_live_dial(&test, 0, targets[i]);
        assert_int_equal(test.d.x[0].status, 400);
    }
}

/* --- limits and writes ---------------------------------------------------------------------------
 */

static void there_are_only_so_many_watches(void **state)
{
    char text[128];

    test_live_dial(&test, 0, "/watch/");
    for (int i = 0; i < 1000; i++) {
        snprintf(text, sizeof(text), "{\"type\":\"subscribe\",\"id\":%d,\"key\":\"k\"}", i);
        say(0, text);
        assert_non_null(strstr(told(0), "\"open\""));
    }
    say(0, "{\"type\":\"subscribe\",\"id\":\"a\",\"key\":\"k\"}");
    assert_told(0, "{\"id\":\"a\",\"type\":\"error\",\"status\":429,\"code\":\"too-many\","
                   "\"detail\":\"there are too many watches on the socket\"}");
    say(0, "{\"type\":\"cancel\",\"id\":500}");
    assert_told(0, "{\"id\":500,\"type\":\"canceled\"}");
    say(0, "{\"type\":\"subscribe\",\"id\":\"a\",\"key\":\"k\"}");
    assert_told(0, OPEN_A("1"));
}

static void writes_are_answered_once_they_are_done(void **state)
{
    test_live_dial(&test, 0, "/watch/");
    say(0, "{\"type\":\"put\",\"id\":1,\"key\":\"a\",\"value\":\"x\"}");
    assert_told(0, "{\"id\":1,\"type\":\"written\",\"rev\":2,\"created\":true}");
    say(0, "{\"type\":\"put\",\"id\":2,\"key\":\"a\",\"value\":\"y\",\"if\":2}");
    assert_told(0, "{\"id\":2,\"type\":\"written\",\"rev\":3,\"created\":false}");
    say(0, "{\"type\":\"put\",\"id\":3,\"key\":\"a\",\"value\":\"z\",\"if\":2}");
    assert_told(0, "{\"id\":3,\"type\":\"error\",\"status\":412,\"code\":\"precondition\","
                   "\"detail\":\"The precondition does not hold\"}");
    say(0, "{\"type\":\"put\",\"key\":\"b\",\"value\":\"z\",\"if\":0}");
    assert_told(0, "{\"type\":\"written\",\"rev\":4,\"created\":true}");
    say(0, "{\"type\":\"put\",\"id\":4,\"key\":\"b\",\"value\":\"z\",\"lease\":77}");
    assert_non_null(strstr(told(0), "\"code\":\"lease-gone\""));
    say(0, "{\"type\":\"delete\",\"id\":5,\"key\":\"a\"}");
    assert_told(0, "{\"id\":5,\"type\":\"written\",\"rev\":5,\"deleted\":1}");
    say(0, "{\"type\":\"put\",\"id\":6,\"key\":\"ba\",\"value\":\"z\"}");
    assert_non_null(told(0));
    say(0, "{\"type\":\"delete\",\"id\":7,\"key\":\"b\",\"prefix\":true}");
    assert_told(0, "{\"id\":7,\"type\":\"written\",\"rev\":7,\"deleted\":2}");
    say(0, "{\"type\":\"delete\",\"id\":8,\"key\":\"\",\"prefix\":true}");
    assert_told(0, "{\"id\":8,\"type\":\"written\",\"rev\":7,\"deleted\":0}");
}

static uint64_t leases(void)
{
    struct vd_kv_stats stats;

    vd_kv_enter(test.world.kv, 0);
    vd_kv_stats(test.world.kv, &stats);
    vd_kv_leave(test.world.kv, 0);
    return stats.leases;
}

/* In one piece: what is said behind a put with a time to live does not overtake it. */
static void a_put_with_a_time_to_live_keeps_its_place_and_goes_by_itself(void **state)
{
    static const char *const said[] = {
        "{\"type\":\"put\",\"id\":1,\"key\":\"a\",\"value\":\"x\",\"ttl\":\"3s\"}",
        "{\"type\":\"put\",\"id\":2,\"key\":\"a\",\"value\":\"y\",\"if\":2,\"ttl\":\"3s\"}",
        "{\"type\":\"put\",\"id\":3,\"key\":\"b\",\"value\":\"y\",\"if\":7,\"ttl\":3}"};
    struct vd_buf frames;

    test_live_dial(&test, 0, "/watch/?prefix");
    assert_non_null(told(0));
    vd_buf_init(&frames, 0);
    for (size_t i = 0; i < VD_COUNT(said); i++)
        vd_ws_peer_put(&frames, 0x81, vd_slice_str(said[i]));
    test_live_bytes(&test, 0, vd_buf_slice(&frames));
    vd_buf_deinit(&frames);
    assert_non_null(strstr(told(0), "{\"id\":1,\"type\":\"written\",\"rev\":2,\"created\":true}"));
    assert_non_null(strstr(told(0), "\"value\":\"x\""));
    assert_non_null(strstr(told(0), "{\"id\":2,\"type\":\"written\",\"rev\":3,\"created\":false}"));
    assert_non_null(strstr(told(0), "\"value\":\"y\""));
    assert_non_null(strstr(told(0), "{\"id\":3,\"type\":\"error\",\"status\":412"));
    assert_int_equal(leases(), 2); /* the third is taken back */
    test_door_pass(&test.d, 2500);
    assert_null(told(0));
    test_door_pass(&test.d, 1500);
    assert_non_null(strstr(told(0), "{\"type\":\"delete\",\"key\":\"a\""));
    assert_int_equal(leases(), 0);
}

static void who_leaves_after_a_put_with_a_time_to_live_leaves_its_key_alone(void **state)
{
    test_live_dial(&test, 0, "/watch/");
    test_door_set_room(&test.d, 0);
    say(0, "{\"type\":\"put\",\"key\":\"a\",\"value\":\"x\",\"ttl\":\"60s\"}");
    test_door_drop(&test.d, 0);
    test_door_run(&test.d);
    assert_int_equal(leases(), 1); /* with its key */
    assert_int_equal(world_put(&test.world, "b", "x"), 3);
}

static void writes_go_on_when_their_socket_is_gone(void **state)
{
    struct vd_buf frame;

    test_live_dial(&test, 0, "/watch/");
    vd_buf_init(&frame, 0);
    vd_ws_peer_put(&frame, 0x81, VD_SLICE("{\"type\":\"put\",\"key\":\"a\",\"value\":\"x\"}"));
    vd_kv_enter(test.world.kv, 0);
    vd_test_body(&test.d.x[0], vd_buf_slice(&frame));
    vd_kv_leave(test.world.kv, 0);
    vd_buf_deinit(&frame);
    test_door_drop(&test.d, 0);
    test_door_run(&test.d);
    assert_int_equal(world_put(&test.world, "b", "x"), 3);
}

/* --- memory --------------------------------------------------------------------------------------
 */

static void without_memory_it_ends_or_says_so_and_leaks_nothing(void **state)
{
    static const char *const messages[] = {
        "{\"type\":\"subscribe\",\"id\":\"a\",\"key\":\"k\",\"prefix\":true,\"list\":true}",
        "{\"type\":\"subscribe\",\"id\":\"b\",\"key\":\"k\",\"since\":\"1970-01-01T00:00:00Z\"}",
        "{\"type\":\"put\",\"id\":1,\"key\":\"k\",\"value\":\"v\"}",
        "{\"type\":\"pause\",\"id\":\"a\"}",
        "{\"type\":\"resume\",\"id\":\"a\"}",
        "{\"type\":\"cancel\",\"id\":\"a\"}",
    };
    bool failed = true;

    put("k", "v");
    for (long after = 0; failed; after++) {
        test.d.fail_after = after;
        test.d.has_failed = false;
        test_door_set_room(&test.d, 100);
        test_live_dial(&test, 0, "/watch/k?since=1");
        for (size_t i = 0; i < VD_COUNT(messages); i++)
            if (test.d.x[0].handler && test.d.x[0].status == 200 && !test.d.x[0].reset &&
                !test.d.x[0].finished)
                say(0, messages[i]);
        test_door_pass(&test.d, 100);
        failed = test.d.has_failed;
        test.d.fail_after = -1;
        test_door_drop(&test.d, 0);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_watch_of_the_url_has_no_id),
        TEST(each_line_says_whose_it_is),
        TEST(a_list_comes_first_and_nothing_is_lost_behind_it),
        TEST(a_paused_watch_is_a_position),
        TEST(messages_are_whole_however_little_room_there_is),
        TEST(one_that_has_much_to_say_lets_the_others_speak),
        TEST(a_canceled_watch_says_nothing_more),
        TEST(a_bookmark_says_whose_it_is),
        TEST(a_rate_gathers),
        TEST(the_end_of_the_only_watch_ends_the_socket),
        TEST(a_watch_that_ends_leaves_the_others),
        TEST(a_position_that_is_gone_is_told),
        TEST(a_time_is_looked_up),
        TEST(the_end_of_the_server_is_told),
        TEST(what_a_url_cannot_mean_is_refused),
        TEST(there_are_only_so_many_watches),
        TEST(writes_are_answered_once_they_are_done),
        TEST(a_put_with_a_time_to_live_keeps_its_place_and_goes_by_itself),
        TEST(who_leaves_after_a_put_with_a_time_to_live_leaves_its_key_alone),
        TEST(writes_go_on_when_their_socket_is_gone),
        TEST(without_memory_it_ends_or_says_so_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
