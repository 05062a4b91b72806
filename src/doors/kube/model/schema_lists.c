/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists that are sets or maps: no element, no key twice (apiextensions-apiserver
 * pkg/apiserver/schema/listtype); and objects that are embedded in others, which must say what they
 * are (pkg/apiserver/schema/objectmeta). Elements are told apart by the hash of what they are, so
 * that a long list costs what it is.
 */
#include "base/alloc.h"
#include "base/hash.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/schema_inner.h"

#include <errno.h>
#include <stdlib.h>

/* --- identities ------------------------------------------------------------------------------- */

/* The keys of an element of a map, as an object; an element of a set itself. Borrows. */
struct identity {
    const struct vd_json_value *element;
    uint64_t hash;
    uint32_t index;
};

/* Seeded, so that nobody can make elements that are all alike to it. */
static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t both[2] = {a, b};

    return vd_hash(vd_slice(both, sizeof(both)));
}

static uint64_t hash_value(const struct vd_json_value *value)
{
    uint64_t hash = 1;
    int64_t whole;
    const struct vd_json_value *at;

    if (value->type == VD_JSON_NUMBER && vd_json_number_int(value->text, &whole))
        return vd_hash_u64((uint64_t)whole);
    if (value->type == VD_JSON_STRING)
        return vd_hash(value->text);
    if (value->type == VD_JSON_BOOL)
        return value->is_true ? 3 : 2;
    /* The order of members is no difference. */
    vd_kube_doc_each(at, value) {
        uint64_t below = hash_value(at);

        if (value->type == VD_JSON_OBJECT)
            hash += mix(below, vd_hash(at->name));
        else
            hash = mix(hash, below);
    }
    return hash;
}

static uint64_t hash_element(const struct vd_kube_schema *schema,
                             const struct vd_json_value *element)
{
    uint64_t hash = 0;

    if (schema->merge == VD_KUBE_SCHEMA_MERGE_SET)
        return hash_value(element);
    for (uint32_t i = 0; i < schema->key_count; i++) {
        const struct vd_json_value *key = vd_kube_doc_get_slice(element, schema->keys[i]);

        hash = mix(hash, key ? hash_value(key) : 0);
    }
    return hash;
}

static bool is_same(const struct vd_kube_schema *schema, const struct vd_json_value *a,
                    const struct vd_json_value *b)
{
    if (schema->merge == VD_KUBE_SCHEMA_MERGE_SET)
        return vd_kube_doc_equal(a, b);
    for (uint32_t i = 0; i < schema->key_count; i++) {
        const struct vd_json_value *x = vd_kube_doc_get_slice(a, schema->keys[i]);
        const struct vd_json_value *y = vd_kube_doc_get_slice(b, schema->keys[i]);

        if (!vd_kube_doc_equal(x, y))
            return false;
    }
    return true;
}

