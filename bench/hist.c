/* SPDX-License-Identifier: Apache-2.0 */
#include "hist.h"

#include <string.h>

void hist_reset(struct hist *h)
{
    memset(h, 0, sizeof(*h));
}

static uint64_t bucket_ns(unsigned i)
{
    if (i < 64)
        return i;
    unsigned shift = i / 64U - 1U;
    uint64_t low = (uint64_t)(i % 64U + 64U) << shift;
    return low + ((1ULL << shift) >> 1);
}

uint64_t hist_at(const struct hist *h, double share)
{
    uint64_t want = (uint64_t)((double)h->count * share), seen = 0;
    for (unsigned i = 0; i < HIST_BUCKETS; i++) {
        seen += h->bucket[i];
        if (seen > want || (seen == h->count && seen > 0))
            return bucket_ns(i);
    }
    return 0;
}

void hist_print(FILE *out, const char *name, const struct hist *h)
{
    double mean = h->count ? (double)h->sum_ns / (double)h->count : 0;
    fprintf(out,
            "\"%s\":{\"n\":%llu,\"p50_us\":%.2f,\"p90_us\":%.2f,\"p99_us\":%.2f,"
            "\"max_us\":%.2f,\"mean_us\":%.2f}",
            name, (unsigned long long)h->count, (double)hist_at(h, 0.5) / 1e3,
            (double)hist_at(h, 0.9) / 1e3, (double)hist_at(h, 0.99) / 1e3, (double)h->max_ns / 1e3,
            mean / 1e3);
}
