/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Order is as the original has it: of a new object the faults of its name come first, then of
 * labels, annotations, owners and finalizers.
 */
#include "doors/kube/model/meta.h"

#include "doors/kube/model/names.h"

#include <arpa/inet.h>

enum { ANNOTATIONS_MAX_BYTES = 256 << 10 };

struct vd_json_value *vd_kube_meta_of(struct vd_kube_doc *doc, struct vd_json_value *object)
{
    return vd_kube_doc_ensure_object(doc, object, "metadata");
}

struct vd_slice vd_kube_meta_name(const struct vd_json_value *object)
{
    return vd_kube_doc_string(vd_kube_doc_get(object, "metadata"), "name");
}

struct vd_slice vd_kube_meta_uid(const struct vd_json_value *object)
{
    return vd_kube_doc_string(vd_kube_doc_get(object, "metadata"), "uid");
}

static bool is_ending(const struct vd_json_value *meta)
{
    return !vd_kube_doc_is_null(vd_kube_doc_get(meta, "deletionTimestamp"));
}

bool vd_kube_meta_is_ending(const struct vd_json_value *object)
{
    return is_ending(vd_kube_doc_get(object, "metadata"));
}

static const struct vd_json_value *finalizers_of(const struct vd_json_value *object)
{
    return vd_kube_doc_array(vd_kube_doc_get(object, "metadata"), "finalizers");
}

bool vd_kube_meta_has_finalizers(const struct vd_json_value *object)
{
    const struct vd_json_value *finalizers = finalizers_of(object);

    return finalizers && finalizers->first;
}

bool vd_kube_meta_has_finalizer(const struct vd_json_value *object, const char *name)
{
    return vd_kube_doc_find_string(finalizers_of(object), vd_slice_str(name)) != NULL;
}

/* --- what the server sets ----------------------------------------------------------------------
 */

