/* SPDX-License-Identifier: Apache-2.0 */
/* Watching, over HTTP and WebSocket. */
#include "base/hash.h"
#include "doors/kube/test_reading.h"
#include "wire/test_websocket.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

static const char pods[] = "/api/v1/namespaces/ns/pods?watch=true";

/* p0 and p1 at revisions 2 and 3. */
static void begin(struct test_reading *test)
{
    test_reading_init(test, NULL);
    assert_int_equal(test_reading_put(test, "p0", "\"app\":\"a0\"", "n0", true), 2);
    assert_int_equal(test_reading_put(test, "p1", "\"app\":\"a1\"", "n1", false), 3);
}

static void watch(struct test_reading *test, const char *more)
{
    char target[512];

    snprintf(target, sizeof(target), "%s%s", pods, more);
    test_reading_get(test, 0, target, NULL);
}

static void expect_state(struct test_reading *test)
{
    test_reading_expect(test, 0, "{\"type\":\"ADDED\",\"object\":{", "\"resourceVersion\":\"2\"",
                        "\"p0\"", NULL);
    test_reading_expect(test, 0, "\"ADDED\"", "\"resourceVersion\":\"3\"", "\"p1\"", NULL);
}

static void who_names_no_version_gets_the_state_and_then_what_happens(void **state)
{
    static const char *const wishes[] = {"", "&resourceVersion=0", "&resourceVersion="};

    (void)state;
    for (size_t i = 0; i < VD_COUNT(wishes); i++) {
        struct test_reading test;

        begin(&test);
        watch(&test, wishes[i]);
        assert_int_equal(test_reading_status(&test, 0), 200);
        assert_string_equal(test_reading_header(&test, 0, "content-type"), "application/json");
        expect_state(&test);
        test_reading_expect_none(&test, 0);
        test_reading_put(&test, "p0", "\"app\":\"b\"", "n0", true);
        test_reading_put(&test, "p2", "", "n2", true);
        (void)world_delete(&test.world, "/registry/pods/ns/p0", "");
        test_door_run(&test.d);
        test_reading_expect(&test, 0, "{\"type\":\"MODIFIED\"", "\"4\"", "\"p0\"", "\"b\"", "}}}",
                            NULL);
        test_reading_expect(&test, 0, "{\"type\":\"ADDED\"", "\"5\"", "\"p2\"", NULL);
        test_reading_expect(&test, 0, "{\"type\":\"DELETED\"", "\"resourceVersion\":\"6\"",
                            "\"p0\"", "\"b\"", NULL);
        test_reading_expect_none(&test, 0);
        test_reading_deinit(&test);
    }
}

static void a_version_is_what_was_seen_already(void **state)
{
    struct test_reading test;

    (void)state;
    begin(&test);
    watch(&test, "&resourceVersion=2");
    test_reading_expect(&test, 0, "ADDED", "\"3\"", "p1", NULL);
    test_reading_expect_none(&test, 0);
    watch(&test, "&resourceVersion=5");
    test_reading_put(&test, "p2", "", "n", true);
    test_reading_put(&test, "p3", "", "n", true);
    test_reading_expect_none(&test, 0);
    test_reading_put(&test, "p4", "", "n", true);
    test_reading_expect(&test, 0, "ADDED", "\"6\"", "p4", NULL);
    test_reading_deinit(&test);
}

static void the_state_ends_in_a_bookmark_for_who_takes_them(void **state)
{
    static const char *const wishes[] = {
        "&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan",
        ("&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
         "&resourceVersion=2"),
        "&allowWatchBookmarks=1"};

    (void)state;
    for (size_t i = 0; i < VD_COUNT(wishes); i++) {
        struct test_reading test;

        begin(&test);
        watch(&test, wishes[i]);
        expect_state(&test);
        test_reading_expect(
            &test, 0,
            "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\","
            "\"metadata\":{\"resourceVersion\":\"3\"",
            "\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}}", NULL);
        test_reading_put(&test, "p2", "", "n", true);
        test_reading_expect(&test, 0, "ADDED", "\"4\"", NULL);
        test_reading_deinit(&test);
    }
}

