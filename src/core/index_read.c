/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader's side of the key index: single keys, and questions about whole ranges. A root never
 * changes, so nothing here locks, waits or allocates.
 *
 * A question about a range goes down along its two borders only. A subtree that lies inside is
 * answered from what its parent knows of it, unless it has changed since the position asked about.
 */
#include "core/index_node.h"

#include "base/check.h"

static struct vd_pos or_newest(struct vd_pos before)
{
    return before.revision ? before : (struct vd_pos){INT64_MAX, 0};
}

static const struct vd_index_row *find_row(const struct vd_index_root *root, struct vd_slice key,
                                           struct vd_key **out_key)
{
    const struct vd_index_node *node = root->node;
    bool equal;
    unsigned at;

    while (node->level)
        node = vd_node_kids(node)[vd_node_route(node, key)].node;
    at = vd_node_search(node, key, &equal);
    if (!equal)
        return NULL;
    *out_key = vd_node_keys(node)[at];
    return &vd_node_rows(node)[at];
}

bool vd_row_hit(const struct vd_index_row *row, struct vd_key *key, struct vd_pos before,
                struct vd_index_hit *out_hit)
{
    uint32_t at;
    const struct vd_version *version = vd_row_at(row, before, &at);

    out_hit->key = key;
    out_hit->version = version;
    out_hit->older = version && at > 0 ? &row->older[at - 1] : NULL;
    return version && version->version != 0;
}

bool vd_index_get(const struct vd_index_root *root, struct vd_slice key, struct vd_pos before,
                  struct vd_index_hit *out_hit)
{
    struct vd_key *found;
    const struct vd_index_row *row = find_row(root, key, &found);

    if (!row) {
        *out_hit = (struct vd_index_hit){0};
        return false;
    }
    return vd_row_hit(row, found, or_newest(before), out_hit);
}

int64_t vd_index_size(const struct vd_index_root *root)
{
    return root->sum.size;
}

int64_t vd_index_head(const struct vd_index_root *root)
{
    return root->sum.max_mod;
}

/* What a question about a range is asked with; a border that is NULL does not cut this subtree. */
struct borders {
    const struct vd_slice *from, *to; /* [from, to) */
};

/* The borders of a range that is more than one key. */
static struct borders range_borders(const struct vd_slice *key, const struct vd_slice *end)
{
    bool open = end->len == 1 && end->ptr[0] == 0;

    return (struct borders){key, open ? NULL : end};
}

/* Which entries of a node the borders touch: [*first, *last) of a leaf, [*first, *last] above. */
static void cut(const struct vd_index_node *node, struct borders borders, unsigned *first,
                unsigned *last)
{
    bool equal;

    if (node->level) {
        *first = borders.from ? vd_node_route(node, *borders.from) : 0;
        *last = borders.to ? vd_node_route(node, *borders.to) : node->count - 1u;
    } else {
        *first = borders.from ? vd_node_search(node, *borders.from, &equal) : 0;
        *last = borders.to ? vd_node_search(node, *borders.to, &equal) : node->count;
    }
}

/* The borders as kid i sees them, of kids [first, last] that they touch. */
static struct borders kid_borders(struct borders borders, unsigned i, unsigned first, unsigned last)
{
    return (struct borders){i == first ? borders.from : NULL, i == last ? borders.to : NULL};
}

/* A count of keys; it may stop at a row, and says at which. */
struct count_walk {
    struct vd_pos before;
    size_t rows_left;
    int64_t live;
    const struct vd_key *next;
};

/* False: no row is left, and walk->next says where to go on. */
static bool count_rows(const struct vd_index_node *leaf, unsigned first, unsigned last,
                       struct count_walk *walk)
{
    for (unsigned i = first; i < last; i++) {
        const struct vd_version *version;
        uint32_t at;

        if (!walk->rows_left) {
            walk->next = vd_node_keys(leaf)[i];
            return false;
        }
        walk->rows_left--;
        version = vd_row_at(&vd_node_rows(leaf)[i], walk->before, &at);
        walk->live += version && version->version != 0;
    }
    return true;
}

/* As deep as the tree, which is bounded. */
static bool count_below(const struct vd_index_node *node, struct borders borders,
                        struct count_walk *walk)
{
    unsigned first, last;

    cut(node, borders, &first, &last);
    if (node->level == 0)
        return count_rows(node, first, last, walk);
    for (unsigned i = first; i <= last; i++) {
        const struct vd_index_kid *kid = &vd_node_kids(node)[i];
        struct borders inner = kid_borders(borders, i, first, last);

        if (!inner.from && !inner.to && kid->sum.max_mod < walk->before.revision)
            walk->live += kid->sum.live;
        else if (!count_below(kid->node, inner, walk))
            return false;
    }
    return true;
}

static bool is_empty_range(struct vd_slice key, struct vd_slice end)
{
    return !(end.len == 1 && end.ptr[0] == 0) && vd_slice_cmp(key, end) >= 0;
}

