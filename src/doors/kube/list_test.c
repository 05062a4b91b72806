/* SPDX-License-Identifier: Apache-2.0 */
/* Reading objects: one, and lists of them. */
#include "base/metrics.h"
#include "doors/kube/test_reading.h"
#include "doors/kube/token.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

static const char pods[] = "/api/v1/namespaces/ns/pods";

/* p0 to p4 at revisions 2 to 6, app a0 or a1 by turns, on nodes n0 to n4. */
static void begin(struct test_reading *test)
{
    test_reading_init(test, NULL);
    for (unsigned i = 0; i < 5; i++) {
        char name[8], label[32], node[8];

        snprintf(name, sizeof(name), "p%u", i);
        snprintf(label, sizeof(label), "\"app\":\"a%u\"", i % 2);
        snprintf(node, sizeof(node), "n%u", i);
        assert_int_equal(test_reading_put(test, name, label, node, i % 3 != 0), i + 2);
    }
}

static const char *body(struct test_reading *test)
{
    return test_door_body(&test->d, 0);
}

static void get(struct test_reading *test, const char *target)
{
    test_reading_get(test, 0, target, NULL);
}

/* Exactly these objects are in the answer, each by its name: "p0 p2". */
static void assert_names(struct test_reading *test, const char *names)
{
    const char *text = body(test), *at = strstr(text, "\"items\":[");
    char found[256] = "";

    assert_non_null(at);
    while ((at = strstr(at, "\"name\":\""))) {
        at += strlen("\"name\":\"");
        strncat(found, at, strcspn(at, "\""));
        strcat(found, " ");
    }
    if (strcmp(found, names) != 0)
        fail_msg("%s is not %s in %s", found, names, text);
}

static void assert_says(struct test_reading *test, const char *what)
{
    if (!strstr(body(test), what))
        fail_msg("%s is not in %s", what, body(test));
}

static void assert_refused(struct test_reading *test, unsigned status, const char *what)
{
    assert_int_equal(test_reading_status(test, 0), status);
    assert_says(test, "\"kind\":\"Status\"");
    assert_says(test, what);
}

static void one_object_has_its_revision_in_it(void **state)
{
    struct test_reading test;

    (void)state;
    begin(&test);
    get(&test, "/api/v1/namespaces/ns/pods/p1");
    assert_int_equal(test_reading_status(&test, 0), 200);
    assert_string_equal(body(&test),
                        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":"
                        "\"3\",\"name\":\"p1\",\"namespace\":\"ns\",\"labels\":{\"app\":\"a1\"}},"
                        "\"spec\":{\"nodeName\":\"n1\"}}\n");
    assert_string_equal(test_reading_header(&test, 0, "content-type"), "application/json");
    assert_string_equal(test_reading_header(&test, 0, "cache-control"), "no-cache, private");
    assert_int_equal(strlen(test_reading_header(&test, 0, "audit-id")), 36);
    get(&test, "/api/v1/namespaces/ns/pods/p1/status");
    assert_int_equal(test_reading_status(&test, 0), 200);
    get(&test, "/api/v1/namespaces/ns/pods/none");
    assert_refused(&test, 404, "pods \\\"none\\\" not found");
    get(&test, "/api/v1/namespaces/ns/pods/p1?resourceVersion=x");
    assert_refused(&test, 400, "invalid syntax");
    test_reading_deinit(&test);
}

static void an_object_is_shown_to_people_as_they_like_it(void **state)
{
    struct test_reading test;

    (void)state;
    begin(&test);
    test_reading_get(&test, 0, "/api/v1/namespaces/ns/pods/p1", "user-agent: curl/8\n");
    assert_says(&test, "{\n  \"kind\": \"Pod\",\n  \"apiVersion\": \"v1\",\n  \"metadata\": {\n");
    test_reading_get(&test, 0, "/api/v1/namespaces/ns/pods?limit=1", "user-agent: curl/8\n");
    assert_says(&test, "\n  \"items\": [\n    {\n      \"kind\": \"Pod\"");
    test_reading_get(&test, 0, "/api/v1/namespaces/ns/pods?pretty=false&labelSelector=none",
                     "user-agent: curl/8\n");
    assert_says(&test, "\"items\":[]}\n");
    get(&test, "/api/v1/namespaces/ns/pods?pretty&labelSelector=none");
    assert_says(&test, "\"items\": []\n}\n");
    test_reading_deinit(&test);
}

