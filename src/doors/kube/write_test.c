/* SPDX-License-Identifier: Apache-2.0 */
/* Writes through the whole door: what is answered, and what is stored. */
#include "doors/kube/test_writing.h"

/* --- create ------------------------------------------------------------------------------------
 */

static void a_new_object_has_what_the_server_sets(void **state)
{
    (void)state;
    make(PODS, "{\"metadata\":{\"name\":\"p\",\"uid\":\"mine\",\"generation\":7,"
               "\"deletionTimestamp\":\"2020-01-01T00:00:00Z\"},\"status\":{\"phase\":\"Running\"},"
               "\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i:1\"}]}}");
    assert_int_equal(strlen(test_kube_stored(&t, POD, "metadata.uid")), 36);
    assert_int_equal(strlen(test_kube_stored(&t, POD, "metadata.creationTimestamp")), 20);
    assert_stored(POD, "metadata.generation", "1");
    assert_stored(POD, "metadata.namespace", "n");
    assert_stored(POD, "metadata.deletionTimestamp", "");
    assert_stored(POD, "metadata.resourceVersion", "");
    assert_stored(POD, "status.phase", "Pending");
    assert_stored(POD, "kind", "Pod");
    assert_stored(POD, "apiVersion", "v1");
    assert_stored(POD, "spec.restartPolicy", "Always");
    assert_at("metadata.name", "p");
}

static void one_object_is_one_revision(void **state)
{
    int64_t head = test_kube_head(&t);

    (void)state;
    make(SERVICES, "{\"metadata\":{\"name\":\"s\"},\"spec\":{\"ports\":[{\"port\":80}]}}");
    assert_int_equal(test_kube_head(&t), head + 1);
}

static void a_name_is_made_and_another_if_it_is_taken(void **state)
{
    char name[100];

    (void)state;
    make(PODS, "{\"metadata\":{\"generateName\":\"p-\"},\"spec\":{\"containers\":[{\"name\":\"c\","
               "\"image\":\"i\"}]}}");
    snprintf(name, sizeof(name), "%s", test_kube_at(&t, "metadata.name"));
    assert_int_equal(strlen(name), 7);
    assert_memory_equal(name, "p-", 2);
    make(PODS, "{\"metadata\":{\"generateName\":\"p-\"},\"spec\":{\"containers\":[{\"name\":\"c\","
               "\"image\":\"i\"}]}}");
    assert_string_not_equal(test_kube_at(&t, "metadata.name"), name);
}

static void what_is_there_already_is_said(void **state)
{
    unsigned status;

    (void)state;
    make(PODS, POD_OF);
    status = test_kube_json(&t, "POST", PODS, POD_OF);
    assert_refused(status, 409, "AlreadyExists", "pods \"p\" already exists");
    assert_at("details.kind", "pods");
    assert_at("details.name", "p");
}

static void nothing_is_made_in_a_namespace_that_is_not_or_is_going(void **state)
{
    unsigned status = test_kube_json(&t, "POST", "/api/v1/namespaces/none/pods", POD_OF);

    (void)state;
    assert_refused(status, 404, "NotFound", "namespaces \"none\" not found");
    assert_int_equal(test_kube_send(&t, "DELETE", "/api/v1/namespaces/n", NULL, NULL), 200);
    assert_at("status.phase", "Terminating");
    status = test_kube_json(&t, "POST", PODS, POD_OF);
    assert_refused(status, 403, "Forbidden",
                   "pods \"p\" is forbidden: unable to create new content in namespace n because "
                   "it is being terminated");
    assert_at("details.causes.0.reason", "NamespaceTerminating");
    assert_string_equal(test_kube_value(&t, POD), "");
}

static void a_namespace_that_goes_meanwhile_is_noticed(void **state)
{
    struct other other;

    (void)state;
    be_first(&other, world_delete_op(VD_SLICE("/registry/namespaces/n"), VD_SLICE_EMPTY));
    test_kube_begin(&t, "POST", PODS, "application/json", VD_SLICE(POD_OF));
    assert_refused(test_kube_run(&t), 404, "NotFound", "namespaces \"n\" not found");
    assert_string_equal(test_kube_value(&t, POD), "");
}

