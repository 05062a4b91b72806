/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three walks over a schema: what is not supported anywhere; what is not structural (a field is
 * known by the skeleton of types, properties and items, and combinations only constrain it); and,
 * if nothing is wrong so far, whether the defaults keep to their own schema. They go as deep as the
 * document, which is bounded when it is read.
 */
#include "doors/kube/model/crd_schema.h"

#include "doors/kube/model/crd_schema_inner.h"
#include "doors/kube/model/pattern.h"
#include "doors/kube/model/schema_inner.h"

#include <errno.h>
#include <stdio.h>

/* --- walking ---------------------------------------------------------------------------------- */

typedef void visit(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                   const struct vd_kube_path *path);

/* What the real server cannot make a structural schema of at all, so that it says nothing about the
 * structure. */
static void note_foreign(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                         const struct vd_kube_path *path)
{
    static const char *const words[] = {
        "id",           "$schema",     "$ref",           "patternProperties",
        "dependencies", "definitions", "additionalItems"};
    const struct vd_json_value *preserve = vd_kube_doc_get(schema, VD_KUBE_X_PRESERVE);

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        walk->is_foreign |= vd_kube_word_has(schema, words[i]);
    walk->is_foreign |= vd_kube_doc_is(preserve, VD_JSON_BOOL) && !preserve->is_true;
    walk->is_foreign |= vd_kube_doc_is(vd_kube_doc_get(schema, "items"), VD_JSON_ARRAY);
}

static void walk_all(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                     const struct vd_kube_path *path, visit *judge)
{
    static const char *const lists[] = {"allOf", "oneOf", "anyOf"};
    static const char *const singles[] = {"additionalProperties", "not", "items"};
    const struct vd_json_value *at;

    judge(walk, schema, path);
    vd_kube_doc_each(at, vd_kube_doc_object(schema, "properties")) {
        struct vd_kube_member_path memory;

        walk_all(walk, at, vd_kube_member_of(&memory, path, at->name), judge);
    }
    for (size_t i = 0; i < sizeof(singles) / sizeof(singles[0]); i++) {
        struct vd_kube_path here = vd_kube_path_of(path, vd_slice_str(singles[i]));

        if (vd_kube_doc_object(schema, singles[i]))
            walk_all(walk, vd_kube_doc_object(schema, singles[i]), &here, judge);
    }
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        struct vd_kube_path list = vd_kube_path_of(path, vd_slice_str(lists[i]));
        int64_t index = 0;

        vd_kube_doc_each(at, vd_kube_doc_array(schema, lists[i])) {
            struct vd_kube_path here = vd_kube_path_at(&list, index++);

            walk_all(walk, at, &here, judge);
        }
    }
}

/* --- what is structural ------------------------------------------------------------------------
 */

enum level { ROOT, ITEM, FIELD };

/* anyOf: integer, string: how int-or-string may be spelt out. */
static bool is_either(const struct vd_json_value *list)
{
    return list && list->count == 2 && vd_kube_word_is_type(list->first, "integer") &&
           list->first->count == 1 && vd_kube_word_is_type(list->last, "string") &&
           list->last->count == 1;
}

static void judge_nested(struct vd_kube_crd_walk *walk, const struct vd_json_value *part,
                         const struct vd_kube_path *path, bool skips_any);

static void judge_pattern(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                          const struct vd_kube_path *path)
{
    struct vd_slice text = vd_kube_doc_string(schema, "pattern"), fault;
    struct vd_kube_path here = VD_KUBE_PATH(path, "pattern");
    const struct vd_kube_pattern *pattern;
    char detail[1024];
    int rc = text.len ? vd_kube_pattern_read(walk->arena, text, &pattern, &fault) : 0;

    if (rc < 0)
        walk->rc = rc;
    if (rc <= 0)
        return;
    snprintf(detail, sizeof(detail),
             "must be a valid regular expression, but isn't: error parsing regexp: %.*s",
             rc == VD_TOO_LARGE ? 20 : (int)fault.len,
             rc == VD_TOO_LARGE ? "expression too large" : (const char *)fault.ptr);
    vd_kube_invalid_text(walk->causes, &here, text, detail);
}

