/* SPDX-License-Identifier: Apache-2.0 */
#include "core/selector.h"

#include "base/alloc.h"

#include <errno.h>

static struct vd_slice place(uint8_t **at, struct vd_slice from)
{
    struct vd_slice to = vd_slice(*at, from.len);

    if (from.len)
        memcpy(*at, from.ptr, from.len);
    *at += from.len;
    return to;
}

static int extra_new(const struct vd_selection *selection, struct vd_selector_extra **out_extra)
{
    size_t size = sizeof(struct vd_selector_extra) + selection->term_count * sizeof(struct vd_term);
    struct vd_selector_extra *extra;
    uint8_t *at;

    if (selection->term_count && !selection->extractor)
        return VD_INVALID;
    for (uint32_t i = 0; i < selection->term_count; i++)
        size += selection->terms[i].name.len + selection->terms[i].value.len;
    extra = vd_alloc(size);
    if (!extra)
        return -ENOMEM;
    *extra = (struct vd_selector_extra){
        .terms = {selection->extractor, extra->copies, selection->term_count},
        .residual = selection->residual,
        .residual_arg = selection->residual_arg,
        .residual_prev = selection->residual_prev,
    };
    at = (uint8_t *)&extra->copies[selection->term_count];
    for (uint32_t i = 0; i < selection->term_count; i++) {
        extra->copies[i].name = place(&at, selection->terms[i].name);
        extra->copies[i].value = place(&at, selection->terms[i].value);
    }
    *out_extra = extra;
    return 0;
}

int vd_selector_new(const struct vd_match_range *range, const struct vd_selection *selection,
                    struct vd_selector **out_selector)
{
    struct vd_selector_extra *extra = NULL;
    struct vd_selector *selector;
    int rc = 0;

    if (selection->term_count || selection->residual)
        rc = extra_new(selection, &extra);
    if (rc)
        return rc;
    selector = vd_alloc(sizeof(*selector) + vd_match_entry_bytes(range));
    if (!selector) {
        vd_free(extra);
        return -ENOMEM;
    }
    memset(selector, 0, sizeof(*selector));
    vd_list_init(&selector->idle);
    selector->extra = extra;
    vd_match_entry_init(&selector->entry, range, selection->term_count ? &extra->terms : NULL);
    *out_selector = selector;
    return 0;
}

void vd_selector_free(struct vd_selector *selector)
{
    vd_assert(!selector->refs && vd_list_is_empty(&selector->idle));
    vd_free(selector->extra);
    vd_free(selector);
}

static bool has_residual_of(const struct vd_match_entry *entry, const void *arg)
{
    const struct vd_selector_extra *extra =
        vd_container_of(entry, const struct vd_selector, entry)->extra;
    const struct vd_selection *selection = arg;

    if (!extra || !extra->residual)
        return !selection->residual;
    return extra->residual == selection->residual &&
           extra->residual_arg == selection->residual_arg &&
           extra->residual_prev == selection->residual_prev;
}

struct vd_selector *vd_selector_find(struct vd_match *match, const struct vd_match_range *range,
                                     const struct vd_selection *selection)
{
    const struct vd_match_terms terms = {selection->extractor, selection->terms,
                                         selection->term_count};
    struct vd_match_entry *entry =
        vd_match_find(match, range, terms.count ? &terms : NULL, has_residual_of, selection);

    return entry ? vd_selector_of(entry) : NULL;
}

void vd_selector_key_range(const struct vd_selector *selector, uint8_t room[VD_SELECTOR_ROOM],
                           struct vd_slice *out_key, struct vd_slice *out_end)
{
    struct vd_match_range range = vd_match_entry_range(&selector->entry);
    struct vd_slice infinity = vd_slice("", 1);
    size_t n = range.key.len;

    *out_key = range.key;
    *out_end = range.kind == VD_MATCH_KEY ? VD_SLICE_EMPTY : range.end.len ? range.end : infinity;
    if (range.kind != VD_MATCH_PREFIX)
        return;
    vd_assert(n < VD_SELECTOR_ROOM);
    while (n && range.key.ptr[n - 1] == 0xff)
        n--;
    if (!n)
        return;
    memcpy(room, range.key.ptr, n);
    room[n - 1]++;
    *out_end = vd_slice(room, n);
}
