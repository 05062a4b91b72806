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

static unsigned put(const char *target, const char *headers, const char *value)
{
    test_live_send(&test, 0, "PUT", target, headers, vd_slice_str(value));
    assert_true(test.d.x[0].finished);
    return test.d.x[0].status;
}

static unsigned get(const char *target, const char *headers)
{
    test_live_get(&test, 1, target, headers);
    assert_true(test.d.x[1].finished);
    return test.d.x[1].status;
}

static unsigned delete_key(const char *target, const char *headers)
{
    test_live_send(&test, 2, "DELETE", target, headers, VD_SLICE_EMPTY);
    assert_true(test.d.x[2].finished);
    return test.d.x[2].status;
}

static void what_is_put_is_got_as_it_was(void **state)
{
    assert_int_equal(get("/kv/k", NULL), 404);
    assert_int_equal(put("/kv/k", NULL, "one"), 201);
    assert_string_equal(test_door_body(&test.d, 0), "{\"rev\":2}\n");
    assert_int_equal(put("/kv/k", NULL, "two\n\xff"), 200);
    assert_int_equal(get("/kv/k", NULL), 200);
    assert_string_equal(test_door_body(&test.d, 1), "two\n\xff");
    assert_string_equal(vd_test_header(&test.d.x[1], "content-type"), "application/octet-stream");
    assert_string_equal(vd_test_header(&test.d.x[1], "x-content-type-options"), "nosniff");
    assert_string_equal(vd_test_header(&test.d.x[1], "content-length"), "5");
    assert_string_equal(vd_test_header(&test.d.x[1], "vedette-create"), "2");
    assert_string_equal(vd_test_header(&test.d.x[1], "vedette-version"), "2");
    assert_int_equal(get("/kv/k?rev=2", NULL), 200);
    assert_string_equal(test_door_body(&test.d, 1), "one");
    assert_int_equal(get("/kv/k?rev=9", NULL), 400);
    assert_int_equal(put("/kv/k", NULL, ""), 200);
    assert_int_equal(get("/kv/k", NULL), 200);
    assert_string_equal(test_door_body(&test.d, 1), "");
}

static void a_large_value_goes_in_any_room_and_is_held_by_nobody(void **state)
{
    static char large[1 << 20];

    for (size_t i = 0; i < sizeof(large); i++)
        large[i] = (char)('a' + i % 23);
    test_live_send(&test, 0, "PUT", "/kv/big", NULL, vd_slice(large, sizeof(large)));
    assert_int_equal(test.d.x[0].status, 201);
    for (size_t room = 4096; room < 1 << 22; room *= 8) {
        test_door_set_room(&test.d, room);
        assert_int_equal(get("/kv/big", NULL), 200);
        assert_int_equal(test.d.x[1].body.len, sizeof(large));
        assert_memory_equal(test.d.x[1].body.data, large, sizeof(large));
    }
    assert_int_equal(get("/kv/big?rev=2", "if-none-match: \"2\"\n"), 304);
    /* What is read stays what it was, whatever is put meanwhile. */
    test_door_set_room(&test.d, 0);
    test_live_get(&test, 1, "/kv/big", NULL);
    vd_kv_enter(test.world.kv, 0);
    assert_int_equal(vd_test_fill(&test.d.x[1], 50000), 50000);
    vd_kv_leave(test.world.kv, 0);
    test_door_set_room(&test.d, 50000);
    assert_int_equal(put("/kv/big", NULL, "small"), 200);
    assert_true(test.d.x[1].finished);
    assert_memory_equal(test.d.x[1].body.data, large, sizeof(large));
}

static void over_the_limit_is_refused_whether_it_was_said_or_not(void **state)
{
    static char large[(1536 << 10) + 1];

    test_live_send(&test, 0, "PUT", "/kv/k", NULL, vd_slice(large, sizeof(large)));
    assert_int_equal(test.d.x[0].status, 413);
    for (unsigned pieces = 3; pieces < 8; pieces += 4) {
        test_live_begin(&test, 0, "PUT", "/kv/k");
        for (unsigned i = 0; i < pieces; i++)
            test_live_bytes(&test, 0, vd_slice(large, sizeof(large) / 2));
        assert_int_equal(test.d.x[0].finished, pieces == 7); /* who goes on and on is told before */
        test_live_end(&test, 0);
        assert_int_equal(test.d.x[0].status, 413);
    }
    test_live_send(&test, 0, "PUT", "/kv/k", NULL, vd_slice(large, sizeof(large) - 1));
    assert_int_equal(test.d.x[0].status, 201);
}

