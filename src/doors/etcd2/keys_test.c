/* SPDX-License-Identifier: Apache-2.0 */
/* The door as its clients see it; what an etcd answers is in tests/clients. */
#include "doors/etcd2/test_etcd2.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct test_etcd2 test;

static void ask(const char *method, const char *target, const char *form)
{
    test_etcd2_ask(&test, 0, method, target, form);
    assert_true(test.d.x[0].finished);
}

static void assert_answer(unsigned status, const char *body)
{
    assert_int_equal(test.d.x[0].status, status);
    assert_string_equal(test_door_body(&test.d, 0), body);
}

static void what_is_put_is_read_and_deleted(void **state)
{
    test_etcd2_init(&test, NULL);
    ask("PUT", "/v2/keys/a/b", "value=1");
    assert_answer(201, "{\"action\":\"set\",\"node\":{\"key\":\"/a/b\",\"value\":\"1\","
                       "\"modifiedIndex\":2,\"createdIndex\":2}}\n");
    assert_string_equal(vd_test_header(&test.d.x[0], "x-etcd-index"), "2");
    ask("GET", "/v2/keys/a", NULL);
    assert_answer(200, "{\"action\":\"get\",\"node\":{\"key\":\"/a\",\"dir\":true,\"nodes\":["
                       "{\"key\":\"/a/b\",\"value\":\"1\",\"modifiedIndex\":2,\"createdIndex\":2}],"
                       "\"modifiedIndex\":2,\"createdIndex\":2}}\n");
    ask("DELETE", "/v2/keys/a?recursive=true", NULL);
    assert_answer(200, "{\"action\":\"delete\",\"node\":{\"key\":\"/a\",\"dir\":true,"
                       "\"modifiedIndex\":3,\"createdIndex\":2},\"prevNode\":{\"key\":\"/a\","
                       "\"dir\":true,\"modifiedIndex\":2,\"createdIndex\":2}}\n");
    ask("GET", "/v2/keys", NULL);
    assert_answer(200, "{\"action\":\"get\",\"node\":{\"dir\":true}}\n");
    test_etcd2_deinit(&test);
}

/* With 500, etcd's client would ask the next server, and the next. */
static void a_value_that_is_too_large_is_413(void **state)
{
    enum { BYTES = 1600000 };
    char *form = calloc(1, BYTES + 16);

    assert_non_null(form);
    memset(form, 'x', BYTES);
    memcpy(form, "value=", 6);
    test_etcd2_init(&test, NULL);
    ask("PUT", "/v2/keys/a", form);
    assert_answer(413, "{\"errorCode\":210,\"message\":\"Invalid POST form\",\"cause\":"
                       "\"etcdserver: request is too large\",\"index\":0}\n");
    test_etcd2_deinit(&test);
    free(form);
}

/* --- trees ---------------------------------------------------------------------------------------
 */

enum { NODES = 200 };

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of all nodes, in the order of a recursive listing, as a naive look at the keys has it:
 * sorted with the slash before every other byte. */
static void list_naively(char keys[NODES][32], unsigned count, struct vd_buf *out)
{
    char *paths[NODES * 4];
    unsigned n = 0;

    for (unsigned i = 0; i < count; i++) {
        size_t len = strlen(keys[i]);

        for (size_t end = 1; end <= len; end++) {
            if ((end != len && keys[i][end] != '/') || keys[i][end - 1] == '/')
                continue;
            paths[n] = strndup(keys[i], end);
            for (char *c = paths[n]; *c; c++)
                *c = *c == '/' ? 1 : *c;
            n++;
        }
    }
    qsort(paths, n, sizeof(paths[0]), by_name);
    for (unsigned i = 0; i < n; i++) {
        if (i && strcmp(paths[i], paths[i - 1]) == 0)
            continue;
        for (char *c = paths[i]; *c; c++)
            *c = *c == 1 ? '/' : *c;
        if (!strstr(paths[i], "/_") && paths[i][0] != '_')
            vd_buf_printf(out, "/%s\n", paths[i]);
        for (char *c = paths[i]; *c; c++)
            *c = *c == '/' ? 1 : *c;
    }
    for (unsigned i = 0; i < n; i++)
        free(paths[i]);
}

