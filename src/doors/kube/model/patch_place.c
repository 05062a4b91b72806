/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each look into a container costs as many steps as it has members, which bounds ten thousand
 * operations on a large object.
 */
#include "doors/kube/model/patch_place.h"

#include "base/check.h"

static const char MISSING[] = "missing value";

/* --- pointers ------------------------------------------------------------------------------- */

/* ~1 is a slash, ~0 a tilde. */
static struct vd_slice unescape(struct vd_kube_patcher *patcher, struct vd_slice token)
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
static bool index_of(struct vd_kube_patcher *patcher, struct vd_slice key, size_t end,
                     size_t *out_index, struct vd_slice *why)
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

bool vd_kube_place_get(struct vd_kube_patcher *patcher, const struct vd_json_value *container,
                       struct vd_slice key, struct vd_json_value **out_value, struct vd_slice *why)
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

bool vd_kube_is_container(const struct vd_json_value *value)
{
    return vd_kube_doc_is(value, VD_JSON_OBJECT) || vd_kube_doc_is(value, VD_JSON_ARRAY);
}

struct vd_kube_place vd_kube_place_find(struct vd_kube_patcher *patcher, struct vd_slice path)
{
    struct vd_kube_place place = {patcher->root, VD_SLICE_EMPTY, 1};
    struct vd_slice token, why;

    if (!next_token(&path, &token)) /* what stands before the first slash */
        return (struct vd_kube_place){NULL, VD_SLICE_EMPTY, 0};
    while (next_token(&path, &token)) {
        struct vd_json_value *next = NULL;

        if (!vd_kube_place_get(patcher, place.container, unescape(patcher, token), &next, &why) ||
            !vd_kube_is_container(next))
            return (struct vd_kube_place){NULL, VD_SLICE_EMPTY, 0};
        place.container = next;
        place.depth++;
    }
    place.key = unescape(patcher, token);
    return place;
}

/* --- changes -------------------------------------------------------------------------------- */

uint32_t vd_kube_patch_depth(struct vd_kube_patcher *patcher, const struct vd_json_value *value)
{
    const struct vd_json_value *at;
    uint32_t deepest = 0;

    if (!vd_kube_is_container(value) || !vd_kube_patching_step(&patcher->base, value->count))
        return 0;
    vd_kube_doc_each(at, value) {
        uint32_t depth = vd_kube_patch_depth(patcher, at);

        deepest = VD_MAX(deepest, depth);
    }
    return deepest + 1;
}

bool vd_kube_place_fits(struct vd_kube_patcher *patcher, const struct vd_kube_place *place,
                        const struct vd_json_value *value)
{
    if (place->depth + vd_kube_patch_depth(patcher, value) > VD_KUBE_DOC_DEPTH_MAX)
        vd_kube_refused(&patcher->base, VD_KUBE_UNPROCESSABLE,
                        "the result would be nested too deeply");
    return patcher->base.doc.rc == 0;
}

void vd_kube_place_set(struct vd_kube_patcher *patcher, const struct vd_kube_place *place,
                       struct vd_json_value *value)
{
    if (vd_kube_patching_step(&patcher->base, place->container->count))
        vd_kube_doc_set_slice(&patcher->base.doc, place->container, place->key, value);
}

bool vd_kube_place_add(struct vd_kube_patcher *patcher, const struct vd_kube_place *place,
                       struct vd_json_value *value, struct vd_slice *why)
{
    struct vd_json_value *container = place->container;
    size_t index = container->count;
    struct vd_slice wrong;

    if (!vd_kube_place_fits(patcher, place, value))
        return true;
    if (container->type == VD_JSON_OBJECT) {
        vd_kube_place_set(patcher, place, value);
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

struct vd_json_value *vd_kube_place_remove(struct vd_kube_patcher *patcher,
                                           const struct vd_kube_place *place, struct vd_slice *why)
{
    struct vd_json_value *value = NULL;

    if (!vd_kube_place_get(patcher, place->container, place->key, &value, why))
        return NULL;
    if (!value) {
        *why = vd_kube_patching_text(&patcher->base, "Unable to remove nonexistent key: %.*s: %s",
                                     VD_KUBE_TEXT(place->key), MISSING);
        return NULL;
    }
    vd_kube_doc_take(place->container, value);
    return value;
}
