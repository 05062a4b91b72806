/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/live/test_live.h"

#include "base/alloc.h"
#include "base/hash.h"

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

/* The text behind "name": of a line, up to the next comma or brace; quotes dropped. NULL: it has no
 * such field. */
static const char *field(const char *line, const char *name)
{
    static char value[256];
    char quoted[64];
    const char *at, *end;

    snprintf(quoted, sizeof(quoted), "\"%s\":", name);
    at = strstr(line, quoted);
    if (!at)
        return NULL;
    at += strlen(quoted);
    if (*at == '"') {
        at++;
        end = strchr(at, '"');
    } else {
        end = at + strcspn(at, ",}");
    }
    snprintf(value, sizeof(value), "%.*s", (int)(end - at), at);
    return value;
}

#define assert_field(line, name, text) assert_string_equal(field((line), (name)), (text))

#define next(i) next_at((i), __LINE__)
static const char *next_at(unsigned i, int line_number)
{
    const char *line = test_door_line(&test.d, i);

    if (!line)
        fail_msg("line %d: nothing more from %u", line_number, i);
    return line;
}

static void assert_quiet(unsigned i)
{
    assert_null(test_door_line(&test.d, i));
}

static void assert_open(unsigned i, const char *pos)
{
    const char *line = next(i);

    assert_field(line, "type", "open");
    assert_field(line, "pos", pos);
}

static void assert_put(unsigned i, const char *key, const char *value, const char *pos)
{
    const char *line = next(i);

    assert_field(line, "type", "put");
    assert_field(line, "key", key);
    assert_field(line, "value", value);
    if (pos)
        assert_field(line, "pos", pos);
    else
        assert_null(field(line, "pos"));
}

static void put(const char *key, const char *value)
{
    world_put(&test.world, key, value);
    test_door_run(&test.d);
}

/* --- what is shown -----------------------------------------------------------------------------
 */

static void a_stream_opens_at_once_and_shows_what_comes(void **state)
{
    put("hello", "before");
    test_live_get(&test, 0, "/watch/hello", NULL);
    assert_int_equal(test.d.x[0].status, 200);
    assert_string_equal(vd_test_header(&test.d.x[0], "content-type"), "application/x-ndjson");
    assert_open(0, "2");
    assert_quiet(0);
    put("other", "x");
    assert_quiet(0);
    put("hello", "haha");
    assert_put(0, "hello", "haha", "4");
    world_delete(&test.world, "hello", "");
    test_door_run(&test.d);
    assert_string_equal(field(next(0), "type"), "delete");
    assert_quiet(0);
}

static void a_browser_is_shown_text(void **state)
{
    test_live_get(&test, 0, "/watch/k", "accept: text/html,application/xhtml+xml,*/*;q=0.8\n");
    assert_string_equal(vd_test_header(&test.d.x[0], "content-type"), "text/plain; charset=utf-8");
    assert_string_equal(vd_test_header(&test.d.x[0], "x-content-type-options"), "nosniff");
    assert_open(0, "1");
}

static void since_is_exclusive_and_a_position_may_lie_inside_a_revision(void **state)
{
    struct vd_op ops[3] = {world_put_op("a", "1"), world_put_op("b", "2"), world_put_op("c", "3")};
    struct vd_txn txn = {.success = ops, .success_count = 3};
    struct vd_write write = world_txn_write(&test.world, &txn);

    put("a", "0");
    assert_int_equal(world_write(&test.world, &write), 0);
    test_live_get(&test, 0, "/watch/?prefix&since=2", NULL);
    assert_open(0, "2");
    assert_put(0, "a", "1", "3.0");
    assert_put(0, "b", "2", "3.1");
    assert_put(0, "c", "3", "3");
    test_live_get(&test, 0, "/watch/?prefix&since=3.0", NULL);
    assert_open(0, "3.0");
    assert_put(0, "b", "2", "3.1");
    assert_put(0, "c", "3", "3");
    assert_quiet(0);
    test_live_get(&test, 0, "/watch/?prefix&since=3.2", NULL);
    assert_open(0, "3.2");
    assert_quiet(0);
    put("a", "9");
    assert_put(0, "a", "9", "4");
}

