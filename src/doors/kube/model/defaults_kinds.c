/* SPDX-License-Identifier: Apache-2.0 */
/* The table by kinds, in the order of their groups. */
#include "doors/kube/model/defaults_table.h"

#include "wire/base64.h"

#include <errno.h>

#define RULES (const struct vd_kube_default[])
#define PARTS (const struct vd_kube_defaults_part[])

/* A spec with these rules and no parts, in an object of its own. */
#define SPEC_OF(name)                                                                              \
    {                                                                                              \
        .parts = PARTS                                                                             \
        {                                                                                          \
            {"spec", &(name), false},                                                              \
            {                                                                                      \
                NULL                                                                               \
            }                                                                                      \
        }                                                                                          \
    }

static void set_default(struct vd_kube_doc *doc, struct vd_json_value *object, const char *name,
                        const char *json)
{
    if (vd_kube_doc_is_null(vd_kube_doc_get(object, name)))
        vd_kube_doc_set(doc, object, name, vd_kube_default_value(doc, json));
}

static struct vd_json_value *spec_of(struct vd_json_value *object)
{
    return vd_kube_doc_object(object, "spec");
}

static bool is_empty(const struct vd_json_value *value)
{
    return vd_kube_doc_is_null(value) || !value->first;
}

/* The labels of a template become the object's own, if it has none. */
static void labels_from_template(struct vd_kube_doc *doc, struct vd_json_value *object)
{
    const struct vd_json_value *labels =
        vd_kube_doc_at(object, "spec", "template", "metadata", "labels", NULL);
    struct vd_json_value *metadata = vd_kube_doc_object(object, "metadata");

    if (metadata && !is_empty(labels) && is_empty(vd_kube_doc_get(metadata, "labels")))
        vd_kube_doc_set(doc, metadata, "labels", vd_kube_doc_copy(doc, labels));
}

static const struct vd_kube_defaults_part template_part[] = {
    {"template", &vd_kube_defaults_pod_template, false}, {NULL}};

/* --- core --------------------------------------------------------------------------------------
 */

static const struct vd_kube_defaults protocol = {.rules =
                                                     RULES{{"protocol", "\"TCP\"", true}, {NULL}}};

static const struct vd_kube_defaults subset = {.parts = PARTS{{"ports", &protocol, true}, {NULL}}};

static const struct vd_kube_defaults endpoints = {.parts =
                                                      PARTS{{"subsets", &subset, true}, {NULL}}};

static void copy_missing(struct vd_kube_doc *doc, struct vd_json_value *item, const char *to,
                         const char *from)
{
    const struct vd_json_value *source = vd_kube_doc_object(item, from), *at;
    struct vd_json_value *into;

    if (!source)
        return;
    into = vd_kube_doc_ensure_object(doc, item, to);
    vd_kube_doc_each(at, source)
        if (!vd_kube_doc_get_slice(into, at->name))
            vd_kube_doc_set_slice(doc, into, at->name, vd_kube_doc_copy(doc, at));
}

static void limit_first(struct vd_kube_doc *doc, struct vd_json_value *item)
{
    if (!vd_slice_eq(vd_kube_doc_string(item, "type"), VD_SLICE("Container")))
        return;
    copy_missing(doc, item, "default", "max");
    copy_missing(doc, item, "defaultRequest", "default");
    copy_missing(doc, item, "defaultRequest", "min");
}

static const struct vd_kube_defaults limit = {.first = limit_first};
static const struct vd_kube_defaults limits = {.parts = PARTS{{"limits", &limit, true}, {NULL}}};
static const struct vd_kube_defaults limit_range = SPEC_OF(limits);

static void namespace_first(struct vd_kube_doc *doc, struct vd_json_value *object)
{
    struct vd_json_value *metadata = vd_kube_doc_object(object, "metadata");
    struct vd_slice name = vd_kube_doc_string(metadata, "name");

    if (name.len)
        vd_kube_doc_set_string(doc, vd_kube_doc_ensure_object(doc, metadata, "labels"),
                               "kubernetes.io/metadata.name", name);
    set_default(doc, vd_kube_doc_ensure_object(doc, object, "status"), "phase", "\"Active\"");
}

static const struct vd_kube_defaults name_space = {.first = namespace_first};

