/* SPDX-License-Identifier: Apache-2.0 */
/* An intrusive, circular, doubly linked list. The head is a link of its own. */
#ifndef VD_BASE_LIST_H
#define VD_BASE_LIST_H

#include "base/check.h"

#include <stdbool.h>

struct vd_list {
    struct vd_list *prev, *next;
};

static inline void vd_list_init(struct vd_list *head)
{
    head->prev = head->next = head;
}

static inline bool vd_list_is_empty(const struct vd_list *head)
{
    return head->next == head;
}

/* A zeroed or removed link is in no list. */
static inline bool vd_list_is_linked(const struct vd_list *link)
{
    return link->next != NULL;
}

/* A link is zeroed before it is inserted for the first time: what stands in two lists breaks both.
 */
static inline void vd_list_insert_after(struct vd_list *at, struct vd_list *link)
{
    vd_assert(!link->next); /* it is in no list */
    link->prev = at;
    link->next = at->next;
    at->next->prev = link;
    at->next = link;
}

static inline void vd_list_append(struct vd_list *head, struct vd_list *link)
{
    vd_list_insert_after(head->prev, link);
}

static inline void vd_list_prepend(struct vd_list *head, struct vd_list *link)
{
    vd_list_insert_after(head, link);
}

static inline void vd_list_remove(struct vd_list *link)
{
    vd_assert(link->prev && link->next); /* it is in a list */
    link->prev->next = link->next;
    link->next->prev = link->prev;
    link->prev = link->next = NULL;
}

/* Moves everything of `from` behind the last of `to`; `from` is empty then. O(1). */
static inline void vd_list_splice(struct vd_list *to, struct vd_list *from)
{
    if (vd_list_is_empty(from))
        return;
    from->next->prev = to->prev;
    to->prev->next = from->next;
    from->prev->next = to;
    to->prev = from->prev;
    vd_list_init(from);
}

#define vd_list_entry(link, type, member) vd_container_of(link, type, member)
#define vd_list_first(head, type, member) vd_container_of((head)->next, type, member)

/* Safe against removal of the present element. */
#define vd_list_each(pos, tmp, head, member)                                                       \
    for (pos = vd_container_of((head)->next, __typeof__(*pos), member),                            \
        tmp = vd_container_of(pos->member.next, __typeof__(*pos), member);                         \
         &pos->member != (head);                                                                   \
         pos = tmp, tmp = vd_container_of(pos->member.next, __typeof__(*pos), member))

#endif
