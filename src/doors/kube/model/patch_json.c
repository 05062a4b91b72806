/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON patch as evanphx/json-patch 4 does it, with its freedoms: an index may be negative, a
 * `replace` of a member that is not there adds it, a `test` for null holds where nothing is, what
 * stands before the first slash of a path does not matter.
 */
#include "doors/kube/model/patch_inner.h"

#include "base/check.h"

enum { UNPROCESSABLE = 422 };

static const char MISSING[] = "missing value";

struct patcher {
    struct vd_kube_patching base;
    struct vd_json_value *root;
    uint64_t copied_bytes;
};

/* One operation, its texts empty and `has_…` false where a member is missing, or null. */
struct operation {
    struct vd_slice op, path, from;
    bool has_path, has_from;
    struct vd_json_value *value; /* NULL: null */
};

/* Where a path leads: a member or element `key` of `container`, which need not be there. */
struct place {
    struct vd_json_value *container; /* NULL: there is no such way */
    struct vd_slice key;
    uint32_t depth; /* of what is put there */
};

/* --- pointers ------------------------------------------------------------------------------- */

/* ~1 is a slash, ~0 a tilde. */
static struct vd_slice unescape(struct patcher *patcher, struct vd_slice token)
{
    struct vd_json_value *copy;
    uint8_t *to;
    size_t len = 0;

    if (!token.len || !memchr(token.ptr, '~', token.len))
        return token;
    copy = vd_kube_doc_new_string(&patcher->base.doc, token);
    if (!copy)
        return VD_SLICE_EMPTY;
    to = (uint8_t *)copy->text.ptr;
    for (size_t i = 0; i < token.len; i++) {
        bool is_escape = token.ptr[i] == '~' && i + 1 < token.len &&
                         (token.ptr[i + 1] == '0' || token.ptr[i + 1] == '1');

        to[len++] = is_escape ? (token.ptr[i + 1] == '0' ? '~' : '/') : token.ptr[i];
        i += is_escape;
    }
    return vd_slice(to, len);
}

/* Up to the next slash, which goes too. False: that was the last one. */
static bool next_token(struct vd_slice *path, struct vd_slice *out_token)
{
    const uint8_t *slash = path->len ? memchr(path->ptr, '/', path->len) : NULL;

    *out_token = *path;
    if (!slash)
        return false;
    out_token->len = (size_t)(slash - path->ptr);
    path->ptr = slash + 1;
    path->len -= out_token->len + 1;
    return true;
}

/* As strconv.Atoi reads it. NULL: done; else why not. */
static const char *read_index(struct vd_slice text, int64_t *out_index)
{
    bool is_negative = text.len && text.ptr[0] == '-';
    size_t i = text.len && (text.ptr[0] == '-' || text.ptr[0] == '+');
    int64_t value = 0;
    bool fits = true;

    if (i == text.len)
        return "invalid syntax";
    for (; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return "invalid syntax";
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, text.ptr[i] - '0', &value))
            fits = false;
    }
    if (!fits || (!is_negative && value == INT64_MIN))
        return "value out of range";
    *out_index = is_negative ? value : -value;
    return NULL;
}

/* An index below `end`, or from the end if it is negative. False: `why` says why not. */
static bool index_of(struct patcher *patcher, struct vd_slice key, size_t end, size_t *out_index,
                     struct vd_slice *why)
{
    const char *wrong;
    int64_t index;

    wrong = read_index(key, &index);
    if (wrong) {
        *why = vd_kube_patching_text(&patcher->base, "strconv.Atoi: parsing \"%.*s\": %s",
                                     VD_KUBE_TEXT(key), wrong);
        return false;
    }
    if (index >= (int64_t)end || index < -(int64_t)end) {
        *why = vd_kube_patching_text(&patcher->base,
                                     "Unable to access invalid index: %lld: invalid index "
                                     "referenced",
                                     (long long)index);
        return false;
    }
    *out_index = (size_t)(index < 0 ? index + (int64_t)end : index);
    return true;
}

/* False: the key is no index of this array. A member that is not there is NULL. */
static bool get(struct patcher *patcher, const struct vd_json_value *container, struct vd_slice key,
                struct vd_json_value **out_value, struct vd_slice *why)
{
    size_t index;

