/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walking the key index. The path holds, for every inner node, which kid the iterator is in, and
 * for the leaf how many rows are before it. [low, high) are the rows of the leaf that lie in the
 * range, found once a leaf, so that a step compares no keys.
 *
 * A subtree in which nothing lives at the position asked about is passed over. The path is only
 * changed once the next leaf is found, so at a border the iterator stays and can turn round.
 */
#include "core/index_node.h"

#include "base/check.h"

static bool is_open_end(struct vd_slice end)
{
    return end.len == 1 && end.ptr[0] == 0;
}

/* Whether a key lies behind the range. */
static bool is_behind(const struct vd_index_iter *iter, struct vd_slice key)
{
    if (iter->end.len == 0)
        return vd_slice_cmp(key, iter->key) > 0;
    return !is_open_end(iter->end) && vd_slice_cmp(key, iter->end) >= 0;
}

static const struct vd_index_node *leaf_of(const struct vd_index_iter *iter)
{
    return iter->path[iter->depth].node;
}

/* The path has come to a leaf: what of it lies in the range. */
static void enter_leaf(struct vd_index_iter *iter)
{
    const struct vd_index_node *leaf = leaf_of(iter);
    struct vd_key *const *keys = vd_node_keys(leaf);
    bool equal;

    iter->low = 0;
    iter->high = leaf->count;
    if (leaf->count == 0)
        return;
    /* The caller will look at the keys, which lie anywhere. */
    for (unsigned i = 0; i < leaf->count; i++)
        __builtin_prefetch(keys[i]);
    if (vd_slice_cmp(vd_key_slice(keys[0]), iter->key) < 0)
        iter->low = vd_node_search(leaf, iter->key, &equal);
    if (!is_behind(iter, vd_key_slice(keys[leaf->count - 1])))
        return;
    if (iter->end.len == 0) {
        iter->high = vd_node_search(leaf, iter->key, &equal);
        iter->high += equal;
    } else {
        iter->high = vd_node_search(leaf, iter->end, &equal);
    }
}

/* Stands before `at`, or with `after` behind it. */
static void go_to(struct vd_index_iter *iter, struct vd_slice at, bool after)
{
    const struct vd_index_node *node = iter->root->node;
    unsigned row;
    bool equal;

    for (iter->depth = 0; node->level; iter->depth++) {
        unsigned kid = vd_node_route(node, at);

        iter->path[iter->depth].node = node;
        iter->path[iter->depth].at = kid;
        node = vd_node_kids(node)[kid].node;
    }
    row = vd_node_search(node, at, &equal);
    row += after && equal;
    iter->path[iter->depth].node = node;
    enter_leaf(iter);
    iter->path[iter->depth].at = row;
}

/* Stands behind everything in the index. */
static void go_to_last(struct vd_index_iter *iter)
{
    const struct vd_index_node *node = iter->root->node;

    for (iter->depth = 0; node->level; iter->depth++) {
        iter->path[iter->depth].node = node;
        iter->path[iter->depth].at = node->count - 1u;
        node = vd_node_kids(node)[node->count - 1].node;
    }
    iter->path[iter->depth].node = node;
    iter->path[iter->depth].at = node->count;
    enter_leaf(iter);
}

void vd_index_iter_init(struct vd_index_iter *iter, const struct vd_index_root *root,
                        struct vd_slice key, struct vd_slice end, struct vd_pos before)
{
    iter->root = root;
    iter->key = key;
    iter->end = end;
    iter->before = before.revision ? before : (struct vd_pos){INT64_MAX, 0};
    go_to(iter, key, false);
}

void vd_index_iter_seek(struct vd_index_iter *iter, struct vd_slice at)
{
    if (vd_slice_cmp(at, iter->key) < 0)
        go_to(iter, iter->key, false);
    else if (is_behind(iter, at))
        vd_index_iter_seek_last(iter);
    else
        go_to(iter, at, false);
}

void vd_index_iter_seek_after(struct vd_index_iter *iter, struct vd_slice at)
{
    if (vd_slice_cmp(at, iter->key) < 0)
        go_to(iter, iter->key, false);
    else if (is_behind(iter, at))
        vd_index_iter_seek_last(iter);
    else
        go_to(iter, at, true);
}

void vd_index_iter_seek_last(struct vd_index_iter *iter)
{
    if (iter->end.len == 0)
        go_to(iter, iter->key, true);
    else if (is_open_end(iter->end))
        go_to_last(iter);
    else if (vd_slice_cmp(iter->end, iter->key) > 0)
        go_to(iter, iter->end, false);
    else
        go_to(iter, iter->key, false);
}

