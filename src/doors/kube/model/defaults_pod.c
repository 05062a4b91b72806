/* SPDX-License-Identifier: Apache-2.0 */
/* Pods, wherever they stand: alone, as templates, and the claims that their volumes make. */
#include "doors/kube/model/defaults_table.h"

#define RULES (const struct vd_kube_default[])
#define PARTS (const struct vd_kube_defaults_part[])

/* --- probes and handlers -----------------------------------------------------------------------
 */

static const struct vd_kube_defaults http_get = {
    .rules = RULES{{"path", "\"/\"", true}, {"scheme", "\"HTTP\"", true}, {NULL}}};

static const struct vd_kube_defaults grpc = {.rules = RULES{{"service", "\"\"", false}, {NULL}}};

static const struct vd_kube_defaults probe = {
    .rules = RULES{{"timeoutSeconds", "1", true},
                   {"periodSeconds", "10", true},
                   {"successThreshold", "1", true},
                   {"failureThreshold", "3", true},
                   {NULL}},
    .parts = PARTS{{"httpGet", &http_get, false}, {"grpc", &grpc, false}, {NULL}}};

static const struct vd_kube_defaults handler = {.parts =
                                                    PARTS{{"httpGet", &http_get, false}, {NULL}}};

static const struct vd_kube_defaults lifecycle = {
    .parts = PARTS{{"postStart", &handler, false}, {"preStop", &handler, false}, {NULL}}};

/* --- containers --------------------------------------------------------------------------------
 */

static const struct vd_kube_defaults port = {.rules = RULES{{"protocol", "\"TCP\"", true}, {NULL}}};

static const struct vd_kube_defaults field_ref = {
    .rules = RULES{{"apiVersion", "\"v1\"", true}, {NULL}}};

static const struct vd_kube_defaults value_from = {
    .parts = PARTS{{"fieldRef", &field_ref, false}, {NULL}}};

static const struct vd_kube_defaults env = {.parts =
                                                PARTS{{"valueFrom", &value_from, false}, {NULL}}};

/* The tag is what follows the last colon behind the last slash; none, and no digest, is "latest".
 */
static bool is_latest(struct vd_slice image)
{
    const uint8_t *digest = image.len ? memchr(image.ptr, '@', image.len) : NULL;
    size_t end = digest ? (size_t)(digest - image.ptr) : image.len, at = end;

    while (at > 0 && image.ptr[at - 1] != '/' && image.ptr[at - 1] != ':')
        at--;
    if (at == 0 || image.ptr[at - 1] == '/')
        return image.len && !digest;
    return vd_slice_eq(vd_slice(image.ptr + at, end - at), VD_SLICE("latest"));
}

static void container_first(struct vd_kube_doc *doc, struct vd_json_value *container)
{
    bool latest = is_latest(vd_kube_doc_string(container, "image"));

    vd_kube_default_put(doc, container, "imagePullPolicy",
                        latest ? "\"Always\"" : "\"IfNotPresent\"");
}

static const struct vd_kube_defaults container = {
    .first = container_first,
    .rules = RULES{{"terminationMessagePath", "\"/dev/termination-log\"", true},
                   {"terminationMessagePolicy", "\"File\"", true},
                   {"resources", "{}", false},
                   {NULL}},
    .parts = PARTS{{"ports", &port, true},
                   {"env", &env, true},
                   {"livenessProbe", &probe, false},
                   {"readinessProbe", &probe, false},
                   {"startupProbe", &probe, false},
                   {"lifecycle", &lifecycle, false},
                   {NULL}}};

/* --- volumes -----------------------------------------------------------------------------------
 */

const struct vd_kube_defaults vd_kube_defaults_claim_spec = {
    .rules = RULES{{"volumeMode", "\"Filesystem\"", false}, {NULL}}};

static const struct vd_kube_defaults claim_template = {
    .parts = PARTS{{"spec", &vd_kube_defaults_claim_spec, false}, {NULL}}};

static const struct vd_kube_defaults ephemeral = {
    .parts = PARTS{{"volumeClaimTemplate", &claim_template, false}, {NULL}}};

static const struct vd_kube_defaults mode = {.rules = RULES{{"defaultMode", "420", false}, {NULL}}};

static const struct vd_kube_defaults downward_item = {
    .parts = PARTS{{"fieldRef", &field_ref, false}, {NULL}}};

static const struct vd_kube_defaults downward = {
    .rules = RULES{{"defaultMode", "420", false}, {NULL}},
    .parts = PARTS{{"items", &downward_item, true}, {NULL}}};

static const struct vd_kube_defaults token = {
    .rules = RULES{{"expirationSeconds", "3600", false}, {NULL}}};

static const struct vd_kube_defaults source_downward = {
    .parts = PARTS{{"items", &downward_item, true}, {NULL}}};

static const struct vd_kube_defaults source = {
    .parts = PARTS{
        {"downwardAPI", &source_downward, false}, {"serviceAccountToken", &token, false}, {NULL}}};

static const struct vd_kube_defaults projected = {
    .rules = RULES{{"defaultMode", "420", false}, {NULL}},
    .parts = PARTS{{"sources", &source, true}, {NULL}}};

static const struct vd_kube_defaults host_path = {.rules = RULES{{"type", "\"\"", false}, {NULL}}};

static void image_first(struct vd_kube_doc *doc, struct vd_json_value *image)
{
    bool latest = is_latest(vd_kube_doc_string(image, "reference"));

    vd_kube_default_put(doc, image, "pullPolicy", latest ? "\"Always\"" : "\"IfNotPresent\"");
}

static const struct vd_kube_defaults image_volume = {.first = image_first};