static void who_wants_no_state_begins_now(void **state)
{
    struct test_reading test;

    (void)state;
    begin(&test);
    watch(&test, "&sendInitialEvents=false&resourceVersionMatch=NotOlderThan");
    test_reading_put(&test, "p2", "", "n", true);
    test_reading_expect(&test, 0, "ADDED", "\"4\"", "p2", NULL);
    test_reading_expect_none(&test, 0);
    test_reading_deinit(&test);
}

static void what_goes_not_together_is_refused(void **state)
{
    static const struct {
        const char *more;
        unsigned status;
        const char *what;
    } cases[] = {
        {"&sendInitialEvents=true", 422, "requires setting resourceVersionMatch to NotOlderThan"},
        {"&sendInitialEvents=true&resourceVersionMatch=Exact", 422, "NotOlderThan"},
        {"&resourceVersionMatch=NotOlderThan", 422, "forbidden for watch unless sendInitialEvents"},
        {"&resourceVersion=abc", 400, "invalid syntax"},
        {"&labelSelector=a%20b", 400, "unable to parse requirement"},
        {"&timeoutSeconds=x", 400, "invalid syntax"},
    };
    struct test_reading test;

    (void)state;
    begin(&test);
    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        watch(&test, cases[i].more);
        assert_int_equal(test_reading_status(&test, 0), cases[i].status);
        if (!strstr(test_door_body(&test.d, 0), cases[i].what))
            fail_msg("%s: %s", cases[i].more, test_door_body(&test.d, 0));
    }
    test_reading_deinit(&test);
}

static void a_version_that_is_gone_is_an_event_and_the_end(void **state)
{
    struct test_reading test;

    (void)state;
    begin(&test);
    test_reading_put(&test, "p2", "", "n", true);
    assert_int_equal(world_compact(&test.world, 4), 0);
    watch(&test, "&resourceVersion=2");
    assert_int_equal(test_reading_status(&test, 0), 200);
    test_reading_expect(&test, 0, "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\"",
                        "too old resource version: 2 (4)", "\"reason\":\"Expired\"",
                        "\"code\":410}}", NULL);
    assert_true(test.d.x[0].finished);
    test_reading_deinit(&test);
}

static void a_watch_that_falls_behind_the_floor_is_told_so(void **state)
{
    struct vd_kv_options options = {.slots = 3, .loops = 1, .tail_bytes = 65536};
    struct test_reading test;

    (void)state;
    test_reading_init(&test, &options);
    watch(&test, "&resourceVersion=1");
    test_door_set_room(&test.d, 0);
    for (unsigned i = 0; i < 600; i++)
        test_reading_put(&test, "p0", "", "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
                         true);
    world_keep(&test.world);
    assert_int_equal(world_compact(&test.world, 601), 0);
    world_keep(&test.world);
    test_door_set_room(&test.d, TEST_ROOM_BYTES);
    test_door_run(&test.d);
    assert_non_null(strstr(test_door_body(&test.d, 0), "\"code\":410}}\n"));
    assert_true(test.d.x[0].finished);
    test_reading_deinit(&test);
}

static void a_state_that_is_yet_to_come_is_waited_for_a_while(void **state)
{
    static const char more[] = "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                               "&allowWatchBookmarks=true&resourceVersion=4";
    struct test_reading test;

    (void)state;
    begin(&test);
    watch(&test, more);
    assert_int_equal(test_reading_status(&test, 0), 0);
    test_reading_put(&test, "p2", "", "n", true);
    test_door_pass(&test.d, 100);
    expect_state(&test);
    test_reading_expect(&test, 0, "p2", NULL);
    watch(&test, "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&resourceVersion=99");
    test_door_pass(&test.d, 3100);
    test_reading_expect(&test, 0, "\"ERROR\"", "Too large resource version: 99, current: 4",
                        "\"code\":504", NULL);
    assert_true(test.d.x[0].finished);
    test_reading_deinit(&test);
}

