/* SPDX-License-Identifier: Apache-2.0 */
/* What happens by itself: seen through the answers that a client gets. */
#include "doors/kube/test_kube.h"

#include "base/check.h"
#include "doors/kube/model/crd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define SPACES "/api/v1/namespaces"
#define MAPS   "/api/v1/namespaces/default/configmaps"

enum { TEXT_BYTES = 1024, MANY = 300, PASS_MS = 2000 };

static struct test_kube t;

static int setup(void **state)
{
    (void)state;
    test_kube_init_by_itself(&t);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    test_kube_deinit(&t);
    return 0;
}

/* Until what is due has been done, and what rests has had its time. */
static void settle(void)
{
    test_door_pass(&t.d, PASS_MS);
}

static unsigned status_of(const char *method, const char *target, const char *body)
{
    unsigned status = test_kube_json(&t, method, target, body);

    settle();
    return status;
}

static bool is_there(const char *target)
{
    return test_kube_json(&t, "GET", target, NULL) == 200;
}

/* A ConfigMap with an owner (NULL: none); its uid, until the next call. */
static const char *make(const char *name, const char *owner, const char *uid, const char *more)
{
    static char made[TEXT_BYTES];
    char body[TEXT_BYTES], owners[TEXT_BYTES] = "";

    if (owner)
        snprintf(
            owners, sizeof(owners),
            ",\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"%s\","
            "\"uid\":\"%s\"%s}]",
            owner, uid, more);
    snprintf(body, sizeof(body), "{\"metadata\":{\"name\":\"%s\"%s}}", name, owners);
    assert_int_equal(status_of("POST", MAPS, body), 201);
    snprintf(made, sizeof(made), "%s", test_kube_at(&t, "metadata.uid"));
    return made;
}

#define BLOCKS ",\"blockOwnerDeletion\":true"

static void the_first_request_finds_four_namespaces_with_what_each_has(void **state)
{
    static const char *const names[] = {"default", "kube-system", "kube-public", "kube-node-lease"};
    char target[TEXT_BYTES];

    (void)state;
    assert_int_equal(test_kube_head(&t), 1);
    assert_int_equal(test_kube_json(&t, "GET", SPACES, NULL), 200);
    assert_string_equal(test_kube_at(&t, "items.3.metadata.name"), "kube-system");
    settle();
    for (size_t i = 0; i < VD_COUNT(names); i++) {
        snprintf(target, sizeof(target), SPACES "/%s/serviceaccounts/default", names[i]);
        assert_true(is_there(target));
        snprintf(target, sizeof(target), SPACES "/%s/configmaps/kube-root-ca.crt", names[i]);
        assert_true(is_there(target));
    }
    assert_int_equal(test_kube_head(&t), 1 + 4 * 3);
}

static void what_a_namespace_has_comes_with_it_and_comes_back(void **state)
{
    (void)state;
    assert_int_equal(status_of("POST", SPACES, "{\"metadata\":{\"name\":\"n\"}}"), 201);
    assert_true(is_there(SPACES "/n/serviceaccounts/default"));
    assert_int_equal(status_of("DELETE", SPACES "/n/serviceaccounts/default", NULL), 200);
    assert_true(is_there(SPACES "/n/serviceaccounts/default"));
}

static void a_namespace_goes_with_all_that_it_holds(void **state)
{
    (void)state;
    assert_int_equal(status_of("POST", SPACES, "{\"metadata\":{\"name\":\"n\"}}"), 201);
    for (int i = 0; i < MANY; i++) {
        char body[TEXT_BYTES];

        snprintf(body, sizeof(body), "{\"metadata\":{\"name\":\"m%d\"}}", i);
        assert_int_equal(test_kube_json(&t, "POST", SPACES "/n/configmaps", body), 201);
    }
    assert_int_equal(status_of("DELETE", SPACES "/n", NULL), 200);
    assert_false(is_there(SPACES "/n"));
    assert_string_equal(test_kube_value(&t, "/registry/configmaps/n/m0"), "");
    assert_int_equal(status_of("POST", SPACES, "{\"metadata\":{\"name\":\"n\"}}"), 201);
}