static void faults_are_all_said_and_nothing_is_stored(void **state)
{
    unsigned status = test_kube_json(
        &t, "POST", PODS,
        "{\"metadata\":{\"name\":\"P_\",\"labels\":{\"a b\":\"c\"}},\"spec\":{\"containers\":[{"
        "\"name\":\"C\",\"ports\":[{\"containerPort\":70000}]}]}}");
    int64_t head = test_kube_head(&t);

    (void)state;
    assert_refused(status, 422, "Invalid", "Pod \"P_\" is invalid: [metadata.name: Invalid value");
    assert_true(has(test_kube_at(&t, "message"), "spec.containers[0].image: Required value"));
    assert_true(has(test_kube_at(&t, "message"),
                    "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be "
                    "between 1 and 65535, inclusive"));
    assert_at("details.kind", "Pod");
    assert_at("details.causes.0.reason", "FieldValueInvalid");
    assert_at("details.causes.0.field", "metadata.name");
    assert_int_equal(test_kube_head(&t), head);
}

static void a_dry_run_stores_nothing(void **state)
{
    int64_t head = test_kube_head(&t);

    (void)state;
    assert_int_equal(test_kube_json(&t, "POST", PODS "?dryRun=All", POD_OF), 201);
    assert_at("spec.restartPolicy", "Always");
    assert_int_equal(test_kube_head(&t), head);
    assert_refused(test_kube_json(&t, "POST", PODS "?dryRun=Some", POD_OF), 422, "Invalid",
                   "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: "
                   "[\"Some\"]: supported values: \"All\"");
    make(PODS, POD_OF);
    assert_refused(test_kube_json(&t, "POST", PODS "?dryRun=All", POD_OF), 409, "AlreadyExists",
                   "already exists");
}

/* --- bodies ------------------------------------------------------------------------------------
 */

static void unknown_fields_are_warned_of_or_refused_and_never_stored(void **state)
{
    static const char body[] = "{\"metadata\":{\"name\":\"m\"},\"data\":{},\"bogus\":1}";

    (void)state;
    assert_refused(test_kube_json(&t, "POST", MAPS "?fieldValidation=Strict", body), 400,
                   "BadRequest",
                   "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding "
                   "error: unknown field \"bogus\"");
    assert_string_equal(test_kube_value(&t, MAP), "");
    make(MAPS "?fieldValidation=Warn", body);
    assert_true(has(test_kube_warning(&t), "unknown field \\\"bogus\\\""));
    assert_stored(MAP, "bogus", "");
    assert_refused(test_kube_json(&t, "POST", MAPS "?fieldValidation=Some", body), 422, "Invalid",
                   "fieldValidation: Unsupported value: \"Some\"");
}

static void a_body_may_be_yaml(void **state)
{
    (void)state;
    assert_int_equal(test_kube_send(&t, "POST", MAPS, "application/yaml",
                                    "metadata:\n  name: m\ndata:\n  a: \"1\"\n"),
                     201);
    assert_stored(MAP, "data.a", "1");
}