/* What a change of one object is to who selects. */
static void selected(const char *selector)
{
    struct test_reading test;
    char more[256];

    test_reading_init(&test, NULL);
    snprintf(more, sizeof(more), "&resourceVersion=1&%s", selector);
    watch(&test, more);
    test_reading_put(&test, "p", "\"app\":\"out\"", "out", true);
    test_reading_put(&test, "p", "\"app\":\"in\"", "in", true);
    test_reading_put(&test, "p", "\"app\":\"in\",\"x\":\"1\"", "in", true);
    test_reading_put(&test, "p", "\"app\":\"out\"", "out", true);
    test_reading_put(&test, "p", "\"app\":\"in\"", "in", false);
    (void)world_delete(&test.world, "/registry/pods/ns/p", "");
    test_door_run(&test.d);
    test_reading_expect(&test, 0, "ADDED", "\"3\"", "\"in\"", NULL);
    test_reading_expect(&test, 0, "MODIFIED", "\"4\"", "\"x\"", NULL);
    test_reading_expect(&test, 0, "DELETED", "\"resourceVersion\":\"5\"", "\"in\"", "\"x\"", NULL);
    test_reading_expect(&test, 0, "ADDED", "\"6\"", NULL);
    test_reading_expect(&test, 0, "DELETED", "\"7\"", "\"in\"", NULL);
    test_reading_expect_none(&test, 0);
    test_reading_deinit(&test);
}

static void what_comes_into_a_selection_is_added_and_what_leaves_it_deleted(void **state)
{
    (void)state;
    selected("labelSelector=app%3Din");                                  /* the hub's terms */
    selected("fieldSelector=spec.nodeName%3Din");                        /* of a field */
    selected("labelSelector=app%20in%20(in,other)");                     /* a set, judged here */
    selected("labelSelector=app!=out");                                  /* and its contrary */
    selected("labelSelector=app%3Din&fieldSelector=spec.nodeName!=out"); /* both */
}

static void a_value_that_is_no_object_is_as_if_there_was_none(void **state)
{
    struct test_reading test;

    (void)state;
    begin(&test);
    watch(&test, "&resourceVersion=3");
    test_reading_put_value(&test, "/registry/pods/ns/p0", "junk", false);
    test_reading_put_value(&test, "/registry/pods/ns/p0", "more junk", false);
    test_reading_put(&test, "p0", "", "n", true);
    test_reading_expect(&test, 0, "DELETED", "\"4\"", "\"a0\"", NULL);
    test_reading_expect(&test, 0, "ADDED", "\"6\"", NULL);
    test_reading_expect_none(&test, 0);
    test_reading_deinit(&test);
}

static void one_name_is_watched_by_field_path_or_old_path(void **state)
{
    static const char *const targets[] = {
        "/api/v1/namespaces/ns/pods?watch=1&resourceVersion=3&fieldSelector=metadata.name%3Dp0",
        "/api/v1/pods?watch=1&resourceVersion=3&fieldSelector=metadata.name%3Dp0",
        ("/api/v1/"
         "pods?watch=1&resourceVersion=3&fieldSelector=metadata.name%3Dp0,metadata.namespace"
         "%3Dns"),
        "/api/v1/watch/namespaces/ns/pods/p0?resourceVersion=3",
        "/api/v1/namespaces/ns/pods/p0?watch=true&resourceVersion=3",
        "/api/v1/watch/namespaces/ns/pods?resourceVersion=3&fieldSelector=metadata.name%3Dp0"};

    (void)state;
    for (size_t i = 0; i < VD_COUNT(targets); i++) {
        struct test_reading test;

        begin(&test);
        test_reading_get(&test, 0, targets[i], NULL);
        test_reading_put(&test, "p00", "", "n", true);
        test_reading_put(&test, "p1", "", "n", true);
        test_reading_put(&test, "p0", "", "n", true);
        test_reading_expect(&test, 0, "MODIFIED", "\"6\"", "\"p0\"", NULL);
        test_reading_expect_none(&test, 0);
        test_reading_deinit(&test);
    }
}

static void bookmarks_come_once_a_minute_and_before_the_end(void **state)
{
    struct test_reading test;

    (void)state;
    begin(&test);
    watch(&test, "&resourceVersion=3&allowWatchBookmarks=true&timeoutSeconds=90");
    test_reading_put_value(&test, "/elsewhere", "x", false);
    test_door_pass(&test.d, 50000);
    test_reading_expect_none(&test, 0);
    test_door_pass(&test.d, 11000);
    test_reading_expect(&test, 0, "{\"type\":\"BOOKMARK\"", "\"resourceVersion\":\"4\"", NULL);
    test_reading_expect_none(&test, 0);
    test_door_pass(&test.d, 28000);
    test_reading_expect(&test, 0, "{\"type\":\"BOOKMARK\"", "\"resourceVersion\":\"4\"", NULL);
    assert_false(test.d.x[0].finished);
    test_door_pass(&test.d, 2000);
    assert_true(test.d.x[0].finished);
    test_reading_expect_none(&test, 0);
    test_reading_deinit(&test);
}