/* The names of all nodes, as the answer has them. */
static void list_answer(const char *body, struct vd_buf *out)
{
    for (const char *at = body; (at = strstr(at, "\"key\":\"")); at++) {
        const char *name = at + strlen("\"key\":\"");

        vd_buf_printf(out, "%.*s\n", (int)(strchr(name, '"') - name), name);
    }
}

static void make_key(uint64_t *seed, char *key)
{
    static const char *const parts[] = {"a", "b", "a-b", "a.c", "a-", "_h", "ab", "a!", "c"};
    unsigned depth = 1 + (unsigned)((*seed = vd_hash_u64(*seed + 1)) % 3);

    *key = 0;
    for (unsigned i = 0; i < depth; i++) {
        *seed = vd_hash_u64(*seed + 1);
        sprintf(key + strlen(key), "%s%s", i ? "/" : "", parts[*seed % VD_COUNT(parts)]);
    }
    *seed = vd_hash_u64(*seed + 1);
    if (*seed % 8 == 0)
        strcat(key, "/");
}

static void a_tree_is_listed_in_the_order_of_names_whoever_made_it(void **state)
{
    for (uint64_t seed = 1; seed < 30; seed++) {
        char keys[NODES][32], target[64];
        struct vd_buf want, got;
        uint64_t random = seed;
        unsigned count = (unsigned)(seed * 7 % 40);

        test_etcd2_init(&test, NULL);
        test_door_set_room(&test.d, 7 + seed * 100);
        vd_buf_init(&want, 0);
        vd_buf_init(&got, 0);
        for (unsigned i = 0; i < count; i++) {
            make_key(&random, keys[i]);
            world_put(&test.disk.world, keys[i], "v");
        }
        if (seed % 2)
            world_keep(&test.disk.world); /* and its values are on disk */
        snprintf(target, sizeof(target), "/v2/keys?recursive=true&sorted=%s",
                 seed % 3 ? "true" : "false");
        ask("GET", target, NULL);
        list_naively(keys, count, &want);
        list_answer(test_door_body(&test.d, 0), &got);
        vd_buf_append(&want, "", 1);
        vd_buf_append(&got, "", 1);
        assert_string_equal((char *)got.data, (char *)want.data);
        vd_buf_deinit(&want);
        vd_buf_deinit(&got);
        test_etcd2_deinit(&test);
    }
}

static void many_children_are_sent_as_they_are_walked(void **state)
{
    enum { MANY = 3000 };
    struct vd_buf form;

    test_etcd2_init(&test, "/");
    vd_buf_init(&form, 0);
    for (int i = 0; i < MANY; i++) {
        char key[32];

        snprintf(key, sizeof(key), "/d/%05d", i);
        world_put(&test.disk.world, key, "some value");
    }
    test_door_set_room(&test.d, 4096);
    test.d.turns_written = 0;
    ask("GET", "/v2/keys/d", NULL);
    assert_null(vd_test_header(&test.d.x[0], "content-length"));
    assert_true(test.d.turns_written > test.d.x[0].body.len / 4096);
    list_answer(test_door_body(&test.d, 0), &form);
    assert_int_equal(form.len, strlen("/d\n") + MANY * strlen("/d/00000\n"));
    /* Of those that are gone, too many to be passed over in one turn. */
    assert_int_equal(world_delete(&test.disk.world, "/d/", "/d/02999"), MANY - 1);
    ask("GET", "/v2/keys/d", NULL);
    vd_buf_clear(&form);
    list_answer(test_door_body(&test.d, 0), &form);
    assert_int_equal(form.len, strlen("/d\n/d/00000\n"));
    ask("DELETE", "/v2/keys/d/02999", NULL);
    ask("GET", "/v2/keys/d", NULL);
    assert_int_equal(test.d.x[0].status, 404);
    ask("PUT", "/v2/keys/d/e", "value=1");
    assert_int_equal(test.d.x[0].status, 201);
    vd_buf_deinit(&form);
    test_etcd2_deinit(&test);
}

