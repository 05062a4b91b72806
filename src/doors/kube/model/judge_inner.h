/* SPDX-License-Identifier: Apache-2.0 */
/* What the judges of kinds share; for judge*.c only. */
#ifndef VD_DOORS_KUBE_MODEL_JUDGE_INNER_H
#define VD_DOORS_KUBE_MODEL_JUDGE_INNER_H

#include "doors/kube/model/causes.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/names.h"

/* A value and where it stands; old: what it replaces, NULL: it is new. */
struct vd_kube_place {
    const struct vd_json_value *value, *old;
    const struct vd_kube_path *path;
    struct vd_kube_causes *causes;
};

typedef void vd_kube_judge(const struct vd_kube_place *object);

/* judge_pod.c: a pod, and the spec of one that is in something else. */
vd_kube_judge vd_kube_judge_pod;
void vd_kube_judge_pod_spec(const struct vd_kube_place *spec);
/* judge_work.c: apps and batch. */
vd_kube_judge vd_kube_judge_deployment, vd_kube_judge_replicas, vd_kube_judge_stateful,
    vd_kube_judge_daemons, vd_kube_judge_controller, vd_kube_judge_job, vd_kube_judge_cron_job;
/* judge_core.c */
vd_kube_judge vd_kube_judge_service, vd_kube_judge_config_map, vd_kube_judge_secret,
    vd_kube_judge_claim, vd_kube_judge_volume, vd_kube_judge_event;
/* judge_other.c */
vd_kube_judge vd_kube_judge_role, vd_kube_judge_binding, vd_kube_judge_ingress,
    vd_kube_judge_scaler, vd_kube_judge_budget, vd_kube_judge_lease, vd_kube_judge_storage_class,
    vd_kube_judge_priority_class, vd_kube_judge_slice;

/* --- leaves ------------------------------------------------------------------------------------
 */

/* The member of this name as a place; its path lies in `memory`. */
struct vd_kube_place vd_kube_place_at(const struct vd_kube_place *object, const char *name,
                                      struct vd_kube_path *memory);

/* Each judges a member of an object. */
void vd_kube_judge_not_negative(const struct vd_kube_place *object, const char *name);
void vd_kube_judge_above_zero(const struct vd_kube_place *object, const char *name);
/* Is there, and not empty. detail: what the fault says besides. */
bool vd_kube_judge_needed(const struct vd_kube_place *object, const char *name, const char *detail);
/* One of the words, if it is there. */
void vd_kube_judge_word(const struct vd_kube_place *object, const char *name,
                        const char *const *words);
/* As it was. */
void vd_kube_judge_kept(const struct vd_kube_place *object, const char *name);
void vd_kube_judge_port(const struct vd_kube_place *object, const char *name);

void vd_kube_judge_faults(const struct vd_kube_place *object, const char *name,
                          struct vd_slice value, struct vd_kube_faults faults);

/* A LabelSelector; and whether it selects these labels (NULL: none). */
void vd_kube_judge_selector(const struct vd_kube_place *selector);
bool vd_kube_selector_selects(const struct vd_json_value *selector,
                              const struct vd_json_value *labels);
/* Neither matchLabels nor matchExpressions. */
bool vd_kube_selector_is_all(const struct vd_json_value *selector);

#endif
