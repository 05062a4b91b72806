/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places, and the cache behind them.
 *
 * A place is a word: 0 nowhere; with the top bit set an entry of the cache; otherwise the number of
 * a block plus one, and an index in it. The cache is a table of single-event blocks with the CLOCK
 * rule: who is read sets its bit, the hand takes it away and evicts who has none. Its changes are
 * made under a lock that readers never take; an entry that is replaced is freed by the epoch.
 *
 * A position hashes to a few hints, of which one may name the entry of its event. They are made
 * when an entry is, and taken over when what they name has gone.
 */
#include "core/values.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"

#include <errno.h>

enum { INDEX_BITS = 20, ENTRY_BYTES_GUESS = 256, HINT_WAYS = 4 };

static const uint64_t IN_CACHE = 1ULL << 63;

struct vd_cache_entry {
    _Atomic(struct vd_block *) block; /* of one event */
    _Atomic uint8_t asked;
};

_Static_assert(VD_BLOCK_EVENTS_MAX == 1 << INDEX_BITS, "an index fits into a place");

int vd_values_init(struct vd_values *values, struct vd_epoch *epoch, int64_t base,
                   size_t cache_bytes)
{
    int rc;

    *values = (struct vd_values){.epoch = epoch, .limit_bytes = cache_bytes};
    values->entries_max = (uint32_t)VD_MIN(cache_bytes / ENTRY_BYTES_GUESS + 1, (size_t)1 << 24);
    rc = vd_tail_init(&values->tail, base);
    if (rc)
        return rc;
    pthread_mutex_init(&values->lock, NULL);
    values->entries = vd_alloc_array(values->entries_max, sizeof(values->entries[0]));
    values->holes = vd_alloc_array(values->entries_max, sizeof(values->holes[0]));
    values->hint_mask = HINT_WAYS - 1;
    while (values->hint_mask < 2 * values->entries_max)
        values->hint_mask = 2 * values->hint_mask + 1;
    values->hints = vd_alloc_array((size_t)values->hint_mask + 1, sizeof(values->hints[0]));
    if (values->entries && values->holes && values->hints)
        return 0;
    vd_values_deinit(values);
    return -ENOMEM;
}

void vd_values_deinit(struct vd_values *values)
{
    if (!values->epoch)
        return;
    for (uint32_t i = 0; values->entries && i < values->used; i++)
        vd_block_unref(values->entries[i].block);
    vd_free(values->entries);
    vd_free(values->holes);
    vd_free(values->hints);
    pthread_mutex_destroy(&values->lock);
    vd_tail_deinit(&values->tail);
    *values = (struct vd_values){0};
}

static uint64_t place_of(uint64_t number, uint32_t index)
{
    return (number + 1) << INDEX_BITS | index;
}

static bool is_at(const struct vd_event *event, struct vd_pos pos)
{
    return event->revision == pos.revision && event->sub == pos.sub;
}

static const struct vd_event *cached(const struct vd_values *values, uint64_t place,
                                     struct vd_pos pos)
{
    struct vd_cache_entry *entry = &values->entries[place & ~IN_CACHE];
    struct vd_block *block = atomic_load_explicit(&entry->block, memory_order_acquire);

    if (!block || !is_at(&block->events[0], pos))
        return NULL;
    if (!atomic_load_explicit(&entry->asked, memory_order_relaxed))
        atomic_store_explicit(&entry->asked, 1, memory_order_relaxed);
    return &block->events[0];
}

/* The hints that may be those of a position. */
static _Atomic uint32_t *hints_of(const struct vd_values *values, struct vd_pos pos)
{
    uint64_t hash = vd_hash_u64((uint64_t)pos.revision + ((uint64_t)pos.sub << 40));

    return &values->hints[hash & values->hint_mask & ~(uint64_t)(HINT_WAYS - 1)];
}

const struct vd_event *vd_values_cached(const struct vd_values *values, struct vd_pos pos)
{
    _Atomic uint32_t *hints = hints_of(values, pos);

    for (unsigned i = 0; i < HINT_WAYS; i++) {
        uint32_t hint = atomic_load_explicit(&hints[i], memory_order_relaxed);
        const struct vd_event *event = hint ? cached(values, IN_CACHE | (hint - 1), pos) : NULL;

        if (event)
            return event;
    }
    return NULL;
}

