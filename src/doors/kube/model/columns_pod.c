/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pods, whose columns are a summary of all that can have become of their containers; nodes and
 * events.
 */
#include "base/check.h"
#include "doors/kube/model/columns.h"
#include "doors/kube/model/time.h"

#include <stdio.h>

enum { REASON_MAX = 256 };

struct pod {
    const struct vd_json_value *doc, *status;
    char reason[REASON_MAX];
    int64_t restarts, total, ready;
    int64_t restarted_us; /* 0: never */
};

/* --- pods ----------------------------------------------------------------------------------- */

static void set_reason(struct pod *pod, const char *front, struct vd_slice reason)
{
    size_t len = strlen(front), room = sizeof(pod->reason) - len - 1;

    memcpy(pod->reason, front, len);
    if (reason.len)
        memcpy(pod->reason + len, reason.ptr, VD_MIN(reason.len, room));
    pod->reason[len + VD_MIN(reason.len, room)] = '\0';
}

static bool is_reason(const struct pod *pod, const char *reason)
{
    return !strcmp(pod->reason, reason);
}

static const struct vd_json_value *container_named(const struct vd_json_value *doc,
                                                   const char *path, struct vd_slice name)
{
    return vd_kube_doc_find(vd_kube_find(doc, path), "name", name);
}

static bool is_sidecar(const struct vd_json_value *container)
{
    return vd_kube_doc_says(vd_kube_doc_get(container, "restartPolicy"), "Always");
}

static int64_t terminated_us(const struct vd_json_value *status)
{
    int64_t us;

    return vd_kube_time_parse(vd_kube_find_text(status, "lastState.terminated.finishedAt"), &us)
               ? 0
               : us;
}

static void set_ended(struct pod *pod, const char *front, const struct vd_json_value *ended)
{
    struct vd_slice reason = vd_kube_find_text(ended, "reason");
    int64_t signal = vd_kube_find_int(ended, "signal");

    if (reason.len)
        set_reason(pod, front, reason);
    else if (signal)
        (void)snprintf(pod->reason, sizeof(pod->reason), "%sSignal:%lld", front, (long long)signal);
    else
        (void)snprintf(pod->reason, sizeof(pod->reason), "%sExitCode:%lld", front,
                       (long long)vd_kube_find_int(ended, "exitCode"));
}

/* What an init container that is not done says of its pod; false: it is done, or runs beside. */
static bool holds_up(struct pod *pod, const struct vd_json_value *status, bool runs_beside,
                     uint32_t index)
{
    const struct vd_json_value *ended = vd_kube_find(status, "state.terminated");
    struct vd_slice waits = vd_kube_find_text(status, "state.waiting.reason");

    if (ended && !vd_kube_find_int(ended, "exitCode"))
        return false;
    if (runs_beside && vd_kube_find_bool(status, "started")) {
        pod->ready += vd_kube_find_bool(status, "ready");
        return false;
    }
    if (ended)
        set_ended(pod, "Init:", ended);
    else if (waits.len && !vd_slice_eq(waits, VD_SLICE("PodInitializing")))
        set_reason(pod, "Init:", waits);
    else
        (void)snprintf(pod->reason, sizeof(pod->reason), "Init:%u/%u", index,
                       vd_kube_find_count(pod->doc, "spec.initContainers"));
    return true;
}

/* Whether the pod is still at its init containers. */
static bool look_at_inits(struct pod *pod)
{
    int64_t beside = 0, beside_us = 0;
    bool is_held = false;
    struct vd_json_value *at;
    uint32_t index = 0;

    vd_kube_doc_each(at, vd_kube_find(pod->status, "initContainerStatuses")) {
        bool runs_beside = is_sidecar(
            container_named(pod->doc, "spec.initContainers", vd_kube_doc_string(at, "name")));
        int64_t count = vd_kube_find_int(at, "restartCount"), us = terminated_us(at);

        pod->restarts += count;
        pod->restarted_us = VD_MAX(pod->restarted_us, us);
        if (runs_beside) {
            beside += count;
            beside_us = VD_MAX(beside_us, us);
        }
        is_held = holds_up(pod, at, runs_beside, index++);
        if (is_held)
            break;
    }
    if (is_held &&
        !vd_kube_condition_holds(vd_kube_find_condition(pod->status, "conditions", "Initialized")))
        return true;
    pod->restarts = beside;
    pod->restarted_us = beside_us;
    return false;
}

