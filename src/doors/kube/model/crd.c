/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A definition as it is stored, made into kinds. What requests need all the time (names, columns,
 * paths) is read once, into an arena that lives as long as the definition; the schemas, which are
 * large and needed by writes only, stay text until a write asks.
 *
 * It was judged when it was written, but perhaps not by us: what makes no sense is left out.
 */
#include "doors/kube/model/crd_inner.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/schema.h"

#include <errno.h>
#include <stdlib.h>

enum { READ_MAX_BYTES = 512 << 20, KEEP_MAX_BYTES = 64 << 20, VERSIONS_MAX = 64 };

struct vd_kube_crd {
    uint32_t refs;
    struct vd_arena arena;
    struct vd_slice text, name;
    bool is_served;
    uint64_t print;
    struct vd_kube_kind *kinds; /* one each with the custom of the same index */
    struct vd_kube_custom *customs;
    struct vd_arena *schemas; /* of each, with what was compiled; not begun: limit_bytes 0 */
    const struct vd_kube_schema **compiled;
    size_t count;
};

/* --- reading ---------------------------------------------------------------------------------- */

/* Everything of one definition while it is read. Sticky. */
struct maker {
    struct vd_kube_crd *crd;
    const struct vd_json_value *doc, *spec, *names;
    struct vd_slice group, stored_api_version, storage, list_kind, singular;
    bool several;
    bool is_ending;
    int rc;
};

static void *keep(struct maker *maker, size_t size)
{
    void *memory = maker->rc ? NULL : vd_arena_alloc_zero(&maker->crd->arena, size);

    if (!memory && !maker->rc)
        maker->rc = -ENOMEM;
    return memory;
}

static struct vd_slice keep_text(struct maker *maker, struct vd_slice text)
{
    struct vd_slice copy = VD_SLICE_EMPTY;

    if (!maker->rc)
        maker->rc = vd_arena_copy(&maker->crd->arena, text, &copy);
    return copy;
}

static struct vd_slice keep_string(struct maker *maker, const struct vd_json_value *object,
                                   const char *name)
{
    return keep_text(maker, vd_kube_doc_string(object, name));
}

/* a, between, b: one text. */
static struct vd_slice join(struct maker *maker, struct vd_slice a, const char *between,
                            struct vd_slice b)
{
    size_t len = strlen(between);
    uint8_t *text = keep(maker, a.len + len + b.len);

    if (!text)
        return VD_SLICE_EMPTY;
    if (a.len)
        memcpy(text, a.ptr, a.len);
    memcpy(text + a.len, between, len);
    if (b.len)
        memcpy(text + a.len + len, b.ptr, b.len);
    return vd_slice(text, a.len + len + b.len);
}

static const struct vd_slice *keep_list(struct maker *maker, const struct vd_json_value *array,
                                        uint32_t *out_count)
{
    struct vd_slice *list;
    const struct vd_json_value *at;

    *out_count = 0;
    if (!vd_kube_doc_is(array, VD_JSON_ARRAY) || array->count == 0)
        return NULL;
    list = keep(maker, array->count * sizeof(*list));
    vd_kube_doc_each(at, array)
        if (list && at->type == VD_JSON_STRING)
            list[(*out_count)++] = keep_text(maker, at->text);
    return list;
}

/* A path that columns and scale have; NULL: none that makes sense. */
static const struct vd_kube_jsonpath *keep_path(struct maker *maker, struct vd_slice text)
{
    const struct vd_kube_jsonpath *path = NULL;
    int rc = 0;

    if (!maker->rc && text.len > 0)
        rc = vd_kube_jsonpath_read(&maker->crd->arena, text, &path);
    if (rc < 0)
        maker->rc = rc;
    return path;
}

static void read_columns(struct maker *maker, struct vd_kube_custom *custom,
                         const struct vd_json_value *array)
{
    struct vd_kube_custom_column *columns;
    const struct vd_json_value *at;

    if (!array || array->count == 0)
        return;
    columns = keep(maker, array->count * sizeof(*columns));
    vd_kube_doc_each(at, array) {
        struct vd_kube_custom_column column = {
            .name = keep_string(maker, at, "name"),
            .type = keep_string(maker, at, "type"),
            .format = keep_string(maker, at, "format"),
            .description = keep_string(maker, at, "description"),
            .priority = vd_kube_doc_int(at, "priority", 0),
            .path = keep_path(maker, vd_kube_doc_string(at, "jsonPath")),
        };

        if (columns && column.path)
            columns[custom->column_count++] = column;
    }
    custom->columns = columns;
}

