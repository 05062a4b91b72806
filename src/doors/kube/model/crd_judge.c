/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is wrong with a definition, outside its schemas. What all versions say alike (schema,
 * subresources, columns, selectable fields) is judged once, under the names that the real server's
 * internal form has for it, spec.validation and so on: people search for those.
 */
#include "doors/kube/model/crd_inner.h"
#include "doors/kube/model/crd_schema.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/names.h"

#include <errno.h>
#include <stdio.h>

enum { SELECTABLE_MAX = 8, WARNING_MAX = 256, VERSION_MAX = 63 };

struct judging {
    struct vd_arena *arena;
    struct vd_kube_causes *causes;
    const struct vd_json_value *doc, *spec, *names, *versions, *old, *old_spec;
    bool has_rules;
    int rc;
};

static void invalid(struct judging *j, const struct vd_kube_path *path, struct vd_slice value,
                    const char *detail)
{
    vd_kube_invalid_text(j->causes, path, value, detail);
}

/* All that is wrong with a name, as one cause. */
static void judge_name(struct judging *j, const struct vd_kube_path *path,
                       enum vd_kube_name_rule rule, struct vd_slice name, struct vd_slice shown,
                       const char *before)
{
    struct vd_kube_faults faults = vd_kube_name_check(rule, name, false);
    char detail[1024];
    size_t len = (size_t)snprintf(detail, sizeof(detail), "%s", before);

    if (faults.count == 0)
        return;
    for (unsigned i = 0; i < faults.count && len < sizeof(detail); i++)
        len += (size_t)snprintf(detail + len, sizeof(detail) - len, "%s%s", i ? "," : "",
                                faults.texts[i]);
    invalid(j, path, shown, detail);
}

/* --- names -------------------------------------------------------------------------------------
 */

static struct vd_slice lower(struct judging *j, struct vd_slice text)
{
    uint8_t *copy = vd_arena_alloc(j->arena, text.len + 1);

    if (!copy) {
        j->rc = -ENOMEM;
        return text;
    }
    for (size_t i = 0; i < text.len; i++)
        copy[i] =
            text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' ? (uint8_t)(text.ptr[i] | 0x20) : text.ptr[i];
    return vd_slice(copy, text.len);
}

static void judge_list_of_names(struct judging *j, const struct vd_kube_path *names,
                                const char *member)
{
    struct vd_kube_path list = vd_kube_path_of(names, vd_slice_str(member));
    const struct vd_json_value *at;
    int64_t index = 0;

    vd_kube_doc_each(at, vd_kube_doc_array(j->names, member)) {
        struct vd_kube_path here = vd_kube_path_at(&list, index++);

        judge_name(j, &here, VD_KUBE_NAME_RFC1035_RULE, vd_kube_doc_text(at), vd_kube_doc_text(at),
                   "");
    }
}

static void judge_names(struct judging *j, const struct vd_kube_path *spec)
{
    static const struct {
        const char *member;
        bool has_case;
    } all[] = {{"plural", false}, {"singular", false}, {"kind", true}, {"listKind", true}};
    struct vd_kube_path names = VD_KUBE_PATH(spec, "names");
    struct vd_kube_path list_kind = VD_KUBE_PATH(&names, "listKind");
    struct vd_slice kind = vd_kube_doc_string(j->names, "kind");

    for (size_t i = 0; i < 4; i++) {
        struct vd_kube_path here = vd_kube_path_of(&names, vd_slice_str(all[i].member));

        if (!vd_kube_doc_string(j->names, all[i].member).len)
            vd_kube_required(j->causes, &here, "");
    }
    for (size_t i = 0; i < 4; i++) {
        struct vd_kube_path here = vd_kube_path_of(&names, vd_slice_str(all[i].member));
        struct vd_slice name = vd_kube_doc_string(j->names, all[i].member);

        if (name.len)
            judge_name(j, &here, VD_KUBE_NAME_RFC1035_RULE, all[i].has_case ? lower(j, name) : name,
                       name,
                       all[i].has_case ? "may have mixed case, but should otherwise match: " : "");
    }
    judge_list_of_names(j, &names, "shortNames");
    if (kind.len && vd_slice_eq(kind, vd_kube_doc_string(j->names, "listKind")))
        invalid(j, &list_kind, kind, "kind and listKind may not be the same");
    judge_list_of_names(j, &names, "categories");
}

