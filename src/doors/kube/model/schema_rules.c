/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules of a schema's node, read: bounds as they are written, patterns compiled, formats as
 * patterns too where they can be said so (kube-openapi's strfmt). A format that a real server does
 * not know for the type is no rule.
 */
#include "doors/kube/model/doc.h"
#include "doors/kube/model/schema_inner.h"

#include <errno.h>

#define NAME "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
#define HEX4 "-?[0-9a-f]{4}"
#define HEAD "(?i)^[0-9a-f]{8}" HEX4

static const struct {
    const char *name, *pattern; /* NULL: checked by code; "": anything */
} formats[] = {
    {"bsonobjectid", "^[0-9a-fA-F]{24}$"},
    {"uri", "^([A-Za-z][-+.A-Za-z0-9]*:\\S*|/\\S*)$"},
    {"email", "^[^\\s@<>]+@[^\\s@<>]+$|<[^\\s@<>]+@[^\\s@<>]+>$"},
    {"hostname",
     "^([a-zA-Z0-9\\p{S}\\p{L}]((-?[a-zA-Z0-9\\p{S}\\p{L}]{0,62})?)|"
     "([a-zA-Z0-9\\p{S}\\p{L}](([a-zA-Z0-9-\\p{S}\\p{L}]{0,61}[a-zA-Z0-9\\p{S}\\p{L}])?)"
     "(\\.)){1,}([a-zA-Z\\p{L}]){2,63}\\.?)$"},
    {"ipv4", NULL},
    {"ipv6", NULL},
    {"cidr", NULL},
    {"mac", "^([0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}([:-][0-9a-fA-F]{2}){0,14}|"
            "[0-9a-fA-F]{4}(\\.[0-9a-fA-F]{4}){2,9})$"},
    {"uuid", HEAD HEX4 HEX4 "-?[0-9a-f]{12}$"},
    {"uuid3", HEAD "-?3[0-9a-f]{3}" HEX4 "-?[0-9a-f]{12}$"},
    {"uuid4", HEAD "-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$"},
    {"uuid5", HEAD "-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$"},
    {"isbn", "^([- ]*[0-9]){9}([- ]*[0-9]){0,3}[- ]*[0-9X]$"},
    {"isbn10", "^([- ]*[0-9]){9}[- ]*[0-9X]$"},
    {"isbn13", "^([- ]*[0-9]){13}$"},
    {"creditcard", "^[^0-9]*([0-9][^0-9]*){13,16}$"},
    {"ssn", "^\\d{3}[- ]?\\d{2}[- ]?\\d{4}$"},
    {"hexcolor", "^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"},
    {"rgbcolor", "^rgb\\(\\s*\\d{1,3}\\s*,\\s*\\d{1,3}\\s*,\\s*\\d{1,3}\\s*\\)$"},
    {"byte", "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$"},
    {"password", ""},
    {"date", "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$"},
    {"duration",
     "^[-+]?0$|^[-+]?((\\d+\\.?\\d*|\\.\\d+)(ns|us|\xc2\xb5s|ms|s|m|h))+$|"
     "(?i)\\d+\\s*(ns|us|\xc2\xb5s|ms|s|m|h|hr|d|w|wk|sec|min|nano|micro|milli|hour|day|"
     "week)"},
    {"datetime", "(?i)^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])t([01]\\d|2[0-3]):[0-5]\\d:"
                 "[0-5]\\d(.[0-9]+)?(z|[-+][0-9]{2}:[0-9]{2})$"},
    {"k8sshortname", "^" NAME "$"},
    {"k8slongname", "^" NAME "(\\." NAME ")*$"},
};

/* A format's name is the same with and without dashes. */
static bool is_named(struct vd_slice name, const char *plain)
{
    size_t at = 0, len = strlen(plain);

    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '-')
            continue;
        if (at == len || name.ptr[i] != (uint8_t)plain[at++])
            return false;
    }
    return at == len;
}

static int read_format(struct vd_arena *arena, const struct vd_json_value *doc,
                       struct vd_kube_schema_rules *rules)
{
    struct vd_slice name = vd_kube_doc_string(doc, "format"), fault;
    struct vd_slice type = vd_kube_doc_string(doc, "type");
    bool is_known = false;

    if (!name.len)
        return 0;
    if (vd_slice_eq(type, VD_SLICE("integer")))
        is_known = vd_slice_eq(name, VD_SLICE("int32")) || vd_slice_eq(name, VD_SLICE("int64"));
    else if (vd_slice_eq(type, VD_SLICE("number")))
        is_known = vd_slice_eq(name, VD_SLICE("float")) || vd_slice_eq(name, VD_SLICE("double"));
    else if (!type.len || vd_slice_eq(type, VD_SLICE("string")))
        for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]) && !is_known; i++)
            if (is_named(name, formats[i].name)) {
                int rc = formats[i].pattern
                             ? vd_kube_pattern_read(arena, vd_slice_str(formats[i].pattern),
                                                    &rules->format_pattern, &fault)
                             : 0;

                if (rc)
                    return rc;
                is_known = true;
            }
    return is_known ? vd_arena_copy(arena, name, &rules->format) : 0;
}

/* --- bounds ----------------------------------------------------------------------------------- */

