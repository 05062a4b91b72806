/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strategic merge patch, step by step as apimachinery's strategicpatch takes it, because clients
 * have seen what it makes of every corner. Directives are used up where the object has something to
 * merge with; in what is only added they are left out with what holds them.
 */
#include "base/check.h"
#include "doors/kube/model/patch_inner.h"
#include "doors/kube/model/patch_list.h"
#include "doors/kube/model/patch_merging.h"
#include "doors/kube/model/types.h"

static const char DIRECTIVE[] = "$patch";
static const char RETAIN_KEYS[] = "$retainKeys";
static const struct vd_slice DELETE_FROM = VD_SLICE("$deleteFromPrimitiveList");
static const struct vd_slice SET_ORDER = VD_SLICE("$setElementOrder");
static const char BAD_ORDER[] = "invalid patch format of setElementOrder list";
static const char BAD_DELETION[] = "invalid patch format of primitive list";
static const char BAD_RETAIN[] = "invalid patch format of retainKeys";

static struct vd_json_value *merge_map(struct vd_kube_patching *patching,
                                       struct vd_json_value *original, struct vd_json_value *patch,
                                       const struct vd_kube_patch_shape *shape);

/* --- lists ---------------------------------------------------------------------------------- */

static bool contains(struct vd_kube_patching *patching, struct vd_kube_elements list,
                     const struct vd_json_value *scalar)
{
    uint64_t steps = vd_kube_compare_steps(scalar);

    for (size_t i = 0; i < list.count && vd_kube_patching_step(patching, steps); i++)
        if (vd_kube_go_equal(list.at[i], scalar))
            return true;
    return false;
}

/* Adds those of `list` that `out` has not. */
static void add_scalars(struct vd_kube_patching *patching, struct vd_kube_elements *out,
                        struct vd_kube_elements list)
{
    for (size_t i = 0; i < list.count && patching->doc.rc == 0; i++)
        if (!contains(patching, *out, list.at[i]))
            out->at[out->count++] = list.at[i];
}

static struct vd_kube_elements delete_scalars(struct vd_kube_patching *patching,
                                              struct vd_kube_elements list,
                                              struct vd_kube_elements gone)
{
    struct vd_kube_elements left = vd_kube_elements_new(patching, list.count);

    for (size_t i = 0; i < list.count && patching->doc.rc == 0; i++)
        if (!contains(patching, gone, list.at[i]))
            left.at[left.count++] = list.at[i];
    return left;
}

static void delete_matching(struct vd_kube_patching *patching, struct vd_kube_elements *list,
                            struct vd_slice key, const struct vd_json_value *key_value)
{
    size_t at;

    while ((at = vd_kube_elements_find(patching, *list, key, key_value)) < list->count) {
        if (!vd_kube_patching_step(patching, list->count - at))
            return;
        memmove(list->at + at, list->at + at + 1,
                (list->count - at - 1) * sizeof(struct vd_json_value *));
        list->count--;
    }
}

/* A directive that there is none of. */
static void refuse_directive(struct vd_kube_patching *patching,
                             const struct vd_json_value *directive, const struct vd_json_value *map)
{
    struct vd_slice said = vd_kube_go_text(patching, directive), text;

    if (directive->type == VD_JSON_NULL)
        said = vd_kube_patching_text(patching, "%%!s(<nil>)");
    else if (directive->type == VD_JSON_NUMBER || directive->type == VD_JSON_BOOL)
        said = vd_kube_patching_text(patching, "%%!s(%s=%.*s)", vd_kube_go_name(directive),
                                     VD_KUBE_TEXT(said));
    text = vd_kube_go_text(patching, map);
    vd_kube_refused(patching, 500, "unknown patch type: %.*s in map: %.*s", VD_KUBE_TEXT(said),
                    VD_KUBE_TEXT(text));
}

