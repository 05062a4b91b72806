/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a schema changes in a document: what it does not know goes, what it presets comes. Follows
 * apiextensions-apiserver pkg/apiserver/schema/pruning and defaulting; depth is that of the schema,
 * or where nothing is known that of the document, which is bounded when it is read.
 */
#include "doors/kube/model/doc.h"
#include "doors/kube/model/schema_inner.h"

#include <errno.h>

struct pruning {
    void (*unknown)(void *arg, struct vd_slice path);
    void *arg;
};

static void prune(const struct pruning *pruning, const struct vd_kube_schema *schema,
                  struct vd_json_value *value, const struct vd_kube_path *path);

static bool is_meta(struct vd_slice name)
{
    return vd_slice_eq(name, VD_SLICE("metadata")) || vd_slice_eq(name, VD_SLICE("apiVersion")) ||
           vd_slice_eq(name, VD_SLICE("kind"));
}

static void tell(const struct pruning *pruning, const struct vd_kube_path *path)
{
    struct vd_buf buf;

    if (!pruning->unknown)
        return;
    vd_buf_init(&buf, 4096);
    vd_kube_path_write(&buf, path);
    pruning->unknown(pruning->arg, vd_buf_slice(&buf));
    vd_buf_deinit(&buf);
}

/* Whether something is said of a member, and what: NULL in *out_schema: that it may be there, and
 * nothing in it. */
static bool knows(const struct vd_kube_schema *schema, struct vd_slice name,
                  const struct vd_kube_schema **out_schema)
{
    *out_schema = vd_kube_schema_member(schema, name);
    return *out_schema || schema->flags & VD_KUBE_SCHEMA_ANY_MEMBER;
}

/* An object of which the schema may know nothing at all. is_root: it has metadata of its own. */
static void prune_object(const struct pruning *pruning, const struct vd_kube_schema *schema,
                         struct vd_json_value *object, const struct vd_kube_path *path,
                         bool is_root)
{
    struct vd_json_value *at = object->first, *next;
    bool preserves = schema && schema->flags & VD_KUBE_SCHEMA_PRESERVE;
    bool has_meta = is_root || (schema && schema->flags & VD_KUBE_SCHEMA_EMBEDDED);
    struct vd_json_value *kept = NULL;

    for (; at; at = next) {
        struct vd_kube_path here = vd_kube_path_of(path, at->name);
        const struct vd_kube_schema *below = NULL;

        next = at->next;
        if (has_meta && is_meta(at->name)) {
            kept = at;
        } else if (schema && knows(schema, at->name, &below)) {
            prune(pruning, below, at, &here);
            kept = at;
        } else if (preserves) {
            kept = at;
        } else {
            tell(pruning, &here);
            if (kept)
                kept->next = next;
            else
                object->first = next;
            object->count--;
        }
    }
    object->last = kept;
}

static void prune(const struct pruning *pruning, const struct vd_kube_schema *schema,
                  struct vd_json_value *value, const struct vd_kube_path *path)
{
    bool preserves = schema && schema->flags & VD_KUBE_SCHEMA_PRESERVE;
    struct vd_json_value *at;
    int64_t index = 0;

    if (value->type == VD_JSON_OBJECT)
        prune_object(pruning, schema, value, path, false);
    if (value->type != VD_JSON_ARRAY || (preserves && !schema->items))
        return;
    vd_kube_doc_each(at, value) {
        struct vd_kube_path here = vd_kube_path_at(path, index++);

        prune(pruning, schema ? schema->items : NULL, at, &here);
    }
}

void vd_kube_schema_prune(const struct vd_kube_schema *schema, struct vd_json_value *doc,
                          void (*unknown)(void *arg, struct vd_slice path), void *arg)
{
    struct pruning pruning = {unknown, arg};

    if (doc->type == VD_JSON_OBJECT)
        prune_object(&pruning, schema, doc, NULL, true);
}

void vd_kube_schema_prune_part(const struct vd_kube_schema *schema, struct vd_json_value *value)
{
    struct pruning pruning = {NULL, NULL};

    prune(&pruning, schema, value, NULL);
}

/* --- defaults --------------------------------------------------------------------------------- */

static bool is_bad_null(const struct vd_json_value *value, const struct vd_kube_schema *schema)
{
    return value->type == VD_JSON_NULL && schema && !(schema->flags & VD_KUBE_SCHEMA_NULLABLE);
}

static void drop_nulls(const struct vd_kube_schema *schema, struct vd_json_value *value)
{
    struct vd_json_value *at = value->first, *next;

    if (!schema)
        return;
    if (value->type == VD_JSON_ARRAY)
        for (; at; at = at->next)
            drop_nulls(schema->items, at);
    if (value->type != VD_JSON_OBJECT)
        return;
    for (struct vd_json_value *kept = NULL; at; at = next) {
        const struct vd_kube_schema *below = vd_kube_schema_member(schema, at->name);

        next = at->next;
        if (!is_bad_null(at, below) || below->preset) {
            drop_nulls(below, at);
            kept = at;
            continue;
        }
        if (kept)
            kept->next = next;
        else
            value->first = next;
        if (!next)
            value->last = kept;
        value->count--;
    }
}

static void preset(struct vd_kube_doc *edit, const struct vd_kube_schema *schema,
                   struct vd_json_value *value);

/* A null where none may be becomes what is preset. */
static void preset_child(struct vd_kube_doc *edit, const struct vd_kube_schema *schema,
                         struct vd_json_value *child)
{
    if (!schema || edit->rc || !(schema->flags & VD_KUBE_SCHEMA_DEFAULTS_BELOW))
        return;
    if (is_bad_null(child, schema) && schema->preset) {
        struct vd_json_value *copy = vd_kube_doc_copy(edit, schema->preset);

        if (copy)
            vd_kube_doc_become(child, copy);
    }
    preset(edit, schema, child);
}

static void preset_object(struct vd_kube_doc *edit, const struct vd_kube_schema *schema,
                          struct vd_json_value *object)
{
    struct vd_kube_index index;
    struct vd_json_value *at;

    vd_kube_index_init(&index, object);
    for (uint32_t i = 0; i < schema->member_count; i++) {
        const struct vd_kube_schema_member *member = &schema->members[i];

        if (member->schema->preset && !vd_kube_index_find(&index, member->name))
            vd_kube_doc_set_slice(edit, object, member->name,
                                  vd_kube_doc_copy(edit, member->schema->preset));
    }
    vd_kube_index_deinit(&index);
    vd_kube_doc_each(at, object)
        preset_child(edit, vd_kube_schema_member(schema, at->name), at);
}

static void preset(struct vd_kube_doc *edit, const struct vd_kube_schema *schema,
                   struct vd_json_value *value)
{
    struct vd_json_value *at;

    if (value->type == VD_JSON_OBJECT)
        preset_object(edit, schema, value);
    else if (value->type == VD_JSON_ARRAY)
        vd_kube_doc_each(at, value)
            preset_child(edit, schema->items, at);
}

int vd_kube_schema_default(const struct vd_kube_schema *schema, struct vd_arena *arena,
                           struct vd_json_value *doc)
{
    struct vd_kube_doc edit = {arena, 0};

    drop_nulls(schema, doc);
    if (schema->flags & VD_KUBE_SCHEMA_DEFAULTS_BELOW)
        preset(&edit, schema, doc);
    return edit.rc ? -ENOMEM : 0;
}