static void a_position_that_is_to_come_is_waited_for(void **state)
{
    test_live_get(&test, 0, "/watch/k?since=3", NULL);
    assert_open(0, "3");
    put("k", "2");
    put("k", "3");
    assert_quiet(0);
    put("k", "4");
    assert_put(0, "k", "4", "4");
}

static void a_list_comes_before_the_tail_with_nothing_between(void **state)
{
    const char *line;

    put("s/a", "1");
    put("s/b", "2");
    put("t", "3");
    test_door_set_room(&test.d, 0);
    test_live_get(&test, 0, "/watch/s/?prefix&list", NULL);
    put("s/a", "later");
    put("s/c", "new");
    test_door_set_room(&test.d, 64);
    test_door_run(&test.d);
    assert_open(0, "4");
    assert_put(0, "s/a", "1", NULL);
    assert_put(0, "s/b", "2", NULL);
    line = next(0);
    assert_field(line, "type", "synced");
    assert_field(line, "pos", "4");
    assert_field(line, "count", "2");
    assert_put(0, "s/a", "later", "5");
    assert_put(0, "s/c", "new", "6");
    assert_quiet(0);
}

static void a_list_may_be_made_in_the_past_but_not_in_the_future(void **state)
{
    put("k", "1");
    put("k", "2");
    test_live_get(&test, 0, "/watch/k?list&since=2", NULL);
    assert_open(0, "2");
    assert_put(0, "k", "1", NULL);
    assert_string_equal(field(next(0), "type"), "synced");
    assert_put(0, "k", "2", "3");
    test_live_get(&test, 0, "/watch/k?list&since=9", NULL);
    assert_int_equal(test.d.x[0].status, 400);
}

static void keys_prev_and_type_shape_what_is_said(void **state)
{
    const char *line;

    put("k", "1");
    test_live_get(&test, 0, "/watch/k?since=1&keys", NULL);
    test_live_get(&test, 1, "/watch/k?since=1&prev", NULL);
    test_live_get(&test, 2, "/watch/k?since=1&type=put", NULL);
    test_live_get(&test, 3, "/watch/k?since=1&type=delete", NULL);
    put("k", "2");
    world_delete(&test.world, "k", "");
    test_door_run(&test.d);
    for (unsigned i = 0; i < 4; i++)
        assert_open(i, "1");
    line = next(0);
    assert_null(field(line, "value"));
    assert_field(line, "rev", "2");
    line = next(1);
    assert_null(field(line, "prev"));
    line = next(1);
    assert_field(line, "prev", "1");
    line = next(1);
    assert_field(line, "type", "delete");
    assert_field(line, "prev", "2");
    assert_put(2, "k", "1", "2");
    assert_put(2, "k", "2", "3");
    assert_quiet(2);
    line = next(3);
    assert_field(line, "type", "delete");
    assert_field(line, "pos", "4");
}

static void a_pattern_selects_what_follows_the_key(void **state)
{
    test_live_get(&test, 0, "/watch/s/?glob=*.US", NULL);
    test_live_get(&test, 1, "/watch/s/?glob=a%5Bbc%5D**", NULL);
    put("s/x.US", "1");
    put("s/x/y.US", "2");
    put("s/ab", "3");
    put("s/ad", "4");
    put("s/ac/d", "5");
    put("other.US", "6");
    assert_open(0, "1");
    assert_put(0, "s/x.US", "1", "2");
    assert_quiet(0);
    assert_open(1, "1");
    assert_put(1, "s/ab", "3", "4");
    assert_put(1, "s/ac/d", "5", "6");
    assert_quiet(1);
    test_live_get(&test, 2, "/watch/s/?glob=%5Ba", NULL);
    assert_int_equal(test.d.x[2].status, 400);
}

