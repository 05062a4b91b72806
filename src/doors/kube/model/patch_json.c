/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON patch as evanphx/json-patch 4 does it, with its freedoms: an index may be negative, a
 * `replace` of a member that is not there adds it, a `test` for null holds where nothing is, what
 * stands before the first slash of a path does not matter.
 */
#include "base/check.h"
#include "doors/kube/model/patch_place.h"

static const char MISSING[] = "missing value";

/* One operation, its texts empty and `has_…` false where a member is missing, or null. */
struct operation {
    struct vd_slice op, path, from;
    bool has_path, has_from;
    struct vd_json_value *value; /* NULL: null */
};

/* The patch is our own copy, and each operation runs once, so its value can go into the object. */
static struct vd_json_value *or_null(struct vd_kube_patcher *patcher, struct vd_json_value *value)
{
    return value ? value : vd_kube_doc_new_null(&patcher->base.doc);
}

/* --- operations ----------------------------------------------------------------------------- */

#define REFUSE(...) vd_kube_refused(&patcher->base, VD_KUBE_UNPROCESSABLE, __VA_ARGS__)

static const char NO_PATH[] = "operation missing path field: missing value";
static const char NO_FROM[] = "operation, missing from field: missing value";

static void do_add(struct vd_kube_patcher *patcher, const struct operation *operation)
{
    struct vd_slice why;
    struct vd_kube_place place;

    if (!operation->has_path) {
        REFUSE("add operation failed to decode path: %s", MISSING);
        return;
    }
    place = vd_kube_place_find(patcher, operation->path);
    if (!place.container)
        REFUSE("add operation does not apply: doc is missing path: \"%.*s\": %s",
               VD_KUBE_TEXT(operation->path), MISSING);
    else if (!vd_kube_place_add(patcher, &place, or_null(patcher, operation->value), &why))
        REFUSE("error in add for path: '%.*s': %.*s", VD_KUBE_TEXT(operation->path),
               VD_KUBE_TEXT(why));
}

static void do_remove(struct vd_kube_patcher *patcher, const struct operation *operation)
{
    struct vd_slice why = VD_SLICE_EMPTY;
    struct vd_kube_place place;

    if (!operation->has_path) {
        REFUSE("remove operation failed to decode path: %s", MISSING);
        return;
    }
    place = vd_kube_place_find(patcher, operation->path);
    if (!place.container)
        REFUSE("remove operation does not apply: doc is missing path: \"%.*s\": %s",
               VD_KUBE_TEXT(operation->path), MISSING);
    else if (!vd_kube_place_remove(patcher, &place, &why))
        REFUSE("error in remove for path: '%.*s': %.*s", VD_KUBE_TEXT(operation->path),
               VD_KUBE_TEXT(why));
}

static void replace_whole(struct vd_kube_patcher *patcher, const struct operation *operation)
{
    struct vd_json_value *value = or_null(patcher, operation->value);

    if (patcher->base.doc.rc)
        return;
    if (vd_kube_is_container(value))
        patcher->root = value;
    else
        REFUSE("replace operation value must be object or array: %%!w(<nil>)");
}

static void replace_at(struct vd_kube_patcher *patcher, const struct vd_kube_place *place,
                       const struct operation *operation)
{
    struct vd_json_value *value = or_null(patcher, operation->value), *old = NULL;
    struct vd_slice why;

    if (!vd_kube_place_get(patcher, place->container, place->key, &old, &why))
        REFUSE("replace operation does not apply: doc is missing key: %.*s: %s",
               VD_KUBE_TEXT(operation->path), MISSING);
    else if (vd_kube_place_fits(patcher, place, value) && old)
        vd_kube_doc_become(old, value);
    else
        vd_kube_place_set(patcher, place, value);
}

static void do_replace(struct vd_kube_patcher *patcher, const struct operation *operation)
{
    struct vd_kube_place place;

    if (!operation->has_path) {
        REFUSE("replace operation failed to decode path: %s", NO_PATH);
        return;
    }
    if (!operation->path.len) {
        replace_whole(patcher, operation);
        return;
    }
    place = vd_kube_place_find(patcher, operation->path);
    if (place.container)
        replace_at(patcher, &place, operation);
    else
        REFUSE("replace operation does not apply: doc is missing path: %.*s: %s",
               VD_KUBE_TEXT(operation->path), MISSING);
}

/* The place that `from` names; no container: refused. */
static struct vd_kube_place find_from(struct vd_kube_patcher *patcher,
                                      const struct operation *operation)
{
    struct vd_kube_place place = {NULL, VD_SLICE_EMPTY, 0};

    if (!operation->has_from) {
        REFUSE("%.*s operation failed to decode from: %s", VD_KUBE_TEXT(operation->op), NO_FROM);
        return place;
    }
    place = vd_kube_place_find(patcher, operation->from);
    if (!place.container)
        REFUSE("%.*s operation does not apply: doc is missing from path: %.*s: %s",
               VD_KUBE_TEXT(operation->op), VD_KUBE_TEXT(operation->from), MISSING);
    return place;
}

