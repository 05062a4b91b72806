/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order of merged lists. Elements are looked up in the lists that give the order once each, and
 * sorted by the ranks found. A server's own sort is not consistent about elements that the order
 * does not know (each of them goes before what it meets), and this one does as it does for short
 * lists.
 */
#include "doors/kube/model/patch_list.h"

#include "base/check.h"

static const char MAP[] = "map[string]interface {}";

enum vd_kube_go_kind vd_kube_go_kind(const struct vd_json_value *value)
{
    int64_t number;

    if (!value)
        return VD_KUBE_GO_NIL;
    switch (value->type) {
    case VD_JSON_NULL:
        return VD_KUBE_GO_NIL;
    case VD_JSON_BOOL:
        return VD_KUBE_GO_BOOL;
    case VD_JSON_NUMBER:
        return vd_json_number_int(value->text, &number) &&
                       !memchr(value->text.ptr, '.', value->text.len) &&
                       !memchr(value->text.ptr, 'e', value->text.len) &&
                       !memchr(value->text.ptr, 'E', value->text.len)
                   ? VD_KUBE_GO_INT
                   : VD_KUBE_GO_FLOAT;
    case VD_JSON_STRING:
        return VD_KUBE_GO_STRING;
    case VD_JSON_ARRAY:
        return VD_KUBE_GO_SLICE;
    case VD_JSON_OBJECT:
        return VD_KUBE_GO_MAP;
    }
    return VD_KUBE_GO_NIL;
}

const char *vd_kube_go_name(const struct vd_json_value *value)
{
    static const char *const NAMES[] = {
        [VD_KUBE_GO_NIL] = "%!s(<nil>)", [VD_KUBE_GO_BOOL] = "bool",
        [VD_KUBE_GO_INT] = "int64",      [VD_KUBE_GO_FLOAT] = "float64",
        [VD_KUBE_GO_STRING] = "string",  [VD_KUBE_GO_SLICE] = "[]interface {}",
        [VD_KUBE_GO_MAP] = MAP};

    return NAMES[vd_kube_go_kind(value)];
}

bool vd_kube_go_equal(const struct vd_json_value *a, const struct vd_json_value *b)
{
    enum vd_kube_go_kind kind = vd_kube_go_kind(a);

    return kind == vd_kube_go_kind(b) && kind != VD_KUBE_GO_MAP && kind != VD_KUBE_GO_SLICE &&
           (kind == VD_KUBE_GO_NIL || vd_kube_doc_equal(a, b));
}

uint64_t vd_kube_compare_steps(const struct vd_json_value *value)
{
    enum { BYTES_A_STEP = 32 };

    return 1 + (value ? value->text.len / BYTES_A_STEP : 0);
}

void vd_kube_refused_type(struct vd_kube_patching *patching, const char *expected,
                          const struct vd_json_value *value)
{
    vd_kube_refused(patching, 500, "expected a %s, but received a %s", expected,
                    vd_kube_go_name(value));
}

/* --- elements ------------------------------------------------------------------------------- */

struct vd_kube_elements vd_kube_elements_new(struct vd_kube_patching *patching, size_t room)
{
    return (struct vd_kube_elements){
        vd_kube_doc_alloc(&patching->doc, room * sizeof(struct vd_json_value *)), 0};
}

struct vd_kube_elements vd_kube_elements_of(struct vd_kube_patching *patching,
                                            const struct vd_json_value *array, size_t more)
{
    struct vd_kube_elements list =
        vd_kube_elements_new(patching, (array ? array->count : 0) + more);
    struct vd_json_value *at;

    if (list.at)
        vd_kube_doc_each(at, array)
            list.at[list.count++] = at;
    return list;
}

void vd_kube_elements_fill(struct vd_json_value *array, struct vd_kube_elements list)
{
    vd_kube_doc_clear(array);
    for (size_t i = 0; i < list.count; i++) {
        list.at[i]->name = VD_SLICE_EMPTY;
        vd_kube_doc_add(array, list.at[i]);
    }
}

