/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/selectable.h"

#include "base/check.h"

#define S(text)                                                                                    \
    {                                                                                              \
        (const uint8_t *)(text), sizeof(text) - 1                                                  \
    }

struct row {
    struct vd_slice group, plural;
    struct vd_slice label, path, otherwise, absent;
};

/* Events are stored as those of the core group, whichever group they are asked in. */
static const struct row rows[] = {
    {S(""), S("pods"), S("spec.nodeName"), S("spec.nodeName"), S(""), S("")},
    {S(""), S("pods"), S("spec.host"), S("spec.nodeName"), S(""), S("")},
    {S(""), S("pods"), S("spec.restartPolicy"), S("spec.restartPolicy"), S(""), S("")},
    {S(""), S("pods"), S("spec.schedulerName"), S("spec.schedulerName"), S(""), S("")},
    {S(""), S("pods"), S("spec.serviceAccountName"), S("spec.serviceAccountName"), S(""), S("")},
    {S(""), S("pods"), S("spec.hostNetwork"), S("spec.hostNetwork"), S(""), S("false")},
    {S(""), S("pods"), S("status.phase"), S("status.phase"), S(""), S("")},
    {S(""), S("pods"), S("status.podIP"), S("status.podIP"), S(""), S("")},
    {S(""), S("pods"), S("status.podIPs"), S("status.podIP"), S(""), S("")},
    {S(""), S("pods"), S("status.nominatedNodeName"), S("status.nominatedNodeName"), S(""), S("")},
    {S(""), S("nodes"), S("spec.unschedulable"), S("spec.unschedulable"), S(""), S("false")},
    {S(""), S("namespaces"), S("status.phase"), S("status.phase"), S(""), S("")},
    {S(""), S("replicationcontrollers"), S("status.replicas"), S("status.replicas"), S(""), S("0")},
    {S(""), S("secrets"), S("type"), S("type"), S(""), S("")},
    {S(""), S("services"), S("spec.clusterIP"), S("spec.clusterIP"), S(""), S("")},
    {S(""), S("services"), S("spec.type"), S("spec.type"), S(""), S("")},
    {S(""), S("events"), S("involvedObject.kind"), S("involvedObject.kind"), S(""), S("")},
    {S(""), S("events"), S("involvedObject.namespace"), S("involvedObject.namespace"), S(""),
     S("")},
    {S(""), S("events"), S("involvedObject.name"), S("involvedObject.name"), S(""), S("")},
    {S(""), S("events"), S("involvedObject.uid"), S("involvedObject.uid"), S(""), S("")},
    {S(""), S("events"), S("involvedObject.apiVersion"), S("involvedObject.apiVersion"), S(""),
     S("")},
    {S(""), S("events"), S("involvedObject.resourceVersion"), S("involvedObject.resourceVersion"),
     S(""), S("")},
    {S(""), S("events"), S("involvedObject.fieldPath"), S("involvedObject.fieldPath"), S(""),
     S("")},
    {S(""), S("events"), S("reason"), S("reason"), S(""), S("")},
    {S(""), S("events"), S("reportingComponent"), S("reportingComponent"), S(""), S("")},
    {S(""), S("events"), S("source"), S("source.component"), S("reportingComponent"), S("")},
    {S(""), S("events"), S("type"), S("type"), S(""), S("")},
    {S("events.k8s.io"), S("events"), S("regarding.kind"), S("involvedObject.kind"), S(""), S("")},
    {S("events.k8s.io"), S("events"), S("regarding.namespace"), S("involvedObject.namespace"),
     S(""), S("")},
    {S("events.k8s.io"), S("events"), S("regarding.name"), S("involvedObject.name"), S(""), S("")},
    {S("events.k8s.io"), S("events"), S("regarding.uid"), S("involvedObject.uid"), S(""), S("")},
    {S("events.k8s.io"), S("events"), S("regarding.apiVersion"), S("involvedObject.apiVersion"),
     S(""), S("")},
    {S("events.k8s.io"), S("events"), S("regarding.resourceVersion"),
     S("involvedObject.resourceVersion"), S(""), S("")},
    {S("events.k8s.io"), S("events"), S("regarding.fieldPath"), S("involvedObject.fieldPath"),
     S(""), S("")},
    {S("events.k8s.io"), S("events"), S("reason"), S("reason"), S(""), S("")},
    {S("events.k8s.io"), S("events"), S("reportingController"), S("reportingComponent"), S(""),
     S("")},
    {S("events.k8s.io"), S("events"), S("type"), S("type"), S(""), S("")},
    {S("apps"), S("replicasets"), S("status.replicas"), S("status.replicas"), S(""), S("0")},
    {S("apps"), S("statefulsets"), S("status.successful"), S("status.successful"), S(""), S("")},
    {S("batch"), S("jobs"), S("status.successful"), S("status.succeeded"), S(""), S("0")},
    {S("certificates.k8s.io"), S("certificatesigningrequests"), S("spec.signerName"),
     S("spec.signerName"), S(""), S("")},
    {S("certificates.k8s.io"), S("clustertrustbundles"), S("spec.signerName"), S("spec.signerName"),
     S(""), S("")},
    {S("resource.k8s.io"), S("resourceslices"), S("spec.driver"), S("spec.driver"), S(""), S("")},
    {S("resource.k8s.io"), S("resourceslices"), S("spec.nodeName"), S("spec.nodeName"), S(""),
     S("")},
};

static bool is_row_of(const struct row *row, const struct vd_kube_kind *kind)
{
    return vd_slice_eq(row->plural, kind->plural) && vd_slice_eq(row->group, kind->group);
}

static bool find_row(const struct vd_kube_kind *kind, uint32_t index,
                     struct vd_kube_selectable *out)
{
    for (size_t i = 0; i < VD_COUNT(rows); i++)
        if (is_row_of(&rows[i], kind) && index-- == 0) {
            *out = (struct vd_kube_selectable){.label = rows[i].label,
                                               .from = VD_KUBE_FROM_PATH,
                                               .path = rows[i].path,
                                               .otherwise = rows[i].otherwise,
                                               .absent = rows[i].absent};
            return true;
        }
    return false;
}

bool vd_kube_selectable_at(const struct vd_kube_kind *kind, uint32_t index,
                           struct vd_kube_selectable *out)
{
    if (index == 0) {
        *out = (struct vd_kube_selectable){.label = VD_SLICE("metadata.name"),
                                           .from = VD_KUBE_FROM_NAME};
        return true;
    }
    if (index == 1) {
        *out = (struct vd_kube_selectable){.label = VD_SLICE("metadata.namespace"),
                                           .from = VD_KUBE_FROM_NAMESPACE};
        return true;
    }
    index -= 2;
    if (!kind->custom)
        return find_row(kind, index, out);
    if (index >= kind->custom->selectable_count)
        return false;
    *out = (struct vd_kube_selectable){.label = kind->custom->selectable[index],
                                       .from = VD_KUBE_FROM_PATH,
                                       .path = kind->custom->selectable[index]};
    return true;
}

bool vd_kube_selectable_find(const struct vd_kube_kind *kind, struct vd_slice label,
                             struct vd_kube_selectable *out)
{
    struct vd_kube_selectable field;

    for (uint32_t i = 0; vd_kube_selectable_at(kind, i, &field); i++)
        if (vd_slice_eq(field.label, label)) {
            *out = field;
            return true;
        }
    return false;
}
