/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A head is the next eight bytes as a number, with zeros behind a key that ends in them. So equal
 * heads are either equal bytes, or a key that ends and another that goes on with zeros; those that
 * end are taken out and ordered by length before the next eight bytes are looked at.
 */
#include "core/key_sort.h"

#include "base/check.h"
#include "base/hash.h"
#include "base/slice.h"

#include <stdlib.h>

enum { HEAD = 8, FEW = 12 };

struct part {
    struct vd_sort_item *items;
    size_t count;
    size_t depth; /* bytes that all keys of it share, and that heads stand behind */
};

static void fill_head(struct vd_sort_item *item, size_t depth)
{
    uint64_t head = 0;

    if (item->len >= depth + HEAD) {
        memcpy(&head, item->key + depth, HEAD);
        item->head = __builtin_bswap64(head);
        return;
    }
    for (size_t i = depth; i < depth + HEAD; i++)
        head = head << 8 | (i < item->len ? item->key[i] : 0u);
    item->head = head;
}

static int compare(const struct vd_sort_item *a, const struct vd_sort_item *b)
{
    int order;

    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    order = vd_slice_cmp(vd_slice(a->key, a->len), vd_slice(b->key, b->len));
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

static void swap(struct vd_sort_item *a, struct vd_sort_item *b)
{
    struct vd_sort_item keep = *a;

    *a = *b;
    *b = keep;
}

static void sort_few(struct part part)
{
    for (size_t i = 1; i < part.count; i++)
        for (size_t j = i; j > 0 && compare(&part.items[j - 1], &part.items[j]) > 0; j--)
            swap(&part.items[j - 1], &part.items[j]);
}

static int compare_ended(const void *a, const void *b)
{
    const struct vd_sort_item *x = a, *y = b;

    if (x->len != y->len)
        return x->len < y->len ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Keys with equal heads: orders those that end here, and answers the rest, eight bytes on. */
static struct part go_on(struct part part)
{
    size_t ended = 0;

    for (size_t i = 0; i < part.count; i++)
        if (part.items[i].len <= part.depth + HEAD)
            swap(&part.items[ended++], &part.items[i]);
    if (ended > 1)
        qsort(part.items, ended, sizeof(part.items[0]), compare_ended);
    part.items += ended;
    part.count -= ended;
    part.depth += HEAD;
    for (size_t i = 0; i < part.count; i++)
        fill_head(&part.items[i], part.depth);
    return part;
}

/* Three ways by the head of one drawn item: below, equal (eight bytes on), above. */
static void cut(struct part part, uint64_t *random, struct part out[3])
{
    size_t below = 0, i = 0, above = part.count;
    uint64_t pivot;

    *random += 0x9e3779b97f4a7c15ULL;
    pivot = part.items[vd_hash_u64(*random) % part.count].head;
    while (i < above) {
        if (part.items[i].head < pivot)
            swap(&part.items[below++], &part.items[i++]);
        else if (part.items[i].head > pivot)
            swap(&part.items[i], &part.items[--above]);
        else
            i++;
    }
    out[0] = (struct part){part.items, below, part.depth};
    out[1] = go_on((struct part){part.items + below, above - below, part.depth});
    out[2] = (struct part){part.items + above, part.count - above, part.depth};
}

static void sort(struct part part, uint64_t *random)
{
    while (part.count > FEW) {
        struct part parts[3];
        unsigned largest = 0;

        cut(part, random, parts);
        for (unsigned i = 1; i < 3; i++)
            if (parts[i].count > parts[largest].count)
                largest = i;
        for (unsigned i = 0; i < 3; i++)
            if (i != largest)
                sort(parts[i], random);
        part = parts[largest];
    }
    sort_few(part);
}

void vd_key_sort(struct vd_sort_item *items, size_t count)
{
    uint64_t random = vd_hash(vd_slice(&count, sizeof(count)));

    for (size_t i = 0; i < count; i++)
        fill_head(&items[i], 0);
    sort((struct part){items, count, 0}, &random);
}
