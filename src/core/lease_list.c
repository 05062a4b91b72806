/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gathering and sorting go hand in hand: every thousand leases are sorted as soon as they are
 * there, and the sorted runs are merged while they are handed out. So no step does more than a
 * thousand of anything.
 */
#include "core/kv_private.h"
#include "core/lease_table.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <stdlib.h>

enum { RUN_ROWS = 1024, ROWS_MIN = 256 };

struct run {
    size_t at, end;
};

struct vd_lease_list {
    uint64_t log_index; /* what is granted later is not in it */
    uint64_t cursor;
    bool is_gathered, is_ready;
    struct vd_lease_row *rows;
    size_t count, cap, sorted;
    struct run *runs; /* a heap, by the first row that is left */
    size_t run_count;
};

int vd_lease_list_new(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal,
                      struct vd_lease_list **out_list)
{
    struct vd_lease_list *list;
    int rc = vd_access_check(principal, VD_ACCESS_READ, VD_SLICE_EMPTY, VD_SLICE_EMPTY);

    if (rc)
        return rc;
    list = vd_alloc_zero(sizeof(*list));
    if (!list)
        return -ENOMEM;
    list->log_index = vd_kv_view(kv, slot)->log_index;
    *out_list = list;
    return 0;
}

void vd_lease_list_free(struct vd_lease_list *list)
{
    if (!list)
        return;
    vd_free(list->rows);
    vd_free(list->runs);
    vd_free(list);
}

static int compare(const void *a, const void *b)
{
    const struct vd_lease_row *x = a, *y = b;

    if (x->expires_ms != y->expires_ms)
        return x->expires_ms < y->expires_ms ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static int reserve(struct vd_lease_list *list, size_t room)
{
    size_t cap = VD_MAX(2 * list->cap, list->count + room);
    struct vd_lease_row *larger;

    if (list->cap - list->count >= room)
        return 0;
    larger = vd_realloc(list->rows, cap * sizeof(*larger));
    if (!larger)
        return -ENOMEM;
    list->rows = larger;
    list->cap = cap;
    return 0;
}

static void sort_run(struct vd_lease_list *list)
{
    size_t count = VD_MIN((size_t)RUN_ROWS, list->count - list->sorted);

    qsort(list->rows + list->sorted, count, sizeof(list->rows[0]), compare);
    list->sorted += count;
}

static int gather(struct vd_lease_list *list, struct vd_lease_table *table)
{
    size_t until = list->sorted + RUN_ROWS, room = ROWS_MIN;

    while (!list->is_gathered && list->count < until) {
        uint64_t from = list->cursor;
        size_t count;
        int rc = reserve(list, room);

        if (rc)
            return rc;
        list->is_gathered =
            vd_lease_table_scan(table, list->log_index, &list->cursor, list->rows + list->count,
                                list->cap - list->count, &count);
        list->count += count;
        if (list->cursor == from)
            room = 2 * VD_MAX(room, list->cap - list->count); /* a bucket did not fit */
    }
    return 0;
}

static bool is_before(const struct vd_lease_list *list, const struct run *a, const struct run *b)
{
    return compare(&list->rows[a->at], &list->rows[b->at]) < 0;
}

static void sink(struct vd_lease_list *list, size_t at)
{
    struct run run = list->runs[at];

    for (;;) {
        size_t kid = 2 * at + 1;

        if (kid + 1 < list->run_count && is_before(list, &list->runs[kid + 1], &list->runs[kid]))
            kid++;
        if (kid >= list->run_count || !is_before(list, &list->runs[kid], &run))
            break;
        list->runs[at] = list->runs[kid];
        at = kid;
    }
    list->runs[at] = run;
}

static int begin_merge(struct vd_lease_list *list)
{
    size_t count = (list->count + RUN_ROWS - 1) / RUN_ROWS;

    list->is_ready = true;
    if (!count)
        return 0;
    list->runs = vd_alloc_array(count, sizeof(list->runs[0]));
    if (!list->runs) {
        list->is_ready = false;
        return -ENOMEM;
    }
    for (size_t i = 0; i < count; i++)
        list->runs[i] = (struct run){i * RUN_ROWS, VD_MIN((i + 1) * RUN_ROWS, list->count)};
    list->run_count = count;
    for (size_t i = count / 2; i-- > 0;)
        sink(list, i);
    return 0;
}

int vd_lease_list_step(struct vd_lease_list *list, struct vd_kv *kv, unsigned slot)
{
    int rc;

    vd_assert(!list->is_ready && vd_epoch_is_entered(kv->epoch, slot));
    rc = gather(list, kv->leases);
    if (rc)
        return rc;
    sort_run(list);
    if (!list->is_gathered || list->sorted < list->count)
        return VD_WAIT;
    return begin_merge(list);
}

size_t vd_lease_list_count(const struct vd_lease_list *list)
{
    return list->count;
}

size_t vd_lease_list_next(struct vd_lease_list *list, int64_t *out_ids, size_t max)
{
    size_t count = 0;

    vd_assert(list->is_ready);
    for (; count < max && list->run_count; count++) {
        struct run *first = &list->runs[0];

        out_ids[count] = list->rows[first->at++].id;
        if (first->at == first->end)
            *first = list->runs[--list->run_count];
        if (list->run_count)
            sink(list, 0);
    }
    return count;
}
