/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each node stands for the keys of its entries (a leaf) or the smallest keys of its children (a
 * branch). Let P be what the first and the last of them share. Then for a point k and a key s:
 *
 *   k < P          s > k, for all of them
 *   k starts with P    the next eight bytes of each decide, as numbers; when they are equal, all
 *                      bytes do
 *   k > P          s < k, for all of them
 *
 * An end lies above its key, so it starts with P or is above everything that does; the latter
 * (and infinity) is written as the greatest number. Equal numbers always mean: look at the bytes.
 *
 * Changing a node may change its P, and then all its numbers; this happens when its first or last
 * key changes, which is rare in a node that lives.
 */
#include "core/match_tree.h"

#include "base/alloc.h"

#include <errno.h>

enum { WIDTH = 16, LEAST = 5, DEPTH_MAX = 20, TAIL = 24 };

struct vd_match_node {
    uint32_t common; /* the length of P */
    uint8_t count;
    bool is_leaf;
    uint8_t tail[TAIL]; /* the last bytes of P, so that most points need nothing else */
    uint64_t start[WIDTH], end[WIDTH];
    struct vd_match_entry *first[WIDTH]; /* the entry; or the smallest one below */
    /* Branches only (a leaf is allocated without): */
    struct vd_match_entry *far[WIDTH]; /* one of those below whose end is the greatest */
    struct vd_match_node *child[WIDTH];
};

struct path {
    struct vd_match_node *node[DEPTH_MAX];
    unsigned at[DEPTH_MAX];
    unsigned depth; /* nodes; the last one is the leaf */
};

static struct vd_slice entry_key(const struct vd_match_entry *entry)
{
    return vd_slice(entry->bytes, entry->key_len);
}

static struct vd_slice entry_end(const struct vd_match_entry *entry)
{
    return vd_slice(entry->bytes + entry->key_len, entry->end_len);
}

static int end_cmp(struct vd_slice a, struct vd_slice b)
{
    if (!a.len || !b.len)
        return (a.len == 0) - (b.len == 0);
    return vd_slice_cmp(a, b);
}

static int range_cmp(struct vd_slice key, struct vd_slice end, const struct vd_match_entry *entry)
{
    int c = vd_slice_cmp(key, entry_key(entry));

    return c ? c : end_cmp(end, entry_end(entry));
}

/* Up to eight bytes from `from` on as a number that orders as they do. */
static inline uint64_t number_at(struct vd_slice s, size_t from)
{
    uint64_t word = 0;

    if (s.len >= from + 8) {
        memcpy(&word, s.ptr + from, 8);
        return __builtin_bswap64(word);
    }
    for (size_t i = from; i < s.len; i++)
        word |= (uint64_t)s.ptr[i] << (56 - 8 * (i - from));
    return word;
}

static uint64_t end_number(struct vd_slice end, struct vd_slice prefix)
{
    return end.len && vd_slice_starts_with(end, prefix) ? number_at(end, prefix.len) : UINT64_MAX;
}

static struct vd_match_entry *far_of(const struct vd_match_node *node, unsigned i)
{
    return node->is_leaf ? node->first[i] : node->far[i];
}

/* Works out the numbers of one place again. P must be right. */
static void place_refresh(struct vd_match_node *node, unsigned i)
{
    struct vd_slice prefix = vd_slice(node->first[0]->bytes, node->common);

    node->start[i] = number_at(entry_key(node->first[i]), node->common);
    node->end[i] = end_number(entry_end(far_of(node, i)), prefix);
}

static uint32_t shared_length(const struct vd_match_node *node)
{
    struct vd_slice a = entry_key(node->first[0]), b = entry_key(node->first[node->count - 1]);
    size_t n = VD_MIN(a.len, b.len), i = 0;

    while (i < n && a.ptr[i] == b.ptr[i])
        i++;
    return (uint32_t)i;
}