static void a_stream_ends_where_until_says(void **state)
{
    put("k", "1");
    put("k", "2");
    put("k", "3");
    test_live_get(&test, 0, "/watch/k?since=0&until=3", NULL);
    assert_open(0, "0");
    assert_put(0, "k", "1", "2");
    assert_put(0, "k", "2", "3");
    assert_field(next(0), "pos", "3");
    assert_true(test.d.x[0].finished);
    /* One that is yet to come, and that nothing of the watch's own tells of. */
    test_live_get(&test, 1, "/watch/k?until=6", NULL);
    assert_open(1, "4");
    put("other", "5");
    assert_false(test.d.x[1].finished);
    put("other", "6");
    assert_string_equal(field(next(1), "type"), "bookmark");
    assert_true(test.d.x[1].finished);
}

static void latest_leaves_out_what_has_a_newer_one(void **state)
{
    test_door_set_room(&test.d, 0);
    test_live_get(&test, 0, "/watch/?prefix&latest", NULL);
    put("a", "1");
    put("b", "1");
    put("a", "2");
    put("a", "3");
    world_delete(&test.world, "b", "");
    test_door_set_room(&test.d, 1 << 20);
    test_door_run(&test.d);
    assert_open(0, "1");
    assert_put(0, "a", "3", "5");
    assert_string_equal(field(next(0), "type"), "delete");
    assert_quiet(0);
}

static void what_is_not_wanted_leaves_nothing_out(void **state)
{
    test_door_set_room(&test.d, 0);
    test_live_get(&test, 0, "/watch/?prefix&latest&type=put", NULL);
    test_live_get(&test, 1, "/watch/a?latest&type=put", NULL);
    test_live_get(&test, 2, "/watch/?glob=a*&latest&type=delete", NULL);
    put("a", "1");
    put("a", "2");
    world_delete(&test.world, "a", "");
    put("b", "3");
    put("a", "4");
    world_delete(&test.world, "a", "");
    test_door_set_room(&test.d, 1 << 20);
    test_door_run(&test.d);
    /* The newest of the key is no put, so its puts are all shown: never too few of them. */
    assert_open(0, "1");
    assert_put(0, "a", "1", "2");
    assert_put(0, "a", "2", "3");
    assert_put(0, "b", "3", "5");
    assert_put(0, "a", "4", "6");
    assert_quiet(0);
    assert_open(1, "1");
    assert_put(1, "a", "1", "2");
    assert_put(1, "a", "2", "3");
    assert_put(1, "a", "4", "6");
    assert_quiet(1);
    assert_open(2, "1");
    assert_field(next(2), "pos", "7");
    assert_quiet(2);
}

static void a_rate_gathers(void **state)
{
    test_live_get(&test, 0, "/watch/k?rate=2&latest", NULL);
    assert_open(0, "1");
    put("k", "1");
    assert_put(0, "k", "1", "2");
    put("k", "2");
    put("k", "3");
    test_door_pass(&test.d, 300);
    assert_quiet(0);
    test_door_pass(&test.d, 300);
    assert_put(0, "k", "3", "4");
    assert_quiet(0);
    test_door_pass(&test.d, 1000);
    put("k", "4");
    assert_put(0, "k", "4", "5");
}

static void all_that_has_gathered_is_said_when_the_gap_is_over(void **state)
{
    test_live_get(&test, 0, "/watch/k?rate=1&keys", NULL);
    assert_open(0, "1");
    put("k", "1");
    assert_field(next(0), "rev", "2");
    put("k", "2");
    put("k", "3");
    put("k", "4");
    assert_quiet(0);
    test_door_pass(&test.d, 1100);
    assert_field(next(0), "rev", "3");
    assert_field(next(0), "rev", "4");
    assert_field(next(0), "rev", "5");
    put("k", "5");
    assert_quiet(0);
    test_door_pass(&test.d, 1100);
    assert_field(next(0), "rev", "6");
}

static void an_idle_stream_is_told_its_position(void **state)
{
    test_live_get(&test, 0, "/watch/k?heartbeat=10", NULL);
    test_live_get(&test, 1, "/watch/k?since=50&heartbeat=10", NULL);
    assert_open(0, "1");
    put("other", "x");
    test_door_pass(&test.d, 7900);
    assert_quiet(0);
    test_door_pass(&test.d, 2200);
    assert_string_equal(field(next(0), "type"), "bookmark");
    put("k", "1");
    assert_put(0, "k", "1", "3");
    put("other", "x");
    test_door_pass(&test.d, 7900);
    assert_quiet(0);
    test_door_pass(&test.d, 2200);
    assert_field(next(0), "pos", "4");
    assert_open(1, "50");
    assert_field(next(1), "pos", "50"); /* never before what it asked for */
}

