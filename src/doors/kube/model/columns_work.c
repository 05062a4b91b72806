/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Those who make pods, and what scales them.
 */
#include "base/check.h"
#include "doors/kube/model/columns.h"
#include "doors/kube/model/time.h"

enum { METRICS_SHOWN = 2 };

#define TEMPLATE "spec.template.spec.containers"

/* ready/desired; the path is desired's parent's. */
static void ready_of_desired(struct vd_kube_row *row)
{
    vd_kube_row_say(row, "%lld/%lld", (long long)vd_kube_find_int(row->doc, "status.readyReplicas"),
                    (long long)vd_kube_find_int(row->doc, "spec.replicas"));
    vd_kube_row_done(row, NULL);
}

static const struct vd_kube_column OF_DEPLOYMENT[] = {
    VD_KUBE_NAME_COLUMN,
    {"Ready", ready_of_desired},
    {"Up-to-date", vd_kube_cell_int, "status.updatedReplicas"},
    {"Available", vd_kube_cell_int, "status.availableReplicas"},
    VD_KUBE_AGE_COLUMN,
    {"Containers", vd_kube_cell_names, TEMPLATE, .priority = 1},
    {"Images", vd_kube_cell_images, TEMPLATE, .priority = 1},
    {"Selector", vd_kube_cell_selector, "spec.selector", .priority = 1},
};

static const struct vd_kube_column OF_REPLICA_SET[] = {
    VD_KUBE_NAME_COLUMN,
    {"Desired", vd_kube_cell_int, "spec.replicas", .type = 'i'},
    {"Current", vd_kube_cell_int, "status.replicas", .type = 'i'},
    {"Ready", vd_kube_cell_int, "status.readyReplicas", .type = 'i'},
    VD_KUBE_AGE_COLUMN,
    {"Containers", vd_kube_cell_names, TEMPLATE, .priority = 1},
    {"Images", vd_kube_cell_images, TEMPLATE, .priority = 1},
    {"Selector", vd_kube_cell_selector, "spec.selector", "<none>", 1},
};

static const struct vd_kube_column OF_REPLICATION_CONTROLLER[] = {
    VD_KUBE_NAME_COLUMN,
    {"Desired", vd_kube_cell_int, "spec.replicas", .type = 'i'},
    {"Current", vd_kube_cell_int, "status.replicas", .type = 'i'},
    {"Ready", vd_kube_cell_int, "status.readyReplicas", .type = 'i'},
    VD_KUBE_AGE_COLUMN,
    {"Containers", vd_kube_cell_names, TEMPLATE, .priority = 1},
    {"Images", vd_kube_cell_images, TEMPLATE, .priority = 1},
    {"Selector", vd_kube_cell_labels, "spec.selector", .priority = 1},
};

static const struct vd_kube_column OF_STATEFUL_SET[] = {
    VD_KUBE_NAME_COLUMN,
    {"Ready", ready_of_desired},
    VD_KUBE_AGE_COLUMN,
    {"Containers", vd_kube_cell_names, TEMPLATE, .priority = 1},
    {"Images", vd_kube_cell_images, TEMPLATE, .priority = 1},
};

static const struct vd_kube_column OF_DAEMON_SET[] = {
    VD_KUBE_NAME_COLUMN,
    {"Desired", vd_kube_cell_int, "status.desiredNumberScheduled", .type = 'i'},
    {"Current", vd_kube_cell_int, "status.currentNumberScheduled", .type = 'i'},
    {"Ready", vd_kube_cell_int, "status.numberReady", .type = 'i'},
    {"Up-to-date", vd_kube_cell_int, "status.updatedNumberScheduled", .type = 'i'},
    {"Available", vd_kube_cell_int, "status.numberAvailable", .type = 'i'},
    {"Node Selector", vd_kube_cell_labels, "spec.template.spec.nodeSelector"},
    VD_KUBE_AGE_COLUMN,
    {"Containers", vd_kube_cell_names, TEMPLATE, .priority = 1},
    {"Images", vd_kube_cell_images, TEMPLATE, .priority = 1},
    {"Selector", vd_kube_cell_selector, "spec.selector", "<none>", 1},
};