/* An element of the patch that is a directive. True: the list is to be replaced. */
static bool do_directive(struct vd_kube_patching *patching, struct vd_kube_elements *original,
                         const struct vd_json_value *element, struct vd_slice key)
{
    const struct vd_json_value *directive = vd_kube_doc_get(element, DIRECTIVE), *key_value;

    if (vd_kube_doc_says(directive, "replace"))
        return true;
    if (vd_kube_doc_says(directive, "delete")) {
        key_value = vd_kube_elements_key(patching, element, key);
        if (key_value)
            delete_matching(patching, original, key, key_value);
        return false;
    }
    if (vd_kube_doc_says(directive, "merge")) {
        vd_kube_refused(patching, 500, "merging lists cannot yet be specified in the patch");
        return false;
    }
    refuse_directive(patching, directive, element);
    return false;
}

/* Uses up the directives among the elements of the patch. */
static void do_directives(struct vd_kube_patching *patching, struct vd_kube_elements *original,
                          struct vd_kube_elements *patch, struct vd_slice key)
{
    struct vd_kube_elements left = vd_kube_elements_new(patching, patch->count);
    bool is_replaced = false;

    for (size_t i = 0; i < patch->count && patching->doc.rc == 0; i++) {
        if (vd_kube_doc_get(patch->at[i], DIRECTIVE))
            is_replaced |= do_directive(patching, original, patch->at[i], key);
        else
            left.at[left.count++] = patch->at[i];
    }
    *patch = is_replaced ? (struct vd_kube_elements){NULL, 0} : left;
    if (is_replaced)
        *original = left;
}

/*
 * Merges the elements of the patch into those with their key, or adds them. What is added shows in
 * `before` too, where deletions have left room: that is the memory of a Go slice which others still
 * look at, and the order of the server comes out of it.
 */
static void merge_elements(struct vd_kube_patching *patching, struct vd_kube_elements *merged,
                           struct vd_kube_elements before, struct vd_kube_elements patch,
                           struct vd_slice key, const struct vd_kube_patch_shape *shape)
{
    for (size_t i = 0; i < patch.count && patching->doc.rc == 0; i++) {
        const struct vd_json_value *key_value = vd_kube_elements_key(patching, patch.at[i], key);
        size_t at = key_value ? vd_kube_elements_find(patching, *merged, key, key_value) : 0;

        if (patching->doc.rc)
            return;
        if (at < merged->count) {
            merged->at[at] = merge_map(patching, merged->at[at], patch.at[i], shape);
            continue;
        }
        if (merged->count < before.count)
            before.at[merged->count] = patch.at[i];
        merged->at[merged->count++] = patch.at[i];
    }
}

/* The elements of `list`, with room for `more`. */
static struct vd_kube_elements roomier(struct vd_kube_patching *patching,
                                       struct vd_kube_elements list, size_t more)
{
    struct vd_kube_elements copy = vd_kube_elements_new(patching, list.count + more);

    if (copy.at && list.count)
        memcpy(copy.at, list.at, list.count * sizeof(struct vd_json_value *));
    copy.count = copy.at ? list.count : 0;
    return copy;
}

static struct vd_kube_elements merge_list(struct vd_kube_patching *patching,
                                          struct vd_kube_elements original,
                                          struct vd_kube_elements patch,
                                          const struct vd_kube_merging *merging, bool is_deletion)
{
    struct vd_kube_elements merged, before = original;
    enum vd_kube_go_kind kind;

    if (!original.count && !patch.count)
        return original;
    kind = vd_kube_elements_kind(patching, original, patch);
    if (patching->doc.rc)
        return original;
    if (kind != VD_KUBE_GO_MAP) {
        if (is_deletion)
            return delete_scalars(patching, original, patch);
        merged = vd_kube_elements_new(patching, original.count + patch.count);
        add_scalars(patching, &merged, original);
        add_scalars(patching, &merged, patch);
    } else if (!merging->key.len) {
        vd_kube_refused(patching, 500, "cannot merge lists without merge key for %s",
                        merging->shape.go_kind);
        return original;
    } else {
        do_directives(patching, &original, &patch, merging->key);
        merged = roomier(patching, original, patch.count);
        merge_elements(patching, &merged, before, patch, merging->key, &merging->shape);
    }
    return vd_kube_elements_order(patching, merged, patch, original, merging->key, kind);
}

/* --- $setElementOrder ----------------------------------------------------------------------- */