static void node_first(struct vd_kube_doc *doc, struct vd_json_value *node)
{
    struct vd_json_value *status = vd_kube_doc_object(node, "status");
    const struct vd_json_value *capacity = vd_kube_doc_object(status, "capacity");

    if (capacity && vd_kube_doc_is_null(vd_kube_doc_get(status, "allocatable")))
        vd_kube_doc_set(doc, status, "allocatable", vd_kube_doc_copy(doc, capacity));
}

static const struct vd_kube_defaults node = {.first = node_first};

static const struct vd_kube_defaults volume_spec = {
    .rules = RULES{{"persistentVolumeReclaimPolicy", "\"Retain\"", true},
                   {"volumeMode", "\"Filesystem\"", false},
                   {NULL}}};

static void pending(struct vd_kube_doc *doc, struct vd_json_value *object)
{
    vd_kube_default_put(doc, vd_kube_doc_ensure_object(doc, object, "status"), "phase",
                        "\"Pending\"");
}

static const struct vd_kube_defaults volume = {
    .first = pending, .parts = PARTS{{"spec", &volume_spec, false}, {NULL}}};

static const struct vd_kube_defaults claim = {
    .first = pending, .parts = PARTS{{"spec", &vd_kube_defaults_claim_spec, false}, {NULL}}};

static const struct vd_kube_defaults pod_template = {.parts = template_part};

static void controller_first(struct vd_kube_doc *doc, struct vd_json_value *object)
{
    struct vd_json_value *spec = spec_of(object);
    const struct vd_json_value *labels =
        vd_kube_doc_at(spec, "template", "metadata", "labels", NULL);

    if (spec && !is_empty(labels) && is_empty(vd_kube_doc_get(spec, "selector")))
        vd_kube_doc_set(doc, spec, "selector", vd_kube_doc_copy(doc, labels));
    labels_from_template(doc, object);
}

static const struct vd_kube_defaults controller_spec = {
    .rules = RULES{{"replicas", "1", false}, {NULL}}, .parts = template_part};
static const struct vd_kube_defaults controller = {
    .first = controller_first, .parts = PARTS{{"spec", &controller_spec, false}, {NULL}}};

static struct vd_json_value *as_base64(struct vd_kube_doc *doc, struct vd_slice text)
{
    uint8_t *room = vd_arena_alloc(doc->arena, vd_base64_size(text.len) + 1);
    struct vd_json_value *value = vd_kube_doc_new_null(doc);

    if (!room || !value) {
        doc->rc = doc->rc ? doc->rc : -ENOMEM;
        return NULL;
    }
    value->type = VD_JSON_STRING;
    value->text = vd_slice(room, (size_t)(vd_base64_put(room, text) - room));
    return value;
}

/* What was given as text is data, wins over it, and is not kept itself. */
static void secret_first(struct vd_kube_doc *doc, struct vd_json_value *secret)
{
    struct vd_json_value *texts = vd_kube_doc_remove(secret, "stringData"), *data;
    const struct vd_json_value *at;

    if (!vd_kube_doc_is(texts, VD_JSON_OBJECT) || !texts->first)
        return;
    data = vd_kube_doc_ensure_object(doc, secret, "data");
    vd_kube_doc_each(at, texts)
        vd_kube_doc_set_slice(doc, data, at->name, as_base64(doc, vd_kube_doc_text(at)));
}

static const struct vd_kube_defaults secret = {
    .first = secret_first, .rules = RULES{{"type", "\"Opaque\"", true}, {NULL}}};

static const struct vd_kube_defaults service_port = {
    .rules = RULES{{"protocol", "\"TCP\"", true}, {NULL}}};

static void target_ports(struct vd_kube_doc *doc, struct vd_json_value *spec)
{
    struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_doc_array(spec, "ports"))
        if (vd_kube_is_zero(vd_kube_doc_get(at, "targetPort")) && vd_kube_doc_get(at, "port"))
            vd_kube_doc_set(doc, at, "targetPort",
                            vd_kube_doc_copy(doc, vd_kube_doc_get(at, "port")));
}

