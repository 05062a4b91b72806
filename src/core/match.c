/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every distinct range has one *node* in one of three structures: its only entry, or a group.
 * A group is made when a range gets a second entry, or one with terms: entries without terms are
 * a list in it, those with terms lie in a table (one for each extractor) under their first term,
 * chained when several share it (so a door puts its most selective term first).
 *
 * Prefixes: a bitmap holds the lengths that are present, and for each length which bytes those
 * prefixes end in. Real prefixes end in a separator, so of the many lengths that directories have,
 * a key asks only for those where it has one too.
 */
#include "core/match.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "core/match_table.h"
#include "core/match_tree.h"

#include <errno.h>

enum {
    PREFIX_MAX = 255, /* longer ones are ranges like any other */
    FIND_TRIES = 8,
    HITS_KEEP = 4096, /* more room than this is given back */
};

struct bitmap {
    uint64_t words[(PREFIX_MAX + 1) / 64];
};

struct vd_match {
    struct vd_match_table keys, prefixes;
    struct vd_match_tree tree;
    size_t count;
    struct bitmap lengths;
    struct bitmap last_bytes[PREFIX_MAX + 1];
    uint32_t length_counts[PREFIX_MAX + 1];

    /* The lookup at hand. */
    struct vd_match_entry **hits;
    size_t hit_count, hit_room;
    const struct vd_match_probe *probe;
};

struct term_index {
    struct term_index *next;
    const struct vd_extractor *extractor;
    struct vd_match_table table;
};