static void what_is_gone_is_said_before_the_head_or_in_a_line(void **state)
{
    const char *line;

    for (int i = 0; i < 10; i++)
        put("k", "x");
    assert_int_equal(world_compact(&test.world, 8), 0);
    test_live_get(&test, 0, "/watch/k?since=5", NULL);
    assert_int_equal(test.d.x[0].status, 410);
    line = test_door_body(&test.d, 0);
    assert_field(line, "code", "gone");
    assert_field(line, "oldest", "8");
    assert_field(line, "current", "11");
    test_live_get(&test, 0, "/watch/k?since=8", NULL);
    assert_int_equal(test.d.x[0].status, 200);
    assert_open(0, "8");
    test_live_get(&test, 0, "/watch/k?since=0000000000000000:9", NULL);
    assert_int_equal(test.d.x[0].status, 410);
}

static void a_reader_that_fell_behind_what_is_gone_is_told(void **state)
{
    const char *line;

    test_live_deinit(&test);
    test_live_init(&test, &(struct vd_kv_options){.tail_bytes = 4000, .cache_bytes = 4000});
    test_live_get(&test, 0, "/watch/?prefix", NULL);
    test_door_set_room(&test.d, 0);
    for (int i = 0; i < 400; i++)
        world_put(&test.world, "k", "something of some length that fills the tail");
    test_live_keep(&test);
    assert_int_equal(world_compact(&test.world, 390), 0);
    test_live_keep(&test);
    test_door_set_room(&test.d, 1 << 20);
    test_door_run(&test.d);
    assert_open(0, "1");
    while ((line = test_door_line(&test.d, 0)) && strcmp(field(line, "type"), "put") == 0)
        ;
    assert_non_null(line);
    assert_field(line, "type", "gone");
    assert_field(line, "oldest", "390");
    assert_true(test.d.x[0].finished);
}

static void an_end_of_the_server_ends_the_body(void **state)
{
    test_live_get(&test, 0, "/watch/k", NULL);
    assert_open(0, "1");
    test_live_drain(&test, 0);
    assert_true(test.d.x[0].finished);
    assert_false(test.d.x[0].reset);
    assert_quiet(0);
}

/* --- SSE ---------------------------------------------------------------------------------------
 */

#define SSE "accept: text/event-stream\n"

static void events_have_ids_and_only_changes_are_messages(void **state)
{
    char id[64];

    put("k", "1");
    test_live_get(&test, 0, "/watch/k", SSE);
    assert_string_equal(vd_test_header(&test.d.x[0], "content-type"), "text/event-stream");
    assert_memory_equal(next(0), "retry: ", 7);
    snprintf(id, sizeof(id), "id: %016llx:2", (unsigned long long)test.live->store);
    assert_string_equal(next(0), id);
    assert_string_equal(next(0), "event: opened");
    assert_memory_equal(next(0), "data: {\"type\":\"open\"", 20);
    assert_string_equal(next(0), "");
    put("k", "line\nid: 7\n\ndata: x");
    id[strlen(id) - 1] = '3';
    assert_string_equal(next(0), id);
    assert_memory_equal(next(0), "data: {\"type\":\"put\"", 19);
    assert_string_equal(next(0), "");
    assert_quiet(0);
    test_door_pass(&test.d, 26000);
    assert_string_equal(next(0), id);
    assert_string_equal(next(0), "");
    assert_quiet(0);
}

static void nothing_within_a_list_can_be_gone_on_from(void **state)
{
    const char *line;
    unsigned ids = 0;

    put("k", "1");
    put("k2", "1");
    test_live_get(&test, 0, "/watch/k?prefix&list", SSE);
    while ((line = test_door_line(&test.d, 0)) && strcmp(line, "event: synced") != 0)
        ids += memcmp(line, "id: ", 3) == 0;
    assert_non_null(line);
    assert_int_equal(ids, 1); /* that of synced itself */
}

