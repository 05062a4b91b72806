/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer's side of the key index.
 *
 * A batch owns the nodes that carry its number; nobody else can see them yet, so they are changed
 * in place. Any other node is copied before it is changed, and the original goes to the retire
 * list, which is handed to the epoch once the new root is visible. The way down makes everything
 * on it the batch's own and splits every full inner node, so an insertion finds room above it.
 *
 * Each of these steps (copying, splitting, merging) leaves a tree with the same contents, so a
 * failed allocation half way leaves nothing to undo: what can fail comes first, the change of the
 * contents comes last and cannot.
 *
 * A merge that finds no memory is left out: nodes may be emptier than they could be. But only the
 * root of an index without keys is empty.
 */
#include "core/index_node.h"

#include "base/alloc.h"
#include "base/check.h"
#include "core/epoch.h"
#include "core/index_pool.h"

#include <errno.h>

enum {
    LEAF_FEW = 8, /* below this, a node looks for a neighbour to merge with */
    INNER_FEW = 16,
    GROW_STEP = 4,
    OLDER_FIRST = 2,
    RETIRE_ROOM = 4 * VD_INDEX_DEPTH_MAX, /* more than one operation must retire */
    MERGE_ROOM = 8,                       /* merging leaves that much for what follows */
};

struct vd_index {
    struct vd_epoch *epoch;
    struct vd_index_pool *pool;
    struct vd_retire_list last; /* has room for the pool, when the index ends */
    struct vd_index_root *published;
    struct vd_index_root *working; /* NULL: no batch is open */
    struct vd_retire_list replaced;
    struct vd_key *separators; /* dropped in this batch, chained */
    uint64_t batch;
};

/* The way from the root to a leaf, all of it the batch's own. */
struct path {
    unsigned depth; /* inner nodes on it */
    struct {
        struct vd_index_node *node;
        unsigned at;
    } step[VD_INDEX_DEPTH_MAX];
    struct vd_index_node *leaf;
};

struct vd_index *vd_index_new(struct vd_epoch *epoch)
{
    struct vd_index *index = vd_alloc_zero(sizeof(*index));

    if (!index)
        return NULL;
    index->epoch = epoch;
    index->pool = vd_index_pool_new();
    index->published = vd_alloc_zero(sizeof(*index->published));
    if (index->pool && index->published)
        index->published->node = vd_node_new(index->pool, 0, 1, 0);
    if (!index->published || !index->published->node || vd_retire_list_reserve(&index->last, 1)) {
        vd_index_free(index);
        return NULL;
    }
    index->published->sum.purge_at = INT64_MAX;
    return index;
}

static void free_tree(struct vd_index_node *node)
{
    if (!node)
        return;
    for (unsigned i = 0; i < node->count; i++) {
        vd_free(vd_node_keys(node)[i]);
        if (node->level)
            free_tree(vd_node_kids(node)[i].node);
        else
            vd_free(vd_node_rows(node)[i].older);
    }
    vd_free(node);
}

/* Nobody looks for an event of a separator, so its `where` can chain those that are to be freed:
 * dropping one then needs no room in a list, and cannot fail. */
static void free_separators(void *ptr)
{
    struct vd_key *key = ptr;

    while (key) {
        struct vd_key *next = (struct vd_key *)(uintptr_t)atomic_load(&key->where);

        vd_free(key);
        key = next;
    }
}

static void drop_separator(struct vd_index *index, struct vd_key *separator)
{
    atomic_store(&separator->where, (uint64_t)(uintptr_t)index->separators);
    index->separators = separator;
}

/* Nodes that the epoch still holds go back to it, so it goes after them. */
static void free_pool(struct vd_index *index)
{
    if (index->epoch && index->last.room) {
        vd_retire_list_add(&index->last, index->pool, vd_index_pool_free);
        vd_epoch_retire(index->epoch, &index->last);
    } else {
        vd_index_pool_free(index->pool);
    }
    vd_retire_list_free_now(&index->last);
}

void vd_index_free(struct vd_index *index)
{
    struct vd_index_root *root;

    if (!index)
        return;
    root = index->working ? index->working : index->published;
    if (root)
        free_tree(root->node);
    vd_free(index->working);
    vd_free(index->published);
    vd_retire_list_free_now(&index->replaced);
    free_separators(index->separators);
    free_pool(index);
    vd_free(index);
}