int64_t vd_index_count_some(const struct vd_index_root *root, struct vd_slice key,
                            struct vd_slice end, struct vd_pos before, size_t *rows,
                            const struct vd_key **out_next)
{
    struct count_walk walk = {.before = or_newest(before), .rows_left = *rows};
    struct vd_index_hit hit;

    vd_assert(*rows > 0);
    *out_next = NULL;
    if (end.len == 0) {
        --*rows;
        return vd_index_get(root, key, before, &hit);
    }
    if (is_empty_range(key, end))
        return 0;
    count_below(root->node, range_borders(&key, &end), &walk);
    *rows = walk.rows_left;
    *out_next = walk.next;
    return walk.live;
}

int64_t vd_index_count(const struct vd_index_root *root, struct vd_slice key, struct vd_slice end,
                       struct vd_pos before)
{
    const struct vd_key *next;
    size_t rows = SIZE_MAX;

    return vd_index_count_some(root, key, end, before, &rows, &next);
}

static bool changed_below(const struct vd_index_node *node, struct borders borders,
                          int64_t revision)
{
    unsigned first, last;

    cut(node, borders, &first, &last);
    for (unsigned i = first; node->level == 0 && i < last; i++)
        if (vd_node_rows(node)[i].newest.revision > revision)
            return true;
    for (unsigned i = first; node->level && i <= last; i++) {
        const struct vd_index_kid *kid = &vd_node_kids(node)[i];
        struct borders inner = kid_borders(borders, i, first, last);

        if (kid->sum.max_mod <= revision)
            continue;
        if ((!inner.from && !inner.to) || changed_below(kid->node, inner, revision))
            return true;
    }
    return false;
}

bool vd_index_changed_since(const struct vd_index_root *root, struct vd_slice key,
                            struct vd_slice end, int64_t revision)
{
    struct vd_key *found;
    const struct vd_index_row *row;

    if (root->sum.max_mod <= revision)
        return false;
    if (end.len == 0) {
        row = find_row(root, key, &found);
        return row && row->newest.revision > revision;
    }
    if (is_empty_range(key, end))
        return false;
    return changed_below(root->node, range_borders(&key, &end), revision);
}

bool vd_index_history_init(struct vd_index_history *history, const struct vd_index_root *root,
                           struct vd_slice key, struct vd_pos from, struct vd_key **out_key)
{
    struct vd_key *found;
    const struct vd_index_row *row = find_row(root, key, &found);
    uint32_t at;

    *history = (struct vd_index_history){0};
    if (!row)
        return false;
    history->older = row->older;
    history->older_count = row->older_count;
    history->newest = &row->newest;
    history->at = vd_row_at(row, from, &at) ? at + 1 : 0;
    if (out_key)
        *out_key = found;
    return history->at <= history->older_count;
}

const struct vd_version *vd_index_history_next(struct vd_index_history *history)
{
    if (!history->newest || history->at > history->older_count)
        return NULL;
    if (history->at < history->older_count)
        return &history->older[history->at++];
    history->at++;
    return history->newest;
}

/* A walk over keys with something to purge; subtrees without are passed over. */
struct purge_walk {
    int64_t floor;
    size_t rows_left;
    struct vd_key **found;
    size_t count, max_found;
    const struct vd_key *next;
};

/* False: enough, and walk->next says where it went on. */
static bool purge_rows(const struct vd_index_node *leaf, unsigned first, struct purge_walk *walk)
{
    for (unsigned i = first; i < leaf->count; i++) {
        if (walk->rows_left == 0 || walk->count == walk->max_found) {
            walk->next = vd_node_keys(leaf)[i];
            return false;
        }
        walk->rows_left--;
        if (vd_row_purgeable(&vd_node_rows(leaf)[i], walk->floor))
            walk->found[walk->count++] = vd_node_keys(leaf)[i];
    }
    return true;
}

static bool purge_below(const struct vd_index_node *node, struct borders borders,
                        struct purge_walk *walk)
{
    unsigned first, last;

    cut(node, borders, &first, &last);
    if (node->level == 0)
        return purge_rows(node, first, walk);
    for (unsigned i = first; i <= last; i++) {
        const struct vd_index_kid *kid = &vd_node_kids(node)[i];

        if (kid->sum.purge_at > walk->floor)
            continue;
        if (!purge_below(kid->node, kid_borders(borders, i, first, last), walk))
            return false;
    }
    return true;
}

size_t vd_index_purgeable(const struct vd_index_root *root, struct vd_slice from, int64_t floor,
                          size_t max_rows, struct vd_key **found, size_t max_found,
                          const struct vd_key **out_next)
{
    struct purge_walk walk = {
        .floor = floor, .rows_left = max_rows, .found = found, .max_found = max_found};

    if (root->sum.purge_at <= floor)
        purge_below(root->node, (struct borders){&from, NULL}, &walk);
    *out_next = walk.next;
    return walk.count;
}
