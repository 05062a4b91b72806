/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A document judged by a schema, in the order and words of kube-openapi's validation (type,
 * combinations, text, format, number, list, enum, object), then the uniqueness of lists that are
 * sets or maps (apiextensions-apiserver pkg/apiserver/schema/listtype).
 *
 * Of alternatives that all fail, the causes of the one that came furthest are told, so each counts
 * what held. What a judgement costs is bounded: a schema may put alternatives into alternatives,
 * and a document may have a hundred thousand elements.
 */
#include "doors/kube/model/doc.h"
#include "doors/kube/model/schema_judge_inner.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

enum { STEPS_MAX = 20000000, NUMBER_MAX_BYTES = 32 };

static void judge(struct vd_kube_verdict *verdict, const struct vd_kube_schema *schema,
                  const struct vd_json_value *value, const struct vd_kube_path *path);

/* --- saying it -------------------------------------------------------------------------------- */

/* What the root is called where a field is to be named. */
const struct vd_kube_path vd_kube_nowhere = {.name = {(const uint8_t *)"<nil>", 5}};

const struct vd_kube_path *vd_kube_field_of(const struct vd_kube_path *path)
{
    return path ? path : &vd_kube_nowhere;
}

const char *vd_kube_place_of(struct vd_kube_place *place, const struct vd_kube_path *path)
{
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    vd_kube_path_write(&buf, path);
    place->text[0] = 0;
    if (vd_buf_status(&buf) == 0 && buf.len > 0 && buf.len < sizeof(place->text)) {
        memcpy(place->text, buf.data, buf.len);
        place->text[buf.len] = 0;
    }
    vd_buf_deinit(&buf);
    return place->text;
}

bool vd_kube_verdict_tells(struct vd_kube_verdict *verdict)
{
    verdict->faults++;
    if (verdict->causes && verdict->causes->count >= VD_KUBE_CAUSES_MAX) {
        verdict->causes->lost++;
        return false;
    }
    return verdict->causes != NULL;
}

static bool is_equal(const struct vd_kube_cause *a, const struct vd_kube_cause *b)
{
    return vd_slice_eq(a->message, b->message) && vd_slice_eq(a->field, b->field);
}

/* What was said more than once behind `since` is said once. */
static void drop_doubles(struct vd_kube_causes *causes, struct vd_kube_cause *since)
{
    struct vd_kube_cause *first = since ? since->next : causes->first, *kept = since, *at, *next;

    for (at = first; at; at = next) {
        const struct vd_kube_cause *before = first;

        next = at->next;
        while (before != at && !is_equal(before, at))
            before = before->next;
        if (before == at) {
            kept = at;
            continue;
        }
        kept->next = next; /* the first of all is no double */
        causes->count--;
    }
    causes->last = kept;
}

void vd_kube_verdict_say(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                         const struct vd_json_value *value, const char *format, ...)
{
    char detail[VD_KUBE_PLACE_BYTES + 4096];
    va_list args;

    va_start(args, format);
    vsnprintf(detail, sizeof(detail), format, args);
    va_end(args);
    vd_kube_invalid(causes, vd_kube_field_of(path), value, detail);
}

/* What the real server says without a field: "spec.x" must …, with the place in quotes. */
static void say_combination(struct vd_kube_verdict *verdict, const struct vd_kube_path *path,
                            const char *what, const char *more)
{
    struct vd_kube_place place;
    char detail[VD_KUBE_PLACE_BYTES + 256];

    if (!vd_kube_verdict_tells(verdict))
        return;
    snprintf(detail, sizeof(detail), "\"%s\" %s%s", vd_kube_place_of(&place, path), what, more);
    vd_kube_invalid(verdict->causes, &vd_kube_nowhere, NULL, detail);
}

/* --- lists and objects ------------------------------------------------------------------------ */

