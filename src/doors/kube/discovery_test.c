/* SPDX-License-Identifier: Apache-2.0 */
/* What clients find out before they ask for anything: lists, the aggregated document, OpenAPI. */
#include "base/alloc.h"
#include "doors/kube/test_kube.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define AGGREGATED  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
#define DEFINITIONS "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"

static const char widgets[] =
    "{\"metadata\":{\"name\":\"widgets.example.com\"},\"spec\":{\"group\":\"example.com\","
    "\"scope\":"
    "\"Namespaced\",\"names\":{\"plural\":\"widgets\",\"kind\":\"Widget\",\"shortNames\":[\"wd\"]},"
    "\"versions\":[{\"name\":\"v1\",\"served\":true,\"storage\":true,\"subresources\":{\"status\":{"
    "}},"
    "\"schema\":{\"openAPIV3Schema\":{\"type\":\"object\",\"description\":\"It "
    "turns.\",\"properties\":{"
    "\"spec\":{\"type\":\"object\",\"properties\":{\"size\":{\"type\":\"integer\"}}}}}}}]}}";

static struct test_kube test;

static int begin(void **state)
{
    test_kube_init(&test, 0);
    return 0;
}

static int end(void **state)
{
    test_kube_deinit(&test);
    return 0;
}

static unsigned get(const char *target, const char *headers)
{
    struct test_request request = {.method = "GET", .target = target, .headers = headers};

    test_door_ask(&test.d, 0, &request);
    return test_kube_run(&test);
}

static const char *header(const char *name)
{
    const char *value = vd_test_header(&test.d.x[0], name);

    return value ? value : "";
}

static void assert_at(const char *path, const char *text)
{
    if (strcmp(test_kube_at(&test, path), text) != 0)
        fail_msg("%s is %s in %.2000s", path, test_kube_at(&test, path), test_kube_body(&test));
}

/* The element of a list whose `name` is this text, as an index. */
static unsigned index_of(const char *list, const char *name, const char *text)
{
    char path[128];

    for (unsigned i = 0; i < 1000; i++) {
        snprintf(path, sizeof(path), "%s.%u.%s", list, i, name);
        if (strcmp(test_kube_at(&test, path), text) == 0)
            return i;
    }
    fail_msg("no %s in %s of %.2000s", text, list, test_kube_body(&test));
    return 0;
}

static void assert_in(const char *list, unsigned i, const char *name, const char *text)
{
    char path[128];

    snprintf(path, sizeof(path), "%s.%u.%s", list, i, name);
    assert_at(path, text);
}

/* --- lists ------------------------------------------------------------------------------------ */

static void versions_and_groups_are_listed(void **state)
{
    assert_int_equal(get("/api", NULL), 200);
    assert_at("kind", "APIVersions");
    assert_at("versions.0", "v1");
    assert_int_equal(get("/apis", NULL), 200);
    assert_at("kind", "APIGroupList");
    assert_in("groups", index_of("groups", "name", "autoscaling"), "preferredVersion.version",
              "v2");
    assert_in("groups", index_of("groups", "name", "autoscaling"), "versions.1.groupVersion",
              "autoscaling/v1");
    assert_int_equal(get("/apis/apps/", NULL), 200);
    assert_at("kind", "APIGroup");
    assert_at("versions.0.groupVersion", "apps/v1");
}

static void resources_are_listed_with_what_may_be_asked_of_them(void **state)
{
    unsigned i;

    assert_int_equal(get("/apis/apps/v1", NULL), 200);
    assert_at("kind", "APIResourceList");
    assert_at("groupVersion", "apps/v1");
    i = index_of("resources", "name", "deployments");
    assert_in("resources", i, "kind", "Deployment");
    assert_in("resources", i, "namespaced", "true");
    assert_in("resources", i, "shortNames.0", "deploy");
    assert_in("resources", i, "categories.0", "all");
    assert_in("resources", i, "verbs.0", "create");
    assert_in("resources", i, "verbs.7", "watch");
    i = index_of("resources", "name", "deployments/scale");
    assert_in("resources", i, "group", "autoscaling");
    assert_in("resources", i, "kind", "Scale");
    assert_int_equal(get("/api/v1", NULL), 200);
    i = index_of("resources", "name", "pods/status");
    assert_in("resources", i, "group", "");
    assert_in("resources", i, "kind", "Pod");
}

static void what_is_not_there_is_404(void **state)
{
    static const char *const rows[] = {"/api/v2", "/apis/none", "/apis/apps/v9",
                                       "/openapi/v3/apis/no/v1", "/openapi/v4"};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_int_equal(get(rows[i], NULL), 404);
    assert_int_equal(test_kube_json(&test, "POST", "/apis", "{}"), 405);
}

