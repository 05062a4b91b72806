/* SPDX-License-Identifier: Apache-2.0 */
/* The other groups: rights, networking, autoscaling, policy, coordination, storage, scheduling. */
#include "doors/kube/model/judge_inner.h"

#define RBAC "rbac.authorization.k8s.io"

/* --- rights ------------------------------------------------------------------------------------
 */

static bool has_some(const struct vd_json_value *object, const char *name)
{
    const struct vd_json_value *list = vd_kube_doc_array(object, name);

    return list && list->first;
}

static void judge_rule(const struct vd_kube_place *rule)
{
    struct vd_kube_path groups = VD_KUBE_PATH(rule->path, "apiGroups");
    struct vd_kube_path resources = VD_KUBE_PATH(rule->path, "resources");

    (void)vd_kube_judge_needed(rule, "verbs", "verbs must contain at least one value");
    if (has_some(rule->value, "nonResourceURLs"))
        return;
    if (!has_some(rule->value, "apiGroups"))
        vd_kube_required(rule->causes, &groups,
                         "resource rules must supply at least one api group");
    if (!has_some(rule->value, "resources"))
        vd_kube_required(rule->causes, &resources,
                         "resource rules must supply at least one resource");
}

void vd_kube_judge_role(const struct vd_kube_place *object)
{
    struct vd_kube_path list = VD_KUBE_PATH(object->path, "rules");
    const struct vd_json_value *at;
    int64_t i = 0;

    vd_kube_doc_each(at, vd_kube_doc_array(object->value, "rules")) {
        struct vd_kube_path path = vd_kube_path_at(&list, i++);
        struct vd_kube_place rule = {at, NULL, &path, object->causes};

        judge_rule(&rule);
    }
}

static void judge_subject(const struct vd_kube_place *subject)
{
    static const char *const kinds[] = {"ServiceAccount", "User", "Group", NULL};
    static const char *const none[] = {"", NULL}, *const rights[] = {RBAC, NULL};
    bool is_account = vd_kube_doc_says(vd_kube_doc_get(subject->value, "kind"), "ServiceAccount");

    (void)vd_kube_judge_needed(subject, "name", "");
    vd_kube_judge_word(subject, "kind", kinds);
    vd_kube_judge_word(subject, "apiGroup", is_account ? none : rights);
    if (is_account)
        (void)vd_kube_judge_needed(subject, "namespace", "");
}

void vd_kube_judge_binding(const struct vd_kube_place *object)
{
    static const char *const groups[] = {RBAC, NULL}, *const kinds[] = {"Role", "ClusterRole",
                                                                        NULL};
    struct vd_kube_path path, list = VD_KUBE_PATH(object->path, "subjects");
    struct vd_kube_place role = vd_kube_place_at(object, "roleRef", &path);
    const struct vd_json_value *at;
    int64_t i = 0;

    vd_kube_judge_word(&role, "apiGroup", groups);
    vd_kube_judge_word(&role, "kind", kinds);
    (void)vd_kube_judge_needed(&role, "name", "");
    vd_kube_doc_each(at, vd_kube_doc_array(object->value, "subjects")) {
        struct vd_kube_path element = vd_kube_path_at(&list, i++);
        struct vd_kube_place subject = {at, NULL, &element, object->causes};

        judge_subject(&subject);
    }
    if (object->old && !vd_kube_doc_equal(role.value, role.old))
        vd_kube_invalid(object->causes, &path, role.value, "cannot change roleRef");
}

/* --- networking --------------------------------------------------------------------------------
 */

static void judge_backend(const struct vd_kube_place *backend)
{
    struct vd_kube_path path;
    struct vd_kube_place service = vd_kube_place_at(backend, "service", &path);
    struct vd_kube_path port = VD_KUBE_PATH(&path, "port");

    if (vd_kube_doc_is_null(service.value) &&
        vd_kube_doc_is_null(vd_kube_doc_get(backend->value, "resource"))) {
        vd_kube_required(backend->causes, backend->path,
                         "cannot set both resource and service "
                         "backends");
        return;
    }
    if (vd_kube_doc_is_null(service.value))
        return;
    (void)vd_kube_judge_needed(&service, "name", "");
    if (vd_kube_doc_is_null(vd_kube_doc_at(service.value, "port", "name", NULL)) &&
        vd_kube_doc_is_null(vd_kube_doc_at(service.value, "port", "number", NULL)))
        vd_kube_required(backend->causes, &port, "port name or number is required");
}

static void judge_http_path(const struct vd_kube_place *place)
{
    static const char *const types[] = {"Exact", "ImplementationSpecific", "Prefix", NULL};
    struct vd_slice text = vd_kube_doc_string(place->value, "path");
    struct vd_kube_path text_path = VD_KUBE_PATH(place->path, "path"), path;
    struct vd_kube_place backend = vd_kube_place_at(place, "backend", &path);
    bool is_own =
        vd_kube_doc_says(vd_kube_doc_get(place->value, "pathType"), "ImplementationSpecific");

    if (vd_kube_judge_needed(place, "pathType", "pathType must be specified"))
        vd_kube_judge_word(place, "pathType", types);
    if ((text.len || !is_own) && (!text.len || text.ptr[0] != '/'))
        vd_kube_invalid_text(place->causes, &text_path, text, "must be an absolute path");
    judge_backend(&backend);
}