    if (!vd_kube_patching_step(&patcher->base, container->count))
        return false;
    if (container->type == VD_JSON_OBJECT) {
        *out_value = vd_kube_doc_get_slice(container, key);
        return true;
    }
    if (!index_of(patcher, key, container->count, &index, why))
        return false;
    *out_value = vd_kube_doc_element(container, index);
    return true;
}

static bool is_container(const struct vd_json_value *value)
{
    return vd_kube_doc_is(value, VD_JSON_OBJECT) || vd_kube_doc_is(value, VD_JSON_ARRAY);
}

static struct place find(struct patcher *patcher, struct vd_slice path)
{
    struct place place = {patcher->root, VD_SLICE_EMPTY, 1};
    struct vd_slice token, why;

    if (!next_token(&path, &token)) /* what stands before the first slash */
        return (struct place){NULL, VD_SLICE_EMPTY, 0};
    while (next_token(&path, &token)) {
        struct vd_json_value *next = NULL;

        if (!get(patcher, place.container, unescape(patcher, token), &next, &why) ||
            !is_container(next))
            return (struct place){NULL, VD_SLICE_EMPTY, 0};
        place.container = next;
        place.depth++;
    }
    place.key = unescape(patcher, token);
    return place;
}

/* --- changes -------------------------------------------------------------------------------- */

/* The levels of a value, each of its parts a step. */
static uint32_t depth_of(struct patcher *patcher, const struct vd_json_value *value)
{
    const struct vd_json_value *at;
    uint32_t deepest = 0;

    if (!is_container(value) || !vd_kube_patching_step(&patcher->base, value->count))
        return 0;
    vd_kube_doc_each(at, value) {
        uint32_t depth = depth_of(patcher, at);

        deepest = VD_MAX(deepest, depth);
    }
    return deepest + 1;
}

static bool fits(struct patcher *patcher, const struct place *place,
                 const struct vd_json_value *value)
{
    if (place->depth + depth_of(patcher, value) > VD_KUBE_DOC_DEPTH_MAX)
        vd_kube_refused(&patcher->base, UNPROCESSABLE, "the result would be nested too deeply");
    return patcher->base.doc.rc == 0;
}

static void put_member(struct patcher *patcher, const struct place *place,
                       struct vd_json_value *value)
{
    if (vd_kube_patching_step(&patcher->base, place->container->count))
        vd_kube_doc_set_slice(&patcher->base.doc, place->container, place->key, value);
}

/* False: `why` says why not. */
static bool add_at(struct patcher *patcher, const struct place *place, struct vd_json_value *value,
                   struct vd_slice *why)
{
    struct vd_json_value *container = place->container;
    size_t index = container->count;
    struct vd_slice wrong;

    if (!fits(patcher, place, value))
        return true;
    if (container->type == VD_JSON_OBJECT) {
        put_member(patcher, place, value);
        return true;
    }
    if (!vd_slice_eq(place->key, VD_SLICE("-")) &&
        !index_of(patcher, place->key, (size_t)container->count + 1, &index, &wrong)) {
        bool is_number = read_index(place->key, &(int64_t){0}) == NULL;

        *why = is_number ? wrong
                         : vd_kube_patching_text(&patcher->base,
                                                 "value was not a proper array index: '%.*s': "
                                                 "%.*s",
                                                 VD_KUBE_TEXT(place->key), VD_KUBE_TEXT(wrong));
        return false;
    }
    if (vd_kube_patching_step(&patcher->base, index < container->count ? index : 0))
        vd_kube_doc_insert(&patcher->base.doc, container, index, value);
    return true;
}

/* What was there, taken out; NULL: nothing is, and `why` says so. */
static struct vd_json_value *remove_at(struct patcher *patcher, const struct place *place,
                                       struct vd_slice *why)
{
    struct vd_json_value *value = NULL;

    if (!get(patcher, place->container, place->key, &value, why))
        return NULL;
    if (!value) {
        *why = vd_kube_patching_text(&patcher->base, "Unable to remove nonexistent key: %.*s: %s",
                                     VD_KUBE_TEXT(place->key), MISSING);
        return NULL;
    }
    vd_kube_doc_take(place->container, value);
    return value;
}

