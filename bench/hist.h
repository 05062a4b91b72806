/* SPDX-License-Identifier: Apache-2.0 */
/* A histogram of nanoseconds with 64 steps to a doubling (1.6 % wide), for percentiles of any load.
 */
#ifndef BENCH_HIST_H
#define BENCH_HIST_H

#include <stdint.h>
#include <stdio.h>

enum { HIST_BUCKETS = 64 * 44 };

struct hist {
    uint64_t count;
    uint64_t sum_ns;
    uint64_t max_ns;
    uint64_t bucket[HIST_BUCKETS];
};

static inline unsigned hist_index(uint64_t ns)
{
    if (ns < 64)
        return (unsigned)ns;
    unsigned shift = 57U - (unsigned)__builtin_clzll(ns);
    unsigned i = 64U * (shift + 1U) + (unsigned)(ns >> shift) - 64U;
    return i < HIST_BUCKETS ? i : HIST_BUCKETS - 1;
}

static inline void hist_add(struct hist *h, uint64_t ns)
{
    h->count++;
    h->sum_ns += ns;
    if (ns > h->max_ns)
        h->max_ns = ns;
    h->bucket[hist_index(ns)]++;
}

void hist_reset(struct hist *h);

/* The value below which `share` (0..1) of the samples lie, in ns; 0 with no sample. */
uint64_t hist_at(const struct hist *h, double share);

/* Prints `"NAME":{"n":..,"p50_us":..,"p90_us":..,"p99_us":..,"max_us":..,"mean_us":..}`. */
void hist_print(FILE *out, const char *name, const struct hist *h);

#endif
