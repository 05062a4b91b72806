/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks are linked into one list and never freed: a thread that has ended leaves its counts
 * behind, and there are only as many threads as there are processors and helpers.
 */
#include "base/metrics.h"

#include "base/alloc.h"
#include "base/check.h"

#include <inttypes.h>

enum { COLLECTORS_MAX = 16, DIGITS = 32 };

struct row {
    const char *name, *labels, *unit, *help;
    enum vd_metric_type type;
};

#define ROW(id, name, labels, type, unit, help) {name, labels, unit, help, VD_METRIC_##type},
static const struct row rows[] = {VD_METRICS(ROW)};
#define HISTOGRAM_ROW(id, name, labels, help) {name, labels, "seconds", help, VD_METRIC_COUNTER},
static const struct row histogram_rows[] = {VD_HISTOGRAMS(HISTOGRAM_ROW)};
static const struct row family_rows[] = {VD_FAMILIES(ROW)};

_Thread_local struct vd_metrics_block *vd_metrics_mine;
static struct vd_metrics_block shared_block; /* for threads that found no memory */
static _Atomic(struct vd_metrics_block *) blocks = &shared_block;
static _Atomic uint64_t set_values[VD_METRIC_COUNT];

static struct {
    void (*collect)(void *arg);
    void *arg;
} collectors[COLLECTORS_MAX];
static unsigned collector_count;
static void (*writers[VD_FAMILY_COUNT])(struct vd_buf *buf, enum vd_family family);

struct vd_metrics_block *vd_metrics_join(void)
{
    struct vd_metrics_block *block = vd_alloc_zero(sizeof(*block));

    if (!block) {
        vd_metrics_mine = &shared_block;
        return vd_metrics_mine;
    }
    block->next = atomic_load_explicit(&blocks, memory_order_relaxed);
    while (!atomic_compare_exchange_weak_explicit(&blocks, &block->next, block,
                                                  memory_order_release, memory_order_relaxed))
        ;
    vd_metrics_mine = block;
    return block;
}

static unsigned bucket_of(uint64_t us)
{
    unsigned log2 = us > 1 ? 64 - (unsigned)__builtin_clzll(us - 1) : 0; /* rounded up */

    return log2 <= VD_HISTOGRAM_FIRST_LOG2_US
               ? 0
               : VD_MIN(log2 - VD_HISTOGRAM_FIRST_LOG2_US, (unsigned)VD_HISTOGRAM_BUCKETS);
}

static void add_relaxed(_Atomic uint64_t *value, uint64_t n)
{
    atomic_store_explicit(value, atomic_load_explicit(value, memory_order_relaxed) + n,
                          memory_order_relaxed);
}

void vd_metric_observe_us(enum vd_histogram histogram, uint64_t us)
{
    struct vd_metrics_block *block = vd_metrics_mine ? vd_metrics_mine : vd_metrics_join();

    add_relaxed(&block->times[histogram].buckets[bucket_of(us)], 1);
    add_relaxed(&block->times[histogram].sum_us, us);
}

void vd_metric_set(enum vd_metric metric, uint64_t value)
{
    atomic_store_explicit(&set_values[metric], value, memory_order_relaxed);
}

uint64_t vd_metric_read(enum vd_metric metric)
{
    struct vd_metrics_block *block = atomic_load_explicit(&blocks, memory_order_acquire);
    uint64_t sum = atomic_load_explicit(&set_values[metric], memory_order_relaxed);

    for (; block; block = block->next)
        sum += atomic_load_explicit(&block->values[metric], memory_order_relaxed);
    return sum;
}

void vd_metrics_add_collector(void (*collect)(void *arg), void *arg)
{
    vd_assert(collector_count < COLLECTORS_MAX);
    collectors[collector_count].collect = collect;
    collectors[collector_count++].arg = arg;
}

/* Then it holds microseconds. */
static bool is_in_seconds(const struct row *row)
{
    return strcmp(row->unit, "seconds") == 0;
}

void vd_metrics_set_writer(enum vd_family family,
                           void (*write)(struct vd_buf *buf, enum vd_family family))
{
    writers[family] = write;
}

/* There may be a thousand of them, so they are not printed but put together. */
void vd_metrics_add_row(struct vd_buf *buf, enum vd_family family, struct vd_slice labels,
                        uint64_t value)
{
    unsigned places = is_in_seconds(&family_rows[family]) ? 6 : 0; /* behind the point */
    char digits[DIGITS], *at = digits + DIGITS;

    vd_buf_append_slice(buf, vd_slice_str(family_rows[family].name));
    if (labels.len) {
        vd_buf_append(buf, "{", 1);
        vd_buf_append_slice(buf, labels);
        vd_buf_append(buf, "}", 1);
    }
    *--at = '\n';
    for (unsigned place = 0; value || place < places + 1; place++) {
        if (places && place == places)
            *--at = '.';
        *--at = (char)('0' + value % 10);
        value /= 10;
    }
    *--at = ' ';
    vd_buf_append(buf, at, (size_t)(digits + DIGITS - at));
}

static const char *type_name(enum vd_metric_type type)
{
    return type == VD_METRIC_COUNTER ? "counter" : "gauge";
}

static bool begins_family(const struct row *all, unsigned i)
{
    return i == 0 || strcmp(all[i].name, all[i - 1].name) != 0;
}

