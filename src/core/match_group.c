/* SPDX-License-Identifier: Apache-2.0 */
#include "core/match_group.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "core/match_table.h"

enum { FIND_TRIES = 8 };

struct vd_match_terms_index {
    struct vd_match_terms_index *next;
    const struct vd_extractor *extractor;
    struct vd_match_table table;
};

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

struct vd_match_group *vd_match_group_new(const struct vd_match_entry *like)
{
    struct vd_match_range range = vd_match_entry_range(like);
    struct vd_match_group *group = vd_alloc(sizeof(*group) + vd_match_entry_bytes(&range));

    if (!group)
        return NULL;
    vd_list_init(&group->plain);
    group->indexes = NULL;
    vd_match_entry_init(&group->node, &range, NULL);
    group->node.is_group = 1;
    return group;
}

bool vd_match_group_is_empty(const struct vd_match_group *group)
{
    return vd_list_is_empty(&group->plain) && !group->indexes;
}

static struct vd_match_entry *peer_entry(struct vd_list *link)
{
    return vd_list_entry(link, struct vd_match_entry, peers);
}

/* Where the index of an extractor hangs, or would hang. */
static struct vd_match_terms_index **group_index(struct vd_match_group *group,
                                                 const struct vd_extractor *extractor)
{
    struct vd_match_terms_index **at = &group->indexes;

    while (*at && (*at)->extractor != extractor)
        at = &(*at)->next;
    return at;
}

static struct vd_match_entry *index_chain(const struct vd_match_terms_index *index,
                                          const struct vd_term *term)
{
    return vd_match_table_find(&index->table, term_hash(term), entry_has_term, term);
}

static void index_drop_if_empty(struct vd_match_terms_index **at)
{
    struct vd_match_terms_index *index = *at;

    if (vd_match_table_count(&index->table))
        return;
    *at = index->next;
    vd_match_table_deinit(&index->table);
    vd_free(index);
}

static int group_add_terms(struct vd_match_group *group, struct vd_match_entry *entry)
{
    struct vd_match_terms_index **at = group_index(group, entry->terms->extractor);
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

int vd_match_group_add(struct vd_match_group *group, struct vd_match_entry *entry)
{
    if (entry->terms)
        return group_add_terms(group, entry);
    vd_list_append(&group->plain, &entry->peers);
    return 0;
}

void vd_match_group_remove(struct vd_match_group *group, struct vd_match_entry *entry)
{
    struct vd_match_entry *next = peer_entry(entry->peers.next), *chain;
    struct vd_match_terms_index **at;

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

void vd_match_group_free(struct vd_match_group *group)
{
    vd_assert(!group || vd_match_group_is_empty(group));
    vd_free(group);
}

bool vd_match_entry_is(const struct vd_match_entry *entry, const struct vd_match_terms *terms,
                       bool (*same)(const struct vd_match_entry *entry, const void *arg),
                       const void *arg)
{
    if (!entry->terms != !terms || (terms && !terms_eq(entry->terms, terms)))
        return false;
    return same(entry, arg);
}

struct vd_match_entry *
vd_match_group_find(struct vd_match_group *group, const struct vd_match_terms *terms,
                    bool (*same)(const struct vd_match_entry *entry, const void *arg),
                    const void *arg)
{
    struct vd_list *from = &group->plain, *link;
    struct vd_match_entry *chain;

    if (terms) {
        struct vd_match_terms_index *index = *group_index(group, terms->extractor);

        chain = index ? index_chain(index, &terms->terms[0]) : NULL;
        if (!chain || vd_match_entry_is(chain, terms, same, arg))
            return chain;
        from = &chain->peers;
    }
    link = from->prev;
    for (unsigned tries = 0; link != from && tries < FIND_TRIES; tries++, link = link->prev)
        if (vd_match_entry_is(peer_entry(link), terms, same, arg))
            return peer_entry(link);
    return NULL;
}

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

int vd_match_group_each(struct vd_match_group *group,
                        int (*fn)(void *arg, struct vd_match_entry *entry), void *arg)
{
    struct walk walk = {fn, arg};
    struct vd_list *link;
    int rc = 0;

    for (link = group->plain.next; !rc && link != &group->plain; link = link->next)
        rc = fn(arg, peer_entry(link));
    for (const struct vd_match_terms_index *index = group->indexes; !rc && index;
         index = index->next)
        rc = vd_match_table_each(&index->table, chain_walk, &walk);
    return rc;
}

int vd_match_hits_grow(struct vd_match_hits *hits)
{
    size_t room = hits->room ? hits->room * 2 : 64;
    struct vd_match_entry **entries = vd_realloc(hits->entries, room * sizeof(*entries));

    if (!entries)
        return -ENOMEM;
    hits->entries = entries;
    hits->room = room;
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

static int chain_collect(struct vd_match_hits *hits, struct vd_match_entry *chain,
                         const struct vd_match_attributes *attributes)
{
    struct vd_match_entry *entry = chain;
    int rc = 0;

    if (!chain)
        return 0;
    do {
        if (vd_match_terms_hold(entry->terms, attributes))
            rc = vd_match_hits_add(hits, entry);
        entry = peer_entry(entry->peers.next);
    } while (!rc && entry != chain);
    return rc;
}

/* An entry lies under one term only, so asking for each distinct attribute once finds it once. */
static int index_collect(const struct vd_match_terms_index *index,
                         const struct vd_match_probe *probe, struct vd_match_hits *hits)
{
    struct vd_match_attributes a = {0};
    int rc = probe->attributes(probe->arg, index->extractor, &a);

    for (uint32_t i = 0; !rc && i < a.now_count; i++)
        if (!set_has(a.now, i, &a.now[i]))
            rc = chain_collect(hits, index_chain(index, &a.now[i]), &a);
    for (uint32_t i = 0; !rc && i < a.before_count; i++)
        if (!set_has(a.now, a.now_count, &a.before[i]) && !set_has(a.before, i, &a.before[i]))
            rc = chain_collect(hits, index_chain(index, &a.before[i]), &a);
    return rc;
}

int vd_match_group_collect(struct vd_match_group *group, const struct vd_match_probe *probe,
                           struct vd_match_hits *hits)
{
    struct vd_list *link;
    int rc = 0;

    for (link = group->plain.next; !rc && link != &group->plain; link = link->next)
        rc = vd_match_hits_add(hits, peer_entry(link));
    for (const struct vd_match_terms_index *index = group->indexes; !rc && index;
         index = index->next)
        rc = index_collect(index, probe, hits);
    return rc;
}