void vd_kube_meta_wipe(struct vd_json_value *meta)
{
    static const char *const names[] = {
        "resourceVersion",   "selfLink",          "uid",
        "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        (void)vd_kube_doc_remove(meta, names[i]);
}

void vd_kube_meta_born(struct vd_kube_doc *doc, const struct vd_kube_kind *kind,
                       struct vd_json_value *meta, const struct vd_kube_birth *birth)
{
    vd_kube_doc_set_string(doc, meta, "uid", birth->uid);
    vd_kube_doc_set_string(doc, meta, "creationTimestamp", birth->time);
    if (kind->traits & VD_KUBE_HAS_GENERATION)
        vd_kube_doc_set_int(doc, meta, "generation", 1);
}

static void keep(struct vd_kube_doc *doc, struct vd_json_value *meta,
                 const struct vd_json_value *old_meta, const char *name)
{
    const struct vd_json_value *old = vd_kube_doc_get(old_meta, name);

    if (vd_kube_doc_is_null(old))
        (void)vd_kube_doc_remove(meta, name);
    else if (!vd_kube_doc_equal(vd_kube_doc_get(meta, name), old))
        vd_kube_doc_set(doc, meta, name, vd_kube_doc_copy(doc, old));
}

void vd_kube_meta_keep(struct vd_kube_doc *doc, struct vd_json_value *meta,
                       const struct vd_json_value *old_meta)
{
    (void)vd_kube_doc_remove(meta, "resourceVersion");
    (void)vd_kube_doc_remove(meta, "selfLink");
    keep(doc, meta, old_meta, "generation");
    keep(doc, meta, old_meta, "creationTimestamp");
    if (!vd_kube_doc_string(meta, "uid").len)
        keep(doc, meta, old_meta, "uid");
    keep(doc, meta, old_meta, "deletionTimestamp");
    keep(doc, meta, old_meta, "deletionGracePeriodSeconds");
}

static bool was_before(const struct vd_json_value *list, const struct vd_json_value *element)
{
    const struct vd_json_value *at;

    for (at = list->first; at != element; at = at->next)
        if (vd_kube_doc_equal(at, element))
            return true;
    return false;
}

bool vd_kube_meta_drop_owners(struct vd_kube_doc *doc, struct vd_json_value *meta,
                              struct vd_slice *out_uids)
{
    enum { OWNERS_MAX = 1000 }; /* beyond which nobody compares each with each */
    struct vd_json_value *owners = vd_kube_doc_array(meta, "ownerReferences"), *at, *next;
    struct vd_buf uids;
    bool some = false;

    if (!owners || owners->count < 2 || owners->count > OWNERS_MAX)
        return false;
    vd_buf_init(&uids, 1024);
    for (at = owners->first; at; at = next) {
        next = at->next;
        if (!was_before(owners, at))
            continue;
        vd_buf_printf(&uids, "%s", some ? ", " : "");
        vd_buf_append_slice(&uids, vd_kube_doc_string(at, "uid"));
        vd_kube_doc_take(owners, at);
        some = true;
    }
    if (some && vd_arena_copy(doc->arena, vd_buf_slice(&uids), out_uids))
        *out_uids = VD_SLICE_EMPTY;
    vd_buf_deinit(&uids);
    return some;
}

/* --- what is wrong -----------------------------------------------------------------------------
 */

static void add_faults(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                       struct vd_slice value, struct vd_kube_faults faults)
{
    for (unsigned i = 0; i < faults.count; i++)
        vd_kube_invalid_text(causes, path, value, faults.texts[i]);
}

static bool is_ip(struct vd_slice name)
{
    char text[INET6_ADDRSTRLEN + 1], back[INET6_ADDRSTRLEN + 1];
    uint8_t bytes[16];
    int family = name.len && memchr(name.ptr, ':', name.len) ? AF_INET6 : AF_INET;

    if (!name.len || name.len >= sizeof(text))
        return false;
    memcpy(text, name.ptr, name.len);
    text[name.len] = '\0';
    return inet_pton(family, text, bytes) == 1 && inet_ntop(family, bytes, back, sizeof(back)) &&
           strcmp(text, back) == 0;
}

void vd_kube_meta_judge_name(const struct vd_kube_kind *kind, struct vd_slice name, bool is_prefix,
                             const struct vd_kube_path *path, struct vd_kube_causes *causes)
{
    enum vd_kube_name_rule rule = kind->traits & VD_KUBE_NAME_LABEL     ? VD_KUBE_NAME_LABEL_RULE
                                  : kind->traits & VD_KUBE_NAME_RFC1035 ? VD_KUBE_NAME_RFC1035_RULE
                                  : kind->traits & VD_KUBE_NAME_PATH    ? VD_KUBE_NAME_PATH_RULE
                                                                     : VD_KUBE_NAME_SUBDOMAIN_RULE;

    if (kind->traits & VD_KUBE_NAME_IP) {
        if (!is_ip(name))
            vd_kube_invalid_text(causes, path, name,
                                 "must be a valid IP address in canonical form");
        return;
    }
    add_faults(causes, path, name, vd_kube_name_check(rule, name, is_prefix));
}

void vd_kube_labels_judge(const struct vd_json_value *labels, const struct vd_kube_path *path,
                          struct vd_kube_causes *causes)
{
    const struct vd_json_value *at;

    if (!vd_kube_doc_is(labels, VD_JSON_OBJECT))
        return;
    vd_kube_doc_each(at, labels) {
        add_faults(causes, path, at->name, vd_kube_label_key_check(at->name, false));
        add_faults(causes, path, vd_kube_doc_text(at),
                   vd_kube_label_value_check(vd_kube_doc_text(at)));
    }
}

static void judge_annotations(const struct vd_json_value *annotations,
                              const struct vd_kube_path *path, struct vd_kube_causes *causes)
{
    const struct vd_json_value *at;
    size_t bytes = 0;

    if (!vd_kube_doc_is(annotations, VD_JSON_OBJECT))
        return;
    vd_kube_doc_each(at, annotations) {
        add_faults(causes, path, at->name, vd_kube_label_key_check(at->name, true));
        bytes += at->name.len + vd_kube_doc_text(at).len;
    }
    if (bytes > ANNOTATIONS_MAX_BYTES)
        vd_kube_too_long(causes, path, ANNOTATIONS_MAX_BYTES);
}

static void judge_version(struct vd_slice version, const struct vd_kube_path *path,
                          struct vd_kube_causes *causes)
{
    const uint8_t *slash = version.len ? memchr(version.ptr, '/', version.len) : NULL;
    size_t behind = slash ? version.len - (size_t)(slash + 1 - version.ptr) : version.len;

    if (!version.len)
        vd_kube_required(causes, path, "must not be empty");
    else if (!behind || (slash && memchr(slash + 1, '/', behind)))
        vd_kube_invalid_text(causes, path, version, "must be <group>/<version> or <version>");
}

static void judge_owner(const struct vd_json_value *owner, const struct vd_kube_path *path,
                        struct vd_kube_causes *causes)
{
    static const char *const needed[] = {"kind", "name", "uid"};
    struct vd_kube_path version = VD_KUBE_PATH(path, "apiVersion");
    struct vd_slice api_version = vd_kube_doc_string(owner, "apiVersion");

    judge_version(api_version, &version, causes);
    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
        struct vd_kube_path at = vd_kube_path_of(path, vd_slice_str(needed[i]));

        if (!vd_kube_doc_string(owner, needed[i]).len)
            vd_kube_required(causes, &at, "must not be empty");
    }
    if (vd_slice_eq(api_version, VD_SLICE("v1")) &&
        vd_kube_doc_says(vd_kube_doc_get(owner, "kind"), "Event"))
        vd_kube_invalid(causes, path, owner, "/v1, Kind=Event is disallowed from being an owner");
}

