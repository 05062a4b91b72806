/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <sys/random.h>

static uint64_t key0, key1;

void vd_hash_seed(void)
{
    uint64_t keys[2] = {0, 0};

    if (getrandom(keys, sizeof(keys), 0) == (ssize_t)sizeof(keys)) {
        key0 = keys[0];
        key1 = keys[1];
    }
}

static inline uint64_t rotl(uint64_t x, int b)
{
    return (x << b) | (x >> (64 - b));
}

static inline void round_once(uint64_t v[4])
{
    v[0] += v[1];
    v[1] = rotl(v[1], 13) ^ v[0];
    v[0] = rotl(v[0], 32);
    v[2] += v[3];
    v[3] = rotl(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotl(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotl(v[1], 17) ^ v[2];
    v[2] = rotl(v[2], 32);
}

uint64_t vd_hash(struct vd_slice bytes)
{
    uint64_t v[4] = {key0 ^ 0x736f6d6570736575ULL, key1 ^ 0x646f72616e646f6dULL,
                     key0 ^ 0x6c7967656e657261ULL, key1 ^ 0x7465646279746573ULL};
    const uint8_t *p = bytes.ptr;
    size_t left = bytes.len;
    uint64_t word;

    for (; left >= 8; left -= 8, p += 8) {
        memcpy(&word, p, 8);
        v[3] ^= word;
        round_once(v);
        v[0] ^= word;
    }
    word = (uint64_t)bytes.len << 56;
    for (size_t i = 0; i < left; i++)
        word |= (uint64_t)p[i] << (8 * i);
    v[3] ^= word;
    round_once(v);
    v[0] ^= word;
    v[2] ^= 0xff;
    round_once(v);
    round_once(v);
    round_once(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}