static void judge_group(struct judging *j, const struct vd_kube_path *spec)
{
    struct vd_slice group = vd_kube_doc_string(j->spec, "group");
    struct vd_kube_path here = VD_KUBE_PATH(spec, "group");

    if (!group.len)
        vd_kube_required(j->causes, &here, "");
    else if (vd_kube_name_check(VD_KUBE_NAME_SUBDOMAIN_RULE, group, false).count > 0)
        judge_name(j, &here, VD_KUBE_NAME_SUBDOMAIN_RULE, group, group, "");
    else if (!memchr(group.ptr, '.', group.len))
        invalid(j, &here, group, "should be a domain with at least one dot");
}

static void judge_own_name(struct judging *j)
{
    struct vd_slice name = vd_kube_doc_string(vd_kube_doc_get(j->doc, "metadata"), "name");
    struct vd_slice plural = vd_kube_doc_string(j->names, "plural");
    struct vd_slice group = vd_kube_doc_string(j->spec, "group");
    struct vd_kube_path meta = VD_KUBE_PATH(NULL, "metadata"), here = VD_KUBE_PATH(&meta, "name");
    size_t len = plural.len + 1 + group.len;

    if (name.len == len && vd_slice_starts_with(name, plural) && name.ptr[plural.len] == '.' &&
        vd_slice_eq(vd_slice(name.ptr + plural.len + 1, group.len), group))
        return;
    invalid(j, &here, name, "must be spec.names.plural+\".\"+spec.group");
}

/* --- what a version has ------------------------------------------------------------------------
 */

static void judge_simple_path(struct judging *j, const struct vd_kube_path *path,
                              struct vd_slice text, const char *const *roots, const char *detail)
{
    if (!text.len) {
        vd_kube_required(j->causes, path, "");
        return;
    }
    if (text.ptr[0] != '.') {
        invalid(j, path, text, "must be a simple json path starting with .");
        return;
    }
    for (; roots && *roots; roots++)
        if (vd_slice_starts_with(text, vd_slice_str(*roots)))
            return;
    if (detail)
        invalid(j, path, text, detail);
}

static void judge_scale(struct judging *j, const struct vd_json_value *subresources,
                        const struct vd_kube_path *path)
{
    static const char *const in_spec[] = {".spec.", NULL}, *const in_status[] = {".status.", NULL};
    static const char *const in_either[] = {".spec.", ".status.", NULL};
    const struct vd_json_value *scale = vd_kube_doc_object(subresources, "scale");
    struct vd_kube_path spec = VD_KUBE_PATH(path, "scale.specReplicasPath");
    struct vd_kube_path status = VD_KUBE_PATH(path, "scale.statusReplicasPath");
    struct vd_kube_path selector = VD_KUBE_PATH(path, "scale.labelSelectorPath");

    if (!scale)
        return;
    judge_simple_path(j, &spec, vd_kube_doc_string(scale, "specReplicasPath"), in_spec,
                      "should be a json path under .spec");
    judge_simple_path(j, &status, vd_kube_doc_string(scale, "statusReplicasPath"), in_status,
                      "should be a json path under .status");
    if (vd_kube_doc_string(scale, "labelSelectorPath").len)
        judge_simple_path(j, &selector, vd_kube_doc_string(scale, "labelSelectorPath"), in_either,
                          "should be a json path under either .spec or .status");
}

static bool is_one_of(struct vd_slice word, const char *const *words)
{
    for (; *words; words++)
        if (vd_slice_eq(word, vd_slice_str(*words)))
            return true;
    return false;
}