static void judge_owners(const struct vd_json_value *owners, const struct vd_kube_path *path,
                         struct vd_kube_causes *causes)
{
    const struct vd_json_value *at, *controller = NULL;
    int64_t i = 0;

    if (!vd_kube_doc_is(owners, VD_JSON_ARRAY))
        return;
    vd_kube_doc_each(at, owners) {
        struct vd_kube_path element = vd_kube_path_at(path, i++);

        judge_owner(at, &element, causes);
        if (!vd_kube_doc_bool(at, "controller", false))
            continue;
        if (controller)
            vd_kube_invalid(causes, path, owners,
                            "Only one reference can have Controller set to true");
        controller = at;
    }
}

static void judge_finalizers(const struct vd_json_value *finalizers,
                             const struct vd_kube_path *path, struct vd_kube_causes *causes)
{
    const struct vd_json_value *at;

    if (!vd_kube_doc_is(finalizers, VD_JSON_ARRAY))
        return;
    vd_kube_doc_each(at, finalizers)
        add_faults(causes, path, vd_kube_doc_text(at),
                   vd_kube_label_key_check(vd_kube_doc_text(at), false));
    if (vd_kube_doc_find_string(finalizers, VD_SLICE("orphan")) &&
        vd_kube_doc_find_string(finalizers, VD_SLICE("foregroundDeletion")))
        vd_kube_invalid(causes, path, finalizers,
                        "finalizer orphan and foregroundDeletion cannot be both set");
}

static void judge_namespace(const struct vd_kube_kind *kind, const struct vd_json_value *meta,
                            const struct vd_kube_path *path, struct vd_kube_causes *causes)
{
    struct vd_slice name = vd_kube_doc_string(meta, "namespace");

    if (!kind->namespaced) {
        if (name.len)
            vd_kube_forbidden(causes, path, "not allowed on this type");
    } else if (!name.len) {
        vd_kube_required(causes, path, "");
    } else {
        add_faults(causes, path, name, vd_kube_name_check(VD_KUBE_NAME_LABEL_RULE, name, false));
    }
}

