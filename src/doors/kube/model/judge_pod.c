/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pods and their templates: names, images, ports, variables, volumes and where they are mounted,
 * resources, policies. Lists of a pod are short; looking one up in another is not made quicker than
 * that, but beyond PARTS_MAX elements nothing is compared each with each.
 */
#include "doors/kube/model/judge_inner.h"
#include "doors/kube/model/quantity.h"

enum { PARTS_MAX = 2000 };

static const char *const protocols[] = {"SCTP", "TCP", "UDP", NULL};
static const char *const pull_policies[] = {"Always", "IfNotPresent", "Never", NULL};
static const char *const restart_policies[] = {"Always", "OnFailure", "Never", NULL};
static const char *const dns_policies[] = {"ClusterFirstWithHostNet", "ClusterFirst", "Default",
                                           "None", NULL};
static const char *const message_policies[] = {"File", "FallbackToLogsOnError", NULL};

/* An element before it has the same text as this member. */
static bool is_double(const struct vd_json_value *list, const struct vd_json_value *element,
                      const char *name)
{
    struct vd_slice text = vd_kube_doc_string(element, name);
    const struct vd_json_value *at;

    if (list->count > PARTS_MAX || !text.len)
        return false;
    for (at = list->first; at != element; at = at->next)
        if (vd_slice_eq(vd_kube_doc_string(at, name), text))
            return true;
    return false;
}

static void judge_double(const struct vd_kube_place *list, const struct vd_kube_place *element,
                         const char *name)
{
    struct vd_kube_path path = vd_kube_path_of(element->path, vd_slice_str(name));

    if (is_double(list->value, element->value, name))
        vd_kube_duplicate(element->causes, &path, vd_kube_doc_get(element->value, name));
}

static void judge_label(const struct vd_kube_place *object, const char *name)
{
    struct vd_slice text = vd_kube_doc_string(object->value, name);

    if (vd_kube_judge_needed(object, name, ""))
        vd_kube_judge_faults(object, name, text,
                             vd_kube_name_check(VD_KUBE_NAME_LABEL_RULE, text, false));
}

/* --- containers --------------------------------------------------------------------------------
 */

static void judge_ports(const struct vd_kube_place *ports)
{
    const struct vd_json_value *at;
    int64_t i = 0;

    if (!vd_kube_doc_is(ports->value, VD_JSON_ARRAY))
        return;
    vd_kube_doc_each(at, ports->value) {
        struct vd_kube_path path = vd_kube_path_at(ports->path, i++);
        struct vd_kube_place port = {at, NULL, &path, ports->causes};
        struct vd_slice name = vd_kube_doc_string(at, "name");

        if (name.len) {
            vd_kube_judge_faults(&port, "name", name, vd_kube_port_name_check(name));
            judge_double(ports, &port, "name");
        }
        if (vd_kube_judge_needed(&port, "containerPort", ""))
            vd_kube_judge_port(&port, "containerPort");
        if (vd_kube_doc_int(at, "hostPort", 0))
            vd_kube_judge_port(&port, "hostPort");
        vd_kube_judge_word(&port, "protocol", protocols);
    }
}

static void judge_env(const struct vd_kube_place *env)
{
    const struct vd_json_value *at;
    int64_t i = 0;

    if (!vd_kube_doc_is(env->value, VD_JSON_ARRAY))
        return;
    vd_kube_doc_each(at, env->value) {
        struct vd_kube_path path = vd_kube_path_at(env->path, i++);
        struct vd_kube_path from = VD_KUBE_PATH(&path, "valueFrom");
        struct vd_kube_place variable = {at, NULL, &path, env->causes};
        struct vd_slice name = vd_kube_doc_string(at, "name");

        if (vd_kube_judge_needed(&variable, "name", ""))
            vd_kube_judge_faults(&variable, "name", name, vd_kube_env_name_check(name));
        if (vd_kube_doc_string(at, "value").len && vd_kube_doc_object(at, "valueFrom"))
            vd_kube_invalid_text(env->causes, &from, VD_SLICE(""),
                                 "may not be specified when `value` is not empty");
    }
}

