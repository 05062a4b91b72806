/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A walk over document and types that does what Go's decoder does, without values. Go knows three
 * kinds of trouble, and so does this:
 *
 *   - a wrong type is remembered, the first one only, and decoding goes on;
 *   - a type that reads its own JSON (times, quantities ...) ends the decoding at once, and what it
 *     says wins over what was remembered;
 *   - unknown and double fields are collected, and count only if nothing else was wrong.
 *
 * Where it stands is a chain of places on the stack, from which both ways of naming it are printed:
 * an error of types names the fields alone, with the embedded structs between them, the strict ones
 * name keys and indices too.
 *
 * A schema in a schema is decoded by a decoder of its own (apiextensions' unions): its remembered
 * error becomes the outer one's end, it collects nothing, and its struct is the outer one's.
 */
#include "doors/kube/model/type_check.h"

#include "base/check.h"
#include "doors/kube/model/go_words.h"
#include "doors/kube/model/quantity.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

struct place {
    const struct place *up;
    const struct vd_kube_type *type; /* of the struct whose field this is; NULL: key or index */
    struct vd_slice name;            /* of field or key */
    size_t index;
    bool is_index;
};

struct checker {
    struct vd_arena *arena;
    struct vd_kube_type_check *out;
    struct vd_kube_strict **end;
    struct vd_slice saved;            /* the first wrong type; empty: none */
    const struct place *schema_place; /* where the outermost schema in a schema is; NULL: in none */
    struct vd_kube_words words, path; /* not on the stack of what recurses */
};

static int check_object(struct checker *checker, const struct place *place,
                        const struct vd_kube_type *type, const struct vd_json_value *value);

/* --- saying where ----------------------------------------------------------------------------- */

static struct vd_kube_words *fresh(struct vd_kube_words *words)
{
    vd_kube_words_init(words);
    return words;
}

/* What was put into words. */
static int keep(struct checker *checker, struct vd_slice *out)
{
    struct vd_slice text = vd_kube_words_slice(&checker->words);
    int rc = vd_arena_copy(checker->arena, text, out);

    if (rc && checker->arena->total_bytes + text.len > checker->arena->limit_bytes)
        return VD_TOO_LARGE;
    return rc;
}

/* The names of the embedded structs through which this field is its owner's. */
static void say_embedded(struct vd_kube_words *words, const struct vd_kube_type *type,
                         struct vd_slice name)
{
    for (size_t i = 0; i < type->count; i++) {
        const struct vd_kube_field *field = vd_kube_type_own(type, i);
        const struct vd_kube_type *embedded;

        if (!(field->flags & VD_KUBE_INLINE))
            continue;
        embedded = vd_kube_field_type(field);
        if (vd_kube_type_index(embedded, name) < 0)
            continue;
        vd_kube_words_add(words, vd_kube_type_name(embedded));
        vd_kube_words_str(words, ".");
        say_embedded(words, embedded, name);
    }
}

static void say_fields(struct vd_kube_words *words, const struct place *place)
{
    if (!place)
        return;
    say_fields(words, place->up);
    if (!place->type)
        return;
    vd_kube_words_str(words, ".");
    say_embedded(words, place->type, place->name);
    vd_kube_words_add(words, place->name);
}

/* Recurses no deeper than the document is. */
static void say_path(struct vd_kube_words *words, const struct place *place)
{
    if (!place)
        return;
    say_path(words, place->up);
    if (place->is_index) {
        vd_kube_words_str(words, "[");
        vd_kube_words_uint(words, place->index);
        vd_kube_words_str(words, "]");
        return;
    }
    if (place->up)
        vd_kube_words_str(words, ".");
    vd_kube_words_add(words, place->name);
}

static const struct vd_kube_type *innermost_struct(const struct checker *checker,
                                                   const struct place *place)
{
    if (checker->schema_place)
        place = checker->schema_place;
    while (place && !place->type)
        place = place->up;
    return place ? place->type : NULL;
}

/* json: cannot unmarshal WHAT into Go struct field STRUCT.FIELDS of type TYPE */
static void say_wrong_type(struct checker *checker, const struct place *place,
                           const struct vd_json_value *value, struct vd_slice go_type)
{
    static const char *const WHAT[] = {"null", "bool", "number", "string", "array", "object"};
    static const char *const NUMERIC[] = {"int32", "int64", "float64", "uint8"};
    const struct vd_kube_type *owner = innermost_struct(checker, place);
    struct vd_kube_words *words = fresh(&checker->words);

    vd_kube_words_str(words, "json: cannot unmarshal ");
    vd_kube_words_str(words, WHAT[value->type]);
    for (size_t i = 0; value->type == VD_JSON_NUMBER && i < VD_COUNT(NUMERIC); i++)
        if (vd_slice_eq(go_type, vd_slice_str(NUMERIC[i]))) {
            vd_kube_words_str(words, " ");
            vd_kube_words_add(words, value->text);
        }
    if (owner) {
        vd_kube_words_str(words, " into Go struct field ");
        vd_kube_words_add(words, vd_kube_type_name(owner));
        say_fields(words, place);
    } else {
        vd_kube_words_str(words, " into Go value");
    }
    vd_kube_words_str(words, " of type ");
    vd_kube_words_add(words, go_type);
}

/* --- three kinds of trouble ------------------------------------------------------------------- */

static int wrong_type(struct checker *checker, const struct place *place,
                      const struct vd_json_value *value, struct vd_slice go_type)
{
    if (checker->saved.len)
        return 0;
    say_wrong_type(checker, place, value, go_type);
    return keep(checker, &checker->saved);
}

static int end(struct checker *checker)
{
    int rc = keep(checker, &checker->out->fault);

    return rc ? rc : VD_INVALID;
}

static int end_wrong_type(struct checker *checker, const struct place *place,
                          const struct vd_json_value *value, struct vd_slice go_type)
{
    say_wrong_type(checker, place, value, go_type);
    return end(checker);
}

static int end_saying(struct checker *checker, const char *text)
{
    vd_kube_words_str(fresh(&checker->words), text);
    return end(checker);
}

static bool is_said(const struct checker *checker, struct vd_slice text)
{
    for (const struct vd_kube_strict *at = checker->out->strict; at; at = at->next)
        if (vd_slice_eq(at->text, text))
            return true;
    return false;
}

static int collect(struct checker *checker, const struct place *place, const char *what,
                   struct vd_slice name)
{
    struct place here = {.up = place, .name = name};
    struct vd_kube_words *path = fresh(&checker->path), *words = fresh(&checker->words);
    struct vd_kube_strict *strict;
    struct vd_slice text;
    int rc;

    if (checker->schema_place || checker->out->strict_count == VD_KUBE_STRICT_MAX)
        return 0;
    say_path(path, &here);
    vd_kube_words_str(words, what);
    vd_kube_words_quote(words, vd_kube_words_slice(path));
    if (is_said(checker, vd_kube_words_slice(words)))
        return 0;
    rc = keep(checker, &text);
    strict = rc ? NULL : vd_arena_alloc_zero(checker->arena, sizeof(*strict));
    if (!strict)
        return rc ? rc
               : checker->arena->total_bytes + sizeof(*strict) > checker->arena->limit_bytes
                   ? VD_TOO_LARGE
                   : -ENOMEM;
    strict->text = text;
    *checker->end = strict;
    checker->end = &strict->next;
    checker->out->strict_count++;
    return 0;
}

/* --- values ----------------------------------------------------------------------------------- */

/* Go reads integers from plain digits only. */
static bool is_integer(struct vd_slice text, bool is_32)
{
    int64_t value;

    for (size_t i = 0; i < text.len; i++)
        if ((text.ptr[i] < '0' || text.ptr[i] > '9') && !(i == 0 && text.ptr[i] == '-'))
            return false;
    return vd_json_number_int(text, &value) &&
           (!is_32 || (value >= INT32_MIN && value <= INT32_MAX));
}

/* Whether its magnitude is one that a double has: the text is JSON's, so only far ones are not. */
static bool is_double(struct vd_slice text)
{
    char copy[512];

    if (text.len >= sizeof(copy))
        return true;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = 0;
    return isfinite(strtod(copy, NULL));
}

/* Go takes an array of numbers for bytes, too. */
static int check_numbers(struct checker *checker, const struct place *place,
                         const struct vd_json_value *value)
{
    int rc = 0;

    for (const struct vd_json_value *at = value->first; rc == 0 && at; at = at->next) {
        uint64_t number = 256;
        bool is_ok =
            at->type == VD_JSON_NULL || (at->type == VD_JSON_NUMBER && is_integer(at->text, true) &&
                                         vd_json_number_uint(at->text, &number) && number < 256);

        if (!is_ok)
            rc = wrong_type(checker, place, at, VD_SLICE("uint8"));
    }
    return rc;
}

static int check_bytes(struct checker *checker, const struct place *place,
                       const struct vd_json_value *value, struct vd_slice go_type)
{
    struct vd_kube_words *words = fresh(&checker->words);
    size_t stop;

    if (value->type == VD_JSON_ARRAY)
        return check_numbers(checker, place, value);
    if (value->type != VD_JSON_STRING)
        return wrong_type(checker, place, value, go_type);
    if (checker->saved.len || vd_kube_go_base64(value->text, &stop))
        return 0;
    vd_kube_words_str(words, "illegal base64 data at input byte ");
    vd_kube_words_uint(words, stop);
    return keep(checker, &checker->saved);
}

/* metav1.Time, MicroTime, Duration: a text, or the end. To a duration null is an empty one. */
static int check_moment(struct checker *checker, const struct place *place, enum vd_kube_form form,
                        const struct vd_json_value *value)
{
    struct vd_kube_words *words = fresh(&checker->words);
    bool is_ok;

    if (value->type != VD_JSON_STRING && value->type != VD_JSON_NULL)
        return end_wrong_type(checker, place, value, VD_SLICE("string"));
    is_ok = form == VD_KUBE_DURATION
                ? vd_kube_go_duration(value->text, words)
                : vd_kube_go_time(value->text, form == VD_KUBE_MICRO_TIME, words);
    return is_ok ? 0 : end(checker);
}

static struct vd_slice trim(struct vd_slice text)
{
    while (text.len && strchr(" \t\n\v\f\r", text.ptr[0]) && text.ptr[0])
        text = vd_slice(text.ptr + 1, text.len - 1);
    while (text.len && strchr(" \t\n\v\f\r", text.ptr[text.len - 1]) && text.ptr[text.len - 1])
        text.len--;
    return text;
}

static int check_quantity(struct checker *checker, const struct vd_json_value *value)
{
    const char *fault;

    if (value->type == VD_JSON_STRING)
        fault = vd_kube_quantity_fault(trim(value->text));
    else if (value->type == VD_JSON_NUMBER)
        fault = vd_kube_quantity_fault(value->text);
    else
        fault = vd_kube_quantity_fault(VD_SLICE("{}"));
    return fault ? end_saying(checker, fault) : 0;
}

static int check_int_or_string(struct checker *checker, const struct place *place,
                               const struct vd_json_value *value)
{
    if (value->type == VD_JSON_STRING ||
        (value->type == VD_JSON_NUMBER && is_integer(value->text, true)))
        return 0;
    return end_wrong_type(checker, place, value, VD_SLICE("int32"));
}

static int check_strings(struct checker *checker, const struct place *place,
                         const struct vd_json_value *value, struct vd_slice go_type)
{
    size_t index = 0;
    int rc = 0;

    if (value->type != VD_JSON_ARRAY)
        return wrong_type(checker, place, value, go_type);
    for (const struct vd_json_value *at = value->first; rc == 0 && at; at = at->next, index++) {
        struct place here = {.up = place, .index = index, .is_index = true};

        if (at->type != VD_JSON_STRING && at->type != VD_JSON_NULL)
            rc = wrong_type(checker, &here, at, VD_SLICE("string"));
    }
    return rc;
}

/* --- schemas in schemas ----------------------------------------------------------------------- */

static int check_schemas(struct checker *checker, const struct place *place,
                         const struct vd_kube_field *field, const struct vd_json_value *value)
{
    const struct vd_kube_type *schema = vd_kube_field_type(field);
    int rc = 0;

    if (value->type == VD_JSON_OBJECT)
        return check_object(checker, place, schema, value);
    if (value->type == VD_JSON_ARRAY && field->form == VD_KUBE_SCHEMA_OR_STRINGS)
        return check_strings(checker, place, value, VD_SLICE("[]string"));
    if (value->type != VD_JSON_ARRAY || field->form != VD_KUBE_SCHEMA_OR_ARRAY)
        return 0;
    for (const struct vd_json_value *at = value->first; rc == 0 && at; at = at->next)
        if (at->type == VD_JSON_OBJECT)
            rc = check_object(checker, place, schema, at);
        else if (at->type != VD_JSON_NULL)
            rc = wrong_type(checker, place, at, VD_SLICE("v1.JSONSchemaProps"));
    return rc;
}

static int check_union(struct checker *checker, const struct place *place,
                       const struct vd_kube_field *field, const struct vd_json_value *value)
{
    bool is_outermost = !checker->schema_place;
    struct vd_slice saved = checker->saved;
    int rc;

    if (field->form == VD_KUBE_SCHEMA_OR_BOOL && value->type != VD_JSON_OBJECT)
        return value->type == VD_JSON_BOOL ? 0
                                           : end_saying(checker, "boolean or JSON schema expected");
    if (is_outermost)
        checker->schema_place = place;
    checker->saved = VD_SLICE_EMPTY;
    rc = check_schemas(checker, place, field, value);
    if (is_outermost)
        checker->schema_place = NULL;
    if (rc == 0 && checker->saved.len) {
        checker->out->fault = checker->saved;
        return VD_INVALID;
    }
    checker->saved = saved;
    return rc;
}

/* --- fields ----------------------------------------------------------------------------------- */

static int check_scalar(struct checker *checker, const struct place *place,
                        const struct vd_kube_field *field, const struct vd_json_value *value,
                        struct vd_slice go_type)
{
    bool is_number = value->type == VD_JSON_NUMBER, is_ok = false;

    switch ((enum vd_kube_form)field->form) {
    case VD_KUBE_STRING:
        is_ok = value->type == VD_JSON_STRING;
        break;
    case VD_KUBE_BOOL:
        is_ok = value->type == VD_JSON_BOOL;
        break;
    case VD_KUBE_INT32:
    case VD_KUBE_INT64:
        is_ok = is_number && is_integer(value->text, field->form == VD_KUBE_INT32);
        break;
    case VD_KUBE_DOUBLE:
        is_ok = is_number && is_double(value->text);
        break;
    case VD_KUBE_BYTES:
        return check_bytes(checker, place, value, go_type);
    case VD_KUBE_MESSAGE:
        if (value->type == VD_JSON_OBJECT)
            return check_object(checker, place, vd_kube_field_type(field), value);
        break;
    case VD_KUBE_TIME:
    case VD_KUBE_MICRO_TIME:
    case VD_KUBE_DURATION:
        return check_moment(checker, place, field->form, value);
    case VD_KUBE_INT_OR_STRING:
        return check_int_or_string(checker, place, value);
    case VD_KUBE_QUANTITY:
        return check_quantity(checker, value);
    case VD_KUBE_STRINGS:
        return check_strings(checker, place, value, go_type);
    case VD_KUBE_SCHEMA_OR_BOOL:
    case VD_KUBE_SCHEMA_OR_ARRAY:
    case VD_KUBE_SCHEMA_OR_STRINGS:
        return check_union(checker, place, field, value);
    case VD_KUBE_RAW:
    case VD_KUBE_FIELDS_V1:
    case VD_KUBE_ANY:
        is_ok = true;
        break;
    }
    return is_ok ? 0 : wrong_type(checker, place, value, go_type);
}

/* The type of what is in a list or map, as Go prints it. */
static struct vd_slice element_type(struct vd_slice go_type)
{
    const uint8_t *close = go_type.len && (go_type.ptr[0] == '[' || go_type.ptr[0] == 'm')
                               ? memchr(go_type.ptr, ']', go_type.len)
                               : NULL;
    size_t skip = close ? (size_t)(close - go_type.ptr) + 1 : 0;

    if (skip < go_type.len && go_type.ptr[skip] == '*')
        skip++;
    return vd_slice(go_type.ptr + skip, go_type.len - skip);
}

static int check_element(struct checker *checker, const struct place *place,
                         const struct vd_kube_field *field, const struct vd_json_value *value)
{
    if (value->type == VD_JSON_NULL && field->form != VD_KUBE_DURATION)
        return 0;
    return check_scalar(checker, place, field, value, element_type(vd_kube_field_go_type(field)));
}

static int check_list(struct checker *checker, const struct place *place,
                      const struct vd_kube_field *field, const struct vd_json_value *value)
{
    size_t index = 0;
    int rc = 0;

    if (value->type != VD_JSON_ARRAY)
        return wrong_type(checker, place, value, vd_kube_field_go_type(field));
    for (const struct vd_json_value *at = value->first; rc == 0 && at; at = at->next, index++) {
        struct place here = {.up = place, .index = index, .is_index = true};

        rc = check_element(checker, &here, field, at);
    }
    return rc;
}

static int check_map(struct checker *checker, const struct place *place,
                     const struct vd_kube_field *field, const struct vd_json_value *value)
{
    int rc = 0;

    if (value->type != VD_JSON_OBJECT)
        return wrong_type(checker, place, value, vd_kube_field_go_type(field));
    for (const struct vd_json_value *at = value->first; rc == 0 && at; at = at->next) {
        struct place here = {.up = place, .name = at->name};

        if (at->is_duplicate)
            rc = collect(checker, place, "duplicate field ", at->name);
        if (rc == 0)
            rc = check_element(checker, &here, field, at);
    }
    return rc;
}

static int check_field(struct checker *checker, const struct place *place,
                       const struct vd_kube_field *field, const struct vd_json_value *value)
{
    bool is_pointer = field->flags & VD_KUBE_POINTER;

    /* A null is nothing, but for types that read their own JSON and know none. */
    if (value->type == VD_JSON_NULL && (is_pointer || field->form != VD_KUBE_DURATION))
        return 0;
    if (field->flags & VD_KUBE_REPEATED)
        return check_list(checker, place, field, value);
    if (field->flags & VD_KUBE_MAP)
        return check_map(checker, place, field, value);
    return check_scalar(checker, place, field, value, vd_kube_field_go_type(field));
}

static int check_object(struct checker *checker, const struct place *place,
                        const struct vd_kube_type *type, const struct vd_json_value *value)
{
    int rc = 0;

    for (const struct vd_json_value *at = value->first; rc == 0 && at; at = at->next) {
        const struct vd_kube_field *field = vd_kube_type_field(type, at->name);
        struct place here = {.up = place, .type = type, .name = at->name};

        if (!field) {
            if (!at->is_duplicate)
                rc = collect(checker, place, "unknown field ", at->name);
            continue;
        }
        if (at->is_duplicate)
            rc = collect(checker, place, "duplicate field ", at->name);
        if (rc == 0)
            rc = check_field(checker, &here, field, at);
    }
    return rc;
}

int vd_kube_type_check(struct vd_arena *arena, const struct vd_kube_type *type,
                       const struct vd_json_value *document, struct vd_kube_type_check *out_check)
{
    struct vd_kube_type_check check = {0};
    struct checker checker = {.arena = arena, .out = &check, .end = &check.strict};
    struct vd_kube_words *words = &checker.path;
    int rc = 0;

    if (document->type == VD_JSON_OBJECT) {
        rc = check_object(&checker, NULL, type, document);
    } else if (document->type != VD_JSON_NULL) {
        vd_kube_words_add(words, vd_kube_type_go_package(type));
        vd_kube_words_str(words, ".");
        vd_kube_words_add(words, vd_kube_type_name(type));
        rc = wrong_type(&checker, NULL, document, vd_kube_words_slice(words));
    }
    if (rc == 0 && checker.saved.len) {
        check.fault = checker.saved;
        rc = VD_INVALID;
    }
    if (rc == 0 || rc == VD_INVALID)
        *out_check = check;
    return rc;
}

int vd_kube_type_check_strict(struct vd_arena *arena, const struct vd_kube_type_check *check,
                              struct vd_slice *out_text)
{
    static const char BEFORE[] = "strict decoding error: ", BETWEEN[] = ", ";
    size_t size = sizeof(BEFORE);
    char *text, *to;

    for (const struct vd_kube_strict *at = check->strict; at; at = at->next)
        size += at->text.len + sizeof(BETWEEN);
    text = to = vd_arena_alloc(arena, size);
    if (!text)
        return arena->total_bytes + size > arena->limit_bytes ? VD_TOO_LARGE : -ENOMEM;
    to = stpcpy(to, BEFORE);
    for (const struct vd_kube_strict *at = check->strict; at; at = at->next) {
        if (at != check->strict)
            to = stpcpy(to, BETWEEN);
        memcpy(to, at->text.ptr, at->text.len);
        to += at->text.len;
    }
    *out_text = vd_slice(text, (size_t)(to - text));
    return 0;
}
