/* SPDX-License-Identifier: Apache-2.0 */
/* One pass, which links anew what stays: a hostile object costs what it holds. As deep as the
 * reader let the document be. */
#include "doors/kube/model/tidy.h"

#include "doors/kube/model/doc.h"

static void tidy_field(const struct vd_kube_field *field, struct vd_json_value *value)
{
    const struct vd_kube_type *type = vd_kube_field_type(field);
    struct vd_json_value *at;

    if (!type || field->form != VD_KUBE_MESSAGE)
        return;
    if (!(field->flags & (VD_KUBE_REPEATED | VD_KUBE_MAP))) {
        vd_kube_tidy(type, value);
        return;
    }
    vd_kube_doc_each(at, value)
        vd_kube_tidy(type, at);
}

void vd_kube_tidy(const struct vd_kube_type *type, struct vd_json_value *document)
{
    struct vd_json_value *at, *next;

    if (!vd_kube_doc_is(document, VD_JSON_OBJECT))
        return;
    if (document->has_duplicates)
        vd_kube_doc_drop_duplicates(document);
    at = document->first;
    document->first = document->last = NULL;
    document->count = 0;
    for (; at; at = next) {
        const struct vd_kube_field *field = vd_kube_type_field(type, at->name);

        next = at->next;
        at->next = NULL;
        if (!field || at->type == VD_JSON_NULL)
            continue;
        if (document->last)
            document->last->next = at;
        else
            document->first = at;
        document->last = at;
        document->count++;
        tidy_field(field, at);
    }
}