static int by_hash(const void *a, const void *b)
{
    const struct identity *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static int by_index(const void *a, const void *b)
{
    const struct identity *x = a, *y = b;

    return (x->index > y->index) - (x->index < y->index);
}

/* --- doubles ---------------------------------------------------------------------------------- */

/* How many with this hash, before the one at `at`, are the same. */
static unsigned count_before(const struct vd_kube_schema *schema, const struct identity *all,
                             size_t at)
{
    unsigned count = 0;

    for (size_t i = at; i-- > 0 && all[i].hash == all[at].hash && count < 2;)
        count += is_same(schema, all[i].element, all[at].element);
    return count;
}

static void say_double(const struct vd_kube_schema *schema, const struct identity *one,
                       const struct vd_kube_path *path, struct vd_kube_causes *causes)
{
    struct vd_kube_path here = vd_kube_path_at(path, one->index);
    struct vd_kube_doc edit = {causes->arena, 0};
    struct vd_json_value *keys;

    if (schema->merge == VD_KUBE_SCHEMA_MERGE_SET) {
        vd_kube_duplicate(causes, &here, one->element);
        return;
    }
    keys = vd_kube_doc_new_object(&edit);
    for (uint32_t i = 0; i < schema->key_count; i++) {
        const struct vd_json_value *key = vd_kube_doc_get_slice(one->element, schema->keys[i]);

        if (key)
            vd_kube_doc_set_slice(&edit, keys, schema->keys[i], vd_kube_doc_copy(&edit, key));
    }
    if (edit.rc)
        causes->status = -ENOMEM;
    else
        vd_kube_duplicate(causes, &here, keys);
}

/* Each is told the second time, and not again. */
static int find_doubles(const struct vd_kube_schema *schema, const struct vd_json_value *list,
                        const struct vd_kube_path *path, struct vd_kube_causes *causes)
{
    struct identity *all = vd_alloc_array(list->count, sizeof(*all));
    const struct vd_json_value *at;
    size_t count = 0, doubles = 0;

    if (!all)
        return -ENOMEM;
    vd_kube_doc_each(at, list) {
        all[count] = (struct identity){at, hash_element(schema, at), (uint32_t)count};
        count++;
    }
    qsort(all, count, sizeof(*all), by_hash);
    for (size_t i = count; i-- > 0;)
        if (count_before(schema, all, i) != 1)
            all[i].element = NULL;
    for (size_t i = 0; i < count; i++)
        if (all[i].element)
            all[doubles++] = all[i];
    qsort(all, doubles, sizeof(*all), by_index);
    for (size_t i = 0; i < doubles && causes->count < VD_KUBE_CAUSES_MAX; i++)
        say_double(schema, &all[i], path, causes);
    vd_free(all);
    return 0;
}

/* --- the walk --------------------------------------------------------------------------------- */

/* What is looked for. */
struct walk {
    struct vd_kube_causes *causes;
    bool looks_for_doubles;
};

static int walk_on(const struct walk *walk, const struct vd_kube_schema *schema,
                   const struct vd_json_value *value, const struct vd_kube_path *path);

/* Elements of a map must be objects, before anything is said of their keys. */
static bool has_objects_only(const struct vd_json_value *list, const struct vd_kube_path *path,
                             struct vd_kube_causes *causes)
{
    const struct vd_json_value *at;
    int64_t index = 0;

    vd_kube_doc_each(at, list) {
        struct vd_kube_path here = vd_kube_path_at(path, index++);

        if (at->type != VD_JSON_OBJECT && at->type != VD_JSON_NULL) {
            vd_kube_invalid(causes, &here, at, "must be an object for an array of list-type map");
            return false;
        }
    }
    return true;
}

static int walk_list(const struct walk *walk, const struct vd_kube_schema *schema,
                     const struct vd_json_value *list, const struct vd_kube_path *path)
{
    bool is_map = schema->merge == VD_KUBE_SCHEMA_MERGE_MAP;
    const struct vd_json_value *at;
    int64_t index = 0;
    int rc = 0;

    if (list->count > 0 && walk->looks_for_doubles &&
        (schema->merge == VD_KUBE_SCHEMA_MERGE_SET ||
         (is_map && has_objects_only(list, path, walk->causes))))
        rc = find_doubles(schema, list, path, walk->causes);
    if (rc || !schema->items)
        return rc;
    vd_kube_doc_each(at, list) {
        struct vd_kube_path here = vd_kube_path_at(path, index++);

        rc = walk_on(walk, schema->items, at, &here);
        if (rc)
            return rc;
    }
    return 0;
}

static void judge_embedded(const struct vd_json_value *object, const struct vd_kube_path *path,
                           struct vd_kube_causes *causes)
{
    static const char *const wanted[] = {"apiVersion", "kind"};

    for (size_t i = 0; i < 2; i++) {
        struct vd_kube_path here = vd_kube_path_of(path, vd_slice_str(wanted[i]));
        const struct vd_json_value *value = vd_kube_doc_get(object, wanted[i]);

        if (!value)
            vd_kube_required(causes, &here, "");
        else if (value->type != VD_JSON_STRING)
            vd_kube_invalid(causes, &here, value, "must be a string");
        else if (!value->text.len)
            vd_kube_invalid(causes, &here, value, "must not be empty");
    }
}

static int walk_object(const struct walk *walk, const struct vd_kube_schema *schema,
                       const struct vd_json_value *object, const struct vd_kube_path *path)
{
    const struct vd_json_value *at;

    vd_kube_doc_each(at, object) {
        const struct vd_kube_schema *below = vd_kube_schema_member(schema, at->name);
        struct vd_kube_path here = below && below == schema->others
                                       ? vd_kube_path_key(path, at->name)
                                       : vd_kube_path_of(path, at->name);
        int rc = below ? walk_on(walk, below, at, &here) : 0;

        if (rc)
            return rc;
    }
    return 0;
}

static int walk_on(const struct walk *walk, const struct vd_kube_schema *schema,
                   const struct vd_json_value *value, const struct vd_kube_path *path)
{
    if (value->type == VD_JSON_ARRAY)
        return walk_list(walk, schema, value, path);
    if (value->type != VD_JSON_OBJECT)
        return 0;
    if (path && schema->flags & VD_KUBE_SCHEMA_EMBEDDED)
        judge_embedded(value, path, walk->causes);
    return walk_object(walk, schema, value, path);
}

int vd_kube_schema_judge_lists(const struct vd_kube_schema *schema, const struct vd_json_value *doc,
                               struct vd_kube_causes *causes)
{
    struct walk walk = {causes, true};

    return walk_on(&walk, schema, doc, NULL);
}

int vd_kube_schema_judge_default(const struct vd_kube_schema *schema,
                                 const struct vd_json_value *value, bool is_embedded,
                                 struct vd_kube_causes *causes)
{
    struct walk walk = {causes, false};
    int rc;

    if (is_embedded && value->type == VD_JSON_OBJECT)
        judge_embedded(value, NULL, causes);
    rc = walk_on(&walk, schema, value, NULL);
    return rc || causes->count > 0 ? rc : vd_kube_schema_judge_shape(schema, value, causes);
}
