/* SPDX-License-Identifier: Apache-2.0 */
#include "core/match_table.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <string.h>

_Static_assert(sizeof(struct vd_match_chunk) == 64, "a chunk is one cache line");

enum {
    MOVE_CHUNKS = 4, /* of the old half, a change: done long before the next growth is due */
};

static int half_init(struct vd_match_half *half, size_t chunk_count)
{
    /* Zeroed by hand would touch every page at once: large tables come zeroed from the kernel. */
    void *memory = vd_alloc_zero((chunk_count + 1) * sizeof(struct vd_match_chunk));

    if (!memory)
        return -ENOMEM;
    half->memory = memory;
    half->chunks = (struct vd_match_chunk *)(((uintptr_t)memory + 63) & ~(uintptr_t)63);
    half->mask = chunk_count - 1;
    half->count = 0;
    return 0;
}

static void half_deinit(struct vd_match_half *half)
{
    vd_free(half->memory);
    *half = (struct vd_match_half){0};
}

static size_t half_room(const struct vd_match_half *half)
{
    return half->chunks ? (half->mask + 1) * VD_MATCH_CHUNK_ITEMS / 5 * 4 + 1 : 0;
}

static void half_add(struct vd_match_half *half, uint64_t hash, void *item)
{
    uint8_t tag = vd_match_tag(hash);
    size_t at = hash & half->mask;

    for (size_t tries = 0; tries <= half->mask; tries++) {
        struct vd_match_chunk *chunk = &half->chunks[at];

        for (unsigned i = 0; i < VD_MATCH_CHUNK_ITEMS; i++) {
            if (chunk->tags[i])
                continue;
            chunk->tags[i] = tag;
            chunk->items[i] = item;
            half->count++;
            return;
        }
        if (chunk->overflow < 255)
            chunk->overflow++;
        at = (at + 2 * (size_t)tag + 1) & half->mask;
    }
    vd_assert(false && "a table is never full");
}

static void **half_slot(struct vd_match_half *half, uint64_t hash, const void *item,
                        struct vd_match_chunk **out_chunk)
{
    uint8_t tag = vd_match_tag(hash);
    size_t at = hash & half->mask;

    if (!half->count)
        return NULL;
    for (size_t tries = 0; tries <= half->mask; tries++) {
        struct vd_match_chunk *chunk = &half->chunks[at];

        for (unsigned i = 0; i < VD_MATCH_CHUNK_ITEMS; i++)
            if (chunk->tags[i] && chunk->items[i] == item) {
                *out_chunk = chunk;
                return &chunk->items[i];
            }
        if (!chunk->overflow)
            return NULL;
        at = (at + 2 * (size_t)tag + 1) & half->mask;
    }
    return NULL;
}

static bool half_remove(struct vd_match_half *half, uint64_t hash, const void *item)
{
    uint8_t tag = vd_match_tag(hash);
    struct vd_match_chunk *chunk, *on_the_way;
    void **slot = half_slot(half, hash, item, &chunk);

    if (!slot)
        return false;
    *slot = NULL;
    chunk->tags[slot - chunk->items] = 0;
    half->count--;
    for (size_t at = hash & half->mask; (on_the_way = &half->chunks[at]) != chunk;
         at = (at + 2 * (size_t)tag + 1) & half->mask)
        if (on_the_way->overflow < 255)
            on_the_way->overflow--;
    return true;
}

/* Things that left a chunk of the old half stay counted in its overflow: lookups only go on. */
static void move_some(struct vd_match_table *table, size_t chunk_count)
{
    struct vd_match_half *old = &table->old;

    for (; old->count && chunk_count; chunk_count--, table->moved++) {
        struct vd_match_chunk *chunk = &old->chunks[table->moved];

        vd_assert(table->moved <= old->mask);
        for (unsigned i = 0; i < VD_MATCH_CHUNK_ITEMS; i++) {
            if (!chunk->tags[i])
                continue;
            half_add(&table->now, table->hash_of(chunk->items[i]), chunk->items[i]);
            chunk->tags[i] = 0;
            chunk->items[i] = NULL;
            old->count--;
        }
    }
    if (!old->count && old->chunks)
        half_deinit(old);
}

static int resize(struct vd_match_table *table, size_t chunk_count)
{
    struct vd_match_half fresh;

    if (half_init(&fresh, chunk_count) < 0)
        return -ENOMEM;
    move_some(table, SIZE_MAX);
    table->old = table->now;
    table->now = fresh;
    table->moved = 0;
    move_some(table, MOVE_CHUNKS);
    return 0;
}

void vd_match_table_init(struct vd_match_table *table, uint64_t (*hash_of)(const void *item))
{
    *table = (struct vd_match_table){.hash_of = hash_of};
}

void vd_match_table_deinit(struct vd_match_table *table)
{
    half_deinit(&table->now);
    half_deinit(&table->old);
}

int vd_match_table_insert(struct vd_match_table *table, uint64_t hash, void *item)
{
    size_t count = vd_match_table_count(table), chunks = table->now.mask + 1;

    vd_assert(item);
    if (count >= half_room(&table->now)) {
        int rc = resize(table, table->now.chunks ? chunks * 2 : 1);

        /* Above the limit, but not full: slower is better than refused. */
        if (rc < 0 && count >= (table->now.chunks ? chunks * VD_MATCH_CHUNK_ITEMS : 0))
            return rc;
    }
    move_some(table, MOVE_CHUNKS);
    half_add(&table->now, hash, item);
    return 0;
}

void vd_match_table_remove(struct vd_match_table *table, uint64_t hash, const void *item)
{
    bool found = half_remove(&table->now, hash, item) || half_remove(&table->old, hash, item);

    vd_assert(found);
    move_some(table, MOVE_CHUNKS);
    if (!vd_match_table_count(table)) {
        half_deinit(&table->now);
        half_deinit(&table->old);
    } else if (!table->old.chunks && table->now.mask > 1 &&
               vd_match_table_count(table) < half_room(&table->now) / 8) {
        /* Giving memory back may fail: then it is kept. */
        (void)!resize(table, (table->now.mask + 1) / 4);
    }
}

void vd_match_table_replace(struct vd_match_table *table, uint64_t hash, const void *item, void *by)
{
    struct vd_match_chunk *chunk;
    void **slot = half_slot(&table->now, hash, item, &chunk);

    if (!slot)
        slot = half_slot(&table->old, hash, item, &chunk);
    vd_assert(slot && by);
    *slot = by;
}

static int half_each(const struct vd_match_half *half, int (*fn)(void *arg, void *item), void *arg)
{
    int rc = 0;

    if (!half->chunks)
        return 0;
    for (size_t at = 0; !rc && at <= half->mask; at++)
        for (unsigned i = 0; !rc && i < VD_MATCH_CHUNK_ITEMS; i++)
            if (half->chunks[at].tags[i])
                rc = fn(arg, half->chunks[at].items[i]);
    return rc;
}

int vd_match_table_each(const struct vd_match_table *table, int (*fn)(void *arg, void *item),
                        void *arg)
{
    int rc = half_each(&table->now, fn, arg);

    return rc ? rc : half_each(&table->old, fn, arg);
}
