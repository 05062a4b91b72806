/* SPDX-License-Identifier: Apache-2.0 */
/* The words of one schema of a definition: which are supported, and what they ask of each other. */
#include "doors/kube/model/crd_schema_inner.h"

/* --- what is supported -------------------------------------------------------------------------
 */

static void judge_words(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                        const struct vd_kube_path *path)
{
    static const char *const types[] = {"array",  "boolean", "integer", "number",
                                        "object", "string",  NULL};
    static const struct {
        const char *name, *detail;
    } unsupported[] = {
        {"id", "id is not supported"},
        {"additionalItems", "additionalItems is not supported"},
        {"patternProperties", "patternProperties is not supported"},
        {"definitions", "definitions is not supported"},
        {"dependencies", "dependencies is not supported"},
        {"$ref", "$ref is not supported"},
    };
    struct vd_kube_path type = VD_KUBE_PATH(path, "type");
    struct vd_slice said = vd_kube_doc_string(schema, "type");
    bool is_known = said.len == 0;

    for (size_t i = 0; types[i]; i++)
        is_known |= vd_slice_eq(said, vd_slice_str(types[i]));
    if (!is_known)
        vd_kube_not_supported(walk->causes, &type, said, types);
    for (size_t i = 0; i < sizeof(unsupported) / sizeof(unsupported[0]); i++) {
        struct vd_kube_path here = vd_kube_path_of(path, vd_slice_str(unsupported[i].name));

        if (vd_kube_word_has(schema, unsupported[i].name))
            vd_kube_forbidden(walk->causes, &here, unsupported[i].detail);
    }
    if (vd_kube_word_is_type(schema, "null"))
        vd_kube_forbidden(walk->causes, &type,
                          "type cannot be set to null, use nullable as an alternative");
}

static void judge_map_type(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                           const struct vd_kube_path *path)
{
    static const char *const types[] = {"atomic", "granular", NULL};
    struct vd_slice said = vd_kube_doc_string(schema, VD_KUBE_X_MAP_TYPE);
    struct vd_kube_path type = VD_KUBE_PATH(path, "type"),
                        here = VD_KUBE_PATH(path, VD_KUBE_X_MAP_TYPE);
    const char *must = "must be object if x-kubernetes-map-type is specified";

    if (!vd_kube_word_has(schema, VD_KUBE_X_MAP_TYPE))
        return;
    if (!vd_kube_word_has(schema, "type"))
        vd_kube_required(walk->causes, &type, must);
    else if (!vd_kube_word_is_type(schema, "object"))
        vd_kube_invalid(walk->causes, &type, vd_kube_doc_get(schema, "type"), must);
    if (!vd_slice_eq(said, VD_SLICE("atomic")) && !vd_slice_eq(said, VD_SLICE("granular")))
        vd_kube_not_supported(walk->causes, &here, said, types);
}

/* Elements of a set must be told apart as wholes. */
static void judge_set(struct vd_kube_crd_walk *walk, const struct vd_json_value *items,
                      const struct vd_kube_path *path)
{
    struct vd_kube_path list = VD_KUBE_PATH(path, VD_KUBE_X_LIST_TYPE),
                        map = VD_KUBE_PATH(path, VD_KUBE_X_MAP_TYPE);
    const char *must = "must be atomic as item of a list with x-kubernetes-list-type=set";

    if (vd_kube_word_is_type(items, "array") && vd_kube_word_has(items, VD_KUBE_X_LIST_TYPE) &&
        !vd_kube_word_is_list(items, "atomic"))
        vd_kube_invalid(walk->causes, &list, vd_kube_doc_get(items, VD_KUBE_X_LIST_TYPE), must);
    if (vd_kube_word_is_type(items, "object") &&
        !vd_kube_doc_says(vd_kube_doc_get(items, VD_KUBE_X_MAP_TYPE), "atomic"))
        vd_kube_cause_add(walk->causes, VD_KUBE_VALUE_INVALID, &map, "null: %s", must);
}

