/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An array that grows and shrinks without moving what is in it, so that a large one costs no moment
 * in which millions of items are copied: pages of 512 items, and a small array of those.
 */
#ifndef VD_BASE_PAGES_H
#define VD_BASE_PAGES_H

#include "base/outcome.h"

#include <stddef.h>

enum { VD_PAGE_ITEMS = 512 };

struct vd_pages {
    void **pages;
    size_t page_count, cap;
    size_t item_bytes;
};

/* Takes no memory until it is reserved. */
void vd_pages_init(struct vd_pages *pages, size_t item_bytes);
void vd_pages_deinit(struct vd_pages *pages);
/* Room for `items` in all, their contents unset. 0; -ENOMEM: there is at least as
 * much room as before. */
VD_MUST_CHECK int vd_pages_reserve(struct vd_pages *pages, size_t items);
/* Gives back what is not needed for `items`, but for a page. */
void vd_pages_trim(struct vd_pages *pages, size_t items);

static inline size_t vd_pages_room(const struct vd_pages *pages)
{
    return pages->page_count * VD_PAGE_ITEMS;
}

/* There must be room for it. */
static inline void *vd_pages_at(const struct vd_pages *pages, size_t i)
{
    return (char *)pages->pages[i / VD_PAGE_ITEMS] + i % VD_PAGE_ITEMS * pages->item_bytes;
}

#endif