static void judge_column(struct judging *j, const struct vd_json_value *column,
                         const struct vd_kube_path *path)
{
    static const char *const types[] = {"boolean", "date", "integer", "number", "string", NULL};
    static const char *const formats[] = {"byte",  "date",  "date-time", "double", "float",
                                          "int32", "int64", "password",  NULL};
    const char *must = "must be one of boolean,date,integer,number,string";
    struct vd_slice type = vd_kube_doc_string(column, "type");
    struct vd_slice format = vd_kube_doc_string(column, "format");
    struct vd_kube_path name = VD_KUBE_PATH(path, "name"), of_type = VD_KUBE_PATH(path, "type");
    struct vd_kube_path of_format = VD_KUBE_PATH(path, "format");
    struct vd_kube_path json_path = VD_KUBE_PATH(path, "JSONPath");

    if (!vd_kube_doc_string(column, "name").len)
        vd_kube_required(j->causes, &name, "");
    if (!type.len)
        vd_kube_required(j->causes, &of_type, must);
    else if (!is_one_of(type, types))
        invalid(j, &of_type, type, must);
    if (format.len && !is_one_of(format, formats))
        invalid(j, &of_format, format,
                "must be one of byte,date,date-time,double,float,int32,int64,password");
    judge_simple_path(j, &json_path, vd_kube_doc_string(column, "jsonPath"), NULL, NULL);
}

static void judge_columns(struct judging *j, const struct vd_json_value *columns,
                          const struct vd_kube_path *path)
{
    const struct vd_json_value *at;
    int64_t index = 0;

    vd_kube_doc_each(at, columns) {
        struct vd_kube_path here = vd_kube_path_at(path, index++);

        judge_column(j, at, &here);
    }
}

/* The schema of the field that a selectable path leads to; NULL: to none. */
static const struct vd_json_value *schema_at(struct judging *j, const struct vd_json_value *schema,
                                             struct vd_slice text, bool *out_is_meta)
{
    const struct vd_kube_jsonpath *path;
    const struct vd_slice *names;
    size_t count;
    int rc = vd_kube_jsonpath_read(j->arena, text, &path);

    *out_is_meta = false;
    if (rc < 0)
        j->rc = rc;
    if (rc || !vd_kube_jsonpath_is_simple(path))
        return NULL;
    names = vd_kube_jsonpath_names(path, &count);
    *out_is_meta = vd_slice_eq(names[0], VD_SLICE("metadata"));
    for (size_t i = 0; i < count && schema; i++)
        schema = vd_kube_doc_get_slice(vd_kube_doc_object(schema, "properties"), names[i]);
    return schema;
}

static void judge_selectable(struct judging *j, const struct vd_json_value *fields,
                             const struct vd_json_value *schema, const struct vd_kube_path *path)
{
    static const char *const types[] = {"string", "boolean", "integer", NULL};
    const struct vd_json_value *at, *before;
    int64_t index = 0;
    unsigned unique = 0;

    vd_kube_doc_each(at, fields) {
        struct vd_slice text = vd_kube_doc_string(at, "jsonPath");
        struct vd_kube_path element = vd_kube_path_at(path, index++);
        struct vd_kube_path here = VD_KUBE_PATH(&element, "jsonPath");
        const struct vd_json_value *field;
        bool is_meta, is_double = false;

        if (!text.len) {
            vd_kube_required(j->causes, &here, "");
            continue;
        }
        field = schema_at(j, schema, text, &is_meta);
        if (!field && !is_meta) {
            invalid(j, &here, text, "is an invalid path: does not refer to a valid field");
            continue;
        }
        if (is_meta)
            invalid(j, &here, text, "must not point to fields in metadata");
        if (!is_one_of(vd_kube_doc_string(field, "type"), types))
            invalid(j, &here, text,
                    "must point to a field of type string, boolean or integer. Enum string fields "
                    "and strings with formats are allowed.");
        for (before = fields->first; before != at; before = before->next)
            is_double |= vd_slice_eq(vd_kube_doc_string(before, "jsonPath"), text);
        if (is_double)
            vd_kube_duplicate(j->causes, &here, vd_kube_doc_get(at, "jsonPath"));
        else
            unique++;
    }
    if (unique > SELECTABLE_MAX)
        vd_kube_too_many(j->causes, path, unique, SELECTABLE_MAX);
}