static void what_is_no_body_is_refused_in_the_words_of_the_original(void **state)
{
    int64_t head = test_kube_head(&t);

    (void)state;
    assert_refused(test_kube_send(&t, "POST", MAPS, "text/plain", MAP_OF), 415,
                   "UnsupportedMediaType",
                   "the body of the request was in an unknown format - accepted media types "
                   "include: application/json, application/yaml, "
                   "application/vnd.kubernetes.protobuf");
    assert_refused(test_kube_json(&t, "POST", MAPS, "{\"a\""), 400, "BadRequest",
                   "the object provided is unrecognized (must be of type ConfigMap)");
    assert_refused(test_kube_json(&t, "POST", MAPS, NULL), 400, "BadRequest", "<empty>");
    assert_refused(test_kube_json(&t, "POST", MAPS, "[]"), 400, "BadRequest", "ConfigMap");
    assert_refused(test_kube_json(&t, "POST", MAPS, "{\"kind\":\"Secret\"}"), 400, "BadRequest",
                   "cannot be handled as a ConfigMap");
    assert_refused(test_kube_json(&t, "POST", MAPS, "{\"apiVersion\":\"v2\"}"), 400, "BadRequest",
                   "the API version in the data (v2) does not match the expected API version (v1)");
    assert_refused(test_kube_json(&t, "POST", MAPS, "{\"data\":[]}"), 400, "BadRequest",
                   "cannot be handled as a ConfigMap: json: cannot unmarshal");
    assert_refused(
        test_kube_json(&t, "POST", MAPS, "{\"metadata\":{\"name\":\"m\",\"namespace\":\"other\"}}"),
        400, "BadRequest",
        "the namespace of the provided object does not match the namespace sent on the "
        "request");
    assert_refused(test_kube_json(&t, "POST", MAPS,
                                  "{\"metadata\":{\"name\":\"m\",\"resourceVersion\":\"1\"}}"),
                   400, "BadRequest", "resourceVersion should not be set on objects to be created");
    assert_refused(test_kube_send(&t, "POST", MAPS, "application/yaml", "a: [\n"), 400,
                   "BadRequest", "yaml");
    assert_refused(test_kube_send(&t, "POST", MAPS, "application/vnd.kubernetes.protobuf", "k8s"),
                   400, "BadRequest", "ConfigMap");
    assert_int_equal(test_kube_head(&t), head);
}

static void a_body_that_is_too_large_is_refused(void **state)
{
    size_t len = (3 << 20) + 1;
    char *body = malloc(len);

    (void)state;
    memset(body, ' ', len);
    assert_refused(test_kube_send_bytes(&t, "POST", MAPS, "application/json", vd_slice(body, len)),
                   413, "RequestEntityTooLarge", "limit is 3145728");
    free(body);
}

/* --- update ------------------------------------------------------------------------------------
 */

static void put_replaces_and_keeps_what_is_the_servers(void **state)
{
    char uid[40];

    (void)state;
    make(MAPS, MAP_OF);
    snprintf(uid, sizeof(uid), "%s", test_kube_stored(&t, MAP, "metadata.uid"));
    assert_int_equal(test_kube_json(&t, "PUT", MAPS "/m",
                                    "{\"metadata\":{\"name\":\"m\",\"creationTimestamp\":"
                                    "\"2001-01-01T00:00:00Z\"},\"data\":{\"b\":\"2\"}}"),
                     200);
    assert_stored(MAP, "data", "{\"b\":\"2\"}");
    assert_stored(MAP, "metadata.uid", uid);
    assert_memory_equal(test_kube_stored(&t, MAP, "metadata.creationTimestamp"), "20", 2);
    assert_string_not_equal(test_kube_stored(&t, MAP, "metadata.creationTimestamp"),
                            "2001-01-01T00:00:00Z");
}

static void what_changes_nothing_is_not_written(void **state)
{
    int64_t revision;

    (void)state;
    make(MAPS, MAP_OF);
    revision = test_kube_revision(&t, MAP);
    assert_int_equal(test_kube_json(&t, "PUT", MAPS "/m", MAP_OF), 200);
    assert_int_equal(test_kube_send(&t, "PATCH", MAPS "/m", MERGE, "{\"data\":{\"a\":\"1\"}}"),
                     200);
    assert_int_equal(test_kube_revision(&t, MAP), revision);
}

