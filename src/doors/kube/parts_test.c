/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of services, subresources, reviews and custom objects. */
#include "doors/kube/test_writing.h"

/* --- services ----------------------------------------------------------------------------------
 */

static void services_get_addresses_of_their_own(void **state)
{
    char first[40];

    (void)state;
    make(SERVICES, "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"ports\":[{\"port\":80}]}}");
    snprintf(first, sizeof(first), "%s", test_kube_at(&t, "spec.clusterIP"));
    assert_memory_equal(first, "10.", 3);
    assert_string_equal(test_kube_at(&t, "spec.clusterIPs.0"), first);
    assert_at("spec.ipFamilies", "[\"IPv4\"]");
    assert_at("spec.ipFamilyPolicy", "SingleStack");
    make(SERVICES, "{\"metadata\":{\"name\":\"b\"},\"spec\":{\"ports\":[{\"port\":80}]}}");
    assert_string_not_equal(test_kube_at(&t, "spec.clusterIP"), first);
    make(SERVICES, "{\"metadata\":{\"name\":\"h\"},\"spec\":{\"clusterIP\":\"None\"}}");
    assert_at("spec.clusterIPs", "[\"None\"]");
    assert_int_equal(test_kube_send(&t, "PATCH", SERVICES "/a", MERGE,
                                    "{\"spec\":{\"selector\":{\"x\":\"y\"}}}"),
                     200);
    assert_at("spec.clusterIP", first);
    assert_refused(test_kube_send(&t, "PATCH", SERVICES "/a", MERGE,
                                  "{\"spec\":{\"clusterIP\":\"10.96.9.9\",\"clusterIPs\":"
                                  "[\"10.96.9.9\"]}}"),
                   422, "Invalid", "may not change once set");
}

static void an_address_is_given_once(void **state)
{
    (void)state;
    make(SERVICES, "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"clusterIP\":\"10.96.1.1\","
                   "\"ports\":[{\"port\":80}]}}");
    assert_refused(test_kube_json(&t, "POST", SERVICES,
                                  "{\"metadata\":{\"name\":\"b\"},\"spec\":{\"clusterIP\":"
                                  "\"10.96.1.1\",\"ports\":[{\"port\":80}]}}"),
                   422, "Invalid",
                   "failed to allocate IP 10.96.1.1: provided IP is already "
                   "allocated");
    assert_refused(test_kube_json(&t, "POST", SERVICES,
                                  "{\"metadata\":{\"name\":\"b\"},\"spec\":{\"clusterIP\":"
                                  "\"1.2.3.4\",\"ports\":[{\"port\":80}]}}"),
                   422, "Invalid", "the provided IP is not in the valid range");
}

static void node_ports_are_given_once(void **state)
{
    int port;

    (void)state;
    make(SERVICES,
         "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"type\":\"NodePort\",\"ports\":[{"
         "\"port\":80,\"name\":\"x\"},{\"port\":81,\"name\":\"y\",\"nodePort\":30007}]}}");
    port = atoi(test_kube_at(&t, "spec.ports.0.nodePort"));
    assert_in_range(port, 30000, 32767);
    assert_at("spec.ports.1.nodePort", "30007");
    assert_refused(test_kube_json(&t, "POST", SERVICES,
                                  "{\"metadata\":{\"name\":\"b\"},\"spec\":{\"type\":\"NodePort\","
                                  "\"ports\":[{\"port\":80,\"nodePort\":30007}]}}"),
                   422, "Invalid",
                   "spec.ports[0].nodePort: Invalid value: 30007: provided port is already "
                   "allocated");
    assert_refused(test_kube_json(&t, "POST", SERVICES,
                                  "{\"metadata\":{\"name\":\"b\"},\"spec\":{\"type\":\"NodePort\","
                                  "\"ports\":[{\"port\":80,\"nodePort\":80}]}}"),
                   422, "Invalid", "The range of valid ports is 30000-32767");
    assert_int_equal(
        test_kube_send(&t, "PATCH", SERVICES "/a", MERGE, "{\"spec\":{\"type\":\"ClusterIP\"}}"),
        200);
    assert_at("spec.ports.1.nodePort", "");
}

