/* SPDX-License-Identifier: Apache-2.0 */
/* Whether an object is selected: its text is looked into no further than it is asked for. */
#include "base/check.h"
#include "doors/kube/model/scan.h"
#include "doors/kube/model/selector.h"

#include <errno.h>
#include <stdlib.h>

bool vd_kube_selector_int(struct vd_slice text, int64_t *out_number)
{
    char copy[24], *end;

    if (!text.len || text.len >= sizeof(copy) || (text.ptr[0] <= ' '))
        return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    errno = 0;
    *out_number = strtoll(copy, &end, 10);
    return !errno && end == copy + text.len;
}

static struct vd_slice find_member(struct vd_kube_subject *subject, struct vd_slice name)
{
    struct vd_kube_subject_member *member = subject->members;
    struct vd_slice value;

    for (unsigned i = 0; i < subject->member_count; i++, member++)
        if (vd_slice_eq(member->name, name))
            return member->value;
    value = vd_kube_scan_member(subject->value, name);
    if (subject->member_count < VD_KUBE_SUBJECT_MEMBERS)
        subject->members[subject->member_count++] = (struct vd_kube_subject_member){name, value};
    return value;
}

static struct vd_slice find_path(struct vd_kube_subject *subject, struct vd_slice path)
{
    const uint8_t *dot = path.len ? memchr(path.ptr, '.', path.len) : NULL;
    size_t n = dot ? (size_t)(dot - path.ptr) : path.len;
    struct vd_slice member = find_member(subject, vd_slice(path.ptr, n));

    if (!dot || !member.len)
        return member;
    return vd_kube_scan_path(member, vd_slice(dot + 1, path.len - n - 1));
}

struct vd_slice vd_kube_subject_labels(struct vd_kube_subject *subject)
{
    if (!subject->has_labels) {
        subject->labels = find_path(subject, VD_SLICE("metadata.labels"));
        subject->has_labels = true;
        if (subject->labels.len && subject->labels.ptr[0] != '{')
            subject->labels = VD_SLICE_EMPTY;
    }
    return subject->labels;
}

/* A string's raw text, or a number or truth as it is written; of anything else nothing. */
static bool scalar_of(struct vd_slice value, struct vd_slice *out)
{
    if (!value.len || value.ptr[0] == '{' || value.ptr[0] == '[' || value.ptr[0] == 'n')
        return false;
    *out = vd_kube_scan_is_string(value) ? vd_kube_scan_raw(value) : value;
    return out->len > 0;
}

struct vd_slice vd_kube_subject_field(struct vd_kube_subject *subject,
                                      const struct vd_kube_selectable *field)
{
    struct vd_slice found;

    if (field->from == VD_KUBE_FROM_NAME)
        return subject->name;
    if (field->from == VD_KUBE_FROM_NAMESPACE)
        return subject->name_space;
    if (scalar_of(find_path(subject, field->path), &found))
        return found;
    if (field->otherwise.len && scalar_of(find_path(subject, field->otherwise), &found))
        return found;
    return field->absent;
}

static bool is_among(const struct vd_kube_requirement *requirement, struct vd_slice raw)
{
    uint32_t low = 0, high = requirement->value_count;

    if (vd_kube_scan_has_escapes(raw) || high == 1) {
        for (uint32_t i = 0; i < high; i++)
            if (vd_kube_scan_says(raw, requirement->values[i]))
                return true;
        return false;
    }
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        int order = vd_slice_cmp(requirement->values[middle], raw);

        if (!order)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* raw: NULL if there is none. */
static bool holds(const struct vd_kube_requirement *requirement, const struct vd_slice *raw)
{
    int64_t number;

    switch (requirement->op) {
    case VD_KUBE_IS:
        return raw && is_among(requirement, *raw);
    case VD_KUBE_IS_NOT:
        return !raw || !is_among(requirement, *raw);
    case VD_KUBE_EXISTS:
        return raw != NULL;
    case VD_KUBE_IS_ABSENT:
        return raw == NULL;
    case VD_KUBE_ABOVE:
        return raw && vd_kube_selector_int(*raw, &number) && number > requirement->number;
    case VD_KUBE_BELOW:
        return raw && vd_kube_selector_int(*raw, &number) && number < requirement->number;
    }
    return false;
}

static bool label_holds(const struct vd_kube_requirement *requirement, struct vd_slice labels)
{
    struct vd_slice value = vd_kube_scan_member(labels, requirement->key), raw;

    if (!vd_kube_scan_is_string(value))
        return holds(requirement, NULL);
    raw = vd_kube_scan_raw(value);
    return holds(requirement, &raw);
}

bool vd_kube_selector_matches(const struct vd_kube_selector *selector,
                              struct vd_kube_subject *subject)
{
    for (uint32_t i = 0; i < selector->field_count; i++) {
        struct vd_slice raw = vd_kube_subject_field(subject, &selector->fields[i].field);

        if (!holds(&selector->fields[i], &raw))
            return false;
    }
    for (uint32_t i = 0; i < selector->label_count; i++)
        if (!label_holds(&selector->labels[i], vd_kube_subject_labels(subject)))
            return false;
    return true;
}