static void affinity(struct vd_kube_doc *doc, struct vd_json_value *spec)
{
    struct vd_json_value *client;

    vd_kube_default_put(doc, spec, "sessionAffinity", "\"None\"");
    if (vd_kube_doc_says(vd_kube_doc_get(spec, "sessionAffinity"), "None")) {
        (void)vd_kube_doc_remove(spec, "sessionAffinityConfig");
    } else if (vd_kube_doc_says(vd_kube_doc_get(spec, "sessionAffinity"), "ClientIP")) {
        client = vd_kube_doc_ensure_object(
            doc, vd_kube_doc_ensure_object(doc, spec, "sessionAffinityConfig"), "clientIP");
        set_default(doc, client, "timeoutSeconds", "10800");
    }
}

static void service_spec_first(struct vd_kube_doc *doc, struct vd_json_value *spec)
{
    bool is_open, is_balanced, is_outside;

    affinity(doc, spec);
    vd_kube_default_put(doc, spec, "type", "\"ClusterIP\"");
    target_ports(doc, spec);
    is_balanced = vd_kube_doc_says(vd_kube_doc_get(spec, "type"), "LoadBalancer");
    is_open = is_balanced || vd_kube_doc_says(vd_kube_doc_get(spec, "type"), "NodePort");
    is_outside = vd_kube_doc_says(vd_kube_doc_get(spec, "type"), "ClusterIP") &&
                 !is_empty(vd_kube_doc_array(spec, "externalIPs"));
    if (is_open || is_outside)
        vd_kube_default_put(doc, spec, "externalTrafficPolicy", "\"Cluster\"");
    if (!vd_kube_doc_says(vd_kube_doc_get(spec, "type"), "ExternalName"))
        set_default(doc, spec, "internalTrafficPolicy", "\"Cluster\"");
    if (is_balanced)
        set_default(doc, spec, "allocateLoadBalancerNodePorts", "true");
}

static const struct vd_kube_defaults service_spec = {
    .first = service_spec_first, .parts = PARTS{{"ports", &service_port, true}, {NULL}}};
static const struct vd_kube_defaults service = SPEC_OF(service_spec);

/* --- apps --------------------------------------------------------------------------------------
 */

static bool is_rolling(struct vd_kube_doc *doc, struct vd_json_value *strategy)
{
    vd_kube_default_put(doc, strategy, "type", "\"RollingUpdate\"");
    return vd_kube_doc_says(vd_kube_doc_get(strategy, "type"), "RollingUpdate");
}

static void deployment_first(struct vd_kube_doc *doc, struct vd_json_value *spec)
{
    struct vd_json_value *strategy = vd_kube_doc_ensure_object(doc, spec, "strategy"), *rolling;

    if (!is_rolling(doc, strategy))
        return;
    rolling = vd_kube_doc_ensure_object(doc, strategy, "rollingUpdate");
    set_default(doc, rolling, "maxUnavailable", "\"25%\"");
    set_default(doc, rolling, "maxSurge", "\"25%\"");
}

static const struct vd_kube_defaults deployment_spec = {
    .first = deployment_first,
    .rules = RULES{{"replicas", "1", false},
                   {"revisionHistoryLimit", "10", false},
                   {"progressDeadlineSeconds", "600", false},
                   {NULL}},
    .parts = template_part};
static const struct vd_kube_defaults deployment = SPEC_OF(deployment_spec);

static void daemons_first(struct vd_kube_doc *doc, struct vd_json_value *spec)
{
    struct vd_json_value *strategy = vd_kube_doc_ensure_object(doc, spec, "updateStrategy");
    struct vd_json_value *rolling;

    if (!is_rolling(doc, strategy))
        return;
    rolling = vd_kube_doc_ensure_object(doc, strategy, "rollingUpdate");
    set_default(doc, rolling, "maxUnavailable", "1");
    set_default(doc, rolling, "maxSurge", "0");
}

static const struct vd_kube_defaults daemons_spec = {
    .first = daemons_first,
    .rules = RULES{{"revisionHistoryLimit", "10", false}, {NULL}},
    .parts = template_part};
static const struct vd_kube_defaults daemons = SPEC_OF(daemons_spec);

static void stateful_first(struct vd_kube_doc *doc, struct vd_json_value *spec)
{
    struct vd_json_value *strategy = vd_kube_doc_ensure_object(doc, spec, "updateStrategy");
    struct vd_json_value *kept;

    if (vd_kube_is_zero(vd_kube_doc_get(strategy, "type")))
        (void)vd_kube_doc_ensure_object(doc, strategy, "rollingUpdate");
    if (is_rolling(doc, strategy) && vd_kube_doc_object(strategy, "rollingUpdate"))
        set_default(doc, vd_kube_doc_object(strategy, "rollingUpdate"), "partition", "0");
    kept = vd_kube_doc_ensure_object(doc, spec, "persistentVolumeClaimRetentionPolicy");
    vd_kube_default_put(doc, kept, "whenDeleted", "\"Retain\"");
    vd_kube_default_put(doc, kept, "whenScaled", "\"Retain\"");
}

