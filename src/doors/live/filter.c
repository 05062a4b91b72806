/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Filters are found by what they say, among all of a loop, because core shares the work of
 * selections whose residuals have the same argument. What is conflated is filtered by type here
 * too: a put must not give way to a deletion that is not wanted.
 */
#include "doors/live/filter.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "doors/live/glob.h"

#include <errno.h>

struct vd_live_filter {
    struct vd_live *live;
    uint64_t hash; /* in live->filters */
    unsigned refs;
    unsigned hidden;           /* VD_LIVE_NO_PUT or VD_LIVE_NO_DELETE, of one that is conflated */
    size_t key_len;            /* what the pattern is behind of */
    struct vd_live_glob *glob; /* NULL: none */
    uint32_t text_len;
    uint8_t text[]; /* key and pattern */
};

bool vd_live_filter_admits(const struct vd_live_filter *filter, struct vd_slice key)
{
    if (!filter->glob)
        return true;
    if (key.len < filter->key_len)
        return false;
    return vd_live_glob_matches(filter->glob,
                                vd_slice(key.ptr + filter->key_len, key.len - filter->key_len));
}

bool vd_live_filter_residual(const struct vd_event *event, const struct vd_event *prev, void *arg)
{
    const struct vd_live_filter *filter = arg;
    unsigned type = event->type == VD_EVENT_DELETE ? VD_LIVE_NO_DELETE : VD_LIVE_NO_PUT;

    (void)prev;
    return !(filter->hidden & type) && vd_live_filter_admits(filter, vd_event_key(event));
}

static unsigned hidden_of(const struct vd_live_wish *wish)
{
    return wish->latest ? wish->how & (VD_LIVE_NO_PUT | VD_LIVE_NO_DELETE) : 0;
}

uint64_t vd_live_filter_hash(const void *item)
{
    return ((const struct vd_live_filter *)item)->hash;
}

/* The lengths belong to it: a pattern may look like the end of another's key. */
static uint64_t hash_of(const struct vd_live_wish *wish)
{
    uint64_t parts[] = {vd_hash(wish->key), vd_hash(wish->glob),
                        hidden_of(wish) << 1 | wish->has_glob};

    return vd_hash_u64(parts[0] ^ vd_hash_u64(parts[1] ^ vd_hash_u64(parts[2])));
}

static bool says_the_same(const void *item, const void *arg)
{
    const struct vd_live_filter *filter = item;
    const struct vd_live_wish *wish = arg;
    struct vd_slice key = vd_slice(filter->text, filter->key_len);
    struct vd_slice pattern =
        vd_slice(filter->text + filter->key_len, filter->text_len - filter->key_len);

    return vd_slice_eq(key, wish->key) && vd_slice_eq(pattern, wish->glob) &&
           !filter->glob == !wish->has_glob && filter->hidden == hidden_of(wish);
}

static int new_filter(struct vd_live *live, const struct vd_live_wish *wish,
                      struct vd_live_filter **out_filter)
{
    struct vd_live_filter *filter = vd_alloc(sizeof(*filter) + wish->key.len + wish->glob.len);
    int rc;

    if (!filter)
        return -ENOMEM;
    *filter = (struct vd_live_filter){.live = live,
                                      .hash = hash_of(wish),
                                      .hidden = hidden_of(wish),
                                      .key_len = wish->key.len,
                                      .text_len = (uint32_t)(wish->key.len + wish->glob.len)};
    rc = wish->has_glob ? vd_live_glob_new(wish->glob, &filter->glob) : 0;
    if (rc == 0)
        rc = vd_match_table_insert(&live->filters, filter->hash, filter);
    if (rc) {
        vd_live_glob_free(filter->glob);
        vd_free(filter);
        return rc;
    }
    if (wish->key.len)
        memcpy(filter->text, wish->key.ptr, wish->key.len);
    if (wish->glob.len)
        memcpy(filter->text + wish->key.len, wish->glob.ptr, wish->glob.len);
    *out_filter = filter;
    return 0;
}

int vd_live_filter_take(struct vd_live *live, const struct vd_live_wish *wish,
                        struct vd_live_filter **out_filter)
{
    struct vd_live_filter *filter;
    int rc;

    *out_filter = NULL;
    if (!wish->has_glob && !hidden_of(wish))
        return 0;
    filter = vd_match_table_find(&live->filters, hash_of(wish), says_the_same, wish);
    rc = filter ? 0 : new_filter(live, wish, &filter);
    if (rc)
        return rc;
    filter->refs++;
    *out_filter = filter;
    return 0;
}

void vd_live_filter_drop(struct vd_live_filter *filter)
{
    if (!filter || --filter->refs)
        return;
    vd_match_table_remove(&filter->live->filters, filter->hash, filter);
    vd_live_glob_free(filter->glob);
    vd_free(filter);
}

bool vd_live_filter_has_glob(const struct vd_live_filter *filter)
{
    return filter && filter->glob;
}

int vd_live_bounds_make(const struct vd_live_filter *filter, const struct vd_live_wish *wish,
                        struct vd_live_bounds *bounds)
{
    bool is_exact = !wish->is_prefix && !wish->has_glob;
    struct vd_slice more = VD_SLICE_EMPTY;
    size_t len;

    if (vd_live_filter_has_glob(filter))
        more = vd_live_glob_prefix(filter->glob, &is_exact);
    len = wish->key.len + more.len;
    bounds->end = VD_SLICE_EMPTY;
    bounds->memory = vd_alloc(2 * len + 1);
    if (!bounds->memory)
        return -ENOMEM;
    if (wish->key.len)
        memcpy(bounds->memory, wish->key.ptr, wish->key.len);
    if (more.len)
        memcpy(bounds->memory + wish->key.len, more.ptr, more.len);
    bounds->key = vd_slice(bounds->memory, len);
    if (!is_exact)
        bounds->end = vd_live_prefix_end(bounds->key, bounds->memory + len);
    if (!len)
        bounds->key = VD_SLICE("\0"); /* there is no empty key */
    return 0;
}