static void read_selectable(struct maker *maker, struct vd_kube_custom *custom,
                            const struct vd_json_value *array)
{
    struct vd_slice *fields;
    const struct vd_json_value *at;

    if (!array || array->count == 0)
        return;
    fields = keep(maker, array->count * sizeof(*fields));
    vd_kube_doc_each(at, array) {
        struct vd_slice path = vd_kube_doc_string(at, "jsonPath");

        if (fields && path.len > 1 && path.ptr[0] == '.')
            fields[custom->selectable_count++] =
                keep_text(maker, vd_slice(path.ptr + 1, path.len - 1));
    }
    custom->selectable = fields;
}

static void read_subresources(struct maker *maker, struct vd_kube_kind *kind,
                              struct vd_kube_custom *custom, const struct vd_json_value *sub)
{
    const struct vd_json_value *scale = vd_kube_doc_object(sub, "scale");

    if (vd_kube_doc_object(sub, "status")) {
        kind->subresources |= 1u << VD_KUBE_SUB_STATUS;
        kind->traits |= VD_KUBE_HAS_STATUS;
    }
    custom->scale_spec = keep_path(maker, vd_kube_doc_string(scale, "specReplicasPath"));
    custom->scale_status = keep_path(maker, vd_kube_doc_string(scale, "statusReplicasPath"));
    custom->scale_selector = keep_path(maker, vd_kube_doc_string(scale, "labelSelectorPath"));
    if (custom->scale_spec && custom->scale_status)
        kind->subresources |= 1u << VD_KUBE_SUB_SCALE;
}

static struct vd_slice read_deprecation(struct maker *maker, const struct vd_kube_kind *kind,
                                        const struct vd_json_value *version)
{
    struct vd_slice said = vd_kube_doc_string(version, "deprecationWarning");

    if (!vd_kube_doc_bool(version, "deprecated", false))
        return VD_SLICE_EMPTY;
    if (said.len > 0)
        return keep_text(maker, said);
    return join(maker, join(maker, kind->api_version, " ", kind->kind), " is deprecated",
                VD_SLICE_EMPTY);
}

/* apiVersion of what is stored may be any of the versions: conversion is a change of that. */
static int set_version(struct vd_arena *arena, struct vd_json_value *doc, struct vd_slice version)
{
    struct vd_kube_doc edit = {arena, 0};

    if (!vd_kube_doc_is(doc, VD_JSON_OBJECT))
        return VD_INVALID;
    vd_kube_doc_set_string(&edit, doc, "apiVersion", version);
    return edit.rc ? -ENOMEM : 0;
}

static int to_served(const struct vd_kube_kind *kind, struct vd_arena *arena,
                     struct vd_json_value *doc)
{
    return set_version(arena, doc, kind->api_version);
}

static int to_stored(const struct vd_kube_kind *kind, struct vd_arena *arena,
                     struct vd_json_value *doc)
{
    return set_version(arena, doc, kind->stored_api_version);
}

