/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/prepare.h"

#include "doors/kube/model/meta.h"
#include "doors/kube/model/quantity.h"

#include <errno.h>

bool vd_kube_kind_is(const struct vd_kube_kind *kind, const char *group, const char *name)
{
    return !kind->custom && vd_slice_eq(kind->kind, vd_slice_str(name)) &&
           vd_slice_eq(kind->group, vd_slice_str(group));
}

static struct vd_json_value *spec_of(const struct vd_json_value *object)
{
    return vd_kube_doc_object(object, "spec");
}

/* --- status ------------------------------------------------------------------------------------
 */

/* The status that a new object shows; the others have an empty one. */
static const struct {
    const char *group, *kind, *json;
} first_status[] = {
    {"", "PersistentVolume", "{\"phase\":\"Pending\"}"},
    {"", "PersistentVolumeClaim", "{\"phase\":\"Pending\"}"},
    {"", "Namespace", "{\"phase\":\"Active\"}"},
    {"", "ReplicationController", "{\"replicas\":0}"},
    {"", "Service", "{\"loadBalancer\":{}}"},
    {"apps", "ReplicaSet", "{\"replicas\":0}"},
    {"apps", "StatefulSet", "{\"replicas\":0,\"availableReplicas\":0}"},
    {"apps", "DaemonSet",
     "{\"currentNumberScheduled\":0,\"numberMisscheduled\":0,\"desiredNumberScheduled\":0,"
     "\"numberReady\":0}"},
    {"autoscaling", "HorizontalPodAutoscaler", "{\"desiredReplicas\":0}"},
    {"networking.k8s.io", "Ingress", "{\"loadBalancer\":{}}"},
    {"policy", "PodDisruptionBudget",
     "{\"disruptionsAllowed\":0,\"currentHealthy\":0,\"desiredHealthy\":0,\"expectedPods\":0}"},
    {"storage.k8s.io", "VolumeAttachment", "{\"attached\":false}"},
};

static void set_status(struct vd_kube_doc *doc, struct vd_json_value *object, const char *json)
{
    struct vd_json_value *status;
    int rc = vd_json_read(doc->arena, vd_slice_str(json), VD_KUBE_DOC_DEPTH_MAX, &status, NULL);

    if (rc)
        doc->rc = doc->rc ? doc->rc : -ENOMEM;
    else
        vd_kube_doc_set(doc, object, "status", status);
}

static void begin_status(struct vd_kube_doc *doc, const struct vd_kube_kind *kind,
                         struct vd_json_value *object)
{
    const char *json = "{}";

    if (kind->custom) {
        (void)vd_kube_doc_remove(object, "status");
        return;
    }
    for (size_t i = 0; i < sizeof(first_status) / sizeof(first_status[0]); i++)
        if (vd_kube_kind_is(kind, first_status[i].group, first_status[i].kind))
            json = first_status[i].json;
    set_status(doc, object, json);
}

/* What the old one has, also if it has none. */
static void take_over(struct vd_kube_doc *doc, struct vd_json_value *object,
                      const struct vd_json_value *old, const char *name)
{
    const struct vd_json_value *there = vd_kube_doc_get(old, name);

    if (!there)
        (void)vd_kube_doc_remove(object, name);
    else if (!vd_kube_doc_equal(vd_kube_doc_get(object, name), there))
        vd_kube_doc_set(doc, object, name, vd_kube_doc_copy(doc, there));
}

/* --- pods --------------------------------------------------------------------------------------
 */

struct quality {
    bool is_guaranteed, asks;
    __int128 requests[2], limits[2]; /* cpu, memory */
};

static bool amount(const struct vd_json_value *list, unsigned which, __int128 *out_nano)
{
    static const char *const names[] = {"cpu", "memory"};
    const struct vd_json_value *value = vd_kube_doc_get(list, names[which]);
    struct vd_kube_quantity quantity;

    if (!value || vd_kube_quantity_parse(value->text, &quantity) || quantity.nano <= 0)
        return false;
    *out_nano += quantity.nano;
    return true;
}

static void add_container(struct quality *q, const struct vd_json_value *container)
{
    const struct vd_json_value *resources = vd_kube_doc_get(container, "resources");
    const struct vd_json_value *requests = vd_kube_doc_get(resources, "requests");
    const struct vd_json_value *limits = vd_kube_doc_get(resources, "limits");

    for (unsigned i = 0; i < 2; i++) {
        bool is_limited = amount(limits, i, &q->limits[i]);

        q->asks |= amount(requests, i, &q->requests[i]) || is_limited;
        q->is_guaranteed &= is_limited;
    }
}

