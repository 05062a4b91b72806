/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/defaults.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static struct vd_arena arena;
static struct vd_kube_doc doc;
static struct vd_buf buf;

static int setup(void **state)
{
    (void)state;
    vd_arena_init(&arena, 1 << 20);
    vd_buf_init(&buf, 0);
    doc = (struct vd_kube_doc){&arena, 0};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    vd_arena_deinit(&arena);
    vd_buf_deinit(&buf);
    return 0;
}

static struct vd_json_value *filled(const char *group, const char *version, const char *kind,
                                    const char *text)
{
    struct vd_json_value *object;

    assert_int_equal(vd_json_read(&arena, vd_slice_str(text), VD_KUBE_DOC_DEPTH_MAX, &object, NULL),
                     0);
    vd_kube_defaults(&doc, vd_slice_str(group), vd_slice_str(version), vd_slice_str(kind), object);
    return object;
}

static void assert_is(const struct vd_json_value *object, const char *expected)
{
    struct vd_json json;

    assert_non_null(object);
    vd_buf_clear(&buf);
    vd_json_init(&json, &buf);
    vd_json_write(&json, object);
    vd_buf_append(&buf, "", 1);
    assert_string_equal((const char *)buf.data, expected);
}

static void assert_filled(const char *group, const char *version, const char *kind,
                          const char *text, const char *expected)
{
    struct vd_json_value *object = filled(group, version, kind, text);

    assert_int_equal(doc.rc, 0);
    assert_is(object, expected);
}

static void a_pod_says_all_that_clients_read(void **state)
{
    (void)state;
    assert_filled(
        "", "v1", "Pod", "{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"nginx\"}]}}",
        "{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"nginx\",\"imagePullPolicy\":"
        "\"Always\",\"terminationMessagePath\":\"/dev/termination-log\","
        "\"terminationMessagePolicy\":\"File\",\"resources\":{}}],\"dnsPolicy\":\"ClusterFirst\","
        "\"restartPolicy\":\"Always\",\"securityContext\":{},\"terminationGracePeriodSeconds\":30,"
        "\"schedulerName\":\"default-scheduler\",\"enableServiceLinks\":true}}");
}

static void the_tag_of_an_image_decides_when_it_is_pulled(void **state)
{
    static const char *const images[][2] = {
        {"nginx", "Always"},
        {"nginx:latest", "Always"},
        {"nginx:1.2", "IfNotPresent"},
        {"localhost:5000/nginx", "Always"},
        {"localhost:5000/a/nginx:1", "IfNotPresent"},
        {"nginx@sha256:0123", "IfNotPresent"},
        {"nginx:latest@sha256:0123", "Always"},
        {"", "IfNotPresent"},
    };
    struct vd_json_value *object;
    char text[200];

    (void)state;
    for (size_t i = 0; i < sizeof(images) / sizeof(images[0]); i++) {
        snprintf(text, sizeof(text), "{\"spec\":{\"containers\":[{\"image\":\"%s\"}]}}",
                 images[i][0]);
        object = filled("", "v1", "Pod", text);
        object = vd_kube_doc_element(vd_kube_doc_at(object, "spec", "containers", NULL), 0);
        assert_true(vd_kube_doc_says(vd_kube_doc_get(object, "imagePullPolicy"), images[i][1]));
    }
}

static void what_is_said_stays(void **state)
{
    static const char text[] =
        "{\"spec\":{\"replicas\":0,\"strategy\":{\"type\":\"Recreate\"},\"template\":{\"spec\":{"
        "\"dnsPolicy\":\"Default\",\"restartPolicy\":\"Never\",\"securityContext\":{},"
        "\"terminationGracePeriodSeconds\":0,\"schedulerName\":\"mine\"}},"
        "\"revisionHistoryLimit\":0,\"progressDeadlineSeconds\":1e2}}";

    (void)state;
    assert_filled("apps", "v1", "Deployment", text, text);
}

static void a_deployment_rolls_by_a_quarter(void **state)
{
    (void)state;
    assert_filled("apps", "v1", "Deployment", "{\"spec\":{\"replicas\":null}}",
                  "{\"spec\":{\"replicas\":1,\"strategy\":{\"type\":\"RollingUpdate\","
                  "\"rollingUpdate\":{\"maxUnavailable\":\"25%\",\"maxSurge\":\"25%\"}},"
                  "\"revisionHistoryLimit\":10,\"progressDeadlineSeconds\":600}}");
}

static void a_service_is_inside_the_cluster(void **state)
{
    (void)state;
    assert_filled("", "v1", "Service", "{\"spec\":{\"ports\":[{\"port\":80}]}}",
                  "{\"spec\":{\"ports\":[{\"port\":80,\"targetPort\":80,\"protocol\":\"TCP\"}],"
                  "\"sessionAffinity\":\"None\",\"type\":\"ClusterIP\","
                  "\"internalTrafficPolicy\":\"Cluster\"}}");
    assert_filled("", "v1", "Service", "{\"spec\":{\"type\":\"ExternalName\"}}",
                  "{\"spec\":{\"type\":\"ExternalName\",\"sessionAffinity\":\"None\"}}");
}

