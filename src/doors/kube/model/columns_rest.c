/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Configuration, access, and what belongs to the cluster.
 */
#include "base/check.h"
#include "doors/kube/model/columns.h"

static const struct vd_kube_column OF_NAMESPACE[] = {
    VD_KUBE_NAME_COLUMN,
    {"Status", vd_kube_cell_text, "status.phase"},
    VD_KUBE_AGE_COLUMN,
};

static void config_data(struct vd_kube_row *row)
{
    vd_json_int(&row->json, (int64_t)vd_kube_find_count(row->doc, "data") +
                                vd_kube_find_count(row->doc, "binaryData"));
}

static const struct vd_kube_column OF_CONFIG_MAP[] = {
    VD_KUBE_NAME_COLUMN,
    {"Data", config_data},
    VD_KUBE_AGE_COLUMN,
};

static const struct vd_kube_column OF_SECRET[] = {
    VD_KUBE_NAME_COLUMN,
    {"Type", vd_kube_cell_text, "type"},
    {"Data", vd_kube_cell_count, "data"},
    VD_KUBE_AGE_COLUMN,
};

static const struct vd_kube_column NAME_AND_AGE[] = {
    VD_KUBE_NAME_COLUMN,
    VD_KUBE_AGE_COLUMN,
};

/* Of the amounts that are limits, or of the others. */
static void say_quota(struct vd_kube_row *row, bool of_limits)
{
    const struct vd_json_value *used = vd_kube_find(row->doc, "status.used");
    struct vd_kube_names names = {0};
    struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_find(row->doc, "status.hard")) {
        struct vd_slice text;

        if (vd_slice_starts_with(at->name, VD_SLICE("limits.")) != of_limits)
            continue;
        vd_kube_row_add(row, at->name);
        vd_kube_row_say(row, ": ");
        vd_kube_row_amount(row, vd_kube_doc_get_slice(used, at->name));
        vd_kube_row_say(row, "/");
        vd_kube_row_amount(row, at);
        if (vd_arena_copy(&row->arena, vd_buf_slice(&row->text), &text))
            break;
        vd_buf_clear(&row->text);
        vd_kube_names_add(row, &names, at->name, text);
    }
    vd_kube_names_say(row, &names, ", ");
    vd_kube_row_done(row, NULL);
}

static void quota_requests(struct vd_kube_row *row)
{
    say_quota(row, false);
}

static void quota_limits(struct vd_kube_row *row)
{
    say_quota(row, true);
}

static const struct vd_kube_column OF_QUOTA[] = {
    VD_KUBE_NAME_COLUMN,
    {"Request", quota_requests},
    {"Limit", quota_limits},
    VD_KUBE_AGE_COLUMN,
};

/* --- access --------------------------------------------------------------------------------- */

static void binding_role(struct vd_kube_row *row)
{
    vd_kube_row_add(row, vd_kube_find_text(row->doc, "roleRef.kind"));
    vd_kube_row_say(row, "/");
    vd_kube_row_add(row, vd_kube_find_text(row->doc, "roleRef.name"));
    vd_kube_row_done(row, NULL);
}

/* Subjects of the kind that the column's path says. */
static void binding_subjects(struct vd_kube_row *row)
{
    bool is_account = !strcmp(row->column->path, "ServiceAccount"), is_first = true;
    struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_find(row->doc, "subjects")) {
        if (!vd_kube_doc_says(vd_kube_doc_get(at, "kind"), row->column->path))
            continue;
        if (!is_first)
            vd_kube_row_say(row, ", ");
        is_first = false;
        if (is_account) {
            vd_kube_row_add(row, vd_kube_doc_string(at, "namespace"));
            vd_kube_row_say(row, "/");
        }
        vd_kube_row_add(row, vd_kube_doc_string(at, "name"));
    }
    vd_kube_row_done(row, NULL);
}