int vd_index_begin(struct vd_index *index)
{
    int rc;

    if (index->working)
        return 0;
    vd_assert(index->replaced.count == 0);
    rc = vd_retire_list_reserve(&index->replaced, RETIRE_ROOM);
    if (rc)
        return rc;
    index->working = vd_alloc(sizeof(*index->working));
    if (!index->working)
        return -ENOMEM;
    *index->working = *index->published;
    index->batch++;
    return 0;
}

const struct vd_index_root *vd_index_working(const struct vd_index *index)
{
    return index->working ? index->working : index->published;
}

const struct vd_index_root *vd_index_publish(struct vd_index *index)
{
    if (index->working) {
        /* Room is kept by begin and by every operation after it. */
        vd_retire_list_add(&index->replaced, index->published, vd_free);
        if (index->separators)
            vd_retire_list_add(&index->replaced, index->separators, free_separators);
        index->separators = NULL;
        index->published = index->working;
        index->working = NULL;
    }
    return index->published;
}

void vd_index_reclaim(struct vd_index *index)
{
    vd_assert(!index->working);
    vd_epoch_retire(index->epoch, &index->replaced);
}

/* Frees what only this batch can see, retires what readers may be looking at. */
static void dispose(struct vd_index *index, struct vd_index_node *node)
{
    if (node->batch == index->batch)
        vd_node_free(node);
    else
        vd_retire_list_add(&index->replaced, node, vd_node_free);
}

/* Makes *link the batch's own, with room for `spare` more entries as far as a node may grow. */
static int own(struct vd_index *index, struct vd_index_node **link, unsigned spare)
{
    struct vd_index_node *node = *link, *copy;
    unsigned need = VD_MIN(node->count + spare, vd_node_max(node));
    bool owned = node->batch == index->batch;

    if (owned && need <= node->cap)
        return 0;
    if (owned)
        need = VD_MIN(need + GROW_STEP, vd_node_max(node));
    copy = vd_node_new(index->pool, node->level, need, index->batch);
    if (!copy)
        return -ENOMEM;
    vd_node_append(copy, node, 0, node->count);
    copy->prefix_len = node->prefix_len;
    dispose(index, node);
    *link = copy;
    return 0;
}

/* A node of entries [from, to) of another. */
static struct vd_index_node *part(const struct vd_index *index, const struct vd_index_node *node,
                                  unsigned from, unsigned to)
{
    struct vd_index_node *new_node =
        vd_node_new(index->pool, node->level, to - from + 1, index->batch);

    if (!new_node)
        return NULL;
    vd_node_append(new_node, node, from, to - from);
    if (node->level)
        vd_node_keys(new_node)[0] = NULL;
    vd_node_retell(new_node, node, from);
    return new_node;
}

static struct vd_key *key_new(struct vd_slice bytes)
{
    struct vd_key *key = vd_alloc(offsetof(struct vd_key, bytes) + bytes.len);

    if (!key)
        return NULL;
    atomic_init(&key->where, 0);
    key->len = (uint32_t)bytes.len;
    if (bytes.len)
        memcpy(key->bytes, bytes.ptr, bytes.len);
    return key;
}

/* The shortest key that is above `below` and not above `at`. */
static struct vd_key *separator_new(struct vd_slice below, struct vd_slice at)
{
    size_t common = vd_common_prefix(below, at);

    vd_assert(common < at.len);
    return key_new(vd_slice(at.ptr, common + 1));
}

/* Puts a kid behind kid `at`, which has become `left`. The parent has room. */
static void adopt(struct vd_index_node *parent, unsigned at, struct vd_index_node *left,
                  struct vd_index_node *right, struct vd_key *separator)
{
    struct vd_index_kid *kids = vd_node_kids(parent);

    vd_node_insert(parent, at + 1, separator);
    kids[at] = (struct vd_index_kid){left, vd_node_sum(left)};
    kids[at + 1] = (struct vd_index_kid){right, vd_node_sum(right)};
}