/* Whether a hint names nothing that it should. Under the lock. */
static bool is_stale(const struct vd_values *values, const _Atomic uint32_t *hints, uint32_t hint)
{
    const struct vd_block *block =
        hint ? atomic_load_explicit(&values->entries[hint - 1].block, memory_order_relaxed) : NULL;

    return !block || hints_of(values, vd_event_pos(&block->events[0])) != hints;
}

/* Under the lock. */
static void make_hint(struct vd_values *values, uint32_t entry, struct vd_pos pos)
{
    _Atomic uint32_t *hints = hints_of(values, pos);
    unsigned way = entry % HINT_WAYS; /* if all of them are good, one has to go */

    for (unsigned i = 0; i < HINT_WAYS; i++)
        if (is_stale(values, hints, atomic_load_explicit(&hints[i], memory_order_relaxed)))
            way = i;
    atomic_store_explicit(&hints[way], entry + 1, memory_order_relaxed);
}

static const struct vd_event *in_block(struct vd_block *block, uint32_t index, struct vd_pos pos)
{
    if (!block || index >= block->count || !is_at(&block->events[index], pos))
        return NULL;
    if (!atomic_load_explicit(&block->events[index].asked, memory_order_relaxed))
        atomic_store_explicit(&block->events[index].asked, 1, memory_order_relaxed);
    return &block->events[index];
}

static const struct vd_event *at_place(const struct vd_values *values, uint64_t place,
                                       struct vd_pos pos)
{
    if (!place)
        return NULL;
    if (place & IN_CACHE)
        return cached(values, place, pos);
    return in_block(vd_tail_block(&values->tail, (place >> INDEX_BITS) - 1),
                    place & (VD_BLOCK_EVENTS_MAX - 1), pos);
}

static const struct vd_event *by_position(const struct vd_values *values, struct vd_pos pos)
{
    struct vd_block *block;
    uint64_t number;
    uint32_t index;

    return vd_tail_find(&values->tail, pos, &number, &block, &index) ? vd_values_cached(values, pos)
                                                                     : in_block(block, index, pos);
}

const struct vd_event *vd_values_get(const struct vd_values *values, const struct vd_key *key,
                                     struct vd_pos pos)
{
    uint64_t place = atomic_load_explicit(&key->where, memory_order_relaxed);
    const struct vd_event *event = at_place(values, place, pos);

    return event ? event : by_position(values, pos);
}

void vd_values_prefetch(const struct vd_values *values, const struct vd_key *key)
{
    uint64_t place = atomic_load_explicit(&key->where, memory_order_relaxed);
    const struct vd_block *block;
    const char *event;

    if (!place || place & IN_CACHE)
        return;
    block = vd_tail_block(&values->tail, (place >> INDEX_BITS) - 1);
    if (!block)
        return;
    event = (const char *)&block->events[place & (VD_BLOCK_EVENTS_MAX - 1)];
    __builtin_prefetch(event);
    __builtin_prefetch(event + sizeof(struct vd_event) - 1);
}

const struct vd_event *vd_values_get_staged(const struct vd_values *values,
                                            const struct vd_key *key, struct vd_pos pos)
{
    uint64_t place = atomic_load_explicit(&key->where, memory_order_relaxed);
    const struct vd_event *event = NULL;

    if (place && !(place & IN_CACHE))
        event = in_block(vd_tail_block_staged(&values->tail, (place >> INDEX_BITS) - 1),
                         place & (VD_BLOCK_EVENTS_MAX - 1), pos);
    return event ? event : vd_values_get(values, key, pos);
}

void vd_values_set(struct vd_values *values, struct vd_key *key, uint32_t index)
{
    vd_assert(index < VD_BLOCK_EVENTS_MAX);
    atomic_store_explicit(&key->where, place_of(values->tail.staged_end - 1, index),
                          memory_order_relaxed);
}

static void unref_block(void *block)
{
    vd_block_unref(block);
}

/* Empties the entry under the hand if nobody asked for it since. Under the lock. */
static int evict_step(struct vd_values *values)
{
    struct vd_cache_entry *entry = &values->entries[values->hand];
    struct vd_block *block = atomic_load_explicit(&entry->block, memory_order_relaxed);
    struct vd_retire_list list = {0};
    uint32_t at = values->hand;
    int rc;

    values->hand = at + 1 < values->used ? at + 1 : 0;
    if (!block || atomic_exchange_explicit(&entry->asked, 0, memory_order_relaxed))
        return 0;
    rc = vd_retire_list_reserve(&list, 1);
    if (rc)
        return rc;
    atomic_store(&entry->block, NULL);
    atomic_fetch_sub_explicit(&values->bytes, block->size_bytes, memory_order_relaxed);
    values->holes[values->hole_count++] = at;
    vd_retire_list_add(&list, block, unref_block);
    vd_epoch_retire(values->epoch, &list);
    return 0;
}