static const struct vd_json_value *schema_of(const struct vd_json_value *version)
{
    return vd_kube_doc_object(vd_kube_doc_get(version, "schema"), "openAPIV3Schema");
}

static void judge_schema(struct judging *j, const struct vd_json_value *version,
                         const struct vd_kube_path *path)
{
    struct vd_kube_path here = VD_KUBE_PATH(path, "openAPIV3Schema");
    bool has_rules = false;
    int rc = 0;

    if (schema_of(version))
        rc = vd_kube_crd_schema_judge(j->arena, schema_of(version), &here, j->causes, &has_rules);
    if (rc)
        j->rc = rc;
    j->has_rules |= has_rules;
}

/* --- versions ----------------------------------------------------------------------------------
 */

/* All versions say this, and say the same. */
static bool is_common(const struct judging *j, const char *member)
{
    const struct vd_json_value *at, *first;

    if (!j->versions || !j->versions->first)
        return false;
    first = vd_kube_doc_get(j->versions->first, member);
    vd_kube_doc_each(at, j->versions)
        if (vd_kube_doc_is_null(vd_kube_doc_get(at, member)) ||
            !vd_kube_doc_equal(first, vd_kube_doc_get(at, member)))
            return false;
    return true;
}

static void judge_deprecation(struct judging *j, const struct vd_json_value *version,
                              const struct vd_kube_path *path)
{
    const struct vd_json_value *warning = vd_kube_doc_get(version, "deprecationWarning");
    struct vd_slice text = vd_kube_doc_text(warning);
    struct vd_kube_path here = VD_KUBE_PATH(path, "deprecationWarning");

    if (vd_kube_doc_is_null(warning))
        return;
    if (!vd_kube_doc_bool(version, "deprecated", false)) {
        invalid(j, &here, text, "can only be set for deprecated versions");
        return;
    }
    if (text.len > WARNING_MAX)
        invalid(j, &here, text, "must be <= 256 characters long");
    if (text.len == 0)
        invalid(j, &here, text, "must not be an empty string");
}

static void judge_version(struct judging *j, const struct vd_json_value *version,
                          const struct vd_kube_path *path)
{
    struct vd_kube_path name = VD_KUBE_PATH(path, "name"), schema = VD_KUBE_PATH(path, "schema");
    struct vd_kube_path subresources = VD_KUBE_PATH(path, "subresources");
    struct vd_kube_path columns = VD_KUBE_PATH(path, "additionalPrinterColumns");
    struct vd_kube_path fields = VD_KUBE_PATH(path, "selectableFields");
    struct vd_slice text = vd_kube_doc_string(version, "name");

    judge_name(j, &name, VD_KUBE_NAME_RFC1035_RULE, text, text, "");
    judge_deprecation(j, version, path);
    if (!is_common(j, "schema"))
        judge_schema(j, version, &schema);
    if (!is_common(j, "subresources"))
        judge_scale(j, vd_kube_doc_object(version, "subresources"), &subresources);
    if (!is_common(j, "additionalPrinterColumns"))
        judge_columns(j, vd_kube_doc_array(version, "additionalPrinterColumns"), &columns);
    if (!is_common(j, "selectableFields"))
        judge_selectable(j, vd_kube_doc_array(version, "selectableFields"), schema_of(version),
                         &fields);
}

static void judge_common(struct judging *j, const struct vd_kube_path *spec)
{
    const struct vd_json_value *first = j->versions ? j->versions->first : NULL;
    struct vd_kube_path schema = VD_KUBE_PATH(spec, "validation");
    struct vd_kube_path subresources = VD_KUBE_PATH(spec, "subresources");
    struct vd_kube_path columns = VD_KUBE_PATH(spec, "additionalPrinterColumns");
    struct vd_kube_path fields = VD_KUBE_PATH(spec, "selectableFields");

    if (is_common(j, "schema"))
        judge_schema(j, first, &schema);
    if (is_common(j, "subresources"))
        judge_scale(j, vd_kube_doc_object(first, "subresources"), &subresources);
    if (is_common(j, "additionalPrinterColumns"))
        judge_columns(j, vd_kube_doc_array(first, "additionalPrinterColumns"), &columns);
    if (is_common(j, "selectableFields"))
        judge_selectable(j, vd_kube_doc_array(first, "selectableFields"), schema_of(first),
                         &fields);
}