static void judge_list(struct vd_kube_verdict *verdict, const struct vd_kube_schema *schema,
                       const struct vd_json_value *value, const struct vd_kube_path *path)
{
    const struct vd_kube_schema_rules *rules = schema->rules;
    const struct vd_json_value *at;
    int64_t index = 0;

    if (schema->items)
        vd_kube_doc_each(at, value) {
            struct vd_kube_path here = vd_kube_path_at(path, index++);

            judge(verdict, schema->items, at, &here);
        }
    if (rules && rules->min_items >= 0 && value->count < rules->min_items) {
        struct vd_json_value count = {.type = VD_JSON_NUMBER};
        char shown[NUMBER_MAX_BYTES];

        snprintf(shown, sizeof(shown), "%u", value->count);
        count.text = vd_slice_str(shown);
        VD_KUBE_VERDICT_INVALID(verdict, path, &count, "should have at least %lld items",
                                (long long)rules->min_items);
    }
    if (rules && rules->max_items >= 0 && value->count > rules->max_items &&
        vd_kube_verdict_tells(verdict))
        vd_kube_too_many(verdict->causes, vd_kube_field_of(path), value->count,
                         (unsigned)rules->max_items);
}

static void judge_count(struct vd_kube_verdict *verdict, const struct vd_kube_schema_rules *rules,
                        const struct vd_json_value *object, const struct vd_kube_path *path)
{
    if (rules->min_members >= 0 && object->count < rules->min_members) {
        struct vd_json_value count = {.type = VD_JSON_NUMBER};
        char shown[NUMBER_MAX_BYTES];

        snprintf(shown, sizeof(shown), "%u", object->count);
        count.text = vd_slice_str(shown);
        VD_KUBE_VERDICT_INVALID(verdict, path, &count, "should have at least %lld properties",
                                (long long)rules->min_members);
    }
    if (rules->max_members >= 0 && object->count > rules->max_members &&
        vd_kube_verdict_tells(verdict))
        vd_kube_too_many(verdict->causes, vd_kube_field_of(path), object->count,
                         (unsigned)rules->max_members);
}

static void judge_object(struct vd_kube_verdict *verdict, const struct vd_kube_schema *schema,
                         const struct vd_json_value *object, const struct vd_kube_path *path)
{
    const struct vd_json_value *at;
    struct vd_kube_index index;

    if (schema->rules)
        judge_count(verdict, schema->rules, object, path);
    vd_kube_doc_each(at, object) {
        struct vd_kube_path here = vd_kube_path_of(path, at->name);
        const struct vd_kube_schema *below = vd_kube_schema_member(schema, at->name);

        if (below)
            judge(verdict, below, at, &here);
        else if (schema->flags & VD_KUBE_SCHEMA_NO_MEMBER && vd_kube_verdict_tells(verdict))
            vd_kube_forbidden(verdict->causes, &here, "is a forbidden property");
    }
    vd_kube_index_init(&index, object);
    for (uint32_t i = 0; i < schema->required_count; i++) {
        struct vd_kube_path here = vd_kube_path_of(path, schema->required[i]);

        if (!vd_kube_index_find(&index, schema->required[i]) && vd_kube_verdict_tells(verdict))
            vd_kube_required(verdict->causes, &here, "");
    }
    vd_kube_index_deinit(&index);
}

/* --- combinations ----------------------------------------------------------------------------- */

/* An alternative, judged on its own: its causes in a list of its own, if somebody reads them. */
static struct vd_kube_verdict judge_apart(struct vd_kube_verdict *verdict,
                                          const struct vd_kube_schema *schema,
                                          const struct vd_json_value *value,
                                          const struct vd_kube_path *path,
                                          struct vd_kube_causes *causes)
{
    struct vd_kube_verdict own = {.judging = verdict->judging};

    if (verdict->causes && verdict->causes->count < VD_KUBE_CAUSES_MAX) {
        vd_kube_causes_init(causes, verdict->causes->arena);
        own.causes = causes;
    }
    judge(&own, schema, value, path);
    return own;
}

