/* SPDX-License-Identifier: Apache-2.0 */
/* Services, configuration, claims and volumes. */
#include "doors/kube/model/judge_inner.h"

#include "doors/kube/model/meta.h"

enum { DATA_MAX_BYTES = 1 << 20, PORTS_MAX = 2000 };

/* --- services ----------------------------------------------------------------------------------
 */

static bool has_type(const struct vd_json_value *spec, const char *type)
{
    return vd_kube_doc_says(vd_kube_doc_get(spec, "type"), type);
}

static bool has_name_before(const struct vd_json_value *ports, const struct vd_json_value *port)
{
    const struct vd_json_value *at;

    for (at = ports->first; at != port; at = at->next)
        if (vd_slice_eq(vd_kube_doc_string(at, "name"), vd_kube_doc_string(port, "name")))
            return true;
    return false;
}

static bool is_same_port(const struct vd_json_value *a, const struct vd_json_value *b)
{
    return vd_kube_doc_int(a, "port", 0) == vd_kube_doc_int(b, "port", 0) &&
           vd_slice_eq(vd_kube_doc_string(a, "protocol"), vd_kube_doc_string(b, "protocol"));
}

static bool has_port_before(const struct vd_json_value *ports, const struct vd_json_value *port)
{
    const struct vd_json_value *at;

    for (at = ports->first; at != port; at = at->next)
        if (is_same_port(at, port))
            return true;
    return false;
}

static void judge_target(const struct vd_kube_place *port)
{
    const struct vd_json_value *target = vd_kube_doc_get(port->value, "targetPort");

    if (vd_kube_doc_is(target, VD_JSON_STRING))
        vd_kube_judge_faults(port, "targetPort", target->text,
                             vd_kube_port_name_check(target->text));
    else if (target)
        vd_kube_judge_port(port, "targetPort");
}

static void judge_service_ports(const struct vd_kube_place *spec)
{
    static const char *const protocols[] = {"SCTP", "TCP", "UDP", NULL};
    const struct vd_json_value *ports = vd_kube_doc_array(spec->value, "ports"), *at;
    struct vd_kube_path list = VD_KUBE_PATH(spec->path, "ports");
    int64_t i = 0;

    vd_kube_doc_each(at, ports) {
        struct vd_kube_path path = vd_kube_path_at(&list, i++);
        struct vd_kube_path name_path = VD_KUBE_PATH(&path, "name");
        struct vd_kube_place port = {at, NULL, &path, spec->causes};
        struct vd_slice name = vd_kube_doc_string(at, "name");

        if (ports->count > 1 && !name.len)
            vd_kube_required(spec->causes, &name_path, "");
        if (name.len)
            vd_kube_judge_faults(&port, "name", name,
                                 vd_kube_name_check(VD_KUBE_NAME_LABEL_RULE, name, false));
        vd_kube_judge_port(&port, "port");
        vd_kube_judge_word(&port, "protocol", protocols);
        judge_target(&port);
        if (i > PORTS_MAX)
            continue;
        if (name.len && has_name_before(ports, at))
            vd_kube_duplicate(spec->causes, &name_path, vd_kube_doc_get(at, "name"));
        if (has_port_before(ports, at))
            vd_kube_cause_add(spec->causes, VD_KUBE_VALUE_DUPLICATE, &path,
                              "{\"port\":%lld,\"protocol\":\"%.*s\"}",
                              (long long)vd_kube_doc_int(at, "port", 0),
                              (int)vd_kube_doc_string(at, "protocol").len,
                              (const char *)vd_kube_doc_string(at, "protocol").ptr);
    }
}

