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
#include "doors/kube/model/schema_inner.h"

#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { STEPS_MAX = 20000000, PATH_MAX_BYTES = 1024, NUMBER_MAX_BYTES = 64 };

/* What all of one judgement share. */
struct judging {
    uint64_t steps;
    int rc; /* the first failure; VD_TOO_LARGE: it costs too much */
};

/* What one schema found. */
struct verdict {
    struct judging *judging;
    struct vd_kube_causes *causes; /* NULL: nobody will read them */
    unsigned faults, matches;
};

static void judge(struct verdict *verdict, const struct vd_kube_schema *schema,
                  const struct vd_json_value *value, const struct vd_kube_path *path);

/* --- saying it -------------------------------------------------------------------------------- */

/* What the root is called where a field is to be named. */
static const struct vd_kube_path nowhere = {.name = {(const uint8_t *)"<nil>", 5}};

static const struct vd_kube_path *field_of(const struct vd_kube_path *path)
{
    return path ? path : &nowhere;
}

/* "spec.x" as a text. */
struct place {
    char text[PATH_MAX_BYTES];
};

static const char *place_of(struct place *place, const struct vd_kube_path *path)
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

static bool tells(struct verdict *verdict)
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

/* value: as it is shown; NULL: "". The detail begins with the place. */
#define INVALID(verdict, path, value, format, ...)                                                 \
    do {                                                                                           \
        if (tells(verdict)) {                                                                      \
            struct place place;                                                                    \
                                                                                                   \
            say_invalid((verdict)->causes, path, value, "%s in body " format,                      \
                        place_of(&place, path), __VA_ARGS__);                                      \
        }                                                                                          \
    } while (0)

__attribute__((format(printf, 4, 5))) static void say_invalid(struct vd_kube_causes *causes,
                                                              const struct vd_kube_path *path,
                                                              const struct vd_json_value *value,
                                                              const char *format, ...)
{
    char detail[PATH_MAX_BYTES + 4096];
    va_list args;

    va_start(args, format);
    vsnprintf(detail, sizeof(detail), format, args);
    va_end(args);
    vd_kube_invalid(causes, field_of(path), value, detail);
}

/* What the real server says without a field: "spec.x" must …, with the place in quotes. */
static void say_combination(struct verdict *verdict, const struct vd_kube_path *path,
                            const char *what, const char *more)
{
    struct place place;
    char detail[PATH_MAX_BYTES + 256];

    if (!tells(verdict))
        return;
    snprintf(detail, sizeof(detail), "\"%s\" %s%s", place_of(&place, path), what, more);
    vd_kube_invalid(verdict->causes, &nowhere, NULL, detail);
}

/* --- types ------------------------------------------------------------------------------------ */

static bool is_whole(struct vd_slice number)
{
    return !memchr(number.ptr, '.', number.len) && !memchr(number.ptr, 'e', number.len) &&
           !memchr(number.ptr, 'E', number.len);
}

static double double_of(struct vd_slice number)
{
    char text[NUMBER_MAX_BYTES];

    if (number.len >= sizeof(text))
        return NAN;
    memcpy(text, number.ptr, number.len);
    text[number.len] = 0;
    return strtod(text, NULL);
}

/* The JSON type as the validation names it. */
static const char *type_of(const struct vd_json_value *value)
{
    switch (value->type) {
    case VD_JSON_NULL:
        return "null";
    case VD_JSON_BOOL:
        return "boolean";
    case VD_JSON_NUMBER:
        return is_whole(value->text) ? "integer" : "number";
    case VD_JSON_STRING:
        return "string";
    case VD_JSON_ARRAY:
        return "array";
    case VD_JSON_OBJECT:
        return "object";
    }
    return "";
}

static const char *const names[] = {
    [VD_KUBE_SCHEMA_ANY] = "",
    [VD_KUBE_SCHEMA_OBJECT] = "object",
    [VD_KUBE_SCHEMA_ARRAY] = "array",
    [VD_KUBE_SCHEMA_STRING] = "string",
    [VD_KUBE_SCHEMA_INTEGER] = "integer",
    [VD_KUBE_SCHEMA_NUMBER] = "number",
    [VD_KUBE_SCHEMA_BOOLEAN] = "boolean",
};

static bool is_json_integer(const struct vd_json_value *value)
{
    int64_t whole;

    return value->type == VD_JSON_NUMBER && vd_json_number_int(value->text, &whole);
}