static const struct vd_kube_defaults stateful_claim = {
    .first = pending,
    .rules =
        RULES{{"kind", "\"PersistentVolumeClaim\"", true}, {"apiVersion", "\"v1\"", true}, {NULL}},
    .parts = PARTS{{"spec", &vd_kube_defaults_claim_spec, false}, {NULL}}};

static const struct vd_kube_defaults stateful_spec = {
    .first = stateful_first,
    .rules = RULES{{"podManagementPolicy", "\"OrderedReady\"", true},
                   {"replicas", "1", false},
                   {"revisionHistoryLimit", "10", false},
                   {NULL}},
    .parts = PARTS{{"template", &vd_kube_defaults_pod_template, false},
                   {"volumeClaimTemplates", &stateful_claim, true},
                   {NULL}}};
static const struct vd_kube_defaults stateful = SPEC_OF(stateful_spec);

static const struct vd_kube_defaults replicas_spec = {
    .rules = RULES{{"replicas", "1", false}, {NULL}}, .parts = template_part};
static const struct vd_kube_defaults replicas = SPEC_OF(replicas_spec);

/* --- batch -------------------------------------------------------------------------------------
 */

static void job_spec_first(struct vd_kube_doc *doc, struct vd_json_value *spec)
{
    bool has_policy = !vd_kube_doc_is_null(vd_kube_doc_get(spec, "podFailurePolicy"));
    bool by_index = !vd_kube_doc_is_null(vd_kube_doc_get(spec, "backoffLimitPerIndex"));

    if (vd_kube_doc_is_null(vd_kube_doc_get(spec, "parallelism")))
        set_default(doc, spec, "completions", "1");
    set_default(doc, spec, "backoffLimit", by_index ? "2147483647" : "6");
    set_default(doc, spec, "podReplacementPolicy",
                has_policy ? "\"Failed\"" : "\"TerminatingOrFailed\"");
}

static const struct vd_kube_defaults pattern = {.rules =
                                                    RULES{{"status", "\"True\"", true}, {NULL}}};
static const struct vd_kube_defaults failure_rule = {
    .parts = PARTS{{"onPodConditions", &pattern, true}, {NULL}}};
static const struct vd_kube_defaults failure_policy = {
    .parts = PARTS{{"rules", &failure_rule, true}, {NULL}}};

static const struct vd_kube_defaults job_spec = {
    .first = job_spec_first,
    .rules = RULES{{"parallelism", "1", false},
                   {"completionMode", "\"NonIndexed\"", false},
                   {"suspend", "false", false},
                   {"manualSelector", "false", false},
                   {NULL}},
    .parts = PARTS{{"template", &vd_kube_defaults_pod_template, false},
                   {"podFailurePolicy", &failure_policy, false},
                   {NULL}}};

static const struct vd_kube_defaults job = {.first = labels_from_template,
                                            .parts = PARTS{{"spec", &job_spec, false}, {NULL}}};

/* A job's template is no job: only what is generated with the job's spec would be wrong here. */
static const struct vd_kube_defaults cron_job_template_spec = {
    .parts = PARTS{{"template", &vd_kube_defaults_pod_template, false},
                   {"podFailurePolicy", &failure_policy, false},
                   {NULL}}};
static const struct vd_kube_defaults cron_job_template = SPEC_OF(cron_job_template_spec);
static const struct vd_kube_defaults cron_job_spec = {
    .rules = RULES{{"concurrencyPolicy", "\"Allow\"", true},
                   {"suspend", "false", false},
                   {"successfulJobsHistoryLimit", "3", false},
                   {"failedJobsHistoryLimit", "1", false},
                   {NULL}},
    .parts = PARTS{{"jobTemplate", &cron_job_template, false}, {NULL}}};
static const struct vd_kube_defaults cron_job = SPEC_OF(cron_job_spec);

/* --- autoscaling -------------------------------------------------------------------------------
 */

static const struct vd_kube_defaults scaler_v1_spec = {
    .rules = RULES{{"minReplicas", "1", false}, {NULL}}};