/* Works out P, and then the numbers of place i, or of all places if P is another one. */
static void node_refresh(struct vd_match_node *node, unsigned i, bool all)
{
    uint32_t common = shared_length(node);
    size_t tail = VD_MIN(common, (uint32_t)TAIL);

    all |= common != node->common;
    node->common = common;
    memcpy(node->tail, node->first[0]->bytes + common - tail, tail);
    for (unsigned k = 0; k < node->count; k++)
        if (all || k == i)
            place_refresh(node, k);
}

/* What a branch knows of its child i, from the child itself. */
static void child_describe(struct vd_match_node *node, unsigned i)
{
    const struct vd_match_node *child = node->child[i];
    unsigned far = 0;

    for (unsigned k = 1; k < child->count; k++)
        if (child->end[k] > child->end[far] ||
            (child->end[k] == child->end[far] &&
             end_cmp(entry_end(far_of(child, k)), entry_end(far_of(child, far))) > 0))
            far = k;
    node->first[i] = child->first[0];
    node->far[i] = far_of(child, far);
}

/*
 * How k relates to P: -1, 0 (starts with it), 1. The first `sure` bytes of k are known to be those
 * of P, as far as P goes.
 */
static inline int prefix_cmp(const struct vd_match_node *node, struct vd_slice k, size_t sure)
{
    size_t from = node->common > TAIL ? node->common - TAIL : 0, n;
    const uint8_t *prefix;
    int c;

    if (node->common <= sure)
        return 0;
    if (sure >= from) {
        prefix = node->tail + (sure - from);
        from = sure;
    } else {
        prefix = node->first[0]->bytes;
        from = 0;
    }
    if (k.len <= from)
        return -1;
    n = VD_MIN(k.len, node->common) - from;
    c = memcmp(k.ptr + from, prefix, n);
    if (c)
        return c < 0 ? -1 : 1;
    return k.len < node->common ? -1 : 0;
}

/*
 * Stabbing.
 */

struct stab {
    struct vd_slice key;
    int (*hit)(void *arg, struct vd_match_entry *entry);
    void *arg;
};

static int stab_node(const struct stab *stab, const struct vd_match_node *node, size_t sure)
{
    struct vd_slice k = stab->key;
    int c = prefix_cmp(node, k, sure), rc = 0;
    uint64_t number = c ? UINT64_MAX : number_at(k, node->common);

    if (c < 0)
        return 0;
    sure = c ? 0 : node->common;
    for (unsigned i = 0; i < node->count && !rc; i++) {
        if (!c && node->start[i] >= number &&
            (node->start[i] > number || vd_slice_cmp(entry_key(node->first[i]), k) > 0))
            break;
        if (node->end[i] < number)
            continue;
        if (node->end[i] == number && end_cmp(entry_end(far_of(node, i)), k) <= 0)
            continue;
        rc = node->is_leaf ? stab->hit(stab->arg, node->first[i])
                           : stab_node(stab, node->child[i], sure);
    }
    return rc;
}

int vd_match_tree_stab(const struct vd_match_tree *tree, struct vd_slice key,
                       int (*hit)(void *arg, struct vd_match_entry *entry), void *arg)
{
    struct stab stab = {key, hit, arg};

    /* An empty end would be taken for infinity, and so would an empty point. */
    return tree->root && key.len ? stab_node(&stab, tree->root, 0) : 0;
}

/*
 * Changing.
 */

/* How many places of the node hold ranges that are not above this one. *sure as in prefix_cmp, for
 * this node and then for its children. */
static unsigned node_rank(const struct vd_match_node *node, struct vd_slice key,
                          struct vd_slice end, size_t *sure)
{
    int c = prefix_cmp(node, key, *sure);
    uint64_t number = c ? 0 : number_at(key, node->common);
    unsigned i = 0;

    *sure = c ? 0 : node->common;
    if (c)
        return c < 0 ? 0 : node->count;
    while (i < node->count && node->start[i] < number)
        i++;
    while (i < node->count && node->start[i] == number && range_cmp(key, end, node->first[i]) >= 0)
        i++;
    return i;
}