static void conditions_are_judged_on_revisions(void **state)
{
    char tag[64];

    assert_int_equal(put("/kv/k", "if-match: *\n", "x"), 412);
    assert_int_equal(put("/kv/k", "if-none-match: *\n", "x"), 201);
    assert_int_equal(put("/kv/k", "if-none-match: *\n", "y"), 412);
    assert_int_equal(put("/kv/k", "if-match: \"2\"\n", "y"), 200);
    assert_int_equal(put("/kv/k", "if-match: \"2\"\n", "z"), 412);
    snprintf(tag, sizeof(tag), "if-match: \"7\", \"%016llx:3\"\n",
             (unsigned long long)test.live->store);
    assert_int_equal(put("/kv/k", tag, "z"), 200);
    assert_int_equal(put("/kv/k", "if-match: \"0000000000000001:4\"\n", "w"), 412);
    assert_int_equal(put("/kv/k", "if-none-match: \"4\"\n", "w"), 412);
    assert_int_equal(put("/kv/k", "if-none-match: \"3\"\n", "w"), 200);
    assert_int_equal(get("/kv/k", "if-none-match: \"5\"\n"), 304);
    assert_int_equal(get("/kv/k", "if-match: \"5\"\n"), 200);
    assert_int_equal(get("/kv/k", "if-match: \"4\"\n"), 412);
    assert_int_equal(get("/kv/absent", "if-match: *\n"), 412);
    assert_int_equal(delete_key("/kv/k", "if-match: \"4\"\n"), 412);
    assert_int_equal(delete_key("/kv/k", "if-match: \"5\"\n"), 200);
    assert_string_equal(test_door_body(&test.d, 2), "{\"rev\":6,\"deleted\":1}\n");
    assert_int_equal(delete_key("/kv/k", NULL), 404);
}

static void a_key_with_a_time_to_live_goes_by_itself(void **state)
{
    assert_int_equal(put("/kv/k?ttl=3s", NULL, "x"), 201);
    assert_int_equal(get("/kv/k", NULL), 200);
    assert_non_null(vd_test_header(&test.d.x[1], "vedette-lease"));
    test_door_pass(&test.d, 2500);
    assert_int_equal(get("/kv/k", NULL), 200);
    test_door_pass(&test.d, 1500);
    assert_int_equal(get("/kv/k", NULL), 404);
    assert_int_equal(put("/kv/k?lease=77", NULL, "x"), 404);
    assert_int_equal(world_grant(&test.world, 77, 60000), 0);
    assert_int_equal(put("/kv/k?lease=77", NULL, "x"), 201);
    assert_int_equal(world_revoke(&test.world, 77), 0);
    assert_int_equal(get("/kv/k", NULL), 404);
}

static void a_write_that_came_to_nothing_leaves_no_lease(void **state)
{
    struct vd_kv_stats stats;

    assert_int_equal(put("/kv/k?ttl=60s", "if-match: *\n", "x"), 412);
    vd_kv_enter(test.world.kv, 0);
    vd_kv_stats(test.world.kv, &stats);
    vd_kv_leave(test.world.kv, 0);
    assert_int_equal(stats.leases, 0);
    assert_int_equal(stats.leases_granted, 1);
}