static void begin_family(struct vd_buf *buf, const struct row *row, const char *type)
{
    vd_buf_printf(buf, "# HELP %s %s\n# TYPE %s %s\n", row->name, row->help, row->name, type);
}

static void write_value(struct vd_buf *buf, const struct row *row, enum vd_metric metric)
{
    uint64_t value = vd_metric_read(metric);

    vd_buf_printf(buf, *row->labels ? "%s{%s} " : "%s%s ", row->name, row->labels);
    if (is_in_seconds(row))
        vd_buf_printf(buf, "%" PRIu64 ".%06" PRIu64 "\n", value / 1000000, value % 1000000);
    else if (row->type == VD_METRIC_GAUGE)
        vd_buf_printf(buf, "%" PRId64 "\n", (int64_t)value);
    else
        vd_buf_printf(buf, "%" PRIu64 "\n", value);
}

static void write_sum(struct vd_buf *buf, const struct row *row, const char *suffix, uint64_t value,
                      bool is_us)
{
    vd_buf_printf(buf, *row->labels ? "%s%s{%s} " : "%s%s%s ", row->name, suffix, row->labels);
    if (is_us)
        vd_buf_printf(buf, "%" PRIu64 ".%06" PRIu64 "\n", value / 1000000, value % 1000000);
    else
        vd_buf_printf(buf, "%" PRIu64 "\n", value);
}

static void write_histogram(struct vd_buf *buf, enum vd_histogram histogram)
{
    const struct row *row = &histogram_rows[histogram];
    uint64_t counts[VD_HISTOGRAM_BUCKETS + 1] = {0}, sum_us = 0, total = 0;
    const char *comma = *row->labels ? "," : "";
    struct vd_metrics_block *block = atomic_load_explicit(&blocks, memory_order_acquire);

    for (; block; block = block->next) {
        sum_us += atomic_load_explicit(&block->times[histogram].sum_us, memory_order_relaxed);
        for (unsigned i = 0; i < VD_COUNT(counts); i++)
            counts[i] +=
                atomic_load_explicit(&block->times[histogram].buckets[i], memory_order_relaxed);
    }
    if (begins_family(histogram_rows, histogram))
        begin_family(buf, row, "histogram");
    for (unsigned i = 0; i < VD_HISTOGRAM_BUCKETS; i++) {
        total += counts[i];
        vd_buf_printf(buf, "%s_bucket{%s%sle=\"%.6f\"} %" PRIu64 "\n", row->name, row->labels,
                      comma, (double)((uint64_t)1 << (i + VD_HISTOGRAM_FIRST_LOG2_US)) / 1e6,
                      total);
    }
    total += counts[VD_HISTOGRAM_BUCKETS];
    vd_buf_printf(buf, "%s_bucket{%s%sle=\"+Inf\"} %" PRIu64 "\n", row->name, row->labels, comma,
                  total);
    write_sum(buf, row, "_sum", sum_us, true);
    write_sum(buf, row, "_count", total, false);
}

static bool wants_all(void *arg, const char *name)
{
    return true;
}

void vd_metrics_write_text(struct vd_buf *buf, bool (*wants)(void *arg, const char *name),
                           void *arg)
{
    wants = wants ? wants : wants_all;
    for (unsigned i = 0; i < collector_count; i++)
        collectors[i].collect(collectors[i].arg);
    for (unsigned i = 0; i < VD_COUNT(rows); i++) {
        if (!wants(arg, rows[i].name))
            continue;
        if (begins_family(rows, i))
            begin_family(buf, &rows[i], type_name(rows[i].type));
        write_value(buf, &rows[i], (enum vd_metric)i);
    }
    for (unsigned i = 0; i < VD_COUNT(histogram_rows); i++)
        if (wants(arg, histogram_rows[i].name))
            write_histogram(buf, (enum vd_histogram)i);
    for (unsigned i = 0; i < VD_COUNT(family_rows); i++) {
        if (!writers[i] || !wants(arg, family_rows[i].name))
            continue;
        begin_family(buf, &family_rows[i], type_name(family_rows[i].type));
        writers[i](buf, (enum vd_family)i);
    }
}

static void write_page_row(struct vd_buf *buf, const struct row *row, const char *type)
{
    vd_buf_printf(buf,
                  *row->labels ? "| `%s` (%s) | %s | %s | %s |\n" : "| `%s`%s | %s | %s | %s |\n",
                  row->name, row->labels, type, row->unit, row->help);
}

void vd_metrics_write_page(struct vd_buf *buf)
{
    vd_buf_printf(buf, "# Metrics\n\n"
                       "What `GET /metrics` answers, in the Prometheus text format. This page is "
                       "written from `src/base/metrics_table.h`;\na test fails when they differ "
                       "(`ninja -C build metrics-page` writes it anew).\n\n"
                       "| name | type | unit | meaning |\n|---|---|---|---|\n");
    for (unsigned i = 0; i < VD_COUNT(rows); i++)
        if (begins_family(rows, i))
            write_page_row(buf, &rows[i], type_name(rows[i].type));
    for (unsigned i = 0; i < VD_COUNT(histogram_rows); i++)
        if (begins_family(histogram_rows, i))
            write_page_row(buf, &histogram_rows[i], "histogram");
    for (unsigned i = 0; i < VD_COUNT(family_rows); i++)
        write_page_row(buf, &family_rows[i], type_name(family_rows[i].type));
}