static bool fits_type(const struct vd_kube_schema *schema, const struct vd_json_value *value)
{
    if (schema->flags & VD_KUBE_SCHEMA_INT_OR_STRING)
        return value->type == VD_JSON_STRING || is_json_integer(value);
    switch ((enum vd_kube_schema_type)schema->type) {
    case VD_KUBE_SCHEMA_ANY:
        return true;
    case VD_KUBE_SCHEMA_OBJECT:
        return value->type == VD_JSON_OBJECT;
    case VD_KUBE_SCHEMA_ARRAY:
        return value->type == VD_JSON_ARRAY;
    case VD_KUBE_SCHEMA_STRING:
        return value->type == VD_JSON_STRING;
    case VD_KUBE_SCHEMA_INTEGER:
        return is_json_integer(value) || (value->type == VD_JSON_NUMBER && is_whole(value->text));
    case VD_KUBE_SCHEMA_NUMBER:
        return value->type == VD_JSON_NUMBER;
    case VD_KUBE_SCHEMA_BOOLEAN:
        return value->type == VD_JSON_BOOL;
    }
    return false;
}

static void say_type(struct verdict *verdict, const struct vd_kube_path *path, const char *wanted,
                     const char *got)
{
    struct place place;

    if (tells(verdict))
        vd_kube_cause_add(verdict->causes, VD_KUBE_VALUE_TYPE_INVALID, field_of(path),
                          "\"%s\": %s in body must be of type %s: \"%s\"", got,
                          place_of(&place, path), wanted, got);
}

/* The format that Go's type of a value has there. */
static const char *format_of(const struct vd_json_value *value)
{
    if (value->type != VD_JSON_NUMBER)
        return "";
    return is_whole(value->text) ? "int64" : "float64";
}

/* Beside a format: texts pass, and lists with them; anything else must be of the type, or of the
 * format itself. */
static void judge_type_of_format(struct verdict *verdict, const struct vd_kube_schema *schema,
                                 const struct vd_json_value *value, const struct vd_kube_path *path)
{
    struct vd_slice format = schema->rules->format;
    bool is_numeric =
        schema->type == VD_KUBE_SCHEMA_INTEGER || schema->type == VD_KUBE_SCHEMA_NUMBER;
    bool is_text = value->type == VD_JSON_STRING || value->type == VD_JSON_ARRAY;
    bool has_type = schema->type != VD_KUBE_SCHEMA_ANY && fits_type(schema, value);
    char wanted[64];

    if (has_type || (is_text && !is_numeric) ||
        (!is_text && !is_numeric && vd_slice_eq(format, vd_slice_str(format_of(value))))) {
        verdict->matches++;
        return;
    }
    snprintf(wanted, sizeof(wanted), "%.*s", (int)format.len, (const char *)format.ptr);
    if (is_text)
        say_type(verdict, path, names[schema->type], type_of(value));
    else
        say_type(verdict, path, wanted, format_of(value));
}

static void judge_type(struct verdict *verdict, const struct vd_kube_schema *schema,
                       const struct vd_json_value *value, const struct vd_kube_path *path)
{
    bool is_int_or_string = schema->flags & VD_KUBE_SCHEMA_INT_OR_STRING;
    const char *wanted = is_int_or_string ? "integer,string" : names[schema->type];

    if (value->type != VD_JSON_NULL && schema->rules && schema->rules->format.len &&
        !is_int_or_string)
        judge_type_of_format(verdict, schema, value, path);
    else if (value->type == VD_JSON_NULL ? schema->flags & VD_KUBE_SCHEMA_NULLABLE || !*wanted
                                         : fits_type(schema, value))
        verdict->matches++;
    else
        say_type(verdict, path, wanted, type_of(value));
}

/* --- texts ------------------------------------------------------------------------------------ */

static int64_t count_characters(struct vd_slice text)
{
    int64_t count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += (text.ptr[i] & 0xc0) != 0x80;
    return count;
}

/* 0: it does; VD_NOT_FOUND; anything else ends the judgement. */
static bool finds(struct verdict *verdict, const struct vd_kube_pattern *pattern,
                  struct vd_slice text)
{
    int rc = vd_kube_pattern_find(pattern, text);

