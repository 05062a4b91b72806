/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every distinct range has one *node* in one of three structures: its only entry, or a group.
 * A group (core/match_group.h) is made when a range gets a second entry, or one with terms.
 *
 * Prefixes: a bitmap holds the lengths that are present, and for each length which bytes those
 * prefixes end in. Real prefixes end in a separator, so of the many lengths that directories have,
 * a key asks only for those where it has one too.
 */
#include "core/match.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "core/match_group.h"
#include "core/match_table.h"
#include "core/match_tree.h"

#include <errno.h>

enum {
    HITS_KEEP = 4096, /* more room than this is given back */
};

struct bitmap {
    uint64_t words[(VD_MATCH_PREFIX_MAX + 1) / 64];
};

struct vd_match {
    struct vd_match_table keys, prefixes;
    struct vd_match_tree tree;
    size_t count;
    struct bitmap lengths;
    struct bitmap last_bytes[VD_MATCH_PREFIX_MAX + 1];
    uint32_t length_counts[VD_MATCH_PREFIX_MAX + 1];

    /* The lookup at hand. */
    struct vd_match_hits hits;
    const struct vd_match_probe *probe;
};

_Static_assert(sizeof(struct vd_match_entry) == 32, "a watch of its own key is to stay small");

static inline bool bit_has(const struct bitmap *map, unsigned bit)
{
    return map->words[bit / 64] >> (bit % 64) & 1;
}

static inline void bit_set(struct bitmap *map, unsigned bit)
{
    map->words[bit / 64] |= 1ULL << (bit % 64);
}

/*
 * Hashing.
 */

static uint64_t entry_hash(const void *item)
{
    const struct vd_match_entry *entry = item;

    return vd_hash(vd_slice(entry->bytes, entry->key_len));
}

static bool entry_has_key(const void *item, const void *arg)
{
    const struct vd_match_entry *entry = item;
    const struct vd_slice *key = arg;

    return entry->key_len == key->len && !memcmp(entry->bytes, key->ptr, key->len);
}

/*
 * Nodes.
 */

static struct vd_match_entry *node_find(struct vd_match *match, const struct vd_match_range *range)
{
    struct vd_match_table *table = range->kind == VD_MATCH_KEY ? &match->keys : &match->prefixes;

    if (range->kind == VD_MATCH_RANGE)
        return vd_match_tree_find(&match->tree, range);
    return vd_match_table_find(table, vd_hash(range->key), entry_has_key, &range->key);
}

static int node_insert(struct vd_match *match, struct vd_match_entry *node)
{
    unsigned len = node->key_len;
    int rc;

    switch ((enum vd_match_kind)node->kind) {
    case VD_MATCH_KEY:
        return vd_match_table_insert(&match->keys, entry_hash(node), node);
    case VD_MATCH_RANGE:
        return vd_match_tree_insert(&match->tree, node);
    case VD_MATCH_PREFIX:
        break;
    }
    rc = vd_match_table_insert(&match->prefixes, entry_hash(node), node);
    if (rc < 0)
        return rc;
    match->length_counts[len]++;
    bit_set(&match->lengths, len);
    if (len)
        bit_set(&match->last_bytes[len], node->bytes[len - 1]);
    return 0;
}

static void node_remove(struct vd_match *match, struct vd_match_entry *node)
{
    unsigned len = node->key_len;

    switch ((enum vd_match_kind)node->kind) {
    case VD_MATCH_KEY:
        vd_match_table_remove(&match->keys, entry_hash(node), node);
        return;
    case VD_MATCH_RANGE:
        vd_match_tree_remove(&match->tree, node);
        return;
    case VD_MATCH_PREFIX:
        break;
    }
    vd_match_table_remove(&match->prefixes, entry_hash(node), node);
    vd_assert(match->length_counts[len] > 0);
    if (--match->length_counts[len] == 0) {
        match->lengths.words[len / 64] &= ~(1ULL << (len % 64));
        match->last_bytes[len] = (struct bitmap){0};
    }
}

static void node_replace(struct vd_match *match, struct vd_match_entry *node,
                         struct vd_match_entry *by)
{
    if (node->kind == VD_MATCH_RANGE)
        vd_match_tree_replace(&match->tree, node, by);
    else
        vd_match_table_replace(node->kind == VD_MATCH_KEY ? &match->keys : &match->prefixes,
                               entry_hash(node), node, by);
}

/* The group of an entry's range, made if there is none. NULL: no memory. */
static struct vd_match_group *group_demand(struct vd_match *match, struct vd_match_entry *entry,
                                           struct vd_match_entry *node)
{
    struct vd_match_group *group;

    if (node && node->is_group)
        return vd_match_group_of(node);
    group = vd_match_group_new(entry);
    if (!group)
        return NULL;
    if (node) {
        node_replace(match, node, &group->node);
        vd_list_append(&group->plain, &node->peers);
    } else if (node_insert(match, &group->node) < 0) {
        vd_match_group_free(group);
        return NULL;
    }
    return group;
}

static void group_drop_if_empty(struct vd_match *match, struct vd_match_group *group)
{
    if (!vd_match_group_is_empty(group))
        return;
    node_remove(match, &group->node);
    vd_match_group_free(group);
}

/*
 * The index.
 */

struct vd_match *vd_match_new(void)
{
    struct vd_match *match = vd_alloc_zero(sizeof(*match));