/* --- the aggregated document -------------------------------------------------------------------
 */

static void who_accepts_the_aggregated_document_gets_it(void **state)
{
    unsigned i;

    assert_int_equal(get("/api", "accept: " AGGREGATED ",application/json\n"), 200);
    assert_string_equal(header("content-type"), AGGREGATED);
    assert_at("kind", "APIGroupDiscoveryList");
    assert_at("items.0.metadata.name", "");
    assert_at("items.0.versions.0.version", "v1");
    assert_int_equal(get("/apis", "accept: " AGGREGATED "\n"), 200);
    i = index_of("items", "metadata.name", "apps");
    assert_in("items", i, "versions.0.freshness", "Current");
    assert_in("items", i, "versions.0.resources.2.resource", "deployments");
    assert_in("items", i, "versions.0.resources.2.scope", "Namespaced");
    assert_in("items", i, "versions.0.resources.2.responseKind.kind", "Deployment");
    assert_in("items", i, "versions.0.resources.2.subresources.0.subresource", "scale");
    assert_in("items", i, "versions.0.resources.2.subresources.0.responseKind.group",
              "autoscaling");
}

static void the_first_clause_that_can_be_served_decides(void **state)
{
    static const struct {
        const char *accept, *kind;
    } rows[] = {
        {"accept: application/json," AGGREGATED "\n", "APIGroupList"},
        {"accept: application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList, "
         "application/json\n",
         "APIGroupList"},
        {"accept: application/yaml, " AGGREGATED "\n", "APIGroupDiscoveryList"},
        {"accept: application/json; as=APIGroupDiscoveryList; v=v2; g=apidiscovery.k8s.io\n",
         "APIGroupDiscoveryList"},
        {"accept: */*\n", "APIGroupList"},
        {"accept: ,;,\n", "APIGroupList"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(get("/apis", rows[i].accept), 200);
        assert_at("kind", rows[i].kind);
    }
}

static void who_has_it_already_is_told_so(void **state)
{
    char again[512];

    assert_int_equal(get("/apis", "accept: " AGGREGATED "\n"), 200);
    snprintf(again, sizeof(again), "accept: " AGGREGATED "\nif-none-match: %s\n", header("etag"));
    assert_int_equal(get("/apis", again), 304);
    assert_string_equal(test_kube_body(&test), "");
    assert_int_equal(test_kube_json(&test, "POST", DEFINITIONS, widgets), 201);
    assert_int_equal(get("/apis", again), 200);
}

/* --- definitions -------------------------------------------------------------------------------
 */

static void a_definition_is_discovered_as_soon_as_it_is_there(void **state)
{
    assert_int_equal(test_kube_json(&test, "POST", DEFINITIONS, widgets), 201);
    assert_int_equal(get("/apis/example.com/v1", NULL), 200);
    assert_at("resources.0.name", "widgets");
    assert_at("resources.0.shortNames.0", "wd");
    assert_at("resources.1.name", "widgets/status");
    assert_int_equal(get("/apis", NULL), 200);
    index_of("groups", "name", "example.com");
    assert_int_equal(get("/openapi/v3/apis/example.com/v1", NULL), 200);
    assert_non_null(strstr(test_kube_body(&test), "\"com.example.v1.Widget\""));
    assert_non_null(strstr(test_kube_body(&test), "It turns."));
    assert_non_null(
        strstr(test_kube_body(&test), "\"io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta\""));
}

/* --- OpenAPI -----------------------------------------------------------------------------------
 */

/* What a path of dots cannot name. */
static const struct vd_json_value *member(const struct vd_json_value *value, const char *name)
{
    return vd_kube_doc_get(value, name);
}

static const struct vd_json_value *schemas(void)
{
    return member(member(test_kube_document(&test), "components"), "schemas");
}

static const struct vd_json_value *schema_of(const char *name)
{
    return member(schemas(), name);
}

static bool is_text(const struct vd_json_value *value, const char *text)
{
    return vd_kube_doc_says(value, text);
}

static void the_index_names_a_document_of_each_version(void **state)
{
    const struct vd_json_value *paths;

    assert_int_equal(get("/openapi/v3", NULL), 200);
    paths = member(test_kube_document(&test), "paths");
    assert_non_null(member(member(paths, "api/v1"), "serverRelativeURL"));
    assert_non_null(member(member(paths, "apis/apps/v1"), "serverRelativeURL"));
    assert_null(member(paths, "apis/example.com/v1"));
}

static void a_patch_takes_field_validation_and_names_its_kind(void **state)
{
    const struct vd_json_value *patch, *parameters;

    assert_int_equal(get("/openapi/v3/apis/apps/v1?hash=1", NULL), 200);
    patch = member(member(member(test_kube_document(&test), "paths"),
                          "/apis/apps/v1/namespaces/{namespace}/deployments/{name}"),
                   "patch");
    assert_true(
        is_text(member(member(patch, "x-kubernetes-group-version-kind"), "kind"), "Deployment"));
    parameters = member(patch, "parameters");
    assert_non_null(vd_kube_doc_find(parameters, "name", VD_SLICE("fieldValidation")));
}

static void schemas_say_types_and_how_lists_are_merged(void **state)
{
    const struct vd_json_value *pod, *containers, *ports;

    assert_int_equal(get("/openapi/v3/api/v1", NULL), 200);
    pod = schema_of("io.k8s.api.core.v1.Pod");
    assert_true(is_text(
        member(vd_kube_doc_element(member(pod, "x-kubernetes-group-version-kind"), 0), "kind"),
        "Pod"));
    containers =
        member(member(schema_of("io.k8s.api.core.v1.PodSpec"), "properties"), "containers");
    assert_true(is_text(member(containers, "type"), "array"));
    assert_true(is_text(member(containers, "x-kubernetes-patch-strategy"), "merge"));
    assert_true(is_text(member(containers, "x-kubernetes-patch-merge-key"), "name"));
    ports = member(member(schema_of("io.k8s.api.core.v1.Container"), "properties"), "ports");
    assert_int_equal(member(ports, "x-kubernetes-list-map-keys")->count, 2);
    assert_non_null(schema_of("io.k8s.apimachinery.pkg.api.resource.Quantity"));
}

/* No reference leads to a schema that is not in the document. */
static unsigned follow(const struct vd_json_value *all, const struct vd_json_value *value)
{
    const struct vd_json_value *ref = member(value, "$ref"), *at;
    unsigned count = 0;

    if (vd_kube_doc_is(ref, VD_JSON_STRING)) {
        char name[256];

        snprintf(name, sizeof(name), "%.*s", (int)ref->text.len - 21,
                 (const char *)ref->text.ptr + 21);
        if (!member(all, name))
            fail_msg("no schema %s", name);
        count++;
    }
    vd_kube_doc_each(at, value)
        count += follow(all, at);
    return count;
}

static void each_reference_leads_somewhere(void **state)
{
    static const char *const rows[] = {"/openapi/v3/api/v1", "/openapi/v3/apis/apps/v1",
                                       "/openapi/v3/apis/apiextensions.k8s.io/v1"};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct vd_json_value *all;

        assert_int_equal(get(rows[i], NULL), 200);
        all = schemas();
        assert_true(follow(all, all) > 5);
    }
}