static void judge_rest(const struct vd_kube_kind *kind, const struct vd_json_value *meta,
                       const struct vd_kube_path *path, struct vd_kube_causes *causes)
{
    struct vd_kube_path name_space = VD_KUBE_PATH(path, "namespace");
    struct vd_kube_path generation = VD_KUBE_PATH(path, "generation");
    struct vd_kube_path labels = VD_KUBE_PATH(path, "labels");
    struct vd_kube_path annotations = VD_KUBE_PATH(path, "annotations");
    struct vd_kube_path owners = VD_KUBE_PATH(path, "ownerReferences");
    struct vd_kube_path finalizers = VD_KUBE_PATH(path, "finalizers");

    judge_namespace(kind, meta, &name_space, causes);
    if (vd_kube_doc_int(meta, "generation", 0) < 0)
        vd_kube_invalid(causes, &generation, vd_kube_doc_get(meta, "generation"),
                        "must be greater than or equal to 0");
    vd_kube_labels_judge(vd_kube_doc_get(meta, "labels"), &labels, causes);
    judge_annotations(vd_kube_doc_get(meta, "annotations"), &annotations, causes);
    judge_owners(vd_kube_doc_get(meta, "ownerReferences"), &owners, causes);
    judge_finalizers(vd_kube_doc_get(meta, "finalizers"), &finalizers, causes);
}

void vd_kube_meta_judge(const struct vd_kube_kind *kind, const struct vd_json_value *meta,
                        struct vd_kube_causes *causes)
{
    struct vd_kube_path path = VD_KUBE_PATH(NULL, "metadata");
    struct vd_kube_path at = VD_KUBE_PATH(&path, "name");
    struct vd_kube_path made = VD_KUBE_PATH(&path, "generateName");
    struct vd_slice name = vd_kube_doc_string(meta, "name");
    struct vd_slice prefix = vd_kube_doc_string(meta, "generateName");

    if (prefix.len)
        vd_kube_meta_judge_name(kind, prefix, true, &made, causes);
    if (name.len)
        vd_kube_meta_judge_name(kind, name, false, &at, causes);
    else
        vd_kube_required(causes, &at, "name or generateName is required");
    judge_rest(kind, meta, &path, causes);
}

static void judge_same(const struct vd_json_value *meta, const struct vd_json_value *old_meta,
                       const char *name, const struct vd_kube_path *path,
                       struct vd_kube_causes *causes)
{
    struct vd_kube_path at = vd_kube_path_of(path, vd_slice_str(name));

    if (!vd_slice_eq(vd_kube_doc_string(meta, name), vd_kube_doc_string(old_meta, name)))
        vd_kube_invalid(causes, &at, vd_kube_doc_get(meta, name), "field is immutable");
}

static void judge_new_finalizers(const struct vd_json_value *meta,
                                 const struct vd_json_value *old_meta,
                                 const struct vd_kube_path *path, struct vd_kube_causes *causes)
{
    const struct vd_json_value *old = vd_kube_doc_array(old_meta, "finalizers"), *at;
    struct vd_buf extra;

    vd_buf_init(&extra, 2048);
    vd_kube_doc_each(at, vd_kube_doc_array(meta, "finalizers")) {
        if (vd_kube_doc_find_string(old, vd_kube_doc_text(at)))
            continue;
        vd_buf_printf(&extra, "%s", extra.len ? ", " : "");
        vd_kube_quote(&extra, vd_kube_doc_text(at));
    }
    if (extra.len)
        vd_kube_cause_add(causes, VD_KUBE_VALUE_FORBIDDEN, path,
                          "no new finalizers can be added if the object is being deleted, found "
                          "new finalizers []string{%.*s}",
                          (int)extra.len, (const char *)extra.data);
    vd_buf_deinit(&extra);
}