/* What follows the prefix and a slash. False: refused. */
static bool strip_prefix(struct vd_kube_patching *patching, struct vd_slice name,
                         struct vd_slice prefix, const char *refusal, struct vd_slice *out_name)
{
    if (name.len == prefix.len || name.ptr[prefix.len] != '/') {
        vd_kube_refused(patching, 400, "%s", refusal);
        return false;
    }
    *out_name = vd_slice(name.ptr + prefix.len + 1, name.len - prefix.len - 1);
    return true;
}

/* An array, or nothing. False: refused. */
static bool is_array_or_nothing(struct vd_kube_patching *patching,
                                const struct vd_json_value *value)
{
    if (value && value->type != VD_JSON_ARRAY)
        vd_kube_refused_type(patching, "[]interface {}", value);
    return patching->doc.rc == 0;
}

/* Whether two elements have one merge key, or are one scalar. */
static bool is_same(struct vd_kube_patching *patching, const struct vd_json_value *a,
                    const struct vd_json_value *b, struct vd_slice key)
{
    const struct vd_json_value *x, *y;

    if (!key.len)
        return vd_kube_go_equal(a, b);
    if (a->type != VD_JSON_OBJECT || b->type != VD_JSON_OBJECT) {
        vd_kube_refused_type(patching, "map[string]interface {}",
                             a->type != VD_JSON_OBJECT ? a : b);
        return false;
    }
    x = vd_kube_elements_key(patching, a, key);
    y = x ? vd_kube_elements_key(patching, b, key) : NULL;
    return y && vd_kube_go_equal(x, y);
}

/* The elements of the patch must stand in the order that the patch gives. */
static void check_order(struct vd_kube_patching *patching, const struct vd_json_value *patch,
                        const struct vd_json_value *order, struct vd_slice key)
{
    const struct vd_json_value *at = patch ? patch->first : NULL, *place = order->first;
    struct vd_slice said, wanted;

    if (!at || !place)
        return;
    for (const struct vd_json_value *each = at; each && key.len; each = each->next)
        if (each->type != VD_JSON_OBJECT)
            vd_kube_refused_type(patching, "map[string]interface {}", each);
    while (at && place && patching->doc.rc == 0) {
        if (vd_kube_doc_get(at, DIRECTIVE)) {
            at = at->next;
            continue;
        }
        if (is_same(patching, at, place, key))
            at = at->next;
        place = place->next;
    }
    while (at && key.len && vd_kube_doc_says(vd_kube_doc_get(at, DIRECTIVE), "delete"))
        at = at->next;
    if (!at || patching->doc.rc)
        return;
    said = vd_kube_go_text(patching, patch);
    wanted = vd_kube_go_text(patching, order);
    vd_kube_refused(patching, 500,
                    "The order in patch list:\n%.*s\n doesn't match $setElementOrder list:\n%.*s\n",
                    VD_KUBE_TEXT(said), VD_KUBE_TEXT(wanted));
}

/* Both lists as one, before it is put in order; `before` are the elements of the first. */
static struct vd_kube_elements merge_ordered(struct vd_kube_patching *patching,
                                             struct vd_json_value *list,
                                             struct vd_kube_elements before,
                                             struct vd_json_value *changes,
                                             const struct vd_kube_merging *merging)
{
    if (!changes)
        return before;
    if (list && merging->is_merge)
        return merge_list(patching, before, vd_kube_elements_of(patching, changes, 0), merging,
                          false);
    if (!list)
        (void)vd_kube_remove_directives(changes);
    return vd_kube_elements_of(patching, changes, 0);
}

