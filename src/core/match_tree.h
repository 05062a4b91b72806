/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interval tree under the matching index: which ranges [key, end) hold a point?
 *
 * A B+tree over (key, end) with up to 16 entries a node; a branch knows for each child the
 * greatest end below it, so a child is entered only if its keys begin at or before the point and
 * an end lies behind it. What makes it fast: a node cuts off the prefix that all its keys share
 * and holds the next eight bytes of each key and end as a number, so that nearly all comparisons
 * stay inside the node.
 */
#ifndef VD_CORE_MATCH_TREE_H
#define VD_CORE_MATCH_TREE_H

#include "core/match.h"

struct vd_match_node;

/* Zeroed is empty. */
struct vd_match_tree {
    struct vd_match_node *root;
    size_t count;
};

void vd_match_tree_deinit(struct vd_match_tree *tree);
/* No entry of the same range may be in. 0; -ENOMEM: nothing has changed. */
VD_MUST_CHECK int vd_match_tree_insert(struct vd_match_tree *tree, struct vd_match_entry *entry);
/* It must be in. */
void vd_match_tree_remove(struct vd_match_tree *tree, const struct vd_match_entry *entry);
/* `by` has the same range. */
void vd_match_tree_replace(struct vd_match_tree *tree, const struct vd_match_entry *entry,
                           struct vd_match_entry *by);
/* NULL: there is none with this range. */
struct vd_match_entry *vd_match_tree_find(const struct vd_match_tree *tree,
                                          const struct vd_match_range *range);
/* Calls hit for each entry that holds the key, in order, until it returns something else than 0,
 * which is returned. */
VD_MUST_CHECK int vd_match_tree_stab(const struct vd_match_tree *tree, struct vd_slice key,
                                     int (*hit)(void *arg, struct vd_match_entry *entry),
                                     void *arg);
VD_MUST_CHECK int vd_match_tree_each(const struct vd_match_tree *tree,
                                     int (*fn)(void *arg, struct vd_match_entry *entry), void *arg);
/* For tests: everything that must hold in every node does. O(n). */
bool vd_match_tree_is_sound(const struct vd_match_tree *tree);

#endif