const char *vd_kube_pod_quality(const struct vd_json_value *pod)
{
    struct quality q = {.is_guaranteed = true};
    const struct vd_json_value *spec = spec_of(pod), *at;

    vd_kube_doc_each(at, vd_kube_doc_array(spec, "containers"))
        add_container(&q, at);
    vd_kube_doc_each(at, vd_kube_doc_array(spec, "initContainers"))
        add_container(&q, at);
    if (!q.asks)
        return "BestEffort";
    return q.is_guaranteed && q.requests[0] == q.limits[0] && q.requests[1] == q.limits[1]
               ? "Guaranteed"
               : "Burstable";
}

static void begin_pod(struct vd_kube_doc *doc, struct vd_json_value *pod)
{
    struct vd_json_value *status = vd_kube_doc_new_object(doc);

    vd_kube_doc_set_str(doc, status, "phase", "Pending");
    vd_kube_doc_set_str(doc, status, "qosClass", vd_kube_pod_quality(pod));
    vd_kube_doc_set(doc, pod, "status", status);
}

/* --- namespaces, jobs --------------------------------------------------------------------------
 */

static void begin_namespace(struct vd_kube_doc *doc, struct vd_json_value *object)
{
    struct vd_json_value *spec = vd_kube_doc_ensure_object(doc, object, "spec");
    struct vd_json_value *finalizers = vd_kube_doc_ensure_array(doc, spec, "finalizers");
    struct vd_json_value *labels = vd_kube_doc_ensure_object(
        doc, vd_kube_doc_ensure_object(doc, object, "metadata"), "labels");

    vd_kube_doc_set_string(doc, labels, "kubernetes.io/metadata.name", vd_kube_meta_name(object));
    if (!vd_kube_doc_find_string(finalizers, VD_SLICE("kubernetes")))
        vd_kube_doc_append_string(doc, finalizers, VD_SLICE("kubernetes"));
}

static void put_missing(struct vd_kube_doc *doc, struct vd_json_value *labels, const char *name,
                        struct vd_slice value)
{
    if (!vd_kube_doc_get(labels, name))
        vd_kube_doc_set_string(doc, labels, name, value);
}

/* An object without labels has those of its template, as if it was read back. */
static void labels_from(struct vd_kube_doc *doc, struct vd_json_value *object,
                        const struct vd_json_value *labels)
{
    struct vd_json_value *meta = vd_kube_doc_ensure_object(doc, object, "metadata");
    const struct vd_json_value *own = vd_kube_doc_object(meta, "labels");

    if (!own || !own->first)
        vd_kube_doc_set(doc, meta, "labels", vd_kube_doc_copy(doc, labels));
}

/* The pods of a job are told by its uid, unless its author says that he does it himself. */
static void begin_job(struct vd_kube_doc *doc, struct vd_json_value *job)
{
    struct vd_slice name = vd_kube_meta_name(job), uid = vd_kube_meta_uid(job);
    struct vd_json_value *spec = spec_of(job), *template, *labels, *match;

    if (!spec || vd_kube_doc_bool(spec, "manualSelector", false))
        return;
    template = vd_kube_doc_ensure_object(doc, spec, "template");
    labels = vd_kube_doc_ensure_object(doc, vd_kube_doc_ensure_object(doc, template, "metadata"),
                                       "labels");
    put_missing(doc, labels, "job-name", name);
    put_missing(doc, labels, "batch.kubernetes.io/job-name", name);
    put_missing(doc, labels, "controller-uid", uid);
    put_missing(doc, labels, "batch.kubernetes.io/controller-uid", uid);
    match = vd_kube_doc_ensure_object(doc, vd_kube_doc_ensure_object(doc, spec, "selector"),
                                      "matchLabels");
    put_missing(doc, match, "batch.kubernetes.io/controller-uid", uid);
    labels_from(doc, job, labels);
}

/* --- services ----------------------------------------------------------------------------------
 */

static bool has_type(const struct vd_json_value *spec, const char *type)
{
    return vd_kube_doc_says(vd_kube_doc_get(spec, "type"), type);
}

static bool has_node_ports(const struct vd_json_value *spec)
{
    return has_type(spec, "NodePort") ||
           (has_type(spec, "LoadBalancer") &&
            vd_kube_doc_bool(spec, "allocateLoadBalancerNodePorts", true));
}

static void copy_missing(struct vd_kube_doc *doc, struct vd_json_value *to,
                         const struct vd_json_value *from, const char *name)
{
    if (vd_kube_doc_is_null(vd_kube_doc_get(to, name)) && vd_kube_doc_get(from, name))
        vd_kube_doc_set(doc, to, name, vd_kube_doc_copy(doc, vd_kube_doc_get(from, name)));
}

