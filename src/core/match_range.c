/* SPDX-License-Identifier: Apache-2.0 */
/* Ranges put into their shortest words, and written behind entries. */
#include "core/match.h"

static bool is_infinity(struct vd_slice end)
{
    return end.len == 1 && end.ptr[0] == 0;
}

/* Whether [key, end) is everything that begins with key: end is key with its last byte that is not
 * 0xff counted up, and what followed cut off. */
static bool is_prefix(struct vd_slice key, struct vd_slice end)
{
    size_t n = key.len;

    while (n && key.ptr[n - 1] == 0xff)
        n--;
    if (is_infinity(end))
        return n == 0;
    return n && end.len == n && end.ptr[n - 1] == key.ptr[n - 1] + 1 &&
           !memcmp(end.ptr, key.ptr, n - 1);
}

int vd_match_range(struct vd_slice key, struct vd_slice end, struct vd_match_range *out_range)
{
    if (key.len >> 28 || end.len >> 28)
        return VD_TOO_LARGE;
    /* No key is empty, so everything from "\0" on is everything. */
    if (is_infinity(end) && is_infinity(key))
        key.len = 0;
    if (!end.len || (end.len == key.len + 1 && end.ptr[key.len] == 0 &&
                     vd_slice_starts_with(end, key) && key.len)) {
        *out_range = (struct vd_match_range){VD_MATCH_KEY, key, VD_SLICE_EMPTY};
    } else if (key.len <= VD_MATCH_PREFIX_MAX && is_prefix(key, end)) {
        *out_range = (struct vd_match_range){VD_MATCH_PREFIX, key, VD_SLICE_EMPTY};
    } else if (is_infinity(end)) {
        *out_range = (struct vd_match_range){VD_MATCH_RANGE, key, VD_SLICE_EMPTY};
    } else if (vd_slice_cmp(key, end) >= 0) {
        return VD_INVALID;
    } else {
        *out_range = (struct vd_match_range){VD_MATCH_RANGE, key, end};
    }
    return 0;
}

bool vd_match_range_has(const struct vd_match_range *range, struct vd_slice key)
{
    switch (range->kind) {
    case VD_MATCH_KEY:
        return vd_slice_eq(range->key, key);
    case VD_MATCH_PREFIX:
        return vd_slice_starts_with(key, range->key);
    case VD_MATCH_RANGE:
        break;
    }
    return vd_slice_cmp(range->key, key) <= 0 &&
           (!range->end.len || vd_slice_cmp(key, range->end) < 0);
}

void vd_match_entry_init(struct vd_match_entry *entry, const struct vd_match_range *range,
                         const struct vd_match_terms *terms)
{
    *entry = (struct vd_match_entry){
        .terms = terms,
        .key_len = (uint32_t)range->key.len,
        .end_len = (uint32_t)range->end.len & 0xfffffff,
        .kind = range->kind,
    };
    if (range->key.len)
        memcpy(entry->bytes, range->key.ptr, range->key.len);
    if (range->end.len)
        memcpy(entry->bytes + range->key.len, range->end.ptr, range->end.len);
}

struct vd_match_range vd_match_entry_range(const struct vd_match_entry *entry)
{
    return (struct vd_match_range){(enum vd_match_kind)entry->kind,
                                   vd_slice(entry->bytes, entry->key_len),
                                   vd_slice(entry->bytes + entry->key_len, entry->end_len)};
}