static void look_at_containers(struct pod *pod, const struct vd_json_value *status,
                               bool *is_running, char failure[REASON_MAX])
{
    const struct vd_json_value *ended = vd_kube_find(status, "state.terminated");
    struct vd_slice waits = vd_kube_find_text(status, "state.waiting.reason");

    if (!status)
        return;
    pod->restarts += vd_kube_find_int(status, "restartCount");
    pod->restarted_us = VD_MAX(pod->restarted_us, terminated_us(status));
    if (waits.len) {
        set_reason(pod, "", waits);
    } else if (ended) {
        set_ended(pod, "", ended);
        if (vd_kube_find_int(ended, "exitCode"))
            memcpy(failure, pod->reason, REASON_MAX);
    } else if (vd_kube_find_bool(status, "ready") && vd_kube_find(status, "state.running")) {
        *is_running = true;
        pod->ready++;
    }
}

/* The first of them has the last word. */
static void look_from_the_end(struct pod *pod, const struct vd_json_value *statuses)
{
    enum { MANY = 1024 };
    const struct vd_json_value *found[MANY];
    char failure[REASON_MAX] = "";
    bool is_running = false;
    struct vd_json_value *at;
    size_t count = 0;

    vd_kube_doc_each(at, statuses) {
        if (count < MANY)
            found[count++] = at;
    }
    while (count)
        look_at_containers(pod, found[--count], &is_running, failure);
    if (!is_reason(pod, "Completed"))
        return;
    if (is_running &&
        vd_kube_condition_holds(vd_kube_find_condition(pod->status, "conditions", "Ready")))
        set_reason(pod, "Running", VD_SLICE_EMPTY);
    else if (failure[0])
        memcpy(pod->reason, failure, REASON_MAX);
    else if (is_running)
        set_reason(pod, "NotReady", VD_SLICE_EMPTY);
}

static void look_at_deletion(struct pod *pod)
{
    struct vd_slice phase = vd_kube_find_text(pod->status, "phase");

    if (!vd_kube_find(pod->doc, "metadata.deletionTimestamp"))
        return;
    if (vd_slice_eq(vd_kube_find_text(pod->status, "reason"), VD_SLICE("NodeLost")))
        set_reason(pod, "Unknown", VD_SLICE_EMPTY);
    else if (!vd_slice_eq(phase, VD_SLICE("Failed")) && !vd_slice_eq(phase, VD_SLICE("Succeeded")))
        set_reason(pod, "Terminating", VD_SLICE_EMPTY);
}

static void look_at_pod(const struct vd_kube_row *row, struct pod *pod)
{
    struct vd_slice reason;
    struct vd_json_value *at;

    *pod = (struct pod){.doc = row->doc, .status = vd_kube_find(row->doc, "status")};
    reason = vd_kube_find_text(pod->status, "reason");
    set_reason(pod, "", reason.len ? reason : vd_kube_find_text(pod->status, "phase"));
    vd_kube_doc_each(at, vd_kube_find(pod->status, "conditions")) {
        if (vd_kube_doc_says(vd_kube_doc_get(at, "type"), "PodScheduled") &&
            vd_kube_doc_says(vd_kube_doc_get(at, "reason"), "SchedulingGated"))
            set_reason(pod, "SchedulingGated", VD_SLICE_EMPTY);
    }
    pod->total = vd_kube_find_count(pod->doc, "spec.containers");
    vd_kube_doc_each(at, vd_kube_find(pod->doc, "spec.initContainers")) {
        pod->total += is_sidecar(at);
    }
    if (!look_at_inits(pod))
        look_from_the_end(pod, vd_kube_find(pod->status, "containerStatuses"));
    look_at_deletion(pod);
}

static void pod_ready(struct vd_kube_row *row)
{
    struct pod pod;

    look_at_pod(row, &pod);
    vd_kube_row_say(row, "%lld/%lld", (long long)pod.ready, (long long)pod.total);
    vd_kube_row_done(row, NULL);
}

static void pod_status(struct vd_kube_row *row)
{
    struct pod pod;

    look_at_pod(row, &pod);
    vd_kube_row_say(row, "%s", pod.reason);
    vd_kube_row_done(row, NULL);
}

static void pod_restarts(struct vd_kube_row *row)
{
    char text[VD_KUBE_DURATION_BYTES];
    struct pod pod;

    look_at_pod(row, &pod);
    vd_kube_row_say(row, "%lld", (long long)pod.restarts);
    if (pod.restarts && pod.restarted_us) {
        size_t len = vd_kube_age_print((row->now_us - pod.restarted_us) / 1000000, text);

        vd_kube_row_say(row, " (%.*s ago)", (int)len, text);
    }
    vd_kube_row_done(row, NULL);
}

static void pod_ip(struct vd_kube_row *row)
{
    const struct vd_json_value *ips = vd_kube_find(row->doc, "status.podIPs");
    struct vd_slice first = vd_kube_doc_string(vd_kube_doc_element(ips, 0), "ip");

    vd_kube_row_add(row, ips ? first : vd_kube_find_text(row->doc, "status.podIP"));
    vd_kube_row_done(row, "<none>");
}