/* --- revisions ------------------------------------------------------------------------------ */

static void add_lower(struct vd_kube_row *row, struct vd_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.ptr[i];

        vd_buf_append(&row->text, &(uint8_t){c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c}, 1);
    }
}

static void revision_controller(struct vd_kube_row *row)
{
    struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_find(row->doc, "metadata.ownerReferences")) {
        struct vd_slice version = vd_kube_doc_string(at, "apiVersion");
        const uint8_t *slash = version.len ? memchr(version.ptr, '/', version.len) : NULL;

        if (!vd_kube_doc_bool(at, "controller", false))
            continue;
        add_lower(row, vd_kube_doc_string(at, "kind"));
        if (slash) {
            vd_kube_row_say(row, ".");
            add_lower(row, vd_slice(version.ptr, (size_t)(slash - version.ptr)));
        }
        vd_kube_row_say(row, "/");
        vd_kube_row_add(row, vd_kube_doc_string(at, "name"));
        break;
    }
    vd_kube_row_done(row, "<none>");
}

static const struct vd_kube_column OF_REVISION[] = {
    VD_KUBE_NAME_COLUMN,
    {"Controller", revision_controller},
    {"Revision", vd_kube_cell_int, "revision"},
    VD_KUBE_AGE_COLUMN,
};

/* --- jobs ----------------------------------------------------------------------------------- */

static void job_status(struct vd_kube_row *row)
{
    static const struct {
        const char *condition, *said;
    } WORDS[] = {
        {"Complete", "Complete"},
        {"Failed", "Failed"},
        {NULL, "Terminating"},
        {"Suspended", "Suspended"},
        {"FailureTarget", "FailureTarget"},
        {"SuccessCriteriaMet", "SuccessCriteriaMet"},
    };

    for (size_t i = 0; i < VD_COUNT(WORDS) && !row->text.len; i++) {
        bool holds = WORDS[i].condition
                         ? vd_kube_condition_holds(vd_kube_find_condition(
                               row->doc, "status.conditions", WORDS[i].condition))
                         : vd_kube_find(row->doc, "metadata.deletionTimestamp") != NULL;

        if (holds)
            vd_kube_row_say(row, "%s", WORDS[i].said);
    }
    vd_kube_row_done(row, "Running");
}

static void job_completions(struct vd_kube_row *row)
{
    long long done = (long long)vd_kube_find_int(row->doc, "status.succeeded");
    long long at_once = (long long)vd_kube_find_int(row->doc, "spec.parallelism");

    if (vd_kube_find(row->doc, "spec.completions"))
        vd_kube_row_say(row, "%lld/%lld", done,
                        (long long)vd_kube_find_int(row->doc, "spec.completions"));
    else if (at_once > 1)
        vd_kube_row_say(row, "%lld/1 of %lld", done, at_once);
    else
        vd_kube_row_say(row, "%lld/1", done);
    vd_kube_row_done(row, NULL);
}

static void job_duration(struct vd_kube_row *row)
{
    int64_t began, ended, now = row->now_us;

    if (!vd_kube_time_parse(vd_kube_find_text(row->doc, "status.startTime"), &began)) {
        if (!vd_kube_time_parse(vd_kube_find_text(row->doc, "status.completionTime"), &ended))
            row->now_us = ended;
        vd_kube_row_ago(row, vd_kube_find(row->doc, "status.startTime"));
        row->now_us = now;
    }
    vd_kube_row_done(row, NULL);
}

static const struct vd_kube_column OF_JOB[] = {
    VD_KUBE_NAME_COLUMN,
    {"Status", job_status},
    {"Completions", job_completions},
    {"Duration", job_duration},
    VD_KUBE_AGE_COLUMN,
    {"Containers", vd_kube_cell_names, TEMPLATE, .priority = 1},
    {"Images", vd_kube_cell_images, TEMPLATE, .priority = 1},
    {"Selector", vd_kube_cell_selector, "spec.selector", "<none>", 1},
};