static void a_list_has_all_objects_and_the_revision_that_they_were_read_at(void **state)
{
    struct test_reading test;

    (void)state;
    begin(&test);
    get(&test, pods);
    assert_int_equal(test_reading_status(&test, 0), 200);
    assert_names(&test, "p0 p1 p2 p3 p4 ");
    assert_says(&test, "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":"
                       "{\"resourceVersion\":\"6\"},\"items\":[{");
    get(&test, "/api/v1/pods");
    assert_names(&test, "p0 p1 p2 p3 p4 ");
    get(&test, "/api/v1/namespaces/other/pods");
    assert_names(&test, "");
    get(&test, "/api/v1/namespaces/n/pods");
    assert_names(&test, "");
    test_reading_deinit(&test);
}

static void what_is_no_object_is_left_out_and_counted(void **state)
{
    struct test_reading test;
    uint64_t before = vd_metric_read(VD_M_KUBE_STRANGERS);

    (void)state;
    begin(&test);
    test_reading_put_value(&test, "/registry/pods/ns/p1x", "not JSON", false);
    test_reading_put_value(&test, "/registry/pods/p1x",
                           "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{}}", false);
    get(&test, "/api/v1/pods");
    assert_names(&test, "p0 p1 p2 p3 p4 ");
    assert_int_equal(vd_metric_read(VD_M_KUBE_STRANGERS) - before, 2);
    get(&test, "/api/v1/namespaces/ns/pods/p1x");
    assert_refused(&test, 500, "/registry/pods/ns/p1x");
    test_reading_deinit(&test);
}

static void selectors_choose(void **state)
{
    static const char *const cases[][2] = {
        {"labelSelector=app%3Da1", "p1 p3 "},
        {"labelSelector=app%20in%20(a0,a1)", "p0 p1 p2 p3 p4 "},
        {"labelSelector=app!=a0", "p1 p3 "},
        {"labelSelector=!app", ""},
        {"fieldSelector=spec.nodeName%3Dn2", "p2 "},
        {"fieldSelector=metadata.name%3Dp3", "p3 "},
        {"fieldSelector=metadata.name!=p3,spec.nodeName!=n0&labelSelector=app=a0", "p2 p4 "},
        {"fieldSelector=metadata.namespace=ns&labelSelector=app=a1", "p1 p3 "},
        {"fieldSelector=metadata.namespace=other", ""},
    };
    struct test_reading test;

    (void)state;
    begin(&test);
    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        char target[256];

        snprintf(target, sizeof(target), "/api/v1/pods?%s", cases[i][0]);
        get(&test, target);
        assert_names(&test, cases[i][1]);
    }
    get(&test, "/api/v1/pods?labelSelector=a%20b");
    assert_refused(&test, 400, "unable to parse requirement");
    get(&test, "/api/v1/pods?fieldSelector=spec.color=x");
    assert_refused(&test, 400, "field label not supported: spec.color");
    test_reading_deinit(&test);
}

/* Copies what stands behind "continue". */
static char *token_of(struct test_reading *test)
{
    const char *at = strstr(body(test), "\"continue\":\"");

    if (!at)
        return NULL;
    at += strlen("\"continue\":\"");
    return strndup(at, strcspn(at, "\""));
}

static void go_on(struct test_reading *test, const char *query, char *token)
{
    char target[1024];

    assert_non_null(token);
    snprintf(target, sizeof(target), "%s?%s&continue=%s", pods, query, token);
    get(test, target);
    free(token);
}

static void pages_are_of_one_revision_and_leave_nothing_out(void **state)
{
    struct test_reading test;

    (void)state;
    begin(&test);
    get(&test, "/api/v1/namespaces/ns/pods?limit=2");
    assert_names(&test, "p0 p1 ");
    assert_says(&test, "\"remainingItemCount\":3}");
    test_reading_put(&test, "p1a", "", "n", true);
    (void)world_delete(&test.world, "/registry/pods/ns/p3", "");
    go_on(&test, "limit=2", token_of(&test));
    assert_names(&test, "p2 p3 ");
    assert_says(&test, "\"resourceVersion\":\"6\",\"continue\"");
    go_on(&test, "limit=2", token_of(&test));
    assert_names(&test, "p4 ");
    assert_null(token_of(&test));
    test_reading_deinit(&test);
}