/* Splits a full inner kid in the middle; its middle separator moves up. */
static int split_inner(struct vd_index *index, struct vd_index_node *parent, unsigned at)
{
    struct vd_index_node *node = vd_node_kids(parent)[at].node;
    unsigned middle = node->count / 2u;
    struct vd_key *separator = vd_node_keys(node)[middle];
    struct vd_index_node *left = part(index, node, 0, middle);
    struct vd_index_node *right = part(index, node, middle, node->count);

    if (!left || !right) {
        vd_node_free(left);
        vd_node_free(right);
        return -ENOMEM;
    }
    dispose(index, node);
    adopt(parent, at, left, right, separator);
    return 0;
}

/*
 * Splits a full leaf for a key that will go to `row`: in the middle, or, when it goes behind the
 * last one, after all that is there, so that keys that come in order fill their leaves.
 */
static int split_leaf(struct vd_index *index, struct vd_index_node *parent, unsigned at,
                      unsigned row, struct vd_slice key)
{
    struct vd_index_node *node = vd_node_kids(parent)[at].node, *left = node, *right;
    struct vd_key *const *keys = vd_node_keys(node);
    bool behind = row == node->count;
    unsigned middle = behind ? row : node->count / 2u;
    struct vd_key *separator =
        separator_new(vd_key_slice(keys[middle - 1]), behind ? key : vd_key_slice(keys[middle]));

    right = part(index, node, middle, node->count);
    if (!behind)
        left = part(index, node, 0, middle);
    if (!separator || !right || !left) {
        vd_free(separator);
        vd_node_free(right);
        if (left != node)
            vd_node_free(left);
        return -ENOMEM;
    }
    if (left != node)
        dispose(index, node);
    adopt(parent, at, left, right, separator);
    return 0;
}

/* A new root above the present one. */
static int grow_root(struct vd_index *index)
{
    struct vd_index_root *root = index->working;
    struct vd_index_node *node = vd_node_new(index->pool, root->node->level + 1u, 2, index->batch);

    if (!node)
        return -ENOMEM;
    vd_assert(node->level < VD_INDEX_DEPTH_MAX);
    vd_node_insert(node, 0, NULL);
    vd_node_kids(node)[0] = (struct vd_index_kid){root->node, root->sum};
    root->node = node;
    return 0;
}

/*
 * Goes down to the leaf of a key, making the inner nodes on the way the batch's own, each with
 * room for one more kid. The leaf itself is left as it is: path->leaf may belong to others.
 */
static int descend(struct vd_index *index, struct vd_slice key, struct path *path)
{
    struct vd_index_node **link = &index->working->node;
    int rc;

    path->depth = 0;
    if ((*link)->level && (*link)->count == VD_INNER_MAX) {
        rc = grow_root(index);
        if (rc)
            return rc;
    }
    while ((*link)->level) {
        struct vd_index_node *node, *kid;
        unsigned at;

        rc = own(index, link, 1);
        if (rc)
            return rc;
        node = *link;
        at = vd_node_route(node, key);
        kid = vd_node_kids(node)[at].node;
        if (kid->level && kid->count == VD_INNER_MAX) {
            rc = split_inner(index, node, at);
            if (rc)
                return rc;
            at = vd_node_route(node, key);
        }
        vd_assert(path->depth < VD_INDEX_DEPTH_MAX);
        path->step[path->depth].node = node;
        path->step[path->depth].at = at;
        path->depth++;
        link = &vd_node_kids(node)[at].node;
    }
    path->leaf = *link;
    return 0;
}

/* Where the pointer to the path's leaf stands. */
static struct vd_index_node **leaf_link(struct vd_index *index, struct path *path)
{
    if (path->depth == 0)
        return &index->working->node;
    return &vd_node_kids(path->step[path->depth - 1].node)[path->step[path->depth - 1].at].node;
}

static int own_leaf(struct vd_index *index, struct path *path, unsigned spare)
{
    struct vd_index_node **link = leaf_link(index, path);
    int rc = own(index, link, spare);

    path->leaf = *link;
    return rc;
}

