/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with objects, as tables: an object, and the faults that are found in it. */
#include "doors/kube/model/judge.h"

#include "doors/kube/model/defaults.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/prepare.h"
#include "doors/kube/model/tidy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct vd_arena arena;
static struct vd_kube_doc doc;
static struct vd_kube_causes causes;

static int setup(void **state)
{
    (void)state;
    vd_arena_init(&arena, 16 << 20);
    doc = (struct vd_kube_doc){&arena, 0};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    vd_arena_deinit(&arena);
    return 0;
}

static const struct vd_kube_kind *kind_of(const char *group, const char *name)
{
    const struct vd_kube_kind *kind =
        vd_kube_builtin_of(vd_slice_str(group), VD_SLICE_EMPTY, vd_slice_str(name));

    assert_non_null(kind);
    return kind;
}

static struct vd_json_value *read(const char *text)
{
    struct vd_json_value *value;
    struct vd_json_fault fault = {0, ""};
    int rc = vd_json_read(&arena, vd_slice_str(text), VD_KUBE_DOC_DEPTH_MAX, &value, &fault);

    if (rc)
        print_message("%s: %s at %zu\n", text, fault.message, fault.offset_bytes);
    assert_int_equal(rc, 0);
    return value;
}

/* With a name, a namespace where there is one, and defaults. */
static struct vd_json_value *object_of(const struct vd_kube_kind *kind, const char *text)
{
    struct vd_json_value *object = read(text), *meta;

    meta = vd_kube_doc_ensure_object(&doc, object, "metadata");
    if (!vd_kube_doc_get(meta, "name"))
        vd_kube_doc_set_str(&doc, meta, "name", "x");
    if (kind->namespaced)
        vd_kube_doc_set_str(&doc, meta, "namespace", "n");
    vd_kube_defaults(&doc, kind->group, kind->version, kind->kind, object);
    assert_int_equal(doc.rc, 0);
    return object;
}

/* All causes: "field: message; ..." */
static const char *said(void)
{
    static char text[8192];
    const struct vd_kube_cause *at;
    size_t len = 0;

    assert_int_equal(vd_kube_causes_status(&causes), 0);
    text[0] = '\0';
    for (at = causes.first; at; at = at->next)
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%.*s: %.*s", len ? "; " : "",
                                (int)at->field.len, (const char *)at->field.ptr,
                                (int)at->message.len, (const char *)at->message.ptr);
    return text;
}

static const char *judged(const char *group, const char *name, const char *text)
{
    const struct vd_kube_kind *kind = kind_of(group, name);

    vd_kube_causes_init(&causes, &arena);
    vd_kube_judge_create(kind, object_of(kind, text), &causes);
    return said();
}

static const char *judged_update(const char *group, const char *name, const char *old,
                                 const char *text)
{
    const struct vd_kube_kind *kind = kind_of(group, name);

    vd_kube_causes_init(&causes, &arena);
    vd_kube_judge_update(kind, object_of(kind, text), object_of(kind, old), false, &causes);
    return said();
}

struct row {
    const char *text, *said;
};

static void assert_rows(const char *group, const char *name, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *found = judged(group, name, rows[i].text);

        if (strcmp(found, rows[i].said) != 0)
            print_message("%s\n", rows[i].text);
        assert_string_equal(found, rows[i].said);
    }
}
#define ROWS(group, name, rows) assert_rows(group, name, rows, sizeof(rows) / sizeof(rows[0]))

#define C(more)               "{\"name\":\"c\",\"image\":\"i\"" more "}"
#define POD(containers, more) "{\"spec\":{\"containers\":[" containers "]" more "}}"