static void selectors_fill_their_pages(void **state)
{
    struct test_reading test;

    (void)state;
    begin(&test);
    get(&test, "/api/v1/namespaces/ns/pods?limit=2&labelSelector=app%3Da0");
    assert_names(&test, "p0 p2 ");
    assert_null(strstr(body(&test), "remainingItemCount"));
    go_on(&test, "limit=2&labelSelector=app%3Da0", token_of(&test));
    assert_names(&test, "p4 ");
    test_reading_deinit(&test);
}

static void a_page_whose_revision_is_gone_is_told_how_to_go_on(void **state)
{
    struct test_reading test;

    (void)state;
    begin(&test);
    get(&test, "/api/v1/namespaces/ns/pods?limit=2");
    test_reading_put(&test, "p1a", "", "n", true);
    test_reading_put(&test, "p5", "", "n", true);
    assert_int_equal(world_compact(&test.world, 8), 0);
    go_on(&test, "limit=2", token_of(&test));
    assert_refused(&test, 410, "\"reason\":\"Expired\"");
    go_on(&test, "limit=10", token_of(&test));
    assert_names(&test, "p1a p2 p3 p4 p5 ");
    test_reading_deinit(&test);
}

static void tokens_that_are_none_of_this_list_are_refused(void **state)
{
    static const char *const tokens[] = {
        "x",
        "e30",                                                          /* {} */
        "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MCwic3RhcnQiOiJucy9wMSJ9", /* rv 0 */
        "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6Niwic3RhcnQiOiIuLi94In0",  /* start ../x */
        "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6Niwic3RhcnQiOiJhYS94In0",  /* start aa/x */
        "eyJ2IjoieCIsInJ2Ijo2LCJzdGFydCI6Im5zL3AxIn0",                  /* v x */
    };
    struct test_reading test;

    (void)state;
    begin(&test);
    for (size_t i = 0; i < VD_COUNT(tokens); i++) {
        go_on(&test, "limit=2", strdup(tokens[i]));
        assert_refused(&test, 400, "continue key is not valid");
    }
    get(&test, "/api/v1/namespaces/ns/pods?limit=2&resourceVersion=6&continue=x");
    assert_refused(&test, 400, "not allowed when using continue");
    test_reading_deinit(&test);
}

static void versions_are_matched_as_they_are_asked_for(void **state)
{
    static const struct {
        const char *query;
        unsigned status;
        const char *what;
    } cases[] = {
        {"", 200, "\"resourceVersion\":\"6\"}"},
        {"resourceVersion=0", 200, "\"resourceVersion\":\"6\"}"},
        {"resourceVersion=0&limit=1", 200, "\"name\":\"p4\""},
        {"resourceVersion=4", 200, "\"resourceVersion\":\"6\"}"},
        {"resourceVersion=4&limit=9", 200, "\"resourceVersion\":\"4\"}"},
        {"resourceVersion=4&resourceVersionMatch=Exact", 200, "\"resourceVersion\":\"4\"}"},
        {"resourceVersion=4&resourceVersionMatch=NotOlderThan", 200, "\"resourceVersion\":\"6\"}"},
        {"resourceVersion=4&resourceVersionMatch=NotOlderThan&limit=9", 200,
         "\"resourceVersion\":\"6\"}"},
        {"resourceVersion=0&resourceVersionMatch=Exact", 422, "forbidden for resourceVersion"},
        {"resourceVersionMatch=Exact", 422, "forbidden unless resourceVersion is provided"},
        {"resourceVersion=4&resourceVersionMatch=Foo", 422, "Unsupported value: \\\"Foo\\\""},
        {"resourceVersion=0&resourceVersionMatch=NotOlderThan&continue=x", 422,
         "resourceVersionMatch is forbidden when continue is provided"},
        {"sendInitialEvents=true", 422, "sendInitialEvents is forbidden for list"},
        {"resourceVersion=-1", 400, "invalid syntax"},
        {"limit=x", 400, "invalid syntax"},
    };
    struct test_reading test;

    (void)state;
    begin(&test);
    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        char target[256];

        snprintf(target, sizeof(target), "%s?%s", pods, cases[i].query);
        get(&test, target);
        if (test_reading_status(&test, 0) != cases[i].status)
            fail_msg("%s: %s", cases[i].query, body(&test));
        assert_says(&test, cases[i].what);
    }
    assert_int_equal(world_compact(&test.world, 5), 0);
    get(&test, "/api/v1/pods?resourceVersion=4&resourceVersionMatch=Exact");
    assert_refused(&test, 410, "\"reason\":\"Expired\"");
    test_reading_deinit(&test);
}