static void a_last_event_id_wins_over_the_query(void **state)
{
    char header[100];

    put("k", "1");
    put("k", "2");
    snprintf(header, sizeof(header), SSE "last-event-id: %016llx:2\n",
             (unsigned long long)test.live->store);
    test_live_get(&test, 0, "/watch/k?list&since=1", header);
    assert_non_null(strstr(test_door_body(&test.d, 0), "\"pos\":\"2\""));
    assert_non_null(strstr(test_door_body(&test.d, 0), "\"value\":\"2\""));
    assert_null(strstr(test_door_body(&test.d, 0), "\"value\":\"1\""));
    assert_null(strstr(test_door_body(&test.d, 0), "synced"));
    test_live_get(&test, 1, "/watch/k?lastEventId=2", SSE);
    assert_non_null(strstr(test_door_body(&test.d, 1), "\"value\":\"2\""));
    test_live_get(&test, 2, "/watch/k?until=3", SSE "last-event-id: 3\n");
    assert_int_equal(test.d.x[2].status, 204);
    test_live_get(&test, 3, "/watch/k", SSE "last-event-id: nonsense\n");
    assert_int_equal(test.d.x[3].status, 400);
}

/* --- what keys can not do ----------------------------------------------------------------------
 */

static void hostile_keys_stay_within_their_string(void **state)
{
    static const char *const targets[] = {"/kv/a%0Aid:%207%0A%0Adata:%20x",
                                          "/kv/%22%7D%0D%0A%00x",
                                          "/kv/%3Cscript%3E",
                                          "/kv/%E2%80%A8",
                                          "/kv/%FF%FE%0A",
                                          "/kv/%E2%28%A1"};

    test_live_get(&test, 0, "/watch/?prefix", NULL);
    test_live_get(&test, 1, "/watch/?prefix", SSE);
    for (unsigned i = 0; i < VD_COUNT(targets); i++) {
        test_live_send(&test, 2, "PUT", targets[i], NULL, VD_SLICE("<\n\r>&\x01"));
        assert_int_equal(test.d.x[2].status, 201);
    }
    assert_open(0, "1");
    for (unsigned i = 0; i < VD_COUNT(targets); i++) {
        const char *line = next(0);

        assert_memory_equal(line, "{\"type\":\"put\",\"key", 18);
        assert_int_equal(line[strlen(line) - 1], '}');
        for (const char *p = line; *p; p++)
            assert_true((uint8_t)*p >= ' ' && !strchr("<>&", *p));
        assert_null(strstr(line, "\xe2\x80\xa8"));
    }
    assert_quiet(0);
    for (unsigned i = 0; i < 5; i++)
        next(1);
    for (unsigned i = 0; i < VD_COUNT(targets); i++) {
        assert_memory_equal(next(1), "id: ", 4);
        assert_memory_equal(next(1), "data: {", 7);
        assert_string_equal(next(1), "");
    }
    assert_quiet(1);
}

/* --- sharing, room, memory ---------------------------------------------------------------------
 */

static unsigned encoded;

static uint8_t *count_write(void *arg, unsigned variant, uint8_t *to, const struct vd_event *event,
                            const struct vd_event *prev)
{
    encoded++;
    return vd_live_encoder.write(arg, variant, to, event, prev);
}

static void what_many_are_sent_is_encoded_once(void **state)
{
    struct vd_run_encoder counting = {vd_live_encoder.bound, count_write};

    encoded = 0;
    test.live->runs.encoder = &counting;
    for (unsigned i = 0; i < TEST_REQUESTS; i++)
        test_live_get(&test, i, "/watch/k", i % 2 ? NULL : SSE);
    put("k", "one");
    put("k", "two");
    assert_int_equal(encoded, 4); /* two formats */
    for (unsigned i = 1; i < TEST_REQUESTS; i += 2) {
        assert_open(i, "1");
        assert_put(i, "k", "one", "2");
        assert_put(i, "k", "two", "3");
        assert_quiet(i);
    }
    /* Those that come later, and behind, share what is still there. */
    for (unsigned i = 1; i < TEST_REQUESTS; i += 2)
        test_live_get(&test, i, "/watch/k?since=0", NULL);
    assert_in_range(encoded, 4, 6);
}