static struct vd_kube_place find_destination(struct vd_kube_patcher *patcher,
                                             const struct operation *operation)
{
    struct vd_kube_place place = {NULL, VD_SLICE_EMPTY, 0};

    if (!operation->has_path) {
        bool is_copy = vd_slice_eq(operation->op, VD_SLICE("copy"));

        REFUSE("%.*s operation failed to decode path: %s", VD_KUBE_TEXT(operation->op),
               is_copy ? MISSING : NO_PATH);
        return place;
    }
    place = vd_kube_place_find(patcher, operation->path);
    if (!place.container)
        REFUSE("%.*s operation does not apply: doc is missing destination path: %.*s: %s",
               VD_KUBE_TEXT(operation->op), VD_KUBE_TEXT(operation->path), MISSING);
    return place;
}

static void do_move(struct vd_kube_patcher *patcher, const struct operation *operation)
{
    struct vd_kube_place place = find_from(patcher, operation);
    struct vd_slice why = VD_SLICE_EMPTY;
    struct vd_json_value *value;

    if (!place.container)
        return;
    value = vd_kube_place_remove(patcher, &place, &why);
    if (!value) {
        REFUSE("error in move for path: '%.*s': %.*s", VD_KUBE_TEXT(place.key), VD_KUBE_TEXT(why));
        return;
    }
    place = find_destination(patcher, operation);
    if (place.container && !vd_kube_place_add(patcher, &place, value, &why))
        REFUSE("error in move for path: '%.*s': %.*s", VD_KUBE_TEXT(operation->path),
               VD_KUBE_TEXT(why));
}

/* How many bytes it has as Go writes it. */
static uint64_t text_size(struct vd_kube_patcher *patcher, const struct vd_json_value *value)
{
    const struct vd_json_value *at;
    uint64_t size = 2;

    switch (value->type) {
    case VD_JSON_NULL:
        return 4;
    case VD_JSON_BOOL:
        return value->is_true ? 4 : 5;
    case VD_JSON_NUMBER:
        return value->text.len;
    case VD_JSON_STRING:
        return vd_json_string_size(value->text);
    case VD_JSON_ARRAY:
    case VD_JSON_OBJECT:
        break;
    }
    if (!vd_kube_patching_step(&patcher->base, value->count))
        return 0;
    vd_kube_doc_each(at, value) {
        size += text_size(patcher, at) + (at->next ? 1 : 0);
        if (value->type == VD_JSON_OBJECT)
            size += vd_json_string_size(at->name) + 1;
    }
    return size;
}

static void copy_to(struct vd_kube_patcher *patcher, const struct operation *operation,
                    const struct vd_json_value *value)
{
    struct vd_kube_place place = find_destination(patcher, operation);
    struct vd_json_value *copy;
    struct vd_slice why;

    if (!place.container)
        return;
    patcher->copied_bytes += value ? text_size(patcher, value) : 0;
    if (patcher->copied_bytes > VD_KUBE_PATCH_COPY_BYTES_MAX) {
        REFUSE("Unable to complete the copy, the accumulated size increase of copy is %llu, "
               "exceeding the limit %d",
               (unsigned long long)patcher->copied_bytes, VD_KUBE_PATCH_COPY_BYTES_MAX);
        return;
    }
    copy = or_null(patcher, vd_kube_doc_copy(&patcher->base.doc, value));
    if (!vd_kube_place_add(patcher, &place, copy, &why))
        REFUSE("error while adding value during copy: %.*s", VD_KUBE_TEXT(why));
}

static void do_copy(struct vd_kube_patcher *patcher, const struct operation *operation)
{
    struct vd_kube_place place = find_from(patcher, operation);
    struct vd_json_value *value = NULL;
    struct vd_slice why = VD_SLICE_EMPTY;

    if (!place.container)
        return;
    if (vd_kube_place_get(patcher, place.container, place.key, &value, &why))
        copy_to(patcher, operation, value);
    else
        REFUSE("error in copy for from: '%.*s': %.*s", VD_KUBE_TEXT(operation->from),
               VD_KUBE_TEXT(why));
}

static bool is_as_said(const struct vd_json_value *value, const struct operation *operation)
{
    if (vd_kube_doc_is_null(value) || vd_kube_doc_is_null(operation->value))
        return vd_kube_doc_is_null(value) && vd_kube_doc_is_null(operation->value);
    return vd_kube_doc_equal(value, operation->value);
}

static void do_test(struct vd_kube_patcher *patcher, const struct operation *operation)
{
    struct vd_json_value *value = patcher->root;
    struct vd_slice why = VD_SLICE_EMPTY;

    if (!operation->has_path) {
        REFUSE("test operation failed to decode path: %s", NO_PATH);
        return;
    }
    if (operation->path.len) {
        struct vd_kube_place place = vd_kube_place_find(patcher, operation->path);

        if (!place.container)
            REFUSE("test operation does not apply: is missing path: %.*s: %s",
                   VD_KUBE_TEXT(operation->path), MISSING);
        else if (!vd_kube_place_get(patcher, place.container, place.key, &value, &why))
            REFUSE("error in test for path: '%.*s': %.*s", VD_KUBE_TEXT(operation->path),
                   VD_KUBE_TEXT(why));
    }
    (void)vd_kube_patch_depth(patcher,
                              operation->value); /* comparing costs no more than what is said */
    if (patcher->base.doc.rc == 0 && !is_as_said(value, operation))
        REFUSE("testing value %.*s failed: test failed", VD_KUBE_TEXT(operation->path));
}