static void texts_of_a_secret_become_data(void **state)
{
    (void)state;
    assert_filled("", "v1", "Secret",
                  "{\"data\":{\"a\":\"eA==\",\"b\":\"eQ==\"},\"stringData\":{\"b\":\"hi\"}}",
                  "{\"data\":{\"a\":\"eA==\",\"b\":\"aGk=\"},\"type\":\"Opaque\"}");
}

static void a_job_is_done_once(void **state)
{
    (void)state;
    assert_filled("batch", "v1", "Job",
                  "{\"metadata\":{},\"spec\":{\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}"
                  "}}}}",
                  "{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"template\":{\"metadata\":{"
                  "\"labels\":{\"a\":\"b\"}}},\"completions\":1,\"backoffLimit\":6,"
                  "\"podReplacementPolicy\":\"TerminatingOrFailed\",\"parallelism\":1,"
                  "\"completionMode\":\"NonIndexed\",\"suspend\":false,\"manualSelector\":false}}");
}

static void limits_are_requested(void **state)
{
    struct vd_json_value *object =
        filled("", "v1", "Pod",
               "{\"spec\":{\"containers\":[{\"resources\":{\"limits\":{\"cpu\":\"1\","
               "\"memory\":\"1Gi\"},\"requests\":{\"cpu\":\"100m\"}}}]}}");

    (void)state;
    object = vd_kube_doc_element(vd_kube_doc_at(object, "spec", "containers", NULL), 0);
    assert_is(vd_kube_doc_at(object, "resources", "requests", NULL),
              "{\"cpu\":\"100m\",\"memory\":\"1Gi\"}");
}

static void values_of_wrong_types_harm_nobody(void **state)
{
    static const char *const texts[] = {
        "[]",
        "1",
        "null",
        "{\"spec\":[]}",
        "{\"spec\":{\"containers\":{\"a\":1}}}",
        "{\"spec\":{\"containers\":[1,null,[],{\"ports\":\"x\",\"env\":[{\"valueFrom\":3}],"
        "\"livenessProbe\":[],\"image\":{}}],\"volumes\":[null,{}]},\"status\":{\"podIP\":1}}",
        "{\"metadata\":[],\"spec\":{\"template\":{\"metadata\":{\"labels\":[]}},\"ports\":[1],"
        "\"strategy\":1,\"metrics\":1,\"behavior\":[],\"updateStrategy\":[]},\"stringData\":[1],"
        "\"webhooks\":[1],\"subjects\":1,\"roleRef\":[]}"};
    static const char *const kinds[][3] = {
        {"", "v1", "Pod"},           {"apps", "v1", "Deployment"},
        {"", "v1", "Service"},       {"", "v1", "Secret"},
        {"batch", "v1", "Job"},      {"autoscaling", "v2", "HorizontalPodAutoscaler"},
        {"", "v1", "Namespace"},     {"apps", "v1", "StatefulSet"},
        {"apps", "v1", "DaemonSet"}, {"", "v1", "ReplicationController"},
        {"", "v1", "LimitRange"},    {"rbac.authorization.k8s.io", "v1", "RoleBinding"},
        {"no", "v1", "Such"}};

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
            (void)filled(kinds[k][0], kinds[k][1], kinds[k][2], texts[i]);
    assert_int_equal(doc.rc, 0);
}

static void no_memory_is_said(void **state)
{
    struct vd_json_value *object;
    size_t limit = 0;

    (void)state;
    do {
        teardown(NULL);
        setup(NULL);
        assert_int_equal(vd_json_read(&arena, VD_SLICE("{\"spec\":{\"volumes\":[{}]}}"),
                                      VD_KUBE_DOC_DEPTH_MAX, &object, NULL),
                         0);
        arena.limit_bytes = arena.total_bytes + limit;
        vd_kube_defaults(&doc, VD_SLICE(""), VD_SLICE("v1"), VD_SLICE("Pod"), object);
        assert_true(doc.rc || limit);
        limit += 64;
    } while (doc.rc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_pod_says_all_that_clients_read, setup, teardown),
        cmocka_unit_test_setup_teardown(the_tag_of_an_image_decides_when_it_is_pulled, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_is_said_stays, setup, teardown),
        cmocka_unit_test_setup_teardown(a_deployment_rolls_by_a_quarter, setup, teardown),
        cmocka_unit_test_setup_teardown(a_service_is_inside_the_cluster, setup, teardown),
        cmocka_unit_test_setup_teardown(texts_of_a_secret_become_data, setup, teardown),
        cmocka_unit_test_setup_teardown(a_job_is_done_once, setup, teardown),
        cmocka_unit_test_setup_teardown(limits_are_requested, setup, teardown),
        cmocka_unit_test_setup_teardown(values_of_wrong_types_harm_nobody, setup, teardown),
        cmocka_unit_test_setup_teardown(no_memory_is_said, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
