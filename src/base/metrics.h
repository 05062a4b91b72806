/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Metrics: one table of rows (base/metrics_table.h), from which the counters, the text of /metrics
 * and docs/metrics.md come.
 *
 * Each thread counts in a block of its own, so counting is an addition without a lock; a reader
 * sums the blocks. What somebody else knows already (the store's size) is set by a collector just
 * before the text is written.
 */
#ifndef VD_BASE_METRICS_H
#define VD_BASE_METRICS_H

#include "base/buf.h"
#include "base/metrics_table.h"

#include <stdatomic.h>

enum vd_metric_type { VD_METRIC_COUNTER, VD_METRIC_GAUGE };

#define VD_METRIC_ENUM(id, ...)    VD_M_##id,
#define VD_HISTOGRAM_ENUM(id, ...) VD_H_##id,
#define VD_FAMILY_ENUM(id, ...)    VD_FAMILY_##id,
enum vd_metric { VD_METRICS(VD_METRIC_ENUM) VD_METRIC_COUNT };
enum vd_histogram { VD_HISTOGRAMS(VD_HISTOGRAM_ENUM) VD_HISTOGRAM_COUNT };
enum vd_family { VD_FAMILIES(VD_FAMILY_ENUM) VD_FAMILY_COUNT };
#undef VD_METRIC_ENUM
#undef VD_HISTOGRAM_ENUM
#undef VD_FAMILY_ENUM

/* Times from 8 us to 16 s, a bucket a doubling, and one beyond. */
enum { VD_HISTOGRAM_FIRST_LOG2_US = 3, VD_HISTOGRAM_BUCKETS = 22 };

struct vd_metrics_block {
    _Atomic uint64_t values[VD_METRIC_COUNT];
    struct {
        _Atomic uint64_t buckets[VD_HISTOGRAM_BUCKETS + 1];
        _Atomic uint64_t sum_us;
    } times[VD_HISTOGRAM_COUNT];
    struct vd_metrics_block *next;
};

extern _Thread_local struct vd_metrics_block *vd_metrics_mine;
/* This thread's block, made at first use; never NULL (without memory: one that all share). */
struct vd_metrics_block *vd_metrics_join(void);

static inline void vd_metric_add(enum vd_metric metric, uint64_t n)
{
    struct vd_metrics_block *block = vd_metrics_mine ? vd_metrics_mine : vd_metrics_join();
    _Atomic uint64_t *value = &block->values[metric];

    atomic_store_explicit(value, atomic_load_explicit(value, memory_order_relaxed) + n,
                          memory_order_relaxed);
}

/* Gauges only; what one thread adds another may take away. */
static inline void vd_metric_sub(enum vd_metric metric, uint64_t n)
{
    vd_metric_add(metric, (uint64_t)0 - n);
}

void vd_metric_observe_us(enum vd_histogram histogram, uint64_t us);
/* For collectors: what it is now, beside what was added. Any thread. */
void vd_metric_set(enum vd_metric metric, uint64_t value);
/* The sum over threads. Any thread. */
uint64_t vd_metric_read(enum vd_metric metric);

/* Called, in order, before the text is written, on the thread that asks. At start-up only. */
void vd_metrics_add_collector(void (*collect)(void *arg), void *arg);

/* Who writes the rows of a family: a call of vd_metrics_add_row for each, on the thread that asks.
 * A family without a writer is left out. At start-up only; the same again is of no effect. */
void vd_metrics_set_writer(enum vd_family family,
                           void (*write)(struct vd_buf *buf, enum vd_family family));
/* labels: as in the text, "a=\"1\",b=\"2\"", or empty. */
void vd_metrics_add_row(struct vd_buf *buf, enum vd_family family, struct vd_slice labels,
                        uint64_t value);

/* The Prometheus text format, version 0.0.4: of the families that `wants` says yes to; NULL: of
 * all. */
void vd_metrics_write_text(struct vd_buf *buf, bool (*wants)(void *arg, const char *name),
                           void *arg);
/* The page docs/metrics.md. */
void vd_metrics_write_page(struct vd_buf *buf);

#endif
