/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chained hashing with a secret multiplier. Few streams share one bucket that stands in the table
 * itself, which is what nearly every connection has.
 */
#include "wire/http2_stream.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"

enum { ONE_BUCKET_MAX = 4, FIRST_BITS = 4, KEPT_BITS = 6, BITS_MAX = 22 };

_Static_assert(sizeof(struct vd_http2_stream) <= 48, "a stream is small");

void vd_http2_table_init(struct vd_http2_table *table)
{
    *table = (struct vd_http2_table){.factor = (uint32_t)vd_hash(VD_SLICE("http2 streams")) | 1};
}

void vd_http2_table_deinit(struct vd_http2_table *table)
{
    vd_assert(table->count == 0);
    vd_free(table->buckets);
    *table = (struct vd_http2_table){0};
}

static size_t bucket_count(const struct vd_http2_table *table)
{
    return table->buckets ? (size_t)1 << table->bits : 1;
}

static struct vd_http2_stream **bucket_at(const struct vd_http2_table *table, size_t i)
{
    return table->buckets ? &table->buckets[i] : (struct vd_http2_stream **)&table->one;
}

static void push(struct vd_http2_table *table, struct vd_http2_stream *stream)
{
    struct vd_http2_stream **bucket = vd_http2_table_bucket(table, stream->id);

    stream->next = *bucket;
    *bucket = stream;
}

static void grow(struct vd_http2_table *table)
{
    struct vd_http2_table bigger = *table;
    struct vd_http2_stream *stream, *next;

    bigger.bits = table->buckets ? table->bits + 1 : FIRST_BITS;
    bigger.one = NULL;
    bigger.buckets = vd_alloc_array((size_t)1 << bigger.bits, sizeof(*bigger.buckets));
    if (!bigger.buckets)
        return;
    for (size_t i = 0; i < bucket_count(table); i++) {
        for (stream = *bucket_at(table, i); stream; stream = next) {
            next = stream->next;
            push(&bigger, stream);
        }
    }
    vd_free(table->buckets);
    *table = bigger;
}

static bool is_crowded(const struct vd_http2_table *table)
{
    if (!table->buckets)
        return table->count >= ONE_BUCKET_MAX;
    return table->count >= 2 * bucket_count(table) && table->bits < BITS_MAX;
}

void vd_http2_table_add(struct vd_http2_table *table, struct vd_http2_stream *stream)
{
    if (is_crowded(table))
        grow(table);
    push(table, stream);
    table->count++;
    stream->flags |= VD_HTTP2_ATTACHED;
}

/* A burst of streams leaves no buckets behind on a connection that is idle again. */
static void shrink(struct vd_http2_table *table)
{
    if (table->count == 0 && table->buckets && table->bits > KEPT_BITS) {
        vd_free(table->buckets);
        table->buckets = NULL;
    }
}

void vd_http2_table_remove(struct vd_http2_table *table, struct vd_http2_stream *stream)
{
    struct vd_http2_stream **at = vd_http2_table_bucket(table, stream->id);

    vd_assert(stream->flags & VD_HTTP2_ATTACHED);
    while (*at != stream)
        at = &(*at)->next;
    *at = stream->next;
    stream->next = NULL;
    stream->flags &= (uint8_t)~VD_HTTP2_ATTACHED;
    table->count--;
    shrink(table);
}

struct vd_http2_stream *vd_http2_table_any(const struct vd_http2_table *table, size_t *from)
{
    for (; table->count && *from < bucket_count(table); (*from)++)
        if (*bucket_at(table, *from))
            return *bucket_at(table, *from);
    return NULL;
}

bool vd_http2_table_each(struct vd_http2_table *table,
                         bool (*each)(struct vd_http2_stream *stream, void *arg), void *arg)
{
    struct vd_http2_stream *stream;

    for (size_t i = 0; i < bucket_count(table); i++)
        for (stream = *bucket_at(table, i); stream; stream = stream->next)
            if (each(stream, arg))
                return true;
    return false;
}