static const struct vd_kube_defaults scaler_v1 = SPEC_OF(scaler_v1_spec);

static void policy(struct vd_kube_doc *doc, struct vd_json_value *policies, const char *type,
                   int64_t value)
{
    struct vd_json_value *made = vd_kube_doc_new_object(doc);

    vd_kube_doc_set_str(doc, made, "type", type);
    vd_kube_doc_set_int(doc, made, "value", value);
    vd_kube_doc_set_int(doc, made, "periodSeconds", 15);
    vd_kube_doc_append(doc, policies, made);
}

static void scaling(struct vd_kube_doc *doc, struct vd_json_value *rules, bool is_up)
{
    struct vd_json_value *policies;

    if (is_up)
        set_default(doc, rules, "stabilizationWindowSeconds", "0");
    set_default(doc, rules, "selectPolicy", "\"Max\"");
    if (!vd_kube_doc_is_null(vd_kube_doc_get(rules, "policies")))
        return;
    policies = vd_kube_doc_ensure_array(doc, rules, "policies");
    if (is_up)
        policy(doc, policies, "Pods", 4);
    policy(doc, policies, "Percent", 100);
}

static void scaler_first(struct vd_kube_doc *doc, struct vd_json_value *spec)
{
    struct vd_json_value *behavior = vd_kube_doc_object(spec, "behavior"), *metric, *target;

    if (is_empty(vd_kube_doc_get(spec, "metrics"))) {
        metric = vd_kube_doc_new_object(doc);
        vd_kube_doc_set_str(doc, metric, "type", "Resource");
        target = vd_kube_doc_ensure_object(doc, metric, "resource");
        vd_kube_doc_set_str(doc, target, "name", "cpu");
        target = vd_kube_doc_ensure_object(doc, target, "target");
        vd_kube_doc_set_str(doc, target, "type", "Utilization");
        vd_kube_doc_set_int(doc, target, "averageUtilization", 80);
        vd_kube_doc_append(doc, vd_kube_doc_ensure_array(doc, spec, "metrics"), metric);
    }
    if (behavior) {
        scaling(doc, vd_kube_doc_ensure_object(doc, behavior, "scaleUp"), true);
        scaling(doc, vd_kube_doc_ensure_object(doc, behavior, "scaleDown"), false);
    }
}

static const struct vd_kube_defaults scaler_spec = {
    .first = scaler_first, .rules = RULES{{"minReplicas", "1", false}, {NULL}}};
static const struct vd_kube_defaults scaler = SPEC_OF(scaler_spec);

/* --- networking, discovery ---------------------------------------------------------------------
 */

static const struct vd_kube_defaults network_rule = {.parts =
                                                         PARTS{{"ports", &protocol, true}, {NULL}}};

static void network_first(struct vd_kube_doc *doc, struct vd_json_value *spec)
{
    struct vd_json_value *types;

    if (!is_empty(vd_kube_doc_get(spec, "policyTypes")))
        return;
    types = vd_kube_doc_ensure_array(doc, spec, "policyTypes");
    vd_kube_doc_append_string(doc, types, VD_SLICE("Ingress"));
    if (!is_empty(vd_kube_doc_get(spec, "egress")))
        vd_kube_doc_append_string(doc, types, VD_SLICE("Egress"));
}

static const struct vd_kube_defaults network_spec = {
    .first = network_first,
    .parts = PARTS{{"ingress", &network_rule, true}, {"egress", &network_rule, true}, {NULL}}};
static const struct vd_kube_defaults network_policy = SPEC_OF(network_spec);

static const struct vd_kube_defaults class_parameters = {
    .rules = RULES{{"scope", "\"Cluster\"", false}, {NULL}}};
static const struct vd_kube_defaults class_spec = {
    .parts = PARTS{{"parameters", &class_parameters, false}, {NULL}}};
static const struct vd_kube_defaults ingress_class = SPEC_OF(class_spec);

static const struct vd_kube_defaults slice_port = {
    .rules = RULES{{"name", "\"\"", false}, {"protocol", "\"TCP\"", false}, {NULL}}};
static const struct vd_kube_defaults endpoint_slice = {
    .parts = PARTS{{"ports", &slice_port, true}, {NULL}}};

/* --- rbac, scheduling, storage -----------------------------------------------------------------
 */