static void nobody_gets_a_bookmark_who_does_not_take_them(void **state)
{
    struct test_reading test;

    (void)state;
    begin(&test);
    watch(&test, "&resourceVersion=3&timeoutSeconds=200");
    test_door_pass(&test.d, 201000);
    assert_true(test.d.x[0].finished);
    test_reading_expect_none(&test, 0);
    test_reading_deinit(&test);
}

static void metadata_alone_is_watched_and_bookmarked_as_such(void **state)
{
    struct test_reading test;

    (void)state;
    begin(&test);
    test_reading_get(&test, 0, "/api/v1/pods?watch=1&allowWatchBookmarks=1",
                     "accept: application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1\n");
    test_reading_expect(&test, 0,
                        "{\"type\":\"ADDED\",\"object\":{\"kind\":\"PartialObjectMetadata\"",
                        "\"p0\"", "}}}", NULL);
    test_reading_expect(&test, 0, "\"p1\"", NULL);
    test_reading_expect(&test, 0, "\"BOOKMARK\",\"object\":{\"kind\":\"PartialObjectMetadata\"",
                        NULL);
    test_reading_put(&test, "p0", "", "n", true);
    test_reading_expect(&test, 0, "\"MODIFIED\",\"object\":{\"kind\":\"PartialObjectMetadata\"",
                        NULL);
    test_reading_deinit(&test);
}

static void the_first_row_of_a_watch_has_the_columns(void **state)
{
    static const char accept[] = "accept: application/json;as=Table;g=meta.k8s.io;v=v1\n";
    static const char both[] =
        "accept: application/json;as=Table;g=meta.k8s.io;v=v1,application/json\n";
    static const char kept[] =
        "/api/v1/pods?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan";
    struct test_reading test;

    (void)state;
    begin(&test);
    test_reading_get(&test, 0, "/api/v1/pods?watch=1&resourceVersion=2", accept);
    test_reading_put(&test, "p1", "", "n", true);
    test_reading_expect(&test, 0, "{\"type\":\"ADDED\",\"object\":{\"kind\":\"Table\"",
                        "\"resourceVersion\":\"3\"", "\"columnDefinitions\":[{",
                        "\"cells\":[\"p1\"", "\"PartialObjectMetadata\"", NULL);
    test_reading_expect(&test, 0, "MODIFIED", "\"columnDefinitions\":null", "\"cells\":[\"p1\"",
                        NULL);
    test_reading_get(&test, 0, kept, accept);
    assert_int_equal(test_reading_status(&test, 0), 406);
    test_reading_get(&test, 0, kept, both);
    test_reading_expect(&test, 0, "\"object\":{\"kind\":\"Pod\"", NULL);
    test_reading_deinit(&test);
}

static void kinds_that_are_stored_as_others_are_converted(void **state)
{
    struct test_reading test;

    (void)state;
    test_reading_init(&test, NULL);
    test_reading_get(&test, 0, "/apis/events.k8s.io/v1/events?watch=1", NULL);
    test_reading_put_value(&test, "/registry/events/ns/e",
                           "{\"kind\":\"Event\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"e\","
                           "\"namespace\":\"ns\"},\"involvedObject\":{\"kind\":\"Pod\"},"
                           "\"message\":\"m\"}",
                           true);
    test_reading_expect(&test, 0, "ADDED", "events.k8s.io/v1", "\"resourceVersion\":\"2\"", NULL);
    assert_non_null(strstr(test_door_body(&test.d, 0), "\"regarding\":{\"kind\":\"Pod\"}"));
    test_reading_deinit(&test);
}

