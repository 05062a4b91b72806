/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One value held against what its schema says of it alone, with the oddities of the real validation
 * where a client can see them: numbers by Go's types, and formats that let lists pass.
 */
#include "doors/kube/model/doc.h"
#include "doors/kube/model/schema_judge_inner.h"

#include <arpa/inet.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { NUMBER_MAX_BYTES = 64 };

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

static void say_type(struct vd_kube_verdict *verdict, const struct vd_kube_path *path,
                     const char *wanted, const char *got)
{
    struct vd_kube_place place;

    if (vd_kube_verdict_tells(verdict))
        vd_kube_cause_add(verdict->causes, VD_KUBE_VALUE_TYPE_INVALID, vd_kube_field_of(path),
                          "\"%s\": %s in body must be of type %s: \"%s\"", got,
                          vd_kube_place_of(&place, path), wanted, got);
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
static void judge_type_of_format(struct vd_kube_verdict *verdict,
                                 const struct vd_kube_schema *schema,
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

void vd_kube_judge_type(struct vd_kube_verdict *verdict, const struct vd_kube_schema *schema,
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
static bool finds(struct vd_kube_verdict *verdict, const struct vd_kube_pattern *pattern,
                  struct vd_slice text)
{
    int rc = vd_kube_pattern_find(pattern, text);

    verdict->judging->steps += text.len;
    if (rc != 0 && rc != VD_NOT_FOUND && !verdict->judging->rc)
        verdict->judging->rc = rc;
    return rc == 0;
}

void vd_kube_judge_text(struct vd_kube_verdict *verdict, const struct vd_kube_schema_rules *rules,
                        const struct vd_json_value *value, const struct vd_kube_path *path)
{
    int64_t length = count_characters(value->text);

    if (rules->max_length >= 0 && length > rules->max_length) {
        if (vd_kube_verdict_tells(verdict))
            vd_kube_too_long(verdict->causes, path, (unsigned)rules->max_length);
    } else if (rules->min_length >= 0 && length < rules->min_length) {
        VD_KUBE_VERDICT_INVALID(verdict, path, value, "should be at least %lld chars long",
                                (long long)rules->min_length);
    } else if (rules->pattern && !finds(verdict, rules->pattern, value->text)) {
        VD_KUBE_VERDICT_INVALID(verdict, path, value, "should match '%.*s'",
                                (int)rules->pattern_text.len,
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

static bool fits_format(struct vd_kube_verdict *verdict, const struct vd_kube_schema_rules *rules,
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

void vd_kube_judge_format(struct vd_kube_verdict *verdict, const struct vd_kube_schema *schema,
                          const struct vd_json_value *value, const struct vd_kube_path *path)
{
    const struct vd_kube_schema_rules *rules = schema->rules;
    struct vd_kube_place place;
    struct vd_buf quoted;

    if (schema->type != VD_KUBE_SCHEMA_STRING && schema->type != VD_KUBE_SCHEMA_ANY)
        return;
    if (fits_format(verdict, rules, value->text) || !vd_kube_verdict_tells(verdict))
        return;
    vd_buf_init(&quoted, 0);
    vd_kube_quote(&quoted, value->text);
    vd_kube_cause_add(verdict->causes, VD_KUBE_VALUE_TYPE_INVALID, vd_kube_field_of(path),
                      "%.*s: %s in body must be of type %.*s: %.*s", (int)quoted.len,
                      (const char *)quoted.data, vd_kube_place_of(&place, path),
                      (int)rules->format.len, (const char *)rules->format.ptr, (int)quoted.len,
                      (const char *)quoted.data);
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

void vd_kube_judge_range(struct vd_kube_verdict *verdict, const struct vd_kube_schema *schema,
                         const struct vd_json_value *value, const struct vd_kube_path *path)
{
    struct vd_slice format = schema->rules ? schema->rules->format : VD_SLICE_EMPTY;
    struct vd_kube_place place;
    char detail[VD_KUBE_PLACE_BYTES + 128];
    int64_t whole;

    if (schema->type != VD_KUBE_SCHEMA_INTEGER)
        return;
    if (vd_json_number_int(value->text, &whole) &&
        (!vd_slice_eq(format, VD_SLICE("int32")) || (whole >= INT32_MIN && whole <= INT32_MAX)))
        return;
    if (!vd_kube_verdict_tells(verdict))
        return;
    snprintf(detail, sizeof(detail), "Checked value must be of type integer %s%.*s%s in %s",
             format.len ? "with format " : "(default format)", (int)format.len,
             (const char *)format.ptr, "", vd_kube_place_of(&place, path));
    vd_kube_invalid(verdict->causes, &vd_kube_nowhere, NULL, detail);
}

void vd_kube_judge_number(struct vd_kube_verdict *verdict, const struct vd_kube_schema *schema,
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
        VD_KUBE_VERDICT_INVALID(verdict, path, value, "should be a multiple of %s",
                                show(&shown, factor));
    if (rules->minimum.len && compare(value->text, minimum) < (is_above ? 1 : 0))
        VD_KUBE_VERDICT_INVALID(verdict, path, value, "should be greater than %s%s",
                                is_above ? "" : "or equal to ", show(&shown, minimum));
    if (rules->maximum.len && compare(value->text, maximum) > (is_below ? -1 : 0))
        VD_KUBE_VERDICT_INVALID(verdict, path, value, "should be less than %s%s",
                                is_below ? "" : "or equal to ", show(&shown, maximum));
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

void vd_kube_judge_allowed(struct vd_kube_verdict *verdict, const struct vd_json_value *allowed,
                           const struct vd_json_value *value, const struct vd_kube_path *path)
{
    const struct vd_json_value *at;
    struct vd_buf buf;

    vd_kube_doc_each(at, allowed) {
        verdict->judging->steps++;
        if (is_allowed(at, value))
            return;
    }
    if (!vd_kube_verdict_tells(verdict))
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