static void pod_gates(struct vd_kube_row *row)
{
    const struct vd_json_value *gates = vd_kube_find(row->doc, "spec.readinessGates");
    const struct vd_json_value *conditions = vd_kube_find(row->doc, "status.conditions");
    struct vd_json_value *at;
    uint32_t held = 0;

    vd_kube_doc_each(at, gates) {
        struct vd_slice type = vd_kube_doc_string(at, "conditionType");

        held += vd_kube_condition_holds(vd_kube_doc_find(conditions, "type", type));
    }
    if (gates && gates->count)
        vd_kube_row_say(row, "%u/%u", held, gates->count);
    vd_kube_row_done(row, "<none>");
}

static const struct vd_kube_column OF_POD[] = {
    VD_KUBE_NAME_COLUMN,
    {"Ready", pod_ready},
    {"Status", pod_status},
    {"Restarts", pod_restarts},
    VD_KUBE_AGE_COLUMN,
    {"IP", pod_ip, .priority = 1},
    {"Node", vd_kube_cell_text, "spec.nodeName", "<none>", 1},
    {"Nominated Node", vd_kube_cell_text, "status.nominatedNodeName", "<none>", 1},
    {"Readiness Gates", pod_gates, .priority = 1},
};

static const struct vd_kube_column OF_POD_TEMPLATE[] = {
    VD_KUBE_NAME_COLUMN,
    {"Containers", vd_kube_cell_names, "template.spec.containers"},
    {"Images", vd_kube_cell_images, "template.spec.containers"},
    {"Pod Labels", vd_kube_cell_labels, "template.metadata.labels"},
};

/* --- nodes ---------------------------------------------------------------------------------- */

static void node_status(struct vd_kube_row *row)
{
    const struct vd_json_value *ready =
        vd_kube_find_condition(row->doc, "status.conditions", "Ready");

    vd_kube_row_say(row, "%s",
                    !ready                           ? "Unknown"
                    : vd_kube_condition_holds(ready) ? "Ready"
                                                     : "NotReady");
    if (vd_kube_find_bool(row->doc, "spec.unschedulable"))
        vd_kube_row_say(row, ",SchedulingDisabled");
    vd_kube_row_done(row, NULL);
}

static void node_roles(struct vd_kube_row *row)
{
    static const struct vd_slice FRONT = {(const uint8_t *)"node-role.kubernetes.io/", 24};
    struct vd_kube_names names = {0};
    struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_find(row->doc, "metadata.labels")) {
        struct vd_slice role = VD_SLICE_EMPTY;

        if (vd_slice_starts_with(at->name, FRONT))
            role = vd_slice(at->name.ptr + FRONT.len, at->name.len - FRONT.len);
        else if (vd_slice_eq(at->name, VD_SLICE("kubernetes.io/role")))
            role = at->text;
        if (role.len)
            vd_kube_names_add(row, &names, role, VD_SLICE_EMPTY);
    }
    vd_kube_names_say(row, &names, ",");
    vd_kube_row_done(row, "<none>");
}

static void node_address(struct vd_kube_row *row)
{
    const struct vd_json_value *address =
        vd_kube_find_condition(row->doc, "status.addresses", row->column->path);

    vd_kube_row_add(row, vd_kube_doc_string(address, "address"));
    vd_kube_row_done(row, address ? NULL : "<none>");
}

static void node_kernel(struct vd_kube_row *row)
{
    struct vd_slice kernel = vd_kube_find_text(row->doc, "status.nodeInfo.kernelVersion");
    struct vd_slice arch = vd_kube_find_text(row->doc, "status.nodeInfo.architecture");

    vd_kube_row_add(row, kernel.len ? kernel : VD_SLICE("<unknown>"));
    if (arch.len) {
        vd_kube_row_say(row, " (");
        vd_kube_row_add(row, arch);
        vd_kube_row_say(row, ")");
    }
    vd_kube_row_done(row, NULL);
}

static const struct vd_kube_column OF_NODE[] = {
    VD_KUBE_NAME_COLUMN,
    {"Status", node_status},
    {"Roles", node_roles},
    VD_KUBE_AGE_COLUMN,
    {"Version", vd_kube_cell_text, "status.nodeInfo.kubeletVersion"},
    {"Internal-IP", node_address, "InternalIP", NULL, 1},
    {"External-IP", node_address, "ExternalIP", NULL, 1},
    {"OS-Image", vd_kube_cell_text, "status.nodeInfo.osImage", "<unknown>", 1},
    {"Kernel-Version", node_kernel, .priority = 1},
    {"Container-Runtime", vd_kube_cell_text, "status.nodeInfo.containerRuntimeVersion", "<unknown>",
     1},
};

