/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/live/ask.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct vd_arena arena;

static const char *what; /* of the last one that was refused; in the arena */

static int parse(const char *key, const char *query, const struct vd_header *headers,
                 uint32_t count, struct vd_live_ask *out_ask)
{
    struct vd_request request = {
        .query = vd_slice_str(query), .headers = headers, .header_count = count};
    int rc;

    what = NULL;
    vd_arena_deinit(&arena);
    vd_arena_init(&arena, 65536);
    rc = vd_live_ask_parse(&arena, vd_slice_str(key), &request, 1000000, out_ask, &what);
    if (rc)
        assert_non_null(what);
    return rc;
}

static struct vd_live_ask ask_of(const char *key, const char *query)
{
    struct vd_live_ask ask;

    assert_int_equal(parse(key, query, NULL, 0, &ask), 0);
    return ask;
}

static struct vd_live_ask ask_with(const char *query, struct vd_slice name, struct vd_slice value)
{
    struct vd_header header = {name, value};
    struct vd_live_ask ask;

    assert_int_equal(parse("k", query, &header, 1, &ask), 0);
    return ask;
}

static void a_key_may_hold_any_bytes(void **state)
{
    struct vd_live_ask ask = ask_of("/a%2fb%00%ff+c", "");

    assert_true(vd_slice_eq(ask.wish.key, VD_SLICE("/a/b\0\xff+c")));
    assert_int_equal(ask.format, VD_LIVE_NDJSON);
    assert_false(ask.wish.is_poll);
    assert_int_equal(ask.wish.heartbeat_ms, VD_LIVE_HEARTBEAT_MS);
}

static void parameters_are_what_they_say(void **state)
{
    struct vd_live_wish wish =
        ask_of("k", "prefix&list=true&keys=1&prev&latest&type=put&rate=4&heartbeat=2s").wish;

    assert_true(wish.is_prefix && wish.list && wish.latest);
    assert_int_equal(wish.how, VD_LIVE_KEYS | VD_LIVE_PREV | VD_LIVE_NO_DELETE);
    assert_int_equal(wish.gap_ms, 250);
    assert_int_equal(wish.heartbeat_ms, 2000);
    wish = ask_of("", "glob=*%2ex&since=7.1&until=-1s&list=0&rate=0.5").wish;
    assert_true(vd_slice_eq(wish.glob, VD_SLICE("*.x")));
    assert_int_equal(vd_pos_cmp(wish.since.pos, (struct vd_pos){7, 2}), 0);
    assert_int_equal(wish.until.kind, VD_LIVE_TIME);
    assert_false(wish.list);
    assert_int_equal(wish.gap_ms, 2000);
    assert_int_equal(ask_of("k", "rate=0.001").wish.gap_ms, 1000000);
    assert_int_equal(ask_of("k", "rate=1000").wish.gap_ms, 1);
    wish = ask_of("k", "wait=20&limit=3").wish;
    assert_true(wish.is_poll);
    assert_int_equal(wish.wait_ms, 20000);
    assert_int_equal(wish.limit, 3);
    assert_int_equal(ask_of("k", "wait").wish.wait_ms, VD_LIVE_WAIT_MS);
    assert_int_equal(ask_of("k", "wait=5h").wish.wait_ms, VD_LIVE_WAIT_MAX_MS);
}

static void what_makes_no_sense_is_refused(void **state)
{
    static const char *const queries[] = {
        "prefix=yes",
        "prefix&prefix",
        "sinse=1",
        "since=x",
        "since",
        "since=%zz",
        "until=",
        "until=+5m",
        "type=all",
        "rate=0",
        "rate=1001",
        "rate=0.0001",
        "rate=1.",
        "rate=-1",
        "heartbeat=500ms",
        "heartbeat=2m",
        "wait=x",
        "limit=1",
        "wait&limit=0",
        "latest&until=5",
        "list&since=-5m",
        "list&since=5.1",
        "prefix&glob=*",
        "wait=1&wait=2",
        "until=2999-01-01T00:00:00Z",
    };
    struct vd_live_ask ask;

    for (size_t i = 0; i < VD_COUNT(queries); i++)
        assert_int_equal(parse("k", queries[i], NULL, 0, &ask), VD_INVALID);
    assert_int_equal(parse("", "", NULL, 0, &ask), VD_INVALID);
    assert_int_equal(parse("%4", "", NULL, 0, &ask), VD_INVALID);
}

static void a_parameter_that_is_refused_is_named(void **state)
{
    static const struct {
        const char *query, *begins;
    } rows[] = {
        {"sinse=1", "there is no parameter sinse; the parameters are prefix, "},
        {"wait=1&wait=2", "wait comes twice"},
        {"rate=0", "rate is a number "},
        {"%ff=1", "there is no parameter %ff; "},
        {"a\x01=1", "the parameters are prefix, "},
        {"\xff=1", "the parameters are prefix, "},
        {"=1", "the parameters are prefix, "},
        {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=1",
         "there is no parameter AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA; "},
    };
    struct vd_live_ask ask;

    for (size_t i = 0; i < VD_COUNT(rows); i++) {
        assert_int_equal(parse("k", rows[i].query, NULL, 0, &ask), VD_INVALID);
        if (strncmp(what, rows[i].begins, strlen(rows[i].begins)) != 0)
            fail_msg("%s: %s", rows[i].query, what);
    }
}