static void a_version_that_is_past_is_a_conflict(void **state)
{
    char body[200];
    int64_t revision;

    (void)state;
    make(MAPS, MAP_OF);
    revision = test_kube_revision(&t, MAP);
    snprintf(body, sizeof(body),
             "{\"metadata\":{\"name\":\"m\",\"resourceVersion\":\"%lld\"},\"data\":{\"a\":\"2\"}}",
             (long long)revision);
    assert_int_equal(test_kube_json(&t, "PUT", MAPS "/m", body), 200);
    assert_refused(test_kube_json(&t, "PUT", MAPS "/m", body), 409, "Conflict",
                   "Operation cannot be fulfilled on configmaps \"m\": the object has been "
                   "modified; please apply your changes to the latest version and try again");
    assert_refused(
        test_kube_json(&t, "PUT", MAPS "/m", "{\"metadata\":{\"name\":\"m\",\"uid\":\"other\"}}"),
        409, "Conflict", "Precondition failed: UID in precondition: other");
    assert_stored(MAP, "data.a", "2");
}

static void some_kinds_must_say_their_version(void **state)
{
    (void)state;
    make("/apis/policy/v1/namespaces/n/poddisruptionbudgets",
         "{\"metadata\":{\"name\":\"b\"},\"spec\":{\"minAvailable\":1}}");
    assert_refused(test_kube_json(&t, "PUT", "/apis/policy/v1/namespaces/n/poddisruptionbudgets/b",
                                  "{\"metadata\":{\"name\":\"b\"},\"spec\":{\"minAvailable\":2}}"),
                   422, "Invalid",
                   "poddisruptionbudgets.policy \"b\" is invalid: metadata.resourceVersion: "
                   "Invalid value: 0: must be specified for an update");
}

static void put_makes_only_what_may_be_made_so(void **state)
{
    (void)state;
    assert_refused(test_kube_json(&t, "PUT", MAPS "/m", MAP_OF), 404, "NotFound",
                   "configmaps \"m\" not found");
    assert_int_equal(test_kube_json(&t, "PUT", "/apis/coordination.k8s.io/v1/namespaces/n/leases/l",
                                    "{\"metadata\":{\"name\":\"l\"},\"spec\":{\"holderIdentity\":"
                                    "\"me\"}}"),
                     201);
    assert_stored("/registry/leases/n/l", "spec.holderIdentity", "me");
    assert_refused(test_kube_json(&t, "PUT", MAPS "/m", "{\"metadata\":{\"name\":\"other\"}}"), 404,
                   "NotFound", "not found");
}

static void a_generation_counts_changes_of_the_spec(void **state)
{
    (void)state;
    make(SETS, SET_OF);
    assert_stored(SET, "metadata.generation", "1");
    assert_int_equal(test_kube_send(&t, "PATCH", SETS "/d", MERGE, "{\"spec\":{\"replicas\":3}}"),
                     200);
    assert_stored(SET, "metadata.generation", "2");
    assert_int_equal(
        test_kube_send(&t, "PATCH", SETS "/d", MERGE, "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}"),
        200);
    assert_stored(SET, "metadata.generation", "2");
    assert_int_equal(
        test_kube_send(&t, "PATCH", SETS "/d", MERGE,
                       "{\"metadata\":{\"generation\":9},\"status\":{\"replicas\":3}}"),
        200);
    assert_stored(SET, "metadata.generation", "2");
    assert_stored(SET, "status", "{}");
}

static void a_status_has_a_way_of_its_own(void **state)
{
    (void)state;
    make(SETS, SET_OF);
    assert_int_equal(test_kube_send(&t, "PATCH", SETS "/d/status", MERGE,
                                    "{\"spec\":{\"replicas\":9},\"status\":{\"replicas\":2}}"),
                     200);
    assert_stored(SET, "status.replicas", "2");
    assert_stored(SET, "spec.replicas", "1");
    assert_stored(SET, "metadata.generation", "1");
}

