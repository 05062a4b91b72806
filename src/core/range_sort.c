/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ranges in another order than that of their keys. Their rows (without values) are collected and
 * sorted once; with a limit only as many are kept as it lets through. Equal rows stay in the order
 * of their keys. A large range, and one sorted by values that are not all in memory, is collected
 * by a job, so that no loop stands still for it.
 *
 * No order at all is ascending; but then, as in etcd, a limit without filters is applied first, in
 * the order of keys, with one row more, and once more after the sorting.
 */
#include "core/range_private.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <stdlib.h>

enum {
    INLINE_ROWS = 1024,
    INLINE_BYTES = 1 << 20, /* of values */
    VALUE_BYTES_MAX = 64 << 20,
    READ_CHUNK = 256,
    READ_BYTES = 4 << 20
};

struct sorter {
    struct vd_range *range;
    size_t cap, keep; /* keep: how many rows can be in the answer */
    size_t most;      /* rows that are collected */
    bool is_job;
};

static int order_of(enum vd_sort_target target, const struct vd_sorted *a,
                    const struct vd_sorted *b)
{
    int64_t x = 0, y = 0;

    switch (target) {
    case VD_SORT_BY_VERSION:
        x = a->version.version;
        y = b->version.version;
        break;
    case VD_SORT_BY_CREATE:
        x = a->version.create_revision;
        y = b->version.create_revision;
        break;
    case VD_SORT_BY_MOD:
        x = a->version.revision;
        y = b->version.revision;
        break;
    case VD_SORT_BY_VALUE:
        return vd_slice_cmp(a->value, b->value);
    case VD_SORT_BY_KEY:
        break;
    }
    return (x > y) - (x < y);
}

static int compare(const void *a, const void *b, void *arg)
{
    const struct vd_range *range = arg;
    const struct vd_sorted *x = a, *y = b;
    int order = order_of(range->op.target, x, y);

    if (range->op.order == VD_SORT_DESCEND)
        order = -order;
    return order ? order : vd_slice_cmp(vd_key_slice(x->key), vd_key_slice(y->key));
}

/* Sorts what there is and drops what cannot be in the answer. */
static void sort(struct sorter *sorter)
{
    struct vd_range *range = sorter->range;

    if (range->sorted_count > 1)
        qsort_r(range->sorted, range->sorted_count, sizeof(range->sorted[0]), compare, range);
    range->sorted_count = VD_MIN(range->sorted_count, sorter->keep);
}

/* With a limit there is room for twice as many rows, which are sorted and halved when it is full.
 */
static int add(struct sorter *sorter, const struct vd_key *key, const struct vd_version *version)
{
    struct vd_range *range = sorter->range;

    if (range->sorted_count == sorter->cap) {
        size_t cap = VD_MAX(2 * sorter->cap, (size_t)64);
        struct vd_sorted *larger;

        if (sorter->cap / 2 >= sorter->keep && sorter->cap >= 64) {
            sort(sorter);
            range->more = true;
        } else {
            larger = vd_realloc(range->sorted, cap * sizeof(*larger));
            if (!larger)
                return -ENOMEM;
            range->sorted = larger;
            sorter->cap = cap;
        }
    }
    range->sorted[range->sorted_count++] = (struct vd_sorted){.key = key, .version = *version};
    return 0;
}

/* VD_WAIT: more rows would have to be looked at than a loop has time for. */
static int collect(struct sorter *sorter, const struct vd_view *view)
{
    struct vd_range *range = sorter->range;
    size_t few = VD_MIN(INLINE_ROWS, range->kv->options.slice_steps);
    size_t rows = sorter->is_job ? SIZE_MAX : few;
    struct vd_index_iter iter;
    struct vd_index_hit hit;
    int rc = 0;

    vd_index_iter_init(&iter, view->root, range->op.key, range->op.end, range->at);
    while (!rc && range->sorted_count < sorter->most) {
        rc = rows ? vd_index_iter_step(&iter, false, &rows, &hit) : VD_AGAIN;
        if (!rc && vd_range_admits(range, hit.version))
            rc = add(sorter, hit.key, hit.version);
    }
    if (rc == VD_AGAIN)
        return VD_WAIT;
    return rc == VD_END ? 0 : rc;
}

static int copy_value(struct sorter *sorter, struct vd_sorted *row, struct vd_slice value)
{
    struct vd_arena *values = &sorter->range->values;

    if (!sorter->is_job && values->total_bytes + value.len > INLINE_BYTES)
        return VD_WAIT;
    if (values->total_bytes + value.len > VALUE_BYTES_MAX)
        return VD_TOO_LARGE;
    return vd_arena_copy(values, value, &row->value);
}