static void read_version(struct maker *maker, const struct vd_json_value *version, size_t index)
{
    struct vd_kube_kind *kind = &maker->crd->kinds[index];
    struct vd_kube_custom *custom = &maker->crd->customs[index];

    *kind = (struct vd_kube_kind){
        .group = maker->group,
        .version = keep_string(maker, version, "name"),
        .plural = keep_string(maker, maker->names, "plural"),
        .singular = maker->singular,
        .kind = keep_string(maker, maker->names, "kind"),
        .list_kind = maker->list_kind,
        .storage = maker->storage,
        .stored_api_version = maker->stored_api_version,
        .namespaced = vd_kube_doc_says(vd_kube_doc_get(maker->spec, "scope"), "Namespaced"),
        .verbs = maker->is_ending ? VD_KUBE_MAY_ALL & ~VD_KUBE_MAY_CREATE : VD_KUBE_MAY_ALL,
        .traits = VD_KUBE_HAS_GENERATION,
        .custom = custom,
    };
    kind->api_version = join(maker, maker->group, "/", kind->version);
    if (maker->several) {
        kind->traits |= VD_KUBE_SEVERAL_VERSIONS;
        kind->to_served = to_served;
        kind->to_stored = to_stored;
    }
    kind->short_names =
        keep_list(maker, vd_kube_doc_get(maker->names, "shortNames"), &kind->short_name_count);
    kind->categories =
        keep_list(maker, vd_kube_doc_get(maker->names, "categories"), &kind->category_count);
    custom->crd = maker->crd;
    custom->preserves = vd_kube_doc_bool(maker->spec, "preserveUnknownFields", false) ||
                        !vd_kube_doc_object(vd_kube_doc_get(version, "schema"), "openAPIV3Schema");
    read_columns(maker, custom, vd_kube_doc_array(version, "additionalPrinterColumns"));
    read_selectable(maker, custom, vd_kube_doc_array(version, "selectableFields"));
    read_subresources(maker, kind, custom, vd_kube_doc_object(version, "subresources"));
    custom->deprecation = read_deprecation(maker, kind, version);
}

static int by_preference(const void *a, const void *b)
{
    const struct vd_json_value *const *x = a, *const *y = b;

    return vd_kube_version_cmp(vd_kube_doc_string(*y, "name"), vd_kube_doc_string(*x, "name"));
}

/* The versions that are served, the preferred first. */
static size_t served_versions(const struct vd_json_value *spec,
                              const struct vd_json_value *versions[VERSIONS_MAX])
{
    const struct vd_json_value *at;
    size_t count = 0;

    vd_kube_doc_each(at, vd_kube_doc_array(spec, "versions"))
        if (count < VERSIONS_MAX && vd_kube_doc_bool(at, "served", false) &&
            vd_kube_doc_string(at, "name").len > 0)
            versions[count++] = at;
    qsort(versions, count, sizeof(versions[0]), by_preference);
    return count;
}

static struct vd_slice storage_version(const struct vd_json_value *spec)
{
    const struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_doc_array(spec, "versions"))
        if (vd_kube_doc_bool(at, "storage", false))
            return vd_kube_doc_string(at, "name");
    return VD_SLICE_EMPTY;
}

static void read_names(struct maker *maker)
{
    struct vd_slice kind = vd_kube_doc_string(maker->names, "kind");

    maker->list_kind = keep_string(maker, maker->names, "listKind");
    if (maker->list_kind.len == 0)
        maker->list_kind = join(maker, kind, "List", VD_SLICE_EMPTY);
    maker->singular = keep_string(maker, maker->names, "singular");
    maker->group = keep_string(maker, maker->spec, "group");
    maker->storage = join(maker, maker->group, "/", vd_kube_doc_string(maker->names, "plural"));
    maker->stored_api_version = join(maker, maker->group, "/", storage_version(maker->spec));
}

static void read_kinds(struct maker *maker)
{
    const struct vd_json_value *versions[VERSIONS_MAX];
    struct vd_kube_crd *crd = maker->crd;
    size_t count = served_versions(maker->spec, versions);

    maker->several = vd_kube_doc_array(maker->spec, "versions")->count > 1;
    read_names(maker);
    crd->kinds = keep(maker, (count + 1) * sizeof(*crd->kinds));
    crd->customs = keep(maker, (count + 1) * sizeof(*crd->customs));
    crd->schemas = keep(maker, (count + 1) * sizeof(*crd->schemas));
    crd->compiled = keep(maker, (count + 1) * sizeof(const struct vd_kube_schema *));
    if (maker->rc)
        return;
    for (size_t i = 0; i < count; i++)
        read_version(maker, versions[i], i);
    crd->count = count;
}

static bool is_condition_true(const struct vd_json_value *doc, const char *type)
{
    const struct vd_json_value *condition = vd_kube_doc_find(
        vd_kube_doc_at(doc, "status", "conditions", NULL), "type", vd_slice_str(type));

    return vd_kube_doc_says(vd_kube_doc_get(condition, "status"), "True");
}