/* The combinations of a schema or a part of one. skips: the spelt out int-or-string. */
static void judge_values(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                         const struct vd_kube_path *path, bool skips_any, bool skips_first)
{
    static const char *const lists[] = {"anyOf", "allOf", "oneOf"};
    const struct vd_json_value *at;
    struct vd_kube_path not_of = VD_KUBE_PATH(path, "not");

    for (size_t i = 0; i < 3; i++) {
        struct vd_kube_path list = vd_kube_path_of(path, vd_slice_str(lists[i]));
        int64_t index = 0;

        if (i == 0 && skips_any)
            continue;
        vd_kube_doc_each(at, vd_kube_doc_array(schema, lists[i])) {
            struct vd_kube_path here = vd_kube_path_at(&list, index);

            judge_nested(walk, at, &here, i == 1 && index == 0 && skips_first);
            index++;
        }
    }
    if (vd_kube_doc_object(schema, "not"))
        judge_nested(walk, vd_kube_doc_object(schema, "not"), &not_of, false);
    judge_pattern(walk, schema, path);
}

/* What only the skeleton may say. */
static void judge_forbidden(struct vd_kube_crd_walk *walk, const struct vd_json_value *part,
                            const struct vd_kube_path *path)
{
    static const struct {
        const char *name, *detail;
    } words[] = {
        {"type", "must be empty to be structural"},
        {"additionalProperties", "must be undefined to be structural"},
        {"default", "must be undefined to be structural"},
        {"title", "must be empty to be structural"},
        {"description", "must be empty to be structural"},
        {"nullable", "must be false to be structural"},
        {VD_KUBE_X_PRESERVE, "must be false to be structural"},
        {VD_KUBE_X_EMBEDDED, "must be false to be structural"},
        {VD_KUBE_X_INT_OR, "must be false to be structural"},
        {VD_KUBE_X_LIST_KEYS, "must be empty to be structural"},
        {VD_KUBE_X_LIST_TYPE, "must be undefined to be structural"},
        {VD_KUBE_X_MAP_TYPE, "must be undefined to be structural"},
        {VD_KUBE_X_RULES, "must be empty to be structural"},
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        const struct vd_json_value *value = vd_kube_doc_get(part, words[i].name);
        struct vd_kube_path here = vd_kube_path_of(path, vd_slice_str(words[i].name));
        bool is_said = value && value->type != VD_JSON_NULL &&
                       !(value->type == VD_JSON_BOOL && !value->is_true &&
                         strcmp(words[i].name, "additionalProperties") != 0) &&
                       !(value->type == VD_JSON_STRING && !value->text.len);

        if (is_said)
            vd_kube_forbidden(walk->causes, &here, words[i].detail);
    }
}

static void judge_nested(struct vd_kube_crd_walk *walk, const struct vd_json_value *part,
                         const struct vd_kube_path *path, bool skips_any)
{
    const struct vd_json_value *at;
    struct vd_kube_path items = VD_KUBE_PATH(path, "items");
    struct vd_kube_member_path memory;

    judge_values(walk, part, path, skips_any, false);
    if (vd_kube_doc_object(part, "items"))
        judge_nested(walk, vd_kube_doc_object(part, "items"), &items, false);
    vd_kube_doc_each(at, vd_kube_doc_object(part, "properties"))
        judge_nested(walk, at, vd_kube_member_of(&memory, path, at->name), false);
    judge_forbidden(walk, part, path);
    if (vd_kube_doc_get(vd_kube_doc_object(part, "properties"), "metadata"))
        vd_kube_forbidden(walk->causes, vd_kube_member_of(&memory, path, VD_SLICE("metadata")),
                          "must not be specified in a nested context");
}

static void judge_type(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                       const struct vd_kube_path *path, enum level level)
{
    static const char *const details[] = {
        [ROOT] = "must not be empty at the root",
        [ITEM] = "must not be empty for specified array items",
        [FIELD] = "must not be empty for specified object fields",
    };
    struct vd_kube_path type = VD_KUBE_PATH(path, "type");
    const struct vd_json_value *said = vd_kube_doc_get(schema, "type");
    const char *must = "must be object if x-kubernetes-embedded-resource is true";
    bool is_empty = !vd_kube_doc_text(said).len;

    if (vd_kube_word_is_true(schema, VD_KUBE_X_EMBEDDED) &&
        !vd_kube_word_is_type(schema, "object")) {
        if (is_empty)
            vd_kube_required(walk->causes, &type, must);
        else
            vd_kube_invalid(walk->causes, &type, said, must);
    } else if (is_empty && !vd_kube_word_is_true(schema, VD_KUBE_X_INT_OR) &&
               !vd_kube_word_is_true(schema, VD_KUBE_X_PRESERVE)) {
        vd_kube_required(walk->causes, &type, details[level]);
    }
    if (level == ROOT && !is_empty && !vd_kube_word_is_type(schema, "object"))
        vd_kube_invalid(walk->causes, &type, said, "must be object at the root");
}