static void a_version_that_is_yet_to_come_is_waited_for_a_while(void **state)
{
    struct test_reading test;

    (void)state;
    begin(&test);
    get(&test, "/api/v1/pods?resourceVersion=7");
    get(&test, "/api/v1/pods?resourceVersion=7");
    assert_int_equal(test_reading_status(&test, 0), 0);
    test_reading_put(&test, "p5", "", "n", true);
    test_door_pass(&test.d, 100);
    assert_names(&test, "p0 p1 p2 p3 p4 p5 ");
    get(&test, "/api/v1/pods?resourceVersion=99&resourceVersionMatch=Exact");
    test_door_pass(&test.d, 3100);
    assert_refused(&test, 504, "Timeout: Too large resource version: 99, current: 7");
    assert_says(&test, "ResourceVersionTooLarge");
    assert_string_equal(test_reading_header(&test, 0, "retry-after"), "1");
    get(&test, "/api/v1/namespaces/ns/pods/p1?resourceVersion=99");
    test_door_pass(&test.d, 3100);
    assert_refused(&test, 504, "Too large");
    test_reading_deinit(&test);
}

static void metadata_alone_is_shown_to_who_asks_for_it(void **state)
{
    static const char accept[] =
        "accept: application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1\n";
    struct test_reading test;

    (void)state;
    begin(&test);
    test_reading_get(&test, 0, pods, accept);
    assert_says(&test, "{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/v1\"");
    assert_says(&test, "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\","
                       "\"metadata\":{\"resourceVersion\":\"3\",\"name\":\"p1\"");
    assert_null(strstr(body(&test), "nodeName"));
    test_reading_get(&test, 0, "/api/v1/namespaces/ns/pods/p1",
                     "accept: application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1\n");
    assert_says(&test, "\"labels\":{\"app\":\"a1\"}}}\n");
    test_reading_get(&test, 0, pods, "accept: application/vnd.kubernetes.protobuf\n");
    assert_refused(&test, 406, "NotAcceptable");
    test_reading_get(&test, 0, pods,
                     "accept: application/vnd.kubernetes.protobuf,application/json\n");
    assert_names(&test, "p0 p1 p2 p3 p4 ");
    test_reading_deinit(&test);
}

static void rows_are_printed_for_who_asks_for_a_table(void **state)
{
    static const char accept[] = "accept: application/json;as=Table;g=meta.k8s.io;v=v1\n";
    struct test_reading test;

    (void)state;
    begin(&test);
    test_reading_get(&test, 0, pods, accept);
    assert_says(&test, "{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{"
                       "\"resourceVersion\":\"6\"},\"columnDefinitions\":[{\"name\":\"Name\"");
    assert_says(&test, "\"rows\":[{\"cells\":[\"p0\",");
    assert_says(&test, "\"object\":{\"kind\":\"PartialObjectMetadata\"");
    test_reading_get(&test, 0, "/api/v1/pods?limit=1&includeObject=None", accept);
    assert_says(&test, "\"object\":null}],\"metadata\":{\"resourceVersion\":\"6\",\"continue\"");
    test_reading_get(&test, 0, "/api/v1/namespaces/ns/pods/p1?includeObject=Object", accept);
    assert_says(&test, "\"metadata\":{\"resourceVersion\":\"3\"},\"columnDefinitions\":[{");
    assert_says(&test, "\"object\":{\"kind\":\"Pod\"");
    test_reading_deinit(&test);
}

static void one_object_is_shown_as_yaml_to_who_asks_for_it(void **state)
{
    struct test_reading test;

    (void)state;
    begin(&test);
    test_reading_get(&test, 0, "/api/v1/namespaces/ns/pods/p1", "accept: application/yaml\n");
    assert_string_equal(test_reading_header(&test, 0, "content-type"), "application/yaml");
    assert_string_equal(body(&test),
                        "apiVersion: v1\nkind: Pod\nmetadata:\n  labels:\n    app: a1\n"
                        "  name: p1\n  namespace: ns\n  resourceVersion: \"3\"\nspec:\n"
                        "  nodeName: n1\n");
    test_reading_deinit(&test);
}