static void alike_watches_get_alike_and_slow_ones_lose_nothing(void **state)
{
    struct test_reading test;
    char *whole;

    (void)state;
    begin(&test);
    for (unsigned i = 0; i < TEST_CALLS; i++)
        test_reading_get(&test, i, "/api/v1/pods?watch=1", NULL);
    for (unsigned i = 0; i < TEST_CALLS; i++)
        test.d.room[i] = i ? i * i * 37 : 0; /* the first reads nothing */
    for (unsigned i = 0; i < 200; i++) {
        char name[8];

        snprintf(name, sizeof(name), "p%u", i % 7);
        test_reading_put(&test, name, "\"app\":\"a\"", "n", i % 2);
    }
    test_door_set_room(&test.d, TEST_ROOM_BYTES);
    test_door_run(&test.d);
    whole = strdup(test_door_body(&test.d, 0));
    for (unsigned i = 1; i < TEST_CALLS; i++)
        assert_string_equal(test_door_body(&test.d, i), whole);
    for (unsigned i = 0; i < 202; i++)
        test_reading_expect(&test, 0, "{\"type\":\"", "}}", NULL);
    test_reading_expect_none(&test, 0);
    free(whole);
    test_reading_deinit(&test);
}

static char *large_pod(char fill, size_t size)
{
    static const char head[] =
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p\","
        "\"namespace\":\"ns\"},\"spec\":\"";
    char *text = malloc(sizeof(head) + size + 3);

    memcpy(text, head, sizeof(head) - 1);
    memset(text + sizeof(head) - 1, fill, size);
    memcpy(text + sizeof(head) - 1 + size, "\"}", 3);
    return text;
}

/* Stalled in the middle of large events, more of them than may be held. */
static void large_events_that_are_let_go_go_on_where_they_were(void **state)
{
    enum { LARGE = 100000, EVENTS = 3 };
    const struct vd_buf *body;
    struct test_reading test;

    (void)state;
    test_reading_init(&test, NULL);
    test.kube->held_max_bytes = 2 * LARGE + 1000;
    test_door_set_room(&test.d, 0);
    for (unsigned i = 0; i < EVENTS; i++) {
        char *pod = large_pod((char)('a' + i), LARGE);

        test_reading_put_value(&test, "/registry/pods/ns/p", pod, i % 2);
        free(pod);
    }
    for (unsigned i = 0; i < TEST_CALLS; i++)
        test_reading_get(&test, i, "/api/v1/namespaces/ns/pods/p?watch=1&resourceVersion=1", NULL);
    vd_kv_enter(test.world.kv, 0);
    for (unsigned i = 0; i < TEST_CALLS; i++)
        assert_int_equal(vd_test_fill(&test.d.x[i], 1000 + 7000 * i), 1000 + 7000 * i);
    vd_kv_leave(test.world.kv, 0);
    assert_true(test.kube->held_bytes > 0 && test.kube->held_bytes <= 2 * LARGE + 1000);
    test_reading_put(&test, "p", "", "n", true);
    test_door_set_room(&test.d, 30000);
    test_door_run(&test.d);
    assert_int_equal(test.kube->held_bytes, 0);
    body = &test.d.x[0].body;
    assert_true(body->len > EVENTS * LARGE);
    for (unsigned i = 1; i < TEST_CALLS; i++)
        assert_true(vd_slice_eq(vd_buf_slice(&test.d.x[i].body), vd_buf_slice(body)));
    for (unsigned i = 0; i < EVENTS; i++)
        test_reading_expect(&test, 0, "{\"type\":\"", "\"}}", NULL);
    test_reading_expect(&test, 0, "MODIFIED", "\"nodeName\":\"n\"", NULL);
    test_reading_deinit(&test);
}

/* What a cache would hold that is filled from a watch. */
struct cache {
    int64_t revisions[10]; /* of "p0" to "p9"; 0: not there */
    int64_t last;          /* the newest that was seen */
    bool is_complete;      /* it has seen the end of the state */
};

static int64_t number_behind(const char *line, const char *word)
{
    const char *at = strstr(line, word);

    assert_non_null(at);
    return strtoll(at + strlen(word), NULL, 10);
}