static void headers_say_how_and_from_where(void **state)
{
    struct vd_live_ask ask;

    assert_int_equal(ask_with("", VD_SLICE("accept"), VD_SLICE("Text/Event-Stream")).format,
                     VD_LIVE_SSE);
    assert_true(ask_with("", VD_SLICE("accept"), VD_SLICE("text/html,*/*")).is_navigation);
    ask = ask_with("since=1&list", VD_SLICE("last-event-id"), VD_SLICE("9.2"));
    assert_true(ask.is_resumed && !ask.wish.list);
    assert_int_equal(vd_pos_cmp(ask.wish.since.pos, (struct vd_pos){9, 3}), 0);
    ask = ask_with("lastEventId=9&since=1", VD_SLICE("last-event-id"), VD_SLICE(""));
    assert_int_equal(ask.wish.since.pos.revision, 10);
    ask = ask_with("since=1", VD_SLICE("if-none-match"), VD_SLICE("W/\"12\""));
    assert_true(ask.has_validator && ask.wish.is_poll);
    assert_int_equal(ask.wish.since.pos.revision, 13);
    assert_int_equal(ask.wish.wait_ms, VD_LIVE_WAIT_MS);
    ask = ask_with("", VD_SLICE("prefer"), VD_SLICE("respond-async, wait=7"));
    assert_true(ask.has_preference && ask.wish.is_poll);
    assert_int_equal(ask.wish.wait_ms, 7000);
    ask = ask_with("wait=3", VD_SLICE("prefer"), VD_SLICE("wait=7"));
    assert_int_equal(ask.wish.wait_ms, 3000);
    assert_false(ask.has_preference);
    ask = ask_with("", VD_SLICE("prefer"), VD_SLICE("wait=99999999999999"));
    assert_int_equal(ask.wish.wait_ms, VD_LIVE_WAIT_MAX_MS);
    assert_false(ask_with("", VD_SLICE("prefer"), VD_SLICE("wait=x, return=minimal")).wish.is_poll);
}

static void tags_come_one_by_one(void **state)
{
    struct vd_slice rest = VD_SLICE(" \"a\", W/\"b,c\" ,d,\"\",*"), tag;
    static const char *const tags[] = {"a", "b,c", "d", "", "*"};

    for (size_t i = 0; i < VD_COUNT(tags); i++) {
        assert_true(vd_live_tag_next(&rest, &tag));
        assert_true(vd_slice_eq(tag, vd_slice_str(tags[i])));
    }
    assert_false(vd_live_tag_next(&rest, &tag));
    rest = VD_SLICE("\"open");
    assert_true(vd_live_tag_next(&rest, &tag));
    assert_true(vd_slice_eq(tag, VD_SLICE("open")));
    assert_false(vd_live_tag_next(&rest, &tag));
}

static void memory_that_is_short_is_said(void **state)
{
    struct vd_request request = {.query = VD_SLICE("since=%31")};
    struct vd_arena small;
    struct vd_live_ask ask;

    vd_arena_init(&small, 65536);
    vd_alloc_fail_after(0);
    assert_int_equal(vd_live_ask_parse(&small, VD_SLICE("k"), &request, 0, &ask, &what), -ENOMEM);
    vd_alloc_fail_after(-1);
    vd_arena_deinit(&small);
}

static void the_end_of_a_prefix_is_the_first_key_behind_it(void **state)
{
    uint8_t room[8];

    assert_true(vd_slice_eq(vd_live_prefix_end(VD_SLICE("ab"), room), VD_SLICE("ac")));
    assert_true(vd_slice_eq(vd_live_prefix_end(VD_SLICE("a\xff\xff"), room), VD_SLICE("b")));
    assert_true(vd_slice_eq(vd_live_prefix_end(VD_SLICE("\xff"), room), VD_SLICE("\0")));
    assert_true(vd_slice_eq(vd_live_prefix_end(VD_SLICE(""), room), VD_SLICE("\0")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_may_hold_any_bytes),
        cmocka_unit_test(parameters_are_what_they_say),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(a_parameter_that_is_refused_is_named),
        cmocka_unit_test(headers_say_how_and_from_where),
        cmocka_unit_test(tags_come_one_by_one),
        cmocka_unit_test(memory_that_is_short_is_said),
        cmocka_unit_test(the_end_of_a_prefix_is_the_first_key_behind_it),
    };
    int rc = cmocka_run_group_tests(tests, NULL, NULL);

    vd_arena_deinit(&arena);
    return rc;
}