/* Random writes and readers of every kind at rooms of every size: each is shown the same. */
static void every_room_shows_the_same(void **state)
{
    static char big[40000];
    struct vd_buf expected;

    memset(big, 'x', sizeof(big) - 1);
    for (uint64_t i = 0; i < 200; i++) {
        uint64_t random = vd_hash_u64(i);
        char key[16];

        snprintf(key, sizeof(key), "s/%llu", (unsigned long long)(random % 20));
        if (random % 7 == 0)
            world_delete(&test.world, key, "");
        else
            world_put(&test.world, key, random % 11 == 1 ? big : "small");
    }
    test_door_run(&test.d);
    test_live_get(&test, 0, "/watch/s/?prefix&since=0", NULL);
    vd_buf_init(&expected, 0);
    vd_buf_append_slice(&expected, vd_buf_slice(&test.d.x[0].body));
    assert_true(expected.len > 100000);
    for (size_t room = 1; room < 200000; room = room * 3 + 1) {
        test_door_set_room(&test.d, room);
        test_live_get(&test, 1, "/watch/s/?prefix&since=0", NULL);
        assert_true(vd_slice_eq(vd_buf_slice(&test.d.x[1].body), vd_buf_slice(&expected)));
    }
    vd_buf_deinit(&expected);
}

/* Stalled in the middle of large lines, more of them than may be held. */
static void large_lines_that_are_let_go_go_on_where_they_were(void **state)
{
    enum { LARGE = 100000, LINES = 3 };
    static char value[LINES][LARGE + 1];
    const struct vd_buf *body;

    for (unsigned i = 0; i < LINES; i++)
        memset(value[i], 'a' + (int)i, LARGE);
    test.live->held_max_bytes = 2 * LARGE;
    for (unsigned conflated = 0; conflated < 2; conflated++) {
        const char *target = conflated ? "/watch/k?since=1&latest" : "/watch/k?since=1&prev";

        test_door_set_room(&test.d, 0);
        for (unsigned i = 0; i < LINES; i++)
            world_put(&test.world, "k", value[i]);
        test_door_run(&test.d);
        for (unsigned i = 0; i < TEST_REQUESTS; i++)
            test_live_get(&test, i, target, NULL);
        vd_kv_enter(test.world.kv, 0);
        for (unsigned i = 0; i < TEST_REQUESTS; i++)
            assert_int_equal(vd_test_fill(&test.d.x[i], 1000 + 7000 * i), 1000 + 7000 * i);
        vd_kv_leave(test.world.kv, 0);
        assert_true(test.live->held_bytes > 0 && test.live->held_bytes <= 2 * LARGE);
        world_put(&test.world, "k", "small");
        test_door_set_room(&test.d, 30000);
        test_door_run(&test.d);
        assert_int_equal(test.live->held_bytes, 0);
        body = &test.d.x[0].body;
        assert_true(body->len > LARGE);
        assert_int_equal(body->data[body->len - 1], '\n');
        assert_non_null(
            strstr(test_door_body(&test.d, 0), conflated ? "cc\"" : "bb\",\"prev\":\"aa"));
        for (unsigned i = 1; i < TEST_REQUESTS; i++)
            assert_true(vd_slice_eq(vd_buf_slice(&test.d.x[i].body), vd_buf_slice(body)));
    }
}