static const struct vd_kube_column OF_CRON_JOB[] = {
    VD_KUBE_NAME_COLUMN,
    {"Schedule", vd_kube_cell_text, "spec.schedule"},
    {"Timezone", vd_kube_cell_text, "spec.timeZone", "<none>"},
    {"Suspend", vd_kube_cell_True, "spec.suspend", "<unset>", .type = 'b'},
    {"Active", vd_kube_cell_count, "status.active", .type = 'i'},
    {"Last Schedule", vd_kube_cell_age, "status.lastScheduleTime", "<none>"},
    VD_KUBE_AGE_COLUMN,
    {"Containers", vd_kube_cell_names, "spec.jobTemplate." TEMPLATE, .priority = 1},
    {"Images", vd_kube_cell_images, "spec.jobTemplate." TEMPLATE, .priority = 1},
    {"Selector", vd_kube_cell_selector, "spec.jobTemplate.spec.selector", "<none>", 1},
};

/* --- autoscalers ---------------------------------------------------------------------------- */

static void hpa_reference(struct vd_kube_row *row)
{
    vd_kube_row_add(row, vd_kube_find_text(row->doc, "spec.scaleTargetRef.kind"));
    vd_kube_row_say(row, "/");
    vd_kube_row_add(row, vd_kube_find_text(row->doc, "spec.scaleTargetRef.name"));
    vd_kube_row_done(row, NULL);
}

static void say_percent(struct vd_kube_row *row, const struct vd_json_value *percent,
                        const char *otherwise)
{
    int64_t value;

    if (vd_kube_doc_is_int(percent, &value))
        vd_kube_row_say(row, "%lld%%", (long long)value);
    else
        vd_kube_row_say(row, "%s", otherwise);
}

static void say_amount(struct vd_kube_row *row, bool is_known, const struct vd_json_value *amount)
{
    if (is_known)
        vd_kube_row_amount(row, amount);
    else
        vd_kube_row_say(row, "<unknown>");
}

/* cpu: 20%/50%, or cpu: 100m/200m */
static void say_resource(struct vd_kube_row *row, const struct vd_json_value *spec,
                         const struct vd_json_value *status)
{
    const struct vd_json_value *target = vd_kube_find(spec, "target.averageValue");

    vd_kube_row_add(row, vd_kube_find_text(spec, "name"));
    vd_kube_row_say(row, ": ");
    if (target) {
        say_amount(row, status, vd_kube_find(status, "current.averageValue"));
        vd_kube_row_say(row, "/");
        vd_kube_row_amount(row, target);
        return;
    }
    say_percent(row, vd_kube_find(status, "current.averageUtilization"), "<unknown>");
    vd_kube_row_say(row, "/");
    say_percent(row, vd_kube_find(spec, "target.averageUtilization"), "<auto>");
}

/* 10/20 (avg), or 10/20 */
static void say_metric_of(struct vd_kube_row *row, const struct vd_json_value *spec,
                          const struct vd_json_value *status)
{
    const struct vd_json_value *target = vd_kube_find(spec, "target.averageValue");
    const struct vd_json_value *current = vd_kube_find(status, "current.averageValue");

    if (target) {
        say_amount(row, current, current);
        vd_kube_row_say(row, "/");
        vd_kube_row_amount(row, target);
        vd_kube_row_say(row, " (avg)");
        return;
    }
    say_amount(row, status, vd_kube_find(status, "current.value"));
    vd_kube_row_say(row, "/");
    vd_kube_row_amount(row, vd_kube_find(spec, "target.value"));
}

static void say_metric(struct vd_kube_row *row, const struct vd_json_value *spec,
                       const struct vd_json_value *status)
{
    struct vd_slice type = vd_kube_find_text(spec, "type");

    if (vd_slice_eq(type, VD_SLICE("Resource"))) {
        say_resource(row, vd_kube_find(spec, "resource"), vd_kube_find(status, "resource"));
    } else if (vd_slice_eq(type, VD_SLICE("ContainerResource"))) {
        say_resource(row, vd_kube_find(spec, "containerResource"),
                     vd_kube_find(status, "containerResource"));
    } else if (vd_slice_eq(type, VD_SLICE("Pods"))) {
        say_amount(row, vd_kube_find(status, "pods"),
                   vd_kube_find(status, "pods.current.averageValue"));
        vd_kube_row_say(row, "/");
        vd_kube_row_amount(row, vd_kube_find(spec, "pods.target.averageValue"));
    } else if (vd_slice_eq(type, VD_SLICE("Object"))) {
        say_metric_of(row, vd_kube_find(spec, "object"), vd_kube_find(status, "object"));
    } else if (vd_slice_eq(type, VD_SLICE("External"))) {
        say_metric_of(row, vd_kube_find(spec, "external"), vd_kube_find(status, "external"));
    } else {
        vd_kube_row_say(row, "<unknown type>");
    }
}