void vd_kube_meta_judge_update(const struct vd_kube_kind *kind, const struct vd_json_value *meta,
                               const struct vd_json_value *old_meta, struct vd_kube_causes *causes)
{
    struct vd_kube_path path = VD_KUBE_PATH(NULL, "metadata");
    struct vd_kube_path finalizers = VD_KUBE_PATH(&path, "finalizers");

    judge_rest(kind, meta, &path, causes);
    if (is_ending(old_meta))
        judge_new_finalizers(meta, old_meta, &finalizers, causes);
    judge_same(meta, old_meta, "name", &path, causes);
    if (kind->namespaced)
        judge_same(meta, old_meta, "namespace", &path, causes);
    judge_same(meta, old_meta, "uid", &path, causes);
}

/* --- the end -----------------------------------------------------------------------------------
 */

void vd_kube_meta_end(struct vd_kube_doc *doc, struct vd_json_value *meta, struct vd_slice time,
                      int64_t grace_s)
{
    int64_t generation = vd_kube_doc_int(meta, "generation", 0);

    if (!is_ending(meta) && generation > 0)
        vd_kube_doc_set_int(doc, meta, "generation", generation + 1);
    vd_kube_doc_set_string(doc, meta, "deletionTimestamp", time);
    vd_kube_doc_set_int(doc, meta, "deletionGracePeriodSeconds", grace_s);
}

static bool wants(const struct vd_json_value *finalizers, enum vd_kube_propagation policy,
                  enum vd_kube_propagation asked, struct vd_slice name, struct vd_slice other)
{
    const struct vd_json_value *at;

    if (policy != VD_KUBE_PROPAGATE_DEFAULT)
        return policy == asked;
    vd_kube_doc_each(at, finalizers) { /* the first of the two that is there decides */
        if (vd_slice_eq(vd_kube_doc_text(at), name))
            return true;
        if (vd_slice_eq(vd_kube_doc_text(at), other))
            return false;
    }
    return false;
}

static bool put(struct vd_kube_doc *doc, struct vd_json_value *meta, struct vd_slice name,
                bool wanted)
{
    struct vd_json_value *finalizers = vd_kube_doc_array(meta, "finalizers");
    struct vd_json_value *there = vd_kube_doc_find_string(finalizers, name);

    if (wanted == (there != NULL))
        return false;
    if (wanted) {
        finalizers = vd_kube_doc_ensure_array(doc, meta, "finalizers");
        vd_kube_doc_append_string(doc, finalizers, name);
        return true;
    }
    vd_kube_doc_take(finalizers, there);
    if (!finalizers->first)
        (void)vd_kube_doc_remove(meta, "finalizers");
    return true;
}

bool vd_kube_meta_propagate(struct vd_kube_doc *doc, struct vd_json_value *meta,
                            enum vd_kube_propagation policy)
{
    const struct vd_json_value *finalizers = vd_kube_doc_array(meta, "finalizers");
    struct vd_slice orphan = VD_SLICE("orphan"), foreground = VD_SLICE("foregroundDeletion");
    bool orphans = wants(finalizers, policy, VD_KUBE_PROPAGATE_ORPHAN, orphan, foreground);
    bool waits = wants(finalizers, policy, VD_KUBE_PROPAGATE_FOREGROUND, foreground, orphan);
    bool changed = put(doc, meta, orphan, orphans);

    return put(doc, meta, foreground, waits) || changed;
}

bool vd_kube_meta_lets_go(const struct vd_json_value *object, const struct vd_json_value *old)
{
    return !vd_kube_meta_has_finalizers(object) && vd_kube_meta_is_ending(old) &&
           vd_kube_doc_int(vd_kube_doc_get(old, "metadata"), "deletionGracePeriodSeconds", 0) == 0;
}