struct vd_json_value *vd_kube_elements_key(struct vd_kube_patching *patching,
                                           const struct vd_json_value *element, struct vd_slice key)
{
    struct vd_json_value *value = vd_kube_doc_get_slice(element, key);

    if (element->type != VD_JSON_OBJECT) {
        vd_kube_refused_type(patching, MAP, element);
    } else if (!value) {
        struct vd_slice text = vd_kube_go_text(patching, element);

        vd_kube_refused(patching, 500, "map: %.*s does not contain declared merge key: %.*s",
                        VD_KUBE_TEXT(text), VD_KUBE_TEXT(key));
    }
    return patching->doc.rc ? NULL : value;
}

size_t vd_kube_elements_find(struct vd_kube_patching *patching, struct vd_kube_elements list,
                             struct vd_slice key, const struct vd_json_value *key_value)
{
    size_t i;

    for (i = 0; i < list.count; i++) {
        const struct vd_json_value *at = list.at[i];

        if (!vd_kube_patching_step(patching, at->count + vd_kube_compare_steps(key_value)))
            return list.count;
        if (at->type != VD_JSON_OBJECT) {
            vd_kube_refused(patching, 500, "value for key %zu is not a map", i);
            return list.count;
        }
        if (vd_kube_go_equal(vd_kube_doc_get_slice(at, key), key_value))
            return i;
    }
    return list.count;
}

/* Both as Go prints a slice of slices. */
static void refuse_kinds(struct vd_kube_patching *patching, struct vd_kube_elements a,
                         struct vd_kube_elements b)
{
    struct vd_json_value *both = vd_kube_doc_new_array(&patching->doc);
    struct vd_slice text;

    for (int i = 0; i < 2; i++) {
        struct vd_kube_elements list = i ? b : a;
        struct vd_json_value *array = vd_kube_doc_new_array(&patching->doc);

        for (size_t j = 0; j < list.count; j++)
            vd_kube_doc_append(&patching->doc, array, vd_kube_doc_copy(&patching->doc, list.at[j]));
        vd_kube_doc_append(&patching->doc, both, array);
    }
    text = vd_kube_go_text(patching, both);
    vd_kube_refused(patching, 500, "list element types are not identical: %.*s",
                    VD_KUBE_TEXT(text));
}

enum vd_kube_go_kind vd_kube_elements_kind(struct vd_kube_patching *patching,
                                           struct vd_kube_elements a, struct vd_kube_elements b)
{
    const struct vd_json_value *first = a.count ? a.at[0] : b.count ? b.at[0] : NULL;
    enum vd_kube_go_kind kind = vd_kube_go_kind(first);

    if (patching->doc.rc)
        return VD_KUBE_GO_NIL;
    if (!first)
        vd_kube_refused(patching, 500, "no elements in any of the given slices");
    else if (kind == VD_KUBE_GO_SLICE)
        vd_kube_refused(patching, 422, "lists of lists are not supported");
    else if (kind == VD_KUBE_GO_NIL)
        refuse_kinds(patching, a, b);
    for (size_t i = 0; i < a.count + b.count && patching->doc.rc == 0; i++)
        if (vd_kube_go_kind(i < a.count ? a.at[i] : b.at[i - a.count]) != kind)
            refuse_kinds(patching, a, b);
    return kind;
}

/* --- order ---------------------------------------------------------------------------------- */

enum { NOWHERE = -1 };

struct item {
    struct vd_json_value *value;
    int64_t rank;   /* in the order that sorts it */
    int64_t server; /* in the server's order */
};

struct items {
    struct item *at;
    size_t count;
};

static struct items new_items(struct vd_kube_patching *patching, size_t room)
{
    return (struct items){vd_kube_doc_alloc(&patching->doc, room * sizeof(struct item)), 0};
}

/* What elements are told apart by. */
static const struct vd_json_value *identity(const struct vd_json_value *element,
                                            struct vd_slice key, enum vd_kube_go_kind kind)
{
    return kind == VD_KUBE_GO_MAP ? vd_kube_doc_get_slice(element, key) : element;
}

static int64_t rank_of(struct vd_kube_patching *patching, struct vd_kube_elements order,
                       const struct vd_json_value *element, struct vd_slice key,
                       enum vd_kube_go_kind kind)
{
    const struct vd_json_value *wanted = identity(element, key, kind);

    for (size_t i = 0; i < order.count; i++) {
        if (!vd_kube_patching_step(patching, order.at[i]->count + vd_kube_compare_steps(wanted)))
            return NOWHERE;
        if (vd_kube_go_equal(identity(order.at[i], key, kind), wanted))
            return (int64_t)i;
    }
    return NOWHERE;
}