static void a_pod_says_what_runs_in_it(void **state)
{
    static const struct row rows[] = {
        {POD(C(""), ""), ""},
        {"{\"spec\":{}}", "spec.containers: Required value"},
        {"{}", "spec.containers: Required value"},
        {POD("{\"name\":\"c\"}", ""), "spec.containers[0].image: Required value"},
        {POD("{\"image\":\"i\"}", ""), "spec.containers[0].name: Required value"},
        {POD(C("") "," C(""), ""), "spec.containers[1].name: Duplicate value: \"c\""},
        {POD(C(",\"ports\":[{\"name\":\"a\",\"containerPort\":1},{\"name\":\"a\","
               "\"containerPort\":2,\"protocol\":\"X\"}]"),
             ""),
         "spec.containers[0].ports[1].name: Duplicate value: \"a\"; "
         "spec.containers[0].ports[1].protocol: Unsupported value: \"X\": supported values: "
         "\"SCTP\", \"TCP\", \"UDP\""},
        {POD(C(",\"ports\":[{}]"), ""),
         "spec.containers[0].ports[0].containerPort: Required value"},
        {POD(C(",\"env\":[{\"value\":\"x\"}]"), ""),
         "spec.containers[0].env[0].name: Required value"},
        {POD(C(",\"volumeMounts\":[{\"name\":\"v\",\"mountPath\":\"/a\"},{\"name\":\"v\","
               "\"mountPath\":\"/a\"}]"),
             ",\"volumes\":[{\"name\":\"v\"}]"),
         "spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/a\": must be unique"},
        {POD(C(",\"volumeMounts\":[{\"name\":\"w\",\"mountPath\":\"/a\"}]"), ""),
         "spec.containers[0].volumeMounts[0].name: Not found: \"w\""},
        {POD(C(""),
             ",\"volumes\":[{\"name\":\"v\"},{\"name\":\"v\",\"emptyDir\":{},\"hostPath\":{}}]"),
         "spec.volumes[1].hostPath: Forbidden: may not specify more than 1 volume type; "
         "spec.volumes[1].name: Duplicate value: \"v\""},
        {POD(C(",\"resources\":{\"limits\":{\"cpu\":\"1\"},\"requests\":{\"cpu\":\"2\"}}"), ""),
         "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal "
         "to cpu limit of 1"},
        {POD(C(",\"livenessProbe\":{}"), ""),
         "spec.containers[0].livenessProbe: Required value: must specify a handler type"},
        {POD(C(""), ",\"restartPolicy\":\"Maybe\""),
         "spec.restartPolicy: Unsupported value: \"Maybe\": supported values: \"Always\", "
         "\"OnFailure\", \"Never\""},
    };

    (void)state;
    ROWS("", "Pod", rows);
}

#define TEMPLATE(labels, more)                                                                     \
    "\"template\":{\"metadata\":{\"labels\":" labels "},\"spec\":{\"containers\":[" C("") "]" more \
                                                                                          "}}"

static void a_selector_selects_the_template(void **state)
{
    static const struct row rows[] = {
        {"{\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}}," TEMPLATE("{\"a\":\"b\"}",
                                                                             "") "}}",
         ""},
        {"{\"spec\":{" TEMPLATE("{\"a\":\"b\"}", "") "}}", "spec.selector: Required value"},
        {"{\"spec\":{\"selector\":{}," TEMPLATE("{\"a\":\"b\"}", "") "}}",
         "spec.selector: Invalid value: {}: empty selector is invalid for deployment"},
        {"{\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}}," TEMPLATE("{\"a\":\"c\"}",
                                                                             "") "}}",
         "spec.template.metadata.labels: Invalid value: {\"a\":\"c\"}: `selector` does not match "
         "template `labels`"},
        {"{\"spec\":{\"selector\":{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"In\","
         "\"values\":"
         "[\"b\",\"c\"]},{\"key\":\"z\",\"operator\":\"DoesNotExist\"}]}," TEMPLATE("{\"a\":\"c\"}",
                                                                                    "") "}}",
         ""},
        {"{\"spec\":{\"selector\":{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"In\"}]}"
         "," TEMPLATE("{\"a\":\"c\"}", "") "}}",
         "spec.selector.matchExpressions[0].values: Required value: must be specified when "
         "`operator` is 'In' or 'NotIn'; spec.template.metadata.labels: Invalid value: "
         "{\"a\":\"c\"}: `selector` does not match template `labels`"},
        {"{\"spec\":{\"replicas\":-1,\"selector\":{\"matchLabels\":{\"a\":\"b\"}}," TEMPLATE(
             "{\"a\":\"b\"}", ",\"restartPolicy\":\"Never\"") "}}",
         "spec.replicas: Invalid value: -1: must be greater than or equal to 0; "
         "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: "
         "\"Always\""},
    };

    (void)state;
    ROWS("apps", "Deployment", rows);
    assert_string_equal(
        judged_update("apps", "ReplicaSet",
                      "{\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}}," TEMPLATE(
                          "{\"a\":\"b\"}", "") "}}",
                      "{\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"c\"}}," TEMPLATE(
                          "{\"a\":\"c\"}", "") "}}"),
        "spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"c\"}}: field is immutable");
}