/* Makes the path's leaf the batch's own with room for one more; *row is where it goes. */
static int make_room(struct vd_index *index, struct path *path, struct vd_slice key, unsigned *row)
{
    bool equal;
    int rc;

    if (path->leaf->count == VD_LEAF_MAX) {
        if (path->depth == 0) {
            rc = grow_root(index);
            if (rc)
                return rc;
            /* The new root has room for the second half. */
            path->step[path->depth].node = index->working->node;
            path->step[path->depth++].at = 0;
        }
        rc = split_leaf(index, path->step[path->depth - 1].node, path->step[path->depth - 1].at,
                        *row, key);
        if (rc)
            return rc;
        path->step[path->depth - 1].at = vd_node_route(path->step[path->depth - 1].node, key);
    }
    rc = own_leaf(index, path, 1);
    if (rc)
        return rc;
    *row = vd_node_search(path->leaf, key, &equal);
    vd_assert(!equal);
    return 0;
}

/* Adds to what the path's nodes know of what is below them. */
static void add_up(struct vd_index *index, const struct path *path,
                   const struct vd_index_sum *change)
{
    for (unsigned i = 0; i <= path->depth; i++) {
        struct vd_index_sum *sum = &index->working->sum;

        if (i < path->depth)
            sum = &vd_node_kids(path->step[i].node)[path->step[i].at].sum;
        sum->live += change->live;
        sum->size += change->size;
        sum->max_mod = VD_MAX(sum->max_mod, change->max_mod);
        sum->purge_at = VD_MIN(sum->purge_at, change->purge_at);
    }
}

/* Room for one more older version. */
static int make_older_room(struct vd_index *index, struct vd_index_row *row)
{
    uint32_t cap = row->older_cap ? 2 * row->older_cap : OLDER_FIRST;
    struct vd_version *older;

    if (row->older_count < row->older_cap)
        return 0;
    older = vd_alloc(cap * sizeof(*older));
    if (!older)
        return -ENOMEM;
    if (row->older) {
        memcpy(older, row->older, row->older_count * sizeof(*older));
        vd_retire_list_add(&index->replaced, row->older, vd_free);
    }
    row->older = older;
    row->older_cap = cap;
    return 0;
}

/* Where the next version will be appended. */
static void prefetch_older(const struct vd_index_row *row)
{
    if (row->older_count < row->older_cap)
        __builtin_prefetch(&row->older[row->older_count], 1);
}

static int put_again(struct vd_index *index, struct path *path, unsigned at,
                     const struct vd_version *version)
{
    struct vd_index_sum change = {.max_mod = version->revision};
    struct vd_index_row *row;
    int rc = own_leaf(index, path, 0);

    if (rc)
        return rc;
    row = &vd_node_rows(path->leaf)[at];
    vd_assert(vd_pos_cmp(vd_version_pos(&row->newest), vd_version_pos(version)) < 0);
    rc = make_older_room(index, row);
    if (rc)
        return rc;
    change.live = (version->version != 0) - (row->newest.version != 0);
    row->older[row->older_count++] = row->newest;
    row->newest = *version;
    /* The second version decides, and what is known above counts the others already. */
    change.purge_at = row->older_count == 1 ? vd_row_purge_at(row) : INT64_MAX;
    add_up(index, path, &change);
    return 0;
}

static int put_new(struct vd_index *index, struct path *path, unsigned at, struct vd_slice bytes,
                   const struct vd_version *version)
{
    struct vd_index_sum change = {.size = 1, .max_mod = version->revision};
    struct vd_index_row *row;
    /* First the key: a leaf that was split for it must not stay empty. */
    struct vd_key *key = key_new(bytes);
    int rc;

    if (!key)
        return -ENOMEM;
    rc = make_room(index, path, bytes, &at);
    if (rc) {
        vd_free(key);
        return rc;
    }
    vd_node_insert(path->leaf, at, key);
    row = &vd_node_rows(path->leaf)[at];
    *row = (struct vd_index_row){.newest = *version};
    change.live = version->version != 0;
    change.purge_at = vd_row_purge_at(row);
    add_up(index, path, &change);
    return 0;
}

static int make_next(const struct path *path, unsigned at, bool equal, vd_index_make_fn *make,
                     void *arg, struct vd_version *out_version)
{
    static const struct vd_pos newest = {INT64_MAX, UINT32_MAX};
    struct vd_index_hit hit = {.key = NULL};

    if (equal)
        vd_row_hit(&vd_node_rows(path->leaf)[at], vd_node_keys(path->leaf)[at], newest, &hit);
    return make(arg, &hit, out_version);
}