/* What was given once stays, unless it was or becomes a name outside. */
static void judge_address(const struct vd_kube_place *spec)
{
    struct vd_kube_path list = VD_KUBE_PATH(spec->path, "clusterIPs");
    struct vd_kube_path path = vd_kube_path_at(&list, 0);
    struct vd_slice now = vd_kube_doc_string(spec->value, "clusterIP");
    struct vd_slice old = vd_kube_doc_string(spec->old, "clusterIP");

    if (!old.len || !now.len || vd_slice_eq(now, old) || has_type(spec->value, "ExternalName") ||
        has_type(spec->old, "ExternalName"))
        return;
    vd_kube_cause_add(spec->causes, VD_KUBE_VALUE_INVALID, &path,
                      "[\"%.*s\"]: may not change once "
                      "set",
                      (int)now.len, (const char *)now.ptr);
}

void vd_kube_judge_service(const struct vd_kube_place *object)
{
    static const char *const types[] = {"ClusterIP", "ExternalName", "LoadBalancer", "NodePort",
                                        NULL};
    static const char *const affinities[] = {"ClientIP", "None", NULL};
    struct vd_kube_path path;
    struct vd_kube_place spec = vd_kube_place_at(object, "spec", &path);
    struct vd_kube_path selector = VD_KUBE_PATH(&path, "selector");
    bool is_headless = vd_kube_doc_says(vd_kube_doc_get(spec.value, "clusterIP"), "None");

    if (!has_type(spec.value, "ExternalName") && !is_headless)
        (void)vd_kube_judge_needed(&spec, "ports", "");
    if (has_type(spec.value, "ExternalName"))
        (void)vd_kube_judge_needed(&spec, "externalName", "");
    vd_kube_labels_judge(vd_kube_doc_get(spec.value, "selector"), &selector, object->causes);
    judge_service_ports(&spec);
    vd_kube_judge_word(&spec, "sessionAffinity", affinities);
    vd_kube_judge_word(&spec, "type", types);
    judge_address(&spec);
}

/* --- configuration -----------------------------------------------------------------------------
 */

static size_t judge_data(const struct vd_kube_place *object, const char *name)
{
    struct vd_kube_path list = vd_kube_path_of(object->path, vd_slice_str(name));
    const struct vd_json_value *at;
    size_t bytes = 0;

    vd_kube_doc_each(at, vd_kube_doc_object(object->value, name)) {
        struct vd_kube_path path = vd_kube_path_key(&list, at->name);
        struct vd_kube_faults faults = vd_kube_config_key_check(at->name);

        for (unsigned i = 0; i < faults.count; i++)
            vd_kube_invalid_text(object->causes, &path, at->name, faults.texts[i]);
        bytes += vd_kube_doc_text(at).len;
    }
    return bytes;
}

static void judge_sealed(const struct vd_kube_place *object, const char *name)
{
    struct vd_kube_path path = vd_kube_path_of(object->path, vd_slice_str(name));

    if (!vd_kube_doc_equal(vd_kube_doc_get(object->value, name),
                           vd_kube_doc_get(object->old, name)))
        vd_kube_forbidden(object->causes, &path, "field is immutable when `immutable` is set");
}

static void judge_immutable(const struct vd_kube_place *object)
{
    struct vd_kube_path path = VD_KUBE_PATH(object->path, "immutable");

    if (!vd_kube_doc_bool(object->old, "immutable", false))
        return;
    if (!vd_kube_doc_bool(object->value, "immutable", false))
        vd_kube_forbidden(object->causes, &path, "field is immutable when `immutable` is set");
    judge_sealed(object, "data");
    judge_sealed(object, "binaryData");
}

void vd_kube_judge_config_map(const struct vd_kube_place *object)
{
    const struct vd_json_value *other = vd_kube_doc_object(object->value, "binaryData"), *at;
    struct vd_kube_path list = VD_KUBE_PATH(object->path, "data");
    struct vd_kube_path whole = VD_KUBE_PATH(NULL, "");
    size_t bytes = judge_data(object, "data");

    bytes += judge_data(object, "binaryData") / 4 * 3;
    vd_kube_doc_each(at, other) {
        struct vd_kube_path path = vd_kube_path_key(&list, at->name);

        if (vd_kube_doc_get_slice(vd_kube_doc_object(object->value, "data"), at->name))
            vd_kube_invalid_text(object->causes, &path, at->name,
                                 "duplicate of key present in binaryData");
    }
    if (bytes > DATA_MAX_BYTES)
        vd_kube_too_long(object->causes, &whole, DATA_MAX_BYTES);
    if (object->old)
        judge_immutable(object);
}