/* --- watches -------------------------------------------------------------------------------------
 */

static void a_poll_ends_with_its_event_and_a_stream_when_it_is_drained(void **state)
{
    test_etcd2_init(&test, NULL);
    test_etcd2_ask(&test, 1, "GET", "/v2/keys/a?wait=true", NULL);
    test_etcd2_ask(&test, 2, "GET", "/v2/keys/?wait=true&recursive=true&stream=true", NULL);
    test_etcd2_ask(&test, 3, "GET", "/v2/keys/b?wait=true", NULL);
    assert_true(test.d.x[1].started && !test.d.x[1].finished);
    world_put(&test.disk.world, "a-b", "beside it");
    test_door_run(&test.d);
    assert_int_equal(test.d.x[1].body.len, 0);
    ask("PUT", "/v2/keys/a", "value=x");
    assert_true(test.d.x[1].finished && !test.d.x[2].finished && !test.d.x[3].finished);
    assert_string_equal(test_door_body(&test.d, 1),
                        "{\"action\":\"set\",\"node\":{\"key\":\"/a\",\"value\":\"x\","
                        "\"modifiedIndex\":3,\"createdIndex\":3}}\n");
    assert_non_null(strstr(test_door_body(&test.d, 2), "beside it"));
    assert_non_null(strstr(test_door_body(&test.d, 2), "\"/a\""));
    test_door_drain(&test.d, 2);
    test_door_drain(&test.d, 3);
    assert_true(test.d.x[2].finished && test.d.x[3].finished);
    assert_int_equal(test.d.x[3].body.len, 0);
    test_etcd2_deinit(&test);
}

static void a_directory_that_runs_out_goes_with_all_in_it_as_one_event(void **state)
{
    test_etcd2_init(&test, NULL);
    ask("PUT", "/v2/keys/d", "dir=true&ttl=5");
    ask("PUT", "/v2/keys/d/e/f", "value=1");
    world_put(&test.disk.world, "d/g", "of v3");
    test_etcd2_ask(&test, 1, "GET", "/v2/keys/d/e/f?wait=true", NULL);
    test_etcd2_ask(&test, 2, "GET", "/v2/keys/?wait=true&recursive=true&stream=true", NULL);
    test_door_pass(&test.d, 4500);
    assert_false(test.d.x[1].finished);
    test_door_pass(&test.d, 1000);
    assert_true(test.d.x[1].finished);
    assert_non_null(
        strstr(test_door_body(&test.d, 1), "{\"action\":\"expire\",\"node\":{\"key\":\"/d\""));
    assert_non_null(strstr(test_door_body(&test.d, 2), "\"action\":\"expire\""));
    assert_null(strchr(strchr(test_door_body(&test.d, 2), '\n') + 1, '\n'));
    ask("GET", "/v2/keys/", NULL);
    assert_answer(200, "{\"action\":\"get\",\"node\":{\"dir\":true}}\n");
    test_etcd2_deinit(&test);
}

/* --- what goes wrong -----------------------------------------------------------------------------
 */

static const struct {
    const char *method, *target, *form;
} REQUESTS[] = {
    {"PUT", "/v2/keys/a/b/c", "value=%31"},
    {"PUT", "/v2/keys/a/b/c", "value=2&prevValue=1&ttl=100"},
    {"PUT", "/v2/keys/a/b/c", "ttl=200&refresh=true&prevExist=true"},
    {"POST", "/v2/keys/q", "value=1&dir=true"},
    {"GET", "/v2/keys/?recursive=true", NULL},
    {"HEAD", "/v2/keys/a", NULL},
    {"GET", "/v2/keys/a/b/c", NULL},
    {"GET", "/v2/keys/a?wait=true&waitIndex=1&recursive=true", NULL},
    {"DELETE", "/v2/keys/q?dir=true", NULL},
    {"DELETE", "/v2/keys/a/b/c?prevIndex=1", NULL},
    {"DELETE", "/v2/keys/a?recursive=true", NULL},
    {"GET", "/v2/members", NULL},
    {"GET", "/v2/stats/store", NULL},
    {"GET", "/v2/auth/users/me", NULL},
};