static void a_job_says_when_it_restarts_and_is_kept(void **state)
{
#define JOB(more, restart)                                                                         \
    "{\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}}" more                                 \
    "," TEMPLATE("{\"a\":\"b\"}", restart) "}}"
    static const struct row rows[] = {
        {JOB("", ",\"restartPolicy\":\"Never\""), ""},
        {JOB("", ""), "spec.template.spec.restartPolicy: Required value: valid values: "
                      "\"OnFailure\", \"Never\""},
        {JOB(",\"completionMode\":\"Indexed\",\"parallelism\":1", ",\"restartPolicy\":\"Never\""),
         "spec.completions: Required value: when completion mode is Indexed"},
    };

    (void)state;
    ROWS("batch", "Job", rows);
    assert_string_equal(judged_update("batch", "Job", JOB("", ",\"restartPolicy\":\"Never\""),
                                      JOB(",\"completions\":2", ",\"restartPolicy\":\"Never\"")),
                        "spec.completions: Invalid value: 2: field is immutable");
}

static void a_cron_job_has_five_fields(void **state)
{
#define CRON(schedule)                                                                             \
    "{\"spec\":{\"schedule\":\"" schedule                                                          \
    "\",\"jobTemplate\":{\"spec\":{" TEMPLATE("{}", ",\"restartPolicy\":\"Never\"") "}}}}"
    static const struct row rows[] = {
        {CRON("*/5 0 1,2 JAN MON-FRI"), ""},
        {CRON("@hourly"), ""},
        {CRON(""), "spec.schedule: Required value"},
        {CRON("x"), "spec.schedule: Invalid value: \"x\": expected exactly 5 fields, found 1: [x]"},
    };

    (void)state;
    ROWS("batch", "CronJob", rows);
}

static void a_service_names_its_ports(void **state)
{
    static const struct row rows[] = {
        {"{\"spec\":{\"ports\":[{\"port\":80}]}}", ""},
        {"{\"spec\":{\"clusterIP\":\"None\"}}", ""},
        {"{\"spec\":{}}", "spec.ports: Required value"},
        {"{\"spec\":{\"type\":\"ExternalName\"}}", "spec.externalName: Required value"},
        {"{\"spec\":{\"ports\":[{\"port\":80},{\"port\":81}]}}",
         "spec.ports[0].name: Required value; spec.ports[1].name: Required value"},
        {"{\"spec\":{\"ports\":[{\"port\":0}]}}",
         "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive; "
         "spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive"},
        {"{\"spec\":{\"ports\":[{\"name\":\"a\",\"port\":1},{\"name\":\"a\",\"port\":1}]}}",
         "spec.ports[1].name: Duplicate value: \"a\"; spec.ports[1]: Duplicate value: "
         "{\"port\":1,\"protocol\":\"TCP\"}"},
        {"{\"spec\":{\"type\":\"Odd\",\"ports\":[{\"port\":1}]}}",
         "spec.type: Unsupported value: \"Odd\": supported values: \"ClusterIP\", "
         "\"ExternalName\", \"LoadBalancer\", \"NodePort\""},
    };

    (void)state;
    ROWS("", "Service", rows);
}

static void configuration_has_keys_and_may_be_sealed(void **state)
{
    static const struct row maps[] = {
        {"{\"data\":{\"a.b\":\"\"}}", ""},
        {"{\"data\":{\"a\":\"\"},\"binaryData\":{\"a\":\"\"}}",
         "data[a]: Invalid value: \"a\": duplicate of key present in binaryData"},
        {"{\"data\":{\"..\":\"\"}}", "data[..]: Invalid value: \"..\": must not be '..'"},
    };
    static const struct row secrets[] = {
        {"{\"data\":{\"a\":\"\"}}", ""},
        {"{\"type\":\"kubernetes.io/tls\",\"data\":{\"tls.crt\":\"\"}}",
         "data[tls.key]: Required value"},
        {"{\"type\":\"kubernetes.io/basic-auth\"}",
         "data[username]: Required value; data[password]: Required value"},
        {"{\"type\":\"kubernetes.io/service-account-token\"}",
         "metadata.annotations[kubernetes.io/service-account.name]: Required value"},
    };

    (void)state;
    ROWS("", "ConfigMap", maps);
    ROWS("", "Secret", secrets);
    assert_string_equal(judged_update("", "ConfigMap",
                                      "{\"immutable\":true,\"data\":{\"a\":\"1\"}}",
                                      "{\"data\":{\"a\":\"2\"}}"),
                        "immutable: Forbidden: field is immutable when `immutable` is set; data: "
                        "Forbidden: field is immutable when `immutable` is set");
    assert_string_equal(judged_update("", "Secret", "{}", "{\"type\":\"a\"}"),
                        "type: Invalid value: \"a\": field is immutable");
}