int vd_index_put_made(struct vd_index *index, struct vd_slice key, vd_index_make_fn *make,
                      void *arg, struct vd_key **out_key)
{
    struct vd_version version;
    struct path path;
    unsigned at;
    bool equal;
    int rc;

    vd_assert(index->working && key.len <= UINT32_MAX);
    rc = vd_retire_list_reserve(&index->replaced, RETIRE_ROOM);
    if (!rc)
        rc = descend(index, key, &path);
    if (rc)
        return rc;
    at = vd_node_search(path.leaf, key, &equal);
    if (equal)
        prefetch_older(&vd_node_rows(path.leaf)[at]);
    rc = make_next(&path, at, equal, make, arg, &version);
    if (rc)
        return rc;
    vd_assert(version.revision > 0);
    rc = equal ? put_again(index, &path, at, &version) : put_new(index, &path, at, key, &version);
    if (rc)
        return rc;
    if (out_key) {
        /* A new key may have gone elsewhere than where it was looked for first. */
        at = equal ? at : vd_node_search(path.leaf, key, &equal);
        *out_key = vd_node_keys(path.leaf)[at];
    }
    return 0;
}

static int make_given(void *arg, const struct vd_index_hit *newest, struct vd_version *out_version)
{
    *out_version = *(const struct vd_version *)arg;
    return 0;
}

int vd_index_put(struct vd_index *index, struct vd_slice key, const struct vd_version *version,
                 struct vd_key **out_key)
{
    struct vd_version given = *version;

    return vd_index_put_made(index, key, make_given, &given, out_key);
}

/* Takes kid `at` out of a node, with the separator that is not needed any more. */
static void drop_kid(struct vd_index *index, struct vd_index_node *parent, unsigned at)
{
    struct vd_key **keys = vd_node_keys(parent);
    unsigned separator = at ? at : 1;

    if (separator < parent->count)
        drop_separator(index, keys[separator]);
    vd_node_remove(parent, at);
    keys[0] = NULL;
}

/* Merges kid `at` with a neighbour if both are small. */
static void merge(struct vd_index *index, struct vd_index_node *parent, unsigned at)
{
    struct vd_index_kid *kids = vd_node_kids(parent);
    struct vd_index_node *left, *right, *both;
    struct vd_key *separator;

    if (parent->count < 2 || index->replaced.room < MERGE_ROOM)
        return;
    at = at + 1u < parent->count ? at : at - 1;
    left = kids[at].node;
    right = kids[at + 1].node;
    if (left->count + right->count > vd_node_max(left) * 3 / 4)
        return;
    both = vd_node_new(index->pool, left->level, left->count + right->count + 1u, index->batch);
    if (!both)
        return;
    separator = vd_node_keys(parent)[at + 1];
    vd_node_append(both, left, 0, left->count);
    vd_node_append(both, right, 0, right->count);
    if (both->level)
        vd_node_keys(both)[left->count] = separator;
    else
        drop_separator(index, separator);
    vd_node_retell(both, NULL, 0);
    dispose(index, left);
    dispose(index, right);
    vd_node_remove(parent, at + 1);
    kids[at] = (struct vd_index_kid){both, vd_node_sum(both)};
}

/* After the last row of the whole tree: its emptied leaf is the root. */
static void become_empty(struct vd_index *index, struct path *path)
{
    for (unsigned i = 0; i < path->depth; i++) {
        vd_assert(path->step[i].node->count == 1);
        dispose(index, path->step[i].node);
    }
    index->working->node = path->leaf;
}

/* Works out what the path's nodes know of what is below them anew, and mends what has become too
 * small. All of the path is the batch's own. */
static void settle(struct vd_index *index, struct path *path)
{
    struct vd_index_root *root = index->working;

    for (unsigned i = path->depth; i > 0; i--) {
        struct vd_index_node *parent = path->step[i - 1].node;
        unsigned at = path->step[i - 1].at;
        struct vd_index_node *node = vd_node_kids(parent)[at].node;

        if (node->count == 0) {
            dispose(index, node);
            drop_kid(index, parent, at);
            continue;
        }
        vd_node_kids(parent)[at].sum = vd_node_sum(node);
        if (node->count < (node->level ? INNER_FEW : LEAF_FEW))
            merge(index, parent, at);
    }
    while (root->node->level && root->node->count == 1) {
        struct vd_index_node *node = root->node;

        root->node = vd_node_kids(node)[0].node;
        dispose(index, node);
    }
    root->sum = vd_node_sum(root->node);
}