    verdict->judging->steps += text.len;
    if (rc != 0 && rc != VD_NOT_FOUND && !verdict->judging->rc)
        verdict->judging->rc = rc;
    return rc == 0;
}

static void judge_text(struct verdict *verdict, const struct vd_kube_schema_rules *rules,
                       const struct vd_json_value *value, const struct vd_kube_path *path)
{
    int64_t length = count_characters(value->text);

    if (rules->max_length >= 0 && length > rules->max_length) {
        if (tells(verdict))
            vd_kube_too_long(verdict->causes, path, (unsigned)rules->max_length);
    } else if (rules->min_length >= 0 && length < rules->min_length) {
        INVALID(verdict, path, value, "should be at least %lld chars long",
                (long long)rules->min_length);
    } else if (rules->pattern && !finds(verdict, rules->pattern, value->text)) {
        INVALID(verdict, path, value, "should match '%.*s'", (int)rules->pattern_text.len,
                (const char *)rules->pattern_text.ptr);
    }
}

/* An address, perhaps with a length of its prefix behind a slash. */
static bool is_address(struct vd_slice text, int family, bool has_prefix)
{
    char address[INET6_ADDRSTRLEN + 1];
    uint8_t bytes[16];
    const uint8_t *slash = text.len ? memchr(text.ptr, '/', text.len) : NULL;
    size_t len = slash ? (size_t)(slash - text.ptr) : text.len;

    if ((slash != NULL) != has_prefix || len >= sizeof(address))
        return false;
    if (slash) {
        int64_t bits;

        if (!vd_json_number_int(vd_slice(slash + 1, text.len - len - 1), &bits) || bits < 0 ||
            bits > (family == AF_INET ? 32 : 128))
            return false;
    }
    memcpy(address, text.ptr, len);
    address[len] = 0;
    return inet_pton(family, address, bytes) == 1;
}

static bool fits_format(struct verdict *verdict, const struct vd_kube_schema_rules *rules,
                        struct vd_slice text)
{
    enum { SHORT_NAME_MAX = 63, LONG_NAME_MAX = 253 };

    if (vd_slice_eq(rules->format, VD_SLICE("ipv4")))
        return is_address(text, AF_INET, false);
    if (vd_slice_eq(rules->format, VD_SLICE("ipv6")))
        return is_address(text, AF_INET6, false);
    if (vd_slice_eq(rules->format, VD_SLICE("cidr")))
        return is_address(text, AF_INET, true) || is_address(text, AF_INET6, true);
    if (vd_slice_eq(rules->format, VD_SLICE("k8s-short-name")) && text.len > SHORT_NAME_MAX)
        return false;
    if (vd_slice_eq(rules->format, VD_SLICE("k8s-long-name")) && text.len > LONG_NAME_MAX)
        return false;
    return !rules->format_pattern || finds(verdict, rules->format_pattern, text);
}

static void judge_format(struct verdict *verdict, const struct vd_kube_schema *schema,
                         const struct vd_json_value *value, const struct vd_kube_path *path)
{
    const struct vd_kube_schema_rules *rules = schema->rules;
    struct place place;
    struct vd_buf quoted;

    if (schema->type != VD_KUBE_SCHEMA_STRING && schema->type != VD_KUBE_SCHEMA_ANY)
        return;
    if (fits_format(verdict, rules, value->text) || !tells(verdict))
        return;
    vd_buf_init(&quoted, 0);
    vd_kube_quote(&quoted, value->text);
    vd_kube_cause_add(verdict->causes, VD_KUBE_VALUE_TYPE_INVALID, field_of(path),
                      "%.*s: %s in body must be of type %.*s: %.*s", (int)quoted.len,
                      (const char *)quoted.data, place_of(&place, path), (int)rules->format.len,
                      (const char *)rules->format.ptr, (int)quoted.len, (const char *)quoted.data);
    vd_buf_deinit(&quoted);
}

/* --- numbers ---------------------------------------------------------------------------------- */

/* A bound for whole numbers is taken without its fraction. */
struct bound {
    char text[NUMBER_MAX_BYTES];
};

static struct vd_slice bound_for(struct bound *bound, struct vd_slice number,
                                 const struct vd_json_value *value)
{
    int64_t whole;

    if (!number.len || !is_whole(value->text) || vd_json_number_int(number, &whole))
        return number;
    snprintf(bound->text, sizeof(bound->text), "%.0f", trunc(double_of(number)));
    return vd_slice_str(bound->text);
}