static const struct vd_kube_column OF_BINDING[] = {
    VD_KUBE_NAME_COLUMN,
    {"Role", binding_role},
    VD_KUBE_AGE_COLUMN,
    {"Users", binding_subjects, "User", NULL, 1},
    {"Groups", binding_subjects, "Group", NULL, 1},
    {"ServiceAccounts", binding_subjects, "ServiceAccount", NULL, 1},
};

/* --- certificates --------------------------------------------------------------------------- */

static void request_duration(struct vd_kube_row *row)
{
    const struct vd_json_value *seconds = vd_kube_find(row->doc, "spec.expirationSeconds");
    int64_t value, now = row->now_us;

    if (vd_kube_doc_is_int(seconds, &value) && value >= 0 && value <= INT32_MAX) {
        static const struct vd_json_value BEGINNING = {
            .type = VD_JSON_STRING, .text = {(const uint8_t *)"1970-01-01T00:00:00Z", 20}};

        row->now_us = value * 1000000;
        vd_kube_row_ago(row, &BEGINNING);
        row->now_us = now;
    }
    vd_kube_row_done(row, "<none>");
}

static void request_condition(struct vd_kube_row *row)
{
    static const char PATH[] = "status.conditions";

    vd_kube_row_say(row, "%s",
                    vd_kube_find_condition(row->doc, PATH, "Denied")     ? "Denied"
                    : vd_kube_find_condition(row->doc, PATH, "Approved") ? "Approved"
                                                                         : "Pending");
    if (vd_kube_find_condition(row->doc, PATH, "Failed"))
        vd_kube_row_say(row, ",Failed");
    if (vd_kube_find_text(row->doc, "status.certificate").len)
        vd_kube_row_say(row, ",Issued");
    vd_kube_row_done(row, NULL);
}

static const struct vd_kube_column OF_REQUEST[] = {
    VD_KUBE_NAME_COLUMN,
    VD_KUBE_AGE_COLUMN,
    {"SignerName", vd_kube_cell_text, "spec.signerName", "<none>"},
    {"Requestor", vd_kube_cell_text, "spec.username"},
    {"RequestedDuration", request_duration},
    {"Condition", request_condition},
};

static const struct vd_kube_column OF_TRUST_BUNDLE[] = {
    VD_KUBE_NAME_COLUMN,
    {"SignerName", vd_kube_cell_text, "spec.signerName", "<none>"},
};

static void pod_request_state(struct vd_kube_row *row)
{
    struct vd_slice state = VD_SLICE("Pending");
    struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_find(row->doc, "status.conditions")) {
        struct vd_slice type = vd_kube_doc_string(at, "type");

        if (vd_slice_eq(type, VD_SLICE("Issued")) || vd_slice_eq(type, VD_SLICE("Denied")) ||
            vd_slice_eq(type, VD_SLICE("Failed")))
            state = type;
    }
    vd_kube_row_add(row, state);
    vd_kube_row_done(row, NULL);
}

static const struct vd_kube_column OF_POD_REQUEST[] = {
    VD_KUBE_NAME_COLUMN,
    {"PodName", vd_kube_cell_text, "spec.podName"},
    {"ServiceAccountName", vd_kube_cell_text, "spec.serviceAccountName"},
    {"NodeName", vd_kube_cell_text, "spec.nodeName"},
    {"SignerName", vd_kube_cell_text, "spec.signerName"},
    {"State", pod_request_state},
    {"UnverifiedUserAnnotations", vd_kube_cell_labels, "spec.unverifiedUserAnnotations"},
};

/* --- the cluster ---------------------------------------------------------------------------- */

static const struct vd_kube_column OF_LEASE[] = {
    VD_KUBE_NAME_COLUMN,
    {"Holder", vd_kube_cell_text, "spec.holderIdentity"},
    VD_KUBE_AGE_COLUMN,
};

static const struct vd_kube_column OF_PRIORITY_CLASS[] = {
    VD_KUBE_NAME_COLUMN,
    {"Value", vd_kube_cell_int, "value", .type = 'i'},
    {"Global-Default", vd_kube_cell_bool, "globalDefault", .type = 'b'},
    VD_KUBE_AGE_COLUMN,
    {"PreemptionPolicy", vd_kube_cell_text, "preemptionPolicy"},
};