void vd_kube_judge_ingress(const struct vd_kube_place *object)
{
    struct vd_kube_path path, default_path;
    struct vd_kube_place spec = vd_kube_place_at(object, "spec", &path);
    struct vd_kube_place backend = vd_kube_place_at(&spec, "defaultBackend", &default_path);
    struct vd_kube_path rules = VD_KUBE_PATH(&path, "rules");
    const struct vd_json_value *rule, *at;
    int64_t r = 0, i;

    if (!has_some(spec.value, "rules") && vd_kube_doc_is_null(backend.value))
        vd_kube_invalid(object->causes, &path, spec.value,
                        "either `defaultBackend` or `rules` must be specified");
    if (!vd_kube_doc_is_null(backend.value))
        judge_backend(&backend);
    vd_kube_doc_each(rule, vd_kube_doc_array(spec.value, "rules")) {
        struct vd_kube_path rule_path = vd_kube_path_at(&rules, r++);
        struct vd_kube_path http = VD_KUBE_PATH(&rule_path, "http");
        struct vd_kube_path paths = VD_KUBE_PATH(&http, "paths");

        i = 0;
        vd_kube_doc_each(at, vd_kube_doc_array(vd_kube_doc_get(rule, "http"), "paths")) {
            struct vd_kube_path element = vd_kube_path_at(&paths, i++);
            struct vd_kube_place place = {at, NULL, &element, object->causes};

            judge_http_path(&place);
        }
    }
}

void vd_kube_judge_slice(const struct vd_kube_place *object)
{
    static const char *const types[] = {"FQDN", "IPv4", "IPv6", NULL};

    if (vd_kube_judge_needed(object, "addressType", ""))
        vd_kube_judge_word(object, "addressType", types);
    vd_kube_judge_kept(object, "addressType");
}

/* --- autoscaling, policy, coordination ---------------------------------------------------------
 */

void vd_kube_judge_scaler(const struct vd_kube_place *object)
{
    struct vd_kube_path path, target_path;
    struct vd_kube_place spec = vd_kube_place_at(object, "spec", &path);
    struct vd_kube_place target = vd_kube_place_at(&spec, "scaleTargetRef", &target_path);
    struct vd_kube_path least = VD_KUBE_PATH(&path, "minReplicas");
    struct vd_kube_path most = VD_KUBE_PATH(&path, "maxReplicas");
    int64_t min = vd_kube_doc_int(spec.value, "minReplicas", 1);
    int64_t max = vd_kube_doc_int(spec.value, "maxReplicas", 0);

    if (min < 1)
        vd_kube_invalid_int(object->causes, &least, min, "must be greater than or equal to 1");
    vd_kube_judge_above_zero(&spec, "maxReplicas");
    if (max > 0 && max < min)
        vd_kube_invalid_int(object->causes, &most, max,
                            "must be greater than or equal to `minReplicas`");
    (void)vd_kube_judge_needed(&target, "kind", "");
    (void)vd_kube_judge_needed(&target, "name", "");
}

void vd_kube_judge_budget(const struct vd_kube_place *object)
{
    struct vd_kube_path path, selector_path;
    struct vd_kube_place spec = vd_kube_place_at(object, "spec", &path);
    struct vd_kube_place selector = vd_kube_place_at(&spec, "selector", &selector_path);

    if (!vd_kube_doc_is_null(vd_kube_doc_get(spec.value, "minAvailable")) &&
        !vd_kube_doc_is_null(vd_kube_doc_get(spec.value, "maxUnavailable")))
        vd_kube_invalid(object->causes, &path, spec.value,
                        "minAvailable and maxUnavailable cannot be both set");
    if (!vd_kube_doc_is_null(selector.value))
        vd_kube_judge_selector(&selector);
}

void vd_kube_judge_lease(const struct vd_kube_place *object)
{
    struct vd_kube_path path;
    struct vd_kube_place spec = vd_kube_place_at(object, "spec", &path);

    if (!vd_kube_doc_is_null(vd_kube_doc_get(spec.value, "leaseDurationSeconds")))
        vd_kube_judge_above_zero(&spec, "leaseDurationSeconds");
    vd_kube_judge_not_negative(&spec, "leaseTransitions");
}

/* --- storage, scheduling -----------------------------------------------------------------------
 */

static void judge_frozen(const struct vd_kube_place *object, const char *name, const char *why)
{
    struct vd_kube_path path = vd_kube_path_of(object->path, vd_slice_str(name));

    if (object->old && !vd_kube_doc_equal(vd_kube_doc_get(object->value, name),
                                          vd_kube_doc_get(object->old, name)))
        vd_kube_forbidden(object->causes, &path, why);
}

void vd_kube_judge_storage_class(const struct vd_kube_place *object)
{
    static const char *const modes[] = {"Immediate", "WaitForFirstConsumer", NULL};

    (void)vd_kube_judge_needed(object, "provisioner", "");
    vd_kube_judge_word(object, "volumeBindingMode", modes);
    judge_frozen(object, "parameters", "updates to parameters are forbidden.");
    judge_frozen(object, "provisioner", "updates to provisioner are forbidden.");
    judge_frozen(object, "reclaimPolicy", "updates to reclaimPolicy are forbidden.");
    vd_kube_judge_kept(object, "volumeBindingMode");
}

void vd_kube_judge_priority_class(const struct vd_kube_place *object)
{
    static const char *const policies[] = {"PreemptLowerPriority", "Never", NULL};

    vd_kube_judge_word(object, "preemptionPolicy", policies);
    judge_frozen(object, "value", "may not be changed in an update.");
    vd_kube_judge_kept(object, "preemptionPolicy");
}