static void a_namespace_waits_for_what_a_finalizer_holds(void **state)
{
    (void)state;
    assert_int_equal(status_of("POST", SPACES, "{\"metadata\":{\"name\":\"n\"}}"), 201);
    assert_int_equal(
        status_of("POST", SPACES "/n/configmaps",
                  "{\"metadata\":{\"name\":\"m\",\"finalizers\":[\"example.com/hold\"]}}"),
        201);
    assert_int_equal(status_of("DELETE", SPACES "/n", NULL), 200);
    assert_true(is_there(SPACES "/n"));
    assert_string_equal(test_kube_at(&t, "status.phase"), "Terminating");
    assert_int_equal(status_of("POST", SPACES "/n/configmaps", "{\"metadata\":{\"name\":\"o\"}}"),
                     403);
    assert_int_equal(test_kube_send(&t, "PATCH", SPACES "/n/configmaps/m",
                                    "application/merge-patch+json",
                                    "{\"metadata\":{\"finalizers\":null}}"),
                     200);
    settle();
    assert_false(is_there(SPACES "/n"));
}

static void what_is_owned_goes_after_its_last_owner(void **state)
{
    char first[TEXT_BYTES], second[TEXT_BYTES], body[2 * TEXT_BYTES + 300];

    (void)state;
    snprintf(first, sizeof(first), "%s", make("first", NULL, NULL, ""));
    snprintf(second, sizeof(second), "%s", make("second", NULL, NULL, ""));
    snprintf(body, sizeof(body),
             "{\"metadata\":{\"name\":\"both\",\"ownerReferences\":["
             "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"first\",\"uid\":\"%s\"},"
             "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"second\",\"uid\":\"%s\"}]}}",
             first, second);
    assert_int_equal(status_of("POST", MAPS, body), 201);
    assert_int_equal(status_of("DELETE", MAPS "/first", NULL), 200);
    assert_true(is_there(MAPS "/both"));
    assert_int_equal(status_of("DELETE", MAPS "/second", NULL), 200);
    assert_false(is_there(MAPS "/both"));
}

static void who_names_an_owner_that_is_not_there_goes(void **state)
{
    (void)state;
    (void)make("orphan", "nobody", "7c9e6679-7425-40de-944b-e07fc1f90ae7", "");
    assert_false(is_there(MAPS "/orphan"));
    (void)make("other", NULL, NULL, "");
    (void)make("wrong", "other", "7c9e6679-7425-40de-944b-e07fc1f90ae7", "");
    assert_false(is_there(MAPS "/wrong"));
    assert_true(is_there(MAPS "/other"));
}

static void a_chain_goes_from_its_head(void **state)
{
    char uid[TEXT_BYTES];

    (void)state;
    snprintf(uid, sizeof(uid), "%s", make("a", NULL, NULL, ""));
    snprintf(uid, sizeof(uid), "%s", make("b", "a", uid, ""));
    (void)make("c", "b", uid, "");
    assert_int_equal(status_of("DELETE", MAPS "/a", NULL), 200);
    assert_false(is_there(MAPS "/b"));
    assert_false(is_there(MAPS "/c"));
}

static void in_the_foreground_the_owner_goes_last(void **state)
{
    char uid[TEXT_BYTES];

    (void)state;
    snprintf(uid, sizeof(uid), "%s", make("a", NULL, NULL, ""));
    (void)make("b", "a", uid, BLOCKS);
    assert_int_equal(test_kube_send(&t, "PATCH", MAPS "/b", "application/merge-patch+json",
                                    "{\"metadata\":{\"finalizers\":[\"example.com/hold\"]}}"),
                     200);
    assert_int_equal(status_of("DELETE", MAPS "/a",
                               "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\","
                               "\"propagationPolicy\":\"Foreground\"}"),
                     200);
    assert_true(is_there(MAPS "/a"));
    assert_true(is_there(MAPS "/b"));
    assert_string_not_equal(test_kube_at(&t, "metadata.deletionTimestamp"), "");
    assert_int_equal(test_kube_send(&t, "PATCH", MAPS "/b", "application/merge-patch+json",
                                    "{\"metadata\":{\"finalizers\":null}}"),
                     200);
    settle();
    assert_false(is_there(MAPS "/b"));
    assert_false(is_there(MAPS "/a"));
}