/* Lists under writers, with small rooms, at random: state and tail together are the state. */
static void a_list_and_its_tail_have_no_gap_and_no_double(void **state)
{
    char model[10][32] = {{0}}, seen[10][32] = {{0}};

    for (uint64_t round = 0; round < 60; round++) {
        const char *line;
        int64_t last = 0;
        bool is_synced = false;

        memset(seen, 0, sizeof(seen));
        test_door_set_room(&test.d, 0);
        test_live_get(&test, 0, "/watch/s?prefix&list", NULL);
        for (uint64_t i = 0; i < 30; i++) {
            uint64_t random = vd_hash_u64(round * 1000 + i);
            unsigned at = (unsigned)(random % 10);
            char key[8];

            snprintf(key, sizeof(key), "s%u", at);
            if (random % 5 == 0) {
                world_delete(&test.world, key, "");
                model[at][0] = 0;
            } else {
                snprintf(model[at], sizeof(model[at]), "%llu", (unsigned long long)random);
                world_put(&test.world, key, model[at]);
            }
            test_door_set_room(&test.d, random >> 32 & 1 ? 0 : random >> 33 & 255);
            test_door_run(&test.d);
        }
        test_door_set_room(&test.d, 1000);
        test_door_run(&test.d);
        next(0);
        while ((line = test_door_line(&test.d, 0))) {
            int64_t revision = field(line, "rev") ? atoll(field(line, "rev")) : 0;
            unsigned at = revision ? (unsigned)(field(line, "key")[1] - '0') : 0;

            if (!revision) {
                assert_field(line, "type", "synced");
                assert_false(is_synced);
                is_synced = true;
                last = atoll(field(line, "pos"));
                continue;
            }
            if (is_synced)
                assert_true(revision > last);
            last = is_synced ? revision : 0;
            snprintf(seen[at], sizeof(seen[at]), "%s",
                     strcmp(field(line, "type"), "put") == 0 ? field(line, "value") : "");
        }
        assert_true(is_synced);
        for (unsigned at = 0; at < 10; at++)
            assert_string_equal(seen[at], model[at]);
    }
}

static void a_stream_survives_each_failed_allocation(void **state)
{
    static const char *const targets[] = {"/watch/k",
                                          "/watch/k?prefix&list&since=2",
                                          "/watch/?glob=k*&since=0",
                                          "/watch/k?until=100",
                                          "/watch/k?since=-5m",
                                          "/watch/k?since=0&wait=0",
                                          "/watch/k?list&wait=1",
                                          "/kv/k",
                                          "/kv/?prefix",
                                          "/kv/k?rev=2"};

    for (unsigned t = 0; t < VD_COUNT(targets); t++) {
        bool hit = true;

        for (long n = 0; hit && n < 200; n++) {
            char value[16];

            snprintf(value, sizeof(value), "%ld", n);
            world_put(&test.world, "k", value);
            test.d.has_failed = false;
            test.d.fail_after = n;
            test_live_get(&test, 0, targets[t], NULL);
            hit = test.d.has_failed;
            test.d.fail_after = -1;
            test_door_run(&test.d);
            test_door_drop(&test.d, 0);
        }
        assert_false(hit);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_stream_opens_at_once_and_shows_what_comes),
        TEST(a_browser_is_shown_text),
        TEST(since_is_exclusive_and_a_position_may_lie_inside_a_revision),
        TEST(a_position_that_is_to_come_is_waited_for),
        TEST(a_list_comes_before_the_tail_with_nothing_between),
        TEST(a_list_may_be_made_in_the_past_but_not_in_the_future),
        TEST(keys_prev_and_type_shape_what_is_said),
        TEST(a_pattern_selects_what_follows_the_key),
        TEST(a_stream_ends_where_until_says),
        TEST(latest_leaves_out_what_has_a_newer_one),
        TEST(what_is_not_wanted_leaves_nothing_out),
        TEST(a_rate_gathers),
        TEST(all_that_has_gathered_is_said_when_the_gap_is_over),
        TEST(an_idle_stream_is_told_its_position),
        TEST(what_is_gone_is_said_before_the_head_or_in_a_line),
        TEST(a_reader_that_fell_behind_what_is_gone_is_told),
        TEST(an_end_of_the_server_ends_the_body),
        TEST(events_have_ids_and_only_changes_are_messages),
        TEST(nothing_within_a_list_can_be_gone_on_from),
        TEST(a_last_event_id_wins_over_the_query),
        TEST(hostile_keys_stay_within_their_string),
        TEST(what_many_are_sent_is_encoded_once),
        TEST(every_room_shows_the_same),
        TEST(large_lines_that_are_let_go_go_on_where_they_were),
        TEST(a_list_and_its_tail_have_no_gap_and_no_double),
        TEST(a_stream_survives_each_failed_allocation),
    };
#undef TEST

    return cmocka_run_group_tests(tests, NULL, NULL);
}