static void judge_mounts(const struct vd_kube_place *mounts, const struct vd_json_value *volumes)
{
    const struct vd_json_value *at;
    int64_t i = 0;

    if (!vd_kube_doc_is(mounts->value, VD_JSON_ARRAY))
        return;
    vd_kube_doc_each(at, mounts->value) {
        struct vd_kube_path path = vd_kube_path_at(mounts->path, i++);
        struct vd_kube_path name = VD_KUBE_PATH(&path, "name");
        struct vd_kube_path where = VD_KUBE_PATH(&path, "mountPath");
        struct vd_kube_place mount = {at, NULL, &path, mounts->causes};

        (void)vd_kube_judge_needed(&mount, "name", "");
        if (i <= PARTS_MAX && !vd_kube_doc_find(volumes, "name", vd_kube_doc_string(at, "name")))
            vd_kube_not_found(mounts->causes, &name, vd_kube_doc_string(at, "name"));
        (void)vd_kube_judge_needed(&mount, "mountPath", "");
        if (is_double(mounts->value, at, "mountPath"))
            vd_kube_invalid(mounts->causes, &where, vd_kube_doc_get(at, "mountPath"),
                            "must be unique");
    }
}

static void judge_request(const struct vd_kube_path *path, const struct vd_json_value *request,
                          const struct vd_json_value *limit, struct vd_kube_causes *causes)
{
    struct vd_kube_quantity asked, most;

    if (vd_kube_quantity_parse(request->text, &asked))
        return;
    if (asked.nano < 0)
        vd_kube_invalid(causes, path, request, "must be greater than or equal to 0");
    if (!limit || vd_kube_quantity_parse(limit->text, &most) || asked.nano <= most.nano)
        return;
    vd_kube_cause_add(causes, VD_KUBE_VALUE_INVALID, path,
                      "\"%.*s\": must be less than or equal to %.*s limit of %.*s",
                      (int)request->text.len, (const char *)request->text.ptr,
                      (int)request->name.len, (const char *)request->name.ptr, (int)limit->text.len,
                      (const char *)limit->text.ptr);
}

static void judge_resources(const struct vd_kube_place *resources)
{
    struct vd_kube_path limits_path = VD_KUBE_PATH(resources->path, "limits");
    struct vd_kube_path requests_path = VD_KUBE_PATH(resources->path, "requests");
    const struct vd_json_value *limits = vd_kube_doc_object(resources->value, "limits"), *at;

    vd_kube_doc_each(at, limits) {
        struct vd_kube_path path = vd_kube_path_key(&limits_path, at->name);

        judge_request(&path, at, NULL, resources->causes);
    }
    vd_kube_doc_each(at, vd_kube_doc_object(resources->value, "requests")) {
        judge_request(&requests_path, at, vd_kube_doc_get_slice(limits, at->name),
                      resources->causes);
    }
}

static void judge_probe(const struct vd_kube_place *probe)
{
    static const char *const handlers[] = {"exec", "httpGet", "tcpSocket", "grpc"};
    static const char *const numbers[] = {"initialDelaySeconds", "timeoutSeconds", "periodSeconds",
                                          "successThreshold", "failureThreshold"};
    unsigned count = 0;

    if (!vd_kube_doc_is(probe->value, VD_JSON_OBJECT))
        return;
    for (size_t i = 0; i < sizeof(handlers) / sizeof(handlers[0]); i++) {
        struct vd_kube_path path = vd_kube_path_of(probe->path, vd_slice_str(handlers[i]));

        if (!vd_kube_doc_object(probe->value, handlers[i]))
            continue;
        if (count++)
            vd_kube_forbidden(probe->causes, &path, "may not specify more than 1 handler type");
    }
    if (!count)
        vd_kube_required(probe->causes, probe->path, "must specify a handler type");
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        vd_kube_judge_not_negative(probe, numbers[i]);
}