static void judge_key(const struct vd_kube_place *secret, const char *name)
{
    struct vd_kube_path data = VD_KUBE_PATH(secret->path, "data");
    struct vd_kube_path path = vd_kube_path_key(&data, vd_slice_str(name));

    if (!vd_kube_doc_get(vd_kube_doc_object(secret->value, "data"), name))
        vd_kube_required(secret->causes, &path, "");
}

/* What a type of secret must hold. */
static void judge_secret_type(const struct vd_kube_place *secret)
{
    static const struct {
        const char *type, *keys[2];
    } needed[] = {{"kubernetes.io/dockercfg", {".dockercfg", NULL}},
                  {"kubernetes.io/dockerconfigjson", {".dockerconfigjson", NULL}},
                  {"kubernetes.io/ssh-auth", {"ssh-privatekey", NULL}},
                  {"kubernetes.io/tls", {"tls.crt", "tls.key"}}};
    const struct vd_json_value *type = vd_kube_doc_get(secret->value, "type");
    const struct vd_json_value *data = vd_kube_doc_object(secret->value, "data");
    struct vd_kube_path meta = VD_KUBE_PATH(secret->path, "metadata");
    struct vd_kube_path notes = VD_KUBE_PATH(&meta, "annotations");
    struct vd_kube_path name =
        vd_kube_path_key(&notes, VD_SLICE("kubernetes.io/service-account.name"));
    const struct vd_json_value *annotations =
        vd_kube_doc_at(secret->value, "metadata", "annotations", NULL);

    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
        for (unsigned k = 0; k < 2 && needed[i].keys[k]; k++)
            if (vd_kube_doc_says(type, needed[i].type))
                judge_key(secret, needed[i].keys[k]);
    if (vd_kube_doc_says(type, "kubernetes.io/basic-auth") && !vd_kube_doc_get(data, "username") &&
        !vd_kube_doc_get(data, "password")) {
        judge_key(secret, "username");
        judge_key(secret, "password");
    }
    if (vd_kube_doc_says(type, "kubernetes.io/service-account-token") &&
        !vd_kube_doc_string(annotations, "kubernetes.io/service-account.name").len)
        vd_kube_required(secret->causes, &name, "");
}

void vd_kube_judge_secret(const struct vd_kube_place *object)
{
    struct vd_kube_path data = VD_KUBE_PATH(object->path, "data");

    if (judge_data(object, "data") / 4 * 3 > DATA_MAX_BYTES)
        vd_kube_too_long(object->causes, &data, DATA_MAX_BYTES);
    judge_secret_type(object);
    if (!object->old)
        return;
    vd_kube_judge_kept(object, "type");
    judge_immutable(object);
}

/* --- claims and volumes ------------------------------------------------------------------------
 */

static const char *const access_modes[] = {"ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce",
                                           "ReadWriteOncePod", NULL};

static void judge_modes(const struct vd_kube_place *spec, const char *detail)
{
    struct vd_kube_path path = VD_KUBE_PATH(spec->path, "accessModes");
    const struct vd_json_value *at;

    (void)vd_kube_judge_needed(spec, "accessModes", detail);
    vd_kube_doc_each(at, vd_kube_doc_array(spec->value, "accessModes")) {
        bool is_known = false;

        for (unsigned i = 0; access_modes[i]; i++)
            is_known |= vd_kube_doc_says(at, access_modes[i]);
        if (!is_known)
            vd_kube_not_supported(spec->causes, &path, vd_kube_doc_text(at), access_modes);
    }
}