/* Nothing below lives at the position. */
static bool is_dead(const struct vd_index_iter *iter, const struct vd_index_kid *kid)
{
    return kid->sum.live == 0 && kid->sum.max_mod < iter->before.revision;
}

/* Goes down from kid `at` of path[depth] along one edge to a leaf. */
static void go_down(struct vd_index_iter *iter, unsigned depth, unsigned at, bool to_last)
{
    const struct vd_index_node *node = iter->path[depth].node;

    iter->path[depth].at = at;
    while (node->level) {
        node = vd_node_kids(node)[iter->path[depth].at].node;
        depth++;
        iter->path[depth].node = node;
        iter->path[depth].at = !to_last ? 0 : node->level ? node->count - 1u : node->count;
    }
    vd_assert(depth == iter->depth);
    enter_leaf(iter);
}

static bool next_leaf(struct vd_index_iter *iter)
{
    for (unsigned depth = iter->depth; depth-- > 0;) {
        const struct vd_index_node *node = iter->path[depth].node;

        for (unsigned i = iter->path[depth].at + 1; i < node->count; i++) {
            if (is_behind(iter, vd_key_slice(vd_node_keys(node)[i])))
                return false;
            if (is_dead(iter, &vd_node_kids(node)[i]))
                continue;
            go_down(iter, depth, i, false);
            return true;
        }
    }
    return false;
}

static bool prev_leaf(struct vd_index_iter *iter)
{
    for (unsigned depth = iter->depth; depth-- > 0;) {
        const struct vd_index_node *node = iter->path[depth].node;

        for (unsigned i = iter->path[depth].at; i > 0; i--) {
            /* Everything left of the separator is below it. */
            if (vd_slice_cmp(vd_key_slice(vd_node_keys(node)[i]), iter->key) <= 0)
                return false;
            if (is_dead(iter, &vd_node_kids(node)[i - 1]))
                continue;
            go_down(iter, depth, i - 1, true);
            return true;
        }
    }
    return false;
}

static bool row_hit(const struct vd_index_iter *iter, unsigned at, struct vd_index_hit *out_hit)
{
    const struct vd_index_node *leaf = leaf_of(iter);

    return vd_row_hit(&vd_node_rows(leaf)[at], vd_node_keys(leaf)[at], iter->before, out_hit);
}

static int step_forward(struct vd_index_iter *iter, size_t *rows, struct vd_index_hit *out_hit)
{
    do {
        unsigned *at = &iter->path[iter->depth].at;

        while (*at < iter->high) {
            --*rows;
            if (row_hit(iter, (*at)++, out_hit))
                return 0;
            if (!*rows)
                return VD_AGAIN;
        }
        /* Behind high there are only keys behind the range. */
    } while (iter->high == leaf_of(iter)->count && next_leaf(iter));
    return VD_END;
}

static int step_backward(struct vd_index_iter *iter, size_t *rows, struct vd_index_hit *out_hit)
{
    do {
        unsigned *at = &iter->path[iter->depth].at;

        while (*at > iter->low) {
            --*rows;
            if (row_hit(iter, --*at, out_hit))
                return 0;
            if (!*rows)
                return VD_AGAIN;
        }
    } while (iter->low == 0 && prev_leaf(iter));
    return VD_END;
}

int vd_index_iter_step(struct vd_index_iter *iter, bool backward, size_t *rows,
                       struct vd_index_hit *out_hit)
{
    vd_assert(*rows > 0);
    return backward ? step_backward(iter, rows, out_hit) : step_forward(iter, rows, out_hit);
}

bool vd_index_iter_next(struct vd_index_iter *iter, struct vd_index_hit *out_hit)
{
    size_t rows = SIZE_MAX;

    return step_forward(iter, &rows, out_hit) == 0;
}

bool vd_index_iter_prev(struct vd_index_iter *iter, struct vd_index_hit *out_hit)
{
    size_t rows = SIZE_MAX;

    return step_backward(iter, &rows, out_hit) == 0;
}

struct vd_slice vd_index_iter_passed(const struct vd_index_iter *iter, bool backward)
{
    unsigned at = iter->path[iter->depth].at;

    vd_assert(backward ? at < leaf_of(iter)->count : at > 0);
    return vd_key_slice(vd_node_keys(leaf_of(iter))[backward ? at : at - 1]);
}
