/* SPDX-License-Identifier: Apache-2.0 */
/* Looking kinds up: the table is short enough to be walked (about 70 rows, the core group first).
 */
#include "doors/kube/model/kind.h"

#include "doors/kube/model/crd.h"
#include "doors/kube/model/kinds_table.h"
#include "doors/kube/model/types.h"

#define S(text)                                                                                    \
    {                                                                                              \
        (const uint8_t *)(text), sizeof(text) - 1                                                  \
    }
#define MAY(verb) VD_KUBE_MAY_##verb

enum { CHANGE = MAY(GET) | MAY(PATCH) | MAY(UPDATE) };
enum { ANY = MAY(CREATE) | MAY(DELETE) | MAY(GET) | MAY(PATCH) | MAY(UPDATE) };

static const struct vd_kube_sub_facts subs[VD_KUBE_SUBS] = {
    [VD_KUBE_SUB_APPROVAL] = {.name = S("approval"), .verbs = CHANGE},
    [VD_KUBE_SUB_ATTACH] = {.name = S("attach"),
                            .version = S("v1"),
                            .kind = S("PodAttachOptions"),
                            .verbs = MAY(CREATE) | MAY(GET)},
    [VD_KUBE_SUB_BINDING] = {.name = S("binding"),
                             .version = S("v1"),
                             .kind = S("Binding"),
                             .verbs = MAY(CREATE)},
    [VD_KUBE_SUB_EPHEMERALCONTAINERS] = {.name = S("ephemeralcontainers"), .verbs = CHANGE},
    [VD_KUBE_SUB_EVICTION] = {.name = S("eviction"),
                              .group = S("policy"),
                              .version = S("v1"),
                              .kind = S("Eviction"),
                              .verbs = MAY(CREATE)},
    [VD_KUBE_SUB_EXEC] = {.name = S("exec"),
                          .version = S("v1"),
                          .kind = S("PodExecOptions"),
                          .verbs = MAY(CREATE) | MAY(GET)},
    [VD_KUBE_SUB_FINALIZE] = {.name = S("finalize"), .verbs = MAY(UPDATE)},
    [VD_KUBE_SUB_LOG] = {.name = S("log"), .verbs = MAY(GET)},
    [VD_KUBE_SUB_PORTFORWARD] = {.name = S("portforward"),
                                 .version = S("v1"),
                                 .kind = S("PodPortForwardOptions"),
                                 .verbs = MAY(CREATE) | MAY(GET)},
    [VD_KUBE_SUB_PROXY] = {.name = S("proxy"), .verbs = ANY},
    [VD_KUBE_SUB_RESIZE] = {.name = S("resize"), .verbs = CHANGE},
    [VD_KUBE_SUB_SCALE] = {.name = S("scale"),
                           .group = S("autoscaling"),
                           .version = S("v1"),
                           .kind = S("Scale"),
                           .verbs = CHANGE},
    [VD_KUBE_SUB_STATUS] = {.name = S("status"), .verbs = CHANGE},
    [VD_KUBE_SUB_TOKEN] = {.name = S("token"),
                           .group = S("authentication.k8s.io"),
                           .version = S("v1"),
                           .kind = S("TokenRequest"),
                           .verbs = MAY(CREATE)},
};

const struct vd_kube_kind *vd_kube_builtin_kinds(size_t *out_count)
{
    *out_count = vd_kube_kinds_table_count;
    return vd_kube_kinds_table;
}

static bool is_of(const struct vd_kube_kind *kind, struct vd_slice group, struct vd_slice version)
{
    return vd_slice_eq(kind->group, group) &&
           (version.len == 0 || vd_slice_eq(kind->version, version));
}

const struct vd_kube_kind *vd_kube_builtin_find(struct vd_slice group, struct vd_slice version,
                                                struct vd_slice plural)
{
    for (size_t i = 0; i < vd_kube_kinds_table_count; i++) {
        const struct vd_kube_kind *kind = &vd_kube_kinds_table[i];

        if (vd_slice_eq(kind->plural, plural) && is_of(kind, group, version))
            return kind;
    }
    return NULL;
}

const struct vd_kube_kind *vd_kube_builtin_of(struct vd_slice group, struct vd_slice version,
                                              struct vd_slice name)
{
    for (size_t i = 0; i < vd_kube_kinds_table_count; i++) {
        const struct vd_kube_kind *kind = &vd_kube_kinds_table[i];

        if (vd_slice_eq(kind->kind, name) && is_of(kind, group, version))
            return kind;
    }
    return NULL;
}

bool vd_kube_builtin_has_group(struct vd_slice group)
{
    for (size_t i = 0; i < vd_kube_kinds_table_count; i++)
        if (vd_slice_eq(vd_kube_kinds_table[i].group, group))
            return true;
    return false;
}

enum vd_kube_sub vd_kube_sub_of(struct vd_slice word)
{
    for (unsigned sub = 1; sub < VD_KUBE_SUBS; sub++)
        if (vd_slice_eq(subs[sub].name, word))
            return (enum vd_kube_sub)sub;
    return VD_KUBE_SUB_NONE;
}

const struct vd_kube_sub_facts *vd_kube_sub_facts(enum vd_kube_sub sub)
{
    return &subs[sub];
}

const char *vd_kube_may_name(enum vd_kube_may may)
{
    static const char *const names[] = {"create", "delete", "deletecollection", "get",
                                        "list",   "patch",  "update",           "watch"};
    unsigned bit = 0;

    while (bit < 7 && !((unsigned)may >> bit & 1))
        bit++;
    return names[bit];
}

void vd_kube_kind_name(const struct vd_kube_kind *kind, struct vd_buf *buf)
{
    vd_buf_append_slice(buf, kind->plural);
    if (kind->group.len > 0) {
        vd_buf_append(buf, ".", 1);
        vd_buf_append_slice(buf, kind->group);
    }
}

const struct vd_kube_type *vd_kube_kind_type(const struct vd_kube_kind *kind)
{
    return kind->custom ? NULL : vd_kube_type_of(kind->group, kind->version, kind->kind);
}

const struct vd_kube_kind *vd_kube_kind_ref(const struct vd_kube_kind *kind)
{
    if (kind->custom)
        vd_kube_crd_ref(kind->custom->crd);
    return kind;
}

void vd_kube_kind_unref(const struct vd_kube_kind *kind)
{
    if (kind && kind->custom)
        vd_kube_crd_unref(kind->custom->crd);
}

void vd_kube_version_split(struct vd_slice api_version, struct vd_slice *out_group,
                           struct vd_slice *out_version)
{
    const uint8_t *slash = api_version.len ? memchr(api_version.ptr, '/', api_version.len) : NULL;
    size_t group = slash ? (size_t)(slash - api_version.ptr) : 0;

    *out_group = vd_slice(api_version.ptr, group);
    *out_version = slash ? vd_slice(slash + 1, api_version.len - group - 1) : api_version;
}
