/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chunk k holds the slots [2^k, 2^(k+1)). The index is open addressing over slot + 1 (0: empty),
 * kept at most four fifths full, with removal by shifting back. It is made for the second watch.
 */
#include "doors/etcd3/watch_table.h"

#include "base/alloc.h"
#include "base/hash.h"

enum { INDEX_MIN = 8 };

struct chunk {
    struct vd_etcd3_watch_table *table;
    struct vd_etcd3_watch watches[];
};

struct vd_etcd3_watch_more {
    struct chunk *chunks[VD_ETCD3_WATCH_CHUNKS];
    uint32_t *index; /* slot + 1, 0: empty */
    uint32_t mask;
};

void vd_etcd3_watch_table_init(struct vd_etcd3_watch_table *table)
{
    table->free = VD_ETCD3_NO_SLOT;
}

void vd_etcd3_watch_table_deinit(struct vd_etcd3_watch_table *table)
{
    if (!table->more)
        return;
    for (size_t i = 0; i < VD_ETCD3_WATCH_CHUNKS; i++)
        vd_free(table->more->chunks[i]);
    vd_free(table->more->index);
    vd_free(table->more);
    table->more = NULL;
}

static unsigned chunk_of(uint32_t slot)
{
    return 31 - (unsigned)__builtin_clz(slot);
}

struct vd_etcd3_watch *vd_etcd3_watch_table_at(const struct vd_etcd3_watch_table *table,
                                               uint32_t slot)
{
    if (slot == 0)
        return (struct vd_etcd3_watch *)&table->first;
    return &table->more->chunks[chunk_of(slot)]->watches[slot - (1u << chunk_of(slot))];
}

struct vd_etcd3_watch_table *vd_etcd3_watch_table_of(struct vd_etcd3_watch *watch)
{
    struct vd_etcd3_watch *first;

    if (watch->slot == 0)
        return vd_container_of(watch, struct vd_etcd3_watch_table, first);
    first = watch - (watch->slot - (1u << chunk_of(watch->slot)));
    return vd_container_of(first, struct chunk, watches)->table;
}

/* Ids are a peer's choice, so they are hashed with the secret. */
static uint32_t hash_id(int64_t id)
{
    return (uint32_t)vd_hash(vd_slice(&id, sizeof(id)));
}

/* Where an id that is not in the index belongs. Looks at no watch: they lie all over memory. */
static uint32_t empty_place(const struct vd_etcd3_watch_more *more, int64_t id)
{
    uint32_t at = hash_id(id) & more->mask;

    while (more->index[at])
        at = (at + 1) & more->mask;
    return at;
}

/* Where an id stands in the index, or an empty place if it does not. */
static uint32_t find_place(const struct vd_etcd3_watch_table *table, int64_t id)
{
    const struct vd_etcd3_watch_more *more = table->more;
    uint32_t at = hash_id(id) & more->mask;

    while (more->index[at] && vd_etcd3_watch_table_at(table, more->index[at] - 1)->id != id)
        at = (at + 1) & more->mask;
    return at;
}

struct vd_etcd3_watch *vd_etcd3_watch_table_find(const struct vd_etcd3_watch_table *table,
                                                 int64_t id)
{
    uint32_t at;

    if (!table->more)
        return table->first.flags & VD_ETCD3_WATCH_USED && table->first.id == id
                   ? (struct vd_etcd3_watch *)&table->first
                   : NULL;
    at = find_place(table, id);
    return table->more->index[at] ? vd_etcd3_watch_table_at(table, table->more->index[at] - 1)
                                  : NULL;
}

static bool grow_index(struct vd_etcd3_watch_table *table)
{
    struct vd_etcd3_watch_more *more = table->more;
    uint32_t size = more->index ? (more->mask + 1) * 2 : INDEX_MIN;
    uint32_t *old = more->index;
    uint32_t *index = vd_alloc_zero(size * sizeof(uint32_t));

    if (!index)
        return false;
    more->index = index;
    more->mask = size - 1;
    for (uint32_t slot = 0; slot < table->end; slot++) {
        const struct vd_etcd3_watch *watch = vd_etcd3_watch_table_at(table, slot);

        if (watch->flags & VD_ETCD3_WATCH_USED)
            index[empty_place(more, watch->id)] = slot + 1;
    }
    vd_free(old);
    return true;
}