static const struct vd_kube_defaults role_ref = {
    .rules = RULES{{"apiGroup", "\"rbac.authorization.k8s.io\"", true}, {NULL}}};

static void subject_first(struct vd_kube_doc *doc, struct vd_json_value *subject)
{
    if (vd_kube_doc_says(vd_kube_doc_get(subject, "kind"), "User") ||
        vd_kube_doc_says(vd_kube_doc_get(subject, "kind"), "Group"))
        vd_kube_default_put(doc, subject, "apiGroup", "\"rbac.authorization.k8s.io\"");
}

static const struct vd_kube_defaults subject = {.first = subject_first};
static const struct vd_kube_defaults binding = {
    .parts = PARTS{{"roleRef", &role_ref, false}, {"subjects", &subject, true}, {NULL}}};

static const struct vd_kube_defaults priority_class = {
    .rules = RULES{{"preemptionPolicy", "\"PreemptLowerPriority\"", false}, {NULL}}};

static const struct vd_kube_defaults storage_class = {
    .rules = RULES{{"reclaimPolicy", "\"Delete\"", false},
                   {"volumeBindingMode", "\"Immediate\"", false},
                   {NULL}}};

static void driver_first(struct vd_kube_doc *doc, struct vd_json_value *spec)
{
    if (is_empty(vd_kube_doc_get(spec, "volumeLifecycleModes")))
        vd_kube_doc_append_string(doc, vd_kube_doc_ensure_array(doc, spec, "volumeLifecycleModes"),
                                  VD_SLICE("Persistent"));
}

static const struct vd_kube_defaults driver_spec = {
    .first = driver_first,
    .rules = RULES{{"attachRequired", "true", false},
                   {"podInfoOnMount", "false", false},
                   {"storageCapacity", "false", false},
                   {"fsGroupPolicy", "\"ReadWriteOnceWithFSType\"", false},
                   {"requiresRepublish", "false", false},
                   {"seLinuxMount", "false", false},
                   {NULL}}};
static const struct vd_kube_defaults csi_driver = SPEC_OF(driver_spec);

/* --- what is stored and not acted upon ---------------------------------------------------------
 */

static const struct vd_kube_defaults webhook_service = {.rules =
                                                            RULES{{"port", "443", false}, {NULL}}};
static const struct vd_kube_defaults webhook_client = {
    .parts = PARTS{{"service", &webhook_service, false}, {NULL}}};
static const struct vd_kube_defaults webhook_rule = {.rules =
                                                         RULES{{"scope", "\"*\"", false}, {NULL}}};

static const struct vd_kube_defaults_part webhook_parts[] = {
    {"clientConfig", &webhook_client, false}, {"rules", &webhook_rule, true}, {NULL}};

#define WEBHOOK                                                                                    \
    {"failurePolicy", "\"Fail\"", false}, {"matchPolicy", "\"Equivalent\"", false},                \
        {"namespaceSelector", "{}", false}, {"objectSelector", "{}", false},                       \
    {                                                                                              \
        "timeoutSeconds", "10", false                                                              \
    }

static const struct vd_kube_defaults validating = {.rules = RULES{WEBHOOK, {NULL}},
                                                   .parts = webhook_parts};
static const struct vd_kube_defaults mutating = {
    .rules = RULES{WEBHOOK, {"reinvocationPolicy", "\"Never\"", false}, {NULL}},
    .parts = webhook_parts};
static const struct vd_kube_defaults validating_hooks = {
    .parts = PARTS{{"webhooks", &validating, true}, {NULL}}};
static const struct vd_kube_defaults mutating_hooks = {
    .parts = PARTS{{"webhooks", &mutating, true}, {NULL}}};

static const struct vd_kube_defaults matching = {
    .rules = RULES{{"matchPolicy", "\"Equivalent\"", false},
                   {"namespaceSelector", "{}", false},
                   {"objectSelector", "{}", false},
                   {NULL}},
    .parts = PARTS{{"resourceRules", &webhook_rule, true},
                   {"excludeResourceRules", &webhook_rule, true},
                   {NULL}}};
static const struct vd_kube_defaults admission_spec = {
    .rules = RULES{{"failurePolicy", "\"Fail\"", false}, {NULL}},
    .parts = PARTS{{"matchConstraints", &matching, false}, {NULL}}};
