/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A schema is compiled into nodes that hold what is asked of every document: members in the order
 * of their names, so that one is found by bisection, flags, defaults. The document that it came
 * from is not kept.
 */
#include "doors/kube/model/schema_inner.h"

#include "doors/kube/model/doc.h"

#include <errno.h>
#include <stdlib.h>

static const struct {
    struct vd_slice name;
    enum vd_kube_schema_type type;
} types[] = {
    {{(const uint8_t *)"object", 6}, VD_KUBE_SCHEMA_OBJECT},
    {{(const uint8_t *)"array", 5}, VD_KUBE_SCHEMA_ARRAY},
    {{(const uint8_t *)"string", 6}, VD_KUBE_SCHEMA_STRING},
    {{(const uint8_t *)"integer", 7}, VD_KUBE_SCHEMA_INTEGER},
    {{(const uint8_t *)"number", 6}, VD_KUBE_SCHEMA_NUMBER},
    {{(const uint8_t *)"boolean", 7}, VD_KUBE_SCHEMA_BOOLEAN},
};

static const struct {
    const char *name;
    enum vd_kube_schema_flags flag;
} flags[] = {
    {"nullable", VD_KUBE_SCHEMA_NULLABLE},
    {"x-kubernetes-preserve-unknown-fields", VD_KUBE_SCHEMA_PRESERVE},
    {"x-kubernetes-embedded-resource", VD_KUBE_SCHEMA_EMBEDDED},
    {"x-kubernetes-int-or-string", VD_KUBE_SCHEMA_INT_OR_STRING},
    {"uniqueItems", VD_KUBE_SCHEMA_UNIQUE},
    {"exclusiveMinimum", VD_KUBE_SCHEMA_ABOVE_MINIMUM},
    {"exclusiveMaximum", VD_KUBE_SCHEMA_BELOW_MAXIMUM},
};

static int read_type(const struct vd_json_value *doc, struct vd_kube_schema *schema)
{
    struct vd_slice name = vd_kube_doc_string(doc, "type");

    if (name.len == 0)
        return 0;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (vd_slice_eq(name, types[i].name)) {
            schema->type = (uint8_t)types[i].type;
            return 0;
        }
    return VD_INVALID;
}

static uint8_t read_merge(const struct vd_json_value *doc)
{
    static const struct {
        const char *member, *word;
        enum vd_kube_schema_merge merge;
    } words[] = {
        {"x-kubernetes-list-type", "atomic", VD_KUBE_SCHEMA_MERGE_ATOMIC},
        {"x-kubernetes-list-type", "set", VD_KUBE_SCHEMA_MERGE_SET},
        {"x-kubernetes-list-type", "map", VD_KUBE_SCHEMA_MERGE_MAP},
        {"x-kubernetes-map-type", "atomic", VD_KUBE_SCHEMA_MERGE_ATOMIC},
        {"x-kubernetes-map-type", "granular", VD_KUBE_SCHEMA_MERGE_GRANULAR},
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (vd_kube_doc_says(vd_kube_doc_get(doc, words[i].member), words[i].word))
            return (uint8_t)words[i].merge;
    return VD_KUBE_SCHEMA_MERGE_UNSAID;
}

/* A list of names; copied. */
static int read_names(struct vd_arena *arena, const struct vd_json_value *array,
                      const struct vd_slice **out_names, uint32_t *out_count)
{
    struct vd_slice *names;
    const struct vd_json_value *at;
    uint32_t count = 0;

    if (!vd_kube_doc_is(array, VD_JSON_ARRAY) || array->count == 0)
        return 0;
    names = vd_arena_alloc(arena, array->count * sizeof(*names));
    if (!names)
        return -ENOMEM;
    vd_kube_doc_each(at, array) {
        int rc = at->type == VD_JSON_STRING ? vd_arena_copy(arena, at->text, &names[count++])
                                            : VD_INVALID;

        if (rc)
            return rc;
    }
    *out_names = names;
    *out_count = count;
    return 0;
}

static int by_name(const void *a, const void *b)
{
    const struct vd_kube_schema_member *x = a, *y = b;

    return vd_slice_cmp(x->name, y->name);
}

/* Members with one name: the last one counts. */
static void drop_doubles(struct vd_kube_schema_member *members, uint32_t *count)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < *count; i++)
        if (i + 1 == *count || !vd_slice_eq(members[i].name, members[i + 1].name))
            members[kept++] = members[i];
    *count = kept;
}

static int read_members(struct vd_kube_schema_reader *reader, const struct vd_json_value *object,
                        unsigned depth, struct vd_kube_schema *schema)
{
    struct vd_kube_schema_member *members;
    const struct vd_json_value *at;
    uint32_t count = 0;

    if (!vd_kube_doc_is(object, VD_JSON_OBJECT) || object->count == 0)
        return 0;
    members = vd_arena_alloc(reader->arena, object->count * sizeof(*members));
    if (!members)
        return -ENOMEM;
    vd_kube_doc_each(at, object) {
        struct vd_kube_schema_member *member = &members[count++];
        int rc = vd_arena_copy(reader->arena, at->name, &member->name);

        if (rc == 0)
            rc = vd_kube_schema_read_node(reader, at, depth + 1, &member->schema);
        if (rc)
            return rc;
        schema->flags |= member->schema->flags & VD_KUBE_SCHEMA_DEFAULTS_BELOW;
    }
    qsort(members, count, sizeof(*members), by_name);
    drop_doubles(members, &count);
    schema->members = members;
    schema->member_count = count;
    return 0;
}