static int compare(struct vd_slice a, struct vd_slice b)
{
    int64_t x, y;
    double u, v;

    if (vd_json_number_int(a, &x) && vd_json_number_int(b, &y))
        return (x > y) - (x < y);
    u = double_of(a);
    v = double_of(b);
    return (u > v) - (u < v);
}

static bool is_multiple(struct vd_slice number, struct vd_slice of)
{
    int64_t x, y;
    double quotient;

    if (vd_json_number_int(number, &x) && vd_json_number_int(of, &y))
        return y == 0 || (y != -1 ? x % y : 0) == 0;
    quotient = double_of(number) / double_of(of);
    return quotient == floor(quotient);
}

/* Without its fraction where it has none: 1.0 is said as 1. */
struct shown {
    char text[NUMBER_MAX_BYTES];
};

static const char *show(struct shown *shown, struct vd_slice number)
{
    int64_t whole;

    if (vd_json_number_int(number, &whole))
        snprintf(shown->text, sizeof(shown->text), "%lld", (long long)whole);
    else
        snprintf(shown->text, sizeof(shown->text), "%.*s", (int)number.len,
                 (const char *)number.ptr);
    return shown->text;
}

static void judge_range(struct verdict *verdict, const struct vd_kube_schema *schema,
                        const struct vd_json_value *value, const struct vd_kube_path *path)
{
    struct vd_slice format = schema->rules ? schema->rules->format : VD_SLICE_EMPTY;
    struct place place;
    char detail[PATH_MAX_BYTES + 128];
    int64_t whole;

    if (schema->type != VD_KUBE_SCHEMA_INTEGER)
        return;
    if (vd_json_number_int(value->text, &whole) &&
        (!vd_slice_eq(format, VD_SLICE("int32")) || (whole >= INT32_MIN && whole <= INT32_MAX)))
        return;
    if (!tells(verdict))
        return;
    snprintf(detail, sizeof(detail), "Checked value must be of type integer %s%.*s%s in %s",
             format.len ? "with format " : "(default format)", (int)format.len,
             (const char *)format.ptr, "", place_of(&place, path));
    vd_kube_invalid(verdict->causes, &nowhere, NULL, detail);
}

static void judge_number(struct verdict *verdict, const struct vd_kube_schema *schema,
                         const struct vd_json_value *value, const struct vd_kube_path *path)
{
    const struct vd_kube_schema_rules *rules = schema->rules;
    bool is_above = schema->flags & VD_KUBE_SCHEMA_ABOVE_MINIMUM;
    bool is_below = schema->flags & VD_KUBE_SCHEMA_BELOW_MAXIMUM;
    struct shown shown;
    struct bound memory[3];
    struct vd_slice factor = bound_for(&memory[0], rules->multiple_of, value);
    struct vd_slice minimum = bound_for(&memory[1], rules->minimum, value);
    struct vd_slice maximum = bound_for(&memory[2], rules->maximum, value);

    if (rules->multiple_of.len && !is_multiple(value->text, factor))
        INVALID(verdict, path, value, "should be a multiple of %s", show(&shown, factor));
    if (rules->minimum.len && compare(value->text, minimum) < (is_above ? 1 : 0))
        INVALID(verdict, path, value, "should be greater than %s%s", is_above ? "" : "or equal to ",
                show(&shown, minimum));
    if (rules->maximum.len && compare(value->text, maximum) > (is_below ? -1 : 0))
        INVALID(verdict, path, value, "should be less than %s%s", is_below ? "" : "or equal to ",
                show(&shown, maximum));
}

/* --- lists and objects ------------------------------------------------------------------------ */

static void judge_list(struct verdict *verdict, const struct vd_kube_schema *schema,
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
        struct shown shown;

        snprintf(shown.text, sizeof(shown.text), "%u", value->count);
        count.text = vd_slice_str(shown.text);
        INVALID(verdict, path, &count, "should have at least %lld items",
                (long long)rules->min_items);
    }
    if (rules && rules->max_items >= 0 && value->count > rules->max_items && tells(verdict))
        vd_kube_too_many(verdict->causes, field_of(path), value->count, (unsigned)rules->max_items);
}

