/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CustomResourceDefinitions (apiextensions.k8s.io/v1): the kinds that one serves, what is wrong
 * with one, and the status that it gets. Facts: apiextensions-apiserver, pkg/apis/apiextensions
 * (validation, defaults), pkg/controller/status (names, conditions).
 *
 * There is no controller behind it: a definition is judged, named and established in the write that
 * creates or changes it, so it is served from its own revision on.
 */
#ifndef VD_DOORS_KUBE_MODEL_CRD_H
#define VD_DOORS_KUBE_MODEL_CRD_H

#include "base/buf.h"
#include "doors/kube/model/causes.h"
#include "doors/kube/model/jsonpath.h"
#include "doors/kube/model/kind.h"

struct vd_kube_crd;
struct vd_kube_schema;

struct vd_kube_custom_column {
    struct vd_slice name, type, format, description;
    int64_t priority;
    const struct vd_kube_jsonpath *path;
};

/* What a kind of a definition has beyond what every kind has. Lives with the kind. */
struct vd_kube_custom {
    struct vd_kube_crd *crd;
    const struct vd_kube_custom_column *columns; /* none declared: none here */
    uint32_t column_count;
    /* Of the scale subresource; NULL: none. The label selector's is NULL if none is declared. */
    const struct vd_kube_jsonpath *scale_spec, *scale_status, *scale_selector;
    const struct vd_slice *selectable; /* JSON paths without the dot: "spec.color" */
    uint32_t selectable_count;
    bool preserves; /* spec.preserveUnknownFields, or no schema at all: nothing is pruned */
    struct vd_slice deprecation; /* the Warning of a deprecated version; empty: none */
};

/* The schema of a kind, compiled when it is first asked for. NULL in *out_schema: it has none (or
 * is built-in), everything is taken. 0; VD_INVALID, VD_TOO_LARGE: it cannot be compiled (a
 * definition that was written past this door); -ENOMEM. */
VD_MUST_CHECK int vd_kube_kind_schema(const struct vd_kube_kind *kind,
                                      const struct vd_kube_schema **out_schema);

/* --- a definition ----------------------------------------------------------------------------- */

/* From what is stored: its text is copied. One reference. 0; VD_INVALID: it is no definition;
 * VD_TOO_LARGE; -ENOMEM. */
VD_MUST_CHECK int vd_kube_crd_new(struct vd_slice text, struct vd_kube_crd **out_crd);
struct vd_kube_crd *vd_kube_crd_ref(struct vd_kube_crd *crd);
void vd_kube_crd_unref(struct vd_kube_crd *crd);
/* As it is stored. */
struct vd_slice vd_kube_crd_text(const struct vd_kube_crd *crd);
struct vd_slice vd_kube_crd_name(const struct vd_kube_crd *crd);
/* Whether its names were accepted and it is established: only then its kinds are served. */
bool vd_kube_crd_is_served(const struct vd_kube_crd *crd);
/* One a served version, the preferred first. */
const struct vd_kube_kind *vd_kube_crd_kinds(const struct vd_kube_crd *crd, size_t *out_count);
/* Equal for definitions of the same name whose kinds are the same in all that requests see: told by
 * a hash of the spec and what was accepted of it. */
uint64_t vd_kube_crd_print(const struct vd_kube_crd *crd);
/* How much a version is preferred: v2 over v1 over v1beta2 over v1alpha1 over what is none of
 * these, of which the first by name. As memcmp says. */
int vd_kube_version_cmp(struct vd_slice a, struct vd_slice b);
size_t vd_kube_crd_bytes(const struct vd_kube_crd *crd);

/* --- writing one ------------------------------------------------------------------------------ */

/* Defaults of its spec (singular, listKind, conversion …), in place. 0, -ENOMEM. Before judging. */
VD_MUST_CHECK int vd_kube_crd_default(struct vd_arena *arena, struct vd_json_value *doc);

/*
 * What is wrong with it: the causes of a 422, in the words of the real server; old: what it
 * replaces, or NULL. accept: enum vd_kube_accept; what needs a conversion webhook or CEL and is not
 * accepted goes to *out_refusal, a text that says so (empty: nothing), and what is accepted but not
 * enforced to *out_warning. 0 (causes->count tells), -ENOMEM.
 */
VD_MUST_CHECK int vd_kube_crd_judge(struct vd_arena *arena, const struct vd_json_value *doc,
                                    const struct vd_json_value *old, unsigned accept,
                                    struct vd_kube_causes *causes, struct vd_slice *out_refusal,
                                    struct vd_slice *out_warning);

/* The names that others have. */
struct vd_kube_crd_others {
    /* Who has this name in this group, of those that are not called `self`: the name of that
     * definition, or empty. is_kind: kinds and list kinds; otherwise plurals, singulars and short
     * names, which share one space. */
    struct vd_slice (*taken)(void *arg, struct vd_slice group, struct vd_slice name, bool is_kind,
                             struct vd_slice self);
    void *arg;
};

/*
 * Sets status: conditions NamesAccepted and Established, acceptedNames, storedVersions, as the real
 * server's controllers would a moment later. old: what is stored (NULL: it is new); time: now, RFC
 * 3339 with seconds. For creates, updates and patches of the definition, after judging.
 * 0, -ENOMEM.
 */
VD_MUST_CHECK int vd_kube_crd_settle(struct vd_arena *arena, struct vd_json_value *doc,
                                     const struct vd_json_value *old,
                                     const struct vd_kube_crd_others *others, struct vd_slice time);
/* The same for its deletion (it has a finalizer): condition Terminating. */
VD_MUST_CHECK int vd_kube_crd_end(struct vd_arena *arena, struct vd_json_value *doc,
                                  struct vd_slice time);
/* What holds a definition until its objects are gone: is added on create. */
#define VD_KUBE_CRD_FINALIZER "customresourcecleanup.apiextensions.k8s.io"

#endif