static void what_may_not_change_is_kept(void **state)
{
    (void)state;
    make(SETS, SET_OF);
    assert_refused(
        test_kube_send(&t, "PATCH", SETS "/d", MERGE,
                       "{\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"c\"}},\"template\":{"
                       "\"metadata\":{\"labels\":{\"a\":\"c\"}}}}}"),
        422, "Invalid",
        "Deployment.apps \"d\" is invalid: spec.selector: Invalid value: "
        "{\"matchLabels\":{\"a\":\"c\"}}: field is immutable");
    make(PODS, POD_OF);
    assert_refused(
        test_kube_send(&t, "PATCH", PODS "/p", MERGE, "{\"spec\":{\"hostNetwork\":true}}"), 422,
        "Invalid", "spec: Forbidden: pod updates may not change fields other than");
    assert_int_equal(
        test_kube_send(&t, "PATCH", PODS "/p", "application/strategic-merge-patch+json",
                       "{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"j\"}]}}"),
        200);
    assert_stored(POD, "spec.containers.0.image", "j");
    assert_stored(POD, "metadata.generation", "2");
}

static void an_update_that_nobody_versioned_tries_again(void **state)
{
    struct other other;
    char value[1000], body[200];

    (void)state;
    make(MAPS, MAP_OF);
    snprintf(value, sizeof(value), "%s", test_kube_value(&t, MAP));
    strstr(value, "\"a\":\"1\"")[5] = '9';
    be_first(&other, world_put_op(MAP, value));
    test_kube_begin(&t, "PATCH", MAPS "/m", MERGE, VD_SLICE("{\"data\":{\"b\":\"2\"}}"));
    assert_int_equal(test_kube_run(&t), 200);
    assert_stored(MAP, "data", "{\"a\":\"9\",\"b\":\"2\"}");

    snprintf(body, sizeof(body), "{\"metadata\":{\"name\":\"m\",\"resourceVersion\":\"%lld\"}}",
             (long long)test_kube_revision(&t, MAP));
    be_first(&other, world_put_op(MAP, value));
    test_kube_begin(&t, "PUT", MAPS "/m", "application/json", vd_slice_str(body));
    assert_refused(test_kube_run(&t), 409, "Conflict", "the object has been modified");
}

static void a_deletion_that_is_second_looks_again(void **state)
{
    struct other other;
    char value[1000];

    (void)state;
    make(MAPS, "{\"metadata\":{\"name\":\"m\",\"finalizers\":[\"x.io/a\"]}}");
    snprintf(value, sizeof(value), "%s", test_kube_value(&t, MAP));
    make(MAPS, "{\"metadata\":{\"name\":\"free\"}}");
    be_first(&other, world_put_op("/registry/configmaps/n/free", value));
    test_kube_begin(&t, "DELETE", MAPS "/free", NULL, VD_SLICE_EMPTY);
    assert_int_equal(test_kube_run(&t), 200);
    assert_stored("/registry/configmaps/n/free", "metadata.finalizers", "[\"x.io/a\"]");
}

static void a_value_of_somebody_else_is_never_overwritten(void **state)
{
    (void)state;
    world_put(&t.world, MAP, "hello");
    assert_int_equal(test_kube_json(&t, "PUT", MAPS "/m", MAP_OF), 500);
    assert_int_equal(test_kube_send(&t, "DELETE", MAPS "/m", NULL, NULL), 500);
    assert_int_equal(test_kube_send(&t, "PATCH", MAPS "/m", MERGE, "{}"), 500);
    assert_int_equal(test_kube_json(&t, "POST", MAPS, MAP_OF), 409);
    assert_string_equal(test_kube_value(&t, MAP), "hello");
}

/* --- patches -----------------------------------------------------------------------------------
 */

