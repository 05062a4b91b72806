/* SPDX-License-Identifier: Apache-2.0 */
/* The table is walked along with the object: only what is there is gone into, so an object costs
 * what it holds. No recursion beyond the table's own depth. */
#include "doors/kube/model/defaults_table.h"

bool vd_kube_is_zero(const struct vd_json_value *value)
{
    if (vd_kube_doc_is_null(value))
        return true;
    if (value->type == VD_JSON_STRING)
        return !value->text.len;
    return value->type == VD_JSON_NUMBER && vd_slice_eq(value->text, VD_SLICE("0"));
}

/* Texts of the table are not copied. */
struct vd_json_value *vd_kube_default_value(struct vd_kube_doc *doc, const char *json)
{
    struct vd_slice text = vd_slice_str(json);
    struct vd_json_value *value;

    if (*json == '{')
        return vd_kube_doc_new_object(doc);
    if (*json == 't' || *json == 'f')
        return vd_kube_doc_new_bool(doc, *json == 't');
    value = vd_kube_doc_new_null(doc);
    if (!value)
        return NULL;
    value->type = *json == '"' ? VD_JSON_STRING : VD_JSON_NUMBER;
    value->text = *json == '"' ? vd_slice(text.ptr + 1, text.len - 2) : text;
    return value;
}

static void put(struct vd_kube_doc *doc, struct vd_json_value *object,
                const struct vd_kube_default *rule)
{
    const struct vd_json_value *there = vd_kube_doc_get(object, rule->name);

    if (rule->if_zero ? vd_kube_is_zero(there) : vd_kube_doc_is_null(there))
        vd_kube_doc_set(doc, object, rule->name, vd_kube_default_value(doc, rule->json));
}

void vd_kube_default_put(struct vd_kube_doc *doc, struct vd_json_value *object, const char *name,
                         const char *json)
{
    struct vd_kube_default rule = {name, json, true};

    put(doc, object, &rule);
}

static void fill(struct vd_kube_doc *doc, const struct vd_kube_defaults *of,
                 struct vd_json_value *object)
{
    struct vd_json_value *at;

    if (!vd_kube_doc_is(object, VD_JSON_OBJECT))
        return;
    if (of->first)
        of->first(doc, object);
    for (const struct vd_kube_default *rule = of->rules; rule && rule->name; rule++)
        put(doc, object, rule);
    for (const struct vd_kube_defaults_part *part = of->parts; part && part->name; part++) {
        struct vd_json_value *member = vd_kube_doc_get(object, part->name);

        if (!part->each) {
            fill(doc, part->of, member);
            continue;
        }
        if (vd_kube_doc_is(member, VD_JSON_ARRAY))
            vd_kube_doc_each(at, member)
                fill(doc, part->of, at);
    }
    if (of->last)
        of->last(doc, object);
}

static bool is_named(const char *name, struct vd_slice slice)
{
    return vd_slice_eq(vd_slice_str(name), slice);
}

void vd_kube_defaults(struct vd_kube_doc *doc, struct vd_slice group, struct vd_slice version,
                      struct vd_slice kind, struct vd_json_value *object)
{
    for (const struct vd_kube_defaults_kind *k = vd_kube_defaults_kinds; k->kind; k++) {
        if (is_named(k->kind, kind) && is_named(k->group, group) && is_named(k->version, version)) {
            fill(doc, k->of, object);
            return;
        }
    }
}