static void owners_in_a_circle_do_not_wait_for_each_other(void **state)
{
    char first[TEXT_BYTES], second[TEXT_BYTES], patch[2 * TEXT_BYTES];

    (void)state;
    snprintf(first, sizeof(first), "%s", make("a", NULL, NULL, ""));
    snprintf(second, sizeof(second), "%s", make("b", "a", first, BLOCKS));
    snprintf(patch, sizeof(patch),
             "{\"metadata\":{\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\","
             "\"name\":\"b\",\"uid\":\"%s\",\"blockOwnerDeletion\":true}]}}",
             second);
    assert_int_equal(test_kube_send(&t, "PATCH", MAPS "/a", "application/merge-patch+json", patch),
                     200);
    assert_int_equal(status_of("DELETE", MAPS "/a",
                               "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\","
                               "\"propagationPolicy\":\"Foreground\"}"),
                     200);
    assert_false(is_there(MAPS "/a"));
    assert_false(is_there(MAPS "/b"));
}

static void an_owner_that_orphans_is_forgotten(void **state)
{
    char uid[TEXT_BYTES];

    (void)state;
    snprintf(uid, sizeof(uid), "%s", make("a", NULL, NULL, ""));
    (void)make("b", "a", uid, BLOCKS);
    (void)make("c", "a", uid, "");
    assert_int_equal(
        status_of(
            "DELETE", MAPS "/a",
            "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"propagationPolicy\":\"Orphan\"}"),
        200);
    assert_false(is_there(MAPS "/a"));
    assert_true(is_there(MAPS "/c"));
    assert_true(is_there(MAPS "/b"));
    assert_string_equal(test_kube_at(&t, "metadata.ownerReferences"), "");
}

#define DEFINITION                                                                                 \
    "{\"apiVersion\":\"apiextensions.k8s.io/v1\",\"kind\":\"CustomResourceDefinition\","           \
    "\"metadata\":{\"name\":\"trains.example.com\"},\"spec\":{\"group\":\"example.com\","          \
    "\"scope\":"                                                                                   \
    "\"Namespaced\",\"names\":{\"plural\":\"trains\",\"kind\":\"Train\"},\"versions\":[{\"name\":" \
    "\"v1\",\"served\":true,\"storage\":true,\"schema\":{\"openAPIV3Schema\":{\"type\":"           \
    "\"object\"}}}]}}"
#define DEFINITIONS "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"

static void a_definition_goes_with_its_objects(void **state)
{
    static const char *const spaces[] = {"default", "kube-public", "kube-system"};
    char target[TEXT_BYTES];

    (void)state;
    assert_int_equal(status_of("POST", DEFINITIONS, DEFINITION), 201);
    for (size_t i = 0; i < VD_COUNT(spaces); i++) {
        snprintf(target, sizeof(target), "/apis/example.com/v1/namespaces/%s/trains", spaces[i]);
        assert_int_equal(status_of("POST", target,
                                   "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Train\","
                                   "\"metadata\":{\"name\":\"t\"}}"),
                         201);
    }
    assert_int_equal(status_of("DELETE", DEFINITIONS "/trains.example.com", NULL), 200);
    assert_false(is_there(DEFINITIONS "/trains.example.com"));
    assert_string_equal(test_kube_value(&t, "/registry/example.com/trains/default/t"), "");
    assert_string_equal(test_kube_value(&t, "/registry/example.com/trains/kube-system/t"), "");
}

/* What was there before this process is looked at as well. */
static void what_was_left_undone_is_done_by_the_next(void **state)
{
    char owned[TEXT_BYTES];

    (void)state;
    snprintf(
        owned, sizeof(owned),
        "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"b\",\"namespace\":"
        "\"default\",\"uid\":\"u2\",\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":"
        "\"ConfigMap\",\"name\":\"gone\",\"uid\":\"u1\"}]}}");
    world_put(&t.world, "/registry/configmaps/default/b", owned);
    world_put(
        &t.world, "/registry/namespaces/n",
        "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"n\",\"uid\":\"u3\","
        "\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"},\"spec\":{\"finalizers\":[\"kubernetes\"]}"
        ","
        "\"status\":{\"phase\":\"Terminating\"}}");
    assert_true(is_there(SPACES "/default"));
    settle();
    assert_false(is_there(MAPS "/b"));
    assert_false(is_there(SPACES "/n"));
}

static void thousands_of_owners_that_are_not_there_do_not_nest(void **state)
{
    enum { OWNERS = 20000, OWNER_BYTES = 96 };
    char *body = malloc((size_t)OWNERS * OWNER_BYTES), *to = body;

    (void)state;
    assert_non_null(body);
    to += sprintf(to, "{\"metadata\":{\"name\":\"many\",\"ownerReferences\":[");
    for (int i = 0; i < OWNERS; i++)
        to += sprintf(to,
                      "%s{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"n\","
                      "\"uid\":\"u%d\"}",
                      i ? "," : "", i);
    sprintf(to, "]}}");
    assert_int_equal(status_of("POST", MAPS, body), 201);
    assert_false(is_there(MAPS "/many"));
    free(body);
}