static void patches_that_make_no_sense_are_refused(void **state)
{
    (void)state;
    make(MAPS, MAP_OF);
    assert_refused(test_kube_send(&t, "PATCH", MAPS "/m", "application/json", "{}"), 415,
                   "UnsupportedMediaType", "application/merge-patch+json");
    assert_refused(test_kube_send(&t, "PATCH", MAPS "/m", MERGE, "{"), 400, "BadRequest", "");
    assert_refused(test_kube_send(&t, "PATCH", MAPS "/m", "application/json-patch+json",
                                  "[{\"op\":\"test\",\"path\":\"/data/a\",\"value\":\"2\"}]"),
                   422, "Invalid", "the server rejected our request due to an error");
    assert_refused(test_kube_send(&t, "PATCH", MAPS "/none", MERGE, "{}"), 404, "NotFound",
                   "configmaps \"none\" not found");
    assert_refused(test_kube_send(&t, "PATCH", MAPS "/m", MERGE, "{\"metadata\":{\"name\":\"x\"}}"),
                   400, "BadRequest",
                   "the name of the object (x) does not match the name on the URL (m)");
    assert_refused(
        test_kube_send(&t, "PATCH", MAPS "/m", MERGE,
                       "{\"metadata\":{\"resourceVersion\":\"1\"},\"data\":{\"a\":\"3\"}}"),
        409, "Conflict", "the object has been modified");
    assert_refused(
        test_kube_send(&t, "PATCH", MAPS "/m?fieldValidation=Strict", MERGE, "{\"bogus\":1}"), 422,
        "Invalid", "strict decoding error: unknown field \"bogus\"");
    assert_refused(test_kube_send(&t, "PATCH", MAPS "/m?fieldValidation=Strict", MERGE,
                                  "{\"data\":{\"b\":\"1\",\"b\":\"2\"}}"),
                   422, "Invalid", "strict decoding error: duplicate field \"data.b\"");
    assert_refused(test_kube_send(&t, "PATCH", MAPS "/m?fieldValidation=Strict",
                                  "application/json-patch+json",
                                  "[{\"op\":\"remove\",\"path\":\"/data\",\"why\":1}]"),
                   422, "Invalid", "strict decoding error: json patch unknown field \"[0].why\"");
    assert_refused(
        test_kube_send(&t, "PATCH", MAPS "/m?fieldValidation=Strict&fieldManager=x",
                       "application/apply-patch+yaml",
                       "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: \"1\"\n  a: \"1\"\n"),
        400, "BadRequest", "line 5: key \"a\" already set in map");
    assert_refused(test_kube_send(&t, "PATCH", MAPS "/m?fieldManager=x",
                                  "application/apply-patch+yaml", "a: b: c\n"),
                   400, "BadRequest", "error encoding patch: yaml: mapping values are not allowed");
    assert_refused(test_kube_send(&t, "PATCH", MAPS "/m?force=true", MERGE, "{}"), 422, "Invalid",
                   "PatchOptions.meta.k8s.io \"\" is invalid: force: Forbidden: may not be "
                   "specified for non-apply patch");
    assert_stored(MAP, "data", "{\"a\":\"1\"}");
}

static void an_apply_makes_changes_and_conflicts(void **state)
{
    static const char type[] = "application/apply-patch+yaml";
    static const char config[] =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"m\"},"
        "\"data\":{\"a\":\"1\"}}";
    static const char other[] =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"m\"},"
        "\"data\":{\"a\":\"2\"}}";

    (void)state;
    assert_refused(test_kube_send(&t, "PATCH", MAPS "/m", type, config), 422, "Invalid",
                   "fieldManager: Required value: is required for apply patch");
    assert_int_equal(test_kube_send(&t, "PATCH", MAPS "/m?fieldManager=x", type, config), 201);
    assert_stored(MAP, "data.a", "1");
    assert_stored(MAP, "metadata.managedFields.0.manager", "x");
    assert_stored(MAP, "metadata.managedFields.0.operation", "Apply");
    assert_refused(test_kube_send(&t, "PATCH", MAPS "/m?fieldManager=y", type, other), 409,
                   "Conflict", "Apply failed with 1 conflict: conflict with \"x\": .data.a");
    assert_at("details.causes.0.reason", "FieldManagerConflict");
    assert_int_equal(test_kube_send(&t, "PATCH", MAPS "/m?fieldManager=y&force=true", type, other),
                     200);
    assert_stored(MAP, "data.a", "2");
}