/* What an alternative found is found. */
static void merge(struct vd_kube_verdict *verdict, const struct vd_kube_verdict *own)
{
    struct vd_kube_causes *to = verdict->causes, *more = own->causes;

    verdict->faults += own->faults;
    verdict->matches += own->matches;
    if (!to || !more)
        return;
    if (more->status && !to->status)
        to->status = more->status;
    for (struct vd_kube_cause *at = more->first, *next; at; at = next) {
        next = at->next;
        at->next = NULL;
        if (to->count >= VD_KUBE_CAUSES_MAX) {
            to->lost++;
            continue;
        }
        if (to->last)
            to->last->next = at;
        else
            to->first = at;
        to->last = at;
        to->count++;
    }
    to->lost += more->lost;
}

static void judge_any(struct vd_kube_verdict *verdict, const struct vd_kube_schema_list *list,
                      const struct vd_json_value *value, const struct vd_kube_path *path)
{
    struct vd_kube_causes causes[2];
    struct vd_kube_verdict best = {0};
    unsigned free_one = 0;

    for (uint32_t i = 0; i < list->count; i++) {
        struct vd_kube_verdict own =
            judge_apart(verdict, list->schemas[i], value, path, &causes[free_one]);

        if (own.faults == 0) {
            merge(verdict, &own);
            return;
        }
        if (i == 0 || own.matches > best.matches) {
            best = own;
            free_one ^= 1;
        }
    }
    say_combination(verdict, path, "must validate at least one schema (anyOf)", "");
    merge(verdict, &best);
}

static void judge_one(struct vd_kube_verdict *verdict, const struct vd_kube_schema_list *list,
                      const struct vd_json_value *value, const struct vd_kube_path *path)
{
    struct vd_kube_causes causes[2];
    struct vd_kube_verdict best = {0}, success = {0};
    unsigned free_one = 0, count = 0;
    char more[64] = " Found none valid";

    for (uint32_t i = 0; i < list->count; i++) {
        struct vd_kube_verdict own =
            judge_apart(verdict, list->schemas[i], value, path, &causes[free_one]);

        if (own.faults == 0) {
            if (count++ == 0)
                success = own;
        } else if (count == 0 && (i == 0 || own.matches > best.matches)) {
            best = own;
            free_one ^= 1;
        }
    }
    if (count == 1) {
        success.causes = NULL;
        merge(verdict, &success);
        return;
    }
    if (count > 1)
        snprintf(more, sizeof(more), " Found %u valid alternatives", count);
    say_combination(verdict, path, "must validate one and only one schema (oneOf).", more);
    if (count == 0)
        merge(verdict, &best);
}

static void judge_every(struct vd_kube_verdict *verdict, const struct vd_kube_schema_list *list,
                        const struct vd_json_value *value, const struct vd_kube_path *path)
{
    unsigned count = 0;

    for (uint32_t i = 0; i < list->count; i++) {
        struct vd_kube_causes causes;
        struct vd_kube_verdict own = judge_apart(verdict, list->schemas[i], value, path, &causes);

        count += own.faults == 0;
        merge(verdict, &own);
    }
    if (count < list->count)
        say_combination(verdict, path, "must validate all the schemas (allOf)",
                        count == 0 ? ". None validated" : "");
}

static void judge_combinations(struct vd_kube_verdict *verdict,
                               const struct vd_kube_schema_rules *rules,
                               const struct vd_json_value *value, const struct vd_kube_path *path)
{
    if (rules->any_of.count > 0)
        judge_any(verdict, &rules->any_of, value, path);
    if (rules->one_of.count > 0)
        judge_one(verdict, &rules->one_of, value, path);
    if (rules->all_of.count > 0)
        judge_every(verdict, &rules->all_of, value, path);
    if (rules->not_of) {
        struct vd_kube_verdict own = {.judging = verdict->judging};

        judge(&own, rules->not_of, value, path);
        if (own.faults == 0)
            say_combination(verdict, path, "must not validate the schema (not)", "");
    }
}

/* --- a value ---------------------------------------------------------------------------------- */