static int read_others(struct vd_kube_schema_reader *reader, const struct vd_json_value *doc,
                       unsigned depth, struct vd_kube_schema *schema)
{
    const struct vd_json_value *others = vd_kube_doc_get(doc, "additionalProperties");
    const struct vd_json_value *items = vd_kube_doc_get(doc, "items");
    int rc = 0;

    if (vd_kube_doc_is(others, VD_JSON_BOOL))
        schema->flags |= others->is_true ? VD_KUBE_SCHEMA_ANY_MEMBER : VD_KUBE_SCHEMA_NO_MEMBER;
    else if (!vd_kube_doc_is_null(others))
        rc = vd_kube_schema_read_node(reader, others, depth + 1, &schema->others);
    if (rc == 0 && !vd_kube_doc_is_null(items))
        rc = vd_kube_schema_read_node(reader, items, depth + 1, &schema->items);
    if (rc == 0 && schema->others)
        schema->flags |= schema->others->flags & VD_KUBE_SCHEMA_DEFAULTS_BELOW;
    if (rc == 0 && schema->items)
        schema->flags |= schema->items->flags & VD_KUBE_SCHEMA_DEFAULTS_BELOW;
    return rc;
}

static int read_preset(struct vd_arena *arena, const struct vd_json_value *doc,
                       struct vd_kube_schema *schema)
{
    const struct vd_json_value *preset = vd_kube_doc_get(doc, "default");
    struct vd_kube_doc copy = {arena, 0};

    if (vd_kube_doc_is_null(preset))
        return 0;
    schema->preset = vd_kube_doc_copy(&copy, preset);
    schema->flags |= VD_KUBE_SCHEMA_DEFAULTS_BELOW;
    return schema->preset ? 0 : -ENOMEM;
}

static int fill(struct vd_kube_schema_reader *reader, const struct vd_json_value *doc,
                unsigned depth, struct vd_kube_schema *schema)
{
    int rc = read_type(doc, schema);

    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
        if (vd_kube_doc_bool(doc, flags[i].name, false))
            schema->flags |= (uint16_t)flags[i].flag;
    schema->merge = read_merge(doc);
    if (rc == 0)
        rc = read_names(reader->arena, vd_kube_doc_get(doc, "required"), &schema->required,
                        &schema->required_count);
    if (rc == 0)
        rc = read_names(reader->arena, vd_kube_doc_get(doc, "x-kubernetes-list-map-keys"),
                        &schema->keys, &schema->key_count);
    if (rc == 0)
        rc = read_members(reader, vd_kube_doc_get(doc, "properties"), depth, schema);
    if (rc == 0)
        rc = read_others(reader, doc, depth, schema);
    if (rc == 0)
        rc = read_preset(reader->arena, doc, schema);
    if (rc == 0)
        rc = vd_kube_schema_read_rules(reader, doc, depth, &schema->rules);
    return rc;
}

int vd_kube_schema_read_node(struct vd_kube_schema_reader *reader, const struct vd_json_value *doc,
                             unsigned depth, const struct vd_kube_schema **out_schema)
{
    struct vd_kube_schema *schema;
    int rc;

    if (!vd_kube_doc_is(doc, VD_JSON_OBJECT))
        return VD_INVALID;
    if (depth > VD_KUBE_SCHEMA_DEPTH_MAX || ++reader->nodes > VD_KUBE_SCHEMA_NODES_MAX)
        return VD_TOO_LARGE;
    schema = vd_arena_alloc_zero(reader->arena, sizeof(*schema));
    if (!schema)
        return -ENOMEM;
    rc = fill(reader, doc, depth, schema);
    *out_schema = schema;
    return rc;
}

int vd_kube_schema_read(struct vd_arena *arena, const struct vd_json_value *doc,
                        const struct vd_kube_schema **out_schema)
{
    struct vd_kube_schema_reader reader = {arena, 0};
    const struct vd_kube_schema *schema;
    int rc = vd_kube_schema_read_node(&reader, doc, 0, &schema);

    if (rc == 0)
        *out_schema = schema;
    return rc;
}

/* One of its own, which properties name. */
static const struct vd_kube_schema *own_member(const struct vd_kube_schema *schema,
                                               struct vd_slice name)
{
    struct vd_kube_schema_member wanted = {name, NULL}, *found;

    if (schema->member_count == 0)
        return NULL;
    found = bsearch(&wanted, schema->members, schema->member_count, sizeof(wanted), by_name);
    return found ? found->schema : NULL;
}

const struct vd_kube_schema *vd_kube_schema_member(const struct vd_kube_schema *schema,
                                                   struct vd_slice name)
{
    const struct vd_kube_schema *own = own_member(schema, name);

    return own ? own : schema->others;
}