/* The way to the leaf where the range lies or would lie; `at` of the leaf is its rank there. */
static void descend(const struct vd_match_tree *tree, struct vd_slice key, struct vd_slice end,
                    struct path *path)
{
    struct vd_match_node *node = tree->root;
    size_t sure = 0;

    path->depth = 0;
    for (;;) {
        unsigned rank = node_rank(node, key, end, &sure);

        vd_assert(path->depth < DEPTH_MAX);
        path->node[path->depth] = node;
        path->at[path->depth++] = node->is_leaf || !rank ? rank : rank - 1;
        if (node->is_leaf)
            return;
        node = node->child[path->at[path->depth - 1]];
    }
}

static struct vd_match_node *node_new(bool is_leaf)
{
    struct vd_match_node *node =
        vd_alloc(is_leaf ? offsetof(struct vd_match_node, far) : sizeof(*node));

    if (!node)
        return NULL;
    node->is_leaf = is_leaf;
    node->count = 0;
    node->common = UINT32_MAX;
    return node;
}

static void places_move(struct vd_match_node *to, unsigned at, const struct vd_match_node *from,
                        unsigned from_at, unsigned n)
{
    memmove(&to->start[at], &from->start[from_at], n * sizeof(to->start[0]));
    memmove(&to->end[at], &from->end[from_at], n * sizeof(to->end[0]));
    memmove(&to->first[at], &from->first[from_at], n * sizeof(to->first[0]));
    if (to->is_leaf)
        return;
    memmove(&to->far[at], &from->far[from_at], n * sizeof(to->far[0]));
    memmove(&to->child[at], &from->child[from_at], n * sizeof(to->child[0]));
}

/* Opens place i; what is put there is the caller's. */
static void place_open(struct vd_match_node *node, unsigned i)
{
    vd_assert(node->count < WIDTH);
    places_move(node, i + 1, node, i, node->count - i);
    node->count++;
}

static void place_close(struct vd_match_node *node, unsigned i)
{
    node->count--;
    places_move(node, i, node, i + 1, node->count - i);
}

/* Puts the entry or the child into place i of a node that has room. */
static void node_add(struct vd_match_node *node, unsigned i, struct vd_match_entry *entry,
                     struct vd_match_node *child)
{
    place_open(node, i);
    if (node->is_leaf) {
        node->first[i] = entry;
    } else {
        node->child[i] = child;
        child_describe(node, i);
    }
    node_refresh(node, i, false);
}

/*
 * Adds to a full node by splitting it; `right` is the new upper part. What comes in at the very end
 * takes few along, so that ascending insertion leaves nearly full nodes behind.
 */
static void node_split_add(struct vd_match_node *node, struct vd_match_node *right, unsigned i,
                           struct vd_match_entry *entry, struct vd_match_node *child)
{
    unsigned keep = i == WIDTH ? WIDTH - LEAST + 1 : WIDTH / 2;

    right->count = (uint8_t)(WIDTH - keep);
    places_move(right, 0, node, keep, WIDTH - keep);
    node->count = (uint8_t)keep;
    node_refresh(right, 0, true);
    node_refresh(node, 0, true);
    if (i > keep)
        node_add(right, i - keep, entry, child);
    else
        node_add(node, i, entry, child);
}

/* Tells the ancestors, from the given level up, that an entry with this end is below them. */
static void path_grown(const struct path *path, unsigned level, struct vd_match_entry *entry)
{
    while (level-- > 0) {
        struct vd_match_node *node = path->node[level];
        unsigned at = path->at[level];

        node->first[at] = node->child[at]->first[0];
        if (end_cmp(entry_end(entry), entry_end(node->far[at])) > 0)
            node->far[at] = entry;
        node_refresh(node, at, false);
    }
}

static void spare_free(struct vd_match_node **spare, unsigned count)
{
    while (count)
        vd_free(spare[--count]);
}

