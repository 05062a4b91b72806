/* SPDX-License-Identifier: Apache-2.0 */
/* Faults on purpose, through the whole door. */
#include "doors/kube/mishap.h"

#include "doors/kube/test_reading.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

#define PODS "/api/v1/namespaces/ns/pods"

struct world_of {
    struct test_reading reading;
    struct vd_kube_mishap_desk desk;
};

/* p0, p1 and p2 at revisions 2, 3 and 4. */
static void begin(struct world_of *world, const char *rules)
{
    struct test_reading *test = &world->reading;

    assert_int_equal(vd_kube_mishap_desk_init(&world->desk, rules), 0);
    test_reading_init(test, NULL);
    test->d.facts.kube_faults = &world->desk;
    assert_int_equal(test_reading_put(test, "p0", "", "n0", true), 2);
    assert_int_equal(test_reading_put(test, "p1", "", "n1", false), 3);
    assert_int_equal(test_reading_put(test, "p2", "", "n2", true), 4);
}

static void end(struct world_of *world)
{
    test_reading_deinit(&world->reading);
    vd_kube_mishap_desk_deinit(&world->desk);
}

static void watch(struct world_of *world, const char *more)
{
    char target[256];

    snprintf(target, sizeof(target), PODS "?watch=1%s", more);
    test_reading_get(&world->reading, 0, target, NULL);
}

static void expect_pods(struct world_of *world, unsigned count)
{
    static const char *const names[] = {"\"p0\"", "\"p1\"", "\"p2\""};

    for (unsigned i = 0; i < count; i++)
        test_reading_expect(&world->reading, 0, "{\"type\":\"ADDED\"", names[i], "}}}", NULL);
}

static void rules_are_put_shown_and_deleted(void **state)
{
    struct world_of world;
    struct test_reading *test = &world.reading;

    (void)state;
    begin(&world, NULL);
    test_reading_send(test, 0, "PUT", "/kube/faults", NULL,
                      "get pods nth=2 throttle; list * expire");
    test_reading_expect(test, 0, "{\"faults\":[{\"rule\":\"get pods nth=2 throttle\",\"seen\":0",
                        "\"list * expire\"", "]}", NULL);
    test_reading_get(test, 0, PODS "/p0", NULL);
    assert_int_equal(test_reading_status(test, 0), 200);
    test_reading_send(test, 0, "PUT", "/kube/faults", NULL, "get pods");
    assert_int_equal(test_reading_status(test, 0), 400);
    test_reading_get(test, 0, "/kube/faults", NULL);
    test_reading_expect(test, 0, "\"seen\":1,\"struck\":0}", "\"list * expire\"", NULL);
    test_reading_send(test, 0, "DELETE", "/kube/faults", NULL, NULL);
    test_reading_expect(test, 0, "{\"faults\":[]}", NULL);
    test_reading_get(test, 0, PODS "/p0", NULL);
    assert_int_equal(test_reading_status(test, 0), 200);
    end(&world);
}

static void what_is_struck_is_refused_in_the_words_of_kubernetes(void **state)
{
    static const struct {
        const char *method, *target, *text;
        unsigned status;
    } cases[] = {
        {"GET", PODS "/p0", "\"reason\":\"TooManyRequests\"", 429},
        {"GET", PODS, "\"reason\":\"Expired\"", 410},
        {"DELETE", PODS "/p0",
         "\"message\":\"Operation cannot be fulfilled on pods \\\"p0\\\": the object has been "
         "modified; please apply your changes to the latest version and try again\"",
         409},
    };
    struct world_of world;
    struct test_reading *test = &world.reading;

    (void)state;
    begin(&world, "get pods throttle=7; list pods expire; write pods conflict");
    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        test_reading_send(test, 0, cases[i].method, cases[i].target, NULL, NULL);
        assert_int_equal(test_reading_status(test, 0), cases[i].status);
        assert_string_equal(test_reading_header(test, 0, "retry-after"),
                            cases[i].status == 429 ? "7" : "");
        assert_non_null(strstr(test_door_body(&test->d, 0), cases[i].text));
    }
    end(&world);
}

/* However little room there is, and so however events are gathered. */
static const size_t rooms[] = {1, 7, 64, 300, 1 << 20};

static void a_watch_expires_behind_exactly_so_many_events(void **state)
{
    (void)state;
    for (unsigned after = 0; after <= 3; after++) {
        for (size_t i = 0; i < VD_COUNT(rooms); i++) {
            struct world_of world;
            char rules[64];

            snprintf(rules, sizeof(rules), "watch pods after=%u expire", after);
            begin(&world, rules);
            test_door_set_room(&world.reading.d, rooms[i]);
            watch(&world, "");
            expect_pods(&world, after);
            test_reading_expect(&world.reading, 0, "{\"type\":\"ERROR\"", "\"code\":410", NULL);
            test_reading_expect_none(&world.reading, 0);
            assert_true(world.reading.d.x[0].finished);
            end(&world);
        }
    }
}