static void two_at_once_do_not_get_the_same_address(void **state)
{
    static const char body[] =
        "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"ports\":[{\"port\":80}]}}";
    struct other other;
    char value[600], address[40];

    (void)state;
    make(SERVICES, body);
    snprintf(address, sizeof(address), "%s", test_kube_at(&t, "spec.clusterIP"));
    assert_int_equal(test_kube_send(&t, "DELETE", SERVICES "/a", NULL, NULL), 200);
    snprintf(value, sizeof(value),
             "{\"kind\":\"Service\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"z\"},\"spec\":{"
             "\"clusterIP\":\"%s\"}}",
             address);
    be_first(&other, world_put_op("/registry/services/specs/n/z", value));
    test_kube_begin(&t, "POST", SERVICES, "application/json", vd_slice_str(body));
    assert_int_equal(test_kube_run(&t), 201);
    assert_memory_equal(test_kube_at(&t, "spec.clusterIP"), "10.", 3);
    assert_string_not_equal(test_kube_at(&t, "spec.clusterIP"), address);
}

/* --- subresources ------------------------------------------------------------------------------
 */

static void replicas_are_scaled(void **state)
{
    (void)state;
    make(SETS, SET_OF);
    assert_int_equal(test_kube_send(&t, "GET", SETS "/d/scale", NULL, NULL), 200);
    assert_at("kind", "Scale");
    assert_at("apiVersion", "autoscaling/v1");
    assert_at("spec.replicas", "1");
    assert_at("status.selector", "a=b");
    assert_int_equal(
        test_kube_send(&t, "PATCH", SETS "/d/scale", MERGE, "{\"spec\":{\"replicas\":4}}"), 200);
    assert_at("spec.replicas", "4");
    assert_stored(SET, "spec.replicas", "4");
    assert_stored(SET, "metadata.generation", "2");
    assert_int_equal(test_kube_send(&t, "PUT", SETS "/d/scale", NULL,
                                    "{\"metadata\":{\"name\":\"d\"},\"spec\":{\"replicas\":2}}"),
                     200);
    assert_stored(SET, "spec.replicas", "2");
    assert_refused(
        test_kube_send(&t, "PATCH", SETS "/d/scale", MERGE, "{\"spec\":{\"replicas\":-1}}"), 422,
        "Invalid", "spec.replicas: Invalid value: -1: must be greater than or equal");
}

static void a_pod_is_bound_once(void **state)
{
    (void)state;
    make(PODS, POD_OF);
    make(PODS "/p/binding", "{\"target\":{\"kind\":\"Node\",\"name\":\"w\"}}");
    assert_stored(POD, "spec.nodeName", "w");
    assert_stored(POD, "status.conditions.0.type", "PodScheduled");
    assert_refused(test_kube_json(&t, "POST", PODS "/p/binding",
                                  "{\"target\":{\"kind\":\"Node\",\"name\":\"v\"}}"),
                   409, "Conflict", "pod p is already assigned to node \"w\"");
}

static void an_eviction_deletes(void **state)
{
    (void)state;
    make(PODS, POD_OF);
    make(PODS "/p/eviction",
         "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"p\"}}");
    assert_at("status", "Success");
    assert_string_equal(test_kube_value(&t, POD), "");
}

static void what_needs_a_kubelet_is_refused_with_the_reason(void **state)
{
    (void)state;
    make(PODS, POD_OF);
    assert_int_equal(test_kube_send(&t, "GET", PODS "/p/log", NULL, NULL), 200);
    assert_string_equal(test_kube_body(&t), "");
    assert_refused(test_kube_send(&t, "POST", PODS "/p/exec?command=ls", NULL, NULL), 400,
                   "BadRequest", "pod p does not have a host assigned");
    assert_refused(test_kube_send(&t, "GET", PODS "/p/log?container=x", NULL, NULL), 400,
                   "BadRequest", "container x is not valid for pod p");
    assert_refused(test_kube_send(&t, "GET", PODS "/q/log", NULL, NULL), 404, "NotFound",
                   "pods \"q\" not found");
    make(PODS "/p/binding", "{\"target\":{\"name\":\"w\"}}");
    assert_refused(test_kube_send(&t, "GET", PODS "/p/log", NULL, NULL), 501, "NotImplemented",
                   "log is not served: nothing runs here");
    assert_refused(test_kube_send(&t, "GET", PODS "/p/exec?command=ls", NULL, NULL), 501,
                   "NotImplemented", "exec is not served");
    make(PODS,
         "{\"metadata\":{\"name\":\"two\"},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":"
         "\"i\"},{\"name\":\"b\",\"image\":\"i\"}]}}");
    assert_refused(test_kube_send(&t, "GET", PODS "/two/log", NULL, NULL), 400, "BadRequest",
                   "a container name must be specified for pod two, choose one of: [a b]");
}