static void judge_rules(struct vd_kube_verdict *verdict, const struct vd_kube_schema *schema,
                        const struct vd_json_value *value, const struct vd_kube_path *path)
{
    const struct vd_kube_schema_rules *rules = schema->rules;

    if (value->type == VD_JSON_STRING) {
        vd_kube_judge_text(verdict, rules, value, path);
        if (rules->format.len)
            vd_kube_judge_format(verdict, schema, value, path);
    }
    if (value->type == VD_JSON_NUMBER)
        vd_kube_judge_number(verdict, schema, value, path);
    if (rules->allowed)
        vd_kube_judge_allowed(verdict, rules->allowed, value, path);
}

/* How many parts of the real validation apply to a value, beside its type: each counts as a match,
 * whatever it finds. */
static unsigned count_parts(const struct vd_kube_schema *schema, const struct vd_json_value *value)
{
    bool has_format = schema->rules && schema->rules->format.len;

    switch (value->type) {
    case VD_JSON_STRING:
        return has_format ? 6 : 5;
    case VD_JSON_NUMBER:
    case VD_JSON_ARRAY:
        return 6;
    case VD_JSON_OBJECT:
        return 5;
    case VD_JSON_NULL:
    case VD_JSON_BOOL:
        break;
    }
    return 4;
}

static bool says_type(const struct vd_kube_schema *schema)
{
    return schema->type != VD_KUBE_SCHEMA_ANY || schema->flags & VD_KUBE_SCHEMA_INT_OR_STRING ||
           (schema->rules && schema->rules->format.len);
}

static void judge_value(struct vd_kube_verdict *verdict, const struct vd_kube_schema *schema,
                        const struct vd_json_value *value, const struct vd_kube_path *path)
{
    if (says_type(schema)) {
        vd_kube_judge_type(verdict, schema, value, path);
        verdict->matches++;
    }
    if (schema->rules)
        judge_combinations(verdict, schema->rules, value, path);
    verdict->matches += count_parts(schema, value);
    if (value->type == VD_JSON_NUMBER)
        vd_kube_judge_range(verdict, schema, value, path);
    if (schema->rules)
        judge_rules(verdict, schema, value, path);
    if (value->type == VD_JSON_ARRAY)
        judge_list(verdict, schema, value, path);
    if (value->type == VD_JSON_OBJECT)
        judge_object(verdict, schema, value, path);
}

static void judge(struct vd_kube_verdict *verdict, const struct vd_kube_schema *schema,
                  const struct vd_json_value *value, const struct vd_kube_path *path)
{
    if (++verdict->judging->steps > STEPS_MAX && !verdict->judging->rc)
        verdict->judging->rc = VD_TOO_LARGE;
    if (verdict->judging->rc)
        return;
    if (value->type != VD_JSON_NULL) {
        judge_value(verdict, schema, value, path);
        return;
    }
    vd_kube_judge_type(verdict, schema, value, path);
    if (schema->rules && schema->rules->allowed)
        vd_kube_judge_allowed(verdict, schema->rules->allowed, value, path);
}

int vd_kube_schema_judge_shape(const struct vd_kube_schema *schema, const struct vd_json_value *doc,
                               struct vd_kube_causes *causes)
{
    struct vd_kube_judging judging = {0};
    struct vd_kube_verdict verdict = {.judging = &judging, .causes = causes};
    struct vd_kube_cause *since = causes->last;

    judge(&verdict, schema, doc, NULL);
    drop_doubles(causes, since);
    if (judging.rc == VD_TOO_LARGE) {
        vd_kube_cause_add(causes, VD_KUBE_VALUE_INTERNAL, &vd_kube_nowhere,
                          "it takes too long to validate this object by its schema");
        judging.rc = 0;
    }
    return judging.rc ? judging.rc : vd_kube_causes_status(causes);
}

int vd_kube_schema_judge(const struct vd_kube_schema *schema, const struct vd_json_value *doc,
                         struct vd_kube_causes *causes)
{
    int rc = vd_kube_schema_judge_shape(schema, doc, causes);

    if (rc == 0)
        rc = vd_kube_schema_judge_lists(schema, doc, causes);
    return rc ? rc : vd_kube_causes_status(causes);
}