static void remove_row(struct vd_index *index, struct path *path, unsigned at)
{
    vd_node_remove(path->leaf, at);
    if (index->working->sum.size == 1) {
        become_empty(index, path);
        index->working->sum = vd_node_sum(path->leaf);
    } else {
        settle(index, path);
    }
}

/* Goes down to the leaf of a key on a way that this batch has made its own already. */
static void retrace(struct vd_index *index, struct vd_slice key, struct path *path)
{
    struct vd_index_node *node = index->working->node;

    path->depth = 0;
    for (; node->level; path->depth++) {
        vd_assert(node->batch == index->batch && path->depth < VD_INDEX_DEPTH_MAX);
        path->step[path->depth].node = node;
        path->step[path->depth].at = vd_node_route(node, key);
        node = vd_node_kids(node)[path->step[path->depth].at].node;
    }
    vd_assert(node->batch == index->batch);
    path->leaf = node;
}

void vd_index_undo(struct vd_index *index, struct vd_slice key)
{
    struct vd_index_row *row;
    struct path path;
    unsigned at;
    bool equal;

    vd_assert(index->working);
    retrace(index, key, &path);
    at = vd_node_search(path.leaf, key, &equal);
    vd_assert(equal);
    row = &vd_node_rows(path.leaf)[at];
    if (row->older_count > 0) {
        row->newest = row->older[--row->older_count];
        settle(index, &path);
        return;
    }
    vd_free(row->older);
    vd_free(vd_node_keys(path.leaf)[at]);
    remove_row(index, &path, at);
}

/* Drops the oldest versions of a row, but not all. */
static int purge_row(struct vd_index *index, struct path *path, unsigned at, uint32_t drop)
{
    struct vd_index_row *row = &vd_node_rows(path->leaf)[at];
    uint32_t keep = row->older_count - drop;
    struct vd_version *older = NULL;
    int rc = 0;

    if (keep > 0) {
        older = vd_alloc(keep * sizeof(*older));
        rc = older ? 0 : -ENOMEM;
    }
    if (!rc)
        rc = own_leaf(index, path, 0);
    if (rc) {
        vd_free(older);
        return rc;
    }
    row = &vd_node_rows(path->leaf)[at];
    if (older)
        memcpy(older, row->older + drop, keep * sizeof(*older));
    vd_retire_list_add(&index->replaced, row->older, vd_free);
    row->older = older;
    row->older_count = row->older_cap = keep;
    settle(index, path);
    return 0;
}

static int purge_whole(struct vd_index *index, struct path *path, unsigned at,
                       struct vd_key **out_removed)
{
    struct vd_index_row *row;
    struct vd_key *key;
    int rc = own_leaf(index, path, 0);

    if (rc)
        return rc;
    row = &vd_node_rows(path->leaf)[at];
    key = vd_node_keys(path->leaf)[at];
    vd_retire_list_add(&index->replaced, key, vd_free);
    if (row->older)
        vd_retire_list_add(&index->replaced, row->older, vd_free);
    remove_row(index, path, at);
    *out_removed = key;
    return 0;
}

int vd_index_purge_key(struct vd_index *index, struct vd_slice key, int64_t floor,
                       struct vd_key **out_removed)
{
    struct vd_index_row *row;
    struct path path;
    uint32_t drop;
    unsigned at;
    bool equal;
    int rc;

    vd_assert(index->working);
    rc = vd_retire_list_reserve(&index->replaced, RETIRE_ROOM);
    if (!rc)
        rc = descend(index, key, &path);
    if (rc)
        return rc;
    *out_removed = NULL;
    at = vd_node_search(path.leaf, key, &equal);
    if (!equal)
        return 0;
    row = &vd_node_rows(path.leaf)[at];
    drop = vd_row_purgeable(row, floor);
    if (drop == 0)
        return 0;
    if (drop <= row->older_count)
        return purge_row(index, &path, at, drop);
    return purge_whole(index, &path, at, out_removed);
}