static const struct vd_kube_column OF_RUNTIME_CLASS[] = {
    VD_KUBE_NAME_COLUMN,
    {"Handler", vd_kube_cell_text, "handler"},
    VD_KUBE_AGE_COLUMN,
};

static const struct vd_kube_column OF_WEBHOOKS[] = {
    VD_KUBE_NAME_COLUMN,
    {"Webhooks", vd_kube_cell_count, "webhooks", .type = 'i'},
    VD_KUBE_AGE_COLUMN,
};

static void policy_parameters(struct vd_kube_row *row)
{
    if (vd_kube_find(row->doc, "spec.paramKind")) {
        vd_kube_row_add(row, vd_kube_find_text(row->doc, "spec.paramKind.apiVersion"));
        vd_kube_row_say(row, "/");
        vd_kube_row_add(row, vd_kube_find_text(row->doc, "spec.paramKind.kind"));
    }
    vd_kube_row_done(row, "<unset>");
}

static const struct vd_kube_column OF_VALIDATING_POLICY[] = {
    VD_KUBE_NAME_COLUMN,
    {"Validations", vd_kube_cell_count, "spec.validations", .type = 'i'},
    {"ParamKind", policy_parameters},
    VD_KUBE_AGE_COLUMN,
};

static const struct vd_kube_column OF_MUTATING_POLICY[] = {
    VD_KUBE_NAME_COLUMN,
    {"Mutations", vd_kube_cell_count, "spec.mutations", .type = 'i'},
    {"ParamKind", policy_parameters},
    VD_KUBE_AGE_COLUMN,
};

static void binding_parameter(struct vd_kube_row *row)
{
    struct vd_slice name = vd_kube_find_text(row->doc, "spec.paramRef.name");
    struct vd_slice name_space = vd_kube_find_text(row->doc, "spec.paramRef.namespace");

    if (name.len) {
        vd_kube_row_add(row, name_space.len ? name_space : VD_SLICE("*"));
        vd_kube_row_say(row, "/");
        vd_kube_row_add(row, name);
    }
    vd_kube_row_done(row, "<unset>");
}

static const struct vd_kube_column OF_POLICY_BINDING[] = {
    VD_KUBE_NAME_COLUMN,
    {"PolicyName", vd_kube_cell_text, "spec.policyName"},
    {"ParamRef", binding_parameter},
    VD_KUBE_AGE_COLUMN,
};

static void flow_dangling(struct vd_kube_row *row)
{
    const struct vd_json_value *condition =
        vd_kube_find_condition(row->doc, "status.conditions", "Dangling");

    vd_kube_row_add(row, vd_kube_doc_string(condition, "status"));
    vd_kube_row_done(row, condition ? NULL : "?");
}

static const struct vd_kube_column OF_FLOW_SCHEMA[] = {
    VD_KUBE_NAME_COLUMN,
    {"PriorityLevel", vd_kube_cell_text, "spec.priorityLevelConfiguration.name"},
    {"MatchingPrecedence", vd_kube_cell_int, "spec.matchingPrecedence"},
    {"DistinguisherMethod", vd_kube_cell_text, "spec.distinguisherMethod.type", "<none>"},
    VD_KUBE_AGE_COLUMN,
    {"MissingPL", flow_dangling},
};

/* A number where there is something to number. */
static void level_number(struct vd_kube_row *row)
{
    const struct vd_json_value *value = vd_kube_find(row->doc, row->column->path);

    if (value)
        vd_json_write(&row->json, value);
    else
        vd_kube_row_done(row, "<none>");
}

#define QUEUING "spec.limited.limitResponse.queuing."