/* The patch is our own copy, and each operation runs once, so its value can go into the object. */
static struct vd_json_value *or_null(struct patcher *patcher, struct vd_json_value *value)
{
    return value ? value : vd_kube_doc_new_null(&patcher->base.doc);
}

/* --- operations ----------------------------------------------------------------------------- */

#define REFUSE(...) vd_kube_refused(&patcher->base, UNPROCESSABLE, __VA_ARGS__)

static const char NO_PATH[] = "operation missing path field: missing value";
static const char NO_FROM[] = "operation, missing from field: missing value";

static void do_add(struct patcher *patcher, const struct operation *operation)
{
    struct vd_slice why;
    struct place place;

    if (!operation->has_path) {
        REFUSE("add operation failed to decode path: %s", MISSING);
        return;
    }
    place = find(patcher, operation->path);
    if (!place.container)
        REFUSE("add operation does not apply: doc is missing path: \"%.*s\": %s",
               VD_KUBE_TEXT(operation->path), MISSING);
    else if (!add_at(patcher, &place, or_null(patcher, operation->value), &why))
        REFUSE("error in add for path: '%.*s': %.*s", VD_KUBE_TEXT(operation->path),
               VD_KUBE_TEXT(why));
}

static void do_remove(struct patcher *patcher, const struct operation *operation)
{
    struct vd_slice why = VD_SLICE_EMPTY;
    struct place place;

    if (!operation->has_path) {
        REFUSE("remove operation failed to decode path: %s", MISSING);
        return;
    }
    place = find(patcher, operation->path);
    if (!place.container)
        REFUSE("remove operation does not apply: doc is missing path: \"%.*s\": %s",
               VD_KUBE_TEXT(operation->path), MISSING);
    else if (!remove_at(patcher, &place, &why))
        REFUSE("error in remove for path: '%.*s': %.*s", VD_KUBE_TEXT(operation->path),
               VD_KUBE_TEXT(why));
}

static void replace_whole(struct patcher *patcher, const struct operation *operation)
{
    struct vd_json_value *value = or_null(patcher, operation->value);

    if (patcher->base.doc.rc)
        return;
    if (is_container(value))
        patcher->root = value;
    else
        REFUSE("replace operation value must be object or array: %%!w(<nil>)");
}

static void replace_at(struct patcher *patcher, const struct place *place,
                       const struct operation *operation)
{
    struct vd_json_value *value = or_null(patcher, operation->value), *old = NULL;
    struct vd_slice why;

    if (!get(patcher, place->container, place->key, &old, &why))
        REFUSE("replace operation does not apply: doc is missing key: %.*s: %s",
               VD_KUBE_TEXT(operation->path), MISSING);
    else if (fits(patcher, place, value) && old)
        vd_kube_doc_become(old, value);
    else
        put_member(patcher, place, value);
}

static void do_replace(struct patcher *patcher, const struct operation *operation)
{
    struct place place;

    if (!operation->has_path) {
        REFUSE("replace operation failed to decode path: %s", NO_PATH);
        return;
    }
    if (!operation->path.len) {
        replace_whole(patcher, operation);
        return;
    }
    place = find(patcher, operation->path);
    if (place.container)
        replace_at(patcher, &place, operation);
    else
        REFUSE("replace operation does not apply: doc is missing path: %.*s: %s",
               VD_KUBE_TEXT(operation->path), MISSING);
}

/* The place that `from` names; no container: refused. */
static struct place find_from(struct patcher *patcher, const struct operation *operation)
{
    struct place place = {NULL, VD_SLICE_EMPTY, 0};

    if (!operation->has_from) {
        REFUSE("%.*s operation failed to decode from: %s", VD_KUBE_TEXT(operation->op), NO_FROM);
        return place;
    }
    place = find(patcher, operation->from);
    if (!place.container)
        REFUSE("%.*s operation does not apply: doc is missing from path: %.*s: %s",
               VD_KUBE_TEXT(operation->op), VD_KUBE_TEXT(operation->from), MISSING);
    return place;
}