static bool has_name_twice(const struct vd_json_value *versions)
{
    const struct vd_json_value *at, *before;

    vd_kube_doc_each(at, versions)
        for (before = versions->first; before != at; before = before->next)
            if (vd_slice_eq(vd_kube_doc_string(at, "name"), vd_kube_doc_string(before, "name")))
                return true;
    return false;
}

static void judge_versions(struct judging *j, const struct vd_kube_path *spec)
{
    struct vd_kube_path list = VD_KUBE_PATH(spec, "versions");
    const struct vd_json_value *at;
    unsigned stored = 0;
    int64_t index = 0;

    vd_kube_doc_each(at, j->versions) {
        struct vd_kube_path here = vd_kube_path_at(&list, index++);
        struct vd_kube_path schema = VD_KUBE_PATH(&here, "schema");
        struct vd_kube_path below = VD_KUBE_PATH(&schema, "openAPIV3Schema");

        stored += vd_kube_doc_bool(at, "storage", false);
        if (!schema_of(at))
            vd_kube_required(j->causes, &below, "");
    }
    index = 0;
    vd_kube_doc_each(at, j->versions) {
        struct vd_kube_path here = vd_kube_path_at(&list, index++);

        judge_version(j, at, &here);
    }
    if (j->versions && has_name_twice(j->versions))
        vd_kube_invalid(j->causes, &list, NULL, "must contain unique version names");
    if (stored != 1)
        vd_kube_invalid(j->causes, &list, NULL,
                        "must have exactly one version marked as storage version");
    if (j->versions && j->versions->first) {
        struct vd_kube_path here = VD_KUBE_PATH(spec, "version");
        struct vd_slice name = vd_kube_doc_string(j->versions->first, "name");

        judge_name(j, &here, VD_KUBE_NAME_RFC1035_RULE, name, name, "");
    }
}

/* --- the rest ----------------------------------------------------------------------------------
 */

static void judge_scope(struct judging *j, const struct vd_kube_path *spec)
{
    static const char *const scopes[] = {"Cluster", "Namespaced", NULL};
    struct vd_slice scope = vd_kube_doc_string(j->spec, "scope");
    struct vd_kube_path here = VD_KUBE_PATH(spec, "scope");

    if (!scope.len)
        vd_kube_required(j->causes, &here, "");
    else if (!is_one_of(scope, scopes))
        vd_kube_not_supported(j->causes, &here, scope, scopes);
}

static bool has_webhook(const struct judging *j)
{
    return vd_kube_doc_says(vd_kube_doc_get(vd_kube_doc_object(j->spec, "conversion"), "strategy"),
                            "Webhook");
}

static void judge_conversion(struct judging *j, const struct vd_kube_path *spec)
{
    static const char *const strategies[] = {"None", "Webhook", NULL};
    const struct vd_json_value *conversion = vd_kube_doc_object(j->spec, "conversion");
    struct vd_slice strategy = vd_kube_doc_string(conversion, "strategy");
    struct vd_kube_path path = VD_KUBE_PATH(spec, "conversion");
    struct vd_kube_path here = VD_KUBE_PATH(&path, "strategy");
    struct vd_kube_path config = VD_KUBE_PATH(&path, "webhookClientConfig");

    if (!conversion)
        return;
    if (!strategy.len)
        vd_kube_required(j->causes, &here, "");
    else if (!is_one_of(strategy, strategies))
        vd_kube_not_supported(j->causes, &here, strategy, strategies);
    if (has_webhook(j) &&
        !vd_kube_doc_object(vd_kube_doc_get(conversion, "webhook"), "clientConfig"))
        vd_kube_required(j->causes, &config, "required when strategy is set to Webhook");
    if (!has_webhook(j) && vd_kube_doc_object(conversion, "webhook"))
        vd_kube_forbidden(j->causes, &config,
                          "should not be set when strategy is not set to Webhook");
}