static const struct vd_kube_column OF_PRIORITY_LEVEL[] = {
    VD_KUBE_NAME_COLUMN,
    {"Type", vd_kube_cell_text, "spec.type"},
    {"NominalConcurrencyShares", level_number, "spec.limited.nominalConcurrencyShares"},
    {"Queues", level_number, QUEUING "queues"},
    {"HandSize", level_number, QUEUING "handSize"},
    {"QueueLengthLimit", level_number, QUEUING "queueLengthLimit"},
    VD_KUBE_AGE_COLUMN,
};

static void service_of_api(struct vd_kube_row *row)
{
    if (vd_kube_find(row->doc, "spec.service")) {
        vd_kube_row_add(row, vd_kube_find_text(row->doc, "spec.service.namespace"));
        vd_kube_row_say(row, "/");
        vd_kube_row_add(row, vd_kube_find_text(row->doc, "spec.service.name"));
    }
    vd_kube_row_done(row, "Local");
}

static void api_available(struct vd_kube_row *row)
{
    const struct vd_json_value *condition =
        vd_kube_find_condition(row->doc, "status.conditions", "Available");
    struct vd_slice reason = vd_kube_doc_string(condition, "reason");

    vd_kube_row_add(row, vd_kube_doc_string(condition, "status"));
    if (condition && !vd_kube_condition_holds(condition) && reason.len) {
        vd_kube_row_say(row, " (");
        vd_kube_row_add(row, reason);
        vd_kube_row_say(row, ")");
    }
    vd_kube_row_done(row, condition ? NULL : "Unknown");
}

static const struct vd_kube_column OF_API_SERVICE[] = {
    VD_KUBE_NAME_COLUMN,
    {"Service", service_of_api},
    {"Available", api_available},
    VD_KUBE_AGE_COLUMN,
};

/* --- devices -------------------------------------------------------------------------------- */

static void claim_state(struct vd_kube_row *row)
{
    bool is_deleted = vd_kube_find(row->doc, "metadata.deletionTimestamp") != NULL;

    if (is_deleted)
        vd_kube_row_say(row, "deleted");
    if (vd_kube_find(row->doc, "status.allocation")) {
        vd_kube_row_comma(row, ",");
        vd_kube_row_say(row, "allocated");
        if (vd_kube_find_count(row->doc, "status.reservedFor"))
            vd_kube_row_say(row, ",reserved");
    } else if (!is_deleted) {
        vd_kube_row_say(row, "pending");
    }
    vd_kube_row_done(row, NULL);
}

static const struct vd_kube_column OF_RESOURCE_CLAIM[] = {
    VD_KUBE_NAME_COLUMN,
    {"State", claim_state},
    VD_KUBE_AGE_COLUMN,
};

static const struct vd_kube_column OF_RESOURCE_SLICE[] = {
    VD_KUBE_NAME_COLUMN,
    {"Node", vd_kube_cell_text, "spec.nodeName"},
    {"Driver", vd_kube_cell_text, "spec.driver"},
    {"Pool", vd_kube_cell_text, "spec.pool.name"},
    VD_KUBE_AGE_COLUMN,
};

static const struct vd_kube_column OF_TAINT_RULE[] = {
    VD_KUBE_NAME_COLUMN,
    {"Key", vd_kube_cell_text, "spec.taint.key"},
    {"Value", vd_kube_cell_text, "spec.taint.value"},
    {"Effect", vd_kube_cell_text, "spec.taint.effect"},
    {"TimeAdded", vd_kube_cell_age, "spec.taint.timeAdded"},
    VD_KUBE_AGE_COLUMN,
};

static void migration_resource(struct vd_kube_row *row)
{
    struct vd_slice group = vd_kube_find_text(row->doc, "spec.resource.group");

    vd_kube_row_add(row, vd_kube_find_text(row->doc, "spec.resource.resource"));
    if (group.len) {
        vd_kube_row_say(row, ".");
        vd_kube_row_add(row, group);
    }
    vd_kube_row_done(row, NULL);
}