/* One that has nothing but its name is an empty directory. */
static void volume_first(struct vd_kube_doc *doc, struct vd_json_value *volume)
{
    const struct vd_json_value *member;

    vd_kube_doc_each(member, volume)
        if (!vd_slice_eq(member->name, VD_SLICE("name")) && !vd_kube_doc_is_null(member))
            return;
    vd_kube_doc_set(doc, volume, "emptyDir", vd_kube_doc_new_object(doc));
}

static const struct vd_kube_defaults volume = {.first = volume_first,
                                               .parts = PARTS{{"secret", &mode, false},
                                                              {"configMap", &mode, false},
                                                              {"downwardAPI", &downward, false},
                                                              {"projected", &projected, false},
                                                              {"hostPath", &host_path, false},
                                                              {"ephemeral", &ephemeral, false},
                                                              {"image", &image_volume, false},
                                                              {NULL}}};

/* --- pods --------------------------------------------------------------------------------------
 */

/* Both names of the service account say the same, and the newer one wins. */
static void account(struct vd_kube_doc *doc, struct vd_json_value *spec)
{
    struct vd_slice name = vd_kube_doc_string(spec, "serviceAccountName");

    if (!name.len)
        name = vd_kube_doc_string(spec, "serviceAccount");
    if (!name.len)
        return;
    vd_kube_doc_set_string(doc, spec, "serviceAccountName", name);
    vd_kube_doc_set_string(doc, spec, "serviceAccount", name);
}

static const struct vd_kube_defaults pod_spec = {
    .first = account,
    .rules = RULES{{"dnsPolicy", "\"ClusterFirst\"", true},
                   {"restartPolicy", "\"Always\"", true},
                   {"securityContext", "{}", false},
                   {"terminationGracePeriodSeconds", "30", false},
                   {"schedulerName", "\"default-scheduler\"", true},
                   {NULL}},
    .parts = PARTS{{"volumes", &volume, true},
                   {"initContainers", &container, true},
                   {"containers", &container, true},
                   {"ephemeralContainers", &container, true},
                   {NULL}}};

const struct vd_kube_defaults vd_kube_defaults_pod_template = {
    .parts = PARTS{{"spec", &pod_spec, false}, {NULL}}};

/* What is limited and not requested is requested to its limit. */
static void requests(struct vd_kube_doc *doc, struct vd_json_value *of)
{
    struct vd_json_value *resources = vd_kube_doc_object(of, "resources"), *into;
    const struct vd_json_value *limits = vd_kube_doc_object(resources, "limits"), *limit;

    if (!limits)
        return;
    into = vd_kube_doc_ensure_object(doc, resources, "requests");
    vd_kube_doc_each(limit, limits)
        if (!vd_kube_doc_get_slice(into, limit->name))
            vd_kube_doc_set_slice(doc, into, limit->name, vd_kube_doc_copy(doc, limit));
}

static void host_ports(struct vd_kube_doc *doc, struct vd_json_value *of)
{
    struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_doc_array(of, "ports"))
        if (vd_kube_is_zero(vd_kube_doc_get(at, "hostPort")) &&
            vd_kube_doc_get(at, "containerPort"))
            vd_kube_doc_set(doc, at, "hostPort",
                            vd_kube_doc_copy(doc, vd_kube_doc_get(at, "containerPort")));
}

static void pod_containers(struct vd_kube_doc *doc, struct vd_json_value *spec, const char *name)
{
    bool on_host = vd_kube_doc_bool(spec, "hostNetwork", false);
    struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_doc_array(spec, name)) {
        requests(doc, at);
        if (on_host)
            host_ports(doc, at);
    }
}

/* Of pods alone, not of templates. */
static void pod_last(struct vd_kube_doc *doc, struct vd_json_value *pod)
{
    struct vd_json_value *spec = vd_kube_doc_object(pod, "spec");

    if (!spec)
        return;
    if (vd_kube_doc_int(spec, "terminationGracePeriodSeconds", 0) < 0)
        vd_kube_doc_set_int(doc, spec, "terminationGracePeriodSeconds", 1);
    if (vd_kube_doc_is_null(vd_kube_doc_get(spec, "enableServiceLinks")))
        vd_kube_doc_set_bool(doc, spec, "enableServiceLinks", true);
    pod_containers(doc, spec, "containers");
    pod_containers(doc, spec, "initContainers");
}

/* The address of a pod is the first of its addresses, and the older field is believed. */
static void pod_status(struct vd_kube_doc *doc, struct vd_json_value *status)
{
    struct vd_slice ip = vd_kube_doc_string(status, "podIP");
    const struct vd_json_value *ips = vd_kube_doc_array(status, "podIPs");
    struct vd_slice first = vd_kube_doc_string(vd_kube_doc_element(ips, 0), "ip");
    struct vd_json_value *list, *entry;

    if (!ip.len && first.len)
        vd_kube_doc_set_string(doc, status, "podIP", first);
    if (!ip.len || vd_slice_eq(ip, first))
        return;
    list = vd_kube_doc_new_array(doc);
    entry = vd_kube_doc_new_object(doc);
    vd_kube_doc_set_string(doc, entry, "ip", ip);
    vd_kube_doc_append(doc, list, entry);
    vd_kube_doc_set(doc, status, "podIPs", list);
}

static const struct vd_kube_defaults status = {.first = pod_status};

const struct vd_kube_defaults vd_kube_defaults_pod = {
    .parts = PARTS{{"spec", &pod_spec, false}, {"status", &status, false}, {NULL}},
    .last = pod_last};

/* Of a claim that stands alone or in a StatefulSet. */
const struct vd_kube_defaults vd_kube_defaults_claim = {
    .parts = PARTS{{"spec", &vd_kube_defaults_claim_spec, false}, {NULL}}};
