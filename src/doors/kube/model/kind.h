/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A kind: one resource in one served version, and all that a request of it depends on. Built-in
 * kinds are a constant table (kinds_table.c); kinds of CustomResourceDefinitions are made from the
 * definition (crd.h) and end with it. Facts of the table: kubernetes 1.37, pkg/registry
 * (strategies, storage), pkg/kubeapiserver/default_storage_factory_builder.go, api/discovery.
 */
#ifndef VD_DOORS_KUBE_MODEL_KIND_H
#define VD_DOORS_KUBE_MODEL_KIND_H

#include "wire/json_read.h"

struct vd_kube_custom; /* doors/kube/model/crd.h */
struct vd_kube_type;   /* doors/kube/model/types.h */

/* What may be asked of a resource, as bits, in the order in which discovery names them. */
enum vd_kube_may {
    VD_KUBE_MAY_CREATE = 1 << 0,
    VD_KUBE_MAY_DELETE = 1 << 1,
    VD_KUBE_MAY_DELETE_COLLECTION = 1 << 2,
    VD_KUBE_MAY_GET = 1 << 3,
    VD_KUBE_MAY_LIST = 1 << 4,
    VD_KUBE_MAY_PATCH = 1 << 5,
    VD_KUBE_MAY_UPDATE = 1 << 6,
    VD_KUBE_MAY_WATCH = 1 << 7,
    VD_KUBE_MAY_ALL = 255,
};

/* The last segment of a path behind a name. 1 << sub is its bit in kind->subresources. */
enum vd_kube_sub {
    VD_KUBE_SUB_NONE,
    VD_KUBE_SUB_APPROVAL,
    VD_KUBE_SUB_ATTACH,
    VD_KUBE_SUB_BINDING,
    VD_KUBE_SUB_EPHEMERALCONTAINERS,
    VD_KUBE_SUB_EVICTION,
    VD_KUBE_SUB_EXEC,
    VD_KUBE_SUB_FINALIZE,
    VD_KUBE_SUB_LOG,
    VD_KUBE_SUB_PORTFORWARD,
    VD_KUBE_SUB_PROXY,
    VD_KUBE_SUB_RESIZE,
    VD_KUBE_SUB_SCALE,
    VD_KUBE_SUB_STATUS,
    VD_KUBE_SUB_TOKEN,
    VD_KUBE_SUBS,
};

/* What a subresource is, as discovery says it. */
struct vd_kube_sub_facts {
    struct vd_slice name;
    struct vd_slice group, version, kind; /* of what it takes and gives; empty: the parent's */
    uint32_t verbs;                       /* enum vd_kube_may */
};

enum vd_kube_trait {
    VD_KUBE_HAS_GENERATION = 1 << 0,   /* counts changes of what is neither metadata nor status */
    VD_KUBE_HAS_STATUS = 1 << 1,       /* writes of the object itself leave its status alone */
    VD_KUBE_STATUS_ON_CREATE = 1 << 2, /* but a create may bring one (nodes) */
    VD_KUBE_UNCONDITIONAL_UPDATE = 1 << 3, /* PUT without resourceVersion is taken */
    VD_KUBE_CREATE_ON_UPDATE = 1 << 4,     /* PUT to what does not exist makes it */
    /* How a name is judged; none of these: a DNS-1123 subdomain. */
    VD_KUBE_NAME_LABEL = 1 << 5,   /* DNS-1123 label */
    VD_KUBE_NAME_RFC1035 = 1 << 6, /* DNS-1035 label */
    VD_KUBE_NAME_PATH = 1 << 7,    /* anything that can stand in a path: no "/", "%", ".", ".." */
    VD_KUBE_NAME_IP = 1 << 8,      /* an IP address in its one way to be written */
    VD_KUBE_NAME_CRD = 1 << 9,     /* its spec says which name it must have: crd.h judges */
    VD_KUBE_RETURNS_OBJECT = 1 << 10, /* a delete that is done at once answers with the object */
    VD_KUBE_CREATE_ONLY = 1 << 11,    /* a question (reviews): answered, never stored */
    /* Stored, but nobody acts on them: refused, unless --kube-accept has the word. */
    VD_KUBE_NEEDS_WEBHOOKS = 1 << 12,
    VD_KUBE_NEEDS_CEL = 1 << 13,
    VD_KUBE_NEEDS_AGGREGATION = 1 << 14, /* if its spec.service is set; there is no such word */
    /* Objects of several versions lie in the store as they were written: what is served must have
     * its apiVersion replaced by the kind's where it is another. Then to_served is set as well. */
    VD_KUBE_SEVERAL_VERSIONS = 1 << 15,
};