struct group {
    struct vd_list plain;
    struct term_index *indexes;
    struct vd_match_entry node; /* the range, as a stand-in for its entries */
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
 * Ranges.
 */

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
    } else if (key.len <= PREFIX_MAX && is_prefix(key, end)) {
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

static uint64_t term_hash(const struct vd_term *term)
{
    return vd_hash_u64(vd_hash(term->name)) ^ vd_hash(term->value);
}

static uint64_t entry_term_hash(const void *item)
{
    const struct vd_match_entry *entry = item;

    return term_hash(&entry->terms->terms[0]);
}

static bool term_eq(const struct vd_term *a, const struct vd_term *b)
{
    return vd_slice_eq(a->value, b->value) && vd_slice_eq(a->name, b->name);
}

static bool entry_has_term(const void *item, const void *arg)
{
    const struct vd_match_entry *entry = item;

    return term_eq(&entry->terms->terms[0], arg);
}

static bool terms_eq(const struct vd_match_terms *a, const struct vd_match_terms *b)
{
    if (a->extractor != b->extractor || a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (!term_eq(&a->terms[i], &b->terms[i]))
            return false;
    return true;
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

/*
 * Groups.
 */

static struct group *node_group(struct vd_match_entry *node)
{
    return vd_container_of(node, struct group, node);
}

static struct group *group_new(const struct vd_match_entry *like)
{
    struct vd_match_range range = vd_match_entry_range(like);
    struct group *group = vd_alloc(sizeof(*group) + vd_match_entry_bytes(&range));

    if (!group)
        return NULL;
    vd_list_init(&group->plain);
    group->indexes = NULL;
    vd_match_entry_init(&group->node, &range, NULL);
    group->node.is_group = 1;
    return group;
}

static bool group_is_empty(const struct group *group)
{
    return vd_list_is_empty(&group->plain) && !group->indexes;
}

static struct vd_match_entry *peer_entry(struct vd_list *link)
{
    return vd_list_entry(link, struct vd_match_entry, peers);
}

/* Where the index of an extractor hangs, or would hang. */
static struct term_index **group_index(struct group *group, const struct vd_extractor *extractor)
{
    struct term_index **at = &group->indexes;

    while (*at && (*at)->extractor != extractor)
        at = &(*at)->next;
    return at;
}

static struct vd_match_entry *index_chain(const struct term_index *index,
                                          const struct vd_term *term)
{
    return vd_match_table_find(&index->table, term_hash(term), entry_has_term, term);
}

static void index_drop_if_empty(struct term_index **at)
{
    struct term_index *index = *at;

    if (vd_match_table_count(&index->table))
        return;
    *at = index->next;
    vd_match_table_deinit(&index->table);
    vd_free(index);
}

static int group_add_terms(struct group *group, struct vd_match_entry *entry)
{
    struct term_index **at = group_index(group, entry->terms->extractor);
    struct vd_match_entry *chain;
    int rc;

    if (!*at) {
        *at = vd_alloc_zero(sizeof(**at));
        if (!*at)
            return -ENOMEM;
        (*at)->extractor = entry->terms->extractor;
        vd_match_table_init(&(*at)->table, entry_term_hash);
    }
    chain = index_chain(*at, &entry->terms->terms[0]);
    if (chain) {
        vd_list_append(&chain->peers, &entry->peers);
        return 0;
    }
    vd_list_init(&entry->peers);
    rc = vd_match_table_insert(&(*at)->table, entry_term_hash(entry), entry);
    index_drop_if_empty(at);
    return rc;
}

static int group_add(struct group *group, struct vd_match_entry *entry)
{
    if (entry->terms)
        return group_add_terms(group, entry);
    vd_list_append(&group->plain, &entry->peers);
    return 0;
}

static void group_remove(struct group *group, struct vd_match_entry *entry)
{
    struct vd_match_entry *next = peer_entry(entry->peers.next), *chain;
    struct term_index **at;

    if (entry->terms) {
        at = group_index(group, entry->terms->extractor);
        vd_assert(*at);
        chain = index_chain(*at, &entry->terms->terms[0]);
        vd_assert(chain);
        if (chain == entry && next == entry)
            vd_match_table_remove(&(*at)->table, entry_term_hash(entry), entry);
        else if (chain == entry)
            vd_match_table_replace(&(*at)->table, entry_term_hash(entry), entry, next);
        index_drop_if_empty(at);
    }
    vd_list_remove(&entry->peers);
}

/* The group of an entry's range, made if there is none. NULL: no memory. */
static struct group *group_demand(struct vd_match *match, struct vd_match_entry *entry,
                                  struct vd_match_entry *node)
{
    struct group *group;

    if (node && node->is_group)
        return node_group(node);
    group = group_new(entry);
    if (!group)
        return NULL;
    if (node) {
        node_replace(match, node, &group->node);
        vd_list_append(&group->plain, &node->peers);
    } else if (node_insert(match, &group->node) < 0) {
        vd_free(group);
        return NULL;
    }
    return group;
}

static void group_drop_if_empty(struct vd_match *match, struct group *group)
{
    if (!group_is_empty(group))
        return;
    node_remove(match, &group->node);
    vd_free(group);
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
    vd_free(match->hits);
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
    struct group *group;
    int rc;

    if (!node && !entry->terms) {
        rc = node_insert(match, entry);
        match->count += rc == 0;
        return rc;
    }
    group = group_demand(match, entry, node);
    if (!group)
        return -ENOMEM;
    rc = group_add(group, entry);
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
    group_remove(node_group(node), entry);
    group_drop_if_empty(match, node_group(node));
}

static bool entry_is_wanted(const struct vd_match_entry *entry, const struct vd_match_terms *terms,
                            bool (*same)(const struct vd_match_entry *entry, const void *arg),
                            const void *arg)
{
    if (!entry->terms != !terms || (terms && !terms_eq(entry->terms, terms)))
        return false;
    return same(entry, arg);
}

struct vd_match_entry *
vd_match_find(struct vd_match *match, const struct vd_match_range *range,
              const struct vd_match_terms *terms,
              bool (*same)(const struct vd_match_entry *entry, const void *arg), const void *arg)
{
    struct vd_match_entry *node = node_find(match, range), *chain;
    struct vd_list *from, *link;

    if (!node)
        return NULL;
    if (!node->is_group)
        return entry_is_wanted(node, terms, same, arg) ? node : NULL;
    from = &node_group(node)->plain;
    if (terms) {
        struct term_index *index = *group_index(node_group(node), terms->extractor);

        chain = index ? index_chain(index, &terms->terms[0]) : NULL;
        if (!chain || entry_is_wanted(chain, terms, same, arg))
            return chain;
        from = &chain->peers;
    }
    link = from->prev;
    for (unsigned tries = 0; link != from && tries < FIND_TRIES; tries++, link = link->prev)
        if (entry_is_wanted(peer_entry(link), terms, same, arg))
            return peer_entry(link);
    return NULL;
}

/*
 * All entries.
 */

struct walk {
    int (*fn)(void *arg, struct vd_match_entry *entry);
    void *arg;
};

static int chain_walk(void *arg, void *item)
{
    const struct walk *walk = arg;
    struct vd_match_entry *chain = item, *entry = chain;
    int rc;

    do {
        struct vd_match_entry *next = peer_entry(entry->peers.next);

        rc = walk->fn(walk->arg, entry);
        entry = next;
    } while (!rc && entry != chain);
    return rc;
}

static int node_walk(void *arg, struct vd_match_entry *node)
{
    const struct walk *walk = arg;
    struct vd_list *link;
    int rc = 0;

    if (!node->is_group)
        return walk->fn(walk->arg, node);
    for (link = node_group(node)->plain.next; !rc && link != &node_group(node)->plain;
         link = link->next)
        rc = walk->fn(walk->arg, peer_entry(link));
    for (const struct term_index *index = node_group(node)->indexes; !rc && index;
         index = index->next)
        rc = vd_match_table_each(&index->table, chain_walk, arg);
    return rc;
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

static int hit_add(struct vd_match *match, struct vd_match_entry *entry)
{
    if (match->hit_count == match->hit_room) {
        size_t room = match->hit_room ? match->hit_room * 2 : 64;
        struct vd_match_entry **hits = vd_realloc(match->hits, room * sizeof(*hits));

        if (!hits)
            return -ENOMEM;
        match->hits = hits;
        match->hit_room = room;
    }
    match->hits[match->hit_count++] = entry;
    return 0;
}

static bool set_has_all(const struct vd_term *set, uint32_t count,
                        const struct vd_match_terms *terms)
{
    for (uint32_t i = 0; i < terms->count; i++) {
        uint32_t k = 0;

        while (k < count && !term_eq(&set[k], &terms->terms[i]))
            k++;
        if (k == count)
            return false;
    }
    return true;
}

bool vd_match_terms_hold(const struct vd_match_terms *terms,
                         const struct vd_match_attributes *attributes)
{
    return set_has_all(attributes->now, attributes->now_count, terms) ||
           set_has_all(attributes->before, attributes->before_count, terms);
}

static bool set_has(const struct vd_term *set, uint32_t count, const struct vd_term *term)
{
    for (uint32_t i = 0; i < count; i++)
        if (term_eq(&set[i], term))
            return true;
    return false;
}

static int chain_collect(struct vd_match *match, struct vd_match_entry *chain,
                         const struct vd_match_attributes *attributes)
{
    struct vd_match_entry *entry = chain;
    int rc = 0;

    if (!chain)
        return 0;
    do {
        if (vd_match_terms_hold(entry->terms, attributes))
            rc = hit_add(match, entry);
        entry = peer_entry(entry->peers.next);
    } while (!rc && entry != chain);
    return rc;
}

/* An entry lies under one term only, so asking for each distinct attribute once finds it once. */
static int index_collect(struct vd_match *match, const struct term_index *index)
{
    struct vd_match_attributes a = {0};
    int rc = match->probe->attributes(match->probe->arg, index->extractor, &a);

    for (uint32_t i = 0; !rc && i < a.now_count; i++)
        if (!set_has(a.now, i, &a.now[i]))
            rc = chain_collect(match, index_chain(index, &a.now[i]), &a);
    for (uint32_t i = 0; !rc && i < a.before_count; i++)
        if (!set_has(a.now, a.now_count, &a.before[i]) && !set_has(a.before, i, &a.before[i]))
            rc = chain_collect(match, index_chain(index, &a.before[i]), &a);
    return rc;
}

static int node_collect(void *arg, struct vd_match_entry *node)
{
    struct vd_match *match = arg;
    struct vd_list *link;
    int rc = 0;

    if (__builtin_expect(!node->is_group, 1))
        return hit_add(match, node);
    for (link = node_group(node)->plain.next; !rc && link != &node_group(node)->plain;
         link = link->next)
        rc = hit_add(match, peer_entry(link));
    for (const struct term_index *index = node_group(node)->indexes; !rc && index;
         index = index->next)
        rc = index_collect(match, index);
    return rc;
}

static int prefixes_collect(struct vd_match *match, struct vd_slice key)
{
    size_t longest = VD_MIN(key.len, (size_t)PREFIX_MAX);
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
    match->hit_count = 0;
    if (__builtin_expect(match->hit_room > HITS_KEEP, 0)) {
        vd_free(match->hits);
        match->hits = NULL;
        match->hit_room = 0;
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
    *out_hits = match->hits;
    *out_count = match->hit_count;
    return 0;
}