static void claims_and_volumes_say_how_much(void **state)
{
#define CLAIM(modes, more)                                                                         \
    "{\"spec\":{\"accessModes\":[" modes                                                           \
    "],\"resources\":{\"requests\":{\"storage\":\"1Gi\"}}" more "}}"
    static const struct row claims[] = {
        {CLAIM("\"ReadWriteOnce\"", ""), ""},
        {"{\"spec\":{}}", "spec.accessModes: Required value: at least 1 access mode is required; "
                          "spec.resources[storage]: Required value"},
        {CLAIM("\"Odd\"", ""),
         "spec.accessModes: Unsupported value: \"Odd\": supported values: \"ReadOnlyMany\", "
         "\"ReadWriteMany\", \"ReadWriteOnce\", \"ReadWriteOncePod\""},
    };

    (void)state;
    ROWS("", "PersistentVolumeClaim", claims);
    assert_string_equal(
        judged_update("", "PersistentVolumeClaim", CLAIM("\"ReadWriteOnce\"", ""),
                      CLAIM("\"ReadWriteMany\"", "")),
        "spec: Forbidden: spec is immutable after creation except resources.requests and "
        "volumeAttributesClassName for bound claims");
    assert_string_equal(judged_update("", "PersistentVolumeClaim", CLAIM("\"ReadWriteOnce\"", ""),
                                      CLAIM("\"ReadWriteOnce\"", ",\"volumeName\":\"v\"")),
                        "");
    assert_string_equal(judged("", "PersistentVolume", "{\"spec\":{}}"),
                        "spec.accessModes: Required value; spec.capacity: Required value; spec: "
                        "Required value: must specify a volume type");
}