/* apiVersion, kind and metadata are known without being said, at the root and where a resource is
 * embedded. */
static void judge_meta(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                       const struct vd_kube_path *path, enum level level)
{
    static const char *const texts[] = {"kind", "apiVersion"};
    const struct vd_json_value *members = vd_kube_doc_object(schema, "properties");
    const struct vd_json_value *meta = vd_kube_doc_get(members, "metadata"), *at;
    bool checks = level == ROOT || vd_kube_word_is_true(schema, VD_KUBE_X_EMBEDDED);
    bool says_more = false;
    struct vd_kube_member_path memory;
    const struct vd_kube_path *place;
    struct vd_kube_path type;

    for (size_t i = 0; i < 2 && checks; i++) {
        const struct vd_json_value *member = vd_kube_doc_get(members, texts[i]);

        place = vd_kube_member_of(&memory, path, vd_slice_str(texts[i]));
        type = VD_KUBE_PATH(place, "type");
        if (member && !vd_kube_word_is_type(member, "string"))
            vd_kube_invalid_text(walk->causes, &type, vd_kube_doc_string(member, "type"),
                                 "must be string");
    }
    if (!meta)
        return;
    place = vd_kube_member_of(&memory, path, VD_SLICE("metadata"));
    type = VD_KUBE_PATH(place, "type");
    if (checks && !vd_kube_word_is_type(meta, "object"))
        vd_kube_invalid_text(walk->causes, &type, vd_kube_doc_string(meta, "type"),
                             "must be object");
    if (level != ROOT)
        return;
    vd_kube_doc_each(at, meta)
        says_more |= !vd_slice_eq(at->name, VD_SLICE("type")) &&
                     !vd_slice_eq(at->name, VD_SLICE("properties"));
    vd_kube_doc_each(at, vd_kube_doc_object(meta, "properties"))
        says_more |= !vd_slice_eq(at->name, VD_SLICE("name")) &&
                     !vd_slice_eq(at->name, VD_SLICE("generateName"));
    if (says_more)
        vd_kube_forbidden(walk->causes, place,
                          "must not specify anything other than name and generateName, but "
                          "metadata is implicitly specified");
}

static void judge_marks(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                        const struct vd_kube_path *path)
{
    struct vd_kube_path preserve = VD_KUBE_PATH(path, VD_KUBE_X_PRESERVE);
    struct vd_kube_path embedded = VD_KUBE_PATH(path, VD_KUBE_X_EMBEDDED);
    struct vd_kube_path others = VD_KUBE_PATH(path, "additionalProperties");
    struct vd_kube_path members = VD_KUBE_PATH(path, "properties");

    if (vd_kube_word_is_true(schema, VD_KUBE_X_INT_OR) &&
        vd_kube_word_is_true(schema, VD_KUBE_X_PRESERVE))
        vd_kube_invalid(walk->causes, &preserve, vd_kube_doc_get(schema, VD_KUBE_X_PRESERVE),
                        "must be false if x-kubernetes-int-or-string is true");
    if (vd_kube_word_is_true(schema, VD_KUBE_X_INT_OR) &&
        vd_kube_word_is_true(schema, VD_KUBE_X_EMBEDDED))
        vd_kube_invalid(walk->causes, &embedded, vd_kube_doc_get(schema, VD_KUBE_X_EMBEDDED),
                        "must be false if x-kubernetes-int-or-string is true");
    if (!vd_kube_word_is_true(schema, VD_KUBE_X_EMBEDDED))
        return;
    if (vd_kube_word_has(schema, "additionalProperties"))
        vd_kube_forbidden(walk->causes, &others,
                          "must not be used if x-kubernetes-embedded-resource is set");
    if (!vd_kube_word_is_true(schema, VD_KUBE_X_PRESERVE) &&
        !vd_kube_word_has_members(schema, "properties"))
        vd_kube_required(walk->causes, &members,
                         "must not be empty if x-kubernetes-embedded-resource is true without "
                         "x-kubernetes-preserve-unknown-fields");
}

