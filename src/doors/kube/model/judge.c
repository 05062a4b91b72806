/* SPDX-License-Identifier: Apache-2.0 */
/* Which kind is judged by whom, and the leaves that all judges use. */
#include "doors/kube/model/judge.h"

#include "doors/kube/model/judge_inner.h"
#include "doors/kube/model/meta.h"
#include "doors/kube/model/prepare.h"

#define RBAC "rbac.authorization.k8s.io"

static const struct {
    const char *group, *kind;
    vd_kube_judge *judge;
} judges[] = {
    {"", "Pod", vd_kube_judge_pod},
    {"", "Service", vd_kube_judge_service},
    {"", "ConfigMap", vd_kube_judge_config_map},
    {"", "Secret", vd_kube_judge_secret},
    {"", "PersistentVolumeClaim", vd_kube_judge_claim},
    {"", "PersistentVolume", vd_kube_judge_volume},
    {"", "Event", vd_kube_judge_event},
    {"", "ReplicationController", vd_kube_judge_controller},
    {"apps", "Deployment", vd_kube_judge_deployment},
    {"apps", "ReplicaSet", vd_kube_judge_replicas},
    {"apps", "StatefulSet", vd_kube_judge_stateful},
    {"apps", "DaemonSet", vd_kube_judge_daemons},
    {"batch", "Job", vd_kube_judge_job},
    {"batch", "CronJob", vd_kube_judge_cron_job},
    {"autoscaling", "HorizontalPodAutoscaler", vd_kube_judge_scaler},
    {"coordination.k8s.io", "Lease", vd_kube_judge_lease},
    {"discovery.k8s.io", "EndpointSlice", vd_kube_judge_slice},
    {"networking.k8s.io", "Ingress", vd_kube_judge_ingress},
    {"policy", "PodDisruptionBudget", vd_kube_judge_budget},
    {RBAC, "Role", vd_kube_judge_role},
    {RBAC, "ClusterRole", vd_kube_judge_role},
    {RBAC, "RoleBinding", vd_kube_judge_binding},
    {RBAC, "ClusterRoleBinding", vd_kube_judge_binding},
    {"scheduling.k8s.io", "PriorityClass", vd_kube_judge_priority_class},
    {"storage.k8s.io", "StorageClass", vd_kube_judge_storage_class},
};

static void judge_kind(const struct vd_kube_kind *kind, const struct vd_json_value *object,
                       const struct vd_json_value *old, struct vd_kube_causes *causes)
{
    struct vd_kube_place place = {object, old, NULL, causes};

    for (size_t i = 0; i < sizeof(judges) / sizeof(judges[0]); i++)
        if (vd_kube_kind_is(kind, judges[i].group, judges[i].kind)) {
            judges[i].judge(&place);
            return;
        }
}

void vd_kube_judge_create(const struct vd_kube_kind *kind, const struct vd_json_value *object,
                          struct vd_kube_causes *causes)
{
    vd_kube_meta_judge(kind, vd_kube_doc_get(object, "metadata"), causes);
    judge_kind(kind, object, NULL, causes);
}

void vd_kube_judge_update(const struct vd_kube_kind *kind, const struct vd_json_value *object,
                          const struct vd_json_value *old, bool is_status,
                          struct vd_kube_causes *causes)
{
    vd_kube_meta_judge_update(kind, vd_kube_doc_get(object, "metadata"),
                              vd_kube_doc_get(old, "metadata"), causes);
    if (!is_status)
        judge_kind(kind, object, old, causes);
}

/* --- leaves ------------------------------------------------------------------------------------
 */

struct vd_kube_place vd_kube_place_at(const struct vd_kube_place *object, const char *name,
                                      struct vd_kube_path *memory)
{
    *memory = vd_kube_path_of(object->path, vd_slice_str(name));
    return (struct vd_kube_place){vd_kube_doc_get(object->value, name),
                                  vd_kube_doc_get(object->old, name), memory, object->causes};
}

void vd_kube_judge_not_negative(const struct vd_kube_place *object, const char *name)
{
    struct vd_kube_path path = vd_kube_path_of(object->path, vd_slice_str(name));
    int64_t number = vd_kube_doc_int(object->value, name, 0);

    if (number < 0)
        vd_kube_invalid_int(object->causes, &path, number, "must be greater than or equal to 0");
}

void vd_kube_judge_above_zero(const struct vd_kube_place *object, const char *name)
{
    struct vd_kube_path path = vd_kube_path_of(object->path, vd_slice_str(name));
    int64_t number = vd_kube_doc_int(object->value, name, 0);

    if (number <= 0)
        vd_kube_invalid_int(object->causes, &path, number, "must be greater than 0");
}

bool vd_kube_judge_needed(const struct vd_kube_place *object, const char *name, const char *detail)
{
    const struct vd_json_value *value = vd_kube_doc_get(object->value, name);
    struct vd_kube_path path = vd_kube_path_of(object->path, vd_slice_str(name));
    bool is_empty =
        vd_kube_doc_is_null(value) || (value->type == VD_JSON_STRING && !value->text.len) ||
        ((value->type == VD_JSON_ARRAY || value->type == VD_JSON_OBJECT) && !value->first);

    if (is_empty)
        vd_kube_required(object->causes, &path, detail);
    return !is_empty;
}

