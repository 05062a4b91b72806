/* SPDX-License-Identifier: Apache-2.0 */
/* Deletions through the whole door, of objects and of collections. */
#include "doors/kube/test_writing.h"

/* --- delete ------------------------------------------------------------------------------------
 */

static void a_deletion_answers_with_the_object_or_a_status(void **state)
{
    (void)state;
    make(PODS, POD_OF);
    assert_int_equal(test_kube_send(&t, "DELETE", PODS "/p", NULL, NULL), 200);
    assert_at("kind", "Pod");
    assert_string_equal(test_kube_value(&t, POD), "");
    make(MAPS, MAP_OF);
    assert_int_equal(
        test_kube_json(&t, "DELETE", MAPS "/m", "{\"propagationPolicy\":\"Background\"}"), 200);
    assert_at("kind", "Status");
    assert_at("status", "Success");
    assert_at("details.name", "m");
    assert_int_equal(strlen(test_kube_at(&t, "details.uid")), 36);
    assert_string_equal(test_kube_value(&t, MAP), "");
    assert_refused(test_kube_send(&t, "DELETE", MAPS "/m", NULL, NULL), 404, "NotFound",
                   "configmaps \"m\" not found");
}

static void finalizers_hold_an_object_until_the_last_is_gone(void **state)
{
    (void)state;
    make(MAPS, "{\"metadata\":{\"name\":\"m\",\"finalizers\":[\"x.io/a\"]}}");
    assert_int_equal(test_kube_send(&t, "DELETE", MAPS "/m", NULL, NULL), 200);
    assert_at("kind", "ConfigMap");
    assert_int_equal(strlen(test_kube_stored(&t, MAP, "metadata.deletionTimestamp")), 20);
    assert_stored(MAP, "metadata.deletionGracePeriodSeconds", "0");
    assert_refused(test_kube_send(&t, "PATCH", MAPS "/m", MERGE,
                                  "{\"metadata\":{\"finalizers\":[\"x.io/a\",\"x.io/b\"]}}"),
                   422, "Invalid",
                   "metadata.finalizers: Forbidden: no new finalizers can be added if the object "
                   "is being deleted, found new finalizers []string{\"x.io/b\"}");
    assert_refused(test_kube_json(&t, "POST", MAPS, MAP_OF), 409, "AlreadyExists",
                   "object is being deleted: configmaps \"m\" already exists");
    assert_int_equal(
        test_kube_send(&t, "PATCH", MAPS "/m", MERGE, "{\"metadata\":{\"finalizers\":null}}"), 200);
    assert_at("kind", "ConfigMap");
    assert_string_equal(test_kube_value(&t, MAP), "");
}

static void policies_put_finalizers_there(void **state)
{
    (void)state;
    make(SETS, SET_OF);
    assert_int_equal(
        test_kube_json(&t, "DELETE", SETS "/d", "{\"propagationPolicy\":\"Foreground\"}"), 200);
    assert_stored(SET, "metadata.finalizers", "[\"foregroundDeletion\"]");
    assert_stored(SET, "metadata.generation", "2");
    assert_int_equal(test_kube_send(&t, "DELETE", SETS "/d?propagationPolicy=Orphan", NULL, NULL),
                     200);
    assert_stored(SET, "metadata.finalizers", "[\"orphan\"]");
    assert_stored(SET, "metadata.generation", "2");
    assert_refused(test_kube_json(&t, "DELETE", SETS "/d", "{\"propagationPolicy\":\"Some\"}"), 422,
                   "Invalid",
                   "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported "
                   "value: \"Some\"");
}

static void only_a_pod_on_a_node_has_grace(void **state)
{
    (void)state;
    make(PODS, "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"nodeName\":\"w\",\"containers\":[{"
               "\"name\":\"c\",\"image\":\"i\"}]}}");
    assert_int_equal(test_kube_send(&t, "DELETE", PODS "/p", NULL, NULL), 200);
    assert_stored(POD, "metadata.deletionGracePeriodSeconds", "30");
    assert_stored(POD, "metadata.generation", "2");
    assert_int_equal(test_kube_send(&t, "DELETE", PODS "/p?gracePeriodSeconds=40", NULL, NULL),
                     200);
    assert_stored(POD, "metadata.deletionGracePeriodSeconds", "30");
    assert_int_equal(test_kube_send(&t, "DELETE", PODS "/p?gracePeriodSeconds=5", NULL, NULL), 200);
    assert_stored(POD, "metadata.deletionGracePeriodSeconds", "5");
    assert_int_equal(test_kube_send(&t, "DELETE", PODS "/p?gracePeriodSeconds=0", NULL, NULL), 200);
    assert_string_equal(test_kube_value(&t, POD), "");
}