static void reviews_say_that_all_is_allowed(void **state)
{
    int64_t head = test_kube_head(&t);

    (void)state;
    make("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
         "{\"spec\":{\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"pods\"}}}");
    assert_at("status.allowed", "true");
    make("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
         "{\"spec\":{\"namespace\":\"n\"}}");
    assert_at("status.resourceRules.0.verbs", "[\"*\"]");
    make("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}");
    assert_at("status.userInfo.username", "system:anonymous");
    assert_refused(test_kube_json(&t, "POST",
                                  "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                                  "{\"spec\":{}}"),
                   422, "Invalid", "exactly one of nonResourceAttributes or resourceAttributes");
    assert_int_equal(test_kube_head(&t), head);
}

static void versions_of_one_object_are_written_through_each_other(void **state)
{
#define V1  "/apis/autoscaling/v1/namespaces/n/horizontalpodautoscalers"
#define V2  "/apis/autoscaling/v2/namespaces/n/horizontalpodautoscalers"
#define HPA "/registry/horizontalpodautoscalers/n/h"
    (void)state;
    make(V1, "{\"metadata\":{\"name\":\"h\"},\"spec\":{\"maxReplicas\":3,"
             "\"targetCPUUtilizationPercentage\":70,\"scaleTargetRef\":{\"kind\":\"Deployment\","
             "\"name\":\"d\"}}}");
    assert_at("apiVersion", "autoscaling/v1");
    assert_at("spec.targetCPUUtilizationPercentage", "70");
    assert_stored(HPA, "apiVersion", "autoscaling/v2");
    assert_stored(HPA, "spec.metrics.0.resource.target.averageUtilization", "70");
    assert_int_equal(test_kube_send(&t, "PATCH", V1 "/h", MERGE,
                                    "{\"spec\":{\"targetCPUUtilizationPercentage\":60}}"),
                     200);
    assert_stored(HPA, "spec.metrics.0.resource.target.averageUtilization", "60");
    assert_int_equal(test_kube_send(&t, "PATCH", V2 "/h", MERGE, "{\"spec\":{\"maxReplicas\":9}}"),
                     200);
    assert_at("apiVersion", "autoscaling/v2");
    assert_int_equal(test_kube_send(&t, "DELETE", V1 "/h", NULL, NULL), 200);
    assert_string_equal(test_kube_value(&t, HPA), "");
}

static void events_of_both_groups_are_one(void **state)
{
    (void)state;
    make("/apis/events.k8s.io/v1/namespaces/n/events",
         "{\"metadata\":{\"name\":\"e\"},\"regarding\":{\"kind\":\"Pod\",\"name\":\"p\","
         "\"namespace\":"
         "\"n\"},\"reason\":\"r\",\"note\":\"words\",\"eventTime\":\"2026-11-20T18:00:00.000000Z\","
         "\"reportingController\":\"x.io/c\",\"reportingInstance\":\"i\",\"action\":\"a\",\"type\":"
         "\"Normal\"}");
    assert_stored("/registry/events/n/e", "apiVersion", "v1");
    assert_stored("/registry/events/n/e", "message", "words");
    assert_stored("/registry/events/n/e", "involvedObject.name", "p");
}

static void what_nobody_enforces_is_not_taken(void **state)
{
    static const char hooks[] =
        "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
    static const char body[] = "{\"metadata\":{\"name\":\"w\"},\"webhooks\":[]}";

    (void)state;
    assert_refused(test_kube_json(&t, "POST", hooks, body), 403, "Forbidden",
                   "--kube-accept webhooks");
    test_kube_deinit(&t);
    test_kube_init(&t, VD_KUBE_ACCEPT_WEBHOOKS);
    make(hooks, body);
    assert_true(has(test_kube_warning(&t), "does not enforce it"));
}

static void events_go_after_an_hour(void **state)
{
    (void)state;
    make("/api/v1/namespaces/n/events", "{\"metadata\":{\"name\":\"e\"},\"involvedObject\":{"
                                        "\"namespace\":\"n\"},\"reason\":\"r\"}");
    assert_string_not_equal(test_kube_value(&t, "/registry/events/n/e"), "");
    world_pass(&t.world, 3601 * 1000);
    assert_string_equal(test_kube_value(&t, "/registry/events/n/e"), "");
}

/* --- custom objects ----------------------------------------------------------------------------
 */

#define CRDS "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
#define CRD  "/registry/apiextensions.k8s.io/customresourcedefinitions/toys.x.io"
#define TOYS "/apis/x.io/v1/namespaces/n/toys"
#define TOY  "/registry/x.io/toys/n/t"
#define CRD_OF                                                                                     \
    "{\"metadata\":{\"name\":\"toys.x.io\"},\"spec\":{\"group\":\"x.io\",\"scope\":"               \
    "\"Namespaced\","                                                                              \
    "\"names\":{\"plural\":\"toys\",\"kind\":\"Toy\"},\"versions\":[{\"name\":\"v1\",\"served\":"  \
    "true,"                                                                                        \
    "\"storage\":true,\"subresources\":{\"status\":{},\"scale\":{\"specReplicasPath\":"            \
    "\".spec.count\",\"statusReplicasPath\":\".status.count\"}},\"schema\":{\"openAPIV3Schema\":{" \
    "\"type\":\"object\",\"properties\":{\"spec\":{\"type\":\"object\",\"properties\":{\"count\":" \
    "{"                                                                                            \
    "\"type\":\"integer\",\"minimum\":0},\"color\":{\"type\":\"string\",\"default\":\"red\"}}},"   \
    "\"status\":{\"type\":\"object\",\"properties\":{\"count\":{\"type\":\"integer\"}}}}}}}]}}"

static void a_definition_is_served_from_its_own_write_on(void **state)
{
    (void)state;
    make(CRDS, CRD_OF);
    assert_stored(CRD, "status.conditions.0.type", "NamesAccepted");
    assert_stored(CRD, "status.conditions.1.status", "True");
    assert_stored(CRD, "metadata.finalizers", "[\"customresourcecleanup.apiextensions.k8s.io\"]");
    make(TOYS, "{\"metadata\":{\"name\":\"t\"},\"spec\":{\"count\":1}}");
    assert_stored(TOY, "spec", "{\"count\":1,\"color\":\"red\"}");
    assert_stored(TOY, "apiVersion", "x.io/v1");
    assert_stored(TOY, "kind", "Toy");
    assert_stored(TOY, "metadata.generation", "1");
    assert_int_equal(test_kube_send(&t, "DELETE", CRDS "/toys.x.io", NULL, NULL), 200);
    assert_int_equal(strlen(test_kube_stored(&t, CRD, "metadata.deletionTimestamp")), 20);
}

static void custom_objects_are_pruned_judged_and_patched(void **state)
{
    (void)state;
    make(CRDS, CRD_OF);
    assert_refused(
        test_kube_json(&t, "POST", TOYS, "{\"metadata\":{\"name\":\"t\"},\"spec\":{\"count\":-1}}"),
        422, "Invalid", "Toy.x.io \"t\" is invalid: spec.count: Invalid value: -1");
    assert_refused(test_kube_json(&t, "POST", TOYS "?fieldValidation=Strict",
                                  "{\"metadata\":{\"name\":\"t\"},\"spec\":{\"odd\":1}}"),
                   400, "BadRequest", "unknown field \"spec.odd\"");
    assert_refused(test_kube_send(&t, "POST", TOYS, "application/vnd.kubernetes.protobuf", "k8s"),
                   415, "UnsupportedMediaType", "application/json, application/yaml");
    make(TOYS, "{\"metadata\":{\"name\":\"t\"},\"spec\":{\"count\":1,\"odd\":1},\"status\":{"
               "\"count\":5}}");
    assert_true(has(test_kube_warning(&t), "unknown field \\\"spec.odd\\\""));
    assert_stored(TOY, "spec.odd", "");
    assert_stored(TOY, "status", "");
    assert_refused(test_kube_json(&t, "PUT", TOYS "/t", "{\"metadata\":{\"name\":\"t\"}}"), 422,
                   "Invalid",
                   "toys.x.io \"t\" is invalid: metadata.resourceVersion: Invalid value: "
                   "0: must be specified for an update");
    assert_refused(
        test_kube_send(&t, "PATCH", TOYS "/t", "application/strategic-merge-patch+json", "{}"), 415,
        "UnsupportedMediaType", "application/apply-patch+yaml");
    assert_int_equal(test_kube_send(&t, "PATCH", TOYS "/t", MERGE, "{\"spec\":{\"count\":2}}"),
                     200);
    assert_stored(TOY, "metadata.generation", "2");
    assert_int_equal(
        test_kube_send(&t, "PATCH", TOYS "/t/status", MERGE,
                       "{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"count\":9},"
                       "\"status\":{\"count\":2}}"),
        200);
    assert_stored(TOY, "status.count", "2");
    assert_stored(TOY, "spec.count", "2");
    assert_stored(TOY, "metadata.labels", "");
    assert_stored(TOY, "metadata.generation", "2");
}

static void a_definition_that_makes_no_sense_is_refused(void **state)
{
    (void)state;
    assert_refused(test_kube_json(&t, "POST", CRDS,
                                  "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"group\":"
                                  "\"x.io\",\"names\":{\"plural\":\"toys\",\"kind\":"
                                  "\"Toy\"},\"scope\":\"Namespaced\",\"versions\":[]}}"),
                   422, "Invalid",
                   "CustomResourceDefinition.apiextensions.k8s.io \"x\" is invalid");
    assert_true(has(test_kube_at(&t, "message"), "must be spec.names.plural+\".\"+spec.group"));
}

static void custom_objects_are_scaled_by_their_paths(void **state)
{
    (void)state;
    make(CRDS, CRD_OF);
    make(TOYS, "{\"metadata\":{\"name\":\"t\"},\"spec\":{\"count\":1}}");
    assert_int_equal(
        test_kube_send(&t, "PATCH", TOYS "/t/scale", MERGE, "{\"spec\":{\"replicas\":7}}"), 200);
    assert_at("kind", "Scale");
    assert_at("spec.replicas", "7");
    assert_stored(TOY, "spec.count", "7");
}

static void what_somebody_else_wrote_is_settled_when_it_is_changed(void **state)
{
    (void)state;
    world_put(&t.world, MAP,
              "{ \"kind\": \"ConfigMap\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": "
              "\"m\", \"namespace\": \"n\", \"uid\": \"u\", \"resourceVersion\": \"77\"}, "
              "\"data\": {\"a\": \"1\"} }");
    assert_int_equal(test_kube_send(&t, "PATCH", MAPS "/m", MERGE, "{\"data\":{\"a\":\"1\"}}"),
                     200);
    assert_int_equal(atoll(test_kube_at(&t, "metadata.resourceVersion")),
                     test_kube_revision(&t, MAP));
    assert_int_equal(test_kube_send(&t, "PATCH", MAPS "/m", MERGE, "{\"data\":{\"b\":\"2\"}}"),
                     200);
    assert_stored(MAP, "metadata.resourceVersion", "");
    assert_int_equal(atoll(test_kube_at(&t, "metadata.resourceVersion")),
                     test_kube_revision(&t, MAP));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(services_get_addresses_of_their_own),
        TEST(an_address_is_given_once),
        TEST(node_ports_are_given_once),
        TEST(two_at_once_do_not_get_the_same_address),
        TEST(replicas_are_scaled),
        TEST(a_pod_is_bound_once),
        TEST(an_eviction_deletes),
        TEST(what_needs_a_kubelet_is_refused_with_the_reason),
        TEST(reviews_say_that_all_is_allowed),
        TEST(versions_of_one_object_are_written_through_each_other),
        TEST(events_of_both_groups_are_one),
        TEST(what_nobody_enforces_is_not_taken),
        TEST(events_go_after_an_hour),
        TEST(a_definition_is_served_from_its_own_write_on),
        TEST(custom_objects_are_pruned_judged_and_patched),
        TEST(a_definition_that_makes_no_sense_is_refused),
        TEST(custom_objects_are_scaled_by_their_paths),
        TEST(what_somebody_else_wrote_is_settled_when_it_is_changed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