/* Splits from the leaf up; spare[0] is for the leaf. */
static void insert_splitting(struct vd_match_tree *tree, const struct path *path,
                             struct vd_match_entry *entry, struct vd_match_node **spare)
{
    struct vd_match_node *fresh = NULL, *root;
    unsigned level = path->depth, used = 0;

    while (level-- > 0) {
        struct vd_match_node *node = path->node[level];
        unsigned at = path->at[level];

        if (fresh) {
            child_describe(node, at);
            node_refresh(node, at, false);
            at++;
        }
        if (node->count < WIDTH) {
            node_add(node, at, entry, fresh);
            path_grown(path, level, entry);
            return;
        }
        node_split_add(node, spare[used], at, entry, fresh);
        fresh = spare[used++];
    }
    root = spare[used];
    root->count = 2;
    root->child[0] = tree->root;
    root->child[1] = fresh;
    child_describe(root, 0);
    child_describe(root, 1);
    node_refresh(root, 0, true);
    tree->root = root;
}

int vd_match_tree_insert(struct vd_match_tree *tree, struct vd_match_entry *entry)
{
    struct vd_match_node *spare[DEPTH_MAX + 1];
    struct path path;
    unsigned full = 0, need;

    if (!tree->root) {
        tree->root = node_new(true);
        if (!tree->root)
            return -ENOMEM;
        node_add(tree->root, 0, entry, NULL);
        tree->count = 1;
        return 0;
    }
    descend(tree, entry_key(entry), entry_end(entry), &path);
    while (full < path.depth && path.node[path.depth - 1 - full]->count == WIDTH)
        full++;
    need = full == path.depth ? full + 1 : full;
    for (unsigned i = 0; i < need; i++) {
        spare[i] = node_new(i == 0);
        if (!spare[i]) {
            spare_free(spare, i);
            return -ENOMEM;
        }
    }
    insert_splitting(tree, &path, entry, spare);
    tree->count++;
    return 0;
}

/* Child i of the node has become small: joins it with a neighbour, or gives it some of that. */
static void child_fill_up(struct vd_match_node *node, unsigned i)
{
    unsigned left = i ? i - 1 : 0, n;
    struct vd_match_node *a = node->child[left], *b = node->child[left + 1];

    if (a->count + b->count <= WIDTH - 2) {
        places_move(a, a->count, b, 0, b->count);
        a->count = (uint8_t)(a->count + b->count);
        vd_free(b);
        place_close(node, left + 1);
        node_refresh(a, 0, true);
        child_describe(node, left);
        return;
    }
    n = (a->count + b->count) / 2u;
    if (a->count > n) {
        unsigned move = a->count - n;

        places_move(b, move, b, 0, b->count);
        places_move(b, 0, a, n, move);
        b->count = (uint8_t)(b->count + move);
    } else {
        unsigned move = n - a->count;

        places_move(a, a->count, b, 0, move);
        places_move(b, 0, b, move, b->count - move);
        b->count = (uint8_t)(b->count - move);
    }
    a->count = (uint8_t)n;
    node_refresh(a, 0, true);
    node_refresh(b, 0, true);
    child_describe(node, left);
    child_describe(node, left + 1);
}

void vd_match_tree_remove(struct vd_match_tree *tree, const struct vd_match_entry *entry)
{
    struct vd_match_node *node;
    struct path path;
    unsigned level, at;

    vd_assert(tree->root);
    descend(tree, entry_key(entry), entry_end(entry), &path);
    level = path.depth - 1;
    node = path.node[level];
    at = path.at[level];
    vd_assert(at > 0 && node->first[at - 1] == entry);
    place_close(node, at - 1);
    tree->count--;
    if (node->count)
        node_refresh(node, 0, false);
    while (level-- > 0) {
        node = path.node[level];
        at = path.at[level];
        if (node->child[at]->count < LEAST) {
            child_fill_up(node, at);
            node_refresh(node, 0, true);
        } else {
            child_describe(node, at);
            node_refresh(node, at, false);
        }
    }
    while (tree->root && tree->root->count <= !tree->root->is_leaf) {
        node = tree->root;
        tree->root = node->is_leaf ? NULL : node->child[0];
        vd_free(node);
    }
}