static void judge_container(const struct vd_kube_place *container,
                            const struct vd_json_value *volumes)
{
    static const char *const probes[] = {"livenessProbe", "readinessProbe", "startupProbe"};
    struct vd_kube_path path;
    struct vd_kube_place part;

    judge_label(container, "name");
    (void)vd_kube_judge_needed(container, "image", "");
    vd_kube_judge_word(container, "terminationMessagePolicy", message_policies);
    part = vd_kube_place_at(container, "ports", &path);
    judge_ports(&part);
    part = vd_kube_place_at(container, "env", &path);
    judge_env(&part);
    part = vd_kube_place_at(container, "volumeMounts", &path);
    judge_mounts(&part, volumes);
    vd_kube_judge_word(container, "imagePullPolicy", pull_policies);
    part = vd_kube_place_at(container, "resources", &path);
    judge_resources(&part);
    for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++) {
        part = vd_kube_place_at(container, probes[i], &path);
        judge_probe(&part);
    }
}

static void judge_containers(const struct vd_kube_place *spec, const char *name)
{
    struct vd_kube_path path, at_path;
    struct vd_kube_place list = vd_kube_place_at(spec, name, &path);
    const struct vd_json_value *volumes = vd_kube_doc_array(spec->value, "volumes"), *at;
    int64_t i = 0;

    if (!vd_kube_doc_is(list.value, VD_JSON_ARRAY))
        return;
    vd_kube_doc_each(at, list.value) {
        struct vd_kube_place container = {at, NULL, &at_path, spec->causes};

        at_path = vd_kube_path_at(&path, i++);
        judge_container(&container, volumes);
        judge_double(&list, &container, "name");
    }
}

/* --- volumes -----------------------------------------------------------------------------------
 */

static void judge_volume(const struct vd_kube_place *volume)
{
    const struct vd_json_value *at;
    unsigned sources = 0;

    vd_kube_doc_each(at, volume->value) {
        struct vd_kube_path path = vd_kube_path_of(volume->path, at->name);

        if (vd_slice_eq(at->name, VD_SLICE("name")))
            continue;
        if (sources++)
            vd_kube_forbidden(volume->causes, &path, "may not specify more than 1 volume type");
    }
    judge_label(volume, "name");
}

static void judge_volumes(const struct vd_kube_place *spec)
{
    struct vd_kube_path path, at_path;
    struct vd_kube_place list = vd_kube_place_at(spec, "volumes", &path);
    const struct vd_json_value *at;
    int64_t i = 0;

    if (!vd_kube_doc_is(list.value, VD_JSON_ARRAY))
        return;
    vd_kube_doc_each(at, list.value) {
        struct vd_kube_place volume = {at, NULL, &at_path, spec->causes};

        at_path = vd_kube_path_at(&path, i++);
        judge_volume(&volume);
        judge_double(&list, &volume, "name");
    }
}

/* --- pods --------------------------------------------------------------------------------------
 */

void vd_kube_judge_pod_spec(const struct vd_kube_place *spec)
{
    struct vd_slice node = vd_kube_doc_string(spec->value, "nodeName");
    struct vd_slice account = vd_kube_doc_string(spec->value, "serviceAccountName");

    judge_volumes(spec);
    if (vd_kube_judge_needed(spec, "containers", ""))
        judge_containers(spec, "containers");
    judge_containers(spec, "initContainers");
    vd_kube_judge_word(spec, "restartPolicy", restart_policies);
    vd_kube_judge_word(spec, "dnsPolicy", dns_policies);
    if (account.len)
        vd_kube_judge_faults(spec, "serviceAccountName", account,
                             vd_kube_name_check(VD_KUBE_NAME_SUBDOMAIN_RULE, account, false));
    if (node.len)
        vd_kube_judge_faults(spec, "nodeName", node,
                             vd_kube_name_check(VD_KUBE_NAME_SUBDOMAIN_RULE, node, false));
    if (vd_kube_doc_is_null(vd_kube_doc_get(spec->value, "activeDeadlineSeconds")))
        return;
    if (vd_kube_doc_int(spec->value, "activeDeadlineSeconds", 0) < 1) {
        struct vd_kube_path path = VD_KUBE_PATH(spec->path, "activeDeadlineSeconds");

        vd_kube_invalid(spec->causes, &path, vd_kube_doc_get(spec->value, "activeDeadlineSeconds"),
                        "must be between 1 and 2147483647, inclusive");
    }
}