static void a_watch_is_cut_within_the_event_behind_so_many(void **state)
{
    (void)state;
    for (size_t i = 0; i < VD_COUNT(rooms); i++) {
        struct world_of world;
        struct test_door *d = &world.reading.d;
        const char *body;
        size_t half;

        begin(&world, "watch pods after=3 cut");
        test_door_set_room(d, rooms[i]);
        watch(&world, "&resourceVersion=1");
        expect_pods(&world, 3);
        assert_false(d->x[0].reset);
        test_reading_put(&world.reading, "p3", "", "n3", true);
        assert_null(test_door_line(d, 0));
        body = strrchr(test_door_body(d, 0), '\n') + 1;
        half = strlen(body);
        assert_non_null(strstr(body, "{\"type\":\"ADDED\",\"object\":{"));
        test_door_pass(d, 1000);
        assert_true(d->x[0].reset);
        assert_int_equal(strlen(strrchr(test_door_body(d, 0), '\n') + 1), half);
        end(&world);
    }
}

static const char initial[] =
    "&allowWatchBookmarks=1&sendInitialEvents=1&resourceVersionMatch=NotOlderThan";

static void bookmarks_are_dropped_one_or_all(void **state)
{
    struct world_of world;

    (void)state;
    begin(&world, "watch pods nth=1 bookmark=1 drop-bookmarks; watch pods nth=2 drop-bookmarks");
    for (unsigned i = 0; i < 2; i++) {
        watch(&world, initial);
        expect_pods(&world, 3);
        test_reading_expect_none(&world.reading, 0);
        test_door_pass(&world.reading.d, 70000);
        if (i == 0)
            test_reading_expect(&world.reading, 0, "{\"type\":\"BOOKMARK\"", NULL);
        test_reading_expect_none(&world.reading, 0);
    }
    end(&world);
}

static void what_is_behind_a_delayed_bookmark_comes_with_it(void **state)
{
    struct world_of world;

    (void)state;
    begin(&world, "watch pods bookmark=1 delay-bookmarks=2s");
    watch(&world, initial);
    expect_pods(&world, 3);
    test_reading_put(&world.reading, "p3", "", "n3", true);
    test_door_pass(&world.reading.d, 1900);
    test_reading_expect_none(&world.reading, 0);
    test_door_pass(&world.reading.d, 200);
    test_reading_expect(&world.reading, 0, "{\"type\":\"BOOKMARK\"", "initial-events-end", NULL);
    test_reading_expect(&world.reading, 0, "{\"type\":\"ADDED\"", "\"p3\"", NULL);
    end(&world);
}

static void who_goes_while_a_bookmark_is_delayed_leaves_nothing(void **state)
{
    struct world_of world;

    (void)state;
    begin(&world, "watch pods delay-bookmarks=2s");
    watch(&world, initial);
    expect_pods(&world, 3);
    test_door_drop(&world.reading.d, 0);
    test_door_pass(&world.reading.d, 3000);
    end(&world);
}

static void without_memory_nothing_is_half_done(void **state)
{
    static const struct {
        const char *method, *target, *body;
    } asked[] = {{"GET", PODS "?watch=1&allowWatchBookmarks=1", NULL},
                 {"GET", "/kube/faults", NULL},
                 {"PUT", "/kube/faults", "get pods throttle"}};

    (void)state;
    for (size_t i = 0; i < VD_COUNT(asked); i++) {
        for (long fail_after = 0;; fail_after++) {
            struct world_of world;
            struct test_reading *test = &world.reading;
            bool has_failed;

            begin(&world, "watch pods after=2 expire");
            test->d.fail_after = fail_after;
            test_reading_send(test, 0, asked[i].method, asked[i].target, NULL, asked[i].body);
            test->d.fail_after = -1;
            has_failed = test->d.has_failed;
            assert_true(has_failed || test_reading_status(test, 0) == 200);
            end(&world);
            if (!has_failed)
                break;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_are_put_shown_and_deleted),
        cmocka_unit_test(what_is_struck_is_refused_in_the_words_of_kubernetes),
        cmocka_unit_test(a_watch_expires_behind_exactly_so_many_events),
        cmocka_unit_test(a_watch_is_cut_within_the_event_behind_so_many),
        cmocka_unit_test(bookmarks_are_dropped_one_or_all),
        cmocka_unit_test(what_is_behind_a_delayed_bookmark_comes_with_it),
        cmocka_unit_test(who_goes_while_a_bookmark_is_delayed_leaves_nothing),
        cmocka_unit_test(without_memory_nothing_is_half_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