/* Names that were accepted stay those that are served, whatever was asked for since. */
static const struct vd_json_value *names_of(const struct vd_json_value *doc)
{
    const struct vd_json_value *accepted = vd_kube_doc_at(doc, "status", "acceptedNames", NULL);

    if (vd_kube_doc_string(accepted, "plural").len > 0 &&
        vd_kube_doc_string(accepted, "kind").len > 0)
        return accepted;
    return vd_kube_doc_at(doc, "spec", "names", NULL);
}

static bool makes_sense(const struct maker *maker)
{
    return vd_kube_doc_string(maker->spec, "group").len > 0 &&
           vd_kube_doc_string(maker->names, "plural").len > 0 &&
           vd_kube_doc_string(maker->names, "kind").len > 0 &&
           vd_kube_doc_array(maker->spec, "versions") && storage_version(maker->spec).len > 0;
}

static uint64_t print_of(const struct maker *maker, bool is_served)
{
    const uint8_t marks[2] = {is_served, maker->is_ending};
    struct vd_buf buf;
    struct vd_json json;
    uint64_t print;

    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    vd_json_write(&json, maker->spec);
    vd_json_line(&json);
    vd_json_write(&json, maker->names);
    vd_buf_append(&buf, marks, sizeof(marks));
    print = vd_buf_status(&buf) ? 0 : vd_hash(vd_buf_slice(&buf));
    vd_buf_deinit(&buf);
    return print;
}

static int read_crd(struct vd_kube_crd *crd, struct vd_slice text)
{
    struct maker maker = {.crd = crd};
    struct vd_arena arena;
    struct vd_json_value *doc;
    int rc;

    vd_arena_init(&arena, READ_MAX_BYTES);
    rc = vd_json_read(&arena, text, VD_KUBE_DOC_DEPTH_MAX, &doc, NULL);
    if (rc == 0) {
        maker.doc = doc;
        maker.spec = vd_kube_doc_object(doc, "spec");
        maker.names = names_of(doc);
        maker.is_ending =
            !vd_kube_doc_is_null(vd_kube_doc_at(doc, "metadata", "deletionTimestamp", NULL));
        if (!makes_sense(&maker))
            rc = VD_INVALID;
    }
    if (rc == 0) {
        crd->text = keep_text(&maker, text);
        crd->name = keep_string(&maker, vd_kube_doc_get(doc, "metadata"), "name");
        crd->is_served =
            is_condition_true(doc, "NamesAccepted") && is_condition_true(doc, "Established");
        read_kinds(&maker);
        crd->print = print_of(&maker, crd->is_served);
        rc = crd->print ? maker.rc : -ENOMEM;
    }
    vd_arena_deinit(&arena);
    return rc;
}

int vd_kube_crd_new(struct vd_slice text, struct vd_kube_crd **out_crd)
{
    struct vd_kube_crd *crd = vd_alloc_zero(sizeof(*crd));
    int rc;

    if (!crd)
        return -ENOMEM;
    crd->refs = 1;
    vd_arena_init(&crd->arena, KEEP_MAX_BYTES);
    rc = read_crd(crd, text);
    if (rc) {
        vd_kube_crd_unref(crd);
        return rc;
    }
    *out_crd = crd;
    return 0;
}

struct vd_kube_crd *vd_kube_crd_ref(struct vd_kube_crd *crd)
{
    crd->refs++;
    return crd;
}

void vd_kube_crd_unref(struct vd_kube_crd *crd)
{
    if (!crd || --crd->refs > 0)
        return;
    for (size_t i = 0; i < crd->count; i++)
        if (crd->schemas[i].limit_bytes > 0)
            vd_arena_deinit(&crd->schemas[i]);
    vd_arena_deinit(&crd->arena);
    vd_free(crd);
}

struct vd_slice vd_kube_crd_text(const struct vd_kube_crd *crd)
{
    return crd->text;
}

struct vd_slice vd_kube_crd_name(const struct vd_kube_crd *crd)
{
    return crd->name;
}

bool vd_kube_crd_is_served(const struct vd_kube_crd *crd)
{
    return crd->is_served;
}

const struct vd_kube_kind *vd_kube_crd_kinds(const struct vd_kube_crd *crd, size_t *out_count)
{
    *out_count = crd->count;
    return crd->kinds;
}

uint64_t vd_kube_crd_print(const struct vd_kube_crd *crd)
{
    return crd->print;
}

