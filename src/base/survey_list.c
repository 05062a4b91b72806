/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A heap of bounded size with the item that comes last on top: what is met and comes before that
 * one takes its place. Most of what is met does not, and is known not to before anything is copied.
 */
#include "base/survey_list.h"

#include "base/alloc.h"
#include "base/check.h"

enum { CAP_MIN = 16 };

static int compare(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_places(const struct vd_survey_place *a, const struct vd_survey_place *b)
{
    int order = compare(a->loop, b->loop);

    order = order ? order : compare(a->conn, b->conn);
    order = order ? order : compare(a->stream, b->stream);
    return order ? order : compare(a->slot, b->slot);
}

static int compare_items(enum vd_survey_order order, uint64_t behind,
                         const struct vd_survey_place *place, const struct vd_survey_item *item)
{
    int by_lag = order == VD_SURVEY_BY_LAG ? compare(item->behind, behind) : 0;

    return by_lag ? by_lag : compare_places(place, &item->place);
}

void vd_survey_list_init(struct vd_survey_list *list, const struct vd_survey_wish *wish)
{
    vd_assert(wish->limit > 0 && wish->limit <= VD_SURVEY_ITEMS_MAX);
    *list = (struct vd_survey_list){.wish = *wish};
}

void vd_survey_list_deinit(struct vd_survey_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        vd_free(list->items[i]);
    vd_free(list->items);
    list->items = NULL;
    list->count = list->cap = 0;
}

/* --- the heap --------------------------------------------------------------------------------- */

static bool comes_before(const struct vd_survey_list *list, const struct vd_survey_item *a,
                         const struct vd_survey_item *b)
{
    return compare_items(list->wish.order, a->behind, &a->place, b) < 0;
}

static void swap(struct vd_survey_list *list, uint32_t a, uint32_t b)
{
    struct vd_survey_item *item = list->items[a];

    list->items[a] = list->items[b];
    list->items[b] = item;
}

static void sift_up(struct vd_survey_list *list, uint32_t at)
{
    while (at && comes_before(list, list->items[(at - 1) / 2], list->items[at])) {
        swap(list, at, (at - 1) / 2);
        at = (at - 1) / 2;
    }
}

static void sift_down(struct vd_survey_list *list, uint32_t at)
{
    for (;;) {
        uint32_t last = at;

        for (uint32_t child = 2 * at + 1; child <= 2 * at + 2 && child < list->count; child++)
            if (comes_before(list, list->items[last], list->items[child]))
                last = child;
        if (last == at)
            return;
        swap(list, at, last);
        at = last;
    }
}

static bool has_room(struct vd_survey_list *list)
{
    uint32_t cap = list->cap ? VD_MIN(2 * list->cap, list->wish.limit)
                             : VD_MIN((uint32_t)CAP_MIN, list->wish.limit);
    struct vd_survey_item **items;

    if (list->count < list->cap)
        return true;
    items = vd_realloc(list->items, cap * sizeof(struct vd_survey_item *));
    if (!items)
        return false;
    list->items = items;
    list->cap = cap;
    return true;
}

/* Takes the item. The list has room for it, or it comes before the last one. */
static void insert(struct vd_survey_list *list, struct vd_survey_item *item)
{
    if (list->count == list->wish.limit) {
        list->more = true;
        vd_free(list->items[0]);
        list->items[0] = item;
        sift_down(list, 0);
    } else if (has_room(list)) {
        list->items[list->count++] = item;
        sift_up(list, list->count - 1);
    } else {
        list->no_memory = true;
        vd_free(item);
    }
}

/* --- what is met ------------------------------------------------------------------------------ */

static bool has_key(const struct vd_survey_watch *watch, struct vd_slice key)
{
    if (!watch->end.len)
        return vd_slice_eq(watch->key, key);
    return vd_slice_cmp(watch->key, key) <= 0 &&
           (vd_slice_eq(watch->end, VD_SLICE("\0")) || vd_slice_cmp(key, watch->end) < 0);
}

static bool is_wished(const struct vd_survey_list *list, const struct vd_survey_place *place,
                      const struct vd_survey_watch *watch)
{
    const struct vd_survey_wish *wish = &list->wish;

    if (wish->has_after && compare_places(place, &wish->after) <= 0)
        return false;
    return !wish->has_key || has_key(watch, wish->key);
}

static bool is_prefix(struct vd_slice key, struct vd_slice end)
{
    size_t n = key.len;

    while (n && key.ptr[n - 1] == 0xff)
        n--;
    return n && end.len == n && memcmp(key.ptr, end.ptr, n - 1) == 0 &&
           end.ptr[n - 1] == key.ptr[n - 1] + 1;
}

static enum vd_survey_kind kind_of(struct vd_slice key, struct vd_slice end)
{
    if (!end.len)
        return VD_SURVEY_KEY;
    if (vd_slice_eq(end, VD_SLICE("\0")))
        return !key.len || vd_slice_eq(key, VD_SLICE("\0")) ? VD_SURVEY_ALL : VD_SURVEY_FROM;
    return is_prefix(key, end) ? VD_SURVEY_PREFIX : VD_SURVEY_RANGE;
}

const char *vd_survey_kind_name(enum vd_survey_kind kind)
{
    static const char *const names[] = {[VD_SURVEY_KEY] = "key",
                                        [VD_SURVEY_PREFIX] = "prefix",
                                        [VD_SURVEY_RANGE] = "range",
                                        [VD_SURVEY_FROM] = "from",
                                        [VD_SURVEY_ALL] = "all"};

    return names[kind];
}

static struct vd_slice copy_text(uint8_t **at, struct vd_slice text)
{
    uint8_t *to = *at;

    text.len = VD_MIN(text.len, (size_t)VD_SURVEY_TEXT_BYTES);
    if (text.len)
        memcpy(to, text.ptr, text.len);
    *at += text.len;
    return vd_slice(to, text.len);
}

static struct vd_survey_item *make_item(const struct vd_survey *survey,
                                        const struct vd_survey_place *place,
                                        const struct vd_survey_watch *watch)
{
    const struct vd_slice *texts[] = {&watch->id, &watch->key, &watch->end, &watch->options};
    struct vd_survey_item *item;
    size_t bytes = 0;
    uint8_t *at;

    for (unsigned i = 0; i < VD_COUNT(texts); i++)
        bytes += VD_MIN(texts[i]->len, (size_t)VD_SURVEY_TEXT_BYTES);
    item = vd_alloc_zero(sizeof(*item) + bytes);
    if (!item)
        return NULL;
    at = item->bytes;
    item->behind = survey->list->behind;
    item->door = survey->list->door;
    item->state = survey->list->state;
    item->kind = (uint8_t)kind_of(watch->key, watch->end);
    item->place = *place;
    item->next = watch->next;
    item->unsent_bytes = survey->unsent_bytes;
    item->by = watch->by;
    item->id = copy_text(&at, watch->id);
    item->key = copy_text(&at, watch->key);
    item->end = copy_text(&at, watch->end);
    item->options = copy_text(&at, watch->options);
    item->key_bytes = watch->key.len;
    item->end_bytes = watch->end.len;
    memcpy(item->peer, survey->peer, sizeof(item->peer));
    return item;
}

void vd_survey_name(struct vd_survey *survey, const struct vd_survey_watch *watch)
{
    struct vd_survey_list *list = survey->list;
    struct vd_survey_place place = survey->place;
    struct vd_survey_item *item;

    place.slot = watch->slot;
    if (!is_wished(list, &place, watch))
        return;
    if (list->count == list->wish.limit &&
        compare_items(list->wish.order, list->behind, &place, list->items[0]) > 0) {
        list->more = true;
        return;
    }
    item = make_item(survey, &place, watch);
    if (item)
        insert(list, item);
    else
        list->no_memory = true;
}

/* --- the end ---------------------------------------------------------------------------------- */

void vd_survey_list_join(struct vd_survey_list *list, struct vd_survey_list *from)
{
    list->more |= from->more;
    list->no_memory |= from->no_memory;
    while (from->count) {
        struct vd_survey_item *item = from->items[--from->count];

        if (list->count < list->wish.limit || comes_before(list, item, list->items[0])) {
            insert(list, item);
        } else {
            list->more = true;
            vd_free(item);
        }
    }
    vd_survey_list_deinit(from);
}

/* The one that comes last leaves the heap first. */
void vd_survey_list_sort(struct vd_survey_list *list)
{
    uint32_t count = list->count;

    while (list->count > 1) {
        swap(list, 0, --list->count);
        sift_down(list, 0);
    }
    list->count = count;
}