static bool is_less(const struct item *a, const struct item *b)
{
    return a->rank == NOWHERE || b->rank == NOWHERE || a->rank < b->rank;
}

static void sort(struct vd_kube_patching *patching, struct items items)
{
    for (size_t i = 1; i < items.count; i++)
        for (size_t j = i; j > 0 && is_less(&items.at[j], &items.at[j - 1]); j--) {
            struct item moved = items.at[j];

            if (!vd_kube_patching_step(patching, 1))
                return;
            items.at[j] = items.at[j - 1];
            items.at[j - 1] = moved;
        }
}

static bool is_deletion(const struct vd_json_value *element)
{
    return vd_kube_doc_says(vd_kube_doc_get(element, "$patch"), "delete");
}

/* Sorted by the order; deletions, which only maps can be, go last. */
static struct items sort_by(struct vd_kube_patching *patching, struct items items,
                            struct vd_kube_elements order, struct vd_slice key,
                            enum vd_kube_go_kind kind)
{
    struct items sorted = new_items(patching, items.count), deletions;

    if (kind == VD_KUBE_GO_MAP) {
        for (size_t i = 0; i < items.count; i++)
            (void)vd_kube_elements_key(patching, items.at[i].value, key);
        for (size_t i = 0; i < order.count; i++)
            (void)vd_kube_elements_key(patching, order.at[i], key);
    }
    deletions = new_items(patching, items.count);
    if (patching->doc.rc)
        return sorted;
    for (size_t i = 0; i < items.count; i++) {
        struct items *to = is_deletion(items.at[i].value) ? &deletions : &sorted;

        items.at[i].rank = rank_of(patching, order, items.at[i].value, key, kind);
        to->at[to->count++] = items.at[i];
    }
    sort(patching, sorted);
    for (size_t i = 0; i < deletions.count; i++)
        sorted.at[sorted.count++] = deletions.at[i];
    return sorted;
}

/* Whether `order` names the element. */
static bool is_named(struct vd_kube_patching *patching, struct vd_kube_elements order,
                     const struct vd_json_value *element, struct vd_slice key)
{
    const struct vd_json_value *key_value;

    if (!key.len)
        return rank_of(patching, order, element, key, VD_KUBE_GO_NIL) != NOWHERE;
    key_value = vd_kube_elements_key(patching, element, key);
    return key_value && vd_kube_elements_find(patching, order, key, key_value) < order.count;
}

/* Both are sorted; an item of the server's goes in front of the first of the patch that the server
 * has behind it. */
static struct vd_kube_elements weave(struct vd_kube_patching *patching, struct items server,
                                     struct items patch)
{
    struct vd_kube_elements list = vd_kube_elements_new(patching, server.count + patch.count);
    size_t i = 0, j = 0;

    while (list.at && (i < server.count || j < patch.count)) {
        bool is_server = j >= patch.count;

        if (i < server.count && j < patch.count)
            is_server = server.at[i].server != NOWHERE && patch.at[j].server != NOWHERE &&
                        server.at[i].server < patch.at[j].server;
        list.at[list.count++] = is_server ? server.at[i++].value : patch.at[j++].value;
    }
    return list;
}

struct vd_kube_elements vd_kube_elements_order(struct vd_kube_patching *patching,
                                               struct vd_kube_elements merged,
                                               struct vd_kube_elements patch_order,
                                               struct vd_kube_elements server_order,
                                               struct vd_slice key, enum vd_kube_go_kind kind)
{
    struct items of_patch = new_items(patching, merged.count),
                 of_server = new_items(patching, merged.count);

    for (size_t i = 0; i < merged.count && patching->doc.rc == 0; i++) {
        bool is_patch = is_named(patching, patch_order, merged.at[i], key);
        struct items *to = is_patch ? &of_patch : &of_server;

        to->at[to->count++] = (struct item){
            merged.at[i], NOWHERE, rank_of(patching, server_order, merged.at[i], key, kind)};
    }
    of_patch = sort_by(patching, of_patch, patch_order, key, kind);
    of_server = sort_by(patching, of_server, server_order, key, kind);
    return weave(patching, of_server, of_patch);
}
