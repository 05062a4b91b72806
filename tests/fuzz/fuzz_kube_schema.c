/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Schemas, patterns, paths and definitions of strangers, and objects held against them: nothing
 * trips, and what is pruned and filled in is a sound document.
 *
 * Input: a byte that chooses; then two texts with a byte 0 between: a schema and an object; a
 * pattern and a text; a path and an object; or a definition alone.
 */
#include "base/check.h"
#include "doors/kube/model/crd.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/pattern.h"
#include "doors/kube/model/schema.h"

enum { ARENA_BYTES = 32 << 20, FOUND_MAX = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static struct vd_json_value *read_object(struct vd_arena *arena, struct vd_slice text)
{
    struct vd_json_value *value;

    if (vd_json_read(arena, text, VD_KUBE_DOC_DEPTH_MAX, &value, NULL) != 0 ||
        value->type != VD_JSON_OBJECT)
        return NULL;
    vd_kube_doc_drop_duplicates(value);
    return value;
}

static void assert_sound(const struct vd_json_value *value)
{
    const struct vd_json_value *at, *last = NULL;
    uint32_t count = 0;

    vd_kube_doc_each(at, value) {
        assert_sound(at);
        last = at;
        count++;
    }
    vd_assert(value->count == count && value->last == last);
}

static void fit(const struct vd_kube_schema *schema, struct vd_arena *arena,
                struct vd_json_value *object)
{
    vd_kube_schema_prune(schema, object, NULL, NULL);
    assert_sound(object);
    vd_assert(vd_kube_schema_default(schema, arena, object) == 0 ||
              arena->total_bytes > ARENA_BYTES / 2);
    assert_sound(object);
}

static void try_schema(struct vd_arena *arena, struct vd_slice schema_text, struct vd_slice text)
{
    struct vd_json_value *doc = read_object(arena, schema_text);
    struct vd_json_value *object = read_object(arena, text);
    const struct vd_kube_schema *schema;
    struct vd_kube_causes causes;

    if (!doc || !object || vd_kube_schema_read(arena, doc, &schema) != 0)
        return;
    vd_kube_causes_init(&causes, arena);
    fit(schema, arena, object);
    vd_assert(vd_kube_schema_judge(schema, object, &causes) <= 0);
}

static void try_pattern(struct vd_arena *arena, struct vd_slice pattern_text, struct vd_slice text)
{
    const struct vd_kube_pattern *pattern;
    struct vd_slice fault;
    int rc = vd_kube_pattern_read(arena, pattern_text, &pattern, &fault);

    vd_assert(rc == 0 || rc == VD_INVALID || rc == VD_TOO_LARGE);
    if (rc == 0)
        rc = vd_kube_pattern_find(pattern, text);
    vd_assert(rc >= 0);
}

static void try_path(struct vd_arena *arena, struct vd_slice path_text, struct vd_slice text)
{
    const struct vd_json_value *found[FOUND_MAX];
    const struct vd_kube_jsonpath *path;
    struct vd_json_value *object = read_object(arena, text);
    size_t count;

    if (!object || vd_kube_jsonpath_read(arena, path_text, &path) != 0)
        return;
    count = vd_kube_jsonpath_look(path, object, found, FOUND_MAX);
    vd_assert(count <= FOUND_MAX);
    vd_assert((count > 0) == (vd_kube_jsonpath_first(path, object) != NULL));
}

static void try_kinds(struct vd_slice text)
{
    const struct vd_kube_kind *kinds;
    const struct vd_kube_schema *schema;
    struct vd_kube_crd *crd;
    size_t count;

    if (vd_kube_crd_new(text, &crd) != 0)
        return;
    kinds = vd_kube_crd_kinds(crd, &count);
    for (size_t i = 0; i < count; i++)
        vd_assert(vd_kube_kind_schema(&kinds[i], &schema) >= 0);
    vd_kube_crd_unref(crd);
}

/* What passes the judgement can be compiled. */
static void try_definition(struct vd_arena *arena, struct vd_slice text)
{
    struct vd_json_value *doc = read_object(arena, text);
    struct vd_kube_causes causes;
    struct vd_slice refusal, warning;

    try_kinds(text);
    if (!doc)
        return;
    vd_kube_causes_init(&causes, arena);
    if (vd_kube_crd_default(arena, doc) != 0 ||
        vd_kube_crd_judge(arena, doc, NULL, 0, &causes, &refusal, &warning) != 0 ||
        vd_kube_causes_has(&causes))
        return;
    vd_assert(vd_kube_crd_settle(arena, doc, NULL, NULL, VD_SLICE("2026-11-20T00:00:00Z")) == 0);
    assert_sound(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    const uint8_t *middle = len ? memchr(bytes + 1, 0, len - 1) : NULL;
    struct vd_slice first, second = VD_SLICE_EMPTY;
    struct vd_arena arena;

    if (!len)
        return 0;
    first = vd_slice(bytes + 1, middle ? (size_t)(middle - bytes) - 1 : len - 1);
    if (middle)
        second = vd_slice(middle + 1, (size_t)(bytes + len - middle) - 1);
    vd_arena_init(&arena, ARENA_BYTES);
    if (bytes[0] % 4 == 0)
        try_schema(&arena, first, second);
    else if (bytes[0] % 4 == 1)
        try_pattern(&arena, first, second);
    else if (bytes[0] % 4 == 2)
        try_path(&arena, first, second);
    else
        try_definition(&arena, first);
    vd_arena_deinit(&arena);
    return 0;
}
