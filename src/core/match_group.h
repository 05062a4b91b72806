/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The entries of one range, when it has several or one that compares attributes: those without
 * terms are a list, those with terms lie in a table (one for each extractor) under their first
 * term, chained when several share it (so a door puts its most selective term first).
 */
#ifndef VD_CORE_MATCH_GROUP_H
#define VD_CORE_MATCH_GROUP_H

#include "core/match.h"

#include <errno.h>

struct vd_match_terms_index;

struct vd_match_group {
    struct vd_list plain;
    struct vd_match_terms_index *indexes;
    struct vd_match_entry node; /* the range, as a stand-in for its entries */
};

/* What a lookup has found. Zeroed is empty. */
struct vd_match_hits {
    struct vd_match_entry **entries;
    size_t count, room;
};

VD_MUST_CHECK int vd_match_hits_grow(struct vd_match_hits *hits);

static inline int vd_match_hits_add(struct vd_match_hits *hits, struct vd_match_entry *entry)
{
    if (hits->count == hits->room && vd_match_hits_grow(hits))
        return -ENOMEM;
    hits->entries[hits->count++] = entry;
    return 0;
}

static inline struct vd_match_group *vd_match_group_of(struct vd_match_entry *node)
{
    return vd_container_of(node, struct vd_match_group, node);
}

/* Empty, for the range of this entry. NULL: no memory. */
struct vd_match_group *vd_match_group_new(const struct vd_match_entry *like);
bool vd_match_group_is_empty(const struct vd_match_group *group);
/* It must be empty. */
void vd_match_group_free(struct vd_match_group *group);
/* 0; -ENOMEM: it is not in (an entry without terms always is). */
VD_MUST_CHECK int vd_match_group_add(struct vd_match_group *group, struct vd_match_entry *entry);
void vd_match_group_remove(struct vd_match_group *group, struct vd_match_entry *entry);
/* As vd_match_find and vd_match_each. */
bool vd_match_entry_is(const struct vd_match_entry *entry, const struct vd_match_terms *terms,
                       bool (*same)(const struct vd_match_entry *entry, const void *arg),
                       const void *arg);
struct vd_match_entry *
vd_match_group_find(struct vd_match_group *group, const struct vd_match_terms *terms,
                    bool (*same)(const struct vd_match_entry *entry, const void *arg),
                    const void *arg);
int vd_match_group_each(struct vd_match_group *group,
                        int (*fn)(void *arg, struct vd_match_entry *entry), void *arg);
/* Adds the entries whose terms hold. 0; -ENOMEM; what the probe said. */
VD_MUST_CHECK int vd_match_group_collect(struct vd_match_group *group,
                                         const struct vd_match_probe *probe,
                                         struct vd_match_hits *hits);

#endif