static void apply_lines(struct test_reading *test, unsigned i, struct cache *cache)
{
    const char *line;

    while ((line = test_door_line(&test->d, i))) {
        int64_t revision = number_behind(line, "\"resourceVersion\":\"");
        int64_t *at;

        if (strstr(line, "BOOKMARK")) {
            assert_true(revision >= cache->last);
            cache->is_complete = true;
            cache->last = revision;
            continue;
        }
        at = &cache->revisions[number_behind(line, "\"name\":\"p")];
        if (cache->is_complete)
            assert_true(revision > cache->last);
        if (strstr(line, "ADDED"))
            assert_int_equal(*at, 0);
        else
            assert_int_not_equal(*at, 0);
        *at = strstr(line, "DELETED") ? 0 : revision;
        cache->last = revision > cache->last ? revision : cache->last;
    }
}

/* Under writers, with rooms of any size, and cut off at random: state and tail together are the
 * state, for who selects too. */
static void a_cache_that_is_cut_off_and_goes_on_is_the_list(void **state)
{
    static const char *const selectors[] = {"", "&labelSelector=app%3Da",
                                            "&labelSelector=app%20notin%20(a,b)"};

    (void)state;
    for (uint64_t round = 0; round < 90; round++) {
        const char *selector = selectors[round % 3];
        struct cache cache = {.last = 0};
        int64_t model[10] = {0};
        struct test_reading test;
        char target[256];

        test_reading_init(&test, NULL);
        for (uint64_t i = 0; i < 80; i++) {
            uint64_t random = vd_hash_u64(round * 1000 + i);
            unsigned at = (unsigned)(random % 10), label = (unsigned)(random >> 8) % 4;
            char name[8], labels[16], key[40];
            bool is_in = round % 3 == 0 || (round % 3 == 1 ? label == 0 : label > 1);

            snprintf(name, sizeof(name), "p%u", at);
            snprintf(labels, sizeof(labels), "\"app\":\"%c\"", (int)('a' + label));
            snprintf(key, sizeof(key), "/registry/pods/ns/p%u", at);
            if (i % 20 == 5) {
                snprintf(target, sizeof(target),
                         "/api/v1/pods?watch=1&allowWatchBookmarks=1%s&resourceVersion=%lld",
                         selector, cache.is_complete ? (long long)cache.last : 0ll);
                if (!cache.is_complete)
                    cache = (struct cache){.last = 0};
                test.d.room[0] = random % 3 ? 100 + random % 3000 : 0;
                test_reading_get(&test, 0, target, NULL);
            }
            if (random >> 16 & 3) {
                int64_t revision = test_reading_put(&test, name, labels, "n", random >> 20 & 1);

                model[at] = is_in ? revision : 0;
            } else {
                (void)world_delete(&test.world, key, "");
                test_door_run(&test.d);
                model[at] = 0;
            }
            if (i > 5)
                apply_lines(&test, 0, &cache);
        }
        test_door_set_room(&test.d, TEST_ROOM_BYTES);
        test_door_run(&test.d);
        apply_lines(&test, 0, &cache);
        assert_true(cache.is_complete);
        assert_memory_equal(cache.revisions, model, sizeof(model));
        test_reading_deinit(&test);
    }
}

static void a_watch_ends_as_it_should_when_the_server_goes_down(void **state)
{
    struct test_reading test;

    (void)state;
    begin(&test);
    watch(&test, "");
    test_door_drain(&test.d, 0);
    test_door_run(&test.d);
    assert_true(test.d.x[0].finished && !test.d.x[0].reset);
    test_reading_deinit(&test);
}

/* --- WebSockets --------------------------------------------------------------------------------
 */

/* The next message of a socket; its bytes are text, and *at moves behind it. */
static char *next_message(struct test_reading *test, size_t *at)
{
    const struct vd_buf *body = &test->d.x[0].body;
    struct vd_slice rest = vd_slice(body->data + *at, body->len - *at), payload;
    unsigned first;

    if (!vd_ws_peer_next(&rest, &first, &payload))
        return NULL;
    *at = body->len - rest.len;
    return strndup((const char *)payload.ptr, payload.len);
}