static void a_pod_that_goes_at_once_is_seen_to_end(void **state)
{
    int64_t head;

    (void)state;
    make(PODS, POD_OF);
    head = test_kube_head(&t);
    assert_int_equal(test_kube_send(&t, "DELETE", PODS "/p", NULL, NULL), 200);
    assert_int_equal(strlen(test_kube_at(&t, "metadata.deletionTimestamp")), 20);
    assert_at("metadata.deletionGracePeriodSeconds", "0");
    assert_int_equal(test_kube_head(&t), head + 2);
}

static void preconditions_of_a_deletion_hold(void **state)
{
    (void)state;
    make(MAPS, MAP_OF);
    assert_refused(test_kube_json(&t, "DELETE", MAPS "/m", "{\"preconditions\":{\"uid\":\"x\"}}"),
                   409, "Conflict", "the UID in the precondition (x) does not match the UID in");
    assert_refused(
        test_kube_json(&t, "DELETE", MAPS "/m", "{\"preconditions\":{\"resourceVersion\":\"1\"}}"),
        409, "Conflict", "the ResourceVersion in the precondition (1) does not match");
    assert_int_equal(test_kube_json(&t, "DELETE", MAPS "/m", "{\"dryRun\":[\"All\"]}"), 200);
    assert_string_not_equal(test_kube_value(&t, MAP), "");
}

static void a_namespace_goes_when_its_spec_lets_it(void **state)
{
    (void)state;
    assert_int_equal(test_kube_send(&t, "DELETE", "/api/v1/namespaces/n", NULL, NULL), 200);
    assert_stored("/registry/namespaces/n", "status.phase", "Terminating");
    assert_int_equal(test_kube_json(&t, "PUT", "/api/v1/namespaces/n/finalize",
                                    "{\"metadata\":{\"name\":\"n\"},\"spec\":{\"finalizers\":[]}}"),
                     200);
    assert_string_equal(test_kube_value(&t, "/registry/namespaces/n"), "");
    make("/api/v1/namespaces", "{\"metadata\":{\"name\":\"default\"}}");
    assert_refused(test_kube_send(&t, "DELETE", "/api/v1/namespaces/default", NULL, NULL), 403,
                   "Forbidden", "this namespace may not be deleted");
}

static void a_collection_goes_one_by_one(void **state)
{
    char body[100];

    (void)state;
    for (int i = 0; i < 200; i++) {
        snprintf(body, sizeof(body), "{\"metadata\":{\"name\":\"m%d\"}}", i);
        make(MAPS, body);
    }
    make(MAPS, "{\"metadata\":{\"name\":\"held\",\"finalizers\":[\"x.io/a\"]}}");
    assert_int_equal(test_kube_send(&t, "DELETE", MAPS "?dryRun=All", NULL, NULL), 200);
    assert_string_not_equal(test_kube_value(&t, "/registry/configmaps/n/m7"), "");
    assert_int_equal(test_kube_send(&t, "DELETE", MAPS, NULL, NULL), 200);
    assert_at("status", "Success");
    for (int i = 0; i < 200; i++) {
        snprintf(body, sizeof(body), "/registry/configmaps/n/m%d", i);
        assert_string_equal(test_kube_value(&t, body), "");
    }
    assert_int_equal(
        strlen(test_kube_stored(&t, "/registry/configmaps/n/held", "metadata.deletionTimestamp")),
        20);
}

static void a_collection_is_left_when_its_peer_is_gone(void **state)
{
    (void)state;
    make(MAPS, "{\"metadata\":{\"name\":\"a\"}}");
    make(MAPS, "{\"metadata\":{\"name\":\"b\"}}");
    test_kube_begin(&t, "DELETE", MAPS, NULL, VD_SLICE_EMPTY);
    test_kube_drop(&t);
    (void)test_kube_run(&t);
    assert_string_not_equal(test_kube_value(&t, "/registry/configmaps/n/b"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_deletion_answers_with_the_object_or_a_status),
        TEST(finalizers_hold_an_object_until_the_last_is_gone),
        TEST(policies_put_finalizers_there),
        TEST(only_a_pod_on_a_node_has_grace),
        TEST(a_pod_that_goes_at_once_is_seen_to_end),
        TEST(preconditions_of_a_deletion_hold),
        TEST(a_namespace_goes_when_its_spec_lets_it),
        TEST(a_collection_goes_one_by_one),
        TEST(a_collection_is_left_when_its_peer_is_gone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
