/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Label and field selectors: what they say (apimachinery, pkg/labels/selector.go and
 * pkg/fields/selector.go), and whether an object is selected. An object is looked at as the text
 * that is stored, and no more of it than is asked for.
 */
#ifndef VD_DOORS_KUBE_MODEL_SELECTOR_H
#define VD_DOORS_KUBE_MODEL_SELECTOR_H

#include "doors/kube/model/selectable.h"

enum {
    VD_KUBE_SELECTOR_FAULT_BYTES = 256,
    VD_KUBE_REQUIREMENTS_MAX = 256, /* of one selector; and values of one requirement: */
    VD_KUBE_REQUIREMENT_VALUES_MAX = 4096,
    VD_KUBE_SUBJECT_MEMBERS = 4
};

enum vd_kube_operator {
    VD_KUBE_IS,     /* it is there, and one of the values */
    VD_KUBE_IS_NOT, /* it is not there, or none of the values */
    VD_KUBE_EXISTS,
    VD_KUBE_IS_ABSENT,
    VD_KUBE_ABOVE, /* it is there, a number, and larger than the number */
    VD_KUBE_BELOW
};

struct vd_kube_requirement {
    enum vd_kube_operator op;
    struct vd_slice key;           /* of a label */
    const struct vd_slice *values; /* in order, each once */
    uint32_t value_count;
    int64_t number;
    struct vd_kube_selectable field; /* of a field; label is empty of labels */
};

/* All of them must hold. */
struct vd_kube_selector {
    struct vd_kube_requirement *labels, *fields;
    uint32_t label_count, field_count;
};

/*
 * Add what a text says to a selector (which begins as zeros); an empty text says nothing. In the
 * arena, as copies. 0; VD_INVALID: it makes no sense, and fault says why; VD_TOO_MANY; -ENOMEM.
 */
VD_MUST_CHECK int vd_kube_selector_add_labels(struct vd_arena *arena, struct vd_slice text,
                                              struct vd_kube_selector *selector,
                                              char fault[VD_KUBE_SELECTOR_FAULT_BYTES]);
VD_MUST_CHECK int vd_kube_selector_add_fields(struct vd_arena *arena,
                                              const struct vd_kube_kind *kind, struct vd_slice text,
                                              struct vd_kube_selector *selector,
                                              char fault[VD_KUBE_SELECTOR_FAULT_BYTES]);

/* A number as "<" and ">" take it. */
bool vd_kube_selector_int(struct vd_slice text, int64_t *out_number);

static inline bool vd_kube_selector_is_empty(const struct vd_kube_selector *selector)
{
    return !selector->label_count && !selector->field_count;
}

/* What a selector looks at: one object. */
struct vd_kube_subject {
    struct vd_slice name_space, name; /* of its key */
    struct vd_slice value;            /* its text, which was checked */
    struct vd_slice labels;           /* as found in it, once has_labels */
    bool has_labels;
    /* Its members that were looked into: most fields lie in the same one or two, behind others that
     * are long. */
    struct vd_kube_subject_member {
        struct vd_slice name, value;
    } members[VD_KUBE_SUBJECT_MEMBERS];
    uint8_t member_count;
};

bool vd_kube_selector_matches(const struct vd_kube_selector *selector,
                              struct vd_kube_subject *subject);
/* The raw text of a field of it. */
struct vd_slice vd_kube_subject_field(struct vd_kube_subject *subject,
                                      const struct vd_kube_selectable *field);
/* Its labels: an object, or empty. */
struct vd_slice vd_kube_subject_labels(struct vd_kube_subject *subject);

#endif