static bool make_more(struct vd_etcd3_watch_table *table)
{
    table->more = vd_alloc_zero(sizeof(*table->more));
    if (!table->more)
        return false;
    if (grow_index(table))
        return true;
    vd_free(table->more);
    table->more = NULL;
    return false;
}

static bool make_chunk(struct vd_etcd3_watch_table *table, uint32_t slot)
{
    struct chunk **chunk = &table->more->chunks[chunk_of(slot)];

    if (*chunk)
        return true;
    *chunk = vd_alloc_zero(sizeof(**chunk) + (sizeof(struct vd_etcd3_watch) << chunk_of(slot)));
    if (!*chunk)
        return false;
    (*chunk)->table = table;
    return true;
}

/* A slot that is not used, with memory behind it; NO_SLOT: no memory. */
static uint32_t take_slot(struct vd_etcd3_watch_table *table)
{
    uint32_t slot = table->free;

    if (slot != VD_ETCD3_NO_SLOT) {
        table->free = vd_etcd3_watch_table_at(table, slot)->next;
        return slot;
    }
    slot = table->end;
    if (slot > 0 && !make_chunk(table, slot))
        return VD_ETCD3_NO_SLOT;
    table->end++;
    return slot;
}

/* Whether the next watch goes into the table itself. */
static bool first_is_free(const struct vd_etcd3_watch_table *table)
{
    return table->free == 0 || table->end == 0;
}

struct vd_etcd3_watch *vd_etcd3_watch_table_add(struct vd_etcd3_watch_table *table, int64_t id)
{
    struct vd_etcd3_watch *watch;
    uint32_t slot;

    if (!table->more && !first_is_free(table) && !make_more(table))
        return NULL;
    if (table->more && (table->count + 1) * (uint64_t)5 > (table->more->mask + 1) * (uint64_t)4 &&
        !grow_index(table))
        return NULL;
    slot = take_slot(table);
    if (slot == VD_ETCD3_NO_SLOT)
        return NULL;
    watch = vd_etcd3_watch_table_at(table, slot);
    *watch = (struct vd_etcd3_watch){.id = id, .next = VD_ETCD3_NO_SLOT};
    watch->slot = slot & VD_ETCD3_WATCHES_MAX;
    watch->flags = VD_ETCD3_WATCH_USED;
    if (table->more)
        table->more->index[empty_place(table->more, id)] = slot + 1;
    table->count++;
    return watch;
}

/* Moves back what would not be found any more behind the hole at `at`. */
static void close_hole(struct vd_etcd3_watch_table *table, uint32_t at)
{
    struct vd_etcd3_watch_more *more = table->more;

    for (uint32_t i = (at + 1) & more->mask; more->index[i]; i = (i + 1) & more->mask) {
        uint32_t home =
            hash_id(vd_etcd3_watch_table_at(table, more->index[i] - 1)->id) & more->mask;

        if (((i - home) & more->mask) < ((i - at) & more->mask))
            continue;
        more->index[at] = more->index[i];
        at = i;
    }
    more->index[at] = 0;
}

void vd_etcd3_watch_table_free_slot(struct vd_etcd3_watch_table *table,
                                    struct vd_etcd3_watch *watch)
{
    watch->flags = 0;
    watch->next = table->free;
    table->free = watch->slot;
}

void vd_etcd3_watch_table_remove(struct vd_etcd3_watch_table *table, struct vd_etcd3_watch *watch)
{
    if (table->more)
        close_hole(table, find_place(table, watch->id));
    table->count--;
    if (watch->flags & VD_ETCD3_WATCH_QUEUED)
        watch->flags = VD_ETCD3_WATCH_QUEUED;
    else
        vd_etcd3_watch_table_free_slot(table, watch);
}