static void a_socket_has_an_event_a_message(void **state)
{
    struct test_reading test;
    size_t at = 0;
    char *message;

    (void)state;
    begin(&test);
    test_reading_dial(&test, 0, "/api/v1/namespaces/ns/pods?watch=1",
                      "sec-websocket-protocol: base64url.bearer.authorization.k8s.io.dG9r, "
                      "base64.binary.k8s.io\n");
    assert_string_equal(test_reading_header(&test, 0, "sec-websocket-protocol"),
                        "base64.binary.k8s.io");
    for (unsigned i = 0; i < 2; i++) {
        message = next_message(&test, &at);
        assert_non_null(message);
        assert_non_null(strstr(message, "{\"type\":\"ADDED\""));
        assert_null(strchr(message, '\n'));
        free(message);
    }
    test_reading_put(&test, "p0", "", "n", true);
    message = next_message(&test, &at);
    assert_non_null(strstr(message, "{\"type\":\"MODIFIED\""));
    free(message);
    assert_null(next_message(&test, &at));
    test_reading_deinit(&test);
}

static void a_socket_is_told_that_its_version_is_gone(void **state)
{
    struct test_reading test;
    size_t at = 0;
    char *message;

    (void)state;
    begin(&test);
    assert_int_equal(world_compact(&test.world, 3), 0);
    test_reading_dial(&test, 0, "/api/v1/pods?watch=1&resourceVersion=1", NULL);
    message = next_message(&test, &at);
    assert_non_null(message);
    assert_non_null(strstr(message, "\"code\":410"));
    free(message);
    test_reading_deinit(&test);
}

static void without_memory_a_watch_is_refused_or_broken_off(void **state)
{
    static const char *const targets[] = {
        "/api/v1/pods?watch=1&labelSelector=app%3Da1",
        "/api/v1/pods?watch=1&labelSelector=app%20in%20(a0,a1)&allowWatchBookmarks=1",
        "/api/v1/pods?watch=1&resourceVersion=2"};

    (void)state;
    for (size_t i = 0; i < VD_COUNT(targets); i++) {
        for (long fail_after = 0;; fail_after++) {
            struct test_reading test;
            bool has_failed;

            begin(&test);
            test.d.fail_after = fail_after;
            test_reading_get(&test, 0, targets[i], NULL);
            test.d.fail_after = -1;
            has_failed = test.d.has_failed;
            assert_true(has_failed || test_reading_status(&test, 0) == 200);
            test_reading_deinit(&test);
            if (!has_failed)
                break;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_names_no_version_gets_the_state_and_then_what_happens),
        cmocka_unit_test(a_version_is_what_was_seen_already),
        cmocka_unit_test(the_state_ends_in_a_bookmark_for_who_takes_them),
        cmocka_unit_test(who_wants_no_state_begins_now),
        cmocka_unit_test(what_goes_not_together_is_refused),
        cmocka_unit_test(a_version_that_is_gone_is_an_event_and_the_end),
        cmocka_unit_test(a_watch_that_falls_behind_the_floor_is_told_so),
        cmocka_unit_test(a_state_that_is_yet_to_come_is_waited_for_a_while),
        cmocka_unit_test(what_comes_into_a_selection_is_added_and_what_leaves_it_deleted),
        cmocka_unit_test(a_value_that_is_no_object_is_as_if_there_was_none),
        cmocka_unit_test(one_name_is_watched_by_field_path_or_old_path),
        cmocka_unit_test(bookmarks_come_once_a_minute_and_before_the_end),
        cmocka_unit_test(nobody_gets_a_bookmark_who_does_not_take_them),
        cmocka_unit_test(metadata_alone_is_watched_and_bookmarked_as_such),
        cmocka_unit_test(the_first_row_of_a_watch_has_the_columns),
        cmocka_unit_test(kinds_that_are_stored_as_others_are_converted),
        cmocka_unit_test(alike_watches_get_alike_and_slow_ones_lose_nothing),
        cmocka_unit_test(large_events_that_are_let_go_go_on_where_they_were),
        cmocka_unit_test(a_cache_that_is_cut_off_and_goes_on_is_the_list),
        cmocka_unit_test(a_watch_ends_as_it_should_when_the_server_goes_down),
        cmocka_unit_test(a_socket_has_an_event_a_message),
        cmocka_unit_test(a_socket_is_told_that_its_version_is_gone),
        cmocka_unit_test(without_memory_a_watch_is_refused_or_broken_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
