/* SPDX-License-Identifier: Apache-2.0 */
/* Tables as kubectl asks for them: of one object, of a list, and in the events of a watch. */
#include "doors/kube/test_kube.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define TABLE "application/json;as=Table;v=v1;g=meta.k8s.io"
#define PODS  "/api/v1/namespaces/default/pods"

static unsigned get(struct test_kube *test, const char *target, const char *accept)
{
    struct test_request request = {.method = "GET", .target = target};
    char headers[256];

    (void)snprintf(headers, sizeof(headers), "accept: %s\nuser-agent: kubectl/1\n", accept);
    request.headers = headers;
    test_door_ask(&test->d, 0, &request);
    return test_kube_run(test);
}

static void make_pod(struct test_kube *test, const char *name)
{
    char body[256];

    (void)snprintf(body, sizeof(body),
                   "{\"metadata\":{\"name\":\"%s\"},\"spec\":{\"containers\":[{\"name\":\"c\","
                   "\"image\":\"i\"}]}}",
                   name);
    assert_int_equal(test_kube_json(test, "POST", PODS, body), 201);
}

static void begin(struct test_kube *test)
{
    test_kube_init(test, 0);
    assert_int_equal(
        test_kube_json(test, "POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"default\"}}"),
        201);
    make_pod(test, "a");
    make_pod(test, "b");
}

static void an_object_is_a_table_of_one_row(void **state)
{
    struct test_kube test;

    (void)state;
    begin(&test);
    assert_int_equal(get(&test, PODS "/a", TABLE), 200);
    assert_string_equal(test_kube_at(&test, "kind"), "Table");
    assert_string_equal(test_kube_at(&test, "apiVersion"), "meta.k8s.io/v1");
    assert_string_equal(test_kube_at(&test, "columnDefinitions.1.name"), "Ready");
    assert_string_equal(test_kube_at(&test, "rows.0.cells.0"), "a");
    assert_string_equal(test_kube_at(&test, "rows.0.cells.1"), "0/1");
    assert_string_equal(test_kube_at(&test, "rows.0.object.kind"), "PartialObjectMetadata");
    assert_string_equal(test_kube_at(&test, "rows.0.object.metadata.name"), "a");
    assert_string_equal(test_kube_at(&test, "rows.1"), "");
    assert_int_equal(get(&test, PODS "/a?includeObject=Object", TABLE), 200);
    assert_string_equal(test_kube_at(&test, "rows.0.object.kind"), "Pod");
    assert_string_not_equal(test_kube_at(&test, "rows.0.object.metadata.resourceVersion"), "");
    assert_string_equal(test_kube_at(&test, "rows.0.object.spec.containers.0.image"), "i");
    assert_int_equal(get(&test, PODS "/a?includeObject=None", TABLE), 200);
    assert_string_equal(test_kube_at(&test, "rows.0.object"), "null");
    assert_int_equal(get(&test, PODS "/c", TABLE), 404);
    assert_string_equal(test_kube_at(&test, "kind"), "Status");
    test_kube_deinit(&test);
}

static void a_list_is_a_table_of_its_rows(void **state)
{
    struct test_kube test;

    (void)state;
    begin(&test);
    assert_int_equal(get(&test, PODS, TABLE ",application/json"), 200);
    assert_string_equal(test_kube_at(&test, "kind"), "Table");
    assert_string_not_equal(test_kube_at(&test, "metadata.resourceVersion"), "");
    assert_string_equal(test_kube_at(&test, "columnDefinitions.0.format"), "name");
    assert_string_equal(test_kube_at(&test, "rows.0.cells.0"), "a");
    assert_string_equal(test_kube_at(&test, "rows.1.cells.0"), "b");
    assert_string_equal(test_kube_at(&test, "rows.2"), "");
    assert_int_equal(get(&test, PODS "?limit=1", TABLE), 200);
    assert_string_equal(test_kube_at(&test, "rows.0.cells.0"), "a");
    assert_string_equal(test_kube_at(&test, "rows.1"), "");
    assert_string_equal(test_kube_at(&test, "metadata.remainingItemCount"), "1");
    assert_string_not_equal(test_kube_at(&test, "metadata.continue"), "");
    assert_int_equal(get(&test, "/api/v1/configmaps?labelSelector=a%3Db",
                         "application/json;as=Table;v=v1beta1;g=meta.k8s.io"),
                     200);
    assert_string_equal(test_kube_at(&test, "apiVersion"), "meta.k8s.io/v1beta1");
    assert_string_equal(test_kube_at(&test, "rows"), "[]");
    test_kube_deinit(&test);
}

/* An event, parsed; the document lives in the test's arena. */
static const struct vd_json_value *next_event(struct test_kube *test)
{
    const char *line = test_door_line(&test->d, 0);
    struct vd_json_value *value;

    assert_non_null(line);
    assert_int_equal(
        vd_json_read(&test->arena, vd_slice_str(line), VD_KUBE_DOC_DEPTH_MAX, &value, NULL), 0);
    return vd_kube_doc_get(value, "object");
}

static void only_the_first_event_of_a_watch_says_the_columns(void **state)
{
    const struct vd_json_value *first, *second, *row;
    struct test_kube test;

    (void)state;
    begin(&test);
    (void)get(&test, PODS "?watch=1", TABLE);
    first = next_event(&test);
    second = next_event(&test);
    assert_true(vd_kube_doc_says(vd_kube_doc_get(first, "kind"), "Table"));
    assert_non_null(vd_kube_doc_array(first, "columnDefinitions"));
    assert_true(vd_kube_doc_string(vd_kube_doc_get(first, "metadata"), "resourceVersion").len > 0);
    assert_true(vd_kube_doc_is(vd_kube_doc_get(second, "columnDefinitions"), VD_JSON_NULL));
    row = vd_kube_doc_element(vd_kube_doc_array(second, "rows"), 0);
    assert_true(vd_kube_doc_says(vd_kube_doc_element(vd_kube_doc_get(row, "cells"), 0), "b"));
    test_kube_drop(&test);
    test_kube_deinit(&test);
}

static void what_begins_with_the_state_and_says_so_is_no_table(void **state)
{
    static const char TARGET[] =
        PODS "?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
             "&allowWatchBookmarks=true";
    struct test_kube test;

    (void)state;
    begin(&test);
    assert_int_equal(get(&test, TARGET, TABLE), 406);
    (void)get(&test, TARGET, TABLE ",application/json");
    assert_true(vd_kube_doc_says(vd_kube_doc_get(next_event(&test), "kind"), "Pod"));
    test_kube_drop(&test);
    test_kube_deinit(&test);
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(an_object_is_a_table_of_one_row),
        cmocka_unit_test(a_list_is_a_table_of_its_rows),
        cmocka_unit_test(only_the_first_event_of_a_watch_says_the_columns),
        cmocka_unit_test(what_begins_with_the_state_and_says_so_is_no_table),
    };

    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