static void walk_structure(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                           const struct vd_kube_path *path, enum level level)
{
    const struct vd_json_value *items = vd_kube_doc_object(schema, "items"), *at;
    const struct vd_json_value *others = vd_kube_doc_get(schema, "additionalProperties");
    const struct vd_json_value *all = vd_kube_doc_array(schema, "allOf");
    struct vd_kube_path below = VD_KUBE_PATH(path, "items");
    struct vd_kube_path other = VD_KUBE_PATH(path, "additionalProperties");
    struct vd_kube_member_path memory;

    if (vd_kube_word_is_type(schema, "array") && !items)
        vd_kube_required(walk->causes, &below, "must be specified");
    if (items)
        walk_structure(walk, items, &below, ITEM);
    vd_kube_doc_each(at, vd_kube_doc_object(schema, "properties"))
        walk_structure(walk, at, vd_kube_member_of(&memory, path, at->name), FIELD);
    if (!vd_kube_doc_is_null(others) && level == ROOT)
        vd_kube_forbidden(walk->causes, &other, "must not be used at the root");
    if (vd_kube_doc_is(others, VD_JSON_OBJECT))
        walk_structure(walk, others, &other, FIELD);
    judge_values(walk, schema, path, is_either(vd_kube_doc_array(schema, "anyOf")),
                 all && is_either(vd_kube_doc_array(all->first, "anyOf")));
    judge_marks(walk, schema, path);
    judge_type(walk, schema, path, level);
    judge_meta(walk, schema, path, level);
}

/* --- what combinations speak of ----------------------------------------------------------------
 */

static void say_missing(struct vd_kube_crd_walk *walk, const struct vd_kube_path *skeleton,
                        const struct vd_kube_path *part)
{
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    vd_buf_printf(&buf, "because it is defined in ");
    vd_kube_path_write(&buf, part);
    vd_buf_append(&buf, "", 1);
    if (vd_buf_status(&buf) == 0)
        vd_kube_required(walk->causes, skeleton, (const char *)buf.data);
    else
        walk->rc = -ENOMEM;
    vd_buf_deinit(&buf);
}

static void complete_part(struct vd_kube_crd_walk *walk, const struct vd_json_value *part,
                          const struct vd_json_value *skeleton, const struct vd_kube_path *place,
                          const struct vd_kube_path *path);

/* Combinations of `from` (a schema, or a part of one) are about fields that the skeleton knows. */
static void complete_values(struct vd_kube_crd_walk *walk, const struct vd_json_value *from,
                            const struct vd_json_value *skeleton, const struct vd_kube_path *place,
                            const struct vd_kube_path *path)
{
    static const char *const lists[] = {"allOf", "anyOf", "oneOf"};
    const struct vd_json_value *at;
    struct vd_kube_path not_of = VD_KUBE_PATH(path, "not");

    if (vd_kube_doc_object(from, "not"))
        complete_part(walk, vd_kube_doc_object(from, "not"), skeleton, place, &not_of);
    for (size_t i = 0; i < 3; i++) {
        struct vd_kube_path list = vd_kube_path_of(path, vd_slice_str(lists[i]));
        int64_t index = 0;

        vd_kube_doc_each(at, vd_kube_doc_array(from, lists[i])) {
            struct vd_kube_path here = vd_kube_path_at(&list, index++);

            complete_part(walk, at, skeleton, place, &here);
        }
    }
}

static void complete_part(struct vd_kube_crd_walk *walk, const struct vd_json_value *part,
                          const struct vd_json_value *skeleton, const struct vd_kube_path *place,
                          const struct vd_kube_path *path)
{
    const struct vd_json_value *items = vd_kube_doc_object(part, "items"), *at;
    struct vd_kube_path place_items = VD_KUBE_PATH(place, "items");
    struct vd_kube_path path_items = VD_KUBE_PATH(path, "items");

    if (!skeleton) {
        say_missing(walk, place, path);
        return;
    }
    complete_values(walk, part, skeleton, place, path);
    if (items)
        complete_part(walk, items, vd_kube_doc_object(skeleton, "items"), &place_items,
                      &path_items);
    vd_kube_doc_each(at, vd_kube_doc_object(part, "properties")) {
        struct vd_kube_member_path there, here;
        const struct vd_kube_path *member_place = vd_kube_member_of(&there, place, at->name);
        const struct vd_kube_path *member_path = vd_kube_member_of(&here, path, at->name);
        const struct vd_json_value *member =
            vd_kube_doc_get_slice(vd_kube_doc_object(skeleton, "properties"), at->name);

        if (member)
            complete_part(walk, at, member, member_place, member_path);
        else
            say_missing(walk, member_place, member_path);
    }
}

