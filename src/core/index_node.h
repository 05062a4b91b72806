/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The nodes of the key index: their layout, the search inside one, and the changes of one. The
 * index's own files include this and nobody else.
 *
 * A node is one allocation of three parallel arrays after its header: heads, keys, and rows (in
 * a leaf) or kids (above). All keys of a node share their first prefix_len bytes; a head is the
 * next four, so a search mostly stays inside two cache lines of heads and looks at one or two
 * whole keys. The prefix may be shorter than it could be, never longer.
 *
 * In an inner node, keys[i] is a separator: everything below kid i is at or above it, everything
 * below kid i - 1 is under it. keys[0] is NULL, since kid 0 takes everything that is smaller. A
 * separator is a vd_key of its own, so that removing a key never touches one.
 */
#ifndef VD_CORE_INDEX_NODE_H
#define VD_CORE_INDEX_NODE_H

#include "core/index.h"

enum { VD_LEAF_MAX = 32, VD_INNER_MAX = 64 };

/* The versions before the newest stand apart, oldest first, and are appended to in place: a reader
 * looks only at as many as its own row counts. How many there is room for is kept here: a put does
 * not wait for the memory of what it only appends to. */
struct vd_index_row {
    struct vd_version *older;
    struct vd_version newest;
    uint32_t older_count, older_cap;
};

/* What is known of everything below a place. */
struct vd_index_sum {
    int64_t live;     /* keys that are there at the head */
    int64_t size;     /* keys, those with a tombstone too */
    int64_t max_mod;  /* the newest revision; 0: none */
    int64_t purge_at; /* the lowest floor at which there is something to purge; INT64_MAX: none */
};

struct vd_index_kid {
    struct vd_index_node *node;
    struct vd_index_sum sum;
};

struct vd_index_node {
    uint64_t batch;
    struct vd_index_pool *pool;
    uint32_t prefix_len;
    uint16_t count, cap;
    uint8_t level; /* 0: a leaf */
    uint8_t size;  /* the pool's */
    uint32_t heads[];
};

struct vd_index_root {
    struct vd_index_node *node; /* never NULL; an empty leaf when there are no keys */
    struct vd_index_sum sum;
};

static inline unsigned vd_node_max(const struct vd_index_node *node)
{
    return node->level ? VD_INNER_MAX : VD_LEAF_MAX;
}

static inline struct vd_key **vd_node_keys(const struct vd_index_node *node)
{
    return (struct vd_key **)(uintptr_t)(node->heads + node->cap);
}

static inline struct vd_index_row *vd_node_rows(const struct vd_index_node *node)
{
    return (struct vd_index_row *)(void *)(vd_node_keys(node) + node->cap);
}

static inline struct vd_index_kid *vd_node_kids(const struct vd_index_node *node)
{
    return (struct vd_index_kid *)(void *)(vd_node_keys(node) + node->cap);
}

/* An empty node with room for at least `cap` entries. NULL: no memory. */
struct vd_index_node *vd_node_new(struct vd_index_pool *pool, unsigned level, unsigned cap,
                                  uint64_t batch);
/* Gives it back to its pool. Any thread; NULL is fine. A function of void * for the epoch's sake.
 */
void vd_node_free(void *node);
/* Entries [from, from + n) of a node go behind those of `to`, which has room and the same level.
 * Heads are left to vd_node_retell. */
void vd_node_append(struct vd_index_node *to, const struct vd_index_node *node, unsigned from,
                    unsigned n);
/* Finds the common prefix of the present keys and their heads anew; with `known`, a node that
 * shares at least its prefix and held these same entries from `from` on, heads are copied when
 * that is good enough. */
void vd_node_retell(struct vd_index_node *node, const struct vd_index_node *known, unsigned from);
/* Makes a gap at `at` for a new key; the caller fills the row or kid. There must be room. */
void vd_node_insert(struct vd_index_node *node, unsigned at, struct vd_key *key);
void vd_node_remove(struct vd_index_node *node, unsigned at);
struct vd_index_sum vd_node_sum(const struct vd_index_node *node);

/* The first entry whose key is not below `key`; *out_equal: it is that key. */
unsigned vd_node_search(const struct vd_index_node *node, struct vd_slice key, bool *out_equal);
/* The kid that a key belongs to. */
unsigned vd_node_route(const struct vd_index_node *node, struct vd_slice key);

/* The lowest floor at which something of this row can be purged. */
int64_t vd_row_purge_at(const struct vd_index_row *row);
/* How many of its versions purging at floor drops; all of them: the key goes. */
uint32_t vd_row_purgeable(const struct vd_index_row *row, int64_t floor);
/* The newest version before a position; NULL: none. *out_at: how many versions are older. */
const struct vd_version *vd_row_at(const struct vd_index_row *row, struct vd_pos before,
                                   uint32_t *out_at);

/* What a reader is told of a row; true: the key is there. `before` is never {0, 0}. */
bool vd_row_hit(const struct vd_index_row *row, struct vd_key *key, struct vd_pos before,
                struct vd_index_hit *out_hit);

static inline const struct vd_version *vd_row_version(const struct vd_index_row *row, uint32_t i)
{
    return i < row->older_count ? &row->older[i] : &row->newest;
}

size_t vd_common_prefix(struct vd_slice a, struct vd_slice b);

#endif