static void version_2_is_the_smallest_document_there_is(void **state)
{
    assert_int_equal(
        get("/openapi/v2", "accept: application/com.github.proto-openapi.spec.v2@v1.0+protobuf\n"),
        200);
    assert_string_equal(header("content-type"),
                        "application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
    assert_int_equal(test.d.x[0].body.len, 17);
    assert_memory_equal(test.d.x[0].body.data, "\n\0032.0", 5);
    assert_int_equal(get("/swagger-2.0.0.pb-v1", NULL), 200);
    assert_int_equal(get("/openapi/v2", "accept: application/json\n"), 200);
    assert_at("swagger", "2.0");
}

int main(void)
{
#define IN_A_DOOR(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        IN_A_DOOR(versions_and_groups_are_listed),
        IN_A_DOOR(resources_are_listed_with_what_may_be_asked_of_them),
        IN_A_DOOR(what_is_not_there_is_404),
        IN_A_DOOR(who_accepts_the_aggregated_document_gets_it),
        IN_A_DOOR(the_first_clause_that_can_be_served_decides),
        IN_A_DOOR(who_has_it_already_is_told_so),
        IN_A_DOOR(a_definition_is_discovered_as_soon_as_it_is_there),
        IN_A_DOOR(the_index_names_a_document_of_each_version),
        IN_A_DOOR(a_patch_takes_field_validation_and_names_its_kind),
        IN_A_DOOR(schemas_say_types_and_how_lists_are_merged),
        IN_A_DOOR(each_reference_leads_somewhere),
        IN_A_DOOR(version_2_is_the_smallest_document_there_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