/* Which row lacks a value at this position. */
struct gap {
    struct vd_pos pos;
    size_t row;
};

static int compare_gaps(const void *a, const void *b)
{
    return vd_pos_cmp(((const struct gap *)a)->pos, ((const struct gap *)b)->pos);
}

/* The values of some rows, about READ_BYTES of them; *count: how many that were. */
static int read_gaps(struct sorter *sorter, unsigned slot, const struct gap *gaps, size_t *count)
{
    struct vd_range *range = sorter->range;
    struct vd_pos positions[READ_CHUNK];
    struct vd_block *block;
    int rc;

    vd_assert(*count <= READ_CHUNK);
    for (size_t i = 0; i < *count; i++)
        positions[i] = gaps[i].pos;
    rc = vd_kv_read_events(range->kv, slot, positions, count, READ_BYTES, &block);
    if (rc)
        return rc;
    for (size_t i = 0; i < *count && !rc; i++) {
        uint32_t at = vd_block_find(block, gaps[i].pos);
        bool found =
            at < block->count && !vd_pos_cmp(vd_event_pos(&block->events[at]), gaps[i].pos);

        rc = found ? copy_value(sorter, &range->sorted[gaps[i].row],
                                vd_event_value(&block->events[at]))
                   : VD_CORRUPT;
    }
    vd_block_unref(block);
    return rc;
}

static int fill_gaps(struct sorter *sorter, unsigned slot, struct gap *gaps, size_t count)
{
    size_t read;
    int rc = 0;

    if (count)
        qsort(gaps, count, sizeof(gaps[0]), compare_gaps);
    for (size_t i = 0; i < count && !rc; i += read) {
        read = VD_MIN(count - i, (size_t)READ_CHUNK);
        rc = read_gaps(sorter, slot, gaps + i, &read);
    }
    return rc;
}

/* Values of all rows; VD_WAIT: some are on disk, or they are many, and this is not a job. */
static int load_values(struct sorter *sorter, unsigned slot)
{
    struct vd_range *range = sorter->range;
    struct gap *gaps = vd_alloc_array(range->sorted_count, sizeof(*gaps));
    size_t count = 0;
    int rc = gaps ? 0 : -ENOMEM;

    for (size_t i = 0; i < range->sorted_count && !rc; i++) {
        struct vd_sorted *row = &range->sorted[i];
        struct vd_pos pos = vd_version_pos(&row->version);
        const struct vd_event *event =
            row->version.value_len ? vd_values_get(&range->kv->values, row->key, pos) : NULL;

        if (event)
            rc = copy_value(sorter, row, vd_event_value(event));
        else if (row->version.value_len)
            gaps[count++] = (struct gap){pos, i};
    }
    if (!rc && count)
        rc = sorter->is_job ? fill_gaps(sorter, slot, gaps, count) : VD_WAIT;
    vd_free(gaps);
    return rc;
}

static int run(struct sorter *sorter, unsigned slot)
{
    struct vd_range *range = sorter->range;
    bool by_value = range->op.target == VD_SORT_BY_VALUE;
    int rc;

    vd_arena_deinit(&range->values);
    vd_arena_init(&range->values, 2 * (size_t)VALUE_BYTES_MAX);
    range->sorted_count = 0;
    range->more = false;
    sorter->keep = range->op.limit > 0 ? (size_t)range->op.limit : SIZE_MAX;
    sorter->most = SIZE_MAX;
    if (range->op.limit > 0 && range->op.order == VD_SORT_NONE && !range->is_filtered)
        sorter->most = sorter->keep + 1;
    if (by_value)
        sorter->keep = SIZE_MAX;
    rc = collect(sorter, vd_kv_view(range->kv, slot));
    if (!rc && by_value)
        rc = load_values(sorter, slot);
    if (rc)
        return rc;
    if (range->op.limit > 0) {
        sorter->keep = (size_t)range->op.limit;
        range->more |= range->sorted_count > sorter->keep;
    }
    sort(sorter);
    range->has_sorted = true;
    return 0;
}

static void sort_run(struct vd_job *job, unsigned slot)
{
    struct vd_range *range = vd_container_of(job, struct vd_range, job);
    struct sorter sorter = {.range = range, .is_job = true};
    bool pinned = vd_kv_pin(range->kv, slot);

    range->job_rc = run(&sorter, slot);
    vd_kv_unpin(range->kv, slot, pinned);
}

int vd_range_sort(struct vd_range *range)
{
    struct sorter sorter = {.range = range};
    int rc = run(&sorter, range->slot);

    return rc == VD_WAIT ? vd_range_submit(range, sort_run) : rc;
}