static void set_order(struct vd_kube_patching *patching, struct vd_json_value *original,
                      struct vd_json_value *patch, struct vd_slice name,
                      const struct vd_json_value *order, const struct vd_kube_patch_shape *shape)
{
    struct vd_json_value *list = vd_kube_doc_get_slice(original, name),
                         *changes = vd_kube_doc_get_slice(patch, name);
    struct vd_kube_elements merged, before, said;
    enum vd_kube_go_kind kind;
    struct vd_kube_merging merging;

    if (!is_array_or_nothing(patching, list) || !is_array_or_nothing(patching, changes) ||
        !vd_kube_merging_of(patching, shape, name, true, &merging))
        return;
    check_order(patching, changes, order, merging.key);
    if (!list && !changes)
        return;
    before = vd_kube_elements_of(patching, list, 0);
    said = vd_kube_elements_of(patching, changes, 0);
    merged = merge_ordered(patching, list, before, changes, &merging);
    kind = vd_kube_elements_kind(patching, before, said);
    merged = vd_kube_elements_order(patching, merged, vd_kube_elements_of(patching, order, 0),
                                    before, merging.key, kind);
    if (patching->doc.rc)
        return;
    if (changes)
        vd_kube_doc_take(patch, changes);
    if (!list) {
        list = vd_kube_doc_new_array(&patching->doc);
        vd_kube_doc_set_slice(&patching->doc, original, name, list);
    }
    if (list)
        vd_kube_elements_fill(list, merged);
}

static struct vd_json_value *find_prefixed(struct vd_json_value *object, struct vd_slice prefix)
{
    struct vd_json_value *at;

    vd_kube_doc_each(at, object)
        if (vd_slice_starts_with(at->name, prefix))
            break;
    return at;
}

static void set_orders(struct vd_kube_patching *patching, struct vd_json_value *original,
                       struct vd_json_value *patch, const struct vd_kube_patch_shape *shape)
{
    struct vd_json_value *order;
    struct vd_slice name;

    while ((order = find_prefixed(patch, SET_ORDER)) &&
           vd_kube_patching_step(patching, (uint64_t)patch->count + original->count)) {
        vd_kube_doc_take(patch, order);
        if (order->type != VD_JSON_ARRAY)
            vd_kube_refused_type(patching, "[]interface {}", order);
        else if (strip_prefix(patching, order->name, SET_ORDER, BAD_ORDER, &name))
            set_order(patching, original, patch, name, order, shape);
    }
}

/* --- $retainKeys ---------------------------------------------------------------------------- */

static bool is_retained(struct vd_kube_patching *patching, const struct vd_json_value *keys,
                        struct vd_slice name)
{
    return vd_kube_patching_step(patching, keys->count) && vd_kube_doc_find_string(keys, name);
}

static void retain_keys(struct vd_kube_patching *patching, struct vd_json_value *original,
                        struct vd_json_value *patch)
{
    struct vd_json_value *keys = vd_kube_doc_remove(patch, RETAIN_KEYS), *at, *next;

    if (!keys)
        return;
    if (keys->type != VD_JSON_ARRAY) {
        vd_kube_refused(patching, 400, "%s", BAD_RETAIN);
        return;
    }
    vd_kube_doc_each(at, patch)
        if (at->type != VD_JSON_NULL && !vd_slice_starts_with(at->name, DELETE_FROM) &&
            !vd_slice_starts_with(at->name, SET_ORDER) && !is_retained(patching, keys, at->name))
            vd_kube_refused(patching, 400, "%s", BAD_RETAIN);
    at = original->first;
    vd_kube_doc_clear(original);
    for (; at; at = next) {
        next = at->next;
        if (is_retained(patching, keys, at->name))
            vd_kube_doc_add(original, at);
    }
}

/* --- maps ----------------------------------------------------------------------------------- */

/* NULL: refused. */
static struct vd_json_value *do_map_directive(struct vd_kube_patching *patching,
                                              const struct vd_json_value *directive,
                                              struct vd_json_value *patch)
{
    if (vd_kube_doc_says(directive, "replace")) {
        (void)vd_kube_doc_remove(patch, DIRECTIVE);
        return patch;
    }
    if (vd_kube_doc_says(directive, "delete"))
        return vd_kube_doc_new_object(&patching->doc);
    refuse_directive(patching, directive, patch);
    return NULL;
}

/* The patch's value in place of what was there, if anything was. */
static void put(struct vd_kube_patching *patching, struct vd_json_value *original,
                struct vd_json_value *found, struct vd_json_value *value)
{
    struct vd_json_value *added;

    if (!vd_kube_remove_directives(value)) {
        if (found)
            vd_kube_doc_take(original, found);
    } else if (found) {
        vd_kube_doc_become(found, value);
    } else {
        added = vd_kube_doc_alloc(&patching->doc, sizeof(*added));
        if (!added)
            return;
        *added = *value; /* the patch keeps its own: lists are put in order by its elements */
        vd_kube_doc_add(original, added);
    }
}