/* --- defaults ----------------------------------------------------------------------------------
 */

/* What was found in a default, said of the place where that stands. */
static void retell(struct vd_kube_crd_walk *walk, const struct vd_kube_causes *found,
                   const struct vd_kube_path *path)
{
    const struct vd_kube_cause *at;

    for (at = found->first; at; at = at->next) {
        struct vd_kube_path below = vd_kube_path_of(path, at->field);
        bool is_root = vd_slice_eq(at->field, VD_SLICE("<nil>")) || !at->field.len;
        const char *words = memchr(at->message.ptr, ':', at->message.len);
        struct vd_slice rest = VD_SLICE_EMPTY;

        /* The words of the type come by themselves. */
        if (words)
            rest = vd_slice(words + 2, at->message.len -
                                           (size_t)((const uint8_t *)words + 2 - at->message.ptr));
        vd_kube_cause_add(walk->causes, at->type, is_root ? path : &below, "%.*s", (int)rest.len,
                          (const char *)rest.ptr);
    }
}

static void judge_default(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                          const struct vd_json_value *preset, const struct vd_kube_path *path,
                          bool is_root)
{
    struct vd_kube_doc edit = {walk->arena, 0};
    struct vd_json_value *pruned = vd_kube_doc_copy(&edit, preset);
    const struct vd_kube_schema *compiled;
    struct vd_kube_causes found;
    int rc = pruned ? vd_kube_schema_read(walk->arena, schema, &compiled) : -ENOMEM;

    vd_kube_causes_init(&found, walk->arena);
    if (rc == 0) {
        vd_kube_schema_prune_part(compiled, pruned);
        if (!vd_kube_doc_equal(pruned, preset))
            vd_kube_invalid(walk->causes, path, preset, "must not have unknown fields");
        rc = vd_kube_schema_judge_default(
            compiled, preset, is_root || vd_kube_word_is_true(schema, VD_KUBE_X_EMBEDDED), &found);
    }
    if (rc < 0)
        walk->rc = rc;
    retell(walk, &found, path);
}

static void walk_defaults(struct vd_kube_crd_walk *walk, const struct vd_json_value *schema,
                          const struct vd_kube_path *path, bool is_root)
{
    const struct vd_json_value *preset = vd_kube_doc_get(schema, "default"), *at;
    struct vd_kube_path here = VD_KUBE_PATH(path, "default"), items = VD_KUBE_PATH(path, "items");

    if (!vd_kube_doc_is_null(preset) && !walk->rc)
        judge_default(walk, schema, preset, &here, is_root);
    if (vd_kube_doc_object(schema, "items"))
        walk_defaults(walk, vd_kube_doc_object(schema, "items"), &items, false);
    vd_kube_doc_each(at, vd_kube_doc_object(schema, "properties")) {
        struct vd_kube_member_path memory;

        walk_defaults(walk, at, vd_kube_member_of(&memory, path, at->name), false);
    }
}

/* --- the whole ---------------------------------------------------------------------------------
 */

int vd_kube_crd_schema_judge(struct vd_arena *arena, const struct vd_json_value *schema,
                             const struct vd_kube_path *path, struct vd_kube_causes *causes,
                             bool *out_has_rules)
{
    struct vd_kube_crd_walk walk = {.arena = arena, .causes = causes};
    uint32_t before = causes->count;
    const struct vd_kube_schema *compiled;
    struct vd_kube_path nullable = VD_KUBE_PATH(path, "nullable");
    int rc;

    if (vd_kube_word_is_true(schema, "nullable"))
        vd_kube_forbidden(causes, &nullable, "nullable cannot be true at the root");
    walk_all(&walk, schema, path, note_foreign);
    if (!walk.is_foreign) {
        uint32_t count = causes->count;

        walk_structure(&walk, schema, path, ROOT);
        complete_values(&walk, schema, schema, path, path);
        if (causes->count == count)
            walk_defaults(&walk, schema, path, true);
    }
    walk_all(&walk, schema, path, vd_kube_crd_support);
    *out_has_rules = walk.has_rules;
    if (walk.rc || causes->count > before)
        return walk.rc;
    rc = vd_kube_schema_read(arena, schema, &compiled);
    if (rc == VD_TOO_LARGE)
        vd_kube_invalid(causes, path, NULL, "the schema is too large, or nested too deep");
    else if (rc > 0)
        vd_kube_invalid(causes, path, NULL, "error building validator");
    return rc < 0 ? rc : 0;
}