void vd_kube_judge_word(const struct vd_kube_place *object, const char *name,
                        const char *const *words)
{
    const struct vd_json_value *value = vd_kube_doc_get(object->value, name);
    struct vd_kube_path path = vd_kube_path_of(object->path, vd_slice_str(name));

    if (vd_kube_doc_is_null(value))
        return;
    for (unsigned i = 0; words[i]; i++)
        if (vd_kube_doc_says(value, words[i]))
            return;
    vd_kube_not_supported(object->causes, &path, vd_kube_doc_text(value), words);
}

void vd_kube_judge_kept(const struct vd_kube_place *object, const char *name)
{
    const struct vd_json_value *value = vd_kube_doc_get(object->value, name);
    struct vd_kube_path path = vd_kube_path_of(object->path, vd_slice_str(name));
    struct vd_json_value nothing = {.type = VD_JSON_NULL};

    if (object->old && !vd_kube_doc_equal(value, vd_kube_doc_get(object->old, name)))
        vd_kube_invalid(object->causes, &path, value ? value : &nothing, "field is immutable");
}

void vd_kube_judge_port(const struct vd_kube_place *object, const char *name)
{
    struct vd_kube_path path = vd_kube_path_of(object->path, vd_slice_str(name));
    int64_t port = vd_kube_doc_int(object->value, name, 0);

    if (port < 1 || port > 65535)
        vd_kube_invalid_int(object->causes, &path, port, "must be between 1 and 65535, inclusive");
}

void vd_kube_judge_faults(const struct vd_kube_place *object, const char *name,
                          struct vd_slice value, struct vd_kube_faults faults)
{
    struct vd_kube_path path = vd_kube_path_of(object->path, vd_slice_str(name));

    for (unsigned i = 0; i < faults.count; i++)
        vd_kube_invalid_text(object->causes, &path, value, faults.texts[i]);
}

/* --- selectors ---------------------------------------------------------------------------------
 */

static bool has_values(const struct vd_json_value *expression)
{
    const struct vd_json_value *values = vd_kube_doc_array(expression, "values");

    return values && values->first;
}

static void judge_expression(const struct vd_kube_place *expression)
{
    struct vd_kube_path values = vd_kube_path_of(expression->path, VD_SLICE("values"));
    struct vd_kube_path operator= vd_kube_path_of(expression->path, VD_SLICE("operator"));
    const struct vd_json_value *op = vd_kube_doc_get(expression->value, "operator");
    struct vd_slice key = vd_kube_doc_string(expression->value, "key");

    if (vd_kube_doc_says(op, "In") || vd_kube_doc_says(op, "NotIn")) {
        if (!has_values(expression->value))
            vd_kube_required(expression->causes, &values,
                             "must be specified when `operator` is 'In' or 'NotIn'");
    } else if (vd_kube_doc_says(op, "Exists") || vd_kube_doc_says(op, "DoesNotExist")) {
        if (has_values(expression->value))
            vd_kube_forbidden(expression->causes, &values,
                              "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
    } else {
        vd_kube_invalid(expression->causes, &operator, op, "not a valid selector operator");
    }
    vd_kube_judge_faults(expression, "key", key, vd_kube_label_key_check(key, false));
}

void vd_kube_judge_selector(const struct vd_kube_place *selector)
{
    struct vd_kube_path labels = VD_KUBE_PATH(selector->path, "matchLabels");
    struct vd_kube_path list = VD_KUBE_PATH(selector->path, "matchExpressions");
    const struct vd_json_value *at;
    int64_t i = 0;

    vd_kube_labels_judge(vd_kube_doc_get(selector->value, "matchLabels"), &labels,
                         selector->causes);
    vd_kube_doc_each(at, vd_kube_doc_array(selector->value, "matchExpressions")) {
        struct vd_kube_path path = vd_kube_path_at(&list, i++);
        struct vd_kube_place place = {at, NULL, &path, selector->causes};

        judge_expression(&place);
    }
}

static bool expression_selects(const struct vd_json_value *expression,
                               const struct vd_json_value *labels)
{
    const struct vd_json_value *op = vd_kube_doc_get(expression, "operator");
    const struct vd_json_value *there =
        vd_kube_doc_get_slice(labels, vd_kube_doc_string(expression, "key"));
    bool is_among = there && vd_kube_doc_find_string(vd_kube_doc_array(expression, "values"),
                                                     vd_kube_doc_text(there));

    if (vd_kube_doc_says(op, "In"))
        return is_among;
    if (vd_kube_doc_says(op, "NotIn"))
        return !is_among;
    return vd_kube_doc_says(op, "Exists") ? there != NULL : there == NULL;
}

bool vd_kube_selector_selects(const struct vd_json_value *selector,
                              const struct vd_json_value *labels)
{
    const struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_doc_object(selector, "matchLabels")) {
        const struct vd_json_value *there = vd_kube_doc_get_slice(labels, at->name);

        if (!there || !vd_slice_eq(vd_kube_doc_text(there), vd_kube_doc_text(at)))
            return false;
    }
    vd_kube_doc_each(at, vd_kube_doc_array(selector, "matchExpressions"))
        if (!expression_selects(at, labels))
            return false;
    return true;
}

bool vd_kube_selector_is_all(const struct vd_json_value *selector)
{
    const struct vd_json_value *labels = vd_kube_doc_object(selector, "matchLabels");
    const struct vd_json_value *list = vd_kube_doc_array(selector, "matchExpressions");

    return !(labels && labels->first) && !(list && list->first);
}
