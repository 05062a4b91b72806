/* SPDX-License-Identifier: Apache-2.0 */
/* What the tables of defaults are made of; for defaults*.c only. */
#ifndef VD_DOORS_KUBE_MODEL_DEFAULTS_TABLE_H
#define VD_DOORS_KUBE_MODEL_DEFAULTS_TABLE_H

#include "doors/kube/model/defaults.h"

/* A member that is put where it is missing or null; if_zero: or "" or 0, which in Go are the same
 * where a field is no pointer. json: a string, a number, true, false, or {} for an empty object
 * (then also what lies in it is filled in, by a part of the same name). */
struct vd_kube_default {
    const char *name, *json;
    bool if_zero;
};

struct vd_kube_defaults;

/* A member that has defaults of its own. */
struct vd_kube_defaults_part {
    const char *name;
    const struct vd_kube_defaults *of;
    bool each; /* of a list: its elements */
};

/* `first` is called before the rules, `last` after all parts; both may be NULL. Lists end with an
 * empty name. */
struct vd_kube_defaults {
    const struct vd_kube_default *rules;
    const struct vd_kube_defaults_part *parts;
    void (*first)(struct vd_kube_doc *doc, struct vd_json_value *object);
    void (*last)(struct vd_kube_doc *doc, struct vd_json_value *object);
};

struct vd_kube_defaults_kind {
    const char *group, *version, *kind;
    const struct vd_kube_defaults *of;
};

extern const struct vd_kube_defaults vd_kube_defaults_pod, vd_kube_defaults_pod_template,
    vd_kube_defaults_claim, vd_kube_defaults_claim_spec;
/* Ends with kind NULL. */
extern const struct vd_kube_defaults_kind vd_kube_defaults_kinds[];

/* The text of a value in the table as a value. */
struct vd_json_value *vd_kube_default_value(struct vd_kube_doc *doc, const char *json);
/* Missing, null, "" or 0. */
bool vd_kube_is_zero(const struct vd_json_value *value);
void vd_kube_default_put(struct vd_kube_doc *doc, struct vd_json_value *object, const char *name,
                         const char *json);

#endif