static void a_list_is_json_in_pages(void **state)
{
    const char *body;

    for (char c = 'a'; c < 'f'; c++) {
        char target[] = "/kv/s/?";

        target[6] = c;
        put(target, NULL, "v");
    }
    put("/kv/t", NULL, "v");
    assert_int_equal(get("/kv/s/?prefix", NULL), 200);
    assert_non_null(strstr(test_door_body(&test.d, 1), "\"count\":5,\"more\":false}"));
    assert_int_equal(get("/kv/s/?prefix&limit=2&keys", NULL), 200);
    body = test_door_body(&test.d, 1);
    assert_non_null(strstr(body, "\"key\":\"s/b\""));
    assert_null(strstr(body, "\"key\":\"s/c\""));
    assert_null(strstr(body, "\"value\""));
    assert_non_null(strstr(body, "\"count\":5,\"more\":true}"));
    assert_int_equal(get("/kv/s/?prefix&after=s/d&rev=5", NULL), 200);
    assert_non_null(strstr(test_door_body(&test.d, 1), "\"items\":[],\"count\":0,\"more\":false}"));
    assert_int_equal(get("/kv/s/?prefix&after=s/d&rev=6", NULL), 200);
    assert_non_null(strstr(test_door_body(&test.d, 1), "\"key\":\"s/e\""));
    for (size_t room = 1; room < 500; room *= 3) {
        test_door_set_room(&test.d, room);
        assert_int_equal(get("/kv/?prefix", NULL), 200);
        assert_non_null(strstr(test_door_body(&test.d, 1), "\"count\":6,\"more\":false}\n"));
    }
    test_door_set_room(&test.d, 1 << 20);
    assert_int_equal(delete_key("/kv/s/?prefix", NULL), 200);
    assert_non_null(strstr(test_door_body(&test.d, 2), "\"deleted\":5"));
    assert_int_equal(delete_key("/kv/s/?prefix", NULL), 200);
    assert_int_equal(get("/kv/t", NULL), 200);
}

static void what_makes_no_sense_is_refused(void **state)
{
    assert_int_equal(get("/kv/", NULL), 400);
    assert_int_equal(get("/kv/k?ttl=3", NULL), 400);
    assert_int_equal(get("/kv/k?limit=3", NULL), 400);
    assert_int_equal(get("/kv/k?rev=0", NULL), 400);
    assert_int_equal(get("/kv/k?what", NULL), 400);
    assert_int_equal(get("/kv/%zz", NULL), 400);
    assert_int_equal(put("/kv/k?prefix", NULL, "x"), 400);
    assert_int_equal(put("/kv/k?ttl=0", NULL, "x"), 400);
    assert_int_equal(put("/kv/k?ttl=1&lease=2", NULL, "x"), 400);
    assert_int_equal(put("/kv/k?lease=9999999999999999999", NULL, "x"), 400);
    assert_string_equal(vd_test_header(&test.d.x[0], "content-type"), "application/problem+json");
}

static void who_leaves_in_the_middle_leaves_nothing(void **state)
{
    struct vd_kv_stats stats;

    test_door_set_room(&test.d, 0);
    test_live_send(&test, 0, "PUT", "/kv/k?ttl=60s", NULL, VD_SLICE("x"));
    test_door_drop(&test.d, 0);
    test_door_run(&test.d);
    vd_kv_enter(test.world.kv, 0);
    vd_kv_stats(test.world.kv, &stats);
    vd_kv_leave(test.world.kv, 0);
    assert_int_equal(stats.leases, 1); /* with its key */
}

static void a_write_survives_each_failed_allocation(void **state)
{
    bool hit = true;

    for (long n = 0; hit && n < 100; n++) {
        test.d.has_failed = false;
        test.d.fail_after = n;
        test_live_send(&test, 0, "PUT", "/kv/k?ttl=60s", "if-none-match: \"1\"\n", VD_SLICE("xy"));
        hit = test.d.has_failed;
        test.d.fail_after = -1;
        test_door_run(&test.d);
        assert_true(test.d.x[0].status == 200 || test.d.x[0].status == 201 ||
                    test.d.x[0].status == 503);
        assert_true(hit || test.d.x[0].status < 300);
    }
    assert_false(hit);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_put_is_got_as_it_was),
        TEST(a_large_value_goes_in_any_room_and_is_held_by_nobody),
        TEST(over_the_limit_is_refused_whether_it_was_said_or_not),
        TEST(conditions_are_judged_on_revisions),
        TEST(a_key_with_a_time_to_live_goes_by_itself),
        TEST(a_write_that_came_to_nothing_leaves_no_lease),
        TEST(a_list_is_json_in_pages),
        TEST(what_makes_no_sense_is_refused),
        TEST(who_leaves_in_the_middle_leaves_nothing),
        TEST(a_write_survives_each_failed_allocation),
    };
#undef TEST

    return cmocka_run_group_tests(tests, NULL, NULL);
}