/* What --kube-accept has named. */
enum vd_kube_accept { VD_KUBE_ACCEPT_WEBHOOKS = 1, VD_KUBE_ACCEPT_CEL = 2 };

struct vd_kube_kind {
    struct vd_slice group; /* empty: core */
    struct vd_slice version;
    struct vd_slice api_version; /* "v1", "apps/v1" */
    struct vd_slice plural, singular, kind, list_kind;
    const struct vd_slice *short_names, *categories;
    uint32_t short_name_count, category_count;
    /* Between the prefix and the namespace or name, without slashes at its ends: "services/specs".
     * Empty: not stored. */
    struct vd_slice storage;
    struct vd_slice stored_api_version; /* what is written to the store */
    bool namespaced;
    uint32_t verbs;        /* enum vd_kube_may */
    uint32_t subresources; /* 1 << enum vd_kube_sub */
    uint32_t traits;       /* enum vd_kube_trait */
    /*
     * A document from the store as this version shows it, and a document of this version as it is
     * stored, apiVersion and kind included; in place, new parts in the arena. NULL: they are the
     * same. 0; VD_INVALID: it is not of this kind; -ENOMEM (also: over the arena's cap).
     */
    int (*to_served)(const struct vd_kube_kind *kind, struct vd_arena *arena,
                     struct vd_json_value *doc);
    int (*to_stored)(const struct vd_kube_kind *kind, struct vd_arena *arena,
                     struct vd_json_value *doc);
    struct vd_kube_custom *custom; /* NULL: built-in */
};

/* The table, in the order in which discovery shows groups; versions of a group the preferred one
 * first. */
const struct vd_kube_kind *vd_kube_builtin_kinds(size_t *out_count);
/* NULL: there is none. */
const struct vd_kube_kind *vd_kube_builtin_find(struct vd_slice group, struct vd_slice version,
                                                struct vd_slice plural);
/* By its kind ("Deployment"), in one version or (empty) the preferred. */
const struct vd_kube_kind *vd_kube_builtin_of(struct vd_slice group, struct vd_slice version,
                                              struct vd_slice kind);
/* Whether a group is one of ours, which no CustomResourceDefinition may serve. */
bool vd_kube_builtin_has_group(struct vd_slice group);

/* The fields of a built-in kind; NULL: custom. */
const struct vd_kube_type *vd_kube_kind_type(const struct vd_kube_kind *kind);

/* A kind is kept as long as somebody refers to it. On one loop only; free for built-in ones. */
const struct vd_kube_kind *vd_kube_kind_ref(const struct vd_kube_kind *kind);
void vd_kube_kind_unref(const struct vd_kube_kind *kind); /* NULL is fine */

/* VD_KUBE_SUB_NONE: there is no such word. */
enum vd_kube_sub vd_kube_sub_of(struct vd_slice word);
const struct vd_kube_sub_facts *vd_kube_sub_facts(enum vd_kube_sub sub);
static inline bool vd_kube_kind_has_sub(const struct vd_kube_kind *kind, enum vd_kube_sub sub)
{
    return kind->subresources >> sub & 1;
}
/* "get" for VD_KUBE_MAY_GET, and so on. */
const char *vd_kube_may_name(enum vd_kube_may may);

/* "deployments.apps", or "pods" in the core group: what messages call a resource. Appends. */
void vd_kube_kind_name(const struct vd_kube_kind *kind, struct vd_buf *buf);

/* "apps/v1" as group and version; "v1" has the group "". */
void vd_kube_version_split(struct vd_slice api_version, struct vd_slice *out_group,
                           struct vd_slice *out_version);

#endif
