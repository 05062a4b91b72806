/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hash table under the matching index: pointers to things that hold their own key.
 *
 * A chunk is one cache line: seven pointers, a byte of hash for each, and a count of how many
 * things wanted to lie here and had to go on to another chunk. So a miss costs one cache line,
 * and removal leaves nothing behind. Growing is spread over the following insertions, because a
 * loop cannot stand still while a million watches are moved; in between both tables are searched.
 */
#ifndef VD_CORE_MATCH_TABLE_H
#define VD_CORE_MATCH_TABLE_H

#include "base/outcome.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { VD_MATCH_CHUNK_ITEMS = 7 };

struct vd_match_chunk {
    uint8_t tags[VD_MATCH_CHUNK_ITEMS]; /* 0: free */
    uint8_t overflow;                   /* 255 stays */
    void *items[VD_MATCH_CHUNK_ITEMS];
};

struct vd_match_half {
    struct vd_match_chunk *chunks; /* NULL: none */
    void *memory;
    size_t mask, count;
};

struct vd_match_table {
    struct vd_match_half now, old; /* old: being moved into now, from chunk `moved` on */
    size_t moved;
    uint64_t (*hash_of)(const void *item);
};

/* hash_of must give what insert was given. */
void vd_match_table_init(struct vd_match_table *table, uint64_t (*hash_of)(const void *item));
/* The things themselves are the caller's. */
void vd_match_table_deinit(struct vd_match_table *table);
/* The thing must not be there yet. 0; -ENOMEM: nothing has changed. */
VD_MUST_CHECK int vd_match_table_insert(struct vd_match_table *table, uint64_t hash, void *item);
/* It must be there. */
void vd_match_table_remove(struct vd_match_table *table, uint64_t hash, const void *item);
void vd_match_table_replace(struct vd_match_table *table, uint64_t hash, const void *item,
                            void *by);

/* Calls fn for each thing until it returns something else than 0, which is returned. */
int vd_match_table_each(const struct vd_match_table *table, int (*fn)(void *arg, void *item),
                        void *arg);

static inline size_t vd_match_table_count(const struct vd_match_table *table)
{
    return table->now.count + table->old.count;
}

static inline uint8_t vd_match_tag(uint64_t hash)
{
    uint8_t tag = (uint8_t)(hash >> 56);

    return tag ? tag : 1;
}

/* The high bit of every byte of tags[0..6] that may equal tag (rarely one more above a true one).
 */
static inline uint64_t vd_match_chunk_candidates(const struct vd_match_chunk *chunk, uint8_t tag)
{
    uint64_t word;

    __builtin_memcpy(&word, chunk->tags, sizeof(word));
    word ^= tag * 0x0101010101010101ULL;
    return (word - 0x0101010101010101ULL) & ~word & 0x0080808080808080ULL;
}

static inline void *vd_match_half_find(const struct vd_match_half *half, uint64_t hash,
                                       bool (*equals)(const void *item, const void *arg),
                                       const void *arg)
{
    uint8_t tag = vd_match_tag(hash);
    size_t at = hash & half->mask;

    for (size_t tries = 0; tries <= half->mask; tries++) {
        const struct vd_match_chunk *chunk = &half->chunks[at];
        uint64_t bits = vd_match_chunk_candidates(chunk, tag);

        for (; bits; bits &= bits - 1) {
            void *item = chunk->items[__builtin_ctzll(bits) / 8];

            if (item && equals(item, arg))
                return item;
        }
        if (!chunk->overflow)
            return NULL;
        at = (at + 2 * (size_t)tag + 1) & half->mask;
    }
    return NULL;
}

/* The thing with this hash for which equals says yes. Inline, so that the comparison is too. */
static inline void *vd_match_table_find(const struct vd_match_table *table, uint64_t hash,
                                        bool (*equals)(const void *item, const void *arg),
                                        const void *arg)
{
    void *item = NULL;

    if (table->now.count)
        item = vd_match_half_find(&table->now, hash, equals, arg);
    if (!item && __builtin_expect(table->old.count != 0, 0))
        item = vd_match_half_find(&table->old, hash, equals, arg);
    return item;
}

#endif