static void judge_preserve(struct judging *j, const struct vd_kube_path *spec)
{
    struct vd_kube_path here = VD_KUBE_PATH(spec, "preserveUnknownFields");

    if (vd_kube_doc_bool(j->spec, "preserveUnknownFields", false) &&
        !vd_kube_doc_bool(j->old_spec, "preserveUnknownFields", false))
        vd_kube_invalid(j->causes, &here, vd_kube_doc_get(j->spec, "preserveUnknownFields"),
                        "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in "
                        "spec.versions[*].schema instead");
}

static bool ends_with(struct vd_slice text, const char *end)
{
    size_t len = strlen(end);

    return text.len >= len && memcmp(text.ptr + text.len - len, end, len) == 0;
}

/* Groups of the Kubernetes community ask for a word that somebody has approved them. */
static void judge_approval(struct judging *j)
{
#define APPROVAL "api-approved.kubernetes.io"
    struct vd_slice group = vd_kube_doc_string(j->spec, "group");
    const struct vd_json_value *notes = vd_kube_doc_at(j->doc, "metadata", "annotations", NULL);
    struct vd_slice said = vd_kube_doc_string(notes, APPROVAL);
    struct vd_kube_path meta = VD_KUBE_PATH(NULL, "metadata");
    struct vd_kube_path list = VD_KUBE_PATH(&meta, "annotations");
    struct vd_kube_path here = vd_kube_path_key(&list, VD_SLICE(APPROVAL));
    bool is_protected = ends_with(group, ".k8s.io") || ends_with(group, ".kubernetes.io") ||
                        vd_slice_eq(group, VD_SLICE("k8s.io")) ||
                        vd_slice_eq(group, VD_SLICE("kubernetes.io"));

    if (!is_protected || j->old)
        return;
    if (!said.len)
        vd_kube_required(j->causes, &here,
                         "protected groups must have approval annotation \"" APPROVAL
                         "\", see https://github.com/kubernetes/enhancements/pull/1111");
    else if (!vd_slice_starts_with(said, VD_SLICE("unapproved")) &&
             !memmem(said.ptr, said.len, "://", 3))
        invalid(j, &here, said,
                "protected groups must have approval annotation \"" APPROVAL
                "\" with either a URL or a reason starting with \"unapproved\", see "
                "https://github.com/kubernetes/enhancements/pull/1111");
}

/* --- changes -----------------------------------------------------------------------------------
 */

static void keep_same(struct judging *j, const struct vd_kube_path *path,
                      const struct vd_json_value *now, const struct vd_json_value *before)
{
    if (!vd_slice_eq(vd_kube_doc_text(now), vd_kube_doc_text(before)))
        vd_kube_invalid(j->causes, path, now, "field is immutable");
}

static void judge_stored_versions(struct judging *j)
{
    const struct vd_json_value *stored = vd_kube_doc_at(j->old, "status", "storedVersions", NULL);
    struct vd_kube_path status = VD_KUBE_PATH(NULL, "status");
    struct vd_kube_path list = VD_KUBE_PATH(&status, "storedVersions");
    const struct vd_json_value *at;
    int64_t index = 0;

    vd_kube_doc_each(at, stored) {
        struct vd_kube_path here = vd_kube_path_at(&list, index++);
        struct vd_slice name = vd_kube_doc_text(at);
        const char *text = (const char *)name.ptr;
        int len = name.len < VERSION_MAX ? (int)name.len : VERSION_MAX;
        char detail[512];

        if (vd_kube_doc_find(j->versions, "name", name))
            continue;
        snprintf(detail, sizeof(detail),
                 "missing from spec.versions; %.*s was previously a storage version, and must "
                 "remain in spec.versions until a storage migration ensures no data remains "
                 "persisted in %.*s and removes %.*s from status.storedVersions",
                 len, text, len, text, len, text);
        vd_kube_invalid(j->causes, &here, at, detail);
    }
}