static bool uses_port(const struct vd_json_value *ports, int64_t port)
{
    const struct vd_json_value *at;

    vd_kube_doc_each(at, ports)
        if (vd_kube_doc_int(at, "nodePort", 0) == port)
            return true;
    return false;
}

static void keep_ports(struct vd_kube_doc *doc, struct vd_json_value *spec,
                       const struct vd_json_value *old_spec)
{
    const struct vd_json_value *old_ports = vd_kube_doc_array(old_spec, "ports"), *old;
    struct vd_json_value *ports = vd_kube_doc_array(spec, "ports"), *at;

    vd_kube_doc_each(at, ports) {
        int64_t port;

        if (vd_kube_doc_int(at, "nodePort", 0))
            continue;
        old = vd_kube_doc_find(old_ports, "name", vd_kube_doc_string(at, "name"));
        if (!old && old_ports && old_ports->count == 1 && !vd_kube_doc_string(at, "name").len)
            old = old_ports->first;
        port = vd_kube_doc_int(old, "nodePort", 0);
        if (port && !uses_port(ports, port))
            vd_kube_doc_set_int(doc, at, "nodePort", port);
    }
}

static void drop_ports(struct vd_json_value *spec, const struct vd_json_value *old_spec)
{
    struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_doc_array(spec, "ports"))
        if (uses_port(vd_kube_doc_array(old_spec, "ports"), vd_kube_doc_int(at, "nodePort", 0)))
            (void)vd_kube_doc_remove(at, "nodePort");
}

/* What was given to it stays its own where the author does not say; what its type has no use for
 * goes. */
static void keep_service(struct vd_kube_doc *doc, struct vd_json_value *object,
                         const struct vd_json_value *old)
{
    static const char *const names[] = {"clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"};
    struct vd_json_value *spec = spec_of(object);
    const struct vd_json_value *old_spec = spec_of(old);
    bool was_outside = has_type(old_spec, "ExternalName");

    if (!spec || !old_spec)
        return;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (has_type(spec, "ExternalName")) {
            if (!was_outside && vd_kube_doc_equal(vd_kube_doc_get(spec, names[i]),
                                                  vd_kube_doc_get(old_spec, names[i])))
                (void)vd_kube_doc_remove(spec, names[i]);
        } else if (!was_outside) {
            if (!vd_kube_doc_text(vd_kube_doc_get(spec, names[i])).len &&
                !vd_kube_doc_array(spec, names[i]))
                (void)vd_kube_doc_remove(spec, names[i]);
            copy_missing(doc, spec, old_spec, names[i]);
        }
    }
    if (has_node_ports(old_spec) && has_node_ports(spec))
        keep_ports(doc, spec, old_spec);
    else if (has_node_ports(old_spec))
        drop_ports(spec, old_spec);
    if (has_type(old_spec, "LoadBalancer") && has_type(spec, "LoadBalancer"))
        copy_missing(doc, spec, old_spec, "healthCheckNodePort");
    else if (has_type(old_spec, "LoadBalancer"))
        (void)vd_kube_doc_remove(spec, "allocateLoadBalancerNodePorts");
}

/* --- generations -------------------------------------------------------------------------------
 */

static bool counts(const struct vd_kube_kind *kind, struct vd_slice name)
{
    return !vd_slice_eq(name, VD_SLICE("metadata")) && !vd_slice_eq(name, VD_SLICE("kind")) &&
           !vd_slice_eq(name, VD_SLICE("apiVersion")) &&
           !(kind->traits & VD_KUBE_HAS_STATUS && vd_slice_eq(name, VD_SLICE("status")));
}

/* Every member of the one is the same in the other. */
static bool is_within(const struct vd_kube_kind *kind, const struct vd_json_value *a,
                      const struct vd_json_value *b)
{
    const struct vd_json_value *at;

    vd_kube_doc_each(at, a)
        if (counts(kind, at->name) && !vd_kube_doc_equal(at, vd_kube_doc_get_slice(b, at->name)))
            return false;
    return true;
}

static bool is_other(const struct vd_kube_kind *kind, const struct vd_json_value *object,
                     const struct vd_json_value *old)
{
    if (!is_within(kind, object, old) || !is_within(kind, old, object))
        return true;
    return vd_kube_kind_is(kind, "apps", "Deployment") &&
           !vd_kube_doc_equal(vd_kube_doc_at(object, "metadata", "annotations", NULL),
                              vd_kube_doc_at(old, "metadata", "annotations", NULL));
}

static void count_generation(struct vd_kube_doc *doc, const struct vd_kube_kind *kind,
                             struct vd_json_value *object, const struct vd_json_value *old)
{
    int64_t generation = vd_kube_doc_int(vd_kube_doc_get(old, "metadata"), "generation", 0);