static void judge_count(struct verdict *verdict, const struct vd_kube_schema_rules *rules,
                        const struct vd_json_value *object, const struct vd_kube_path *path)
{
    if (rules->min_members >= 0 && object->count < rules->min_members) {
        struct vd_json_value count = {.type = VD_JSON_NUMBER};
        struct shown shown;

        snprintf(shown.text, sizeof(shown.text), "%u", object->count);
        count.text = vd_slice_str(shown.text);
        INVALID(verdict, path, &count, "should have at least %lld properties",
                (long long)rules->min_members);
    }
    if (rules->max_members >= 0 && object->count > rules->max_members && tells(verdict))
        vd_kube_too_many(verdict->causes, field_of(path), object->count,
                         (unsigned)rules->max_members);
}

static void judge_object(struct verdict *verdict, const struct vd_kube_schema *schema,
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
        else if (schema->flags & VD_KUBE_SCHEMA_NO_MEMBER && tells(verdict))
            vd_kube_forbidden(verdict->causes, &here, "is a forbidden property");
    }
    vd_kube_index_init(&index, object);
    for (uint32_t i = 0; i < schema->required_count; i++) {
        struct vd_kube_path here = vd_kube_path_of(path, schema->required[i]);

        if (!vd_kube_index_find(&index, schema->required[i]) && tells(verdict))
            vd_kube_required(verdict->causes, &here, "");
    }
    vd_kube_index_deinit(&index);
}

/* --- enums ------------------------------------------------------------------------------------ */

static void print_value(struct vd_buf *buf, const struct vd_json_value *value, bool is_listed)
{
    struct vd_buf text;
    struct vd_json json;

    if (value->type == VD_JSON_STRING) {
        vd_kube_quote(buf, value->text);
        return;
    }
    vd_buf_init(&text, 0);
    vd_json_init(&json, &text);
    vd_json_write(&json, value);
    if (is_listed)
        vd_kube_quote(buf, vd_buf_slice(&text));
    else
        vd_buf_append_slice(buf, vd_buf_slice(&text));
    vd_buf_deinit(&text);
}

/* A number with a fraction is held against whole ones without it, as Go converts it there. */
static bool is_allowed(const struct vd_json_value *allowed, const struct vd_json_value *value)
{
    if (value->type == VD_JSON_NUMBER && allowed->type == VD_JSON_NUMBER &&
        !is_whole(value->text) && is_whole(allowed->text))
        return trunc(double_of(value->text)) == double_of(allowed->text);
    return vd_kube_doc_equal(allowed, value);
}

static void judge_allowed(struct verdict *verdict, const struct vd_json_value *allowed,
                          const struct vd_json_value *value, const struct vd_kube_path *path)
{
    const struct vd_json_value *at;
    struct vd_buf buf;

    vd_kube_doc_each(at, allowed) {
        verdict->judging->steps++;
        if (is_allowed(at, value))
            return;
    }
    if (!tells(verdict))
        return;
    vd_buf_init(&buf, 0);
    print_value(&buf, value, false);
    vd_buf_printf(&buf, ": supported values: ");
    vd_kube_doc_each(at, allowed) {
        if (at != allowed->first)
            vd_buf_printf(&buf, ", ");
        print_value(&buf, at, true);
    }
    vd_kube_cause_add(verdict->causes, VD_KUBE_VALUE_NOT_SUPPORTED, path, "%.*s", (int)buf.len,
                      (const char *)buf.data);
    vd_buf_deinit(&buf);
}

/* --- combinations ----------------------------------------------------------------------------- */

/* An alternative, judged on its own: its causes in a list of its own, if somebody reads them. */
static struct verdict judge_apart(struct verdict *verdict, const struct vd_kube_schema *schema,
                                  const struct vd_json_value *value,
                                  const struct vd_kube_path *path, struct vd_kube_causes *causes)
{
    struct verdict own = {.judging = verdict->judging};

    if (verdict->causes && verdict->causes->count < VD_KUBE_CAUSES_MAX) {
        vd_kube_causes_init(causes, verdict->causes->arena);
        own.causes = causes;
    }
    judge(&own, schema, value, path);
    return own;
}

/* What an alternative found is found. */
static void merge(struct verdict *verdict, const struct verdict *own)
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