static void judge_change(struct judging *j, const struct vd_kube_path *spec)
{
    const struct vd_json_value *old_names = vd_kube_doc_object(j->old_spec, "names");
    const struct vd_json_value *established = vd_kube_doc_find(
        vd_kube_doc_at(j->old, "status", "conditions", NULL), "type", VD_SLICE("Established"));
    struct vd_kube_path names = VD_KUBE_PATH(spec, "names"), scope = VD_KUBE_PATH(spec, "scope");
    struct vd_kube_path kind = VD_KUBE_PATH(&names, "kind"), group = VD_KUBE_PATH(spec, "group");
    struct vd_kube_path plural = VD_KUBE_PATH(&names, "plural");

    if (vd_kube_doc_says(vd_kube_doc_get(established, "status"), "True")) {
        keep_same(j, &scope, vd_kube_doc_get(j->spec, "scope"),
                  vd_kube_doc_get(j->old_spec, "scope"));
        keep_same(j, &kind, vd_kube_doc_get(j->names, "kind"), vd_kube_doc_get(old_names, "kind"));
    }
    keep_same(j, &group, vd_kube_doc_get(j->spec, "group"), vd_kube_doc_get(j->old_spec, "group"));
    keep_same(j, &plural, vd_kube_doc_get(j->names, "plural"),
              vd_kube_doc_get(old_names, "plural"));
    judge_stored_versions(j);
}

/* --- what nobody enforces ----------------------------------------------------------------------
 */

static struct vd_slice text_of(struct judging *j, const char *text)
{
    struct vd_slice copy = VD_SLICE_EMPTY;
    int rc = vd_arena_copy(j->arena, vd_slice_str(text), &copy);

    if (rc)
        j->rc = rc;
    return copy;
}

static void judge_needs(struct judging *j, unsigned accept, struct vd_slice *out_refusal,
                        struct vd_slice *out_warning)
{
    bool lacks_webhook = has_webhook(j) && !(accept & VD_KUBE_ACCEPT_WEBHOOKS);
    bool lacks_rules = j->has_rules && !(accept & VD_KUBE_ACCEPT_CEL);

    if (lacks_webhook)
        *out_refusal = text_of(j, "conversion webhooks are not called: spec.conversion.strategy "
                                  "must be None (--kube-accept webhooks stores it all the same)");
    else if (lacks_rules)
        *out_refusal =
            text_of(j, "CEL rules are not enforced: x-kubernetes-validations must not be used "
                       "(--kube-accept cel stores them all the same)");
    else if (has_webhook(j) && j->has_rules)
        *out_warning = text_of(j, "stored, but conversion webhooks are not called and "
                                  "x-kubernetes-validations are not enforced");
    else if (has_webhook(j))
        *out_warning = text_of(j, "stored, but conversion webhooks are not called");
    else if (j->has_rules)
        *out_warning = text_of(j, "stored, but x-kubernetes-validations are not enforced");
}

int vd_kube_crd_judge(struct vd_arena *arena, const struct vd_json_value *doc,
                      const struct vd_json_value *old, unsigned accept,
                      struct vd_kube_causes *causes, struct vd_slice *out_refusal,
                      struct vd_slice *out_warning)
{
    struct judging j = {.arena = arena,
                        .causes = causes,
                        .doc = doc,
                        .spec = vd_kube_doc_object(doc, "spec"),
                        .old = old,
                        .old_spec = vd_kube_doc_object(old, "spec")};
    struct vd_kube_path spec = VD_KUBE_PATH(NULL, "spec");

    j.names = vd_kube_doc_object(j.spec, "names");
    j.versions = vd_kube_doc_array(j.spec, "versions");
    *out_refusal = *out_warning = VD_SLICE_EMPTY;
    if (!old)
        judge_own_name(&j);
    judge_group(&j, &spec);
    judge_scope(&j, &spec);
    judge_versions(&j, &spec);
    judge_names(&j, &spec);
    judge_common(&j, &spec);
    judge_conversion(&j, &spec);
    if (old)
        judge_change(&j, &spec);
    judge_approval(&j);
    judge_preserve(&j, &spec);
    judge_needs(&j, accept, out_refusal, out_warning);
    return j.rc ? j.rc : vd_kube_causes_status(causes);
}
