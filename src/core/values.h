/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where values are in memory: in the tail, or, for keys that are asked for, in a cache that takes
 * over what leaves the tail.
 *
 * A key's `where` is a hint: the place of its newest event. It is never trusted: what is found
 * there counts only if its position is the one that was wanted. So nobody clears a hint when a
 * block is trimmed, an entry replaced or a transaction undone. What is in the cache when its key is
 * put again stays there for a while, and has a second hint, by its position: the value before is
 * what watches ask for next.
 */
#ifndef VD_CORE_VALUES_H
#define VD_CORE_VALUES_H

#include "core/index.h"
#include "core/tail.h"

enum { VD_BLOCK_EVENTS_MAX = 1 << 20 }; /* an index in a block has to fit into a place */

struct vd_values {
    struct vd_tail tail;
    struct vd_epoch *epoch;
    pthread_mutex_t lock; /* of the cache, for who changes it */
    struct vd_cache_entry *entries;
    uint32_t *holes;         /* a stack of empty entries below `used` */
    _Atomic uint32_t *hints; /* entries plus one, by the hash of their positions */
    uint32_t hint_mask;
    uint32_t entries_max, used, hole_count, hand;
    size_t limit_bytes;
    _Atomic size_t bytes;
};

VD_MUST_CHECK int vd_values_init(struct vd_values *values, struct vd_epoch *epoch, int64_t base,
                                 size_t cache_bytes);
/* No readers are left. */
void vd_values_deinit(struct vd_values *values);

/*
 * The event of a key at exactly that position, if it is in memory and published; NULL otherwise.
 * Borrowed until the slot leaves. Remembers that it was asked for.
 */
const struct vd_event *vd_values_get(const struct vd_values *values, const struct vd_key *key,
                                     struct vd_pos pos);
/* The role: the same, and what it has staged is found too. */
const struct vd_event *vd_values_get_staged(const struct vd_values *values,
                                            const struct vd_key *key, struct vd_pos pos);

/* The event at a position, if it is in the cache: as vd_values_get, without the key. */
const struct vd_event *vd_values_cached(const struct vd_values *values, struct vd_pos pos);

/* Asks the processor for what vd_values_get will look at. Only worth it for many at once. */
void vd_values_prefetch(const struct vd_values *values, const struct vd_key *key);

/* The role: the newest event of a key is number `index` of the block staged last. */
void vd_values_set(struct vd_values *values, struct vd_key *key, uint32_t index);

/* Keeps a copy of the newest event of a key, read from disk, unless it is in memory already or
 * there is no room. Any thread. */
void vd_values_keep(struct vd_values *values, struct vd_key *key, const struct vd_event *event);

/*
 * Keeper, its slot entered: trims the tail towards limit_bytes, only blocks with numbers below
 * `committed`, at most max_blocks of them; what was asked for and is still the newest of its key
 * moves into the cache. Returns how many blocks went.
 */
size_t vd_values_trim(struct vd_values *values, const struct vd_index_root *root,
                      size_t limit_bytes, uint64_t committed, size_t max_blocks);

#endif