static void judge_list_type(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                            const struct vd_kube_path *path)
{
    static const char *const types[] = {"atomic", "set", "map", NULL};
    const struct vd_json_value *items = vd_kube_doc_object(schema, "items");
    struct vd_kube_path type = VD_KUBE_PATH(path, "type"),
                        here = VD_KUBE_PATH(path, VD_KUBE_X_LIST_TYPE);
    struct vd_kube_path below = VD_KUBE_PATH(path, "items");
    const char *must = "must be array if x-kubernetes-list-type is specified";

    if (!vd_kube_word_has(schema, VD_KUBE_X_LIST_TYPE))
        return;
    if (!vd_kube_word_has(schema, "type"))
        vd_kube_required(walk->causes, &type, must);
    else if (!vd_kube_word_is_type(schema, "array"))
        vd_kube_invalid(walk->causes, &type, vd_kube_doc_get(schema, "type"), must);
    else if (vd_kube_word_is_list(schema, "set") && items)
        judge_set(walk, items, &below);
    if (!vd_kube_word_is_list(schema, "atomic") && !vd_kube_word_is_list(schema, "set") &&
        !vd_kube_word_is_list(schema, "map"))
        vd_kube_not_supported(walk->causes, &here, vd_kube_doc_string(schema, VD_KUBE_X_LIST_TYPE),
                              types);
}

static void judge_key(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                      const struct vd_json_value *key, const struct vd_kube_path *path)
{
    const struct vd_json_value *items = vd_kube_doc_object(schema, "items"), *at;
    const struct vd_json_value *member =
        vd_kube_doc_get_slice(vd_kube_doc_object(items, "properties"), vd_kube_doc_text(key));
    const struct vd_json_value *keys = vd_kube_doc_get(schema, VD_KUBE_X_LIST_KEYS);
    struct vd_kube_path here = VD_KUBE_PATH(path, VD_KUBE_X_LIST_KEYS),
                        below = VD_KUBE_PATH(path, "items");
    struct vd_kube_member_path memory;
    const struct vd_kube_path *place = vd_kube_member_of(&memory, &below, vd_kube_doc_text(key));
    struct vd_kube_path type = VD_KUBE_PATH(place, "type");

    if (!member)
        vd_kube_invalid(walk->causes, &here, keys, "entries must all be names of item properties");
    else if (vd_kube_word_is_type(member, "array") || vd_kube_word_is_type(member, "object"))
        vd_kube_invalid(walk->causes, &type, vd_kube_doc_get(items, "type"),
                        "must be a scalar type if parent array's x-kubernetes-list-type is map");
    for (at = keys->first; at != key; at = at->next)
        if (vd_slice_eq(vd_kube_doc_text(at), vd_kube_doc_text(key))) {
            vd_kube_invalid(walk->causes, &here, keys, "must not contain duplicate entries");
            return;
        }
}

static void judge_map(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                      const struct vd_kube_path *path)
{
    const struct vd_json_value *items = vd_kube_doc_get(schema, "items"), *at;
    struct vd_kube_path keys = VD_KUBE_PATH(path, VD_KUBE_X_LIST_KEYS),
                        below = VD_KUBE_PATH(path, "items");
    struct vd_kube_path type = VD_KUBE_PATH(&below, "type"),
                        list = VD_KUBE_PATH(path, VD_KUBE_X_LIST_TYPE);

    if (vd_kube_word_has_members(schema, VD_KUBE_X_LIST_KEYS) &&
        !vd_kube_word_has(schema, VD_KUBE_X_LIST_TYPE))
        vd_kube_required(walk->causes, &list,
                         "must be map if x-kubernetes-list-map-keys is non-empty");
    else if (vd_kube_word_has_members(schema, VD_KUBE_X_LIST_KEYS) &&
             !vd_kube_word_is_list(schema, "map"))
        vd_kube_invalid(walk->causes, &list, vd_kube_doc_get(schema, VD_KUBE_X_LIST_TYPE),
                        "must be map if x-kubernetes-list-map-keys is non-empty");
    if (!vd_kube_word_is_list(schema, "map"))
        return;
    if (!vd_kube_word_has_members(schema, VD_KUBE_X_LIST_KEYS))
        vd_kube_required(walk->causes, &keys, "must not be empty if x-kubernetes-list-type is map");
    if (!items)
        vd_kube_required(walk->causes, &below,
                         "must have a schema if x-kubernetes-list-type is map");
    else if (!vd_kube_word_is_type(items, "object"))
        vd_kube_invalid_text(walk->causes, &type, vd_kube_doc_string(items, "type"),
                             "must be object if parent array's x-kubernetes-list-type is map");
    else
        vd_kube_doc_each(at, vd_kube_doc_array(schema, VD_KUBE_X_LIST_KEYS))
            judge_key(walk, schema, at, path);
}