void vd_match_tree_replace(struct vd_match_tree *tree, const struct vd_match_entry *entry,
                           struct vd_match_entry *by)
{
    struct path path;

    vd_assert(tree->root);
    descend(tree, entry_key(entry), entry_end(entry), &path);
    for (unsigned level = 0; level < path.depth; level++) {
        struct vd_match_node *node = path.node[level];
        unsigned at = node->is_leaf ? path.at[level] - 1 : path.at[level];

        if (node->first[at] == entry)
            node->first[at] = by;
        if (!node->is_leaf && node->far[at] == entry)
            node->far[at] = by;
    }
}

struct vd_match_entry *vd_match_tree_find(const struct vd_match_tree *tree,
                                          const struct vd_match_range *range)
{
    const struct vd_match_node *leaf;
    struct path path;
    unsigned at;

    if (!tree->root)
        return NULL;
    descend(tree, range->key, range->end, &path);
    leaf = path.node[path.depth - 1];
    at = path.at[path.depth - 1];
    return at && !range_cmp(range->key, range->end, leaf->first[at - 1]) ? leaf->first[at - 1]
                                                                         : NULL;
}

static int node_each(const struct vd_match_node *node,
                     int (*fn)(void *arg, struct vd_match_entry *entry), void *arg)
{
    int rc = 0;

    for (unsigned i = 0; !rc && i < node->count; i++)
        rc = node->is_leaf ? fn(arg, node->first[i]) : node_each(node->child[i], fn, arg);
    return rc;
}

int vd_match_tree_each(const struct vd_match_tree *tree,
                       int (*fn)(void *arg, struct vd_match_entry *entry), void *arg)
{
    return tree->root ? node_each(tree->root, fn, arg) : 0;
}

static void node_free(struct vd_match_node *node)
{
    for (unsigned i = 0; !node->is_leaf && i < node->count; i++)
        node_free(node->child[i]);
    vd_free(node);
}

void vd_match_tree_deinit(struct vd_match_tree *tree)
{
    if (tree->root)
        node_free(tree->root);
    *tree = (struct vd_match_tree){0};
}

static bool node_is_sound(const struct vd_match_node *node, unsigned depth, unsigned *leaf_depth,
                          size_t *count)
{
    struct vd_slice prefix = vd_slice(node->first[0]->bytes, node->common);

    if (node->common != shared_length(node))
        return false;
    for (unsigned i = 0; i < node->count; i++) {
        const struct vd_match_node *child = node->is_leaf ? NULL : node->child[i];
        struct vd_slice end = entry_end(far_of(node, i));
        int reached;

        if (node->start[i] != number_at(entry_key(node->first[i]), node->common) ||
            node->end[i] != end_number(end, prefix))
            return false;
        if (i && range_cmp(entry_key(node->first[i]), entry_end(node->first[i]),
                           node->first[i - 1]) <= 0)
            return false;
        if (!child)
            continue;
        if (child->count < LEAST - 1)
            return false;
        if (node->first[i] != child->first[0] ||
            !node_is_sound(child, depth + 1, leaf_depth, count))
            return false;
        reached = 0;
        for (unsigned k = 0; k < child->count; k++)
            reached = VD_MAX(reached, end_cmp(entry_end(far_of(child, k)), end) + 1);
        if (reached != 1)
            return false;
    }
    if (node->is_leaf) {
        *count += node->count;
        if (*leaf_depth == 0)
            *leaf_depth = depth;
        return *leaf_depth == depth;
    }
    return true;
}

bool vd_match_tree_is_sound(const struct vd_match_tree *tree)
{
    unsigned leaf_depth = 0;
    size_t count = 0;

    if (!tree->root)
        return tree->count == 0;
    return node_is_sound(tree->root, 1, &leaf_depth, &count) && count == tree->count;
}