static void a_list_is_written_in_whatever_pieces_there_is_room_for(void **state)
{
    struct test_reading test;
    char *whole;

    (void)state;
    begin(&test);
    get(&test, "/api/v1/pods?limit=4");
    whole = strdup(body(&test));
    for (size_t room = 1; room < 200; room += 7) {
        test_door_set_room(&test.d, room);
        get(&test, "/api/v1/pods?limit=4");
        assert_string_equal(body(&test), whole);
    }
    free(whole);
    test_reading_deinit(&test);
}

static void paths_lead_to_what_they_name(void **state)
{
    static const struct {
        const char *method, *target;
        unsigned status;
    } cases[] = {
        {"GET", "/api/v1/namespaces/ns/pods/", 200},
        {"GET", "/api/v1/namespaces", 200},
        {"GET", "/api/v1/namespaces/ns", 404},
        {"GET", "/api/v1/pods/p1", 404},
        {"GET", "/api/v1/namespaces/ns/nodes", 404},
        {"GET", "/api/v1/things", 404},
        {"GET", "/apis/apps/v1/deployments", 200},
        {"GET", "/apis/apps/v2/deployments", 404},
        {"GET", "/api/v1/namespaces/ns/pods/p1/nothing", 404},
        {"PUT", "/api/v1/namespaces/ns/pods", 405},
        {"POST", "/api/v1/pods", 405},
        {"DELETE", "/api/v1/pods", 405},
        {"POST", "/api/v1/namespaces/ns/pods/p1", 405},
        {"GET", "/api/v1/namespaces/%zz/pods", 400},
        {"GET", "/api/v1/namespaces/n%73/pods/p1", 200},
    };
    struct test_reading test;

    (void)state;
    begin(&test);
    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        test_reading_send(&test, 0, cases[i].method, cases[i].target, NULL, NULL);
        if (test_reading_status(&test, 0) != cases[i].status)
            fail_msg("%s %s: %u", cases[i].method, cases[i].target, test_reading_status(&test, 0));
    }
    test_reading_deinit(&test);
}

/* Whatever fails, it is said or broken off, and nothing is left. */
static void without_memory_a_list_is_refused_or_broken_off(void **state)
{
    static const char *const targets[] = {
        "/api/v1/pods?limit=2&labelSelector=app%20in%20(a0,a1),app%3Da1",
        "/api/v1/namespaces/ns/pods?fieldSelector=spec.nodeName%3Dn1&pretty",
        "/api/v1/namespaces/ns/pods/p2"};

    (void)state;
    for (size_t i = 0; i < VD_COUNT(targets); i++) {
        for (long fail_after = 0;; fail_after++) {
            struct test_reading test;
            bool has_failed;

            begin(&test);
            test.d.fail_after = fail_after;
            get(&test, targets[i]);
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
        cmocka_unit_test(one_object_has_its_revision_in_it),
        cmocka_unit_test(an_object_is_shown_to_people_as_they_like_it),
        cmocka_unit_test(a_list_has_all_objects_and_the_revision_that_they_were_read_at),
        cmocka_unit_test(what_is_no_object_is_left_out_and_counted),
        cmocka_unit_test(selectors_choose),
        cmocka_unit_test(pages_are_of_one_revision_and_leave_nothing_out),
        cmocka_unit_test(selectors_fill_their_pages),
        cmocka_unit_test(a_page_whose_revision_is_gone_is_told_how_to_go_on),
        cmocka_unit_test(tokens_that_are_none_of_this_list_are_refused),
        cmocka_unit_test(versions_are_matched_as_they_are_asked_for),
        cmocka_unit_test(a_version_that_is_yet_to_come_is_waited_for_a_while),
        cmocka_unit_test(metadata_alone_is_shown_to_who_asks_for_it),
        cmocka_unit_test(rows_are_printed_for_who_asks_for_a_table),
        cmocka_unit_test(one_object_is_shown_as_yaml_to_who_asks_for_it),
        cmocka_unit_test(a_list_is_written_in_whatever_pieces_there_is_room_for),
        cmocka_unit_test(paths_lead_to_what_they_name),
        cmocka_unit_test(without_memory_a_list_is_refused_or_broken_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