static struct place find_destination(struct patcher *patcher, const struct operation *operation)
{
    struct place place = {NULL, VD_SLICE_EMPTY, 0};

    if (!operation->has_path) {
        bool is_copy = vd_slice_eq(operation->op, VD_SLICE("copy"));

        REFUSE("%.*s operation failed to decode path: %s", VD_KUBE_TEXT(operation->op),
               is_copy ? MISSING : NO_PATH);
        return place;
    }
    place = find(patcher, operation->path);
    if (!place.container)
        REFUSE("%.*s operation does not apply: doc is missing destination path: %.*s: %s",
               VD_KUBE_TEXT(operation->op), VD_KUBE_TEXT(operation->path), MISSING);
    return place;
}

static void do_move(struct patcher *patcher, const struct operation *operation)
{
    struct place place = find_from(patcher, operation);
    struct vd_slice why = VD_SLICE_EMPTY;
    struct vd_json_value *value;

    if (!place.container)
        return;
    value = remove_at(patcher, &place, &why);
    if (!value) {
        REFUSE("error in move for path: '%.*s': %.*s", VD_KUBE_TEXT(place.key), VD_KUBE_TEXT(why));
        return;
    }
    place = find_destination(patcher, operation);
    if (place.container && !add_at(patcher, &place, value, &why))
        REFUSE("error in move for path: '%.*s': %.*s", VD_KUBE_TEXT(operation->path),
               VD_KUBE_TEXT(why));
}

/* How many bytes it has as Go writes it. */
static uint64_t text_size(struct patcher *patcher, const struct vd_json_value *value)
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

static void copy_to(struct patcher *patcher, const struct operation *operation,
                    const struct vd_json_value *value)
{
    struct place place = find_destination(patcher, operation);
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
    if (!add_at(patcher, &place, copy, &why))
        REFUSE("error while adding value during copy: %.*s", VD_KUBE_TEXT(why));
}

static void do_copy(struct patcher *patcher, const struct operation *operation)
{
    struct place place = find_from(patcher, operation);
    struct vd_json_value *value = NULL;
    struct vd_slice why = VD_SLICE_EMPTY;

    if (!place.container)
        return;
    if (get(patcher, place.container, place.key, &value, &why))
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

static void do_test(struct patcher *patcher, const struct operation *operation)
{
    struct vd_json_value *value = patcher->root;
    struct vd_slice why = VD_SLICE_EMPTY;

    if (!operation->has_path) {
        REFUSE("test operation failed to decode path: %s", NO_PATH);
        return;
    }
    if (operation->path.len) {
        struct place place = find(patcher, operation->path);

        if (!place.container)
            REFUSE("test operation does not apply: is missing path: %.*s: %s",
                   VD_KUBE_TEXT(operation->path), MISSING);
        else if (!get(patcher, place.container, place.key, &value, &why))
            REFUSE("error in test for path: '%.*s': %.*s", VD_KUBE_TEXT(operation->path),
                   VD_KUBE_TEXT(why));
    }
    (void)depth_of(patcher, operation->value); /* comparing costs no more than what is said */
    if (patcher->base.doc.rc == 0 && !is_as_said(value, operation))
        REFUSE("testing value %.*s failed: test failed", VD_KUBE_TEXT(operation->path));
}

static const struct {
    struct vd_slice name;
    void (*run)(struct patcher *patcher, const struct operation *operation);
} OPERATIONS[] = {
    {VD_SLICE("add"), do_add},   {VD_SLICE("remove"), do_remove}, {VD_SLICE("replace"), do_replace},
    {VD_SLICE("move"), do_move}, {VD_SLICE("copy"), do_copy},     {VD_SLICE("test"), do_test},
};

static void run(struct patcher *patcher, const struct operation *operation)
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

static void refuse_type(struct patcher *patcher, const struct vd_json_value *value,
                        const char *into)
{
    vd_kube_refused(&patcher->base, 400,
                    "error decoding patch: json: cannot unmarshal %s into Go %s",
                    vd_kube_json_kind(value), into);
}

static void check_operation(struct patcher *patcher, const struct vd_json_value *patch)
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
static void check(struct patcher *patcher, const struct vd_json_value *patch)
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
    struct patcher patcher = {0};

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