static void other_groups_are_judged_too(void **state)
{
    static const struct {
        const char *group, *kind, *text, *said;
    } rows[] = {
        {"rbac.authorization.k8s.io", "Role", "{\"rules\":[{\"apiGroups\":[\"\"]}]}",
         "rules[0].verbs: Required value: verbs must contain at least one value; "
         "rules[0].resources: Required value: resource rules must supply at least one resource"},
        {"rbac.authorization.k8s.io", "RoleBinding",
         "{\"roleRef\":{\"kind\":\"Role\"},\"subjects\":[{\"kind\":\"User\"}]}",
         "roleRef.name: Required value; subjects[0].name: Required value"},
        {"networking.k8s.io", "Ingress", "{\"spec\":{}}",
         "spec: Invalid value: {}: either `defaultBackend` or `rules` must be specified"},
        {"networking.k8s.io", "Ingress",
         "{\"spec\":{\"rules\":[{\"http\":{\"paths\":[{\"path\":\"a\",\"backend\":{\"service\":{"
         "\"name\":\"s\"}}}]}}]}}",
         "spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified; "
         "spec.rules[0].http.paths[0].path: Invalid value: \"a\": must be an absolute path; "
         "spec.rules[0].http.paths[0].backend.service.port: Required value: port name or number is "
         "required"},
        {"autoscaling", "HorizontalPodAutoscaler",
         "{\"spec\":{\"minReplicas\":3,\"maxReplicas\":2,\"scaleTargetRef\":{\"kind\":\"D\"}}}",
         "spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`; "
         "spec.scaleTargetRef.name: Required value"},
        {"policy", "PodDisruptionBudget", "{\"spec\":{\"minAvailable\":1,\"maxUnavailable\":1}}",
         "spec: Invalid value: {\"minAvailable\":1,\"maxUnavailable\":1}: minAvailable and "
         "maxUnavailable cannot be both set"},
        {"coordination.k8s.io", "Lease", "{\"spec\":{\"leaseDurationSeconds\":0}}",
         "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0"},
        {"storage.k8s.io", "StorageClass", "{}", "provisioner: Required value"},
        {"discovery.k8s.io", "EndpointSlice", "{\"addressType\":\"X\"}",
         "addressType: Unsupported value: \"X\": supported values: \"FQDN\", \"IPv4\", \"IPv6\""},
        {"", "Event", "{\"involvedObject\":{\"namespace\":\"o\"}}",
         "involvedObject.namespace: Invalid value: \"o\": does not match event.namespace"},
        {"", "ReplicationController", "{\"spec\":{\"selector\":{\"a\":\"b\"}}}",
         "spec.template: Required value"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_string_equal(judged(rows[i].group, rows[i].kind, rows[i].text), rows[i].said);
    assert_string_equal(
        judged_update("rbac.authorization.k8s.io", "ClusterRoleBinding",
                      "{\"roleRef\":{\"kind\":\"ClusterRole\",\"name\":\"a\"}}",
                      "{\"roleRef\":{\"kind\":\"ClusterRole\",\"name\":\"b\"}}"),
        "roleRef: Invalid value: {\"kind\":\"ClusterRole\",\"name\":\"b\",\"apiGroup\":"
        "\"rbac.authorization.k8s.io\"}: cannot change roleRef");
    assert_string_equal(
        judged_update("scheduling.k8s.io", "PriorityClass", "{\"value\":1}", "{\"value\":2}"),
        "value: Forbidden: may not be changed in an update.");
}

static void metadata_is_judged_of_every_kind(void **state)
{
    static const struct row rows[] = {
        {"{\"metadata\":{\"name\":\"a.b\"}}", ""},
        {"{\"metadata\":{\"ownerReferences\":[{\"apiVersion\":\"a/b/"
         "c\",\"kind\":\"K\",\"name\":\"n\"}]}}",
         "metadata.ownerReferences[0].apiVersion: Invalid value: \"a/b/c\": must be "
         "<group>/<version> or <version>; metadata.ownerReferences[0].uid: Required value: must "
         "not "
         "be empty"},
        {"{\"metadata\":{\"finalizers\":[\"orphan\",\"foregroundDeletion\"]}}",
         "metadata.finalizers: Invalid value: [\"orphan\",\"foregroundDeletion\"]: finalizer "
         "orphan "
         "and foregroundDeletion cannot be both set"},
        {"{\"metadata\":{\"annotations\":{\"Ex.io/a\":\"any thing\"}}}", ""},
        {"{\"metadata\":{\"generation\":-1}}",
         "metadata.generation: Invalid value: -1: must be greater than or equal to 0"},
    };

    (void)state;
    ROWS("", "ServiceAccount", rows);
    assert_true(strstr(judged("", "ServiceAccount", "{\"metadata\":{\"labels\":{\"a\":\"b c\"}}}"),
                       "metadata.labels: Invalid value: \"b c\": a valid label must be") != NULL);
    assert_string_equal(judged("", "Namespace", "{\"metadata\":{\"name\":\"a.b\"}}"),
                        "metadata.name: Invalid value: \"a.b\": must not contain dots");
    assert_string_equal(judged_update("", "ServiceAccount", "{\"metadata\":{\"uid\":\"1\"}}",
                                      "{\"metadata\":{\"uid\":\"2\"}}"),
                        "metadata.uid: Invalid value: \"2\": field is immutable");
}

static void a_pod_changes_little(void **state)
{
    (void)state;
    assert_string_equal(
        judged_update("", "Pod", POD(C(""), ""),
                      POD("{\"name\":\"c\",\"image\":\"j\",\"imagePullPolicy\":\"Always\"}",
                          ",\"activeDeadlineSeconds\":5,\"tolerations\":[{\"key\":\"a\"}]")),
        "");
    assert_memory_equal(judged_update("", "Pod", POD(C(""), ""), POD(C(",\"tty\":true"), "")),
                        "spec: Forbidden: pod updates may not change fields other than", 61);
    assert_memory_equal(
        judged_update("", "Pod", POD(C(""), ",\"tolerations\":[{\"key\":\"a\"}]"), POD(C(""), "")),
        "spec: Forbidden:", 16);
}

/* Whatever it is, it is judged without harm: objects of one kind judged as every other. */
static void objects_of_any_form_harm_nobody(void **state)
{
    static const char *const texts[] = {
        "{}",
        "{\"spec\":[],\"data\":1,\"rules\":{},\"subjects\":[1,null,[]],\"roleRef\":[]}",
        "{\"spec\":{\"containers\":[1,null,[],{\"ports\":{},\"env\":[1],\"volumeMounts\":\"x\","
        "\"resources\":[],\"livenessProbe\":1}],\"volumes\":[1,{}],\"selector\":[],\"template\":1,"
        "\"ports\":[1,[]],\"accessModes\":[1],\"jobTemplate\":[],\"schedule\":1,\"rules\":[1,{"
        "\"http\":"
        "[]}],\"scaleTargetRef\":1,\"clusterIP\":5},\"metadata\":{\"labels\":[],\"annotations\":1,"
        "\"ownerReferences\":{\"a\":1},\"finalizers\":\"x\",\"name\":5}}",
        "{\"spec\":{\"selector\":{\"matchLabels\":[1],\"matchExpressions\":{\"a\":1}},\"template\":"
        "{"
        "\"metadata\":[],\"spec\":[]},\"schedule\":\"\",\"volumes\":{\"a\":1}},\"type\":[]}",
    };
    size_t count;
    const struct vd_kube_kind *kinds = vd_kube_builtin_kinds(&count);

    (void)state;
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
            struct vd_json_value *object = read(texts[i]), *old = read(texts[i]);

            vd_kube_causes_init(&causes, &arena);
            vd_kube_judge_create(&kinds[k], object, &causes);
            vd_kube_judge_update(&kinds[k], object, old, false, &causes);
            vd_kube_prepare_create(&doc, &kinds[k], object);
            vd_kube_prepare_update(&doc, &kinds[k], object, old);
            vd_kube_prepare_status(&doc, &kinds[k], read(texts[i]), old);
            assert_int_equal(vd_kube_causes_status(&causes), 0);
        }
    assert_int_equal(doc.rc, 0);
}

static void what_a_type_does_not_know_goes(void **state)
{
    struct vd_json_value *object = read(
        "{\"bogus\":1,\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\",\"creationTimestamp\":null,"
        "\"name\":\"b\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"x\":{}}],\"nodeSelector\":{"
        "\"any\":\"thing\"}}}");
    struct vd_json json;
    struct vd_buf buf;

    (void)state;
    vd_kube_tidy(vd_kube_kind_type(kind_of("", "Pod")), object);
    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    vd_json_write(&json, object);
    vd_buf_append(&buf, "", 1);
    assert_string_equal(
        (char *)buf.data,
        "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"b\"},\"spec\":{\"containers\":[{"
        "\"name\":\"c\"}],\"nodeSelector\":{\"any\":\"thing\"}}}");
    vd_buf_deinit(&buf);
}

static void the_quality_of_a_pod_is_what_it_asks_for(void **state)
{
    static const char *const rows[][2] = {
        {POD(C(""), ""), "BestEffort"},
        {POD(C(",\"resources\":{\"requests\":{\"cpu\":\"1\"}}"), ""), "Burstable"},
        {POD(C(",\"resources\":{\"limits\":{\"cpu\":\"1\",\"memory\":\"1Gi\"}}"), ""),
         "Guaranteed"},
        {POD(C(",\"resources\":{\"limits\":{\"cpu\":\"1\",\"memory\":\"1Gi\"},\"requests\":{"
               "\"cpu\":"
               "\"500m\"}}"),
             ""),
         "Burstable"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_string_equal(vd_kube_pod_quality(object_of(kind_of("", "Pod"), rows[i][0])),
                            rows[i][1]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_pod_says_what_runs_in_it),
        TEST(a_selector_selects_the_template),
        TEST(a_job_says_when_it_restarts_and_is_kept),
        TEST(a_cron_job_has_five_fields),
        TEST(a_service_names_its_ports),
        TEST(configuration_has_keys_and_may_be_sealed),
        TEST(claims_and_volumes_say_how_much),
        TEST(other_groups_are_judged_too),
        TEST(metadata_is_judged_of_every_kind),
        TEST(a_pod_changes_little),
        TEST(objects_of_any_form_harm_nobody),
        TEST(what_a_type_does_not_know_goes),
        TEST(the_quality_of_a_pod_is_what_it_asks_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