/* --- machines ----------------------------------------------------------------------------------
 */

static void what_was_submitted_is_done_though_the_peer_is_gone(void **state)
{
    (void)state;
    test_kube_begin(&t, "POST", MAPS, "application/json", VD_SLICE(MAP_OF));
    test_kube_drop(&t);
    (void)test_kube_run(&t);
    assert_stored(MAP, "data.a", "1");
}

/* Nothing that was written is in memory. */
static void what_is_on_disk_is_waited_for(void **state)
{
    char body[200], first[40];
    unsigned jobs;

    (void)state;
    make(SERVICES, "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"ports\":[{\"port\":80}]}}");
    snprintf(first, sizeof(first), "%s", test_kube_at(&t, "spec.clusterIP"));
    for (int i = 0; i < 40; i++) {
        snprintf(body, sizeof(body), "{\"metadata\":{\"name\":\"m%d\"},\"data\":{\"a\":\"1\"}}", i);
        make(MAPS, body);
    }
    world_keep(&t.world);
    jobs = t.world.job_count;
    assert_int_equal(test_kube_send(&t, "PATCH", MAPS "/m0", MERGE, "{\"data\":{\"b\":\"2\"}}"),
                     200);
    assert_true(t.world.job_count > jobs);
    snprintf(
        body, sizeof(body),
        "{\"metadata\":{\"name\":\"b\"},\"spec\":{\"clusterIP\":\"%s\",\"ports\":[{\"port\":1}]}}",
        first);
    assert_refused(test_kube_json(&t, "POST", SERVICES, body), 422, "Invalid",
                   "provided IP is already allocated");
    world_keep(&t.world);
    test_kube_begin(
        &t, "POST", SERVICES, "application/json",
        VD_SLICE("{\"metadata\":{\"name\":\"c\"},\"spec\":{\"ports\":[{\"port\":1}]}}"));
    test_kube_drop(&t); /* while it waits */
    (void)test_kube_run(&t);
    make(SERVICES, "{\"metadata\":{\"name\":\"d\"},\"spec\":{\"ports\":[{\"port\":80}]}}");
    assert_int_equal(test_kube_send(&t, "DELETE", MAPS, NULL, NULL), 200);
    assert_string_equal(test_kube_value(&t, "/registry/configmaps/n/m7"), "");
}

/* All at once, before any is committed; the number of the peer stands between the texts. */
static void ask_all(const char *method, const char *target, const char *type, const char *before,
                    const char *after)
{
    char text[200];

    for (unsigned i = 0; i < TEST_KUBE_PEERS; i++) {
        snprintf(text, sizeof(text), "%s%u%s", before, i, after);
        test_door_ask(&t.d, i,
                      &(struct test_request){.method = method,
                                             .target = target,
                                             .content_type = type,
                                             .body = vd_slice_str(text)});
    }
}

static void many_writers_of_one_object_all_get_through(void **state)
{
    char path[20];

    (void)state;
    make(MAPS, MAP_OF);
    ask_all("PATCH", MAPS "/m", MERGE, "{\"data\":{\"k", "\":\"v\"}}");
    test_door_drop(&t.d, 3); /* one has submitted and goes */
    test_door_run(&t.d);
    for (unsigned i = 0; i < TEST_KUBE_PEERS; i++) {
        snprintf(path, sizeof(path), "data.k%u", i);
        if (i == 3)
            continue;
        assert_int_equal(t.d.x[i].status, 200);
        assert_stored(MAP, path, "v");
    }
}