/* A map into a map, a list into a list. */
static void merge_alike(struct vd_kube_patching *patching, struct vd_json_value *found,
                        struct vd_json_value *value, const struct vd_kube_patch_shape *shape,
                        struct vd_slice name, bool is_deletion)
{
    bool is_list = value->type == VD_JSON_ARRAY;
    struct vd_kube_merging merging;

    if (!vd_kube_merging_of(patching, shape, name, is_list, &merging))
        return;
    if (!is_list) {
        if (!merging.is_replace)
            value = merge_map(patching, found, value, &merging.shape);
        if (value && value != found && patching->doc.rc == 0)
            vd_kube_doc_become(found, value);
    } else if (merging.is_merge || is_deletion) {
        struct vd_kube_elements merged =
            merge_list(patching, vd_kube_elements_of(patching, found, 0),
                       vd_kube_elements_of(patching, value, 0), &merging, is_deletion);

        if (patching->doc.rc == 0)
            vd_kube_elements_fill(found, merged);
    } else {
        vd_kube_doc_become(found, value);
    }
}

static void merge_member(struct vd_kube_patching *patching, struct vd_json_value *original,
                         struct vd_json_value *value, const struct vd_kube_patch_shape *shape)
{
    bool is_deletion = vd_slice_starts_with(value->name, DELETE_FROM);
    struct vd_slice name = value->name, stripped;
    struct vd_json_value *found;

    if (is_deletion) {
        if (!strip_prefix(patching, name, DELETE_FROM, BAD_DELETION, &stripped))
            return;
        name = stripped.len ? stripped : name;
    }
    if (!vd_kube_patching_step(patching, original->count))
        return;
    found = vd_kube_doc_get_slice(original, name);
    if (value->type == VD_JSON_NULL) {
        if (found)
            vd_kube_doc_take(original, found);
        return;
    }
    if (found && vd_kube_go_kind(found) == vd_kube_go_kind(value)) {
        if (value->type == VD_JSON_OBJECT || value->type == VD_JSON_ARRAY)
            merge_alike(patching, found, value, shape, name, is_deletion);
        else
            vd_kube_doc_become(found, value);
    } else if (!is_deletion) {
        vd_kube_discard_nulls(value);
        put(patching, original, found, value);
    }
}

/* The original, changed; or what stands in its place. Of NULL (a failure) it is NULL. */
static struct vd_json_value *merge_map(struct vd_kube_patching *patching,
                                       struct vd_json_value *original, struct vd_json_value *patch,
                                       const struct vd_kube_patch_shape *shape)
{
    const struct vd_json_value *directive = vd_kube_doc_get(patch, DIRECTIVE);
    struct vd_json_value *next;

    if (patching->doc.rc)
        return NULL;
    if (directive)
        return do_map_directive(patching, directive, patch);
    retain_keys(patching, original, patch);
    set_orders(patching, original, patch, shape);
    for (struct vd_json_value *at = patch->first; at && patching->doc.rc == 0; at = next) {
        next = at->next;
        merge_member(patching, original, at, shape);
    }
    return original;
}

int vd_kube_patch_strategic(struct vd_arena *arena, const struct vd_kube_type *type,
                            const struct vd_json_value *object, const struct vd_json_value *patch,
                            struct vd_json_value **out_value, struct vd_kube_fault *out_fault)
{
    struct vd_kube_patch_shape shape = {type, vd_kube_type_name(type), "struct"};
    struct vd_json_value *original, *changes;
    struct vd_kube_patching patching;

    vd_kube_patching_begin(&patching, arena, object, patch, &original, &changes);
    if (patch->type != VD_JSON_OBJECT && patch->type != VD_JSON_NULL)
        vd_kube_refused(&patching, 400,
                        "json: cannot unmarshal %s into Go value of type map[string]interface {}",
                        vd_kube_json_kind(patch));
    if (patching.doc.rc == 0 && patch->type == VD_JSON_OBJECT)
        original = merge_map(&patching, original, changes, &shape);
    return vd_kube_patching_end(&patching, original, out_value, out_fault);
}