static const struct vd_kube_defaults admission_policy = SPEC_OF(admission_spec);
static const struct vd_kube_defaults admission_binding_spec = {
    .parts = PARTS{{"matchResources", &matching, false}, {NULL}}};
static const struct vd_kube_defaults admission_binding = SPEC_OF(admission_binding_spec);

static const struct vd_kube_defaults flow_spec = {
    .rules = RULES{{"matchingPrecedence", "1000", true}, {NULL}}};
static const struct vd_kube_defaults flow_schema = SPEC_OF(flow_spec);
static const struct vd_kube_defaults exempt = {
    .rules =
        RULES{{"nominalConcurrencyShares", "0", false}, {"lendablePercent", "0", false}, {NULL}}};
static const struct vd_kube_defaults queuing = {
    .rules = RULES{
        {"handSize", "8", true}, {"queues", "64", true}, {"queueLengthLimit", "50", true}, {NULL}}};
static const struct vd_kube_defaults limit_response = {
    .parts = PARTS{{"queuing", &queuing, false}, {NULL}}};
static const struct vd_kube_defaults limited = {
    .rules =
        RULES{{"nominalConcurrencyShares", "30", false}, {"lendablePercent", "0", false}, {NULL}},
    .parts = PARTS{{"limitResponse", &limit_response, false}, {NULL}}};
static const struct vd_kube_defaults priority_spec = {
    .parts = PARTS{{"exempt", &exempt, false}, {"limited", &limited, false}, {NULL}}};
static const struct vd_kube_defaults priority_level = SPEC_OF(priority_spec);

/* --- by kind -----------------------------------------------------------------------------------
 */

#define ADMISSION "admissionregistration.k8s.io"
#define FLOW      "flowcontrol.apiserver.k8s.io"
#define RBAC      "rbac.authorization.k8s.io"

const struct vd_kube_defaults_kind vd_kube_defaults_kinds[] = {
    {"", "v1", "Pod", &vd_kube_defaults_pod},
    {"", "v1", "Service", &service},
    {"", "v1", "Secret", &secret},
    {"", "v1", "Namespace", &name_space},
    {"", "v1", "Node", &node},
    {"", "v1", "Endpoints", &endpoints},
    {"", "v1", "PersistentVolume", &volume},
    {"", "v1", "PersistentVolumeClaim", &claim},
    {"", "v1", "PodTemplate", &pod_template},
    {"", "v1", "ReplicationController", &controller},
    {"", "v1", "LimitRange", &limit_range},
    {"apps", "v1", "Deployment", &deployment},
    {"apps", "v1", "ReplicaSet", &replicas},
    {"apps", "v1", "StatefulSet", &stateful},
    {"apps", "v1", "DaemonSet", &daemons},
    {"batch", "v1", "Job", &job},
    {"batch", "v1", "CronJob", &cron_job},
    {"autoscaling", "v1", "HorizontalPodAutoscaler", &scaler_v1},
    {"autoscaling", "v2", "HorizontalPodAutoscaler", &scaler},
    {"networking.k8s.io", "v1", "NetworkPolicy", &network_policy},
    {"networking.k8s.io", "v1", "IngressClass", &ingress_class},
    {"discovery.k8s.io", "v1", "EndpointSlice", &endpoint_slice},
    {RBAC, "v1", "ClusterRoleBinding", &binding},
    {RBAC, "v1", "RoleBinding", &binding},
    {"scheduling.k8s.io", "v1", "PriorityClass", &priority_class},
    {"storage.k8s.io", "v1", "StorageClass", &storage_class},
    {"storage.k8s.io", "v1", "CSIDriver", &csi_driver},
    {ADMISSION, "v1", "ValidatingWebhookConfiguration", &validating_hooks},
    {ADMISSION, "v1", "MutatingWebhookConfiguration", &mutating_hooks},
    {ADMISSION, "v1", "ValidatingAdmissionPolicy", &admission_policy},
    {ADMISSION, "v1", "ValidatingAdmissionPolicyBinding", &admission_binding},
    {ADMISSION, "v1", "MutatingAdmissionPolicy", &admission_policy},
    {ADMISSION, "v1", "MutatingAdmissionPolicyBinding", &admission_binding},
    {FLOW, "v1", "FlowSchema", &flow_schema},
    {FLOW, "v1", "PriorityLevelConfiguration", &priority_level},
    {NULL},
};
