/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a write to a resource cannot change, so that nobody owns it through it (kubernetes 1.36,
 * GetResetFields of the strategies in pkg/registry), and what nobody owns at all (apimachinery's
 * stripmeta.go).
 */
#include "doors/kube/model/managed_entries.h"

#include "base/check.h"

#define FIELD(text)                                                                                \
    {                                                                                              \
        .kind = VD_KUBE_STEP_FIELD, .name = {(const uint8_t *)(text), sizeof(text) - 1 }           \
    }

enum { RESET_STEPS = 2 };

static const char *const NOTHING[] = {NULL};
static const char *const STATUS[] = {"status", NULL};
static const char *const SPEC[] = {"spec", NULL};
static const char *const SPEC_AND_METADATA[] = {"metadata", "spec", NULL};
static const char *const SPEC_AND_STATUS[] = {"spec", "status", NULL};
static const char *const SPEC_AND_LABELS[] = {"metadata.labels", "spec", NULL};
static const char *const SPEC_AND_CONDITIONS[] = {"spec", "status.conditions", NULL};
static const char *const SPEC_AND_CERTIFICATE[] = {"spec", "status.certificate", NULL};
static const char *const OF_POD_STATUS[] = {"metadata.deletionTimestamp",
                                            "metadata.ownerReferences", "spec", NULL};

/* Those that are not as one expects. */
static const struct {
    const char *group, *plural, *subresource;
    vd_kube_resets resets;
} ODD[] = {
    {"", "pods", "status", OF_POD_STATUS},
    {"admissionregistration.k8s.io", "validatingadmissionpolicies", "status", SPEC_AND_METADATA},
    {"apps", "deployments", "status", SPEC_AND_LABELS},
    {"certificates.k8s.io", "certificatesigningrequests", "", SPEC_AND_STATUS},
    {"certificates.k8s.io", "certificatesigningrequests", "approval", SPEC_AND_CERTIFICATE},
    {"certificates.k8s.io", "certificatesigningrequests", "status", SPEC_AND_CONDITIONS},
    {"flowcontrol.apiserver.k8s.io", "flowschemas", "status", SPEC_AND_METADATA},
    {"flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations", "status", SPEC_AND_METADATA},
    {"networking.k8s.io", "servicecidrs", "status", SPEC_AND_METADATA},
    {"resource.k8s.io", "resourceclaims", "status", SPEC_AND_METADATA},
    {"storage.k8s.io", "volumeattachments", "status", SPEC_AND_METADATA},
};

vd_kube_resets vd_kube_resets_of(struct vd_slice group, struct vd_slice plural,
                                 struct vd_slice subresource, bool has_status, bool is_custom)
{
    for (size_t i = 0; !is_custom && i < VD_COUNT(ODD); i++)
        if (vd_slice_eq(plural, vd_slice_str(ODD[i].plural)) &&
            vd_slice_eq(group, vd_slice_str(ODD[i].group)) &&
            vd_slice_eq(subresource, vd_slice_str(ODD[i].subresource)))
            return ODD[i].resets;
    if (!subresource.len)
        return has_status ? STATUS : NOTHING;
    if (vd_slice_eq(subresource, VD_SLICE("status")))
        return is_custom ? SPEC_AND_METADATA : SPEC;
    return vd_slice_eq(subresource, VD_SLICE("finalize")) ? STATUS : NOTHING;
}

/* --- sets ----------------------------------------------------------------------------------- */

static struct vd_kube_fields_entry OF_METADATA[] = {
    {.step = FIELD("clusterName"), .is_member = true},
    {.step = FIELD("creationTimestamp"), .is_member = true},
    {.step = FIELD("generation"), .is_member = true},
    {.step = FIELD("managedFields"), .is_member = true},
    {.step = FIELD("name"), .is_member = true},
    {.step = FIELD("namespace"), .is_member = true},
    {.step = FIELD("resourceVersion"), .is_member = true},
    {.step = FIELD("selfLink"), .is_member = true},
    {.step = FIELD("uid"), .is_member = true},
};
static const struct vd_kube_fields IN_METADATA = {OF_METADATA, VD_COUNT(OF_METADATA)};
static struct vd_kube_fields_entry OF_ROOT[] = {
    {.step = FIELD("apiVersion"), .is_member = true},
    {.step = FIELD("kind"), .is_member = true},
    {.step = FIELD("metadata"), .is_member = true, .below = &IN_METADATA},
};
static const struct vd_kube_fields NEVER_OWNED = {OF_ROOT, VD_COUNT(OF_ROOT)};

const struct vd_kube_fields *vd_kube_never_owned(void)
{
    return &NEVER_OWNED;
}

/* A path of one or two names as a set, in memory of the caller's. */
static const struct vd_kube_fields *one_path(const char *path,
                                             struct vd_kube_fields sets[RESET_STEPS],
                                             struct vd_kube_fields_entry entries[RESET_STEPS])
{
    const char *dot = strchr(path, '.');
    size_t len = dot ? (size_t)(dot - path) : strlen(path);

    entries[0] = (struct vd_kube_fields_entry){.step = vd_kube_step_field(vd_slice(path, len)),
                                               .is_member = !dot};
    sets[0] = (struct vd_kube_fields){&entries[0], 1};
    if (dot) {
        entries[1] = (struct vd_kube_fields_entry){
            .step = vd_kube_step_field(vd_slice_str(dot + 1)), .is_member = true};
        sets[1] = (struct vd_kube_fields){&entries[1], 1};
        entries[0].below = &sets[1];
    }
    return &sets[0];
}

int vd_kube_reset(struct vd_arena *arena, vd_kube_resets resets, const struct vd_kube_fields **set)
{
    int rc = 0;

    for (; !rc && resets && *resets; resets++) {
        struct vd_kube_fields_entry entries[RESET_STEPS];
        struct vd_kube_fields sets[RESET_STEPS];

        rc = vd_kube_fields_without(arena, *set, one_path(*resets, sets, entries), set);
    }
    return rc;
}

int vd_kube_reset_diff(struct vd_arena *arena, vd_kube_resets resets, struct vd_kube_diff *diff)
{
    int rc = vd_kube_reset(arena, resets, &diff->added);

    if (!rc)
        rc = vd_kube_reset(arena, resets, &diff->modified);
    return rc ? rc : vd_kube_reset(arena, resets, &diff->removed);
}