size_t vd_kube_crd_bytes(const struct vd_kube_crd *crd)
{
    size_t bytes = sizeof(*crd) + crd->arena.total_bytes;

    for (size_t i = 0; i < crd->count; i++)
        bytes += crd->schemas[i].total_bytes;
    return bytes;
}

/* --- schemas ---------------------------------------------------------------------------------- */

/* The schema of a served version, out of the text. NULL: it has none. */
const struct vd_json_value *vd_kube_crd_schema_of(const struct vd_json_value *doc,
                                                  struct vd_slice version)
{
    const struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_doc_at(doc, "spec", "versions", NULL))
        if (vd_slice_eq(vd_kube_doc_string(at, "name"), version))
            return vd_kube_doc_object(vd_kube_doc_get(at, "schema"), "openAPIV3Schema");
    return NULL;
}

static int compile(struct vd_kube_crd *crd, size_t index)
{
    const struct vd_json_value *schema;
    struct vd_json_value *doc;
    struct vd_arena arena;
    int rc;

    vd_arena_init(&arena, READ_MAX_BYTES);
    rc = vd_json_read(&arena, crd->text, VD_KUBE_DOC_DEPTH_MAX, &doc, NULL);
    if (rc == 0) {
        schema = vd_kube_crd_schema_of(doc, crd->kinds[index].version);
        vd_arena_init(&crd->schemas[index], KEEP_MAX_BYTES);
        if (schema)
            rc = vd_kube_schema_read(&crd->schemas[index], schema, &crd->compiled[index]);
        if (rc) {
            vd_arena_deinit(&crd->schemas[index]);
            crd->schemas[index] = (struct vd_arena){0};
        }
    }
    vd_arena_deinit(&arena);
    return rc;
}

int vd_kube_kind_schema(const struct vd_kube_kind *kind, const struct vd_kube_schema **out_schema)
{
    struct vd_kube_crd *crd = kind->custom ? kind->custom->crd : NULL;
    size_t index = crd ? (size_t)(kind - crd->kinds) : 0;

    *out_schema = NULL;
    if (!crd || kind->custom->preserves)
        return 0;
    if (crd->schemas[index].limit_bytes == 0) {
        int rc = compile(crd, index);

        if (rc)
            return rc;
    }
    *out_schema = crd->compiled[index];
    return 0;
}

/* --- versions --------------------------------------------------------------------------------- */

struct rank {
    int stage; /* 0: no such name, 1 alpha, 2 beta, 3 stable */
    int64_t major, minor;
};

static bool read_number(struct vd_slice text, size_t *at, int64_t *out_value)
{
    size_t from = *at;

    *out_value = 0;
    for (; *at < text.len && text.ptr[*at] >= '0' && text.ptr[*at] <= '9'; (*at)++)
        if (*out_value < INT32_MAX)
            *out_value = *out_value * 10 + (text.ptr[*at] - '0');
    return *at > from && text.ptr[from] != '0';
}

/* v1, v2beta3, v1alpha1 */
static struct rank rank_of(struct vd_slice name)
{
    struct rank rank = {0, 0, 0};
    size_t at = 1;

    if (name.len < 2 || name.ptr[0] != 'v' || !read_number(name, &at, &rank.major))
        return (struct rank){0, 0, 0};
    if (at == name.len)
        return (struct rank){3, rank.major, 0};
    if (vd_slice_starts_with(vd_slice(name.ptr + at, name.len - at), VD_SLICE("beta"))) {
        rank.stage = 2;
        at += 4;
    } else if (vd_slice_starts_with(vd_slice(name.ptr + at, name.len - at), VD_SLICE("alpha"))) {
        rank.stage = 1;
        at += 5;
    }
    if (rank.stage == 0 || !read_number(name, &at, &rank.minor) || at != name.len)
        return (struct rank){0, 0, 0};
    return rank;
}

int vd_kube_version_cmp(struct vd_slice a, struct vd_slice b)
{
    struct rank x = rank_of(a), y = rank_of(b);

    if (x.stage != y.stage)
        return x.stage - y.stage;
    if (x.stage == 0)
        return -vd_slice_cmp(a, b);
    if (x.major != y.major)
        return x.major < y.major ? -1 : 1;
    return (x.minor > y.minor) - (x.minor < y.minor);
}