/* --- updates -----------------------------------------------------------------------------------
 */

/* Members that may change are passed over. */
static bool is_same_but(const struct vd_json_value *a, const struct vd_json_value *b,
                        const char *const *free)
{
    const struct vd_json_value *at;

    vd_kube_doc_each(at, a) {
        bool is_free = false;

        for (unsigned i = 0; free[i]; i++)
            is_free |= vd_slice_eq(at->name, vd_slice_str(free[i]));
        if (!is_free && !vd_kube_doc_equal(at, vd_kube_doc_get_slice(b, at->name)))
            return false;
    }
    return true;
}

static bool are_same_containers(const struct vd_json_value *a, const struct vd_json_value *b)
{
    static const char *const free[] = {"image", NULL};
    const struct vd_json_value *x, *y;

    if ((a ? a->count : 0) != (b ? b->count : 0))
        return false;
    for (x = a ? a->first : NULL, y = b ? b->first : NULL; x && y; x = x->next, y = y->next)
        if (!is_same_but(x, y, free) || !is_same_but(y, x, free))
            return false;
    return true;
}

/* The old ones must still be there. */
static bool only_adds(const struct vd_json_value *now, const struct vd_json_value *old)
{
    const struct vd_json_value *at, *there;

    if (old && old->count > PARTS_MAX)
        return vd_kube_doc_equal(now, old);
    vd_kube_doc_each(at, old) {
        bool is_there = false;

        vd_kube_doc_each(there, now)
            is_there |= vd_kube_doc_equal(at, there);
        if (!is_there)
            return false;
    }
    return true;
}

static void judge_pod_update(const struct vd_kube_place *pod)
{
    static const char *const free[] = {"containers",
                                       "initContainers",
                                       "activeDeadlineSeconds",
                                       "tolerations",
                                       "terminationGracePeriodSeconds",
                                       "schedulingGates",
                                       NULL};
    const struct vd_json_value *now = vd_kube_doc_object(pod->value, "spec");
    const struct vd_json_value *old = vd_kube_doc_object(pod->old, "spec");
    struct vd_kube_path path = VD_KUBE_PATH(NULL, "spec");
    bool is_gated = vd_kube_doc_array(old, "schedulingGates") != NULL;

    if (is_gated ||
        (is_same_but(now, old, free) && is_same_but(old, now, free) &&
         are_same_containers(vd_kube_doc_array(now, "containers"),
                             vd_kube_doc_array(old, "containers")) &&
         are_same_containers(vd_kube_doc_array(now, "initContainers"),
                             vd_kube_doc_array(old, "initContainers")) &&
         only_adds(vd_kube_doc_array(now, "tolerations"), vd_kube_doc_array(old, "tolerations"))))
        return;
    vd_kube_forbidden(
        pod->causes, &path,
        "pod updates may not change fields other than `spec.containers[*].image`,"
        "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only "
        "additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be "
        "set to 1 if it was previously negative)");
}

void vd_kube_judge_pod(const struct vd_kube_place *pod)
{
    struct vd_kube_path path;
    struct vd_kube_place spec = vd_kube_place_at(pod, "spec", &path);

    vd_kube_judge_pod_spec(&spec);
    if (pod->old)
        judge_pod_update(pod);
}