static void many_services_at_once_get_addresses_of_their_own(void **state)
{
    char addresses[TEST_KUBE_PEERS][40], key[60];

    (void)state;
    ask_all("POST", SERVICES, "application/json", "{\"metadata\":{\"name\":\"s",
            "\"},\"spec\":{\"type\":\"NodePort\",\"ports\":[{\"port\":80}]}}");
    test_door_drop(&t.d, 0); /* it has the turn */
    test_door_drop(&t.d, 5); /* it waits for it */
    test_door_run(&t.d);
    for (unsigned i = 1; i < TEST_KUBE_PEERS; i++) {
        if (i == 5)
            continue;
        assert_int_equal(t.d.x[i].status, 201);
        snprintf(key, sizeof(key), "/registry/services/specs/n/s%u", i);
        snprintf(addresses[i], sizeof(addresses[i]), "%s",
                 test_kube_stored(&t, key, "spec.clusterIP"));
        assert_int_equal(strncmp(addresses[i], "10.", 3), 0);
        for (unsigned k = 1; k < i; k++)
            assert_true(k == 5 || strcmp(addresses[i], addresses[k]) != 0);
    }
}

static void without_memory_nothing_is_half_done(void **state)
{
    static const struct {
        const char *method, *target, *type, *body;
    } calls[] = {
        {"POST", MAPS, "application/json", MAP_OF},
        {"PUT", MAPS "/m", "application/json", "{\"metadata\":{\"name\":\"m\"}}"},
        {"PATCH", MAPS "/m", MERGE, "{\"data\":{\"z\":\"1\"}}"},
        {"POST", SERVICES, "application/json",
         "{\"metadata\":{\"name\":\"s\"},\"spec\":{\"type\":\"NodePort\",\"ports\":[{\"port\":1}]}"
         "}"},
        {"DELETE", MAPS "/m", "application/json", "{}"},
        {"DELETE", SERVICES, NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
        unsigned status = 0;

        for (long after = 0; status < 200 || status > 299; after++) {
            test_kube_drop(&t);
            t.d.fail_after = after;
            t.d.has_failed = false;
            status =
                test_kube_send(&t, calls[i].method, calls[i].target, calls[i].type, calls[i].body);
            t.d.fail_after = -1;
            if (!t.d.has_failed && (status < 200 || status > 299))
                print_message("%s %s: %u %s\n", calls[i].method, calls[i].target, status,
                              test_kube_body(&t));
            assert_true(t.d.has_failed || (status >= 200 && status <= 299));
            if (status == 409 || status == 404)
                break; /* it was done, and could not be said */
            assert_true(after < 2000);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_object_has_what_the_server_sets),
        TEST(one_object_is_one_revision),
        TEST(a_name_is_made_and_another_if_it_is_taken),
        TEST(what_is_there_already_is_said),
        TEST(nothing_is_made_in_a_namespace_that_is_not_or_is_going),
        TEST(a_namespace_that_goes_meanwhile_is_noticed),
        TEST(faults_are_all_said_and_nothing_is_stored),
        TEST(a_dry_run_stores_nothing),
        TEST(unknown_fields_are_warned_of_or_refused_and_never_stored),
        TEST(a_body_may_be_yaml),
        TEST(what_is_no_body_is_refused_in_the_words_of_the_original),
        TEST(a_body_that_is_too_large_is_refused),
        TEST(put_replaces_and_keeps_what_is_the_servers),
        TEST(what_changes_nothing_is_not_written),
        TEST(a_version_that_is_past_is_a_conflict),
        TEST(some_kinds_must_say_their_version),
        TEST(put_makes_only_what_may_be_made_so),
        TEST(a_generation_counts_changes_of_the_spec),
        TEST(a_status_has_a_way_of_its_own),
        TEST(what_may_not_change_is_kept),
        TEST(an_update_that_nobody_versioned_tries_again),
        TEST(a_deletion_that_is_second_looks_again),
        TEST(a_value_of_somebody_else_is_never_overwritten),
        TEST(patches_that_make_no_sense_are_refused),
        TEST(an_apply_makes_changes_and_conflicts),
        TEST(what_was_submitted_is_done_though_the_peer_is_gone),
        TEST(what_is_on_disk_is_waited_for),
        TEST(many_writers_of_one_object_all_get_through),
        TEST(many_services_at_once_get_addresses_of_their_own),
        TEST(without_memory_nothing_is_half_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