/* Each request with each of its allocations failing: it is answered, or broken off. */
static void without_memory_a_request_is_refused_and_leaks_nothing(void **state)
{
    for (size_t i = 0; i < VD_COUNT(REQUESTS); i++) {
        for (long after = 0;; after++) {
            struct vd_exchange *x = &test.d.x[0];

            test_etcd2_init(&test, NULL);
            for (size_t k = 0; k < i && k < 4; k++)
                test_etcd2_ask(&test, 1, REQUESTS[k].method, REQUESTS[k].target, REQUESTS[k].form);
            if (after % 2)
                world_keep(&test.disk.world);
            test.d.fail_after = after;
            test_etcd2_ask(&test, 0, REQUESTS[i].method, REQUESTS[i].target, REQUESTS[i].form);
            test.d.fail_after = -1;
            assert_true(x->finished || x->reset ||
                        (x->started && strstr(REQUESTS[i].target, "wait")));
            if (!x->reset && test.d.has_failed)
                assert_true(x->status == 500 || x->status < 420);
            test_etcd2_deinit(&test);
            if (!test.d.has_failed)
                break;
        }
    }
}

static void a_peer_that_goes_leaves_its_write_behind(void **state)
{
    test_etcd2_init(&test, NULL);
    test_etcd2_begin(&test, 1, "PUT", "/v2/keys/a", "value=1&ttl=1000");
    test_door_drop(&test.d, 1);
    test_door_run(&test.d);
    ask("GET", "/v2/keys/a", NULL);
    assert_int_equal(test.d.x[0].status, 200);
    ask("PUT", "/v2/keys/b", "value=1&ttl=1000&prevExist=true");
    assert_int_equal(test.d.x[0].status, 404);
    test_etcd2_deinit(&test);
}

/* Two that have seen the same do not both have their way. */
static void who_has_been_overtaken_decides_anew(void **state)
{
    test_etcd2_init(&test, NULL);
    ask("PUT", "/v2/keys/a", "value=0");
    test_etcd2_begin(&test, 1, "PUT", "/v2/keys/a", "value=1&prevValue=0&ttl=100");
    test_etcd2_begin(&test, 2, "PUT", "/v2/keys/a", "value=2&prevValue=0&ttl=100");
    test_etcd2_begin(&test, 3, "PUT", "/v2/keys/a/b", "value=3");
    test_door_run(&test.d);
    assert_int_equal(test.d.x[1].status, 200);
    assert_int_equal(test.d.x[2].status, 412);
    assert_non_null(strstr(test_door_body(&test.d, 2), "[0 != 1]"));
    assert_int_equal(test.d.x[3].status, 400);
    /* The lease of the one that failed is given up, the other's is there. */
    test_etcd2_begin(&test, 1, "DELETE", "/v2/keys/a", NULL);
    test_etcd2_begin(&test, 2, "PUT", "/v2/keys/a/b", "value=3");
    test_etcd2_begin(&test, 3, "POST", "/v2/keys/a", "value=4");
    test_door_run(&test.d);
    assert_int_equal(test.d.x[1].status, 200);
    test_etcd2_deinit(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_put_is_read_and_deleted),
        cmocka_unit_test(a_value_that_is_too_large_is_413),
        cmocka_unit_test(a_tree_is_listed_in_the_order_of_names_whoever_made_it),
        cmocka_unit_test(many_children_are_sent_as_they_are_walked),
        cmocka_unit_test(a_poll_ends_with_its_event_and_a_stream_when_it_is_drained),
        cmocka_unit_test(a_directory_that_runs_out_goes_with_all_in_it_as_one_event),
        cmocka_unit_test(without_memory_a_request_is_refused_and_leaks_nothing),
        cmocka_unit_test(a_peer_that_goes_leaves_its_write_behind),
        cmocka_unit_test(who_has_been_overtaken_decides_anew),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
