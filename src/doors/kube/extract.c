/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One extractor a kind. The names of terms begin with a letter that says whether it is a label or a
 * field; the values are the characters that they stand for. A label is extracted if it has a value
 * that is a string; a field always, because a selector may want it empty.
 */
#include "doors/kube/extract.h"

#include "base/alloc.h"
#include "doors/kube/model/scan.h"
#include "doors/kube/model/splice.h"

#include <errno.h>

struct vd_kube_extractor {
    struct vd_extractor base;
    struct vd_list link; /* in kube->extractors */
    struct vd_kube *kube;
    const struct vd_kube_kind *kind;
    unsigned refs;
};

enum { LABEL = 'l', FIELD = 'f' };

/* --- extracting --------------------------------------------------------------------------------
 */

struct terms {
    struct vd_arena *arena;
    struct vd_term *terms;
    uint32_t count, room;
    int status;
};

static struct vd_slice marked(struct vd_arena *arena, uint8_t mark, struct vd_slice raw)
{
    uint8_t *text = vd_arena_alloc(arena, raw.len + 1);

    if (!text)
        return VD_SLICE_EMPTY;
    text[0] = mark;
    return vd_slice(text, 1 + vd_kube_scan_unescape(raw, text + 1));
}

static struct vd_slice plain(struct terms *to, struct vd_slice raw)
{
    uint8_t *text;

    if (!vd_kube_scan_has_escapes(raw))
        return raw;
    text = vd_arena_alloc(to->arena, raw.len);
    if (!text) {
        to->status = -ENOMEM;
        return VD_SLICE_EMPTY;
    }
    return vd_slice(text, vd_kube_scan_unescape(raw, text));
}

static bool grow(struct terms *to)
{
    uint32_t room = to->room ? to->room * 2 : 16;
    struct vd_term *terms = vd_arena_alloc(to->arena, room * sizeof(*terms));

    if (!terms)
        return false;
    if (to->count)
        memcpy(terms, to->terms, to->count * sizeof(*terms));
    to->terms = terms;
    to->room = room;
    return true;
}

static void add(struct terms *to, uint8_t mark, struct vd_slice raw_name, struct vd_slice raw_value)
{
    struct vd_slice name = marked(to->arena, mark, raw_name);

    if (!name.len || (to->count == to->room && !grow(to))) {
        to->status = -ENOMEM;
        return;
    }
    to->terms[to->count++] = (struct vd_term){name, plain(to, raw_value)};
}

static void add_labels(struct terms *to, struct vd_kube_subject *subject)
{
    struct vd_kube_scan scan;
    struct vd_slice name;

    if (!vd_kube_scan_object(&scan, vd_kube_subject_labels(subject)))
        return;
    while (!to->status && vd_kube_scan_next(&scan, &name)) {
        struct vd_slice value = vd_kube_scan_value(&scan);

        if (vd_kube_scan_is_string(value))
            add(to, LABEL, name, vd_kube_scan_raw(value));
    }
}

static void add_fields(struct terms *to, const struct vd_kube_kind *kind,
                       struct vd_kube_subject *subject)
{
    struct vd_kube_selectable field;

    for (uint32_t i = 0; !to->status && vd_kube_selectable_at(kind, i, &field); i++)
        add(to, FIELD, field.label, vd_kube_subject_field(subject, &field));
}

static int extract(const struct vd_extractor *base, const struct vd_event *event,
                   struct vd_arena *arena, const struct vd_term **out_terms, uint32_t *out_count)
{
    const struct vd_kube_extractor *extractor =
        vd_container_of(base, const struct vd_kube_extractor, base);
    struct vd_kube_subject subject = {.value = vd_event_value(event)};
    struct terms to = {.arena = arena};

