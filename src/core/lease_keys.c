/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two levels: an array of chunks in order, each a sorted array of at most 256 pointers. A million
 * keys are some thousands of chunks, so the upper array is moved about once for every hundred keys
 * that come in, and that is a few kilobytes.
 */
#include "core/lease_keys.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>

enum { CHUNK_MIN = 2, CHUNK_MAX = 256 };

struct vd_lease_chunk {
    uint32_t count, cap;
    struct vd_key *keys[];
};

static int compare(const struct vd_key *key, struct vd_slice with)
{
    return vd_slice_cmp(vd_key_slice(key), with);
}

/* How many keys of the chunk are below `key`, or (and_equal) not above it. */
static uint32_t rank_in(const struct vd_lease_chunk *chunk, struct vd_slice key, bool and_equal)
{
    uint32_t low = 0, high = chunk->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare(chunk->keys[middle], key);

        if (order < 0 || (and_equal && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The chunk in which a key is, or belongs: the last one that does not begin above it. */
static uint32_t chunk_of(const struct vd_lease_keys *keys, struct vd_slice key)
{
    uint32_t low = 0, high = keys->count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (compare(keys->chunks[middle]->keys[0], key) <= 0)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static struct vd_lease_chunk *resize(struct vd_lease_chunk *chunk, uint32_t cap)
{
    struct vd_lease_chunk *resized =
        vd_realloc(chunk, sizeof(*chunk) + cap * sizeof(chunk->keys[0]));

    if (!resized)
        return NULL;
    if (!chunk)
        resized->count = 0;
    resized->cap = cap;
    return resized;
}

static int reserve_chunks(struct vd_lease_keys *keys, uint32_t count)
{
    struct vd_lease_chunk **larger;
    uint32_t cap = VD_MAX(2 * keys->cap, (uint32_t)1);

    if (count <= keys->cap)
        return 0;
    larger = vd_realloc(keys->chunks, cap * sizeof(struct vd_lease_chunk *));
    if (!larger)
        return -ENOMEM;
    keys->chunks = larger;
    keys->cap = cap;
    return 0;
}

static void insert_chunk(struct vd_lease_keys *keys, uint32_t at, struct vd_lease_chunk *chunk)
{
    vd_assert(keys->count < keys->cap && chunk->count);
    memmove(keys->chunks + at + 1, keys->chunks + at,
            (keys->count - at) * sizeof(struct vd_lease_chunk *));
    keys->chunks[at] = chunk;
    keys->count++;
}

static void insert_key(struct vd_lease_chunk *chunk, uint32_t at, struct vd_key *key)
{
    vd_assert(chunk->count < chunk->cap);
    memmove(chunk->keys + at + 1, chunk->keys + at, (chunk->count - at) * sizeof(chunk->keys[0]));
    chunk->keys[at] = key;
    chunk->count++;
}

/* From the one key without memory of its own to one chunk. */
static int add_second(struct vd_lease_keys *keys, struct vd_key *key)
{
    struct vd_lease_chunk **chunks = vd_alloc(sizeof(struct vd_lease_chunk *));
    struct vd_lease_chunk *chunk = resize(NULL, CHUNK_MIN);
    struct vd_key *one = keys->one;

    if (!chunks || !chunk) {
        vd_free(chunks);
        vd_free(chunk);
        return -ENOMEM;
    }
    insert_key(chunk, 0, one);
    insert_key(chunk, compare(one, vd_key_slice(key)) < 0, key);
    chunks[0] = chunk;
    keys->chunks = chunks;
    keys->count = keys->cap = 1;
    return 0;
}

/*
 * A full chunk of the largest size is parted in the middle; behind the last key of all a new one
 * begins instead, so that keys that come in order leave full chunks. *at and the answer: where the
 * key goes now. NULL: no memory.
 */
static struct vd_lease_chunk *part(struct vd_lease_keys *keys, uint32_t number, uint32_t *at)
{
    struct vd_lease_chunk *low = keys->chunks[number], *high;
    bool is_end = number + 1 == keys->count && *at == low->count;
    uint32_t kept = is_end ? low->count : low->count / 2;

    if (reserve_chunks(keys, keys->count + 1))
        return NULL;
    high = resize(NULL, is_end ? CHUNK_MIN : CHUNK_MAX);
    if (!high || is_end)
        return high;
    high->count = low->count - kept;
    memcpy(high->keys, low->keys + kept, high->count * sizeof(high->keys[0]));
    low->count = kept;
    insert_chunk(keys, number + 1, high);
    if (*at <= kept)
        return low;
    *at -= kept;
    return high;
}

static int add_to_chunk(struct vd_lease_keys *keys, uint32_t number, uint32_t at,
                        struct vd_key *key)
{
    struct vd_lease_chunk *chunk = keys->chunks[number];
    uint32_t parted_at = at;

    if (chunk->count < chunk->cap) {
        insert_key(chunk, at, key);
        return 0;
    }
    if (chunk->cap < CHUNK_MAX) {
        chunk = resize(chunk, 2 * chunk->cap);
        if (!chunk)
            return -ENOMEM;
        keys->chunks[number] = chunk;
        insert_key(chunk, at, key);
        return 0;
    }
    chunk = part(keys, number, &parted_at);
    if (!chunk)
        return -ENOMEM;
    if (chunk->count) {
        insert_key(chunk, parted_at, key);
    } else {
        insert_key(chunk, 0, key);
        insert_chunk(keys, keys->count, chunk);
    }
    return 0;
}

int vd_lease_keys_add(struct vd_lease_keys *keys, struct vd_key *key)
{
    uint32_t number, at;

    if (!keys->cap && !keys->one) {
        keys->one = key;
        return 0;
    }
    if (!keys->cap)
        return keys->one == key ? VD_EXISTS : add_second(keys, key);
    number = chunk_of(keys, vd_key_slice(key));
    at = rank_in(keys->chunks[number], vd_key_slice(key), false);
    if (at < keys->chunks[number]->count && keys->chunks[number]->keys[at] == key)
        return VD_EXISTS;
    return add_to_chunk(keys, number, at, key);
}

/* Giving memory back may fail, and then it is kept. */
static void shrink(struct vd_lease_keys *keys, uint32_t number)
{
    struct vd_lease_chunk *chunk = keys->chunks[number];
    struct vd_lease_chunk **smaller;

    if (chunk->cap > CHUNK_MIN && chunk->count <= chunk->cap / 4) {
        chunk = resize(chunk, chunk->cap / 2);
        if (chunk)
            keys->chunks[number] = chunk;
    }
    if (keys->count > keys->cap / 4)
        return;
    smaller = vd_realloc(keys->chunks, keys->cap / 2 * sizeof(struct vd_lease_chunk *));
    if (smaller) {
        keys->chunks = smaller;
        keys->cap /= 2;
    }
}

static void remove_chunk(struct vd_lease_keys *keys, uint32_t number)
{
    vd_free(keys->chunks[number]);
    keys->count--;
    memmove(keys->chunks + number, keys->chunks + number + 1,
            (keys->count - number) * sizeof(struct vd_lease_chunk *));
    if (!keys->count) {
        vd_free(keys->chunks);
        *keys = (struct vd_lease_keys){0};
    }
}

bool vd_lease_keys_remove(struct vd_lease_keys *keys, const struct vd_key *key)
{
    struct vd_lease_chunk *chunk;
    uint32_t number, at;

    if (!keys->cap) {
        if (keys->one != key)
            return false;
        keys->one = NULL;
        return true;
    }
    number = chunk_of(keys, vd_key_slice(key));
    chunk = keys->chunks[number];
    at = rank_in(chunk, vd_key_slice(key), false);
    if (at == chunk->count || chunk->keys[at] != key)
        return false;
    chunk->count--;
    memmove(chunk->keys + at, chunk->keys + at + 1, (chunk->count - at) * sizeof(chunk->keys[0]));
    if (chunk->count)
        shrink(keys, number);
    else
        remove_chunk(keys, number);
    return true;
}

static size_t from_one(const struct vd_lease_keys *keys, const struct vd_slice *after,
                       struct vd_key **out_keys, size_t max)
{
    if (!keys->one || !max || (after && compare(keys->one, *after) <= 0))
        return 0;
    out_keys[0] = keys->one;
    return 1;
}

size_t vd_lease_keys_after(const struct vd_lease_keys *keys, const struct vd_slice *after,
                           struct vd_key **out_keys, size_t max)
{
    uint32_t number = 0, at = 0;
    size_t count = 0;

    if (!keys->cap)
        return from_one(keys, after, out_keys, max);
    if (after) {
        number = chunk_of(keys, *after);
        at = rank_in(keys->chunks[number], *after, true);
    }
    for (; number < keys->count && count < max; number++, at = 0) {
        const struct vd_lease_chunk *chunk = keys->chunks[number];
        size_t n = VD_MIN((size_t)(chunk->count - at), max - count);

        memcpy(out_keys + count, chunk->keys + at, n * sizeof(out_keys[0]));
        count += n;
    }
    return count;
}

void vd_lease_keys_deinit(struct vd_lease_keys *keys)
{
    for (uint32_t i = 0; keys->cap && i < keys->count; i++)
        vd_free(keys->chunks[i]);
    if (keys->cap)
        vd_free(keys->chunks);
    *keys = (struct vd_lease_keys){0};
}