/* All of it but what may grow. */
static bool is_changed(const struct vd_json_value *now, const struct vd_json_value *old)
{
    const struct vd_json_value *at;

    vd_kube_doc_each(at, now) {
        if (vd_slice_eq(at->name, VD_SLICE("resources")) ||
            vd_slice_eq(at->name, VD_SLICE("volumeAttributesClassName")) ||
            vd_slice_eq(at->name, VD_SLICE("volumeName")) ||
            vd_slice_eq(at->name, VD_SLICE("storageClassName")))
            continue;
        if (!vd_kube_doc_equal(at, vd_kube_doc_get_slice(old, at->name)))
            return true;
    }
    return false;
}

static bool is_new_text(const struct vd_kube_place *spec, const char *name)
{
    struct vd_slice old = vd_kube_doc_string(spec->old, name);

    return old.len && !vd_slice_eq(old, vd_kube_doc_string(spec->value, name));
}

void vd_kube_judge_claim(const struct vd_kube_place *object)
{
    struct vd_kube_path path;
    struct vd_kube_place spec = vd_kube_place_at(object, "spec", &path);
    struct vd_kube_path resources = VD_KUBE_PATH(&path, "resources");
    struct vd_kube_path storage = vd_kube_path_key(&resources, VD_SLICE("storage"));

    judge_modes(&spec, "at least 1 access mode is required");
    if (!vd_kube_doc_at(spec.value, "resources", "requests", "storage", NULL))
        vd_kube_required(object->causes, &storage, "");
    if (object->old && (is_changed(spec.value, spec.old) || is_changed(spec.old, spec.value) ||
                        is_new_text(&spec, "volumeName") || is_new_text(&spec, "storageClassName")))
        vd_kube_forbidden(object->causes, &path,
                          "spec is immutable after creation except resources.requests and "
                          "volumeAttributesClassName for bound claims");
}

void vd_kube_judge_volume(const struct vd_kube_place *object)
{
    static const char *const policies[] = {"Delete", "Recycle", "Retain", NULL};
    static const char *const others[] = {"accessModes",      "capacity",
                                         "claimRef",         "mountOptions",
                                         "nodeAffinity",     "persistentVolumeReclaimPolicy",
                                         "storageClassName", "volumeAttributesClassName",
                                         "volumeMode",       NULL};
    struct vd_kube_path path;
    struct vd_kube_place spec = vd_kube_place_at(object, "spec", &path);
    const struct vd_json_value *at;
    unsigned sources = 0;

    judge_modes(&spec, "");
    (void)vd_kube_judge_needed(&spec, "capacity", "");
    vd_kube_judge_word(&spec, "persistentVolumeReclaimPolicy", policies);
    if (vd_kube_doc_is(spec.value, VD_JSON_OBJECT))
        vd_kube_doc_each(at, spec.value) {
            bool is_other = false;

            for (unsigned i = 0; others[i]; i++)
                is_other |= vd_slice_eq(at->name, vd_slice_str(others[i]));
            sources += !is_other;
        }
    if (!sources)
        vd_kube_required(object->causes, &path, "must specify a volume type");
}

/* --- events ------------------------------------------------------------------------------------
 */

/* Of cluster-wide things they lie in default, or where they were sent. */
void vd_kube_judge_event(const struct vd_kube_place *object)
{
    struct vd_kube_path path;
    struct vd_kube_place involved = vd_kube_place_at(object, "involvedObject", &path);
    struct vd_kube_path name_space = VD_KUBE_PATH(&path, "namespace");
    struct vd_slice there = vd_kube_doc_string(involved.value, "namespace");
    struct vd_slice mine =
        vd_kube_doc_string(vd_kube_doc_get(object->value, "metadata"), "namespace");

    if (there.len ? !vd_slice_eq(there, mine)
                  : !vd_slice_eq(mine, VD_SLICE("default")) &&
                        !vd_slice_eq(mine, VD_SLICE("kube-system")))
        vd_kube_invalid_text(object->causes, &name_space, there, "does not match event.namespace");
}