    if (kind->traits & VD_KUBE_HAS_GENERATION && is_other(kind, object, old))
        vd_kube_doc_set_int(doc, vd_kube_doc_ensure_object(doc, object, "metadata"), "generation",
                            generation + 1);
}

/* --- all ---------------------------------------------------------------------------------------
 */

void vd_kube_prepare_create(struct vd_kube_doc *doc, const struct vd_kube_kind *kind,
                            struct vd_json_value *object)
{
    if (vd_kube_kind_is(kind, "batch", "Job"))
        begin_job(doc, object);
    if (vd_kube_kind_is(kind, "", "Namespace"))
        begin_namespace(doc, object);
    if (!(kind->traits & VD_KUBE_HAS_STATUS) || kind->traits & VD_KUBE_STATUS_ON_CREATE)
        return;
    if (vd_kube_kind_is(kind, "", "Pod"))
        begin_pod(doc, object);
    else
        begin_status(doc, kind, object);
}

void vd_kube_prepare_update(struct vd_kube_doc *doc, const struct vd_kube_kind *kind,
                            struct vd_json_value *object, const struct vd_json_value *old)
{
    if (kind->traits & VD_KUBE_HAS_STATUS)
        take_over(doc, object, old, "status");
    if (vd_kube_kind_is(kind, "", "Namespace"))
        take_over(doc, object, old, "spec");
    if (vd_kube_kind_is(kind, "certificates.k8s.io", "CertificateSigningRequest"))
        take_over(doc, object, old, "spec");
    if (vd_kube_kind_is(kind, "", "Service"))
        keep_service(doc, object, old);
    count_generation(doc, kind, object, old);
}

/* All members but metadata and the one named are those of the old object. */
static void keep_rest(struct vd_kube_doc *doc, struct vd_json_value *object,
                      const struct vd_json_value *old, const char *name)
{
    struct vd_json_value *at, *next;
    const struct vd_json_value *there;

    for (at = object->first; at; at = next) {
        next = at->next;
        if (!vd_slice_eq(at->name, VD_SLICE("metadata")) &&
            !vd_slice_eq(at->name, vd_slice_str(name)) && !vd_kube_doc_get_slice(old, at->name))
            vd_kube_doc_take(object, at);
    }
    vd_kube_doc_each(there, old)
        if (!vd_slice_eq(there->name, VD_SLICE("metadata")) &&
            !vd_slice_eq(there->name, vd_slice_str(name)) &&
            !vd_kube_doc_equal(vd_kube_doc_get_slice(object, there->name), there))
            vd_kube_doc_set_slice(doc, object, there->name, vd_kube_doc_copy(doc, there));
}

/* Of a custom object nothing of its metadata is changed through its status, but who owns what. */
static void keep_metadata(struct vd_kube_doc *doc, struct vd_json_value *object,
                          const struct vd_json_value *old)
{
    struct vd_json_value *meta = vd_kube_doc_get(object, "metadata");
    struct vd_json_value *managed = vd_kube_doc_remove(meta, "managedFields");
    struct vd_json_value *kept = vd_kube_doc_copy(doc, vd_kube_doc_get(old, "metadata"));

    if (managed)
        vd_kube_doc_set(doc, kept, "managedFields", managed);
    else
        (void)vd_kube_doc_remove(kept, "managedFields");
    vd_kube_doc_set(doc, object, "metadata", kept);
}

void vd_kube_prepare_status(struct vd_kube_doc *doc, const struct vd_kube_kind *kind,
                            struct vd_json_value *object, const struct vd_json_value *old)
{
    struct vd_json_value *meta;
    const struct vd_json_value *old_meta = vd_kube_doc_get(old, "metadata");

    keep_rest(doc, object, old, "status");
    if (kind->custom) {
        keep_metadata(doc, object, old);
        return;
    }
    meta = vd_kube_doc_ensure_object(doc, object, "metadata");
    if (vd_kube_kind_is(kind, "", "Pod"))
        take_over(doc, meta, old_meta, "ownerReferences");
    if (vd_kube_kind_is(kind, "apps", "Deployment"))
        take_over(doc, meta, old_meta, "labels");
}

void vd_kube_prepare_part(struct vd_kube_doc *doc, struct vd_json_value *object,
                          const struct vd_json_value *old, const char *within, const char *member)
{
    struct vd_json_value *part = within ? vd_kube_doc_object(object, within) : object, *into;
    struct vd_json_value *value = vd_kube_doc_remove(part, member);

    keep_rest(doc, object, old, "");
    keep_metadata(doc, object, old);
    into = within ? vd_kube_doc_ensure_object(doc, object, within) : object;
    if (value)
        vd_kube_doc_set(doc, into, member, value);
    else
        (void)vd_kube_doc_remove(into, member);
}