static const struct {
    struct vd_slice name;
    void (*run)(struct vd_kube_patcher *patcher, const struct operation *operation);
} OPERATIONS[] = {
    {VD_SLICE("add"), do_add},   {VD_SLICE("remove"), do_remove}, {VD_SLICE("replace"), do_replace},
    {VD_SLICE("move"), do_move}, {VD_SLICE("copy"), do_copy},     {VD_SLICE("test"), do_test},
};

static void run(struct vd_kube_patcher *patcher, const struct operation *operation)
{
    for (size_t i = 0; i < VD_COUNT(OPERATIONS); i++)
        if (vd_slice_eq(operation->op, OPERATIONS[i].name)) {
            OPERATIONS[i].run(patcher, operation);
            return;
        }
    REFUSE("Unexpected kind: %.*s", VD_KUBE_TEXT(operation->op));
}

/* --- the patch ------------------------------------------------------------------------------ */

/* A member that must be a string; false: it is missing, or null. */
static bool read_text(const struct vd_json_value *patch, const char *name,
                      struct vd_slice *out_text)
{
    const struct vd_json_value *member = vd_kube_doc_get(patch, name);

    *out_text = vd_kube_doc_text(member);
    return !vd_kube_doc_is_null(member);
}

static struct operation read_operation(const struct vd_json_value *patch)
{
    struct operation operation = {.value = vd_kube_doc_get(patch, "value")};

    if (!read_text(patch, "op", &operation.op))
        operation.op = VD_SLICE("unknown");
    operation.has_path = read_text(patch, "path", &operation.path);
    operation.has_from = read_text(patch, "from", &operation.from);
    if (vd_kube_doc_is_null(operation.value))
        operation.value = NULL;
    return operation;
}

static void refuse_type(struct vd_kube_patcher *patcher, const struct vd_json_value *value,
                        const char *into)
{
    vd_kube_refused(&patcher->base, 400,
                    "error decoding patch: json: cannot unmarshal %s into Go %s",
                    vd_kube_json_kind(value), into);
}

static void check_operation(struct vd_kube_patcher *patcher, const struct vd_json_value *patch)
{
    static const struct {
        const char *name, *into;
    } TEXTS[] = {{"op", "struct field jsonPatchOp.op of type string"},
                 {"path", "struct field jsonPatchOp.path of type string"},
                 {"from", "struct field jsonPatchOp.from of type string"}};
    const struct vd_json_value *at;

    if (patch->type != VD_JSON_OBJECT && patch->type != VD_JSON_NULL)
        refuse_type(patcher, patch, "value of type handlers.jsonPatchOp");
    if (patch->type != VD_JSON_OBJECT)
        return;
    vd_kube_doc_each(at, patch)
        for (size_t i = 0; i < VD_COUNT(TEXTS); i++)
            if (vd_slice_eq(at->name, vd_slice_str(TEXTS[i].name)) && at->type != VD_JSON_STRING &&
                at->type != VD_JSON_NULL)
                refuse_type(patcher, at, TEXTS[i].into);
}

/* All of it is read before anything is done. */
static void check(struct vd_kube_patcher *patcher, const struct vd_json_value *patch)
{
    const struct vd_json_value *at;

    if (patch->type == VD_JSON_NULL)
        return; /* as no operation */
    if (patch->type != VD_JSON_ARRAY) {
        refuse_type(patcher, patch, "value of type []handlers.jsonPatchOp");
        return;
    }
    vd_kube_doc_each(at, patch)
        check_operation(patcher, at);
    if (patch->count > VD_KUBE_PATCH_OPERATIONS_MAX)
        vd_kube_refused(&patcher->base, 413,
                        "The allowed maximum operations in a JSON patch is %d, got %u",
                        VD_KUBE_PATCH_OPERATIONS_MAX, patch->count);
}

int vd_kube_patch_json(struct vd_arena *arena, const struct vd_json_value *object,
                       const struct vd_json_value *patch, struct vd_json_value **out_value,
                       struct vd_kube_fault *out_fault)
{
    struct vd_json_value *changes, *at;
    struct vd_kube_patcher patcher = {0};

    vd_kube_patching_begin(&patcher.base, arena, object, patch, &patcher.root, &changes);
    if (patcher.base.doc.rc == 0)
        check(&patcher, changes);
    if (patcher.base.doc.rc == 0)
        vd_kube_doc_each(at, changes) {
            struct operation operation = read_operation(at);

            run(&patcher, &operation);
            if (patcher.base.doc.rc)
                break;
        }
    return vd_kube_patching_end(&patcher.base, patcher.root, out_value, out_fault);
}