static void hpa_targets(struct vd_kube_row *row)
{
    const struct vd_json_value *specs = vd_kube_find(row->doc, "spec.metrics");
    const struct vd_json_value *statuses = vd_kube_find(row->doc, "status.currentMetrics");
    const struct vd_json_value *plain =
        vd_kube_find(row->doc, "spec.targetCPUUtilizationPercentage");
    struct vd_json_value *at;
    uint32_t index = 0;

    if (!specs && plain) { /* as version 1 says it */
        vd_kube_row_say(row, "cpu: ");
        say_percent(row, vd_kube_find(row->doc, "status.currentCPUUtilizationPercentage"),
                    "<unknown>");
        vd_kube_row_say(row, "/");
        say_percent(row, plain, "<auto>");
    }
    vd_kube_doc_each(at, specs) {
        if (index < METRICS_SHOWN) {
            vd_kube_row_comma(row, ", ");
            say_metric(row, at, vd_kube_doc_element(statuses, index));
        }
        index++;
    }
    if (index > METRICS_SHOWN)
        vd_kube_row_say(row, " + %u more...", index - METRICS_SHOWN);
    vd_kube_row_done(row, "<none>");
}

static const struct vd_kube_column OF_AUTOSCALER[] = {
    VD_KUBE_NAME_COLUMN,
    {"Reference", hpa_reference},
    {"Targets", hpa_targets},
    {"MinPods", vd_kube_cell_scalar, "spec.minReplicas", "<unset>"},
    {"MaxPods", vd_kube_cell_int, "spec.maxReplicas"},
    {"Replicas", vd_kube_cell_int, "status.currentReplicas"},
    VD_KUBE_AGE_COLUMN,
};

static const struct vd_kube_column OF_SCALE[] = {
    {"Name", vd_kube_cell_text, "metadata.name"},
    {"Desired", vd_kube_cell_int, "spec.replicas", .type = 'i'},
    {"Available", vd_kube_cell_int, "status.replicas", .type = 'i'},
    VD_KUBE_AGE_COLUMN,
};

static const struct vd_kube_column OF_BUDGET[] = {
    VD_KUBE_NAME_COLUMN,
    {"Min Available", vd_kube_cell_scalar, "spec.minAvailable", "N/A"},
    {"Max Unavailable", vd_kube_cell_scalar, "spec.maxUnavailable", "N/A"},
    {"Allowed Disruptions", vd_kube_cell_int, "status.disruptionsAllowed", .type = 'i'},
    VD_KUBE_AGE_COLUMN,
};

const struct vd_kube_columns vd_kube_columns_of_work[] = {
    VD_KUBE_COLUMNS("apps", "Deployment", OF_DEPLOYMENT),
    VD_KUBE_COLUMNS("apps", "ReplicaSet", OF_REPLICA_SET),
    VD_KUBE_COLUMNS("apps", "StatefulSet", OF_STATEFUL_SET),
    VD_KUBE_COLUMNS("apps", "DaemonSet", OF_DAEMON_SET),
    VD_KUBE_COLUMNS("apps", "ControllerRevision", OF_REVISION),
    VD_KUBE_COLUMNS("", "ReplicationController", OF_REPLICATION_CONTROLLER),
    VD_KUBE_COLUMNS("batch", "Job", OF_JOB),
    VD_KUBE_COLUMNS("batch", "CronJob", OF_CRON_JOB),
    VD_KUBE_COLUMNS("autoscaling", "HorizontalPodAutoscaler", OF_AUTOSCALER),
    VD_KUBE_COLUMNS("autoscaling", "Scale", OF_SCALE),
    VD_KUBE_COLUMNS("policy", "PodDisruptionBudget", OF_BUDGET),
    {0},
};