/* An empty entry and room for `size` bytes. Under the lock. */
static int make_room(struct vd_values *values, size_t size, uint32_t *out_entry)
{
    uint64_t steps = 2 * (uint64_t)values->used + 2;

    while ((!values->hole_count && values->used == values->entries_max) ||
           atomic_load(&values->bytes) + size > values->limit_bytes) {
        int rc = steps-- && values->used ? evict_step(values) : VD_TOO_LARGE;

        if (rc)
            return rc;
    }
    *out_entry = values->hole_count ? values->holes[--values->hole_count] : values->used++;
    return 0;
}

static struct vd_block *copy_of(const struct vd_event *event)
{
    size_t bytes = (size_t)event->key_len + event->value_len + event->cause_len;
    struct vd_block *block = vd_block_new(1, bytes);
    struct vd_event *copy;

    if (!block)
        return NULL;
    copy = vd_block_add(block, vd_event_key(event), vd_event_value(event), vd_event_cause(event));
    copy->revision = event->revision;
    copy->sub = event->sub;
    copy->prev_revision = event->prev_revision;
    copy->prev_sub = event->prev_sub;
    copy->create_revision = event->create_revision;
    copy->version = event->version;
    copy->lease = event->lease;
    copy->time_ms = event->time_ms;
    copy->type = event->type;
    copy->last = event->last;
    return block;
}

/* seen: the hint that the new place replaces; if it has changed meanwhile, a newer event has come
 * and the entry is found by nobody until the hand takes it. */
static void keep(struct vd_values *values, struct vd_key *key, const struct vd_event *event,
                 uint64_t seen)
{
    struct vd_block *block = copy_of(event);
    uint32_t entry;

    if (!block)
        return;
    pthread_mutex_lock(&values->lock);
    if (block->size_bytes > values->limit_bytes / 8 ||
        make_room(values, block->size_bytes, &entry)) {
        pthread_mutex_unlock(&values->lock);
        vd_block_unref(block);
        return;
    }
    atomic_fetch_add_explicit(&values->bytes, block->size_bytes, memory_order_relaxed);
    atomic_store_explicit(&values->entries[entry].asked, 0, memory_order_relaxed);
    make_hint(values, entry, vd_event_pos(event));
    atomic_store_explicit(&values->entries[entry].block, block, memory_order_release);
    pthread_mutex_unlock(&values->lock);
    atomic_compare_exchange_strong(&key->where, &seen, IN_CACHE | entry);
}

void vd_values_keep(struct vd_values *values, struct vd_key *key, const struct vd_event *event)
{
    uint64_t place = atomic_load_explicit(&key->where, memory_order_relaxed);

    if (!at_place(values, place, vd_event_pos(event)))
        keep(values, key, event, place);
}

static void keep_asked(struct vd_values *values, const struct vd_index_root *root,
                       const struct vd_block *block, uint64_t number)
{
    for (uint32_t i = 0; i < block->count; i++) {
        const struct vd_event *event = &block->events[i];
        struct vd_index_hit hit;

        if (event->type != VD_EVENT_PUT ||
            !atomic_load_explicit(&event->asked, memory_order_relaxed))
            continue;
        if (vd_index_get(root, vd_event_key(event), (struct vd_pos){0}, &hit) &&
            atomic_load_explicit(&hit.key->where, memory_order_relaxed) == place_of(number, i))
            keep(values, hit.key, event, place_of(number, i));
    }
}

size_t vd_values_trim(struct vd_values *values, const struct vd_index_root *root,
                      size_t limit_bytes, uint64_t committed, size_t max_blocks)
{
    struct vd_tail *tail = &values->tail;
    struct vd_retire_list list = {0};
    uint64_t number = atomic_load(&tail->first);
    size_t done = 0;

    if (number >= committed || atomic_load(&tail->bytes) <= limit_bytes)
        return 0;
    if (vd_retire_list_reserve(&list, VD_MIN(max_blocks, committed - number)))
        return 0;
    for (; number < committed && done < max_blocks && atomic_load(&tail->bytes) > limit_bytes;
         number++, done++) {
        keep_asked(values, root, vd_tail_block(tail, number), number);
        vd_tail_trim(tail, &list);
    }
    vd_epoch_retire(values->epoch, &list);
    vd_retire_list_free_now(&list);
    return done;
}