/* A copy that says it is another is not taken for that: what the other holds stays. */
static void what_lies_where_it_does_not_belong_is_left_alone(void **state)
{
    static const char *const names[] = {"copy", "%6e", ""};
    char key[TEXT_BYTES], value[TEXT_BYTES];

    (void)state;
    assert_int_equal(status_of("POST", SPACES, "{\"metadata\":{\"name\":\"n\"}}"), 201);
    assert_int_equal(status_of("POST", SPACES "/n/configmaps", "{\"metadata\":{\"name\":\"m\"}}"),
                     201);
    for (size_t i = 0; i < VD_COUNT(names); i++) {
        snprintf(key, sizeof(key), "/registry/namespaces/%s", names[i]);
        snprintf(value, sizeof(value),
                 "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"%s\","
                 "\"uid\":\"u\",\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"},"
                 "\"spec\":{\"finalizers\":[\"kubernetes\"]}}",
                 i ? names[i] : "n");
        world_put(&t.world, key, value);
        settle();
        assert_true(is_there(SPACES "/n/configmaps/m"));
        assert_string_equal(test_kube_value(&t, key), value);
    }
}

static void a_definition_of_another_name_takes_nothing_with_it(void **state)
{
    (void)state;
    assert_int_equal(status_of("POST", DEFINITIONS, DEFINITION), 201);
    assert_int_equal(status_of("POST", "/apis/example.com/v1/namespaces/default/trains",
                               "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Train\","
                               "\"metadata\":{\"name\":\"t\"}}"),
                     201);
    world_put(&t.world, "/registry/apiextensions.k8s.io/customresourcedefinitions/false.org",
              "{\"apiVersion\":\"apiextensions.k8s.io/v1\",\"kind\":\"CustomResourceDefinition\","
              "\"metadata\":{\"name\":\"false.org\",\"uid\":\"u\",\"deletionTimestamp\":"
              "\"2026-01-01T00:00:00Z\",\"finalizers\":[\"" VD_KUBE_CRD_FINALIZER
              "\"]},\"spec\":{\"group\":"
              "\"example.com\",\"names\":{\"plural\":\"trains\",\"kind\":\"Train\"},\"versions\":"
              "[{\"name\":\"v1\",\"served\":true,\"storage\":true}]}}");
    settle();
    assert_true(is_there("/apis/example.com/v1/namespaces/default/trains/t"));
}

static void what_is_no_object_does_not_keep_the_rest_of_a_namespace(void **state)
{
    (void)state;
    assert_int_equal(status_of("POST", SPACES, "{\"metadata\":{\"name\":\"n\"}}"), 201);
    world_put(&t.world, "/registry/configmaps/n/a", "no object");
    assert_int_equal(status_of("POST", SPACES "/n/configmaps", "{\"metadata\":{\"name\":\"m\"}}"),
                     201);
    assert_int_equal(status_of("DELETE", SPACES "/n", NULL), 200);
    assert_false(is_there(SPACES "/n/configmaps/m"));
    assert_true(is_there(SPACES "/n"));
    assert_string_equal(test_kube_value(&t, "/registry/configmaps/n/a"), "no object");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_first_request_finds_four_namespaces_with_what_each_has),
        CASE(what_a_namespace_has_comes_with_it_and_comes_back),
        CASE(a_namespace_goes_with_all_that_it_holds),
        CASE(a_namespace_waits_for_what_a_finalizer_holds),
        CASE(what_is_owned_goes_after_its_last_owner),
        CASE(who_names_an_owner_that_is_not_there_goes),
        CASE(a_chain_goes_from_its_head),
        CASE(in_the_foreground_the_owner_goes_last),
        CASE(owners_in_a_circle_do_not_wait_for_each_other),
        CASE(an_owner_that_orphans_is_forgotten),
        CASE(a_definition_goes_with_its_objects),
        CASE(what_was_left_undone_is_done_by_the_next),
        CASE(thousands_of_owners_that_are_not_there_do_not_nest),
        CASE(what_lies_where_it_does_not_belong_is_left_alone),
        CASE(a_definition_of_another_name_takes_nothing_with_it),
        CASE(what_is_no_object_does_not_keep_the_rest_of_a_namespace),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