    *out_count = 0;
    if (event->type != VD_EVENT_PUT ||
        !vd_kube_key_split(extractor->kube, extractor->kind, vd_event_key(event),
                           &subject.name_space, &subject.name) ||
        !vd_kube_splice_check(extractor->kind, subject.value,
                              vd_kube_is_ours(vd_event_cause(event))))
        return 0;
    add_labels(&to, &subject);
    add_fields(&to, extractor->kind, &subject);
    *out_terms = to.terms;
    *out_count = to.count;
    return to.status;
}

/* --- its life ----------------------------------------------------------------------------------
 */

static struct vd_kube_extractor *find_extractor(struct vd_kube *kube,
                                                const struct vd_kube_kind *kind)
{
    struct vd_kube_extractor *extractor, *tmp;

    vd_list_each(extractor, tmp, &kube->extractors, link) if (extractor->kind == kind)
    {
        extractor->refs++;
        return extractor;
    }
    extractor = vd_alloc_zero(sizeof(*extractor));
    if (!extractor)
        return NULL;
    extractor->base.extract = extract;
    extractor->kube = kube;
    extractor->kind = vd_kube_kind_ref(kind);
    extractor->refs = 1;
    vd_list_append(&kube->extractors, &extractor->link);
    return extractor;
}

void vd_kube_extractor_drop(struct vd_kube_extractor *extractor)
{
    if (!extractor || --extractor->refs)
        return;
    vd_list_remove(&extractor->link);
    vd_kube_kind_unref(extractor->kind);
    vd_free(extractor);
}

const struct vd_extractor *vd_kube_extractor_base(const struct vd_kube_extractor *extractor)
{
    return extractor ? &extractor->base : NULL;
}

/* --- terms of a selector -----------------------------------------------------------------------
 */

static bool is_term(const struct vd_kube_requirement *requirement)
{
    return requirement->op == VD_KUBE_IS && requirement->value_count == 1;
}

static int add_term(struct vd_kube_show *show, struct vd_term *term, uint8_t mark,
                    struct vd_slice name, struct vd_slice value)
{
    uint8_t *text = vd_arena_alloc(&show->arena, name.len + 1);

    if (!text)
        return -ENOMEM;
    text[0] = mark;
    memcpy(text + 1, name.ptr, name.len);
    *term = (struct vd_term){vd_slice(text, name.len + 1), value};
    return 0;
}

/* What the range of keys says already need not be looked at again. */
static bool is_said(const struct vd_kube_show *show, const struct vd_kube_requirement *requirement)
{
    struct vd_slice value = requirement->values[0];

    if (requirement->field.from == VD_KUBE_FROM_NAME)
        return show->name.len && vd_slice_eq(show->name, value);
    return requirement->field.from == VD_KUBE_FROM_NAMESPACE && show->name_space.len &&
           vd_slice_eq(show->name_space, value);
}

static int add_all(struct vd_kube_show *show, struct vd_term *terms,
                   const struct vd_kube_requirement *list, uint32_t count, uint8_t mark)
{
    int rc = 0;

    for (uint32_t i = 0; rc == 0 && i < count; i++) {
        struct vd_slice name = mark == LABEL ? list[i].key : list[i].field.label;

        if (!is_term(&list[i]))
            show->has_rest = true;
        else if (mark == LABEL || !is_said(show, &list[i]))
            rc = add_term(show, &terms[show->term_count++], mark, name, list[i].values[0]);
    }
    return rc;
}

int vd_kube_show_set_terms(struct vd_kube_show *show)
{
    const struct vd_kube_selector *selector = &show->selector;
    uint32_t count = selector->label_count + selector->field_count;
    struct vd_term *terms;
    int rc;

    if (!count)
        return 0;
    terms = vd_arena_alloc(&show->arena, count * sizeof(*terms));
    if (!terms)
        return -ENOMEM;
    show->terms = terms;
    rc = add_all(show, terms, selector->labels, selector->label_count, LABEL);
    if (rc == 0)
        rc = add_all(show, terms, selector->fields, selector->field_count, FIELD);
    if (rc || !show->term_count)
        return rc;
    show->extractor = find_extractor(show->kube, show->kind);
    return show->extractor ? 0 : -ENOMEM;
}
