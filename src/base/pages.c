/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pages.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>

void vd_pages_init(struct vd_pages *pages, size_t item_bytes)
{
    *pages = (struct vd_pages){.item_bytes = item_bytes};
}

void vd_pages_deinit(struct vd_pages *pages)
{
    for (size_t i = 0; i < pages->page_count; i++)
        vd_free(pages->pages[i]);
    vd_free(pages->pages);
    vd_pages_init(pages, pages->item_bytes);
}

static int add_page(struct vd_pages *pages)
{
    if (pages->page_count == pages->cap) {
        size_t cap = VD_MAX(2 * pages->cap, (size_t)4);
        void **larger = vd_realloc(pages->pages, cap * sizeof(void *));

        if (!larger)
            return -ENOMEM;
        pages->pages = larger;
        pages->cap = cap;
    }
    pages->pages[pages->page_count] = vd_alloc_array(VD_PAGE_ITEMS, pages->item_bytes);
    if (!pages->pages[pages->page_count])
        return -ENOMEM;
    pages->page_count++;
    return 0;
}

int vd_pages_reserve(struct vd_pages *pages, size_t items)
{
    int rc = 0;

    while (!rc && vd_pages_room(pages) < items)
        rc = add_page(pages);
    return rc;
}

void vd_pages_trim(struct vd_pages *pages, size_t items)
{
    while (vd_pages_room(pages) >= items + (size_t)2 * VD_PAGE_ITEMS)
        vd_free(pages->pages[--pages->page_count]);
}