static void judge_any(struct verdict *verdict, const struct vd_kube_schema_list *list,
                      const struct vd_json_value *value, const struct vd_kube_path *path)
{
    struct vd_kube_causes causes[2];
    struct verdict best = {0};
    unsigned free_one = 0;

    for (uint32_t i = 0; i < list->count; i++) {
        struct verdict own = judge_apart(verdict, list->schemas[i], value, path, &causes[free_one]);

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

static void judge_one(struct verdict *verdict, const struct vd_kube_schema_list *list,
                      const struct vd_json_value *value, const struct vd_kube_path *path)
{
    struct vd_kube_causes causes[2];
    struct verdict best = {0}, success = {0};
    unsigned free_one = 0, count = 0;
    char more[64] = " Found none valid";

    for (uint32_t i = 0; i < list->count; i++) {
        struct verdict own = judge_apart(verdict, list->schemas[i], value, path, &causes[free_one]);

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

static void judge_every(struct verdict *verdict, const struct vd_kube_schema_list *list,
                        const struct vd_json_value *value, const struct vd_kube_path *path)
{
    unsigned count = 0;

    for (uint32_t i = 0; i < list->count; i++) {
        struct vd_kube_causes causes;
        struct verdict own = judge_apart(verdict, list->schemas[i], value, path, &causes);

        count += own.faults == 0;
        merge(verdict, &own);
    }
    if (count < list->count)
        say_combination(verdict, path, "must validate all the schemas (allOf)",
                        count == 0 ? ". None validated" : "");
}

static void judge_combinations(struct verdict *verdict, const struct vd_kube_schema_rules *rules,
                               const struct vd_json_value *value, const struct vd_kube_path *path)
{
    if (rules->any_of.count > 0)
        judge_any(verdict, &rules->any_of, value, path);
    if (rules->one_of.count > 0)
        judge_one(verdict, &rules->one_of, value, path);
    if (rules->all_of.count > 0)
        judge_every(verdict, &rules->all_of, value, path);
    if (rules->not_of) {
        struct verdict own = {.judging = verdict->judging};

        judge(&own, rules->not_of, value, path);
        if (own.faults == 0)
            say_combination(verdict, path, "must not validate the schema (not)", "");
    }
}

/* --- a value ---------------------------------------------------------------------------------- */

static void judge_rules(struct verdict *verdict, const struct vd_kube_schema *schema,
                        const struct vd_json_value *value, const struct vd_kube_path *path)
{
    const struct vd_kube_schema_rules *rules = schema->rules;

    if (value->type == VD_JSON_STRING) {
        judge_text(verdict, rules, value, path);
        if (rules->format.len)
            judge_format(verdict, schema, value, path);
    }
    if (value->type == VD_JSON_NUMBER)
        judge_number(verdict, schema, value, path);
    if (rules->allowed)
        judge_allowed(verdict, rules->allowed, value, path);
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

static void judge_value(struct verdict *verdict, const struct vd_kube_schema *schema,
                        const struct vd_json_value *value, const struct vd_kube_path *path)
{
    if (says_type(schema)) {
        judge_type(verdict, schema, value, path);
        verdict->matches++;
    }
    if (schema->rules)
        judge_combinations(verdict, schema->rules, value, path);
    verdict->matches += count_parts(schema, value);
    if (value->type == VD_JSON_NUMBER)
        judge_range(verdict, schema, value, path);
    if (schema->rules)
        judge_rules(verdict, schema, value, path);
    if (value->type == VD_JSON_ARRAY)
        judge_list(verdict, schema, value, path);
    if (value->type == VD_JSON_OBJECT)
        judge_object(verdict, schema, value, path);
}

static void judge(struct verdict *verdict, const struct vd_kube_schema *schema,
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
    judge_type(verdict, schema, value, path);
    if (schema->rules && schema->rules->allowed)
        judge_allowed(verdict, schema->rules->allowed, value, path);
}

int vd_kube_schema_judge_shape(const struct vd_kube_schema *schema, const struct vd_json_value *doc,
                               struct vd_kube_causes *causes)
{
    struct judging judging = {0};
    struct verdict verdict = {.judging = &judging, .causes = causes};
    struct vd_kube_cause *since = causes->last;

    judge(&verdict, schema, doc, NULL);
    drop_doubles(causes, since);
    if (judging.rc == VD_TOO_LARGE) {
        vd_kube_cause_add(causes, VD_KUBE_VALUE_INTERNAL, &nowhere,
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