static int read_number(struct vd_arena *arena, const struct vd_json_value *doc, const char *name,
                       struct vd_slice *out_text)
{
    const struct vd_json_value *value = vd_kube_doc_get(doc, name);

    return vd_kube_doc_is(value, VD_JSON_NUMBER) ? vd_arena_copy(arena, value->text, out_text) : 0;
}

static int read_bounds(struct vd_arena *arena, const struct vd_json_value *doc,
                       struct vd_kube_schema_rules *rules)
{
    int rc = read_number(arena, doc, "minimum", &rules->minimum);

    rules->min_length = vd_kube_doc_int(doc, "minLength", -1);
    rules->max_length = vd_kube_doc_int(doc, "maxLength", -1);
    rules->min_items = vd_kube_doc_int(doc, "minItems", -1);
    rules->max_items = vd_kube_doc_int(doc, "maxItems", -1);
    rules->min_members = vd_kube_doc_int(doc, "minProperties", -1);
    rules->max_members = vd_kube_doc_int(doc, "maxProperties", -1);
    if (rc == 0)
        rc = read_number(arena, doc, "maximum", &rules->maximum);
    return rc ? rc : read_number(arena, doc, "multipleOf", &rules->multiple_of);
}

static int read_pattern(struct vd_arena *arena, const struct vd_json_value *doc,
                        struct vd_kube_schema_rules *rules)
{
    struct vd_slice text = vd_kube_doc_string(doc, "pattern"), fault;
    int rc = text.len ? vd_arena_copy(arena, text, &rules->pattern_text) : 0;

    if (!text.len || rc)
        return rc;
    return vd_kube_pattern_read(arena, text, &rules->pattern, &fault);
}

static int read_allowed(struct vd_arena *arena, const struct vd_json_value *doc,
                        struct vd_kube_schema_rules *rules)
{
    const struct vd_json_value *list = vd_kube_doc_array(doc, "enum");
    struct vd_kube_doc copy = {arena, 0};

    if (!list)
        return 0;
    rules->allowed = vd_kube_doc_copy(&copy, list);
    return rules->allowed ? 0 : -ENOMEM;
}

/* --- combinations ----------------------------------------------------------------------------- */

static int read_list(struct vd_kube_schema_reader *reader, const struct vd_json_value *doc,
                     const char *name, unsigned depth, struct vd_kube_schema_list *out_list)
{
    const struct vd_json_value *array = vd_kube_doc_array(doc, name), *at;
    const struct vd_kube_schema **schemas;
    uint32_t count = 0;

    if (!array || array->count == 0)
        return 0;
    schemas = vd_arena_alloc(reader->arena, array->count * sizeof(*schemas));
    if (!schemas)
        return -ENOMEM;
    vd_kube_doc_each(at, array) {
        int rc = vd_kube_schema_read_node(reader, at, depth + 1, &schemas[count++]);

        if (rc)
            return rc;
    }
    *out_list = (struct vd_kube_schema_list){schemas, count};
    return 0;
}

static int read_combinations(struct vd_kube_schema_reader *reader, const struct vd_json_value *doc,
                             unsigned depth, struct vd_kube_schema_rules *rules)
{
    const struct vd_json_value *not_of = vd_kube_doc_get(doc, "not");
    int rc = read_list(reader, doc, "allOf", depth, &rules->all_of);

    if (rc == 0)
        rc = read_list(reader, doc, "anyOf", depth, &rules->any_of);
    if (rc == 0)
        rc = read_list(reader, doc, "oneOf", depth, &rules->one_of);
    if (rc == 0 && !vd_kube_doc_is_null(not_of))
        rc = vd_kube_schema_read_node(reader, not_of, depth + 1, &rules->not_of);
    return rc;
}

/* Names whose presence makes rules; most nodes have none. */
static bool has_rules(const struct vd_json_value *doc)
{
    static const char *const names[] = {"minimum",   "maximum",       "multipleOf",    "minLength",
                                        "maxLength", "minItems",      "maxItems",      "pattern",
                                        "format",    "minProperties", "maxProperties", "enum",
                                        "allOf",     "anyOf",         "oneOf",         "not"};
    const struct vd_json_value *at;

    vd_kube_doc_each(at, doc)
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
            if (vd_slice_eq(at->name, vd_slice_str(names[i])))
                return true;
    return false;
}

int vd_kube_schema_read_rules(struct vd_kube_schema_reader *reader, const struct vd_json_value *doc,
                              unsigned depth, const struct vd_kube_schema_rules **out_rules)
{
    struct vd_kube_schema_rules *rules;
    int rc;

    *out_rules = NULL;
    if (!has_rules(doc))
        return 0;
    rules = vd_arena_alloc_zero(reader->arena, sizeof(*rules));
    if (!rules)
        return -ENOMEM;
    rc = read_bounds(reader->arena, doc, rules);
    if (rc == 0)
        rc = read_pattern(reader->arena, doc, rules);
    if (rc == 0)
        rc = read_format(reader->arena, doc, rules);
    if (rc == 0)
        rc = read_allowed(reader->arena, doc, rules);
    if (rc == 0)
        rc = read_combinations(reader, doc, depth, rules);
    *out_rules = rules;
    return rc;
}
