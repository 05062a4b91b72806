/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One bucket more with each lease, one less as they go, so that it grows to any size without a
 * moment in which everything moves (linear hashing). A bucket is all hashes with the same low bits.
 * Read backwards those are an interval, which is why a walk in the order of hashes read backwards
 * goes on rightly whatever was parted or joined meanwhile.
 *
 * Ids are what peers choose, so the hash is keyed.
 */
#include "core/lease_ids.h"

#include "base/check.h"
#include "base/hash.h"

#include <errno.h>

enum { BUCKETS_MIN = 16 };

static uint64_t hash_of(int64_t id)
{
    return vd_hash(vd_slice(&id, sizeof(id)));
}

/* 2^k <= count < 2^(k+1): 2^k. */
static size_t half_of(size_t count)
{
    return (size_t)1 << (63 - __builtin_clzll(count));
}

static size_t bucket_of(const struct vd_lease_ids *ids, uint64_t hash)
{
    size_t half = half_of(ids->bucket_count);
    size_t bucket = hash & (2 * half - 1);

    return bucket < ids->bucket_count ? bucket : bucket - half;
}

static struct vd_lease **bucket_at(const struct vd_lease_ids *ids, size_t i)
{
    return vd_pages_at(&ids->buckets, i);
}

/* Without memory the chains only get longer. */
static void grow(struct vd_lease_ids *ids)
{
    size_t number = ids->bucket_count, half = half_of(number);
    struct vd_lease **from, **to;

    if (vd_pages_reserve(&ids->buckets, number + 1))
        return;
    from = bucket_at(ids, number - half);
    to = bucket_at(ids, number);
    *to = NULL;
    while (*from) {
        struct vd_lease *lease = *from;

        if ((hash_of(lease->id) & (2 * half - 1)) != number) {
            from = &lease->next;
            continue;
        }
        *from = lease->next;
        lease->next = *to;
        *to = lease;
    }
    ids->bucket_count++;
}

static void shrink(struct vd_lease_ids *ids)
{
    size_t number = ids->bucket_count - 1;
    struct vd_lease **to;

    if (number < BUCKETS_MIN)
        return;
    to = bucket_at(ids, number - half_of(number));
    while (*to)
        to = &(*to)->next;
    *to = *bucket_at(ids, number);
    ids->bucket_count = number;
    vd_pages_trim(&ids->buckets, number);
}

int vd_lease_ids_init(struct vd_lease_ids *ids)
{
    *ids = (struct vd_lease_ids){.bucket_count = BUCKETS_MIN};
    vd_pages_init(&ids->buckets, sizeof(struct vd_lease *));
    if (vd_pages_reserve(&ids->buckets, BUCKETS_MIN)) {
        vd_pages_deinit(&ids->buckets); /* of a part of it */
        return -ENOMEM;
    }
    for (size_t i = 0; i < BUCKETS_MIN; i++)
        *bucket_at(ids, i) = NULL;
    return 0;
}

void vd_lease_ids_deinit(struct vd_lease_ids *ids, void (*free_lease)(struct vd_lease *lease))
{
    for (size_t i = 0; i < ids->bucket_count; i++) {
        struct vd_lease *lease = *bucket_at(ids, i), *next;

        for (; lease; lease = next) {
            next = lease->next;
            free_lease(lease);
        }
    }
    vd_pages_deinit(&ids->buckets);
}

static struct vd_lease *of_id(struct vd_lease *lease, int64_t id)
{
    while (lease && lease->id != id)
        lease = lease->next;
    return lease;
}

struct vd_lease *vd_lease_ids_find(const struct vd_lease_ids *ids, int64_t id)
{
    return of_id(*bucket_at(ids, bucket_of(ids, hash_of(id))), id);
}

struct vd_lease *vd_lease_ids_another(const struct vd_lease *lease)
{
    return of_id(lease->next, lease->id);
}

void vd_lease_ids_add(struct vd_lease_ids *ids, struct vd_lease *lease)
{
    struct vd_lease **bucket;

    if (ids->count >= ids->bucket_count)
        grow(ids);
    bucket = bucket_at(ids, bucket_of(ids, hash_of(lease->id)));
    lease->next = *bucket;
    *bucket = lease;
    ids->count++;
}

void vd_lease_ids_remove(struct vd_lease_ids *ids, struct vd_lease *lease)
{
    struct vd_lease **at = bucket_at(ids, bucket_of(ids, hash_of(lease->id)));

    while (*at != lease)
        at = &(*at)->next;
    *at = lease->next;
    lease->next = NULL;
    ids->count--;
    if (ids->count < ids->bucket_count / 2)
        shrink(ids);
}

static uint64_t backwards(uint64_t n)
{
    n = ((n >> 1) & 0x5555555555555555) | ((n & 0x5555555555555555) << 1);
    n = ((n >> 2) & 0x3333333333333333) | ((n & 0x3333333333333333) << 2);
    n = ((n >> 4) & 0x0f0f0f0f0f0f0f0f) | ((n & 0x0f0f0f0f0f0f0f0f) << 4);
    return __builtin_bswap64(n);
}

/* A bucket may begin before the cursor, if it was joined since. */
static const struct vd_lease *skip_passed(const struct vd_lease *lease, uint64_t cursor)
{
    while (lease && backwards(hash_of(lease->id)) < cursor)
        lease = lease->next;
    return lease;
}

const struct vd_lease *vd_lease_ids_from(const struct vd_lease_ids *ids, uint64_t cursor,
                                         uint64_t *out_next)
{
    size_t bucket = bucket_of(ids, backwards(cursor)), half = half_of(ids->bucket_count);
    bool is_parted = (bucket & (half - 1)) < ids->bucket_count - half;
    uint64_t parts = is_parted ? 2 * half : half; /* of all hashes, this bucket has one */

    *out_next = backwards(bucket) + (UINT64_MAX / parts + 1);
    return skip_passed(*bucket_at(ids, bucket), cursor);
}

const struct vd_lease *vd_lease_ids_next(const struct vd_lease *lease, uint64_t cursor)
{
    return skip_passed(lease->next, cursor);
}