/* Elements and keys that are looked for must be there. */
static void judge_presence(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                           const struct vd_kube_path *path)
{
    const struct vd_json_value *items = vd_kube_doc_object(schema, "items"), *at;
    struct vd_kube_path below = VD_KUBE_PATH(path, "items");
    struct vd_kube_path nullable = VD_KUBE_PATH(&below, "nullable");

    if (!items || (!vd_kube_word_is_list(schema, "set") && !vd_kube_word_is_list(schema, "map")))
        return;
    if (vd_kube_word_is_true(items, "nullable"))
        vd_kube_forbidden(walk->causes, &nullable,
                          vd_kube_word_is_list(schema, "set")
                              ? "cannot be nullable when x-kubernetes-list-type is set"
                              : "cannot be nullable when x-kubernetes-list-type is map");
    if (!vd_kube_word_is_list(schema, "map"))
        return;
    vd_kube_doc_each(at, vd_kube_doc_array(schema, VD_KUBE_X_LIST_KEYS)) {
        struct vd_slice key = vd_kube_doc_text(at);
        const struct vd_json_value *member =
            vd_kube_doc_get_slice(vd_kube_doc_object(items, "properties"), key);
        struct vd_kube_member_path memory;
        const struct vd_kube_path *place = vd_kube_member_of(&memory, &below, key);
        struct vd_kube_path preset = VD_KUBE_PATH(place, "default");
        struct vd_kube_path null = VD_KUBE_PATH(place, "nullable");

        if (member && !vd_kube_word_has(member, "default") &&
            !vd_kube_doc_find_string(vd_kube_doc_array(items, "required"), key))
            vd_kube_required(walk->causes, &preset,
                             "this property is in x-kubernetes-list-map-keys, so it must have a "
                             "default or be a required property");
        if (vd_kube_word_is_true(member, "nullable"))
            vd_kube_forbidden(
                walk->causes, &null,
                "this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
    }
}

static void judge_others(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                         const struct vd_kube_path *path)
{
    const struct vd_json_value *others = vd_kube_doc_get(schema, "additionalProperties");
    const struct vd_json_value *preserve = vd_kube_doc_get(schema, VD_KUBE_X_PRESERVE);
    struct vd_kube_path unique = VD_KUBE_PATH(path, "uniqueItems");
    struct vd_kube_path other = VD_KUBE_PATH(path, "additionalProperties");
    struct vd_kube_path here = VD_KUBE_PATH(path, VD_KUBE_X_PRESERVE);

    if (vd_kube_word_is_true(schema, "uniqueItems"))
        vd_kube_forbidden(walk->causes, &unique,
                          "uniqueItems cannot be set to true since the runtime complexity becomes "
                          "quadratic");
    if (!vd_kube_doc_is_null(others) && vd_kube_word_has_members(schema, "properties") &&
        !(others->type == VD_JSON_BOOL && others->is_true))
        vd_kube_forbidden(walk->causes, &other,
                          "additionalProperties and properties are mutual exclusive");
    if (vd_kube_doc_is(preserve, VD_JSON_BOOL) && !preserve->is_true)
        vd_kube_invalid(walk->causes, &here, preserve, "must be true or undefined");
}

void vd_kube_crd_support(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                         const struct vd_kube_path *path)
{
    judge_words(walk, schema, path);
    judge_others(walk, schema, path);
    judge_map_type(walk, schema, path);
    judge_list_type(walk, schema, path);
    judge_map(walk, schema, path);
    judge_presence(walk, schema, path);
    walk->has_rules |= vd_kube_word_has_members(schema, VD_KUBE_X_RULES);
}
