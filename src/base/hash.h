/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A keyed hash for tables that hold bytes a peer chose. The key is drawn once at start, so
 * nobody outside can prepare collisions. SipHash-1-3 (Aumasson and Bernstein, 2012; one
 * compression and three finalisation rounds).
 */
#ifndef VD_BASE_HASH_H
#define VD_BASE_HASH_H

#include "base/slice.h"

/* Draws the process-wide key from the kernel; call once before threads. Until then the key is 0. */
void vd_hash_seed(void);
uint64_t vd_hash(struct vd_slice bytes);

/* Spreads an integer that no peer chose (SplitMix64's finaliser). */
static inline uint64_t vd_hash_u64(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

#endif