/* --- events --------------------------------------------------------------------------------- */

/* The names of what both groups have, events.k8s.io in its own way. */
static const struct vd_json_value *of_event(const struct vd_kube_row *row, const char *core,
                                            const char *other)
{
    const struct vd_json_value *value = vd_kube_find(row->doc, core);

    return value ? value : vd_kube_find(row->doc, other);
}

static void say_first_seen(struct vd_kube_row *row)
{
    const struct vd_json_value *first = of_event(row, "firstTimestamp", "deprecatedFirstTimestamp");

    vd_kube_row_ago(row, first ? first : vd_kube_find(row->doc, "eventTime"));
}

static void event_first(struct vd_kube_row *row)
{
    say_first_seen(row);
    vd_kube_row_done(row, NULL);
}

static void event_last(struct vd_kube_row *row)
{
    const struct vd_json_value *last = of_event(row, "lastTimestamp", "deprecatedLastTimestamp");

    if (vd_kube_find(row->doc, "series"))
        vd_kube_row_ago(row, vd_kube_find(row->doc, "series.lastObservedTime"));
    else if (last)
        vd_kube_row_ago(row, last);
    else
        say_first_seen(row);
    vd_kube_row_done(row, NULL);
}

static void event_object(struct vd_kube_row *row)
{
    const struct vd_json_value *about = of_event(row, "involvedObject", "regarding");
    struct vd_slice kind = vd_kube_doc_string(about, "kind");
    struct vd_slice name = vd_kube_doc_string(about, "name");

    for (size_t i = 0; i < kind.len; i++) {
        uint8_t c = kind.ptr[i];

        vd_buf_append(&row->text, &(uint8_t){c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c}, 1);
    }
    if (name.len) {
        vd_kube_row_say(row, "/");
        vd_kube_row_add(row, name);
    }
    vd_kube_row_done(row, NULL);
}

static void event_subobject(struct vd_kube_row *row)
{
    vd_kube_row_add(row,
                    vd_kube_doc_string(of_event(row, "involvedObject", "regarding"), "fieldPath"));
    vd_kube_row_done(row, NULL);
}

static void event_source(struct vd_kube_row *row)
{
    const struct vd_json_value *source = of_event(row, "source", "deprecatedSource");
    const struct vd_json_value *who = of_event(row, "reportingComponent", "reportingController");
    struct vd_slice component = vd_kube_doc_string(source, "component");
    struct vd_slice host = vd_kube_doc_string(source, "host");

    if (!host.len)
        host = vd_kube_find_text(row->doc, "reportingInstance");
    vd_kube_row_add(row, component.len ? component : vd_kube_doc_text(who));
    if (host.len) {
        vd_kube_row_say(row, ", ");
        vd_kube_row_add(row, host);
    }
    vd_kube_row_done(row, NULL);
}

static bool is_space(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void event_message(struct vd_kube_row *row)
{
    struct vd_slice text = vd_kube_doc_text(of_event(row, "message", "note"));

    while (text.len && is_space(text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    while (text.len && is_space(text.ptr[text.len - 1]))
        text.len--;
    vd_kube_row_add(row, text);
    vd_kube_row_done(row, NULL);
}

static void event_count(struct vd_kube_row *row)
{
    int64_t count;

    if (!vd_kube_doc_is_int(of_event(row, "count", "deprecatedCount"), &count) || !count)
        count = 1;
    if (vd_kube_find(row->doc, "series"))
        count = vd_kube_find_int(row->doc, "series.count");
    vd_json_int(&row->json, count);
}

static const struct vd_kube_column OF_EVENT[] = {
    {"Last Seen", event_last},
    {"Type", vd_kube_cell_text, "type"},
    {"Reason", vd_kube_cell_text, "reason"},
    {"Object", event_object},
    {"Subobject", event_subobject, .priority = 1},
    {"Source", event_source, .priority = 1},
    {"Message", event_message},
    {"First Seen", event_first, .priority = 1},
    {"Count", event_count, .priority = 1},
    {"Name", vd_kube_cell_text, "metadata.name", .priority = 1, .is_name = true},
};

const struct vd_kube_columns vd_kube_columns_of_pods[] = {
    VD_KUBE_COLUMNS("", "Pod", OF_POD),
    VD_KUBE_COLUMNS("", "PodTemplate", OF_POD_TEMPLATE),
    VD_KUBE_COLUMNS("", "Node", OF_NODE),
    VD_KUBE_COLUMNS("", "Event", OF_EVENT),
    VD_KUBE_COLUMNS("events.k8s.io", "Event", OF_EVENT),
    {0},
};