static void migration_status(struct vd_kube_row *row)
{
    struct vd_slice status = VD_SLICE("Unknown");
    struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_find(row->doc, "status.conditions")) {
        struct vd_slice type = vd_kube_doc_string(at, "type");

        if (vd_kube_condition_holds(at) &&
            (vd_slice_eq(type, VD_SLICE("Running")) || vd_slice_eq(type, VD_SLICE("Failed")) ||
             vd_slice_eq(type, VD_SLICE("Succeeded"))))
            status = type;
    }
    vd_kube_row_add(row, status);
    vd_kube_row_done(row, NULL);
}

static const struct vd_kube_column OF_MIGRATION[] = {
    {"Name", vd_kube_cell_text, "metadata.name"},
    {"Resource", migration_resource},
    {"Status", migration_status},
};

const struct vd_kube_columns vd_kube_columns_of_rest[] = {
    VD_KUBE_COLUMNS("", "Namespace", OF_NAMESPACE),
    VD_KUBE_COLUMNS("", "ConfigMap", OF_CONFIG_MAP),
    VD_KUBE_COLUMNS("", "Secret", OF_SECRET),
    VD_KUBE_COLUMNS("", "ServiceAccount", NAME_AND_AGE),
    VD_KUBE_COLUMNS("", "ResourceQuota", OF_QUOTA),
    VD_KUBE_COLUMNS("rbac.authorization.k8s.io", "RoleBinding", OF_BINDING),
    VD_KUBE_COLUMNS("rbac.authorization.k8s.io", "ClusterRoleBinding", OF_BINDING),
    VD_KUBE_COLUMNS("certificates.k8s.io", "CertificateSigningRequest", OF_REQUEST),
    VD_KUBE_COLUMNS("certificates.k8s.io", "ClusterTrustBundle", OF_TRUST_BUNDLE),
    VD_KUBE_COLUMNS("certificates.k8s.io", "PodCertificateRequest", OF_POD_REQUEST),
    VD_KUBE_COLUMNS("coordination.k8s.io", "Lease", OF_LEASE),
    VD_KUBE_COLUMNS("scheduling.k8s.io", "PriorityClass", OF_PRIORITY_CLASS),
    VD_KUBE_COLUMNS("node.k8s.io", "RuntimeClass", OF_RUNTIME_CLASS),
    VD_KUBE_COLUMNS("admissionregistration.k8s.io", "MutatingWebhookConfiguration", OF_WEBHOOKS),
    VD_KUBE_COLUMNS("admissionregistration.k8s.io", "ValidatingWebhookConfiguration", OF_WEBHOOKS),
    VD_KUBE_COLUMNS("admissionregistration.k8s.io", "ValidatingAdmissionPolicy",
                    OF_VALIDATING_POLICY),
    VD_KUBE_COLUMNS("admissionregistration.k8s.io", "MutatingAdmissionPolicy", OF_MUTATING_POLICY),
    VD_KUBE_COLUMNS("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding",
                    OF_POLICY_BINDING),
    VD_KUBE_COLUMNS("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding",
                    OF_POLICY_BINDING),
    VD_KUBE_COLUMNS("flowcontrol.apiserver.k8s.io", "FlowSchema", OF_FLOW_SCHEMA),
    VD_KUBE_COLUMNS("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration",
                    OF_PRIORITY_LEVEL),
    VD_KUBE_COLUMNS("apiregistration.k8s.io", "APIService", OF_API_SERVICE),
    VD_KUBE_COLUMNS("resource.k8s.io", "DeviceClass", NAME_AND_AGE),
    VD_KUBE_COLUMNS("resource.k8s.io", "ResourceClaimTemplate", NAME_AND_AGE),
    VD_KUBE_COLUMNS("resource.k8s.io", "ResourceClaim", OF_RESOURCE_CLAIM),
    VD_KUBE_COLUMNS("resource.k8s.io", "ResourceSlice", OF_RESOURCE_SLICE),
    VD_KUBE_COLUMNS("resource.k8s.io", "DeviceTaintRule", OF_TAINT_RULE),
    VD_KUBE_COLUMNS("storagemigration.k8s.io", "StorageVersionMigration", OF_MIGRATION),
    {0},
};
