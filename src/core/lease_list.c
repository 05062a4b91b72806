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

enum { RUN_ROWS = 1024 };

/* Sorted once it is full, or the last; then handed out from its front. */
struct run {
    struct vd_lease_row *rows;
    uint32_t at, end, cap;
};

struct vd_lease_list {
    uint64_t log_index; /* what is granted later is not in it */
    uint64_t cursor;
    bool is_ready;
    struct run *runs; /* when it is ready: a heap, by the first row that is left */
    size_t run_count, run_cap, count;
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
    for (size_t i = 0; i < list->run_count; i++)
        vd_free(list->runs[i].rows);
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

static int new_run(struct vd_lease_list *list)
{
    struct vd_lease_row *rows;

    if (list->run_count == list->run_cap) {
        size_t cap = VD_MAX(2 * list->run_cap, (size_t)4);
        struct run *larger = vd_realloc(list->runs, cap * sizeof(*larger));

        if (!larger)
            return -ENOMEM;
        list->runs = larger;
        list->run_cap = cap;
    }
    rows = vd_alloc_array(RUN_ROWS, sizeof(*rows));
    if (!rows)
        return -ENOMEM;
    list->runs[list->run_count++] = (struct run){.rows = rows, .cap = RUN_ROWS};
    return 0;
}

/* A bucket that alone is more than a run. */
static int enlarge(struct run *run)
{
    struct vd_lease_row *larger = vd_realloc(run->rows, 2 * run->cap * sizeof(*larger));

    if (!larger)
        return -ENOMEM;
    run->rows = larger;
    run->cap *= 2;
    return 0;
}

/* As many as the run takes. 0; VD_END: there are no more; -ENOMEM. */
static int fill(struct vd_lease_list *list, struct vd_lease_table *table, struct run *run)
{
    for (;;) {
        uint64_t from = list->cursor;
        size_t count;
        bool is_end = vd_lease_table_scan(table, list->log_index, &list->cursor,
                                          run->rows + run->end, run->cap - run->end, &count);

        run->end += (uint32_t)count;
        if (is_end)
            return VD_END;
        if (list->cursor != from)
            continue;
        if (run->end)
            return 0;
        if (enlarge(run))
            return -ENOMEM;
    }
}

static bool is_before(const struct run *a, const struct run *b)
{
    return compare(&a->rows[a->at], &b->rows[b->at]) < 0;
}

static void sink(struct vd_lease_list *list, size_t at)
{
    struct run run = list->runs[at];

    for (;;) {
        size_t kid = 2 * at + 1;

        if (kid + 1 < list->run_count && is_before(&list->runs[kid + 1], &list->runs[kid]))
            kid++;
        if (kid >= list->run_count || !is_before(&list->runs[kid], &run))
            break;
        list->runs[at] = list->runs[kid];
        at = kid;
    }
    list->runs[at] = run;
}

static void drop_run(struct vd_lease_list *list, size_t at)
{
    vd_free(list->runs[at].rows);
    list->runs[at] = list->runs[--list->run_count];
}

int vd_lease_list_step(struct vd_lease_list *list, struct vd_kv *kv, unsigned slot)
{
    struct run *run;
    int rc;

    vd_assert(!list->is_ready && vd_epoch_is_entered(kv->epoch, slot));
    rc = new_run(list);
    if (rc)
        return rc;
    run = &list->runs[list->run_count - 1];
    rc = fill(list, kv->leases, run);
    if (rc < 0)
        return rc;
    list->count += run->end;
    qsort(run->rows, run->end, sizeof(run->rows[0]), compare);
    if (!run->end)
        drop_run(list, list->run_count - 1);
    if (rc != VD_END)
        return VD_WAIT;
    list->is_ready = true;
    for (size_t i = list->run_count / 2; i-- > 0;)
        sink(list, i);
    return 0;
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

        out_ids[count] = first->rows[first->at++].id;
        if (first->at == first->end)
            drop_run(list, 0);
        if (list->run_count)
            sink(list, 0);
    }
    return count;
}