    if (!match)
        return NULL;
    vd_match_table_init(&match->keys, entry_hash);
    vd_match_table_init(&match->prefixes, entry_hash);
    return match;
}

void vd_match_free(struct vd_match *match)
{
    if (!match)
        return;
    vd_assert(match->count == 0);
    vd_match_table_deinit(&match->keys);
    vd_match_table_deinit(&match->prefixes);
    vd_match_tree_deinit(&match->tree);
    vd_free(match->hits.entries);
    vd_free(match);
}

size_t vd_match_count(const struct vd_match *match)
{
    return match->count;
}

int vd_match_insert(struct vd_match *match, struct vd_match_entry *entry)
{
    struct vd_match_range range = vd_match_entry_range(entry);
    struct vd_match_entry *node = node_find(match, &range);
    struct vd_match_group *group;
    int rc;

    if (!node && !entry->terms) {
        rc = node_insert(match, entry);
        match->count += rc == 0;
        return rc;
    }
    group = group_demand(match, entry, node);
    if (!group)
        return -ENOMEM;
    rc = vd_match_group_add(group, entry);
    match->count += rc == 0;
    if (rc < 0)
        group_drop_if_empty(match, group);
    return rc;
}

void vd_match_remove(struct vd_match *match, struct vd_match_entry *entry)
{
    struct vd_match_range range = vd_match_entry_range(entry);
    struct vd_match_entry *node = node_find(match, &range);

    vd_assert(node && match->count > 0);
    match->count--;
    if (node == entry) {
        node_remove(match, entry);
        return;
    }
    vd_assert(node->is_group);
    vd_match_group_remove(vd_match_group_of(node), entry);
    group_drop_if_empty(match, vd_match_group_of(node));
}

struct vd_match_entry *
vd_match_find(struct vd_match *match, const struct vd_match_range *range,
              const struct vd_match_terms *terms,
              bool (*same)(const struct vd_match_entry *entry, const void *arg), const void *arg)
{
    struct vd_match_entry *node = node_find(match, range);

    if (!node)
        return NULL;
    if (node->is_group)
        return vd_match_group_find(vd_match_group_of(node), terms, same, arg);
    return vd_match_entry_is(node, terms, same, arg) ? node : NULL;
}

/*
 * All entries.
 */

struct walk {
    int (*fn)(void *arg, struct vd_match_entry *entry);
    void *arg;
};

static int node_walk(void *arg, struct vd_match_entry *node)
{
    const struct walk *walk = arg;

    return node->is_group ? vd_match_group_each(vd_match_group_of(node), walk->fn, walk->arg)
                          : walk->fn(walk->arg, node);
}

static int item_walk(void *arg, void *item)
{
    return node_walk(arg, item);
}

int vd_match_each(struct vd_match *match, int (*fn)(void *arg, struct vd_match_entry *entry),
                  void *arg)
{
    struct walk walk = {fn, arg};
    int rc = vd_match_table_each(&match->keys, item_walk, &walk);

    if (!rc)
        rc = vd_match_table_each(&match->prefixes, item_walk, &walk);
    return rc ? rc : vd_match_tree_each(&match->tree, node_walk, &walk);
}

/*
 * Looking up.
 */

static int node_collect(void *arg, struct vd_match_entry *node)
{
    struct vd_match *match = arg;

    if (__builtin_expect(!node->is_group, 1))
        return vd_match_hits_add(&match->hits, node);
    return vd_match_group_collect(vd_match_group_of(node), match->probe, &match->hits);
}

static int prefixes_collect(struct vd_match *match, struct vd_slice key)
{
    size_t longest = VD_MIN(key.len, (size_t)VD_MATCH_PREFIX_MAX);
    int rc = 0;

    for (size_t w = 0; w <= longest / 64 && !rc; w++) {
        uint64_t bits = match->lengths.words[w];

        for (; bits && !rc; bits &= bits - 1) {
            size_t len = w * 64 + (unsigned)__builtin_ctzll(bits);
            struct vd_slice prefix = vd_slice(key.ptr, len);
            void *node;

            if (len > longest)
                break;
            if (len && !bit_has(&match->last_bytes[len], key.ptr[len - 1]))
                continue;
            node = vd_match_table_find(&match->prefixes, vd_hash(prefix), entry_has_key, &prefix);
            if (node)
                rc = node_collect(match, node);
        }
    }
    return rc;
}

static void hits_reset(struct vd_match *match)
{
    match->hits.count = 0;
    if (__builtin_expect(match->hits.room > HITS_KEEP, 0)) {
        vd_free(match->hits.entries);
        match->hits = (struct vd_match_hits){0};
    }
}

int vd_match_lookup(struct vd_match *match, struct vd_slice key, const struct vd_match_probe *probe,
                    struct vd_match_entry *const **out_hits, size_t *out_count)
{
    void *node = NULL;
    int rc = 0;

    hits_reset(match);
    match->probe = probe;
    if (vd_match_table_count(&match->keys))
        node = vd_match_table_find(&match->keys, vd_hash(key), entry_has_key, &key);
    if (node)
        rc = node_collect(match, node);
    if (!rc && vd_match_table_count(&match->prefixes))
        rc = prefixes_collect(match, key);
    if (!rc && match->tree.count)
        rc = vd_match_tree_stab(&match->tree, key, node_collect, match);
    if (rc)
        return rc;
    *out_hits = match->hits.entries;
    *out_count = match->hits.count;
    return 0;
}
